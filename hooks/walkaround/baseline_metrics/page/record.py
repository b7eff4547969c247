"""A report as plain values for JSON, and back: read with care, since reports are merged and compared that others made.

`read(plain(report)) == report`, also by way of a file. What is not known is left out of a value, never written as 0.
"""

from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any, Final, TypeVar, get_args

from ..figure import Basis, Better, Definition, Figure, Group, Point, Report, Step, Target, Trend, Value, Verdict

VERSION: Final = 1
_LARGEST: Final = 1e15  # beyond it a whole number is no longer exact, and no figure is as large
_T = TypeVar("_T")
_BASES, _BETTER, _TRENDS, _VERDICTS, _STEPS = (get_args(kind) for kind in (Basis, Better, Trend, Verdict, Step))


class ReportError(ValueError):
    """What was read is no report of this version; says at which place, and what is expected there."""


def plain(report: Report) -> dict[str, Any]:
    """The report as what JSON has: objects, lists, strings and numbers."""
    return {
        "version": VERSION,
        "repository": report.repository,
        "head": report.head,
        "first": report.first,
        "last": report.last,
        "figures": [_figure(one) for one in report.figures],
        "definitions": {identifier: one._asdict() for identifier, one in report.definitions.items()},
        "targets": [
            one._asdict() | {"baseline": _value(one.baseline), "now": _value(one.now)} for one in report.targets
        ],
        "tables": {title: [row._asdict() for row in rows] for title, rows in report.tables.items()},
        "notes": list(report.notes),
        "step": report.step,
    }


def read(record: object) -> Report:
    """The report that such values stand for. ReportError where anything is missing, unknown, or not of its kind."""
    top = _At(record, "")
    if "version" in top.object():  # first, since another version may have other keys
        top.demand(top["version"].whole() == VERSION, "version", f"{VERSION}, the one that this release reads")
    top.keys(("version", *(name for name in Report._fields if name != "step")), ("step",))
    first, last = top["first"].day(), top["last"].day()
    top.demand(first <= last, "last", "no day before `first`")
    figures = top["figures"].each(_read_figure)
    step: Step = top.optional("step", lambda one: one.one_of(_STEPS)) or "week"  # reports before it had weeks
    days = {point.week for one in figures for point in one.weeks}
    top.demand(step == "week" or all(day.endswith("-01") for day in days), "figures", "the first day of each month")
    identifiers = [one.id for one in figures]
    top.demand(len(set(identifiers)) == len(identifiers), "figures", "each figure once")
    return Report(
        repository=top["repository"].text(),
        head=top["head"].text(),
        first=first,
        last=last,
        figures=figures,
        definitions=top["definitions"].mapped(_read_definition),
        targets=top["targets"].each(_read_target),
        tables=top["tables"].mapped(lambda rows: rows.each(_read_group)),
        notes=top["notes"].each(lambda note: note.text()),
        step=step,
    )


def _value(value: Value) -> dict[str, Any]:
    return {"value": value.value, "count": value.count} | {
        name: number for name in ("of", "low", "high") if (number := getattr(value, name)) is not None
    }


def _apart(one: Figure | Point) -> dict[str, Any]:
    return {part: _value(value) for part in ("all", "ai", "human") if (value := getattr(one, part)) is not None}


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "id": figure.id,
        "basis": figure.basis,
        **_apart(figure),
        "weeks": [{"week": point.week, **_apart(point)} for point in figure.weeks],
        "why": figure.why,
    }


class _At:
    """A value and the place where it stands, as in `figures[3].all.count`."""

    def __init__(self, value: object, place: str) -> None:
        self.value, self.place = value, place

    def __getitem__(self, name: str) -> "_At":
        return _At(self.object()[name], f"{self.place}.{name}" if self.place else name)

    def demand(self, held: bool, name: str, expected: str) -> None:
        if not held:
            place = ".".join(part for part in (self.place, name) if part)
            raise ReportError(f"{place or 'the report'}: expected {expected}")

    def object(self) -> Mapping[str, Any]:
        if not isinstance(self.value, dict):
            raise ReportError(f"{self.place or 'the report'}: expected an object")
        return self.value  # the keys of JSON are strings

    def keys(self, needed: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
        found = self.object()
        for name in needed:
            self.demand(name in found, name, "a value, and there is none")
        for name in found:
            self.demand(name in needed or name in optional, name, "no such key")

    def each(self, read_one: "Callable[[_At], _T]") -> tuple[_T, ...]:
        if not isinstance(self.value, list):
            raise ReportError(f"{self.place}: expected a list")
        return tuple(read_one(_At(one, f"{self.place}[{at}]")) for at, one in enumerate(self.value))

    def mapped(self, read_one: "Callable[[_At], _T]") -> dict[str, _T]:
        return {name: read_one(self[name]) for name in self.object()}

    def text(self) -> str:
        self.demand(isinstance(self.value, str), "", "a string")
        return str(self.value)

    def one_of(self, words: tuple[_T, ...]) -> _T:
        for word in words:
            if word == self.value:
                return word
        raise ReportError(f"{self.place}: expected one of {', '.join(repr(word) for word in words)}")

    def day(self) -> str:
        text = self.text()
        try:
            held = date.fromisoformat(text).isoformat() == text
        except ValueError:
            held = False
        self.demand(held, "", "a day as YYYY-MM-DD")
        return text

    def number(self) -> float:
        value = self.value
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= _LARGEST:
            raise ReportError(f"{self.place}: expected a number of at most {_LARGEST:.0e}")
        return value

    def whole(self) -> int:
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST:
            raise ReportError(f"{self.place}: expected a whole number from 0 to {_LARGEST:.0e}")
        return value

    def optional(self, name: str, read_one: "Callable[[_At], _T]") -> _T | None:
        return read_one(self[name]) if name in self.object() else None


def _read_value(at: _At) -> Value:
    at.keys(("value", "count"), ("of", "low", "high"))
    value = None if at["value"].value is None else at["value"].number()
    of, low, high = (at.optional(name, _At.number) for name in ("of", "low", "high"))
    at.demand(low is None or high is None or low <= high, "low", "no more than `high`")
    return Value(value, at["count"].whole(), of, low, high)


def _read_point(at: _At) -> Point:
    at.keys(("week", "all"), ("ai", "human"))
    return Point(
        at["week"].day(), _read_value(at["all"]), at.optional("ai", _read_value), at.optional("human", _read_value)
    )


def _read_figure(at: _At) -> Figure:
    at.keys(("id", "basis", "all", "weeks", "why"), ("ai", "human"))
    weeks = at["weeks"].each(_read_point)
    days = [point.week for point in weeks]
    at.demand(all(one < other for one, other in pairwise(days)), "weeks", "each week once, in order")
    return Figure(
        id=at["id"].text(),
        basis=at["basis"].one_of(_BASES),
        all=_read_value(at["all"]),
        ai=at.optional("ai", _read_value),
        human=at.optional("human", _read_value),
        weeks=weeks,
        why=at["why"].text(),
    )


def _read_definition(at: _At) -> Definition:
    at.keys(Definition._fields)
    texts = {name: at[name].text() for name in ("id", "title", "unit", "group", "text", "source")}
    return Definition(better=at["better"].one_of(_BETTER), **texts)


def _read_target(at: _At) -> Target:
    at.keys(Target._fields)
    return Target(
        figure=at["figure"].text(),
        limit=at["limit"].number(),
        baseline=_read_value(at["baseline"]),
        now=_read_value(at["now"]),
        trend=at["trend"].one_of(_TRENDS),
        verdict=at["verdict"].one_of(_VERDICTS),
    )


def _read_group(at: _At) -> Group:
    at.keys(Group._fields)
    return Group(at["name"].text(), at["commits"].whole(), at["added"].whole(), at["removed"].whole())
