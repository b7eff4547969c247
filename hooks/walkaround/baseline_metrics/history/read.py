"""A history, read: its commits in order, what each changed, and whose lines it removed."""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ... import _git, _git_log
from .attributes import attributes_of_diffs
from .commits import Commit, commits
from .entry import Entry
from .follow import follow, follow_all
from .lines import Lines
from .store import Store, stored
from .trace import Trace, traces
from .walk import Edit, Pair, renames, sides, walked

_AT_A_TIME = 400  # merges that one process is asked about: more would not fit into its pipe
_PATHS = 50_000  # characters of paths on one command line


class History(NamedTuple):
    """The commits since a moment, parents before children. `cut` are those whose parents a shallow clone lacks."""

    root: str
    head: str
    entries: tuple[Entry, ...]
    cut: frozenset[str]


Expect = Callable[[int], Callable[[], None]]


def read(
    root: str, head: str, since: int, expect: Expect, ignored: frozenset[str] = frozenset(), base: str = ""
) -> History:
    """The history up to a commit, from what was committed at `since` (seconds) on and `base` has not.

    `expect` is as of `_progress.Bar`. Commits of `ignored`, such as those that only format, leave each line to whom it
    was. GitError when git fails.
    """
    found = commits(root, head, since, base)
    cut = _git.boundary(root)
    keys = {commit.sha: _key(commit, ignored) for commit in found if commit.sha not in cut}
    walk = "" if since or base else _walk(cut, ignored)

    def told(store: Store) -> list[Entry]:
        _complete(root, [commit for commit in found if commit.sha in keys], store, expect, ignored)
        return follow_all(root, head, found, keys, store, walk) if walk else follow(found, keys, store)[0]

    return History(root, head, tuple(stored(_name_of_traces(root), told)), cut)


def last_lines(root: str, head: str) -> tuple[list[str], Lines]:
    """The origins of the lines of a commit, whose numbers are places in the list of ids; place 0 is of no commit."""
    found = commits(root, head)
    keys = {commit.sha: commit.sha for commit in found}

    def told(store: Store) -> tuple[list[Entry], Lines]:
        _complete(root, found, store, lambda _: lambda: None, frozenset())
        return follow(found, keys, store, _git.files_in(root, head))

    entries, lines = stored(_name_of_traces(root), told)
    return ["", *(entry.commit.sha for entry in entries)], lines


def _walk(cut: frozenset[str], ignored: frozenset[str]) -> str:
    """What a walk over all commits is kept by."""
    return _digest("\n".join((*sorted(cut), "", *sorted(ignored))).encode())


def _digest(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()[:24]


def _key(commit: Commit, ignored: frozenset[str]) -> str:
    return f"{commit.sha} ignored" if commit.sha in ignored else commit.sha


def name_of_store(root: str) -> str:
    """Work trees of one repository share a file."""
    return _digest(os.fsencode(os.path.realpath(_git.shared_folder(root))))


def _name_of_traces(root: str) -> str:
    """What a commit did to lines follows from it alone, but for attributes by which git takes a file for binary."""
    said = attributes_of_diffs(root)
    return f"{name_of_store(root)}-{_digest(said)}" if said else name_of_store(root)


def _complete(root: str, found: Sequence[Commit], store: Store, expect: Expect, ignored: frozenset[str]) -> None:
    """Find out what the store does not know yet."""
    by_key = {_key(commit, ignored): commit for commit in found}
    lacking = [by_key[key] for key in store.lacking(by_key)]
    step = expect(len(lacking))
    # The newest first: of a file, that is what a pack holds whole, so that git has a tenth less to do.
    plain = [commit.sha for commit in reversed(lacking) if not commit.is_merge]
    for sha, edits in walked(root, plain) if plain else ():
        store.put(f"{sha} ignored" if sha in ignored else sha, [traces(edits, sha in ignored)])
        step()
    merges = [commit for commit in lacking if commit.is_merge]
    for start in range(0, len(merges), _AT_A_TIME):
        for commit, seen in _merged(root, merges[start : start + _AT_A_TIME]):
            store.put(_key(commit, ignored), seen)
            step()
    store.flush()


def _merged(root: str, merges: Sequence[Commit]) -> Iterator[tuple[Commit, list[tuple[Trace, ...]]]]:
    """Of each merge, what it holds that none of its parents does, as each of them sees it."""
    own = {step.sha: step for step in _git_log.merged(root, [commit.sha for commit in merges])}
    seen: dict[Pair, list[Edit]] = {}
    pairs = [(commit.sha, parent) for commit in merges if commit.sha in own for parent in commit.parents]
    paths = {sha: [version.path for version in step.versions] for sha, step in own.items()}
    for some, named in _bundles(pairs, paths):
        for pair, edits in zip(some, sides(root, some, named), strict=True):
            wanted = set(paths[pair[0]])
            seen[pair] = [edit for edit in edits if edit.path in wanted]
    _rename(root, seen)
    for commit in merges:
        pairs = [(commit.sha, parent) for parent in commit.parents]
        yield commit, [traces(seen[pair]) for pair in pairs if pair in seen]


def _rename(root: str, seen: dict[Pair, list[Edit]]) -> None:
    """Put what a parent has under another name in place of what it lacks.

    Asked for the few alone that lack something, and of all their paths: which of them are one depends on what is asked.
    """
    lacking = [pair for pair, edits in seen.items() if any(edit.status == "A" for edit in edits)]
    for start in range(0, len(lacking), _AT_A_TIME):
        some = lacking[start : start + _AT_A_TIME]
        for pair, edits in zip(some, renames(root, some), strict=True):
            moved = {edit.path: edit for edit in edits}
            seen[pair] = [moved.get(edit.path, edit) if edit.status == "A" else edit for edit in seen[pair]]


def _bundles(pairs: Sequence[Pair], paths: dict[str, list[str]]) -> Iterator[tuple[list[Pair], list[str]]]:
    """Pairs of a merge and a parent with the paths to compare, as many as go into one process."""
    some: list[Pair] = []
    named: dict[str, None] = {}
    size = 0
    for pair in pairs:
        own = paths[pair[0]]
        more = sum(map(len, own))
        if some and (size + more > _PATHS or len(some) >= _AT_A_TIME):
            yield some, list(named)
            some, named, size = [], {}, 0
        if own:
            some.append(pair)
            named.update(dict.fromkeys(own))
            size += more
    if some:
        yield some, list(named)
