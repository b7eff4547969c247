"""What figures are made of: a history, each commit with its kind and the marks on it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from .._policy import Policy
from .figure import Point, Value
from .history.entry import Entry
from .history.read import History
from .kinds import Kind
from .marked import Mark
from .readings import readings
from .window import Window


class Made(NamedTuple):
    """A commit of the history, by its number there."""

    number: int
    entry: Entry
    kind: Kind
    mark: Mark

    @property
    def lines(self) -> int:
        """Lines that it adds or deletes, as git counts them."""
        return sum(file.added + file.removed for file in self.entry.files)


class Subject(NamedTuple):
    """All commits that were read, also those around the window."""

    history: History
    made: tuple[Made, ...]

    def within(self, window: Window) -> list[Made]:
        """Those that were committed in the window."""
        return [one for one in self.made if window.holds(one.entry.commit.committed)]


def subject_of(history: History, policy: Policy) -> Subject:
    """A history with what its commits' messages tell."""
    found = readings(history.root, [entry.commit for entry in history.entries], policy)
    pairs = enumerate(zip(history.entries, found, strict=True))
    return Subject(history, tuple(Made(number, entry, *reading) for number, (entry, reading) in pairs))


class Parts(NamedTuple):
    """All of them, those with a mark of an assistant, and the others."""

    all: tuple[Made, ...]
    ai: tuple[Made, ...]
    human: tuple[Made, ...]

    def values(self, value: Callable[[Sequence[Made]], Value]) -> tuple[Value, Value, Value]:
        return value(self.all), value(self.ai), value(self.human)


def parted(made: Sequence[Made]) -> Parts:
    ai = tuple(one for one in made if one.mark.is_ai)
    return Parts(tuple(made), ai, tuple(one for one in made if not one.mark.is_ai))


def by_point(made: Iterable[Made], window: Window) -> Mapping[str, list[Made]]:
    """The commits of each week or month of the window; one without any is there too."""
    points: dict[str, list[Made]] = {point: [] for point in window.points()}
    for one in made:
        points[window.point_of(one.entry.commit.committed)].append(one)
    return points


def series(made: Iterable[Made], window: Window, value: Callable[[Sequence[Made]], Value]) -> tuple[Point, ...]:
    """A value for each week or month, by its part."""
    return tuple(Point(point, *parted(some).values(value)) for point, some in by_point(made, window).items())


def single(made: Iterable[Made]) -> Iterator[Made]:
    """Without merges, whose lines are those of other commits."""
    return (one for one in made if not one.entry.commit.is_merge)
