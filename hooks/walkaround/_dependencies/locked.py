"""What a lock file holds: every package of an installation, with its one version."""

from typing import Literal, NamedTuple

from .._text import Text
from .declared import Kind
from .formats import Format

Source = Literal["index", "git", "url", "path", "root"]


class Locked(NamedTuple):
    """One package of a lock. `name` is the name by which its index knows it (PEP 503 for Python).

    `offset` is where the file states the version. `source` is where the package comes from: an index, or what
    needs no hash of the lock's own ("git" names a commit; "path" and "root" are in the repository). `hashed` is
    whether every file that could be installed for it carries a hash.
    """

    name: str
    version: str
    offset: int
    source: Source = "index"
    hashed: bool = True
    origin: str = ""  # the URL of the index, where the lock names one
    hashes: frozenset[str] = frozenset()  # SHA-256 of its files, lower-case hex; only of Python's packages


class Wanted(NamedTuple):
    """A direct requirement as the lock recorded it from a manifest.

    `spec` is empty where there are no bounds, and where the source is no index (`fetched` is false then).
    `group` is the group or extra; for packages of Node the table of `package.json`. `member` is the folder of the
    manifest, relative to the lock's; empty for the one beside it. `marker` is what remains of the environment
    marker without the extra.
    """

    name: str
    spec: str
    group: str = ""
    member: str = ""
    fetched: bool = True
    marker: str = ""


class Lock(NamedTuple):
    """A lock file, read. `direct` is None where the format does not record what the manifest asked for.

    `content_hash` is the lock's own digest of its manifest, where it has one, in the form in which it is written.
    `answers` are the requests, `name@range`, for which the lock of yarn has a version; None for other formats.
    `members` are the folders of all manifests that the lock is for, where it names them, relative to its own.
    `elsewhere` are names for which something else than the manifest's range decides, such as an override. `format`
    is the version of the format.
    """

    kind: Kind
    packages: tuple[Locked, ...]
    direct: tuple[Wanted, ...] | None = None
    requires_python: str = ""
    content_hash: str = ""
    answers: frozenset[str] | None = None
    members: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    format: str = ""


_MODULES: dict[Format, str] = {
    "uv-lock": "lock_python",
    "poetry-lock": "lock_python",
    "pdm-lock": "lock_python",
    "pipfile-lock": "lock_python",
    "pylock": "lock_python",
    "package-lock": "lock_npm",
    "pnpm-lock": "lock_pnpm",
    "yarn-lock": "lock_yarn",
    "cargo-lock": "lock_cargo",
}


def is_lock(found: Format | None) -> bool:
    """Whether `read_lock` reads this format."""
    return found in _MODULES


def read_lock(text: Text, found: Format) -> Lock:
    """A lock file; NotJudged with the line when it is not one, or in a version of the format that is not known."""
    from importlib import import_module

    lock: Lock = import_module(f".{_MODULES[found]}", __package__).read(text, found)
    return lock
