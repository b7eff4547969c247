"""Which places of a file could hold a secret at all? Asked of the bytes, in one pass, before anything is judged.

Everything here is a superset of what the judge asks: a place that the gate leaves out cannot become a finding
(tests judge every line of made-up files without the gate and compare). There are two gates with one answer. Small
inputs meet literals and, where one stands, its pattern, with nothing but `re`: to import Hyperscan would cost more.
When a run has seen enough bytes, all patterns at once meet the rest in one pass of Hyperscan, where that is installed.
"""

import re
from binascii import a2b_base64
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ._tokens import TokenKind, all_kinds
from ._tokens._index import INDEX, Row

if TYPE_CHECKING:
    from ._database import Database, Expression

LONG = 4096  # bytes; a longer line is judged in pieces around what the gate saw in it
STEP, BEFORE, AFTER = 2048, 512, 1088  # a piece: its core, and what it sees before and behind
AHEAD = 640  # bytes behind a hit in which a secret begins whose name or clue was seen
FURTHEST = 1 << 16  # bytes that a piece follows one long token
LOAD_AFTER = 192 << 10  # bytes seen by a run, after which a database in the cache is worth its import
BUILD_AFTER = 3 << 20  # ... and after which it is worth to compile one

# What is sought besides tokens. A token's number is its row in `all_kinds()`.
PRIVATE_KEY, URL, QUOTED, BARE, BELOW, UNSIGNED, ENTROPY, PERCENT, ESCAPED, BASE64 = range(10_000, 10_010)
DECODED = frozenset({PERCENT, ESCAPED, BASE64})

STEMS = ("pass", "pwd", "secret", "token", "credential", "contrase", "auth", "key", "bindpw", "psk")
_STEM = (
    r"(?i)(?:passw|passphrase|pwd|secret|token|credential|contrase|auth|bindpw|psk|"
    r"(?:db|database|user|login|key|admin|smtp|mail|redis|require|[a-z0-9]_)_?pass|"
    r"(?:api|access|private|client|account|service|db|database|priv|signing|encryption|master|app|shared|storage|"
    r"subscription|session|deploy)[._-]?key)"
)
# A name that says "secret", with what may close it; and what may stand between it and a value, in quotes or not.
_NAMED = _STEM + r"[\w.-]{0,64}(?:\[[0-9]{0,9}\])?\\?[\"'`]?[\])]{0,2}[ \t]{0,16}"
_BEFORE_QUOTE = (
    r"[^\w\n.\"'`-][^\n\"'`]{0,200}",
    r"(?:or|-)[^\n\"'`]{0,80}",
    r",?[ \t]{0,4}\\?[\"']?value[\\\"']{0,2}[ \t]?[:=][^\n\"'`]{0,80}",
    r":[ ]?&'\w{1,16} [^\n\"'`]{0,80}",
    r"=[ ]?[\w.]{1,60}\([^\n]{0,60}",
)
_BARE_VALUE = r"(?:[bfru@$]{0,2})?(?:(?:[\w.]{1,40}\()?default[ \t]?=[ \t]?)?[^\s\"'`(){}\[\],;<>|\\]{8}"
_BEFORE_BARE = (
    r"(?:[:=!]={0,2}>?|:=|=>|->|,|\|\|=?|\?\?=?|\?=|<-|:-|>|or)",
    r"(?::[ ]?[^\n=]{1,90}=|=[ ]?[\w.()\[\]]{1,60}[ ]?(?:\|\||\?\?|or))",
    r"(?:\{[ ]?get;[^{}\n]{0,24}\}[ ]?=|</\w{1,16}>[ ]?<\w{1,16}>|,?[ \t]{0,4}\\?[\"']?value\\?[\"']?[ \t]?[:=])",
)
# Words and options that give a value without a sign between: a literal, lowered, and what stands around it.
UNSIGNED_CLUES = (
    *("bearer", "--", "env ", "login", " `", "#define ", "set -", "auth", "basic", "identified", "curl", "sshpass"),
    *("mysql", "requirepass", "securestring", "getconnection", "key ", "password", "token", "secret", "passphrase"),
    "passwd",
    *("storepass", "keypass", "redis-cli", " login", "setenv"),
)
_NAMES = rb"(?:pass|pwd|secret|token|key|auth|cred)"
_UNSIGNED = (
    rb"(?i)(?:bearer|basic)[ \t]{1,4}[^\s\"'`\\,;<>]{10}",
    rb"(?i)--[\w-]{0,64}" + _NAMES + rb"[\w-]{0,64}\\?[\"']?,?[ \t]{1,4}\\?[\"'`]?[^\s\"'`]{8}",
    rb"(?i)ENV[ \t]{1,4}\w{0,64}" + _NAMES + rb"\w{0,64}[ \t]",
    rb"(?i)login[ \t]{1,4}\S{1,64}[ \t]{1,4}password",
    rb"(?i)" + _NAMES + rb"\w{0,64} (?:\| )?`[^\s`\"']{8}",
    rb"(?i)#define[ \t]{1,16}\w{0,64}" + _NAMES,
    rb"(?i)set -\w{1,4} {1,4}\w{0,64}" + _NAMES,
    rb"(?:auth ?= ?|BasicAuth)\([\"']",
    rb"(?i)authorization[\"']? ?[:=,] ?[\"'`]?(?:token|apikey) ",
    rb"(?i)identified {1,4}",
    rb"(?i)curl[^\n]{1,1024}(?:-u|--user|--proxy-user)[\"',= ]",
    rb"(?i)sshpass|requirepass|securestring|getconnection|mysql[^\n]{0,240} -p|storepass|keypass|redis-cli|setenv",
    rb"(?i) login[^\n]{0,240} -p |(?:password|secret|token) {1,4}[\"'][^\s\"']{8}",
    rb"(?i)(?:password|passwd|passphrase|secret|token|key)[\"'`]? (?:[\w-]{1,16} ){0,6}(?:is|to) [\"'`]?[^\s\"'`]{12}",
    rb"(?i)(?:password|token|key) [\"'`]?[^\s\"'`]{12}",
)
_HEADER = rb"BEGIN [A-Z0-9 ]{0,24}PRIVATE KEY|PuTTY-User-Key-File-[23]"
_USER_PASSWORD = rb"://[^\s:/?#\[\]@\"'`<>{}()\\]*:[^\s:/?#\[\]@\"'`<>{}()\\]{8,}@"
_NAME_AND_VALUE = (
    rb"(?i)[\"']?(?:name|key)[\"']?\s{0,4}[:=]\s{0,4}[\"']?[\w.-]{2,64}[\"']?,?[ \t\r]{0,16}\n"
    rb"\s{0,64}[\"']?value[\"']?\s{0,4}[:=]"
)
_NAME_ALONE = (
    rb"(?i)(?:pass|pwd|secret|token|key|auth|cred)[\w.-]{0,64}[\"'`\])]{0,3}[ \t]{0,16}(?:[:=(]|=>)[ \t]{0,4}"
    rb"(?:[|>][+-]?|\(|\\)?[ \t\r]{0,16}\n[ \t]{0,64}[^\s]"
)
_PERCENT = rb"%(?:2[02BbFfDdEe]|3[AaDdFf]|[46][1-9A-Fa-f]|5[0-9AaFf]|7[0-9Aa])"
_ESCAPED = rb"\\u00[2-7][0-9A-Fa-f]|\\x[2-7][0-9A-Fa-f]|\\\\\\\"|:\\/\\/"
_BASE64_RUN = rb"[A-Za-z0-9+/_-]{20,}+"


class Place(NamedTuple):
    """A text to judge, as byte offsets: a line, or a piece of a long one.

    Only what begins in its core (`first` up to `last`, exclusive) counts. `marks` are the numbers of what may stand
    there.
    """

    start: int
    end: int
    first: int
    last: int
    marks: frozenset[int]


class Gate:
    """The gate of one run; it learns how much there is to see, and takes the means that fits."""

    def __init__(self, hyperscan: bool | None = None) -> None:
        """`hyperscan`: always or never, for tests and benchmarks; None lets the gate choose."""
        self._seen = 0
        self._database: Database | None = None
        self._never = hyperscan is False
        self._next = 0 if hyperscan else LOAD_AFTER
        self._always = bool(hyperscan)

    def hits(self, data: bytes, wanted: frozenset[int], tick: Callable[[], None]) -> list[tuple[int, int]]:
        """What may stand where: the end of a hit, and its number, in order; `tick` is called now and then."""
        self._seen += len(data)
        if self._seen >= self._next and not self._never:
            self._prepare()
        if self._database is None:
            return sorted(_simple(data, wanted, tick))
        found = [hit for hit in self._database.scan(data) if hit[1] in wanted]
        tick()
        return sorted([*found, *_entropy(data)]) if ENTROPY in wanted else found

    def _prepare(self) -> None:
        from ._database import build, load

        expressions = _expressions()
        self._database = load("secrets", expressions, _CANARY)
        if self._database is None and (self._always or self._seen >= BUILD_AFTER):
            self._database = build("secrets", expressions)
            self._never = self._database is None
        self._next = BUILD_AFTER if self._database is None else 1 << 62


_CANARY = b"-----BEGIN RSA PRIVATE KEY-----"


@cache
def _expressions() -> "tuple[Expression, ...]":
    """Every pattern in Hyperscan's syntax. Upper bounds are left out where they only make the automaton large."""
    from ._database import Expression

    tokens = [
        Expression(number, pattern) for number, kind in enumerate(all_kinds()) for pattern in _hyperscan_forms(kind)
    ]
    others = (
        (PRIVATE_KEY, _HEADER),
        (URL, _USER_PASSWORD),
        *((QUOTED, _unbounded(f"{_NAMED}{between}[\"'`][^\\s\"'`]{{8}}")) for between in _BEFORE_QUOTE),
        *((BARE, _unbounded(f"{_NAMED}{between}[ \\t]{{0,16}}\\\\?{_BARE_VALUE}")) for between in _BEFORE_BARE),
        (BELOW, _unbounded(_NAME_AND_VALUE.decode())),
        (BELOW, _unbounded(_NAME_ALONE.decode())),
        *((UNSIGNED, _unbounded(pattern.decode())) for pattern in _UNSIGNED),
        (PERCENT, _PERCENT),
        (ESCAPED, _ESCAPED),
        (BASE64, rb"(?i)basic[ ]{1,4}[A-Za-z0-9+/]{8}"),
        *((BASE64, form) for form in sorted(_base64_forms())),
    )
    return (*tokens, *(Expression(number, pattern) for number, pattern in others))


def _unbounded(pattern: str) -> bytes:
    """The pattern without its upper bounds, which cost Hyperscan states and narrow little."""
    return re.sub(r"\{1,\d\d+\}", "+", re.sub(r"\{0,\d\d+\}", "*", pattern)).encode()


_LEAST_BODY = 12  # characters of a token's body that the gate asks for; the judge asks for all


# Clues that stand in much code, where no vendor is meant: there the token itself is sought.
_COMMON_CLUES = frozenset({"token", "bot", "graph", "access_token"})


def _hyperscan_forms(kind: TokenKind) -> tuple[bytes, ...]:
    """Supersets of a token's pattern that are cheap for Hyperscan: its end cut, upper bounds left out; or its clues."""
    if kind.near and _COMMON_CLUES.isdisjoint(kind.clues):
        return tuple(b"(?i)" + re.escape(clue).encode() for clue in kind.clues)
    least = 64 if kind.near else _LEAST_BODY
    pattern = re.sub(r"(?:\[[^\]]*\]|\\?[^\]])\{0,\d+\}$", "", kind.pattern)
    pattern = re.sub(r"(\]|\w)\{(\d+)(?:,\d+)?\}$", lambda one: f"{one[1]}{{{min(int(one[2]), least)}}}", pattern)
    before = "[^A-Za-z0-9]" if kind.near else ""  # the judge asks for it there, and it keeps long runs from flooding
    return ((before + re.sub(r"\{(\d+),\d{2,}\}", r"{\1,}", pattern)).encode(),)


# In the text within base64, one of these must stand for it to be decoded: the beginnings of tokens, and names.
_INSIDE = (
    *(b"password", b"PASSWORD", b"Password", b"secret", b"SECRET", b"token", b"TOKEN", b"Token", b"PRIVATE KEY"),
    *(b"_KEY=", b'"auth"', b"api_key", b"apiKey", b"://"),
)


def inside_clues() -> frozenset[bytes]:
    """Literals one of which must stand in a decoded text for it to be judged."""
    return frozenset(
        {clue.encode() for kind in all_kinds() if not kind.near for clue in kind.clues if len(clue) >= 3} | set(_INSIDE)
    )


@cache
def _base64_forms() -> frozenset[bytes]:
    """What the clues look like in base64, in each of the three phases in which they can stand, in both alphabets.

    The characters that a clue shares with what stands around it are left out, unless too few would remain.
    """
    found = set()
    for clue in inside_clues():
        for phase in range(3):
            code = _encoded(b"\0" * phase + clue)
            known = code[(0, 2, 3)[phase] : (len(clue) + phase) * 8 // 6]
            if len(known) >= 4:
                found |= {re.escape(known), re.escape(known.replace(b"+", b"-").replace(b"/", b"_"))}
            else:
                found.add(_base64_classes(clue, phase))
    return frozenset(found)


def _base64_classes(clue: bytes, phase: int) -> bytes:
    """A short clue in base64 with the characters that it shares, as classes of what those can be."""
    fills = range(256)
    codes = [_encoded(bytes((fill,)) * phase + clue + bytes((fill,)) * 2) for fill in fills]
    columns = [{code[at] for code in codes} for at in range((len(clue) + phase) * 8 // 6 + 1)]
    shared = [_both_alphabets(column) for column in columns if len(column) < 64]
    return b"".join(b"[" + re.escape(letters) + b"]" for letters in shared)


def _both_alphabets(letters: set[int]) -> bytes:
    text = bytes(sorted(letters))
    return text + (b"-" if b"+" in text else b"") + (b"_" if b"/" in text else b"")


def _encoded(text: bytes) -> bytes:
    from binascii import b2a_base64

    return b2a_base64(text, newline=False)


def placed(data: bytes, hits: Sequence[tuple[int, int]], tick: Callable[[], None]) -> list[Place]:
    """The hits by the lines and pieces in which they stand."""
    places: dict[tuple[int, int, int, int], set[int]] = {}
    low = high = -1  # the line of the last hit
    spans: dict[int, tuple[int, int, int, int]] = {}  # a long line's pieces
    marked: dict[int, int] = {}  # by number, the last piece of this line that has its mark
    reach = _reach()
    for count, (end, number) in enumerate(hits):
        at = end - 1
        if count % 4096 == 0:
            tick()
        if not low <= at < high:
            low = data.rfind(b"\n", 0, at) + 1
            high = data.find(b"\n", at)
            high = len(data) if high < 0 else high + (high == at)
            spans, marked = {}, {}
        if high - low <= LONG:
            places.setdefault((low, high, low, high), set()).add(number)
            continue
        last = (min(high - 1, at + AHEAD) - low) // STEP
        done = marked.get(number, -1)
        if done >= last:
            continue
        marked[number] = last
        for near in range(max(done + 1, (max(low, at - reach.get(number, BEFORE)) - low) // STEP), last + 1):
            if near not in spans:
                spans[near] = _piece(data, low, high, near)
            places.setdefault(spans[near], set()).add(number)
    return [Place(*span, frozenset(marks)) for span, marks in sorted(places.items(), key=lambda one: one[0][2])]


@cache
def long_ones() -> dict[int, int]:
    """The tokens that can be longer than a piece reaches beyond its core, by number, and how long they can be."""
    counts = ((number, re.findall(r"\{\d+,(\d+)\}", kind.pattern)) for number, kind in enumerate(all_kinds()))
    sizes = ((number, sum(map(int, most))) for number, most in counts)
    return {number: size + BEFORE for number, size in sizes if size > AFTER - 200}


@cache
def _reach() -> dict[int, int]:
    """How far before a hit its secret can begin, of the numbers where that is further than usual."""
    return {number: size for number, size in long_ones().items() if size > BEFORE}


def _piece(data: bytes, low: int, high: int, number: int) -> tuple[int, int, int, int]:
    """A piece of a long line: its bounds, and those of its core."""
    core = low + number * STEP
    last = min(high, core + STEP)
    end = min(high, last + AFTER)
    if end < high:
        run = _run_on().match(data, end, min(high, end + FURTHEST))
        end = run.end() if run else end
    return max(low, core - BEFORE), end, core, last


@cache
def _run_on() -> re.Pattern[bytes]:
    return re.compile(rb"[A-Za-z0-9+/=_.-]*+")


_pattern = cache(re.compile)


def _simple(data: bytes, wanted: frozenset[int], tick: Callable[[], None]) -> Iterator[tuple[int, int]]:
    """The same places as Hyperscan's, or more: literals first, then the patterns whose literals stand there."""
    lowered = data.lower()
    words = _words(data)
    low_words = words.lower()
    for number, (_detector, near, stems, short) in enumerate(INDEX):
        text = low_words if near else words
        if number in wanted and any(stem in text for stem in stems):
            yield from _tried(number, short, data) if short else _sought(number, lowered if near else data)
            tick()
    for number, literals, pattern in _OTHERS:
        if number in wanted and any(literal in data for literal in literals):
            yield from ((match.end(), number) for match in _pattern(pattern).finditer(data))
            tick()
    if QUOTED in wanted:
        yield from _named(data, lowered, low_words, tick)
    if BASE64 in wanted:
        runs = _pattern(_BASE64_RUN).finditer(data)
        yield from ((run.end(), BASE64) for run in runs if may_be_text(run.group()))
    if ENTROPY in wanted:
        yield from _entropy(data)


_OTHERS = (
    (PRIVATE_KEY, (b"PRIVATE KEY", b"PuTTY-User-Key-File-"), _HEADER),
    (URL, (b"://",), _USER_PASSWORD),
    (PERCENT, (b"%",), _PERCENT),
    (ESCAPED, (b"\\u00", b"\\x", b'\\\\\\"', b":\\/\\/"), _ESCAPED),
)


def may_be_text(code: bytes) -> bool:
    """Whether base64 of either alphabet could be that of a text, by its beginning: most names and digests are not."""
    if _pattern(rb"[0-9a-f]+\Z").match(code):
        return False
    text = a2b_base64(code[:24].replace(b"-", b"+").replace(b"_", b"/").ljust(24, b"A"))[: len(code[:24]) * 3 // 4]
    if text.translate(None, _CONTROLS) != text:
        return False
    try:
        text.decode()
    except UnicodeDecodeError as bad:
        return bad.start > len(text) - 4  # a character that is cut
    return True


_CONTROLS = bytes((*range(0x09), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)))
_SHORT = 4  # characters; a shorter clue stands in many words, so there the pattern is tried at once
_REACH = 400  # bytes before a clue in which its token begins


def row(kind: TokenKind) -> Row:
    """What the index knows of a kind: all that a small clean file is asked for, so that the catalogue stays unread."""
    words = {max(_pattern(_WORD).findall(clue.encode()), key=len, default=b"") for clue in kind.clues}
    prefix = _common(min(words), max(words))
    stems = (prefix,) if len(prefix) > 2 else tuple(sorted(words))
    if kind.near or min(map(len, kind.clues)) >= _SHORT:
        return kind.detector, kind.near, stems, None
    leads = all(kind.pattern.startswith(re.escape(clue)) for clue in kind.clues)
    return kind.detector, kind.near, stems, (tuple(clue.encode() for clue in kind.clues), kind.pattern.encode(), leads)


def _common(first: bytes, last: bytes) -> bytes:
    """The bytes with which both begin."""
    size = next((at for at, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    return first[: min(size, len(last))]


def _sought(number: int, text: bytes) -> Iterator[tuple[int, int]]:
    """Where the clues of a kind stand."""
    for clue in all_kinds()[number].clues:
        literal = clue.encode()
        at = text.find(literal)
        while at >= 0:
            yield at + len(literal), number
            at = text.find(literal, at + len(literal))


def _tried(number: int, short: tuple[tuple[bytes, ...], bytes, bool], data: bytes) -> Iterator[tuple[int, int]]:
    """Where a pattern takes what stands at one of its short clues."""
    clues, pattern, leads = short
    look = _pattern(pattern)
    for clue in clues:
        at = data.find(clue)
        while at >= 0:
            end = at + len(clue)
            if leads:
                match = None if _goes_on(data, at) else look.match(data, at)
                if match:
                    yield match.end(), number
            else:
                for match in look.finditer(data, max(0, at - _REACH), end + 2 * _REACH):
                    yield match.end(), number
                end += _REACH  # a token whose clue begins before that lies in what was just searched
            at = data.find(clue, end)


def _goes_on(data: bytes, at: int) -> bool:
    """Whether a letter or digit before an offset, which belongs to no escape, says that no token begins there."""
    return data[at - 1 : at].isalnum() and not any(mark in data[max(0, at - 6) : at] for mark in (b"\\", b"%", b"\x1b"))


_WORD = rb"[A-Za-z0-9_.+/-]+"


def _words(data: bytes) -> bytes:
    """The distinct words of a text, a line each: in most files far less to search than the text itself."""
    return b"\n".join(set(_pattern(_WORD).findall(data)))


def _named(data: bytes, lowered: bytes, words: bytes, tick: Callable[[], None]) -> Iterator[tuple[int, int]]:
    """Lines with a name that says "secret", and with words that give a value without a sign."""
    for stem in (stem for stem in _stem_bytes() if stem in words):
        at = lowered.find(stem)
        while at >= 0:
            end = at + len(stem)
            yield end, QUOTED
            yield end, BARE
            below = data.find(b"\n", end, end + LONG)
            if below >= 0:
                yield below + 2, BELOW
            at = lowered.find(stem, end)
        tick()
    for clue in UNSIGNED_CLUES:
        at = lowered.find(clue.encode())
        while at >= 0:
            yield at + len(clue), UNSIGNED
            at = lowered.find(clue.encode(), at + len(clue))
        tick()


@cache
def _stem_bytes() -> tuple[bytes, ...]:
    return tuple(stem.encode() for stem in STEMS)


def _entropy(data: bytes) -> Iterator[tuple[int, int]]:
    for match in _pattern(rb"[\"'][A-Za-z0-9+/\\\-_=]{16,}+[\"']").finditer(data):
        yield match.end(), ENTROPY


def every_line(data: bytes, marks: Iterable[int]) -> Iterator[Place]:
    """Every line and piece, with all marks: for detectors that must see everything."""
    numbers = frozenset(marks)
    low = 0
    while low < len(data):
        high = data.find(b"\n", low)
        high = len(data) if high < 0 else high
        if high - low <= LONG:
            yield Place(low, high, low, high, numbers)
        else:
            for number in range((high - low - 1) // STEP + 1):
                yield Place(*_piece(data, low, high, number), numbers)
        low = high + 1
