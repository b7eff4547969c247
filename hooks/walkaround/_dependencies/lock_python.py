"""Locks of Python: uv.lock, poetry.lock, pdm.lock, Pipfile.lock and pylock.toml (PEP 751).

Sources of the formats: the writers themselves (uv's `lock` module, poetry's `locker.py`, pdm's `pdmlock.py`,
pipenv's `plette`), whose output the tests' files are modelled on, and PEP 751.
"""

from collections.abc import Iterable, Iterator
from re import MULTILINE, search
from re import compile as pattern
from typing import Any

from .._finding import NotJudged
from .._text import Text
from .._toml import parse
from .formats import Format
from .locked import Lock, Locked, Source, Wanted
from .requirement import normalised
from .values import Cursor, items, json_table, string, table, tables

_VERSION = pattern(r"^version[ \t]*=[ \t]*[\"']", MULTILINE)
_EXTRA = r"(?:^|(?<= and ))extra == ['\"]([^'\"]*)['\"]$"
_MOST_UV = 1  # versions of a format beyond which nothing is known about it
_MOST_POETRY = 2
_MOST_PDM = 4


def read(text: Text, found: Format) -> Lock:
    """The lock that the text is in this format."""
    if found == "pipfile-lock":
        return _pipfile(text)
    document = parse(text)
    match found:
        case "uv-lock":
            return _uv(text, document)
        case "poetry-lock":
            return _poetry(text, document)
        case "pdm-lock":
            return _pdm(text, document)
    return _pylock(text, document)


def _uv(text: Text, document: dict[str, Any]) -> Lock:
    _known(text, str(document.get("version", "")), _MOST_UV, "uv")
    packages: list[Locked] = []
    direct: list[Wanted] = []
    members: set[str] = set()
    for name, one, offset in _packages(text, document, "package"):
        source, index = _uv_source(table(one.get("source")))
        files = [*tables([one.get("sdist")]), *tables(one.get("wheels"))]
        # A package without any file cannot be installed from here, so there is nothing that a hash could protect.
        hashed = all(string(file.get("hash")) for file in files)
        packages.append(Locked(name, string(one.get("version")), offset, source, hashed, index, _sha256(files)))
        if source in ("path", "root") and "metadata" in one:
            member = _folder(next(iter(table(one["source"]).values())))
            members.add(member)
            direct.extend(_uv_direct(table(one["metadata"]), member))
    manifest = table(document.get("manifest"))
    groups = manifest.get("dependency-groups")
    if isinstance(groups, dict):  # of a manifest that is no project
        members.add("")
        direct.extend(_uv_direct({"requires-dev": groups}, ""))
    return Lock(
        "pypi",
        tuple(packages),
        tuple(direct),
        string(document.get("requires-python")),
        members=frozenset(members),
        elsewhere=frozenset(normalised(string(one.get("name"))) for one in tables(manifest.get("overrides"))),
        format=f"{document['version']}.{document.get('revision', 0)}",
    )


def _uv_source(source: dict[str, Any]) -> tuple[Source, str]:
    if "registry" in source:
        return "index", string(source["registry"])
    if "git" in source:
        return "git", ""
    if "url" in source:
        return "url", ""
    where = next((source[key] for key in ("virtual", "editable", "directory", "path") if key in source), None)
    if where is None:
        return ("url" if source else "index"), ""  # of a kind that is not known here, or not said: never a local one
    return ("root" if where == "." else "path"), ""


def _uv_direct(metadata: dict[str, Any], member: str) -> Iterator[Wanted]:
    listed = [("", one) for one in tables(metadata.get("requires-dist"))]
    for group, wanted in table(metadata.get("requires-dev")).items():
        listed += [(normalised(group), one) for one in tables(wanted)]
    for group, one in listed:
        marker = string(one.get("marker"))
        extra = search(_EXTRA, marker)
        if extra is not None:
            marker = marker[: extra.start()].removesuffix(" and ")
            if marker.startswith("(") and marker.endswith(")"):
                marker = marker[1:-1]
        fetched = not one.keys() & {"git", "url", "path", "directory", "editable", "virtual"}
        name, spec = normalised(string(one.get("name"))), string(one.get("specifier"))
        yield Wanted(name, spec, extra[1] if extra is not None else group, member, fetched, marker)


def _poetry(text: Text, document: dict[str, Any]) -> Lock:
    metadata = table(document.get("metadata"))
    if not metadata:
        raise NotJudged(text.path, "has no [metadata], so it is no lock of poetry")
    _known(text, string(metadata.get("lock-version")) or "1.0", _MOST_POETRY, "poetry")
    # Before poetry 1.3 the hashes of all packages stood together at the end; before 1.0 without file names.
    apart = {normalised(name): files for name, files in table(metadata.get("files")).items()}
    bare = {normalised(name): hashes for name, hashes in table(metadata.get("hashes")).items()}
    packages: list[Locked] = []
    for name, one, offset in _packages(text, document, "package"):
        files = one.get("files", apart.get(name))
        hashed = _all_hashed(files) or bool(bare.get(name))
        source = table(one.get("source"))
        kind = _POETRY_SOURCES.get(string(source.get("type")), "index")
        index = string(source.get("url")) if kind == "index" else ""
        digests = _sha256(tables(files)) or _sha256({"hash": f"sha256:{one}"} for one in items(bare.get(name)))
        packages.append(Locked(name, string(one.get("version")), offset, kind, hashed, index, digests))
    return Lock(
        "pypi",
        tuple(packages),
        None,
        string(metadata.get("python-versions")),
        string(metadata.get("content-hash")),
        format=string(metadata.get("lock-version")) or "1.0",
    )


_POETRY_SOURCES: dict[str, Source] = {"git": "git", "url": "url", "file": "path", "directory": "path"}


def _pdm(text: Text, document: dict[str, Any]) -> Lock:
    metadata = table(document.get("metadata"))
    if not metadata:
        raise NotJudged(text.path, "has no [metadata], so it is no lock of pdm")
    version = string(metadata.get("lock_version"))
    _known(text, version or "4", _MOST_PDM, "pdm")
    apart = table(metadata.get("files"))  # before version 4.0: "name version" -> files
    packages: list[Locked] = []
    for name, one, offset in _packages(text, document, "package"):
        version_of_one = string(one.get("version"))
        files = one.get("files", apart.get(f"{string(one.get('name'))} {version_of_one}"))
        hashed, digests = _all_hashed(files), _sha256(tables(files))
        packages.append(Locked(name, version_of_one, offset, _pdm_source(one), hashed, "", digests))
    targets = tables(metadata.get("targets"))
    python = string(metadata.get("requires_python")) or (
        string(targets[0].get("requires_python")) if len(targets) == 1 else ""
    )
    return Lock("pypi", _distinct(packages), None, python, string(metadata.get("content_hash")), format=version)


def _pdm_source(one: dict[str, Any]) -> Source:
    if one.keys() & {"git", "hg", "svn", "bzr"}:
        return "git"
    return "path" if "path" in one else "url" if "url" in one else "index"


def _pylock(text: Text, document: dict[str, Any]) -> Lock:
    version = string(document.get("lock-version"))
    _known(text, version, 1, "pylock")
    packages = []
    for name, one, offset in _packages(text, document, "packages"):
        source: Source = "index"
        if "vcs" in one:
            source = "git"
        elif "directory" in one:
            source = "root" if table(one["directory"]).get("path") in (".", "") else "path"
        elif "archive" in one:
            source = "url" if "url" in table(one["archive"]) else "path"
        files = [*tables([one.get("sdist")]), *tables(one.get("wheels")), *tables([one.get("archive")])]
        hashed = all(table(file.get("hashes")) for file in files)
        packages.append(
            Locked(name, string(one.get("version")), offset, source, hashed, string(one.get("index")), _sha256(files))
        )  # fmt: skip
    return Lock("pypi", tuple(packages), None, string(document.get("requires-python")), format=version)


def _pipfile(text: Text) -> Lock:
    document = json_table(text.path, text.content)
    if document and not isinstance(document.get("_meta"), dict):
        raise NotJudged(text.path, "has no `_meta`, so it is no Pipfile.lock")
    at = Cursor(text.content)
    packages: list[Locked] = []
    for group, listed in document.items():
        if group == "_meta" or not isinstance(listed, dict):
            continue
        at.move(group)
        for name, one in listed.items():
            at.move(name)
            entry = table(one)
            version = string(entry.get("version")).removeprefix("==")
            hashed = bool(items(entry.get("hashes")))
            offset = at.value("version") if version else at.at
            offset += 2 * text.content.startswith("==", offset)
            digests = _sha256({"hash": digest} for digest in items(entry.get("hashes")))
            packages.append(Locked(normalised(name), version, offset, _pipfile_source(entry), hashed, "", digests))
    digest = string(table(table(document.get("_meta")).get("hash")).get("sha256"))
    return Lock("pypi", _distinct(packages), None, content_hash=digest)


def _pipfile_source(one: dict[str, Any]) -> Source:
    if one.keys() & {"git", "hg", "svn", "bzr"}:
        return "git"
    if "path" in one or string(one.get("file")).startswith((".", "/", "file:")):
        return "path"
    return "url" if "file" in one or "uri" in one else "index"


def _packages(text: Text, document: dict[str, Any], key: str) -> Iterator[tuple[str, dict[str, Any], int]]:
    """Every package with its normalised name and the place of its version."""
    listed = document.get(key, [])
    if not isinstance(listed, list):
        raise NotJudged(text.path, f"{key} is not a list of tables")
    for one, offset in zip(listed, offsets_of_versions(text.content, key, len(listed)), strict=True):
        name = string(one.get("name")) if isinstance(one, dict) else ""
        if not name:
            raise text.not_judged(offset, "has a package without a name")
        yield normalised(name), one, offset


def offsets_of_versions(content: str, key: str, count: int) -> list[int]:
    """Where the versions of the tables of an array stand; every tool writes each table under a header of its own."""
    header = pattern(rf"^\[\[{key}\]\]", MULTILINE)
    starts = [found.start() for found in header.finditer(content)]
    if len(starts) != count:
        from .._toml_places import offsets

        places = offsets(content)
        return [places.get((key, at, "version"), -1) + 1 for at in range(count)]
    ends = [*starts[1:], len(content)]
    matches = (_VERSION.search(content, start, end) for start, end in zip(starts, ends, strict=False))
    return [found.end() if found is not None else start for found, start in zip(matches, starts, strict=True)]


def _known(text: Text, version: str, most: int, tool: str) -> None:
    """NotJudged when the version of the format is none, or newer than what is known."""
    major = version.partition(".")[0]
    if not major.isdecimal() or len(major) > 4:
        raise NotJudged(text.path, f"states no version of its format, so it is no lock of {tool}")
    if int(major) > most:
        raise NotJudged(text.path, f"is in version {major} of the format of {tool}, which is not known here")


def _all_hashed(files: Any) -> bool:
    """Whether there are files, and each has a hash."""
    return bool(items(files)) and all(string(table(file).get("hash")) for file in files)


def _sha256(files: Iterable[dict[str, Any]]) -> frozenset[str]:
    """The SHA-256 digests of files, by whichever of the two ways a lock writes them."""
    found: set[str] = set()
    for one in files:
        written = string(one.get("hash"))
        digest = written[7:] if written.startswith("sha256:") else string(table(one.get("hashes")).get("sha256"))
        found.add(digest.lower())
    return frozenset(found - {""})


def _distinct(packages: Iterable[Locked]) -> tuple[Locked, ...]:
    """The packages without those that repeat one, as an entry for the same package with an extra does."""
    met: dict[tuple[object, ...], Locked] = {}
    for one in packages:
        met.setdefault((one.name, one.version, one.source, one.hashed), one)
    return tuple(met.values())


def _folder(path: Any) -> str:
    """A folder as written in a lock, with the lock's own as the empty text."""
    written = string(path).replace("\\", "/").removeprefix("./").removesuffix("/")
    return "" if written == "." else written
