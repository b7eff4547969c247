"""`walkaround fleet check`: every repository judged by its own policy."""

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence

from .. import _git
from .._main import FAILED
from ..baseline_metrics.many.sheet import Cell, Column, Line, Listing, sheet_of
from ..baseline_metrics.many.written import write
from ..baseline_metrics.window import today
from ._options import parser_of, run_of
from .places import places
from .run import lines_of
from .tasks import Row

_FINDINGS = 1
COLUMNS = (
    Column("errors", "Errors", "", "count", "Findings that stop a commit."),
    Column("warnings", "Warnings", "", "count", "Findings that do not."),
    Column("not-judged", "Not judged", "", "count", "Files or questions that a hook could not judge."),
)
_MOST_NOTES = 20


def main(argv: Sequence[str]) -> int:
    options = _parser().parse_args(argv)
    _git.leave_hook()
    found = places(options.repos, options.depth)
    run = run_of(options, "check", found, today().isoformat(), {})
    judged = lines_of(found, run, _judged)
    lines = [line for line, _ in judged]
    listing = _by_rule(rules for _, rules in judged)
    write(sheet_of("check", "Findings", COLUMNS, lines, listings=(listing,)), vars(options))
    if any(line.why or line.cells["not-judged"].part for line in lines):
        return FAILED
    return _FINDINGS if any(line.cells["errors"].part for line in lines) else 0


def _parser() -> argparse.ArgumentParser:
    return parser_of(
        "check",
        "Judge every file of many repositories, each by its own policy: `walkaround check --all-files` in each.",
        "Exit codes: 0 no errors, 1 errors were found, 2 something was not judged; its row says what.",
    )


_Rules = dict[str, dict[str, int]]


def _judged(row: Row) -> tuple[Line, _Rules]:
    """A repository's line, and its findings by rule and severity."""
    if row.why:
        return Line(row.name, row.head, "", "", {}, why=row.why), {}
    rules: _Rules = row.found["rules"]
    errors: list[str] = row.found["errors"]
    if not isinstance(errors, list):
        raise TypeError("a list was expected")
    by_severity: Counter[str] = Counter()
    for one in rules.values():
        by_severity.update(one)
    numbers = (by_severity["error"], by_severity["warning"], len(errors))
    cells = {column.id: Cell(number, number) for column, number in zip(COLUMNS, numbers, strict=True)}
    notes = [f"not judged: {one}" for one in errors[:_MOST_NOTES]]
    if len(errors) > _MOST_NOTES:
        notes.append(f"and {len(errors) - _MOST_NOTES} more")
    return Line(row.name, row.head, "", "", cells, tuple(notes)), rules


def _by_rule(found: Iterable[_Rules]) -> Listing:
    """The rules by how much they found."""
    numbers: Counter[tuple[str, str]] = Counter()
    repositories: Counter[tuple[str, str]] = Counter()
    for rules in found:
        for rule, severities in rules.items():
            for severity, number in severities.items():
                numbers[rule, severity] += number
                repositories[rule, severity] += 1
    ordered = sorted(numbers, key=lambda key: (-numbers[key], key))
    rows = tuple((rule, severity, numbers[rule, severity], repositories[rule, severity]) for rule, severity in ordered)
    return Listing("Findings by rule", ("Rule", "Severity", "Findings", "Repositories"), rows)
