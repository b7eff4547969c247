"""Verdicts of earlier runs, kept by the content of all that they depend on."""

import hashlib
import json
import os
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from ... import _cache, _git
from ._processes import INSIDE

_DAYS = 30  # an entry that nobody used for so long is removed
_MOST = 8 << 20  # bytes of a file that are read; of a larger one size and time count
_CONFIGURATION = (".py", ".toml", ".cfg", ".ini", ".pth")
_NO_SOURCES = {"__pycache__", "node_modules", "build", "dist", ".venv", "venv", "env", ".tox", ".nox"}


class Kept:
    """What is known of one state of a project in one environment."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._saved = 0.0
        self.watched: dict[str, Any] | None = None
        self.verdicts: dict[str, str] = {}
        content = _cache.read(name)
        with suppress(ValueError, RecursionError, AttributeError):
            found = json.loads(content) if content is not None else {}
            self.watched = found.get("watched")
            self.verdicts = {str(key): str(value) for key, value in found.get("verdicts", {}).items()}

    def put(self, mutant: str, verdict: str) -> None:
        """Keep a verdict; on disk every other second, so that a run that is ended can be resumed."""
        self.verdicts[mutant] = verdict
        if time.monotonic() - self._saved > 2:
            self.save()

    def save(self) -> None:
        self._saved = time.monotonic()
        _cache.write(self._name, json.dumps({"watched": self.watched, "verdicts": self.verdicts}).encode())


def kept(root: str, *told: object) -> Kept:
    """The entry for the content of a work tree and all that is told besides."""
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode())
    for folder, path in (
        *((root, one) for one in _files(root)),
        *((INSIDE, one) for one in sorted(os.listdir(INSIDE))),
    ):
        digest.update(f"\0{path}\0{_content(os.path.join(folder, path))}".encode("utf-8", "surrogateescape"))
    _prune()
    return Kept(f"mutation/{digest.hexdigest()}.json")


def _content(path: str) -> str:
    try:
        if os.path.islink(path):
            return f"link to {os.readlink(path)}"
        found = os.stat(path)
        if found.st_size > _MOST:
            return f"{found.st_size} bytes of {found.st_mtime_ns}"
        with open(path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    except OSError:
        return "unreadable"


def _files(root: str) -> list[str]:
    """Tracked files, and others that are Python or configuration: what tests leave behind changes no verdict."""
    try:
        tracked = _names(_git.git("ls-files", "-z", cwd=root))
        others = _names(_git.git("ls-files", "-z", "--others", "--exclude-standard", cwd=root))
    except _git.GitError:
        return sorted(_walked(root))
    return sorted({*tracked, *(one for one in others if one.endswith(_CONFIGURATION))})


def _names(listed: bytes) -> list[str]:
    return [os.fsdecode(one) for one in listed.split(b"\0") if one]


def _walked(root: str) -> Iterable[str]:
    for folder, folders, files in os.walk(root):
        folders[:] = [one for one in folders if one not in _NO_SOURCES and not one.startswith(".")]
        for name in files:
            if name.endswith(_CONFIGURATION):
                yield os.path.relpath(os.path.join(folder, name), root)


def _prune() -> None:
    home = _cache.folder()
    if home is None:
        return
    oldest = time.time() - _DAYS * 86_400
    with suppress(OSError):
        for one in os.scandir(os.path.join(home, "mutation")):
            if one.is_file(follow_symlinks=False) and one.stat(follow_symlinks=False).st_mtime < oldest:
                os.unlink(one.path)
