"""TST005: an exception that the test takes away, so that it passes whether the call fails or not."""

import ast
import re
from collections.abc import Iterator

from .._finding import Finding
from ._checks import Checks
from ._claims import claimed
from ._module import Function, TestModule, last, words, written
from ._silent import BROAD, caught_by, is_silent

RULE = "TST005"

_MESSAGE = "The exception is swallowed here: the test passes whether the call fails or not."
_REMEDY = "Let the exception through, or expect it with `pytest.raises`."
# What is called to tidy up, where a failure is nobody's concern.
_TIDYING = frozenset({
    "remove", "unlink", "rmtree", "rmdir", "close", "aclose", "kill", "terminate", "stop", "cancel", "disconnect",
    "logout", "cleanup", "shutdown", "drop", "join", "wait", "delete", "removedirs", "chmod", "quit", "exit",
    "killpg", "makedirs", "mkdir", "clear", "reset",
})  # fmt: skip
_WAITING = frozenset({"join", "wait"})
_BESIDE = frozenset({"print", "str", "Path", "range"})
_ENDINGS = frozenset({"CancelledError", "GeneratorExit"})
_NO_MODULE = frozenset({"ImportError", "ModuleNotFoundError"})
# Words of tests that throw anything at the code: what it may raise is part of their statement.
_FUZZ = frozenset({
    "fuzz", "fuzzing", "only", "stress", "concurrent", "concurrency", "race", "thread", "threads", "threaded",
    "parallel",
})  # fmt: skip
# The same, where there is more than one input.
_ANYTHING = frozenset({"random", "garbage", "arbitrary"})


_Block = ast.Try | ast.TryStar | ast.With | ast.AsyncWith


def find(module: TestModule, checks: Checks) -> Iterator[Finding]:
    """Each handler or `suppress` in a test behind which nothing can fail any more."""
    for test in module.tests:
        yield from _in_test(module, checks, test)


def _in_test(module: TestModule, checks: Checks, test: Function) -> Iterator[Finding]:
    points: list[ast.AST] | None = None
    blocks: list[_Block] = [*test.of(ast.Try), *test.of(ast.TryStar), *test.of(ast.With), *test.of(ast.AsyncWith)]
    for node in blocks:
        if isinstance(node, ast.Try | ast.TryStar):
            leaving = next((one for one in node.finalbody if isinstance(one, ast.Return)), None)
            if leaving is not None and not test.is_inner(node):
                yield test.finding(RULE, _MESSAGE, _REMEDY, leaving)
                return
            places: list[ast.AST] = [one for one in node.handlers if is_silent(module, test, one, node)]
        else:
            places = list(_suppressing(module, test, node))
        if not places or test.is_inner(node):
            continue
        points = _told(checks.points(test)) if points is None else points
        harmful = [one for one in places if not _is_harmless(module, test, node, one, points)]
        yield from (test.finding(RULE, _MESSAGE, _REMEDY, place) for place in harmful)
        if harmful:
            return


def _told(points: list[ast.AST]) -> list[ast.AST]:
    """Of what checks, all but `assert True`."""
    return [one for one in points if not _always(one.test if isinstance(one, ast.Assert) else _claim(one))]


def _claim(node: ast.AST) -> ast.expr | None:
    return claimed(node) if isinstance(node, ast.Call) else None


def _always(claim: ast.expr | None) -> bool:
    return isinstance(claim, ast.Constant) and bool(claim.value)


def _suppressing(module: TestModule, test: Function, block: ast.With | ast.AsyncWith) -> Iterator[ast.expr]:
    """The calls of `suppress` that a block stands under: as its own, by a name, or entered on its stack."""
    for item in block.items:
        entered = item.context_expr
        made = test.once.get(entered.id, entered) if isinstance(entered, ast.Name) else entered
        if _is_suppress(module, made):
            yield entered
        elif isinstance(made, ast.Call) and last(module.called(made)) in ("ExitStack", "AsyncExitStack"):
            for one in block.body:
                call = one.value if isinstance(one, ast.Expr) else None
                if isinstance(call, ast.Call) and last(written(call.func)) == "enter_context" and call.args:
                    yield from (given for given in call.args if _is_suppress(module, given))


def _is_suppress(module: TestModule, node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and module.called(node) in ("contextlib.suppress", "suppress")


def _is_harmless(
    module: TestModule,
    test: Function,
    around: _Block,
    place: ast.AST,
    points: list[ast.AST],
) -> bool:
    """Whether the test can still fail, or what is swallowed is not what it is about."""
    caught = caught_by(module, place)
    broad = not caught or not BROAD.isdisjoint(caught)
    if caught and ((caught <= _ENDINGS and points) or (caught <= _NO_MODULE and _imports(around))):
        return True
    if not broad and (test.is_hypothesis or _throws_anything(test)):
        return True
    if isinstance(around, ast.Try | ast.TryStar) and _fails_otherwise(module, around, caught):
        return True
    if _is_tidying(around) or _in_finally(module, test, around):
        return True
    if _is_tried_until_it_works(module, test, around):
        return True
    start, end = around.lineno, around.end_lineno or 0
    later = [one for one in points if _line(one) > end or (not broad and _line(one) < start)]
    later = [one for one in later if not _only_after_success(module, test, around, place, one)]
    if isinstance(around, ast.Try | ast.TryStar):
        later += [one for one in points if any(_within(one, part) for part in around.finalbody)]
    return bool(later)


def _throws_anything(test: Function) -> bool:
    """Whether the test says that it throws anything at the code."""
    said = words(test.node.name)
    many = bool(test.cases) or test.has(ast.For, ast.AsyncFor, ast.While)
    return not _FUZZ.isdisjoint(said) or (many and not _ANYTHING.isdisjoint(said))


def _is_tried_until_it_works(module: TestModule, test: Function, around: _Block) -> bool:
    """Whether a loop runs until nothing is raised, or complains when it has run out of tries."""
    for up in module.code.parents(around):
        if up is test.node:
            return False
        if isinstance(up, ast.While) and isinstance(up.test, ast.Constant) and up.test.value:
            return any(isinstance(one, ast.Break | ast.Return) for part in around.body for one in ast.walk(part))
        if isinstance(up, ast.For | ast.While) and up.orelse:
            return any(_is_failure(module, one) for part in up.orelse for one in ast.walk(part))
    return False


def _only_after_success(module: TestModule, test: Function, around: _Block, place: ast.AST, point: ast.AST) -> bool:
    """Whether a later check is not reached behind the handler: it leaves the test, or the check stands under
    `if result:`, where `result` is still empty."""
    if not isinstance(place, ast.ExceptHandler):
        return False
    if isinstance(place.body[-1], ast.Return):
        return not _is_failure(module, point)
    empty = {
        target.id
        for one in place.body
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant) and not one.value.value
        for target in one.targets
        if isinstance(target, ast.Name)
    }
    empty |= _still_empty(test, around)
    below = point
    for up in module.code.parents(point) if empty else ():
        if up is test.node or up is around:
            return False
        if isinstance(up, ast.If) and below in up.body and not up.orelse:
            asked = up.test
            if isinstance(asked, ast.Compare) and isinstance(asked.ops[0], ast.IsNot):
                asked = asked.left
            if written(asked) in empty:
                return True
        below = up
    return False


def _still_empty(test: Function, around: _Block) -> set[str]:
    """The names that were empty before a block and get a value in it alone."""
    begun = {
        target.id
        for one in test.of(ast.Assign)
        if one.lineno < around.lineno and isinstance(one.value, ast.Constant) and not one.value.value
        for target in one.targets
        if isinstance(target, ast.Name)
    }
    given = {
        target.id
        for one in around.body
        if isinstance(one, ast.Assign)
        for target in one.targets
        if isinstance(target, ast.Name)
    }
    return {name for name in begun & given if test.bound.get(name) == 2}


def _fails_otherwise(module: TestModule, around: ast.Try | ast.TryStar, caught: frozenset[str]) -> bool:
    """Whether the test fails when nothing is raised: a `fail` after the call that the handler does not catch."""
    if any(_is_failure(module, node) for part in around.orelse for node in ast.walk(part)):
        return True
    takes_all = not caught or "BaseException" in caught
    takes_assertions = takes_all or not {"Exception", "AssertionError"}.isdisjoint(caught)
    for part in around.body:
        for node in ast.walk(part):
            if _is_failure(module, node):
                by_pytest = isinstance(node, ast.Call) and module.called(node) == "pytest.fail"
                if not (takes_all if by_pytest else takes_assertions):
                    return True
    return False


def _is_failure(module: TestModule, node: ast.AST) -> bool:
    if isinstance(node, ast.Assert):
        return isinstance(node.test, ast.Constant) and not node.test.value
    if isinstance(node, ast.Raise):
        return True
    return isinstance(node, ast.Call) and last(module.called(node)) in ("fail", "skip", "skipTest", "xfail", "exit")


def _imports(around: _Block) -> bool:
    """Whether a block imports, so that a module that is not there is nothing that the test is about."""
    return any(
        isinstance(one, ast.Import | ast.ImportFrom)
        or (isinstance(one, ast.Call) and last(written(one.func)) in ("import_module", "__import__", "reload"))
        for part in around.body
        for one in ast.walk(part)
    )


def _is_tidying(around: _Block) -> bool:
    calls = [node for part in around.body for node in ast.walk(part) if isinstance(node, ast.Call)]
    calls = [one for one in calls if not (isinstance(one.func, ast.Name) and one.func.id in _BESIDE)]
    return bool(calls) and all(map(_tidies, calls))


def _tidies(call: ast.Call) -> bool:
    """Whether a call puts something away: by its name, and where that is one of many meanings, by what it is given."""
    name = written(call.func).lower()
    if last(name) in _WAITING and not name.endswith("path.join"):
        # `lobby.join("ada")` is no `thread.join(5)`.
        return all(isinstance(one, ast.Constant) and isinstance(one.value, int | float) for one in call.args)
    return not _TIDYING.isdisjoint(re.split(r"[._]", name))


def _in_finally(module: TestModule, test: Function, node: ast.AST) -> bool:
    below = node
    for up in module.code.parents(node):
        if isinstance(up, ast.Try | ast.TryStar) and below in up.finalbody:
            return True
        if up is test.node:
            return False
        below = up
    return False


def _within(node: ast.AST, part: ast.stmt) -> bool:
    return part.lineno <= _line(node) <= (part.end_lineno or part.lineno)


def _line(node: ast.AST) -> int:
    return getattr(node, "lineno", 0)
