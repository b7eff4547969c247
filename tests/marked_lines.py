"""Samples whose defective lines say so in a comment, `# B935`, and what the families find in them."""

import ast
import re
from textwrap import dedent

from walkaround._code import Module
from walkaround.sast._families import FAMILIES, find

_MARK = re.compile(r"#.*?\b(B\d{3}(?:, B\d{3})*)\s*$")


def marked(source: str) -> list[tuple[int, str]]:
    """The lines that a sample says are defective, with the rule."""
    found = ((number, _MARK.search(line)) for number, line in enumerate(dedent(source).splitlines(), 1))
    return sorted((number, rule) for number, match in found if match for rule in match.group(1).split(", "))


def found(source: str, families: tuple[str, ...], path: str = "shop/prices.py") -> list[tuple[int, str]]:
    """The lines that some families call defective, with the rule."""
    text = dedent(source)
    module = Module(path, text.encode(), ast.parse(text))
    asked = tuple(family for family in FAMILIES if family.name in families)
    return sorted((one.node.lineno, one.rule) for one in find(module, asked))  # type: ignore[attr-defined]


def blocks(page: str) -> list[str]:
    """The Python blocks of a page."""
    return re.findall(r"```python\n(.*?)```", page, re.S)
