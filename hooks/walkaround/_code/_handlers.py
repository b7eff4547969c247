"""Which functions answer requests, of which framework, and which of their arguments hold what a client sent."""

import ast
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from ._module import Function, Module

VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "trace"})
_ROUTING = VERBS | {"route", "websocket", "websocket_route", "api_route", "view"}

# The first part of what an application or a router is named after -> the framework.
_BY_PACKAGE = {
    "fastapi": "fastapi",
    "flask": "flask",
    "flask_restful": "flask",
    "flask_restx": "flask",
    "flask_smorest": "flask",
    "quart": "flask",
    "bottle": "flask",
    "starlette": "starlette",
    "aiohttp": "aiohttp",
    "sanic": "sanic",
    "litestar": "fastapi",
    "ninja": "fastapi",
    "django": "django",
    "rest_framework": "drf",
    "tornado": "tornado",
}
# Types whose values cannot carry a text of the client's choice.
_HARMLESS = frozenset(
    {
        "builtins.int", "builtins.float", "builtins.bool", "uuid.UUID", "decimal.Decimal", "datetime.date",
        "datetime.datetime", "datetime.time", "datetime.timedelta", "typing.Literal[]", "typing_extensions.Literal[]",
        "pydantic.UUID4", "pydantic.PositiveInt", "pydantic.NonNegativeInt", "ipaddress.IPv4Address",
        "ipaddress.IPv6Address",
    }
)  # fmt: skip
_REQUESTS = frozenset({"Request", "HttpRequest", "HTTPConnection", "WSGIRequest", "ASGIRequest", "WebSocket"})
_GIVEN = frozenset(
    {"Response", "BackgroundTasks", "SecurityScopes", "StreamResponse", "Session", "AsyncSession", "HTTPConnection"}
)
_INJECTED = frozenset({"fastapi.Depends", "fastapi.Security", "fastapi.params.Depends", "litestar.di.Provide"})
_HARMLESS_PART = re.compile(r"<(?:int|float|uuid)(?:\([^)]*\))?:(\w+)>|\{(\w+):(?:int|float|uuid)\}")
# Classes that other classes become request handlers by, and the methods that answer.
_VIEWS = re.compile(
    r"(View|ViewSet|APIView|ViewSetMixin|MethodView|Resource|HTTPEndpoint|RequestHandler|View\(\)|ModelViewSet)$"
)
_ACTIONS = VERBS | {"list", "retrieve", "create", "update", "partial_update", "destroy", "dispatch", "form_valid"}


class Handler(NamedTuple):
    """A function that answers requests.

    `framework` is fastapi, flask (Quart and Bottle too), django, drf, starlette, aiohttp, sanic, tornado or lambda.
    `methods` are verbs in capitals, empty when the code does not tell; `path` is empty when another module has it.
    `client` are the arguments whose values the client chose as text or as a model of texts, `request` those that are
    the request itself.
    """

    function: "Function"
    framework: str
    methods: frozenset[str]
    path: str
    client: frozenset[str]
    request: frozenset[str]


def handlers(module: "Module") -> Mapping["Function", Handler]:
    """Every request handler of a module."""
    return module.once(handlers, lambda: dict(_found(module)))


def _found(module: "Module") -> Iterator[tuple["Function", Handler]]:
    functions = cast("list[Function]", module.of(ast.FunctionDef, ast.AsyncFunctionDef))
    if not functions or not module.imported:
        return
    registered = _registered(module)
    for function in functions:
        handler = _by_decorator(module, function) or _by_class(module, function) or _by_argument(module, function)
        if handler is None and function.name in registered:
            framework = _only_framework(module) or "starlette"
            handler = _handler(module, function, framework, frozenset(), registered[function.name])
        if handler is not None:
            yield function, handler


def _by_decorator(module: "Module", function: "Function") -> Handler | None:
    for decorator in function.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        target = call.func if call else decorator
        name = module.name(target)
        if name == "rest_framework.decorators.api_view":
            return _handler(module, function, "drf", _methods(module, call, 0), "")
        if name.startswith("rest_framework.decorators.action"):
            return _handler(module, function, "drf", _methods(module, call, None), "")
        free = isinstance(target, ast.Name) and name.rpartition(".")[2] in _ROUTING  # Bottle's `@route("/x")`
        if (free or (isinstance(target, ast.Attribute) and target.attr in _ROUTING)) and call is not None:
            framework = _framework(module, target)
            path = _path(module, call)
            known = name.partition(".")[0] in _BY_PACKAGE  # Litestar's `@post()` has its path from the class around
            if framework and (path is not None or known):
                verb = module.last(target)
                verbs = frozenset({verb.upper()}) if verb in VERBS else _methods(module, call, None)
                return _handler(module, function, framework, verbs, path or "")
    return None


def _framework(module: "Module", target: ast.expr) -> str:
    """The framework of what a decorator is an attribute of, else the only one that the module imports."""
    of = target.value if isinstance(target, ast.Attribute) else target
    package = module.name(of).partition(".")[0].partition("(")[0]
    if package in _BY_PACKAGE:
        return _BY_PACKAGE[package]
    return _only_framework(module)


def _only_framework(module: "Module") -> str:
    """The framework that a module imports; FastAPI comes with Starlette's names, DRF with Django's."""
    found = {_BY_PACKAGE[package] for package in module.imported if package in _BY_PACKAGE}
    for larger, smaller in (("fastapi", "starlette"), ("drf", "django")):
        if larger in found:
            found.discard(smaller)
    return found.pop() if len(found) == 1 else ""


def _path(module: "Module", call: ast.Call) -> str | None:
    """The path that a route is registered for; None when the first argument is no path."""
    named = [keyword.value for keyword in call.keywords if keyword.arg in {"path", "rule", "uri"}]
    first = (call.args or named)[:1]
    value = module.constant(first[0]) if first else None
    if isinstance(value, str):
        return value if not value or value[0] in "/<{" else None
    return "" if first and isinstance(first[0], ast.JoinedStr | ast.Name | ast.BinOp | ast.Attribute) else None


def _methods(module: "Module", call: ast.Call | None, position: int | None) -> frozenset[str]:
    if call is None:
        return frozenset()
    named = [keyword.value for keyword in call.keywords if keyword.arg in {"methods", "http_method_names"}]
    if not named and position is not None and len(call.args) > position:
        named = [call.args[position]]
    value = module.constant(named[0]) if named else ()
    return frozenset(one.upper() for one in value if isinstance(one, str)) if isinstance(value, tuple) else frozenset()


def _by_class(module: "Module", function: "Function") -> Handler | None:
    owner = module.parent(function)
    if not isinstance(owner, ast.ClassDef) or function.name not in _ACTIONS:
        return None
    bases = [module.name(base) or module.last(base) for base in owner.bases]
    if not any(_VIEWS.search(base) for base in bases):
        return None
    package = next((base.partition(".")[0] for base in bases if base.partition(".")[0] in _BY_PACKAGE), "")
    framework = _BY_PACKAGE.get(package) or _only_framework(module)
    verb = frozenset({function.name.upper()}) if function.name in VERBS else frozenset[str]()
    return _handler(module, function, framework, verb, "") if framework else None


def _by_argument(module: "Module", function: "Function") -> Handler | None:
    """A function whose first argument is a request, as in Django, Starlette and aiohttp, or an event of AWS Lambda."""
    arguments = function.args.posonlyargs + function.args.args
    if module.owner(function) is not None:
        return None
    if [one.arg for one in arguments] == ["event", "context"]:
        return Handler(function, "lambda", frozenset(), "", frozenset(), frozenset({"event"}))
    if not arguments:
        return None
    kind = module.name(arguments[0].annotation).rpartition(".")
    if kind[2] in _REQUESTS and kind[0]:
        framework = _BY_PACKAGE.get(kind[0].partition(".")[0], "")
    elif arguments[0].arg == "request" and arguments[0].annotation is None and _returns(function):
        framework = _only_framework(module)
    else:
        return None
    known = framework in {"django", "drf", "starlette", "aiohttp", "sanic"}
    return _handler(module, function, framework, frozenset(), "") if known else None


def _returns(function: "Function") -> bool:
    """Whether a function gives anything back at its own level of statements, as a view does."""
    stack: list[ast.AST] = list(function.body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Return):
            return node.value is not None
        if isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case) and not isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        ):
            stack += ast.iter_child_nodes(node)
    return False


def _registered(module: "Module") -> dict[str, str]:
    """Functions named as endpoints in `Route("/path", endpoint)`, `add_url_rule` and `router.add_get`."""
    found: dict[str, str] = {}
    if not module.imported & {"starlette", "aiohttp", "flask", "fastapi", "quart"}:
        return found
    for call in module.of(ast.Call):
        last = module.last(call.func)
        if last not in {"Route", "add_route", "add_url_rule", "add_get", "add_post", "add_put", "add_delete"}:
            continue
        path = _path(module, call)
        named = [keyword.value for keyword in call.keywords if keyword.arg in {"endpoint", "view_func", "handler"}]
        for value in [*call.args[1:], *named]:
            if isinstance(value, ast.Name) and path:
                found[value.id] = path
    return found


def _handler(module: "Module", function: "Function", framework: str, methods: frozenset[str], path: str) -> Handler:
    client: set[str] = set()
    request: set[str] = set()
    arguments = function.args
    for argument, default in _with_defaults(arguments):
        if argument.arg in {"self", "cls"}:
            continue
        kind = _kind(module, argument)
        if kind.rpartition(".")[2] in _REQUESTS or (not kind and argument.arg in {"request", "req"}):
            request.add(argument.arg)
        elif framework != "aiohttp" and not _is_harmless(module, argument, default, kind):
            client.add(argument.arg)
    harmless = {one for pair in _HARMLESS_PART.findall(path) for one in pair}
    return Handler(function, framework, methods, path, frozenset(client - harmless), frozenset(request))


def _with_defaults(arguments: ast.arguments) -> list[tuple[ast.arg, ast.expr | None]]:
    plain = arguments.posonlyargs + arguments.args
    missing: list[ast.expr | None] = [None] * (len(plain) - len(arguments.defaults))
    pairs = list(zip(plain, [*missing, *arguments.defaults], strict=True))
    return pairs + list(zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True))


def _kind(module: "Module", argument: ast.arg) -> str:
    """The full name of an argument's type; empty without an annotation that can be followed."""
    if argument.annotation is None:
        return ""
    fake = ast.Name(argument.arg, ast.Load())
    fake._bandit_parent = argument  # type: ignore[attr-defined]
    found = module.name(fake)
    return found.removesuffix("()")


def _is_harmless(module: "Module", argument: ast.arg, default: ast.expr | None, kind: str) -> bool:
    """Whether an argument is no text of the client's: injected, a number, an enumeration, held to a pattern."""
    if kind in _HARMLESS or kind.rpartition(".")[2] in _GIVEN:
        return True
    if kind.startswith(".") and _is_enumeration(module, kind.removeprefix(".")):
        return True
    marks = [default, argument.annotation, *_metadata(argument)]
    calls = [mark for mark in marks if isinstance(mark, ast.Call)]
    if any(module.name(call.func) in _INJECTED or module.last(call.func) in {"Depends", "Security"} for call in calls):
        return True
    return any(keyword.arg in {"pattern", "regex"} for call in calls for keyword in call.keywords)


def harmless_argument(module: "Module", argument: ast.arg, default: ast.expr | None) -> bool:
    """Whether the signature says that an argument is no free text: a number, an enumeration, injected, held to a
    form."""
    return _is_harmless(module, argument, default, _kind(module, argument)) or _holds_harmless(module, argument)


def harmless_type(module: "Module", annotation: ast.expr, default: ast.expr | None) -> bool:
    """The same of a field of a class."""
    fake = ast.arg("field", annotation)
    fake._bandit_parent = getattr(annotation, "_bandit_parent", None)  # type: ignore[attr-defined]
    name = _type(module, annotation)
    return _is_harmless(module, fake, default, name) or _holds_harmless(module, fake)


def _type(module: "Module", annotation: ast.expr) -> str:
    """The full name of a type; of `T | None` and `Optional[T]`, of T."""
    if isinstance(annotation, ast.BinOp):
        return _type(module, annotation.left)
    name = module.name(annotation)
    if isinstance(annotation, ast.Subscript) and name in {"typing.Optional[]", "typing.Annotated[]"}:
        inner = annotation.slice.elts[0] if isinstance(annotation.slice, ast.Tuple) else annotation.slice
        return _type(module, inner)
    return name


def _holds_harmless(module: "Module", argument: ast.arg) -> bool:
    """Whether an argument is a container of numbers and the like: `list[int]`."""
    annotation = argument.annotation
    if isinstance(annotation, ast.BinOp):
        annotation = annotation.left
    if not isinstance(annotation, ast.Subscript):
        return False
    if module.last(annotation.value) not in {"list", "List", "set", "Set", "tuple", "Tuple", "Sequence", "Iterable",
                                             "frozenset", "Collection", "Optional"}:  # fmt: skip
        return False
    inner = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
    kinds = [_type(module, one) for one in inner if not isinstance(one, ast.Constant)]
    return bool(kinds) and all(kind in _HARMLESS or _is_enumeration(module, kind.removeprefix(".")) for kind in kinds)


def _metadata(argument: ast.arg) -> list[ast.expr]:
    annotation = argument.annotation
    if isinstance(annotation, ast.Subscript) and isinstance(annotation.slice, ast.Tuple):
        return annotation.slice.elts[1:]
    return []


def _is_enumeration(module: "Module", name: str) -> bool:
    return name in module.once(_is_enumeration, lambda: _enumerations(module))


def _enumerations(module: "Module") -> frozenset[str]:
    return frozenset(
        node.name
        for node in module.of(ast.ClassDef)
        if any("Enum" in (module.name(base) or module.last(base)) for base in node.bases)
    )
