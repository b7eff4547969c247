"""Which expressions go to a client as part of an answer, and on what condition."""

import ast

from ..._code import Function, Module, handlers
from ._name_words import has, words

# Packages whose responses and HTTP errors are sent to clients.
WEB = frozenset({
    "flask", "quart", "fastapi", "starlette", "django", "rest_framework", "aiohttp", "sanic", "sanic_ext", "tornado",
    "bottle", "litestar", "starlite", "ninja", "ninja_extra", "werkzeug", "falcon", "flask_restful", "flask_restx",
    "flask_smorest", "flask_api", "flask_jsonapi", "connexion", "azure", "chalice", "pyramid", "webob", "cherrypy",
    "graphql", "channels", "flask_socketio", "socketio", "robyn", "blacksheep", "sse_starlette", "apiflask",
    "responder", "strawberry",
    "rest_framework_simplejwt",
})  # fmt: skip
_ANSWERS = frozenset({
    "jsonify", "make_response", "abort", "json_response", "json", "text", "html", "raw", "flash", "BadGateway",
    "ServiceUnavailable", "GatewayTimeout", "Forbidden", "NotFound", "Unauthorized", "Conflict", "UnprocessableEntity",
    "ValidationError", "ParseError", "PermissionDenied", "AuthenticationFailed", "NotAcceptable", "InvalidUsage",
    "ImproperlyConfigured", "send_json", "send_text", "send_bytes", "emit", "send", "create_response",
    "response_class", "technical_500_response", "problem", "ServerSentEvent", "GraphQLError", "close",
})  # fmt: skip
_ANSWER_STARTS = ("HTTP", "Http", "render", "BadRequest")
_ANSWER_ENDS = ("ServerError", "Exception")
_MESSAGES = frozenset({"error", "warning", "info", "success", "debug", "add_message"})
# Methods of a handler itself, by the package whose handler it is.
_OWN = {
    "tornado": frozenset({"write", "finish", "send_error", "set_status", "write_error", "write_message"}),
    "http": frozenset({"send_error", "send_response"}),
    "channels": frozenset({"send", "send_json"}),
}
_SERVER = (
    "ServerError", "ServiceUnavailable", "BadGateway", "GatewayTimeout", "APIException", "INTERNAL_SERVER_ERROR",
    "SERVICE_UNAVAILABLE", "BAD_GATEWAY", "GATEWAY_TIMEOUT",
)  # fmt: skip
_DEBUG = (
    "debug", "develop", "is_dev", "dev_mode", "testing", "is_staff", "is_superuser", "is_admin", "verbose",
)  # fmt: skip
_LONG = 100  # statements of a block in which an early exit is looked for
_WORKSHOP = frozenset({"dev", "local"})


def is_web(module: Module) -> bool:
    """Whether anything in a module can answer a client."""
    if not module.imported.isdisjoint(WEB) or "http" in module.imported:
        return True
    return b"statusCode" in module.source or bool(_lambdas(module))


def _lambdas(module: Module) -> bool:
    return any(handler.framework == "lambda" for handler in handlers(module).values())


def is_answer(module: Module, call: ast.Call) -> bool:
    """Whether what a call is given reaches the client: a response, an HTTP error, a rendered page."""
    func = call.func
    last = module.last(func)
    name = module.name(func)
    if name.startswith("django.contrib.messages."):
        return last in _MESSAGES
    if not last and not name:
        return False
    package, _, word = name.rpartition(".")
    if package.partition(".")[0].partition("(")[0] in WEB and _is_answering(word or last):
        return not name.startswith(("aiohttp.Client", "django.core.exceptions", "django.db", "tornado.httpclient"))
    if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name | ast.Attribute):
        return _is_own(module, func)
    return name[:1] == "." and name[1:].isidentifier() and _is_derived(module, name[1:])


def _is_derived(module: Module, name: str) -> bool:
    """Whether a class of this module is a response or an HTTP error: `class ApiError(HTTPException)`."""
    bases = [base for one in module.of(ast.ClassDef) if one.name == name for base in one.bases]
    return any(
        package.partition(".")[0] in WEB and _is_answering(word)
        for package, _, word in (module.name(base).rpartition(".") for base in bases)
    )


def _is_answering(word: str) -> bool:
    if word in _ANSWERS or word.startswith(_ANSWER_STARTS) or word.endswith(_ANSWER_ENDS):
        return True
    return "Response" in word


def _is_own(module: Module, func: ast.Attribute) -> bool:
    """A method of the handler: `self.write` of Tornado, `self.send_error`, `self.wfile.write`, `form.add_error`."""
    if func.attr == "add_error":
        return "django" in module.imported
    if func.attr == "write" and module.last(func.value) == "wfile":
        return "http" in module.imported
    own = isinstance(func.value, ast.Name) and func.value.id == "self"
    return own and any(func.attr in methods for package, methods in _OWN.items() if package in module.imported)


def is_server_error(module: Module, node: ast.AST) -> bool:
    """Whether an answer, or what a handler gives back, has a status of 500 or more."""
    asked: set[ast.AST] = set()  # what stands in for a status that the exception or a table has
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and module.last(one.func) in {"getattr", "get"}:
            asked.update(one.args)
        elif isinstance(one, ast.BoolOp):
            asked.update(one.values)
    for inner in ast.walk(node):
        if inner in asked:
            continue  # the status is the exception's own
        if isinstance(inner, ast.Constant) and type(inner.value) is int and 500 <= inner.value < 600:
            return True
        if module.last(inner).endswith(_SERVER) or module.last(inner).startswith("HTTP_5"):
            return True
    return False


def is_guard(test: ast.expr, name: str | None) -> bool:
    """Whether a condition holds for developers or administrators only, or tells the application's own errors apart."""
    return any(_is_guard(node, name) for node in ast.walk(test))


def _is_guard(node: ast.AST, name: str | None) -> bool:
    if isinstance(node, ast.Name):
        return _is_for_developers(node.id)
    if isinstance(node, ast.Attribute):
        return _is_for_developers(node.attr)
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and _is_for_developers(node.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"isinstance", "hasattr"}:
        first = node.args[0] if node.args else None
        kind = node.args[1] if len(node.args) > 1 else None
        broad = isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"}
        return isinstance(first, ast.Name) and first.id == name and not broad
    return False


def _is_for_developers(name: str) -> bool:
    return has(name, _DEBUG) or not _WORKSHOP.isdisjoint(words(name))


def is_guarded(module: Module, node: ast.AST, name: str | None) -> bool:
    """Whether a place is only reached under such a condition."""
    inner = node
    for around in module.parents(node):
        if isinstance(inner, ast.stmt) and _is_behind(around, inner, name):
            return True
        if isinstance(around, ast.If | ast.IfExp) and inner is not around.test and is_guard(around.test, name):
            negated = isinstance(around.test, ast.UnaryOp) and isinstance(around.test.op, ast.Not)
            body = around.body if isinstance(around.body, list) else [around.body]
            return (inner in body) is not negated
        if isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef):
            return False
        inner = around
    return False


def _is_behind(around: ast.AST, inner: ast.stmt, name: str | None) -> bool:
    """Whether `if not debug: return …` stands before a statement in its block."""
    for field in ("body", "orelse", "finalbody"):
        block = getattr(around, field, None)
        if isinstance(block, list) and len(block) <= _LONG and inner in block:
            return any(_sends_away(one, name) for one in block[: block.index(inner)])
    return False


def _sends_away(statement: ast.stmt, name: str | None) -> bool:
    if not isinstance(statement, ast.If) or not isinstance(statement.body[-1], ast.Return | ast.Raise):
        return False
    test = statement.test
    return isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) and is_guard(test, name)


def is_streamed(module: Module, function: Function) -> bool:
    """Whether what a generator yields goes to a client: `StreamingResponse(events())`."""
    for call in module.calls(function.name):
        around = module.parent(call)
        while isinstance(around, ast.keyword | ast.Call):
            if isinstance(around, ast.Call) and is_answer(module, around):
                return True
            around = module.parent(around)
    return False


def returns_answer(module: Module, node: ast.Return) -> bool:
    """Whether what is given back is the answer to a request."""
    function = module.function(node)
    if function is None:
        return False
    if function in handlers(module):
        return True
    value = node.value
    if isinstance(value, ast.Tuple) and len(value.elts) in {2, 3}:  # a body and a status, as Flask and its kin have it
        status = module.constant(value.elts[1])
        web = not module.imported.isdisjoint({"flask", "quart", "flask_restful", "flask_restx", "connexion"})
        return web and type(status) is int and 400 <= status < 600
    return False
