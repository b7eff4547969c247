"""What stands out among many repositories, and is not there by luck.

A cell stands out when it does so in two ways. It lies far from the others: more than 3.5 robust deviations (the median
of all distances from the median, times 1.4826) off their median; large repositories differ for many reasons, and an
exact test alone would find most of them. And chance does not make it: were its repository like all the others
together, something as far off would come about with a probability of less than 0.05 divided by twice the number of
repositories (funnel limits with Bonferroni's correction), by the Poisson distribution for rates, by the binomial one
for shares. A small repository in which one change of two failed is far off, and still no outlier.

Sources: B. Iglewicz and D. C. Hoaglin, How to detect and handle outliers (1993); D. J. Spiegelhalter, Funnel plots for
comparing institutional performance (2005).
"""

import math
from collections.abc import Sequence
from statistics import median

from .sheet import SCALES, Cell, Column, Far, Line

FEWEST = 5  # repositories that there have to be for one of them to stand out
_DEVIATIONS, _NORMAL = 3.5, 1.4826
_CHANCE = 0.05
_BLOCK = 10  # lines that are repeated together, more or less: they are no draws of their own
_SMALL = 30  # functions from which on a mean is about normal
_Z = 1.959963984540054


def marked(columns: Sequence[Column], lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, with the cells that stand out marked."""
    found: dict[tuple[int, str], Far] = {}
    for column in columns:
        if column.kind != "count":
            places = [at for at, line in enumerate(lines) if column.id in line.cells]
            sides = far(column, [lines[at].cells[column.id] for at in places])
            found.update({(at, column.id): side for at, side in zip(places, sides, strict=True) if side})
    return tuple(
        line._replace(
            cells={name: cell._replace(far=found.get((at, name), "")) for name, cell in line.cells.items()}
        )
        for at, line in enumerate(lines)
    )  # fmt: skip


def far(column: Column, cells: Sequence[Cell]) -> list[Far]:
    """On which side each cell of a column stands out, if it does."""
    if len(cells) < FEWEST:
        return [""] * len(cells)
    middle = median(cell.value for cell in cells)
    reach = _DEVIATIONS * _NORMAL * median(abs(cell.value - middle) for cell in cells)
    part, whole = (math.fsum(values) for values in zip(*((cell.part, cell.whole or 0) for cell in cells), strict=True))
    limit = _CHANCE / (2 * len(cells))
    found: list[Far] = []
    for cell in cells:
        expected = middle / SCALES[column.kind]
        if column.kind != "mean":  # what the others come to, with half an event: that there is none proves no rate of 0
            expected = (part - cell.part + 0.5) / max(whole - (cell.whole or 0), 1.0)
        side: Far = "high" if cell.value > middle else "low"
        apart = abs(cell.value - middle) > reach and _chance(column, cell, expected, side) < limit
        found.append(side if apart else "")
    return found


def _chance(column: Column, cell: Cell, expected: float, side: Far) -> float:
    """How likely a repository that is as the others are has a cell as far off on this side, or farther."""
    part, whole = cell.part, cell.whole or 0.0
    if column.kind == "mean":
        return _normal(cell, expected, whole)
    if column.kind == "rate":
        return _poisson(round(part), expected * whole, side)
    size = _BLOCK if column.kind == "blocks" else 1
    trials, expected = round(whole / size), min(expected, 1.0)
    hits = min(trials, round(part / size))
    if side == "high":
        return binomial(hits, trials, expected)
    return binomial(trials - hits, trials, 1 - expected)


def _normal(cell: Cell, expected: float, whole: float) -> float:
    """By the interval of 95 % that the cell has; none of a small number of functions is far off."""
    if whole < _SMALL or cell.low is None or cell.high is None:
        return 1.0
    error = max(cell.high - cell.value, cell.value - cell.low) / _Z
    return 0.0 if error <= 0 else math.erfc(abs(cell.value - expected) / error / math.sqrt(2)) / 2


def _poisson(count: int, mean: float, side: Far) -> float:
    """How likely a Poisson variable is `count` or farther on this side of its mean."""
    if mean <= 0:
        return 1.0
    if (count <= mean) if side == "high" else (count >= mean):
        return 1.0
    term = math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
    total = 0.0
    at = count
    while at >= 0 and term > total * 1e-12:
        total += term
        if side == "high":
            at += 1
            term *= mean / at
        else:
            term *= at / mean
            at -= 1
    return min(1.0, total)


def binomial(hits: int, trials: int, chance: float) -> float:
    """How likely as many hits as these, or more, are among so many trials; 1 where no more are there than expected."""
    if hits <= trials * chance or not 0 < chance < 1:
        return 1.0
    choices = math.lgamma(trials + 1) - math.lgamma(hits + 1) - math.lgamma(trials - hits + 1)
    term = math.exp(choices + hits * math.log(chance) + (trials - hits) * math.log1p(-chance))
    total = 0.0
    odds = chance / (1 - chance)
    for at in range(hits, trials + 1):
        if term <= total * 1e-12:
            break
        total += term
        term *= (trials - at) / (at + 1) * odds
    return min(1.0, total)
