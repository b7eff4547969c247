"""Try mutants in children of a process that loads the project and its tests as the suite does.

It stops where a module is about to be imported for the first time: the mutants that show at import begin there. Once
all tests are collected it stops again: a mutant of a function's body is put into the living functions. So each child
begins with all that a real run would have done by then, and does nothing twice.
"""

from __future__ import annotations

import gc
import json
import os
import select
import sys
import threading
import time
import warnings
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from .forks import Gone, Ground, InChild, Late, Tell, die_with_parent, end_group, end_strays, limit_cpu, take_strays
from .inject import Living, Module, before_import, by_themselves, install, is_imported
from .judge import UNFIT, Judge
from .suite import Mutant, Suite, merged

if TYPE_CHECKING:
    from .run import Line
    from .tests import Tests

_GRACE = 3.0  # seconds in which a phase ends by itself
# What pytest imports to tell a failure.
_OF_FAILURES = ("difflib", "pygments.formatters.terminal", "pygments.lexers.diff", "pygments.lexers.python")


def _standard() -> frozenset[str]:
    """The names of the standard library, from Python 3.10 on."""
    return frozenset(getattr(sys, "stdlib_module_names", ()))


def serve(job: dict[str, Any], line: Line) -> None:
    sources = job["sources"]
    suite = Suite(**job["suite"])
    left = [Mutant(**{**sources[one["file"]], **one}) for one in job["mutants"]]
    ground = Ground(line.life, time.monotonic() + job["seconds"], job["folder"])
    take_strays()
    try:
        for early in (False, True):
            left = _phase(early, left, suite, ground, line, () if early else job["modules"])
        for one in left:
            line.say(number=one.number, unsure=True)
    except Late:
        return
    except Gone:
        os._exit(1)


def _phase(
    early: bool, mutants: list[Mutant], suite: Suite, ground: Ground, line: Line, modules: Sequence[str]
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
        _be(early, mutants, suite, ground, outlet, modules)
    os.close(outlet)
    with suppress(OSError):
        os.setpgid(child, child)
    try:
        judged = _relayed(inlet, ground, line)
    finally:
        _await(child)
        os.close(inlet)
        end_strays(set())
    return [one for one in mutants if one.number not in judged]


def _be(early: bool, mutants: list[Mutant], suite: Suite, ground: Ground, out: int, modules: Sequence[str]) -> None:
    """A phase's own process. It never returns."""
    try:
        os.setpgid(0, 0)
        die_with_parent()
        take_strays()
        from .run import Line as Outlet

        _Server(suite, ground, Outlet(out, ground.life), modules).serve(mutants, early)
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


class _Server:
    """The process whose children try mutants; and each of these children, which goes on from where it begins."""

    def __init__(self, suite: Suite, ground: Ground, line: Line, modules: Sequence[str]) -> None:
        self._modules = modules  # that the project imports and that are not the project's
        self._suite = suite
        self._ground = ground
        self._line = line
        self._kills: Counter[int] = Counter()  # what has noticed one mutant is asked first about the next
        self._numbers = {one: number for number, one in enumerate(suite.ids)}
        self._coming: dict[str, list[Mutant]] = {}  # mutants that show at import, by file
        self._warm: list[Mutant] = []
        self._without: set[str] = set()
        self._is_loaded = False  # the runner
        self._doing: tuple[Sequence[int], Tell] | None = None  # in a child

    def serve(self, mutants: list[Mutant], early: bool) -> None:
        """Say a verdict on each mutant for which there is one, and end the process: no runner is to wind up.

        `early` has all of them begin before anything is loaded, which is what is left where they cannot begin later.
        """
        if early:
            self._stop([one for one in mutants if not is_imported(one.file)], self._go_on, True)
        else:
            self._warm = [one for one in mutants if one.warm]
            for one in mutants:
                if not one.warm:
                    self._coming.setdefault(one.file, []).append(one)
            before_import(frozenset(self._coming), self._reached)
        if self._doing is not None or not early:
            self._suite.load()
            self._is_loaded = True
            by_themselves(frozenset(self._coming))
            self._suite.collect(self._ready, self._without)
        if self._doing is not None:
            self._doing[1]("collection")
        os._exit(0)

    def _stop(self, mutants: Sequence[Mutant], attempt: Any, steps: bool) -> None:
        """Judge mutants by children that begin here. In a child, this returns only for it to go on."""
        if not mutants:
            return
        gc.collect()
        gc.freeze()  # what is there stays as it is in all children
        try:
            Judge(self._suite, self._ground, self._line, self._kills).judge(mutants, attempt, steps)
        except InChild:
            return
        except Late:
            self._line.say(late=True)
            os._exit(0)
        except BaseException:  # noqa: BLE001 - no child of this process may go on
            os._exit(1)

    def _reached(self, file: str) -> None:
        """A module is about to be imported for the first time. A thread would not be there in a child."""
        mutants = self._coming.pop(file, [])
        if not mutants or self._doing is not None:
            return
        self._import_others()
        if threading.active_count() == 1 and not is_imported(file):
            self._stop(mutants, self._go_on, True)

    def _import_others(self) -> None:
        """Import what is not the project's, so that not every child does."""
        names, self._modules = self._modules, ()
        for name in (*names, *_OF_FAILURES) if names else ():
            if name not in sys.modules and (self._is_loaded or name.partition(".")[0] in _standard()):
                with warnings.catch_warnings(), suppress(Exception):
                    warnings.simplefilter("ignore")
                    __import__(name)

    def _go_on(self, mutants: Sequence[Mutant], numbers: Sequence[int], tell: Tell) -> None:
        """In a child: have the runner go on, with these mutants in what it imports from now on."""
        limit_cpu(4 * self._suite.start + 2)
        # What is compiled is kept for the next child, beside the work tree.
        sys.pycache_prefix = os.path.join(self._ground.folder, "compiled")
        sys.dont_write_bytecode = False
        self._put_in(merged(mutants))
        self._without |= self._suite.files_without(numbers)
        self._doing = numbers, tell
        raise InChild

    def _put_in(self, modules: Sequence[Module]) -> None:
        """Have whoever imports these modules get them, in this process and in those that tests start."""
        install(modules)
        if modules and self._suite.site:
            file = os.path.join(self._ground.folder, f"{os.getpid()}.json")
            with open(file, "w", encoding="utf-8") as written:
                json.dump([(one.file, one.source, one.encoding) for one in modules], written)
            os.environ["WALKAROUND_MUTANT"] = file
            path = os.environ.get("PYTHONPATH", "")
            os.environ["PYTHONPATH"] = self._suite.site + (os.pathsep + path if path else "")

    def _ready(self, tests: Tests) -> None:
        """The tests are collected. Modules that are imported only by a test are not there yet."""
        if self._doing is not None:
            numbers, tell = self._doing
            self._run(tests, numbers, tell)
        if tests.ids != self._suite.ids:
            return
        late = [one for file, mutants in self._coming.items() if not is_imported(file) for one in mutants]
        mutants = [*self._warm, *late]
        self._tests = tests
        self._before = {one.file: Module(one.file, one.source, one.encoding) for one in mutants}
        gc.unfreeze()  # or what was there at an earlier stop is not found
        self._living = Living(frozenset(self._before))
        self._absent = {file for file in self._before if not is_imported(file) and file not in self._living.files}
        for one in self._before.values():
            one.compiled()
        self._stop(mutants, self._swap, False)

    def _swap(self, mutants: Sequence[Mutant], numbers: Sequence[int], tell: Tell) -> None:
        """In a child: put mutants into the functions that are alive, and run tests."""
        modules = merged(mutants)
        for one in modules:
            if one.file in self._absent:
                continue
            swaps = self._living.swapped(one.file, self._before[one.file].compiled(), one.compiled())
            if not swaps:
                tell(UNFIT)
            for function, code in swaps or ():
                function.__code__ = code
        self._put_in(modules)
        self._run(self._tests, numbers, tell)

    def _run(self, tests: Tests, numbers: Sequence[int], tell: Tell) -> None:
        """Run these tests, and those that are there with the mutant alone; never return."""
        places = {one: place for place, one in enumerate(tests.ids)}
        chosen = [places[self._suite.ids[number]] for number in numbers if self._suite.ids[number] in places]
        chosen += [place for place, one in enumerate(tests.ids) if one not in self._numbers]
        begun = lambda place: self._begun(self._numbers.get(tests.ids[place], -1))  # noqa: E731
        tell(tests.run(chosen, begun) if chosen else "none")

    def _begun(self, number: int) -> None:
        limit_cpu(4 * self._suite.seconds[number] + 0.5 if number >= 0 else 5)
