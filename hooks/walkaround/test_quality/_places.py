"""Which files hold tests, and which are sources whose changes need them."""

from collections.abc import Callable

from .._paths import from_root
from .._policy import Policy
from ._module import is_test_file
from ._rules import NO_SOURCES, SOURCES, TESTS

Selects = Callable[[str], bool]


def test_files(policy: Policy, root: str) -> Selects:
    """Whether a file, as the caller names it, holds tests: by its name, or by the policy's globs."""
    more = listed(policy, root)
    return lambda path: is_test_file(path) or more(path)


def listed(policy: Policy, root: str) -> Selects:
    """Whether the policy's globs name a file, as the caller names it, as one that holds tests."""
    more = selecting(policy[TESTS])
    return lambda path: more(from_root(root, path) or path)


def sources(policy: Policy) -> Selects:
    """Whether a Python file, by its path from the root, is a source that tests have to follow."""
    wanted, left_out, tests = selecting(policy[SOURCES]), selecting(policy[NO_SOURCES]), selecting(policy[TESTS])

    def selects(path: str) -> bool:
        if not path.endswith((".py", ".pyw")) or is_test_file(path) or tests(path):
            return False
        return wanted(path) and not left_out(path) and not _lies_with_tests(path)

    return selects


def selecting(globs: tuple[str, ...]) -> Selects:
    """Whether one of the globs means a path; each is compiled when the first path is asked about."""
    if not globs:
        return lambda _path: False
    found: list[Callable[[str], bool]] = []

    def selects(path: str) -> bool:
        if not found:
            from .._policy._glob import matcher

            found.extend(map(matcher, globs))
        return any(matches(path) for matches in found)

    return selects


def _lies_with_tests(path: str) -> bool:
    """Whether a file is part of a tree of tests, such as its helpers and its `conftest.py`."""
    return any(part in ("tests", "test", "testing") for part in path.split("/")[:-1])
