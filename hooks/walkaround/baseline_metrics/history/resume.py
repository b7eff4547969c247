"""What a walk over a whole history found, kept, so that the next one goes on from there.

Lines that a commit removes are looked up in the content that it edits. What is kept are the contents that the newest
commit holds; commits that edit others, as on a branch that began long ago, have the whole history walked again.
"""

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from .commits import Commit
from .lines import Blob, Gone, Lines
from .store import State, Store

MOST_PARTS = 30  # that a walk is left in; then they are made one


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


Row = TypeVar("Row", Touched, Gone)


class Earlier(NamedTuple):
    """All commits in an order that begins with those of the earlier walk, what those did, and where lines are from."""

    order: list[Commit]
    entries: list[Entry]
    lines: Lines
    state: State


def resumed(store: Store, walk: str, found: Sequence[Commit], keys: Mapping[str, str]) -> Earlier | None:
    """The earlier walk of this name; None where there is none that these commits only add to."""
    state = store.state(walk)
    if state is None:
        return None
    by_sha = {commit.sha: commit for commit in found}
    try:
        entries = [entry for part in state.parts for entry in _entries(json.loads(part), by_sha)]
        lines = _lines(state)
    except (ValueError, TypeError, KeyError):
        return None  # walked anew
    new = list(by_sha.values())  # in their order, parents before children
    old = [entry.commit for entry in entries]
    return Earlier([*old, *new], entries, lines, state) if _suffices(lines, new, keys, store) else None


def leave(
    store: Store, walk: str, earlier: Earlier | None, known: int, entries: Sequence[Entry], lines: Lines,
    files: Iterable[Blob],
) -> None:  # fmt: skip
    """Keep what a walk found, of which the first `known` entries are kept by now; `files` are those of the newest
    commit."""
    origins = {file: some.tobytes() for file in files if (some := lines.origins(*file)) is not None}
    if earlier is not None and len(earlier.state.parts) < MOST_PARTS:
        store.add(walk, earlier.state, known, _part(entries[known:]), origins)
    else:
        store.leave(walk, _part(entries), origins)


def _part(entries: Sequence[Entry]) -> str:
    """JSON of four lists, made item by item: lists of all that a history did would take more memory than it does."""
    columns = (
        (entry.commit.sha for entry in entries),
        ([name for file in entry.files for name in file] for entry in entries),
        ([name for one in entry.gone for name in one] for entry in entries),
        ([name for one in entry.beside for name in one] for entry in entries),
    )
    return f"[{','.join(map(_array, columns))}]"


def _array(items: Iterable[Any]) -> str:
    return f"[{','.join(json.dumps(item, separators=(',', ':')) for item in items)}]"


def _entries(part: Any, by_sha: dict[str, Commit]) -> Iterator[Entry]:
    """The entries of a part; their commits are taken out of `by_sha`. KeyError where one is not in it."""
    for sha, files, gone, beside in zip(*part, strict=True):
        yield Entry(by_sha.pop(sha), _rows(Touched, files), _rows(Gone, gone), _rows(Gone, beside))


def _rows(kind: type[Row], flat: Sequence[Any]) -> tuple[Row, ...]:
    """Of a list in which all is one behind the other."""
    if not flat:
        return ()
    wide = len(kind._fields)
    return tuple([kind._make(flat[at : at + wide]) for at in range(0, len(flat), wide)])


def _lines(state: State) -> Lines:
    lines = Lines({})
    for file, content in state.origins:
        origins = array("I")
        origins.frombytes(content)
        lines.put(*file, origins)
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
