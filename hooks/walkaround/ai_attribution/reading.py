"""A commit as the judge sees it, in the making or in the history: its marks, who made it, what it touches."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from .. import _git
from .._agents import Agent, Agents, Identity, at_work, commit_identities, load_agents
from .._finding import NotJudged
from .._marks import Mark, evidence, find_identities, find_marks, made_by_git, subject_of
from .._message import UnderWay, shown, split_lines
from ._terms import Terms

if TYPE_CHECKING:
    from .._git_log import ChangedPaths, Commit

MESSAGE_PATH = "<commit message>"
NOBODY = Identity("", "")


class Reading(NamedTuple):
    """`place` is what a finding names as its path; `lines` are those that git keeps, with their numbers in the file.

    `at_work` is the agent in whose shell the commit is made, `branch` the branch that it is made on; both say nothing
    about a commit of the history. `paths` gives what it touches, from the root, and asks git when it is called.
    `before` is the revision that the commit changes; `merge` says that it has several parents, as far as is known.
    """

    lines: list[str]
    marks: list[Mark]
    subject: str
    agents: Agents
    place: str = MESSAGE_PATH
    author: Identity = NOBODY
    committer: Identity = NOBODY
    at_work: Agent | None = None
    branch: str = ""
    paths: Callable[[], tuple[str, ...]] = tuple
    root: str = ""
    before: str = ""
    merge: bool = False

    @property
    def in_the_making(self) -> bool:
        return self.place == MESSAGE_PATH

    @property
    def made_by_git(self) -> bool:
        return made_by_git(self.subject)

    @property
    def discarded(self) -> bool:
        """Whether this message will never be seen: autosquash drops that of a fixup."""
        return self.subject.startswith("fixup! ")

    @property
    def evidence(self) -> list[Mark]:
        """What proves that an AI was at work."""
        return evidence(self.marks, self.subject)

    @property
    def declared(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.kind == "declaration"]

    @property
    def level(self) -> str:
        """How much of the commit AI made: "generated" by an agent that is its author, "assisted", or "none".

        Of declarations the one that says more counts. An agent in whose shell the commit is made assists.
        """
        marks = self.evidence
        if any(mark.kind == "author" or mark.key.lower() == "generated-by" for mark in marks):
            return "generated"
        return "assisted" if marks or self.at_work is not None else "none"


def read(committed: bytes, agents: Agents | None = None) -> Reading:
    """Find the marks in a message as git will keep it, and in this process's author and committer."""
    return _read(committed, *commit_identities(), agents or load_agents())


def agents_of(terms: Terms, root: str) -> Agents:
    """The agents that are known here: ours, and before them those of the policy's file in the repository `root`."""
    if not terms.agents:
        return load_agents()
    from .._agents_file import agents_path

    try:
        return load_agents(agents_path(root, terms.agents))
    except NotJudged as failure:
        raise NotJudged(terms.agents, failure.why) from failure


def of_message(committed: bytes, root: str, terms: Terms) -> Reading:
    """The commit that is being made: its message as git will keep it, and all that this process is told about it."""
    agents = agents_of(terms, root)
    reading = read(committed, agents)
    reading = reading._replace(at_work=at_work(agents=agents), branch=_git.branch(root))
    return reading._replace(root=root, before="HEAD", paths=lambda: _git.staged_paths(root))


def as_made(reading: Reading, now: UnderWay) -> Reading:
    """The commit in the making without an agent who only runs git: what git merges or reverts, or others made."""
    by_git = now.replay or now.merge or reading.made_by_git
    return reading._replace(at_work=None) if by_git and not now.conflicts else reading


def of_commit(commit: "Commit", root: str, terms: Terms, changed: "ChangedPaths | None" = None) -> Reading:
    """A commit of the history. `changed`, which tells its paths when they are asked for, is shared among many."""
    reading = _read(
        commit.message.encode("utf-8", "surrogateescape"),
        Identity(commit.author_name, commit.author_email),
        Identity(commit.committer_name, commit.committer_email),
        agents_of(terms, root),
    )
    return reading._replace(
        place=f"<commit {commit.sha[:12]}>", root=root, before=f"{commit.sha}^", merge=commit.merge,
        paths=lambda: _paths_of(commit.sha, root, changed),
    )  # fmt: skip


def _paths_of(sha: str, root: str, changed: "ChangedPaths | None") -> tuple[str, ...]:
    if changed is not None:
        return changed.of(sha)
    from .._git_log import ChangedPaths

    alone = ChangedPaths(root)
    try:
        return alone.of(sha)
    finally:
        alone.close()


def _read(committed: bytes, author: Identity, committer: Identity, agents: Agents) -> Reading:
    lines = [shown(line) for line in split_lines(committed)]
    marks = [*find_identities(author, committer, agents), *find_marks(lines, agents)]
    return Reading(lines, marks, subject_of(lines), agents, author=author, committer=committer)
