"""Classes, as far as their source tells: which constructor they have, and whether they are made from their fields."""

import ast
from collections.abc import Iterator

from ._source import Function, Source, decorated

_DATA = ("dataclass", "define", "frozen", "mutable", "attrs", "s", "attributes")
_RECORDS = frozenset({"NamedTuple", "TypedDict", "BaseModel", "BaseSettings", "Struct"})


def bases(source: Source, cls: ast.ClassDef) -> list[str]:
    """The full names of the classes that a class is made from, without what stands in brackets behind them."""
    return [source.full(one.value if isinstance(one, ast.Subscript) else one) for one in cls.bases]


def is_enum(source: Source, cls: ast.ClassDef) -> bool:
    return any(base.startswith("enum.") for base in bases(source, cls))


def is_abstract(source: Source, cls: ast.ClassDef) -> bool:
    """Whether only a subclass can be made."""
    found = bases(source, cls)
    return "abc.ABC" in found or any(base in ("typing.Protocol", "typing_extensions.Protocol") for base in found)


def constructor(cls: ast.ClassDef) -> Function | None:
    """The `__init__` that a class writes itself, else its `__new__`."""
    for name in ("__init__", "__new__"):
        for one in cls.body:
            if isinstance(one, Function) and one.name == name and not decorated(one, "overload"):
                return one
    return None


def demanded(init: Function) -> tuple[list[ast.arg], list[ast.arg]]:
    """The arguments without a default: those given by position, without the first, and those given by name."""
    positional = [*init.args.posonlyargs, *init.args.args]
    by_place = positional[1 : len(positional) - len(init.args.defaults)]
    by_name = [one for one, value in zip(init.args.kwonlyargs, init.args.kw_defaults, strict=True) if value is None]
    return by_place, by_name


def is_record(source: Source, cls: ast.ClassDef, deep: bool = True) -> bool:
    """Whether a class is made from its fields: a dataclass, a NamedTuple, a model."""
    if decorated(cls, *_DATA):
        return True
    for base in bases(source, cls):
        word = base.rpartition(".")[2]
        if word in _RECORDS:
            return True
        local = source.classes(word) if deep and base == f"{source.module}.{word}" else None
        if local is not None and is_record(source, local, deep=False):
            return True
    return False


def fields(cls: ast.ClassDef) -> Iterator[tuple[str, ast.AnnAssign]]:
    """The fields that a record's constructor takes, by the names that it takes them."""
    attrs = decorated(cls, "define", "frozen", "mutable", "s", "attrs")
    for one in cls.body:
        if not isinstance(one, ast.AnnAssign) or not isinstance(one.target, ast.Name):
            continue
        said = ast.unparse(one.annotation)
        if "ClassVar" in said or "KW_ONLY" in said or one.target.id == "model_config" or _is_computed(one.value):
            continue
        yield (one.target.id.lstrip("_") if attrs else one.target.id), one


def _is_computed(value: ast.expr | None) -> bool:
    """Whether a field says `init=False`."""
    keywords = value.keywords if isinstance(value, ast.Call) else []
    return any(
        one.arg == "init" and isinstance(one.value, ast.Constant) and one.value.value is False for one in keywords
    )
