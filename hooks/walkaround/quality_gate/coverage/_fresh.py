"""Whether a report can be of the content that is judged: by its age, and by the lines that it names.

Times say nothing in a checkout that is younger than the report. What always tells is the content: a report on other
content names lines that are not there or hold nothing, and does not know statements that are there.
"""

import base64
import hashlib
import os
import re
from collections.abc import Iterable, Sequence

from ._exclusions import Exclusions
from ._python import python
from ._report import GO, Lines, Report
from ._source import PYTHON, STATEMENTS, count, empty_rows, language, rows

_NEAR = 3  # lines that a name may stand from where its function is said to be


class Clock:
    """When the files of a work tree were written."""

    def __init__(self, root: str, names: Sequence[str]) -> None:
        self._root = root
        self._names = names
        self._oldest: float | None = None

    def newer(self, paths: Iterable[str], stamp: float) -> str:
        """One of these paths that was written after a moment; empty when there is none, or when all of the tree was,
        its git directory included: then it was checked out after that moment, and its times tell nothing."""
        late = sorted(((self._written(path), path) for path in paths), reverse=True)
        if not late or late[0][0] <= stamp:
            return ""
        return "" if self._oldest_of_all() > stamp else late[0][1]

    def _written(self, path: str) -> float:
        try:
            return os.lstat(os.path.join(self._root, path)).st_mtime
        except (OSError, ValueError):
            return 0

    def _oldest_of_all(self) -> float:
        if self._oldest is None:
            times = (self._written(path) for path in (*self._names, *_entries(self._root)))
            self._oldest = min((time for time in times if time), default=0)
        return self._oldest


def _entries(root: str) -> list[str]:
    """What lies in the git directory of this work tree; the oldest of it dates from when the work tree was made."""
    folder = os.path.join(root, ".git")
    try:
        if os.path.isfile(folder):
            with open(folder, encoding="utf-8", errors="surrogateescape") as file:
                folder = os.path.join(root, file.read(4096).removeprefix("gitdir:").strip())
        return [os.path.join(folder, name) for name in os.listdir(folder)]
    except OSError:
        return []


def contradiction(report: Report, lines: Lines, path: str, content: bytes, exclusions: Exclusions) -> str:
    """Why what a report says cannot be of this content, as the end of a sentence about it; empty when it can be."""
    last = max(lines.measured, default=0)
    if last > count(content):
        return f"names line {last} of {path}, which has {count(content)}"
    for check in (_by_checksums, _by_functions):
        against = check(lines, path, content)
        if against:
            return against
    if language(path) == PYTHON:
        return _by_python(lines, path, content, exclusions)
    return _by_empty_rows(report, lines, path, content)


def _by_checksums(lines: Lines, path: str, content: bytes) -> str:
    """Digests of lines prove a change where some of them fit: else they are made in a way that is not known here."""
    there = rows(content)
    # Of a line in another encoding tools digest what they decoded.
    plain = [(line, digest) for line, digest in lines.checksums if line <= len(there) and there[line - 1].isascii()]
    wrong = [line for line, digest in plain if digest.rstrip("=") != _digest(there[line - 1])]
    return f"was made when line {wrong[0]} of {path} was another" if wrong and len(wrong) < len(plain) else ""


def _digest(row: bytes) -> str:
    return base64.b64encode(hashlib.md5(row, usedforsecurity=False).digest()).decode().rstrip("=")


def _by_functions(lines: Lines, path: str, content: bytes) -> str:
    """A name that the source has, but not where the report says that it is declared."""
    if not lines.functions or language(path) not in STATEMENTS:
        return ""
    there = rows(content)
    for line, name in lines.functions:
        if re.fullmatch(r"[A-Za-z_$][\w$]{2,}", name) is None:
            continue
        word = re.compile(rb"(?<![\w$])" + re.escape(name.encode()) + rb"(?![\w$])")
        near = there[max(line - 1 - _NEAR, 0) : line + _NEAR]
        if not any(word.search(row) for row in near) and any(word.search(row) for row in there):
            return f"finds `{name}` at line {line} of {path}, where it is not"
    return ""


def _by_empty_rows(report: Report, lines: Lines, path: str, content: bytes) -> str:
    """Reports by statements name no empty line; some tools name every line, and then all of them."""
    if language(path) not in STATEMENTS or report.kind == GO:
        return ""
    measured, empty = lines.measured, empty_rows(content)
    hollow = measured & empty
    if not hollow:
        return ""
    if measured == frozenset(range(1, len(measured) + 1)):
        short = count(content) - len(measured) > 1
        return f"names {len(measured)} lines of {path}, which has {count(content)}" if short else ""
    return f"names line {min(hollow)} of {path}, which is empty" if empty - measured else ""


def _by_python(lines: Lines, path: str, content: bytes, exclusions: Exclusions) -> str:
    source = python(content)
    if source is None:
        return ""
    hollow = lines.measured & source.never
    if hollow:
        return f"names line {min(hollow)} of {path}, where no statement is"
    unknown = source.certain - lines.measured
    if unknown:
        unknown -= exclusions.lines(source, content) if lines.excluded is None else lines.excluded
    if unknown:
        return f"does not know the statement at line {min(unknown)} of {path}"
    return ""
