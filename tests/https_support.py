"""A real HTTPS server on this machine, an authority whose certificate it shows, a proxy, and git behind https."""

import base64
import contextlib
import os
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import trustme

Answer = Callable[["Handler"], None]


class Server(ThreadingHTTPServer):
    """Answers by path; a key that ends in / (or is empty, for a proxy) stands for all below.

    `seen` are the requests: method, path and Authorization header, in order.
    """

    def __init__(self, certificate: trustme.LeafCert | None, answers: Mapping[str, Answer]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = answers
        self.seen: list[tuple[str, str, str | None]] = []
        self.stopping = threading.Event()
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            certificate.configure_cert(context)
            # The handshake is left to the thread of each connection: a client that refuses must not end the server.
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    @property
    def at(self) -> str:
        return f"https://localhost:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is what many tests want."""


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.seen.append((self.command, self.path, self.headers.get("Authorization")))
        path = self.path.partition("?")[0]
        folder = path[: path.find("/", 1) + 1] or "/"
        answers = self.server.answers
        self.close_connection = True
        (answers.get(path) or answers.get(folder) or answers.get("") or status(404))(self)

    do_POST = do_CONNECT = do_GET  # noqa: N815 - http.server looks for these names

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - as http.server calls it
        pass


@contextlib.contextmanager
def serving(certificate: trustme.LeafCert | None, answers: Mapping[str, Answer]) -> Iterator[Server]:
    with Server(certificate, answers) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.stopping.set()
            server.shutdown()
            thread.join()


def body(content: bytes, code: int = 200, **headers: str) -> Answer:
    """A whole answer; header names are written with `_` for `-`."""

    def answer(handler: Handler) -> None:
        handler.send_response(code)
        for name, value in ({"Content_Length": str(len(content))} | headers).items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def status(code: int) -> Answer:
    return body(b"no", code)


def redirect(to: str, code: int = 302) -> Answer:
    """`{at}` in the target is the server's own address."""

    def answer(handler: Handler) -> None:
        body(b"", code, Location=to.replace("{at}", handler.server.at))(handler)

    return answer


def raw(content: bytes) -> Answer:
    """Bytes as they are, then the end of the connection."""

    def answer(handler: Handler) -> None:
        handler.wfile.write(content)

    return answer


def dripping(start: bytes, drop: bytes) -> Answer:
    """A start, then a drop every few milliseconds until the server is stopped."""

    def answer(handler: Handler) -> None:
        handler.wfile.write(start)
        while not handler.server.stopping.wait(0.02):
            handler.wfile.write(drop)

    return answer


def endless(start: bytes, piece: bytes) -> Answer:
    """A start, then as much as the client will take."""

    def answer(handler: Handler) -> None:
        handler.wfile.write(start)
        while not handler.server.stopping.is_set():
            handler.wfile.write(piece)

    return answer


def tunnel(handler: Handler) -> None:
    """What a proxy does for https: connect, and pass bytes both ways until either side ends."""
    host, _, port = handler.path.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=60) as upstream:
        handler.send_response(200)
        handler.end_headers()
        back = threading.Thread(target=_pass_on, args=(upstream, handler.connection), daemon=True)
        back.start()
        _pass_on(handler.connection, upstream)
        back.join()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(1 << 16):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def with_login(login: str, answer: Answer, header: str = "Authorization", code: int = 401) -> Answer:
    """`answer` to whoever sends this header's value; the question for it to others."""

    def judged(handler: Handler) -> None:
        if handler.headers.get(header) == login:
            answer(handler)
        else:
            body(b"", code, WWW_Authenticate='Basic realm="policies"')(handler)

    return judged


def git_backend(top: str) -> Answer:
    """git's own server program: the repositories below a folder. Variables: git-http-backend(1)."""

    def answer(handler: Handler) -> None:
        path, _, query = handler.path.partition("?")
        request = handler.rfile.read(int(handler.headers.get("Content-Length", "0")))
        done = subprocess.run(
            ["git", "http-backend"], input=request, capture_output=True, check=True,
            env=os.environ | {
                "GIT_PROJECT_ROOT": top, "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": path, "QUERY_STRING": query,
                "REQUEST_METHOD": handler.command, "CONTENT_TYPE": handler.headers.get("Content-Type", ""),
                "HTTP_CONTENT_ENCODING": handler.headers.get("Content-Encoding", ""),
                "GIT_PROTOCOL": handler.headers.get("Git-Protocol", ""), "GIT_CONFIG_GLOBAL": os.devnull,
            },
        )  # fmt: skip
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        code = int(fields.pop("Status", "200").split(" ")[0])
        body(content, code, **{name.replace("-", "_"): value for name, value in fields.items()})(handler)

    return answer
