"""Cargo.lock, versions 1 to 4.

Source of the format: cargo's `resolver/encode.rs`.
"""

from typing import Any

from .._finding import NotJudged
from .._text import Text
from .._toml import parse
from .formats import Format
from .lock_python import offsets_of_versions
from .locked import Lock, Locked, Source
from .values import string, table

_MOST = 4


def read(text: Text, _found: Format) -> Lock:
    """The lock that the text is."""
    document = parse(text)
    version = document.get("version", 1)
    if not isinstance(version, int) or version > _MOST:
        raise NotJudged(text.path, f"is in a version of the format of cargo other than 1 to {_MOST}")
    listed = document.get("package", [])
    if not isinstance(listed, list):
        raise NotJudged(text.path, "package is not a list of tables")
    sums = table(document.get("metadata"))  # version 1 has the checksums of all packages at the end
    packages = []
    for one, offset in zip(listed, offsets_of_versions(text.content, "package", len(listed)), strict=True):
        if not isinstance(one, dict) or not string(one.get("name")):
            raise text.not_judged(offset, "has a package without a name")
        packages.append(_package(one, offset, sums))
    return Lock("cargo", tuple(packages), format=str(version))


def _package(one: dict[str, Any], offset: int, sums: dict[str, Any]) -> Locked:
    name, version, source = (string(one.get(key)) for key in ("name", "version", "source"))
    checksum = string(one.get("checksum")) or string(sums.get(f"checksum {name} {version} ({source})"))
    where: Source = "index" if source.startswith(("registry+", "sparse+")) else "git" if source else "path"
    return Locked(name, version, offset, where, checksum not in ("", "<none>"), source.partition("+")[2])
