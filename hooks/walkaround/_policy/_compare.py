"""What one policy demands more or less than another."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from ._document import Lock
from ._exemptions import Exemption
from ._keys import Key
from ._layers import Layer, Part
from ._policy import resolved
from ._stack import Origin, Stack, display

MOST_TURNED = 100  # overrides whose order is looked at pair by pair


class Difference(NamedTuple):
    """One key, lock or exemption in which two policies differ.

    `scope` says where it counts: "" everywhere, "[ai]", "[[paths]] GLOB", a file's path, "lock" or "exemption".
    `layer` and `at` are the place in the newer policy that makes the difference, where there is one, and `was` is the
    layer that made it in the older one. What demands both less and more is looser; "changed" is a key without a
    stricter side.
    """

    kind: Literal["tighter", "looser", "changed"]
    scope: str
    name: str
    before: str
    after: str
    layer: Layer | None = None
    at: tuple[Part, ...] = ()
    was: Layer | None = None

    @property
    def line(self) -> int:
        return self.layer.line_of(*self.at) if self.layer is not None and self.at else 0


Values = dict[str, Origin]


def compare(
    old: Stack, new: Stack, paths: Iterable[str] = (), imagined: Mapping[str, str] | None = None
) -> tuple[Difference, ...]:
    """Every difference from `old` to `new`. `paths` are files for which overrides are compared one by one as well.

    Globs are compared text by text, which cannot tell how two of them overlap; files can. So can `imagined` ones
    (`examples`), by which those are compared that one policy alone has. Where the order of overrides is told, they
    are left alone.
    """
    order = list(_order(old, new))
    shown = {} if order else dict(imagined or {})
    found = [
        *_values("", old.values, new.values),
        *_values("[ai]", resolved(old, (), True), resolved(new, (), True), {*old.overlay, *new.overlay}),
        *_overrides(old, new, set(shown.values())),
        *order,
        *_locks(old, new),
        *_exemptions(old.exemptions, new.exemptions),
    ]
    globs = {f"[[paths]] {placed.override.glob}" for stack in (old, new) for placed in stack.overrides}
    everywhere = {_alike(one) for one in found if not one.scope}
    said = {_alike(one) for one in found} | {(one.scope, *_alike(one)) for one in found}
    for one in _files(old, new, {**shown, **{path: path for path in paths}}):
        # One file, or two overrides that meet, stand for all that differ alike; but each override for itself.
        key = (one.scope, *_alike(one)) if one.scope in globs else _alike(one)
        if _alike(one) not in everywhere and key not in said:
            said |= {key, _alike(one)}
            found.append(one)
    return tuple(found)


def _alike(one: Difference) -> tuple[str, ...]:
    return one.name, one.before, one.after


def examples(old: Stack, new: Stack) -> dict[str, str]:
    """Paths that need not exist, to be `imagined`, each with its scope: under each override, and where two meet.

    TooMuch when there are more or longer globs than can be compared.
    """
    from ._overlap import examples

    globs = dict.fromkeys(placed.override.glob for stack in (old, new) for placed in stack.overrides)
    return {path: f"[[paths]] {' and '.join(globs)}" for path, globs in examples(tuple(globs)).items()}


def _values(scope: str, old: Values, new: Values, names: Collection[str] | None = None) -> Iterator[Difference]:
    for name in sorted({*old, *new} if names is None else names):
        setting = next((one[name].setting for one in (new, old) if name in one and one[name].setting), None)
        if setting is None:
            continue
        key = setting.key
        before, after = (one[name].value if name in one else key.default for one in (old, new))
        if _same(key, before, after):
            continue
        origin = new.get(name)
        made = None if origin is None else origin.setting
        kind: Literal["tighter", "looser", "changed"] = "tighter"
        if key.stricter == "none":
            kind = "changed"
        elif key.loosens(before, after):
            kind = "looser"
        layer, at = (None, ()) if made is None else (made.layer, made.at)
        was = old[name].layer if name in old else None
        yield Difference(kind, scope, name, display(before), display(after), layer, at, was)


def _same(key: Key[Any], before: Any, after: Any) -> bool:
    if key.kind == "strings" and key.stricter != "none":
        return set(before) == set(after)
    return bool(before == after)


def _overrides(old: Stack, new: Stack, imagined: Collection[str]) -> Iterator[Difference]:
    """Override by override, each glob for itself; not those that one policy alone has, when their scope is imagined."""
    orders = [[placed.override.glob for placed in stack.overrides] for stack in (old, new)]
    for glob in dict.fromkeys((*orders[0], *orders[1])):
        numbers = [[at for at, other in enumerate(order) if other == glob] for order in orders]
        if not all(numbers) and f"[[paths]] {glob}" in imagined:
            continue
        names = {
            name
            for stack, chosen in zip((old, new), numbers, strict=True)
            for at in chosen
            for name in stack.overrides[at].override.settings
        }
        before, after = (resolved(stack, chosen, False) for stack, chosen in zip((old, new), numbers, strict=True))
        yield from _values(f"[[paths]] {glob}", before, after, names)


def _order(old: Stack, new: Stack) -> Iterator[Difference]:
    """Overrides that are in another order, in which the last one wins."""
    orders = [[placed.override.glob for placed in stack.overrides] for stack in (old, new)]
    common = [[glob for glob in order if glob in orders[0] and glob in orders[1]] for order in orders]
    if common[0] != common[1] and _meet(*common):
        layer = new.overrides[-1].layer
        yield Difference(
            "looser", "[[paths]]", "order", " ".join(common[0]), " ".join(common[1]), layer, ("paths",)
        )  # fmt: skip


def _meet(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether two globs that have changed places mean a path in common; of others the order does not matter."""
    from itertools import combinations

    from ._overlap import common

    if len(before) > MOST_TURNED:
        return True
    pairs = combinations(dict.fromkeys(before), 2)
    turned = ((one, other) for one, other in pairs if _turns(one, other, before, after))
    return any(common(one, other) is not None for one, other in turned)


def _turns(one: str, other: str, before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the order of two globs, which may both be there several times, differs."""
    was, now = ([glob for glob in order if glob in (one, other)] for order in (before, after))
    return was != now


def _files(old: Stack, new: Stack, paths: Mapping[str, str]) -> Iterator[Difference]:
    """The first file of each combination of overrides, where overlapping globs give it another value.

    `paths` are given with the scope that is told.
    """
    if not (old.overrides or new.overrides):
        return
    seen = set()
    overlay = {*old.overlay, *new.overlay}
    for path, scope in paths.items():
        matched = old.matching(path), new.matching(path)
        if matched not in seen:
            seen.add(matched)
            yield from _values(scope, resolved(old, matched[0], False), resolved(new, matched[1], False))
            both = resolved(old, matched[0], True), resolved(new, matched[1], True)
            yield from _values(f"[ai] for {scope}", *both, overlay)


def _locks(old: Stack, new: Stack) -> Iterator[Difference]:
    for pattern, lock in {lock.pattern: lock for lock in old.locks}.items():
        if not any(_holds(other, lock, new) for other in new.locks):
            layer = new.documents[-1].layer
            yield Difference("looser", "lock", pattern, "locked", "not locked", layer, ("lock",), lock.layer)
    for pattern, lock in {lock.pattern: lock for lock in new.locks}.items():
        if not any(_holds(other, lock, old) for other in old.locks):
            yield Difference("tighter", "lock", pattern, "not locked", "locked", lock.layer, lock.at)


def _holds(lock: Lock, other: Lock, stack: Stack) -> bool:
    """Whether a lock covers all that the other one does, and binds the repository's own file if that one does."""
    if lock.layer.name == "repository" != other.layer.name:
        return False
    if lock.pattern in ("*", other.pattern) or (not lock.name and lock.table == other.table):
        return True
    return bool(other.name) and lock.covers(f"{other.table}.{other.name}", stack.catalogue)


def _exemptions(old: Sequence[Exemption], new: Sequence[Exemption]) -> Iterator[Difference]:
    before, after = map(_longest, (old, new))
    for place, one in after.items():
        was = before.get(place)
        if was is None or was.expires != one.expires:
            kind: Literal["tighter", "looser"] = "looser" if was is None or was.expires < one.expires else "tighter"
            said = f"until {was.expires}" if was else "none"
            yield Difference(kind, "exemption", " ".join(place), said, f"until {one.expires}", one.layer, one.at)
    for place, one in before.items():
        if place not in after:
            yield Difference("tighter", "exemption", " ".join(place), f"until {one.expires}", "none")


def _named(one: Exemption) -> tuple[str, ...]:
    return (one.rule, one.path, f"({one.id})") if one.id else (one.rule, one.path)


def _longest(exemptions: Iterable[Exemption]) -> dict[tuple[str, ...], Exemption]:
    """By rule, path and id, where there is one; of two for one place the one that lasts longer counts."""
    return {_named(one): one for one in sorted(exemptions, key=lambda one: one.expires)}
