"""Which release was the first to hold a commit, by the tags of a repository."""

import re

from .. import _git
from .history.read import History
from .pattern import pattern

# `v1.2`, `1.2.3-rc1`, `release-2026.1`, `name-1.2`, `name@1.2`: digits, a dot, digits.
_RELEASE = pattern(r"(?:.*[^\w.])?(?:v|version|release|rel|r)?[-_./]?\d+(?:[._]\d+)+(?:[-+._]?\w+)*", re.IGNORECASE)
_BEFORE_RELEASE = pattern(r"(?:alpha|beta|dev|rc|pre|preview|snapshot|nightly|canary|[ab])[-._]?\d*$", re.IGNORECASE)


class Releases:
    """The releases among the commits of a history, the oldest first. Those that only try out are none."""

    def __init__(self, history: History) -> None:
        at = {entry.commit.sha: number for number, entry in enumerate(history.entries)}
        tagged = sorted({at[sha] for sha in _tagged(history.root) if sha in at})
        self._first: dict[int, int] = {}  # a commit -> the release that was the first to hold it
        for release in sorted(tagged, key=lambda number: (history.entries[number].commit.committed, number)):
            left = [release]
            while left:
                number = left.pop()
                if number not in self._first:
                    self._first[number] = release
                    left += [at[parent] for parent in history.entries[number].commit.parents if parent in at]
        self._times = [entry.commit.committed for entry in history.entries]
        self._any = bool(tagged)

    def __bool__(self) -> bool:
        return self._any

    def shipped(self, commit: int, fix: int) -> bool:
        """Whether a release held a commit before it was mended: one that holds the fix as well is of later."""
        release = self._first.get(commit)
        if release is None or release == self._first.get(fix):
            return False
        return self._times[release] <= self._times[fix]


def _tagged(root: str) -> list[str]:
    asked = ("for-each-ref", "--format=%(objectname) %(*objectname) %(refname:strip=2)", "refs/tags")
    found = []
    for line in _git.git(*asked, cwd=root).decode("utf-8", "surrogateescape").splitlines():
        own, target, name = line.split(" ", 2)
        if _RELEASE.fullmatch(name) and not _BEFORE_RELEASE.search(name):
            found.append(target or own)
    return found
