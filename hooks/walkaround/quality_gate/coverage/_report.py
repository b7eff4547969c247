"""What a coverage report says, whatever its format."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from ..._finding import NotJudged

LIMIT = 200 * 1024 * 1024  # bytes of one report
MOST_LINES = 1_000_000  # a file has no more, so that a number of a range costs no more
NEVER = float("inf")  # the stamp of a report that does not say when it was made

DATA, JSON, COBERTURA, LCOV = "coverage.py's data file", "coverage.py's JSON", "Cobertura's XML", "lcov"
JACOCO, CLOVER, GO = "JaCoCo's XML", "Clover's XML", "Go's cover profile"


class Lines(NamedTuple):
    """One source in one report, under the name that it has there.

    `ran` and `missed` are the lines that the report measures; a data file knows no missed ones. `excluded` are those
    that it leaves out on purpose, None where the format does not tell. `functions` are lines with the name of what is
    declared there, `checksums` lines with a digest of their text.
    """

    name: str
    ran: frozenset[int]
    missed: frozenset[int]
    excluded: frozenset[int] | None = None
    functions: tuple[tuple[int, str], ...] = ()
    checksums: tuple[tuple[int, str], ...] = ()

    @property
    def measured(self) -> frozenset[int]:
        return self.ran | self.missed


class Report(NamedTuple):
    """One report: `path` as people know it, `kind` what it is, `stamp` the latest moment at which it can have been
    made, by its own word; `local` says that this was a clock on a wall. `sources` are the folders that its names
    count from, where it says so."""

    path: str
    kind: str
    files: tuple[Lines, ...]
    stamp: float = NEVER
    local: bool = False
    sources: tuple[str, ...] = ()


class Counts:
    """Hits of lines, gathered by the name of the source; a line ran if one record says so."""

    def __init__(self) -> None:
        self._ran: dict[str, set[int]] = {}
        self._measured: dict[str, set[int]] = {}
        self._functions: dict[str, list[tuple[int, str]]] = {}
        self._checksums: dict[str, list[tuple[int, str]]] = {}

    def source(self, name: str) -> None:
        """A source that is named, though perhaps without any line."""
        self._measured.setdefault(name, set())
        self._ran.setdefault(name, set())

    def add(self, name: str, line: int, hits: int) -> None:
        if not 1 <= line <= MOST_LINES:
            return  # some tools give an empty module the line 0
        self.source(name)
        self._measured[name].add(line)
        if hits > 0:
            self._ran[name].add(line)

    def span(self, name: str, first: int, last: int, hits: int) -> None:
        """Lines that ran together or not."""
        self.source(name)
        lines = range(max(first, 1), min(last, MOST_LINES) + 1)
        self._measured[name].update(lines)
        if hits > 0:
            self._ran[name].update(lines)

    def function(self, name: str, line: int, function: str) -> None:
        self._functions.setdefault(name, []).append((line, function))

    def checksum(self, name: str, line: int, digest: str) -> None:
        self._checksums.setdefault(name, []).append((line, digest))

    def files(self) -> tuple[Lines, ...]:
        return tuple(
            Lines(
                name, frozenset(self._ran[name]), frozenset(measured - self._ran[name]), None,
                tuple(self._functions.get(name, ())), tuple(self._checksums.get(name, ())),
            )
            for name, measured in self._measured.items()
        )  # fmt: skip


def refused(path: str, why: str) -> NotJudged:
    """A report that tells nothing: what is wrong with it, and the one act that heals."""
    return NotJudged(path, f"{why}; run the tests with coverage again, and make the report anew")


def foreign(path: str, why: str) -> NotJudged:
    """A file of another kind, in a place or under a name that reports have."""
    return NotJudged(path, f"{why}; name the reports that count in quality-gate.coverage-files")


def whole_number(text: str) -> int | None:
    """A number as reports write it; None for anything else, and for one that no counter reaches."""
    return int(text) if re.fullmatch(r"-?[0-9]{1,18}", text) else None


def hits_of(text: str) -> int | None:
    """How often a line ran: counters overflow into the negative and beyond what a number holds, and run no less."""
    if re.fullmatch(r"[0-9]{19,40}|[0-9]+(\.[0-9]+)?[eE]\+?[0-9]{1,3}", text):
        return 1
    return whole_number(text)


def numbers(values: object) -> frozenset[int] | None:
    """Line numbers out of a JSON list; None when it is none."""
    if not isinstance(values, list) or not all(type(one) is int for one in values):
        return None
    return frozenset(one for one in values if 1 <= one <= MOST_LINES)


def united(parts: Iterable[Lines]) -> Lines | None:
    """Several records of one source as one: a line ran if one of them says so."""
    every = list(parts)
    if not every:
        return None
    ran = frozenset().union(*(one.ran for one in every))
    measured = frozenset().union(*(one.measured for one in every))
    return Lines(every[0].name, ran, measured - ran)
