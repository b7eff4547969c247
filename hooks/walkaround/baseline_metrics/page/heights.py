"""How high a chart has to be: up to its highest number, but for one that rests on next to nothing.

A week of a few lines with one fix in it has a rate of hundreds. Drawn to its scale, all the other weeks would lie flat.
"""

from collections.abc import Iterable

from ..figure import Value
from .numbers import PER_CENT

_LITTLE = 0.1  # of what a value rests on in the mean
_MOST = 4  # one in so many, at most, does not set the scale


def known(values: Iterable[Value], unit: str) -> list[float]:
    """The numbers that set a scale.

    One that rests on less than a tenth of the mean does not, unless it is a share, which has a bound of its own.
    """
    some = [(value.value, abs(value.of or 0)) for value in values if value.value is not None]
    wholes = sorted(of for _, of in some)
    least = (
        0.0 if unit == PER_CENT or not some else min(_LITTLE * sum(wholes) / len(wholes), wholes[len(some) // _MOST])
    )
    return [number for number, of in some if of >= least]
