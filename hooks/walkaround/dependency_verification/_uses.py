"""Uses of what the pinned wheels hold: two engines over the files of one set of pins, and what both make of it."""

import os
from collections.abc import Iterator, Mapping, Sequence
from sys import stdlib_module_names, version_info
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
    if unpacked or group[0].project.python:
        yield from _Judgement(inputs, tree, group, unpacked, missing).all(checker=checker)


class _Judgement:
    """The files of one set of pins, judged by both engines. What is said is gathered by path from the root."""

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
        self._group = group
        self._unpacked = unpacked
        self._python = group[0].project.python
        self._roots = _roots(tree, group)
        self._own = _own(tree, group)
        self._files = {one.key: one for one in group}
        self._confirms: dict[str, Confirm] = {}
        self._found: dict[str, list[Finding]] = {one.key: [] for one in group}
        self._matches: dict[str, bool] = {}
        gaps = {part for one in missing for part in (one.name.replace("-", "_"), one.name.partition("-")[0])}
        gaps |= {"*"} if missing or not group[0].project.closed else set()
        sources = Sources(list(unpacked.values()), self._local, frozenset(gaps), self._own)
        self._library = Library(sources, keep)

    def all(self, *, checker: bool) -> Iterator[Said]:
        """ty starts first, and is asked for its verdicts when the index is done."""
        started = None
        whole = [one for one in self._group if one.failure is None]
        if checker and whole:
            try:
                started = self._started(whole, self._python)
            except NotJudged as failure:
                yield failure
        for one in self._group:
            try:
                self._index(one)
            except Exception as crash:  # noqa: BLE001 - one file that breaks the index must not hide the others
                yield NotJudged(one.path, internal_error(crash))
        if started is not None:
            yield from started.unjudged
            try:
                yield from self._joined(started.said())
            except NotJudged as failure:
                yield failure
        for findings in self._found.values():
            yield from findings

    # the index

    def _index(self, one: "Parsed") -> None:
        """What the index says of a file; from then on it can confirm what ty says."""
        where = Where(self._module(one.key), one.key.endswith("__init__.py"), False)
        source = Source(one.tree, tuple(one.text.content.split("\n")), where)
        uses = Uses(self._library, source, standard=_covers(self._python))
        for miss in uses.misses():
            self._add_miss(one.key, miss)
        for lack in newer_builtins(one, uses.guards):
            self._add(one.key, of_python(one.path, lack, self._python))
        self._confirms[one.key] = Confirm(uses, self._has_class)

    def _module(self, key: str) -> str:
        """The dotted name of a file, from the root that is nearest to the repository's top."""
        stem = key.rpartition(".")[0].removesuffix("/__init__")
        roots = sorted((root for root in self._roots if root and key.startswith(f"{root}/")), key=len)
        return stem.removeprefix(f"{roots[0]}/" if roots else "").replace("/", ".")

    def _local(self, module: str) -> tuple[str, bytes, bool] | None:
        """A module of the repository: its path, its content, whether it is a package."""
        relative = module.replace(".", "/")
        for root in self._roots:
            base = f"{root}/{relative}" if root else relative
            for path, is_package in ((f"{base}/__init__.py", True), (f"{base}.py", False)):
                if self._tree.is_file(path):
                    try:
                        return path, self._inputs.read(os.path.join(self._inputs.root, path)), is_package
                    except (NotJudged, _git.GitError):
                        return None
        return None

    # what is said

    def _add_miss(self, key: str, miss: Miss) -> None:
        if miss.kind in ("name", "attribute") and self._is_given(miss.name):
            return
        self._add(key, finding(self._files[key].path, miss, self._unpacked))

    def _add(self, key: str, one: Finding) -> None:
        known = self._found[key]
        if all((one.line, one.column, one.rule) != (other.line, other.column, other.rule) for other in known):
            known.append(one)

    def _is_given(self, name: str) -> bool:
        """Whether some file of the repository gives an object this attribute, as tests and plugins do."""
        assigned = f"\\.{name}[[:space:]]*(:[^=]*)?=([^=]|$)"
        return self._stands(f"{assigned}|(setattr|register[A-Za-z_]*)\\(.*[\"']{name}[\"']")

    def _has_class(self, name: str) -> bool:
        return self._stands(f"^[[:space:]]*class[[:space:]]+{name}\\b")

    def _stands(self, pattern: str) -> bool:
        if pattern not in self._matches:
            self._matches[pattern] = _git.mentions(self._inputs.root, pattern)
        return self._matches[pattern]

    # ty

    def _started(self, group: "Sequence[Parsed]", python: str) -> "Started":
        from ._ty import run

        wheels = list(dict.fromkeys(one.root for one in self._unpacked.values()))
        return run([(one.key, one.content) for one in group], self._inputs.root, self._roots, wheels, python)

    def _joined(self, said: "Sequence[Candidate]") -> Iterator[NotJudged]:
        """What ty says and the index confirms."""
        judged = [one for one in said if one.path in self._confirms]
        for one in judged:
            try:
                for miss in self._confirms[one.path].misses(one):
                    self._add_miss(one.path, miss)
            except Exception as crash:  # noqa: BLE001 - as above
                yield NotJudged(self._files[one.path].path, internal_error(crash))
        yield from self._standard([one for one in judged if not self._confirms[one.path].guarded(one)])

    def _standard(self, said: "Sequence[Candidate]") -> Iterator[NotJudged]:
        """What the standard library does not have, or only since a later version than the lowest."""
        from ._stdlib import standard_library

        lacks = list(standard_library(said, self._python or _running(), self._own))
        settled = {(lack.path, lack.miss.line, lack.miss.name) for lack in lacks}
        doubtful = [one for one in said if (one.path, one.line, one.name) not in settled and self._may_be_newer(one)]
        if self._python and doubtful:
            paths = {one.path for one in doubtful}
            try:
                newest = self._started([one for one in self._group if one.key in paths], _NEWEST).said()
            except NotJudged as failure:
                yield failure
                newest = doubtful  # as if no version had it
            lacks += [
                lack
                for lack in standard_library(doubtful, self._python, self._own, newest, self._is_standard)
                if lack.newer
            ]
        for lack in lacks:
            if lack.newer and self._python:
                self._add(lack.path, of_python(self._files[lack.path].path, lack, self._python))
            elif not lack.newer:
                self._add_miss(lack.path, lack.miss)

    def _is_standard(self, said: "Candidate") -> bool:
        return self._confirms[said.path].is_standard(said)

    def _may_be_newer(self, said: "Candidate") -> bool:
        """Whether what ty said is about the standard library, as far as it tells; of modules it tells itself."""
        if said.kind == "module":
            return False
        if any(path.startswith("stdlib/") for path, _ in said.defined):
            return True
        if said.message.startswith("Module "):
            return said.owner.partition(".")[0] in stdlib_module_names
        return said.kind == "attribute" and (said.owner.partition("[")[0] in _BUILTIN or self._is_standard(said))


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


def _covers(python: str) -> bool:
    """Whether the running interpreter is one of those that a project is for."""
    parts = python.split(".")[:2]
    return len(parts) == 2 and all(map(str.isdigit, parts)) and tuple(map(int, parts)) <= version_info[:2]


def _running() -> str:
    return f"{version_info[0]}.{version_info[1]}"
