"""GitHub workflows and actions: `uses` of steps and of reusable workflows, and `docker://` images.

Source of the format: GitHub's "Workflow syntax" and "Metadata syntax" reference.
"""

from collections.abc import Iterator

from .._hook import Said
from .._text import Text
from .._yaml import Mapping, Node, Scalar, Sequence, is_mapping, is_null, parse
from ._pin import Want, loose
from ._remedies import for_image, for_ref
from ._source import of_action


def judge_workflow(text: Text, wanted: str) -> Iterator[Said]:
    """Everything there is to say about one workflow or action."""
    seen: set[int] = set()  # an anchored value is judged once, where it is written
    for node in _used(parse(text)):
        if id(node) in seen or is_null(node):
            continue
        seen.add(id(node))
        if not isinstance(node, Scalar):
            yield text.not_judged(node.offset, "`uses` is not a string")
            continue
        pin = of_action(node.value)
        if not pin.meets(wanted):
            yield loose(text, node.offset, node.value, pin, Want(wanted), _remedy(node.value, wanted))


def _used(root: Node | None) -> Iterator[Node]:
    """The values of every `uses`, and a docker action's `docker://` image."""
    if not is_mapping(root):
        return
    met: set[int] = set()
    jobs = root.get("jobs")
    owners = list(_distinct(jobs.values() if is_mapping(jobs) else [], met))
    runs = root.get("runs")
    if is_mapping(runs):
        owners.append(runs)
        image = runs.get("image")
        if isinstance(image, Scalar) and image.value.startswith("docker://"):
            yield image
    for owner in owners:
        yield from filter(None, [owner.get("uses")])
        steps = owner.get("steps")
        if isinstance(steps, Sequence) and id(steps) not in met:
            met.add(id(steps))
            yield from filter(None, (step.get("uses") for step in _distinct(steps.items, met)))


def _distinct(nodes: list[Node], met: set[int]) -> Iterator[Mapping]:
    """The mappings among the nodes, each once: aliases may repeat one ever so often."""
    for node in nodes:
        if is_mapping(node) and id(node) not in met:
            met.add(id(node))
            yield node


def _remedy(uses: str, wanted: str) -> str:
    if uses.startswith("docker://"):
        return for_image(uses.removeprefix("docker://"), wanted)
    return for_ref(uses, wanted)
