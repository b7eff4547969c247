"""A layer checked against the declared keys: what it sets, locks, overrides and exempts, each with its place."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from .._finding import Rule
from ._exemptions import EXEMPTIONS, FIELDS, NEVER, Exemption, read_exemptions
from ._keys import Key, describe, did_you_mean, rule_key
from ._layers import Layer, Part, PolicyError

_RESERVED = ("rules", "exemptions", "extends", "lock", "paths", "ai")


class Catalogue(Protocol):
    """What the loader asks about hooks; it imports none by itself."""

    @property
    def tables(self) -> tuple[str, ...]: ...
    def keys(self, table: str) -> Mapping[str, Key[Any]]: ...
    def table_of(self, rule_id: str) -> str | None: ...
    def rule(self, rule_id: str) -> Rule | None: ...
    def rules(self, tables: Collection[str] | None = None) -> tuple[Rule, ...]: ...
    def per_path(self, table: str) -> bool: ...


class Setting(NamedTuple):
    """A value that a layer gives to a key, and where in the layer it does."""

    key: Key[Any]
    value: Any
    layer: Layer
    at: tuple[Part, ...]

    @property
    def place(self) -> str:
        return self.layer.place(*self.at)

    def error(self, why: str) -> PolicyError:
        return self.layer.error(self.at, f'"{self.key.name}" {why}')


Settings = dict[str, Setting]  # by the dotted name of the key


class Override(NamedTuple):
    """One `[[paths]]` table: settings for the paths that match its glob."""

    glob: str
    matches: Callable[[str], bool]
    settings: Settings


class Lock(NamedTuple):
    """One pattern of `lock`: `*`, `TABLE.*` with the table's rules, or one key."""

    pattern: str
    table: str  # "" for every table
    name: str  # "" for every key of the table
    layer: Layer
    at: tuple[Part, ...]

    @property
    def place(self) -> str:
        return self.layer.place(*self.at)

    def covers(self, name: str, catalogue: Catalogue) -> bool:
        table, _, short = name.partition(".")
        if self.table in ("", table):
            return not self.name or self.name == short
        return table == "rules" and not self.name and catalogue.table_of(short) == self.table


class Document(NamedTuple):
    """A policy file, typed. `extends` is left to whoever finds the layers.

    `below` are the paths of all that it extends, however far; None means everything that comes before it.
    """

    layer: Layer
    settings: Settings
    overlay: Settings
    overrides: tuple[Override, ...] = ()
    locks: tuple[Lock, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    below: frozenset[str] | None = None

    def builds_on(self, other: "Document") -> bool:
        """Whether it extends a document that comes before it; everything builds on a profile."""
        return self.below is None or other.below is None or other.layer.path in self.below


def read_document(catalogue: Catalogue, layer: Layer, only: Collection[str] | None = None) -> Document:
    """Check a layer; PolicyError at the first thing in it that is unknown or cannot be.

    `only` leaves other hooks' tables unread, so that their modules need not be imported: for the shipped
    profiles, which the tests check.
    """
    return _Reader(catalogue, layer, only).document()


class _Reader:
    def __init__(self, catalogue: Catalogue, layer: Layer, only: Collection[str] | None) -> None:
        self.catalogue = catalogue
        self.layer = layer
        self.only = only

    def document(self) -> Document:
        data = self.layer.data
        known = (*self.catalogue.tables, *_RESERVED)
        for name in data:
            if name not in known and self.only is None:
                near = did_you_mean(name, known, elsewhere=_everywhere(self.catalogue))
                raise self.layer.error((name,), f'unknown key "{name}"{near}')
        exemptions = data.get("exemptions", {})
        return Document(
            self.layer,
            self._settings((), data) | self._exemption_keys(exemptions),
            self._overlay(data["ai"]) if "ai" in data else {},
            tuple(self._overrides(data["paths"])) if "paths" in data else (),
            tuple(self._locks(data["lock"])) if "lock" in data else (),
            read_exemptions(self.catalogue, self.layer, exemptions),
        )

    def _settings(self, at: tuple[Part, ...], data: Mapping[str, Any]) -> Settings:
        """The settings in the hook tables and `rules` of a document, an override or the overlay."""
        settings: Settings = {}
        for table, content in data.items():
            if table in _RESERVED and table != "rules":
                continue
            if self.only is not None and table not in self.only and table != "rules":
                continue
            if not isinstance(content, dict):
                raise self.layer.error((*at, table), f'"{table}" must be a table, not {describe(content)}')
            found = self._rules(at, content) if table == "rules" else self._table(at, table, content)
            settings.update((setting.key.name, setting) for setting in found)
        return settings

    def _table(self, at: tuple[Part, ...], table: str, content: Mapping[str, Any]) -> Iterator[Setting]:
        keys = self.catalogue.keys(table)
        for name, value in content.items():
            key = keys.get(name)
            place = (*at, table, name)
            if key is None:
                near = did_you_mean(name, keys, elsewhere=_everywhere(self.catalogue))
                raise self.layer.error(place, f'unknown key "{table}.{name}"{near or _listed(keys)}')
            yield self._setting(key, value, place)
            for other, meant in (key.stands_for(value) if key.stands_for is not None else {}).items():
                if other not in content:
                    yield self._setting(keys[other], meant, place)

    def _rules(self, at: tuple[Part, ...], content: Mapping[str, Any]) -> Iterator[Setting]:
        for name, value in content.items():
            table = self.catalogue.table_of(name)
            if self.only is not None and table not in self.only:
                continue
            place = (*at, "rules", name)
            rule = known_rule(self.catalogue, self.layer, place, name)
            yield self._setting(rule_key(rule, per_path=self.catalogue.per_path(table or "")), value, place)

    def _setting(self, key: Key[Any], value: Any, place: tuple[Part, ...]) -> Setting:
        problem = key.problem(value)
        if problem is not None:
            raise self.layer.error(place, f'"{key.name}" {problem}')
        return Setting(key, key.typed(value), self.layer, place)

    def _exemption_keys(self, content: Any) -> Settings:
        if not isinstance(content, dict):
            return {}
        settings: Settings = {}
        for name, value in content.items():
            if name == "entries":
                continue
            key = EXEMPTIONS.get(name)
            place = ("exemptions", name)
            if key is None:
                near = did_you_mean(name, (*EXEMPTIONS, "entries"), elsewhere=dict.fromkeys(FIELDS, "[[exemptions]]"))
                raise self.layer.error(place, f'unknown key "exemptions.{name}"{near}')
            settings[key.name] = self._setting(key, value, place)
            if key is NEVER:
                for at, rule in enumerate(value):
                    known_rule(self.catalogue, self.layer, (*place, at), rule)
        return settings

    def _overlay(self, content: Any) -> Settings:
        if not isinstance(content, dict):
            raise self.layer.error(("ai",), f"[ai] must be a table, not {describe(content)}")
        self._known(("ai",), content, "[ai]")
        settings = self._settings(("ai",), content)
        for setting in settings.values():
            if setting.key.stricter == "none":
                raise setting.error("cannot stand under [ai]: it has no stricter side, and an overlay only tightens")
        return settings

    def _overrides(self, content: Any) -> Iterator[Override]:
        from ._glob import matcher, problem

        if not isinstance(content, list):
            raise self.layer.error(("paths",), f'"paths" must be [[paths]] tables, not {describe(content)}')
        for number, table in enumerate(content):
            at = ("paths", number)
            if not isinstance(table, dict):
                raise self.layer.error(at, f"[[paths]] must be a table, not {describe(table)}")
            self._known(at, table, "[[paths]]", ("glob",))
            glob = table.get("glob")
            if not isinstance(glob, str):
                place = (*at, "glob") if "glob" in table else at
                raise self.layer.error(place, '[[paths]] needs a glob, such as glob = "examples/**"')
            why = problem(glob)
            if why is not None:
                raise self.layer.error((*at, "glob"), f"the glob {glob!r} {why}")
            settings = self._settings(at, {name: value for name, value in table.items() if name != "glob"})
            for setting in settings.values():
                if not setting.key.per_path:
                    raise setting.error("cannot differ by path; set it for the whole repository")
            yield Override(glob, matcher(glob), settings)

    def _known(self, at: tuple[Part, ...], content: Mapping[str, Any], shown: str, own: tuple[str, ...] = ()) -> None:
        """PolicyError unless only hook tables, `rules` and `own` stand under `[ai]` or `[[paths]]`."""
        known = (*self.catalogue.tables, "rules", *own)
        for name in content:
            if name not in known:
                near = did_you_mean(name, known, elsewhere=_everywhere(self.catalogue))
                raise self.layer.error((*at, name), f'unknown key "{name}" under {shown}{near}')

    def _locks(self, content: Any) -> Iterator[Lock]:
        if not isinstance(content, list) or not all(isinstance(item, str) for item in content):
            raise self.layer.error(("lock",), f"lock must be a list of strings, not {describe(content)}")
        for number, pattern in enumerate(content):
            at = ("lock", number)
            table, _, name = pattern.partition(".")
            every = name in ("", "*")
            if pattern != "*":
                self._check_lock(at, pattern)
            yield Lock(pattern, "" if pattern == "*" else table, "" if every else name, self.layer, at)

    def _check_lock(self, at: tuple[Part, ...], pattern: str) -> None:
        table, _, name = pattern.partition(".")
        tables = (*self.catalogue.tables, "rules", "exemptions")
        if table not in tables:
            near = did_you_mean(table, tables, elsewhere=_everywhere(self.catalogue))
            raise self.layer.error(at, f'lock names no key: unknown table "{table}"{near}')
        if name == "*":
            return
        if table == "rules":
            keys: Collection[str] = [rule.id for rule in self.catalogue.rules()]
        else:
            keys = EXEMPTIONS if table == "exemptions" else self.catalogue.keys(table)
        if name not in keys:
            near = did_you_mean(name, keys, prefix=f"{table}.") if name else f'; did you mean "{table}.*"?'
            raise self.layer.error(at, f'lock names no key: unknown key "{pattern}"{near}')


def known_rule(catalogue: Catalogue, layer: Layer, at: tuple[Part, ...], name: Any) -> Rule:
    """The rule of this id; PolicyError with the nearest one."""
    if not isinstance(name, str):
        raise layer.error(at, f"a rule must be named by its id, not by {describe(name)}")
    rule = catalogue.rule(name)
    if rule is None:
        known = [one.id for one in catalogue.rules()]
        same = [one for one in known if _letters(one) == _letters(name)]
        near = did_you_mean(name, same or known)
        raise layer.error(at, f'unknown rule "{name}"{near}')
    return rule


def _letters(rule_id: str) -> str:
    """What tells whose rule an id is: `PIN` of PIN001."""
    return rule_id.upper().rstrip("0123456789")


def _everywhere(catalogue: Catalogue) -> dict[str, str]:
    """Every key and rule by its short name, with the whole one; of keys that several tables have, the first."""
    names = [key.name for table in reversed(catalogue.tables) for key in catalogue.keys(table).values()]
    names += [key.name for key in EXEMPTIONS.values()] + [f"rules.{rule.id}" for rule in catalogue.rules()]
    return {name.partition(".")[2]: name for name in names}


def _listed(keys: Mapping[str, Key[Any]]) -> str:
    return f" (keys: {', '.join(keys)})" if keys else ""
