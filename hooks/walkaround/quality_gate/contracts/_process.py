"""The process in which an application is tried: it tells facts as it goes, and ends with its children in time."""

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from typing import IO, Any, NamedTuple

from ..._finding import NotJudged

_SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "inside.py")
_MOST_ERRORS = 4096  # bytes of standard error that are looked at after a crash


class Ended(NamedTuple):
    """How a process ended: `timed_out`, or by itself with a code; `last` is the last line of what it complained."""

    timed_out: bool
    code: int
    last: str


def facts(
    python: str, root: str, arguments: Sequence[str], seconds: float
) -> Generator[dict[str, Any] | Ended, None, None]:
    """Each fact as it is told, and at last how it ended.

    Whatever happens to who reads this, the process and its children are gone afterwards, and it leaves no file in the
    project.
    """
    with (
        tempfile.TemporaryDirectory(prefix="walkaround-", ignore_cleanup_errors=True) as scratch,
        open(os.path.join(scratch, "errors"), "w+b") as errors,
    ):
        process = _start(python, root, arguments, scratch, errors)
        try:
            yield from _told(process, time.monotonic() + seconds, errors)
        finally:
            _end(process)


def _start(
    python: str, root: str, arguments: Sequence[str], scratch: str, errors: IO[bytes]
) -> "subprocess.Popen[bytes]":
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONIOENCODING": "utf-8",
        "HYPOTHESIS_STORAGE_DIRECTORY": os.path.join(scratch, "hypothesis"),
    }
    try:
        return subprocess.Popen(
            [python, _SCRIPT, *arguments],
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )
    except OSError as failure:
        raise NotJudged("", f"the interpreter {python} does not run: {failure.strerror}") from None


def _told(process: "subprocess.Popen[bytes]", until: float, errors: IO[bytes]) -> Iterator[dict[str, Any] | Ended]:
    lines: queue.Queue[bytes | None] = queue.Queue()
    threading.Thread(target=_read, args=(process.stdout, lines), daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            yield Ended(True, 0, "")
            return
        if line is None:
            break
        with suppress(ValueError):
            fact = json.loads(line)
            if isinstance(fact, dict):
                yield fact
    try:
        code = process.wait(max(0.1, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        yield Ended(True, 0, "")
        return
    yield Ended(False, code, _last(errors))


def _read(stream: IO[bytes] | None, lines: "queue.Queue[bytes | None]") -> None:
    with suppress(OSError, ValueError):
        for line in stream or ():
            lines.put(line)
    lines.put(None)


def _last(errors: IO[bytes]) -> str:
    errors.seek(0, os.SEEK_END)
    errors.seek(max(0, errors.tell() - _MOST_ERRORS))
    said = [line.strip() for line in errors.read().decode("utf-8", "replace").splitlines() if line.strip()]
    return said[-1][:200] if said else ""


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the process and whatever it has started."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # its children too, also when it has ended itself
    with suppress(OSError):
        process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
