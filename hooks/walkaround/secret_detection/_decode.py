"""Texts inside texts: base64, percent escapes (RFC 3986, 2.1), escapes of JSON and of programming languages.

A decoded text is judged like a file of its own; what is found in it stands where the encoded text stands.
"""

import re
from binascii import Error, a2b_base64
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ._gate import BASE64, ESCAPED, PERCENT, inside_clues, may_be_text

DEPTH = 3  # how many encodings may lie around each other
_BEFORE, _BEHIND = 2048, 4096  # bytes that belong to an escape before and behind it
_AGAIN = 1024  # bytes at the end of a stretch that the next one begins with, for what lies across
_LEAST = 20  # characters of base64; fewer hold no secret with its name
_LONGEST = 1 << 18  # characters of base64 that are decoded at once
_BASE64_AGAIN = 1 << 14  # ... and those that the next piece of a longer run begins with


class Escape(NamedTuple):
    """How a kind of escape looks, and what a text is without any: as a whole, and one by itself."""

    pattern: re.Pattern[bytes]
    text: Callable[[bytes], bytes]
    plain: Callable[[re.Match[bytes]], bytes]


class Inner:
    """A decoded text, and the offsets of what it was decoded from.

    With escapes, `code` is what they were replaced in; without, three bytes of the text are four of the data, as in
    base64.
    """

    def __init__(self, start: int, end: int, text: bytes, code: bytes = b"", escape: Escape | None = None) -> None:
        self.start, self.end, self.text = start, end, text
        self._code, self._escape = code, escape
        self._kept: list[tuple[int, int]] | None = None

    def _marks(self) -> list[tuple[int, int]]:
        """Pairs of offsets (in the decoded text, in the data) from which both run alike; made when first asked for."""
        if self._kept is None:
            self._kept = _marks(self.start, self._code, self._escape) if self._escape else []
        return self._kept

    def origin(self, offset: int, end: bool = False) -> int:
        """Where in the data an offset of the decoded text lies, or what ends before it."""
        marks = self._marks()
        if not marks:
            return min(self.end, self.start + (offset * 4 + 2 * end) // 3)
        at = bisect_right(marks, (offset - end, 1 << 62)) - 1
        inside, outside = marks[at]
        if end and at + 1 < len(marks) and marks[at + 1][0] == offset:
            return marks[at + 1][1]  # the last character is an escape, all of which belongs to it
        return min(self.end, outside + offset - inside)


def inner(data: bytes, hits: Sequence[tuple[int, int]], tick: Callable[[], None]) -> Iterator[Inner]:
    """The decoded texts at the gate's hits; hits are (end offset, number), in order."""
    done = {BASE64: 0, PERCENT: 0, ESCAPED: 0}
    for end, number in hits:
        if number not in done or end <= done[number]:
            continue
        tick()
        after, done[number] = done[number], end
        for found in _DECODERS[number](data, end, after):
            done[number] = max(done[number], found.end)
            if found.text:
                yield found


def _percent(data: bytes, end: int, after: int) -> Iterator[Inner]:
    start, stop = _stretch(data, end, after, _pattern(rb"[^\s\"'<>`\\]*+"), b" \t\r\n\"'<>`\\")
    yield _replaced(data, start, stop, _percent_escape())


@cache
def _percent_escape() -> Escape:
    codes = [bytes((one, other)) for one in _DIGITS for other in _DIGITS]
    plain = {code: bytes((int(code, 16),)) for code in codes}

    def text(code: bytes) -> bytes:
        first, *others = code.split(b"%")
        parts = [first]
        for part in others:
            known = plain.get(part[:2])
            parts += (b"%", part) if known is None else (known, part[2:])
        return b"".join(parts)

    return Escape(_pattern(rb"%([0-9A-Fa-f]{2})"), text, lambda one: plain[one[1]])


_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"/": b"/", b'"': b'"', b"'": b"'", b"\\": b"\\"}
_DIGITS = b"0123456789abcdefABCDEF"
_ESCAPE = rb"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([nrt/\"'\\]))"


def _escaped(data: bytes, end: int, after: int) -> Iterator[Inner]:
    start, stop = _stretch(data, end, after, _pattern(rb"[^\r\n]*+"), b"\r\n")
    yield _replaced(data, start, stop, _programs_escape())


@cache
def _programs_escape() -> Escape:
    known: dict[bytes, bytes] = {}

    def plain(one: re.Match[bytes]) -> bytes:
        code = one.group()
        text = known.get(code)
        if text is None:
            digits = one[1] or one[2]
            text = _NAMED[one[3]] if digits is None else chr(int(digits, 16)).encode("utf-8", "replace")
            known[code] = text
        return text

    pattern = _pattern(_ESCAPE)
    return Escape(pattern, lambda code: pattern.sub(plain, code), plain)


def _replaced(data: bytes, start: int, stop: int, escape: Escape) -> Inner:
    """A stretch with its escapes replaced."""
    code = data[start:stop]
    return Inner(start, stop, escape.text(code), code, escape)


def _marks(start: int, code: bytes, escape: Escape) -> list[tuple[int, int]]:
    """Where an escape begins, and where one ends."""
    marks = [(0, start)]
    size = at = 0
    for match in escape.pattern.finditer(code):
        size += match.start() - at
        marks.append((size, start + match.start()))
        size += len(escape.plain(match))
        at = match.end()
        marks.append((size, start + at))
    return marks


def _stretch(data: bytes, end: int, after: int, run: re.Pattern[bytes], stops: bytes) -> tuple[int, int]:
    """The offsets of what lies around an offset up to one of these bytes, or up to a bound."""
    low = max(0, after - _AGAIN, end - _BEFORE)
    before = data[low:end]
    start = low + 1 + max(before.rfind(stops[at : at + 1]) for at in range(len(stops)))
    match = run.match(data, end, min(len(data), end + _BEHIND))
    return start, match.end() if match else end


def _base64(data: bytes, end: int, after: int) -> Iterator[Inner]:
    """The whole run around an offset, in pieces that overlap where it is long."""
    start = _run_start(data, end, after)
    match = _pattern(rb"([A-Za-z0-9+/_-]*+)={0,2}").match(data, end)
    stop = match.end() if match else end
    if match is None or match.end(1) - start < _LEAST:
        yield Inner(start, stop, b"")
        return
    for at in range(start, stop, _LONGEST):
        low, high = max(start, at - _BASE64_AGAIN), min(stop, at + _LONGEST)
        yield Inner(low, high, decoded(data[low:high], cut=(low > start, high < stop)))


def _run_start(data: bytes, end: int, after: int) -> int:
    """Where the run of base64 begins that goes on at an offset; not before `after`."""
    size = 1 << 12
    while True:
        low = max(after, end - size)
        match = _pattern(rb"[A-Za-z0-9+/_-]*+").match(data[low:end][::-1])
        start = end - (match.end() if match else 0)
        if start > low or low == after:
            return start
        size *= 4


def decoded(code: bytes, cut: tuple[bool, bool] = (False, False)) -> bytes:
    """The text in base64 of either alphabet; empty when it is no text, or holds nothing worth to be judged.

    `cut`: whether it goes on before, and behind; there, a part of a character is no reason to refuse it.
    """
    code = code.rstrip(b"=")
    if not cut[0] and not may_be_text(code):
        return b""
    code = code.replace(b"-", b"+").replace(b"_", b"/")
    try:
        text = a2b_base64(code[: len(code) - (len(code) % 4 == 1)] + b"=" * (-len(code) % 4))
    except Error:
        return b""
    if not text.isascii() and True in cut:
        text = _whole(text, *cut)
    if not text.isascii() and not _is_utf8(text):
        return b""
    if _pattern(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]").search(text):
        return b""
    return text if any(clue in text for clue in _clues()) else b""


def _whole(text: bytes, before: bool, behind: bool) -> bytes:
    """A text without the part of a character at a cut; blanks at its beginning keep all offsets."""
    if before:
        rest = text.lstrip(bytes(range(0x80, 0xC0)))
        text = rest.rjust(len(text)) if len(text) - len(rest) < 4 else text
    if behind:
        text = _pattern(rb"(?:[\xc0-\xff]|[\xe0-\xff][\x80-\xbf]|[\xf0-\xff][\x80-\xbf]{2})\Z").sub(b"", text)
    return text


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


@cache
def _clues() -> tuple[bytes, ...]:
    return tuple(inside_clues())


_pattern = cache(re.compile)
_DECODERS = {BASE64: _base64, PERCENT: _percent, ESCAPED: _escaped}
