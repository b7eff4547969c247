"""Values that are the same in every run."""

import ast
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ._module import Module


class Unknown:
    """The value of what is not constant; false, and equal to itself alone."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()
_DEPTH = 20
_MOST = 10_000  # characters of a folded text; nobody looks at more

_OPERATORS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.BitOr: operator.or_,
}


def constant(module: "Module", node: ast.AST | None, depth: int = _DEPTH) -> Any:
    """The value of an expression, else UNKNOWN. Lists and sets are given as tuples."""
    if isinstance(node, ast.Constant):
        return node.value
    if node is None or depth <= 0:
        return UNKNOWN
    if isinstance(node, ast.Name):
        bound = module.binding(node)
        return UNKNOWN if bound is None else constant(module, bound, depth - 1)
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return _all(module, node.elts, depth)
    if isinstance(node, ast.BinOp):
        left, right = constant(module, node.left, depth - 1), constant(module, node.right, depth - 1)
        return _folded(node.op, left, right)
    if isinstance(node, ast.UnaryOp):
        return _signed(node.op, constant(module, node.operand, depth - 1))
    if isinstance(node, ast.JoinedStr):
        return _joined(module, node, depth)
    return UNKNOWN


def _all(module: "Module", nodes: list[ast.expr], depth: int) -> Any:
    values = tuple(constant(module, node, depth - 1) for node in nodes)
    return UNKNOWN if any(value is UNKNOWN for value in values) else values


def _folded(op: ast.operator, left: Any, right: Any) -> Any:
    apply = _OPERATORS.get(type(op))
    if apply is None or left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if isinstance(op, ast.Mult) and not (_is_number(left) and _is_number(right)):
        return UNKNOWN  # a text times a number may be as long as it likes
    try:
        value = apply(left, right)
    except Exception:  # noqa: BLE001 - whatever the operands make of it, it has no value
        return UNKNOWN
    return UNKNOWN if isinstance(value, str | bytes | tuple) and len(value) > _MOST else value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and abs(value) < 1e15


def _signed(op: ast.unaryop, value: Any) -> Any:
    if isinstance(op, ast.USub) and isinstance(value, int | float):
        return -value
    if isinstance(op, ast.Not) and value is not UNKNOWN:
        return not value
    return UNKNOWN


def _joined(module: "Module", node: ast.JoinedStr, depth: int) -> Any:
    parts: list[str] = []
    for part in node.values:
        plain = isinstance(part, ast.FormattedValue) and part.format_spec is None and part.conversion == -1
        inner = part.value if plain and isinstance(part, ast.FormattedValue) else part
        value = constant(module, inner, depth - 1)
        if not isinstance(value, str | int):
            return UNKNOWN
        parts.append(str(value))
    return "".join(parts)
