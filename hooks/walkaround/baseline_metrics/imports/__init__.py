"""What a history does not tell, out of files of other systems: incidents, reviews, deployments, answers, coverage.

Each format is told by its content. What is wrong in a file is named by its row and left out, never passed in silence.
"""

from collections.abc import Mapping, Sequence

from .counted import figures
from .definitions import DEFINITIONS
from .model import Imported

__all__ = ["DEFINITIONS", "Imported", "figures", "read"]


def read(
    paths: Sequence[str], levels: Mapping[str, str] | None = None, moments: Mapping[str, int] | None = None
) -> Imported:
    """See `files.read`, which is imported when there are files."""
    from . import files

    return files.read(paths, levels, moments)
