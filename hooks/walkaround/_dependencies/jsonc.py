"""JSON with the place of every value, and with what editors and assistants allow in their settings: comments and
commas behind the last element.

A scanner, not `json`, which tells no places, and not tree-sitter, whose import alone costs three times what this
takes for a settings file. It needs no recursion, and no expression here can go back, so its time is linear.
Sources: RFC 8259; "JSON with Comments" as VS Code reads it (node-jsonc-parser).
"""

from re import compile as pattern
from re import fullmatch
from typing import NoReturn

from .._text import Text
from .._yaml import MOST_DEPTH, Mapping, Node, Scalar, Sequence
from .declared import Fragment

# Without `*+` on a group, which Python 3.11 before 3.11.5 gets wrong.
_SPACE = pattern(r"(?:[ \t\r\n]+|//[^\r\n]*|/\*(?:[^*]|\*(?!/))*\*/)*")
_STRING = pattern(r'"((?:[^"\\\r\n]|\\[^\r\n])*+)"')
_WORD = pattern(r"[A-Za-z0-9_.+-]*")
_NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"  # compiled only where a file has numbers
_MEANS = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HEX = frozenset("0123456789abcdefABCDEF")


def parse(text: Text) -> Node | None:
    """The root of the document; None when there is none; NotJudged with the line when it is not JSON.

    Strings are scalars that are not plain; numbers, `true`, `false` and `null` are plain. Of equal keys the last
    wins. Half of a surrogate pair becomes the replacement character.
    """
    return _Scan(text).document()


def fragment(text: Text, node: Scalar) -> Fragment:
    """The value of a string, with the way back into the file from each of its characters, past the escapes."""
    found = _STRING.match(text.content, max(node.offset - 1, 0))
    written = found[1] if found is not None else node.value
    parts = _unescaped(written) or []
    value, length = [], 0
    pieces = [(0, node.offset)]
    for part, began, escaped in parts:
        if escaped or began:
            pieces.append((length, node.offset + began))
        value.append(part)
        length += len(part)
    return Fragment("".join(value), tuple(pieces))


def _unescaped(written: str) -> list[tuple[str, int, bool]] | None:
    """The parts of a string: what each stands for, where it begins, and whether it is an escape; None when one is
    no escape of JSON."""
    parts: list[tuple[str, int, bool]] = []
    at = 0
    while (found := written.find("\\", at)) >= 0:
        parts.append((written[at:found], at, False))
        means, at = _escape(written, found)
        if not means:
            return None
        parts.append((means, found, True))
    parts.append((written[at:], at, False))
    return parts


def _escape(written: str, at: int) -> tuple[str, int]:
    """What the escape at a place stands for, empty when for nothing, and where it ends."""
    kind = written[at + 1]
    if kind != "u":
        return _MEANS.get(kind, ""), at + 2
    unit, end = _unit(written, at), at + 6
    if 0xD800 <= unit < 0xDC00 and 0xDC00 <= (low := _unit(written, end)) < 0xE000:
        return chr(0x10000 + ((unit - 0xD800) << 10) + low - 0xDC00), end + 6
    if 0xD800 <= unit < 0xE000:
        return "\ufffd", end
    return (chr(unit) if unit >= 0 else ""), end


def _unit(written: str, at: int) -> int:
    """The number of the `\\uXXXX` at a place; -1 when there is none."""
    digits = written[at + 2 : at + 6]
    return int(digits, 16) if written.startswith("\\u", at) and len(digits) == 4 and _HEX.issuperset(digits) else -1


class _Scan:
    """One pass over the text; `at` is the place of the next character, and open collections are on a stack."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.content = text.content
        self.at = 0
        self.open: list[Mapping | Sequence] = []

    def document(self) -> Node | None:
        self._space()
        if self.at == len(self.content):
            return None
        root = self._value()
        while self.open:
            self._element(self.open[-1])
        self._space()
        if self.at < len(self.content):
            self._refuse("something stands behind the end of the document")
        return root

    def _element(self, inside: Mapping | Sequence) -> None:
        """The next element of the innermost collection, or its end."""
        self._space()
        filled = inside.pairs if isinstance(inside, Mapping) else inside.items
        closes = "}" if isinstance(inside, Mapping) else "]"
        if filled and self.content[self.at : self.at + 1] == ",":
            self.at += 1
            self._space()
        elif filled and self.content[self.at : self.at + 1] != closes:
            self._refuse(f"expected a comma or {closes}")
        if self.content[self.at : self.at + 1] == closes:
            self.at += 1
            self.open.pop()
            return
        if isinstance(inside, Mapping):
            inside.pairs.append(self._key())
        value = self._value()
        filled.append(value)

    def _key(self) -> Scalar:
        if self.content[self.at : self.at + 1] != '"':
            self._refuse("expected a name in double quotes or }")
        key = self._string()
        self._space()
        if self.content[self.at : self.at + 1] != ":":
            self._refuse("expected a colon")
        self.at += 1
        self._space()
        return key

    def _value(self) -> Node:
        opens = self.content[self.at : self.at + 1]
        if opens == '"':
            return self._string()
        if opens in ("{", "["):
            return self._enter(Mapping(self.at) if opens == "{" else Sequence(self.at))
        found = _WORD.match(self.content, self.at)
        word = found[0] if found is not None else ""
        if word not in ("true", "false", "null") and not fullmatch(_NUMBER, word):
            self._refuse("expected a value")
        self.at += len(word)
        return Scalar(self.at - len(word), word, "", self.at - len(word), self.at)

    def _enter(self, node: Mapping | Sequence) -> Node:
        if len(self.open) == MOST_DEPTH:
            raise self.text.not_judged(self.at, f"is nested deeper than {MOST_DEPTH} levels")
        self.at += 1
        self.open.append(node)
        return node

    def _string(self) -> Scalar:
        began = self.at
        found = _STRING.match(self.content, began)
        if found is None:
            self._refuse("a string does not end")
        value = found[1]
        if "\\" in value:
            parts = _unescaped(value)
            if parts is None:
                self._refuse("a string holds an escape that JSON does not know")
            value = "".join(part for part, _, _ in parts)
        self.at = found.end()
        return Scalar(began + 1, value, '"', began, self.at)

    def _space(self) -> None:
        found = _SPACE.match(self.content, self.at)
        if found is not None:
            self.at = found.end()

    def _refuse(self, why: str) -> NoReturn:
        raise self.text.not_judged(self.at, f"is not JSON: {why}")
