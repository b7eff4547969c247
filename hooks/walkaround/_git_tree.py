"""A repository's policy files as they are in a commit or in the index."""

import os
from collections.abc import Sequence

from . import _git
from ._policy import PolicyError
from ._policy._layers import bounded
from ._policy._load import USUAL

_SUBMODULE = "160000"


class GitTree:
    """The policy's view of a commit (a full id), or of the index when None; see `_policy._layers.Tree`.

    `label` stands before a path that is shown to people, which is then one from the top; without, it is as seen
    from the working directory.
    """

    def __init__(self, root: str, commit: str | None, label: str = "") -> None:
        self._root = root
        self._label = label
        self._commit = commit
        self._entries: dict[str, _git.Entry] = {}
        self._asked: set[str] = set()
        self._objects = _git.Objects(root)

    def read(self, path: str) -> bytes | None:
        entry = self._entry(path)
        if entry is None:
            return None
        if not entry.is_file:
            raise PolicyError(
                self.shown(path), 0, "is a symbolic link or a submodule; a policy must be a file of its own"
            )
        return bounded(self._content(entry, path), self.shown(path))

    def peek(self, path: str) -> bytes:
        entry = self._entry(path)
        return b"" if entry is None or not entry.is_file else self._content(entry, path)

    def blob(self, path: str) -> bytes | None:
        """A file's bytes, of a link its text; None when there is neither."""
        entry = self._entry(path)
        return None if entry is None or entry.mode == _SUBMODULE else self._content(entry, path)

    def shown(self, path: str) -> str:
        return self._label + path if self._label else os.path.relpath(os.path.join(self._root, path))

    def close(self) -> None:
        self._objects.close()

    def _entry(self, path: str) -> _git.Entry | None:
        if path not in self._asked:
            self.ask((*USUAL, path) if not self._asked else (path,))
        return self._entries.get(path)

    def ask(self, paths: Sequence[str]) -> None:
        """Look these paths up together, which costs one process; any other is looked up by itself when it is read."""
        self._asked.update(paths)
        if self._commit is None:
            self._entries |= _git.index_entries(self._root, paths)
        else:
            self._entries |= _git.tree_entries(self._root, self._commit, paths)

    def _content(self, entry: _git.Entry, path: str) -> bytes:
        content = self._objects.read(entry.sha)
        if content is None:
            raise PolicyError(self.shown(path), 0, "its content is not in the object database; try `git fetch`")
        return content
