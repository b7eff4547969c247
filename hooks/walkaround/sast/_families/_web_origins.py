"""B962: every site may read with the cookies of whoever visits it."""

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ._drafts import is_draft, is_test
from ._found import Found
from ._mappings import argument, is_spread, keys, local_function, spread, within_function
from ._patterns import Pattern
from ._settings import Setting, is_set_again, settings

if TYPE_CHECKING:
    from ..._code import Module

_RULE = "B962"
_ALLOW = "access-control-allow-origin"
_MOST = 60  # places of one function that are held against each other
_CREDENTIALS = "access-control-allow-credentials"
_EVERY = Pattern(
    r"^\^?(?:\(?https?\??\)?:(?://|\\/\\/))?\(?\.[*+]\)?\$?$|^\^?https\?://\.[*+]\$?$|^\^?https\?:\\/\\/\.[*+]\$?$"
)
_MIDDLEWARE = frozenset({"CORSMiddleware", "CORSConfig"})
_TO_CALLER = "every site may read the answers with its visitors' cookies"


def find(module: "Module") -> Iterator[Found]:
    source = module.source
    if b"CORS" in source or b"cors" in source:
        yield from _middleware(module)
        yield from _flask(module)
        yield from _aiohttp(module)
        yield from _django(module)
        yield from _sockets(module)
    if b"Access-Control-Allow-Origin" in source or b"access-control-allow-origin" in source:
        yield from _by_hand(module)


def is_any(module: "Module", node: ast.expr | None, depth: int = 4) -> bool:
    """Whether origins are `*`, `null` (any page can be that), or a pattern that everything matches.

    The default of an environment variable counts too.
    """
    if node is None or depth <= 0:
        return False
    value = module.constant(node)
    if value:
        many = value if isinstance(value, tuple) else (value,)
        return any(isinstance(one, str) and (one in {"*", "null"} or _EVERY.search(one)) for one in many)
    if isinstance(node, ast.Name):
        bound = module.binding(node)
        return bound is not None and is_any(module, bound, depth - 1)
    if isinstance(node, ast.Call):
        if module.last(node.func) == "compile" and node.args:
            return is_any(module, node.args[0], depth - 1)
        return is_any(module, _default(module, node), depth - 1)
    if isinstance(node, ast.Attribute):
        return any(is_any(module, one, depth - 1) for one in _members(module, node))
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        return is_any(module, node.values[-1], depth - 1)
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return any(is_any(module, one, depth - 1) for one in node.elts if not isinstance(one, ast.Starred))
    return False


def _members(module: "Module", node: ast.Attribute) -> list[ast.expr]:
    """What the class of an object of this module says an attribute is by default."""
    name = module.name(node.value)
    if not name.startswith(".") or not name.endswith("()") or name.count(".") != 1:
        return []
    body = [one for owner in module.of(ast.ClassDef) if owner.name == name[1:-2] for one in owner.body]
    fields = [one for one in body if isinstance(one, ast.AnnAssign | ast.Assign)]
    targets = [(one.targets[0] if isinstance(one, ast.Assign) else one.target, one.value) for one in fields]
    return [value for target, value in targets if value and isinstance(target, ast.Name) and target.id == node.attr]


def _default(module: "Module", call: ast.Call) -> ast.expr | None:
    """The default in `os.getenv(name, default)`, and in what is split or stripped of it."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in {"split", "strip"}:
        return call.func.value
    if module.name(call.func) in {"os.getenv", "os.environ.get"} and len(call.args) == 2:
        return call.args[1]
    return None


def _is_true(module: "Module", node: ast.expr | None) -> bool:
    return node is not None and module.constant(node) in (True, "true", "*")


def _middleware(module: "Module") -> Iterator[Found]:
    for call in [*module.calls("add_middleware", "Middleware"), *module.calls(*sorted(_MIDDLEWARE))]:
        last = module.last(call.func)
        if last in {"add_middleware", "Middleware"}:
            kind = module.name(call.args[0]) if call.args else ""
            if kind.rpartition(".")[2] not in _MIDDLEWARE:
                continue
        more = spread(module, call).values
        credentials = [argument(call, "allow_credentials"), *more.get("allow_credentials", ())]
        if is_test(module, call) or not any(_is_true(module, one) for one in credentials):
            continue
        given = [
            one
            for word in ("allow_origins", "allow_origin_regex")
            for one in (argument(call, word), *more.get(word, ()))
        ]
        if any(is_any(module, one) for one in given):
            yield Found(_RULE, call, f"Any origin is allowed together with credentials, so {_TO_CALLER}.")


def _flask(module: "Module") -> Iterator[Found]:
    for call in module.calls("CORS", "cross_origin", "init_app", "cors"):
        name = module.name(call.func)
        package = name.partition(".")[0]
        if package not in {"flask_cors", "quart_cors", "sanic_cors"} or is_test(module, call) or is_spread(call):
            continue
        if not _flask_credentials(module, call):
            continue
        words = ("origins", "allow_origin")
        given = next((one for word in words if (one := argument(call, word)) is not None), None)
        resources = argument(call, "resources")
        if resources is not None:
            wide = _resources(module, resources)
        elif given is None:
            wide = not any(setting.name == "CORS_ORIGINS" for setting in settings(module))
        else:
            wide = is_any(module, given)
        if wide:
            yield Found(
                _RULE, call, f"`{ast.unparse(call.func)}` allows any origin together with credentials, so {_TO_CALLER}."
            )


def _flask_credentials(module: "Module", call: ast.Call) -> bool:
    for word in ("supports_credentials", "allow_credentials"):
        if _is_true(module, argument(call, word)):
            return True
    resources = argument(call, "resources")
    if isinstance(resources, ast.Name):
        resources = module.binding(resources)
    for options in resources.values if isinstance(resources, ast.Dict) else []:
        if keys(module, options).may(module, "supports_credentials", True):
            return True
    return any(one.name == "CORS_SUPPORTS_CREDENTIALS" and _is_true(module, one.value) for one in settings(module))


def _resources(module: "Module", node: ast.expr) -> bool:
    """Whether some of the resources are for any origin."""
    if isinstance(node, ast.Name):
        node = module.binding(node) or node
    if not isinstance(node, ast.Dict):
        return False
    for options in node.values:
        found = keys(module, options)
        if found.lacks("origins") or any(is_any(module, one) for one in found.values.get("origins", ())):
            return True
    return False


def _aiohttp(module: "Module") -> Iterator[Found]:
    if b"aiohttp_cors" not in module.source:
        return
    for node in module.of(ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None or module.constant(key) != "*" or not isinstance(value, ast.Call):
                continue
            if module.last(value.func) == "ResourceOptions" and _is_true(module, argument(value, "allow_credentials")):
                yield Found(_RULE, key, f"Any origin is allowed together with credentials, so {_TO_CALLER}.")


def _django(module: "Module") -> Iterator[Found]:
    made = {setting.name: setting for setting in settings(module)}
    credentials = made.get("CORS_ALLOW_CREDENTIALS")
    if credentials is None or not _is_true(module, credentials.value):
        return
    for setting in settings(module):
        if not _opens(module, setting) or is_draft(module, setting.node) or is_set_again(module, setting):
            continue
        yield Found(
            _RULE,
            setting.node,
            f"`{setting.name}` allows any origin, and `CORS_ALLOW_CREDENTIALS` is on: {_TO_CALLER}.",
        )


def _opens(module: "Module", setting: Setting) -> bool:
    if setting.name in {"CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL"}:
        return module.constant(setting.value) is True
    known = {"CORS_ALLOWED_ORIGIN_REGEXES", "CORS_ORIGIN_REGEX_WHITELIST", "CORS_ALLOWED_ORIGINS"}
    return setting.name in known and is_any(module, setting.value)


def _sockets(module: "Module") -> Iterator[Found]:
    for call in module.calls("SocketIO", "Server", "AsyncServer"):
        if module.name(call.func) not in {"flask_socketio.SocketIO", "socketio.Server", "socketio.AsyncServer"}:
            continue
        given = argument(call, "cors_allowed_origins")
        off = module.constant(argument(call, "cors_credentials")) is False
        if given is not None and is_any(module, given) and not off and not is_test(module, call):
            yield Found(_RULE, call, f"`{ast.unparse(call.func)}` lets every site connect with its visitors' cookies.")


def _by_hand(module: "Module") -> Iterator[Found]:
    """Headers set one by one."""
    for node, value in headers(module, _ALLOW):
        if is_test(module, node) or not _sends_credentials(module, node):
            continue
        if is_any(module, value):
            yield Found(_RULE, node, f"Any origin is allowed together with credentials, so {_TO_CALLER}.")
        elif _is_reflected(module, value, 4) and not _is_compared(module, node):
            yield Found(_RULE, node, f"Whatever origin asks is allowed, with credentials: {_TO_CALLER}.")


def headers(module: "Module", name: str) -> Iterator[tuple[ast.AST, ast.expr]]:
    """What a header of answers is set to, with where that is done; its name in small letters."""
    for node in module.of(ast.Assign):
        target = node.targets[0]
        if isinstance(target, ast.Subscript) and _is_header(module, target.slice, name):
            yield node, node.value
    for call in module.calls("add", "set", "setdefault", "add_header", "set_header", "append", "header", "add_header"):
        if len(call.args) >= 2 and _is_header(module, call.args[0], name):
            yield call, call.args[1]
    for mapping in module.of(ast.Dict):
        for key, value in zip(mapping.keys, mapping.values, strict=True):
            if key is not None and _is_header(module, key, name):
                yield key, value
    for pair in module.of(ast.Tuple):
        if len(pair.elts) == 2 and _is_header(module, pair.elts[0], name):
            yield pair, pair.elts[1]


def _is_header(module: "Module", node: ast.expr, name: str) -> bool:
    value = module.constant(node)
    if isinstance(value, bytes):
        return value.lower() == name.encode()
    return isinstance(value, str) and value.lower() == name


def _sends_credentials(module: "Module", node: ast.AST) -> bool:
    """Whether the same function allows credentials too, and not under a condition of its own."""
    function, ifs = module.function(node), _conditions(module, node)
    return any(
        (more := _conditions(module, other)) <= ifs or ifs <= more
        for other in module.once(_CREDENTIALS, lambda: _allowing(module)).get(function, ())[:_MOST]
    )


def _allowing(module: "Module") -> dict[ast.AST | None, list[ast.AST]]:
    """Where credentials are allowed, by function."""
    found: dict[ast.AST | None, list[ast.AST]] = {}
    for node, value in headers(module, _CREDENTIALS):
        if module.constant(value) in ("true", "True", True, b"true"):
            found.setdefault(module.function(node), []).append(node)
    return found


def _conditions(module: "Module", node: ast.AST) -> set[ast.AST]:
    return {up for up in module.parents(node) if isinstance(up, ast.If)}


def _is_reflected(module: "Module", node: ast.expr, depth: int) -> bool:
    """Whether a value is the request's own `Origin`."""
    if depth <= 0:
        return False
    for one in ast.walk(node):
        key: ast.expr | None = None
        if isinstance(one, ast.Subscript):
            key = one.slice
        elif isinstance(one, ast.Call) and module.last(one.func) in {"get", "getlist", "get_header"} and one.args:
            key = one.args[0]
        elif isinstance(one, ast.Attribute) and one.attr == "origin" and module.last(one.value) in {"request", "req"}:
            return True
        elif isinstance(one, ast.Name):
            bound = [
                by.value
                for by in module.bindings(module.scope(one), one.id)
                if isinstance(by, ast.Assign | ast.NamedExpr)
            ]
            if any(_is_reflected(module, by, depth - 1) for by in bound):
                return True
        value = module.constant(key) if key is not None else ""
        if isinstance(value, bytes):
            value = value.decode("latin-1")
        if isinstance(value, str) and value.lower() in {"origin", "http_origin", "referer"}:
            return True
    return False


def _is_compared(module: "Module", node: ast.AST) -> bool:
    """Whether the function looks an origin up among those that it allows, itself or through another."""
    for one in within_function(module, node):
        if isinstance(one, ast.Compare):
            said = ast.unparse(one).lower()
            sides = [one.left, *one.comparators]
            none = any(isinstance(side, ast.Constant) and side.value is None for side in sides)
            if "origin" in said and not none and not _asks_for_key(one):
                return True
        if isinstance(one, ast.Call) and any("origin" in ast.unparse(given).lower() for given in one.args):
            last = module.last(one.func).lower()
            if re.search(r"match|allow|valid|check|trust|search|is_|startswith|endswith|any", last) or (
                local_function(module, one.func) is not None
            ):
                return True
    return False


def _asks_for_key(node: ast.Compare) -> bool:
    """`"Origin" in request.headers` says nothing of which origin it is."""
    return isinstance(node.left, ast.Constant) and isinstance(node.ops[0], ast.In | ast.NotIn)
