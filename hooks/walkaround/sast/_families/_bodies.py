"""Bodies of functions that do no work."""

import ast
import re

# Said by what is raised in place of work.
_UNWRITTEN = r"(?i)\bnot\s+(?:yet\s+)?implemented\b|\btodo\b|\bimplement\s+(?:me|this)\b|\bto\s+be\s+implemented\b"
_TOLD = frozenset({"debug", "info", "warning", "warn", "error", "print", "log", "sleep"})
_ANSWERS = frozenset(
    {
        "JsonResponse",
        "JSONResponse",
        "ORJSONResponse",
        "jsonify",
        "json_response",
        "Response",
        "HttpResponse",
        "Decimal",
    }
)


def without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return body[1:]
    return body


def emptiness(body: list[ast.stmt], arguments: frozenset[str] = frozenset()) -> str:
    """`nothing` for pass, `raise` for NotImplementedError, `constant` for one constant or an argument as it came, with
    or without words to a log before it; empty for a body that works."""
    if not body:
        return "nothing"
    only = body[-1]
    told = [_is_told(one) for one in body]
    if not all(told[:-1]):
        return ""
    if isinstance(only, ast.Return):
        given = isinstance(only.value, ast.Name) and only.value.id in arguments
        given = given or _is_cleaned(only.value)
        return "constant" if given or is_constant(_answered(only.value)) else ""
    if len(body) > 1 or told[-1]:
        return "constant" if told[-1] or isinstance(only, ast.Pass) else ""
    if isinstance(only, ast.Pass):
        return "nothing"
    if isinstance(only, ast.Expr) and isinstance(only.value, ast.Constant):
        return "nothing" if only.value.value is Ellipsis else ""
    if isinstance(only, ast.Raise):
        kind = only.exc.func if isinstance(only.exc, ast.Call) else only.exc
        known = isinstance(kind, ast.Name) and kind.id == "NotImplementedError"
        return "raise" if known or re.search(_UNWRITTEN, raised_text(only)) else ""
    return ""


def raised_text(raised: ast.stmt) -> str:
    """The constant words of what is raised."""
    call = raised.exc if isinstance(raised, ast.Raise) and isinstance(raised.exc, ast.Call) else None
    return " ".join(str(one.value) for one in call.args if isinstance(one, ast.Constant)) if call else ""


def _is_cleaned(value: ast.expr | None) -> bool:
    """`self.cleaned_data["code"]`: what a form was given, as it came."""
    base = value.value if isinstance(value, ast.Subscript) else None
    return isinstance(base, ast.Attribute) and base.attr == "cleaned_data"


def _answered(value: ast.expr | None) -> ast.expr | None:
    """What an answer is made of: the dictionary in `JsonResponse({…})`, the text in `Decimal("0.00")`."""
    while isinstance(value, ast.Call) and len(value.args) + len(value.keywords) <= 3:
        word = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
        parts = [*value.args, *(one.value for one in value.keywords)]
        if word[:1].isupper() and len(parts) > 1 and word not in _ANSWERS and all(map(is_constant, parts)):
            return ast.Dict([], [])  # an object made of constants
        if word not in _ANSWERS or not all(is_constant(one.value) for one in value.keywords):
            return value
        if len(value.args) > 1 and not all(is_constant(one) for one in value.args[1:]):
            return value
        value = value.args[0] if value.args else None
    return value


def _is_told(statement: ast.stmt) -> bool:
    """Whether a statement only says something, or waits: `print(…)`, `logger.info(…)`, `time.sleep(1)`."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    call = call.value if isinstance(call, ast.Await) else call
    if not isinstance(call, ast.Call):
        return False
    word = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
    return word in _TOLD


def is_constant(value: ast.expr | None) -> bool:
    if value is None or isinstance(value, ast.Constant):
        return True
    if isinstance(value, ast.List | ast.Tuple | ast.Set):
        return all(is_constant(one) for one in value.elts)
    if isinstance(value, ast.UnaryOp):
        return is_constant(value.operand)
    return isinstance(value, ast.Dict) and all(is_constant(one) for one in value.values)
