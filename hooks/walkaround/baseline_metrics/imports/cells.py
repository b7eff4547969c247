"""Values as other systems write them: times, numbers, yes and no, severities, and what labels say of AI."""

import math
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from ..pattern import pattern

_FIRST, _LAST = 0, 7258118400  # from 1970 to the end of 2199
_MOST = 1e12
_SHOWN = 40
_FORM = pattern(r"\d{4}-?\d\d-?\d\d(?:[T ]\d\d.*)?", re.ASCII | re.DOTALL)
_NUMBER = pattern(r"[+-]?\d{1,15}(?:[.,]\d{1,15})?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_THOUSANDS = pattern(r"[+-]?\d{1,3},\d{3}", re.ASCII)
_YES, _NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})
_UNKNOWN = frozenset({"", "unknown", "-", "?", "n/a", "na", "none", "null"})
_SEVERE = frozenset({
    "0", "1", "2", "critical", "high", "highest", "blocker", "urgent", "emergency", "fatal", "major", "severe",
})  # fmt: skip
_MILD = frozenset({
    "3", "4", "5", "medium", "moderate", "low", "lowest", "minor", "trivial", "normal", "warning", "info",
})  # fmt: skip
_LEVEL = pattern(r"(?:severity|sev|priority|prio|impact|s|p)?[\s:/_-]*([a-z]+|\d)", re.ASCII)
_AI_LEVEL = pattern(r"ai\s*[:=/]+\s*(\w+)", re.ASCII)
_AI = pattern(r"ai[\s_-](?:assisted|generated|authored|written|made|related|caused)", re.ASCII)
_AI_BY = pattern(r"(?:assisted|generated|written|made|caused)[\s_-](?:by|with)[\s_-]ai", re.ASCII)
_NO_AI = pattern(r"(?:no|not|non|without)[\s_-]ai(?:[\s_-]\w+)?|human[\s_-](?:written|authored|made)", re.ASCII)


class Unfit(Exception):  # noqa: N818 - a statement about a value, which names its place when it is caught
    """A value that cannot be what its column is; the text says what to write."""


def shown(value: object) -> str:
    """A value in a message: short, in one line, without what could play tricks on a terminal."""
    text = value if isinstance(value, str) else type(value).__name__
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < _MOST:
        text = str(value)
    text = "".join(letter if letter.isprintable() else "?" for letter in text[: _SHOWN + 1])
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def is_nothing(value: object) -> bool:
    """An empty cell, a missing key."""
    return value is None or (isinstance(value, str) and value.strip() in ("", "-", "null"))


def moment(name: str, value: object) -> tuple[int, bool]:
    """Seconds since 1970, and whether the time had a zone; one without is taken as UTC."""
    text = value.strip() if isinstance(value, str) else ""
    if not _FORM.fullmatch(text):
        raise Unfit(f"{name} is no time: {shown(value)}; write it as 2026-11-29T14:05Z")
    try:
        found = datetime.fromisoformat(text)
        zoned = found.tzinfo is not None
        seconds = ((found if zoned else found.replace(tzinfo=UTC)) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()
    except (ValueError, OverflowError):
        raise Unfit(f"{name} is no time: {shown(value)}; write it as 2026-11-29T14:05Z") from None
    if not _FIRST <= seconds < _LAST:
        raise Unfit(f"{name} lies outside of 1970 to 2199: {shown(value)}; correct the year")
    return math.floor(seconds), zoned or len(text) <= len("2026-11-29")


def number(name: str, value: object, least: float = 0, most: float = _MOST) -> float:
    """A number within bounds; a decimal comma is taken, a comma that may part thousands is not."""
    found = math.nan
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= _MOST:
        found = float(value)
    elif isinstance(value, str):
        text = value.strip().removesuffix("%").rstrip()
        if _THOUSANDS.fullmatch(text):
            raise Unfit(f"{name} can be read in two ways: {shown(value)}; write it without comma, as 1000 or 1.000")
        if _NUMBER.fullmatch(text):
            found = float(text.replace(",", "."))
    if math.isnan(found):
        raise Unfit(f"{name} is no number: {shown(value)}; write it as 3.5")
    if not least <= found <= most:
        raise Unfit(f"{name} must lie between {least:g} and {most:g}, not be {shown(value)}; correct it")
    return found


def yes_no(name: str, value: object) -> bool | None:
    """Yes, no, or None for unknown."""
    if value is None or isinstance(value, bool):
        return value
    word = str(value).strip().lower() if isinstance(value, str) or value in (0, 1) else "other"
    if word in _YES or word in _NO:
        return word in _YES
    if word in _UNKNOWN:
        return None
    raise Unfit(f"{name} is neither yes, no nor unknown: {shown(value)}; write one of the three")


def severe(value: object) -> bool | None:
    """Whether a severity is one of the two highest levels, as critical, SEV-2 or P1 are; None for another word."""
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        return None
    found = _LEVEL.fullmatch(str(value)[:_SHOWN].strip().lower())
    if found is None:
        return None
    return True if found[1] in _SEVERE else False if found[1] in _MILD else None


def nodes_of(value: object) -> list[Any]:
    """A list, or the list that GraphQL puts a step further down."""
    inner = value.get("nodes") if isinstance(value, Mapping) else value
    return inner if isinstance(inner, list) else []


def labels_of(value: object) -> list[str]:
    """The names of labels, whether a host gives them as texts or as tables."""
    items = nodes_of(value)
    names = (one.get("name") if isinstance(one, Mapping) else one for one in items)
    return [name.strip().lower() for name in names if isinstance(name, str)]


def ai_by_labels(labels: Iterable[str]) -> bool | None:
    """What labels say of AI: `ai: assisted` and `ai-generated` that it had a part, `ai: none` that it had none."""
    said: bool | None = None
    for label in labels:
        level = _AI_LEVEL.fullmatch(label)
        if _NO_AI.fullmatch(label) or (level is not None and level[1] in ("none", "no", "human")):
            said = said or False
        elif level is not None or _AI.fullmatch(label) or _AI_BY.fullmatch(label):
            said = True
    return said
