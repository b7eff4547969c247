"""Where to begin: the functions of a module in which a foreign value may do harm. All others are left alone."""

import ast
from collections.abc import Iterator

from .._code import Module, handlers
from .arguments import last_type, web
from .tables import CHECKED_ATTRIBUTES, CLIENT_METHODS, FROM_CALLERS, MEMBERS, REQUEST_TYPES, SINKS, XML_WORDS
from .value import ALL, ARCHIVE, HTML, XML

# The families of sinks to start from, and those that only matter where there are clients.
_CALLERS = FROM_CALLERS | ARCHIVE
_CLIENTS = ALL & ~_CALLERS
_HANDED = frozenset({"request", "kwargs", "data", *CHECKED_ATTRIBUTES})
_by_package: dict[int, dict[str, set[str]]] = {}


def start(module: Module) -> list[ast.AST]:
    """The functions to look at: those with a sink for what callers give, those that meet a client's values."""
    found = dict.fromkeys(_function(module, call) for call in _candidates(module, _CALLERS))
    if web(module) and _reaches(module):
        found.update(dict.fromkeys(_meeting(module)))
    return list(found)


def _function(module: Module, node: ast.AST) -> ast.AST:
    return module.function(node) or module.tree


def _reaches(module: Module) -> bool:
    """Whether there is a place in this module where what a client sent may do harm."""
    source = module.source
    if (
        b"session" in source
        or b"pycurl" in source
        or b"ocation" in source
        or module.imported & {"flask", "quart", "bottle"}
    ):
        return True
    return b"HTMLResponse" in source or next(_candidates(module, _CLIENTS), None) is not None


def _meeting(module: Module) -> Iterator[ast.AST]:
    """The functions that have a client's values at hand."""
    yield from handlers(module)
    for call in module.calls(*CLIENT_METHODS):
        yield _function(module, call)
    if b"equest" in module.source:
        names: list[ast.AST] = [name for name in module.of(ast.Name) if name.id == "request"]
        names += [one for one in module.of(ast.Attribute) if one.attr in _HANDED]
        names += [one for one in module.of(ast.arg) if one.arg == "req" or last_type(one.annotation) in REQUEST_TYPES]
        for node in names:
            yield _function(module, node)


def _candidates(module: Module, families: int) -> Iterator[ast.Call]:
    """The calls of a module that may be sinks of these families, by what it imports and by what they are given."""
    imported = module.imported | {"builtins", ""}
    index = _words(families)
    words = {word for package in imported if package in index for word in index[package]}
    if families & XML and imported & {"lxml", "xml", "defusedxml", "xmltodict"}:
        words |= XML_WORDS
    if families & ARCHIVE and imported & {"zipfile", "tarfile"}:
        words |= MEMBERS
    if families & HTML and "tornado" in imported:
        words |= {"write", "finish"}
    for call in module.calls(*sorted(words)):
        if not call.args or not isinstance(call.args[0], ast.Constant) or len(call.args) > 1 or call.keywords:
            yield call


def _words(families: int) -> dict[str, set[str]]:
    """The last words of sinks of these families by the package that has to be imported; under "" those of any."""
    if families not in _by_package:
        index: dict[str, set[str]] = {}
        for word, sinks in SINKS.items():
            for name in (name for sink in sinks if sink.family & families for name in sink.names):
                package = "" if name[:1] in {"", ".", "!"} else name.partition(".")[0]
                index.setdefault(package, set()).add(word)
        _by_package[families] = index
    return _by_package[families]
