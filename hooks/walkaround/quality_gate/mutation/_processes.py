"""Processes of the project's interpreter: started apart from the terminal, heard line by line, ended with all their
children, whatever happens here."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from ..._finding import NotJudged
from ._left_behind import end_marked, hold, sweep

_GRACE = 6.0  # seconds in which a process ends by itself
# Starts `inside.run` without a folder of ours on the path, where names of the project's are looked up.
_BOOT = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location(
    "walkaround_inside", sys.argv[1] + "/__init__.py", submodule_search_locations=[sys.argv[1]])
package = importlib.util.module_from_spec(spec)
sys.modules["walkaround_inside"] = package
spec.loader.exec_module(package)
from walkaround_inside.run import main
main(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
"""
INSIDE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "inside")
# What git hands to a hook names this repository, and tests that make repositories of their own would write into it.
_OURS = ("GIT_", "PYTEST_CURRENT_TEST", "PYTEST_XDIST_", "COV_CORE_", "COVERAGE_", "WALKAROUND_MUTANT", "PYTHONHOME")
_GIT_OF_THE_USER = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG", "GIT_SSH", "GIT_TERMINAL_PROMPT", "GIT_ASKPASS")


class Broken(Exception):  # noqa: N818 - what a process last wrote before it ended too early
    """A process that ended without having done its job."""


class Workshop:
    """A folder for temporary files, and the processes that use it. Both are gone when this is left."""

    def __init__(self, root: str, python: str) -> None:
        self._root = root
        self._python = python
        self.folder = ""
        self._held = -1

    def __enter__(self) -> Self:
        sweep(tempfile.gettempdir())
        self.folder = tempfile.mkdtemp(prefix=f"wk-{os.getpid()}-")
        self._held = hold(self.folder)
        os.mkdir(os.path.join(self.folder, "t"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._held >= 0:
            os.close(self._held)

    def heard(self, job: Mapping[str, Any], seconds: float) -> Iterator[dict[str, Any]]:
        """What a process says that does this job, as it says it. TimeoutError after so many seconds.

        It must end by saying that it is done, else Broken.
        """
        file = os.path.join(self.folder, "job.json")
        with open(file, "w", encoding="utf-8") as written:
            json.dump(job, written)
        inlet, outlet = os.pipe()
        life, ours = os.pipe()
        errors = tempfile.TemporaryFile(dir=self.folder)  # noqa: SIM115 - closed below
        try:
            process = self._started(file, outlet, life, errors.fileno())
        except OSError as failure:
            raise NotJudged("", f"the interpreter {self._python} does not start: {failure.strerror}") from failure
        finally:
            os.close(outlet)
            os.close(life)
        done = False
        try:
            for said in _lines(inlet, time.monotonic() + seconds):
                done = done or "done" in said
                yield said
            if not done:
                process.wait(_GRACE)
                raise Broken(_last_line(errors))
        finally:
            os.close(ours)
            _end(process)
            end_marked(self.folder)
            os.close(inlet)
            errors.close()

    def _started(self, file: str, outlet: int, life: int, errors: int) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [self._python, "-c", _BOOT, INSIDE, file, str(outlet), str(life)],
            cwd=self._root,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
            pass_fds=(outlet, life),
        )

    def _environment(self) -> dict[str, str]:
        """The environment of the project's own runs, as if its environment were active."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(_OURS) or name.startswith(_GIT_OF_THE_USER)
        }
        programs = os.path.dirname(self._python)
        return kept | {
            "PATH": os.pathsep.join((programs, kept.get("PATH", os.defpath))),
            "VIRTUAL_ENV": os.path.dirname(programs),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",
            "HYPOTHESIS_STORAGE_DIRECTORY": os.path.join(self.folder, "h"),
            "TMPDIR": os.path.join(self.folder, "t"),
        }


def _lines(inlet: int, until: float) -> Iterator[dict[str, Any]]:
    data = b""
    while True:
        ready, _, _ = select.select([inlet], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            raise TimeoutError
        more = os.read(inlet, 1 << 18)
        if not more:
            return
        *rows, data = (data + more).split(b"\n") if b"\n" in more else (data + more,)
        for row in rows:
            yield json.loads(row)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Give a process the time to end its own children, then end it and all of its group."""
    try:
        process.wait(_GRACE if sys.exc_info()[0] is None else 1.0)
    except subprocess.TimeoutExpired:
        pass
    finally:
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _last_line(errors: Any) -> str:
    errors.seek(0)
    rows = errors.read()[-4_000:].decode("utf-8", "replace").strip().splitlines()
    return rows[-1].strip() if rows else "its process ended without a word"
