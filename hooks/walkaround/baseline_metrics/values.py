"""Values that several figures are: a share of a count."""

from .figure import NOTHING, Value
from .intervals import wilson


def share(part: int, whole: int) -> Value:
    """In per cent, with Wilson's interval; the count is the whole. Nothing where the whole is 0."""
    if not whole:
        return NOTHING
    low, high = wilson(part, whole)
    return Value(100 * part / whole, whole, low=100 * low, high=100 * high)
