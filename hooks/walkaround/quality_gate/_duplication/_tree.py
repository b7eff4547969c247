"""The sources of one end of a change: which there are, and what they hold."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha1, sha256
from types import TracebackType
from typing import Self

from ... import _git
from ..._finding import NotJudged
from ..._git import GitError, Objects
from ..._measures.sources import format_of
from .._noise import is_noise

_READ_ONLY = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_LARGE = 1 << 30
_SHA1 = 40  # digits


class Tree:
    """The files of a commit, or of the index when `commit` is None, that are compared at all."""

    def __init__(self, root: str, commit: str | None, excluded: Callable[[str], bool]) -> None:
        self._root = root
        self._objects = Objects(root)
        listed = _staged(root) if commit is None else _committed(root, commit)
        self.blobs = {
            path: sha for path, sha in listed if format_of(path) and not is_noise(path) and not excluded(path)
        }  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._objects.close()

    def read(self, path: str) -> bytes:
        """A file's bytes; NotJudged when git does not have them.

        What lies in the work tree serves where its id is right: a git process costs more.
        """
        sha = self.blobs[path]
        content = _on_disk(self._root, path)
        if content is not None and _id(content, sha) == sha:
            return content
        try:
            content = self._objects.read(sha)
        except GitError as failure:
            raise NotJudged(path, str(failure)) from None
        if content is None:
            raise NotJudged(path, "its content is not in the object database; try `git fsck` or `git fetch`")
        return content

    def of(self, formats: Iterable[str]) -> list[str]:
        """The files of these formats."""
        wanted = frozenset(formats)
        return [path for path in self.blobs if format_of(path) in wanted]


def _on_disk(root: str, path: str) -> bytes | None:
    """What lies in the work tree; None where it is no regular file."""
    try:
        number = os.open(os.path.join(root, path), _READ_ONLY)
    except (OSError, ValueError):
        return None
    try:
        found = os.fstat(number)
        # One read gives all of a regular file that nobody is writing; else the id will differ.
        return os.read(number, found.st_size + 1) if stat.S_ISREG(found.st_mode) and found.st_size < _LARGE else None
    except OSError:
        return None
    finally:
        os.close(number)


def _id(content: bytes, like: str) -> str:
    """The id that git gives a content, in the algorithm of another id."""
    make = sha1 if len(like) == _SHA1 else sha256
    return make(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _staged(root: str) -> Iterator[tuple[str, str]]:
    return ((path, entry.sha) for path, entry in _git.index_entries(root).items() if entry.is_file)


def _committed(root: str, commit: str) -> Iterator[tuple[str, str]]:
    listed = _git.git("ls-tree", "-r", "-z", "--full-tree", commit, cwd=root)
    for record in listed.decode("utf-8", "surrogateescape").split("\0"):
        head, _, path = record.partition("\t")
        if head.startswith("100"):
            yield path, head.split(" ")[2]
