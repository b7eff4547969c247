"""Figures out of imported rows."""

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from ..._commands import count
from ..figure import NOTHING, Basis, Figure, Point, Value
from ..values import rate, share
from ..window import Window, day_of
from . import sonar
from .definitions import BRING
from .model import Answer, Block, Deploy, Imported, Incident, Measure, Mutants, Pull, Row, Scan, Task
from .sums import middle

_HOUR = 3600
_MONTH = 30.4375  # days
_WEEK = 7
_OUTSIDE = "nothing of what was imported for it lies in this period"

T = TypeVar("T")
R = TypeVar("R", bound=Row)


class _Timed(NamedTuple, Generic[T]):
    """A value at the moment by which it counts, and whether AI had a part in it."""

    at: int
    value: T
    ai: bool | None = None


def figures(imported: Imported, window: Window) -> list[Figure]:
    """Every figure that imports can give, the absent ones with what to bring; `merged-pulls`, and SonarQube's, only
    where there are rows for them."""
    return [_described(one) for one in _figures(imported, window)]


def _described(figure: Figure) -> Figure:
    """An absent figure says what to bring, or that what was brought is of another time."""
    if figure.basis != "absent" or figure.why:
        return figure
    return figure._replace(why=BRING.get(figure.id, _OUTSIDE))


def _figures(imported: Imported, window: Window) -> Iterator[Figure]:
    yield from _incidents(_of(imported, Incident), window)
    yield from _pulls(_of(imported, Pull), window)
    blocks = [_Timed(one.opened, one.blocked, one.ai) for one in _of(imported, Block)]
    yield _figure("first-attempt-blocks", blocks, window, _share)
    yield from _deploys(_of(imported, Deploy), window)
    tasks = [_Timed(one.finished, _hours(one.started, one.finished), one.ai) for one in _of(imported, Task)]
    yield _figure("task-hours", tasks, window, middle)
    yield _satisfaction(_of(imported, Answer), window)
    yield from _measures(_of(imported, Measure), window)
    yield from _scans(_of(imported, Scan), window)
    yield _figure("surviving-mutants", [_Timed(one.at, one) for one in _of(imported, Mutants)], window, _survived)


def _of(imported: Imported, kind: type[R]) -> list[R]:
    return [row for row in imported.rows if isinstance(row, kind)]


def _hours(start: int, end: int) -> float:
    return (end - start) / _HOUR


def _share(some: Sequence[bool]) -> Value:
    return share(sum(some), len(some))


def _mean(some: Sequence[float]) -> Value:
    return Value(sum(some) / len(some), len(some)) if some else NOTHING


def _figure(
    name: str, rows: Sequence[_Timed[T]], window: Window, make: Callable[[Sequence[T]], Value],
    each: Callable[[str], Callable[[Sequence[T]], Value]] | None = None, why: str = "", basis: Basis = "measured",
) -> Figure:  # fmt: skip
    """The rows of the window as one value, by part where one of them is known, and by week or month.

    `each` makes the value of a week or month, where that is another than `make`.
    """
    within = [row for row in rows if window.holds(row.at)]
    if not within:
        return Figure(name, "absent", NOTHING, why=_OUTSIDE if rows else "")
    known = any(row.ai is not None for row in within)
    rows_of: dict[str, list[_Timed[T]]] = {point: [] for point in window.points()}
    for row in within:
        rows_of[window.point_of(row.at)].append(row)
    points = tuple(
        Point(point, *_parts(some, each(point) if each else make, known=known)) for point, some in rows_of.items()
    )
    unknown = sum(row.ai is None for row in within)
    apart = f"in neither part, because nobody says whether AI had one: {unknown}" if known and unknown else ""
    return Figure(name, basis, *_parts(within, make, known=known), points, _said(why, apart))


def _parts(
    some: Sequence[_Timed[T]], make: Callable[[Sequence[T]], Value], *, known: bool
) -> tuple[Value, Value | None, Value | None]:
    whole = make([one.value for one in some])
    if not known:
        return whole, None, None
    return whole, make([one.value for one in some if one.ai]), make([one.value for one in some if one.ai is False])


def _said(*parts: str) -> str:
    return "; ".join(filter(None, parts))


def _rate(name: str, rows: Sequence[_Timed[T]], window: Window, days: float) -> Figure:
    """So many in each `days`. A week or a month has as many as there were; a month by its weeks, for a rate a week."""

    def periodic(some: Sequence[T]) -> Value:
        return rate(len(some), window.days / days)

    def each(point: str) -> Callable[[Sequence[T]], Value]:
        weeks = window.weeks_in(point) if days == _WEEK else 1.0
        return lambda some: Value(len(some) / weeks, len(some))

    counted = _figure(name, rows, window, periodic, each, _late([row.at for row in rows], window))
    if counted.basis == "absent" and min((row.at for row in rows), default=window.end) < window.start:
        if max(row.at for row in rows) >= window.end:  # then the import covers the period: there were none
            return Figure(name, "measured", periodic(()))
        last = day_of(max(row.at for row in rows))
        why = f"the last imported row is of {last}, before this period; export again, or widen the period"
        return counted._replace(why=why)
    return counted


def _late(moments: Sequence[int], window: Window) -> str:
    """Whether what was imported seems to begin somewhere within the window, so that too little is counted."""
    first = min(moments, default=window.start)
    if first <= window.start + (window.end - window.start) // 4:
        return ""
    return f"the first imported row is of {day_of(first)}; if the export begins there, too few are counted"


def _incidents(rows: Sequence[Incident], window: Window) -> Iterator[Figure]:
    yield _rate("incidents", [_Timed(one.opened, one, one.ai) for one in rows], window, _MONTH)
    done = [_Timed(one.resolved, _hours(one.opened, one.resolved), one.ai) for one in rows if one.resolved is not None]
    still = sum(one.resolved is None and window.holds(one.opened) for one in rows)
    why = f"not in it, because not resolved yet: {count(still, 'incident')}" if still else ""
    yield _figure("mttr", done, window, middle, why=why)
    yield _figure("mttr-mean", done, window, _mean, why=why)
    yield _known("severity", [(one.opened, one.severe) for one in rows], window, "a known severity")
    yield _known("ai-incidents", [(one.opened, one.ai) for one in rows], window, "a word on AI")


def _known(name: str, rows: Sequence[tuple[int, bool | None]], window: Window, what: str) -> Figure:
    """The share of those that are so among those of which it is known."""
    said = [_Timed(at, value) for at, value in rows if value is not None]
    silent = sum(value is None and window.holds(at) for at, value in rows)
    found = _figure(
        name, said, window, _share, why=f"left out, without {what}: {count(silent, 'incident')}" if silent else ""
    )
    if found.basis == "absent" and silent:
        return found._replace(why=f"of {count(silent, 'incident')} in this period none has {what}")
    return found


def _pulls(rows: Sequence[Pull], window: Window) -> Iterator[Figure]:
    merged = [_Timed(one.merged, one, one.ai) for one in rows if one.merged is not None]
    counted = _rate("merged-pulls", merged, window, _WEEK)
    if counted.basis != "absent":
        yield counted._replace(why=_said("by the host's export, at the time of the merge", counted.why))
    people = [one for one in rows if not one.bot or one.ai]
    bots = sum(one.bot and not one.ai and window.holds(_end(one)) for one in rows)
    kinds = _kinds_of_hours(people)
    # Two kinds of hours make no common median: the best kind counts that at least half of the requests tell.
    counts = [sum(window.holds(one.at) for one in some) for _, _, some in kinds]
    best = next((at for at, number in enumerate(counts) if number and 2 * number >= max(counts)), len(kinds) - 1)
    what, basis, chosen = kinds[best]
    others = max(counts) - counts[best]
    silent = f"left out, because they do not tell it: {count(others, 'request')}" if others else ""
    of_bots = f"left out, of bots: {count(bots, 'request')}" if bots else ""
    yield _figure("review-hours", chosen, window, middle, why=_said(what, silent, of_bots), basis=basis)


def _kinds_of_hours(rows: Sequence[Pull]) -> list[tuple[str, Basis, list[_Timed[float]]]]:
    """What can be told of the time of reviews, the best first."""
    spent = [_Timed(_end(one), one.hours, one.ai) for one in rows if one.hours is not None]
    first = [_Timed(_end(one), _hours(one.opened, one.reviewed), one.ai) for one in rows if one.reviewed is not None]
    whole = [_Timed(one.merged, _hours(one.opened, one.merged), one.ai) for one in rows if one.merged is not None]
    return [
        ("the hours that reviews took", "measured", spent),
        ("from opened to the first review", "measured", first),
        ("from opened to the merge, because the import tells of no reviews", "proxy", whole),
    ]


def _end(one: Pull) -> int:
    return one.opened if one.merged is None else one.merged


def _deploys(rows: Sequence[Deploy], window: Window) -> Iterator[Figure]:
    yield _rate("deploys", [_Timed(one.at, one, one.ai) for one in rows], window, _WEEK)
    ended = [_Timed(one.at, one.failed, one.ai) for one in rows if one.failed is not None]
    silent = sum(one.failed is None and window.holds(one.at) for one in rows)
    why = f"left out, because they do not say how they ended: {count(silent, 'deployment')}" if silent else ""
    yield _figure("deploy-failures", ended, window, _share, why=why)


def _satisfaction(rows: Sequence[Answer], window: Window) -> Figure:
    alone = sum(one.respondents is None and window.holds(one.at) for one in rows)
    why = f"counted as one person each, because nobody says of how many: {count(alone, 'answer')}" if alone else ""
    return _figure("satisfaction", [_Timed(one.at, one) for one in rows], window, _weighted, why=why)


def _weighted(some: Sequence[Answer]) -> Value:
    people = sum(one.respondents or 1 for one in some)
    return Value(sum(one.score * (one.respondents or 1) for one in some) / people, people) if people else NOTHING


def _measures(rows: Sequence[Measure], window: Window) -> Iterator[Figure]:
    by_figure: dict[str, list[_Timed[Measure]]] = {}
    for one in rows:
        by_figure.setdefault(one.figure, []).append(_Timed(one.at, one))
    for name, metric in (("coverage", "coverage"), ("new-coverage", "new_coverage")):
        own, theirs = by_figure.get(name, []), by_figure.get(sonar.figure_of(metric), [])
        make = _joined if name == "coverage" else _typical if own else _newest
        yield _figure(name, own or theirs, window, make, why="" if own or not theirs else "as SonarQube measured it")
    for name in map(sonar.figure_of, sonar.METRICS):
        if name in by_figure:
            yield _figure(name, by_figure[name], window, _newest)


def _newest(rows: Sequence[Measure]) -> Value:
    if not rows:
        return NOTHING
    last = max(rows, key=lambda one: one.at)
    return Value(last.value, last.of or 1)


def _joined(rows: Sequence[Measure]) -> Value:
    """The last value; reports of several languages on the last day are one, each with the weight of its lines."""
    last = max((day_of(one.at) for one in rows), default=None)
    weighed = [one for one in rows if day_of(one.at) == last and one.of]
    lines = sum(one.of or 0 for one in weighed)
    return Value(sum(one.value * (one.of or 0) for one in weighed) / lines, lines) if lines else _newest(rows)


def _typical(rows: Sequence[Measure]) -> Value:
    return middle([one.value for one in rows])


def _scans(rows: Sequence[Scan], window: Window) -> Iterator[Figure]:
    changes = [_Timed(one.at, one, one.ai) for one in rows if not one.whole]
    trees = [_Timed(one.at, one) for one in rows if one.whole]
    mixed = "the reports are not all of the same hooks" if len({one.hooks for one in rows}) > 1 else ""
    if any(window.holds(one.at) for one in trees) or not changes:
        yield _figure("hook-findings", trees, window, _in_the_tree, why=_said("in the whole tree", mixed))
    else:
        said = _said("on average in a change", mixed)
        yield _figure("hook-findings", changes, window, lambda some: _mean([one.findings for one in some]), why=said)
    yield _figure("hook-blocks", changes, window, lambda some: _share([one.errors > 0 for one in some]), why=mixed)


def _in_the_tree(rows: Sequence[Scan]) -> Value:
    """By the last report, together with those of other hooks on the same moment."""
    last = max((one.at for one in rows), default=0)
    found = {one.hooks: one.findings for one in rows if one.at == last}
    return Value(float(sum(found.values())), len(found)) if found else NOTHING


def _survived(some: Sequence[Mutants]) -> Value:
    return share(sum(one.survived for one in some), sum(one.tried for one in some))
