"""The cognitive complexity of new and changed Python functions, by complexipy.

A function that was as complex before the change is let pass, also where it was renamed or moved: who mends a line of
old code is not asked to rewrite it. Whether it got worse is for the ratchet to say.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from .._change import ChangedFile, Delta
from .._finding import Finding, NotJudged
from .._measures.complexipy import Function, functions
from ._model import Judged, Measure

CONDITION = "complexity"
_ENDINGS = (".py", ".pyw")
_COMPARED = 10_000  # pairs of functions that are compared line by line, to find those that were renamed and edited
_REMEDY = "Move a branch or a loop into a function of its own, or leave early."


class Source(NamedTuple):
    """A changed Python file and its functions, those of them first that have a new line."""

    file: ChangedFile
    touched: tuple[Function, ...]
    all: tuple[Function, ...]


def judge(delta: Delta, limit: int, excluded: Callable[[str], bool]) -> Judged:
    """Each function with a new line must stay under `limit`, unless it was as complex before."""
    sources, failures = sources_of(delta, excluded)
    touched = [(source, function) for source in sources for function in source.touched]
    past = Past(delta, sources)
    findings = tuple(
        _finding(source.file.path, function, limit)
        for source, function in touched
        if function.complexity >= limit and past.most(source, function) < function.complexity
    )
    if failures:
        why = f"{len(failures)} changed files could not be read" if len(failures) > 1 else failures[0].why
        return Judged(
            Measure(CONDITION, "absent", limit=limit, unit="points", passed=False, why=why), findings, failures
        )
    if not touched:
        detail = "the change has no new line in a Python function"
        return Judged(Measure(CONDITION, "none", limit=limit, unit="points", detail=detail))
    worst = max((function for _, function in touched), key=lambda function: function.complexity)
    detail = (
        f"{len(findings)} of {len(touched)} functions with new lines reach {limit}; the most complex is "
        f"`{worst.shown}` with {worst.complexity}"
    )
    let_pass = sum(function.complexity >= limit for _, function in touched) - len(findings)
    if let_pass:
        detail += f"; {let_pass} as complex before {'is' if let_pass == 1 else 'are'} let pass"
    return Judged(
        Measure(CONDITION, "measured", worst.complexity, limit, "points", detail, passed=not findings), findings
    )


def sources_of(delta: Delta, excluded: Callable[[str], bool]) -> tuple[list[Source], tuple[NotJudged, ...]]:
    """The changed Python files that have new lines, and those of them that cannot be read."""
    sources, failures = [], []
    for file in delta.files:
        if file.new and is_python(file.path) and not excluded(file.path):
            try:
                sources.append(_source(delta, file))
            except NotJudged as failure:
                failures.append(failure)
    return sources, tuple(failures)


def _source(delta: Delta, file: ChangedFile) -> Source:
    found = functions(file.path, delta.read(file.path))
    touched = (one for one in found if not file.new.isdisjoint(range(one.first, one.last + 1)))
    return Source(file, tuple(touched), found)


def is_python(path: str) -> bool:
    return path.endswith(_ENDINGS)


class Past:
    """What the functions of a change were before it. Nothing is read before it is asked for."""

    def __init__(self, delta: Delta, sources: Sequence[Source]) -> None:
        self._delta = delta
        self._sources = sources
        self._known: dict[str, tuple[Function, ...]] = {}
        self._gone: list[Function] | None = None
        self._same: dict[tuple[str, ...], int] = {}
        self._left = _COMPARED
        self._by_name: dict[str, dict[str, list[Function]]] = {}

    def most(self, source: Source, function: Function) -> int:
        """The complexity that a function had before the change, where it was; -1 for a new one."""
        named = self._namesakes(source.file.before, self.functions(source.file.before)).get(function.name)
        if named:
            namesakes = self._namesakes(f"\0{source.file.path}", source.all)[function.name]
            if len(named) == len(namesakes):  # a property and its setter, which go by one name
                return named[namesakes.index(function)].complexity
            return max(one.complexity for one in named)
        return self._elsewhere(function)

    def _elsewhere(self, function: Function) -> int:
        """The complexity of what a function was before it was renamed or moved; -1 where it was nothing."""
        gone = self._all_gone()
        most = self._same.get(function.body(), -1)
        for one in gone:
            if self._left and one.complexity > most and one.is_of_size(function):
                self._left -= 1
                most = one.complexity if function.is_like(one) else most
        return most

    def _namesakes(self, key: str, all_: Iterable[Function]) -> dict[str, list[Function]]:
        """The functions of a file by their names; a key that no path can be tells both ends of a change apart."""
        if key not in self._by_name:
            by_name: dict[str, list[Function]] = {}
            for one in all_:
                by_name.setdefault(one.name, []).append(one)
            self._by_name[key] = by_name
        return self._by_name[key]

    def functions(self, before: str) -> tuple[Function, ...]:
        """The functions of a file of the base, by its path there; none of what could not be read there either."""
        if before not in self._known:
            try:
                found = functions(before, self._delta.read_before(before)) if before else ()
            except NotJudged:
                found = ()
            self._known[before] = found
        return self._known[before]

    def _all_gone(self) -> list[Function]:
        """Functions that the base has and the head has not where they were."""
        if self._gone is None:
            self._gone = list(self._find_gone())
            for one in self._gone:
                self._same[one.body()] = max(one.complexity, self._same.get(one.body(), -1))
        return self._gone

    def _find_gone(self) -> Iterator[Function]:
        present = {source.file.path: {one.name for one in source.all} for source in self._sources}
        for file in self._delta.files:
            if is_python(file.before):
                kept = present.get(file.path)
                yield from (one for one in self.functions(file.before) if one.name not in (kept or self._names(file)))
        for path in self._delta.removed:
            if is_python(path):
                yield from self.functions(path)

    def _names(self, file: ChangedFile) -> set[str]:
        """The functions of a file that is not judged, because the change only takes lines away, say."""
        try:
            return {one.name for one in functions(file.path, self._delta.read(file.path))}
        except NotJudged:
            return {one.name for one in self.functions(file.before)}


def _finding(path: str, function: Function, limit: int) -> Finding:
    message = (
        f"`{function.shown}` has a cognitive complexity of {function.complexity}; the policy asks for less than {limit}"
    )
    return Finding(path, *function.place(), "GATE001", message, _REMEDY)
