"""The files of a repository as an interpreter's path would see them: which names can be imported from which folder."""

from collections.abc import Iterable, Iterator
from functools import cached_property

# Sources, stubs, what is compiled to a module, and modules that are compiled already.
_MODULES = (".py", ".pyi", ".pyx", ".pxd", ".so", ".pyd", ".pyc", ".ipynb", ".mojo")
_FOREIGN = frozenset({"node_modules", "site-packages", ".venv", "venv", ".git", "__pycache__", ".tox", ".nox"})
SOURCES = ("src", "lib", "python", "source", "py", "app", "backend", "server")


class Tree:
    """All files of a snapshot, by their paths from the root."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(paths)
        self.children: dict[str, set[str]] = {"": set()}
        self.with_modules: set[str] = set()
        for path in self.paths:
            folder, _, name = path.rpartition("/")
            self._folder(folder).add(name)
            if name.endswith(_MODULES):
                while folder and folder not in self.with_modules:
                    self.with_modules.add(folder)
                    folder = folder.rpartition("/")[0]

    def _folder(self, folder: str) -> set[str]:
        """What is in a folder, which is made known to those above it."""
        inside = self.children.get(folder)
        if inside is None:
            inside = self.children[folder] = set()
            name = ""
            while folder:
                folder, _, name = folder.rpartition("/")
                known = folder in self.children
                self.children.setdefault(folder, set()).add(name)
                if known:
                    break
        return inside

    def is_package(self, folder: str) -> bool:
        """Whether the folder is a regular package: one with an `__init__`."""
        inside = self.children.get(folder, ())
        return "__init__.py" in inside or "__init__.pyi" in inside

    def is_file(self, path: str) -> bool:
        folder, _, name = path.rpartition("/")
        return name in self.children.get(folder, ()) and path not in self.children

    @cached_property
    def packages(self) -> dict[str, list[str]]:
        """Regular packages that are in no other: name -> the folders in which they stand."""
        found: dict[str, list[str]] = {}
        for folder in self.with_modules:
            above, _, name = folder.rpartition("/")
            if self.is_package(folder) and not self.is_package(above) and name.isidentifier():
                found.setdefault(name, []).append(above)
        return found

    def importable(self, folder: str) -> frozenset[str]:
        """The names that can be imported when this folder is on the path.

        A name without an ending may be a link or a repository of its own: whatever is in it counts.
        """
        known = self._importable.get(folder)
        if known is None:
            known = self._importable[folder] = frozenset(self._names(folder))
        return known

    @cached_property
    def _importable(self) -> dict[str, frozenset[str]]:
        return {}

    def _names(self, folder: str) -> Iterator[str]:
        prefix = f"{folder}/" if folder else ""
        for name in self.children.get(folder, ()):
            stem, dot, _ = name.partition(".")
            if not stem.isidentifier() or name in _FOREIGN:
                continue
            if dot:
                if name.endswith(_MODULES):
                    yield stem
            elif prefix + name in self.with_modules or prefix + name not in self.children:
                yield stem


def above(folder: str) -> list[str]:
    """A folder and all above it up to the root, the nearest first."""
    found = [folder]
    while folder:
        folder = folder.rpartition("/")[0]
        found.append(folder)
    return found


def joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder and name else folder or name
