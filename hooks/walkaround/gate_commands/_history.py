"""The merged changes of a history and what the conditions of the gate come to in each, kept between runs.

A merged change is a commit on the line of first parents: a merge with all that it brings, or a squashed pull request.
"""

import hashlib
import json
from collections.abc import Callable
from typing import NamedTuple

from .. import __version__, _cache, _change, _git
from .._change import Delta
from .._finding import NotJudged
from .._measures.sources import format_of
from ..quality_gate import _complexity, _duplication, _size
from ..quality_gate._model import Judged

_FORM = 2  # of what is kept


class Merged(NamedTuple):
    """One merged change: its commit, the worst cognitive complexity of a function that it adds or makes worse, the
    per cent of its new lines that repeat others, and how many new lines it has."""

    commit: str
    complexity: int
    duplication: float
    lines: int


def merged_commits(root: str, head: str, most: int) -> list[tuple[str, str]]:
    """The last merged changes as pairs of parent and commit, the oldest first."""
    listed = _git.git("rev-list", "--first-parent", "--parents", f"--max-count={most}", head, cwd=root)
    pairs = [line.split() for line in listed.decode("ascii").splitlines()]
    cut = _git.boundary(root)
    if any(len(pair) == 1 and pair[0] in cut for pair in pairs):
        raise _git.GitError("the history is cut off in this shallow clone; run `git fetch --unshallow`")
    return [(pair[1], pair[0]) for pair in reversed(pairs) if len(pair) > 1]


class Replay:
    """Measures merged changes, and keeps what it has measured under what the figures depend on."""

    def __init__(
        self, root: str, tokens: int, small: int, excluded: Callable[[str], bool], patterns: tuple[str, ...]
    ) -> None:
        self._root = root
        self._tokens = tokens
        self._small = small
        self._excluded = excluded
        about = json.dumps([_FORM, __version__, tokens, small, patterns])
        self._under = f"gate/{hashlib.sha256(about.encode()).hexdigest()[:16]}"

    def of(self, base: str, commit: str) -> Merged | None:
        """A merged change; None where it has no new line of code, or cannot be measured."""
        name = f"{self._under}/{base[:20]}-{commit[:20]}"
        kept = _cache.read(name)
        if kept is not None:
            return _read(kept, commit)
        found = self._measured(base, commit)
        _cache.write(name, json.dumps(None if found is None else list(found[1:])).encode())
        return found

    def _measured(self, base: str, commit: str) -> Merged | None:
        with _change.between(self._root, base, commit) as delta:
            if not any(file.new and format_of(file.path) and not self._excluded(file.path) for file in delta.files):
                return None
            try:
                complexity = _worst_made(delta, self._excluded)
                duplication = _duplication.judge(delta, 0, self._tokens, self._small, self._excluded, True)
                size = _size.judge(delta, 1, self._excluded)
            except NotJudged:
                return None
        share, lines = _value(duplication), _value(size)
        if share is None or not lines:
            return None
        return Merged(commit, complexity, share if lines >= self._small else 0.0, int(lines))


def _worst_made(delta: Delta, excluded: Callable[[str], bool]) -> int:
    """The highest complexity of a function that the change adds or makes worse; 0 where there is none."""
    sources, failures = _complexity.sources_of(delta, excluded)
    if failures:
        raise failures[0]
    past = _complexity.Past(delta, sources)
    made = (
        function.complexity for source in sources for function in source.touched
        if past.most(source, function) < function.complexity
    )  # fmt: skip
    return max(made, default=0)


def _value(judged: Judged) -> float | None:
    measure = judged.measure
    if measure.state == "none":
        return 0.0
    return None if measure.state == "absent" else measure.value


def _read(kept: bytes, commit: str) -> Merged | None:
    try:
        figures = json.loads(kept)
        return None if figures is None else Merged(commit, int(figures[0]), float(figures[1]), int(figures[2]))
    except (ValueError, TypeError, IndexError):
        return None
