"""Baselines of what is there already, so that day one is green and only new debt blocks.

Three files, as `walkaround baseline --update --all` would write them, judged under the policy that `init` sets. What is
accepted already stays, and nothing is written that accepts nothing.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import chdir
from functools import lru_cache
from typing import NamedTuple

from .. import _inputs, _merges, baseline
from .._accepted_findings import render
from .._commands import UnwantedError, count
from .._finding import NotJudged
from .._inputs import Listing
from .._policy import PolicyError
from .._progress import Bar
from .._report import visible_path
from ..baseline import Kind, Watch, open_book
from ._plan import Choice, Facts, Refused, Step

_NAMED = 3


class File(NamedTuple):
    """A baseline that is due: its content, and what it accepts in a few words."""

    path: str
    content: bytes
    why: str


class Found(NamedTuple):
    """Of one baseline or of all: those that are due, what could not be judged, and what stays to be done by hand."""

    files: tuple[File, ...] = ()
    failures: tuple[NotJudged, ...] = ()
    notes: tuple[str, ...] = ()


def steps(facts: Facts, choice: Choice) -> Iterator[Step]:
    """The baselines, and the rules by which git merges them."""
    attributes: dict[str, bytes] = {}
    for file in _found(facts, choice).files:
        folder, _, name = file.path.rpartition("/")
        beside = f"{folder}/{_merges.ATTRIBUTES}".lstrip("/")
        attributes[beside] = _merges.with_rule(attributes.get(beside, facts.read(beside) or b""), name)
        yield Step(file.path, facts.read(file.path), file.content, file.why)
    for path, content in attributes.items():
        before = facts.read(path)
        if before != content:
            yield Step(path, before, content, "merges keep what both sides accept")


def notes(facts: Facts, choice: Choice) -> Iterator[str]:
    """What no baseline accepts, a line each with the next act."""
    found = _found(facts, choice)
    yield from _unjudged(found.failures)
    yield from found.notes


def _unjudged(failures: Iterable[NotJudged]) -> Iterator[str]:
    """One line for all files of which the same is true, wherever in them; several hooks may say it of one."""
    first: dict[str, str] = {}
    for one in failures:
        at, _, rest = one.why.partition(": ")
        first.setdefault(one.path, rest if at.startswith("line ") and at[5:].isdigit() else one.why)
    by_reason: dict[str, list[str]] = {}
    for path, reason in first.items():
        by_reason.setdefault(reason, []).append(path)
    for reason, paths in by_reason.items():
        shown = [visible_path(path) for path in paths if path]
        more = f" and {count(len(shown) - _NAMED, 'more file')}" if len(shown) > _NAMED else ""
        newer = ", or run the hooks under a newer Python where it is written for one" if "syntax" in reason else ""
        act = f"mend what is wrong{newer}, or leave it out by `exclude` in the hook configuration"
        where = f"{', '.join(shown[:_NAMED])}{more}: " if shown else ""
        yield f"{where}cannot be judged: {reason}; {act}"


@lru_cache(maxsize=1)  # for `steps` and `notes`, which are asked about the same facts
def _found(facts: Facts, choice: Choice) -> Found:
    with chdir(facts.root):
        listing = _listing(facts)
        bar = Bar()
        try:
            parts = (
                _secrets(choice, listing, bar.expect),
                _findings(_sast(), choice, listing, bar.expect),
                _findings(baseline.KIND, choice, listing, bar.expect),
            )
        except PolicyError as bad:
            raise Refused(bad.path, f"line {bad.line}: {bad.why}" if bad.line else bad.why) from None
        except NotJudged as bad:
            raise Refused(bad.path, bad.why) from None
        finally:
            bar.close()
    return Found(
        tuple(one for part in parts for one in part.files),
        tuple(one for part in parts for one in part.failures),
        tuple(one for part in parts for one in part.notes),
    )


def _listing(facts: Facts) -> Listing:
    """Every tracked file; where nothing is tracked yet, what git would add."""
    tracked = _inputs.all_files()
    if tracked.paths:
        return tracked
    here = tuple(path for path in sorted(facts.files) if os.path.isfile(path) and not os.path.islink(path))
    return tracked._replace(paths=here, every=lambda: here)


def _secrets(choice: Choice, listing: Listing, watch: Watch) -> Found:
    from .._secrets_baseline import TO_REVOKE, render
    from ..secret_commands._book import open_book, scan
    from ..secret_commands.baseline import with_new

    try:
        book = open_book(choice.profile)
    except UnwantedError as unwanted:
        return _unwanted(unwanted)
    if book.named:
        act = "run `walkaround secrets baseline --migrate`, and take `secret-detection.baseline` out of the policy"
        return Found(notes=(f"{book.legacy[0]}: is detect-secrets' own, to which nothing is added; {act}",))
    judged = scan(book, listing, watch)
    entries = with_new(book, judged)
    revoke = sum(one.status == TO_REVOKE for one in entries)
    lines = [f"{book.path}: {count(revoke, 'secret')} to be revoked: a finding until it is gone"] if revoke else []
    if set(entries) == set(book.entries):
        return Found((), judged.failures, tuple(lines))
    number = len(entries) - len(book.entries)
    lines.append(f"{book.path}: nobody has looked at what is accepted there; run `walkaround secrets audit`")
    why = f"{count(number, 'secret')} that somebody has to look at: `walkaround secrets audit`"
    return Found((File(_key(book.root, book.path), render(entries), why),), judged.failures, tuple(lines))


def _sast() -> Kind:
    from ..sast_commands.baseline import KIND

    return KIND


def _findings(kind: Kind, choice: Choice, listing: Listing, watch: Watch) -> Found:
    try:
        book = open_book(kind, choice.profile)
    except UnwantedError as unwanted:
        return _unwanted(unwanted)
    scan = kind.scan(book, listing, ("",), watch)
    entries = dict(book.entries)
    for entry, number in scan.found.items():
        entries[entry] = max(number, entries.get(entry, 0))
    unsure = tuple(
        f"{hook} could not judge everything here. {remedy} Then run `{kind.command} --update`."
        for hook, remedy in scan.unsure
    )
    number = sum(entries.values()) - sum(book.entries.values())
    if not number:
        return Found((), scan.failures, unsure)
    files = len({entry.file for entry, found in entries.items() if found > book.entries.get(entry, 0)})
    why = f"{count(number, 'finding')} in {count(files, 'file')} that {'is' if number == 1 else 'are'} there already"
    return Found((File(_key(book.root, book.path), render(entries), why),), scan.failures, unsure)


def _unwanted(unwanted: UnwantedError) -> Found:
    return Found(notes=(f"{unwanted.path}: {unwanted.why}",))


def _key(root: str, path: str) -> str:
    return os.path.relpath(path, root).replace(os.sep, "/")
