"""The typed keys of a policy: each is declared once, by the hook that reads it.

A key states its default, its meaning and which direction is stricter. Layers are checked against keys
and merged by them; nothing else in the project knows a default.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Generic, Literal, NamedTuple, TypeVar, cast

from .._finding import SEVERITIES, Rule, Severity

T = TypeVar("T")

# How two values of a key compare. "none": neither is stricter (a path, a piece of text).
Direction = Literal["true", "false", "higher", "lower", "superset", "subset", "order", "none"]
Kind = Literal["boolean", "integer", "decimal", "string", "strings"]

_KIND_NAMES = {
    "boolean": "true or false",
    "integer": "a whole number",
    "decimal": "a number",
    "string": "a string",
    "strings": "a list of strings",
}


class Key(NamedTuple, Generic[T]):
    """One setting: `name` is `<table>.<key>`, both in kebab-case, as written in a policy file.

    `per_path`: the hook asks for it file by file, so that it may differ by path. `refuse` says why a value of
    the right kind cannot be used all the same, or None. `stands_for` gives the values of other keys of the table, by
    their short names, that a value brings along where the same table does not set them itself.
    """

    name: str
    default: T
    meaning: str
    kind: Kind
    stricter: Direction
    choices: tuple[str, ...] = ()  # for direction "order": loosest first
    least: int | None = None
    most: int | None = None
    non_empty: bool = False
    per_path: bool = False
    refuse: Callable[[Any], str | None] | None = None
    stands_for: Callable[[Any], Mapping[str, Any]] | None = None

    def problem(self, value: object) -> str | None:
        """Why `value`, as TOML gives it, cannot be this key's; None when it can."""
        if not _has_kind(self.kind, value):
            return f"must be {_KIND_NAMES[self.kind]}, not {describe(value)}"
        if self.kind in ("integer", "decimal"):
            return self._range_problem(value)
        items = value if isinstance(value, list) else [value]
        if len(self.choices) == 1 and value != self.choices[0]:
            return f"cannot be changed: it is always {self.choices[0]!r}"
        if self.choices:
            for item in items:
                if item not in self.choices:
                    near = did_you_mean(str(item), self.choices)
                    return f"has no choice {item!r}{near} (choices: {', '.join(self.choices)})"
        if self.non_empty and not value:
            return "must not be empty: with nothing listed, nothing would be inspected"
        return self.refuse(value) if self.refuse is not None else None

    def _range_problem(self, value: Any) -> str | None:
        if not abs(value) < 1 << 63:  # no comparison of "not a number" is true
            whole = self.kind == "integer"
            return "must be a whole number of at most 64 bits" if whole else "must be a finite number"
        if self.least is not None and value < self.least:
            return f"must be at least {self.least}, not {value}"
        if self.most is not None and value > self.most:
            return f"must be at most {self.most}, not {value}"
        return None

    def typed(self, value: Any) -> T:
        """The value as hooks see it, once `problem` is None: lists become tuples."""
        if self.kind == "decimal":
            return cast(T, float(value))
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

    def loosens(self, old: Any, new: Any) -> bool:
        """Whether `new` demands less than `old`; for a key without direction, whether it is another value."""
        match self.stricter:
            case "superset":
                return not set(old) <= set(new)
            case "subset":
                return not set(new) <= set(old)
            case "none":
                return bool(new != old)
            case _:
                return bool(self.tighter(new, old) != new)


def flag(
    name: str,
    default: bool,
    meaning: str,
    *,
    stricter: Literal["true", "false", "none"],
    per_path: bool = False,
) -> Key[bool]:
    """A key that is true or false."""
    return Key(name, default, meaning, "boolean", stricter, per_path=per_path)


def number(
    name: str,
    default: int,
    meaning: str,
    *,
    stricter: Literal["higher", "lower", "none"],
    least: int | None = 0,
    most: int | None = None,
    per_path: bool = False,
) -> Key[int]:
    """A whole number, within bounds."""
    return Key(name, default, meaning, "integer", stricter, least=least, most=most, per_path=per_path)


def decimal(
    name: str,
    default: float,
    meaning: str,
    *,
    stricter: Literal["higher", "lower"],
    least: int = 0,
    most: int,
) -> Key[float]:
    """A number that need not be whole, within bounds."""
    return Key(name, float(default), meaning, "decimal", stricter, least=least, most=most)


def choice(
    name: str,
    default: str,
    meaning: str,
    choices: Sequence[str],
    *,
    stricter: Literal["order", "none"] = "order",
    per_path: bool = False,
) -> Key[str]:
    """One of a few words; with direction "order" the last word is the strictest."""
    return Key(name, default, meaning, "string", stricter, choices=tuple(choices), per_path=per_path)


def text(name: str, default: str, meaning: str, *, refuse: Callable[[str], str | None] | None = None) -> Key[str]:
    """A piece of text that no layer can make stricter or looser, such as a path."""
    return Key(name, default, meaning, "string", "none", refuse=refuse)


def strings(
    name: str,
    default: Sequence[str],
    meaning: str,
    *,
    stricter: Literal["superset", "subset", "none"],
    choices: Sequence[str] = (),
    non_empty: bool = False,
    per_path: bool = False,
    refuse: Callable[[list[str]], str | None] | None = None,
) -> Key[tuple[str, ...]]:
    """A list of strings: "superset" when more entries inspect more, "subset" when more entries excuse more."""
    return Key(
        name, tuple(default), meaning, "strings", stricter, choices=tuple(choices), non_empty=non_empty,
        per_path=per_path, refuse=refuse,
    )  # fmt: skip


def rule_key(rule: Rule, *, per_path: bool = False) -> Key[Severity]:
    """A rule's severity as a key of the table `rules`; of a fixed rule there is nothing to choose."""
    choices = (rule.severity,) if rule.fixed else SEVERITIES
    return Key(
        f"rules.{rule.id}", rule.severity, f"how much {rule.id} ({rule.name}) weighs", "string", "order",
        choices=choices, per_path=per_path,
    )  # fmt: skip


def describe(value: object) -> str:
    """A TOML value's type in a reader's words."""
    names = {bool: "true or false", int: "a whole number", float: "a decimal number", str: "a string", dict: "a table"}
    if isinstance(value, list):
        return "a list of strings" if all(isinstance(item, str) for item in value) else "a list"
    return names.get(type(value), "a date or time")


def did_you_mean(
    word: str, known: Iterable[str], *, elsewhere: Mapping[str, str] = MappingProxyType({}), prefix: str = ""
) -> str:
    """`; did you mean "x"?` for the nearest known word, shown behind `prefix`; nothing when none is near.

    `elsewhere` are words of other places, each with how it is shown: one of them is meant when it is the word itself.
    """
    here = {_bare(name): f"{prefix}{name}" for name in known}
    there = {_bare(name): shown for name, shown in elsewhere.items()}
    bare = _bare(word)
    near = here.get(bare) or there.get(bare) or here.get(_nearest(bare, here))
    return f'; did you mean "{near}"?' if near else ""


def _bare(word: str) -> str:
    """What is left when case and hyphens are no matter."""
    return word.lower().replace("_", "").replace("-", "")


def _nearest(word: str, known: Iterable[str]) -> str:
    """difflib sees swapped letters as two mistakes; they are the most common one."""
    import difflib  # only on the way to an error

    near = difflib.get_close_matches(word, known, n=20, cutoff=0.5)
    swapped = [name for name in near if sorted(name) == sorted(word)]
    swapped.sort(key=lambda name: sum(one != other for one, other in zip(name, word, strict=True)))
    return (swapped or near or [""])[0]


def _has_kind(kind: Kind, value: object) -> bool:
    match kind:
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "decimal":
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        case "string":
            return isinstance(value, str)
        case "strings":
            return isinstance(value, list) and all(isinstance(item, str) for item in value)
