"""Children of this process: each does one piece of work, is limited in time and memory, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import resource
import select
import shutil
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

_MEMORY = 2 << 30  # bytes that a child may have beyond what it starts with
_OF_TIME = (signal.SIGPROF, signal.SIGXCPU)  # what ends a child that takes too much CPU time
_LOOK = 0.05  # seconds between two looks at a child that says nothing


class Gone(BaseException):
    """The process that this one works for is no more, or wants no more."""


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


def forked(work: Callable[[Tell], None], wall: float, ground: Ground) -> Ended:
    """Do work in a child and give what it tells."""
    own = os.path.join(ground.folder, str(time.monotonic_ns()))
    os.mkdir(own, 0o700)
    inlet, outlet = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of threads, which are not taken along
        child = os.fork()
    if not child:
        os.close(inlet)
        _work(work, outlet, own)
    os.close(outlet)
    with suppress(OSError):
        os.setpgid(child, child)
    try:
        return _heard(child, inlet, min(time.monotonic() + wall, ground.deadline), ground)
    finally:
        os.close(inlet)
        end_group(child)
        with suppress(ChildProcessError):
            os.waitpid(child, 0)
        shutil.rmtree(own, ignore_errors=True)


def end_group(child: int) -> None:
    """End a child with all that it has started."""
    with suppress(OSError):
        os.killpg(child, signal.SIGKILL)
    with suppress(OSError):
        os.kill(child, signal.SIGKILL)


def _work(work: Callable[[Tell], None], outlet: int, own: str) -> None:
    """What a child does. It never returns."""

    def tell(found: Any) -> None:
        data = json.dumps(found).encode()
        while data:
            data = data[os.write(outlet, data) :]
        os._exit(0)

    try:
        os.setpgid(0, 0)
        die_with_parent()
        os.environ["TMPDIR"] = own
        tempfile.tempdir = None
        _limit_memory()
        work(tell)
    finally:
        os._exit(1)


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


def _heard(child: int, inlet: int, until: float, ground: Ground) -> Ended:
    data = b""
    while True:
        left = until - time.monotonic()
        if left <= 0:
            if until == ground.deadline:
                raise Late
            return Ended("timeout")
        ready, _, _ = select.select([inlet, ground.life], [], [], min(left, _LOOK))
        if ground.life in ready:
            raise Gone
        if inlet in ready:
            more = os.read(inlet, 1 << 16)
            data += more
            if not more:
                return _ended(child, data)
        elif not data:  # what it has started may keep the pipe open
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return _by_status(status)
        with suppress(ValueError):
            return Ended("said", json.loads(data))


def _ended(child: int, data: bytes) -> Ended:
    with suppress(ValueError):
        return Ended("said", json.loads(data))
    _, status = os.waitpid(child, 0)
    return _by_status(status)


def _by_status(status: int) -> Ended:
    return Ended("timeout" if os.WIFSIGNALED(status) and os.WTERMSIG(status) in _OF_TIME else "died")
