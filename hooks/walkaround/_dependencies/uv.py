"""`[tool.uv]` of `pyproject.toml` and of inline script metadata.

Source of the format: uv's documentation, "Settings" and "Dependency sources".
"""

from collections.abc import Callable, Iterator
from typing import Any

from .declared import Declared, Role
from .requirement import normalised
from .toml_document import Document, Path
from .version_tables import UV, of_address, of_git

# Bounds are what these are for; they install nothing by themselves.
_CONSTRAINTS = ("constraint-dependencies", "override-dependencies", "build-constraint-dependencies")


def from_elsewhere(document: Document) -> set[str]:
    """Names that are not fetched from an index as declared, because a source says where they come from."""
    listed = ((name, [one for _, one in found]) for name, found in _sources(document))
    return {normalised(name) for name, found in listed if found and not any("index" in one for one in found)}


def sources(document: Document, role: Callable[[str], Role]) -> Iterator[Declared]:
    """Repositories and archives that are the sources of packages, which no string of a requirement names."""
    for key, found in _sources(document):
        name = normalised(key)
        for path, one in found:
            if isinstance(one.get("git"), str) and all(isinstance(one.get(by, ""), str) for by in _REFS):
                git = of_git(document, path, one, key, role(name), UV)
            else:
                git = None
            url = one.get("url")
            other = of_address(document, path, url, one, name, role(name)) if isinstance(url, str) else None
            yield from filter(None, (git, other))


_REFS = ("rev", "tag", "branch", "marker")


def _sources(document: Document) -> Iterator[tuple[str, list[tuple[Path, dict[str, Any]]]]]:
    """Each name that has sources: one, or several for different platforms, with their paths."""
    for key, value in document.table("tool", "uv", "sources").items():
        path: Path = ("tool", "uv", "sources", key)
        several = [((*path, at), one) for at, one in enumerate(value)] if isinstance(value, list) else [(path, value)]
        found = [(at, one) for at, one in several if isinstance(one, dict)]
        if len(found) < len(several):
            document.complain(path, "is not a table", document.name(path))
        yield key, found


def constraints(document: Document) -> Iterator[Declared]:
    """What limits the versions of others; only what is exact, or names another place, decides what is installed."""
    for table in _CONSTRAINTS:
        for one in document.requirements("tool", "uv", table, role="group", group=table, tables=True):
            if one.kind == "url" or one.pin.meets("exact"):
                yield one
