"""Cargo.toml against Cargo.lock, which holds every dependency of a package: optional ones, and those of tests too."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from .._dependencies.bounds import excludes
from .._dependencies.cargo import read
from .._dependencies.declared import Declared
from .._dependencies.shown import shown
from .._dependencies.values import items, string, table
from .._toml import parse
from ._drift import Apart, Pair


def compared(pair: Pair) -> Iterator[Apart]:
    """Every way in which the two differ."""
    document = parse(pair.manifest)
    if pair.member and not _is_member(pair):
        return
    own = _name(document)
    if not any(one.name == own and one.source == "path" for one in pair.lock.packages):
        if own and not pair.member:
            yield Apart(None, "", f"{shown(own)}, this package, is not in Cargo.lock")
        return
    held: dict[str, list[str]] = {}
    for package in pair.lock.packages:
        held.setdefault(package.name, []).append(package.version)
    asked = set(_asked(document))
    for one in read(pair.manifest):
        if not isinstance(one, Declared) or one.kind != "cargo" or one.name not in asked:
            continue
        versions = held.get(one.name)
        if versions is None:
            yield Apart(one.offset, "", f"{shown(one.what)} is not in Cargo.lock")
        elif all(excludes("cargo", one.spec, version) for version in versions):
            message = f"{shown(one.what)} does not admit {shown(versions[0])}, the version in Cargo.lock"
            yield Apart(one.offset, one.name, message)


def _is_member(pair: Pair) -> bool:
    """Whether the workspace whose lock it is certainly names the package's folder."""
    workspace = table(parse(pair.top).get("workspace")) if pair.top is not None else {}
    named, excluded = (list(map(string, items(workspace.get(key)))) for key in ("members", "exclude"))
    out = any(pair.member == one or pair.member.startswith(f"{one}/") for one in excluded)
    return not out and any(fnmatchcase(pair.member, one) and pair.member.count("/") == one.count("/") for one in named)


def _name(document: dict[str, Any]) -> str:
    return string(table(document.get("package")).get("name"))


def _asked(document: dict[str, Any]) -> Iterator[str]:
    """The crates of the package itself: those of the workspace's table and of patches need not be in the lock."""
    for place in (document, *map(table, table(document.get("target")).values())):
        for name in ("dependencies", "dev-dependencies", "build-dependencies"):
            for key, value in table(place.get(name)).items():
                if table(value).get("workspace") is not True:  # whose table may rename it
                    yield string(table(value).get("package")) or key
