"""`walkaround fleet report`: the figures of every repository on one page."""

import argparse
from collections.abc import Sequence
from datetime import date

from .. import _git
from .._main import FAILED
from ..baseline_metrics import window_of
from ..baseline_metrics.many.joined import joined, line_of
from ..baseline_metrics.many.sheet import Line
from ..baseline_metrics.many.written import write
from ..baseline_metrics.page import read
from ..baseline_metrics.window import today
from ._options import parser_of, run_of
from .places import places
from .run import lines_of
from .tasks import Row


def main(argv: Sequence[str]) -> int:
    options = _parser().parse_args(argv)
    window = window_of(options)
    _git.leave_hook()
    found = places(options.repos, options.depth)
    asked = {"first": window.first.isoformat(), "last": window.last.isoformat(), "since": options.since}
    run = run_of(options, "report", found, today().isoformat(), asked)
    read_lines = lines_of(found, run, _line)
    lines = [line for line, _ in read_lines]
    write(joined(lines, "Velocity and defects"), vars(options))
    return FAILED if any(line.why or lacks for line, lacks in read_lines) else 0


def _parser() -> argparse.ArgumentParser:
    parser = parser_of(
        "report",
        "What the histories of many repositories say of speed and of defects, on one page: a row each, totals out of "
        "counts, and what stands out.",
        "Exit codes: 0 every repository was measured, 2 one was not, or not to the end of its history; its row says "
        "why, and the page is written all the same.",
    )
    parser.add_argument(
        "--since", default="3.months", metavar="TIME",
        help="from when on: 3.months, 90.days, 1.year, a day as 2026-01-31, or all (default: 3.months)",
    )  # fmt: skip
    parser.add_argument("--until", type=_day, metavar="DAY", help="the last day (default: today, in UTC)")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-01-31") from None


def _line(row: Row) -> tuple[Line, str]:
    """A repository's line, and what could not be read of it. ReportError where its report is none."""
    if row.why:
        return Line(row.name, row.head, "", "", {}, why=row.why), ""
    return line_of(read(row.found))._replace(name=row.name), row.lacks
