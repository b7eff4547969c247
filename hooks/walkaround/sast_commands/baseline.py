"""`walkaround sast baseline`: what is accepted, and bringing it up to date with what is there."""

import argparse
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .. import _inputs, _write
from .._commands import is_within, scopes
from .._finding import NotJudged
from .._inputs import FileInputs, Listing, Snapshot, read_file
from .._main import formatter, policy_for
from .._merges import let_merge
from .._policy import Policy, today
from .._report import visible_path
from .._sast_baseline import Entry, parse, render
from ..sast import BASELINE, HOOK
from ..sast._accepted import counted
from ..sast._run import results
from . import count, note, refuse, say

Counts = Mapping[Entry, int]


class Book(NamedTuple):
    """The baseline of a repository on disk. `path` is as shown to people, whether it is there or not."""

    root: str
    policy: Policy
    path: str
    entries: Counts


class Scan(NamedTuple):
    """What the hook finds. `files` are those it judged, as paths from the top."""

    files: frozenset[str]
    found: Counts
    failures: tuple[NotJudged, ...]


class Plan(NamedTuple):
    """What an update makes of the entries: how many findings of each it adds, and how many it takes away."""

    entries: Counts
    added: Counts
    removed: Counts


def main(argv: Sequence[str]) -> int:
    options = _parser().parse_args(argv)
    book = _open_book()
    if options.update or options.check:
        return _update(book, options)
    return _summary(book, options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "walkaround sast baseline",
        description="What is in the baseline of accepted findings: how many, of which rules, in which files.",
        epilog="Exit codes: 0 done, 1 --check: an update is due; 2 not done.",
        formatter_class=formatter,
        allow_abbrev=False,
    )
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--update", action="store_true", help="add what is found and take away what is gone")
    way.add_argument("--check", action="store_true", help="change nothing: is an update due?")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="only these files and folders (default: all tracked)")
    return parser


def _open_book() -> Book:
    root = _inputs.work_tree([]).root
    policy = policy_for((HOOK,), root, None)
    if not policy[BASELINE]:
        raise NotJudged(BASELINE.name, "is empty in the policy, so that nothing can be accepted")
    path = os.path.relpath(os.path.join(root, policy[BASELINE]))
    return Book(root, policy, path, parse(path, read_file(path)) if os.path.lexists(path) else {})


def _summary(book: Book, options: argparse.Namespace) -> int:
    named = scopes(book.root, options.paths)
    entries = {entry: number for entry, number in book.entries.items() if is_within(entry.file, named)}
    by_rule, by_file = Counter[str](), Counter[str]()
    for entry, number in entries.items():
        by_rule[entry.rule] += number
        by_file[entry.file] += number
    total = sum(entries.values())
    if options.json:
        _json({"path": book.path, "findings": total, "by_rule": dict(by_rule), "by_file": dict(by_file)})
        return 0
    say(f"{book.path}: {count(total, 'finding')} in {count(len(by_file), 'file')}\n")
    for table in (by_rule, by_file):
        say("".join(f"  {number:5} {visible_path(name)}\n" for name, number in sorted(table.items(), key=_most_first)))
    return 0


def _most_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _update(book: Book, options: argparse.Namespace) -> int:
    listing = _inputs.work_tree(options.paths) if options.paths else _inputs.all_files()
    scan = _scan(book, listing)
    if scan.failures:
        for failure in scan.failures:
            note(f"{failure.path}: not judged: {failure.why}")
        return refuse(f"{book.path} is as it was, because not everything could be judged")
    plan = _plan(book, scan, scopes(book.root, options.paths))
    changed = dict(plan.entries) != dict(book.entries)
    if options.update and changed:
        _save(book, plan.entries)
    _told(book, plan, options, changed)
    return int(options.check and changed)


def _scan(book: Book, listing: Listing) -> Scan:
    """Every finding that counts under the policy: no rule that is off, and no exemption, covers it."""
    snapshot = Snapshot(listing)
    rules = {rule.id: rule for rule in HOOK.rules}
    day = today()
    found: Counter[Entry] = Counter()
    files: set[str] = set()
    failures: list[NotJudged] = []
    paths = [path for path in listing.paths if HOOK.selects is not None and HOOK.selects(path)]
    try:
        for file, judged in results(book.policy, FileInputs(snapshot, paths)):
            if isinstance(judged, NotJudged):
                failures.append(judged)
                continue
            failures += [NotJudged(file.path, why) for why in judged.failures]
            policy = book.policy.at(file.path)
            spots = [
                spot
                for spot in judged.spots
                if (rule := rules.get(spot.rule)) is None
                or (policy.severity(rule) != "off" and policy.exemption(spot.rule, file.path, day) is None)
            ]
            found += counted(file.key, spots)
            files.add(file.key)
    finally:
        snapshot.close()
    return Scan(frozenset(files), found, tuple(failures))


def _plan(book: Book, scan: Scan, named: Sequence[str]) -> Plan:
    """Entries of files that were judged, or are gone, become what was found; the others stay."""
    kept = {
        entry: number
        for entry, number in book.entries.items()
        if entry.file not in scan.files
        and not (is_within(entry.file, named) and not os.path.lexists(os.path.join(book.root, entry.file)))
    }
    entries = {**kept, **scan.found}
    before, after = Counter(dict(book.entries)), Counter(entries)
    return Plan(entries, after - before, before - after)


def _save(book: Book, entries: Counts) -> None:
    content = render(entries)
    (_write.replace if os.path.lexists(book.path) else _write.create)(book.path, content)
    let_merge(book.path)


def _told(book: Book, plan: Plan, options: argparse.Namespace, changed: bool) -> None:
    added, removed = sum(plan.added.values()), sum(plan.removed.values())
    kept = sum(plan.entries.values()) - added
    if options.json:
        _json(
            {
                "path": book.path,
                "added": _fields(plan.added),
                "removed": _fields(plan.removed),
                "kept": kept,
                "changed": changed,
            }
        )
        return
    for sign, entries in (("+", plan.added), ("-", plan.removed)):
        say("".join(f"  {sign} {visible_path(one.file)}: {one.rule} x {entries[one]}\n" for one in sorted(entries)))
    did = ("added", "removed", "kept") if options.update else ("an update would add", "remove", "keep")
    say(f"{book.path}: {did[0]} {added}, {did[1]} {removed}, {did[2]} {kept}\n")


def _fields(entries: Counts) -> list[dict[str, Any]]:
    return [{**entry._asdict(), "count": number} for entry, number in sorted(entries.items())]


def _json(data: Mapping[str, Any]) -> None:
    import json

    say(json.dumps({"version": 1, **data}, indent=2) + "\n")
