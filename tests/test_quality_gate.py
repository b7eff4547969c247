"""quality-gate as its users run it: what is asked when, of which change, under which policy, and what is not passed."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests_support import Repository
from walkaround import _change, cli, strict
from walkaround._finding import NotJudged
from walkaround.quality_gate import HOOK, main
from walkaround.quality_gate._judge import CONDITIONS
from walkaround.quality_gate._model import Judged
from walkaround.quality_gate._work_tree import require

# Complexity alone is asked for, at 5.
ONE = (
    "[quality-gate]\ncomplexity = 5\nnew-duplication = 100\nnew-coverage = 0\nchange-lines = 1000000\n"
    'sast = "off"\nsecrets = "off"\n'
)
DEEP = "def deep(a, b, c):\n    if a:\n        if b:\n            if c:\n                return 1\n    return 2\n"
FLAT = "def flat(a):\n    return a\n"
FOUND = (
    "a.py:1:5: GATE001 `deep` has a cognitive complexity of 6; the policy asks for less than 5\n"
    "    Move a branch or a loop into a function of its own, or leave early.\n"
)
MARKED = "a commit\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n"


def gate(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(arguments)
    return code, *capsys.readouterr()


def of_range(base: str, head: str) -> list[str]:
    return ["--from-ref", base, "--to-ref", head]


def test_outside_of_a_repository_there_is_no_change_to_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    why = "not in a git repository, whose changes are judged; run it in one"
    assert gate(capsys) == (2, "", f"walkaround: quality-gate: not judged: {why}\n")
    Path("a.py").write_text("x = 1\n")
    assert (cli.main(["check", "--only", "quality-gate", "a.py"]), strict.main(["a.py"])) == (0, 0)


def test_what_is_staged_is_judged(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit(**{"walkaround.toml": ONE})
    repository.stage("a.py", DEEP)
    repository.write("a.py", FLAT)  # what is not staged does not count
    assert gate(capsys) == (1, FOUND, "")
    capsys.readouterr()
    assert cli.main(["check", "--staged", "--only", "quality-gate"]) == 1
    assert capsys.readouterr().out == FOUND


def test_strict_judges_what_a_commit_is_asked(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit(**{"walkaround.toml": ONE})
    repository.stage("a.py", DEEP)
    strict.main(["a.py"])
    assert FOUND in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--all-files"], ["a.py"]])
def test_without_a_change_there_is_nothing_to_judge(
    repository: Repository, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    repository.commit(**{"walkaround.toml": ONE, "a.py": DEEP})
    assert cli.main(["check", "--only", "quality-gate", *arguments]) == 0
    assert capsys.readouterr().out == ""


def test_a_range_is_judged_by_its_own_policy_and_not_by_what_is_staged(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    base = repository.commit(**{"walkaround.toml": ONE})
    head = repository.commit(**{"a.py": DEEP})
    repository.stage("walkaround.toml", ONE.replace("5", "50", 1))
    repository.stage("b.py", DEEP)
    assert gate(capsys, *of_range(base, head)) == (1, FOUND, "")
    assert gate(capsys, *of_range(head, head)) == (0, "", "")


def test_the_push_that_a_framework_names(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    base = repository.commit(**{"walkaround.toml": ONE})
    head = repository.commit(**{"a.py": DEEP})
    repository.stage("b.py", DEEP)
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", base)
    monkeypatch.setenv("PRE_COMMIT_TO_REF", head)
    assert gate(capsys) == (1, FOUND, "")


@pytest.mark.parametrize(("message", "code"), [("a commit", 0), (MARKED, 1)], ids=["person", "agent"])
def test_changes_made_with_ai_are_held_to_more(
    repository: Repository, capsys: pytest.CaptureFixture[str], message: str, code: int
) -> None:
    policy = ONE.replace("5", "10", 1) + "\n[ai]\nquality-gate.complexity = 5\n"
    base = repository.commit(**{"walkaround.toml": policy})
    head = repository.commit(message, **{"a.py": DEEP})
    assert gate(capsys, *of_range(base, head)) == (code, FOUND if code else "", "")


def test_excluded_files_are_not_judged(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit(**{"walkaround.toml": f'{ONE}exclude = ["generated/**"]\n'})
    repository.stage("generated/a.py", DEEP)
    assert gate(capsys) == (0, "", "")


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("**", "leaves out everything; name the files or folders that are meant"),
        ("**/*.py", "leaves out everything; name the files or folders that are meant"),
        ("/a", "is an absolute path; write it from the repository's top"),
    ],
)
def test_not_everything_can_be_excluded(
    repository: Repository, capsys: pytest.CaptureFixture[str], pattern: str, why: str
) -> None:
    repository.write("walkaround.toml", f'[quality-gate]\nexclude = ["{pattern}"]\n')
    code, out, err = gate(capsys)
    assert (code, out) == (2, "")
    assert (
        err == f"walkaround: quality-gate: not judged: walkaround.toml:2: \"quality-gate.exclude\" '{pattern}' {why}\n"
    )


def test_an_exemption_counts(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    ends = subprocess.run(["date", "-d", "30 days", "+%F"], capture_output=True, text=True, check=True).stdout.strip()
    exemption = (
        f'[[exemptions]]\nrule = "GATE001"\npath = "a.py"\nreason = "a parser"\nowner = "@a"\nexpires = {ends}\n'
    )
    repository.commit(**{"walkaround.toml": f"{ONE}\n{exemption}"})
    repository.stage("a.py", DEEP)
    code, out, _ = gate(capsys)
    assert (code, out) == (0, "")


def test_what_cannot_be_judged_is_not_passed(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit(**{"walkaround.toml": ONE})
    repository.stage("a.py", "def broken(:\n")
    repository.stage("b.py", DEEP)
    code, out, err = gate(capsys)
    assert (code, out) == (2, FOUND.replace("a.py", "b.py"))
    assert err.startswith("walkaround: quality-gate: a.py: not judged: ")


def test_a_condition_that_breaks_down_is_absent_and_the_others_go_on(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: object) -> Judged:
        raise RuntimeError("what it says stays inside")

    broken = CONDITIONS[2]._replace(asked=lambda _: True, early=breaks)
    monkeypatch.setattr("walkaround.quality_gate._judge.CONDITIONS", (broken, *CONDITIONS[:1]))
    repository.commit(**{"walkaround.toml": ONE})
    repository.stage("a.py", DEEP)
    code, out, err = gate(capsys)
    assert (code, out) == (2, FOUND)
    assert err.startswith("walkaround: quality-gate: not judged: change-lines: internal error: RuntimeError at ")
    assert "stays inside" not in err


def test_a_shallow_clone_is_not_passed(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(**{"walkaround.toml": ONE})
    repository.git("checkout", "-q", "-b", "feature")
    head = repository.commit(**{"a.py": DEEP})
    repository.git("checkout", "-q", "main")
    base = repository.commit(**{"c.py": FLAT})
    clone = tmp_path / "clone"
    subprocess.run(["git", "init", "-q", str(clone)], check=True)
    fetch = ["git", "-C", str(clone), "fetch", "-q", "--depth", "1", f"file://{repository.top}", base, head]
    subprocess.run(fetch, check=True)
    monkeypatch.chdir(clone)
    code, out, err = gate(capsys, *of_range(base, head))
    left = f"where {head[:12]} left {base[:12]} is cut off in this shallow clone; run `git fetch --unshallow`"
    assert (code, out, err) == (2, "", f"walkaround: quality-gate: not judged: {left}\n")


def test_no_coverage_is_not_passed(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    base = repository.commit(**{"walkaround.toml": ONE.replace("new-coverage = 0", "new-coverage = 75")})
    head = repository.commit(**{"a.py": FLAT})
    code, out, err = gate(capsys, *of_range(base, head))
    assert (code, out) == (2, "")
    assert err.startswith("walkaround: quality-gate: not judged: there is no coverage report (")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--from-ref", "HEAD"], "--from-ref and --to-ref go together"),
        (["--to-ref", "HEAD"], "--from-ref and --to-ref go together"),
        (["a.py"], "unrecognized arguments: a.py"),
    ],
)
@pytest.mark.usefixtures("repository")
def test_mistakes(capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"walkaround-quality-gate: error: {said}"


def test_show(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    base = repository.commit(**{"walkaround.toml": ONE.replace('secrets = "off"', 'secrets = "error"')})
    head = repository.commit(**{"a.py": DEEP})
    capsys.readouterr()
    assert cli.main(["gate", "show", *of_range(base, head), "--json"]) == 0
    shown = {
        one["condition"]: (one["state"], one["passed"]) for one in json.loads(capsys.readouterr().out)["conditions"]
    }
    assert shown == {
        "complexity": ("measured", False), "secrets": ("absent", False),
        **dict.fromkeys(
            ("new-duplication", "change-lines", "new-coverage", "sast", "new-mutation", "contracts", "ratchet"),
            ("none", True),
        ),
    }  # fmt: skip
    assert cli.main(["gate", "show", *of_range(base, head)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "condition        state    value     limit"
    assert lines[1].startswith(
        "complexity       stopped  6 points  5 points    1 of 1 functions with new lines reach 5;"
    )
    assert lines[2].startswith("secrets          absent   -         0 findings  no report about what secret-detection ")


def test_every_condition_has_a_key_of_its_name() -> None:
    keys = {key.name for key in HOOK.keys}
    assert [one.name for one in CONDITIONS if f"quality-gate.{one.name}" not in keys] == []


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        pytest.param({}, None, id="as committed"),
        pytest.param({"notes.txt": "x", "scratch.py": "x = 1\n", "made/test_x.py": ""}, None, id="what tests nothing"),
        pytest.param({"a.py": "x = 2\n"}, "the work tree is not {head}: a.py differ; check {head} out", id="a source"),
        pytest.param({"conftest.py": ""}, "the work tree has tests that {head} has not: conftest.py;", id="a conftest"),
        pytest.param({"tests/b.py": ""}, "the work tree has tests that {head} has not: tests/b.py;", id="a test"),
    ],
)
def test_tests_run_where_the_work_tree_is_what_is_judged(
    repository: Repository, changed: dict[str, str], why: str | None
) -> None:
    head = repository.commit(**{"a.py": "x = 1\n", ".gitignore": "made/\n"})
    for name, content in changed.items():
        path = Path(repository.top, name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    with _change.between(str(repository.top), None, head) as delta:
        if why is None:
            require(delta)
        else:
            with pytest.raises(NotJudged, match=re.escape(why.format(head=head[:12]))):
                require(delta)
