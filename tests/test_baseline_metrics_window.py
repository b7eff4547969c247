"""The period of a report: how it is named, its weeks, and the time before it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkaround.baseline_metrics.window import FIRST_DAY, Window, day_of, since, week_of

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


@given(DAYS, st.integers(0, 400))
def test_every_day_of_a_window_is_in_one_of_its_weeks(first: date, length: int) -> None:
    window = Window(first, first + timedelta(length))
    days = [first + timedelta(number) for number in range(length + 1)]
    moments = [int(datetime(day.year, day.month, day.day, 23, tzinfo=UTC).timestamp()) for day in days]
    assert list(dict.fromkeys(week_of(moment) for moment in moments)) == list(window.weeks())
    assert [day_of(moment) for moment in moments] == days
    assert all(window.holds(moment) for moment in moments)
    assert not window.holds(window.start - 1)
    assert not window.holds(window.end)


@given(st.integers(0, 1 << 62))
def test_any_moment_has_a_week(moment: int) -> None:
    assert date.fromisoformat(week_of(moment)).weekday() == 0 or day_of(moment).year == date.max.year
