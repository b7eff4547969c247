"""What an agent reads: a line per finding, repetitions counted, the next command at the end; nothing else changes."""

import io
import sys
import tomllib
from typing import Any

import pytest
from hypothesis import given

from report_samples import reports, unhurried
from tests_support import TOP, Repository
from walkaround import _main, cli
from walkaround._agents import at_work, hints_at_work
from walkaround._finding import Finding, Severity
from walkaround._main import Output, emit
from walkaround._report import Failure, Report, Reported
from walkaround._report.terse import MOST, Follow, terse
from walkaround._report.wording import text_of
from walkaround.pr_template import main as pr_template

STAGED = Follow("walkaround check --staged", "walkaround check --staged --format text")
NAMED = Follow("walkaround check src", "walkaround check src --format text", staged=False)


def found(path: str, line: int, rule: str, message: str, remedy: str = "Mend it.", how: Severity = "error") -> Reported:
    return Reported("sast", how, Finding(path, line, min(line, 1), rule, message, remedy))


def unpinned(number: int) -> Reported:
    return found("requirements.txt", number, "PIN001", f"package{number} names no version.", "Write its version.")


TEMPLATE = found(
    ".github/pull_request_template.md", 0, "PRT001", "There is no template.",
    "Run the hook (`walkaround-pr-template --fix`), and stage the file.",
)  # fmt: skip
MESSAGE = found("<commit message>", 3, "ATT001", "The trailer is missing.", "Add `Assisted-by: AGENT:MODEL`.")

OUTPUTS = [
    pytest.param(Report((), ()), STAGED, "", id="clean"),
    pytest.param(
        Report((found("a.py", 1, "B608", "Bad."),), ()),
        STAGED,
        "a.py:1:1: B608 Bad. -> Mend it.\n"
        "next: mend them, then git add a.py && walkaround check --staged\n",
        id="one",
    ),
    pytest.param(
        Report((found("a.py", 1, "B608", "Bad."),), ()),
        NAMED,
        "a.py:1:1: B608 Bad. -> Mend it.\n"
        "next: mend them, then walkaround check src\n",
        id="files that were named",
    ),
    pytest.param(
        Report((found("a.py", 1, "B608", "Bad.", how="warning"),), ()),
        STAGED,
        "a.py:1:1: B608 Bad. [warning] -> Mend it.\n"
        "next: go on; a warning stops no commit\n",
        id="a warning",
    ),
    pytest.param(
        Report(tuple(map(unpinned, range(1, 8))), ()),
        STAGED,
        "requirements.txt:1:1: PIN001 package1 names no version. -> Write its version.\n"
        "requirements.txt:2:1: PIN001 package2 names no version. -> Write its version.\n"
        "requirements.txt:3:1: PIN001 package3 names no version. -> Write its version.\n"
        "... and 4 more of PIN001; all of them: walkaround check --staged --format text\n"
        "next: mend them, then git add requirements.txt && walkaround check --staged\n",
        id="repetitions",
    ),
    pytest.param(
        Report((*map(unpinned, (1, 2, 3)), found("r.txt", 9, "PIN001", "The lock is of another day.")), ()),
        STAGED,
        "requirements.txt:1:1: PIN001 package1 names no version. -> Write its version.\n"
        "requirements.txt:2:1: PIN001 package2 names no version. -> Write its version.\n"
        "requirements.txt:3:1: PIN001 package3 names no version. -> Write its version.\n"
        "r.txt:9:1: PIN001 The lock is of another day. -> Mend it.\n"
        "next: mend them, then git add requirements.txt r.txt && walkaround check --staged\n",
        id="another message of the same rule",
    ),
    pytest.param(
        Report((TEMPLATE,), ()),
        STAGED,
        ".github/pull_request_template.md:0:0: PRT001 There is no template. -> "
        "Run the hook (`walkaround-pr-template --fix`), and stage the file.\n"
        "next: walkaround-pr-template --fix && git add .github/pull_request_template.md && walkaround check --staged\n",
        id="a command heals it",
    ),
    pytest.param(
        Report((TEMPLATE,), ()),
        STAGED._replace(again="/env/bin/walkaround check --staged", folder="/env/bin/"),
        ".github/pull_request_template.md:0:0: PRT001 There is no template. -> "
        "Run the hook (`walkaround-pr-template --fix`), and stage the file.\n"
        "next: /env/bin/walkaround-pr-template --fix && git add .github/pull_request_template.md "
        "&& /env/bin/walkaround check --staged\n",
        id="a command off the path",
    ),
    pytest.param(
        Report((MESSAGE,), ()),
        STAGED,
        "<commit message>:3:1: ATT001 The trailer is missing. -> Add `Assisted-by: AGENT:MODEL`.\n"
        "next: mend the message, then commit again\n",
        id="a message",
    ),
    pytest.param(
        Report((), (), (".github/pull_request_template.md",)),
        STAGED,
        "next: git add .github/pull_request_template.md && walkaround check --staged\n",
        id="a file was changed",
    ),
    pytest.param(
        Report((), (Failure("sast", "a.py", "syntax error"), Failure("check", "", "no git"))),
        STAGED,
        "not judged: 2; standard error says what, and why\n"
        "next: mend them, then git add a.py && walkaround check --staged\n",
        id="not judged",
    ),
    pytest.param(
        Report(tuple(found(f"{name}.py", 1, name, "Bad.") for name in "abcdefg"), ()),
        STAGED,
        "".join(f"{name}.py:1:1: {name} Bad. -> Mend it.\n" for name in "abcdefg")
        + "next: mend and stage them, then walkaround check --staged\n",
        id="many files",
    ),
    pytest.param(
        Report((found("$(rm -rf ~).py", 1, "B608", "Bad."),), ()),
        STAGED,
        "$(rm -rf ~).py:1:1: B608 Bad. -> Mend it.\n"
        "next: mend and stage them, then walkaround check --staged\n",
        id="a name that a shell would run",
    ),
    pytest.param(
        Report((found("a.py\n::error::x", 1, "B608", "Bad\nline.", "Run `walkaround-x --fix; rm -rf ~`."),), ()),
        STAGED,
        "a.py\\n::error::x:1:1: B608 Bad\\nline. -> Run `walkaround-x --fix; rm -rf ~`.\n"
        "next: mend and stage them, then walkaround check --staged\n",
        id="hostile words",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("report", "follow", "expected"), OUTPUTS)
def test_whole_output(report: Report, follow: Follow, expected: str) -> None:
    assert terse(report, follow) == expected


@pytest.mark.parametrize("name", [":", " :"])
def test_a_file_called_colon_begins_no_command(name: str) -> None:
    for said in (terse(Report((found(name, 1, "B1", "Bad."),), ()), STAGED), text_of(found(name, 1, "B1", "Bad."))):
        assert said.startswith(name.replace(":", "\\u003a") + ":1:1: B1 Bad.")


@unhurried
@given(reports)
def test_any_report(report: Report) -> None:
    said = terse(report, STAGED)
    assert said.isprintable() or all(line.isprintable() for line in said.split("\n"))
    assert bool(said) == bool(report.findings or report.errors or report.changed)
    if said:
        *lines, last = said.removesuffix("\n").split("\n")
        assert last.startswith("next: ")
        assert "--no-verify" not in last
        assert "SKIP" not in last
        assert bool(report.errors) == (f"not judged: {len(report.errors)}; standard error says what, and why" in lines)
        shown = sum(not line.startswith(("... and ", "not judged: ")) for line in lines)
        left = sum(int(line.split()[2]) for line in lines if line.startswith("... and "))
        assert shown + left == len(report.findings)


def test_every_rule_is_shown_at_least_so_often() -> None:
    many = [found("a.py", line, rule, "One and the same.") for rule in ("B1", "B2") for line in range(1, 100)]
    lines = terse(Report(tuple(many), ()), STAGED).splitlines()
    for rule in ("B1", "B2"):
        assert sum(f": {rule} " in line for line in lines) == MOST


@pytest.mark.parametrize(
    ("environ", "format_", "is_terse"),
    [
        pytest.param({"CLAUDECODE": "1"}, "", True, id="an agent"),
        pytest.param({"CLAUDECODE": "1"}, "text", False, id="an agent that asks for text"),
        pytest.param({"CLAUDECODE": "1"}, "json", False, id="an agent that asks for JSON"),
        pytest.param({}, "", False, id="a person"),
        pytest.param({"CLAUDE_CONFIG_DIR": "/x"}, "", False, id="a person who has an agent"),
    ],
)
def test_who_reads_what(
    environ: dict[str, str], format_: str, is_terse: bool,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert emit(Report((found("a.py", 1, "B608", "Bad."),), ()), Output("sast", format_)) == 1
    out = capsys.readouterr().out
    assert ("\nnext: " in out) == is_terse
    if not format_ and not is_terse:
        assert out == "a.py:1:1: B608 Bad.\n    Mend it.\n"


def test_nobody_looks_for_agents_without_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUDECODE", "1")
    monkeypatch.setattr(_main, "_agent_at_work", lambda: pytest.fail("the table was read"))
    assert emit(Report((), ()), Output("sast", "")) == 0


def test_nobody_reads_the_table_where_no_variable_hints_at_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_main, "_agent_at_work", lambda: pytest.fail("the table was read"))
    monkeypatch.setattr("os.environ", {"PATH": "/bin", "HOME": "/root", "LANG": "C"})
    assert not _main.is_for_agent(Report((found("a.py", 1, "B608", "Bad."),), ()), Output("sast", ""))


def test_the_hints_cover_every_agent_of_the_table() -> None:
    table = tomllib.loads((TOP / "policies/agents.toml").read_text())
    seen = 0
    for entry in table["agent"]:
        for wanted in (*entry.get("environment", ()), *entry.get("likely", ())):
            environ = dict(word.partition("=")[::2] for word in wanted.split())
            environ = {name: value.replace("*", "x") or "x" for name, value in environ.items()}
            assert at_work(environ, likely=True) is not None, wanted
            assert hints_at_work(environ), wanted
            seen += 1
    assert seen > 30
    assert not hints_at_work({"PATH": "/bin", "TERM_PROGRAM": "vscode", "USER": "ada", "PS1": "$ "})


def test_check_ends_in_the_next_command(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CLAUDECODE", "1")
    monkeypatch.setattr(sys, "stderr", sys.stdout)  # as a tool gathers them
    monkeypatch.setattr(_main, "_off_path", lambda: "")
    repository.stage("requirements.txt", "requests\n")
    repository.stage("walkaround.toml", '[rules]\nPRT001 = "off"\nDEP018 = "off"\n')
    assert cli.main(["check", "requirements.txt"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "walkaround: 1 error, 0 warnings (1 file, 8 hooks)",
        (
            "requirements.txt:1:1: PIN001 requests names no version; the policy requires an exact version. -> "
            "Write requests==X.Y.Z with the version that `python -m pip show requests` prints."
        ),
        "next: mend them, then walkaround check requirements.txt",
    ]


def test_the_command_at_the_end_heals(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CLAUDECODE", "1")
    repository.stage("walkaround.toml", 'extends = "recommended"\n[rules]\nPRT001 = "error"\n')
    assert pr_template([]) == 1
    last = capsys.readouterr().out.splitlines()[-1]
    fix, add, again = last.removeprefix("next: ").split(" && ")
    assert fix.rpartition("/")[2] == "walkaround-pr-template --fix"
    assert pr_template(["--fix"]) == 1  # it changed a file
    capsys.readouterr()
    repository.git(*add.split()[1:])
    assert again.rpartition("/")[2] == "walkaround check --staged"
    assert cli.main(["check", "--staged"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        pytest.param({"PATH": "{env}"}, "", id="on PATH"),
        pytest.param({"PATH": "/nowhere"}, "{env}/", id="off PATH"),
        pytest.param({"PATH": "{env}:/nowhere", "PRE_COMMIT": "1"}, "{env}/", id="on PATH for hooks alone"),
        pytest.param({"PATH": "{env}:{own}", "PRE_COMMIT": "1"}, "", id="on PATH for everybody"),
    ],
)
def test_commands_are_named_so_that_a_shell_finds_them(
    environ: dict[str, str], expected: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = {"env": str(tmp_path / "env"), "own": str(tmp_path / "own")}
    for folder in places.values():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "walkaround").touch(0o755)
    monkeypatch.setattr(sys, "executable", f"{places['env']}/python")
    for name, value in environ.items():
        monkeypatch.setenv(name, value.format(**places))
    assert _main._off_path() == expected.format(**places)


def test_standard_output_is_a_stream_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUDECODE", "1")
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    emit(Report((found("é.py", 1, "B608", "Schlecht: ü."),), ()), Output("sast", ""))
    stream.flush()
    assert stream.buffer.getvalue().startswith(b"\\xe9.py:1:1: B608 Schlecht: \\xfc. -> Mend it.\n")
