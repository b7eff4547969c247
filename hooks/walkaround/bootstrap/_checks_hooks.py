"""Do the hooks run? What git calls, what the configuration lists, and what stands between the two."""

import os
import re
from collections.abc import Collection, Iterator

from .._finding import NotJudged
from ..policy_integrity._hook_config import check_alone
from ..policy_integrity._selection import installed
from . import _git_hooks
from ._checks import STAGES, Ground, NotHere, Trouble, generated_by, listed
from ._repository import Repository

# What a repository needs beside `strict`, which runs those of the commit stage.
_BESIDE = ("secret-detection", "ai-attribution", "ai-attribution-prepare", "ai-attribution-range", "policy-integrity")
_OTHERS = (
    (b"lefthook", "lefthook"),
    (b"husky", "husky"),
    (b"simple-git-hooks", "simple-git-hooks"),
    (b"git-lfs", "Git LFS"),
    (b"overcommit", "overcommit"),
)
_PLURAL = {"is": "are", "has": "have", "starts": "start", "reads": "read", "leads": "lead"}
_CALLS = re.compile(rb"\b(pre-commit|prek|pre_commit|walkaround)\b")
_PROGRAM = re.compile(rb"^(INSTALL_PYTHON|PREK)=(['\"]?)([^\r\n]*?)\2\r?$", re.MULTILINE)
_CONFIG = re.compile(rb"--config=('[^']*'|\"[^\"]*\"|[^\s)]+)")


def configuration(ground: Ground) -> Iterator[Trouble]:
    """There is one, git tracks it, and it can be read."""
    if not ground.config_path:
        yield Trouble("error", "There is no configuration of hooks, so that nothing is inspected.", ground.init)
        return
    try:
        ground.read_config()
    except NotJudged as bad:
        yield Trouble("error", f"{ground.config_path} cannot be read: {bad.why}.", f"mend {ground.config_path} by hand")
        return
    if ground.config_path not in ground.git("ls-files", "--", ground.config_path).splitlines():
        what = f"{ground.config_path} is not tracked, so that no other clone has it."
        yield Trouble("warning", what, f"git add {ground.config_path}")


def hooks_listed(ground: Ground) -> Iterator[Trouble]:
    """Walkaround's hooks are in the configuration, at every stage that they are for."""
    ids = {hook.id for hook in ground.own_hooks}
    if not ids:
        yield Trouble("error", f"{ground.config_path} lists no hook of Walkaround.", ground.init)
        return
    at_commit = {name for name, stages in STAGES.items() if "pre-commit" in stages and name != "strict"}
    lacking = sorted((set(_BESIDE) | (set() if "strict" in ids else at_commit)) - ids)
    if lacking:
        yield Trouble("warning", f"{ground.config_path} lacks {listed(lacking)}.", ground.init)


def hooks_selected(ground: Ground) -> Iterator[Trouble]:
    """No hook of Walkaround is kept from ever running."""
    content = ground.facts.read(ground.config_path) if ground.config_path else None
    if content is None:
        raise NotHere
    pinned = frozenset(hook.id for hook in ground.own_hooks)
    strict = "strict" in pinned
    later = ("vulnerability-audit", "ai-attribution-range", "quality-gate")
    at_commit = frozenset(one for one in pinned if one not in later)
    for said in check_alone(ground.config_path, content, pinned, at_commit):
        if isinstance(said, NotJudged):
            raise said
        place = f"{said.path}:{said.line}"
        yield Trouble("error", f"{place}: {said.message}", f"take out at {place} what the line says")
    for hook in ground.own_hooks:
        stages = hook.words("stages")
        never = stages is not None and not set(stages) & set(STAGES[hook.id]) and not (strict and hook.id in _LATER)
        if never:
            place = f"{ground.config_path}:{ground.config.text.place(hook.at('stages'))[0]}"
            what = f"{place}: {hook.id} runs at {listed(list(stages or ()))}, where it inspects nothing."
            yield Trouble("error", what, f"write {listed(list(STAGES[hook.id]))} at {place}")
    yield from _narrowed(ground)


def _narrowed(ground: Ground) -> Iterator[Trouble]:
    """What a repository says in the place of the manifest: it may be meant, and may be why a hook sees nothing."""
    hooks = [(hook.id, hook.options) for hook in ground.own_hooks if hook.source != "local"]
    for whose, options in [*hooks, ("the configuration", ground.config.settings)] if hooks else []:
        for key in _NARROWING if whose != "the configuration" else ("files",):
            if key in options:
                place = f"{ground.config_path}:{ground.config.text.place(options[key].offset)[0]}"
                what = f"{place}: {whose} has its own `{key}`, so that less may be inspected than should be."
                yield Trouble("warning", what, f"take out at {place} what the line says")


_NARROWING = ("files", "types", "types_or", "exclude_types", "language")

_LATER = frozenset({"policy-integrity", "secret-detection"})  # of these `strict` runs the rest


def hook_types(ground: Ground) -> Iterator[Trouble]:
    """A plain `install` sets up every hook of git that is needed."""
    lacking = [kind for kind in ground.needed if kind not in installed(ground.config)]
    if lacking and ground.own_hooks:
        what = f"A plain `{ground.framework} install` leaves out {listed(lacking)}: `default_install_hook_types`."
        yield Trouble("warning", what, ground.init)


def hooks_path(ground: Ground) -> Iterator[Trouble]:
    """`core.hooksPath` does not lead git away from the hooks."""
    scope, path = ground.setting("core.hooksPath")
    if not path or not ground.config_path:
        return
    lacking = _lacking(ground)
    if lacking:
        whose = "husky's folder" if ".husky" in path else "a folder"
        told = f"core.hooksPath ({scope}) leads git to {path}, {whose} without {listed(lacking)}."
        unset = {
            "command": "unset GIT_CONFIG_COUNT",
            "system": "sudo git config --system --unset-all core.hooksPath",
        }.get(scope, f"git config --{scope} --unset-all core.hooksPath")
        yield Trouble("error", told, f"{unset} && {ground.install(ground.needed)}")


def hooks_installed(ground: Ground) -> Iterator[Trouble]:
    """git finds a hook for every stage that is needed."""
    if not ground.config_path or ground.setting("core.hooksPath")[1]:
        raise NotHere
    lacking = [kind for kind in ground.needed if ground.hook_file(kind) is None and not _lies(ground, kind)]
    if not lacking:
        return
    if len(lacking) == len(ground.needed):
        what = "git runs no hook here, as in every fresh clone."
    else:
        what = f"git runs no hook at {listed(lacking)}."
    yield Trouble("error", what, ground.install(tuple(lacking)))


def hooks_foreign(ground: Ground) -> Iterator[Trouble]:
    """The hooks that git finds start the framework, or at least something that does."""
    if not ground.config_path or ground.setting("core.hooksPath")[1]:
        raise NotHere
    for kind in ground.needed:
        content = ground.hook_file(kind)
        if content is None or _starts(content):
            continue
        whose = next((name for mark, name in _OTHERS if mark in content.lower()), "")
        what = f"git's hook {kind} is {f'that of {whose}' if whose else 'a script of its own'} and starts no framework."
        yield Trouble("error", what, ground.install((kind,)))  # both frameworks keep it, and run it first


def hooks_started(ground: Ground) -> Iterator[Trouble]:
    """Each installed hook can be started: executable, with a program and a configuration that are there."""
    broken: dict[str, list[str]] = {}
    altered = _altered(ground)
    for kind in ground.needed:
        for why in [*_defects(ground, kind)] or ([_CHANGED] if kind in altered else []):
            broken.setdefault(why, []).append(kind)
    for why, kinds in broken.items():
        verb, _, rest = why.partition(" ")
        what = f"hook {listed(kinds)} {why}" if len(kinds) == 1 else f"hooks {listed(kinds)} {_PLURAL[verb]} {rest}"
        yield Trouble("error", f"git's {what}.", ground.install(tuple(kinds)))


_CHANGED = "is not as the framework writes it, and may inspect nothing"


def _altered(ground: Ground) -> Collection[str]:
    """The types whose hook bears a framework's name, and has other code than that writes."""
    if not ground.config_path or ground.setting("core.hooksPath")[1]:
        return ()
    repository = Repository(ground.root)
    by = _git_hooks.installed_by(repository)
    return _git_hooks.altered(repository, by) if by else ()


def _lies(ground: Ground, kind: str) -> bool:
    return os.path.lexists(os.path.join(ground.hooks_folder, kind))


def _starts(content: bytes) -> bool:
    """Whether a hook file is a framework's own, or names one outside of comments."""
    if generated_by(content):
        return True
    code = b"\n".join(line for line in content.splitlines() if not line.lstrip().startswith(b"#"))
    return _CALLS.search(code) is not None


def _lacking(ground: Ground) -> list[str]:
    return [kind for kind in ground.needed if (content := ground.hook_file(kind)) is None or not _starts(content)]


def _defects(ground: Ground, kind: str) -> Iterator[str]:
    path = os.path.join(ground.hooks_folder, kind)
    content = ground.hook_file(kind)
    if content is None:
        if _lies(ground, kind):
            yield "leads nowhere or cannot be read"
        return
    if os.name != "nt" and not os.access(path, os.X_OK):
        yield "is not executable, so that git passes over it"
    by = generated_by(content)
    if not by:
        return
    if content.startswith(b"#!") and content.partition(b"\n")[0].endswith(b"\r"):
        yield "has line ends that no shell reads"
    program = _PROGRAM.search(content)
    started = os.fsdecode(program[3]) if program is not None else ""
    there = os.access(started, os.X_OK) if os.path.isabs(started) else bool(ground.on_path(started or by))
    if not there and not ground.on_path(by):
        yield f"starts {started or by}, which is gone, and {by} is not on PATH"
    if f"--hook-type={kind}".encode() not in content and by == "prek":
        yield "is written for another stage"
    before = generated_by(ground.hook_file(f"{kind}.legacy") or b"")
    if before:
        yield f"starts that of {before} too, which it took the place of"
    named = _CONFIG.search(content)
    config = os.fsdecode(named[1]).strip("'\"") if named is not None else ""
    if config and os.path.realpath(os.path.join(ground.root, config)) != os.path.realpath(
        os.path.join(ground.root, ground.config_path)
    ):
        yield f"reads {config}, and not {ground.config_path}"
