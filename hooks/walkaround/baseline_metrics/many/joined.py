"""Reports of many repositories on one sheet."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ..._commands import count
from ..figure import Report, Value
from ..page.words import sentence
from .sheet import SCALES, Cell, Column, Kind, Line, Sheet, sheet_of


class _From(NamedTuple):
    """A column, and how its cell is made of a figure's value."""

    column: Column
    cell: Callable[[Value, Kind], Cell | None]


def _counted(value: Value, _: Kind) -> Cell | None:
    return Cell(float(value.count), value.count)


def _of(value: Value, kind: Kind) -> Cell | None:
    """A number of `of` others, `count` of which it is made."""
    return _cell(value, kind, value.count, value.of)


def _share(value: Value, kind: Kind) -> Cell | None:
    """A share whose count is the size of the whole: its part is a whole number, and comes back exactly."""
    if value.value is None:
        return None
    return _cell(value, kind, round(value.value * value.count / SCALES[kind]), value.count)


def _mean(value: Value, kind: Kind) -> Cell | None:
    return None if value.value is None else _cell(value, kind, value.value * value.count, value.count)


def _cell(value: Value, kind: Kind, part: float, whole: float | None) -> Cell | None:
    if value.value is None or not whole:
        return None
    return Cell(SCALES[kind] * part / whole, part, whole, value.low, value.high)


def _column(name: str, title: str, unit: str, kind: Kind, text: str) -> Column:
    return Column(name, title, unit, kind, text)


_FROM = (
    _From(_column("commits", "Commits", "", "count", "Commits of the period, without merges."), _counted),
    _From(
        _column(
            "merged-pulls", "Merged pull requests", "", "count",
            "Merge commits that a host made of a pull or merge request, and squash commits; merges by hand, where "
            "there are more of them; or what the host's export says.",
        ), _counted,
    ),
    _From(
        _column(
            "ai-commits", "Commits with AI", "%", "share",
            "The share of these commits that bear the mark of an assistant; work that left no mark is not in it.",
        ), _share,
    ),
    _From(
        _column(
            "defect-rate", "Defects per 1,000 lines", "", "rate",
            "Fixes of the period whose removed lines were added in it, for each 1,000 lines of code added in it.",
        ), _of,
    ),
    _From(
        _column(
            "change-failure", "Changes that failed", "%", "share",
            "The share of merged pull requests that a later commit takes back or mends in haste; of commits, where no "
            "pull request left a trace.",
        ), _share,
    ),
    _From(
        _column(
            "duplication", "Repeated code", "%", "blocks",
            "The share of the lines of code at the end of the period that stand in a block which is there twice.",
        ), _of,
    ),
    _From(
        _column(
            "complexity", "Complexity", "", "mean",
            "The mean cognitive complexity of the Python functions at the end of the period, without tests.",
        ), _mean,
    ),
)  # fmt: skip
COLUMNS = tuple(one.column for one in _FROM)


def line_of(report: Report) -> Line:
    """A repository's line. What its report has no number for has no cell."""
    every = {one.id: one for one in report.figures}
    figures = {name: one for name, one in every.items() if one.basis != "absent"}
    cells: dict[str, Cell] = {}
    for one in _FROM:
        figure = figures.get(one.column.id)
        cell = one.cell(figure.all, one.column.kind) if figure and figure.all.value is not None else None
        if cell is not None:
            cells[one.column.id] = cell
    notes = list(report.notes)
    for one in _FROM:
        absent = every.get(one.column.id)
        if absent is not None and absent.basis == "absent" and absent.why:
            notes.append(sentence(f"{one.column.title}, not known: {absent.why}"))
    failed = figures.get("change-failure")
    if failed is not None and failed.all.value is not None and failed.why.startswith(_OF_COMMITS):
        notes.append(_NOT_OF_PULLS)
    return Line(report.repository, report.head, report.first, report.last, cells, tuple(notes))


_OF_COMMITS = "of commits"
_NOT_OF_PULLS = "No pull request left a trace, so that changes that failed are counted of commits."


def joined(lines: Sequence[Line], title: str, notes: Sequence[str] = ()) -> Sheet:
    return sheet_of("report", title, COLUMNS, lines, (*notes, *_notes(lines)))


def _notes(lines: Sequence[Line]) -> Iterable[str]:
    measured = [line for line in lines if not line.why]
    periods = Counter((line.first, line.last) for line in measured)
    if len(periods) > 1:
        (first, last), most = periods.most_common(1)[0]
        yield (
            f"The reports are of {len(periods)} periods; {most} of {len(measured)} are of {first} to {last}. Totals "
            "of different periods say little."
        )
    mixed = sum(_NOT_OF_PULLS in line.notes for line in measured)
    if 0 < mixed < len(measured):
        yield (
            f"In {count(mixed, 'repository')} changes that failed are counted of commits, because no pull request left "
            "a trace, and of pull requests in the others."
        )


def once(reports: Iterable[Report]) -> tuple[list[Line], list[str]]:
    """A line for each report. One that was given twice counts once; different ones of a name get numbers."""
    found: list[Line] = []
    notes: list[str] = []
    seen: dict[str, list[tuple[str, str, str]]] = {}
    for report in reports:
        what = report.head, report.first, report.last
        others = seen.setdefault(report.repository, [])
        if what in others:
            notes.append(f"A report of {report.repository} was given more than once and counts once.")
            continue
        others.append(what)
        line = line_of(report)
        found.append(line if len(others) == 1 else line._replace(name=f"{line.name} ({len(others)})"))
    return found, list(dict.fromkeys(notes))
