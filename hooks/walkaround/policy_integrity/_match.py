"""Which hooks of two configurations are the same ones, whatever their order and their `rev`."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from .._catalogue import ENTRIES
from ._command import program
from ._configuration import LOCAL, Hook
from ._tree import plain

# Which hooks another one is commonly put in the place of: renamed by their authors, or written to do the same.
_SUCCESSORS = {
    "ruff-check": "ruff flake8 isort pyupgrade autoflake autoflake8 pycln yesqa pydocstyle reorder-python-imports "
    "absolufy-imports python-check-blanket-noqa python-check-mock-methods",
    "ruff": "flake8 isort pyupgrade autoflake autoflake8 pycln yesqa pydocstyle reorder-python-imports "
    "absolufy-imports python-check-blanket-noqa python-check-mock-methods",
    "ruff-format": "black black-jupyter yapf autopep8 docformatter",
    "autoflake8": "autoflake",
    "black-jupyter": "black",
    "black": "yapf autopep8",
    "isort": "reorder-python-imports seed-isort-config",
    "autopep8": "autopep8-wrapper",
    "fix-byte-order-marker": "check-byte-order-marker",
    "pyright": "mypy",
    "ty": "mypy",
    "biome-check": "eslint prettier",
    "typos": "codespell",
    "uv-lock": "poetry-lock pip-compile pdm-lock-check",
}


# Hooks of ours that run nowhere but where `strict` runs them.
_RUN_BY_STRICT = frozenset(entry.id for entry in ENTRIES if entry.stages == ("pre-commit",))


class Pair(NamedTuple):
    """A hook before and after a change."""

    before: Hook
    after: Hook


class Matched(NamedTuple):
    """The hooks of two configurations: those in both, and those that are gone."""

    pairs: list[Pair]
    gone: list[Hook]


def match(before: Sequence[Hook], after: Sequence[Hook]) -> Matched:
    """Which hooks stayed, and which are gone: the closest of several with one id first."""
    rest_before, rest_after = list(before), list(after)
    pairs: list[Pair] = []
    for key in _LIKENESS:
        found: dict[object, list[Hook]] = {}
        for hook in rest_after:
            found.setdefault(key(hook), []).append(hook)
        kept: list[Hook] = []
        for hook in rest_before:
            same = found.get(key(hook)) if key(hook) is not None else None
            if same:
                pairs.append(Pair(hook, same.pop(0)))
            else:
                kept.append(hook)
        taken = {id(pair.after) for pair in pairs}
        rest_before, rest_after = kept, [hook for hook in rest_after if id(hook) not in taken]
    successors = [name for hook in rest_after if _is_whole(hook) for name in _SUCCESSORS.get(hook.id, "").split()]
    gone = [hook for hook in rest_before if hook.id not in successors or hook.source == LOCAL]
    strict = {hook.source for hook in rest_after if hook.id == "strict" and _is_whole(hook)}
    gone = [
        hook for hook in gone if not (hook.source in strict and hook.id in _RUN_BY_STRICT and not hook.words("args"))
    ]
    return Matched(sorted(pairs, key=lambda pair: pair.after.offset), gone)


def _is_whole(hook: Hook) -> bool:
    """Whether another repository's hook is taken as it is, without filters and commands of one's own."""
    return hook.source != LOCAL and not {"files", "exclude", "entry", "stages"} & hook.options.keys()


def _whole(hook: Hook) -> object:
    return hook.source, hook.id, _options(hook)


def _labelled(hook: Hook) -> object:
    return hook.source, hook.id, hook.text("alias"), hook.text("name"), hook.words("args")


def _named(hook: Hook) -> object:
    return hook.source, hook.id, hook.text("alias"), hook.text("name")


def _in_place(hook: Hook) -> object:
    return hook.source, hook.id


def _anywhere(hook: Hook) -> object:
    return hook.id


def _running(hook: Hook) -> object:
    """A command of this repository that got another id."""
    return program(hook.text("entry")) or None if hook.source == LOCAL else None


_LIKENESS: tuple[Callable[[Hook], object], ...] = (_whole, _labelled, _named, _in_place, _anywhere, _running)


def _options(hook: Hook) -> object:
    return tuple(sorted((key, plain(item)) for key, item in hook.options.items()))
