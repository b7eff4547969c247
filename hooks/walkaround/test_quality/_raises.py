"""TST008: tests that expect any exception at all."""

import ast
import re
from collections.abc import Iterator

from .._finding import Finding
from ._module import TestModule

_REMEDY = "Name the exception that the code promises, or match its text."
_ANY = frozenset({"builtins.Exception", "builtins.BaseException"})
_ANY_TEXT = r"\^?(?:\.[*+]\??)?\$?|\(\.[*+]\)"
_THERE = frozenset({"assertIsNotNone", "assertTrue"})
_EXPECTING = ("raises", "assertRaises", "failUnlessRaises")


def find(module: TestModule) -> Iterator[Finding]:
    """Every `pytest.raises` and `assertRaises` of everything, at which nobody looks afterwards."""
    for call in module.code.calls(*_EXPECTING):
        if not _expects(module, call):
            continue
        found = _broad(module, _expected(call))
        if found and not _is_matched(module, call) and not _is_looked_at(module, call):
            place = _place(module, call)
            yield module.finding(place, "TST008", f"Any {found} passes this test, a misspelt name too.", _REMEDY)


def _expects(module: TestModule, call: ast.Call) -> bool:
    name = module.called(call)
    if isinstance(call.func, ast.Attribute) and call.func.attr != "raises":
        return True
    return name in ("pytest.raises", "_pytest.python_api.raises", "_pytest.raises.raises")


def _expected(call: ast.Call) -> ast.expr | None:
    if call.args:
        return call.args[0]
    return next((one.value for one in call.keywords if one.arg in ("expected_exception", "exception")), None)


def _broad(module: TestModule, node: ast.expr | None, depth: int = 3) -> str:
    """`Exception` or `BaseException` where an expression is one of them, or a tuple that holds one; else empty."""
    if isinstance(node, ast.Tuple):
        return next((found for one in node.elts if (found := _broad(module, one))), "")
    if isinstance(node, ast.Name) and depth:
        bound = module.code.binding(node)
        if bound is not None:
            return _broad(module, bound, depth - 1)
    name = module.dotted(node)
    return name.rpartition(".")[2] if name in _ANY else ""


def _is_matched(module: TestModule, call: ast.Call) -> bool:
    for one in call.keywords:
        if one.arg is None or one.arg == "check":
            return True
        if one.arg == "match":
            text = module.code.constant(one.value)
            return text is not None and not (isinstance(text, str) and re.fullmatch(_ANY_TEXT, text))
    return False


def _is_looked_at(module: TestModule, call: ast.Call) -> bool:
    """Whether what was raised is bound to a name, or to an attribute, that is read later; or given back, or kept."""
    around = module.code.parent(call)
    if isinstance(around, ast.withitem):
        target = around.optional_vars
        return target is not None and _is_read(module, target)
    if isinstance(around, ast.Assign):
        return any(_is_read(module, target) for target in around.targets)
    if isinstance(around, ast.NamedExpr | ast.AnnAssign):
        return _is_read(module, around.target)
    return isinstance(around, ast.Return | ast.Attribute)


def _is_read(module: TestModule, target: ast.expr) -> bool:
    if not isinstance(target, ast.Name):
        return True  # kept somewhere else, where anybody may look at it
    scope = module.code.scope(target)
    reads = module.code.once(("names read", scope), lambda: _reads(scope))
    return any(not _only_stands(module, node) for node in reads.get(target.id, ()))


def _reads(scope: ast.AST) -> dict[str, list[ast.Name]]:
    """Where names are read in a function, or in the module, by name."""
    found: dict[str, list[ast.Name]] = {}
    for node in ast.walk(scope):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.setdefault(node.id, []).append(node)
    return found


def _only_stands(module: TestModule, name: ast.Name) -> bool:
    """Whether a name is looked at without any use: printed, an expression by itself, or asked whether it is there."""
    node: ast.AST = name
    around = module.code.parent(node)
    while isinstance(around, ast.Attribute | ast.FormattedValue | ast.JoinedStr):
        node, around = around, module.code.parent(around)
    if isinstance(around, ast.Call) and node in around.args:
        called = module.called(around)
        if called == "builtins.isinstance" or called.endswith(".assertIsInstance"):
            return len(around.args) > 1 and bool(_broad(module, around.args[1]))
        return called in ("builtins.print", "builtins.bool") or called.rpartition(".")[2] in _THERE
    if isinstance(around, ast.Compare):
        return any(isinstance(one, ast.Constant) and one.value is None for one in around.comparators)
    return isinstance(around, ast.Expr | ast.withitem | ast.Assert)


def _place(module: TestModule, call: ast.Call) -> ast.AST:
    """The `with` statement where one begins on another line than the call."""
    around = module.code.parent(call)
    statement = module.code.parent(around) if isinstance(around, ast.withitem) else None
    if isinstance(statement, ast.With | ast.AsyncWith) and len(statement.items) == 1:
        return statement
    return call
