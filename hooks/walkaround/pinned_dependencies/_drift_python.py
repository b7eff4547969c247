"""pyproject.toml and Pipfile against the locks of uv, poetry, pdm and pipenv, and pylock.toml.

uv records what it was asked for; the others record a digest of it, which is computed here as each of them does:
poetry's `locker.py`, pdm's `project_file.py`, pipenv's `plette` and, since 2026, its `utils/pipfile.py`.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from .._dependencies.bounds import excludes, same
from .._dependencies.declared import Declared
from .._dependencies.locked import Locked, Wanted
from .._dependencies.requirement import normalised
from .._dependencies.shown import shown
from .._dependencies.toml_document import Document
from .._dependencies.values import items, string, table
from ._drift import Apart, Pair

_SECTIONS = frozenset({"source", "packages", "dev-packages", "requires", "scripts", "pipfile", "pipenv"})


def compared(pair: Pair) -> Iterator[Apart]:
    """Every way in which the two differ."""
    document = Document(pair.manifest)
    if pair.found == "uv-lock":
        yield from _uv(pair, document)
    elif pair.found == "pylock":
        yield from _held(pair, [one for one in _standard(document) if not one.group])
    else:
        yield from _by_digest(pair, document)


def _standard(document: Document) -> list[Declared]:
    """What the tables of the standards ask to be installed, without what only builds."""
    found = list(document.requirements("project", "dependencies", role="list"))
    for extra in document.table("project", "optional-dependencies"):
        name = normalised(extra)
        found += document.requirements("project", "optional-dependencies", extra, role="list", group=name)
    for group in document.table("dependency-groups"):
        name = normalised(group)
        found += document.requirements("dependency-groups", group, role="group", group=name, tables=True)
    return found


def _uv(pair: Pair, document: Document) -> Iterator[Apart]:
    from .._dependencies.uv import from_elsewhere

    project = document.table("project")
    if pair.member not in pair.lock.members:
        if not pair.member and "name" in project and not any(one.source == "root" for one in pair.lock.packages):
            name = string(project["name"])
            yield Apart(document.place(("project", "name")), "", f"{shown(name)}, this project, is not in uv.lock")
        return
    yield from _renamed(pair, document)
    declared = _standard(document)
    declared += document.requirements("tool", "uv", "dev-dependencies", role="group", group="dev")
    elsewhere = from_elsewhere(document)
    told: set[int] = set()
    if not items(project.get("dynamic")):
        apart = list(_recorded(pair, declared, elsewhere))
        yield from apart
        told = {one.offset for one in apart if one.offset is not None}
        yield from _python(pair, document)
    overridden = document.requirements("tool", "uv", "override-dependencies", role="group", tables=True)
    free = elsewhere | {one.name for one in overridden} | {normalised(string(project.get("name")))}
    yield from _held(pair, [one for one in declared if one.offset not in told and one.name not in free])


def _renamed(pair: Pair, document: Document) -> Iterator[Apart]:
    """The project beside the lock, when that has it under another name."""
    name = string(document.table("project").get("name"))
    roots = {one.name for one in pair.lock.packages if one.source == "root"}
    if not pair.member and name and roots and normalised(name) not in roots:
        offset = document.place(("project", "name"))
        yield Apart(offset, "", f"uv.lock was made for {shown(min(roots))}, and this project is {shown(name)}")


def _recorded(pair: Pair, declared: list[Declared], elsewhere: set[str]) -> Iterator[Apart]:
    """The requirements that uv recorded, against those of the manifest."""
    recorded: dict[tuple[str, str], list[Wanted]] = {}
    for wanted in pair.lock.direct or ():
        if wanted.member == pair.member:
            recorded.setdefault((wanted.name, wanted.group), []).append(wanted)
    for one in declared:
        found = recorded.get((one.name, one.group))
        what = shown(one.what)
        if found is None:
            where = f" in {shown(one.group)}" if one.group else ""
            yield Apart(one.offset, "", f"uv.lock was made without {what}{where}")
        elif one.kind == "url":
            if one.name not in elsewhere and all(wanted.fetched for wanted in found):
                yield Apart(one.offset, one.name, f"uv.lock takes {shown(one.name)} from an index, and not {what}")
        elif one.name not in elsewhere and all(_differs(one, wanted) for wanted in found):
            made = shown(found[0].name + found[0].spec)
            yield Apart(one.offset, one.name, f"uv.lock was made for {made}, and not for {what}")
    names = {one.name for one in declared}
    for name in dict.fromkeys(name for name, _ in recorded if name not in names):
        yield Apart(None, name, f"uv.lock was made for {shown(name)}, which pyproject.toml does not ask for")


def _differs(one: Declared, wanted: Wanted) -> bool:
    """Whether the bounds are certainly others. What came from elsewhere had none that were recorded."""
    return wanted.fetched and same(one.spec, wanted.spec) is False


def _python(pair: Pair, document: Document) -> Iterator[Apart]:
    """The oldest Python of the project, against that of the lock; of a workspace the lock has what all share."""
    written = string(document.table("project").get("requires-python"))
    mine, locked = _oldest(written), _oldest(pair.lock.requires_python)
    if pair.lock.members == {""} and mine and locked and same(mine, locked) is False:
        offset = document.place(("project", "requires-python"))
        made = shown(pair.lock.requires_python)
        yield Apart(offset, "", f"uv.lock was made for Python {made}, and not for {shown(written)}")


def _oldest(spec: str) -> str:
    clauses = [clause.strip() for clause in spec.split(",") if clause.strip().startswith(">=")]
    return clauses[0] if len(clauses) == 1 else ""


def _held(pair: Pair, declared: list[Declared]) -> Iterator[Apart]:
    """The versions that the lock holds, against the bounds of the manifest.

    Of a package with several entries for different environments it is enough that one admits what is locked.
    """
    held = _versions(pair)
    by_name: dict[str, list[Declared]] = {}
    for one in declared:
        if one.kind == "pypi":
            by_name.setdefault(one.name, []).append(one)
    for name, entries in by_name.items():
        packages = held.get(name, [])
        if not packages:
            if pair.found == "uv-lock":
                yield from _absent(pair, entries)
            continue
        versions = [package.version for package in packages]
        if any(package.source != "index" or not package.version for package in packages):
            continue
        if all(excludes("pypi", one.spec, version) for one in entries for version in versions):
            message = f"{shown(entries[0].what)} does not admit {shown(versions[0])}, the version in {pair.lock_name}"
            yield Apart(entries[0].offset, name, message)


def _versions(pair: Pair) -> dict[str, list[Locked]]:
    held: dict[str, list[Locked]] = {}
    for package in pair.lock.packages:
        held.setdefault(package.name, []).append(package)
    return held


def _absent(pair: Pair, entries: list[Declared]) -> Iterator[Apart]:
    """What the lock does not have, although it applies in every environment."""
    return (Apart(one.offset, "", f"{shown(one.what)} is not in {pair.lock_name}") for one in entries if not one.marker)


def _by_digest(pair: Pair, document: Document) -> Iterator[Apart]:
    declared = _DECLARED[pair.found](document)
    apart = list(_held(pair, declared))
    yield from apart
    try:
        digests = set(_DIGESTS[pair.found](document.root))
    except (TypeError, ValueError, AttributeError):
        return  # dates and the like, or tables that are none: the tool itself would refuse
    digest = pair.lock.content_hash.removeprefix("sha256:")
    if not digests or len(digest) != 64 or digest in digests:
        return
    held = _versions(pair)
    # pdm may lock some groups only: those of which the lock holds something.
    groups = {"", *(one.group for one in declared if one.name in held)}
    missing = [one for one in declared if one.kind == "pypi" and one.name not in held and one.group in groups]
    absent = [one for one in missing if not one.marker]
    yield from _absent(pair, absent)
    if not apart and not absent:
        own = pair.manifest.path.rpartition("/")[2]
        yield Apart(None, "", f"{pair.lock_name} was made for another {own} than this")


def declared_by_project(document: Document) -> list[Declared]:
    """What is installed for the project itself, by whatever tool; not what runs in an environment of its own."""
    tools = document.table("tool")
    poetry = [one for one in _of_poetry(document) if one.kind == "pypi"] if "poetry" in tools else _standard(document)
    places = {one.offset for one in poetry}
    return poetry + [one for one in _of_pdm(document) if "pdm" in tools and one.offset not in places]


def _of_poetry(document: Document) -> list[Declared]:
    from .._dependencies.poetry import of_poetry

    # `[tool.poetry.dependencies]` may only say more about what `[project]` asks for.
    standard = _standard(document)
    roles = {one.name: one.role for one in standard}
    others = [one for one in of_poetry(document, roles) if one.group != "requires-plugins" and one.name not in roles]
    return standard + others


def _of_pdm(document: Document) -> list[Declared]:
    found = _standard(document)
    for group in document.table("tool", "pdm", "dev-dependencies"):
        for path, written in document.strings("tool", "pdm", "dev-dependencies", group):
            one = document.editable(path, written, "group", group)
            found += [one] if one is not None else []
    return found


def _of_pipfile(document: Document) -> list[Declared]:
    from .._dependencies.version_tables import PIPENV, dependencies

    found: list[Declared] = []
    for name, entries in document.root.items():
        if isinstance(entries, dict) and (name not in _SECTIONS or name in ("packages", "dev-packages")):
            found += dependencies(document, (name,), "list", PIPENV, name)
    return found


_DECLARED = {"poetry-lock": _of_poetry, "pdm-lock": _of_pdm, "pipfile-lock": _of_pipfile}


def _digest(value: Any, **layout: Any) -> str:
    import json

    return sha256(json.dumps(value, sort_keys=True, **layout).encode()).hexdigest()


def poetry_digests(root: dict[str, Any]) -> Iterator[str]:
    """What the versions of poetry write as `content-hash`: with groups, without them, and before `[project]`."""
    project, poetry = table(root.get("project")), table(table(root.get("tool")).get("poetry"))
    standard = {
        key: project[key] for key in ("requires-python", "dependencies", "optional-dependencies") if key in project
    }
    legacy = {key: poetry.get(key) for key in ("dependencies", "source", "extras", "dev-dependencies")}
    group = {"group": poetry["group"]} if poetry.get("group") is not None else {}
    yield _digest(legacy | group)
    yield _digest(legacy)
    present = {key: value for key, value in legacy.items() if value is not None} | group
    for groups in ({}, table(root.get("dependency-groups"))):
        relevant: dict[str, Any] = {"project": standard} if standard else {}
        if groups:
            relevant["dependency-groups"] = groups
        if relevant:
            yield _digest(relevant | {"tool": {"poetry": present}})


def pdm_digests(root: dict[str, Any]) -> Iterator[str]:
    """What the versions of pdm since 2.4 write as `content_hash`; nothing for a workspace, whose members count too."""
    project, pdm = table(root.get("project")), table(table(root.get("tool")).get("pdm"))
    if "workspace" in pdm:
        return
    own = table(pdm.get("dev-dependencies"))
    groups: dict[str, list[Any]] = {}
    for listed in (table(root.get("dependency-groups")), own):
        for name, wanted in listed.items():
            groups[normalised(name)] = [*groups.get(normalised(name), []), *wanted]
    resolution = table(pdm.get("resolution"))
    overrides = pdm["overrides"] if "overrides" in pdm else resolution.get("overrides", {})
    for development in (groups, own):
        for rules in ({"resolution": resolution}, {"overrides": overrides}):
            yield _digest(
                {
                    "sources": pdm.get("source", []),
                    "dependencies": project.get("dependencies", []),
                    "dev-dependencies": development,
                    "optional-dependencies": project.get("optional-dependencies", {}),
                    "requires-python": project.get("requires-python", ""),
                    **rules,
                }
            )


def pipfile_digests(root: dict[str, Any]) -> Iterator[str]:
    """What the versions of pipenv write as `sha256`: with names as written, or as the index knows them.

    Nothing for a Pipfile without a source, for which the settings of each machine's pip count.
    """
    if "source" not in root:
        return
    for names in (str, normalised):
        tables = {
            name: {names(key): value for key, value in root.get(name, {}).items()}
            for name in ("packages", "dev-packages", *sorted(root.keys() - _SECTIONS))
        }
        said: dict[str, Any] = {
            "_meta": {"sources": root["source"], "requires": root.get("requires", {})},
            "default": tables.pop("packages"),
            "develop": tables.pop("dev-packages"),
        }
        yield _digest(said | tables, separators=(",", ":"))


_DIGESTS = {"poetry-lock": poetry_digests, "pdm-lock": pdm_digests, "pipfile-lock": pipfile_digests}
