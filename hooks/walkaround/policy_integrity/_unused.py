"""Exemptions that cover no finding, which only a run over the whole repository can tell."""

from collections.abc import Collection, Iterator

from .._finding import Finding
from .._policy import Exemption, Policy, today
from ._rules import EXEMPTION_UNUSED, RULES

_OWN = frozenset(rule.id for rule in RULES)  # those are about a change, and a whole tree is none


def unused(policy: Policy, used: Collection[Exemption], judged: Collection[str]) -> Iterator[Finding]:
    """A finding for each valid exemption of a rule in `judged` that is not among `used`."""
    day = today()
    places = {(one.layer.path, one.at) for one in used}
    for one in policy.exemptions:
        if one.rule in _OWN or one.rule not in judged or one.days_left(day) < 0 or (one.layer.path, one.at) in places:
            continue
        message = f"The exemption of {one.rule} in {one.path} ({one.owner}) covers no finding."
        line = one.line
        yield Finding(one.layer.path, line, min(line, 1), EXEMPTION_UNUSED.id, message, EXEMPTION_UNUSED.remedy)
