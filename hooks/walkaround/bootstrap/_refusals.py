"""Why a plan cannot be carried out, all reasons at once, each with the next act."""

import os
import shlex
import stat
from collections.abc import Iterator, Sequence

from . import _apply, _git_hooks, _journal
from ._plan import FrameworkName, Step
from ._repository import ABSENT, Repository


def reasons(repository: Repository, steps: Sequence[Step], framework: FrameworkName) -> Iterator[str]:
    """`framework` is named where git's hooks are to be installed."""
    if any(record.state != "done" for record in _journal.read(repository)):
        yield _apply.CUT_SHORT
    if not steps and not framework:
        return
    busy = repository.under_way()
    if busy:
        yield busy
    elif os.path.lexists(f"{repository.index}.lock"):
        yield repository.locked()
    if framework:
        obstacle = _git_hooks.obstacle(repository, framework)
        if obstacle:
            yield obstacle
    if not os.access(repository.folder, os.W_OK) or not os.access(repository.own_folder, os.W_OK):
        yield f"{repository.folder} is read-only, and the journal of what is written lies there; make it writable"
    yield from _uncommitted(repository, steps)
    for step in steps:
        why = _not_writable(repository, step)
        if why:
            yield f"{step.path}: {why}"


def _uncommitted(repository: Repository, steps: Sequence[Step]) -> Iterator[str]:
    paths = [step.path for step in steps]
    states, entries, unseen = repository.states(paths), repository.entries(paths), repository.unseen(paths)
    ignored = dict(repository.ignored(paths))
    own, has_commits = _apply.own(repository), repository.has_commits
    dropped = _dropped(repository, [step for step in steps if step.before is None and entries[step.path] == ABSENT])
    for step in steps:
        path = step.path
        if path in ignored:
            yield f"{path}: is ignored by {ignored[path]}, so that it would not be committed; take that line away"
        elif path in unseen:
            how = " and ".join(  # git takes one of the two at a time
                f"`git update-index --no-{mark} {shlex.quote(path)}`" for mark in ("assume-unchanged", "skip-worktree")
            )
            yield f"{path}: git was told not to look at it (sparse checkout, or assume-unchanged); {how} undo that"
        elif step.before is None and entries[path] != ABSENT:
            how = f"bring it back by `git restore {shlex.quote(path)}`"
            yield f"{path}: is tracked and not there; {how}, or commit that it is gone"
        elif path in dropped:
            how = f"`git restore --staged --worktree {shlex.quote(path)}`"
            yield f"{path}: its deletion is staged and not committed; commit that first, or bring it back by {how}"
        elif step.before is not None and path in states and own.get(path) != step.before:
            why = _why_not(states[path], has_commits)
            if why:
                yield f"{path}: {why}"


def _dropped(repository: Repository, steps: Sequence[Step]) -> set[str]:
    """Files that the next commit would take away and that it would now replace by others, so that nobody sees it.

    What is the same again, as after an undo, is not among them.
    """
    after = {step.path: step.after for step in steps}
    return {path for path in repository.in_head(list(after)) if repository.content_in_head(path) != after[path]}


def _why_not(state: str, has_commits: bool) -> str:
    """Why a file in this state cannot be edited; empty for one that is whole in the index, or new as all others are."""
    if not has_commits and (state == "??" or state[1] == " "):
        return ""
    if state == "??":
        return "is not tracked by git, so that an edit of it could not be told from yours; commit it first"
    return "has changes that are not committed; commit them first, or put them aside by `git stash`"


def _not_writable(repository: Repository, step: Step) -> str:
    """What `_write` would meet, told before anything is written."""
    full = repository.full(step.path)
    if step.before is not None:
        mode = stat.S_IMODE(os.stat(full).st_mode)
        if not mode & stat.S_IWUSR or not os.access(full, os.W_OK):
            return "is read-only; make it writable"
    folder = os.path.dirname(full)
    while not os.path.lexists(folder):
        folder = os.path.dirname(folder)
    if not os.path.isdir(folder):
        return f"{os.path.relpath(folder, repository.root)} is a file where a folder is needed; rename it"
    if not os.access(folder, os.W_OK):
        return "its folder is read-only; make it writable"
    return ""
