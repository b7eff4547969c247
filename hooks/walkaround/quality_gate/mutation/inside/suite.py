"""What is known of the tests and of the mutants before any is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from .inject import Module

if TYPE_CHECKING:
    from .tests import Tests

# A suite that takes no more of CPU time and of time is run as a whole before a mutant counts as survived.
_CPU_WITHIN = 10.0
_ALL_WITHIN = 60.0  # on a machine with much to do it takes several times what it takes else


class Mutant(NamedTuple):
    number: int
    file: str
    source: str
    encoding: str
    start: int
    end: int
    text: str
    spots: list[str]  # no two mutants of one spot are put in at once: functions, or a statement outside of any
    tests: list[int]  # that run the line, fastest first
    warm: bool


class Suite(NamedTuple):
    """What is known of the tests."""

    ids: list[str]
    seconds: list[float]
    cpu: float  # seconds of all tests
    start: float  # seconds until the first test runs
    touched: dict[str, list[int]]  # by file: the tests that run any of its lines
    alone: list[int]  # tests that may get in the way of others that run at the same time
    runner: str
    arguments: list[str]
    site: str  # for Python processes that tests start; empty when none starts any

    def length(self, numbers: Iterable[int]) -> float:
        return sum(self.seconds[number] for number in numbers)

    def asked(self, mutant: Mutant) -> list[int]:
        """The tests that are asked about a mutant, the fastest first."""
        return mutant.tests or self.touched[mutant.file]

    def confirming(self, mutants: Sequence[Mutant]) -> tuple[int, ...]:
        """The tests that have a say before mutants count as survived, in the order of the suite.

        Of a long suite those that touch their files, or their lines.
        """
        everything = range(len(self.ids))
        if self.is_short() or not all(mutant.warm for mutant in mutants):
            return tuple(everything)
        return tuple(
            sorted({number for one in mutants for numbers in (self.touched[one.file], one.tests) for number in numbers})
        )

    def is_short(self) -> bool:
        return self.cpu <= _CPU_WITHIN and sum(self.seconds) <= _ALL_WITHIN

    def load(self) -> None:
        """Import the runner, which may import the project."""
        if self.runner == "unittest":
            from . import with_unittest  # noqa: F401
        else:
            from . import with_pytest

            with_pytest.unmeasured()  # known to all children then

    def collect(self, ready: Callable[[Tests], None], without: set[str]) -> bool:
        """Load the tests, as far as may be without files that nothing is wanted of; what those are may change."""
        if self.runner == "unittest":
            from .with_unittest import collect as by_unittest

            return by_unittest(self.arguments, ready).reached
        from .with_pytest import collect as by_pytest

        return by_pytest(self.arguments, ready, without).reached

    def files_without(self, numbers: Iterable[int]) -> set[str]:
        """The test files that hold none of these tests."""
        kept = {self.ids[number].partition("::")[0] for number in numbers}
        return {one.partition("::")[0] for one in self.ids} - kept


def merged(mutants: Iterable[Mutant]) -> list[Module]:
    """The modules with these mutants in them."""
    modules: dict[str, Module] = {}
    for one in sorted(mutants, key=lambda one: -one.start):
        source = modules[one.file].source if one.file in modules else one.source
        modules[one.file] = Module(one.file, source[: one.start] + one.text + source[one.end :], one.encoding)
    return list(modules.values())


def grouped(mutants: Iterable[Mutant], across: bool, most: int) -> list[list[Mutant]]:
    """Mutants that may be put in at once: never two in one function or one statement, of one file unless `across`."""
    groups: list[tuple[list[Mutant], set[tuple[str, str]]]] = []
    for mutant in mutants:
        spots = {(mutant.file, spot) for spot in mutant.spots}
        for members, taken in groups:
            if len(members) < most and not spots & taken and (across or members[0].file == mutant.file):
                members.append(mutant)
                taken |= spots
                break
        else:
            groups.append(([mutant], spots))
    return [members for members, _ in groups]
