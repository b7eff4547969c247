"""What an expression can be, as far as it can be followed through modules that are not run."""

from typing import NamedTuple

from .facts import Class, Expr, Func


class ModuleValue(NamedTuple):
    """A module."""

    module: str


class ClassValue(NamedTuple):
    """A class itself."""

    cls: Class


class Instance(NamedTuple):
    """An object of a class; `exact`: made by a call of the class itself, so of no subclass."""

    of: Class
    exact: bool = False


class Function(NamedTuple):
    """A function, or alternatives of which one is meant (overloads, branches, stub and source).

    `owner` is the class that defines it, None outside of classes; `receiver` the class through which it was reached.
    `bound`: its first parameter is given already.
    """

    funcs: tuple[Func, ...]
    module: str
    owner: Class | None = None
    receiver: Class | None = None
    bound: bool = False


class Waiting(NamedTuple):
    """What `await` turns into these values; None is one that is not known."""

    values: "Values"


class Context(NamedTuple):
    """What `with` turns into these values, made by `contextlib.contextmanager`."""

    values: "Values"


class AwsObject(NamedTuple):
    """A client, a method of it, its exceptions, or a resource of AWS. `name`: the method, or the kind of resource."""

    what: str
    service: str
    name: str


class SuperValue(NamedTuple):
    """`super()` in a method of a class."""

    owner: Class
    receiver: Class


Value = ModuleValue | ClassValue | Instance | Function | Waiting | Context | AwsObject | SuperValue
Values = tuple[Value, ...] | None  # one of these, or only None where empty; None: nobody can say


class Env(NamedTuple):
    """Where an expression stands: a module, perhaps a function and a class; `receiver` is what `self` is."""

    module: str
    func: Func | None = None
    owner: Class | None = None
    receiver: Class | None = None


def union(parts: list[Values]) -> Values:
    """One of all these; unknown when one of them is."""
    found: list[Value] = []
    if not parts:
        return None
    for part in parts:
        if part is None:
            return None
        found += [one for one in part if not any(_same(one, other) for other in found)]
    return tuple(found) if len(found) <= 12 else None


def _same(one: Value, other: Value) -> bool:
    return type(one) is type(other) and (
        one is other or all(a is b or _equal(a, b) for a, b in zip(one, other, strict=True))
    )


def _equal(one: object, other: object) -> bool:
    return isinstance(one, str | bool) and one == other


NOTHING: Values = None
__all__ = [
    "NOTHING", "AwsObject", "ClassValue", "Context", "Env", "Expr", "Function", "Instance", "ModuleValue", "SuperValue",
    "Value", "Values", "Waiting", "union",
]  # fmt: skip
