"""`walkaround secrets audit`: go through what nobody has looked at yet, and write each answer down at once."""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .._commands import is_within, scopes
from .._inputs import read_file
from .._main import formatter
from .._report import visible_path
from .._report.wording import visible
from .._secrets_baseline import ACCEPTED, FALSE_POSITIVE, STATUSES, TO_REVOKE, Entry, changed, parse
from ..secret_detection._accepted import Accepted, Old, Secret
from . import count, note, refuse, say
from ._book import Book, Scan, files_on_disk, open_book, save, scan

UNAUDITED = "unaudited"
_SHOWN = 4  # characters of a secret that are shown at most, and at most a quarter of it
_AROUND = 60  # characters of a line on either side of a secret
_WIDEST = 20  # stars for what is hidden
_RUN = re.compile(r"[A-Za-z0-9+/=_-]{16,}")
_QUESTION = "[f]alse alarm  [a]ccepted risk  [r]eal  [s]kip  [b]ack  [q]uit: "
_REAL = "  Revoke it where it was issued; it is a finding until it is gone from the file."


class Item(NamedTuple):
    """An entry to look at, and the places of its secret: none when it is not found any more."""

    entry: Entry
    places: tuple[Secret, ...]
    others: tuple[Secret, ...] = ()  # in the same file


def main(argv: Sequence[str]) -> int:
    options = _parser().parse_args(argv)
    book = open_book()
    if book.named:
        return refuse(f"{book.legacy[0]} is detect-secrets' own; `walkaround secrets baseline --migrate` comes first")
    named = scopes(book.root, options.paths, {entry.file for entry in book.entries})
    entries = [entry for entry in book.entries if is_within(entry.file, named)]
    if options.json:
        return _statistics(book, entries)
    left = [entry for entry in entries if not entry.status]
    if not left:
        say(f"{book.path}: {count(len(entries), 'entry')}, and somebody has looked at each\n")
        return 0
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return refuse(
            f"audit asks questions and needs a terminal; {count(len(left), 'entry')} of {book.path} to look at"
        )
    judged = scan(book, files_on_disk(book, (entry.file for entry in left)))
    if judged.failures:
        for failure in judged.failures:
            note(f"{failure.path}: not judged: {failure.why}")
        return refuse("not every file could be judged, so that not every secret could be shown")
    return _asked(book, _items(book, left, judged))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "walkaround secrets audit",
        description="Look at each accepted secret that nobody has looked at yet, and say what it is.",
        epilog="Each answer is written at once: quit whenever you like and go on later.",
        formatter_class=formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help="ask nothing; print how many there are of each status")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="only entries of these files and folders")
    return parser


def _statistics(book: Book, entries: Sequence[Entry]) -> int:
    import json

    found = Counter(entry.status or UNAUDITED for entry in entries)
    by_status = {name: found[name] for name in (UNAUDITED, *STATUSES)}
    say(json.dumps({"version": 1, "path": book.path, "entries": len(entries), "by_status": by_status}, indent=2) + "\n")
    return 0


def _items(book: Book, left: Sequence[Entry], judged: Scan) -> list[Item]:
    accepted = Accepted(book.entries)
    places: dict[tuple[str, str, str], list[Secret]] = {}
    for found in judged.found:
        here = accepted.file(found.file)
        entry = here.entry(found.secret)
        old = [one.entry for one in here.old(found.secret) if isinstance(one, Old)] if entry is None else []
        for one in (entry, *old):
            if one is not None:
                places.setdefault(one.key, []).append(found.secret)
    in_file: dict[str, list[Secret]] = {}
    for found in judged.found:
        in_file.setdefault(found.file, []).append(found.secret)
    return [Item(entry, tuple(places.get(entry.key, ())), tuple(in_file.get(entry.file, ()))) for entry in left]


def _asked(book: Book, items: Sequence[Item]) -> int:
    """Ask about one after the other; what is answered is on disk before the next question."""
    at = 0
    seen: list[int] = []
    given: set[tuple[str, str, str]] = set()
    while at < len(items):
        item = items[at]
        say(_shown(item, f"[{at + 1} of {len(items)}]"))
        if not item.places:
            at += 1
            continue
        answer = _answer()
        if answer is None or answer == "q":
            break
        if answer == "b":
            at = seen.pop() if seen else at
            continue
        seen.append(at)
        at += 1
        if answer == "s":
            continue
        new = _labelled(item.entry, answer)
        if new is None:
            break
        if _written(book, new):
            given.add(new.key)
    left = sum(not entry.status for entry in parse(book.path, read_file(book.path)))
    say(f"{book.path}: {count(len(given), 'answer')} written, {count(left, 'entry')} left to look at\n")
    return 0


def _answer() -> str | None:
    """One of f, a, r, s, b, q; None at the end of the input."""
    while True:
        said = _line(_QUESTION)
        if said is None:
            return None
        if said.lower() in tuple("farsbq"):
            return said.lower()
        say("  Type one of the letters f, a, r, s, b, q and Enter.\n")


def _line(question: str) -> str | None:
    say(question)
    sys.stdout.flush()
    said = sys.stdin.readline()
    return said.strip() if said.endswith("\n") else None


def _labelled(entry: Entry, answer: str) -> Entry | None:
    """The entry with the answer; None when the input ends before a reason is given."""
    if answer == "f":
        return entry._replace(status=FALSE_POSITIVE)
    if answer == "r":
        say(f"{_REAL}\n")
        return entry._replace(status=TO_REVOKE)
    while True:
        reason = _line("  Why is the risk accepted? ")
        if reason is None:
            return None
        reason = "".join(char for char in reason if char.isprintable())[:500].strip()
        if reason:
            return entry._replace(status=ACCEPTED, reason=reason)


def _written(book: Book, new: Entry) -> bool:
    """Write one answer into the file as it is now, which somebody else may have changed; whether that was done."""
    entries = parse(book.path, read_file(book.path))
    if not any(entry.key == new.key for entry in entries):
        say(f"  {visible_path(new.file)}: the entry is gone from {book.path}; nothing was written\n")
        return False
    save(book, changed(entries, new))
    return True


def _shown(item: Item, counter: str) -> str:
    entry = item.entry
    if not item.places:
        gone = "is not found there any more; `walkaround secrets baseline --update` takes it away"
        return f"{counter} {visible_path(entry.file)}: {visible(entry.type)} {gone}\n"
    first = item.places[0]
    others = f" and {count(len(item.places) - 1, 'more place')}" if len(item.places) > 1 else ""
    place = f"{visible_path(entry.file)}:{first.number}{others}"
    return f"\n{counter} {place}: {visible(entry.type)}\n    {masked(first, item.others)}\n"


def masked(secret: Secret, others: Iterable[Secret] = ()) -> str:
    """The line around a secret: of it at most four characters, of what else may be one nothing."""
    line = secret.line
    for value in {other.line[other.start : other.end] for other in others} - {""}:
        line = line.replace(value, "*" * len(value))
    before, value, after = line[: secret.start], secret.line[secret.start : secret.end], line[secret.end :]
    shown = value[: min(_SHOWN, len(value) // 4)]
    hidden = "*" * min(len(value) - len(shown), _WIDEST)
    return visible(f"{_hidden_runs(before)[-_AROUND:]}{shown}{hidden}{_hidden_runs(after)[:_AROUND]}".strip())


def _hidden_runs(text: str) -> str:
    return _RUN.sub(lambda run: "*" * min(len(run[0]), _WIDEST), text)
