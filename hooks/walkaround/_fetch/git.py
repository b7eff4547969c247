"""A file in a commit of another repository."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from typing import IO, NamedTuple

from .._policy._layers import MAX_BYTES
from .words import PROXY_LOGIN, FetchError, nearest_path, path_parts, plain, quoted, repository_problem, shown

_LISTING_MAX = 16 << 20  # bytes of one folder's listing: some 200,000 entries
_NAMES_MAX = 1 << 20  # bytes of path names that are searched for the one that was meant
_SAID_MAX = 1 << 16  # bytes of git's complaints, from their end
_PAUSES = (0.0, 0.1, 0.5, 2.0)  # seconds between attempts to remove a folder from under dying processes
_REMOTE = "walkaround-policy"
_LFS = b"version https://git-lfs.github.com/spec/"  # how a pointer begins: git-lfs, docs/spec.md
# Of git's variables, those that say where the user's settings are and how hosts are reached. The others belong to the
# repository of a surrounding hook, or make git tell more than it should.
_KEPT = (
    "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_",
    "GIT_CONFIG_VALUE_", "GIT_EXEC_PATH", "GIT_SSH", "GIT_SSL_", "GIT_PROXY_SSL_", "GIT_HTTP_",
)  # fmt: skip


def fetch_git(url: str, revision: str, path: str, *, protocols: str = "https:ssh", seconds: float = 60.0) -> bytes:
    """The file at `path` in the commit `revision` of the repository at `url`, `https://` or `ssh://`.

    `revision` is all 40 or 64 hexadecimal digits of a commit; `path` leads down from the repository's top. Asked for is
    that one commit without history; of a server that refuses, all branches and tags. Blobs that no policy is as large
    as stay on the server where it can filter. Nothing is checked out, so that filters (LFS), submodules and hooks
    have no part in it, and git asks no questions. The user's and the machine's settings apply (credential helpers,
    `insteadOf`, proxies, certificates, ssh); those of a repository around the working directory do not.

    `protocols` is git's list of allowed ones, after `insteadOf`; `seconds` are for the whole of it.
    """
    wrong = repository_problem(url)
    if wrong is not None:
        raise FetchError(f"{shown(url)}: {wrong}")
    if re.fullmatch("[0-9a-fA-F]{40}|[0-9a-fA-F]{64}", revision) is None:
        raise FetchError(
            f"{shown(url)}: {quoted(revision)} is no full commit id, and all else can be moved to other content; "
            "write every digit that `git rev-parse` shows"
        )
    parts = path_parts(path)
    with _temporary_folder(shown(url)) as folder:
        git = _Git(shown(url), folder, seconds)
        _fetch_commit(git, url, revision, protocols)
        content = _blob(git, revision, parts)
    if content.startswith(_LFS):
        raise FetchError(f"{git.name}: {quoted(path)} is kept in Git LFS, which is not fetched; store it as plain text")
    return content


class _Said(NamedTuple):
    """What a git command left: exit code, standard output up to a limit, the end of its complaints."""

    code: int
    out: bytes
    err: str


class _Git:
    """git in a bare repository of its own, away from every other one, and with a time by which all must be done.

    `name` is the address as messages show it. When the time is over, or Ctrl-C ends the wait, git is ended with
    all the processes that it started.
    """

    def __init__(self, name: str, folder: str, seconds: float) -> None:
        self.name = name
        self._folder = folder
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds
        self._late = threading.Event()

    def run(self, *arguments: str, protocols: str = "", most: int = _SAID_MAX) -> _Said:
        """Run one command; it may reach hosts by these protocols only, and is ended after `most` + 1 bytes."""
        with tempfile.TemporaryFile(dir=self._folder) as complaints:
            process = self._start(arguments, protocols, complaints)
            timer = threading.Timer(max(0.0, self._deadline - time.monotonic()), self._end, (process,))
            try:
                timer.start()
                out = process.stdout.read(most + 1) if process.stdout else b""
                if len(out) <= most:
                    process.wait()
            finally:
                timer.cancel()
                _kill(process)
                process.wait()
                if process.stdout:
                    process.stdout.close()
            if self._late.is_set():
                raise FetchError(f"{self.name}: takes longer than {self._seconds:g} seconds; try again later")
            complaints.seek(max(0, complaints.seek(0, os.SEEK_END) - _SAID_MAX))
            return _Said(process.returncode, out, complaints.read().decode("utf-8", "replace"))

    def _start(self, arguments: Sequence[str], protocols: str, complaints: IO[bytes]) -> "subprocess.Popen[bytes]":
        # Settings of the user that would start more processes, or leave some running in the folder.
        settings = {
            "core.hooksPath": os.devnull, "core.fsmonitor": "false", "gc.auto": "0", "maintenance.auto": "false",
            "fetch.recurseSubmodules": "false", "submodule.recurse": "false", "credential.interactive": "never",
        }  # fmt: skip
        command = ["git", *(word for key, value in settings.items() for word in ("-c", f"{key}={value}")), *arguments]
        try:
            return subprocess.Popen(
                command, cwd=self._folder, env=_environment(self._folder, protocols), stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=complaints, start_new_session=True,  # no terminal for ssh to ask on
            )  # fmt: skip
        except OSError as failure:
            missing = isinstance(failure, FileNotFoundError)
            why = "git is not on PATH; install it" if missing else f"git cannot be started: {failure.strerror}"
            raise FetchError(f"{self.name}: {why}") from None

    def _end(self, process: "subprocess.Popen[bytes]") -> None:
        self._late.set()
        _kill(process)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _environment(folder: str, protocols: str) -> dict[str, str]:
    """The user's environment without what a surrounding git has put there, and without any way to ask the user."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT)
    }  # fmt: skip
    silent = {"GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "", "SSH_ASKPASS_REQUIRE": "never", "GCM_INTERACTIVE": "never"}
    ours = {"GIT_DIR": os.path.join(folder, "git"), "GIT_ALLOW_PROTOCOL": protocols, "GIT_NO_REPLACE_OBJECTS": "1"}
    return kept | silent | ours | ({} if protocols else {"GIT_NO_LAZY_FETCH": "1"}) | {"LC_ALL": "C"}


@contextlib.contextmanager
def _temporary_folder(name: str) -> Iterator[str]:
    """An empty folder that is gone afterwards, even when a process that was just ended still writes into it."""
    try:
        holder = tempfile.TemporaryDirectory(prefix="walkaround-", ignore_cleanup_errors=True)
    except OSError as failure:
        why = f"no temporary folder can be made ({failure.strerror}); check TMPDIR and the disk"
        raise FetchError(f"{name}: {why}") from None
    try:
        yield holder.name
    finally:
        for pause in _PAUSES:
            time.sleep(pause)
            holder.cleanup()
            if not os.path.lexists(holder.name):
                break


def _fetch_commit(git: _Git, url: str, commit: str, protocols: str) -> None:
    """Bring a commit with its trees and all blobs up to 1 MiB into the repository, which this makes."""
    form = "sha1" if len(commit) == 40 else "sha256"
    made = git.run("-c", "init.defaultBranch=main", "init", "-q", "--bare", "--template=", f"--object-format={form}")
    if made.code:
        raise FetchError(f"{git.name}: {_unknown_problem(made.err)}")
    remote = ("-c", f"remote.{_REMOTE}.url={url}", "fetch", "--quiet", "--no-tags", "--no-recurse-submodules")
    small = f"--filter=blob:limit={MAX_BYTES + 1}"
    fetched = git.run(*remote, small, "--depth=1", _REMOTE, commit, protocols=protocols)
    if fetched.code:
        _raise_known(git, fetched)
        everything = ("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
        fetched = git.run(*remote, small, _REMOTE, *everything, protocols=protocols)
    kind = git.run("cat-file", "-t", commit).out.strip()
    if kind == b"commit":
        return
    if kind:
        raise FetchError(f"{git.name}: {commit} is a {kind.decode()} and no commit; {_commit_of(git, commit)}")
    if fetched.code:
        _raise_known(git, fetched)
        raise FetchError(f"{git.name}: {_unknown_problem(fetched.err)}")
    raise FetchError(f"{git.name}: has no commit {commit} on any branch or tag; push it, or check the id")


def _commit_of(git: _Git, tag: str) -> str:
    meant = git.run("rev-parse", "--verify", "--quiet", f"{tag}^{{commit}}").out.decode().strip()
    return f"write {meant}, which it names" if meant else "write the id that `git log` shows"


# What git, curl and ssh say, in lower case -> what it means. The first match counts.
_COMPLAINTS = (
    (
        r"mismatched algorithms|not support this repository's object format",
        "counts its commits by another hash; write the id that `git log` shows there",
    ),
    (
        r"transport '\S+' not allowed|protocol \S+ (not supported|disabled)",
        "leads to a protocol that is not allowed; check `insteadOf` in git's settings, and redirects",
    ),
    (r"407 from proxy|response 407|proxy authentication", PROXY_LOGIN),
    (
        r"could not resolve (host|proxy)|name or service not known|temporary failure in name resolution",
        "the host or its proxy cannot be found; check the spelling and the network",
    ),
    (
        r"certificate|server verification failed",
        "the certificate is not trusted; check the address; behind a proxy that inspects TLS, set git's http.sslCAInfo",
    ),
    (
        (
            r"authentication failed|could not read (username|password)|permission denied|host key verification"
            r"|returned error: 40[13]|access denied"
        ),
        "git has no login for it, or it does not exist; make `git ls-remote` of it work without a question, then retry",
    ),
    (
        (
            r"repository.* not found|(?<!command )not found$|does not (appear to be a git repository|exist)"
            r"|returned error: (404|410)"
        ),
        "there is no such repository, or git's login may not see it; check the address",
    ),
    (
        (
            r"connection (refused|timed out|reset)|failed to connect|couldn't connect|unreachable|no route to"
            r"|operation timed out|returned error: (429|5\d\d)"
        ),
        "the host cannot be reached or does not answer; check the network, or try again later",
    ),
)


def _raise_known(git: _Git, said: _Said) -> None:
    """FetchError when git's complaint is one that a second attempt will not cure."""
    for pattern, means in _COMPLAINTS:
        if re.search(pattern, said.err.lower(), re.MULTILINE):
            raise FetchError(f"{git.name}: {means}")


def _unknown_problem(err: str) -> str:
    """The first complaint of git; without logins, which `insteadOf` may have put into an address."""
    lines = [line for line in err.splitlines() if line.startswith(("fatal: ", "error: "))]
    said = lines[0].partition(": ")[2] if lines else "failed without a word"
    return f"git: {plain(re.sub('//[^/@ ]*@', '//', said))}; make `git fetch` of this commit work first"


def _blob(git: _Git, commit: str, parts: Sequence[str]) -> bytes:
    """A file's content, found folder by folder: no name becomes a pattern, an option, or a way through a link."""
    tree = commit
    for depth, name in enumerate(parts, 1):
        path = quoted("/".join(parts[:depth]))
        found = _entries(git, tree, name)
        if not found:
            raise FetchError(f"{git.name}: has no {path} in {commit[:12]}{_nearest(git, commit, '/'.join(parts))}")
        if len(found) > 1:
            raise FetchError(f"{git.name}: has {path} twice in one folder; mend the repository")
        mode, sha = found[0]
        wrong = _mode_problem(mode, last=depth == len(parts))
        if wrong is not None:
            raise FetchError(f"{git.name}: {path} {wrong}")
        tree = sha
    said = git.run("cat-file", "blob", tree, most=MAX_BYTES)
    if said.code or len(said.out) > MAX_BYTES:  # what is missing was left on the server for its size
        raise FetchError(f"{git.name}: {path} is larger than 1 MiB; no policy is that long, so check the path")
    return said.out


def _entries(git: _Git, tree: str, name: str) -> list[tuple[str, str]]:
    """Mode and id of each entry with this name: `mode SP type SP id TAB name NUL`, as `ls-tree -z` gives it."""
    listed = git.run("ls-tree", "-z", tree, most=_LISTING_MAX)
    if listed.code:
        raise FetchError(f"{git.name}: a folder is damaged or too large to list; mend the repository")
    wanted = name.encode("utf-8", "surrogateescape")
    records = (record.partition(b"\t") for record in listed.out.split(b"\0"))
    return [(head[:6].decode(), head.split(b" ")[2].decode()) for head, _, found in records if found == wanted]


def _mode_problem(mode: str, *, last: bool) -> str | None:
    match mode[:2], last:
        case "10", True:
            return None
        case "04", False:
            return None
        case "10", False:
            return "is a file, so that nothing lies below it; check the path"
        case "04", True:
            return "is a folder; name the file in it"
        case "12", _:
            return "is a symbolic link; name what it points to"
        case _:
            return "is a submodule; fetch from the repository that it stands for"


def _nearest(git: _Git, commit: str, path: str) -> str:
    """`; did you mean "x"?` for a path of the commit, else what to do. One with the same file name is preferred."""
    listed = git.run("ls-tree", "-r", "-z", "--name-only", commit, most=_NAMES_MAX).out
    names = [record.decode("utf-8", "surrogateescape") for record in listed.split(b"\0")[:-1]]
    return nearest_path(path, names)
