"""`.pre-commit-config.yaml`: the `rev` of every repository of hooks.

Source of the format: pre-commit's documentation, "Adding pre-commit plugins to your project".
"""

from collections.abc import Iterator

from .._hook import Said
from .._text import Text
from .._yaml import Mapping, Node, Scalar, Sequence, is_mapping, is_null, parse
from ._pin import Pin, Want, loose
from ._remedies import for_rev
from ._source import of_ref

OF_NO_REPOSITORY = ("local", "meta", "builtin")  # `builtin` is prek's


def judge_hook_config(text: Text, wanted: str) -> Iterator[Said]:
    """Everything there is to say about one configuration."""
    met: set[int] = set()
    for node in _repositories(parse(text)):
        if id(node) in met or not is_mapping(node):
            continue
        met.add(id(node))
        yield from _repository(text, node, wanted)


def _repositories(root: Node | None) -> list[Node]:
    """The entries of `repos`; in pre-commit's oldest format they are the document itself."""
    if is_mapping(root):
        root = root.get("repos")
    return root.items if isinstance(root, Sequence) else []


def _repository(text: Text, node: Mapping, wanted: str) -> Iterator[Said]:
    repository = node.get("repo")
    if repository is None:
        return  # pre-commit refuses it, and there is nothing that a rev could pin
    if not isinstance(repository, Scalar):
        yield text.not_judged(repository.offset, "`repo` is not a string")
        return
    if repository.value in OF_NO_REPOSITORY:
        return
    rev = node.get("rev")
    if isinstance(rev, Scalar) and not is_null(rev):
        place, what, pin = rev, f"rev {rev.value} of {repository.value}", of_ref(rev.value)
    elif rev is None or is_null(rev):
        place, what, pin = repository, repository.value, Pin("none", "has no rev")
    else:
        yield text.not_judged(rev.offset, "`rev` is not a string")
        return
    if not pin.meets(wanted):
        yield loose(text, place.offset, what, pin, Want(wanted), for_rev(repository.value, wanted))
