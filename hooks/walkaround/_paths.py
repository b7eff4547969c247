"""Paths as git names them: from the repository's top, with slashes."""

import os


def from_root(root: str, path: str) -> str | None:
    """A path as git names it, from the root with slashes; None when it lies outside."""
    if "\0" in path:
        return None  # no file has such a name, and no process can be asked about it
    here = os.getcwd()
    if here == root and os.sep == "/" and _is_plain(path):
        return path
    full = os.path.join(here, path)
    relative = os.path.relpath(full, root)
    if _is_outside(relative):  # unless it comes in by a link, such as the logical form of the working directory
        folder, name = os.path.split(os.path.normpath(full))
        relative = os.path.relpath(os.path.join(os.path.realpath(folder), name), os.path.realpath(root))
    return None if _is_outside(relative) else relative.replace(os.sep, "/")


def strays(root: str, path: str) -> str | None:
    """Why what is at a path is not simply a file of the repository; None when it is, or would be once it is written."""
    key = from_root(root, path)
    if key is None:
        return "lies outside the repository"
    if ".git" in key.casefold().split("/"):
        return "lies in a folder of git's own"
    here, there = os.path.realpath(path), os.path.join(os.path.realpath(root), key)
    return None if os.path.normcase(here) == os.path.normcase(there) else "is a link, or lies behind one"


def _is_plain(path: str) -> bool:
    """Whether a path leads straight down from where one is, as most of a run's thousands do."""
    return not any(part in ("", os.curdir, os.pardir) for part in path.split("/"))


def _is_outside(relative: str) -> bool:
    return relative == os.pardir or relative.startswith(os.pardir + os.sep) or os.path.isabs(relative)
