"""`walkaround`: ways to name files, what is said at the end, and `rule`."""

import json
from pathlib import Path

import pytest

from tests_support import Repository
from walkaround import __version__, cli
from walkaround._catalogue import HookCatalogue

CLEAN = "walkaround: clean (1 file, 8 hooks)\n"
UNASKED = (
    "requirements.txt:0:0: DEP018 The index gave no answer about flask: the index was not asked. [warning]\n"
    "    Run `walkaround deps fetch`.\n"
)
WARNED = "walkaround: 0 errors, 1 warning (1 file, 8 hooks)\n"
LOOSE = UNASKED + (
    "requirements.txt:1:1: PIN001 flask names no version; the policy requires an exact version.\n"
    "    Write flask==X.Y.Z with the version that `python -m pip show flask` prints.\n"
)


@pytest.fixture
def settled(repository: Repository) -> Repository:
    """A repository in which `pr-template` has nothing to say."""
    repository.commit("the policy", **{"walkaround.toml": '[rules]\nPRT001 = "off"\n'})
    return repository


def test_all_files_are_read_as_they_are_on_disk(settled: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    settled.stage("requirements.txt", "flask==3.1.2\n")
    settled.write("untracked.txt", "x")
    assert cli.main(["check", "--all-files"]) == 0
    assert capsys.readouterr() == (UNASKED, WARNED.replace("1 file", "2 files"))
    settled.write("requirements.txt", "flask\n")
    assert cli.main(["check", "--all-files"]) == 1
    assert capsys.readouterr() == (LOOSE, "walkaround: 1 error, 1 warning (2 files, 8 hooks)\n")


def test_staged_is_what_the_next_commit_changes(settled: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    settled.commit("one", **{"constraints.txt": "x\n", "gone.txt": "x"})
    settled.stage("requirements.txt", "flask\n")
    settled.git("rm", "-q", "gone.txt")
    settled.write("requirements.txt", "flask==3.1.2\n")
    assert cli.main(["check", "--staged"]) == 1
    assert capsys.readouterr().out == LOOSE


def test_a_range_is_what_its_end_changes(settled: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    first = settled.commit("one", **{"a.txt": "a\n"})
    settled.commit("two", **{"requirements.txt": "flask\n"})
    settled.commit("three", **{"requirements.txt": "flask==3.1.2\n"})
    assert cli.main(["check", "--from-ref", first, "--to-ref", "HEAD~1"]) == 1
    assert capsys.readouterr().out == LOOSE
    assert cli.main(["check", "--from-ref", first, "--to-ref", "HEAD"]) == 0
    assert capsys.readouterr() == (UNASKED, WARNED)
    assert cli.main(["check", "--from-ref", "nowhere", "--to-ref", "HEAD"]) == 2
    assert capsys.readouterr().err == (
        "walkaround: check: not judged: 'nowhere' names no commit here; fetch it, or check its spelling\n"
    )


def test_folders_stand_for_their_files(settled: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    settled.write("deps/requirements.txt", "flask\n")
    settled.write("other/requirements.txt", "flask\n")
    assert cli.main(["check", "deps"]) == 1
    assert capsys.readouterr().out == LOOSE.replace("requirements.txt", "deps/requirements.txt")


def test_what_was_not_judged_is_never_clean(settled: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    settled.stage("pyproject.toml", "[project\n")
    assert cli.main(["check", "--all-files"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-1] == "walkaround: 2 not judged (2 files, 8 hooks)"  # two hooks read manifests


def test_without_git_every_file_below_is_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "walkaround.toml").write_text('[rules]\nPRT001 = "off"\n')
    (tmp_path / "node_modules").mkdir()
    assert cli.main(["check", "--all-files"]) == 0
    assert capsys.readouterr().err == (
        "walkaround: clean (1 file, 8 hooks)\n"
        "walkaround: left out as installed packages, caches or other repositories: node_modules\n"
    )
    assert cli.main(["check", "--staged"]) == 2
    assert capsys.readouterr().err == (
        "walkaround: check: not judged: not in a git repository; name files, or use --all-files\n"
    )


@pytest.mark.parametrize(
    "argv",
    [
        ["check"],
        ["check", "--all-files", "--staged"],
        ["check", "a.txt", "--all-files"],
        ["check", "--from-ref", "HEAD"],
        ["check", "--nonsense"],
        ["chek"],
        ["rule", "PIN999"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_meant_is_exit_code_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(argv) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-1].startswith("walkaround")


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == cli.main(["--help"]) == 0
    assert capsys.readouterr().out == cli.USAGE * 2
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"walkaround {__version__}\n"


def test_a_rule_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rule", "att001"]) == 0
    assert capsys.readouterr().out == (
        "ATT001 ai-sign-off (error by default)\n\n"
        "An AI agent signs off.\n\n"
        "Why: A sign-off certifies the origin of a change, and only a person can answer for that.\n\n"
        "Remedy: Remove the line, and sign off yourself with `git commit --signoff`.\n\n"
        "Bad:\n    Signed-off-by: Claude <noreply@anthropic.com>\n\n"
        "Good:\n    Signed-off-by: Ada Example <ada@example.com>\n"
    )
    assert cli.main(["rule", "PIN01"]) == 2
    assert capsys.readouterr().err == "walkaround: no rule 'PIN01'; did you mean \"PIN001\"?\n"


def test_every_rule_is_listed_and_given_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    rules = HookCatalogue().rules()
    assert cli.main(["rule"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [rule.id for rule in rules]
    assert cli.main(["rule", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [rule._asdict() for rule in rules]
