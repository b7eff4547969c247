"""What a walk over a whole history found, kept, so that the next one goes on from there.

Lines that a commit removes are looked up in the content that it edits. Kept are the contents that the newest commit
holds, and those that the last commits edited or made, since what is merged today may be based on what was there weeks
ago. Commits that edit still others have the whole history walked again.
"""

import json
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from .commits import Commit
from .entry import Entry, Touched
from .lines import Blob, Gone, Lines
from .store import State, Store
from .trace import Trace

REACH = 2000  # commits whose contents are kept: more than any merged branch of pytest had behind it but one
MOST_PARTS = 200  # that a walk is left in; then the whole history is walked again, and what is too old forgotten
_LARGE = 20_000  # lines of a content that is not kept once it is edited
Row = TypeVar("Row", Touched, Gone)


class Recent:
    """The contents that the last of a number of commits edited or made, each with the last commit that did."""

    def __init__(self, commits: int) -> None:
        self._first = commits - REACH
        self._edited: dict[Blob, bytes] = {}
        self._made: dict[Blob, None] = {}

    def see(self, number: int, edits: Sequence[Trace], lines: Lines) -> None:
        """To be told before the commit of this number takes its step, which forgets what nobody else edits."""
        for edit in edits if number > self._first else ():
            base = edit.before, edit.old
            origins = lines.origins(*base) if edit.old else None
            if origins is not None and len(origins) < _LARGE:
                self._edited[base] = _packed(origins)
        for edit in edits if number > self._first else ():
            if edit.new:
                self._made[edit.path, edit.new] = None
                self._edited.pop((edit.path, edit.new), None)  # made anew, maybe by somebody else

    def contents(self, lines: Lines, held: Iterable[Blob] = ()) -> Mapping[Blob, bytes]:
        """All of them, and those that are `held`, with the origins of their lines."""
        left = (*held, *self._made)
        found = ((blob, lines.origins(*blob)) for blob in left if blob not in self._edited)
        return {**self._edited, **{blob: _packed(origins) for blob, origins in found if origins is not None}}


class Earlier(NamedTuple):
    """What the first commits did, and where lines are from."""

    entries: list[Entry]
    lines: Lines
    state: State


def resumed(store: Store, walk: str, found: Sequence[Commit], keys: Mapping[str, str]) -> Earlier | None:
    """The earlier walk of this name; None where there is none that these commits only add to."""
    state = store.state(walk)
    if state is None or len(state.parts) >= MOST_PARTS:
        return None
    entries: list[Entry] = []
    try:
        for part in state.parts:
            entries += _entries(json.loads(part), found[len(entries) :])
    except (ValueError, TypeError):
        return None  # walked anew
    lines = Lines({}, lambda blob: _unpacked(store.content(walk, blob)))
    return Earlier(entries, lines, state) if _suffices(lines, found[len(entries) :], keys, store) else None


def part(entries: Sequence[Entry]) -> str:
    """JSON of four lists, made item by item: lists of all that a history did would take more memory than it does."""
    columns = (
        (entry.commit.sha for entry in entries),
        ([name for file in entry.files for name in file] for entry in entries),
        ([name for one in entry.gone for name in one] for entry in entries),
        ([name for one in entry.beside for name in one] for entry in entries),
    )
    return f"[{','.join(map(_array, columns))}]"


def _packed(origins: "array[int]") -> bytes:
    return zlib.compress(origins.tobytes(), 1)


def _unpacked(content: bytes | None) -> "array[int] | None":
    """None also for what is torn."""
    origins = array("I")
    try:
        origins.frombytes(zlib.decompress(content or b""))
    except (zlib.error, ValueError):
        return None
    return origins


def _array(items: Iterable[Any]) -> str:
    return f"[{','.join(json.dumps(item, separators=(',', ':')) for item in items)}]"


def _entries(part: Any, found: Sequence[Commit]) -> Iterator[Entry]:
    """The entries of a part; ValueError where it is about other commits than the first of these."""
    shas, *columns = part
    if shas != [commit.sha for commit in found[: len(shas)]]:
        raise ValueError("other commits")
    for commit, files, gone, beside in zip(found[: len(shas)], *columns, strict=True):
        yield Entry(commit, _rows(Touched, files), _rows(Gone, gone), _rows(Gone, beside))


def _rows(kind: type[Row], flat: Sequence[Any]) -> tuple[Row, ...]:
    """Of a list in which all is one behind the other."""
    if not flat:
        return ()
    wide = len(kind._fields)
    return tuple([kind._make(flat[at : at + wide]) for at in range(0, len(flat), wide)])


def _suffices(lines: Lines, new: Sequence[Commit], keys: Mapping[str, str], store: Store) -> bool:
    """Whether all that these commits edit is known, or made by one of them before."""
    made: set[Blob] = set()
    for commit in new:
        for side in store.traces(keys[commit.sha]) if commit.sha in keys else ():
            for edit in side:
                base = edit.before, edit.old
                if edit.old and not edit.binary and base not in made and lines.origins(*base) is None:
                    return False
                made.add((edit.path, edit.new))
    return True
