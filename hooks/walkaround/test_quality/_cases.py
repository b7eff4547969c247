"""TST009: a case that stands twice, and a test that replaces an earlier one of its name."""

import ast
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from .._finding import Finding
from ._module import Function, TestModule, root, written

_DELETE = "Delete the copy, or give it the values that were meant."
_RENAME = "Give one of the two another name, or delete it."
# Where cases are given, and which argument holds them.
_TABLES = {"parametrize": 1, "expand": 0, "parameterized": 0, "parameterized_class": 1}
# Decorators under which a second function of one name does not replace the first.
_REGISTERING = frozenset(
    {"setter", "getter", "deleter", "overload", "register", "route", "dispatch", "fixture", "when"}
)
# Functions that give the same for the same arguments, beside classes.
_PURE = frozenset({
    "frozenset", "set", "dict", "list", "tuple", "range", "bytes", "bytearray", "int", "float", "str", "complex",
    "date", "datetime", "timedelta", "time", "raises", "does_not_raise", "nullcontext", "encode", "decode", "slice",
    "compile", "approx", "fromisoformat", "array", "dedent", "join", "strip", "format", "param",
})  # fmt: skip
_MAKERS = frozenset({"Mock", "MagicMock", "AsyncMock", "Faker", "UUID4", "Random"})
_MOST_SPREAD = 1000
_LARGEST = 10**12  # of what is calculated with
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def find(module: TestModule) -> Iterator[Finding]:
    """Repeated cases of tables and loops, each once, and tests that never run."""
    seen: set[ast.AST] = set()
    for table in (*_tables(module), *_looped(module)):
        if table.rows in seen:
            continue
        seen.add(table.rows)
        for row, first in _repeated(module, table):
            message = f"This case stands twice: line {first} holds the same."
            yield module.finding(row, "TST009", message, _DELETE)
    yield from _examples(module)
    yield from _replaced(module)


class _Table(NamedTuple):
    """A literal whose rows are cases; `several` values each, so that it does not matter what holds them."""

    rows: ast.expr
    several: bool


def _tables(module: TestModule) -> Iterator[_Table]:
    """The literals behind `parametrize`, `parameterized.expand`, `fixture(params=…)` and ddt's `data`."""
    for word, place in _TABLES.items():
        for call in module.code.calls(word):
            named = [one.value for one in call.keywords if one.arg in ("argvalues", "input", "input_values")]
            given = call.args[place : place + 1] or named
            several = word != "parametrize" or _names_several(call)
            yield from (_Table(rows, several) for value in given for rows in _literal(module, value))
    for call in module.code.calls("fixture"):
        for one in call.keywords:
            if one.arg == "params":
                yield from (_Table(rows, False) for rows in _literal(module, one.value))


def _names_several(call: ast.Call) -> bool:
    """Whether a table gives several parameters in each row."""
    named = [*call.args[:1], *(one.value for one in call.keywords if one.arg == "argnames")]
    names = named[0] if named else None
    if isinstance(names, ast.Constant):
        return isinstance(names.value, str) and "," in names.value.strip(" ,")
    return isinstance(names, ast.List | ast.Tuple) and len(names.elts) > 1


def _looped(module: TestModule) -> Iterator[_Table]:
    """The literals that tests go through, each turn a case of its own."""
    for test in module.tests:
        loops: list[ast.For | ast.AsyncFor] = [*test.of(ast.For), *test.of(ast.AsyncFor)]
        for loop in loops:
            if _counts(loop):
                continue
            by_case = _is_case_by_case(module, loop)
            several = isinstance(loop.target, ast.Tuple | ast.List)
            for rows in _literal(module, loop.iter):
                if by_case or isinstance(rows, ast.Dict):
                    yield _Table(rows, several)


def _counts(loop: ast.For | ast.AsyncFor) -> bool:
    """Whether a turn works with its number, or with what stands beside it elsewhere: then no two are the same."""
    if not isinstance(loop.iter, ast.Call) or written(loop.iter.func) != "enumerate":
        return False
    number = written(loop.target.elts[0]) if isinstance(loop.target, ast.Tuple) and loop.target.elts else ""
    inside = [one for statement in loop.body for one in ast.walk(statement)]
    used = [one.slice for one in inside if isinstance(one, ast.Subscript)]
    used += [one for one in inside if isinstance(one, ast.Compare | ast.BinOp)]
    for one in inside:
        if isinstance(one, ast.Call) and written(one.func).rpartition(".")[2] not in ("subTest", "test", "print"):
            used += one.args
    return bool(number) and any(
        isinstance(part, ast.Name) and part.id == number for one in used for part in ast.walk(one)
    )


def _literal(module: TestModule, node: ast.expr, depth: int = 3) -> Iterator[ast.expr]:
    """The list, tuple, set or mapping that an expression is, or that its name was given once."""
    if isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict):
        yield node
    elif isinstance(node, ast.Name) and depth:
        bound = module.code.binding(node)
        if bound is not None:
            yield from _literal(module, bound, depth - 1)
    elif isinstance(node, ast.Call) and depth:
        word = module.code.last(node.func)
        if word in ("items", "keys", "values") and isinstance(node.func, ast.Attribute):
            yield from _literal(module, node.func.value, depth - 1)
        elif word in ("list", "tuple", "sorted", "enumerate", "iter") and node.args:
            yield from _literal(module, node.args[0], depth - 1)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and depth:
        yield from _literal(module, node.left, depth - 1)
        yield from _literal(module, node.right, depth - 1)


def _is_case_by_case(module: TestModule, loop: ast.For | ast.AsyncFor) -> bool:
    """Whether nothing goes from one turn of a loop to the next: it says so by `subTest`, or it only gives what it goes
    through to imported functions and checks what they give."""
    inside = [one for statement in loop.body for one in ast.walk(statement)]
    calls = [one for one in inside if isinstance(one, ast.Call)]
    if any(isinstance(one.func, ast.Attribute) and one.func.attr == "subTest" for one in calls):
        return True
    if any(written(one.func) == "subtests.test" for one in calls):
        return True
    asserting = [one for one in calls if _asserts(one)]
    if not asserting and not any(isinstance(one, ast.Assert) for one in inside):
        return False
    names = {one.id for one in ast.walk(loop.target) if isinstance(one, ast.Name)}
    judged = [
        one
        for one in calls
        if module.is_under_test(module.called(one))
        and root(one.func) in module.code.once("imported names", lambda: _imported(module))
    ]
    takes = any(isinstance(part, ast.Name) and part.id in names for one in judged for part in ast.walk(one))
    others = [one for one in calls if one not in judged and one not in asserting]
    return takes and all(
        module.called(one).startswith("builtins.") for one in others if written(one.func) != "pytest.raises"
    )


def _asserts(call: ast.Call) -> bool:
    """Whether a call is an assertion of `unittest` about what it is given."""
    func = call.func
    return isinstance(func, ast.Attribute) and func.attr.startswith("assert") and written(func.value) == "self"


def _imported(module: TestModule) -> frozenset[str]:
    """The names that imports bind: what is called by one of them is made anew, or has no state of the test's."""
    nodes: list[ast.Import | ast.ImportFrom] = [*module.code.of(ast.Import), *module.code.of(ast.ImportFrom)]
    aliases = [one for node in nodes for one in node.names]
    return frozenset((one.asname or one.name).partition(".")[0] for one in aliases)


def _repeated(module: TestModule, table: _Table) -> Iterator[tuple[ast.expr, int]]:
    """Each row that is the same as an earlier one, with the line of that."""
    rows = table.rows
    items = rows.keys if isinstance(rows, ast.Dict) else _spread(rows.elts)  # type: ignore[attr-defined]
    seen: dict[str, int] = {}
    for row in items:
        if row is None or isinstance(row, ast.Starred):
            continue
        said = _said(row, table.several)
        if said not in seen:
            seen[said] = row.lineno
        elif _is_same_again(module, row):
            yield row, seen[said]


def _spread(rows: Iterable[ast.expr]) -> Iterator[ast.expr]:
    """The rows of a literal, with those of lists and ranges that are spread into it."""
    for row in rows:
        inner = row.value if isinstance(row, ast.Starred) else None
        if isinstance(inner, ast.List | ast.Tuple):
            yield from _spread(inner.elts)
        elif isinstance(inner, ast.Call) and written(inner.func) == "range":
            given = [one.value for one in inner.args if isinstance(one, ast.Constant)]
            numbers = [one for one in given if isinstance(one, int)]
            if len(numbers) == len(inner.args) and 0 < len(numbers) <= 3 and numbers[2:] != [0]:
                spread = range(*numbers)[:_MOST_SPREAD]
                yield from (ast.copy_location(ast.Constant(number), inner) for number in spread)
        else:
            yield row


def _said(row: ast.expr, several: bool) -> str:
    """What a case is, however it is written: the name that it has in a report is no part of it."""
    if isinstance(row, ast.Call) and written(row.func) in ("pytest.param", "param"):
        kept = sorted(f"{one.arg}={_dumped(one.value)}" for one in row.keywords if one.arg != "id")
        return ",".join([*map(_dumped, row.args), *kept])
    if several and isinstance(row, ast.Tuple | ast.List):
        return ",".join(map(_dumped, row.elts))
    return _dumped(row)


def _dumped(node: ast.expr) -> str:
    """What `ast.dump` says, without its detours for what stands in most cases."""
    number = _number(node)
    if number is not None:
        return f"Constant(value={number!r})"
    if isinstance(node, ast.Constant) and node.kind is None:
        return f"Constant(value={node.value!r})"
    if isinstance(node, ast.Set):  # in whatever order
        return f"Set({sorted(set(map(_dumped, node.elts)))})"
    named = isinstance(node, ast.Call) and written(node.func) == "dict" and not node.args
    if named and isinstance(node, ast.Call) and all(one.arg for one in node.keywords):
        keys: list[ast.expr | None] = [ast.Constant(one.arg) for one in node.keywords]
        return ast.dump(ast.Dict(keys, [one.value for one in node.keywords]))
    return ast.dump(node)


def _number(node: ast.expr) -> int | float | None:
    """The number that a sign or a plain calculation comes to: `+91`, `60 * 60`."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.UAdd | ast.USub):
        inner = _number(node.operand)
        if inner is None:
            return None
        return -inner if isinstance(node.op, ast.USub) else inner
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub | ast.Mult):
        left, right = _number(node.left), _number(node.right)
        if left is None or right is None:
            return None
        if max(abs(left), abs(right)) > _LARGEST:
            return None
        return left * right if isinstance(node.op, ast.Mult) else left + (right if _is_sum(node) else -right)
    plain = isinstance(node, ast.Constant) and type(node.value) in (int, float)
    return node.value if plain and isinstance(node, ast.Constant) and isinstance(node.value, int | float) else None


def _is_sum(node: ast.BinOp) -> bool:
    return isinstance(node.op, ast.Add)


def _is_same_again(module: TestModule, row: ast.expr) -> bool:
    """Whether an expression gives the same each time: no call in it makes something new."""
    for node in ast.walk(row):
        if isinstance(node, ast.Call):
            word = module.code.last(node.func)
            if word in _MAKERS or not (word in _PURE or word[:1].isupper()):
                return False
        elif isinstance(node, ast.Await | ast.Yield | ast.YieldFrom | ast.NamedExpr):
            return False
    return True


def _examples(module: TestModule) -> Iterator[Finding]:
    """`@example(…)` of hypothesis and `@data(…)` of ddt."""
    for function in module.functions:
        seen: dict[str, int] = {}
        for one in function.node.decorator_list:
            if not isinstance(one, ast.Call):
                continue
            name = module.called(one)
            rows: list[ast.expr] = [one] if name == "hypothesis.example" else one.args if name == "ddt.data" else []
            for row in rows:
                if isinstance(row, ast.Starred) or not all(_is_same_again(module, part) for part in _parts(row, one)):
                    continue
                said = _said(row, False)
                if said in seen:
                    message = f"This case stands twice: line {seen[said]} holds the same."
                    yield module.finding(row, "TST009", message, _DELETE)
                seen.setdefault(said, row.lineno)


def _parts(row: ast.expr, decorator: ast.Call) -> list[ast.expr]:
    return [*decorator.args, *(one.value for one in decorator.keywords)] if row is decorator else [row]


def _replaced(module: TestModule) -> Iterator[Finding]:
    """Tests, and classes of tests, that a later one of the same name in the same block replaces."""
    tests: dict[ast.AST, Function] = {one.node: one for one in module.tests}
    owners = {one.owner for one in module.tests if one.owner is not None}
    blocks = [module.tree.body, *(one.body for one in module.code.of(ast.ClassDef))]
    for block in blocks:
        names = [node.name for node in block if isinstance(node, _DEFINITIONS)]
        if len(names) == len(set(names)):
            continue
        seen: dict[str, ast.stmt] = {}
        for node in block:
            if not isinstance(node, _DEFINITIONS):
                for name in _names(node) & seen.keys():
                    del seen[name]  # it was kept under another name, or is gone on purpose
                continue
            if _is_kept(node, tests, owners):
                earlier = seen.get(node.name)
                if earlier is not None and not _uses(node, node.name):
                    yield _never_runs(module, node, earlier)
                seen[node.name] = node


def _is_kept(node: ast.stmt, tests: Mapping[ast.AST, Function], owners: Container[ast.AST]) -> bool:
    """Whether a test or a class of tests is known by its name alone."""
    if isinstance(node, ast.ClassDef):
        return node in owners
    test = tests.get(node)
    return test is not None and not any(name.rpartition(".")[2] in _REGISTERING for name in test.decorators)


def _never_runs(module: TestModule, node: ast.stmt, earlier: ast.stmt) -> Finding:
    name = getattr(node, "name", "")
    what = "tests of the class" if isinstance(node, ast.ClassDef) else "test"
    verb = "run" if isinstance(node, ast.ClassDef) else "runs"
    message = f"The {what} `{name}` of line {earlier.lineno} never {verb}: this one has its name."
    return module.finding(node, "TST009", message, _RENAME)


def _names(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _uses(node: ast.stmt, name: str) -> bool:
    """Whether a definition is made from the earlier one: a decorator or a base of that name."""
    outside = [*getattr(node, "decorator_list", ()), *getattr(node, "bases", ())]
    return any(name in _names(one) for one in outside)
