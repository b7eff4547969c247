"""What the three ways of fetching share: which addresses and paths are usable, and how to speak of them."""

from collections.abc import Sequence
from urllib.parse import urlsplit

_SHOWN_MAX = 200  # characters of an address or a sentence that others chose

PROXY_LOGIN = "the proxy wants a login (407); put it into HTTPS_PROXY"


class FetchError(Exception):
    """A policy could not be fetched; the text is one line with the next act."""


def address_problem(url: str) -> str | None:
    """Why this is no https address that may stand in a policy; None when it may. Follows the words "which" or ":"."""
    if not plain_ascii(url):
        return "holds a character that an address cannot; write it percent-encoded"
    try:
        parts = urlsplit(url)
        host, login = parts.hostname, "@" in parts.netloc
        _ = parts.port
    except ValueError:
        return "has no valid host and port; check its spelling"
    if parts.scheme != "https":
        return "is no https address; write one that begins with https://"
    if login:
        return "carries a login; leave it out and put it into ~/.netrc, or use git+ssh"
    return None if host else "has no valid host and port; check its spelling"


def repository_problem(url: str) -> str | None:
    """Why this is no address of a repository that may stand in a policy; None when it may."""
    if not plain_ascii(url):
        return "holds a character that an address cannot; write it percent-encoded"
    try:
        parts = urlsplit(url)
        host, login = parts.hostname or "", parts.netloc.rpartition("@")[0]
        _ = parts.port
    except ValueError:
        return "has no valid host and port; check its spelling"
    if parts.scheme not in ("https", "ssh"):
        return "is no https or ssh address; write https://HOST/PATH or ssh://git@HOST/PATH"
    if parts.scheme == "https" and login:
        return "carries a login; leave it out and let a credential helper of git know it, or use ssh"
    if ":" in login:
        return "carries a password; leave it out and use an ssh key"
    if not host or host.startswith("-") or login.startswith("-"):
        return "has no valid host and port; check its spelling"
    if parts.fragment:
        return "has a second `#`; write one, between the commit and the path"
    return None if parts.path.strip("/") else "names a host and no repository; add its path"


def plain_ascii(text: str) -> bool:
    return text.isascii() and text.isprintable() and not any(sign in text for sign in ' \\"<>')


def path_parts(path: str) -> list[str]:
    """The names of a path that leads down from a top folder; FetchError when it could lead elsewhere."""
    parts = path.split("/")
    try:
        path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of a character
        parts = [""]
    if path.startswith("-") or "\0" in path or any(part in ("", ".", "..") for part in parts):
        raise FetchError(f"{quoted(path)}: is no path from the top down; write names with / between them, without ..")
    return parts


def shown(url: str) -> str:
    """An address without login and query, which may be secret, and without its end when it is very long."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        parts = None
    if parts is None or not parts.netloc:  # where a login would stand cannot be told: at most before the last @
        return plain(url.partition("?")[0].rpartition("@")[2]) or "the address"
    host = parts.netloc.rpartition("@")[2]
    return plain(f"{parts.scheme}://{host}{parts.path}") + ("?…" if parts.query else "")


def plain(text: str) -> str:
    """One short line that no terminal takes for commands."""
    cut = text if len(text) <= _SHOWN_MAX else text[:_SHOWN_MAX] + "…"
    return "".join(sign if sign.isprintable() else "?" for sign in cut)


def quoted(name: str) -> str:
    return f'"{plain(name)}"'


def nearest_path(path: str, names: Sequence[str]) -> str:
    import difflib

    printable = [name for name in names if name.isprintable()]
    same = [name for name in printable if name.rpartition("/")[2] == path.rpartition("/")[2]]
    near = difflib.get_close_matches(path, same or printable, n=1, cutoff=0.0 if same else 0.5)
    return f"; did you mean {quoted(near[0])}?" if near else "; check the path"
