"""Facts of modules, kept in the user's cache by the content that they were computed from.

They are read back as nothing but the types of `facts`: an entry that names any other is no entry.
"""

import pickle
import sys
from collections.abc import Callable
from io import BytesIO
from typing import Any

from .. import _cache
from . import facts
from .facts import Module
from .sources import File

_FORM = 14  # of the facts and of how they are found; raised with every change of either
_FOLDER = (
    f"apis/{_FORM}-{sys.version_info[0]}.{sys.version_info[1]}"  # what cannot be parsed depends on the interpreter
)
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


def keep(file: File, compute: Callable[[], Module | None]) -> Module | None:
    """The facts of a file: kept ones, or those that are computed now and kept."""
    if not file.key:
        return compute()
    name = f"{_FOLDER}/{file.key[:32]}/{file.path.replace('/', '.')[-160:]}"
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
