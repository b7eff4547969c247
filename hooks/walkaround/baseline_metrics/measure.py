"""A repository's report: its history is read once, and every figure is made of it."""

import gc
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from .. import _git, _git_log
from .._commands import count
from .._finding import NotJudged
from .._main import policy_of_tables
from .._policy import Policy
from .._progress import Bar
from ..ai_attribution import HOOK as ATTRIBUTION
from . import churn, defects, exempt, imports, share, state, velocity
from .figure import Definition, Figure, Report
from .history.read import Expect, History, read
from .imports import Imported
from .subject import Subject, subject_of
from .targets import rows
from .window import FIRST_DAY, Window, day_of, today

_UNSHALLOW = "`git fetch --unshallow`"
_DIGITS, _LENGTHS = frozenset(b"0123456789abcdef"), (40, 64)
DEFINITIONS: tuple[Definition, ...] = (
    *velocity.DEFINITIONS, *share.DEFINITIONS, *defects.DEFINITIONS, *churn.DEFINITIONS, *state.DEFINITIONS,
    *exempt.DEFINITIONS, *imports.DEFINITIONS,
)  # fmt: skip


_MANY = 500_000


@contextmanager
def _few_collections() -> Iterator[None]:
    """A history is many small objects that all stay: to look through them for what can be thrown away after each 700
    new ones, as Python does by itself, takes a quarter of the time."""
    first, *others = gc.get_threshold()
    gc.set_threshold(max(first, _MANY) if first else 0, *others)
    try:
        yield
    finally:
        gc.set_threshold(first, *others)


class Measured(NamedTuple):
    """A report, and what could not be judged: of the imports, and of a history that a shallow clone cuts off."""

    report: Report
    errors: tuple[NotJudged, ...]


def measured(root: str, revision: str, window: Window, paths: Sequence[str] = ()) -> Measured:
    """The report of a window, with the time before it as its baseline; `paths` are files with figures from elsewhere.

    NotJudged, GitError or PolicyError when it cannot be made.
    """
    head = _git.commit_id(root, revision)
    with _few_collections(), _complete(root):
        return _measured(root, head, window, paths)


def _measured(root: str, head: str, window: Window, paths: Sequence[str]) -> Measured:
    policy = _policy(root, head)
    earlier = window.before()
    bar = Bar()
    try:
        history = _read(root, head, (earlier or window).start, bar.expect)
    finally:
        bar.close()
    subject = subject_of(history, policy)
    brought = _imported(paths, subject)
    window = _clipped(window, history)
    now = _figures(subject, window, brought)
    before = [] if earlier is None else _figures(subject, earlier, brought)
    report = Report(
        name_of(root), head, window.first.isoformat(), window.last.isoformat(), tuple(now),
        {one.id: one for one in DEFINITIONS}, rows(policy, now, before), share.tables(subject, window),
        (*_notes(history, window), *brought.notes), window.step,
    )  # fmt: skip
    return Measured(report, (*_unread(history), *brought.errors))


def of_change(root: str, start: str, end: str) -> Measured:
    """The report of what `end` has and `start` has not, such as a pull request; what the code was like where the two
    parted is its baseline."""
    base, head = _git.ends(root, _git.Change(start, end))
    if head is None:
        raise NotJudged("", "a change goes from one commit to another; name them as A..B")
    with _complete(root):
        return _of_change(root, base, head, f"{name_of(root)} {start}..{end}")


def _of_change(root: str, base: str | None, head: str, name: str) -> Measured:
    policy = _policy(root, head)
    history = _timely(_read(root, head, 0, lambda _: lambda: None, base or ""))
    subject = subject_of(history, policy)
    days = [day_of(entry.commit.committed) for entry in history.entries] or [today()]
    window = Window(min(days), max(days))
    now = [*velocity.of_change(subject, window), *share.figures(subject, window), *state.at(root, head)]
    before = state.at(root, base) if base else []
    found = {one.id for one in now}
    targets = tuple(row for row in rows(policy, now, before) if row.figure in found)
    definitions = {one.id: one for one in DEFINITIONS if one.id in found}
    report = Report(
        name, head, window.first.isoformat(), window.last.isoformat(), tuple(now),
        definitions, targets, share.tables(subject, window), tuple(_notes_of_change(history)), window.step,
    )  # fmt: skip
    return Measured(report, tuple(_unread(history)))


def _read(root: str, head: str, since: int, expect: Expect, base: str = "") -> History:
    return read(root, head, since, expect, ignored_revisions(root, head), base)


@contextmanager
def _complete(root: str) -> Iterator[None]:
    """Say of a partial clone what it lacks, wherever that is met."""
    try:
        yield
    except _git.GitError as failure:
        if not _git.is_partial(root):
            raise
        why = f"this partial clone lacks contents that a report needs; `git fetch --refetch --no-filter` ({failure})"
        raise _git.GitError(why) from None


def _timely(history: History) -> History:
    """Commits whose time cannot be read, or is still to come, put at the end of the others: of a change all count."""
    now = int(time.time())
    known = [entry.commit.committed for entry in history.entries if 0 < entry.commit.committed <= now]
    at = max(known, default=now)
    entries = (
        entry if 0 < entry.commit.committed <= now else entry._replace(commit=entry.commit._replace(committed=at))
        for entry in history.entries
    )
    return history._replace(entries=tuple(entries))


def _policy(root: str, head: str) -> Policy:
    """As it is on disk; of a bare repository, which has none, as it is in the commit."""
    return policy_of_tables(("report", ATTRIBUTION.table), root, None if _git.find_root(root) else head)


def _imported(paths: Sequence[str], subject: Subject) -> Imported:
    if not paths:
        return Imported()
    commits = {one.entry.commit.sha: one for one in subject.made}
    levels = {sha: one.mark.level for sha, one in commits.items()}
    return imports.read(paths, levels, {sha: one.entry.commit.committed for sha, one in commits.items()})


def _figures(subject: Subject, window: Window, brought: Imported) -> list[Figure]:
    """One of each id: what was imported goes before what the history tells instead."""
    history = subject.history
    ending = at_end(history, window)
    found = [
        *velocity.figures(subject, window), *share.figures(subject, window), *defects.figures(subject, window),
        *churn.figures(subject, window), *state.figures(history.root, ending),
        *exempt.figures(history.root, ending, window.last),
    ]  # fmt: skip
    outside = {one.id: one for one in imports.figures(brought, window)}
    return [*(outside.pop(one.id, one) for one in found), *outside.values()]


def at_end(history: History, window: Window) -> str:
    """The commit that the head had in the line of its first parents when the window ended; empty where it had none.

    Told by the history as far as that goes back, and by git beyond.
    """
    known = {entry.commit.sha: entry.commit for entry in history.entries}
    sha = history.head
    while sha in known:
        if known[sha].committed < window.end:
            return sha
        sha, *_ = known[sha].parents or ("",)
    return sha and _git_log.commit_before(history.root, sha, window.end - 1)


def _clipped(window: Window, history: History) -> Window:
    """A window of all begins with the first commit of which the time is known."""
    times = [entry.commit.committed for entry in history.entries if entry.commit.committed]
    if window.first != FIRST_DAY or not times:
        return window
    return window._replace(first=min(day_of(min(times)), window.last))


def name_of(root: str) -> str:
    name = os.path.basename(os.path.realpath(root))
    return name.removesuffix(".git") or name


def ignored_revisions(root: str, head: str) -> frozenset[str]:
    """The commits that `.git-blame-ignore-revs` names, which git hosts read, and the file of `blame.ignoreRevsFile`.

    Both as they are in the commit `head`; a line that is no full id is passed over, as hosts do.
    """
    names = dict.fromkeys((*_git.setting(root, "blame.ignoreRevsFile"), ".git-blame-ignore-revs"))
    entries = _git.tree_entries(root, head, [name for name in names if _is_inside(name)])
    texts = list(_texts(root, [entry.sha for entry in entries.values() if entry.is_file]))
    lines = (line.partition(b"#")[0].strip() for text in texts for line in text.split(b"\n"))
    return frozenset(line.decode() for line in lines if len(line) in _LENGTHS and _DIGITS.issuperset(line))


def _texts(root: str, blobs: Sequence[str]) -> Iterator[bytes]:
    if blobs:
        objects = _git.Objects(root)
        try:
            yield from (objects.demand(blob) for blob in blobs)
        finally:
            objects.close()


def _is_inside(name: str) -> bool:
    """Whether a commit can have a file of this name."""
    return bool(name) and not os.path.isabs(name) and os.path.normpath(name).split(os.sep)[0] not in ("..", ".")


def _unread(history: History) -> Iterator[NotJudged]:
    """A shallow clone that ends within what was to be read."""
    if any(entry.commit.sha in history.cut for entry in history.entries):
        yield NotJudged("", f"this clone is shallow, and the figures lack what it left out; {_UNSHALLOW} brings it")


def _notes_of_change(history: History) -> Iterator[str]:
    if not history.entries:
        yield "There is no change: its end has no commit that its beginning has not. Are the two in this order?"
    yield from _notes_of_cut(history)


def _notes_of_cut(history: History) -> Iterator[str]:
    cut = sum(entry.commit.sha in history.cut for entry in history.entries)
    if cut:
        lacking = f"what {count(cut, 'commit')} at its end changed, and all before, is unknown and left out"
        yield f"This clone is shallow: {lacking}; {_UNSHALLOW} brings it."


def _notes(history: History, window: Window) -> Iterator[str]:
    """What limits the figures."""
    yield from _notes_of_cut(history)
    commits = [entry.commit for entry in history.entries]
    if not any(window.holds(commit.committed) for commit in commits):
        newest = _git.git("log", "-1", "--format=%ct", "--no-show-signature", history.head, cwd=history.root)
        day = day_of(int(newest)) if newest.strip().isdigit() else "no day that can be read"
        yield f"No commit is in this period; the newest one is of {day}. Give another --since or --until."
    timeless = sum(not commit.committed for commit in commits)
    if timeless and window.start:
        yield f"Left out, for their time cannot be read or lies before 1970: {count(timeless, 'commit')}."
    if window.last > today():
        step = window.step
        yield f"The period ends after today, {today()}; what is counted by {step} has {step}s still to come."
    later = sum(commit.committed >= window.end for commit in commits)
    if later:
        yield f"Left out for their time, which is after the period: {count(later, 'commit')}."
