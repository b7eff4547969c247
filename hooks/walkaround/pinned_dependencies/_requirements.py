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
from typing import NamedTuple

from .._finding import Finding, NotJudged
from .._hook import Inputs, Said
from .._policy import Policy
from .._text import LIST_BYTES, Text, decode
from . import LEVEL, PUBLISHED_LEVEL
from ._formats import selected
from ._pin import FIXED, Pin, Want, loose, looser, shown, stricter
from ._requirement import Malformed, Requirement, read_requirement
from ._requirements_lines import Entry, entries
from ._source import has_scheme, is_local, of_url

MOST_ENTRIES = 50_000
_PROSE_LINES = 5
_NAME_AT = r"^[A-Za-z0-9][\w.-]*[ \t]*(?:\[[^\]]*\])?[ \t]*@"
_SHA_IN_PATH = r"/[0-9a-fA-F]{40}/"


class Listed(NamedTuple):
    """A requirements file, read; `packages` are its entries with what they mean, None for malformed ones."""

    text: Text
    entries: tuple[Entry, ...]
    packages: tuple[tuple[Entry, Requirement | None], ...]
    hashes: bool


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

    def judge(self, text: Text) -> Iterator[Said]:
        """Everything there is to say about an input, and about files beside the inputs that it refers to."""
        path = text.path
        self._judged.add(normpath(path))
        root = self._listed[normpath(path)] = read_list(text)
        said: list[Said] = []
        chain = self._chain(Reached(root, selected(path) == "constraints", True), said)
        pins = _Pins(chain)
        compiled = path.endswith(".in") and _is_compiled(self._inputs, path)
        for reached in chain:
            if reached.here:
                said.extend(self._file(reached, pins, compiled))
        yield from said

    def _first_reached(self, path: str) -> bool:
        """Whether a referenced file is to be judged here: no input, not an input's kind of name, not judged yet."""
        known = normpath(path)
        if known in self._named or known in self._judged or selected(path):
            return False
        self._judged.add(known)
        return True

    def _chain(self, root: Reached, said: list[Said]) -> list[Reached]:
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

    def _resolved(self, text: Text, entry: Entry, said: list[Said]) -> str | None:
        """The path that a `-r` or `-c` names; None when there is nothing to read there."""
        line, column = text.place(entry.offset)
        if "${" in entry.text:
            said.append(text.not_judged(entry.offset, "the file's name depends on an environment variable"))
        elif has_scheme(entry.text):
            if not search(_SHA_IN_PATH, entry.text) and not entry.text.startswith("file:"):
                message = (
                    f"{shown(entry.text)} is read from the network and can change without a commit; it was not judged."
                )
                remedy = "Commit a copy of the file and refer to that, or name a URL that contains a commit SHA."
                said.append(Finding(text.path, line, column, "PIN003", message, remedy))
        else:
            path = join_path(dirname(text.path), entry.text)
            if not entry.text.startswith("/") and self._inputs.exists(normpath(path)):
                return normpath(path)
            message = f"{shown(entry.text)} is not in the repository."
            remedy = f"Commit {shown(normpath(path))}, or correct the name."
            said.append(Finding(text.path, line, column, "PIN002", message, remedy))
        return None

    def _read(self, path: str, said: list[Said]) -> Listed | None:
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

    def _file(self, reached: Reached, pins: "_Pins", compiled: bool) -> Iterator[Said]:
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
                    level = _with_hash(requirement.pin, entry.hashed).level
                    self.levels[requirement.name] = stricter(level, self.levels.get(requirement.name, "none"))


def _is_compiled(inputs: Inputs, path: str) -> bool:
    from ._locks import is_compiled  # not at the top: clean files are most, and need none of it

    return is_compiled(inputs, path)


def _is_published(inputs: Inputs, path: str) -> bool:
    from ._locks import is_published

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


def _loose_packages(reached: Reached, pins: _Pins, wanted: Want) -> Iterator[Finding]:
    text = reached.listed.text
    for entry in reached.listed.entries:
        if entry.kind in ("package", "editable") and has_scheme(entry.text):
            url = _reference(entry.text)
            pin = _with_hash(of_url(url), entry.hashed)
            if not pin.meets(wanted.level):
                yield _loose(text, entry, url, pin, wanted)
    for entry, requirement in reached.listed.packages:
        if requirement is None:
            continue
        pin = _with_hash(requirement.pin, entry.hashed)
        if pin.meets(wanted.level) or _pinned_elsewhere(pins, requirement, wanted.level):
            continue
        if reached.constraint and pin.fact.startswith("excludes"):
            continue  # to exclude a version is what a constraint may be for
        what = entry.text.partition(";")[0].rstrip()
        yield _loose(text, entry, what, pin, wanted, requirement)


def _loose(text: Text, entry: Entry, what: str, pin: Pin, wanted: Want, named: Requirement | None = None) -> Finding:
    """The finding for a bare URL, or for a named requirement."""
    from ._remedies import for_requirement, for_url

    remedy = for_url(what, wanted.level) if named is None else for_requirement(named, wanted.level)
    return loose(text, entry.offset, what, pin, wanted, remedy)


def _pinned_elsewhere(pins: _Pins, requirement: Requirement, wanted: str) -> bool:
    if requirement.url:
        return False
    return pins.elsewhere or Pin(pins.levels.get(requirement.name, "none"), "").meets(wanted)


def _with_hash(pin: Pin, hashed: bool) -> Pin:
    """pip takes a hash only together with an exact version."""
    return FIXED if hashed and pin.meets("exact") else pin


def _reference(text: str) -> str:
    """A bare URL without the marker that may follow it."""
    return text.partition(" ;")[0].split()[0]
