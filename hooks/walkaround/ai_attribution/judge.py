"""Marks and a policy -> findings."""

from collections.abc import Iterator

from .._agents import Agent
from .._finding import Finding
from .._marks import ASSISTED, GENERATED_BY, Mark, well_formed
from .._message import trailers
from ._terms import ALLOW, EITHER, FORBID, REQUIRE, Terms
from .claims import denies_ai, unmarked
from .form import in_form, model_in
from .paths import misplaced
from .people import unsigned
from .reading import MESSAGE_PATH, Reading

# Trailers that say whether AI was used, for a project that wants the answer on every commit.
ANSWERS = frozenset({ASSISTED, GENERATED_BY, "ai-assisted"})


def judge(reading: Reading, terms: Terms) -> Iterator[Finding]:
    """All findings of one commit."""
    for finding in _found(reading, terms):
        remedy = finding.remedy if reading.in_the_making else _by_rewording(finding.remedy)
        yield finding._replace(path=reading.place, remedy=remedy)


def _by_rewording(remedy: str) -> str:
    """What to do about a commit that is made already, which `--fix` does not rewrite."""
    act, fix, _ = remedy.partition(", or let `walkaround-ai-attribution --fix`")
    return f"{act} by rewording the commit." if fix else remedy


def _found(reading: Reading, terms: Terms) -> Iterator[Finding]:
    if reading.discarded or not reading.subject:
        return
    yield from _sign_offs(reading, terms)
    if terms.marks == FORBID:
        yield from _forbidden(reading, terms)
    else:
        yield from _co_authors(reading, terms)
        yield from _forms(reading, terms)
        yield from _unseen(reading, terms)
    if terms.marks == REQUIRE:
        yield from _undeclared(reading, terms)
    if terms.every_commit:
        yield from _unanswered(reading, terms)
    yield from unmarked(reading, terms)
    yield from unsigned(reading, terms)
    yield from misplaced(reading, terms)


def _sign_offs(reading: Reading, terms: Terms) -> Iterator[Finding]:
    for mark in reading.marks:
        if mark.kind == "sign-off" and terms.sign_off == FORBID:
            yield _finding(
                mark, "ATT001", f"{_who(mark)} signs off, which only a person can do.",
                "Remove this line and sign off yourself with `git commit --signoff`.",
            )  # fmt: skip


def _forbidden(reading: Reading, terms: Terms) -> Iterator[Finding]:
    for mark in reading.evidence:
        if mark.kind == "sign-off" and terms.sign_off == FORBID:
            continue  # said already
        if mark.agent is not None and not mark.agent.id and not well_formed(mark.text):
            continue  # a model's name without an agent's: too little to stop a commit
        if mark.place == "identity":
            remedy = f"Commit under your own name: set the {mark.kind} to the person who answers for the change."
        elif mark.kind == "sign-off":
            remedy = "Remove this line."
        elif mark.text.count("@") > 1:
            remedy = "Take the agent out of this line, and leave the people in it."
        else:
            remedy = "Remove this line, or let `walkaround-ai-attribution --fix` remove it."
        yield _finding(
            mark, "ATT004", f"{_what(mark)} marks the commit as made with AI, which the policy forbids.", remedy
        )
    if not reading.evidence and reading.at_work is not None and not denies_ai(reading):
        mark = Mark("trailer", reading.at_work, _first_line(reading), 0, "body", "", "")
        yield _finding(
            mark, "ATT004", f"{_who(mark)} is at work in this shell, and the policy forbids AI.",
            "Commit from a terminal that no agent has opened, if the change is a person's alone.",
        )  # fmt: skip


def _co_authors(reading: Reading, terms: Terms) -> Iterator[Finding]:
    if terms.co_authors != FORBID:
        return
    for mark in reading.marks:
        if mark.kind == "co-author":
            act = "Remove this line" if accepted(reading, terms) else f"Replace it by {_example(mark, reading, terms)}"
            yield _finding(
                mark, "ATT010", f"{_who(mark)} stands in `{mark.key}`, where the policy wants people only.",
                f"{act}, or let `walkaround-ai-attribution --fix` do so.",
            )  # fmt: skip


def accepted(reading: Reading, terms: Terms) -> list[Mark]:
    """The declarations by a trailer that the policy takes for one, in whatever form."""
    return [mark for mark in reading.declared if mark.key.lower() in terms.keys]


def _forms(reading: Reading, terms: Terms) -> Iterator[Finding]:
    for mark in accepted(reading, terms):
        if is_formed(mark, reading, terms):
            continue
        if mark.agent is None and terms.marks == ALLOW and mark.text:
            continue  # whoever assisted is no agent we know, and nobody asked for AI trailers here
        key = terms.key_of(mark.key)
        yield _finding(
            mark, "ATT003", f"`{key}` does not have the form {terms.form_with(key)}.",
            f"Write {_example(mark, reading, terms)}.",
        )  # fmt: skip


def is_formed(mark: Mark, reading: Reading, terms: Terms) -> bool:
    """Whether a declaration has the form that the policy asks for."""
    return bool(mark.text.strip()) if terms.form == "any" else in_form(mark.text, reading.agents.models)


def _unseen(reading: Reading, terms: Terms) -> Iterator[Finding]:
    """Marks written as trailers where git sees none, unless git sees another mark of the same agent."""
    for mark in {(mark.agent, mark.first): mark for mark in unseen(reading, terms)}.values():
        how = (
            "stands behind a literal `\\n`"
            if mark.place == "escaped"
            else "is not in the last paragraph with other trailers only"
        )
        yield _finding(
            mark, "ATT006", f"The mark of {_who(mark)} {how}, so git does not see it as a trailer.",
            "Move it to a last paragraph of trailers, or let `walkaround-ai-attribution --fix` move it.",
        )  # fmt: skip


def unseen(reading: Reading, terms: Terms) -> list[Mark]:
    """The marks of rule ATT006; not co-authors that are not to be there at all."""
    seen = {mark.agent for mark in reading.marks if mark.place == "block"}
    kinds = ("declaration",) if terms.co_authors == FORBID else ("co-author", "declaration")
    return [m for m in reading.marks if m.kind in kinds and m.place in ("body", "escaped") and m.agent not in seen]


def _undeclared(reading: Reading, terms: Terms) -> Iterator[Finding]:
    evidence = reading.evidence
    if not evidence and not reading.declared and reading.at_work is not None:
        yield from _silent(reading, reading.at_work, terms)
    if not evidence or accepted(reading, terms):
        return
    mark = evidence[0]
    yield _finding(
        mark, "ATT002", f"{_what(mark)} shows that AI was at work, but no {_trailers(terms)} trailer says so.",
        f"Add {_example(mark, reading, terms)} to the last paragraph.",
    )  # fmt: skip


def _silent(reading: Reading, agent: Agent, terms: Terms) -> Iterator[Finding]:
    """An agent is at work in this shell and the message bears no mark, nor an answer."""
    if reading.made_by_git or denies_ai(reading):
        return
    mark = Mark("trailer", agent, _first_line(reading), 0, "body", "", "")
    yield _finding(
        mark, "ATT002", f"{_who(mark)} is at work in this shell, but no `{terms.key}` trailer says so.",
        f"In the last paragraph, add {_example(mark, reading, terms)}.",
    )  # fmt: skip


def _first_line(reading: Reading) -> int:
    return next(number for number, text in enumerate(reading.lines, 1) if text.strip())


def _trailers(terms: Terms) -> str:
    return "`Assisted-by` or `Generated-by`" if terms.trailer == EITHER else f"`{terms.key}`"


def _unanswered(reading: Reading, terms: Terms) -> Iterator[Finding]:
    if reading.made_by_git or reading.subject.startswith(("squash! ", "amend! ")):
        return
    if any(trailer.key.lower() in ANSWERS and trailer.value for trailer in trailers(reading.lines)):
        return
    yield Finding(
        MESSAGE_PATH, _first_line(reading), 1, "ATT005", "The commit does not say whether AI was used.",
        f"Add {terms.wanted}, or `AI-assisted: no`, as a trailer.",
    )  # fmt: skip


def _example(mark: Mark, reading: Reading, terms: Terms) -> str:
    """The trailer to write, as far as the mark tells it."""
    agent = mark.agent.name if mark.agent is not None and not mark.agent.generic else "AGENT"
    key = terms.key_of(mark.key)
    if terms.form == "any":
        return f"`{key}: {agent}`"
    model = model_in(mark.text, reading.agents.models, mark.agent) if mark.agent is not None else ""
    return f"`{key}: {agent}:{model or 'MODEL'}`" + ("" if model else ", with the model that was used")


def _who(mark: Mark) -> str:
    return mark.agent.name if mark.agent is not None and mark.agent.id != "some-ai" else "an AI agent"


def _what(mark: Mark) -> str:
    """The mark in words; the message's own text is not repeated."""
    if mark.place == "identity":
        return f"The {mark.kind}, {_who(mark)},"
    if mark.kind == "footer":
        return f"The footer of {_who(mark)}"
    return f"`{mark.key}` of {_who(mark)}"


def _finding(mark: Mark, rule: str, message: str, remedy: str) -> Finding:
    return Finding(MESSAGE_PATH, mark.first, 1 if mark.first else 0, rule, message[0].upper() + message[1:], remedy)
