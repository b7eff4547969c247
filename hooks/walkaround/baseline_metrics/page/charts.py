"""The small chart beside a figure: its weeks or months as lines, or where it has none, its parts with their intervals.

`All` is a whole line with round dots, `AI` is dashed with squares, `Human` is dotted, and each line bears its name.
"""

from collections.abc import Iterable, Sequence
from html import escape

from ..figure import NOTHING, Definition, Figure, Report, Value
from . import heights
from .axes import Scale, axis, dots, line, runs, scale, short, spread
from .numbers import interval, number, quantity, suffix, titled
from .words import cut, named, parts, pointed

WIDTH, HEIGHT = 320, 96
_LEFT, _RIGHT, _TOP, _BOTTOM = 42, 272, 8, 74


def chart(report: Report, figure: Figure, definition: Definition, number_of: int) -> str:
    """An SVG, or nothing where one number without an interval leaves nothing to be drawn."""
    known = sum(point.all.value is not None for point in figure.weeks)
    if known > 1:
        return _lines(report, figure, definition, number_of)
    if any(value.low is not None and value.high is not None for _, _, value in parts(figure)):
        return _bars(figure, definition, number_of)
    return ""


def svg(name: str, width: float, height: float, title: str, told: str, drawn: str, kind: str = "") -> str:
    """A picture with its name and what it shows, for those who do not see it."""
    attributes = f" class={kind}" if kind else ""
    return (
        f"<svg{attributes} role=img aria-labelledby={name}t aria-describedby={name}d "
        f'viewBox="0 0 {short(width)} {short(height)}" '
        f"width={short(width)} height={short(height)}><title id={name}t>{escape(title)}</title>"
        f"<desc id={name}d>{escape(told)}</desc>{drawn}</svg>"
    )


def write(x: float, y: float, text: str, kind: str = "") -> str:
    attributes = f" class={kind}" if kind else ""
    return f"<text x={short(x)} y={short(y)}{attributes}>{escape(text)}</text>"


def path(kind: str, drawn: str) -> str:
    return f'<path class="{kind}" d="{drawn}"/>' if drawn else ""


def rings(places: Iterable[tuple[float, float]], key: str = "all") -> str:
    """What the window cuts, hollow: a ring at each place, for AI a square."""
    if key == "ai":
        return "".join(f"M{short(x - 2.5)} {short(y - 2.5)}h5v5h-5z" for x, y in places)
    return "".join(f"M{short(x - 3)} {short(y)}a3 3 0 1 0 6 0a3 3 0 1 0-6 0" for x, y in places)


def told(report: Report, name: str, points: Sequence[tuple[str, float | None]], unit: str) -> str:
    """What a line shows, in a sentence."""
    step, partly = report.step, cut(report, (point for point, _ in points))
    known = [
        (named(point, step) + (", in part" if point in partly else ""), value)
        for point, value in points
        if value is not None
    ]
    if not known:
        return f"{name}: nothing known."
    lowest, highest = min(known, key=lambda one: one[1]), max(known, key=lambda one: one[1])
    gaps = len(points) - len(known)
    first, last, low, high = (
        f"{quantity(value, unit)} ({point})" for point, value in (known[0], known[-1], lowest, highest)
    )
    missing = f", {gaps} of {len(points)} {step}s not known" if gaps else ""
    return f"{name}: first {first}, last {last}, lowest {low}, highest {high}{missing}."


def _ends(name: str, points: Sequence[tuple[str, float | None]], unit: str) -> str:
    known = [value for _, value in points if value is not None]
    return f"{name}: first {quantity(known[0], unit)}, last {quantity(known[-1], unit)}."


def _lines(report: Report, figure: Figure, definition: Definition, number_of: int) -> str:
    unit, step = definition.unit, report.step
    partly = cut(report, (point.week for point in figure.weeks))  # lower than the others for no other reason
    series: list[tuple[str, str, list[tuple[str, float | None]]]] = []
    for key, name, _ in parts(figure):
        values = [(point.week, value.value if (value := getattr(point, key)) else None) for point in figure.weeks]
        # Two lines in the same place would be taken for one: what is all of it is not drawn again.
        if any(value is not None for _, value in values) and (not series or values != series[0][2]):
            series.append((key, name, values))
    numbers = [value for _, _, values in series for _, value in values if value is not None]
    tops = [heights.known((getattr(one, key) or NOTHING for one in figure.weeks), unit) for key, _, _ in series]
    low, high = min(numbers), max(map(max, tops))
    # A line needs no zero; what varies little beside its size is shown close.
    floor = low if low > 0.6 * high else min(0.0, low)
    up = scale(floor, high, _BOTTOM, _TOP, 3, all(value == int(value) for value in numbers))
    across = axis((point.week for point in figure.weeks), _LEFT, _RIGHT, step)
    drawn = [path("g", "".join(f"M{_LEFT} {short(up.at(tick))}H{_RIGHT}" for tick in up.ticks))]
    drawn += [
        write(_LEFT - 6, up.at(tick) + 4, number(tick) + suffix(unit), "e") for tick in (up.ticks[0], up.ticks[-1])
    ]
    first, last = named(figure.weeks[0].week, step), named(figure.weeks[-1].week, step)
    drawn += [write(_LEFT, HEIGHT - 5, first), write(_RIGHT, HEIGHT - 5, last, "e")]
    ends = []
    for key, _, values in series:
        places = {point: (round(across.middle(point)), up.at(value)) for point, value in values if value is not None}
        whole = [(point, None if point in partly else value) for point, value in values]
        rows = [[places[point] for point, _ in row] for row in runs(whole, step)]
        end = rows[-1][-1] if rows else list(places.values())[-1]
        drawn.append(path(key, line(rows)))
        drawn.append(path(f"d {key}", dots([row[0] for row in rows if len(row) == 1] + ([end] if rows else []))))
        drawn.append(path(f"o {key}", rings([at for point, at in places.items() if point in partly], key)))
        ends.append(end[1])
    beside = spread(ends, 13, _TOP, _BOTTOM + 4)
    if len(series) > 1:
        drawn += [write(_RIGHT + 6, y + 4, name, key) for (key, name, _), y in zip(series, beside, strict=True)]
    title = f"{pointed(definition, step)}, by {step}"
    (_, name, values), *others = series
    sentences = " ".join([told(report, name, values, unit), *(_ends(*one[1:], unit) for one in others)])
    return svg(f"c{number_of}", WIDTH, HEIGHT, title, sentences, "".join(drawn))


def _bars(figure: Figure, definition: Definition, number_of: int) -> str:
    unit = definition.unit
    rows = [(key, name, value) for key, name, value in parts(figure) if value.value is not None]
    reach = [number for _, _, value in rows for number in (*value[:1], value.low, value.high)
             if number is not None]  # fmt: skip
    across = scale(min(0.0, *reach), max(reach), _LEFT + 8, _RIGHT, 4)
    bottom = 20 * len(rows) + 4
    drawn = [path("g", "".join(f"M{short(across.at(tick))} 0V{bottom}" for tick in across.ticks))]
    for at, (key, name, value) in enumerate(rows):
        drawn.append(_bar(key, name, value, 20 * at + 12, across))
    drawn += [
        write(across.at(tick), bottom + 16, number(tick) + suffix(unit), "m")
        for tick in (across.ticks[0], across.ticks[-1])
    ]
    title = f"{titled(definition)}, with intervals"
    sentences = " ".join(
        f"{name}: {quantity(value.value, unit)}" + (f" ({ends})." if (ends := interval(value, unit)) else ".")
        for _, name, value in rows
    )
    return svg(f"c{number_of}", WIDTH, bottom + 20, title, sentences, "".join(drawn))


def _bar(key: str, name: str, value: Value, y: float, across: Scale) -> str:
    """One part: its name, its interval as a line with ends, its number as a dot or a square."""
    drawn = write(_LEFT, y + 4, name, f"'e {key}'")
    if value.low is not None and value.high is not None:
        low, high = short(across.at(value.low)), short(across.at(value.high))
        drawn += path(f"w {key}", f"M{low} {short(y - 4)}v8M{low} {short(y)}H{high}M{high} {short(y - 4)}v8")
    if value.value is not None:
        drawn += path(f"d {key}", dots([(across.at(value.value), y)]))
    return drawn
