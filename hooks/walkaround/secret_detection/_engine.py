"""What stands at a place of a text that the gate let through, and is no false alarm by the look of it.

Patterns run over text with ASCII's meaning of letters and blanks, as the gate's do over bytes.
"""

import base64
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

from ._assigned import below, in_line, unsigned
from ._checksums import CHECKSUMS
from ._gate import BARE, BELOW, ENTROPY, PRIVATE_KEY, QUOTED, UNSIGNED, URL
from ._kinds import GENERAL, VENDOR, What
from ._tokens import SHARED, TokenKind, all_kinds
from ._value import LEAST, credential_like, is_memorable, is_placeholder, is_random, is_sequential, is_stock, is_strong


class Hit(NamedTuple):
    """A secret in a text: what it is, the offsets of its characters, and its value; of a private key the key material.

    `doubt` says why it can only be a sample, "" when nothing speaks for that.
    """

    what: What
    start: int
    end: int
    value: str
    doubt: str = ""


class Text(NamedTuple):
    """A line or a piece of one, with what lies around it. `path` is from the repository's top."""

    path: str
    line: str
    previous: str
    following: str
    until: int = 1 << 62  # what begins here or later, another piece tells


def hits(text: Text, marks: Iterable[int]) -> list[Hit]:
    """What stands in a text, of what the gate's marks say may stand there."""
    found: list[Hit] = []
    named = False
    for number in sorted(marks):
        if number < PRIVATE_KEY:
            found += _tokens(all_kinds()[number], text)
        elif number == PRIVATE_KEY:
            found += _private_keys(text)
        elif number == URL:
            found += _url_passwords(text)
        elif number in (QUOTED, BARE):
            if not named and not is_data_file(text.path):
                found += _assigned(text)
            named = True
        elif number == UNSIGNED and not is_data_file(text.path):
            found += [_credential(one.value, one.start) for one in unsigned(text.line)]
        elif number == BELOW and not is_data_file(text.path):
            one = below(text.previous, text.line)
            found += [_credential(one.value, one.start)] if one is not None else []
        elif number == ENTROPY and not is_data_file(text.path):
            found += _random_strings(text.line)
    return found


@cache
def _compiled(kind: TokenKind) -> re.Pattern[str]:
    if not kind.near:
        return re.compile(f"(?:{kind.pattern})(?![A-Za-z0-9])", re.A)
    words = "|".join(re.escape(clue) for clue in kind.clues)
    return re.compile(f"(?i:{words})[^\\n]{{0,64}}?(?<![A-Za-z0-9])(?P<token>{kind.pattern})(?![A-Za-z0-9])", re.A)


@cache
def what_of(kind: TokenKind) -> What:
    """How a token's kind is spoken of."""
    made_up = kind.id.endswith("-test-key") or kind.id == "json-web-token"
    return What(kind.id, VENDOR, kind.noun, kind.detector, kind.vendor, kind.revoke, kind.near, made_up)


_ALNUM = re.compile(r"[A-Za-z0-9]")
_ESCAPE = re.compile(r"(?:\\[nrtbfv0]|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|%[0-9a-fA-F]{2}|\x1b\[\d{1,3}m)$")
# A commit behind a repository's name, as in `uses: owner/name@`, or in `git+https://host/owner/name@`.
_PINNED = re.compile(r"[\w.-]/[\w.-]+(?:/[\w./-]*)?@$")
# Published for everybody, by their length and the first digits of their SHA-256: the key of Azure's storage emulator
# (https://learn.microsoft.com/en-us/azure/storage/common/storage-connect-azurite), and the one in the examples of
# the Amazon S3 Developer Guide (API version 2006-03-01).
_PUBLISHED = {88: "0011cc25eb4320717494d270", 40: "0114c1456f2504384f911155"}


def _tokens(kind: TokenKind, text: Text) -> Iterator[Hit]:
    """The tokens of one kind: whole, issued by their vendor as far as can be told, and no examples."""
    if kind.near and is_data_file(text.path):
        return
    line = text.line
    for match in _led(kind, text) if kind.id == _LONGEST else _compiled(kind).finditer(line):
        group = "token" if kind.near else 0
        start, end, value = match.start(group), match.end(group), match[group]
        if not _stands_alone(line, start, end) or _is_published(value) or not _is_genuine(kind, value):
            continue
        if kind.near and (_is_inside_base64(line, start, end) or line[match.start() : start].isalnum()):
            continue
        if kind.near and _PINNED.search(line[max(0, start - 128) : start]):
            continue
        valid = not kind.checksum or CHECKSUMS[kind.checksum](value)
        yield Hit(what_of(kind), start, end, value, "" if valid else "checksum")


_LONGEST, _RUN = "json-web-token", re.compile(r"[A-Za-z0-9_=-]*+")


def _led(kind: TokenKind, text: Text) -> Iterator[re.Match[str]]:
    """The matches of the longest kind, at every place where one can begin.

    A search would go through the same thousands of characters again and again.
    """
    (clue,) = kind.clues
    line, pattern = text.line, _compiled(kind)
    at = line.find(clue)
    while 0 <= at < text.until:
        match = pattern.match(line, at) if _stands_behind(line, at) else None
        after = at + len(clue)
        if match:
            yield match
            after = match.end()
        elif _stands_behind(line, at):
            run = _RUN.match(line, at)
            if run and run.end() - at <= 4000:  # short enough that the reason lies behind it, for all that begin in it
                after = run.end()
        at = line.find(clue, after)


def _stands_alone(line: str, start: int, end: int) -> bool:
    """Whether no letter or digit touches it, but the end of an escape before it."""
    return _ALNUM.match(line, end) is None and _stands_behind(line, start)


def _stands_behind(line: str, start: int) -> bool:
    return (
        _ALNUM.match(line[max(0, start - 1) : start]) is None
        or _ESCAPE.search(line[max(0, start - 6) : start]) is not None
    )


_BEFORE = re.compile(r"[A-Za-z0-9+/]*\Z")
_BEHIND = re.compile(r"(?P<more>[A-Za-z0-9+/]*)(?P<end>={0,2})(?![A-Za-z0-9])")


def _is_inside_base64(line: str, start: int, end: int) -> bool:
    """Whether a token is a piece of longer base64, such as a signature or a picture, by a sign that only that has."""
    before, behind = _BEFORE.search(line[max(0, start - 128) : start]), _BEHIND.match(line, end, end + 128)
    if before is None or behind is None:
        return False
    return "+" in before.group() + behind["more"] or bool(behind["more"] and behind["end"])


def _is_published(value: str) -> bool:
    value = value.removeprefix("AccountKey=")
    if len(value) not in _PUBLISHED:
        return False
    import hashlib  # loads OpenSSL, which few candidates are worth

    return hashlib.sha256(value.encode("utf-8", "surrogateescape")).hexdigest()[:24] == _PUBLISHED[len(value)]


_PREFIX = re.compile(r"(?:[A-Za-z][A-Za-z0-9]{0,11}[-_.:]){1,3}")


def _is_genuine(kind: TokenKind, value: str) -> bool:
    """Whether the part of a token that is drawn at random looks so."""
    if kind.id == "json-web-token":
        return _is_signed(value)
    body = value[_beginning(kind, value) :]
    if "AAAA" in kind.pattern or "A{" in kind.pattern:  # which belongs to its form
        body = re.sub("A{4,}", "", body)
    if is_placeholder(body) or is_sequential(body):
        return False
    if kind.near:
        return _is_varied(body)
    if kind.id in SHARED:
        return is_random(body) and any(map(str.isdigit, body)) and any(map(str.isupper, body))
    return len(set(body)) >= 8 and not _is_wording(body)


def _beginning(kind: TokenKind, value: str) -> int:
    """How many characters of a token only say whose it is; none when little would be left."""
    prefix = _PREFIX.match(value)
    clues = () if kind.near else kind.clues
    size = prefix.end() if prefix else max((len(clue) for clue in clues if value.startswith(clue)), default=0)
    return size if len(value) - size >= 12 else 0


def _is_varied(body: str) -> bool:
    """Whether a token without a mark of its own is neither a name nor a number."""
    if len(set(body)) < 7 or body.isdigit() or _is_wording(body):
        return False
    return any(map(str.isdigit, body)) or (len(body) >= 20 and is_random(body))


def _is_wording(body: str) -> bool:
    """Whether a body is made of words: long, without digits, or with few, and read like language.

    One run of random capitals in 250 reads so as well: a short body needs a word that people write there, too.
    """
    from ._value import share_of_words

    return share_of_words(body) > 0.75 and (len(body) > _SHORT or re.search(_FILLERS, body) is not None)


_SHORT = 20
# Found by chance in one of 1,400 runs of 16 capitals; together with reading like language, in one of 57,000.
_FILLERS = (
    r"(?i)access|account|apikey|auth|client|code|credential|demo|dont|enter|fake|fill|from|goes|here|identif|into|just|"
    r"key|like|mock|none|only|pass|please|private|public|random|real|secret|some|string|text|that|this|token|user|"
    r"valid|value|what|with|word|your"
)


def _is_signed(value: str) -> bool:
    """Whether a JSON Web Token (RFC 7519) has a header, claims that are no documentation's, and a signature."""
    import json

    header, claims, signature = value.split(".")[:3]
    if is_placeholder(signature):
        return False
    try:
        told = [json.loads(base64.urlsafe_b64decode(part.rstrip("=") + "=" * (-len(part.rstrip("=")) % 4)))
                for part in (header, claims)]  # fmt: skip
    except (ValueError, RecursionError):
        return False
    known = ("John Doe", "1234567890", "example", "Joe", "test", "value", "supabase-demo")
    if not all(isinstance(one, dict) for one in told) or "alg" not in told[0] or told[1].get("role") == "anon":
        return False  # Supabase's key for everybody has that role
    return not any(str(value) in known for value in told[1].values())


_HEADER = re.compile(r"-{0,5}BEGIN [A-Z0-9 ]{0,24}PRIVATE KEY|PuTTY-User-Key-File-[23]")
_MATERIAL = re.compile(r"[A-Za-z0-9+/=]{16,}")
_NEXT_HEADER = re.compile(r"END |BEGIN |\0")
# A line of dots within a key: most of it was left out.
_BETWEEN = r"(?:\\n|[\s\"',+]){0,64}"
_ABRIDGED = re.compile(
    rf"[A-Za-z0-9+/]{{16}}{_BETWEEN}(?:\.{{3,64}}|\u2026|\[\.\.\.\]|<snip>){_BETWEEN}(?:[A-Za-z0-9+/=]{{8}}|-----|\Z)"
)
_KEY_LINE = re.compile(r"[A-Za-z0-9+/]{32,}")


def _private_keys(text: Text) -> Iterator[Hit]:
    """Headers that a key follows, and not only prose or code that speaks of the header."""
    for match in _HEADER.finditer(text.line):
        behind = text.line[match.end() : match.end() + 2048]
        if len(behind) < 2048:
            behind += "\n" + text.following
        behind = _NEXT_HEADER.split(behind, maxsplit=1)[0][:2048]
        if match.group().startswith("PuTTY") and "Private-Lines:" not in behind:
            continue  # the public half, or a text that speaks of the format
        if _ABRIDGED.search(behind):
            continue
        for run in _KEY_LINE.finditer(behind.replace("\\/", "/")):
            body = run.group()[:64]
            if is_random(body) and not is_placeholder(body):
                yield Hit(GENERAL["private-key"], match.start(), match.end(), "".join(_MATERIAL.findall(behind)))
                break


_URL = re.compile(
    r"://[^\s:/?#\[\]@\"'`<>{}()\\]{0,256}:(?P<password>[^\s:/?#\[\]@\"'`<>{}()\\]{8,256})@(?=[A-Za-z0-9\[%$])"
)
# Hosts that never exist (RFC 2606, RFC 6761), and words that stand where a host will be put.
_RESERVED_HOST = re.compile(
    r"@(?:[\w-]+\.)*(?:example(?:\.\w+)?|test|invalid|hostname|host|domain|server)(?![\w.-])", re.I | re.A
)


def _url_passwords(text: Text) -> Iterator[Hit]:
    """Passwords in URLs (RFC 3986, 3.2.1) that could open something."""
    for match in _URL.finditer(text.line):
        start, end = match.span("password")
        value = unquote(match["password"])
        if is_placeholder(value) or len(value) < LEAST or is_stock(value) or _RESERVED_HOST.match(text.line, end):
            continue
        if is_random(value) or is_strong(value) or is_memorable(value):
            yield Hit(GENERAL["url-password"], start, end, value)


# A JSON Web Token with its three parts, which only `_is_signed` judges.
_TOKEN = re.compile(r"eyJ[\w-]{4,}\.eyJ[\w-]*\.[\w-]*", re.A)


def _assigned(text: Text) -> Iterator[Hit]:
    code = _is_code(text.path)
    for one in in_line(text.line, text.until):
        if (one.quoted or not code) and not _is_published(one.value) and not _TOKEN.fullmatch(one.value):
            yield _credential(one.value, one.start)


def _credential(value: str, start: int) -> Hit:
    return Hit(GENERAL["assigned-credential"], start, start + len(value), value)


_QUOTED = re.compile(r"([\"'])([A-Za-z0-9+/\\\-_=]{16,256})\1")
_DIGEST_WORD = re.compile(
    r"sha-?\d|md5|digest|checksum|integrity|commit|revision|\brev\b|etag|fingerprint|hash", re.I | re.A
)


def _random_strings(line: str) -> Iterator[Hit]:
    """Random-looking strings without any other reason: a digest, an id, a picture, an alphabet."""
    for match in _QUOTED.finditer(line):
        start, end = match.span(2)
        value = match[2]
        if not credential_like(value) or is_sequential(value) or _DIGEST_WORD.search(line[max(0, start - 64) : start]):
            continue
        kind = "hexadecimal-string" if re.fullmatch("[0-9a-fA-F]+", value) else "base64-string"
        yield Hit(GENERAL[kind], start, end, value)


_CODE = frozenset(
    (
        *("py", "pyi", "pyx", "js", "jsx", "ts", "tsx", "mjs", "cjs", "java", "kt", "kts", "go", "rs", "c", "h", "cc"),
        *("cpp", "hpp", "cs", "swift", "m", "php", "rb", "scala", "lua", "pl", "pm", "dart", "ex", "exs", "groovy"),
        *("html", "htm", "vue", "svelte", "css", "scss", "less", "sql", "ipynb"),
    )
)
_DATA = re.compile(
    r"(?:^|/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.ya?ml|yarn\.lock|go\.sum|[^/]*\.lock(?:\.json)?|"
    r"[^/]*\.(?:sum|svg|map|po|pot|mo|lockb|snap|bib|xlf|min\.css)|\.secrets\.baseline|Package\.resolved|"
    r"packages\.lock\.json|gradle\.lockfile|(?:ca|tls)[^/]*\.crt|known_hosts)$"
)


def _is_code(path: str) -> bool:
    """Whether an unquoted value in such a file would be a name, not a text."""
    return path.rpartition(".")[2].lower() in _CODE


@cache
def is_data_file(path: str) -> bool:
    """Files full of digests and of other people's words, in which only tokens of a known form count."""
    return _DATA.search(path) is not None
