"""Whether the expected value of an assertion is worked out by the formula that it is to check.

Where the source of the function under test can be read, its formula is compared with the one in the test. Where it
cannot, a calculation in the test from the very inputs of the call counts, if it takes two of them.
"""

import ast
from collections.abc import Callable, Iterator, Mapping

from ._loops import gathered
from ._meaning import Meaning, without_await
from ._module import Function, TestModule, root, written
from ._steps import FORMS, NUMERIC, Derived, is_of, own_constant

Sources = Callable[[str], bytes | None]
_WORKED_OUT = (
    ast.BinOp, ast.BoolOp, ast.UnaryOp, ast.Call, ast.Compare, ast.IfExp, ast.JoinedStr, ast.Subscript, ast.Lambda,
    ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Await, ast.NamedExpr, ast.Starred,
)  # fmt: skip
_TURNED = (ast.Add, ast.Mult)  # their operands may change places
# What is done to both sides to compare them, and is no part of a formula.
_NORMAL = frozenset({"sorted", "set", "list", "tuple", "dict", "str", "len", "frozenset", "Path"})
_DEPTH = 30
_MOST_STEPS = 2_000  # names may stand for sums of names


class Formulas:
    """The formulas of the code that a module of tests is about."""

    def __init__(self, module: TestModule, sources: Sources | None) -> None:
        self._module = module
        self._sources = sources
        self._trees: dict[str, ast.Module | None] = {}

    def is_copied(self, test: Function, meaning: Meaning, left: ast.expr, right: ast.expr) -> bool:
        """Whether one side calls the code under test and the other calculates the same from the same inputs."""
        sides = ((left, right), (right, left))
        if any(_is_asked_for(stored, meaning.value(found)) for stored, found in sides):
            return False  # what was stored is looked up by its key
        for result, expected in sides:
            call = _without_form(meaning, result)
            other = _without_same_form(result, expected)
            formula = gathered(test, other) or meaning.value(other)
            if isinstance(formula, ast.Constant) or not isinstance(call, ast.Call):
                continue
            if self._is_under_test(call) and (
                self._is_source(test, call, formula, meaning) or self._is_recalculated(test, meaning, call, formula)
            ):
                return True
        return False

    def _is_under_test(self, call: ast.Call) -> bool:
        name = self._module.called(call)
        if self._module.is_under_test(name):
            return True
        return isinstance(call.func, ast.Attribute) and not name.startswith(("builtins.", "self.", "cls.", "."))

    def _is_recalculated(self, test: Function, meaning: Meaning, call: ast.Call, formula: ast.expr) -> bool:
        """Whether the test works the value out from the inputs of the call, and from nothing else but constants."""
        parts = [formula]
        if isinstance(formula, ast.Call) and self._is_record(call, formula):
            parts = [*formula.args, *(keyword.value for keyword in formula.keywords)]
        calls = [one for part in parts for one in ast.walk(part) if isinstance(one, ast.Call)]
        if test.is_hypothesis or any(self._calls_code(one) for one in calls):
            return False
        of = root(call.func) if isinstance(call.func, ast.Attribute) else ""
        if of and any(root(one.func) == of for one in ast.walk(formula) if isinstance(one, ast.Call)):
            return False
        inputs = {root(one) for one in self._inputs(call, meaning)} - {"", "self", "cls"}
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        inputs |= {name for one in given if (name := own_constant(self._module, test, one))}
        derived = Derived(self._module, test, inputs, of)
        return bool(inputs) and all(map(derived.is_of_inputs, parts)) and any(map(derived.is_formula, parts))

    def _inputs(self, call: ast.Call, meaning: Meaning) -> Iterator[ast.expr]:
        """What a call works with, and what the object was made of whose method it is."""
        yield from _inputs(call)
        made = meaning.value(call.func.value) if isinstance(call.func, ast.Attribute) else None
        if isinstance(made, ast.Call) and _is_class(made) and self._calls_code(made):
            yield from _inputs(made)

    def _is_record(self, call: ast.Call, formula: ast.Call) -> bool:
        """Whether the expected value is an object that the test makes of what it has worked out."""
        return _is_class(formula) and not (_is_class(call) and written(call.func) == written(formula.func))

    def _calls_code(self, call: ast.Call) -> bool:
        name = self._module.called(call)
        return self._module.is_under_test(name) and not is_of(name, NUMERIC)

    def _is_source(self, test: Function, call: ast.Call, formula: ast.expr, meaning: Meaning) -> bool:
        """Whether the function's own source holds the formula; it is read only for something that is worked out."""
        name = self._module.called(call)
        if "(" in name or not self._module.is_under_test(name) or not self._may_be_of_source(test, call, formula):
            return False
        found = self._definition(name)
        if found is None:
            return False
        tree, function = found
        body = [one for one in function.body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]
        given = _given(function, call)
        if not body or given is None or not isinstance(body[-1], ast.Return) or body[-1].value is None:
            return False
        local: dict[str, ast.expr] = {}
        for one in body[:-1]:
            if not (isinstance(one, ast.Assign) and len(one.targets) == 1 and isinstance(one.targets[0], ast.Name)):
                return False
            local[one.targets[0].id] = one.value
        theirs = _Text(
            {**_constants(tree), **local}, {name: _Text({}, {}, meaning).of(one) for name, one in given.items()}
        )
        text = theirs.of(body[-1].value)
        return "(" in text and text == _Text(self._shared(call), {}, meaning).of(formula)

    def _may_be_of_source(self, test: Function, call: ast.Call, formula: ast.expr) -> bool:
        """Whether something is worked out, and from nothing that the test is given and the call is not."""
        nodes = list(ast.walk(formula))
        if not any(isinstance(one, _WORKED_OUT) for one in nodes):
            return False
        given = {one.id for one in ast.walk(call) if isinstance(one, ast.Name)}
        asked = {one.id for one in nodes if isinstance(one, ast.Name)}
        return asked.isdisjoint(set(test.parameters) - given)

    def _definition(self, name: str) -> tuple[ast.Module, ast.FunctionDef | ast.AsyncFunctionDef] | None:
        if self._sources is None:
            return None
        module, _, own = name.rpartition(".")
        tree = self._tree(module)
        for node in tree.body if tree is not None else ():
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == own and tree is not None:
                return tree, node
        return None

    def _tree(self, name: str) -> ast.Module | None:
        if name not in self._trees:
            source = self._sources(name) if self._sources is not None and name else None
            try:
                self._trees[name] = ast.parse(source) if source is not None else None
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                self._trees[name] = None
        return self._trees[name]

    def _shared(self, call: ast.Call) -> dict[str, ast.expr]:
        """The constants of the module under test, by the names that the test has for them."""
        module = self._module.called(call).rpartition(".")[0]
        tree = self._tree(module)
        found = _constants(tree) if tree is not None else {}
        by_name = dict(found)
        for node in self._module.code.of(ast.ImportFrom):
            by_name.update(
                {alias.asname: found[alias.name] for alias in node.names if alias.asname and alias.name in found}
            )
        return by_name


class _Text:
    """A text of an expression that is the same for the same formula: names replaced, sums and products in one order."""

    def __init__(self, names: Mapping[str, ast.expr], given: Mapping[str, str], meaning: Meaning | None = None) -> None:
        self._names = names
        self._given = given
        self._meaning = meaning
        self._steps = 0

    def of(self, node: ast.expr, depth: int = 0) -> str:
        self._steps += 1
        if depth > _DEPTH or self._steps > _MOST_STEPS:
            return "?"
        if isinstance(node, ast.Name):
            return self._of_name(node, depth)
        if isinstance(node, ast.Constant):
            return repr(node.value)
        if isinstance(node, ast.Attribute):
            if node.attr in self._names and isinstance(node.value, ast.Name) and node.value.id not in self._given:
                return self.of(self._names[node.attr], depth + 1)
            return f"{self.of(node.value, depth + 1)}.{node.attr}"
        if isinstance(node, ast.BinOp):
            parts = [self.of(one, depth + 1) for one in self._operands(node)]
            kind = type(node.op).__name__
            return f"{kind}({','.join(sorted(parts) if isinstance(node.op, _TURNED) else parts)})"
        if isinstance(node, ast.Call):
            parts = [self.of(one, depth + 1) for one in (*node.args, *(keyword.value for keyword in node.keywords))]
            return f"{written(node.func).rpartition('.')[2]}({','.join(parts)})"
        parts = [self.of(one, depth + 1) for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)]
        return f"{type(node).__name__}({','.join(parts)})"

    def _operands(self, node: ast.BinOp) -> list[ast.expr]:
        """The parts of a sum or product, however it is bracketed or named in parts; two of another operation."""
        if not isinstance(node.op, _TURNED):
            return [node.left, node.right]
        found: list[ast.expr] = []
        stack: list[ast.expr] = [node]
        while stack and len(found) < _MOST_STEPS:
            one = stack.pop()
            if isinstance(one, ast.Name) and one.id in self._names and one.id not in self._given:
                meant = self._names[one.id]
                one = meant if isinstance(meant, ast.BinOp) and type(meant.op) is type(node.op) else one
            if isinstance(one, ast.BinOp) and type(one.op) is type(node.op):
                stack += [one.left, one.right]
            else:
                found.append(one)
        return found

    def _of_name(self, node: ast.Name, depth: int) -> str:
        if node.id in self._given:
            return self._given[node.id]
        if node.id in self._names:
            return self.of(self._names[node.id], depth + 1)
        if self._meaning is not None:
            value = self._meaning.value(node)
            if value is not node:
                return self.of(value, depth + 1)
        return node.id


def _given(function: ast.FunctionDef | ast.AsyncFunctionDef, call: ast.Call) -> dict[str, ast.expr] | None:
    """What a call gives each parameter, defaults included; None where that is not plain."""
    arguments = function.args
    names = [one.arg for one in (*arguments.posonlyargs, *arguments.args)]
    if any(isinstance(one, ast.Starred) for one in call.args) or len(call.args) > len(names):
        return None
    found: dict[str, ast.expr] = dict(zip(names[::-1], arguments.defaults[::-1], strict=False))
    only = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    found.update({one.arg: default for one, default in only if default is not None})
    found.update(zip(names, call.args, strict=False))
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    found.update({keyword.arg: keyword.value for keyword in call.keywords if keyword.arg is not None})
    return found


def _constants(tree: ast.Module) -> dict[str, ast.expr]:
    return {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.UnaryOp)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _inputs(call: ast.Call) -> Iterator[ast.expr]:
    """What a call works with: its arguments, and the object whose method it is."""
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    yield from (one for one in given if "." not in written(one))
    if isinstance(call.func, ast.Attribute):
        yield call.func.value


def _without_form(meaning: Meaning, result: ast.expr) -> ast.expr:
    """The call whose result is compared, without what only gives it another form: `list(…)`, `round(…, 2)`."""
    call = without_await(meaning.value(result))
    while isinstance(call, ast.Call) and written(call.func) in FORMS and call.args:
        inner = without_await(meaning.value(call.args[0]))
        if not isinstance(inner, ast.Call):
            break
        call = inner
    return call


def _without_same_form(result: ast.expr, expected: ast.expr) -> ast.expr:
    """The expected value without what is done to both sides to compare them: `sorted(a) == sorted(b)`."""
    if not (isinstance(result, ast.Call) and isinstance(expected, ast.Call)) or len(expected.args) != 1:
        return expected
    same = written(result.func) == written(expected.func) in _NORMAL and not expected.keywords
    return expected.args[0] if same else expected


def _is_asked_for(expected: ast.expr, call: ast.expr) -> bool:
    """Whether a part of the expected object is given to a call: `fetch(order.id) == order`."""
    name = written(expected)
    if not isinstance(call, ast.Call):
        return False
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return bool(name) and any(
        isinstance(one, ast.Attribute) and written(one.value) == name for part in given for one in ast.walk(part)
    )


def _is_class(call: ast.Call) -> bool:
    """Whether a call makes an object, as its name tells."""
    return written(call.func).rpartition(".")[2][:1].isupper()
