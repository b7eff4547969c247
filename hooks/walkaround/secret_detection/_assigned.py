"""Values that a line gives to a name which says that they are secret."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ._value import LEAST, MOST, credential_like

# A name says that its value is secret from one of these stems on.
_STEM = (
    r"passw(?:or)?d|passphrase|pwd|secret|token|credentials?|(?:db|database|user|login|key|admin|smtp|mail|redis)_?pass|"
    r"(?:api|access|auth|private|client|account|service|db|database|priv|signing|encryption|master|app|"
    r"shared|storage|subscription|session|deploy)[._-]?key|auth|contrase(?:\u00f1|n)a"
)
_ASSIGNED = re.compile(
    rf"(?:{_STEM})(?P<rest>[\w.-]{{0,64}}?)"
    r"(?:\[\d{0,9}\])?\\?[\"'`]?[\])]{0,2}[ \t]{0,16}"
    r"(?::[ ]?(?:&(?:'\w{1,16}[ ])?)?[\w.\[\]]{1,32}(?:[ ]?\|[ ]?None)?[ ]?=|=[ ]?[\w.()\[\]]{1,60}[ ]?"
    r"(?:\|\||\?\?|or\b)|"
    r"[:=!]={0,2}>?|:=|=>|->|(?P<comma>,)|\|\|=?|\?\?=?|\?=|<-|:-|>|"
    r"=?\{(?=[\"'`])|(?P<call>\()(?=[bBfFrRuU@$]{0,2}\\?[\"'`])|\{[ ]?get;[^{}\n]{0,24}\}[ ]?=|"
    r"</\w{1,16}>[ ]?<\w{1,16}>|"
    r"or(?=[ \t])|,?[ \t]{0,4}\\?[\"']?value\\?[\"']?[ \t]?[:=])"
    r"[ \t]{0,16}(?:(?:[\w.]{1,40}\()?default[ \t]?=[ \t]?|\\)?"
    rf"(?:[bBfFrRuU@$]{{0,2}}(?P<quote>\\?[\"'`])(?P<quoted>[^\s\"'`]{{{LEAST},{MOST}}}?)(?P=quote)"
    rf"|(?P<bare>[^\s\"'`(){{}}\[\],;<>|]{{{LEAST},{MOST}}}))",
    re.I,
)
_VALUE = (
    rf"(?:\\?(?P<quote>[\"'`])(?P<quoted>[^\s\"'`]{{{LEAST},{MOST}}}?)\\?(?P=quote)|"
    rf"(?P<bare>[^\s\"'`(){{}}\[\],;<>|]{{{LEAST},{MOST}}}))"
)
_CURL = (
    r"\bcurl\b.{0,512}?[ \"'](?:-u|--user|--proxy-user)[\"',= ]{1,4}[^\s:\"'`$]{1,64}:"
    rf"(?P<bare>[^\s\"'`]{{{LEAST},{MOST}}})"
)
# Values that no sign gives: what the lowered line must hold, and the pattern. A `name` must say that it is secret.
_WITHOUT_SIGN = (
    ("bearer", rf"(?i)\bbearer[ \t]{{1,4}}(?P<bare>[A-Za-z0-9._~+/=-]{{16,{MOST}}})"),
    ("--", rf"(?<![\w-])--(?P<name>[\w-]{{2,64}})\\?[\"']?,?[ \t]{{1,4}}{_VALUE}"),
    ("env ", rf"(?i)^[ \t]{{0,16}}ENV[ \t]{{1,4}}(?P<name>\w{{2,64}})[ \t]{{1,4}}{_VALUE}"),
    ("login", rf"(?i)\blogin[ \t]{{1,4}}\S{{1,64}}[ \t]{{1,4}}(?P<name>password)[ \t]{{1,4}}{_VALUE}"),
    (" `", rf"\b(?P<name>\w{{2,64}})[ ](?:\|[ ])?(?=`){_VALUE}"),
    ("#define ", rf"#define[ \t]{{1,16}}(?P<name>\w{{2,64}})[ \t]{{1,32}}(?=\"){_VALUE}"),
    ("set -", rf"\bset[ ]-\w{{1,4}}[ ]{{1,4}}(?P<name>\w{{2,64}})[ ]{{1,4}}{_VALUE}"),
    ("auth", rf"(?:\bauth[ ]?=[ ]?|BasicAuth)\([\"'][^\s\"']{{1,64}}[\"'],[ ]?(?=[\"']){_VALUE}"),
    (
        "authorization",
        rf"(?i)\bauthorization[\"']?[ ]?[:=,][ ]?[\"'`]?(?:token|apikey)[ ](?P<bare>[\w.~+/=-]{{16,{MOST}}})",
    ),
    ("identified", rf"(?i)\bidentified[ ]{{1,4}}(?:with[ ]{{1,4}}\S{{1,40}}[ ]{{1,4}})?by[ ]{{1,4}}(?=[\"']){_VALUE}"),
    ("curl", _CURL),
)
# An entry of a list of settings in two lines, as in Kubernetes' `env`: its name, and the value below it.
_NAME_LINE = (
    r"(?i)^\s{0,64}(?:[-{]\s{0,4}){0,2}[\"']?(?:name|key)[\"']?\s{0,4}[:=]\s{0,4}"
    r"[\"']?(?P<name>[\w.-]{2,64})[\"']?,?\s{0,16}$"
)
_VALUE_LINE = rf"(?i)^\s{{0,64}}[\"']?value[\"']?\s{{0,4}}[:=]\s{{0,4}}{_VALUE}"
_CONNECTION = (
    r"(?i)\b(?:server|host|uid|user(?:[ ]?(?:id|name))?|data(?:base|[ ]source)|driver|dsn|endpoint|accountname)"
    r"[ ]?=[^\"'`]*;[ ]?$"
)
# What such a name speaks of when it ends like this is not the secret itself.
_ABOUT = (
    r"(?i)(?:hash|hashed|digest|id|ids|url|uri|path|file|filename|name|type|sha\d*|md5|checksum|field|label|prefix|suffix|"
    r"length|size|regex|pattern|class|header|version|commit|rev|endpoint|hint|help|text|title|format|algorithm|"
    r"expires?|expiry|ttl|scope|count|limit|index|fingerprint|etag|arn|ref|enc|encrypted|salt|template)s?[\"']?\s*$"
)
_HARMLESS = (
    r"(?i)public|csrf|xsrf|nonce|next|page|cursor|continuation|cache|sort|foreign|primary|author|tokeniz|integrity|sha\d|md5|digest|"
    r"checksum|verif|badge|::|commit|etag|fingerprint|hash|captcha_?site|site_?key|message|placeholder|encrypted|cipher"
)
# Functions whose argument is no secret: they look one up, or work on a text.
_ASKING = (
    r"(?:[\w$]+[.:]+)*(?i:get|fetch|load|read|find|has|is|use|create|new|make|hash|verify|validate|check|compare|mask|parse|encode|"
    r"decode|encrypt|decrypt|quote|unquote)(?:_|[A-Z])"
)
_NAME_BEFORE = r"[\w.$:-]{0,64}$"


# The names that detect-secrets' KeywordDetector goes by.
_KEYWORDS = (
    r"(?i)(?:api|auth|service|account|db|database|priv|private|client)_?key|(?:db|database|key)_?pass|"
    r"password|passwd|pwd|secret|contrase(?:\u00f1|n)a"
)
_SIGN = re.compile(r"[:=>@(]+")
_CHUNK = re.compile(rf"[^\s\"'`]{{{LEAST},}}")


class Assigned(NamedTuple):
    """A value and where it stands, as offsets into the line."""

    name: str
    value: str
    start: int
    end: int
    quoted: bool


def assigned(line: str) -> Iterator[Assigned]:
    """Every credential-like value that a line gives to a name which says that it is secret."""
    for match in _ASSIGNED.finditer(line):
        name = name_at(line, match.start(), match.end("rest"))
        quoted = match["quoted"] is not None
        group = "quoted" if quoted else "bare"
        value = match[group] if quoted else _unquoted(match[group])
        if not quoted and _in_a_setting(line, match.end("rest") - len(name)):
            value, quoted = re.split("[&;]", value, maxsplit=1)[0], True
        if harmless(name) or not credential_like(value) or not _belongs(match, line, name, value):
            continue
        yield Assigned(name, value, match.start(group), match.start(group) + len(value), quoted)
    yield from _without_sign(line)


def _without_sign(line: str) -> Iterator[Assigned]:
    """Values behind names, words and options that no sign follows."""
    lowered = line.lower()
    for clue, pattern in _WITHOUT_SIGN:
        for match in re.finditer(pattern, line) if clue in lowered else ():
            found = match.groupdict()
            name = found.get("name") or ""
            if name and not _secret_name(name):
                continue
            group = "quoted" if found.get("quoted") else "bare"
            value = match[group] if group == "quoted" else _unquoted(match[group])
            if credential_like(value):
                yield Assigned(name or clue, value, match.start(group), match.start(group) + len(value), True)


def value_below(previous: str, line: str) -> Assigned | None:
    """The credential-like value in a line whose name stands in the line before."""
    named, match = re.search(_NAME_LINE, previous), re.search(_VALUE_LINE, line)
    if named is None or match is None or not _secret_name(named["name"]):
        return None
    group = "bare" if match["quoted"] is None else "quoted"
    value = match[group] if group == "quoted" else _unquoted(match[group])
    if not credential_like(value):
        return None
    return Assigned(named["name"], value, match.start(group), match.start(group) + len(value), True)


def _secret_name(name: str) -> bool:
    return re.search(_STEM, name, re.I) is not None and not harmless(name)


def _unquoted(text: str) -> str:
    """A value without the end of the sentence or statement around it; three dots are part of it."""
    return text if text.endswith("...") else text.rstrip(_TAIL)


def _in_a_setting(line: str, start: int) -> bool:
    """Whether a name stands in a query or a connection string, so that its value is text and ends at the next name."""
    before = line[max(0, start - 160) : start]
    return before.endswith(("?", "&")) or (";" in before[-2:] and re.search(_CONNECTION, before) is not None)


def _belongs(match: re.Match[str], line: str, name: str, value: str) -> bool:
    """Whether a value is really given to the name: not the next item of a list, not a short id in a link."""
    before = line[max(0, match.start() - 80) : match.start("rest") + len(match["rest"]) - len(name)]
    if match["call"] is not None:
        return re.match(_ASKING, name) is None
    if match["comma"] is not None:
        return before.rstrip("\"'`\\bBfFrRuU ").endswith("(")
    return len(value) >= (12 if re.search("(?i)pass|pwd|secret", name) else 20) or not before.endswith(("?", "&"))


def name_at(line: str, start: int, end: int) -> str:
    """The whole name around a stem."""
    before = re.search(_NAME_BEFORE, line[max(0, start - 64) : start])
    return (before.group() if before else "") + line[start:end]


def harmless(name: str) -> bool:
    """Whether a name that holds such a stem still speaks of something that is no secret."""
    return bool(re.search(_HARMLESS, name) or re.search(_ABOUT, name))


def promising(line: str) -> bool:
    """Whether a line could hold a credential for a plugin that goes by names: ours, or KeywordDetector."""
    chunks = [chunk for chunk in _CHUNK.findall(line) if _mixed(chunk)]
    if not chunks:
        return False
    if next(assigned(line), None) is not None:
        return True
    return re.search(_KEYWORDS, line) is not None and any(
        credential_like(piece) for c in chunks for piece in _pieces(c)
    )


def core(value: str) -> str:
    """The first word of a value, as the part of it that is judged: what follows is a comment or the next argument."""
    words = value.split(None, 1)
    return _unquoted(words[0]) if words else ""


_TAIL = ".;,\\)"


def _mixed(chunk: str) -> bool:
    """A cheap condition of `credential_like` for a text or any part of it."""
    return len(chunk) >= 10 or any(map(str.isdigit, chunk))


def _pieces(chunk: str) -> Iterator[str]:
    """The values that could begin in a text without blanks and quotes: at its start, or after a sign."""
    yield _unquoted(chunk)
    for match in _SIGN.finditer(chunk[:MOST]):
        yield _unquoted(chunk[match.end() :])
