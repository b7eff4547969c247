"""A function's parameters, what it returns, and what becomes of its `**options`."""

import ast
from collections.abc import Iterator
from typing import Any

from .binders import bound, statements, within
from .expressions import annotation, dotted, is_none, of_type, value
from .facts import Expr, Forward, Func, Index, Name, Options, Param, last_name

Node = ast.FunctionDef | ast.AsyncFunctionDef
_MOST_RESULTS = 8
_LOOKUPS = frozenset({"pop", "get", "setdefault", "__getitem__", "__contains__"})
_HARMLESS = frozenset({"items", "keys", "values", "copy", "update", "clear"})
_SHOWN = frozenset(
    {"len", "sorted", "list", "bool", "repr", "str", "set", "tuple", "any", "all", "next", "iter", "join", "format"}
)


def function_facts(node: Node, *, stub: bool, depth: int = 0) -> Func:
    """The facts of a function; of those defined in it, the ones that it may return."""
    given = node.args
    body = list(statements(node.body))
    results = [] if stub else _results(body)
    inner = {one.name: one for one in body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)}
    returned = {result.id for result in results if isinstance(result, Name)} | {name for name in inner if depth == 0}
    name = given.kwarg.arg if given.kwarg else ""
    handed = options(node, name) if name and not stub else None
    followed = [*results, *(one.func for one in handed.forwards)] if handed is not None else results
    return Func(
        node.name,
        tuple(_params(given, stub=stub)),
        given.vararg is not None,
        name,
        handed,
        _unpacked(given),
        tuple(value(one) for one in node.decorator_list),
        annotation(node.returns),
        tuple(results),
        {} if stub else _local(node, body, followed),
        {key: function_facts(one, stub=stub, depth=depth + 1) for key, one in inner.items() if key in returned}
        if depth < 3
        else {},
        isinstance(node, ast.AsyncFunctionDef),
        any(isinstance(one, ast.Yield | ast.YieldFrom) for statement in body for one in within(statement)),
        stub,
    )


def _unpacked(given: ast.arguments) -> Expr:
    said = annotation(given.kwarg.annotation) if given.kwarg else None
    is_unpacked = isinstance(said, Index) and last_name(said.base) == "Unpack" and len(said.items) == 1
    return said.items[0] if isinstance(said, Index) and is_unpacked else None


def _params(given: ast.arguments, *, stub: bool) -> Iterator[Param]:
    places = [*given.posonlyargs, *given.args]
    required = len(places) - len(given.defaults)
    for index, one in enumerate(places):
        # Two underscores marked positional parameters in stubs before there was a syntax for it (PEP 484).
        only = index < len(given.posonlyargs) or (stub and one.arg.startswith("__") and not one.arg.endswith("__"))
        yield Param(one.arg, "positional" if only else "any", index < required, of_type(one.annotation))
    for one, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        yield Param(one.arg, "keyword", default is None, of_type(one.annotation))


def _results(body: list[ast.stmt]) -> list[Expr]:
    """What the function returns, apart from None."""
    found = [value(one.value) for one in body if isinstance(one, ast.Return) and one.value and not is_none(one.value)]
    if len(found) > _MOST_RESULTS:
        return [None]
    filled = set(_filled(body))
    return [None if isinstance(one, Name) and one.id in filled else one for one in found]


def _filled(body: list[ast.stmt]) -> Iterator[str]:
    """The names of objects that get attributes of computed names, so that they are not only what they were made as."""
    for statement in body:
        for one in within(statement):
            match one:
                case ast.Call(func=ast.Name(id="setattr"), args=[ast.Name(id=name), attr, *_]):
                    if not isinstance(attr, ast.Constant):
                        yield name
                case ast.Attribute(value=ast.Name(id=name), attr="__dict__"):
                    yield name
                case ast.Call(func=ast.Name(id="vars"), args=[ast.Name(id=name)]):
                    yield name


def _local(node: Node, body: list[ast.stmt], results: list[Expr]) -> dict[str, tuple[Expr, ...]]:
    """The local names that results are made of, and those that these are made of."""
    known: dict[str, list[Expr]] = {}
    for statement in body:
        for name, given in bound(statement):
            known.setdefault(name, []).append(given)
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for alias in statement.names:
                known.setdefault(alias.asname or alias.name.partition(".")[0], []).append(None)
    wanted = [name for result in results for name in names_in(result)]
    found: dict[str, tuple[Expr, ...]] = {}
    while wanted and len(found) < 24:
        name = wanted.pop()
        if name in found or name not in known:
            continue
        found[name] = tuple(known[name][:_MOST_RESULTS]) if len(known[name]) <= _MOST_RESULTS else (None,)
        wanted.extend(inner for one in found[name] for inner in names_in(one))
    parameters = {one.arg for one in ast.walk(node.args) if isinstance(one, ast.arg)}
    # A parameter that is bound anew is one or the other.
    return {name: (*values, None) if name in parameters else values for name, values in found.items()}


def names_in(expression: Expr) -> Iterator[str]:
    """The names that an expression looks up."""
    if isinstance(expression, Name):
        yield expression.id
    elif expression is not None:
        parts: tuple[object, ...] = expression
        for part in parts:
            if isinstance(part, tuple):
                inner: Any = part  # an expression, or several
                yield from names_in(inner)


def options(node: Node, name: str) -> Options:
    """What becomes of `**name` in a function's body."""
    reading = _Reading(name)
    for one in node.body:
        reading.visit(one)
    return Options(
        frozenset(reading.taken),
        tuple(reading.forwards[:12]),
        reading.refuses,
        reading.open or len(reading.forwards) > 12,
    )


class _Reading(ast.NodeVisitor):
    """Follows the name of the options through a body; whatever is not understood makes them open."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.taken: set[str] = set()
        self.forwards: list[Forward] = []
        self.refuses = False
        self.open = False

    def visit_Name(self, node: ast.Name) -> None:
        if node.id == self.name:
            self.open = True  # whoever understands a use does not come here

    def visit_If(self, node: ast.If) -> None:
        if _is_about(node.test, self.name) and any(isinstance(one, ast.Raise) for one in node.body):
            self.refuses = True
            return
        self._test(node.test)
        for one in (*node.body, *node.orelse):
            self.visit(one)

    def _test(self, test: ast.expr) -> None:
        if not _is_about(test, self.name):
            self.visit(test)

    def visit_Compare(self, node: ast.Compare) -> None:
        if len(node.ops) == 1 and isinstance(node.ops[0], ast.In | ast.NotIn) and self._is_it(node.comparators[0]):
            self._take(node.left)
        else:
            self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if self._is_it(node.value):
            self._take(node.slice)
        else:
            self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        calls = (one for one in ast.walk(node) if isinstance(one, ast.Call))
        if any(keyword.arg is None and self._is_it(keyword.value) for one in calls for keyword in one.keywords):
            self.generic_visit(node)
        elif any(isinstance(one, ast.Name) and one.id == self.name for one in ast.walk(node)):
            self.refuses = True

    def visit_Call(self, node: ast.Call) -> None:
        func = node.func
        if isinstance(func, ast.Attribute) and self._is_it(func.value):
            self._method(node, func.attr)
            return
        if isinstance(func, ast.Name) and func.id in _SHOWN and len(node.args) == 1 and self._is_it(node.args[0]):
            return
        handed = [one for one in node.keywords if one.arg is None and self._is_it(one.value)]
        if handed:
            self._forward(node)
        else:
            self.visit(func)
        for one in node.args:
            self.visit(one)
        for keyword in node.keywords:
            if keyword not in handed:
                self.visit(keyword.value)

    def _method(self, node: ast.Call, attr: str) -> None:
        if attr in _LOOKUPS and node.args:
            self._take(node.args[0])
        elif attr not in _HARMLESS:
            self.open = True
        for one in node.args[1:] if attr in _LOOKUPS else node.args:
            self.visit(one)
        for keyword in node.keywords:
            self.visit(keyword.value)

    def _forward(self, node: ast.Call) -> None:
        star = any(isinstance(one, ast.Starred) for one in node.args)
        others = any(one.arg is None and not self._is_it(one.value) for one in node.keywords)
        names = frozenset(one.arg for one in node.keywords if one.arg)
        called = value(node.func)
        if called is None and dotted(node.func) == "":
            self.open = True
        if isinstance(node.func, ast.Name) and node.func.id == "dict":
            self.open = True
        self.forwards.append(Forward(called, -1 if star or others else len(node.args), names))

    def _take(self, node: ast.expr) -> None:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            self.taken.add(node.value)
        else:
            self.open = True

    def _is_it(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id == self.name


def _is_about(test: ast.expr, name: str) -> bool:
    """`if options:`, `if not options`, `if len(options) > 0`."""
    if isinstance(test, ast.UnaryOp):
        return _is_about(test.operand, name)
    if isinstance(test, ast.Compare):
        return _is_about(test.left, name) and all(isinstance(one, ast.Constant) for one in test.comparators)
    if isinstance(test, ast.Call):
        return dotted(test.func) in ("len", "bool", "any") and len(test.args) == 1 and _is_about(test.args[0], name)
    return isinstance(test, ast.Name) and test.id == name
