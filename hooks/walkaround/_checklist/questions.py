"""The questions, as data: three that every pull request answers, and ten areas of which a change touches some.

Each is answered in words. A question keeps its text for ever: pull requests that are open hold the old one, so that a
better wording is a new version of the template (`templates/pr-checklist.md`) and leaves those open ones behind.
"""

from typing import NamedTuple

HEADING = "AI assistance and review"
HOW = (
    "Answer in words. Of the questions below only those count that this change touches: the check in CI names them, "
    "and `walkaround pr-checklist render` prints them. The others may stay empty, or go."
)
HOW_RENDERED = "Answer in words, below each line or behind it; one honest sentence about this change is enough."
QUESTIONS = "Questions about the change"
VERSION = 2  # of the text in the template
MOST = 4  # areas that one pull request is asked about


class Question(NamedTuple):
    """`label` stands before the text of an area; `hint` behind that of a disclosure line, in brackets."""

    id: str
    label: str
    text: str
    hint: str = ""

    @property
    def area(self) -> bool:
        return bool(self.label)

    @property
    def line(self) -> str:
        """The question as the template has it, one item of a list."""
        return f"- **{self.label}.** {self.text}" if self.area else f"- {self.text}{self.hint}:"


ASSISTANT = Question("assistant", "", "Assistant and model, and what it wrote", ' ("none" if none)')
READ = Question("read", "", "What a human has read line by line, and what not")
VERIFIED = Question("verified", "", "How the change was verified, and by whom", " (commands run, cases tried)")
DISCLOSURE = (ASSISTANT, READ, VERIFIED)

AREAS = (
    Question("edges", "Edges", "Which inputs are empty, huge or wrong here, and what happens then?"),
    Question("errors", "Errors", "What can fail here, and what does the caller or the user see when it does?"),
    Question("input", "Input", "Which values come from outside, and where is each one checked before it is used?"),
    Question("access", "Access", "Who may do this, and which line stops everybody else?"),
    Question(
        "data", "Secrets and data",
        "Which secrets or personal data pass through here, and where could they leak: logs, errors, prompts, tests?",
    ),
    Question(
        "dependencies", "Dependencies",
        "Which packages and APIs are new here, and where did you see that the pinned version has them?",
    ),
    Question(
        "tests", "Tests", "Which requirement does each new test come from, and which test fails without this change?"
    ),
    Question("scale", "Scale", "How often does this run and on how much data, and what grows with it?"),
    Question("concurrency", "Concurrency", "What happens when two of these run at once, or one stops halfway?"),
    Question("design", "Design", "What like this was there already, and why does the new code stand where it does?"),
)  # fmt: skip
TESTS = next(one for one in AREAS if one.id == "tests")
ALL = (*DISCLOSURE, *AREAS)


def question(name: str) -> Question:
    return next(one for one in ALL if one.id == name)
