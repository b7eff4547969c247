"""Small repositories with known histories, made by one process each."""

import os
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

FIRST = int(datetime(2026, 1, 5, tzinfo=UTC).timestamp())
PERIOD = ("--since", "2026-01-01", "--until", "2026-03-31")
_DAY = 86400
_SOURCE = """\
def total_{at}_{seed}(orders, rate):
    whole = 0
    for order in orders:
        if order.paid and order.rate > {at}:
            whole += order.price * rate + {seed}
    return whole
"""
ASSISTED = "\n\nAssisted-by: Claude"


def made(folder: Path, commits: int, seed: int = 0, assisted: Sequence[int] = (), bare: bool = False) -> Path:
    """A repository of commits that add a file each, one a day; those of these numbers bear a mark of an assistant."""
    parts = []
    for at in range(commits):
        message = f"Add sum {at}{ASSISTED if at in assisted else ''}".encode()
        source = _SOURCE.format(at=at, seed=seed).encode()
        parts.append(
            b"commit refs/heads/main\ncommitter Ada Example <ada@example.org> %d +0000\n" % (FIRST + at * _DAY)
            + b"data %d\n%s\n" % (len(message), message)
            + b"M 100644 inline sum_%d.py\ndata %d\n%s\n" % (at, len(source), source)
        )
    folder.mkdir(parents=True)
    _git(folder, "init", "-q", "-b", "main", *(["--bare"] if bare else []))
    if commits:
        _git(folder, "fast-import", "--quiet", given=b"".join(parts))
        if not bare:
            _git(folder, "reset", "-q", "--hard")
    return folder


def _git(folder: Path, *arguments: str, given: bytes = b"") -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(["git", *arguments], cwd=folder, input=given, env=own, capture_output=True, check=True)
