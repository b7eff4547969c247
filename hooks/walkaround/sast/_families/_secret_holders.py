"""What is written as a whole though a secret is in it: objects and their fields, dictionaries that a secret is read
from, headers that were given one, settings, the variables of a function.
"""

import ast
from collections.abc import Callable

from ..._code import Module
from ._receivers import dotted, home

Secret = Callable[[str], bool]  # whether a name says that it is a secret's

_SHOWING = frozenset({"BaseModel", "BaseSettings", "SQLModel", "NamedTuple", "TypedDict", "Struct"})
_SHOWING_DECORATORS = frozenset({"dataclass", "define", "frozen", "attrs", "s", "mutable"})
_DUMPS = frozenset({"model_dump", "dict", "json", "model_dump_json", "_asdict", "to_dict"})
_DUMPING = frozenset({"asdict", "vars", "repr", "str", "astuple"})
_CONTENTS = frozenset({"text", "content"})  # of an answer
_PARSING = frozenset({"json", "get_json"})
_SETTINGS = frozenset({"django.conf.settings.DATABASES", "django.conf.settings.CACHES"})
_CONFIGURATIONS = ("flask.Flask().config", "flask.current_app.config", "quart.Quart().config")
_CREDENTIALS = frozenset({"authorization", "x-api-key", "proxy-authorization", "cookie", "x-auth-token"})


def holder(module: Module, node: ast.expr, secret: Secret) -> str:
    """What an expression is whose text has a secret somewhere in it; empty when nothing tells that it has."""
    if isinstance(node, ast.Name):
        return _known(module, node, secret) or _object(module, node, secret, bare=True)
    if isinstance(node, ast.Attribute):
        return _attribute(module, node, secret)
    if isinstance(node, ast.Call):
        return _call(module, node, secret)
    return ""


def _attribute(module: Module, node: ast.Attribute, secret: Secret) -> str:
    if node.attr == "__dict__":
        return _object(module, node.value, secret, bare=False)
    if node.attr == "headers" and _has_credentials(module, node):
        return "headers with credentials"
    if node.attr in _CONTENTS and isinstance(node.value, ast.Name):
        return _answer(module, node.value, secret)
    name = module.name(node)
    if name in _SETTINGS or name in _CONFIGURATIONS:
        return f"{dotted(node)}, with its secrets,"
    return _object(module, node, secret, bare=True)


def _call(module: Module, node: ast.Call, secret: Secret) -> str:
    word = module.last(node.func)
    if isinstance(node.func, ast.Attribute):
        if node.args or node.keywords:
            return ""  # `model_dump(exclude={"password"})`
        if word in _PARSING and isinstance(node.func.value, ast.Name) and (
            found := _answer(module, node.func.value, secret)
        ):  # fmt: skip
            return found
        return _object(module, node.func.value, secret, bare=False) if word in _DUMPS else ""
    if word in _DUMPING and len(node.args) == 1:
        return _object(module, node.args[0], secret, bare=word in {"repr", "str"})
    return _variables(module, node, secret) if word == "locals" else ""


def _variables(module: Module, call: ast.Call, secret: Secret) -> str:
    """`locals()` of a function with an argument that is a secret."""
    function = module.function(call)
    if function is None or module.name(call.func) != "builtins.locals":
        return ""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return next((f"{one.arg}, one of all variables," for one in arguments if secret(one.arg)), "")


def _object(module: Module, node: ast.expr, secret: Secret, *, bare: bool) -> str:
    """The secret field of an object whose class this module defines."""
    name = module.name(node)
    kind = name[1:-2] if name.startswith(".") and name.endswith("()") else ""
    if not kind.isidentifier():
        return ""
    shown = module.once((_object, kind), lambda: _fields(module, kind, secret))
    if not shown or (bare and shown[1]):
        return ""
    return f"the {shown[0]} in {kind}"


def _fields(module: Module, kind: str, secret: Secret) -> tuple[str, bool] | None:
    """The first field of a class that holds a secret as plain text, and whether the class writes its own text."""
    classes = [one for one in module.of(ast.ClassDef) if one.name == kind]
    if len(classes) != 1 or not _shows_fields(module, classes[0]):
        return None
    own = any(isinstance(one, ast.FunctionDef) and one.name in {"__repr__", "__str__"} for one in classes[0].body)
    for field in classes[0].body:
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
            continue
        plain = _is_text(module, field.annotation) and not _is_hidden(module, field.value)
        if plain and secret(field.target.id):
            return field.target.id, own
    return None


def _shows_fields(module: Module, owner: ast.ClassDef) -> bool:
    decorators = [module.last(one.func if isinstance(one, ast.Call) else one) for one in owner.decorator_list]
    bases = [module.last(base) for base in owner.bases]
    return not _SHOWING_DECORATORS.isdisjoint(decorators) or not _SHOWING.isdisjoint(bases)


def _is_text(module: Module, annotation: ast.expr, depth: int = 5) -> bool:
    """`str`, `str | None`, `Optional[str]`, `Annotated[str, …]`."""
    if depth <= 0:
        return False
    if isinstance(annotation, ast.BinOp):
        return any(_is_text(module, one, depth - 1) for one in (annotation.left, annotation.right))
    if isinstance(annotation, ast.Subscript) and module.last(annotation.value) in {"Optional", "Annotated"}:
        inner = annotation.slice.elts[0] if isinstance(annotation.slice, ast.Tuple) else annotation.slice
        return _is_text(module, inner, depth - 1)
    return module.name(annotation) == "builtins.str"


def _is_hidden(module: Module, value: ast.expr | None) -> bool:
    """`field(repr=False)`, `Field(exclude=True)`."""
    keywords = value.keywords if isinstance(value, ast.Call) else []
    return any(
        (one.arg == "repr" and module.constant(one.value) is False)
        or (one.arg == "exclude" and module.constant(one.value) is True)
        for one in keywords
    )


def _known(module: Module, node: ast.Name, secret: Secret) -> str:
    """The secret that the same function reads out of a dictionary: `data["password"]`, `data.get("password")`."""
    key = _read_from(module, secret).get((module.scope(node), node.id), "")
    return f"the {key} in {node.id}" if key else ""


def _answer(module: Module, node: ast.Name, secret: Secret) -> str:
    """The secret that the same function reads out of what an answer holds: `answer.json()["access_token"]`."""
    scope = module.scope(node)
    known = _read_from(module, secret)
    key = known.get((scope, f"{node.id}.json()"), "")
    if not key:
        for one in module.calls(*_PARSING):
            if isinstance(one.func, ast.Attribute) and module.last(one.func.value) == node.id:
                around = module.parent(one)
                around = module.parent(around) if isinstance(around, ast.Await) else around
                target = around.targets[0] if isinstance(around, ast.Assign) else None
                key = key or known.get((scope, module.last(target)), "")
    return f"the {key} of the answer" if key else ""


def _read_from(module: Module, secret: Secret) -> dict[tuple[ast.AST, str], str]:
    return module.once(_read_from, lambda: _collected(module, secret))


def _collected(module: Module, secret: Secret) -> dict[tuple[ast.AST, str], str]:
    """What secrets are read from, by the function it happens in and the name. Where the element is replaced as well,
    the name tells nothing."""
    found: dict[tuple[ast.AST, str], str] = {}
    replaced: set[tuple[ast.AST, str]] = set()
    for one in module.of(ast.Subscript):
        key = one.slice.value if isinstance(one.slice, ast.Constant) else None
        name = _dictionary(module, one.value)
        if isinstance(key, str) and name and secret(key):
            if isinstance(one.ctx, ast.Load):
                found.setdefault((module.scope(one), name), key)
            else:
                replaced.add((module.scope(one), name))
    for call in module.calls("get"):
        name = _dictionary(module, call.func.value) if isinstance(call.func, ast.Attribute) else ""
        key = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
        if isinstance(key, str) and name and secret(key):
            found.setdefault((module.scope(call), name), key)
    replaced |= {
        (module.scope(call), module.last(call.func.value))
        for call in module.calls("pop")
        if isinstance(call.func, ast.Attribute)
    }
    return {place: key for place, key in found.items() if place not in replaced}


def _dictionary(module: Module, node: ast.expr) -> str:
    """`data`, and `answer.json()` by that name."""
    if isinstance(node, ast.Name):
        return node.id
    parsed = node if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else None
    if parsed is not None and module.last(parsed.func) in _PARSING and isinstance(parsed.func, ast.Attribute):
        return f"{parsed.func.value.id}.json()" if isinstance(parsed.func.value, ast.Name) else ""
    return ""


def _has_credentials(module: Module, node: ast.Attribute) -> bool:
    """Whether headers are those of a request that was sent, or were given credentials in this module."""
    if isinstance(node.value, ast.Attribute) and node.value.attr == "request":
        return module.name(node.value.value).startswith(("requests.", "httpx."))
    return (home(module, node), dotted(node)) in module.once(_has_credentials, lambda: _given_credentials(module))


def _given_credentials(module: Module) -> frozenset[tuple[ast.AST, str]]:
    given: set[tuple[ast.AST, str]] = set()
    for one in module.of(ast.Subscript):
        key = one.slice.value if isinstance(one.slice, ast.Constant) else None
        stored = isinstance(one.ctx, ast.Store) and isinstance(key, str) and key.lower() in _CREDENTIALS
        if stored and isinstance(one.value, ast.Attribute) and one.value.attr == "headers":
            given.add((home(module, one.value), dotted(one.value)))
    for call in module.calls("update"):
        named = call.args[0] if call.args else None
        on = call.func.value if isinstance(call.func, ast.Attribute) else None
        if isinstance(named, ast.Dict) and isinstance(on, ast.Attribute) and on.attr == "headers":
            keys = (key.value for key in named.keys if isinstance(key, ast.Constant))
            if any(isinstance(key, str) and key.lower() in _CREDENTIALS for key in keys):
                given.add((home(module, on), dotted(on)))
    return frozenset(given)
