"""What a history does not tell, out of files of other systems: incidents, reviews, deployments, answers, coverage.

Each format is told by its content. What is wrong in a file is named by its row and left out, never passed in silence.
"""

from .counted import figures
from .definitions import DEFINITIONS
from .files import read
from .model import Imported

__all__ = ["DEFINITIONS", "Imported", "figures", "read"]
