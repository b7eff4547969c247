"""`walkaround secrets baseline`: what is accepted, and bringing it up to date with what is there."""

import argparse
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .. import _inputs
from .._commands import is_within, scopes
from .._finding import NotJudged
from .._inputs import read_file
from .._main import formatter
from .._report import visible_path
from .._report.wording import visible
from .._secrets_baseline import FALSE_POSITIVE, SHA1, STATUSES, TO_REVOKE, Entry, fingerprint, strictest, unfit
from ..secret_detection._accepted import Accepted, FileAccepted, Old
from ..secret_detection._baseline import Baseline
from ..secret_detection._baseline import Entry as OldEntry
from ..secret_detection._baseline import parse as parse_legacy
from . import count, note, refuse, say
from ._book import Book, Found, Scan, files_on_disk, open_book, save, scan

UNAUDITED = "unaudited"


class Plan(NamedTuple):
    """What an update makes of the entries."""

    entries: tuple[Entry, ...]
    added: tuple[tuple[Entry, int], ...]  # with the line where each was found
    removed: tuple[Entry, ...]


def main(argv: Sequence[str]) -> int:
    parser = _parser()
    options = parser.parse_args(argv)
    if options.remove and not options.migrate:
        parser.error("--remove goes with --migrate")
    if options.migrate and options.paths:
        parser.error("--migrate takes the whole file over, and no PATH")
    book = open_book()
    if options.migrate:
        return _migrate(book, options)
    if options.update or options.check:
        return _update(book, options)
    return _summary(book, options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "walkaround secrets baseline",
        description="What is in the baseline of accepted secrets: how many, in which files, of which types.",
        epilog="Exit codes: 0 done, 1 --check: an update is due, or --migrate: something is left to do; 2 not done.",
        formatter_class=formatter,
        allow_abbrev=False,
    )
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--update", action="store_true", help="add what is found and take away what is gone")
    way.add_argument("--check", action="store_true", help="change nothing: is an update due?")
    way.add_argument("--migrate", action="store_true", help="take over the entries of detect-secrets' own baseline")
    parser.add_argument("--remove", action="store_true", help="with --migrate: delete detect-secrets' file afterwards")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="only these files and folders (default: all tracked)")
    return parser


def _json(data: Mapping[str, Any]) -> None:
    import json

    say(json.dumps({"version": 1, **data}, indent=2) + "\n")


def _fields(entry: Entry) -> dict[str, str]:
    return {key: value for key, value in entry._asdict().items() if value}


# What is in it


def _summary(book: Book, options: argparse.Namespace) -> int:
    parsed = {path: parse_legacy(path, read_file(path)) for path in book.legacy}
    known = {entry.file for entry in book.entries}.union(*(one.entries for one in parsed.values()))
    named = scopes(book.root, options.paths, known)
    entries = [entry for entry in book.entries if is_within(entry.file, named)]
    old = {path: _legacy_entries(one, named) for path, one in parsed.items()}
    counted = {
        "by_status": Counter(entry.status or UNAUDITED for entry in entries),
        "by_type": Counter(entry.type for entry in entries),
        "by_file": Counter(entry.file for entry in entries),
    }
    if options.json:
        tables = {name: dict(sorted(table.items())) for name, table in counted.items()}
        legacy = [{"path": path, "entries": number} for path, number in old.items()]
        _json({"path": book.path, "entries": len(entries), **tables, "detect_secrets": legacy})
        return 0
    files = count(len(counted["by_file"]), "file")
    say(
        f"{book.path}: {count(len(entries), 'entry')} in {files}\n" if book.present else f"{book.path}: there is none\n"
    )
    for name in (UNAUDITED, *STATUSES):
        if counted["by_status"][name]:
            say(f"  {counted['by_status'][name]:5} {name}\n")
    for title in ("by_type", "by_file"):
        if counted[title]:
            say(f"{title.replace('_', ' ')}\n")
            say(
                "".join(
                    f"  {number:5} {visible(name)}\n"
                    for name, number in sorted(counted[title].items(), key=_most_first)
                )
            )
    for path, number in old.items():
        say(f"{path}: {count(number, 'entry')} of detect-secrets; `walkaround secrets baseline --migrate` takes over\n")
    return 0


def _most_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _legacy_entries(baseline: Baseline, named: Sequence[str]) -> int:
    return sum(len(entries) for file, entries in baseline.entries.items() if is_within(file, named))


# Bringing it up to date


def _update(book: Book, options: argparse.Namespace) -> int:
    if book.named:
        why = "is detect-secrets' own, and the policy names it"
        raise NotJudged(book.legacy[0], f"{why}; `walkaround secrets baseline --migrate` writes {book.path}")
    named = scopes(book.root, options.paths)
    listing = _inputs.work_tree(options.paths) if options.paths else _inputs.all_files()
    judged = scan(book, listing)
    if judged.failures:
        return _not_judged(judged, book)
    old = [parse_legacy(path, read_file(path)) for path in book.legacy]
    takes_over = bool(old) and not book.present and not options.paths
    if takes_over:
        before = _taken_over(book, judged, old)
        plan = _plan(book, before, Accepted(before, [one._replace(entries={}) for one in old]), judged, named)
    else:
        before = book.entries
        plan = _plan(book, before, Accepted(before, old), judged, named)
    changed = set(plan.entries) != set(book.entries)
    if options.update:
        save(book, plan.entries)
    _told(book, plan, options, changed)
    if takes_over and options.update:
        _leftovers(book, old)
    return int(options.check and changed)


def _not_judged(judged: Scan, book: Book) -> int:
    for failure in judged.failures:
        note(f"{failure.path}: not judged: {failure.why}")
    return refuse(f"{book.path} is as it was, because not everything could be judged")


def _told(book: Book, plan: Plan, options: argparse.Namespace, changed: bool) -> None:
    kept = len(plan.entries) - len(plan.added)
    if options.json:
        added = [{**_fields(entry), "line": line} for entry, line in plan.added]
        removed = [_fields(entry) for entry in plan.removed]
        _json({"path": book.path, "added": added, "removed": removed, "kept": kept, "changed": changed})
        return
    say("".join(f"  + {visible_path(entry.file)}:{line}: {visible(entry.type)}\n" for entry, line in plan.added))
    say("".join(f"  - {visible_path(entry.file)}: {visible(entry.type)}\n" for entry in plan.removed))
    did = "added" if options.update else "an update would add"
    say(f"{book.path}: {did} {len(plan.added)}, {'removed' if options.update else 'remove'} {len(plan.removed)}, ")
    say(f"{'kept' if options.update else 'keep'} {kept}\n")


def _plan(book: Book, before: Sequence[Entry], accepted: Accepted, judged: Scan, named: Sequence[str]) -> Plan:
    """What the entries become: those whose secret is there stay, with what people said about them."""
    kept: dict[tuple[str, str, str], Entry] = {}
    added: dict[tuple[str, str, str], tuple[Entry, int]] = {}
    by_hash_alone: set[tuple[str, str, str]] = set()
    here: dict[str, FileAccepted] = {}
    for found in judged.found:
        file = here.setdefault(found.file, accepted.file(found.file))
        entry, seen = _known(found, file)
        by_hash_alone |= seen
        if entry is not None:
            kept[entry.key] = strictest(entry, kept.get(entry.key, entry))
        elif found.counts and not file.accepts(found.secret):
            new = Entry(found.file, found.secret.kind, fingerprint(found.secret.value))
            added.setdefault(new.key, (new, found.secret.number))
    left = [entry for entry in before if entry.key not in kept and entry.key not in by_hash_alone]
    removed = tuple(entry for entry in left if _is_gone(book, entry, judged, named))
    fresh = tuple(sorted(one for key, one in added.items() if key not in kept))
    stays = set(left) - set(removed)
    return Plan(tuple(sorted({*stays, *kept.values(), *(one for one, _ in fresh)})), fresh, removed)


def with_new(book: Book, judged: Scan) -> tuple[Entry, ...]:
    """The entries with one for each secret that nothing accepts yet; none is taken away."""
    old = [parse_legacy(path, read_file(path)) for path in book.legacy]
    plan = _plan(book, book.entries, Accepted(book.entries, old), judged, ())
    return tuple(sorted({*book.entries, *(entry for entry, _ in plan.added)}))


def _known(found: Found, file: FileAccepted) -> tuple[Entry | None, set[tuple[str, str, str]]]:
    """The entry of a secret; one that knows it by detect-secrets' hash becomes one that knows it by ours."""
    entry = file.entry(found.secret)
    old = [one.entry for one in file.old(found.secret) if isinstance(one, Old)]
    if old:
        label = strictest(*old) if entry is None else strictest(entry, *old)
        digest = fingerprint(found.secret.value)
        entry = label._replace(file=found.file, type=found.secret.kind, hash=digest)
    return entry, {one.key for one in old}


def _is_gone(book: Book, entry: Entry, judged: Scan, named: Sequence[str]) -> bool:
    """Whether nothing of an entry is left: its file was judged without it, or is not there."""
    if entry.file in judged.files:
        return True
    return is_within(entry.file, named) and not os.path.lexists(os.path.join(book.root, entry.file))


# Over from detect-secrets


def _migrate(book: Book, options: argparse.Namespace) -> int:
    if not book.legacy:
        return refuse(f"there is no baseline of detect-secrets beside {book.path}; nothing is to be migrated")
    if book.named and options.remove:
        why = "is what the policy names; take `secret-detection.baseline` out of the policy before you remove it"
        raise NotJudged(book.legacy[0], why)
    old = [parse_legacy(path, read_file(path)) for path in book.legacy]
    files = (file for one in old for file in one.entries)
    judged = scan(book, files_on_disk(book, files))
    if judged.failures:
        return _not_judged(judged, book)
    entries = _taken_over(book, judged, old)
    save(book, entries)
    left = _leftovers(book, old)
    if options.remove and not left:
        for path in book.legacy:
            os.unlink(path)
    new = [entry for entry in entries if entry not in set(book.entries)]
    if options.json:
        removed = list(book.legacy) if options.remove and not left else []
        _json({"path": book.path, "migrated": [_fields(entry) for entry in new], "left": left, "removed": removed})
    else:
        _told_of_migration(book, new, options.remove and not left)
    return int(left > 0)


def _told_of_migration(book: Book, new: Sequence[Entry], removed: bool) -> None:
    say(f"{book.path}: took over {count(len(new), 'entry')}")
    by_hash = sum(entry.hash.startswith(SHA1) for entry in new)
    say(f", {by_hash} of them for secrets that are not found here\n" if by_hash else "\n")
    real = sum(entry.status == TO_REVOKE for entry in new)
    if real:
        say(f"  {count(real, 'entry')} of real secrets: each is a finding again until it is revoked and gone\n")
    names = ", ".join(book.legacy)
    if removed:
        say(f"  removed {names}\n")
    elif book.named:
        say(f"  take `secret-detection.baseline` out of the policy: it still names {names}\n")
    else:
        say(f"  {names} still counts beside it; `git rm {names}` when you no longer need it\n")


def _taken_over(book: Book, judged: Scan, old: Sequence[Baseline]) -> tuple[Entry, ...]:
    """Our entries, and one for each of detect-secrets': by content, or by SHA-1 where the secret is not found."""
    accepted = Accepted((), old)
    ours = Accepted(book.entries)
    known = {entry.key: entry for entry in book.entries}
    used: set[int] = set()
    for found in judged.found:
        matched = [one for one in accepted.file(found.file).old(found.secret) if isinstance(one, OldEntry)]
        used |= {id(one) for one in matched}
        if matched and ours.file(found.file).entry(found.secret) is None:
            new = Entry(found.file, found.secret.kind, fingerprint(found.secret.value))
            known[new.key] = strictest(*(new._replace(status=_label(one)) for one in matched))
    for baseline in old:
        for file, entries in baseline.entries.items():
            for one in entries:
                new = Entry(file, one.type, SHA1 + one.hash, _label(one))
                if id(one) not in used and not unfit(new):
                    known[new.key] = strictest(new, known.get(new.key, new))
    return tuple(sorted(known.values()))


def _label(one: OldEntry) -> str:
    """What people, or a vendor's answer, said of a secret."""
    if one.is_secret or one.is_verified:
        return TO_REVOKE
    return FALSE_POSITIVE if one.is_secret is False else ""


def _leftovers(book: Book, old: Sequence[Baseline]) -> int:
    """Say what cannot be taken over, and where it belongs; how many things there are."""
    left = 0
    for path, baseline in zip(book.legacy, old, strict=True):
        for what, patterns in baseline.excludes.items():
            left += len(patterns)
            where = {
                "file": 'write [[paths]] with a glob and rules such as `rules.SEC004 = "off"` into the policy',
                "line": "mark those lines `pragma: allowlist secret`",
            }.get(what, "accept each of those secrets: `walkaround secrets baseline --update`")
            shown = ", ".join(f'"{one.pattern[:60]}"' for one in patterns) if what != "secret" else f"{len(patterns)}"
            if patterns:
                note(f"{path}: should_exclude_{what} cannot be taken over ({shown}), and the file stays; {where}")
        unusable = sum(bool(unfit(Entry(file, one.type, SHA1 + one.hash)))
                       for file, entries in baseline.entries.items() for one in entries)  # fmt: skip
        if unusable:
            note(f"{path}: {count(unusable, 'entry')} of files outside the repository, or without a SHA-1, left out")
    return left
