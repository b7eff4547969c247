"""What a configuration in YAML is meant to say with the hooks, and whether it does.

This knows nothing of how the text was edited: it works on what a parser makes of it.
"""

from collections.abc import Mapping
from typing import Any

import yaml

from .. import _yaml
from .._finding import NotJudged
from .._text import Text
from .._yaml import Node, Scalar
from ..policy_integrity._configuration import spelled
from ._hook_config import HOOK_TYPES, HOOKS, entry, hook, missing, refused
from ._plan import Source

WORD = "tag:yaml.org,2002:str"
TYPES = "default_install_hook_types"
_RESOLVER: Any = yaml.resolver.Resolver()


def check(text: Text, edited: str, source: Source) -> None:
    """Refuse a result that does not say what was meant."""
    try:
        said = _yaml.parse(Text(text.path, edited))
    except NotJudged:
        said = None
    if said is None or not any(_same(said, _meant(text, source, behind)) for behind in (0, 1)):
        last = text.content[-1:] not in ("", "\n", "\r")
        act = "end the file with a line end, or add them by hand" if last else "add them by hand"
        raise refused(text, 0, f"is written in a way that leaves no room for the hooks; {act}")


def _meant(text: Text, source: Source, behind: int) -> Node:
    """What the configuration says, and the hooks: a new entry is the last one but for those `behind` it."""
    root = _yaml.parse(text)
    if not isinstance(root, _yaml.Mapping):
        root = _yaml.Mapping(0)
    types = _put(root, TYPES)
    types.items += [_node(one) for one in missing([_word(one) for one in types.items], HOOK_TYPES)]
    repos = _put(root, "repos")
    for item in repos.items:
        if isinstance(item, _yaml.Mapping) and spelled(_word(item.get("repo"))) == spelled(source.repo):
            at = next(at for at, key in enumerate(item.pairs[::2]) if _word(key) == "rev")
            item.pairs[at * 2 + 1] = _node(source.rev)
            hooks = _put(item, "hooks")
            there = [_word(one.get("id")) for one in hooks.items if isinstance(one, _yaml.Mapping)]
            hooks.items += [_node(hook(name)) for name in missing(there, tuple(HOOKS))]
            return root
    repos.items.insert(max(0, len(repos.items) - behind), _node(entry(source)))
    return root


def _put(mapping: _yaml.Mapping, key: str) -> _yaml.Sequence:
    """The list under a key, which is put there where there is none."""
    for at, name in enumerate(mapping.pairs[::2]):
        if _word(name) == key:
            found = mapping.pairs[at * 2 + 1]
            if isinstance(found, _yaml.Sequence):
                return found
            made = mapping.pairs[at * 2 + 1] = _yaml.Sequence(0)
            return made
    made = _yaml.Sequence(0)
    mapping.pairs += [_node(key), made]
    return made


def _word(node: Node | None) -> str:
    return node.value if isinstance(node, Scalar) else ""


def _node(value: object) -> Node:
    if isinstance(value, Mapping):
        mapping = _yaml.Mapping(0)
        mapping.pairs = [_node(one) for pair in value.items() for one in pair]
        return mapping
    if isinstance(value, list):
        items = _yaml.Sequence(0)
        items.items = [_node(one) for one in value]
        return items
    return Scalar(0, str(value), "'", 0, 0)


def _same(one: Node, other: Node) -> bool:
    """Whether two documents say the same; the order of keys is left out, and what aliases repeat is compared once."""
    waiting = [(one, other)]
    met: set[tuple[int, int]] = set()
    while waiting:
        left, right = waiting.pop()
        if (id(left), id(right)) in met:
            continue
        met.add((id(left), id(right)))
        if type(left) is not type(right):
            return False
        inside, others = _inside(left), _inside(right)
        if len(inside) != len(others):
            return False
        waiting += zip(inside, others, strict=True)
        if isinstance(left, Scalar) and isinstance(right, Scalar) and _said(left) != _said(right):
            return False
    return True


def _inside(node: Node) -> list[Node]:
    """What a node holds; keys in one order."""
    if isinstance(node, _yaml.Mapping):
        pairs = sorted(zip(node.pairs[::2], node.pairs[1::2], strict=False), key=lambda pair: _word(pair[0]))
        return [one for pair in pairs for one in pair]
    return node.items if isinstance(node, _yaml.Sequence) else []


def _said(node: Scalar) -> tuple[str, str]:
    """A scalar's value and what it is: a bare word may be a number, a date or nothing."""
    return node.value, kind(node.value, plain=node.plain)


def kind(value: str, *, plain: bool) -> str:
    """What YAML 1.1 takes a scalar for."""
    return str(_RESOLVER.resolve(yaml.ScalarNode, value, (plain, True)))
