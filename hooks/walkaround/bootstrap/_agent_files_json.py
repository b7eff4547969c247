"""A value put into a JSON file of other people's: every byte that was there stays, comments and line ends too."""

import json
from typing import Any, NamedTuple

from .._dependencies import jsonc
from .._finding import NotJudged
from .._text import Text
from .._yaml import Mapping, Node, Scalar, Sequence
from ._plan import Refused

_BOM = "\ufeff"


class _Style(NamedTuple):
    """How a file is written: its line ends, and what one level is indented by."""

    newline: str
    unit: str


def with_element(path: str, content: bytes, keys: tuple[str, ...], element: Any) -> bytes:
    """The file with one element more at the end of the list under `keys`, which is made where it is not there.

    Refused when what stands there is of another kind, a key on the way stands twice, or the file is not JSON.
    """
    text, mark = _text(path, content)
    root = _parsed(text)
    if root is None:
        rendered = json.dumps(_nested(keys, [element]), indent=2, ensure_ascii=False)
        comments = text.content.rstrip()
        return (mark + comments + ("\n" if comments else "") + rendered + "\n").encode()
    style = _style(text.content)
    node, rest = root, keys
    while rest:
        mapping = _mapping(text, node)
        found = _only(text, mapping, rest[0])
        if found is None:
            return _checked(
                text, mark, keys, element, _put(text, mapping, style, rest[0], _nested(rest[1:], [element]))
            )
        node, rest = found, rest[1:]
    if not isinstance(node, Sequence):
        raise _refused(text, node.offset, f"`{'.'.join(keys)}` is not a list")
    return _checked(text, mark, keys, element, _put(text, node, style, None, element))


def plain(node: Node | None) -> Any:
    """What a document says, without its places; numbers stay as they are written."""
    if isinstance(node, Mapping):
        named = zip(node.pairs[::2], node.pairs[1::2], strict=False)
        return {key.value: plain(value) for key, value in named if isinstance(key, Scalar)}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if isinstance(node, Scalar):
        words = {"true": True, "false": False, "null": None}
        return words.get(node.value, ("number", node.value)) if node.plain else node.value
    return None


def read(path: str, content: bytes) -> Any:
    """What a file says; Refused when it is not JSON."""
    return plain(_parsed(_text(path, content)[0]))


def _text(path: str, content: bytes) -> tuple[Text, str]:
    try:
        decoded = content.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(path, "is not UTF-8; save it as UTF-8") from None
    mark = _BOM if decoded.startswith(_BOM) else ""
    return Text(path, decoded[len(mark) :]), mark


def _parsed(text: Text) -> Node | None:
    try:
        return jsonc.parse(text)
    except NotJudged as bad:
        raise Refused(bad.path, f"{bad.why}; mend it, and run this again") from None


def _mapping(text: Text, node: Node) -> Mapping:
    if not isinstance(node, Mapping):
        raise _refused(text, node.offset, "an object is expected here")
    return node


def _only(text: Text, mapping: Mapping, key: str) -> Node | None:
    """The value of a key; None when it is not there."""
    found = [
        value
        for name, value in zip(mapping.pairs[::2], mapping.pairs[1::2], strict=False)
        if isinstance(name, Scalar) and name.value == key
    ]
    if len(found) > 1:
        raise _refused(text, found[1].offset, f'"{key}" stands here twice')
    return found[0] if found else None


def _refused(text: Text, offset: int, why: str) -> Refused:
    return Refused(text.path, f"line {text.place(offset)[0]}: {why}; mend it by hand, and run this again")


def _nested(keys: tuple[str, ...], value: Any) -> Any:
    for key in reversed(keys):
        value = {key: value}
    return value


def _style(content: str) -> _Style:
    lines = content.count("\n")
    newline = "\r\n" if lines and content.count("\r\n") * 2 > lines else "\n"
    for line in content.splitlines():
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        if indent and line.strip().startswith('"'):
            return _Style(newline, indent if len(indent) <= 8 else "  ")
    return _Style(newline, "  ")


def _put(text: Text, inside: Mapping | Sequence, style: _Style, key: str | None, value: Any) -> str:
    """The content with a value more at the end of a collection, under a key in an object."""
    content, opens = text.content, inside.offset
    closes, last = _end(content, opens)
    line = content[content.rfind("\n", 0, opens) + 1 :]
    outer = line[: len(line) - len(line.lstrip(" \t"))]
    rendered = json.dumps(value, indent=style.unit, ensure_ascii=False)
    if key is not None:
        rendered = f"{json.dumps(key)}: {rendered}"
    inner = outer + style.unit
    element = f"{style.newline}{inner}" + rendered.replace("\n", style.newline + inner)
    until = opens + 1 + len(content[opens + 1 : closes].rstrip(" \t\r\n"))  # behind what comments stand there
    after = "" if "\n" in content[until:closes] else style.newline + outer
    comma = "," if last and content[last - 1] != "," else ""
    first = last or until
    return content[:first] + comma + content[first:until] + element + after + content[until:]


def _end(content: str, opens: int) -> tuple[int, int]:
    """Where a collection closes, and the end of its last element or of the comma behind it; 0 when it is empty."""
    depth, at, last = 0, opens, 0
    while True:
        char = content[at]
        if char == '"':
            at += 1
            while content[at] != '"':
                at += 2 if content[at] == "\\" else 1
        elif content.startswith("//", at):
            found = [end for end in (content.find("\n", at), content.find("\r", at)) if end >= 0]
            at = min(found, default=len(content)) - 1
            char = " "
        elif content.startswith("/*", at):
            at = content.index("*/", at + 2) + 1
            char = " "
        elif char in "{[":
            depth += 1
        elif char in "}]":
            depth -= 1
            if not depth:
                return at, last
        if depth and at > opens and char not in " \t\r\n":
            last = at + 1
        at += 1


def _checked(text: Text, mark: str, keys: tuple[str, ...], element: Any, content: str) -> bytes:
    """The new content, when it says what was there and the element, and nothing else."""
    before, after = _parsed(text), _parsed(Text(text.path, content))
    wanted = plain(before)
    inside = wanted
    for key in keys[:-1]:
        inside = inside.setdefault(key, {})
    inside.setdefault(keys[-1], []).append(plain(jsonc.parse(Text("", json.dumps(element)))))
    if plain(after) != wanted:
        raise Refused(text.path, "cannot be edited without a guess; add the hooks by hand (docs/agents.md)")
    return (mark + content).encode()
