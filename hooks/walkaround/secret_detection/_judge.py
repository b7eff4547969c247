"""One file: bytes -> what the gate saw -> hits -> what no pragma and no baseline accepts -> findings."""

import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from types import FrameType
from typing import TYPE_CHECKING, NamedTuple

from .._finding import Finding, NotJudged
from ._gate import BARE, BASE64, BELOW, ENTROPY, ESCAPED, PERCENT, QUOTED, UNSIGNED, URL, Gate
from ._gate import PRIVATE_KEY as KEYS
from ._kinds import PRIVATE_KEY, SAMPLE, VENDOR, What
from ._tokens._index import INDEX

if TYPE_CHECKING:
    from ._accepted import Accepted, Secret
    from ._pragma import Pragma
    from ._scan import Located
    from ._verify import Question

_SNIFFED = 8192  # bytes in which a NUL tells binary data from text, as git does it
_GRACE = 0.5  # seconds that the clock, which is asked between patterns, has in hand before the alarm rings
_LINES = 1 << 15  # bytes before and behind a line in which the lines lie that a verifier may read


class Job(NamedTuple):
    """A file to judge: how it is `shown`, its path from the top as `key`, and what to judge it by.

    `seconds` are of CPU time. `reasons`: a pragma allows nothing without one. `verifying`: what is found comes with
    what its vendor is to be asked.
    """

    shown: str
    key: str
    detectors: frozenset[str]
    accepted: "Accepted | None"
    seconds: int
    gate: Gate
    reasons: bool = False
    verifying: bool = False


class Found(NamedTuple):
    """A secret that no pragma allows, and what would be said of it. `taken`: a baseline accepts it."""

    finding: Finding
    secret: "Secret"
    taken: bool
    question: "Question | None" = None


def secrets(job: Job, content: bytes) -> list[Found]:
    """The secrets in one file that no pragma allows, in order; NotJudged when it takes too long."""
    with within(job):
        return list(_judged(job, as_utf8(content)))


@contextmanager
def within(job: Job) -> Iterator[None]:
    """End the work on one file in time even inside a pattern, such as one that a baseline brings along.

    Where there are no alarms (Windows, other threads, somebody else's handler), only `clock` is asked.
    """

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise _too_long(job)

    if not hasattr(signal, "SIGPROF") or signal.getsignal(signal.SIGPROF) is not signal.SIG_DFL:
        yield
        return
    try:
        signal.signal(signal.SIGPROF, ring)
    except ValueError:  # not in the main thread, which alone is interrupted
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, job.seconds + _GRACE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, signal.SIG_DFL)


def clock(job: Job) -> Callable[[], None]:
    """What ends the work on one file when its time is up, called now and then."""
    started = time.process_time()

    def tick() -> None:
        if time.process_time() - started > job.seconds:
            raise _too_long(job)

    return tick


def _too_long(job: Job) -> NotJudged:
    why = f"took more than {job.seconds} s of CPU time to inspect for secrets; raise secret-detection.seconds-per-file"
    return NotJudged(job.shown, f"{why} or exclude the file")


def _judged(job: Job, data: bytes) -> Iterator[Found]:
    if _excluded(job, "file", job.key):
        return
    tick = clock(job)
    wanted = _wanted(job.detectors, b"\0" in data[:_SNIFFED])
    hits = job.gate.hits(data, wanted, tick)
    if not hits:
        return
    from ._scan import distinct, located, spots

    here = job.accepted.file(job.key) if job.accepted is not None else None
    for one in located(data, distinct(spots(job.key, data, hits, job.gate, wanted, tick))):
        if _excluded(job, "line", one.text) or _excluded(job, "secret", one.hit.value):
            continue
        mark = _mark(job, one)
        if mark is not None and (mark.reason or not job.reasons):
            continue
        secret = _secret(one)
        taken = here is not None and here.accepts(secret)
        question = _question(data, one) if job.verifying else None
        yield Found(_finding(job, one, mark.mark if mark else ""), secret, taken, question)


_BY_DETECTOR = {
    **dict.fromkeys(("KeywordDetector", "AssignedSecretDetector"), (QUOTED, BARE, BELOW, UNSIGNED)),
    **dict.fromkeys(("BasicAuthDetector", "UrlPasswordDetector"), (URL,)),
    **dict.fromkeys(("PrivateKeyDetector", "PuttyPrivateKeyDetector"), (KEYS,)),
    **dict.fromkeys(("Base64HighEntropyString", "HexHighEntropyString"), (ENTROPY,)),
}


@cache
def _wanted(detectors: frozenset[str], binary: bool) -> frozenset[int]:
    """The numbers of what these detectors look for; in binary data, only what is known by its form."""
    tokens = {at for at, row in enumerate(INDEX) if row[0] in detectors and not (binary and row[1])}
    others = {number for name, numbers in _BY_DETECTOR.items() if name in detectors for number in numbers}
    if binary:
        return frozenset(tokens | (others & {KEYS}))
    return frozenset(tokens | others | {PERCENT, ESCAPED, BASE64})


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


def _excluded(job: Job, what: str, text: str) -> bool:
    return job.accepted is not None and job.accepted.excluded(what, text)


def _mark(job: Job, one: "Located") -> "Pragma | None":
    """The pragma that stands on this line; of a long one, near the hit or at its end."""
    texts = (one.previous, one.text, one.tail)
    if not any(word in text for word in ("pragma:", "leaks:allow") for text in texts):
        return None
    from ._pragma import pragma

    near, last = (text.removesuffix("\r") for text in (one.text, one.tail))
    found = (pragma(job.key, near, one.previous.removesuffix("\r")), pragma(job.key, last, ""))
    return next((mark for mark in found if mark and mark.reason), None) or found[0] or found[1]


def _secret(one: "Located") -> "Secret":
    """A hit as a baseline knows it."""
    from ._accepted import Secret

    return Secret(one.hit.what.id, one.hit.value, one.line, one.text, one.start, one.end)


_CLOUDANT = r"(?i)@[A-Za-z0-9_-]{1,63}\.cloudant\.com(?![A-Za-z0-9.-])"


def _asked_as(one: "Located") -> str:
    """The detector by whose name a vendor is asked: a password in a Cloudant address is Cloudant's."""
    what = one.hit.what
    in_cloudant = what.id == "url-password" and re.match(_CLOUDANT, one.text[one.end : one.end + 96])
    return "CloudantDetector" if in_cloudant else what.detector


def _question(data: bytes, one: "Located") -> "Question":
    """What to ask the vendor about a hit, with the lines around it; its value may stand there encoded."""
    from ._scan import text_of
    from ._verify import AROUND, question

    before = data[max(0, one.low - _LINES) : one.low - 1].rsplit(b"\n", AROUND)[-AROUND:] if one.low else []
    behind = data[one.high + 1 : one.high + _LINES].split(b"\n", AROUND)[:AROUND]
    around = [text_of(raw).removesuffix("\r") for raw in (*before, *behind)]
    lines = [*around[: len(before)], one.text, *around[len(before) :]]
    asked = question(_asked_as(one), lines, len(before), one.start, one.end)
    return asked._replace(value=one.hit.value)


_SAMPLES = (
    r"(?:^|/)(?:(?i:(?:[\w-]{1,40}[_-])?(?:tests?|fixtures?)|testing|testdata|test[_-]data|__tests__|__snapshots__|"
    r"specs?|mocks?|cassettes|docs?|docs[_-][\w-]{1,40}|examples?|samples?|tutorials?|guides?|rfcs?)|"
    r"[\w.-]{1,60}(?:[a-z.]Tests?|TestFixtures)|testFixtures)/|(?:^|/)examples?[-_.][^/]*$|(?:^|/)rfc\d{3,5}\.\w+$|"
    r"[._-](?:example|sample)(?:\.\w+)?$|\.dist$|(?:^|/)\.env[^/]*\.template$|"
    r"(?:^|/)(?:test_[^/]*|conftest|[^/]*[._-](?:test|tests|spec))\.\w+$|\.rst$"
)
_REMEDY = "Change it where it is in use, then read the new one from the environment or a secret store"
_REVOKE = "Revoke it at {at}, then read the new one from the environment or a secret store"
_RENEW = "Replace the key pair, then keep the new private key outside the repository"
_REPLACE = "Replace it if it opens anything and make it at run time"
_PUBLIC = "if it opens nothing or is meant for everybody"


def _finding(job: Job, one: "Located", bare: str) -> Finding:
    """What is said of a hit; `bare` is a mark on its line that gives no reason where the policy asks for one."""
    what = one.hit.what
    noun = what.noun[0].upper() + what.noun[1:].rstrip(",")
    place = (job.shown, one.line, one.column)
    accept = f"write why behind its mark, as in `{bare} - <reason>`" if bare else _accept(job, what)
    more = f", and `{bare}` gives no reason" if bare else ""
    if one.hit.doubt:
        message = f"{noun} stands here, but its checksum is wrong, so {what.issuer} did not issue it as it is{more}."
        return Finding(
            *place, SAMPLE, message, f"If it was cut or mistyped, revoke it at {_issuer(what)}; else {accept}."
        )
    sure = f" (confidence {what.confidence})"
    if what.made_up and re.search(_SAMPLES, job.key):
        message = f"{noun} stands in a test, an example or documentation{sure}{more}."
        return Finding(*place, SAMPLE, message, f"{_REPLACE}, or {accept}.")
    remedy = {VENDOR: _REVOKE.format(at=_issuer(what)), PRIVATE_KEY: _RENEW}.get(what.rule, _REMEDY)
    return Finding(
        *place, what.rule, f"{noun} stands here in plain text{sure}{more}.", f"{remedy}; {_PUBLIC}, {accept}."
    )


def _issuer(what: What) -> str:
    return f"{what.issuer} ({what.revoke})" if what.revoke else what.issuer


def _accept(job: Job, what: What) -> str:
    """How a finding is accepted in this file: by a comment, where one can stand."""
    if re.search(r"(?i)\.(?:json|ipynb|csv|tsv)$", job.key):
        return "accept it with `walkaround secrets baseline --update`"
    if what.rule == PRIVATE_KEY:  # a header of a key takes no comment, but PEM allows text before it
        return "write a comment such as `# pragma: allowlist nextline secret` above it"
    return "mark the line `pragma: allowlist secret`"
