"""Which tests run which mutant, in which way it is tried, and which test should have caught it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple


class Source(NamedTuple):
    """A module that is mutated: its path from the root, the file it is, and what it says."""

    path: str
    file: str
    text: str
    encoding: str


class Candidate(NamedTuple):
    """A mutant before it is tried. `places` are the code objects that it changes, by name and first line."""

    source: Source
    line: int
    column: int
    operator: str
    start: int
    end: int
    text: str
    first: int  # lines of its statement
    last: int
    users: frozenset[int]  # lines that use what it defines, where it shows at import
    places: frozenset[tuple[str, int]]
    bodies: bool

    @property
    def key(self) -> str:
        return f"{self.source.path}:{self.start}:{self.end}:{self.operator}:{self.text}"

    def spots(self, warm: bool) -> list[str]:
        """What it changes: functions, or a statement that runs at import. Mutants of one spot may hide each other."""
        return sorted(f"{name} {first}" for name, first in self.places) if warm else [f"{self.first}-{self.last}"]


class Plan(NamedTuple):
    """How a mutant is tried: by which tests, the fastest first, and in a warm process or a cold one.

    One that no test can see is not `tried`. `test` should catch it.
    """

    candidate: Candidate
    tests: tuple[int, ...]
    warm: bool
    tried: bool
    test: str


class Watched:
    """What the run of the suite told: which tests run which lines."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.tests: list[str] = told["tests"]
        self.seconds: list[float] = told["seconds"]
        self._sizes: list[int] = told["sizes"]
        self._starting: frozenset[int] = frozenset(told["starting"])
        self._touched: dict[str, list[int]] = told["touched"]
        self._runs: dict[str, list[tuple[str, int, int, list[int]]]] = {}
        for path, name, first, line, tests in told["runs"]:
            self._runs.setdefault(path, []).append((name, first, line, tests))
        self._outside: dict[str, list[tuple[str, int, int]]] = {}
        for path, name, first, line in told["outside"]:
            self._outside.setdefault(path, []).append((name, first, line))

    def touching(self, path: str) -> list[int]:
        """The tests that run any line of a file, and those that start programs, which may."""
        return sorted({*self._touched.get(path, ()), *self._starting})

    def plan(self, one: Candidate) -> Plan:
        path = one.source.path
        running = {
            number
            for name, first, line, tests in self._runs.get(path, ())
            if one.first <= line <= one.last and (name, first) in one.places
            for number in tests
        }
        outside = any(
            one.first <= line <= one.last and (name, first) in one.places
            for name, first, line in self._outside.get(path, ())
        )
        warm = one.bodies and not outside
        users = {number for _, _, line, tests in self._runs.get(path, ()) if line in one.users for number in tests}
        running |= users
        tests = sorted(running | self._starting, key=lambda number: (number in self._starting, self.seconds[number]))
        named = running or (set(self._touched.get(path, ())) if outside else set()) or self._starting
        return Plan(one, tuple(tests), warm, bool(tests) or outside, self._nearest(named))

    def _nearest(self, numbers: Iterable[int]) -> str:
        """The test that runs the least beside: it is the one about this line."""
        found = min(numbers, key=lambda number: (self._sizes[number], number), default=None)
        return "" if found is None else self.tests[found]


def wanted(candidates: Sequence[Candidate]) -> dict[str, list[int]]:
    """The lines whose tests must be known."""
    lines: dict[str, set[int]] = {}
    for one in candidates:
        lines.setdefault(one.source.path, set()).update(range(one.first, one.last + 1), one.users)
    return {path: sorted(numbers) for path, numbers in sorted(lines.items())}
