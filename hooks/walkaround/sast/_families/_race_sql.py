"""Rows that SQL looks for and then makes, values that it selects and then overwrites."""

import ast
import re
from bisect import bisect_left
from collections.abc import Iterator

from ..._code import Function, Module
from ._blocks import EXIT, walk
from ._found import Found
from ._race_rows import ONCE, TWICE
from ._surroundings import catches, locked

_LOOKED = r"(?is)^\s*select\b(?P<columns>.*?)\bfrom\s+[\"`]?(?P<table>\w+)[\"`]?.*\bwhere\b"
_INSERT = r"(?is)^\s*insert\s+into\s+[\"`]?(?P<table>\w+)"
_UPDATE = (
    r"(?is)^\s*update\s+[\"`]?(?P<table>\w+)[\"`]?\s+set\s+[\"`]?(?P<column>\w+)[\"`]?\s*=\s*(?P<value>[?%:$@]\S*)"
)
HELD = (
    r"(?i)for\s+(?:no\s+key\s+)?update|on\s+conflict|on\s+duplicate|or\s+ignore|or\s+replace|\breturning\b.*\bconflict|"
    r"begin\s+(?:immediate|exclusive)|serializable|lock\s+table|advisory|not\s+exists"
)


def statements(module: Module) -> Iterator[Found]:
    """A value that SQL selects and SQL overwrites later; a row that is looked for and inserted."""
    by_function: dict[Function, list[tuple[ast.Call, str]]] = {}
    for call in module.calls("execute", "fetchrow", "fetchval", "fetch_one", "fetchone"):
        function = module.function(call)
        text = _sql(module, call)
        if function is not None and text:
            by_function.setdefault(function, []).append((call, text))
    for function, run in by_function.items():
        if len(run) < 2 or any(re.search(HELD, text) for _call, text in run) or re.search(ONCE, function.name):
            continue
        run.sort(key=lambda pair: pair[0].lineno)
        yield from _in_function(module, function, run)


def _sql(module: Module, call: ast.Call) -> str:
    node = call.args[0] if call.args else None
    if isinstance(node, ast.Call) and module.last(node.func) == "text" and node.args:
        node = node.args[0]
    text = module.constant(node)
    return text if isinstance(text, str) else ""


def _in_function(module: Module, function: Function, run: list[tuple[ast.Call, str]]) -> Iterator[Found]:
    looked: dict[str, tuple[ast.Call, str]] = {}
    for call, text in run:
        select = re.match(_LOOKED, text)
        if select:
            looked[select["table"].lower()] = (call, select["columns"].lower())
            continue
        update, insert = re.match(_UPDATE, text), re.match(_INSERT, text)
        change = update or insert
        before = looked.get(change["table"].lower()) if change else None
        if before is None or change is None or locked(module, call):
            continue
        if update and re.search(rf"\b{re.escape(update['column'].lower())}\b", before[1]):
            if _is_reckoned(module, function, call):
                message = f"Another connection may change {update['column']} between the SELECT and this UPDATE."
                yield Found("B946", call, message, "Let the UPDATE reckon and check, or SELECT … FOR UPDATE first.")
        elif insert and not catches(module, call, TWICE) and _is_under_absence(module, function, before[0], call):
            message = f"Another connection may insert the same row of {insert['table']} between the SELECT and this."
            yield Found("B946", call, message, "Use INSERT … ON CONFLICT, or catch the IntegrityError.")


def _is_reckoned(module: Module, function: Function, call: ast.Call) -> bool:
    """Whether an UPDATE's parameters are made by adding to or taking from something."""
    stack: list[ast.AST] = [*call.args[1:], *(keyword.value for keyword in call.keywords)]
    names: set[str] = set()
    while stack:
        node = stack.pop()
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
            return True
        if isinstance(node, ast.Name) and node.id not in names:
            names.add(node.id)
            for binding in module.bindings(function, node.id)[:50]:
                value = binding.value if isinstance(binding, ast.Assign) else None
                if isinstance(binding, ast.AugAssign):
                    return True
                if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add | ast.Sub):
                    return True
        stack += ast.iter_child_nodes(node)
    return False


_MOST = 20  # conditions after a SELECT that are looked at


def _is_under_absence(module: Module, function: Function, look: ast.Call, insert: ast.Call) -> bool:
    """Whether an INSERT runs because a row that was looked for is not there."""
    conditions = module.once((_is_under_absence, function), lambda: _conditions(function))
    start = bisect_left(conditions, look.lineno, key=lambda one: one.lineno)
    for conditional in conditions[start : start + _MOST]:
        if conditional.lineno >= insert.lineno:
            return False
        test: ast.expr = conditional.test
        negated = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
        if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Is | ast.Eq):
            nothing = test.comparators[0]
            negated = isinstance(nothing, ast.Constant) and not nothing.value
        within = insert.lineno <= (conditional.body[-1].end_lineno or 0)
        if within == negated and (within or isinstance(conditional.body[-1], EXIT)):
            return True
    return False


def _conditions(function: Function) -> list[ast.If]:
    found = [node for node in walk(function.body) if isinstance(node, ast.If)]
    return sorted(found, key=lambda one: one.lineno)
