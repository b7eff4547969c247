"""What manifests and locks said when they were last read, kept for as long as their content is the same.

There is one entry for the manifests of a repository and one for each of its locks, so that the cache does not grow with
every change of them.
"""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from .. import _cache

if TYPE_CHECKING:
    from ._manifests import Said

_FORM = "2"  # of what is kept; another one is read anew


class Remembered:
    """The entries of one repository, whose root is `root`."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._old: dict[str, Any] | None = None
        self._used: dict[str, Any] = {}
        self._is_new = False

    def manifest(self, path: str, content: bytes, compute: "Callable[[], Said]") -> "Said":
        """What a manifest says; computed when its content is not that of last time."""
        digest = _digest(path, content)
        old = self._manifests().get(path)
        if isinstance(old, list) and len(old) == 2 and old[0] == digest:
            said = _unpacked(old[1])
            if said is not None:
                self._used[path] = old
                return said
        said = compute()
        self._used[path] = [digest, said]
        self._is_new = True
        return said

    def lock(self, path: str, content: bytes, compute: Callable[[], list[Any]]) -> list[Any]:
        """The packages of a lock: lists of name, version and hashes."""
        name = f"lock-{_digest(self._root, path.encode('utf-8', 'surrogateescape'))[:32]}.json"
        digest = _digest(path, content)
        kept = _read(name)
        if isinstance(kept, dict) and kept.get("digest") == digest and isinstance(kept.get("packages"), list):
            packages: list[Any] = kept["packages"]
            return packages
        packages = compute()
        _cache.write(name, json.dumps({"digest": digest, "packages": packages}).encode())
        return packages

    def save(self, exists: Callable[[str], bool]) -> None:
        """Write what was read, beside what is known of other manifests that are still there."""
        if self._is_new:
            others = {path: one for path, one in self._manifests().items() if exists(path)}
            _cache.write(self._name, json.dumps(others | self._used, default=sorted).encode())
            self._is_new = False

    @property
    def _name(self) -> str:
        return f"manifests-{_digest(self._root, b'')[:32]}.json"

    def _manifests(self) -> dict[str, Any]:
        if self._old is None:
            found = _read(self._name)
            self._old = found if isinstance(found, dict) else {}
        return self._old


def _read(name: str) -> Any:
    content = _cache.read(name)
    try:
        return None if content is None else json.loads(content)
    except (ValueError, RecursionError):
        return None


def _digest(name: str, content: bytes) -> str:
    return sha256(f"{_FORM} {name}\0".encode("utf-8", "surrogateescape") + content).hexdigest()


def _unpacked(found: Any) -> "Said | None":
    """What was kept; None when it has not the form of this version."""
    from ._manifests import Said, Want

    try:
        wants, lists, known, counts, python, own, roots, modules, home, compiled = found
        return Said(
            tuple(Want(name, place, spec, frozenset(hashes), text) for name, place, spec, hashes, text in wants),
            tuple((name, place) for name, place in lists), known, counts, python, own, tuple(roots), tuple(modules),
            home, compiled,
        )  # fmt: skip
    except (TypeError, ValueError):
        return None
