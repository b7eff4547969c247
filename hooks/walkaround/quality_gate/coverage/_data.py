"""coverage.py's data file: read by ourselves for what ran, and turned into a report by the project's own coverage.

The file tells the lines that ran, and not which could have: those follow from the source, by an analysis that is
coverage.py's own. So the project's coverage makes the report, of the files that are asked about.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from ..._finding import NotJudged
from ._json import read as read_json
from ._report import DATA, MOST_LINES, NEVER, Lines, Report, refused

if TYPE_CHECKING:
    from sqlite3 import Connection

MAGIC = b"SQLite format 3\0"
_SECONDS = 120
_MOST_STEPS = 2_000  # of ten thousand instructions each
_MOST_NAMED = 200  # more names than that are too long for a command


def read(path: str, full: str) -> Report:
    """What ran, by the data file itself."""
    import sqlite3

    try:
        with _opened(full) as database:
            return Report(path, DATA, tuple(_files(database)))  # its `when` is that of the first of appended runs
    except (sqlite3.Error, ValueError, TypeError, OverflowError):
        raise refused(path, "is no whole data file of coverage.py") from None


@contextmanager
def _opened(full: str) -> Iterator["Connection"]:
    """The data, not to be written and not to be waited for: a view in it may compute as long as it likes."""
    import sqlite3
    from pathlib import Path
    from urllib.parse import quote

    address = f"file:{quote(Path(full).resolve().as_posix())}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as database:
        steps = iter(range(_MOST_STEPS))
        database.set_progress_handler(lambda: next(steps, None) is None, 10_000)
        database.execute("PRAGMA trusted_schema=OFF")
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not {"file", "line_bits", "arc", "meta"} <= tables:
            raise ValueError("other tables")
        yield database


def _files(database: "Connection") -> Iterator[Lines]:
    ran: dict[int, set[int]] = {}
    for number, bits in database.execute("SELECT file_id, numbits FROM line_bits"):
        ran.setdefault(number, set()).update(unpacked(bits))
    for number, start, end in database.execute("SELECT DISTINCT file_id, fromno, tono FROM arc"):
        ran.setdefault(number, set()).update(line for line in (start, end) if 0 < int(line) <= MOST_LINES)
    for number, name in database.execute("SELECT id, path FROM file"):
        if not isinstance(name, str):
            raise TypeError("a name that is no text")
        yield Lines(name, frozenset(ran.get(number, ())), frozenset())


def unpacked(bits: bytes) -> Iterator[int]:
    """The numbers in a set of bits: bit n of byte m is the number 8m + n."""
    if not isinstance(bits, bytes) or len(bits) > MOST_LINES // 8:
        raise ValueError("no set of numbers")
    for place, byte in enumerate(bits):
        for bit in range(8):
            if byte >> bit & 1:
                yield place * 8 + bit


def converted(report: Report, full: str, python: str, names: Sequence[str]) -> Report:
    """The data file as a report on these of its names, by the project's coverage."""
    command = f"coverage json --data-file={report.path}"
    if not python:
        raise NotJudged(
            report.path,
            "tells which lines ran, but not which could have, and the project's own coverage was not found; run "
            f"`{command}`, or name the project's environment with quality-gate.environment",
        )
    with tempfile.TemporaryDirectory(prefix="walkaround-coverage-") as folder:
        made = os.path.join(folder, "coverage.json")
        _convert(report.path, full, python, made, names)
        try:
            with open(made, "rb") as file:
                content = file.read()
        except OSError:
            raise NotJudged(report.path, f"gave no report; see what `{command}` says") from None
    return read_json(report.path, content)._replace(
        kind=DATA, stamp=NEVER
    )  # it is as old as the data, not as the report


def _convert(path: str, full: str, python: str, made: str, names: Sequence[str]) -> None:
    arguments = ["-m", "coverage", "json", "-q", "-i", "--fail-under=0", f"--data-file={full}", "-o", made]
    if len(names) <= _MOST_NAMED and not any(set(name) & set(",[]*?\n") for name in names):
        arguments.append("--include=" + ",".join(names))
    try:
        done = subprocess.run(
            [python, *arguments],
            cwd=os.path.dirname(full), stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=_SECONDS,
        )  # fmt: skip
    except (OSError, ValueError):
        raise NotJudged(path, f"{python} does not start; see what `{python} --version` says") from None
    except subprocess.TimeoutExpired:
        raise NotJudged(path, f"`coverage json` took longer than {_SECONDS} seconds; run it beforehand") from None
    if done.returncode == 0:
        return
    said = (done.stderr + done.stdout).decode("utf-8", "replace").strip().splitlines() or [""]
    if "No module named" in said[-1]:
        raise NotJudged(path, f"{python} has no coverage; run `{python} -m pip install coverage`")
    shown = "".join(letter if letter.isprintable() else "?" for letter in said[-1])[:200]
    raise NotJudged(path, f"`{python} -m coverage json` fails: {shown}; run it to see why")
