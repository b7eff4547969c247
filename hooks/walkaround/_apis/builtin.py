"""Built-in classes as facts: what the running interpreter says of its own."""

import builtins
from functools import cache

from .facts import Class, Name, Var

MODULE = "builtins"
_UNKNOWN = (Var(None, None),)


@cache
def builtin_class(name: str) -> Class | None:
    """The class of this name, with the members that it has in this interpreter; None where there is none."""
    found = getattr(builtins, name, None)
    if not isinstance(found, type):
        return None
    bases = () if found is object else tuple(Name(base.__name__) for base in found.__bases__)
    members = dict.fromkeys(vars(found), _UNKNOWN)
    return Class(MODULE, name, bases, None, (), (), dict(members), {}, (), "", "", stub=False)


def is_exception(name: str) -> bool:
    found = getattr(builtins, name, None)
    return isinstance(found, type) and issubclass(found, BaseException)
