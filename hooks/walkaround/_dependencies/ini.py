"""INI files as `configparser` reads them, each line with its place in the file.

Source of the format: "Supported INI File Structure" of Python's library reference. `configparser` knows no places, so
the lines are read here; a property test holds the two together. What it refuses as a duplicate is read twice: what
stands there is judged all the same.
"""

from collections.abc import Iterator
from re import finditer
from typing import NamedTuple

_MARGIN = 1 << 30  # deeper than any line is indented


class Line(NamedTuple):
    """A line of a value without the blanks around it; `offset` is its first character in the file."""

    text: str
    offset: int


class Option(NamedTuple):
    """`name = value`. Lines that are empty or comments are left out; `several` is whether the value has line breaks."""

    section: str
    name: str
    lines: tuple[Line, ...]
    several: bool = False


class Broken(NamedTuple):
    """A line that is neither option nor section, nor part of a value; `section` is empty in front of the first one."""

    section: str
    offset: int


def read_ini(content: str) -> Iterator[Option | Broken]:
    """Everything that the file holds, in order."""
    section, name = "", ""
    lines: list[Line] = []
    several = False
    margin = _MARGIN
    for text, offset, indent in _lines(content):
        if name and indent > margin:
            lines.append(Line(text, offset))
            several = True
            continue
        if name:
            yield Option(section, name, tuple(lines), several)
        margin, name = indent, ""
        close = text.rfind("]")
        if text[0] == "[" and close > 1:
            section = text[1:close]
            continue
        name, value, at = _option(text)
        if not name or not section:
            yield Broken(section, offset)
            name = ""
            continue
        lines = [Line(value, offset + at)] if value else []
        several = not value
    if name:
        yield Option(section, name, tuple(lines), several)


def _lines(content: str) -> Iterator[tuple[str, int, int]]:
    """Each line without the blanks around it, its offset and its indentation; comments and empty ones are left out."""
    for found in finditer(r"([^\r\n]*)(?:\r\n|\r|\n|$)", content):
        line = found[1]
        text = line.strip()
        indent = len(line) - len(line.lstrip())
        if text and not text.startswith(("#", ";")):
            yield text, found.start() + indent, indent


def _option(text: str) -> tuple[str, str, int]:
    """Name and value of an option, and where in the line the value begins; no name when it is none."""
    at = min((at for at in (text.find("="), text.find(":")) if at >= 0), default=-1)
    if at < 0:
        return "", "", 0
    value = text[at + 1 :].lstrip()
    return text[:at].rstrip(), value, len(text) - len(value)
