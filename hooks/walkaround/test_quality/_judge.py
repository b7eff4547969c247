"""One file of tests -> the findings that need nothing but it."""

from collections.abc import Callable, Iterator

from .._finding import Finding, NotJudged
from ._engine import Sources
from ._module import TestModule, is_test_file, read


def judge_file(
    path: str,
    source: bytes,
    *,
    off: frozenset[str] = frozenset(),
    is_test: Callable[[str], bool] = is_test_file,
    is_listed: Callable[[str], bool] | None = None,
    sources: Sources | None = None,
) -> list[Finding]:
    """What TST001 to TST009 say of a test module, without those that are `off`, in the order of the source.

    Nothing for a file that holds no tests. `is_listed` tells of one that the policy names. NotJudged where this Python
    cannot read it.
    """
    if not is_test(path):
        return []
    module = read(path, source)
    module.is_listed = is_listed is not None and is_listed(path)
    if not module.functions or not module.is_collected:
        return []
    try:
        return sorted({one for one in _found(module, sources) if one.rule not in off})
    except RecursionError:
        raise NotJudged(path, "its code is nested too deeply to be read; split the expression") from None


def _found(module: TestModule, sources: Sources | None) -> Iterator[Finding]:
    from . import _cases, _engine

    yield from _engine.find(module, sources)
    yield from _cases.find(module)
    source = module.source
    if b"skip" in source or b"xfail" in source:
        from . import _skips

        yield from _skips.find(module)
    if b"aises" in source:
        from . import _raises

        yield from _raises.find(module)
    if any(word in source for word in (b"sleep", b"wait(", b"Wait(", b"wait_for_timeout", b"while ")):
        from . import _waits

        yield from _waits.find(module)
