"""pnpm-lock.yaml, versions 5 to 9.

Source of the format: pnpm's `@pnpm/lockfile.types`. `packages` makes up nearly all of a lock, and YAML takes long
over it, so that it is read line by line in the layout that pnpm writes; any other layout is read as YAML.
"""

from collections.abc import Iterator
from re import MULTILINE, fullmatch, search
from re import compile as pattern

from .._finding import NotJudged
from .._text import Text
from .._yaml import Mapping, Node, Scalar, Sequence, is_mapping, parse
from .formats import Format
from .lock_npm import TABLES
from .locked import Lock, Locked, Source, Wanted

_SECTION = pattern(r"^([A-Za-z]\w*):", MULTILINE)
_TOP_LINE = pattern(r"^[^\s#]", MULTILINE)
_PACKAGE = pattern(r"  ('(?:[^'\n]|'')+'|[^\s'\"#?&*!|>{\[-][^'\"\n]*):(?: \{\})?[ \r]*")
_RESOLUTION = pattern(r"    resolution: \{([^{}\n]*)\}[ \r]*")
_NAMED = pattern(r"    (name|version): '?([^\s'\"]+)'?[ \r]*")
_OTHER = pattern(r"(?:    (?!resolution:|name:|version:)[^\n]*|[ \r]*)")


def read(text: Text, _found: Format) -> Lock:
    """The lock that the text is."""
    parts = _parts(text)
    head = parse(text) if parts is None else parse(parts[0])
    if not is_mapping(head):
        raise NotJudged(text.path, "is not a YAML mapping, so it is no lock of pnpm")
    version = _scalar(head.get("lockfileVersion"))
    if not fullmatch(r"\d{1,3}(?:\.\d{1,3})?(?:-[\w.-]+)?", version):
        raise NotJudged(text.path, "states no lockfileVersion, so it is no lock of pnpm")
    if not 5 <= int(version.partition(".")[0]) <= 9:
        raise NotJudged(text.path, f"is in version {version} of the format of pnpm, which is not known here")
    packages = None if parts is None else _scanned(text, *parts[1])
    if packages is None:
        whole = head if parts is None else parse(text)
        packages = list(_parsed(whole.get("packages") if is_mapping(whole) else None))
    elsewhere = frozenset(_elsewhere(head))
    return Lock(
        "npm",
        tuple(packages),
        None if _is_incomplete(head) else tuple(_direct(head)),
        members=frozenset(_members(head)),
        elsewhere=elsewhere,
        format=version,
    )


def _is_incomplete(head: Mapping) -> bool:
    """Whether the lock need not have what the manifests say: a script may change those, and links may be left out."""
    settings = head.get("settings")
    links = _scalar(settings.get("excludeLinksFromLockfile")) if is_mapping(settings) else ""
    return links == "true" or head.get("pnpmfileChecksum") is not None


def _elsewhere(head: Mapping) -> Iterator[str]:
    """The names in `overrides`, such as `name`, `name@1` and `parent>name`, and optional packages that are ignored."""
    for key, _ in _entries(head.get("overrides")):
        name = key.value.rpartition(">")[2]
        yield name[:1] + name[1:].partition("@")[0]
    ignored = head.get("ignoredOptionalDependencies")
    if isinstance(ignored, Sequence):
        yield from map(_scalar, ignored.items)


def _parts(text: Text) -> tuple[Text, tuple[int, int]] | None:
    """The text without what is read by lines, and where `packages` stands; None when the layout is not pnpm's."""
    content = text.content
    sections = [(found[1], found.start()) for found in _SECTION.finditer(content)]
    if not len({name for name, _ in sections}) == len(sections) == len(_TOP_LINE.findall(content)):
        return None
    ends = [*(start for _, start in sections[1:]), len(content)]
    spans = {name: (start, end) for (name, start), end in zip(sections, ends, strict=False)}
    kept = "".join(content[start:end] for name, (start, end) in spans.items() if name not in ("packages", "snapshots"))
    return Text(text.path, kept), spans.get("packages", (len(content), len(content)))


def _scanned(text: Text, start: int, end: int) -> list[Locked] | None:
    """The packages that stand between two places; None when a line is not as pnpm writes it."""
    content = text.content
    found: list[Locked] = []
    key, offset = "", -1
    said: dict[str, str] = {}
    at = content.find("\n", start, end) + 1
    while 0 < at < end:
        stop = content.find("\n", at, end)
        stop = end if stop < 0 else stop
        if content.startswith("      ", at):
            at = stop + 1  # the dependencies of a package, of which most lines are
            continue
        if (package := _PACKAGE.fullmatch(content, at, stop)) is not None:
            if key:
                found.append(_locked(key, offset, said))
            key, offset, said = _unquoted(package[1]), at + 2 + package[1].startswith("'"), {}
        elif (resolution := _RESOLUTION.fullmatch(content, at, stop)) is not None and key:
            said |= {name.strip(): value.strip() for name, _, value in _pairs(resolution[1])}
        elif (named := _NAMED.fullmatch(content, at, stop)) is not None and key:
            said[f"own {named[1]}"] = named[2]
        elif _OTHER.fullmatch(content, at, stop) is None:
            return None
        at = stop + 1
    return [*found, _locked(key, offset, said)] if key else found


def _pairs(flow: str) -> Iterator[tuple[str, str, str]]:
    return (part.partition(": ") for part in flow.split(", "))


def _unquoted(key: str) -> str:
    return key[1:-1].replace("''", "'") if key.startswith("'") else key


def _parsed(packages: Node | None) -> Iterator[Locked]:
    """The same out of YAML."""
    for name, value in _entries(packages):
        resolution = value.get("resolution") if is_mapping(value) else None
        said = {key.value: _scalar(one) for key, one in _entries(resolution)}
        for own in ("name", "version"):
            written = _scalar(value.get(own)) if is_mapping(value) else ""
            if written:
                said[f"own {own}"] = written
        yield _locked(name.value, name.offset, said)


def _locked(key: str, offset: int, said: dict[str, str]) -> Locked:
    """A package of the lock, given its key and what stands under it."""
    name, version = split_key(key)
    source = _source(key, said)
    name = said.get("own name") or name
    offset += max(key.find(version, len(name)), 0)  # the version stands in the key, behind the name
    version = said.get("own version") or version
    return Locked(name, version, offset, source, "integrity" in said)


def split_key(key: str) -> tuple[str, str]:
    """Name and version of a key: `/name/1.0.0_peers` before version 6, `/name@1.0.0(peers)`, since 9 without slash."""
    bare = key.partition("(")[0].removeprefix("/")
    found = search(r"^((?:@[^/@]+/)?[^/@]+)@(.*)$", bare)
    if found is not None:
        return found[1], found[2]
    name, _, version = bare.rpartition("/")
    return name, version.partition("_")[0]


def _source(key: str, said: dict[str, str]) -> Source:
    if said.get("type") == "git":
        return "git"
    _, version = split_key(key)
    if said.get("type") == "directory" or version.startswith(("file:", "link:")) or key.startswith(("file:", "link:")):
        return "path"
    tarball = said.get("tarball", "")
    if "://" in version or "own name" in said or (tarball and "/-/" not in tarball and "integrity" not in said):
        return "git" if search(r"codeload\.|/archive/|[0-9a-f]{40}", tarball or version or key) else "url"
    return "index"


def _direct(head: Mapping) -> Iterator[Wanted]:
    """What the manifests asked for: before version 6 apart, under `specifiers`."""
    for member, importer in _importers(head):
        specifiers = {name.value: _scalar(spec) for name, spec in _entries(importer.get("specifiers"))}
        for group in TABLES:
            for name, value in _entries(importer.get(group)):
                spec = _scalar(value.get("specifier")) if is_mapping(value) else specifiers.get(name.value, "")
                yield Wanted(name.value, spec, group, member)


def _importers(head: Mapping) -> Iterator[tuple[str, Mapping]]:
    importers = head.get("importers")
    if not is_mapping(importers):
        yield "", head
    for path, value in _entries(importers):
        if is_mapping(value):
            yield ("" if path.value == "." else path.value), value


def _members(head: Mapping) -> Iterator[str]:
    return (member for member, _ in _importers(head))


def _entries(node: Node | None) -> Iterator[tuple[Scalar, Node]]:
    if is_mapping(node):
        for key, value in zip(node.pairs[::2], node.pairs[1::2], strict=False):
            if isinstance(key, Scalar):
                yield key, value


def _scalar(node: Node | None) -> str:
    return node.value if isinstance(node, Scalar) else ""
