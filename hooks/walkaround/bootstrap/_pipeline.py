"""The CI pipeline of a host: the file that `init` writes, what stays for people to do, and which commit it installs.

    # walkaround:pipeline v1 sha256=0123456789abcdef
    ... the pipeline ...

A pipeline is a file of its own. Its first line bears the version of the template and the beginning of the digest of
all that follows, with LF line ends, so that an edited file can be told from an older one: what nobody has edited is
written anew, what somebody has edited is kept and named.

The commit of the hooks stands here once more, and is not read from `.pre-commit-config.yaml` when the pipeline runs: a
change must not choose by a line of its own what judges it. `walkaround doctor` compares the two by `pinned`.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from .. import _git
from .._data import data_path
from ._plan import Choice, Facts, HostName, Refused, Source, Step

VERSION = 2
PYTHON = "3.13"  # every dependency of ours has wheels for it
SEMGREP = "1.182.1"
PYSONAR = "1.9.0.5762"
# The images of pipelines that run in one, with git: a tag for people, and the digest that is taken.
IMAGE = "python:3.13-bookworm@sha256:07bf1bd38e191e3ed18b5f3eb0006d5ab260cb8c967f49d3bf947e5c2e44d8a9"
GITLAB = ".gitlab/ci/walkaround.yml"

_TEMPLATES: dict[HostName, tuple[str, str]] = {
    "github": ("templates/ci/github/walkaround.yml", ".github/workflows/walkaround.yml"),
    "gitea": ("templates/ci/gitea/walkaround.yml", ".gitea/workflows/walkaround.yml"),
    "forgejo": ("templates/ci/gitea/walkaround.yml", ".forgejo/workflows/walkaround.yml"),
    "gitlab": ("templates/ci/gitlab/template.yml", GITLAB),
    "azure": ("templates/ci/azure/walkaround-pipeline.yml", "azure-pipelines-walkaround.yml"),
}
_HEADER = re.compile(rb"#[ \t]*walkaround:pipeline[ \t]+v(\d{1,6})[ \t]+sha256=([0-9a-f]{16})[ \t]*\r?\n")
_INSTALLED = re.compile(rb"walkaround @ git\+[^\s\"']*@([0-9a-f]{40,64})\b")
# The line that calls an organisation's pipeline, which `init --org` has made, at a commit.
_CALL = re.compile(
    rb"^[ \t]*(?:-[ \t]+)?(?:uses:[^#\n]*/walkaround-reusable\.yml|component:[^#\n]*/walkaround)@[0-9a-f]{40}",
    re.MULTILINE,
)
_BOM = b"\xef\xbb\xbf"
_DIGITS = 16  # it guards against slips, not against forgery
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_ADDRESS = re.compile(r"[A-Za-z0-9._~:/@%+,=-]+")  # no quote, no `$`, no space: it stands in a script
_BRANCHES = re.compile(rb"(?:branches|include): \[([A-Za-z0-9][A-Za-z0-9._/-]*|\"[!#-\[\]-~]+\")\]")
_SIMPLE_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")

Standing = Literal["current", "outdated", "edited", "newer", "foreign", "called"]


class Pinned(NamedTuple):
    """Which commit of the hooks a pipeline installs, and where that stands."""

    path: str
    line: int
    rev: str


def steps(facts: Facts, choice: Choice) -> Iterator[Step]:
    """The pipeline of the chosen host, new or upgraded; nothing where it stands, or where a person has to act."""
    if _is_called(facts, choice.host):
        return
    step = _file(facts, choice)
    if step is not None:
        yield step
    if choice.host == "gitlab":
        from ._pipeline_gitlab import edited

        entry = edited(facts)
        if isinstance(entry, Step):
            yield entry


def notes(facts: Facts, choice: Choice) -> Iterator[str]:
    """What people must know or do about the pipeline: each one line, and perhaps lines to copy."""
    if not choice.host:
        yield "pipeline: no host is known; name one by --host to get its pipeline"
        return
    if choice.host == "bitbucket":
        yield _bitbucket(facts, choice)
        return
    path = _TEMPLATES[choice.host][1]
    content = facts.read(path)
    if content is not None:
        said = _kept(path, standing(content, rendered(facts, choice)))
        if said:
            yield said
    if is_local(choice.source):
        yield f"pipeline: {path} installs from {choice.source.repo}, which is on this machine alone; give --repo URL"
    if choice.host == "azure":
        yield f"pipeline: create the pipeline from {path}, and require it by a branch policy"
    if choice.host == "gitlab":
        from ._pipeline_gitlab import PATH, edited, for_branches

        entry = edited(facts)
        if isinstance(entry, str):
            yield entry
        if for_branches(facts):
            yield (
                f"pipeline: {PATH} says nothing of merge requests, so that branches are judged, without the checklist; "
                "let all jobs run for merge requests, and write `judge: merge-requests`"
            )


def pinned(facts: Facts) -> Iterator[Pinned]:
    """The commits that pipelines here install Walkaround from, whether or not they were edited."""
    for path in sorted({path for _, path in _TEMPLATES.values()} | {"bitbucket-pipelines.yml"}):
        if path in facts.files:
            content = facts.read(path) or b""
            for found in _INSTALLED.finditer(content):
                yield Pinned(path, content.count(b"\n", 0, found.start()) + 1, found[1].decode())


def rendered(facts: Facts, choice: Choice) -> bytes:
    """The pipeline of the chosen host as it must stand, with its first line."""
    template, path = _TEMPLATES[choice.host]
    return headed(filled(template, facts, choice.source, path))


def headed(text: bytes) -> bytes:
    """A pipeline with the line that tells its version and digest."""
    return b"# walkaround:pipeline v%d sha256=%s\n" % (VERSION, _digest(text)) + text


def standing(content: bytes, wanted: bytes) -> Standing:
    """How a file compares with the pipeline that must stand there; line ends do not count."""
    own = content.removeprefix(_BOM)
    if _lf(own) == wanted:
        return "current"
    header = _HEADER.match(own)
    if header is None:
        return "called" if _CALL.search(own) else "foreign"
    if _digest(_lf(own[header.end() :])) != header[2]:
        return "edited"
    return "newer" if int(header[1]) > VERSION else "outdated"


def _is_called(facts: Facts, host: HostName) -> bool:
    """Whether the repository calls an organisation's pipeline, in place of one of its own."""
    if host not in _TEMPLATES:
        return False
    path = ".gitlab-ci.yml" if host == "gitlab" else _TEMPLATES[host][1]
    return bool(_CALL.search(facts.read(path) or b""))


def requirement(source: Source, root: str) -> str:
    """What pip is told to install; Refused when it cannot stand in a script."""
    repo, rev = source.repo, source.rev
    if not _COMMIT.fullmatch(rev):
        raise Refused("", f"{rev!r} is no full commit id, which a pipeline must install; give --rev SHA")
    address = f"git+{_address(repo, root)}" if repo.isprintable() else ""
    if not _ADDRESS.fullmatch(address):
        raise Refused("", f"{repo!r} cannot stand in a pipeline's script; give --repo URL without odd characters")
    return f"walkaround @ {address}@{rev}"


def is_local(source: Source) -> bool:
    """Whether the hooks come from a folder of this machine, which no build server has."""
    return not ("://" in source.repo or _scp(source.repo)) or source.repo.startswith("file://")


def _file(facts: Facts, choice: Choice) -> Step | None:
    if choice.host not in _TEMPLATES:
        return None
    path = _TEMPLATES[choice.host][1]
    wanted = rendered(facts, choice)
    content = facts.read(path)
    if content is None:
        return Step(path, None, wanted, "the pipeline: secret scan, quality, SAST, gates, on every change")
    if standing(content, wanted) != "outdated":
        return None
    mark = _BOM if content.startswith(_BOM) else b""
    after = wanted.replace(b"\n", b"\r\n") if content.count(b"\r\n") * 2 > content.count(b"\n") else wanted
    return Step(path, content, mark + after, "the pipeline: nobody has edited it, so it is brought up to date")


def _kept(path: str, found: Standing) -> str:
    match found:
        case "edited":
            return f"pipeline: {path} was edited and is kept; delete it and run init again to get the present one"
        case "foreign":
            return f"pipeline: {path} is not Walkaround's and is kept; rename it and run init again"
        case "newer":
            return f"pipeline: {path} was written by a newer Walkaround and is kept"
        case _:
            return ""


def filled(template: str, facts: Facts, source: Source, path: str = "") -> bytes:
    with open(data_path(template), encoding="utf-8", newline="") as file:
        text = file.read()
    values = {
        "SOURCE": requirement(source, facts.root),
        "REV": source.rev,
        "BRANCH": _branch(facts, path),
        "PYTHON": PYTHON,
        "IMAGE": IMAGE,
        "SEMGREP": SEMGREP,
        "PYSONAR": PYSONAR,
    }
    return re.sub(r"@([A-Z]+)@", lambda found: values[found[1]], text.replace("\r\n", "\n")).encode()


def _branch(facts: Facts, path: str) -> str:
    """The branch that changes go into, as YAML takes it: what the remote says, else what stands there, else a guess.

    Not every clone knows its remote's default branch; those that do not must not write another one.
    """
    told = _symbolic(facts.root, "refs/remotes/origin/HEAD").partition("/")[2]
    if told:
        return _quoted(told)
    found = _BRANCHES.search(facts.read(path) or b"") if path else None
    if found is not None:
        return found[1].decode()
    here = _symbolic(facts.root, "HEAD")
    return here if here in ("main", "master", "trunk") else "main"


def _symbolic(root: str, name: str) -> str:
    """What a symbolic reference names, in short; empty when it is none."""
    try:
        return _git.git("symbolic-ref", "--quiet", "--short", name, cwd=root).decode().strip()
    except (_git.GitError, UnicodeDecodeError):
        return ""


def _quoted(branch: str) -> str:
    """A branch as YAML takes it in a list."""
    import json

    return branch if _SIMPLE_BRANCH.fullmatch(branch) else json.dumps(branch)


def _address(repo: str, root: str) -> str:
    """An address as pip takes it after `git+`. A file's needs a host, or pip takes it for no address at all."""
    if "://" in repo:
        return repo.replace("file:///", "file://localhost/", 1) if repo.startswith("file:///") else repo
    if _scp(repo):
        host, _, path = repo.partition(":")
        return f"ssh://{host}/{path.removeprefix('/')}"
    import os
    from pathlib import Path

    folder = Path(os.path.abspath(os.path.join(root, os.path.expanduser(repo))))
    return folder.as_uri().replace("file:///", "file://localhost/", 1)


def _scp(repo: str) -> bool:
    """Whether this is git's short form of an address over ssh, such as git@example.org:group/hooks.git."""
    return bool(re.fullmatch(r"[\w.-]+@[\w.-]+:[^:]+", repo))


def _bitbucket(facts: Facts, choice: Choice) -> str:
    lines = filled("templates/ci/bitbucket/bitbucket-pipelines.yml", facts, choice.source).decode()
    return "pipeline: Bitbucket has one file for all pipelines; add to bitbucket-pipelines.yml:\n" + lines


def _digest(text: bytes) -> bytes:
    import hashlib  # loads OpenSSL: not needed while the pipeline is current

    return hashlib.sha256(text, usedforsecurity=False).hexdigest()[:_DIGITS].encode()


def _lf(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")
