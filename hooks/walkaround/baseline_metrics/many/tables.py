"""A sheet as JSON, and as a table of one row a repository, CSV or Parquet, for people's own tools.

The tables have no total: who sums up a column would count it twice.
"""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from ..._finding import NotJudged
from ..._report.wording import well_formed
from ..page.words import shown
from .sheet import Cell, Column, Line, Sheet

VERSION = 1
# What the extra `fleet` has, by name: an index need not have the Walkaround that is installed.
EXTRA = ("distributed>=2025.1,<2027", "pyarrow>=18,<27")
INSTALL = "python -m pip install {}".format(" ".join(f"'{one}'" for one in EXTRA))
_FORMULA = ("=", "+", "-", "@", "\t", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # what a spreadsheet would reckon with


def as_json(sheet: Sheet) -> str:
    """All of a sheet, in ASCII."""
    plain = {
        "version": VERSION,
        "kind": sheet.kind,
        "title": well_formed(sheet.title),
        "columns": [column._asdict() for column in sheet.columns],
        "rows": [_plain(line) for line in sheet.lines],
        "totals": {name: _cell(cell) | {"repositories": sheet.known[name]} for name, cell in sheet.totals.items()},
        "outliers": [
            {"repository": well_formed(line.name), "column": column.id, "side": cell.far}
            for line, column, cell in sheet.far()
        ],
        "tables": {
            one.title: [dict(zip(one.heads, row, strict=True)) for row in one.rows] for one in sheet.listings
        },
        "notes": list(map(well_formed, sheet.notes)),
    }  # fmt: skip
    return json.dumps(plain, indent=1) + "\n"


def _plain(line: Line) -> dict[str, Any]:
    return {
        "repository": well_formed(line.name),
        "head": well_formed(line.head),
        "first": line.first,
        "last": line.last,
        "judged": not line.why,
        "why": well_formed(line.why),
        "cells": {name: _cell(cell) for name, cell in line.cells.items()},
        "notes": list(map(well_formed, line.notes)),
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {name: value for name, value in cell._asdict().items() if value not in (None, "")}


def as_csv(sheet: Sheet) -> str:
    """A row a repository; what is not known is empty. Text that a spreadsheet would reckon with has a `'` before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [name for name, _ in _fields(sheet)]
    writer.writerow(names)
    for row in rows(sheet):
        writer.writerow(["" if row[name] is None else _safe(row[name]) for name in names])
    return out.getvalue()


def _safe(value: object) -> object:
    if isinstance(value, str):
        return f"'{value}" if value.lstrip(" '").startswith(_FORMULA) else value
    return repr(value) if isinstance(value, float) else value


def as_parquet(sheet: Sheet) -> bytes:
    """The same rows, with types. NotJudged where pyarrow is not installed."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise NotJudged("", f"--parquet needs the extra `fleet`; install it with: {INSTALL}") from None
    types = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    schema = pa.schema([(name, types[kind]) for name, kind in _fields(sheet)])
    out = pa.BufferOutputStream()
    parquet.write_table(pa.Table.from_pylist(list(rows(sheet)), schema=schema), out)
    return bytes(out.getvalue())


def _fields(sheet: Sheet) -> Iterator[tuple[str, type]]:
    """The columns of the tables, by name and type."""
    yield from ((name, str) for name in ("repository", "head", "first", "last", "not_judged"))
    for column in sheet.columns:
        yield from zip(_names(column), _types(column), strict=True)
    yield "outliers", str
    yield "notes", str


def _names(column: Column) -> tuple[str, ...]:
    name = column.id.replace("-", "_")
    return (name,) if column.kind == "count" else (name, f"{name}_part", f"{name}_of")


def _types(column: Column) -> tuple[type, ...]:
    return (int,) if column.kind == "count" else (float, int, int)


def rows(sheet: Sheet) -> Iterator[dict[str, Any]]:
    for line in sheet.lines:
        row: dict[str, Any] = {
            "repository": shown(line.name), "head": shown(line.head) or None, "first": line.first or None,
            "last": line.last or None, "not_judged": shown(line.why) or None,
        }  # fmt: skip
        for column in sheet.columns:
            cell = line.cells.get(column.id)
            row |= dict(zip(_names(column), _values(cell, column), strict=True))
        row["outliers"] = " ".join(f"{name}:{cell.far}" for name, cell in line.cells.items() if cell.far) or None
        row["notes"] = " ".join(map(shown, line.notes)) or None
        yield row


def _values(cell: Cell | None, column: Column) -> tuple[float | int | None, ...]:
    if cell is None:
        return (None,) * len(_names(column))
    if column.kind == "count":
        return (round(cell.part),)
    return cell.value, round(cell.part), round(cell.whole or 0)
