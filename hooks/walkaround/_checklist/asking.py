"""What one pull request is asked: its range, read once, for the command that prints the questions and the hook."""

import re
from collections.abc import Iterable
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from .. import _git
from .._git import Change
from .._marks import agent_of
from .change import Changed, changes_between
from .questions import MOST
from .touched import Touched, asked, touched
from .words import stem

if TYPE_CHECKING:
    from .._git_log import Commit

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_a-zA-Z]+")
_MOST_WORDS = 50_000


class Asking(NamedTuple):
    """`commits` are those of the range, the newest first, `marked` those that bear a mark of AI, with the agent's name.

    `found` are the areas in the order of their evidence, and `reasons` those that are asked about.
    """

    changes: list[Changed]
    commits: "list[Commit]"
    marked: "list[tuple[Commit, str, str]]"
    found: list[Touched]
    reasons: dict[str, str]

    @property
    def about(self) -> frozenset[str]:
        """The stems of the words that the change itself is made of: its paths, lines and messages."""
        texts = [change.path for change in self.changes] + [commit.message for commit in self.commits]
        texts += (line for change in self.changes for line in (*change.added, *change.removed))
        found: set[str] = set()
        for text in texts:
            found.update(stem(word) for word in _WORD.findall(text) if len(word) > 2)
            if len(found) > _MOST_WORDS:
                break
        return frozenset(found)


def asking(
    root: str, from_ref: str, to_ref: str, findings: Iterable[tuple[str, str]] = (), most: int = MOST
) -> Asking | None:
    """What a pull request from `to_ref` into `from_ref` is asked; None when it brings nothing along."""
    from .._git_log import commits as commits_between

    base, head = _git.ends(root, Change(from_ref, to_ref))
    if head is None or base == head:
        return None
    with closing(commits_between(root, base, head)) as found:
        commits = list(found)
    marked = [
        (commit, agent.id, "an AI agent" if agent.generic else agent.name)
        for commit in commits
        if (agent := agent_of(commit)) is not None
    ]
    changes = changes_between(root, base, head)
    areas = touched(changes, bool(marked), findings)
    return Asking(changes, commits, marked, areas, asked(areas, most))
