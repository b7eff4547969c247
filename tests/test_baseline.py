"""The baseline of findings: what it accepts for hooks that have none of their own, and the command that keeps it."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_up_secrets import made_up
from tests_support import Repository
from walkaround import _catalogue, cli, dependency_verification, strict
from walkaround._accepted_findings import FILE, Contents, Entry, new, parse, render
from walkaround._finding import Finding, NotJudged
from walkaround._text import Text
from walkaround.pinned_dependencies import main

LOOSE = "requests\n"
SECOND = "flask\n"
WHERE = "requirements.txt"


@pytest.fixture(autouse=True)
def _unfetched(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A cache in which no wheels are, whatever this machine has fetched."""
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path_factory.getbasetemp() / "no-wheels"))


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = cli.main(["baseline", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def accept(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.git("add", "-A")
    assert command(capsys, "--update")[0] == 0
    repository.git("add", "-A")


def accepted(file: str, line: str, count: int = 1, rule: str = "PIN001") -> bytes:
    return render({Entry.of(file, rule, line): count})


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The places and rules that a run has printed."""
    return [" ".join(line.split()[:2]) for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")]


def closing(capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    cli.main(["check", "--all-files"])
    return capsys.readouterr().err.splitlines()[-1]


# What is accepted


def test_what_is_accepted_is_no_finding_and_is_counted(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.stage(WHERE, LOOSE + SECOND)
    assert main([WHERE]) == 1
    assert told(capsys) == [f"{WHERE}:1:1: PIN001", f"{WHERE}:2:1: PIN001"]
    accept(repository, capsys)
    assert (main([WHERE]), *capsys.readouterr()) == (0, "", "")
    assert ", 2 accepted (" in closing(capsys)


MOVED = [
    pytest.param(f"# a comment\n{LOOSE}", id="down"),
    pytest.param(f"  {LOOSE}", id="indented"),
    pytest.param(LOOSE.replace("\n", "  \r\n"), id="line-ends"),
    pytest.param("\ufeff" + LOOSE, id="mark"),
]


@pytest.mark.parametrize("content", MOVED)
def test_the_place_of_a_line_does_not_matter(
    repository: Repository, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    repository.stage(WHERE, LOOSE)
    accept(repository, capsys)
    repository.stage(WHERE, content)
    assert main([WHERE]) == 0
    assert command(capsys, "--check")[0] == 0


NEW = [
    pytest.param({WHERE: LOOSE + LOOSE}, [f"{WHERE}:2:1: PIN001"], id="one-more"),
    pytest.param({WHERE: LOOSE + SECOND}, [f"{WHERE}:2:1: PIN001"], id="another-line"),
    pytest.param({WHERE: "requests  # why\n"}, [f"{WHERE}:1:1: PIN001"], id="changed"),
    pytest.param({"dev/requirements.txt": LOOSE}, ["dev/requirements.txt:1:1: PIN001"], id="another-file"),
]


@pytest.mark.parametrize(("files", "expected"), NEW)
def test_what_is_new_is_told(
    repository: Repository, capsys: pytest.CaptureFixture[str], files: dict[str, str], expected: list[str]
) -> None:
    repository.stage(WHERE, LOOSE)
    accept(repository, capsys)
    for path, content in files.items():
        repository.stage(path, content)
    assert main(list(files)) == 1
    assert told(capsys) == expected


def test_a_warning_is_accepted_too(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("Pipfile", '[packages]\nhttpx = "==0.28.1"\n')
    assert main(["Pipfile"]) == 0
    assert told(capsys) == ["Pipfile:1:1: PIN004"]
    accept(repository, capsys)
    assert (main(["Pipfile"]), *capsys.readouterr()) == (0, "", "")


KNOWN = [
    pytest.param(2, "second line", id="line"),
    pytest.param(0, "what is said", id="whole-file"),
    pytest.param(4, "what is said", id="behind-the-end"),
]


@pytest.mark.parametrize(("line", "content"), KNOWN)
def test_what_a_finding_is_known_by(line: int, content: str) -> None:
    contents = Contents("/top", lambda _: b"first\r\n  second \t line\rthird")
    found = contents.entry(Finding("/top/a/b.txt", line, 1, "R1", "what  is said", "r"))
    assert found == Entry.of("a/b.txt", "R1", content)


def test_an_exemption_takes_nothing_of_what_is_accepted(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.stage(WHERE, LOOSE)
    accept(repository, capsys)
    assert cli.main(["policy", "exempt", "PIN001", WHERE, "--reason", "r", "--owner", "o", "--days", "9"]) == 0
    repository.git("add", "-A")
    assert ", 1 exempt (" in closing(capsys)
    assert command(capsys, "--check")[:2] == (
        1, f"  - {WHERE}: PIN001 x 1\n{FILE}: an update would add 0, remove 1, keep 0\n"
    )  # fmt: skip


# Which baseline


def test_a_commit_is_judged_by_the_baseline_that_is_staged(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.stage(FILE, accepted(WHERE, "flask"))
    repository.write(FILE, accepted(WHERE, "flask") + accepted(WHERE, "requests"))
    repository.stage(WHERE, LOOSE + SECOND)
    assert main([WHERE]) == 1
    assert told(capsys) == [f"{WHERE}:1:1: PIN001"]


def test_a_range_is_judged_by_the_baseline_of_its_end(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.commit("one", **{"README.md": "# One\n"})
    repository.commit("two", **{WHERE: LOOSE + SECOND, FILE: accepted(WHERE, "requests").decode()})
    (repository.top / FILE).unlink()
    assert cli.main(["check", "--from-ref", "HEAD~1", "--to-ref", "HEAD"]) == 1
    assert [line for line in told(capsys) if "PIN001" in line] == [f"{WHERE}:2:1: PIN001"]


def test_a_subfolder_and_strict_see_the_same(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.stage("app/requirements.txt", LOOSE)
    accept(repository, capsys)
    monkeypatch.chdir(repository.top / "app")
    strict.main([WHERE])
    assert [line for line in told(capsys) if "PIN001" in line] == []
    assert command(capsys, "--check")[:2] == (0, f"../{FILE}: an update would add 0, remove 0, keep 1\n")


def test_the_policy_names_the_file_or_wants_none(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("walkaround.toml", '[exemptions]\nbaseline = "known/debt.baseline"\n')
    repository.stage(WHERE, LOOSE)
    accept(repository, capsys)
    assert (repository.top / "known/debt.baseline").is_file()
    assert (repository.top / "known/.gitattributes").read_text() == "debt.baseline merge=union\n"
    assert main([WHERE]) == 0
    repository.stage("walkaround.toml", '[exemptions]\nbaseline = ""\n')
    assert main([WHERE]) == 1
    why = "walkaround baseline: exemptions.baseline: is empty in the policy, so that nothing can be accepted\n"
    assert command(capsys, "--update") == (2, "", why)


@pytest.mark.parametrize(
    "name", ["/etc/debt", "../debt", "a/../../debt", "a\\\\b", "C:/debt", "./debt", "a//b", "\\u0000"]
)
def test_a_baseline_lies_in_the_repository(
    repository: Repository, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    repository.stage("walkaround.toml", f'[exemptions]\nbaseline = "{name}"\n')
    repository.stage(WHERE, LOOSE)
    assert main([WHERE]) == 2
    assert '"exemptions.baseline" must be a path from the repository\'s top, with slashes' in capsys.readouterr().err


POLICY = """\
[pinned-dependencies]
level = "range"
groups-level = "range"

[ai.pinned-dependencies]
level = "exact"
groups-level = "exact"
"""


def test_it_does_not_matter_who_updates_it(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.stage("walkaround.toml", POLICY)
    repository.stage("requirements-dev.txt", "pytest>=8\n")
    assert main(["requirements-dev.txt"]) == 0
    accept(repository, capsys)
    monkeypatch.setenv("CLAUDECODE", "1")
    assert main(["requirements-dev.txt"]) == 0
    (repository.top / FILE).unlink()
    repository.git("add", "-A")
    assert main(["requirements-dev.txt"]) == 1


# What it cannot do


def test_every_hook_of_a_commit_has_one_baseline_or_none_on_purpose() -> None:
    """Nobody accepts by a line in a file what weakens the inspection, the lack of the template, or a worse change."""
    ways = {
        hook.id: hook.acceptable + any(key.name == f"{hook.table}.baseline" for key in hook.keys)
        for hook in _catalogue.commit_stage()
    }
    assert {name for name, number in ways.items() if number != 1} == {"policy-integrity", "pr-template", "quality-gate"}
    assert max(ways.values()) == 1
    later = [_catalogue.hook(one) for one in _catalogue.ENTRIES if "pre-commit" not in one.stages]
    assert [hook.id for hook in later if hook.acceptable] == []


def test_a_rule_that_nobody_may_exempt_is_not_accepted(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.stage(WHERE, LOOSE)
    accept(repository, capsys)
    repository.stage("walkaround.toml", '[exemptions]\nnever = ["PIN001"]\n')
    assert main([WHERE]) == 1
    assert command(capsys, "--check")[0] == 1
    assert command(capsys, "--update")[:2] == (
        0, f"  - {WHERE}: PIN001 x 1\n{FILE}: added 0, removed 1, kept 0\n"
    )  # fmt: skip


def test_what_was_not_judged_is_not_accepted(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage(WHERE, "flask==3.1.2\n")
    dependency_verification.main([WHERE])
    said = [line for line in capsys.readouterr().out.splitlines() if "DEP018" in line]
    assert said
    assert command(capsys, "--update") == (0, f"{FILE}: added 0, removed 0, kept 0\n", "")
    texts = [line.partition("DEP018 ")[2].removesuffix(" [warning]") for line in said]
    repository.stage(FILE, b"".join(accepted(WHERE, text, rule="DEP018") for text in texts))
    dependency_verification.main([WHERE])
    assert [line for line in capsys.readouterr().out.splitlines() if "DEP018" in line] == said


def test_the_lack_of_a_template_is_not_accepted(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("walkaround.toml", 'extends = "strict"\n')
    cli.main(["check", "--all-files"])
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "PRT001" in line]
    repository.stage(FILE, accepted(line.partition(":")[0], line.partition("PRT001 ")[2], rule="PRT001"))
    cli.main(["check", "--all-files"])
    assert line in capsys.readouterr().out


HIDING = [
    pytest.param(accepted("gone.txt", "requests"), [f"{WHERE}:1:1: PIN001"], 1, id="no-such-file"),
    pytest.param(accepted("README.md", "requests"), [f"{WHERE}:1:1: PIN001"], 1, id="a-file-of-no-hook"),
    pytest.param(accepted("untracked.txt", "requests"), [f"{WHERE}:1:1: PIN001"], 1, id="an-untracked-file"),
    pytest.param(accepted(f"./{WHERE}", "requests"), [f"{WHERE}:1:1: PIN001"], 1, id="another-way-of-writing-it"),
    pytest.param(accepted(WHERE, "requests", rule="PIN002"), [f"{WHERE}:1:1: PIN001"], 1, id="another-rule"),
    pytest.param(accepted(WHERE, "django"), [f"{WHERE}:1:1: PIN001"], 1, id="another-line"),
    pytest.param(render({Entry(WHERE, "PIN001", "*"): 9}), [f"{WHERE}:1:1: PIN001"], 9, id="a-hash-of-all"),
    pytest.param(accepted(WHERE, "requests", 10**30), [], 10**30, id="a-huge-count"),
    pytest.param(accepted(WHERE, "requests", 2), [], 2, id="one-to-spare"),
]


@pytest.mark.parametrize(("baseline", "expected", "count"), HIDING)
def test_what_accepts_more_than_there_is_has_to_go(
    repository: Repository, capsys: pytest.CaptureFixture[str], baseline: bytes, expected: list[str], count: int
) -> None:
    repository.write("untracked.txt", LOOSE)
    repository.stage("README.md", LOOSE)
    repository.stage(WHERE, LOOSE)
    repository.stage(FILE, baseline)
    assert main([WHERE]) == bool(expected)
    assert told(capsys) == expected
    code, out, _ = command(capsys, "--check", "--json")
    assert (code, sum(one["count"] for one in json.loads(out)["removed"])) == (1, count - (not expected))
    assert command(capsys, "--update")[0] == 0
    assert (repository.top / FILE).read_bytes() == accepted(WHERE, "requests")


ACT = "mend or delete that line, then run `walkaround baseline --update`"
BROKEN = [
    pytest.param(b"x\n", f"line 1: is not JSON in UTF-8; {ACT}", id="no-json"),
    pytest.param(
        b"\n=======\n",
        "line 2: is a mark of a merge conflict; delete the marks and keep the entries, then run "
        "`walkaround baseline --update`",
        id="conflict",
    ),
    pytest.param(b'{"file": "a", "file": "b"}\n', f"line 1: has a key twice; {ACT}", id="twice"),
    pytest.param(
        accepted("a", "b").replace(b'"count": 1', b'"count": 0'),
        f'line 1: needs "file", "rule", "hash" and a "count" of 1 or more, and nothing else; {ACT}',
        id="zero",
    ),
]


@pytest.mark.parametrize(("content", "why"), BROKEN)
def test_a_baseline_that_cannot_be_relied_on(
    repository: Repository, capsys: pytest.CaptureFixture[str], content: bytes, why: str
) -> None:
    repository.stage(WHERE, "requests==2.32.4\n")
    repository.stage(FILE, content)
    assert (main([WHERE]), *capsys.readouterr()) == (0, "", "")  # it is not read for what has no finding
    repository.stage(WHERE, LOOSE)
    said = f"{FILE}: not judged: {why}\n"
    assert (main([WHERE]), *capsys.readouterr()) == (2, "", f"walkaround: pinned-dependencies: {said}")
    assert command(capsys, "--update") == (2, "", f"walkaround baseline: {FILE}: {why}\n")


def test_a_baseline_that_is_too_large_is_not_read() -> None:
    with pytest.raises(NotJudged, match="is larger than 64 MiB; no baseline is"):
        parse(FILE, bytes((64 << 20) + 1))


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
@pytest.mark.parametrize("way", ["file", "folder", "nowhere", "inside"])
def test_a_baseline_is_no_link(repository: Repository, capsys: pytest.CaptureFixture[str], way: str) -> None:
    outside = repository.top.parent / "outside"
    (outside / ".walkaround").mkdir(parents=True)
    (outside / FILE).write_bytes(accepted(WHERE, "requests"))
    repository.stage(WHERE, LOOSE)
    place = repository.top / FILE
    if way == "folder":
        place.parent.symlink_to(outside / ".walkaround")
    else:
        repository.stage("elsewhere", accepted(WHERE, "requests"))
        place.parent.mkdir()
        place.symlink_to({"file": str(outside / FILE), "nowhere": "no-such-file", "inside": "../elsewhere"}[way])
    repository.git("add", "-A")
    before = (outside / FILE).read_bytes()
    assert main([WHERE]) == 2
    assert "link" in capsys.readouterr().err
    assert command(capsys, "--update")[0] == 2
    assert (outside / FILE).read_bytes() == before


# The command


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
@pytest.mark.parametrize("group", [[], ["sast"], ["secrets"]], ids=lambda group: "".join(group) or "findings")
def test_nothing_is_written_behind_a_link_or_into_gits_folder(
    repository: Repository, capsys: pytest.CaptureFixture[str], tmp_path: Path, group: list[str]
) -> None:
    for name, content in ((WHERE, LOOSE), ("open.py", 'import os\n\nos.chmod("a", 0o777)\n')):
        repository.stage(name, content)
    repository.stage("key.py", f'key = "{made_up(3)["AWS_KEY"]}"\n')
    outside = tmp_path / "outside"
    outside.mkdir()
    (repository.top / ".walkaround").symlink_to(outside)
    assert cli.main([*group, "baseline", "--update"]) == 2
    assert "is a link, or lies behind one; name a file of the repository" in capsys.readouterr().err
    assert list(outside.iterdir()) == []

    table = {"sast": "sast", "secrets": "secret-detection"}.get("".join(group), "exemptions")
    repository.stage("walkaround.toml", f'[{table}]\nbaseline = ".git/hooks/pre-commit"\n')
    before = sorted((repository.top / ".git" / "hooks").iterdir())
    assert cli.main([*group, "baseline", "--update"]) == 2
    assert "lies in a folder of git's own; name a file of the repository" in capsys.readouterr().err
    assert sorted((repository.top / ".git" / "hooks").iterdir()) == before


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_attributes_behind_a_link_are_not_written(
    repository: Repository, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    repository.stage(WHERE, LOOSE)
    outside = tmp_path / "outside"
    outside.write_text("kept\n")
    (repository.top / ".walkaround").mkdir()
    (repository.top / ".walkaround" / ".gitattributes").symlink_to(outside)
    code, _, err = command(capsys, "--update")
    assert (code, "is a link, which git does not follow; make it a file" in err) == (2, True)
    assert outside.read_text() == "kept\n"


@pytest.mark.parametrize("group", [[], ["sast"], ["secrets"]], ids=lambda group: "".join(group) or "findings")
@pytest.mark.parametrize("options", [[], ["--update"]], ids=["shown", "updated"])
def test_a_name_that_nothing_has_is_told(
    repository: Repository, capsys: pytest.CaptureFixture[str], group: list[str], options: list[str]
) -> None:
    repository.stage(WHERE, LOOSE)
    assert cli.main([*group, "baseline", *options, "nofile"]) == 2
    out, err = capsys.readouterr()
    why = "not judged: no such file" if group == ["secrets"] and options else "is not there, and nothing in it was ever"
    assert out == ""
    assert err.splitlines()[0].partition(": ")[2].startswith(f"nofile: {why}")


def test_the_command(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("a/requirements.txt", LOOSE + LOOSE)
    repository.stage("b/requirements.txt", LOOSE)
    lines = "  + a/requirements.txt: PIN001 x 2\n  + b/requirements.txt: PIN001 x 1\n"
    assert command(capsys, "--check") == (1, f"{lines}{FILE}: an update would add 3, remove 0, keep 0\n", "")
    assert not (repository.top / FILE).exists()
    assert command(capsys, "--update") == (0, f"{lines}{FILE}: added 3, removed 0, kept 0\n", "")
    content = (repository.top / FILE).read_bytes()
    assert content == accepted("a/requirements.txt", "requests", 2) + accepted("b/requirements.txt", "requests")
    assert (repository.top / ".walkaround/.gitattributes").read_text() == "findings.baseline merge=union\n"
    shown = f"{FILE}: 3 findings in 2 files\n      3 PIN001\n      2 a/requirements.txt\n      1 b/requirements.txt\n"
    assert command(capsys) == (0, shown, "")
    code, out, _ = command(capsys, "--json", "b")
    assert (code, json.loads(out)) == (
        0,
        {
            "version": 1, "path": FILE, "findings": 1,
            "by_rule": {"PIN001": 1}, "by_file": {"b/requirements.txt": 1},
        },
    )  # fmt: skip
    repository.stage("a/requirements.txt", LOOSE)
    repository.git("rm", "-qf", "b/requirements.txt")
    gone = "  - b/requirements.txt: PIN001 x 1\n"
    assert command(capsys, "--check", "b") == (1, f"{gone}{FILE}: an update would add 0, remove 1, keep 2\n", "")
    assert command(capsys, "--update", "a") == (
        0, f"  - a/requirements.txt: PIN001 x 1\n{FILE}: added 0, removed 1, kept 2\n", ""
    )  # fmt: skip
    assert command(capsys, "--update") == (0, f"{gone}{FILE}: added 0, removed 1, kept 1\n", "")
    assert (repository.top / FILE).read_bytes() == accepted("a/requirements.txt", "requests")


def test_what_a_person_names_counts_untracked_too(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write("new/requirements.txt", LOOSE)
    assert command(capsys, "--update") == (0, f"{FILE}: added 0, removed 0, kept 0\n", "")
    assert command(capsys, "--update", "new")[1].startswith("  + new/requirements.txt: PIN001 x 1\n")
    assert command(capsys, "--update", "..") == (2, "", "walkaround baseline: ..: lies outside the repository\n")


def test_nothing_is_accepted_where_not_everything_was_judged(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.stage(WHERE, LOOSE)
    repository.stage("pyproject.toml", "[project\n")
    code, out, err = command(capsys, "--update")
    assert (code, out) == (2, "")
    assert err.endswith(f"walkaround baseline: {FILE} is as it was, because not everything could be judged\n")
    assert not (repository.top / FILE).exists()


def test_what_this_machine_cannot_judge_stays_while_its_line_is_there(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever has not fetched the wheels must not take away what those who have them accepted."""
    there, gone = (accepted("app.py", line, rule="DEP013") for line in ("request.magic()", "request.more()"))
    repository.stage(WHERE, "flask==3.1.2\n")
    repository.stage("app.py", "from flask import request\n\nrequest.magic()\n")
    repository.stage(FILE, there + gone)
    assert command(capsys, "--update")[:2] == (0, f"  - app.py: DEP013 x 1\n{FILE}: added 0, removed 1, kept 1\n")
    assert (repository.top / FILE).read_bytes() == there
    repository.git("rm", "-qf", WHERE, "app.py")
    repository.stage("app.py", "request = print\n\nrequest.magic\n")
    assert command(capsys, "--update")[1].startswith("  - app.py: DEP013 x 1\n")


CODE = "import os\n\n\ndef share(path):\n    os.chmod(path, 0o777)\n"
THREE = [".walkaround/secrets.baseline", ".walkaround/sast.baseline", FILE]


def test_one_command_for_all_three(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("a.py", CODE)
    repository.stage(WHERE, LOOSE)
    code, out, err = command(capsys, "--check", "--all")
    assert (code, [line.partition(":")[0] for line in out.splitlines() if line.startswith(".")], err) == (1, THREE, "")
    code, out, _ = command(capsys, "--update", "--all", "--json")
    added = {name: len(one["added"]) for name, one in json.loads(out)["baselines"].items()}
    assert (code, added) == (0, {"secrets": 0, "sast": 1, "findings": 1})
    assert command(capsys, "--check", "--all")[0] == 0
    repository.stage("walkaround.toml", '[sast]\nbaseline = ""\n')
    code, out, err = command(capsys, "--check", "--all")
    assert (code, err) == (
        0, "walkaround baseline: sast.baseline is empty in the policy, so that nothing is accepted there\n"
    )  # fmt: skip
    repository.stage("walkaround.toml", "[sast]\nbaselines = ''\n")
    code, out, err = command(capsys, "--check", "--all", "--json")
    assert (code, out) == (2, "")
    assert err.startswith("walkaround baseline: walkaround.toml:2: ")


def test_the_others_go_on_when_one_cannot(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("a.py", "def broken(:\n")
    repository.stage(WHERE, LOOSE)
    repository.stage(".walkaround/secrets.baseline", "{}\n")
    code, out, err = command(capsys, "--update", "--all", "--json")
    assert (code, list(json.loads(out)["baselines"])) == (2, [])
    assert [line.partition(": ")[0] for line in err.splitlines()] == [
        "walkaround secrets",
        "walkaround sast",
        "walkaround sast",
        "walkaround baseline",
        "walkaround baseline",
    ]


# By content and count, whatever the content


LINES = st.lists(st.sampled_from(["a", "b", " a", "a\t b", "a b"]), max_size=8)


@given(LINES, LINES)
def test_never_more_and_never_less_than_what_is_new(before: list[str], after: list[str]) -> None:
    root = str(Path("/repository"))

    def entries(lines: list[str]) -> list[Entry]:
        contents = Contents(root, lambda _: "\n".join(lines).encode())
        return [
            contents.entry(Finding(f"{root}/f.txt", number, 1, "R1", "m", "r")) for number in range(1, len(lines) + 1)
        ]

    left = new(entries(after), lambda entry: entry, Counter(entries(before)))
    assert Counter(left) == Counter(" ".join(line.split()) and Entry.of("f.txt", "R1", " ".join(line.split()))
                                    for line in after) - Counter(entries(before))  # fmt: skip


@given(st.text(st.sampled_from("ab \r\n\f\u2028é"), max_size=30))
def test_lines_are_those_that_findings_count(text: str) -> None:
    lines = Contents("/", lambda _: text.encode()).lines("f")
    counted = Text("f", text)
    for offset, char in enumerate(text):
        line, column = counted.place(offset)
        assert char in "\r\n" or lines[line - 1][column - 1] == char


@given(st.binary(max_size=60))
def test_any_bytes_have_lines(content: bytes) -> None:
    entry = Contents("/", lambda _: content).entry(Finding("/f", 3, 1, "R1", "message", "r"))
    assert entry[:2] == ("f", "R1")
