"""`walkaround doctor`: whether what keeps a repository strict is in order, and the command that heals what is not."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence

from .. import _git
from .._fetch.words import FetchError
from .._finding import NotJudged
from .._main import FAILED, formatter, printable
from .._policy import PolicyError
from .._report.wording import visible, well_formed
from . import _checks_files, _checks_hooks, _checks_machine, _checks_policy, _checks_rev, _org_drift
from ._checks import Check, Checkup, Ground, NotHere

# In the order in which one builds on the other: what is said first is to be healed first.
CHECKS: tuple[tuple[str, Check], ...] = (
    ("git-version", _checks_machine.git_version),
    ("framework", _checks_machine.framework),
    ("python", _checks_machine.python),
    ("environment", _checks_machine.environment),
    ("line-ends", _checks_machine.line_ends),
    ("hook-config", _checks_hooks.configuration),
    ("hooks-listed", _checks_hooks.hooks_listed),
    ("hooks-selected", _checks_hooks.hooks_selected),
    ("hook-types", _checks_hooks.hook_types),
    ("hooks-path", _checks_hooks.hooks_path),
    ("hooks-installed", _checks_hooks.hooks_installed),
    ("hooks-foreign", _checks_hooks.hooks_foreign),
    ("hooks-started", _checks_hooks.hooks_started),
    ("rev-pinned", _checks_rev.pinned),
    ("rev-current", _checks_rev.current),
    ("policy", _checks_policy.loads),
    ("policy-copies", _checks_policy.copies),
    ("policy-strength", _checks_policy.strength),
    ("policy-staged", _checks_policy.staged),
    ("exemptions", _checks_policy.exemptions),
    ("baselines", _checks_policy.baselines),
    ("init", _checks_files.init),
    ("pr-template", _checks_files.pr_template),
    ("agents", _checks_files.agents),
    ("pipeline", _checks_files.pipeline),
    ("attributes", _checks_files.attributes),
    ("template", _org_drift.template),
    ("cache", _checks_machine.cache),
)
REPOSITORY = "repository"


def main(argv: Sequence[str]) -> int:
    options = _parser().parse_args(argv)
    root = _git.find_root(os.getcwd())
    if root is None:
        sys.stderr.write("walkaround doctor: this folder is in no git repository; run `git init` first\n")
        return FAILED
    found = tuple(examined(Ground(root, os.environ, online=options.online)))
    text = _json(found) if options.json else _text(found, options)
    sys.stdout.write(printable(text, sys.stdout.encoding))
    return exit_code(found)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "walkaround doctor",
        description="Whether hooks, policy, templates and caches are as they should be; what is not, with the command "
        "that heals it.",
        epilog="Exit codes: 0 healthy, or warnings; 1 an error is to be healed; 2 something could not be looked at.",
        formatter_class=formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--online", action="store_true", help="ask hosts too: is the pinned commit its tag's, and newest?"
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--all", action="store_true", help="a line for each check, those that are ok too")
    how.add_argument("--quiet", action="store_true", help="nothing about what is ok, and no warnings")
    return parser


def examined(ground: Ground) -> Iterator[Checkup]:
    """What every check finds; a repository that git does not open is all that can be said of it."""
    shut = _shut(ground)
    yield shut
    if shut.state != "ok":
        return
    for name, check in CHECKS:
        yield from _examined(name, check, ground)


def exit_code(found: Sequence[Checkup]) -> int:
    states = {one.state for one in found}
    if "unknown" in states:
        return 2
    return 1 if "error" in states else 0


def _examined(name: str, check: Check, ground: Ground) -> Iterator[Checkup]:
    troubled = False
    try:
        for one in check(ground):
            troubled = True
            yield Checkup(name, *one)
    except NotHere:
        return
    except (NotJudged, PolicyError, _git.GitError, FetchError, OSError) as failure:
        said = str(failure).removeprefix(": ")
        yield Checkup(
            name, "unknown", f"Could not be looked at: {said}.", "mend that, and run `walkaround doctor` again"
        )
        return
    if not troubled:
        yield Checkup(name, "ok", (check.__doc__ or "").strip())


def _shut(ground: Ground) -> Checkup:
    """Whether git opens the repository."""
    import shlex

    try:
        ground.git("rev-parse", "--git-dir")
    except _git.GitError as failure:
        said = str(failure)
        if "dubious ownership" in said:
            heal = f"git config --global --add safe.directory {shlex.quote(os.path.abspath(ground.root))}"
            return Checkup(REPOSITORY, "error", "git does not open this repository: it belongs to somebody else.", heal)
        return Checkup(REPOSITORY, "unknown", f"git does not open this repository: {said}.", "git status")
    return Checkup(REPOSITORY, "ok", "git opens this repository.")


def _text(found: Sequence[Checkup], options: argparse.Namespace) -> str:
    """A line for each finding and the command under it; what is ok is one line."""
    fine = [one for one in found if one.state == "ok"]
    lines = []
    for one in found:
        if one.state == "ok" and options.all:
            lines.append(f"{one.id}: ok: {visible(one.what)}\n")
        elif one.state not in ("ok", "warning") or (one.state == "warning" and not options.quiet):
            lines.append(f"{one.id}: {one.state}: {visible(one.what)}\n    {visible(one.heal)}\n")
    if fine and not options.all and not options.quiet:
        lines.append(f"{len(fine)} check{'s' if len(fine) > 1 else ''} ok\n")
    return "".join(lines)


def _json(found: Sequence[Checkup]) -> str:
    import json

    checks = [
        {"id": one.id, "state": one.state, "message": well_formed(one.what), "heal": well_formed(one.heal)}
        for one in found
    ]
    return json.dumps({"version": 1, "checks": checks}, indent=2) + "\n"
