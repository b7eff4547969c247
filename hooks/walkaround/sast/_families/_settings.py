"""Settings by name, wherever they are made: `NAME = …`, `app.config["NAME"] = …`, `config.update(NAME=…)`."""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ._mappings import keys

if TYPE_CHECKING:
    from ..._code import Module

_CONFIGS = frozenset({"config", "conf", "settings", "update", "from_mapping", "configure"})


class Setting(NamedTuple):
    """A setting with the node that makes it."""

    name: str
    node: ast.AST
    value: ast.expr


def settings(module: "Module") -> list[Setting]:
    """Every setting in capitals, in the order of their kinds."""
    return module.once(settings, lambda: [*_assigned(module), *_updated(module)])


def is_set_again(module: "Module", setting: Setting) -> bool:
    """Whether a setting is given another value under a condition, such as `if not DEBUG`."""
    return any(
        other.name == setting.name
        and other.value is not setting.value
        and ast.dump(other.value) != ast.dump(setting.value)
        and any(isinstance(up, ast.If) for up in module.parents(other.node))
        and module.function(other.node) is module.function(setting.node)
        for other in settings(module)
    )


def _assigned(module: "Module") -> Iterator[Setting]:
    for node in module.of(ast.Assign):
        for target in node.targets:
            name = _name(module, target)
            if name.isupper():
                yield Setting(name, node, node.value)
    for annotated in module.of(ast.AnnAssign):
        name = _name(module, annotated.target)
        if name.isupper() and annotated.value is not None:
            yield Setting(name, annotated, annotated.value)


def _name(module: "Module", target: ast.expr) -> str:
    if isinstance(target, ast.Subscript):
        key = target.slice.value if isinstance(target.slice, ast.Constant) else None
        return key if isinstance(key, str) and _is_config(module, target.value) else ""
    if isinstance(target, ast.Attribute):
        return target.attr if _is_config(module, target.value) else ""
    return target.id if isinstance(target, ast.Name) else ""


def _updated(module: "Module") -> Iterator[Setting]:
    for call in module.calls("update", "from_mapping", "configure"):
        if not isinstance(call.func, ast.Attribute) or not _is_config(module, call.func.value):
            continue
        for word in call.keywords:
            if word.arg is not None:
                yield Setting(word.arg, word.value, word.value)
        for one in call.args:
            for name, values in keys(module, one).values.items():
                yield Setting(name, values[0], values[0])


def _is_config(module: "Module", node: ast.expr) -> bool:
    return module.last(node) in _CONFIGS
