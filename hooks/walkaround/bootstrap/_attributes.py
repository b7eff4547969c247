"""A part of `walkaround init`: git keeps both sides' lines of accepted findings in a merge.

The rule stands beside those files, where `_merges` looks for it; a repository's own attributes stay as they are.
"""

from collections.abc import Iterator

from .. import _merges
from ._plan import Choice, Facts, Step

PATH = f".walkaround/{_merges.ATTRIBUTES}"
PATTERN = "*.baseline"


def steps(facts: Facts, choice: Choice) -> Iterator[Step]:
    """One line, unless there is one that says how these files merge."""
    del choice  # it is the same for all
    before = facts.read(PATH)
    after = _merges.with_rule(before or b"", PATTERN)
    if after != before:
        yield Step(PATH, before, after, "accepted findings: a merge keeps the lines of both sides")
