"""What a test gathers in a loop, written as the one expression that it comes to."""

import ast

from ._module import Function


def gathered(test: Function, node: ast.expr) -> ast.expr | None:
    """What a name stands for that a loop of one statement has filled: `sum(…)` or a list; None for others.

    `total = 0`, then `total += one.price` for each of `items`, is `sum(one.price for one in items)`.
    """
    if not isinstance(node, ast.Name) or not test.has(ast.For):
        return None
    for loop in test.of(ast.For):
        if len(loop.body) == 1 and not loop.orelse:
            only = loop.body[0]
            asked: list[ast.expr] = []
            if isinstance(only, ast.If) and len(only.body) == 1 and not only.orelse:
                asked, only = [only.test], only.body[0]
            each = [ast.comprehension(loop.target, loop.iter, asked, 0)]
            added = _added(test, only, node.id)
            if added is not None:
                return ast.Call(ast.Name("sum", ast.Load()), [ast.GeneratorExp(added, each)], [])
            appended = _appended(test, only, node.id)
            if appended is not None:
                return ast.ListComp(appended, each)
    return None


def _added(test: Function, only: ast.stmt, name: str) -> ast.expr | None:
    """What a statement adds to a name that was a constant before, and is nothing else anywhere."""
    if not isinstance(only, ast.AugAssign) or not isinstance(only.target, ast.Name) or only.target.id != name:
        return None
    begun = [one.value for one in test.of(ast.Assign) if any(_is_name(target, name) for target in one.targets)]
    plain = len(begun) == 1 and isinstance(begun[0], ast.Constant) and test.bound.get(name) == 2
    return only.value if plain else None


def _appended(test: Function, only: ast.stmt, name: str) -> ast.expr | None:
    """What a statement appends to a list that was empty before."""
    call = only.value if isinstance(only, ast.Expr) else None
    func = call.func if isinstance(call, ast.Call) else None
    if not isinstance(call, ast.Call) or not isinstance(func, ast.Attribute) or func.attr != "append":
        return None
    made = test.once.get(name)
    plain = _is_name(func.value, name) and len(call.args) == 1 and isinstance(made, ast.List) and not made.elts
    return call.args[0] if plain else None


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
