"""`[tool.poetry]`: the main dependencies, groups, and what poetry itself needs.

Source of the format: poetry's documentation, "The pyproject.toml file" and "Dependency specification".
"""

from collections.abc import Iterator

from .declared import Declared, Role
from .toml_document import Document
from .version_tables import POETRY, dependencies

# Who fills these in means to publish.
_OF_LIBRARIES = ("license", "homepage", "repository", "documentation", "classifiers", "keywords", "urls", "plugins")


def of_poetry(document: Document, project: dict[str, Role]) -> Iterator[Declared]:
    """What poetry's tables declare. `project` are the names that `[project]` declares, with their roles."""
    poetry = document.table("tool", "poetry")
    if not poetry:
        return
    main = _main_role(document)
    for one in dependencies(document, ("tool", "poetry", "dependencies"), lambda name: project.get(name, main), POETRY):
        if one.name not in project or one.pin.fact != "names no version":
            yield one  # else it only says more about what `[project]` declares
    for table in ("dev-dependencies", "requires-plugins"):
        yield from dependencies(document, ("tool", "poetry", table), "group", POETRY, table)
    for group in document.table("tool", "poetry", "group"):
        yield from dependencies(document, ("tool", "poetry", "group", group, "dependencies"), "group", POETRY, group)


def _main_role(document: Document) -> Role:
    """What the main dependencies are for: a library's are published, an application's are installed."""
    poetry, project = document.table("tool", "poetry"), document.table("project")
    if poetry.get("package-mode") is False:
        return "list"
    library = any(key in poetry for key in _OF_LIBRARIES) or "classifiers" in project or "urls" in project
    return "published" if library else "list"
