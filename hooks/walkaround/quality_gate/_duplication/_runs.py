"""Runs of three lines that say something, blanks and remarks left out, each told by one number.

Nearly every copy of five lines has one in common with what it was copied from; only one whose lines are broken
otherwise has none.
"""

from collections.abc import Iterable
from zlib import crc32

RUN = 3  # lines
_BLANKS = b" \t\r\f\v"
_REMARKS = b"#/*"  # a line of code may begin so too; it is left out on both sides


def runs(content: bytes) -> list[int]:
    """The number of each run, in order."""
    rows = content.translate(None, _BLANKS).split(b"\n")
    return _numbers([row for row in rows if row and row[0] not in _REMARKS])


def numbered(content: bytes) -> tuple[list[int], list[int]]:
    """The number of each run, and of each line that counts: a run has its own line and the two after it."""
    rows = content.translate(None, _BLANKS).split(b"\n")
    kept = [(number, row) for number, row in enumerate(rows, 1) if row and row[0] not in _REMARKS]
    return _numbers([row for _, row in kept]), [number for number, _ in kept]


def _numbers(rows: Iterable[bytes]) -> list[int]:
    single = list(map(crc32, rows))
    # Odd factors, so that the order counts; 32 bits are enough, for jscpd looks at what is found.
    return [
        (one + 3 * two + 5 * three) & 0xFFFFFFFF
        for one, two, three in zip(single, single[1:], single[2:], strict=False)
    ]
