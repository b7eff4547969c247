"""How much of what is added turns out wrong: fixes and reverts, and whose lines they mend.

A fix is a commit whose message says that it mends a defect, and that changes code; where the defect began is found
from the lines (see `induced`). Both are a proxy: what nobody found yet is in no history.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .changes import changes_of
from .figure import Definition, Figure, Point, Value
from .induced import WEAKER, Induced, Search
from .intervals import poisson
from .kinds import LIKELY
from .releases import Releases
from .subject import Made, Period, Subject, by_point
from .values import share
from .window import Window

_GROUP = "quality"
_THOUSAND = 1000
DEFINITIONS = (
    Definition(
        "defect-rate", "Defect rate", "per 1,000 lines", "lower", _GROUP,
        "Fixes of the window that mend lines of code added in the window, by the thousand of such lines. AI and human "
        "are told apart by who had added most of the lines that a fix mends. What is found later is not in it, so that "
        "periods of different length do not compare. A week or a month has all its fixes, whatever they mend, by the "
        "lines that it added.",
        "J. Sliwerski, T. Zimmermann, A. Zeller, When do changes induce fixes?, 2005 (SZZ)",
    ),
    Definition(
        "fix-rate", "Fixes", "per 1,000 lines", "lower", _GROUP,
        "Commits of the window that mend a defect, new or old, by the thousand lines of code added in the window.",
    ),
    Definition(
        "weak-fixes", "Fixes traced by what stands beside", "%", "", _GROUP,
        "The share of the traced fixes that remove no code, so that the defect is laid to those who wrote the lines "
        "around: a weaker trace.",
        "D. Sahal, A. Tosun, Identifying bug-inducing changes for code additions, 2018",
    ),
    Definition(
        "reverts", "Reverted commits", "%", "lower", _GROUP,
        "The share of the window's commits that a later commit takes back.",
    ),
    Definition(
        "change-failure", "Change failure rate", "%", "lower", _GROUP,
        "The share of the pull requests merged in the window that are taken back, or mended by what calls itself a "
        "hotfix, by its end. Where no pull request left a trace, of the commits.",
        "N. Forsgren, J. Humble, G. Kim, Accelerate, 2018",
    ),
    Definition(
        "defect-escape", "Defects that escaped", "%", "lower", _GROUP,
        "Of the window's traced fixes, the share of those that mend what a release tag had shipped before. What began "
        "before the window, and before as much time again, is not read and not traced.",
    ),
)  # fmt: skip
_BY_MESSAGES = "counted by messages of reverts and hotfixes, not by incidents"
_BY_WORDS = "fixes are found by their messages, and where a defect began by the lines that its fix changes"


class _Traced(NamedTuple):
    """A fix of the window, and the commit that made most of what it mends."""

    fix: Made
    origin: Made
    weaker: bool


def figures(subject: Subject, window: Window) -> list[Figure]:
    """GitError where git cannot list the tags."""
    period = subject.within(window)
    search = Search([one.entry for one in subject.made], [one.kind for one in subject.made])
    found = list(search.all())
    fixes = [one for one in period.single.all if one.in_code and one.kind.fix >= LIKELY]
    mended = {point: len(some) for point, some in by_point(fixes, window).items()}
    within = list(_traced(subject, window, found, inside=True))
    anywhere = list(_traced(subject, window, found, inside=False))
    return [
        _defect_rate(period, mended, within),
        _fix_rate(period, mended),
        _weak(anywhere),
        *_failures(period, [*search.reverted(), *found], subject, window),
        _escaped(anywhere, subject),
    ]


def _traced(subject: Subject, window: Window, found: Sequence[Induced], *, inside: bool) -> Iterator[_Traced]:
    """Each fix of the window once, with its main origin, or the main one of those that are of the window too."""
    seen = set()
    for one in found:  # of a fix, those with the most lines first
        fix, origin = subject.made[one.fix], subject.made[one.origin]
        if one.how == "reverted" or one.fix in seen or not window.holds(fix.entry.commit.committed):
            continue
        if not inside or window.holds(origin.entry.commit.committed):
            seen.add(one.fix)
            yield _Traced(fix, origin, one.how in WEAKER)


def _code(made: Sequence[Made]) -> int:
    return sum(one.code for one in made)


def _rate(count: int, lines: int) -> Value:
    if not lines:
        return Value(None, count, 0)
    low, high = poisson(count)
    scale = _THOUSAND / lines
    return Value(scale * count, count, lines, scale * low, scale * high)


def _defect_rate(period: Period, mended: Mapping[str, int], traced: Sequence[_Traced]) -> Figure:
    ai = sum(one.origin.is_ai for one in traced)
    counts = (len(traced), ai, len(traced) - ai)
    both, machines, people = (_rate(count, _code(part)) for count, part in zip(counts, period.single, strict=True))
    return Figure("defect-rate", "proxy", both, machines, people, _by_point(period, mended), _BY_WORDS)


def _fix_rate(period: Period, mended: Mapping[str, int]) -> Figure:
    rate = _rate(sum(mended.values()), _code(period.single.all))
    return Figure("fix-rate", "proxy", rate, weeks=_by_point(period, mended), why=_BY_WORDS)


def _by_point(period: Period, mended: Mapping[str, int]) -> tuple[Point, ...]:
    return tuple(Point(point, _rate(mended[point], _code(parts.all))) for point, parts in period.points.items())


def _weak(traced: Sequence[_Traced]) -> Figure:
    return Figure("weak-fixes", "proxy", share(sum(one.weaker for one in traced), len(traced)), why=_BY_WORDS)


def _failures(period: Period, found: Sequence[Induced], subject: Subject, window: Window) -> Iterator[Figure]:
    """By the end of the window, so that it compares with the time before it."""
    ended = [one for one in found if subject.made[one.fix].entry.commit.committed < window.end]
    reverted = {one.origin for one in ended if one.how == "reverted"}
    values = period.single.values(lambda part: share(sum(one.number in reverted for one in part), len(part)))
    yield Figure("reverts", "proxy", *values, why=_BY_MESSAGES)
    changes, are_pulls = changes_of(subject, window)
    of_change = {number: at for at, change in enumerate(changes) for number in change.numbers}
    failures = [one for one in ended if one.how == "reverted" or subject.made[one.fix].kind.hotfix]
    broken = {of_change[one.origin] for one in failures if _is_later(one, of_change)}
    sides = (changes, [one for one in changes if one.ai], [one for one in changes if not one.ai])
    numbers = {change.numbers: at for at, change in enumerate(changes)}
    both, machines, people = (share(sum(numbers[one.numbers] in broken for one in side), len(side)) for side in sides)
    why = _BY_MESSAGES if are_pulls else f"of commits, as no pull request left a trace; {_BY_MESSAGES}"
    yield Figure("change-failure", "proxy", both, machines, people, why=why)


def _is_later(one: Induced, of_change: Mapping[int, int]) -> bool:
    """Whether a change was mended by another one, and not while it was made."""
    return one.origin in of_change and of_change[one.origin] != of_change.get(one.fix)


def _escaped(traced: Sequence[_Traced], subject: Subject) -> Figure:
    releases = Releases(subject.history)
    if not releases:
        why = "no tag of this history names a release, such as v1.2; `git fetch --tags` brings what the clone lacks"
        return Figure("defect-escape", "absent", Value(None, 0), why=why)
    escaped = sum(releases.shipped(one.origin.number, one.fix.number) for one in traced)
    return Figure("defect-escape", "proxy", share(escaped, len(traced)), why="tags of numbered versions are releases")
