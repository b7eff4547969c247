"""The repository that `walkaround init` is to change: its folders, its index, and what stands in the way."""

import hashlib
import os
import re
import shlex
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property

from .. import _git
from .._finding import NotJudged

_UNDER_WAY = {
    "MERGE_HEAD": ("a merge", "git merge --abort"),
    "CHERRY_PICK_HEAD": ("a cherry-pick", "git cherry-pick --abort"),
    "REVERT_HEAD": ("a revert", "git revert --abort"),
    "rebase-merge": ("a rebase", "git rebase --abort"),
    "rebase-apply": ("a rebase, or `git am`,", "git rebase --abort"),
}
ABSENT = ""  # the entry of a path that the index has not


class Repository:
    """A work tree, by its top. Paths are told from there, with slashes."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.lock: int | None = None  # the descriptor of the lock while it is held, for programs that write here

    @cached_property
    def folder(self) -> str:
        """The git directory that all work trees share."""
        return os.path.realpath(_git.shared_folder(self.root))

    @cached_property
    def own_folder(self) -> str:
        """The git directory of this work tree: the shared one, but for a further work tree."""
        return os.path.realpath(os.path.join(self.root, self._asked("rev-parse", "--git-dir")))

    @cached_property
    def index(self) -> str:
        """The index file, whether there is one or not."""
        return os.path.join(self.root, self._asked("rev-parse", "--git-path", "index"))

    @cached_property
    def hooks(self) -> str:
        """Where git looks for hooks, but for `core.hooksPath`."""
        return os.path.join(self.folder, "hooks")

    @cached_property
    def hooks_path(self) -> str | None:
        """What `core.hooksPath` says; None when it is not set. An empty one leads git to the root of the disk."""
        try:
            return self._asked("config", "--get", "core.hooksPath")
        except _git.GitError:
            return None

    @property
    def has_commits(self) -> bool:
        try:
            _git.commit_id(self.root, "HEAD")
        except _git.GitError:
            return False
        return True

    def in_head(self, paths: Sequence[str]) -> list[str]:
        """Those of these paths that the last commit has."""
        if not paths or not self.has_commits:
            return []
        return list(_git.tree_entries(self.root, "HEAD", paths))

    def content_in_head(self, path: str) -> bytes:
        """A file as the last commit has it."""
        return _git.git("cat-file", "blob", f"HEAD:{path}", cwd=self.root)

    def full(self, path: str) -> str:
        return os.path.join(self.root, *path.split("/"))

    def real(self, path: str) -> str:
        """The path behind all links; NotJudged when that is no place for a file of this work tree."""
        top = os.path.realpath(self.root)
        found = os.path.realpath(self.full(path))
        relative = os.path.relpath(found, top).replace(os.sep, "/")
        parts = relative.split("/")
        if parts[0] == os.pardir or os.path.isabs(relative) or ".git" in [part.casefold() for part in parts]:
            raise NotJudged(path, "leads out of the work tree by a link; make it a file of the repository")
        for count in range(1, len(parts)):
            if os.path.lexists(os.path.join(top, *parts[:count], ".git")):
                raise NotJudged(path, f"lies in the submodule {'/'.join(parts[:count])}; run the command there")
        return relative

    def through_link(self, path: str) -> str:
        """The first folder above a path that is a link, wherever that leads; empty when none is."""
        parts = path.split("/")[:-1]
        above = ("/".join(parts[: count + 1]) for count in range(len(parts)))
        return next((folder for folder in above if _is_link(self.full(folder))), "")

    def under_way(self) -> str:
        """Why this is no moment to change files: what git is in the middle of; empty when nothing."""
        for name, (what, end) in _UNDER_WAY.items():
            if os.path.lexists(os.path.join(self.own_folder, name)):
                return f"{what} is under way; finish it, or end it by `{end}`"
        return ""

    def states(self, paths: Sequence[str]) -> dict[str, str]:
        """By path, git's two letters for what is not committed (`??` untracked, `!!` ignored)."""
        if not paths:
            return {}
        asked = ("status", "--porcelain=v1", "-z", "--untracked-files=all", "--ignored", "--no-renames")
        said = _git.git("--literal-pathspecs", *asked, "--", *paths, cwd=self.root)
        records = map(os.fsdecode, filter(None, said.split(b"\0")))
        return {record[3:]: record[:2] for record in records}

    def unseen(self, paths: Sequence[str]) -> set[str]:
        """Those of these paths whose changes git was told not to look for, or not to check out."""
        if not paths:
            return set()
        said = _git.git("--literal-pathspecs", "ls-files", "-v", "-z", "--", *paths, cwd=self.root)
        records = map(os.fsdecode, filter(None, said.split(b"\0")))
        return {record[2:] for record in records if record[:1] == "S" or record[:1].islower()}

    def is_elsewhere(self, path: str, sha: str) -> bool:
        """Whether a branch or a stash, of which HEAD has nothing, has this content at a path."""
        asked = ("log", "-1", "--format=%H", "-m", f"--find-object={sha}", "--all", "--not", "HEAD")
        try:
            return bool(_git.git("--literal-pathspecs", *asked, "--", path, cwd=self.root).strip())
        except _git.GitError:
            return False  # there is no HEAD, or no such content any more

    def ignored(self, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Those of these paths that git ignores and does not track, each with the file and line that says so."""
        tracked = _git.index_entries(self.root, paths)
        for path in paths:
            if path in tracked:
                continue
            try:
                said = os.fsdecode(_git.git("check-ignore", "-v", "--", path, cwd=self.root))
            except _git.GitError:
                continue  # exit code 1: it is not
            match = re.match(r"(.*?:\d+):(!?)", said)  # file, line and pattern, before a tab and the path
            if match is not None and not match[2]:
                yield path, match[1]

    def entries(self, paths: Sequence[str]) -> dict[str, str]:
        """By path, the index entry as `mode sha stage`; ABSENT where there is none."""
        found = _git.index_entries(self.root, paths) if paths else {}
        return {path: " ".join(map(str, found[path])) if path in found else ABSENT for path in paths}

    def rest(self, paths: Collection[str]) -> str:
        """A digest of all that the index says of other paths, without what it remembers of the files' times."""
        said = _git.git("ls-files", "-s", "-v", "-z", cwd=self.root).split(b"\0")
        left_out = set(map(os.fsencode, paths))
        return hashlib.sha256(b"\0".join(one for one in said if one.partition(b"\t")[2] not in left_out)).hexdigest()

    def locked(self) -> str:
        return f"{self.index}.lock is there: git is at work, or was killed; delete it when no git runs"

    def put_index(self, content: bytes | None) -> None:
        """Exchange the whole index file, as git does it; None takes it away."""
        lock = f"{self.index}.lock"
        if content and _content(lock) == content:  # whole: the rest of an undo that was killed just before its end
            os.replace(lock, self.index)
            return
        try:
            descriptor = os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            raise NotJudged("", self.locked()) from None
        try:
            with open(descriptor, "wb") as file:
                file.write(content or b"")
                file.flush()
                os.fsync(descriptor)
            if content is not None:
                os.replace(lock, self.index)
            else:
                with suppress(FileNotFoundError):
                    os.unlink(self.index)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(lock)

    def put_entries(self, entries: Mapping[str, str]) -> None:
        """Set the index entries of these paths, or take those away that are ABSENT."""
        gone = [path for path, entry in entries.items() if entry == ABSENT]
        kept = [(path, *entry.split(" ")) for path, entry in entries.items() if entry != ABSENT]
        if gone:
            _git.git("update-index", "--force-remove", "--", *gone, cwd=self.root)
        if kept:
            rows = [word for path, mode, sha, _ in kept for word in ("--cacheinfo", f"{mode},{sha},{path}")]
            _git.git("update-index", "--add", *rows, cwd=self.root)

    def has_content(self, entry: str) -> bool:
        """Whether git has what an index entry names; of a submodule it never has."""
        mode, sha, _ = entry.split(" ")
        try:
            return mode == "160000" or not _git.git("cat-file", "-e", sha, cwd=self.root)
        except _git.GitError:
            return False

    def stage(self, paths: Sequence[str]) -> None:
        """Stage files whole; NotJudged names the first that git does not take, with the next act."""
        try:
            if paths:
                _git.git("--literal-pathspecs", "add", "--", *paths, cwd=self.root)
        except _git.GitError as failure:
            raise self._not_staged(paths, str(failure)) from None

    def _not_staged(self, paths: Sequence[str], why: str) -> NotJudged:
        if ".lock'" in why:
            return NotJudged("", self.locked())
        for path in paths:
            try:
                _git.git("--literal-pathspecs", "add", "--", path, cwd=self.root)
            except _git.GitError as failure:
                return NotJudged(path, f"cannot be staged ({failure}); {_mended(path, str(failure))}")
        return NotJudged("", f"{why}; run the command again")

    def _asked(self, *arguments: str) -> str:
        return os.fsdecode(_git.git(*arguments, cwd=self.root)).rstrip("\r\n")


def _mended(path: str, why: str) -> str:
    """The next act after git has refused to stage a file."""
    if "would be replaced by" in why:
        return "`git config core.safecrlf warn`, or name the file's line ends by `eol` in .gitattributes"
    if "encod" in why or "BOM" in why:
        return f"take away its `working-tree-encoding`, which `git check-attr -a {shlex.quote(path)}` shows"
    if "filter" in why:
        return f"mend its filter, which `git check-attr filter {shlex.quote(path)}` names"
    return f"`git add {shlex.quote(path)}` has to work first"


def found(start: str) -> Repository:
    """The repository whose work tree holds a folder; NotJudged with the next act when there is none."""
    root = _git.find_root(start)
    if root is not None:
        return Repository(root)
    try:
        bare = _git.git("rev-parse", "--is-bare-repository", cwd=start).strip() == b"true"
    except _git.GitError:
        raise NotJudged("", "this folder is in no git repository; run `git init` first") from None
    if bare:
        raise NotJudged("", "this is a bare repository, without files; run the command in a clone or a work tree of it")
    raise NotJudged("", "this folder belongs to git itself; run the command in the work tree")


def _content(path: str) -> bytes:
    with suppress(OSError), open(path, "rb") as file:
        return file.read()
    return b""


def _is_link(path: str) -> bool:
    is_junction = getattr(os.path, "isjunction", os.path.islink)  # of Windows, known to Python 3.12
    return os.path.islink(path) or bool(is_junction(path))
