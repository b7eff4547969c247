"""YAML and TOML as one kind of tree, whose every value knows where it stands.

Numbers and dates stay the text they are written as: nothing here computes with them. What is written
twice or is larger than anybody writes is refused, because each reader would understand something else.
"""

from collections.abc import Mapping as MappingOf
from typing import Any, NamedTuple

from .._finding import NotJudged
from .._text import Text
from .._yaml import MOST_DEPTH, Mapping, Node, Scalar, Sequence, is_null, parse

MOST_MERGED = 20_000  # entries that `<<` brings in, in one document
MOST_TOML_1_1 = 1 << 16  # bytes: the reader of TOML 1.1 needs a second for them

Value = str | bool | list["Item"] | dict[str, "Item"] | None
Table = dict[str, "Item"]
Path = tuple[str | int, ...]


class Item(NamedTuple):
    """A value and the offset of where it stands: of an entry in a table its key, in TOML its value."""

    offset: int
    value: Value


def of_yaml(text: Text) -> Item:
    """The tree of a YAML document, without its aliases and merges; NotJudged with the line when it is unfit."""
    root = parse(text)
    return Item(0, None) if root is None else Item(root.offset, _Grown(text).value(root))


def plain(item: Item | None) -> str:
    """A value as text, wherever it stands."""
    if item is None:
        return ""
    match item.value:
        case dict():
            return "{" + ",".join(f"{key!r}:{plain(one)}" for key, one in sorted(item.value.items())) + "}"
        case list():
            return "[" + ",".join(map(plain, item.value)) + "]"
        case _:
            return repr(item.value)


class _Grown:
    """Turns nodes into values, each node once: aliases share what they name, so that nothing multiplies."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._values: dict[int, Value] = {}
        self._merged = 0
        self._open: set[int] = set()

    def value(self, node: Node) -> Value:
        if isinstance(node, Scalar):
            return _scalar(node)
        if id(node) in self._values:
            return self._values[id(node)]
        if id(node) in self._open:
            raise self._text.not_judged(node.offset, "holds itself by an alias")
        self._open.add(id(node))
        found: Value = None
        if isinstance(node, Sequence):
            found = [Item(one.offset, self.value(one)) for one in node.items]
        elif isinstance(node, Mapping):
            found = self._table(node)
        self._open.discard(id(node))
        self._values[id(node)] = found
        return found

    def _table(self, node: Mapping) -> Table:
        table: Table = {}
        merged: list[Node] = []
        met: set[str] = set()
        for key, value in zip(node.pairs[::2], node.pairs[1::2], strict=False):
            if not isinstance(key, Scalar):
                raise self._text.not_judged(key.offset, "has a key that is not a word")
            if key.value in met:
                raise self._text.not_judged(key.offset, f"has the key {_quoted(key.value)} twice in one place")
            met.add(key.value)
            if key.value == "<<" and key.plain:
                merged = value.items if isinstance(value, Sequence) else [value]
            else:
                table[key.value] = Item(key.offset, self.value(value))
        for one in merged:  # the first that has a key wins
            self._merge(table, one)
        return table

    def _merge(self, table: Table, node: Node) -> None:
        entries = self.value(node)
        if not isinstance(entries, dict):
            raise self._text.not_judged(node.offset, "merges what is not a mapping")
        self._merged += len(entries)
        if self._merged > MOST_MERGED:
            raise self._text.not_judged(node.offset, "merges more than anybody writes by hand")
        for key, item in entries.items():
            table.setdefault(key, item)


def _scalar(node: Scalar) -> Value:
    """A word, or what YAML 1.1 takes a bare word for."""
    if not node.plain:
        return node.value
    if is_null(node) or node.value in ("Null", "NULL"):
        return None
    if node.value in ("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"):
        return True
    if node.value in ("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"):
        return False
    return node.value


def of_toml(text: Text) -> Item:
    """The tree of a TOML document; NotJudged with the line when it is unfit."""
    from .._toml import parse as parse_toml
    from .._toml_places import offsets

    try:
        data: Any = parse_toml(text)
    except NotJudged:
        data = _toml_1_1(text)  # prek's own pages show tables of several lines, which Python 3.14 cannot read
        if data is None:
            raise
    return _Placed(text, offsets(text.content)).item(data, ())


def _toml_1_1(text: Text) -> Any:
    """The document as TOML 1.1 has it; None when it is not that either."""
    if len(text.content) > MOST_TOML_1_1:
        return None
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(text.content).unwrap()
    except (TOMLKitError, ValueError, RecursionError):
        return None


class _Placed:
    """Gives plain data of TOML the places of its values."""

    def __init__(self, text: Text, places: MappingOf[Path, int]) -> None:
        self._text = text
        self._places = places

    def item(self, value: Any, path: Path) -> Item:
        if len(path) > MOST_DEPTH:
            raise self._text.not_judged(0, f"is nested deeper than {MOST_DEPTH} levels")
        grown: Value
        if isinstance(value, dict):
            grown = {str(key): self.item(one, (*path, key)) for key, one in value.items()}
            inside = [item.offset for item in grown.values()]
        elif isinstance(value, list):
            grown = [self.item(one, (*path, at)) for at, one in enumerate(value)]
            inside = [item.offset for item in grown]
        else:
            grown = value if isinstance(value, str | bool) else str(value)
            inside = []
        # A table that a header begins has no place of its own; its first entry stands right below.
        return Item(self._places.get(path, min(inside, default=0)), grown)


def _quoted(word: str) -> str:
    return f'"{word if len(word) <= 60 else word[:57] + "..."}"'
