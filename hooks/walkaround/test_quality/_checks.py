"""What checks something: an `assert`, a call whose name says so, a helper or fixture that does one of these.

Whether a helper checks is followed through the functions, fixtures and classes of the module. Of what stands elsewhere
only the name is known: one that speaks of checking is believed.
"""

import ast
import re
from collections.abc import Iterator

from ._claims import claims
from ._lazy import lazy
from ._module import Function, TestModule, last, root, words, written
from ._reached import unreached

# The first word of a call that checks, whoever offers it.
_ASSERTS = frozenset({"assert", "asserts", "expect", "expects", "should", "raises", "warns"})
# The same, unless the code under test offers it: `check_password` may be what is tested.
_CHECKS = frozenset({"check", "checks", "verify", "verifies", "ensure", "ensures", "fail", "must", "require", "did"})
# Words that speak of checking anywhere in the name of a helper made for tests.
_SPOKEN = _ASSERTS | _CHECKS | frozenset({
    "assertion", "assertions", "comparison", "compare", "compares", "equal", "equals", "equivalent", "match",
    "matches", "same", "validate", "validates", "snapshot", "golden", "regression", "approval", "approve",
    "benchmark", "roundtrip", "identical", "test", "tests", "checker", "verifier", "validator", "asserter",
    "asserting", "expected", "expecting", "checked", "fails", "succeeds", "diff",
})  # fmt: skip
# Words of fixtures that check, whatever else the test does.
_CHECKING_FIXTURES = frozenset({
    "snapshot", "benchmark", "regression", "golden", "approval", "approvals", "assert", "asserts", "check", "checks",
    "checker", "verify", "verifier", "expect", "compare",
})  # fmt: skip
_EXACT = frozenset({
    "raise_for_status", "deprecated_call", "reveal_type", "fnmatch_lines", "no_fnmatch_line", "re_match_lines",
    "fnmatch_lines_random", "re_match_lines_random", "no_re_match_line", "eq_", "ne_", "ok_", "is_", "is_not_", "in_",
    "not_in_", "is_true", "is_false", "is_none", "is_instance_of", "sys.exit", "run_state_machine_as_test",
    "check_returncode", "stop_on_error", "image_comparison", "fail", "asyncio.timeout", "asyncio.wait_for", "failIf",
    "failUnless", "failUnlessEqual", "failUnlessRaises", "failureResultOf", "successResultOf", "callDeprecated", "trap",
    "verifyObject", "verifyClass",
})  # fmt: skip
_RAISING = frozenset({"subprocess.check_call", "subprocess.check_output"})
_UNWANTED = r"\bshould (?:never|not) (?:be|have|get|happen|run)\b"  # what a callback says that nobody is to call
_PROGRAM = r"(?m)^\s*assert .+$"
_CHECKING_KINDS: tuple[type[ast.AST], ...] = (
    ast.Call, ast.Raise, ast.Attribute, ast.Name, ast.Constant, ast.withitem,
)  # fmt: skip
_TIMED = frozenset({"communicate", "wait", "wait_for"})  # with a time limit they raise when it is over
_MAKERS = frozenset({
    "create", "make", "build", "new", "get", "add", "login", "setup", "insert", "load", "start", "register", "open",
    "connect", "client", "app", "write", "send", "post", "put", "delete", "patch", "set", "seed", "populate", "init",
    "fake", "mock",
})  # fmt: skip
_TEARDOWN = (
    "tearDown",
    "teardown_method",
    "teardown",
    "asyncTearDown",
    "tearDownClass",
    "teardown_class",
    "doCleanups",
)
_MODULE_TEARDOWN = ("tearDownModule", "teardown_module", "teardown_function")


class Checks:
    """Which functions of a module check something, by themselves or through what they use."""

    def __init__(self, module: TestModule) -> None:
        self._module = module
        self._direct: dict[Function, bool] = {}

    def any_in(self, test: Function) -> bool:
        """Whether a test checks anything: in its body, through a helper, a fixture, a decorator, or afterwards."""
        if self.direct(test) or test in self._checking:
            return True
        return self._by_fixture(test) or self._by_decorator(test) or self._afterwards(test)

    def points(self, function: Function) -> list[ast.AST]:
        """The nodes of a function's body that check, or use a function of this module that does."""
        dead = self._dead(function)
        return [
            node
            for node in function.nodes
            if id(node) not in dead
            and (
                self.is_check(function, node)
                or (
                    isinstance(node, ast.Name | ast.Attribute)
                    and not self._checking.isdisjoint(self._used_by(function, node))
                )
            )
        ]

    def direct(self, function: Function) -> bool:
        """Whether something in the function's own body checks."""
        known = self._direct.get(function)
        if known is None:
            dead = self._dead(function)
            known = any(id(node) not in dead for node in function.of(ast.Assert)) or any(
                self.is_check(function, node)
                for kind in _CHECKING_KINDS
                for node in function.of(kind)
                if id(node) not in dead
            )
            self._direct[function] = known
        return known

    def is_dead(self, function: Function, node: ast.AST) -> bool:
        """Whether no run comes to a node of the function's body."""
        return id(node) in self._dead(function)

    def _dead(self, function: Function) -> frozenset[int]:
        """See `unreached`; worked out once for each function."""
        return function.kept("unreached", lambda: unreached(self._module, function))

    def is_check(self, function: Function, node: ast.AST) -> bool:
        """Whether one node of the function's body checks something by itself."""
        if isinstance(node, ast.Call):
            return self.is_check_call(function, node)
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Raise):
            return not function.is_inner(node) or _complains(node)
        if isinstance(node, ast.Constant):  # a program that the test runs
            if not isinstance(node.value, str):
                return False
            if "should " in node.value and re.search(_UNWANTED, node.value) and function.is_inner(node):
                return True
            return "assert " in node.value and re.search(_PROGRAM, node.value) is not None
        if isinstance(node, ast.Attribute):  # handed over, as in `deferred.addCallback(self.assertEqual, 3)`
            alone = isinstance(self._module.code.parent(node), ast.Expr)
            return (node.attr.startswith("assert") or node.attr == "should") and not alone
        if isinstance(node, ast.withitem):  # what a case expects: `does_not_raise()` or `pytest.raises(…)`
            return isinstance(node.context_expr, ast.Name) and node.context_expr.id in function.cases
        if not isinstance(node, ast.Name) or not node.id.startswith(("assert_", "expect_")):
            return False
        return isinstance(node.ctx, ast.Load) and node.id not in function.once  # not a value that the test names so

    def is_check_call(self, function: Function, call: ast.Call) -> bool:
        if any(_demands(keyword) for keyword in call.keywords):
            return True
        name = self._module.called(call)
        own = last(name) or (call.func.attr if isinstance(call.func, ast.Attribute) else "")
        if own in _EXACT or name in _EXACT or name.startswith("doctest.") or name in _RAISING:
            return True
        if own == "wait" and "waiter" in written(call.func).lower():
            return True  # raises when it has waited long enough
        if own in _TIMED and any(keyword.arg == "timeout" for keyword in call.keywords):
            return True
        spoken = words(own)
        return bool(spoken) and name != "pytest.skip" and self._speaks(function, call, name, spoken)

    def _speaks(self, function: Function, call: ast.Call, name: str, spoken: list[str]) -> bool:
        """Whether the name of what is called says that it checks, or nothing is known of it and the test ends in it."""
        if spoken[0] in _ASSERTS:
            asked = spoken[0] == "should" and not isinstance(self._module.code.parent(call), ast.Expr)
            return not (asked and self._module.is_under_test(name))  # `should_retry(3)` may be what is tested
        if self._module.local(call, function) is not None:
            return False  # it is looked into
        of_object = isinstance(call.func, ast.Attribute) and ("(" in name or not self._module.is_under_test(name))
        if of_object and (spoken[0] in _CHECKS or spoken[0] == "validate"):
            return True
        if self._module.is_under_test(name):
            alone = isinstance(self._module.code.parent(call), ast.Expr)  # what it gives is not asked for: it raises
            refuses = alone and (spoken[0] in _CHECKS or spoken[0] == "validate")
            return refuses and name not in self._verdicts
        if spoken[0] == "wait" and len(spoken) > 1:
            return True  # until something holds, or for ever
        plain = isinstance(call.func, ast.Name)
        if spoken[0] in _CHECKS or written(call.func).startswith("check."):
            return True
        if (plain and written(call.func) in function.fixtures) or self._is_helper(name):
            return not _SPOKEN.isdisjoint(spoken) or self._ends_in(function, call, spoken)
        if root(call.func) in function.cases and call.args:
            return self._ends_in(function, call, spoken)
        return root(call.func) in function.fixtures and not (_ASSERTS | _CHECKS).isdisjoint(spoken)

    def _is_helper(self, name: str) -> bool:
        """Whether a name means a function that is made for tests; a class makes an object and checks nothing."""
        return self._module.is_of_tests(name) and not last(name)[:1].isupper()

    @lazy
    def _verdicts(self) -> frozenset[str]:
        """The functions that answer with true or false, as tests of this module ask for: they do not raise."""
        every = (claim.test for test in self._module.tests for claim in claims(test))
        return frozenset(self._module.called(call) for test in every if (call := _asked_for_truth(test)) is not None)

    def _ends_in(self, function: Function, call: ast.Call, spoken: list[str]) -> bool:
        """Whether the test ends in this call, of which nothing is known: a helper that sets things up stands first."""
        end = function.node.body[-1]
        while isinstance(end, ast.With | ast.AsyncWith | ast.For):
            end = end.body[-1]
        value = end.value if isinstance(end, ast.Expr) else None
        value = value.value if isinstance(value, ast.Await) else value
        return value is call and spoken[0] not in _MAKERS

    @lazy
    def _checking(self) -> set[Function]:
        """The functions that check, found from those that do it themselves to those that use them."""
        users: dict[Function, list[Function]] = {}
        found = [one for one in self._module.functions if self.direct(one)]
        for one in self._module.functions:
            for used in self._used(one) if not self.direct(one) else ():
                users.setdefault(used, []).append(one)
        checking = set(found)
        while found:
            for user in users.get(found.pop(), ()):
                if user not in checking:
                    checking.add(user)
                    found.append(user)
        return checking

    def _used(self, function: Function) -> Iterator[Function]:
        """What a function of this module mentions: functions, methods of its class, and the methods of classes."""
        mentions: list[ast.Name | ast.Attribute] = [*function.of(ast.Name), *function.of(ast.Attribute)]
        for node in mentions:
            for used in self._used_by(function, node):
                asked = isinstance(node, ast.Name) and used.is_fixture and node.id in function.parameters
                if not asked:  # what a fixture checks is asked for with the fixtures
                    yield used

    def _used_by(self, function: Function, node: ast.Name | ast.Attribute) -> Iterator[Function]:
        module = self._module
        if isinstance(node, ast.Name):
            found = module.named.get(node.id)
            if found is not None and found is not function:
                yield found
            elif node.id in module.classes:
                yield from self._methods.get(module.classes[node.id], ())
        else:
            own = function.owner is not None and written(node.value) in ("self", "cls", "super()", function.owner.name)
            owner = function.owner if own else self._class_of(function, node.value)
            method = module.method(owner, node.attr) if owner is not None else None
            if method is not None and method is not function:
                yield method

    def _class_of(self, function: Function, node: ast.expr) -> ast.ClassDef | None:
        """The class of this module that has made an object which goes by a name."""
        if not isinstance(node, ast.Name) or not self._module.classes:
            return None
        made = function.once.get(node.id)
        if made is None and node.id not in function.bound:
            made = self._module.constants.get(node.id)
        return self._module.classes.get(written(made.func)) if isinstance(made, ast.Call) else None

    @lazy
    def _methods(self) -> dict[ast.ClassDef, list[Function]]:
        """The methods of each class that are no tests; those of its bases here included."""
        own: dict[ast.ClassDef, list[Function]] = {}
        tests = set(self._module.tests)
        for one in self._module.functions:
            if one.owner is not None and one not in tests:
                own.setdefault(one.owner, []).append(one)
        return {
            owner: [one for base in self._module.bases(owner) for one in own.get(base, ())]
            for owner in self._module.classes.values()
        }

    @lazy
    def _fixtures(self) -> dict[str, list[Function]]:
        """The fixtures of the module, by the name that tests ask for."""
        found: dict[str, list[Function]] = {}
        for one in self._module.functions:
            if one.is_fixture:
                found.setdefault(one.fixture_name, []).append(one)
        return found

    @lazy
    def _checking_fixtures(self) -> set[str]:
        """The names of fixtures that check, by themselves or by a fixture that they ask for."""
        found = {name for name, those in self._fixtures.items() if any(one in self._checking for one in those)}
        while True:
            more = {
                name
                for name, those in self._fixtures.items()
                if name not in found and any(_asked(one) & found for one in those)
            }
            if not more:
                return found
            found |= more

    def _by_fixture(self, test: Function) -> bool:
        for name in _asked(test):
            if name in self._checking_fixtures and not self._only_could(test, name):
                return True
            if name not in self._fixtures and name not in test.cases and not _CHECKING_FIXTURES.isdisjoint(words(name)):
                return True
        return any(
            self._applies(one, test)
            for name in self._checking_fixtures
            for one in self._fixtures[name]
            if one in self._always
        )

    def _only_could(self, test: Function, name: str) -> bool:
        """Whether a fixture only gives an object of a class here, of whose methods the test calls none that checks."""
        only = self._fixtures[name][0].body if len(self._fixtures[name]) == 1 else []
        made = only[0].value if len(only) == 1 and isinstance(only[0], ast.Return) else None
        owner = self._module.classes.get(written(made.func)) if isinstance(made, ast.Call) else None
        if owner is None or owner.bases or self.direct(self._fixtures[name][0]):
            return False
        if not all(isinstance(self._module.code.parent(read), ast.Attribute) for read in test.reads.get(name, ())):
            return False
        asked = {one.attr for one in test.of(ast.Attribute)}
        checking = [one.node.name for one in self._methods.get(owner, ()) if one in self._checking]
        return not any(one.startswith("__") or one in asked for one in checking)

    @lazy
    def _always(self) -> set[Function]:
        """The fixtures that every test of their place gets."""
        return {
            one
            for those in self._fixtures.values()
            for one in those
            for decorator in one.node.decorator_list
            if isinstance(decorator, ast.Call)
            and any(keyword.arg == "autouse" and _is_true(keyword.value) for keyword in decorator.keywords)
        }

    def _applies(self, fixture: Function, test: Function) -> bool:
        if fixture.owner is None:
            return True
        return test.owner is not None and fixture.owner in self._module.bases(test.owner)

    def _by_decorator(self, test: Function) -> bool:
        """Whether a decorator checks: `@raises(KeyError)`, `@image_comparison(…)`, an expected failure, or one here."""
        for node, name in zip(test.node.decorator_list, test.decorators, strict=True):
            spoken = words(last(name))
            if "xfail" in spoken or last(name) in ("expectedFailure", "abstractmethod", "filterwarnings"):
                return True
            if name.startswith("pytest.mark.") and "compare" not in spoken:
                continue
            if not _SPOKEN.isdisjoint(spoken) and not re.search(_IS_SETTING, name):
                return True
            helper = self._module.named.get(written(node.func if isinstance(node, ast.Call) else node))
            if helper is not None and helper in self._checking:
                return True
        return False

    def _afterwards(self, test: Function) -> bool:
        """Whether what runs after each test checks."""
        names = [self._module.named.get(name) for name in _MODULE_TEARDOWN]
        if test.owner is not None:
            names += [self._module.method(test.owner, name) for name in _TEARDOWN]
        return any(one is not None and one in self._checking for one in names)

    def may_be_indirect(self, test: Function) -> bool:
        """Whether something that says nothing of checking may do it: a parser, or code here that others run."""
        from ._indirect import may_check  # few tests come to this

        return may_check(self._module, test, self._checking)


_IS_SETTING = (
    r"(?:^|\.)(?:patch|override_settings|parametrize|given|settings|example|skip\w*|usefixtures|mark\.\w+)(?:\.|$)"
)


def _demands(keyword: ast.keyword) -> bool:
    """Whether an argument makes a failure of what is called one of the test: `check=True`, `catch_exceptions=False`."""
    if not isinstance(keyword.value, ast.Constant):
        return False
    value = keyword.value.value
    return (keyword.arg in ("check", "raise_on_error") and value is True) or (
        keyword.arg == "catch_exceptions" and value is False
    )


def _complains(node: ast.Raise) -> bool:
    """Whether what a callback raises is a complaint of the test: it was called and should not have been."""
    text = [one.value.lower() for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    return "AssertionError" in names or any(
        re.search(r"\bnot\b|n't\b|should|never|unexpected|must", one) for one in text
    )


def _asked_for_truth(claim: ast.expr) -> ast.Call | None:
    """The call of which a claim only says that it gives something true, or something false."""
    if isinstance(claim, ast.UnaryOp) and isinstance(claim.op, ast.Not):
        claim = claim.operand
    if isinstance(claim, ast.Compare) and len(claim.ops) == 1 and isinstance(claim.ops[0], ast.Is | ast.Eq):
        right = claim.comparators[0]
        claim = claim.left if isinstance(right, ast.Constant) and isinstance(right.value, bool) else right
    claim = claim.value if isinstance(claim, ast.Await) else claim
    return claim if isinstance(claim, ast.Call) else None


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and bool(node.value)


def _asked(function: Function) -> set[str]:
    """The fixtures that a test or fixture asks for, by parameter or by `usefixtures`."""
    found = set(function.parameters)
    for node, name in zip(function.node.decorator_list, function.decorators, strict=True):
        if name.endswith(".usefixtures") and isinstance(node, ast.Call):
            found |= {str(one.value) for one in node.args if isinstance(one, ast.Constant)}
    return found
