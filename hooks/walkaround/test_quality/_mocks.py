"""TST003: a test that asserts on mocks alone, so that no code of the project decides whether it passes."""

import ast
import builtins
from collections.abc import Iterator, Sequence

from .._finding import Finding
from ._checks import Checks
from ._claims import claimed
from ._doubles import Doubles
from ._lazy import lazy
from ._meaning import only_return
from ._module import SET_UP, Function, TestModule, is_support, last, root, written

RULE = "TST003"

_REMEDY = "Call the code under test, and replace only what it works with."
_RECORDS = frozenset({
    "called", "call_count", "call_args", "call_args_list", "mock_calls", "method_calls", "await_count", "await_args",
    "awaited", "await_args_list",
})  # fmt: skip
_BUILTINS = frozenset(dir(builtins)) - {"exec", "eval", "__import__", "compile"}
_RUNNING = frozenset({"importlib", "runpy", "subprocess"})  # of the standard library, what runs code of the project
# Modules of Python whose functions make data, and those that give data another form.
_MAKING = ("datetime.", "decimal.", "fractions.", "uuid.", "pathlib.", "types.")
_TURNING = ("json.", "copy.", "ast.literal_eval", "dataclasses.")
_TOOLS = frozenset({"monkeypatch", "mocker", "self", "cls"})
_DEPTH = 30


Kind = int  # what an assertion is about, from the most real down; `enum` takes long to set up
REAL: Kind = 1  # something that is no mock
RECORD: Kind = 2  # what was done to a mock
VALUE: Kind = 3  # what a mock gives when it is called
NOTHING: Kind = 4  # constants


def find(module: TestModule, checks: Checks) -> Iterator[Finding]:
    """The tests in which real code has no say."""
    if b"ock" not in module.source and b"patch" not in module.source:
        return
    mocking = {one for one in module.functions if _mentions(module, one)}
    for test in module.tests:
        if test not in mocking and mocking.isdisjoint(_beside(module, test)):
            continue
        doubles = Doubles(module, test)
        if doubles and _Test(module, checks, test, doubles).is_about_mocks():
            yield test.finding(
                RULE, f"`{test.name}` asserts on mocks alone, and runs no code that could be wrong.", _REMEDY
            )


def _mentions(module: TestModule, function: Function) -> bool:
    """Whether the text of a function speaks of mocks."""
    text = module.text(function)
    return any(word in text for word in ("ock", "patch", "stub", "autospec"))


def _beside(module: TestModule, test: Function) -> Iterator[Function]:
    """What a test may have its mocks from: fixtures and helpers of the module, and what runs before it."""
    yield from (module.fixtures[name] for name in test.parameters if name in module.fixtures)
    yield from (module.named[name] for name in test.reads if name in module.named)
    if test.owner is not None:
        made = (module.method(test.owner, name) for name in SET_UP)
        yield from (one for one in made if one is not None)


class _Test:
    def __init__(self, module: TestModule, checks: Checks, test: Function, doubles: Doubles) -> None:
        self._module = module
        self._checks = checks
        self._test = test
        self._doubles = doubles

    def is_about_mocks(self) -> bool:
        if self._asserts_real():
            return False
        kinds = {self._kind(node) for node in self._outermost} - {NOTHING}
        if not kinds or REAL in kinds:
            return False
        return kinds == {VALUE} or not self._acts(told=VALUE in kinds)

    def _asserts_real(self) -> bool:
        """Whether a plain `assert` is about something real, which is soon found out of most tests."""
        return any(
            self._of(node.test, 0) == REAL and not self._checks.is_dead(self._test, node)
            for node in self._test.of(ast.Assert)
        )

    @lazy
    def _outermost(self) -> list[ast.AST]:
        """What checks, without what stands within another check."""
        points = self._checks.points(self._test)
        inside = set(points)
        return [one for one in points if not any(up in inside for up in self._up(one))]

    @lazy
    def _points(self) -> set[ast.AST]:
        return set(self._outermost)

    def _up(self, node: ast.AST) -> Iterator[ast.AST]:
        for up in self._module.code.parents(node):
            if up is self._test.node:
                return
            yield up

    def _kind(self, node: ast.AST) -> Kind:
        if isinstance(node, ast.Assert):
            return self._of(node.test, 0)
        if not isinstance(node, ast.Call):
            return REAL
        if isinstance(node.func, ast.Attribute) and self._doubles.is_double(node.func.value):
            return RECORD if node.func.attr.startswith("assert_") else REAL
        claim = claimed(node)
        if claim is not None:
            return self._of(claim, 0)
        if last(self._module.called(node)) in ("raises", "assertRaises"):
            return self._raised(node)
        return REAL

    def _raised(self, call: ast.Call) -> Kind:
        """A block that expects an exception: whether a mock alone raises it."""
        around = self._module.code.parent(self._module.code.parent(call) or call)
        if not isinstance(around, ast.With | ast.AsyncWith):
            return REAL
        calls = [one for part in around.body for one in ast.walk(part) if isinstance(one, ast.Call)]
        return VALUE if calls and all(self._doubles.is_double(one) for one in calls) else REAL

    def _of(self, node: ast.expr, depth: int) -> Kind:
        """What an expression that is asserted is about."""
        if depth > _DEPTH:
            return REAL
        if self._doubles.is_double(node):
            return self._of_double(node)
        if isinstance(node, ast.Compare):
            found = [self._of(one, depth + 1) for one in (node.left, *node.comparators)]
            runs = any(map(self._runs, (node.left, *node.comparators)))
            return VALUE if VALUE in found and not runs else _worst(found)
        if isinstance(node, ast.Call):
            return self._of_call(node, depth)
        if isinstance(node, ast.Name):
            return self._of_name(node, depth)
        if isinstance(node, ast.Constant):
            return NOTHING
        if isinstance(node, ast.ListComp | ast.GeneratorExp | ast.SetComp):
            return self._of_each(node, depth)
        if isinstance(node, ast.Attribute | ast.Lambda | ast.DictComp):
            return REAL
        return _worst([self._of(one, depth + 1) for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)])

    def _of_double(self, node: ast.expr) -> Kind:
        whole = [node]
        value = self._bound(node)
        while value is not None and len(whole) < _DEPTH:
            whole.append(value)
            value = self._bound(value)
        if any(isinstance(one, ast.Attribute) and one.attr in _RECORDS for part in whole for one in ast.walk(part)):
            return RECORD
        if any(_has_call(self._doubles, part) for part in whole):
            return VALUE
        if isinstance(node, ast.Attribute) and written(node) in self._doubles.properties:
            return VALUE
        return VALUE if isinstance(node, ast.Attribute) and self._doubles.is_target(node) else RECORD

    def _bound(self, node: ast.expr) -> ast.expr | None:
        """What the name at the start of an expression is bound to, or a part of it."""
        name = root(node)
        return self._test.once.get(name) or self._doubles.unpacked.get(name)

    def _runs(self, side: ast.expr) -> bool:
        """Whether one side of a comparison comes from a call of code that is no mock and makes more than data."""
        value = self._test.once.get(side.id, side) if isinstance(side, ast.Name) else side
        calls = [one for one in ast.walk(value) if isinstance(one, ast.Call)]
        return any(not self._is_idle(one) and not self._is_data(one) for one in calls)

    def _of_each(self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp, depth: int) -> Kind:
        """What a comprehension is about: of what a mock has recorded, its parts."""
        if self._doubles.is_double(node.elt):
            return self._of(node.elt, depth + 1)
        only = node.generators[0]
        if len(node.generators) > 1 or only.ifs or not self._doubles.is_double(only.iter):
            return REAL
        own = {one.id for one in ast.walk(only.target) if isinstance(one, ast.Name)}
        parts = [one for one in ast.walk(node.elt) if isinstance(one, ast.Name | ast.Call)]
        plain = all(isinstance(one, ast.Name) and one.id in own for one in parts)
        return self._of_double(only.iter) if plain else REAL

    def _of_call(self, node: ast.Call, depth: int) -> Kind:
        name = written(node.func)
        of_text = isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Constant)
        if name in _BUILTINS or of_text:
            return _worst([self._of(one, depth + 1) for one in node.args])
        told = self._told_by_helper(node)
        if told is not None:
            return self._of(told, depth + 1)
        if self._module.called(node).startswith(_TURNING):
            return _worst([self._of(one, depth + 1) for one in node.args])
        return NOTHING if last(self._module.called(node)) == "call" else REAL

    def _told_by_helper(self, call: ast.Call) -> ast.expr | None:
        """What a helper of this module reads, which is given nothing and does nothing else."""
        helper = None if call.args or call.keywords else self._module.local(call, self._test)
        return only_return(helper) if helper is not None and not helper.parameters else None

    def _of_name(self, node: ast.Name, depth: int) -> Kind:
        value = self._test.once.get(node.id)
        if value is not None:
            return self._of(value, depth + 1)
        return NOTHING if node.id in self._test.cases or node.id in _BUILTINS else REAL

    def _acts(self, *, told: bool) -> bool:
        """Whether any code runs that is neither Python's own nor a mock.

        Where the test asks for what it has `told` a mock, the object on which it puts one is only where the mock hangs.
        """
        given = set(self._test.fixtures) - self._doubles.names - _TOOLS
        handed = self._handed(told=told)
        for node in self._test.nodes:
            if isinstance(node, ast.Import | ast.ImportFrom) and not self._is_replaced(node):
                return True
            if id(node) in handed:
                continue
            if isinstance(node, ast.Name) and node.id in given:
                return True
            if isinstance(node, ast.Attribute) and self._is_own_state(node):
                return True
            if isinstance(node, ast.Call) and not self._is_idle(node):
                return True
        return False

    def _is_replaced(self, node: ast.Import | ast.ImportFrom) -> bool:
        """Whether an import in the test only fetches the module in which something is replaced."""
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        return all(any(one == name or one.startswith(f"{name}.") for one in self._doubles.targets) for name in names)

    def _handed(self, *, told: bool) -> set[int]:
        """The nodes that only say what is replaced, what a mock is asked for, or which value is handed to it."""
        found: set[int] = set()
        for call in self._test.of(ast.Call):
            if self._doubles.is_double(call) or self._doubles.is_replacing(call):
                found.update(id(one) for one in ast.walk(call.func))
                every = [*call.args, *(keyword.value for keyword in call.keywords)]
                found.update(id(one) for given in every if self._is_data(given) for one in ast.walk(given))
            if self._doubles.is_replacing(call):
                found.update(id(one) for given in call.args for one in ast.walk(given))
        for node in self._test.of(ast.Assign) if told else ():
            if self._doubles.is_double(node.value):
                found.update(id(one) for target in node.targets for one in ast.walk(target))
        for name, value in self._test.once.items():
            if self._only_holds_mocks(name, value) or (
                self._is_data(value)
                and all(id(one) in found for one in self._loads(name) if not self._is_asserted(one))
            ):
                found.update(id(one) for one in ast.walk(value))
        for point in self._outermost:
            found.update(
                id(one)
                for part in ast.walk(point)
                if isinstance(part, ast.expr) and self._is_data(part)
                for one in ast.walk(part)
            )
        return found

    def _only_holds_mocks(self, name: str, made: ast.expr) -> bool:
        """Whether an object of a class is there only for those of its methods that are replaced, and called here."""
        if not isinstance(made, ast.Call) or not last(written(made.func))[:1].isupper():
            return False
        reads = self._test.reads.get(name, ())
        if not reads or not all(map(self._is_call_of_double, reads)):
            return False
        return all(_is_plain(one) for one in (*made.args, *(keyword.value for keyword in made.keywords)))

    def _is_call_of_double(self, read: ast.Name) -> bool:
        """Whether a use of a name calls a method of it that is replaced."""
        method = self._module.code.parent(read)
        call = self._module.code.parent(method) if isinstance(method, ast.Attribute) else None
        return isinstance(call, ast.Call) and call.func is method and self._doubles.is_double(call)

    def _is_data(self, node: ast.expr, depth: int = 0, names: Sequence[str] = ()) -> bool:
        """Whether an expression makes an object of constants: `Order("pen", 2)`, also by a helper here or by Python.

        `names` are what a helper is given.
        """
        if not isinstance(node, ast.Call):
            return isinstance(node, ast.Name) or (isinstance(node, ast.Attribute) and written(node.value) == "self")
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        if depth > _DEPTH or not all(self._is_plain(one, depth, names) for one in given):
            return False
        if written(node.func).rpartition(".")[2][:1].isupper():
            return True
        helper = self._module.local(node, self._test)
        if helper is None:
            return self._module.called(node).startswith(_MAKING)
        made = only_return(helper)
        return isinstance(made, ast.Call) and self._is_data(made, depth + 1, helper.parameters)

    def _is_plain(self, node: ast.expr, depth: int, names: Sequence[str]) -> bool:
        """Whether an argument is a constant, data itself, or what a helper is given."""
        if isinstance(node, ast.Name):
            return node.id in names or node.id in self._module.constants
        return _is_plain(node) or (isinstance(node, ast.Call) and self._is_data(node, depth + 1, names))

    def _loads(self, name: str) -> Iterator[ast.Name]:
        return iter(self._test.reads.get(name, ()))

    def _is_asserted(self, node: ast.AST) -> bool:
        return any(up in self._points for up in self._up(node))

    def _is_own_state(self, node: ast.Attribute) -> bool:
        """Whether `self.x` is read that is no mock and no method of a test case."""
        if not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")):
            return False
        return not self._doubles.is_double(node) and not node.attr.startswith(
            ("assert", "subTest", "fail", "addCleanup")
        )

    def _is_idle(self, call: ast.Call) -> bool:
        """Whether a call makes or asks a mock, asserts, or is one of Python's own."""
        if self._doubles.is_double(call) or self._doubles.makes(call) or self._doubles.is_replacing(call):
            return True
        told = self._told_by_helper(call)
        if told is not None and self._of(told, 0) == RECORD:
            return True
        name = self._module.called(call)
        as_written = written(call.func)
        if as_written in _BUILTINS or as_written.startswith(("monkeypatch.", "mocker.", "self.assert", "self.subTest")):
            return True
        first = name.lstrip(".").partition(".")[0]
        return not name.startswith(".") and is_support(first) and first not in _RUNNING


def _is_plain(node: ast.expr) -> bool:
    return all(
        isinstance(one, ast.Constant | ast.List | ast.Tuple | ast.Dict | ast.UnaryOp | ast.USub | ast.Load)
        for one in ast.walk(node)
    )


def _has_call(doubles: Doubles, node: ast.expr) -> bool:
    """Whether a mock is called in an expression that is one, not only made."""
    return any(
        isinstance(one, ast.Call) and not doubles.makes(one) and doubles.is_double(one) for one in ast.walk(node)
    )


def _worst(found: list[Kind]) -> Kind:
    """Of several parts, the one that is most real."""
    return min(found, default=NOTHING)
