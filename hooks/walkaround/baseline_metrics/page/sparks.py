"""Weeks or months as a row of characters, where no picture can be: eight heights, a dot where nothing is known."""

from collections.abc import Sequence

from ..figure import Figure, Report, Step
from .axes import place, point_at
from .numbers import quantity
from .words import Field, definition

_HEIGHTS = "▁▂▃▄▅▆▇█"
_UNKNOWN = "·"


def sparks(found: Field, most: int, step: Step) -> tuple[list[str], list[tuple[Figure, str]]]:
    """The last weeks or months that the figures speak of, and a row of as many characters for each figure."""
    figures = found.known()
    points = {point.week for one in figures for point in one.weeks}
    if not points:
        return [], []
    last = place(max(points), step)
    length = min(most, int(last - place(min(points), step) + 1e-6) + 1)
    shown = [point_at(last - back, step) for back in reversed(range(length))]
    return shown, [(one, _row(one, shown)) for one in figures]


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
    reach = high / 2 - low / 2
    return round((value / 2 - low / 2) / reach * 7) if reach > 0 else 0


def _numbers(figure: Figure, weeks: Sequence[str]) -> list[float]:
    return [point.all.value for point in figure.weeks if point.week in weeks and point.all.value is not None]
