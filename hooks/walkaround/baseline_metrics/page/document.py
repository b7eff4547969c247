"""The report as one HTML page that stands alone: no address, no script, no font and no picture from anywhere.

Definitions, and weeks or months, are behind `<details>`, one click away; on paper definitions follow as notes.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..figure import Definition, Figure, Report, Step
from . import tables
from .charts import chart
from .picture import FULL, NARROW, drawn
from .style import sheet
from .tables import safe, sentences
from .words import (
    BASES,
    Field,
    absent,
    by_step,
    definition,
    empty,
    field,
    groups,
    head,
    parts,
    plural,
    reading,
    tally,
    window,
)

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_LINES = (
    ("all", "All", "M1 6H33", "M17 6h.01"),
    ("ai", "AI", "M1 6H33", "M17 6h.01"),
    ("human", "Human", "M1 6H33", "M17 6h.01"),
)


class Section(NamedTuple):
    """A part of the page with a heading, and its shorter name in the list of parts."""

    name: str
    short: str
    title: str
    body: str


class Frame(NamedTuple):
    """What is around the sections of a page: all of it text, but for `period`, `after` and `footer`, which are HTML."""

    title: str
    kicker: str
    heading: str
    period: str
    after: str
    footer: str


def html(report: Report) -> str:
    """The whole page."""
    page = _Page(report)
    frame = Frame(
        f"{report.repository}, {report.first} to {report.last}: velocity and defects",
        "Velocity and defects on one page, AI and human apart",
        report.repository,
        f"{window(report)}, up to commit <code>{safe(head(report))}</code>",
        page.definitions(),
        "Made by Walkaround out of the history of this repository and the files it was given. This page loads nothing "
        "and sends nothing.",
    )
    return framed(frame, page.sections())


def framed(frame: Frame, sections: Iterable[Section]) -> str:
    """A page that stands alone, of the sections that have a body."""
    shown = [one for one in sections if one.body]
    links = "".join(f'<li><a href="#{one.name}">{safe(one.short)}</a>' for one in shown)
    bodies = "".join(
        f'<section aria-labelledby="{one.name}"><h2 id="{one.name}">{safe(one.title)}</h2>{one.body}</section>'
        for one in shown
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">'
        f"<title>{safe(frame.title)}</title>"
        f"<style>{sheet()}</style></head>\n"
        '<body><a class="skip" href="#main">Skip to the figures</a><header>'
        f'<p class="kicker">{safe(frame.kicker)}</p><h1>{safe(frame.heading)}</h1>'
        f'<p class="soft">{frame.period}</p></header>\n'
        f'<nav aria-label="On this page"><ul>{links}</ul></nav>\n<main id="main" tabindex="-1">{bodies}'
        f"{frame.after}</main>\n<footer>{frame.footer}</footer></body></html>\n"
    )


class _Page:
    """The sections of a page, and the numbers by which they refer to one another."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.groups = groups(report)
        self.field = field(report)
        told = [one for _, figures in self.groups for one in figures] + empty(report) + absent(report)
        self.order = {id(one): at for at, one in enumerate(told, 1)}
        self.told = told
        times = Counter(one.id for one in told)
        self.anchors = {
            one.id: f"f-{one.id}" if re.fullmatch(r"[a-z0-9-]+", one.id) else f"f{self.order[id(one)]}"
            for one in told
            if times[one.id] == 1
        }

    def sections(self) -> Iterator[Section]:
        """In the order in which they are read; those without a body are left out of the page."""
        yield Section("targets", "Targets", "Targets", self._targets())
        yield Section("picture", "Picture", "Velocity, defects and the share of AI", self._picture())
        for at, (name, figures) in enumerate(self.groups, 1):
            title = name[:1].upper() + name[1:]
            key = _KEY if at == 1 else ""
            yield Section(f"group{at}", title, title, key + "".join(map(self._figure, figures)))
        yield Section("tables", "Breakdown", "Breakdown", self._tables())
        yield Section("absent", "Not known", "Not known", self._absent())
        yield Section("notes", "Limits", "What limits these figures", _list(map(safe, self.report.notes)))
        yield Section("reading", "Reading", "How to read this page", _reading(self.report.step))

    def _targets(self) -> str:
        if not self.report.targets:
            return ""
        count = plural(len(self.report.targets), "target")
        return f"<p>{count}: {tally(self.report.targets)}.</p>{tables.targets(self.report, self.anchors)}"

    def _picture(self) -> str:
        if not self.field.known():
            return ""
        pictures = drawn(self.report, self.field, FULL) + drawn(self.report, self.field, NARROW)
        return (
            f"<p>{_seeing(self.report, self.field)}</p>"
            f'<figure class="picture"><div>{pictures}</div>{tables.picture(self.report, self.field)}</figure>'
        )

    def _figure(self, figure: Figure) -> str:
        known = definition(self.report, figure.id)
        anchor, at = self.anchors.get(figure.id, f"f{self.order[id(figure)]}"), self.order[id(figure)]
        why = f'<p class="soft">{sentences(figure.why)}</p>' if figure.why else ""
        points = tables.by_point(self.report, figure, known) if figure.weeks else ""
        weeks = _behind(by_step(self.report.step), known, points)
        picture = chart(self.report, figure, known, at)
        return (
            f'<article class="row" id="{anchor}"><div><h3>{safe(known.title)}{self._note(at)}</h3>'
            f'<p class="soft">{_basis(figure)}</p>{why}</div>'
            f'<div class="plain">{tables.figure(parts(figure), known)}</div><div class="chart">{picture}</div>'
            f'<div class="more">{_behind("Definition", known, _defined(known))}{weeks}</div></article>'
        )

    def _note(self, at: int) -> str:
        return f'<sup class="printed">{at}</sup>'

    def _tables(self) -> str:
        shown = [tables.rows_of(title, rows) for title, rows in self.report.tables.items() if rows]
        return f'<div class="tables">{"".join(shown)}</div>' if shown else ""

    def _absent(self) -> str:
        brought = _dl(self._missing(one) for one in absent(self.report))
        nothing = _dl(self._missing(one) for one in empty(self.report))
        if brought:
            brought = f"<h3>Nothing to count them in yet</h3><p>What to bring for each of them:</p>{brought}"
        if nothing:
            said = "They were looked for, and there was nothing to make a figure of."
            nothing = f"<h3>None in this window</h3><p>{said}</p>{nothing}"
        return brought + nothing

    def _missing(self, figure: Figure) -> str:
        known = definition(self.report, figure.id)
        anchor = self.anchors.get(figure.id, f"f{self.order[id(figure)]}")
        return (
            f'<div><dt id="{anchor}">{safe(known.title)}{self._note(self.order[id(figure)])}</dt>'
            f"<dd>{sentences(figure.why)}{_behind('Definition', known, _defined(known))}</dd></div>"
        )

    def definitions(self) -> str:
        """On paper, what is behind a click on the screen."""
        told = "".join(
            f"<dt>{self.order[id(one)]}. {safe(known.title)}</dt><dd>{_sentences(known)}</dd>"
            for one in self.told
            if (known := definition(self.report, one.id)).text
        )
        return f'<section class="printed"><h2>Definitions</h2><dl>{told}</dl></section>' if told else ""


def _line(key: str, name: str, stroke: str, dot: str) -> str:
    return (
        f'<li><svg width="34" height="12" viewBox="0 0 34 12" aria-hidden="true"><path class="{key}" d="{stroke}"/>'
        f'<path class="d {key}" d="{dot}"/></svg>{name}</li>'
    )


_KEY = f'<ul class="key">{"".join(_line(*one) for one in _LINES)}</ul>'


def _seeing(report: Report, found: Field) -> str:
    said = []
    step = report.step
    if found.merged is not None:
        said.append(
            "Columns are merged pull requests"
            + (", the filled part those with AI." if _told_apart(found.merged) else ".")
        )
    if found.defects is not None:
        said.append(
            f"The defect rate of a {step} is that of all its fixes, whatever they mend. The upright strokes are its "
            f"intervals; one that leaves the panel has no end. An arrow is a {step} of few lines with a rate beyond it."
        )
    said.append(f"A gap is a {step} of which nothing is known; a broken column or a ring, one that the window cuts.")
    return " ".join(said)


def _told_apart(figure: Figure) -> bool:
    return any(point.ai is not None for point in figure.weeks)


def _basis(figure: Figure) -> str:
    return f'<span class="basis"><span aria-hidden="true">{BASES[figure.basis][0]}</span> {figure.basis}</span>'


def _behind(what: str, known: Definition, content: str) -> str:
    name = f'<span class="vh"> of {safe(known.title)}</span>'
    return f"<details><summary>{what}{name}</summary>{content}</details>" if content else ""


def _defined(known: Definition) -> str:
    return f"<p>{_sentences(known)}</p>" if known.text else ""


def _sentences(known: Definition) -> str:
    return sentences(known.text) + (f" <small>{sentences(known.source)}</small>" if known.source else "")


def _dl(items: Iterable[str]) -> str:
    content = "".join(items)
    return f'<dl class="missing">{content}</dl>' if content else ""


def _list(items: Iterable[str]) -> str:
    content = "".join(f"<li>{item}</li>" for item in items)
    return f'<ul class="notes">{content}</ul>' if content else ""


def _reading(step: Step) -> str:
    bases = (
        f'<span class="mark" aria-hidden="true">{sign}</span><b>{basis}</b>: {meaning}.'
        for basis, (sign, meaning) in BASES.items()
    )
    return _list([*map(sentences, reading(step)), *bases])
