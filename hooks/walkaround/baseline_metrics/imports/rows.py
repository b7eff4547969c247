"""Rows in a format of our own, of CSV or of JSON: the kinds, their columns, and what a row of each says."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from ..._policy import did_you_mean
from .cells import Unfit, is_nothing, number, severe, yes_no
from .model import Answer, Block, Deploy, Incident, Measure, Pull, Row, Task
from .sheet import Sheet

Cells = Mapping[str, object]
_HOURS = 24 * 365 * 10.0
_SCALE = re.compile(r"\s*(-?\d{1,4})\s*(?:-|\.\.|to)\s*(-?\d{1,4})\s*", re.ASCII)


class Kind(NamedTuple):
    """`name` is that of a list in a JSON object; a table is of this kind when it has the columns `needed`."""

    name: str
    needed: tuple[str, ...]
    others: tuple[str, ...]
    read: Callable[[Sheet, Cells], list[Row]]

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.needed, *self.others)


def _incident(sheet: Sheet, cells: Cells) -> list[Row]:
    opened = sheet.moment("opened", cells.get("opened"))
    resolved = _later(sheet, cells, "resolved", "opened", opened)
    weight = cells.get("severity")
    is_severe = severe(weight)
    if is_severe is None and not is_nothing(weight) and str(weight).strip().lower() != "unknown":
        sheet.remark("severities of no known word such as SEV-2 or critical, which count as unknown")
    return [Incident(opened, resolved, is_severe, yes_no("ai-related", cells.get("ai-related")))]


def _pull(sheet: Sheet, cells: Cells) -> list[Row]:
    opened = sheet.moment("opened", cells.get("opened"))
    reviewed = _later(sheet, cells, "first-review", "opened", opened)
    merged = _later(sheet, cells, "merged", "opened", opened)
    spent = cells.get("hours")
    hours = None if is_nothing(spent) else number("hours", spent, most=_HOURS)
    return [Pull(opened, reviewed, merged, hours, _ai(sheet, cells))]


def _block(sheet: Sheet, cells: Cells) -> list[Row]:
    blocked = yes_no("blocked", cells.get("blocked"))
    if blocked is None:
        raise Unfit("blocked is unknown; write yes or no, or take the row out")
    return [Block(sheet.moment("opened", cells.get("opened")), blocked, _ai(sheet, cells))]


def _deploy(sheet: Sheet, cells: Cells) -> list[Row]:
    at = sheet.moment("deployed", cells.get("deployed"))
    return [Deploy(at, yes_no("failed", cells.get("failed")), _ai(sheet, cells))]


def _task(sheet: Sheet, cells: Cells) -> list[Row]:
    started = sheet.moment("started", cells.get("started"))
    finished = _later(sheet, cells, "finished", "started", started)
    if finished is None:
        sheet.passed_over("tasks that are not finished")
        return []
    return [Task(started, finished, _ai(sheet, cells))]


def _answer(sheet: Sheet, cells: Cells) -> list[Row]:
    scale = cells.get("scale")
    ends = _SCALE.fullmatch(scale) if isinstance(scale, str) else None
    if ends is None or int(ends[1]) >= int(ends[2]):
        raise Unfit("scale does not say its two ends; write it as 1-5 or 0-10")
    low, high = int(ends[1]), int(ends[2])
    score = number("score", cells.get("score"), low, high)
    people = cells.get("respondents")
    respondents = None if is_nothing(people) else round(number("respondents", people, 1, 1e7))
    return [Answer(sheet.moment("day", cells.get("day")), 100 * (score - low) / (high - low), respondents)]


def _coverage(sheet: Sheet, cells: Cells) -> list[Row]:
    at = sheet.moment("day", cells.get("day"))
    named = (("coverage", "percent"), ("new-coverage", "new-percent"))
    given = [(figure, column, cells.get(column)) for figure, column in named]
    found = [
        Measure(at, figure, number(column, value, most=100)) for figure, column, value in given if not is_nothing(value)
    ]
    if not found:
        raise Unfit("neither percent nor new-percent is given; write one of them")
    return [*found]


def _later(sheet: Sheet, cells: Cells, name: str, other: str, since: int) -> int | None:
    """A moment that may be missing, but not lie before another one of the row."""
    value = cells.get(name)
    if is_nothing(value):
        return None
    found = sheet.moment(name, value)
    if found < since:
        raise Unfit(f"{name} lies before {other}; correct one of the two")
    return found


def _ai(sheet: Sheet, cells: Cells) -> bool | None:
    """By the row's own word, else by the commit that it names."""
    said = yes_no("ai", cells.get("ai"))
    return sheet.ai(cells.get("commit")) if said is None else said


KINDS = (
    Kind("incidents", ("opened", "resolved"), ("severity", "ai-related", "id"), _incident),
    Kind("blocks", ("opened", "blocked"), ("pull-request", "ai", "commit", "id"), _block),
    Kind("reviews", ("opened",), ("first-review", "merged", "hours", "ai", "commit", "id"), _pull),
    Kind("deploys", ("deployed",), ("failed", "ai", "commit", "id"), _deploy),
    Kind("tasks", ("started", "finished"), ("ai", "commit", "id"), _task),
    Kind("satisfaction", ("day", "score", "scale"), ("respondents", "id"), _answer),
    Kind("coverage", ("day", "percent"), ("new-percent", "id"), _coverage),
    Kind("coverage", ("day", "new-percent"), ("id",), _coverage),
)
_ANY_OF = {"reviews": ("first-review", "merged", "hours")}  # else every table with a time would be one
NAMES = tuple(dict.fromkeys(kind.name for kind in KINDS))


def column_of(name: str) -> str:
    """A column's name as we write it."""
    return re.sub(r"[\s_]+", "-", name.strip().lower())


def kind_of(columns: Collection[str], named: str = "") -> Kind | None:
    """The kind of table that has these columns; `named` is its name where it has one."""
    for kind in KINDS:
        if named in ("", kind.name) and set(kind.needed) <= set(columns):
            wanted = _ANY_OF.get(kind.name, ())
            if not wanted or set(wanted) & set(columns):
                return kind
    return None


def unknown_kind(columns: Iterable[str], named: str = "") -> str:
    """Why a table is of no kind: the kind that it is nearest to, and the column that is missing there."""
    present = list(dict.fromkeys(columns))
    kinds = [kind for kind in KINDS if named in ("", kind.name)]
    near = max(kinds, key=lambda kind: len({*kind.columns} & {*present}) - len({*kind.needed} - {*present}))
    wanted = [one for one in (*near.needed, *_ANY_OF.get(near.name, ())) if one not in present]
    missing = wanted[0] if wanted else near.needed[0]
    odd = [one[:_LONGEST] for one in present if one not in near.columns]
    meant = next((one for one in odd if did_you_mean(one, [missing])), "")
    if not meant and not named and not set(near.columns) & set(present):
        return f"has the columns of no known table ({', '.join(odd)[:_LONGEST]}); see docs/report-imports.md"
    rename = f"rename {meant!r} to it" if meant else f"{near.name} have {', '.join(near.columns)}"
    return f"has no column {missing!r}, which {near.name} need; {rename}"


_LONGEST = 60


def check_columns(sheet: Sheet, kind: Kind, columns: Iterable[str], place: str) -> None:
    """Name the columns that are not read; one that was meant to be another is an error, not a matter of taste."""
    present = list(dict.fromkeys(columns))
    absent = [one for one in kind.columns if one not in present]
    for name in present:
        if name in kind.columns or not name:
            continue
        said = name[:_LONGEST]
        near = did_you_mean(said, absent)
        where = f"{sheet.path}:{place}" if place else sheet.path
        if near:
            sheet.misnamed(place, f"unknown column {said!r}{near} rename it, or take it out")
        else:
            sheet.notes.append(f"{where}: the column {said!r} is not read{did_you_mean(said, kind.columns)}.")


def add(sheet: Sheet, kind: Kind, cells: Cells, place: str) -> None:
    """One row."""
    try:
        rows = kind.read(sheet, cells)
    except Unfit as failure:
        sheet.left_out(place, str(failure))
        return
    key = _key(cells)
    if rows:
        sheet.put_all([(row, (key, row.figure) if key and isinstance(row, Measure) else key) for row in rows])


def _key(cells: Cells) -> str | None:
    for name in ("id", "pull-request"):
        value = cells.get(name)
        if not is_nothing(value) and isinstance(value, (str, int)):
            return str(value)[:1000].strip() if isinstance(value, str) or abs(value) < 1 << 63 else None
    return None
