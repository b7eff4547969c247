"""Requirements files with everything they refer to by `-r` and `-c`.

A package that is loose in one file and pinned in another of the same chain is pinned: pip installs
what meets both. A list that `pip-compile` or `uv pip compile` compiled is where the pins of its
`.in` file are. A constraints file only limits what others ask for, so bounds are what it is for.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from posixpath import dirname, normpath
from posixpath import join as join_path
from re import search
from typing import TYPE_CHECKING, NamedTuple

from .._dependencies.declared import Declared, Pin
from .._dependencies.formats import selected
from .._dependencies.remote import remote_list
from .._dependencies.requirement import Malformed, Requirement, read_requirement
from .._dependencies.requirements import with_hash
from .._dependencies.requirements_lines import Entry, entries
from .._dependencies.shown import shown
from .._dependencies.source import has_scheme, is_local
from .._finding import Finding, NotJudged
from .._hook import Inputs
from .._policy import Policy
from .._text import LIST_BYTES, Text, decode
from . import LEVEL, PUBLISHED_LEVEL
from ._pin import Judged, Loose, Want, looser, stricter

if TYPE_CHECKING:
    from ._two_pins import Pinned

MOST_ENTRIES = 50_000
_PROSE_LINES = 5
_NAME_AT = r"^[A-Za-z0-9][\w.-]*[ \t]*(?:\[[^\]]*\])?[ \t]*@"


class Listed(NamedTuple):
    """A requirements file, read; `packages` are its entries with what they mean, None for malformed ones."""

    text: Text
    entries: tuple[Entry, ...]
    packages: tuple[tuple[Entry, Requirement | None], ...]
    hashes: bool

    @property
    def pins(self) -> list[str]:
        """The names of the packages that are pinned exactly, as often as they are."""
        return [found.name for _, found in self.packages if found is not None and found.pin.level == "exact"]


class Reached(NamedTuple):
    """A file of a chain; `constraint`: it is there only to constrain; `here`: it is judged with this chain."""

    listed: Listed
    constraint: bool
    here: bool


class Requirements:
    """Judges the requirements files of one run; a file that several refer to is read and judged once."""

    def __init__(self, policy: Policy, inputs: Inputs) -> None:
        self._policy = policy
        self._inputs = inputs
        self._named = frozenset(map(normpath, inputs.paths))
        self._judged: set[str] = set()
        self._listed: dict[str, Listed] = {}
        self._twice: set[tuple[str, int, str, int]] = set()
        self._beside: dict[tuple[str, tuple[str, ...]], _Pins] = {}

    def judge(self, text: Text, constraint: bool = False) -> Iterator[Judged]:
        """Everything there is to say about an input, and about files beside the inputs that it refers to."""
        path = text.path
        self._judged.add(normpath(path))
        root = self._listed[normpath(path)] = read_list(text)
        said: list[Judged] = []
        chain = self._chain(Reached(root, constraint or selected(path) == "constraints", True), said)
        pins = _Pins(chain)
        compiled = path.endswith(".in") and _is_compiled(self._inputs, path)
        for reached in chain:
            if reached.here:
                said.extend(self._file(reached, pins, compiled))
        said.extend(self._two_pins(chain))
        yield from said

    def _two_pins(self, chain: list[Reached]) -> Iterator[Finding]:
        """The packages that the files of a chain pin to two versions: pip takes only both or none."""
        if len({name for reached in chain for name in reached.listed.pins}) == sum(
            len(reached.listed.pins) for reached in chain
        ):
            return  # nothing stands there twice
        from ._two_pins import conflicts, finding

        for other, one in conflicts(pin for reached in chain for pin in _exact_pins(reached.listed)):
            key = (other.text.path, other.offset, one.text.path, one.offset)
            if key not in self._twice:
                self._twice.add(key)
                second = self._is_said(one.text.path) or not self._is_said(other.text.path)
                yield finding(other, one) if second else finding(one, other)

    def _is_said(self, path: str) -> bool:
        return normpath(path) in self._named or normpath(path) in self._judged

    def led_to(self, path: str, constraint: bool) -> Iterator[Judged]:
        """What there is to say about a list to which a file of another kind leads, where no input is it."""
        if not self._first_reached(path):
            return
        try:
            yield from self.judge(decode(path, self._inputs.read(path), most=LIST_BYTES, declared=True), constraint)
        except NotJudged as failure:  # of the list, not of the file that leads to it
            yield failure

    def pinned_beside(self, path: str, one: Declared, wanted: str) -> bool:
        """Whether a list that is installed together with a dependency of the file `path` pins it, or may do so."""
        key = (dirname(path), one.beside)
        if key not in self._beside:
            judged = set(self._judged)  # nothing is judged here
            chain: list[Reached] = []
            for name in one.beside:
                file = normpath(join_path(dirname(path), name))
                listed = self._read(file, []) if self._inputs.exists(file) else None
                if listed is not None:
                    chain += self._chain(Reached(listed, True, False), [])
            self._judged = judged
            self._beside[key] = _Pins(chain)
            self._beside[key].elsewhere |= any(
                has_scheme(name) or not {"{", "$"}.isdisjoint(name) for name in one.beside
            )
        pins = self._beside[key]
        return pins.elsewhere or Pin(pins.levels.get(one.name, "none"), "").meets(wanted)

    def _first_reached(self, path: str) -> bool:
        """Whether a referenced file is to be judged here: no input, not an input's kind of name, not judged yet."""
        known = normpath(path)
        if known in self._named or known in self._judged or selected(path):
            return False
        self._judged.add(known)
        return True

    def _chain(self, root: Reached, said: list[Judged]) -> list[Reached]:
        """The root and every file that it leads to, once each; what is wrong with references made here is said."""
        chain = [root]
        met = {normpath(root.listed.text.path)}
        for reached in chain:  # grows while it is walked
            text = reached.listed.text
            for entry in reached.listed.entries:
                if entry.kind not in ("requirement", "constraint"):
                    continue
                path = self._resolved(text, entry, said if reached.here else [])
                if path is None or normpath(path) in met:
                    continue
                met.add(normpath(path))
                listed = self._read(path, said)
                if listed is not None:
                    constraint = reached.constraint or entry.kind == "constraint"
                    chain.append(Reached(listed, constraint, self._first_reached(path)))
        return chain

    def _resolved(self, text: Text, entry: Entry, said: list[Judged]) -> str | None:
        """The path that a `-r` or `-c` names; None when there is nothing to read there."""
        if "${" in entry.text:
            said.append(text.not_judged(entry.offset, "the file's name depends on an environment variable"))
        elif has_scheme(entry.text):
            found = remote_list(text, entry.text, entry.offset)
            said.extend([found] if found is not None else [])
        else:
            path = join_path(dirname(text.path), entry.text)
            if not entry.text.startswith("/") and self._inputs.exists(normpath(path)):
                return normpath(path)
            line, column = text.place(entry.offset)
            message = f"{shown(entry.text)} is not in the repository."
            remedy = f"Commit {shown(normpath(path))}, or correct the name."
            said.append(Finding(text.path, line, column, "PIN002", message, remedy))
        return None

    def _read(self, path: str, said: list[Judged]) -> Listed | None:
        if path not in self._listed:
            try:
                text = decode(path, self._inputs.read(path), most=LIST_BYTES, declared=True)
                self._listed[path] = read_list(text)
            except NotJudged as failure:
                if path not in self._judged and path not in self._named:
                    self._judged.add(path)
                    said.append(failure)
                return None
        return self._listed[path]

    def _file(self, reached: Reached, pins: "_Pins", compiled: bool) -> Iterator[Judged]:
        """What is to be said about the packages of one file."""
        text = reached.listed.text
        if _is_prose(reached.listed):
            return
        yield from _unreadable(reached.listed)
        if compiled:
            return
        wanted = Want(self._policy.at(text.path)[LEVEL])
        if reached.constraint:
            wanted = Want(looser(wanted.level, "range"))
        if reached.listed.hashes and wanted.level != "hash":
            wanted = Want("hash", "pip, in a file that uses hashes,")
        found = list(_loose_packages(reached, pins, wanted))
        if found and _is_published(self._inputs, text.path):
            wanted = Want(self._policy.at(text.path)[PUBLISHED_LEVEL])
            found = list(_loose_packages(reached, pins, wanted))
        yield from found


class _Pins:
    """What the files of a chain say together about each package."""

    def __init__(self, chain: Iterable[Reached]) -> None:
        self.levels: dict[str, str] = {}
        self.elsewhere = False  # a constraints file on the network may pin anything
        for reached in chain:
            self.elsewhere |= any(
                entry.kind == "constraint" and has_scheme(entry.text) for entry in reached.listed.entries
            )
            for entry, requirement in reached.listed.packages:
                # A requirement with a marker pins some environments only; a constraint applies where it can.
                if requirement is not None and (reached.constraint or not requirement.marked):
                    level = with_hash(requirement.pin, entry.hashed).level
                    self.levels[requirement.name] = stricter(level, self.levels.get(requirement.name, "none"))


def _is_compiled(inputs: Inputs, path: str) -> bool:
    from .._dependencies.beside import compiled_of  # not at the top: clean files are most, and need none of it

    return compiled_of(inputs, path) is not None


def _is_published(inputs: Inputs, path: str) -> bool:
    from .._dependencies.beside import is_published

    return is_published(inputs, path)


def read_list(text: Text) -> Listed:
    """A requirements file, read; NotJudged when it is longer than any real one."""
    found = tuple(islice(entries(text), MOST_ENTRIES + 1))
    if len(found) > MOST_ENTRIES:
        raise NotJudged(text.path, f"says more than {MOST_ENTRIES} things, more than any installation needs")
    packages = tuple((entry, _requirement(entry)) for entry in found if _is_named(entry))
    return Listed(text, found, packages, any(entry.hashed or entry.kind == "hashes" for entry in found))


def _is_named(entry: Entry) -> bool:
    """Whether an entry is a PEP 508 requirement, which begins with a name, and not a bare path or URL."""
    if "@" in entry.text and search(_NAME_AT, entry.text[:200]):
        return entry.kind in ("package", "editable")
    return entry.kind == "package" and not has_scheme(entry.text) and not is_local(entry.text)


def _requirement(entry: Entry) -> Requirement | None:
    try:
        return read_requirement(entry.text)
    except Malformed:
        return None


def _exact_pins(listed: Listed) -> "Iterator[Pinned]":
    """The exact pins of a file, with their markers."""
    from ._two_pins import Pinned, exact_version

    for entry, found in listed.packages:
        version = exact_version(found.pin, found.spec) if found is not None and not found.url else ""
        if found is not None and version:
            yield Pinned(listed.text, entry.offset, found.name, version, entry.text.partition(";")[2])


def _is_prose(listed: Listed) -> bool:
    """Whether a file is no list at all, such as a chapter called `constraints.txt`: pip installs nothing from it."""
    refused = sum(found is None for _, found in listed.packages)
    return refused >= _PROSE_LINES and refused > len(listed.packages) / 2


def _unreadable(listed: Listed) -> Iterator[NotJudged]:
    """The first line that cannot be read, with how many more there are: a file of prose has many."""
    bad = [(entry.offset, entry.text) for entry in listed.entries if entry.kind == "unreadable"]
    bad += [
        (entry.offset, "is not a requirement that pip can read") for entry, found in listed.packages if found is None
    ]
    if bad:
        offset, why = min(bad)
        yield listed.text.not_judged(offset, why + (f" (nor can {len(bad) - 1} more)" if len(bad) > 1 else ""))


def _loose_packages(reached: Reached, pins: _Pins, wanted: Want) -> Iterator[Loose]:
    from .._dependencies.requirements import of_entry

    text = reached.listed.text
    for entry in reached.listed.entries:
        if entry.kind in ("package", "editable") and has_scheme(entry.text):
            one = of_entry(text, entry, None)
            if not one.pin.meets(wanted.level):
                yield Loose(text, one, wanted)
    for entry, requirement in reached.listed.packages:
        if requirement is None:
            continue
        one = of_entry(text, entry, requirement)
        if one.pin.meets(wanted.level) or _pinned_elsewhere(pins, requirement, wanted.level):
            continue
        if reached.constraint and one.pin.fact.startswith("excludes"):
            continue  # to exclude a version is what a constraint may be for
        yield Loose(text, one, wanted)


def _pinned_elsewhere(pins: _Pins, requirement: Requirement, wanted: str) -> bool:
    if requirement.url:
        return False
    return pins.elsewhere or Pin(pins.levels.get(requirement.name, "none"), "").meets(wanted)
