"""The json and sarif formats: valid, ASCII, nothing lost."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator  # type: ignore[import-untyped]

from report_samples import FULL, RULES, rendered, reports, unhurried
from walkaround._finding import Finding
from walkaround._report import Report, Reported, visible

SCHEMA = Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json"


@cache
def _sarif_schema() -> Draft4Validator:
    schema = json.loads(SCHEMA.read_bytes())
    Draft4Validator.check_schema(schema)
    return Draft4Validator(schema)


def _report_of(path: str, line: int = 1, column: int = 1, message: str = "Bad.") -> Report:
    return Report((Reported("sast", "error", Finding(path, line, column, "B608", message, "Mend it.")),), ())


def _run(report: Report) -> Any:
    return json.loads(rendered(report, "sarif"))["runs"][0]


def _location(path: str, line: int = 1, column: int = 1) -> Any:
    return _run(_report_of(path, line, column))["results"][0]["locations"]


@unhurried
@given(reports)
def test_json_is_ascii_and_strict_parsers_read_it(report: Report) -> None:
    out = rendered(report, "json")
    assert out.isascii()
    assert out.count("\n") == 1
    told = json.loads(out)
    json.dumps(told, ensure_ascii=False).encode()  # no lone surrogate anywhere
    assert [set(one) for one in told["findings"]] == [
        {"hook", "rule", "severity", "path", "line", "column", "message", "remedy"}
    ] * len(report.findings)
    assert [set(one) for one in told["errors"]] == [{"hook", "path", "message"}] * len(report.errors)
    assert set(told) == {"version", "findings", "errors"}


@unhurried
@given(st.binary(min_size=1).filter(lambda name: b"\\" not in name))
def test_json_path_keeps_every_byte(name: bytes) -> None:
    told = json.loads(rendered(_report_of(name.decode("utf-8", "surrogateescape")), "json"))["findings"][0]["path"]
    assert re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes.fromhex(found[1].decode()), told.encode()) == name


@unhurried
@given(reports)
def test_sarif_validates(report: Report) -> None:
    out = rendered(report, "sarif")
    assert out.isascii()
    log = json.loads(out)
    assert [error.message for error in _sarif_schema().iter_errors(log)] == []
    json.dumps(log, ensure_ascii=False).encode()


def test_sarif_schema_refuses_what_is_wrong() -> None:
    log = json.loads(rendered(FULL, "sarif"))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not _sarif_schema().is_valid(log)


@unhurried
@given(reports)
def test_sarif_is_what_github_accepts(report: Report) -> None:
    run = json.loads(rendered(report, "sarif"))["runs"][0]
    descriptors = run["tool"]["driver"]["rules"]
    for rule in descriptors:
        assert all(rule[key]["text"] for key in ("shortDescription", "fullDescription", "help"))
    for result, said in zip(run["results"], report.findings, strict=True):
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"]
        region = location["physicalLocation"].get("region")
        assert (region is None) == (said.finding.line == 0)
        assert region is None or region["startLine"] == said.finding.line
        assert descriptors[result["ruleIndex"]]["id"] == result["ruleId"] == said.finding.rule
        assert result["level"] == said.severity
    prints = [result["partialFingerprints"]["walkaroundFinding/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is not bool(report.errors)
    assert invocation["exitCode"] == report.exit_code
    levels = [one["level"] for one in invocation["toolExecutionNotifications"]]
    assert levels == ["error"] * len(report.errors) + ["note"] * len(report.changed)


@unhurried
@given(st.binary(min_size=1).filter(lambda name: not name.startswith((b"/", b"./", b"<commit "))))
def test_sarif_uri_keeps_every_byte(name: bytes) -> None:
    (location,) = _location(name.decode("utf-8", "surrogateescape"))
    artifact = location["physicalLocation"]["artifactLocation"]
    assert re.fullmatch(r"([\w.~/-]|%[0-9A-F]{2})+", artifact["uri"], re.ASCII)
    assert unquote_to_bytes(artifact["uri"]) == name
    assert artifact["uriBaseId"] == "%SRCROOT%"


@pytest.mark.parametrize(
    ("path", "artifact"),
    [
        pytest.param("./src//a.py", {"uri": "src//a.py", "uriBaseId": "%SRCROOT%"}, id="dot"),
        pytest.param(".//a.py", {"uri": "a.py", "uriBaseId": "%SRCROOT%"}, id="dot, two slashes"),
        pytest.param("a:b", {"uri": "a%3Ab", "uriBaseId": "%SRCROOT%"}, id="colon is no scheme"),
        pytest.param("/tmp/a b.py", {"uri": "file:///tmp/a%20b.py"}, id="absolute"),
        pytest.param("", {"uri": ".", "uriBaseId": "%SRCROOT%"}, id="the whole repository"),
        pytest.param("a\ud83d", {"uri": "a%5Cud83d", "uriBaseId": "%SRCROOT%"}, id="surrogate"),
    ],
)
def test_sarif_artifact(path: str, artifact: dict[str, str]) -> None:
    assert _location(path, 0) == [{"physicalLocation": {"artifactLocation": artifact}}]


@pytest.mark.parametrize(
    ("path", "name"), [("<commit message>", "commit message"), ("<commit 1234abc>", "commit 1234abc")]
)
def test_sarif_commit_message(path: str, name: str) -> None:
    uri = path.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    description = {"text": "Not a file: the message of a commit."}
    assert _location(path, 4, 0) == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": uri, "description": description},
                "region": {"startLine": 4},
            },
            "logicalLocations": [{"name": name, "fullyQualifiedName": path}],
        }
    ]


def test_sarif_fingerprint_survives_a_moved_line() -> None:
    def prints(*lines: int) -> list[str]:
        found = tuple(_report_of("a.py", line).findings[0] for line in lines)
        return [one["partialFingerprints"]["walkaroundFinding/v1"] for one in _run(Report(found, ()))["results"]]

    first, second = prints(1, 5)
    assert (first.endswith(":1"), second.endswith(":2")) == (True, True)
    assert prints(3, 9) == [first, second]


@unhurried
@given(st.text(st.characters(exclude_categories=()), min_size=1))
def test_sarif_message_is_literal(message: str) -> None:
    text = _run(_report_of("a.py", message=message))["results"][0]["message"]["text"]
    assert "](" not in text.replace("\\](", "")
    shown = text.replace("\\](", "](").replace("{{", "{").replace("}}", "}")
    assert shown == f"{visible(message)}\nMend it."


def test_sarif_lists_rules_that_were_applied() -> None:
    told = [(rule["id"], rule["defaultConfiguration"]) for rule in _run(Report((), ()))["tool"]["driver"]["rules"]]
    assert told == [
        ("ATT002", {"level": "warning"}),
        ("PIN001", {"level": "error"}),
        ("TST001", {"level": "warning", "enabled": False}),
    ]
    assert sorted(RULES) == [id_ for id_, _ in told]
