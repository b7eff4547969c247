"""Names as they are written: dotted, and in words."""

import ast
import re

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def words(name: str) -> list[str]:
    """The words of a name in snake or camel case, or of a text, in small letters."""
    return [word.lower() for word in _WORDS.findall(name)]


def written(node: ast.AST | None) -> str:
    """A name or a chain of attributes as it stands in the source; a call in it is `()`, an element `[]`, else empty."""
    behind = ""
    while node is not None:
        if isinstance(node, ast.Name):
            return node.id + behind
        if isinstance(node, ast.Attribute):
            behind = f".{node.attr}{behind}"
            node = node.value
        elif isinstance(node, ast.Call):
            behind = f"(){behind}"
            node = node.func
        elif isinstance(node, ast.Subscript):
            behind = f"[]{behind}"
            node = node.value
        elif isinstance(node, ast.Await):
            node = node.value
        else:
            return ""
    return ""


def last(name: str) -> str:
    """The last word of a dotted name, without what is called or indexed."""
    return name.rpartition(".")[2].partition("(")[0].partition("[")[0]


def root(node: ast.AST) -> str:
    """The name at the start of a chain of attributes, calls and elements; empty where it starts with none."""
    return first(written(node))


def first(name: str) -> str:
    """The first word of a dotted name, without what is called or indexed."""
    return name.partition(".")[0].partition("(")[0].partition("[")[0]
