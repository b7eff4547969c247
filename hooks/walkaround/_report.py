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
CHANGED = "The hook changed this file; review and stage it."


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
    now: "datetime | str",
) -> str:
    """The report in one of FORMATS, ending in a newline unless empty; a clean report in text is empty.

    `rules` are the rules that were applied, by id, and `version` is Walkaround's (SARIF says both).
    `now` is UTC: a datetime (a naive one is taken as UTC), or a string that begins with
    `YYYY-MM-DDTHH:MM:SS`; only SARIF and JUnit say it. ValueError for an unknown format.
    """
    match format:
        case "text":
            return _text(report)
        case "json":
            return _json(report)
        case "github":
            return _github(report)
        case "sarif":
            from ._report_sarif import sarif

            return sarif(report, rules, version, moment(now))
        case "junit":
            from ._report_junit import junit

            return junit(report, moment(now))
        case "markdown":
            from ._report_markdown import markdown

            return markdown(report)
    raise ValueError(f"unknown format {format!r}; known are {', '.join(FORMATS)}")


def diagnostics(report: Report) -> str:
    """A line for everything that was not judged, for stderr; empty when there is nothing."""
    return "".join(f"walkaround: {failure.hook}: {not_judged(failure)}\n" for failure in report.errors)


def not_judged(failure: Failure) -> str:
    """One line: the path, unless the run as a whole failed or the message begins with it, and why it was not judged."""
    message = visible(failure.message)
    if not failure.path or message.startswith(f"{failure.path}:"):
        return f"not judged: {message}"
    return f"{visible_path(failure.path)}: not judged: {message}"


def place(finding: Finding) -> str:
    """`path:line:column`, on one line; only its last two colons are followed by a digit."""
    return f"{visible_path(finding.path)}:{finding.line}:{finding.column}"


def text_of(reported: Reported) -> str:
    """A finding as the text format has it: two lines, the remedy indented by four spaces."""
    _, severity, finding = reported
    mark = " [warning]" if severity == "warning" else ""
    return f"{place(finding)}: {finding.rule} {visible(finding.message)}{mark}\n    {visible(finding.remedy)}\n"


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


def visible_path(path: str) -> str:
    r"""`visible`, and a colon before a digit is `\u003a`, so that no file name can pretend to be a place."""
    path = visible(path)
    if ":" not in path:
        return path
    return "".join(
        "\\u003a" if char == ":" and path[at + 1 : at + 2].isdecimal() else char for at, char in enumerate(path)
    )


def well_formed(text: str) -> str:
    r"""The text as valid Unicode: each byte of a file name that is not UTF-8 becomes the four characters `\xNN`."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join(_escape(char) if "\ud800" <= char <= "\udfff" else char for char in text)
    return text


def moment(now: "datetime | str") -> str:
    """`YYYY-MM-DDTHH:MM:SS` in UTC."""
    if isinstance(now, str):
        return now[:19]
    offset = now.utcoffset()
    utc = now.replace(tzinfo=None) - offset if offset else now.replace(tzinfo=None)
    return utc.isoformat()[:19]


def _escape(char: str) -> str:
    code = ord(char)
    if char in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[char]
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8, as os.fsdecode gives it
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _text(report: Report) -> str:
    return "".join(map(text_of, report.findings))


def _json(report: Report) -> str:
    findings = [
        {
            "hook": hook,
            "rule": finding.rule,
            "severity": severity,
            "path": well_formed(finding.path),
            "line": finding.line,
            "column": finding.column,
            "message": well_formed(finding.message),
            "remedy": well_formed(finding.remedy),
        }
        for hook, severity, finding in report.findings
    ]
    errors = [
        {"hook": hook, "path": well_formed(path), "message": well_formed(message)}
        for hook, path, message in report.errors
    ]
    return dumps({"version": 1, "findings": findings, "errors": errors})


def _github(report: Report) -> str:
    """Workflow commands, see GitHub's "Workflow commands for GitHub Actions"; each becomes an annotation."""
    lines = []
    for _, severity, finding in report.findings:
        at = {}
        if finding.path and not is_message(finding.path):
            at["file"] = visible(finding.path)
            if finding.line > 0:
                at["line"] = str(finding.line)
                if finding.column > 0:
                    at["col"] = str(finding.column)
        what = visible(finding.message) if at else f"{place(finding)}: {visible(finding.message)}"
        lines.append(_command(severity, at | {"title": finding.rule}, f"{what}\n{visible(finding.remedy)}"))
    for failure in report.errors:
        at = {"file": visible(failure.path)} if failure.path and not is_message(failure.path) else {}
        lines.append(_command("error", at | {"title": f"{failure.hook}: not judged"}, not_judged(failure)))
    lines.extend(_command("error", {"file": visible(path), "title": "changed"}, CHANGED) for path in report.changed)
    return "".join(lines)


def is_message(path: str) -> bool:
    """Whether a finding's path stands for the message of a commit: `<commit message>`, `<commit SHA>`."""
    return path.startswith("<commit ") and path.endswith(">")


def dumps(value: object) -> str:
    """JSON in ASCII on one line, and nothing in it that begins a command to a build server whose log it lands in."""
    import json

    return json.dumps(value).replace("##", "#\\u0023") + "\n"


def _command(name: str, properties: Mapping[str, str], text: str) -> str:
    given = ",".join(
        f"{key}={_data(value).replace(':', '%3A').replace(',', '%2C')}" for key, value in properties.items()
    )
    return f"::{name} {given}::{_data(text)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
