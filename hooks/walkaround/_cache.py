"""What is dear to compute and the same next time, kept between runs below the user's own cache folder.

Nothing here is needed: a cache that is missing, full, read-only or in doubt is computed anew. What is read is trusted
only as far as the user's own files are: a regular file of theirs in a folder of theirs, which nobody else may write,
whole by its own SHA-256.
"""

import hashlib
import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress

_MAGIC = b"walkaround cache 1\n"
_DIGEST = hashlib.sha256().digest_size
_OTHERS = stat.S_IWGRP | stat.S_IWOTH
MOST = 256 << 20  # bytes of an entry; a larger one is not ours


def folder() -> str | None:
    """The folder of the cache, which need not exist; None where the user has no place for one, as without a home."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = _at_home("Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "") or _at_home(".cache")
    return os.path.join(base, "walkaround") if os.path.isabs(base) else None


def _at_home(path: str) -> str:
    """A path in the user's home; empty where that is not there, since it is not ours to make."""
    home = os.path.expanduser("~")
    return os.path.join(home, path) if os.path.isdir(home) else ""


def read(name: str) -> bytes | None:
    """The entry of this name, which may name folders with `/`; None when there is none that can be trusted."""
    path = trusted(name)
    if path is None or not _is_ours(path, stat.S_ISREG):
        return None
    try:
        with open(path, "rb") as file:
            if not _is_own(os.fstat(file.fileno()), stat.S_ISREG):  # exchanged since
                return None
            content = file.read(MOST + 1)
    except OSError:
        return None
    if len(content) > MOST:
        return None
    start = len(_MAGIC) + _DIGEST
    payload = content[start:]
    if content[: len(_MAGIC)] != _MAGIC or content[len(_MAGIC) : start] != hashlib.sha256(payload).digest():
        return None
    return payload


def trusted(name: str) -> str | None:
    """The path of an entry, which need not exist, in folders that nobody but this user can have written.

    None when one of the folders is not there, or not to be trusted.
    """
    home = folder()
    if home is None or not _is_ours(home, stat.S_ISDIR):
        return None
    *folders, last = name.split("/")
    for one in folders:
        home = os.path.join(home, one)
        if not _is_ours(home, stat.S_ISDIR):
            return None
    return os.path.join(home, last)


def made(name: str) -> str | None:
    """The path of an entry whose folders are made first; None where that cannot be done, or they are not ours."""
    home = folder()
    if home is None:
        return None
    try:
        os.makedirs(os.path.dirname(os.path.join(home, *name.split("/"))), mode=0o700, exist_ok=True)
    except OSError:
        return None
    return trusted(name)


def trusted_file(path: str) -> str | None:
    """A path of `made` at which there is nothing yet, or a regular file that nobody but this user can have written."""
    return path if not os.path.lexists(path) or _is_ours(path, stat.S_ISREG) else None


def write(name: str, payload: bytes) -> bool:
    """Keep an entry, whole or not at all; whether it was kept. Folders in its name are made."""
    content = _MAGIC + hashlib.sha256(payload).digest() + payload
    target = made(name) if len(content) <= MOST else None
    if target is None:
        return False
    # As `tempfile` makes one, whose import takes longer than most hooks do.
    path = os.path.join(os.path.dirname(target), f".{os.path.basename(target)}.{os.urandom(8).hex()}")
    try:
        number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except OSError:
        return False
    try:
        with open(number, "wb") as file:
            file.write(content)
        os.replace(path, target)
    except BaseException as failure:
        with suppress(OSError):
            os.unlink(path)
        if isinstance(failure, OSError):
            return False
        raise
    return True


def _is_ours(path: str, kind: Callable[[int], bool]) -> bool:
    """Whether this is a file of the wanted kind, not a link, that nobody but this user can have written."""
    try:
        return _is_own(os.lstat(path), kind)
    except OSError:
        return False


def _is_own(found: os.stat_result, kind: Callable[[int], bool]) -> bool:
    if not kind(found.st_mode):
        return False
    if not hasattr(os, "geteuid"):
        return True  # Windows: the folder lies in the user's profile, which others cannot write
    return found.st_uid == os.geteuid() and not found.st_mode & _OTHERS
