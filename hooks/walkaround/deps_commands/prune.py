"""`walkaround deps prune`: take away what is kept and not needed. Other repositories share the cache."""

import argparse
import time
from collections.abc import Iterable, Sequence

from .._main import FAILED, formatter
from .._report.wording import visible
from .._wheels import Wanted
from .._wheels.store import Entry, entries, find, forget, sweep
from . import count, note, say, say_json, size
from ._projects import open_projects, resolved_of

_DAYS = 90


def main(argv: Sequence[str]) -> int:
    options = _parser().parse_args(argv)
    kept = entries()
    unneeded = _foreign(kept) if options.all else _unused(kept)
    removed: list[Entry] = []
    code = 0
    for one in unneeded:
        try:
            forget(one)
        except OSError as failure:
            note(f"{one.unpacked.name} {one.unpacked.version}: cannot be removed: {failure.strerror or failure}")
            code = FAILED
            break
        removed.append(one)
    sweep()
    total = sum(one.size for one in removed)
    if options.json:
        wheels = [{"name": one.unpacked.name, "version": one.unpacked.version, "bytes": one.size} for one in removed]
        say_json({"version": 1, "removed": wheels, "bytes": total})
        return code
    for one in removed:
        say(f"{visible(one.unpacked.name)} {visible(one.unpacked.version)}  {size(one.size)}\n")
    say(f"removed {count(len(removed), 'wheel')}, {size(total)} freed\n")
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "walkaround deps prune",
        description=f"Take away the wheels that no commit and no fetch has used for {_DAYS} days.",
        formatter_class=formatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--all", action="store_true", help="all that this repository does not need, whoever else may need it"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _unused(kept: Iterable[Entry]) -> list[Entry]:
    """What no repository of this user has asked for lately, as far as the times of the cache tell."""
    oldest = time.time() - _DAYS * 86400
    return [one for one in kept if one.used < oldest]


def _foreign(kept: Iterable[Entry]) -> list[Entry]:
    projects = open_projects()
    wanted: list[Wanted] = []
    for one in projects.found:
        wanted += [*one.pins.values(), *(each for forks in one.forks.values() for each in forks), *resolved_of(one)]
    needed = {one.key for one in find(wanted, projects.root).values()}
    return [one for one in kept if one.unpacked.key not in needed]
