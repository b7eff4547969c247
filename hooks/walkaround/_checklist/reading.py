"""The checklist in a pull request's text: its questions, whatever is around them, and what stands behind each.

A question is found by its words, in this order; white space, emphasis, comments, quote signs and the case of letters do
not matter. Its answer reaches to the next question, heading, rule or end of the block.
"""

# ruff: noqa: RUF001 - quotes, boxes and letters that people write

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from .answers import Answer, answer_of
from .boxes import Box, find_boxes
from .lines import Line, read_lines
from .questions import ALL, HOW, HOW_RENDERED, Question

_GAP = r"[\W_]{1,300}"
_BEFORE = re.compile(r"[ \t>|]*(?:(?:[-*+•]|#{1,6}|(?:[qQ]\d{0,2}|\d{1,3})[.):])[ \t]*)*[ \t*_|\"'>]*$")
_BEHIND = re.compile(r"[*_~`\"”’')\]]{0,6}[ \t]{0,3}[?:.]{0,3}[*_~`\"”’')]{0,6}")
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]|$)")
_RULE = re.compile(r" {0,3}(?:-[ \t]*){3,}$| {0,3}(?:\*[ \t]*){3,}$| {0,3}(?:_[ \t]*){3,}$")
_WORDS = re.compile(r"[^\W_]+")
_ALIKE = 0.6  # of a question's words, how many a line must have to be that question, edited
_LABELLED = 0.34  # ... where it begins with the area's name


class Edited(NamedTuple):
    """A question whose words were changed, and its line."""

    question: Question
    line: int


class Checklist(NamedTuple):
    """What was found: answers by the question's id, and the lines where those stand; edited ones; all boxes.

    `asks` are the areas that the marker of a rendered checklist names. `inside` tells which lines belong to the
    checklist; `shown` are the lines that readers see.
    """

    answers: dict[str, Answer]
    lines: dict[str, int]
    edited: list[Edited]
    boxes: list[Box]
    asks: tuple[str, ...]
    inside: frozenset[int]
    shown: list[Line]

    @property
    def found(self) -> bool:
        return bool(self.answers or self.edited)


class _Place(NamedTuple):
    """Something that ends an answer: where its line begins, where it ends, and the question that it is."""

    start: int
    end: int
    question: Question | None


def read_checklist(body: str, extra: Sequence[str] = ()) -> Checklist:
    """The checklist of a pull request; `extra` are the policy's own lines at its end."""
    lines = read_lines(body)
    starts = _starts(lines)
    text = "\n".join(line.text for line in lines)
    searched = "\n".join(" " * len(line.text) if line.fenced else line.text for line in lines)
    places = _places(lines, starts, searched, extra)
    answers: dict[str, Answer] = {}
    where: dict[str, int] = {}
    inside: set[int] = set()
    pieces: dict[str, list[tuple[int, str, bool]]] = {}
    for at, place in enumerate(places):
        if place.question is None:
            continue
        end = places[at + 1].start if at + 1 < len(places) else len(text)
        found = list(_pieces(lines, starts, place.end, end))
        pieces.setdefault(place.question.id, []).extend(found)
        where.setdefault(place.question.id, _line_of(starts, place.end))
        inside.update(number for number, _, _ in found)
    for name, found in pieces.items():
        answers[name] = answer_of(found)
    edited = list(_edited(lines, starts, places, answers))
    return Checklist(answers, where, edited, find_boxes(lines), _asks(lines), frozenset(inside), lines)


def _starts(lines: Sequence[Line]) -> list[int]:
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line.text) + 1
    return starts


def _line_of(starts: Sequence[int], offset: int) -> int:
    from bisect import bisect_right

    return bisect_right(starts, offset)


@cache
def _pattern(text: str, label: str = "", hint: str = "") -> re.Pattern[str]:
    """A question's words in their order; before them perhaps its label and why it is asked, behind them its hint."""
    words = _GAP.join(map(re.escape, _WORDS.findall(text)))
    reason = r"(?:asked\s+because\s(?:[^\n]|\n(?![ \t]*\n)){0,500}?\)[\W_]{0,12})?"
    before = rf"(?:{_GAP.join(map(re.escape, _WORDS.findall(label)))}[\W_]{{1,12}}{reason})?" if label else ""
    behind = rf"(?:{_GAP}{_GAP.join(map(re.escape, _WORDS.findall(hint)))}[\W_]{{0,3}}?(?=\W|$))?" if hint else ""
    return re.compile(rf"(?<![^\W_]){before}{words}{behind}(?![^\W_])", re.IGNORECASE)


def _places(lines: Sequence[Line], starts: Sequence[int], text: str, extra: Sequence[str]) -> list[_Place]:
    """Everything that begins or ends an answer, in order."""
    found: list[_Place] = []
    for question in ALL:
        found += [
            _Place(_begin(text, match.start()), _behind(text, match.end()), question)
            for match in _pattern(question.text, question.label, question.hint).finditer(text)
        ]
    for own in (HOW, HOW_RENDERED, *extra):
        words = own.removeprefix("- ").removeprefix("[ ]")
        if len(_WORDS.findall(words)) >= 1:
            for match in _pattern(words).finditer(text):
                begin = text.rfind("\n", 0, match.start()) + 1
                if not text[begin : match.start()].strip(" \t->*+[]_xX"):
                    found.append(_Place(begin, match.end(), None))
    for start, line in zip(starts, lines, strict=True):
        if line.marker or (not line.fenced and (_HEADING.match(line.bare) or _RULE.match(line.bare))):
            found.append(_Place(start, start + len(line.text), None))
    return _without_overlaps(sorted(found, key=lambda place: (place.start, place.question is None, place.end)))


def _without_overlaps(places: list[_Place]) -> list[_Place]:
    """A heading that holds a question is that question."""
    kept: list[_Place] = []
    for place in places:
        if kept and kept[-1].question is not None and place.start < kept[-1].end:
            continue
        kept.append(place)
    return kept


def _begin(text: str, start: int) -> int:
    """Where the line of a question begins, when before it only a list marker or the like stands."""
    line = text.rfind("\n", 0, start) + 1
    return line if _BEFORE.match(text[line:start]) else start


def _behind(text: str, end: int) -> int:
    found = _BEHIND.match(text, end)
    return found.end() if found is not None else end


def _pieces(lines: Sequence[Line], starts: Sequence[int], start: int, end: int) -> Iterator[tuple[int, str, bool]]:
    """The parts of lines between two places."""
    at = _line_of(starts, start) - 1
    while at < len(lines) and starts[at] < end:
        line = lines[at]
        piece = line.text[max(start - starts[at], 0) : end - starts[at]]
        yield line.number, piece, line.fenced
        at += 1


def _edited(
    lines: Sequence[Line], starts: Sequence[int], places: Sequence[_Place], answers: dict[str, Answer]
) -> Iterator[Edited]:
    """Questions that are not there by their words, but nearly."""
    if not (answers or any(line.marker == "begin" for line in lines)):
        return
    taken = {
        number
        for place in places
        if place.question is not None
        for number in range(_line_of(starts, place.start), _line_of(starts, max(place.start, place.end - 1)) + 1)
    }
    for question in ALL:
        if question.id in answers:
            continue
        wanted = [word.casefold() for word in _WORDS.findall(question.text)]
        label = [word.casefold() for word in _WORDS.findall(question.label)]
        for at, line in enumerate(lines):
            if line.fenced or line.number in taken or not line.bare.strip():
                continue
            said = [word.casefold() for word in _WORDS.findall(line.text)]
            if label and said[: len(label)] == label:
                following = lines[at + 1].text if at + 1 < len(lines) and line.number + 1 not in taken else ""
                said += [word.casefold() for word in _WORDS.findall(following)] if "?" not in line.text else []
                least, said = _LABELLED, said[len(label) :]
            else:
                least = _ALIKE
            if _share(wanted, said[: len(wanted) + 12]) >= least:
                yield Edited(question, line.number)
                break


def _share(wanted: Sequence[str], said: Sequence[str]) -> float:
    """How many of the wanted words stand there, in their order: the longest common row."""
    row = [0] * (len(said) + 1)
    for word in wanted:
        before = 0
        for at, other in enumerate(said):
            above = row[at + 1]
            row[at + 1] = before + 1 if word == other else max(row[at], above)
            before = above
    return row[-1] / len(wanted)


def _asks(lines: Sequence[Line]) -> tuple[str, ...]:
    for line in lines:
        if line.marker == "begin" and line.asks is not None:
            return line.asks
    return ()
