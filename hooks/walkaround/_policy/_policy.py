"""The policy as hooks see it: one stack, tightened by the policies named on top of it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from .._finding import Rule, Severity
from .._paths import from_root
from ._exemptions import Exemption
from ._keys import Key, rule_key
from ._stack import Origin, Stack, stricter

if TYPE_CHECKING:
    import datetime as dt

T = TypeVar("T")

Matched = tuple[tuple[int, ...], ...]  # per stack, which of its overrides match


class Policy:
    """Typed values by key, and severities by rule. `Policy()` is the built-in defaults.

    The first stack is the repository's own; each further one is laid on top and only tightens. `at(path)` is the
    policy for one file. `exemptions` are those of all layers, valid or not.
    """

    def __init__(
        self,
        stacks: Sequence[Stack] = (),
        *,
        root: str = "",
        assisted: bool = False,
        fixed: Mapping[str, Any] | None = None,
        matched: Matched | None = None,
    ) -> None:
        self.stacks = tuple(stacks)
        self.exemptions: tuple[Exemption, ...] = tuple(stacks[0].exemptions) if stacks else ()
        self._root = root
        self._assisted = assisted
        self._fixed = dict(fixed or {})
        self._matched = tuple(() for _ in stacks) if matched is None else matched
        self._differs = any(stack.overrides for stack in stacks)
        self._by_path: dict[Matched, Policy] = {}
        self._values: dict[str, Origin] = {}
        for number, stack in enumerate(stacks):
            values = resolved(stack, self._matched[number], assisted)
            self._values = _tightened(self._values, values) if number else values

    @property
    def assisted(self) -> bool:
        """Whether the overlay for changes made with AI is laid on."""
        return self._assisted

    def __getitem__(self, key: Key[T]) -> T:
        if key.name in self._fixed:
            value: T = self._fixed[key.name]
            return value
        origin = self._values.get(key.name)
        return key.default if origin is None else origin.value

    def at(self, path: str) -> "Policy":
        """The policy for one file, named as the caller gave it."""
        if not self._differs:
            return self
        path = from_root(self._root, path) or path
        matched = tuple(stack.matching(path) for stack in self.stacks)
        if matched == self._matched:
            return self
        found = self._by_path.get(matched)
        if found is None:
            found = self._by_path[matched] = self._copy(matched, self._fixed)
        return found

    def severity(self, rule: Rule) -> Severity:
        return self[rule_key(rule)]

    def origin(self, name: str) -> Origin | None:
        """Where the value of a key or rule came from; None when it is the built-in default."""
        return self._values.get(name)

    def with_values(self, values: Mapping[Key[Any], Any]) -> "Policy":
        """A copy in which these keys have these values; for tests and for a hook's own command line."""
        return self._copy(self._matched, self._fixed | {key.name: value for key, value in values.items()})

    def exemption(self, rule: str, path: str, day: "dt.date", ids: tuple[str, ...] = ()) -> Exemption | None:
        """The exemption that covers a finding of `rule` in `path` (as the caller gave it) on this day, by these ids."""
        path = from_root(self._root, path) or path
        for one in self.exemptions:
            if one.rule == rule and one.days_left(day) >= 0 and one.matches(path) and one.covers(ids):
                return one
        return None

    def _copy(self, matched: Matched, fixed: Mapping[str, Any]) -> "Policy":
        return Policy(self.stacks, root=self._root, assisted=self._assisted, fixed=fixed, matched=matched)


def resolved(stack: Stack, matched: Sequence[int], assisted: bool) -> dict[str, Origin]:
    """A stack's values where these overrides match: per key the last one, but never looser than a lock's."""
    values = dict(stack.values)
    for number in matched:
        placed = stack.overrides[number]
        for name, setting in placed.override.settings.items():
            below = values.get(name) or Origin(setting.key.default)
            locked = name in placed.locked
            values[name] = stricter(setting, below) if locked else Origin(setting.value, setting, below)
    if assisted:
        values = _tightened(values, stack.overlay)
    return values


def _tightened(values: Mapping[str, Origin], extra: Mapping[str, Origin]) -> dict[str, Origin]:
    """`values` with each value of `extra` that is stricter; a key without direction stays as it is."""
    result = dict(values)
    for name, origin in extra.items():
        setting = origin.setting
        if setting is None:
            continue
        key = setting.key
        below = values.get(name) or Origin(key.default)
        if (tighter := key.tighter(below.value, origin.value)) != below.value:
            result[name] = Origin(tighter, setting, below)
    return result
