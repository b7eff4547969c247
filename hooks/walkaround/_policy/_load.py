"""Find the layers, check each against the declared keys, and merge them."""

import os
from collections.abc import Collection, Mapping
from typing import Any, Protocol

from .._data import data_path
from .._finding import SEVERITIES, Rule
from ._keys import Key, describe, did_you_mean
from ._layers import Layer, PolicyError, read_layer
from ._policy import Origin, Policy

PROFILES = ("recommended", "strict")
FILE = "walkaround.toml"
VARIABLE = "WALKAROUND_POLICY"

Values = dict[str, Origin]


class Catalogue(Protocol):
    """What the loader asks about hooks; it imports none by itself."""

    @property
    def tables(self) -> tuple[str, ...]: ...
    def keys(self, table: str) -> Mapping[str, Key[Any]]: ...
    def table_of(self, rule_id: str) -> str | None: ...
    def rule(self, rule_id: str) -> Rule | None: ...
    def rules(self, tables: Collection[str] | None = None) -> tuple[Rule, ...]: ...


def load(catalogue: Catalogue, wanted: Collection[str], root: str, named: str | None) -> Policy:
    """The policy in force in the repository at `root`, for the tables in `wanted`.

    `named` is a profile or a file from the command line (else from WALKAROUND_POLICY); it is the last
    layer and may only tighten. PolicyError says what cannot be used, and where.
    """
    repository = repository_layer(root)
    profile, extends = _profile_of(repository)
    values = _check(catalogue, _profile_layer(profile), wanted)
    if repository is not None:
        values |= _check(catalogue, repository, None)
    for name in (os.environ.get(VARIABLE) or None, named):  # an empty variable is none, an empty argument a mistake
        if name is None:
            continue
        values = _tightened(catalogue, values, _named_values(catalogue, name, wanted))
    return Policy(values | {"extends": extends})


def repository_layer(root: str) -> Layer | None:
    """The repository's own policy file; None when it has none, PolicyError when it has two."""
    own = os.path.join(root, FILE)
    pyproject = os.path.join(root, "pyproject.toml")
    table = _pyproject_layer(pyproject)
    if not os.path.lexists(own):
        return table
    if table is not None:
        line = table.line_of()
        raise PolicyError(_shown(pyproject), line, f"[tool.walkaround] and {FILE} both exist; keep one of them")
    return read_layer("repository", _shown(own))


def _pyproject_layer(path: str) -> Layer | None:
    """`[tool.walkaround]`, when there is one. A file without that word is not a policy and not parsed."""
    if not os.path.isfile(path):
        return None  # absent, or a folder, or a pipe, which would be waited for
    try:
        with open(path, "rb") as file:
            if b"walkaround" not in file.read():
                return None
    except OSError as failure:
        raise PolicyError(_shown(path), 0, f"cannot be read: {failure.strerror}") from None
    layer = read_layer("repository", _shown(path), ("tool", "walkaround"))
    tool = layer.data
    return layer if tool else None


def _shown(path: str) -> str:
    """A path as a reader would write it: relative where that is shorter."""
    relative = os.path.relpath(path)
    return relative if not relative.startswith("..") else path


def _profile_of(layer: Layer | None) -> tuple[str, Origin]:
    """The profile that a repository's file extends; `recommended` when it does not say."""
    if layer is None or "extends" not in layer.data:
        return "recommended", Origin("recommended", None)
    extends = layer.data["extends"]
    if not isinstance(extends, str):
        raise layer.error(("extends",), f"extends must be a string, not {describe(extends)}")
    if extends not in PROFILES:
        known = ", ".join(PROFILES)
        raise layer.error(("extends",), f"no profile {extends!r}{did_you_mean(extends, PROFILES)} (profiles: {known})")
    return extends, Origin(extends, layer)


def _profile_layer(profile: str) -> Layer:
    return read_layer(f"profile {profile}", data_path(f"policies/{profile}.toml"))


def _named_values(catalogue: Catalogue, name: str, wanted: Collection[str]) -> Values:
    """The values of `--policy NAME`: a whole profile, or what a file says together with the profile it names."""
    if name in PROFILES:
        return _whole_profile(catalogue, name, wanted)
    if not os.path.lexists(name):
        raise PolicyError(name, 0, f"no such profile or policy file{did_you_mean(name, PROFILES)}")
    prefix = ("tool", "walkaround") if os.path.basename(name) == "pyproject.toml" else ()
    layer = read_layer("command line", name, prefix)
    profile, _ = _profile_of(layer)
    below = _whole_profile(catalogue, profile, wanted) if "extends" in layer.data else {}
    return below | _check(catalogue, layer, None)


def _whole_profile(catalogue: Catalogue, profile: str, wanted: Collection[str]) -> Values:
    """A profile with the defaults it builds on: to ask for it undoes what a repository switched off."""
    layer = _profile_layer(profile)
    keys = (key for table in wanted for key in catalogue.keys(table).values() if key.stricter != "none")
    values = {key.name: Origin(key.default, layer) for key in keys}
    values |= {f"rules.{rule.id}": Origin(rule.severity, layer) for rule in catalogue.rules(wanted)}
    return values | _check(catalogue, layer, wanted)


def _check(catalogue: Catalogue, layer: Layer, only: Collection[str] | None) -> Values:
    """A layer's typed values by dotted name. `only` skips other tables: profiles are checked by the tests."""
    values: Values = {}
    for name, content in layer.data.items():
        if name == "extends" or (only is not None and name not in only and name != "rules"):
            continue
        if name == "rules":
            values |= _check_rules(catalogue, layer, content, only)
        elif name not in catalogue.tables:
            known = (*catalogue.tables, "rules", "extends")
            raise layer.error((name,), f'unknown key "{name}"{did_you_mean(name, known)}')
        else:
            values |= _check_table(catalogue, layer, name, content)
    return values


def _check_table(catalogue: Catalogue, layer: Layer, table: str, content: Any) -> Values:
    if not isinstance(content, dict):
        raise layer.error((table,), f'"{table}" must be a table, not {describe(content)}')
    keys = catalogue.keys(table)
    values: Values = {}
    for name, value in content.items():
        key = keys.get(name)
        if key is None:
            raise layer.error((table, name), f'unknown key "{table}.{name}"{_near(name, keys, catalogue)}')
        problem = key.problem(value)
        if problem is not None:
            raise layer.error((table, name), f'"{table}.{name}" {problem}')
        values[key.name] = Origin(key.typed(value), layer)
    return values


def _check_rules(catalogue: Catalogue, layer: Layer, content: Any, only: Collection[str] | None) -> Values:
    if not isinstance(content, dict):
        raise layer.error(("rules",), f'"rules" must be a table, not {describe(content)}')
    values: Values = {}
    for name, severity in content.items():
        if only is not None and catalogue.table_of(name) not in only:
            continue  # a profile's word on another hook's rule; its module need not be imported
        if catalogue.rule(name) is None:
            near = did_you_mean(name, [rule.id for rule in catalogue.rules()])
            raise layer.error(("rules", name), f'unknown rule "{name}"{near}')
        if severity not in SEVERITIES:
            words = ", ".join(reversed(SEVERITIES))
            raise layer.error(("rules", name), f'"rules.{name}" must be one of {words}, not {_quoted(severity)}')
        values[f"rules.{name}"] = Origin(severity, layer)
    return values


def _quoted(value: object) -> str:
    return repr(value) if isinstance(value, str) else describe(value)


def _near(name: str, keys: Mapping[str, Key[Any]], catalogue: Catalogue) -> str:
    """The nearest key of this table, else the same key in another table."""
    near = did_you_mean(name, tuple(keys))
    if near:
        return near
    elsewhere = [f"{table}.{name}" for table in catalogue.tables if name in catalogue.keys(table)]
    return f'; did you mean "{elsewhere[0]}"?' if elsewhere else f" (keys: {', '.join(keys)})"


def _tightened(catalogue: Catalogue, values: Values, extra: Values) -> Values:
    """`values` with each value of `extra` that is stricter; what has no direction is only filled in."""
    result = dict(values)
    for name, origin in extra.items():
        table, _, short = name.partition(".")
        if table == "rules":
            rule = catalogue.rule(short)
            current = values[name].value if name in values else rule.severity if rule else "off"
            if SEVERITIES.index(origin.value) > SEVERITIES.index(current):
                result[name] = origin
            continue
        key = catalogue.keys(table)[short]
        current = values[name].value if name in values else key.default
        if key.stricter == "none":
            if name not in values or not _set_by_repository(values[name]):
                result[name] = origin
        elif (tighter := key.tighter(current, origin.value)) != current:
            result[name] = Origin(tighter, origin.layer)
    return result


def _set_by_repository(origin: Origin) -> bool:
    return origin.layer is not None and origin.layer.name == "repository"
