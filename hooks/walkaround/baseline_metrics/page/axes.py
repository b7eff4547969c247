"""What charts stand on: weeks as places on a line, round steps for the numbers beside it, and short coordinates."""

import math
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple


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


class Weeks(NamedTuple):
    """Weeks on one line from left to right: equal distances, whether or not anything is known of a week."""

    first: int
    length: int
    left: float
    right: float

    @property
    def step(self) -> float:
        return (self.right - self.left) / self.length

    def middle(self, week: str) -> float:
        return self.left + ((_day(week) - self.first) / 7 + 0.5) * self.step

    def labelled(self, about: int) -> list[str]:
        """Some weeks at equal distances, the first one among them."""
        every = max(1, math.ceil(self.length / max(1, about)))
        return [date.fromordinal(self.first + 7 * at).isoformat() for at in range(0, self.length, every)]


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


def weeks(found: Iterable[str], left: float, right: float) -> Weeks:
    days = [_day(week) for week in found]
    first = min(days)
    return Weeks(first, (max(days) - first) // 7 + 1, left, right)


def runs(points: Sequence[tuple[str, float | None]]) -> list[list[tuple[str, float]]]:
    """The points in rows of weeks that follow one another; where nothing is known, a row ends."""
    found: list[list[tuple[str, float]]] = []
    before = None
    for week, value in points:
        day = _day(week)
        if value is None:
            before = None
            continue
        if before is None or day - before > 7:
            found.append([])
        found[-1].append((week, value))
        before = day
    return found


def line(rows: Iterable[Sequence[tuple[float, float]]]) -> str:
    """A path through each row of places."""
    return "".join("M" + "L".join(f"{short(x)} {short(y)}" for x, y in row) for row in rows if len(row) > 1)


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


def _day(week: str) -> int:
    return date.fromisoformat(week).toordinal()
