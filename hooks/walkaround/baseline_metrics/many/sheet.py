"""A sheet: what is known of many repositories, in columns, with totals that are made of counts."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

# `count`: a number of things. `share`: some of others, in per cent. `rate`: some for each 1,000 of others.
# `blocks`: a share of lines that come in blocks. `mean`: a sum over its number.
Kind = Literal["count", "share", "rate", "blocks", "mean"]
SCALES: Mapping[Kind, float] = {"count": 1.0, "share": 100.0, "blocks": 100.0, "rate": 1000.0, "mean": 1.0}
Far = Literal["", "high", "low"]


class Column(NamedTuple):
    """`text` says what it is, in one or two sentences."""

    id: str
    title: str
    unit: str
    kind: Kind
    text: str


class Cell(NamedTuple):
    """`part` over `whole`, or `part` alone of a count, and what it comes to; `far`: on which side it stands out."""

    value: float
    part: float
    whole: float | None = None
    low: float | None = None
    high: float | None = None
    far: Far = ""


class Line(NamedTuple):
    """A repository. `why` is empty, or says why it has no cells; what is not known has no cell, which is not 0."""

    name: str
    head: str
    first: str
    last: str
    cells: Mapping[str, Cell]
    notes: tuple[str, ...] = ()
    why: str = ""


class Listing(NamedTuple):
    """A further table, whose cells are text or numbers."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


class Sheet(NamedTuple):
    """`kind` is the command's word; `totals` are by column, `known` says of how many lines each is made."""

    kind: str
    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    totals: Mapping[str, Cell]
    known: Mapping[str, int]
    notes: tuple[str, ...] = ()
    listings: tuple[Listing, ...] = ()

    def column(self, identifier: str) -> Column:
        return next(one for one in self.columns if one.id == identifier)

    def far(self) -> list[tuple[Line, Column, Cell]]:
        """What stands out, by column."""
        return [
            (line, column, cell)
            for column in self.columns
            for line in self.lines
            if (cell := line.cells.get(column.id)) is not None and cell.far
        ]

    def failed(self) -> list[Line]:
        return [line for line in self.lines if line.why]


def sheet_of(
    kind: str, title: str, columns: Sequence[Column], lines: Sequence[Line], notes: Sequence[str] = (),
    listings: Sequence[Listing] = (),
) -> Sheet:  # fmt: skip
    """Lines by name, with what stands out marked, and with totals."""
    from .outliers import marked

    ordered = sorted(lines, key=lambda line: (line.name.casefold(), line.name))
    known = {column.id: sum(column.id in line.cells for line in ordered) for column in columns}
    totals = {column.id: total for column in columns if (total := pooled(column, ordered)) is not None}
    return Sheet(
        kind, title, tuple(columns), marked(columns, ordered), totals, known, tuple(notes), tuple(listings)
    )  # fmt: skip


def pooled(column: Column, lines: Sequence[Line]) -> Cell | None:
    """The total of a column: all parts over all wholes, never a mean of means; None where no line has it."""
    from ..intervals import poisson, wilson

    cells = [cell for line in lines if (cell := line.cells.get(column.id)) is not None]
    if not cells:
        return None
    part, scale = sum(cell.part for cell in cells), SCALES[column.kind]
    if column.kind == "count":
        return Cell(part, part)
    whole = sum(cell.whole or 0 for cell in cells)
    if not whole:
        return None
    low = high = None
    if column.kind == "share":
        low, high = (scale * end for end in wilson(round(part), round(whole)))
    elif column.kind == "rate":
        low, high = (scale * end / whole for end in poisson(round(part)))
    return Cell(scale * part / whole, part, whole, low, high)
