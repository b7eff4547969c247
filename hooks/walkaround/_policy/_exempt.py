"""Add an exemption to a policy file, or take one out, and leave every other byte as it is.

tomlkit writes the new values; it does not write the file, because it moves or changes text in awkward cases (tables out
of order, dotted keys, arrays of tables in the middle). The entry is spliced in between two statements instead, and
tomllib has the last word: the result must say exactly what the file said before, and the entry, or nothing is done.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from ._exemptions import FIELDS, OPTIONAL

_BOM = b"\xef\xbb\xbf"

# What decides where a statement of TOML 1.0 ends: strings of all four kinds, comments, brackets and line ends. Only
# single characters are repeated by `*+`: on a group Python before 3.11.5 gets it wrong.
_TOKENS = re.compile(
    r'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*"{3,5}'
    r"|'''[^']*+(?:'(?!'')[^']*+)*'{3,5}"
    r'|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*"'
    r"|'[^'\n]*+'"
    r"|#[^\n]*+"
    r"|[\[\]{}\n]",
    re.DOTALL,
)

Path = tuple[str, ...]


class Statement(NamedTuple):
    """Whole lines of a file: one statement, one comment line or one blank line. `path` is that of a header."""

    start: int
    end: int
    kind: str  # "blank", "comment", "pair" or "header"
    path: Path = ()


def add_exemption_bytes(content: bytes, prefix: Path, entry: Mapping[str, str | date]) -> bytes:
    """The bytes of a policy file with one more exemption; byte order mark and line ends stay.

    The rest is said at `add_exemption`.
    """
    bom, text = _decoded(content)
    return bom + _encoded(add_exemption(text, prefix, entry))


def add_exemption(text: str, prefix: Path, entry: Mapping[str, str | date]) -> str:
    """The text of a policy file with one more entry, which is one insertion into it.

    `text` is as it stands in the file, with its own line ends, without a byte order mark; `prefix` is where in
    it the policy stands: `()`, or `("tool", "walkaround")` in pyproject.toml. `entry` has all of `FIELDS`, and may
    have those of `OPTIONAL`. It is put after the last exemption; where there is none, after the policy's last table;
    else at the end. ValueError in one line when the file is not valid or leaves no room for it.
    """
    if set(entry) - set(OPTIONAL) != set(FIELDS):
        raise ValueError(f"an exemption has exactly the keys {', '.join(FIELDS)}")
    data = _parsed(text)
    path, held = _exemptions(data, prefix)
    parts = list(split(text))
    if held is not None:
        _written_as_tables(parts, path)
    offset = _place(parts, path, prefix)
    new = text[:offset] + _block(text, offset, path, entry) + text[offset:]
    _table(data, path[:-1])[path[-1]] = [*(held or []), dict(entry)]
    if _parsed_or_none(new) != data:
        raise ValueError(f"the file leaves no room for {_header(path)}; write its inline tables as [tables]")
    return new


def remove_exemption(content: bytes, prefix: Path, index: int) -> bytes:
    """The bytes of a policy file without the exemption at `index`, counted from 0 in the order of the file.

    What goes is the entry, the comments inside it and one blank line above; comments above it may speak of others
    and stay. What `add_exemption_bytes` put in is taken out to the byte. ValueError in one line when the file is
    not valid, has no such entry, or holds it in a form that cannot be taken out.
    """
    bom, text = _decoded(content)
    data = _parsed(text)
    path, held = _exemptions(data, prefix)
    if held is None or not 0 <= index < len(held):
        raise ValueError(f"there is no exemption {index + 1}; the file has {len(held or [])}")
    parts = list(split(text))
    start, end = _region(text, parts, _written_as_tables(parts, path)[index])
    new = text[:start] + text[end:]
    del held[index]
    result = _parsed_or_none(new)
    if result is None or _pruned(result, path) != _pruned(data, path):
        raise ValueError(f"exemption {index + 1} cannot be taken out without changing the rest; delete it by hand")
    return bom + _encoded(new)


def _exemptions(data: dict[str, Any], prefix: Path) -> tuple[Path, list[Any] | None]:
    """Where in a file its exemptions stand or belong, and those there are; None without any."""
    path = (*prefix, "exemptions")
    held = _table(data, prefix).get("exemptions")
    if isinstance(held, dict):  # the long form, which has `max-days` and `entries`
        path = (*path, "entries")
        held = held.get("entries")
    if held is not None and not isinstance(held, list):
        raise ValueError(f"{'.'.join(path)} is no array of tables; write each exemption as {_header(path)}")
    return path, held


def _table(data: dict[str, Any], path: Path) -> dict[str, Any]:
    """The table at `path`, made where there is none; ValueError when something else is there."""
    for at, key in enumerate(path, 1):
        inner = data.setdefault(key, {})
        if not isinstance(inner, dict):
            raise ValueError(f"{'.'.join(path[:at])} must be a table")  # noqa: TRY004 - said of a file, not of a call
        data = inner
    return data


def _written_as_tables(parts: list[Statement], path: Path) -> list[int]:
    """Which parts are the headers of the exemptions; ValueError when these are an array within one statement."""
    headers = [at for at, part in enumerate(parts) if part.kind == "header" and part.path == path]
    if not headers:
        raise ValueError(f"{'.'.join(path)} is an array in brackets; write each exemption as {_header(path)}")
    return headers


def _place(parts: list[Statement], path: Path, prefix: Path) -> int:
    """The offset for a new exemption: behind the last one, the last table of the policy, or the last line."""
    for above in (path, (*prefix, "exemptions"), prefix):
        headers = [at for at, part in enumerate(parts) if part.kind == "header" and part.path[: len(above)] == above]
        if headers:
            return parts[_after(parts, headers[-1]) - 1].end
    return next((part.end for part in reversed(parts) if part.kind != "blank"), 0)


def _after(parts: list[Statement], header: int) -> int:
    """The part that follows a table: its pairs, its sub-tables, and the comments at its end.

    Comments with a blank line or nothing below them belong to the table above; directly above a header, to that.
    """
    path = parts[header].path
    last = header
    for at in range(header + 1, len(parts)):
        part = parts[at]
        if part.kind == "header" and (part.path == path or part.path[: len(path)] != path):
            break
        if part.kind in ("pair", "header"):
            last = at
    comments = last + 1
    while comments < len(parts) and parts[comments].kind == "comment":
        comments += 1
    at_end = comments == len(parts) or parts[comments].kind == "blank"
    return comments if at_end else last + 1


def _region(text: str, parts: list[Statement], header: int) -> tuple[int, int]:
    """From where to where an entry is taken out: with the blank line above it, or below it at the top of the file."""
    after = _after(parts, header)
    start, end = parts[header].start, parts[after - 1].end
    if header and parts[header - 1].kind == "blank":
        start = parts[header - 1].start
    elif not header and text[end:].strip() and parts[after].kind == "blank":
        end = parts[after].end
    if not text[:end].endswith("\n"):  # a file without a final line end stays one
        start -= len(_line_end_before(text, start))
    return start, end


def _line_end_before(text: str, offset: int) -> str:
    before = text[max(0, offset - 2) : offset]
    return before if before == "\r\n" else before[-1:]


def _block(text: str, offset: int, path: Path, entry: Mapping[str, str | date]) -> str:
    """The new entry as text, with a blank line above it."""
    import tomlkit  # only when something is written

    line_end = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    lines = [
        _header(path),
        *(f"{key} = {tomlkit.item(entry[key]).as_string()}" for key in FIELDS + OPTIONAL if key in entry),
    ]
    block = line_end.join(lines)
    if offset == 0:
        return block + line_end
    if text[offset - 1] == "\n":
        return line_end + block + line_end
    return line_end * 2 + block


def _header(path: Path) -> str:
    return f"[[{'.'.join(path)}]]"


def split(text: str) -> Iterator[Statement]:
    """A valid file in parts, without gaps."""
    start = depth = 0
    for token in _TOKENS.finditer(text):
        match token[0]:
            case "[" | "{":
                depth += 1
            case "]" | "}":
                depth -= 1
            case "\n" if not depth:
                yield _part(text, start, token.end())
                start = token.end()
    if start < len(text):
        yield _part(text, start, len(text))


def _part(text: str, start: int, end: int) -> Statement:
    match text[start:end].lstrip()[:1]:
        case "":
            return Statement(start, end, "blank")
        case "#":
            return Statement(start, end, "comment")
        case "[":
            return Statement(start, end, "header", _header_path(text[start:end]))
        case _:
            return Statement(start, end, "pair")


def _header_path(header: str) -> Path:
    """The keys that a header names, quoted ones included."""
    path: list[str] = []
    table: Any = tomllib.loads(header)
    while table := table[0] if isinstance(table, list) else table:
        key = next(iter(table))
        path.append(key)
        table = table[key]
    return tuple(path)


def _pruned(data: dict[str, Any], path: Path) -> dict[str, Any]:
    """The data without what is empty on the way to the exemptions: their headers alone may have made those tables."""
    if not path or path[0] not in data:
        return data
    inner = data[path[0]]
    if isinstance(inner, dict):
        inner = _pruned(inner, path[1:])
    rest = {key: value for key, value in data.items() if key != path[0]}
    return rest | {path[0]: inner} if inner else rest


def _parsed(text: str) -> dict[str, Any]:
    try:
        # Numbers with a point as text: nan is not equal to itself.
        return tomllib.loads(text, parse_float=str)
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    except ValueError as bad:
        raise ValueError(f"bad TOML: {bad}") from None


def _parsed_or_none(text: str) -> dict[str, Any] | None:
    try:
        return _parsed(text)
    except ValueError:
        return None


def _decoded(content: bytes) -> tuple[bytes, str]:
    """The byte order mark, if any, and the text after it with its own line ends."""
    bom = _BOM if content.startswith(_BOM) else b""
    try:
        return bom, content[len(bom) :].decode()
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8, which TOML requires; save it as UTF-8") from None


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise ValueError("an exemption can only hold what UTF-8 can") from None
