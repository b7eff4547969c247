"""`walkaround baseline`: the findings that people have accepted, and bringing that up to date with what is there.

`walkaround sast baseline` is the same command about another file: both are a `Kind`.
"""

import argparse
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from . import _accepted_findings, _catalogue, _inputs, _write
from ._accepted_findings import Accepted, Contents, Entry, parse, render
from ._commands import Group, UnwantedError, count, is_within, say, scopes
from ._finding import NotJudged
from ._git import GitError
from ._hook import Hook
from ._inputs import Listing, Snapshot, read_file
from ._main import Inspection, acceptable, formatter, inspect, policy_for
from ._merges import let_merge
from ._policy import BASELINE, NEVER, Key, Policy, PolicyError
from ._policy._keys import rule_key
from ._progress import Bar
from ._report import visible_path

Watch = Callable[[int], Callable[[], None]]  # told a number of steps to come, gives what is called at each


class Book(NamedTuple):
    """The baseline of a repository on disk. `path` is as shown to people, whether it is there or not."""

    root: str
    policy: Policy
    path: str
    entries: Accepted


class Scan(NamedTuple):
    """What the hooks find. `gone`: whether nothing is left of an entry that they did not find.

    `unsure` are the hooks that could not judge all of it on this machine, and say so by a rule, with its remedy.
    """

    found: Accepted
    gone: Callable[[Entry], bool]
    failures: tuple[NotJudged, ...]
    unsure: tuple[tuple[str, str], ...] = ()


class Kind(NamedTuple):
    """A sort of baseline: the command that keeps it, which policy key names its file, and what finds its findings.

    `listing` are the files that are judged where a person named these paths, or none; `scan` is told what of it counts,
    by paths from the top.
    """

    command: str
    group: Group
    key: Key[str]
    hooks: Callable[[], tuple[Hook, ...]]
    listing: Callable[[Sequence[str]], Listing]
    scan: Callable[[Book, Listing, Sequence[str], Watch], Scan]


class Plan(NamedTuple):
    """What an update makes of the entries: how many findings of each it adds, and how many it takes away."""

    entries: Accepted
    added: Accepted
    removed: Accepted


def main(argv: Sequence[str]) -> int:
    """What cannot be done is one line and exit code 2."""
    parser = _parser(KIND)
    parser.add_argument("--all", action="store_true", help="the baselines of secret-detection and sast too")
    options = parser.parse_args(argv)
    if not options.all:
        return _guarded(KIND.group, lambda: _run(KIND, options))
    return _all([word for word in argv if word != "--all"], options.json)


def run(kind: Kind, argv: Sequence[str]) -> int:
    return _run(kind, _parser(kind).parse_args(argv))


def _run(kind: Kind, options: argparse.Namespace) -> int:
    book = open_book(kind)
    if options.update or options.check:
        return _update(kind, book, options)
    return _summary(book, options)


def _guarded(group: Group, work: Callable[[], int]) -> int:
    try:
        return work()
    except (PolicyError, GitError, NotJudged) as failure:
        return group.refuse(str(failure).removeprefix(": "))


def _all(argv: Sequence[str], as_json: bool) -> int:
    """Each baseline that the policy wants, one after the other; the worst of their exit codes."""
    from . import sast_commands, secret_commands
    from .sast import BASELINE as SAST
    from .secret_detection import BASELINE as SECRETS

    commands: dict[str, tuple[Key[str], Callable[[], int]]] = {
        "secrets": (SECRETS, lambda: secret_commands.main(["baseline", *argv])),
        "sast": (SAST, lambda: sast_commands.main(["baseline", *argv])),
        "findings": (BASELINE, lambda: main(argv)),
    }
    codes: list[int] = []
    told: dict[str, Any] = {}

    def work() -> int:
        policy = policy_for(_catalogue.commit_stage(), _inputs.work_tree([]).root, None)
        for name, (key, command) in commands.items():
            if not policy[key]:
                KIND.group.note(f"{key.name} is empty in the policy, so that nothing is accepted there")
            elif as_json:
                with _captured() as output:
                    codes.append(command())
                told.update(_loaded(name, "".join(output)))
            else:
                codes.append(command())
        return max(codes, default=0)

    code = _guarded(KIND.group, work)
    if as_json and codes:
        _json({"baselines": told})
    return code


@contextmanager
def _captured() -> Iterator[list[str]]:
    """What is printed meanwhile, once it is done."""
    from contextlib import redirect_stdout
    from io import StringIO

    output: list[str] = []
    with StringIO() as stream, redirect_stdout(stream):
        yield output
        output.append(stream.getvalue())


def _loaded(name: str, text: str) -> dict[str, Any]:
    """What a command printed; nothing where it only refused."""
    import json

    if not text:
        return {}
    return {name: {key: value for key, value in json.loads(text).items() if key != "version"}}


def _parser(kind: Kind) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        kind.command,
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


def open_book(kind: Kind, named: str | None = None) -> Book:
    """The baseline on disk under the policy in force, with `named` laid on top; NotJudged when it is of no use.

    What the policy demands of assistants alone counts too, so that it is no matter who updates the baseline.
    """
    root = _inputs.work_tree([]).root
    policy = policy_for(kind.hooks(), root, named, lambda: True)
    name = policy[kind.key]
    if not name:
        raise UnwantedError(kind.key.name, "is empty in the policy, so that nothing can be accepted")
    path = os.path.relpath(os.path.join(root, name))
    _accepted_findings.refuse_strays(root, path)  # also where there is none yet: what is behind a link is not ours
    if not os.path.lexists(path):
        return Book(root, policy, path, {})
    return Book(root, policy, path, parse(path, read_file(path), kind.command))


def _summary(book: Book, options: argparse.Namespace) -> int:
    named = scopes(book.root, options.paths, {entry.file for entry in book.entries})
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


def _update(kind: Kind, book: Book, options: argparse.Namespace) -> int:
    named = scopes(book.root, options.paths, {entry.file for entry in book.entries})
    bar = Bar()
    try:
        scan = kind.scan(book, kind.listing(options.paths), named, bar.expect)
    finally:
        bar.close()
    if scan.failures:
        for failure in scan.failures:
            kind.group.note(f"{failure.path}: not judged: {failure.why}".removeprefix(": "))
        return kind.group.refuse(f"{book.path} is as it was, because not everything could be judged")
    plan = _plan(book, scan, named)
    changed = dict(plan.entries) != dict(book.entries)
    if options.update and changed:
        _save(book, plan.entries)
    _told(book, plan, options, changed)
    return int(options.check and changed)


def _plan(book: Book, scan: Scan, named: Sequence[str]) -> Plan:
    """Entries of what was judged, or is gone, become what was found; the others stay."""
    kept = {
        entry: number
        for entry, number in book.entries.items()
        if not scan.gone(entry)
        and not (is_within(entry.file, named) and not os.path.lexists(os.path.join(book.root, entry.file)))
    }
    entries = {**scan.found, **{entry: max(number, scan.found.get(entry, 0)) for entry, number in kept.items()}}
    before, after = Counter(dict(book.entries)), Counter(entries)
    return Plan(entries, after - before, before - after)


def _save(book: Book, entries: Accepted) -> None:
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


def _fields(entries: Accepted) -> list[dict[str, Any]]:
    return [{**entry._asdict(), "count": number} for entry, number in sorted(entries.items())]


def _json(data: Mapping[str, Any]) -> None:
    import json

    say(json.dumps({"version": 1, **data}, indent=2) + "\n")


# The findings of hooks without a baseline of their own


def _hooks() -> tuple[Hook, ...]:
    return tuple(hook for hook in _catalogue.commit_stage() if hook.acceptable)


def _scan(book: Book, listing: Listing, named: Sequence[str], watch: Watch) -> Scan:
    """Every finding that counts, whatever is accepted."""
    hooks = _hooks()
    silent = {rule: hook for hook in hooks for rule in hook.rules if rule.unjudged}
    told = {rule_key(rule): "warning" for rule in silent}
    report = inspect(Inspection(hooks, book.policy.with_values({BASELINE: "", **told}), listing), watch)
    never = book.policy[NEVER]
    rules = frozenset[str]().union(*(acceptable(hook, never) for hook in hooks))
    said = {*(one.finding.rule for one in report.findings), *(one.rule for one in report.exempted)}
    silent = {rule: hook for rule, hook in silent.items() if rule.id in said}
    unsure = {rule.id for hook in silent.values() for rule in hook.rules}
    snapshot = Snapshot(listing)
    try:
        contents = Contents(book.root, snapshot.read)
        found = Counter(contents.entry(one.finding) for one in report.findings if one.finding.rule in rules)
        left = _still_there([entry for entry in book.entries if entry.rule in unsure & rules], book.root, contents)
    finally:
        snapshot.close()
    return Scan(
        {entry: number for entry, number in found.items() if is_within(entry.file, named)},
        lambda entry: is_within(entry.file, named) and entry not in left,
        tuple(NotJudged(failure.path, failure.message) for failure in report.errors),
        tuple((hook.id, rule.remedy) for rule, hook in silent.items()),
    )


def _listing(paths: Sequence[str]) -> Listing:
    """All files even when a person named some, tracked or not: what stands in one may be told because of another."""
    every = _inputs.all_files()
    more = _inputs.work_tree(paths).paths if paths else ()
    return every._replace(paths=tuple(dict.fromkeys((*every.paths, *map(os.path.normpath, more)))))


def _still_there(entries: Sequence[Entry], root: str, contents: Contents) -> set[Entry]:
    """Those whose line is still in its file, where not everything about it was judged here.

    An entry about a whole file cannot be told from one about a line that is gone, and goes with it.
    """
    left: set[Entry] = set()
    for file, rule in sorted({entry[:2] for entry in entries}):
        lines = contents.lines(os.path.relpath(os.path.join(root, file)))
        left |= {Entry.of(file, rule, " ".join(line.split())) for line in lines}
    return left.intersection(entries)


KIND = Kind("walkaround baseline", Group("baseline", __name__, {}), BASELINE, _hooks, _listing, _scan)
