"""What all the formats say in the same words, and the parts of a report that they show."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..._report.wording import visible
from ..figure import NOTHING, Basis, Definition, Figure, Report, Step, Target, Trend, Value, Verdict
from .numbers import UNKNOWN, titled

VERDICTS: Mapping[Verdict, tuple[str, str]] = {
    "met": ("✓", "met"),
    "missed": ("✕", "missed"),
    "unclear": ("≈", "unclear"),
    "unknown": (UNKNOWN, "unknown"),
}
TRENDS: Mapping[Trend, tuple[str, str]] = {
    "better": ("▲", "better"),
    "worse": ("▼", "worse"),
    "unclear": ("≈", "unclear"),
    "unknown": (UNKNOWN, "unknown"),
}
BASES: Mapping[Basis, tuple[str, str]] = {
    "measured": ("●", "counted in what it is said of"),
    "proxy": ("◐", "counted in something else that goes with it; beside the figure stands in what"),
    "absent": ("○", "there is nothing to count it in; what to bring is listed at the end"),
}
PARTS = (("all", "All"), ("ai", "AI"), ("human", "Human"))

READING = (
    "Each figure says of how many observations it is made. Of few, it moves from {step} to {step} by itself.",
    "Behind `in` stands the size of what was looked at, in the unit that the definition names, such as lines.",
    "The interval of 95 % says how far off a figure may be by chance. Two that overlap widely are not told apart here.",
    "AI means that a commit bears the mark of an assistant; work with AI that left no mark is counted as human.",
    "Generated is what an assistant wrote, by its mark; assisted is what it had a part in.",
    "What was not measured is left open and never shown as 0.",
    "Figures that move together need not be the cause of one another: team, season and work change as well.",
)

# Groups in the order in which they are read; others follow in the order in which they come.
_ORDER = ("velocity", "share of ai", "defects", "quality", "outcome")
_MERGED = ("merged-pulls",)
_DEFECTS = ("defect-rate",)
_SHARES = ("ai-lines", "ai-commits")


def reading(step: Step) -> list[str]:
    """How to read it."""
    return [said.format(step=step) for said in READING]


class Field(NamedTuple):
    """The three figures of the picture; None for one that has no points."""

    merged: Figure | None
    defects: Figure | None
    share: Figure | None

    def known(self) -> list[Figure]:
        return [one for one in self if one is not None]


def shown(text: str) -> str:
    """A word out of a repository, on one line and without anything that acts on what shows it."""
    return visible(text)


def sentence(text: str) -> str:
    """With a capital letter and a full stop, however it was written down."""
    found = text.strip()
    if not found:
        return ""
    return found[:1].upper() + found[1:] + ("" if found.endswith((".", "!", "?")) else ".")


def definition(report: Report, identifier: str) -> Definition:
    """What a figure is; one of which the report does not say it goes by its id."""
    found = report.definitions.get(identifier)
    return found or Definition(identifier, identifier, "", "", "other", "")


def parts(figure: Figure) -> list[tuple[str, str, Value]]:
    """`all`, `ai`, `human`, each with its name, as far as they were told apart."""
    values = [(key, name, getattr(figure, key)) for key, name in PARTS]
    return [(key, name, value) for key, name, value in values if value is not None]


def present(figure: Figure) -> bool:
    """Whether there is a number to show."""
    return figure.basis != "absent" and any(value.value is not None for _, _, value in parts(figure))


def groups(report: Report) -> list[tuple[str, list[Figure]]]:
    """The figures that have a number, by the group of their definition."""
    found: dict[str, list[Figure]] = {}
    for figure in report.figures:
        if present(figure):
            found.setdefault(definition(report, figure.id).group or "other", []).append(figure)
    places = {name: at for at, name in enumerate(_ORDER)}
    return sorted(found.items(), key=lambda item: places.get(item[0].lower(), len(places)))


def empty(report: Report) -> list[Figure]:
    """Figures that were looked for, and of which this window has none."""
    return [one for one in report.figures if one.basis != "absent" and not present(one)]


def absent(report: Report) -> list[Figure]:
    return [one for one in report.figures if one.basis == "absent"]


def field(report: Report) -> Field:
    by_id = {one.id: one for one in report.figures if one.basis != "absent" and _weeks_known(one)}
    return Field(*(_first(by_id, names) for names in (_MERGED, _DEFECTS, _SHARES)))


def _weeks_known(figure: Figure) -> bool:
    return any(point.all.value is not None for point in figure.weeks)


def _first(by_id: Mapping[str, Figure], names: Iterable[str]) -> Figure | None:
    return next((by_id[name] for name in names if name in by_id), None)


def cut(report: Report, points: Iterable[str]) -> set[str]:
    """The weeks or months of which the window holds a part only."""
    last = date.fromisoformat(report.last).toordinal()
    return {point for point in points if point < report.first or _last_day(point, report.step) > last}


def _last_day(point: str, step: Step) -> int:
    """Of a week or a month, by its number; there may be no date of it any more."""
    day = date.fromisoformat(point)
    if step == "week":
        return day.toordinal() + 6
    return day.toordinal() + 30 if day.month == 12 else date(day.year, day.month + 1, 1).toordinal() - 1


def named(point: str, step: Step) -> str:
    """A week by its Monday, a month without a day."""
    return point if step == "week" else point[: len("YYYY-MM")]


def by_step(step: Step) -> str:
    return f"{step.capitalize()} by {step}"


def span(report: Report, points: Sequence[str]) -> str:
    """From when to when, and which of them are no whole ones."""
    ends = f"{named(points[0], report.step)} to {named(points[-1], report.step)}"
    partly = cut(report, (points[0], points[-1]))
    if not partly:
        return ends
    which = "both ends" if len(partly) > 1 else "first" if points[0] in partly else "last"
    return f"{ends} ({which} in part)"


def pointed(known: Definition, step: Step) -> str:
    """What stands over the points of a figure: its name and unit, in which a rate a month is counted by the week."""
    return titled(known._replace(unit="a week") if known.unit == "a month" and step == "week" else known)


def window(report: Report) -> str:
    days = date.fromisoformat(report.last).toordinal() - date.fromisoformat(report.first).toordinal() + 1
    return f"{report.first} to {report.last} ({plural(days, 'day')})"


def plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def tally(targets: Sequence[Target]) -> str:
    """`3 met, 1 missed, 1 unclear`, in the order of VERDICTS and without what there is none of."""
    counts = Counter(one.verdict for one in targets)
    return ", ".join(f"{counts[verdict]} {VERDICTS[verdict][1]}" for verdict in VERDICTS if counts[verdict])


def head(report: Report) -> str:
    """The commit, as short as it is told apart."""
    name = shown(report.head)
    return name[:12] if len(name) in (40, 64) and set(name) <= set("0123456789abcdef") else name


def of_point(figure: Figure | None, wanted: str) -> Value:
    """What a figure was in a week or month; NOTHING where it says nothing of it."""
    for point in figure.weeks if figure else ():
        if point.week == wanted:
            return point.all
    return NOTHING
