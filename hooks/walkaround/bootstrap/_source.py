"""Where the hooks come from: what was named, else where this Walkaround itself was installed from."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

from .. import __version__, _git
from .._finding import NotJudged
from ._plan import Source

_SHA = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")
_MANIFEST = ".pre-commit-hooks.yaml"
_TRANSPORT = re.compile("[A-Za-z0-9][A-Za-z0-9+.-]*::")  # git starts git-remote-NAME, and `ext` any command
_SCHEMES = ("https", "ssh", "http", "git", "git+ssh", "ssh+git", "file")
# Those that `git rev-parse --local-env-vars` lists, but for what sets options.
_LEADING = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_CONFIG", "GIT_IMPLICIT_WORK_TREE",
)  # fmt: skip
_NAME_THEM = "name them: --repo URL-OR-PATH --rev SHA"


def source_of(repo: str | None, rev: str | None, online: bool = False) -> Source:
    """The repository and the commit of the hooks; NotJudged says how to name them.

    `online`: a host may be asked which commit a tag is.
    """
    if repo is None:
        repo, own_rev = _own()
        rev = rev or own_rev
    if not repo.strip():
        raise NotJudged("", f"--repo is empty; {_NAME_THEM}")
    if not _is_url(repo):
        with _own_variables_only():
            return _local(repo, rev)
    wrong = _url_problem(repo)
    if wrong:
        raise NotJudged("", f"--repo {wrong}")
    return _remote(repo, rev, online)


def checkout() -> str | None:
    """The checkout that this package is run from; None when it was installed."""
    top = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    is_one = os.path.isfile(os.path.join(top, _MANIFEST)) and os.path.lexists(os.path.join(top, ".git"))
    return top if is_one else None


def _own() -> tuple[str, str | None]:
    """Where this package came from, and the commit where that is known."""
    top = checkout()
    if top is not None:
        return top, None
    from importlib import metadata

    try:
        found = metadata.distribution("walkaround")
    except metadata.PackageNotFoundError:
        raise NotJudged("", f"where the hooks come from is not known; {_NAME_THEM}") from None
    direct = _direct(found.read_text("direct_url.json"))
    if direct is not None:
        return direct
    links = found.metadata.get_all("Project-URL") or []
    named = {label.strip().casefold(): url.strip() for label, _, url in (link.partition(",") for link in links)}
    url = named.get("repository") or named.get("source")
    if url is None:
        raise NotJudged("", f"the package does not say where its hooks come from; {_NAME_THEM}")
    return url, f"v{__version__}"


def _direct(text: str | None) -> tuple[str, str | None] | None:
    """What pip or uv noted at the installation (PEP 610), where that is a repository or a folder."""
    try:
        noted: Any = json.loads(text or "null")
    except ValueError:
        return None
    if not isinstance(noted, Mapping) or not isinstance(noted.get("url"), str):
        return None
    url, vcs = noted["url"], noted.get("vcs_info")
    if isinstance(vcs, Mapping) and vcs.get("vcs") == "git" and isinstance(vcs.get("commit_id"), str):
        return _path_of(url) or url, vcs["commit_id"]
    path = _path_of(url)
    return (path, None) if "dir_info" in noted and path is not None else None


def _path_of(url: str) -> str | None:
    parts = urlsplit(url)
    return unquote(parts.path) if parts.scheme == "file" and parts.netloc in ("", "localhost") else None


def _is_url(repo: str) -> bool:
    """As git tells a host from a path: by a scheme, or by a colon before the first slash."""
    if "://" in repo or _TRANSPORT.match(repo) or repo.startswith("-"):
        return True
    host, colon, _ = repo.partition(":")
    return bool(colon) and "/" not in host and len(host) > 1 and not os.path.exists(repo)


def _url_problem(url: str) -> str:
    """Why no framework may be given an address: git would start a command that stands in it, or that its scheme names.

    Empty when it may.
    """
    scheme, named, rest = url.partition("://")
    host = (rest if named else url).partition("/")[0]
    if _TRANSPORT.match(url) or (named and scheme.casefold() not in _SCHEMES):
        return f"names a transport that runs a command of its own; give one of {', '.join(_SCHEMES)}, or a path"
    if not url.isprintable() or " " in url:
        return "holds a character that an address cannot; write it percent-encoded"
    if host.startswith("-") or "@-" in host:
        return "has a host that ssh would take for an option; check its spelling"
    return ""


@contextmanager
def _own_variables_only() -> Iterator[None]:
    """Without the variables by which git finds another repository than the one it is asked about."""
    kept = {name: os.environ.pop(name) for name in _LEADING if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)


def _remote(url: str, rev: str | None, online: bool) -> Source:
    if urlsplit(url).password or (urlsplit(url).username and url.startswith("http")):
        raise NotJudged("", "--repo holds a password or a token, which would be committed; name it without")
    if not rev:
        raise NotJudged("", f"{url}: which commit is not said; add --rev SHA")
    if _SHA.fullmatch(rev.casefold()):
        return Source(url, rev.casefold())
    if not online:
        what = f"`git ls-remote {url} {rev}` tells it"
        raise NotJudged("", f"{rev!r} can be moved to other code; give the commit's full SHA ({what}), or --online")
    from .._fetch import FetchError
    from .._fetch.refs import commit

    try:
        return Source(url, commit(url, rev), rev)
    except FetchError as failure:
        raise NotJudged("", str(failure)) from None


def _local(path: str, rev: str | None) -> Source:
    """A repository on this machine; `rev` may be a tag, and is its HEAD by default."""
    top = os.path.abspath(os.path.expanduser(path))
    bare = os.path.isfile(os.path.join(top, "HEAD")) and os.path.isdir(os.path.join(top, "objects"))
    if not (bare or os.path.lexists(os.path.join(top, ".git"))):
        raise NotJudged("", f"{path}: is no git repository; {_NAME_THEM}")
    wanted = rev or "HEAD"
    try:
        commit = _git.commit_id(top, wanted)
        _git.git("cat-file", "-e", f"{commit}:{_MANIFEST}", cwd=top)
    except _git.GitError:
        raise NotJudged("", f"{path}: has no commit {wanted!r} with {_MANIFEST}; name one by --rev SHA") from None
    return Source(top, commit, _tag(top, wanted, commit))


def _tag(top: str, wanted: str, commit: str) -> str:
    """The tag that was named, else one that names exactly this commit; empty when there is none."""
    named = os.fsdecode(_git.git("tag", "--points-at", commit, "--sort=-version:refname", cwd=top)).split()
    return wanted if wanted in named else next(iter(named), "")
