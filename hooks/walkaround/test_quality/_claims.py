"""What an assertion claims, in one form: `self.assertEqual(a, b)` claims what `assert a == b` does."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ._module import Function, last, written

_PAIRS: dict[str, type[ast.cmpop]] = {
    "assertEqual": ast.Eq, "assertEquals": ast.Eq, "failUnlessEqual": ast.Eq, "assertNotEqual": ast.NotEq,
    "assertIs": ast.Is, "assertIsNot": ast.IsNot, "assertIn": ast.In, "assertNotIn": ast.NotIn, "assertGreater": ast.Gt,
    "assertGreaterEqual": ast.GtE, "assertLess": ast.Lt, "assertLessEqual": ast.LtE, "assertAlmostEqual": ast.Eq,
    "assertListEqual": ast.Eq, "assertDictEqual": ast.Eq, "assertSetEqual": ast.Eq, "assertTupleEqual": ast.Eq,
    "assertSequenceEqual": ast.Eq, "assertMultiLineEqual": ast.Eq, "assertCountEqual": ast.Eq,
    "assert_equal": ast.Eq, "assert_array_equal": ast.Eq, "assert_allclose": ast.Eq, "assert_almost_equal": ast.Eq,
    "assert_array_almost_equal": ast.Eq, "assert_frame_equal": ast.Eq, "assert_series_equal": ast.Eq, "eq_": ast.Eq,
    "assert_close": ast.Eq, "assert_index_equal": ast.Eq, "assert_equals": ast.Eq,
}  # fmt: skip
# Of libraries of matchers: `assert_that(a, equal_to(b))`, `assert_that(a).is_equal_to(b)`, `expect(a).to_equal(b)`.
_SUBJECTS = frozenset({"assert_that", "assertThat", "expect", "ensure"})
_MATCHERS = frozenset({"equal_to", "is_", "Equals", "equal", "contains_exactly", "close_to"})
_FLUENT = frozenset({"is_equal_to", "isEqualTo", "equals", "equal", "to_equal", "toEqual", "to_be", "is_same_as"})
_NONE = {"assertIsNone": ast.Is, "assertIsNotNone": ast.IsNot}


class Claim(NamedTuple):
    """An assertion: the statement it stands in, and the expression that has to hold."""

    statement: ast.stmt
    test: ast.expr


def claims(function: Function) -> tuple[Claim, ...]:
    """The assertions of a function's body whose claim is plain to see."""
    return function.kept("claims", lambda: tuple(_claims(function)))


def _claims(function: Function) -> Iterator[Claim]:
    yield from (Claim(node, node.test) for node in function.of(ast.Assert))
    for statement in function.of(ast.Expr):
        if isinstance(statement.value, ast.Call):
            test = claimed(statement.value)
            if test is not None:
                yield Claim(statement, test)


def is_only_message(claim: Claim) -> bool:
    """Whether `assertTrue(a, 3)` or `assert a, 3` shows a number or list, which was to be compared."""
    statement = claim.statement
    if isinstance(statement, ast.Assert):
        message = statement.msg
    else:
        call = statement.value if isinstance(statement, ast.Expr) else None
        one_value = isinstance(call, ast.Call) and last(written(call.func)) in ("assertTrue", "assertFalse")
        message = call.args[1] if isinstance(call, ast.Call) and one_value and len(call.args) == 2 else None
    if isinstance(message, ast.Constant):
        return message.value is not None and not isinstance(message.value, str)
    return isinstance(message, ast.List | ast.Dict | ast.Set) and not isinstance(claim.test, ast.Compare)


def claimed(call: ast.Call) -> ast.expr | None:
    """The expression that must hold for a call of an `assert…` method to pass; None for others."""
    func = call.func
    name = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
    given = call.args
    if not given or any(isinstance(one, ast.Starred) for one in given):
        return None
    if name in ("assertTrue", "assert_", "failUnless", "ok_"):
        return given[0]
    if name in ("assertFalse", "failIf"):
        return ast.UnaryOp(ast.Not(), given[0])
    if name in _NONE:
        return ast.Compare(given[0], [_NONE[name]()], [ast.Constant(None)])
    matched = _matched(call, name)
    if matched is not None:
        return ast.Compare(matched[0], [ast.Eq()], [matched[1]])
    if len(given) < 2:
        return None
    if name in _PAIRS:
        return ast.Compare(given[0], [_PAIRS[name]()], [given[1]])
    if name == "assertIsInstance":
        return ast.Call(ast.Name("isinstance", ast.Load()), given[:2], [])
    if name == "assertRegex":
        return ast.Call(ast.Attribute(ast.Name("re", ast.Load()), "search", ast.Load()), [given[1], given[0]], [])
    return None


def _matched(call: ast.Call, name: str) -> tuple[ast.expr, ast.expr] | None:
    """What a matcher of equality compares, whichever of the usual forms it has."""
    if name in _SUBJECTS and len(call.args) > 1:
        matcher = call.args[1]
        while isinstance(matcher, ast.Call) and last(written(matcher.func)) in _MATCHERS and matcher.args:
            inner = matcher.args[0]
            if not (isinstance(inner, ast.Call) and last(written(inner.func)) in _MATCHERS):
                return call.args[0], inner
            matcher = inner
        return None
    subject = call.func.value if isinstance(call.func, ast.Attribute) and name in _FLUENT else None
    while isinstance(subject, ast.Attribute):  # `expect(a).to.equal(b)`
        subject = subject.value
    is_subject = isinstance(subject, ast.Call) and last(written(subject.func)) in _SUBJECTS
    if is_subject and isinstance(subject, ast.Call) and len(subject.args) == 1:
        return subject.args[0], call.args[0]
    return None
