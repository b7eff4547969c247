"""quality-gate: a change is good enough to be merged, by figures about its new lines.

| rule | what it says |
|---|---|
| GATE001 | a new or changed function is too complex |
| GATE002 | new lines repeat code that is there already |
| GATE003 | new lines do not run under the tests |
| GATE004 | the change is too large to be reviewed |
| GATE005 | `sast` has a finding on a new line |
| GATE006 | `secret-detection` has a finding on a new line |
| GATE007 | a new line can be changed and every test still passes |
| GATE008 | an interface breaks its contract, or has none |
| GATE009 | something that is not demanded was not measured |
| GATE010 | something is worse than where the change began |
| GATE011 | a change leaves its own new lines out |

At a commit complexity and duplication are judged; of a range of commits, at a push or in CI, everything. A condition
is measured, a stated proxy, or absent; one that the policy demands and that is absent ends in exit code 2.
"""

from collections.abc import Iterator, Sequence

from .._hook import Hook, Inputs, Said
from .._policy import Policy
from ._keys import GIVEN, KEYS
from ._rules import RULES


def check(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    """Judge a change by what its content alone tells: what runs beside the other hooks of the commit stage."""
    from ._judge import judged, said

    return said(judged(policy, inputs, late=False))


def check_whole(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    """Judge a range by every condition, and what is staged by those of the commit stage."""
    from ._judge import judged, said

    return said(judged(policy, inputs, late=True))


HOOK = Hook(
    id="quality-gate",
    summary="hold a change to the policy's limits for complexity, duplication, coverage, size, findings and mutants",
    rules=RULES,
    keys=KEYS,
    check=check,
    whole=True,
    reports=GIVEN,
)


def main(argv: Sequence[str] | None = None) -> int:
    from .._main import run  # the policy asks for keys and rules, not for argparse and reports

    return run(HOOK._replace(check=check_whole), argv)
