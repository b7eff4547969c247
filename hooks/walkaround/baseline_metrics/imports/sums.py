"""A value of many: medians, with their count and their interval."""

from collections.abc import Sequence
from math import comb, sqrt

from ..figure import NOTHING, Value
from ..values import median

_EXACT = 1000  # values; of more, the normal distribution tells the places as well
_TAIL = 0.025


def middle(values: Sequence[float]) -> Value:
    """The median, between the two values that hold it in 95 of 100 cases (by the binomial distribution)."""
    if not values:
        return NOTHING
    ordered = sorted(values)
    place = _place(len(ordered))
    low, high = (None, None) if place is None else (ordered[place], ordered[-1 - place])
    return Value(float(median(ordered)), len(ordered), low=low, high=high)


def _place(count: int) -> int | None:
    """How many values lie outside on each side; None when even the outermost two do not hold the median often enough.

    The median lies below the k-th smallest with the chance that fewer than k of `count` coins show a head.
    """
    if count > _EXACT:
        return int(count / 2 - 0.98 * sqrt(count)) - 1
    below, chance = -1, 0.0
    for heads in range(count):
        chance += comb(count, heads) / 2**count
        if chance > _TAIL:
            break
        below = heads
    return below if below >= 0 else None
