"""Which release was the first to hold a commit, by the tags of a repository."""

import re
from contextlib import suppress

from .. import _git
from .history.read import History
from .pattern import pattern

# `v1.2`, `1.2.3-rc1`, `release-2026.1`, `name-1.2`, `name@1.2`: digits, a dot, digits.
_RELEASE = pattern(r"(?:.*[^\w.])?(?:v|version|release|rel|r)?[-_./]?\d+(?:[._]\d+)+(?:[-+.]?\w)*", re.IGNORECASE)
_BEFORE_RELEASE = pattern(r"(?:alpha|beta|dev|rc|pre|preview|snapshot|nightly|canary|[ab])[-._]?\d*$", re.IGNORECASE)
_LONGEST = 255  # characters of a tag that is a release


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
    asked = "--format=%(objectname) %(*objecttype) %(*objectname) %(refname:strip=2)"
    found = []
    for line in _git.git("for-each-ref", asked, "refs/tags", cwd=root).split(b"\n")[:-1]:  # a name may hold U+2028
        own, kind, target, name = line.decode("utf-8", "surrogateescape").split(" ", 3)
        if len(name) > _LONGEST or not _RELEASE.fullmatch(name) or _BEFORE_RELEASE.search(name):
            continue
        with suppress(_git.GitError):  # a tag of a tag, of what is no commit
            found.append(_git.commit_id(root, own) if kind == "tag" else target or own)
    return found
