"""What commits add: each version of a file that they bring, and their messages, whatever came of it later.

A commit adds a secret when a file has it afterwards and no parent's version of that file had it, nor a file that lost
it in the same commit, which only moved. What it adds is judged by the path: an exemption, a severity or a baseline that
treats the two places differently makes a move a find.
"""

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import NamedTuple

from .. import _git, _git_log
from .._finding import Finding, NotJudged
from .._git import Change, Entry, GitError
from .._git_log import Step, Version
from .._hook import Said, internal_error

Judged = tuple[tuple[Finding, bytes], ...]
# From how a file is shown, its path from the top and its bytes to findings, each with the identity of its secret.
Judge = Callable[[str, str, bytes], Sequence[tuple[Finding, bytes]]]

MESSAGE_KEY = ".git/COMMIT_EDITMSG"  # a message is judged as the file in which git keeps it before the commit
_NAMED = 20  # versions that are named when they cannot be judged; of the others, how many there are
_PATHS_AT_ONCE = 500  # on a command line


class Found(NamedTuple):
    """A secret that a commit adds: the finding as if the version were a file, and where it is; "" for a message."""

    finding: Finding
    identity: bytes
    path: str
    step: Step


class History:
    """The commits of one repository, each version of each file judged once.

    `known` are the secrets, by path from the top, which another part of the run reports.
    """

    def __init__(self, root: str, judge: Judge, known: Mapping[str, set[bytes]]) -> None:
        self._root = root
        self._judge = judge
        self._reported = {(path, identity) for path, identities in known.items() for identity in identities}
        self._objects = _git.Objects(root)
        self._range: tuple[str | None, Sequence[str]] = None, ()
        self._missing: frozenset[str] | None = None
        self._memo: dict[bytes, Judged] = {}  # by path and object; nearly all are empty
        self._unjudged: list[NotJudged] = []
        self._unnamed = 0

    def close(self) -> None:
        self._objects.close()

    def added(
        self, base: str | None, heads: Sequence[str], expect: Callable[[int], Callable[[], None]], skip: frozenset[str]
    ) -> Iterator[Said]:
        """What the commits add that these heads have and `base` has not, without the paths to `skip`."""
        self._range, self._missing = (base, heads), None
        tick = expect(_git_log.count_commits(self._root, base, heads))
        found: list[Found] = []
        with closing(_git_log.steps(self._root, base, heads)) as steps:
            try:
                for step in steps:
                    found += self._by(step, skip)
                    tick()
            except GitError as failure:
                self._unjudged.append(NotJudged("", str(failure)))
        kept = self._kept_by(heads, sorted({one.path for one in found if one.path}))
        for one in found:
            yield _told(one, gone=bool(one.path) and one.identity not in kept.get(one.path, ()))
        yield from self._unjudged
        if self._unnamed:
            yield NotJudged("", f"{self._unnamed} more versions of files in these commits were not judged either")
        self._unjudged, self._unnamed = [], 0

    def _by(self, step: Step, skip: frozenset[str]) -> Iterator[Found]:
        """What one commit adds, each secret of a path once, by the first commit that has it there."""
        shown = f"<commit {step.sha[:12]}>"
        for finding, identity in (
            self._attempt(shown, step, lambda: self._judge(shown, MESSAGE_KEY, step.message)) or ()
        ):
            yield Found(finding, identity, "", step)
        lost: set[bytes] | None = None
        for version in step.versions:
            if version.path in skip or not _is_new(version):
                continue
            for finding, identity in self._new(version, step):
                if lost is None:
                    lost = self._lost(step)
                if identity not in lost and (version.path, identity) not in self._reported:
                    self._reported.add((version.path, identity))
                    yield Found(finding, identity, version.path, step)

    def _new(self, version: Version, step: Step) -> Judged:
        """What a version has and its parents' versions have not."""
        judged = () if version.new is None else self._judged(version.path, version.new, step)
        if not judged:
            return ()
        before = self._before(version)
        return tuple(one for one in judged if one[1] not in before)

    def _lost(self, step: Step) -> set[bytes]:
        """What is no longer in a path after this commit: it may have moved to another one."""
        lost: set[bytes] = set()
        for version in step.versions:
            before = self._before(version)
            if before and version.new is not None and version.new.is_file:
                before -= {identity for _, identity in self._judged(version.path, version.new)}
            lost |= before
        return lost

    def _before(self, version: Version) -> set[bytes]:
        return {one[1] for old in version.old if old.is_file for one in self._judged(version.path, old)}

    def _judged(self, path: str, entry: Entry, step: Step | None = None) -> Judged:
        """The findings in one version; of none when it cannot be judged, which is said when a step has to answer."""
        key = hashlib.blake2b(os.fsencode(f"{entry.sha}{path}"), digest_size=16).digest()
        judged = self._memo.get(key)
        if judged is None:
            judged = self._attempt(self._shown(path), step, lambda: self._read_and_judged(path, entry.sha))
            if judged is None and step is None:
                return ()  # not kept: a commit that brings the same version has to answer for it
            self._memo[key] = judged = judged or ()
        return judged

    def _read_and_judged(self, path: str, sha: str) -> Sequence[tuple[Finding, bytes]]:
        shown = self._shown(path)
        content = self._content(sha)
        if content is None:
            why = "its content is not in the object database; in a partial clone, `git fetch --refetch --no-filter`"
            raise NotJudged(shown, why)
        return self._judge(shown, path, content)

    def _content(self, sha: str) -> bytes | None:
        """An object's bytes; None when it is missing. git ends at the first object that a partial clone has not."""
        if self._missing is not None and sha in self._missing:
            return None
        try:
            return self._objects.read(sha)
        except GitError:
            if self._missing is None:
                self._missing = _git_log.missing_objects(self._root, *self._range)
                if sha in self._missing:
                    return None
            raise

    def _attempt(
        self, shown: str, step: Step | None, work: Callable[[], Sequence[tuple[Finding, bytes]]]
    ) -> Judged | None:
        try:
            return tuple(work())
        except NotJudged as failure:
            why = failure.why
        except GitError as failure:
            why = str(failure)
        except MemoryError:
            why = "does not fit in memory"
        except Exception as crash:  # noqa: BLE001 - named as not judged, and the others go on
            why = internal_error(crash)
        if step is not None and len(self._unjudged) < _NAMED:
            self._unjudged.append(NotJudged(shown, f"in commit {step.sha[:12]}: {why}"))
        elif step is not None:
            self._unnamed += 1
        return None

    def _kept_by(self, heads: Sequence[str], paths: Sequence[str]) -> dict[str, set[bytes]]:
        """What these paths hold in the end, in any of the heads."""
        kept: dict[str, set[bytes]] = {}
        for head in heads:
            for at in range(0, len(paths), _PATHS_AT_ONCE):
                entries = _git.tree_entries(self._root, head, paths[at : at + _PATHS_AT_ONCE])
                for path, entry in entries.items():
                    if entry.is_file:
                        kept.setdefault(path, set()).update(one[1] for one in self._judged(path, entry))
        return kept

    def _shown(self, path: str) -> str:
        here = os.getcwd()
        return path if here == self._root else os.path.relpath(os.path.join(self._root, path), here)


def _is_new(version: Version) -> bool:
    """Whether a commit brings a file's content; a new mode alone brings none."""
    new = version.new
    return new is not None and new.is_file and not any(old.is_file and old.sha == new.sha for old in version.old)


def groups(root: str, changes: Sequence[Change]) -> Iterator[tuple[str | None, list[str]]]:
    """The commits to judge: the heads that count from one base are walked together. All are full ids."""
    heads: dict[str | None, list[str]] = {}
    for change in changes:
        if change.head is not None:
            base = None if change.base is None else _git.commit_id(root, change.base)
            heads.setdefault(base, []).append(_git.commit_id(root, change.head))
    yield from heads.items()


def left_to_others(root: str, changes: Sequence[Change], named: Sequence[str]) -> frozenset[str]:
    """Paths in these changes that this run's caller did not name, though it names changed files.

    pre-commit leaves out what its configuration excludes, and shares the rest among several processes: each judges
    its own files. A file that is not on disk is in nobody's share, nor one that is no longer changed in the end.
    """
    if not named:
        return frozenset()
    left: set[str] = set()
    for change in changes:
        if change.head is not None and change.base is not None:
            left.update(_git.files_since(root, change.base, change.head))
    return frozenset(path for path in left.difference(named) if _on_disk(os.path.join(root, path)))


def _on_disk(path: str) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return False


def _told(one: Found, *, gone: bool) -> Finding:
    """The finding in words that say which commit it is in, and that the history keeps what a later one deletes."""
    sha = one.step.sha[:12]
    place = f"in commit {sha}" if one.path else f"in the message of commit {sha}"
    later = "; it was deleted later, which does not help, because the history keeps it" if gone else ""
    act = re.split(r", then | and make |, or |; |\.$", one.finding.remedy)[0]
    start = "--root" if not one.step.parents else f"{'-r ' if len(one.step.parents) > 1 else ''}{sha}~"
    remedy = (
        f"{act} first; if the commit is not pushed yet, also take it out with `git rebase -i {start}`; "
        "if it opens nothing, accept it in the baseline."
    )
    return one.finding._replace(message=f"{one.finding.message.removesuffix('.')} {place}{later}.", remedy=remedy)
