"""Many files judged on all cores, in bounded memory.

Each worker gets a batch, answers, and gets the next, so that no more sources are in memory than are being judged. A
worker that ends early (killed for want of memory, a crash in C) takes nothing with it but its batch: the files of that
are judged again one by one, and the one that ends a worker is named.
"""

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from ._judge import Judge
from ._spots import Judged

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_BATCH = 512 << 10  # bytes of source that a worker judges between two answers
_FEW = 400 << 10  # bytes of source below which workers do not pay


class Source(NamedTuple):
    """A file to judge: its number among the caller's, its path from the top, its content."""

    number: int
    path: str
    content: bytes


Answer = tuple[int, Judged]


class Settings(NamedTuple):
    """What a judge is made of."""

    off: frozenset[str]
    required: tuple[str, ...]


def judged(settings: Settings, sources: Iterable[Source]) -> Iterator[Answer]:
    """The results of all sources, in no order."""
    waiting = iter(sources)
    first: list[Source] = []
    size = 0
    for source in waiting:
        first.append(source)
        size += len(source.content)
        if size > _FEW:
            break
    if size <= _FEW or _cores() < 2:
        yield from _here(settings, _chained(first, waiting))
    else:
        yield from _Workers(settings).judged(_chained(first, waiting))


def _chained(first: list[Source], rest: Iterator[Source]) -> Iterator[Source]:
    while first:
        yield first.pop(0)
    yield from rest


def _cores() -> int:
    affinity: Callable[[int], Any] | None = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def _here(settings: Settings, sources: Iterator[Source]) -> Iterator[Answer]:
    judge = Judge(*settings)
    for batch in _batches(sources):
        yield from _answers(judge, batch)


def _answers(judge: Judge, batch: Sequence[Source]) -> list[Answer]:
    """The results of a batch. A tree's nodes know their parents, so that only the collector frees it: once a batch."""
    was = gc.isenabled()
    gc.disable()
    try:
        return [(one.number, judge.judge(one.path, one.content)) for one in batch]
    finally:
        if was:
            gc.enable()


def _batches(sources: Iterator[Source]) -> Iterator[list[Source]]:
    batch: list[Source] = []
    size = 0
    for source in sources:
        batch.append(source)
        size += len(source.content)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class _Workers:
    """As many processes as there are cores, each with a pipe.

    Where processes fork, each batch gets one of its own, which shares all that is imported, and ends without taking its
    trees apart: that would cost as much again as to judge them.
    """

    def __init__(self, settings: Settings) -> None:
        import multiprocessing

        # Elsewhere forking is unsafe (macOS) or not there (Windows).
        self._forks = sys.platform == "linux"
        self._context: Any = multiprocessing.get_context("fork" if self._forks else "spawn")
        self._given: Judge | Settings = settings
        if self._forks:
            self._given = Judge(*settings)
            self._given.prepare()
            gc.collect()
            gc.freeze()
        self._busy: dict[Connection, tuple[BaseProcess, list[Source]]] = {}

    def judged(self, sources: Iterator[Source]) -> Iterator[Answer]:
        batches = _batches(sources)
        try:
            for batch in islice(batches, min(_cores(), 8)):
                self._start(batch)
            while self._busy:
                yield from self._next(batches)
        finally:
            for pipe, (process, _) in self._busy.items():
                process.terminate()
                _end(pipe, process)
            if self._forks:
                gc.unfreeze()

    def _start(self, batch: list[Source]) -> None:
        here, there = self._context.Pipe()
        # A forked worker has our ends of all pipes as well; as long as it holds them, no end is seen as closed.
        inherited = [here, *self._busy] if self._forks else []
        process = self._context.Process(target=_work, args=(there, inherited, self._given), daemon=True)
        with _undisturbed():
            process.start()
            there.close()
            self._busy[here] = (process, batch)
        _send(here, batch)

    def _next(self, batches: Iterator[list[Source]]) -> Iterator[Answer]:
        """The answers that come next; whoever gave them gets more to do, or gives way to the next one."""
        from multiprocessing.connection import wait

        for ready in wait(list(self._busy)):
            pipe: Any = ready
            process, batch = self._busy.pop(pipe)
            answers = _received(pipe)
            more = next(batches, None)
            if more is not None and answers is not None and not self._forks:
                self._busy[pipe] = (process, more)
                _send(pipe, more)
            else:
                _end(pipe, process)
                if more is not None:
                    self._start(more)
            yield from self._alone(batch) if answers is None else answers

    def _alone(self, batch: list[Source]) -> Iterator[Answer]:
        """The files of a worker that ended early, each in a process of its own."""
        for source in batch:
            self._start([source])
            pipe, (process, _) = self._busy.popitem()
            answers = _received(pipe)
            _end(pipe, process)
            ended = Judged((), (), ("the process that judged it ended early; is there enough memory?",))
            yield from [(source.number, ended)] if answers is None else answers


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No interrupt reaches a new worker before it has said what to do with it, and none the gap before it is known."""
    mask: Callable[[int, Any], Any] | None = getattr(signal, "pthread_sigmask", None)
    if mask is None:
        yield
        return
    before = mask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        mask(signal.SIG_SETMASK, before)


def _send(pipe: "Connection", batch: list[Source]) -> None:
    """Give a worker its batch. One that is gone gives no answer either, and that is seen when it is waited for."""
    with suppress(OSError):
        pipe.send(batch)


def _received(pipe: "Connection") -> list[Answer] | None:
    """A worker's answers; None when it ended without any."""
    try:
        answers: list[Answer] = pipe.recv()
    except (EOFError, OSError):
        return None
    return answers


def _end(pipe: "Connection", process: "BaseProcess") -> None:
    """Close a worker's pipe, at which it ends."""
    pipe.close()
    process.join()


def _work(pipe: "Connection", inherited: Sequence["Connection"], given: "Judge | Settings") -> None:
    """A worker: judges batches until there are no more. It leaves an interrupt to the process that started it."""
    for other in inherited:
        other.close()
    _leave_interrupts()
    gc.disable()
    forked = isinstance(given, Judge)
    judge = given if isinstance(given, Judge) else Judge(*given)
    while True:
        try:
            batch = pipe.recv()
        except (EOFError, OSError):
            return
        answers = [(one.number, judge.judge(one.path, one.content)) for one in batch]
        try:
            pipe.send(answers)
        except OSError:
            return  # nobody is left who wants to know
        if forked:
            os._exit(0)
        gc.collect()


def _leave_interrupts() -> None:
    """Ctrl-C is the starting process's to hear; what ends that one ends this one, at once and without a word."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ending = [number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None]
    for number in ending:
        signal.signal(number, signal.SIG_DFL)
    mask: Callable[[int, Any], Any] | None = getattr(signal, "pthread_sigmask", None)
    if mask is not None:
        mask(signal.SIG_UNBLOCK, {signal.SIGINT, *ending})
