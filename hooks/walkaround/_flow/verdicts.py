"""Which of the foreign values that reach a sink are findings where they do, and which only matter to a caller."""

from collections.abc import Iterator

from .run import Hit
from .tables import FROM_CALLERS, LOOKS
from .value import ARCHIVE, ARGUMENT, CODE, DATA, MEMBER, OUTSIDE, PATH, SQL, XML, Source

_STATEMENTS = frozenset({"sql", "query", "statement", "stmt", "subquery", "select", "ddl", "sqls", "queries"})


def counts(hit: Hit, private: bool) -> bool:
    """Whether a hit is a finding; `private` functions get what their callers in this module give, and no more."""
    if hit.client:
        return True
    levels = {source[0] for source in hit.sources}
    if MEMBER in levels:
        return hit.family == ARCHIVE
    if levels == {DATA}:  # a value that belongs into the parameters
        return hit.family == XML or (hit.family == SQL and hit.built and hit.quoted)
    if levels == {OUTSIDE}:
        return hit.family == CODE or (hit.family == SQL and hit.built)
    if hit.strict or not hit.family & FROM_CALLERS:
        return False
    if hit.family == SQL and (not hit.built or all(_is_sql(source) for source in hit.sources)):
        return False
    return not (private and levels == {ARGUMENT})


def _is_sql(source: Source) -> bool:
    """Whether an argument is named as a whole statement: `"EXPLAIN " + sql` changes what its caller wrote."""
    named = [str(step).lower().rpartition("_")[2] for step in (source[1], source[-1])]
    return source[0] == ARGUMENT and not _STATEMENTS.isdisjoint(named)


def without_looks(hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """All but those that only look at a path that another one opens."""
    opened = {hit.sources for hit in hits if hit.family == PATH and not _looks(hit)}
    for hit in hits:
        if not (hit.family == PATH and _looks(hit) and not hit.built and hit.sources in opened):
            yield hit


def _looks(hit: Hit) -> bool:
    return hit.name.rpartition(".")[2] in LOOKS


def without_doubles(hits: list[Hit]) -> tuple[Hit, ...]:
    seen: dict[tuple[object, ...], Hit] = {}
    for hit in hits:
        seen.setdefault((hit.family, hit.node, hit.sources), hit)
    return tuple(seen.values())
