"""Reports for the tests of the page: a small one, one of every figure that there is, and hostile ones by Hypothesis."""

import random
from collections.abc import Callable
from datetime import date
from typing import Final

from hypothesis import strategies as st

from walkaround.baseline_metrics.figure import (
    NOTHING,
    Basis,
    Better,
    Definition,
    Figure,
    Group,
    Point,
    Report,
    Step,
    Target,
    Trend,
    Value,
    Verdict,
)

MERGED: Final = Definition(
    "merged-pulls",
    "Merged pull requests",
    "a week",
    "higher",
    "velocity",
    "Pull requests that were merged in the window, by the host's export or else by merge and squash commits.",
)
RATE: Final = Definition(
    "defect-rate",
    "Defect rate",
    "per 1,000 lines",
    "lower",
    "quality",
    "Fixes in the window that trace to lines added in the window, for 1,000 lines of code that were added in it.",
    "SZZ: Sliwerski, Zimmermann and Zeller 2005.",
)
SHARE: Final = Definition(
    "ai-lines",
    "Lines added with AI",
    "%",
    "",
    "share of AI",
    "The share of added lines whose commit bears a mark of AI.",
)
COVERAGE: Final = Definition(
    "new-coverage", "Coverage of new lines", "%", "higher", "quality", "The share of new lines that the tests run."
)

SMALL: Final = Report(
    repository="shop",
    head="0123456789abcdef0123456789abcdef01234567",
    first="2026-09-02",
    last="2026-09-27",
    figures=(
        Figure(
            "merged-pulls",
            "proxy",
            Value(11.25, 45),
            Value(4, 16),
            Value(7.25, 29),
            (
                Point("2026-08-31", Value(9, 9), Value(2, 2), Value(7, 7)),
                Point("2026-09-07", Value(14, 14), Value(5, 5), Value(9, 9)),
                Point("2026-09-14", NOTHING),
                Point("2026-09-21", Value(22, 22), Value(9, 9), Value(13, 13)),
            ),
            "Merge and squash commits, since the host's export was not given.",
        ),
        Figure(
            "defect-rate",
            "measured",
            Value(3.458, 14, 4049, 1.891, 5.802),
            Value(6.1, 5, 820, 1.98, 14.2),
            Value(2.79, 9, 3229, 1.274, 5.291),
            (
                Point("2026-08-31", Value(2.1, 2, 950, 0.254, 7.6)),
                Point("2026-09-07", Value(4.4, 5, 1140, 1.42, 10.2)),
                Point("2026-09-14", NOTHING),
                Point("2026-09-21", Value(0.0, 0, 12, 0.0, 307.4)),
            ),
        ),
        Figure("ai-lines", "measured", Value(20.25, 820, 4049, 19.0, 21.5)),
        Figure("new-coverage", "absent", NOTHING, why="Give coverage reports with --import FILE."),
    ),
    definitions={one.id: one for one in (MERGED, RATE, SHARE, COVERAGE)},
    targets=(
        Target(
            "defect-rate",
            3.5,
            Value(5.25, 18, 3429, 3.11, 8.3),
            Value(3.458, 14, 4049, 1.891, 5.802),
            "unclear",
            "unclear",
        ),
        Target("new-coverage", 75.0, NOTHING, NOTHING, "unknown", "unknown"),
    ),
    tables={"By agent": (Group("Claude Code", 31, 800, 120), Group("Copilot <x>", 2, 20, 0))},
    notes=("The clone is shallow: what happened before 2026-08-01 is not known.",),
)

# Of every other figure of the report: id, title, unit, direction, group, its number and how much that varies.
_OTHERS: Final[tuple[tuple[str, str, str, Better, str, float, Basis], ...]] = (
    ("commits", "Commits", "a week", "", "velocity", 41, "measured"),
    ("authors", "Authors", "people", "", "velocity", 9, "measured"),
    ("lines-added", "Lines added", "lines per week", "", "velocity", 5200, "measured"),
    ("lines-removed", "Lines deleted", "lines per week", "", "velocity", 2900, "measured"),
    ("change-size", "Size of a change", "lines, median", "lower", "velocity", 64, "measured"),
    ("review-hours", "Hours to review", "hours, median", "lower", "velocity", 5.3, "measured"),
    ("deploys", "Deployments", "a week", "higher", "velocity", 4.6, "measured"),
    ("ai-commits", "Commits with AI", "%", "", "share of AI", 0.38, "measured"),
    ("churn", "Churn within 14 days", "%", "lower", "quality", 11, "measured"),
    ("survival", "Survival of lines", "%", "higher", "quality", 82, "measured"),
    ("fix-rate", "Fix commits", "per 1,000 lines", "lower", "quality", 2.4, "proxy"),
    ("defect-escape", "Defects that escaped", "%", "lower", "quality", 31, "measured"),
    ("reverts", "Reverts", "a month", "lower", "quality", 1.7, "measured"),
    ("change-failure", "Change failure rate", "%", "lower", "quality", 7.4, "proxy"),
    ("duplication", "Duplication", "%", "lower", "quality", 3.9, "measured"),
    ("complexity", "Cognitive complexity", "points, 90th percentile", "lower", "quality", 8.2, "measured"),
    ("coverage", "Coverage", "%", "higher", "quality", 81.4, "measured"),
    ("hook-findings", "Findings of hooks", "a week", "lower", "quality", 12, "measured"),
    ("surviving-mutants", "Surviving mutants", "%", "lower", "quality", 19, "measured"),
    ("exemptions", "Exemptions alive", "exemptions", "lower", "quality", 7, "measured"),
    ("expired-exemptions", "Exemptions expired", "exemptions", "lower", "quality", 2, "measured"),
    ("incidents", "Incidents", "a month", "lower", "outcome", 2.3, "measured"),
    ("mttr", "Time to recovery", "hours, median", "lower", "outcome", 3.2, "measured"),
    ("severity", "Severe incidents", "%", "lower", "outcome", 22, "measured"),
    ("ai-incidents", "Incidents related to AI", "%", "", "outcome", 28, "measured"),
    ("first-attempt-blocks", "Blocked at the first attempt", "%", "lower", "outcome", 17, "measured"),
    ("task-hours", "Time for a task", "hours, median", "lower", "outcome", 11, "measured"),
    ("satisfaction", "Satisfaction of developers", "of 5", "higher", "outcome", 3.9, "measured"),
)
# How the parts of a sum compare with all of it.
_SPLIT: Final = dict.fromkeys(("merged-pulls", "commits", "lines-added", "lines-removed", "deploys"), (0.38, 0.62))


def large(points: int = 13, seed: int = 11, step: Step = "week") -> Report:
    """A report with every figure in every week or month, as a team of a dozen people would have it."""
    chance = random.Random(seed)  # noqa: S311 - a sample, no secret
    last = date(2026, 11, 29)
    if step == "week":
        first = date.fromordinal(last.toordinal() - 7 * points + 1)
        days = [date.fromordinal(first.toordinal() + 7 * at).isoformat() for at in range(points)]
    else:
        first = date.fromisoformat(_month(last.year * 12 + last.month - points))
        days = [_month(last.year * 12 + last.month - points + at) for at in range(points)]
    text = "What is counted, in the unit of which, out of which source, and what is left out of it, in two sentences. "
    definitions = {one.id: one for one in (MERGED, RATE, SHARE, COVERAGE)}
    definitions |= {
        one: Definition(one, title, unit, better, group, text * 2) for one, title, unit, better, group, _, _ in _OTHERS
    }
    values: dict[str, tuple[float, Basis]] = {
        "merged-pulls": (14, "proxy"), "defect-rate": (3.4, "measured"), "ai-lines": (34, "measured"),
    }  # fmt: skip
    values |= {one: (value, basis) for one, _, _, _, _, value, basis in _OTHERS}
    figures = [
        Figure(
            one,
            basis,
            _around(chance, value, definitions[one].unit, 160),
            _around(chance, value * _SPLIT.get(one, (1.2, 0.9))[0], definitions[one].unit, 60),
            _around(chance, value * _SPLIT.get(one, (1.2, 0.9))[1], definitions[one].unit, 100),
            tuple(_week(chance, week, value, definitions[one].unit, _SPLIT.get(one, (1.2, 0.9))) for week in days),
            "Counted in merge and squash commits, since no export of the host was given." if basis == "proxy" else "",
        )
        for one, (value, basis) in values.items()
    ]
    figures.append(Figure("new-coverage", "absent", NOTHING, why="Give coverage reports by day with --import FOLDER."))
    trends: tuple[tuple[str, float, Trend, Verdict], ...] = (
        ("defect-rate", 3.5, "better", "met"), ("incidents", 3.5, "unclear", "unclear"),
        ("mttr", 2.5, "worse", "missed"),
        ("new-coverage", 75, "unknown", "unknown"), ("change-failure", 10, "better", "met"),
        ("duplication", 5, "unclear", "met"), ("complexity", 10, "worse", "missed"),
        ("review-hours", 4, "better", "missed"),
    )  # fmt: skip
    now = {one.id: one.all for one in figures}
    targets = tuple(
        Target(one, limit, now[one]._replace(value=(now[one].value or 0) * 1.2) if now[one].value else NOTHING,
               now[one], trend, verdict)
        for one, limit, trend, verdict in trends
    )  # fmt: skip
    agents = tuple(Group(name, 90 - 20 * at, 5200 - 900 * at, 1300 - 200 * at) for at, name in enumerate(
        ("Claude Code", "GitHub Copilot", "Cursor", "an assistant without a name")))  # fmt: skip
    levels = (Group("none", 310, 22000, 9000), Group("assisted", 150, 9000, 2600), Group("generated", 70, 6000, 900))
    notes = (
        "The clone is shallow: lines older than 2026-05-01 have no known origin and are left out of the defect rate.",
        "12 commits lie in the future of the machine that made this page; they are counted in its last week.",
    )
    return Report(
        "payments-service", "9f3c" * 10, first.isoformat(), last.isoformat(), tuple(figures), definitions, targets,
        {"Work by agent": agents, "Work by level of AI": levels}, notes, step,
    )  # fmt: skip


def _month(number: int) -> str:
    """The first day of the month of that number, counted from January of the year 0."""
    return date(number // 12, number % 12 + 1, 1).isoformat()


def _around(chance: random.Random, value: float, unit: str, count: int) -> Value:
    shown = value * chance.uniform(0.75, 1.25)
    if unit == "%":
        shown = min(shown, 99)
        return Value(shown, round(shown * count / 100), count, shown * 0.8, min(100, shown * 1.2))
    if unit.startswith("per 1,000"):
        return Value(shown, max(1, round(shown * count / 40)), count * 25, shown * 0.6, shown * 1.6)
    whole = value > 30
    return Value(round(shown) if whole else shown, count, None, shown * 0.85, shown * 1.15)


def _week(chance: random.Random, week: str, value: float, unit: str, split: tuple[float, float]) -> Point:
    if chance.random() < 0.06:
        return Point(week, NOTHING)
    return Point(week, *(_around(chance, value * factor, unit, chance.randint(4, 25)) for factor in (1, *split)))


HOSTILE: Final = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=y>',
    "]]></style></title>-->",
    "invoice\u202egnp.exe\x1b[31m\n",
    "a|b`c`*d*_e_~f~",
    "https://example.org/ www.example.org @everyone #1",
    "&lt;&#60;&amp",
    "- 1. # a",
)
_numbers = st.floats(-1e12, 1e12) | st.integers(-(10**9), 10**9)
_texts = st.text(max_size=30) | st.sampled_from(HOSTILE)
_ends = st.tuples(_numbers, _numbers).map(sorted)
values = st.one_of(
    st.just(NOTHING),
    st.builds(lambda value, count, of, ends: Value(value, count, of, *ends), _numbers, st.integers(0, 10**6),
              st.none() | _numbers, _ends),
    st.tuples(_numbers, st.integers(0, 99)).map(lambda found: Value(*found)),
)  # fmt: skip
_days = st.dates(date(2000, 1, 1), date(2100, 1, 1)).map(lambda day: day.isoformat())
_DAYS_OF: Final[dict[Step, Callable[[int], str]]] = {
    "week": lambda at: date.fromordinal(739130 + 7 * at).isoformat(),
    "month": lambda at: _month(2019 * 12 + 7 * at),
}


def _points(step: Step) -> st.SearchStrategy[tuple[Point, ...]]:
    days = st.lists(st.integers(0, 20), unique=True, max_size=4).map(lambda found: map(_DAYS_OF[step], sorted(found)))
    return days.flatmap(
        lambda found: st.tuples(
            *(st.builds(Point, st.just(day), values, st.none() | values, st.none() | values) for day in found)
        )
    )


_ids = st.sampled_from(["merged-pulls", "defect-rate", "ai-lines", 'Ugly \u202e<id>"']) | st.text(max_size=8)
_figures: Final[dict[Step, st.SearchStrategy[Figure]]] = {
    step: st.builds(
        Figure, _ids, st.sampled_from(["measured", "proxy", "absent"]), values, st.none() | values, st.none() | values,
        _points(step), _texts,
    )
    for step in _DAYS_OF
}  # fmt: skip
_units = st.sampled_from(["%", "", "hours", "per 1,000 lines"]) | _texts
_definitions = st.builds(
    Definition, _ids, _texts, _units, st.sampled_from(["lower", "higher", ""]), _texts, _texts, _texts
)
_targets = st.builds(
    Target, _ids, _numbers, values, values, st.sampled_from(["better", "worse", "unclear", "unknown"]),
    st.sampled_from(["met", "missed", "unclear", "unknown"]),
)  # fmt: skip
_groups = st.builds(Group, _texts, *[st.integers(0, 10**9)] * 3)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Any report that can be read back."""
    first, last = sorted((draw(_days), draw(_days)))
    step = draw(st.sampled_from(list(_DAYS_OF)))
    return Report(
        draw(_texts),
        draw(_texts),
        first,
        last,
        tuple(draw(st.lists(_figures[step], max_size=4, unique_by=lambda one: one.id))),
        draw(st.dictionaries(_ids, _definitions, max_size=3)),
        tuple(draw(st.lists(_targets, max_size=3))),
        draw(st.dictionaries(_texts, st.lists(_groups, max_size=3).map(tuple), max_size=2)),
        tuple(draw(st.lists(_texts, max_size=3))),
        step,
    )
