"""Documents, lowest first, merged into one stack. A later layer wins, but never loosens what an earlier one locked."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ._document import Catalogue, Document, Lock, Override, Setting
from ._exemptions import Exemption
from ._keys import Key
from ._layers import Layer


class Origin(NamedTuple):
    """A value, the setting that gave it (None: the built-in default), and what that one overrode."""

    value: Any
    setting: Setting | None = None
    over: "Origin | None" = None

    @property
    def layer(self) -> Layer | None:
        return None if self.setting is None else self.setting.layer


class Floor(NamedTuple):
    """The value below which a lock lets nobody go."""

    value: Any
    lock: Lock


class Placed(NamedTuple):
    """An override, its layer, and which of its keys an earlier layer has locked."""

    override: Override
    layer: Layer
    locked: frozenset[str]


Origins = Mapping[str, Origin]


class Stack:
    """The merged documents of one policy. PolicyError when one loosens what another one locked.

    A lock binds all that comes later. It also binds what comes before and is not among what the locking document
    builds on: a repository that extends a policy of its own first, and then its organisation's, gains nothing by that.
    """

    def __init__(
        self, catalogue: Catalogue, documents: Sequence[Document], families: "dict[str, Stack] | None" = None
    ) -> None:
        self.catalogue = catalogue
        self.documents = tuple(documents)
        self._families = {} if families is None else families
        self.values: dict[str, Origin] = {}
        self.overlay: dict[str, Origin] = {}
        self.overrides: list[Placed] = []
        self.locks: list[Lock] = []
        self.exemptions: list[Exemption] = []
        self._floors: dict[str, Floor] = {}
        self._overlay_floors: dict[str, Floor] = {}
        for number in range(len(self.documents)):
            self._add(number)

    def _family(self, number: int) -> "Stack":
        """A document merged with what it builds on, and nothing else."""
        head = self.documents[number]
        if head.layer.path not in self._families:
            family = [one for one in self.documents[:number] if head.builds_on(one)]
            self._families[head.layer.path] = Stack(self.catalogue, [*family, head], self._families)
        return self._families[head.layer.path]

    def lock_of(self, name: str) -> Lock | None:
        """The last lock that covers a key."""
        return next((lock for lock in reversed(self.locks) if lock.covers(name, self.catalogue)), None)

    def value(self, key: Key[Any]) -> Any:
        origin = self.values.get(key.name)
        return key.default if origin is None else origin.value

    def matching(self, path: str) -> tuple[int, ...]:
        """The numbers of the overrides that match a path from the repository's top."""
        return tuple(at for at, placed in enumerate(self.overrides) if placed.override.matches(path))

    def _add(self, number: int) -> None:
        document = self.documents[number]
        for name, setting in document.settings.items():
            below = self.values.get(name) or Origin(setting.key.default)
            self.values[name] = _merged(setting, below, self._floor(name, below))
        for name, setting in document.overlay.items():
            self._add_overlay(name, setting, document.settings.get(name))
        beside = self._locking_beside(number) if document.overrides else []
        for override in document.overrides:
            self._add_override(document.layer, override, beside)
        self.exemptions += document.exemptions
        for lock in document.locks:
            self._add_lock(lock)
        if document.locks and not all(map(document.builds_on, self.documents[:number])):
            self._refuse_what_loosened(self._family(number))

    def _add_overlay(self, name: str, setting: Setting, own: Setting | None) -> None:
        base = self.values.get(name) or Origin(setting.key.default)
        floor = self._floor(name, base)
        _refuse_looser(setting, floor)
        _refuse_looser(setting, self._overlay_floors.get(name))
        if floor is not None:  # what others ask of a locked key must not matter, or the order of layers would
            base = Origin(floor.value) if own is None else Origin(own.value, own)
        if setting.key.loosens(base.value, setting.value):
            raise setting.error(f"is looser under [ai] than {_whence(base)}; an overlay only tightens")
        below = self.overlay.get(name)
        if floor is None or below is None:
            self.overlay[name] = Origin(setting.value, setting, below)
        else:
            self.overlay[name] = stricter(setting, below)

    def _locking_beside(self, number: int) -> "list[Stack]":
        """Later documents that lock something and do not build on this one, each with what it does build on."""
        document = self.documents[number]
        return [
            self._family(at)
            for at, later in enumerate(self.documents)
            if at > number and later.locks and not later.builds_on(document)
        ]

    def _add_override(self, layer: Layer, override: Override, beside: "Sequence[Stack]") -> None:
        locked = set()
        for name, setting in override.settings.items():
            floor = self._floor(name, self.values.get(name) or Origin(setting.key.default))
            floors = [floor, *(stack.held(setting.key, stack.value(setting.key)) for stack in beside)]
            for one in floors:
                _refuse_looser(setting, one)
            if any(floors):
                locked.add(name)
        self.overrides.append(Placed(override, layer, frozenset(locked)))

    def _add_lock(self, lock: Lock) -> None:
        """What is in force now is the floor from now on, also of keys that an earlier layer locked lower."""
        self.locks.append(lock)
        for name in self._floors.keys() & self.values.keys():
            if lock.covers(name, self.catalogue):
                self._floors[name] = Floor(self.values[name].value, lock)
        for name, origin in self.overlay.items():
            if lock.covers(name, self.catalogue):
                self._overlay_floors[name] = Floor(origin.value, lock)

    def held(self, key: Key[Any], value: Any) -> Floor | None:
        """A value of this stack as a floor for others; None when the key is not locked."""
        lock = self.lock_of(key.name)
        return None if lock is None else Floor(value, lock)

    def _refuse_what_loosened(self, family: "Stack") -> None:
        """PolicyError when keys that have just been locked are looser than in what the locking document builds on."""
        for origin in self.values.values():
            if origin.setting is not None:
                key = origin.setting.key
                _refuse_looser(origin.setting, family.held(key, family.value(key)), origin.value)
        for name, origin in self.overlay.items():
            if origin.setting is not None and name in family.overlay:
                floor = family.held(origin.setting.key, family.overlay[name].value)
                _refuse_looser(origin.setting, floor, origin.value)

    def _floor(self, name: str, below: Origin) -> Floor | None:
        """The floor of a key that is locked; a key's first later setting finds it in the value so far."""
        lock = self.lock_of(name)
        if lock is None:
            return None
        return self._floors.setdefault(name, Floor(below.value, lock))


def _merged(setting: Setting, below: Origin, floor: Floor | None) -> Origin:
    """A later value in place of an earlier one; of a locked key the stricter, so that their order does not matter."""
    _refuse_looser(setting, floor)
    return Origin(setting.value, setting, below) if floor is None else stricter(setting, below)


def stricter(setting: Setting, below: Origin) -> Origin:
    """The stricter of a value and an earlier one, with the place of the one that it is."""
    value = setting.key.tighter(below.value, setting.value)
    if value == below.value != setting.value:
        return Origin(value, below.setting, Origin(setting.value, setting, below.over))
    return Origin(value, setting, below)


def _whence(origin: Origin) -> str:
    shown = display(origin.value)
    return f"{shown}, its default" if origin.setting is None else f"{shown} at {origin.setting.place}"


def _refuse_looser(setting: Setting, floor: Floor | None, value: Any = None) -> None:
    """PolicyError when a setting, or the `value` that came of it, is looser than a floor."""
    if floor is not None and setting.key.loosens(floor.value, setting.value if value is None else value):
        shown = display(setting.value)
        raise setting.error(f"is locked by {floor.lock.place} at {display(floor.value)}; {shown} would loosen it")


def display(value: Any) -> str:
    """A value as TOML writes it; a long list is cut."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, (tuple, list)):
        items = [_quoted(item) for item in value]
        return f"[{', '.join(items[:3])}, … {len(items)} in all]" if len(items) > 6 else f"[{', '.join(items)}]"
    return str(value).removesuffix(".0")


def _quoted(text: str) -> str:
    escaped = "".join(
        f"\\u{ord(char):04x}" if ord(char) < 32 or ord(char) == 127 else "\\" + char if char in '"\\' else char
        for char in text
    )
    return f'"{escaped}"'
