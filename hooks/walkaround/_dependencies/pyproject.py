"""`pyproject.toml`: what a project asks for, and what its tools install to develop and build it.

Sources of the format: PEP 621 (`[project]`), PEP 735 (`[dependency-groups]`), PEP 518 (`[build-system]`), and the
documentation of uv, poetry, PDM, hatch, setuptools, flit, cibuildwheel and pixi for their tables.
"""

from collections.abc import Iterator
from re import finditer
from typing import Any

from .._finding import Finding, NotJudged
from .._text import Text
from .declared import Declared, Reference, Role, whole
from .requirement import normalised
from .shown import shown
from .toml_document import Document, Path

Said = Declared | Reference | Finding | NotJudged


def read(text: Text) -> Iterator[Said]:
    """Every dependency that the file declares."""
    document = Document(text)
    main = _main_role(document)
    standard = list(_standard(document, main))
    tools = document.root.get("tool")
    elsewhere = {normalised(name) for name in [document.table("project").get("name", "")] if isinstance(name, str)}
    if isinstance(tools, dict) and "uv" in tools:
        from .uv import constraints, from_elsewhere, sources

        standard += document.requirements("tool", "uv", "dev-dependencies", role="group", group="dev")
        roles = {one.name: _of_source(one.role) for one in reversed(standard)}
        elsewhere |= from_elsewhere(document)
        yield from sources(document, lambda name: roles.get(name, "group"))
        yield from constraints(document)
    yield from (one for one in standard if one.name not in elsewhere)
    yield from _missing_groups(document)
    if tools is not None:
        yield from _of_tools(document, {one.name: one.role for one in standard if one.role == main})
    yield from document.complaints.values()


def _standard(document: Document, main: Role) -> Iterator[Declared]:
    """What the tables of the standards declare."""
    yield from document.requirements("project", "dependencies", role=main)
    for extra in document.table("project", "optional-dependencies"):
        yield from document.requirements("project", "optional-dependencies", extra, role=main, group=extra)
    for group in document.table("dependency-groups"):
        yield from document.requirements("dependency-groups", group, role="group", group=group, tables=True)
    yield from document.requirements("build-system", "requires", role="build")


def _main_role(document: Document) -> Role:
    """What the dependencies are for: a package owes its users bounds, and what is certainly no package does not.

    uv takes a project without a build system for an application, which others may publish all the same.
    """
    table = document.table
    package = table("tool", "uv").get("package")
    told = (package, table("tool", "pdm").get("distribution"), table("tool", "poetry").get("package-mode"))
    classifiers = table("project").get("classifiers", [])
    if False in told or (isinstance(classifiers, list) and "Private :: Do Not Upload" in classifiers):
        return "list"
    return "published" if package is True or "build-system" in document.root else "unpublished"


def _of_source(role: Role) -> Role:
    """What a source of uv is for: no package publishes it, so that it is only for those who develop this one."""
    return "group" if role in ("published", "unpublished") else role


def _missing_groups(document: Document) -> Iterator[Finding]:
    """`{include-group = "name"}` of a group that the file does not have."""
    groups = document.table("dependency-groups")
    known = set(map(normalised, groups))
    for name, listed in groups.items():
        for index, item in enumerate(listed if isinstance(listed, list) else ()):
            included = item.get("include-group") if isinstance(item, dict) else None
            if isinstance(included, str) and normalised(included) not in known:
                line, column = document.text.place(document.place(("dependency-groups", name, index, "include-group")))
                message = f"The dependency group {shown(included)} is included and is not there."
                remedy = f"Add {shown(included)} to [dependency-groups], or correct the name."
                yield Finding(document.text.path, line, column, "PIN002", message, remedy)


def _of_tools(document: Document, project: dict[str, Role]) -> Iterator[Said]:
    """What the tables of tools declare; nothing is imported for a tool that the file does not name."""
    tools = document.table("tool")
    if "poetry" in tools:
        from .poetry import of_poetry

        yield from of_poetry(document, project)
    if "hatch" in tools:
        from .hatch import of_hatch

        yield from of_hatch(document)
    if "pixi" in tools:
        from .pixi import of_manifest

        yield from of_manifest(document, "tool", "pixi")
    if "pdm" in tools:
        yield from _of_pdm(document)
    if "setuptools" in tools:
        yield from _of_setuptools(document)
    if "flit" in tools:
        yield from _of_flit(document)
    if "cibuildwheel" in tools:
        yield from _of_cibuildwheel(document)


def _of_pdm(document: Document) -> Iterator[Declared]:
    """Groups as PDM has them beside those of PEP 735; only here a requirement may be editable."""
    for group in document.table("tool", "pdm", "dev-dependencies"):
        for path, written in document.strings("tool", "pdm", "dev-dependencies", group):
            found = document.editable(path, written, "group", group)
            if found is not None:
                yield found


def _of_setuptools(document: Document) -> Iterator[Reference]:
    """Files that give a package its dependencies and extras."""
    path = ("tool", "setuptools", "dynamic")
    extras = document.table(*path, "optional-dependencies")
    for source in ((*path, "dependencies"), *((*path, "optional-dependencies", extra) for extra in extras)):
        name = document.table(*source).get("file", [])
        if isinstance(name, str):
            yield Reference(document.place((*source, "file")), name, kind="requirements")
            continue
        for at, one in document.strings(*source, "file"):
            yield Reference(document.place(at), one, kind="requirements")


def _of_flit(document: Document) -> Iterator[Declared]:
    """Flit's own table of metadata, which older projects have in place of `[project]`."""
    path = ("tool", "flit", "metadata")
    yield from document.requirements(*path, "requires", role="published")
    yield from document.requirements(*path, "dev-requires", role="group", group="dev")
    for extra in document.table(*path, "requires-extra"):
        yield from document.requirements(*path, "requires-extra", extra, role="published", group=extra)


_COMMANDS = ("before-all", "before-build", "before-test")


def _of_cibuildwheel(document: Document) -> Iterator[Declared | Reference]:
    """The commands that prepare its builds and tests, and what the tests need."""
    top: tuple[str, ...] = ("tool", "cibuildwheel")
    for path in (top, *((*top, system) for system in ("linux", "macos", "windows", "android", "ios", "pyodide"))):
        settings = document.table(*path)
        for key in _COMMANDS:
            yield from _of_commands(document, (*path, key), settings.get(key))
        yield from _of_words(document, (*path, "test-requires"), settings.get("test-requires"))


def _of_words(document: Document, path: tuple[str, ...], written: Any) -> Iterator[Declared]:
    """Requirements in a list, or with blanks between them in one string, which is written as it is read."""
    if not isinstance(written, str):
        yield from document.requirements(*path, role="group", group="test")
    elif (span := document.span(path)) is not None:
        for word in finditer(r"\S+", written):
            found = document.requirement(path, word[0], "group", "test", offset=span[0] + word.start())
            if found is not None:
                yield found


def _of_commands(document: Document, path: Path, written: Any) -> Iterator[Declared | Reference]:
    """What a command, or each of several, installs; where it is written as it will be run."""
    from .commands import of_script

    several = [((*path, at), one) for at, one in enumerate(written)] if isinstance(written, list) else [(path, written)]
    for place, command in several:
        if isinstance(command, str) and (span := document.span(place)) is not None:
            yield from of_script(whole(command, span[0]))
