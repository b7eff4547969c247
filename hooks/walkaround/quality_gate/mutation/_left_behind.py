"""What runs leave behind: daemons that a test has started, and the folder of a run that was killed."""

import os
import re
import shutil
import signal
import stat
import time
from contextlib import suppress

_OURS = re.compile(r"wk-(\d{1,10})-\w+")
_FRESH = 60  # seconds in which a folder may not be held yet


def hold(folder: str) -> int:
    """Tell others that a folder is in use, as long as this process lives or until the descriptor is closed."""
    import fcntl

    held = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    with suppress(OSError):  # a file system without locks
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return held


def sweep(top: str) -> None:
    """Remove folders of this user's runs that were killed. No link is followed, no folder in use is hurt."""
    with suppress(OSError), os.scandir(top) as entries:
        for entry in entries:
            match = _OURS.fullmatch(entry.name)
            if match and _is_ours(entry) and not _is_alive(int(match[1])) and not _is_held(entry.path):
                shutil.rmtree(entry.path, ignore_errors=True)


def _is_ours(entry: "os.DirEntry[str]") -> bool:
    with suppress(OSError):
        found = entry.stat(follow_symlinks=False)
        return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and time.time() - found.st_mtime > _FRESH
    return False


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _is_held(path: str) -> bool:
    """Whether a run holds the folder: one in another container may, whose processes are not seen here."""
    import fcntl

    try:
        held = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_DIRECTORY)
    except OSError:
        return True
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(held)
    return False


def end_marked(folder: str) -> None:
    """On Linux: end what was started with this folder in its environment, which may have left our group and session."""
    mark = f"={folder}/".encode()
    with suppress(OSError), os.scandir("/proc") as entries:
        for entry in entries:
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            with suppress(OSError), open(f"/proc/{entry.name}/environ", "rb") as file:
                if mark in file.read():
                    os.kill(int(entry.name), signal.SIGKILL)
