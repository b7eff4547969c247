"""Reports as whole outputs, and the plain-text formats under hostile names and messages."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given

from report_samples import CLEAN, FULL, RULES, VERSION, hostile, rendered, reports, unhurried
from walkaround._finding import Finding
from walkaround._report import (
    FORMATS,
    Failure,
    Report,
    Reported,
    diagnostics,
    render,
    visible,
    visible_path,
)
from walkaround._report.wording import moment

EXPECTED = Path(__file__).parent / "report_outputs"
FOUND = Reported("sast", "error", Finding("a.py", 1, 1, "B608", "Bad.", "Mend it."))
NOTED = Reported("sast", "warning", Finding("a.py", 1, 1, "B608", "Bad.", "Mend it."))
FAILED = Failure("sast", "a.py", "syntax error")


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(("name", "report"), [("clean", CLEAN), ("full", FULL)], ids=["clean", "full"])
def test_whole_output(name: str, report: Report, format_: str) -> None:
    expected = (EXPECTED / f"{name}.{format_}").read_bytes().decode()
    assert rendered(report, format_) == expected


def test_diagnostics() -> None:
    assert diagnostics(FULL) == (
        "walkaround: check: not judged: no git repository\n"
        "walkaround: sast: src/new.py: not judged: syntax error on line 3\n"
    )
    assert diagnostics(CLEAN) == ""


@pytest.mark.parametrize(
    ("report", "code"),
    [
        pytest.param(Report((), ()), 0, id="clean"),
        pytest.param(Report((NOTED,), ()), 0, id="warning"),
        pytest.param(Report((NOTED, FOUND), ()), 1, id="error"),
        pytest.param(Report((), (), ("a.py",)), 1, id="changed"),
        pytest.param(Report((), (FAILED,)), 2, id="not judged"),
        pytest.param(Report((FOUND,), (FAILED,), ("a.py",)), 2, id="everything"),
    ],
)
def test_exit_code(report: Report, code: int) -> None:
    assert report.exit_code == code


def test_unknown_format() -> None:
    with pytest.raises(
        ValueError, match=r"^unknown format 'xml'; known are text, json, sarif, github, junit, markdown$"
    ):
        rendered(CLEAN, "xml")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("src/a b-c_é漢🐛.py", "src/a b-c_é漢🐛.py", id="ordinary"),
        pytest.param("a\\b", "a\\b", id="backslash"),
        pytest.param("a\nb\r\tc", r"a\nb\r\tc", id="line ends"),
        pytest.param("\x1b[31m\x7f\0", r"\u001b[31m\u007f\u0000", id="controls"),
        pytest.param("\x9b2J\x85", r"\u009b2J\u0085", id="C1 controls"),
        pytest.param("\udc9b\udcff", r"\x9b\xff", id="bytes"),
        pytest.param("\ud83d", r"\ud83d", id="lone surrogate"),
        pytest.param("\u202eyp.\u2066\u2028", r"\u202eyp.\u2066\u2028", id="bidirectional"),
        pytest.param("a\xa0b\u200b\ufeff\U000e0041", r"a\u00a0b\u200b\ufeff\U000e0041", id="unseen"),
        pytest.param("::error::x", r"\u003a:error::x", id="workflow command"),
        pytest.param("  ::x", r"  \u003a:x", id="indented workflow command"),
        pytest.param("a::b", "a::b", id="colons inside"),
        pytest.param(
            "x ##[add-mask] ##vso[a] ##teamcity[b]",
            "x \\u0023#[add-mask] \\u0023#vso[a] \\u0023#teamcity[b]",
            id="log commands",
        ),
        pytest.param("## [x]", "## [x]", id="heading"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        pytest.param("b.txt:1:1: PIN001 x", r"b.txt\u003a1\u003a1: PIN001 x", id="pretends to be a finding"),
        pytest.param("C:/x:y", "C:/x:y", id="drive"),
        pytest.param("a:\u0663", "a\\u003a\u0663", id="digit of another script"),
    ],
)
def test_visible_path(path: str, shown: str) -> None:
    assert visible_path(path) == shown


@unhurried
@given(hostile)
def test_visible_is_harmless(text: str) -> None:
    shown = visible(text)
    assert shown.isprintable()
    assert shown.encode().decode() == shown
    assert not shown.lstrip().startswith("::")
    assert not re.search(r"##(vso|teamcity)?\[", shown)


@unhurried
@given(reports)
def test_every_format_can_be_written_and_starts_no_command(report: Report) -> None:
    for format_ in FORMATS:
        out = rendered(report, format_)
        out.encode()
        assert out == "" or out.endswith("\n")
        assert all(char == "\n" or char.isprintable() for char in out)
        assert not re.search(r"##(vso|teamcity)?\[", out)
        if format_ != "github":
            assert not any(line.lstrip().startswith("::") for line in out.split("\n"))


@unhurried
@given(reports)
def test_text_is_two_lines_per_finding_and_tells_its_place(report: Report) -> None:
    lines = rendered(report, "text").splitlines()
    assert len(lines) == 2 * len(report.findings)
    for said, line, remedy in zip(report.findings, lines[::2], lines[1::2], strict=True):
        found = re.fullmatch(r"(.*?):(\d+):(\d+): (\w+) (.*)", line)
        assert found is not None
        finding = said.finding
        mark = " [warning]" if said.severity == "warning" else ""
        assert found.groups() == (
            visible_path(finding.path),
            str(finding.line),
            str(finding.column),
            finding.rule,
            visible(finding.message) + mark,
        )
        assert remedy == f"    {visible(finding.remedy)}"


@unhurried
@given(reports)
def test_diagnostics_are_a_line_each(report: Report) -> None:
    lines = diagnostics(report).splitlines()
    assert [line.split(": ")[1] for line in lines] == [failure.hook for failure in report.errors]
    assert all("not judged: " in line for line in lines)


@unhurried
@given(reports)
def test_github_commands_carry_the_whole_text(report: Report) -> None:
    lines = rendered(report, "github").splitlines()
    assert len(lines) == len(report.findings) + len(report.errors) + len(report.changed)
    for said, line in zip(report.findings, lines, strict=False):
        name, properties, text = _workflow_command(line)
        message, remedy = text.split("\n")
        assert name == said.severity
        assert properties["title"] == said.finding.rule
        if "file" in properties:
            assert properties["file"] == visible(said.finding.path)
        assert message.endswith(visible(said.finding.message))
        assert remedy == visible(said.finding.remedy)


def _workflow_command(line: str) -> tuple[str, dict[str, str], str]:
    """As the runner reads it: up to the second `::`, properties at commas, then the escapes."""
    found = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
    assert found is not None
    name, given_, text = found.groups()
    pairs = dict(pair.split("=", 1) for pair in given_.split(","))
    return name, {key: _unescaped(value) for key, value in pairs.items()}, _unescaped(text)


def _unescaped(value: str) -> str:
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        value = value.replace(code, char)
    return value


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(datetime(2026, 11, 20, 10, 0, 0, 999, UTC), id="UTC"),
        pytest.param(datetime(2026, 11, 20, 12, 30, tzinfo=timezone(timedelta(hours=2, minutes=30))), id="east"),
        pytest.param(datetime(2026, 11, 20, 10), id="naive"),
        pytest.param("2026-11-20T10:00:00Z", id="text"),
    ],
)
def test_moment(now: datetime | str) -> None:
    assert moment(now) == "2026-11-20T10:00:00"
    assert 'timestamp="2026-11-20T10:00:00"' in render(CLEAN, "junit", rules=RULES, version=VERSION, now=now)


def test_text_and_github_import_nothing() -> None:
    program = (
        "import sys; from walkaround import _report; from walkaround._finding import Finding\n"
        "before = set(sys.modules)\n"
        "said = _report.Reported('sast', 'error', Finding('a\\n', 1, 1, 'B608', 'Bad.', 'Mend it.'))\n"
        "report = _report.Report((said,), (_report.Failure('sast', 'a', 'b'),))\n"
        "for name in ('text', 'github'): _report.render(report, name, rules={}, version='1', now='')\n"
        "_report.diagnostics(report)\n"
        "print(sorted(set(sys.modules) - before), [one for one in ('json', 'datetime', 'hashlib') if one in before])\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1] / "hooks")}
    done = subprocess.run(
        [sys.executable, "-S", "-c", program], capture_output=True, text=True, env=environment, check=False
    )
    assert (done.stdout, done.stderr) == ("[] []\n", "")
