"""`setup.py`: the arguments of `setup(...)`, read and never run.

Source of the format: setuptools' documentation, "Keywords". `python_requires` says what the package runs on, and is no
dependency.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .._finding import NotJudged
from .._text import Text
from .declared import Declared, Reference, Role
from .requirement import normalised

if TYPE_CHECKING:
    import ast

    from .python_source import Source, Written

_ARGUMENTS: dict[str, Role] = {"install_requires": "published", "setup_requires": "build", "tests_require": "group"}


def read(text: Text) -> Iterator[Declared | Reference | NotJudged]:
    """Every dependency that the file declares."""
    if "require" not in text.content:
        return
    import ast

    from .python_source import Source

    for source, nodes in Source(text).scopes():
        for node in nodes:
            if isinstance(node, ast.Call) and _is_setup(node.func):
                yield from _of_call(source, node)


def _of_call(source: "Source", call: "ast.Call") -> Iterator[Declared | NotJudged]:
    arguments = list(_arguments(source, call))
    named = (source.string(value) for key, value in arguments if key == "name")
    itself = {normalised(name.text) for name in named if name is not None}
    for one in _of_setup(source, arguments):
        if not (isinstance(one, Declared) and one.name in itself):  # an extra made of others
            yield one


def _is_setup(function: "ast.expr") -> bool:
    return "setup" in (getattr(function, "id", ""), getattr(function, "attr", ""))


def _arguments(source: "Source", call: "ast.Call") -> Iterator[tuple[str, "ast.expr"]]:
    """The arguments by name, those of `**arguments` included where they are written out."""
    for keyword in call.keywords:
        if keyword.arg is not None:
            yield keyword.arg, keyword.value
        else:
            yield from ((key.text, value) for key, value in source.items(keyword.value))


def _of_setup(source: "Source", arguments: list[tuple[str, "ast.expr"]]) -> Iterator[Declared | NotJudged]:
    for name, value in arguments:
        if name in _ARGUMENTS:
            group = "tests" if name == "tests_require" else ""
            for written in source.strings(value):
                yield from _requirements(source, written, _ARGUMENTS[name], group)
        elif name == "extras_require":
            for key, extra in source.items(value):
                group, _, marker = key.text.partition(":")
                for written in source.strings(extra):
                    yield from _requirements(source, written, "published", group, marker)


def _requirements(
    source: "Source", written: "Written", role: Role, group: str, marker: str = ""
) -> Iterator[Declared | NotJudged]:
    """The requirements of a string: one, or several on lines of their own."""
    from .ini import Line
    from .python_source import lines_of
    from .setup_cfg import requirement

    for line in lines_of(source, written):
        one = requirement(source.text, Line(line.text.partition(" #")[0].rstrip(), line.offset), role, group)
        if isinstance(one, Declared) and marker:
            one = one._replace(marker=f"({one.marker}) and ({marker})" if one.marker else marker)
        if one is not None:
            yield one
