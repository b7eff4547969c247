"""One policy file, read and parsed: a layer."""

import os
import tomllib
from typing import Any, NamedTuple

MAX_BYTES = 1 << 20  # a policy is written by hand; a larger file is a mistake or an attack
MAX_KEY_COST = 10_000_000  # a dotted key costs the parser time and memory by the square of its parts
MAX_SEARCHED = 4 << 20  # characters parsed to find a key's line; 1 MiB of one table would take minutes


class PolicyError(Exception):
    """The policy cannot be used. `path` is the file, `line` counts from 1, 0 when there is none."""

    def __init__(self, path: str, line: int, why: str) -> None:
        super().__init__(f"{path}:{line}: {why}" if line else f"{path}: {why}")
        self.path = path
        self.line = line
        self.why = why


class Layer(NamedTuple):
    """A parsed policy: `prefix` is where in the file it stands (`tool`, `walkaround` in pyproject.toml)."""

    name: str
    path: str
    text: str
    data: dict[str, Any]
    prefix: tuple[str, ...] = ()

    def line_of(self, *keys: str) -> int:
        """The line on which a key of this layer is set; 0 when it cannot be told."""
        return line_of(self.text, (*self.prefix, *keys))

    def error(self, keys: tuple[str, ...], why: str) -> PolicyError:
        return PolicyError(self.path, self.line_of(*keys), why)


def read_layer(name: str, path: str, prefix: tuple[str, ...] = ()) -> Layer:
    """Read one policy file; PolicyError when it is not readable, not UTF-8, or not TOML."""
    text = _decode(path, _read(path))
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


def line_of(text: str, keys: tuple[str, ...]) -> int:
    """The 1-based line of the statement that first sets `keys`; 0 when the text never sets it.

    The parser itself is the judge: a prefix of whole lines parses exactly when it ends between two
    statements, so the key's statement begins right after the longest such prefix that lacks the key.
    """
    lines = text.split("\n")
    after = 0  # how many lines the longest prefix without the key has
    pending: list[str] = []
    head = ""
    searched = 0
    for count, line in enumerate(lines, 1):
        if not pending and line.lstrip()[:1] in ("", "#"):
            after = count
            continue
        pending.append(line)
        whole = head + "\n".join(pending) + "\n"
        searched += len(whole)
        if searched > MAX_SEARCHED:
            return 0
        data = _parsed(whole)
        if data is None:
            continue
        if _holds(data, keys):
            return after + 1
        after = count
        head, pending = _context(head, pending)
    return 0


def _context(head: str, pending: list[str]) -> tuple[str, list[str]]:
    """What must stay in front of the next statement: the text of its table, from the last header on.

    Without this every prefix would be parsed from its start, which is quadratic in the file.
    """
    whole = head + "\n".join(pending) + "\n"
    first = pending[0].lstrip()
    if first.startswith("["):
        return "\n".join(pending) + "\n", []
    return whole, []


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return None


def _holds(data: Any, keys: tuple[str, ...]) -> bool:
    for key in keys:
        if not isinstance(data, dict) or key not in data:
            return False
        data = data[key]
    return True


def _read(path: str) -> bytes:
    try:
        if not os.path.isfile(path):
            raise PolicyError(path, 0, "no such policy file" if not os.path.lexists(path) else "is not a regular file")
        with open(path, "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as failure:
        raise PolicyError(path, 0, f"cannot be read: {failure.strerror}") from None
    if len(content) > MAX_BYTES:
        raise PolicyError(path, 0, "is larger than 1 MiB; a policy file is never that long")
    return content


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
