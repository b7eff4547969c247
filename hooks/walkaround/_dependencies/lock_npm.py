"""package-lock.json and npm-shrinkwrap.json, versions 1 to 3.

Source of the format: npm's documentation, "package-lock.json".
"""

from collections.abc import Iterator
from re import search
from typing import Any

from .._finding import NotJudged
from .._text import Text
from .formats import Format
from .locked import Lock, Locked, Source, Wanted
from .values import Cursor, json_table, string, table

TABLES = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
_GIT = ("git+", "git:", "git@", "github:", "gitlab:", "bitbucket:")


def read(text: Text, _found: Format) -> Lock:
    """The lock that the text is."""
    document = json_table(text.path, text.content)
    version = document.get("lockfileVersion", 1)
    if not isinstance(version, int) or not ("packages" in document or "dependencies" in document or version):
        raise NotJudged(text.path, "states no lockfileVersion, so it is no lock of npm")
    if version > 3:
        raise NotJudged(text.path, f"is in version {version} of the format of npm, which is not known here")
    packages = document.get("packages")
    if isinstance(packages, dict):
        return _flat(text, packages, str(version))
    return Lock("npm", tuple(_nested(text, table(document.get("dependencies")))), format=str(version))


def _flat(text: Text, packages: dict[str, Any], version: str) -> Lock:
    """Versions 2 and 3: every package by the folder in which it is installed, the project itself by the empty one."""
    found: list[Locked] = []
    direct: list[Wanted] = []
    members: set[str] = set()
    at = Cursor(text.content)
    at.move("packages")
    for path, one in packages.items():
        entry = table(one)
        at.move(path)
        if entry.get("link"):
            continue  # what it leads to has an entry of its own
        if "node_modules/" not in path:
            members.add(path)
            direct.extend(_direct(entry, path))
        name = string(entry.get("name")) or path.rpartition("node_modules/")[2]
        locked = string(entry.get("version"))
        source = _source(entry, path)
        hashed = bool(entry.get("integrity") or entry.get("inBundle") or entry.get("bundled"))
        offset = at.value("version") if locked else at.at
        found.append(Locked(name, locked, offset, source, hashed))
    return Lock("npm", tuple(found), tuple(direct), members=frozenset(members), format=version)


def _direct(entry: dict[str, Any], member: str) -> Iterator[Wanted]:
    for group in TABLES:
        for name, spec in table(entry.get(group)).items():
            yield Wanted(name, string(spec), group, member)


def _source(entry: dict[str, Any], path: str) -> Source:
    if "node_modules/" not in path:
        return "path" if path else "root"
    source = source_of(string(entry.get("resolved")))
    return "url" if source == "index" and not entry.get("version") else source  # a place for what was not resolved


def source_of(resolved: str) -> Source:
    """Where a package comes from, told by what an index, a host or a folder gave; without it, it is an index."""
    if resolved.startswith(_GIT) or search(r"^ssh:|\.git(?:#|$)", resolved[:400]):
        return "git"
    if resolved.startswith(("file:", "link:", "portal:", ".", "/")):
        return "path"
    if resolved and not search(r"/-/|\.tgz(?:[?#]|$)", resolved):
        return "url"  # an archive of a host, of which the lock of npm has a hash as well
    return "index"


def _nested(text: Text, dependencies: dict[str, Any]) -> Iterator[Locked]:
    """Version 1: packages within the packages that need a version of their own, in the order of the text."""
    at = Cursor(text.content)
    at.move("dependencies")
    stack = [iter(dependencies.items())]
    while stack:
        name, one = next(stack[-1], (None, None))
        if name is None:
            stack.pop()
            continue
        entry = table(one)
        at.move(name)
        locked = string(entry.get("version"))
        offset = at.value("version") if locked else at.at
        yield _of_nested(name, locked, entry, offset)
        stack.append(iter(table(entry.get("dependencies")).items()))


def _of_nested(name: str, written: str, entry: dict[str, Any], offset: int) -> Locked:
    hashed = bool(entry.get("integrity") or entry.get("bundled"))
    if written.startswith("npm:"):  # an alias
        name, _, version = written.removeprefix("npm:").rpartition("@")
        return Locked(name, version, offset, "index", hashed)
    if ":" in written or "/" in written:
        source = source_of(written)
        return Locked(name, "", offset, "url" if source == "index" else source, hashed)
    source = source_of(string(entry.get("resolved")))
    return Locked(name, written, offset, source if written or source != "index" else "url", hashed)
