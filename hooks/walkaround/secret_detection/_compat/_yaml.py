"""YAML as detect-secrets reads it: `key: "value"  # comment` for every text in a mapping, at the line of its key.

detect-secrets parses with PyYAML's own parser in Python, which takes most of its time on such files. libyaml tells
the same events a hundred times faster. For a plain document (no anchors, tags, or complex keys, and no mapping in
braces over several lines) its lines follow from these events; of any other the events tell at least every text that
could get into a line, which is enough to see that none of them could hold a secret.
Reference: detect-secrets 1.5.0, `detect_secrets/transformers/yaml.py`.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

_DEEPEST = 100  # levels of a plain document
_LONGEST_KEY = 500  # characters of its keys
# What a plain document has none of: characters that the two parsers or `splitlines` might take for ends of lines,
# directives, complex keys, and the names that detect-secrets puts in among a mapping's keys.
_NOT_PLAIN = re.compile(
    "[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ufffe\\uffff]|^%|^[ -]*\\?(?: |$)|"
    "__line__|__value__|__original_key__",
    re.M,
)
_COMMENT = re.compile(r"\s+#[\S ]*")
_STR = "tag:yaml.org,2002:str"
_OTHER = frozenset("tag:yaml.org,2002:" + name for name in ("bool", "int", "float", "null"))


class Reading(NamedTuple):
    """What libyaml tells of a document.

    `lines` are what detect-secrets makes of a plain one. Of any other they are None; then `texts` are
    all that could get into a line, as lines without their comments.
    """

    lines: list[str] | None
    texts: list[str]


class _Item(NamedTuple):
    """A key's text: detect-secrets goes through a document level by level."""

    number: int
    level: int
    key: str
    value: str


class _Mapping:
    """A mapping that is being read: the keys so far, and the one whose value comes next."""

    __slots__ = ("key", "keys", "line")

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.key: str | None = None
        self.line = 0


class _Unclear(Exception):  # noqa: N818 - a statement about a document
    """Events that only detect-secrets itself can make lines of."""


class _Walk:
    """One document's events, in order."""

    def __init__(self, *, plain: bool) -> None:
        self.plain = plain
        self.items: list[_Item] = []
        self.texts: list[str] = []
        self._stack: list[_Mapping | None] = []
        self._anchors: dict[str, str] = {}
        self._documents = 0
        self._flow: list[int] = []  # the lines in which the mappings and sequences in brackets begin
        self.flow: set[int] = set()  # every line of which some is in brackets

    def take(self, events: Iterator[Any]) -> None:
        takers = {
            "ScalarEvent": self._scalar,
            "AliasEvent": self._alias,
            "MappingStartEvent": self._mapping,
            "SequenceStartEvent": self._sequence,
            "MappingEndEvent": self._ended,
            "SequenceEndEvent": self._ended,
            "DocumentStartEvent": self._document,
        }
        for event in events:
            taker = takers.get(event.__class__.__name__)
            if taker is not None:
                taker(event)

    def _scalar(self, event: Any) -> None:
        value: str = event.value
        if event.tag:
            self.plain = False
            if event.tag != _STR:
                raise _Unclear
        if event.anchor:
            self.plain = False
            self._anchors[event.anchor] = value
        self._text(value, event)

    def _alias(self, event: Any) -> None:
        self.plain = False
        if event.anchor in self._anchors:
            self._text(self._anchors[event.anchor], None)
        else:
            self._begun()

    def _text(self, value: str, event: Any) -> None:
        top = self._stack[-1] if self._stack else None
        if top is None:
            return
        if top.key is None:
            top.key = value
            if self.plain:
                mark = event.end_mark
                top.line = mark.line + 1
                self.plain = not (
                    value in top.keys
                    or event.start_mark.line != mark.line
                    or len(value) > _LONGEST_KEY
                    or (event.implicit[0] and _tag(value) != _STR)
                )
                top.keys.add(value)
            return
        key, top.key = top.key, None
        if self.plain:
            tag = _tag(value) if event.implicit[0] else _STR
            if tag == _STR:
                self.items.append(_Item(top.line, len(self._stack), key, value))
            elif tag not in _OTHER or "_" in value:
                self.plain = False
        self.texts.append(f'{key}: "{_escaped(value)}"')

    def _begun(self) -> None:
        """A mapping or a sequence stands where a key or a value is expected."""
        top = self._stack[-1] if self._stack else None
        if top is not None:
            if top.key is None:
                raise _Unclear
            top.key = None
        if len(self._stack) > _DEEPEST:
            self.plain = False

    def _mapping(self, event: Any) -> None:
        self._collection(event)
        self._stack.append(_Mapping())

    def _sequence(self, event: Any) -> None:
        self._collection(event)
        self._stack.append(None)

    def _collection(self, event: Any) -> None:
        if event.tag or event.anchor:
            self.plain = False
            if event.tag and not event.tag.startswith("tag:yaml.org,2002:"):
                raise _Unclear
        self._begun()
        self._flow.append(event.start_mark.line if event.flow_style else -1)

    def _ended(self, event: Any) -> None:
        top, first = self._stack.pop(), self._flow.pop()
        if first >= 0:
            last = event.end_mark.line
            self.flow.update(range(first, last + 1))
            if top is not None and first != last:
                self.plain = False

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1 or event.version or event.tags:
            raise _Unclear


def read(text: str) -> Reading | None:
    """What libyaml tells of a text; None where it tells too little to judge by, or is missing."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", None)
    if loader is None:
        return None
    walk = _Walk(plain=_NOT_PLAIN.search(text) is None)
    try:
        walk.take(yaml.parse(text, Loader=loader))
    except (yaml.YAMLError, ValueError, RecursionError, _Unclear):
        return None
    raw = text.splitlines()
    if any("?" in raw[number] for number in walk.flow if number < len(raw)):
        return None  # the two parsers do not agree on question marks in brackets
    if not walk.plain:
        return Reading(None, walk.texts)
    return Reading(list(_lines(walk.items, raw)), [])


def _lines(items: list[_Item], raw: list[str]) -> Iterator[str]:
    count = 0
    for number, _, key, value in dict.fromkeys(sorted(items, key=lambda item: (item.number, item.level))):
        while count < number - 1:
            yield ""
            count += 1
        line = raw[number - 1]
        comment = _COMMENT.search(line.strip()) if "#" in line else None
        yield f'{key}: "{_escaped(value)}"{comment.group() if comment else ""}'
        count += 1


def _escaped(value: str) -> str:
    return value.replace('"', '\\"')


def _tag(value: str) -> str:
    """The type that YAML 1.1 gives to a plain scalar."""
    from yaml import SafeLoader

    found = SafeLoader.yaml_implicit_resolvers
    for tag, pattern in (*found.get(value[:1], ()), *found.get(None, ())):
        if pattern.match(value):
            return str(tag)
    return _STR
