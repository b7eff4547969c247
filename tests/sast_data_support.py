"""Cases of the data rules: samples with a heading each, whose defective lines end in the rule's id."""

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest

from walkaround._code import Module
from walkaround.sast._families import FAMILIES, find

_MARK = re.compile(r"#\s*(B94\d)\s*$")
FAMILY_NAMES = ("money", "loading", "inputs", "defaults", "moments", "leftovers", "races")
_OURS = tuple(family for family in FAMILIES if family.name in FAMILY_NAMES)


def found(source: str, path: str = "shop/views.py") -> list[tuple[str, int]]:
    """The rule and the line of everything that the data families find, in order."""
    module = Module(path, source.encode(), ast.parse(source))
    return sorted((one.rule, getattr(one.node, "lineno", 0)) for one in find(module, _OURS))


def messages(source: str, path: str = "shop/views.py") -> list[str]:
    module = Module(path, source.encode(), ast.parse(source))
    return [one.message for one in find(module, _OURS)]


def marked(source: str) -> list[tuple[str, int]]:
    lines = enumerate(source.split("\n"), 1)
    return sorted((hit[1], number) for number, line in lines if (hit := _MARK.search(line)))


def cases(text: str) -> list[Any]:
    """The samples under `### name` headings; a name that begins with `ok` has no defect, any other has one."""
    return [pytest.param(source, id=name) for name, source in _samples(text)]


def _samples(text: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"(?m)^### ", text)[1:]:
        name, _newline, source = part.partition("\n")
        if name.startswith("ok") == bool(marked(source)):
            raise ValueError(f"the sample {name!r} does not keep what its name promises")
        yield name.replace(" ", "-"), source
