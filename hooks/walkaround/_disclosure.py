"""What the text of a pull request says about AI: by ticked boxes, filled-in fields, sentences, or our own paragraph.

Only what its readers see counts: no HTML comment, no code, no quotation, no heading, no box that is not ticked. A
sentence counts when it speaks of the whole change in words that are hard to misunderstand; all others say nothing.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ._agents import load_agents
from ._marks import declares_none, evidence, find_marks

HEADING = "AI disclosure"
_LONGEST = 400  # characters of a sentence that is looked at

_AI = (
    r"(?:(?:generative |gen)?ai|llms?|artificial intelligence|language models?|copilot|claude|chatgpt|codex|gemini"
    r"|(?:ai|coding|code) (?:assistants?|agents?|tools?)|assistants?)"
)
_THIS = (
    r"(?:this|the|these) (?:whole |entire )?"
    r"(?:pr|pull request|merge request|mr|changes?|commits?|branch|patch|code|work|contribution)"
)
_TOOLS = r"(?:[ -](?:assistance|assistants?|agents?|tools?|tooling|help|code|content|usage|involvement|models?))?"
_MADE = "(?:[- ](?:generated|written|assisted))?"
_IS = rf"(?:{_THIS} (?:is|are|was|were) )?"
_PARTLY = r"(?:partly |partially |mostly |fully |entirely )?"
# "No AI was used.", or "... in this pull request", but not "... for the tests".
_WHOLE = rf"(?:(?: at all)?(?: (?:in|for|on|to (?:write|make|create|produce)) {_THIS})?)$"
_USED = "(?: (?:was|were|is|has been|have been))?(?: (?:used|involved))?"
_WITH = "(?:by|with|with the (?:help|assistance) of|using)"
_DENIALS = (
    rf"^(?:there (?:is|was) )?no (?:use of )?{_AI}{_MADE}{_TOOLS}{_USED}{_WHOLE}",
    rf"^(?:i|we) (?:did not|didn't|have not|haven't) used?(?: any)? {_AI}{_TOOLS}{_WHOLE}",
    rf"^(?:i|we) used no {_AI}{_TOOLS}{_WHOLE}",
    rf"^{_IS}(?:(?:made|written|done|created|produced) )?without (?:any |the (?:use|help) of (?:any )?)?{_AI}{_TOOLS}$",
    rf"^none of {_THIS} (?:is|are|was|were) (?:written|made|generated|created) (?:by|with) (?:an? )?{_AI}{_TOOLS}$",
    rf"^{_IS}(?:100% |all |fully |entirely )?human[- ](?:written|made|authored)$",
    rf"^{_IS}not {_AI}[- ](?:generated|assisted|written)$",
    rf"^{_AI}{_TOOLS} (?:was|were|has been) not used{_WHOLE}",
    rf"^{_THIS} (?:is|are|was|were) (?:written|made) (?:(?:entirely|fully|solely) )?by (?:hand|humans?|people|me)$",
)
_AFFIRMATIONS = (
    rf"^(?:yes )?{_AI}{_TOOLS} (?:was|were|has been|have been) used\b",
    rf"^(?:i|we) (?:have )?used {_AI}\b",
    rf"^{_IS}{_PARTLY}(?:written|generated|created|made|produced|assisted) {_WITH} {_AI}\b",
    rf"^{_IS}{_PARTLY}{_AI}[- ](?:generated|assisted)\b",
)
_BOX = re.compile(r"\s{0,9}(?:[-*+]|\d{1,3}[.)])\s{1,4}\[(.)\]\s+(.*)")
_BULLET = re.compile(r"\s{0,9}(?:[-*+]|\d{1,3}[.)])\s+")
# What is asked, in a field that people fill in, or in a question that they answer behind it.
_FIELD = re.compile(
    rf"(?:(?:was|were|is|did you use|have you used|any|which|do you use)\s)?{_AI}\b[^:?]{{0,120}}[:?]\s*(?P<value>.*)"
)
_FIELD_WORDS = frozenset(
    ["use", "used", "usage", "assistance", "assisted", "disclosure", "tool", "tools", "generated", "involvement",
     "help", "contribution", "wrote", "assistant"]
)  # fmt: skip
_COUNTED = re.compile(r"(\d{1,9}) of (\d{1,9}) commits?\b")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})([^`]*)$|")
_LINK = re.compile(r"\[([^\[\]]{0,200})\]\([^()\s]{0,500}\)")
_MARKUP = re.compile(r"[*_~]{1,3}")


class Statement(NamedTuple):
    """What is said, and in which line first; `counted` is how many commits our own paragraph counts as made with AI."""

    denies: bool = False
    affirms: bool = False
    counted: int | None = None
    line: int = 0


def statement_of(body: str) -> Statement:
    """What a text says about AI. Where it both denies and affirms, it does not deny: it speaks of parts."""
    denials: list[int] = []
    affirmations: list[int] = []
    lines = list(seen(body))
    # What agents append to a pull request too; the first line of a message is its subject, and never a mark.
    marks = find_marks(["subject", "", *(line for _, line in lines)], load_agents())
    affirmations += [lines[mark.first - 3][0] for mark in evidence(marks, "subject")]
    for number, line in lines:
        counted = _count(line)
        if counted is not None:
            return Statement(denies=not counted, affirms=counted > 0, counted=counted, line=number)
        said = _said(line)
        if said is not None:
            (affirmations if said else denials).append(number)
    if affirmations:
        return Statement(affirms=True, line=min(affirmations))
    return Statement(denies=True, line=denials[0]) if denials else Statement()


def _count(line: str) -> int | None:
    head, colon, rest = line.partition(":")
    found = _COUNTED.search(rest[:_LONGEST]) if colon and head.strip().casefold() == HEADING.casefold() else None
    return int(found[1]) if found else None


def seen(body: str) -> Iterator[tuple[int, str]]:
    """The lines that say something to a reader, with their numbers, without markup; of boxes only ticked ones.

    A box that only says yes or no answers the line or heading above.
    """
    question = ""
    for number, line in _shown(body):
        bare = line.lstrip()
        if bare.startswith("#"):
            question = _plain(bare.lstrip("#"))
        if not bare or bare.startswith((">", "#", "|")) or line.startswith(("    ", "\t")):
            continue
        box = _BOX.match(line)
        if box is not None and box[1] not in "xX":
            continue
        text = _plain(box[2] if box is not None else _BULLET.sub("", line, count=1))
        if box is None:
            question = text
        elif question and text.casefold().rstrip(".!") in ("yes", "no", "none"):
            text = f"{question.rstrip(' :?')}: {text}"
        yield number, text


def _plain(text: str) -> str:
    return _MARKUP.sub("", _LINK.sub(r"\1", text)).strip()


def _shown(body: str) -> Iterator[tuple[int, str]]:
    """The lines without HTML comments, fenced blocks and code spans. What is not closed goes on to the end."""
    fence, comment = "", False
    for number, line in enumerate(body.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        found = None if comment else _FENCE.match(line)
        marker = found[1] if found is not None else None
        if fence:
            if marker and marker.startswith(fence) and found is not None and not found[2].strip():
                fence = ""
            continue
        if marker:
            fence = marker
            continue
        text, comment = _without_comments(line, comment)
        yield number, text


def _without_comments(line: str, inside: bool) -> tuple[str, bool]:
    kept: list[str] = []
    at = 0
    comment = tick = -2  # where the next ones are, found once each: a line may hold very many
    while at < len(line):
        if inside:
            end = line.find("-->", at)
            if end < 0:
                return "".join(kept), True
            at, inside = end + 3, False
            continue
        comment = line.find("<!--", at) if comment != -1 and comment < at else comment
        tick = line.find("`", at) if tick != -1 and tick < at else tick
        if tick >= 0 and (comment < 0 or tick < comment):
            kept.append(line[at:tick])
            at = _after_code(line, tick, kept)
        elif comment >= 0:
            kept.append(line[at:comment])
            at, inside = comment + 4, True
        else:
            kept.append(line[at:])
            break
    return "".join(kept), inside


def _after_code(line: str, tick: int, kept: list[str]) -> int:
    """Where a code span ends that begins here; one that does not end is text."""
    start = tick
    while start < len(line) and line[start] == "`":
        start += 1
    run = line[tick:start]
    end = line.find(run, start)
    if end < 0:
        kept.append(run)
        return start
    kept.append("code")
    return end + len(run)


def _said(line: str) -> bool | None:
    """Whether a line says that AI was used (True) or was not (False); None when it says neither."""
    line = " ".join(line[: 4 * _LONGEST].casefold().replace("\u2019", "'").split())
    field = _FIELD.fullmatch(line)
    if field is not None:
        asked = line[: field.start("value")].rstrip(" :?")
        words = set(re.split(r"[^a-z]+", asked))
        if _FIELD_WORDS & words or asked == "ai":
            return _answer(field["value"])
    found = {
        said for sentence in re.split(r"[.!;?](?:\s|$)", line) if (said := _sentence(sentence.strip())) is not None
    }
    return None if not found else True in found


def _answer(value: str) -> bool | None:
    """What is filled in; empty, or a placeholder, it says nothing."""
    value = value.strip(" .!")
    if not value.strip("-_.…<>[]() "):
        return None
    first = value.replace(",", " ").split()[0]
    if declares_none(value) or first in ("no", "none", "not"):
        return False
    return None if value.startswith(("<", "[", "(e.g", "e.g")) else True


def _sentence(text: str) -> bool | None:
    text = text[:_LONGEST].strip(" ,:")
    if any(re.search(pattern, text) for pattern in _DENIALS):
        return False
    return True if any(re.search(pattern, text) for pattern in _AFFIRMATIONS) else None
