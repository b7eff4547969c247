"""The lines of a pull request's text as its readers see them: without HTML comments, and which of them are code.

Every line keeps its length and its number, so that what is found in it has a place. Source of the rules: CommonMark
0.31, "Fenced code blocks", "Indented code blocks", "HTML blocks" and "Raw HTML".
"""

import re
from typing import NamedTuple

_QUOTE = re.compile(r"(?: {0,3}>[ \t]?)+")
_FENCE = re.compile(r"[ \t]*(?:[-*+] {1,4}|\d{1,9}[.)] {1,4})?(`{3,}(?=[^`]*$)|~{3,})(.*)")
_ITEM = re.compile(r"([ \t]*)(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_BLOCK_START = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*$")
_MARKER = re.compile(r"[ \t]*<!--[ \t]*walkaround:checklist[ \t]+(begin|end)\b([^>]{0,300})-->", re.IGNORECASE)
_ASKS = re.compile(r"\basks=([a-z,]*)")


class Line(NamedTuple):
    """`text` has blanks in the place of comments; `code` is true in a code block, `fenced` in one with fences;
    `bare` begins behind quote signs.

    `marker` is "begin" or "end" where one of the checklist's block stands; `asks` are the areas that it names.
    """

    number: int
    text: str
    code: bool
    quoted: int
    fenced: bool = False
    marker: str = ""
    asks: tuple[str, ...] | None = None

    @property
    def bare(self) -> str:
        return self.text[self.quoted :]

    @property
    def indent(self) -> int:
        bare = self.bare.expandtabs(4)
        return len(bare) - len(bare.lstrip())


def read_lines(body: str) -> list[Line]:
    """All lines of a text, whatever ends them."""
    raw = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return list(_Reader(raw).lines())


class _Reader:
    def __init__(self, raw: list[str]) -> None:
        self._raw = raw
        self._fence = ""
        self._fence_indent = 0
        self._comment = False
        self._item: int | None = None  # where the text of the list's last item begins
        self._blank = True
        self._closings = [number for number, line in enumerate(raw) if "-->" in line]
        self._next = 0

    def lines(self) -> "list[Line]":
        return [self._line(at, line) for at, line in enumerate(self._raw)]

    def _line(self, at: int, line: str) -> Line:
        quote = _QUOTE.match(line)
        quoted = quote.end() if quote is not None else 0
        bare = line[quoted:]
        if self._fence and self._goes_on(bare):
            return Line(at + 1, line, True, quoted, True)
        if not self._comment:
            opened = _FENCE.match(bare)
            if opened is not None and self._indent(bare) < (4 if self._item is None else 99):
                self._fence, self._fence_indent = opened[1], self._indent(bare)
                self._blank = False
                return Line(at + 1, line, True, quoted, True)
        marker, asks = ("", None) if self._comment else _marker(bare)
        text = self._without_comments(at, line)
        code = self._indented(bare)
        return Line(at + 1, text, code, quoted, False, marker, asks)

    def _goes_on(self, bare: str) -> bool:
        """Whether a line still belongs to the open fence; the one that closes it does, and what leaves its item not."""
        found = bare.strip()
        if found.startswith(self._fence) and not found.strip(self._fence[0]):
            self._fence = ""
            return True
        if self._fence_indent >= 2 and found and self._indent(bare) == 0 and (_ITEM.match(bare) or bare[0] == "#"):
            self._fence = ""
            return False
        return True

    def _indented(self, bare: str) -> bool:
        """Whether a line is indented code; list items and paragraphs that go on are none."""
        if not bare.strip():
            self._blank = True
            return False
        indent = self._indent(bare)
        item = _ITEM.match(bare)
        least = 4 if self._item is None else self._item + 4
        code = self._blank and indent >= least
        if not code:
            self._blank = False
            if item is not None:
                self._item = len(item[0].expandtabs(4))
            elif self._item is not None and indent < 2:
                self._item = None
        return code

    @staticmethod
    def _indent(bare: str) -> int:
        wide = bare.expandtabs(4)
        return len(wide) - len(wide.lstrip())

    def _without_comments(self, at: int, line: str) -> str:
        kept: list[str] = []
        place = 0
        while place < len(line):
            if self._comment:
                end = line.find("-->", place)
                if end < 0:
                    kept.append(" " * (len(line) - place))
                    return "".join(kept)
                kept.append(" " * (end + 3 - place))
                place, self._comment = end + 3, False
                continue
            start = _comment_start(line, place)
            if start < 0 or not self._hides(at, line, start):
                kept.append(line[place:])
                break
            kept.append(line[place:start])
            width = next((len(short) for short in ("<!--->", "<!-->") if line.startswith(short, start)), 0)
            if not width:
                width, self._comment = 4, True
            kept.append(" " * width)
            place = start + width
        return "".join(kept)

    def _hides(self, at: int, line: str, start: int) -> bool:
        """Whether a comment begins here. Within a paragraph it ends there, or it is text."""
        quote = _QUOTE.match(line)
        if _BLOCK_START.match(line[quote.end() if quote else 0 : start]) or "-->" in line[start:]:
            return True
        while self._next < len(self._closings) and self._closings[self._next] <= at:
            self._next += 1
        if self._next == len(self._closings):
            return False
        return all(between.strip() for between in self._raw[at + 1 : min(self._closings[self._next] + 1, at + 200)])


def _marker(bare: str) -> tuple[str, tuple[str, ...] | None]:
    found = _MARKER.match(bare)
    if found is None:
        return "", None
    asks = _ASKS.search(found[2])
    return found[1].lower(), None if asks is None else tuple(filter(None, asks[1].split(",")))


def _comment_start(line: str, place: int) -> int:
    """Where the next comment begins that stands in no code span; -1 when there is none."""
    while True:
        start = line.find("<!--", place)
        tick = line.find("`", place)
        if start < 0 or tick < 0 or start < tick:
            return start
        end = tick
        while end < len(line) and line[end] == "`":
            end += 1
        closing = line.find(line[tick:end], end)
        place = end if closing < 0 else closing + end - tick
