"""Commits, out of git's own lists of them: those of a range, and what each of them changes."""

import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, NamedTuple

from . import _git
from ._git import Entry, GitError

if TYPE_CHECKING:
    import subprocess

_CHUNK = 1 << 16
_TORN = "git log ended in the middle of a commit; is the repository whole? try `git fsck`"
# Between NULs: its parents, and what a Commit holds. With -z a NUL ends each commit as well.
_COMMIT = "--format=%P%x00%H%x00%an%x00%ae%x00%cn%x00%ce%x00%B"
_UNPUBLISHED = ("--not", "--remotes")  # after --stdin, to whose revisions it does not apply
# Texts come in UTF-8 from whatever encoding a commit declares; what it declares wrongly comes as it is.
_LOG = ("log", "-z", _COMMIT, "--encoding=UTF-8", "--no-mailmap", "--no-show-signature")
# `-c`: a merge is compared with all of its parents. Its commits come before a commit's own, so that who reads on
# knows what was there before. Source of the format: git's diff-format, "raw output" and "combined diff".
_STEP = (
    *("log", "--stdin", "-z", "--format=%H%x00%P%x00%B%x00", "--encoding=UTF-8", "--raw", "--no-abbrev"),
    *("--no-renames", "--ignore-submodules=none", "-c", "--root", "--no-mailmap", "--no-show-signature"),
)
_STEPS = (*_STEP, "--reverse", "--topo-order")


class Commit(NamedTuple):
    """A commit as it was made: no mailmap, no replacement. Text is UTF-8; other bytes survive as lone surrogates."""

    sha: str
    author_name: str
    author_email: str
    committer_name: str
    committer_email: str
    message: str
    merge: bool = False


class Measured(NamedTuple):
    """A commit, the day on which its author made it, and how many lines it adds and deletes; a merge has none."""

    commit: Commit
    day: str
    added: int
    deleted: int


class Version(NamedTuple):
    """A file as a commit leaves it: `new`, None when it is gone, and what each parent had of it, if anything."""

    path: str
    new: Entry | None
    old: tuple[Entry, ...]


class Step(NamedTuple):
    """A commit as a step of the history: its message as it was made, and the paths that it changes.

    A merge changes what none of its parents has.
    """

    sha: str
    parents: tuple[str, ...]
    message: bytes
    versions: tuple[Version, ...]


def commits(root: str, base: str | None, head: str) -> Generator[Commit, None, None]:
    """The commits that `head` has and `base` has not, merges too, the newest first; all of `head`'s without `base`.

    They come from one `git log`, as it finds them. GitError when a revision names no commit, when git fails, and, at
    the end, when a shallow clone lacks the rest of them: what is not there cannot be answered for.
    """
    return commits_of(root, base, [head])


def commits_of(
    root: str, base: str | None, heads: Sequence[str], *, unpublished: bool = False
) -> Generator[Commit, None, None]:
    """As `commits`, for several heads, each commit once; of the `unpublished` no remote-tracking branch knows."""
    given = _revisions(
        None if base is None else _git.commit_id(root, base), [_git.commit_id(root, head) for head in heads]
    )
    firsts = set()  # commits without a parent here
    for parents, sha, *rest in _log(root, given, _UNPUBLISHED if unpublished else ()):
        if not parents:
            firsts.add(sha)
        an, ae, cn, ce, message = rest
        yield Commit(sha, an, ae, cn, ce, message, merge=" " in parents)
    if firsts and firsts & _git.boundary(root):
        raise GitError(f"the commits up to {heads[0]!r} are cut off in this shallow clone; run {_git.UNSHALLOW}")


def measured(root: str, base: str | None, head: str, since: str = "") -> Generator[Measured, None, None]:
    """The commits that `head` has and `base` has not, as in `commits`, with their sizes, by one `git log`.

    `since` is a day: only what was committed from then on. Lines of binary files are not counted.
    """
    wanted = [_git.commit_id(root, head)] + ([] if base is None else [f"^{_git.commit_id(root, base)}"])
    # A day without a time would mean that day at the present hour.
    wanted += [f"--since={since}T00:00:00"] if since else []
    firsts = set()
    log = (*_LOG[:2], f"{_COMMIT}%x00%as", *_LOG[3:], "--numstat", "--no-renames", "--no-textconv", "--root")
    with output(root, (*log, *wanted, "--")) as stream:
        for parents, one in _sized(_texts(stream)):
            if not parents:
                firsts.add(one.commit.sha)
            yield one
    if firsts and firsts & _git.boundary(root):
        raise GitError(f"the commits up to {head!r} are cut off in this shallow clone; run {_git.UNSHALLOW}")


def _sized(texts: Iterator[bytes]) -> Iterator[tuple[str, Measured]]:
    """The fields of each commit; then, after a line end, `added TAB deleted TAB path` for each of its files."""
    fields: list[str] = []
    added = deleted = 0
    for text in texts:
        if len(fields) == _COMMIT.count("%x00") + 2:
            counts = text.lstrip(b"\n").split(b"\t", 2)
            if len(counts) == 3:
                added += int(counts[0]) if counts[0].isdigit() else 0
                deleted += int(counts[1]) if counts[1].isdigit() else 0
                continue
            yield _sized_commit(fields, added, deleted)
            fields, added, deleted = [], 0, 0
        fields.append(text.decode("utf-8", "surrogateescape"))
    if fields:
        if len(fields) != _COMMIT.count("%x00") + 2:
            raise GitError(_TORN)
        yield _sized_commit(fields, added, deleted)


def _sized_commit(fields: Sequence[str], added: int, deleted: int) -> tuple[str, Measured]:
    parents, sha, an, ae, cn, ce, message, day = fields
    commit = Commit(sha, an, ae, cn, ce, message, merge=" " in parents)
    return parents.strip(), Measured(commit, day.strip(), added, deleted)


def _log(root: str, given: bytes, more: Sequence[str] = ()) -> Iterator[list[str]]:
    """The fields of each commit; the process ends with the iterator."""
    with output(root, (*_LOG, "--stdin", *more), given) as stream:
        yield from _groups(stream, _COMMIT.count("%x00") + 1)


def steps(
    root: str, base: str | None, heads: Sequence[str], *, unpublished: bool = False
) -> Generator[Step, None, None]:
    """The commits that these heads have and `base` has not, parents first, each with what it changes.

    All are full ids. Of the `unpublished` no remote-tracking branch knows. One `git log` finds them. GitError when it
    fails, and, at the end, when a shallow clone lacks the rest: a commit at such a cut counts as the first, which adds
    all that it holds.
    """
    cut: list[str] = []
    shallow = _git.boundary(root)
    with output(root, (*_STEPS, *(_UNPUBLISHED if unpublished else ())), _revisions(base, heads)) as stream:
        for step in _steps(_texts(stream)):
            if not step.parents and step.sha in shallow:
                cut.append(step.sha)
            yield step
    if cut:
        more = f" and {len(cut) - 1} others" if len(cut) > 1 else ""
        raise GitError(f"this shallow clone lacks what was before commit {cut[0][:12]}{more}; run {_git.UNSHALLOW}")


def merged(root: str, merges: Sequence[str]) -> Generator[Step, None, None]:
    """These merges, by their full ids and in any order, each with the paths that it has as no parent of it has."""
    with output(root, (*_STEP, "--no-walk=unsorted"), "".join(f"{sha}\n" for sha in merges).encode()) as stream:
        yield from _steps(_texts(stream))


def _steps(texts: Iterator[bytes]) -> Iterator[Step]:
    """Three texts for each commit; then empty ones, and two for each path, of which the first begins with colons."""
    header = next(texts, None)
    while header is not None:
        sha = header.decode("ascii", "replace")
        if len(sha) not in (40, 64):
            raise GitError(_TORN)
        parents, message = next(texts, None), next(texts, None)
        versions = []
        for header in texts:
            raw = header.lstrip(b"\n")
            if raw.startswith(b":"):
                versions.append(_version(raw, next(texts, b"")))
            elif raw:
                break  # the next commit
        else:
            header = None
        if parents is None or message is None:
            raise GitError(_TORN)
        yield Step(sha, tuple(parents.decode("ascii").split()), message, tuple(versions))


def _version(raw: bytes, path: bytes) -> Version:
    """One path: as many colons as parents, the modes of those and of the commit, likewise the ids, a status."""
    fields = raw.decode("ascii", "replace").split(" ")
    parents = len(fields[0]) - len(fields[0].lstrip(":"))
    if len(fields) != 2 * parents + 3 or not path:
        raise GitError(_TORN)
    modes = (fields[0][parents:], *fields[1 : parents + 1])
    entries = [Entry(mode, sha) for mode, sha in zip(modes, fields[parents + 1 : -1], strict=True)]
    *old, new = (None if entry.mode == "000000" else entry for entry in entries)
    return Version(os.fsdecode(path), new, tuple(entry for entry in old if entry is not None))


def missing_objects(root: str, base: str | None, heads: Sequence[str]) -> frozenset[str]:
    """The ids of what these commits hold and a partial clone has left out."""
    with output(root, ("rev-list", "--stdin", "--objects", "--missing=print"), _revisions(base, heads)) as stream:
        return frozenset(line[1:].decode().strip() for line in stream if line.startswith(b"?"))


def count_commits(root: str, base: str | None, heads: Sequence[str], *, unpublished: bool = False) -> int:
    """How many commits these heads have and `base` has not; all are full ids."""
    more = _UNPUBLISHED if unpublished else ()
    with output(root, ("rev-list", "--count", "--stdin", *more), _revisions(base, heads)) as stream:
        return int(stream.read().strip() or b"0")


def commit_before(root: str, head: str, moment: int) -> str:
    """The commit that a branch had at a moment, in the line of first parents; empty where it had none yet."""
    asked = ("rev-list", "-1", "--first-parent", f"--before=@{moment} +0000", head, "--")
    return _git.git(*asked, cwd=root).decode("ascii", "replace").strip()


def all_heads(root: str) -> list[str]:
    """The commits at which HEAD, branches, tags and every other ref stand, each once; a ref to a file is none."""
    listed = _git.git("for-each-ref", "--format=%(objecttype) %(objectname) %(*objecttype) %(*objectname)", cwd=root)
    heads = []
    for line in os.fsdecode(listed).splitlines():
        kind, sha = line.split()[-2:]
        with suppress(GitError):  # a tag of a tag, or of what is no commit
            heads += [sha] if kind == "commit" else [_git.commit_id(root, sha)] if kind == "tag" else []
    with suppress(GitError):  # HEAD may stand on a branch without a commit
        heads.insert(0, _git.commit_id(root, "HEAD"))
    return list(dict.fromkeys(heads))


def paths_by_commit(root: str, base: str, head: str) -> Iterator[tuple[str, ...]]:
    """The paths that each commit from `base` to `head` changes; a merge changes what none of its parents has."""
    listed = _git.git(
        "log", "--format=%H", "--raw", "--root", "-z", "--no-renames", "-c", f"{base}..{head}", "--", cwd=root
    )
    paths: list[str] = []
    records = iter(_git.records(listed))
    for record in records:  # a commit, then `:modes ids status` and a path for each that it changes
        if record.lstrip("\n").startswith(":"):
            paths.append(next(records))
        elif paths:
            yield tuple(paths)
            paths = []
    if paths:
        yield tuple(paths)


@contextmanager
def output(root: str, arguments: Sequence[str], given: bytes = b"") -> Iterator[IO[bytes]]:
    """The output of a `git log` while it is made, which is told `given` first; GitError when it ends early."""
    import subprocess

    try:
        process = subprocess.Popen(
            _git.command_line(arguments),
            cwd=root, env=_git.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except OSError as failure:
        raise GitError(_git.cannot_start(failure)) from None
    with process:
        try:
            if process.stdin is not None and process.stdout is not None:  # as it was started
                with suppress(OSError):  # it has ended already, and its exit code says so
                    process.stdin.write(given)
                    process.stdin.close()
                yield process.stdout
        except BaseException:  # nobody waits for the rest
            process.kill()
            raise
    if process.returncode:
        raise GitError("git log ended early; is the repository whole? try `git fsck`")


def _groups(stream: IO[bytes], size: int) -> Iterator[list[str]]:
    """The texts of a stream, each ended by a NUL, in groups of this size."""
    group: list[str] = []
    for text in _texts(stream):
        group.append(text.decode("utf-8", "surrogateescape"))
        if len(group) == size:
            yield group
            group = []
    if group:
        raise GitError(_TORN)


def _texts(stream: IO[bytes]) -> Iterator[bytes]:
    """The texts of a stream, each ended by a NUL."""
    pieces: list[bytes] = []  # of the text that is not ended yet; joined once, however long it is
    while chunk := stream.read(_CHUNK):
        first, *others = chunk.split(b"\0")
        pieces.append(first)
        for other in others:
            yield b"".join(pieces)
            pieces = [other]
    if any(pieces):
        raise GitError(_TORN)


def _revisions(base: str | None, heads: Sequence[str]) -> bytes:
    return "".join(f"{one}\n" for one in (*heads, *([] if base is None else [f"^{base}"]))).encode()


class ChangedPaths:
    """The paths that a commit changes, through one `git diff-tree` that starts with the first question.

    A merge changes what none of its parents has; a first commit all that it holds.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._process: subprocess.Popen[bytes] | None = None
        self._end = b""

    def of(self, sha: str) -> tuple[str, ...]:
        """The paths of a commit, by its full id."""
        process = self._process or self._start()
        if process.stdin is None or process.stdout is None:
            raise GitError("git diff-tree has no pipes")
        try:
            process.stdin.write(sha.encode() + b"\n" + self._end)
            process.stdin.flush()
        except OSError:
            raise GitError("git diff-tree ended early; is the repository whole? try `git fsck`") from None
        answer = bytearray()
        while not answer.endswith(self._end):
            chunk = os.read(process.stdout.fileno(), _CHUNK)
            if not chunk:
                raise GitError("git diff-tree ended early; is the repository whole? try `git fsck`")
            answer += chunk
        named, *paths = _git.records(bytes(answer[: -len(self._end)])) or [""]
        if named != sha:  # which git passes over in silence
            raise GitError(f"commit {sha[:12]} is not in the object database; try `git fetch`")
        return tuple(paths)

    def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.communicate()

    def _start(self) -> "subprocess.Popen[bytes]":
        import subprocess

        # A line that is no id is given back as it is: the end of an answer, which no name of a file can forge.
        self._end = b"end of " + os.urandom(12).hex().encode() + b"\n"
        options = ("--stdin", "--always", "--name-only", "--root", "--no-renames", "-c", "-r", "-z")
        pipe = subprocess.PIPE
        try:
            self._process = subprocess.Popen(
                _git.command_line(("diff-tree", *options)),
                cwd=self._root, env=_git.environment(), stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, bufsize=0,
            )  # fmt: skip
        except OSError as failure:
            raise GitError(_git.cannot_start(failure)) from None
        return self._process
