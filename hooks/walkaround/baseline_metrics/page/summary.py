"""The report as GitHub-flavoured Markdown, for a step summary or a comment: targets, weeks or months, figures, notes.

Text from the repository stays text: no link, no image, no mention, no reference, no HTML comes of it.
"""

from collections.abc import Iterable, Sequence

from ..._report.markdown import literal
from ..figure import Definition, Figure, Group, Report, Target, Value
from .numbers import UNKNOWN, beneath, limit, number, quantity, titled
from .sparks import reach, sparks
from .tables import left_out, most
from .words import (
    BASES,
    TRENDS,
    VERDICTS,
    absent,
    by_step,
    definition,
    empty,
    groups,
    head,
    reading,
    sentence,
    shown,
    span,
    tally,
    window,
)

_MOST_NOTES = 20
_MOST_POINTS = 60


def markdown(report: Report) -> str:
    """The whole report, without its weeks or months one by one."""
    parts = [
        _title(report),
        _targets(report),
        _points(report),
        _figures(report),
        _notes(report),
        _folded("Not known", _unknown(report)),
        *(_folded(title, _rows(title, rows)) for title, rows in report.tables.items() if rows),
        _folded("Definitions", _definitions(report)),
        _folded("How to read this", "".join(f"- {sentence}\n" for sentence in reading(report.step))),
    ]
    return "\n".join(part for part in parts if part)


def _title(report: Report) -> str:
    return f"## {_said(report.repository) or 'Repository'}\n\n{window(report)}, up to commit {_said(head(report))}\n"


def _said(text: str) -> str:
    """Text that is shown as it is."""
    return literal(shown(text))


def _item(text: str) -> str:
    """Text as an item of a list, in which it begins no list, no heading and no code."""
    found = shown(text).strip(" ")
    if found[:1] in tuple("+-=") or found[:1].isdecimal():
        found, first = found[1:], f"&#{ord(found[0])};"
        return f"- {first}{literal(found)}\n"
    return f"- {literal(found)}\n"


def _table(heads: Sequence[str], sides: str, rows: Iterable[Sequence[str]]) -> str:
    rules = {"<": ":--", ">": "--:"}
    lines = [heads, [rules[side] for side in sides], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _targets(report: Report) -> str:
    if not report.targets:
        return ""
    heads = ("Figure", "Baseline", "Now", "Target", "Trend", "Verdict")
    rows = (_target(one, definition(report, one.figure)) for one in report.targets)
    return f"### Targets: {tally(report.targets)}\n\n{_table(heads, '<>>><<', rows)}"


def _target(target: Target, known: Definition) -> Sequence[str]:
    return (
        _titled(known),
        _full(target.baseline, known.unit),
        _full(target.now, known.unit),
        literal(limit(known, target.limit)),
        " ".join(TRENDS[target.trend]),
        f"{VERDICTS[target.verdict][0]} **{VERDICTS[target.verdict][1]}**",
    )


def _titled(known: Definition) -> str:
    return _said(titled(known))


def _full(value: Value | None, unit: str) -> str:
    """The number; its interval and count beneath."""
    if value is None or value.value is None:
        return UNKNOWN
    small = literal(", ".join(beneath(value, unit)))
    return literal(quantity(value.value, unit)) + (f"<br><sub>{small}</sub>" if small else "")


def _points(report: Report) -> str:
    points, rows = sparks(report, _MOST_POINTS)
    if not rows:
        return ""
    lines = (
        (_titled(definition(report, figure.id)), f"`{row}`", literal(reach(report, figure, points)))
        for figure, row in rows
    )
    heads = (by_step(report.step), span(report, points), "From, to")
    return f"### Velocity, defects and the share of AI\n\n{_table(heads, '<<<', lines)}"


def _figures(report: Report) -> str:
    found = groups(report)
    if not found:
        return ""
    heads = ("Figure", "Rests on", "All", "AI", "Human")
    parts = []
    for group, figures in found:
        name = shown(group)
        parts.append(
            f"### {_said(name[:1].upper() + name[1:])}\n\n"
            + _table(heads, "<<>>>", (_figure(one, definition(report, one.id)) for one in figures))
        )
    return "\n".join(parts)


def _figure(figure: Figure, known: Definition) -> Sequence[str]:
    why = f"<br><sub>{_said(sentence(figure.why))}</sub>" if figure.why else ""
    return (
        _titled(known) + why,
        f"{BASES[figure.basis][0]} {figure.basis}",
        *(_full(value, known.unit) for value in (figure.all, figure.ai, figure.human)),
    )


def _notes(report: Report) -> str:
    kept = report.notes[:_MOST_NOTES]
    more = len(report.notes) - len(kept)
    lines = [_item(note) for note in kept] + ([f"- {more} more in the JSON report\n"] if more else [])
    return "### What limits these figures\n\n" + "".join(lines) if lines else ""


def _unknown(report: Report) -> str:
    lines = [f"- **{_titled(definition(report, one.id))}**: {_said(sentence(one.why))}\n" for one in absent(report)]
    lines += [
        f"- **{_titled(definition(report, one.id))}**: none in this window. {_said(sentence(one.why))}\n"
        for one in empty(report)
    ]
    return "".join(lines)


def _rows(title: str, rows: Sequence[Group]) -> str:
    kept = most(rows)
    lines = ((_said(row.name), number(row.commits), number(row.added), number(row.removed)) for row in kept)
    more = f"\n{left_out(rows, kept)}\n" if len(kept) < len(rows) else ""
    return _table((_said(title), "Commits", "Lines added", "Lines deleted"), "<>>>", lines) + more


def _definitions(report: Report) -> str:
    return "".join(_defined(definition(report, one.id)) for one in report.figures)


def _defined(known: Definition) -> str:
    source = f" {_said(sentence(known.source))}" if known.source else ""
    return f"- **{_said(known.title)}**: {_said(sentence(known.text))}{source}\n" if known.text else ""


def _folded(title: str, content: str) -> str:
    if not content:
        return ""
    return f"<details><summary>{_said(title)}</summary>\n\n{content}\n</details>\n"
