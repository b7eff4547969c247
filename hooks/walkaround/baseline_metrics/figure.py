"""What a report says: figures, each with its count, its interval and what it rests on; and the rows of targets."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

# `measured`: counted in what it is said of. `proxy`: counted in something else that goes with it, and `why` says in
# what. `absent`: there is nothing to count, and `why` says what to bring.
Basis = Literal["measured", "proxy", "absent"]
Better = Literal["lower", "higher", ""]
Part = Literal["all", "ai", "human"]
Trend = Literal["better", "worse", "unclear", "unknown"]
Verdict = Literal["met", "missed", "unclear", "unknown"]
Step = Literal["week", "month"]


class Value(NamedTuple):
    """A number, of how many observations it is made, and its interval of 95 % where one is known.

    `value` is None where there is nothing to make it of. `of` is the size of what was looked at, in the unit that the
    definition names, such as lines.
    """

    value: float | None
    count: int  # type: ignore[assignment]  # hides a method of tuple, which nobody needs of a value
    of: float | None = None
    low: float | None = None
    high: float | None = None


NOTHING = Value(None, 0)


class Point(NamedTuple):
    """A figure in one week, by that week's Monday (`YYYY-MM-DD`); or in one month, by its first day.

    The report's `step` says which. It is that of the part of it that lies in the window.
    """

    week: str
    all: Value
    ai: Value | None = None
    human: Value | None = None


class Definition(NamedTuple):
    """What a figure is. `text` is one to three sentences that a reader needs to check it; `source` names a method's."""

    id: str
    title: str
    unit: str
    better: Better
    group: str
    text: str
    source: str = ""


class Figure(NamedTuple):
    """A figure of the window. `ai` and `human` are None where it cannot be told apart."""

    id: str
    basis: Basis
    all: Value
    ai: Value | None = None
    human: Value | None = None
    weeks: tuple[Point, ...] = ()
    why: str = ""


class Target(NamedTuple):
    """A row: what policy wants of a figure, what it was in the period before, and what it is now.

    `limit` is in the figure's unit; the figure's direction says on which side of it one wants to be.
    """

    figure: str
    limit: float
    baseline: Value
    now: Value
    trend: Trend
    verdict: Verdict


class Group(NamedTuple):
    """A row of a table: commits and lines of one agent, one level, one folder or one author's kind."""

    name: str
    commits: int
    added: int
    removed: int


class Report(NamedTuple):
    """All of it. Days are `YYYY-MM-DD`, the first and the last one belonging to the window; `tables` are by title.

    `notes` are sentences about what limits the figures, such as a shallow clone. `step` says whether the points of a
    figure, which stand in its `weeks`, are of weeks or of months; they are of months where the window is long.
    """

    repository: str
    head: str
    first: str
    last: str
    figures: tuple[Figure, ...]
    definitions: Mapping[str, Definition]
    targets: tuple[Target, ...] = ()
    tables: Mapping[str, tuple[Group, ...]] = {}
    notes: tuple[str, ...] = ()
    step: Step = "week"
