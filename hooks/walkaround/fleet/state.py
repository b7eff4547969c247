"""Rows that are done, a file each, so that a run that was cut short goes on from there.

A row is kept by what it was made of: repository, commit, kind, options, day and version. What was not judged is not
kept, and neither is a check of files that differ from their commit.
"""

import json
import os
import re
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from .. import __version__, _cache, _git
from .tasks import Row, Task, root_of

_FORMAT = 2
_PATIENCE = 60.0  # seconds that git may take to say what a row is kept by
_OURS = re.compile(r"[0-9a-f]{32}\.json")


class Folder:
    """Rows as files of a folder, which is made; what cannot be kept is done again."""

    def __init__(self, folder: str | None) -> None:
        self._folder = folder
        if folder is not None:
            with suppress(OSError):
                os.makedirs(folder, mode=0o700, exist_ok=True)

    def read(self, key: str) -> Row | None:
        if self._folder is None:
            return None
        try:
            with open(os.path.join(self._folder, f"{key}.json"), "rb") as file:
                record = json.loads(file.read())
        except (OSError, ValueError, RecursionError):
            return None
        return _row(record, key)

    def write(self, key: str, row: Row) -> None:
        """Whole or not at all."""
        if self._folder is None:
            return
        path = os.path.join(self._folder, f"{key}.json")
        new = os.path.join(self._folder, f".{key}.{os.urandom(6).hex()}")
        record = {"format": _FORMAT, "key": key, "head": row.head, "found": row.found, "lacks": row.lacks}
        try:
            with open(new, "x", encoding="ascii") as file:
                file.write(json.dumps(record))  # `json.dump` takes five times as long
            os.replace(new, path)
        except OSError:
            with suppress(OSError):
                os.unlink(new)

    def keep_only(self, keys: Iterable[str]) -> None:
        """Take away rows of other commits and days; files of other names are left."""
        if self._folder is None:
            return
        wanted = {f"{key}.json" for key in keys}
        with suppress(OSError):
            for name in os.listdir(self._folder):
                if _OURS.fullmatch(name) and name not in wanted:
                    os.unlink(os.path.join(self._folder, name))


def _row(record: Any, key: str) -> Row | None:
    if not isinstance(record, dict) or record.get("format") != _FORMAT or record.get("key") != key:
        return None
    head, found, lacks = record.get("head"), record.get("found"), record.get("lacks")
    if not isinstance(head, str) or not isinstance(found, dict) or not isinstance(lacks, str):
        return None
    return Row("", head, found, lacks=lacks)


def folder_for(given: str | None, what: Mapping[str, object]) -> Folder:
    """The rows of a list and its options: below the folder that was given, or in the user's cache."""
    name = _digest(what)
    if given is not None:
        return Folder(os.path.join(given, name))
    entry = _cache.made(f"fleet/{name}/rows")
    return Folder(None if entry is None else os.path.dirname(entry))


def key_of(task: Task, today: str) -> str | None:
    """By what a task's row is kept; None where it has to be found out anew each time, or git does not tell."""
    until = _git.UNTIL.set(time.monotonic() + min(_PATIENCE, task.seconds))
    try:
        root = root_of(task.path)
        head = _git.head(root) if task.kind == "report" else _git.clean_head(root)
        cut = sorted(_git.boundary(root))  # `git fetch --unshallow` brings history, and leaves the head
    except Exception:  # noqa: BLE001 - the task says what is wrong
        return None
    finally:
        _git.UNTIL.reset(until)
    if head is None:
        return None
    return _digest({
        "task": [task.kind, os.path.realpath(task.path), task.first, task.last], "head": head, "cut": cut,
        "day": today if task.kind == "check" else "", "version": __version__, "python": sys.version_info[:2],
    })  # fmt: skip


def _digest(value: Mapping[str, object]) -> str:
    import hashlib

    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:32]
