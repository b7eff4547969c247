"""Numbers, their intervals and counts, and what charts stand on."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from walkaround.baseline_metrics.figure import Definition, Value
from walkaround.baseline_metrics.page.axes import Axis, axis, line, runs, scale, spread
from walkaround.baseline_metrics.page.numbers import (
    UNKNOWN,
    beneath,
    counted,
    interval,
    limit,
    number,
    quantity,
    titled,
)

HOURS = Definition("mttr", "Time to recovery", "hours", "lower", "outcome", "")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"), (0.0, "0"), (7, "7"), (7.0, "7"), (1234, "1,234"), (1234567, "1,234,567"), (1234.5, "1,234"),
        (123.4, "123"), (12.34, "12.3"), (12.04, "12"), (1.234, "1.23"), (1.5, "1.5"), (3.458, "3.46"), (0.5, "0.5"),
        (0.035, "0.035"), (0.0351, "0.035"), (0.00012345, "0.00012"), (0.999, "1"),
        (1e-9, "1e-09"), (2.5e15, "2.5e+15"), (-3.456, "-3.46"), (-1234, "-1,234"), (-0.05, "-0.05"),
    ],
)  # fmt: skip
def test_number(value: float, said: str) -> None:
    assert number(value) == said


@settings(deadline=None, max_examples=50)
@given(st.floats(-1e14, 1e14))
def test_no_number_is_said_with_more_than_half_a_hundredth_of_error(value: float) -> None:
    assert float(number(value).replace(",", "")) == pytest.approx(value, rel=0.05, abs=0)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(None, "%", UNKNOWN), (None, "hours", UNKNOWN), (12.5, "%", "12.5 %"), (12.5, "hours", "12.5"), (0.0, "%", "0 %")],
)
def test_quantity(value: float | None, unit: str, said: str) -> None:
    assert quantity(value, unit) == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (Value(3, 9, None, 1.5, 5.25), "hours", "1.5 to 5.25"),
        (Value(30, 9, 30, 15, 45), "%", "15 to 45 %"),
        (Value(3, 9), "hours", ""),
        (Value(None, 0, None, 1, 2), "hours", ""),
        (Value(3, 9, None, 1.5), "hours", "from 1.5"),
        (Value(3, 9, None, None, 4), "%", "up to 4 %"),
    ],
)
def test_interval(value: Value, unit: str, said: str) -> None:
    assert interval(value, unit) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Value(3, 1400), "1,400"),
        (Value(3, 14, 4046), "14 in 4,046"),
        (Value(14.0, 14), ""),
        (Value(14, 14, 20), "14 in 20"),
    ],
)
def test_counted(value: Value, said: str) -> None:
    assert counted(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Value(3, 9, None, 1.5, 5.25), ["1.5 to 5.25", "n 9"]),
        (Value(3, 9), ["n 9"]),
        (Value(9, 9), []),
    ],
)
def test_beneath_a_number_stands_what_is_known_of_it(value: Value, said: list[str]) -> None:
    assert beneath(value, "hours") == said


def test_limit_says_on_which_side_one_wants_to_be() -> None:
    sides = [limit(HOURS._replace(better=better), 2.5) for better in ("lower", "higher", "")]
    assert sides == ["< 2.5", "> 2.5", "2.5"]


@pytest.mark.parametrize(
    ("title", "unit", "said"),
    [
        ("Time to recovery", "hours", "Time to recovery, hours"),
        ("Coverage", "%", "Coverage"),
        ("Commits", "commits", "Commits"),
        ("Commits", "", "Commits"),
    ],
)
def test_a_unit_is_said_once(title: str, unit: str, said: str) -> None:
    assert titled(HOURS._replace(title=title, unit=unit)) == said


@pytest.mark.parametrize(
    ("low", "high", "whole", "ticks"),
    [
        (0, 10, False, (0, 5, 10)),
        (0, 7, True, (0, 5, 10)),
        (0, 2, True, (0, 1, 2)),
        (0, 1, True, (0, 1)),
        (0, 0.034, False, (0, 0.02, 0.04)),
        (70, 84, False, (70, 75, 80, 85)),
        (-3, 4, False, (-5, 0, 5)),
        (0, 0, False, (0, 0.5, 1)),
        (5, 5, False, (4, 6, 8, 10)),
        (0, 12345, False, (0, 5000, 10000, 15000)),
    ],
)
def test_steps_are_round_and_take_in_both_ends(low: float, high: float, whole: bool, ticks: tuple[float, ...]) -> None:
    assert scale(low, high, 0, 100, 3, whole).ticks == ticks


@settings(deadline=None, max_examples=50)
@example(0.0, 5e-324, 2)
@given(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12), st.integers(1, 6))
def test_any_numbers_have_a_scale(one: float, other: float, about: int) -> None:
    low, high = sorted((one, other))
    found = scale(low, high, 100, 0, about)
    hair = 1e-6 * (abs(low) + abs(high)) + 1e-12
    assert found.low <= low + hair
    assert found.high >= high - hair
    assert 2 <= len(found.ticks) <= about + 3
    assert 0 <= found.at(high) <= found.at(low) <= 100


def test_runs_end_where_nothing_is_known() -> None:
    points = [("2026-08-31", 1.0), ("2026-09-07", 2.0), ("2026-09-14", None), ("2026-09-21", 3.0), ("2026-10-05", 4.0)]
    assert runs(points, "week") == [
        [("2026-08-31", 1.0), ("2026-09-07", 2.0)],
        [("2026-09-21", 3.0)],
        [("2026-10-05", 4.0)],  # the week before it is not there at all
    ]


def test_weeks_stand_at_equal_distances_known_or_not() -> None:
    found = axis(["2026-09-21", "2026-08-31"], 0, 80, "week")
    assert [found.middle(week) for week in ("2026-08-31", "2026-09-07", "2026-09-21")] == [10, 30, 70]
    assert labels(found, 2) == ["2026-08-31", "2026-09-14"]
    assert labels(found, 9) == ["2026-08-31", "2026-09-07", "2026-09-14", "2026-09-21"]


def labels(found: Axis, about: int) -> list[str]:
    return [label for _, label in found.labelled(about)]


def test_months_stand_at_equal_distances_however_long_they_are() -> None:
    found = axis(["2026-01-01", "2026-05-01"], 0, 50, "month")
    assert [found.middle(month) for month in ("2026-01-01", "2026-02-01", "2026-03-01", "2026-05-01")] == [
        5, 15, 25, 45,
    ]  # fmt: skip
    assert runs([("2025-12-01", 1.0), ("2026-01-01", 2.0), ("2026-03-01", 3.0)], "month") == [
        [("2025-12-01", 1.0), ("2026-01-01", 2.0)],
        [("2026-03-01", 3.0)],  # February is not there at all
    ]


@pytest.mark.parametrize(
    ("first", "last", "about", "expected"),
    [
        pytest.param("2026-01-01", "2026-05-01", 7, "2026-01 2026-02 2026-03 2026-04 2026-05", id="each"),
        pytest.param("2024-11-01", "2026-11-01", 7, "2025-01 2025-07 2026-01 2026-07", id="25-months"),
        pytest.param("2024-11-01", "2026-11-01", 3, "2025 2026", id="25-months-on-a-phone"),
        pytest.param("2012-01-01", "2026-12-01", 7, "2012 2014 2016 2018 2020 2022 2024 2026", id="15-years"),
        pytest.param("2012-01-01", "2026-12-01", 3, "2015 2020 2025", id="15-years-on-a-phone"),
        pytest.param("1970-01-01", "9999-12-01", 7, "2000 3000 4000 5000 6000 7000 8000 9000", id="all-years"),
    ],
)
def test_months_are_labelled_where_they_are_round(first: str, last: str, about: int, expected: str) -> None:
    assert labels(axis([first, last], 0, 700, "month"), about) == expected.split()


@settings(deadline=None, max_examples=50)
@given(st.dates(date(1970, 1, 1), date(2200, 1, 1)), st.integers(25, 700), st.sampled_from([3, 7]))
def test_any_months_have_a_few_labels_within_them(first: date, length: int, about: int) -> None:
    number = first.year * 12 + first.month - 1 + length - 1
    last = date(number // 12, number % 12 + 1, 1).isoformat()
    found = axis([first.replace(day=1).isoformat(), last], 0, 700, "month")
    shown = found.labelled(about)
    assert found.length == length
    assert 1 <= len(shown) <= about + 1
    assert all(0 < found.middle(point) < 700 for point, _ in shown)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from([1.0, 2.0, 3.0]), min_size=2, max_size=9))
def test_a_line_leaves_out_what_is_level_and_nothing_else(heights: list[float]) -> None:
    drawn = line([list(zip(map(float, range(len(heights))), heights, strict=True))])
    places = [tuple(map(float, place.split())) for place in drawn[1:].split("L")]
    assert (places[0][0], places[-1][0]) == (0, len(heights) - 1)
    for (x, y), (end, height) in pairwise(places):
        assert heights[int(x)] == y
        assert end == x + 1 or set(heights[int(x) : int(end) + 1]) == {y} == {height}


@settings(deadline=None, max_examples=50)
@given(st.lists(st.floats(0, 70), min_size=1, max_size=3))
def test_names_at_the_ends_of_lines_do_not_cover_one_another(places: list[float]) -> None:
    moved = spread(places, 13, 0, 70)
    assert all(after - before >= 13 - 1e-6 for before, after in pairwise(sorted(moved)))
    assert all(-1e-6 <= place <= 70 + 1e-6 for place in moved)
    assert [moved[at] for at in sorted(range(len(places)), key=places.__getitem__)] == sorted(moved)
