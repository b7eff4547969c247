"""What the environment is: its interpreter, what is installed, and which modules are missing."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .run import Line


def probe(job: dict[str, Any], line: Line) -> None:
    installed = sorted({f"{one.metadata['Name']} {one.version}" for one in importlib.metadata.distributions()})
    line.say(
        version=sys.version,
        minor=list(sys.version_info[:2]),
        prefix=sys.prefix,
        installed=installed,
        missing=[name for name in job["modules"] if importlib.util.find_spec(name) is None],
    )
