"""One file through bandit's own engine, in this process: where its core, or a plugin, is not one that we have read.

Slower, for it parses again and asks every plugin about every node, but the same results, and as unforgiving.
"""

import io
import logging
from typing import Any

from . import _lean
from ._errors import PluginCrash
from ._index import Index
from ._nosec import Nosec
from ._run import BlacklistTest, Result, Test, plain


class Tests:
    """Bandit's test set: the functions for a type of node."""

    def __init__(self, index: Index, off: frozenset[str]) -> None:
        _lean.stand_in()
        self._tests: dict[str, list[Any]] = {}
        for at, plugin in enumerate(index.plugins):
            if plugin.id not in off:
                self._add(Test(plugin, at))
        nodes = [node for node, lines in index.banned.items() if any(line.id not in off for line in lines)]
        if nodes:
            self._add(BlacklistTest(len(index.plugins), index.lists, nodes, off))

    def _add(self, test: Test) -> None:
        function: Any = test.load()
        if test.plugin.config is not None or isinstance(test, BlacklistTest):
            function._config = test.config
        function._test_id = test.id
        for check in test.plugin.checks:
            self._tests.setdefault(check, []).append(function)

    def id(self, name: str) -> str:
        """The id of the test of this name; empty when there is none."""
        return next((one._test_id for found in self._tests.values() for one in found if one.__name__ == name), "")

    def get_tests(self, checktype: str) -> list[Any]:
        return self._tests.get(checktype, [])


class _Metrics:
    def note_nosec(self, num: int = 1) -> None: ...

    def note_skipped_test(self, num: int = 1) -> None: ...


def judge(path: str, source: bytes, tests: Tests, suppress: Nosec) -> list[Result]:
    log = logging.getLogger("bandit")
    level = log.level
    log.setLevel(logging.CRITICAL)  # it warns about every comment that silences nothing, and about paths
    try:
        return _judged(path, source, tests, suppress)
    except PluginCrash:
        raise
    except Exception as failure:  # noqa: BLE001 - whatever it is, the file was not judged
        raise PluginCrash("bandit", "", 0, type(failure).__name__) from None
    finally:
        log.setLevel(level)


def _judged(path: str, source: bytes, tests: Tests, suppress: Nosec) -> list[Result]:
    meta = _lean.core("meta_ast").BanditMetaAst()
    visitor = _lean.core("node_visitor").BanditNodeVisitor(
        path, io.BytesIO(source), meta, tests, False, suppress.for_bandit(), _Metrics()
    )
    crashes: list[PluginCrash] = []

    def report_error(test: str, context: Any, error: Exception) -> None:
        inner = context._context
        line, one = inner.get("lineno", 0), tests.id(test)
        if not suppress.hides(inner["linerange"], line, one):
            crashes.append(PluginCrash(test, one, line, type(error).__name__))

    visitor.tester.report_error = report_error
    visitor.process(source)
    if crashes:
        raise crashes[0]
    return [
        plain(one, one.test_id, one.test, one.lineno, one.col_offset, one.end_col_offset, one.linerange)
        for one in visitor.tester.results
    ]
