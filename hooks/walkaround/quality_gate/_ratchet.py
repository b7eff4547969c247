"""Whether something is worse than where the change began: complex functions, and repeated lines in changed files.

The other conditions ask whether a change is good enough; this one asks that it takes nothing away. Functions that are
simple by any measure may grow: one more `if` in a short function is no decline.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from .._change import Delta
from .._finding import Finding, NotJudged
from .._measures.complexipy import Function
from ._complexity import Past, Source, sources_of
from ._model import CHANGE, Judged, Measure
from ._noise import marked_generated

CONDITION = "ratchet"
SIMPLE = 5  # up to here nobody loses the thread
_TOKENS = 50
_LEAST = 0.1  # per cent of the lines that count as a decline
_SPLIT = "Move what was added into a function of its own, or make another part of it simpler."
_MERGE = "Call what is there already, or take out as much of what is repeated elsewhere in these files."


class _Share(NamedTuple):
    """How many lines of some files repeat others, of how many."""

    repeated: int
    total: int

    @property
    def value(self) -> float:
        return 100 * self.repeated / self.total if self.total else 0.0


def judge(delta: Delta, excluded: Callable[[str], bool], tokens: int = _TOKENS) -> Judged:
    """No function of a changed file may be more complex than it was, no new one than the worst that the file had, and
    no larger share of the changed files' lines may be copies."""
    if delta.base is None:
        return _none("there is nothing before the change")
    sources, failures = sources_of(delta, excluded)
    past = Past(delta, sources)
    findings = [finding for source in sources for finding in _more_complex(source, past)]
    touched = sum(len(source.touched) for source in sources if source.file.before)
    before = after = None
    try:
        before, after = _shares(delta, excluded, tokens)
    except NotJudged as failure:
        failures = (*failures, failure)
    if before and after and before.total and _declined(before, after):
        message = (
            f"{after.value:.1f} % of the lines in the changed files repeat others; it was {before.value:.1f} % before"
        )
        findings.append(Finding(CHANGE, 0, 0, "GATE010", message, _MERGE))
    if failures:
        why = failures[0].why if len(failures) == 1 else f"{len(failures)} files could not be compared"
        measure = Measure(CONDITION, "absent", len(findings), 0, "findings", passed=False, why=why)
        return Judged(measure, tuple(findings), failures)
    if not touched and not (before and before.total):
        return _none("the change has no source that was there before")
    detail = f"{sum(one.line > 0 for one in findings)} of {touched} changed functions are more complex than before"
    if before and after:
        detail += f"; {after.value:.1f} % of the lines repeat others, {before.value:.1f} % before"
    return Judged(Measure(CONDITION, "measured", len(findings), 0, "findings", detail, not findings), tuple(findings))


def _none(detail: str) -> Judged:
    return Judged(Measure(CONDITION, "none", limit=0, unit="findings", detail=detail))


def _more_complex(source: Source, past: Past) -> Iterator[Finding]:
    if not source.file.before:
        return  # a new file has no past; what it may hold is for the limits to say
    worst = max((one.complexity for one in past.functions(source.file.before)), default=0)
    for function in source.touched:
        if function.complexity <= SIMPLE:
            continue
        had = past.most(source, function)
        if had < 0 and function.complexity > worst:
            why = f"has a cognitive complexity of {function.complexity}; the most complex one of its file had {worst}"
            yield _finding(source, function, why)
        elif 0 <= had < function.complexity:
            yield _finding(source, function, f"went from a cognitive complexity of {had} to {function.complexity}")


def _finding(source: Source, function: Function, why: str) -> Finding:
    return Finding(source.file.path, *function.place(), "GATE010", f"`{function.shown}` {why}", _SPLIT)


def _shares(delta: Delta, excluded: Callable[[str], bool], tokens: int) -> tuple[_Share, _Share]:
    """The share of repeated lines in the changed files, before and after."""
    from ._duplication import repeated

    made = marked_generated(delta, [file.path for file in delta.files])
    files = [file for file in delta.files if file.path not in made]
    after = [file.path for file in files]
    before = [file.before for file in files if file.before] + list(delta.removed)
    return (
        _Share(*repeated(delta.root, delta.base, before, excluded, tokens)),
        _Share(*repeated(delta.root, delta.head, after, excluded, tokens)),
    )


def _declined(before: _Share, after: _Share) -> bool:
    return after.repeated > before.repeated and after.value - before.value >= _LEAST
