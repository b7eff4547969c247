"""Where code stands: in tests, in settings for development, behind a test for debugging."""

import ast
from typing import TYPE_CHECKING

from ._patterns import Pattern

if TYPE_CHECKING:
    from ..._code import Module

_TEST_FILE = Pattern(r"(^|[/\\])(test_[^/\\]*|[^/\\]*_tests?|tests?|conftest)\.py$")
_DRAFT = Pattern(
    r"(?:^|[^a-z])(?:dev|devel|develop|development|local|localhost|debug|debugging|test|tests|testing|ci|demo|unittest"
    r"|defaults|global_settings)(?:$|[^a-z])"
)
_TEST_SETTINGS = Pattern(r"(?:^|[/\\])tests?[/\\](?:.*[/\\])?\w*settings\w*\.py$")
_CAPITAL = Pattern(r"(?<=[a-z])(?=[A-Z])")
_CLEAN = Pattern(r"__main__")


def is_test(module: "Module", node: ast.AST) -> bool:
    """Whether a node stands in a test: by the file's name, what it imports, or the function or class around."""
    return module.once(is_test, lambda: _is_test_module(module)) or any(
        isinstance(up, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and (up.name.startswith(("test_", "Test")) or up.name.endswith(("Test", "Tests", "TestCase")))
        for up in module.parents(node)
    )


def is_draft(module: "Module", node: ast.AST) -> bool:
    """Whether a setting is one for development or tests: by the file, the class, or the condition around it."""
    if (
        is_test(module, node)
        or _TEST_SETTINGS.search(module.path)
        or is_draft_name(module.path.replace("\\", "/").rpartition("/")[2].removesuffix(".py"))
    ):
        return True
    before = node
    for up in module.parents(node):
        if isinstance(up, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and is_draft_name(up.name):
            return True
        if isinstance(up, ast.If) and before in up.body and _is_draft_test(up.test):
            return True
        before = up
    return False


def is_draft_name(name: str) -> bool:
    """Whether a name says that it is for development or tests: `DevConfig`, `local_settings`, `app.debug`."""
    return _DRAFT.search(_CAPITAL.sub("_", name).lower()) is not None


def _is_draft_test(test: ast.expr) -> bool:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return False
    if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.NotEq | ast.NotIn | ast.IsNot):
        return any(word in ast.unparse(test).lower() for word in ("prod", "live"))
    said = ast.unparse(test)
    return _CLEAN.search(said) is not None or is_draft_name(said)


def _is_test_module(module: "Module") -> bool:
    return _TEST_FILE.search(module.path) is not None or bool(module.imported & {"pytest", "unittest"})
