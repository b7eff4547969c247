"""Which version of the hooks runs: pinned to a commit, the one that the tag beside it names, and not an old one."""

import os
import re
from collections.abc import Iterator

from .. import __version__, _git
from ._checks import COMMIT, Ground, NotHere, Pin, Trouble


def pinned(ground: Ground) -> Iterator[Trouble]:
    """`rev` is a commit, and the tag in the comment beside it is that commit's."""
    for pin in _pins(ground):
        if not COMMIT.fullmatch(pin.rev):
            what = f"{_place(ground, pin)}: rev is {pin.rev or 'empty'}, which can be moved to other code."
            yield Trouble("warning", what, _freeze(ground, pin))
            continue
        named = _commit_of(ground, pin)
        if named and named != pin.rev:
            what = f"{_place(ground, pin)}: rev is not the commit of {pin.tag}, which is {named[:12]}."
            yield Trouble("error", what, _freeze(ground, pin))


def current(ground: Ground) -> Iterator[Trouble]:
    """No newer version is at hand: the one of this command, the head of a local repository, with `--online` any."""
    for pin in _pins(ground):
        if os.path.isdir(_local(ground, pin)):
            yield from _behind(ground, pin)
            continue
        newest = _newest(ground, pin)
        if pin.tag and _version(pin.tag) < _version(newest):
            what = f"{_place(ground, pin)}: the hooks are those of {pin.tag}; there is {newest.removeprefix('v')}."
            yield Trouble("warning", what, _freeze(ground, pin))


def _pins(ground: Ground) -> tuple[Pin, ...]:
    if not ground.config_path or not ground.pins:
        raise NotHere
    return ground.pins


def _place(ground: Ground, pin: Pin) -> str:
    return f"{ground.config_path}:{pin.line}"


def _local(ground: Ground, pin: Pin) -> str:
    return os.path.join(ground.root, pin.repo.removeprefix("file://"))


def _freeze(ground: Ground, pin: Pin) -> str:
    import shlex

    edge = (
        "--bleeding-edge" if os.path.isdir(_local(ground, pin)) and not _last_tag(_local(ground, pin)) else "--freeze"
    )
    return f"{ground.framework} autoupdate {edge} --repo {shlex.quote(pin.repo)}"


def _last_tag(top: str) -> str:
    """The last tag that leads to the head of a repository; empty when there is none."""
    try:
        return os.fsdecode(_git.git("describe", "--tags", "--abbrev=0", "HEAD", cwd=top)).strip()
    except _git.GitError:
        return ""


def _behind(ground: Ground, pin: Pin) -> Iterator[Trouble]:
    """Whether a local repository has a newer version: its last tag, or its head where it has none."""
    top = _local(ground, pin)
    try:
        rev = _git.commit_id(top, pin.rev)
    except _git.GitError as failure:
        what = f"{_place(ground, pin)}: {pin.repo} has no commit {pin.rev}: {failure}."
        yield Trouble("error", what, _freeze(ground, pin))
        return
    newest = _last_tag(top) or "HEAD"
    number = int(os.fsdecode(_git.git("rev-list", "--count", f"{rev}..{_git.commit_id(top, newest)}", cwd=top)))
    if number:
        ahead = f"{newest} of {pin.repo} is {number} commit{'s' if number > 1 else ''} ahead of rev"
        yield Trouble("warning", f"{_place(ground, pin)}: {ahead}.", _freeze(ground, pin))


def _commit_of(ground: Ground, pin: Pin) -> str:
    """The commit that the tag names now; empty where nobody is asked."""
    if not pin.tag:
        return ""
    top = _local(ground, pin)
    if os.path.isdir(top):
        try:
            return _git.commit_id(top, pin.tag)
        except _git.GitError:
            return ""
    if not ground.online:
        return ""
    from .._fetch.refs import commit

    return commit(pin.repo, pin.tag)


def _newest(ground: Ground, pin: Pin) -> str:
    """The newest version: of the host's tags where it may be asked, else that of this command."""
    if not ground.online:
        return __version__
    from .._fetch.refs import tags

    names = [name for name in tags(pin.repo) if re.fullmatch(r"v?\d+(\.\d+)+", name)]
    return max(names, key=_version, default=__version__)


def _version(text: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", text)))
