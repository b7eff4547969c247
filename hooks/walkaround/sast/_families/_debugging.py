"""Debuggers that are on for everybody: B923.

`debug=True` counts where a server or an application is made, `DEBUG = True` in a module of Django settings, and
`DebuggedApplication`. Whatever is read from the environment or stands under a condition that asks for development is
the deployment's choice, and so are modules for developers by their path.
"""

import ast
from collections.abc import Iterator

from ..._code import Module
from ._answers import is_guard
from ._found import Found
from ._name_words import has, words
from ._workshop import is_test, is_workshop

# What is called with `debug=True` -> the name in the message.
_APPLICATIONS = frozenset({
    "FastAPI", "Starlette", "Litestar", "Application", "Sanic", "Quart", "Flask", "Robyn", "Starlite",
    "GraphQL", "GraphQLRouter", "ServerErrorMiddleware",
})  # fmt: skip
_PACKAGES = frozenset({
    "flask", "quart", "fastapi", "starlette", "litestar", "starlite", "aiohttp", "tornado", "sanic", "bottle", "dash",
    "flask_socketio", "werkzeug", "connexion", "apiflask", "robyn", "uvicorn", "ariadne", "strawberry",
})  # fmt: skip
# The last part of the name of what is run, where another module of the project made it.
_RUN = frozenset({"app", "application", "server", "socketio", "api"})
_MAKING = frozenset({"create", "make", "build", "get"})
_SWITCHES = frozenset({"debug", "use_debugger", "use_evalex", "serve_traceback"})
_TRUE = frozenset({"1", "true", "yes", "on", "t", "y"})
_DJANGO = frozenset({
    "INSTALLED_APPS", "MIDDLEWARE", "ROOT_URLCONF", "WSGI_APPLICATION", "ALLOWED_HOSTS", "TEMPLATES", "SECRET_KEY",
    "DATABASES", "AUTH_PASSWORD_VALIDATORS", "STATIC_URL", "MIDDLEWARE_CLASSES", "SECURE_SSL_REDIRECT",
})  # fmt: skip
_PRODUCTION = frozenset({"prod", "production", "live", "staging"})
_WORKSHOP = ("debug", "dev", "local", "test")


def find(module: Module) -> Iterator[Found]:
    if is_workshop(module.path) or is_test(module.path):
        return
    for call in module.calls("run", "run_server", "run_simple", "run_app", *sorted(_APPLICATIONS)):
        yield from _called(module, call)
    for call in module.calls("DebuggedApplication"):
        if module.name(call.func).startswith("werkzeug.debug") and not _is_asked_for(module, call):
            yield Found("B923", call, "DebuggedApplication lets every client see the stack trace.")
    for call in module.calls("add_middleware"):
        yield from _added(module, call)
    for call in module.calls("configure"):
        yield from _configured(module, call)
    for call in module.calls("update", "from_mapping"):
        yield from _updated(module, call)
    for statement in module.of(ast.Assign):
        yield from _assigned(module, statement, statement.targets)
    for typed in module.of(ast.AnnAssign):
        yield from _assigned(module, typed, [typed.target])


def _added(module: Module, call: ast.Call) -> Iterator[Found]:
    """`app.add_middleware(ServerErrorMiddleware, debug=True)`."""
    first = call.args[0] if call.args else None
    on = any(one.arg == "debug" and module.constant(one.value) is True for one in call.keywords)
    if on and module.last(first) == "ServerErrorMiddleware" and not _is_asked_for(module, call):
        yield Found("B923", call, "ServerErrorMiddleware is given debug=True for every deployment.")


def _called(module: Module, call: ast.Call) -> Iterator[Found]:
    if _is_third(module, call) and not _is_asked_for(module, call):
        yield Found("B923", call, f"{ast.unparse(call.func)} is given debug=True for every deployment.")
    for name, value in _given_by_name(module, call):
        if name not in _SWITCHES or (
            not (fixed := module.constant(value) is True) and not _is_on_unless_told(module, value)
        ):
            continue
        if _is_server(module, call) and not _is_asked_for(module, call):
            how = "=True for every deployment" if fixed else " that is on unless the environment says otherwise"
            yield Found("B923", call, f"{ast.unparse(call.func)} is given {name}{how}.")
            return


def _given_by_name(module: Module, call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """The keywords of a call, and those in a dictionary that is unpacked: `FastAPI(**options)`."""
    for keyword in call.keywords:
        if keyword.arg:
            yield keyword.arg, keyword.value
            continue
        options = module.binding(keyword.value) if isinstance(keyword.value, ast.Name) else keyword.value
        if isinstance(options, ast.Dict):
            for key, value in zip(options.keys, options.values, strict=True):
                name = module.constant(key)
                if isinstance(name, str):
                    yield name, value


def _is_on_unless_told(module: Module, node: ast.expr, depth: int = 5) -> bool:
    """Whether a switch is read from the environment and is on where that says nothing: `os.getenv("DEBUG", "true")`."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        other = module.constant(node.comparators[0])
        allowed = other if isinstance(other, tuple) else (other,)
        on = any(isinstance(one, str) and one.lower() in _TRUE for one in allowed)
        return isinstance(node.ops[0], ast.Eq | ast.In) and on and _is_on_unless_told(module, node.left, depth - 1)
    if not isinstance(node, ast.Call) or depth <= 0:
        return False
    if isinstance(node.func, ast.Attribute) and node.func.attr in {"lower", "strip", "casefold"}:
        return _is_on_unless_told(module, node.func.value, depth - 1)
    name = module.name(node.func)
    if name in {"builtins.bool", "builtins.int", "builtins.str"} and len(node.args) == 1:
        return _is_on_unless_told(module, node.args[0], depth - 1)
    if name not in {"os.getenv", "os.environ.get"} or len(node.args) != 2:
        return False
    default = module.constant(node.args[1])
    return default is True or (isinstance(default, str | int) and str(default).lower() in _TRUE)


def _is_third(module: Module, call: ast.Call) -> bool:
    """`app.run(host, port, True)` of Flask."""
    third = call.args[2] if len(call.args) > 2 else None
    return module.name(call.func) == "flask.Flask().run" and module.constant(third) is True


def _is_server(module: Module, call: ast.Call) -> bool:
    """Whether a call makes or runs a web application."""
    name = module.name(call.func)
    last = module.last(call.func)
    if last in _APPLICATIONS or last in {"run_simple", "run_app"}:
        return _is_web(name)
    if _is_web(name):
        return not name.startswith(("aiohttp.", "tornado.ioloop"))
    if last == "run_server":
        return "dash" in module.imported
    if not isinstance(call.func, ast.Attribute):
        return False
    # app = create_app(); app.run(debug=True), and an application that another module of the project makes
    return _is_app((name or f"{module.last(call.func.value)}.{last}").removesuffix(f".{last}").rpartition(".")[2])


def _is_web(name: str) -> bool:
    return name.partition(".")[0].partition("(")[0] in _PACKAGES


def _is_app(name: str) -> bool:
    """`app`, `self.app`, `create_app()`."""
    found = words(name.removesuffix("()"))
    if not found or found[-1] not in _RUN:
        return False
    return not name.endswith("()") or found[0] in _MAKING


def _configured(module: Module, call: ast.Call) -> Iterator[Found]:
    """`settings.configure(DEBUG=True, ROOT_URLCONF=…)`, a Django site in one module."""
    given = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    site = not given.keys().isdisjoint({"ROOT_URLCONF", "ALLOWED_HOSTS", "MIDDLEWARE"})
    on = module.constant(given.get("DEBUG")) is True and not _is_asked_for(module, call)
    if site and on and module.name(call.func) == "django.conf.settings.configure":
        yield Found("B923", call, "settings.configure turns DEBUG on for every deployment.")


def _updated(module: Module, call: ast.Call) -> Iterator[Found]:
    """`app.config.update(DEBUG=True)`."""
    if (
        isinstance(call.func, ast.Attribute)
        and module.last(call.func.value) == "config"
        and _has_app(module, call.func.value)
    ):
        given = [(one.arg, one.value) for one in call.keywords]
        for table in (one for one in call.args if isinstance(one, ast.Dict)):
            given += [(module.constant(key), one) for key, one in zip(table.keys, table.values, strict=True)]
        for name, value in given:
            if name == "DEBUG" and module.constant(value) is True and not _is_asked_for(module, call):
                yield Found("B923", call, "The configuration turns DEBUG on for every deployment.")


def _has_app(module: Module, config: ast.expr) -> bool:
    if not isinstance(config, ast.Attribute):
        return False
    return module.last(config.value) in {"app", "application", "current_app"} or module.name(config.value).startswith(
        "flask"
    )


def _assigned(module: Module, statement: ast.Assign | ast.AnnAssign, targets: list[ast.expr]) -> Iterator[Found]:
    if isinstance(statement.value, ast.Call | ast.Compare):
        name = module.last(targets[0])
        on = name == "DEBUG" and isinstance(targets[0], ast.Name) and _is_on_unless_told(module, statement.value)
        if on and _is_settings(module, statement):
            yield Found("B923", statement, "DEBUG is on unless the environment says otherwise.")
        return
    if not isinstance(statement.value, ast.Constant):
        return
    for target in targets:
        yield from _given(module, statement, target, statement.value.value)


def _given(module: Module, statement: ast.stmt, target: ast.expr, value: object) -> Iterator[Found]:
    if isinstance(target, ast.Subscript) and value in {"1", "true", "True"} and _is_flasks(module, target):
        if not _is_asked_for(module, statement):
            yield Found("B923", statement, f"{ast.unparse(target)} is on for every deployment.")
        return
    if value is not True:
        return
    if isinstance(target, ast.Name) and target.id == "DEBUG":
        if _is_settings(module, statement):
            yield Found("B923", statement, "DEBUG is on for every deployment that reads these settings.")
    elif _is_switch(module, target) and not _is_asked_for(module, statement):
        yield Found("B923", statement, f"{ast.unparse(target)} is on for every deployment.")


def _is_flasks(module: Module, target: ast.Subscript) -> bool:
    """`os.environ["FLASK_DEBUG"]`."""
    return module.name(target.value) == "os.environ" and module.constant(target.slice) == "FLASK_DEBUG"


def _is_switch(module: Module, target: ast.expr) -> bool:
    """`app.debug`, `app.config["DEBUG"]` of Flask and its kin."""
    if module.imported.isdisjoint({"flask", "quart", "fastapi", "starlette", "apiflask", "sanic", "bottle"}):
        return False
    if isinstance(target, ast.Attribute) and target.attr == "debug":
        name = module.name(target.value)
        return _is_web(name) or (
            (not name or name.startswith(".")) and module.last(target.value) in {"app", "application"}
        )
    if isinstance(target, ast.Subscript) and module.constant(target.slice) == "DEBUG":
        return (
            isinstance(target.value, ast.Attribute) and target.value.attr == "config" and _has_app(module, target.value)
        )
    return False


def _is_settings(module: Module, statement: ast.stmt) -> bool:
    """Whether a module of Django settings, or a class of settings for production, turns DEBUG on for good."""
    around = module.parent(statement)
    if isinstance(around, ast.ClassDef):
        return has(around.name, tuple(_PRODUCTION))
    if not isinstance(around, ast.Module) or len(module.bindings(module.tree, "DEBUG")) > 1:
        return False
    known = sum(1 for name in _DJANGO if module.bindings(module.tree, name))
    return known >= 2 or (_is_for_production(module.path) and _takes_all(module))


def _is_for_production(path: str) -> bool:
    return not _PRODUCTION.isdisjoint(words(path.replace("/", "_").replace("\\", "_").replace(".", "_")))


def _takes_all(module: Module) -> bool:
    """`from .base import *`."""
    return any(alias.name == "*" for statement in module.of(ast.ImportFrom) for alias in statement.names)


def _is_asked_for(module: Module, node: ast.AST) -> bool:
    """Whether a place is reached only when somebody asks for debugging or runs a development machine."""
    function = module.function(node)
    if function is not None and has(function.name, _WORKSHOP):
        return True
    inner = node
    for around in module.parents(node):
        if isinstance(around, ast.If) and is_guard(around.test, None):
            return inner in around.body
        inner = around
    return False
