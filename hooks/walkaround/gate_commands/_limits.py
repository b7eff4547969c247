"""Limits that would have stopped a share of changes, and how sure that share is.

All limits are moved together along the quantiles of what was measured, so that each condition is as strict as the
others by this history, and the share of changes that at least one of them stops is what was asked for.
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ._history import Merged

# What no history may propose: tighter limits stop what a reader would wave through.
_FLOORS = (4, 1, 30)
_STEPS = 400
_Z = 1.96  # of 95 %


class Limits(NamedTuple):
    """A function stays under `complexity`; at most so many per cent repeat; at most so many lines."""

    complexity: int
    duplication: int
    lines: int

    def stop(self, change: Merged) -> bool:
        return (
            change.complexity >= self.complexity
            or change.duplication > self.duplication
            or change.lines > self.lines
        )  # fmt: skip


class Share(NamedTuple):
    """Of `of` changes so many were stopped; the interval is Wilson's of 95 %, as fractions.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927.
    """

    stopped: int
    of: int

    @property
    def fraction(self) -> float:
        return self.stopped / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        if not self.of:
            return 0.0, 1.0
        share, square = self.fraction, _Z * _Z
        middle = share + square / (2 * self.of)
        spread = _Z * math.sqrt(share * (1 - share) / self.of + square / (4 * self.of * self.of))
        whole = 1 + square / self.of
        return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)


def stopped(limits: Limits, changes: Sequence[Merged]) -> Share:
    return Share(sum(map(limits.stop, changes)), len(changes))


def proposed(changes: Sequence[Merged], least: float, most: float) -> Limits:
    """The limits whose share is nearest to the middle of what is asked for; of several the loosest."""
    wanted = (least + most) / 2
    candidates = dict.fromkeys(_candidates(changes))
    return min(candidates, key=lambda limits: (abs(stopped(limits, changes).fraction - wanted), _looseness(limits)))


def _looseness(limits: Limits) -> tuple[int, ...]:
    return tuple(-value for value in limits)


def _candidates(changes: Sequence[Merged]) -> Iterator[Limits]:
    columns = [sorted(column) for column in zip(*(change[1:] for change in changes), strict=True)]
    for step in range(_STEPS + 1):
        complexity, duplication, lines = (_quantile(column, step / _STEPS) for column in columns)
        yield Limits(
            max(_FLOORS[0], math.floor(complexity) + 1),
            max(_FLOORS[1], math.ceil(duplication)),
            max(_FLOORS[2], _rounded(lines)),
        )


def _quantile(ordered: Sequence[float], fraction: float) -> float:
    return ordered[min(len(ordered) - 1, int(fraction * len(ordered)))]


def _rounded(lines: float) -> int:
    """Up to a number that people would write: two digits that count."""
    step = 10 ** max(0, math.floor(math.log10(lines)) - 1) if lines >= 1 else 1
    return math.ceil(lines / step) * step
