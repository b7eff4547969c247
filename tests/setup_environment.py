"""Make the environments that the README's two commands run in: standard library only, on any Python from 3.11.

An environment lives in `.venv/` of the checkout, one per interpreter, and is made anew when what it is made
from has changed. Nothing outside the checkout is written.

Where the variable WALKAROUND_ENVIRONMENT names groups, as in `test lint bench`, one environment with all of them stands
for each that asks for some of them: what is set up once need not be set up four times where no figure is judged.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)


def fail(line: str) -> "SystemExit":
    """What ends a command that cannot go on: one line, exit code 2."""
    sys.stderr.write(f"{Path(sys.argv[0]).name}: {line}\n")
    return SystemExit(2)


def environment(groups: Sequence[str], python: str = sys.executable) -> Path:
    """The interpreter of an environment with Walkaround, editable, and these dependency groups."""
    shared = os.environ.get("WALKAROUND_ENVIRONMENT", "").split()
    if python == sys.executable and set(groups) <= set(shared):
        groups = shared
    name = "-".join([f"py{version(python)}", *groups])
    folder = TOP / ".venv" / name
    inner = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    project = TOP / "pyproject.toml"
    stamp = folder / "made-from"
    wanted = hashlib.sha256(project.read_bytes() + python.encode()).hexdigest()
    if inner.exists() and stamp.exists() and stamp.read_text() == wanted:
        return inner
    shutil.rmtree(folder, ignore_errors=True)
    sys.stderr.write(f"setting up {folder.relative_to(TOP)} (once, about a minute)\n")
    _run(
        [python, "-m", "venv", str(folder)], "install the venv module (on Debian and Ubuntu: apt install python3-venv)"
    )
    needs = tomllib.loads(project.read_text(encoding="utf-8"))["dependency-groups"]
    extra = [requirement for group in groups for requirement in _requirements(group, needs)]
    pip = [str(inner), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    _run([*pip, "--editable", str(TOP), *extra], "check the network and pip's configuration, and run it again")
    stamp.write_text(wanted)
    return inner


def _requirements(group: str, needs: Mapping[str, Sequence[Any]]) -> Iterator[str]:
    """Those of a group, and of the groups that it includes."""
    for one in needs[group]:
        yield from [one] if isinstance(one, str) else _requirements(one["include-group"], needs)


def pythons() -> list[str]:
    """Every interpreter from 3.11 up on this machine, one per minor version, this one first."""
    candidates = [sys.executable]
    for minor in range(OLDEST[1], OLDEST[1] + 10):
        found = shutil.which(f"python3.{minor}")
        candidates += [found] if found else []
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    candidates += [str(path) for path in sorted(root.glob("versions/3.*/bin/python"))]
    found_by_version: dict[str, str] = {}
    for candidate in candidates:
        found = version(candidate)
        if found:
            found_by_version.setdefault(found, candidate)
    return list(found_by_version.values())


def version(python: str) -> str:
    """`3.12`, or nothing for an interpreter that is too old or does not run."""
    ask = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False)
    said = done.stdout.strip()
    return said if not done.returncode and tuple(map(int, said.split("."))) >= OLDEST else ""


def _run(command: Sequence[str], remedy: str) -> None:
    if subprocess.run(command, check=False).returncode:
        raise fail(f"`{' '.join(command[1:5])} …` failed; {remedy}")
