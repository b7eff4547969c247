"""Methods of lists, dictionaries, buffers and configurations whose elements are told apart."""

from collections.abc import Callable

from .._code import UNKNOWN
from .sinks import Given
from .value import (
    CLEAN,
    MORE,
    Value,
    collected,
    element,
    joined,
    mixed,
    of_constant,
)

Answer = tuple[Value, Value | None] | None  # what a method gives, and what its object is afterwards


def _append(given: Given) -> Answer:
    items = given.receiver.items
    if not given.positional:
        return None
    if isinstance(items, list):
        return CLEAN, collected([*items, given.positional[-1]]) if given.word == "append" else _grown(given)
    return CLEAN, _grown(given)


def _grown(given: Given) -> Value:
    """A container whose elements are not told apart, after it took more."""
    whole = mixed([given.receiver, *given.positional])
    if not whole.sources:
        return given.receiver.but(items=None, constant=UNKNOWN)
    inner = [joined(None, element(given.receiver, None)), *given.positional]
    return whole.but(items={MORE: mixed(inner)})


def _extend(given: Given) -> Answer:
    items, more = given.receiver.items, given.positional[0] if given.positional else CLEAN
    if isinstance(items, list) and isinstance(more.items, list):
        return CLEAN, collected([*items, *more.items])
    if isinstance(items, dict) and isinstance(more.items, dict):
        return CLEAN, mixed([given.receiver, more]).but(items={**items, **more.items})
    if given.word == "update" and isinstance(items, dict):
        added = {name: value for name, value in given.named.items() if name != "**"}
        rest = [element(one, None) for one in (more, given.named.get("**", CLEAN)) if one.sources]
        merged = {**items, **added, **({MORE: mixed(rest)} if rest else {})}
        return CLEAN, mixed([given.receiver, more, *given.named.values()]).but(items=merged)
    whole = mixed([given.receiver, *given.positional])
    return CLEAN, whole.but(items={MORE: element(more, None)}) if whole.sources else given.receiver.but(items=None)


def _insert(given: Given) -> Answer:
    items = given.receiver.items
    at = given.positional[0].constant if given.positional else UNKNOWN
    if isinstance(items, list) and isinstance(at, int) and len(given.positional) == 2:
        after = list(items)
        after.insert(at, given.positional[1])
        return CLEAN, collected(after)
    return (CLEAN, _grown(given)) if given.positional else None


def _pop(given: Given) -> Answer:
    items = given.receiver.items
    key = given.positional[0].constant if given.positional else -1
    if isinstance(items, list) and isinstance(key, int) and -len(items) <= key < len(items):
        after = list(items)
        value = after.pop(key)
        return value, collected(after)
    if isinstance(items, dict) and given.positional:
        return _get(given)
    return None


def _get(given: Given) -> Answer:
    receiver, arguments = given.receiver, given.positional
    if receiver.kind == "config" and len(arguments) >= 2:
        return element(receiver, _pair_key(arguments)), None
    if not arguments or receiver.kind in {"request", "session"}:
        return None
    default = arguments[1] if len(arguments) > 1 else given.named.get("default", CLEAN)
    typed = given.named.get("type")
    if typed is not None:
        return default, None  # Flask's `type=int`: what does not convert is not given
    if receiver.items is not None:
        return joined(element(receiver, arguments[0]), default) if default.sources else element(
            receiver, arguments[0]
        ), None
    if receiver.kind == "derived":
        return None
    if receiver.sources:
        return joined(element(receiver, arguments[0]), default), None
    return (default, None) if default.sources else None


def _pair_key(arguments: list[Value]) -> Value:
    section, option = arguments[0], arguments[1]
    if section.known and option.known:
        return of_constant((str(section.constant), str(option.constant).lower()))
    return CLEAN


def _set(given: Given) -> Answer:
    """`ConfigParser.set(section, option, value)`."""
    if given.receiver.kind != "config" or len(given.positional) != 3:
        return None
    items = dict(given.receiver.items) if isinstance(given.receiver.items, dict) else {}
    key = _pair_key(given.positional)
    items[key.constant if key.known else MORE] = given.positional[2]
    return CLEAN, mixed([given.receiver, given.positional[2]]).but(items=items, kind="config")


def _write(given: Given) -> Answer:
    if given.receiver.kind != "buffer" or not given.positional:
        return None
    before, more = given.receiver, given.positional[0]
    after = mixed([before, more])
    return CLEAN, after.but(kind="buffer", text=(before.text + more.text)[:400])


def _set_default(given: Given) -> Answer:
    if isinstance(given.receiver.items, dict) and given.positional:
        from .statements import stored

        key = given.positional[0]
        value = given.positional[1] if len(given.positional) > 1 else CLEAN
        known = element(given.receiver, key)
        return joined(known, value), stored(given.receiver, key, joined(known, value))
    return None


def _listed(given: Given) -> Answer:
    """`.items()`, `.keys()` and `.values()` where they are no loop's; loops look at the container itself."""
    if given.receiver.kind == "fields" and given.word == "keys":
        return CLEAN, None
    if given.receiver.items is None:
        return None
    if isinstance(given.receiver.items, dict) and given.word == "keys" and MORE not in given.receiver.items:
        return CLEAN, None
    return given.receiver, None


METHODS: dict[str, Callable[[Given], Answer]] = {
    "append": _append,
    "appendleft": _append,
    "add": _append,
    "extend": _extend,
    "update": _extend,
    "insert": _insert,
    "pop": _pop,
    "get": _get,
    "set": _set,
    "write": _write,
    "setdefault": _set_default,
    "items": _listed,
    "keys": _listed,
    "values": _listed,
}
