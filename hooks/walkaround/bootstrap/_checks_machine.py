"""What the hooks stand on: git, the framework, Python, the environment, line ends, and the cache."""

import hashlib
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator

from .. import _cache
from ._checks import Ground, NotHere, Trouble, listed

LEAST_GIT = (2, 26)
LEAST_PYTHON = (3, 11)
LEAST_FRAMEWORK: dict[str, tuple[int, ...]] = {"pre-commit": (3, 2, 0), "prek": (0, 2, 0)}
_SKIPS = ("SKIP", "PREK_SKIP")
_LETS_PASS = ("PRE_COMMIT_ALLOW_NO_CONFIG", "PREK_ALLOW_NO_CONFIG")
_NUMBERS = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?")
_PYTHON = re.compile(r"python(\d)(?:\.(\d+))?$")
_MAGIC = b"walkaround cache 1\n"
_MOST_FILES = 20_000  # that are looked at
_MOST_BYTES = 64 << 20  # that are read to the end
_LARGE = 2 << 30  # bytes
_SECONDS = 20
_PROGRAM = re.compile(rb"^(?:INSTALL_PYTHON|PREK)=(['\"]?)([^\r\n]*?)\1\r?$", re.MULTILINE)


def git_version(ground: Ground) -> Iterator[Trouble]:
    """git is new enough."""
    found = _version(ground.git("--version"))
    if found < LEAST_GIT:
        wanted = ".".join(map(str, LEAST_GIT))
        yield Trouble("error", f"git is older than {wanted}.", f"install git {wanted} or later")


def framework(ground: Ground) -> Iterator[Trouble]:
    """A framework is there, as new as the hooks and the configuration want it."""
    name = ground.framework
    program = ground.on_path(name) or (_started(ground) if name == "prek" else "")
    said = _said((program, "--version")) if program else _said_by_hook(ground, name)
    if not said:
        how = {"pre-commit": "pipx install pre-commit", "prek": "pipx install prek"}[name]
        yield Trouble("error", f"{name} is not on PATH.", how)
        return
    found = _version(said)
    wanted = LEAST_FRAMEWORK[name]
    if ground.config_path and name == "pre-commit":
        own = ground.config.settings.get("minimum_pre_commit_version")
        wanted = max(wanted, _version(str(own.value)) if own is not None else (0,))
    if found < wanted:
        shown = ".".join(map(str, wanted))
        what = f"{said.strip()} is older than {shown}, which the hooks or {ground.config_path} need."
        yield Trouble("error", what, f"pipx upgrade {name}")


def python(ground: Ground) -> Iterator[Trouble]:
    """The Python that the framework builds environments with is new enough."""
    wanted = ".".join(map(str, LEAST_PYTHON))
    for place, name in _named_pythons(ground):
        match = _PYTHON.fullmatch(name)
        if match is not None and match[2] and (int(match[1]), int(match[2])) < LEAST_PYTHON:
            yield Trouble(
                "error", f"{place} wants {name}; the hooks need {wanted} or later.", f"write python3 at {place}"
            )
        elif match is not None and ground.framework != "prek" and not ground.on_path(name):
            yield Trouble("error", f"{place} wants {name}, which is not on PATH.", f"write python3 at {place}")
    started = _started(ground)
    if started and ground.framework == "pre-commit":
        found = _version(_said((started, "-c", "import sys; print('%d.%d' % sys.version_info[:2])")))
        if (0,) < found < LEAST_PYTHON:
            what = f"git's hooks start {started}, which is older than Python {wanted}."
            yield Trouble(
                "error", what, f"{sys.executable} -m pip install pre-commit && {sys.executable} -m pre_commit install"
            )


def environment(ground: Ground) -> Iterator[Trouble]:
    """No variable of this shell leaves out hooks."""
    skips = [name for name in _SKIPS if ground.environ.get(name)]
    for name in skips:
        yield Trouble("warning", f"{name} is set: hooks called {ground.environ[name]} are left out.", f"unset {name}")
    passes = [name for name in _LETS_PASS if ground.environ.get(name)]
    if passes:
        what = (
            f"{listed(passes)} {'is' if len(passes) == 1 else 'are'} set: without a configuration every commit passes."
        )
        yield Trouble("warning", what, f"unset {' '.join(passes)}")


def line_ends(ground: Ground) -> Iterator[Trouble]:
    """git does not put CRLF into the files of a system whose shells do not read it."""
    scope, value = ground.setting("core.autocrlf")
    if value.lower() in ("true", "1", "yes", "on") and os.name != "nt":
        what = f"core.autocrlf ({scope}) is {value}: scripts are checked out with line ends that no shell reads here."
        yield Trouble("warning", what, "git config --local core.autocrlf input")


def cache(_: Ground) -> Iterator[Trouble]:
    """The cache is a folder of this user alone, holds what Walkaround put there, and is not too large."""
    folder = _cache.folder()
    if folder is None or not os.path.lexists(folder):
        raise NotHere
    quoted = _quoted(folder)
    found = os.lstat(folder)
    away = f"rm -rf {quoted}"
    if not stat.S_ISDIR(found.st_mode):
        yield Trouble("warning", f"The cache {folder} is no folder, and is not used.", away)
        return
    if hasattr(os, "geteuid") and found.st_uid != os.geteuid():
        yield Trouble("warning", f"The cache {folder} belongs to somebody else, and is not used.", away)
        return
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        what = f"Others may write the cache {folder}, so that it is not used."
        yield Trouble("warning", what, f"chmod -R go-w {quoted}")
    size, foreign = _looked_through(folder)
    if foreign:
        more = "" if len(foreign) == 1 else f" and {len(foreign) - 1} more"
        what = f"The cache holds {foreign[0]}{more}, which Walkaround did not put there so, and does not read."
        yield Trouble("warning", what, away)
    if size > _LARGE:
        what = f"The cache {folder} holds {size >> 20} MiB."
        yield Trouble("warning", what, away)


def _looked_through(folder: str) -> tuple[int, list[str]]:
    """The bytes below a folder, and the files that cannot be ours: links, others' files, what is not whole.

    Unpacked wheels hold what their projects put there; they are only weighed.
    """
    size, seen, unread = 0, 0, _MOST_BYTES
    foreign: list[str] = []
    waiting = [folder]
    wheels = os.path.join(folder, "wheels")
    while waiting and seen < _MOST_FILES:
        for entry in _entries(waiting.pop()):
            seen += 1
            found = entry.stat(follow_symlinks=False)
            size += found.st_size
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            elif not entry.path.startswith(wheels + os.sep):
                unread -= found.st_size
                if not _is_entry(entry, found, whole=unread > 0):
                    foreign.append(os.path.relpath(entry.path, folder))
    return size, sorted(foreign)


def _entries(folder: str) -> list["os.DirEntry[str]"]:
    try:
        return list(os.scandir(folder))
    except OSError:
        return []


def _is_entry(entry: "os.DirEntry[str]", found: os.stat_result, *, whole: bool) -> bool:
    """Whether a file is one that `_cache` wrote, by its beginning and, where all of it is to be read, its digest."""
    if not stat.S_ISREG(found.st_mode) or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        return False
    if hasattr(os, "geteuid") and found.st_uid != os.geteuid():
        return False
    if entry.name.startswith("."):
        return True  # one that is being written
    try:
        with open(entry.path, "rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                return False
            rest = file.read() if whole else b""
    except OSError:
        return False
    size = hashlib.sha256().digest_size
    return not whole or hashlib.sha256(rest[size:]).digest() == rest[:size]


def _named_pythons(ground: Ground) -> Iterator[tuple[str, str]]:
    """Where the configuration names an interpreter for Walkaround's hooks, and which."""
    if not ground.config_path:
        return
    config = ground.config
    default = config.settings.get("default_language_version")
    if default is not None and isinstance(default.value, dict) and "python" in default.value:
        item = default.value["python"]
        yield f"{ground.config_path}:{config.text.place(item.offset)[0]}", str(item.value)
    for hook in ground.own_hooks:
        if "language_version" in hook.options:
            yield (
                f"{ground.config_path}:{config.text.place(hook.at('language_version'))[0]}",
                hook.text("language_version"),
            )


def _started(ground: Ground) -> str:
    """The program that git's hooks start, of pre-commit its interpreter; empty when there is none."""
    for kind in ground.needed if ground.config_path else ():
        found = _PROGRAM.search(ground.hook_file(kind) or b"")
        if found is not None and os.access(found[2], os.X_OK):
            return os.fsdecode(found[2])
    return ""


def _said_by_hook(ground: Ground, name: str) -> str:
    started = _started(ground)
    return _said((started, "-m", "pre_commit", "--version")) if started and name == "pre-commit" else ""


def _said(command: tuple[str, ...]) -> str:
    """What a program prints; empty when it cannot be started, fails or takes too long."""
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if not done.returncode else ""


def _version(text: str) -> tuple[int, ...]:
    found = _NUMBERS.search(text)
    return tuple(int(one) for one in found.groups() if one is not None) if found is not None else (0,)


def _quoted(path: str) -> str:
    import shlex

    return shlex.quote(path)
