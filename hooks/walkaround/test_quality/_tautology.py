"""TST002: an assertion that holds whatever the code under test does."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from .._finding import Finding
from ._claims import claims, is_only_message
from ._just_set import JustSet
from ._kinds import has_it, is_made_by_class, is_of_kind, is_something, is_true, kind, resolved
from ._known import BUILTINS, Known, Unknown
from ._module import Function, TestModule, last, root, words, written
from ._same import Same
from ._silent import BROAD, caught_by
from ._tools import is_of_tools

RULE = "TST002"

_REMEDY = "Compare what the code under test gives with a value that is written down in the test."
_MESSAGE = "This assertion compares nothing: its second value is only shown when it fails."
_MOST_READS = 50  # of a list that nobody gets hold of
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
# Words of tests that only make an object, and say so.
_MAKING = frozenset({
    "init", "initialize", "initialise", "initialization", "instance", "instantiate", "instantiation", "create",
    "creates", "creation", "construct", "constructs", "construction", "constructor", "smoke", "import", "imports",
    "make", "makes", "raise", "raises", "crash", "error", "fail", "fails", "accept", "accepts", "valid", "allowed",
})  # fmt: skip
# Words of tests about the methods that builtins call.
_BY_METHODS = frozenset({
    "repr", "str", "string", "len", "length", "bool", "int", "float", "bytes", "iter", "iterable", "iteration", "list",
    "dict", "format", "display", "print", "sort", "sortable", "cast", "convert", "conversion", "dunder", "callable",
})  # fmt: skip
_DEPTH = 40
_SAME = (ast.Eq, ast.Is)  # nobody writes `a <= a` but to try the operator
# Words of tests that say that a value of their own is left alone.
_LEFT_ALONE = frozenset({
    "affect", "affects", "mutate", "mutates", "mutated", "modify", "modifies", "modified", "original", "unchanged",
    "local", "locals", "untouched", "intact", "preserve", "preserves", "preserved",
})  # fmt: skip


def find(module: TestModule) -> Iterator[Finding]:
    """Each assertion of a test that cannot fail."""
    for test in module.tests:
        set_: JustSet | None = None
        for claim in claims(test):
            why = _Claim(module, test, claim.statement).always(claim.test)
            if not why:
                set_ = set_ or JustSet(module, test, words(test.node.name))
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
            return self._compared(node)
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
        if any(one and one in seen for one in opposite) or self._covers_lengths(node):
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
            if isinstance(one, ast.Compare) and len(one.ops) == 1 and self._is_length(one.left):
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
            return self._compared(_negated(node)) if type(node.ops[0]) in _OPPOSITE else ""
        return ""

    def _compared(self, node: ast.expr) -> str:
        if not isinstance(node, ast.Compare):
            return ""
        left, found = node.left, ""
        for op, right in zip(node.ops, node.comparators, strict=True):
            found = self._pair(left, op, right)
            if not found:
                return ""
            left = right
        return found

    def _pair(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> str:
        left, right = _without_approx(left), _without_approx(right)
        if isinstance(op, _SAME):
            one = self._same.text(left)
            same = one and one == self._same.text(right) and not isinstance(left, ast.Constant)
            if same and not self._is_member_here(left) and not self._is_of_operators(op, left, right):
                return "it compares a value with itself"
        if isinstance(op, ast.Eq) and any(last(written(one)) == "ANY" for one in (left, right)):
            if isinstance(left, ast.Subscript) or isinstance(right, ast.Subscript):
                return ""  # that the key is there
            return "" if self._same.is_about(left) else "everything equals `ANY`"
        if isinstance(op, ast.In) and self._is_inside(left, right):
            return "it looks for something where it comes from"
        return self._limited(left, op, right)

    def _limited(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> str:
        """Why a value keeps to a limit that holds for every value of its kind."""
        if isinstance(op, ast.IsNot | ast.NotEq) and _is_none(right) and is_something(self._test, left):
            return "" if self._is_about_making(left) else "what is made in place is never `None`"
        if isinstance(op, ast.IsNot) and _is_none(right) and is_made_by_class(self._test, left) and self._is_all(left):
            return "what a class makes is never `None`"
        if self._is_ordered(left, op, right):
            return "it compares a value with a limit of its own"
        if self._is_length(left) and _is_below(op, right):
            return "no length is below zero"
        if self._is_length(right) and type(op) in _MIRRORED and _is_below(_MIRRORED[type(op)](), left):
            return "no length is below zero"
        return ""

    def _called(self, node: ast.Call, depth: int) -> str:
        name, given = written(node.func), node.args
        if name in ("isinstance", "issubclass") and len(given) == 2:
            kinds = given[1].elts if isinstance(given[1], ast.Tuple) else [given[1]]
            if any(written(one) == "object" for one in kinds):
                return "everything is an `object`"
            of_kind = name == "isinstance" and is_of_kind(self._test, given[0], given[1])
            of_kind = of_kind and not self._is_about_making(given[0])
            return "it asks for the kind that the value is made of" if of_kind else ""
        if name == "hasattr" and has_it(node):
            return "everything has this attribute"
        if name == "callable" and len(given) == 1 and isinstance(given[0], ast.Lambda):
            return "a generator or function is true without being run"
        if name == "bool" and len(given) == 1:
            return self.always(given[0], depth + 1)
        if name == "all" and len(given) == 1 and isinstance(given[0], ast.GeneratorExp | ast.ListComp):
            return self._every(given[0], depth)
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
        return self._pair(left, ast.Eq(), right) if last(written(node.func)) in _COMPARING else ""

    def _every(self, node: ast.GeneratorExp | ast.ListComp, depth: int) -> str:
        """Why something holds of every item."""
        claim, items = node.elt, node.generators[0]
        if isinstance(items.iter, ast.List | ast.Tuple) and not items.iter.elts:
            return "there is no item to ask"
        inside = (
            isinstance(claim, ast.Compare)
            and isinstance(claim.ops[0], ast.In)
            and written(claim.left) == written(items.target) != ""
            and isinstance(items.iter, ast.Name)
            and written(claim.comparators[0]) == items.iter.id
        )
        if inside and self._same.is_given(items.iter):
            return "it looks for something where it comes from"
        return self.always(claim, depth + 1)

    def _is_about_making(self, node: ast.expr) -> bool:
        """Whether the test is about `__repr__` or another method behind the builtin that makes a value."""
        made = resolved(self._test, node)
        return isinstance(made, ast.Call) and not _BY_METHODS.isdisjoint(words(self._test.name))

    def _is_all(self, node: ast.expr) -> bool:
        """Whether a test claims nothing else, though it does not say that to make an object is what it is about."""
        if not self._test.said.isdisjoint(_MAKING) or self._same.is_about(node):
            return False
        return len(list(claims(self._test))) == 1 and not self._test.has(ast.With, ast.AsyncWith)

    def _is_ordered(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> bool:
        """`max(a) >= min(a)`, `abs(a) >= 0`, `len(a) <= len(a)`, `len(set(a)) <= len(a)`."""
        if isinstance(op, ast.LtE):
            left, right = right, left
        elif not isinstance(op, ast.GtE):
            return False
        if not isinstance(left, ast.Call) or not left.args:
            return False
        name = written(left.func)
        if isinstance(right, ast.Constant):
            return name == "abs" and right.value == 0 and right.value is not False
        if not isinstance(right, ast.Call) or not right.args:
            return False
        other, items = written(right.func), right.args[0]
        if (name, other) in (("max", "min"), ("len", "len"), ("max", "max"), ("min", "min"), ("sum", "sum")):
            if name == "len" and isinstance(items, ast.Call) and written(items.func) == "set" and items.args:
                items = items.args[0]
            one = self._same.text(left.args[0])
            return bool(one) and one == self._same.text(items) and len(left.args) == 1
        return False

    def _is_length(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Name) and node.id in self._test.once:
            node = self._test.once[node.id]
        return isinstance(node, ast.Call) and written(node.func) == "len"

    def _is_of_operators(self, op: ast.cmpop, node: ast.expr, other: ast.expr) -> bool:
        """Whether a comparison of an object with itself may be what the test is about: what its class makes of it."""
        if isinstance(op, ast.Is):
            names = isinstance(node, ast.Name) and isinstance(other, ast.Name)
            return not names and not root(node)[:1].isupper()  # a property may make a new object
        made = self._test.once.get(root(node)) if root(node) else None
        name = written(made.func).rpartition(".")[2] if isinstance(made, ast.Call) else ""
        if name[:1].isupper() and name in self._module.classes:
            return True
        return self._same.is_about(node)

    def _is_member_here(self, node: ast.expr) -> bool:
        """Whether an attribute is made by a class of this module, where each access may give another object."""
        return isinstance(node, ast.Attribute) and node.attr in self._module.members

    def _is_inside(self, left: ast.expr, right: ast.expr) -> bool:
        """Whether a value is looked for among all of its kind, in itself, or in what the test has put it into."""
        if isinstance(right, ast.Tuple | ast.List | ast.Set):
            both = {True, False} <= {one.value for one in right.elts if isinstance(one, ast.Constant)}
            if both and kind(self._test, left) == "bool":
                return True
            name = self._same.text(left)
            own = (
                name and not isinstance(left, ast.Constant) and any(self._same.text(one) == name for one in right.elts)
            )
            return bool(own) and not self._same.is_about(left)
        if not (isinstance(left, ast.Name) and isinstance(right, ast.Name)):
            return False
        if left.id == right.id:
            return self._same.is_given(left) and not self._tries_operators()
        made = self._test.once.get(right.id)
        plain = isinstance(made, ast.Call) and written(made.func).rpartition(".")[2][:1].islower()
        looped = (plain or isinstance(made, ast.List)) and any(
            isinstance(up, ast.For) and written(up.target) == left.id and written(up.iter) == right.id
            for up in self._module.code.parents(self._at)
        )
        return looped or self._was_put(left, right)

    def _tries_operators(self) -> bool:
        """Whether the test compares values with themselves by order, so that operators are what it is about."""
        return any(
            isinstance(one.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE)
            and written(one.left) == written(one.comparators[0]) != ""
            for one in self._test.of(ast.Compare)
        )

    def _was_put(self, left: ast.Name, right: ast.Name) -> bool:
        """Whether the test has just put a value into a list or set of its own, which nobody else gets hold of."""
        made = self._test.once.get(right.id)
        own = isinstance(made, ast.List | ast.Set) or (
            isinstance(made, ast.Call) and written(made.func) in ("list", "set") and not made.args
        )
        if not own or self._test.bound.get(left.id) != 1:
            return False
        put = False
        for read in self._test.reads.get(right.id, [])[:_MOST_READS]:
            around = self._module.code.parent(read)
            if isinstance(around, ast.Attribute) and around.attr in ("append", "add"):
                call = self._module.code.parent(around)
                given = call.args[0] if isinstance(call, ast.Call) and call.args else None
                put = put or (isinstance(given, ast.Name) and given.id == left.id and given.lineno < self._at.lineno)
            elif not isinstance(around, ast.Compare | ast.Assert):
                return False
        return put


_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt,
}  # fmt: skip
_MIRRORED: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.NotEq: ast.NotEq}


def _negated(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return node.operand
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _OPPOSITE:
        return ast.Compare(node.left, [_OPPOSITE[type(node.ops[0])]()], node.comparators)
    return ast.UnaryOp(ast.Not(), node)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_below(op: ast.cmpop, limit: ast.expr) -> bool:
    """Whether `length op limit` holds for every length."""
    negative = (
        isinstance(limit, ast.UnaryOp) and isinstance(limit.op, ast.USub) and isinstance(limit.operand, ast.Constant)
    )
    zero = isinstance(limit, ast.Constant) and limit.value == 0 and limit.value is not False
    return (zero and isinstance(op, ast.GtE)) or (negative and isinstance(op, ast.Gt | ast.GtE | ast.NotEq))


def _without_approx(node: ast.expr) -> ast.expr:
    is_approx = isinstance(node, ast.Call) and re.fullmatch(r"(?:pytest\.)?approx", written(node.func)) and node.args
    return node.args[0] if is_approx and isinstance(node, ast.Call) else node


def _reads(node: ast.expr) -> bool:
    return any(isinstance(one, ast.Name) and one.id not in BUILTINS for one in ast.walk(node))


def _starred(node: ast.Tuple) -> bool:
    return all(isinstance(one, ast.Starred) for one in node.elts)
