"""One module's tree with its ways up and its lists by kind of node."""

import ast
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

from ._constants import constant
from ._names import Names

Function = ast.FunctionDef | ast.AsyncFunctionDef
N = TypeVar("N", bound=ast.AST)
T = TypeVar("T")

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_HOMES = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.Module})
_FAR = 12  # steps up after which the way is remembered: chains of `elif` and of sums are thousands of nodes deep
# Fields that hold no nodes, or none that any rule looks at.
_WITHOUT_NODES = frozenset({
    "ctx", "op", "ops", "type_comment", "type_ignores", "kind", "conversion", "id", "attr", "arg", "asname", "module",
    "level", "simple", "is_async", "rest",
})  # fmt: skip
# By kind, the last first.
_fields: dict[type[ast.AST], tuple[str, ...]] = {}


class Module:
    """A parsed module. `order` are its nodes as they stand in the source, outer before inner, without operators.

    A node's parent and its next sibling in a list, where it has one, are set as `_bandit_parent` and `_bandit_sibling`,
    the names that bandit's plugins read, so that one walk serves both.
    """

    def __init__(self, path: str, source: bytes, tree: ast.Module) -> None:
        self.path = path
        self.source = source
        self.tree = tree
        self.order: list[ast.AST] = []
        self.unjudged: list[tuple[int, str]] = []  # what a rule could not look at to its end: line, and a clause
        self._by_type: dict[type[ast.AST], list[ast.AST]] = {}
        self._kept: dict[Any, Any] = {}
        self._homes: dict[ast.AST, ast.AST | None] = {}
        self._walk()
        self._names = Names(self)

    def calls(self, *last: str) -> list[ast.Call]:
        """The calls of anything with one of these last words: `execute` finds `db.execute(…)`, and an import of it
        under another name. The cheapest way to what a rule is about."""
        index = self.once(_calls, lambda: _calls(self))
        return [call for word in last for call in index.get(word, ())]

    def of(self, *kinds: type[N]) -> list[N]:
        """All nodes of exactly these kinds; of one kind in the order of the source, of several kind by kind."""
        if len(kinds) == 1:
            return cast("list[N]", self._by_type.get(kinds[0], []))
        return [cast(N, node) for kind in kinds for node in self._by_type.get(kind, ())]

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node around this one; None for the module."""
        return getattr(node, "_bandit_parent", None)

    def parents(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around this one, from within."""
        around = self.parent(node)
        while around is not None:
            yield around
            around = self.parent(around)

    def function(self, node: ast.AST) -> Function | None:
        """The function around a node, lambdas not counted; None at the level of the module or a class."""
        around = self.home(node)
        while around is not None and not is_function(around):
            around = self.home(around)
        return cast("Function | None", around)

    def home(self, node: ast.AST) -> ast.AST | None:
        """The nearest function, lambda, class or module around a node; None for the module itself."""
        known = self._homes
        way: list[ast.AST] = []
        around: ast.AST | None = getattr(node, "_bandit_parent", None)
        while around is not None and around.__class__ not in _HOMES:
            if known and around in known:
                around = known[around]
                break
            way.append(around)
            around = getattr(around, "_bandit_parent", None)
        if len(way) > _FAR:
            known.update(dict.fromkeys(way[_FAR // 2 :], around))
        return around

    def owner(self, node: ast.AST) -> ast.ClassDef | None:
        """The class whose body a function stands in, or the class around any other node's function."""
        around = self.home(node)
        while around is not None:
            if isinstance(around, ast.ClassDef):
                return around
            if is_function(around) and is_function(node):
                return None  # a function in a function belongs to no class
            around = self.home(around)
        return None

    def statement(self, node: ast.AST) -> ast.stmt:
        """The statement that an expression is part of; a statement itself."""
        while not isinstance(node, ast.stmt):
            node = node._bandit_parent  # type: ignore[attr-defined]
        return node

    def name(self, node: ast.AST | None) -> str:
        """What an expression refers to, as a dotted path of what was imported; empty when the code does not tell.

        `get` after `from requests import get` is `requests.get`. What a call gives is written `()`, an element `[]`:
        `s.get` after `s = requests.Session()` is `requests.Session().get`; a parameter `db: Session` is `Session()` by
        the full name of its annotation; `self.client` is what the class assigns to it; `await` and `with … as` give
        what they wait for and enter. A builtin is `builtins.open`, a name that this module defines `.name`, a method
        of this module's class `.Class.method`.
        """
        return self._names.of(node)

    def last(self, node: ast.AST | None) -> str:
        """The last word of a name or an attribute, resolved or not: `execute` of `whatever().execute`."""
        if isinstance(node, ast.Attribute):
            return node.attr
        return node.id if isinstance(node, ast.Name) else ""

    def constant(self, node: ast.AST | None) -> Any:
        """The value of an expression that is the same in every run, else UNKNOWN; names bound once are followed."""
        return constant(self, node)

    def binding(self, name: ast.Name) -> ast.expr | None:
        """The only expression that a name is ever assigned in its own scope; None if there is no such."""
        return self._names.binding(name)

    def bindings(self, scope: ast.AST, name: str) -> list[ast.AST]:
        """The nodes that bind a name in a scope (a function, or the module's tree): statements, arguments, targets."""
        return self._names.bindings(scope, name)

    def scope(self, node: ast.AST) -> ast.AST:
        """The function, lambda or module in which a node's names are looked up first."""
        around = self.home(node)
        while around is not None and not isinstance(around, _SCOPES):
            around = self.home(around)
        return around or self.tree

    @property
    def imported(self) -> frozenset[str]:
        """The top-level packages that this module imports, anywhere."""
        return self.once(Names, lambda: self._names.packages())

    def once(self, key: object, make: Callable[[], T]) -> T:
        """What is dear to compute, kept for whoever asks again with the same key."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast(T, self._kept[key])

    def _walk(self) -> None:
        stack: list[Any] = [self.tree]
        pop, push, put = stack.pop, stack.append, self.order.append
        # By kind: what keeps a node of it, and its fields.
        known: dict[type[ast.AST], tuple[Callable[[ast.AST], None], tuple[str, ...]]] = {}
        node_type = ast.AST
        while stack:
            node = pop()
            put(node)
            kind = node.__class__
            if kind not in known:
                same: list[ast.AST] = []
                self._by_type[kind] = same
                known[kind] = same.append, _fields.get(kind) or _fields_of(kind)
            keep, fields = known[kind]
            keep(node)
            # From the last child to the first, so that the first is on top of the stack.
            for field in fields:
                value: Any = getattr(node, field, None)
                if not value:
                    continue
                if value.__class__ is list:
                    after: Any = None
                    for item in reversed(value):
                        if isinstance(item, node_type):
                            item._bandit_parent = node  # type: ignore[attr-defined]
                            if after is not None:
                                item._bandit_sibling = after  # type: ignore[attr-defined]
                            push(item)
                        after = item
                elif isinstance(value, node_type):
                    value._bandit_parent = node  # type: ignore[attr-defined]
                    push(value)
        del self.order[0]  # the module itself, which bandit does not visit


def _calls(module: Module) -> dict[str, list[ast.Call]]:
    """Every call, by the last word of what is called."""
    renamed: dict[str, str] = {}
    aliases = [alias for plain in module.of(ast.Import) for alias in plain.names]
    aliases += [alias for origin in module.of(ast.ImportFrom) for alias in origin.names]
    renamed.update((alias.asname, alias.name.rpartition(".")[2]) for alias in aliases if alias.asname)
    found: dict[str, list[ast.Call]] = {}
    for call in module.of(ast.Call):
        word = module.last(call.func)
        found.setdefault(word, []).append(call)
        if word in renamed and renamed[word] != word and isinstance(call.func, ast.Name):
            found.setdefault(renamed[word], []).append(call)
    return found


def is_function(node: ast.AST | None) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def _fields_of(kind: type[ast.AST]) -> tuple[str, ...]:
    fields = () if kind is ast.Constant else kind._fields
    found = _fields[kind] = tuple(field for field in reversed(fields) if field not in _WITHOUT_NODES)
    return found
