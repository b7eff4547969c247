"""Which files may hold a copy of a change's new lines: a guess for the stage that must not cost much.

Files that share a run of lines with the new ones are given to jscpd, which alone says what is a copy; others are not.
What is lost is a copy whose lines are broken otherwise; the stages that take their time compare all files.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from ._index import holders
from ._runs import RUN, numbered

_MOST_FILES = 10  # that are given to jscpd beside the changed ones
_MOST_BYTES = 150_000


class Guess(NamedTuple):
    """The changed files that may hold a copy, the others that may hold what was copied, and whether the tree was too
    large to look at all of it."""

    changed: frozenset[str]
    others: Mapping[str, bytes]
    partly: bool


def guess(
    root: str, changed: Mapping[str, tuple[bytes, frozenset[int]]], blobs: Mapping[str, str],
    read: Callable[[str], bytes],
) -> Guess:  # fmt: skip
    """Which files to compare: `changed` are the changed ones with their content and new lines, `blobs` the ids of the
    rest of the tree of the same formats, of which `read` gives what is to be looked at."""
    own = {path: numbered(content) for path, (content, _) in changed.items()}
    new = {path: _new_runs(*own[path], lines) for path, (_, lines) in changed.items()}
    wanted = frozenset[int]().union(*new.values())
    if not wanted:
        return Guess(frozenset(), {}, False)
    found = holders(root, blobs, wanted, lambda: nearest(blobs, changed), read)
    others = _chosen(found.shared, read)
    met = {run for path in others for run in found.shared[path]} | _twice(own, wanted)
    return Guess(frozenset(path for path, (all_, _) in own.items() if not met.isdisjoint(all_)), others, found.partly)


def _new_runs(all_: Sequence[int], lines: Sequence[int], new: frozenset[int]) -> set[int]:
    """The runs of which a line is new."""
    return {
        run for at, run in enumerate(all_) if any(number in new for number in lines[at : at + RUN])
    }  # fmt: skip


def _twice(own: Mapping[str, tuple[list[int], list[int]]], wanted: frozenset[int]) -> set[int]:
    """The runs that stand twice in the changed files themselves."""
    once: set[int] = set()
    twice: set[int] = set()
    for all_, _ in own.values():
        for run in all_:
            if run in wanted:
                (twice if run in once else once).add(run)
    return twice


def nearest(paths: Iterable[str], changed: Iterable[str]) -> list[str]:
    """Files of the changed ones' own folders first, then those of the folders around them."""
    folders: dict[str, int] = {"": 0}
    for path in changed:
        parts = path.split("/")[:-1]
        folders |= {"/".join(parts[:depth]): depth for depth in range(1, len(parts) + 1)}

    def far(path: str) -> tuple[int, str]:
        folder, up = path.rpartition("/")[0], 0
        while folder not in folders:
            folder, up = folder.rpartition("/")[0], up + 1
        return up - folders[folder], path

    return sorted(paths, key=far)


def _chosen(shared: Mapping[str, set[int]], read: Callable[[str], bytes]) -> dict[str, bytes]:
    """The files that share most with the new lines, none of which shares nothing that those before it do not."""
    chosen: dict[str, bytes] = {}
    met: set[int] = set()
    size = 0
    for path in sorted(shared, key=lambda path: (-len(shared[path]), path)):
        if len(chosen) == _MOST_FILES:
            break
        if shared[path] <= met:
            continue
        content = read(path)
        if chosen and size + len(content) > _MOST_BYTES:
            continue
        chosen[path] = content
        met |= shared[path]
        size += len(content)
    return chosen
