"""`.pre-commit-config.yaml`: the `rev` of every repository of hooks, and what its hooks install besides.

Source of the format: pre-commit's documentation, "Adding pre-commit plugins to your project".
"""

from collections.abc import Iterator

from .._finding import NotJudged
from .._text import Text
from .._yaml import Mapping, Node, Scalar, Sequence, is_mapping, is_null, parse
from .declared import Declared, Pin, Reference, Splice
from .hook_entries import of_hooks
from .remedies import for_rev
from .source import of_ref
from .yaml_scripts import is_verbatim

OF_NO_REPOSITORY = ("local", "meta", "builtin")  # `builtin` is prek's


def read(text: Text) -> Iterator[Declared | Reference | NotJudged]:
    """Every dependency of one configuration."""
    met: set[int] = set()
    for node in repositories(parse(text)):
        if id(node) in met or not is_mapping(node):
            continue
        met.add(id(node))
        yield from _repository(text, node)
        yield from of_hooks(text, node.get("hooks"), met)


def repositories(root: Node | None) -> list[Node]:
    """The entries of `repos`; in pre-commit's oldest format they are the document itself."""
    if is_mapping(root):
        root = root.get("repos")
    return root.items if isinstance(root, Sequence) else []


def _repository(text: Text, node: Mapping) -> Iterator[Declared | NotJudged]:
    repository = node.get("repo")
    if repository is None:
        return  # pre-commit refuses it, and there is nothing that a rev could pin
    if not isinstance(repository, Scalar):
        yield text.not_judged(repository.offset, "`repo` is not a string")
        return
    if repository.value in OF_NO_REPOSITORY:
        return
    url = repository.value

    def remedy(wanted: str) -> str:
        return for_rev(url, wanted)

    rev = node.get("rev")
    if rev is None or is_null(rev):
        yield Declared(repository.offset, url, Pin("none", "has no rev"), "hook", "git", url, "", remedy)
    elif isinstance(rev, Scalar):
        end = rev.offset + len(rev.value)
        splice = Splice(rev.offset, end, "{}", "# frozen: {}") if is_verbatim(text, rev) else None
        what = f"rev {rev.value} of {url}"
        yield Declared(rev.offset, what, of_ref(rev.value), "hook", "git", url, rev.value, remedy, splice)
    else:
        yield text.not_judged(rev.offset, "`rev` is not a string")
