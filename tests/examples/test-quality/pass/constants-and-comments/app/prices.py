"""Prices."""

import decimal  # noqa: F401
from collections.abc import Iterable

MOST = 1000
NAMES = {
    "net": "Net",
    "gross": "Gross",
    "tax": "Tax",
    "sum": "Sum",
    "all": "All",
    "one": "One",
    "two": "Two",
}


def total(items: Iterable[int]) -> int:
    """The sum of all items."""
    # Nothing is rounded here.
    return sum(items)
