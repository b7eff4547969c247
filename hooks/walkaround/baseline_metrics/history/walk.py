"""What commits did to files, by one `git log` whose output is read as it comes.

Nothing here trusts what a commit says: paths and object ids come from the raw part, which NULs end, and the lines of a
hunk are counted off by its header. Sources of the formats: git's diff-format ("raw output", "generating patch text with
-p") and pretty-formats.
"""

import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from typing import NamedTuple

from ... import _git, _git_log
from . import records


class Hunk(NamedTuple):
    """Lines that took the place of others. `old` and `new` are the numbers of lines before them, from 0.

    The lines are bytes as they stand in the file, without the line feed at their end.
    """

    old: int
    new: int
    removed: Sequence[bytes]
    added: Sequence[bytes]


class Edit(NamedTuple):
    """What a commit did to one file. `status` is git's letter: A, C, D, M, R or T; `before` is the path it had.

    A blob is the id that git gives the content, empty where there was none, or where a submodule stands. A `binary`
    file has no hunks.
    """

    status: str
    before: str
    path: str
    old: str
    new: str
    binary: bool
    hunks: Sequence[Hunk]

    @property
    def added(self) -> int:
        return sum(len(hunk.added) for hunk in self.hunks)

    @property
    def removed(self) -> int:
        return sum(len(hunk.removed) for hunk in self.hunks)


def walked(root: str, wanted: Sequence[str]) -> Generator[tuple[str, tuple[Edit, ...]], None, None]:
    """What each of these commits, by its full id, did to files; a merge did nothing. They come in the order given.

    GitError when git fails, or ends in the middle.
    """
    mark, form = records.marked("%H%x00")
    given = "".join(f"{one}\n" for one in wanted).encode()
    log = (*_SPARING, "log", "--stdin", "--no-walk=unsorted", form, "--no-show-signature", "--no-diff-merges", *PATCH)
    with _git_log.output(root, log, given) as stream, closing(records.split(stream, mark)) as found:
        for record in found:
            yield record[: record.find(b"\0")].decode("ascii", "replace"), edits_of(record, record.find(b"\0") + 1)


Pair = tuple[str, str]  # a merge, and one of its parents


def sides(root: str, pairs: Sequence[Pair], paths: Sequence[str]) -> Iterator[tuple[Edit, ...]]:
    """What each merge did to these paths, as the parent sees them; a file that it has under another name is new."""
    return _compared(root, pairs, "--no-renames", "--", *paths)


def renames(root: str, pairs: Sequence[Pair]) -> Iterator[tuple[Edit, ...]]:
    """The files of each merge that the parent has under another name."""
    return _compared(root, pairs, "--diff-filter=R", "--")


def _compared(root: str, pairs: Sequence[Pair], *more: str) -> Iterator[tuple[Edit, ...]]:
    mark, form = records.marked("%H%x00")
    given = "".join(f"{merge} {parent}\n" for merge, parent in pairs).encode()
    asked = (*_SPARING, "--literal-pathspecs", "diff-tree", "--stdin", "-r", "--always", form, *PATCH, *more)
    with _git_log.output(root, asked, given) as stream, closing(records.split(stream, mark)) as found:
        for record in found:
            yield edits_of(record, record.find(b"\0") + 1)


# Git maps packs as a whole, of which half a gigabyte is not rare; so much of them does as well, within 3 % of the time.
# A file that is larger than a threshold is compared as a binary one, which has no lines: they would all be in memory.
LARGEST = 16  # MiB
_SPARING = (
    *("-c", "core.packedGitWindowSize=32m", "-c", "core.packedGitLimit=192m"),
    *("-c", f"core.bigFileThreshold={LARGEST}m"),
)

# Settings of the repository and of the user that would make another patch of the same commit are overruled.
PATCH = (
    *("-z", "--raw", "--no-abbrev", "-p", "-U0", "--inter-hunk-context=0", "--root", "-M", "-l1000", "-O/dev/null"),
    *("--diff-algorithm=myers", "--no-ext-diff", "--no-textconv", "--no-color", "--no-relative"),
    *("--ignore-submodules=none", "--submodule=short"),
)


def edits_of(text: bytes, start: int = 0) -> tuple[Edit, ...]:
    """The edits of the raw part and the patches behind it, which come in the same order; GitError for another text.

    Nothing is copied that is as large as all of it: a commit can have patches of many megabytes.
    """
    try:
        return tuple(_edits(text, start))
    except (ValueError, IndexError):
        raise _git.GitError(records.TORN) from None


def _edits(text: bytes, at: int) -> Iterator[Edit]:
    while text[at : at + 1] in (b"\0", b"\n"):
        at += 1
    heads = []
    while text[at : at + 1] == b":":
        head, at = _head(text, at)
        heads.append(head)
    patches = _Patches(text, at + 1)  # a NUL parts the two
    for status, before, path, modes, old, new in heads:
        hunks, binary = patches.next(2 if status == "T" else 1)
        yield Edit(status, before, path, _content(modes[0], old), _content(modes[1], new), binary, hunks)


def _content(mode: str, sha: str) -> str:
    return "" if mode == "160000" or not sha.strip("0") else sha


def _head(text: bytes, at: int) -> tuple[tuple[str, str, str, tuple[str, str], str, str], int]:
    """`:mode mode id id status NUL path NUL`, and another path where the status is that of a rename or a copy."""
    end = text.find(b"\0", at)
    fields = text[at + 1 : end].decode("ascii", "replace").split(" ")
    close = text.find(b"\0", end + 1)
    if end < 0 or close < 0 or len(fields) != 5:
        raise _git.GitError(records.TORN)
    status = fields[4][:1]
    before = path = os.fsdecode(text[end + 1 : close])
    if status in "RC":
        end, close = close, text.find(b"\0", close + 1)
        if close < 0:
            raise _git.GitError(records.TORN)
        path = os.fsdecode(text[end + 1 : close])
    return (status, before, path, (fields[0], fields[1]), fields[2], fields[3]), close + 1


_FIRST = b"diff --git "


class _Patches:
    """The patches of a commit, one behind the other."""

    def __init__(self, text: bytes, start: int) -> None:
        self._text = text
        self._start = start
        self._lines: list[bytes] = []
        self._at = 0

    def next(self, count: int) -> tuple[tuple[Hunk, ...], bool]:
        """The hunks of as many patches, and whether they say that the file is binary."""
        hunks: list[Hunk] = []
        binary = False
        for _ in range(count):
            self._turn()
            while self._at < len(self._lines):
                line = self._lines[self._at]
                if line.startswith(b"@@ "):
                    hunks.append(self._hunk(line))
                    continue
                binary |= line.startswith(b"Binary files ")
                self._at += 1
        return tuple(hunks), binary

    def _turn(self) -> None:
        """Go on to the next patch. None of its lines begins as its first does: those of the file have a sign before."""
        if not self._text.startswith(_FIRST, self._start):
            raise _git.GitError(records.TORN)
        end = self._text.find(b"\n" + _FIRST, self._start) + 1 or len(self._text)
        self._lines = self._text[self._start : end].split(b"\n")
        self._start, self._at = end, 1

    def _hunk(self, header: bytes) -> Hunk:
        """`@@ -first,count +first,count @@`, the removed lines and then the added ones, as -U0 has them."""
        _, before, after, _ = header.split(b" ", 3)
        old, removed = _span(before)
        new, added = _span(after)
        lines, at = self._lines, self._at + 1
        gone = lines[at : at + removed]
        at += removed
        at += removed > 0 and lines[at].startswith(b"\\")
        come = lines[at : at + added]
        at += added
        at += added > 0 and at < len(lines) and lines[at].startswith(b"\\")
        self._at = at
        if len(gone) != removed or len(come) != added:
            raise _git.GitError(records.TORN)
        return Hunk(old, new, [line[1:] for line in gone], [line[1:] for line in come])


def _span(text: bytes) -> tuple[int, int]:
    """`-first,count`: as the number of lines before, and how many; git names the line before an empty span."""
    first, comma, count = text[1:].partition(b",")
    lines = int(count) if comma else 1
    return int(first) - (lines > 0), lines
