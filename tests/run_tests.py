"""Set up an environment and run the tests in it: `python3 tests/run_tests.py [PYTEST ARGUMENT ...]`.

Needs Python 3.11 or newer, git, and a package index. `--every-python` runs them on each interpreter from 3.11 up
that this machine has: all on the first, and on the others what reads Python and is quick. `--lint` runs ruff and mypy
before; `--generate` writes what is generated from the code (docs/rules.md, parts of README.md) and runs nothing.
"""

import os
import subprocess
import sys

if sys.version_info < (3, 11):
    sys.exit("run_tests.py: needs Python 3.11 or newer; call it with python3.11, python3.12, ...")

from setup_environment import TOP, environment, pythons, version


def main(argv: list[str]) -> int:
    flags = {flag for flag in ("--every-python", "--lint") if flag in argv}
    arguments = [argument for argument in argv if argument not in flags]
    if argv == ["--generate"]:
        return int(_failed([str(environment(["test"])), "tests/generated.py"]))
    failed = False
    every = pythons() if "--every-python" in flags else [sys.executable]
    for count, python in enumerate(every):
        lint = "--lint" in flags and not count
        inner = str(environment(["test", "lint"] if lint else ["test"], python))
        if lint:
            failed |= _failed([inner, "-m", "ruff", "check", "."])
            failed |= _failed([inner, "-m", "ruff", "format", "--check", "."])
            for one in dict.fromkeys((every[0], _newest(every))):
                failed |= _failed([inner, "-m", "mypy", "--python-version", version(one)])
        once = ["-m", "reads_python and not e2e and not thorough"] if count else []
        failed |= _failed([inner, "-m", "pytest", "-n", _workers(), "--dist", "loadgroup", *once, *arguments])
    return int(failed)


def _newest(every: list[str]) -> str:
    return max(every, key=lambda python: [int(part) for part in version(python).split(".")])


def _workers() -> str:
    """One more than there are processors, because some tests wait for a child or an answer."""
    return str((os.cpu_count() or 1) + 1)


def _failed(command: list[str]) -> bool:
    print("+", *command[1:], flush=True)
    return subprocess.run(command, cwd=TOP, check=False).returncode != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
