"""The managed block inside a template: found, compared, installed, all on bytes.

    <!-- walkaround:checklist begin v1 sha256=0123456789abcdef -->
    ... the text ...
    <!-- walkaround:checklist end -->

Each marker stands alone on its line. `v` is the version of the text; `sha256` is the beginning of the
digest of everything between the markers with LF line ends, so that an edit can be told from an older
text. Nothing outside the markers is ever changed or even decoded.
"""

import re
from typing import Literal, NamedTuple

_BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16 and UTF-32 begin so
_NAME = b"walkaround:checklist"
_OPENER = re.compile(rb"<!--[ \t]*(walkaround:checklist)\b([^\r\n]*)", re.IGNORECASE)
_END = b"<!-- walkaround:checklist end -->"
_DIGITS = 16  # of the digest: it guards against slips, not against forgery, and contributors see it

Standing = Literal["current", "outdated", "edited", "newer"]


class Broken(Exception):  # noqa: N818 - what a template is, not a failure of ours
    """Markers that do not enclose exactly one block. `offset` is where the offending one begins."""

    def __init__(self, offset: int, why: str) -> None:
        super().__init__(why)
        self.offset = offset
        self.why = why


class Checklist(NamedTuple):
    """The text that templates must carry: `block` from marker to marker, LF line ends, no final one."""

    version: int
    block: bytes


class Block(NamedTuple):
    """A block as found: `content[start:end]`; `text` is what is between the markers, with LF line ends.

    `version` and `digest` are what the begin marker claims; 0 and empty when it does not say.
    """

    start: int
    end: int
    text: bytes
    version: int
    digest: bytes


class _Marker(NamedTuple):
    begins: bool
    start: int
    end: int
    words: list[bytes]


def checklist_of(version: int, text: bytes) -> Checklist:
    """A text with its markers."""
    begin = b"<!-- walkaround:checklist begin v%d sha256=%s -->" % (version, _digest(text))
    return Checklist(version, begin + text + _END)


def find(content: bytes) -> Block | None:
    """The one block of a template, None when there is none; Broken when the markers are not one pair."""
    begin: _Marker | None = None
    block: Block | None = None
    for match in _OPENER.finditer(content):
        marker = _marker(content, match)
        if not marker.begins and begin is None:
            raise Broken(marker.start, "A checklist block ends that has not begun.")
        if marker.begins and begin is not None:
            first = line_of(content, begin.start)
            raise Broken(marker.start, f"A checklist block begins inside the one from line {first}.")
        if marker.begins and block is not None:
            first = line_of(content, block.start)
            raise Broken(marker.start, f"A second checklist block begins; the first is on line {first}.")
        if begin is None:
            begin = marker
        else:
            block, begin = _block(content, begin, marker), None
    if begin is not None:
        raise Broken(begin.start, "The checklist block begins and never ends.")
    return block


def standing(content: bytes, block: Block, checklist: Checklist) -> Standing:
    """How a block compares with the text that it must carry; line ends do not count."""
    if _lf(content[block.start : block.end]) == checklist.block:
        return "current"
    if _digest(block.text) != block.digest:
        return "edited"
    return "newer" if block.version > checklist.version else "outdated"


def installed(content: bytes, block: Block | None, checklist: Checklist) -> bytes:
    """The template with the checklist in place of `block`, or at its end; every other byte as it was.

    A template without a final newline gets none after the block either, which also tells a later
    removal how the file once ended.
    """
    newline = _newline(content, block)
    rendered = checklist.block.replace(b"\n", newline)
    if block is not None:
        return content[: block.start] + rendered + content[block.end :]
    if not content.removeprefix(_BOM):
        return content + rendered + newline
    if content.endswith(b"\n"):
        return content + newline + rendered + newline
    return content + newline * 2 + rendered


def obstacle(content: bytes, checklist: Checklist) -> str | None:
    """Why the checklist cannot be written into this content; None when it can."""
    if content.startswith(_WIDE) or b"\0" in content:
        return "is not UTF-8 text but UTF-16 or binary; save it as UTF-8"
    if not checklist.block.isascii():
        try:
            content.decode()
        except UnicodeDecodeError:
            return "is not UTF-8, but the lines of `pr-template.extra` need it; save it as UTF-8"
    return None


def line_of(content: bytes, offset: int) -> int:
    """The 1-based line of a place in the content."""
    return content.count(b"\n", 0, offset) + 1


def _marker(content: bytes, match: re.Match[bytes]) -> _Marker:
    """The marker that a match opens; Broken unless it is whole, spelled right and alone on its line."""
    start, rest = match.start(), match[2]
    head = max(content.rfind(b"\n", 0, start), content.rfind(b"\r", 0, start)) + 1
    before = content[head:start]
    alone = not before.strip(b" \t") or (head == 0 and before == _BOM)
    closed = rest.rstrip(b" \t")
    inner = closed.removesuffix(b"-->")
    whole = inner != closed and b">" not in inner  # one comment, closed where the line ends
    words = inner.split()
    if not (alone and whole and match[1] == _NAME and words and words[0] in (b"begin", b"end")):
        raise Broken(start, "A checklist marker is not whole or not alone on its line.")
    return _Marker(words[0] == b"begin", start, match.start(2) + len(closed), words[1:])


def _block(content: bytes, begin: _Marker, end: _Marker) -> Block:
    version, digest = 0, b""
    for word in begin.words:
        if word.startswith(b"sha256="):
            digest = word.removeprefix(b"sha256=")
        elif word[:1] == b"v" and word[1:].isdigit() and len(word) < 8:
            version = int(word[1:])
    return Block(begin.start, end.end, _lf(content[begin.end : end.start]), version, digest)


def _newline(content: bytes, block: Block | None) -> bytes:
    """The line end that prevails outside the block; inside it when there is none outside."""
    outside = content if block is None else content[: block.start] + content[block.end :]
    for part in (outside, content):
        lines = part.count(b"\n")
        if lines:
            return b"\r\n" if part.count(b"\r\n") * 2 > lines else b"\n"
    return b"\n"


def _lf(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")


def _digest(text: bytes) -> bytes:
    import hashlib  # loads OpenSSL: not needed while every template is current

    return hashlib.sha256(text, usedforsecurity=False).hexdigest()[:_DIGITS].encode()
