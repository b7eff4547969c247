"""Where a value goes: the names it gets, the calls it is given to, the keys and texts it is put in.

Followed within one function, in the order of the lines, through conversions, containers and new names; what happens
to it in other modules is not looked at.
"""

import ast
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ._words import SAME, WRAPPERS, key_words, said, text, words

if TYPE_CHECKING:
    from ..._code import Function, Module

_STEPS = 80
_HASHES = frozenset(
    {"md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s", "sha3_256", "sha3_512"}
)
# Methods that keep what they are given in what they are called on.
_KEEP = frozenset({"append", "extend", "add", "insert", "appendleft", "update", "setdefault"})
_COOKIES = frozenset({"set_cookie", "set_signed_cookie", "set_secure_cookie"})
# Calls that keep a value under the name that another argument says.
_UNDER = frozenset(
    {
        "set_cookie",
        "set_signed_cookie",
        "set_secure_cookie",
        "set",
        "setex",
        "setdefault",
        "setattr",
        "hset",
        "put",
        "psetex",
    }
)
_THROUGH = (
    ast.JoinedStr,
    ast.FormattedValue,
    ast.BinOp,
    ast.IfExp,
    ast.BoolOp,
    ast.Tuple,
    ast.List,
    ast.Set,
    ast.Await,
    ast.Starred,
    ast.Lambda,
)
_COMPREHENSIONS = (ast.GeneratorExp, ast.ListComp, ast.SetComp)


class Place(NamedTuple):
    """A place that a value reaches. `said` are the words of it, `node` is where, and `kind` one of:

    name (stored as), cookie (stored as one), container (kept in), argument (given to a function of these words), text
    (behind this text), returned (by such a function), compared (with what these words say), sliced.
    """

    kind: str
    said: tuple[str, ...]
    node: ast.AST


def places(module: "Module", node: ast.AST) -> list[Place]:
    """Every place that the value of an expression reaches, the nearest first."""
    found: list[Place] = []
    queue: list[ast.AST] = [node]
    seen: set[ast.AST] = set()
    while queue and len(seen) < _STEPS:
        now = queue.pop(0)
        if now in seen:
            continue
        seen.add(now)
        for step in _steps(module, now):
            if isinstance(step, Place):
                found.append(step)
            else:
                queue.append(step)
    return found


def uses(module: "Module", name: str, after: ast.AST) -> list[ast.Name]:
    """Where a name is read that was bound at a node, until it is bound anew."""
    scope = module.scope(after)
    line = getattr(after, "lineno", 0)
    last = _bound_next(module, scope, name, line)
    reads = _reads(module).get(name, [])
    found: list[ast.Name] = []
    for one in islice(reads, bisect_left(reads, line, key=_line), None):
        if one.lineno > last or len(found) == _STEPS:
            break
        if module.scope(one) is scope or _is_within(module, one, scope):
            found.append(one)
    return found


def _line(node: ast.expr | ast.stmt) -> int:
    return node.lineno


def _bound_next(module: "Module", scope: ast.AST, name: str, line: int) -> int:
    """The next line below one on which a name is bound anew."""
    lines = module.once(
        (_bound_next, scope, name),
        lambda: sorted(one.lineno for one in module.bindings(scope, name) if isinstance(one, ast.stmt)),
    )
    at = bisect_right(lines, line)
    return lines[at] if at < len(lines) else 1 << 60


def _is_within(module: "Module", node: ast.AST, scope: ast.AST) -> bool:
    around = module.home(node)
    while around is not None and around is not scope:
        around = module.home(around)
    return around is scope


def _reads(module: "Module") -> dict[str, list[ast.Name]]:
    def make() -> dict[str, list[ast.Name]]:
        found: dict[str, list[ast.Name]] = {}
        for name in module.of(ast.Name):
            if isinstance(name.ctx, ast.Load):
                found.setdefault(name.id, []).append(name)
        for reads in found.values():
            reads.sort(key=_line)
        return found

    return module.once(_reads, make)


def callers(module: "Module", function: "Function") -> list[ast.Call]:
    """The calls of a function in its own module, as a name or as a method of any object."""
    return module.calls(function.name)[:20]


def _steps(module: "Module", node: ast.AST) -> Iterator[Place | ast.AST]:
    """Where a value goes next: places, and expressions and names that hold it."""
    up = module.parent(node)
    if isinstance(up, ast.Attribute):
        yield from _through_attribute(module, up)
    elif isinstance(up, ast.Call):
        yield from _through_call(module, up, node)
    elif isinstance(up, ast.keyword):
        yield from _through_keyword(module, up)
    elif isinstance(up, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.NamedExpr):
        yield from _stored(module, up)
    elif isinstance(up, ast.Return | ast.Yield):
        function = module.function(up)
        if function is not None:
            yield Place("returned", words(function.name), function)
    elif up is not None:
        yield from _through_expression(module, up, node)


def _through_keyword(module: "Module", keyword: ast.keyword) -> Iterator[Place | ast.AST]:
    call = module.parent(keyword)
    if isinstance(call, ast.Call):
        yield Place("name", words(keyword.arg or ""), call)
        wraps = module.last(call.func) in WRAPPERS  # `UUID(int=…)`
        if wraps or keyword.arg in {"default", "default_factory", "initial", "factory"}:
            yield call  # a field that is filled with it
        yield from _given(module, call)


def _through_expression(module: "Module", up: ast.AST, node: ast.AST) -> Iterator[Place | ast.AST]:
    if isinstance(up, ast.Subscript):
        if up.value is node:
            yield Place("sliced", (), up)
            yield up
    elif isinstance(up, ast.Dict):
        yield from (Place("name", key_words(module, key), up) for key, value in _pairs(up) if value is node)
    elif isinstance(up, ast.Compare):
        other = up.comparators[0] if up.left is node else up.left
        yield Place("compared", said(module, other), up)
    elif isinstance(up, _THROUGH) or (isinstance(up, _COMPREHENSIONS) and up.elt is node):
        if isinstance(up, ast.JoinedStr):
            yield Place("text", words(_before(up, node)), up)
        elif isinstance(up, ast.BinOp) and up.right is node:
            yield Place("text", words(_label(text(module, up.left))), up)
        yield up


def _pairs(literal: ast.Dict) -> Iterator[tuple[ast.expr, ast.expr]]:
    return ((key, value) for key, value in zip(literal.keys, literal.values, strict=True) if key is not None)


def _before(joined: ast.JoinedStr, part: ast.AST) -> str:
    """The last word of the text before a part of an f-string: `token` in f"…/reset?token={…}"."""
    at = next((number for number, one in enumerate(joined.values) if one is part), 0)
    before = joined.values[at - 1] if at else None
    return _label(before.value) if isinstance(before, ast.Constant) and isinstance(before.value, str) else ""


def _label(before: str) -> str:
    """What a text calls the value that follows it: `?token=`, `code: `."""
    end = before[-40:].rstrip(" =:\"'")
    return end[max(map(end.rfind, "?&/ ,;")) + 1 :] if end != before[-40:] else ""


def _through_attribute(module: "Module", attribute: ast.Attribute) -> Iterator[Place | ast.AST]:
    call = module.parent(attribute)
    if isinstance(call, ast.Call) and call.func is attribute:
        if attribute.attr in SAME:
            yield call
    elif attribute.attr in {"hex", "bytes", "int", "urn", "bytes_le", "value"}:
        yield attribute


def _through_call(module: "Module", call: ast.Call, node: ast.AST) -> Iterator[Place | ast.AST]:
    last = module.last(call.func)
    if last in WRAPPERS or last in _HASHES:
        yield call
        return
    if last in _KEEP and isinstance(call.func, ast.Attribute):
        yield Place("name", said(module, call.func.value), call)
        if isinstance(call.func.value, ast.Name):
            yield from uses(module, call.func.value.id, call)
    yield from _given(module, call)
    if last in _UNDER and call.args and call.args[0] is not node:
        at = 1 if last in {"setattr", "hset"} and call.args[-1] is node and len(call.args) > 2 else 0
        yield Place("cookie" if last in _COOKIES else "name", key_words(module, call.args[at]), call)


def _given(module: "Module", call: ast.Call) -> Iterator[Place]:
    yield Place("argument", words(module.last(call.func)), call)


def _stored(
    module: "Module", node: ast.Assign | ast.AnnAssign | ast.AugAssign | ast.NamedExpr
) -> Iterator[Place | ast.AST]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    for target in targets:
        if isinstance(target, ast.Subscript):
            yield Place("name", key_words(module, target.slice), node)
            yield Place("container", said(module, target.value), node)
        elif isinstance(target, ast.Name | ast.Attribute):
            yield Place("name", said(module, target), node)
        if isinstance(target, ast.Name):
            yield from uses(module, target.id, node)
    if isinstance(node, ast.NamedExpr):
        yield node
