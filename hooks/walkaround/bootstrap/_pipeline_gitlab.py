"""The entry of `.gitlab-ci.yml` that includes the pipeline: written where its place is certain, else told.

Text is inserted and nothing else is touched. What git would commit is then read again: it must be the same YAML as
before, event for event, with the entry in one place.
"""

import re
from typing import Any

from .._finding import NotJudged
from .._text import Text, decode
from .._yaml import Mapping, Node, Scalar, Sequence, is_null, parse_all
from ._pipeline import GITLAB
from ._plan import Facts, Step

PATH = ".gitlab-ci.yml"
_BOM = b"\xef\xbb\xbf"
_DASH = re.compile(r"([ \t]*)- *\S")
# In rules, in `only`, in the name of GitLab's own template, by which jobs run for them, and in our own input.
_MERGE_REQUESTS = re.compile(rb"merge[_-]?request", re.IGNORECASE)
_CONTENT = re.compile(rb"^[ \t]*[^#\s]", re.MULTILINE)
_BARE = re.compile(r"[ \t]*:[ \t]*(?:#[^\n]*)?\r?\n")  # no anchor, by which other places would get the entry too


def edited(facts: Facts) -> Step | str | None:
    """The step that includes the pipeline; what to do by hand where that is not certain; None where it is included."""
    raw = facts.read(PATH)
    if raw is None:
        return Step(PATH, None, f"include:\n{_entry('  ', {})}".encode(), "includes the pipeline")
    try:
        text = decode(PATH, raw)
        roots = parse_all(text)
    except NotJudged as failure:
        return f"pipeline: {PATH} cannot be read ({failure.why}); mend it and run init again"
    root = roots[-1] if roots else None
    if is_null(root):
        root = None
    if root is not None and not isinstance(root, Mapping):
        return f"pipeline: {PATH} is no mapping; mend it and run init again"
    if root is not None and _is_included(root):
        return None
    inputs = {} if root is None else _inputs(root, raw)
    after = _inserted(text, root, inputs)
    whole = None if after is None else (_BOM if raw.startswith(_BOM) else b"") + after.encode()
    if after is None or whole is None or not _only_added(raw, whole, text.content, after):
        lines = f"include:\n{_entry('  ', inputs)}"
        return f"pipeline: in {PATH} the place of an entry is not certain; add this one by hand:\n{lines}"
    return Step(PATH, raw, whole, "includes the pipeline")


def for_branches(facts: Facts) -> bool:
    """Whether the jobs here run for branches alone, as far as this file tells, and so must ours.

    GitLab asks the newest pipeline whether a merge request may be merged: one of ours alone would hide theirs.
    """
    raw = facts.read(PATH)
    return raw is not None and bool(_CONTENT.search(raw)) and not _MERGE_REQUESTS.search(raw)


def _entry(indent: str, inputs: dict[str, str]) -> str:
    lines = [f"{indent}- local: {GITLAB}"]
    if inputs:
        lines += [f"{indent}  inputs:", *(f"{indent}    {name}: {value}" for name, value in inputs.items())]
    return "".join(f"{line}\n" for line in lines)


def _flow_entry(inputs: dict[str, str]) -> str:
    given = ", ".join(f"{name}: {value}" for name, value in inputs.items())
    return f"{{local: {GITLAB}{f', inputs: {{{given}}}' if given else ''}}}"


def _inputs(root: Mapping, raw: bytes) -> dict[str, str]:
    """What the pipeline must be told here: a stage that exists, and to run where the other jobs do."""
    listed = root.get("stages")
    names = [one.value for one in listed.items if isinstance(one, Scalar)] if isinstance(listed, Sequence) else []
    stage = next((name for name in names if re.fullmatch(r"[A-Za-z][\w-]*", name)), "test")
    inputs = {} if "test" in (*names, stage) else {"stage": stage}
    if not _MERGE_REQUESTS.search(raw):
        inputs["judge"] = "branches"
    return inputs


def _is_included(root: Mapping) -> bool:
    waiting: list[Node] = [value for name, value in _keys(root) if name.value == "include"]
    met: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node) in met:
            continue
        met.add(id(node))
        if isinstance(node, Scalar) and node.value.removeprefix("./").removeprefix("/") == GITLAB:
            return True
        if isinstance(node, Sequence):
            waiting += node.items
        if isinstance(node, Mapping):
            waiting += node.values()
    return False


def _keys(root: Mapping) -> list[tuple[Scalar, Node]]:
    pairs = zip(root.pairs[::2], root.pairs[1::2], strict=True)
    return [(name, value) for name, value in pairs if isinstance(name, Scalar)]


def _inserted(text: Text, root: Mapping | None, inputs: dict[str, str]) -> str | None:
    """The file with the entry; None where its place is not certain."""
    content = text.content
    newline = "\r\n" if content.count("\r\n") * 2 > content.count("\n") else "\n"
    includes = [(name, value) for name, value in _keys(root) if name.value == "include"] if root is not None else []
    if not includes:
        if root is not None and content[root.offset : root.offset + 1] == "{":
            return None
        before = content if not content or content.endswith("\n") else content + newline
        return before + f"include:\n{_entry('  ', inputs)}".replace("\n", newline)
    (name, value), *further = includes
    if further or not isinstance(value, Sequence):
        return None
    if content[value.offset] == "[":
        at, ours = value.offset + 1, _flow_entry(inputs) + (", " if value.items else "")
        return content[:at] + ours + content[at:]
    first = value.items[0].offset
    dash = _DASH.match(content, content.rfind("\n", 0, first) + 1)
    bare = _BARE.match(content, name.end)
    if dash is None or bare is None or bare.end() > dash.end():
        return None
    at = bare.end()  # above a comment that may belong to the first entry
    return content[:at] + _entry(dash[1], inputs).replace("\n", newline) + content[at:]


def _only_added(raw: bytes, whole: bytes, before: str, after: str) -> bool:
    """Whether the new file is the old one plus our entry, as YAML too."""
    if raw.removeprefix(_BOM) != before.encode() or len(whole) <= len(raw):
        return False
    old, new = _events(before), _events(after)
    added = len(new) - len(old)
    if not old or added <= 0:
        return False
    head = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), len(old))
    return old[head:] == new[head + added :] and any(event[1] == GITLAB for event in new[head : head + added])


def _events(content: str) -> list[tuple[str, str | None, str | None, str | None]]:
    """What a YAML parser reads, place and style apart; nothing where it is not YAML."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return [_event(event) for event in yaml.parse(content, Loader=loader)]
    except yaml.YAMLError:
        return []


def _event(event: Any) -> tuple[str, str | None, str | None, str | None]:
    value, anchor, tag = (getattr(event, name, None) for name in ("value", "anchor", "tag"))
    return type(event).__name__, value, anchor, tag
