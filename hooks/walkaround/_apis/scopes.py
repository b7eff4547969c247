"""The scopes of a file that is judged: which names a function binds, and what each of them can be."""

import ast
from collections.abc import Collection, Iterator
from typing import NamedTuple

from .binders import bound, statements, within
from .evaluate import Evaluator, Site
from .expressions import dotted, element, of_type, value
from .facts import Class, Expr, From, Import
from .functions import function_facts
from .scan import Where, absolute, imported
from .values import ClassValue, Env, Function, Instance, ModuleValue, Value, Values, union

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
# What is asked about an object before it is used in a way that its type does not tell.
_NARROWING = frozenset({"isinstance", "hasattr", "issubclass", "callable", "type", "getattr", "is_dataclass"})
_TYPES = frozenset({"isinstance", "issubclass", "type"})


class Ready(NamedTuple):
    """A value that is known without its expression."""

    values: Values


class Scope:
    """One function, lambda, comprehension or class body; the module has none, its names are facts.

    Names that are tested for their type anywhere in the scope are unknown in all of it.
    """

    def __init__(self, parent: "Scope | None", env: Env, *, is_class: bool = False) -> None:
        self.parent = parent
        self.env = env
        self.is_class = is_class
        self.names: dict[str, list[Expr | Ready]] = {}
        self.narrowed: frozenset[str] = frozenset()
        self._known: dict[str, Values] = {}
        self._asking: set[str] = set()

    def site(self, evaluator: Evaluator) -> Site:
        return Site(self.env, lambda name: self.value(name, evaluator))

    def value(self, name: str, evaluator: Evaluator) -> Values:
        """What a name is here; KeyError where neither this scope nor one around it binds it."""
        scope: Scope | None = self
        first = True
        while scope is not None:
            if name in scope.names and (first or not scope.is_class):
                return scope.own(name, evaluator)
            first = False
            scope = scope.parent
        raise KeyError(name)

    def own(self, name: str, evaluator: Evaluator) -> Values:
        if name in self.narrowed or name in self._asking:
            return None
        if name not in self._known:
            self._asking.add(name)
            try:
                site = self.site(evaluator)
                parts = [
                    one.values if isinstance(one, Ready) else evaluator.value(one, site) for one in self.names[name]
                ]
                found = union(parts)
            finally:
                self._asking.discard(name)
            self._known[name] = found
        return self._known[name]

    def is_narrowed(self, name: str) -> bool:
        """Whether somebody asks what a name or an attribute is, here or in a scope around this one that has it."""
        scope: Scope | None = self if name else None
        while scope is not None:
            if name in scope.narrowed:
                return True
            scope = None if name.partition(".")[0] in scope.names else scope.parent
        return False

    def bind(self, name: str, what: Expr | Ready) -> None:
        self.names.setdefault(name, []).append(what)


class Builder:
    """Makes scopes for the nodes of a file."""

    def __init__(self, where: Where, evaluator: Evaluator) -> None:
        self.where = where
        self._evaluator = evaluator

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, parent: Scope) -> Scope:
        owner = parent.env.owner if parent.is_class else None
        env = Env(self.where.module, None, owner or parent.env.owner, owner or parent.env.receiver)
        scope = Scope(parent, env)
        self._parameters(scope, node, owner)
        body = [] if isinstance(node, ast.Lambda) else node.body
        self._bodies(scope, body)
        scope.narrowed = frozenset(narrowed(node))
        return scope

    def class_body(self, node: ast.ClassDef, parent: Scope, owner: Class | None) -> Scope:
        scope = Scope(parent, Env(self.where.module, None, owner, owner), is_class=True)
        self._bodies(scope, node.body)
        return scope

    def comprehension(self, node: ast.AST, parent: Scope) -> Scope:
        scope = Scope(parent, parent.env)
        for generator in getattr(node, "generators", ()):
            given = element(generator.iter, is_async=bool(generator.is_async))
            for one in ast.walk(generator.target):
                if isinstance(one, ast.Name):
                    scope.bind(one.id, given if one is generator.target else None)
        return scope

    def _parameters(
        self, scope: Scope, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, owner: Class | None
    ) -> None:
        places = [*node.args.posonlyargs, *node.args.args]
        for one in (*places, *node.args.kwonlyargs):
            scope.bind(one.arg, of_type(one.annotation))
        for rest in (node.args.vararg, node.args.kwarg):
            if rest is not None:
                scope.bind(rest.arg, None)
        if owner is None or not places or isinstance(node, ast.Lambda):
            return
        names = {dotted(one) for one in node.decorator_list}
        if "staticmethod" not in names and places[0].annotation is None:
            is_class = "classmethod" in names or node.name in ("__new__", "__init_subclass__", "__class_getitem__")
            me: Value = ClassValue(owner) if is_class else Instance(owner)
            scope.names[places[0].arg] = [Ready((me,))]

    def _bodies(self, scope: Scope, body: list[ast.stmt]) -> None:
        for node in statements(body):
            self._statement(scope, node)

    def _statement(self, scope: Scope, node: ast.stmt) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._inner(scope, node)
            case ast.ClassDef():
                scope.bind(node.name, None)
            case ast.Import():
                for alias in node.names:
                    name, what = imported(alias)
                    scope.bind(name, Ready((ModuleValue(what.module),)))
            case ast.ImportFrom():
                for alias in node.names:
                    scope.bind(alias.asname or alias.name, Ready(self._from(node, alias.name)))
            case _:
                for name, given in bound(node):
                    scope.bind(name, given)

    def _inner(self, scope: Scope, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """A function in a function, and the names of this one that it binds."""
        func = function_facts(node, stub=False)
        is_plain = not node.decorator_list and not scope.is_class
        scope.bind(node.name, Ready((Function((func,), self.where.module),) if is_plain else None))
        for inner in ast.walk(node):
            if isinstance(inner, ast.Nonlocal):
                for name in inner.names:
                    scope.bind(name, None)

    def _from(self, node: ast.ImportFrom, name: str) -> Values:
        module = absolute(self.where, node.level, node.module)
        found = self._evaluator.library.find(module, name) if module else None
        return self._evaluator.bindings(list(found.bindings)) if found is not None and found.bindings else None


def narrowed(node: ast.AST) -> Iterator[str]:
    """Names and attributes, dotted, of which a function asks what they are."""
    for one in ast.walk(node):
        yield from narrowed_by(one, _NARROWING)


def narrowed_outside(tree: ast.Module) -> Iterator[str]:
    """Names and attributes of whose type the file asks outside of functions."""
    for statement in statements(tree.body):
        for one in (statement, *within(statement)):
            yield from narrowed_by(one, _TYPES)


def narrowed_by(node: ast.AST, asking: Collection[str]) -> Iterator[str]:
    """What one call or statement asks about."""
    if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in asking and node.args:
        yield dotted(node.args[0])
    elif isinstance(node, ast.Match):
        yield dotted(node.subject)
        if isinstance(node.subject, ast.Tuple):
            yield from map(dotted, node.subject.elts)


__all__ = ["From", "Import", "value", "within"]
