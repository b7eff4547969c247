"""Imports against what is declared and locked, and against the modules of the repository: DEP001, 002 and 007 to 010.

Silent when unsure: what cannot be read, optional imports, names that a build or another program brings, and modules of
distributions that nobody has looked into.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from re import finditer, match, search
from typing import NamedTuple

from .._dependencies.requirement import normalised
from .._finding import Finding
from .._paths import from_root
from .._wheels import Unpacked
from ._imports import Import
from ._known import HOSTS, KNOWN, OF_DISTRIBUTIONS, OTHER_STANDARD, RUNNERS
from ._local import Local
from ._project import Project
from ._tree import Tree

# Folders and files that no user of the program runs. Those of the first line only show something.
_SHOWN_WORDS = """
doc docs docs_src example examples sample samples tutorial tutorials notebook notebooks demo demos benchmark benchmarks
bench benches perf asv_bench playground sandbox experiments
"""
_ASIDE_WORDS = """
test tests testing integration_tests unit_tests e2e script scripts tool tools ci dev devtools hack contrib packaging
build_tools release fixtures stubs typings maintenance maint etc ops deploy infra
"""
_VENDORED_WORDS = "vendor _vendor vendored _vendored third_party extern externals"
_VENDORED = frozenset(_VENDORED_WORDS.split())
_SHOWN = frozenset(_SHOWN_WORDS.split())
_ASIDE = frozenset(_ASIDE_WORDS.split())
_NAMESPACES = ("google", "azure", "ruamel", "zope", "opentelemetry")
_MIGRATIONS = frozenset({"migrations", "alembic", "versions"})  # which alembic runs
_TRIED = frozenset({"data", "fixtures", "resources", "assets", "units", "cases", "snapshots", "testdata", "test_data"})
_ASIDE_FILES = frozenset(RUNNERS) | {
    "conftest.py", "setup.py", "build.py", "release.py", "_build.py", "sitecustomize.py", "pylintrc.py", "bootstrap.py",
    "testing.py", "_testing.py", "run_tests.py", "runtests.py", "build_hooks.py", "_build_hooks.py", "profile.py",
}  # fmt: skip
_OWN_WORDS = (
    r"(?:.*_)?(?:pytest|sphinx|mkdocs|mypy|hypothesis|tests?|testing|bench(?:mark)?|pylint|flake8|pyinstaller)(?:_.*)?$"
)


class Modules:
    """The modules of the distributions that are on disk."""

    def __init__(self, unpacked: Iterable[Unpacked]) -> None:
        self.distributions = {one.name: one for one in unpacked}
        self._of: dict[str, list[str]] = {}
        self.spaces: dict[str, list[str]] = {}  # namespaces: what lies in them is in several distributions
        for one in self.distributions.values():
            if one.name.startswith("types-") or one.name.endswith("-stubs"):
                continue  # what a type checker reads, and nobody can import
            for module in one.modules:
                self._of.setdefault(module.replace("/", "."), []).append(one.name)
                for end in range(module.count(".")):
                    self.spaces.setdefault(".".join(module.split(".")[: end + 1]), []).append(one.name)

    def providers(self, module: str) -> list[str]:
        """The distributions that have a module, by the longest part of its name that any of them has."""
        name = module
        while name:
            if name in self._of:
                return self._closer(module, self._of[name])
            name = name.rpartition(".")[0]
        return list(dict.fromkeys(self.spaces.get(module, ())))

    def _closer(self, module: str, names: list[str]) -> list[str]:
        """Of several that share a namespace, those that have the module or what it is in."""
        if len(names) == 1:
            return names
        path = module.replace(".", "/")
        while "/" in path:
            closer = [name for name in names if any(_is_in(path, file) for file in self.distributions[name].files)]
            if closer:
                return closer
            path = path.rpartition("/")[0]
        return names

    def bringers(self, name: str) -> list[str]:
        """The distributions that need another one."""
        return sorted(one.name for one in self.distributions.values() if name in self._needs[one.name])

    @cached_property
    def _needs(self) -> Mapping[str, frozenset[str]]:
        return {
            one.name: frozenset(
                normalised(found[0]) for line in one.requires if (found := match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line))
            )
            for one in self.distributions.values()
        }  # fmt: skip


def _is_in(path: str, file: str) -> bool:
    return file.startswith(path) and file[len(path) : len(path) + 1] in ("/", ".")


class Surroundings(NamedTuple):
    """What imports of one snapshot are judged by.

    `mentions` tells whether some other file installs a distribution; `resolved` are those that a resolver found to be
    installed, where no lock says it.
    """

    local: Local
    modules: Modules
    mentions: Callable[[str], bool] = lambda _name: False
    resolved: frozenset[str] = frozenset()


class _Answer(NamedTuple):
    """The distributions that have a module. `certain`: no other one that could be installed has it."""

    names: tuple[str, ...]
    certain: bool


def judge_names(
    path: str, found: Sequence[Import], project: Project, around: Surroundings, root: str = ""
) -> Iterator[Finding]:
    """What is wrong with the imports of a file. `path` is as the caller gave it, `root` the repository's top."""
    key = (from_root(root, path) if root else path) or path
    judge = _Judge(path, key, project, around)
    said: set[tuple[str, str]] = set()
    for one in found:
        for finding in judge.of(one):
            if (finding.rule, finding.message) not in said:  # once for a file, at the first place
                said.add((finding.rule, finding.message))
                yield finding


class _Judge:
    """The imports of one file."""

    def __init__(self, path: str, key: str, project: Project, around: Surroundings) -> None:
        self._path = path
        self._key = key
        self._project = project
        self._local, self._modules, self._mentions, self._resolved = around
        self._folders = frozenset(part.lower() for part in key.split("/")[:-1])
        self._name = key.rpartition("/")[2]

    @property
    def _home(self) -> str:
        """Where a dependency is to be added."""
        return self._project.home or self._project.manifests[0]

    @cached_property
    def _is_complete(self) -> bool:
        """Whether the manifests say what is installed to run the program, and not for its developers alone."""
        project = self._project
        runs = any("main" in places or "extra" in places for places in project.declared.values())
        return bool(project.manifests) and (runs or project.home.startswith(("[", "the ")))

    def of(self, one: Import) -> Iterator[Finding]:
        top = one.module.partition(".")[0]
        if one.guarded or not self._folders.isdisjoint(_VENDORED) or (not one.level and _is_standard(top)):
            return
        if not one.level and top in HOSTS:
            return
        if one.level or top in self._project.local:
            yield from self._of_local(one)
        elif not one.typing and self._is_complete:
            yield from self._of_others(one, top)

    def _of_local(self, one: Import) -> Iterator[Finding]:
        """DEP008, and DEP010 for what is imported by name at run time."""
        if not one.level and (self._modules.providers(one.module) or self._answer(one).certain):
            return
        for module, file in self._local.missing(one, self._key, self._project):
            line, column = _place(one, module)
            if one.dynamic:
                message = f"{module} is imported by its name at run time, and the repository has no such module."
                yield Finding(self._path, line, column, "DEP010", message, f"Add {file}, or correct the name.")
            else:
                message = f"{module} is imported, and the repository has no such module."
                yield Finding(self._path, line, column, "DEP008", message, f"Add {file}, or correct the import.")

    def _of_others(self, one: Import, top: str) -> Iterator[Finding]:
        answer = self._answer(one)
        project = self._project
        wanted = set(answer.names)
        declared = frozenset().union(*(project.declared.get(name, ()) for name in wanted))
        if declared:
            if one.top and not one.dynamic:
                yield from self._of_development(one, declared, wanted)
            return
        if not project.known or project.own in wanted or self._is_aside(one, wanted):
            return
        locked = sorted(name for name in wanted if name in project.pins or self._is_brought(name))
        if locked:
            yield self._transitive(one, top, locked[0])
        elif answer.certain and not self._may_have(wanted | {normalised(top)}):
            yield self._undeclared(one, top, answer.names[0] if answer.names else "")
        else:
            yield from self._misspelt(one, top)

    def _answer(self, one: Import) -> _Answer:
        """The distributions that have the module of an import."""
        top = one.module.partition(".")[0]
        found = self._modules.providers(one.module)
        if one.names and found:  # `from google.cloud import storage`
            found = list(dict.fromkeys(
                name for named in one.names for name in self._modules.providers(f"{one.module}.{named.name}")
            )) or found  # fmt: skip
        if found:
            return _Answer(tuple(found), certain=True)
        module = one.module
        known: tuple[str, ...] = ()
        if one.names:
            known = KNOWN.get(f"{module}.{one.names[0].name}", ())
        while module and not known:
            known = KNOWN.get(module, ())
            module = module.rpartition(".")[0]
        name = normalised(top)
        if known:
            return _Answer((*known, name) if name not in known else known, certain=True)
        from ._popular import POPULAR

        return _Answer((name,), certain=(top == name and name in POPULAR) or self._is_whole)

    @cached_property
    def _is_whole(self) -> bool:
        """Whether every distribution that is installed is on disk, so that a module of none of them is not there."""
        project, there = self._project, self._modules.distributions
        apart = {name for name, places in project.declared.items() if places == {"build"} or name == project.own}
        installed = {*project.pins, *(project.declared.keys() - apart), *self._resolved}
        return (project.closed or bool(self._resolved)) and installed <= there.keys()

    def _may_have(self, wanted: set[str]) -> bool:
        """Whether a declared distribution that nobody has looked into may be a variant of one of these."""
        words = [name for name in wanted if name]
        for one in self._project.declared:
            if one in self._modules.distributions or one in OF_DISTRIBUTIONS:
                continue
            parts = one.split("-")
            if any(word in parts or f"-{word}-" in f"-{one}-" or one.replace("-", "") == word for word in words):
                return True
        return False

    def _is_aside(self, one: Import, wanted: set[str]) -> bool:
        """Whether something else brings the module: the program that runs the file, or a pipeline's own step."""
        if not self._folders.isdisjoint(_SHOWN) or (self._is_test() and not self._folders.isdisjoint(_TRIED)):
            return True
        runner = RUNNERS.get(self._name, ())
        if self._is_test() and "pytest" in wanted:
            return True
        if not wanted.isdisjoint(runner) or ("alembic" in wanted and not self._folders.isdisjoint(_MIGRATIONS)):
            return True
        if not wanted.isdisjoint({"boto3", "botocore"}) and "lambda" in self._key.lower():
            return True
        return any(map(self._mentions, wanted)) and not one.dynamic

    def _is_test(self) -> bool:
        name = self._name
        return (
            not self._folders.isdisjoint({"test", "tests", "testing"})
            or name.startswith(("test_", "conftest"))
            or name.endswith("_test.py")
        )

    def _is_production(self) -> bool:
        """Whether users of the program run the file; for a package that is what lies in its folder."""
        stem = self._name.rpartition(".")[0]
        if self._name in _ASIDE_FILES or self._is_test() or self._name.startswith("."):
            return False
        if not self._folders.isdisjoint(_SHOWN | _ASIDE) or any(
            part.startswith((".", "test")) for part in self._folders
        ):
            return False
        if any(match(_OWN_WORDS, word) for word in (stem, *self._folders)):
            return False
        folder = self._key.rpartition("/")[0]
        in_package = self._local.tree.is_package(folder)
        return in_package or folder != self._project.folder or not self._project.own

    def _of_development(self, one: Import, places: frozenset[str], wanted: set[str]) -> Iterator[Finding]:
        """DEP009, where something else is declared to be installed for those who run the program."""
        project = self._project
        if "main" in places or "extra" in places or not self._is_production():
            return
        if not any("main" in other for other in project.declared.values()) or not project.known:
            return
        name = next(name for name in sorted(wanted) if name in project.declared)
        if any(name in self._modules.bringers(name) for name in project.declared if "main" in project.declared[name]):
            return
        what = "development" if "development" in places else "the build"
        message = f"{one.module} is imported by production code, and its package {name} is declared for {what} alone."
        remedy = f"Add {_quoted(name)} to {self._home}, or import it only where {what} needs it."
        yield Finding(self._path, one.line, one.column, "DEP009", message, remedy)

    def _transitive(self, one: Import, top: str, name: str) -> Finding:
        by = [one for one in self._modules.bringers(name) if one in self._project.pins or one in self._project.declared]
        why = f"because {_listed(by)} {'needs' if len(by) == 1 else 'need'} it" if by else "because others need it"
        home = self._home
        if one.dynamic:
            message = f"{one.module} is imported by its name at run time, and its package {name} is only there {why}."
            remedy = f"Add {_quoted(name)} to {home}, or drop the import."
            return Finding(self._path, one.line, one.column, "DEP010", message, remedy)
        message = f"{self._shown(one, top)} is imported, and its package {name} is installed only {why}."
        remedy = f"Add {_quoted(name)} to {home}, or drop the import."
        return Finding(self._path, one.line, one.column, "DEP002", message, remedy)

    def _undeclared(self, one: Import, top: str, name: str) -> Finding:
        from ._popular import POPULAR, misspelt

        home = self._home
        near = None if one.module in KNOWN or top in KNOWN else misspelt(normalised(top))
        if one.dynamic:
            message = f"{one.module} is imported by its name at run time, and nothing declares its package {name}."
            remedy = f"Add {_quoted(name)} to {home}, or correct the name."
            return Finding(self._path, one.line, one.column, "DEP010", message, remedy)
        if near is not None:
            return self._looks_like(one, top, near)
        if name not in OF_DISTRIBUTIONS and name not in POPULAR and name not in self._modules.distributions:
            message = f"{self._shown(one, top)} is imported, and no package that is declared has it."
            remedy = f"Declare the package that has it in {home}, or correct the import."
            return Finding(self._path, one.line, one.column, "DEP001", message, remedy)
        message = f"{self._shown(one, top)} is imported, and nothing declares its package {name}."
        remedy = f"Add {_quoted(name)} to {home}, or drop the import."
        return Finding(self._path, one.line, one.column, "DEP001", message, remedy)

    def _shown(self, one: Import, top: str) -> str:
        """The name by which a module is told: that of a namespace alone would tell nothing."""
        return one.module if top in self._modules.spaces or top in _NAMESPACES else top

    def _is_brought(self, name: str) -> bool:
        """Whether a distribution that is declared needs another one, as its metadata say."""
        return any(other in self._project.declared for other in self._modules.bringers(name))

    def _misspelt(self, one: Import, top: str) -> Iterator[Finding]:
        """DEP007 of a module that may be there, but for its name that is nearly that of a declared one."""
        from ._popular import misspelt

        near = misspelt(normalised(top))
        words = {part for name in self._project.declared for part in name.split("-")}
        if near is not None and near in self._project.declared and normalised(top) not in words:
            yield self._looks_like(one, top, near)

    def _looks_like(self, one: Import, top: str, near: str) -> Finding:
        message = f"{top} is imported, nothing declares it, and its name looks like a misspelling of {near}."
        module = near.replace("-", "_")
        return Finding(
            self._path, one.line, one.column, "DEP007", message, f"Import {module}, or declare {_quoted(top)}."
        )


def _is_standard(top: str) -> bool:
    return top in sys.stdlib_module_names or top in OTHER_STANDARD


def _place(one: Import, module: str) -> tuple[int, int]:
    """The place of the part of an import that is missing: a name behind `import`, or the module."""
    last = module.rpartition(".")[2]
    whole = one.module.rpartition(".")[2]
    if last != whole:
        for named in one.names:
            if named.name == last:
                return named.line, named.column
    return one.line, one.column


def _quoted(name: str) -> str:
    return f'"{name}"'


def _listed(names: Sequence[str]) -> str:
    """One name, or the first of several."""
    if len(names) <= 2:
        return " and ".join(names)
    return f"{names[0]}, {names[1]} and {len(names) - 2} more"


def surroundings(
    tree: Tree,
    unpacked: Iterable[Unpacked],
    read: Callable[[str], bytes | None],
    on_disk: Callable[[str], bool],
    resolved: Iterable[str] = (),
) -> Surroundings:
    """What the imports of one snapshot are judged by; paths are from the root."""
    return Surroundings(Local(tree, read, on_disk), Modules(unpacked), Mentions(tree, read), frozenset(resolved))


class Mentions:
    """Whether a Dockerfile, a pipeline, a script or a Makefile of the repository installs a distribution."""

    def __init__(self, tree: Tree, read: Callable[[str], bytes | None]) -> None:
        self._tree = tree
        self._read = read

    def __call__(self, name: str) -> bool:
        return name in self._installed

    @cached_property
    def _installed(self) -> frozenset[str]:
        contents = (self._read(path) or b"" for path in self._tree.paths if _installs(path))
        return frozenset(normalised(word) for content in contents for word in _installed(content))


def _installs(path: str) -> bool:
    """Whether a file may hold commands that install something."""
    name = path.rpartition("/")[2].lower()
    if name.endswith((".sh", ".bash", ".mk", ".ps1", ".bat", ".nix", "justfile", "makefile", ".yml", ".yaml")):
        return path.count("/") < 4
    return "dockerfile" in name or "containerfile" in name or name in ("tox.ini", "noxfile.py", "tasks.py")


def _installed(content: bytes) -> Iterator[str]:
    """The words of commands that install something, without bounds, and of the images that others are built from."""
    if b"install" not in content and b"FROM" not in content and b"--with" not in content and b" add " not in content:
        return
    text = content.decode("utf-8", "replace").replace("\\\n", " ").replace("\\\r\n", " ")
    for line in text.splitlines():
        if search(r"\b(?:install|add|inject|FROM|image)\b|--with\b", line):
            yield from (found[0].rstrip(".") for found in finditer(r"(?<![\w.])[A-Za-z][A-Za-z0-9_.-]+", line))
