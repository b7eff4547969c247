"""Properties that are worked out when they are first asked for."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801 - reads as `property` does
    """What `functools.cached_property` is, without the lock that it takes before Python 3.12, which costs as much as
    many of the answers."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, instance: object, _owner: type | None = None) -> T:
        found = instance.__dict__[self._name] = self._make(instance)
        return found
