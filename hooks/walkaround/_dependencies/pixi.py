"""`pixi.toml`, and `[tool.pixi]` of `pyproject.toml`: packages of conda channels and of a Python index.

Source of the format: pixi's documentation, "The pixi manifest"; its lock holds what a workspace's environments need,
also what builds in them, but not what a package of pixi-build asks for.
"""

from collections.abc import Iterator

from .._finding import NotJudged
from .._text import Text
from .declared import Declared, Reference, Role
from .toml_document import Document
from .version_tables import PIXI, PIXI_PYPI, dependencies, dependency

_CONDA = ("dependencies", "host-dependencies", "build-dependencies", "run-dependencies", "dev")


def read(text: Text) -> Iterator[Declared | Reference | NotJudged]:
    """Every dependency that the file declares."""
    document = Document(text)
    yield from of_manifest(document)
    yield from document.complaints.values()


def of_manifest(document: Document, *top: str) -> Iterator[Declared]:
    """What a manifest declares, at the top of a document or in one of its tables."""
    yield from _workspace(document, top, "list", "")
    for name in document.table(*top, "feature"):
        yield from _workspace(document, (*top, "feature", name), "group", name)
    for base in _with_targets(document, (*top, "package")):
        for table in _CONDA:
            role: Role = "published" if table == "run-dependencies" else "build"
            yield from _packages(document, (*base, table), role, "")
    yield from _build(document, (*top, "package", "build"))


def _build(document: Document, path: tuple[str, ...]) -> Iterator[Declared]:
    """What builds a package: a backend, whose name is one of its values, and what that asks for."""
    backend = document.table(*path, "backend")
    if isinstance(name := backend.get("name"), str):
        yield from dependency(document, (*path, "backend"), name, backend, "build", PIXI)
    yield from dependencies(document, (*path, "additional-dependencies"), "build", PIXI)
    yield from dependencies(document, (*path, "backend", "additional-dependencies"), "build", PIXI)


def _workspace(document: Document, path: tuple[str, ...], role: Role, group: str) -> Iterator[Declared]:
    for base in _with_targets(document, path):
        for table in _CONDA:
            yield from _packages(document, (*base, table), role, group)
        yield from dependencies(document, (*base, "pypi-dependencies"), role, PIXI_PYPI, group)


def _packages(document: Document, path: tuple[str, ...], role: Role, group: str) -> Iterator[Declared]:
    """The packages of a table; a name such as `if(unix)` is a condition, and has a table of them."""
    for key, value in document.table(*path).items():
        if key.startswith("if("):
            yield from dependencies(document, (*path, key), role, PIXI, group)
        else:
            yield from dependency(document, (*path, key), key, value, role, PIXI, group)


def _with_targets(document: Document, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The path itself, and what holds only for some platforms."""
    yield path
    for target in document.table(*path, "target"):
        yield (*path, "target", target)
