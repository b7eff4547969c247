"""yarn.lock: the format of yarn 1, which is its own, and that of later versions, which is a small part of YAML.

Source of the formats: yarn's `@yarnpkg/lockfile` and `@yarnpkg/parsers` (`syml`). Both write an entry as its
requests, then one value a line, indented by two spaces.
"""

from collections.abc import Iterator
from re import compile as pattern
from re import finditer, search
from typing import NamedTuple

from .._text import Text
from .formats import Format
from .lock_npm import source_of
from .locked import Lock, Locked, Source

_LINE = pattern(r"([^\r\n]*)(?:\r\n|\r|\n|$)")
_VALUE = pattern(r"  (\"[^\"]*\"|[A-Za-z]\w*):? (.*)")
_REQUEST = r"\"((?:[^\"\\]|\\.)*)\"|[^\s,\"][^,\"]*"


class _Entry(NamedTuple):
    """An entry: what it answers, where it begins, and its values, each with its place."""

    requests: list[str]
    offset: int
    values: dict[str, tuple[str, int]]

    def value(self, key: str) -> str:
        return self.values.get(key, ("", 0))[0]


def read(text: Text, _found: Format) -> Lock:
    """The lock that the text is."""
    entries = list(_entries(text))
    head = next((entry for entry in entries if entry.requests == ["__metadata"]), None)
    found = [entry for entry in entries if entry is not head]
    if head is None and "yarn lockfile v1" not in text.content[:400]:
        raise text.not_judged(0, "says neither `yarn lockfile v1` nor `__metadata`, so it is no lock of yarn")
    packages = tuple(map(_old if head is None else _new, found))
    answers = frozenset(request for entry in found for request in entry.requests)
    version = "1" if head is None else f"berry {head.value('version')}"
    return Lock("npm", packages, answers=answers, format=version)


def _entries(text: Text) -> Iterator[_Entry]:
    entry: _Entry | None = None
    asked = ""  # a request too long for one line: `? "…"`, then `:`
    for found in _LINE.finditer(text.content):
        line = found[1]
        if not line.strip() or line.startswith("#"):
            continue
        if line[0] != " ":
            if line.startswith("? "):
                asked = line[2:].strip()
                continue
            head = asked if line.strip() == ":" and asked else line.rstrip().removesuffix(":")
            asked = ""
            requests = _requests(head)
            if not requests or not line.rstrip().endswith(":"):
                raise text.not_judged(found.start(), "is not an entry of a lock of yarn")
            if entry is not None:
                yield entry
            entry = _Entry(requests, found.start(), {})
        elif entry is None:
            raise text.not_judged(found.start(), "is not an entry of a lock of yarn")
        elif (pair := _VALUE.fullmatch(line)) is not None:
            value = pair[2].strip()
            quoted = value.startswith('"')
            entry.values.setdefault(pair[1].strip('"'), (value.strip('"'), found.start() + pair.start(2) + quoted))
    if entry is not None:
        yield entry


def _requests(head: str) -> list[str]:
    """What an entry answers. Yarn 1 quotes each request, later versions all of them together."""
    found = [one[1] if one[1] is not None else one[0].strip() for one in finditer(_REQUEST, head)]
    return [part.strip() for one in found for part in one.split(", ")]


def _old(entry: _Entry) -> Locked:
    name, spec = split(entry.requests[0])
    if spec.startswith("npm:"):
        name = split(spec.removeprefix("npm:"))[0] or name
    resolved = entry.value("resolved")
    version, offset = entry.values.get("version", ("", entry.offset))
    hashed = bool(entry.value("integrity")) or search(r"#[0-9a-f]{40}$", resolved) is not None
    return Locked(name, version, offset, source_of(resolved or (spec if ":" in spec else "")), hashed)


def _new(entry: _Entry) -> Locked:
    name, where = split(entry.value("resolution") or entry.requests[0])
    version, offset = entry.values.get("version", ("", entry.offset))
    # Of packages for other systems yarn has no checksum before one of those has installed them.
    hashed = bool(entry.value("checksum") or entry.value("conditions"))
    return Locked(name, version, offset, _new_source(where), hashed)


def _new_source(where: str) -> Source:
    scheme, _, rest = where.partition(":")
    match scheme:
        case "npm":
            return "url" if "__archiveUrl" in rest and "/-/" not in rest else "index"
        case "workspace":
            return "root" if rest == "." else "path"
        case "patch" | "portal" | "link" | "file" | "exec":
            return "path"
    return "git" if source_of(where) == "git" or "commit=" in where else "url"


def split(request: str) -> tuple[str, str]:
    """Name and range of `name@range`; a scope begins with another @."""
    at = request.find("@", 1)
    return (request, "") if at < 0 else (request[:at], request[at + 1 :])
