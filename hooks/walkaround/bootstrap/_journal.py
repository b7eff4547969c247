"""What `walkaround init` has written, so that it can be taken back byte for byte: a journal in the git directory.

It is written, and on disk, before the first file is; so whatever ends a run midway, `--undo` finds what to restore.
Each work tree has its own journal in the folder that all share, because git's hooks are shared.
"""

import base64
import errno
import json
import os
import re
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import IO, Any, Literal, NamedTuple
from urllib.parse import quote, unquote

from .._finding import NotJudged
from ._repository import Repository

State = Literal["writing", "done", "undoing"]
FOLDER = "walkaround"  # in the git directory
_VERSION = 1
_LOCK = "init.lock"
PATIENCE = 5.0  # seconds that a run waits for another one
_PREFIX, _SUFFIX = "init-", ".json"
_LONGEST = 255  # a name, in every file system
_ENTRY = r"(100644|100755|120000|160000) ([0-9a-f]{40}|[0-9a-f]{64}) [0-3]"


class Written(NamedTuple):
    """A file before and after; `before` is None when there was none."""

    before: bytes | None
    after: bytes


class GitHook(NamedTuple):
    """A file in git's folder of hooks."""

    content: bytes
    mode: int


GitHooks = Mapping[str, GitHook]


class Record(NamedTuple):
    """What one run wrote. `files` by path; `folders` are those that were made, outermost first.

    `entries` are the index entries of the files before, `entries_after` afterwards, None until that is known.
    `index_file` is the whole index file before, None when there was none. It counts only while the rest of the index,
    of which `rest` is a digest, is as it was, and never for an index in several files, whose `rest` is empty. `hooks`
    are git's hooks before, None while nothing of them was touched; `hooks_after` is None until they are installed.
    """

    state: State
    pid: int
    files: Mapping[str, Written]
    folders: tuple[str, ...] = ()
    entries: Mapping[str, str] = {}
    entries_after: Mapping[str, str] | None = None
    index_file: bytes | None = None
    rest: str = ""
    hooks: GitHooks | None = None
    hooks_after: GitHooks | None = None
    hooks_folder: bool = True


Journal = tuple[Record, ...]  # oldest first: what a later run found is what the earlier ones left


def path_of(repository: Repository) -> str:
    """Where the journal of this work tree lies."""
    own = os.path.relpath(repository.own_folder, repository.folder)
    return os.path.join(repository.folder, FOLDER, f"{_PREFIX}{quote(own.replace(os.sep, '/'), safe='')}{_SUFFIX}")


def read(repository: Repository) -> Journal:
    """The journal of this work tree; empty when there is nothing to take back."""
    return _read(path_of(repository))


def others(repository: Repository) -> Iterator[tuple[str, Journal]]:
    """The journals of the other work trees that still exist, by their files."""
    folder = os.path.join(repository.folder, FOLDER)
    own = path_of(repository)
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
        path = os.path.join(folder, name)
        tree = unquote(name.removeprefix(_PREFIX).removesuffix(_SUFFIX))
        if name != f"{_PREFIX}{quote(tree, safe='')}{_SUFFIX}" or path == own:
            continue
        if os.path.isdir(os.path.join(repository.folder, tree)):
            with suppress(NotJudged):
                yield path, _read(path)


def write(path: str, journal: Journal) -> None:
    """Put the journal in its place, whole, and have it on disk before this returns; an empty one is none."""
    if not journal:
        with suppress(FileNotFoundError):
            os.unlink(path)
        return
    folder = os.path.dirname(path)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        new = f"{path}.{os.getpid()}.new"
        try:
            with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(json.dumps({"version": _VERSION, "runs": list(map(_as_data, journal))}).encode())
                file.flush()
                os.fsync(file.fileno())
            os.replace(new, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(new)
            raise
        _sync_folder(folder)
    except OSError as failure:
        raise NotJudged(path, f"cannot be written: {failure.strerror}; nothing was changed without it") from None


@contextmanager
def locked(repository: Repository) -> Iterator[None]:
    """One run at a time, in all work trees; the lock of a run that was killed is free once its programs have ended."""
    folder = os.path.join(repository.folder, FOLDER)
    path = os.path.join(folder, _LOCK)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        file = _awaited(path)
    except OSError as failure:
        raise NotJudged(path, f"cannot be written: {failure.strerror}") from None
    if file is None:
        raise NotJudged("", "another `walkaround init` is at work in this repository; wait until it has ended")
    with file:
        repository.lock = file.fileno()
        try:
            _clear_remains(folder)
            yield
        finally:
            repository.lock = None
            with suppress(OSError):  # while it is held, so that nobody holds what is no longer there
                os.unlink(path)
            with suppress(OSError):
                os.rmdir(folder)  # unless something is left in it


def _clear_remains(folder: str) -> None:
    """Take away what `write` leaves when it is killed; nobody but who holds the lock writes here."""
    for name in os.listdir(folder):
        if re.fullmatch(rf"{_PREFIX}.*{re.escape(_SUFFIX)}\.\d+\.new", name, re.DOTALL):
            with suppress(OSError):
                os.unlink(os.path.join(folder, name))


def _awaited(path: str) -> IO[bytes] | None:
    """The lock file, held, when whoever holds it now ends soon: perhaps it is the rest of a run that was killed."""
    until = time.monotonic() + PATIENCE
    while True:
        file = _hold(path)
        if file is not None or time.monotonic() > until:
            return file
        time.sleep(0.05)


def _hold(path: str) -> IO[bytes] | None:
    """The lock file, held; None when somebody else does."""
    while True:
        file = open(path, "ab")  # noqa: SIM115 - held by whoever asked
        try:
            _lock(file)
            if os.path.lexists(path) and os.path.samestat(os.fstat(file.fileno()), os.stat(path)):
                return file
        except FileNotFoundError:
            pass
        except OSError as failure:
            file.close()
            if failure.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                return None
            raise
        file.close()  # whoever held it has taken it away: that one is nobody's any more


def _lock(file: IO[bytes]) -> None:
    try:
        import fcntl
    except ModuleNotFoundError:
        _lock_windows(file)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _lock_windows(file: IO[bytes]) -> None:
    import importlib

    system: Any = importlib.import_module("msvcrt")
    file.seek(0)
    system.locking(file.fileno(), system.LK_NBLCK, 1)


def _sync_folder(folder: str) -> None:
    with suppress(OSError):  # Windows opens no folder
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _read(path: str) -> Journal:
    try:
        with open(path, "rb") as file:
            data = json.loads(file.read())
        return _runs(data)
    except FileNotFoundError:
        return ()
    except OSError as failure:
        act = "make it readable again (chmod u+rw), and run the command once more"
        raise NotJudged(path, f"the journal of `init` cannot be read: {failure.strerror}; {act}") from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise NotJudged(
            path, "is no journal that this Walkaround can read; take back by hand what `init` wrote, and delete it"
        ) from None


def _runs(data: Any) -> Journal:
    if data["version"] != _VERSION:
        raise ValueError
    _expect(isinstance(data["runs"], list) and bool(data["runs"]))  # one without runs is deleted
    return tuple(map(_from_data, data["runs"]))


def _as_data(record: Record) -> dict[str, Any]:
    return {
        "state": record.state,
        "pid": record.pid,
        "files": {_text(path): [_packed(one.before), _packed(one.after)] for path, one in record.files.items()},
        "folders": [_text(folder) for folder in record.folders],
        "entries": _entries_as_data(record.entries),
        "entries_after": _entries_as_data(record.entries_after),
        "index": _packed(record.index_file),
        "rest": record.rest,
        "hooks": _hooks_as_data(record.hooks),
        "hooks_after": _hooks_as_data(record.hooks_after),
        "hooks_folder": record.hooks_folder,
    }


def _from_data(data: Any) -> Record:
    """A run, of which nothing is believed that `init` does not write: whoever changed it would write by our hand."""
    _expect(data["state"] in ("writing", "done", "undoing"))
    _expect(type(data["pid"]) is int and 0 < data["pid"] < 1 << 32)
    _expect(type(data["hooks_folder"]) is bool)
    _expect(isinstance(data["folders"], list))
    _expect(re.fullmatch("([0-9a-f]{64})?", data["rest"]) is not None)
    record = Record(
        data["state"],
        data["pid"],
        {_path(path): _written(*one) for path, one in data["files"].items()},
        tuple(map(_path, data["folders"])),
        _entries_from_data(data["entries"]) or {},
        _entries_from_data(data["entries_after"]),
        _unpacked(data["index"]),
        data["rest"],
        _hooks_from_data(data["hooks"]),
        _hooks_from_data(data["hooks_after"]),
        data["hooks_folder"],
    )
    _expect(record.index_file is None or record.index_file.startswith(b"DIRC"))
    _expect(record.files.keys() <= record.entries.keys())
    _expect(record.entries_after is None or record.entries_after.keys() == record.entries.keys())
    return record


def _expect(holds: bool) -> None:
    if not holds:
        raise ValueError


def _path(text: str) -> str:
    """A file or folder of the work tree, by its path from the top."""
    name = _name(text)
    _expect("\0" not in name and not os.path.isabs(name))
    if os.sep != "/":
        _expect(os.sep not in name and ":" not in name)
    for part in name.split("/"):
        _expect(part not in ("", os.curdir, os.pardir) and len(part) <= _LONGEST)
        _expect(part.rstrip(" .").casefold() not in (".git", "git~1"))
    return name


def _base_name(text: str) -> str:
    _expect("/" not in text)
    return _path(text)


def _written(before: str | None, after: str) -> Written:
    return Written(_unpacked(before), base64.b64decode(after, validate=True))


def _entries_as_data(entries: Mapping[str, str] | None) -> dict[str, str] | None:
    return None if entries is None else {_text(path): entry for path, entry in entries.items()}


def _entries_from_data(data: Any) -> dict[str, str] | None:
    return None if data is None else {_path(path): _entry(entry) for path, entry in data.items()}


def _entry(text: str) -> str:
    _expect(re.fullmatch(f"({_ENTRY})?", text) is not None)
    return text


def _hooks_as_data(hooks: GitHooks | None) -> dict[str, Any] | None:
    if hooks is None:
        return None
    return {_text(name): [_packed(hook.content), hook.mode] for name, hook in hooks.items()}


def _hooks_from_data(data: Any) -> GitHooks | None:
    return None if data is None else {_base_name(name): _hook(*one) for name, one in data.items()}


def _hook(packed: str, mode: int) -> GitHook:
    content = base64.b64decode(packed, validate=True)
    if mode == stat.S_IFLNK:
        _expect(bool(content) and b"\0" not in content)  # the path that the link has
    else:
        _expect(type(mode) is int and 0 <= mode <= 0o7777)
    return GitHook(content, int(mode))


def _text(name: str) -> str:
    """Any name of a file as text that JSON can hold."""
    return os.fsencode(name).decode("latin-1")


def _name(text: str) -> str:
    return os.fsdecode(text.encode("latin-1"))


def _packed(content: bytes | None) -> str | None:
    return None if content is None else base64.b64encode(content).decode()


def _unpacked(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text, validate=True)
