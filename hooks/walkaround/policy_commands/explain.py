"""`walkaround policy explain [KEY]`: every value, the layer that gave it, what it overrode, and who locked it."""

import argparse
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from .._catalogue import HookCatalogue
from .._main import formatter, policy_for_all
from .._policy import Key, Origin, Policy, did_you_mean
from .._policy._document import Setting
from .._policy._exemptions import EXEMPTIONS
from .._policy._keys import rule_key
from .._policy._stack import Placed, Stack, display
from . import refuse, say, top


class Step(NamedTuple):
    """One layer's word on a key; the first one is in force."""

    value: Any
    layer: str  # "default" for the built-in one
    path: str
    line: int

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return (
            f"{display(self.value)} by default" if not self.path else f"{display(self.value)} at {where} ({self.layer})"
        )


class Explanation(NamedTuple):
    key: Key[Any]
    steps: tuple[Step, ...]
    locked_by: str
    overlay: tuple[Step, ...]
    by_path: tuple[tuple[str, Step], ...]


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        "walkaround policy explain",
        description="Where the value of a key comes from, and what it overrode; without a key, of every key.",
        formatter_class=formatter,
    )
    parser.add_argument("key", nargs="?", metavar="KEY", help="TABLE.KEY, TABLE, rules.ID or a rule's id")
    parser.add_argument("--path", metavar="FILE", help="as it is for this file, overrides included")
    parser.add_argument("--policy", metavar="PROFILE-OR-FILE", help="with this policy on top")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(argv)
    catalogue = HookCatalogue()
    keys = list(_keys(catalogue))
    chosen = [key for key in keys if options.key is None or _means(options.key, key, catalogue)]
    if not chosen:
        words = [*(key.name for key in keys), *catalogue.tables]
        return refuse(f"no key {options.key!r}{did_you_mean(options.key, words)}")
    policy = policy_for_all(top(), options.policy)
    if options.path is not None:
        policy = policy.at(options.path)
    explained = [_explained(policy, key) for key in chosen]
    if options.json:
        import json

        say(json.dumps([_as_json(one) for one in explained], indent=2, default=str) + "\n")
    else:
        say("\n".join(_text(one, full=options.key is not None) for one in explained))
    return 0


def _keys(catalogue: HookCatalogue) -> Iterator[Key[Any]]:
    """Every key that a policy may set, rules included, in the order of the catalogue."""
    for table in catalogue.tables:
        yield from catalogue.keys(table).values()
        yield from map(rule_key, catalogue.rules((table,)))
    yield from EXEMPTIONS.values()


def _means(wanted: str, key: Key[Any], catalogue: HookCatalogue) -> bool:
    """Whether a word of the command line means a key: by its name, its table, its rule, or its rule's hook."""
    table, _, name = key.name.partition(".")
    if wanted in (key.name, table):
        return True
    return table == "rules" and (wanted.upper() == name or catalogue.table_of(name) == wanted)


def _explained(policy: Policy, key: Key[Any]) -> Explanation:
    own = policy.stacks[0]
    lock = own.lock_of(key.name)
    overlay = own.overlay.get(key.name)
    by_path = tuple(
        (placed.override.glob, _step(_in_force(own, placed, setting), setting))
        for placed in own.overrides
        if (setting := placed.override.settings.get(key.name)) is not None
    )
    return Explanation(
        key,
        tuple(_steps(policy.origin(key.name), key)),
        "" if lock is None else f"{lock.place} ({lock.pattern})",
        () if overlay is None else (_step(overlay.value, overlay.setting),),
        by_path,
    )


def _in_force(stack: Stack, placed: Placed, setting: Setting) -> Any:
    """What an override makes of a value: of a locked key the stricter of both."""
    key = setting.key
    return key.tighter(stack.value(key), setting.value) if key.name in placed.locked else setting.value


def _steps(origin: Origin | None, key: Key[Any]) -> Iterator[Step]:
    while origin is not None:
        yield _step(origin.value, origin.setting)
        if origin.setting is None:
            return
        origin = origin.over
    yield Step(key.default, "default", "", 0)


def _step(value: Any, setting: Setting | None) -> Step:
    if setting is None:
        return Step(value, "default", "", 0)
    layer = setting.layer
    return Step(value, layer.name, layer.path, layer.line_of(*setting.at) if setting.at else 0)


def _text(one: Explanation, *, full: bool) -> str:
    first, *below = one.steps
    lines = [f"{one.key.name} = {first}"]
    lines += [f"    over {step}" for step in below]
    if one.locked_by:
        lines.append(f"    locked by {one.locked_by}")
    lines += [f"    under [ai] {step}" for step in one.overlay]
    lines += [f"    in {glob} {step}" for glob, step in one.by_path]
    if full:
        lines.append(f"    {_stricter(one.key)}; {one.key.meaning}")
    return "\n".join(lines) + "\n"


def _stricter(key: Key[Any]) -> str:
    match key.stricter:
        case "true" | "false":
            return f"stricter: {key.stricter}"
        case "order":
            return " < ".join(key.choices) if len(key.choices) > 1 else "fixed"
        case "higher" | "lower":
            return f"stricter: {key.stricter}"
        case "superset":
            return "stricter: more entries"
        case "subset":
            return "stricter: fewer entries"
        case _:
            return "no side is stricter"


def _as_json(one: Explanation) -> dict[str, Any]:
    def shown(step: Step) -> dict[str, Any]:
        return {"value": step.value, "layer": step.layer, "path": step.path, "line": step.line}

    first, *below = one.steps
    return {
        "key": one.key.name,
        **shown(first),
        "overrode": [shown(step) for step in below],
        "locked_by": one.locked_by or None,
        "ai": shown(one.overlay[0]) if one.overlay else None,
        "paths": [{"glob": glob, **shown(step)} for glob, step in one.by_path],
        "stricter": one.key.stricter,
        "meaning": one.key.meaning,
    }
