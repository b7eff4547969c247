"""git, in bytes and with -z: what is staged, what two ends differ in, what an object holds; commits: `_git_log`.

Paths are `str` decoded with surrogateescape, so that every name git can hold makes the round trip.
No call here changes the work tree or a ref, or fetches a missing object; only `staged_trees` writes an object.
"""

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextvars import ContextVar
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # a policy alone is read without any process, and this costs 6 ms
    import subprocess

EMPTY_BLOBS = (
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)
FOLDER = "040000"  # the mode of a tree, which commits have entries of, and the index has not
_ARGUMENTS_MAX = 60_000  # bytes of path names on one command line; more are filtered here instead
UNSHALLOW = "`git fetch --unshallow`"
_UNTRUSTED = "detected dubious ownership"
_TRUST = "git config --global --add safe.directory "


class GitError(Exception):
    """git could not answer; the text is one line."""


class Change(NamedTuple):
    """From one commit to another: `base` None is nothing at all, `head` None is the index."""

    base: str | None
    head: str | None


class Entry(NamedTuple):
    """A path's object in the index or a commit. `mode` is git's octal text, such as `100644`."""

    mode: str
    sha: str
    stage: int = 0

    @property
    def is_file(self) -> bool:
        return self.mode.startswith("100")


def find_root(start: str) -> str | None:
    """The top of the work tree that holds `start`: the nearest folder with a `.git`, asked without a process."""
    if "GIT_WORK_TREE" in os.environ:  # the index then counts from there, wherever the nearest `.git` is
        return _asked_root(start)
    folder = os.path.abspath(start)
    dead: str | None = None
    while True:
        found = os.path.join(folder, ".git")
        if os.path.lexists(found):
            if _is_repository(found):
                return folder
            dead = dead or folder
        parent = os.path.dirname(folder)
        if parent == folder:
            break
        folder = parent
    if "GIT_DIR" in os.environ:  # a git directory kept elsewhere; only git can tell its work tree
        return _asked_root(start)
    return dead  # of which git will say what is wrong


def _is_repository(path: str) -> bool:
    """Whether git takes a `.git` for a repository, or at least for its place: it passes over a folder that is none.

    Else an empty folder of that name would give the files around it another root, and another policy. Source: git's
    `is_git_directory` in setup.c.
    """
    if not os.path.isdir(path):
        return os.path.lexists(path)
    try:
        with open(os.path.join(path, "HEAD"), "rb") as file:
            head = file.read(256).split()
    except OSError:
        return os.path.islink(os.path.join(path, "HEAD"))
    named = head[:1] == [b"ref:"] and head[1:2] != [] and head[1].startswith(b"refs/")
    detached = bool(head) and len(head[0]) in (40, 64) and set(head[0]) <= set(b"0123456789abcdef")
    objects = os.environ.get("GIT_OBJECT_DIRECTORY") or os.path.join(path, "objects")
    return (named or detached) and os.path.isdir(objects) and os.path.isdir(os.path.join(path, "refs"))


def _asked_root(start: str) -> str | None:
    return os.fsdecode(git("rev-parse", "--show-toplevel", cwd=start)).rstrip("\r\n") or None


def bare(folder: str) -> str | None:
    """The git directory of a bare repository that holds a folder; None where there is none.

    GitError where git does not trust the one that is there.
    """
    try:
        inside, path = os.fsdecode(
            git("rev-parse", "--is-bare-repository", "--absolute-git-dir", cwd=folder)
        ).splitlines()
    except GitError as failure:
        if _UNTRUSTED in str(failure):
            raise
        return None
    except ValueError:
        return None
    return path if inside == "true" else None


# Until when, by the monotonic clock, what `git` is asked must have an answer: a file system may never give one.
UNTIL: ContextVar[float | None] = ContextVar("UNTIL", default=None)


def git(*arguments: str, cwd: str | None = None) -> bytes:
    """Standard output of one git command; GitError with its first complaint when it fails."""
    import subprocess

    until = UNTIL.get()
    seconds = None if until is None else max(0.0, until - time.monotonic())
    try:
        done = subprocess.run(
            command_line(arguments), cwd=cwd, env=environment(), capture_output=True, check=False, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        raise GitError(f"git {arguments[0]}: did not answer in time") from None
    except OSError as failure:
        raise GitError(cannot_start(failure)) from None
    if done.returncode or b"could not open directory" in done.stderr:  # a warning to git: it lists the rest
        raise GitError(_complaint(arguments, done.stderr))
    return done.stdout


def attributes(root: str, commit: str | None, names: Sequence[str], paths: Sequence[str]) -> list[tuple[str, str]]:
    """What the `.gitattributes` of a commit (None: the index) say of these paths: each path with a value."""
    ask = ("check-attr", "-z", "--cached", *names, "--", *paths)
    if commit is None:
        said = git(*ask, cwd=root)
    else:
        try:
            said = git("check-attr", "-z", f"--source={commit}", *names, "--", *paths, cwd=root)
        except GitError:  # a git before 2.40 reads them from an index alone
            said = _in_an_index_of(root, commit, ask)
    fields = os.fsdecode(said).split("\0")
    return list(zip(fields[::3], fields[2::3], strict=False))


def _in_an_index_of(root: str, commit: str, arguments: Sequence[str]) -> bytes:
    """The output of a git command whose index is that of a commit, and not the repository's own."""
    import subprocess
    from tempfile import TemporaryDirectory

    try:
        with TemporaryDirectory(prefix="walkaround-index-") as folder:
            where = environment() | {"GIT_INDEX_FILE": os.path.join(folder, "index")}
            for given in (("read-tree", commit), arguments):
                done = subprocess.run(command_line(given), cwd=root, env=where, capture_output=True, check=False)
                if done.returncode:
                    raise GitError(_complaint(given, done.stderr))
    except OSError as failure:
        raise GitError(cannot_start(failure)) from None
    return done.stdout


def index_entries(root: str, paths: Sequence[str] | None = None) -> dict[str, Entry]:
    """The index entries of these paths (all when None), by path from `root`.

    Of a conflicted path the last stage is given.
    """
    if paths is not None and sum(map(len, paths)) > _ARGUMENTS_MAX:
        paths = None
    listed = git("--literal-pathspecs", "ls-files", "-s", "-z", "--", *(paths or ()), cwd=root)
    entries = {}
    for record in records(listed):
        head, _, path = record.partition("\t")
        mode, sha, stage = head.split(" ")
        entries[path] = Entry(mode, sha, int(stage))
    return entries


def ends(root: str, change: Change) -> tuple[str | None, str | None]:
    """The commits that a change goes from and to: where the two parted, for two commits; None as in Change."""
    head = None if change.head is None else commit_id(root, change.head)
    if change.base is None:
        return None, head
    try:
        base = commit_id(root, change.base)
    except GitError:
        if change.base == "HEAD" and not _has_commits(root):
            return None, head
        raise
    return (base if head is None else _parted(root, base, head)), head


def head(root: str) -> str | None:
    """The commit that is checked out; None on a branch without one."""
    return commit_id(root, "HEAD") if _has_head(root) else None


def clean_head(root: str) -> str | None:
    """The commit that is checked out, where no tracked file on disk differs from it; else None."""
    found = head(root)
    return None if found is None or differing(root, found) else found


def differing(root: str, commit: str) -> tuple[str, ...]:
    """The tracked paths of which the disk holds something else than a commit does."""
    listed = git("diff", "--name-only", "-z", "--no-renames", "--ignore-submodules=none", commit, "--", cwd=root)
    return tuple(dict.fromkeys((*records(listed), *_differing_unseen(root, commit))))


def _differing_unseen(root: str, commit: str) -> Iterator[str]:
    """Those of them at which git was told not to look (`--assume-unchanged`, `--skip-worktree`); a sparse checkout has
    none of the latter on disk."""
    marked = (record for record in records(git("ls-files", "-v", "-z", cwd=root)) if record[0] in "hsS")
    paths = [path for record in marked if os.path.lexists(os.path.join(root, path := record[2:]))]
    there = tree_entries(root, commit, paths) if paths else {}
    for path in paths:
        entry = there.get(path)
        if entry is None or (entry.is_file and _id_on_disk(root, path) != entry.sha):
            yield path


def _id_on_disk(root: str, path: str) -> str:
    """The id that git would give to a file; empty for what is none."""
    if os.path.islink(os.path.join(root, path)) or not os.path.isfile(os.path.join(root, path)):
        return ""
    return git("hash-object", "--", path, cwd=root).decode("ascii", "replace").strip()


def is_ancestor(root: str, one: str, other: str) -> bool:
    """Whether a commit is another one or lies in its history; no where git does not know one of them."""
    try:
        git("merge-base", "--is-ancestor", one, other, cwd=root)
    except GitError:
        return False
    return True


def _has_head(root: str) -> bool:
    try:
        return _has_commits(root)
    except GitError:  # no branch is checked out
        return True


def _has_commits(root: str) -> bool:
    """Whether the branch that is checked out has a commit; a repository that was just made has none."""
    branch = git("symbolic-ref", "--quiet", "HEAD", cwd=root)
    return bool(git("for-each-ref", "--count=1", os.fsdecode(branch).strip(), cwd=root).strip())


def _parted(root: str, start: str, end: str) -> str:
    """Where `end` left `start`; where that cannot be told `start` itself, which judges more.

    There may be no commit in common, or several: which of them git names first is for the writer of the commits to
    choose. In a shallow clone a path between the two may be cut off, and the commit that is found lies too far back.
    """
    try:
        bases = os.fsdecode(git("merge-base", "--all", start, end, cwd=root)).split()
    except GitError:
        return start
    return start if len(bases) > 1 or _is_cut(root, bases[0], start, end) else bases[0]


def parting(root: str, start: str, end: str) -> str:
    """The commit at which `end` left `start`, both full ids; GitError when that cannot be told.

    With several such commits it is `start`: what `end` has and `start` has not is new all the same.
    """
    short = start[:12], end[:12]
    try:
        bases = os.fsdecode(git("merge-base", "--all", start, end, cwd=root)).split()
    except GitError:
        if boundary(root):
            raise GitError(
                f"where {short[1]} left {short[0]} is cut off in this shallow clone; run {UNSHALLOW}"
            ) from None
        raise GitError(
            f"{short[0]} and {short[1]} have no commit in common; fetch what lies between, or name another start"
        ) from None
    if len(bases) > 1:
        return start
    if _is_cut(root, bases[0], start, end):
        raise GitError(f"where {short[1]} left {short[0]} is cut off in this shallow clone; run {UNSHALLOW}")
    return bases[0]


def published(root: str, head: str) -> str | None:
    """The last commit on the way back from `head`, by first parents, that a remote-tracking branch knows; None when
    none does, as before the first push of all."""
    listed = git("rev-list", "--first-parent", "--parents", head, "--not", "--remotes", cwd=root)
    lines = os.fsdecode(listed).splitlines()
    if not lines:
        return head
    parents = lines[-1].split()[1:]
    if not parents and lines[-1].split()[0] in boundary(root):
        raise GitError(f"the commits before {head[:12]} are cut off in this shallow clone; run {UNSHALLOW}")
    return parents[0] if parents else None


def merged_heads(root: str) -> list[str]:
    """The commits that the next commit merges, beside the one that is checked out; mostly none."""
    folder = os.path.join(root, ".git")
    if os.path.isdir(folder) and "GIT_DIR" not in os.environ:
        path = os.path.join(folder, "MERGE_HEAD")
    else:
        path = os.path.join(root, os.fsdecode(git("rev-parse", "--git-path", "MERGE_HEAD", cwd=root)).rstrip("\r\n"))
    return os.fsdecode(own_file(path) or b"").split()


def _is_cut(root: str, base: str, *ends: str) -> bool:
    """Whether a shallow clone lacks commits that these ends have and `base` may not have."""
    shallow = boundary(root)
    if not shallow:
        return False
    firsts = git("rev-list", "--max-parents=0", *ends, "--not", base, cwd=root)
    return not shallow.isdisjoint(os.fsdecode(firsts).split())


def difference(root: str, base: str | None, head: str | None) -> tuple[str, ...]:
    """The paths that differ from `base` to `head` (None: nothing at all, and the index), deleted ones included."""
    if base is None:
        return ()
    ends = ("--cached", base) if head is None else (base, head)
    return tuple(records(git("diff", "--name-only", "-z", "--no-renames", *ends, "--", cwd=root)))


def deleted_from_disk(root: str) -> frozenset[str]:
    """Tracked paths that the user removed from the work tree; those a sparse checkout leaves out are not."""
    return frozenset(records(git("ls-files", "-d", "-z", cwd=root)))


def mentions(root: str, pattern: str) -> bool:
    """Whether a line of a Python file in the work tree matches an extended regular expression (POSIX)."""
    import subprocess

    command = command_line(("grep", "-q", "-I", "-E", "-e", pattern, "--", "*.py"))
    try:
        done = subprocess.run(command, cwd=root, env=environment(), capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def files_naming(root: str, commit: str | None, words: Sequence[str]) -> tuple[str, ...]:
    """The tracked Python files in which one of these words stands: of a commit, or of the work tree, which is faster
    to search than the index and holds the same names."""
    import subprocess

    patterns = [part for word in words for part in ("-e", word)]
    options = ("-l", "-z", "-w", "-F", "-I")
    command = command_line(("grep", *options, *patterns, *([commit] if commit else []), "--", "*.py"))
    try:
        done = subprocess.run(command, cwd=root, env=environment(), capture_output=True, check=False)
    except OSError as failure:
        raise GitError(cannot_start(failure)) from None
    if done.returncode > 1:  # 1 is nothing found
        raise GitError(_complaint(("grep",), done.stderr))
    return tuple(name.removeprefix(f"{commit}:") for name in records(done.stdout))


def known_files(root: str, folder: str) -> list[str]:
    """Files under `folder` (from `root`) that are tracked, or untracked and not ignored."""
    listing = ("--literal-pathspecs", "ls-files", "-c", "-o", "--exclude-standard", "-z", "--", folder)
    return sorted(set(records(git(*listing, cwd=root))))


def untracked(root: str) -> tuple[str, ...]:
    """The files in the work tree that are neither tracked nor ignored."""
    return tuple(records(git("ls-files", "-o", "--exclude-standard", "-z", cwd=root)))


def staged_entries(root: str) -> dict[str, Entry]:
    """What the next commit changes: added, copied, modified, retyped paths; an unborn branch has no parent."""
    return _raw_diff(root, "--cached")


def staged_paths(root: str) -> tuple[str, ...]:
    """The paths that the next commit changes, deleted ones included; a merge changes what none of its parents has.

    Outside a repository there is none.
    """
    if find_root(root) is None:
        return ()
    names = ("diff", "--cached", "--name-only", "-z", "--no-renames", "--ignore-submodules=none")
    staged = records(git(*names, "--", cwd=root))
    if staged and is_merging(root):
        theirs = frozenset(records(git(*names, "MERGE_HEAD", "--", cwd=root)))
        staged = [path for path in staged if path in theirs]
    return tuple(staged)


def is_merging(root: str) -> bool:
    """Whether the next commit is a merge."""
    try:
        return bool(git("rev-parse", "--verify", "--quiet", "MERGE_HEAD", cwd=root))
    except GitError:
        return False


def committer(root: str) -> tuple[str, str]:
    """Name and address of who commits here, by git's own rules; both empty where it knows none."""
    try:
        said = os.fsdecode(git("var", "GIT_COMMITTER_IDENT", cwd=root))
    except GitError:
        return "", ""
    name, _, rest = said.rpartition(" <")
    return name, rest.partition(">")[0]


def require_order(root: str, start: str, end: str) -> None:
    """GitError where the end of a range that somebody names lies before its start: it brings nothing, so that every
    hook would pass it, and whoever named it meant the other way round."""
    first, last = commit_id(root, start), commit_id(root, end)
    if first != last and is_ancestor(root, last, first):
        raise GitError(
            f"the range ends before it begins, because {end} is in the history of {start}; turn it round by "
            f"`--from-ref {end} --to-ref {start}`, or name a commit that has something new"
        )


def require_order_of_named(root: str) -> None:
    """The same of a range that `pre-commit run` or `prek run` was given; a push may well take commits back.

    A commit that is not here is the matter of whoever reads the range.
    """
    start, end = (os.environ.get(f"PRE_COMMIT_{name}_REF") for name in ("FROM", "TO"))
    named = start and end and not is_push() and "PRE_COMMIT_CHECKOUT_TYPE" not in os.environ
    if start and end and named and is_commit(root, start) and is_commit(root, end):
        require_order(root, start, end)


def pending_changes() -> tuple[Change, ...]:
    """What a hook's caller is about to do: the commit in the making, and the push that pre-commit and prek name.

    Of a push that brings a first commit along, pre-commit names the branch alone, and prek its end alone.
    """
    start, end = (os.environ.get(f"PRE_COMMIT_{name}_REF") for name in ("FROM", "TO"))
    if not start and not end:
        end = os.environ.get("PRE_COMMIT_LOCAL_BRANCH")
    commit = Change("HEAD", None)
    return (commit, Change(start or None, end)) if end else (commit,)


def is_push() -> bool:
    """Whether pre-commit or prek runs this before a push."""
    return bool(os.environ.get("PRE_COMMIT_REMOTE_NAME") or os.environ.get("PRE_COMMIT_LOCAL_BRANCH"))


def is_first_push(root: str) -> bool:
    """Whether a push makes its branch on the remote, as far as the remote-tracking branches tell.

    For such a branch the frameworks name a start of their own, when they find one: the parent of the first commit that
    the remote has not. Of a remote without such branches, as one named by its address, they find none. A tag has no
    remote-tracking branch, so that each push of one is its first.
    """
    remote, branch = (os.environ.get(f"PRE_COMMIT_REMOTE_{name}", "") for name in ("NAME", "BRANCH"))
    if not is_push():
        return False
    if not os.environ.get("PRE_COMMIT_FROM_REF"):
        return True
    if not remote or not branch:
        return False
    known = os.fsdecode(git("for-each-ref", "--format=%(refname)", f"refs/remotes/{remote}", cwd=root)).splitlines()
    return bool(known) and f"refs/remotes/{remote}/{branch.removeprefix('refs/heads/')}" not in known


def changed_entries(root: str, from_ref: str, to_ref: str) -> dict[str, Entry]:
    """What `to_ref` changes since it left `from_ref`; without a common commit, all in which they differ."""
    start, end = commit_id(root, from_ref), commit_id(root, to_ref)
    return _raw_diff(root, _parted(root, start, end), end)


def files_since(root: str, base: str, head: str) -> list[str]:
    """The regular files that pre-commit and prek list for a range: what `git diff base...head` names and `head` has."""
    try:
        return [path for path, entry in _raw_diff(root, f"{base}...{head}").items() if entry.is_file]
    except GitError:  # no common commit
        return []


def commit_id(root: str, revision: str) -> str:
    """The full id of a commit; GitError when the revision names none."""
    try:
        found = git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", cwd=root)
    except GitError:
        if boundary(root):
            advice = f"in this shallow clone; run {UNSHALLOW}, or check its spelling"
        else:
            advice = "here; fetch it, or check its spelling"
        raise GitError(f"{revision!r} names no commit {advice}") from None
    return os.fsdecode(found).strip()


def branch(root: str) -> str:
    """The branch on which a commit is being made, without asking git; empty when there is none, or none is found."""
    folder = os.environ.get("GIT_DIR") or os.path.join(root, ".git")
    try:
        if os.path.isfile(folder):  # of a worktree: `gitdir: PATH`
            with open(folder, "rb") as file:
                folder = os.path.join(root, os.fsdecode(file.read(4096)).partition(":")[2].strip())
        with open(os.path.join(folder, "HEAD"), "rb") as file:
            head = file.read(4096)
    except (OSError, ValueError):
        return ""
    start = b"ref: refs/heads/"
    return os.fsdecode(head.removeprefix(start).strip()) if head.startswith(start) else ""


def boundary(root: str) -> frozenset[str]:
    """The commits whose parents a shallow clone left out."""
    path = os.path.join(root, os.fsdecode(git("rev-parse", "--git-path", "shallow", cwd=root)).rstrip("\r\n"))
    try:
        with open(path, encoding="ascii") as file:
            return frozenset(file.read().split())
    except FileNotFoundError:
        return frozenset()
    except (OSError, ValueError) as failure:
        raise GitError(f"{path} cannot be read: {failure}") from None


def tree_entries(root: str, commit: str, paths: Sequence[str]) -> dict[str, Entry]:
    """The entries of these paths in a commit, without those that it has not."""
    if sum(map(len, paths)) > _ARGUMENTS_MAX and len(paths) > 1:
        half = len(paths) // 2
        return tree_entries(root, commit, paths[:half]) | tree_entries(root, commit, paths[half:])
    entries = {}
    for record in records(git("--literal-pathspecs", "ls-tree", "-z", "--full-tree", commit, "--", *paths, cwd=root)):
        head, _, name = record.partition("\t")
        mode, _, sha = head.split(" ")
        if name in paths:
            entries[name] = Entry(mode, sha)
    return entries


def names(root: str) -> tuple[str, ...]:
    """Every path in the index, each once, links and submodules too."""
    return tuple(dict.fromkeys(records(git("ls-files", "-z", cwd=root))))


def paths_in(root: str, commit: str | None) -> list[str]:
    """Every path in a commit, or in the index when None."""
    if commit is None:
        return list(index_entries(root))
    return records(git("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit, cwd=root))


def files_in(root: str, commit: str) -> Iterator[tuple[str, str]]:
    """Every file in a commit, by its path, and the id of its content; without links and submodules."""
    for record in records(git("ls-tree", "-r", "-z", "--full-tree", commit, cwd=root)):
        head, _, path = record.partition("\t")
        mode, _, sha = head.split(" ")
        if mode.startswith("100"):
            yield path, sha


def is_partial(root: str) -> bool:
    """Whether a clone left contents on the host (`--filter`), so that it may lack what its commits hold."""
    try:
        return bool(git("config", "--get-regexp", r"^remote\..*\.promisor$", cwd=root))
    except GitError:
        return False


def setting(root: str, name: str) -> tuple[str, ...]:
    """The values of a setting, in the order in which git reads them; none where it is not set."""
    try:
        return tuple(records(git("config", "-z", "--get-all", name, cwd=root)))
    except GitError:
        return ()


def is_commit(root: str, ref: str) -> bool:
    """Whether a ref stands for a commit; asked of git, for not every repository keeps its refs in files."""
    try:
        return bool(commit_id(root, ref))
    except GitError:
        return False


def own_file(path: str) -> bytes | None:
    """What a file of git's own folder holds; None where there is none that can be read."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


class Objects:
    """Contents of objects, through one `git cat-file --batch` that starts with the first question."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, sha: str) -> bytes | None:
        """An object's bytes; None when the object database does not hold it."""
        process = self._process or self._start()
        if process.stdin is None or process.stdout is None:
            raise GitError("git cat-file has no pipes")
        try:
            process.stdin.write(sha.encode() + b"\n")
            process.stdin.flush()
        except OSError:
            raise GitError("git cat-file ended early") from None
        try:
            return self._answer(sha.encode(), process.stdout)
        except BaseException:  # out of memory, say: what is left of this answer must not be taken for the next one
            process.kill()
            self.close()
            raise

    def demand(self, sha: str) -> bytes:
        """An object's bytes; GitError when they are not there, as in a partial clone."""
        found = self.read(sha)
        if found is None:
            raise GitError(f"object {sha[:12]} is not in the repository; is it whole? try `git fsck`")
        return found

    def _answer(self, sha: bytes, stdout: IO[bytes]) -> bytes | None:
        header = stdout.readline().split()
        if header == [sha, b"missing"]:
            return None
        if len(header) != 3 or header[0] != sha:
            raise GitError("git cat-file ended early; is the repository whole? try `git fsck`")
        size = int(header[2])
        content = stdout.read(size)
        if len(content) != size or stdout.read(1) != b"\n":
            raise GitError("git cat-file ended in the middle of an object")
        return content

    def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.communicate()

    def _start(self) -> "subprocess.Popen[bytes]":
        import subprocess

        pipe = subprocess.PIPE
        try:
            self._process = subprocess.Popen(
                command_line(("cat-file", "--batch")),
                cwd=self._root, env=environment(), stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except OSError as failure:
            raise GitError(cannot_start(failure)) from None
        return self._process


class Trees(NamedTuple):
    """The tree of HEAD, empty on a branch without a commit, the tree that is staged, and git's shared folder."""

    head: str
    staged: str
    folder: str


def staged_trees(root: str) -> Trees:
    """What the index holds, written as a tree; GitError when that cannot be, as amid a conflict."""
    staged = os.fsdecode(git("write-tree", cwd=root)).strip()
    asked = ("rev-parse", "--git-common-dir", "--verify", "--quiet", "HEAD^{tree}")
    try:
        *_, folder, head = os.fsdecode(git(*asked, cwd=root)).splitlines()
    except (GitError, ValueError):
        if _has_commits(root):
            raise GitError("git rev-parse: HEAD has no tree") from None
        folder, head = shared_folder(root), ""
    return Trees(head, staged, os.path.join(root, folder))


def shared_folder(root: str) -> str:
    """The git directory that all work trees of a repository share."""
    return os.path.join(root, os.fsdecode(git("rev-parse", "--git-common-dir", cwd=root)).rstrip("\r\n"))


def _raw_diff(root: str, *arguments: str) -> dict[str, Entry]:
    """`git diff --raw` of what is there afterwards: `:mode mode sha sha status NUL path NUL`."""
    fields = records(
        git("diff", "--raw", "-z", "--no-abbrev", "--no-renames", "--diff-filter=d", *arguments, "--", cwd=root)
    )
    entries = {}
    for head, path in zip(fields[::2], fields[1::2], strict=True):
        _, mode, _, sha, status = head.split(" ")
        entries[path] = Entry(mode, sha, 1 if status == "U" else 0)
    return entries


def records(output: bytes) -> list[str]:
    """What git wrote with -z, text by text."""
    return [os.fsdecode(record) for record in output.split(b"\0") if record]


def command_line(arguments: Iterable[str]) -> list[str]:
    """A command of git that runs no program of the repository's choice, as a configured external diff would."""
    return ["git", "-c", "core.fsmonitor=false", "-c", "diff.external=", *arguments]


# The one cuts history off, and the other makes old lines beside new ones part of a patch, whatever its command says.
_MISLEADING = ("GIT_SHALLOW_FILE", "GIT_DIFF_OPTS")


def environment() -> dict[str, str]:
    """The environment of every git process: it reaches no host, and reads what was committed."""
    # An older git does not know GIT_NO_LAZY_FETCH, but each knows that no protocol is allowed.
    offline = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "", "GIT_TERMINAL_PROMPT": "0"}
    # `git replace` and grafts put other objects in the place of those that are committed and pushed.
    real = {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": f"{os.devnull}/none"}
    own = {name: value for name, value in os.environ.items() if name not in _MISLEADING}
    return own | offline | real | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


# Those of a surrounding hook, or of an alias of git, which would lead every repository to that one.
_LEADING = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_PREFIX",
)  # fmt: skip


def leave_hook() -> None:
    """Forget the repository of a hook that this runs in: it would be taken for every other one."""
    for name in _LEADING:
        os.environ.pop(name, None)


def cannot_start(failure: OSError) -> str:
    """Why git did not start."""
    return "git is not on PATH; install it" if isinstance(failure, FileNotFoundError) else f"git: {failure.strerror}"


def _complaint(arguments: Sequence[str], stderr: bytes) -> str:
    lines = [line.strip() for line in os.fsdecode(stderr).splitlines() if line.strip()]
    name = next((word for word in arguments if not word.startswith("-") and "=" not in word), "")
    said = lines[0].removeprefix("fatal: ").removeprefix("warning: ") if lines else "failed without a word"
    heal = next((line for line in lines if line.startswith(_TRUST)), "") if said.startswith(_UNTRUSTED) else ""
    return f"git {name}: {said}" + (f"; if it is yours, run `{heal}`" if heal else "")
