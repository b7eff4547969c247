"""Locks: what they cover, what loosens them, and that nothing else can, in whatever order layers come."""

import itertools
import os
import random
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_support import EVERY_KEY, RECOMMENDED, Fleet, load_here, refusal, told, write
from tests_support import tries
from walkaround._policy import Key, Policy, PolicyError
from walkaround._policy._document import Document, read_document
from walkaround._policy._exemptions import BASELINE, MAX_DAYS, NEVER
from walkaround._policy._layers import Layer
from walkaround._policy._stack import Stack

CATALOGUE = Fleet()
KEYS: dict[str, Key[Any]] = {key.name: key for key in (*EVERY_KEY, MAX_DAYS, NEVER, BASELINE) if len(key.choices) != 1}
ENGINE = {name for name in KEYS if name.startswith("engine.")}


@pytest.mark.parametrize(
    ("pattern", "covered"),
    [
        pytest.param("*", set(KEYS), id="everything"),
        pytest.param("engine.*", {*ENGINE, "rules.ENG001"}, id="table-with-its-rules"),
        pytest.param("cabin.*", {"cabin.clean", "rules.CAB001"}, id="other-table"),
        pytest.param("engine.depth", {"engine.depth"}, id="key"),
        pytest.param("rules.ENG001", {"rules.ENG001"}, id="rule"),
        pytest.param("rules.*", {"rules.ENG001", "rules.CAB001"}, id="rules"),
        pytest.param("exemptions.max-days", {"exemptions.max-days"}, id="days"),
        pytest.param(
            "exemptions.*", {"exemptions.max-days", "exemptions.never", "exemptions.baseline"}, id="exemptions"
        ),
    ],
)
def test_a_pattern_covers(pattern: str, covered: set[str]) -> None:
    (lock,) = document(0, Said(locks=(pattern,))).locks
    assert {name for name in KEYS if lock.covers(name, CATALOGUE)} == covered


def under(org: str, own: str) -> dict[str, str]:
    """A repository that extends the organisation's policy, and says its own from line 2 on."""
    return {"org.toml": org, "walkaround.toml": f'extends = "./org.toml"\n{own}'}


LOCKED = 'lock = ["engine.*"]\n'


@pytest.mark.usefixtures("fleet")
@pytest.mark.parametrize(
    ("files", "text"),
    [
        pytest.param(
            under("lock = ['engine.depth']\nengine.depth = 5\n", "engine.depth = 4\n"),
            '"engine.depth" is locked by org.toml:1 at 5; 4 would loosen it',
            id="number",
        ),
        pytest.param(
            under("engine.level = 'hash'\nlock = [\n'*']\n", "engine.level = 'exact'\n"),
            '"engine.level" is locked by org.toml:3 at "hash"; "exact" would loosen it',
            id="choice",
        ),
        pytest.param(
            under(f"{LOCKED}engine.loud = true\n", "engine.loud = false\n"),
            '"engine.loud" is locked by org.toml:1 at true; false would loosen it',
            id="flag",
        ),
        pytest.param(
            under(f"{LOCKED}engine.parts = ['wing', 'tail']\n", "engine.parts = ['tail', 'nose']\n"),
            '"engine.parts" is locked by org.toml:1 at ["wing", "tail"]; ["tail", "nose"] would loosen it',
            id="list",
        ),
        pytest.param(
            under(LOCKED, "engine.excused = ['rust', 'paint']\n"),
            '"engine.excused" is locked by org.toml:1 at ["paint"]; ["rust", "paint"] would loosen it',
            id="default",
        ),
        pytest.param(
            under(LOCKED, "engine.depth = 3\n"),
            '"engine.depth" is locked by org.toml:1 at 4; 3 would loosen it',
            id="profile",
        ),
        pytest.param(
            under(LOCKED, "engine.place = 'apron'\n"),
            '"engine.place" is locked by org.toml:1 at "hangar"; "apron" would loosen it',
            id="no-direction",
        ),
        pytest.param(
            under("lock = ['rules.*']\n", "rules.ENG001 = 'off'\n"),
            '"rules.ENG001" is locked by org.toml:1 at "warning"; "off" would loosen it',
            id="rule",
        ),
        pytest.param(
            under("lock = ['exemptions.max-days']\n", "exemptions.max-days = 181\n"),
            '"exemptions.max-days" is locked by org.toml:1 at 180; 181 would loosen it',
            id="days",
        ),
        pytest.param(
            under("lock = ['exemptions.*']\nexemptions.never = ['ENG001']\n", "exemptions.never = ['CAB001']\n"),
            '"exemptions.never" is locked by org.toml:1 at ["ENG001"]; ["CAB001"] would loosen it',
            id="never",
        ),
        pytest.param(
            under(LOCKED, "paths = [{ glob = 'a', engine.depth = 3 }]\n"),
            '"engine.depth" is locked by org.toml:1 at 4; 3 would loosen it',
            id="override",
        ),
        pytest.param(
            under(LOCKED, "ai.engine.depth = 3\n"),
            '"engine.depth" is locked by org.toml:1 at 4; 3 would loosen it',
            id="overlay",
        ),
        pytest.param(
            under(f"{LOCKED}ai.engine.depth = 8\n", "ai.engine.depth = 7\n"),
            '"engine.depth" is locked by org.toml:1 at 8; 7 would loosen it',
            id="overlay-below-the-locked-overlay",
        ),
        pytest.param(
            under(
                "extends = './base.toml'\nlock = ['engine.depth']\nengine.depth = 7\n",
                "engine.depth = 6\n",
            )
            | {"base.toml": "lock = ['*']\nengine.depth = 5\n"},
            '"engine.depth" is locked by org.toml:2 at 7; 6 would loosen it',
            id="locked-again-and-tighter",
        ),
    ],
)
def test_a_later_layer_that_loosens_is_refused_with_both_places(files: Mapping[str, str], text: str) -> None:
    write(files)
    assert refusal() == f"walkaround.toml:2: {text}"


SIBLINGS = 'extends = ["./own.toml", "./org.toml"]\n'


@pytest.mark.usefixtures("fleet")
@pytest.mark.parametrize(
    ("own", "org", "text"),
    [
        pytest.param("engine.depth = 3\n", LOCKED, '"engine.depth" is locked by {} at 4; 3', id="setting"),
        pytest.param(
            "paths = [{ glob = '**', engine.depth = 6 }]\n",
            f"{LOCKED}engine.depth = 7\n",
            '"engine.depth" is locked by {} at 7; 6',
            id="override",
        ),
        pytest.param("rules.ENG001 = 'off'\n", LOCKED, '"rules.ENG001" is locked by {} at "warning"; "off"', id="rule"),
        pytest.param(
            "engine.colour = 'red'\n", LOCKED, '"engine.colour" is locked by {} at "grey"; "red"', id="no-direction"
        ),
    ],
)
def test_a_policy_that_is_extended_before_a_locking_one_is_bound_too(own: str, org: str, text: str) -> None:
    write({"walkaround.toml": SIBLINGS, "own.toml": own, "org.toml": org})
    assert refusal() == f"own.toml:1: {text.format('org.toml:1')} would loosen it"


@pytest.mark.usefixtures("fleet")
@pytest.mark.parametrize(
    ("files", "values", "path"),
    [
        pytest.param(
            {
                "walkaround.toml": 'extends = "./org.toml"\n',
                "org.toml": 'extends = "./own.toml"\nlock = ["*"]\n',
                "own.toml": "engine.depth = 1\n",
            },
            {"engine.depth": "1 at own.toml:1"},
            None,
            id="what-the-locking-one-builds-on",
        ),
        pytest.param(
            {
                "walkaround.toml": SIBLINGS,
                "org.toml": 'extends = "./base.toml"\nlock = ["*"]\n',
                "own.toml": 'extends = "./base.toml"\n',
                "base.toml": "engine.depth = 1\n",
            },
            {"engine.depth": "1 at base.toml:1"},
            None,
            id="what-both-build-on",
        ),
        pytest.param(
            {"walkaround.toml": SIBLINGS, "org.toml": f"{LOCKED}engine.depth = 7\n", "own.toml": "engine.depth = 1\n"},
            {"engine.depth": "7 at org.toml:2"},
            None,
            id="what-it-sets-itself",
        ),
        pytest.param(
            {
                "walkaround.toml": SIBLINGS,
                "org.toml": "lock = ['*']\nengine.depth = 7\n",
                "own.toml": "lock = ['engine.depth']\nengine.depth = 5\n",
            },
            {"engine.depth": "7 at org.toml:2"},
            None,
            id="two-that-lock-the-stricter-last",
        ),
        pytest.param(
            {
                "walkaround.toml": SIBLINGS,
                "org.toml": LOCKED,
                "own.toml": "engine.depth = 5\nengine.colour = 'grey'\n",
            },
            {"engine.depth": "5 at own.toml:1", "engine.colour": '"grey" at own.toml:2'},
            None,
            id="stricter",
        ),
        pytest.param(
            {"walkaround.toml": SIBLINGS, "org.toml": "lock = ['engine.level']\n", "own.toml": "engine.depth = 1\n"},
            {"engine.depth": "1 at own.toml:1"},
            None,
            id="another-key",
        ),
        pytest.param(
            {
                "walkaround.toml": 'extends = ["./base.toml", "./own.toml", "./org.toml"]\n',
                "base.toml": "paths = [{ glob = 'a/**', engine.depth = 9 }]\n",
                "own.toml": "paths = [{ glob = 'a/x', engine.depth = 6 }]\n",
                "org.toml": f"extends = './base.toml'\n{LOCKED}",
            },
            {"engine.depth": "9 at base.toml:1"},
            "a/x",
            id="override-of-what-the-locking-one-builds-on",
        ),
    ],
)
def test_what_a_lock_leaves_to_those_beside_it(
    files: Mapping[str, str], values: Mapping[str, str], path: str | None
) -> None:
    write(files)
    assert told(load_here(), path) == RECOMMENDED | dict(values)


@pytest.mark.usefixtures("fleet")
def test_an_overlay_beside_a_locking_policy_keeps_the_one_that_it_builds_on() -> None:
    write(
        {
            "walkaround.toml": 'extends = ["./base.toml", "./own.toml", "./org.toml"]\n',
            "base.toml": "ai.engine.depth = 9\n",
            "own.toml": "ai.engine.depth = 6\n",
            "org.toml": f"extends = './base.toml'\n{LOCKED}",
        }
    )
    assert refusal() == 'own.toml:1: "engine.depth" is locked by org.toml:2 at 9; 6 would loosen it'


@pytest.mark.usefixtures("fleet")
def test_policies_that_lock_beside_each_other_are_merged_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each brings a sibling of its own: merged anew for every pair, it would be thousands of documents."""
    merging: list[Document] = []
    add = Stack._add

    def counted(stack: Stack, number: int) -> None:
        merging.append(stack.documents[number])
        add(stack, number)

    monkeypatch.setattr(Stack, "_add", counted)
    write({"walkaround.toml": 'extends = ["./a0.toml", "./b0.toml"]\n'})
    for number in range(9):
        write({f"a{number}.toml": "lock = ['*']\npaths = [{ glob = '**/x', engine.depth = 9 }]\nengine.depth = 9\n"})
        parents = f"extends = ['./a{number + 1}.toml', './b{number + 1}.toml']\n" if number < 8 else ""
        write({f"b{number}.toml": f"{parents}lock = ['*']\nengine.depth = 9\n"})
    assert told(load_here()) == {"engine.depth": "9 at b0.toml:3"}
    assert len(merging) < 19 * 19


@pytest.mark.usefixtures("fleet")
@pytest.mark.parametrize(
    ("files", "values"),
    [
        pytest.param(
            {"walkaround.toml": 'lock = ["*"]\nengine.depth = 1\nai.engine.depth = 2\n'},
            {"engine.depth": "1 at walkaround.toml:2"},
            id="the-locking-file-itself",
        ),
        pytest.param(
            under("engine.depth = 1\nlock = ['engine.level']\n", "engine.depth = 0\n"),
            {"engine.depth": "0 at walkaround.toml:2"},
            id="another-key",
        ),
        pytest.param(
            under(f"{LOCKED}engine.depth = 5\n", "engine.depth = 5\n"),
            {"engine.depth": "5 at walkaround.toml:2"},
            id="the-same-again",
        ),
        pytest.param(
            under(f"{LOCKED}engine.depth = 5\n", "engine.depth = 6\n"),
            {"engine.depth": "6 at walkaround.toml:2"},
            id="stricter",
        ),
        pytest.param(
            {
                "walkaround.toml": 'extends = ["./org.toml", "./eight.toml", "./six.toml"]\nengine.parts = ["wing"]\n',
                "org.toml": LOCKED,
                "eight.toml": "engine.depth = 8\nengine.parts = ['wing', 'tail']\n",
                "six.toml": "engine.depth = 6\nengine.parts = ['wing', 'nose']\n",
            },
            {
                "engine.depth": "8 at eight.toml:1",  # the stricter one stays, at its own place
                "engine.parts": '["wing", "tail", "nose"] at six.toml:2',
            },
            id="stricter-than-a-later-one",
        ),
    ],
)
def test_what_a_lock_leaves_alone(files: Mapping[str, str], values: Mapping[str, str]) -> None:
    write(files)
    assert told(load_here()) == RECOMMENDED | dict(values)


@pytest.mark.usefixtures("fleet")
def test_of_locked_overrides_and_overlays_the_stricter_stays_at_its_place() -> None:
    own = "[[paths]]\nglob = 'a/**'\nengine.depth = 8\n[[paths]]\nglob = '**/x'\nengine.depth = 6\n"
    write(under(f"{LOCKED}[ai]\nengine.max-age = 5\n", f"{own}[ai]\nengine.loud = true\n"))
    assert told(load_here(), "a/x") == {"engine.depth": "8 at walkaround.toml:4"}
    assert told(load_here(assisted=True), "b/x") == {
        "engine.depth": "6 at walkaround.toml:7",
        "engine.loud": "true at walkaround.toml:9",
        "engine.max-age": "5 at org.toml:3",
    }


@pytest.mark.usefixtures("fleet")
@pytest.mark.parametrize(
    ("lock", "why"),
    [
        ("'*'", "lock must be a list of strings, not a string"),
        ("['*', 3]", "lock must be a list of strings, not a list"),
        ("['']", 'lock names no key: unknown table ""'),
        ("['engin.*']", 'lock names no key: unknown table "engin"; did you mean "engine"?'),
        ("['*.depth']", 'lock names no key: unknown table "*"'),
        ("['engine']", 'lock names no key: unknown key "engine"; did you mean "engine.*"?'),
        ("['engine.']", 'lock names no key: unknown key "engine."; did you mean "engine.*"?'),
        ("['engine.dept']", 'lock names no key: unknown key "engine.dept"; did you mean "engine.depth"?'),
        ("['engine.depth.x']", 'lock names no key: unknown key "engine.depth.x"; did you mean "engine.depth"?'),
        ("['depth']", 'lock names no key: unknown table "depth"; did you mean "engine.depth"?'),
        ("['rules']", 'lock names no key: unknown key "rules"; did you mean "rules.*"?'),
        ("['rules.ENG01']", 'lock names no key: unknown key "rules.ENG01"; did you mean "rules.ENG001"?'),
        ("['ENG001']", 'lock names no key: unknown table "ENG001"; did you mean "rules.ENG001"?'),
        ("['exemptions']", 'lock names no key: unknown key "exemptions"; did you mean "exemptions.*"?'),
        (
            "['exemptions.days']",
            'lock names no key: unknown key "exemptions.days"; did you mean "exemptions.max-days"?',
        ),
        ("['exemptions.entries']", 'lock names no key: unknown key "exemptions.entries"'),
        ("['paths']", 'lock names no key: unknown table "paths"'),
    ],
)
def test_a_lock_that_locks_nothing_is_refused(lock: str, why: str) -> None:
    write({"walkaround.toml": f"\nlock = {lock}\n"})
    assert refusal() == f"walkaround.toml:2: {why}"


# Random stacks. Paths, and which globs mean them, are written out so that nothing here depends on how globs match.
GLOBS: dict[str, Callable[[str], bool]] = {
    "a/**": lambda path: path.startswith("a/"),
    "a/b/**": lambda path: path.startswith("a/b/"),
    "**/x": lambda path: path.endswith("/x"),
}
PATHS = ("a/x", "a/b/x", "a/b/y", "c/y")
PATTERNS = ("*", "engine.*", "rules.*", "rules.ENG001", "cabin.*", "exemptions.*")

VALUES: dict[str, Sequence[Any]] = {
    "engine.level": ("range", "exact", "hash"),
    "engine.loud": (True, False),
    "engine.lax": (True, False),
    "engine.depth": (1, 3, 4, 6, 9),
    "engine.max-age": (10, 20, 30, 90),
    "engine.parts": (["wing"], ["tail"], ["tail", "wing"], ["nose", "wing"], ["wing", "tail", "nose"]),
    "engine.excused": ([], ["paint"], ["rust"], ["rust", "paint"], ["paint", "rust", "dust"]),
    "engine.colour": ("grey", "red", "blue"),
    "engine.place": ("hangar", "apron"),
    "cabin.clean": (True, False),
    "rules.ENG001": ("off", "warning", "error"),
    "rules.CAB001": ("off", "warning", "error"),
    "exemptions.max-days": (30, 180, 365),
    "exemptions.never": ([], ["ENG001"], ["CAB001"], ["CAB001", "ENG001"]),
    "exemptions.baseline": ("", "debt.baseline", "lists/debt.baseline"),
}
assert VALUES.keys() == KEYS.keys()

Settings = Mapping[str, Any]
Place = tuple[str, bool]  # a path, and whether an agent is at work
Values = dict[tuple[str, Place], Any]
PLACES: tuple[Place, ...] = tuple(itertools.product(PATHS, (False, True)))


class Said(NamedTuple):
    """What one document says, key by key."""

    settings: Settings = MappingProxyType({})
    locks: tuple[str, ...] = ()
    overrides: tuple[tuple[str, Settings], ...] = ()
    overlay: Settings = MappingProxyType({})


def demands(key: Key[Any], value: Any) -> frozenset[Any]:
    """What a value asks for, as a set: the stricter of two values asks for all that the other one does."""
    match key.stricter:
        case "true" | "false":
            return frozenset(["yes"] if value == (key.stricter == "true") else [])
        case "higher":
            return frozenset(range(value))
        case "lower":
            return frozenset(range(value, 400))
        case "superset":
            return frozenset(value)
        case "subset":
            return frozenset({"paint", "rust", "dust"} - set(value))
        case "order":
            return frozenset(key.choices[: key.choices.index(value)])
        case "none":
            return frozenset([value])


@st.composite
def said(draw: st.DrawFn, names: Sequence[str], locks: bool = True) -> Said:
    """A document of a few statements; in longer ones something is refused so often that nothing else is seen."""
    one = Said()
    for kind in draw(st.lists(st.sampled_from(["setting", "override", "overlay", "lock"]), max_size=4)):
        name = draw(st.sampled_from(names))
        flat = {name: draw(st.sampled_from(VALUES[name]))}
        if kind == "setting":
            one = one._replace(settings={**one.settings, **flat})
        elif kind == "override" and KEYS[name].per_path:
            one = one._replace(overrides=(*one.overrides, (draw(st.sampled_from(list(GLOBS))), flat)))
        elif kind == "overlay" and KEYS[name].stricter != "none" and not name.startswith("exemptions."):
            one = one._replace(overlay={**one.overlay, **flat})
        elif kind == "lock" and locks:
            one = one._replace(locks=(*one.locks, draw(st.sampled_from([name, name, *PATTERNS]))))
    return one


@st.composite
def stacks(draw: st.DrawFn, least: int = 2, most: int = 5) -> list[Said]:
    """Documents that speak of one or two keys, so that they meet."""
    names = draw(st.lists(st.sampled_from(list(KEYS)), min_size=1, max_size=2, unique=True))
    return draw(st.lists(said(names), min_size=least, max_size=most))


def document(number: int, one: Said) -> Document:
    """As the loader reads it from a file; only the text is left out, and with it the lines."""
    data = _nested(one.settings)
    if one.locks:
        data["lock"] = list(one.locks)
    if one.overrides:
        data["paths"] = [{"glob": glob} | _nested(inside) for glob, inside in one.overrides]
    if one.overlay:
        data["ai"] = _nested(one.overlay)
    return read_document(CATALOGUE, Layer("organisation", f"{number}.toml", "", data))


def _nested(flat: Settings) -> dict[str, Any]:
    tables: dict[str, Any] = {}
    for name, value in flat.items():
        table, _, key = name.partition(".")
        tables.setdefault(table, {})[key] = value
    return tables


def merged(own: Sequence[Document], assisted: bool, named: Said | None = None) -> Policy:
    extra = [] if named is None else [Stack(CATALOGUE, [document(9, named)])]
    return Policy([Stack(CATALOGUE, own), *extra], assisted=assisted, root=os.getcwd())


def spoken(saying: Sequence[Said]) -> set[str]:
    """The keys that the documents set anywhere."""
    flats = [flat for one in saying for flat in (one.settings, one.overlay, *(flat for _, flat in one.overrides))]
    return {name for flat in flats for name in flat}


def values(saying: Sequence[Said], names: set[str], named: Said | None = None) -> Values | None:
    """The values of these keys at every place, when each document builds on those before it."""
    return values_of([document(at, one) for at, one in enumerate(saying)], names, named)


def values_of(documents: Sequence[Document], names: set[str], named: Said | None = None) -> Values | None:
    """The values of these keys at every place; None when the documents are refused."""
    try:
        policies = {assisted: merged(documents, assisted, named) for assisted in (False, True)}
    except PolicyError:
        return None
    return {(name, place): policies[place[1]].at(place[0])[KEYS[name]] for name in names for place in PLACES}


def in_sets(found: Values) -> Values:
    return {at: demands(KEYS[at[0]], value) for at, value in found.items()}


def covers(pattern: str, name: str) -> bool:
    table = {"rules.ENG001": "engine", "rules.CAB001": "cabin"}.get(name, name.partition(".")[0])
    return pattern in ("*", name, f"{table}.*") or (pattern == "rules.*" and name.startswith("rules."))


class Reference:
    """The rules of merging once more, for one key at one place, the slow way and in sets."""

    def __init__(self, key: Key[Any], saying: Sequence[Said], place: Place) -> None:
        self.key = key
        self.refused = False
        self.value = demands(key, key.default)
        self.overlay: frozenset[Any] | None = None
        self.floors: list[frozenset[Any]] = []
        self.overlay_floors: list[frozenset[Any]] = []
        inside = [found for one in saying for found in self.add(one, place[0])]
        for there, locked in inside:
            self.value = self.both(self.value, there) if locked else there
        if place[1] and self.overlay is not None:
            self.value = self.both(self.value, self.overlay)

    def add(self, one: Said, path: str) -> list[tuple[frozenset[Any], bool]]:
        """Merge one document; its overrides for this path, each with whether the key was locked before."""
        own, overlay = self.read(one.settings), self.read(one.overlay)
        inside = [(self.read(flat), glob) for glob, flat in one.overrides]
        self.refuse(self.floors, own)
        self.value = own if own is not None and not self.floors else self.both(self.value, own)
        self.refuse([*self.floors, *self.overlay_floors], overlay)
        self.refuse([self.value] if not self.floors else [own] if own is not None else [], overlay)
        self.overlay = overlay if overlay is not None and not self.floors else self.both(self.overlay, overlay)
        for there, _ in inside:
            self.refuse(self.floors, there)
        found = [(there, bool(self.floors)) for there, glob in inside if there is not None and GLOBS[glob](path)]
        if any(covers(pattern, self.key.name) for pattern in one.locks):
            self.floors.append(self.value)
            self.overlay_floors += [] if self.overlay is None else [self.overlay]
        return found

    def read(self, flat: Settings) -> frozenset[Any] | None:
        return demands(self.key, flat[self.key.name]) if self.key.name in flat else None

    def refuse(self, floors: Sequence[frozenset[Any]], new: frozenset[Any] | None) -> None:
        for floor in floors:
            if new is not None and (new != floor if self.key.stricter == "none" else not floor <= new):
                self.refused = True

    def both(self, one: Any, other: Any) -> Any:
        """The stricter of the two, if there are two; without direction the earlier one."""
        if one is None or other is None:
            return other if one is None else one
        return one if self.key.stricter == "none" else one | other


@settings(max_examples=tries(400), deadline=None)
@given(stacks())
def test_stacks_merge_as_a_slow_reference_does(saying: list[Said]) -> None:
    names = spoken(saying)
    expected = {(name, place): Reference(KEYS[name], saying, place) for name in names for place in PLACES}
    found = values(saying, names)
    assert (found is None) == any(one.refused for one in expected.values())
    if found is not None:
        assert in_sets(found) == {at: one.value for at, one in expected.items()}


@settings(max_examples=tries(200), deadline=None)
@given(stacks())
def test_no_later_layer_loosens_what_is_locked(saying: list[Said]) -> None:
    names = spoken(saying)
    for count in range(1, len(saying)):
        before, after = values(saying[:count], names), values(saying[: count + 1], names)
        if before is None or after is None:
            return
        patterns = {pattern for one in saying[:count] for pattern in one.locks}
        for (name, place), floor in before.items():
            if any(covers(pattern, name) for pattern in patterns):
                assert not KEYS[name].loosens(floor, after[name, place]), (name, place)


@st.composite
def locked_stacks(draw: st.DrawFn, later_locks: bool) -> tuple[str, list[Said], list[Said]]:
    """A key, documents up to one that locks it, and those after it, which speak of nothing else."""
    name = draw(st.sampled_from(list(KEYS)))
    first = draw(st.lists(said([name]), min_size=1, max_size=2))
    first[-1] = first[-1]._replace(locks=(name,))
    return name, first, draw(st.lists(said([name], locks=later_locks), min_size=2, max_size=3))


@settings(max_examples=tries(400), deadline=None)
@given(locked_stacks(later_locks=False))
def test_the_order_of_later_layers_means_nothing_to_a_locked_key(drawn: tuple[str, list[Said], list[Said]]) -> None:
    name, first, later = drawn
    outcomes = [values([*first, *order], {name}) for order in itertools.permutations(later)]
    known = [None if found is None else in_sets(found) for found in outcomes]
    assert all(found == known[0] for found in known)


@settings(max_examples=tries(200), deadline=None)
@given(locked_stacks(later_locks=True))
def test_later_locks_refuse_more_but_change_nothing(drawn: tuple[str, list[Said], list[Said]]) -> None:
    name, first, later = drawn
    outcomes = [values([*first, *order], {name}) for order in itertools.permutations(later)]
    taken = [in_sets(found) for found in outcomes if found is not None]
    assert all(found == taken[0] for found in taken)


@settings(max_examples=tries(300), deadline=None)
@given(locked_stacks(later_locks=True), st.randoms(use_true_random=False))
def test_no_policy_beside_a_locking_one_loosens_it_wherever_it_stands(
    drawn: tuple[str, list[Said], list[Said]], chance: random.Random
) -> None:
    name, family, others = drawn
    paths = [f"{at}.toml" for at in range(len(family))]
    ordered = [document(at, one)._replace(below=frozenset(paths[:at])) for at, one in enumerate(family)]
    alone = values_of(ordered, {name})
    for at, one in enumerate(others, len(family)):
        ordered.insert(chance.randint(0, len(ordered)), document(at, one)._replace(below=frozenset()))
    together = values_of(ordered, {name})
    if alone is not None and together is not None:
        for place, floor in alone.items():
            assert not KEYS[name].loosens(floor, together[place]), place


@settings(max_examples=tries(300), deadline=None)
@given(stacks(least=1, most=3), st.data())
def test_a_named_policy_makes_no_value_looser(saying: list[Said], data: st.DataObject) -> None:
    named = data.draw(said(sorted(spoken(saying)) or ["engine.depth"]))
    names = spoken([*saying, named])
    before, alone, after = values(saying, names), values([named], names), values(saying, names, named)
    if before is None or alone is None:
        assert after is None
        return
    assert after is not None
    patterns = {pattern for one in saying for pattern in one.locks}
    for at, value in after.items():
        key = KEYS[at[0]]
        if key.stricter != "none" or any(covers(pattern, key.name) for pattern in patterns):
            assert not key.loosens(before[at], value), at
        if key.stricter != "none" and key.name in named.settings:
            assert not key.loosens(alone[at], value), at


@settings(max_examples=tries(200), deadline=None)
@given(stacks(least=1))
def test_an_overlay_makes_no_value_looser(saying: list[Said]) -> None:
    found = values(saying, spoken(saying))
    for (name, (path, assisted)), value in (found or {}).items():
        if found is not None and assisted:
            assert not KEYS[name].loosens(found[name, (path, False)], value), (name, path)


@st.composite
def three_values(draw: st.DrawFn) -> tuple[Key[Any], Any, Any, Any]:
    key = draw(st.sampled_from([key for key in KEYS.values() if key.stricter != "none"]))
    value = st.sampled_from(VALUES[key.name]).map(key.typed)
    return key, draw(value), draw(value), draw(value)


@given(three_values())
def test_tighter_is_the_least_that_is_as_strict_as_both(drawn: tuple[Key[Any], Any, Any, Any]) -> None:
    key, one, two, three = drawn
    tighter = key.tighter(one, two)
    assert demands(key, tighter) == demands(key, one) | demands(key, two)  # so it commutes, up to order
    assert demands(key, key.tighter(tighter, three)) == demands(key, key.tighter(one, key.tighter(two, three)))
    assert key.tighter(one, one) == one
    assert not key.loosens(one, tighter)
    assert not key.loosens(two, tighter)


@given(three_values())
def test_loosens_agrees_with_tighter(drawn: tuple[Key[Any], Any, Any, Any]) -> None:
    key, old, new, _ = drawn
    assert key.loosens(old, new) == (demands(key, key.tighter(old, new)) != demands(key, new))
    assert key.loosens(old, new) == (not demands(key, old) <= demands(key, new))


@pytest.mark.parametrize("name", [name for name, key in KEYS.items() if key.stricter == "none"])
def test_without_direction_any_other_value_loosens_and_the_first_one_stays(name: str) -> None:
    key = KEYS[name]
    for old, new in itertools.product(map(key.typed, VALUES[name]), repeat=2):
        assert key.loosens(old, new) == (old != new)
        assert key.tighter(old, new) == old
