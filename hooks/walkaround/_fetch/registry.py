"""The digest of a container image, as its registry states it now.

Source: the OCI "Distribution Specification" (manifests, `Docker-Content-Digest`) and the Docker registry's token
authentication. Asked for is the index of all platforms where there is one, so that the digest serves each of them.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from .https import _network_problem, _session, _within
from .words import FetchError, plain

_HUB = "registry-1.docker.io"
_MOST = 4 << 20  # bytes of a manifest, as registries limit them
_KINDS = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
)


def digest(repository: str, tag: str, *, seconds: float = 30.0) -> str:
    """`sha256:…` of an image's manifest, computed from its bytes; FetchError when the registry does not give it."""
    host, path = address(repository)
    shown = plain(f"{repository}:{tag}")
    named = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]+)?", host) is not None
    if (
        not named
        or not re.fullmatch(r"[a-z0-9]+(?:[._/-]+[a-z0-9]+)*", path)
        or not re.fullmatch(r"[\w][\w.-]{0,127}", tag)
    ):
        raise FetchError(f"{shown}: is no name of an image")
    found = _within(seconds, lambda: _digest(host, path, tag, shown, seconds))
    if found is None:
        raise FetchError(f"{shown}: takes longer than {seconds:g} seconds; try again later")
    return found


def address(repository: str) -> tuple[str, str]:
    """The host of an image's registry and its path there; without a host Docker's, where `library/` is implied."""
    first, slash, rest = repository.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost"):
        return (_HUB, rest) if first in ("docker.io", "index.docker.io") and "/" in rest else (first, rest)
    return _HUB, repository if slash else f"library/{repository}"


class _Said(NamedTuple):
    """A whole answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def _digest(host: str, path: str, tag: str, shown: str, seconds: float) -> str:
    accepted = {"Accept": ", ".join(_KINDS)}
    url = f"{'http' if _is_loopback(host) else 'https'}://{host}/v2/{path}/manifests/{tag}"
    said = _ask(url, shown, seconds, accepted)
    if said.status == 401:
        token = _token(said.headers.get("WWW-Authenticate", ""), path, shown, seconds)
        said = _ask(url, shown, seconds, accepted | {"Authorization": f"Bearer {token}"})
    if said.status != 200:
        raise FetchError(f"{shown}: the registry answers {said.status}; check the name")
    computed = "sha256:" + hashlib.sha256(said.body).hexdigest()
    stated = said.headers.get("Docker-Content-Digest", computed)
    if stated != computed and stated.startswith("sha256:"):
        raise FetchError(f"{shown}: the registry sends another manifest than the one it states; try again later")
    return computed


def _is_loopback(host: str) -> bool:
    return host.partition(":")[0] in ("localhost", "127.0.0.1")


def _ask(url: str, shown: str, seconds: float, headers: dict[str, str]) -> _Said:
    """One answer, on a connection of its own; FetchError when there is none, or a 200 is not whole."""
    from requests.adapters import HTTPAdapter
    from urllib3.exceptions import HTTPError

    try:
        with _session() as session:
            if url.startswith("http://"):  # of this machine: no certificate is to be had, and nobody stands between
                session.mount("http://", HTTPAdapter())
            with session.get(url, headers=headers, allow_redirects=False, stream=True, timeout=seconds) as response:
                body: bytes = response.raw.read(_MOST + 1, decode_content=False)
    except (OSError, HTTPError, ValueError) as failure:
        raise FetchError(f"{shown}: {_network_problem(failure)}") from None
    length = response.headers.get("Content-Length", "")
    short = length.isdecimal() and int(length) != len(body)
    if response.status_code == 200 and (short or not body or len(body) > _MOST):
        raise FetchError(f"{shown}: the registry's answer is no whole manifest; try again later")
    return _Said(response.status_code, response.headers, body)


def _token(challenge: str, path: str, shown: str, seconds: float) -> str:
    """A token for reading, which registries give to anybody for what is public, and by ~/.netrc to who may see more."""
    fields = dict(re.findall(r'(\w+)="([^"]*)"', challenge))
    realm = fields.get("realm", "")
    secure = urlsplit(realm).scheme == "https" or _is_loopback(urlsplit(realm).netloc)
    if not challenge.lower().startswith("bearer ") or not secure:
        raise FetchError(f"{shown}: the registry wants a login that is not a token's; pin the digest by hand")
    query = urlencode({"service": fields.get("service", ""), "scope": f"repository:{path}:pull"})
    answer = _ask(f"{realm}?{query}", shown, seconds, {})
    if answer.status != 200:
        raise FetchError(f"{shown}: the registry gives no token ({answer.status}); put a login into ~/.netrc")
    try:
        said: Any = json.loads(answer.body)
        token = said.get("token") or said.get("access_token")
    except (ValueError, AttributeError):
        token = None
    if not isinstance(token, str) or not token.isprintable():
        raise FetchError(f"{shown}: the registry's token cannot be read; try again later")
    return token
