"""unittest as a runner: the tests it loads, run in this process one by one."""

from __future__ import annotations

import os
import sys
import time
import unittest
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .tests import Collected, Failed, Tests, Watcher


class UnittestTests(Tests):
    """The tests of a suite, by their ids in its order."""

    def __init__(self, tests: list[unittest.TestCase]) -> None:
        self._tests = tests
        self.ids = [test.id() for test in tests]

    def run(self, numbers: Sequence[int], begun: Callable[[int], None] = lambda _: None) -> str:
        result = _First(_numbers(self._tests), begun)
        unittest.TestSuite([self._tests[number] for number in numbers]).run(result)
        if result.unexpectedSuccesses:
            return result.unexpectedSuccesses[0].id()
        return result.failed


def _numbers(tests: Sequence[unittest.TestCase]) -> dict[int, int]:
    return {id(test): number for number, test in enumerate(tests)}


class _First(unittest.TestResult):
    """Stops at the first failure."""

    def __init__(self, numbers: dict[int, int], begun: Callable[[int], None]) -> None:
        super().__init__()
        self.failfast = True
        self.failed = ""
        self._numbers = numbers
        self._begun = begun

    def startTest(self, test: Any) -> None:  # noqa: N802
        self._begun(self._numbers.get(id(test), -1))
        super().startTest(test)

    def addError(self, test: Any, err: Any) -> None:  # noqa: N802
        self.failed = self.failed or test.id()
        super().addError(test, err)

    def addFailure(self, test: Any, err: Any) -> None:  # noqa: N802
        self.failed = self.failed or test.id()
        super().addFailure(test, err)

    def addSubTest(self, test: Any, subtest: Any, err: Any) -> None:  # noqa: N802
        if err is not None:
            self.failed = self.failed or test.id()
        super().addSubTest(test, subtest, err)


class _Watched(unittest.TestResult):
    """Follows a whole run. What runs between two tests is shared by the tests of both modules: it sets them up."""

    def __init__(self, tests: list[unittest.TestCase], watcher: Watcher) -> None:
        super().__init__()
        self._tests = tests
        self._numbers = _numbers(tests)
        self._watcher = watcher
        self._started = 0.0
        self._modules: dict[str, int] = {}
        self._gap = watcher.between()
        self._before: int | None = None  # what the test before this gap shares
        self.bad: list[str] = []

    def shared(self, test: unittest.TestCase) -> int:
        return self._modules.setdefault(type(test).__module__, len(self._modules))

    def startTest(self, test: Any) -> None:  # noqa: N802
        self._close(self.shared(test))
        self._watcher.begin(self._numbers[id(test)])
        self._started = time.perf_counter()
        super().startTest(test)

    def stopTest(self, test: Any) -> None:  # noqa: N802
        super().stopTest(test)
        self._watcher.end(self._numbers[id(test)], time.perf_counter() - self._started)
        self._gap = self._watcher.between()
        self._before = self.shared(test)

    def _close(self, after: int | None) -> None:
        for shared in (self._before, after):
            if shared is not None:
                self._watcher.share(shared, self._gap)

    def finish(self) -> None:
        self._close(None)
        users: dict[int, set[int]] = {}
        for number, test in enumerate(self._tests):
            users.setdefault(self.shared(test), set()).add(number)
        for shared, numbers in users.items():
            self._watcher.users(shared, numbers)

    def addError(self, test: Any, err: Any) -> None:  # noqa: N802
        self.bad.append(test.id())
        super().addError(test, err)

    def addFailure(self, test: Any, err: Any) -> None:  # noqa: N802
        self.bad.append(test.id())
        super().addFailure(test, err)

    def addSubTest(self, test: Any, subtest: Any, err: Any) -> None:  # noqa: N802
        if err is not None:
            self.bad.append(test.id())
        super().addSubTest(test, subtest, err)

    def addUnexpectedSuccess(self, test: Any) -> None:  # noqa: N802
        self.bad.append(test.id())
        super().addUnexpectedSuccess(test)


class _Runner:
    """Stands where unittest's own runner does."""

    def __init__(self, take: Callable[[Any], None]) -> None:
        self._take = take

    def run(self, suite: Any) -> unittest.TestResult:
        self._take(suite)
        return unittest.TestResult()


def _each(suite: Any) -> Iterator[unittest.TestCase]:
    for one in suite:
        if isinstance(one, unittest.TestSuite):
            yield from _each(one)
        else:
            yield one


def _main(arguments: Sequence[str], take: Callable[[Any], None]) -> None:
    sys.argv = ["python -m unittest", *(arguments or _found())]
    unittest.main(module=None, argv=sys.argv, testRunner=_Runner(take), exit=False)


def _found() -> list[str]:
    """Where the tests are, if unittest by itself would not look there."""
    from glob import glob

    for folder in ("tests", "test"):
        if not glob("test*.py") and glob(f"{folder}/test*.py") and not os.path.exists(f"{folder}/__init__.py"):
            return ["discover", "-s", folder]
    return []


def _unloaded(tests: Sequence[unittest.TestCase]) -> list[str]:
    return [test.id() for test in tests if type(test).__module__ == "unittest.loader"]


def collect(arguments: Sequence[str], ready: Callable[[Tests], None]) -> Collected:
    """Load as the suite does, and hand the tests over."""
    reached = []

    def take(suite: Any) -> None:
        tests = list(_each(suite))
        if tests and not _unloaded(tests):
            reached.append(True)
            ready(UnittestTests(tests))

    _main(arguments, take)
    return Collected(bool(reached), 0 if reached else 1)


def watch(arguments: Sequence[str], watcher: Watcher) -> Failed | None:
    """Run the suite once under a watcher; what went wrong, if anything."""
    failures: list[Failed] = []

    def take(suite: Any) -> None:
        tests = list(_each(suite))
        unloaded = _unloaded(tests)
        if unloaded or not tests:
            failures.append(Failed("uncollected", unloaded) if unloaded else Failed("empty", []))
            return
        watcher.collected([test.id() for test in tests])
        result = _Watched(tests, watcher)
        suite.run(result)
        result.finish()
        if result.bad:
            failures.append(Failed("failed", result.bad))

    _main(arguments, take)
    return failures[0] if failures else None
