"""Intervals of 95 % for shares and for counts, where few observations say little.

Wilson's score interval for a share keeps its level where the share is near 0 or 1; Garwood's interval for the mean of a
Poisson count is exact: it never covers less than it says. Sources: E. B. Wilson, Probable inference, the law of
succession, and statistical inference (1927); F. Garwood, Fiducial limits for the Poisson distribution (1936).
"""

import math
from collections.abc import Callable
from functools import lru_cache

_Z = 1.959963984540054  # the normal distribution has 2.5 % beyond it
_TAIL = 0.025
_MANY = 10_000  # from here on the exact bounds and Wilson and Hilferty's differ by less than one in 10,000


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The least and the greatest share that go with `part` of `whole`; all shares do where `whole` is 0."""
    if whole <= 0:
        return 0.0, 1.0
    share, square = part / whole, _Z * _Z
    middle = share + square / (2 * whole)
    reach = _Z * math.sqrt(max(0.0, share * (1 - share) / whole) + square / (4 * whole * whole))
    size = 1 + square / whole
    low = 0.0 if part <= 0 else max(0.0, (middle - reach) / size)
    high = 1.0 if part >= whole else min(1.0, (middle + reach) / size)
    return low, high


@lru_cache(maxsize=1 << 12)
def poisson(count: int) -> tuple[float, float]:
    """The least and the greatest mean that go with a count of events."""
    if count >= _MANY:
        return _cubed(count, -_Z), _cubed(count + 1, _Z)
    low = 0.0 if count <= 0 else _root(lambda mean: 1 - _at_most(count - 1, mean), count, rising=True)
    return low, _root(lambda mean: _at_most(max(0, count), mean), count, rising=False)


def _cubed(count: int, z: float) -> float:
    """Half of a quantile of chi-squared with `2 * count` degrees of freedom, by the cube root being nearly normal."""
    return float(count * (1 - 1 / (9 * count) + z / (3 * math.sqrt(count))) ** 3)


def _at_most(count: int, mean: float) -> float:
    """How likely a Poisson variable of this mean is no greater than `count`."""
    if mean <= 0:
        return 1.0
    # From the largest term downwards, so that nothing underflows that counts.
    logarithm = math.log(mean)
    term = math.exp(count * logarithm - mean - math.lgamma(count + 1))
    if mean > count:  # terms fall towards 0
        total = 0.0
        for number in range(count, -1, -1):
            total += term
            if term < total * 1e-17:
                break
            term *= number / mean
        return min(1.0, total)
    rest, number = 0.0, count
    while True:
        number += 1
        term *= mean / number
        rest += term
        if term <= rest * 1e-17 or term == 0.0:
            return max(0.0, 1.0 - rest)


def _root(tail: Callable[[float], float], count: int, *, rising: bool) -> float:
    """The mean at which a tail has 2.5 %."""
    low, high = 0.0, count + 10 * math.sqrt(count + 1) + 10
    while high - low > 1e-12 * (1 + high):
        middle = (low + high) / 2
        if (tail(middle) < _TAIL) == rising:
            low = middle
        else:
            high = middle
    return (low + high) / 2
