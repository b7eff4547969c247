"""The names that a test uses: each imported once, and none of them twice with two meanings."""

import sys
from collections.abc import Iterable

from ._source import Origin

# What the text of a test uses itself.
OWN = (
    "asyncio", "entered", "entered_value", "every_item", "given", "io", "items", "itertools", "pytest", "result", "st",
)  # fmt: skip


class Imports:
    """What a test has to import. `bind` gives the name under which a thing is known in the test."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {*OWN, *taken}
        self._bound: dict[Origin, str] = {}

    def plain(self, module: str) -> str:
        """A module of the standard library by its own name."""
        self._bound[Origin(module, "")] = module
        return module

    def bind(self, origin: Origin, name: str) -> str:
        """The name of a thing, which is `name` unless that is taken."""
        known = self._bound.get(origin)
        if known is not None:
            return known
        free = name
        while free in self._taken:
            free += "_"
        self._taken.add(free)
        self._bound[origin] = free
        return free

    def lines(self, own: str, *more: Origin) -> list[str]:
        """The statements, in three groups with a blank line between: standard library, installed, the project's own.

        `own` is the module under test; `more` are names that go with it under their own names.
        """
        groups: tuple[dict[str, list[str]], ...] = ({}, {}, {})
        bound = {**{origin: origin.name or origin.module for origin in more}, **self._bound}
        for origin, name in bound.items():
            groups[_group(origin.module, own)].setdefault(origin.module, []).append(_spelled(origin, name))
        shown = [sorted(_statements(group), key=_isort) for group in groups]
        return [line for group in shown if group for line in (*group, "")]


def _group(module: str, own: str) -> int:
    top = module.partition(".")[0]
    if top == own.partition(".")[0]:
        return 2
    return 0 if top in sys.stdlib_module_names else 1


def _spelled(origin: Origin, name: str) -> str:
    if not origin.name:
        return f"import {origin.module}" if name == origin.module else f"import {origin.module} as {name}"
    return origin.name if name == origin.name else f"{origin.name} as {name}"


def _statements(group: dict[str, list[str]]) -> Iterable[str]:
    for module, parts in group.items():
        yield from (part for part in parts if part.startswith("import "))
        names = sorted({part for part in parts if not part.startswith("import ")}, key=_case)
        if names:
            line = f"from {module} import {', '.join(names)}"
            yield line if len(line) <= 88 else _long(module, names)


def _long(module: str, names: list[str]) -> str:
    listed = "".join(f"    {name},\n" for name in names)
    return f"from {module} import (\n{listed})"


def _case(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest: the order in which formatters put them."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2), name


def _isort(line: str) -> tuple[bool, str, str]:
    words = line.split()
    return line.startswith("from"), words[1].lower(), line
