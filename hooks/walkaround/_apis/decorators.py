"""What a decorator does to a function or a class, read from its own source."""

from .facts import Annotated, Expr, Func, Index, Name, last_name

# Of classes: they give back the class as it is, or with what a dataclass gets.
DECORATORS = frozenset({
    "dataclass", "dataclass_transform", "final", "total_ordering", "runtime_checkable", "deprecated", "set_module",
    "define", "frozen", "mutable", "attrs", "unique", "experimental", "python_2_unicode_compatible",
})  # fmt: skip


def returns_parameter(func: Func, *, factory: bool) -> bool | None:
    """True: a decorator gives back its first parameter; False: a function that hands everything on to it."""
    if _keeps_type(func, factory=factory):
        return True
    if factory:
        inner = [func.inner[one.id] if isinstance(one, Name) and one.id in func.inner else None for one in func.results]
        verdicts = [None if one is None else returns_parameter(one, factory=False) for one in inner]
        return None if not verdicts or None in verdicts else all(verdicts)
    if not func.params or not func.results or func.decorators:
        return None
    first = func.params[0].name
    if first in func.local:
        return None
    found = [_one_result(one, func, first) for one in func.results]
    return None if None in found else all(found)


def _keeps_type(func: Func, *, factory: bool) -> bool:
    """Whether a decorator is typed as giving back what it gets: `(F) -> F`, or for a factory `Callable[[F], F]`."""
    if not factory:
        said = func.params[0].annotation if func.params else None
        return isinstance(func.returns, Name) and said == Annotated(func.returns)
    made = func.returns
    if not isinstance(made, Index) or last_name(made.base) != "Callable" or len(made.items) != 2:
        return False
    given, back = made.items
    return isinstance(back, Name) and isinstance(given, Index) and given.items == (back,)


def _one_result(result: Expr, func: Func, first: str) -> bool | None:
    if not isinstance(result, Name):
        return None
    if result.id == first:
        return True
    wrapper = func.inner.get(result.id)
    if wrapper is None or not wrapper.rest or wrapper.options is None or wrapper.options.open:
        return None
    if not any(last_name(one) == "wraps" for one in wrapper.decorators):
        return None
    hands_on = wrapper.options.forwards
    called = [one for one in hands_on if last_name(one.func) not in ("bind", "bind_partial")]
    if not called or not all(one.func == Name(first) for one in called):
        return None
    # Names that the wrapper takes for itself are not written in the signature of what it wraps.
    return None if wrapper.options.taken or any(one.kind == "keyword" for one in wrapper.params) else False
