"""B946: acts on what was checked before, while others may have changed it in between."""

from collections.abc import Iterator

from ..._code import Module
from ._found import Found
from ._race_amounts import amounts, claims, counters
from ._race_paths import paths
from ._race_rows import rows
from ._race_sql import statements
from ._race_stores import stores
from ._surroundings import in_test


def find(module: Module) -> Iterator[Found]:
    seen: set[int] = set()
    for search in (_temporary, paths, rows, statements, stores, amounts, claims, counters):
        for found in search(module):
            line = getattr(found.node, "lineno", 0)
            if line not in seen and not in_test(module, found.node):
                seen.add(line)
                yield found


def _temporary(module: Module) -> Iterator[Found]:
    for call in module.calls("mktemp"):
        if module.name(call.func) == "tempfile.mktemp":
            message = "tempfile.mktemp gives a name that somebody else may take before the file is made."
            yield Found("B946", call, message, "Use tempfile.NamedTemporaryFile or tempfile.mkstemp.")
