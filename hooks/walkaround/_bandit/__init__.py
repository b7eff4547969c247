"""Bandit's own plugins, unchanged, under a lean driver: the same results in the same order, and nothing swallowed.

What bandit does with a file takes little; most of its time goes into imports, contexts and log lines for nodes that no
plugin says anything about. Here a plugin is imported for the first file that may concern it, and asked about the nodes
that may (`_known`); the index of what is installed is kept between runs (`_index`); bandit's packages stand in without
their imports (`_lean`). A plugin that is missing, cannot be imported or raises is an error, never silence.
"""

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from . import _index
from ._errors import PluginCrash, Unloadable

if TYPE_CHECKING:
    import ast

    from ._nosec import Nosec
    from ._run import Result

__all__ = ["Engine", "PluginCrash", "Unloadable", "ids"]

_FORM = 1  # of results; another one means that kept results are of no use

_found: _index.Index | None = None


def _installed() -> _index.Index:
    global _found
    if _found is None:
        _found = _index.index()
    return _found


def ids() -> Mapping[str, str]:
    """Every id of a test, those of the blacklists among them, with its name."""
    found = _installed()
    known = {plugin.id: plugin.entry for plugin in found.plugins}
    known.update((line.id, line.name) for lines in found.banned.values() for line in lines)
    return known


class Engine:
    """The plugins of this environment without those whose ids are off."""

    def __init__(self, off: frozenset[str] = frozenset(), *, required: tuple[str, ...] = ()) -> None:
        self._index = _installed()
        for name in required:
            if name not in self._index.names:
                raise Unloadable(name, "no installed package has this plugin")
        self._off = off
        self._table: object = None
        self._own: bool | None = None  # whether our driver knows all that it needs to; not asked yet
        self._tests: object = None

    def judge(
        self, path: str, source: bytes, tree: "ast.Module", order: "Sequence[ast.AST]", suppress: "Nosec"
    ) -> "list[Result]":
        """What the plugins say of a file that has been parsed.

        `order`: every node below the tree in bandit's order, without contexts and operators, each with its
        `_bandit_parent` and `_bandit_sibling`.
        """
        del tree  # its nodes stand in the order
        import warnings  # whoever only asks for the identity imports nothing more

        from ._run import Run, Table

        if not isinstance(self._table, Table):
            self._table = Table(self._index, self._off)
        if self._own is None:
            self._own = self._index.core and not self._table.walked
        with warnings.catch_warnings():
            # Plugins use what Python deprecates, and the user's settings may turn that into an error.
            warnings.simplefilter("ignore")
            if self._own:
                return Run(self._table, path, source, suppress).judge(order)
            from . import _stock

            if not isinstance(self._tests, _stock.Tests):
                self._tests = _stock.Tests(self._index, self._off)
            return _stock.judge(path, source, self._tests, suppress)

    def identity(self) -> str:
        """A digest of everything that results depend on, except the file and its path."""
        whole = repr((_FORM, self._index.digest, sorted(self._off), sys.version))
        import hashlib

        return hashlib.sha256(whole.encode()).hexdigest()
