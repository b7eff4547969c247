"""complexipy's numbers for one Python file, with what it calls its functions.

Only its native module is loaded: the package around it imports `pathlib`, which costs more than the numbers of a file
do. The comments by which complexipy leaves a function out (`# complexipy: ignore`) do not count here: what is let pass
stands in the policy, with a reason and a day.
"""

import re
import sys
from functools import cache
from typing import Any, NamedTuple

from .._finding import NotJudged
from .._text import decode

_MOST_BYTES = 16 << 20
_LINE_END = re.compile(r"\r\n|\r|\n")
_LONGEST = 120
_INSTALL = f"{sys.executable} -m pip install 'complexipy>=8.3,<9'"
_REINSTALL = f"{_INSTALL} --force-reinstall"


class Function(NamedTuple):
    """A function or method, by complexipy's qualified name; what is nested in it is part of it.

    `first` is the line of its first decorator or its `def`, `last` its last one, as git counts lines.
    """

    name: str
    complexity: int
    first: int
    last: int
    lines: tuple[str, ...]

    @property
    def shown(self) -> str:
        return self.name.replace("::", ".")

    def place(self) -> tuple[int, int]:
        """The line of its `def`, and the column of its name."""
        define = re.compile(rf"[ \t\f]*(?:async[ \t]+)?def[ \t]+(?={re.escape(self.name.rpartition('::')[2])}\b)").match
        for number, text in enumerate(self.lines, self.first):
            if found := define(text):
                return min(number, self.last), found.end() + 1
        return self.first, 1

    def body(self) -> tuple[str, ...]:
        """Its lines below the one that names it, without blanks around them and empty ones."""
        return tuple(stripped for text in self.lines[self.place()[0] - self.first + 1 :] if (stripped := text.strip()))

    def is_of_size(self, other: "Function") -> bool:
        """Whether they could be alike at all, by their lengths; most pairs could not."""
        short, long = sorted((len(self.lines), len(other.lines)))
        return short * 2 >= long

    def is_like(self, other: "Function") -> bool:
        """Whether most of their lines are the same, in whatever order: one of them is the other, moved or renamed."""
        from collections import Counter

        one, two = (Counter(stripped for text in of.lines if (stripped := text.strip())) for of in (self, other))
        return sum((one & two).values()) * 10 >= 7 * max(one.total(), two.total())


def functions(path: str, content: bytes) -> tuple[Function, ...]:
    """Every function of a file, in its order; NotJudged where complexipy cannot read the file."""
    text = decode(path, content, most=_MOST_BYTES, declared=True).content
    try:
        measured = _engine().code_complexity(text, no_ignore=True, with_plans=False).functions
    except ValueError as failure:
        why = " ".join(str(failure).split())[:_LONGEST].removeprefix("Failed to parse code: ")
        raise NotJudged(
            path,
            f"complexipy cannot read it ({why}); correct its syntax, or name it in `quality-gate.exclude` if it is not "
            "meant to run",
        ) from None
    lines = tuple(_LINE_END.split(text) if "\r" in text else text.split("\n"))
    places = _git_lines(text, len(lines))
    return tuple(
        Function(
            one.name, one.complexity, places[one.line_start - 1], places[one.line_end - 1],
            lines[one.line_start - 1 : one.line_end],
        )
        for one in measured
    )  # fmt: skip


def _git_lines(text: str, count: int) -> range | list[int]:
    """git's number of each line: a lone carriage return ends a line of Python, and none of git's."""
    if text.count("\r") == text.count("\r\n"):
        return range(1, count + 1)
    numbers = [1]
    for found in _LINE_END.finditer(text):
        numbers.append(numbers[-1] + found[0].endswith("\n"))
    return numbers


@cache
def _engine() -> Any:
    """The native module of complexipy, without the package around it."""
    name = "complexipy._complexipy"
    if name in sys.modules:
        return sys.modules[name]
    from importlib.machinery import PathFinder
    from importlib.util import module_from_spec

    package = PathFinder.find_spec("complexipy")
    spec = package and PathFinder.find_spec(name, package.submodule_search_locations)
    if not spec or not spec.loader:
        raise NotJudged("complexipy", f"it is not installed; `{_INSTALL}`")
    try:
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
    except ImportError as failure:
        raise NotJudged(
            "complexipy",
            f"it cannot be loaded ({failure}); `{_REINSTALL}`",
        ) from None
    sys.modules[name] = module
    return module
