"""Which files of a tree hold which runs of lines, kept from one commit to the next by the ids of their contents.

Kept are the numbers of runs, and nothing of what the lines say. A tree that is looked at for the first time is taken
in step by step where it is large, the files nearest to the change first.
"""

import sys
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from ... import _cache
from ._runs import runs

LARGEST = 256 << 10  # bytes of a file; a larger one is no candidate
_LOOKED_AT = 24  # files that are looked at anew each time, before they are taken into the index
_AT_ONCE = 2_000  # files that are taken in by one run
_MOST_RUNS = 8 << 20
_HEAD = b"runs 1\n"


class _Index(NamedTuple):
    """The contents that are known, and a sorted list of their runs: each the run's number, then the content's."""

    contents: list[str]
    entries: "array[int]"


class Found(NamedTuple):
    """The runs that each file shares with those asked for; `partly`: not every file was looked at."""

    shared: dict[str, set[int]]
    partly: bool


def holders(
    root: str, blobs: Mapping[str, str], wanted: Iterable[int], near: Callable[[], Sequence[str]],
    read: Callable[[str], bytes],
) -> Found:  # fmt: skip
    """Which of these files (their contents' ids by path) hold some of these runs.

    `near` gives the paths in the order in which unknown ones are taken in, `read` what they hold.
    """
    asked = frozenset(wanted)
    name = f"duplication/{sha256(root.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}-{sys.byteorder}"
    index = _loaded(name)
    known = frozenset(index.contents)
    unknown = [path for path, sha in blobs.items() if sha not in known]
    partly = len(unknown) > _AT_ONCE
    if partly:
        unknown = [path for path in near() if blobs[path] not in known][:_AT_ONCE]
    anew = {path: _runs(read(path)) for path in unknown}
    shared = _met(index, asked, blobs)
    shared |= {path: some for path, own in anew.items() if (some := set(asked.intersection(own)))}
    if len(unknown) > _LOOKED_AT:
        fresh = len(index.contents) <= 2 * len(blobs) + _AT_ONCE  # else most of what it knows is gone
        _keep(name, index if fresh else _Index([], array("Q")), {blobs[path]: own for path, own in anew.items()})
    return Found(shared, partly)


def _runs(content: bytes) -> list[int]:
    return runs(content) if len(content) <= LARGEST else []


def _met(index: _Index, asked: Iterable[int], blobs: Mapping[str, str]) -> dict[str, set[int]]:
    """The runs that each file of a known content shares with those asked for."""
    by_content: dict[str, set[int]] = {}
    for run in asked:
        for number in _contents_with(index.entries, run):
            by_content.setdefault(index.contents[number], set()).add(run)
    return {path: set(by_content[sha]) for path, sha in blobs.items() if sha in by_content}


def _contents_with(entries: "array[int]", run: int) -> Iterable[int]:
    at, count = bisect_left(entries, run << 32), len(entries)
    while at < count and entries[at] >> 32 == run:
        yield entries[at] & 0xFFFFFFFF
        at += 1


def _loaded(name: str) -> _Index:
    payload = _cache.read(name) or b""
    head, _, rest = payload.partition(b"\n\n")
    entries = array("Q")
    if not head.startswith(_HEAD) or len(rest) % entries.itemsize:
        return _Index([], entries)
    entries.frombytes(rest)
    return _Index(head[len(_HEAD) :].decode("ascii", "replace").split("\n"), entries)


def _keep(name: str, index: _Index, anew: Mapping[str, Sequence[int]]) -> None:
    start = len(index.contents)
    entries = index.entries.tolist()
    for number, own in enumerate(anew.values(), start):
        entries += [run << 32 | number for run in set(own)]
    if len(entries) > _MOST_RUNS:
        return
    entries.sort()
    contents = [*index.contents, *anew]
    _cache.write(name, _HEAD + "\n".join(contents).encode() + b"\n\n" + array("Q", entries).tobytes())
