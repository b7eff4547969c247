"""Coverage reports of every format, written from what they are to say."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

Said = Mapping[str, tuple[frozenset[int], frozenset[int]]]  # by name: lines that ran, lines that did not


def lines(ran: str, missed: str = "") -> tuple[frozenset[int], frozenset[int]]:
    """Numbers as people write them: `1-3 7`."""
    return _numbers(ran), _numbers(missed)


def _numbers(text: str) -> frozenset[int]:
    found: set[int] = set()
    for part in text.split():
        first, _, last = part.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return frozenset(found)


def as_json(said: Said, timestamp: str = "", excluded: frozenset[int] = frozenset()) -> bytes:
    files = {
        name: {"executed_lines": sorted(ran), "missing_lines": sorted(missed), "excluded_lines": sorted(excluded)}
        for name, (ran, missed) in said.items()
    }
    return json.dumps({"meta": {"format": 3, "version": "7.17.5", "timestamp": timestamp}, "files": files}).encode()


def _hits(said: tuple[frozenset[int], frozenset[int]]) -> list[tuple[int, int]]:
    ran, missed = said
    return sorted([(line, 3) for line in ran] + [(line, 0) for line in missed])


def as_cobertura(said: Said, sources: tuple[str, ...] = (), timestamp: str = "") -> bytes:
    classes = "".join(
        f"<class name='x' filename={quoteattr(name)}><methods/><lines>"
        + "".join(f"<line number='{line}' hits='{hits}'/>" for line, hits in _hits(one))
        + "</lines></class>"
        for name, one in said.items()
    )
    folders = "".join(f"<source>{folder}</source>" for folder in sources)
    return (
        '<?xml version="1.0" ?>\n<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">\n'
        f'<coverage version="7" timestamp="{timestamp}" lines-valid="1" line-rate="1"><sources>{folders}</sources>'
        f"<packages><package name='.'><classes>{classes}</classes></package></packages></coverage>"
    ).encode()


def as_lcov(said: Said) -> bytes:
    records = (
        f"TN:\nSF:{name}\n"
        + "".join(f"DA:{line},{hits}\n" for line, hits in _hits(one))
        + "LF:1\nLH:1\nend_of_record\n"
        for name, one in said.items()
    )
    return "".join(records).encode("utf-8", "surrogateescape")


def as_clover(said: Said, timestamp: str = "") -> bytes:
    files = "".join(
        f"<file name={quoteattr(name.rpartition('/')[2])} path={quoteattr(name)}>"
        + "".join(f"<line num='{line}' count='{hits}' type='stmt'/>" for line, hits in _hits(one))
        + "</file>"
        for name, one in said.items()
    )
    return (
        f'<?xml version="1.0"?><coverage generated="{timestamp}" clover="3.2.0"><project timestamp="{timestamp}">'
        f"<package name='all'>{files}</package></project></coverage>"
    ).encode()


def as_jacoco(said: Said, dump: str = "") -> bytes:
    packages = "".join(
        f"<package name={quoteattr(name.rpartition('/')[0])}><sourcefile name={quoteattr(name.rpartition('/')[2])}>"
        + "".join(f"<line nr='{line}' mi='{0 if hits else 2}' ci='{hits}' mb='0' cb='0'/>" for line, hits in _hits(one))
        + "</sourcefile></package>"
        for name, one in said.items()
    )
    session = f'<sessioninfo id="x" start="1" dump="{dump}"/>' if dump else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><!DOCTYPE report PUBLIC '
        f'"-//JACOCO//DTD Report 1.1//EN" "report.dtd"><report name="x">{session}{packages}</report>'
    ).encode()


def as_go(said: Said) -> bytes:
    blocks = (f"{name}:{line}.1,{line}.9 1 {hits}\n" for name, one in said.items() for line, hits in _hits(one))
    return ("mode: set\n" + "".join(blocks)).encode("utf-8", "surrogateescape")


def packed(numbers: frozenset[int]) -> bytes:
    """A set of numbers as coverage.py keeps it: bit n of byte m is 8m + n."""
    bits = bytearray(max(numbers, default=-1) // 8 + 1)
    for number in numbers:
        bits[number // 8] |= 1 << number % 8
    return bytes(bits)


TABLES = (
    "CREATE TABLE meta (key text, value text)",
    "CREATE TABLE file (id integer primary key, path text)",
    "CREATE TABLE line_bits (file_id integer, context_id integer, numbits blob)",
    "CREATE TABLE arc (file_id integer, context_id integer, fromno integer, tono integer)",
)


def write_data(path: Path, said: Said, *, arcs: bool = False) -> None:
    """A data file with what ran, by lines or by the steps between them."""
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    for table in TABLES:
        database.execute(table)
    for number, (name, (ran, _)) in enumerate(said.items(), 1):
        database.execute("INSERT INTO file VALUES (?, ?)", (number, name))
        if arcs:
            for line in ran:
                database.execute("INSERT INTO arc VALUES (?, 1, ?, -1)", (number, line))
        else:
            database.execute("INSERT INTO line_bits VALUES (?, 1, ?)", (number, packed(ran)))
    database.commit()
    database.close()


class Format(NamedTuple):
    """A format: what its reports are called, how one is written, a name that it would give a source."""

    file: str
    write: Callable[[Said], bytes]


FORMATS = {
    "json": Format("coverage.json", as_json),
    "cobertura": Format("coverage.xml", as_cobertura),
    "lcov": Format("lcov.info", as_lcov),
    "clover": Format("clover.xml", as_clover),
    "jacoco": Format("target/site/jacoco/jacoco.xml", as_jacoco),
    "go": Format("coverage.out", as_go),
}
