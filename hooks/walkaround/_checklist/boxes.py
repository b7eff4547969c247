"""Boxes in a pull request's text: those that the hosts draw, and those that people write in their place.

Source of what is drawn: GitHub Flavored Markdown 0.29, "Task list items (extension)": a list marker, one to four
blanks, `[ ]`, `[x]` or `[X]`, and a blank. All others are read as far as they can be told, and are not `drawn`.
"""

# ruff: noqa: RUF001 - quotes, boxes and letters that people write

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .lines import Line

_YES = frozenset(
    ["x", "✓", "✔", "✔️", "✅", "☑", "☑️", "☒", "×", "✗", "✘", "v", "yes", "y", "done", "ok", "true", "*", "ｘ", "х"]
)
_NO = frozenset(["", "_", "no", "n", "false", "☐", "❌", "❎"])
_NEITHER = frozenset(["-", "~", "/", "?", ".", "n/a", "na", "tbd", "todo", ">", "!"])
_BARE = frozenset(["", "x", "✓", "✔", "✔️", "✅", "☑", "☑️", "ｘ", "×", "х"])  # what is a box without a list marker
_BREAKS = re.compile(r"<(?:br|li|td|th|p|ul|ol|tr|label|div|summary)\b[^<>]{0,200}>", re.IGNORECASE)
_BOX = re.compile(
    r"(?P<bullet>[ \t\u3000]*(?:(?:[-*+•‣◦–—]|\d{1,9}[.)])[ \t\u3000\xa0]*)*)"
    r"(?P<open>\\?\[|［|【)(?P<mark>[^\[\]［］【】()]{0,7}?)(?P<close>\\?\]|］|】)(?P<rest>.*)",
    re.DOTALL,
)
_SIGN = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?P<sign>[☐☑☒])\ufe0f?(?P<rest>.*)", re.DOTALL)
_INPUT = re.compile(r"<input\b(?P<attributes>[^<>]{0,200})>(?P<rest>[^<]*)", re.IGNORECASE)
_DRAWN = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]{1,4})+\[[ \t\xa0xX]\](?=[ \t\n]|$)")
_FURTHER = re.compile(r"(?<![\w\])`\\])\[(?P<mark>[ xX✓✔])\](?=\s|$)")
_CODE = re.compile(r"(`+)(?:(?!\1).)+\1")
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]|$)")
_CELL = re.compile(r"(?<!\\)\|")


class Box(NamedTuple):
    """`ticked` is None where the mark is neither yes nor no; `text` is what it says; boxes of a `group` lie together.

    `drawn`: the hosts show it as a box. `column` counts from 1, `section` the headings before it.
    """

    line: int
    column: int
    ticked: bool | None
    text: str
    drawn: bool
    group: int
    section: int = 0


def find_boxes(lines: Sequence[Line]) -> list[Box]:
    """All boxes, in their order."""
    groups = _Groups()
    found: list[Box] = []
    section = 0
    for line in lines:
        section += not line.code and _HEADING.match(line.bare) is not None
        if line.code:
            groups.text(line)
            continue
        boxes = list(_in_line(line))
        if not boxes:
            groups.text(line)
        for at, (column, ticked, text, drawn) in enumerate(boxes):
            found.append(Box(line.number, column, ticked, text, drawn, groups.of(line, len(boxes) > 1, at), section))
    return found


def _in_line(line: Line) -> Iterator[tuple[int, bool | None, str, bool]]:
    """Column, mark, text and whether it is drawn, of each box in a line."""
    bare = line.bare
    stripped = bare.lstrip()
    if not ("[" in bare or "［" in bare or "【" in bare or "☐" in bare or "☑" in bare or "☒" in bare or "<" in bare):
        return
    row = stripped.startswith("|") or (stripped.endswith("|") and stripped.count("|") > 1)
    for start, part, whole in _parts(bare, row):
        for column, ticked, text, drawn in _in_part(part):
            yield line.quoted + start + column + 1, ticked, text, drawn and whole and not row


def _parts(bare: str, row: bool) -> Iterator[tuple[int, str, bool]]:
    """The pieces of a line in which a box may stand first: cells of a table, what follows `<br>` or `<li>`.

    With each whether it is the line's own beginning, where a host looks for a list.
    """
    cuts = [(found.start(), found.end()) for found in _BREAKS.finditer(bare)]
    if row:
        cuts += [(found.start(), found.end()) for found in _CELL.finditer(bare)]
    start = 0
    for begin, end in [*sorted(cuts), (len(bare), len(bare))]:
        yield start, bare[start:begin], start == 0
        start = end


def _in_part(part: str) -> Iterator[tuple[int, bool | None, str, bool]]:
    given = _INPUT.search(part)
    if given is not None:
        if "checkbox" in given["attributes"].casefold():
            yield given.start(), "checked" in given["attributes"].casefold(), _plain(given["rest"]), False
        return
    sign = _SIGN.match(part)
    if sign is not None:
        yield sign.start("sign"), sign["sign"] != "☐", _plain(sign["rest"]), True
        return
    first = _first(part)
    further = _further(part, first)
    if first is None:
        yield from further
        return
    column, ticked, rest, drawn = first
    end = further[0][0] if further else len(part)
    yield column, ticked, _plain(part[len(part) - len(rest) : end]), drawn
    yield from further


def _first(part: str) -> tuple[int, bool | None, str, bool] | None:
    """The box with which a piece begins: its place, mark, what follows, and whether it is drawn."""
    found = _BOX.match(part)
    if found is None:
        return None
    mark, rest = found["mark"].strip().casefold(), found["rest"]
    listed = found["bullet"].strip() != ""
    escaped = found["open"] == "\\[" or found["close"] == "\\]"
    if rest[:1] in ("(", "[") or (rest[:1] == ":" and mark) or (not listed and mark not in _BARE):
        return None  # a link, or its target
    if not mark and not listed and not found["mark"] and (not rest[:1].isspace() or escaped):
        return None  # `[]` alone is an empty list in some language
    if mark in _YES:
        ticked: bool | None = True
    elif mark in _NO:
        ticked = False
    elif mark in _NEITHER:
        ticked = None
    else:
        return None
    return found.start("open"), ticked, rest, _DRAWN.match(part) is not None


def _further(part: str, first: tuple[int, bool | None, str, bool] | None) -> list[tuple[int, bool | None, str, bool]]:
    """The boxes behind the first in a line, as in `[x] yes [ ] no`; or behind a question or a colon."""
    shown = _CODE.sub(lambda found: "`" * len(found[0]), part)
    after = -1 if first is None else first[0]
    found = [one for one in _FURTHER.finditer(shown) if one.start() > after]
    if not found or (first is None and not part[: found[0].start()].rstrip(" *_-").endswith((":", "?"))):
        return []
    ends = [one.start() for one in found[1:]] + [len(part)]
    texts = [part[one.end() : end] for one, end in zip(found, ends, strict=True)]
    if any(len(text.split()) > 6 or not text.strip() for text in texts):
        return []
    return [(one.start(), one["mark"] != " ", _plain(text), False) for one, text in zip(found, texts, strict=True)]


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[*_~`]+|</?[a-z][^<>]{0,200}>", "", text).split()).strip("|/ ")


class _Groups:
    """Which boxes belong together: those that follow each other, as deep as each other, without text in between."""

    def __init__(self) -> None:
        self._open: dict[int, int] = {}
        self._last = 0

    def of(self, line: Line, several: bool, at: int) -> int:
        if several and at:
            return self._last
        if several:
            self._last += 1
            return self._last
        depth = line.indent
        self._open = {indent: group for indent, group in self._open.items() if indent <= depth}
        if depth not in self._open:
            self._last += 1
            self._open[depth] = self._last
        return self._open[depth]

    def text(self, line: Line) -> None:
        """A line without a box: it ends the groups that lie as deep as it or deeper."""
        if line.bare.strip():
            self._open = {indent: group for indent, group in self._open.items() if indent < line.indent}
