"""The suite once as it is: does it pass, how long does each test take, and which tests run which lines?"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from typing import TYPE_CHECKING, Any

from .lines import Seen
from .tests import Failed, Watcher

if TYPE_CHECKING:
    from .run import Line

_STARTS = {"subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.system"}
# What changes files that a test beside this one may use, with the places of the paths among the arguments.
_CHANGES = {
    "os.chmod": (0,),
    "os.link": (1,),
    "os.mkdir": (0,),
    "os.remove": (0,),
    "os.rename": (0, 1),
    "os.rmdir": (0,),
    "os.symlink": (1,),
    "os.truncate": (0,),
    "os.utime": (0,),
    "sqlite3.connect": (0,),
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_ANY_PORT = 32_768  # from here on the system gives ports to whoever asks for any


def watch(job: dict[str, Any], line: Line) -> None:
    files = {os.path.realpath(path): path for path in job["wanted"]}
    before, started = set(sys.modules), time.perf_counter()
    watcher = Watcher(Seen(frozenset(files)), lambda number: line.say(test=watcher.ids[number]))
    starting = _Starting(watcher, frozenset(files))
    sys.addaudithook(starting.heard)
    try:
        failed = _run(job, watcher)
    finally:
        starting.on = False
        watcher.seen.stop()
    if failed is None:
        line.say(**_told(job, files, watcher, starting, before, started))
    else:
        line.say(failed=failed.kind, what=failed.what[:20])


def _run(job: dict[str, Any], watcher: Watcher) -> Failed | None:
    if job["runner"] == "unittest":
        from .with_unittest import watch as unittest_watch

        return unittest_watch(job["arguments"], watcher)
    from .with_pytest import watch as pytest_watch

    return pytest_watch(job["arguments"], watcher)


class _Starting:
    """Which tests start other programs, in which a mutant may show; which ones may get in the way of tests that run at
    the same time; and when the first of the files is loaded.

    Lines are seen only from then on: to trace all that pytest imports takes longer than many suites.
    """

    def __init__(self, watcher: Watcher, files: frozenset[str]) -> None:
        self._watcher = watcher
        self._files = files
        own = [tempfile.gettempdir(), os.environ.get("HYPOTHESIS_STORAGE_DIRECTORY", tempfile.gettempdir()), "/dev"]
        self._own = tuple(one + os.sep for path in own for one in {path, os.path.realpath(path)})
        self._by_all = False
        self.on = True
        self.tests: set[int] = set()
        self._alone: set[int] = set()

    def heard(self, event: str, arguments: Any) -> None:
        if not self.on:
            return
        if event == "exec":
            if not self._watcher.seen.started:
                name = getattr(arguments[0], "co_filename", "")
                if os.path.realpath(name) in self._files:
                    self._watcher.seen.start()
        elif self._watcher.is_going_on() and (event in _STARTS or self._is_shared(event, arguments)):
            self._by_all = self._by_all or self._watcher.now is None or self._watcher.sharing
            if self._watcher.now is not None:
                self._alone.add(self._watcher.now)
                if event in _STARTS:
                    self.tests.add(self._watcher.now)

    def alone(self) -> list[int]:
        """Tests that may not run beside others: all, where what they share is what they are set up with."""
        return list(range(len(self._watcher.ids))) if self._by_all else sorted(self._alone)

    def _is_shared(self, event: str, arguments: Any) -> bool:
        """Whether this changes what is not of this process alone: a file outside of its own folder, a certain port."""
        if event == "open":
            flags = arguments[2]
            return bool(isinstance(flags, int) and flags & _WRITING) and self._is_outside(arguments[0])
        if event in _CHANGES:
            return any(self._is_outside(arguments[place]) for place in _CHANGES[event])
        if event in ("socket.bind", "socket.connect"):
            address = arguments[1]
            if isinstance(address, tuple) and len(address) > 1:
                return isinstance(address[1], int) and 0 < address[1] < _ANY_PORT
            return self._is_outside(address)
        return False

    def _is_outside(self, path: Any) -> bool:
        if not isinstance(path, (str, bytes)) or not path or path in (":memory:", b":memory:"):
            return False
        name = os.path.abspath(os.fsdecode(path))
        return not name.startswith(self._own) and not os.path.realpath(name).startswith(self._own)


def _told(
    job: dict[str, Any], files: dict[str, str], watcher: Watcher, starting: _Starting, before: set[str], started: float
) -> dict[str, Any]:
    wanted = {path: set(lines) for path, lines in job["wanted"].items()}
    codes = watcher.seen.codes
    runs: dict[tuple[str, str, int, int], list[int]] = {}
    touched: dict[str, set[int]] = {path: set() for path in job["wanted"]}
    for number, keys in sorted(watcher.lines.items()):
        for code_id, at in keys:
            file, code = codes[code_id]
            path = files[file]
            touched[path].add(number)
            if at in wanted[path]:
                runs.setdefault((path, code.co_name, code.co_firstlineno, at), []).append(number)
    outside = set()
    for code_id, at in watcher.outside:
        file, code = codes[code_id]
        if at in wanted[files[file]]:
            outside.add((files[file], code.co_name, code.co_firstlineno, at))
    return {
        "tests": watcher.ids,
        "seconds": [round(watcher.seconds.get(number, 0.0), 4) for number in range(len(watcher.ids))],
        "cpu": round(time.process_time() - watcher.cpu, 3),
        "start": round(watcher.started - started, 3),
        "sizes": [len(watcher.lines.get(number, ())) for number in range(len(watcher.ids))],
        "runs": [[*key, sorted(set(numbers))] for key, numbers in sorted(runs.items())],
        "outside": sorted(outside),
        "touched": {path: sorted(numbers) for path, numbers in touched.items()},
        "starting": sorted(starting.tests | watcher.blind),
        "alone": starting.alone(),
        "elsewhere": _elsewhere(files, {files[file] for file, _ in codes.values()}),
        "modules": _outer_modules(before),
    }


def _elsewhere(files: dict[str, str], ran: set[str]) -> dict[str, str]:
    """Files of which nothing ran, though another copy of the module was imported."""
    found = {}
    for file, path in files.items():
        if path in ran:
            continue
        for name, module in list(sys.modules.items()):
            other = getattr(module, "__file__", None)
            if isinstance(other, str) and os.path.realpath(other) != file and _is_copy(path, name, other):
                found[path] = other
    return found


def _is_copy(path: str, name: str, other: str) -> bool:
    """Whether a module of this name in another file is what the path would be, were it found first."""
    tail = name.replace(".", "/")
    for end in (f"/{tail}.py", f"/{tail}/__init__.py"):
        if f"/{path}".endswith(end) and other.replace(os.sep, "/").endswith(end):
            above = f"/{path}"[: -len(end)].lstrip("/")
            standard = name.partition(".")[0] in getattr(sys, "stdlib_module_names", ())
            return not standard and not os.path.exists(os.path.join(above, "__init__.py"))
    return False


def _outer_modules(before: set[str]) -> list[str]:
    """Modules that were imported and are not the project's, in order: of the standard library and of packages that are
    no plugins of pytest, for those want to be imported by it."""
    import importlib.metadata
    import sysconfig

    top = os.path.realpath(os.getcwd()) + os.sep
    homes = tuple(os.path.realpath(one) + os.sep for one in {sysconfig.get_path(n) for n in ("stdlib", "platstdlib")})
    packages = tuple(os.path.realpath(sysconfig.get_path(n)) + os.sep for n in ("purelib", "platlib"))
    plugins = {
        one.value.partition(":")[0].partition(".")[0]
        for found in importlib.metadata.distributions()
        for one in found.entry_points
        if one.group == "pytest11"
    }
    names = []
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        first = name.partition(".")[0]
        if (
            name in before
            or not isinstance(file, str)
            or first in plugins
            or first.startswith(("pytest_", "walkaround_"))
        ):
            continue
        real = os.path.realpath(file)
        if real.startswith((*homes, *packages)) and not name.endswith("conftest"):
            if real.startswith(top) and not real.startswith((*homes, *packages)):
                continue
            names.append(name)
    return names
