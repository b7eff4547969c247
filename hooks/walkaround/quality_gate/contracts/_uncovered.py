"""Changed routes that no contract has."""

import ast
import re
import warnings
from collections.abc import Iterator

from ..._finding import NotJudged
from . import Asked, Broken, _wording
from ._documents import Route, routes_in
from ._named import Contract, contract_of
from ._process import Ended, facts
from ._routes import Declared, declared
from ._trial import require_schemathesis

_PARAMETER = re.compile(r"<[^>]*>|\{[^}]*\}|:\w+")


def uncovered(asked: Asked) -> Iterator[Broken | NotJudged]:
    """A breach for each route; where a document cannot be read and no other has the route, a NotJudged instead."""
    changed, unread = _changed(asked)
    yield from unread
    if not changed or not asked.contracts:
        return
    known: list[Route] = []
    unknown: list[NotJudged] = []
    for text in asked.contracts:
        try:
            known += _routes(contract_of(text, asked.root), asked)
        except NotJudged as failure:
            unknown.append(failure)
    missing = [(path, route, methods) for path, route in changed if (methods := _missing(route, known)) is not None]
    if missing and unknown:
        yield from unknown
        return
    for path, route, methods in missing:
        shown = f"{', '.join(sorted(methods))} {_shown(route.path)}".strip()
        message = f"`{shown}` is new or changed, and no contract has it."
        yield Broken(path, route.line, message, f"Add it to {' or '.join(asked.contracts)}, with what it answers.")


def _shown(path: str) -> str:
    return path if path.startswith("/") else f"/{path}"


def _changed(asked: Asked) -> tuple[list[tuple[str, Declared]], list[NotJudged]]:
    found: list[tuple[str, Declared]] = []
    unread = []
    for path, lines in sorted(asked.changed.items()):
        if not path.endswith(".py") or not lines:
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of the source that is read
                tree = ast.parse(asked.read(path))
        except NotJudged as failure:
            unread.append(failure)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as bad:
            line = getattr(bad, "lineno", None) or 1
            unread.append(NotJudged(path, f"line {line}: is not Python that this interpreter reads; mend it"))
        else:
            found += ((path, one) for one in sorted(set(declared(tree, lines)), key=_order))
    return found, unread


def _order(one: Declared) -> tuple[int, str, list[str]]:
    return one.line, one.path, sorted(one.methods)


def _routes(contract: Contract, asked: Asked) -> list[Route]:
    """The routes of a contract: read from its document, or told by the application that makes it."""
    if contract.document:
        return [*routes_in(contract, asked.read)]
    require_schemathesis(asked.python, contract)
    routes: list[Route] | None = None
    for fact in facts(asked.python, asked.root, ("routes", contract.application), asked.seconds):
        if isinstance(fact, Ended):
            if fact.timed_out:
                raise _wording.timed_out(contract, "", asked.seconds)
            if routes is None:
                raise _wording.crashed(contract, "", fact.code, fact.last)
        elif fact.get("kind") == "unjudged":
            raise _wording.unjudged(fact, contract, asked.python)
        elif fact.get("kind") == "routes":
            routes = [Route(str(method), str(path)) for method, path in fact["routes"]]
    return routes or []


def _missing(route: Declared, known: list[Route]) -> frozenset[str] | None:
    """The methods of a route that no document has; None when it has all of them."""
    fitting = [one.method for one in known if _fits(route.path, one.path)]
    if "" in fitting:
        return None
    if not route.methods:
        return None if fitting else frozenset()
    return (route.methods - frozenset(fitting)) or None


def _fits(path: str, documented: str) -> bool:
    """Whether a documented path may be the route's: what stands before the latter may be told in another module."""
    own, other = _parts(path), _parts(documented)
    return not own or other[-len(own) :] == own


def _parts(path: str) -> list[str]:
    return [_PARAMETER.sub("{}", part) for part in _PARAMETER.sub("{}", path).split("/") if part]
