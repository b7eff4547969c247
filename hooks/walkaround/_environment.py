"""The project's own environment: the interpreter that runs its tests, and which modules it has there.

Walkaround runs from an environment of its own and installs nothing into the project's. What a check needs there (a test
runner, coverage, a tool) is looked for, and its absence is said with the command that installs it.
"""

import os
import subprocess
import sys
from collections.abc import Iterator

from ._finding import NotJudged

KEY = "quality-gate.environment"
_FOLDERS = (".venv", "venv", "env")
_INTERPRETERS = ("bin/python", "bin/python3", "Scripts/python.exe", "python.exe")
_SECONDS = 60  # an interpreter that says nothing for so long does not work
# One process answers for all names. The working directory is not on the path: what lies there is not installed.
_ASK = """
import importlib.util, sys
sys.path[:] = [one for one in sys.path if one != ""]
for name in sys.argv[1:]:
    try:
        found = importlib.util.find_spec(name) is not None
    except (ImportError, ValueError, AttributeError):
        found = False
    if not found:
        print(name)
"""


def project_python(root: str, named: str = "") -> str:
    """The interpreter of the project's environment: the one that the policy names, else the one that is active, else
    one in a folder of the usual name in `root`.

    The environment from which Walkaround itself runs is the project's only where there is no other, and it has pytest.
    """
    if named:
        return _named(root, named)
    active = os.environ.get("VIRTUAL_ENV", "")
    own = bool(active) and os.path.realpath(active) == os.path.realpath(sys.prefix)
    found = next(_interpreters(active), "") if active else ""
    if found and not own:
        return found
    for name in _FOLDERS:
        folder = os.path.join(root, name)
        if os.path.isfile(os.path.join(folder, "pyvenv.cfg")):
            for python in _interpreters(folder):
                return python
    if found and not has_module(found, "pytest"):
        return found
    raise NotJudged(
        "",
        "the project's own environment was not found; make one with `python -m venv .venv` and install the project and "
        f"its tests there, or name it with {KEY}",
    )


def has_module(python: str, *names: str) -> tuple[str, ...]:
    """Those of these modules that an interpreter does not find."""
    try:
        done = subprocess.run(
            [python, "-c", _ASK, *names],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as failure:
        raise NotJudged("", _broken(python)) from failure
    if done.returncode:
        raise NotJudged("", _broken(python))
    missing = done.stdout.decode("utf-8", "replace").split()
    return tuple(name for name in names if name in missing)


def _named(root: str, named: str) -> str:
    """What the policy names: a folder of an environment, or an interpreter."""
    path = os.path.join(root, os.path.expanduser(named))
    if os.path.isdir(path):
        for python in _interpreters(path):
            return python
        raise NotJudged("", f"{named}, which {KEY} names, holds no interpreter; make it with `python -m venv {named}`")
    if _is_program(path):
        return path
    raise NotJudged("", f"{named}, which {KEY} names, is not there; make it with `python -m venv {named}`")


def _interpreters(folder: str) -> Iterator[str]:
    """The interpreters of an environment, as POSIX and Windows lay it out. Links are kept: they say whose it is."""
    for name in _INTERPRETERS:
        path = os.path.normpath(os.path.join(folder, *name.split("/")))
        if _is_program(path):
            yield path


def _is_program(path: str) -> bool:
    return os.path.isfile(path) and os.access(path, os.X_OK)


def _broken(python: str) -> str:
    return f"the interpreter {python} does not run; try `{python} --version`, and make the environment anew"
