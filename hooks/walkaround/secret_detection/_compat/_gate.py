"""Which lines could any plugin of detect-secrets 1.5.0 say something about? Asked of the bytes, before it is imported.

Every pattern is a superset of its plugin's own patterns on the same line (tests compare them), so a line that is
left out cannot become a finding. `\\w`, `\\d` and `\\s` of a text pattern also match characters beyond ASCII, which are
bytes from 0x80 on; four characters fold to ASCII letters where a pattern ignores case, and a line with one of them
is asked a second time with those letters in their place.

Two engines give the same lines: `re` at once, and one Hyperscan database for them all, which costs more to load than
a few files to read. The first 256 KB of a run are judged by `re`, what follows by a database out of the cache, and
after 4 MB one is compiled.
"""

import math
import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from .. import _database

LOAD_AFTER = 256 << 10  # bytes seen until a cached database is worth its import
BUILD_AFTER = 4 << 20  # bytes seen until a database is worth compiling

KEYWORD = "KeywordDetector"
BASE64, HEX = "Base64HighEntropyString", "HexHighEntropyString"

# KeywordDetector's forms of a line; which of them it looks for depends on the file's type.
ASSIGNED, ASSIGNED_BARE, CALLED, BEFORE_SEMICOLON, COMPARED = 1, 2, 3, 4, 5
_QUOTED = frozenset({ASSIGNED, BEFORE_SEMICOLON, COMPARED})
_BARE = frozenset({ASSIGNED_BARE, BEFORE_SEMICOLON, COMPARED})


class FileKind(NamedTuple):
    """What detect-secrets makes of a file's extension; an `is_other` file is read a second time as if it were INI."""

    keyword: frozenset[int]
    is_yaml: bool = False
    is_other: bool = False


_OTHER = FileKind(_QUOTED, is_other=True)
_KINDS = {
    **dict.fromkeys((".cls", ".example", ".java", ".js", ".php", ".py", ".pyi", ".swift", ".tf"), FileKind(_QUOTED)),
    **dict.fromkeys((".go", ".cnf", ".conf", ".cfg", ".cf", ".ini", ".properties", ".toml"), FileKind(_BARE)),
    **dict.fromkeys((".eyaml", ".yaml", ".yml"), FileKind(_BARE, is_yaml=True)),
    **dict.fromkeys((".m", ".cs", ".c"), FileKind(frozenset({ASSIGNED}))),
    ".cpp": FileKind(frozenset({ASSIGNED, CALLED})),
}


def kind_of(filename: str) -> FileKind:
    """The kind of file that detect-secrets takes this name for."""
    return _KINDS.get(os.path.splitext(filename)[1], _OTHER)


class Hit(NamedTuple):
    """A pattern's match: the offset behind it in the data, and the pattern's number."""

    end: int
    number: int


class Candidate(NamedTuple):
    """A line, by the offsets of its start and its end, and why some plugins must look at it.

    `folded` is the line with ASCII letters for the characters that fold to them, and `more` are the hits in that.
    """

    start: int
    end: int
    hits: Sequence[Hit]
    folded: bytes = b""
    more: Sequence[Hit] = ()

    @property
    def plugins(self) -> set[str]:
        """The plugins that must look at it."""
        return {PLUGIN_OF[hit.number] for hit in (*self.hits, *self.more)}

    def characters(self, data: bytes) -> dict[int, list[int]]:
        """The ends of the hits, as characters of the line, by their numbers."""
        ends: dict[int, list[int]] = {}
        for text, start, hits in ((data, self.start, self.hits), (self.folded, 0, self.more)):
            count, behind = 0, start
            for hit in hits:
                count += len(text[behind : hit.end].decode("utf-8", "ignore"))
                behind = hit.end
                ends.setdefault(hit.number, []).append(count)
        return {number: sorted(set(found)) for number, found in ends.items()}


class _Token(NamedTuple):
    """A plugin's superset. `literals` are bytes of which every match holds one, asked first where `re` does the work.

    A `lowered` pattern is asked of the lowered bytes, or ignores case. `own` is Hyperscan's, where lookbehind
    serves `re` better. No pattern backtracks further than its bounded counts.
    """

    number: int
    plugin: str
    literals: tuple[bytes, ...]
    pattern: bytes
    own: bytes = b""
    lowered: bool = False


_KEYWORDS = (
    rb"(?:(?:api|auth|service|account|db|database|priv|private|client)_?key|(?:db|database|key)_?pass|"
    rb"password|passwd|pwd|secret|contrase(?:\xc3[\xb1\x91]|n)a)"
)
_SPACE = rb" \t\r\f\x0b\x1c-\x1f"  # what `\s` matches below 0x80, without the line's end
# (Hyperscan's `\v` in a class would take 0x85 as well)
_SPACES = rb"[" + _SPACE + rb"\x80-\xff]*"
_WORD = rb"[\w\x80-\xff]"
_QUOTE = rb"[\"'`]"
_CLOSING = rb"[\]'\"]{0,2}(?:\[[0-9]*\])?"
_GAP = rb"[\"'\] =:>]+"
_URL_PART = rb"[^:/?#\[\]@!$&'()*+,;=\n" + _SPACE + rb"]+"
_ID = rb"[a-zA-Z0-9_\-\x80-\xff]"
_LONG_KEY = rb"(?:key|pwd|pass(?:word)?|token)"

FOLD = 0  # the number of a character that folds to an ASCII letter
_FOLDED_BYTES = {b"\xc5\xbf": b"s", b"\xe2\x84\xaa": b"k", b"\xc4\xb0": b"i", b"\xc4\xb1": b"i"}
_AWS_SECRET, _BASE64, _HEX, _IP_ADDRESS, _JWT, CLOUDANT_URL = 10, 11, 12, 13, 14, 15

_TOKENS = (
    _Token(
        20,
        "ArtifactoryDetector",
        (b"AKC", b"AP"),
        rb"AKC[a-zA-Z0-9]{10}|AP(?:[0-9A-F]|[\x80-\xff]{2,4})[a-zA-Z0-9]{8}",
        rb"(?:^|[=:\"\n" + _SPACE + rb"\x80-\xff])(?:AKC[a-zA-Z0-9]{10}|AP(?:[0-9A-F]|[\x80-\xff]{2,4})[a-zA-Z0-9]{8})",
    ),
    _Token(
        21,
        "AWSKeyDetector",
        (b"AKIA", b"ASIA", b"A3T", b"ABIA", b"ACCA"),
        rb"A(?:3T[A-Z0-9]|BIA|CCA|KIA|SIA)[0-9A-Z]{16}",
    ),
    _Token(
        _AWS_SECRET,
        "AWSKeyDetector",
        (b"aws",),
        rb"(?<=[\"'])[0-9a-z/+]{40}[\"']",
        rb"[\"'][0-9a-z/+]{40}[\"']",
        lowered=True,
    ),
    _Token(22, "AzureStorageKeyDetector", (b"AccountKey=",), rb"AccountKey=[a-zA-Z0-9+/=]{88}"),
    _Token(23, "BasicAuthDetector", (b"://",), rb"://" + _URL_PART + rb":" + _URL_PART + rb"@"),
    _Token(
        24,
        "CloudantDetector",
        (b"cl",),
        rb"cl(?:oudant|ou)?[_-]?(?:api)?(?:key|pwd?|pass(?:word)?|token)" + _GAP + rb"(?:[0-9a-f]{64}|[a-z]{24})",
        lowered=True,
    ),
    _Token(CLOUDANT_URL, "CloudantDetector", (b"cloudant.com",), rb"cloudant\.com", lowered=True),
    _Token(
        26,
        "DiscordBotTokenDetector",
        (b".",),
        rb"\.(?<=" + _ID + rb"{23}\.)" + _ID + rb"{6,24}\." + _ID + rb"{27}",
        rb"[MNO]" + _ID + rb"{23,}\." + _ID + rb"{6,24}\." + _ID + rb"{27}",
    ),
    _Token(27, "GitHubTokenDetector", (b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_"), rb"gh[pousr]_[A-Za-z0-9_]{36}"),
    _Token(
        28,
        "GitLabTokenDetector",
        (b"gl", b"GR1348941"),
        rb"(?:gl(?:pat|dt|ft|soat|rt|cbt|imt|ptt|agent|oas)-|GR1348941)[A-Za-z0-9_\-]{20}",
    ),
    _Token(
        29,
        "IbmCloudIamDetector",
        (b"key", b"pwd", b"pass", b"token"),
        _LONG_KEY + _GAP + rb"[a-z0-9_\-]{44}",
        lowered=True,
    ),
    _Token(
        30,
        "IbmCosHmacDetector",
        (b"secret",),
        rb"secret[-_]?(?:access)?[-_]?key" + _GAP + rb"[a-f0-9]{48}",
        lowered=True,
    ),
    _Token(
        _IP_ADDRESS,
        "IPPublicDetector",
        (b".",),
        rb"\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]",
        rb"[0-9]\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]",
    ),
    _Token(
        _JWT,
        "JwtTokenDetector",
        (b"eyJ",),
        rb"eyJ[A-Za-z0-9\-_=]*+(?:\.[A-Za-z0-9\-_=])?",
        rb"eyJ[A-Za-z0-9\-_=]+\.[A-Za-z0-9\-_=]",
    ),
    _Token(33, "MailchimpDetector", (b"-us",), rb"-us[0-9](?<=[0-9a-z]{32}-us[0-9])", rb"[0-9a-z]{32}-us[0-9]"),
    _Token(34, "NpmDetector", (b"/:_authToken=",), rb"/:_authToken="),
    _Token(35, "OpenAIDetector", (b"T3BlbkFJ",), rb"T3BlbkFJ"),
    _Token(
        36,
        "PrivateKeyDetector",
        (b"PRIVATE KEY", b"PuTTY-User-Key-File-2"),
        rb"BEGIN [A-Z0-9 ]{0,16}PRIVATE KEY|PuTTY-User-Key-File-2",
    ),
    _Token(37, "PypiTokenDetector", (b"pypi-AgE",), rb"pypi-AgE"),
    _Token(38, "SendGridDetector", (b"SG.",), rb"SG\.[a-zA-Z0-9_\-]{22}\.[a-zA-Z0-9_\-]{43}"),
    _Token(39, "SlackDetector", (b"xox",), rb"xox[abposr]-[0-9\x80-\xff]", lowered=True),
    _Token(40, "SlackDetector", (b"hooks.slack.com/",), rb"hooks\.slack\.com/services/t", lowered=True),
    _Token(
        41,
        "SoftlayerDetector",
        (b"sl", b"softlayer"),
        rb"(?:softlayer|sl)[_-]?(?:api)?[_-]?" + _LONG_KEY + _GAP + rb"[a-z0-9]{64}",
        lowered=True,
    ),
    _Token(42, "SoftlayerDetector", (b"softlayer",), rb"softlayer[^\n]{1,4}com/soap/", lowered=True),
    _Token(43, "SquareOAuthDetector", (b"sq0csp-",), rb"sq0csp-"),
    _Token(44, "StripeDetector", (b"k_live_",), rb"[rs]k_live_[0-9a-zA-Z]{24}"),
    _Token(
        45,
        "TelegramBotTokenDetector",
        (b":",),
        rb":[0-9A-Za-z_\-]{35}(?<=[0-9\x80-\xff]{8}.{36})",
        rb"[0-9\x80-\xff]{8}:[0-9A-Za-z_\-]{35}",
    ),
    _Token(46, "TwilioKeyDetector", (b"AC", b"SK"), rb"(?:AC|SK)[a-z0-9]{32}"),
)
PLUGINS = frozenset({KEYWORD, BASE64, HEX, *(token.plugin for token in _TOKENS)})
PLUGIN_OF = {
    **{token.number: token.plugin for token in _TOKENS},
    **dict.fromkeys((ASSIGNED, ASSIGNED_BARE, CALLED, BEFORE_SEMICOLON, COMPARED), KEYWORD),
    _BASE64: BASE64,
    _HEX: HEX,
}
_CHARSETS = {_BASE64: (rb"A-Za-z0-9+/\\\-_=", 68), _HEX: (rb"0-9a-fA-F", 22)}

# KeywordDetector in Hyperscan's patterns ...
_KEYWORD_OWN = {
    ASSIGNED_BARE: _KEYWORDS + _WORD + rb"*" + _CLOSING + _SPACES + rb"[:!=]",
    CALLED: _KEYWORDS + _WORD + rb"*(?:[^\n]{1,4}assign)?\(\"" + _WORD,
    BEFORE_SEMICOLON: _KEYWORDS
    + rb"[^\n" + _SPACE + rb"]*" + _SPACES + _QUOTE + _WORD + rb"[^'\"\n]*" + _QUOTE + rb";",
    COMPARED: _QUOTE + _SPACES + rb"[!=]{2,3}" + _SPACES + _WORD + rb"*" + _KEYWORDS,
}  # fmt: skip
# ... and in `re`'s: what follows the word that the keyword stands in, and the comparison as a whole.
_STEMS = (b"key", b"pass", b"pwd", b"secret", b"contrase")
_STEM_WORD = _KEYWORDS + _WORD + rb"*+"
_THEN_ASSIGNED = _CLOSING + _SPACES + rb"+[:!=]"
_THEN_CALLED = rb"(?:[^\n]{1,4}assign)?\(\"" + _WORD
_THEN_SEMICOLON = rb"[^\n]*?" + _QUOTE + rb";"
_COMPARISON = _QUOTE + _SPACES + rb"+[!=]{2,3}" + _SPACES + rb"+" + _WORD + rb"*?" + _KEYWORDS

# What must follow the sign of an assignment: a word's character, in quotes where they are required.
_VALUE = {
    ASSIGNED: rb"[!=]{0,2}>?" + _SPACES + rb"+@?" + _QUOTE + _WORD,
    ASSIGNED_BARE: rb"[!=>:]*[" + _SPACE + rb"]*(?:[\x80-\xff]|" + _QUOTE + rb"?" + _WORD + rb")",
}
_IP = (
    rb"(?<![0-9A-Za-z_.])(?!192\.168\.|127\.|10\.|172\.(?:1[6-9]|2[0-9]|3[01]))"
    rb"(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\.){3}[0-9]{1,3}(?![0-9A-Za-z_])"
)

# A line at the margin that is neither a comment nor a section nor an option makes configparser refuse the whole file.
_NO_OPTION = rb"[^\s#;\[=:\x1c-\x1f\x80-\xff][^=:\n]*(?:\n|\Z)"
# What comes before the first line that says something, unless that is beyond ASCII.
_BEFORE_FIRST = rb"(?:[ \t\f\x0b\r\n\x1c-\x1f]++|[#;][^\n]*+)*+"

_compiled: dict[bytes, re.Pattern[bytes]] = {}


def _pattern(source: bytes) -> re.Pattern[bytes]:
    """A pattern, compiled when it is first needed: most runs need few of them."""
    found = _compiled.get(source)
    if found is None:
        found = _compiled[source] = re.compile(source, re.S)
    return found


def may_be_ini(data: bytes) -> bool:
    """Whether a file could be INI: its first line that says something has to be a section's header."""
    match = _pattern(_BEFORE_FIRST).match(data)
    at = match.end() if match else 0
    first = data[at : at + 1]
    return (first == b"[" or first >= b"\x80") and may_be_options(data)


def may_be_options(data: bytes) -> bool:
    """Whether a file could be INI once a header stands before it."""
    return not _pattern(_NO_OPTION).match(data) and not _pattern(rb"\n" + _NO_OPTION).search(data)


def shortest(limit: float, letters: int) -> int | None:
    """The length from which a string can have more Shannon entropy (bits per character) than this limit.

    It is reckoned as detect-secrets does, over a string of nothing but different letters; None: however long it is.
    """
    for length in range(1, letters + 1):
        entropy = 0.0
        for _ in range(length):
            share = 1.0 / length
            entropy += -share * math.log(share, 2)
        if entropy > limit:
            return length
    return None


def is_random(run: bytes, limit: float, *, hexadecimal: bool) -> bool:
    """Whether a string may have more entropy than this limit; sure where it says no."""
    letters = set(run)
    if len(letters) <= 2 ** (limit - 1e-6):
        return False
    size = len(run)
    entropy = 0.0
    for letter in letters:
        share = run.count(letter) / size
        entropy -= share * math.log2(share)
    if hexadecimal and 1 < size <= 1000 and run.isdigit():
        entropy -= 1.2 / math.log2(size)
    return entropy > limit - 1e-6


class _Engine(Protocol):
    def scan(self, data: bytes) -> list[tuple[int, int]]:
        """Every match as (the offset behind it, number), by offset."""


class Expressions:
    """The patterns that some plugins need, with `re`: one after the other, each where its literals are."""

    def __init__(self, wanted: Collection[str], limits: Mapping[str, float]) -> None:
        self.wanted = frozenset(wanted)
        self.tokens = tuple(token for token in _TOKENS if token.plugin in self.wanted)
        self.runs: dict[int, bytes] = {}
        for number, (charset, letters) in _CHARSETS.items():
            name = PLUGIN_OF[number]
            length = shortest(limits[name], letters) if name in self.wanted else None
            if length is not None:
                self.runs[number] = rb"[%s]{%d,}" % (charset, length)

    def scan(self, data: bytes) -> list[tuple[int, int]]:
        return sorted(self._hits(data))

    def _hits(self, data: bytes) -> Iterator[tuple[int, int]]:
        lowered = data.lower()
        for token in self.tokens:
            text = lowered if token.lowered else data
            if any(literal in text for literal in token.literals):
                for match in _pattern(token.pattern).finditer(text):
                    yield match.end(), token.number
        if b'"' in data or b"'" in data:
            for number, run in self.runs.items():
                for match in _pattern(rb"([\"'])" + run + rb"+(?=\1)").finditer(data):
                    yield match.end() + 1, number
        if KEYWORD in self.wanted and any(stem in lowered for stem in _STEMS):
            yield from _keywords(lowered)
        if any(letter in data for letter in _FOLDED_BYTES):
            for match in _pattern(b"|".join(_FOLDED_BYTES)).finditer(data):
                yield match.end(), FOLD

    def own(self) -> "list[_database.Expression]":
        """The same patterns for Hyperscan."""
        from .. import _database

        made = [_database.Expression(FOLD, b"|".join(_FOLDED_BYTES))]
        made += [_database.Expression(one.number, one.own or one.pattern, one.lowered) for one in self.tokens]
        for number, run in self.runs.items():
            made += [_database.Expression(number, quote + run + quote) for quote in (b'"', b"'")]
        if KEYWORD in self.wanted:
            made += [_database.Expression(number, pattern, caseless=True) for number, pattern in _KEYWORD_OWN.items()]
        return made


def _keywords(lowered: bytes) -> Iterator[tuple[int, int]]:
    """Where KeywordDetector's words stand as it wants them, in lowered bytes."""
    semicolon = any(end in lowered for end in (b'";', b"';", b"`;"))
    called = b'("' in lowered
    behind = -1
    for match in _pattern(_STEM_WORD).finditer(lowered):
        at = match.end()
        assigned = _pattern(_THEN_ASSIGNED).match(lowered, at)
        if assigned:
            yield assigned.end(), ASSIGNED_BARE
        if called and (found := _pattern(_THEN_CALLED).match(lowered, at)):
            yield found.end(), CALLED
        if semicolon and at > behind:  # once in a line is enough
            if found := _pattern(_THEN_SEMICOLON).match(lowered, at):
                yield found.end(), BEFORE_SEMICOLON
            end = lowered.find(b"\n", at)
            behind = end if end >= 0 else len(lowered)
    if b"==" in lowered or b"!=" in lowered or b"=!" in lowered or b"!!" in lowered:
        for match in _pattern(_COMPARISON).finditer(lowered):
            yield match.end(), COMPARED


class Gate:
    """The candidate lines of one file after the other, for some plugins with these entropy limits."""

    def __init__(self, wanted: Collection[str], limits: Mapping[str, float]) -> None:
        self._expressions = Expressions(wanted, limits)
        self._limits = {number: limits.get(PLUGIN_OF[number], 0.0) for number in self._expressions.runs}
        self._engine: _Engine = self._expressions
        self._seen = 0
        self._next: int | None = LOAD_AFTER

    def candidates(self, data: bytes, keyword: frozenset[int]) -> list[Candidate]:
        """The lines, in order, at which plugins must look; `keyword` are the forms that KeywordDetector takes here."""
        self._seen += len(data)
        if self._next is not None and self._seen >= self._next:
            self._switch()
        return self._candidates(data, keyword)

    def _switch(self) -> None:
        from .. import _database

        if not _database.available():
            self._next = None
            return
        name, expressions = "compat", self._expressions.own()
        found = _database.load(name, expressions, _CANARY)
        if found is None and self._seen >= BUILD_AFTER:
            found = _database.build(name, expressions)
            self._next = None
        elif found is None:
            self._next = BUILD_AFTER
        if found is not None:
            self._engine, self._next = found, None

    def _candidates(self, data: bytes, keyword: frozenset[int]) -> list[Candidate]:
        found: list[Candidate] = []
        start, end = 0, -1
        hits: list[Hit] = []
        for at, number in self._engine.scan(data):
            if at > end:
                if hits:
                    found.append(Candidate(start, end, hits))
                    hits = []
                start = data.rfind(b"\n", max(0, end), at) + 1
                end = data.find(b"\n", at)
                if end < 0:
                    end = len(data)
            if number == FOLD:
                if not hits or hits[-1].number != FOLD:
                    hits.append(Hit(at, FOLD))
            elif (exact := self._confirmed(data, start, at, number, keyword)) is not None:
                hits.append(Hit(at, exact))
        if hits:
            found.append(Candidate(start, end, hits))
        return [one for one in (self._folded(data, one, keyword) for one in found) if one.hits or one.more]

    def _folded(self, data: bytes, one: Candidate, keyword: frozenset[int]) -> Candidate:
        """A line with folding characters, with the hits that it has with ASCII letters in their place too."""
        if all(hit.number != FOLD for hit in one.hits):
            return one
        text = data[one.start : one.end]
        for letter, plain in _FOLDED_BYTES.items():
            text = text.replace(letter, plain)
        more = [hit for line in self._candidates(text, keyword) for hit in line.hits]
        return Candidate(one.start, one.end, [hit for hit in one.hits if hit.number != FOLD], text, more)

    def _confirmed(self, data: bytes, start: int, end: int, number: int, keyword: frozenset[int]) -> int | None:
        """The number of a hit that stands a closer look, None otherwise."""
        if number == ASSIGNED_BARE:
            for form in (ASSIGNED, ASSIGNED_BARE):
                if form in keyword:
                    return form if _pattern(_VALUE[form]).match(data, end) else None
            return None
        if number in (CALLED, BEFORE_SEMICOLON, COMPARED):
            return number if number in keyword else None
        if number in self._limits:
            run = data[data.rfind(data[end - 1 : end], 0, end - 1) + 1 : end - 1]
            return number if is_random(run, self._limits[number], hexadecimal=number == _HEX) else None
        if number == _AWS_SECRET:
            return number if b"aws" in data[max(start, end - 300) : end].lower() else None
        if number == _JWT:
            return number if data[end - 2 : end - 1] == b"." else None
        if number == _IP_ADDRESS:
            return number if _pattern(_IP).search(data, max(start, end - 16), end + 3) else None
        return number


_CANARY = "\u0131".encode()  # every database knows it
