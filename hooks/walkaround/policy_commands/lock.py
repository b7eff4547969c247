"""`walkaround policy lock`: fetch what the policy extends from outside the repository, pin it by sha256, keep a copy.

The copies and `policy.lock` lie in `.walkaround/` and are committed, so that no commit needs the network. `--check`
uses no network either: it says whether lock and copies are what the policy extends.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from .. import _write
from .._catalogue import HookCatalogue
from .._fetch import FetchError, fetch_git, fetch_https, read_package
from .._main import formatter, printable
from .._policy import Layer, Policy, PolicyError
from .._policy._extends import FOLDER, LOCK_FILE, LockFile, Source, digest
from .._policy._layers import Disk, Part
from .._policy._load import check_exemptions, read_stack
from . import refuse, say, top

HEAD = """\
# Written by `walkaround policy lock`; do not edit. What the policy extends from outside the repository, each with the
# sha256 of its copy in this folder (line ends counted as LF).
version = 1
"""


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        "walkaround policy lock",
        description="Fetch what the policy extends from outside the repository, pin it by sha256 and keep a copy.",
        formatter_class=formatter,
    )
    parser.add_argument("--check", action="store_true", help="change nothing and fetch nothing: is the lock current?")
    options = parser.parse_args(argv)
    root = top()
    if options.check:
        return _check(root)
    catalogue = HookCatalogue()
    remote = Remote()
    stack = read_stack(catalogue, Disk(root), catalogue.tables, remote)
    check_exemptions(Policy([stack]))  # what could not be loaded is not worth a lock
    return _written(root, remote.fetched)


class Fetched:
    """A policy from outside the repository, with line ends as LF."""

    def __init__(self, source: Source, content: bytes) -> None:
        self.source = source
        self.content = content.replace(b"\r\n", b"\n")
        self.sha256 = digest(content)
        where, commit, path = source.address()
        name = (path or where).rpartition("/")[2].removesuffix(".toml")
        safe = "".join(char if char.isascii() and (char.isalnum() or char in "-_") else "-" for char in name)
        # Without the commit: a newer one is then an edit of the same file, which a reviewer can read.
        place = source.text.replace(f"@{commit}#", "#") if commit else source.text
        self.file = f"{safe.strip('-')[:40] or 'policy'}-{digest(place.encode())[:8]}.toml"


class Remote:
    """Fetches what lies outside the repository, and remembers it."""

    def __init__(self) -> None:
        self.fetched: list[Fetched] = []

    def content(self, source: Source, where: Layer, at: tuple[Part, ...]) -> tuple[str, bytes]:
        sys.stderr.write(printable(f"walkaround policy: fetching {source.text}\n", sys.stderr.encoding))
        try:
            fetched = Fetched(source, _fetch(source))
        except FetchError as failure:
            raise where.error(at, str(failure)) from None
        if source.sha256 and source.sha256 != fetched.sha256:
            raise where.error(at, f"{source.text} has the sha256 {fetched.sha256}, not the one that is demanded here")
        if any(one.file == fetched.file for one in self.fetched):  # one file at two commits
            fetched.file = f"{fetched.file.removesuffix('.toml')}-{fetched.sha256[:8]}.toml"
        self.fetched.append(fetched)
        return source.text, fetched.content


def _fetch(source: Source) -> bytes:
    if source.kind == "https":
        return fetch_https(source.text)
    where, commit, path = source.address()
    return fetch_git(where, commit, path) if source.kind == "git" else read_package(where, path)


def _written(root: str, fetched: Sequence[Fetched]) -> int:
    """Copies first, the lock last; then what no lock names any more is taken away."""
    path = os.path.join(root, LOCK_FILE)
    if not fetched and not os.path.lexists(path):
        say("walkaround policy: nothing is extended from outside the repository; there is nothing to lock\n")
        return 0
    before = _files(root)
    changed = {one.file for one in fetched if _put(os.path.join(root, FOLDER, one.file), one.content)}
    relocked = _put(path, _lock_text(fetched).encode())
    for file in before - {one.file for one in fetched}:
        os.unlink(os.path.join(root, FOLDER, file))
    for one in fetched:
        mark = "changed" if one.file in changed else "unchanged"
        say(f"{mark:9} {one.sha256[:12]} {one.source.text} -> {FOLDER}/{one.file}\n")
    if changed or relocked:
        say(f"walkaround policy: review and commit {FOLDER}/\n")
    return 0


def _files(root: str) -> set[str]:
    """The copies that the present lock names; none when it cannot be read, and is written anew."""
    try:
        entries = LockFile(Disk(root)).entries.values()
    except PolicyError:
        return set()
    return {entry.file for entry in entries if os.path.isfile(os.path.join(root, FOLDER, entry.file))}


def _put(path: str, content: bytes) -> bool:
    """Write a file unless it holds that already; whether it was written."""
    if not os.path.lexists(path):
        _write.create(path, content)
        return True
    with open(path, "rb") as file:
        if file.read() == content:
            return False
    _write.replace(path, content)
    return True


def _lock_text(fetched: Sequence[Fetched]) -> str:
    """TOML; an address holds nothing that would need escaping, or it would not have been one."""
    ordered = sorted(fetched, key=lambda one: one.source.text)
    return HEAD + "".join(
        f'\n[[policy]]\nsource = "{one.source.text}"\nsha256 = "{one.sha256}"\nfile = "{one.file}"\n' for one in ordered
    )


def _check(root: str) -> int:
    """Whether all that is extended is locked and kept as it was, which the loader judges, and nothing else is."""
    catalogue = HookCatalogue()
    lock = LockFile(Disk(root))
    read_stack(catalogue, Disk(root), catalogue.tables, lock)
    unused = sorted(set(lock.entries) - lock.used)
    if unused:
        return refuse(f"{LOCK_FILE} pins {unused[0]}, which nothing extends; run `walkaround policy lock`")
    say(f"walkaround policy: the lock is current ({len(lock.used)} pinned)\n")
    return 0
