"""Put a mutant in the place of its module, in this process alone: nothing is written where the module lies."""

from __future__ import annotations

import functools
import gc
import os
import sys
import warnings
from collections.abc import Callable, Iterable
from importlib.machinery import SourceFileLoader
from types import CodeType, FunctionType
from typing import Any, NamedTuple

from .codes import Place, pairs, place


class Module(NamedTuple):
    """A module's file and its source, with the encoding that its bytes are in."""

    file: str
    source: str
    encoding: str

    def compiled(self) -> CodeType:
        return _compiled(self.source, self.file)


@functools.lru_cache(maxsize=8)
def _compiled(source: str, file: str) -> CodeType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        code: CodeType = compile(source, file, "exec", dont_inherit=True)
        return code


def install(modules: Iterable[Module]) -> None:
    """Have whoever imports one of these files from now on, by whatever name, get this source."""
    sources = {one.file: one.source.encode(one.encoding) for one in modules}
    kept = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        data = sources.get(os.path.realpath(self.path))
        if data is None:
            return kept(self, fullname)
        code: CodeType = self.source_to_code(data, self.path)
        return code

    SourceFileLoader.get_code = get_code  # type: ignore[assignment, method-assign]
    by_themselves(frozenset(sources))


def before_import(files: frozenset[str], reached: Callable[[str], None]) -> None:
    """Have this called with one of these files whenever it is about to be imported."""
    kept = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        file = os.path.realpath(self.path)
        if file in files and SourceFileLoader.get_code is get_code:
            reached(file)
            if SourceFileLoader.get_code is not get_code:  # something is installed by now
                return self.get_code(fullname)
        return kept(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[assignment, method-assign]


def by_themselves(files: frozenset[str]) -> None:
    """Keep pytest, once it is there, from loading these files by a loader of its own, as it does with plugins."""
    rewriting = sys.modules.get("_pytest.assertion.rewrite")
    if rewriting is not None:
        _not_rewritten(rewriting.AssertionRewritingHook, files)


def is_imported(file: str) -> bool:
    """Whether a module of this file is there, and is not only about to be."""
    name = os.path.basename(file)
    for module in list(sys.modules.values()):
        found = getattr(module, "__file__", None)
        if not isinstance(found, str) or not found.endswith(name) or os.path.realpath(found) != file:
            continue
        if not getattr(getattr(module, "__spec__", None), "_initializing", False):
            return True
    return False


def _not_rewritten(hook: Any, files: frozenset[str]) -> None:
    kept = hook.find_spec

    def find_spec(self: Any, name: str, path: Any = None, target: Any = None) -> Any:
        spec = kept(self, name, path, target)
        if spec is not None and spec.origin is not None and os.path.realpath(spec.origin) in files:
            return None
        return spec

    hook.find_spec = find_spec


class Living:
    """The functions of some files that are alive in this process."""

    def __init__(self, files: frozenset[str]) -> None:
        real: dict[str, str] = {}
        self._functions: dict[tuple[str, Place], list[FunctionType]] = {}
        for one in gc.get_objects():
            if type(one) is FunctionType:
                name = one.__code__.co_filename
                if name not in real:
                    real[name] = os.path.realpath(name)
                if real[name] in files:
                    self._functions.setdefault((real[name], place(one.__code__)), []).append(one)
        self.files = frozenset(file for file, _ in self._functions)

    def swapped(self, file: str, before: CodeType, after: CodeType) -> list[tuple[FunctionType, CodeType]] | None:
        """Which functions get which code, when a module's code becomes another; None when that is not to be had.

        It is not when a function runs by code that is not what its source compiles to.
        """
        found = []
        for one, other in pairs(before, after):
            for function in self._functions.get((file, place(one)), ()):
                if function.__code__ == one:
                    if len(one.co_freevars) != len(other.co_freevars):
                        return None
                    found.append((function, _renamed(other, function.__code__.co_filename)))
                elif not _has_twin(before, function.__code__):
                    return None
        return found or None


def _renamed(code: CodeType, file: str) -> CodeType:
    """The same code with its file called as the module calls itself, which tracebacks and warnings show."""
    if code.co_filename == file:
        return code
    constants = tuple(_renamed(one, file) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_filename=file, co_consts=constants)


def _has_twin(module: CodeType, code: CodeType) -> bool:
    """Whether code is that of another function of the module which begins in the same line under the same name."""
    return any(one == code for one, _ in pairs(module, module))
