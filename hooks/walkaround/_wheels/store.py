"""Unpacked wheels in the user's cache, and the distributions of a project's own environment.

`wheels/<sha256 of the wheel>/` holds the files; the entry beside it, written last, says what they are. Nothing here
asks a server, and nothing is run.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from re import sub
from typing import Any, NamedTuple

from .. import _cache
from . import Unpacked, Wanted
from .unpack import Contents, Refused, lines_of_record, modules_of, unpack

_FOLDER = "wheels"
_ENVIRONMENTS = (".venv", "venv", ".env", "env")
_VARIABLES = ("VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT", "CONDA_PREFIX")
_DAY = 86400
_VERSION = 1  # of what an entry holds


def find(wanted: Iterable[Wanted], root: str) -> dict[Wanted, Unpacked]:
    """Those of the wanted distributions whose files are here; others are missing from the answer."""
    found: dict[Wanted, Unpacked] = {}
    missing: list[Wanted] = []
    for one in wanted:
        kept = _kept(one)
        if kept is not None:
            found[one] = kept
        else:
            missing.append(one)
    if missing:
        found |= _in_environments(missing, root)
    return found


def _kept(one: Wanted) -> Unpacked | None:
    digests = _digests(one.name, one.version)
    for digest in digests:
        if one.hashes and digest not in one.hashes:
            continue
        found = _entry(digest)
        if found is not None and found.name == one.name and is_same(found.version, one.version):
            _touch(f"{found.root}.json")
            return found._replace(version=one.version, pinned=one.pinned)
    return None


def _touch(path: str) -> None:
    """Say that an entry is in use: what nobody has used for long may be taken away."""
    with suppress(OSError):
        if time.time() - os.stat(path).st_mtime > _DAY:
            os.utime(path)


def _digests(name: str, version: str) -> list[str]:
    """The wheels of a version that are kept, the newest first."""
    said = _json(_cache.read(f"{_FOLDER}/names/{_safe(name)}-{_safe(version)}"))
    return [one for one in said if isinstance(one, str) and _is_digest(one)] if isinstance(said, list) else []


def _entry(digest: str) -> Unpacked | None:
    said = _json(_cache.read(f"{_FOLDER}/{digest}.json"))
    root = _cache.trusted(f"{_FOLDER}/{digest}/.")
    if root is None or not isinstance(said, dict) or said.get("format") != _VERSION:
        return None
    try:
        return Unpacked(
            said["name"],
            said["version"],
            os.path.dirname(root),
            tuple(said["files"]),
            digest,
            tuple(said["requires"]),
            tuple(said["modules"]),
        )
    except (KeyError, TypeError):
        return None


def add(wheel: str, wanted: Wanted) -> Unpacked:
    """Unpack a wheel file into the cache; Refused when it is not what was wanted, or no wheel to be trusted.

    Of two processes that do so at once, the second finds it done.
    """
    digest = _digest(wheel)
    if wanted.hashes and digest not in wanted.hashes:
        raise Refused("is another file than the one that the lock names")
    known = _entry(digest)
    if known is None:
        known = _add(wheel, digest, wanted)
    _hold_to(known.name, known.version, wanted)
    _remember(wanted, digest)
    return known._replace(version=wanted.version, pinned=wanted.pinned)


def _add(wheel: str, digest: str, wanted: Wanted) -> Unpacked:
    target = _cache.made(f"{_FOLDER}/{digest}")
    if target is None:
        raise Refused("cannot be kept: the cache folder cannot be written")
    try:
        folder = tempfile.mkdtemp(prefix=".new-", dir=os.path.dirname(target))
    except OSError as failure:
        raise Refused(f"cannot be kept: {failure.strerror}") from None
    try:
        contents = unpack(wheel, folder)
        _hold_to(contents.name, contents.version, wanted)
        known = _entry(digest)
        if known is not None:
            return known  # another process was first: readers may be at it, so that it stays as it is
        _set_aside(target)
        os.rename(folder, target)
    except OSError as failure:
        if not os.path.isdir(target) or _entry(digest) is None:
            raise Refused(f"cannot be kept: {failure.strerror or failure}") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return _write_entry(contents, digest, wanted)


def _set_aside(target: str) -> None:
    """Take away what a run left that ended before its entry was written; never half of it."""
    if os.path.lexists(target):
        old = tempfile.mkdtemp(prefix=".old-", dir=os.path.dirname(target))
        try:
            os.rename(target, os.path.join(old, "it"))
        finally:
            shutil.rmtree(old, ignore_errors=True)


def _write_entry(contents: Contents, digest: str, wanted: Wanted) -> Unpacked:
    entry = {
        "format": _VERSION,
        "name": wanted.name,
        "version": wanted.version,
        "files": [path for path in contents.files if ".dist-info/" not in path],
        "requires": contents.requires,
        "modules": contents.modules,
    }
    written = _cache.write(f"{_FOLDER}/{digest}.json", json.dumps(entry).encode())
    found = _entry(digest) if written else None
    if found is None:
        raise Refused("cannot be kept: the cache folder cannot be written")
    return found


def _hold_to(name: str, version: str, wanted: Wanted) -> None:
    if normalised(name) != wanted.name:
        raise Refused("says that it is another package")
    if not is_same(version, wanted.version):
        raise Refused("says that it is another version")


def is_same(version: str, wanted: str) -> bool:
    """Whether two spellings are of one version, as `1.0` and `1.0.0` are."""
    if version == wanted:
        return True
    from packaging.version import InvalidVersion, Version

    try:
        return Version(version) == Version(wanted)
    except InvalidVersion:
        return False


def _remember(wanted: Wanted, digest: str) -> None:
    others = [one for one in _digests(wanted.name, wanted.version) if one != digest]
    name = f"{_FOLDER}/names/{_safe(wanted.name)}-{_safe(wanted.version)}"
    _cache.write(name, json.dumps([digest, *others][:16]).encode())


def _digest(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _json(content: bytes | None) -> Any:
    try:
        return None if content is None else json.loads(content)
    except (ValueError, RecursionError):
        return None


def _is_digest(text: str) -> bool:
    return len(text) == 64 and all(one in "0123456789abcdef" for one in text)


def _safe(text: str) -> str:
    return "".join(one if one.isalnum() or one in "._+-!" else "_" for one in text)[:120].lstrip(".") or "_"


def normalised(name: str) -> str:
    """A distribution's name as PEP 503 compares it."""
    return sub(r"[-_.]+", "-", name).lower()


# What is kept


class Entry(NamedTuple):
    """A wheel in the cache: how many bytes its files have, and when it was last asked for, in seconds."""

    unpacked: Unpacked
    size: int
    used: float


def entries() -> list[Entry]:
    """All wheels that are kept, by name and version."""
    found: list[Entry] = []
    folder = _cache.trusted(f"{_FOLDER}/.")
    for name in _names_in(folder):
        digest = name.removesuffix(".json")
        kept = _entry(digest) if name.endswith(".json") and _is_digest(digest) else None
        if kept is not None:
            with suppress(OSError):  # gone since
                found.append(Entry(kept, _size(kept.root), os.stat(f"{kept.root}.json").st_mtime))
    return sorted(found, key=lambda one: (one.unpacked.name, one.unpacked.version, one.unpacked.key))


def forget(entry: Entry) -> None:
    """Take a wheel away with what was computed of it; OSError when that cannot be done.

    A reader finds it whole or not at all: its entry goes first, then the folder as one.
    """
    root = entry.unpacked.root
    os.unlink(f"{root}.json")
    _set_aside(root)
    for name in _names_in(_cache.trusted("apis/.")):
        facts = _cache.trusted(f"apis/{name}/{entry.unpacked.key[:32]}")
        if facts is not None:
            shutil.rmtree(facts, ignore_errors=True)
    _forget_name(entry.unpacked)


def _forget_name(gone: Unpacked) -> None:
    """Names, under every spelling of the version, that lead to nothing any more."""
    folder = _cache.trusted(f"{_FOLDER}/names/.")
    for name in _names_in(folder):
        if not name.startswith(f"{_safe(gone.name)}-"):
            continue
        said = _json(_cache.read(f"{_FOLDER}/names/{name}"))
        left = [one for one in said if one != gone.key] if isinstance(said, list) else []
        if not left and folder is not None:
            with suppress(OSError):
                os.unlink(os.path.join(os.path.dirname(folder), name))
        elif left != said:
            _cache.write(f"{_FOLDER}/names/{name}", json.dumps(left).encode())


def sweep() -> None:
    """Take away what runs left that were killed more than a day ago."""
    folder = _cache.trusted(f"{_FOLDER}/.")
    for name in _names_in(folder):
        path = os.path.join(os.path.dirname(folder or ""), name)
        with suppress(OSError):
            is_old = time.time() - os.lstat(path).st_mtime > _DAY
            is_left = name.startswith(".") or (_is_digest(name) and not os.path.lexists(f"{path}.json"))
            if is_old and is_left and not os.path.islink(path):
                shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)


def _names_in(folder: str | None) -> list[str]:
    """What is in the folder of such a path, which ends in `/.`."""
    try:
        return [] if folder is None else sorted(os.listdir(os.path.dirname(folder)))
    except OSError:
        return []


def _size(folder: str) -> int:
    return sum(
        os.lstat(os.path.join(base, name)).st_size for base, _, names in os.walk(folder) for name in names
    )  # fmt: skip


# A project's own environment


def _in_environments(wanted: list[Wanted], root: str) -> dict[Wanted, Unpacked]:
    """What an environment of the project has in exactly the wanted version, installed from a wheel."""
    found: dict[Wanted, Unpacked] = {}
    for folder in _site_folders(root):
        by_name = {normalised(name): (name, version) for name, version in _installed(folder)}
        for one in wanted:
            known = by_name.get(one.name)
            if one not in found and known is not None and known[1] == one.version:
                installed = _of_environment(folder, *known)
                if installed is not None:
                    found[one] = installed._replace(name=one.name, pinned=one.pinned)
    return found


def _site_folders(root: str) -> Iterator[str]:
    places = [os.path.join(root, name) for name in _ENVIRONMENTS]
    places += [place for variable in _VARIABLES if os.path.isabs(place := os.environ.get(variable, ""))]
    for place in dict.fromkeys(places):
        if not os.path.isfile(os.path.join(place, "pyvenv.cfg")) and "conda" not in place:
            continue
        with suppress(OSError):
            lib = os.path.join(place, "lib")
            for name in sorted(os.listdir(lib)) if os.path.isdir(lib) else ():
                if name.startswith("python3"):
                    yield os.path.join(lib, name, "site-packages")
        windows = os.path.join(place, "Lib", "site-packages")
        if os.path.isdir(windows):
            yield windows


def _installed(folder: str) -> Iterator[tuple[str, str]]:
    with suppress(OSError):
        for name in os.listdir(folder):
            if name.endswith(".dist-info"):
                project, _, version = name.removesuffix(".dist-info").rpartition("-")
                yield project, version


def _of_environment(folder: str, name: str, version: str) -> Unpacked | None:
    home = os.path.join(folder, f"{name}-{version}.dist-info")
    record, metadata = _read(os.path.join(home, "RECORD")), _read(os.path.join(home, "METADATA"))
    if record is None or metadata is None or os.path.exists(os.path.join(home, "direct_url.json")):
        return None  # not from an index: an editable installation, or one of a branch
    paths = [path for path in lines_of_record(record) if _is_inside(path)]
    files = tuple(sorted(path for path in paths if ".dist-info/" not in path and "__pycache__" not in path))
    from email.parser import HeaderParser

    header = HeaderParser().parsestr(metadata.partition("\n\n")[0])
    if normalised(str(header.get("Name", ""))) != normalised(name) or str(header.get("Version", "")) != version:
        return None
    key = hashlib.sha256(record.encode()).hexdigest()
    requires = tuple(map(str, header.get_all("Requires-Dist", [])))
    return Unpacked(normalised(name), version, folder, files, key, requires, modules_of(files))


def _is_inside(path: str) -> bool:
    return not path.startswith("/") and ":" not in path and ".." not in path.split("/")


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return None
