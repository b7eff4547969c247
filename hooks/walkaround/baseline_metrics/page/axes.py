"""What charts stand on: weeks or months as places on a line, round steps for the numbers beside it, short numbers."""

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ..figure import Step


class Scale(NamedTuple):
    """Numbers from `low` to `high`, on a line from `start` to `end`, with the numbers to be written beside it."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Where it lies; what is outside lies at the end."""
        held = min(max(value, self.low), self.high)
        return self.start + (held - self.low) / (self.high - self.low) * (self.end - self.start)


class Axis(NamedTuple):
    """Weeks or months on one line from left to right: equal distances, whether or not anything is known of one.

    `first` is the place of the first one, as `place` has it, and `length` the number of all.
    """

    first: float
    length: int
    left: float
    right: float
    step: Step

    @property
    def width(self) -> float:
        """Of one of them."""
        return (self.right - self.left) / self.length

    def middle(self, point: str) -> float:
        return self.left + (place(point, self.step) - self.first + 0.5) * self.width

    def labelled(self, about: int) -> list[tuple[str, str]]:
        """Some of them at equal distances, with their labels: weeks from the first on; months that are round."""
        if self.step == "week":
            every = max(1, math.ceil(self.length / max(1, about)))
            points = [point_at(self.first + at, self.step) for at in range(0, self.length, every)]
            return [(point, point) for point in points]
        every = next((size for size in _ROUND if self.length <= size * (about + 0.5)), _ROUND[-1])
        first = int(self.first)
        months = range(-(-first // every) * every, first + self.length, every)
        points = [point_at(month, self.step) for month in months]
        return [(point, point[: len("YYYY" if every >= _YEAR else "YYYY-MM")]) for point in points]


_YEAR = 12
_ROUND = (1, 2, 3, 6, *(_YEAR * years for years in (1, 2, 3, 5, 10, 20, 50, 100, 1000)))  # months between two labels


def scale(low: float, high: float, start: float, end: float, about: int, whole: bool = False) -> Scale:
    """Round steps that take in both ends."""
    size = max(abs(low), abs(high))
    if high - low <= 1e-9 * max(size, 1e-3):  # all the same
        high = low + (size if size > 1e-12 else 1)
    step = _round_step((high - low) / about)
    if whole:
        step = max(1.0, step)
    bottom, top = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(float(f"{at * step:.12g}") for at in range(bottom, top + 1))
    return Scale(ticks[0], ticks[-1], start, end, ticks)


def axis(points: Iterable[str], left: float, right: float, step: Step) -> Axis:
    places = [place(point, step) for point in points]
    first = min(places)
    return Axis(first, int(max(places) - first + _NEAR) + 1, left, right, step)


def runs(points: Sequence[tuple[str, float | None]], step: Step) -> list[list[tuple[str, float]]]:
    """The points in rows of those that follow one another; where nothing is known, a row ends."""
    found: list[list[tuple[str, float]]] = []
    before = None
    for point, value in points:
        at = place(point, step)
        if value is None:
            before = None
            continue
        if before is None or at - before > 1 + _NEAR:
            found.append([])
        found[-1].append((point, value))
        before = at
    return found


def line(rows: Iterable[Sequence[tuple[float, float]]]) -> str:
    """A path through each row of places; what lies on a level stretch is left out of it."""
    return "".join("M" + "L".join(_bends(row)) for row in rows if len(row) > 1)


def _bends(row: Sequence[tuple[float, float]]) -> Iterator[str]:
    heights = [short(y) for _, y in row]
    for at, (x, _) in enumerate(row):
        if not 0 < at < len(row) - 1 or not heights[at - 1] == heights[at] == heights[at + 1]:
            yield f"{short(x)} {heights[at]}"


def dots(places: Iterable[tuple[float, float]]) -> str:
    """A path of no length at each place, which the ends of its stroke make a dot or a square."""
    return "".join(f"M{short(x)} {short(y)}h.01" for x, y in places)


def short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def spread(places: Sequence[float], distance: float, low: float, high: float) -> list[float]:
    """The places moved apart until they are so far from one another, as near to where they were as that leaves."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    moved = list(places)
    for before, at in zip([None, *order], order, strict=False):
        least = low if before is None else moved[before] + distance
        moved[at] = max(moved[at], least)
    for after, at in zip([None, *reversed(order)], reversed(order), strict=False):
        most = high if after is None else moved[after] - distance
        moved[at] = min(moved[at], most)
    return moved


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * (1 - 1e-9))


@lru_cache(maxsize=1 << 12)
def place(point: str, step: Step) -> float:
    """Where a day is on the line of all weeks, or of all months: two that follow one another are 1 apart."""
    day = date.fromisoformat(point)
    if step == "week":
        return day.toordinal() / _WEEK
    return day.year * _YEAR + day.month - 1 + (day.day - 1) / _LONGEST


def point_at(where: float, step: Step) -> str:
    """The day at such a place."""
    if step == "week":
        return date.fromordinal(round(where * _WEEK)).isoformat()
    year, month = divmod(int(where), _YEAR)
    return date(year, month + 1, 1).isoformat()


_WEEK = 7
_LONGEST = 31  # days of a month
_NEAR = 1e-6
