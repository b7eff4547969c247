"""policy-integrity: is the inspection itself sound, and does this change weaken it?

| rule | what it says |
|---|---|
| POL001 | the policy demands less than before; no policy changes the weight of this rule |
| POL002 | a hook is removed, replaced or narrowed in the configuration of pre-commit or prek |
| POL003 | the secrets baseline excludes by a pattern, or detects less |
| POL004 | code owners change in the same commit as source code |
| POL005 | the policy in force is not the one that will be committed; as fixed as POL001 |
| POL006 | an exemption has ended |
| POL007 | an exemption ends within 14 days |
| POL008 | an exemption covers no finding (only `walkaround check --all-files` can tell) |
| POL009 | an exemption is added or prolonged |
| POL010 | other configuration of an inspection changes |
| POL011 | the lock pins a policy that nothing extends |

A policy that cannot be used, or a copy that is not what was locked, ends every hook with exit code 2 before this one
has a say. An exemption of these rules counts only when it stood in the policy before the change.
"""

from collections.abc import Iterator, Sequence

from .._hook import Hook, Inputs, Said
from .._policy import Policy
from ._rules import RULES


def check(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    from ._judge import judge

    return judge(policy, inputs)


HOOK = Hook(
    id="policy-integrity",
    summary="Judge the inspection itself: its policy, its lock, and whether a change weakens either.",
    rules=RULES,
    keys=(),
    check=check,
    whole=True,
    own_exemptions=True,
)


def main(argv: Sequence[str] | None = None) -> int:
    """The hook as a command: 0 sound, 1 weakened, 2 not judged."""
    from .._main import run  # the policy asks for keys and rules, not for argparse and reports

    return run(HOOK, argv)
