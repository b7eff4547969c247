"""The period of a report: how it is named, its weeks or months, and the time before it."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkaround.baseline_metrics.window import FIRST_DAY, Window, day_of, since

DAYS = st.dates(date(1971, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("text", "last", "first"),
    [
        pytest.param("3.months", "2026-11-29", "2026-08-30", id="months"),
        pytest.param("1 month ago", "2026-03-31", "2026-03-01", id="a-shorter-month-before"),
        pytest.param("1.month", "2026-03-30", "2026-03-01", id="of-february"),
        pytest.param("1.month", "2028-03-30", "2028-03-01", id="of-a-leap-year"),
        pytest.param("12.months", "2026-12-31", "2026-01-01", id="twelve-months"),
        pytest.param("1.year", "2026-11-29", "2025-11-30", id="year"),
        pytest.param("1.year", "2028-02-29", "2027-03-01", id="year-to-a-leap-day"),
        pytest.param("2.quarters", "2026-06-30", "2025-12-31", id="quarters"),
        pytest.param("1.week", "2026-11-29", "2026-11-23", id="week"),
        pytest.param("1.day", "2026-11-29", "2026-11-29", id="day"),
        pytest.param("2026-01-31", "2026-11-29", "2026-01-31", id="a-day"),
        pytest.param("all", "2026-11-29", "1970-01-01", id="all"),
        pytest.param("90.years", "2026-11-29", "1970-01-01", id="before-time-began"),
    ],
)
def test_since(text: str, last: str, first: str) -> None:
    assert since(text, date.fromisoformat(last)).isoformat() == first


@pytest.mark.parametrize(
    "text", ["", "0.days", "months", "3", "3.fortnights", "yesterday", "-3.months", "2026-13-01", "99999.days"]
)
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        since(text, date(2026, 11, 29))


@given(DAYS, DAYS)
def test_a_window_and_the_one_before_it_do_not_overlap_and_are_of_one_length(one: date, other: date) -> None:
    window = Window(min(one, other), max(one, other))
    earlier = window.before()
    if earlier is not None:
        assert (earlier.days, earlier.end) == (window.days, window.start)
    else:
        assert window.first - timedelta(window.days) < FIRST_DAY


def of_day(day: date, hour: int = 0) -> int:
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp())


LENGTHS = st.integers(1, 1000) | st.sampled_from([1, 6, 7, 8, 730, 731, 732, 733])


@settings(max_examples=50)
@given(DAYS, LENGTHS)
def test_every_moment_of_a_window_is_in_one_of_its_points(first: date, length: int) -> None:
    window = Window(first, first + timedelta(length - 1))
    days = [first + timedelta(number) for number in range(length)]
    points = window.points()
    # In order, none missing, none without a day: the days meet each of them once, one after the other.
    assert tuple(dict.fromkeys(window.point_of(of_day(day, 23)) for day in days)) == points
    assert [window.point_of(of_day(day)) for day in days] == [window.point_of(of_day(day, 23)) for day in days]
    assert window.point_of(window.end - 1) == points[-1]
    assert [day_of(of_day(day, 23)) for day in days] == days
    assert all(window.holds(of_day(day, 23)) for day in days)
    assert not window.holds(window.start - 1)
    assert not window.holds(window.end)


@settings(max_examples=50)
@given(DAYS, LENGTHS)
def test_points_are_mondays_up_to_two_years_and_firsts_of_months_beyond(first: date, length: int) -> None:
    window = Window(first, first + timedelta(length - 1))
    assert window.step == ("week" if length <= 731 else "month")
    days = [first + timedelta(number) for number in range(length)]
    beginnings = [
        day - timedelta(day.weekday()) if window.step == "week" else day.replace(day=1) for day in days
    ]  # fmt: skip
    assert window.points() == tuple(dict.fromkeys(day.isoformat() for day in beginnings))


@settings(max_examples=50)
@given(DAYS, LENGTHS)
def test_weeks_of_all_points_are_those_of_the_window(first: date, length: int) -> None:
    window = Window(first, first + timedelta(length - 1))
    points = window.points()
    weeks = [window.weeks_in(point) for point in points]
    assert all(1 <= one <= 31 / 7 for one in weeks)
    # A point of less than a week has one; only the first and the last may be cut.
    assert all(one == (1 if window.step == "week" else monthrange(int(point[:4]), int(point[5:7]))[1] / 7)
               for one, point in list(zip(weeks, points, strict=True))[1:-1])  # fmt: skip
    assert window.days / 7 - 1e-9 <= sum(weeks) <= window.days / 7 + 2


@pytest.mark.parametrize(
    ("first", "last", "points"),
    [
        pytest.param("2024-11-30", "2026-11-29", ("2024-11-25", "2024-12-02", "2026-11-23"), id="two-years"),
        pytest.param("2024-01-01", "2025-12-31", ("2024-01-01", "2024-01-08", "2025-12-29"), id="with-a-leap-day"),
        pytest.param("2024-11-29", "2026-11-29", ("2024-11-25", "2024-12-02", "2026-11-23"), id="a-day-more"),
        pytest.param("2024-11-28", "2026-11-29", ("2024-11-01", "2024-12-01", "2026-11-01"), id="two-days-more"),
        pytest.param("1970-01-01", "2026-11-29", ("1970-01-01", "1970-02-01", "2026-11-01"), id="all-of-it"),
        pytest.param("1970-01-01", "1970-01-01", ("1969-12-29",), id="the-first-day"),
        pytest.param("9999-12-25", "9999-12-31", ("9999-12-20", "9999-12-27"), id="the-last-days-there-are"),
        pytest.param("9990-12-31", "9999-12-31", ("9990-12-01", "9991-01-01", "9999-12-01"), id="the-last-years"),
    ],
)
def test_ends_of_windows(first: str, last: str, points: tuple[str, ...]) -> None:
    window = Window(date.fromisoformat(first), date.fromisoformat(last))
    found = window.points()
    assert tuple(dict.fromkeys((*found[:2], found[-1]))) == points
    assert (window.point_of(window.start), window.point_of(window.end - 1)) == (found[0], found[-1])
