"""What of a file's defects is accepted: as many of each rule on lines of one content as the baseline says."""

from collections import Counter
from collections.abc import Iterable

from .._accepted_findings import Accepted, Entry
from .._accepted_findings import new as not_accepted
from ._spots import Spot


def counted(file: str, spots: Iterable[Spot]) -> Counter[Entry]:
    return Counter(_entry(file, spot) for spot in spots)


def new(file: str, spots: Iterable[Spot], accepted: Accepted) -> list[Spot]:
    """The defects of a file that are not accepted. Of several on lines alike the last ones are the new ones."""
    ordered = sorted(spots, key=lambda one: (one.line, one.column))
    return not_accepted(ordered, lambda spot: _entry(file, spot), accepted)


def _entry(file: str, spot: Spot) -> Entry:
    return Entry.of(file, spot.shown, spot.content)
