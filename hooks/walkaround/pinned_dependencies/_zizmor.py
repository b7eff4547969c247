"""What is left to zizmor: loose actions and images of workflows that its hook, run as it comes, is sure to refuse.

Source: zizmor's documentation of `unpinned-uses` and `unpinned-images`, and runs of 1.21 to 1.32. Since 1.21 it wants
a commit from every action and reusable workflow; of images it refuses those without a tag and those that follow
`latest`. A tag of an image it only reports to its pedantic persona, and Gitea's workflows it does not read.
"""

from .._dependencies.declared import Declared
from .._finding import NotJudged
from .._hook import Inputs
from .._text import Text, decode
from .._yaml import Mapping, Node, Scalar, Sequence, is_mapping, parse

_CONFIGURATIONS = ("zizmor.yml", "zizmor.yaml", ".github/zizmor.yml", ".github/zizmor.yaml")
_HOOKS = (".pre-commit-config.yaml", ".pre-commit-config.yml")
_AUDITS = ("unpinned-uses", "unpinned-images")
# What makes a hook run on less than it was made for, or otherwise.
_CHANGES = (
    "args", "files", "exclude", "stages", "types", "types_or", "exclude_types", "entry", "language_version",
    "additional_dependencies",
)  # fmt: skip
_CHANGES_OF_ALL = ("files", "exclude", "default_stages")
_SINCE = (1, 21)


def finds(text: Text, one: Declared) -> bool:
    """Whether zizmor's default run is sure to end in failure for this dependency, which is looser than it may be."""
    path = f"/{text.path}"
    if "/.gitea/" in path or "/.forgejo/" in path or "zizmor: ignore" in text.content:
        return False
    if one.kind == "action":
        return bool(one.spec) and "/" in one.name
    if one.kind != "image" or "@" in one.what or one.spec not in ("", "latest"):
        return False
    steps_of_action = path.rpartition("/")[2].startswith("action.") and "composite" in text.content
    return not steps_of_action and "matrix" not in text.content


def zizmor_judges(inputs: Inputs) -> bool:
    """Whether the repository's own hooks run zizmor on every workflow, with its default rules for pins."""
    if any(_mentions_audits(inputs, name) for name in _CONFIGURATIONS):
        return False
    for name in _HOOKS:
        content = _read(inputs, name)
        if content is not None and b"zizmor" in content:
            try:
                text = decode(name, content)
                return _runs(text, parse(text))
            except NotJudged:
                return False
    return False


def _mentions_audits(inputs: Inputs, name: str) -> bool:
    content = _read(inputs, name)
    return content is not None and any(audit.encode() in content for audit in _AUDITS)


def _read(inputs: Inputs, name: str) -> bytes | None:
    path = f"{inputs.root}/{name}" if inputs.root else name
    try:
        return inputs.read(path) if inputs.exists(path) else None
    except NotJudged:
        return b"unpinned-uses" if name in _CONFIGURATIONS else None


def _runs(text: Text, root: Node | None) -> bool:
    if not is_mapping(root) or any(root.get(key) is not None for key in _CHANGES_OF_ALL):
        return False
    repositories = root.get("repos")
    entries = repositories.items if isinstance(repositories, Sequence) else []
    return any(is_mapping(entry) and _runs_here(text, entry) for entry in entries)


def _runs_here(text: Text, entry: Mapping) -> bool:
    """Whether a repository of hooks is zizmor's, recent enough, and its hook is used as it comes."""
    repository, rev, hooks = entry.get("repo"), entry.get("rev"), entry.get("hooks")
    if not isinstance(repository, Scalar) or not isinstance(hooks, Sequence):
        return False
    address = repository.value.rstrip("/").removesuffix(".git")
    if not address.endswith("/zizmor-pre-commit") or not isinstance(rev, Scalar) or _version(text, rev) < _SINCE:
        return False
    return any(is_mapping(hook) and _is_zizmor(hook) for hook in hooks.items)


def _is_zizmor(hook: Mapping) -> bool:
    name = hook.get("id")
    if not isinstance(name, Scalar) or name.value != "zizmor":
        return False
    return all(hook.get(key) is None for key in _CHANGES)


def _version(text: Text, rev: Scalar) -> tuple[int, ...]:
    """The release that a `rev` names, or the comment beside a commit; nothing where neither does."""
    from re import search

    line = text.content[rev.offset :].partition("\n")[0]
    found = search(r"^v?(\d+)\.(\d+)", rev.value) or search(r"#\s*(?:frozen:\s*)?v?(\d+)\.(\d+)\.\d", line)
    return (int(found[1]), int(found[2])) if found is not None else ()
