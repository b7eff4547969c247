"""`walkaround report`: velocity and defects on one page, what AI had a part in and the rest apart."""

import argparse
import os
from collections.abc import Sequence
from datetime import date
from functools import partial

from .. import _git
from .._commands import INTERRUPTED, Group
from .._finding import NotJudged
from .._main import FAILED, formatter
from .._policy import PolicyError
from .._report.wording import visible
from .figure import Report
from .window import FIRST_DAY, LAST_DAY, Window, since, today

_COMMAND = Group("report", __name__, {})
_FORMS = ("json", "markdown", "html", "csv", "parquet")


def main(argv: Sequence[str]) -> int:
    """Measure a repository, say it, and write what was asked for; what cannot be done is one line and exit code 2."""
    try:
        return _main(argv)
    except (PolicyError, _git.GitError, NotJudged) as failure:
        return _COMMAND.refuse(_line_of(failure))
    except KeyboardInterrupt:
        _COMMAND.note("interrupted; what was read of the history is kept, so that the next run goes on from there")
        return INTERRUPTED


def _line_of(failure: Exception) -> str:
    """In one line, without what a terminal acts on: it may quote what a file or a repository says."""
    return visible(str(failure).removeprefix(": "))


def _main(argv: Sequence[str]) -> int:
    from .measure import measured, of_change
    from .written import check_outputs, write

    parser = _parser()
    options = parser.parse_args(argv)
    _refuse_clashes(parser, options)
    check_outputs(_FORMS, vars(options), [*options.imports, *(options.merge or ()), *(options.compare or ())])
    if options.merge:
        return _merged(options)
    if options.repository != os.curdir:
        _git.leave_hook()
    if options.compare:
        return _compared(options)
    if options.pr:
        start, dots, end = options.pr.partition("..")
        if not dots:
            parser.error(f"--pr {options.pr!r} is no change; name its two ends, as origin/main..HEAD")
        report, errors = of_change(_root(options.repository), start or "HEAD", end.lstrip(".") or "HEAD")
    else:
        report, errors = measured(_root(options.repository), options.revision, window_of(options), options.imports)
    write(report, vars(options))
    for failure in errors:
        _COMMAND.note(_line_of(failure))
    return FAILED if errors else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "walkaround report",
        description="What a repository's history says of speed and of defects: commits, pull requests, changed lines, "
        "the share of AI as far as it left marks, defects traced to the commits that made them, and more; of a period, "
        "and of the same time before it. Nothing leaves this machine.",
        epilog="Each figure is measured, a proxy, or absent, and says which. Exit codes: 0 measured, 2 the history "
        "could not be read to its end.",
        formatter_class=formatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "repository", nargs="?", default=os.curdir, metavar="REPO", help="a folder in it (default: here)"
    )
    parser.add_argument(
        "--since", default="3.months", metavar="TIME",
        help="from when on: 3.months, 90.days, 1.year, a day as 2026-01-31, or all (default: 3.months)",
    )  # fmt: skip
    parser.add_argument("--until", type=_day, metavar="DAY", help="the last day (default: today, in UTC)")
    parser.add_argument("--revision", default="HEAD", metavar="REV", help="whose history (default: HEAD)")
    parser.add_argument(
        "--import", dest="imports", action="append", default=[], metavar="FILE",
        help="figures from elsewhere, as CSV or JSON; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--compare", nargs=2, metavar=("A", "B"),
        help="two periods as 2026-01-01..2026-03-31, or reports that --json wrote: what changed from A to B",
    )  # fmt: skip
    parser.add_argument(
        "--merge", nargs="+", metavar="FILE",
        help="reports of several repositories that --json wrote: one page for all, a row each",
    )  # fmt: skip
    parser.add_argument("--pr", metavar="A..B", help="what B has and A has not, such as a pull request")
    for form, what in (("json", "the figures as JSON"), ("markdown", "a summary as Markdown"), ("html", "the page")):
        parser.add_argument(f"--{form}", metavar="FILE", help=f"write {what}; - for standard output")
    for form, what in (("csv", "CSV"), ("parquet", "Parquet, which needs the extra `fleet`")):
        parser.add_argument(f"--{form}", metavar="FILE", help=f"with --merge: write a row a repository as {what}")
    return parser


def _refuse_clashes(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """What would be passed over in silence."""
    kinds = [kind for kind in ("merge", "compare", "pr") if getattr(options, kind)]
    if len(kinds) > 1:
        parser.error(f"--{kinds[0]} and --{kinds[1]} are two reports; ask for one of them")
    if not options.merge and (options.csv or options.parquet):
        parser.error("--csv and --parquet are tables of several repositories; they go with --merge")
    if options.compare and options.html:
        parser.error("--html is the page of one report; two are compared as text, --markdown or --json")
    for kind, name in (
        ("merge", "import"),
        ("pr", "import"),
        ("merge", "until"),
        ("pr", "until"),
        ("compare", "until"),
    ):
        if getattr(options, kind) and getattr(options, "imports" if name == "import" else name):
            parser.error(f"--{name} has no part in --{kind}; leave one of them out")


def _merged(options: argparse.Namespace) -> int:
    """Reports of several repositories on one sheet; each that cannot be read is a row that says so."""
    from .comparing import read_report
    from .many.joined import joined, once
    from .many.sheet import Line
    from .many.written import write

    reports: list[Report] = []
    failures: list[NotJudged] = []
    for name in dict.fromkeys(options.merge):
        try:
            reports.append(read_report(name))
        except NotJudged as failure:
            failures.append(failure)
            _COMMAND.note(_line_of(failure))
    lines, notes = once(reports)
    lines += [Line(one.path, "", "", "", {}, why=one.why) for one in failures]
    write(joined(lines, "Velocity and defects", notes), vars(options))
    return FAILED if failures else 0


def _compared(options: argparse.Namespace) -> int:
    """Two reports beside each other, and what of the imports could not be judged."""
    from . import comparing
    from .measure import measured
    from .written import write_forms

    reports: list[Report] = []
    failures: list[NotJudged] = []
    for name in options.compare:
        if ".." in name and not os.path.lexists(name):
            found = measured(_root(options.repository), options.revision, _period(name), options.imports)
            reports.append(found.report)
            failures += found.errors
        else:
            reports.append(comparing.read_report(name))
    before, after = reports
    forms = {"json": comparing.as_json, "markdown": comparing.as_markdown}
    made = {form: partial(one, before, after) for form, one in forms.items()}
    write_forms(made, vars(options), partial(comparing.as_text, before, after))
    for failure in dict.fromkeys(failures):
        _COMMAND.note(_line_of(failure))
    return FAILED if failures else 0


def _period(text: str) -> Window:
    first, _, last = text.partition("..")
    try:
        window = Window(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        raise NotJudged("", f"{text!r} is no period; write it as 2026-01-01..2026-03-31") from None
    if window.last > LAST_DAY:
        raise NotJudged("", f"the period {text} ends behind {LAST_DAY}; give an earlier day")
    if not FIRST_DAY <= window.first <= window.last:
        raise NotJudged("", f"the period {text} has no day")
    return window


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-01-31") from None


def window_of(options: argparse.Namespace) -> Window:
    """The window that was asked for; NotJudged when it has no day."""
    last: date = options.until or today()
    try:
        first = since(options.since, last)
    except ValueError:
        raise NotJudged(
            "", f"--since {options.since!r} is no time; write 3.months, 90.days, 2026-01-31 or all"
        ) from None
    if last > LAST_DAY:
        raise NotJudged("", f"--until {last} lies behind {LAST_DAY}; give an earlier day")
    if not FIRST_DAY <= first <= last:
        raise NotJudged("", f"the period from {first} to {last} has no day; give an earlier --since or a later --until")
    return Window(first, last)


def _root(folder: str) -> str:
    """The top of the repository that holds a folder; a bare one is its own."""
    if not os.path.isdir(folder):
        raise NotJudged(folder, "is no folder; name one in a git repository")
    root = _git.find_root(folder) or _git.bare(folder)
    if root is None:
        raise NotJudged(folder, "is not in a git repository; a report needs one")
    return root
