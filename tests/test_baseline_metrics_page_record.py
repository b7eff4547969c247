"""A report as JSON, and back: exact, and strict."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings

from page_samples import SMALL, large, reports
from walkaround.baseline_metrics.figure import Definition, Figure, Group, Point, Report, Target, Value
from walkaround.baseline_metrics.page import ReportError, plain, read


def test_whole_record_of_a_report_with_one_of_everything() -> None:
    value = Value(1.5, 3)
    report = Report(
        "shop",
        "ab12",
        "2026-09-01",
        "2026-09-30",
        (Figure("x", "proxy", Value(1.5, 3, 40, 1, 2.5), value, None, (Point("2026-08-31", value),), "Why."),),
        {"x": Definition("x", "X", "hours", "lower", "quality", "What.", "Whose.")},
        (Target("x", 2, Value(None, 0), value, "better", "met"),),
        {"By agent": (Group("Claude Code", 1, 2, 3),)},
        ("A note.",),
    )
    assert plain(report) == {
        "version": 1,
        "repository": "shop",
        "head": "ab12",
        "first": "2026-09-01",
        "last": "2026-09-30",
        "figures": [
            {
                "id": "x",
                "basis": "proxy",
                "all": {"value": 1.5, "count": 3, "of": 40, "low": 1, "high": 2.5},
                "ai": {"value": 1.5, "count": 3},
                "weeks": [{"week": "2026-08-31", "all": {"value": 1.5, "count": 3}}],
                "why": "Why.",
            }
        ],
        "definitions": {
            "x": {
                "id": "x",
                "title": "X",
                "unit": "hours",
                "better": "lower",
                "group": "quality",
                "text": "What.",
                "source": "Whose.",
            }
        },
        "targets": [
            {
                "figure": "x",
                "limit": 2,
                "baseline": {"value": None, "count": 0},
                "now": {"value": 1.5, "count": 3},
                "trend": "better",
                "verdict": "met",
            }
        ],
        "tables": {"By agent": [{"name": "Claude Code", "commits": 1, "added": 2, "removed": 3}]},
        "notes": ["A note."],
        "step": "week",
    }


@pytest.mark.parametrize("report", [SMALL, large(), large(30, step="month")], ids=["small", "large", "by-month"])
def test_a_report_comes_back_as_it_was(report: Report) -> None:
    assert read(json.loads(json.dumps(plain(report)))) == report


def test_a_report_without_a_step_is_an_older_one_of_weeks() -> None:
    record = plain(large(120))
    del record["step"]
    assert read(record) == large(120)


@settings(deadline=None, max_examples=50)
@given(reports())
def test_any_report_comes_back_as_it_was(report: Report) -> None:
    assert read(json.loads(json.dumps(plain(report), allow_nan=False))) == report


def test_names_that_are_not_utf_8_come_back_as_they_were() -> None:
    report = SMALL._replace(repository="caf\udce9")
    assert read(json.loads(json.dumps(plain(report)))) == report


GONE = object()
_WRONG: list[tuple[str, object, str]] = [
    ("version", 2, "version: expected 1, the one that this release reads"),
    ("version", True, "version: expected a whole number from 0 to 1e+15"),
    ("version", GONE, "version: expected a value, and there is none"),
    ("head", GONE, "head: expected a value, and there is none"),
    ("more", 1, "more: expected no such key"),
    ("repository", None, "repository: expected a string"),
    ("first", "2026-9-2", "first: expected a day as YYYY-MM-DD"),
    ("first", "20260902", "first: expected a day as YYYY-MM-DD"),
    ("last", "2026-02-30", "last: expected a day as YYYY-MM-DD"),
    ("last", "2026-01-01", "last: expected no day before `first`"),
    ("figures", {}, "figures: expected a list"),
    ("figures.0", [], "figures[0]: expected an object"),
    ("figures.1.id", "merged-pulls", "figures: expected each figure once"),
    ("figures.0.basis", "guessed", "figures[0].basis: expected one of 'measured', 'proxy', 'absent'"),
    ("figures.0.all.value", "3", "figures[0].all.value: expected a number of at most 1e+15"),
    ("figures.0.all.value", True, "figures[0].all.value: expected a number of at most 1e+15"),
    ("figures.0.all.value", float("nan"), "figures[0].all.value: expected a number of at most 1e+15"),
    ("figures.0.all.value", 10**400, "figures[0].all.value: expected a number of at most 1e+15"),
    ("figures.0.all.count", -1, "figures[0].all.count: expected a whole number from 0 to 1e+15"),
    ("figures.0.all.count", 1.0, "figures[0].all.count: expected a whole number from 0 to 1e+15"),
    ("figures.0.all.count", GONE, "figures[0].all.count: expected a value, and there is none"),
    ("figures.1.all.low", 99, "figures[1].all.low: expected no more than `high`"),
    ("figures.1.all.of", None, "figures[1].all.of: expected a number of at most 1e+15"),
    ("figures.0.weeks.1.week", "2026-08-31", "figures[0].weeks: expected each week once, in order"),
    ("step", "day", "step: expected one of 'week', 'month'"),
    ("step", None, "step: expected one of 'week', 'month'"),
    ("step", "month", "figures: expected the first day of each month"),
    ("figures.0.weeks.1.week", 3, "figures[0].weeks[1].week: expected a string"),
    ("definitions.defect-rate.better", "up", "definitions.defect-rate.better: expected one of 'lower', 'higher', ''"),
    ("targets.0.verdict", "won", "targets[0].verdict: expected one of 'met', 'missed', 'unclear', 'unknown'"),
    ("targets.0.limit", None, "targets[0].limit: expected a number of at most 1e+15"),
    ("tables", [], "tables: expected an object"),
    ("tables.By agent.0.added", None, "tables.By agent[0].added: expected a whole number from 0 to 1e+15"),
    ("notes.0", 3, "notes[0]: expected a string"),
]


@pytest.mark.parametrize(
    ("place", "value", "said"), _WRONG, ids=[f"{place}={value!r:.20}" for place, value, _ in _WRONG]
)
def test_what_is_no_report_is_refused_with_its_place(place: str, value: object, said: str) -> None:
    record: Any = copy.deepcopy(plain(SMALL))
    *path, last = place.split(".")
    at = record
    for step in path:
        at = at[int(step) if isinstance(at, list) else step]
    if value is GONE:
        del at[last]
    else:
        at[int(last) if isinstance(at, list) else last] = value
    with pytest.raises(ReportError) as caught:
        read(record)
    assert str(caught.value) == said


@pytest.mark.parametrize("record", [None, [], "x", 3])
def test_what_is_no_object_is_refused(record: object) -> None:
    with pytest.raises(ReportError, match=r"^the report: expected an object$"):
        read(record)
