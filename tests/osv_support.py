"""Servers on this machine that the audit asks: one speaks OSV, one is an index, and each can misbehave at will."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

Answer = Callable[["Handler"], None]
Record = dict[str, Any]


class Server(ThreadingHTTPServer):
    """Answers by the beginning of the path, longest first.

    `seen` are the requests in order; `at_once` is the most that were in the air together. No answer is given before
    `together` of them are, or half a minute is over, nor before `delay`, in seconds.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, Answer] = {}
        self.seen: list[str] = []
        self.together = 0
        self.delay = 0.0
        self.at_once = 0
        self._now = 0
        self._lock = threading.Lock()
        self.stopping = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def answer(self, handler: "Handler") -> None:
        with self._lock:
            self.seen.append(f"{handler.command} {handler.path}")
            self._now += 1
            self.at_once = max(self.at_once, self._now)
        try:
            time.sleep(self.delay)
            until = time.monotonic() + 30
            while self.at_once < self.together and time.monotonic() < until:
                time.sleep(0.01)
            for start in sorted(self.answers, key=len, reverse=True):
                if handler.path.startswith(start):
                    self.answers[start](handler)
                    return
            status(404)(handler)
        finally:
            with self._lock:
                self._now -= 1

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is what many tests want."""


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        self.question: Any = json.loads(self.rfile.read(length)) if length else None
        self.server.answer(self)
        self.wfile.flush()

    do_POST = do_GET  # noqa: N815 - http.server looks for these names

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - as http.server calls it
        pass


def body(content: bytes, code: int = 200, kind: str = "application/json", **headers: str) -> Answer:
    """A whole answer; header names are written with `_` for `-`."""

    def answer(handler: Handler) -> None:
        handler.send_response(code)
        for name, value in ({"Content-Length": str(len(content)), "Content-Type": kind} | headers).items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def said(value: Any) -> Answer:
    return body(json.dumps(value).encode())


def status(code: int) -> Answer:
    return body(b"no", code, "text/plain")


def cut(content: bytes) -> Answer:
    """The beginning of an answer that was announced to be longer; then the connection ends."""

    def answer(handler: Handler) -> None:
        body(content, Content_Length=str(len(content) + 100))(handler)
        handler.close_connection = True

    return answer


def silent(handler: Handler) -> None:
    """No answer at all, until the server stops."""
    handler.server.stopping.wait(300)
    handler.close_connection = True


def dripping(handler: Handler) -> None:
    """A byte now and then, without end."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    handler.close_connection = True
    while not handler.server.stopping.wait(0.1):
        handler.wfile.write(b" ")
        handler.wfile.flush()


def huge(handler: Handler) -> None:
    """As much as the client will take."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(1 << 40))
    handler.end_headers()
    handler.close_connection = True
    while not handler.server.stopping.is_set():
        handler.wfile.write(b" " * (1 << 20))


def redirect(to: str) -> Answer:
    return body(b"", 307, Location=to)


@contextlib.contextmanager
def serving() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.stopping.set()
            server.shutdown()
            thread.join()


def record(own: str, name: str, fixed: str = "2.0", introduced: str = "0", **more: Any) -> Record:
    """A made-up vulnerability of every version of a package below `fixed`."""
    events = [{"introduced": introduced}, {"fixed": fixed}] if fixed else [{"introduced": introduced}]
    affected = [{
        "package": {"name": name, "ecosystem": "PyPI"},
        "ranges": [{"type": "ECOSYSTEM", "events": events}],
    }]  # fmt: skip
    return {"schema_version": "1.6.0", "id": own, "summary": f"Bad in {name}", "affected": affected} | more


class Osv:
    """What an OSV server knows: records by (package, version), and how it tells them. `page` is how many at a time."""

    def __init__(self, server: Server, known: Mapping[tuple[str, str], list[Record]] | None = None) -> None:
        self.server = server
        self.known = dict(known or {})
        self.page = 100
        server.answers |= {"/v1/query": self.query, "/v1/querybatch": self.batch, "/v1/vulns/": self.vulnerability}

    def query(self, handler: Handler) -> None:
        said(self._page(handler.question, whole=True))(handler)

    def batch(self, handler: Handler) -> None:
        said({"results": [self._page(one, whole=False) for one in handler.question["queries"]]})(handler)

    def vulnerability(self, handler: Handler) -> None:
        own = unquote(handler.path.rpartition("/")[2])
        found = [one for records in self.known.values() for one in records if one["id"] == own]
        (said(found[0]) if found else status(404))(handler)

    def _page(self, question: Any, *, whole: bool) -> dict[str, Any]:
        records = self.known.get((question["package"]["name"], question["version"]), [])
        start = int(question.get("page_token") or 0)
        here = records[start : start + self.page]
        page: dict[str, Any] = {}
        if here:
            page["vulns"] = here if whole else [{"id": one["id"], "modified": "2024-01-01T00:00:00Z"} for one in here]
        if start + self.page < len(records):
            page["next_page_token"] = str(start + self.page)
        return page


class Index:
    """What an index knows: by project and version, whether it was yanked and when it came. `html`: no JSON pages."""

    def __init__(
        self, server: Server, known: Mapping[str, Mapping[str, Mapping[str, Any]]], *, html: bool = False
    ) -> None:
        self.server = server
        self.known = {name: dict(versions) for name, versions in known.items()}
        self.html = html
        server.answers["/simple/"] = self.simple

    @property
    def url(self) -> str:
        return f"{self.server.url}/simple"

    def simple(self, handler: Handler) -> None:
        name = handler.path.strip("/").rpartition("/")[2]
        if name not in self.known:
            status(404)(handler)
        elif self.html:
            body(self._html(name).encode(), kind="text/html")(handler)
        else:
            body(json.dumps(self._json(name)).encode(), kind="application/vnd.pypi.simple.v1+json")(handler)

    def _json(self, name: str) -> dict[str, Any]:
        files = [
            {"filename": file, "url": file, "hashes": {}, "yanked": facts.get("yanked", False)}
            | ({"upload-time": facts["uploaded"]} if "uploaded" in facts else {})
            for version, facts in self.known[name].items()
            for file in (f"{name}-{version}.tar.gz", f"{name.replace('-', '_')}-{version}-py3-none-any.whl")
        ]
        return {"meta": {"api-version": "1.1"}, "name": name, "files": files, "versions": list(self.known[name])}

    def _html(self, name: str) -> str:
        links = [
            f'<a href="x"{_yanked(facts)}>{name}-{version}.tar.gz</a>' for version, facts in self.known[name].items()
        ]
        return f"<!DOCTYPE html><html><body>{'<br>'.join(links)}</body></html>"


def _yanked(facts: Mapping[str, Any]) -> str:
    said = facts.get("yanked", False)
    return f' data-yanked="{said if isinstance(said, str) else ""}"' if said else ""
