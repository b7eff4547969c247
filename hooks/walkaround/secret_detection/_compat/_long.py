"""What a plugin finds in a very long line, such as minified code, without searching all of it with slow patterns.

Where a match is bounded, the places that the gate saw and some characters around them are all that can hold one. Where
a plugin takes the first match only, matches are tried where they can begin. The findings are those of the whole line.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from . import _gate

# Plugins whose every match lies within this many characters before and behind what the gate sees of it.
_BEFORE, _BEHIND = 400, 200
_BOUNDED = frozenset(
    {
        *("AWSKeyDetector", "AzureStorageKeyDetector", "DiscordBotTokenDetector", "GitHubTokenDetector"),
        *("IPPublicDetector", "MailchimpDetector", "SendGridDetector", "StripeDetector"),
        *("TelegramBotTokenDetector", "TwilioKeyDetector"),
    }
)
# Plugins for `name = value`, which are so too unless there is a long gap between the two.
_ASSIGNING = frozenset({"IbmCloudIamDetector", "IbmCosHmacDetector", "SoftlayerDetector", "CloudantDetector"})
_VALUE, _GAP = 70, 130
_IN_GAP = frozenset("\"'] =:>")


def values(
    plugin: Any, filename: str, text: str, hits: Mapping[int, Sequence[int]], tick: Callable[[], None]
) -> dict[str, int]:
    """The different secrets that a plugin finds in a line, and where the first of each begins, -1 if that is unknown.

    `hits` are the ends of the gate's matches by their numbers.
    """
    name = type(plugin).__name__
    ends = sorted(end for number, found in hits.items() if _gate.PLUGIN_OF[number] == name for end in found)
    first: dict[str, int] = {}
    if name in (_gate.BASE64, _gate.HEX):
        found = _random(plugin, text, ends, tick)
    elif name == _gate.KEYWORD:
        found = _keyword(plugin, filename, text, hits, tick)
    elif name == "NpmDetector" and "\n" not in text:
        found = _npm(text)
    elif name == "JwtTokenDetector":
        found = _jwt(plugin, text, ends, tick)
    elif name == "OpenAIDetector":
        found = _openai(text, ends)
    elif name in _BOUNDED or (name in _ASSIGNING and _gate.CLOUDANT_URL not in hits and _are_near(text, ends)):
        found = _found(plugin, text, ends)
    else:
        found = _anywhere(plugin, text)
    for value, start in found:
        tick()
        first.setdefault(value, start)
    return first


def _are_near(text: str, ends: Sequence[int]) -> bool:
    """Whether no gap before a value is so long that its name may lie outside the window."""
    return all(end < _VALUE + _GAP or not _IN_GAP.issuperset(text[end - _VALUE - _GAP : end - _VALUE]) for end in ends)


def _windows(length: int, ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    low = high = -1
    for end in ends:
        if end - _BEFORE > high:
            if high >= 0:
                yield low, min(high, length)
            low = max(0, end - _BEFORE)
        high = end + _BEHIND
    if high >= 0:
        yield low, min(high, length)


def _found(plugin: Any, text: str, ends: Sequence[int]) -> Iterator[tuple[str, int]]:
    """The matches of a plugin's patterns, as `RegexBasedDetector` gives them: the groups, or the whole."""
    windows = list(_windows(len(text), ends))
    for pattern in plugin.denylist:
        for low, high in windows:
            for match in pattern.finditer(text, low, high):
                if pattern.groups > 1:
                    yield from (
                        (match[group], match.start(group)) for group in range(1, pattern.groups + 1) if match[group]
                    )
                else:
                    yield match[pattern.groups] or "", match.start(pattern.groups)


def _anywhere(plugin: Any, text: str) -> Iterator[tuple[str, int]]:
    start = 0
    for value in plugin.analyze_string(text):
        found = text.find(value, start)
        yield value, found
        start = max(start, found)


_NPM = re.compile(r"/:_authToken=\s*((npm_.+)|([A-Fa-f0-9-]{36}))")


def _npm(text: str) -> Iterator[tuple[str, int]]:
    """The last token of a line that has an address before it."""
    first, at = text.find("//"), len(text)
    while first >= 0 and (at := text.rfind("/:_authToken=", 0, at)) > first + 2:
        if match := _NPM.match(text, at):
            yield from ((match[group], match.start(group)) for group in (1, 2, 3) if match[group])
            return


_NO_OPENAI = re.compile(r"[^A-Za-z0-9_-]")
_OPENAI = re.compile(r"[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}")


def _openai(text: str, ends: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Of each word, what lies from its first `sk-` to the end of the last such middle part."""
    behind = 0
    for last in (end - 28 for end in reversed(ends) if end >= 28):
        if behind and last >= behind:
            continue
        match = _OPENAI.match(text, last)
        if match:
            behind = _stretch_start(_NO_OPENAI, text, last)
            start = text.find("sk-", behind, last)
            if start >= 0:
                yield text[start : match.end()], start
            behind = max(behind, 1)


def _random(plugin: Any, text: str, ends: Sequence[int], tick: Callable[[], None]) -> Iterator[tuple[str, int]]:
    """Strings in quotes with more entropy than the limit."""
    limit: float = plugin.entropy_limit
    for low, high in _stretches(re.compile(f"[^'\"{re.escape(plugin.charset)}]"), text, ends, tick):
        for one in plugin.regex.finditer(text, low, high):
            value = one.group(2)
            if len(set(value)) > 2 ** (limit - 1e-6) and plugin.calculate_shannon_entropy(value) > limit:
                yield value, one.start(2)


_NO_JWT = re.compile(r"[^A-Za-z0-9\-_=.+/]")


def _jwt(plugin: Any, text: str, ends: Sequence[int], tick: Callable[[], None]) -> Iterator[tuple[str, int]]:
    for low, high in _stretches(_NO_JWT, text, ends, tick):
        for match in plugin.denylist[0].finditer(text, low, high):
            if plugin.is_formally_valid(match[0]):
                yield match[0], match.start()


def _stretches(
    others: re.Pattern[str], text: str, ends: Sequence[int], tick: Callable[[], None]
) -> Iterator[tuple[int, int]]:
    """The stretches around these places without any of the `others`.

    Where no match holds another character, each stretch can be searched from its start as if it were the whole line.
    """
    behind = 0
    for end in ends:
        if end <= behind:
            continue
        tick()
        low = _stretch_start(others, text, end - 1)
        match = others.search(text, end)
        behind = match.start() if match else len(text)
        yield low, behind


def _stretch_start(others: re.Pattern[str], text: str, at: int) -> int:
    """Where the characters before `at` begin of which none is another's."""
    size = 256
    while True:
        low = max(0, at - size)
        ends = [one.end() for one in others.finditer(text, low, at)]
        if ends or low == 0:
            return ends[-1] if ends else 0
        size *= 4


def _keyword(
    plugin: Any, filename: str, text: str, hits: Mapping[int, Sequence[int]], tick: Callable[[], None]
) -> Iterator[tuple[str, int]]:
    """What follows the first keyword of each form, as KeywordDetector takes it."""
    from detect_secrets.plugins import keyword
    from detect_secrets.util.filetype import determine_file_type

    if plugin.keyword_exclude and plugin.keyword_exclude.search(text):
        return
    forms = keyword.REGEX_BY_FILETYPE.get(
        determine_file_type(filename), keyword.QUOTES_REQUIRED_DENYLIST_REGEX_TO_GROUP
    )
    assigned = list(_assigned(text, hits, tick))
    for pattern, group in forms.items():
        match: re.Match[str] | None = None
        if pattern is keyword.FOLLOWED_BY_QUOTES_AND_SEMICOLON_REGEX:
            if _gate.BEFORE_SEMICOLON in hits:
                match = _first(pattern, text, _before_semicolon(text, tick))
        elif pattern is keyword.PRECEDED_BY_EQUAL_COMPARISON_SIGNS_QUOTES_REQUIRED_REGEX:
            match = pattern.search(text) if _gate.COMPARED in hits else None
        elif pattern is keyword.FOLLOWED_BY_OPTIONAL_ASSIGN_QUOTES_REQUIRED_REGEX:
            match = pattern.search(text) if _gate.CALLED in hits else None
        else:
            colon = pattern in (
                keyword.FOLLOWED_BY_COLON_REGEX,
                keyword.FOLLOWED_BY_COLON_QUOTES_REQUIRED_REGEX,
                keyword.FOLLOWED_BY_COLON_EQUAL_SIGNS_REGEX,
            )
            match = _first(pattern, text, (start for start, sign in assigned if sign in ("", ":") or not colon))
        if match:
            yield match[group], match.start(group)


def _first(pattern: re.Pattern[str], text: str, starts: Iterator[int]) -> re.Match[str] | None:
    return next((match for start in starts if (match := pattern.match(text, start))), None)


@cache
def _words() -> re.Pattern[str]:
    """Words from their first keyword on: what follows is the same for a later keyword of the same word."""
    from detect_secrets.plugins.keyword import DENYLIST

    return re.compile(rf"(?:{'|'.join(DENYLIST)})\w*+", re.IGNORECASE)


@cache
def _quoted_tail() -> re.Pattern[str]:
    """What KeywordDetector wants behind a word, up to the semicolon."""
    from detect_secrets.plugins import keyword

    space = keyword.OPTIONAL_NON_WHITESPACE + keyword.OPTIONAL_WHITESPACE
    return re.compile(rf"{space}({keyword.QUOTE}){keyword.SECRET}\1;")


def _before_semicolon(text: str, tick: Callable[[], None]) -> Iterator[int]:
    """Where the words begin behind which something in quotes and a semicolon stand; a part of a word is no better."""
    tail = _quoted_tail()
    for word in _words().finditer(text):
        tick()
        if tail.match(text, word.end()):
            yield word.start()


_SIGN = re.compile(r"[\]'\"]{0,2}(?:\[[0-9]*\])?\s*[:!=]")


def _assigned(text: str, hits: Mapping[int, Sequence[int]], tick: Callable[[], None]) -> Iterator[tuple[int, str]]:
    """Where the words begin whose sign of assignment the gate saw, and that sign; all words, if some cannot be told."""
    for end in (*hits.get(_gate.ASSIGNED, ()), *hits.get(_gate.ASSIGNED_BARE, ())):
        tick()
        start = next((start for size in (64, 512) if (start := _word_before(text, end, size)) is not None), None)
        if start is None:  # a word or a gap longer than that, or no word in the end
            yield from ((word.start(), "") for word in _words().finditer(text))
            return
        yield start, text[end - 1]


def _word_before(text: str, end: int, size: int) -> int | None:
    for word in _words().finditer(text, max(0, end - size), end):
        sign = _SIGN.match(text, word.end())
        if sign and sign.end() == end:
            return word.start()
    return None
