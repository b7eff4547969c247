"""How many commits a disclosure counts as made with AI: "in 2 of 5 commits", "AI-assisted commits: 3", "both commits".

Only what is said of commits counts; numbers of files, tests and lines do not.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .._checklist.assistants import plain

_NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()  # noqa: SIM905
    )
} | {"single": 1, "neither": 0, "no": 0, "none": 0, "twenty": 20, "dozen": 12}
_N = (
    r"(?P<n>\d{1,6}|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty"
    r"|neither|none|all|both|half)"
)
_M = r"(?P<m>\d{1,6}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty)"
_OF = r"\s*(?:of|out of|/|from|in)\s*(?:the |all |a total of |our |my |these |those |its )*"
_KIND = r"(?:[a-z][\w-]* ){0,2}?"
_START = r"(?<![\w.-])"
_PATTERNS = (
    # 5 of 9 commits, (5/9 commits), 2 of the 2 commits, all of the 3 commits
    re.compile(rf"{_START}{_N}{_OF}{_M} {_KIND}commits?\b"),
    # 5 commits out of 9
    re.compile(rf"{_START}{_N} {_KIND}commits? (?:out )?(?:of|from) (?:the |all )*{_M}\b"),
    # commits: 5 of 9; commits made with AI: 5/9
    re.compile(rf"\bcommits?\b[^.;\d]{{0,50}}?[:=(]\s*{_N}{_OF}{_M}\b"),
    # 5 of the commits, none of the commits, all 7 commits, both commits, 3 commits
    re.compile(
        rf"{_START}{_N} (?:of )?(?:the |these |those |our |my )*(?P<all>(?:\d{{1,6}}|two|three|four|five|six"
        rf"|seven|eight|nine|ten) )?{_KIND}commits?\b"
    ),
    # commits with AI: 9
    re.compile(rf"\bcommits?\b[^.;\d]{{0,50}}?[:=]\s*{_N}\b"),
)
_EVERY = re.compile(r"\b(?:all|every|each)(?: of)?(?: the| single)? commits?\b")
_MODEL = re.compile(
    r"(?:opus|sonnet|haiku|claude|gpt|gemini|llama|qwen|codex|mistral|version|model|v|flash|pro|mini|deepseek"
    r"|grok|commit"
    r"|commits|no|nr|number|#|issue|python|step|part|first|last|next|other)[\s.-]*$"
)
_ELSEWHERE = re.compile(
    r"\b(?:squash\w*|rebas\w*|previous|earlier|follow-?up|upstream|another (?:branch|pr)|other (?:branch|pr)s?"
    r"|amend\w*"
    r"|by hand|by me|mine|myself|human|hand-?written|without (?:ai|an?|any)|i (?:wrote|made)|reverted)\b"
)


class Count(NamedTuple):
    """So many commits of so many; None where a number is not told. `total` alone says "every one"."""

    made: int | None
    total: int | None


def counts(texts: Iterable[str]) -> Iterator[Count]:
    """What is counted in an answer, clause by clause."""
    for text in texts:
        for part in re.split(
            r"[.;!?](?:\s|$)|,\s(?!in\b)|\n|\band\b|\bbut\b", plain(text[:4_000].replace("*", "").replace("`", ""))
        ):
            found = _count(part[:300])
            if found is not None:
                yield found


def _count(part: str) -> Count | None:
    if "commit" not in part or _ELSEWHERE.search(part):
        return None
    for pattern in _PATTERNS:
        for found in pattern.finditer(part):
            given = found.groupdict()
            if _MODEL.search(part[: found.start("n")]):
                continue
            total = given.get("m") or (given.get("all") or "").strip()
            return _of(given["n"], _number(total) if total else None)
    return Count(None, None) if _EVERY.search(part) else None


def _of(made: str, total: int | None) -> Count:
    if made == "both":
        return Count(None, 2 if total is None else total)
    if made == "all":
        return Count(None, total)
    if made == "half":
        return Count(None if total is None else total // 2, total)
    return Count(_number(made), total)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text]


def wrong(found: Iterable[Count], marked: int, totals: frozenset[int]) -> str:
    """What is wrong with these counts, in words; empty where nothing is.

    More than are marked is no lie: marks get lost. Fewer is one, and so is another number of commits than there are.
    """
    told = list(found)
    most = max(totals)
    for one in told:
        if one.total is not None and one.total not in totals:
            return f"it counts {one.total} commits, and there are {min(totals)}"
        if one.made is not None and one.made > most:
            return f"it counts {one.made} commits as made with AI, and there are {min(totals)} in all"
    if told and all(one.made is not None for one in told):
        made = sum(one.made or 0 for one in told)
        if made < marked:
            return f"it counts {made} of {min(totals)} commits as made with AI, and {marked} are marked"
    return ""
