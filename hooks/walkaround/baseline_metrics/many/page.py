"""A sheet as one HTML page that stands alone, in the style of a repository's own page."""

from collections.abc import Iterable, Iterator, Sequence

from ..page.document import Frame, Section, framed
from ..page.numbers import UNKNOWN, number
from ..page.tables import region, safe
from .said import READING, beneath, far_of, period, quantity_of, repositories, unknown
from .sheet import Cell, Column, Line, Listing, Sheet

_HEAD = 12  # characters of a commit's id


def html(sheet: Sheet) -> str:
    """The whole page."""
    frame = Frame(
        f"{sheet.title}: {repositories(len(sheet.lines))}",
        "Many repositories on one page: a row each, totals out of counts",
        sheet.title,
        safe(period(sheet)),
        "",
        "Made by Walkaround. This page loads nothing and sends nothing.",
    )
    return framed(frame, _sections(sheet))


def _sections(sheet: Sheet) -> Iterator[Section]:
    yield Section("totals", "Totals", "All repositories together", _totals(sheet))
    yield Section("failed", "Not judged", "What is not in these figures", _failed(sheet))
    yield Section("outliers", "Outliers", "What stands out", _outliers(sheet))
    yield Section("repositories", "Repositories", "Repositories", _lines(sheet))
    for at, listing in enumerate(sheet.listings, 1):
        yield Section(f"listing{at}", listing.title, listing.title, _listing(listing))
    yield Section("notes", "Limits", "What limits these figures", _items(sheet.notes) + _details(sheet.lines))
    yield Section("columns", "Columns", "What the columns are", _columns(sheet.columns))
    yield Section("reading", "Reading", "How to read this page", _items(READING[sheet.kind]))


def _totals(sheet: Sheet) -> str:
    rows = (
        f"<tr><th scope=row>{_titled(column)}{_cell(sheet.totals.get(column.id), column)}"
        f"<td class=n>{repositories(sheet.known[column.id])}"
        for column in sheet.columns
    )
    return _table("Totals", "Each with what it is counted in, and how many repositories it is of.",
                  ("Figure", "All", "Of"), rows)  # fmt: skip


def _failed(sheet: Sheet) -> str:
    rows = (f"<tr><th scope=row>{safe(line.name)}<td class=l>{safe(line.why)}" for line in sheet.failed())
    body = "".join(rows)
    return _table("Repositories that are not in these figures", "", ("Repository", "Why"), (body,)) if body else ""


def _outliers(sheet: Sheet) -> str:
    rows = "".join(
        f'<tr><th scope=row><a href="#{_anchor(sheet, line)}">{safe(line.name)}</a><td class=l>{_titled(column)}'
        f"{_cell(cell._replace(far=''), column)}<td class=l>{far_of(cell)}{_cell(sheet.totals.get(column.id), column)}"
        for line, column, cell in sheet.far()
    )
    if not rows:
        return "" if sheet.kind != "report" else "<p>No repository stands out by more than chance and habit explain."
    heads = ("Repository", "Figure", "Here", "Side", "All")
    return _table("What stands out", "Far from the others, and not by chance.", heads, (rows,))


def _lines(sheet: Sheet) -> str:
    heads = ("Repository", *map(_titled, sheet.columns))
    rows = (
        f'<tr><th scope=row id="{_anchor(sheet, line)}">{safe(line.name) or "(no name)"}{_cells(line, sheet.columns)}'
        for line in sheet.lines
    )
    caption = "Sorted by name; beneath each number what it is counted in."
    return _table("Repositories", caption, heads, rows)


def _cells(line: Line, columns: Sequence[Column]) -> str:
    if line.why:
        return f'<td class=l colspan="{len(columns)}">{safe(unknown(line))}'
    return "".join(_cell(line.cells.get(column.id), column) for column in columns)


def _cell(cell: Cell | None, column: Column) -> str:
    if cell is None:
        return f"<td>{UNKNOWN}"
    mark = f' <b class="n">{far_of(cell)}</b>' if cell.far else ""
    small = "".join(f"<small class=n>{safe(text)}</small>" for text in beneath(cell, column))
    return f"<td><span class=n>{safe(quantity_of(cell, column))}</span>{mark}{small}"


def _anchor(sheet: Sheet, line: Line) -> str:
    return f"r{sheet.lines.index(line) + 1}"


def _titled(column: Column) -> str:
    return safe(column.title)


def _listing(listing: Listing) -> str:
    rows = (f"<tr><th scope=row>{safe(str(first))}{''.join(map(_said, more))}" for first, *more in listing.rows)
    return _table(listing.title, "", listing.heads, rows) if listing.rows else ""


def _said(value: str | int) -> str:
    return f"<td class=l>{safe(value)}" if isinstance(value, str) else f"<td>{number(value)}"


def _details(lines: Iterable[Line]) -> str:
    """What is said of each repository alone, behind a click."""
    told = "".join(
        f"<details><summary>{safe(line.name)}</summary><p>{_where(line)}</p>{_items(line.notes)}</details>"
        for line in lines
        if not line.why
    )
    return f"<details><summary>Commit and limits of each repository</summary>{told}</details>" if told else ""


def _where(line: Line) -> str:
    days = f"{line.first} to {line.last}, " if line.first else ""
    return f"{safe(days)}commit <code>{safe(line.head[:_HEAD]) or 'none'}</code>"


def _columns(columns: Iterable[Column]) -> str:
    return "<dl>" + "".join(f"<dt>{_titled(one)}</dt><dd>{safe(one.text)}</dd>" for one in columns) + "</dl>"


def _items(texts: Iterable[str]) -> str:
    content = "".join(f"<li>{safe(text)}" for text in texts)
    return f'<ul class="notes">{content}</ul>' if content else ""


_TEXT = ("Figure", "Why", "Side", "Severity")  # columns of words, which stand to the left


def _table(name: str, caption: str, heads: Iterable[str], rows: Iterable[str]) -> str:
    """`heads` and `rows` are HTML; the first column names the rows."""
    columns = "".join(f"<th scope=col{' class=l' if one in _TEXT else ''}>{one}" for one in heads)
    said = safe(caption) or f'<span class="vh">{safe(name)}</span>'
    content = f'<table class="wide"><caption>{said}</caption><thead><tr>{columns}<tbody>{"".join(rows)}</table>'
    return region(f"Table: {name}", content, "names")
