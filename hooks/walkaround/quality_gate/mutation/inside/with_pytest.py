"""pytest as a runner: the tests it collects, run in this process one by one, with the project's own configuration."""

from __future__ import annotations

import functools
import importlib.metadata
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import pytest

from .tests import Collected, Failed, Tests, Watcher

_NO_TESTS = 5  # pytest's exit code


class _Settled:
    """Plugins that would run tests elsewhere, again or in another order are told not to; coverage is not measured."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_load_initial_conftests(self, early_config: Any, args: list[str]) -> None:
        has = early_config.pluginmanager.hasplugin
        if has("xdist"):
            args += ["-n0", "--dist=no"]
        if has("randomly"):
            args += ["--randomly-dont-reorganize", "--randomly-seed=1"]
        if has("rerunfailures"):
            args.append("--reruns=0")
        if has("hypothesispytest"):
            args.append("--hypothesis-seed=0")


class PytestTests(Tests):
    """The tests of a session, by their ids in the order of the suite."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._items = list(session.items)
        self._failed = ""
        self.ids = [item.nodeid for item in self._items]
        session.config.pluginmanager.register(self, "walkaround-tests")
        _warm_up(session.config)

    def run(self, numbers: Sequence[int], begun: Callable[[int], None] = lambda _: None) -> str:
        chosen = [self._items[number] for number in numbers]
        self._session.items = chosen
        for position, item in enumerate(chosen):
            _hush(item)
            begun(numbers[position])
            following = chosen[position + 1] if position + 1 < len(chosen) else None
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self._failed:
                return self._failed
            if self._session.shouldfail or self._session.shouldstop:
                return self.ids[numbers[position]]
        return ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed and not self._failed:
            self._failed = report.nodeid


def _warm_up(config: Any) -> None:
    """Have pytest import what it tells failures with, so that not every child that fails does."""
    with suppress(Exception):
        for left, right in ((1, 2), ("a", "b"), ([1], [2]), ({"a": 1}, {"a": 2})):
            config.hook.pytest_assertrepr_compare(config=config, op="==", left=left, right=right)


def _hush(item: Any) -> None:
    """Keep pytest from telling how a test fails: nobody reads it, and it takes longer than most tests."""
    for name in ("repr_failure", "_repr_failure_py"):
        if hasattr(item, name):
            setattr(item, name, lambda *_, **__: "failed")


class _Collecting(_Settled):
    """Hands the collected tests to somebody else than pytest's own loop."""

    def __init__(self, ready: Callable[[Tests], None], without: set[str]) -> None:
        self._ready = ready
        self._without = without
        self.reached = False

    def pytest_ignore_collect(self, collection_path: Any, config: Any) -> bool | None:
        """Files without a test that is to run are not loaded."""
        if not self._without:
            return None
        return os.path.relpath(collection_path, config.rootpath).replace(os.sep, "/") in self._without or None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: Any) -> bool:
        if session.testsfailed or not session.items:
            return True
        self.reached = True
        self._ready(PytestTests(session))
        return True


class _Watching(_Settled):
    """Follows pytest's own run: which lines run for which test, how long each takes, what fails."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher
        self._shared: dict[int, tuple[Any, int]] = {}  # fixtures of more than one test: the bucket of each
        self._users: dict[int, set[int]] = {}  # their bucket -> the tests
        self._finished: set[int] = set()
        self._number = -1
        self.failed: list[str] = []
        self.uncollected: list[str] = []

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            self.uncollected.append(report.nodeid)

    def pytest_collection_finish(self, session: Any) -> None:
        self._watcher.collected([item.nodeid for item in session.items])

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self) -> Iterator[None]:
        self._number += 1
        self._watcher.begin(self._number)
        started = time.perf_counter()
        yield
        self._watcher.end(self._number, time.perf_counter() - started)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        if fixturedef.scope == "function":
            yield
            return
        with self._watcher.into(self._bucket(fixturedef)):
            yield

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item: Any) -> Iterator[None]:
        self._note_users(item)
        self._finished = set()
        before = self._watcher.marked()
        yield
        for bucket in self._finished:
            self._watcher.share(bucket, before)

    def pytest_fixture_post_finalizer(self, fixturedef: Any) -> None:
        if fixturedef.scope != "function":
            self._finished.add(self._bucket(fixturedef))

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        for bucket, users in self._users.items():
            self._watcher.users(bucket, users)

    def _bucket(self, fixturedef: Any) -> int:
        if id(fixturedef) not in self._shared:
            self._shared[id(fixturedef)] = fixturedef, len(self._shared)
        return self._shared[id(fixturedef)][1]

    def _note_users(self, item: Any) -> None:
        found: list[Any] = []
        for many in getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {}).values():
            found += many
        found += getattr(getattr(item, "_request", None), "_fixture_defs", {}).values()
        for one in found:
            if getattr(one, "scope", "function") != "function":
                self._users.setdefault(self._bucket(one), set()).add(self._number)


def _main(arguments: Sequence[str], plugin: Any) -> int:
    arguments = [*arguments, *unmeasured()]
    sys.argv = [os.path.join(os.path.dirname(pytest.__file__), "__main__.py"), *arguments]
    return int(pytest.main(arguments, plugins=[plugin]))


@functools.lru_cache(maxsize=1)
def unmeasured() -> list[str]:
    """What keeps pytest-cov from measuring, where it is: it begins before any plugin of ours has its say."""
    if os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD"):
        return []
    plugins = {
        one.name
        for found in importlib.metadata.distributions()
        for one in found.entry_points
        if one.group == "pytest11"
    }
    return ["--no-cov"] if "pytest_cov" in plugins else []


def collect(arguments: Sequence[str], ready: Callable[[Tests], None], without: set[str]) -> Collected:
    """Collect as the suite does, but for some files, which may change, and hand the tests over."""
    plugin = _Collecting(ready, without)
    code = _main(arguments, plugin)
    return Collected(plugin.reached, code)


def watch(arguments: Sequence[str], watcher: Watcher) -> Failed | None:
    """Run the suite once under a watcher; what went wrong, if anything."""
    plugin = _Watching(watcher)
    code = _main(arguments, plugin)
    if plugin.uncollected:
        return Failed("uncollected", plugin.uncollected)
    if plugin.failed:
        return Failed("failed", plugin.failed)
    if code == _NO_TESTS:
        return Failed("empty", [])
    return Failed("broken", [f"pytest ends with exit code {code}"]) if code else None
