"""Verdicts on mutants: which runs of tests it takes to tell, each of them in a child of its own.

No verdict rests on a test that fails by itself in another order or in a child: the same run without the mutant says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING

from .forks import Crew, Ended, Ground, Task, Tell, Work
from .suite import Mutant, Suite, grouped

if TYPE_CHECKING:
    from .run import Line

_PASSED = Ended("said", "")
_FIRST = 8  # tests that are asked first: what noticed other mutants, then the fastest; the rest as in the suite
_TOGETHER = 16  # survivors at most that are confirmed in one run
UNFIT = "unfit"  # said by a child that cannot take the place of a run with this mutant

Telling = Generator[Work, Ended, str]
Try = Callable[[Sequence[Mutant], Sequence[int], Tell], None]  # in a child: tell the first of these tests that fails


class Judge:
    """Judges mutants by children that begin at one point of a process."""

    def __init__(self, suite: Suite, ground: Ground, line: Line, kills: Counter[int]) -> None:
        self._suite = suite
        self._ground = ground
        self._line = line
        self._kills = kills  # by test
        self._clean: dict[tuple[int, ...], bool] = {}
        self._numbers = {one: number for number, one in enumerate(suite.ids)}
        self._alone = frozenset(suite.alone)

    def judge(self, mutants: Sequence[Mutant], attempt: Try, steps: bool) -> None:
        """Say a verdict on each mutant for which there is one.

        `steps` is for children in which each test costs more than its own time: few are asked before all others are.
        """
        self._attempt = attempt
        survivors: list[Mutant] = []
        Crew(self._ground).work(self._first(one, survivors, steps) for one in mutants)
        survivors.sort(key=lambda one: one.number)
        groups = grouped(survivors, self._suite.is_short(), _TOGETHER)
        Crew(self._ground).work(self._confirm(one) for one in groups)

    def _first(self, mutant: Mutant, survivors: list[Mutant], steps: bool) -> Task:
        order = self._order(mutant)
        for numbers in (order[:_FIRST], order) if steps and len(order) > 2 * _FIRST else (order,):
            if not numbers:
                continue
            ended = yield self._work((mutant,), numbers)
            if ended == Ended("said", UNFIT):
                return
            if ended != _PASSED:
                self._say(mutant, (yield from self._failed(mutant, numbers, ended)))
                return
        if set(order) == set(self._suite.confirming([mutant])):
            self._say(mutant, "survived")
        else:
            survivors.append(mutant)

    def _order(self, mutant: Mutant) -> tuple[int, ...]:
        """What noticed mutants first, then the fastest; after some of them as in the suite, which is how fixtures last
        from test to test."""
        asked = sorted(self._suite.asked(mutant), key=lambda number: -self._kills[number])
        return (*asked[:_FIRST], *sorted(asked[_FIRST:]))

    def _failed(self, mutant: Mutant, numbers: tuple[int, ...], ended: Ended) -> Telling:
        """The verdict when something failed, once it is clear that it does not fail by itself."""
        if ended.kind == "said" and ended.said in self._numbers:
            number = self._numbers[ended.said]
            if number in numbers:
                numbers = numbers[: numbers.index(number) + 1]
            self._kills[number] += 1
        if (yield from self._is_clean(numbers)):
            return _killed(ended)
        return (yield from self._in_order(mutant))

    def _in_order(self, mutant: Mutant) -> Telling:
        """The verdict by tests in the order of the suite alone."""
        numbers = self._suite.confirming([mutant])
        ended = yield self._work((mutant,), numbers)
        if ended == _PASSED:
            return "survived"
        return _killed(ended) if (yield from self._is_clean(numbers)) else ""

    def _confirm(self, mutants: Sequence[Mutant]) -> Task:
        """Have mutants that no test noticed which runs them tried by all other tests: what they leave behind may show.

        They are put in together, and apart only where something fails.
        """
        numbers = self._suite.confirming(mutants)
        ended = yield self._work(mutants, numbers)
        if ended == _PASSED:
            for one in mutants:
                self._say(one, "survived")
        elif len(mutants) > 1:
            half = len(mutants) // 2
            yield from self._confirm(mutants[:half])
            yield from self._confirm(mutants[half:])
        elif ended != Ended("said", UNFIT) and (yield from self._is_clean(numbers)):
            self._say(mutants[0], _killed(ended))

    def _is_clean(self, numbers: tuple[int, ...]) -> Generator[Work, Ended, bool]:
        """Whether these tests, in this order, pass without a mutant."""
        known = self._clean.get(numbers)
        if known is None:
            known = any(passed and longer[: len(numbers)] == numbers for longer, passed in self._clean.items())
            known = known or (yield self._work((), numbers)) == _PASSED
            self._clean[numbers] = known
        return known

    def _work(self, mutants: Sequence[Mutant], numbers: tuple[int, ...]) -> Work:
        wall = 10 * self._suite.length(numbers) + 20

        def do(tell: Tell) -> None:
            self._attempt(mutants, numbers, tell)

        return Work(do, wall, not self._alone.isdisjoint(numbers))

    def _say(self, mutant: Mutant, verdict: str) -> None:
        if verdict:
            self._line.say(number=mutant.number, verdict=verdict)


def _killed(ended: Ended) -> str:
    return "timeout" if ended.kind == "timeout" else "killed"
