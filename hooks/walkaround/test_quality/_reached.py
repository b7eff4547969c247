"""Which parts of a test never run: what stands there checks nothing."""

import ast
from collections.abc import Iterator

from ._module import Function, TestModule, last, written

_LEAVING = (ast.Return, ast.Continue, ast.Break)
# Without one of these, all that stands in a function runs.
_PARTING = (*_LEAVING, ast.If, ast.While, ast.For, ast.AsyncFor, ast.GeneratorExp, ast.Lambda)
_Inner = ast.FunctionDef | ast.AsyncFunctionDef


def unreached(module: TestModule, function: Function) -> frozenset[int]:
    """The identities of the nodes of a function's body that no run comes to, as far as the source tells for sure."""
    if _is_never_awaited(module, function):
        return frozenset(map(id, function.nodes))
    dead = list(_never_called(module, function))
    if function.has(*_PARTING):
        dead += _in_block(function, function.node.body)
    return frozenset(id(node) for one in dead for node in ast.walk(one))


def _in_block(function: Function, block: list[ast.stmt]) -> Iterator[ast.AST]:
    """What is dead in a block of statements: behind one that leaves it, and under conditions that never hold."""
    for at, one in enumerate(block):
        yield from _in_statement(function, one)
        if isinstance(one, _LEAVING):
            yield from block[at + 1 :]
            return


def _in_statement(function: Function, one: ast.stmt) -> Iterator[ast.AST]:
    if isinstance(one, ast.If | ast.While):
        holds = _constant(one.test)
        if holds is False:
            yield from one.body
        elif holds is True and isinstance(one, ast.If):
            yield from one.orelse
    elif isinstance(one, ast.For | ast.AsyncFor) and _is_nothing(function, one.iter):
        yield from one.body
    elif isinstance(one, ast.Expr) and isinstance(one.value, ast.GeneratorExp | ast.Lambda):
        yield one
    if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return
    for name in ("body", "orelse", "finalbody"):
        yield from _in_block(function, getattr(one, name, []))
    for handler in getattr(one, "handlers", []):
        yield from _in_block(function, handler.body)


def _constant(node: ast.expr) -> bool | None:
    """Whether a condition holds in every run or in none; None where that depends."""
    if isinstance(node, ast.Constant):
        return bool(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = _constant(node.operand)
        return None if inner is None else not inner
    if last(written(node)) == "TYPE_CHECKING":
        return False
    if isinstance(node, ast.BoolOp):
        found = [_constant(one) for one in node.values]
        decisive = isinstance(node.op, ast.Or)
        return decisive if decisive in found else None
    return None


def _is_nothing(function: Function, node: ast.expr) -> bool:
    """Whether a loop goes over an empty list that stands there, or over a name for one that nobody else reads."""
    if isinstance(node, ast.Name) and len(function.reads.get(node.id, ())) == 1:
        node = function.once.get(node.id, node)
    return isinstance(node, ast.List | ast.Tuple) and not node.elts


def _never_called(module: TestModule, function: Function) -> Iterator[ast.AST]:
    """Functions within the function that nobody mentions, and coroutines of them that nobody awaits."""
    inner: list[_Inner] = [*function.of(ast.FunctionDef), *function.of(ast.AsyncFunctionDef)]
    for one in inner:
        if one.decorator_list or isinstance(module.code.parent(one), ast.ClassDef):
            continue
        reads = function.reads.get(one.name, [])
        if not reads or (isinstance(one, ast.AsyncFunctionDef) and all(_is_dropped(module, read) for read in reads)):
            yield one
    for name, value in function.once.items() if function.has(ast.Lambda) else ():
        if isinstance(value, ast.Lambda) and name not in function.reads:
            yield value


def _is_dropped(module: TestModule, read: ast.Name) -> bool:
    """Whether a function is called, and what it gives is not used: a coroutine then never runs."""
    call = module.code.parent(read)
    return isinstance(call, ast.Call) and call.func is read and isinstance(module.code.parent(call), ast.Expr)


def _is_never_awaited(module: TestModule, function: Function) -> bool:
    """Whether a test is a coroutine of a plain `unittest.TestCase`, which makes it and throws it away."""
    if not function.is_async or function.owner is None or function.node.decorator_list or function.owner.decorator_list:
        return False
    return module.foreign_bases(function.owner) == ["unittest.TestCase"]
