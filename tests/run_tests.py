"""Set up an environment and run the tests in it: `python3 tests/run_tests.py [PYTEST ARGUMENT ...]`.

Needs Python 3.11 or newer, git, and a package index. `--every-python` runs them on each interpreter from 3.11 up
that this machine has: all on the first, and beside it on the others what reads Python and is quick. `--lint` runs ruff
and mypy before; `--generate` writes what is generated from the code (docs/rules.md, parts of README.md) and runs
nothing.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

if sys.version_info < (3, 11):
    sys.exit("run_tests.py: needs Python 3.11 or newer; call it with python3.11, python3.12, ...")

from setup_environment import TOP, environment, pythons, version


def main(argv: list[str]) -> int:
    flags = {flag for flag in ("--every-python", "--lint") if flag in argv}
    arguments = [argument for argument in argv if argument not in flags]
    if argv == ["--generate"]:
        return int(_failed([str(environment(["test"])), "tests/generated.py"]))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # with it, each of the many processes compiles every module anew
    every = pythons() if "--every-python" in flags else [sys.executable]
    lint = "--lint" in flags
    first, *others = every
    with ThreadPoolExecutor() as aside:  # waits for children: what runs on one processor leaves the others free
        inner = str(environment(["test", "lint"] if lint else ["test"], first))
        set_up = [aside.submit(environment, ["reads-python"], python) for python in others]
        types = [
            aside.submit(_said, [inner, "-m", "mypy", "--python-version", version(python)])
            for python in dict.fromkeys((first, _newest(every)))
            if lint
        ]
        failed = False
        if lint:
            failed |= _failed([inner, "-m", "ruff", "check", "."])
            failed |= _failed([inner, "-m", "ruff", "format", "--check", "."])
        for said in types:
            failed |= said.result()
        made = [str(path.result()) for path in set_up]
    # All at the same time: what one leaves of the processors, where tests wait or few workers are left, others take.
    share = max(1, (os.cpu_count() or 1) // max(1, len(made)))
    quick = [*_pytest(share), "-m", "reads_python and not e2e and not thorough", *arguments]
    with ThreadPoolExecutor() as aside:
        beside = [aside.submit(_apart, [other, *quick]) for other in made]
        failed |= _failed([inner, *_pytest(_workers()), *arguments])
        for ran in beside:
            failed |= _told(ran.result())
    return int(failed)


def _pytest(workers: int) -> list[str]:
    return ["-m", "pytest", "-n", str(workers), "--dist", "loadgroup"]


def _said(command: list[str]) -> bool:
    """As `_failed`, for what runs beside others: what it says comes in one piece, when it is done."""
    return _told(_ran(command))


def _apart(command: list[str]) -> "subprocess.CompletedProcess[str]":
    """pytest with temporary folders of its own: at its end it takes away old ones, and so does one that runs beside."""
    with tempfile.TemporaryDirectory(prefix="tests-", ignore_cleanup_errors=True) as folder:
        return _ran(command, PYTEST_DEBUG_TEMPROOT=folder)


def _ran(command: list[str], **variables: str) -> "subprocess.CompletedProcess[str]":
    own = {**os.environ, **variables}
    return subprocess.run(command, cwd=TOP, env=own, capture_output=True, text=True, check=False)


def _told(done: "subprocess.CompletedProcess[str]") -> bool:
    print("+", *done.args[1:], done.stdout + done.stderr, sep=" ", flush=True)
    return done.returncode != 0


def _newest(every: list[str]) -> str:
    return max(every, key=lambda python: [int(part) for part in version(python).split(".")])


def _workers() -> int:
    """Two more than there are processors, because many tests wait for a child or an answer."""
    return (os.cpu_count() or 1) + 2


def _failed(command: list[str]) -> bool:
    print("+", *command[1:], flush=True)
    return subprocess.run(command, cwd=TOP, check=False).returncode != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
