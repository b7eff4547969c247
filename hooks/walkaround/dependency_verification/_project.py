"""The project that a source file belongs to: what it declares, what is locked, which modules are its own."""

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from .._finding import NotJudged
from .._git import GitError
from .._hook import Inputs
from .._paths import from_root
from .._wheels import Wanted
from ._remembered import Remembered
from ._tree import SOURCES, Tree, above, joined

if TYPE_CHECKING:
    from ._manifests import Said

# Where a declaration stands: what is installed to run, an extra, a group for development, what builds the package.
Place = Literal["main", "extra", "development", "build"]
_LOCKS = {
    "uv.lock": "uv-lock", "poetry.lock": "poetry-lock", "pdm.lock": "pdm-lock", "pylock.toml": "pylock",
    "Pipfile.lock": "pipfile-lock",
}  # fmt: skip
_MANIFESTS = {
    "pyproject.toml": "pyproject", "setup.cfg": "setup-cfg", "setup.py": "setup-py", "Pipfile": "pipfile",
    "pixi.toml": "pixi", "tox.ini": "tox", "noxfile.py": "nox",
}  # fmt: skip
# Folders whose manifests belong to what is tried, shown or made there, and to no project around them.
_FOREIGN = frozenset({
    "fixtures", "testdata", "test_data", "templates", "template", "node_modules", "vendor", "_vendor", "third_party",
    "site-packages",
})  # fmt: skip
_SAMPLES = _FOREIGN | {"tests", "test", "testing", "data", "samples", "sample", "examples", "example"}
_MOST = 60  # manifests below a project that are read
_LOCK_BYTES = 64 << 20


class Project(NamedTuple):
    """`folder` is relative to the root, empty for the top. Names of distributions are normalised (PEP 503).

    `declared`: distribution -> places, of its own manifests and of those that count for it. `pins`: the one version of
    everything that locks, compiled lists and `==` give, transitive ones too. `closed`: whether `pins` hold every
    distribution that would be installed. `python`: lowest version that `requires-python` allows, such as "3.10"; empty
    where nothing says it. `local`: top-level import names of modules in the repository that can be imported from there.
    `manifests`: the files that were read, for messages. `own`: the project's own distribution name, normalised.

    `known`: whether `declared` is all that is declared; false where only running a manifest would tell. `home`: where
    a dependency would be added, such as "[project.dependencies] of pyproject.toml"; empty where there is no manifest.
    `forks`: distributions that a lock has in several versions, for different machines, with all of them; `pins` have
    the newest. `roots`: folders from which modules are imported, the file's own first. `requirements`: what is asked of
    an index to run, try and develop it, as PEP 508 writes it, sorted; a bare `name @` for what comes from elsewhere.
    """

    folder: str
    declared: Mapping[str, frozenset[Place]]
    pins: Mapping[str, Wanted]
    closed: bool
    python: str
    local: frozenset[str]
    manifests: tuple[str, ...]
    own: str = ""
    known: bool = True
    home: str = ""
    forks: Mapping[str, tuple[Wanted, ...]] = {}
    roots: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()

    @property
    def constraints(self) -> tuple[str, ...]:
        """Its pins as pip's constraints, without those that it has in several versions."""
        pins = (one for name, one in self.pins.items() if name not in self.forks)
        return tuple(sorted(f"{one.name}=={one.version}" for one in pins))


class _Facts(NamedTuple):
    """What manifests and locks say together, as it is kept between runs."""

    declared: dict[str, list[Place]]
    versions: dict[str, list[list[Any]]]  # name -> pairs of version and hashes
    closed: bool
    python: str
    own: str
    known: bool
    home: str
    roots: list[str]
    modules: list[str]
    requirements: list[str]


def projects(inputs: Inputs, paths: Iterable[str]) -> Mapping[str, Project]:
    """The project of each of these source files; one without any manifest has none that are declared.

    What manifests say is computed once for their content and kept.
    """
    reader = Reader(inputs)
    found = {path: reader.of(path) for path in paths}
    reader.save()
    return found


class Reader:
    """The projects of one snapshot."""

    def __init__(self, inputs: Inputs) -> None:
        self.tree = Tree(inputs.listing())
        self._inputs = inputs
        self._facts: dict[tuple[str, ...], _Facts] = {}
        self._said: dict[str, Said] = {}
        self._projects: dict[str, Project] = {}
        self._lists: list[str] | None = None
        self._kept = Remembered(inputs.root)

    def of(self, path: str) -> Project:
        key = from_root(self._inputs.root, path)
        folder = (key or "").rpartition("/")[0]
        script = self._script(path)
        if script is not None:
            found = _together([(path, script)], [])
            return self._project(folder, found, (path,))
        if folder not in self._projects:
            self._projects[folder] = self._of_folder(folder)
        return self._projects[folder]

    def save(self) -> None:
        """Keep what was read of manifests and locks for the next run."""
        self._kept.save(self.tree.is_file)

    def _script(self, path: str) -> "Said | None":
        """What the file's own block of metadata says, which replaces all else."""
        try:
            content = self._inputs.read(path)
        except (NotJudged, GitError):
            return None
        if b"# /// script" not in content:
            return None
        from .._text import decode
        from ._manifests import of_script

        try:
            return of_script(decode(path, content, most=16 << 20, declared=True))
        except NotJudged:
            return None

    def _of_folder(self, folder: str) -> Project:
        manifests = self._manifests(folder)
        locks = self._locks(folder, manifests)
        key = (*manifests, "", *locks)
        if key not in self._facts:
            self._facts[key] = self._computed(manifests, locks)
        return self._project(folder, self._facts[key], tuple(manifests))

    def _project(self, folder: str, facts: _Facts, manifests: tuple[str, ...]) -> Project:
        pins: dict[str, Wanted] = {}
        forks: dict[str, tuple[Wanted, ...]] = {}
        for name, listed in facts.versions.items():
            several = tuple(Wanted(name, version, frozenset(hashes)) for version, hashes in listed)
            pins[name] = several[0] if len(several) == 1 else max(several, key=lambda one: _order(one.version))
            if len(several) > 1:
                forks[name] = several
        nearest = manifests[0].rpartition("/")[0] if manifests else ""
        roots = self._roots(folder, manifests, facts)
        local = frozenset().union(
            self.tree.packages, *map(self.tree.importable, roots), facts.modules, _modules_of(facts.own)
        )
        declared: dict[str, frozenset[Place]] = {name: frozenset(places) for name, places in facts.declared.items()}
        return Project(
            nearest, declared, pins, facts.closed, facts.python, local, tuple(map(self._shown, manifests)), facts.own,
            facts.known, facts.home, forks, roots, tuple(facts.requirements),
        )  # fmt: skip

    def _roots(self, folder: str, manifests: tuple[str, ...], facts: _Facts) -> tuple[str, ...]:
        """Folders that may be on the path, the likeliest first."""
        bases = [*above(folder), *(path.rpartition("/")[0] for path in manifests), *self._with_builds]
        wanted = [*bases, *facts.roots, *(joined(base, source) for base in dict.fromkeys(bases) for source in SOURCES)]
        return tuple(root for root in dict.fromkeys(wanted) if root in self.tree.children)

    @property
    def _with_builds(self) -> list[str]:
        """Folders of packages that are built in this repository, such as the members of a workspace."""
        return [path.rpartition("/")[0] for path in self._below if path.endswith(("pyproject.toml", "setup.py"))]

    @property
    def _below(self) -> list[str]:
        """All lists of requirements, environments and manifests of packages that are no samples."""
        if self._lists is None:
            self._lists = [path for path in self.tree.paths if _may_declare(path) and not _is_sample(path)]
        return self._lists

    def _manifests(self, folder: str) -> list[str]:
        """The manifests that count for a folder, the nearest first: those above it, and what stands below these."""
        found: list[str] = []
        last = ""
        for base in above(folder):
            here = list(self._in(base))
            if any(self._counts(path) for path in here):
                last = base
            found += here
        if not any(map(self._counts, found)):
            return []
        top = f"{last}/" if last else ""
        nested = [path for path in self._below if path.startswith(top) and path not in found]
        return found + [path for path in nested[:_MOST] if self._counts(path)]

    def _in(self, folder: str) -> Iterator[str]:
        """The manifests in a folder, and in its folder of requirements."""
        from .._dependencies.formats import selected

        inside = self.tree.children.get(folder, ())
        yield from (joined(folder, name) for name in _MANIFESTS if name in inside)
        lists = joined(folder, "requirements")
        for base, names in ((folder, inside), (lists, self.tree.children.get(lists, ()))):
            for name in sorted(names):
                path = joined(base, name)
                if name.endswith((".txt", ".in", ".yml", ".yaml")) and selected(path) in ("requirements", "conda"):
                    yield path

    def _counts(self, path: str) -> bool:
        return self._read(path).counts

    def _read(self, path: str) -> "Said":
        if path not in self._said:
            from ._manifests import Said, read_manifest

            content = self._content(path)
            if content is None:
                self._said[path] = Said(known=False)
            else:
                self._said[path] = self._kept.manifest(path, content, lambda: read_manifest(path, content, _kind(path)))
        return self._said[path]

    def _locks(self, folder: str, manifests: list[str]) -> list[str]:
        """The locks beside the manifests, the nearest first."""
        folders = dict.fromkeys([*above(folder), *(path.rpartition("/")[0] for path in manifests)])
        return [
            joined(base, name) for base in folders for name in sorted(self.tree.children.get(base, ()))
            if name in _LOCKS or (name.startswith("pylock.") and name.endswith(".toml"))
        ]  # fmt: skip

    def _locked(self, path: str) -> list[Any]:
        content = self._content(path)
        return [] if content is None else self._kept.lock(path, content, lambda: _versions(path, content))

    def _content(self, path: str) -> bytes | None:
        try:
            return self._inputs.read(self._shown(path))
        except (NotJudged, GitError):
            return None

    def _computed(self, manifests: list[str], locks: list[str]) -> _Facts:
        if not manifests:
            return _Facts({}, {}, False, "", "", True, "", [], [], [])
        said = [(path, self._read(path)) for path in manifests]
        met = set(manifests)
        for path, one in said:  # grows: a list may name others
            for name, _ in one.lists:
                listed = os.path.normpath(joined(path.rpartition("/")[0], name))
                if listed not in met and self.tree.is_file(listed):
                    met.add(listed)
                    said.append((listed, self._read(listed)))
        return _together(said, [one for path in locks for one in self._locked(path)])

    def _shown(self, key: str) -> str:
        """A path from the root as seen from the working directory."""
        here = os.getcwd()
        return key if here == self._inputs.root else os.path.relpath(os.path.join(self._inputs.root, key), here)


def _together(said: list[tuple[str, "Said"]], locked: list[Any]) -> _Facts:
    declared: dict[str, list[Place]] = {}
    versions: dict[str, list[list[Any]]] = {}
    for name, version, hashes in locked:
        versions.setdefault(name, []).append([version, hashes])
    in_locks = frozenset(versions)
    read_by: dict[str, Place] = {}
    for path, one in said:
        read_by.update((os.path.normpath(joined(path.rpartition("/")[0], name)), place) for name, place in one.lists)
    for path, one in said:
        for want in one.wants:
            places = {want.place, *([read_by[path]] if path in read_by else [])}
            known = declared.setdefault(want.name, [])
            known += [place for place in sorted(places) if place not in known]
            version = _exact(want.spec)
            pair = [version, sorted(want.hashes)]
            if version and want.name not in in_locks and pair not in versions.setdefault(want.name, []):
                versions[want.name].append(pair)
    own = next((one.own for _, one in said if one.own), "")
    asked = {
        one.text or f"{one.name} @"
        for _, each in said
        for one in each.wants
        if one.place != "build" and one.name != own
    }
    home = next((one.home for _, one in said if one.home and "main" in {want.place for want in one.wants}), "")
    return _Facts(
        declared, {name: listed for name, listed in versions.items() if listed},
        bool(locked) or any(one.compiled for _, one in said),
        next((one.python for _, one in said if one.python), ""), own,
        all(one.known for _, one in said), home or next((one.home for _, one in said if one.home), ""),
        [joined(path.rpartition("/")[0], _bare(root)) for path, one in said for root in one.roots],
        [module for _, one in said for module in one.modules if module], sorted(asked),
    )  # fmt: skip


def _versions(path: str, content: bytes) -> list[Any]:
    """The packages of a lock that come from an index: name, version, hashes."""
    from .._dependencies.locked import read_lock
    from .._text import decode

    found: dict[tuple[str, str], set[str]] = {}
    try:
        lock = read_lock(decode(path, content, most=_LOCK_BYTES), _format(path))
    except NotJudged:
        return []
    for one in lock.packages:
        if one.source == "index" and one.version:
            found.setdefault((one.name, one.version), set()).update(one.hashes)
    return [[name, version, sorted(hashes)] for (name, version), hashes in found.items()]


def _format(path: str) -> Any:
    return _LOCKS.get(path.rpartition("/")[2], "pylock")


def _kind(path: str) -> str:
    from .._dependencies.formats import selected

    known = _MANIFESTS.get(path.rpartition("/")[2])
    return known or ("conda" if selected(path) == "conda" else "requirements")


def _may_declare(path: str) -> bool:
    """Whether a path below a project is a list, an environment, or the manifest of a package."""
    if path.endswith((".txt", ".in", ".yml", ".yaml")):
        if "require" not in path and "env" not in path:
            return False
        from .._dependencies.formats import selected

        return selected(path) in ("requirements", "conda")
    return path.endswith(("pyproject.toml", "setup.py", "setup.cfg")) and path.rpartition("/")[2] in _MANIFESTS


def _is_sample(path: str) -> bool:
    """Whether a manifest belongs to something that is tried or shown; a list in such a folder is for who tries it."""
    folders = path.split("/")[:-1]
    return not (_FOREIGN if path.endswith((".txt", ".in")) else _SAMPLES).isdisjoint(folders)


def _bare(root: str) -> str:
    found = os.path.normpath(root) if root else "."
    return "" if found == "." else found


def _modules_of(own: str) -> list[str]:
    return [own.replace("-", "_"), own.replace("-", "")] if own else []


def _exact(spec: str) -> str:
    if not spec:
        return ""
    from .._dependencies.pins import exact_version

    return exact_version(spec) or ""


def _order(version: str) -> tuple[Any, ...]:
    from packaging.version import InvalidVersion, Version

    try:
        return (1, Version(version))
    except InvalidVersion:
        return (0, version)
