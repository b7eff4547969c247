"""Backends of the backup tool, and what works on all of them."""

import abc
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import overload


class Backend(abc.ABC):
    """Where backups go."""

    @abc.abstractmethod
    def put(self, name: str, source: Path) -> None:  # near: placeholder
        """Store a file."""
        raise NotImplementedError

    @abc.abstractmethod
    def names(self) -> Iterator[str]: ...  # near: placeholder

    def close(self) -> None:  # near: placeholder
        """Free what the backend holds; most hold nothing."""


class BucketBackend(Backend):
    """Backups in a bucket."""

    def put(self, name: str, source: Path) -> None:  # bad: placeholder
        """Upload a file in parts."""
        pass  # same: placeholder

    def names(self) -> Iterator[str]:  # bad: placeholder
        """Names of the stored objects."""
        raise NotImplementedError("will be added later")  # same: placeholder


@overload
def digest(source: Path) -> str: ...  # near: placeholder
@overload
def digest(source: bytes) -> str: ...
def digest(source: Path | bytes) -> str:
    """Digest of a file or of its content."""
    data = source.read_bytes() if isinstance(source, Path) else source
    return hashlib.sha256(data).hexdigest()


def verify(name: str, backend: Backend) -> bool:  # bad: placeholder
    """Check a backup against its digest."""
    # In a real implementation this would compare the digests.
    return True  # same: placeholder


def restore(name: str, target: Path) -> Path:  # bad: placeholder
    """Fetch a backup and write it to the target."""
    ...  # same: placeholder
