"""Fetching a policy: real HTTPS servers on this machine, real git repositories, packages that must not be imported."""

import importlib.machinery
import importlib.util
import io
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import types
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import requests
import trustme
import urllib3
from hypothesis import given
from hypothesis import strategies as st

from https_support import (
    Answer,
    Server,
    basic,
    body,
    dripping,
    endless,
    git_backend,
    raw,
    redirect,
    serving,
    status,
    tunnel,
    with_login,
)
from tests_support import TOP, Repository
from walkaround._fetch import FetchError, fetch_git, fetch_https, git, https, read_package, words

POLICY = b'extends = "strict"\n'
MIB = 1 << 20
TOO_LARGE = "is larger than 1 MiB; no policy is that long, so check the address"
TOO_LARGE_PATH = "is larger than 1 MiB; no policy is that long, so check the path"
BROKEN = "the connection broke in the middle; try again"
LATE = "takes longer than 0.5 seconds; try again later"
HTML = "is an HTML page; is a login needed? put it into ~/.netrc, or use git+ssh"
NO_LENGTH = "does not say how long it is, so a broken connection looks like its end; use git+https"
PROXY_LOGIN = "the proxy wants a login (407); put it into HTTPS_PROXY"
NO_HTTPS = "is no https address; write one that begins with https://"
NO_HOST = "has no valid host and port; check its spelling"
NO_SIGN = "holds a character that an address cannot; write it percent-encoded"
LOGIN = "carries a login; leave it out and put it into ~/.netrc, or use git+ssh"
LOGIN_GIT = "carries a login; leave it out and let a credential helper of git know it, or use ssh"
NO_TLS = "TLS fails; check the address, its port, and the file in REQUESTS_CA_BUNDLE if you set it"
ABSENT = "check the address, and whether it needs a login, which belongs into ~/.netrc"
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(autouse=True)
def _no_network_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR", "SSH_ASKPASS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files; it must be empty when the test is over."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert os.listdir(folder) == []


def refused(call: object, *arguments: object, **options: object) -> str:
    """The text of the FetchError, which is one line that no terminal takes for commands."""
    with pytest.raises(FetchError) as caught:
        call(*arguments, **options)  # type: ignore[operator]
    text = str(caught.value)
    assert text.isprintable()
    return text


def trust(monkeypatch: pytest.MonkeyPatch, authority: trustme.CA, tmp_path: Path, *variables: str) -> None:
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    for variable in variables:
        monkeypatch.setenv(variable, str(file))


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch, authority: trustme.CA, tmp_path: Path) -> None:
    trust(monkeypatch, authority, tmp_path, "REQUESTS_CA_BUNDLE", "GIT_SSL_CAINFO")


# ---- https ----

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
GOOD: Mapping[str, tuple[Answer, bytes]] = {
    "plain": (body(POLICY), POLICY),
    "exactly 1 MiB": (body(b"#" * MIB), b"#" * MIB),
    "chunked": (raw(CHUNKED + b"5\r\na = 1\r\n1\r\n\n\r\n0\r\n\r\n"), b"a = 1\n"),
    "identity": (body(POLICY, Content_Encoding="identity"), POLICY),
    "called html and is none": (body(POLICY, Content_Type="text/html"), POLICY),
    "byte order mark": (body(b"\xef\xbb\xbf" + POLICY), b"\xef\xbb\xbf" + POLICY),
    "redirect 301": (redirect("/plain", 301), POLICY),
    "redirect 308": (redirect("{at}/plain", 308), POLICY),
    "redirect with fragment": (redirect("/plain#top"), POLICY),
    "relative redirect": (redirect("plain"), POLICY),
    "redirect with a body without end": (dripping(b"HTTP/1.1 302 Found\r\nLocation: /plain\r\n\r\n", b"#"), POLICY),
}


def at_path(answers: Mapping[str, tuple[Answer, object]]) -> dict[str, Answer]:
    return {"/" + name.replace(" ", "-"): answer for name, (answer, _) in answers.items()}


@pytest.fixture(scope="module")
def server(authority: trustme.CA) -> Iterator[Server]:
    with serving(authority.issue_cert("localhost"), at_path(BAD) | at_path(GOOD)) as running:
        yield running


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("name", GOOD)
def test_https(server: Server, name: str) -> None:
    assert fetch_https(f"{server.at}/{name.replace(' ', '-')}") == GOOD[name][1]


LENGTH_9 = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
PAGE = b"<html><body>Please log in</body></html>"
# What the server answers -> what is said after the address. `{at}` is the server.
BAD: Mapping[str, tuple[Answer, str]] = {
    "missing": (status(404), f": answers 404 (Not Found); {ABSENT}"),
    "gone": (status(410), f": answers 410 (Gone); {ABSENT}"),
    "login": (status(401), ": answers 401 (Unauthorized); put a login for the host into ~/.netrc, or use git+ssh"),
    "forbidden": (status(403), ": answers 403 (Forbidden); put a login for the host into ~/.netrc, or use git+ssh"),
    "busy": (status(429), ": answers 429 (Too Many Requests); try again later"),
    "broken server": (status(500), ": answers 500 (Internal Server Error); try again later"),
    "unknown status": (status(799), ": answers 799; try again later"),
    "partial": (status(206), ": answers 206 (Partial Content) instead of a file; check the address"),
    "redirect to nowhere": (status(302), ": answers 302 (Found) instead of a file; check the address"),
    "page": (body(PAGE), f": {HTML}"),
    "page with doctype": (body(b"\n<!DOCTYPE HTML>\n"), f": {HTML}"),
    "page that begins oddly": (body(b"<!-- hi -->" + PAGE, Content_Type="text/html; charset=utf-8"), f": {HTML}"),
    "empty": (body(b" \n"), ": is empty; check the address"),
    "packed": (body(b"\x1f\x8b", Content_Encoding="gzip"),
               ": is sent packed though plain text was asked for; have it stored unpacked"),
    "one byte over": (body(b"#" * (MIB + 1)), f": {TOO_LARGE}"),
    "endless": (endless(b"HTTP/1.1 200 OK\r\n\r\n", b"#" * 65536), f": {TOO_LARGE}"),
    "longer than announced": (endless(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", b"#" * 65536),
                              f": {TOO_LARGE}"),
    "endless chunks": (endless(CHUNKED, b"10000\r\n" + b"#" * 65536 + b"\r\n"), f": {TOO_LARGE}"),
    "cut off": (raw(LENGTH_9 + b"a = 1\n"), f": {BROKEN}"),
    "cut off in a chunk": (raw(CHUNKED + b"9\r\na = 1\n"), f": {BROKEN}"),
    "cut off between chunks": (raw(CHUNKED + b"6\r\na = 1\n\r\n"), f": {BROKEN}"),
    "no answer": (raw(b""), f": {BROKEN}"),
    "no http": (raw(b"220 mail\r\n\r\n"), f": {BROKEN}"),
    "no length": (raw(b"HTTP/1.1 200 OK\r\n\r\na = 1\n"), f": {NO_LENGTH}"),
    "impossible length": (body(POLICY, Content_Length="9" * 5000), f": {NO_LENGTH}"),
    "redirect to http": (redirect("http://localhost/a?token=made-up"),
                         f": redirects to http://localhost/a?…, which {NO_HTTPS}"),
    "redirect to a file": (redirect("file:///etc/passwd"),
                           f": redirects to file:///etc/passwd, which {NO_HTTPS}"),
    "redirect to a login": (redirect("https://ada:made-up@localhost/a"),
                            f": redirects to https://localhost/a, which {LOGIN}"),
    "redirect to no host": (redirect("https://[/x"),
                            f": redirects to https://[/x, which {NO_HOST}"),
    "redirect with bytes": (redirect("/\xe4"), f": redirects to {{at}}/ä, which {NO_SIGN}"),
    "redirect in circles": (redirect("/redirect-in-circles"),
                            ": redirects more than 5 times; write the address it should end at"),
    "redirect to a page": (redirect("/page?from=ada"), f" (redirected to {{at}}/page?…): {HTML}"),
}  # fmt: skip


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("name", BAD)
def test_https_refuses(server: Server, name: str) -> None:
    url = f"{server.at}/{name.replace(' ', '-')}"
    assert refused(fetch_https, url) == url + BAD[name][1].replace("{at}", server.at)


def test_https_body_that_an_older_urllib3_takes_for_whole() -> None:
    answer = requests.Response()
    answer.raw = urllib3.HTTPResponse(io.BytesIO(b"a = 1\n"), preload_content=False, enforce_content_length=False)
    answer.headers["Content-Length"] = "9"
    assert refused(https._body, "the address", answer) == f"the address: {BROKEN}"


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", b"#"), id="body"),
        pytest.param(dripping(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"), id="headers"),
        pytest.param(dripping(b"HTTP/1.1 ", b"2"), id="status"),
        pytest.param(dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), id="continue"),
        pytest.param(dripping(b"", b""), id="silence"),
    ],
)
def test_https_is_too_slow(authority: trustme.CA, answer: Answer) -> None:
    with serving(authority.issue_cert("localhost"), {"/": answer}) as server:
        assert refused(fetch_https, f"{server.at}/a", seconds=0.5) == f"{server.at}/a: {LATE}"


def test_https_without_a_handshake() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://localhost:{silent.getsockname()[1]}/a"
        assert refused(fetch_https, url, seconds=0.5) == f"{url}: {LATE}"


def test_https_connection_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"https://127.0.0.1:{closed.getsockname()[1]}/a"
    assert refused(fetch_https, url) == f"{url}: the host refuses the connection; check the address, or try again later"


def test_https_to_a_server_without_tls() -> None:
    with serving(None, {"/": body(POLICY)}) as server:
        url = f"{server.at}/a"
        why = NO_TLS
        assert refused(fetch_https, url) == f"{url}: {why}"


@pytest.mark.parametrize(
    ("failure", "why"),
    [
        (socket.gaierror(-2, "?"), "the host cannot be found; check its spelling and the network"),
        (TimeoutError(), "the host does not answer in time; try again later, or check for a needed proxy"),
        (OSError(101, "Network is unreachable"), BROKEN),
    ],
    ids=["name", "time-out", "other"],
)
def test_https_without_network(monkeypatch: pytest.MonkeyPatch, failure: OSError, why: str) -> None:
    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert refused(fetch_https, "https://policies.example/a") == f"https://policies.example/a: {why}"


def verdict(server: Server) -> str:
    """What this machine's OpenSSL says about a server's certificate."""
    context = ssl.create_default_context(cafile=os.environ.get("REQUESTS_CA_BUNDLE"))
    with socket.create_connection(("127.0.0.1", server.server_port)) as plain, pytest.raises(ssl.SSLError) as caught:
        context.wrap_socket(plain, server_hostname="localhost")
    assert isinstance(caught.value, ssl.SSLCertVerificationError)
    return caught.value.verify_message.rstrip(".")


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("wrong", ["host", "authority", "itself"])
def test_https_certificate(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    certificate = authority.issue_cert("other.example" if wrong == "host" else "localhost")
    if wrong == "authority":
        certificate = trustme.CA().issue_cert("localhost")
    if wrong == "itself":
        monkeypatch.delenv("REQUESTS_CA_BUNDLE")  # only the machine's own authorities are left
    with serving(certificate, {"/": body(POLICY)}) as server:
        url = f"{server.at}/a"
        assert refused(fetch_https, url) == (
            f"{url}: the certificate is not trusted ({verdict(server)}); check the address; behind a proxy that "
            "inspects TLS, name a file with its certificate in REQUESTS_CA_BUNDLE"
        )
        assert server.seen == []


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_https_trusts_a_companys_certificate(
    server: Server, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str
) -> None:
    trust(monkeypatch, authority, tmp_path, variable)
    assert fetch_https(f"{server.at}/plain") == POLICY


def test_https_names_a_missing_bundle(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "absent.pem"))
    why = "REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names a file that is not there; correct the variable"
    assert refused(fetch_https, f"{server.at}/plain") == f"{server.at}/plain: {why}"


def test_https_names_a_damaged_bundle(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "damaged.pem").write_text("none\n")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "damaged.pem"))
    assert refused(fetch_https, f"{server.at}/plain") == f"{server.at}/plain: {NO_TLS}"


@pytest.mark.usefixtures("trusted")
def test_https_sends_a_login_from_netrc_to_its_host_alone(authority: trustme.CA, tmp_path: Path) -> None:
    login = basic("ada", "made-up")
    answers = {"/here": with_login(login, redirect("https://127.0.0.1:{port}/there")), "/there": body(POLICY)}
    (tmp_path / "netrc").write_text("machine localhost login ada password made-up\n")
    with serving(authority.issue_cert("localhost", "127.0.0.1"), answers) as server:
        answers["/here"] = with_login(login, redirect(f"https://127.0.0.1:{server.server_port}/there"))
        assert fetch_https(f"{server.at}/here") == POLICY
        assert server.seen == [("GET", "/here", login), ("GET", "/there", None)]


def test_https_host_that_no_name_can_be() -> None:
    url = f"https://{'a' * 64}.example/a"
    why = "it or the proxy is no address that can be asked; check the spelling of both"
    assert refused(fetch_https, url) == f"{url}: {why}"


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "ALL_PROXY"])
def test_https_through_a_proxy(server: Server, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    login = basic("ada", "made-up")
    with serving(None, {"": with_login(login, tunnel, "Proxy-Authorization", 407)}) as proxy:
        monkeypatch.setenv(variable, f"http://ada:made-up@localhost:{proxy.server_port}")
        assert fetch_https(f"{server.at}/plain") == POLICY
        assert [request[:2] for request in proxy.seen] == [("CONNECT", f"localhost:{server.server_port}")]
        monkeypatch.setenv(variable, f"http://ada:wrong@localhost:{proxy.server_port}")
        assert refused(fetch_https, f"{server.at}/plain") == f"{server.at}/plain: {PROXY_LOGIN}"
        monkeypatch.setenv("NO_PROXY", "localhost")
        assert fetch_https(f"{server.at}/plain") == POLICY
        assert len(proxy.seen) == 2


NO_WAY = "the proxy does not let it through; check HTTPS_PROXY and NO_PROXY"


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("proxy", "why"),
    [
        ("http://ada:made-up@localhost:{port}", NO_WAY),
        ("http://ada:made-up@[", "it or the proxy is no address that can be asked; check the spelling of both"),
        ("socks5://localhost:{port}",
         "the proxy is one for SOCKS, which needs PySocks; name an http proxy in HTTPS_PROXY"),
    ],
    ids=["forbids", "no address", "socks"],
)  # fmt: skip
def test_https_proxy_in_the_way(server: Server, monkeypatch: pytest.MonkeyPatch, proxy: str, why: str) -> None:
    with serving(None, {"": status(403)}) as forbidding:
        monkeypatch.setenv("HTTPS_PROXY", proxy.replace("{port}", str(forbidding.server_port)))
        assert refused(fetch_https, f"{server.at}/plain") == f"{server.at}/plain: {why}"


def test_https_proxy_that_is_not_there(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        monkeypatch.setenv("HTTPS_PROXY", f"http://ada:made-up@127.0.0.1:{closed.getsockname()[1]}")
    assert refused(fetch_https, f"{server.at}/plain") == f"{server.at}/plain: {NO_WAY}"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://localhost/a", f"http://localhost/a: {NO_HTTPS}"),
        ("file:///etc/passwd", f"file:///etc/passwd: {NO_HTTPS}"),
        ("localhost/a", f"localhost/a: {NO_HTTPS}"),
        ("", f"the address: {NO_HTTPS}"),
        ("ada:made-up@localhost/a", f"localhost/a: {NO_HTTPS}"),
        ("https://ada:made-up@localhost/a?b", f"https://localhost/a?…: {LOGIN}"),
        ("https://made-up@localhost/a", f"https://localhost/a: {LOGIN}"),
        ("https://@localhost/a", f"https://localhost/a: {LOGIN}"),
        ("https://ada:made/up@localhost/a", f"localhost/a: {NO_HOST}"),
        ("https:///a", f"https:///a: {NO_HOST}"),
        ("https://localhost:http/a", f"https://localhost:http/a: {NO_HOST}"),
        ("https://[::1/a", f"https://[::1/a: {NO_HOST}"),
        ("https://localhost/a b", f"https://localhost/a b: {NO_SIGN}"),
        ("https://localhost/ä", f"https://localhost/ä: {NO_SIGN}"),
        ("https://localhost\\@b/a", f"https://b/a: {NO_SIGN}"),
        ("https://localhost/a\n\x1b", f"https://localhost/a?: {NO_SIGN}"),
        ("https://localhost/" + 300 * "a", None),
        ("https://localhost/a#b",
         "https://localhost/a: has a part after `#`, which no server gets to see; leave it out"),
    ],
)  # fmt: skip
def test_https_addresses(monkeypatch: pytest.MonkeyPatch, url: str, said: str | None) -> None:
    monkeypatch.setattr(https, "_followed", lambda *_: POLICY)
    if said is None:
        assert fetch_https(url) == POLICY
    else:
        assert refused(fetch_https, url) == said


SIGNS = st.characters(exclude_characters="/?#@", codec="utf-8")


@given(st.text(), st.sampled_from(["", "https://", "https://a/", "ssh://", "ssh://git@a/"]))
def test_any_address_is_judged(text: str, start: str) -> None:
    for judge in (words.address_problem, words.repository_problem):
        wrong = judge(start + text)
        assert wrong is None or wrong.isprintable()
    shown = words.shown(start + text)
    assert shown
    assert shown.isprintable()
    assert len(shown) < 210


@given(st.text(SIGNS, min_size=1), st.sampled_from(["https", "ssh", "ftp"]))
def test_no_password_is_shown(text: str, scheme: str) -> None:
    secret = f"«{text}»"
    url = f"{scheme}://ada:{secret}@policies.example/a?{secret}"
    assert words.shown(url) in (f"{scheme}://policies.example/a?…", "policies.example/a")
    assert words.address_problem(url) is not None
    assert words.repository_problem(url) is not None


@given(st.lists(st.text(st.characters(exclude_characters="/"), max_size=5), min_size=1).map("/".join))
def test_accepted_paths_stay_below(path: str) -> None:
    try:
        parts = words.path_parts(path)
    except FetchError:
        return
    assert os.path.normpath(os.path.join("/top", *parts)) == f"/top/{path}"


# ---- git ----

ADDRESS = "https://policies.example/acme"
PATH = "policies/acme.toml"
NO_PATH = "is no path from the top down; write names with / between them, without .."


class Origin(Repository):
    """A repository that git reaches under ADDRESS, as the user's settings say."""

    def __init__(self, top: Path, settings: Path) -> None:
        super().__init__(top)
        self._settings = settings

    def set(self, section: str, **values: str) -> None:
        """Add to the user's settings of git."""
        lines = "".join(f"\t{name} = {value}\n" for name, value in values.items())
        with open(self._settings, "a", encoding="utf-8") as file:
            file.write(f"[{section}]\n{lines}")

    def tree(self, *entries: bytes) -> str:
        """A commit of a tree made of raw entries, which no honest git would write."""
        content = self.top / "tree"
        content.write_bytes(b"".join(entries))
        tree = self.git("hash-object", "-t", "tree", "--literally", "-w", "tree").decode().strip()
        commit = self.git("commit-tree", "-m", "hostile", tree).decode().strip()
        self.git("update-ref", "refs/heads/hostile", commit)
        return commit

    def blob(self, content: bytes) -> str:
        self.write("blob", content)
        return self.git("hash-object", "-w", "blob").decode().strip()


@pytest.fixture
def origin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, temporary: Path) -> Origin:
    assert temporary.is_dir()
    settings = tmp_path / "settings"
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    top = tmp_path / "origin"
    subprocess.run(["git", "init", "-q", "-b", "main", str(top)], check=True)
    monkeypatch.chdir(tmp_path)
    made = Origin(top, settings)
    made.set(f'url "{top}"', insteadOf=ADDRESS)
    return made


def fetch(revision: str, path: str = PATH, url: str = ADDRESS) -> bytes:
    return fetch_git(url, revision, path, protocols="https:ssh:file")


@pytest.fixture(params=["0", "2"], ids=["refuses ids", "serves ids"])
def protocol(request: pytest.FixtureRequest, origin: Origin) -> str:
    """Version 0 obeys allowAnySHA1InWant and allowReachableSHA1InWant, which are off; version 2 serves any id."""
    origin.set("protocol", version=request.param)
    origin.git("config", "uploadpack.allowAnySHA1InWant", "false")
    origin.git("config", "uploadpack.allowReachableSHA1InWant", "false")
    return str(request.param)


def test_git_commits(origin: Origin, protocol: str) -> None:
    old = origin.commit(**{PATH: "a = 1\n"})
    tip = origin.commit(**{PATH: "a = 2\n"})
    shallow = subprocess.run(
        ["git", "fetch", "-q", "--depth=1", ADDRESS, old], cwd=origin.top, capture_output=True, check=False
    )
    assert bool(shallow.returncode) == (protocol == "0")
    assert fetch(old) == b"a = 1\n"
    assert fetch(tip) == b"a = 2\n"
    assert fetch(tip.upper()) == b"a = 2\n"


@pytest.mark.usefixtures("protocol")
def test_git_commit_that_only_a_tag_holds(origin: Origin) -> None:
    tagged = origin.commit(**{PATH: "a = 1\n"})
    origin.git("tag", "-am", "first", "v1")
    origin.git("commit", "-q", "--amend", "--allow-empty", "-m", "again")
    origin.git("checkout", "-q", "--orphan", "other")
    origin.commit(**{PATH: "a = 2\n"})
    assert fetch(tagged) == b"a = 1\n"


@pytest.mark.usefixtures("protocol")
def test_git_unknown_commit(origin: Origin) -> None:
    origin.commit(**{PATH: "a = 1\n"})
    why = "on any branch or tag; push it, or check the id"
    for unknown in ("0" * 40, "1" * 40):
        assert refused(fetch, unknown) == f"{ADDRESS}: has no commit {unknown} {why}"


@pytest.mark.usefixtures("protocol")
def test_git_other_hash(tmp_path: Path, origin: Origin) -> None:
    top = tmp_path / "newer"
    made = subprocess.run(["git", "init", "-q", "--object-format=sha256", str(top)], check=False, capture_output=True)
    if made.returncode:
        pytest.skip("this git has no SHA-256")
    newer = Repository(top)
    commit = newer.commit(**{PATH: "a = 1\n"})
    origin.commit(**{PATH: "a = 1\n"})
    origin.set(f'url "{top}"', insteadOf="https://policies.example/newer")
    assert len(commit) == 64
    assert fetch(commit, url="https://policies.example/newer") == b"a = 1\n"
    why = "counts its commits by another hash; write the id that `git log` shows there"
    assert refused(fetch, commit) == f"{ADDRESS}: {why}"
    assert refused(fetch, "1" * 40, url="https://policies.example/newer") == f"https://policies.example/newer: {why}"


def test_git_ids_of_other_objects(origin: Origin) -> None:
    commit = origin.commit(**{PATH: "a = 1\n"})
    origin.git("tag", "-am", "first", "v1")
    tag, tree, blob = (origin.git("rev-parse", name).decode().strip() for name in ("v1", "main:", f"main:{PATH}"))
    assert refused(fetch, tag) == f"{ADDRESS}: {tag} is a tag and no commit; write {commit}, which it names"
    for kind, sha in (("tree", tree), ("blob", blob)):
        why = f"{sha} is a {kind} and no commit; write the id that `git log` shows"
        assert refused(fetch, sha) == f"{ADDRESS}: {why}"


ODD = ("a b/ü\n[x].toml", ":(glob)*", "d/-x", "back\\slash", "*", "e/\x1b[31m", 'q"', "deep/er/and/deeper", "HEAD")


@pytest.mark.parametrize("name", ODD, ids=range(len(ODD)))
def test_git_odd_names(origin: Origin, name: str) -> None:
    commit = origin.commit(**(dict.fromkeys(ODD, "no = 1\n") | {name: "yes = 1\n"}))
    assert fetch(commit, name) == b"yes = 1\n"


def test_git_executable_file(origin: Origin) -> None:
    origin.stage(PATH, "a = 1\n")
    origin.git("update-index", "--chmod=+x", PATH)
    assert fetch(origin.commit()) == b"a = 1\n"


@pytest.mark.parametrize("revision", ["main", "v1", "HEAD", "0123456", "0" * 41, "g" * 40, "", "0" * 40 + "\n", "-x"])
def test_git_revisions_that_can_be_moved(revision: str) -> None:
    assert refused(fetch_git, ADDRESS, revision, PATH) == (
        f'{ADDRESS}: "{revision}" is no full commit id, and all else can be moved to other content; '
        "write every digit that `git rev-parse` shows"
    ).replace("\n", "?")


@pytest.mark.parametrize(
    "path", ["", "/a", "../a", "a/../b", "a/..", ".", "./a", "a//b", "a/", "-a", "--output=x", "a\0b", "\ud800"]
)
def test_git_paths_that_could_lead_elsewhere(path: str) -> None:
    shown = path.replace("\0", "?").replace("\ud800", "?")
    assert refused(fetch_git, ADDRESS, "0" * 40, path) == f'"{shown}": {NO_PATH}'


NO_REPOSITORY = "is no https or ssh address; write https://HOST/PATH or ssh://git@HOST/PATH"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://policies.example/a", f"http://policies.example/a: {NO_REPOSITORY}"),
        ("git@policies.example:a", f"policies.example:a: {NO_REPOSITORY}"),
        ("git://policies.example/a", f"git://policies.example/a: {NO_REPOSITORY}"),
        ("file:///a", f"file:///a: {NO_REPOSITORY}"),
        ("/a", f"/a: {NO_REPOSITORY}"),
        ("ext::sh", f"ext::sh: {NO_REPOSITORY}"),
        ("--upload-pack=x", f"--upload-pack=x: {NO_REPOSITORY}"),
        ("ext::sh -c x", f"ext::sh -c x: {NO_SIGN}"),
        ("https://ada:made-up@policies.example/a",
         f"https://policies.example/a: {LOGIN_GIT}"),
        ("https://made-up@policies.example/a",
         f"https://policies.example/a: {LOGIN_GIT}"),
        ("ssh://ada:made-up@policies.example/a",
         "ssh://policies.example/a: carries a password; leave it out and use an ssh key"),
        ("ssh://-oProxyCommand=x/a", f"ssh://-oProxyCommand=x/a: {NO_HOST}"),
        ("ssh://-x@policies.example/a", f"ssh://policies.example/a: {NO_HOST}"),
        ("ssh://git@/a", f"ssh:///a: {NO_HOST}"),
        ("https://policies.example:x/a", f"https://policies.example:x/a: {NO_HOST}"),
        ("https://policies.example/", "https://policies.example/: names a host and no repository; add its path"),
        ("https://policies.example/a#b",
         "https://policies.example/a: has a second `#`; write one, between the commit and the path"),
    ],
)  # fmt: skip
def test_git_addresses(url: str, said: str) -> None:
    assert refused(fetch_git, url, "0" * 40, PATH) == said


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("policies/acme.tml", 'has no "policies/acme.tml" in {commit}; did you mean "policies/acme.toml"?'),
        ("Policies/acme.toml", 'has no "Policies" in {commit}; did you mean "policies/acme.toml"?'),
        ("acme.toml", 'has no "acme.toml" in {commit}; did you mean "policies/acme.toml"?'),
        ("zzz", 'has no "zzz" in {commit}; check the path'),
        ("policies", '"policies" is a folder; name the file in it'),
        ("policies/acme.toml/x", '"policies/acme.toml" is a file, so that nothing lies below it; check the path'),
        ("link.toml", '"link.toml" is a symbolic link; name what it points to'),
        ("passwords", '"passwords" is a symbolic link; name what it points to'),
        ("linked/acme.toml", '"linked" is a symbolic link; name what it points to'),
        ("sub", '"sub" is a submodule; fetch from the repository that it stands for'),
        ("sub/acme.toml", '"sub" is a submodule; fetch from the repository that it stands for'),
        ("pointer.toml", '"pointer.toml" is kept in Git LFS, which is not fetched; store it as plain text'),
        ("huge.toml", f'"huge.toml" {TOO_LARGE_PATH}'),
    ],
)  # fmt: skip
@pytest.mark.parametrize("filters", ["true", "false"])
def test_git_refuses_what_is_no_file(origin: Origin, path: str, why: str, filters: str) -> None:
    origin.git("config", "uploadpack.allowFilter", filters)
    (origin.top / "link.toml").symlink_to("policies/acme.toml")
    (origin.top / "linked").symlink_to("policies")
    (origin.top / "passwords").symlink_to("/etc/passwd")
    origin.git("add", ".")
    origin.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub")
    commit = origin.commit(**{
        PATH: "a = 1\n", "huge.toml": "#" * (MIB + 1), "largest.toml": "#" * MIB,
        "pointer.toml": f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 9\n",
    })  # fmt: skip
    assert refused(fetch, commit, path) == f"{ADDRESS}: {why.format(commit=commit[:12])}"
    assert fetch(commit, "largest.toml") == b"#" * MIB


def test_git_leaves_what_is_too_large_on_the_server(origin: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    origin.git("config", "uploadpack.allowFilter", "true")
    origin.write("large.bin", os.urandom(3 * MIB))
    origin.git("add", "large.bin")
    commit = origin.commit(**{PATH: "a = 1\n"})
    sizes = []

    def measure(git: git._Git, *_: object) -> bytes:
        sizes.append(sum(path.stat().st_size for path in Path(git._folder).rglob("*") if path.is_file()))
        return POLICY

    monkeypatch.setattr(git, "_blob", measure)
    assert fetch(commit) == POLICY
    assert 0 < sizes[0] < MIB


def test_git_tree_that_holds_a_name_twice(origin: Origin) -> None:
    blobs = (bytes.fromhex(origin.blob(content)) for content in (b"a = 1\n", b"a = 2\n"))
    commit = origin.tree(*(b"100644 a.toml\0" + sha for sha in blobs))
    assert refused(fetch, commit, "a.toml") == f'{ADDRESS}: has "a.toml" twice in one folder; mend the repository'


def test_git_names_for_terminals_are_not_suggested(origin: Origin) -> None:
    commit = origin.tree(b"100644 acme.tom\x1b\0" + bytes.fromhex(origin.blob(b"a = 1\n")))
    assert refused(fetch, commit, "acme.toml") == f'{ADDRESS}: has no "acme.toml" in {commit[:12]}; check the path'


def test_git_tree_with_more_paths_than_atoms(origin: Origin) -> None:
    mode, inner = b"100644", bytes.fromhex(origin.blob(b"a = 1\n"))
    for _ in range(20):
        commit = origin.tree(*(mode + b" %02d\0" % number + inner for number in range(64)))
        mode, inner = b"40000", bytes.fromhex(origin.git("rev-parse", f"{commit}^{{tree}}").decode().strip())
    assert refused(fetch, commit, "acme.toml") == f'{ADDRESS}: has no "acme.toml" in {commit[:12]}; check the path'


def program(path: Path, *lines: str) -> str:
    path.write_text("#!/bin/sh\n" + "".join(f"{line}\n" for line in lines))
    path.chmod(0o755)
    return str(path)


@pytest.mark.usefixtures("protocol")
def test_git_runs_nothing_of_the_repository_or_its_surroundings(
    origin: Origin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = tmp_path / "ran"
    hooks = tmp_path / "template" / "hooks"
    hooks.mkdir(parents=True)
    for name in ("reference-transaction", "post-checkout", "fsmonitor-watchman"):
        program(hooks / name, f"echo {name} >> {ran}")
    marking = program(tmp_path / "marking", f"echo setting >> {ran}", "cat")
    monkeypatch.setenv("GIT_TEMPLATE_DIR", str(tmp_path / "template"))
    origin.set("init", templateDir=str(tmp_path / "template"))
    origin.set("core", hooksPath=str(hooks), fsmonitor=marking)
    origin.set('filter "lfs"', clean=marking, smudge=marking, required="true")
    old = origin.commit(**{PATH: "a = 1\n", ".gitattributes": "* filter=lfs\n"})
    origin.stage(".gitmodules", f'[submodule "s"]\n\tpath = s\n\turl = ext::{marking}\n')
    origin.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},s")
    origin.set("fetch", recurseSubmodules="true")
    origin.commit()
    ran.unlink()  # the settings are in force: git ran them here
    assert fetch(old) == b"a = 1\n"
    assert not ran.exists()


@pytest.mark.parametrize("protocols", ["https:ssh", "https:ssh:file"])
def test_git_allows_no_other_protocol(
    origin: Origin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, protocols: str
) -> None:
    ran = tmp_path / "ran"
    origin.set(f'url "ext::{program(tmp_path / "marking", f"touch {ran}")} "', insteadOf="https://hostile.example/")
    origin.set("protocol", allow="always")
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "ext:file:https")
    why = "leads to a protocol that is not allowed; check `insteadOf` in git's settings, and redirects"
    url = "https://hostile.example/a"
    assert refused(fetch_git, url, "0" * 40, PATH, protocols=protocols) == f"{url}: {why}"
    assert not ran.exists()
    if protocols == "https:ssh":
        assert refused(fetch_git, ADDRESS, "0" * 40, PATH) == f"{ADDRESS}: {why}"


def test_git_leaves_a_surrounding_repository_alone(
    origin: Origin, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = origin.commit(**{PATH: "a = 1\n"})
    repository.commit(other="b = 1\n")
    repository.git("config", "url.https://hostile.example/.insteadOf", ADDRESS)
    before = {path: path.read_bytes() for path in repository.top.rglob("*") if path.is_file()}
    folder = repository.top / ".git"
    for name, value in {
        "GIT_DIR": folder, "GIT_WORK_TREE": repository.top, "GIT_INDEX_FILE": folder / "index",
        "GIT_OBJECT_DIRECTORY": folder / "objects", "GIT_COMMON_DIR": folder, "GIT_NAMESPACE": "x", "GIT_PREFIX": "x/",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": folder / "objects", "GIT_SHALLOW_FILE": "x", "GIT_TRACE": "1",
        "GIT_CONFIG_PARAMETERS": "'core.bare'='false'", "GIT_DEFAULT_HASH": "sha256",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, str(value))
    origin.set("safe", bareRepository="explicit")
    assert fetch(commit) == b"a = 1\n"
    assert {path: path.read_bytes() for path in repository.top.rglob("*") if path.is_file()} == before


def test_git_settings_from_the_environment_apply(origin: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = origin.commit(**{PATH: "a = 1\n"})
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", f"url.{origin.top}.insteadOf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", ADDRESS)
    assert fetch(commit) == b"a = 1\n"


NO_LOGIN = (
    "git has no login for it, or it does not exist; make `git ls-remote` of it work without a question, then retry"
)
UNREACHABLE = "the host cannot be reached or does not answer; check the network, or try again later"
NO_SUCH = "there is no such repository, or git's login may not see it; check the address"
UNTRUSTED = (
    "the certificate is not trusted; check the address; behind a proxy that inspects TLS, set git's http.sslCAInfo"
)


@pytest.fixture
def backend(origin: Origin, authority: trustme.CA) -> Iterator[Server]:
    """The origin behind https, below /open/, and below /closed/ for whoever logs in."""
    listed = subprocess.check_output(["git", "--exec-path"], text=True).strip()
    if not os.path.exists(os.path.join(listed, "git-http-backend")):
        pytest.skip("this git comes without its server for https")
    for name in ("open", "closed"):
        (origin.top.parent / name).symlink_to(origin.top.parent)
    files = git_backend(str(origin.top.parent))
    answers = {
        "/open/": files,
        "/closed/": with_login(basic("ada", "made-up"), files),
        "/to-http/": redirect("http://localhost:1/origin/info/refs"),
        "/forbidden/": status(403),
        "/busy/": status(503),
    }
    with serving(authority.issue_cert("localhost"), answers) as server:
        yield server


@pytest.mark.usefixtures("trusted")
def test_git_over_https(origin: Origin, backend: Server) -> None:
    old = origin.commit(**{PATH: "a = 1\n"})
    origin.commit(**{PATH: "a = 2\n"})
    assert fetch_git(f"{backend.at}/open/origin", old, PATH) == b"a = 1\n"


@pytest.mark.usefixtures("trusted")
def test_git_login_comes_from_a_credential_helper(origin: Origin, backend: Server) -> None:
    commit = origin.commit(**{PATH: "a = 1\n"})
    origin.set("credential", helper='"!f() { echo username=ada; echo password=made-up; }; f"')
    assert fetch_git(f"{backend.at}/closed/origin", commit, PATH) == b"a = 1\n"


@pytest.mark.usefixtures("trusted")
def test_git_asks_no_questions(
    origin: Origin, backend: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = tmp_path / "asked"
    asking = program(tmp_path / "asking", f"echo made-up | tee -a {asked}")
    origin.set("core", askPass=asking)
    for name in ("GIT_ASKPASS", "SSH_ASKPASS"):
        monkeypatch.setenv(name, asking)
    monkeypatch.setenv("GIT_TERMINAL_PROMPT", "1")
    url = f"{backend.at}/closed/origin"
    assert refused(fetch_git, url, "0" * 40, PATH) == f"{url}: {NO_LOGIN}"
    assert not asked.exists()


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/open/absent", NO_SUCH),
        ("/absent/origin", NO_SUCH),
        ("/forbidden/origin", NO_LOGIN),
        ("/busy/origin", UNREACHABLE),
        ("/to-http/origin",
         "leads to a protocol that is not allowed; check `insteadOf` in git's settings, and redirects"),
    ],
)  # fmt: skip
def test_git_over_https_refuses(backend: Server, path: str, why: str) -> None:
    url = backend.at + path
    assert refused(fetch_git, url, "0" * 40, PATH) == f"{url}: {why}"


def test_git_over_https_without_trust(backend: Server) -> None:
    url = f"{backend.at}/open/origin"
    assert refused(fetch_git, url, "0" * 40, PATH) == f"{url}: {UNTRUSTED}"


@pytest.mark.usefixtures("temporary")
def test_git_connection_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"https://localhost:{closed.getsockname()[1]}/a"
    assert refused(fetch_git, url, "0" * 40, PATH) == f"{url}: {UNREACHABLE}"


SSH = "ssh://git@policies.example/acme"
SHOWN = "ssh://policies.example/acme"


@pytest.mark.usefixtures("temporary")
@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("ssh: Could not resolve hostname policies.example: Name or service not known",
         "the host or its proxy cannot be found; check the spelling and the network"),
        ("ssh: connect to host policies.example port 22: Connection timed out", UNREACHABLE),
        ("ssh: connect to host policies.example port 22: No route to host", UNREACHABLE),
        ("git@policies.example: Permission denied (publickey).", NO_LOGIN),
        ("Host key verification failed.", NO_LOGIN),
        ("ERROR: Repository not found.", NO_SUCH),
        ("fatal: '/acme' does not appear to be a git repository", NO_SUCH),
        ("fatal: Received HTTP code 407 from proxy after CONNECT", PROXY_LOGIN),
        ("fatal: out of \x1b[31m luck at https://ada:made-up@policies.example/acme",
         "git: out of ?[31m luck at https://policies.example/acme; make `git fetch` of this commit work first"),
        ("", "git: Could not read from remote repository.; make `git fetch` of this commit work first"),
    ],
)  # fmt: skip
def test_git_over_ssh_refuses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str, why: str) -> None:
    (tmp_path / "said").write_text(said + "\n")
    ssh = program(tmp_path / "ssh", f"cat {tmp_path / 'said'} >&2", "exit 255")
    monkeypatch.setenv("GIT_SSH_COMMAND", ssh)
    assert refused(fetch_git, SSH, "0" * 40, PATH) == f"{SHOWN}: {why}"


def test_git_over_ssh(origin: Origin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = origin.commit(**{PATH: "a = 1\n"})
    called = tmp_path / "called"
    ssh = program(tmp_path / "ssh", f'echo "$1|$SSH_ASKPASS_REQUIRE" > {called}', f"git upload-pack {origin.top}")
    monkeypatch.setenv("GIT_SSH_COMMAND", ssh)
    monkeypatch.setenv("GIT_SSH_VARIANT", "simple")
    assert fetch_git(SSH, commit, PATH) == b"a = 1\n"
    assert called.read_text() == "git@policies.example|never\n"


@pytest.mark.usefixtures("temporary")
def test_git_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refused(fetch_git, ADDRESS, "0" * 40, PATH) == f"{ADDRESS}: git is not on PATH; install it"


def test_git_without_a_place_for_its_repository(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))
    assert refused(fetch_git, ADDRESS, "0" * 40, PATH) == (
        f"{ADDRESS}: no temporary folder can be made (No such file or directory); check TMPDIR and the disk"
    )


def hanging(tmp_path: Path) -> tuple[str, Path]:
    """An ssh that never ends and ignores polite signals; the file holds its process id."""
    running = tmp_path / "running"
    lines = (f"echo $$ > {running}.part", f"mv {running}.part {running}", "while :; do sleep 1; done")
    return program(tmp_path / "ssh", "trap '' HUP INT TERM PIPE", *lines), running


def wait_until(true: object) -> None:
    for _ in range(3000):
        if true():  # type: ignore[operator]
            return
        time.sleep(0.02)
    raise AssertionError("waited for a minute")


def is_over(running: Path) -> bool:
    if not running.exists():
        return True  # on a machine so busy that it never began
    pid = int(running.read_text())
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    # Where nobody reaps orphans, what has been ended stays in the table.
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return state.strip()[:1] in ("", "Z")


@pytest.mark.usefixtures("temporary")
def test_git_is_too_slow(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ssh, running = hanging(tmp_path)
    monkeypatch.setenv("GIT_SSH_COMMAND", ssh)
    assert (
        refused(fetch_git, SSH, "0" * 40, PATH, seconds=2) == f"{SHOWN}: takes longer than 2 seconds; try again later"
    )
    wait_until(lambda: is_over(running))


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C cannot be sent to one process there")
def test_git_ends_with_ctrl_c(temporary: Path, tmp_path: Path) -> None:
    ssh, running = hanging(tmp_path)
    code = f"from walkaround._fetch import fetch_git\nfetch_git({SSH!r}, {'0' * 40!r}, {PATH!r})\n"
    environment = os.environ | {
        "PYTHONPATH": str(TOP / "hooks"), "GIT_SSH_COMMAND": ssh, "TMPDIR": str(temporary), "PYTHONSAFEPATH": "1"
    }  # fmt: skip
    with subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.PIPE, text=True) as caller:
        wait_until(running.exists)
        assert os.listdir(temporary) != []
        caller.send_signal(signal.SIGINT)
        _, said = caller.communicate()
    assert said.splitlines()[-1] == "KeyboardInterrupt"
    wait_until(lambda: is_over(running))


# ---- installed packages ----

BOMB = "raise RuntimeError('imported')\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on sys.path. Whatever is found in it must not have been imported in the end."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    before = set(sys.modules)
    yield folder
    assert {name for name in set(sys.modules) - before if name.startswith("acme")} <= {"acme_made"}


def install(folder: Path, files: Mapping[str, Any]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    importlib.invalidate_caches()


PACKAGE = {
    "acme/__init__.py": BOMB,
    "acme/policy.toml": POLICY,
    "acme/policies/__init__.py": BOMB,
    "acme/policies/strict.toml": b"a = 1\n",
    "acme/largest.toml": b"#" * MIB,
    "acme/huge.toml": b"#" * (MIB + 1),
    "acme_single.py": BOMB,
    "secret.toml": b"b = 1\n",
}


@pytest.mark.parametrize(
    ("package", "path", "content"),
    [
        ("acme", "policy.toml", POLICY),
        ("acme", "policies/strict.toml", b"a = 1\n"),
        ("acme.policies", "strict.toml", b"a = 1\n"),
        ("acme", "largest.toml", b"#" * MIB),
        ("acme", "link.toml", POLICY),
        ("acme", "linked/strict.toml", b"a = 1\n"),
    ],
)
def test_package(site: Path, package: str, path: str, content: bytes) -> None:
    install(site, PACKAGE)
    (site / "acme/link.toml").symlink_to("policy.toml")
    (site / "acme/linked").symlink_to("policies")
    assert read_package(package, path) == content


NOT_INSTALLED = (
    "is not installed here; add it to `additional_dependencies` of the hook, or run this where it is installed"
)


@pytest.mark.parametrize(
    ("package", "path", "said"),
    [
        ("acme_absent", "policy.toml", f"acme_absent: {NOT_INSTALLED}"),
        ("acme-policies", "policy.toml",
         '"acme-policies": is no package; write its name as it is imported, such as acme_policies'),
        ("", "policy.toml", '"": is no package; write its name as it is imported, such as acme_policies'),
        ("acme.", "policy.toml", '"acme.": is no package; write its name as it is imported, such as acme_policies'),
        ("acme/..", "a", '"acme/..": is no package; write its name as it is imported, such as acme_policies'),
        ("acme\n", "a", '"acme?": is no package; write its name as it is imported, such as acme_policies'),
        ("acme_single", "a", "acme_single: is installed here but has no folder with files; check the name"),
        ("acme.absent", "a", "acme.absent: is installed here but has no folder with files; check the name"),
        ("sys", "a", "sys: is installed here but has no folder with files; check the name"),
        ("acme_made", "a", f"acme_made: {NOT_INSTALLED}"),
        ("acme", "../secret.toml", f'"../secret.toml": {NO_PATH}'),
        ("acme", "/etc/passwd", f'"/etc/passwd": {NO_PATH}'),
        ("acme", "policy.tml", 'acme: has no file "policy.tml"; did you mean "policy.toml"?'),
        ("acme", "strict.toml", 'acme: has no file "strict.toml"; did you mean "policies/strict.toml"?'),
        ("acme", "policy.toml/x", 'acme: has no file "policy.toml/x"; did you mean "policy.toml"?'),
        ("acme", "0", 'acme: has no file "0"; check the path'),
        ("acme", "policies", 'acme: "policies" is no file; name one'),
        ("acme", "pipe", 'acme: "pipe" is no file; name one'),
        ("acme", "dangling", 'acme: "dangling" is no file; name one'),
        ("acme", "loop", 'acme: "loop" is no file; name one'),
        ("acme", "out.toml", 'acme: "out.toml" leads out of the package; name a file that lies in it'),
        ("acme", "up/secret.toml", 'acme: "up/secret.toml" leads out of the package; name a file that lies in it'),
        ("acme", "huge.toml", f'acme: "huge.toml" {TOO_LARGE_PATH}'),
    ],
)  # fmt: skip
def test_package_refuses(site: Path, monkeypatch: pytest.MonkeyPatch, package: str, path: str, said: str) -> None:
    if package == "acme_made":  # by hand, so that nothing says where it came from
        monkeypatch.setitem(sys.modules, package, types.ModuleType(package))
    install(site, PACKAGE)
    os.mkfifo(site / "acme/pipe")
    for name, target in {"out.toml": "../secret.toml", "up": "..", "dangling": "absent", "loop": "loop"}.items():
        (site / "acme" / name).symlink_to(target)
    assert refused(read_package, package, path) == said


def test_package_in_several_folders(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(site, {"acme_space/one/policy.toml": "a = 1\n", "acme_space/both.toml": "first = 1\n"})
    later = tmp_path / "later"
    install(later, {"acme_space/two/policy.toml": "a = 2\n", "acme_space/both.toml": "second = 1\n"})
    monkeypatch.setattr(sys, "path", [*sys.path, str(later)])
    assert read_package("acme_space.one", "policy.toml") == b"a = 1\n"
    assert read_package("acme_space.two", "policy.toml") == b"a = 2\n"
    assert read_package("acme_space", "two/policy.toml") == b"a = 2\n"
    assert read_package("acme_space", "both.toml") == b"first = 1\n"


def test_package_in_an_archive(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(site / "acme.zip", "w") as archive:
        archive.writestr("acme/__init__.py", BOMB)
        archive.writestr("acme/policy.toml", POLICY)
    monkeypatch.syspath_prepend(str(site / "acme.zip"))
    said = "acme: is installed here but has no folder with files; check the name"
    assert refused(read_package, "acme", "policy.toml") == said


def test_package_of_an_editable_install(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(site, {"elsewhere/acme/__init__.py": BOMB, "elsewhere/acme/policy.toml": POLICY})
    folder = site / "elsewhere" / "acme"

    class Finder:
        @staticmethod
        def find_spec(name: str, *_: object) -> importlib.machinery.ModuleSpec | None:
            if name != "acme":
                return None
            file = folder / "__init__.py"
            return importlib.util.spec_from_file_location(name, file, submodule_search_locations=[str(folder)])

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder])
    assert read_package("acme", "policy.toml") == POLICY


def test_package_that_is_imported_already() -> None:
    assert read_package("walkaround", "_fetch/words.py") == Path(words.__file__).read_bytes()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is closed to this user")
def test_package_file_that_cannot_be_read(site: Path) -> None:
    install(site, PACKAGE)
    (site / "acme/policy.toml").chmod(0)
    said = 'acme: "policy.toml" cannot be read: Permission denied; check its permissions'
    assert refused(read_package, "acme", "policy.toml") == said


def test_nothing_of_the_network_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys\nfrom walkaround._fetch import read_package\nread_package('walkaround', '__init__.py')\n"
        "print(sorted({'requests', 'urllib3', 'ssl'} & set(sys.modules)))"
    )
    environment = os.environ | {"PYTHONPATH": str(TOP / "hooks")}
    assert subprocess.check_output([sys.executable, "-c", code], env=environment, text=True) == "[]\n"


def test_each_failure_names_a_next_act() -> None:
    for pattern, means in git._COMPLAINTS:
        assert re.search("; (check|write|put|make|try)", means), pattern
