"""detect-secrets' plugins on the places that the gate let through, and what of their findings is worth a person's time.

Plugins are asked through `analyze_string` alone: `analyze_line` and the scanner of detect-secrets read its
process-wide settings and may verify over the network; here nothing is verified and no settings exist.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple
from urllib.parse import unquote

from detect_secrets.filters.heuristic import (
    is_lock_file,
    is_not_alphanumeric_string,
    is_potential_uuid,
    is_sequential_string,
    is_swagger_file,
    is_templated_secret,
)
from detect_secrets.plugins.base import BasePlugin, RegexBasedDetector
from detect_secrets.plugins.keyword import QUOTES_REQUIRED_DENYLIST_REGEX_TO_GROUP, REGEX_BY_FILETYPE
from detect_secrets.util.filetype import determine_file_type

from ._assigned import assigned, core, harmless, value_below
from ._kinds import ASSIGNED, KINDS, PRECEDENCE, PRIVATE_KEY, URL, VENDOR
from ._value import LEAST, credential_like, is_placeholder, is_random, is_strong


class Hit(NamedTuple):
    """A secret in a text: offsets of its characters, and how a baseline would know it.

    `specific`: the baseline's hash is of the secret itself. Some plugins of detect-secrets give only a
    token's prefix or a key's header, which many secrets share.
    """

    plugin: str
    type: str
    start: int
    end: int
    hash: str
    specific: bool


class Text(NamedTuple):
    """A line or a window of one, with what lies around it. `path` is from the repository's top."""

    path: str
    line: str
    previous: str
    following: str


@cache
def plugin(name: str) -> Any:
    """The plugin of this class name, with its default settings. It keeps no state between lines."""
    module = KINDS[name].module
    home = import_module(f"detect_secrets.plugins.{module}") if module else import_module(".plugins", __package__)
    return getattr(home, name)()


def hits(text: Text, names: Iterable[str]) -> list[Hit]:
    """What these plugins find in a text and is no false alarm by the look of it."""
    found = [hit for name in sorted(names) for hit in _found(name, plugin(name), text)]
    return [hit for hit in found if _convincing(hit, text)]


def distinct(found: Iterable[Hit]) -> list[Hit]:
    """One hit per secret and place: the most specific where several overlap, in order."""
    order = {rule: at for at, rule in enumerate(PRECEDENCE)}
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda one: (order[KINDS[one.plugin].rule], -(one.end - one.start), one)):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda one: one.start)


def _found(name: str, one: BasePlugin, text: Text) -> Iterator[Hit]:
    kind = str(one.secret_type)
    for value, start, end in _spans(name, one, text):
        if KINDS[name].rule == PRIVATE_KEY:
            start -= len(text.line[:start]) - len(text.line[:start].rstrip("-"))
        if name == "ArtifactoryDetector":  # its patterns take in the characters around the credential
            start, end = start + (not value[0].isalnum()), end - (not value[-1].isalnum())
        shared = value != text.line[start:end] and len(value) < 20
        yield Hit(name, kind, start, end, _hash(value), not (shared or KINDS[name].rule == PRIVATE_KEY))


def _hash(value: str) -> str:
    return hashlib.sha1(value.encode("utf-8"), usedforsecurity=False).hexdigest()


def _spans(name: str, one: Any, text: Text) -> Iterator[tuple[str, int, int]]:
    """Each value as the plugin gives it, and where the whole secret stands in the line."""
    line = text.line
    if name == "AssignedSecretDetector":
        for found in assigned(line):
            if found.quoted or not _is_code(text.path):
                yield found.value, found.start, found.end
        below = value_below(text.previous, line)
        if below is not None:
            yield below.value, below.start, below.end
    elif isinstance(one, RegexBasedDetector):
        given = set(one.analyze_string(line))
        for match in (match for pattern in one.denylist for match in pattern.finditer(line)):
            yield from _regex_span(name, match, given)
    elif name == "KeywordDetector":
        patterns = REGEX_BY_FILETYPE.get(determine_file_type(text.path), QUOTES_REQUIRED_DENYLIST_REGEX_TO_GROUP)
        for value in dict.fromkeys(one.analyze_string(line, patterns)):
            start = line.find(value)
            yield value, start, start + len(core(value))
    else:
        yield from _entropy_spans(one, line)


def _entropy_spans(one: Any, line: str) -> Iterator[tuple[str, int, int]]:
    for value in dict.fromkeys(one.analyze_string(line)):
        if one.calculate_shannon_entropy(value) > one.entropy_limit:
            start = line.find(value)
            yield value, start, start + len(value)


def _regex_span(name: str, match: re.Match[str], given: set[str]) -> Iterator[tuple[str, int, int]]:
    """A match of one of a plugin's patterns, when the plugin itself gives it too."""
    groups = [at for at in range(1, (match.re.groups or 0) + 1) if match.group(at)]
    values = [match.group(at) for at in groups] if match.re.groups else [match.group()]
    for at, value in zip(groups or [0], values or [""], strict=False):
        if value in given:
            # A group is the secret in its surroundings, or just the beginning of a token.
            whole = at == 0 or (len(value) < 16 and KINDS[name].rule != URL)
            yield value, match.start(0 if whole else at), match.end(0 if whole else at)
            return


def _convincing(hit: Hit, text: Text) -> bool:
    kind = KINDS[hit.plugin]
    value = text.line[hit.start : hit.end]
    if hashlib.sha256(value.removeprefix("AccountKey=").encode()).hexdigest()[:24] in _PUBLISHED:
        return False
    if kind.rule == VENDOR:
        return _is_token(hit, value, text.line)
    if kind.rule == PRIVATE_KEY:
        return _has_key_material(text.line[hit.end :] + "\n" + text.following)
    if kind.rule == URL:
        return _is_url_credential(hit, value, text.line)
    if _is_data_file(text.path):
        return False
    return _is_credential(hit, value, text) if kind.rule == ASSIGNED else _is_unexplained(hit, value, text.line)


_ALNUM = re.compile(r"[A-Za-z0-9]")
_ESCAPE = re.compile(r"(?:\\[nrtbf]|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|%[0-9a-fA-F]{2})$")
# Published for everybody, by the first digits of their SHA-256: the key of Azure's storage emulator
# (https://learn.microsoft.com/en-us/azure/storage/common/storage-connect-azurite), and the one in the examples of
# the Amazon S3 Developer Guide (API version 2006-03-01).
_PUBLISHED = frozenset({"0011cc25eb4320717494d270", "0114c1456f2504384f911155"})


def _is_token(hit: Hit, value: str, line: str) -> bool:
    """Whether a vendor's pattern hit a token, rather than a part of longer data or an example."""
    kind = KINDS[hit.plugin]
    before, after = line[max(0, hit.start - 6) : hit.start], line[hit.end : hit.end + 1]
    if _ALNUM.match(before[-1:]) and not _ESCAPE.search(before):
        return False
    if kind.fixed and re.match(r"[A-Za-z0-9]", after):
        return False
    if hit.plugin == "JwtTokenDetector":
        return _is_signed_token(line[hit.start :])
    if hit.plugin == "NpmDetector":
        value = value.partition("_authToken=")[2].strip()
    body = re.sub(r"^(?:[A-Za-z]{2,10}[-_.]){1,2}", "", value)
    if is_placeholder(body) or is_sequential_string(body) or is_templated_secret(body):
        return False
    if hit.plugin == "TwilioKeyDetector":
        return re.fullmatch(r"[0-9a-f]{32}", value[2:]) is not None
    if hit.plugin in ("ArtifactoryDetector", "DiscordBotTokenDetector", "TelegramBotTokenDetector"):
        return is_random(value) and any(map(str.isdigit, value))
    return len(set(body)) >= 8 or hit.plugin == "PypiTokenDetector"


def _is_signed_token(text: str) -> bool:
    """Whether a JSON Web Token has a signature and is not one of the documentation's."""
    parts = re.match(r"[A-Za-z0-9_=-]+\.([A-Za-z0-9_=-]+)\.([A-Za-z0-9_=-]{16,})", text)
    if parts is None or is_placeholder(parts[2]):
        return False
    payload = parts[1].rstrip("=")
    try:
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except ValueError:
        return False
    known = ("John Doe", "1234567890", "example", "Joe", "test", "value")
    return isinstance(claims, dict) and not any(str(value) in known for value in claims.values())


_KEY_LINE = re.compile(r"[A-Za-z0-9+/]{32,}")


def _has_key_material(text: str) -> bool:
    """Whether a key follows the header, and not only prose or code that speaks of the header."""
    body = text.partition("END ")[0][:1500]
    return any(is_random(run.group()) and not is_placeholder(run.group()[:64]) for run in _KEY_LINE.finditer(body))


# Hosts that never exist (RFC 2606, RFC 6761), and words that stand where a host will be put.
_RESERVED_HOST = re.compile(
    r"@(?:[\w-]+\.)*(?:example(?:\.\w+)?|test|invalid|hostname|host|domain|server)(?![\w.-])", re.I
)


def _is_url_credential(hit: Hit, value: str, line: str) -> bool:
    value = unquote(value)
    if is_placeholder(value) or is_templated_secret(value) or len(value) < LEAST:
        return False
    if _RESERVED_HOST.match(line, hit.end):
        return False
    return is_random(value) or is_strong(value)


_DIGEST_WORD = re.compile(r"sha-?\d|md5|digest|checksum|integrity|commit|revision|\brev\b|etag|fingerprint|hash", re.I)
_NAME = re.compile(r"([\w.$:-]{2,64}?)[\"'`\])]{0,3}\s{0,8}(?:[:=!]{1,3}>?|\(|,)?\s{0,8}@?[bBfFrRuU]{0,2}[\"'`]?$")


def _is_credential(hit: Hit, value: str, text: Text) -> bool:
    if is_potential_uuid(value) or is_not_alphanumeric_string(value) or is_sequential_string(value):
        return False
    if not credential_like(value) or is_templated_secret(value):
        return False
    if hit.plugin == "AssignedSecretDetector":
        return True
    name = _NAME.search(text.line[max(0, hit.start - 96) : hit.start])
    return not (name and harmless(name[1])) and not (is_swagger_file(text.path))


def _is_unexplained(hit: Hit, value: str, line: str) -> bool:
    """Whether a random-looking string has no other reason: a digest, an id, a picture, an alphabet."""
    around = line[max(0, hit.start - 64) : hit.start]
    if is_potential_uuid(value) or is_sequential_string(value) or is_placeholder(value) or _DIGEST_WORD.search(around):
        return False
    return len(value) <= 256 and is_random(value)


_EXTENSIONS = (
    "py pyi pyx js jsx ts tsx mjs cjs java kt kts go rs c h cc cpp hpp cs swift m php rb scala lua pl pm dart ex exs "
    "groovy "
    "html htm vue svelte css scss less sql ipynb"
)
_CODE = frozenset(_EXTENSIONS.split())
_DATA = re.compile(
    r"(?:^|/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.ya?ml|yarn\.lock|go\.sum|[^/]*\.lock(?:\.json)?|"
    r"[^/]*\.(?:sum|svg|map|po|pot|mo|lockb|snap|bib|xlf|min\.css)|\.secrets\.baseline|Package\.resolved)$"
)


def _is_code(path: str) -> bool:
    """Whether an unquoted value in such a file would be a name, not a text."""
    return path.rpartition(".")[2].lower() in _CODE


@cache
def _is_data_file(path: str) -> bool:
    """Files full of digests and of other people's words, in which only tokens of a known form count."""
    return is_lock_file(path) or _DATA.search(path) is not None
