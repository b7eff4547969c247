"""Handlers that do nothing about an exception: they mention it, keep it for nobody, or assert what is plain."""

import ast

from ._claims import claimed
from ._module import Function, TestModule, last, root, written

BROAD = frozenset({"Exception", "BaseException"})
_QUIET = frozenset({
    "print", "pprint", "log", "debug", "info", "warning", "warn", "error", "exception", "critical", "write",
    "format_exc", "print_exc", "echo", "sleep",
})  # fmt: skip
_ADDING = frozenset({"append", "add", "extend"})
# Builtins that only look at a value.
_LOOKING = frozenset({"str", "repr", "type", "len", "isinstance", "list", "tuple", "dict", "bool", "id", "vars", "dir"})


def is_silent(module: TestModule, test: Function, handler: ast.ExceptHandler, around: ast.Try | ast.TryStar) -> bool:
    """Whether a handler lets the test go on, or end, as if nothing had been raised."""
    if all(_is_quiet(module, test, handler, one) for one in handler.body):
        return True
    *before, end = handler.body
    return _is_put_off(module, handler, end, around) and all(_is_quiet(module, test, handler, one) for one in before)


def caught_by(module: TestModule, place: ast.AST) -> frozenset[str]:
    """The last words of the exceptions that are taken; empty for a bare `except`."""
    if isinstance(place, ast.ExceptHandler):
        kinds = place.type.elts if isinstance(place.type, ast.Tuple) else [place.type] if place.type else []
    else:
        kinds = place.args if isinstance(place, ast.Call) else []
    return frozenset(last(module.dotted(kind)) or written(kind) for kind in kinds)


def _is_put_off(module: TestModule, handler: ast.ExceptHandler, end: ast.stmt, around: ast.Try | ast.TryStar) -> bool:
    """Whether a handler of any exception whatever turns a failure into a skip."""
    caught = caught_by(module, handler)
    made = end.value if isinstance(end, ast.Expr) else end.exc if isinstance(end, ast.Raise) else None
    name = last(module.called(made)) if isinstance(made, ast.Call) else last(written(made))
    if name not in ("skip", "xfail", "skipTest", "SkipTest"):
        return False
    checks = any(_checks(one) for part in (*around.body, *around.orelse) for one in ast.walk(part))
    return checks and (not caught or not caught.isdisjoint((*BROAD, "AssertionError")))


def _checks(node: ast.AST) -> bool:
    return isinstance(node, ast.Assert) or (
        isinstance(node, ast.Call) and last(written(node.func)).startswith("assert")
    )


def _is_quiet(module: TestModule, test: Function, handler: ast.ExceptHandler, node: ast.stmt) -> bool:
    if isinstance(node, ast.Pass | ast.Continue | ast.Break):
        return True
    if isinstance(node, ast.Return):
        return node.value is None or isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Delete):
        return all(isinstance(one, ast.Name) for one in node.targets)
    if isinstance(node, ast.Assert):
        return _is_plain(module, test, handler, node.test)
    if isinstance(node, ast.Assign):
        return _is_kept_for_nobody(module, test, handler, node)
    if isinstance(node, ast.AugAssign):  # a counter that nobody reads
        counts = isinstance(node.target, ast.Name) and node.target.id not in test.reads
        return counts and _only_looks(module, node.value)
    if isinstance(node, ast.If):
        return _only_looks(module, node.test) and all(
            _is_quiet(module, test, handler, one) for one in (*node.body, *node.orelse)
        )
    return isinstance(node, ast.Expr) and _is_quiet_call(module, test, handler, node.value)


def _is_quiet_call(module: TestModule, test: Function, handler: ast.ExceptHandler, value: ast.expr) -> bool:
    if not isinstance(value, ast.Call):
        return _only_looks(module, value)
    claim = claimed(value)
    if claim is not None:
        return _is_plain(module, test, handler, claim)
    if last(module.called(value)) in _QUIET or _only_looks(module, value):
        return True
    func = value.func
    return (
        isinstance(func, ast.Attribute)
        and func.attr in _ADDING
        and isinstance(func.value, ast.Name)
        and _is_only_filled(module, test, func.value.id)
    )


def _is_only_filled(module: TestModule, test: Function, name: str) -> bool:
    """Whether a list, set or dict of the test's own gets things and is never read."""
    if not isinstance(test.once.get(name), ast.List | ast.Set | ast.Dict):
        return False
    return all(_fills(module, read) for read in test.reads.get(name, ()))


def _fills(module: TestModule, read: ast.Name) -> bool:
    """Whether a use of a name is `found.append(…)` or `found[key] = …`."""
    around = module.code.parent(read)
    if isinstance(around, ast.Subscript):
        return around.value is read and isinstance(around.ctx, ast.Store)
    call = module.code.parent(around) if isinstance(around, ast.Attribute) and around.attr in _ADDING else None
    return isinstance(call, ast.Call) and isinstance(module.code.parent(call), ast.Expr)


def _only_looks(module: TestModule, node: ast.expr) -> bool:
    """Whether an expression is worked out and nothing is done by that: no call but of builtins, and no `await`."""
    return all(
        last(module.called(one)) in _LOOKING if isinstance(one, ast.Call) else not isinstance(one, _DOING)
        for one in ast.walk(node)
    )


_DOING = ast.Await | ast.Yield | ast.YieldFrom | ast.NamedExpr


def _is_kept_for_nobody(module: TestModule, test: Function, handler: ast.ExceptHandler, node: ast.Assign) -> bool:
    """Whether a value is given to a name that nobody reads after the handler."""
    names = [one.id for one in node.targets if isinstance(one, ast.Name)]
    if len(names) != len(node.targets):
        kept = [one.value for one in node.targets if isinstance(one, ast.Subscript)]
        return (
            len(kept) == len(node.targets)
            and _only_looks(module, node.value)
            and all(isinstance(one, ast.Name) and _is_only_filled(module, test, one.id) for one in kept)
        )
    if isinstance(node.value, ast.Constant):
        return True
    end = handler.end_lineno or handler.lineno
    return _only_looks(module, node.value) and not any(
        read.lineno > end for name in names for read in test.reads.get(name, ())
    )


def _is_plain(module: TestModule, test: Function, handler: ast.ExceptHandler, claim: ast.expr) -> bool:
    """Whether a claim in a handler holds as soon as it is reached: of the exception or of an object made before."""
    if isinstance(claim, ast.Constant):
        return bool(claim.value)
    if isinstance(claim, ast.Call) and written(claim.func) == "isinstance" and len(claim.args) == 2:
        kinds = claim.args[1].elts if isinstance(claim.args[1], ast.Tuple) else [claim.args[1]]
        asked = {last(module.dotted(one)) or written(one) for one in kinds}
        return _is_name(claim.args[0], handler.name) and not asked.isdisjoint(caught_by(module, handler) | BROAD)
    if isinstance(claim, ast.Compare) and len(claim.ops) == 1:
        right = claim.comparators[0]
        if not (isinstance(right, ast.Constant) and right.value is None):
            return False
        if isinstance(claim.ops[0], ast.IsNot):
            return _was_there(test, handler, claim.left)
        return isinstance(claim.ops[0], ast.Is | ast.Eq) and _was_none(module, test, handler, claim.left)
    if isinstance(claim, ast.Call) and written(claim.func) in ("str", "repr") and len(claim.args) == 1:
        return _is_name(claim.args[0], handler.name)
    return _was_there(test, handler, claim)


def _is_name(node: ast.expr, name: str | None) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _was_there(test: Function, handler: ast.ExceptHandler, node: ast.expr) -> bool:
    """Whether a claim only says that there is an object: the exception, one made before, or one of the test's own."""
    if isinstance(node, ast.Name):
        made = test.once.get(node.id)
        called = isinstance(made, ast.Call) and made.lineno < handler.lineno and last(written(made.func))[:1].isupper()
        return node.id == handler.name or called or node.id in test.fixtures
    own = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and root(node) == "self"
    return own and not any(
        isinstance(one.ctx, ast.Store) and written(one) == written(node) for one in test.of(ast.Attribute)
    )


def _was_none(module: TestModule, test: Function, handler: ast.ExceptHandler, node: ast.expr) -> bool:
    """Whether a name was None before, and would have got another value only by what has failed."""
    if not isinstance(node, ast.Name):
        return False
    around = module.code.parent(handler)
    given = [one for one in test.of(ast.Assign) if any(_is_name(target, node.id) for target in one.targets)]
    before = [one for one in given if one.lineno < handler.lineno]
    return (
        isinstance(around, ast.Try | ast.TryStar)
        and bool(before)
        and isinstance(before[0].value, ast.Constant)
        and before[0].value.value is None
        and all(one is before[0] or one in around.body for one in before)
    )
