"""Does a credential still work? Its vendor is asked, by detect-secrets' own verifiers, and only with `--verify`.

A verifier builds and sends the requests; `_vendors` says what it may reach and what an answer means. Both must agree.
Each question is put to a copy of the plugin's module of its own, whose `requests` is a `_Line`: so hosts, time and
size are bounded, and detect-secrets itself stays as it is for everybody else in the process.

No value, and no text of an exception, which may quote an address with a value in it, leaves this module.
"""

import queue
import re
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from ._vendors import VENDORS, Reply, Vendor

if TYPE_CHECKING:
    from requests import PreparedRequest, Response
    from requests.adapters import HTTPAdapter

AROUND = 5  # lines before and behind that a verifier may read, as detect-secrets gives it
_LONGEST = 8192  # characters of each of them
_AT_ONCE = 4  # questions in the air
_MOST = 200  # questions of one run
_PARTNERS = 8  # tried with one credential
_BODY = 1 << 20  # bytes of an answer; a page of Stripe's charges has some 50 KB


class Verdict(Enum):
    """What asking gave. NOT_ASKED: nobody could be asked. UNANSWERED: somebody was, and did not tell."""

    VERIFIED = "verified"
    REFUSED = "refused"
    NOT_ASKED = "not asked"
    UNANSWERED = "unanswered"


class Question(NamedTuple):
    """A credential: the detector's class name, the whole value, the lines around it, and in which of them it is."""

    detector: str
    value: str
    lines: tuple[str, ...]
    at: int


class Answer(NamedTuple):
    """A verdict; `why` there is none from the vendor, else ""."""

    verdict: Verdict
    why: str = ""


NO_VERIFIER = Answer(Verdict.NOT_ASKED, "no verifier for this kind")
NOT_IN_COMMITS = Answer(Verdict.NOT_ASKED, "in commits nothing is asked about")
_OTHER_FORM = Answer(Verdict.NOT_ASKED, "no verifier for this form of it")
_TIMED_OUT = Answer(Verdict.UNANSWERED, "time-out")
_NO_CONNECTION = Answer(Verdict.UNANSWERED, "no connection")
_UNCLEAR = Answer(Verdict.UNANSWERED, "its reply says neither")
_FAILED = Answer(Verdict.UNANSWERED, "the verifier failed")
_TOO_MANY = Answer(Verdict.UNANSWERED, f"more than {_MOST} credentials to ask about")


def words(answer: Answer) -> str:
    """The answer as the end of a message: `; the vendor confirms that it works`."""
    match answer.verdict:
        case Verdict.VERIFIED:
            return "; the vendor confirms that it works"
        case Verdict.REFUSED:
            return "; the vendor refuses it"
        case Verdict.NOT_ASKED:
            return f"; the vendor was not asked: {answer.why}"
        case Verdict.UNANSWERED:
            return f"; the vendor was asked in vain: {answer.why}"


def question(detector: str, lines: Sequence[str], at: int, start: int, end: int) -> Question:
    """The question about the characters `start` to `end` of line `at`, with as much around as a verifier reads."""
    first = max(0, at - AROUND)
    left = max(0, start - _LONGEST // 2)
    near = [line[:_LONGEST] for line in lines[first : at + AROUND + 1]]
    near[at - first] = lines[at][left : left + _LONGEST]
    return Question(detector, lines[at][start:end], tuple(near), at - first)


def ask(questions: Sequence[Question], seconds: float) -> list[Answer]:
    """An answer to each question, in order. One credential, with one partner, is asked about once.

    `seconds` are for each question as a whole: looking up names, every request, every byte of the replies.
    """
    tasks = [_task(one) for one in questions]
    distinct = list(dict.fromkeys(task for task in tasks if isinstance(task, _Task)))
    known = dict(zip(distinct[:_MOST], _asked(distinct[:_MOST], seconds), strict=True))
    works = {(task.detector, task.value) for task, answer in known.items() if answer.verdict is Verdict.VERIFIED}
    return [_of(task, known, works) for task in tasks]


class _Task(NamedTuple):
    """A question that can be put: `contexts` is one line per partner, or nothing where none is needed."""

    detector: str
    value: str
    contexts: tuple[str, ...]


def _of(task: "_Task | Answer", known: dict[_Task, Answer], works: set[tuple[str, str]]) -> Answer:
    """A credential that works in one place does so where its partner is another one, too."""
    if isinstance(task, Answer):
        return task
    return Answer(Verdict.VERIFIED) if task[:2] in works else known.get(task, _TOO_MANY)


def _task(one: Question) -> _Task | Answer:
    vendor = VENDORS.get(one.detector)
    if vendor is None:
        return NO_VERIFIER
    value = _whole(one)
    if vendor.form.fullmatch(value) is None:
        return _OTHER_FORM
    if not vendor.partner:
        return _Task(one.detector, value, ())
    found = _partners(vendor, one)
    if not found:
        return Answer(Verdict.NOT_ASKED, f"no {vendor.partner} stands near it")
    if len(found) > _PARTNERS:
        return Answer(Verdict.UNANSWERED, f"more than {_PARTNERS} strings near it could be the {vendor.partner}")
    return _Task(one.detector, value, tuple(vendor.spelled.format(partner) for partner in found))


def _whole(one: Question) -> str:
    """The value; of a Stripe key, of which detect-secrets' pattern takes the first 24 characters alone, all of it."""
    if one.detector != "StripeDetector":
        return one.value
    line = one.lines[one.at]
    at = line.find(one.value)
    rest = re.compile(r"[0-9A-Za-z]{0,256}").match(line, at + len(one.value)) if at >= 0 else None
    return one.value + (rest.group() if rest is not None else "")


_CLOUDANT = re.compile(r"([\w-]{1,63})\.cloudant\.com", re.ASCII | re.I)


def _partners(vendor: Vendor, one: Question) -> list[str]:
    """What the credential may be used with, each once, as the verifier's module finds it in the lines around.

    The account in a Cloudant address is sought here: that module gives the whole address in its place.
    """
    lines = [line[:_LONGEST] for line in one.lines]
    found: list[str] = getattr(_copy(vendor), vendor.find)(lines)
    if vendor.module == "cloudant":
        found = [name for name in found if ":" not in name]
        found += [name for line in lines for name in _CLOUDANT.findall(line)]
    return list(dict.fromkeys(name for name in found if one.value not in name))


def _copy(vendor: Vendor) -> Any:
    """A fresh copy of the plugin's module, which no other code sees."""
    from importlib.util import find_spec, module_from_spec

    spec = find_spec(f"detect_secrets.plugins.{vendor.module}")
    if spec is None or spec.loader is None:
        raise ImportError(vendor.module)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _asked(tasks: Sequence[_Task], seconds: float) -> list[Answer]:
    """Put the questions, a few at a time, each in a thread: neither requests nor the resolver bounds a whole exchange.

    A thread that is late is left behind; it ends with its socket's time-out, at the latest with the process.
    """
    if tasks:
        _hush()
    answers = [_TIMED_OUT] * len(tasks)
    done: queue.SimpleQueue[tuple[int, Answer]] = queue.SimpleQueue()
    running: dict[int, float] = {}  # number of a task -> when it is late
    coming = iter(range(len(tasks)))
    left = len(tasks)
    while left:
        while len(running) < _AT_ONCE and (number := next(coming, None)) is not None:
            running[number] = time.monotonic() + seconds
            work = _in_thread(number, tasks[number], seconds, done.put)
            threading.Thread(target=work, name="walkaround-verify", daemon=True).start()
        try:
            number, answer = done.get(timeout=max(0.0, min(running.values()) - time.monotonic()))
        except queue.Empty:
            late = [number for number, end in running.items() if end <= time.monotonic()]
        else:
            late = [number] if number in running else []  # else it was given up before
            if late:
                answers[number] = answer
        for number in late:
            del running[number]
        left -= len(late)
    return answers


_OURS = threading.local()


def _in_thread(
    number: int, task: _Task, seconds: float, done: Callable[[tuple[int, Answer]], None]
) -> Callable[[], None]:
    def work() -> None:
        _OURS.here = True
        answer = _FAILED
        with suppress(Exception):  # whose text may hold the value
            answer = _put(task, seconds)
        done((number, answer))

    return work


def _hush() -> None:
    """Keep these threads out of logs: urllib3 writes the path of each request, in which Telegram's token stands."""
    import logging

    import requests  # noqa: F401 - its loggers are there from now on

    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("urllib3", "requests", "charset_normalizer", "detect_secrets"):
            logging.getLogger(name).addFilter(_not_ours)


def _not_ours(_record: object) -> bool:
    return not getattr(_OURS, "here", False)


class _NoAnswer(Exception):  # noqa: N818 - ends a verifier, which would take it for a refusal
    def __init__(self, answer: Answer) -> None:
        self.answer = answer


def _put(task: _Task, seconds: float) -> Answer:
    """Ask with one partner after the other until the vendor confirms; refused is what all of them are."""
    answers: list[Answer] = []
    for context in task.contexts or ("",):
        try:
            answers.append(_put_once(VENDORS[task.detector], task, context, seconds))
        except _NoAnswer as none:
            answers.append(none.answer)
        if answers[-1].verdict is Verdict.VERIFIED:
            return answers[-1]
    return next((one for one in answers if one.verdict is not Verdict.REFUSED), answers[0])


def _put_once(vendor: Vendor, task: _Task, context: str, seconds: float) -> Answer:
    from detect_secrets.util.code_snippet import CodeSnippet

    module, line = _copy(vendor), _Line(vendor, seconds)
    module.requests = line
    more = (CodeSnippet([context], 0, 0),) if vendor.partner else ()
    result = getattr(module, task.detector)().verify(task.value, *more)
    if not line.replies:
        return _FAILED
    confirmed = result.name == "VERIFIED_TRUE"
    if confirmed and line.replies[-1] is True:
        return Answer(Verdict.VERIFIED)
    # Stripe's verifier leaves open what any refused restricted key is; the words of the reply tell.
    if not confirmed and all(said is False for said in line.replies):
        return Answer(Verdict.REFUSED)
    return _UNCLEAR


class _Line:
    """What a verifier takes for the module `requests`: one vendor can be reached, and what it says is noted.

    `replies`: what each reply says, in order.
    """

    def __init__(self, vendor: Vendor, seconds: float) -> None:
        from requests import exceptions

        self.exceptions = exceptions
        self.replies: list[bool | None] = []
        self._vendor = vendor
        self._seconds = seconds

    def get(self, url: str, **options: Any) -> "Response":
        return self._send("GET", url, options)

    def post(self, url: str, **options: Any) -> "Response":
        return self._send("POST", url, options)

    def _send(self, method: str, url: str, options: dict[str, Any]) -> "Response":
        if not self._may_reach(url):
            raise _NoAnswer(_FAILED)
        response = self._received(method, url, options)
        reply = Reply(response.status_code, response.content)
        self.replies.append(self._vendor.read(reply))
        if self.replies[-1] is None and not self._vendor.partner:
            raise _NoAnswer(_UNCLEAR)  # before the verifier trips over it
        return response

    def _may_reach(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
            return (
                parts.scheme == "https"
                and parts.port in (None, 443)
                and self._vendor.hosts.fullmatch(parts.hostname or "") is not None
            )
        except ValueError:
            return False

    def _received(self, method: str, url: str, options: dict[str, Any]) -> "Response":
        """The whole reply. Proxies and certificates are taken from the environment, logins (`~/.netrc`) are not."""
        import requests
        from urllib3.exceptions import HTTPError

        try:
            with requests.Session() as session:
                session.mount("https://", _verbatim())
                session.auth = _own_login
                session.headers["Accept-Encoding"] = "identity"  # a small packed reply can become a large one
                options = {"timeout": self._seconds, "allow_redirects": False, "stream": True} | options
                with session.request(method, url, **options) as response:
                    _read(response)
                    return response
        except requests.Timeout:
            raise _NoAnswer(_TIMED_OUT) from None
        except (OSError, HTTPError, ValueError):  # requests' own errors are OSErrors
            raise _NoAnswer(_NO_CONNECTION) from None


def _verbatim() -> "HTTPAdapter":
    """Old requests (2.32) shorten the path `//`, which IBM's verifier signs, to `/`: the signature would not hold."""
    from requests.adapters import HTTPAdapter

    class Verbatim(HTTPAdapter):
        def request_url(self, request: "PreparedRequest", proxies: Any) -> str:  # noqa: ARG002 - as requests calls it
            return request.path_url

    return Verbatim()


def _own_login(request: "PreparedRequest") -> "PreparedRequest":
    """The login in the address, and no other: requests would replace what is asked about by one from `~/.netrc`."""
    from requests.auth import HTTPBasicAuth
    from requests.utils import get_auth_from_url

    user, password = get_auth_from_url(request.url or "")
    return HTTPBasicAuth(user, password)(request) if user or password else request


def _read(response: "Response") -> None:
    """Read the body where requests keeps one that it has read itself; one without end says nothing."""
    body = b"".join(_pieces(response))
    response._content = body if len(body) <= _BODY else b""  # noqa: SLF001 - requests offers no bound of its own
    response._content_consumed = True  # noqa: SLF001
    response.encoding = "utf-8"  # a guess would be a search for the right one


def _pieces(response: "Response") -> Iterable[bytes]:
    size = 0
    while size <= _BODY and (piece := response.raw.read(1 << 16, decode_content=False)):
        size += len(piece)
        yield piece
