"""The commits that a person names, as the judge of `ai-attribution` reads them."""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import NamedTuple

from .. import _git, _git_log
from .._agents import Agent
from .._finding import NotJudged
from .._git import Change
from .._git_log import Commit
from .._main import policy_for
from .._policy import Policy
from ..ai_attribution import HOOK
from ..ai_attribution._terms import Terms, terms_of
from ..ai_attribution.reading import Reading, of_commit


class Sized(NamedTuple):
    """A commit of the history: as it was made, as it is read, its author's day, and its lines."""

    commit: Commit
    reading: Reading
    day: str = ""
    added: int = 0
    deleted: int = 0

    @property
    def agents(self) -> list[Agent]:
        return agents_of(self.reading)


class History:
    """The repository around the working directory, and its policy, which may know further agents."""

    def __init__(self) -> None:
        root = _git.find_root(os.getcwd())
        if root is None:
            raise NotJudged("", "there is no git repository here")
        self.root = root
        self.policy: Policy = policy_for((HOOK,), root, None)
        self.terms: Terms = terms_of(self.policy, root)

    def named(self, revisions: Sequence[str]) -> Iterator[Sized]:
        """Each of these commits, and all of each range `A..B`; the newest of a range first."""
        for revision in revisions:
            base, head = self._ends(revision)
            with closing(_git_log.commits(self.root, base, head)) as found:
                for commit in found:
                    yield Sized(commit, self._read(commit))
                    if ".." not in revision:
                        break

    def measured(self, revision: str, since: str = "") -> Iterator[Sized]:
        """All commits up to a revision, or those of a range, with their lines."""
        base, head = self._ends(revision)
        with closing(_git_log.measured(self.root, base, head, since)) as found:
            for one in found:
                yield Sized(one.commit, self._read(one.commit), one.day, one.added, one.deleted)

    def between(self, start: str, end: str) -> Iterator[Sized]:
        """What a pull request from `end` into `start` brings along."""
        base, head = _git.ends(self.root, Change(start, end))
        with closing(_git_log.measured(self.root, base, head or end)) as found:
            for one in found:
                yield Sized(one.commit, self._read(one.commit), one.day, one.added, one.deleted)

    def _ends(self, revision: str) -> tuple[str | None, str]:
        """`A..B` is all that B has and A has not, `A...B` counts from where the two parted; an empty end is HEAD."""
        start, dots, end = revision.partition("..")
        if not dots:
            return None, revision
        if end.startswith("."):
            base, head = _git.ends(self.root, Change(start or "HEAD", end[1:] or "HEAD"))
            return base, head or "HEAD"
        return start or "HEAD", end or "HEAD"

    def _read(self, commit: Commit) -> Reading:
        return of_commit(commit, self.root, self.terms)


def agents_of(reading: Reading) -> list[Agent]:
    """The agents that marked a commit, each once; "AI" at large only where no product did."""
    found = list(dict.fromkeys(mark.agent for mark in reading.evidence if mark.agent is not None))
    return [agent for agent in found if not agent.generic] or found


def name_of(agent: Agent) -> str:
    """An agent in words."""
    return "an AI agent" if agent.generic else agent.name


def id_of(agent: Agent) -> str:
    return agent.id or "some-ai"
