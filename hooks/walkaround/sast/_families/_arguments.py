"""What a call is given, and what an argument or a member is when nobody says otherwise."""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ._words import words

if TYPE_CHECKING:
    from ..._code import Function, Module

KEYWORD = 99  # a position for what is only ever given by name


def argument(call: ast.Call, position: int, *names: str) -> ast.expr | None:
    """What a call gives an argument, by name or by position."""
    for keyword in call.keywords:
        if keyword.arg in names:
            return keyword.value
    if len(call.args) > position and not any(isinstance(one, ast.Starred) for one in call.args[: position + 1]):
        return call.args[position]
    return None


def given(call: ast.Call) -> list[ast.expr]:
    """All that a call is given."""
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def written(node: ast.AST | None) -> str:
    """A name with its attributes as it is written, calls as `()`; empty for other expressions and for long ones."""
    parts: list[str] = []
    while len(parts) < 12:
        if isinstance(node, ast.Attribute):
            parts.append(f".{node.attr}")
            node = node.value
        elif isinstance(node, ast.Call):
            parts.append("()")
            node = node.func
        else:
            return node.id + "".join(reversed(parts)) if isinstance(node, ast.Name) else ""
    return ""


def called(call: ast.Call) -> str:
    """What is called, short enough for a message."""
    whole = written(call.func)
    last = call.func.attr if isinstance(call.func, ast.Attribute) else "This call"
    return whole if 0 < len(whole) < 50 else last[:50]


def defaults(function: "Function") -> Iterator[tuple[ast.arg, ast.expr | None]]:
    """The arguments of a function that have a default, with it; those given by name alone have None without."""
    arguments = function.args
    plain = arguments.posonlyargs + arguments.args
    yield from zip(reversed(plain), reversed(arguments.defaults), strict=False)
    yield from zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)


def default(module: "Module", name: ast.Name) -> ast.expr | None:
    """The default of the argument that a name is, if the function never gives it another value."""
    function = module.function(name)
    if function is None or len(module.bindings(function, name.id)) != 1:
        return None
    return next((value for one, value in defaults(function) if one.arg == name.id), None)


def member(module: "Module", node: ast.Attribute) -> ast.expr | None:
    """The only value that a class of this module gives to `self.NAME` or `Class.NAME`."""
    owner = _owner(module, node)
    if owner is None:
        return None
    found: list[ast.expr] = []
    for statement in ast.walk(owner):
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            found += [statement.value for target in targets if _is_member(module, target, node.attr, owner)]
    return found[0] if len(found) == 1 else None


def _owner(module: "Module", node: ast.Attribute) -> ast.ClassDef | None:
    if not isinstance(node.value, ast.Name):
        return None
    if node.value.id in {"self", "cls"}:
        return next((up for up in module.parents(node) if isinstance(up, ast.ClassDef)), None)
    named = [one for one in module.of(ast.ClassDef) if one.name == node.value.id]
    return named[0] if len(named) == 1 else None


def _is_member(module: "Module", target: ast.expr, name: str, owner: ast.ClassDef) -> bool:
    if isinstance(target, ast.Name):
        statement = module.parent(target)
        return target.id == name and statement is not None and module.parent(statement) is owner
    return isinstance(target, ast.Attribute) and target.attr == name


def around(module: "Module", node: ast.AST) -> frozenset[str]:
    """The words of the functions and classes around a node."""
    found: set[str] = set()
    for up in module.parents(node):
        if isinstance(up, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.update(words(up.name))
    return frozenset(found)
