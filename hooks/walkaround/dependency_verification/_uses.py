"""Uses of what the pinned wheels hold: two engines over the files of one set of pins, and what both make of it."""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from .. import _git
from .._apis import Miss
from .._apis.kept import keep
from .._apis.library import Library
from .._apis.scan import Where
from .._apis.sources import Sources
from .._apis.uses import Source, Uses
from .._finding import Finding, NotJudged
from .._hook import Inputs, Said, internal_error
from .._wheels import Unpacked, Wanted
from ._confirm import Confirm
from ._messages import finding, of_python
from ._stdlib import newer_builtins
from ._tree import Tree

if TYPE_CHECKING:
    from ._judge import Parsed
    from ._ty import Started
    from ._ty_output import Said as Candidate


_NEWEST = "3.15"  # of which ty knows the standard library
_BUILTIN = frozenset({"str", "bytes", "int", "float", "list", "dict", "tuple", "set", "frozenset"})


def judge_uses(
    checker: bool,
    inputs: Inputs,
    tree: Tree,
    group: "Sequence[Parsed]",
    unpacked: Mapping[str, Unpacked],
    missing: Sequence[Wanted],
) -> Iterator[Said]:
    """What the files use and nothing has; `missing` are pins without wheels, of which nothing is said."""
    python = group[0].project.python
    if not unpacked and not python:
        return
    started = _started(inputs, _roots(tree, group), group, unpacked, python) if checker else None
    if isinstance(started, NotJudged):
        yield started
        started = None
    files = _Files(inputs, tree, group, unpacked, missing)
    found: dict[str, list[Finding]] = {}
    confirms: dict[str, Confirm] = {}
    for one in group:
        try:
            confirms[one.key], found[one.path] = files.judged(one)
        except Exception as crash:  # noqa: BLE001 - one file that breaks the index must not hide the others
            yield NotJudged(one.path, internal_error(crash))
    if started is not None:
        yield from started.unjudged
        yield from _joined(started, inputs, files.roots, group, unpacked, confirms, found)
    for path, findings in found.items():
        patched = _Patched(inputs.root)
        yield from (one for one in findings if not patched(one, path))


def _started(
    inputs: Inputs, roots: Sequence[str], group: "Sequence[Parsed]", unpacked: Mapping[str, Unpacked], python: str
) -> "Started | NotJudged":
    from ._ty import run

    wheels = list(dict.fromkeys(one.root for one in unpacked.values()))
    try:
        return run([(one.key, one.content) for one in group], inputs.root, roots, wheels, python)
    except NotJudged as failure:
        return failure


def _roots(tree: Tree, group: "Sequence[Parsed]") -> list[str]:
    """The folders from which modules are imported; a package is none, though a file in it may be run as a script.

    Else a `types.py` of one package would stand for the standard library's in all others.
    """
    found = dict.fromkeys(root for one in group for root in one.project.roots)
    return [root for root in found if not tree.is_package(root)]


def _own(tree: Tree, group: "Sequence[Parsed]") -> frozenset[str]:
    """The names that are imported from the repository, whatever the wheels have.

    A module of a package that has the name of a distribution, such as `shop/backends/redis.py`, is not among them: it
    is imported by this name only where a file beside it is run as a script.
    """
    found: set[str] = set()
    for project in {id(one.project): one.project for one in group}.values():
        beside: set[str] = set()
        apart = set(tree.packages)
        for root in project.roots:
            (beside if tree.is_package(root) else apart).update(tree.importable(root))
        found |= project.local - (beside - apart)
    return frozenset(found)


class _Files:
    """The files of one set of pins, with the library of their wheels."""

    def __init__(
        self,
        inputs: Inputs,
        tree: Tree,
        group: "Sequence[Parsed]",
        unpacked: Mapping[str, Unpacked],
        missing: Sequence[Wanted],
    ) -> None:
        self._inputs = inputs
        self._tree = tree
        self.roots = _roots(tree, group)
        self._unpacked = unpacked
        self._classes: dict[str, bool] = {}
        local = _own(tree, group)
        gaps = {part for one in missing for part in (one.name.replace("-", "_"), one.name.partition("-")[0])}
        gaps |= {"*"} if missing or not group[0].project.closed else set()
        self.library = Library(
            Sources(list(unpacked.values()), self._local, frozenset(gaps), local), keep
        )  # fmt: skip

    def judged(self, one: "Parsed") -> tuple[Confirm, list[Finding]]:
        """A file's findings by the index, and what can confirm those of ty."""
        where = Where(self._module(one.key), one.key.endswith("__init__.py"), False)
        source = Source(one.tree, tuple(one.text.content.split("\n")), where)
        uses = Uses(self.library, source, standard=_covers(one.project.python))
        found = [finding(one.path, miss, self._unpacked) for miss in uses.misses()]
        found += [of_python(one.path, lack, one.project.python) for lack in newer_builtins(one, uses.guards)]
        return Confirm(uses, self._has_class), found

    def _has_class(self, name: str) -> bool:
        if name not in self._classes:
            self._classes[name] = _git.mentions(self._inputs.root, f"^[[:space:]]*class[[:space:]]+{name}\\b")
        return self._classes[name]

    def _module(self, key: str) -> str:
        """The dotted name of a file, from the root that is nearest to it."""
        stem = key.rpartition(".")[0].removesuffix("/__init__")
        roots = sorted((root for root in self.roots if root and key.startswith(f"{root}/")), key=len)
        for root in roots[:1]:
            stem = stem.removeprefix(f"{root}/")
        return stem.replace("/", ".")

    def _local(self, module: str) -> tuple[str, bytes, bool] | None:
        """A module of the repository: its path, its content, whether it is a package."""
        relative = module.replace(".", "/")
        for root in self.roots:
            base = f"{root}/{relative}" if root else relative
            for path, is_package in ((f"{base}/__init__.py", True), (f"{base}.py", False)):
                if self._tree.is_file(path):
                    try:
                        return path, self._inputs.read(os.path.join(self._inputs.root, path)), is_package
                    except (NotJudged, _git.GitError):
                        return None
        return None


def _joined(
    started: "Started",
    inputs: Inputs,
    roots: Sequence[str],
    group: "Sequence[Parsed]",
    unpacked: Mapping[str, Unpacked],
    confirms: Mapping[str, Confirm],
    found: dict[str, list[Finding]],
) -> Iterator[NotJudged]:
    """Adds what ty says and the index confirms; a failure of ty is what is yielded."""
    try:
        said = started.said()
    except NotJudged as failure:
        yield failure
        return
    shown = {one.key: one.path for one in group}
    for one in said:
        confirm = confirms.get(one.path)
        if confirm is None:
            continue
        try:
            new = [finding(shown[one.path], miss, unpacked) for miss in confirm.misses(one)]
        except Exception as crash:  # noqa: BLE001 - as above
            yield NotJudged(shown[one.path], internal_error(crash))
            continue
        _add(found[shown[one.path]], new)
    yield from _add_standard(said, inputs, roots, group, unpacked, confirms, found)


def _add(known: list[Finding], new: Sequence[Finding]) -> None:
    places = {(one.line, one.column, one.rule) for one in known}
    known.extend(one for one in new if (one.line, one.column, one.rule) not in places)


def _add_standard(
    said: "Sequence[Candidate]",
    inputs: Inputs,
    roots: Sequence[str],
    group: "Sequence[Parsed]",
    unpacked: Mapping[str, Unpacked],
    confirms: Mapping[str, Confirm],
    found: dict[str, list[Finding]],
) -> Iterator[NotJudged]:
    """What the standard library does not have, or only since a later version than the lowest."""
    from ._stdlib import standard_library

    python = group[0].project.python
    shown = {one.key: one.path for one in group}
    local = frozenset(name for one in group for name in one.project.local)
    wanted = [one for one in said if one.path in confirms and not confirms[one.path].guarded(one)]
    lacks = list(standard_library(wanted, python or _running(), local))
    settled = {(lack.path, lack.miss.line, lack.miss.name) for lack in lacks}
    doubtful = [
        one for one in wanted
        if one.kind != "module"
        and (one.path, one.line, one.name) not in settled
        and _may_be_newer(one, confirms[one.path])
    ]  # fmt: skip
    if python and doubtful:
        paths = {one.path for one in doubtful}
        again = _started(inputs, roots, [one for one in group if one.key in paths], unpacked, _NEWEST)
        try:
            newest = again.said() if not isinstance(again, NotJudged) else []
        except NotJudged as failure:
            yield failure
            newest = doubtful
        judged = standard_library(doubtful, python, local, newest, lambda one: confirms[one.path].is_standard(one))
        lacks += [lack for lack in judged if lack.newer]
    for lack in lacks:
        if python or not lack.newer:
            _add(found[shown[lack.path]], [of_python(shown[lack.path], lack, python)])


def _may_be_newer(said: "Candidate", confirm: Confirm) -> bool:
    """Whether what ty said is about the standard library, as far as it tells."""
    from sys import stdlib_module_names

    if any(path.startswith("stdlib/") for path, _ in said.defined):
        return True
    if said.message.startswith("Module "):
        return said.owner.partition(".")[0] in stdlib_module_names
    return said.kind == "attribute" and (said.owner.partition("[")[0] in _BUILTIN or confirm.is_standard(said))


def _covers(python: str) -> bool:
    """Whether the running interpreter is one of those that a project is for."""
    import sys

    parts = python.split(".")[:2]
    return len(parts) == 2 and all(map(str.isdigit, parts)) and tuple(map(int, parts)) <= sys.version_info[:2]


def _running() -> str:
    import sys

    return f"{sys.version_info[0]}.{sys.version_info[1]}"


class _Patched:
    """Whether some file of the repository gives an object the attribute that it lacks, as tests and plugins do."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._known: dict[str, bool] = {}

    def __call__(self, one: Finding, _path: str) -> bool:
        if one.rule not in ("DEP012", "DEP013"):
            return False
        name = one.message.partition("` has no `")[2].partition("`")[0]
        if not name.isidentifier():
            return False
        if name not in self._known:
            assigned = f"\\.{name}[[:space:]]*(:[^=]*)?=([^=]|$)"
            self._known[name] = _git.mentions(
                self._root, f"{assigned}|(setattr|register[A-Za-z_]*)\\(.*[\"']{name}[\"']"
            )
        return self._known[name]


__all__ = ["Miss", "judge_uses"]
