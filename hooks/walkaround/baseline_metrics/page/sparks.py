"""Weeks or months as a row of characters, where no picture can be: eight heights, a dot where nothing is known."""

from collections.abc import Sequence

from ..figure import Figure, Report, Value
from . import heights
from .axes import place, point_at
from .numbers import quantity
from .words import definition, field

_HEIGHTS = "▁▂▃▄▅▆▇█"
_UNKNOWN = "·"


def sparks(report: Report, most: int) -> tuple[list[str], list[tuple[Figure, str]]]:
    """The last weeks or months that the figures speak of, and a row of as many characters for each figure."""
    figures, step = field(report).known(), report.step
    points = {point.week for one in figures for point in one.weeks}
    if not points:
        return [], []
    last = place(max(points), step)
    length = min(most, int(last - place(min(points), step) + 1e-6) + 1)
    shown = [point_at(last - back, step) for back in reversed(range(length))]
    return shown, [(one, _row(one, definition(report, one.id).unit, shown)) for one in figures]


def reach(report: Report, figure: Figure, weeks: Sequence[str]) -> str:
    """`2 to 21`: what the lowest and the highest of the characters stand for, and how far some go beyond that."""
    unit = definition(report, figure.id).unit
    numbers, scaled = _numbers(figure, weeks), heights.known(_values(figure, weeks), unit)
    if not numbers:
        return ""
    beyond = f", up to {quantity(max(numbers), unit)}" if max(numbers) > max(scaled) else ""
    return f"{quantity(min(numbers), unit)} to {quantity(max(scaled), unit)}{beyond}"


def _row(figure: Figure, unit: str, weeks: Sequence[str]) -> str:
    values = {point.week: point.all.value for point in figure.weeks}
    numbers = heights.known(_values(figure, weeks), unit)
    low, high = min([0.0, *numbers]), max([0.0, *numbers])
    return "".join(
        _UNKNOWN if (value := values.get(week)) is None else _HEIGHTS[_height(value, low, high)] for week in weeks
    )


def _height(value: float, low: float, high: float) -> int:
    reach = high / 2 - low / 2
    return round((min(value, high) / 2 - low / 2) / reach * 7) if reach > 0 else 0


def _values(figure: Figure, weeks: Sequence[str]) -> list[Value]:
    return [point.all for point in figure.weeks if point.week in weeks]


def _numbers(figure: Figure, weeks: Sequence[str]) -> list[float]:
    return [value.value for value in _values(figure, weeks) if value.value is not None]
