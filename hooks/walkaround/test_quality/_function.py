"""One function of a module of tests: its nodes by kind, what it binds and reads, its parameters and decorators."""

import ast
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar, cast

from .._code import Function as Definition
from .._finding import Finding
from ._lazy import lazy
from ._words import words

if TYPE_CHECKING:
    from ._module import TestModule

N = TypeVar("N", bound=ast.AST)
T = TypeVar("T")

_FIXTURES = ("pytest.fixture", "pytest.yield_fixture", "pytest_asyncio.fixture", "pytest_cases.fixture")
_GIVEN = ("hypothesis.given", "hypothesis.stateful.rule", "hypothesis.stateful.invariant")
_MOST_ACTS = 200  # looked at between two lines


class Function:
    """A function of the module or a method of one of its classes, with every node of its body.

    `nodes` stand in the order of the source, functions within the function included, its decorators and parameters
    not. `owner` is the class whose method it is.
    """

    __slots__ = ("__dict__", "_kept", "_module", "name", "node", "nodes", "owner")

    def __init__(
        self, module: "TestModule", node: Definition, owner: ast.ClassDef | None, name: str, nodes: list[ast.AST]
    ) -> None:
        self._module = module
        self.node = node
        self.owner = owner
        self.name = name  # qualified: `TestParser.test_empty`
        self.nodes = nodes
        self._kept: dict[str, object] = {}

    def of(self, kind: type[N]) -> Sequence[N]:
        """The nodes of exactly this kind in the function's body, in the order of the source."""
        return self._by_kind.get(kind, ())  # type: ignore[return-value]

    def has(self, *kinds: type[ast.AST]) -> bool:
        """Whether a node of exactly one of these kinds is in the function's body."""
        return not self._by_kind.keys().isdisjoint(kinds)

    @lazy
    def _by_kind(self) -> dict[type[ast.AST], list[ast.AST]]:
        found: dict[type[ast.AST], list[ast.AST]] = {}
        for node in self.nodes:
            same = found.get(node.__class__)
            if same is None:
                found[node.__class__] = [node]
            else:
                same.append(node)
        return found

    @property
    def line(self) -> int:
        return self.node.lineno

    @property
    def column(self) -> int:
        return self.node.col_offset + 1

    @property
    def is_async(self) -> bool:
        return isinstance(self.node, ast.AsyncFunctionDef)

    @lazy
    def body(self) -> list[ast.stmt]:
        """Its statements without the docstring."""
        return self.node.body[1:] if ast.get_docstring(self.node, clean=False) is not None else self.node.body

    @lazy
    def docstring(self) -> str:
        return ast.get_docstring(self.node, clean=False) or ""

    @lazy
    def decorators(self) -> tuple[str, ...]:
        """What its decorators are called, without their arguments: `pytest.mark.skip`."""
        return tuple(self._module.dotted(called(one)) for one in self.node.decorator_list)

    @lazy
    def parameters(self) -> tuple[str, ...]:
        """The names of its parameters, without `self`: in a test of pytest its fixtures, injected mocks and cases."""
        arguments = self.node.args
        names = [one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
        bound = self.owner is not None and "staticmethod" not in self.decorators
        return tuple(names[1:] if bound and names else names)

    @lazy
    def cases(self) -> frozenset[str]:
        """The parameters that `pytest.mark.parametrize` fills."""
        found: set[str] = set()
        for node, name in zip(self.node.decorator_list, self.decorators, strict=True):
            if isinstance(node, ast.Call) and name.rpartition(".")[2] == "parametrize" and node.args:
                words = [node.args[0]] if not isinstance(node.args[0], ast.Tuple | ast.List) else node.args[0].elts
                texts = [one.value for one in words if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                found.update(word.strip() for text in texts for word in text.split(","))
        return frozenset(found)

    @lazy
    def fixtures(self) -> tuple[str, ...]:
        """The parameters that are no cases, nor what `hypothesis` draws: fixtures, and mocks that `patch` injects."""
        if self.is_hypothesis:
            return ()
        return tuple(name for name in self.parameters if name not in self.cases)

    @lazy
    def is_fixture(self) -> bool:
        return any(one in _FIXTURES or one.endswith(".fixture") or one == "fixture" for one in self.decorators)

    @lazy
    def fixture_name(self) -> str:
        """The name by which tests ask for it, where it is a fixture."""
        for decorator in self.node.decorator_list:
            for keyword in decorator.keywords if isinstance(decorator, ast.Call) else ():
                if keyword.arg == "name" and isinstance(keyword.value, ast.Constant):
                    return str(keyword.value.value)
        return self.node.name

    @lazy
    def is_unittest(self) -> bool:
        """Whether it is a method of a `unittest.TestCase`, as far as the names of its bases tell."""
        return self.owner is not None and self._module.is_case(self.owner)

    @lazy
    def is_hypothesis(self) -> bool:
        return any(one in _GIVEN or one.rpartition(".")[2] == "given" for one in self.decorators)

    @lazy
    def once(self) -> dict[str, ast.expr]:
        """The names that are assigned in one place of the body and bound nowhere else in it, with their values."""
        found: dict[str, ast.expr] = {}
        for node in self.of(ast.Assign):
            found.update({one.id: node.value for one in node.targets if isinstance(one, ast.Name)})
        for stated in self.of(ast.AnnAssign):
            if isinstance(stated.target, ast.Name) and stated.value is not None:
                found[stated.target.id] = stated.value
        return {name: value for name, value in found.items() if self.bound.get(name) == 1}

    @lazy
    def bound(self) -> dict[str, int]:
        """How often each name is bound in the body and as a parameter; 2 for what has more values than one."""
        bound: dict[str, int] = dict.fromkeys(self.parameters, 1)
        for name in self.of(ast.Name):
            if name.ctx.__class__ is not ast.Load:
                bound[name.id] = bound.get(name.id, 0) + 1
        for argument in self.of(ast.arg):
            bound[argument.arg] = 2
        declared: list[ast.Global | ast.Nonlocal] = [*self.of(ast.Global), *self.of(ast.Nonlocal)]
        for shared in declared:
            bound.update(dict.fromkeys(shared.names, 2))
        bound.update({handler.name: 2 for handler in self.of(ast.ExceptHandler) if handler.name})
        return bound

    @lazy
    def reads(self) -> dict[str, list[ast.Name]]:
        """Where each name is read."""
        found: dict[str, list[ast.Name]] = {}
        for name in self.of(ast.Name):
            if name.ctx.__class__ is ast.Load:
                found.setdefault(name.id, []).append(name)
        return found

    @lazy
    def said(self) -> frozenset[str]:
        """The words of its name, its docstring and its comments, in small letters."""
        return frozenset({*words(self.name), *words(self.docstring), *words(self._module.comments(self))})

    @lazy
    def last_read(self) -> dict[str, int]:
        """The line where each name is read last, outside of what is asserted."""
        return {
            name.id: name.lineno
            for name in self.of(ast.Name)
            if isinstance(name.ctx, ast.Load) and not self.is_asserted(name)
        }

    def kept(self, key: str, make: Callable[[], T]) -> T:
        """What is worked out of the function once, for whoever asks again with the same key."""
        known = self._kept
        if key not in known:
            known[key] = make()
        return cast(T, known[key])

    def is_asserted(self, node: ast.AST) -> bool:
        """Whether a node stands in an `assert`."""
        around: ast.AST | None = node
        while around is not None and not isinstance(around, ast.stmt):
            around = self._module.code.parent(around)
        return isinstance(around, ast.Assert)

    @lazy
    def acts(self) -> list[tuple[int, ast.AST]]:
        """Outside of what is asserted, what may change something: calls, and statements that set or enter."""
        found: list[tuple[int, ast.AST]] = [
            (node.lineno, node) for node in self.of(ast.Call) if not self.is_asserted(node)
        ]
        others: list[ast.stmt] = [*self.of(ast.Delete), *self.of(ast.AugAssign), *self.of(ast.With)]
        others += [*self.of(ast.AsyncWith), *self.of(ast.Assign)]
        found += [(node.lineno, node) for node in others]
        return sorted(found, key=_first_of_two)

    def acts_between(self, start: int, end: int) -> list[ast.AST] | None:
        """Of those, what stands on the lines from `start` to `end`; None for more than anybody reads at once."""
        first = bisect_left(self.acts, start, key=_first_of_two)
        after = bisect_right(self.acts, end, key=_first_of_two)
        return [node for _, node in self.acts[first:after]] if after - first <= _MOST_ACTS else None

    def is_inner(self, node: ast.AST) -> bool:
        """Whether a node of the body stands in a function or lambda within this function."""
        around = self._module.code.home(node)
        return around is not None and around is not self.node

    def finding(self, rule: str, message: str, remedy: str, node: ast.AST | None = None) -> Finding:
        """A finding about the whole function, or about a statement or call in it."""
        return self._module.finding(self.node if node is None else node, rule, message, remedy)


def called(node: ast.expr) -> ast.expr:
    return node.func if isinstance(node, ast.Call) else node


def _first_of_two(pair: tuple[int, ast.AST]) -> int:
    return pair[0]
