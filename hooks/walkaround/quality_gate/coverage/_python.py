"""Which lines of a Python source can run, as its own compiler tells."""

import ast
import warnings
from collections.abc import Iterator, Sequence
from functools import lru_cache
from types import CodeType
from typing import NamedTuple

from ._source import rows

_PLAIN = (ast.Assign, ast.AugAssign, ast.Raise, ast.Import, ast.ImportFrom, ast.Delete)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Python(NamedTuple):
    """`statements`: first lines of what runs, without docstrings. `certain`: those that every version of the compiler
    keeps and every analysis counts. `never`: lines that no report can name. `suites` are the lines of what a
    decorator, a `def`, an `if` and the like begin, from its first line to its last, with the last line of its head.
    """

    statements: frozenset[int]
    certain: frozenset[int]
    never: frozenset[int]
    suites: tuple[tuple[int, int, int], ...]


@lru_cache(maxsize=256)
def python(content: bytes) -> Python | None:
    """What a source's lines are; None for one that this interpreter cannot compile."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(content)
            code = compile(tree, "<source>", "exec", dont_inherit=True, optimize=0)
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
            return None
    compiled = frozenset(_lines(code))
    statements: set[int] = set()
    certain: set[int] = set()
    inside: set[int] = set()
    within_format: set[int] = set()
    suites: list[tuple[int, int, int]] = []
    texts = set(_docstrings(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            spanned = range(node.lineno, (node.end_lineno or node.lineno) + 1)
            if node not in texts and _runs(node, compiled, spanned):
                statements.update(_starts(node, compiled))
                if node.lineno in compiled and _is_certain(node):
                    certain.add(node.lineno)
        elif isinstance(node, ast.ExceptHandler):
            statements.update({node.lineno} & compiled)
        elif isinstance(node, ast.match_case):
            statements.update({node.pattern.lineno} & compiled)
        elif isinstance(node, ast.JoinedStr):
            within_format.update(range(node.lineno, (node.end_lineno or 0) + 1))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            inside.update(range(node.lineno + 1, (node.end_lineno or 0) + 1))
        suites += _suites(node, rows(content))
    empty = {number for number, row in enumerate(rows(content), 1) if _is_empty(row)}
    never = (empty | inside) - within_format - compiled
    return Python(frozenset(statements), frozenset(certain), frozenset(never), tuple(suites))


def _is_empty(row: bytes) -> bool:
    return not row.strip() or row.lstrip().startswith(b"#")


def _lines(code: CodeType) -> Iterator[int]:
    waiting = [code]
    while waiting:
        one = waiting.pop()
        yield from (line for _, _, line in one.co_lines() if line)
        waiting += [constant for constant in one.co_consts if isinstance(constant, CodeType)]


def _docstrings(tree: ast.Module) -> Iterator[ast.stmt]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, *_DEFINITIONS)) and ast.get_docstring(node, clean=False) is not None:
            yield node.body[0]


def _is_certain(node: ast.stmt) -> bool:
    """Not what a compiler may merge with its neighbour or leave out: `return` alone, constants, what they decide."""
    if isinstance(node, ast.Return):
        return node.value is not None and not isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Call | ast.Await)
    if isinstance(node, ast.If):
        return isinstance(node.test, ast.Compare | ast.Call | ast.Attribute | ast.BoolOp) and not _is_of_types(node)
    if isinstance(node, _DEFINITIONS):
        return not node.decorator_list
    if isinstance(node, ast.For):
        return node.iter.lineno == node.lineno
    return isinstance(node, _PLAIN)


def _is_of_types(node: ast.If) -> bool:
    return "TYPE_CHECKING" in ast.dump(node.test)


def _runs(node: ast.stmt, compiled: frozenset[int], spanned: range) -> bool:
    if isinstance(node, ast.Global | ast.Nonlocal):
        return False
    if isinstance(node, (*_DEFINITIONS, ast.If, ast.While, ast.For, ast.Try)):
        return node.lineno in compiled or _first(node) in compiled
    if isinstance(node, ast.With | ast.AsyncWith | ast.AsyncFor | ast.Match | ast.TryStar):
        return node.lineno in compiled
    return any(line in compiled for line in spanned)


def _starts(node: ast.stmt, compiled: frozenset[int]) -> set[int]:
    """The line at which a statement starts; of what is decorated those of the decorators and of the definition."""
    if not isinstance(node, _DEFINITIONS) or not node.decorator_list:
        return {node.lineno}
    return {node.lineno, *(one.lineno for one in node.decorator_list if one.lineno in compiled)}


def _first(node: ast.stmt | ast.ExceptHandler) -> int:
    """The line at which a statement starts: that of its first decorator where it has one."""
    decorators = node.decorator_list if isinstance(node, _DEFINITIONS) else []
    return min([node.lineno, *(one.lineno for one in decorators)])


def _suites(node: ast.AST, there: Sequence[bytes]) -> Iterator[tuple[int, int, int]]:
    """First line, last line of the head, and last line of what a compound statement begins, or a long one is."""
    if isinstance(node, ast.match_case):
        yield _span(node.pattern.lineno, node.body, there)
    elif not isinstance(node, ast.stmt | ast.ExceptHandler):
        return
    elif isinstance(node, ast.Match):
        yield node.lineno, node.cases[0].pattern.lineno - 1, node.end_lineno or node.lineno
    elif body := getattr(node, "body", None):
        first, head, last = _span(_first(node), body, there)
        yield first, head, node.end_lineno or last
        for more in (getattr(node, "orelse", None), getattr(node, "finalbody", None)):
            if more:
                yield _span(more[0].lineno - 1, more, there)
    elif (node.end_lineno or node.lineno) > node.lineno:
        yield node.lineno, node.end_lineno or node.lineno, node.end_lineno or node.lineno


def _span(first: int, body: list[ast.stmt], there: Sequence[bytes]) -> tuple[int, int, int]:
    start = _first(body[0])
    beside = bool(there[start - 1][: body[0].col_offset].strip()) if start == body[0].lineno else False
    return first, max(start if beside else start - 1, first), max(one.end_lineno or one.lineno for one in body)
