"""`strict`: every commit-stage hook of the profile, in one process, with each file read once.

It has no rules of its own: findings carry the id of the hook that made them.
"""

from collections.abc import Sequence

from . import _catalogue, _git, _inputs
from ._finding import NotJudged
from ._main import (
    Inspection,
    Output,
    could_not_start,
    emit,
    guarded,
    inspect,
    marked_changes,
    parse_with_files,
    parser_for,
    policy_for,
)
from ._policy import PolicyError

SUMMARY = "Run every commit-stage hook of the policy's profile in one process."


def main(argv: Sequence[str] | None = None) -> int:
    return guarded("walkaround-strict", lambda: _main(argv))


def _main(argv: Sequence[str] | None) -> int:
    parser = parser_for("walkaround-strict", SUMMARY)
    parser.add_argument("files", nargs="*", metavar="FILE", help="files to judge; staged content where there is some")
    options = parse_with_files(parser, argv)
    output = Output("strict", options.format, tuple(options.save))
    try:
        hooks = _catalogue.commit_stage()
        listing = _inputs.named_files(options.files, [path for hook in hooks for path in hook.beside])
        policy = policy_for(hooks, listing.root, options.policy, lambda: marked_changes(listing))
        inspection = Inspection(hooks, policy, listing)
    except (PolicyError, _git.GitError, NotJudged) as failure:
        return emit(could_not_start("strict", failure), output)
    report = inspect(inspection)
    if not report.exit_code:
        from . import _receipts

        _receipts.leave(inspection.policy, listing)
    return emit(report, output, inspection)
