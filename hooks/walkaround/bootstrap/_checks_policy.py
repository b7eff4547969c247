"""Is the policy in force the one that was meant? That it loads, its copies, what it loosens, exemptions, baselines."""

import json
import os
import shlex
from collections.abc import Iterator

from .._catalogue import HookCatalogue
from .._policy import Policy, PolicyError, today
from .._policy._compare import compare
from .._policy._exemptions import WARN_DAYS
from .._policy._extends import FOLDER, LOCK_FILE, LockFile
from .._policy._layers import Disk
from .._policy._load import VARIABLE, named_stack, read_stack, repository_layer
from ..policy_integrity._judge import _uncommitted
from ._checks import Ground, NotHere, Trouble, listed

_LOCK = "walkaround policy lock"
_UPDATES = {
    "sast.baseline": "walkaround sast baseline --update",
    "secrets.baseline": "walkaround secrets baseline --update",
}
_MOST_LINES = 200_000


def loads(ground: Ground) -> Iterator[Trouble]:
    """The policy loads, and the repository has one of its own."""
    try:
        _ = ground.policy
    except PolicyError as failure:
        said = str(failure)
        if _LOCK in said:
            raise NotHere from None  # as `policy-copies` says
        named = ground.environ.get(VARIABLE) and _loads_alone(ground)
        heal = f"unset {VARIABLE}" if named else f"mend {said.partition(': ')[0]}"
        yield Trouble("error", f"The policy does not load: {said}.", heal)
        return
    if repository_layer(Disk(ground.root)) is None:
        yield Trouble(
            "warning", "The repository has no policy of its own; the profile `recommended` holds.", ground.init
        )


def copies(ground: Ground) -> Iterator[Trouble]:
    """What the policy extends from elsewhere is locked, its copies are what was locked, and nothing else is."""
    kept = os.path.join(ground.root, FOLDER)
    if not (os.path.lexists(os.path.join(ground.root, LOCK_FILE)) or _copies(kept) or _is_unlocked(ground)):
        raise NotHere
    catalogue = HookCatalogue()
    try:
        lock = LockFile(Disk(ground.root))
        read_stack(catalogue, Disk(ground.root), catalogue.tables, lock)
    except PolicyError as failure:
        if _LOCK not in str(failure):
            raise NotHere from None  # as `policy` says
        yield Trouble("error", f"{str(failure).partition(';')[0]}.", _LOCK)
        return
    unused = sorted(set(lock.entries) - lock.used)
    if unused:
        yield Trouble("warning", f"{LOCK_FILE} pins {unused[0]}, which nothing extends.", _LOCK)
    strays = sorted(set(_copies(kept)) - {one.file for one in lock.entries.values()})
    if strays:
        what = f"{FOLDER}/{strays[0]} is no copy that the lock knows."
        yield Trouble("warning", what, f"rm {shlex.quote(f'{FOLDER}/{strays[0]}')}")


def strength(ground: Ground) -> Iterator[Trouble]:
    """The policy demands no less than the profile that it extends."""
    stack = _policy(ground).stacks[0]
    profile = stack.documents[0].layer.name.removeprefix("profile ")
    if len(stack.documents) < 2:
        return
    catalogue = HookCatalogue()
    found = compare(named_stack(catalogue, profile, catalogue.tables), stack)
    looser = [one for one in found if one.kind == "looser" and one.scope not in ("exemption", "lock")]
    if looser:
        names = [one.name for one in looser[:3]]
        more = f" and {len(looser) - 3} more" if len(looser) > 3 else ""
        what = f"The policy demands less than the profile {profile}: {', '.join(names)}{more}."
        yield Trouble("warning", what, f"walkaround policy diff {profile}")


def staged(ground: Ground) -> Iterator[Trouble]:
    """The policy on disk is the one that is staged or committed."""
    shown = (said.path for said in _uncommitted(_policy(ground), ground.root))
    paths = [os.path.relpath(os.path.abspath(path), ground.root).replace(os.sep, "/") for path in shown]
    if paths:
        verb = "differs" if len(paths) == 1 else "differ"
        what = f"{listed(paths)} {verb} from what is staged, so that other clones are judged by another policy."
        yield Trouble("warning", what, f"git add {' '.join(map(shlex.quote, paths))}")


def exemptions(ground: Ground) -> Iterator[Trouble]:
    """No exemption has ended or soon will."""
    day = today()
    for one in _policy(ground).exemptions:
        left = one.days_left(day)
        what = f"The exemption of {one.rule} in {one.path} ({one.owner})"
        path = shlex.quote(one.path)
        if left < 0 and one.layer.name == "repository":
            only = f" --id {shlex.quote(one.id)}" if one.id else ""
            heal = f"walkaround policy exempt --remove{only} {one.rule} {path}"
            yield Trouble("warning", f"{what} ended on {one.expires}; its findings count again.", heal)
        elif left < 0:
            heal = f"ask whoever keeps {one.layer.path}, or mend what `walkaround check --all-files` finds"
            yield Trouble("warning", f"{what} ended on {one.expires}; its findings count again.", heal)
        elif left <= WARN_DAYS:
            scope = "--all-files" if set(one.path) & set("*?[{") or not _is_there(ground, one.path) else path
            yield Trouble("warning", f"{what} ends on {one.expires}.", f"walkaround check {scope}")


def baselines(ground: Ground) -> Iterator[Trouble]:
    """No baseline accepts findings in files that are gone, and each can be read."""
    folder = os.path.join(ground.root, FOLDER)
    names = sorted(name for name in _names(folder) if name.endswith(".baseline"))
    if not names:
        raise NotHere
    for name in names:
        heal = _UPDATES.get(name, "walkaround baseline --update")
        content = ground.facts.read(f"{FOLDER}/{name}") or b""
        gone: set[str] = set()
        for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n")[:_MOST_LINES], 1):
            file = _file_of(line)
            if file is None:
                place = f"{FOLDER}/{name}:{number}"  # an update refuses what it cannot read
                yield Trouble("error", f"{place}: is no entry of a baseline.", f"delete {place}, then {heal}")
                break
            if file and not _is_there(ground, file):
                gone.add(file)
        if gone:
            more = "" if len(gone) == 1 else f" and {len(gone) - 1} more"
            what = f"{FOLDER}/{name} accepts findings in {min(gone)}{more}, which is gone; review what an update adds."
            yield Trouble("warning", what, heal)


def _file_of(line: bytes) -> str | None:
    """The file that an entry is about, empty for a line that says nothing of one; None when it is no entry."""
    if not line.strip():
        return ""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    file = said.get("file", said.get("path", ""))
    return file if isinstance(file, str) and "\0" not in file else None


def _is_there(ground: Ground, path: str) -> bool:
    return os.path.lexists(os.path.join(ground.root, *path.split("/")))


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _copies(folder: str) -> list[str]:
    """Files that look like the copies that `policy lock` writes: a name, eight digits of a hash, `.toml`."""
    return [one for one in _names(folder) if one.endswith(".toml") and _is_hashed(one.removesuffix(".toml"))]


def _is_hashed(name: str) -> bool:
    digits = name.rpartition("-")[2]
    return len(digits) == 8 and set(digits) <= set("0123456789abcdef")


def _is_unlocked(ground: Ground) -> bool:
    try:
        _ = ground.policy
    except PolicyError as failure:
        return _LOCK in str(failure)
    return False


def _loads_alone(ground: Ground) -> bool:
    catalogue = HookCatalogue()
    try:
        read_stack(catalogue, Disk(ground.root), catalogue.tables)
    except PolicyError:
        return False
    return True


def _policy(ground: Ground) -> Policy:
    """The policy; NotHere when it does not load, as `policy` says."""
    try:
        return ground.policy
    except PolicyError:
        raise NotHere from None
