"""Assertions on what a well-known library makes of constants: nothing in them comes from the code under test."""

import ast

from ._kinds import is_literal
from ._known import BUILTINS
from ._module import Function, TestModule, is_support

_LIBRARIES = frozenset({"numpy", "pandas", "torch"})
_MAKERS = frozenset({
    "numpy.ones", "numpy.zeros", "numpy.array", "numpy.arange", "numpy.eye", "numpy.full", "numpy.linspace",
    "numpy.identity", "torch.ones", "torch.zeros", "torch.tensor", "torch.arange", "torch.eye", "torch.full",
    "pandas.DataFrame", "pandas.Series", "pandas.Timestamp", "pandas.Timedelta", "datetime.date",
    "datetime.datetime", "datetime.timedelta", "datetime.time", "decimal.Decimal", "fractions.Fraction",
    "collections.Counter", "collections.OrderedDict", "collections.deque", "uuid.UUID", "json.loads",
    "json.dumps",
})  # fmt: skip
# Modules of which all that is called in a claim gives the same for the same.
_PURE = frozenset({"json", "json.loads", "json.dumps", "copy", "copy.copy", "copy.deepcopy", "math"})
_PLAIN = (
    ast.Constant, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.UnaryOp, ast.USub, ast.Load, ast.keyword, ast.BinOp,
    ast.operator,
)  # fmt: skip


def is_of_tools(module: TestModule, test: Function, claim: ast.expr) -> bool:
    """Whether all that a claim reads was made of constants by such a library, and nobody else has got hold of it."""
    if not test.kept("makes tools", lambda: _makes_tools(module, test)):
        return False
    found = False
    for one in ast.walk(claim):
        if isinstance(one, ast.Name):
            made = test.once.get(one.id)
            if made is not None and _is_made(module, made) and _is_only_asserted(test, one.id):
                found = True
            elif module.code.name(one) not in _PURE and (one.id not in BUILTINS or one.id in test.bound):
                return False
    return found and _tests_others(module)


def _makes_tools(module: TestModule, test: Function) -> bool:
    """Whether a test makes such a value, under no other clock and no other settings."""
    if not any(_is_made(module, one) for one in test.once.values()):
        return False
    return not test.has(ast.With, ast.AsyncWith, ast.For) and not test.node.decorator_list


def is_made_of_constants(module: TestModule, node: ast.expr) -> bool:
    """Whether a value is written down, or made by such a library of what is."""
    return is_literal(node) or _is_made(module, node)


def _is_made(module: TestModule, node: ast.expr) -> bool:
    if not isinstance(node, ast.Call) or module.called(node) not in _MAKERS:
        return False
    given = [*node.args, *(one.value for one in node.keywords)]
    return bool(given) and all(isinstance(part, _PLAIN) for one in given for part in ast.walk(one))


def _is_only_asserted(test: Function, name: str) -> bool:
    return all(test.is_asserted(one) for one in test.reads.get(name, ()))


def _tests_others(module: TestModule) -> bool:
    """Whether the module imports more than such libraries, so that they are not what it tests."""
    return module.code.once("tests others", lambda: _imports_others(module))


def _imports_others(module: TestModule) -> bool:
    names = [alias.name for node in module.code.of(ast.Import) for alias in node.names]
    sources = module.code.of(ast.ImportFrom)
    names += [node.module or "" for node in sources]
    first = {name.partition(".")[0] for name in names} - _LIBRARIES
    return any(node.level for node in sources) or any(one and not is_support(one) for one in first)
