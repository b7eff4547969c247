"""The period of a report, in whole days of UTC; its weeks, or its months where it is long; and the period before it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from .figure import Step
from .pattern import pattern

_DAY = 86400
_WEEK = 7
_BY_WEEK = 731  # days, two years at most: a window of more has a point a month, since hundreds tell no more than noise
_UNITS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_SPAN = pattern(r"(\d{1,4})[. ](day|week|month|quarter|year)s?(?:[. ]ago)?")
FIRST_DAY = date(1970, 1, 1)
LAST_DAY = date(2199, 12, 31)  # behind which nobody plans, and each week would be a row


class Window(NamedTuple):
    """From the first day to the last one, both within."""

    first: date
    last: date

    @property
    def start(self) -> int:
        """Its first second, since 1970."""
        return _seconds(self.first)

    @property
    def end(self) -> int:
        """The first second behind it."""
        return _seconds(self.last) + _DAY

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def holds(self, moment: int) -> bool:
        return self.start <= moment < self.end

    def before(self) -> "Window | None":
        """The period of the same length that ends where this one begins; None where that lies before 1970."""
        if (self.first - FIRST_DAY).days < self.days:
            return None
        return Window(self.first - timedelta(self.days), self.first - timedelta(1))

    @property
    def step(self) -> Step:
        """Of what its points are, from the first day on to the last one."""
        return "week" if self.days <= _BY_WEEK else "month"

    def points(self) -> tuple[str, ...]:
        """The Monday of each week that has a day in it, or the first day of each month."""
        return _points(self).names

    def point_of(self, moment: int) -> str:
        """In which of them a moment of the window is."""
        return next(self.points_of((moment,)))

    def points_of(self, moments: Iterable[int]) -> Iterator[str]:
        """The same of many moments."""
        names, starts = _points(self)
        return (names[bisect_right(starts, moment) - 1] for moment in moments)

    def weeks_in(self, point: str) -> float:
        """How many weeks of a point's week or month are in the window, and one where it is less than that.

        Else a month that the window cuts would look like a drop, and a day of it like a peak.
        """
        points = _points(self)
        at = points.names.index(point)
        start, end = max(self.start, points.starts[at]), min(self.end, (*points.starts, self.end)[at + 1])
        return max(1.0, (end - start) / (_WEEK * _DAY))


class _Points(NamedTuple):
    """The first day of each, as it is written and as its first second."""

    names: tuple[str, ...]
    starts: tuple[int, ...]


@lru_cache(maxsize=16)
def _points(window: Window) -> _Points:
    first, last = window.first, window.last
    if window.step == "week":
        monday = first.toordinal() - first.weekday()
        days = [date.fromordinal(day) for day in range(monday, last.toordinal() + 1, _WEEK)]
    else:
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        days = [date(month // 12, month % 12 + 1, 1) for month in months]
    return _Points(tuple(day.isoformat() for day in days), tuple(map(_seconds, days)))


def _seconds(day: date) -> int:
    return (day - FIRST_DAY).days * _DAY


def day_of(moment: int) -> date:
    """A moment's day; years that `date` cannot hold are those that it just can."""
    return FIRST_DAY + timedelta(min(moment // _DAY, (date.max - FIRST_DAY).days))


def today() -> date:
    return datetime.now(UTC).date()


def since(text: str, last: date) -> date:
    """The first day of a period that ends on `last`: a day, or its length as in `3.months`. ValueError otherwise.

    `3.months` that end on the 29th of November begin on the 30th of August. `all` begins in 1970.
    """
    if text == "all":
        return FIRST_DAY
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        return date.fromisoformat(text)
    count, unit = int(found[1]), found[2]
    if not count:
        raise ValueError("no time at all")
    try:
        if unit in _UNITS:
            return last - timedelta(count * _UNITS[unit] - 1)
        return _months_back(last, count * _MONTHS[unit]) + timedelta(1)
    except OverflowError:
        return FIRST_DAY


def _months_back(day: date, months: int) -> date:
    """The same day of an earlier month, or the last one that it has."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < FIRST_DAY.year:
        return FIRST_DAY - timedelta(1)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(day.day - 1), following - timedelta(1))
