"""TST004: an expected value that the code under test computes itself, or that a copy of its formula does."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from .._finding import Finding
from ._claims import Claim, claims
from ._formula import Formulas
from ._kinds import is_literal
from ._meaning import Meaning, without_await
from ._module import Function, TestModule, first, is_support, root, words, written
from ._tables import rows

RULE = "TST004"

_SAME = "The expected value is computed by the code under test, with the same arguments."
_COPY = "The expected value is computed by a copy of the formula under test."
_REMEDY = "Write the expected value down, worked out by hand or taken from the specification."
# Words of tests that a second call gives the same: that it does is their statement.
_AGAIN = frozenset({
    "deterministic", "determinism", "deterministically", "stable", "stability", "repeatable", "repeatability",
    "idempotent", "idempotence", "idempotency", "consistent", "consistency", "consistently", "reproducible",
    "reproducibility", "reproducibly", "seed", "seeded", "seeds", "pure", "purity", "unchanged", "restart", "reload",
    "reloaded", "concurrent", "thread", "threads",
})  # fmt: skip
# The same, where both results have names of their own.
_TWICE = _AGAIN | frozenset({
    "cache", "caches", "cached", "caching", "memo", "memoize", "memoized", "memoised", "memoizes", "lru",
    "identical", "repeat", "repeated", "repeatedly", "twice", "once", "multiple", "singleton", "isolation",
    "isolated", "mutate", "mutates", "mutated", "side", "equal", "equality", "eq", "hash", "hashable", "different",
    "reuse", "reused", "random",
})  # fmt: skip
_WRITTEN_BY = {"read_text": "write_text", "read_bytes": "write_bytes", "getvalue": "write"}
_BUILTINS = frozenset(
    {"sorted", "set", "list", "tuple", "dict", "str", "len", "frozenset", "int", "float", "type", "repr"}
)
_TAKEN = r"[(\[]"
# Words of arguments that are given so that a result can be had again: `random_state=4`, `idempotency_key="x"`.
_GIVEN_AGAIN = _AGAIN | {"random", "rng", "cache"}
_EXPECTED = (
    r"^(?:exp|expect\w*|\w*_expected|want\w*|correct\w*|reference|golden|answer|desired|should\w*|truth|ideal|wanted)$"
)


def find(module: TestModule, sources: Callable[[str], bytes | None] | None = None) -> Iterator[Finding]:
    """Each assertion of a test that compares the code under test with itself."""
    formulas = Formulas(module, sources)
    for test in module.tests:
        meaning: Meaning | None = None
        for claim in claims(test):
            sides = _sides(module, claim)
            if sides is None or any(map(is_literal, sides)):
                continue  # what is written down was computed by nobody
            meaning = meaning or Meaning(module, test)
            mirror = _Mirror(module, test, claim, meaning)
            if mirror.is_same_call(*sides) or mirror.is_same_in_a_case(*sides):
                yield test.finding(RULE, _SAME, _REMEDY, claim.statement)
            elif formulas.is_copied(test, meaning, *sides):
                yield test.finding(RULE, _COPY, _REMEDY, claim.statement)


def _sides(module: TestModule, claim: Claim) -> tuple[ast.expr, ast.expr] | None:
    """The two sides of a claim that they are equal."""
    node = claim.test
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        if isinstance(node.ops[0], ast.Eq):
            return _zipped(module, claim, _without_approx(node.left), _without_approx(node.comparators[0]))
        return (node.left, node.comparators[0]) if isinstance(node.ops[0], ast.In) else None
    if isinstance(node, ast.Call) and written(node.func) == "all" and len(node.args) == 1:
        return _all_of(node.args[0])
    close = isinstance(node, ast.Call) and written(node.func).rpartition(".")[2] in (
        "isclose",
        "allclose",
        "array_equal",
    )
    if close and isinstance(node, ast.Call) and len(node.args) > 1:
        return node.args[0], node.args[1]
    return None


def _all_of(node: ast.expr) -> tuple[ast.expr, ast.expr] | None:
    """The two lists of which `all(a == b for a, b in zip(…, …))` compares the items."""
    if not isinstance(node, ast.GeneratorExp | ast.ListComp) or len(node.generators) != 1:
        return None
    only, claim = node.generators[0], node.elt
    lists = only.iter.args if isinstance(only.iter, ast.Call) and written(only.iter.func) == "zip" else []
    names = [written(one) for one in only.target.elts] if isinstance(only.target, ast.Tuple) else []
    is_equality = isinstance(claim, ast.Compare) and len(claim.ops) == 1 and isinstance(claim.ops[0], ast.Eq)
    if len(lists) != 2 or only.ifs or not is_equality or not isinstance(claim, ast.Compare):
        return None
    return (lists[0], lists[1]) if {written(claim.left), written(claim.comparators[0])} == set(names) else None


def _zipped(module: TestModule, claim: Claim, left: ast.expr, right: ast.expr) -> tuple[ast.expr, ast.expr]:
    """The two lists whose items a loop over `zip` compares one by one; else the two sides themselves."""
    if not (isinstance(left, ast.Name) and isinstance(right, ast.Name)):
        return left, right
    for up in module.code.parents(claim.statement):
        if isinstance(up, ast.For) and isinstance(up.iter, ast.Call) and written(up.iter.func) == "zip":
            names = [written(one) for one in up.target.elts] if isinstance(up.target, ast.Tuple) else []
            if names in ([left.id, right.id], [right.id, left.id]) and len(up.iter.args) == 2:
                return up.iter.args[0], up.iter.args[1]
    return left, right


class _Mirror:
    """One claim of equality."""

    def __init__(self, module: TestModule, test: Function, claim: Claim, meaning: Meaning) -> None:
        self._module = module
        self._test = test
        self._claim = claim
        self._meaning = meaning

    def is_same_call(self, left: ast.expr, right: ast.expr) -> bool:
        """Whether both sides are one and the same call of the code under test."""
        if isinstance(self._claim.test, ast.Compare) and isinstance(self._claim.test.ops[0], ast.In):
            items = self._meaning.value(right)
            if not isinstance(items, ast.ListComp | ast.SetComp):
                return False
            right = items.elt
        left, right = self._read_back(left), self._read_back(right)
        named = left, right
        left, right = self._without_list(left), self._without_list(right)
        if isinstance(left, ast.Name) and isinstance(right, ast.Name) and left.id == right.id:
            return False  # one result, looked at twice
        if not self._meaning.may_be_same_call(left, right):
            return False
        if not self._meaning.is_same(left, right):
            return False
        calls = self._meaning.calls(left)
        if not self._is_of_code(calls) or self._makes(without_await(self._meaning.value(left))):
            return False
        if self._may_be_had_again(left, calls):
            return False
        return not self._speaks_of_repetition(*named) and not self._something_changes(*named)

    def is_same_in_a_case(self, left: ast.expr, right: ast.expr) -> bool:
        """Whether in one of the cases of a table the expected value is the very call that the test makes then."""
        names = {one.id for one in (left, right) if isinstance(one, ast.Name)}
        if not names or not self._test.said.isdisjoint(_AGAIN):
            return False
        for given in rows(self._module, self._test, self._claim.statement, self._meaning, names):
            one, other = _in_case(left, given), _in_case(right, given)
            if (one is left) == (other is right):
                continue  # not one column of the table, and one call in the test
            calls = self._meaning.calls(one)
            if not self._is_of_code(calls) or not self._meaning.may_be_same_call(one, other):
                continue
            if self._meaning.is_same(one, other, given):
                return True
        return False

    def _is_of_code(self, calls: Sequence[ast.Call]) -> bool:
        """Whether one of some calls runs code of the project that does more than make an object."""
        return any(self._is_real(call) and not self._makes(call) for call in calls)

    def _makes(self, node: ast.expr) -> bool:
        """Whether a call makes an object of a class that is not of Python: that two are equal is said of `__eq__`."""
        made = isinstance(node, ast.Call) and written(node.func).rpartition(".")[2][:1].isupper()
        return made and isinstance(node, ast.Call) and not self._is_python(self._module.called(node))

    def _may_be_had_again(self, side: ast.expr, calls: Sequence[ast.Call]) -> bool:
        """Whether an argument of a call, or of what made an object that is called, is there to repeat a result."""
        names = [one for one in ast.walk(self._meaning.value(side)) if isinstance(one, ast.Name)]
        made = [value for one in names if isinstance(value := self._meaning.value(one), ast.Call)]
        given = [keyword.arg for call in (*calls, *made) for keyword in call.keywords]
        return any(not _GIVEN_AGAIN.isdisjoint(words(name or "")) for name in given)

    def _read_back(self, node: ast.expr) -> ast.expr:
        """What the test itself has written to a file, where it reads that file."""
        value = self._meaning.value(node)
        if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute) or value.args:
            return node
        at, writing = written(value.func.value), _WRITTEN_BY.get(value.func.attr)
        wrote = [
            one
            for one in self._test.of(ast.Call)
            if isinstance(one.func, ast.Attribute) and one.func.attr == writing and written(one.func.value) == at != ""
        ]
        if len(wrote) != 1 or not wrote[0].args or not self._stays_written(wrote[0], value, at):
            return node
        return wrote[0].args[0]

    def _stays_written(self, write: ast.Call, read: ast.Call, file: str) -> bool:
        """Whether the test writes a file in every run, and nothing else gets hold of it before it is read."""
        around = self._module.code.parent(self._module.code.parent(write) or write)
        acts = self._test.acts_between(write.lineno + 1, read.lineno)
        if around is not self._test.node or acts is None or write.lineno >= read.lineno:
            return False
        return not any(isinstance(one, ast.Call) and one is not read and _names(one, file) for one in acts)

    def _without_list(self, node: ast.expr) -> ast.expr:
        """The expression that a list is made of, where it is one."""
        value = self._meaning.value(node)
        made = isinstance(value, ast.Call) and written(value.func) in ("list", "tuple") and len(value.args) == 1
        return value.args[0] if made and isinstance(value, ast.Call) else node

    def _is_real(self, call: ast.Call) -> bool:
        """Whether a call may run code of the project: neither a builtin nor one of Python's own."""
        name = self._module.called(call)
        if self._module.is_under_test(name):
            return True
        if isinstance(call.func, ast.Name):
            return call.func.id in self._test.fixtures or self._is_decorated_here(call.func)
        return isinstance(call.func, ast.Attribute) and bool(root(call.func)) and not self._is_python(name)

    def _is_decorated_here(self, name: ast.Name) -> bool:
        """Whether a function within the test is called that the code under test has wrapped."""
        return any(one.name == name.id and bool(one.decorator_list) for one in self._test.of(ast.FunctionDef))

    def _is_python(self, name: str) -> bool:
        return name.startswith("builtins.") or (is_support(first(name)) and not name.startswith("."))

    def _speaks_of_repetition(self, left: ast.expr, right: ast.expr) -> bool:
        """Whether the test says that a second call is to give the same, or keeps two results side by side to say so."""
        names = [written(one).removeprefix("self.") for one in (left, right)]
        names = [name.partition(".")[0] for name in names if name and not re.search(_TAKEN, name)]
        if any(self._is_checked_too(one) for one in (left, right)):
            return True
        if isinstance(self._claim.test, ast.Compare) and self._is_one_of_several(left, right):
            return True
        two = len(names) == 2 and not any(re.match(_EXPECTED, name) for name in names)
        return not self._test.said.isdisjoint(_TWICE if two else _AGAIN)

    def _is_one_of_several(self, left: ast.expr, right: ast.expr) -> bool:
        """Whether the test compares what the same function gives with something else besides, right or wrong: that it
        gives the same twice, as it stands there in one line, is then one more thing to know."""
        if any(isinstance(one, ast.Name) and re.match(_EXPECTED, one.id) for one in (left, right)):
            return False
        calls = [one for side in (left, right) for one in self._meaning.calls(side)]
        own = {written(one.func) for one in calls} - _BUILTINS - {""}
        others = (one for one in self._asserted() if one[0] is not self._claim.statement and not _is_mirrored(one[1]))
        return any(not own.isdisjoint(self._functions(part)) for _, parts in others for part in parts)

    def _asserted(self) -> Iterator[tuple[ast.stmt, list[ast.expr]]]:
        """What the test asserts, by whatever function: each statement with what it compares."""
        for node in self._test.of(ast.Assert):
            whole = isinstance(node.test, ast.Compare)
            yield node, [node.test.left, *node.test.comparators] if whole else [node.test]  # type: ignore[attr-defined]
        for statement in self._test.of(ast.Expr):
            call = statement.value
            if isinstance(call, ast.Call) and written(call.func).rpartition(".")[2].startswith("assert"):
                yield statement, call.args

    def _functions(self, part: ast.expr) -> set[str]:
        """The functions whose results an expression is about, by themselves or by a name."""
        names = [one for one in ast.walk(part) if isinstance(one, ast.Name)]
        read = {one.id for one in names}
        given = (one for one in self._test.of(ast.Assign) if not read.isdisjoint(_bound(one)))
        parts = [part, *(one.value for one in given)]
        return {written(one.func) for each in parts for one in ast.walk(each) if isinstance(one, ast.Call)}

    def _is_checked_too(self, side: ast.expr) -> bool:
        """Whether a result is compared with something else besides, so that here it only has to be the same again."""
        return isinstance(side, ast.Name) and len(self._meaning.claimed.get(side.id, ())) > 1

    def _something_changes(self, left: ast.expr, right: ast.expr) -> bool:
        """Whether anything else happens between the two calls, so that the second may give something else."""
        places = [place for one in self._apart(left, right) if (place := self._meaning.place(one)) is not None]
        if not places:
            return False
        start, end = min(one.lineno for one in places), self._claim.statement.lineno
        mine = {id(node) for place in places for node in ast.walk(place)}
        mine |= {id(node) for one in (self._claim.statement, left, right) for node in ast.walk(one)}
        acts = self._test.acts_between(start, end)
        return acts is None or any(id(node) not in mine and _changes(node) for node in acts)

    def _apart(self, left: ast.expr, right: ast.expr) -> Iterator[ast.Name]:
        """The names that stand on one side only: for two results, or for what they are taken from."""
        names = [[one for one in ast.walk(side) if isinstance(one, ast.Name)] for side in (left, right)]
        for mine, others in (names, reversed(names)):
            there = {one.id for one in others}
            yield from (one for one in mine if one.id not in there)


def _bound(node: ast.Assign) -> set[str]:
    return {one.id for target in node.targets for one in ast.walk(target) if isinstance(one, ast.Name)}


def _is_mirrored(parts: list[ast.expr]) -> bool:
    """Whether both sides of a claim are written alike, so that it says no more than the one that is judged."""
    return len(parts) == 2 and ast.dump(parts[0]) == ast.dump(parts[1])


def _in_case(side: ast.expr, given: Mapping[str, ast.expr]) -> ast.expr:
    return given.get(side.id, side) if isinstance(side, ast.Name) else side


def _names(node: ast.AST, name: str) -> bool:
    return any(isinstance(one, ast.expr) and written(one) == name for one in ast.walk(node))


def _changes(node: ast.AST) -> bool:
    """Whether a node may change what a call gives: another call, or an assignment to an object rather than a name."""
    if isinstance(node, ast.Call) and written(node.func) in ("zip", "list", "len", "print"):
        return False
    return not isinstance(node, ast.Assign) or any(not isinstance(one, ast.Name | ast.Tuple) for one in node.targets)


def _without_approx(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.Call) and node.args and written(node.func).rpartition(".")[2] == "approx":
        return node.args[0]
    return node
