"""The changes of a window: pull requests with the commits that each brought in, or else commits."""

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from .subject import Subject
from .window import Window


class Change(NamedTuple):
    """`numbers` are those of its commits, the merge among them; `ai` says that one bears the mark of an assistant."""

    numbers: tuple[int, ...]
    moment: int
    ai: bool


def changes_of(subject: Subject, window: Window) -> tuple[list[Change], bool]:
    """The changes, and whether they are pull requests. Reverts are none: they end one."""
    at = {one.entry.commit.sha: one.number for one in subject.made}
    parents = [[at.get(parent, -1) for parent in one.entry.commit.parents] for one in subject.made]
    owned: set[int] = set()
    found: list[Change] = []
    for one in subject.made:
        if not one.kind.pull:
            continue
        numbers = brought(one.number, parents) if one.entry.commit.is_merge else [one.number]
        numbers = [number for number in numbers if number not in owned]  # those of a pull request into this one
        owned.update(numbers)
        if window.holds(one.entry.commit.committed) and not one.kind.revert:
            marked = any(subject.made[number].is_ai for number in numbers)
            found.append(Change(tuple(numbers), one.entry.commit.committed, marked))
    if found:
        return found, True
    plain = [one for one in subject.within(window).single.all if not one.kind.revert]
    return [Change((one.number,), one.entry.commit.committed, one.is_ai) for one in plain], False


_OURS, _THEIRS = 1, 2


def brought(merge: int, parents: Sequence[Sequence[int]]) -> list[int]:
    """The merge, and what its further parents reach and its first one does not; -1 is a parent that was not read.

    Parents have lower numbers than children, so that from the highest number down each commit is seen when all is known
    of who reaches it; at the end are those that only both sides reach.
    """
    first, *others = parents[merge]
    sides: dict[int, int] = {}
    heap: list[int] = []
    open_ = 0  # commits that so far only the other side reaches
    found = [merge]
    reached: Sequence[int] = [first]
    side = _OURS
    while True:
        for number in reached:
            if number < 0:
                continue
            before = sides.get(number, 0)
            sides[number] = after = before | side
            open_ += (after == _THEIRS) - (before == _THEIRS)
            if not before:
                heappush(heap, -number)
        if others:
            reached, others, side = others, [], _THEIRS
            continue
        if not open_:
            return found
        number = -heappop(heap)
        side = sides[number]
        if side == _THEIRS:
            open_ -= 1
            found.append(number)
        reached = parents[number]
