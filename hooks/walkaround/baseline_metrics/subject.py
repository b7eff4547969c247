"""What figures are made of: a history, each commit with its kind and the marks on it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from .._policy import Policy
from .figure import Point, Value
from .history.entry import Entry
from .history.read import History
from .kinds import Kind
from .marked import Mark
from .paths import is_code
from .readings import Reading, readings
from .window import Window


class Made(NamedTuple):
    """A commit of the history, by its number there, with what the figures count in it.

    `is_ai` says that it bears the mark of an assistant. `added` and `removed` are lines as git counts them; `new` are
    those that it made itself, blank ones left out; `code` those of them that are code of the program, in which a defect
    may be; `in_code` says that it touches such code.
    """

    number: int
    entry: Entry
    kind: Kind
    mark: Mark
    is_ai: bool
    added: int
    removed: int
    new: int
    code: int
    in_code: bool

    @property
    def lines(self) -> int:
        """Lines that it adds or deletes, as git counts them."""
        return self.added + self.removed


class Parts(NamedTuple):
    """All of them, those with a mark of an assistant, and the others."""

    all: Sequence[Made]
    ai: Sequence[Made]
    human: Sequence[Made]

    def values(self, value: Callable[[Sequence[Made]], Value]) -> tuple[Value, Value, Value]:
        return value(self.all), value(self.ai), value(self.human)


class Period(NamedTuple):
    """The commits of a window: all, and those without merges, whose lines are those of other commits; the latter also
    by their week or month."""

    made: Sequence[Made]
    single: Parts
    points: Mapping[str, Parts]

    def series(self, value: Callable[[Sequence[Made]], Value]) -> tuple[Point, ...]:
        """A value for each week or month, by its part."""
        return tuple(Point(point, *parts.values(value)) for point, parts in self.points.items())


class Subject(NamedTuple):
    """All commits that were read, also those around the window.

    `periods` are those that were asked for; `brought` are, once they were asked for, the commits that each pull request
    brought in, by the number of the one that brought them.
    """

    history: History
    made: tuple[Made, ...]
    periods: dict[Window, Period]
    brought: dict[int, Sequence[int]]

    def within(self, window: Window) -> Period:
        """The commits that were committed in a window, made up once for all figures."""
        if window not in self.periods:
            self.periods[window] = _period(self.made, window)
        return self.periods[window]


def subject_of(history: History, policy: Policy) -> Subject:
    """A history with what its commits' messages tell."""
    found = readings(history.root, [entry.commit for entry in history.entries], policy)
    pairs = enumerate(zip(history.entries, found, strict=True))
    return Subject(history, tuple(_made(number, entry, reading) for number, (entry, reading) in pairs), {}, {})


def _made(number: int, entry: Entry, reading: Reading) -> Made:
    added = removed = new = code = 0
    in_code = False
    for file in entry.files:
        added += file.added
        removed += file.removed
        new += file.code + file.text
        if is_code(file.path):
            code += file.code
            in_code = True
    kind, mark = reading
    return Made(number, entry, kind, mark, mark.is_ai, added, removed, new, code, in_code)


def _period(made: Iterable[Made], window: Window) -> Period:
    start, end = window.start, window.end
    within = [one for one in made if start <= one.entry.commit.committed < end]
    single = [one for one in within if not one.entry.commit.is_merge]
    points = {point: parted(some) for point, some in by_point(single, window).items()}
    return Period(within, parted(single), points)


def parted(made: Sequence[Made]) -> Parts:
    return Parts(made, [one for one in made if one.is_ai], [one for one in made if not one.is_ai])


def by_point(made: Sequence[Made], window: Window) -> Mapping[str, list[Made]]:
    """The commits of each week or month of the window; one without any is there too."""
    points: dict[str, list[Made]] = {point: [] for point in window.points()}
    for point, one in zip(window.points_of(one.entry.commit.committed for one in made), made, strict=True):
        points[point].append(one)
    return points
