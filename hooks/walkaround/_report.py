"""Findings in six formats: pure functions, one string each.

What a repository says about itself (file names, text quoted in a message) is hostile here. Whatever a
terminal, a log parser or a build server would act on is written in a visible form: see `visible`.
Every output can be encoded in UTF-8.

Light at import: what a format needs is imported when that format is asked for, and text needs nothing.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from ._finding import Finding, Rule, Severity

if TYPE_CHECKING:  # datetime costs a millisecond of every start
    from datetime import datetime

FORMATS = ("text", "json", "sarif", "github", "junit", "markdown")


class Reported(NamedTuple):
    """A finding, the hook that made it, and the severity that the policy gives it (never `off`)."""

    hook: str
    severity: Severity
    finding: Finding


class Failure(NamedTuple):
    """An input that a hook had to judge and could not."""

    hook: str
    path: str
    message: str


class Report(NamedTuple):
    """What one run has to say: findings sorted by path, line, column, rule; what was not judged; what was changed."""

    findings: tuple[Reported, ...]
    errors: tuple[Failure, ...]
    changed: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """2 when something was not judged, else 1 for an error-level finding or a changed file, else 0."""
        if self.errors:
            return 2
        return 1 if self.changed or any(said.severity == "error" for said in self.findings) else 0


def render(
    report: Report,
    format: str,
    *,
    rules: Mapping[str, Rule],
    version: str,
    now: "datetime | str",  # noqa: A002
) -> str:
    """The report in one of FORMATS, ending in a newline unless empty; a clean report in text is empty.

    `rules` are the rules that were applied, by id (SARIF lists them); `version` is Walkaround's.
    `now` is UTC: a datetime (a naive one is taken as UTC) or `YYYY-MM-DDTHH:MM:SSZ`. ValueError for
    an unknown format.
    """
    if format == "text":
        return _text(report)
    raise ValueError(f"unknown format {format!r}; known are {', '.join(FORMATS)}")


def diagnostics(report: Report) -> str:
    """A line for everything that was not judged, for stderr; empty when there is nothing."""
    return "".join(
        f"walkaround: {failure.hook}: {visible(failure.path)}: not judged: {visible(failure.message)}\n"
        for failure in report.errors
    )


def visible(text: str) -> str:
    r"""The text on one line, with nothing in it that a terminal or a log parser acts on.

    A character that is not printable (controls, line ends, bidirectional and other format characters,
    spaces that are not U+0020) becomes `\n`, `\r`, `\t`, `\uNNNN` or `\UNNNNNNNN`; a byte of a file
    name that is not UTF-8 (see `os.fsdecode`) becomes `\xNN`. What begins a command to a build server,
    `::` at the start and `##[`, `##vso[`, `##teamcity[` anywhere, has its first sign written as `\uNNNN`.
    """
    if not text.isprintable():
        text = "".join(char if char.isprintable() else _escape(char) for char in text)
    if text.lstrip(" ").startswith("::"):
        text = text.replace(":", "\\u003a", 1)
    if "##" in text:
        for mark in ("##[", "##vso[", "##teamcity["):
            text = text.replace(mark, "\\u0023" + mark[1:])
    return text


def _escape(char: str) -> str:
    code = ord(char)
    if char in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[char]
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8, as os.fsdecode gives it
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _text(report: Report) -> str:
    lines = []
    for _, severity, finding in report.findings:
        mark = " [warning]" if severity == "warning" else ""
        lines.append(f"{_place(finding)}: {finding.rule} {visible(finding.message)}{mark}\n")
        lines.append(f"    {visible(finding.remedy)}\n")
    return "".join(lines)


def _place(finding: Finding) -> str:
    return f"{visible(finding.path)}:{finding.line}:{finding.column}"
