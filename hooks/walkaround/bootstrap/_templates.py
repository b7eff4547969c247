"""A part of `walkaround init`: the review checklist in the pull request templates, as the hook `pr-template` puts it.

Bitbucket reads no template file, so that its text is pasted by hand; the policy then has to say that it is Bitbucket,
unless a file of the repository does.
"""

import tomllib
from collections.abc import Iterator

from .. import _managed
from .._main import policy_for
from .._managed import Broken, Managed
from .._policy import Policy
from .._policy._load import FILE, PYPROJECT
from ..pr_template import EXTRA, HOOK, HOST, NO_CHECKLIST, ORGANISATION, PATHS, _places
from ..pr_template._checklist import NAME, required
from ..pr_template._templates import _new_content as renewed
from ._plan import Choice, Facts, Refused, Step

_WHY = "the pull request template: asks authors what an assistant wrote"


def steps(facts: Facts, choice: Choice) -> Iterator[Step]:
    """Every template that is there, or a first one for the host."""
    policy = policy_for((HOOK,), facts.root, None)
    if choice.host == "bitbucket":
        if policy[HOST] == "auto" and _places.first(facts.root, "auto"):
            yield _says_bitbucket(facts)
        return
    checklist = required(policy, EXTRA)
    for path in _paths(facts, choice, policy):
        before = facts.read(path)
        after = _with_checklist(path, before, checklist, policy.at(path))
        if after != before:
            yield Step(path, before, after, _WHY)


def notes(facts: Facts, choice: Choice) -> Iterator[str]:
    """The text to paste, for a host that keeps its template as a setting."""
    if choice.host == "bitbucket":
        text = required(policy_for((HOOK,), facts.root, None), EXTRA).block.decode()
        yield f'template: paste this into the repository\'s setting "Default description" of pull requests:\n{text}'


def _paths(facts: Facts, choice: Choice, policy: Policy) -> list[str]:
    named: tuple[str, ...] = policy[PATHS]
    if named:
        return list(named)
    host: str = policy[HOST]
    there = [path for path in _places.existing(facts.root, host) if not _places.is_form(path)]
    elsewhere: bool = policy[ORGANISATION]
    if there or elsewhere or policy.severity(NO_CHECKLIST) == "off":
        return there
    chosen = _places.HOSTS.get(choice.host if host == "auto" else host)
    create = chosen.create if chosen is not None else _places.first(facts.root, "auto")
    return [create] if create else []


def _with_checklist(path: str, before: bytes | None, checklist: Managed, policy: Policy) -> bytes:
    if before is None:
        return _managed.installed(b"", None, checklist)
    why = _managed.obstacle(before, checklist)
    if why is not None:
        raise Refused(path, why)
    try:
        block = _managed.find(before, NAME)
    except Broken as broken:
        line = _managed.line_of(before, broken.offset)
        raise Refused(path, f"line {line}: {broken.why} Leave one pair of markers, or none") from None
    if block is not None and _managed.standing(before, block, checklist) == "edited":
        line = _managed.line_of(before, block.start)
        act = "`walkaround-pr-template` shows how, and with --fix --overwrite restores it"
        raise Refused(path, f"line {line}: the review checklist was edited between its markers; {act}")
    return renewed(policy, before, checklist, False)


def _says_bitbucket(facts: Facts) -> Step:
    """The policy that the parts before have planned, with the host at its end."""
    path, prefix = (FILE, "") if facts.read(FILE) is not None else (PYPROJECT, "tool.walkaround.")
    before = facts.read(path) or b""
    end = b"\r\n" if before.count(b"\r\n") * 2 > before.count(b"\n") else b"\n"
    gap = b"" if not before else end if before.endswith(b"\n") else end * 2
    after = before + gap + f"[{prefix}pr-template]".encode() + end + b'host = "bitbucket"' + end
    try:
        tomllib.loads(after.decode())
    except ValueError:
        raise Refused(path, '[pr-template] is there already; add `host = "bitbucket"` to it') from None
    return Step(path, before, after, "the policy: Bitbucket reads no template file")
