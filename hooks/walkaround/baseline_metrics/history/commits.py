"""The commits of a history without what they change: who made them, when, and what they say."""

from collections.abc import Generator, Iterable
from contextlib import closing
from typing import NamedTuple

from ... import _git, _git_log
from . import records

_FIELDS = "%H %P%x00%an%x00%ae%x00%aN%x00%aE%x00%cn%x00%ce%x00%at %ct%x00%B%x00"
_COUNT = 10


class Person(NamedTuple):
    """As the commit has it, and not as the mailmap does. Bytes that are no UTF-8 survive as lone surrogates."""

    name: str
    email: str


class Commit(NamedTuple):
    """A commit. Times are seconds since 1970, and 0 where the commit has none that can be read.

    `who` is the author's address by the mailmap, or the name where there is no address: one and the same for a person.
    """

    sha: str
    parents: tuple[str, ...]
    author: Person
    committer: Person
    who: str
    authored: int
    committed: int
    message: str

    @property
    def is_merge(self) -> bool:
        return len(self.parents) > 1


def commits(root: str, head: str, since: int = 0, base: str = "") -> list[Commit]:
    """The commits up to `head` that were committed at `since` or later and that `base` has not, parents first.

    What a merge brought in stands right before it, so that commits which come on top of `head` only add to the list.
    Clocks differ: a commit whose time lies far back does not hide those before it. GitError when git fails.
    """
    if since > 0:
        try:
            return _in_order(_all(root, head, base, f"--since-as-filter=@{since} +0000"), head)
        except _git.GitError:  # git before 2.37 has no such option; whatever else is wrong is so again
            pass
    return _in_order((commit for commit in _all(root, head, base) if commit.committed >= since), head)


def _in_order(found: Iterable[Commit], head: str) -> list[Commit]:
    """Each commit behind its parents, the first of which is gone through first."""
    left = {commit.sha: commit for commit in found}
    order = []
    entered = set()
    for start in (head, *left):  # clocks, and where a clone ends, part some from the head
        stack = [start]
        while stack:
            sha = stack[-1]
            if sha in left and sha not in entered:
                entered.add(sha)
                stack += (parent for parent in reversed(left[sha].parents) if parent in left)
            else:
                stack.pop()
                if sha in left:
                    order.append(left.pop(sha))
    return order


def _all(root: str, head: str, base: str, *limit: str) -> Generator[Commit, None, None]:
    mark, form = records.marked(_FIELDS)
    asked = ("log", "--stdin", "-z", form, "--encoding=UTF-8", "--no-show-signature")
    given = f"{head}\n^{base}\n" if base else f"{head}\n"
    with (
        _git_log.output(root, (*asked, *limit), given.encode()) as stream,
        closing(records.split(stream, mark)) as found,
    ):
        for record in found:
            yield _commit(record)


def _commit(record: bytes) -> Commit:
    fields = record.split(b"\0", _COUNT - 1)
    if len(fields) != _COUNT:
        raise _git.GitError(records.TORN)
    named, an, ae, name, mail, cn, ce, times, message, _ = (one.decode("utf-8", "surrogateescape") for one in fields)
    sha, *parents = named.split()
    authored, _, committed = times.partition(" ")
    return Commit(
        sha, tuple(parents), Person(an, ae), Person(cn, ce), (mail or name).casefold(),
        _seconds(authored), _seconds(committed), message,
    )  # fmt: skip


def _seconds(text: str) -> int:
    return int(text) if text.isdigit() else 0
