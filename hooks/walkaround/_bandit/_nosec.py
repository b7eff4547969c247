"""The `# nosec` comments of a file, and what they silence.

Two readings are kept of each: what bandit makes of it, for the results of bandit's plugins, and what its author meant.
They differ where bandit goes wrong. A word that was meant as an id and is none makes bandit silence the whole line:
`# nosec B-901`, `# nosec sql_inject`, the id of a plugin that is gone. Here it silences nothing, and is reported. Of
`# nosec B101,B102` bandit sees the last id; its author meant both.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Comment(NamedTuple):
    """A comment. `bandit`: the ids that bandit takes from it. `meant`: those, and what it leaves out of `B101,B102`.

    `unknown`: words that were meant as ids and are none. `blanket`: it silences all of the line.
    """

    bandit: frozenset[str]
    meant: frozenset[str]
    unknown: tuple[str, ...]
    reason: str

    @property
    def blanket(self) -> bool:
        return not self.meant and not self.unknown


class Nosec:
    """The comments of one file. `unknown`: line and word, in order. `reasons`: by line, "" where none is given."""

    __slots__ = ("_lines", "comments", "reasons", "unknown")

    def __init__(self, comments: Mapping[int, Comment]) -> None:
        self.comments = comments
        self._lines = sorted(comments)
        self.unknown = [(line, word) for line, comment in comments.items() for word in comment.unknown]
        self.reasons = {line: comment.reason for line, comment in comments.items()}

    def silences(self, line_range: Sequence[int], line: int | None, id: str) -> bool:  # noqa: A002
        """Whether a finding with this id is silenced: by a comment of its line, or by the first one of its lines."""
        if not self.comments:
            return False
        found = self._of(line_range, line)
        ids = frozenset[str]().union(*(comment.meant for comment in found))
        return id in ids or (not ids and any(comment.blanket for comment in found))

    def hides(self, line_range: Sequence[int], line: int | None, id: str) -> bool:  # noqa: A002
        """The same for a result of bandit's plugins, with the ids that bandit itself reads."""
        if not self.comments:
            return False
        found = self._of(line_range, line)
        ids = frozenset[str]().union(*(comment.bandit for comment in found))
        return id in ids or (not ids and any(comment.blanket for comment in found))

    def for_bandit(self) -> dict[int, set[str]]:
        """The comments as bandit's own engine takes them, without those that silence nothing."""
        return {
            line: set(comment.bandit) for line, comment in self.comments.items() if comment.bandit or comment.blanket
        }

    def _of(self, line_range: Sequence[int], line: int | None) -> list[Comment]:
        comments = self.comments
        here = comments.get(line) if line is not None else None
        first = comments.get(self._first(line_range))
        return [comment for comment in (here, first) if comment is not None]

    def _first(self, line_range: Sequence[int]) -> int:
        """The first of these lines that has a comment, else -1; thousands of findings may have thousands of lines."""
        if not line_range:
            return -1
        low, high = line_range[0], line_range[-1]
        if high - low + 1 != len(line_range):
            return next((one for one in line_range if one in self.comments), -1)
        at = bisect_left(self._lines, low)
        return self._lines[at] if at < len(self._lines) and self._lines[at] <= high else -1


NONE = Nosec({})


def parse(source: bytes, known: Mapping[str, str]) -> Nosec:
    """The comments of a file; `known`: every id with the name of its test."""
    if b"nosec" not in source:
        return NONE
    from . import _comments  # with `tokenize` and a dozen expressions, for few files

    names = {name: one for one, name in known.items()}
    comments = {}
    for line, text in _comments.of(source):
        comment = _comments.read(text, known, names)
        if comment is not None:
            comments[line] = comment
    return Nosec(comments)
