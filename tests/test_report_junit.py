"""The junit format: valid for Ant's and for Jenkins' schema, and every finding in it."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree  # type: ignore[import-untyped]

from report_samples import CLEAN, FULL, rendered, reports, unhurried
from walkaround._report import Report, visible
from walkaround._report.wording import text_of

SCHEMAS = Path(__file__).parent / "schemas"
BOTH = ("ant-junit.xsd", "junit-10.xsd")


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / name))


def _errors(document: etree._Element) -> list[str]:
    return [
        f"{name}: {error}" for name in BOTH if not _schema(name).validate(document) for error in _schema(name).error_log
    ]


@unhurried
@given(reports)
def test_validates_for_both_schemas(report: Report) -> None:
    out = rendered(report, "junit")
    assert out.isascii()
    assert _errors(etree.fromstring(out.encode())) == []


@pytest.mark.parametrize("name", BOTH)
def test_schema_refuses_what_is_wrong(name: str) -> None:
    document = etree.fromstring(rendered(FULL, "junit").encode())
    del document[0].attrib["tests"]
    assert not _schema(name).validate(document)


@unhurried
@given(reports)
def test_says_everything(report: Report) -> None:
    document = etree.fromstring(rendered(report, "junit").encode())
    errors = [said for said in report.findings if said.severity == "error"]
    warnings = [said for said in report.findings if said.severity == "warning"]
    found = {node.text for node in document.iter("failure") if node.get("type") != "changed"}
    assert found == {text_of(said) for said in errors}
    assert {node.get("message") for node in document.iter("error")} == {visible(one.message) for one in report.errors}
    output = "".join(node.text or "" for node in document.iter("system-out"))
    assert sorted(output.splitlines()) == sorted(line for said in warnings for line in text_of(said).splitlines())
    said_by = {said.hook for said in report.findings} | {failure.hook for failure in report.errors}
    own = {"walkaround"} if report.changed or not said_by else set()
    assert {suite.get("name") for suite in document} == said_by | own


@unhurried
@given(reports)
def test_counts_are_those_of_the_cases(report: Report) -> None:
    document = etree.fromstring(rendered(report, "junit").encode())
    for number, suite in enumerate(document):
        told = tuple(int(suite.get(key, "")) for key in ("id", "tests", "failures", "errors"))
        counted = (len(suite.findall(f"testcase{outcome}")) for outcome in ("", "/failure", "/error"))
        assert told == (number, *counted)
        assert told[1] > 0
    failing = sum(int(suite.get("failures", "")) + int(suite.get("errors", "")) for suite in document)
    assert (failing > 0) == (report.exit_code != 0)


def test_clean_report_has_one_passing_case() -> None:
    document = etree.fromstring(rendered(CLEAN, "junit").encode())
    assert [case.get("name") for case in document.iter("testcase")] == ["every input was judged and nothing was found"]
