"""The hook as a command: its run, with the difference that a hand made; and what only people call."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from functools import partial

from .. import _git, _inputs
from .._finding import NotJudged
from .._hook import Hook, Inputs, Said
from .._main import Output, could_not_start, emit, guarded, parser_for, policy_for, printable, run
from .._policy import Policy, PolicyError
from . import EXTRA, _templates
from ._checklist import required
from ._templates import Drift

_OWN = frozenset(["--overwrite", "--remove", "--print", "-h", "--help"])  # what `_main.run` does not know
_MOST = 100  # lines of a difference


def main(hook: Hook, argv: Sequence[str] | None) -> int:
    words = sys.argv[1:] if argv is None else list(argv)
    if _OWN.isdisjoint(words):
        return _run(hook, words)
    return guarded(f"walkaround-{hook.id}", lambda: _own(hook, words))


def _own(hook: Hook, words: Sequence[str]) -> int:
    parser = _parser(hook)
    options = parser.parse_args(words)
    if options.overwrite and not options.fix:
        parser.error("--overwrite goes with --fix")
    if options.fix and (options.remove or options.print):
        parser.error("--fix goes without --remove and --print")
    if options.print:
        return _print(hook, options)
    shared = [f"--save={format_}={path}" for format_, path in options.save]
    if options.format:
        shared.append(f"--format={options.format}")
    if options.policy is not None:
        shared.append(f"--policy={options.policy}")
    if options.remove:
        code = run(hook._replace(fix=_templates.remove, check=_nothing), ["--fix", *shared])
        return 0 if code == 1 else code  # a change is what was asked for
    return _run(hook._replace(fix=partial(_templates.fix, overwrite=True)), ["--fix", *shared])


def _parser(hook: Hook) -> ArgumentParser:
    parser = parser_for(f"walkaround-{hook.id}", hook.summary)
    parser.add_argument("--fix", action="store_true", help="mend what can be mended; exit 1 when a file changed")
    parser.add_argument("--overwrite", action="store_true", help="with --fix: restore a block that was edited, too")
    others = parser.add_mutually_exclusive_group()
    others.add_argument("--remove", action="store_true", help="take the block out of every template; exit 0 when done")
    others.add_argument("--print", action="store_true", help="print the block, to be pasted where a host reads no file")
    return parser


def _run(hook: Hook, words: Sequence[str]) -> int:
    """The hook's run; below it what a hand changed in a block, unless that weighs nothing here."""
    drifts: list[Drift] = []
    code = run(hook._replace(check=partial(_templates.check, drifts=drifts)), words)
    if code and drifts:
        sys.stderr.write(printable("".join(map(_difference, drifts)), sys.stderr.encoding))
    return code


def _difference(drift: Drift) -> str:
    """A unified difference from the file to what it should be, its lines made harmless as findings are."""
    from difflib import unified_diff

    from .._report.wording import visible

    before, after = (
        [line.rstrip("\r") for line in content.decode("utf-8", "backslashreplace").split("\n")]
        for content in (drift.content, drift.expected)
    )
    lines = list(unified_diff(before, after, drift.shown, f"{drift.shown} (expected)", n=1, lineterm=""))
    more = len(lines) - _MOST
    shown = "".join(f"{visible(line)}\n" for line in lines[:_MOST])
    return f"{shown}... and {more} more line{'s' if more > 1 else ''}\n" if more > 0 else shown


def _nothing(_policy: Policy, _inputs: Inputs) -> Iterator[Said]:
    yield from ()


def _print(hook: Hook, options: Namespace) -> int:
    try:
        policy = policy_for((hook,), _inputs.named_files([]).root, options.policy)
        block = required(policy, EXTRA).block
    except (PolicyError, _git.GitError, NotJudged) as failure:
        return emit(could_not_start(hook.id, failure), Output(hook.id, "text"))
    sys.stdout.write(printable(block.decode() + "\n", sys.stdout.encoding))
    return 0
