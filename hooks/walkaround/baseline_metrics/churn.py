"""What becomes of added lines: how many are gone within days, and how many are left."""

from collections.abc import Sequence

from .figure import Definition, Figure, Value
from .history.trace import CODE, SLIGHT, TEXT
from .subject import Made, Parts, Subject, parted
from .window import Window

_GROUP = "quality"
_DAYS = 14
_SECONDS = _DAYS * 86400
DEFINITIONS = (
    Definition(
        "churn", f"Lines gone within {_DAYS} days", "%", "lower", _GROUP,
        f"The share of the lines added in the window that a later commit removes within {_DAYS} days. Blank lines, "
        f"lines that are formatted anew or moved, and commits of the last {_DAYS} days of the window are left out.",
    ),
    Definition(
        "survival", "Lines that are left", "%", "higher", _GROUP,
        "The share of the lines added in the window that are there at its end. Blank lines and lines that are "
        "formatted anew or moved are left out.",
    ),
)  # fmt: skip
_KINDS = frozenset({TEXT, CODE, SLIGHT})


def figures(subject: Subject, window: Window) -> list[Figure]:
    made = subject.within(window).single
    last = window.end - _SECONDS
    old = parted([one for one in made.all if one.entry.commit.committed < last])
    soon, ever = _lost(subject, window.end)
    return [
        _figure("churn", old, soon, 0, f"no commit of the window is {_DAYS} days older than its end"),
        _figure("survival", made, ever, 1, "no commit of the window adds a line"),
    ]


def _lost(subject: Subject, end: int) -> tuple[list[int], list[int]]:
    """By a commit's number, how many of its lines were removed within days of it, and how many before `end`."""
    times = [one.entry.commit.committed for one in subject.made]
    soon, ever = [0] * len(times), [0] * len(times)
    for one, removed in zip(subject.made, times, strict=True):
        for gone in one.entry.gone:
            origin = gone.origin
            if origin >= 0 and gone.kind in _KINDS:
                if removed - times[origin] <= _SECONDS:
                    soon[origin] += gone.lines
                if removed < end:
                    ever[origin] += gone.lines
    return soon, ever


def _figure(name: str, made: Parts, lost: Sequence[int], left: int, why: str) -> Figure:
    def value(some: Sequence[Made]) -> Value:
        lines = sum(one.new for one in some)
        if not lines:
            return Value(None, 0)
        share = sum(min(lost[one.number], one.new) for one in some) / lines  # branches may each remove a line
        return Value(100 * abs(left - share), len(some), lines)

    values = made.values(value)
    if values[0].value is None:
        return Figure(name, "absent", Value(None, 0), why=why)
    return Figure(name, "measured", *values)
