"""What of a source gives no mutant, as no test is meant to see it, or none of this interpreter can."""

from __future__ import annotations

import ast
import io
import operator
import sys
import tokenize
from collections.abc import Iterator
from typing import Any

_PRAGMAS = ("pragma: no cover", "pragma: no mutate")
# Decorators for type checkers, whose absence nothing shows.
_TYPING = {"overload", "final", "override", "no_type_check", "type_check_only", "runtime_checkable", "deprecated"}

# What tells one interpreter from another, and so is the same in every run of the tests. Not the system: tests play that
# they run on another one.
_INTERPRETER: dict[str, Any] = {
    "sys.version_info": sys.version_info,
    "sys.version_info[0]": sys.version_info[0],
    "sys.version_info.major": sys.version_info[0],
    "sys.version_info[:2]": sys.version_info[:2],
    "sys.implementation.name": sys.implementation.name,
}
_COMPARED: dict[type, Any] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}

Extent = tuple[int, int, int, int]  # line, column, last line, column after the last one; as `ast` counts


def first_line(node: Any) -> int:
    return int(min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))]))


def marked(source: str) -> frozenset[int]:
    """The lines with a comment that asks to be left out."""
    if not any(one in source for one in _PRAGMAS):
        return frozenset()
    found = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and any(one in token.string for one in _PRAGMAS):
            found.add(token.start[0])
    return frozenset(found)


def untested(node: Any, pragmas: frozenset[int]) -> Iterator[Extent]:
    """The parts of a node that give no mutant."""
    yield from _by_decorators(node)
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.returns is not None:
        yield _extent(node.returns)
    elif isinstance(node, (ast.arg, ast.AnnAssign)) and node.annotation is not None:
        yield _extent(node.annotation)
    elif isinstance(node, ast.If) and (_is_name(node.test, "TYPE_CHECKING") or _is_main(node.test)):
        yield (*_extent(node.test)[:2], *_extent(node.body[-1])[2:])
    elif isinstance(node, (ast.If, ast.IfExp)) and (here := _is_here(node.test)) is not None:
        yield from _elsewhere(node, here)
    elif isinstance(node, ast.Assign) and any(_is_name(one, "__version__") for one in node.targets):
        yield _extent(node)
    if isinstance(node, (ast.stmt, ast.ExceptHandler)) and pragmas & set(range(first_line(node), _head_end(node) + 1)):
        yield (first_line(node), 0, *_extent(node)[2:])


def _is_here(test: Any) -> bool | None:
    """Whether a test that asks for an interpreter holds in this one; None where it asks something else."""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    own, compared = _INTERPRETER.get(ast.unparse(test.left)), _COMPARED.get(type(test.ops[0]))
    if own is None or compared is None:
        return None
    try:
        return bool(compared(own, ast.literal_eval(test.comparators[0])))
    except (TypeError, ValueError):
        return None


def _by_decorators(node: Any) -> Iterator[Extent]:
    decorators = getattr(node, "decorator_list", ())
    if any(last_name(one) == "overload" for one in decorators):
        yield _extent(node)
    for one in decorators:
        if last_name(one) in _TYPING:
            yield one.lineno, 0, one.end_lineno, one.end_col_offset


def _elsewhere(node: Any, here: bool) -> Iterator[Extent]:
    """The test for an interpreter, and the branch of another one."""
    yield _extent(node.test)
    branch = node.orelse if here else node.body
    parts = branch if isinstance(branch, list) else [branch]
    if parts:
        yield (*_extent(parts[0])[:2], *_extent(parts[-1])[2:])


def _extent(node: Any) -> Extent:
    return node.lineno, node.col_offset, node.end_lineno, node.end_col_offset


def _head_end(node: Any) -> int:
    body = getattr(node, "body", None)
    if isinstance(body, list) and body:
        return int(max(node.lineno, body[0].lineno - 1))
    return int(node.end_lineno)


def last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_name(node: ast.AST, name: str) -> bool:
    return last_name(node) == name and not isinstance(node, ast.Call)


def _is_main(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Name)
        and node.left.id == "__name__"
        and len(node.comparators) == 1
        and isinstance(node.comparators[0], ast.Constant)
        and node.comparators[0].value == "__main__"
    )
