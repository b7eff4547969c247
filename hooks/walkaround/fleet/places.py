"""Which repositories there are: those of a list, or those in the folders below one. Nothing is left out in silence."""

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .. import _git
from .._finding import NotJudged

_MOST_LIST = 16 << 20  # bytes of a list; a larger file is none
_OWN = ".git"  # a folder of this name is part of the repository above it


class Place(NamedTuple):
    """A repository, by a name that no other one has. `why` says why it is none, and is empty otherwise."""

    name: str
    path: str
    why: str = ""


def places(named: str, depth: int = 1) -> tuple[Place, ...]:
    """The repositories that a list names, or that lie in the folders below `named`, each once, sorted by name.

    NotJudged where there is no such list, or nothing in it.
    """
    if os.path.isdir(named):
        found = list(_below(os.path.abspath(named), depth))
        if not found:
            raise NotJudged(
                named, f"has no repository within a depth of {depth}; give --depth, or a file with a path a line"
            )
    else:
        found = [_judged(path) for path in _listed(named)]
        if not found:
            raise NotJudged(named, "names no repository; write a path a line")
    return tuple(sorted(_named(_once(found)), key=lambda place: (place.name.casefold(), place.name)))


def _listed(path: str) -> Iterator[str]:
    """The paths of a list. Comments begin with `#`, at the start of a line or behind a blank."""
    try:
        with open(path, "rb") as file:
            content = file.read(_MOST_LIST + 1)
    except (OSError, ValueError) as failure:
        raise NotJudged(path, f"cannot be read: {getattr(failure, 'strerror', None) or failure}") from None
    if len(content) > _MOST_LIST:
        raise NotJudged(path, f"is larger than {_MOST_LIST >> 20} MiB, which no list of repositories is")
    folder = os.path.dirname(os.path.abspath(path))
    for line in content.removeprefix(b"\xef\xbb\xbf").split(b"\n"):
        kept = line.partition(b" #")[0].partition(b"\t#")[0].strip()
        if kept and not kept.startswith(b"#"):
            yield os.path.normpath(os.path.join(folder, os.path.expanduser(os.fsdecode(kept))))


def _judged(path: str) -> Place:
    if "\0" in path or not os.path.lexists(path):
        return Place("", path, "is not there")
    if not os.path.isdir(path):
        return Place("", path, "is no folder")
    if is_repository(path):
        return Place("", path)
    above = _git.find_root(path)
    if above is not None:
        return Place("", path, f"is no repository but a folder in {above}; name that one")
    return Place("", path, "is no git repository")


def is_repository(path: str) -> bool:
    """Whether a folder is itself the top of a work tree, or a bare repository; told by its files, without git."""
    if os.path.lexists(os.path.join(path, ".git")):
        return True
    return all(map(os.path.exists, (os.path.join(path, name) for name in ("HEAD", "objects", "refs"))))


def _below(folder: str, depth: int) -> Iterator[Place]:
    """The repositories in the folders below; what lies within one of them is its own."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entry.path for entry in entries if entry.name != _OWN)
    except OSError as failure:
        yield Place("", folder, f"cannot be listed: {failure.strerror}")
        return
    for path in found:
        try:
            is_folder = stat.S_ISDIR(os.stat(path).st_mode)
        except FileNotFoundError:  # a link to nowhere
            continue
        except OSError as failure:  # links in a circle, say
            yield Place("", path, f"cannot be read: {failure.strerror}")
            continue
        if not is_folder:
            continue
        if is_repository(path):
            yield Place("", path)
        elif depth > 1 and not os.path.islink(path):
            yield from _below(path, depth - 1)
        elif not os.access(path, os.R_OK | os.X_OK):
            yield Place("", path, "cannot be listed: Permission denied")


def _once(found: Iterable[Place]) -> list[Place]:
    """Without those that are another one by another path."""
    return list({real(place.path): place for place in reversed(list(found))}.values())[::-1]


def real(path: str) -> str:
    """A path without links; one with a NUL leads nowhere, and is itself."""
    return path if "\0" in path else os.path.realpath(path)


def _named(found: Sequence[Place]) -> Iterator[Place]:
    """Each with as many of the last parts of its path as it takes to tell it from the others."""
    parts = [[part for part in place.path.split(os.sep) if part] or [os.sep] for place in found]
    sizes = [1] * len(found)
    while True:
        names = ["/".join(some[-size:]) for some, size in zip(parts, sizes, strict=True)]
        times = Counter(names)
        longer = [at for at, name in enumerate(names) if times[name] > 1 and sizes[at] < len(parts[at])]
        if not longer:
            break
        for at in longer:
            sizes[at] += 1
    # A bare repository goes by the name of its project, unless a work tree beside it does.
    short = [name.removesuffix(_OWN) or name for name in names]
    times = Counter(short)
    for place, name, less in zip(found, names, short, strict=True):
        yield place._replace(name=less if times[less] == 1 else name)
