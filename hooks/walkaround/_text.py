"""Bytes -> text whose every offset has a line and a column."""

import codecs
from bisect import bisect_right
from re import MULTILINE, finditer, search

from ._finding import NotJudged

MOST_BYTES = 1 << 20  # of TOML and YAML, which people write
LIST_BYTES = 16 << 20  # of a requirements file, which tools write with all its hashes
# Only encodings in which ASCII is ASCII, and which decode in linear time.
_DECLARABLE = ("utf-8", "ascii", "iso8859-", "cp125", "koi8-", "mac-", "euc", "gb", "big5", "shift_jis")
# The longest mark first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Text:
    """A decoded file without its byte order mark. Lines end as editors count them: LF, CRLF or CR."""

    def __init__(self, path: str, content: str) -> None:
        self.path = path
        self.content = content
        self._starts: list[int] | None = None

    def place(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column of a character."""
        if self._starts is None:
            self._starts = [0, *(found.end() for found in finditer(r"\r\n|\r|\n", self.content))]
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def not_judged(self, offset: int, why: str) -> NotJudged:
        """What could not be judged, with its line."""
        return NotJudged(self.path, f"line {self.place(offset)[0]}: {why}")


def decode(path: str, content: bytes, *, most: int = MOST_BYTES, declared: bool = False) -> Text:
    """The text of a file of at most `most` bytes; NotJudged when it is larger or in no known encoding.

    A byte order mark decides; else, where `declared` allows it, a `coding:` comment in the first two
    lines, as pip reads it; else UTF-8.
    """
    if len(content) > most:
        raise NotJudged(path, f"is larger than {most >> 20} MiB, more than anybody writes by hand")
    mark, encoding = marked(content)
    if declared and not mark:
        encoding = _declared(path, content) or encoding
    try:
        return Text(path, content[len(mark) :].decode(encoding))
    except UnicodeDecodeError as bad:
        line = content.count(b"\n", 0, len(mark) + bad.start) + 1
        raise NotJudged(path, f"line {line}: is not {encoding.upper()}; save the file as UTF-8") from None


def marked(content: bytes) -> tuple[bytes, str]:
    """The byte order mark that a content begins with, and the encoding that it means; none means UTF-8."""
    return next(((mark, name) for mark, name in _MARKS if content.startswith(mark)), (b"", "utf-8"))


def _declared(path: str, content: bytes) -> str | None:
    """The encoding that a comment such as `# -*- coding: latin-1 -*-` declares."""
    top = b"\n".join(content[:512].splitlines()[:2])
    if b"coding" not in top:
        return None
    found = search(rb"^[ \t]*#[^\n]*coding[:=][ \t]*([-\w.]+)", top, MULTILINE)
    if found is None:
        return None
    name = found[1].decode("ascii", "replace")
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        codec = ""
    if not codec.startswith(_DECLARABLE):
        raise NotJudged(path, f"declares the encoding {name[:40]}, which is not supported; save it as UTF-8")
    return codec
