"""Values that several figures are: a share of a count, a count in a time, and a median."""

from collections.abc import Sequence

from .figure import NOTHING, Value
from .intervals import poisson, wilson


def median(values: Sequence[float]) -> float:
    """The middle one, or the mean of the two there; `statistics` has it too, and takes longer to import than this."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def share(part: int, whole: int) -> Value:
    """In per cent, with Wilson's interval; the count is the whole. Nothing where the whole is 0."""
    if not whole:
        return NOTHING
    low, high = wilson(part, whole)
    return Value(100 * part / whole, whole, low=100 * low, high=100 * high)


def rate(count: int, periods: float) -> Value:
    """So many in each period, with the exact interval of a Poisson count."""
    low, high = poisson(count)
    return Value(count / periods, count, periods, low / periods, high / periods)
