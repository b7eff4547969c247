"""Manifests and locks -> the exact pins of everything they install, and what has none.

A lock gives the versions of all that its manifest asks for; without one a manifest's own `==` does. Nothing is
resolved: what neither pins is named as open.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from importlib import import_module
from posixpath import dirname, normpath
from posixpath import join as join_path
from re import fullmatch, match
from typing import Any, NamedTuple

from .._finding import Finding, NotJudged
from .._hook import internal_error
from .._text import LIST_BYTES, MOST_BYTES, Text, decode
from .beside import Files, compiled_of, is_published, places_of_locks
from .declared import Declared, Reference, Splice
from .formats import Format, format_of
from .requirement import normalised
from .source import has_scheme, is_local

LOCKS: frozenset[Format] = frozenset({"uv-lock", "poetry-lock", "pdm-lock", "pipfile-lock", "pylock"})
_READERS: dict[Format, str] = {
    "pyproject": "pyproject", "setup-cfg": "setup_cfg", "conda": "conda", "script": "script", "pipfile": "pipfile",
}  # fmt: skip
_BOUNDS = ("constraint-dependencies", "override-dependencies", "build-constraint-dependencies")  # of uv
_LOCK_BYTES = 64 << 20
_MOST_LISTS = 500  # of one chain of `-r`
_PROSE_LINES = 5  # that pip would refuse, before a file counts as no list at all

NO_VERSION = "no exact version is named, and no lock has one"
ELSEWHERE = "an address is named, not a release of an index"
NOT_LOCKED = "the lock has no such package"
NOT_COMPILED = "the list that is compiled from it has no such package"
FOR_OTHERS = "{}, perhaps because of its marker"


class Pin(NamedTuple):
    """One version of a package, and where it is written.

    `splice` says how `--fix` would write another one; None where it cannot, as in a lock. `hashed`: the line carries
    hashes, which a new version would need anew. `raised_by` is the command that raises it in a lock. `origin` is the
    index that the file names for it, where it does. `role` is what it is for, as in Declared.
    """

    name: str
    version: str
    text: Text
    offset: int
    splice: Splice | None = None
    hashed: bool = False
    raised_by: str = ""
    origin: str = ""
    role: str = "list"


class Open(NamedTuple):
    """A package without one version to ask about. `role` is what it is for, as in Declared.

    `written` is what the file says of it, by which a change is seen; `demanded` is false for what need not be there.
    """

    name: str
    text: Text
    offset: int
    why: str
    role: str = "list"
    written: str = ""
    marker: str = ""
    demanded: bool = True


Found = Pin | Open | NotJudged


def collect(files: Files, paths: Iterable[str]) -> list[Found]:
    """All pins of these files, of the lists that they refer to and of their locks, each place once."""
    collector = _Collector(files)
    found: dict[object, Found] = {}
    for path in paths:
        try:
            for one in collector.of(path):
                found.setdefault(_key(one), one)
        except NotJudged as failure:
            found.setdefault(_key(failure), failure)
        except Exception as crash:  # noqa: BLE001 - one file that breaks a reader must not hide the others
            broken = NotJudged(path, internal_error(crash))
            found.setdefault(_key(broken), broken)
    return [one for key, one in found.items() if key not in collector.settled]


def _key(one: Found) -> tuple[object, ...]:
    if isinstance(one, NotJudged):
        return one.path, one.why
    return one.text.path, one.offset, one.name, one.version if isinstance(one, Pin) else one.why


class _Collector:
    """Reads each file once, however many refer to it."""

    def __init__(self, files: Files) -> None:
        self.settled: set[object] = set()  # what is open in one list, and not in a chain that the list is part of
        self._files = files
        self._locks: dict[str, _Locked] = {}

    def of(self, path: str) -> Iterator[Found]:
        found = format_of(path)
        if found in ("requirements", "constraints"):
            yield from self._list(path, constraint=found == "constraints")
        elif found in LOCKS:
            yield from self._lock(path, found).found
        elif found in _READERS:
            yield from self._manifest(path, found)

    def _manifest(self, path: str, found: Format) -> Iterator[Found]:
        content = self._files.read(path)
        if found == "script" and b"# /// " not in content:
            return
        text = decode(path, content, most=MOST_BYTES, declared=path.endswith(".py"))
        lock = self._lock_of(path, found)
        if lock is None:
            yield from self._declared(text, found)
            return
        locked = self._lock(lock, _format(lock))
        yield from locked.found
        for one in self._declared(text, found, bounds=False):
            if isinstance(one, NotJudged) or one.role == "build":
                yield one
            elif isinstance(one, Pin):
                yield from () if locked.decides(one) else (one,)
            elif one.name not in locked.names:
                yield from _missing(one, locked, NOT_LOCKED)

    def _declared(self, text: Text, found: Format, *, bounds: bool = True) -> Iterator[Found]:
        """What a manifest asks for, with the lists that it names; `bounds`: what only limits others, too."""
        read: Callable[[Text], Iterable[Declared | Reference | Finding | NotJudged]]
        read = import_module(f".{_READERS[found]}", "walkaround._dependencies").read
        for one in read(text):
            if isinstance(one, NotJudged):
                yield one
            elif isinstance(one, Declared) and (bounds or one.group not in _BOUNDS):
                said = of_declared(text, one)
                yield from () if said is None else (said,)
            elif isinstance(one, Reference) and one.kind != "other":
                yield from self._referred(text, one)
            elif isinstance(one, Finding) and one.rule == "PIN003":  # a list on the network
                yield NotJudged(one.path, f"line {one.line}: {one.message.rstrip('.')}")

    def _referred(self, text: Text, one: Reference) -> Iterator[Found]:
        """The packages of a list that a manifest names."""
        folder = "" if one.from_top else dirname(text.path)
        path = normpath(join_path(folder, one.path))
        if self._files.exists(path):
            yield from self._list(path, constraint=one.kind == "constraints")
        else:
            yield _missing_list(text, one.offset, one.path)

    def _lock_of(self, path: str, found: Format) -> str | None:
        """The lock that pins what a manifest declares, among those that are read here."""
        places = [place for place in places_of_locks(self._files, path, found) if _format(place) in LOCKS]
        present = self._files.present(places)
        return next((place for place in places if place in present), None)

    def _lock(self, path: str, found: Format) -> "_Locked":
        if path not in self._locks:
            try:
                text = decode(path, self._files.read(path), most=_LOCK_BYTES)
                self._locks[path] = _locked(text, found)
            except NotJudged as failure:
                self._locks[path] = _Locked((failure,))
        return self._locks[path]

    def _list(self, path: str, *, constraint: bool) -> Iterator[Found]:
        """A requirements file; of a `.in` file the list that was compiled from it, and what that has not."""
        compiled = compiled_of(self._files, path)
        if compiled is None:
            yield from self._chain(path, constraint=constraint)
            return
        made = _Locked(tuple(self._chain(compiled, constraint=False)))
        yield from made.found
        for one in self._chain(path, constraint=constraint):
            if isinstance(one, Pin):
                yield from () if made.decides(one) else (one,)
            elif isinstance(one, Open):
                self.settled.add(_key(one))
                if one.name not in made.names and not (one.why == ELSEWHERE and made.has_addresses):
                    yield from _missing(one, made, NOT_COMPILED)

    def _chain(self, path: str, *, constraint: bool) -> Iterator[Found]:
        """A list with all that it refers to: what is bare in one and pinned in another is pinned."""
        lists = _Lists(self._files)
        lists.read(path, constraint=constraint)
        for one in lists.found:
            if isinstance(one, Open) and one.why == NO_VERSION and (one.name in lists.pinned or one in lists.bounds):
                self.settled.add(_key(one))
            elif isinstance(one, Open) and is_published(self._files, one.text.path):
                yield one._replace(role="published")
            else:
                yield one


class _Locked:
    """What a lock, or a list that was compiled, says of packages.

    `left_out` are names that it was asked for, where it writes that down: without a version none is installed.
    `overridden` are those whose versions a manifest does not decide.
    """

    def __init__(
        self, found: Collection[Found], left_out: Collection[str] = (), overridden: Collection[str] = ()
    ) -> None:
        self.found = found
        self.names = frozenset(one.name for one in found if not isinstance(one, NotJudged))
        self.whole = not any(isinstance(one, NotJudged) for one in found)
        self.has_addresses = any(isinstance(one, Open) and one.why == ELSEWHERE for one in found)
        self.left_out = frozenset(left_out)
        self._overridden = frozenset(overridden)
        self._versions: dict[str, list[str]] = {}
        for one in found:
            if isinstance(one, Pin):
                self._versions.setdefault(one.name, []).append(one.version)

    def decides(self, pin: Pin) -> bool:
        """Whether this says which version of a manifest's pin is installed, so that the pin need not be asked about."""
        versions = self._versions.get(pin.name)
        if versions is None:
            return pin.name in self.names or pin.name in self.left_out  # what comes from an address is named
        if pin.name in self._overridden:
            return True
        return pin.version in versions or any(_is_same(pin.version, one) for one in versions)


def _missing(one: Open, locked: _Locked, why: str) -> Iterator[Open]:
    """What a manifest asks for, and its lock has not."""
    if not locked.whole:
        yield one  # the lock could not be read
    elif one.why != NO_VERSION:
        yield one
    elif one.marker and not locked.left_out:
        yield one._replace(why=FOR_OTHERS.format(why), demanded=False)
    elif one.name not in locked.left_out:
        yield one._replace(why=why)


def _is_same(exact: str, version: str) -> bool:
    """Whether `==exact` admits a version: `1.0` is `1.0.0`, and `2.1` is what `2.1+cpu` was built from."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion

    try:
        return SpecifierSet(f"=={exact}").contains(version, prereleases=True)
    except (InvalidSpecifier, InvalidVersion):
        return False


class _Lists:
    """The chain of one requirements file. `pinned` are names that are pinned wherever they are installed."""

    def __init__(self, files: Files) -> None:
        self.found: list[Found] = []
        self.bounds: set[Open] = set()  # what constraints say of packages that others ask for
        self.pinned: set[str] = set()
        self._files = files
        self._seen: set[tuple[str, bool]] = set()

    def read(self, path: str, *, constraint: bool) -> None:
        if (path, constraint) in self._seen:
            return
        first = not self._seen
        self._seen.add((path, constraint))
        if len(self._seen) > _MOST_LISTS:
            raise NotJudged(path, f"is one of more than {_MOST_LISTS} lists that refer to each other")
        text = decode(path, self._files.read(path), most=LIST_BYTES, declared=True)
        refused: list[tuple[int, str]] = []
        words = 0  # lines that pip refuses and that have several words
        for entry, why in self._entries(text, constraint):
            refused.append((entry.offset, why))
            words += entry.kind == "package" and " " in entry.text
        if first and words >= _PROSE_LINES and 2 * len(refused) > len(self.found) and not self._has_pins():
            self.found.clear()  # prose that is called like a list, such as a chapter about constraints
        elif refused:
            offset, why = min(refused)
            more = f" (nor can {len(refused) - 1} more)" if len(refused) > 1 else ""
            self.found.append(text.not_judged(offset, why + more))

    def _entries(self, text: Text, constraint: bool) -> Iterator[tuple[Any, str]]:
        """Take up what a list says; what is given are lines that pip could not read, with the reason."""
        from .requirements_lines import entries

        for entry in entries(text):
            match entry.kind:
                case "package" if not self._package(text, entry, constraint):
                    yield entry, "is not a requirement that pip can read"
                case "requirement" | "constraint":
                    self._refer(text, entry, constraint=constraint or entry.kind == "constraint")
                case "editable" if has_scheme(entry.text) and not entry.text.lower().startswith("file:"):
                    self.found.append(Open(_egg(entry.text), text, entry.offset, ELSEWHERE, written=entry.text))
                case "unreadable":
                    yield entry, entry.text

    def _has_pins(self) -> bool:
        return any(isinstance(one, Pin) for one in self.found)

    def _package(self, text: Text, entry: Any, constraint: bool) -> bool:
        """Take up what a line installs; false when pip could not read it."""
        from .requirement import Malformed, read_requirement
        from .requirements import of_entry

        if has_scheme(entry.text):
            if not entry.text.lower().startswith("file:"):
                self.found.append(Open(_egg(entry.text), text, entry.offset, ELSEWHERE, written=entry.text))
            return True
        try:
            named = read_requirement(entry.text)
        except Malformed:
            return is_local(entry.text)
        said = of_declared(text, of_entry(text, entry, named), hashed=entry.hashed)
        if said is None:
            return True
        if constraint and isinstance(said, Open):
            self.bounds.add(said)
        if isinstance(said, Pin) and (constraint or not named.marked):
            self.pinned.add(said.name)
        self.found.append(said)
        return True

    def _refer(self, text: Text, entry: Any, *, constraint: bool) -> None:
        from .shown import shown

        path = normpath(join_path(dirname(text.path), entry.text))
        if "$" in entry.text:
            why = "its pins are not judged: an environment variable says where it is"
            self.found.append(text.not_judged(entry.offset, f"{shown(entry.text)}: {why}"))
        elif "://" in entry.text:
            why = "its pins are not judged: they are read from the network"
            self.found.append(text.not_judged(entry.offset, f"{shown(entry.text)}: {why}"))
        elif self._files.exists(path):
            self.read(path, constraint=constraint)
        else:
            self.found.append(_missing_list(text, entry.offset, entry.text))


def _missing_list(text: Text, offset: int, path: str) -> NotJudged:
    from .shown import shown

    return text.not_judged(offset, f"{shown(path)} is not there; its pins are not judged")


def of_declared(text: Text, one: Declared, *, hashed: bool = False) -> Pin | Open | None:
    """What a dependency of a manifest is to an audit; None for what is no package of Python, or part of the tree."""
    if one.kind not in ("pypi", "git", "url"):
        return None
    if one.kind != "pypi" or "://" in one.spec:
        if "://" not in one.what or "file://" in one.what.lower() or one.pin.fact.startswith(("is part", "is local")):
            return None
        # A repository's own name is its URL; its key in the table is what the package is called.
        name = normalised(one.what.partition(" from ")[0]) if one.kind == "git" else one.name or _egg(one.what)
        return Open(name, text, one.offset, ELSEWHERE, one.role, one.what, one.marker)
    version = exact_version(one.spec)
    if version is None:
        if one.pin.meets("hash"):
            return None  # a path of the repository
        return Open(one.name, text, one.offset, NO_VERSION, one.role, one.what, one.marker)
    hashed = hashed or one.pin.level == "hash"
    return Pin(normalised(one.name), version, text, one.offset, one.splice, hashed, role=one.role)


def exact_version(spec: str) -> str | None:
    """The version of `==1.2`, `===1.2`, poetry's `1.2`, or of bounds of which one is exact; None for a range."""
    clauses = [clause.strip() for clause in spec.strip().removeprefix("(").removesuffix(")").split(",")]
    for clause in clauses:
        found = match(r"===?\s*([^\s*]+)$", clause)
        if found is not None:
            return found[1]
    return spec.strip() if fullmatch(r"v?[0-9][0-9A-Za-z.+!_-]*", spec.strip()) else None


def _locked(text: Text, found: Format) -> _Locked:
    """The packages of a lock. Those of an index are pins; others have a version that no index gave out."""
    from .locked import read_lock

    lock = read_lock(text, found)
    listed: list[Found] = []
    for one in lock.packages:
        name = normalised(one.name)
        if one.source == "index" and one.version:
            raised_by = _RAISED_BY.get(found, "").format(name)
            listed.append(Pin(name, one.version, text, one.offset, raised_by=raised_by, origin=one.origin))
        elif one.source not in ("path", "root"):
            listed.append(Open(name, text, one.offset, ELSEWHERE, written=text.content))
    # uv writes down what it was asked for: what it then left out is for no machine that the lock is for.
    return _Locked(listed, {one.name for one in lock.direct or ()}, lock.elsewhere)


_RAISED_BY: dict[Format, str] = {
    "uv-lock": "uv lock --upgrade-package {}",
    "poetry-lock": "poetry update {}",
    "pdm-lock": "pdm update {}",
    "pipfile-lock": "pipenv update {}",
}


def _format(lock: str) -> Format:
    """The format of a lock; that of a script is uv's own."""
    return "uv-lock" if lock.endswith(".py.lock") else format_of(lock) or "uv-lock"


def _egg(url: str) -> str:
    """The name by which a URL may be told: what it says of its package, else its last part."""
    from .shown import shown

    fragment = url.partition("#")[2]
    found = match(r"(?:.*&)?egg=([A-Za-z0-9._-]+)", fragment)
    return normalised(found[1]) if found is not None else shown(url)
