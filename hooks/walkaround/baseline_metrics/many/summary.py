"""A sheet as text for a terminal, and as Markdown for a step summary."""

from collections.abc import Iterable, Sequence

from ..._report.markdown import literal
from ..page.numbers import UNKNOWN
from .said import READING, beneath, far_of, period, quantity_of, unknown, visible
from .sheet import Cell, Column, Line, Sheet

_WIDEST = 40  # characters of a name or a sentence in a table of a terminal
_MOST = 1000  # lines of a table in Markdown: a host cuts a summary that is larger than 1 MiB


def text(sheet: Sheet) -> str:
    """A table, totals, what stands out; a sentence for what is not known."""
    heads = ["", *(column.title for column in sheet.columns)]
    rows = [[_short(line.name), *_texts(line, sheet.columns)] for line in sheet.lines if not line.why]
    totals = ["all", *(_text(sheet.totals.get(column.id), column) for column in sheet.columns)]
    widths = [max(len(row[at]) for row in [heads, totals, *rows]) for at in range(len(heads))]
    lines = [_aligned(row, widths) for row in [heads, *rows, totals]]
    far = [
        f"  {_short(line.name)}: {column.title}, {far_of(cell)}: {quantity_of(cell, column)}"
        for line, column, cell in sheet.far()
    ]
    failed = [f"  {visible(line.name)}: {visible(line.why)}" for line in sheet.failed()]
    parts = [sheet.title, period(sheet), "", *lines]
    parts += ["", "What stands out:", *far] if far else []
    parts += ["", "Not judged:", *failed] if failed else []
    parts += ["", *map(visible, sheet.notes)] if sheet.notes else []
    return "\n".join(parts) + "\n"


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = row
    return "  ".join(
        (f"{first:{widths[0]}}", *(f"{one:>{width}}" for one, width in zip(others, widths[1:], strict=True)))
    )


def _texts(line: Line, columns: Iterable[Column]) -> list[str]:
    return [_text(line.cells.get(column.id), column) for column in columns]


def _text(cell: Cell | None, column: Column) -> str:
    if cell is None:
        return UNKNOWN
    mark = {"high": " ▲", "low": " ▼", "": ""}[cell.far]
    return quantity_of(cell, column) + mark


def _short(name: str) -> str:
    said = visible(name)
    return said if len(said) <= _WIDEST else f"…{said[1 - _WIDEST :]}"


def markdown(sheet: Sheet) -> str:
    """A table of totals and one of repositories; names stay text, whatever stands in them."""
    totals = [
        (literal(column.title), _full(sheet.totals.get(column.id), column), str(sheet.known[column.id]))
        for column in sheet.columns
    ]
    parts = [
        f"## {literal(visible(sheet.title))}\n\n{literal(period(sheet))}\n",
        _table(("Figure", "All", "Repositories"), totals),
        _far(sheet),
        "### Repositories\n\n" + _repositories(sheet),
        *(
            f"### {literal(one.title)}\n\n"
            + _table(one.heads, ([literal(visible(str(cell))) for cell in row] for row in one.rows))
            for one in sheet.listings
            if one.rows
        ),
        _items(sheet.notes),
        f"<details><summary>How to read this</summary>\n\n{_items(READING[sheet.kind])}\n</details>\n",
    ]
    return "\n".join(part for part in parts if part)


def _far(sheet: Sheet) -> str:
    rows = [
        (literal(visible(line.name)), literal(column.title), _full(cell._replace(far=""), column), far_of(cell))
        for line, column, cell in sheet.far()
    ]
    return "### What stands out\n\n" + _table(("Repository", "Figure", "Here", "Side"), rows) if rows else ""


def _repositories(sheet: Sheet) -> str:
    kept = sheet.lines[:_MOST]
    rows = [
        (
            literal(visible(line.name)),
            *(_full(line.cells.get(column.id), column) for column in sheet.columns),
            literal(visible(unknown(line) if line.why else "")),
        )
        for line in kept
    ]
    more = f"\n{len(sheet.lines) - len(kept)} more in the JSON report.\n" if len(kept) < len(sheet.lines) else ""
    return _table(("Repository", *(column.title for column in sheet.columns), ""), rows) + more


def _full(cell: Cell | None, column: Column) -> str:
    if cell is None:
        return UNKNOWN
    small = f"<br><sub>{literal(', '.join(said))}</sub>" if (said := beneath(cell, column)) else ""
    mark = f" **{far_of(cell)}**" if cell.far else ""
    return f"{literal(quantity_of(cell, column))}{mark}{small}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    sides = [":--", *("--:" for _ in heads[1:])]
    return "".join(f"| {' | '.join(line)} |\n" for line in (heads, sides, *rows))


def _items(texts: Iterable[str]) -> str:
    return "".join(f"- {literal(visible(one))}\n" for one in texts)
