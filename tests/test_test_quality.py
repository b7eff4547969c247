"""test-quality as its users run it: files, policy, exemptions, baseline, output, exit code."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests_support import Repository
from walkaround import cli
from walkaround.test_quality import HOOK, judge_file, main

Run = Callable[..., tuple[int, str, str]]

BROAD = "import pytest\n\n\ndef test_load():\n    with pytest.raises(Exception):\n        load()\n"
TWICE = "import pytest\n\n\n@pytest.mark.parametrize('n', [1, 1])\ndef test_n(n):\n    assert f(n) == 2\n"
SAID = "This case stands twice: line 4 holds the same."
FOUND = f"tests/test_n.py:4:35: TST009 {SAID}\n    Delete the copy, or give it the values that were meant.\n"
WARNED = (
    "tests/test_load.py:5:5: TST008 Any Exception passes this test, a misspelt name too. [warning]\n"
    "    Name the exception that the code promises, or match its text.\n"
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        return code, *capsys.readouterr()

    return call


def test_the_hook_is_bound() -> None:
    assert (HOOK.id, HOOK.table, HOOK.acceptable) == ("test-quality", "test-quality", True)
    assert [rule.id for rule in HOOK.rules] == [f"TST{number:03}" for number in range(1, 13)]


def test_an_error_stops_and_a_warning_does_not(repository: Repository, run: Run) -> None:
    repository.stage("tests/test_load.py", BROAD)
    assert run("tests/test_load.py") == (0, WARNED, "")
    repository.stage("tests/test_n.py", TWICE)
    assert run("tests/test_load.py", "tests/test_n.py") == (1, WARNED + FOUND, "")


def test_strict_stops_what_recommended_warns_of(repository: Repository, run: Run) -> None:
    repository.stage("tests/test_load.py", BROAD)
    assert run("tests/test_load.py", "--policy", "strict") == (1, WARNED.replace(" [warning]", ""), "")


@pytest.mark.parametrize(
    ("path", "judged"),
    [
        ("tests/test_n.py", True), ("test_n.py", True), ("app/n_test.py", True), ("tests/n.py", False),
        ("app/tests.py", True), ("app/n.py", False), ("tests/conftest.py", False), ("conftest.py", False),
        ("contest.py", False), ("latest.py", False),
    ],
)  # fmt: skip
def test_which_files_hold_tests(path: str, judged: bool) -> None:
    assert [one.rule for one in judge_file(path, TWICE.encode())] == ["TST009"] * judged


def test_the_policy_names_more_files_of_tests(repository: Repository, run: Run) -> None:
    repository.stage("checks/prices.py", TWICE)
    assert run("checks/prices.py") == (0, "", "")
    repository.stage("walkaround.toml", '[test-quality]\ntests = ["checks/**"]\n')
    assert run("checks/prices.py") == (1, FOUND.replace("tests/test_n.py", "checks/prices.py"), "")


def test_severities_by_path(repository: Repository, run: Run) -> None:
    repository.stage("tests/test_n.py", TWICE)
    repository.stage("tests/slow/test_n.py", TWICE)
    repository.stage("walkaround.toml", '[[paths]]\nglob = "tests/slow/**"\nrules.TST009 = "off"\n')
    assert run("tests/test_n.py", "tests/slow/test_n.py") == (1, FOUND, "")


def test_an_exemption_covers_one_file(repository: Repository, run: Run) -> None:
    repository.stage("tests/test_n.py", TWICE)
    day = datetime.now(UTC).date() + timedelta(days=20)
    repository.stage(
        "walkaround.toml",
        f'[[exemptions]]\nrule = "TST009"\npath = "tests/test_n.py"\nreason = "r"\nowner = "@o"\nexpires = {day}\n',
    )
    assert run("tests/test_n.py")[:2] == (0, "")


def test_an_agent_at_work_is_held_to_the_overlay(
    repository: Repository, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.stage("tests/test_load.py", BROAD)
    repository.stage("walkaround.toml", '[ai.rules]\nTST008 = "error"\n')
    assert run("tests/test_load.py")[0] == 0
    monkeypatch.setenv("CLAUDECODE", "1")
    assert run("tests/test_load.py", "--format", "text") == (1, WARNED.replace(" [warning]", ""), "")


def test_the_baseline_accepts_what_was_there(
    repository: Repository, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.commit("before", **{"tests/test_n.py": TWICE})
    assert cli.main(["baseline", "--update"]) == 0
    capsys.readouterr()
    repository.git("add", ".walkaround")
    assert run("tests/test_n.py")[:2] == (0, "")
    repository.stage("tests/test_n.py", TWICE + "\n\ndef test_n(n):\n    assert f(n) == 3\n")
    assert run("tests/test_n.py")[1].splitlines()[0] == (
        "tests/test_n.py:9:1: TST009 The test `test_n` of line 5 never runs: this one has its name."
    )


def test_it_is_part_of_check(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit("before", **{"tests/test_n.py": TWICE})
    assert cli.main(["check", "--only", "test-quality", "--all-files"]) == 1
    assert capsys.readouterr().out == FOUND


ODD = {
    "empty": (b"", 0),
    "marked": (b"\xef\xbb\xbf" + TWICE.encode(), 1),
    "windows": (TWICE.replace("\n", "\r\n").encode(), 1),
    "old-mac": (TWICE.replace("\n", "\r").encode(), 1),
    "latin-1": (b"# coding: latin-1\n# \xe9\n" + TWICE.encode(), 1),
    "null": (b"\0" + TWICE.encode(), 2),
    "unknown-coding": (b"# coding: nonsense\n" + TWICE.encode(), 2),
    "not-utf-8": (b"x = '\xe9'\n" + TWICE.encode(), 2),
    "python-2": (b"print 'x'\n", 2),
    "deep": (b"x = " + b"(" * 500 + b")" * 500 + b"\n", 2),
    "many-signs": (b"x = " + b"-" * 100_000 + b"1\n", 2),
    "long-sum": (b"x = " + b"1 + " * 20_000 + b"1\n", 2),
}


@pytest.mark.parametrize(("content", "code"), ODD.values(), ids=ODD)
def test_odd_files_are_judged_or_named(repository: Repository, run: Run, content: bytes, code: int) -> None:
    repository.stage("tests/test_odd.py", content)
    got, out, err = run("tests/test_odd.py")
    assert (got, err.startswith("walkaround: test-quality: tests/test_odd.py: not judged: ")) == (code, code == 2)
    assert "Traceback" not in out + err
    assert "internal error" not in err


@pytest.mark.parametrize("name", [b"tests/test_\xff.py", "tests/test_ü n.py".encode(), b"tests/test_\n.py"])
def test_odd_names(repository: Repository, run: Run, name: bytes) -> None:
    repository.stage(name, TWICE)
    assert run(name.decode("utf-8", "surrogateescape"))[0] == 1


def test_a_huge_file_is_judged_in_time(repository: Repository, run: Run) -> None:
    tests = "".join(f"def test_{n}():\n    assert f({n}) == {n + 1}\n" for n in range(3_000))
    repository.stage("tests/test_huge.py", TWICE + tests)
    assert run("tests/test_huge.py")[1].startswith("tests/test_huge.py:4:35: TST009 ")
