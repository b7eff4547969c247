"""Children of this process: each does one piece of work, is limited in time and memory, and leaves nothing behind.

As many work at once as there are processors, but for work that may not have another one beside it.
"""

from __future__ import annotations

import json
import os
import resource
import select
import shutil
import signal
import stat
import sys
import tempfile
import time
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from typing import Any, NamedTuple

_MEMORY = 2 << 30  # bytes that a child may have beyond what it starts with
_OF_TIME = (signal.SIGPROF, signal.SIGXCPU)  # what ends a child that takes too much CPU time
_LOOK = 0.05  # seconds between two looks at a child that says nothing
_MOST = 8  # children at once


class Gone(BaseException):
    """The process that this one works for is no more, or wants no more."""


class InChild(BaseException):
    """Raised by work in a new child that goes on from where its parent called the crew."""


class Late(Exception):  # noqa: N818 - not an error
    """The time for all is over."""


class Ended(NamedTuple):
    """How a child ended: "said" with what it said, "timeout", or "died" without a word."""

    kind: str
    said: Any = None


class Ground(NamedTuple):
    """What all children of a run have in common."""

    life: int
    deadline: float
    folder: str  # for temporary files, removed after all


Tell = Callable[[Any], None]  # says what a child has found, and ends it at once


class Work(NamedTuple):
    """What a child is to do, in so many seconds. What is done `alone` has no other child beside it."""

    do: Callable[[Tell], None]
    wall: float
    alone: bool = False


Task = Generator[Work, Ended, None]  # asks for one child after another


class Crew:
    """The children of this process."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._active: dict[int, tuple[_Child, Task]] = {}
        self._alone = False
        self._most = min(_processors(), _MOST)

    def work(self, tasks: Iterable[Task]) -> None:
        """Do these tasks, side by side. Nothing runs any more when this is left, but for a child that goes on."""
        coming = iter(tasks)
        waiting: deque[tuple[Work, Task]] = deque()
        own = children()  # what was started while tests were collected stays
        try:
            while True:
                while len(waiting) + len(self._active) < self._most:
                    task = next(coming, None)
                    if task is None:
                        break
                    _asked(task, None, waiting)
                self._start(waiting)
                if not self._active:
                    return
                for child, task, ended in self._ended():
                    self._alone = False
                    del self._active[child.inlet]
                    child.clear()
                    _asked(task, ended, waiting)
                end_strays(own | {child.pid for child, _ in self._active.values()})
        finally:
            for child, _ in self._active.values():
                child.clear()
            self._active.clear()

    def _start(self, waiting: deque[tuple[Work, Task]]) -> None:
        while waiting and len(self._active) < self._most and not self._alone:
            if waiting[0][0].alone and self._active:
                return
            work, task = waiting.popleft()
            child = self._forked(work)
            self._alone = work.alone
            self._active[child.inlet] = child, task

    def _forked(self, work: Work) -> _Child:
        own = os.path.join(self._ground.folder, str(time.monotonic_ns()))
        os.mkdir(own, 0o700)
        inlet, outlet = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of threads, which are not taken along
            pid = os.fork()
        if not pid:
            for one in (inlet, *self._active):
                os.close(one)
            self._active.clear()  # these are no children of this process
            _be_child(work, outlet, own)
        os.close(outlet)
        with suppress(OSError):
            os.setpgid(pid, pid)
        return _Child(pid, inlet, own, min(time.monotonic() + work.wall, self._ground.deadline))

    def _ended(self) -> list[tuple[_Child, Task, Ended]]:
        """The children that have ended by now, after some time at most."""
        now = time.monotonic()
        least = min(child.until for child, _ in self._active.values()) - now
        ready, _, _ = select.select([*self._active, self._ground.life], [], [], max(0.0, min(least, _LOOK)))
        if self._ground.life in ready:
            raise Gone
        found = []
        for inlet, (child, task) in list(self._active.items()):
            ended = child.heard() if inlet in ready else child.silent(self._ground.deadline)
            if ended is not None:
                found.append((child, task, ended))
        return found


def _asked(task: Task, ended: Ended | None, waiting: deque[tuple[Work, Task]]) -> None:
    """Hand a task what it waits for; what it asks for next comes before what was not begun."""
    with suppress(StopIteration):
        waiting.appendleft((next(task) if ended is None else task.send(ended), task))


def _processors() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Child:
    """A child as its parent sees it."""

    def __init__(self, pid: int, inlet: int, own: str, until: float) -> None:
        self.pid = pid
        self.inlet = inlet
        self.until = until
        self._own = own
        self._data = b""
        self._waited = False

    def heard(self) -> Ended | None:
        """How it ended, once it has something to say or closes its end."""
        more = os.read(self.inlet, 1 << 16)
        self._data += more
        with suppress(ValueError):
            return Ended("said", json.loads(self._data))
        if more:
            return None
        self._waited = True
        return _by_status(os.waitpid(self.pid, 0)[1])

    def silent(self, deadline: float) -> Ended | None:
        """How it ended without a word: what it has started may keep the pipe open."""
        if time.monotonic() >= self.until:
            if self.until == deadline:
                raise Late
            return Ended("timeout")
        if self._data:
            return None
        done, status = os.waitpid(self.pid, os.WNOHANG)
        if not done:
            return None
        self._waited = True
        if select.select([self.inlet], [], [], 0)[0]:
            self._data += os.read(self.inlet, 1 << 16)
        with suppress(ValueError):
            return Ended("said", json.loads(self._data))
        return _by_status(status)

    def clear(self) -> None:
        """End it, with all that it has started and left behind."""
        os.close(self.inlet)
        end_group(self.pid)
        if not self._waited:
            with suppress(ChildProcessError):
                os.waitpid(self.pid, 0)
        shutil.rmtree(self._own, ignore_errors=True)


def _by_status(status: int) -> Ended:
    return Ended("timeout" if os.WIFSIGNALED(status) and os.WTERMSIG(status) in _OF_TIME else "died")


def end_group(child: int) -> None:
    """End a child with all that it has started."""
    with suppress(OSError):
        os.killpg(child, signal.SIGKILL)
    with suppress(OSError):
        os.kill(child, signal.SIGKILL)


def _be_child(work: Work, outlet: int, own: str) -> None:
    """What a child does. It returns by InChild alone."""

    def tell(found: Any) -> None:
        data = json.dumps(found).encode()
        while data:
            data = data[os.write(outlet, data) :]
        os._exit(0)

    try:
        os.setpgid(0, 0)
        die_with_parent()
        take_strays()  # until it ends; then they are its parent's, who ends them
        os.environ["TMPDIR"] = own
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = os.path.join(own, "h")
        tempfile.tempdir = None
        _own_output(own)
        _limit_memory()
        work.do(tell)
    except InChild:
        raise
    except BaseException:  # noqa: BLE001 - nothing of it is for the parent
        os._exit(1)
    os._exit(1)


def _own_output(folder: str) -> None:
    """Where output goes to a file, such as that of pytest, have this process write to another one than its siblings."""
    for number in (1, 2):
        with suppress(OSError):
            shared = os.fstat(number)
            if not stat.S_ISREG(shared.st_mode):
                continue
            with tempfile.TemporaryFile(dir=folder) as file:
                for other in range(1, 64):
                    with suppress(OSError):
                        if os.path.samestat(os.fstat(other), shared):
                            os.dup2(file.fileno(), other, inheritable=other < 3)


def die_with_parent() -> None:
    """On Linux: end when the parent is killed, which then cannot end us."""
    if sys.platform == "linux" and _prctl is not None:
        _prctl(1, int(signal.SIGKILL))  # PR_SET_PDEATHSIG


def _loaded_prctl() -> Any:
    try:
        import ctypes

        return ctypes.CDLL(None, use_errno=True).prctl
    except (ImportError, OSError, AttributeError):
        return None


_prctl = _loaded_prctl() if sys.platform == "linux" else None


def limit_cpu(seconds: float) -> None:
    """So much CPU time from now on, and this process ends: by a timer, or by a limit where a test takes the timer."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 2
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    if hard == resource.RLIM_INFINITY or soft < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            most = int(file.read().split()[0]) * resource.getpagesize() + _MEMORY
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if hard == resource.RLIM_INFINITY or most < hard:
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    except (OSError, ValueError):
        return


def take_strays() -> None:
    """On Linux: become the parent of what a child has started when this child ends."""
    if sys.platform == "linux" and _prctl is not None:
        _prctl(36, 1)  # PR_SET_CHILD_SUBREAPER


def children() -> set[int]:
    """On Linux: the children of this process."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as file:
            return {int(one) for one in file.read().split()}
    except (OSError, ValueError):
        return set()


def end_strays(kept: set[int]) -> None:
    """On Linux: end the children of this process but for these, with all that those have started."""
    for _ in range(100):  # the children of one that is ended come after it
        strays = children() - kept
        if not strays:
            return
        for one in strays:
            with suppress(OSError):
                os.kill(one, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(one, 0)
