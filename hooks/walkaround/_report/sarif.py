"""A report as SARIF 2.1.0 (OASIS Standard, errata 01), within what GitHub code scanning accepts.

GitHub rejects a whole file over one result without a physical location, so the message of a commit
gets one as well as a logical location. Its limits: 25,000 results, 10 MB compressed.
"""

import hashlib
import os
from collections import Counter
from collections.abc import Mapping
from typing import Any

from .._finding import Finding, Rule
from .model import Failure, Report, Reported
from .wording import CHANGED, dumps, is_message, visible, well_formed

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
_Object = dict[str, Any]


def sarif(report: Report, rules: Mapping[str, Rule], version: str, moment: str) -> str:
    """The log, in ASCII on one line; `moment` is `YYYY-MM-DDTHH:MM:SS` in UTC."""
    ids = sorted(rules.keys() | {said.finding.rule for said in report.findings})
    index = {rule: number for number, rule in enumerate(ids)}
    seen: Counter[str] = Counter()
    run = {
        "tool": {
            "driver": {
                "name": "walkaround",
                "version": version,
                "rules": [_descriptor(id_, rules.get(id_)) for id_ in ids],
            }
        },
        "invocations": [_invocation(report, moment)],
        "originalUriBaseIds": {"%SRCROOT%": {"description": _message("The folder in which walkaround was run.")}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(said, index, seen) for said in report.findings],
    }
    return dumps({"version": "2.1.0", "$schema": _SCHEMA, "runs": [run]})


def _descriptor(id_: str, rule: Rule | None) -> _Object:
    if rule is None:  # a rule of a tool that a hook is built on, known by its id only
        text = {"text": f"Rule {id_}."}
        return {"id": id_, "shortDescription": text, "fullDescription": text, "help": text}
    on: _Object = {"level": "warning", "enabled": False} if rule.severity == "off" else {"level": rule.severity}
    return {
        "id": id_,
        "name": rule.name,
        "shortDescription": {"text": rule.summary or id_},
        "fullDescription": {"text": rule.why or rule.summary or id_},
        "help": _help(rule),
        "defaultConfiguration": on,
    }


def _help(rule: Rule) -> _Object:
    """The remedy and the examples, plain and as Markdown with indented code, which no example can end."""
    plain = marked = rule.remedy or rule.summary or rule.id
    for title, example in (("Bad", rule.bad), ("Good", rule.good)):
        if example:
            indented = "\n".join(f"    {line}" for line in example.splitlines())
            plain += f"\n\n{title}:\n{indented}"
            marked += f"\n\n**{title}**\n\n{indented}"
    return {"text": plain, "markdown": marked}


def _invocation(report: Report, moment: str) -> _Object:
    return {
        "executionSuccessful": not report.errors,
        "exitCode": report.exit_code,
        "endTimeUtc": f"{moment}Z",
        "toolExecutionNotifications": [
            *(_not_judged(failure) for failure in report.errors),
            *(
                {"level": "note", "message": _message(CHANGED), "locations": [_location(path)]}
                for path in report.changed
            ),
        ],
    }


def _not_judged(failure: Failure) -> _Object:
    notification: _Object = {"level": "error", "message": _message(f"{failure.hook}: not judged: {failure.message}")}
    if failure.path:
        notification["locations"] = [_location(failure.path)]
    return notification


def _result(said: Reported, index: Mapping[str, int], seen: Counter[str]) -> _Object:
    finding = said.finding
    return {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": said.severity,
        "message": _message(finding.message, finding.remedy),
        "locations": [_location(finding.path, finding.line, finding.column)],
        "partialFingerprints": {"walkaroundFinding/v1": _fingerprint(finding, seen)},
        "properties": {"hook": said.hook},
    }


def _message(*sentences: str) -> _Object:
    """A line per sentence, with what SARIF reads as a placeholder (3.11.5) or a link (3.11.6) made literal."""
    text = "\n".join(visible(sentence) for sentence in sentences)
    return {"text": text.replace("{", "{{").replace("}", "}}").replace("](", "\\](")}


def _location(path: str, line: int = 0, column: int = 0) -> _Object:
    physical: _Object = {"artifactLocation": _artifact(path)}
    if line > 0:
        physical["region"] = {"startLine": line, "startColumn": column} if column > 0 else {"startLine": line}
    location: _Object = {"physicalLocation": physical}
    if is_message(path):
        location["logicalLocations"] = [{"name": visible(path).strip("<>"), "fullyQualifiedName": visible(path)}]
    return location


def _artifact(path: str) -> _Object:
    """Where a file is: relative to `%SRCROOT%`, or a `file:` URI for an absolute path."""
    if is_message(path):
        what = "the message of a commit" if path.startswith("<commit ") else "the text of a pull request"
        return {"uri": _quoted(path), "description": _message(f"Not a file: {what}.")}
    name = path.replace(os.sep, "/")
    drive = os.path.splitdrive(path)[0]
    if name.startswith("/"):
        return {"uri": f"file://{_quoted(name)}"}
    if drive:
        return {"uri": f"file:///{drive}{_quoted(name[len(drive) :])}"}
    while name.startswith("./"):
        name = name[2:].lstrip("/")
    return {"uri": _quoted(name or "."), "uriBaseId": "%SRCROOT%"}


def _quoted(name: str) -> str:
    """Percent-encoded from the very bytes of the name (RFC 3986), so a name that is not UTF-8 keeps its bytes."""
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in _bytes(name))


def _bytes(name: str) -> bytes:
    try:
        return name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a surrogate that stands for no byte: Windows can hold one in a name
        return well_formed(name).encode()


def _fingerprint(finding: Finding, seen: Counter[str]) -> str:
    """The same finding keeps it when lines above it come and go; equal ones in one file are numbered."""
    identity = b"\0".join((finding.rule.encode(), _bytes(finding.path), _bytes(finding.message)))
    digest = hashlib.sha256(identity).hexdigest()[:32]
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"
