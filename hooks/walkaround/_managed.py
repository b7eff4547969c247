"""A block in a file of other people's, kept by us: found, compared, installed, taken out, all on bytes.

    <!-- walkaround:NAME begin v1 sha256=0123456789abcdef -->
    ... the text ...
    <!-- walkaround:NAME end -->

Each marker stands alone on its line. `v` is the version of the text; `sha256` is the beginning of the
digest of everything between the markers with LF line ends, so that an edit can be told from an older
text. Nothing outside the markers is ever changed or even decoded. A name is of small letters only.
"""

import re
from functools import cache
from typing import Literal, NamedTuple

BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16 and UTF-32 begin so
# What may begin a block of Markdown that swallows what follows; comments are looked at by themselves.
_SWALLOWING = (b"```", b"~~~", b"<pre", b"<script", b"<style", b"<textarea", b"<?", b"<![cdata[")
_DIGITS = 16  # of the digest: it guards against slips, not against forgery, and contributors see it

Standing = Literal["current", "outdated", "edited", "newer"]


class Broken(Exception):  # noqa: N818 - what a file is, not a failure of ours
    """Markers that do not enclose exactly one block. `offset` is where the offending one begins."""

    def __init__(self, offset: int, why: str) -> None:
        super().__init__(why)
        self.offset = offset
        self.why = why


class Managed(NamedTuple):
    """The text that files must carry: `block` from marker to marker, LF line ends, no final one."""

    name: bytes
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


def managed(name: bytes, version: int, text: bytes) -> Managed:
    """A text with its markers. It begins and ends with a line end, so that each marker is alone on its line."""
    begin = b"<!-- walkaround:%s begin v%d sha256=%s -->" % (name, version, _digest(text))
    return Managed(name, version, begin + text + b"<!-- walkaround:%s end -->" % name)


def find(content: bytes, name: bytes) -> Block | None:
    """The one block of this name, None when there is none; Broken when the markers are not one pair."""
    label = f"walkaround:{name.decode()}"
    begin: _Marker | None = None
    block: Block | None = None
    for match in _opener(name).finditer(content):
        marker = _marker(content, match, name)
        if not marker.begins and begin is None:
            raise Broken(marker.start, f"A block {label} ends that has not begun.")
        if marker.begins and begin is not None:
            first = line_of(content, begin.start)
            raise Broken(marker.start, f"A block {label} begins inside the one from line {first}.")
        if marker.begins and block is not None:
            first = line_of(content, block.start)
            raise Broken(marker.start, f"A second block {label} begins; the first is on line {first}.")
        if begin is None:
            begin = marker
        else:
            block, begin = _block(content, begin, marker), None
    if begin is not None:
        raise Broken(begin.start, f"The block {label} begins and never ends.")
    return block


def standing(content: bytes, block: Block, wanted: Managed) -> Standing:
    """How a block compares with the text that it must carry; line ends do not count."""
    if _lf(content[block.start : block.end]) == wanted.block:
        return "current"
    if _digest(block.text) != block.digest:
        return "edited"
    return "newer" if block.version > wanted.version else "outdated"


def installed(content: bytes, block: Block | None, wanted: Managed) -> bytes:
    """The content with the text in place of `block`, or at its end; every other byte as it was.

    Content without a final newline gets none after the block either, which also tells `removed` how it once ended.
    """
    newline = _newline(content, block)
    rendered = wanted.block.replace(b"\n", newline)
    if block is not None:
        return content[: block.start] + rendered + content[block.end :]
    if not content.removeprefix(BOM):
        return content + rendered + newline
    if content.endswith(b"\n"):
        return content + newline + rendered + newline
    return content + newline * 2 + rendered


def removed(content: bytes, block: Block) -> bytes:
    """The content without `block`, and without what `installed` put around it: its exact inverse.

    Where somebody has moved the block or written below it, its line goes, and one of the two empty lines beside it.
    """
    head, tail = content[: block.start], content[block.end :]
    if not tail:
        for ends in (b"\r\n\r\n", b"\n\n"):
            if head.endswith(ends):
                return head[: -len(ends)]
        return head
    if not (_ends_a_line(head) and _starts_a_line_end(tail)):
        return head + tail
    below = _without_line_end(tail)
    above = head[: -len(_last_line_end(head))] if _last_line_end(head) else head
    if above != head and _ends_a_line(above) and (not below or _starts_a_line_end(below)):
        return above + below
    return head + (_without_line_end(below) if _starts_a_line_end(below) and not head.removeprefix(BOM) else below)


def obstacle(content: bytes, wanted: Managed) -> str | None:
    """Why the text cannot be written into this content, or would not be read where it stands; None when it can."""
    if content.startswith(_WIDE) or b"\0" in content:
        return "is not UTF-8 text but UTF-16 or binary; save it as UTF-8"
    if not wanted.block.isascii():
        try:
            content.decode()
        except UnicodeDecodeError:
            return "is not UTF-8, but the text of the block needs it; save it as UTF-8"
    if content.count(b"\r") != content.count(b"\r\n"):
        alone = next(match.start() for match in re.finditer(rb"\r(?!\n)", content))
        return f"has a lone carriage return in line {line_of(content, alone)}; save it with LF or CRLF line ends"
    front = _front_matter(content)
    if front is None:
        return "begins with front matter on line 1 that never ends; close it with a line of three hyphens"
    return _swallowed(content, front, wanted.name)


def _swallowed(content: bytes, front: int, name: bytes) -> str | None:
    """What would swallow the block: it is still open where the block stands, or else where the content ends."""
    try:
        block = find(content, name)
    except Broken:
        block = None
    above = content[front : len(content) if block is None else block.start]
    lowered = above.lower()
    if above.rfind(b"<!--") <= above.rfind(b"-->") and not any(mark in lowered for mark in _SWALLOWING):
        return None
    from ._open_markdown import open_at_end  # most templates hold closed comments and nothing else of the kind

    left = open_at_end(above)
    if left is None:
        return None
    line = left.line + line_of(content, front) - 1
    return f"has {left.what} from line {line} that is still open where the block stands; close it with {left.closer}"


def _front_matter(content: bytes) -> int | None:
    """Where the content's own text begins, below YAML front matter; None when that never ends.

    Three hyphens above anything but a key are a rule.
    """
    start = len(content) - len(content.removeprefix(BOM))
    if not content.startswith(b"---", start):
        return start
    if re.match(rb"---[ \t]*\r?\n[A-Za-z_][^\r\n:]*:", content[start:]) is None:
        return start
    end = re.compile(rb"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\r?\Z)", re.MULTILINE).search(content, start + 3)
    return None if end is None else end.end()


def line_of(content: bytes, offset: int) -> int:
    """The 1-based line of a place in the content."""
    return content.count(b"\n", 0, offset) + 1


@cache
def _opener(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<!--[ \t]*(walkaround:%s)\b([^\r\n]*)" % re.escape(name), re.IGNORECASE)


def _marker(content: bytes, match: re.Match[bytes], name: bytes) -> _Marker:
    """The marker that a match opens; Broken unless it is whole, spelled right and alone on its line."""
    start, rest = match.start(), match[2]
    head = max(content.rfind(b"\n", 0, start), content.rfind(b"\r", 0, start)) + 1
    before = content[head:start]
    alone = not before.strip(b" \t") or (head == 0 and before == BOM)
    closed = rest.rstrip(b" \t")
    inner = closed.removesuffix(b"-->")
    whole = inner != closed and b">" not in inner  # one comment, closed where the line ends
    words = inner.split()
    right = match[1] == b"walkaround:" + name and words[:1] in ([b"begin"], [b"end"])
    if not (alone and whole and right):
        raise Broken(start, f"A marker walkaround:{name.decode()} is not whole or not alone on its line.")
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


def _ends_a_line(head: bytes) -> bool:
    return head.endswith(b"\n") or not head.removeprefix(BOM)


def _starts_a_line_end(tail: bytes) -> bool:
    return tail.startswith((b"\n", b"\r\n"))


def _without_line_end(tail: bytes) -> bytes:
    return tail.removeprefix(b"\r").removeprefix(b"\n")


def _last_line_end(head: bytes) -> bytes:
    return next((end for end in (b"\r\n", b"\n") if head.endswith(end)), b"")


def _lf(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")


def _digest(text: bytes) -> bytes:
    import hashlib  # loads OpenSSL: not needed while every block is current

    return hashlib.sha256(text, usedforsecurity=False).hexdigest()[:_DIGITS].encode()
