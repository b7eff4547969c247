"""The report for a terminal: targets, the picture as rows of characters, figures with their counts, what is not known.

At most LINES lines; what has no room is named by its number, and stands in the other formats.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from ..figure import Figure, Report, Target, Value
from .numbers import limit, number, quantity, titled
from .sparks import reach, sparks
from .words import (
    TRENDS,
    VERDICTS,
    absent,
    by_step,
    definition,
    empty,
    groups,
    head,
    plural,
    shown,
    span,
    tally,
    window,
)

LINES = 45
_FEWEST = 8  # weeks in a row
_REACH = 15  # columns for the lowest and the highest number of a row of weeks
NARROWEST = 60
_MORE = "All of it, with intervals and definitions: --html, --markdown or --json FILE"


def text(report: Report, width: int = 80) -> str:
    """Lines of so many columns at most, of 60 at least."""
    width = max(width, NARROWEST)
    top = [*_title(report, width), *_targets(report, width), *_picture(report, width)]
    end = [*_notes(report, width), "", *_wrapped(_MORE, width)]
    unknown = _unknown(report, width)
    figures = _figures(report, width, LINES - len(top) - len(unknown) - len(end))
    lines = [*top, *figures, *unknown, *end]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _title(report: Report, width: int) -> Iterator[str]:
    yield cut(shown(report.repository), width)
    yield cut(f"{window(report)}, up to commit {head(report)}", width)


def _targets(report: Report, width: int) -> Iterator[str]:
    if not report.targets:
        return
    yield ""
    yield f"Targets: {tally(report.targets)}"
    kept = report.targets[:10]
    rows = [("", "baseline", "now", "target", "trend", "verdict"), *(_target(report, one) for one in kept)]
    yield from _columns(rows, width, ">>><<")
    if len(kept) < len(report.targets):
        yield f"  and {plural(len(report.targets) - len(kept), 'more target')}"


def _target(report: Report, target: Target) -> tuple[str, ...]:
    known = definition(report, target.figure)
    return (
        shown(known.title),
        quantity(target.baseline.value, known.unit),
        quantity(target.now.value, known.unit),
        limit(known, target.limit),
        TRENDS[target.trend][1],
        " ".join(VERDICTS[target.verdict]),
    )


def _picture(report: Report, width: int) -> Iterator[str]:
    points, rows = sparks(report, width - 50)
    if not rows:
        return
    reaches = [reach(report, figure, points) for figure, _ in rows]
    if (longer := max(map(len, reaches)) - _REACH) > 0:  # fewer points leave room for the names
        points, rows = sparks(report, max(_FEWEST, width - 50 - longer))
        reaches = [reach(report, figure, points) for figure, _ in rows]
    yield ""
    yield f"{by_step(report.step)}, {span(report, points)}"
    lines = [(_titled(report, one), f"{row}  {reached}") for (one, row), reached in zip(rows, reaches, strict=True)]
    yield from _columns(lines, width, "<")


def _figures(report: Report, width: int, room: int) -> Iterator[str]:
    """A line a figure; where there is no room for all, the first ones of each group."""
    found = groups(report)
    if not found:
        return
    yield ""
    shares = _shares([len(figures) for _, figures in found], room - 3)  # the lines before and behind, and the heads
    rows: list[tuple[str, ...]] = [("Figures, each with its count", "all", "AI", "human")]
    for (group, figures), share in zip(found, shares, strict=True):
        if share:
            rows.append((_named(group), "", "", ""))
            rows += [_figure(report, figure) for figure in figures[:share]]
    yield from _columns(rows, width, ">>>")
    left = sum(len(figures) for _, figures in found) - sum(shares)
    if left:
        yield f"  and {plural(left, 'more figure')}"


def _shares(sizes: Sequence[int], room: int) -> list[int]:
    """How many lines of each group there is room for, one after the other in turn; a group's name takes one as well."""
    shares = [0] * len(sizes)
    grown = True
    while grown:
        grown = False
        for at, size in enumerate(sizes):
            cost = 1 if shares[at] else 2
            if shares[at] < size and cost <= room:
                shares[at] += 1
                room -= cost
                grown = True
    return shares


def _named(group: str) -> str:
    name = shown(group)
    return name[:1].upper() + name[1:]


def _figure(report: Report, figure: Figure) -> tuple[str, ...]:
    unit = definition(report, figure.id).unit
    mark = "~" if figure.basis == "proxy" else ""
    return (
        f"  {mark}{_titled(report, figure)}",
        *(_cell(value, unit) for value in (figure.all, figure.ai, figure.human)),
    )


def _cell(value: Value | None, unit: str) -> str:
    if value is None or value.value is None:
        return ""
    count = "" if value.of is None and value.value == value.count else f" ({number(value.count)})"
    return quantity(value.value, unit) + count


def _titled(report: Report, figure: Figure) -> str:
    return shown(titled(definition(report, figure.id)))


def _unknown(report: Report, width: int) -> list[str]:
    lines = []
    for said, figures in (("Absent, for want of data", absent(report)), ("None in this window", empty(report))):
        if figures:
            titles = "; ".join(shown(definition(report, one.id).title) for one in figures)
            lines += _at_most(3, _wrapped(f"{said}: {titles}", width))
    return ["", *lines] if lines else []


def _notes(report: Report, width: int) -> list[str]:
    lines = []
    for note in report.notes[:3]:
        lines += _at_most(2, _wrapped(f"Note: {shown(note)}", width))
    if len(report.notes) > 3:
        lines.append(f"and {plural(len(report.notes) - 3, 'more note')}")
    return ["", *lines] if lines else []


def _at_most(most: int, lines: list[str]) -> list[str]:
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][:-4].rstrip(' ;')} ..."]


def _wrapped(said: str, width: int) -> list[str]:
    """Lines of `width` columns, the second and further ones indented."""
    if cells(said) == len(said):
        import textwrap

        return textwrap.wrap(said, width, subsequent_indent="  ") or [""]
    return [cut(said, width)]


def _columns(rows: Sequence[tuple[str, ...]], width: int, sides: str) -> Iterator[str]:
    """Rows with their columns beneath one another; the first column gives way where the line gets too long."""
    rest = [max(cells(row[at]) for row in rows) for at in range(1, len(rows[0]))]
    first = max(10, min(max(cells(row[0]) for row in rows), width - 2 - sum(rest) - 2 * len(rest)))
    for row in rows:
        line = f"  {padded(cut(row[0], first), first)}"
        for text, side, size in zip(row[1:], sides, rest, strict=True):
            line += "  " + padded(text, size, side)
        yield cut(line.rstrip(), width)


def padded(said: str, width: int, side: str = "<") -> str:
    space = " " * (width - cells(said))
    return said + space if side == "<" else space + said


def cut(said: str, width: int) -> str:
    """As much of it as so many columns hold; what is cut ends in three dots."""
    if cells(said) <= width:
        return said
    kept = ""
    for char in said:
        if cells(kept + char) > width - 3:
            break
        kept += char
    return kept.rstrip() + "..."


def cells(said: Iterable[str]) -> int:
    """How many columns a terminal gives it: two for a wide character, none for one that joins the one before."""
    return sum(0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
               for char in said)  # fmt: skip
