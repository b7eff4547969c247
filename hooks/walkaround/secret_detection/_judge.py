"""One file: bytes -> places -> hits -> what no pragma and no baseline accepts -> findings."""

import re
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import TYPE_CHECKING, NamedTuple

from .._finding import Finding, NotJudged
from ._gate import BINARY, Place, places
from ._kinds import KINDS, OWN, PRIVATE_KEY, SAMPLE, VENDOR, Kind

if TYPE_CHECKING:
    from ._baseline import Baseline
    from ._engine import Hit

_SNIFFED = 8192  # bytes in which a NUL tells binary data from text, as git does it
_FOLLOWING = 2048  # bytes behind a line in which a private key must begin
_GRACE = 0.5  # seconds that the clock, which is asked between patterns, has in hand before the alarm rings
_TAIL = 256  # characters of a long line's end, where a pragma stands


class Job(NamedTuple):
    """A file to judge: how it is `shown`, its path from the top as `key`, and what to judge it by."""

    shown: str
    key: str
    plugins: frozenset[str]
    baseline: "Baseline | None"
    seconds: int


class Line(NamedTuple):
    """A line of a file: its number, its offsets, and the line before it."""

    number: int
    start: int
    end: int
    previous: str


def judge(job: Job, content: bytes) -> Iterator[Finding]:
    """The findings in one file, in order; NotJudged when it takes too long."""
    with _alarm(job):
        found = list(_judged(job, content))
    yield from found


@contextmanager
def _alarm(job: Job) -> Iterator[None]:
    """End the work on one file in time even inside a pattern, such as one that a baseline brings along.

    Where there are no alarms (Windows, other threads, somebody else's handler), only `_clock` is asked.
    """

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise _too_long(job)

    here = current_thread() is main_thread() and hasattr(signal, "SIGALRM")
    if not here or signal.getsignal(signal.SIGALRM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, job.seconds + _GRACE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)


def _judged(job: Job, content: bytes) -> Iterator[Finding]:
    if job.baseline is not None and job.baseline.excluded("file", job.key):
        return
    tick = _clock(job)
    data = as_utf8(content)
    wanted = job.plugins & BINARY if b"\0" in data[:_SNIFFED] else job.plugins
    found = places(data, wanted, tick)
    if not found:
        return
    from ._engine import distinct

    accepted = _Accepted(job)
    for line, hits in _by_line(job, data, found, tick):
        for hit in distinct(accepted.left(line.number, hits)):
            yield _finding(job, line.number, hit)


def as_utf8(content: bytes) -> bytes:
    """Text as UTF-8 without a byte order mark; UTF-16 and UTF-32 are told by theirs. Else the bytes as they are.

    A wide encoding has a NUL in every ASCII character, so without any NUL the mark only pretends.
    """
    for mark, codec in (
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\0\0\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark) and b"\0" in content:
            return content.decode(codec, "replace").encode("utf-8", "replace")
    return content.removeprefix(b"\xef\xbb\xbf")


def _clock(job: Job) -> Callable[[], None]:
    started = time.monotonic()

    def tick() -> None:
        if time.monotonic() - started > job.seconds:
            raise _too_long(job)

    return tick


def _too_long(job: Job) -> NotJudged:
    why = f"took longer than {job.seconds} s to inspect for secrets; raise secret-detection.seconds-per-file"
    return NotJudged(job.shown, f"{why} or exclude the file")


def _by_line(
    job: Job, data: bytes, found: Iterable[Place], tick: Callable[[], None]
) -> Iterator[tuple[Line, list["Hit"]]]:
    """The hits of each line that no pragma allows, with offsets counted in characters from the line's start."""
    from . import _engine

    line, hits = Line(0, 0, -1, ""), list["Hit"]()
    column = at = 0  # characters of the line before the byte offset `at`
    for place in found:
        if place.start > line.end:
            if hits:
                yield line, hits
            line, hits, column = _next_line(data, place, line), [], 0
            at = line.start
        tick()
        column += len(data[at : place.start].decode("utf-8", "replace"))
        at = place.start
        text = _engine.Text(job.key, _decoded(data[at : place.end]), line.previous, "")
        if _allowed(job, data, line, text.line):
            continue
        if any(KINDS[name].rule == PRIVATE_KEY for name in place.names):
            text = text._replace(following=_decoded(data[place.end : place.end + _FOLLOWING]))
        for hit in _engine.hits(text, place.names):
            if job.baseline is None or not job.baseline.excluded("secret", text.line[hit.start : hit.end]):
                hits.append(hit._replace(start=hit.start + column, end=hit.end + column))
    if hits:
        yield line, hits


def _decoded(line: bytes) -> str:
    return line.decode("utf-8", "replace").removesuffix("\r")


def _next_line(data: bytes, place: Place, last: Line) -> Line:
    """The line in which a place lies, counted on from the last one."""
    behind = max(last.end, 0)
    start = data.rfind(b"\n", behind, place.start) + 1 or (0 if not last.number else behind)
    end = data.find(b"\n", place.start)
    number = (last.number or 1) + data.count(b"\n", behind, place.start)
    before = data[max(0, start - 1 - 4 * _TAIL) : max(0, start - 1)].rpartition(b"\n")[2]
    return Line(number, start, end if end >= 0 else len(data), _decoded(before))


def _allowed(job: Job, data: bytes, line: Line, text: str) -> bool:
    """Whether a pragma, or the baseline's list of lines, excludes this line."""
    if job.baseline is not None and job.baseline.excluded("line", text):
        return True
    if (
        b"pragma:" not in data[max(line.start, line.end - 4 * _TAIL) : line.end]
        and "pragma:" not in line.previous + text
    ):
        return False
    from ._pragma import allows

    tail = _decoded(data[max(line.start, line.end - 4 * _TAIL) : line.end])
    return allows(job.key, text, line.previous) or allows(job.key, tail, "")


class _Accepted:
    """The baseline's entries for one file, and which of the unspecific ones are used up."""

    def __init__(self, job: Job) -> None:
        self._baseline = job.baseline
        entries = job.baseline.entries.get(job.key, ()) if job.baseline is not None else ()
        self._known = {(entry.type, entry.hash) for entry in entries}
        self._hashes = {entry.hash for entry in entries}
        self._lines = {(entry.type, entry.hash): entry.line for entry in entries}

    def left(self, number: int, hits: list["Hit"]) -> list["Hit"]:
        """The hits of a line that nobody has accepted."""
        if self._baseline is None:
            return hits
        accepted = [hit for hit in hits if self._takes(number, hit)]
        return [hit for hit in hits if hit not in accepted]

    def _takes(self, number: int, hit: "Hit") -> bool:
        """An entry of detect-secrets for our own plugins' finds can only have another type."""
        known = (hit.type, hit.hash) in self._known or (hit.plugin in OWN and hit.hash in self._hashes)
        if known and not hit.specific:
            return self._lines.get((hit.type, hit.hash), 0) in (0, number)
        return known


_SAMPLES = (
    r"(?:^|/)(?:(?:[\w-]{1,40}[_-])?tests?|testing|testdata|test[_-]data|fixtures?|__tests__|__snapshots__|specs?|mocks?|cassettes|"
    r"docs?|docs[_-][\w-]{1,40}|examples?|samples?|tutorials?)/|(?:^|/)examples?[-_.][^/]*$|"
    r"(?:^|/)(?:test_[^/]*|conftest|[^/]*[._-](?:test|tests|spec))\.\w+$|\.rst$"
)
_REMEDIES = {
    VENDOR: "Revoke it at {issuer}, then read the new one from the environment or a secret store",
    PRIVATE_KEY: "Replace the key pair, then keep the new private key outside the repository",
}
_REMEDY = "Change it where it is in use, then read the new one from the environment or a secret store"
_REPLACE = "Replace it if it opens anything and make it at run time"


def _finding(job: Job, number: int, hit: "Hit") -> Finding:
    kind = KINDS[hit.plugin]
    noun = kind.noun[0].upper() + kind.noun[1:]
    if (kind.rule != VENDOR or kind.by_anyone) and re.search(_SAMPLES, job.key):
        message = f"{noun} stands in a test, an example or documentation."
        return Finding(job.shown, number, hit.start + 1, SAMPLE, message, f"{_REPLACE}, or {_accept(job, kind)}.")
    remedy = _REMEDIES.get(kind.rule, _REMEDY).format(issuer=kind.issuer)
    message = f"{noun} stands here in plain text."
    return Finding(job.shown, number, hit.start + 1, kind.rule, message, f"{remedy}; {_PUBLIC}, {_accept(job, kind)}.")


_PUBLIC = "if it opens nothing or is meant for everybody"


def _accept(job: Job, kind: Kind) -> str:
    """How a finding is accepted in this file: by a comment, where one can stand."""
    if re.search(r"(?i)\.(?:json|ipynb|csv|tsv)$", job.key):
        return "accept it in `.secrets.baseline`"
    if kind.rule == PRIVATE_KEY:  # a header of a key takes no comment, but PEM allows text before it
        return "write a comment such as `# pragma: allowlist nextline secret` above it"
    return "mark the line `pragma: allowlist secret`"
