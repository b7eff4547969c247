"""Judge every commit of a push or of a merge request, with its author and committer.

A push is what pre-commit and prek say it is, from what the remote branch has to what it will have. When the push makes
the branch, commits that a remote-tracking branch has are left out: they are somebody's, and published. A merge touches
what none of its parents has: what it brings along is judged where it was made.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from .. import _git
from .._finding import NotJudged
from .._hook import Hook, Inputs, Said
from .._policy import Policy
from ._rules import RULES
from ._terms import INSPECT, KEYS, terms_of

if TYPE_CHECKING:
    from .._main import Inspection, Outlook
    from .._report import Report


def check(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    """Judge the commits of each change."""
    from .. import _git_log
    from .judge import judge
    from .reading import of_commit

    if not inputs.changes:
        yield NotJudged("", "not in a git repository; a range of commits needs one")
        return
    root, terms = inputs.root, terms_of(policy, inputs.root)
    unpublished = is_unpublished(root, inputs.changes)
    with closing(_git_log.ChangedPaths(root)) as changed:
        for base, heads in groups(root, inputs.changes):
            for commit in _git_log.commits_of(root, base, heads, unpublished=unpublished):
                yield from judge(of_commit(commit, root, terms, changed), terms)


def is_unpublished(root: str, changes: Sequence[_git.Change]) -> bool:
    """Whether only commits count that no remote-tracking branch has: on a first push, and without a range."""
    return _git.is_first_push(root) or all(change.head is None for change in changes)


def groups(root: str, changes: Sequence[_git.Change]) -> Iterator[tuple[str | None, list[str]]]:
    """The commits to judge: the heads that count from one base are walked together. All are full ids.

    Where nobody names a range, those of HEAD, which a branch without a commit has none of.
    """
    named = [change for change in changes if change.head is not None]
    if not named:
        head = _git.head(root)
        named = [] if head is None else [_git.Change(None, head)]
    heads: dict[str | None, list[str]] = {}
    for change in named:
        base, head = _git.ends(root, change)
        if head is not None:
            heads.setdefault(base, []).append(head)
    yield from heads.items()


def inspected(inspection: "Inspection", outlook: "Outlook") -> "Report | None":
    """What the hooks of the commit stage say about each commit, where the policy asks for it."""
    if not inspection.policy[INSPECT]:
        return None
    from .inspect import inspect_commits

    return inspect_commits(inspection.listing, outlook)


HOOK = Hook(
    id="ai-attribution-range",
    summary="hold every commit of a push or a merge request to the policy's rules about AI",
    rules=RULES,
    keys=KEYS,
    check=check,
    whole=True,
    commits=True,
)


def main(argv: Sequence[str] | None = None) -> int:
    from .._main import run

    return run(HOOK, argv, inspected)
