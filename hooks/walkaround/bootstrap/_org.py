"""`walkaround init --org DIR`: the repository in which an organisation keeps what all its others share.

It only ever makes files. One that is there and differs is named: while others are missing nothing is written, and where
none is missing it stays as it is, because from the first commit on the organisation's own changes are what counts.
"""

import argparse
import os
import re
import sys
from contextlib import nullcontext
from typing import NamedTuple

from .. import _git
from .._commands import count, say
from .._inputs import read_file
from .._main import printable
from .._report import visible_path
from .._report.wording import visible, well_formed
from . import _apply, _ask, _git_hooks, _journal, _org_render, _refusals, _shown
from ._org_render import HOSTS, Organisation
from ._plan import Choice, Facts, FrameworkName, HostName, Refused, Source, Step
from ._repository import Repository
from ._source import source_of

_OWNER = re.compile(r"@[\w.-]+(?:/[\w.-]+)*|[^\s@,;:<>\"()\[\]{}]+@[\w.-]+\.\w+")
_EXTENDED = re.compile(rb'"git\+((?:https|ssh)://[^"\s]*)@\{=')
_OWNED = re.compile(rb"^\* (\S+)$", re.MULTILINE)


class _Plan(NamedTuple):
    """Files to make, what people should know of those that stay, and the framework whose hooks are to be installed."""

    steps: tuple[Step, ...]
    notes: tuple[str, ...]
    framework: FrameworkName


def main(options: argparse.Namespace) -> int:
    """The command, for options that `init` has parsed; NotJudged says what cannot be done."""
    folder = _Folder(options.org)
    if options.undo:
        return _undone(folder, options)
    if not options.apply:
        plan = _planned(folder, options)
        _show(plan, options, with_diff=not options.check)
        if plan.steps and not options.json:
            _note(f"nothing was written; `walkaround init --org {folder.shown} --apply` does it")
        return int(options.check and bool(plan.steps))
    with _journal.locked(Repository(folder.path)) if folder.is_repository else nullcontext():
        return _applied(folder, options)


class _Folder:
    """Where the repository is, or will be. Refused for a place where there can be none."""

    def __init__(self, written: str) -> None:
        self.shown = written
        self.path = os.path.abspath(written)
        if os.path.lexists(self.path) and not os.path.isdir(self.path):
            raise Refused(written, "is a file; name a new folder, or an organisation's repository")
        existing = self.path
        while not os.path.isdir(existing):
            existing = os.path.dirname(existing)
        root = _git.find_root(existing)
        self.is_repository = root is not None and os.path.realpath(root) == os.path.realpath(self.path)
        if root is not None and not self.is_repository:
            raise Refused(written, f"lies in the repository {root}; name a folder outside of it")
        if root is None and existing == self.path and os.listdir(self.path):
            raise Refused(written, "holds files and is no git repository; run `git init` there, or name a new folder")

    def remote(self) -> str:
        """The address of `origin`; empty when there is none."""
        if not self.is_repository:
            return ""
        try:
            return os.fsdecode(_git.git("config", "--get", "remote.origin.url", cwd=self.path)).strip()
        except _git.GitError:
            return ""

    def made(self) -> Repository:
        """The repository, made where there is none yet."""
        if not self.is_repository:
            try:
                os.makedirs(self.path, exist_ok=True)
            except OSError as failure:
                raise Refused(self.shown, f"cannot be made: {failure.strerror}") from None
            _git.git("init", "-q", "-b", "main", cwd=self.path)
        return Repository(self.path)


class _Said(NamedTuple):
    """What an earlier run has written into the repository about whose it is."""

    host: HostName
    owner: str
    address: str


def _planned(folder: _Folder, options: argparse.Namespace) -> _Plan:
    organisation = _organisation(options, folder)
    choice = Choice(_source(options), options.profile or "strict", organisation.host)
    steps = list(_org_render.steps(Facts(folder.path), choice, organisation))
    missing = tuple(step for step in steps if step.before is None)
    others = [step.path for step in steps if step.before is not None and _lf(step.before) != step.after]
    if missing and others:
        names = ", ".join(others)
        raise Refused(folder.shown, f"has files of these names that say something else: {names}; move them away, and "
                      "merge both by hand afterwards")  # fmt: skip
    framework: FrameworkName = _framework(options) if missing and not options.no_install else ""
    if folder.is_repository:
        for step in missing:
            Repository(folder.path).real(step.path)
        why = next(_refusals.reasons(Repository(folder.path), missing, framework), "")
        if why:
            raise Refused("", why)
    return _Plan(missing, tuple(f"{path} stays as it is; it was changed here" for path in others), framework)


def _lf(content: bytes) -> bytes:
    """With the line ends that the repository has, whatever a checkout on Windows makes of them."""
    return content.replace(b"\r\n", b"\n")


def _source(options: argparse.Namespace) -> Source:
    """Where the hooks come from: for everybody, so that a folder of this machine has to be meant."""
    source = source_of(options.repo, options.rev, options.online)
    if options.repo is None and os.path.isabs(source.repo):
        why = f"the hooks would come from {source.repo}, which only this machine has; give --repo URL --rev SHA"
        raise Refused("", why)
    return source


def _organisation(options: argparse.Namespace, folder: _Folder) -> Organisation:
    """What was chosen, else what the repository says itself, else what follows from the owner."""
    said = _said(folder.path)
    remote = folder.remote()
    host: HostName = options.host or said.host or ("gitlab" if "gitlab" in remote else "github")
    if host not in HOSTS:
        known = " or ".join(f"--host {name}" for name in HOSTS)
        raise Refused("", f"an organisation's repository can be made for GitHub and GitLab; give {known}")
    owner = options.owner or said.owner or _asked(options)
    if not _OWNER.fullmatch(owner):
        raise Refused("", f"{owner!r} is no owner as CODEOWNERS has it; give --owner @ORG/TEAM")
    given = options.address or said.address or remote or _org_render.usual_address(owner, host)
    if not given:
        why = f"{owner!r} does not tell where the repository will be; give --address https://HOST/ACCOUNT/NAME"
        raise Refused("", why)
    return Organisation(_org_render.address_of(given), owner, host)


def _said(root: str) -> _Said:
    found = _Said("", "", "")
    for host, place in HOSTS.items():
        match = _OWNED.search(_content(root, place.code_owners))
        if match is not None:
            found = found._replace(host=host, owner=match[1].decode(errors="replace"))
            break
    match = _EXTENDED.search(_content(root, "template/walkaround.toml.jinja"))
    return found if match is None else found._replace(address=match[1].decode(errors="replace"))


def _content(root: str, path: str) -> bytes:
    full = os.path.join(root, *path.split("/"))
    return read_file(full) if os.path.isfile(full) else b""


def _asked(options: argparse.Namespace) -> str:
    if options.yes or options.json or options.check or not _ask.can_ask():
        raise Refused("", "nobody is named who answers for the policy; give --owner @ORG/TEAM")
    sys.stderr.write("Who answers for the policy, as CODEOWNERS has it (@ORG/TEAM): ")
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def _framework(options: argparse.Namespace) -> FrameworkName:
    chosen: FrameworkName = options.framework or ""
    if chosen:
        return chosen
    return "prek" if _git_hooks.command("pre-commit") is None and _git_hooks.command("prek") else "pre-commit"


def _applied(folder: _Folder, options: argparse.Namespace) -> int:
    plan = _planned(folder, options)
    asks = not options.yes and not options.json and _ask.can_ask()
    _show(plan, options, with_diff=asks)
    if not plan.steps:
        return 0
    if asks and not _ask.agreed("Write this?"):
        _note("nothing was written")
        return 0
    _apply.apply(folder.made(), plan.steps, plan.framework)
    if not options.json:
        _note(f"{count(len(plan.steps), 'file')} written and staged; README.md says what is left to do")
    return 0


def _undone(folder: _Folder, options: argparse.Namespace) -> int:
    if not folder.is_repository:
        raise Refused(folder.shown, "is no git repository; there is nothing to undo")
    repository = Repository(folder.path)
    with _journal.locked(repository):
        why = next(iter(_apply.refusals(repository, options.leave)), "")
        if why:
            raise Refused("", why)
        restored = _apply.undo(repository, options.leave)
    say(f"walkaround init: {count(len(restored), 'file')} as before\n")
    return 0


def _show(plan: _Plan, options: argparse.Namespace, *, with_diff: bool) -> None:
    if options.json:
        say(_as_json(plan))
        return
    lines = [f"  {_shown.action(step):6}  {visible_path(step.path)}  {visible(step.why)}" for step in plan.steps]
    if not plan.steps:
        lines.append("  nothing is to be done")
    lines += [f"  {visible(note)}" for note in plan.notes]
    say("\n".join(lines) + "\n")
    if with_diff:
        say("".join(f"\n{_shown.diff(step)}" for step in plan.steps))


def _as_json(plan: _Plan) -> str:
    import json

    steps = [
        {"path": well_formed(step.path), "action": _shown.action(step), "why": step.why, "diff": _shown.diff(step)}
        for step in plan.steps
    ]
    notes = [well_formed(note) for note in plan.notes]
    return json.dumps({"version": 1, "steps": steps, "notes": notes, "refused": []}, indent=2) + "\n"


def _note(text: str) -> None:
    sys.stderr.write(printable(f"walkaround init: {text}\n", sys.stderr.encoding))
