"""Cargo.toml: which crates are built in.

A bare version is a range to Cargo: `1.2.3` means `^1.2.3`. Source: the Cargo Book, "Specifying Dependencies" and
"The Manifest Format".
"""

from collections.abc import Iterator
from re import compile as pattern
from re import fullmatch, search
from typing import Any

from .._finding import NotJudged
from .._text import Text
from .._toml import parse
from .._toml_places import Path, places
from .declared import FIXED, Declared, Pin, Reference, Role, Splice
from .remedies import _word, ls_remote
from .shown import shown
from .source import of_url

_REQUIREMENT = pattern(
    r"(\^|~|=|[<>]=?)?\s*v?([0-9]+|[*xX])((?:\.(?:[0-9]+|[*xX])){0,2})(?:-[0-9A-Za-z.-]+)?(?:\+\S*)?"
)
_TABLES = ("dependencies", "dev-dependencies", "dev_dependencies", "build-dependencies", "build_dependencies")
_OF_LIBRARIES = ("license", "license-file", "repository", "documentation", "keywords", "categories")
_REFS = ("rev", "tag", "branch")


def read(text: Text) -> Iterator[Declared | Reference | NotJudged]:
    """Every dependency that the file declares."""
    document = parse(text)
    found = _Places(text.content)
    role: Role = "published" if _is_library(document) else "list"
    for path, group in _tables(document):
        table = _at(document, path)
        of_table = "group" if group == "dev" else "list" if path[0] in ("patch", "replace") else role
        for name, value in table.items():
            one = _declared(found, (*path, name), name, value, of_table, group)
            if one is not None:
                yield one


def _is_library(document: dict[str, Any]) -> bool:
    """Whether the crate, or those of the workspace, are evidently made to be built into others."""
    package = {**_at(document, ("workspace", "package")), **_at(document, ("package",))}
    if package.get("publish") in (False, []):
        return False
    return "lib" in document or ("bin" not in document and any(key in package for key in _OF_LIBRARIES))


def _at(document: Any, path: tuple[str, ...]) -> dict[str, Any]:
    """The table at a path; empty when there is none."""
    for key in path:
        document = document.get(key) if isinstance(document, dict) else None
    return document if isinstance(document, dict) else {}


def _tables(document: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Where tables of dependencies are, and what their crates are for."""
    above: list[tuple[str, ...]] = [(), ("workspace",), *(("target", name) for name in _at(document, ("target",)))]
    for path in above:
        for name in _TABLES:
            yield (*path, name), name.partition("-")[0].partition("_")[0].replace("dependencies", "")
    for registry in _at(document, ("patch",)):
        yield ("patch", registry), "patch"
    yield ("replace",), "patch"


def _declared(
    places: "_Places", path: tuple[str, ...], name: str, value: Any, role: Role, group: str
) -> Declared | None:
    """The dependency that a key of a table declares; None where something else decides, or there is none."""
    if isinstance(value, str):
        return _from_index(places, path, name, name, value, role, group)
    if not isinstance(value, dict):
        return None
    package = value["package"] if isinstance(value.get("package"), str) else name
    version = value.get("version", "")
    if value.get("workspace") is True or ("path" in value and "git" not in value):
        return Declared(places.name(path), name, FIXED, role, "cargo", package, "", str, group=group)
    if isinstance(value.get("git"), str):
        return _from_git(places, path, name, value, role, group)
    if not isinstance(version, str):
        return None
    return _from_index(places, (*path, "version") if "version" in value else path, name, package, version, role, group)


def _from_index(
    places: "_Places", path: Path, name: str, package: str, version: str, role: Role, group: str
) -> Declared | None:
    if any(sign in version for sign in ("$", "{")):
        return None
    place = places.string(path, version)
    shown_name = shown(name)

    def remedy(wanted: str) -> str:
        if wanted == "range":
            return f'Write {shown_name} = "X.Y.Z", where X.Y.Z is the oldest version that works.'
        if wanted == "exact":
            prints = f"`cargo pkgid {_word(package, 'NAME')}` prints"
            return f'Write {shown_name} = "=X.Y.Z" with the version that {prints}, or commit Cargo.lock.'
        return "Commit Cargo.lock, as `cargo generate-lockfile` writes it, which holds the hash of every crate."

    splice = Splice(place, place + len(version), "={}") if place is not None else None
    offset = places.name(path) if place is None else place
    what = f"{name} {version}".strip()
    return Declared(offset, what, of_version(version), role, "cargo", package, version, remedy, splice, group=group)


def of_version(version: str) -> Pin:
    """The pin of a version requirement of Cargo."""
    parts = [part.strip() for part in version.split(",")]
    found = [_REQUIREMENT.fullmatch(part) for part in parts]
    if not version.strip():
        return Pin("none", "names no version")
    known = [one for one in found if one is not None]
    if len(known) < len(parts):
        return Pin("none", "names no version that Cargo knows")
    if any(one[1] == "=" and fullmatch(r"[0-9]+(?:\.[0-9]+){2}", one[2] + one[3]) for one in known):
        return Pin("exact", "has no hash")
    if all(one[2] in "*xX" for one in known):
        return Pin("none", "admits every version")
    return Pin("range", "admits more than one version")


def _from_git(
    places: "_Places", path: tuple[str, ...], name: str, table: dict[str, Any], role: Role, group: str
) -> Declared | None:
    address: str = table["git"]
    key = next((key for key in _REFS if key in table), None)
    ref = table[key] if key is not None else ""
    if not isinstance(ref, str) or "{" in ref or "$" in ref:
        return None
    if key == "branch":
        pin = Pin("none", "follows a branch")
    elif key == "tag":
        pin = Pin("range", "names a tag, which can be moved")
    else:
        pin = of_url(f"git+https://h/r@{ref}")

    def remedy(_wanted: str) -> str:
        commit = ls_remote(address, ref or "HEAD")
        return f'Write {shown(name)} = {{ git = "{shown(address)}", rev = "SHA" }}, with {commit}.'

    what = f"{name} {key} {ref}" if key is not None else f"{name} {address}"
    splice = _git_splice(places, path, address, key, ref)
    place = places.string((*path, key), ref) if key is not None else None
    offset = places.name(path) if place is None else place
    return Declared(offset, what, pin, role, "git", address, ref, remedy, splice, group=group)


def _git_splice(places: "_Places", path: Path, address: str, key: str | None, ref: str) -> Splice | None:
    """Where a commit goes: in the place of tag or branch, or behind the address of an inline table."""
    content = places.content
    place = places.string((*path, key if key is not None else "git"), ref if key is not None else address)
    if place is None:
        return None
    if key is None:
        inline = content.startswith("{", places.values.get(path, len(content)))
        return Splice(place + len(address) + 1, place + len(address) + 1, ', rev = "{}"') if inline else None
    found = search(r"(?:rev|tag|branch)([\"']?[ \t]*=[ \t]*[\"'])$", content[max(place - 60, 0) : place])
    return Splice(place - len(found[0]), place + len(ref), f"rev{found[1]}{{}}") if found is not None else None


class _Places:
    """Where values and names stand."""

    def __init__(self, content: str) -> None:
        self.content = content
        self.values, self._names, _ = places(content)

    def string(self, path: Path, value: str) -> int | None:
        """The first character of a string; None when it has none, or is not written as it is."""
        at = self.values.get(path)
        if at is None or self.content[at : at + 1] not in ('"', "'"):
            return None
        quote = self.content[at]
        quotes = quote * 3 if self.content.startswith(quote * 3, at) else quote
        at += len(quotes)
        return at if self.content.startswith(value + quotes, at) else None

    def name(self, path: Path) -> int:
        """The first character of the name of a table or value, inside any quotes."""
        return self._names.get(path, 0)
