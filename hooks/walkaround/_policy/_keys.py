"""The typed keys of a policy: each is declared once, by the hook that reads it.

A key states its default, its meaning and which direction is stricter. Layers are checked against keys
and merged by them; nothing else in the project knows a default.
"""

from collections.abc import Sequence
from typing import Any, Generic, Literal, NamedTuple, TypeVar, cast

T = TypeVar("T")

# How two values of a key compare. "none": neither is stricter (a path, a piece of text).
Direction = Literal["true", "false", "higher", "lower", "superset", "subset", "order", "none"]
Kind = Literal["boolean", "integer", "string", "strings"]

_KIND_NAMES = {
    "boolean": "true or false",
    "integer": "a whole number",
    "string": "a string",
    "strings": "a list of strings",
}


class Key(NamedTuple, Generic[T]):
    """One setting: `name` is `<table>.<key>`, both in kebab-case, as written in a policy file."""

    name: str
    default: T
    meaning: str
    kind: Kind
    stricter: Direction
    choices: tuple[str, ...] = ()  # for direction "order": loosest first
    least: int | None = None
    most: int | None = None
    non_empty: bool = False

    def problem(self, value: object) -> str | None:
        """Why `value`, as TOML gives it, cannot be this key's; None when it can."""
        if not _has_kind(self.kind, value):
            return f"must be {_KIND_NAMES[self.kind]}, not {describe(value)}"
        if self.kind == "integer":
            return self._range_problem(value)
        items = value if isinstance(value, list) else [value]
        if self.choices:
            for item in items:
                if item not in self.choices:
                    near = did_you_mean(str(item), self.choices)
                    return f"has no choice {item!r}{near} (choices: {', '.join(self.choices)})"
        if self.non_empty and not value:
            return "must not be empty: with nothing listed, nothing would be inspected"
        return None

    def _range_problem(self, value: Any) -> str | None:
        if abs(value) >= 1 << 63:
            return "must be a whole number of at most 64 bits"
        if self.least is not None and value < self.least:
            return f"must be at least {self.least}, not {value}"
        if self.most is not None and value > self.most:
            return f"must be at most {self.most}, not {value}"
        return None

    def typed(self, value: Any) -> T:
        """The value as hooks see it, once `problem` is None: lists become tuples."""
        return cast(T, tuple(value) if self.kind == "strings" else value)

    def tighter(self, one: Any, other: Any) -> Any:
        """The stricter of two values; for a key without direction, `one`."""
        match self.stricter:
            case "true":
                return one or other
            case "false":
                return one and other
            case "higher":
                return max(one, other)
            case "lower":
                return min(one, other)
            case "superset":
                return one + tuple(item for item in other if item not in one)
            case "subset":
                return tuple(item for item in one if item in other)
            case "order":
                return max(one, other, key=self.choices.index)
            case "none":
                return one


def flag(name: str, default: bool, meaning: str, *, stricter: Literal["true", "false", "none"]) -> Key[bool]:
    """A key that is true or false."""
    return Key(name, default, meaning, "boolean", stricter)


def number(
    name: str,
    default: int,
    meaning: str,
    *,
    stricter: Literal["higher", "lower", "none"],
    least: int | None = 0,
    most: int | None = None,
) -> Key[int]:
    """A whole number, within bounds."""
    return Key(name, default, meaning, "integer", stricter, least=least, most=most)


def choice(
    name: str, default: str, meaning: str, choices: Sequence[str], *, stricter: Literal["order", "none"] = "order"
) -> Key[str]:
    """One of a few words; with direction "order" the last word is the strictest."""
    return Key(name, default, meaning, "string", stricter, choices=tuple(choices))


def text(name: str, default: str, meaning: str) -> Key[str]:
    """A piece of text that no layer can make stricter or looser, such as a path."""
    return Key(name, default, meaning, "string", "none")


def strings(
    name: str,
    default: Sequence[str],
    meaning: str,
    *,
    stricter: Literal["superset", "subset", "none"],
    choices: Sequence[str] = (),
    non_empty: bool = False,
) -> Key[tuple[str, ...]]:
    """A list of strings: "superset" when more entries inspect more, "subset" when more entries excuse more."""
    return Key(name, tuple(default), meaning, "strings", stricter, choices=tuple(choices), non_empty=non_empty)


def describe(value: object) -> str:
    """A TOML value's type in a reader's words."""
    names = {bool: "true or false", int: "a whole number", float: "a decimal number", str: "a string", dict: "a table"}
    if isinstance(value, list):
        return "a list of strings" if all(isinstance(item, str) for item in value) else "a list"
    return names.get(type(value), "a date or time")


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """`; did you mean "x"?` for the nearest known word, or nothing."""
    import difflib  # only on the way to an error

    spelled = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word.lower(), spelled, n=1, cutoff=0.5)
    return f'; did you mean "{spelled[near[0]]}"?' if near else ""


def _has_kind(kind: Kind, value: object) -> bool:
    match kind:
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "string":
            return isinstance(value, str)
        case "strings":
            return isinstance(value, list) and all(isinstance(item, str) for item in value)
