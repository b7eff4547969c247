"""Values that a line gives to a name which says that they are secret."""

import re
from binascii import a2b_base64
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from ._value import LEAST, MOST, credential_like, is_memorable

# A name says that its value is secret from one of these stems on. A stem is a literal, and of the last two, one of
# the words before it is part of it: to look for literals is much faster than for alternatives.
STEMS = (
    "passw",
    "passphrase",
    "pwd",
    "secret",
    "token",
    "credential",
    "contrase",
    "auth",
    "bindpw",
    "psk",
    "pass",
    "key",
)
_BEFORE_PASS = ("db", "database", "user", "login", "key", "admin", "smtp", "mail", "redis", "require")
_BEFORE_KEY = (
    *("api", "access", "auth", "private", "client", "account", "service", "db", "database", "priv", "signing"),
    *("encryption", "master", "app", "shared", "storage", "subscription", "session", "deploy"),
)
_STEM = rf"{'|'.join(STEMS[:-2])}|(?:(?:{'|'.join(_BEFORE_PASS)})_?|[a-z0-9]_)pass|(?:{'|'.join(_BEFORE_KEY)})[._-]?key"
_ASSIGNED = re.compile(
    r"(?P<rest>[\w.-]{0,64}?)"
    r"(?:\[\d{0,9}\])?\\?[\"'`]?[\])]{0,2}[ \t]{0,16}"
    r"(?::[ ]?(?:&(?:'\w{1,16}[ ])?)?[\w.\[\]]{1,32}(?:[ ]?\|[ ]?None)?[ ]?=|=[ ]?[\w.()\[\]]{1,60}[ ]?"
    r"(?:\|\||\?\?|or\b)|"
    r"[:=!]={0,2}>?|:=|=>|->|(?P<comma>,)|\|\|=?|\?\?=?|\?=|<-|:-|>|"
    r"=?\{(?=[\"'`])|(?P<call>\()(?=[bBfFrRuU@$]{0,2}\\?[\"'`])|\{[ ]?get;[^{}\n]{0,24}\}[ ]?=|"
    r"</\w{1,16}>[ ]?<\w{1,16}>|"
    r"or(?=[ \t])|,?[ \t]{0,4}\\?[\"']?value\\?[\"']?[ \t]?[:=])"
    r"[ \t]{0,16}(?:(?:[\w.]{1,40}\()?default[ \t]?=[ \t]?|\\(?![\"'`])|"
    r"(?:JSON\.stringify|[\w.]{0,24}SecretStr|str|String|bytes|Secret|SecureString|Some|Ok|[\w.]{0,12}Buffer\.from)\()?"
    rf"(?:[bBfFrRuU@$]{{0,2}}(?P<quote>\\?[\"'`])(?P<quoted>[^\s\"'`]{{{LEAST},{MOST}}}?)(?P=quote)"
    rf"|(?P<bare>[^\s\"'`(){{}}\[\],;<>|\\]{{{LEAST},{MOST}}}))",
    re.I | re.A,
)
_VALUE = (
    rf"(?:\\?(?P<quote>[\"'`])(?P<quoted>[^\s\"'`]{{{LEAST},{MOST}}}?)\\?(?P=quote)|"
    rf"(?P<bare>[^\s\"'`(){{}}\[\],;<>|]{{{LEAST},{MOST}}}))"
)
_CURL = (
    r"\bcurl\b.{0,512}?[ \"'](?:-u|--user|--proxy-user)[\"',= ]{1,4}[^\s:\"'`$]{1,64}:"
    rf"(?P<bare>[^\s\"'`]{{{LEAST},{MOST}}})"
)
_BEFORE_QUOTES = (
    r"^[ \t]{0,40}(?P<name>\w{0,40}(?:[Pp]assword|[Ss]ecret|[Tt]oken|PASSWORD|SECRET|TOKEN))[ ]{1,4}"
    rf"(?P<quote>[\"'])(?P<quoted>[^\s\"'`(),;=]{{{LEAST},{MOST}}})(?P=quote)(?P<bare>)"
)
_MENTIONED_VALUE = r"(?P<bare>(?=[^\s\"'`]{0,40}[0-9])[A-Za-z0-9_+/=.!@#%^&*-]{12,256})"
# In prose: "the password of the test database is X", "set DB_PASSWORD to X"; "log in with api key X".
_PROSE = (
    r"(?i)\b(?P<name>[\w-]{0,40}(?:password|passwd|passphrase|secret|token|api[ _-]?key|access[ _-]?key))[\"'`]?[ ]"
    rf"(?:[\w-]{{1,16}}[ ]){{0,6}}?(?:is|to)[ ][\"'`]?{_MENTIONED_VALUE}"
)
_MENTIONED = (
    r"(?i)\b(?P<name>api[ -]?key|access[ -]?key|auth[ -]?key|password|access[ -]token|api[ -]token|token)[ ]"
    rf"[\"'`]?{_MENTIONED_VALUE}"
)
# Values that no sign gives: what the lowered line must hold, and the pattern. A `name` must say that it is secret.
_WITHOUT_SIGN = (
    ("bearer", rf"(?i)\bbearer[ \t]{{1,4}}(?P<bare>[^\s\"'`\\,;<>]{{12,{MOST}}})"),
    ("--", rf"(?<![\w-])--(?P<name>[\w-]{{2,64}})\\?[\"']?,?[ \t]{{1,4}}{_VALUE}"),
    ("env ", rf"(?i)^[ \t]{{0,16}}ENV[ \t]{{1,4}}(?P<name>\w{{2,64}})[ \t]{{1,4}}{_VALUE}"),
    ("basic", rf"(?i)\bbasic[ \t]{{1,4}}(?P<bare>[A-Za-z0-9+/]{{10,{MOST}}}={{0,2}})"),
    ("sshpass", rf"\bsshpass[ ]{{1,4}}-p[ ]?{_VALUE}"),
    ("mysql", rf"\bmysql\w{{0,12}}[ ][^\n|;]{{0,200}}?[ ]-p{_VALUE}"),
    ("storepass", rf"(?i)-(?:src|dest)?(?:store|key)pass[ ]{{1,4}}{_VALUE}"),
    ("redis-cli", rf"\bredis-cli\b[^\n|;]{{0,200}}?[ ]-a[ ]{_VALUE}"),
    (" login ", rf"\b(?:az|docker|podman|helm|oras|skopeo)\b[^\n|;]{{0,40}} login\b[^\n|;]{{0,200}}?[ ]-p[ ]{_VALUE}"),
    ("setenv", rf"(?i)\bsetenv[ ]{{1,4}}(?P<name>\w{{2,64}})[ ]{{1,4}}{_VALUE}"),
    (" ", _BEFORE_QUOTES),
    ("requirepass", rf"(?m)^[ \t]{{0,16}}requirepass[ \t]{{1,4}}{_VALUE}"),
    ("securestring", rf"(?i)\bConvertTo-SecureString[ ]{{1,4}}(?:-String[ ]{{1,4}})?(?=[\"']){_VALUE}"),
    ("getconnection", rf"\bgetConnection\([^\n]{{1,160}}?,[ ]?[\"'][^\s\"']{{1,64}}[\"'],[ ]?(?=[\"']){_VALUE}"),
    (" is ", _PROSE),
    (" to ", _PROSE),
    ("key ", _MENTIONED),
    ("password ", _MENTIONED),
    ("token ", _MENTIONED),
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
_KEY_ELEMENT = r"^\s{0,64}<key>(?P<name>[\w.-]{2,64})</key>\s{0,16}$"
_STRING_ELEMENT = rf"^\s{{0,64}}<string>(?P<quote>)(?P<quoted>[^\s\"'`<>]{{{LEAST},{MOST}}})(?P<bare>)</string>"
# A name whose value begins in the next line: a block scalar of YAML, an argument or an entry on a line of its own.
_OPEN_NAME = r"(?P<name>[\w.-]{2,64})[\"'`\])]{0,3}[ \t]{0,16}(?:[:=(]|=>)[ \t]{0,4}(?:[|>][+-]?|\(|\\)?[ \t]{0,16}$"
_ALONE = (
    rf"^[ \t]{{0,64}}(?:(?P<quote>[\"'`])(?P<quoted>[^\s\"'`]{{{LEAST},{MOST}}})(?P=quote)[,;)]{{0,3}}|"
    rf"(?P<bare>[^\s\"'`(){{}}\[\],;<>|:=]{{{LEAST},{MOST}}}))[ \t\r]{{0,16}}$"
)
_VALUE_LINE = rf"(?i)^\s{{0,64}}[\"']?value[\"']?\s{{0,4}}[:=]\s{{0,4}}{_VALUE}"
_TWO_LINES = ((_NAME_LINE, _VALUE_LINE), (_KEY_ELEMENT, _STRING_ELEMENT), (_OPEN_NAME, _ALONE))
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
    r"(?i)public|csrf|xsrf|authenticity|urn:|nonce|next|page|cursor|continuation|cache|sort|foreign|primary|author|tokeniz|integrity|sha\d|md5|digest|"
    r"checksum|verif|badge|::|commit|etag|fingerprint|hash|captcha_?site|site_?key|message|placeholder|encrypted|cipher"
)
# Functions whose argument is no secret: they look one up, or work on a text.
_ASKING = (
    r"(?:[\w$]+[.:]+)*(?i:get|fetch|load|read|find|has|is|use|create|new|make|hash|verify|validate|check|compare|mask|parse|encode|"
    r"decode|encrypt|decrypt|quote|unquote)(?:_|[A-Z]|$)"
)
_NAME_BEFORE = re.compile(r"[\w.$:-]*+")  # backwards


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.A)


class Assigned(NamedTuple):
    """A value and where it stands, as offsets into the line."""

    name: str
    value: str
    start: int
    end: int
    quoted: bool


def in_line(line: str, until: int = 1 << 62) -> Iterator[Assigned]:
    """Every credential-like value of a line whose name says that it is secret, and that begins before `until`."""
    done = 0
    for start, end in _sites(line[:until]):
        match = _ASSIGNED.match(line, end) if start >= done else None
        if match is None:
            continue
        quoted = match["quoted"] is not None
        group = "quoted" if quoted else "bare"
        value = match[group] if quoted else _unquoted(match[group])
        if (quoted or "&" not in value) and True not in _could_be(value):
            continue  # whatever its name, which is dearer to tell
        name = name_at(line, start, match.end("rest"))
        begin = match.end("rest") - len(name)
        if not quoted and _in_a_setting(line, begin, line[match.end("rest") : match.end("rest") + 1]):
            in_query = line[:begin].endswith(("?", "&"))  # which ends at the fragment
            value, quoted = re.split("[&;#]" if in_query else "[&;]", value, maxsplit=1)[0].rstrip("}"), True
        if not _is_credential(name, value) or harmless(name) or not _belongs(match, line, name, value):
            continue  # what stands inside such a value is still looked at, as in `"${TOKEN:-...}"`
        done = match.end()
        yield Assigned(name, value, match.start(group), match.start(group) + len(value), quoted)


def _sites(line: str) -> list[tuple[int, int]]:
    """Where the stems of a line begin and end, in order."""
    lowered = line.lower() if line.isascii() else line.encode("ascii", "replace").decode().lower()
    sites = []
    for stem in STEMS:
        weak = stem in _WEAK
        at = lowered.find(stem)
        while at >= 0:
            end = at + len(stem)
            if not weak or _begins(stem, lowered[max(0, at - 14) : at]):
                sites.append((at, end))
            at = lowered.find(stem, end)
    return sorted(sites)


_WEAK = ("key", "pass", "psk")  # stems that say "secret" only behind some words


def _begins(stem: str, before: str) -> bool:
    """Whether a stem says "secret" behind these characters."""
    if stem == "key":
        return before.endswith(_BEFORE_KEY) or (before[-1:] in ("_", "-", ".") and before[:-1].endswith(_BEFORE_KEY))
    if stem == "pass":
        return before.endswith(_BEFORE_PASS) or (before[-1:] == "_" and before[-2:-1].isalnum())
    return stem != "psk" or not before[-1:].isalnum()


def unsigned(line: str) -> Iterator[Assigned]:
    """Values behind names, words and options that no sign follows."""
    lowered = line.lower()
    for clue, pattern in _WITHOUT_SIGN:
        for match in _compiled(pattern).finditer(line) if clue in lowered else ():
            found = match.groupdict()
            name = found.get("name") or ""
            if name and not _secret_name(name):
                continue
            group = "quoted" if found.get("quoted") else "bare"
            value = match[group] if group == "quoted" else _unquoted(match[group])
            if _is_credential(name or clue, value) if clue != "basic" else _is_login(value):
                yield Assigned(name or clue, value, match.start(group), match.start(group) + len(value), True)


def _is_login(value: str) -> bool:
    """Whether base64 holds `user:password` (RFC 7617) with a password that could be real."""
    inside = _within_base64(value + "=" * (-len(value) % 4))
    return inside is not None and (credential_like(inside) or is_memorable(inside))


def below(previous: str, line: str) -> Assigned | None:
    """The credential-like value in a line whose name stands in the line before."""
    for first, second in _TWO_LINES:
        named, match = _compiled(first).search(previous), _compiled(second).search(line)
        if named is None or match is None or not _secret_name(named["name"]):
            continue
        group = "quoted" if match["quoted"] else "bare"
        value = match[group] if group == "quoted" else _unquoted(match[group])
        if _is_credential(named["name"], value):
            return Assigned(named["name"], value, match.start(group), match.start(group) + len(value), True)
    return None


_PICKED_BY_PEOPLE = r"(?i)passw(?:or)?d|passphrase|pwd|(?:^|[a-z0-9]_|[a-z])pass$"


def _is_credential(name: str, value: str) -> bool:
    """Whether a value is random, or, given to a password's name, made up by a person; also where it is encoded."""
    always, password = _could_be(value)
    return always or (password and _compiled(_PICKED_BY_PEOPLE).search(name) is not None)


@lru_cache(maxsize=4096)
def _could_be(value: str) -> tuple[bool, bool]:
    """Whether a value is a credential whatever its name, and whether as a password."""
    if "%" in value:
        value = unquote(value)
    inside = _within_base64(value)
    if inside is not None:
        return credential_like(inside) or is_memorable(inside), False
    return credential_like(value), is_memorable(value)


def _within_base64(value: str) -> str | None:
    """The password in a value that is base64 of readable text, such as `user:password`; None for any other value."""
    if len(value) < 12 or len(value) % 4 or not _compiled(r"[A-Za-z0-9+/]+={0,2}\Z").match(value):
        return None
    try:
        text = a2b_base64(value).decode("ascii")
    except ValueError:
        return None
    text = text.strip()
    if not all(letter.isprintable() or letter in "\r\n\t" for letter in text):
        return None
    return "" if len(text.split()) > 1 else text.rpartition(":")[2]  # what several words hold is judged as a text


def _secret_name(name: str) -> bool:
    return _compiled(f"(?i){_STEM}").search(name) is not None and not harmless(name)


def _unquoted(text: str) -> str:
    """A value without the end of the sentence or statement around it; three dots are part of it."""
    return text if text.endswith("...") else text.rstrip(_TAIL)


def _in_a_setting(line: str, start: int, sign: str = "") -> bool:
    """Whether an unquoted value is text all the same: in a query, a connection string, a comment, a shell's assignment.

    It ends at the next name.
    """
    before = line[max(0, start - 160) : start]
    if sign.startswith("=") and line[start : start + 2].isupper() and before[-1:] in ("", " ", "`", "n"):
        return True
    if start < 200 and _compiled(r"\s{0,80}(?:#|//|--|\*|/\*|<!--)").match(line) is not None:
        return True
    return (
        before.endswith(("?", "&", "${"))
        or (";" in before[-2:] and _compiled(_CONNECTION).search(before) is not None)
        or _compiled(r"\b(?:host|dbname|user|port)=[^\s\"'`]{1,80}[ ]\Z").search(before) is not None
    )


def _belongs(match: re.Match[str], line: str, name: str, value: str) -> bool:
    """Whether a value is really given to the name: not the next item of a list, not a short id in a link."""
    before = line[max(0, match.start() - 96) : match.start("rest") + len(match["rest"]) - len(name)]
    if match["call"] is not None:
        return _compiled(_ASKING).match(name) is None
    if match["comma"] is not None:
        closed = ")" in line[match.end("rest") : match.start("comma")]  # `hash("password"), "..."`
        return not closed and before.rstrip("\"'`\\bBfFrRuU ").endswith("(")
    least = 12 if _compiled("(?i)pass|pwd|secret").search(name) else 20
    return len(value) >= least or not before.endswith(("?", "&"))


def name_at(line: str, start: int, end: int) -> str:
    """The whole name around a stem."""
    before = line[max(0, start - 64) : start]
    run = _NAME_BEFORE.match(before[::-1])
    at = len(before) - (run.end() if run else 0)
    if before.endswith("checksum/", 0, at):
        at -= len("checksum/")
    return before[at:] + line[start:end]


@lru_cache(maxsize=4096)
def harmless(name: str) -> bool:
    """Whether a name that holds such a stem still speaks of something that is no secret."""
    return bool(_compiled(_HARMLESS).search(name) or _compiled(_ABOUT).search(name))


_TAIL = ".;,\\)"
