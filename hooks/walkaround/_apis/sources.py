"""Where the source of a module is, among unpacked distributions, the standard library, and the repository."""

import hashlib
import os
import sys
import sysconfig
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from re import match, sub
from typing import Literal, NamedTuple

from .._wheels import Unpacked

_COMPILED = (".so", ".pyd", ".dylib")
_MOST_BYTES = 8 << 20  # of one source file; a longer one is generated, and stays open
STANDARD = ""  # the name of the distribution that the standard library counts as

# Of a module: its own stub, another distribution's, or its source.
Kind = Literal["stub", "foreign-stub", "source"]


class File(NamedTuple):
    """One file of a module. `key` names the content, empty where it has to be read to be known."""

    distribution: str
    path: str
    kind: Kind
    is_package: bool
    key: str
    read: Callable[[], bytes | None]


class Place(NamedTuple):
    """What is known of a module's name: its files; whether it is a folder or compiled, and so has none to read."""

    files: tuple[File, ...]
    is_folder: bool
    is_compiled: bool


class Sources:
    """Distributions by the top-level names of their modules; `local` finds modules of the repository.

    `gaps` are top-level names that other distributions, which are not here, may fill too; "*" for all namespaces. `own`
    are top-level names of the repository.
    """

    def __init__(
        self,
        distributions: Sequence[Unpacked],
        local: Callable[[str], tuple[str, bytes, bool] | None] | None = None,
        gaps: frozenset[str] = frozenset(),
        own: frozenset[str] = frozenset(),
    ) -> None:
        self._by_top: dict[str, list[Unpacked]] = {}
        for one in distributions:
            for top in dict.fromkeys(module.partition(".")[0] for module in one.modules):
                self._by_top.setdefault(top.removesuffix("-stubs"), []).append(one)
        self._files: dict[str, _Tree] = {}
        self._local = local
        self._places: dict[str, Place | None] = {}
        self.gaps = gaps
        self.tops = frozenset(self._by_top)
        self._own = own
        self.distributions = {one.name: one for one in distributions}

    def owners(self, module: str) -> tuple[Unpacked, ...]:
        """The distributions that have something below the module's first name."""
        return tuple(self._by_top.get(module.partition(".")[0], ()))

    def is_third_party(self, module: str) -> bool:
        top = module.partition(".")[0]
        return top in self._by_top and top not in sys.stdlib_module_names and top not in self._own

    def is_gap(self, module: str) -> bool:
        """Whether what is not here may be in a distribution that is not here."""
        return module.partition(".")[0] in self.gaps

    def place(self, module: str) -> Place | None:
        """The files of a module; None where none of the sources has it."""
        if module not in self._places:
            self._places[module] = self._find(module)
        return self._places[module]

    def by_class(self, name: str, tops: frozenset[str]) -> list[str]:
        """The modules in which a class of this name stands, among distributions that these names reach."""
        from re import MULTILINE, escape, search

        word, found = name.encode(), []
        pattern = rb"^[ \t]*class[ \t]+%b\b" % escape(name).encode()
        for owner in self.reachable(tops):
            for path in owner.files:
                if not path.endswith((".py", ".pyi")) or "/typeshed/" in path:
                    continue  # a copy of other stubs is nobody's own
                content = _content(os.path.join(owner.root, path))
                if content is not None and word in content and search(pattern, content, MULTILINE) is not None:
                    found.append(module_of(path))
        return list(dict.fromkeys(found))

    def reachable(self, tops: frozenset[str]) -> list[Unpacked]:
        """The distributions of these top-level names, and all that they require."""
        pending = [owner for top in tops for owner in self.owners(top)]
        found: dict[str, Unpacked] = {}
        while pending:
            one = pending.pop()
            if one.name not in found:
                found[one.name] = one
                pending += [
                    self.distributions[name] for line in one.requires if (name := _required(line)) in self.distributions
                ]
        return list(found.values())

    def module_at(self, path: str) -> str:
        """The module of a file of an unpacked distribution, given by its whole path; empty when there is none."""
        for owner in self.distributions.values():
            if path.startswith(owner.root + os.sep):
                relative = path[len(owner.root) + 1 :].replace(os.sep, "/")
                if relative in owner.files:
                    return module_of(relative)
        return ""

    def below(self, module: str) -> set[str]:
        """The names of the modules right below a package."""
        prefix = module.replace(".", "/") + "/"
        found: set[str] = set()
        for owner in self.owners(module):
            for path in owner.files:
                if path.startswith(prefix) and path.endswith((".py", ".pyi")):
                    found.add(path[len(prefix) :].partition("/")[0].partition(".")[0])
        return found - {"__init__", ""}

    def distribution_of(self, module: str) -> str:
        """The distribution that has the module, or the module of a dotted name; empty for the standard library."""
        while module:
            place = self.place(module)
            if place is not None and place.files:
                return place.files[-1].distribution
            owners = self.owners(module)
            if len(owners) == 1:
                return owners[0].name
            module = module.rpartition(".")[0]
        return ""

    def contents(self, module: str, *, required: bool = False, plugins: bool = False) -> Iterator[bytes | None]:
        """The sources of the distributions that have a module; with those that they require, or that need them."""
        owners = list(self.owners(module))
        if required:
            names = (_required(line) for owner in owners for line in owner.requires)
            owners += [self.distributions[name] for name in dict.fromkeys(names) if name in self.distributions]
        if plugins:
            own = {owner.name for owner in owners}
            owners += [one for one in self.distributions.values() if not own.isdisjoint(map(_required, one.requires))]
        for owner in dict.fromkeys(owners):
            for path in owner.files:
                if path.endswith(".py") or (required and path.endswith(".pyi")):
                    yield _content(os.path.join(owner.root, path))

    def is_extended(self, module: str, name: str) -> bool:
        """Whether another distribution may give objects of a module's distribution an attribute of this name.

        It would name the module's, and define or assign the other, in one file. One that is pinned and not here may
        always do so.
        """
        from re import escape, search

        own = {owner.name for owner in self.owners(module)}
        top, word = module.partition(".")[0].encode(), escape(name).encode()
        gives = rb"\.%b\s*=(?!=)|[\"']%b[\"']|(?m:^)def\s+%b\b" % (word, word, word)
        return bool(self.gaps - {"*"}) or any(
            content is None or (top in content and search(gives, content) is not None)
            for owner in self.distributions.values()
            if owner.name not in own
            for path in owner.files
            if path.endswith(".py")
            for content in [_content(os.path.join(owner.root, path))]
        )

    def _find(self, module: str) -> Place | None:
        if not module:
            return None
        if self._local is not None and (found := self._local(module)) is not None:
            path, content, is_package = found
            # What relative imports mean depends on the name, which depends on where modules are looked for.
            key = f"local-{hashlib.sha256(module.encode() + bytes(1) + content).hexdigest()}"
            return Place((File("", path, "source", is_package, key, lambda: content),), False, False)
        if module.partition(".")[0] in sys.stdlib_module_names:
            return _standard(module)
        files: list[File] = []
        is_folder = is_compiled = False
        for owner in self.owners(module):
            tree = self._tree(owner)
            files += tree.files(module)
            relative = module.replace(".", "/")
            is_folder = is_folder or relative in tree.folders
            is_compiled = is_compiled or relative in tree.compiled
        if not files and not is_folder and not is_compiled:
            return None
        order: dict[str, int] = {"stub": 0, "foreign-stub": 1, "source": 2}
        return Place(tuple(sorted(files, key=lambda one: order[one.kind])), is_folder, is_compiled)

    def _tree(self, owner: Unpacked) -> "_Tree":
        if owner.name not in self._files:
            self._files[owner.name] = _Tree(owner)
        return self._files[owner.name]


class _Tree:
    """The files of one distribution, by module."""

    def __init__(self, owner: Unpacked) -> None:
        self.owner = owner
        self._present = frozenset(owner.files)
        self.folders: set[str] = set()
        self.compiled: set[str] = set()
        for path in owner.files:
            folder, _, name = path.rpartition("/")
            while folder and folder not in self.folders:
                self.folders.add(folder)
                folder = folder.rpartition("/")[0]
            if name.endswith(_COMPILED):
                stem = name.partition(".")[0]
                if stem == "__init__":
                    self.compiled.add(path.rpartition("/")[0])
                self.compiled.add(f"{path.rpartition('/')[0]}/{stem}".lstrip("/"))

    def files(self, module: str) -> list[File]:
        top, dot, rest = module.partition(".")
        stubs = f"{top}-stubs{'/' if dot else ''}{rest.replace('.', '/')}"
        relative = module.replace(".", "/")
        found = [self._file(f"{relative}/__init__.pyi", "stub") or self._file(f"{relative}.pyi", "stub")]
        found.append(self._file(f"{stubs}/__init__.pyi", "foreign-stub") or self._file(f"{stubs}.pyi", "foreign-stub"))
        found.append(self._file(f"{relative}/__init__.py", "source") or self._file(f"{relative}.py", "source"))
        return [one for one in found if one is not None]

    def _file(self, path: str, kind: Kind) -> File | None:
        if path not in self._present:
            return None
        whole = os.path.join(self.owner.root, path)
        is_package = path.endswith(("/__init__.py", "/__init__.pyi"))
        return File(self.owner.name, path, kind, is_package, self.owner.key, lambda: _content(whole))


def _content(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError:
        return None
    return content if len(content) <= _MOST_BYTES else None


def _standard(module: str) -> Place | None:
    """A module of the running interpreter's standard library; what is compiled there has nothing to read."""
    base = os.path.join(sysconfig.get_path("stdlib"), *module.split("."))
    version = f"{sys.version_info[0]}.{sys.version_info[1]}.{sys.version_info[2]}"
    for path, is_package in ((os.path.join(base, "__init__.py"), True), (f"{base}.py", False)):
        if os.path.isfile(path):
            name = f"{module}@{path.rpartition(os.sep)[2]}"
            file = File(STANDARD, name, "source", is_package, f"python-{version}", partial(_content, path))
            return Place((file,), is_package, False)
    return None if "." in module else Place((), False, True)


def _required(line: str) -> str:
    """The normalised name at the start of a `Requires-Dist` line (PEP 508)."""
    found = match(r"\s*([A-Za-z0-9._-]+)", line)
    return sub(r"[-_.]+", "-", found[1]).lower() if found is not None else ""


def module_of(path: str) -> str:
    """The dotted name of a file, relative to the folder that modules are imported from."""
    stem = path.rpartition(".")[0].removesuffix("/__init__")
    first, _, rest = stem.partition("/")
    return f"{first.removesuffix('-stubs')}/{rest}".strip("/").replace("/", ".")
