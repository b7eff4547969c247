"""Answers that cannot both be true. Only what is certain counts: people write of parts, and of one more case."""

# ruff: noqa: RUF001 - quotes and dashes that people write

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .._checklist.answers import Answer, denies_ai, named_agents, sentences
from .._checklist.assistants import authors
from .._checklist.boxes import Box
from .._checklist.questions import ASSISTANT, READ, TESTS, VERIFIED
from ._tested import clauses, is_success, is_untested

_NOTHING_READ = re.compile(
    r"(?:nothing|none|not read|unread|nobody(?: has)? read (?:it|this)|no human(?: has)? read (?:it"
    r"|this|anything|any of it)"
    r"|nothing (?:was|has been) read|none of it(?: was read)?)(?: yet)?"
)
_ALL_READ = re.compile(
    r"(?:everything|all(?: of it)?|every (?:single )?line|the (?:whole|entire|full) (?:diff|change|thing)|all lines)"
    r"(?: (?:was|were|has been|have been|is))?(?: (?:read|reviewed)(?: line by line| by \w+)*)?"
    r"|(?:i|we) (?:have )?(?:read|reviewed) (?:everything|all(?: of it)?|every (?:single )?line"
    r"|the (?:whole|entire) (?:diff|change))(?: line by line)?"
)
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_NOT = frozenset(["not", "no", "never", "without", "isn't", "doesn't", "hasn't", "haven't", "don't", "none", "didn't"])
_SKIPPED = frozenset(["do", "does", "did", "any", "is", "has", "have", "been", "be", "was", "were", "yet"])
_USED = re.compile(
    r"\b(?:wrote|written|generated|drafted|helped|produced|made|created|suggested|used|did|by|with|reviewed)\b"
)


class Contradiction(NamedTuple):
    line: int
    message: str


def contradictions(answers: Mapping[str, Answer], boxes: Sequence[Box], body: "Said") -> Iterator[Contradiction]:
    """All of them."""
    yield from _boxes(boxes)
    yield from _assistant(answers.get(ASSISTANT.id), body)
    yield from _read(answers.get(READ.id))
    yield from _tested(answers, boxes)
    yield from _wrote(answers)


class Said(NamedTuple):
    """The first lines outside the checklist that affirm and that deny the use of AI; 0 for none."""

    affirms: int = 0
    denies: int = 0


def _boxes(boxes: Sequence[Box]) -> Iterator[Contradiction]:
    groups: dict[int, list[Box]] = {}
    for box in boxes:
        groups.setdefault(box.group, []).append(box)
    for group in groups.values():
        ticked = [box for box in group if box.ticked]
        yes = next((box for box in ticked if _is(box, "yes")), None)
        no = next((box for box in ticked if _is(box, "no")), None)
        if (
            yes is not None
            and no is not None
            and all(_is(box, "yes", "no", "n/a", "maybe", "partly", "unsure") for box in group)
        ):
            yield Contradiction(max(yes.line, no.line), "Both yes and no are ticked.")
            continue
        none = next((box for box in ticked if _is_none(box)), None)
        if none is not None and len(ticked) > 1:
            yield Contradiction(none.line, f"{_quoted(none)} is ticked together with another box of its list.")
    yield from _negated([box for box in boxes if box.ticked])


def _negated(ticked: Sequence[Box]) -> Iterator[Contradiction]:
    """Two ticked boxes under one heading that say the same, but for a "not"."""
    said: dict[tuple[object, ...], tuple[bool, Box]] = {}
    for box in ticked:
        words = [word.casefold().replace("’", "'") for word in _WORDS.findall(box.text)]
        rest = tuple(_rooted(word) for word in words if word not in _NOT | _SKIPPED)
        if len(rest) < 1 or (len(rest) == 1 and rest[0] in ("yes", "none")):
            continue
        negated = sum(word in _NOT for word in words) % 2 == 1 or any(
            word.startswith("un") and _rooted(word) != word for word in words
        )
        before = said.setdefault((box.section, *rest), (negated, box))
        if before[0] != negated:
            yield Contradiction(box.line, f"{_quoted(before[1])} and {_quoted(box)} are both ticked.")


def _rooted(word: str) -> str:
    return {"untested": "tested", "undocumented": "documented", "unverified": "verified"}.get(word, word)


def _is(box: Box, *words: str) -> bool:
    text = box.text.casefold().strip(" .!")
    return any(text == word or re.match(rf"{re.escape(word)}\s*[,;:(–—-]", text) is not None for word in words)


def _is_none(box: Box) -> bool:
    return (
        re.fullmatch(
            r"(?:none|none of (?:the above|these|them)|nothing|no (?:ai|assistant)(?: (?:was )?used)?)[.!]?",
            box.text.casefold(),
        )
        is not None
    )


def _quoted(box: Box) -> str:
    text = box.text if len(box.text) <= 60 else f"{box.text[:57]}..."
    return f'"{text}"'


def _assistant(answer: Answer | None, body: Said) -> Iterator[Contradiction]:
    if answer is None or not answer.text:
        return
    if denies_ai(answer):
        named = [name for name in named_agents(answer.text) if not _is_denied(name, answer)]
        if named:
            message = f'The pull request says "none", and that {named[0]} had a part in it.'
            yield Contradiction(answer.line, message)
        elif body.affirms:
            yield Contradiction(
                body.affirms, "The disclosure says that no assistant was used, and this line that one was."
            )
    elif body.denies and named_agents(answer.text):
        yield Contradiction(body.denies, "The disclosure names an assistant, and this line says that none was used.")


def _is_denied(name: str, answer: Answer) -> bool:
    """Whether a sentence speaks of an assistant without saying that it did something."""
    for part in re.split(r"[.;!?](?:\s|$)|,\s|\bbut\b|\n", "\n".join(answer.rows) or answer.text):
        if name.casefold().split()[0] in part.casefold():
            words = {word.casefold().replace("’", "'") for word in _WORDS.findall(part)}
            if not words & (_NOT | {"off", "disabled", "nor"}) and (_USED.search(part.casefold()) or len(words) <= 4):
                return False
            if (
                re.match(r"\s*none?\b", part.casefold())
                and re.search(r"\bnone?\b[\s:/&+-]+(?:and |but |/ ?)?[A-Z]", part, re.IGNORECASE)
                and not words & {"no", "not", "never"}
                and _USED.search(part.casefold())
            ):
                return False
    return True


def _read(answer: Answer | None) -> Iterator[Contradiction]:
    if answer is None:
        return
    said = sentences(answer)
    if any(_NOTHING_READ.fullmatch(one) for one in said) and any(_ALL_READ.fullmatch(one) for one in said):
        yield Contradiction(answer.line, "The pull request says that everything was read, and that nothing was.")


def _tested(answers: Mapping[str, Answer], boxes: Sequence[Box]) -> Iterator[Contradiction]:
    """Not tested, and tested with success: each said of the whole, not of a part."""
    verified = answers.get(VERIFIED.id)
    told = [(box.line, box.text) for box in boxes if box.ticked]
    told += [(verified.line, row) for row in verified.rows or (verified.text,)] if verified is not None else []
    untested = next((line for line, text in told if any(map(is_untested, clauses(text)))), 0)
    tests = answers.get(TESTS.id)
    claims = told + ([(tests.line, tests.text)] if tests is not None else [])
    passing = next((line for line, text in claims if any(map(is_success, clauses(text)))), 0)
    if untested and passing:
        yield Contradiction(
            untested, f"The change is not tested by this line, and line {passing} says that its tests pass."
        )


def _wrote(answers: Mapping[str, Answer]) -> Iterator[Contradiction]:
    """No assistant by one answer, and one that wrote something by another."""
    answer = answers.get(ASSISTANT.id)
    if answer is None or not denies_ai(answer):
        return
    for name, other in answers.items():
        if name != ASSISTANT.id:
            spoken = name in (READ.id, VERIFIED.id, TESTS.id)
            named = next((one for row in other.rows for one in authors(row, generic=spoken)), "")
            if named:
                message = f"This answer says that {named} wrote something, and line {answer.line} that none was used."
                yield Contradiction(other.line, message)
                return
