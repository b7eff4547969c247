"""What is known of a value: whether it is constant, where it comes from, what it is harmless for, what it holds.

A source says where a part of a value comes from: `("client", "args", "name")` is a text that a client sent,
`("argument", "column")` what a caller gave to the function that is looked at, with the steps that were taken into it.
A value without sources is harmless, or nothing is known of it; both are silent.
"""

import ast
from collections.abc import Iterable
from typing import Any, Final

from .._code import UNKNOWN

Source = tuple[Any, ...]
Items = dict[Any, "Value"] | list["Value"]

CLIENT: Final = "client"
ARGUMENT: Final = "argument"
ATTRIBUTE: Final = "attribute"  # what a constructor was given and keeps in its object
MEMBER: Final = "member"  # what the members of an archive are called
DATA: Final = "data"  # what a file, a table or another service holds
OUTSIDE: Final = "outside"  # what the user of a program typed: trusted but for SQL and code

# The families of harm, as bits: a value may be harmless for some of them.
SQL, COMMAND, CODE, PATH, URL, REDIRECT, HTML, TEMPLATE = (1 << bit for bit in range(8))
LDAP, XPATH, XML, SESSION, PICKLE, ARCHIVE, RESOLVED = (1 << bit for bit in range(8, 15))
# The last one is no family: it says of a path that it was brought to its plain form, without "..".
ALL: Final = (1 << 15) - 1

_TEXT = 400  # characters of the known part of a text that are kept
_ITEMS = 60  # elements of a container that are kept apart
_SOURCES = 24  # sources of one value that are kept apart
_NONE: frozenset[Source] = frozenset()


class Value:
    """One value at one place of the flow. Never changed after it was made.

    `built` is the expression that first put foreign text into a text, `text` the known part of that text, `head` what
    it is known to begin with (None: with something that is not foreign). `items` are the elements of a container by
    key or in order; `more` stands for elements that are not told apart. `kind` names objects that matter themselves.
    """

    __slots__ = ("built", "constant", "head", "items", "kind", "safe", "sources", "text")

    def __init__(
        self,
        constant: Any = UNKNOWN,
        sources: frozenset[Source] = _NONE,
        safe: int = 0,
        *,
        built: ast.AST | None = None,
        items: Items | None = None,
        kind: str = "",
        text: str = "",
        head: str | None = None,
    ) -> None:
        self.constant = constant
        self.sources = sources
        self.safe = safe
        self.built = built
        self.items = items
        self.kind = kind
        self.text = text
        self.head = head

    def __repr__(self) -> str:
        return f"Value({self.constant!r}, {set(self.sources)}, {self.kind!r})"

    def but(self, **changes: Any) -> "Value":
        """The same value with some of its properties changed."""
        made = Value.__new__(Value)
        for slot in Value.__slots__:
            setattr(made, slot, changes[slot] if slot in changes else getattr(self, slot))
        return made

    @property
    def known(self) -> bool:
        return self.constant is not UNKNOWN

    @property
    def fixed(self) -> bool:
        """Whether it is made of constants alone, known or not worked out."""
        return self.known or self.kind == "fixed"

    @property
    def lexical(self) -> bool:
        """Whether this is a path that was put together and may hold "..": what it begins with tells nothing."""
        return self.built is not None and not self.safe & RESOLVED

    def foreign(self, family: int) -> bool:
        """Whether somebody else chose it, and nothing made it harmless for this family."""
        return bool(self.sources) and not self.safe & family


CLEAN: Final = Value()
MORE: Final = object()  # the key of elements whose keys are not known


def of_constant(value: Any) -> Value:
    text = value[:_TEXT] if isinstance(value, str) else ""
    return Value(value, text=text, head=text or None)


def of_source(*source: Any, kind: str = "", safe: int = 0) -> Value:
    return Value(sources=frozenset({source}), kind=kind, head="", safe=safe)


def mixed(values: Iterable[Value]) -> Value:
    """What was made of several values: it has all their sources and is harmless only for what all foreign ones are."""
    foreign = [value for value in values if value.sources]
    if not foreign:
        return CLEAN
    if len(foreign) == 1:
        one = foreign[0]
        return Value(sources=one.sources, safe=one.safe, built=one.built, text=one.text, head=one.head)
    safe = ALL
    sources: set[Source] = set()
    for value in foreign:
        safe &= value.safe
        sources |= value.sources
    built = next((value.built for value in foreign if value.built and not value.safe & SQL), None)
    text = "".join(value.text for value in foreign)[:_TEXT]
    return Value(sources=_few(sources), safe=safe, built=built, text=text, head=foreign[0].head)


def _few(sources: Iterable[Source]) -> frozenset[Source]:
    found = frozenset(sources)
    return found if len(found) <= _SOURCES else frozenset(sorted(found, key=repr)[:_SOURCES])


def joined(left: Value | None, right: Value | None) -> Value:
    """What a value may be that is the one or the other, according to the way that was taken."""
    if left is right or right is None:
        return left or CLEAN
    if left is None:
        return right
    if left.known and right.known and type(left.constant) is type(right.constant) and left.constant == right.constant:
        return left
    both = mixed((left, right))
    items = _joined_items(left, right)
    kind = left.kind if left.kind == right.kind or not right.kind else right.kind if not left.kind else ""
    if not kind or kind == "fixed":
        kind = "fixed" if left.fixed and right.fixed else ""
    head = _joined_head(left, right)
    text = both.text or left.text or right.text
    if not both.sources and items is None and not kind and not text:
        return CLEAN
    return both.but(items=items, kind=kind, text=text, head=head)


def _joined_items(left: Value, right: Value) -> Items | None:
    one, other = left.items, right.items
    if isinstance(one, dict) and isinstance(other, dict):
        keys = [*one, *(key for key in other if key not in one)]
        return {key: joined(one.get(key), other.get(key)) for key in keys[:_ITEMS]}
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [joined(a, b) for a, b in zip(one, other, strict=True)]
    return None


def _joined_head(left: Value, right: Value) -> str | None:
    """The foreign way decides what a text begins with."""
    heads = [value.head for value in (left, right) if value.sources]
    if not heads:
        return None
    return heads[0] if len(heads) == 1 or heads[0] == heads[1] else ""


def collected(values: list[Value]) -> Value:
    """A list of these values."""
    whole = mixed(values)
    constant = tuple(value.constant for value in values) if all(value.known for value in values) else UNKNOWN
    items = list(values) if len(values) <= _ITEMS else None
    return whole.but(constant=constant, items=items)


def mapped(pairs: list[tuple[Value, Value]]) -> Value:
    """A dictionary; keys that are not constant lead to elements that are not told apart."""
    items: dict[Any, Value] = {}
    for key, value in pairs:
        place = key.constant if key.known and hashable(key.constant) else MORE
        items[place] = joined(items[place], value) if place is MORE and MORE in items else value
    whole = mixed([one for pair in pairs for one in pair])
    return whole.but(items=items if len(items) <= _ITEMS else None)


def hashable(value: Any) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True


def element(container: Value, key: Value | None = None) -> Value:
    """What stands at a key or index of a container; any of its elements if the key is not known."""
    items = container.items
    if key is not None and key.known and items is not None:
        found = _at(items, key.constant)
        if found is not None:
            return found
    if container.known and key is not None and key.known:
        return _constant_at(container.constant, key.constant)
    if items is not None and (key is None or not key.known):
        values = list(items.values()) if isinstance(items, dict) else items
        result: Value | None = None
        for value in values:
            result = joined(result, value)
        return result or CLEAN
    if isinstance(items, dict) and MORE not in items:
        return CLEAN  # this key was never set
    return deeper(container, key.constant if key is not None and key.known else "[]")


def _at(items: Items, key: Any) -> Value | None:
    if isinstance(items, dict):
        return (items.get(key) or items.get(MORE)) if hashable(key) else None
    if isinstance(key, int) and -len(items) <= key < len(items):
        return items[key]
    return None


def _constant_at(container: Any, key: Any) -> Value:
    try:
        return of_constant(container[key])
    except Exception:  # noqa: BLE001 - whatever constants make of each other, there is no value
        return CLEAN


def deeper(value: Value, *steps: Any) -> Value:
    """A part of a foreign value, reached by an attribute, a key or an iteration."""
    if not value.sources:
        return CLEAN
    sources = frozenset(
        (*source, *(step if hashable(step) else "[]" for step in steps)) if len(source) < 8 else source
        for source in value.sources
        if not (source[-1] == "META" and steps and _by_server(steps[0]))
    )
    if not sources:
        return CLEAN
    return Value(sources=sources, safe=value.safe, built=value.built, text=value.text, head=value.head)


def _by_server(key: Any) -> bool:
    """Whether an entry of Django's `request.META` (WSGI's environment) comes from the server, not from the client."""
    return isinstance(key, str) and not key.startswith(("HTTP_", "QUERY", "PATH_INFO", "REQUEST_URI", "[]"))


def harmless(value: Value, family: int, sources: frozenset[Source] | None = None) -> Value:
    """The value after something made what comes from these sources (all of them) harmless."""
    if not value.sources:
        return value
    items = value.items
    if isinstance(items, dict):
        items = {key: harmless(one, family, sources) for key, one in items.items()}
    elif isinstance(items, list):
        items = [harmless(one, family, sources) for one in items]
    if sources is not None and not all(within(source, sources) for source in value.sources):
        rest = frozenset(source for source in value.sources if not within(source, sources))
        if family & ALL == ALL:
            return value.but(sources=rest, items=items)
        return value.but(items=items)
    return value.but(safe=value.safe | family, items=items)


def within(source: Source, sources: Iterable[Source]) -> bool:
    """Whether a source is one of these or a part of one of them."""
    return any(source[: len(one)] == one for one in sources)
