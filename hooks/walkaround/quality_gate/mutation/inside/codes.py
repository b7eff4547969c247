"""What a mutant changes in the code that Python compiles: nothing, bodies of functions, or what runs at import."""

from __future__ import annotations
import __future__ as future

import functools
import warnings
from collections.abc import Iterator
from types import CodeType
from typing import Any, NamedTuple

_OWN = [
    "co_name",
    "co_code",
    "co_names",
    "co_varnames",
    "co_freevars",
    "co_cellvars",
    "co_flags",
    "co_argcount",
    "co_kwonlyargcount",
    "co_posonlyargcount",
    "co_exceptiontable",
]
_FUNCTION = 0x2  # CO_NEWLOCALS: the code of a function, a lambda or a comprehension, not of a module or a class
_OPTIMISED = 0x1
FUTURE = 0  # the flags of all that `from __future__ import` may turn on
for _name in future.all_feature_names:
    FUTURE |= getattr(future, _name).compiler_flag
FUTURE &= ~0x10  # the flag of nested scopes means something else by now


class Place(NamedTuple):
    """One code object: its name and first line, as a tracer sees them, in a module that is not mutated."""

    name: str
    first: int


class Difference(NamedTuple):
    """Where the codes of two modules differ by more than positions.

    `places` are the code objects; `bodies` tells that each of them runs only when a function is called; `odd` that the
    two do not have the same shape, so that one cannot be put in the place of the other.
    """

    places: tuple[Place, ...]
    bodies: bool
    odd: bool


def is_function(code: CodeType) -> bool:
    return bool(code.co_flags & _OPTIMISED and code.co_flags & _FUNCTION)


def place(code: CodeType) -> Place:
    return Place(code.co_name, code.co_firstlineno)


def inner(code: CodeType) -> list[CodeType]:
    """The code objects that stand directly in another one, in order."""
    return [one for one in code.co_consts if isinstance(one, CodeType)]


def compiled(
    source: str, part: tuple[int, int], start: int, end: int, text: str, flags: int, file: str
) -> tuple[CodeType, CodeType]:
    """A part of a source without and with a change, each compiled by itself: enough to tell what the change does.

    It is not the same code as within the whole source, where the compiler also knows what the module imports.
    """
    first, last = part
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        changed = source[first:start] + text + source[end:last]
        after: CodeType = compile(_above(source, first) + changed, file, "exec", flags, True)
        return _before(source, first, last, flags, file), after


@functools.lru_cache(maxsize=16)
def _before(source: str, first: int, last: int, flags: int, file: str) -> CodeType:
    code: CodeType = compile(_above(source, first) + source[first:last], file, "exec", flags, True)
    return code


def _above(source: str, first: int) -> str:
    """So many empty lines that what follows has its own number."""
    return "\n" * source.count("\n", 0, first)


def difference(before: CodeType, after: CodeType) -> Difference:
    places: list[Place] = []
    bodies, odd = True, False
    for one, other, in_function in _pairs(before, after, False):
        if other is None:
            odd = True
        elif _own(one) == _own(other):
            continue
        places.append(place(one))
        bodies = bodies and in_function
    return Difference(tuple(places), bodies, odd)


def program(code: CodeType) -> tuple[Any, ...]:
    """What a code object and those in it do, wherever they stand in the file; equal for equal programs."""
    return (_own(code), tuple(program(one) for one in inner(code)))


def pairs(before: CodeType, after: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """The code objects of two modules of the same shape, side by side, those of functions alone."""
    for one, other, in_function in _pairs(before, after, False):
        if in_function and other is not None:
            yield one, other


def _pairs(before: CodeType, after: CodeType, in_function: bool) -> Iterator[tuple[CodeType, CodeType | None, bool]]:
    in_function = in_function or is_function(before)
    yield before, after, in_function
    ours, theirs = inner(before), inner(after)
    if len(ours) != len(theirs):
        yield before, None, in_function
        return
    for number, one in enumerate(ours):
        yield from _pairs(one, theirs[number], in_function)


def _own(code: CodeType) -> tuple[Any, ...]:
    """All of a code object but where it stands in the file, and but the code objects in it."""
    told = tuple(getattr(code, name, b"") for name in _OWN)
    return (*told, tuple("code" if isinstance(one, CodeType) else _constant(one) for one in code.co_consts))


def _constant(value: object) -> str:
    """A constant with its kind: 1, 1.0 and True are equal, and so are 0.0 and -0.0."""
    if isinstance(value, tuple):
        return f"({','.join(_constant(one) for one in value)})"
    if isinstance(value, frozenset):
        return f"frozenset{sorted(_constant(one) for one in value)}"
    return f"{type(value).__name__}:{value!r}"
