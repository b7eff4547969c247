"""The cases of a test as they are written down: the rows of `parametrize`, and of the table that a loop runs over."""

import ast
from collections.abc import Container, Iterator

from ._meaning import Meaning
from ._module import Function, TestModule, last, written

_MOST = 50  # rows with a call in them that are looked at


def rows(
    module: TestModule, test: Function, statement: ast.stmt, meaning: Meaning, wanted: Container[str]
) -> Iterator[dict[str, ast.expr]]:
    """What the names of each case stand for, for those cases in which something is called, of tables that give one of
    the names that are `wanted`."""
    for names, table in (*_parametrized(test), *_looped(module, test, statement)):
        if not any(name in wanted for name in names):
            continue
        whole = meaning.value(_without_items(meaning.value(table)))
        found = 0
        for row in _rows_of(whole):
            if any(isinstance(one, ast.Call) for cell in row for one in ast.walk(cell)):
                found += 1
                if len(row) == len(names):
                    yield dict(zip(names, row, strict=True))
            if found > _MOST:
                break


def _parametrized(test: Function) -> Iterator[tuple[list[str], ast.expr]]:
    for node, name in zip(test.node.decorator_list, test.decorators, strict=True):
        if isinstance(node, ast.Call) and last(name) == "parametrize" and len(node.args) > 1:
            words = node.args[0].elts if isinstance(node.args[0], ast.Tuple | ast.List) else [node.args[0]]
            texts = [one.value for one in words if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            yield [word.strip() for text in texts for word in text.split(",")], node.args[1]


def _looped(module: TestModule, test: Function, statement: ast.stmt) -> Iterator[tuple[list[str], ast.expr]]:
    for up in module.code.parents(statement):
        if up is test.node:
            return
        if isinstance(up, ast.For) and isinstance(up.target, ast.Tuple):
            yield [written(one) for one in up.target.elts], up.iter


def _without_items(table: ast.expr) -> ast.expr:
    """The dict of which a table is the `items()`."""
    if isinstance(table, ast.Call) and isinstance(table.func, ast.Attribute) and table.func.attr == "items":
        return table.func.value
    return table


def _rows_of(table: ast.expr) -> Iterator[list[ast.expr]]:
    if isinstance(table, ast.Dict):
        yield from ([key, value] for key, value in zip(table.keys, table.values, strict=True) if key is not None)
    if isinstance(table, ast.ListComp) and isinstance(table.elt, ast.Tuple):  # each row has the same form
        yield table.elt.elts
    for row in table.elts if isinstance(table, ast.List | ast.Tuple) else ():
        if isinstance(row, ast.Tuple | ast.List):
            yield row.elts
        elif isinstance(row, ast.Call) and last(written(row.func)) == "param":
            yield row.args
