"""The changes of a window: pull requests with the commits that each brought in, or else commits."""

from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from .subject import Made, Subject
from .window import Window


class Change(NamedTuple):
    """`numbers` are those of its commits, the merge among them; `ai` says that one bears the mark of an assistant."""

    numbers: tuple[int, ...]
    moment: int
    ai: bool


def changes_of(subject: Subject, window: Window) -> tuple[list[Change], bool]:
    """The changes, and whether they are pull requests. Reverts are none: they end one."""
    at = {one.entry.commit.sha: one.number for one in subject.made}
    owned: set[int] = set()
    found: list[Change] = []
    for one in subject.made:
        if not one.kind.pull:
            continue
        numbers = _brought(one, subject.made, at) if one.entry.commit.is_merge else [one.number]
        numbers = [number for number in numbers if number not in owned]  # those of a pull request into this one
        owned.update(numbers)
        if window.holds(one.entry.commit.committed) and not one.kind.revert:
            marked = any(subject.made[number].mark.is_ai for number in numbers)
            found.append(Change(tuple(numbers), one.entry.commit.committed, marked))
    if found:
        return found, True
    plain = [one for one in subject.within(window) if not one.entry.commit.is_merge and not one.kind.revert]
    return [Change((one.number,), one.entry.commit.committed, one.mark.is_ai) for one in plain], False


def _brought(merge: Made, made: Sequence[Made], at: Mapping[str, int]) -> list[int]:
    """The merge, and what its further parents reach and its first one does not.

    Parents have lower numbers than children, so that from the highest number down each commit is seen when all is known
    of who reaches it; at the end are those that only both sides reach.
    """
    first, *others = merge.entry.commit.parents
    walk = _Walk()
    walk.reach([at[first]] if first in at else [], _OURS)
    walk.reach([at[other] for other in others if other in at], _THEIRS)
    found = [merge.number]
    while walk.open:
        number, side = walk.next()
        if side == _THEIRS:
            found.append(number)
        walk.reach([at[parent] for parent in made[number].entry.commit.parents if parent in at], side)
    return found


_OURS, _THEIRS = 1, 2


class _Walk:
    """Commits that are still to be seen, the highest number first, and from which sides each was reached."""

    def __init__(self) -> None:
        self._sides: dict[int, int] = {}
        self._heap: list[int] = []
        self.open = 0  # commits that so far only the other side reaches

    def reach(self, numbers: Iterable[int], side: int) -> None:
        for number in numbers:
            before = self._sides.get(number, 0)
            self._sides[number] = after = before | side
            self.open += (after == _THEIRS) - (before == _THEIRS)
            if not before:
                heappush(self._heap, -number)

    def next(self) -> tuple[int, int]:
        number = -heappop(self._heap)
        side = self._sides[number]
        self.open -= side == _THEIRS
        return number, side
