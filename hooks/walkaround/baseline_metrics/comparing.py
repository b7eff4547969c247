"""Two reports beside each other: each figure's difference, and where it is no more than noise."""

import json
from collections.abc import Iterable, Sequence

from .._finding import NotJudged
from .._report.markdown import literal
from .._report.wording import well_formed
from .figure import Definition, Report, Value
from .page import ReportError, read
from .page.numbers import number, quantity, titled
from .page.terminal import cells, cut, padded
from .page.words import shown
from .targets import CAVEAT, Difference, compare

_MOST = 64 << 20  # bytes of a report
_WIDEST = 60  # columns of a name
_PARTS = {"all": "", "ai": ", AI", "human": ", human"}


def read_report(path: str) -> Report:
    """A report that `--json` wrote; NotJudged when it is none."""
    try:
        with open(path, "rb") as file:
            content = file.read(_MOST + 1)
    except (OSError, ValueError) as failure:  # a name with a NUL
        raise NotJudged(path, f"cannot be read: {getattr(failure, 'strerror', None) or failure}") from None
    if len(content) > _MOST:
        raise NotJudged(path, f"is no report of `walkaround report --json` (it has more than {_MOST >> 20} MiB)")
    try:
        return read(json.loads(content.decode("utf-8-sig")))
    except (ValueError, RecursionError, ReportError) as failure:
        raise NotJudged(path, f"is no report of `walkaround report --json` ({failure})") from None


def differences(before: Report, after: Report) -> tuple[Difference, ...]:
    return compare(before.figures, after.figures)


def as_text(before: Report, after: Report) -> str:
    """A table for a terminal, the differences that say something first."""
    rows = [("", _period(before), _period(after), "difference", "")]
    rows += [_row(one, {**before.definitions, **after.definitions}) for one in _sorted(differences(before, after))]
    rows = [(cut(row[0], _WIDEST), *row[1:]) for row in rows]
    widths = [max(cells(row[at]) for row in rows) for at in range(4)]
    lines = [
        "  ".join((*(padded(row[at], widths[at], ">" if at else "<") for at in range(4)), row[4])).rstrip()
        for row in rows
    ]
    return "\n".join((*lines, "", CAVEAT, ""))


def as_markdown(before: Report, after: Report) -> str:
    head = ("Figure", _period(before), _period(after), "Difference", "What limits it")
    rows = [_row(one, {**before.definitions, **after.definitions}) for one in _sorted(differences(before, after))]
    lines = [head, ("---", "---:", "---:", "---:", "---"), *(tuple(map(literal, row)) for row in rows)]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines) + f"\n\n{CAVEAT}\n"


def as_json(before: Report, after: Report) -> str:
    plain = [
        {
            **one._asdict(),
            "figure": well_formed(one.figure),
            "before": one.before._asdict(),
            "after": one.after._asdict(),
        }
        for one in differences(before, after)
    ]
    periods = [
        {"repository": well_formed(one.repository), "first": one.first, "last": one.last} for one in (before, after)
    ]
    return json.dumps({"version": 1, "periods": periods, "differences": plain, "caveat": CAVEAT}, indent=1) + "\n"


def _period(report: Report) -> str:
    return f"{report.first} to {report.last}"


def _sorted(found: Iterable[Difference]) -> Sequence[Difference]:
    return sorted(found, key=lambda one: (bool(one.caveat), one.part != "all"))


def _row(one: Difference, definitions: dict[str, Definition]) -> tuple[str, str, str, str, str]:
    known = definitions.get(one.figure)
    unit = known.unit if known else ""
    title = titled(known) if known else one.figure
    name = shown(f"{title}{_PARTS[one.part]}")
    return name, shown(_shown(one.before, unit)), shown(_shown(one.after, unit)), _by(one), shown(one.caveat)


def _by(one: Difference) -> str:
    """The difference, and between what it lies in 95 of 100 cases where that is known."""
    if one.by is None:
        return "-"
    ends = "" if one.low is None or one.high is None else f" ({_signed(one.low)} to {_signed(one.high)})"
    return _signed(one.by) + ends


def _signed(value: float) -> str:
    return ("-" if value < 0 else "+") + number(abs(value))


def _shown(value: Value, unit: str) -> str:
    return f"{quantity(value.value, unit)} ({number(value.count)})"
