"""`walkaround sast baseline`: what is accepted, and bringing it up to date with what is there."""

from collections import Counter
from collections.abc import Sequence

from .. import _inputs
from .._accepted_findings import Entry
from .._finding import NotJudged
from .._inputs import FileInputs, Listing, Snapshot
from .._policy import today
from ..baseline import Book, Kind, Scan, Watch, run
from ..sast import BASELINE, HOOK
from ..sast._accepted import counted
from ..sast._run import results
from . import GROUP


def main(argv: Sequence[str]) -> int:
    return run(KIND, argv)


def _listing(paths: Sequence[str]) -> Listing:
    return _inputs.work_tree(paths) if paths else _inputs.all_files()


def _scan(book: Book, listing: Listing, _named: Sequence[str], watch: Watch) -> Scan:
    """Every finding that counts under the policy: no rule that is off, and no exemption, covers it."""
    snapshot = Snapshot(listing)
    rules = {rule.id: rule for rule in HOOK.rules}
    day = today()
    found: Counter[Entry] = Counter()
    files: set[str] = set()
    failures: list[NotJudged] = []
    paths = [path for path in listing.paths if HOOK.selects is not None and HOOK.selects(path)]
    snapshot.on_read = watch(len(paths))
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
    return Scan(found, lambda entry: entry.file in files, tuple(failures))


KIND = Kind("walkaround sast baseline", GROUP, BASELINE, lambda: (HOOK,), _listing, _scan)
