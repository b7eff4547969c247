"""`[tool.hatch]`: the dependencies of environments and of builds.

Source of the format: hatch's documentation, "Environment configuration" and "Build configuration". Fields such as
`{matrix:django}` are filled in by hatch, so what they stand in is not known here.
"""

from collections.abc import Iterator

from .declared import Declared, Reference
from .toml_document import Document

_TOP = ("tool", "hatch")


def of_hatch(document: Document) -> Iterator[Declared | Reference]:
    """What hatch's tables declare."""
    if not document.table(*_TOP):
        return
    for env in document.table(*_TOP, "envs"):
        for listed in ("dependencies", "extra-dependencies"):
            for one in document.requirements(*_TOP, "envs", env, listed, role="group", group=env):
                if "{" not in one.what:
                    yield one
    build = (*_TOP, "build")
    for path in (build, *((*build, "targets", target) for target in document.table(*build, "targets"))):
        yield from document.requirements(*path, "dependencies", role="build")
        for hook in document.table(*path, "hooks"):
            yield from document.requirements(*path, "hooks", hook, "dependencies", role="build")
    yield from _lists(document)


def _lists(document: Document) -> Iterator[Reference]:
    """The files that the plugin hatch-requirements-txt reads."""
    path = (*_TOP, "metadata", "hooks", "requirements_txt")
    extras = document.table(*path, "optional-dependencies")
    for listed in ((*path, "files"), *((*path, "optional-dependencies", extra) for extra in extras)):
        for at, name in document.strings(*listed):
            yield Reference(document.place(at), name, kind="requirements")
