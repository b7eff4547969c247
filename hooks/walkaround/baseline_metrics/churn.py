"""What becomes of added lines: how many are gone within days, and how many are left."""

from collections import Counter
from collections.abc import Callable, Sequence

from .figure import Definition, Figure, Value
from .history.trace import CODE, SLIGHT, TEXT
from .subject import Made, Subject, parted, single
from .window import Window

_GROUP = "quality"
_DAYS = 14
_SECONDS = _DAYS * 86400
DEFINITIONS = (
    Definition(
        "churn", f"Lines gone within {_DAYS} days", "%", "lower", _GROUP,
        f"The share of the lines added in the window that a later commit removes within {_DAYS} days. Blank lines, "
        f"lines that are indented anew or moved, and commits of the last {_DAYS} days of the window are left out.",
    ),
    Definition(
        "survival", "Lines that are left", "%", "higher", _GROUP,
        "The share of the lines added in the window that are there at its end, likewise.",
    ),
)  # fmt: skip
_KINDS = frozenset({TEXT, CODE, SLIGHT})


def figures(subject: Subject, window: Window) -> list[Figure]:
    made = list(single(subject.within(window)))
    old = [one for one in made if one.entry.commit.committed < window.end - _SECONDS]
    soon = _lost(subject, lambda added, removed: removed - added <= _SECONDS)
    ever = _lost(subject, lambda _, removed: removed < window.end)
    return [
        _figure("churn", old, soon, 0, f"no commit of the window is {_DAYS} days older than its end"),
        _figure("survival", made, ever, 1, "no commit of the window adds a line"),
    ]


def _lost(subject: Subject, counts: Callable[[int, int], bool]) -> Counter[int]:
    """By a commit's number, how many of its lines were removed, as far as `counts` says so of the two moments."""
    lost: Counter[int] = Counter()
    for one in subject.made:
        removed = one.entry.commit.committed
        for gone in one.entry.gone:
            if gone.origin >= 0 and gone.kind in _KINDS:
                added = subject.made[gone.origin].entry.commit.committed
                if counts(added, removed):
                    lost[gone.origin] += gone.lines
    return lost


def _made(one: Made) -> int:
    return sum(file.code + file.text for file in one.entry.files)


def _figure(name: str, made: Sequence[Made], lost: Counter[int], left: int, why: str) -> Figure:
    def value(some: Sequence[Made]) -> Value:
        lines = sum(map(_made, some))
        if not lines:
            return Value(None, 0)
        share = sum(min(lost[one.number], _made(one)) for one in some) / lines  # branches may each remove a line
        return Value(100 * abs(left - share), len(some), lines)

    values = parted(made).values(value)
    if values[0].value is None:
        return Figure(name, "absent", Value(None, 0), why=why)
    return Figure(name, "measured", *values)
