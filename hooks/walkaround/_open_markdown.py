"""What is still open at a place in a Markdown file: what is written there would be shown as code, or not at all.

Only the blocks that can swallow what follows are followed, as CommonMark has them: fenced code, comments, and HTML
that ends with a tag of its own; lists, because what begins in an item ends with it; and what only looks like those
(indented code, quotations, other HTML). A comment goes on to its end wherever it began, as browsers read it.
"""

from typing import NamedTuple

_DEEPEST = 100  # items in items that are told apart; nobody writes more
_RAW_TAGS = frozenset(b"pre script style textarea".split())
_RAW_ENDS = (b"</pre>", b"</script>", b"</style>", b"</textarea>")
_BLOCK_TAGS = frozenset(
    b"address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt "
    b"fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li "
    b"link main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th "
    b"thead title tr track ul".split()
)


class Open(NamedTuple):
    """What is open: since which line, and how it is closed."""

    line: int
    what: str
    closer: str


class _Fence(NamedTuple):
    mark: bytes
    inside: int  # how far the list item is indented in which it stands
    line: int


class _Html(NamedTuple):
    closer: bytes
    inside: int
    line: int


def open_at_end(content: bytes) -> Open | None:
    """What is open where this content ends, and a line at its left margin would follow."""
    reader = _Reader()
    for line in content.split(b"\n"):
        reader.read(line.removesuffix(b"\r").expandtabs(4))
    return reader.open()


class _Reader:
    """Reads line by line. `items` holds how far the content of each list item is indented that may go on."""

    def __init__(self) -> None:
        self._number = 0
        self._items: list[int] = []
        self._fence: _Fence | None = None
        self._html: _Html | None = None
        self._other_html = False  # which an empty line ends
        self._paragraph = False
        self._quoted = False  # the paragraph is that of a quotation
        self._empty_item = False  # the line above began an item and said nothing in it

    def open(self) -> Open | None:
        fence, html = self._fence, self._html
        if fence is not None and not fence.inside:
            return Open(fence.line, "a code block", fence.mark.decode())
        if html is None or (html.inside and html.closer != b"-->"):
            return None
        what = "a comment" if html.closer == b"-->" else "a piece of HTML"
        return Open(html.line, what, html.closer.decode())

    def read(self, line: bytes) -> None:
        self._number += 1
        indent = len(line) - len(line.lstrip(b" "))
        if self._html is not None and self._in_html(line, indent, self._html):
            return
        if not line.strip(b" "):
            self._paragraph = self._other_html = False
            del self._items[len(self._items) - self._empty_item :]
            self._empty_item = False
            return
        self._empty_item = False
        if self._fence is not None:
            if indent >= self._fence.inside:
                self._in_fence(line[self._fence.inside :], self._fence)
                return
            self._fence = None  # the item ends, and the code in it
        depth = sum(1 for inside in self._items if inside <= indent)
        offset = self._items[depth - 1] if depth else 0
        if self._other_html and depth == len(self._items):
            self._comment_in_html(line[offset:], offset)
        elif self._starts(line, offset, depth):
            self._other_html = self._other_html and depth == len(self._items)
        elif not self._paragraph:
            self._quoted = False
            del self._items[depth:]
            self._paragraph = len(line[offset:]) - len(line[offset:].lstrip(b" ")) < 4
            self._other_html = False

    def _in_html(self, line: bytes, indent: int, html: _Html) -> bool:
        """Whether the line belongs to the HTML that is open."""
        if html.closer != b"-->" and line.strip(b" ") and indent < html.inside:
            self._html = None
            return False
        end = _end(line, html.closer)
        if end is not None:
            self._html = None
            self._again(line[end:], html)
        return True

    def _again(self, rest: bytes, html: _Html) -> None:
        """A further comment on a line on which one has ended."""
        if html.closer == b"-->" and rest.rfind(b"<!--") > rest.rfind(b"-->"):
            self._html = html._replace(line=self._number)

    def _comment_in_html(self, rest: bytes, offset: int) -> None:
        if rest.lstrip(b" ").startswith(b"<!--"):
            self._begin_html(b"-->", rest.lstrip(b" ")[2:], offset)
            self._other_html = self._html is None

    def _in_fence(self, rest: bytes, fence: _Fence) -> None:
        text = rest.lstrip(b" ")
        length = len(text) - len(text.lstrip(fence.mark[:1]))
        if len(rest) - len(text) < 4 and length >= len(fence.mark) and not text[length:].strip(b" "):
            self._fence = None

    def _starts(self, line: bytes, offset: int, depth: int) -> bool:
        """Begin the blocks that a line begins, items of lists first; False when it is text, or code by its indent."""
        started = False
        while True:
            text = line[offset:].lstrip(b" ")
            column = len(line) - len(text)
            if not text:
                self._empty_item = started
                return started
            if column - offset >= 4:
                if started:  # code in an item that begins here
                    self._paragraph = False
                return started
            width = 0 if _is_break(text) or len(self._items) > _DEEPEST else _marker_width(text)
            if not width or (self._own_paragraph(depth, started) and _cannot_interrupt(text, width)):
                break
            if not started:
                del self._items[depth:]
            offset = self._begin_item(text, column, width)
            started, self._paragraph = True, False
        return self._leaf(text, offset, depth, started)

    def _own_paragraph(self, depth: int, started: bool) -> bool:
        """Whether a line goes on with a paragraph that is neither an outer item's nor a quotation's."""
        return self._paragraph and not self._quoted and not started and depth == len(self._items)

    def _begin_item(self, text: bytes, column: int, width: int) -> int:
        rest = text[width:]
        blanks = len(rest) - len(rest.lstrip(b" "))
        if not rest.strip(b" ") or blanks > 4:
            blanks = 1
        self._items.append(column + width + blanks)
        return column + width + blanks

    def _leaf(self, text: bytes, offset: int, depth: int, started: bool) -> bool:
        """A block that holds no others; False when it is text that goes on where a paragraph may."""
        kind = self._kind(text, offset)
        if kind is None and self._own_paragraph(depth, started) and _is_underline(text):
            kind = "heading"
        if kind is None:
            if started:
                self._paragraph, self._quoted = True, False
            return started
        if not started:
            del self._items[depth:]
        self._paragraph = self._quoted = kind == "quotation" and _goes_on(text)
        self._other_html = kind == "html"
        return True

    def _kind(self, text: bytes, offset: int) -> str | None:
        inside = offset if self._items and offset else 0
        mark = _fence_mark(text)
        if mark:
            self._fence = _Fence(mark, inside, self._number)
            return "code"
        if text.startswith(b"<"):
            return self._html_kind(text, inside)
        if text.startswith(b">"):
            return "quotation"
        return "heading" if _is_heading(text) or _is_break(text) else None

    def _html_kind(self, text: bytes, inside: int) -> str | None:
        for opener, closer in ((b"<!--", b"-->"), (b"<?", b"?>"), (b"<![CDATA[", b"]]>")):
            if text.startswith(opener):
                self._begin_html(closer, text[len(opener) :] if closer != b"-->" else text[2:], inside)
                return "raw"
        closing, name, rest = _tag(text)
        if not closing and name in _RAW_TAGS and not rest.startswith(b"/"):
            self._begin_html(b"</%s>" % name, text, inside)
            return "raw"
        if name in _BLOCK_TAGS:
            return "html"
        return "html" if not self._paragraph and _is_tag_alone(text) else None

    def _begin_html(self, closer: bytes, rest: bytes, inside: int) -> None:
        html = _Html(closer, inside, self._number)
        end = _end(rest, closer)
        if end is None:
            self._html = html
        else:
            self._again(rest[end:], html)


def _fence_mark(text: bytes) -> bytes:
    """The signs that begin fenced code, empty where none does."""
    sign = text[:1]
    rest = text.lstrip(sign)
    length = len(text) - len(rest)
    if sign not in (b"`", b"~") or length < 3 or (sign == b"`" and sign in rest):
        return b""
    return sign * length


def _marker_width(text: bytes) -> int:
    """How wide the marker of a list item is; 0 where there is none."""
    width = 1
    if text[:1] not in (b"-", b"+", b"*"):
        digits = len(text) - len(text.lstrip(b"0123456789"))
        if not 1 <= digits <= 9 or text[digits : digits + 1] not in (b".", b")"):
            return 0
        width = digits + 1
    return width if text[width : width + 1] in (b"", b" ") else 0


def _is_break(text: bytes) -> bool:
    sign = text[:1]
    return sign in (b"-", b"_", b"*") and not text.strip(sign + b" ") and text.count(sign) > 2


def _is_underline(text: bytes) -> bool:
    return text[:1] in (b"=", b"-") and not text.rstrip(b" ").strip(text[:1])


def _is_heading(text: bytes) -> bool:
    rest = text.lstrip(b"#")
    return 1 <= len(text) - len(rest) <= 6 and rest[:1] in (b"", b" ")


def _tag(text: bytes) -> tuple[bool, bytes, bytes]:
    """Whether a tag closes, its name in small letters, and what follows; the name is empty where it is none."""
    closing = text.startswith(b"</")
    rest = text[2:] if closing else text[1:]
    name = rest[: len(rest) - len(rest.lstrip(_NAME))]
    rest = rest[len(name) :]
    ends = rest[:1] in (b"", b" ", b">") or rest.startswith(b"/>")
    return closing, name.lower() if ends and name[:1].isalpha() else b"", rest


_NAME = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def _is_tag_alone(text: bytes) -> bool:
    import re  # few templates have one

    return re.match(rb"</?[a-z][a-z0-9-]*(?:[ ][^<>]*)?/?>[ ]*\Z", text, re.IGNORECASE) is not None


def _goes_on(quotation: bytes) -> bool:
    """Whether text below a quotation belongs to it, because its last line is text."""
    text = quotation.lstrip(b"> ")
    return bool(text) and not (_fence_mark(text) or _is_heading(text) or _is_break(text) or text[:1] == b"<")


def _end(text: bytes, closer: bytes) -> int | None:
    """Where HTML ends that this closes; what ends with a tag ends with any tag of its kind."""
    closers = _RAW_ENDS if closer.startswith(b"</") else (closer,)
    lowered = text.lower()
    ends = [lowered.find(one) + len(one) for one in closers if one in lowered]
    return min(ends, default=None)


def _cannot_interrupt(text: bytes, width: int) -> bool:
    """Whether an item cannot begin in the middle of a paragraph: an empty one, or a number other than one."""
    return not text[width:].strip(b" ") or (text[:1].isdigit() and text[: width - 1] != b"1")
