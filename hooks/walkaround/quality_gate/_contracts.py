"""Contract tests as a condition: do interfaces keep their contracts, and does each changed route have one?"""

from .._finding import Finding, NotJudged
from ._keys import CONTRACT_EXAMPLES, CONTRACT_ROUTES, CONTRACT_SECONDS, CONTRACTS, ENVIRONMENT
from ._model import Judged, Measure
from ._programs import changed_sources
from ._scene import Scene
from ._work_tree import require

NAME = "contracts"


def judge(scene: Scene) -> Judged:
    """Try each contract that the policy names, and look whether it knows the routes of the change."""
    from .._environment import project_python
    from .contracts import Asked, failures, uncovered_routes

    policy, delta = scene.policy, scene.delta
    require(delta)
    asked = Asked(
        root=delta.root,
        python=project_python(delta.root, policy[ENVIRONMENT]),
        contracts=policy[CONTRACTS],
        changed=changed_sources(delta, scene.excluded),
        read=delta.read,
        examples=policy[CONTRACT_EXAMPLES],
        seconds=policy[CONTRACT_SECONDS],
    )
    said = [*failures(asked, scene.expect)]
    if policy[CONTRACT_ROUTES]:
        said += uncovered_routes(asked)
    broken = [one for one in said if not isinstance(one, NotJudged)]
    whys = dict.fromkeys((one.path, one.why) for one in said if isinstance(one, NotJudged))  # both may say the same
    unjudged = tuple(NotJudged(path, f"{NAME}: {why}") for path, why in whys)
    findings = tuple(
        Finding(one.path, one.line, int(one.line > 0), "GATE008", one.message, one.remedy) for one in broken
    )
    if unjudged:
        measure = Measure(NAME, "absent", len(findings), 0, "findings", passed=False, why=unjudged[0].why)
        return Judged(measure, findings, unjudged)
    detail = f"{len(findings)} breaches of {len(policy[CONTRACTS])} contracts"
    return Judged(Measure(NAME, "measured", len(findings), 0, "findings", detail, not findings), findings)
