"""A file of an installed package."""

import os
from collections.abc import Iterator
from itertools import islice

from .._policy._layers import MAX_BYTES
from .words import FetchError, nearest_path, path_parts, quoted

_FILES_MAX = 1000  # files of a package that are searched likewise


def read_package(package: str, path: str) -> bytes:
    """A data file of an installed package, which is not imported; `package` as in an import: `acme` or `acme.policies`.

    It is looked for as Python's own path finder does it, on `sys.path`. What it lacks is asked of the other finders:
    those of editable installs, which ran when this interpreter started and find without importing. Of a dotted
    name only the first part is looked for, because finding a submodule would import what it is in; the rest are
    folders. `path` leads down from the package's folder, and out of it by no link.
    """
    parts = path_parts(path)
    folders = _package_folders(package)
    for folder in folders:
        full = os.path.join(folder, *parts)
        if os.path.lexists(full):
            return _inside(f"{package}: {quoted(path)}", folder, full)
    names = [name for folder in folders for name in islice(_files_below(folder), _FILES_MAX)]
    raise FetchError(f"{package}: has no file {quoted(path)}{nearest_path(path, names)}")


def _package_folders(package: str) -> list[str]:
    """Where a package's files lie; more than one folder for a namespace package."""
    from importlib.machinery import PathFinder
    from importlib.util import find_spec

    names = package.split(".")
    if not all(name.isidentifier() for name in names):
        raise FetchError(f"{quoted(package)}: is no package; write its name as it is imported, such as acme_policies")
    try:
        spec = PathFinder.find_spec(names[0]) or find_spec(names[0])
    except (ImportError, ValueError, AttributeError):  # a module that somebody made by hand has no specification
        spec = None
    if spec is None:
        raise FetchError(
            f"{package}: is not installed here; add it to `additional_dependencies` of the hook, "
            "or run this where it is installed"
        )
    tops = list(spec.submodule_search_locations or ())
    folders = [folder for top in tops if os.path.isdir(folder := os.path.join(top, *names[1:]))]
    if not folders:
        raise FetchError(f"{package}: is installed here but has no folder with files; check the name")
    return folders


def _inside(name: str, folder: str, full: str) -> bytes:
    """A file's bytes; FetchError when links lead out of the folder, or it is no file of a policy's size."""
    top, real = os.path.realpath(folder), os.path.realpath(full)
    if not real.startswith(os.path.join(top, "")):
        raise FetchError(f"{name} leads out of the package; name a file that lies in it")
    if not os.path.isfile(real):
        raise FetchError(f"{name} is no file; name one")
    try:
        with open(real, "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as failure:
        raise FetchError(f"{name} cannot be read: {failure.strerror}; check its permissions") from None
    if len(content) > MAX_BYTES:
        raise FetchError(f"{name} is larger than 1 MiB; no policy is that long, so check the path")
    return content


def _files_below(folder: str) -> Iterator[str]:
    """Names of the files below a folder, from there, with `/`."""
    for top, folders, files in os.walk(folder):
        folders.sort()
        for file in sorted(files):
            yield os.path.relpath(os.path.join(top, file), folder).replace(os.sep, "/")
