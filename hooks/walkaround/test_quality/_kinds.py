"""What is known of an expression's value by the way it is made, whatever it is made from: `str(x)` is a text."""

import ast
import re

from ._module import Function, written

_MADE_BY = {
    "str": "str", "repr": "str", "list": "list", "sorted": "list", "dict": "dict", "set": "set", "tuple": "tuple",
    "frozenset": "frozenset", "len": "int", "bool": "bool", "isinstance": "bool", "issubclass": "bool",
    "callable": "bool", "hasattr": "bool", "int": "int", "float": "float", "bytes": "bytes", "type": "type",
    "any": "bool", "all": "bool", "id": "int", "range": "range", "enumerate": "enumerate", "zip": "zip", "iter": "",
}  # fmt: skip
_SHAPES: dict[type[ast.AST], str] = {
    ast.JoinedStr: "str", ast.ListComp: "list", ast.List: "list", ast.DictComp: "dict", ast.Dict: "dict",
    ast.SetComp: "set", ast.Set: "set", ast.Tuple: "tuple", ast.GeneratorExp: "", ast.Lambda: "",
}  # fmt: skip
_CLASS = r"^[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*$"
_ABOVE = {"bool": ("int",)}  # kinds that a kind is one of
_OF_EVERYTHING = frozenset({
    "__class__", "__doc__", "__eq__", "__hash__", "__init__", "__repr__", "__str__", "__ne__", "__new__", "__dir__",
    "__setattr__", "__getattribute__", "__delattr__", "__format__", "__sizeof__", "__reduce__", "__module__",
})  # fmt: skip


def resolved(test: Function, node: ast.expr) -> ast.expr:
    """The expression that a name stands for, where the test gives it one value."""
    for _ in range(5):
        if not (isinstance(node, ast.Name) and node.id in test.once):
            break
        node = test.once[node.id]
    return node


def kind(test: Function, node: ast.expr) -> str | None:
    """The built-in kind that an expression surely has; empty for one that is surely something; None if unknown."""
    node = resolved(test, node)
    if isinstance(node, ast.Call):
        name = written(node.func)
        return _MADE_BY.get(name) if name not in test.bound else None
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return "bool"
    return _SHAPES.get(type(node))


def is_of_kind(test: Function, node: ast.expr, wanted: ast.expr) -> bool:
    """Whether `isinstance(node, wanted)` holds whatever the code does: by how it is made, or as its own type."""
    kinds = wanted.elts if isinstance(wanted, ast.Tuple) else [wanted]
    own = kind(test, node)
    for one in kinds:
        if own and written(one) in (own, *_ABOVE.get(own, ())):
            return True
        one = resolved(test, one)
        of_itself = isinstance(one, ast.Call) and written(one.func) == "type" and len(one.args) == 1
        if of_itself and isinstance(one, ast.Call) and written(one.args[0]) == written(node) != "":
            return "(" not in written(node)
        if isinstance(one, ast.Attribute) and one.attr == "__class__" and written(one.value) == written(node) != "":
            return "(" not in written(node)
    return False


def is_something(test: Function, node: ast.expr) -> bool:
    """Whether a value is made in place, so that it cannot be None."""
    return kind(test, node) is not None


def is_made_by_class(test: Function, node: ast.expr) -> bool:
    """Whether a value is an object that a class makes here, which is never None."""
    made = resolved(test, node)
    return isinstance(made, ast.Call) and isinstance(made.func, ast.Name) and bool(re.match(_CLASS, made.func.id))


def is_literal(node: ast.expr) -> bool:
    """Whether a value is written down as it is."""
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return all(map(is_literal, node.elts))
    if isinstance(node, ast.Dict):
        return all(one is not None and is_literal(one) for one in node.keys) and all(map(is_literal, node.values))
    if isinstance(node, ast.UnaryOp):
        return is_literal(node.operand)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "encode":
        return is_literal(node.func.value)
    return isinstance(node, ast.Constant)


def is_true(node: ast.expr) -> bool:
    """Whether a value is true because something is written in it."""
    if isinstance(node, ast.List | ast.Set | ast.Tuple):
        return any(not isinstance(one, ast.Starred) for one in node.elts)
    if isinstance(node, ast.Dict):
        return any(one is not None for one in node.keys)
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(one, ast.Constant) and one.value for one in node.values)
    return False


def has_it(node: ast.Call) -> bool:
    """`hasattr(x, "__class__")`: whether every object has such an attribute."""
    name = node.args[1] if len(node.args) == 2 else None
    return isinstance(name, ast.Constant) and name.value in _OF_EVERYTHING
