"""Mutation testing as a condition: what share of the mutants of new lines do the tests kill?"""

from typing import TYPE_CHECKING

from .._finding import Finding, NotJudged, Severity
from ._keys import ENVIRONMENT, MUTATION_SECONDS, NEW_MUTATION, SUITE_SECONDS, TEST_ARGUMENTS, TEST_RUNNER
from ._model import Judged, Measure
from ._programs import changed_sources
from ._scene import Scene
from ._work_tree import require

if TYPE_CHECKING:
    from .mutation import Mutant, Outcome

NAME = "new-mutation"
SURVIVED = ("survived", "uncovered")  # the verdicts of which no test noticed anything
_LONGEST = 100  # characters of a source line in a message


def judge(scene: Scene) -> Judged:
    """Mutate the new lines of Python sources, and run the tests that cover them."""
    limit = scene.policy[NEW_MUTATION]
    if not changed_sources(scene.delta, scene.excluded):
        return Judged(Measure(NAME, "none", limit=limit, unit="%", detail="no new line of a Python source"))
    return _weighed(outcome_of(scene), limit)


def outcome_of(scene: Scene) -> "Outcome":
    """What became of the mutants of a change; NotJudged for all that keeps them from being tried."""
    from .._environment import project_python
    from .mutation import Asked, mutate

    policy = scene.policy
    require(scene.delta)
    asked = Asked(
        root=scene.delta.root,
        lines=changed_sources(scene.delta, scene.excluded),
        python=project_python(scene.delta.root, policy[ENVIRONMENT]),
        runner=policy[TEST_RUNNER],
        arguments=policy[TEST_ARGUMENTS],
        budget=policy[MUTATION_SECONDS],
        suite_limit=policy[SUITE_SECONDS],
    )
    return mutate(asked, scene.expect)


def summary(outcome: "Outcome") -> str:
    """How many mutants the tests kill, in a sentence."""
    tried = len(outcome.mutants)
    killed = tried - sum(one.verdict in SURVIVED for one in outcome.mutants)
    said = f"the tests kill {killed} of {tried} mutants of new lines ({_share(outcome):.1f} %)"
    return f"{said}; {outcome.left} were not tried in time" if outcome.left else said


def _share(outcome: "Outcome") -> float:
    tried = len(outcome.mutants)
    return 100 * sum(one.verdict not in SURVIVED for one in outcome.mutants) / tried if tried else 0.0


def _weighed(outcome: "Outcome", limit: int) -> Judged:
    if not outcome.mutants and not outcome.left:
        return Judged(Measure(NAME, "none", limit=limit, unit="%", detail="no new line gives a mutant"))
    survivors = [one for one in outcome.mutants if one.verdict in SURVIVED]
    share, detail = _share(outcome), summary(outcome)
    if outcome.left:
        why = (
            f"{outcome.left} of {outcome.left + len(outcome.mutants)} mutants were not tried in time; run it again, "
            "which goes on where this run ended, or raise quality-gate.mutation-seconds"
        )
        found = tuple(_finding(one, "warning") for one in survivors)
        failure = NotJudged("", f"{NAME}: {why}")
        return Judged(Measure(NAME, "absent", share, limit, "%", detail, False, why), found, (failure,))
    passed = share >= limit
    found = tuple(_finding(one, "warning" if passed else "error") for one in survivors)
    return Judged(Measure(NAME, "measured", share, limit, "%", detail, passed), found)


def _finding(mutant: "Mutant", most: Severity) -> Finding:
    change = f"`{_line(mutant.before)}` -> `{_line(mutant.after)}`"
    if mutant.test:
        message = f"Every test passes after {change}."
        remedy = f"Let {mutant.test} check what this line decides; it runs the line and does not notice."
    else:
        message = f"No test runs the line, so that none would notice {change}."
        remedy = "Write a test that runs the line and checks what it decides."
    return Finding(mutant.path, mutant.line, mutant.column, "GATE007", message, remedy, most)


def _line(text: str) -> str:
    """A source text on one line, cut where it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"
