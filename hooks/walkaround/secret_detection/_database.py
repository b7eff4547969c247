"""Many patterns over bytes in one pass, by Hyperscan (https://intel.github.io/hyperscan/), where it is installed.

A compiled database depends on the processor and on Hyperscan's version. It is kept in the user's cache under both,
and compiled anew when it is missing or in any doubt; before it is used it has to find what it must find in a canary.
"""

import hashlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any, NamedTuple

from .. import _cache


class Expression(NamedTuple):
    """A pattern in Hyperscan's syntax over bytes, and the number by which its matches are told."""

    number: int
    pattern: bytes
    caseless: bool = False


class Database:
    """Compiled patterns; `scan` gives each match's end (the offset behind it) and number, by end."""

    def __init__(self, database: Any) -> None:
        self._scan = database.scan
        self._hits: list[tuple[int, int]] = []
        add = self._hits.append

        def found(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            add((end, number))

        self._found = found

    def scan(self, data: bytes) -> list[tuple[int, int]]:
        """Every match in these bytes as (end, number)."""
        hits = self._hits
        hits.clear()
        if data:
            self._scan(data, match_event_handler=self._found)
        return sorted(hits)


def available() -> bool:
    """Whether Hyperscan is installed, without importing it."""
    from importlib.util import find_spec

    return find_spec("hyperscan") is not None


def load(name: str, expressions: Sequence[Expression], canary: bytes) -> Database | None:
    """The database of these expressions out of the cache; None when there is none to be trusted.

    `canary` is a text in which the database must find at least one match.
    """
    try:
        import hyperscan
    except ImportError:
        return None
    payload = _cache.read(_key(name, expressions, _version(hyperscan)))
    if payload is None:
        return None
    try:
        raw = hyperscan.loadb(payload, hyperscan.HS_MODE_BLOCK)
        raw.scratch = hyperscan.Scratch(raw)
        database = Database(raw)
        return database if database.scan(canary) else None
    except hyperscan.HyperscanError:  # of another processor, of another version, damaged: it is compiled anew
        return None


def build(name: str, expressions: Sequence[Expression]) -> Database | None:
    """The database of these expressions, compiled now and kept for the next run.

    None without Hyperscan, and where it cannot compile them: on a processor that it does not know, without memory.
    """
    try:
        import hyperscan
    except ImportError:
        return None
    try:
        raw = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        raw.compile(
            expressions=[one.pattern for one in expressions],
            ids=[one.number for one in expressions],
            elements=len(expressions),
            flags=[hyperscan.HS_FLAG_CASELESS if one.caseless else 0 for one in expressions],
        )
        payload = hyperscan.dumpb(raw)
    except hyperscan.HyperscanError:
        return None
    _cache.write(_key(name, expressions, _version(hyperscan)), payload)
    return Database(raw)


def _version(hyperscan: ModuleType) -> str:
    return str(getattr(hyperscan, "__version__", ""))  # which its own type stubs leave out


def _key(name: str, expressions: Sequence[Expression], version: str) -> str:
    what = repr((version, _processor(), [tuple(one) for one in expressions]))
    return f"{name}-{hashlib.sha256(what.encode()).hexdigest()[:24]}.hyperscan"


def _processor() -> str:
    """What this processor can do, as far as the system says so."""
    if sys.platform == "win32":
        return os.environ.get("PROCESSOR_IDENTIFIER", "")
    machine = os.uname().machine
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
            lines = file.read(8192).splitlines()
    except OSError:
        return machine
    told = [line for line in lines if line.startswith(("model name", "flags", "Features", "CPU part"))]
    return "\n".join([machine, *told[:4]])
