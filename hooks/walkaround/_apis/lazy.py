"""Modules that find their names when they are asked for them: which names those can be.

Sources: PEP 562 (module `__getattr__`), and lazy_loader's documentation of `attach`.
"""

import ast
from collections.abc import Iterator

from .expressions import dotted

# What a `__getattr__` may do with its parameter without being able to answer to a name that stands nowhere.
_HARMLESS = frozenset({
    "AttributeError", "import_module", "format", "get", "warn", "warn_deprecated", "__import__", "startswith",
    "endswith",
    "repr", "str", "pop", "isidentifier", "deprecated", "_deprecated",
})  # fmt: skip
_MOST_TEXTS = 20_000


def closed_getattr(node: ast.FunctionDef | ast.AsyncFunctionDef, tree: ast.Module) -> frozenset[str] | None:
    """The names that a module's `__getattr__` can answer to: all texts of the module; None when it may know others.

    It knows others unless it can raise AttributeError and only compares its parameter, looks it up or shows it.
    """
    if not node.args.args or not _can_refuse(node):
        return None
    name = node.args.args[0].arg
    checked, tables = _checked(node, name), _tables(tree)
    if any(not _is_harmless(use, name, checked) for use in ast.walk(node)):
        return None
    lookups = (one for one in ast.walk(node) if isinstance(one, ast.Subscript) and _names(one.slice, name))
    if any(_looked_up(one, name) not in tables and one not in checked for one in lookups):
        return None  # such as a registry that is filled when the program runs
    return texts_of(tree)


def texts_of(tree: ast.Module) -> frozenset[str] | None:
    """All names that stand as texts in a module; None for too many."""
    found = frozenset(_texts(tree))
    return found if len(found) <= _MOST_TEXTS else None


def looks_up(node: ast.FunctionDef | ast.AsyncFunctionDef, tree: ast.Module) -> bool:
    """Whether a `__getattr__` looks its parameter up in a table of constants that the module holds."""
    if not node.args.args:
        return False
    name, tables = node.args.args[0].arg, _tables(tree)
    return any(_looked_up(one, name) in tables for one in ast.walk(node))


def _tables(tree: ast.Module) -> set[str]:
    """The names of a module's own dictionaries, sets, lists and tuples that are written out in it."""
    found: set[str] = set()
    for one in tree.body:
        if isinstance(one, ast.Assign | ast.AnnAssign) and isinstance(one.value, _TABLES):
            targets = one.targets if isinstance(one, ast.Assign) else [one.target]
            found.update(target.id for target in targets if isinstance(target, ast.Name))
    return found - set(_filled(tree))


def _filled(tree: ast.Module) -> Iterator[str]:
    """The tables into which another function than `__getattr__` puts what it was given."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and function.name != "__getattr__":
            given = {one.arg for one in ast.walk(function.args) if isinstance(one, ast.arg)}
            for node in ast.walk(function):
                match node:
                    case ast.Subscript(value=ast.Name(id=table), slice=key, ctx=ast.Store()):
                        yield from (table for name in given if _names(key, name))
                    case ast.Call(func=ast.Attribute(value=ast.Name(id=table), attr=attr), args=[key, *_]):
                        yield from (table for name in given if attr in _FILLING and _names(key, name))


def _looked_up(node: ast.AST, name: str) -> str:
    """The table in which a name is looked up by an expression; empty for another expression."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=table), attr="get"), args=[ast.Name(id=key), *_]):
            return table if key == name else ""
        case ast.Subscript(value=ast.Name(id=table), slice=ast.Name(id=key)):
            return table if key == name else ""
        case ast.Compare(left=ast.Name(id=key), ops=[ast.In() | ast.NotIn()], comparators=[ast.Name(id=table)]):
            return table if key == name else ""
    return ""


_FILLING = frozenset({"update", "setdefault", "add", "append", "extend", "__setitem__"})
_TABLES = (ast.Dict, ast.Set, ast.List, ast.Tuple)


def _can_refuse(node: ast.AST) -> bool:
    """Whether AttributeError is raised somewhere, and nothing is delegated to another `__getattr__` alone."""
    raised = (one.exc for one in ast.walk(node) if isinstance(one, ast.Raise) and one.exc is not None)
    return any("AttributeError" in (dotted(one.func) if isinstance(one, ast.Call) else dotted(one)) for one in raised)


def _checked(node: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> frozenset[ast.AST]:
    """What is reached only with a parameter that was found among others before."""
    found: set[ast.AST] = set()
    for position, one in enumerate(node.body):
        if not isinstance(one, ast.If) or not _compares(one.test, name):
            continue
        if isinstance(one.body[-1], ast.Raise):
            for later in node.body[position + 1 :]:
                found.update(ast.walk(later))
        for inner in one.body:
            found.update(ast.walk(inner))
    return frozenset(found)


def _compares(test: ast.expr, name: str) -> bool:
    tests = (one for one in ast.walk(test) if isinstance(one, ast.Compare))
    return any(isinstance(one.left, ast.Name) and one.left.id == name for one in tests)


def _is_harmless(node: ast.AST, name: str, checked: frozenset[ast.AST]) -> bool:
    if not isinstance(node, ast.Call):
        return True
    given = [*node.args, *(keyword.value for keyword in node.keywords)]
    if not any(_holds(one, name) for one in given):
        return True
    called = dotted(node.func).rpartition(".")[2] or (node.func.attr if isinstance(node.func, ast.Attribute) else "")
    if called == "getattr":
        return node in checked  # else everything can be asked of another object
    return called in _HARMLESS or called.endswith(("Error", "Warning"))


def _holds(node: ast.AST, name: str) -> bool:
    """Whether a value is made of the parameter, other than by looking something up with it."""
    match node:
        case ast.Name(id=found):
            return found == name
        case ast.Subscript():
            return False
        case ast.Call():
            return False  # judged as a call of its own
    return any(_holds(child, name) for child in ast.iter_child_nodes(node))


def _names(node: ast.AST, name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node))


def _texts(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value.isidentifier():
                yield node.value
            elif len(node.value) < 4000:
                yield from (
                    part for part in node.value.replace(",", " ").replace(".", " ").split() if part.isidentifier()
                )


def attached(call: ast.Call) -> frozenset[str] | None:
    """The names that `lazy_loader.attach(…)` was given; None when another loader is called, or they are computed.

    `attach_stub` finds its names in the `.pyi` beside, which is read as the stub that it is.
    """
    called = dotted(call.func).rpartition(".")[2]
    if called == "attach_stub":
        return frozenset()
    if called != "attach":
        return None
    given = [*call.args[1:], *(keyword.value for keyword in call.keywords)]
    if any(not isinstance(node, _CONSTANT_PARTS) for one in given for node in ast.walk(one)):
        return None
    return frozenset(text for one in given for text in _texts(one))


_CONSTANT_PARTS = (ast.Constant, ast.Dict, ast.Set, ast.List, ast.Tuple, ast.Load, ast.Name)
