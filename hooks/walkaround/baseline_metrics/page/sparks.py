"""Weeks as a row of characters, for where no picture can be drawn: eight heights, and a dot where nothing is known."""

from collections.abc import Sequence
from datetime import date

from ..figure import Figure, Report
from .numbers import quantity
from .words import Field, definition

_HEIGHTS = "▁▂▃▄▅▆▇█"
_UNKNOWN = "·"


def sparks(found: Field, most: int) -> tuple[list[str], list[tuple[Figure, str]]]:
    """The last weeks that the figures speak of, by their Mondays, and a row of as many characters for each figure."""
    figures = found.known()
    days = {date.fromisoformat(point.week).toordinal() for one in figures for point in one.weeks}
    if not days:
        return [], []
    last = max(days)
    first = max(min(days), last - 7 * (most - 1))
    weeks = [date.fromordinal(day).isoformat() for day in range(last - (last - first) // 7 * 7, last + 1, 7)]
    return weeks, [(one, _row(one, weeks)) for one in figures]


def reach(report: Report, figure: Figure, weeks: Sequence[str]) -> str:
    """`2 to 21`: what the lowest and the highest of the characters stand for."""
    numbers = _numbers(figure, weeks)
    unit = definition(report, figure.id).unit
    if not numbers:
        return ""
    return f"{quantity(min(numbers), unit)} to {quantity(max(numbers), unit)}"


def _row(figure: Figure, weeks: Sequence[str]) -> str:
    values = {point.week: point.all.value for point in figure.weeks}
    numbers = _numbers(figure, weeks)
    low, high = min([0.0, *numbers]), max([0.0, *numbers])
    return "".join(
        _UNKNOWN if (value := values.get(week)) is None else _HEIGHTS[_height(value, low, high)] for week in weeks
    )


def _height(value: float, low: float, high: float) -> int:
    return round((value / 2 - low / 2) / (high / 2 - low / 2) * 7) if high > low else 0


def _numbers(figure: Figure, weeks: Sequence[str]) -> list[float]:
    return [point.all.value for point in figure.weeks if point.week in weeks and point.all.value is not None]
