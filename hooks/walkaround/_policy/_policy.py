"""The policy as hooks see it."""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

from .._finding import Rule, Severity
from ._keys import Key
from ._layers import Layer

T = TypeVar("T")


class Origin(NamedTuple):
    """A value and the layer that set it; the layer is None for a built-in default."""

    value: Any
    layer: Layer | None


class Policy:
    """Typed values by key, and severities by rule. `Policy()` is the built-in defaults.

    `values` are keyed by the dotted name of a key (`pinned-dependencies.level`) or of a rule
    (`rules.PIN001`).
    """

    def __init__(self, values: Mapping[str, Origin] | None = None) -> None:
        self._values = dict(values or {})

    def __getitem__(self, key: Key[T]) -> T:
        origin = self._values.get(key.name)
        return key.default if origin is None else origin.value

    def at(self, path: str) -> "Policy":  # noqa: ARG002 - layers by path come with a later version
        """The policy for one path, given from the repository's top. No layer differs by path yet."""
        return self

    def severity(self, rule: Rule) -> Severity:
        origin = self._values.get(f"rules.{rule.id}")
        return rule.severity if origin is None else origin.value

    def origin(self, name: str) -> Origin | None:
        """Where the value of a key or rule came from; None when it is the built-in default."""
        return self._values.get(name)

    def with_values(self, values: Mapping[Key[Any], Any]) -> "Policy":
        """A copy in which these keys have these values; for tests and for a hook's own command line."""
        return Policy(self._values | {key.name: Origin(value, None) for key, value in values.items()})
