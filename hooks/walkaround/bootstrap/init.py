"""`walkaround init`: make a repository strict in one step, show first what that changes, and take it back.

    walkaround init                  the plan and its diff; nothing is written
    walkaround init --apply          write it all, or nothing; stage it, install git's hooks
    walkaround init --undo           every byte as it was before

Every part of the plan (`_PARTS`) looks at what the repository has, together with what the parts before it plan.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any, get_args

from .. import _git
from .._commands import INTERRUPTED, count, say
from .._finding import NotJudged
from .._main import FAILED, formatter, printable
from .._policy import PolicyError
from .._report import visible_path
from .._report.wording import visible
from . import _apply, _ask, _detect, _git_hooks, _journal, _refusals, _repository, _shown
from ._plan import Choice, Facts, FrameworkName, HostName, Part, Step
from ._repository import Repository
from ._shown import Plan
from ._source import source_of

# In order: what a later part judges, an earlier one has planned.
_PARTS = (
    "_hook_config", "_policy_file", "_templates", "_pipeline", "_attributes", "_agent_files", "_baselines",
)  # fmt: skip
_HOSTS: tuple[HostName, ...] = tuple(name for name in get_args(HostName) if name)
_FRAMEWORKS: tuple[FrameworkName, ...] = tuple(name for name in get_args(FrameworkName) if name)
_PROFILES = ("strict", "recommended")
_LEFT_OUT = {"_pipeline": "no_ci", "_baselines": "no_baseline"}


class _Refusal(Exception):  # noqa: N818 - an outcome, with all its reasons
    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(reasons)
        self.reasons = tuple(reasons)


def main(argv: Sequence[str]) -> int:
    options = _options(argv)
    try:
        return _main(options)
    except _Refusal as refusal:
        return _refused(options, refusal.reasons)
    except (NotJudged, PolicyError, _git.GitError) as failure:
        return _refused(options, [str(failure).removeprefix(": ")])
    except KeyboardInterrupt:
        _note("interrupted; what was written is taken back, and if that was cut short, --undo does it")
        return INTERRUPTED


def _main(options: argparse.Namespace) -> int:
    if options.org is not None:
        code: int = _organisation().main(options)
        return code
    repository = _repository.found(_here())
    if options.undo:
        return _undone(repository, options)
    if not options.apply:
        return _show(_planned(repository, options), options)
    with _journal.locked(repository):
        return _applied(repository, options)


def _here() -> str:
    try:
        return os.getcwd()
    except OSError:
        raise NotJudged("", "the folder that this runs in was deleted; `cd` to one that is there") from None


def _show(plan: Plan, options: argparse.Namespace) -> int:
    if options.json:
        say(_shown.as_json(plan, ()))
    else:
        say(_shown.text(plan, with_diff=not options.check))
        _note("everything is as it should be" if plan.is_done else
              "nothing was written; `walkaround init --apply` does it, and --undo takes it back")  # fmt: skip
    return int(options.check and not plan.is_done)


def _applied(repository: Repository, options: argparse.Namespace) -> int:
    plan = _planned(repository, options)
    asks = _asks(options)
    if not options.json:
        say(_shown.text(plan, with_diff=asks))
    if not plan.is_done:
        if asks and not _ask.agreed("Write this?"):
            _note("nothing was written")
            return 0
        _apply.apply(repository, plan.steps, plan.choice.framework if plan.hook_types else "")
    if options.json:
        return _told_at_the_end(_shown.as_json(plan, ()), "" if plan.is_done else "everything was written and staged")
    if plan.is_done:
        _note("everything is as it should be; nothing was written")
    elif plan.steps:
        _note(f"{count(len(plan.steps), 'file')} written and staged; commit them: git commit -m 'Add walkaround'")
    else:
        _note("git's hooks are installed; there is nothing to commit")
    return 0


def _undone(repository: Repository, options: argparse.Namespace) -> int:
    with _journal.locked(repository):
        if not _journal.read(repository):
            say(_shown.undone_as_json([]) if options.json else "walkaround init: there is nothing to undo\n")
            return 0
        reasons = _apply.refusals(repository, options.leave)
        if reasons:
            raise _Refusal(reasons)
        if _asks(options):
            paths = sorted(_apply.own(repository))
            say("".join(f"  restore  {visible_path(path)}\n" for path in paths))
            if not _ask.agreed("Take this back?"):
                _note("nothing was changed")
                return 0
        restored = _apply.undo(repository, options.leave)
    as_before = f"walkaround init: {count(len(restored), 'file')} as before; git's index and hooks too\n"
    text = _shown.undone_as_json(restored) if options.json else as_before
    return _told_at_the_end(text, "everything was taken back")


def _told_at_the_end(text: str, done: str) -> int:
    """Print what was done. Where that fails, it was done all the same, and somebody has to know."""
    try:
        say(text)
        sys.stdout.flush()
    except OSError as failure:
        _note(f"{done or 'nothing was to be done'}, but that cannot be printed: {failure.strerror}")
        return FAILED
    return 0


def _planned(repository: Repository, options: argparse.Namespace) -> Plan:
    """The plan, with what could not be seen asked or taken for granted; _Refusal with every reason against it."""
    facts = Facts(repository.root)
    seen = _detect.look(repository, facts)
    reasons = []
    try:
        choice, notes = _chosen(options, seen)
    except NotJudged as failure:
        raise _Refusal([*filter(None, [repository.under_way()]), _words(failure)]) from None
    steps, why = _steps(repository, facts, choice, options)
    reasons += why
    missing: tuple[str, ...] = ()
    if not options.no_install:
        missing = _git_hooks.missing(repository, choice.framework)
    reasons += _refusals.reasons(repository, steps, choice.framework if missing else "")
    if reasons:
        raise _Refusal(reasons)
    notes += [f"the git hook {name} that is there goes on running, as {name}.legacy"
              for name in _git_hooks.kept_apart(repository) if name in missing]  # fmt: skip
    changed = _git_hooks.altered(repository, choice.framework) if missing else ()
    notes += [f"the git hook {name} is not as {choice.framework} writes it; it is written anew" for name in changed]
    return Plan(seen, choice, steps, missing, tuple(_notes(facts, choice, seen, notes, options)))


def _chosen(options: argparse.Namespace, seen: _detect.Seen) -> tuple[Choice, list[str]]:
    """What was named, else seen, else asked; else the usual, of which a note speaks."""
    source = source_of(options.repo, options.rev, options.online)
    asks, notes = _asks(options), []
    profile = options.profile or seen.profile
    if not profile:
        profile = _ask.choose("Profile", _PROFILES) if asks else _PROFILES[0]
    host: HostName = options.host or seen.host
    if not host and asks:
        host = _ask.choose("Host", _HOSTS)
    elif not host:
        host = "github"
        notes.append(f"the host cannot be told{f' ({seen.host_why})' if seen.host_why else ''}; "
                     "GitHub is taken for it, --host names another")  # fmt: skip
    framework: FrameworkName = options.framework or seen.framework
    if not framework:
        framework = _ask.choose("Framework", _FRAMEWORKS) if asks else _FRAMEWORKS[0]
    if os.path.isabs(source.repo):
        notes.append(f"the hooks come from {source.repo}, which other machines do not have; --repo URL names a host")
    return Choice(source, profile, host, framework, options.agent_hooks), notes


def _steps(
    repository: Repository, facts: Facts, choice: Choice, options: argparse.Namespace
) -> tuple[tuple[Step, ...], list[str]]:
    """One step per file, in the order of the parts, and why a part gives none."""
    joined: dict[str, Step] = {}
    reasons = []
    for name in _wanted(options):
        part: Part = _part(name).steps
        try:
            for step in part(facts, choice):
                _join(joined, step._replace(path=repository.real(step.path)))
                facts.take(step)
        except (NotJudged, PolicyError, _git.GitError) as failure:
            reasons.append(_words(failure))
    return tuple(step for step in joined.values() if step.after != step.before), reasons


def _wanted(options: argparse.Namespace) -> Iterator[str]:
    return (name for name in _PARTS if name not in _LEFT_OUT or not getattr(options, _LEFT_OUT[name]))


def _part(name: str) -> Any:
    """A part's module: it has `steps`, and perhaps `notes`, what people should know beside them."""
    return import_module(f".{name}", __package__)


def _organisation() -> Any:
    return import_module("._org", __package__)


def _join(steps: dict[str, Step], step: Step) -> None:
    """Two parts that change one file give one step: from what is there to what the second one wants."""
    first = steps.get(step.path)
    if first is None:
        steps[step.path] = step
    elif first.after != step.before:
        raise NotJudged(step.path, "is a link to a file that is changed as well; make it a file of its own")
    else:
        steps[step.path] = first._replace(after=step.after, why=f"{first.why}; {step.why}")


def _notes(
    facts: Facts, choice: Choice, seen: _detect.Seen, notes: Sequence[str], options: argparse.Namespace
) -> Iterator[str]:
    yield from notes
    yield from seen.notes
    if options.no_install:
        yield f"git's hooks are not installed; `{choice.framework} install` does that in each clone"
    for name in _wanted(options):
        part = _part(name)
        if hasattr(part, "notes"):
            yield from part.notes(facts, choice)


def _asks(options: argparse.Namespace) -> bool:
    return not options.yes and not options.json and not options.check and _ask.can_ask()


def _words(failure: Exception) -> str:
    return str(failure).removeprefix(": ")


def _refused(options: argparse.Namespace, reasons: Sequence[str]) -> int:
    if options.json:
        say(_shown.as_json(None, reasons))
    for reason in reasons:
        _note(visible(reason))
    if len(reasons) > 1:
        _note(f"{count(len(reasons), 'reason')}; nothing was changed")
    return FAILED


def _note(text: str) -> None:
    sys.stderr.write(printable(f"walkaround init: {text}\n", sys.stderr.encoding))


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = _parser()
    options = parser.parse_args(argv)
    if options.leave and not options.undo:
        parser.error("--leave goes with --undo")
    if options.org is None and (options.owner or options.address):
        parser.error("--owner and --address go with --org")
    if options.apply and options.check:
        parser.error("--check writes nothing; leave out --apply")
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "walkaround init",
        description="Make this repository strict: hooks, policy, pull request template, pipeline, baselines for what "
        "is there already. Without --apply the plan and its diff are shown and nothing is written.",
        epilog="Exit codes: 0 done, or shown; 1 --check: something is to be done; 2 refused, with every reason.",
        formatter_class=formatter,
        allow_abbrev=False,
    )
    act = parser.add_argument_group("what to do")
    way = act.add_mutually_exclusive_group()
    way.add_argument("--apply", action="store_true", help="write everything or nothing, stage it, install git's hooks")
    way.add_argument("--undo", action="store_true", help="take back what --apply wrote, byte for byte")
    act.add_argument("--check", action="store_true", help="write nothing: is anything to be done?")
    act.add_argument("--yes", action="store_true", help="ask nothing")
    act.add_argument("--json", action="store_true", help="print JSON")
    act.add_argument("--leave", action="append", default=[], metavar="PATH",
                     help="with --undo: leave this file as it is, changed since or not")  # fmt: skip
    told = parser.add_argument_group("what cannot be seen")
    told.add_argument("--profile", choices=_PROFILES, help="how strict (default: what the policy says, or strict)")
    told.add_argument("--host", choices=_HOSTS, help="where the repository lives (default: by remote or files)")
    told.add_argument("--framework", choices=_FRAMEWORKS, help="what runs the hooks (default: the one in use)")
    told.add_argument("--repo", metavar="URL-OR-PATH", help="where the hooks come from (default: as this one does)")
    told.add_argument("--rev", metavar="SHA", help="their commit; of a path also a tag (default there: HEAD)")
    told.add_argument("--online", action="store_true", help="with --rev TAG: ask the host which commit that is")
    less = parser.add_argument_group("more or less")
    less.add_argument("--no-ci", action="store_true", help="no pipeline")
    less.add_argument("--no-baseline", action="store_true", help="accept nothing of what is there already")
    less.add_argument("--no-install", action="store_true", help="do not install git's hooks")
    less.add_argument("--agent-hooks", action="store_true", help="configure the agents' own hooks too")
    less.add_argument("--org", metavar="DIR", help="make the repository that an organisation's others share, in DIR")
    less.add_argument("--owner", metavar="@ORG/TEAM", help="with --org: who answers for it, as CODEOWNERS has it")
    less.add_argument("--address", metavar="URL", help="with --org: where other repositories fetch it from")
    return parser
