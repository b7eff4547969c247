"""What is dear to find out about a commit, kept by its id in a database in the user's cache folder.

A commit never changes, so that an entry is right for ever; only when another version of this code would find something
else, `VERSION` changes, and with it the name of the file. A file that cannot be had, read or trusted means that all is
found out anew, in memory.
"""

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from typing import Any, NamedTuple, TypeVar

from ... import _cache
from .lines import Blob
from .trace import Kept, Span, Trace

VERSION = 5
_MEMORY = ":memory:"
_BATCH = 500  # commits of one transaction: what a run that is cut short may lose
_TABLES = (
    "CREATE TABLE IF NOT EXISTS traces (sha TEXT PRIMARY KEY, bases TEXT NOT NULL, traces TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS states (name TEXT PRIMARY KEY, mark TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS parts (name TEXT, start INTEGER, entries TEXT NOT NULL, PRIMARY KEY (name, start))",
    "CREATE TABLE IF NOT EXISTS contents (name TEXT, path BLOB, blob TEXT, lines BLOB, PRIMARY KEY (name, path, blob))",
)
T = TypeVar("T")
_INSERT = "INSERT OR REPLACE INTO traces VALUES (?, ?, ?)"


class State(NamedTuple):
    """What a walk left behind: texts of its own making, in the order in which they were left. The `mark` is drawn anew
    each time that something is left."""

    mark: str
    parts: tuple[str, ...]


class Store:
    """Traces by commit; of a merge, one sequence for each parent. sqlite3.Error when the file at `path` is none."""

    def __init__(self, path: str) -> None:
        self._database = _tabled(sqlite3.connect(path, timeout=5))
        self._pending: list[tuple[str, str, str]] = []

    def lacking(self, keys: Iterable[str]) -> list[str]:
        """Those of these keys that there is no entry for, in their order."""
        known = {row[0] for row in self._database.execute("SELECT sha FROM traces")}
        return [key for key in keys if key not in known]

    def put(self, key: str, sides: Sequence[Sequence[Trace]]) -> None:
        bases = [name for side in sides for edit in side if edit.old for name in (edit.before, edit.old)]
        self._pending.append((key, json.dumps(bases), _written(sides)))
        if len(self._pending) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Put everything into the database."""
        with self._database:
            self._database.executemany(_INSERT, self._pending)
        self._pending = []

    def bases(self, key: str) -> Iterator[Blob]:
        """The contents that a commit edits, each as often as it does."""
        names = json.loads(self._one("SELECT bases FROM traces WHERE sha = ?", key))
        return zip(names[::2], names[1::2], strict=True)

    def traces(self, key: str) -> tuple[tuple[Trace, ...], ...]:
        """The entry of a key; KeyError when it is not there."""
        text = self._one("SELECT traces FROM traces WHERE sha = ?", key)
        return tuple(tuple(map(_trace, side)) for side in json.loads(text))

    def _one(self, query: str, key: str) -> str:
        row = self._database.execute(query, (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        return str(row[0])

    def state(self, name: str) -> State | None:
        with self._database:
            self._database.execute("BEGIN")  # one moment for both
            mark = self._database.execute("SELECT mark FROM states WHERE name = ?", (name,)).fetchone()
            parts = self._database.execute("SELECT entries FROM parts WHERE name = ? ORDER BY start", (name,))
            return mark and State(str(mark[0]), tuple(str(row[0]) for row in parts))

    def content(self, name: str, blob: Blob) -> bytes | None:
        """What a walk left behind of a content."""
        query = "SELECT lines FROM contents WHERE name = ? AND path = ? AND blob = ?"
        row = self._database.execute(query, (name, *_key(blob))).fetchone()
        return None if row is None else bytes(row[0])

    def leave(self, name: str, entries: str, contents: Mapping[Blob, bytes]) -> None:
        """Leave this instead of what was left."""
        with suppress(sqlite3.Error), self._database:
            for table in ("parts", "contents"):
                self._database.execute(f"DELETE FROM {table} WHERE name = ?", (name,))  # noqa: S608 - of our own
            self._database.execute("INSERT OR REPLACE INTO states VALUES (?, ?)", (name, _drawn()))
            self._put(name, 0, entries, contents)

    def extend(self, name: str, to: State, start: int, entries: str, contents: Mapping[Blob, bytes]) -> None:
        """Leave this behind what was left, but where another process has left something meanwhile."""
        query = "UPDATE states SET mark = ? WHERE name = ? AND mark = ?"
        with suppress(sqlite3.Error), self._database:
            if self._database.execute(query, (_drawn(), name, to.mark)).rowcount == 1:
                self._put(name, start, entries, contents)

    def _put(self, name: str, start: int, entries: str, contents: Mapping[Blob, bytes]) -> None:
        rows = ((name, *_key(blob), lines) for blob, lines in contents.items())
        self._database.executemany("INSERT OR REPLACE INTO contents VALUES (?, ?, ?, ?)", rows)
        self._database.execute("INSERT INTO parts VALUES (?, ?, ?)", (name, start, entries))

    def close(self) -> None:
        try:
            self.flush()
        finally:
            self._database.close()


def stored(name: str, body: Callable[[Store], T]) -> T:
    """What a body makes of the store of this name; where its file is torn, locked or on a full disk, of a new one in
    memory."""
    try:
        with closing(Store(_path(name))) as store:
            return body(store)
    except (sqlite3.Error, ValueError):
        with closing(Store(_MEMORY)) as store:
            return body(store)


def _path(name: str) -> str:
    path = _cache.made(f"history/{name}-{VERSION}.sqlite")
    return (path and _cache.trusted_file(path)) or _MEMORY


def _tabled(database: sqlite3.Connection) -> sqlite3.Connection:
    database.execute("PRAGMA synchronous = OFF")  # what is lost is found out again
    for table in _TABLES:
        database.execute(table)
    return database


def _drawn() -> str:
    return os.urandom(8).hex()


def _key(blob: Blob) -> tuple[bytes, str]:
    """A text of SQLite can hold no lone surrogates, such as stand for bytes of a path that are no UTF-8."""
    return os.fsencode(blob[0]), blob[1]


def _written(sides: Sequence[Sequence[Trace]]) -> str:
    return json.dumps([[_plain(trace) for trace in side] for side in sides], separators=(",", ":"))


def _plain(trace: Trace) -> list[Any]:
    spans = [
        [
            span.old,
            span.new,
            _letters(span.gone),
            _letters(span.come),
            span.stays,
            [n for kept in span.kept for n in kept],
        ]
        for span in trace.spans
    ]
    return [*trace[:-2], int(trace.binary), spans]


_TO_LETTERS = bytes.maketrans(b"\0\1\2\3", b"0123")
_FROM_LETTERS = bytes.maketrans(b"0123", b"\0\1\2\3")


def _letters(kinds: bytes) -> str:
    return kinds.translate(_TO_LETTERS).decode("ascii")


def _trace(plain: list[Any]) -> Trace:
    *head, spans = plain
    status, before, path, old, new, binary = head
    # A path comes as often as the file was changed.
    return Trace(status, sys.intern(before), sys.intern(path), old, new, binary, tuple(map(_span, spans)))


def _span(plain: list[Any]) -> Span:
    old, new, gone, come, stays, kept = plain
    threes = tuple(Kept(*kept[at : at + 3]) for at in range(0, len(kept), 3))
    return Span(old, new, _kinds(gone), _kinds(come), tuple(stays), threes)


def _kinds(letters: str) -> bytes:
    return letters.encode("ascii").translate(_FROM_LETTERS)
