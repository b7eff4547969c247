"""The place of every value of a TOML document, which `tomllib` does not tell.

The text is walked once more; that it is valid is known by then. Source of the grammar: TOML 1.0.0.
"""

import tomllib
from contextlib import suppress
from re import compile as pattern
from typing import Any, NamedTuple

Path = tuple[str | int, ...]

_SPACE = pattern(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BLANK = pattern(r"[ \t]*")
_BARE = pattern(r"[A-Za-z0-9_-]+")
_OTHER = pattern(r"[^,\]}\r\n#]+")  # numbers, dates, booleans
_BASIC = pattern(r'"(?:[^"\\\n]|\\.)*"')
_LITERAL = pattern(r"'[^'\n]*'")
_LONG_BASIC = pattern(r'"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*"{3,5}')
_LONG_LITERAL = pattern(r"'''(?:[^']|'{1,2}(?!'))*'{3,5}")


class Places(NamedTuple):
    """Where things begin, by their keys and indices: values with their quotes, names inside of theirs.

    `ends` is where values end. A table or dependency has a name where a key or header ends in it, and the first of
    several counts.
    """

    values: dict[Path, int]
    names: dict[Path, int]
    ends: dict[Path, int]


def offsets(content: str) -> dict[Path, int]:
    """Where each value of a valid document begins, by its keys and indices; quotes belong to the value."""
    return places(content).values


def places(content: str) -> Places:
    """Where each value of a valid document begins, and the name of each."""
    walk = _Walk(content)
    with suppress(IndexError, ValueError, RecursionError):  # what was found until then is right; the rest has no place
        walk.document()
    return Places(walk.found, walk.names, walk.ends)


class _Walk:
    """One pass over the text; `at` is the place of the next character."""

    def __init__(self, content: str) -> None:
        self.content = content
        self.at = 0
        self.found: dict[Path, int] = {}
        self.names: dict[Path, int] = {}
        self.ends: dict[Path, int] = {}
        self._parts: list[int] = []  # where the parts of the last key begin
        self._tables: dict[Path, int] = {}  # how many tables an array of tables has so far

    def document(self) -> None:
        table: Path = ()
        self._skip(_SPACE)
        while self.at < len(self.content):
            if self.content[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_SPACE)

    def _header(self) -> Path:
        array = self.content.startswith("[[", self.at)
        self.at += 2 if array else 1
        keys = self._key()
        self.at += 2 if array else 1
        path = self._entered(keys[:-1])
        if array:
            path = (*path, keys[-1])
            count = self._tables[path] = self._tables.get(path, 0) + 1
            path = (*path, count - 1)
        else:
            path = self._entered(keys)
        self.names.setdefault(path, self._parts[-1])
        return path

    def _entered(self, keys: tuple[str, ...]) -> Path:
        """The path of a table: a key that names an array of tables means its last one."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self._tables:
                path = (*path, self._tables[path] - 1)
        return path

    def _key(self) -> tuple[str, ...]:
        parts: list[str] = []
        self._parts = []
        while True:
            self._skip(_BLANK)
            self._parts.append(self.at + (self.content[self.at] in "\"'"))
            parts.append(self._key_part())
            self._skip(_BLANK)
            if self.content[self.at] != ".":
                return tuple(parts)
            self.at += 1

    def _key_part(self) -> str:
        began = self.at
        character = self.content[began]
        if character not in "\"'":
            self._skip(_BARE)
            if self.at == began:
                raise IndexError
            return self.content[began : self.at]
        self._skip(_BASIC if character == '"' else _LITERAL)
        part = self.content[began : self.at]
        if "\\" in part:
            return next(iter(tomllib.loads(f"{part} = 0")))
        return part[1:-1]

    def _pair(self, table: Path) -> None:
        path = table
        for part, at in zip(self._key(), self._parts, strict=True):
            path = (*path, part)
            self.names.setdefault(path, at)
        self.at += 1  # =
        self._skip(_BLANK)
        self._value(path)

    def _value(self, path: Path) -> None:
        self.found[path] = self.at
        match self.content[self.at]:
            case "[":
                self._array(path)
            case "{":
                self._inline_table(path)
            case '"':
                self._skip(_LONG_BASIC if self.content.startswith('"""', self.at) else _BASIC)
            case "'":
                self._skip(_LONG_LITERAL if self.content.startswith("'''", self.at) else _LITERAL)
            case _:
                self._skip(_OTHER)
        if self.at == self.found[path]:
            raise IndexError  # no progress: the document is not valid after all
        self.ends[path] = self.at

    def _array(self, path: Path) -> None:
        self.at += 1
        self._skip(_SPACE)
        index = 0
        while self.content[self.at] != "]":
            self._value((*path, index))
            index += 1
            self._skip(_SPACE)
            if self.content[self.at] == ",":
                self.at += 1
                self._skip(_SPACE)
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        self._skip(_SPACE)
        while self.content[self.at] != "}":
            self._pair(path)
            self._skip(_SPACE)
            if self.content[self.at] == ",":
                self.at += 1
                self._skip(_SPACE)
        self.at += 1

    def _skip(self, what: Any) -> None:
        """Move behind what the expression matches here; stay when it does not match."""
        found = what.match(self.content, self.at)
        if found is not None:
            self.at = found.end()
