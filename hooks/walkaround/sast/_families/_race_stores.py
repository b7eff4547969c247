"""Entries that a repository, a collection or a set is asked for, and that are made because it had none."""

import ast
from collections.abc import Iterator

from ..._code import Function, Module
from ._blocks import Stretch, walk
from ._found import Found
from ._race_rows import TWICE, is_atomic, is_for_once, is_told_twice, when_absent
from ._surroundings import catches, locked, shape

# How one asks, and what makes the entry; words that end in `_` go on with the name of a column.
_ASKS = ("get_by_", "find_by_", "exists_by_", "exists", "find_one", "get_or_none", "sismember", "hexists")
_MAKES = frozenset({"create", "insert", "add", "insert_one", "sadd", "hset", "save"})
_ONLY = {"sismember": frozenset({"sadd"}), "hexists": frozenset({"hset"}), "find_one": frozenset({"insert_one"})}
_WORDS = (*(word.encode() for word in _ASKS if word != "exists"), b".exists(")


def stores(module: Module) -> Iterator[Found]:
    """`if await repo.get_by_email(email): raise …`, then `await repo.create(email=email)`."""
    if not any(word in module.source for word in _WORDS):
        return
    makers: dict[Function, list[ast.Call]] = {}  # one walk for all that a function asks for
    for look in module.of(ast.Call):
        if not isinstance(look.func, ast.Attribute) or not look.func.attr.startswith(_ASKS) or not _given(look):
            continue
        function = module.function(look)
        if function is None or is_for_once(function):
            continue
        for lines in when_absent(module, look):
            if function not in makers:
                makers[function] = list(_makers(function))
            made = _made(module, makers[function], look, look.func, lines)
            if made is None or catches(module, made, TWICE) or is_told_twice(module, function):
                continue
            if not locked(module, made) and not is_atomic(module, made):
                message = f"Another request may make the same entry between {look.func.attr} and this."
                yield Found("B946", made, message, "Use an upsert, or a unique index and catch its error.")
                break


def _given(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _makers(function: Function) -> Iterator[ast.Call]:
    """The calls that may make an entry."""
    for node in walk(function.body):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _MAKES:
            yield node


def _made(
    module: Module, makers: list[ast.Call], look: ast.Call, asked: ast.Attribute, lines: Stretch
) -> ast.Call | None:
    """The first call, on what was asked, that makes an entry of what was asked for."""
    wanted = _names(_given(look))
    words = _ONLY.get(asked.attr, _MAKES)
    said = shape(asked.value)
    for node in makers:
        if not lines.first <= node.lineno <= lines.last:
            continue
        called = node.func
        if isinstance(called, ast.Attribute) and called.attr in words and shape(called.value) == said:
            names = _names(_given(node))
            bound = [module.binding(one) for given in _given(node) for one in [given] if isinstance(one, ast.Name)]
            names |= _names([value for value in bound if value is not None])
            if wanted & names:
                return node
    return None


def _names(nodes: list[ast.expr]) -> set[str]:
    found: set[str] = set()
    for node in nodes:
        for part in ast.walk(node):
            if isinstance(part, ast.Attribute | ast.Constant) or (isinstance(part, ast.Name) and part.id != "self"):
                found.add(shape(part))
    return found
