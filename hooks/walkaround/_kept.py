"""Answers of earlier runs, kept in the user's cache by who gave them, and used again while they are young.

What had no whole answer is never kept. A cache that is missing or in doubt means that everybody is asked again.
"""

import hashlib
import json
import time
from typing import Any

from . import _cache

_DAYS = 31  # after which nobody's `max-age` reaches back


class Kept:
    """The answers of one server. `what` names those who ask, `who` is its address and what was asked of it."""

    def __init__(self, what: str, who: str, hours: int) -> None:
        self._file = f"{what}-{hashlib.sha256(who.encode()).hexdigest()[:24]}.json"
        self._seconds = hours * 3600
        self._now = time.time()
        self._entries: dict[str, list[Any]] | None = None
        self._new: dict[str, list[Any]] = {}

    def get(self, name: str, version: str) -> Any:
        """The plain value that was kept for a pin; None when there is none that is young enough."""
        entry = self._read().get(f"{name}=={version}")
        if not (isinstance(entry, list) and len(entry) == 2 and isinstance(entry[0], int | float)):
            return None
        return entry[1] if 0 <= self._now - entry[0] <= self._seconds else None

    def put(self, name: str, version: str, value: Any) -> None:
        self._new[f"{name}=={version}"] = [self._now, value]

    def save(self) -> None:
        """Write what is new beside what is still of use."""
        if not self._new or not self._seconds:
            return
        oldest = self._now - _DAYS * 86400
        still = {
            pin: entry
            for pin, entry in self._read().items()
            if isinstance(entry, list) and len(entry) == 2 and isinstance(entry[0], int | float) and entry[0] > oldest
        }
        _cache.write(self._file, json.dumps(still | self._new).encode())
        self._new = {}

    def _read(self) -> dict[str, list[Any]]:
        if self._entries is None:
            content = _cache.read(self._file) if self._seconds else None
            try:
                found = {} if content is None else json.loads(content)
            except (ValueError, RecursionError):
                found = {}
            self._entries = found if isinstance(found, dict) else {}
        return self._entries
