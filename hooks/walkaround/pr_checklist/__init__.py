"""pr-checklist: the checklist in a pull request is there and is answered in words.

| rule | what it says |
|---|---|
| CHK001 | the checklist was deleted |
| CHK002 | a question was edited |
| CHK003 | a question that this change asks is not answered |
| CHK004 | two answers contradict each other |
| CHK005 | an answer would fit any change |
| CHK006 | a box that no host draws as one |
| CHK007 | commits are marked as made with AI, and the pull request does not say so |
| CHK008 | the disclosure contradicts the commits |
| CHK009 | a protected path, and no review by a second person |

It reads the event of the code host, the variables of its pipeline, or a file; which questions count is told by the
commits. Whether an answer is true is for the reviewer to judge.
"""

from collections.abc import Iterator, Sequence

from .._hook import Hook, Inputs, Said
from .._policy import Policy
from ._rules import KEYS, RULES


def check(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    """Judge the pull request that the environment of the pipeline names."""
    from ._judge import judge
    from ._request import Given, request_of

    return judge(policy, request_of(Given()), inputs)


HOOK = Hook(
    id="pr-checklist",
    summary="Hold a pull request to its checklist: every question that the change asks is answered in words.",
    rules=RULES,
    keys=KEYS,
    check=check,
    whole=True,
)


def main(argv: Sequence[str] | None = None) -> int:
    from .._main import guarded  # the policy asks for keys and rules, not for argparse and reports

    def run() -> int:
        from ._run import run

        return run(HOOK, argv)

    return guarded(f"walkaround-{HOOK.id}", run)
