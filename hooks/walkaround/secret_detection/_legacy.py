"""Does an entry of detect-secrets' own baseline accept this secret? Asked of detect-secrets' own plugins.

Such an entry knows a secret by its plugin's type and by the SHA-1 of what that plugin returns, which need not be the
secret: of a GitHub token it is "ghp", of a private key the header. So the plugins are run on the secret's line once
more. Import this module only when a file has both such entries and a finding: detect-secrets comes with it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple, Protocol

from detect_secrets.plugins.base import RegexBasedDetector
from detect_secrets.plugins.keyword import QUOTES_REQUIRED_DENYLIST_REGEX_TO_GROUP, REGEX_BY_FILETYPE
from detect_secrets.util.filetype import determine_file_type

from ._kinds import FOREIGN, PRIVATE_KEY, VENDOR, rule_of

ANY_LINE, NO_LINE = 0, -1
_SPECIFIC = 20  # characters; what a plugin returns of fewer may be a beginning that many secrets share
_LONGEST = 4096  # of a line; of a longer one what is around the secret
_AROUND = 1024
_HEADER = "Private Key"  # detect-secrets' type whose hash is of the header


class Recorded(Protocol):
    """An entry: type, SHA-1 and line. A line of 0 is any; -1 none, so that only a specific hash accepts."""

    @property
    def type(self) -> str: ...
    @property
    def hash(self) -> str: ...
    @property
    def line(self) -> int: ...


class _Claim(NamedTuple):
    """What a plugin returns for a part of the line, and whether nothing but an entry of its type accepts that part."""

    type: str
    hash: str
    start: int
    end: int
    specific: bool
    decisive: bool


def accepts(entries: Sequence[Recorded], path: str, line: str, number: int, start: int, end: int) -> bool:
    """Whether entries of this file accept the secret at [start, end) of its line.

    `path` is from the repository's top; its ending tells how detect-secrets' keyword plugin reads the line.
    """
    return bool(matching(entries, path, line, number, start, end))


def matching(
    entries: Sequence[Recorded], path: str, line: str, number: int, start: int, end: int
) -> tuple[Recorded, ...]:
    """The entries that accept the secret; none when a plugin sees a vendor's token or a key that no entry has."""
    secret = line[start:end]
    line, start, end = _window(line, start, end)
    claims = [claim for claim in _claims(path, line, secret) if claim.start < end and claim.end > start]
    found: dict[int, Recorded] = {}
    for claim in claims:
        named = [one for one in entries if one.hash == claim.hash and one.type == claim.type]
        taken = [one for one in named if claim.specific or one.line in (ANY_LINE, number)]
        if claim.decisive and not taken:
            return ()
        found |= {id(one): one for one in taken}
    # Of what it has no plugin for, detect-secrets knows the same value under another type, such as its keyword's.
    digests = {_hash(secret), _hash(secret.strip("\"'"))}
    found |= {id(one): one for one in entries if one.hash in digests and one.type != _HEADER}
    return tuple(found.values())


def _hash(value: str) -> str:
    return hashlib.sha1(value.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def _window(line: str, start: int, end: int) -> tuple[str, int, int]:
    if len(line) <= _LONGEST:
        return line, start, end
    low = max(0, start - _AROUND)
    return line[low : min(end, start + _LONGEST) + _AROUND], start - low, min(end, start + _LONGEST) - low


@cache
def _plugins() -> tuple[tuple[str, Any, bool], ...]:
    """detect-secrets' plugins with their class names, and whether one's claim is decisive."""
    found = []
    for name, module in FOREIGN.items():
        home = import_module(f"detect_secrets.plugins.{module}")
        found.append((name, getattr(home, name)(), rule_of(name) in (VENDOR, PRIVATE_KEY)))
    return tuple(found)


def _claims(path: str, line: str, secret: str) -> Iterator[_Claim]:
    for name, plugin, decisive in _plugins():
        for value, start, end in _spans(name, plugin, path, line):
            specific = rule_of(name) != PRIVATE_KEY and (len(value) >= _SPECIFIC or value == secret)
            yield _Claim(str(plugin.secret_type), _hash(value), start, end, specific, decisive)


def _spans(name: str, plugin: Any, path: str, line: str) -> Iterator[tuple[str, int, int]]:
    """Each value that a plugin returns, with the place of the whole secret."""
    if isinstance(plugin, RegexBasedDetector):
        yield from _regex_spans(plugin, line)
    elif name == "KeywordDetector":
        patterns = REGEX_BY_FILETYPE.get(determine_file_type(path), QUOTES_REQUIRED_DENYLIST_REGEX_TO_GROUP)
        yield from _places(plugin.analyze_string(line, patterns), line)
    else:
        yield from _places(plugin.analyze_string(line), line)


def _regex_spans(plugin: Any, line: str) -> Iterator[tuple[str, int, int]]:
    given = set(plugin.analyze_string(line))
    if not given:
        return
    for pattern in plugin.denylist:
        for match in pattern.finditer(line):
            for value in filter(None, match.groups()) if match.re.groups else (match.group(),):
                if value in given:
                    yield value, match.start(), match.end()


def _places(values: Iterable[str], line: str) -> Iterator[tuple[str, int, int]]:
    for value in dict.fromkeys(values):
        at = line.find(value) if value else -1
        while at >= 0:
            yield value, at, at + len(value)
            at = line.find(value, at + len(value))
