"""Whose rows a module's tables hold: `Order.objects.filter(user=request.user)` says that orders are somebody's."""

import ast
from typing import TYPE_CHECKING

from ._auth import is_user
from ._mappings import inside
from ._patterns import Pattern

if TYPE_CHECKING:
    from ..._code import Function, Module

_OWNER = Pattern(
    r"^(?:owner|author|created_by|creator|user|account|tenant|customer|organi[sz]ation|member|employee|patient|client)"
    r"(?:_id|_pk|__id)?$"
)
_LOOKS_UP = ("filter", "filter_by", "get", "get_or_404", "get_object_or_404", "get_list_or_404", "where", "exclude")


def reads_private(module: "Module", function: "Function") -> bool:
    """Whether a function looks up rows of a table whose rows the module elsewhere gives only to whom they belong."""
    private = module.once(reads_private, lambda: _private(module))
    return bool(private) and any(
        isinstance(node, ast.Name) and node.id in private and _is_looked_up(module, node)
        for node in inside(module, function)
    )


def _private(module: "Module") -> frozenset[str]:
    found: set[str] = set()
    for call in module.calls(*_LOOKS_UP):
        for word in call.keywords:
            if word.arg and _OWNER.search(word.arg) and _is_asking(module, word.value):
                found.add(_table(module, call))
        found |= {_compared(module, one) for one in call.args}
    return frozenset(name for name in found if name[:1].isupper())


def _compared(module: "Module", node: ast.expr) -> str:
    """The class of which the rows of whoever asks are looked up: `Order.user_id == user.id`; empty for all else."""
    if not isinstance(node, ast.Compare) or not isinstance(node.left, ast.Attribute):
        return ""
    asked = _OWNER.search(node.left.attr) and _is_asking(module, node.comparators[0])
    return module.last(node.left.value) if asked else ""


def _is_asking(module: "Module", node: ast.expr) -> bool:
    if isinstance(node, ast.Attribute) and node.attr in {"id", "pk", "user_id", "uuid"}:
        node = node.value
    return is_user(module, node) or (
        isinstance(node, ast.Attribute) and node.attr == "user" and "request" in ast.unparse(node)
    )


def _table(module: "Module", call: ast.Call) -> str:
    """The class whose rows a chain of calls looks up."""
    if call.args and isinstance(call.func, ast.Name):
        return module.last(call.args[0])
    node: ast.AST = call.func
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            return module.last(node.args[0])  # `select(Order).where(…)`
        node = node.func if isinstance(node, ast.Call) else node.value
    return module.last(node)


def _is_looked_up(module: "Module", name: ast.Name) -> bool:
    """Whether rows are looked up: `Order.objects.…`, `select(Order)`, `Order.query.…`, `session.get(Order, …)`."""
    up = module.parent(name)
    if isinstance(up, ast.Attribute):
        return up.attr in {"objects", "query", "find", "find_one", "get", "filter", "select", "all"}
    return isinstance(up, ast.Call) and module.last(up.func) in {
        "select", "query", "get", "get_object_or_404", "get_list_or_404", "get_or_404", "scalars",
    }  # fmt: skip
