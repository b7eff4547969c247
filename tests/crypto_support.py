"""What a family finds in a piece of code, beside the marks that the code carries itself."""

import ast
import textwrap
from collections.abc import Callable, Iterator

from walkaround._code import Module
from walkaround.sast import _families
from walkaround.sast._families._found import Found

Find = Callable[[Module], Iterator[Found]]


def found(code: str, *finders: Find, path: str = "app/service.py") -> list[tuple[int, str]]:
    """Line and rule of everything found."""
    return sorted((line_of(one), one.rule) for one in findings(code, *finders, path=path))


def findings(code: str, *finders: Find, path: str = "app/service.py") -> list[Found]:
    source = textwrap.dedent(code).lstrip("\n")
    module = Module(path, source.encode(), ast.parse(source))
    return [one for find in finders for one in find(module)]


def called_for(code: str, *names: str) -> list[tuple[int, str]]:
    """What is found by the families that the words of the code call for."""
    families = tuple(family for family in _families.FAMILIES if family.name in names)
    assert len(families) == len(names)
    source = textwrap.dedent(code).lstrip("\n")
    module = Module("app/service.py", source.encode(), ast.parse(source))
    return sorted((line_of(one), one.rule) for one in _families.find(module, families))


def line_of(one: Found) -> int:
    line = getattr(one.node, "lineno", 0)
    assert isinstance(line, int)
    return line


def marked(code: str) -> list[tuple[int, str]]:
    """Line and rule of every `# B950` at the end of a line."""
    source = textwrap.dedent(code).lstrip("\n")
    lines = enumerate(source.splitlines(), 1)
    return [(number, rule) for number, line in lines for rule in _rules(line)]


def _rules(line: str) -> list[str]:
    _, mark, rules = line.rpartition("  # B")
    return [f"B{rules}"] if mark else []
