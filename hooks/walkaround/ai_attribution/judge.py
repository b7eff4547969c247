"""Marks and a policy -> findings."""

from collections.abc import Iterator
from typing import NamedTuple

from .._agents import Agents, commit_identities, load_agents
from .._finding import Finding
from .._marks import ASSISTED, Mark, evidence, find_identities, find_marks, made_by_git, subject_of, well_formed
from .._message import shown, split_lines, trailers
from . import ALLOW, FORBID, MESSAGE_PATH, REQUIRE, Terms
from .form import model_in

# Trailers that say whether AI was used, for a project that wants the answer on every commit.
_ANSWERS = frozenset({ASSISTED, "generated-by", "ai-assisted"})


class Reading(NamedTuple):
    """A message as the judge sees it: its lines as git keeps them, its marks, and what kind of commit it is."""

    lines: list[str]
    marks: list[Mark]
    subject: str
    agents: Agents

    @property
    def made_by_git(self) -> bool:
        return made_by_git(self.subject)

    @property
    def discarded(self) -> bool:
        """Whether this message will never be seen: autosquash drops that of a fixup."""
        return self.subject.startswith("fixup! ")

    @property
    def evidence(self) -> list[Mark]:
        """What proves that an AI was at work."""
        return evidence(self.marks, self.subject)

    @property
    def declared(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.kind == "declaration"]


def read(committed: bytes, agents: Agents | None = None) -> Reading:
    """Find the marks in a message as git will keep it, and in this process's author and committer."""
    agents = agents or load_agents()
    lines = [shown(line) for line in split_lines(committed)]
    marks = [*find_identities(*commit_identities(), agents), *find_marks(lines, agents)]
    return Reading(lines, marks, subject_of(lines), agents)


def judge(reading: Reading, terms: Terms) -> Iterator[Finding]:
    """All findings of one commit message."""
    if reading.discarded or not reading.subject:
        return
    yield from _sign_offs(reading, terms)
    if terms.marks == FORBID:
        yield from _forbidden(reading, terms)
    else:
        yield from _forms(reading, terms)
        yield from _unseen(reading)
    if terms.marks == REQUIRE:
        yield from _undeclared(reading, terms)
    if terms.every_commit:
        yield from _unanswered(reading)


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
        else:
            remedy = "Remove this line, or let `walkaround-ai-attribution --fix` remove it."
        yield _finding(
            mark, "ATT004", f"{_what(mark)} marks the commit as made with AI, which the policy forbids.", remedy
        )


def _forms(reading: Reading, terms: Terms) -> Iterator[Finding]:
    for mark in reading.declared:
        if mark.key.lower() != ASSISTED or is_formed(mark, terms):
            continue
        if mark.agent is None and terms.marks == ALLOW and mark.text:
            continue  # whoever assisted is no agent we know, and nobody asked for AI trailers here
        yield _finding(
            mark, "ATT003", f"`Assisted-by` does not have the form {terms.wanted}.",
            f"Write {_example(mark, reading, terms)}.",
        )  # fmt: skip


def is_formed(mark: Mark, terms: Terms) -> bool:
    """Whether a declaration has the form that the policy asks for."""
    return bool(mark.text.strip()) if terms.form == "any" else well_formed(mark.text)


def _unseen(reading: Reading) -> Iterator[Finding]:
    """Marks written as trailers where git sees none, unless git sees another mark of the same agent."""
    for mark in {(mark.agent, mark.first): mark for mark in unseen(reading)}.values():
        how = (
            "stands behind a literal `\\n`"
            if mark.place == "escaped"
            else "is not in the last paragraph with other trailers only"
        )
        yield _finding(
            mark, "ATT006", f"The mark of {_who(mark)} {how}, so git does not see it as a trailer.",
            "Move it to a last paragraph of trailers, or let `walkaround-ai-attribution --fix` move it.",
        )  # fmt: skip


def unseen(reading: Reading) -> list[Mark]:
    """The marks of rule ATT006."""
    seen = {mark.agent for mark in reading.marks if mark.place == "block"}
    kinds = ("co-author", "declaration")
    return [m for m in reading.marks if m.kind in kinds and m.place in ("body", "escaped") and m.agent not in seen]


def _undeclared(reading: Reading, terms: Terms) -> Iterator[Finding]:
    evidence = reading.evidence
    accepted = [mark for mark in reading.declared if terms.form == "any" or mark.key.lower() == ASSISTED]
    if not evidence or accepted:
        return
    mark = evidence[0]
    yield _finding(
        mark, "ATT002", f"{_what(mark)} shows that AI was at work, but no `Assisted-by` trailer says so.",
        f"Add {_example(mark, reading, terms)} to the last paragraph.",
    )  # fmt: skip


def _unanswered(reading: Reading) -> Iterator[Finding]:
    if reading.made_by_git or reading.subject.startswith(("squash! ", "amend! ")):
        return
    if any(trailer.key.lower() in _ANSWERS and trailer.value for trailer in trailers(reading.lines)):
        return
    line = next(number for number, text in enumerate(reading.lines, 1) if text.strip())
    yield Finding(
        MESSAGE_PATH, line, 1, "ATT005", "The commit does not say whether AI was used.",
        "Add `Assisted-by: AGENT:MODEL`, or `AI-assisted: no`, as a trailer.",
    )  # fmt: skip


def _example(mark: Mark, reading: Reading, terms: Terms) -> str:
    """The trailer to write, as far as the mark tells it."""
    agent = mark.agent.name if mark.agent is not None and not mark.agent.generic else "AGENT"
    if terms.form == "any":
        return f"`Assisted-by: {agent}`"
    model = model_in(mark.text, reading.agents.models) if mark.agent is not None else ""
    return f"`Assisted-by: {agent}:{model or 'MODEL'}`" + ("" if model else ", with the model that was used")


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
