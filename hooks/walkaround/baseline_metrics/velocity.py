"""How much is done: merged pull requests, commits, people, lines, and how large a change is."""

from collections.abc import Callable, Sequence

from .changes import Change, pulls_of
from .figure import Definition, Figure, Point, Value
from .subject import Made, Period, Subject
from .values import median, rate
from .window import Window

_GROUP = "velocity"
DEFINITIONS = (
    Definition(
        "merged-pulls", "Merged pull requests", "a week", "higher", _GROUP,
        "Merge commits that a host made of a pull or merge request, and commits that it made of one by squashing, "
        "divided by the weeks of the window, those of a month by its weeks; where most branches are merged by hand, "
        "without a number, those count too. What is pushed or rebased leaves no trace and is not counted. One is of AI "
        "when a commit in it bears a mark.",
    ),
    Definition(
        "commits", "Commits", "commits", "", _GROUP,
        "Commits of the window by the time at which they were committed, without merges.",
    ),
    Definition(
        "authors", "Authors", "people", "", _GROUP,
        "Different authors of these commits, by their addresses as the mailmap joins them, without bots.",
    ),
    Definition(
        "lines-added", "Lines added", "lines", "", _GROUP,
        "Lines that these commits add, as `git log --numstat -U0` counts them; binary files have none. Nor have "
        "merges: their lines are those of their commits.",
    ),
    Definition("lines-removed", "Lines removed", "lines", "", _GROUP, "Lines that these commits delete, likewise."),
    Definition(
        "change-size", "Size of a change", "lines", "lower", _GROUP,
        "The median of the lines that a commit adds and deletes, of those commits that change any.",
    ),
)  # fmt: skip


def figures(subject: Subject, window: Window) -> list[Figure]:
    return [_pulls(subject, window), *of_change(subject, window)]


def of_change(subject: Subject, window: Window) -> list[Figure]:
    """Those that one pull request has as well."""
    period = subject.within(window)
    counted: tuple[tuple[str, Callable[[Sequence[Made]], Value]], ...] = (
        ("commits", _commits), ("authors", _authors), ("lines-added", _added), ("lines-removed", _removed),
        ("change-size", _size),
    )  # fmt: skip
    return [_figure(name, period, value) for name, value in counted]


def _figure(name: str, period: Period, value: Callable[[Sequence[Made]], Value]) -> Figure:
    return Figure(name, "measured", *period.single.values(value), period.series(value))


def _pulls(subject: Subject, window: Window) -> Figure:
    made = pulls_of(subject, window)
    if not made:
        why = (
            "no merge or squash commit of a pull request is in the window; import the host's export, see "
            "`walkaround report --help`"
        )
        return Figure("merged-pulls", "absent", Value(None, 0), why=why)
    by_point: dict[str, list[Change]] = {point: [] for point in window.points()}
    for one in made:
        by_point[window.point_of(one.moment)].append(one)
    points = tuple(Point(point, *_in_weeks(some, window.weeks_in(point))) for point, some in by_point.items())
    why = "counted by the messages of merge and squash commits, because no export of the host was imported"
    both, machines, people = (rate(number, window.days / 7) for number in _parts(made))
    return Figure("merged-pulls", "proxy", both, machines, people, points, why)


def _in_weeks(made: Sequence[Change], weeks: float) -> tuple[Value, Value, Value]:
    """How many a week there are of each part."""
    both, machines, people = (Value(number / weeks, number) for number in _parts(made))
    return both, machines, people


def _parts(made: Sequence[Change]) -> tuple[int, int, int]:
    """How many there are, how many with AI, and how many without."""
    marked = sum(one.ai for one in made)
    return len(made), marked, len(made) - marked


def _commits(made: Sequence[Made]) -> Value:
    return Value(float(len(made)), len(made))


def _authors(made: Sequence[Made]) -> Value:
    people = {one.entry.commit.who for one in made if not one.kind.bot}
    return Value(float(len(people)), len(made))


def _added(made: Sequence[Made]) -> Value:
    return Value(float(sum(one.added for one in made)), len(made))


def _removed(made: Sequence[Made]) -> Value:
    return Value(float(sum(one.removed for one in made)), len(made))


def _size(made: Sequence[Made]) -> Value:
    sizes = [lines for one in made if (lines := one.lines)]
    return Value(float(median(sizes)), len(sizes)) if sizes else Value(None, 0)
