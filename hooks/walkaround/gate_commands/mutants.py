"""`walkaround gate mutants`: the mutants of new lines that survive the tests, as diffs."""

import argparse
from collections.abc import Sequence

from .. import _change, _inputs
from .._git import Change
from .._main import formatter, judged_commit, marked_changes, policy_for
from .._progress import Bar
from .._report.wording import visible, visible_path
from ..quality_gate import HOOK
from ..quality_gate._judge import excluding
from ..quality_gate._keys import EXCLUDE
from ..quality_gate._killed import SURVIVED, outcome_of, summary
from ..quality_gate._scene import Scene
from ..quality_gate.mutation import Mutant
from . import note, say, say_json


def main(argv: Sequence[str]) -> int:
    options = _parser().parse_args(argv)
    listing = _inputs.changed(options.from_ref, options.to_ref)
    policy = policy_for((HOOK,), listing.root, options.policy, lambda: marked_changes(listing), judged_commit(listing))
    bar = Bar()
    try:
        with _change.of(listing.root, Change(options.from_ref, options.to_ref)) as delta:
            outcome = outcome_of(Scene(delta, policy, bar.expect, excluding(policy[EXCLUDE])))
    finally:
        bar.close()
    survivors = [one for one in outcome.mutants if one.verdict in SURVIVED]
    if options.json:
        mutants = [one._asdict() for one in (outcome.mutants if options.all else survivors)]
        say_json({"version": 1, "mutants": mutants, "tried": len(outcome.mutants), "left": outcome.left})
    else:
        say("\n".join(map(_shown, outcome.mutants if options.all else survivors)))
    note(summary(outcome))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "walkaround gate mutants",
        description="The mutants of new lines that the tests let pass, each as a diff with a test that runs its line.",
        epilog="Exit codes: 0 shown, however many there are; 2 they could not be tried.",
        formatter_class=formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--from-ref", metavar="A", required=True, help="what B changes since it left A")
    parser.add_argument("--to-ref", metavar="B", required=True)
    parser.add_argument("--all", action="store_true", help="those that are killed as well")
    parser.add_argument("--policy", metavar="PROFILE-OR-FILE", help="a stricter policy on top of the repository's own")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _shown(mutant: Mutant) -> str:
    """A header as of a comment in a patch, which `git apply` passes over, and the diff."""
    test = f"run by {mutant.test}" if mutant.test else "run by no test"
    diff = mutant.diff if mutant.diff.endswith("\n") else f"{mutant.diff}\n"
    return f"# {visible_path(mutant.path)}:{mutant.line}: {mutant.verdict}, {visible(test)}\n{diff}"
