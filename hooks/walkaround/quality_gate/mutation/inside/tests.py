"""What a test runner offers to those who run tests one by one, and what it tells a watcher."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from .lines import Key, Seen


class Collected(NamedTuple):
    """Whether there were tests to hand over, and with which exit code the runner ended."""

    reached: bool
    code: int


class Failed(NamedTuple):
    """Why a suite gives no ground to stand on: "uncollected", "failed", "empty" or "broken", and what is meant."""

    kind: str
    what: list[str]


class Tests:
    """Collected tests. `run` stops at the first that fails and gives its id, which is empty when none does."""

    ids: list[str]

    def run(self, numbers: Sequence[int], begun: Callable[[int], None] = lambda _: None) -> str:
        raise NotImplementedError


class Watcher:
    """Sorts the lines that run by the tests for which they run.

    What runs outside of any test ran at import or while tests were collected. What a fixture of several tests runs is
    theirs together, whoever came first.
    """

    def __init__(self, seen: Seen, told: Callable[[int], None]) -> None:
        self.seen = seen
        self._told = told
        self._shared: dict[int, set[Key]] = {}
        self.outside: set[Key] = set()
        self.ids: list[str] = []
        self.seconds: dict[int, float] = {}
        self.lines: dict[int, set[Key]] = {}
        self.blind: set[int] = set()  # tests that took the tracer away
        self.now: int | None = None
        self.sharing = False  # whether what runs is set up for several tests
        self.started = 0.0  # when the first test began
        self.cpu = 0.0  # and how much CPU time had been taken by then
        seen.bucket = self.outside

    def collected(self, ids: list[str]) -> None:
        self.ids = ids

    def begin(self, number: int) -> None:
        if not self.started:
            self.started, self.cpu = time.perf_counter(), time.process_time()
        self._told(number)
        self.now = number
        self.seen.bucket = self.lines.setdefault(number, set())

    def end(self, number: int, seconds: float) -> None:
        self.seconds[number] = seconds
        self.now = None
        self.seen.bucket = self.outside
        if not self.seen.is_on():
            self.blind.add(number)
            self.seen.start()

    def is_going_on(self) -> bool:
        """Whether the first test has begun, and the last one has not ended."""
        return self.started > 0 and len(self.seconds) < len(self.ids)

    @contextmanager
    def into(self, shared: int) -> Iterator[None]:
        kept = self.seen.bucket, self.sharing
        self.seen.bucket = self._shared.setdefault(shared, set())
        self.sharing = True
        try:
            yield
        finally:
            self.seen.bucket, self.sharing = kept

    def marked(self) -> set[Key]:
        """A new place for the lines from here on; they are also the lines of whatever was going on."""
        self.seen.bucket = _Also(self.seen.bucket)
        return self.seen.bucket

    def between(self) -> set[Key]:
        """A new place for the lines from here to the next test."""
        self.seen.bucket = set()
        return self.seen.bucket

    def share(self, shared: int, lines: Iterable[Key]) -> None:
        self._shared.setdefault(shared, set()).update(lines)

    def users(self, shared: int, numbers: Iterable[int]) -> None:
        """Whose lines the shared ones are."""
        for number in numbers:
            self.lines.setdefault(number, set()).update(self._shared.get(shared, ()))


class _Also(set[Key]):
    """A set whose items are another set's, too."""

    def __init__(self, other: set[Key]) -> None:
        super().__init__()
        self._other = other

    def add(self, item: Key) -> None:
        super().add(item)
        self._other.add(item)
