"""One policy file, read and parsed: a layer."""

import os
import stat
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Protocol

MAX_BYTES = 1 << 20  # a policy is written by hand; a larger file is a mistake or an attack
MAX_KEY_COST = 10_000_000  # a dotted key costs the parser time and memory by the square of its parts
MAX_SEARCHED = 4 << 20  # characters parsed to find a key's line; one value over thousands of lines would take minutes

Part = str | int  # of a key's path in a document: a name, or the index in an array


class PolicyError(Exception):
    """The policy cannot be used. `path` is the file, `line` counts from 1, 0 when there is none."""

    def __init__(self, path: str, line: int, why: str) -> None:
        self.path = path
        self.line = line
        self.why = _one_line(why)
        super().__init__(f"{_one_line(path)}:{line}: {self.why}" if line else f"{_one_line(path)}: {self.why}")


def _one_line(text: str) -> str:
    """Names and values come from the file, with whatever line ends and control characters it holds."""
    if text.isprintable():
        return text
    # A lone surrogate stands for a byte of a file name; how that is shown is for the report to say.
    return "".join(
        char if char.isprintable() or "\ud800" <= char <= "\udfff" else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


class Tree(Protocol):
    """Where the repository's policy files are read from: the disk, the index, or a commit.

    `read` takes a path from the repository's top, with slashes. None means that there is no such file; what is
    there and is no regular file of the repository (a link, a folder, a pipe) is a PolicyError. `peek` gives the
    bytes behind a name, whatever it is, and none for a folder or a pipe: to see whether a file concerns us.
    """

    def read(self, path: str) -> bytes | None: ...
    def peek(self, path: str) -> bytes: ...
    def shown(self, path: str) -> str: ...


class Layer(NamedTuple):
    """A parsed policy: `name` is its place in the order, `path` the file as shown to people.

    `prefix` is where in the file the policy stands (`tool`, `walkaround` in pyproject.toml).
    """

    name: str
    path: str
    text: str
    data: dict[str, Any]
    prefix: tuple[str, ...] = ()

    def line_of(self, *keys: Part) -> int:
        """The line on which a key of this layer is set; 0 when it cannot be told."""
        return line_of(self.text, (*self.prefix, *keys))

    def error(self, keys: tuple[Part, ...], why: str) -> PolicyError:
        return PolicyError(self.path, self.line_of(*keys), why)

    def place(self, *keys: Part) -> str:
        """`file:line` of a key, or the file alone."""
        line = self.line_of(*keys) if keys else 0
        return f"{self.path}:{line}" if line else self.path


class Disk:
    """The repository's files as they are on disk, below `root`."""

    def __init__(self, root: str) -> None:
        self.root = root

    def read(self, path: str) -> bytes | None:
        full = os.path.join(self.root, *path.split("/"))
        if not os.path.lexists(full):
            return None
        shown = self.shown(path)
        # A link is committed as its text: what it points to need not be in the repository, and CI may see another file.
        if os.path.realpath(full) != os.path.join(os.path.realpath(self.root), *path.split("/")):
            raise PolicyError(shown, 0, "is a symbolic link, or reached by one; a policy must be a file of its own")
        return read_bytes(full, shown)

    def peek(self, path: str) -> bytes:
        full = os.path.join(self.root, *path.split("/"))
        if not os.path.isfile(full):
            return b""
        try:
            with open(full, "rb") as file:
                return file.read()
        except OSError as failure:
            raise PolicyError(self.shown(path), 0, f"cannot be read: {failure.strerror}") from None

    def shown(self, path: str) -> str:
        full = os.path.join(self.root, *path.split("/"))
        relative = os.path.relpath(full)
        return relative if not relative.startswith("..") else full


def read_bytes(path: str, shown: str | None = None) -> bytes:
    """A policy file's bytes; PolicyError when it is no regular file, cannot be read, or is far too large."""
    shown = shown or path
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise PolicyError(shown, 0, "is not a regular file")  # a pipe would be waited for
        with open(path, "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as failure:
        missing = isinstance(failure, FileNotFoundError)
        why = "no such policy file" if missing else f"cannot be read: {failure.strerror}"
        raise PolicyError(shown, 0, why) from None
    return bounded(content, shown)


def bounded(content: bytes, shown: str) -> bytes:
    if len(content) > MAX_BYTES:
        raise PolicyError(shown, 0, "is larger than 1 MiB; a policy file is never that long")
    return content


def parse_layer(name: str, path: str, content: bytes, prefix: tuple[str, ...] = ()) -> Layer:
    """A policy file's content as a layer; PolicyError when it is not UTF-8 or not TOML."""
    text = _decode(path, content)
    if (line := costly_line(text)) > 0:
        raise PolicyError(path, line, "has more dots in its lines than any policy needs")
    try:
        data: Any = tomllib.loads(text)
    except (ValueError, RecursionError) as bad:
        raise _toml_error(path, text, bad) from None
    for at, part in enumerate(prefix):
        data = data.get(part, {})
        if not isinstance(data, dict):
            raise PolicyError(path, line_of(text, prefix[: at + 1]), f"{'.'.join(prefix[: at + 1])} must be a table")
    return Layer(name, path, text, data, prefix)


def line_of(text: str, keys: tuple[Part, ...]) -> int:
    """The 1-based line on which `keys` is first set; 0 when the text never sets it.

    The parser itself is the judge: consecutive lines are one statement as soon as they parse. Each statement is
    parsed alone and laid at the place that the last header names. An entry of an array has the line on which it begins.
    """
    arrays: dict[tuple[Part, ...], int] = {}
    here: tuple[Part, ...] = ()
    for line, statement, data in _statements(text):
        if statement.startswith("["):
            here = _header(data, statement.startswith("[["), arrays)
            if here[: len(keys)] == keys:
                return line
        elif keys[: len(here)] == here and _holds(data, keys[len(here) :]):
            return line + _line_inside(statement, keys[len(here) :])
    return 0


def _statements(text: str) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """Every header and every assignment of a TOML document: its first line, its text, and what it says alone."""
    pending = ""
    first = searched = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not pending:
            first = number
            if line.lstrip()[:1] in ("", "#"):
                continue
        pending += line + "\n"
        searched += len(pending)
        if searched > MAX_SEARCHED:
            return
        try:
            data = tomllib.loads(pending)
        except (ValueError, RecursionError):
            continue  # a value that goes on
        yield first, pending.lstrip(), data
        pending = ""


def _line_inside(statement: str, keys: tuple[Part, ...]) -> int:
    """How many lines below its first one a statement holds an entry of its array: what is cut off after an entry parses
    once its bracket is closed."""
    lines = statement.rstrip("\n").split("\n")
    depth = sum(isinstance(key, int) for key in keys)
    if not depth or depth * len(lines) * len(statement) > MAX_SEARCHED:
        return 0
    begin = 0
    for count in range(1, len(lines)):
        data = _closed("\n".join(lines[:count]), depth)
        if data is None:
            continue
        if _holds(data, keys):
            break
        begin = count
    return next(at for at in range(begin, len(lines)) if lines[at].lstrip()[:1] not in ("", "#"))


def _closed(text: str, depth: int) -> Mapping[str, Any] | None:
    """What the beginning of an array says, closed by as many brackets as it takes; None if it ends within an entry."""
    for brackets in range(1, depth + 1):
        try:
            return tomllib.loads(f"{text}\n{']' * brackets}")
        except (ValueError, RecursionError):
            continue
    return None


def _header(data: Mapping[str, Any], array: bool, arrays: dict[tuple[Part, ...], int]) -> tuple[Part, ...]:
    """The place that a header opens: `[[a]]` the next element of its array, `[a.b]` a table in the current one."""
    place: tuple[Part, ...] = ()
    value: Any = data
    while isinstance(value, dict) and value:
        ((name, value),) = value.items()
        place = (*place, name)
        last = not value or isinstance(value, list)
        if last and array:
            arrays[place] = arrays.get(place, -1) + 1
        if place in arrays:
            place = (*place, arrays[place])
    return place


def _holds(data: Any, keys: tuple[Part, ...]) -> bool:
    for key in keys:
        inside = key in data if isinstance(data, dict) else isinstance(data, list) and key in range(len(data))
        if not inside:
            return False
        data = data[key]
    return True


def costly_line(text: str) -> int:
    """The line with most dots when dotted keys could take the parser of this TOML text long, else 0.

    Where strings end is not looked at, which hostile text could turn against the judgement.
    """
    if text.count(".") ** 2 <= MAX_KEY_COST:
        return 0
    costs = [line.count(".") ** 2 for line in text.split("\n")]
    return costs.index(max(costs)) + 1 if sum(costs) > MAX_KEY_COST else 0


def _decode(path: str, content: bytes) -> str:
    """TOML is UTF-8; a byte order mark is what some editors add and means nothing."""
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as bad:
        line = content.count(b"\n", 0, bad.start) + 1
        raise PolicyError(path, line, "is not UTF-8, which TOML requires; save it as UTF-8") from None


def _toml_error(path: str, text: str, bad: Exception) -> PolicyError:
    """tomllib writes the place into its message; we give it as file:line like everything else."""
    if isinstance(bad, RecursionError):
        return PolicyError(path, 0, "is nested too deeply")
    if not isinstance(bad, tomllib.TOMLDecodeError):  # `int` refuses to read thousands of digits
        return PolicyError(path, 0, "holds a number with too many digits")
    why, _, place = str(bad).removesuffix(")").rpartition(" (at ")
    at_line = place.startswith("line ")  # else "end of document"
    line = int(place.split(",")[0].removeprefix("line ")) if at_line else text.rstrip("\n").count("\n") + 1
    return PolicyError(path, line, f"bad TOML: {why[:1].lower()}{why[1:]}")
