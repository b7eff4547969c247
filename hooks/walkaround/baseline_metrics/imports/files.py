"""Open each file, tell by its content what it is, and read it."""

import io
import json
import os
import stat
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from ..._commands import count
from ..._finding import NotJudged
from . import csv_rows, hosts, own, rows, sonar
from .cells import Unfit, nodes_of
from .model import Imported, Source
from .sheet import Sheet, Store

MOST_JSON = 128 << 20  # bytes; it is read as a whole
_START = 512
_MOST_FILES = 10_000
_PAGES = (20, 30, 100)  # what hosts give where nobody asks for more
_REPORTS = (b"<", b"SF:", b"TN:", b"VER:", b"mode: ", b"SQLite format 3\0")


def read(
    paths: Sequence[str], levels: Mapping[str, str] | None = None, moments: Mapping[str, int] | None = None
) -> Imported:
    """All rows of these files, and of the files in these folders.

    `levels` says of commits, by their full ids, how much a machine made ("none", "assisted", "generated"), and
    `moments` when they were committed. Nothing is raised: what cannot be judged is named among the errors.
    """
    store = Store()
    sources: list[Source] = []
    errors: list[NotJudged] = []
    notes: list[str] = []
    for path in _files(paths, errors):
        sheet = Sheet(path, store, levels or {}, moments or {})
        try:
            _read(sheet)
        except NotJudged as failure:
            errors.append(failure)
        sources.append(sheet.source())
        errors += sheet.errors
        notes += sheet.notes
    return Imported(tuple(store.rows), tuple(sources), tuple(errors), (*_summary(sources), *notes))


def _summary(sources: Sequence[Source]) -> Iterator[str]:
    """A sentence for each kind of file: what was read of it, and what was not."""
    by_form: dict[str, list[Source]] = {}
    for one in sources:
        by_form.setdefault(one.form, []).append(one)
    for form, some in by_form.items():
        passed: Counter[str] = Counter()
        for one in some:
            passed.update(one.passed)
        counts = (
            ("repeated", sum(one.repeated for one in some)), ("left out", sum(one.left for one in some)),
            *passed.items(),
        )  # fmt: skip
        rest = "".join(f"; {what}: {number}" for what, number in counts if number)
        rows = count(sum(one.used for one in some), "row")
        yield f"Imported {rows} from {count(len(some), 'file')} ({form}){rest}."


def _files(paths: Sequence[str], errors: list[NotJudged]) -> list[str]:
    """Each file once, however it is named."""
    found: dict[str, str] = {}
    for path in paths:
        try:
            names = _inside(path) if os.path.isdir(path) else [path]
            for name in names:
                found.setdefault(os.path.realpath(name), name)
        except (OSError, ValueError) as failure:
            errors.append(NotJudged(path, _unreadable(failure)))
    chosen = list(found.values())
    if len(chosen) > _MOST_FILES:
        why = f"is left out, and what comes after it: {len(chosen)} files are too many; name at most {_MOST_FILES}"
        errors.append(NotJudged(chosen[_MOST_FILES], why))
    return chosen[:_MOST_FILES]


def _inside(folder: str) -> list[str]:
    names = (os.path.join(folder, name) for name in sorted(os.listdir(folder)) if not name.startswith("."))
    return [name for name in names if os.path.isfile(name)]


def _unreadable(failure: OSError | ValueError) -> str:
    why = getattr(failure, "strerror", None) or "its name cannot be used"
    return f"cannot be read ({why}); name a file that is there"


def _read(sheet: Sheet) -> None:
    try:
        with open(sheet.path, "rb", opener=_opened) as file:
            start = file.read(_START)
            file.seek(0)
            _by_content(sheet, file, start)
    except (OSError, ValueError) as failure:
        raise sheet.refused(_unreadable(failure)) from None


def _opened(path: str, flags: int) -> int:
    """A regular file; a pipe would wait for ever."""
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(0, "it is no regular file")
    return descriptor


def _by_content(sheet: Sheet, file: IO[bytes], start: bytes) -> None:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) and b"<\0" not in start and b"\0<" not in start:
        raise sheet.refused("is UTF-16; save it as UTF-8")
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        raise sheet.refused("is empty; export it again")
    if text.startswith(_REPORTS) or start.startswith((b"\xff\xfe", b"\xfe\xff")):
        own.read_coverage(sheet)
    elif text.startswith((b"{", b"[")):
        _json(sheet, file)
    elif b"\0" in start:
        raise sheet.refused("is no text; import CSV, JSON or a coverage report")
    else:
        with io.TextIOWrapper(file, "utf-8-sig", "surrogateescape", newline="") as stream:
            csv_rows.read(sheet, stream)


def _json(sheet: Sheet, file: IO[bytes]) -> None:
    content = file.read(MOST_JSON + 1)
    if len(content) > MOST_JSON:
        raise sheet.refused(f"has more than {MOST_JSON >> 20} MiB of JSON; export it in parts, or as CSV")
    values = _values(sheet, content.decode("utf-8-sig", "surrogateescape"))
    if len(values) == 1 and isinstance(values[0], dict) and hosts.shape_of(values[0]) is None:
        _object(sheet, values[0])
        return
    entries: list[Any] = []
    for value in values:  # one list, a list a page, or an entry a line
        for one in value if isinstance(value, list) else [value]:
            entries += one if isinstance(one, list) else [one]
    _entries(sheet, entries)


def _values(sheet: Sheet, text: str) -> list[Any]:
    """The values of a text, one behind the other, as `gh api --paginate` prints them."""
    decoder = json.JSONDecoder(parse_constant=_no_number)
    found, at = [], 0
    try:
        while at < len(text):
            if text[at].isspace():
                at += 1
                continue
            value, at = decoder.raw_decode(text, at)
            found.append(value)
    except RecursionError:
        raise sheet.refused("is JSON too deep in itself; export it again") from None
    except ValueError as failure:
        line = getattr(failure, "lineno", 0)
        raise NotJudged(f"{sheet.path}:{line}" if line else sheet.path, "is no whole JSON; export it again") from None
    return found


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _object(sheet: Sheet, whole: dict[str, Any]) -> None:
    if isinstance(whole.get("component"), dict):
        sonar.read_component(sheet, whole["component"])
    elif isinstance(whole.get("measures"), list):
        sonar.read_history(sheet, whole)
    elif "findings" in whole and "errors" in whole:
        own.read_report(sheet, whole)
    elif "mutants" in whole:
        own.read_mutants(sheet, whole)
    elif isinstance(whole.get("meta"), dict) and isinstance(whole.get("files"), dict):
        own.read_coverage(sheet)
    elif isinstance(whole.get("items"), list):
        _entries(sheet, whole["items"])
    elif isinstance(whole.get("data"), dict) and (nodes := _nodes(whole["data"])) is not None:
        _entries(sheet, nodes)
    elif rows.kind_of(_columns(whole)) is not None:
        _entries(sheet, [whole])
    elif "figures" in whole:
        raise sheet.refused("is a report itself; give it to --compare or --merge")
    else:
        _lists(sheet, whole)


def _nodes(value: object, depth: int = 4) -> list[Any] | None:
    """What an answer of GraphQL lists, below the repository or the project that was asked about."""
    if not isinstance(value, dict) or not depth:
        return None
    if isinstance(value.get("nodes"), list):
        return nodes_of(value)
    inner = (_nodes(one, depth - 1) for one in value.values())
    return next((one for one in inner if one is not None), None)


def _lists(sheet: Sheet, whole: Mapping[str, Any]) -> None:
    """Lists of our own rows, by the names of their kinds."""
    from ..._policy import did_you_mean

    names = [name for name in whole if name in rows.NAMES]
    if not names:
        first = next(iter(whole), "")[:40]
        near = did_you_mean(first, rows.NAMES) or f"; lists of rows are called {', '.join(rows.NAMES)};"
        raise sheet.refused(f"is JSON of no known kind{near} see docs/report-imports.md")
    for name in whole:
        if name not in names and name != "version":
            near = did_you_mean(name[:40], rows.NAMES) or ";"
            sheet.misnamed(f"key {name[:40]!r}", f"is no known list{near} rename it")
    for name in names:
        if isinstance(whole[name], list):
            _own_entries(sheet, whole[name], name)
        else:
            sheet.misnamed(f"key {name!r}", "is no list; write its rows in brackets")


def _entries(sheet: Sheet, entries: Sequence[Any]) -> None:
    first = next((one for one in entries if isinstance(one, dict)), None)
    if first is None:
        if entries:
            raise sheet.refused("is a list without objects; export it again")
        sheet.form = "an empty list"
        return
    shape = hosts.shape_of(first)
    if shape is None:
        _own_entries(sheet, entries)
        return
    sheet.form = shape.form
    if len(entries) in _PAGES:
        sheet.notes.append(
            f"{sheet.path}: holds exactly {len(entries)} entries, which may be but the first page; export them all, "
            "with `--limit` or `--paginate`."
        )
    for place, one in enumerate(entries, 1):
        where = f"entry {place}"
        if not isinstance(one, dict):
            sheet.left_out(where, "is no object; export it again")
            continue
        its = hosts.shape_of(one)
        if its is None:
            sheet.left_out(where, f"is not like {shape.form}; export it again")
            continue
        try:
            its.read(sheet, one)
        except Unfit as failure:
            sheet.left_out(where, str(failure))


def _own_entries(sheet: Sheet, entries: Sequence[Any], name: str = "") -> None:
    columns = dict.fromkeys(column for one in entries if isinstance(one, dict) for column in _columns(one))
    if not columns and not entries:
        sheet.form = "an empty list"
        return
    kind = rows.kind_of(columns, name)
    if kind is None:
        raise sheet.refused(rows.unknown_kind(columns, name))
    sheet.form = f"JSON of {kind.name}"
    rows.check_columns(sheet, kind, columns, "")
    for place, one in enumerate(entries, 1):
        where = f"{name} entry {place}".strip()
        if isinstance(one, dict):
            rows.add(sheet, kind, {rows.column_of(key): value for key, value in one.items()}, where)
        else:
            sheet.left_out(where, "is no object; export it again")


def _columns(one: Mapping[str, Any]) -> list[str]:
    return [rows.column_of(key) for key in one]
