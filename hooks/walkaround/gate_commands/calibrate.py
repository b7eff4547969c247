"""`walkaround gate calibrate`: limits for the gate, from what was merged before."""

import argparse
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .. import _git
from .._finding import NotJudged
from .._main import formatter, policy_for
from .._progress import Bar
from ..quality_gate import HOOK
from ..quality_gate._judge import excluding
from ..quality_gate._keys import DUPLICATION_TOKENS, EXCLUDE, SMALL_CHANGE
from . import count, say, say_json
from ._history import Merged, Replay, merged_commits
from ._limits import Limits, Share, proposed, stopped

_FEWEST = 50  # of changes, below which a share of them says nothing
_ROUNDS = 4


class Held(NamedTuple):
    """What limits that were made from some changes did to those that followed."""

    limits: Limits
    share: Share


def main(argv: Sequence[str]) -> int:
    parser = _parser()
    options = parser.parse_args(argv)
    least, most = options.share
    changes = _changes(options)
    if len(changes) < _FEWEST:
        few = count(len(changes), "merged change")
        why = f"only {few} with new lines of code; a share takes {_FEWEST}, so keep the profile's limits until then"
        raise NotJudged("", why)
    window = changes[-options.window :]
    limits = proposed(window, least, most)
    later = list(_later(changes, options, least, most))
    if options.json:
        say_json(_plain(limits, stopped(limits, window), later))
    else:
        say(_text(limits, window, later, (least, most), options))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "walkaround gate calibrate",
        description="Replays the merged changes of a history (commits on the line of first parents), and proposes "
        "limits for complexity, duplication and size that would have stopped the asked share. Limits of earlier "
        "changes are tried on those that followed, which shows how well a share holds. Coverage, findings and mutants "
        "cannot be replayed without running each state of the project; they come on top.",
        epilog="Exit codes: 0 proposed, 2 the history is too short or could not be read.",
        formatter_class=formatter,
        allow_abbrev=False,
    )
    parser.add_argument("revision", nargs="?", default="HEAD", metavar="REV", help="the end of the history")
    parser.add_argument("--window", type=_number, default=200, metavar="N", help="from how many changes (default: 200)")
    parser.add_argument(
        "--next", type=_number, default=50, metavar="N", help="tried on so many that followed (default: 50)"
    )
    parser.add_argument(
        "--share", type=_share, default=(0.2, 0.25), metavar="LOW-HIGH", help="in per cent (default: 20-25)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _number(text: str) -> int:
    if not text.isdigit() or not 10 <= int(text) <= 100_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 10 on")
    return int(text)


def _share(text: str) -> tuple[float, float]:
    low, _, high = text.partition("-")
    try:
        least, most = float(low) / 100, float(high or low) / 100
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no share; write it as 20-25") from None
    if not 0 < least <= most < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no share; write two numbers between 0 and 100, as 20-25")
    return least, most


def _changes(options: argparse.Namespace) -> list[Merged]:
    """The measured changes, the oldest first: as many as the window and the later ones need."""
    import os

    root = _git.find_root(os.getcwd())
    if root is None:
        raise _git.GitError("not in a git repository; a history needs one")
    policy = policy_for((HOOK,), root, None)
    patterns = policy[EXCLUDE]
    replay = Replay(root, policy[DUPLICATION_TOKENS], policy[SMALL_CHANGE], excluding(patterns), patterns)
    wanted = options.window + _ROUNDS * options.next
    # A history has changes without a line of code, so that more commits are read than changes are wanted.
    pairs = merged_commits(root, _git.commit_id(root, options.revision), 4 * wanted)
    bar, found = Bar(), []
    step = bar.expect(min(wanted, len(pairs)))
    try:
        for base, commit in reversed(pairs):
            change = replay.of(base, commit)
            if change is not None:
                found.append(change)
                step()
            if len(found) == wanted:
                break
    finally:
        bar.close()
    return found[::-1]


def _later(changes: Sequence[Merged], options: argparse.Namespace, least: float, most: float) -> Iterator[Held]:
    """The oldest round first: limits from a window, and what they do to the changes behind it."""
    for back in range(_ROUNDS, 0, -1):
        start = len(changes) - back * options.next
        if start - options.window < 0:
            continue
        limits = proposed(changes[start - options.window : start], least, most)
        yield Held(limits, stopped(limits, changes[start : start + options.next]))


def _pooled(later: Sequence[Held]) -> Share:
    return Share(sum(one.share.stopped for one in later), sum(one.share.of for one in later))


def _per_cent(share: Share) -> str:
    low, high = share.interval
    return f"{100 * share.fraction:.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def _text(
    limits: Limits, window: Sequence[Merged], later: Sequence[Held], asked: tuple[float, float],
    options: argparse.Namespace,
) -> str:  # fmt: skip
    share, low, high = stopped(limits, window), 100 * asked[0], 100 * asked[1]
    rounds = ", ".join(f"{100 * one.share.fraction:.0f}" for one in later)
    needed = options.window + options.next
    tried = (
        f"Limits made in the same way from {options.window} changes stopped of the {options.next} that followed: "
        f"{rounds} %; of all {_per_cent(_pooled(later))}."
        if later
        else f"The history is too short to try limits on what followed: that takes {needed} changes."
    )
    missed = (
        ()
        if asked[0] <= share.fraction <= asked[1]
        else ("No limits that this command proposes stop as many as asked; these come nearest.",)
    )
    lines = (
        f"{len(window)} changes, asked {low:g} to {high:g} %: these would stop {share.stopped}, {_per_cent(share)}.",
        *missed,
        "",
        "[quality-gate]",
        f"complexity = {limits.complexity}",
        f"new-duplication = {limits.duplication}",
        f"change-lines = {limits.lines}",
        "",
        tried,
        "In brackets stand intervals of 95 %. Habits change, so that the share to come may lie outside of them; look",
        "again every few months. Coverage, findings and mutants are not replayed, and stop changes on top.",
    )
    return "\n".join(lines) + "\n"


def _plain(limits: Limits, share: Share, later: Sequence[Held]) -> dict[str, object]:
    return {
        "version": 1,
        "limits": _keys(limits),
        "share": _figures(share),
        "later": [{"limits": _keys(one.limits), "share": _figures(one.share)} for one in later],
        "later-pooled": _figures(_pooled(later)) if later else None,
    }


def _keys(limits: Limits) -> dict[str, int]:
    return {"complexity": limits.complexity, "new-duplication": limits.duplication, "change-lines": limits.lines}


def _figures(share: Share) -> dict[str, object]:
    low, high = share.interval
    return {"stopped": share.stopped, "of": share.of, "low": round(low, 4), "high": round(high, 4)}
