"""Where the function behind each route is defined, as far as FastAPI, Starlette and Flask tell.

Runs inside the project's own environment, beside `inside.py`.
"""

import ast
import inspect
import os
import re
import textwrap
from collections.abc import Iterator
from typing import Any


def plain(path: str) -> str:
    """A path without the names of its parameters, as frameworks and documents write them."""
    return re.sub(r"<[^>]*>|\{[^}]*\}", "{}", path).rstrip("/")


def places(app: Any) -> Iterator[tuple[tuple[str, str], list[Any]]]:
    """Where the function behind each method and path is defined, as far as FastAPI, Starlette and Flask tell."""
    for rule in _rules(app):
        function = getattr(app, "view_functions", {}).get(rule.endpoint)
        place = _place(getattr(function, "view_class", function))
        for method in rule.methods or ("",):
            if place is not None:
                yield (method, plain(rule.rule)), place
    for prefix, route in _routes(app, "", 0):
        place = _place(getattr(route, "endpoint", None))
        for method in getattr(route, "methods", None) or ("",):
            if place is not None:
                yield (method, plain(prefix + route.path)), place


def _rules(app: Any) -> list[Any]:
    try:
        return list(app.url_map.iter_rules())
    except AttributeError:
        return []


def _routes(app: Any, prefix: str, depth: int) -> Iterator[tuple[str, Any]]:
    found = getattr(app, "routes", None)
    for route in found if isinstance(found, (list, tuple)) and depth < 10 else ():
        if hasattr(route, "endpoint") and isinstance(getattr(route, "path", None), str):
            yield prefix, route
        elif isinstance(getattr(route, "path", None), str):
            yield from _routes(route, prefix + route.path, depth + 1)
        elif hasattr(route, "original_router"):  # of FastAPI, which includes routers lazily
            before = getattr(getattr(route, "include_context", None), "prefix", "")
            yield from _routes(route.original_router, f"{prefix}{before}", depth + 1)


def _place(function: Any) -> "list[Any] | None":
    """File, from the top, and line of the `def` or `class`; None when it lies elsewhere."""
    function = inspect.unwrap(function) if callable(function) else None
    try:
        file = inspect.getsourcefile(function) if function is not None else None
        lines, first = inspect.getsourcelines(function) if file else ([], 0)
    except (OSError, TypeError):
        return None
    path = os.path.relpath(os.path.realpath(file), os.path.realpath(os.curdir)) if file else os.pardir
    if path.startswith(os.pardir) or "site-packages" in path or not lines:
        return None
    return [path.replace(os.sep, "/"), first + _above("".join(lines))]


def _above(source: str) -> int:
    """How many lines of decorators stand above a definition."""
    try:
        node = ast.parse(textwrap.dedent(source)).body[0]
    except (SyntaxError, IndexError):
        return 0
    return getattr(node, "lineno", 1) - 1
