"""TST002: an assertion that holds whatever the code under test does."""

import ast
from collections.abc import Callable, Iterator
from itertools import pairwise

from .._finding import Finding
from ._claims import claims, is_only_message
from ._comparisons import Comparison
from ._just_set import JustSet
from ._kinds import has_it, is_of_kind, is_true
from ._known import BUILTINS, Known, Unknown
from ._module import Function, TestModule, last, words, written
from ._same import Same
from ._silent import BROAD, caught_by
from ._tools import is_of_tools

RULE = "TST002"

_REMEDY = "Compare what the code under test gives with a value that is written down in the test."
_MESSAGE = "This assertion compares nothing: its second value is only shown when it fails."
# Patterns that match every text, functions that compare two values, and methods that hold of a value and itself.
_EVERYTHING = frozenset({"", ".*", ".*?", "^", "^.*", "(.*)", "[\\s\\S]*"})
_COMPARING = frozenset({
    "equal", "equals", "array_equal", "array_equiv", "allclose", "isclose", "is_close", "assert_close", "eq",
    "is_equal", "are_equal",
})  # fmt: skip
_OF_ITSELF = frozenset(
    {"equals", "equal", "issubset", "issuperset", "startswith", "endswith", "__eq__", "__contains__"}
)
# Names by which an assertion of a mock is meant, and which a mock without a specification takes for its own attributes.
_MISSPELT = frozenset({
    "called_once", "called_with", "called_once_with", "not_called", "has_calls", "any_call", "called_any",
    "has_any_call", "awaited_once", "awaited_with", "awaited_once_with", "not_awaited",
})  # fmt: skip
_DEPTH = 40
# Words of tests that say that a value of their own is left alone.
_LEFT_ALONE = frozenset({
    "affect", "affects", "mutate", "mutates", "mutated", "modify", "modifies", "modified", "original", "unchanged",
    "local", "locals", "untouched", "intact", "preserve", "preserves", "preserved",
})  # fmt: skip


def find(module: TestModule, sources: Callable[[str], bytes | None] | None = None) -> Iterator[Finding]:
    """Each assertion of a test that cannot fail."""
    for test in module.tests:
        set_: JustSet | None = None
        for claim in claims(test):
            why = _Claim(module, test, claim.statement).always(claim.test)
            if not why:
                set_ = set_ or JustSet(module, test, words(test.node.name), sources)
                why = "it repeats what the test has just set" if set_.holds(claim) else ""
            if why and not _is_marker(module, test, claim.statement):
                yield test.finding(RULE, f"This assertion always holds: {why}.", _REMEDY, claim.statement)
            elif not why and is_only_message(claim):
                yield test.finding(RULE, _MESSAGE, _REMEDY, claim.statement)


def _is_marker(module: TestModule, test: Function, statement: ast.stmt) -> bool:
    """Whether `assert True` marks the branch that is to be reached, in a test that fails in the other."""
    if not isinstance(statement, ast.Assert) or not isinstance(statement.test, ast.Constant):
        return False
    around = list(module.code.parents(statement))
    branched = any(isinstance(up, ast.ExceptHandler | ast.If | ast.Try | ast.Match) for up in around)
    # A failure that the same handler takes is none.
    taken: set[int] = set()
    for handler, block in pairwise(around):
        if isinstance(handler, ast.ExceptHandler) and isinstance(block, ast.Try):
            caught = caught_by(module, handler)
            if not caught or not caught.isdisjoint((*BROAD, "AssertionError")):
                taken.update(id(node) for part in block.body for node in ast.walk(part))
    return branched and any(_is_failure(node) and id(node) not in taken for node in test.nodes)


def _is_failure(node: ast.AST) -> bool:
    if isinstance(node, ast.Assert):
        return isinstance(node.test, ast.Constant) and not node.test.value
    return isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and last(written(node.func)) == "fail")


class _Claim:
    """One claim in the test that makes it."""

    def __init__(self, module: TestModule, test: Function, statement: ast.stmt) -> None:
        self._module = module
        self._test = test
        self._at = statement
        self._same = Same(module, test, statement)
        self._comparison = Comparison(module, test, statement, self._same)

    def always(self, node: ast.expr, depth: int = 0) -> str:
        """Why an expression is true in every run, as a clause; empty when it may be false."""
        if depth > _DEPTH:
            return ""
        by_shape = self._by_shape(node, depth)
        if by_shape:
            return by_shape
        try:
            value = Known(self._module, self._test, self._at).value(node)
        except Unknown:
            value = depth == 0 and is_of_tools(self._module, self._test, node)
        if not value:
            return ""
        if not _reads(node):
            return "it is a constant"
        return "" if self._is_about_its_own(node) else "it compares what the test itself has set"

    def _is_about_its_own(self, node: ast.expr) -> bool:
        """Whether a value is looked at before it is used, or the test is about it being left alone."""
        if not _LEFT_ALONE.isdisjoint(words(self._test.name)):
            return True
        end = self._at.end_lineno or self._at.lineno
        return any(self._test.last_read.get(one.id, 0) > end for one in ast.walk(node) if isinstance(one, ast.Name))

    def _by_shape(self, node: ast.expr, depth: int) -> str:
        if isinstance(node, ast.Tuple):
            return "a tuple that is not empty is true" if node.elts and not _starred(node) else ""
        if isinstance(node, ast.GeneratorExp | ast.Lambda):
            return "a generator or function is true without being run"
        if isinstance(node, ast.BoolOp):
            return self._either(node, depth) if isinstance(node.op, ast.Or) else self._both(node, depth)
        if isinstance(node, ast.Compare):
            return self._comparison.always(node)
        if isinstance(node, ast.Call):
            return self._called(node, depth)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return self._never(node.operand)
        if isinstance(node, ast.IfExp):
            return self._branches(node, depth)
        if isinstance(node, ast.Attribute) and node.attr.startswith("assert_"):
            return "a method that is not called is true"
        return "a value that is not empty is true" if is_true(node) else ""

    def _branches(self, node: ast.IfExp, depth: int) -> str:
        """Why both branches are true: by themselves, or because the condition has just said so."""
        condition = self._same.text(node.test)
        for branch, seen in ((node.body, condition), (node.orelse, self._same.text(_negated(node.test)))):
            if not (seen and self._same.text(branch) == seen) and not self.always(branch, depth + 1):
                return ""
        return "both branches of its condition are true"

    def _either(self, node: ast.BoolOp, depth: int) -> str:
        for one in node.values:
            why = self.always(one, depth + 1)
            if why:
                return why if len(node.values) == 1 else f"one side of its `or` is always true, because {why}"
        seen = [self._same.text(one) for one in node.values]
        opposite = [self._same.text(_negated(one)) for one in node.values]
        if any(one and one in seen for one in opposite) or self._covers_lengths(node) or _are_opposites(node.values):
            return "one side of its `or` is the opposite of the other"
        unlike = [self._unlike(one) for one in node.values]
        if (
            len(unlike) == 2
            and unlike[0]
            and unlike[1]
            and unlike[0][0] == unlike[1][0]
            and unlike[0][1] != unlike[1][1]
        ):
            return "nothing is equal to both sides of its `or`"
        return ""

    def _covers_lengths(self, node: ast.BoolOp) -> bool:
        """`len(a) == 0 or len(a) > 0`: whether one side says that there is nothing, another that something is."""
        of: dict[str, set[str]] = {}
        for one in node.values:
            if isinstance(one, ast.Compare) and len(one.ops) == 1 and self._comparison.is_length(one.left):
                right, op = one.comparators[0], one.ops[0]
                limit = right.value if isinstance(right, ast.Constant) else None
                none = limit == 0 and isinstance(op, ast.Eq | ast.LtE)
                some = (limit == 0 and isinstance(op, ast.Gt | ast.NotEq)) or (limit == 1 and isinstance(op, ast.GtE))
                of.setdefault(self._same.text(one.left), set()).add("none" if none else "some" if some else "")
        return any(name and {"none", "some"} <= found for name, found in of.items())

    def _unlike(self, node: ast.expr) -> tuple[str, str] | None:
        """What an expression says to be unlike a constant, and that constant."""
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], ast.NotEq | ast.IsNot):
            right, left = node.comparators[0], self._same.text(node.left)
            return (left, repr(right.value)) if isinstance(right, ast.Constant) and left else None
        return None

    def _both(self, node: ast.BoolOp, depth: int) -> str:
        found = [self.always(one, depth + 1) for one in node.values]
        return found[0] if all(found) else ""

    def _never(self, node: ast.expr) -> str:
        """Why an expression is false in every run."""
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            return self._comparison.always(_negated(node)) if type(node.ops[0]) in _OPPOSITE else ""
        return ""

    def _called(self, node: ast.Call, depth: int) -> str:
        name, given = written(node.func), node.args
        if name in ("isinstance", "issubclass") and len(given) == 2:
            kinds = given[1].elts if isinstance(given[1], ast.Tuple) else [given[1]]
            if any(written(one) == "object" for one in kinds):
                return "everything is an `object`"
            of_kind = name == "isinstance" and is_of_kind(self._test, given[0], given[1])
            of_kind = of_kind and not self._comparison.is_about_making(given[0])
            return "it asks for the kind that the value is made of" if of_kind else ""
        if name == "hasattr" and has_it(node):
            return "everything has this attribute"
        if name == "callable" and len(given) == 1 and isinstance(given[0], ast.Lambda):
            return "a generator or function is true without being run"
        if name == "bool" and len(given) == 1:
            return self.always(given[0], depth + 1)
        if name in ("all", "any") and len(given) == 1:
            return self._of_many(name, given[0], depth)
        if name in ("re.match", "re.search") and given and isinstance(given[0], ast.Constant):
            return "its pattern matches every text" if given[0].value in _EVERYTHING else ""
        if isinstance(node.func, ast.Attribute):
            return self._called_of(node, node.func, depth)
        return self._compared_by_call(node, given[0], given[1]) if len(given) >= 2 else ""

    def _called_of(self, node: ast.Call, func: ast.Attribute, depth: int) -> str:
        """Why a method, or a function of a module, gives something true."""
        if func.attr in ("all", "any") and isinstance(func.value, ast.Compare):
            return self.always(func.value, depth + 1)
        if func.attr in _MISSPELT and self._module.imports_mocks:
            return "a mock answers every name that it does not know with something true"
        if len(node.args) == 1 and func.attr in _OF_ITSELF:
            same = self._same.text(func.value)
            if same and same == self._same.text(node.args[0]) and self._same.is_given(func.value):
                return "it compares a value with itself"
        return self._compared_by_call(node, node.args[0], node.args[1]) if len(node.args) >= 2 else ""

    def _compared_by_call(self, node: ast.Call, left: ast.expr, right: ast.expr) -> str:
        """`numpy.array_equal(a, a)`: why a function that compares two values holds."""
        return self._comparison.of_two(left, ast.Eq(), right) if last(written(node.func)) in _COMPARING else ""

    def _of_many(self, name: str, items: ast.expr, depth: int) -> str:
        """Why `all` or `any` of something holds."""
        if isinstance(items, ast.GeneratorExp | ast.ListComp):
            return self._every(items, depth) if name == "all" else ""
        if not isinstance(items, ast.List | ast.Tuple) or not items.elts:
            return ""
        found = [self.always(one, depth + 1) for one in items.elts]
        holds = all(found) if name == "all" else any(found)
        return next(filter(None, found)) if holds else ""

    def _every(self, node: ast.GeneratorExp | ast.ListComp, depth: int) -> str:
        """Why something holds of every item."""
        claim, items = node.elt, node.generators[0]
        if isinstance(items.iter, ast.List | ast.Tuple) and not items.iter.elts:
            return "there is no item to ask"
        inside = (
            isinstance(claim, ast.Compare)
            and isinstance(claim.ops[0], ast.In)
            and written(claim.left) == written(items.target) != ""
            and self._same.text(claim.comparators[0]) == self._same.text(items.iter) != ""
        )
        if inside and self._same.is_given(items.iter):
            return "it looks for something where it comes from"
        return self.always(claim, depth + 1)


_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt,
}  # fmt: skip


def _negated(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return node.operand
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _OPPOSITE:
        return ast.Compare(node.left, [_OPPOSITE[type(node.ops[0])]()], node.comparators)
    return ast.UnaryOp(ast.Not(), node)


def _are_opposites(sides: list[ast.expr]) -> bool:
    """Whether one side is written as the opposite of another, calls included: nobody means that to be false."""
    if not all(isinstance(one, ast.Compare) for one in sides):
        return False
    seen = {ast.dump(one) for one in sides}
    return any(isinstance(other := _negated(one), ast.Compare) and ast.dump(other) in seen for one in sides)


def _reads(node: ast.expr) -> bool:
    return any(isinstance(one, ast.Name) and one.id not in BUILTINS for one in ast.walk(node))


def _starred(node: ast.Tuple) -> bool:
    return all(isinstance(one, ast.Starred) for one in node.elts)
