"""YAML scalars as fragments: their value, with the way back from each character to the place where it is written.

A scalar is written over lines that are indented, folded and escaped. The pieces of its value are found again in
the file by the rules of YAML 1.1, chapters 5.7 (escapes), 9.1 (plain and quoted) and 9.2 (block scalars).
"""

from collections.abc import Iterable, Iterator
from re import Match
from re import compile as pattern

from .._finding import NotJudged
from .._text import Text
from .._yaml import Scalar
from .declared import Declared, Fragment

_BREAK = pattern("\r\n|[\r\n\x85\u2028\u2029]")
_QUOTED = pattern(
    r"(?P<text>[^\\' \t\r\n\x85\u2028\u2029]+)|(?P<joined>\\[\r\n\x85\u2028\u2029][ \t\r\n\x85\u2028\u2029]*)"
    r"|\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)"
    r"|(?P<blank>[ \t\r\n\x85\u2028\u2029]+)|(?P<twice>'')|(?P<one>['\\])"
)
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_KEPT = ("\u2028", "\u2029")  # breaks that a value keeps as they are
_BETWEEN = frozenset(" \n\u2028\u2029")
_LONGEST_EXPRESSION = 4096


class _Pieces:
    """A value under construction, with the place of each of its pieces."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.pieces: list[tuple[int, int]] = []
        self.length = 0

    def add(self, text: str, offset: int) -> None:
        """Append text that begins in the file at `offset`."""
        if not text:
            return
        if not self.pieces or self.pieces[-1][1] + self.length - self.pieces[-1][0] != offset:
            self.pieces.append((self.length, offset))
        self.parts.append(text)
        self.length += len(text)


def of_scalar(text: Text, scalar: Scalar) -> Fragment:
    """The value of a scalar. Where its writing cannot be followed, each line stands at the scalar's first character."""
    written = _as_written(text.content, scalar)
    if written is not None:
        return written
    starts = [0, *(found.end() for found in _BREAK.finditer(scalar.value))]
    return Fragment(scalar.value, tuple((start, scalar.offset) for start in starts))


def is_verbatim(text: Text, scalar: Scalar) -> bool:
    """Whether the value stands in the file as it is, so that a part of it can be replaced there."""
    return text.content.startswith(scalar.value, scalar.offset) and bool(scalar.value)


def installed_by(text: Text, fragment: Fragment) -> Iterator[Declared | NotJudged]:
    """What the commands of a script install or run.

    Files that a script names are left out: it may have made them, or be in another folder.
    """
    from .gates import may_install

    if not may_install(fragment.text.encode(errors="replace")):
        return  # most scripts, and no parser for them
    from .commands import TooCostly, of_script

    try:
        for one in of_script(fragment):
            if isinstance(one, Declared):
                yield spliced_safely(text, one)
    except TooCostly:
        why = "the script is too long, or has too many pipes, to be read"
        yield text.not_judged(fragment.offset(0), why)


def spliced_safely(text: Text, one: Declared) -> Declared:
    """The dependency, without its splice where the text to replace is folded or escaped."""
    if one.splice is None:
        return one
    written = text.content[one.splice.start : one.splice.end]
    return one._replace(splice=None) if "\n" in written or "\\" in written or "\r" in written else one


def joined(fragments: Iterable[Fragment]) -> Fragment:
    """The fragments as the lines of one."""
    texts: list[str] = []
    pieces: list[tuple[int, int]] = []
    length = 0
    for fragment in fragments:
        pieces += [(length + began, offset) for began, offset in fragment.pieces]
        texts.append(fragment.text)
        length += len(fragment.text) + 1
    return Fragment("\n".join(texts), tuple(pieces) or ((0, 0),))


def without_expressions(fragment: Fragment, opening: str = "${{", closing: str = "}}") -> Fragment:
    """The fragment with each expression of a pipeline's templates, such as `${{ … }}`, as a variable of equal length.

    An expression may hold quotes and pipes, which are none of the shell's. What it stands for is not known, as
    little as the value of a variable.
    """
    if opening not in fragment.text:
        return fragment
    text = "".join(_masked(fragment.text, opening, closing))
    return Fragment(text, fragment.pieces)


def _masked(text: str, opening: str, closing: str) -> Iterator[str]:
    done = 0
    while (start := text.find(opening, done)) >= 0:
        end = _end_of_expression(text, start + len(opening), closing)
        yield text[done:start]
        if end < 0:
            yield opening
            done = start + len(opening)
            continue
        yield "$" + "E" * (end - start - 1)
        done = end
    yield text[done:]


def _end_of_expression(text: str, start: int, closing: str) -> int:
    """Behind the end of an expression, which a string in it may hold as well; negative when it has no end."""
    limit = start + _LONGEST_EXPRESSION
    first = found = text.find(closing, start, limit)
    while found >= 0:
        if text.count("'", start, found) % 2 == 0:
            return found + len(closing)
        found = text.find(closing, found + 1, limit)
    return first if first < 0 else first + len(closing)


def _as_written(content: str, scalar: Scalar) -> Fragment | None:
    """The value, read anew with its places; None when that gives another value than the parser's."""
    into = _Pieces()
    match scalar.style:
        case "|" | ">":
            _block(into, content, scalar)
        case "'" | '"':
            _quoted(into, content, scalar)
        case _:
            _folded(into, scalar.value, _trimmed_lines(content, scalar.start, scalar.end))
    if "".join(into.parts) != scalar.value:
        return None
    return Fragment(scalar.value, tuple(into.pieces) or ((0, scalar.offset),))


def _lines(content: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Start, end and start of the break's last character, of each line."""
    while start < end:
        found = _BREAK.search(content, start, end)
        if found is None:
            yield start, end, end
            return
        yield start, found.start(), found.end() - 1
        start = found.end()


def _trimmed_lines(content: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The lines of a plain scalar without the blanks around them: text, offset, and where the break stands."""
    for begin, stop, line_end in _lines(content, start, end):
        line = content[begin:stop]
        bare = line.strip(" \t")
        yield bare, begin + len(line) - len(line.lstrip(" \t")), line_end


def _block(into: _Pieces, content: str, scalar: Scalar) -> None:
    header = _BREAK.search(content, scalar.start)
    if header is None:
        return
    lines = list(_lines(content, header.end(), len(content) if scalar.end < header.end() else scalar.end))
    indent = _indent(content, scalar.value, lines)
    stripped = []
    for start, stop, line_end in lines:
        begin = start
        while begin < min(stop, start + indent) and content[begin] == " ":
            begin += 1
        stripped.append((content[begin:stop], begin, line_end))
    if scalar.style == ">":
        _folded(into, scalar.value, stripped)
        return
    for line, begin, line_end in stripped:
        left = len(scalar.value) - into.length
        into.add(line[:left], begin)
        if left > len(line) and _BREAK.match(scalar.value, into.length):
            into.add(scalar.value[into.length], line_end)


def _indent(content: str, value: str, lines: list[tuple[int, int, int]]) -> int:
    """How far the lines of a block are indented: an indicator may leave blanks of the first line to its value."""
    first = next((content[start:stop] for start, stop, _ in lines if content[start:stop].strip(" ")), "")
    for line in _BREAK.split(value):
        if line.strip(" "):
            return len(first) - len(first.lstrip(" ")) - (len(line) - len(line.lstrip(" ")))
    return max((stop - start for start, stop, _ in lines), default=0) - max(map(len, _BREAK.split(value)))


def _folded(into: _Pieces, value: str, lines: Iterable[tuple[str, int, int]]) -> None:
    """Lines whose breaks became blanks, or fewer breaks: what stands between two lines is told by the value."""
    last = -1  # where the break in front of the line stands
    for line, begin, line_end in lines:
        last = begin if last < 0 else last
        if not line or into.length == len(value):
            continue
        start = into.length
        while not value.startswith(line, start) and value[start : start + 1] in _BETWEEN:
            start += 1
        into.add(value[into.length : start], last)
        into.add(line, begin)
        last = line_end
    if _BETWEEN.issuperset(value[into.length :]):
        into.add(value[into.length :], last)


def _quoted(into: _Pieces, content: str, scalar: Scalar) -> None:
    end = scalar.end - 1
    double = scalar.style == '"'
    at = scalar.start + 1
    while at < end:
        found = _QUOTED.match(content, at, end)
        if found is None:
            return
        part = found[0]
        match found.lastgroup:
            case "text":
                into.add(part, at)
            case "blank":
                _blanks(into, part, at)
            case "joined" if double:
                _breaks(into, list(_BREAK.finditer(content, at, found.end()))[1:])
            case "twice" if not double:
                into.add("'", at)
            case _ if double and part[0] == "\\" and len(part) > 1:
                into.add(_unescaped(part), at)
            case _:
                into.add(part[0], at)
                at += 1
                continue
        at = found.end()


def _blanks(into: _Pieces, part: str, at: int) -> None:
    """Blanks stand as they are, unless a break is among them: then one becomes a blank, and more are one fewer."""
    breaks = list(_BREAK.finditer(part))
    if not breaks:
        into.add(part, at)
    elif breaks[0][0] in _KEPT:
        _breaks(into, breaks, at)
    elif len(breaks) == 1:
        into.add(" ", at + breaks[0].start())
    else:
        _breaks(into, breaks[1:], at)


def _breaks(into: _Pieces, breaks: Iterable[Match[str]], at: int = 0) -> None:
    for one in breaks:
        into.add(one[0] if one[0] in _KEPT else "\n", at + one.start())


def _unescaped(part: str) -> str:
    code = part[1]
    if code in "xuU" and len(part) > 2:
        number = int(part[2:], 16)
        return chr(number) if number < 0x110000 else ""
    return _ESCAPES.get(code, code)
