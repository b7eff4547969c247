"""What is asked of mutation testing, and what it answers."""

from collections.abc import Mapping
from typing import NamedTuple


class Asked(NamedTuple):
    """Which lines to mutate, and how the project's tests are run.

    The caller has made sure that the Python files of the work tree are those of the commit judged. `lines` are the new
    or changed ones of Python sources that are no tests, by path from the root. `budget` is for the mutants, in seconds,
    after the suite ran once.
    """

    root: str
    lines: Mapping[str, frozenset[int]]
    python: str
    runner: str = "auto"  # "auto", "pytest" or "unittest"
    arguments: tuple[str, ...] = ()  # handed to the runner, such as paths of tests
    budget: int = 300
    suite_limit: int = 600


class Mutant(NamedTuple):
    """One change to a line, and whether a test notices it.

    `verdict` is "killed"; "timeout", when the tests no longer end, which counts as killed; "survived"; or "uncovered",
    when no test runs the line, which counts as survived. `test` runs the line and should have caught the mutant; empty
    for one that is uncovered.
    """

    path: str
    line: int
    column: int
    operator: str
    before: str
    after: str
    diff: str
    verdict: str
    test: str


class Outcome(NamedTuple):
    """All mutants that were tried, in order; the same in two runs.

    `left` were not tried within the budget: the next run goes on from the cache. `silent` are paths whose new lines
    gave no mutant at all.
    """

    mutants: tuple[Mutant, ...]
    left: int
    silent: tuple[str, ...]
