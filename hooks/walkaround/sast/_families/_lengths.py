"""`len(text)` as it is compared with something."""

import ast
from collections.abc import Iterator

from ..._code import Module
from ._text_uses import SAME


def compared(module: Module) -> list[ast.Call]:
    """The calls of `len` that are held to a bound; whether there is anything at all is no bound."""
    return module.once(compared, lambda: list(_compared(module)))


def _compared(module: Module) -> Iterator[ast.Call]:
    for call in module.calls("len"):
        around = module.parent(call)
        if len(call.args) != 1 or not isinstance(call.func, ast.Name) or not isinstance(around, ast.Compare):
            continue
        if not _asks_for_any(module, around, call):
            yield call


def _asks_for_any(module: Module, compare: ast.Compare, call: ast.Call) -> bool:
    """`len(x) == 0`, `len(x) > 0`, `len(x) < 1`: the text is there or not."""
    if len(compare.ops) != 1:
        return False
    other = module.constant(compare.comparators[0] if compare.left is call else compare.left)
    return other in {0, 1} and isinstance(other, int) and not (other == 1 and isinstance(compare.ops[0], ast.Eq))


def subject_of(call: ast.Call) -> ast.expr:
    """What is measured: the `x` of `len(x)`, `len(x := …)` and `len(x.strip())`."""
    subject = call.args[0]
    while True:
        if isinstance(subject, ast.NamedExpr):
            return subject.target
        step = subject.func if isinstance(subject, ast.Call) and not subject.keywords else None
        if not isinstance(step, ast.Attribute) or step.attr not in SAME:
            return subject
        subject = step.value


def is_condition(module: Module, call: ast.Call) -> bool:
    """Whether a length decides: in an `if`, in an assertion, by a name that an `if` asks for."""
    inner: ast.AST = call
    for around in module.parents(call):
        if isinstance(around, ast.If | ast.While | ast.Assert):
            return inner is around.test
        if isinstance(around, ast.IfExp) and inner is around.test:
            return True
        if isinstance(around, ast.Assign | ast.AnnAssign | ast.NamedExpr):
            target = around.targets[0] if isinstance(around, ast.Assign) else around.target
            return isinstance(around, ast.NamedExpr) or (isinstance(target, ast.Name) and _is_asked(module, target))
        if isinstance(around, ast.stmt):
            return False
        inner = around
    return False


def _is_asked(module: Module, target: ast.Name) -> bool:
    """Whether an `if` of the same function asks for a name."""
    function = module.function(target)
    for conditional in module.of(ast.If):
        if module.function(conditional) is function and any(
            isinstance(part, ast.Name) and part.id == target.id for part in ast.walk(conditional.test)
        ):
            return True
    return False
