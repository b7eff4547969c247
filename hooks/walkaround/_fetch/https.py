"""A file at an https address."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urldefrag, urljoin, urlsplit

from .._policy._layers import MAX_BYTES
from .words import PROXY_LOGIN, FetchError, address_problem, plain, shown

if TYPE_CHECKING:
    from requests import Response, Session

T = TypeVar("T")
_REDIRECTS_MAX = 5
_TOO_LARGE = "is larger than 1 MiB; no policy is that long, so check the address"
_BROKEN = "the connection broke in the middle; try again"


def fetch_https(url: str, *, seconds: float = 30.0) -> bytes:
    """The content at an `https://` address, after at most five redirects, each of them to https again.

    `seconds` are for the whole of it: name look-up, redirects and body. An answer counts only when it is a 200, says
    where it ends, is not empty and no HTML page: a shortened policy would demand less than the one that was meant.
    """
    wrong = address_problem(url)
    if wrong is not None:
        raise FetchError(f"{shown(url)}: {wrong}")
    if urlsplit(url).fragment:
        raise FetchError(f"{shown(url)}: has a part after `#`, which no server gets to see; leave it out")
    # Neither requests nor the resolver has a limit for a whole exchange: a byte a second keeps a socket's time-out from
    # striking. So the wait is limited; the thread that is left behind holds at most 1 MiB and ends with the process.
    content = _within(seconds, lambda: _followed(url, seconds))
    if content is None:
        raise FetchError(f"{shown(url)}: takes longer than {seconds:g} seconds; try again later")
    return content


def _within(seconds: float, work: Callable[[], T]) -> T | None:
    """What `work` returns or raises; None when it needs longer."""
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as failure:  # noqa: BLE001 - raised again in the thread that waits
            failed.append(failure)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    return done[0] if done else None


def _followed(start: str, seconds: float) -> bytes:
    """The body at the end of the redirects."""
    url = start
    with _session() as session:
        for _ in range(_REDIRECTS_MAX + 1):
            with _answer(session, url, seconds) as response:
                if not response.is_redirect:
                    led = "" if url == start else f" (redirected to {shown(url)})"
                    return _content(shown(start) + led, response)
                url = _redirected(url, response.headers["Location"])
    raise FetchError(f"{shown(start)}: redirects more than {_REDIRECTS_MAX} times; write the address it should end at")


def _session() -> "Session":
    """A session that knows https alone, and trusts the operating system's certificates besides those of requests."""
    import ssl

    import requests
    from requests.adapters import HTTPAdapter

    trusted = ssl.create_default_context()

    class SystemTrust(HTTPAdapter):
        def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: Any) -> None:
            super().init_poolmanager(connections, maxsize, block, ssl_context=trusted, **more)

        def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
            return super().proxy_manager_for(proxy, ssl_context=trusted, **more)

    class NoRedirects(requests.Session):
        def get_redirect_target(self, resp: "Response") -> None:
            """Asked not to follow, requests would still read the whole body that comes with a redirect."""

    session = NoRedirects()
    session.adapters.clear()
    session.mount("https://", SystemTrust())
    session.headers["Accept-Encoding"] = "identity"  # a small packed answer can become a large one
    return session


@contextlib.contextmanager
def _answer(session: "Session", url: str, seconds: float) -> "Iterator[Response]":
    """One answer, its body still to be read; a failure while it is in use is a FetchError about this address."""
    from urllib3.exceptions import HTTPError

    try:
        with session.get(url, allow_redirects=False, stream=True, timeout=2 * seconds) as response:
            yield response
    except (OSError, HTTPError, ValueError) as failure:  # requests' own errors are OSErrors
        raise FetchError(f"{shown(url)}: {_network_problem(failure)}") from None


def _redirected(url: str, target: str) -> str:
    """Where a `Location` leads from `url`; FetchError unless it is https."""
    try:
        joined = urldefrag(urljoin(url, target)).url
    except ValueError:
        joined = target
    wrong = address_problem(joined)
    if wrong is not None:
        raise FetchError(f"{shown(url)}: redirects to {shown(joined)}, which {wrong}")
    return joined


def _content(name: str, response: "Response") -> bytes:
    """The body of the last answer, once it is known to be a whole file. `name` begins the messages."""
    if response.status_code != HTTPStatus.OK:
        raise FetchError(f"{name}: {_status_problem(response.status_code)}")
    if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise FetchError(f"{name}: is sent packed though plain text was asked for; have it stored unpacked")
    content = _body(name, response)
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:32].lower()
    is_html = "html" in response.headers.get("Content-Type", "").lower()
    if start.startswith((b"<!doctype html", b"<html")) or (is_html and start.startswith(b"<")):
        raise FetchError(f"{name}: is an HTML page; is a login needed? put it into ~/.netrc, or use git+ssh")
    if not start:
        raise FetchError(f"{name}: is empty; check the address")
    return content


def _body(name: str, response: "Response") -> bytes:
    """All bytes of an answer; FetchError when they are too many, or fewer than were announced."""
    content = bytearray()
    while chunk := response.raw.read(1 << 16, decode_content=False):
        content += chunk
        if len(content) > MAX_BYTES:
            raise FetchError(f"{name}: {_TOO_LARGE}")
    if response.headers.get("Transfer-Encoding", "").strip().lower() == "chunked":
        return bytes(content)  # its end is marked: reading fails without it
    length = response.headers.get("Content-Length", "")
    if not (length.isascii() and length.isdecimal() and len(length) < 20):
        raise FetchError(
            f"{name}: does not say how long it is, so a broken connection looks like its end; use git+https"
        )
    if int(length) != len(content):  # older urllib3 does not look
        raise FetchError(f"{name}: {_BROKEN}")
    return bytes(content)


def _status_problem(status: int) -> str:
    """What a status other than 200 means to whoever wanted a file."""
    try:
        answers = f"answers {status} ({HTTPStatus(status).phrase})"
    except ValueError:
        answers = f"answers {status}"
    if status in (401, 403):
        return f"{answers}; put a login for the host into ~/.netrc, or use git+ssh"
    if status in (404, 410):
        return f"{answers}; check the address, and whether it needs a login, which belongs into ~/.netrc"
    if status == 429 or status >= 500:
        return f"{answers}; try again later"
    return f"{answers} instead of a file; check the address"


def _network_problem(failure: BaseException) -> str:
    """A failed exchange in a reader's words; the texts of requests may quote a login and are not passed on."""
    from ssl import SSLCertVerificationError

    causes = _causes(failure)
    for cause in causes:
        if isinstance(cause, SSLCertVerificationError):
            return _certificate_problem(cause.verify_message)
        if str(cause).startswith("Tunnel connection failed: 407"):
            return PROXY_LOGIN
    for kinds, means in _meanings():
        if any(isinstance(cause, kinds) for cause in causes):
            return means
    if isinstance(failure, ValueError):
        return "it or the proxy is no address that can be asked; check the spelling of both"
    if type(failure) is OSError:  # requests looks for the file before it connects
        return "REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names a file that is not there; correct the variable"
    return _BROKEN


def _meanings() -> tuple[tuple[tuple[type[BaseException], ...], str], ...]:
    """Kinds of failure -> what they mean; the first that is among the causes counts."""
    import socket
    import ssl

    from requests import exceptions as of

    return (
        ((of.ProxyError, of.InvalidProxyURL), "the proxy does not let it through; check HTTPS_PROXY and NO_PROXY"),
        ((socket.gaierror,), "the host cannot be found; check its spelling and the network"),
        ((ConnectionRefusedError,), "the host refuses the connection; check the address, or try again later"),
        ((TimeoutError, of.Timeout), "the host does not answer in time; try again later, or check for a needed proxy"),
        ((of.InvalidSchema,), "the proxy is one for SOCKS, which needs PySocks; name an http proxy in HTTPS_PROXY"),
        ((ssl.SSLError,), "TLS fails; check the address, its port, and the file in REQUESTS_CA_BUNDLE if you set it"),
    )


def _certificate_problem(said: str) -> str:
    act = "check the address; behind a proxy that inspects TLS, name a file with its certificate in REQUESTS_CA_BUNDLE"
    return f"the certificate is not trusted ({plain(said).rstrip('.')}); {act}"


def _causes(failure: BaseException) -> list[BaseException]:
    """A failure and all that led to it; urllib3 keeps some causes among the arguments only."""
    found: list[BaseException] = []
    waiting: list[Any] = [failure]
    while waiting:
        cause = waiting.pop()
        if isinstance(cause, BaseException) and not any(cause is known for known in found):
            found.append(cause)
            waiting += (cause.__cause__, cause.__context__, *cause.args)
    return found
