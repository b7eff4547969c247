"""What all the forms of a sheet say in the same words."""

from collections.abc import Mapping

from ..page.numbers import number, quantity
from ..page.words import shown
from .outliers import FEWEST
from .sheet import Cell, Column, Line, Sheet

_CHANCE = (
    "And chance has to be ruled out: by itself it makes such a difference in fewer than one of twenty tables (Poisson "
    "and binomial limits, corrected for the number of repositories)."
)
READING: Mapping[str, tuple[str, ...]] = {
    "report": (
        "Totals are made of counts: all parts over all wholes. A large repository weighs as much as it has.",
        "The interval of a total says how sure it is, and not how much repositories differ.",
        "A repository stands out when it is more than 3.5 robust deviations (median and MAD) off the median.",
        _CHANCE,
        f"Fewer than {FEWEST} repositories are not compared.",
        "To stand out is a question and no verdict: repositories differ in what they do and in what a history tells.",
        "A dash is what is not known; it is not 0 and is in no total.",
        "Figures that move together need not be the cause of one another.",
    ),
    "check": (
        "Each repository is judged by its own policy, as it is on disk.",
        "Findings that its baseline accepts or its policy exempts are not counted.",
        "What was not judged is named; such a repository may have more findings than are counted.",
    ),
}


def quantity_of(cell: Cell, column: Column) -> str:
    return quantity(cell.value, column.unit)


def beneath(cell: Cell, column: Column) -> list[str]:
    """The interval, and what the number is counted in."""
    said = []
    if cell.low is not None and cell.high is not None:
        said.append(f"{number(cell.low)} to {quantity(cell.high, column.unit)}")
    if cell.whole is not None:
        if column.kind == "mean":
            said.append(f"n {number(cell.whole)}")
        else:
            said.append(f"{number(cell.part)} {'in' if column.kind == 'rate' else 'of'} {number(cell.whole)}")
    return said


def far_of(cell: Cell) -> str:
    """A word and a sign, so that no colour is needed."""
    return {"high": "▲ high", "low": "▼ low", "": ""}[cell.far]


def unknown(line: Line) -> str:
    return f"not judged: {line.why}"


def period(sheet: Sheet) -> str:
    """How many repositories there are, and of what days they tell."""
    measured = [line for line in sheet.lines if not line.why]
    said = repositories(len(sheet.lines))
    if len(measured) < len(sheet.lines):
        said += f", {len(sheet.lines) - len(measured)} of them not judged"
    days = {(line.first, line.last) for line in measured if line.first}
    if len(days) == 1:
        said += ", {} to {}".format(*days.pop())
    elif days:
        said += f", {min(first for first, _ in days)} to {max(last for _, last in days)}, in different periods"
    return said


def repositories(number_of: int) -> str:
    return f"{number_of:,} {'repository' if number_of == 1 else 'repositories'}"


def visible(text: str) -> str:
    return shown(text)
