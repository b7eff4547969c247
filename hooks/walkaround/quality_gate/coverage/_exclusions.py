"""Which lines the patterns in coverage.py's settings leave out of a source.

Such a pattern is a regular expression of the project, or of whoever writes the change, and may be made to take for
ever: all but the usual ones are searched for in a process of their own, which is ended when it does not answer.
"""

import json
import re
import sys
from collections.abc import Iterable, Sequence
from threading import Timer
from typing import TYPE_CHECKING, NamedTuple, Self

from ..._finding import NotJudged
from ._python import Python
from ._settings import Settings

if TYPE_CHECKING:
    from subprocess import Popen

SECONDS = 10.0  # for all patterns in one source
_BLANKS = 1_000  # of so many in a row a usual pattern is slow as well
_ROW = 1_000  # letters of a row before a match, among which the mark of a comment is looked for
_USUAL = frozenset(Settings().excluded)


class Match(NamedTuple):
    """Lines that a pattern, by its number, matches from `first` to `last`. `marked`: a comment says so, and not code
    that a pattern means."""

    pattern: int
    first: int
    last: int
    marked: bool


def as_text(content: bytes) -> str:
    """A source with the line ends that patterns know."""
    return content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


def found(text: str, patterns: Sequence[str]) -> list[Match]:
    """All that the patterns match; this runs in the other process too, so that it needs nothing but `re`."""
    matches = []
    for number, pattern in enumerate(patterns):
        try:
            compiled = re.compile(pattern, re.MULTILINE)
        except (re.error, RecursionError, OverflowError):
            continue
        line, at = 1, 0
        for match in compiled.finditer(text):
            line, at = line + text.count("\n", at, match.start()), match.start()
            row = text[text.rfind("\n", max(at - _ROW, 0), at) + 1 or max(at - _ROW, 0) : match.end()]
            matches.append(Match(number, line, line + match[0].count("\n"), "#" in row))
    return matches


_SERVE = (
    "import sys; sys.path[:0] = [sys.argv[1]]\n"
    "import json\n"
    "from walkaround.quality_gate.coverage._exclusions import found\n"
    "for line in sys.stdin:\n"
    "    print(json.dumps(found(*json.loads(line))), flush=True)\n"
)


class Exclusions:
    """What the patterns of one set of settings leave out."""

    def __init__(self, patterns: Sequence[str], seconds: float = SECONDS) -> None:
        self.patterns = tuple(patterns)
        self._seconds = seconds
        self._known: dict[bytes, tuple[Match, ...]] = {}
        self._process: Popen[bytes] | None = None
        self._over = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def lines(self, source: Python, content: bytes) -> frozenset[int]:
        """The lines that coverage.py leaves out: those that match, and all of what such a line begins."""
        return spread(source, self.matches(content))

    def matches(self, content: bytes) -> tuple[Match, ...]:
        """What the patterns match in a source; NotJudged when they take too long."""
        if content not in self._known:
            self._known[content] = tuple(self._found(as_text(content)))
        return self._known[content]

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _found(self, text: str) -> list[Match]:
        if _USUAL.issuperset(self.patterns) and max(map(len, re.findall(r"\s+", text)), default=0) < _BLANKS:
            return found(text, self.patterns)
        answer = b"" if self._over else self._asked(json.dumps([text, self.patterns]).encode() + b"\n")
        try:
            return [Match(*one) for one in json.loads(answer)]
        except (ValueError, TypeError):
            self._over = True  # what does not end in one source need not be tried in the others
            raise NotJudged(
                "",
                f"the patterns of coverage.py's exclude_lines and exclude_also take longer than {self._seconds:g} "
                "seconds in one source; write them without repetitions inside of repetitions",
            ) from None

    def _asked(self, job: bytes) -> bytes:
        process = self._process or self._started()
        given, answer = process.stdin, process.stdout
        if given is None or answer is None:
            return b""
        timer = Timer(self._seconds, process.kill)
        timer.start()
        try:
            given.write(job)
            given.flush()
            return answer.readline()
        except OSError:
            return b""
        finally:
            timer.cancel()

    def _started(self) -> "Popen[bytes]":
        import os
        from subprocess import DEVNULL, PIPE, Popen

        here = os.path.abspath(__file__)
        top = here
        for _ in range(4):  # coverage, quality_gate, walkaround, and what holds it
            top = os.path.dirname(top)
        command = [sys.executable, "-I", "-c", _SERVE, top]
        self._process = Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
        return self._process


def spread(source: Python, matches: Iterable[Match]) -> frozenset[int]:
    """The lines of these matches, and all of what such a line begins."""
    matched = {line for one in matches for line in range(one.first, one.last + 1)}
    if not matched:
        return frozenset()
    whole = set(matched)
    for first, head, last in source.suites:
        if any(line in matched for line in range(first, head + 1)):
            whole.update(range(first, last + 1))
    return frozenset(whole)
