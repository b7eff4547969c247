"""Facts of modules, kept in the user's cache by the content that they were computed from.

They are read back as nothing but the types of `facts`: an entry that names any other is no entry.
"""

import hashlib
import os
import pickle
import sys
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

from .. import _cache
from . import facts
from .facts import Module
from .sources import File

# What is in a fact, and how it is found, is told by these modules; what can be parsed, by the interpreter.
_MODULES = ("binders", "classes", "expressions", "facts", "functions", "lazy", "library", "scan")
_TYPES = frozenset({
    "Name", "Attribute", "Call", "Index", "Either", "Awaited", "Builtin", "Entered", "Element", "Annotated", "Super",
    "Forward", "Options", "Param", "Func", "Field", "Class", "Import", "From", "Var", "Module",
})  # fmt: skip


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module == facts.__name__ and name in _TYPES:
            return getattr(facts, name)
        if (module, name) == ("builtins", "frozenset"):
            return frozenset
        raise pickle.UnpicklingError(name)


@cache
def _folder() -> str:
    """Where entries of exactly this Walkaround are: its own files say which it is, so that no number has to."""
    here = os.path.dirname(__file__)
    found = [os.stat(os.path.join(here, f"{name}.py")) for name in _MODULES]
    made = hashlib.sha256(repr([(one.st_size, one.st_mtime_ns) for one in found]).encode()).hexdigest()
    return f"apis/{made[:12]}-{sys.version_info[0]}.{sys.version_info[1]}"


def keep(file: File, compute: Callable[[], Module | None]) -> Module | None:
    """The facts of a file: kept ones, or those that are computed now and kept."""
    if not file.key:
        return compute()
    name = f"{_folder()}/{file.key[:32]}/{file.path.replace('/', '.')[-160:]}"
    content = _cache.read(name)
    if content is not None:
        found = read(content)
        if found is not None:
            return found
    made = compute()
    if made is not None:
        _cache.write(name, pickle.dumps(made, protocol=5))
    return made


def read(content: bytes) -> Module | None:
    """The facts of an entry; None when it holds anything else."""
    try:
        found = _Reader(BytesIO(content)).load()
    except Exception:  # noqa: BLE001 - whatever a damaged entry makes of the reader, the facts are computed anew
        return None
    return found if isinstance(found, Module) else None
