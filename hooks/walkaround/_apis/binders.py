"""Which names a body of statements binds, and to what, without entering functions and classes of their own."""

import ast
from collections.abc import Iterable, Iterator

from .expressions import element, entered, of_type, value
from .facts import Expr

Bound = tuple[str, Expr]
Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a body in order, with those inside of others, but not inside functions and classes."""
    stack = [iter(body)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            continue
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            stack.append(_inside(node))


def _inside(node: ast.stmt) -> Iterator[ast.stmt]:
    for name in ("body", "handlers", "orelse", "finalbody", "cases"):
        for child in getattr(node, name, ()):
            if isinstance(child, ast.stmt):
                yield child
            else:
                yield from child.body


def within(node: ast.stmt) -> Iterator[ast.AST]:
    """A statement's own expressions, all the way down, without the statements in it and without lambdas' bodies."""
    stack: list[ast.AST] = [child for child in ast.iter_child_nodes(node) if not _is_block(child)]
    while stack:
        one = stack.pop()
        yield one
        stack.extend(child for child in ast.iter_child_nodes(one) if not _is_block(child))


def _is_block(node: ast.AST) -> bool:
    return isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case)


def bound(node: ast.stmt) -> Iterator[Bound]:
    """What one statement binds by itself, without imports, functions and classes; None where it is not followed."""
    match node:
        case ast.Assign(targets=targets, value=given):
            for target in targets:
                yield from _target(target, value(given))
        case ast.AnnAssign(target=ast.Name(id=name), annotation=said, value=given):
            yield name, of_type(said) or value(given)
        case ast.AugAssign(target=ast.Name(id=name)):
            yield name, None
        case ast.For(target=target, iter=given) | ast.AsyncFor(target=target, iter=given):
            yield from _target(target, element(given, is_async=isinstance(node, ast.AsyncFor)))
        case ast.With() | ast.AsyncWith():
            yield from _entered(node)
        case _:
            yield from ((name, None) for name in _names(node))
    for inner in within(node):
        if isinstance(inner, ast.NamedExpr):
            yield inner.target.id, value(inner.value)


def _names(node: ast.stmt) -> Iterator[str]:
    """Names that a statement binds to what is not followed."""
    match node:
        case ast.Delete(targets=targets):
            yield from (name for target in targets for name, _ in _target(target, None))
        case ast.Match(cases=cases):
            yield from (name for case in cases for name, _ in _captured(case.pattern))
        case ast.Try(handlers=handlers) | ast.TryStar(handlers=handlers):
            yield from (handler.name for handler in handlers if handler.name)
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            yield from names


def _entered(node: ast.With | ast.AsyncWith) -> Iterator[Bound]:
    for item in node.items:
        if item.optional_vars is not None:
            given = entered(item.context_expr, is_async=isinstance(node, ast.AsyncWith))
            yield from _target(item.optional_vars, given)


def _target(target: ast.expr, given: Expr) -> Iterator[Bound]:
    if isinstance(target, ast.Name):
        yield target.id, given
    elif isinstance(target, ast.Tuple | ast.List):
        for one in target.elts:
            yield from _target(one, None)
    elif isinstance(target, ast.Starred):
        yield from _target(target.value, None)


def _captured(pattern: ast.pattern) -> Iterator[Bound]:
    for node in ast.walk(pattern):
        if isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
            yield node.name, None
        elif isinstance(node, ast.MatchMapping) and node.rest:
            yield node.rest, None
