"""What files had when they were judged last, kept by content, rules and interpreter.

Kept in a few hundred parts, so that one file costs one small read and a whole tree a bounded number. Of runs at the
same time the last one wins a part; what it did not know is judged again some day.
"""

import hashlib
import json
import os
from typing import Any

from .. import __version__, _cache
from ._spots import Judged, from_plain, to_plain

# What our rules are made of; changed code of ours means that nothing kept is of use.
_OURS = ("sast/_families", "sast/_rules", "sast", "_flow", "_code", "_bandit")
_MOST = 400  # entries of a part; the oldest go first
_CLEAN: list[Any] = [[], [], []]


class Results:
    """Kept results of one engine. `identity` names all that decides about them apart from the file itself."""

    def __init__(self, identity: str) -> None:
        self._seed = hashlib.blake2b(f"{__version__} {identity} {_own_state()}".encode(), digest_size=16).digest()
        self._parts: dict[str, dict[str, Any]] = {}
        self._new: dict[str, dict[str, Any]] = {}

    def key(self, path: str, content: str) -> str:
        """The key of a file: its path from the top, and a digest of its content."""
        told = self._seed + path.encode("utf-8", "surrogatepass") + b"\0" + content.encode()
        return hashlib.blake2b(told, digest_size=15).hexdigest()

    def get(self, key: str) -> Judged | None:
        found = self._part(key[:2]).get(key[2:])
        if not isinstance(found, list):
            return None
        return from_plain(found or _CLEAN)

    def put(self, key: str, judged: Judged) -> None:
        plain = to_plain(judged)
        self._new.setdefault(key[:2], {})[key[2:]] = [] if plain == _CLEAN else plain

    def save(self) -> None:
        """Write what is new beside what is still there; a cache that cannot be written is no matter."""
        for name, new in self._new.items():
            kept = {key: value for key, value in self._read(name).items() if key not in new}
            kept.update(new)
            last = dict(list(kept.items())[-_MOST:])
            if not _cache.write(f"sast/{name}.json", json.dumps(last, separators=(",", ":")).encode()):
                return
        self._new = {}

    def _part(self, name: str) -> dict[str, Any]:
        if name not in self._parts:
            self._parts[name] = self._read(name)
        return self._parts[name]

    def _read(self, name: str) -> dict[str, Any]:
        content = _cache.read(f"sast/{name}.json")
        try:
            found = {} if content is None else json.loads(content)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


def _own_state() -> list[tuple[str, int, int]]:
    """Names, sizes and times of the files that our rules are made of: telling, and cheaper than their content."""
    top = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    found = []
    for folder in _OURS:
        with os.scandir(os.path.join(top, folder)) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    state = entry.stat()
                    found.append((entry.name, state.st_size, state.st_mtime_ns))
    return sorted(found)
