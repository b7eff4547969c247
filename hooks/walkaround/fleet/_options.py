"""What both commands are asked, and the run that it comes to."""

import argparse
import math
import os
from collections.abc import Mapping, Sequence

from .._finding import NotJudged
from .._main import formatter
from ..baseline_metrics.many.written import PARQUET, WHAT, add_forms
from ..baseline_metrics.written import check_outputs
from .places import Place, real
from .run import Run, Way
from .state import folder_for
from .tasks import Task

_LONGEST = 7 * 24 * 3600


def parser_of(name: str, description: str, epilog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        f"walkaround fleet {name}",
        description=description,
        epilog=epilog,
        formatter_class=formatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--repos", required=True, metavar="FILE-OR-FOLDER",
        help="a file with the path of a repository a line, from the file's folder on; or a folder of repositories",
    )  # fmt: skip
    parser.add_argument(
        "--depth",
        type=_whole,
        default=1,
        metavar="N",
        help="how many folders deep they lie below that one (default: 1)",
    )
    parser.add_argument(
        "--jobs", type=_whole, default=os.cpu_count() or 1, metavar="N",
        help="processes on this machine (default: its processors)",
    )  # fmt: skip
    parser.add_argument(
        "--scheduler", default="", metavar="ADDRESS",
        help="run on the cluster of this Dask scheduler, such as tcp://10.0.0.5:8786; needs the extra `fleet`",
    )  # fmt: skip
    parser.add_argument(
        "--seconds", type=_seconds, default=600.0, metavar="N", help="the most for one repository (default: 600)"
    )
    parser.add_argument(
        "--state", metavar="FOLDER", help="where rows are kept that are done (default: in your cache folder)"
    )
    parser.add_argument("--fresh", action="store_true", help="do all of it anew, whatever is kept")
    add_forms(parser)
    return parser


def run_of(options: argparse.Namespace, kind: str, found: Sequence[Place], today: str, asked: Mapping[str, str]) -> Run:
    """The tasks of the places that are repositories; `asked` is what else the rows depend on."""
    check_outputs(WHAT, vars(options), [options.repos])
    if options.parquet:
        _has_parquet()
    tasks = [
        Task(kind, place.name, place.path, asked.get("first", ""), asked.get("last", ""), options.seconds)
        for place in found
        if not place.why
    ]
    # A run of tomorrow is of other days, and still the same list: its rows take the place of today's.
    what = {"kind": kind, "paths": [real(place.path) for place in found], "since": asked.get("since", "")}
    return Run(tasks, folder_for(options.state, what), Way(options.jobs, options.scheduler), options.fresh, today)


def _has_parquet() -> None:
    """Said before the work rather than after it."""
    from importlib.util import find_spec

    if find_spec("pyarrow") is None:
        from ..baseline_metrics.many.tables import INSTALL

        raise NotJudged("", f"--{PARQUET} needs the extra `fleet`; install it with: {INSTALL}")


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 to 1000")
    return int(text)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value <= _LONGEST:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds up to {_LONGEST} (a week)")
    return value
