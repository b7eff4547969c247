"""Are the files that Walkaround keeps in a repository still what it would write?"""

import os
import shlex
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from .. import _inputs
from .._finding import NotJudged
from .._main import Inspection, inspect
from .._paths import from_root
from .._policy import PolicyError
from . import _journal
from ._agent_files import told
from ._checks import COMMIT, Ground, NotHere, Trouble, listed
from ._plan import Part, Refused
from ._repository import Repository


def pr_template(ground: Ground) -> Iterator[Trouble]:
    """The pull request template carries the checklist as the policy asks for it."""
    from ..pr_template import HOOK

    policy = _with_policy(ground).policy
    report = inspect(Inspection((HOOK,), policy, _inputs.work_tree([])))
    for said in report.findings:
        finding = said.finding
        heal = _healing(finding.remedy)
        if not os.path.lexists(finding.path) and _is_tracked(ground, finding.path):
            heal = f"git restore {shlex.quote(finding.path)}"  # the hook reads the index
        yield Trouble("error" if said.severity == "error" else "warning", f"{finding.path}: {finding.message}", heal)
    for failure in report.errors:
        raise NotJudged(failure.path, failure.message)


def _is_tracked(ground: Ground, path: str) -> bool:
    key = from_root(ground.root, path)
    return key is not None and bool(ground.git("--literal-pathspecs", "ls-files", "--", key))


def _healing(remedy: str) -> str:
    """The command that a remedy names; where it names none, what it says."""
    command = "walkaround-pr-template --fix"
    return next((one for one in (f"{command} --overwrite", command) if one in remedy), remedy)


def init(ground: Ground) -> Iterator[Trouble]:
    """`walkaround init` wrote all that it began to write."""
    journal = _journal.read(Repository(ground.root))
    if not journal:
        raise NotHere
    if any(record.state != "done" for record in journal):
        what = "A run of `walkaround init` was cut short, and may have left half of its files."
        yield Trouble("error", what, "walkaround init --undo --yes")


def agents(ground: Ground) -> Iterator[Trouble]:
    """What agents are told is what the policy asks of them."""
    found = told(ground.facts, _with_policy(ground).choice)
    due = [one.path for one in found if one.step is not None]
    if due:
        yield Trouble(
            "warning",
            f"{listed(due)} {'does' if len(due) == 1 else 'do'} not tell agents what the policy asks of them.",
            ground.init,
        )
    for one in found:
        if one.note:
            yield Trouble(
                "warning", f"{one.path}: {one.note.rstrip('.')}.", f"mend {one.path} by hand, then {ground.init}"
            )


def pipeline(ground: Ground) -> Iterator[Trouble]:
    """The pipeline of continuous integration is the shipped one, and installs the hooks that are pinned."""
    module = _part("_pipeline")
    choice = _with_policy(ground).choice
    if not any(path in ground.facts.files for _, path in module._TEMPLATES.values()):  # noqa: SLF001 - of this package
        raise NotHere
    for host, (_, path) in module._TEMPLATES.items():  # noqa: SLF001 - of this package
        content = ground.facts.read(path) if path in ground.facts.files else None
        if content is None:
            continue
        try:
            found = module.standing(content, module.rendered(ground.facts, choice._replace(host=host)))
        except Refused:
            continue  # a `rev` that no pipeline can install: `rev-pinned` says so
        if found == "outdated":
            yield Trouble("warning", f"{path} is not the pipeline as it is shipped now.", ground.init)
        elif found in ("edited", "foreign"):
            yield Trouble(
                "warning",
                f"{path} was edited, and is no longer kept up to date.",
                f"git rm -q {path} && git commit -m 'Remove the edited pipeline' && {ground.init}",
            )
    revs = {pin.rev for pin in ground.pins} if ground.config_path else set()
    for one in module.pinned(ground.facts):
        if all(map(COMMIT.fullmatch, revs)) and revs and one.rev not in revs:
            what = f"{one.path}:{one.line} installs {one.rev[:12]}, and the hooks are {min(revs)[:12]}."
            yield Trouble("warning", what, f"write {min(revs)} at {one.path}:{one.line}, or {ground.init}")


def attributes(ground: Ground) -> Iterator[Trouble]:
    """git is told how to merge baselines."""
    part: Part = _part("_attributes").steps
    accepted = any(path.startswith(".walkaround/") and path.endswith(".baseline") for path in ground.facts.files)
    if not accepted:
        raise NotHere
    due = [one.path for one in part(ground.facts, _with_policy(ground).choice)]
    if due:
        yield Trouble("warning", f"{listed(due)} lacks what git has to know to merge baselines.", ground.init)


def _part(module: str) -> Any:
    """A part of `init`."""
    if find_spec(f"{__package__}.{module}") is None:
        raise NotHere
    return import_module(f".{module}", __package__)


def _with_policy(ground: Ground) -> Ground:
    """NotHere when the policy does not load, as `policy` says."""
    try:
        _ = ground.policy
    except PolicyError:
        raise NotHere from None
    return ground
