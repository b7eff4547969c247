"""coverage.py's JSON report."""

import json
import os
from datetime import datetime
from typing import Any

from ._report import JSON, NEVER, Lines, Report, foreign, numbers, refused


def read(path: str, content: bytes) -> Report:
    """The report of `coverage json`; NotJudged for anything else."""
    try:
        whole = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise refused(path, "is no whole JSON file") from None
    meta = whole.get("meta") if isinstance(whole, dict) else None
    files = whole.get("files") if isinstance(whole, dict) else None
    if not isinstance(meta, dict) or not isinstance(files, dict):
        raise foreign(path, "is JSON, but no report of `coverage json`")
    stamp = _stamp(meta.get("timestamp"))
    return Report(path, JSON, tuple(_lines(path, name, said) for name, said in files.items()), stamp, local=True)


def _lines(path: str, name: str, said: Any) -> Lines:
    if not isinstance(said, dict):
        raise refused(path, "has no list of lines for a file")
    ran, missed = numbers(said.get("executed_lines")), numbers(said.get("missing_lines"))
    if ran is None or missed is None:
        raise refused(path, "has no list of lines for a file")
    excluded = numbers(said.get("excluded_lines"))
    return Lines(name.replace("\\", "/") if os.sep == "\\" or ":\\" in name else name, ran, missed - ran, excluded)


def _stamp(text: object) -> float:
    """When it was made, by a clock without a time zone."""
    try:
        return datetime.fromisoformat(text).timestamp() if isinstance(text, str) else NEVER
    except (ValueError, OverflowError, OSError):
        return NEVER
