"""What a walk over a whole history found, kept, so that the next one goes on from there.

Lines that a commit removes are looked up in the content that it edits. What is kept are the contents that the newest
commit holds; commits that edit others, as on a branch that began long ago, have the whole history walked again.
"""

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from .commits import Commit
from .lines import Blob, Gone, Lines
from .store import Store


class Touched(NamedTuple):
    """What a commit did to a file: lines as git counts them, and those it made itself, neither moved nor indented.

    `code` and `text` are made lines: the latter are comments; blank ones are in neither.
    """

    status: str
    before: str
    path: str
    binary: bool
    added: int
    removed: int
    code: int
    text: int


class Entry(NamedTuple):
    """A commit with what it did. In `gone`, an origin is an index of `History.entries`; -1: it was there before.

    `beside` are, of a commit that removes no code, lines that it leaves: see `Lines.beside`.
    """

    commit: Commit
    files: tuple[Touched, ...]
    gone: tuple[Gone, ...]
    beside: tuple[Gone, ...] = ()


class Earlier(NamedTuple):
    """All commits in an order that begins with those of the earlier walk, what those did, and where lines are "
    "from."""

    order: list[Commit]
    entries: list[Entry]
    lines: Lines


def resumed(store: Store, walk: str, found: Sequence[Commit], keys: Mapping[str, str]) -> Earlier | None:
    """The earlier walk of this name; None where there is none that these commits only add to."""
    kept = store.state(walk)
    if kept is None:
        return None
    by_sha = {commit.sha: commit for commit in found}
    try:
        shas, files, gone, beside, blobs = json.loads(kept[0])
        if not all(sha in by_sha for sha in shas):
            return None
        old = [by_sha.pop(sha) for sha in shas]
        entries = [_entry(*one) for one in zip(old, files, gone, beside, strict=True)]
        lines = _lines(blobs, kept[1])
    except (ValueError, TypeError, KeyError):
        return None  # walked anew
    new = list(by_sha.values())  # in their order, parents before children
    return Earlier([*old, *new], entries, lines) if _suffices(lines, new, keys, store) else None


def leave(
    store: Store, walk: str, entries: Sequence[Entry], lines: Lines, files: Iterable[Blob]
) -> None:  # fmt: skip
    """Keep what a walk found; `files` are those of the newest commit."""
    blobs: list[tuple[str, str, int]] = []
    origins = array("I")
    for path, blob in files:
        some = lines.origins(path, blob)
        if some is not None:
            blobs.append((path, blob, len(some)))
            origins.extend(some)
    parts = (
        (entry.commit.sha for entry in entries),
        ([name for file in entry.files for name in file] for entry in entries),
        ([name for one in entry.gone for name in one] for entry in entries),
        ([name for one in entry.beside for name in one] for entry in entries),
        iter(blobs),
    )
    store.leave(walk, f"[{','.join(map(_array, parts))}]", origins.tobytes())


def _array(items: Iterable[Any]) -> str:
    """JSON, made item by item: lists of all that a long history did would take more memory than the history."""
    return f"[{','.join(json.dumps(item, separators=(',', ':')) for item in items)}]"


def _entry(commit: Commit, files: list[Any], gone: list[Any], beside: list[Any]) -> Entry:
    """Of lists in which all is one behind the other."""
    wide = len(Touched._fields)
    touched = tuple(Touched(*files[at : at + wide]) for at in range(0, len(files), wide))
    return Entry(commit, touched, _gone(gone), _gone(beside))


def _gone(plain: list[Any]) -> tuple[Gone, ...]:
    size = len(Gone._fields)
    return tuple(Gone(*plain[at : at + size]) for at in range(0, len(plain), size))


def _lines(blobs: Iterable[Sequence[Any]], content: bytes) -> Lines:
    origins = array("I")
    origins.frombytes(content)
    lines, at = Lines({}), 0
    for path, blob, length in blobs:
        lines.put(path, blob, origins[at : at + length])
        at += length
    if at != len(origins):
        raise ValueError("torn")
    return lines


def _suffices(lines: Lines, new: Sequence[Commit], keys: Mapping[str, str], store: Store) -> bool:
    """Whether all that these commits edit is known, or made by one of them before."""
    made: set[Blob] = set()
    for commit in new:
        for side in store.traces(keys[commit.sha]) if commit.sha in keys else ():
            for edit in side:
                base = edit.before, edit.old
                if edit.old and not edit.binary and base not in made and not lines.holds(*base):
                    return False
                made.add((edit.path, edit.new))
    return True
