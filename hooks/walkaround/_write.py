"""Put a file's new content in its place: whole or not at all."""

import errno
import os
import stat
from contextlib import suppress

from ._finding import NotJudged


def replace(path: str, content: bytes) -> None:
    """Exchange the content of an existing regular file, keeping its mode; NotJudged when that cannot be.

    A link stays a link: what it points to is exchanged.
    """
    try:
        found = os.stat(path).st_mode
        if not stat.S_ISREG(found):  # a device such as /dev/null, or a pipe, that others go on using
            raise NotJudged(path, "cannot be written: it is no regular file")
        mode = stat.S_IMODE(found)
        if not mode & stat.S_IWUSR or not os.access(path, os.W_OK):
            raise NotJudged(path, "cannot be written: it is read-only")
        _exchange(os.path.realpath(path), content, mode)
    except OSError as failure:
        raise NotJudged(path, f"cannot be written: {failure.strerror}") from None


def create(path: str, content: bytes) -> None:
    """Write a file that does not exist, with the folders above it; NotJudged, and no folder left, when that fails."""
    made: list[str] = []
    try:
        _make_folders(os.path.dirname(path), made)
        _exchange(path, content, None)
    except OSError as failure:
        for folder in reversed(made):
            with suppress(OSError):
                os.rmdir(folder)
        raise NotJudged(path, f"cannot be created: {failure.strerror}") from None


def _make_folders(folder: str, made: list[str]) -> None:
    """The folder and those above it; `made` is told each that is new."""
    if not folder or os.path.isdir(folder):
        return
    if os.path.lexists(folder):
        raise NotADirectoryError(errno.ENOTDIR, f"{os.path.basename(folder)} is not a folder")
    _make_folders(os.path.dirname(folder), made)
    os.mkdir(folder)
    made.append(folder)


def _exchange(path: str, content: bytes, mode: int | None) -> None:
    """Through a new file beside the old one: a reader sees the old content or the new, never a part."""
    folder, name = os.path.split(path)
    new = os.path.join(folder, f".{name[:100]}.{os.getpid()}.new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        if mode is not None:
            os.chmod(new, mode)
        os.replace(new, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(new)
        raise
