"""Which names in a test stand for mocks, and which functions and methods are replaced by one."""

import ast
import re
from collections.abc import Iterator

from ._meaning import only_return
from ._module import SET_UP, Function, TestModule, last, written

_MADE = (
    r"(?:^|\.)(?:(?:NonCallable)?(?:Magic)?Mock|AsyncMock|PropertyMock|ThreadingMock|create_autospec|mock_open|stub)$"
)
_PATCH = r"(?:^|\.)patch(?:\.object|\.multiple)?$"
_PATCHING = frozenset({"patch", "object", "multiple"})
_MOCK_NAME = r"^(?:mock|mocked)_\w+$|^\w+_mock$"
_CALLED = r"\(\)|\[\]"
_ENTERING = frozenset({"enter_context", "enterContext", "enter_async_context"})
_DEPTH = 6
_BINDING = frozenset({ast.Assign, ast.AnnAssign, ast.withitem, ast.Call})


class Doubles:
    """The mocks of one function, as they are after its last statement.

    `names` are what they are bound to, as written: `client`, `self.client`, `cart.total`. `targets` are the dotted
    names that are replaced, without calls: `shop.Cart.total`.
    """

    def __init__(self, module: TestModule, function: Function, depth: int = 0) -> None:
        self._module = module
        self._function = function
        self._depth = depth
        self.names: set[str] = set()
        self.targets: set[str] = set()
        self.properties: set[str] = set()  # what gives a value when it is read: `type(cart).total = PropertyMock(…)`
        self.unpacked: dict[str, ast.expr] = {}  # names that are given parts of a mock's value, with that value
        self._exact: set[str] = set()  # of these, what an import tells for sure: another of its name is another thing
        self._blocks: dict[str, ast.AST] = {}  # the `with` in which something is replaced, where it is one
        self._given()
        self._injected()
        if function.owner is not None and depth < _DEPTH:
            self._set_up(function.owner)
        for node in function.nodes:
            if node.__class__ in _BINDING:
                self._follow(node)

    def __bool__(self) -> bool:
        return bool(self.names or self.targets)

    def is_double(self, node: ast.expr) -> bool:
        """Whether an expression is a mock, or what a mock gives when it is called or asked for an attribute."""
        at: ast.expr = node
        while True:
            if isinstance(at, ast.Await | ast.Starred):
                at = at.value
            elif isinstance(at, ast.Name):
                return at.id in self.names or self.is_target(at)
            elif isinstance(at, ast.Attribute):
                if written(at) in self.names or self.is_target(at):
                    return True
                at = at.value
            elif isinstance(at, ast.Subscript):
                at = at.value
            elif isinstance(at, ast.Call):
                if self.makes(at):
                    return True
                at = at.func
            else:
                return False

    def makes(self, call: ast.Call) -> bool:
        """Whether a call makes a mock."""
        if any(keyword.arg == "wraps" for keyword in call.keywords):
            return False
        name = self._module.called(call)
        if re.search(_MADE, name):
            return True
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("start", "__enter__"):
            return self._is_patcher(call.func.value)
        if isinstance(call.func, ast.Attribute) and call.func.attr in _ENTERING and call.args:
            return self._is_patcher(call.args[0])
        if self.is_patch(call):
            return "mocker" in written(call.func) and self._gives_mock(call)
        helper = self._module.local(call, self._function)
        if helper is None or self._depth >= _DEPTH or _runs_code(self._module, helper):
            return False
        return returns_double(self._module, helper, self._depth + 1)

    def _is_patcher(self, node: ast.expr) -> bool:
        """Whether an expression is a `patch(…)` that gives a mock when it is entered or started."""
        made: ast.expr | None = node
        if isinstance(node, ast.Name):
            made = self._function.once.get(node.id)
        elif isinstance(node, ast.Attribute):
            at = written(node)
            made = next((one.value for one in self._function.of(ast.Assign) if written(one.targets[0]) == at), None)
        return isinstance(made, ast.Call) and self.is_patch(made) and self._gives_mock(made)

    def is_patch(self, call: ast.Call) -> bool:
        """Whether a call replaces something: `patch(…)`, `patch.object(…)`, `mocker.patch(…)`."""
        if isinstance(call.func, ast.Attribute) and call.func.attr not in _PATCHING:
            return False
        name = self._module.called(call)
        if "patch" not in name or not re.search(_PATCH, name):
            return False
        return not name.endswith("().patch") or name.startswith("pytest_mock.")  # `client().patch` asks a server

    def is_replacing(self, call: ast.Call) -> bool:
        return self.is_patch(call) or written(call.func) in ("monkeypatch.setattr", "monkeypatch.setitem", "mp.setattr")

    def _gives_mock(self, call: ast.Call) -> bool:
        """Whether what replaces is a mock of patch's own making, or one that it is given."""
        new = _new(call)
        return new is None or self.is_double(new)

    def is_target(self, node: ast.expr) -> bool:
        """Whether an expression names what is replaced."""
        if not self.targets:
            return False
        name = re.sub(_CALLED, "", self._module.dotted(node))
        of_class = self._of_class(node) if isinstance(node, ast.Attribute) else ""
        ends = [f".{end}" for one in (name, of_class) if "." in (end := ".".join(one.split(".")[-2:]))]
        return any(
            (one in (name, of_class) or (one not in self._exact and any(one.endswith(end) for end in ends)))
            and self._is_within(node, one)
            for one in self.targets
        )

    def _is_within(self, node: ast.AST, target: str) -> bool:
        """Whether a target is replaced where an expression stands: in the block of its `with`, where it has one."""
        block = self._blocks.get(target)
        return block is None or any(up is block for up in self._module.code.parents(node))

    def _of_class(self, node: ast.Attribute) -> str:
        """The full name of a method or attribute by the class of its object: `cart.total` as `shop.Cart.total`."""
        made: ast.expr | None = None
        if isinstance(node.value, ast.Name):
            made = self._function.once.get(node.value.id)
            fixture = self._module.fixtures.get(node.value.id) if node.value.id in self._function.fixtures else None
            made = only_return(fixture) if fixture is not None else made
        elif isinstance(node.value, ast.Attribute) and written(node.value.value) == "self" and self._function.owner:
            made = self._module.attributes(self._function.owner).get(node.value.attr)
        if not isinstance(made, ast.Call) or not last(written(made.func))[:1].isupper():
            return ""
        return f"{self._module.called(made)}.{node.attr}"

    def _given(self) -> None:
        """Mocks that fixtures of this module give, and parameters that are called so."""
        fixtures = self._module.fixtures
        for name in self._function.fixtures:
            fixture = fixtures.get(name)
            if fixture is None:
                if re.match(_MOCK_NAME, name) and self._is_told(name):
                    self.names.add(name)
            elif self._depth < _DEPTH:
                before = Doubles(self._module, fixture, self._depth + 1)
                self.targets |= {one for one in before.targets if one not in before._blocks or fixture.has(ast.Yield)}
                if before.gives_back():
                    self.names.add(name)

    def _is_told(self, name: str) -> bool:
        """Whether the test tells a fixture what to give, or asks what was done to it, as one does with a mock."""
        told = ("return_value", "side_effect", "called", "call_count", "call_args", "mock_calls")
        return any(
            (node.attr in told or node.attr.startswith(("assert_called", "assert_not_called", "assert_awaited")))
            and re.match(rf"{name}\b", written(node))
            for node in self._function.of(ast.Attribute)
        )

    def _injected(self) -> None:
        """The parameters that `@patch` fills, from the lowest decorator to the highest, those of the class last."""
        decorators = list(reversed(self._function.node.decorator_list))
        if self._function.owner is not None:
            decorators += reversed(self._function.owner.decorator_list)
        waiting = list(self._function.parameters)
        for one in decorators:
            if not isinstance(one, ast.Call) or not self.is_patch(one):
                continue
            self._replace(one)
            if self._module.called(one).endswith(".multiple"):
                self.names.update(keyword.arg for keyword in one.keywords if keyword.arg in waiting)
            elif _new(one) is None and waiting:
                self.names.add(waiting.pop(0))

    def _set_up(self, owner: ast.ClassDef) -> None:
        for name in SET_UP:
            method = self._module.method(owner, name)
            if method is not None and method is not self._function:
                before = Doubles(self._module, method, self._depth + 1)
                self.names |= {one for one in before.names if one.startswith(("self.", "cls."))}
                self.properties |= {one for one in before.properties if one.startswith(("self.", "cls."))}
                self.targets |= before.targets

    def _follow(self, node: ast.AST) -> None:
        """What one node binds to a mock or replaces by one."""
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            self._bind([*node.targets] if isinstance(node, ast.Assign) else [node.target], node.value)
        elif isinstance(node, ast.withitem):
            call = node.context_expr
            if isinstance(call, ast.Call) and self.is_patch(call):
                if node.optional_vars is not None and self._gives_mock(call):
                    self.names.add(written(node.optional_vars))
            elif node.optional_vars is not None and self.is_double(call):
                self.names.add(written(node.optional_vars))
        elif isinstance(node, ast.Call) and self.is_replacing(node):
            self._replace(node)

    def _bind(self, targets: list[ast.expr], value: ast.expr) -> None:
        double = self.is_double(value)
        for target in targets:
            name = written(target)
            of = _type_of(target)
            if double and of:
                self.names.add(of)
                self.properties.add(of)
            elif double and name:
                self.names.add(name)
            elif isinstance(target, ast.Name):
                self.names.discard(name)
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
                for left, right in zip(target.elts, value.elts, strict=True):
                    self._bind([left], right)
            elif double and isinstance(target, ast.Tuple | ast.List):
                names = [written(one.value if isinstance(one, ast.Starred) else one) for one in target.elts]
                self.names.update(names)
                self.unpacked.update(dict.fromkeys(names, value))

    def _replace(self, call: ast.Call) -> None:
        """Note what a call of `patch` or `monkeypatch.setattr` replaces."""
        given = call.args
        if given and self._module.called(call).endswith("patch.multiple"):
            of = _text_of(given[0]) or re.sub(_CALLED, "", self._module.dotted(given[0]))
            mocked = [one.arg for one in call.keywords if one.arg and self._is_replaced_by(one.value)]
            self._note(call, [f"{of}.{name}" for name in mocked])
            return
        if not given or not self._is_stand_in(self._put_in_place(call)):
            return
        if _text_of(given[0]):
            self._note(call, [_text_of(given[0])])
        elif len(given) > 1 and _text_of(given[1]):
            of = re.sub(_CALLED, "", self._module.dotted(given[0]))
            self._note(call, [f"{of}.{_text_of(given[1])}"] if of else [])
            if last(of)[:1].isupper() and self._module.is_under_test(self._module.code.name(given[0]) or ""):
                self._exact.add(f"{of}.{_text_of(given[1])}")

    def _note(self, call: ast.Call, targets: list[str]) -> None:
        """Note targets that a call replaces, and the block in which they are."""
        around = self._module.code.parent(call)
        block = self._module.code.parent(around) if isinstance(around, ast.withitem) else None
        for one in targets:
            if block is None:
                self._blocks.pop(one, None)
            elif one not in self.targets:
                self._blocks[one] = block
            self.targets.add(one)

    def gives_back(self) -> bool:
        """Whether all that the function gives back are mocks."""
        given = list(_given_back(self._function))
        return bool(given) and all(self.is_double(one) for one in given)

    def _put_in_place(self, call: ast.Call) -> ast.expr | None:
        if self.is_patch(call):
            return _new(call)
        return call.args[-1] if len(call.args) > 1 else None

    def _is_replaced_by(self, node: ast.expr) -> bool:
        """Whether `patch.multiple` puts a stand-in in place; for `DEFAULT` it makes a mock."""
        return self._is_stand_in(node) or self._module.code.last(node) == "DEFAULT"

    def _is_stand_in(self, node: ast.expr | None) -> bool:
        """Whether what replaces something is no code of the project: a mock, a lambda, a constant, a function here."""
        if node is None or isinstance(node, ast.Lambda | ast.Constant) or self.is_double(node):
            return True
        return isinstance(node, ast.Name) and self._module.dotted(node).startswith(".")


def _runs_code(module: TestModule, helper: Function) -> bool:
    """Whether a helper calls functions of the code under test, beside the mock that it gives back."""
    names = (module.called(call) for call in helper.of(ast.Call))
    return any(module.is_under_test(name) and last(name)[:1].islower() for name in names)


def returns_double(module: TestModule, function: Function, depth: int = 0) -> bool:
    """Whether all that a function or fixture gives back are mocks."""
    return next(_given_back(function), None) is not None and Doubles(module, function, depth).gives_back()


def _given_back(function: Function) -> Iterator[ast.expr]:
    for node in function.nodes:
        if isinstance(node, ast.Return | ast.Yield) and node.value is not None and not function.is_inner(node):
            yield node.value


def _new(call: ast.Call) -> ast.expr | None:
    """What `patch` is told to put in place; None where it makes a mock."""
    place = 2 if last(written(call.func)) == "object" else 1
    if len(call.args) > place:
        return call.args[place]
    return next((keyword.value for keyword in call.keywords if keyword.arg == "new"), None)


def _text_of(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _type_of(target: ast.expr) -> str:
    """What `type(cart).total = …` sets, as it is read: `cart.total`; empty for other targets."""
    of = target.value if isinstance(target, ast.Attribute) else None
    if not isinstance(target, ast.Attribute) or not isinstance(of, ast.Call) or written(of.func) != "type":
        return ""
    return f"{written(of.args[0])}.{target.attr}" if len(of.args) == 1 and written(of.args[0]) else ""
