"""A file that is edited: its text, and where and how new lines and new entries go into it."""

import os
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .._edits import Edit
from .._finding import NotJudged
from .._policy._exempt import Statement
from .._text import Text, decode
from ._plan import Facts, Refused

_BOM = b"\xef\xbb\xbf"
_BREAKS = ("\n", "\r", "\x85", "\u2028", "\u2029")
_FROZEN = re.compile(r"[ \t]*#[ \t]*frozen:[ \t]*(?P<tag>[^\s#,;]*)")
_REST = re.compile(r"(?P<brackets>[ \t]*(?:[,\]}][ \t]*)*)(?P<comment>#[^\r\n]*)?(?=[\r\n]|$)")
_NO_ENTRY = re.compile(r"(?:\s+|#[^\r\n]*)*")
_LINE = re.compile(r"[^\n]*\n")


class Place(NamedTuple):
    """Where lines could go into a text, and which."""

    at: int
    lines: tuple[str, ...]


def decoded(path: str, content: bytes) -> tuple[bytes, Text]:
    """The byte order mark, if any, and the text after it."""
    bom = _BOM if content.startswith(_BOM) else b""
    try:
        text = decode(path, content)
    except NotJudged as bad:
        raise Refused(path, bad.why) from None
    if text.content.encode("utf-8", "surrogatepass") != content[len(bom) :]:
        raise Refused(path, "is not UTF-8; save it as UTF-8")
    return bom, text


def line_end(content: str) -> str:
    """The line end that most lines of a text have."""
    if "\n" not in content and "\r" in content:
        return "\r"
    return "\r\n" if content.count("\r\n") * 2 > content.count("\n") else "\n"


def content_of(facts: Facts, path: str) -> bytes | None:
    """A file that is to be edited; None when there is none. Refused for what is no readable file of this repository."""
    full = os.path.join(facts.root, path)
    if os.path.islink(full):
        inside = os.path.realpath(facts.root)
        if os.path.commonpath([inside, os.path.realpath(full)]) != inside:
            raise Refused(path, "is a link that leads out of the repository; put a file there")
    try:
        return facts.read(path)
    except NotJudged as bad:
        raise Refused(path, f"{bad.why}; mend that first") from None


def insertion(content: str, at: int, lines: Sequence[str], end: str) -> Edit:
    """Lines between two others; a text whose last line has no end gets none."""
    block = end.join(lines)
    if at == 0 or content[at - 1] in _BREAKS:
        return Edit(at, at, block + end)
    return Edit(at, at, end + block)


def into_brackets(content: str, opening: int, last: int | None, closing: int, added: Sequence[str]) -> Iterator[Edit]:
    """More entries in brackets, of which `last` is where the last entry ends: on lines of their own where that is.

    A comma at the end stays where there are lines; what comments say of the entries stays beside them.
    """
    joined = ", ".join(added)
    end = line_end(content)
    if last is None:
        start = content.rfind("\n", opening, closing) + 1
        margin = content[start:closing]
        if start and not margin.strip():
            yield Edit(start, start, f",{end}".join(f"{margin}  {one}" for one in added) + end)
        else:
            blank = not content[opening + 1 : closing].strip(" \t")
            yield Edit(opening + 1 if blank else closing, closing, joined)
        return
    found = _NO_ENTRY.match(content, last)
    comma = found.end() if found and content.startswith(",", found.end()) else None
    below = _LINE.match(content, last if comma is None else comma)
    if (
        below is None
        or below.end() > closing
        or content[opening + 1 : last].partition("\n")[0].partition("#")[0].strip()
    ):
        yield Edit(last, last, f", {joined}") if comma is None else Edit(comma + 1, comma + 1, f" {joined}")
        return
    start = content.rfind("\n", 0, last) + 1
    margin = content[start : start + len(content[start:last]) - len(content[start:last].lstrip())]
    if comma is None:
        yield Edit(last, last, ",")
    block = f",{end}".join(margin + one for one in added)
    yield Edit(below.end(), below.end(), f"{block}{'' if comma is None else ','}{end}")


def top(statements: list[Statement], pair: str) -> Place:
    """Where a pair goes that belongs to no table: before the first statement, below what is said of the whole file."""
    first = next((at for at, one in enumerate(statements) if one.kind in ("pair", "header")), None)
    if first is None:
        last = next((one.end for one in reversed(statements) if one.kind != "blank"), 0)
        return Place(last, (pair,))
    at = above(statements, first) or first
    return Place(statements[at].start, (pair,) if statements[first].kind == "pair" else (pair, ""))


def above(statements: list[Statement], at: int) -> int:
    """The statement, or the first of the comments right above it."""
    while at and statements[at - 1].kind == "comment":
        at -= 1
    return at


def pinned(content: str, start: int, end: int, new: str, tag: str) -> Iterator[Edit]:
    """A new commit, and its tag in the comment behind it, where the frameworks look for it.

    A comment of another kind stays; without a tag nothing is said of one.
    """
    yield Edit(start, end, new)
    rest = _REST.match(content, end)
    if rest is None:
        return
    brackets = end + len(rest["brackets"].rstrip(" \t"))
    frozen = _FROZEN.match(content, brackets)
    if tag and frozen:
        yield Edit(frozen.start("tag"), frozen.end(), tag)
    elif tag:
        yield Edit(brackets, brackets, f"  # frozen: {tag}")
    elif frozen:
        left = content[frozen.end() : rest.end()].strip(" \t,;#")
        yield Edit(brackets, rest.end(), f"  # {left}" if left else "")
