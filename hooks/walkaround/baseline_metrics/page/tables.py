"""The tables of the page: targets, the weeks or months of the picture and of each figure, agents and levels.

End tags that HTML lets one leave out are left out: there are hundreds of rows, and the page should be light.
"""

from collections.abc import Iterable, Sequence
from html import escape
from re import sub

from ..figure import Definition, Figure, Group, Report, Target, Value
from .numbers import UNKNOWN, beneath, counted, interval, limit, number, quantity, titled
from .words import PARTS, TRENDS, VERDICTS, Field, cut, definition, named, of_point, plural, pointed, sentence, shown

MOST_ROWS = 30  # of a table whose length the repository decides
NO_BREAK = "&nbsp;%"  # a sign of per cent stays with its number
LONG = 16  # weeks or months that stand beside the picture without a scroll bar


def safe(text: str) -> str:
    """Text of whatever origin as content or as the value of an attribute."""
    return escape(shown(text))


def sentences(text: str) -> str:
    """Our own words: what is between backticks is set as code."""
    return sub("`([^`]+)`", r"<code>\1</code>", safe(sentence(text)))


def region(name: str, table: str, kind: str = "") -> str:
    """A table that may be wider than the screen: it scrolls by itself, by keys as well, under its own name."""
    kinds = f"scroll {kind}".strip()
    return f'<div class="{kinds}" role="region" tabindex="0" aria-label="{safe(name)}">{table}</div>'


def _table(caption: str, heads: Iterable[str], rows: Iterable[str]) -> str:
    """`caption` and all the others are HTML; the first column names the rows."""
    columns = "".join(f"<th scope=col>{one}" for one in heads)
    return f'<table class="wide"><caption>{caption}</caption><thead><tr>{columns}<tbody>{"".join(rows)}</table>'


def targets(report: Report, anchors: dict[str, str]) -> str:
    caption = "Each figure in the period before, in this one, and what the policy wants of it."
    heads = ("Figure", "Baseline", "Now", "Target", "Trend", "Verdict")
    rows = (_target(one, definition(report, one.figure), anchors) for one in report.targets)
    return region("Table of targets", _table(caption, heads, rows), "targets")


def _target(target: Target, known: Definition, anchors: dict[str, str]) -> str:
    name = safe(known.title)
    if target.figure in anchors:
        name = f'<a href="#{anchors[target.figure]}">{name}</a>'
    unit = titled(known).removeprefix(known.title).removeprefix(", ")
    said = f" <small>{safe(unit)}</small>" if unit else ""
    verdict = VERDICTS[target.verdict]
    return (
        f'<tr><th scope=row><span class="mark slim {target.verdict}" aria-hidden="true">{verdict[0]}</span>{name}{said}'
        f"{_full_cell(target.baseline, known.unit)}{_full_cell(target.now, known.unit)}"
        f"<td class=n>{safe(limit(known, target.limit))}"
        f"{_word(target.trend, TRENDS[target.trend])}{_word(target.verdict, verdict)}"
    )


def _word(kind: str, said: tuple[str, str]) -> str:
    return f'<td class="n {kind}"><span class="mark" aria-hidden="true">{said[0]}</span>{said[1]}'


def _full_cell(value: Value, unit: str) -> str:
    """A number, and beneath it its interval and its count."""
    if value.value is None:
        return f"<td>{UNKNOWN}<small>not known</small>"
    small = ", ".join(f"<span class=n>{safe(part)}</span>" for part in beneath(value, unit))
    return f"<td><span class=n>{safe(quantity(value.value, unit))}</span><small>{small}</small>"


def picture(report: Report, found: Field) -> str:
    """Week by week, or month by month, what the picture shows."""
    figures = [(one, definition(report, one.id)) for one in found.known()]
    step = report.step
    points = sorted({point.week for one, _ in figures for point in one.weeks})
    partly = cut(report, points)
    part = f" * Only a part of this {step} lies in the window." if partly else ""
    by = "the Monday of each week" if step == "week" else "month"
    caption = f"What the picture shows, by {by}, each number with its count.{part}"
    rows = (
        f"<tr><th scope=row>{named(point, step)}{' *' if point in partly else ''}"
        + "".join(_counted_cell(of_point(one, point), known.unit) for one, known in figures)
        for point in points
    )
    heads = (step.capitalize(), *(safe(pointed(known, step)) for _, known in figures))
    kind = "weeks long" if len(points) > LONG else "weeks"
    return region(f"The picture {step} by {step}", _table(caption, heads, rows), kind)


def figure(rows: Sequence[tuple[str, str, Value]], known: Definition) -> str:
    """A figure's parts: number, interval, count."""
    body = "".join(
        f"<tr><th scope=row>{name}<td class=n>{safe(quantity(value.value, known.unit))}"
        f"<td>{safe(interval(value, known.unit)).replace(' %', NO_BREAK)}"
        f"<td>{counted(value) if value.value is not None else ''}"
        for _, name, value in rows
    )
    spread = "<th scope=col>95 % interval" if any(interval(value, known.unit) for _, _, value in rows) else "<td>"
    count = "<th scope=col>count" if any(counted(value) for _, _, value in rows) else "<td>"
    unit = "number" if known.unit.lower() in known.title.lower() else known.unit  # none is in every title
    return (
        f'<table><caption class="vh">{safe(known.title)}</caption><thead><tr><td>'
        f"<th scope=col>{safe(unit)}{spread}{count}"
        f"<tbody>{body}</table>"
    )


def by_point(report: Report, one: Figure, known: Definition) -> str:
    """A figure's weeks or months; a number with its count behind it."""
    step = report.step
    names = [(key, name) for key, name in PARTS if any(getattr(point, key) for point in one.weeks)]
    partly = cut(report, (point.week for point in one.weeks))
    plain = all(value is None or not counted(value) for point in one.weeks for value in point[1:])
    cell = _plain_cell if plain else _counted_cell
    rows = (
        f"<tr><th scope=row>{named(point.week, step)}{' *' if point.week in partly else ''}"
        + "".join(cell(getattr(point, key), known.unit) for key, _ in names)
        for point in one.weeks
    )
    part = f". * Only a part of this {step} lies in the window." if partly else ""
    counts = "" if plain else ", each number with its count"
    caption = f"{safe(pointed(known, step))}{counts}{part}"
    heads = (step.capitalize(), *(name for _, name in names))
    return region(f"{known.title} by {step}", _table(caption, heads, rows), "weeks")


def _counted_cell(value: Value | None, unit: str) -> str:
    if value is None or value.value is None:
        return f"<td>{UNKNOWN}<i></i>"
    return f"<td>{safe(quantity(value.value, unit))}<i>{counted(value)}</i>"


def _plain_cell(value: Value | None, unit: str) -> str:
    """Where every number is a count itself."""
    return f"<td>{UNKNOWN if value is None else safe(quantity(value.value, unit))}"


def rows_of(title: str, rows: Sequence[Group]) -> str:
    """One of the report's tables. Of a long one those rows are shown that have most commits."""
    kept = most(rows)
    body = (
        f"<tr><th scope=row>{safe(row.name) or '(no name)'}<td>{number(row.commits)}<td>{number(row.added)}"
        f"<td>{number(row.removed)}"
        for row in kept
    )
    more = f" {left_out(rows, kept)}" if len(kept) < len(rows) else ""
    heads = ("Name", "Commits", "Lines added", "Lines deleted")
    return region(f"Table: {title}", _table(f"{safe(sentence(title))}{more}", heads, body), "names")


def most(rows: Iterable[Group]) -> Sequence[Group]:
    """All of a short table as it is; of a long one the first by commits."""
    found = list(rows)
    return found if len(found) <= MOST_ROWS else sorted(found, key=lambda row: -row.commits)[:MOST_ROWS]


def left_out(rows: Sequence[Group], kept: Sequence[Group]) -> str:
    commits = sum(row.commits for row in rows) - sum(row.commits for row in kept)
    return f"{plural(len(rows) - len(kept), 'more row')} with {plural(commits, 'commit')}, in the JSON report."
