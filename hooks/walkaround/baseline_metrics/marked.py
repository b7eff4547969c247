"""Which commits of a history bear the marks of assistants, and which agents left them."""

from typing import NamedTuple

from .. import _git_log
from ..ai_attribution._terms import Terms
from ..ai_attribution.reading import of_commit
from ..attribution_commands._history import agents_of, name_of
from .history.commits import Commit


class Mark(NamedTuple):
    """`level` is "none", "assisted" or "generated"; `agents` are names."""

    level: str
    agents: tuple[str, ...]

    @property
    def is_ai(self) -> bool:
        return self.level != "none"


NO_MARK = Mark("none", ())


def mark_of(commit: Commit, root: str, terms: Terms) -> Mark:
    """The mark on a commit, by the agents that the policy knows."""
    made = _git_log.Commit(commit.sha, *commit.author, *commit.committer, commit.message, commit.is_merge)
    reading = of_commit(made, root, terms)
    level = reading.level
    return NO_MARK if level == "none" else Mark(level, tuple(map(name_of, agents_of(reading))))
