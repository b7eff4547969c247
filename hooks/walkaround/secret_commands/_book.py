"""The baselines of a repository on disk, and what the hook finds in its files: what both commands work on."""

import os
from collections.abc import Callable, Iterable
from typing import NamedTuple

from .. import _inputs, _write
from .._accepted_findings import refuse_strays
from .._commands import UnwantedError
from .._finding import NotJudged
from .._inputs import FileInputs, Listing, Snapshot, read_file
from .._main import policy_for
from .._merges import let_merge
from .._paths import from_root
from .._policy import Policy, today
from .._secrets_baseline import FILE, LEGACY, Entry, is_legacy, names, parse, render
from ..secret_detection import BASELINE, HOOK, secrets
from ..secret_detection._accepted import Secret


class Book(NamedTuple):
    """The files of accepted secrets. `path` is ours as shown to people, whether it is there or not.

    `legacy` are detect-secrets' files that are there. `named`: the policy itself names one of those in our place.
    """

    root: str
    policy: Policy
    path: str
    present: bool
    entries: tuple[Entry, ...]
    legacy: tuple[str, ...]
    named: bool


class Found(NamedTuple):
    """A secret in a file, by its path from the top. `counts`: no rule that is off, and no exemption, covers it."""

    file: str
    secret: Secret
    counts: bool


class Scan(NamedTuple):
    """What the hook finds in files, accepted or not. `files` are those it judged, as paths from the top."""

    files: frozenset[str]
    found: tuple[Found, ...]
    failures: tuple[NotJudged, ...]


def open_book(named: str | None = None) -> Book:
    """The baselines as they are on disk, under the policy in force and with `named` laid on top.

    NotJudged when one cannot be relied on, or the policy wants none.
    """
    root = _inputs.work_tree([]).root
    policy = policy_for((HOOK,), root, named)
    wanted = names(policy[BASELINE])
    if not wanted:
        raise UnwantedError("secret-detection.baseline", "is empty in the policy, so that nothing can be accepted")
    first, *others = (os.path.relpath(os.path.join(root, name)) for name in wanted)
    legacy = [path for path in others if os.path.isfile(path)]
    if not os.path.lexists(first):
        return Book(root, policy, first, False, (), tuple(legacy), False)
    content = read_file(first)
    if not is_legacy(first, content):
        return Book(root, policy, first, True, parse(first, content), tuple(legacy), False)
    ours = os.path.relpath(os.path.join(root, FILE))
    if ours == first:
        raise NotJudged(first, f"is in detect-secrets' format; `git mv {first} {LEGACY}`, where it counts too")
    present = os.path.isfile(ours)
    entries = parse(ours, read_file(ours)) if present else ()
    return Book(root, policy, ours, present, entries, (first, *legacy), True)


def scan(book: Book, listing: Listing, watch: Callable[[int], Callable[[], None]] | None = None) -> Scan:
    """Every secret in these files that no pragma allows, under the policy in force."""
    snapshot = Snapshot(listing)
    if watch is not None:
        snapshot.on_read = watch(len(listing.paths))
    rules = {rule.id: rule for rule in HOOK.rules}
    policy = book.policy
    day = today()
    found: list[Found] = []
    failures: list[NotJudged] = []
    try:
        for said in secrets(policy, FileInputs(snapshot, listing.paths)):
            if isinstance(said, NotJudged):
                failures.append(said)
                continue
            file, one = said
            finding = one.finding
            off = policy.at(finding.path).severity(rules[finding.rule]) == "off"
            counts = not off and policy.exemption(finding.rule, finding.path, day) is None
            found.append(Found(file, one.secret, counts))
    finally:
        snapshot.close()
    keys = (from_root(book.root, path) for path in listing.paths)
    return Scan(frozenset(key for key in keys if key is not None), tuple(found), tuple(failures))


def files_on_disk(book: Book, keys: Iterable[str]) -> Listing:
    """Those of these files that are there, by their paths from the top."""
    paths = (os.path.relpath(os.path.join(book.root, key)) for key in sorted(set(keys)))
    return _inputs.work_tree([path for path in paths if os.path.isfile(path)])


def save(book: Book, entries: Iterable[Entry]) -> bool:
    """Write our file, whole or not at all, and git's rule for its merges; whether anything changed."""
    refuse_strays(book.root, book.path)
    content = render(entries)
    there = os.path.lexists(book.path)
    changed = read_file(book.path) != content if there else bool(content)
    if changed:
        (_write.replace if there else _write.create)(book.path, content)
    if there or changed:
        let_merge(book.path)
    return changed
