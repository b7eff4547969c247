"""Receipts: which changes the hooks of the commit stage have passed here, kept in the git directory.

A receipt is an edge from the tree of HEAD to the tree that was staged, under one policy and one version of Walkaround.
A commit is covered when edges lead from its parent's tree to its own: so is one that was inspected and then amended
under inspection, and not one that was made past the hooks, whatever is amended to it later.

Receipts save time and prove nothing: whoever may write to the git directory may forge one, as they may leave out the
hooks. Nothing here is needed; a receipt that is missing, no file of the user's own, or not what its name says, is none.
"""

import hashlib
import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from . import __version__, _git
from ._inputs import Listing
from ._paths import from_root
from ._policy import Policy, today

_HEADER = "walkaround receipt 1"
_PLACE = ("walkaround", "receipts")
_IDS = (40, 64)  # the lengths of git's ids
_MOST_BYTES = 512  # of a receipt; a larger file is none
MOST = 2048  # receipts that are kept
_ROOM = MOST // 4  # how many of the oldest go at once

Edges = Mapping[str, Sequence[str]]


def leave(policy: Policy, listing: Listing) -> None:
    """Leave a receipt for what is staged, which the hooks have just passed; silently none where that cannot be.

    The files that were judged must be all that the commit changes: a configuration may exclude some, and whoever
    names files by hand may name too few.
    """
    try:
        if _git.find_root(listing.root) is None:
            return
        trees = _git.staged_trees(listing.root)
        if trees.head == trees.staged or not _is_all(listing):
            return
        _write(os.path.join(trees.folder, *_PLACE), _text(digest(policy), trees.head, trees.staged))
    except (_git.GitError, OSError, ValueError):
        return


def _is_all(listing: Listing) -> bool:
    """Whether every file that the commit changes was judged as it is in the index."""
    judged = {from_root(listing.root, path) for path in listing.paths}
    staged = _git.staged_entries(listing.root)
    files = {path: entry for path, entry in staged.items() if entry.is_file}
    return all(path in judged and listing.entries.get(path) == entry for path, entry in files.items())


def digest(policy: Policy) -> str:
    """What a policy says, in one number; what its ended exemptions once covered counts again."""
    day = today()
    parts = [f"assisted {policy.assisted}"]
    for stack in policy.stacks:
        parts += (repr(document.layer.data) for document in stack.documents)
        parts.append("")
    parts += (f"{one.rule} {one.path} {one.expires}" for one in policy.exemptions if one.days_left(day) >= 0)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def edges(root: str, policy: Policy) -> Edges:
    """The receipts of a repository under this policy: for each tree those that were inspected after it."""
    try:
        folder = os.path.join(_git.shared_folder(root), *_PLACE)
    except _git.GitError:
        return {}
    found: dict[str, list[str]] = {}
    wanted = digest(policy)
    for start, end in _read_all(folder, wanted):
        found.setdefault(start, []).append(end)
    return found


def covers(known: Edges, start: str, end: str) -> bool:
    """Whether edges lead from one tree to the other; none are needed where nothing changes."""
    seen, ahead = {start}, [start]
    while ahead:
        here = ahead.pop()
        if here == end:
            return True
        new = [tree for tree in known.get(here, ()) if tree not in seen]
        seen.update(new)
        ahead += new
    return False


def _text(policy: str, start: str, end: str) -> bytes:
    return f"{_HEADER}\n{__version__}\n{policy}\n{start or '-'}\n{end}\n".encode()


def _name(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def parse(content: bytes, policy: str) -> tuple[str, str] | None:
    """The two trees of a receipt, of which the first may be empty; None when it is none of this policy's."""
    lines = content.decode("ascii", "replace").split("\n")
    if len(lines) != 6 or lines[:3] != [_HEADER, __version__, policy] or lines[5]:
        return None
    start, end = lines[3], lines[4]
    return ("" if start == "-" else start, end) if (start == "-" or _is_id(start)) and _is_id(end) else None


def _is_id(text: str) -> bool:
    return len(text) in _IDS and set(text) <= set("0123456789abcdef")


def _read_all(folder: str, policy: str) -> Iterable[tuple[str, str]]:
    if not _is_folder(folder):
        return
    for name in os.listdir(folder):
        content = _read(os.path.join(folder, name)) if len(name) == 64 else None
        edge = None if content is None or _name(content) != name else parse(content, policy)
        if edge is not None:
            yield edge


def _read(path: str) -> bytes | None:
    """A small regular file of the user's own."""
    try:
        found = os.lstat(path)
        if not stat.S_ISREG(found.st_mode) or found.st_size > _MOST_BYTES or not _is_own(found):
            return None
        with open(path, "rb") as file:
            return file.read(_MOST_BYTES + 1)
    except OSError:
        return None


def _is_folder(folder: str) -> bool:
    """Whether this folder and the one above it are folders of the user's own, and no links."""
    try:
        found = [os.lstat(path) for path in (os.path.dirname(folder), folder)]
    except OSError:
        return False
    return all(stat.S_ISDIR(one.st_mode) and _is_own(one) for one in found)


def _is_own(found: os.stat_result) -> bool:
    return not hasattr(os, "geteuid") or found.st_uid == os.geteuid()


def _write(folder: str, content: bytes) -> None:
    """Whole or not at all: what is not whole is not what its name says."""
    with suppress(FileExistsError):
        os.mkdir(os.path.dirname(folder), 0o700)
    with suppress(FileExistsError):
        os.mkdir(folder, 0o700)
    if not _is_folder(folder):
        return
    path = os.path.join(folder, _name(content))
    new = f"{path}.{os.getpid()}.new"
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
        os.replace(new, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(new)
        raise
    _prune(folder)


def _prune(folder: str) -> None:
    """Let the oldest go when there are too many; other work trees may do so at the same time."""
    names = os.listdir(folder)
    if len(names) <= MOST:
        return
    ages = []
    for name in names:
        path = os.path.join(folder, name)
        with suppress(OSError):
            ages.append((os.lstat(path).st_mtime_ns, path))
    for _, path in sorted(ages)[: len(ages) - MOST + _ROOM]:
        with suppress(OSError):
            os.unlink(path)
