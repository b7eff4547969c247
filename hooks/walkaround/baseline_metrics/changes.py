"""The changes of a window: pull requests with the commits that each brought in, or else commits."""

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from .kinds import BY_HAND
from .subject import Made, Subject
from .window import Window


class Change(NamedTuple):
    """`numbers` are those of its commits, the merge among them; `ai` says that one bears the mark of an assistant.
    `revert` says that it takes another one back."""

    numbers: tuple[int, ...]
    moment: int
    ai: bool
    revert: bool = False


def changes_of(subject: Subject, window: Window) -> tuple[list[Change], bool]:
    """The changes, and whether they are pull requests. Reverts are none: they end one."""
    found = [one for one in pulls_of(subject, window) if not one.revert]
    if found:
        return found, True
    plain = [one for one in subject.within(window).single.all if not one.kind.revert]
    return [Change((one.number,), one.entry.commit.committed, one.is_ai) for one in plain], False


def pulls_of(subject: Subject, window: Window) -> list[Change]:
    """The pull requests that were merged in a window, each with the commits that it brought."""
    if not subject.brought:
        subject.brought.update(_owned(subject.made))
    found: list[Change] = []
    for merge, numbers in subject.brought.items():
        one = subject.made[merge]
        if window.holds(one.entry.commit.committed):
            marked = any(subject.made[number].is_ai for number in numbers)
            found.append(Change(tuple(numbers), one.entry.commit.committed, marked, one.kind.revert))
    return found


def _owned(made: Sequence[Made]) -> Iterator[tuple[int, Sequence[int]]]:
    """What each pull request brought in; of two that brought a commit, one within the other, the inner one."""
    at = {one.entry.commit.sha: one.number for one in made}
    parents = [[at.get(parent, -1) for parent in one.entry.commit.parents] for one in made]
    owned: set[int] = set()
    for one in _merged(made):
        numbers = brought(one.number, parents) if one.entry.commit.is_merge else [one.number]
        numbers = [number for number in numbers if number not in owned]
        owned.update(numbers)
        yield one.number, numbers


def _merged(made: Sequence[Made]) -> list[Made]:
    """What brought in a pull request. A branch that was merged by hand is one only where that is what people do mostly:
    elsewhere it is somebody's own work, or a release."""
    pulls = [one for one in made if one.kind.pull]
    numbered = [one for one in pulls if one.kind.pull != BY_HAND]
    return pulls if len(pulls) > 2 * len(numbered) else numbered


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
