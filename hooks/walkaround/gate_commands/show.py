"""`walkaround gate show`: what each condition of the gate comes to, whether or not it stops the change."""

import argparse
from collections.abc import Sequence

from .. import _inputs
from .._inputs import FileInputs, Listing, Snapshot
from .._main import formatter, judged_commit, marked_changes, policy_for
from .._progress import Bar
from .._report.wording import visible
from ..quality_gate import HOOK
from ..quality_gate._judge import CONDITIONS, judged, ranged
from ..quality_gate._keys import GIVEN
from ..quality_gate._model import Measure
from . import say, say_json


def main(argv: Sequence[str]) -> int:
    parser = _parser()
    options = parser.parse_args(argv)
    if (options.from_ref is None) != (options.to_ref is None):
        parser.error("--from-ref and --to-ref go together")
    measures = _measures(_listing(options), options)
    if options.json:
        say_json({"version": 1, "conditions": [one._asdict() for one in measures]})
    else:
        say(_table(measures))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "walkaround gate show",
        description="What each condition of the gate comes to. Of what is staged those are asked that a commit is "
        "asked, of a range all that the policy has.",
        epilog="Exit codes: 0 shown, whatever the gate would say; 2 the change or the policy could not be read.",
        formatter_class=formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--from-ref", metavar="A", help="with --to-ref: what B changes since it left A")
    parser.add_argument("--to-ref", metavar="B")
    parser.add_argument("--report", metavar="FILE", action="append", default=[], help="a JSON report about the range")
    parser.add_argument("--policy", metavar="PROFILE-OR-FILE", help="a stricter policy on top of the repository's own")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _listing(options: argparse.Namespace) -> Listing:
    if options.to_ref is None:
        return _inputs.staged()
    return _inputs.changed(options.from_ref, options.to_ref)


def _measures(listing: Listing, options: argparse.Namespace) -> list[Measure]:
    own, marked = judged_commit(listing), lambda: marked_changes(listing)
    policy = policy_for((HOOK,), listing.root, options.policy, marked, own).with_values({GIVEN: tuple(options.report)})
    snapshot, bar = Snapshot(listing), Bar()
    snapshot.expect = bar.expect
    try:
        found = [one.measure for one in judged(policy, FileInputs(snapshot, ()), late=True)]
    finally:
        bar.close()
        snapshot.close()
    late = ranged(listing.changes)
    names = {one.condition for one in found}
    left = [one.name for one in CONDITIONS if one.name not in names and not one.asked(policy)]
    found += [Measure(name, "none", detail="switched off by the policy") for name in left]
    if not late:
        names |= set(left)
        asked = [one.name for one in CONDITIONS if one.name not in names]
        found += [
            Measure(name, "none", detail="nothing is staged that it speaks of, or asked of a range") for name in asked
        ]
    return found


def _table(measures: Sequence[Measure]) -> str:
    rows = [("condition", "state", "value", "limit", "")]
    rows += [
        (one.condition, _state(one), _figure(one.value, one), _figure(one.limit, one), visible(one.why or one.detail))
        for one in measures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "  ".join((*(text.ljust(width) for text, width in zip(row, widths, strict=False)), row[4])) for row in rows
    ]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _state(one: Measure) -> str:
    if one.state in ("absent", "none"):
        return one.state
    verdict = "passed" if one.passed else "stopped"
    return verdict if one.state == "measured" else f"{verdict}, {one.state}"


def _figure(value: float | None, one: Measure) -> str:
    if value is None:
        return "-"
    number = f"{value:.1f}".removesuffix(".0")
    unit = one.unit.removesuffix("s") if number == "1" else one.unit  # "1 finding"
    return f"{number} {unit}".rstrip()
