"""Tasks that are started and not kept (B971)."""

import ast
from collections.abc import Iterator

from ..._code import Module
from ._found import Found
from ._receivers import dotted, kind

_STARTS = frozenset({"asyncio.create_task", "asyncio.ensure_future", "asyncio.async", "asyncio.tasks.create_task"})
_LOOPS = frozenset({
    f"asyncio.{name}()" for name in ("get_event_loop", "get_running_loop", "new_event_loop", "AbstractEventLoop",
                                     "BaseEventLoop", "events.AbstractEventLoop", "Runner().get_loop")
})  # fmt: skip
_LOOP_GIVERS = frozenset({"get_event_loop", "get_running_loop", "new_event_loop"})
_LOOP_NAMES = frozenset({"loop", "_loop", "event_loop", "_event_loop", "main_loop", "io_loop"})
_THROUGH = (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.ListComp, ast.SetComp, ast.DictComp, ast.IfExp, ast.BoolOp,
            ast.GeneratorExp)  # fmt: skip


def discarded(module: Module) -> Iterator[Found]:
    """Every task that is dropped where it is started, or that a name is given which nobody reads."""
    for call in module.calls("create_task", "ensure_future", "async"):
        if _starts(module, call):
            how = dropped(module, call)
            if how:
                yield Found("B971", call, f"The task that {dotted(call.func) or 'this'} starts is {how}.")


def _starts(module: Module, call: ast.Call) -> bool:
    name = kind(module, call.func)
    if name in _STARTS:
        return True
    func = call.func
    if not isinstance(func, ast.Attribute) or func.attr != "create_task":
        return False
    if name.removesuffix(".create_task") in _LOOPS or module.last(func.value) in _LOOP_NAMES:
        return True
    return isinstance(func.value, ast.Call) and module.last(func.value.func) in _LOOP_GIVERS


def dropped(module: Module, call: ast.AST) -> str:
    """How the value of a call gets lost; empty when anybody may have it."""
    node = call
    parent = module.parent(node)
    chained = False
    while parent is not None:
        if isinstance(parent, _THROUGH) or (isinstance(parent, ast.NamedExpr) and not _is_read(module, parent.target)):
            node, parent = parent, module.parent(parent)
        elif isinstance(parent, ast.Attribute) and parent.attr == "add_done_callback":
            chained = True
            node = module.parent(parent) or parent
            parent = module.parent(node)
        else:
            break
    if isinstance(parent, ast.Expr):
        return "kept by nobody: a callback on it does not hold it" if chained else "kept by nobody"
    if chained or not isinstance(parent, ast.Assign | ast.AnnAssign) or node is not parent.value:
        return ""
    targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
    if all(isinstance(target, ast.Name) and not _is_read(module, target) for target in targets):
        return f"given to {module.last(targets[0])}, which nobody reads"
    return ""


def _is_read(module: Module, name: ast.Name) -> bool:
    """Whether anybody may read a name: outside functions always, inside when it stands anywhere in one."""
    scope = module.scope(name)
    if name.id == "_" and scope is not module.tree:
        return False
    if scope is module.tree or module.parent(module.statement(name)).__class__ is ast.ClassDef:
        return True
    readers = module.once(_read, lambda: _read(module)).get(name.id, frozenset[ast.AST | None]())
    return None in readers or scope in readers


def _read(module: Module) -> dict[str, set[ast.AST | None]]:
    """Names -> the functions in which they are read, and all around those; None for names of other scopes."""
    found: dict[str, set[ast.AST | None]] = {}
    declared = [word for shared in module.of(ast.Global) for word in shared.names]
    declared += [word for outer in module.of(ast.Nonlocal) for word in outer.names]
    for word in declared:
        found.setdefault(word, set()).add(None)
    for name in module.of(ast.Name):
        if isinstance(name.ctx, ast.Load):
            scopes = found.setdefault(name.id, set())
            scope = module.scope(name)
            scopes.add(scope)
            while scope is not module.tree:
                scope = module.scope(scope)
                scopes.add(scope)
    return found
