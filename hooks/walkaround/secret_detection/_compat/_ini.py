"""INI as detect-secrets reads it: `key = "value"` lines, each at the line where its value stands.

It takes any file for INI that Python's configparser reads. The same is done here without compiling a pattern
for every line, and in linear time. Reference: detect-secrets 1.5.0, `detect_secrets/transformers/config.py`.
"""

import configparser
import re
from collections.abc import Callable, Iterator

_NEXTLINE = re.compile(r"[ \t]*[#;] *pragma: ?allowlist[ -]nextline[ -]secret[^\n]*$")
_COMMENT = re.compile(r"\s*[;#]")


class _Parser(configparser.ConfigParser):
    """configparser with a linear pattern for options; the first bad line ends it, as any bad line does in the end."""

    # What is looked at and then repeated is not tried again, as with `*+`, which Python before 3.11.5 gets wrong here.
    OPTCRE = re.compile(r"(?=(?P<option>[^\s=:]*+(?:\s++[^\s=:]++)*))(?P=option)\s*+(?P<vi>[=:])\s*+(?P<value>.*)$")

    def optionxform(self, optionstr: str) -> str:
        return optionstr

    def _handle_error(self, _exc: object, fpname: str, _lineno: int, _line: str) -> None:
        raise configparser.ParsingError(fpname)


def lines(text: str, tick: Callable[[], None], *, header: bool) -> list[str] | None:
    """The lines, or None when the text is no INI; `header` puts a section's header before it."""
    parser = _Parser()
    try:
        parser.read_string("[global]\n" + text if header else text)
        if not parser.sections():
            return None
        return list(_told(_Places(text, tick).of(parser)))
    except configparser.Error:
        return None


def _told(found: Iterator[tuple[str, str, int]]) -> Iterator[str]:
    count = 0
    for key, value, number in found:
        while count < number - 1:
            yield ""
            count += 1
        count += 1
        if _is_nextline(value):
            yield value
            continue
        if value[0] in "'\"" and value[-1] == value[0]:
            value = value[1:-1]
        quoted = value.replace('"', '\\"')
        yield f'{key} = "{quoted}"'


def _is_nextline(line: str) -> bool:
    return "pragma" in line and _NEXTLINE.match(line) is not None


class _Places:
    """The lines of a text, of which each key takes the next ones that hold its value."""

    def __init__(self, text: str, tick: Callable[[], None]) -> None:
        self._lines = [line.strip() for line in text.split("\n")]
        if not text or text.endswith("\n"):
            self._lines.pop()
        self._first = 0  # the line from which the next key is sought
        self._tick = tick

    def of(self, parser: configparser.ConfigParser) -> Iterator[tuple[str, str, int]]:
        """Every (key, value, line) in order."""
        for section in parser:
            for key, text in parser.items(section):
                self._tick()
                for value, number in self._taken(key, text):
                    if value:
                        yield key, value, number

    def _taken(self, key: str, text: str) -> list[tuple[str, int]]:
        told = text.splitlines()
        values = told[:1] + [value for value in told[1:] if value]
        found: list[tuple[str, int]] = []
        if not values:
            return found
        index = 0
        for number in range(self._first, len(self._lines)):
            line = self._lines[number]
            if _is_nextline(line):
                found.append((line, number + 1))
            elif not line or _COMMENT.match(line):
                continue
            elif index == 0:
                if _assigns(line, key, values[0]):
                    found.append((values[0], number + 1))
                    index = 1
            elif index == len(values):
                self._first = number
                return found
            else:
                found.append((values[index], number + 1))
                index += 1
        self._first = len(self._lines)
        return found


def _assigns(line: str, key: str, value: str) -> bool:
    """Whether a stripped line is the key, some of ` :=`, and then the value."""
    if not line.startswith(key):
        return False
    at, last = len(key), len(line) - len(value)
    if last > at and line.endswith(value) and not line[at:last].strip(" :="):
        return True
    while at < len(line) and line[at] in " :=":
        at += 1
        if line.startswith(value, at):
            return True
    return False
