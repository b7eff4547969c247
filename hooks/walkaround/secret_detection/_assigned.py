"""Values that a line gives to a name which says that they are secret."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ._value import LEAST, MOST, credential_like

# A name says that its value is secret from one of these stems on.
_STEM = (
    r"passw(?:or)?d|passphrase|pwd|secret|token|credentials?|(?:db|database|user|login|key|admin|smtp|mail|redis)_?pass|"
    r"(?:api|access|auth|private|client|account|service|db|database|priv|signing|encryption|master|app|"
    r"shared|storage|subscription|session|deploy)[_-]?key|auth|contrase(?:\u00f1|n)a"
)
_ASSIGNED = re.compile(
    rf"(?:{_STEM})(?P<rest>[\w.-]{{0,64}}?)"
    r"(?:\[\d{0,9}\])?\\?[\"'`]?[\])]{0,2}[ \t]{0,16}"
    r"(?::[ ]?[\w.\[\]]{1,32}(?:[ ]?\|[ ]?None)?[ ]?=|=[ ]?[\w.()\[\]]{1,60}[ ]?(?:\|\||\?\?|or\b)|"
    r"[:=!]={0,2}>?|:=|=>|->|(?P<comma>,)|\|\||\?\?|:-|>)"
    r"[ \t]{0,16}(?:default[ \t]?=[ \t]?|\\)?"
    rf"(?:[bBfFrRuU@$]{{0,2}}(?P<quote>\\?[\"'`])(?P<quoted>[^\s\"'`]{{{LEAST},{MOST}}}?)(?P=quote)"
    rf"|(?P<bare>[^\s\"'`(){{}}\[\],;<>|]{{{LEAST},{MOST}}}))",
    re.I,
)
_BEARER = rf"(?i)\bbearer[ \t]{{1,4}}(?P<bare>[A-Za-z0-9._~+/=-]{{16,{MOST}}})"
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
        name = name_at(line, match.start(), match.start("rest") + len(match["rest"]))
        quoted = match["quoted"] is not None
        group = "quoted" if quoted else "bare"
        value = match[group].rstrip(".;,\\") if not quoted else match[group]
        if harmless(name) or not credential_like(value) or not _belongs(match, line, name, value):
            continue
        yield Assigned(name, value, match.start(group), match.start(group) + len(value), quoted)
    for match in re.finditer(_BEARER, line) if "earer" in line.lower() else ():
        if credential_like(match["bare"]):
            yield Assigned("bearer", match["bare"], match.start("bare"), match.end("bare"), True)


def _belongs(match: re.Match[str], line: str, name: str, value: str) -> bool:
    """Whether a value is really given to the name: not the next item of a list, not a short id in a link."""
    before = line[max(0, match.start() - 80) : match.start("rest") + len(match["rest"]) - len(name)]
    if match["comma"] is not None:
        return before.rstrip("\"'`\\bBfFrRuU ").endswith("(")
    return len(value) >= 20 or not before.endswith(("?", "&"))


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
    return words[0].rstrip(_TAIL) if words else ""


_TAIL = ".;,\\)"


def _mixed(chunk: str) -> bool:
    """A cheap condition of `credential_like` for a text or any part of it."""
    return len(chunk) >= 12 or any(map(str.isdigit, chunk))


def _pieces(chunk: str) -> Iterator[str]:
    """The values that could begin in a text without blanks and quotes: at its start, or after a sign."""
    yield chunk.rstrip(_TAIL)
    for match in _SIGN.finditer(chunk[:MOST]):
        yield chunk[match.end() :].rstrip(_TAIL)
