"""A table of our own as CSV: UTF-8 with or without a mark in front, parted by comma, semicolon or tab."""

import csv
from collections.abc import Iterator
from typing import IO

from .rows import Kind, add, check_columns, column_of, kind_of, unknown_kind
from .sheet import Sheet

_MOST_FIELD = 1 << 17  # characters; csv's own limit
_MOST_COLUMNS = 500


def read(sheet: Sheet, stream: IO[str]) -> None:
    """Row by row, so that the size of the file does not matter."""
    above = 1
    first = stream.readline(_MOST_FIELD)
    while first and not first.strip(" \t\r\n\ufeff"):
        first = stream.readline(_MOST_FIELD)
        above += 1
    delimiter = max(",;\t", key=first.count)
    columns = [column_of(one) for one in next(csv.reader([first], delimiter=delimiter), [])]
    kind = kind_of(columns)
    if kind is None or len(columns) > _MOST_COLUMNS:
        raise sheet.refused(unknown_kind(columns[:_MOST_COLUMNS]))
    repeated = sorted({one for one in columns if one in kind.columns and columns.count(one) > 1})
    if repeated:
        raise sheet.refused(f"has the column {repeated[0]!r} twice; take one of them out")
    sheet.form = f"CSV of {kind.name}"
    check_columns(sheet, kind, columns, str(above))
    _rows(sheet, kind, columns, _Table(stream, delimiter, above))


class _Table:
    """The rows of CSV behind its first line, each with the numbers of the lines that it stands in."""

    def __init__(self, stream: IO[str], delimiter: str, above: int) -> None:
        self._reader = csv.reader(stream, delimiter=delimiter, strict=True)
        self._above = above

    def __iter__(self) -> Iterator[tuple[int, int, list[str] | str]]:
        """First and last line, and the fields, or why there are none."""
        while True:
            first = self._above + self._reader.line_num + 1
            try:
                fields: list[str] | str | None = next(self._reader, None)
            except csv.Error as failure:
                fields = str(failure)
            if fields is None:
                return
            yield first, self._above + self._reader.line_num, fields


def _rows(sheet: Sheet, kind: Kind, columns: list[str], table: _Table) -> None:
    for first, last, fields in table:
        place = str(first)
        if isinstance(fields, str):
            until = f", to line {last}," if last > first else ""
            sheet.left_out(place, f"is no row of CSV{until} ({fields}); write it anew, with quotes in pairs")
        elif not any(field.strip() for field in fields):
            continue  # spreadsheets end in such lines
        elif len(fields) == len(columns):
            add(sheet, kind, dict(zip(columns, fields, strict=True)), place)
        else:
            why = f"has {len(fields)} fields where the first line has {len(columns)}; correct it"
            sheet.left_out(place, why)
