"""What is done with one repository: plain functions of plain values, which any process runs, here or on a cluster.

A task never raises: what cannot be measured or judged is said in its row, so that no repository ends the others' run.
"""

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple

from .. import _git
from .._finding import NotJudged
from .._policy import PolicyError

_MOST_REPORT = 256 << 20  # characters of a report of findings
# Threads of one process take turns: what reads a history is not made for two at a time, and shares one interpreter.
_TURN = threading.Lock()


class Task(NamedTuple):
    """`kind` is `report` or `check`. Days are `YYYY-MM-DD`; a check has none. `seconds` is what it may take."""

    kind: str
    name: str
    path: str
    first: str = ""
    last: str = ""
    seconds: float = 600.0


class Row(NamedTuple):
    """What came of a task. `why` is empty, or says why there is nothing in `found`.

    `found` of a report is what `walkaround report --json` writes, of a check what `findings_of` gives. `lacks` is
    empty, or says what of the repository could not be read for it.
    """

    name: str
    head: str
    found: dict[str, Any]
    why: str = ""
    lacks: str = ""


def run(task: Task) -> Row:
    """The row of a task."""
    with _TURN:
        _git.leave_hook()
        try:
            return _RUN[task.kind](task)
        except (NotJudged, PolicyError, _git.GitError) as failure:
            return Row(task.name, "", {}, str(failure).removeprefix(": "))
        except Exception as crash:  # noqa: BLE001 - a row of its own, whatever it was
            return Row(task.name, "", {}, f"{type(crash).__name__}: {crash}")


def _report(task: Task) -> Row:
    from ..baseline_metrics.measure import measured
    from ..baseline_metrics.page import plain
    from ..baseline_metrics.window import Window

    window = Window(date.fromisoformat(task.first), date.fromisoformat(task.last))
    root = root_of(task.path)
    if _git.head(root) is None:
        raise NotJudged("", "has no commit yet")
    found, errors = measured(root, "HEAD", window)
    report = found._replace(repository=task.name)
    return Row(task.name, report.head, plain(report), lacks="; ".join(one.why for one in errors))


def _check(task: Task) -> Row:
    """`walkaround check --all-files`, as a process of its own: it judges the folder in which it is started."""
    root = root_of(task.path)
    if not os.path.lexists(os.path.join(root, ".git")):
        return Row(task.name, "", {}, "is bare, and a check judges files on disk; clone it, and check the clone")
    code, said, complaint = _called([*SELF, "check", "--all-files", "--format", "json"], root, task.seconds)
    head = _git.head(root) or ""
    if code is None:
        return Row(task.name, head, {}, f"took longer than {task.seconds:g} s; give it more by --seconds")
    try:
        found = findings_of(json.loads(said))
    except (ValueError, TypeError, KeyError):
        lines = complaint.decode("utf-8", "replace").strip().splitlines()
        return Row(task.name, head, {}, lines[-1] if lines else f"the check ended in exit code {code} without a report")
    if code == 2 and not found["errors"]:
        found["errors"] = [f"the check ended in exit code {code}"]
    return Row(task.name, head, found)


_RUN = {"report": _report, "check": _check}
# Without -P a folder `walkaround` of the judged repository would be imported in our stead.
SELF = (sys.executable, "-P", "-m", "walkaround")


def root_of(path: str) -> str:
    """The top of a repository, work tree or bare; NotJudged when there is none any more."""
    if not os.path.isdir(path):
        raise NotJudged("", "is not there")
    if os.path.lexists(os.path.join(path, ".git")):
        return path
    found = _git.bare(path)
    if found is None:
        raise NotJudged("", "is no git repository, or one that git does not trust (see safe.directory)")
    return found


def findings_of(report: dict[str, Any]) -> dict[str, Any]:
    """How many findings there are of each rule and severity, and what was not judged."""
    rules: dict[str, dict[str, int]] = {}
    for one in report["findings"]:
        by_severity = rules.setdefault(str(one["rule"]), {})
        severity = str(one["severity"])
        by_severity[severity] = by_severity.get(severity, 0) + 1
    errors = [
        f"{one['hook']}: {one['path']}: {one['message']}" if one["path"] else f"{one['hook']}: {one['message']}"
        for one in report["errors"]
    ]
    return {"rules": rules, "errors": errors}


def _called(command: list[str], folder: str, seconds: float) -> tuple[int | None, bytes, bytes]:
    """Exit code, standard output and standard error; no code when it took too long. Nothing of it stays behind."""
    process = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    try:
        said, complaint = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        return None, b"", b""
    finally:
        end(process)
    return process.returncode, said[:_MOST_REPORT], complaint


def end(process: "subprocess.Popen[bytes]") -> None:
    """A process that leads a group, and what it started."""
    if hasattr(os, "killpg"):
        import signal

        with suppress(OSError):  # none of them is left
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            with suppress(OSError):
                stream.close()
