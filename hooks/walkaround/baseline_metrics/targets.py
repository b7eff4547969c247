"""The policy table `report`: what a team wants of its figures, and whether they got there.

What was counted whole, such as coverage, is compared as it stands. Everything else is a sample of how a team works:
two samples differ by luck alone, so a difference counts where its interval leaves out 0 (R. G. Newcombe, 1998, for
shares; G. Y. Zou and A. Donner, 2008, for everything that has an interval of its own).
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from .._policy import Key, Policy, decimal
from .figure import NOTHING, Figure, Part, Target, Trend, Value, Verdict

FEWEST = 6  # values: below that, no two of them hold the median between them in 95 of 100 cases
SLIGHT = 0.01  # of the earlier value: less than that is no change in what was counted whole

# What is measured all through at one moment, so that it is no sample.
_WHOLE = frozenset({"coverage", "new-coverage", "duplication", "complexity", "exemptions", "expired-exemptions"})

_OFF = 1_000_000
_TARGET = "Target of `walkaround report`: "


def _below(figure: str, default: float, meaning: str, off: int = _OFF) -> Key[float]:
    name = f"report.target-{figure}"
    return decimal(name, default, f"{_TARGET}{meaning} than this; {off} switches it off.", stricter="lower", most=off)


def _above(figure: str, default: float, meaning: str) -> Key[float]:
    name = f"report.target-{figure}"
    return decimal(name, default, f"{_TARGET}{meaning} than this; 0 switches it off.", stricter="higher", most=100)


KEYS: tuple[Key[float], ...] = (
    _below("defect-rate", 3.5, "fewer defects per 1,000 added lines of code"),
    _below("incidents", 3.5, "fewer incidents per month"),
    _below("mttr", 2.5, "fewer hours until the median incident is resolved"),
    _above("new-coverage", 75, "more per cent of new lines run by the tests"),
    _below("change-failure", 10, "less per cent of merged changes that fail", 100),
    _below("duplication", 5, "less per cent of code that is repeated", 100),
    _below("complexity", 10, "less cognitive complexity"),
    _below("review-hours", 4, "fewer hours of review for the median pull request"),
)


class Difference(NamedTuple):
    """How a figure, or its part for AI or people, differs between two reports.

    `by` is after less before, None where one of them has no value; `low` and `high` are its interval of 95 % where both
    have one. `caveat` is empty where nothing limits what one may read into it.
    """

    figure: str
    part: Part
    before: Value
    after: Value
    by: float | None
    low: float | None
    high: float | None
    caveat: str


# What a comparison of many figures has to say of itself.
CAVEAT = (
    "Of twenty figures that did not change at all, one differs like this by luck; and what changed in the same time "
    "did not have to change for the same reason."
)


def limits(policy: Policy) -> dict[str, float]:
    """What policy wants of which figure; a figure whose row is switched off has no entry."""
    wanted = {_figure_of(key): (key, policy[key]) for key in KEYS}
    return {figure: limit for figure, (key, limit) in wanted.items() if not _is_off(key, limit)}


def rows(policy: Policy, now: Sequence[Figure], before: Sequence[Figure]) -> tuple[Target, ...]:
    """A row for every target that is not switched off."""
    current, earlier = ({one.id: one.all for one in figures} for figures in (now, before))
    found = []
    for figure, limit in limits(policy).items():
        value, baseline = current.get(figure, NOTHING), earlier.get(figure, NOTHING)
        went = trend(figure, baseline, value, lower=_direction(figure) == "lower")
        found.append(Target(figure, limit, baseline, value, went, _verdict(figure, value, limit)))
    return tuple(found)


def trend(figure: str, before: Value, after: Value, *, lower: bool) -> Trend:
    """Where a figure went between two periods; `lower` says that less of it is better."""
    if before.value is None or after.value is None:
        return "unknown"
    if _noise(figure, before, after):
        return "unclear"
    return "better" if (after.value < before.value) is lower else "worse"


def compare(before: Iterable[Figure], after: Iterable[Figure]) -> tuple[Difference, ...]:
    """Every figure that either report has a value of, with its parts, in the order of the later one."""
    olds, news = ({one.id: one for one in figures} for figures in (before, after))
    found: list[Difference] = []
    for figure in (*news, *(one for one in olds if one not in news)):
        found += _differences(figure, olds.get(figure), news.get(figure))
    return tuple(found)


def _differences(figure: str, old: Figure | None, new: Figure | None) -> Iterator[Difference]:
    bases = {one.basis for one in (old, new) if one is not None and one.basis != "absent"}
    unlike = "one is measured and the other a proxy" if len(bases) > 1 else ""
    parts: tuple[Part, ...] = ("all", "ai", "human")
    for part in parts:
        one, other = _part(old, part), _part(new, part)
        if one.value is None and other.value is None:
            continue
        low, high = interval(one, other)
        by = None if one.value is None or other.value is None else other.value - one.value
        why = "; ".join(filter(None, (_noise(figure, one, other), unlike)))
        yield Difference(figure, part, one, other, by, low, high, why)


def _part(figure: Figure | None, part: Part) -> Value:
    if figure is None:
        return NOTHING
    found: Mapping[Part, Value | None] = {"all": figure.all, "ai": figure.ai, "human": figure.human}
    return found[part] or NOTHING


def interval(before: Value, after: Value) -> tuple[float | None, float | None]:
    """The interval of `after` less `before`, out of the two intervals; none where one of them has none."""
    values = (before.value, before.low, before.high, after.value, after.low, after.high)
    one, one_low, one_high, other, other_low, other_high = values
    if one is None or one_low is None or one_high is None:
        return None, None
    if other is None or other_low is None or other_high is None:
        return None, None
    by = other - one
    return by - math.hypot(other - other_low, one_high - one), by + math.hypot(other_high - other, one - one_low)


def _noise(figure: str, before: Value, after: Value) -> str:
    """Why a difference says nothing, or may say nothing; empty where it counts."""
    if before.value is None or after.value is None:
        return "only one of the two has a value"
    if before.value == after.value:
        return "there is no difference"
    low, high = interval(before, after)
    if low is not None and high is not None:
        return "may be noise: the interval of the difference holds 0" if low <= 0 <= high else ""
    if _is_whole(figure):
        slight = abs(after.value - before.value) < SLIGHT * abs(before.value)
        return "is less than a hundredth" if slight else ""
    if min(before.count, after.count) < FEWEST:
        return f"may be noise: {before.count} against {after.count} values are too few to tell"
    return "may be noise: no interval is known"


def _verdict(figure: str, now: Value, limit: float) -> Verdict:
    """By the value, which is what happened; unless its interval holds the limit and is as wide as that, or none is
    known of a few values: then luck may have put it on its side."""
    if now.value is None:
        return "unknown"
    if now.low is not None and now.high is not None:
        if now.low <= limit <= now.high and now.high - now.low >= limit:
            return "unclear"
    elif now.count < FEWEST and not _is_whole(figure):
        return "unclear"
    return "met" if (now.value < limit if _direction(figure) == "lower" else now.value > limit) else "missed"


def _is_whole(figure: str) -> bool:
    return figure in _WHOLE or figure.startswith("sonar-")


def _figure_of(key: Key[float]) -> str:
    return key.name.removeprefix("report.target-")


def _direction(figure: str) -> Literal["lower", "higher"]:
    return next("lower" if key.stricter == "lower" else "higher" for key in KEYS if _figure_of(key) == figure)


def _is_off(key: Key[float], limit: float) -> bool:
    return limit >= (key.most or _OFF) if key.stricter == "lower" else limit <= 0
