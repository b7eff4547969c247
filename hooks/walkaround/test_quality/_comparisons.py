"""Comparisons that hold whatever the code under test gives."""

import ast

from ._claims import claims
from ._kinds import is_made_by_class, is_something, kind, resolved
from ._module import Function, TestModule, root, words, written
from ._same import Same
from ._tools import is_made_of_constants

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
# Words of tests that what is asked for twice is the same, though it is made anew.
_REPEATING = frozenset({"deterministic", "determinism", "identical"})
_LIMITING = (ast.IsNot, ast.NotEq, ast.Gt, ast.GtE, ast.Lt, ast.LtE)  # what may hold of all values of a kind
_REFLEXIVE = (ast.LtE, ast.GtE)
_SAME = (ast.Eq, ast.Is)  # nobody writes `a <= a` but to try the operator
_MOST_READS = 50  # of a list that nobody gets hold of
_MIRRORED: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.NotEq: ast.NotEq}


class Comparison:
    """The comparisons of one claim, in the test that makes it."""

    def __init__(self, module: TestModule, test: Function, statement: ast.stmt, same: Same) -> None:
        self._module = module
        self._test = test
        self._at = statement
        self._same = same

    def always(self, node: ast.expr) -> str:
        """Why a comparison holds in every run, all its links; empty when it may not."""
        if not isinstance(node, ast.Compare):
            return ""
        left, found = node.left, ""
        for op, right in zip(node.ops, node.comparators, strict=True):
            found = self.of_two(left, op, right)
            if not found:
                return ""
            left = right
        return found

    def of_two(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> str:
        """Why one link of a comparison holds in every run."""
        left, right = _without_approx(left), _without_approx(right)
        constant = isinstance(left, ast.Constant) or isinstance(right, ast.Constant)
        if isinstance(op, _SAME) and not constant:
            one = self._same.text(left)
            same = one and one == self._same.text(right)
            if same and not self._is_member_here(left) and not self._is_of_operators(op, left, right):
                return "it compares a value with itself"
        if isinstance(op, _REFLEXIVE) and not constant and self._is_order_of_tools(left, right):
            return "it compares a value with itself"
        if isinstance(op, ast.Eq) and any(self._module.code.last(one) == "ANY" for one in (left, right)):
            if isinstance(left, ast.Subscript) or isinstance(right, ast.Subscript):
                return ""  # that the key is there
            return "" if self._same.is_about(left) else "everything equals `ANY`"
        if isinstance(op, ast.In) and self._is_inside(left, right):
            return "it looks for something where it comes from"
        return self._limited(left, op, right) if isinstance(op, _LIMITING) else ""

    def _is_order_of_tools(self, left: ast.expr, right: ast.expr) -> bool:
        """Whether a value that Python's library has made of constants is ordered with itself: `day <= day`."""
        one = self._same.text(left)
        made = resolved(self._test, left)
        return bool(one) and one == self._same.text(right) and is_made_of_constants(self._module, made)

    def _limited(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> str:
        """Why a value keeps to a limit that holds for every value of its kind."""
        if isinstance(op, ast.IsNot | ast.NotEq) and _is_none(right) and is_something(self._test, left):
            return "" if self.is_about_making(left) else "what is made in place is never `None`"
        if isinstance(op, ast.IsNot) and _is_none(right) and is_made_by_class(self._test, left) and self._is_all(left):
            return "what a class makes is never `None`"
        if self._is_ordered(left, op, right):
            return "it compares a value with a limit of its own"
        if self.is_length(left) and _is_below(op, right):
            return "no length is below zero"
        if self.is_length(right) and type(op) in _MIRRORED and _is_below(_MIRRORED[type(op)](), left):
            return "no length is below zero"
        return ""

    def is_about_making(self, node: ast.expr) -> bool:
        """Whether the test is about `__repr__` or another method behind the builtin that makes a value."""
        made = resolved(self._test, node)
        return isinstance(made, ast.Call) and not _BY_METHODS.isdisjoint(words(self._test.name))

    def _is_all(self, node: ast.expr) -> bool:
        """Whether a test claims nothing else, though it does not say that to make an object is what it is about."""
        if not self._test.said.isdisjoint(_MAKING) or self._same.is_about(node):
            return False
        return len(claims(self._test)) == 1 and not self._test.has(ast.With, ast.AsyncWith)

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

    def is_length(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Name) and node.id in self._test.once:
            node = self._test.once[node.id]
        return isinstance(node, ast.Call) and written(node.func) == "len"

    def _is_of_operators(self, op: ast.cmpop, node: ast.expr, other: ast.expr) -> bool:
        """Whether a comparison of an object with itself may be what the test is about: what its class makes of it."""
        if isinstance(op, ast.Is):
            names = isinstance(node, ast.Name) and isinstance(other, ast.Name)
            return not names and not root(node)[:1].isupper()  # a property may make a new object
        if not self._test.said.isdisjoint(_REPEATING) or self._differs_from_another(node):
            return True
        made = self._test.once.get(root(node)) if root(node) else None
        name = written(made.func).rpartition(".")[2] if isinstance(made, ast.Call) else ""
        if name[:1].isupper() and name in self._module.classes:
            return True
        return self._same.is_about(node)

    def _differs_from_another(self, node: ast.expr) -> bool:
        """Whether the test claims as well that the value is unlike another one: then `==` is what it is about."""
        text = ast.dump(node)
        return any(
            len(one.ops) == 1
            and isinstance(one.ops[0], ast.NotEq)
            and not isinstance(one.comparators[0], ast.Constant)
            and ast.dump(one.left) == text != ast.dump(one.comparators[0])
            for one in self._test.of(ast.Compare)
        )

    def _is_member_here(self, node: ast.expr) -> bool:
        """Whether an attribute is made by a class of this module, where each access may give another object."""
        if not isinstance(node, ast.Attribute) or self._same.is_of_own_class(node):
            return False
        return node.attr in self._module.members

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
    is_approx = isinstance(node, ast.Call) and node.args and written(node.func) in ("approx", "pytest.approx")
    return node.args[0] if is_approx and isinstance(node, ast.Call) else node
