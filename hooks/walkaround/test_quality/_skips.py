"""TST006: tests that are skipped or expected to fail, and nobody says why."""

import ast
import re
from collections.abc import Iterator

from .._finding import Finding
from ._module import TestModule, called

_REMEDY = "Give a `reason` that says what has to happen before the test runs again, or delete the test."
# What is called or put on a test, and the place of the reason among its arguments; None: by its name alone.
_REASON_AT = {
    "pytest.mark.skip": 0, "pytest.mark.skipif": None, "pytest.mark.xfail": None,
    "pytest.skip": 0, "pytest.xfail": 0,
    "unittest.skip": 0, "unittest.skipIf": 1, "unittest.skipUnless": 1, "unittest.SkipTest": 0,
    "unittest.case.SkipTest": 0, "self.skipTest": 0,
}  # fmt: skip
# One of these stands in a module that uses any of them, under whatever name it was imported.
_WORDS = frozenset(name.rpartition(".")[2] for name in _REASON_AT)
_MARKS = frozenset({"pytest.mark.skip", "pytest.mark.skipif", "pytest.mark.xfail", "unittest.skip"})
_CONDITIONS = frozenset({"pytest.mark.skipif", "pytest.mark.xfail"})
_FAILING = frozenset({"pytest.mark.xfail", "pytest.xfail"})
# A reason that only repeats that there is none.
_EMPTY = (
    r"(?i:[\W_]*(?:(?:skip(?:ped|ping)?|x-?fail(?:ed|s)?|todo|fix ?me|tbd|tba|wip|xxx|n/?a|none|null|reason|no reason"
    r"|unknown|test|for now|skip (?:this|test|it|for now|this test)|temporar(?:y|ily)|disabled?)[\W_]*)?)"
)


def find(module: TestModule) -> Iterator[Finding]:
    """Every mark and call without a reason."""
    if module.identifiers.isdisjoint(_WORDS):
        return
    words = _words(module)
    for call in module.code.calls(*words):
        name = _plain(module, call.func)
        if name in _REASON_AT and not _has_reason(module, call, name):
            yield _finding(module, call, name)
    for mark in (*module.code.of(ast.Attribute), *module.code.of(ast.Name)):
        if module.code.last(mark) in words and _is_put_on(module, mark) and (name := _plain(module, mark)) in _MARKS:
            yield _finding(module, mark, name)
    for raised in module.code.of(ast.Raise):
        if raised.exc is not None and not isinstance(raised.exc, ast.Call):
            name = _plain(module, raised.exc)
            if name.endswith("SkipTest") and name in _REASON_AT:
                yield _finding(module, raised, name)


def _words(module: TestModule) -> frozenset[str]:
    """The last words of what skips, and the names that the module gives such a thing."""
    found = set(_WORDS)
    imports: list[ast.Import | ast.ImportFrom] = [*module.code.of(ast.Import), *module.code.of(ast.ImportFrom)]
    aliases = [alias for node in imports for alias in node.names]
    found.update(alias.asname for alias in aliases if alias.asname and alias.name.rpartition(".")[2] in _WORDS)
    for node in module.code.of(ast.Assign):
        if module.code.last(called(node.value)) in found:
            found.update(one.id for one in node.targets if isinstance(one, ast.Name))
    return frozenset(found)


def _plain(module: TestModule, node: ast.expr) -> str:
    """The full name; `self.skipTest` for that method of anything."""
    is_method = isinstance(node, ast.Attribute) and node.attr == "skipTest"
    return "self.skipTest" if is_method else module.dotted(node)


def _is_put_on(module: TestModule, node: ast.expr) -> bool:
    """Whether an expression is a mark as it stands: a decorator, in `pytestmark`, in `marks=`, or added to a node."""
    around = module.code.parent(node)
    if isinstance(around, ast.List | ast.Tuple | ast.Set):
        node, around = around, module.code.parent(around)
    if isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node in around.decorator_list
    if isinstance(around, ast.keyword):
        return around.arg == "marks"
    if isinstance(around, ast.Assign):
        return node not in around.targets and any(
            isinstance(target, ast.Name) and target.id == "pytestmark" for target in around.targets
        )
    if isinstance(around, ast.Call) and node in around.args:
        return isinstance(around.func, ast.Attribute) and around.func.attr in ("add_marker", "applymarker")
    return False


def _has_reason(module: TestModule, call: ast.Call, name: str) -> bool:
    """Also where it cannot be seen, as behind `**options`."""
    if any(isinstance(one, ast.Starred) for one in call.args) or any(one.arg is None for one in call.keywords):
        return True
    if len(call.args) == 1 and not call.keywords and name in _MARKS and _is_test(module, call.args[0]):
        return True  # `pytest.mark.skip(test_x)` puts the mark on; found where the mark stands, if anywhere
    if name in _CONDITIONS and call.args and isinstance(module.code.constant(call.args[0]), str):
        return True  # pytest shows a condition that is a text as the reason
    given = [one.value for one in call.keywords if one.arg in ("reason", "msg")]
    place = _REASON_AT[name]
    if place is not None and len(call.args) > place:
        given.append(call.args[place])
    return any(_says_something(module, one) for one in given)


def _is_test(module: TestModule, node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in module.named


def _says_something(module: TestModule, node: ast.expr) -> bool:
    value = module.code.constant(node)
    if value is None:
        return False
    return not isinstance(value, str) or not re.fullmatch(_EMPTY, value.strip())


def _finding(module: TestModule, node: ast.AST, name: str) -> Finding:
    what = "expected to fail" if name in _FAILING else "skipped"
    return module.finding(node, "TST006", f"The test is {what} without a reason.", _REMEDY)
