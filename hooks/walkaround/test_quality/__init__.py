"""test-quality: tests that can fail, and a change that brings its own.

| rule | what it says |
|---|---|
| TST001 | a test checks nothing |
| TST002 | an assertion is true whatever the code does |
| TST003 | a test asserts what its own mocks were told |
| TST004 | the expected value is computed by the code under test |
| TST005 | a test swallows the exception that should make it fail |
| TST006 | a test is skipped, or expected to fail, without a reason |
| TST007 | a test sleeps for a fixed time |
| TST008 | a test expects any exception at all |
| TST009 | a case stands twice, or a test replaces an earlier one of its name |
| TST010 | a source file changes its behaviour, and no test changes with it |
| TST011 | no test calls a new or changed public function with an edge case |
| TST012 | a public function on a path of the policy has no property-based test |

The first nine read files of tests, for pytest and unittest; the others read what a change brings.
"""

import gc
from collections.abc import Iterator, Sequence

from .._finding import Finding
from .._hook import Hook, Inputs, Said
from .._policy import Policy
from ._rules import KEYS, RULES


def check(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    """Judge every file of tests, and then the change as a whole."""
    from ._run import run  # nothing is imported for a run without files

    return run(policy, inputs)


def judge_file(path: str, source: bytes) -> list[Finding]:
    """What TST001 to TST009 say of one file; nothing of a file without tests."""
    from ._judge import judge_file

    return judge_file(path, source)


HOOK = Hook(
    id="test-quality",
    summary="Tests can fail: they assert what code gives back, say why they are skipped, and come with the change.",
    rules=RULES,
    keys=KEYS,
    check=check,
    files=r"\.pyw?$",
    selects=lambda path: path.endswith((".py", ".pyw")),
    acceptable=True,
)


def main(argv: Sequence[str] | None = None) -> int:
    # A process of our own ends before the collector is of use, and need not take the trees apart first.
    own = argv is None
    if own:
        gc.disable()
    from .._main import run  # the policy asks for keys and rules, not for argparse and reports

    code = run(HOOK, argv)
    if own:
        gc.freeze()
    return code
