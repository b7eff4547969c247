"""Try mutants: a process that has collected the tests forks for each of them.

A mutant of a function's body is put into the living functions of a warm process, and the tests that run its line are
run, the fastest first. One that shows at import is tried in a process that has not imported the project yet. No verdict
rests on a test that fails by itself when it runs alone or in another order: the same run without the mutant says so.
"""

from __future__ import annotations

import gc
import json
import os
import select
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from .forks import Ended, Gone, Ground, Late, Tell, die_with_parent, end_group, forked, limit_cpu
from .inject import Living, Module, install

if TYPE_CHECKING:
    from .run import Line
    from .tests import Tests

# What pytest imports to tell a failure.
_OF_FAILURES = ("difflib", "pygments.formatters.terminal", "pygments.lexers.diff", "pygments.lexers.python")
_QUICK = 16  # so many tests are asked before the suite is
_GRACE = 3.0  # seconds in which a phase ends by itself
_ALL_WITHIN = 10.0  # a suite of so many seconds is run as a whole before a mutant counts as survived


class Mutant(NamedTuple):
    number: int
    file: str
    source: str
    encoding: str
    start: int
    end: int
    text: str
    tests: list[int]  # that run the line, fastest first
    warm: bool

    def module(self) -> Module:
        return Module(self.file, self.source[: self.start] + self.text + self.source[self.end :], self.encoding)


class Suite(NamedTuple):
    """What is known of the tests."""

    ids: list[str]
    seconds: list[float]
    start: float  # seconds until the first test runs
    touched: dict[str, list[int]]  # by file: the tests that run any of its lines
    runner: str
    arguments: list[str]
    site: str  # for Python processes that tests start; empty when none starts any

    def length(self, numbers: Sequence[int]) -> float:
        return sum(self.seconds[number] for number in numbers)

    def confirming(self, mutant: Mutant) -> list[int]:
        """The tests that have a say before a mutant counts as survived, in the order of the suite.

        Of a long suite those that touch the file, or the line.
        """
        everything = list(range(len(self.ids)))
        if self.length(everything) <= _ALL_WITHIN or not mutant.warm:
            return everything
        return sorted({*self.touched[mutant.file], *mutant.tests})

    def collect(self, ready: Callable[[Tests], None], left_out: frozenset[str] = frozenset()) -> bool:
        """Load the tests, as far as may be without those that are left out."""
        if self.runner == "unittest":
            from .with_unittest import collect as by_unittest

            return by_unittest(self.arguments, ready).reached
        from .with_pytest import collect as by_pytest

        kept = {one.partition("::")[0] for one in self.ids if one not in left_out}
        without = frozenset(one.partition("::")[0] for one in left_out) - kept
        return by_pytest(self.arguments, ready, without).reached


def serve(job: dict[str, Any], line: Line) -> None:
    sources = job["sources"]
    suite = Suite(**job["suite"])
    mutants = [Mutant(**{**sources[one["file"]], **one}) for one in job["mutants"]]
    ground = Ground(line.life, time.monotonic() + job["seconds"], job["folder"])
    try:
        cold = _phase(_Warm, [one for one in mutants if one.warm], suite, ground, line, ())
        cold += [one for one in mutants if not one.warm]
        left = _phase(_Cold, cold, suite, ground, line, job["modules"])
        left = _phase(_Cold, left, suite, ground, line, ())
        for one in left:
            line.say(number=one.number, unsure=True)
    except Late:
        return
    except Gone:
        os._exit(1)


def _phase(
    kind: type[_Judge], mutants: list[Mutant], suite: Suite, ground: Ground, line: Line, modules: Sequence[str]
) -> list[Mutant]:
    """Judge mutants in a process of their own; those that it has no verdict for."""
    if not mutants:
        return []
    inlet, outlet = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        child = os.fork()
    if not child:
        os.close(inlet)
        _be(kind, mutants, suite, ground, outlet, modules)
    os.close(outlet)
    with suppress(OSError):
        os.setpgid(child, child)
    try:
        judged = _relayed(inlet, ground, line)
    finally:
        _await(child)
        os.close(inlet)
    return [one for one in mutants if one.number not in judged]


def _be(
    kind: type[_Judge], mutants: list[Mutant], suite: Suite, ground: Ground, out: int, modules: Sequence[str]
) -> None:
    """A phase's own process. It never returns."""
    try:
        os.setpgid(0, 0)
        die_with_parent()
        from .run import Line as Outlet

        kind(suite, ground, Outlet(out, ground.life), modules).judge(mutants)
    finally:
        os._exit(1)  # what it had no verdict for is seen by its parent


def _relayed(inlet: int, ground: Ground, line: Line) -> set[int]:
    """Hand on what a phase says until it ends; the numbers of the mutants that it judged."""
    judged: set[int] = set()
    data = b""
    while True:
        left = ground.deadline + _GRACE - time.monotonic()
        ready, _, _ = select.select([inlet, ground.life], [], [], max(left, 0))
        if ground.life in ready:
            raise Gone
        if not ready:
            raise Late
        more = os.read(inlet, 1 << 16)
        if not more:
            return judged
        *rows, data = (data + more).split(b"\n")
        for row in rows:
            said = json.loads(row)
            if "late" in said:
                raise Late
            judged.add(said["number"])
            line.say(**said)


def _await(child: int) -> None:
    """Let a phase end: it ends its own children first."""
    until = time.monotonic() + _GRACE
    while time.monotonic() < until:
        with suppress(ChildProcessError):
            if os.waitpid(child, os.WNOHANG)[0]:
                end_group(child)
                return
        time.sleep(0.02)
    end_group(child)
    with suppress(ChildProcessError):
        os.waitpid(child, 0)


class _Judge:
    """What both ways of trying have in common: runs of tests with and without a mutant, in children."""

    def __init__(self, suite: Suite, ground: Ground, line: Line, modules: Sequence[str]) -> None:
        self.suite = suite
        self.ground = ground
        self.line = line
        self.modules = modules
        self._clean: dict[tuple[int, ...], bool] = {}
        self._kills: dict[int, int] = {}
        self._numbers = {one: number for number, one in enumerate(suite.ids)}

    # Whether to ask all of the first tests once for all mutants, and not each test that fails alone.
    prefers_all = False

    def child(self, mutant: Mutant | None, numbers: Sequence[int], tell: Tell) -> None:
        """In a child: tell the id of the first test that fails, empty when none does."""
        raise NotImplementedError

    def judge(self, mutants: list[Mutant]) -> None:
        """Say a verdict on each mutant for which there is one, and end the process: no runner is to wind up."""
        raise NotImplementedError

    def each(self, mutants: list[Mutant]) -> None:
        try:
            for mutant in mutants:
                verdict = self.verdict(mutant)
                if verdict:
                    self.line.say(number=mutant.number, verdict=verdict)
        except Late:
            self.line.say(late=True)
        finally:
            os._exit(0)

    def verdict(self, mutant: Mutant) -> str:
        """Empty where there is no telling."""
        quick = sorted(mutant.tests or self.suite.touched[mutant.file], key=lambda number: -self._kills.get(number, 0))[
            :_QUICK
        ]
        ended = self.run(mutant, quick) if quick else Ended("said", "")
        if ended != Ended("said", ""):
            return self._killed(mutant, quick, ended)
        confirming = self.suite.confirming(mutant)
        if confirming == sorted(quick):
            return "survived"
        ended = self.run(mutant, confirming)
        if ended == Ended("said", ""):
            return "survived"
        if not self.is_clean(confirming):
            return ""
        self._note(ended.said)
        return "timeout" if ended.kind == "timeout" else "killed"

    def _killed(self, mutant: Mutant, quick: list[int], ended: Ended) -> str:
        """The verdict when something failed, once it is clear that it does not fail by itself."""
        if ended.kind != "said" or ended.said not in self._numbers:
            if not self.is_clean(quick):
                return ""
            return "timeout" if ended.kind == "timeout" else "killed"
        if self.prefers_all and self.is_clean(quick):
            self._note(ended.said)
            return "killed"
        alone = [self._numbers[ended.said]]
        if not self.is_clean(alone):
            return ""
        self._note(ended.said)
        if quick[:1] == alone or self.run(mutant, alone) != Ended("said", ""):
            return "killed"
        return "killed" if self.is_clean(quick) else ""

    def _note(self, test: object) -> None:
        """What has noticed one mutant is asked first about the next."""
        if isinstance(test, str) and test in self._numbers:
            number = self._numbers[test]
            self._kills[number] = self._kills.get(number, 0) + 1

    def run(self, mutant: Mutant | None, numbers: Sequence[int]) -> Ended:
        wall = 10 * self.suite.length(numbers) + 20
        return forked(lambda tell: self.child(mutant, numbers, tell), wall, self.ground)

    def is_clean(self, numbers: Sequence[int]) -> bool:
        """Whether these tests, in this order, pass without a mutant."""
        key = tuple(numbers)
        if key not in self._clean:
            self._clean[key] = self.run(None, numbers) == Ended("said", "")
        return self._clean[key]

    def begun(self, number: int) -> None:
        limit_cpu(4 * self.suite.seconds[number] + 0.5 if number >= 0 else 5)

    def show_to_processes(self, module: Module) -> None:
        """Have Python processes that tests start see the mutant, too."""
        if not self.suite.site:
            return
        file = os.path.join(self.ground.folder, f"{os.getpid()}.json")
        with open(file, "w", encoding="utf-8") as written:
            json.dump(module._asdict(), written)
        os.environ["WALKAROUND_MUTANT"] = file
        path = os.environ.get("PYTHONPATH", "")
        os.environ["PYTHONPATH"] = self.suite.site + (os.pathsep + path if path else "")


class _Warm(_Judge):
    """Tries mutants of bodies in copies of a process that has collected the tests."""

    def judge(self, mutants: list[Mutant]) -> None:
        def ready(tests: Tests) -> None:
            if tests.ids == self.suite.ids:
                self._tests = tests
                self._living = Living(frozenset(one.file for one in mutants))
                gc.collect()
                gc.freeze()  # what is there stays as it is in all children
                self.each(mutants)

        self.suite.collect(ready)

    def verdict(self, mutant: Mutant) -> str:
        before = Module(mutant.file, mutant.source, mutant.encoding)
        self._swaps = self._living.swapped(mutant.file, before.compiled(), mutant.module().compiled())
        if not self._swaps:
            return ""
        return super().verdict(mutant)

    def child(self, mutant: Mutant | None, numbers: Sequence[int], tell: Tell) -> None:
        if mutant is not None:
            for function, code in self._swaps or ():
                function.__code__ = code
            install(mutant.module())
            self.show_to_processes(mutant.module())
        tell(self._tests.run(numbers, self.begun))


class _Cold(_Judge):
    """Tries mutants that show at import, in copies of a process that has imported what is not the project's."""

    prefers_all = True

    def judge(self, mutants: list[Mutant]) -> None:
        if self._is_prepared():
            self.each(mutants)

    def _is_prepared(self) -> bool:
        """Import what is not the project's; False when that imports the project, too."""
        top = os.getcwd() + os.sep
        for name in (*self.modules, *_OF_FAILURES) if self.modules else ():
            with warnings.catch_warnings(), suppress(Exception):
                warnings.simplefilter("ignore")
                __import__(name)
        if self.modules and self.suite.runner == "pytest":
            from .with_pytest import unmeasured

            unmeasured()  # known to all children then
        files = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
        inner = [one for one in files if isinstance(one, str) and one.startswith(top)]
        return not [one for one in inner if not one.startswith((sys.prefix + os.sep, os.path.dirname(__file__)))]

    def child(self, mutant: Mutant | None, numbers: Sequence[int], tell: Tell) -> None:
        limit_cpu(4 * self.suite.start + 2)
        # What is compiled is kept for the next child, beside the work tree.
        sys.pycache_prefix = os.path.join(self.ground.folder, "compiled")
        sys.dont_write_bytecode = False
        if mutant is not None:
            install(mutant.module())
            self.show_to_processes(mutant.module())
        left_out = frozenset(self.suite.ids) - {self.suite.ids[number] for number in numbers}

        def ready(tests: Tests) -> None:
            chosen = [number for number, one in enumerate(tests.ids) if one not in left_out]
            tell(
                tests.run(chosen, lambda number: self.begun(self._numbers.get(tests.ids[number], -1)))
                if chosen
                else "none"
            )

        self.suite.collect(ready, left_out)
        tell("collection")
