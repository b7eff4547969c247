"""The picture of the field: velocity and defect rate on one time axis, the share of AI beneath, and their table.

Three panels over the same weeks or months, so that no scale stands against another one's. Where nothing is known of
one, the line has a gap; one of which the window holds a part is drawn with a broken outline.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..figure import Definition, Figure, Point, Report, Value
from . import heights
from .axes import Axis, Scale, axis, dots, line, runs, scale, short
from .charts import path, rings, svg, told, write
from .numbers import number, suffix
from .words import Field, cut, definition, pointed


class Size(NamedTuple):
    """How large the picture is drawn: for a screen of usual width, and for a phone."""

    kind: str
    width: int
    panel: int
    labels: int


FULL = Size("full", 720, 120, 7)
NARROW = Size("narrow", 320, 104, 3)
_LEFT, _GAP, _HEAD = 44, 26, 24
_DENSE = 6


class Panel(NamedTuple):
    """A figure, where its panel begins and ends, and its numbers from bottom to top."""

    figure: Figure
    definition: Definition
    across: Axis
    up: Scale

    @property
    def dense(self) -> bool:
        """Whether there is no room for the outline of each column, and a dot at each place."""
        return self.across.width < _DENSE

    def place(self, point: str, value: float) -> tuple[float, float]:
        return self.across.middle(point), self.up.at(value)


def drawn(report: Report, found: Field, size: Size) -> str:
    """One SVG of the panels that there are figures for; nothing without any."""
    figures = found.known()
    if not figures:
        return ""
    across = axis((point.week for one in figures for point in one.weeks), _LEFT, size.width - 6, report.step)
    partly = cut(report, (point.week for one in figures for point in one.weeks))
    pieces: list[str] = []
    top = 0
    for figure in figures:
        bottom = top + _HEAD + size.panel
        panel = _panel(report, figure, across, (top + _HEAD, bottom))
        pieces += [*_frame(panel, top, size), *_draw(found, figure)(panel, partly)]
        top = bottom + _GAP
    pieces += _axis(across, top - _GAP, size)
    title = f"Velocity and defects by {report.step}, and the share of AI"
    sentences = " ".join(_sentence(report, one) for one in figures)
    return svg(f"p{size.kind}", size.width, top, title, sentences, "".join(pieces), size.kind)


def _sentence(report: Report, figure: Figure) -> str:
    known = definition(report, figure.id)
    return told(report, known.title, [(point.week, point.all.value) for point in figure.weeks], known.unit)


def _panel(report: Report, figure: Figure, across: Axis, ends: tuple[int, int]) -> Panel:
    known = definition(report, figure.id)
    numbers = heights.known((point.all for point in figure.weeks), known.unit)
    whole = all(one == int(one) for one in numbers)
    up = scale(min(0.0, *numbers), max(numbers), ends[1], ends[0], 3, whole)
    return Panel(figure, known, across, up)


def _frame(panel: Panel, top: int, size: Size) -> Iterator[str]:
    unit = panel.definition.unit
    title = pointed(panel.definition, panel.across.step) if size is FULL else panel.definition.title
    yield write(0, top + 13, title, "t")
    lines = "".join(f"M{_LEFT} {short(panel.up.at(tick))}H{size.width}" for tick in panel.up.ticks[1:])
    yield path("g", lines) + path("b", f"M{_LEFT} {short(panel.up.start)}H{size.width}")
    for tick in panel.up.ticks:
        yield write(_LEFT - 6, panel.up.at(tick) + 4, number(tick) + suffix(unit), "e")


def _draw(found: Field, figure: Figure) -> Callable[[Panel, set[str]], list[str]]:
    if figure is found.merged:
        return _columns
    return _rate if figure is found.defects else _share


def _columns(panel: Panel, partly: set[str]) -> list[str]:
    """A column for each week or month; the filled part of it is that of AI, where that is known."""
    width = min(28.0, panel.across.width * (0.8 if panel.dense else 0.62))
    whole = "c q" if panel.dense else "c"
    outlines: dict[str, str] = {whole: "", "c p": "", "c f": ""}
    for point in panel.figure.weeks:
        if point.all.value is not None:
            outlines["c p" if point.week in partly else whole] += _column(panel, point, point.all, width)
            if point.ai is not None and point.ai.value:
                outlines["c f"] += _column(panel, point, point.ai, width)
    return [path(kind, outline) for kind, outline in outlines.items()]


def _column(panel: Panel, point: Point, value: Value, width: float) -> str:
    x, y = panel.place(point.week, value.value or 0)
    return f"M{short(x - width / 2)} {short(panel.up.start)}V{short(y)}h{short(width)}V{short(panel.up.start)}z"


def _rate(panel: Panel, partly: set[str]) -> list[str]:
    """A line with its intervals; one that reaches beyond the panel ends at its edge, without a stroke across."""
    whiskers = ""
    half = min(3.0, panel.across.width * 0.4)
    across = f"M{{}} {{}}h{short(2 * half)}"
    for point in panel.figure.weeks:
        value = point.all
        if value.value is not None and value.low is not None and value.high is not None and value.low < panel.up.high:
            x, low = panel.place(point.week, value.low)
            high, left = panel.up.at(value.high), short(x - half)
            closed = "" if value.high > panel.up.high else across.format(left, short(high))
            whiskers += f"{across.format(left, short(low))}M{short(x)} {short(low)}V{short(high)}{closed}"
    return [path("w", whiskers), *_line(panel, partly)]


def _share(panel: Panel, partly: set[str]) -> list[str]:
    """A line, and what lies beneath it filled."""
    ground = short(panel.up.start)
    beneath = ""
    for row in _rows(panel):
        if len(row) > 1:
            beneath += f"M{short(row[0][0])} {ground}L" + "L".join(f"{short(x)} {short(y)}" for x, y in row)
            beneath += f"V{ground}z"
    return [path("a", beneath), *_line(panel, partly)]


def _line(panel: Panel, partly: set[str]) -> list[str]:
    rows = _rows(panel)
    above = [panel.place(point.week, panel.up.high) for point in panel.figure.weeks if _is_above(panel, point)]
    hollow = [panel.place(point.week, point.all.value) for point in panel.figure.weeks
              if point.all.value is not None and point.week in partly and not _is_above(panel, point)]  # fmt: skip
    marked = {*hollow, *above}
    full = [place for row in rows for place in row if place not in marked and (len(row) == 1 or not panel.dense)]
    tips = "".join(f"M{short(x - 4)} {short(y + 6)}h8l-4-7z" for x, y in above)
    return [path("all", line(rows)), path("d all", dots(full)), path("o", rings(hollow)), path("o", tips)]


def _is_above(panel: Panel, point: Point) -> bool:
    """Whether a number is beyond the scale; it is drawn as the tip of an arrow at the edge."""
    return point.all.value is not None and point.all.value > panel.up.high


def _rows(panel: Panel) -> list[list[tuple[float, float]]]:
    points = [(point.week, point.all.value) for point in panel.figure.weeks]
    return [[panel.place(point, value) for point, value in row] for row in runs(points, panel.across.step)]


def _axis(across: Axis, top: int, size: Size) -> Iterator[str]:
    for point, label in across.labelled(size.labels):
        x = across.middle(point)
        yield path("b", f"M{short(x)} {top}v4")
        yield write(min(max(x, 36), size.width - 36), top + 17, label, "m")
