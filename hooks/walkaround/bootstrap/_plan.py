"""What `walkaround init` is about to do: facts about a repository, what was chosen, and the steps that follow.

A part looks at the facts and gives steps; it writes nothing. Each step says the whole content of one file before
and after, so that a plan can be shown as a diff, written, checked for being done, and undone byte for byte.
"""

import os
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Literal, NamedTuple

from .. import _git
from .._finding import NotJudged
from .._inputs import read_file

HostName = Literal["github", "gitlab", "azure", "bitbucket", "gitea", "forgejo", ""]
FrameworkName = Literal["pre-commit", "prek", ""]


class Refused(NotJudged):
    """A file that cannot be edited without guessing: nothing of the plan is written. `why` ends in the next act."""


class Source(NamedTuple):
    """Where the hooks come from: `repo` as a hook configuration says it, the commit, its tag where one is known."""

    repo: str
    rev: str
    tag: str = ""


class Choice(NamedTuple):
    """What a person chose, or what was taken for them. `profile` is a shipped profile's name.

    `agent_hooks`: write the configuration of agents' own hooks too.
    """

    source: Source
    profile: str = "strict"
    host: HostName = ""
    framework: FrameworkName = "pre-commit"
    agent_hooks: bool = False


class Step(NamedTuple):
    """One file, by its path from the top: what it holds now (None: it is not there) and what it shall hold.

    `why` is one line for the plan that people read, such as "the policy: extends strict".
    """

    path: str
    before: bytes | None
    after: bytes
    why: str


class Facts:
    """A repository as it stands on disk, with what the parts before have planned. `root` is its top folder."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._read: dict[str, bytes | None] = {}

    @cached_property
    def files(self) -> frozenset[str]:
        """The files that git tracks or would add, by their paths from the top; those it ignores are left out."""
        listed = _git.git("ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=self.root)
        return frozenset(filter(None, map(os.fsdecode, listed.split(b"\0"))))

    def read(self, path: str) -> bytes | None:
        """The content of a file on disk; None when there is none. NotJudged for what is no readable regular file."""
        if path not in self._read:
            full = os.path.join(self.root, *path.split("/"))
            self._read[path] = read_file(full) if os.path.lexists(full) else None
        return self._read[path]

    def take(self, step: Step) -> None:
        """Count a planned step as done: later parts see the file as it will be."""
        self._read[step.path] = step.after
        self.files |= {step.path}


Part = Callable[[Facts, Choice], Iterator[Step]]
