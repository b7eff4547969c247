"""Cases of the families `tokens` and `web`: a defect is found on each line that ends in its id, and on no other."""

import ast
import re
from textwrap import dedent

from walkaround._code import Module
from walkaround.sast._families import tokens, web

_MARK = re.compile(r"#((?: B\d{3})+)$")


def found(source: str, path: str = "shop/app.py") -> list[tuple[int, str]]:
    """What both families find, as lines and ids."""
    module = Module(path, source.encode(), ast.parse(source))
    return sorted((node.node.lineno, node.rule) for family in (tokens, web) for node in family.find(module))


def marked(source: str) -> list[tuple[int, str]]:
    """The lines and ids that the source itself says."""
    lines = enumerate(source.splitlines(), 1)
    return sorted((number, rule) for number, line in lines if (mark := _MARK.search(line)) for rule in mark[1].split())


def check(source: str, path: str = "shop/app.py") -> None:
    source = dedent(source)
    assert found(source, path) == marked(source)
