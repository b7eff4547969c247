"""What the standard library lacks: in the lowest version that `requires-python` allows, or in every version.

Two must agree: typeshed, as ty reads it for the lowest version and all platforms, and the interpreter that runs this.
Modules whose import does something, opens a window or belongs to tests are never imported; of these nothing is said.
"""

from collections.abc import Callable, Iterator, Sequence
from re import fullmatch
from typing import TYPE_CHECKING, Any, NamedTuple

from .._apis import Miss
from ._ty_output import Said

if TYPE_CHECKING:
    from .._apis.guards import Guards
    from ._judge import Parsed

_ACTIVE = frozenset({"antigravity", "this", "idlelib", "tkinter", "turtle", "turtledemo", "test", "__main__", "site"})
_BUILTIN = frozenset(
    {"str", "bytes", "bytearray", "int", "float", "complex", "list", "dict", "tuple", "set", "frozenset"}
)
_OTHER = "The member may be available on other Python versions or platforms"
_SINCE = r"The stdlib module `.+` is only available on Python (3\.[0-9]+)\+"
_NOTHING = object()


class Lack(NamedTuple):
    """`newer`: a later version has it (DEP017), else none has. `since`: that version, empty where nobody says it."""

    path: str
    miss: Miss
    newer: bool
    since: str = ""


def standard_library(
    said: Sequence[Said],
    python: str,
    local: frozenset[str] = frozenset(),
    newest: Sequence[Said] | None = None,
    standard: Callable[[Said], bool] = lambda _said: False,
) -> Iterator[Lack]:
    """What is certain of all that ty `said` for the version `python`.

    `local` are top-level names of the repository's own modules. `newest` is what ty says of the same files for the
    newest version: what is not said there is lacking for its version. `standard` tells whether the class that
    something is said of is the standard library's. Guards (`try`, `hasattr`) are for the caller to
    see.
    """
    still = None if newest is None else {_key(one) for one in newest}
    for one in said:
        top = (one.owner or one.name).partition(".")[0]
        if top in local or not python:
            continue
        later = still is not None and _key(one) not in still
        if one.kind == "module":
            found = _module(one)
        elif later:
            found = _later(one, standard)
        elif one.kind in {"name", "attribute"}:
            found = _member(one, python)
        elif one.kind == "keyword":
            found = _keyword(one, python)
        else:
            found = None
        if found is not None:
            yield found


# Built-in names by the version that brought them, as the manual's "What's New" pages say.
_BROUGHT = {
    "aiter": "3.10", "anext": "3.10", "EncodingWarning": "3.10", "ExceptionGroup": "3.11",
    "BaseExceptionGroup": "3.11", "PythonFinalizationError": "3.13",
}  # fmt: skip


def newer_builtins(one: "Parsed", guards: "Guards") -> Iterator[Lack]:
    """Built-in names that the lowest version of a project does not have, where the file does not make them itself."""
    import ast

    if not one.project.python or not any(name in one.text.content for name in _BROUGHT):
        return
    names = [node for node in ast.walk(one.tree) if isinstance(node, ast.Name) and node.id in _BROUGHT]
    made = {node.id for node in names if not isinstance(node.ctx, ast.Load)} | {
        alias.asname or alias.name
        for node in ast.walk(one.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    for node in names:
        if node.id not in made and not guards.covers(node) and _number(one.project.python) < _number(_BROUGHT[node.id]):
            line = one.text.content.split("\n")[node.lineno - 1].encode()
            column = len(line[: node.col_offset].decode("utf-8", "replace")) + 1
            miss = Miss(node.lineno, column, "name", "builtins", node.id, "")
            yield Lack(one.path, miss, True, _BROUGHT[node.id])


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())


def _key(said: Said) -> tuple[str, int, int, str, str]:
    return said.path, said.line, said.column, said.rule, said.message


def _later(said: Said, standard: Callable[[Said], bool]) -> Lack | None:
    """What only later versions have; of a call that fits no overload, the keyword's name is not known and empty."""
    from sys import stdlib_module_names

    if said.kind in {"name", "attribute"}:
        module = said.message.startswith("Module ") and said.owner.partition(".")[0] in stdlib_module_names
        is_builtin = said.rule == "missing-attribute" and _builtin(said.owner) is not _NOTHING
        if not module and not is_builtin and not standard(said):
            return None
        kind: Any = said.kind
    elif said.kind in {"keyword", "overload"} and said.defined and said.defined[0][0].startswith("stdlib/"):
        kind = "keyword"
    else:
        return None
    return Lack(said.path, Miss(said.line, said.column, kind, said.owner, said.name, ""), True)


def _module(said: Said) -> Lack | None:
    since = next((found[1] for note in said.notes if (found := fullmatch(_SINCE, note))), "")
    if not since:
        parent = said.name.rpartition(".")[0]
        known = _imported(parent) if parent else _NOTHING
        if known is _NOTHING or not hasattr(known, "__path__") or _is_module(said.name):
            return None
        return Lack(said.path, Miss(said.line, said.column, "module", parent, said.name, ""), False)
    return Lack(said.path, Miss(said.line, said.column, "module", "", said.name, ""), True, since)


def _member(said: Said, python: str) -> Lack | None:
    if said.message.startswith("Module "):
        owner = _imported(said.owner)
    else:
        owner = _builtin(said.owner) if said.rule == "missing-attribute" else _NOTHING
    if owner is _NOTHING:
        return None
    kind: Any = said.kind
    miss = Miss(said.line, said.column, kind, said.owner, said.name, "")
    # A submodule is there once somebody imports it, and a module's own `__getattr__` answers at run time.
    if said.message.startswith("Module ") and _is_module(f"{said.owner}.{said.name}"):
        return None
    has = hasattr(owner, said.name)
    if _OTHER in said.notes:
        return Lack(said.path, miss, True) if not has or _is_older(python) else None
    if has or (said.message.startswith("Module ") and hasattr(owner, "__getattr__")):
        return None  # typeshed does not know all that there is
    return Lack(said.path, miss, False)


def _keyword(said: Said, python: str) -> Lack | None:
    from inspect import Parameter, signature

    home = fullmatch(r"stdlib/(.+?)(?:/__init__)?\.pyi", said.defined[0][0]) if said.defined else None
    if home is None:
        return None
    module = home[1].replace("/", ".")
    found: Any = _imported(module)
    for part in said.owner.split("."):
        found = getattr(found, part, _NOTHING)
    try:
        parameters = signature(found).parameters
    except (TypeError, ValueError):
        return None
    if any(one.kind in {Parameter.VAR_KEYWORD, Parameter.VAR_POSITIONAL} for one in parameters.values()):
        return None
    miss = Miss(said.line, said.column, "keyword", f"{module}.{said.owner}", said.name, "")
    if said.name not in parameters:
        return Lack(said.path, miss, False)
    return Lack(said.path, miss, True) if _is_older(python) else None


def _is_older(python: str) -> bool:
    from sys import version_info

    return tuple(int(part) for part in python.split(".")[:2]) < version_info[:2]


def _builtin(shown: str) -> Any:
    """The class that ty shows as `str`, `list[int]`, `Literal["a"]`."""
    import builtins

    name = shown.partition("[")[0]
    if fullmatch(r'Literal\["[^"]*"\]', shown):
        name = "str"
    if name not in _BUILTIN or " | " in shown or " & " in shown:
        return _NOTHING
    return getattr(builtins, name)


def _is_module(name: str) -> bool:
    from importlib.util import find_spec

    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def _imported(name: str) -> Any:
    """The module of the running standard library, if importing it does nothing."""
    import os
    from importlib import import_module
    from importlib.util import find_spec
    from sys import stdlib_module_names

    parts = name.split(".")
    if parts[0] not in stdlib_module_names or _ACTIVE.intersection(parts):
        return _NOTHING
    try:
        spec = find_spec(parts[0])
        origin = spec.origin if spec is not None else None
        if origin is None or not (origin in {"built-in", "frozen"} or origin.startswith(os.path.dirname(os.__file__))):
            return _NOTHING
        return import_module(name)
    except Exception:  # noqa: BLE001 - whatever an import raises, nothing is known of the module
        return _NOTHING
