"""Distributions whose files are on disk and can be read without being run: unpacked wheels, an environment's own."""

from typing import NamedTuple


class Wanted(NamedTuple):
    """One exact version of a distribution. `name` is normalised (PEP 503).

    `hashes` are the SHA-256 digests (lower-case hex) of the files that a lock allows; empty where it names none.
    `pinned` is false for a version that was resolved here, because nothing in the repository pins it.
    """

    name: str
    version: str
    hashes: frozenset[str] = frozenset()
    pinned: bool = True


class Unpacked(NamedTuple):
    """A distribution on disk.

    `root` is the folder from which its modules are imported (absolute). `files` are its files below that, with `/`,
    sorted, without its own `.dist-info` and without what lies outside. `key` names its content: what is computed from
    it may be kept under that name. `requires` are its `Requires-Dist` lines, `modules` the shortest dotted names under
    which its files can be imported: packages, modules beside none, extension modules, and what lies in namespace
    packages.
    """

    name: str
    version: str
    root: str
    files: tuple[str, ...]
    key: str
    requires: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    pinned: bool = True
