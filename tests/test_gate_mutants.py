"""`walkaround gate mutants`: survivors as diffs. What finds them is tried end to end, with the gate."""

import json
import os

import pytest

from tests_support import Repository
from walkaround import cli
from walkaround.quality_gate.mutation import Mutant, Outcome
from walkaround.quality_gate.mutation._mutate import _mutant
from walkaround.quality_gate.mutation._plan import Candidate, Plan, Source

DIFF = "--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-X = 1\n+X = 2\n"
SURVIVOR = Mutant("a.py", 1, 5, "number", "X = 1", "X = 2", DIFF, "survived", "tests/test_a.py::test_x")
UNCOVERED = SURVIVOR._replace(line=2, verdict="uncovered", test="")
KILLED = SURVIVOR._replace(line=3, verdict="killed")


@pytest.fixture
def arguments(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    outcome = Outcome((SURVIVOR, UNCOVERED, KILLED), 2, ())
    monkeypatch.setattr("walkaround.gate_commands.mutants.outcome_of", lambda _: outcome)
    base = repository.commit(**{"a.py": "X = 1\n"})
    head = repository.commit(**{"a.py": "X = 1\nY = 1\n"})
    return ["gate", "mutants", "--from-ref", base, "--to-ref", head]


def test_survivors_as_diffs(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(arguments) == 0
    assert capsys.readouterr() == (
        f"# a.py:1: survived, run by tests/test_a.py::test_x\n{DIFF}\n# a.py:2: uncovered, run by no test\n{DIFF}",
        "walkaround gate: the tests kill 1 of 3 mutants of new lines (33.3 %); 2 were not tried in time\n",
    )


@pytest.mark.parametrize(
    ("options", "verdicts"), [([], ["survived", "uncovered"]), (["--all"], ["survived", "uncovered", "killed"])]
)
def test_as_data(
    arguments: list[str], capsys: pytest.CaptureFixture[str], options: list[str], verdicts: list[str]
) -> None:
    assert cli.main([*arguments, *options, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["tried"], found["left"], [one["verdict"] for one in found["mutants"]]) == (3, 2, verdicts)
    assert found["mutants"][0] == SURVIVOR._asdict()


@pytest.mark.usefixtures("repository")
def test_a_range_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["gate", "mutants"]) == 2
    assert "the following arguments are required: --from-ref, --to-ref" in capsys.readouterr().err


def test_a_name_pretends_nothing(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit()
    head = repository.commit(**{"\n::error::a.py": "X = 1  # pragma: no cover\n"})
    arguments = ["--from-ref", f"{head}~1", "--to-ref", head]
    assert cli.main(["gate", "show", *arguments]) == 0
    (row,) = [row for row in capsys.readouterr().out.splitlines() if row.startswith("left-out")]
    assert row.endswith(r"1 of coverage by marks in comments (\n::error::a.py:1)")


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.py", "X = 1\n"), ("a b.py", "X = 1"), ('\xe4"\n.py', "X = 1\n"), (b"\xff.py", "Y = '\x0c'\nX = 1\n\x0c\n")],
    ids=["plain", "no line end", "an odd name", "no text"],
)
def test_a_diff_is_one_that_git_applies(repository: Repository, name: str | bytes, text: str) -> None:
    repository.stage(name, text)
    start = text.index("1")
    source = Source(os.fsdecode(name), "", text, "utf-8")
    candidate = Candidate(source, 1, 5, "number", start, start + 1, "2", 1, 1, frozenset(), frozenset(), bodies=False)
    mutant = _mutant(Plan(candidate, (), warm=False, tried=True, test=""), "survived")
    (repository.top / "mutant.diff").write_bytes(mutant.diff.encode())
    repository.git("apply", "mutant.diff")
    assert (repository.top / os.fsdecode(name)).read_bytes() == text.replace("1", "2").encode()
