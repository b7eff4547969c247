"""Where waiting is bounded from outside: `asyncio.timeout` around it, `wait_for`, a limit of the task queue."""

import ast
from typing import cast

from ..._code import Function, Module, is_function

_AROUND = frozenset(
    {"timeout", "timeout_at", "fail_after", "fail_at", "move_on_after", "move_on_at", "Timeout", "time_limit"}
)
_WAITING = frozenset({"wait_for", "wait"})
_LIMITED = frozenset({"time_limit", "soft_time_limit", "timeout", "job_timeout"})


def is_bounded(module: Module, node: ast.AST) -> bool:
    """Whether something around a node, or an alarm in its function, ends the wait."""
    if any(module.function(alarm) is module.function(node) for alarm in module.calls("alarm", "setitimer")):
        return True
    for around in module.parents(node):
        if isinstance(around, ast.AsyncWith | ast.With) and any(map(_is_limit, around.items)):
            return True
        if isinstance(around, ast.Call) and module.last(around.func) in _WAITING and not _is_none(around):
            return True
        if is_function(around):
            return _is_known_limited(module, cast(Function, around))
    return False


def _is_known_limited(module: Module, function: Function) -> bool:
    return module.once((_is_limited, function), lambda: _is_limited(module, function))


def _is_none(call: ast.Call) -> bool:
    """`wait_for(x, None)`, and `wait(x)` without a timeout."""
    values = [*call.args[1:2], *(keyword.value for keyword in call.keywords if keyword.arg == "timeout")]
    return not values or all(isinstance(value, ast.Constant) and value.value is None for value in values)


def _is_limit(item: ast.withitem) -> bool:
    call = item.context_expr
    if not isinstance(call, ast.Call):
        return False
    func = call.func
    word = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
    first = call.args[0] if call.args else None
    return word in _AROUND and not (isinstance(first, ast.Constant) and first.value is None)


def _is_limited(module: Module, function: Function) -> bool:
    """Whether a function is decorated with a limit, or every call of it in the module is made under one."""
    for decorator in function.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        if "timeout" in module.last(target).lower():
            return True
        if isinstance(decorator, ast.Call) and any(keyword.arg in _LIMITED for keyword in decorator.keywords):
            return True
    if not isinstance(function, ast.AsyncFunctionDef):
        return False
    calls = module.calls(function.name)
    return bool(calls) and all(_is_under_limit(module, call) for call in calls)


def _is_under_limit(module: Module, call: ast.Call) -> bool:
    """As is_bounded, by what the calling function itself holds."""
    for around in module.parents(call):
        if is_function(around):
            return False
        if isinstance(around, ast.AsyncWith | ast.With) and any(map(_is_limit, around.items)):
            return True
        if isinstance(around, ast.Call) and module.last(around.func) == "wait_for" and not _is_none(around):
            return True
    return False
