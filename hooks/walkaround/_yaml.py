"""YAML with the place of every scalar, built from libyaml's events.

Events, not `yaml.compose`: the builder needs no recursion, aliases stay one shared node however often
they are used (so nothing is expanded), and nesting is cut off at a depth at which libyaml is still
linear.
"""

from re import compile as pattern
from typing import Any, NoReturn, TypeGuard

from ._text import Text

MOST_DEPTH = 100
_MOST_DOCUMENTS = 1000
_TOO_DEEP = f"is nested deeper than {MOST_DEPTH} levels"
_PROPERTIES = pattern(r"(?:[&!][^\s]*\s+)+")
_BLOCK_HEADER = pattern(r"[|>][^\n]*\n\s*")


class Node:
    """A node and where it begins."""

    __slots__ = ("offset",)

    def __init__(self, offset: int) -> None:
        self.offset = offset


class Scalar(Node):
    """`offset` is the first character of the value: behind tag, anchor and quotes.

    `start` is the opening quote, the `|` or `>`, or of a plain scalar the first character; `end` is behind the
    closing quote or the last line. `style` is that opening character, empty when the scalar is plain.
    """

    __slots__ = ("end", "start", "style", "value")

    def __init__(self, offset: int, value: str, style: str, start: int, end: int) -> None:
        super().__init__(offset)
        self.value = value
        self.style = style
        self.start = start
        self.end = end

    @property
    def plain(self) -> bool:
        return not self.style


class Collection(Node):
    """`last` is behind the last thing in it that is written, `end` the same or behind the bracket of a `flow` one."""

    __slots__ = ("end", "flow", "last")

    def __init__(self, offset: int, flow: bool = False) -> None:
        super().__init__(offset)
        self.flow = flow
        self.last = self.end = offset


class Sequence(Collection):
    __slots__ = ("items",)

    def __init__(self, offset: int, flow: bool = False) -> None:
        super().__init__(offset, flow)
        self.items: list[Node] = []


class Mapping(Collection):
    __slots__ = ("pairs",)

    def __init__(self, offset: int, flow: bool = False) -> None:
        super().__init__(offset, flow)
        self.pairs: list[Node] = []  # key, value, key, value ...

    def get(self, key: str) -> Node | None:
        """The value of a key, also of one merged in by `<<`; of equal keys the last one wins, as in PyYAML."""
        waiting: list[Node] = [self]
        met: set[int] = set()  # merges may share mappings, so that without it paths would multiply
        while waiting:
            mapping = waiting.pop()
            if not isinstance(mapping, Mapping) or id(mapping) in met:
                continue
            met.add(id(mapping))
            found, merged = mapping.own(key)
            if found is not None:
                return found
            waiting.extend(reversed(merged))
        return None

    def own(self, key: str) -> tuple[Node | None, list[Node]]:
        """The value of a key that stands here, and what is merged in."""
        found: Node | None = None
        merged: list[Node] = []
        for name, value in zip(self.pairs[::2], self.pairs[1::2], strict=False):
            if not isinstance(name, Scalar):
                continue
            if name.value == key:
                found = value
            elif name.value == "<<" and name.plain:
                merged.extend(value.items if isinstance(value, Sequence) else [value])
        return found, merged

    def values(self) -> list[Node]:
        return self.pairs[1::2]


def is_null(node: Node | None) -> bool:
    """Whether a value is absent or empty."""
    return node is None or (isinstance(node, Scalar) and node.plain and node.value in ("", "~", "null"))


def parse(text: Text) -> Node | None:
    """The root of the one document; None when there is none; NotJudged with the line when it is not YAML."""
    return next(iter(_roots(text, most=1)), None)


def parse_all(text: Text) -> list[Node]:
    """The roots of all documents; NotJudged with the line when the text is not YAML."""
    return _roots(text, most=_MOST_DOCUMENTS)


def _roots(text: Text, most: int) -> list[Node]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder(text, most)
    try:
        for event in yaml.parse(text.content, Loader=loader):
            builder.take(event)
    except yaml.YAMLError as bad:
        mark: Any = getattr(bad, "problem_mark", None)
        why = getattr(bad, "problem", None) or "it holds a character that YAML forbids"
        said = _TOO_DEEP if "nesting depth" in why else f"is not YAML: {why}"  # libyaml's own bound, since 0.2.6
        raise text.not_judged(mark.index if mark is not None else 0, said) from None
    return builder.roots


class _Builder:
    """Takes events in order and keeps the open collections on a stack."""

    def __init__(self, text: Text, most: int) -> None:
        self.roots: list[Node] = []
        self._text = text
        self._most = most
        self._open: list[Collection] = []
        self._anchors: dict[str, Node] = {}
        self._documents = 0
        self._last = 0

    def take(self, event: Any) -> None:
        match type(event).__name__:
            case "ScalarEvent":
                self._add(event, self._scalar(event))
                self._last = event.end_mark.index
            case "SequenceStartEvent":
                self._enter(event, Sequence(event.start_mark.index, event.flow_style))
            case "MappingStartEvent":
                self._enter(event, Mapping(event.start_mark.index, event.flow_style))
            case "SequenceEndEvent" | "MappingEndEvent":
                self._leave(event, self._open.pop())
            case "AliasEvent":
                self._last = event.end_mark.index
                if event.anchor not in self._anchors:
                    self._refuse(event, "is not YAML: an alias names no anchor")
                self._put(self._anchors[event.anchor])
            case "DocumentStartEvent":
                self._documents += 1
                self._anchors.clear()  # an anchor holds for its document
                if self._documents > self._most:
                    counted = "a second document; only one is" if self._most == 1 else "more documents than are"
                    self._refuse(event, f"begins {counted} allowed here")

    def _enter(self, event: Any, node: Collection) -> None:
        self._add(event, node)
        self._open.append(node)
        self._last = event.end_mark.index
        if len(self._open) > MOST_DEPTH:
            self._refuse(event, _TOO_DEEP)

    def _leave(self, event: Any, node: Collection) -> None:
        node.last = self._last
        if node.flow:
            self._last = event.end_mark.index
        node.end = self._last

    def _add(self, event: Any, node: Node) -> None:
        if event.anchor:
            self._anchors[event.anchor] = node
        self._put(node)

    def _put(self, node: Node) -> None:
        if not self._open:
            self.roots.append(node)
            return
        parent = self._open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif isinstance(parent, Mapping):
            parent.pairs.append(node)

    def _refuse(self, event: Any, why: str) -> NoReturn:
        raise self._text.not_judged(event.start_mark.index, why)

    def _scalar(self, event: Any) -> Scalar:
        """A scalar with the places of its value and of what stands around it."""
        start: int = event.start_mark.index
        content = self._text.content
        properties = _PROPERTIES.match(content, start)
        if properties is not None:
            start = properties.end()
        style: str = event.style or ""
        offset = start + 1 if style in ("'", '"') else start
        if style in ("|", ">"):
            header = _BLOCK_HEADER.match(content, start)
            offset = header.end() if header is not None else start
        return Scalar(offset, event.value, style, start, event.end_mark.index)


def is_mapping(node: Node | None) -> TypeGuard[Mapping]:
    """Whether a node is a mapping."""
    return isinstance(node, Mapping)
