"""Findings in six formats: pure functions, one string each. Every output can be encoded in UTF-8.

Light at import: what a format needs is imported when that format is asked for, and text needs nothing.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .._finding import Rule
from .model import Failure, Report, Reported
from .wording import CHANGED, dumps, is_message, moment, not_judged, place, text_of, visible, visible_path, well_formed

if TYPE_CHECKING:  # datetime costs a millisecond of every start
    from datetime import datetime

__all__ = ["FORMATS", "Failure", "Report", "Reported", "diagnostics", "render", "visible", "visible_path"]

FORMATS = ("text", "json", "sarif", "github", "junit", "markdown")


def render(
    report: Report,
    format: str,
    *,
    rules: Mapping[str, Rule],
    version: str,
    now: "datetime | str",
    about: "Mapping[str, object] | None" = None,
) -> str:
    """The report in one of FORMATS, ending in a newline unless empty; a clean report in text is empty.

    `rules` are the rules that were applied, by id, and `version` is Walkaround's (SARIF says both).
    `now` is UTC: a datetime (a naive one is taken as UTC), or a string that begins with
    `YYYY-MM-DDTHH:MM:SS`; only SARIF and JUnit say it. `about` is what JSON says besides of the run itself. ValueError
    for an unknown format.
    """
    match format:
        case "text":
            return _text(report)
        case "json":
            return _json(report, about or {})
        case "github":
            return _github(report)
        case "sarif":
            from .sarif import sarif

            return sarif(report, rules, version, moment(now))
        case "junit":
            from .junit import junit

            return junit(report, moment(now))
        case "markdown":
            from .markdown import markdown

            return markdown(report)
    raise ValueError(f"unknown format {format!r}; known are {', '.join(FORMATS)}")


def diagnostics(report: Report) -> str:
    """A line for everything that was not judged, for stderr; empty when there is nothing."""
    return "".join(f"walkaround: {failure.hook}: {not_judged(failure)}\n" for failure in report.errors)


def _text(report: Report) -> str:
    return "".join(map(text_of, report.findings))


def _json(report: Report, about: Mapping[str, object]) -> str:
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
    return dumps({"version": 1, "findings": findings, "errors": errors, **about})


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


def _command(name: str, properties: Mapping[str, str], text: str) -> str:
    given = ",".join(
        f"{key}={_data(value).replace(':', '%3A').replace(',', '%2C')}" for key, value in properties.items()
    )
    return f"::{name} {given}::{_data(text)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
