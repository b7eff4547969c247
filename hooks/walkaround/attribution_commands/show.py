"""`walkaround attribution show`: the level of commits, their agents, and what proves it."""

import argparse
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .._main import formatter
from .._marks import Mark
from .._report.wording import visible
from ..ai_attribution._terms import Terms
from ..ai_attribution.claims import unmarked
from . import say, say_json
from ._history import History, Sized, id_of, name_of

# What a kind of mark is called; the others are trailers.
_SOURCES = {"author": "author", "committer": "committer", "footer": "footer", "trace": "link"}


class Evidence(NamedTuple):
    """`strength`: a "mark" that a machine left, or "words" only. `line` is 0 for who made the commit."""

    source: str
    strength: str
    line: int
    agent: str
    text: str


def main(argv: Sequence[str]) -> int:
    options = _parser().parse_args(argv)
    history = History()
    found = history.named(options.revisions or ["HEAD"])
    if options.json:
        say_json({"version": 1, "commits": [_plain(one, history.terms) for one in found]})
        return 0
    for number, one in enumerate(found):
        say(("\n" if number else "") + _text(one, history.terms))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "walkaround attribution show",
        description="How much of each commit AI made, as far as it left marks: by which agents, and what proves it.",
        epilog="Exit codes: 0 shown, 2 a commit could not be read.",
        formatter_class=formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("revisions", nargs="*", metavar="REV", help="a commit, or a range A..B (default: HEAD)")
    return parser


def evidence_of(one: Sized, terms: Terms) -> Iterator[Evidence]:
    """What the marks prove, and then what is only said in words."""
    proofs = one.reading.evidence
    for mark in one.reading.marks:
        if mark.place == "identity" and mark not in proofs:
            continue  # of a merge, say, which whoever runs git makes
        yield _of_mark(mark, "mark" if mark in proofs else "words")
    for finding in unmarked(one.reading, terms):
        yield Evidence("text", "words", finding.line, "", _line(one, finding.line))


def _of_mark(mark: Mark, strength: str) -> Evidence:
    agent = "" if mark.agent is None else id_of(mark.agent)
    text = f"{mark.key}: {mark.text}" if mark.key else mark.text
    return Evidence(_SOURCES.get(mark.kind, "trailer"), strength, mark.first, agent, text)


def _line(one: Sized, number: int) -> str:
    return one.reading.lines[number - 1] if 0 < number <= len(one.reading.lines) else ""


def _plain(one: Sized, terms: Terms) -> dict[str, object]:
    return {
        "commit": one.commit.sha,
        "subject": one.reading.subject,
        "level": one.reading.level,
        "agents": [{"id": id_of(agent), "name": name_of(agent)} for agent in one.agents],
        "evidence": [evidence._asdict() for evidence in evidence_of(one, terms)],
    }


def _text(one: Sized, terms: Terms) -> str:
    by = f" by {', '.join(map(name_of, one.agents))}" if one.agents else ""
    lines = [f"{one.commit.sha[:12]} {visible(one.reading.subject)}\n", f"  {one.reading.level}{by}\n"]
    for evidence in evidence_of(one, terms):
        place = f"line {evidence.line}, {evidence.source}" if evidence.line else evidence.source
        lines.append(f"  {evidence.strength:5} {place}: {visible(evidence.text)}\n")
    return "".join(lines)
