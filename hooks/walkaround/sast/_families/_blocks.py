"""Stretches of a function: the branches of a condition, and what follows a branch that leaves."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ..._code import Module

EXIT = (ast.Return, ast.Raise, ast.Continue, ast.Break)


class Stretch(NamedTuple):
    """The lines of some statements; `after` says that they follow a branch that leaves."""

    first: int
    last: int
    after: bool


def branch(body: list[ast.stmt]) -> Stretch:
    return Stretch(body[0].lineno, _end(body[-1]), after=False)


def following(module: Module, statement: ast.stmt) -> Stretch | None:
    """The statements after one, in its own block; None when it is the last."""
    around = module.parent(statement)
    for field in ("body", "orelse", "finalbody"):
        block: list[ast.stmt] | None = getattr(around, field, None)
        if isinstance(block, list) and block and block[0].lineno <= statement.lineno <= block[-1].lineno:
            if block[-1] is statement:
                return None
            return Stretch(_end(statement) + 1, _end(block[-1]), after=True)
    return None


def branches(module: Module, conditional: ast.If, holds: bool, simple: bool = True) -> Iterator[Stretch]:
    """What runs when a condition holds, or when it does not. A `simple` one says nothing else beside."""
    if holds:
        yield branch(conditional.body)
        return
    if conditional.orelse:
        yield branch(conditional.orelse)
    elif simple and isinstance(conditional.body[-1], EXIT):
        rest = following(module, conditional)
        if rest is not None:
            yield rest


def walk(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """The nodes of statements, those of functions within them left out."""
    stack: list[ast.AST] = list(body)
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            stack += ast.iter_child_nodes(node)


def _end(statement: ast.stmt) -> int:
    return statement.end_lineno or statement.lineno
