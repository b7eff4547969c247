"""Reports that tools keep over time: SonarQube's measures, Walkaround's own findings and mutants, coverage."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports_support import counted, errors, imported, notes, seconds
from walkaround.baseline_metrics.imports import Imported, read
from walkaround.baseline_metrics.imports.model import Measure, Mutants, Scan

NOON = seconds("2026-11-02T12:00")
HISTORY = {
    "paging": {"pageIndex": 1, "pageSize": 2, "total": 3},
    "measures": [
        {
            "metric": "coverage",
            "history": [{"date": "2026-11-02T13:00:00+0100", "value": "81.2"}, {"date": "2026-11-03T12:00:00+0000"}],
        },
        {"metric": "quality_gate_details", "history": [{"date": "2026-11-02T12:00:00+0000", "value": "{}"}]},
        {
            "metric": "bugs",
            "history": [{"date": "yesterday", "value": "3"}, {"date": "2026-11-02", "value": "many"}, 7],
        },
        {"metric": "bugs"},
    ],
}
COMPONENT = {
    "component": {
        "key": "orders",
        "measures": [
            {"metric": "duplicated_lines_density", "value": "3.4", "bestValue": False},
            {"metric": "new_coverage", "period": {"index": 1, "value": "77.5"}},
            "odd",
        ],
    }
}
FINDINGS = {
    "version": 1,
    "findings": [
        {"hook": "sast", "rule": "B101", "severity": "error", "path": "a.py", "line": 1, "column": 1},
        {"hook": "sast", "rule": "B105", "severity": "warning", "path": "a.py", "line": 2, "column": 1},
    ],
    "errors": [{"hook": "sast", "path": "b.py", "message": "is no Python"}],
    "hooks": ["sast"], "scope": "all-files", "base": None, "commit": "c" * 40, "folder": ".",
}  # fmt: skip
MUTANTS = {
    "version": 1, "mutants": [{"verdict": "survived"}, {"verdict": "uncovered"}, {"verdict": "killed"}], "tried": 9,
    "left": 4,
}  # fmt: skip
COVERAGE_JSON = {
    "meta": {"version": "7.6.0", "timestamp": "2026-11-02T12:00:00"},
    "files": {"a.py": {"executed_lines": [1, 2, 3], "missing_lines": [4], "excluded_lines": []}},
}
COBERTURA = """<?xml version="1.0"?>
<coverage line-rate="0.5" timestamp="1793620800000"><packages><package><classes>
<class filename="a.py"><lines><line number="1" hits="1"/><line number="2" hits="0"/></lines></class>
</classes></package></packages></coverage>
"""
LCOV = "TN:\nSF:src/a.js\nDA:1,1\nDA:2,0\nDA:3,0\nDA:4,2\nend_of_record\n"


def test_a_history_of_sonarqube(tmp_path: Path) -> None:
    found = imported(tmp_path, {"history.json": HISTORY})
    assert list(found.rows) == [Measure(NOON, "sonar-coverage", 81.2)]
    assert errors(found, tmp_path) == [
        "history.json:entry 3.1: date is no time: 'yesterday'; write it as 2026-11-29T14:05Z",
        "history.json:entry 3.2: bugs is no number: 'many'; write it as 3.5",
        "history.json:entry 3.3: is no measure; export it again",
        "history.json:entry 4: has no history; export it again",
    ]
    assert notes(found, tmp_path) == [
        "history.json: is one page of 3 days; export the others too, with `p=2` and so on."
    ]
    passed = {"measures without a value": 1, "measures that a report does not show": 1}
    assert counted(found) == [("history of SonarQube", 1, 0, 4, passed)]


def test_the_measures_of_a_component_are_of_the_day_in_its_name(tmp_path: Path) -> None:
    found = imported(tmp_path, {"sonar-20261102.json": COMPONENT, "2026-11-03/sonar.json": COMPONENT})
    day = 24 * 3600
    assert list(found.rows) == [
        Measure(NOON + at, figure, value)
        for at in (0, day)
        for figure, value in (("sonar-duplicated-lines-density", 3.4), ("sonar-new-coverage", 77.5))
    ]
    assert errors(found, tmp_path) == [
        "sonar-20261102.json:entry 3: is no measure; export it again",
        "2026-11-03/sonar.json:entry 3: is no measure; export it again",
    ]


def test_own_findings_are_of_the_commit_that_they_name(tmp_path: Path) -> None:
    found = imported(tmp_path, {"check.json": FINDINGS}, {"c" * 40: "assisted"}, {"c" * 40: NOON})
    assert list(found.rows) == [Scan(NOON, True, 2, 1, ("sast",), True)]
    assert notes(found, tmp_path) == [
        "check.json: inputs that could not be judged, so that there may be more findings: 1."
    ]


def test_a_commit_that_is_not_in_the_history_leaves_the_files_name(tmp_path: Path) -> None:
    of_range = FINDINGS | {"scope": "range", "errors": [], "findings": []}
    files = {"2026-11-02.json": of_range, "again-2026-11-05.json": of_range, "unknown.json": of_range}
    found = imported(tmp_path, files)
    assert list(found.rows) == [Scan(NOON, False, 0, 0, ("sast",))]
    assert errors(found, tmp_path) == [
        "unknown.json: does not say of which day it is; name it by its day, as in 2026-11-29.json"
    ]
    assert [entry[1:3] for entry in counted(found)] == [(1, 0), (0, 1), (0, 0)]


@pytest.mark.parametrize(
    "changes",
    [{"findings": {}}, {"findings": [{"severity": "off"}]}, {"findings": [1]}],
    ids=["no-list", "no-severity", "no-finding"],
)
def test_findings_that_are_not_whole_are_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    found = imported(tmp_path, {"2026-11-02.json": FINDINGS | changes})
    why = "is no whole report of Walkaround; make it anew with `walkaround check --save json=F`"
    assert (list(found.rows), errors(found, tmp_path)) == ([], [f"2026-11-02.json: {why}"])


def test_a_data_file_of_coverage_is_not_enough(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / ".coverage") as database:
        database.execute("CREATE TABLE file (id INTEGER, path TEXT)")
        database.execute("CREATE TABLE line_bits (file_id INTEGER, numbits BLOB)")
        database.execute("CREATE TABLE arc (file_id INTEGER, fromno INTEGER, tono INTEGER)")
        database.execute("CREATE TABLE meta (key TEXT)")
        database.execute("INSERT INTO file VALUES (1, 'a.py')")
        database.execute("INSERT INTO line_bits VALUES (1, ?)", (b"\x06",))
    database.close()
    found = read([str(tmp_path / ".coverage")])
    why = "does not tell which lines could have run; make a report of it with `coverage json`"
    assert errors(found, tmp_path) == [f".coverage: {why}"]


def test_a_name_with_no_day_in_it_is_no_day(tmp_path: Path) -> None:
    found = imported(tmp_path, {"2026-13-40/2026-02-30.json": FINDINGS})
    why = "does not say of which day it is; name it by its day, as in 2026-11-29.json"
    assert errors(found, tmp_path) == [f"2026-13-40/2026-02-30.json: {why}"]


def test_mutants_count_by_what_was_tried(tmp_path: Path) -> None:
    found = imported(tmp_path, {f"mutants-{'d' * 40}.json": MUTANTS}, moments={"d" * 40: NOON})
    assert list(found.rows) == [Mutants(NOON, 2, 9)]
    assert notes(found, tmp_path) == [f"mutants-{'d' * 40}.json: mutants that were not tried, for want of time: 4."]


@pytest.mark.parametrize(
    ("name", "content", "form", "value", "of"),
    [
        pytest.param("a.json", COVERAGE_JSON, "coverage.py's JSON", 75.0, 4, id="coverage.py"),
        pytest.param("a.xml", COBERTURA, "Cobertura's XML", 50.0, 2, id="cobertura"),
        pytest.param("2026-11-02.info", LCOV, "lcov", 50.0, 4, id="lcov"),
        pytest.param("2026-11-02.out", "mode: set\na.go:1.1,3.2 2 1\n", "Go's cover profile", 100.0, 3, id="go"),
    ],
)
def test_coverage_reports_of_every_format(
    tmp_path: Path, name: str, content: object, form: str, value: float, of: int
) -> None:
    found = imported(tmp_path, {name: content})
    assert errors(found, tmp_path) == []
    (row,) = found.rows
    assert isinstance(row, Measure)
    assert row[1:] == ("coverage", value, of)
    assert abs(row.at - NOON) <= 14 * 3600  # coverage.py writes the time of a clock on a wall
    assert counted(found)[0][0] == form


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        pytest.param(
            "lcov.info", LCOV, "does not say of which day it is; name it by its day, as in 2026-11-29.json", id="no-day"
        ),
        pytest.param(
            "2026-11-02.info",
            "SF:a\nDA:1,1\n",
            "is cut: its last record has no end; run the tests with coverage again, and make the report anew",
            id="cut",
        ),
        pytest.param(
            "2026-11-02.json",
            {"meta": {}, "files": {}},
            "measures no line; run the tests with coverage again, and make the report anew",
            id="nothing-measured",
        ),
    ],
)
def test_a_coverage_report_that_tells_nothing_is_named(tmp_path: Path, name: str, content: object, why: str) -> None:
    found = imported(tmp_path, {name: content})
    assert (list(found.rows), errors(found, tmp_path)) == ([], [f"{name}: {why}"])


PLAIN = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=6), st.just("error"), st.just("2026-11-02")),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
    max_leaves=6,
)


def spoiled(whole: dict[str, Any], where: list[object], value: object) -> dict[str, Any]:
    """A copy in which the value stands at a place."""
    first, *rest = where
    copy: Any = dict(whole) if isinstance(whole, dict) else list(whole)
    copy[first] = spoiled(copy[first], rest, value) if rest else value
    return copy  # type: ignore[no-any-return]


def places(whole: object, above: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """Every place in a value."""
    inner = whole.items() if isinstance(whole, dict) else enumerate(whole) if isinstance(whole, list) else ()
    below = [place for key, value in inner for place in places(value, (*above, key))]
    return [above, *below] if above else below


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_a_spoiled_report_is_read_or_named(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    whole: dict[str, Any] = data.draw(st.sampled_from([HISTORY, COMPONENT, FINDINGS, MUTANTS, COVERAGE_JSON]))
    where = data.draw(st.sampled_from(places(whole)))
    folder = tmp_path_factory.getbasetemp() / "spoiled"
    value = data.draw(PLAIN)
    found = imported(folder, {"2026-11-02.json": spoiled(whole, list(where), value)})
    assert isinstance(found, Imported)
    assert found.rows or found.errors or any(found.sources[0].passed.values()) or value == []
    assert all("\n" not in one for one in errors(found, folder))
