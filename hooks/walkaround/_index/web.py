"""Questions to servers, many at once, each with an end: whole answers, or the reason why there is none.

TLS trusts what the operating system does, and the file that REQUESTS_CA_BUNDLE, PIP_CERT or pip's `cert` names.
Proxies and ~/.netrc count as everywhere in requests. A redirect is followed within its host alone.
"""

import json
import queue
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar
from urllib.parse import urljoin, urlsplit

from . import LOOPBACK, NoAnswer

if TYPE_CHECKING:
    from requests import Response, Session

T = TypeVar("T")
R = TypeVar("R")
AT_ONCE = 24
_MOST = 64 << 20  # bytes of one answer; the longest pages of an index have some ten
_REDIRECTS = 5
_PATIENCE = 3  # answers of a host that may fail to come in time, before it is asked no more
_AGAIN = (429, 500, 502, 503, 504)
_PAUSE = 0.3  # seconds before a second try


class Answer(NamedTuple):
    """An answer of whatever status. `type` is its media type, in lower case; `whole`, whether it said where it ends."""

    status: int
    type: str
    body: bytes
    whole: bool = True


class Refused(NoAnswer):
    """The server answered, with a status that is no answer to the question."""

    def __init__(self, host: str, status: int) -> None:
        super().__init__(_status_words(host, status))
        self.status = status


class Unreachable(NoAnswer):
    """Nobody can be asked: no network, no such host, no connection, no answer in time."""


class Slow(NoAnswer):
    """No answer within the time for one; asking again would take as long."""


class Line:
    """The way to the servers of one run. `trusted` are hosts that pip was told to trust without TLS."""

    def __init__(self, seconds: float, cert: str = "", trusted: Sequence[str] = ()) -> None:
        self.seconds = seconds
        self._session = _session(cert)
        self._trusted = frozenset(trusted)
        self._dead: dict[str, str] = {}  # host -> why it cannot be reached; nobody waits for it twice
        self._slow: dict[str, int] = {}  # host -> how often it did not answer in time

    def get(self, url: str, accept: str = "application/json", auth: tuple[str, str] | None = None) -> Answer:
        return self._asked("GET", url, None, {"Accept": accept}, auth)

    def post(self, url: str, question: Any) -> Answer:
        body = json.dumps(question).encode()
        return self._asked("POST", url, body, {"Accept": "application/json", "Content-Type": "application/json"}, None)

    def _asked(
        self, method: str, url: str, body: bytes | None, headers: dict[str, str], auth: tuple[str, str] | None
    ) -> Answer:
        host = urlsplit(url).netloc.rpartition("@")[2]
        if host in self._dead:
            raise Unreachable(self._dead[host])
        for last in (False, True):
            try:
                answer = self._followed(method, url, body, headers, auth)
            except Unreachable as failure:
                self._dead[host] = str(failure)
                raise
            except Slow as failure:
                self._slow[host] = self._slow.get(host, 0) + 1
                if self._slow[host] >= _PATIENCE:
                    self._dead[host] = str(failure)
                raise
            except NoAnswer:
                if last:
                    raise
            else:
                if last or answer.status not in _AGAIN:
                    return answer
            time.sleep(_PAUSE)
        raise AssertionError  # the second turn has returned or raised

    def _followed(
        self, method: str, url: str, body: bytes | None, headers: dict[str, str], auth: tuple[str, str] | None
    ) -> Answer:
        host = urlsplit(url).netloc.rpartition("@")[2]
        for _ in range(_REDIRECTS + 1):
            self._refuse_plain(url)
            answer, target = self._once(method, url, body, headers, auth)
            if target is None:
                return answer
            joined = urljoin(url, target)
            if urlsplit(joined).netloc.rpartition("@")[2] != host or urlsplit(joined).scheme != urlsplit(url).scheme:
                raise NoAnswer(f"{host} redirects to another host")
            url = joined
        raise NoAnswer(f"{host} redirects in circles")

    def _refuse_plain(self, url: str) -> None:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme == "https" or (parts.scheme == "http" and (host in LOOPBACK or host in self._trusted)):
            return
        raise NoAnswer(f"{host or 'the address'} is not asked: it is no https address")

    def _once(
        self, method: str, url: str, body: bytes | None, headers: dict[str, str], auth: tuple[str, str] | None
    ) -> tuple[Answer, str | None]:
        """One exchange; the second part is where it redirects to."""
        from urllib3.exceptions import HTTPError

        host = urlsplit(url).netloc.rpartition("@")[2]
        direct: Any = {"http": None, "https": None, "all": None} if urlsplit(url).hostname in LOOPBACK else None
        try:
            with self._session.request(
                method, url, data=body, headers=headers, auth=auth, timeout=self.seconds, stream=True, proxies=direct,
                allow_redirects=False,
            ) as response:  # fmt: skip
                kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
                moved = response.status_code in ((301, 302, 303, 307, 308) if method == "GET" else (307, 308))
                target = response.headers.get("Location") if moved else None
                content = b"" if target is not None else _body(host, response)
                chunked = response.headers.get("Transfer-Encoding", "").strip().lower() == "chunked"
                whole = chunked or "Content-Length" in response.headers
                return Answer(response.status_code, kind, content, whole), target
        except (OSError, HTTPError, ValueError) as failure:  # requests' own errors are OSErrors
            raise _said_of(host, failure) from None


def _session(cert: str) -> "Session":
    import os
    import ssl

    import requests
    from requests.adapters import HTTPAdapter

    context = ssl.create_default_context()
    named = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("PIP_CERT") or cert
    if named:
        with suppress(OSError):  # requests says it itself of the variables that it reads
            context.load_verify_locations(*((None, named) if os.path.isdir(named) else (named,)))

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: Any) -> None:
            super().init_poolmanager(connections, maxsize, block, ssl_context=context, **more)

        def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
            return super().proxy_manager_for(proxy, ssl_context=context, **more)

    session = requests.Session()
    adapter = Adapter(pool_connections=8, pool_maxsize=AT_ONCE)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _body(host: str, response: "Response") -> bytes:
    """All bytes of an answer; NoAnswer when they are too many, or fewer than were announced."""
    content = bytearray()
    for chunk in response.raw.stream(1 << 16, decode_content=True):
        content += chunk
        if len(content) > _MOST:
            raise NoAnswer(f"{host} answers with more than {_MOST >> 20} MiB")
    length = response.headers.get("Content-Length", "")
    packed = response.headers.get("Content-Encoding", "identity").strip().lower() != "identity"
    if not packed and length.isdecimal() and int(length) != len(content):  # older urllib3 does not look
        raise NoAnswer(f"{host}: the connection broke in the middle of the answer")
    return bytes(content)


def answered(answer: Answer, host: str) -> Any:
    """The JSON of a good answer; NoAnswer for everything else."""
    if answer.status != 200:
        raise Refused(host, answer.status)
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        if not answer.body.strip():
            raise NoAnswer(f"{host} answers with nothing") from None
        if answer.body.lstrip()[:1] == b"<":
            raise NoAnswer(f"{host} answers with a web page; is a login or a proxy in between?") from None
        raise NoAnswer(f"{host} answers with malformed JSON") from None


def _status_words(host: str, status: int) -> str:
    from http import HTTPStatus

    try:
        return f"{host} answers {status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return f"{host} answers {status}"


def _said_of(host: str, failure: BaseException) -> NoAnswer:
    """A failed exchange in a reader's words; the texts of requests may quote a login and are not passed on."""
    from socket import gaierror
    from ssl import SSLError

    from requests import exceptions as of
    from urllib3.exceptions import NameResolutionError, ReadTimeoutError

    causes = _causes(failure)
    for kinds, words in (
        ((of.ProxyError, of.InvalidProxyURL), "cannot be reached: the proxy does not let it through"),
        ((gaierror, NameResolutionError), "cannot be found; check the name and the network"),
        ((ConnectionRefusedError,), "refuses the connection; check the address and the network"),
        ((of.ConnectTimeout,), "cannot be reached in time"),
        ((SSLError, of.SSLError), "is not trusted: TLS fails; check the certificates in REQUESTS_CA_BUNDLE"),
    ):  # fmt: skip
        if any(isinstance(cause, kinds) for cause in causes):
            return Unreachable(f"{host} {words}")
    if any(isinstance(cause, TimeoutError | of.Timeout | ReadTimeoutError) for cause in causes):
        return Slow(f"{host} does not answer in time")
    if any(isinstance(cause, OSError) and cause.errno in _NO_NETWORK for cause in causes):
        return Unreachable(f"{host} cannot be reached; check the network")
    if any(isinstance(cause, of.InvalidURL | of.InvalidSchema | of.MissingSchema | UnicodeError) for cause in causes):
        return Unreachable(f"{host} is no address that can be asked")
    return NoAnswer(f"{host}: the connection broke in the middle of the answer")


_NO_NETWORK = (100, 101, 113)  # of Linux: ENETDOWN, ENETUNREACH, EHOSTUNREACH


def _causes(failure: BaseException) -> list[BaseException]:
    """A failure and all that led to it; urllib3 keeps some causes among the arguments only."""
    found: list[BaseException] = []
    waiting: list[Any] = [failure]
    while waiting and len(found) < 50:
        cause = waiting.pop()
        if isinstance(cause, BaseException) and not any(cause is known for known in found):
            found.append(cause)
            waiting += (cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args)
    return found


class _Task:
    """A question on its way: `begun` is when a thread took it up, 0 before."""

    __slots__ = ("begun", "done", "number")

    def __init__(self, number: int) -> None:
        self.number = number
        self.begun = 0.0
        self.done = False


class _Crew(Generic[T, R]):
    """Threads that take up questions. They are daemons, and one that hangs is replaced and never waited for."""

    def __init__(self, work: Callable[[T], R], items: Sequence[T]) -> None:
        self.tasks = [_Task(number) for number in range(len(items))]
        self.ready: queue.SimpleQueue[tuple[_Task, R | NoAnswer]] = queue.SimpleQueue()
        self._work = work
        self._items = items
        self._waiting: queue.SimpleQueue[_Task] = queue.SimpleQueue()
        for task in self.tasks:
            self._waiting.put(task)
        for _ in range(min(AT_ONCE, len(items))):
            self.join()

    def join(self) -> None:
        """One more thread."""
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        with suppress(queue.Empty):
            while True:
                task = self._waiting.get_nowait()
                task.begun = time.monotonic()
                self.ready.put((task, self._outcome(self._items[task.number])))

    def _outcome(self, item: T) -> R | NoAnswer:
        try:
            return self._work(item)
        except NoAnswer as why:
            return why
        except BaseException as crash:  # noqa: BLE001 - a thread that dies silently would leave its question open
            from .._hook import internal_error

            return NoAnswer(internal_error(crash))


def each_at_once(
    work: Callable[[T], R], items: Sequence[T], seconds: float, step: Callable[[], None] | None = None
) -> list[R | NoAnswer]:
    """What `work` gives for each item, in order, or why it gave nothing; at most `seconds` for each.

    Neither a server that answers a byte at a time nor Ctrl-C can hold the run.
    """
    crew = _Crew(work, items)
    results: dict[int, R | NoAnswer] = {}

    def settle(task: _Task, result: R | NoAnswer) -> None:
        if not task.done:
            task.done, results[task.number] = True, result
            if step is not None:
                step()

    while len(results) < len(items):
        try:
            settle(*crew.ready.get(timeout=0.2))
        except queue.Empty:
            late = time.monotonic() - seconds
            for task in crew.tasks:
                if not task.done and 0 < task.begun < late:
                    settle(task, Slow("the answer takes too long"))
                    crew.join()
    return [results[number] for number in range(len(items))]
