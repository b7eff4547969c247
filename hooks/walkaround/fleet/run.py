"""All tasks of a run: what is known already, the rest as it gets done, a line for each that failed."""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from typing import NamedTuple, TypeVar

from .._progress import Bar
from .._report.wording import visible
from . import note
from .places import Place
from .state import Folder, key_of
from .tasks import Row, Task

T = TypeVar("T")


class Way(NamedTuple):
    """How tasks are run: by so many processes of this machine, or on the cluster of a scheduler."""

    jobs: int
    scheduler: str = ""


class Run(NamedTuple):
    """What is to be done, and where its rows are kept; `fresh` does all of it anew."""

    tasks: Sequence[Task]
    kept: Folder
    way: Way
    fresh: bool
    today: str


def lines_of(places: Sequence[Place], run: Run, line: Callable[[Row], T]) -> list[T]:
    """A line for each place, in their order, made of its row at once: a row may be large, and there may be many.

    The tasks of `run` are those of the places that are repositories.
    """
    found: dict[str, T] = {}
    for place in places:
        if place.why:
            row = Row(place.name, "", {}, place.why)
            _complain(row)
            found[place.name] = line(row)
    bar = Bar()
    step = bar.expect(len(run.tasks))
    missing: list[Task] = []
    try:
        keys = _keys(run)
        for task in run.tasks:
            key = keys[task.name]
            known = run.kept.read(key) if key and not run.fresh else None
            try:
                if known is not None:
                    found[task.name] = line(known._replace(name=task.name))
            except _UNREADABLE:
                known = None  # kept by another hand, or torn
            if known is None:
                missing.append(task)
            else:
                _complain(known._replace(name=task.name))
                step()
        with closing(_done(missing, run.way)) as done:
            for row in done:
                found[row.name], row = _read(row, line)
                key = keys[row.name]
                if key and not row.why:
                    run.kept.write(key, row)
                _complain(row)
                step()
    finally:
        bar.close()
    run.kept.keep_only(key for key in keys.values() if key)
    return [found[place.name] for place in places]


# What a line is not made of: a row of another version, as a cluster may have, or that was changed by another hand.
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)


def _read(row: Row, line: Callable[[Row], T]) -> tuple[T, Row]:
    """A row's line, and the row; one that cannot be read says so."""
    try:
        return line(row), row
    except _UNREADABLE as failure:
        unread = Row(row.name, "", {}, f"its row cannot be read: {failure}")
        return line(unread), unread


def _keys(run: Run) -> dict[str, str | None]:
    """By what each task's row is kept; git is asked about as many repositories at a time as there are jobs."""
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(run.way.jobs)
    try:
        found = pool.map(lambda task: key_of(task, run.today), run.tasks)
        return dict(zip((task.name for task in run.tasks), found, strict=True))
    finally:
        pool.shutdown(cancel_futures=True)


def _done(tasks: Sequence[Task], way: Way) -> Generator[Row, None, None]:
    if way.scheduler:
        from . import cluster

        yield from cluster.rows(tasks, way.scheduler)
    else:
        from . import local

        yield from local.rows(tasks, way.jobs)


def _complain(row: Row) -> None:
    if row.why or row.lacks:
        note(f"{visible(row.name)}: {visible(row.why or row.lacks)}")
