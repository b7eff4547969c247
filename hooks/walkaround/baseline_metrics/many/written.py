"""Where a sheet goes: to the terminal, and into the files that were asked for."""

import argparse
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ..written import write_forms
from .page import html
from .sheet import Sheet
from .summary import markdown, text
from .tables import as_csv, as_json, as_parquet

FORMS: Mapping[str, Callable[[Sheet], str]] = {"json": as_json, "csv": as_csv, "markdown": markdown, "html": html}
PARQUET = "parquet"
WHAT = {
    "json": "rows, totals and outliers as JSON",
    "csv": "a row a repository as CSV",
    PARQUET: "the same rows as Parquet, which needs the extra `fleet`",
    "html": "the page",
    "markdown": "totals and rows as Markdown",
}


def add_forms(parser: argparse.ArgumentParser, forms: Mapping[str, str] = WHAT) -> None:
    for form, what in forms.items():
        more = "" if form == PARQUET else "; - for standard output"
        parser.add_argument(f"--{form}", metavar="FILE", help=f"write {what}{more}")


def write(sheet: Sheet, wanted: Mapping[str, Any]) -> None:
    """Each form into the file that `wanted` names for it; a summary to the terminal, unless one goes there.

    NotJudged when a file cannot be written; the others are.
    """
    forms: dict[str, Callable[[], str | bytes]] = {form: partial(made, sheet) for form, made in FORMS.items()}
    forms[PARQUET] = partial(as_parquet, sheet)
    write_forms(forms, wanted, partial(text, sheet))
