"""Storage backends of the backup tool."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from backup.backends import Backend


class Progress(Protocol):
    """Told about each chunk."""

    def advance(self, size: int) -> None: ...  # near: placeholder


class QuietProgress:
    """Ignores progress on purpose."""

    def advance(self, size: int) -> None:  # near: placeholder
        """Nothing is shown in quiet mode."""


class DiskBackend(Backend):
    """Backups on a disk."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, name: str, source: Path) -> None:
        """Store a file."""
        (self.root / name).write_bytes(source.read_bytes())

    def names(self) -> Iterator[str]:
        """Names of the stored files."""
        return (path.name for path in self.root.iterdir())

    def prune(self, keep: int) -> list[str]:  # bad: placeholder
        """Remove all but the newest backups and return the names of those removed."""
        # TODO: implement retention
        return []  # same: placeholder
