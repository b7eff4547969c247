"""Every rule about one module of tests, in one pass."""

from collections.abc import Callable, Iterator

from .._finding import Finding
from . import _assertions, _mirror, _mocks, _swallowed, _tautology
from ._checks import Checks
from ._module import TestModule

Sources = Callable[[str], bytes | None]


def find(module: TestModule, sources: Sources | None = None) -> Iterator[Finding]:
    """TST001 to TST005. `sources` gives the source of a module of the repository by its dotted name."""
    checks = Checks(module)
    yield from _assertions.find(module, checks)
    yield from _mocks.find(module, checks)
    yield from _swallowed.find(module, checks)
    always = list(_tautology.find(module, sources))
    yield from always
    told = {one.line for one in always}  # what compares a call with itself is both; one finding says it
    yield from (one for one in _mirror.find(module, sources) if one.line not in told)
