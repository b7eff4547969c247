"""The files of a repository as imports see them: by their path from its top, read once, and listed only when needed."""

import os
from functools import cached_property
from posixpath import dirname, normpath

from ..._finding import NotJudged
from ..._git import GitError, known_files
from ..._hook import Inputs
from ..._paths import from_root
from ..._text import LIST_BYTES, Text, decode


class Files:
    """`key` is a file's path from the repository's top; outside of it, the path as it was given."""

    def __init__(self, inputs: Inputs, listed: frozenset[str] | None = None) -> None:
        self._inputs = inputs
        self._given = listed
        self._known: dict[str, bool] = {}
        self._texts: dict[str, Text | None] = {}
        self._inside = os.getcwd() == inputs.root

    def key(self, path: str) -> str:
        found = from_root(self._inputs.root, path)
        return normpath(path.replace(os.sep, "/")) if found is None else found

    def path(self, key: str) -> str:
        """The path by which the inputs know a file."""
        return key if self._inside or os.path.isabs(key) else f"{self._inputs.root}/{key}"

    def present(self, keys: list[str]) -> list[str]:
        """Those of the files that are there, in the order in which they were asked for."""
        new = {self.path(key): key for key in keys if key not in self._known}
        if new:
            there = self._inputs.present(new)
            self._known.update({key: path in there for path, key in new.items()})
        return [key for key in keys if self._known[key]]

    def text(self, key: str) -> Text | None:
        """A file's text; None when it cannot be read, or is larger than anything that people configure by."""
        if key not in self._texts:
            try:
                self._texts[key] = self.demand(key)
            except NotJudged:
                self._texts[key] = None
        return self._texts[key]

    def demand(self, key: str) -> Text:
        """The same; NotJudged with the reason when it cannot be read."""
        path = self.path(key)
        return decode(key, self._inputs.read(path), most=LIST_BYTES)

    @cached_property
    def listed(self) -> frozenset[str]:
        """Every file of the repository; empty where there is none."""
        if self._given is not None:
            return self._given
        try:
            return frozenset(known_files(self._inputs.root, "."))
        except (GitError, OSError):
            return frozenset()

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder in which a file is listed."""
        found: set[str] = set()
        for file in self.listed:
            folder = dirname(file)
            while folder and folder not in found:
                found.add(folder)
                folder = dirname(folder)
        return frozenset(found)

    def is_ignored(self, key: str) -> bool:
        """Whether git leaves a file out, as it does with what is generated."""
        from ..._git import git

        try:
            return bool(git("check-ignore", "--no-index", "--", key, cwd=self._inputs.root))
        except (GitError, OSError, ValueError):
            return False


def folders_above(folder: str) -> list[str]:
    """A folder and those that hold it, the innermost first, the top at last."""
    found = [folder]
    while folder and dirname(folder) != folder:
        folder = dirname(folder)
        found.append(folder)
    return found


def joined(folder: str, *parts: str) -> str:
    """A path below a folder, without steps back; one that leads out of the repository begins with `..`."""
    path = normpath("/".join([folder or ".", *parts]))
    return "" if path == "." else path
