"""lcov's trace files, and Go's cover profiles: reports of one record a line."""

import re

from ._report import GO, LCOV, MOST_LINES, Counts, Report, hits_of, refused, whole_number

_BLOCK = re.compile(r"(.+):(\d{1,9})\.(\d{1,9}),(\d{1,9})\.(\d{1,9}) (\d{1,9}) (\d{1,40})")
_MOST_SPANNED = 5_000_000  # lines that the blocks of one profile span, counted as often as they are spanned
_ELSEWHERE = re.compile(r"(?:TN|VER|FNDA|FNF|FNH|FNL|FNA|BRDA|BRF|BRH|LF|LH|MCDC|MCF|MCH|KF|KH|TS):|#|end_of_record|$")


def read(path: str, content: bytes) -> Report:
    """A trace file: `SF` names a source, `DA` tells of its lines."""
    counts, name = Counts(), ""
    for line in content.decode("utf-8-sig", "surrogateescape").splitlines():
        kind, _, rest = line.partition(":")
        if line == "end_of_record":
            name = ""
        elif kind == "SF":
            name = rest.replace("\\", "/") if ":\\" in rest[:3] else rest
            counts.source(name)
        elif kind in ("DA", "FN") and name:
            (_line if kind == "DA" else _function)(path, counts, name, rest.split(","))
        elif kind in ("DA", "FN") or not _ELSEWHERE.match(line):
            raise refused(path, "is no whole lcov report")
    if name:
        raise refused(path, "is cut: its last record has no end")
    return Report(path, LCOV, counts.files())


def _line(path: str, counts: Counts, name: str, fields: list[str]) -> None:
    line, hits = whole_number(fields[0]), hits_of(fields[1]) if len(fields) > 1 else None
    if line is None or hits is None:
        raise refused(path, "is no whole lcov report")
    counts.add(name, line, hits)
    if len(fields) > 2 and fields[2]:
        counts.checksum(name, line, fields[2])


def _function(path: str, counts: Counts, name: str, fields: list[str]) -> None:
    """`FN:line,name`, or with the last line in between."""
    line = whole_number(fields[0])
    if line is None or len(fields) < 2:
        raise refused(path, "is no whole lcov report")
    between = len(fields) > 2 and whole_number(fields[1]) is not None
    counts.function(name, line, ",".join(fields[2 if between else 1 :]))


def read_go(path: str, content: bytes) -> Report:
    """A cover profile: a line for each block of statements, and how often it ran."""
    mode, *blocks = content.decode("utf-8-sig", "surrogateescape").splitlines() or [""]
    if not re.fullmatch(r"mode: (set|count|atomic)", mode):
        raise refused(path, "is no cover profile")
    counts, spanned = Counts(), 0
    for block in blocks:
        if block.startswith("mode: ") or not block:
            continue  # profiles are put together by cat
        match = _BLOCK.fullmatch(block)
        if match is None:
            raise refused(path, "is no whole cover profile")
        first, last, hits = int(match[2]), int(match[4]), int(match[7][:18])
        spanned += max(last - first, 0) + 1
        if last > MOST_LINES or spanned > _MOST_SPANNED:
            raise refused(path, "names more lines than a file has")
        counts.span(match[1], first, last, hits)
    return Report(path, GO, counts.files())
