"""Both ends of a change: which files it leaves, which of their lines are new, and what stood there before."""

import os
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import NamedTuple, Self

from . import _git
from ._finding import NotJudged
from ._git import Change, Entry, GitError, Objects

# Text is text whatever the attributes say, and no setting of the user's moves a hunk or a name.
_DIFF = (
    "--text", "--no-color", "--no-ext-diff", "--no-textconv", "--find-renames", "-l1000", "--ignore-submodules=none",
    "--submodule=short", "--inter-hunk-context=0", "--src-prefix=a/", "--dst-prefix=b/", "--no-relative",
    "--diff-algorithm=default",
)  # fmt: skip
_EMPTY_TREES = {
    40: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    64: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}


class _Pair(NamedTuple):
    """What stands at both ends of a changed path: `old` and `new` are None where there is nothing.

    `before` is the path at the base, another one after a rename; `added` the number of lines of a new file, None where
    git takes it for binary.
    """

    path: str
    before: str
    old: Entry | None
    new: Entry | None
    added: int | None


class ChangedFile(NamedTuple):
    """A regular file as a change leaves it.

    `path` is from the root, `before` its path at the base: another one after a rename, empty for a new file. `new`
    are the lines, from 1, that the base has not; amid a merge those that no parent has.
    """

    path: str
    before: str
    new: frozenset[int]


class Delta:
    """What lies between two commits, or between a commit and the index; `base` None is nothing at all, `head` None
    the index. `removed` are the paths that are gone; those of renamed files are not among them."""

    def __init__(
        self, root: str, base: str | None, head: str | None, files: Iterable[ChangedFile], removed: Iterable[str],
        entries: Mapping[str, Entry], before: Mapping[str, Entry],
    ) -> None:  # fmt: skip
        self.root = root
        self.base = base
        self.head = head
        self.files = tuple(files)
        self.removed = tuple(removed)
        self._entries = dict(entries)
        self._before = dict(before)
        self._by_path = {file.path: file for file in self.files}
        self._objects = Objects(root)
        self._names: tuple[str, ...] | None = None
        self._names_before: tuple[str, ...] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def file(self, path: str) -> ChangedFile | None:
        return self._by_path.get(path)

    def read(self, path: str) -> bytes:
        """A file's bytes at the head; NotJudged when there is none."""
        if path not in self._entries:
            found = (
                _git.index_entries(self.root, [path]) if self.head is None
                else _git.tree_entries(self.root, self.head, [path])
            )  # fmt: skip
            self._entries |= found
        return self._content(self._entries.get(path), path, "after the change")

    def read_before(self, path: str) -> bytes:
        """A file's bytes at the base, by its path there; NotJudged when there is none."""
        if path not in self._before and self.base is not None:
            self._before |= _git.tree_entries(self.root, self.base, [path])
        return self._content(self._before.get(path), path, "before the change")

    def blob(self, path: str) -> str:
        """The id of what `read` gives for a changed file; empty for another file."""
        entry = self._entries.get(path)
        return "" if entry is None else entry.sha

    def names(self) -> tuple[str, ...]:
        """Every path at the head."""
        if self._names is None:
            listed = _git.names(self.root) if self.head is None else _git.paths_in(self.root, self.head)
            self._names = tuple(listed)
        return self._names

    def names_before(self) -> tuple[str, ...]:
        """Every path at the base."""
        if self._names_before is None:
            self._names_before = () if self.base is None else tuple(_git.paths_in(self.root, self.base))
        return self._names_before

    def without(self, others: "Iterable[Delta]") -> "Delta":
        """What this change has new beside all of the others, which lead to the same end: a merge is what it adds to
        each of its parents."""
        kept = []
        for file in self.files:
            same = [other.file(file.path) for other in others]
            if None not in same:  # else it is as one of the parents has it
                new = file.new.intersection(*(one.new for one in same if one is not None))
                kept.append(file._replace(new=new))
        return Delta(self.root, self.base, self.head, kept, self.removed, self._entries, self._before)

    def close(self) -> None:
        self._objects.close()

    def _content(self, entry: Entry | None, path: str, when: str) -> bytes:
        if entry is None or not entry.is_file:
            raise NotJudged(path, f"is no file {when}")
        try:
            content = self._objects.read(entry.sha)
        except GitError as failure:
            raise NotJudged(path, str(failure)) from None
        if content is None:
            raise NotJudged(path, "its content is not in the object database; try `git fsck` or `git fetch`")
        return content


def staged(root: str) -> Delta:
    """What the next commit changes."""
    base = _git.head(root)
    whole = _compared(root, base, None)
    others = [_compared(root, parent, None) for parent in _git.merged_heads(root)] if base is not None else []
    return whole.without(others) if others else whole


def between(root: str, base: str | None, head: str) -> Delta:
    """What one commit has that another has not; both full ids."""
    return _compared(root, base, head)


def of(root: str, change: Change) -> Delta:
    """A change as its caller names it, a range counted from where its two ends parted.

    GitError when that cannot be told, as in a shallow clone. A push that names no start brings what no
    remote-tracking branch has yet.
    """
    if change.head is None:
        return staged(root)
    head = _git.commit_id(root, change.head)
    if change.base is None:
        return _compared(root, _git.published(root, head), head)
    return _compared(root, _git.parting(root, _git.commit_id(root, change.base), head), head)


def _compared(root: str, base: str | None, head: str | None) -> Delta:
    pairs = _pairs(root, base, head)
    both = [pair for pair in pairs if pair.old is not None and pair.new is not None]
    lines = _new_lines(root, base, head) if both else []
    if len(lines) != len(both):
        raise GitError("git diff: its list of files and its patch differ; try again")
    known = {pair.path: found for pair, found in zip(both, lines, strict=True)}
    files, entries, before = [], {}, {}
    for pair in pairs:
        if pair.new is None or not pair.new.is_file:
            continue
        entries[pair.path] = pair.new
        if pair.old is None or not pair.old.is_file:
            files.append(ChangedFile(pair.path, "", _numbers(root, pair)))
        elif _ending(pair.before) != _ending(pair.path):  # what was a text is a program now, and nobody has judged it
            files.append(ChangedFile(pair.path, "", _numbers(root, pair._replace(added=None))))
        else:
            before[pair.before] = pair.old
            files.append(ChangedFile(pair.path, pair.before, known[pair.path]))
    removed = [pair.path for pair in pairs if pair.new is None]
    return Delta(root, base, head, files, removed, entries, before)


def _ending(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[2]


def _numbers(root: str, pair: _Pair) -> frozenset[int]:
    """All lines of a new file; git does not count those of what it takes for binary, by an attribute as well."""
    number = pair.added
    if number is None and pair.new is not None:
        objects = Objects(root)
        try:
            content = objects.read(pair.new.sha) or b""
        finally:
            objects.close()
        number = content.count(b"\n") + (not content.endswith(b"\n") and bool(content))
    return frozenset(range(1, (number or 0) + 1))


def _pairs(root: str, base: str | None, head: str | None) -> list[_Pair]:
    """Every path that differs from `base` (None: nothing at all) to `head` (None: the index), renames found."""
    fields = _git.git(
        "diff", "--raw", "--numstat", "-z", "--no-abbrev", *_DIFF, *_between(base, head), "--", cwd=root
    ).split(b"\0")
    records = iter(fields)
    found: list[tuple[str, str, Entry | None, Entry | None]] = []
    added: dict[str, int | None] = {}
    retyped: set[str] = set()
    for record in records:
        if record.startswith(b":"):
            old_mode, new_mode, old, new, status = record[1:].decode("ascii").split(" ")
            before = after = os.fsdecode(next(records))
            if status[0] in "RC":
                after = os.fsdecode(next(records))
            if status[0] != "U":
                # What becomes of another kind, as a link that becomes a file, is gone and new.
                old_end = None if status[0] == "T" else _end(old_mode, old)
                found.append((after, before, old_end, _end(new_mode, new)))
                retyped |= {after} if status[0] == "T" else set()
        elif record:
            plus, _, rest = record.partition(b"\t")
            name = rest.partition(b"\t")[2]
            if not name:  # of a rename both names follow
                next(records)
                name = next(records)
            added[os.fsdecode(name)] = int(plus) if plus.isdigit() else None
    return [
        _Pair(path, before, old, new, None if path in retyped else added.get(path)) for path, before, old, new in found
    ]


def _new_lines(root: str, base: str | None, head: str | None) -> list[frozenset[int]]:
    """The lines that each file has at `head` and had not at `base`, for the files that both have, in the order of
    `_pairs`. Every file is taken for text, whatever its attributes say."""
    patch = _git.git("diff", "-p", "-U0", "--diff-filter=MRC", *_DIFF, *_between(base, head), "--", cwd=root)
    found: list[set[int]] = []
    for line in patch.split(b"\n"):
        if line.startswith(b"diff --git "):
            found.append(set())
        elif line.startswith(b"@@ ") and found:
            start, _, count = line.split(b" +", 1)[1].split(b" ", 1)[0].partition(b",")
            first = int(start)
            found[-1].update(range(first, first + (int(count) if count else 1)))
    return [frozenset(lines) for lines in found]


def _between(base: str | None, head: str | None) -> tuple[str, ...]:
    if head is None:
        return ("--cached",) if base is None else ("--cached", base)
    return (_EMPTY_TREES[len(head)] if base is None else base, head)


def _end(mode: str, sha: str) -> Entry | None:
    return None if mode == "000000" else Entry(mode, sha)
