"""What an `except` clause catches, and what stands in it."""

import ast
from collections.abc import Iterable, Iterator

from ..._code import Function, Module

_BROAD = frozenset({
    "builtins.Exception", "builtins.BaseException", "builtins.ExceptionGroup", "builtins.BaseExceptionGroup",
})  # fmt: skip
_APART = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def caught(module: Module, handler: ast.ExceptHandler) -> list[ast.expr]:
    """The exceptions that a clause names; empty when it names none and catches everything."""
    return [] if handler.type is None else list(one_by_one(module, handler.type))


def one_by_one(module: Module, node: ast.expr, depth: int = 5) -> Iterator[ast.expr]:
    """The exceptions in a tuple, in tuples that are added, and behind the name of a tuple."""
    if isinstance(node, ast.Tuple):
        for inner in node.elts:
            yield from one_by_one(module, inner, depth - 1)
    elif isinstance(node, ast.Starred):
        yield from one_by_one(module, node.value, depth - 1)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from one_by_one(module, node.left, depth - 1)
        yield from one_by_one(module, node.right, depth - 1)
    elif isinstance(node, ast.Name) and depth > 0 and isinstance(bound := module.binding(node), ast.Tuple):
        yield from one_by_one(module, bound, depth - 1)
    else:
        yield node


def is_any(module: Module, node: ast.expr) -> bool:
    """Whether this is `Exception` or `BaseException`, under whatever name."""
    return isinstance(node, ast.Name | ast.Attribute) and module.name(node) in _BROAD


def is_broad(module: Module, handler: ast.ExceptHandler) -> bool:
    """Whether a clause catches errors that nobody thought of."""
    return handler.type is None or any(is_any(module, one) for one in caught(module, handler))


def clause(handler: ast.ExceptHandler) -> str:
    """How a message names the clause."""
    if handler.type is None:
        return "A bare except"
    shown = ast.unparse(handler.type)
    return f"except {shown}" if len(shown) <= 60 else "This except"


def within(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The nodes that run together with these, in the order of the source: none inside a function that is only defined.

    The definition itself is given.
    """
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, _APART):
            stack += list(ast.iter_child_nodes(node))[::-1]


def reads(module: Module, function: Function, name: str) -> list[ast.Name]:
    """Where a function reads a variable, in the order of the source; not where it only gives it an element."""

    def collected() -> dict[str, list[ast.Name]]:
        found: dict[str, list[ast.Name]] = {}
        for node in within(function.body):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                around = module.parent(node)
                if not (isinstance(around, ast.Subscript) and isinstance(around.ctx, ast.Store)):
                    found.setdefault(node.id, []).append(node)
        return found

    return module.once((reads, function), collected).get(name, [])
