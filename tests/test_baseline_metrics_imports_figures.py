"""What imported rows come to: values, counts, intervals, parts, weeks, and why a figure is absent."""

import datetime as dt
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports_support import seconds
from walkaround.baseline_metrics.figure import NOTHING, Figure, Point, Value
from walkaround.baseline_metrics.imports import DEFINITIONS, Imported, figures
from walkaround.baseline_metrics.imports.definitions import BRING, OWN
from walkaround.baseline_metrics.imports.model import (
    Answer,
    Block,
    Deploy,
    Incident,
    Measure,
    Mutants,
    Pull,
    Row,
    Scan,
    Task,
)  # fmt: skip
from walkaround.baseline_metrics.imports.sums import middle
from walkaround.baseline_metrics.values import rate, share
from walkaround.baseline_metrics.window import Window

WINDOW = Window(dt.date(2026, 11, 2), dt.date(2026, 11, 15))  # two weeks
MONDAY, SECOND = "2026-11-02", "2026-11-09"
MONTHS = 14 / 30.4375


def at(day: int, hour: int = 0) -> int:
    return seconds(f"2026-11-{day:02}T{hour:02}:00")


def of(figure: str, *rows: Row) -> Figure:
    (found,) = [one for one in figures(Imported(rows), WINDOW) if one.id == figure]
    return found


def absent(figure: str, why: str = "") -> Figure:
    return Figure(figure, "absent", NOTHING, why=why or BRING[figure])


OUTSIDE = "nothing of what was imported for it lies in this period"
LEFT = "in neither part, because nobody says whether AI had one: 1"


def weeks(first: Value, second: Value) -> tuple[Point, Point]:
    return Point(MONDAY, first), Point(SECOND, second)


CASES = [
    pytest.param(
        "incidents",
        [Incident(at(1)), Incident(at(2)), Incident(at(9)), Incident(at(15, 23)), Incident(at(16))],
        Figure("incidents", "measured", rate(3, MONTHS), weeks=weeks(Value(1.0, 1), Value(2.0, 2))),
        id="incidents-of-the-window",
    ),
    pytest.param(
        "incidents",
        [Incident(at(1)), Incident(at(16))],
        Figure("incidents", "measured", rate(0, MONTHS)),
        id="none-where-the-import-covers-the-window",
    ),
    pytest.param(
        "incidents",
        [Incident(at(1))],
        absent(
            "incidents",
            "the last imported row is of 2026-11-01, before this period; export again, or widen the period",
        ),
        id="unknown-behind-the-last-row",
    ),
    pytest.param("incidents", [Incident(at(16))], absent("incidents", OUTSIDE), id="unknown-before-the-first-row"),
    pytest.param(
        "incidents",
        [Incident(at(12))],
        Figure(
            "incidents", "measured", rate(1, MONTHS), weeks=weeks(Value(0.0, 0), Value(1.0, 1)),
            why="the first imported row is of 2026-11-12; if the export begins there, too few are counted",
        ),
        id="begins-within",
    ),
    pytest.param(
        "mttr",
        [Incident(at(1), at(2), ai=True), Incident(at(3), at(3, 6)), Incident(at(4)), Incident(at(1), at(1, 1))],
        Figure(
            "mttr", "measured", Value(15.0, 2), Value(24.0, 1), NOTHING,
            (Point(MONDAY, Value(15.0, 2), Value(24.0, 1), NOTHING), Point(SECOND, NOTHING, NOTHING, NOTHING)),
            f"not in it, because not resolved yet: 1 incident; {LEFT}",
        ),
        id="resolved-in-the-window",
    ),
    pytest.param(
        "mttr-mean",
        [Incident(at(3), at(3, 1)), Incident(at(3), at(3, 2)), Incident(at(3), at(3, 9))],
        Figure("mttr-mean", "measured", Value(4.0, 3), weeks=weeks(Value(4.0, 3), NOTHING)),
        id="mean",
    ),
    pytest.param(
        "severity",
        [Incident(at(3), severe=True), Incident(at(3), severe=False), Incident(at(3))],
        Figure(
            "severity", "measured", share(1, 2), weeks=weeks(share(1, 2), NOTHING),
            why="left out, without a known severity: 1 incident",
        ),
        id="severity",
    ),
    pytest.param(
        "ai-incidents",
        [Incident(at(3)), Incident(at(4))],
        absent("ai-incidents", "of 2 incidents in this period none has a word on AI"),
        id="nobody-said",
    ),
    pytest.param(
        "merged-pulls",
        [Pull(at(1), None, at(2), ai=True), Pull(at(1), None, at(9), ai=False), Pull(at(1))],
        Figure(
            "merged-pulls", "measured", rate(2, 2), rate(1, 2), rate(1, 2),
            (
                Point(MONDAY, Value(1.0, 1), Value(1.0, 1), Value(0.0, 0)),
                Point(SECOND, Value(1.0, 1), Value(0.0, 0), Value(1.0, 1)),
            ),
            "by the host's export, at the time of the merge",
        ),
        id="merged",
    ),
    pytest.param(
        "review-hours",
        [Pull(at(2), at(2, 3), at(3)), Pull(at(2), None, at(4)), Pull(at(2), at(2, 1), at(3), bot=True)],
        Figure(
            "review-hours", "measured", Value(3.0, 1), weeks=weeks(Value(3.0, 1), NOTHING),
            why="from opened to the first review; left out, because they do not tell it: 1 request; left out, of bots: "
            "1 request",
        ),
        id="first-review",
    ),
    pytest.param(
        "review-hours",
        [Pull(at(2), at(2, 3), at(3), 0.5), Pull(at(2), at(2, 5), at(4), 1.5)],
        Figure(
            "review-hours", "measured", Value(1.0, 2), weeks=weeks(Value(1.0, 2), NOTHING),
            why="the hours that reviews took",
        ),
        id="hours",
    ),
    pytest.param(
        "review-hours",
        [Pull(at(2), at(2, 3), at(3)), *[Pull(at(2), None, at(4))] * 3],
        Figure(
            "review-hours", "proxy", Value(48.0, 4, low=None), weeks=weeks(Value(48.0, 4), NOTHING),
            why="from opened to the merge, because the import tells of no reviews",
        ),
        id="to-the-merge",
    ),
    pytest.param(
        "first-attempt-blocks",
        [Block(at(2), True), Block(at(3), False), Block(at(1), True)],
        Figure("first-attempt-blocks", "measured", share(1, 2), weeks=weeks(share(1, 2), NOTHING)),
        id="blocks",
    ),
    pytest.param(
        "deploys",
        [Deploy(at(2)), Deploy(at(3), True), Deploy(at(3), False)],
        Figure("deploys", "measured", rate(3, 2), weeks=weeks(Value(3.0, 3), Value(0.0, 0))),
        id="deploys",
    ),
    pytest.param(
        "deploy-failures",
        [Deploy(at(2)), Deploy(at(3), True), Deploy(at(3), False)],
        Figure(
            "deploy-failures", "measured", share(1, 2), weeks=weeks(share(1, 2), NOTHING),
            why="left out, because they do not say how they ended: 1 deployment",
        ),
        id="deploy-failures",
    ),
    pytest.param(
        "task-hours",
        [Task(at(1), at(2)), Task(at(9), at(9, 6))],
        Figure("task-hours", "measured", Value(15.0, 2), weeks=weeks(Value(24.0, 1), Value(6.0, 1))),
        id="tasks",
    ),
    pytest.param(
        "satisfaction",
        [Answer(at(2), 50.0, 3), Answer(at(3), 90.0)],
        Figure(
            "satisfaction", "measured", Value(60.0, 4), weeks=weeks(Value(60.0, 4), NOTHING),
            why="counted as one person each, because nobody says of how many: 1 answer",
        ),
        id="satisfaction",
    ),
    pytest.param(
        "coverage",
        [Measure(at(9), "coverage", 82.0, 400), Measure(at(2), "coverage", 80.0), Measure(at(16), "coverage", 99.0)],
        Figure("coverage", "measured", Value(82.0, 400), weeks=weeks(Value(80.0, 1), Value(82.0, 400))),
        id="coverage-at-the-end",
    ),
    pytest.param(
        "coverage",
        [Measure(at(9, 8), "coverage", 80.0, 300), Measure(at(9, 9), "coverage", 40.0, 100)],
        Figure("coverage", "measured", Value(70.0, 400), weeks=weeks(NOTHING, Value(70.0, 400))),
        id="coverage-of-two-languages",
    ),
    pytest.param(
        "new-coverage",
        [
            Measure(at(2), "new-coverage", 60.0), Measure(at(3), "new-coverage", 90.0),
            Measure(at(9), "sonar-new-coverage", 1.0),
        ],
        Figure("new-coverage", "measured", Value(75.0, 2), weeks=weeks(Value(75.0, 2), NOTHING)),
        id="new-coverage",
    ),
    pytest.param(
        "new-coverage",
        [Measure(at(2), "sonar-new-coverage", 60.0), Measure(at(9), "sonar-new-coverage", 70.0)],
        Figure(
            "new-coverage", "measured", Value(70.0, 1), weeks=weeks(Value(60.0, 1), Value(70.0, 1)),
            why="as SonarQube measured it",
        ),
        id="new-coverage-of-sonarqube",
    ),
    pytest.param(
        "sonar-bugs",
        [Measure(at(2), "sonar-bugs", 4.0)],
        Figure("sonar-bugs", "measured", Value(4.0, 1), weeks=weeks(Value(4.0, 1), NOTHING)),
        id="sonar",
    ),
    pytest.param(
        "hook-findings",
        [Scan(at(2), True, 9, 1, ("sast",)), Scan(at(9), True, 7, 0, ("sast", "strict")), Scan(at(9), False, 3, 0, ())],
        Figure(
            "hook-findings", "measured", Value(7.0, 1), weeks=weeks(Value(9.0, 1), Value(7.0, 1)),
            why="in the whole tree; the reports are not all of the same hooks",
        ),
        id="findings-in-the-tree",
    ),
    pytest.param(
        "hook-findings",
        [Scan(at(9), True, 2, 1, ("sast",)), Scan(at(9), True, 5, 0, ("secret-detection",))],
        Figure(
            "hook-findings", "measured", Value(7.0, 2), weeks=weeks(NOTHING, Value(7.0, 2)),
            why="in the whole tree; the reports are not all of the same hooks",
        ),
        id="findings-of-two-hooks",
    ),
    pytest.param(
        "hook-findings",
        [Scan(at(2), False, 3, 1, ("sast",)), Scan(at(2), False, 0, 0, ("sast",))],
        Figure(
            "hook-findings", "measured", Value(1.5, 2), weeks=weeks(Value(1.5, 2), NOTHING),
            why="on average in a change",
        ),
        id="findings-in-changes",
    ),
    pytest.param(
        "hook-blocks",
        [Scan(at(2), False, 3, 1, ("sast",)), Scan(at(2), False, 2, 0, ("sast",)), Scan(at(2), True, 9, 9, ("sast",))],
        Figure("hook-blocks", "measured", share(1, 2), weeks=weeks(share(1, 2), NOTHING),
               why=""),
        id="blocked-changes",
    ),
    pytest.param(
        "surviving-mutants",
        [Mutants(at(2), 1, 4), Mutants(at(9), 2, 6), Mutants(at(9), 0, 0)],
        Figure("surviving-mutants", "measured", share(3, 10), weeks=weeks(share(1, 4), share(2, 6))),
        id="mutants",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rows", "figure"), CASES)
def test_rows_come_to_a_figure(name: str, rows: list[Row], figure: Figure) -> None:
    assert of(name, *rows) == figure


def test_what_was_not_imported_is_absent_and_says_what_to_bring() -> None:
    found = figures(Imported(), WINDOW)
    assert [one.id for one in found] == [
        "incidents", "mttr", "mttr-mean", "severity", "ai-incidents", "review-hours", "first-attempt-blocks", "deploys",
        "deploy-failures", "task-hours", "satisfaction", "coverage", "new-coverage", "hook-findings", "hook-blocks",
        "surviving-mutants",
    ]  # fmt: skip
    assert found == [absent(one.id) for one in found]


def test_every_figure_has_its_definition_once() -> None:
    ids = [one.id for one in DEFINITIONS]
    assert len(ids) == len(set(ids))
    assert {one.id for one in figures(Imported(), WINDOW)} == {one.id for one in OWN} == set(BRING)
    assert all(one.text.endswith(".") and one.group and one.unit for one in DEFINITIONS)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        # The places of the values between which the median lies, by tables of the binomial distribution at .5.
        pytest.param(5, None, None, id="too-few"),
        pytest.param(6, 1.0, 6.0, id="the-fewest"),
        pytest.param(10, 2.0, 9.0, id="ten"),
        pytest.param(20, 6.0, 15.0, id="twenty"),
        pytest.param(100, 40.0, 61.0, id="hundred"),
        pytest.param(1001, 469.0, 533.0, id="by-the-normal-distribution"),
    ],
)
def test_the_interval_of_a_median(count: int, low: float | None, high: float | None) -> None:
    found = middle([float(one) for one in range(1, count + 1)])
    assert found == Value((count + 1) / 2, count, low=low, high=high)


@settings(max_examples=50)
@given(st.lists(st.floats(0, 1e6), max_size=40))
def test_a_median_lies_within_its_interval(values: list[float]) -> None:
    found = middle(values)
    assert found.value == (median(values) if values else None)
    if found.value is not None and found.low is not None and found.high is not None:
        assert found.low <= found.value <= found.high


@settings(max_examples=50)
@given(st.integers(0, 30), st.integers(1, 400))
def test_a_rate_and_a_share_lie_within_their_intervals(count: int, whole: int) -> None:
    for found in (rate(count, whole / 7), share(min(count, whole), whole)):
        assert found.value is not None
        assert found.low is not None
        assert found.high is not None
        assert 0 <= found.low <= found.value + 1e-9
        assert found.value <= found.high + 1e-9


def some_rows() -> st.SearchStrategy[Row]:
    moment = st.integers(at(1), at(17))
    ai = st.sampled_from([True, False, None])
    return st.one_of(
        st.builds(Incident, moment, st.none() | moment, ai, ai),
        st.builds(Pull, moment, st.none() | moment, st.none() | moment, st.none() | st.floats(0, 9), ai, st.booleans()),
        st.builds(Deploy, moment, ai, ai),
        st.builds(Scan, moment, st.booleans(), st.integers(0, 9), st.integers(0, 9), st.just(("sast",)), ai),
    )


@settings(max_examples=50, deadline=None)
@given(st.lists(some_rows(), max_size=30))
def test_parts_and_weeks_are_no_more_than_the_whole(rows: list[Row]) -> None:
    for one in figures(Imported(tuple(rows)), WINDOW):
        assert (one.basis == "absent") == (one.all.value is None)
        assert (one.ai is None) == (one.human is None)
        if one.ai is not None and one.human is not None:
            assert one.ai.count + one.human.count <= one.all.count
        if one.weeks:
            assert [point.week for point in one.weeks] == [MONDAY, SECOND]
            assert one.id == "hook-findings" or sum(point.all.count for point in one.weeks) == one.all.count


def test_over_more_than_two_years_there_is_a_point_a_month() -> None:
    window = Window(dt.date(2024, 11, 10), dt.date(2026, 11, 15))
    rows = (Deploy(at(1)), Deploy(at(2)), Deploy(at(9)), Incident(at(1)), Incident(at(9)))
    found = {one.id: one for one in figures(Imported(rows), window)}
    for name in ("deploys", "incidents"):
        assert [point.week for point in found[name].weeks][::12] == ["2024-11-01", "2025-11-01", "2026-11-01"]
        assert {point.all for point in found[name].weeks[:-1]} == {Value(0.0, 0)}
    # Three in the half of November that is in the window are not as few as three in all of it.
    assert found["deploys"].weeks[-1].all == Value(3 / (15 / 7), 3)
    assert found["incidents"].weeks[-1].all == Value(2.0, 2)
