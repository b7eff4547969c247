"""Tasks in processes of this machine: each thread here leads one of them, which stays for the next task.

A process that dies takes its task with it and no other one; the task is tried once more in a fresh process. A process
leads a group of its own, so that Ctrl-C does not reach it half way, and what it started ends with it.
"""

import atexit
import json
import os
import queue
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress

from .tasks import Row, Task, end
from .worker import written

_TRIES = 2
_GRACE = 30.0  # seconds that a task has beyond those that it gives to what it starts itself
_PATIENCE = 3.0  # seconds from asking a process to end to ending it
_COMMAND = (sys.executable, "-P", "-m", "walkaround.fleet.worker")


class _Late(Exception):  # noqa: N818 - no error of ours
    """A task took longer than it may."""


def rows(tasks: Sequence[Task], jobs: int) -> Iterator[Row]:
    """The row of each task, as they get done."""
    waiting: queue.SimpleQueue[Task] = queue.SimpleQueue()
    for task in tasks:
        waiting.put(task)
    done: queue.SimpleQueue[Row | BaseException] = queue.SimpleQueue()
    workers = [_Worker() for _ in range(max(1, min(jobs, len(tasks))))]
    threads = [threading.Thread(target=_lead, args=(one, waiting, done), daemon=True) for one in workers]
    try:
        for thread in threads:
            thread.start()
        for _ in tasks:
            row = done.get()
            if isinstance(row, BaseException):
                raise row
            yield row
    finally:
        for one in workers:
            one.stop()
        for thread in threads:
            if thread.ident is not None:
                thread.join()
        for one in workers:
            one.end()


_own: "list[_Worker]" = []  # of this process, once it was asked for
_TURN = threading.Lock()


def apart(task: Task) -> Row:
    """The row of a task, which a process beside this one does: on a cluster, whose engine ends none that hangs.

    It lasts for the tasks that follow.
    """
    with _TURN:
        if not _own:
            _own.append(_Worker())
            atexit.register(_own[0].end)
        return _tried(_own[0], task)


def _lead(
    worker: "_Worker", waiting: "queue.SimpleQueue[Task]", done: "queue.SimpleQueue[Row | BaseException]"
) -> None:
    try:
        while not worker.closed:
            try:
                task = waiting.get_nowait()
            except queue.Empty:
                return
            done.put(_tried(worker, task))
    except BaseException as crash:  # noqa: BLE001 - raised where the rows are read
        done.put(crash)


def _tried(worker: "_Worker", task: Task) -> Row:
    why = ""
    for _ in range(_TRIES):
        try:
            return worker.row(task)
        except _Late:
            return Row(task.name, "", {}, f"took longer than {task.seconds:g} s; give it more by --seconds")
        except (OSError, EOFError, ValueError) as failure:
            why = str(failure)
    return Row(task.name, "", {}, f"its process died, and so did a second one: {why}")


class _Worker:
    """A process that does tasks, started when there is one, and anew when it died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self.closed = False

    def row(self, task: Task) -> Row:
        """What the process says. EOFError when it dies, _Late when it takes too long; it is ended then."""
        process = self._started()
        try:
            return Row(*json.loads(_answer(process, written(task), task.seconds + _GRACE)))
        except BaseException:
            self.end()
            raise

    def stop(self) -> None:
        """Let it begin nothing more, and have what it does end; whoever waits for it is told so."""
        with self._lock:
            self.closed = True
            if self._process is not None:
                self._process.terminate()

    def _started(self) -> "subprocess.Popen[bytes]":
        with self._lock:
            if self.closed:
                raise EOFError("the run was ended")
            if self._process is None:
                self._process = subprocess.Popen(
                    _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                    start_new_session=True, bufsize=0,
                )  # fmt: skip
            return self._process

    def end(self) -> None:
        """What a worker has started in a group of its own it ends itself, when it is asked to."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(_PATIENCE)
            end(process)


def _answer(process: "subprocess.Popen[bytes]", line: str, seconds: float) -> bytes:
    assert process.stdin is not None  # noqa: S101 - both are pipes
    assert process.stdout is not None  # noqa: S101
    process.stdin.write(line.encode("ascii") + b"\n")
    said = bytearray()
    if os.name == "nt":  # where a pipe cannot be waited for, a timer ends the process instead
        timer = threading.Timer(seconds, process.kill)
        timer.start()
    until = time.monotonic() + seconds
    try:
        while not said.endswith(b"\n"):
            if os.name != "nt" and not _readable(process.stdout.fileno(), until - time.monotonic()):
                raise _Late
            more = os.read(process.stdout.fileno(), 1 << 20)
            if not more:
                raise EOFError(_ending(process))
            said += more
    finally:
        if os.name == "nt":
            timer.cancel()
    return bytes(said)


def _readable(stream: int, seconds: float) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        return bool(selector.select(max(0.0, seconds)))


def _ending(process: "subprocess.Popen[bytes]") -> str:
    try:
        code = process.wait(5)
    except subprocess.TimeoutExpired:
        return "it closed its output"
    return f"ended by signal {-code}" if code < 0 else f"ended in exit code {code}"
