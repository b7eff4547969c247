"""Expressions of Python as `facts` keep them."""

import ast

from .facts import Annotated, Attribute, Awaited, Builtin, Call, Either, Element, Entered, Expr, Index, Name, Super

PARAMETERS = "[]"
_DEEP = 24  # of nested expressions; what is deeper is not followed
_DISPLAYS: dict[type[ast.expr], str] = {
    ast.JoinedStr: "str", ast.List: "list", ast.ListComp: "list", ast.Dict: "dict", ast.DictComp: "dict",
    ast.Set: "set", ast.SetComp: "set", ast.Tuple: "tuple", ast.GeneratorExp: "generator",
}  # fmt: skip
_CONSTANTS = (str, bytes, int, float, complex, bool, type(None))


def dotted(node: ast.AST) -> str:
    """`a.b.c` of names and attributes; empty for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(parts)])


def value(node: ast.expr | None, depth: int = 0) -> Expr:
    """The value of an expression."""
    if node is None or depth > _DEEP:
        return None
    match node:
        case ast.Name(id=name):
            return Name(name)
        case ast.Attribute(value=base, attr=attr):
            inner = value(base, depth + 1)
            return None if inner is None else Attribute(inner, attr)
        case ast.Call():
            return _call(node, depth)
        case ast.Await(value=inner_node):
            awaited = value(inner_node, depth + 1)
            return None if awaited is None else Awaited(awaited)
        case ast.Subscript(value=base):
            inner = value(base, depth + 1)
            return None if inner is None else Index(inner, _items(node, depth))
    return _literal(node, depth)


def _literal(node: ast.expr, depth: int) -> Expr:
    """The value of what is written out, or of one of several expressions."""
    match node:
        case ast.Constant(value=constant) if isinstance(constant, _CONSTANTS):
            return Builtin("" if constant is None else type(constant).__name__)
        case ast.NamedExpr(value=inner_node):
            return value(inner_node, depth + 1)
        case ast.BoolOp(values=values):
            return either([value(one, depth + 1) for one in values])
        case ast.IfExp(body=body, orelse=orelse):
            return either([value(one, depth + 1) for one in (body, orelse)])
    display = _DISPLAYS.get(type(node))
    return Builtin(display) if display else None


def _items(node: ast.Subscript, depth: int) -> tuple[Expr, ...]:
    """What stands between the brackets, read as types: an expression may as well be an alias of a type."""
    inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    return tuple(annotation(one, depth + 1) for one in inner[:8])


def _call(node: ast.Call, depth: int) -> Expr:
    if isinstance(node.func, ast.Name) and node.func.id == "super":
        return Super() if not node.args else None
    func = value(node.func, depth + 1)
    if func is None:
        return None
    texts = [("", one.value) for one in node.args[:2] if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    for keyword in node.keywords:
        constant = keyword.value
        if keyword.arg and isinstance(constant, ast.Constant) and isinstance(constant.value, str):
            texts.append((keyword.arg, constant.value))
        else:
            texts.append((keyword.arg or "**", ""))
    return Call(func, tuple(texts[:16]))


def is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def either(options: list[Expr]) -> Expr:
    """One of these; unknown when one of them is."""
    if not options or None in options:
        return None
    return options[0] if len(options) == 1 else Either(tuple(options))


def annotation(node: ast.expr | None, depth: int = 0) -> Expr:
    """The type that an annotation names; quoted ones are parsed."""
    if node is None or depth > _DEEP:
        return None
    match node:
        case ast.Constant(value=str(text)):
            return _quoted(text, depth)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return either([annotation(one, depth + 1) for one in (left, right) if not is_none(one)])
        case ast.Name() | ast.Attribute() | ast.Subscript():
            return value(node, depth)
        case ast.List(elts=elements):  # the parameters of a Callable
            return Index(Name(PARAMETERS), tuple(annotation(one, depth + 1) for one in elements[:8]))
    return None


def _quoted(text: str, depth: int) -> Expr:
    if len(text) > 400:
        return None
    try:
        parsed = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return None if isinstance(parsed, ast.Constant) else annotation(parsed, depth + 1)


def of_type(node: ast.expr | None) -> Expr:
    """An object of the type that an annotation names."""
    named = annotation(node)
    return None if named is None else Annotated(named)


def entered(node: ast.expr, *, is_async: bool) -> Expr:
    inner = value(node)
    return None if inner is None else Entered(inner, is_async)


def element(node: ast.expr, *, is_async: bool) -> Expr:
    inner = value(node)
    return None if inner is None else Element(inner, is_async)
