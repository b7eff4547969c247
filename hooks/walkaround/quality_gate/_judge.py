"""The conditions of the gate, and which of them are asked when.

Early ones are cheap and need the content alone: they are asked at a commit as well. The late ones need what a test
run or another hook has left behind, or run the tests themselves: they are asked of a range of commits.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from .. import _change, _git
from .._change import Delta
from .._finding import NotJudged
from .._git import Change, GitError
from .._hook import Inputs, Said, internal_error
from .._policy import Policy
from ._keys import (
    CHANGE_LINES,
    COMPLEXITY,
    CONTRACTS,
    COVERAGE_FILES,
    DUPLICATION_TOKENS,
    ENVIRONMENT,
    EXCLUDE,
    NEW_COVERAGE,
    NEW_DUPLICATION,
    NEW_MUTATION,
    RATCHET,
    SAST,
    SECRETS,
    SMALL_CHANGE,
)
from ._model import Judged, Measure
from ._scene import Scene


def _complexity(scene: Scene) -> Judged:
    from ._complexity import judge

    return judge(scene.delta, scene.policy[COMPLEXITY], scene.excluded)


def _duplication(scene: Scene, thorough: bool = False) -> Judged:
    from ._duplication import judge

    limit, tokens, small = (scene.policy[key] for key in (NEW_DUPLICATION, DUPLICATION_TOKENS, SMALL_CHANGE))
    return judge(scene.delta, limit, tokens, small, scene.excluded, thorough)


def _duplication_thorough(scene: Scene) -> Judged:
    return _duplication(scene, thorough=True)


def _size(scene: Scene) -> Judged:
    from ._size import judge

    return judge(scene.delta, scene.policy[CHANGE_LINES], scene.excluded)


def _coverage(scene: Scene) -> Judged:
    from .coverage import Asked, judge

    policy = scene.policy
    limit, small = policy[NEW_COVERAGE], policy[SMALL_CHANGE]
    asked = Asked(policy[COVERAGE_FILES], limit, small, scene.excluded, True, _python_if_any(scene))
    return judge(scene.delta, asked)


def _python_if_any(scene: Scene) -> str:
    from .._environment import project_python

    try:
        return project_python(scene.delta.root, scene.policy[ENVIRONMENT])
    except NotJudged:
        return ""


def _sast(scene: Scene) -> Judged:
    from ._findings import judge

    return judge(scene, "sast", "sast", SAST, "GATE005")


def _secrets(scene: Scene) -> Judged:
    from ._findings import judge

    return judge(scene, "secrets", "secret-detection", SECRETS, "GATE006")


def _mutation(scene: Scene) -> Judged:
    from ._killed import judge

    return judge(scene)


def _contracts(scene: Scene) -> Judged:
    from ._contracts import judge

    return judge(scene)


def _ratchet(scene: Scene) -> Judged:
    from ._ratchet import judge

    return judge(scene.delta, scene.excluded)


def _left_out(scene: Scene, late: bool = True) -> Judged:
    from ._left_out import judge

    return judge(scene, late=late)


def _left_out_early(scene: Scene) -> Judged:
    return _left_out(scene, late=False)


class Condition(NamedTuple):
    """One condition: its name, when the policy asks for it, how it is judged at a commit and how in a range."""

    name: str
    asked: Callable[[Policy], bool]
    early: Callable[[Scene], Judged] | None
    late: Callable[[Scene], Judged]


CONDITIONS = (
    Condition("complexity", lambda policy: policy[COMPLEXITY] < 1000, _complexity, _complexity),
    Condition("new-duplication", lambda policy: policy[NEW_DUPLICATION] < 100, _duplication, _duplication_thorough),
    Condition("change-lines", lambda policy: policy[CHANGE_LINES] < 1_000_000, None, _size),
    Condition("new-coverage", lambda policy: policy[NEW_COVERAGE] > 0, None, _coverage),
    Condition("sast", lambda policy: policy[SAST] != "off", None, _sast),
    Condition("secrets", lambda policy: policy[SECRETS] != "off", None, _secrets),
    Condition("new-mutation", lambda policy: policy[NEW_MUTATION] > 0, None, _mutation),
    Condition("contracts", lambda policy: bool(policy[CONTRACTS]), None, _contracts),
    Condition("ratchet", lambda policy: policy[RATCHET], None, _ratchet),
)


def excluding(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a path, from the root, is one that the gate does not judge."""
    if not patterns:
        return lambda path: False  # noqa: ARG005 - called as the other is
    from .._policy._glob import matcher

    matchers = [matcher(pattern) for pattern in patterns]
    return lambda path: any(match(path) for match in matchers)


def judged(policy: Policy, inputs: Inputs, *, late: bool) -> Iterator[Judged]:
    """What each condition that the policy asks for has to say of each change.

    Where a range is named it is what counts, and not what happens to be staged beside it. Beside other hooks, which
    judge files as well, there may be no repository.
    """
    if late and not inputs.changes and _git.find_root(inputs.root) is None:
        raise NotJudged("", "not in a git repository, whose changes are judged; run it in one")
    named = [change for change in inputs.changes if change.head is not None]
    for change in named or inputs.changes:
        with _change.of(inputs.root, change) as delta:
            yield from conditions(delta, policy, inputs, late=late and change.head is not None)


def conditions(delta: Delta, policy: Policy, inputs: Inputs, *, late: bool) -> Iterator[Judged]:
    """What each condition has to say of one change."""
    scene = Scene(delta, policy, inputs.expect, excluding(policy[EXCLUDE]))
    if not delta.files:
        return
    for condition in CONDITIONS:
        judge = condition.late if late else condition.early
        if judge is not None and condition.asked(policy):
            yield _kept_apart(condition.name, judge, scene)
    left = _kept_apart("left-out", _left_out if late else _left_out_early, scene)
    if left.findings or left.failures:
        yield left


def _kept_apart(name: str, judge: Callable[[Scene], Judged], scene: Scene) -> Judged:
    """A condition that cannot be judged is absent, and the others go on."""
    try:
        return judge(scene)
    except NotJudged as failure:
        why = failure
    except GitError as failure:
        why = NotJudged("", str(failure))
    except Exception as crash:  # noqa: BLE001 - named as not judged, as a hook's own crash is
        why = NotJudged("", internal_error(crash))
    return Judged(
        Measure(name, "absent", passed=False, why=why.why), failures=(NotJudged(why.path, f"{name}: {why.why}"),)
    )


def said(results: Iterator[Judged]) -> Iterator[Said]:
    """The findings of conditions, and what could not be judged."""
    for result in results:
        yield from result.findings
        yield from result.failures


def ranged(changes: Sequence[Change]) -> bool:
    return any(change.head is not None for change in changes)
