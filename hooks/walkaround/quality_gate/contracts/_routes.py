"""The routes that a source declares on certain lines: decorators, and the path tables of frameworks."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

Function = ast.FunctionDef | ast.AsyncFunctionDef
_VERBS = frozenset({"get", "post", "put", "patch", "delete"})
_ROUTING = frozenset({"route", "api_route"})
_TABLES = frozenset({"Route", "APIRoute", "add_api_route", "add_url_rule", "add_route"})
_AIOHTTP = {f"add_{verb}": verb.upper() for verb in _VERBS}
# What answers with a page for people, of which no contract speaks.
_PAGES = frozenset({
    "render_template", "render_template_string", "TemplateResponse", "HTMLResponse", "render", "redirect",
    "RedirectResponse", "FileResponse", "send_file", "send_from_directory", "Template",
})  # fmt: skip
_IMPLIED = frozenset({"HEAD", "OPTIONS"})


class Declared(NamedTuple):
    """A route as the source has it: what stands before its path is told elsewhere. No method means any."""

    methods: frozenset[str]
    path: str
    line: int


def declared(tree: ast.Module, lines: frozenset[int]) -> Iterator[Declared]:
    """The routes whose decorator or entry in a table is on one of these lines, as far as they can be told."""
    packages = frozenset(_imported(tree))
    for node in ast.walk(tree):
        if isinstance(node, Function):
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call) and _touches(decorator, lines) and not _is_page(node):
                    yield from _by_decorator(decorator, node, packages)
        elif isinstance(node, ast.Call) and _touches(node, lines):
            yield from _by_table(node, packages)


def _imported(tree: ast.Module) -> Iterator[str]:
    """The packages that a module imports, and the names that it imports from Litestar, as `litestar.get`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            package = node.module.partition(".")[0]
            yield package
            yield from (f"{package}.{alias.asname or alias.name}" for alias in node.names)


def _touches(node: ast.expr, lines: frozenset[int]) -> bool:
    return not lines.isdisjoint(range(node.lineno, (node.end_lineno or node.lineno) + 1))


def _by_decorator(call: ast.Call, function: Function, packages: frozenset[str]) -> Iterator[Declared]:
    target = call.func
    if isinstance(target, ast.Attribute):
        word = target.attr
        bare = False
    elif isinstance(target, ast.Name) and f"litestar.{target.id}" in packages:
        word, bare = target.id, True
    else:
        return
    if word not in _VERBS | _ROUTING or _is_hidden(call):
        return
    path = _path(call, "path", "rule")
    if path is None or not (bare or path == "" or path.startswith("/")):
        return
    default = frozenset({word.upper()}) if word in _VERBS else frozenset({"GET"})
    methods = _methods(call, default)
    yield Declared(methods - _IMPLIED or methods, path, function.lineno)


def _by_table(call: ast.Call, packages: frozenset[str]) -> Iterator[Declared]:
    word = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if _is_hidden(call):
        return
    if word == "path" and "django" in packages and len(call.args) >= 2 and not _includes(call):
        path = _path(call, "route")
        if path is not None:
            yield Declared(frozenset(), path, call.lineno)
    elif word in _TABLES or (word in _AIOHTTP and "aiohttp" in packages):
        path = _path(call, "path", "rule")
        if path is not None and path.startswith("/"):
            known = frozenset({_AIOHTTP[word]}) if word in _AIOHTTP else frozenset[str]()
            methods = _methods(call, known)
            yield Declared(methods - _IMPLIED or methods, path, call.lineno)


def _includes(call: ast.Call) -> bool:
    """Whether an entry leads to another table, or to pages of the admin."""
    second = call.args[1]
    if isinstance(second, ast.Call):
        name = second.func.attr if isinstance(second.func, ast.Attribute) else getattr(second.func, "id", "")
        return name == "include"
    return isinstance(second, ast.Attribute) and second.attr == "urls"


def _path(call: ast.Call, *names: str) -> str | None:
    """The path, empty where the call has none; None when it is not told in the source."""
    given = [*call.args[:1], *(one.value for one in call.keywords if one.arg in names)]
    if any(one.arg is None for one in call.keywords) and not given:
        return None
    if not given:
        return ""
    return given[0].value if isinstance(given[0], ast.Constant) and isinstance(given[0].value, str) else None


def _methods(call: ast.Call, default: frozenset[str]) -> frozenset[str]:
    """The methods that a call names; none when they cannot be told."""
    for one in call.keywords:
        if one.arg == "methods":
            if not isinstance(one.value, ast.List | ast.Tuple | ast.Set):
                return frozenset()
            texts = [each.value for each in one.value.elts if isinstance(each, ast.Constant)]
            return frozenset(each.upper() for each in texts if isinstance(each, str))
    return default


def _is_hidden(call: ast.Call) -> bool:
    """Whether the source says itself that the route is no part of the document."""
    return any(
        one.arg == "include_in_schema" and isinstance(one.value, ast.Constant) and one.value.value is False
        for one in call.keywords
    )


def _is_page(function: Function) -> bool:
    """Whether all that a function answers with are pages and files."""
    answers = [one.value for one in ast.walk(function) if isinstance(one, ast.Return) and one.value is not None]
    return bool(answers) and all(_names_page(one) for one in answers)


def _names_page(answer: ast.expr) -> bool:
    if isinstance(answer, ast.Await):
        answer = answer.value
    if not isinstance(answer, ast.Call):
        return False
    name = answer.func.attr if isinstance(answer.func, ast.Attribute) else getattr(answer.func, "id", "")
    return name in _PAGES
