"""The Python projects of a repository, and the exact versions that each of them is judged against."""

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .. import _inputs
from .._finding import NotJudged
from .._inputs import FileInputs, Listing, Snapshot
from .._paths import from_root
from .._wheels import Wanted
from .._wheels.resolve import recorded_for
from ..dependency_verification._project import Project, Reader

_SOURCES = (".py", ".pyw")


class Projects(NamedTuple):
    """Those of a listing, each once, and the inputs that they were read from."""

    root: str
    inputs: FileInputs
    found: tuple[Project, ...]


def open_projects(folders: Sequence[str] = ()) -> Projects:
    """The projects of all tracked source files, or of those below these folders, as they are on disk."""
    listing = _inputs.all_files()
    scopes = _within(listing, folders)
    keys = [(path, key) for path in listing.paths if (key := from_root(listing.root, path)) is not None]
    inside = [path for path, key in keys if any(not one or key.startswith(f"{one}/") for one in scopes)]
    snapshot = Snapshot(listing)
    inputs = FileInputs(snapshot, inside)
    try:
        found = tuple(_each(inputs, listing.root, scopes))
    finally:
        snapshot.close()
    return Projects(listing.root, inputs, found)


def _within(listing: Listing, folders: Sequence[str]) -> tuple[str, ...]:
    """What a person named, as paths from the top; "" for all. NotJudged for what is no folder of the repository."""
    found = []
    for folder in folders:
        key = from_root(listing.root, folder)
        if key is None:
            raise NotJudged(folder, "lies outside the repository")
        if not os.path.isdir(folder):
            raise NotJudged(folder, "is no folder")
        found.append("" if key == os.curdir else key)
    return tuple(found) or ("",)


def _each(inputs: FileInputs, root: str, scopes: Sequence[str]) -> Iterator[Project]:
    """Each set of pins and requirements once; the top has one even where no source file stands there."""
    reader = Reader(inputs)
    tops = [os.path.relpath(os.path.join(root, scope, "__init__.py")) for scope in scopes]
    seen: set[object] = set()
    for path in [*tops, *(path for path in inputs.paths if path.endswith(_SOURCES))]:
        one = reader.of(path)
        same = (frozenset(one.pins.values()), one.closed, one.requirements, one.python)
        if one.manifests and same not in seen:
            seen.add(same)
            yield one
    reader.save()


def target_of(python: str) -> str:
    """The Python to fetch for: the lowest that a project supports where that is newer than the one that runs."""
    import sys

    parts = tuple(int(part) for part in python.split(".")) if python else ()
    return python if parts > sys.version_info[:2] else ""


def resolved_of(project: Project) -> list[Wanted]:
    """The recorded versions of what nothing pins."""
    if project.closed:
        return []
    recorded = recorded_for(project.requirements, project.constraints, project.python)
    return [one for one in recorded if one.name not in project.pins]
