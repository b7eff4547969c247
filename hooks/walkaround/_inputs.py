"""Which files a run judges, and one snapshot to read them from: the index, the work tree, or a commit."""

import os
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from . import _git
from ._finding import NotJudged
from ._git import Change, Entry, Objects
from ._paths import from_root

# Trees that a package manager or an interpreter filled: outside git nothing else says they are no sources.
_INSTALLED = frozenset({"node_modules", "__pycache__", ".tox", ".nox", ".mypy_cache", ".ruff_cache", ".pytest_cache"})
_REPOSITORIES = frozenset({".git", ".hg", ".svn", ".jj"})


# How the files of a run were chosen: named, all, what is staged, what a range changes, or commits and no files.
Scope = Literal["files", "all-files", "staged", "range", "commits"]


class Listing(NamedTuple):
    """The files of a run: as shown to people, each with its path from the root; and the snapshot's objects.

    `lookup` finds entries that are not among `entries`, in one question; None means that the disk is asked instead.
    `every` names all files of the snapshot, from the root; None means that the folders on disk are walked. `scope` is
    the word for how the files were chosen.
    """

    root: str
    paths: tuple[str, ...]
    entries: Mapping[str, Entry]
    disk: bool
    lookup: Callable[[Sequence[str]], Mapping[str, Entry]] | None = None
    left_out: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    every: Callable[[], Iterable[str]] | None = None
    scope: Scope = "files"

    @property
    def has_commits(self) -> bool:
        """Whether there are commits to judge, beside what the files are in the end."""
        return any(change.head is not None for change in self.changes)


class Snapshot:
    """Reads files of one listing. What several hooks will read is kept until the last of them is done."""

    def __init__(self, listing: Listing, readers: Mapping[str, int] | None = None) -> None:
        self.root = listing.root
        self.changes = listing.changes
        self.on_read: Callable[[], None] | None = None
        self.expect: Callable[[int], Callable[[], None]] = _unwatched
        self._listing = listing
        self._entries = dict(listing.entries)
        self._asked = set(self._entries)
        self._objects = Objects(listing.root)
        self._readers = dict(readers or {})
        self._kept: dict[str, bytes] = {}
        self._every: tuple[str, ...] | None = None

    def read(self, path: str) -> bytes:
        """The file's bytes; NotJudged when it is no regular file or cannot be read."""
        if self.on_read is not None:
            self.on_read()
        content = self._kept.get(path)
        if content is None:
            content = self._content(path)
            if self._readers.get(path, 1) > 1:
                self._kept[path] = content
        return content

    def release(self, paths: Iterable[str]) -> None:
        """One reader of these files is done; what no other will read is let go."""
        for path in paths:
            self._readers[path] = left = self._readers.get(path, 1) - 1
            if left <= 0:
                self._kept.pop(path, None)

    def blob(self, path: str) -> str:
        """The id of the object that `read` would give, known without reading it; empty where only reading tells."""
        entry = self._entry(path)
        if entry is None or entry.stage or not entry.is_file or entry.sha in _git.EMPTY_BLOBS:
            return ""
        return entry.sha

    def exists(self, path: str) -> bool:
        if self._entry(path) is not None:
            return True
        return self._listing.disk and os.path.isfile(path)

    def present(self, paths: Iterable[str]) -> frozenset[str]:
        """Those of the paths that are there: git is asked about all of them at once."""
        asked = tuple(paths)
        self._look_up([key for path in asked if (key := from_root(self.root, path)) is not None])
        return frozenset(filter(self.exists, asked))

    def listing(self) -> tuple[str, ...]:
        """Every file of the snapshot by its path from the root; git is asked once."""
        if self._every is None:
            every = self._listing.every
            self._every = tuple(_walked_from(self.root) if every is None else every())
        return self._every

    def close(self) -> None:
        self._objects.close()

    def _content(self, path: str) -> bytes:
        try:
            entry = self._entry(path)
            if entry is None or entry.stage or (self._listing.disk and not entry.is_file):
                return self._from_disk(path)
            content = self._objects.read(entry.sha) if entry.is_file else None
        except _git.GitError as failure:
            raise NotJudged(path, str(failure)) from None
        if content is None:
            raise NotJudged(path, "its content is not in the object database; try `git fsck` or `git fetch`")
        if not content and entry.sha in _git.EMPTY_BLOBS and self._listing.disk and os.path.isfile(path):
            return self._from_disk(path)  # `git add -N` stages a name with nothing in it yet
        return content

    def _from_disk(self, path: str) -> bytes:
        if not self._listing.disk:
            raise NotJudged(path, "no such file in this commit")
        return read_file(path)

    def _entry(self, path: str) -> Entry | None:
        key = from_root(self.root, path)
        if key is None:
            return None
        self._look_up((key,))
        return self._entries.get(key)

    def _look_up(self, keys: Iterable[str]) -> None:
        """Ask for the entries of these keys, of which each is asked for once."""
        new = [key for key in dict.fromkeys(keys) if key not in self._asked]
        if new and self._listing.lookup is not None:
            self._asked.update(new)
            found = self._listing.lookup(new)
            files = ((key, found[key]) for key in new if key in found)
            self._entries.update((key, entry) for key, entry in files if entry.mode != _git.FOLDER)


class FileInputs:
    """One hook's files in a snapshot that several hooks may share."""

    def __init__(self, snapshot: Snapshot, paths: Sequence[str]) -> None:
        self.paths = tuple(paths)
        self.root = snapshot.root
        self.changes = snapshot.changes
        self.read = snapshot.read
        self.blob = snapshot.blob
        self.exists = snapshot.exists
        self.present = snapshot.present
        self.expect = snapshot.expect
        self.listing = snapshot.listing


def _unwatched(_steps: int) -> Callable[[], None]:
    return lambda: None


def read_file(path: str) -> bytes:
    """A regular file's bytes from disk; NotJudged for anything else, and never a wait on a pipe."""
    try:
        found = os.stat(path)
        if stat.S_ISDIR(found.st_mode):
            raise NotJudged(path, "is a folder; name files")
        if not stat.S_ISREG(found.st_mode):
            raise NotJudged(path, "is not a regular file")
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise NotJudged(path, "no such file") from None
    except (OSError, ValueError) as failure:
        raise NotJudged(path, f"cannot be read: {getattr(failure, 'strerror', None) or failure}") from None
    except MemoryError:
        raise NotJudged(path, "does not fit in memory") from None


def refuse_options_among_files(arguments: Sequence[str]) -> None:
    """NotJudged when a file is named as an option would be: it would be taken for one, and not be judged.

    pre-commit puts the names of staged files behind the options, and a file may well be called `--help`.
    """
    options = [word for word in arguments if len(word) > 1 and word.startswith("-")]
    found = next(filter(os.path.lexists, options), None) or _staged_name(options)
    if found is not None:
        raise NotJudged(found, f"its name reads as an option; rename it, or write ./{found}")


def _staged_name(words: Sequence[str]) -> str | None:
    """The first of these words that is the name of a file in the index."""
    root = _git.find_root(os.getcwd()) if words else None
    keys = {} if root is None else {from_root(root, word): word for word in words}
    inside = [key for key in keys if key is not None]
    entries = _git.index_entries(root, inside) if root is not None and inside else {}
    return next((keys[key] for key in inside if key in entries), None)


def named_files(paths: Sequence[str], beside: Sequence[str] = ()) -> Listing:
    """Files named by a hook's caller: staged content where the index has it, else the disk.

    `beside` are paths from the root that the hook will ask for as well: one process of git tells about all.
    """
    root = _git.find_root(os.getcwd())
    if root is None:
        return Listing(os.getcwd(), tuple(paths), {}, disk=True)
    _git.require_order_of_named(root)
    keys = {path: from_root(root, path) for path in paths}
    inside = [key for key in keys.values() if key is not None]
    if inside:
        inside += beside
    entries = _git.index_entries(root, inside) if inside else {}
    # The index is asked about every named path once; only other files of a check are looked up later.
    kept = tuple(path for path in dict.fromkeys(paths) if _is_input(entries.get(keys[path] or "")))

    def lookup(asked: Sequence[str]) -> Mapping[str, Entry]:
        others = [key for key in asked if key not in named]
        return _git.index_entries(root, others) if others else {}

    named = frozenset(inside)
    known = {key: entry for key, entry in entries.items() if _is_input(entry)}
    return Listing(root, kept, known, True, lookup, changes=_git.pending_changes(), every=lambda: _git.names(root))


def message_file(paths: Sequence[str]) -> Listing:
    """The file of a commit message: git's own, in no index, so that the index is not asked."""
    return Listing(_git.find_root(os.getcwd()) or os.getcwd(), tuple(paths), {}, disk=True)


def work_tree(paths: Sequence[str]) -> Listing:
    """Files and folders named by a person: read from disk as they are now; folders give the files in them."""
    root = _git.find_root(os.getcwd())
    files: dict[str, None] = {}
    left_out: list[str] = []
    for path in paths:
        if not os.path.isdir(path) or os.path.islink(path):
            files[path] = None
            continue
        found, skipped = _folder_files(root, path)
        files.update(dict.fromkeys(found))
        left_out += skipped
    every = None if root is None else lambda: _git.known_files(root, ".")
    return Listing(root or os.getcwd(), tuple(files), {}, disk=True, left_out=tuple(left_out), every=every)


def all_files() -> Listing:
    """Every tracked file as it is in the work tree; outside git, every file below the working directory."""
    root = _git.find_root(os.getcwd())
    if root is None:
        found, left_out = _walked(os.curdir)
        return Listing(os.getcwd(), tuple(found), {}, disk=True, left_out=tuple(left_out), scope="all-files")
    entries = {path: entry for path, entry in _git.index_entries(root).items() if entry.is_file}
    deleted = _git.deleted_from_disk(root)
    here = [path for path in entries if path not in deleted]
    sparse = {path: entries[path] for path in here if not os.path.lexists(os.path.join(root, path))}
    return Listing(root, _shown(root, here), sparse, disk=True, every=lambda: here, scope="all-files")


def staged() -> Listing:
    """What the next commit changes, as it is in the index."""
    root = _repository()
    entries = _git.staged_entries(root)
    files = {path: entry for path, entry in entries.items() if entry.is_file and not entry.stage}
    conflicts = [path for path, entry in entries.items() if entry.stage]

    def lookup(keys: Sequence[str]) -> Mapping[str, Entry]:
        others = [key for key in keys if key not in entries]
        return _git.index_entries(root, others) if others else {}

    shown, change = _shown(root, [*files, *conflicts]), Change("HEAD", None)
    return Listing(
        root, shown, files, True, lookup, changes=(change,), every=lambda: _git.names(root), scope="staged"
    )  # fmt: skip


def changed(from_ref: str, to_ref: str) -> Listing:
    """What `to_ref` changes since `from_ref`, as it is in `to_ref`."""
    root = _repository()
    _git.require_order(root, from_ref, to_ref)
    files = {p: entry for p, entry in _git.changed_entries(root, from_ref, to_ref).items() if entry.is_file}
    commit = _git.commit_id(root, to_ref)
    change = Change(from_ref, commit)
    return Listing(
        root, _shown(root, files), files, False, lambda keys: _git.tree_entries(root, commit, keys), changes=(change,),
        every=lambda: _git.paths_in(root, commit), scope="range",
    )  # fmt: skip


def commits_between(from_ref: str, to_ref: str) -> Listing:
    """No files, but the commits that `to_ref` has and `from_ref` has not; what else is read comes from the disk."""
    root = _repository("a range of commits needs one")
    _git.require_order(root, from_ref, to_ref)
    change = Change(_git.commit_id(root, from_ref), _git.commit_id(root, to_ref))
    return Listing(root, (), {}, disk=True, changes=(change,), scope="commits")


def history(refs: Sequence[str], every: bool) -> Listing:
    """No files, but all the commits that these have (HEAD without any), or that `every` ref has."""
    from . import _git_log

    root = _repository("a history needs one")
    heads = _git_log.all_heads(root) if every else [_git.commit_id(root, ref) for ref in refs or ("HEAD",)]
    changes = tuple(Change(None, head) for head in dict.fromkeys(heads))
    return Listing(root, (), {}, disk=True, changes=changes, scope="commits")


def _repository(otherwise: str = "name files, or use --all-files") -> str:
    root = _git.find_root(os.getcwd())
    if root is None:
        raise _git.GitError(f"not in a git repository; {otherwise}")
    return root


def _is_input(entry: Entry | None) -> bool:
    """Links and submodules are not inputs: what they point to is judged where it lives."""
    return entry is None or entry.is_file


def _shown(root: str, keys: Iterable[str]) -> tuple[str, ...]:
    """Paths from the root as seen from the working directory."""
    here = os.getcwd()
    if here == root:
        return tuple(keys)
    return tuple(os.path.relpath(os.path.join(root, key), here) for key in keys)


def _folder_files(root: str | None, folder: str) -> tuple[list[str], list[str]]:
    key = from_root(root, folder) if root is not None else None
    if root is None or key is None:
        return _walked(folder)
    listed = _shown(root, _git.known_files(root, key))
    known = [path for path in listed if os.path.isfile(path)]
    if not known:
        return _walked(folder)  # a folder that the repository ignores was named on purpose
    others = [path for path in listed if os.path.isdir(path) and not os.path.islink(path)]  # repositories of their own
    return [path for path in known if not os.path.islink(path)], others


def _walked(folder: str) -> tuple[list[str], list[str]]:
    """Regular files below a folder that git does not know, and the installed trees that were left out."""
    try:
        return _walk(folder)
    except RecursionError:
        raise NotJudged(folder, "cannot be listed: its folders are nested too deeply") from None


def _walked_from(root: str) -> list[str]:
    """The files below a folder, by their paths from there."""
    return [os.path.relpath(path, root).replace(os.sep, "/") for path in _walked(root)[0]]


def _walk(folder: str) -> tuple[list[str], list[str]]:
    files: list[str] = []
    left_out: list[str] = []

    def refuse(failure: OSError) -> None:
        raise NotJudged(str(failure.filename), f"cannot be listed: {failure.strerror}")

    for base, folders, names in os.walk(folder, onerror=refuse):
        base = "" if base == os.curdir else base.removeprefix(os.curdir + os.sep)
        kept = []
        for name in sorted(folders):
            path = os.path.join(base, name)
            if name in _INSTALLED or os.path.lexists(os.path.join(path, "pyvenv.cfg")):
                left_out.append(path)
            elif name not in _REPOSITORIES and not os.path.islink(path):
                kept.append(name)
        folders[:] = kept
        files += [path for name in sorted(names) if _is_regular(path := os.path.join(base, name))]
    return files, left_out


def _is_regular(path: str) -> bool:
    """Also when it cannot be told, as of a file that is gone since it was listed: reading it will say why."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return True
