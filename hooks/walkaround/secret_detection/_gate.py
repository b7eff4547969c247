"""Which places of a file could hold a secret at all? Asked of the bytes, before detect-secrets is imported.

Every pattern here is a superset of its plugin's own patterns (tests compare them): a place that the gate leaves
out cannot become a finding. Literals are sought first, because looking for bytes is a hundred times cheaper
than compiling and running a pattern. No pattern backtracks further than its bounded counts, so the time is
linear in the file. Longer names or gaps than those bounds are not followed.
"""

import re
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

LONG = 4096  # a longer line is judged in windows around what the gate saw in it
_STEP, _BEFORE, _AFTER = 2048, 256, 1088  # a window: its core, and what it sees before and behind
_FURTHEST = 1 << 16  # how far a window follows one long token


class Place(NamedTuple):
    """A line, or a window of a long one, as byte offsets; `names` are the plugins that must look at it."""

    start: int
    end: int
    names: frozenset[str]


class _Token(NamedTuple):
    """One of `literals` is part of every match; `lowered` ones are sought in the lowered bytes."""

    name: str
    literals: tuple[bytes, ...]
    pattern: bytes
    lowered: bool = False


_USER_PASSWORD = rb"://[^\s:/?#\[\]@]{0,512}:[^\s:/?#\[\]@]{1,512}@"

# `\d` and `\w` of a text pattern also match characters beyond ASCII, which are bytes from 0x80 on.
_TOKENS = (
    _Token(
        "ArtifactoryDetector", (b"AKC", b"AP"), rb"AKC[a-zA-Z0-9]{10}|AP(?:[0-9A-F]|[\x80-\xff]{2,4})[a-zA-Z0-9]{8}"
    ),
    _Token(
        "AWSKeyDetector",
        (b"AKIA", b"ASIA", b"A3T", b"ABIA", b"ACCA"),
        rb"A(?:3T[A-Z0-9]|BIA|CCA|KIA|SIA)[0-9A-Z]{16}",
    ),
    _Token("AzureStorageKeyDetector", (b"AccountKey=",), rb"AccountKey=[a-zA-Z0-9+/=]{88}"),
    _Token("BasicAuthDetector", (b"://",), _USER_PASSWORD),
    _Token("UrlPasswordDetector", (b"://",), _USER_PASSWORD),
    _Token("CloudantDetector", (b"cloudant.com",), rb"cloudant\.com", True),
    _Token(
        "DiscordBotTokenDetector",
        (b".",),
        rb"\.(?<=[a-zA-Z0-9_\-\x80-\xff]{24}\.)[a-zA-Z0-9_\-\x80-\xff]{6,24}\.[a-zA-Z0-9_\-\x80-\xff]{27}",
    ),
    _Token("GitHubTokenDetector", (b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_"), rb"gh[pousr]_[A-Za-z0-9_]{36}"),
    _Token(
        "GitLabTokenDetector",
        (
            *(b"glpat-", b"gldt-", b"glft-", b"glsoat-", b"glrt-", b"GR1348941"),
            *(b"glcbt-", b"glimt-", b"glptt-", b"glagent-", b"gloas-"),
        ),
        rb"(?:gl[a-z]{2,5}-|GR1348941)[A-Za-z0-9_\-]{20}",
    ),
    _Token("JwtTokenDetector", (b"eyJ",), rb"eyJ[A-Za-z0-9\-_=]*+(\.[A-Za-z0-9\-_=])?"),
    _Token("MailchimpDetector", (b"-us",), rb"-us[0-9](?<=[0-9a-z]{32}-us[0-9])"),
    _Token("NpmDetector", (b"/:_authToken=",), rb"/:_authToken="),
    _Token("OpenAIDetector", (b"T3BlbkFJ",), rb"T3BlbkFJ"),
    _Token(
        "PrivateKeyDetector",
        (b"PRIVATE KEY", b"PuTTY-User-Key-File-2"),
        rb"BEGIN [A-Z0-9 ]{0,16}PRIVATE KEY|PuTTY-User-Key-File-2",
    ),
    _Token("PypiTokenDetector", (b"pypi-AgE",), rb"pypi-AgE"),
    _Token("SendGridDetector", (b"SG.",), rb"SG\.[a-zA-Z0-9_\-]{22}\.[a-zA-Z0-9_\-]{43}"),
    _Token("SlackDetector", (b"xox", b"hooks.slack.com/"), rb"xox[abposr]-|hooks\.slack\.com/services/", True),
    _Token("SoftlayerDetector", (b"softlayer",), rb"softlayer.{1,4}com/soap/", True),
    _Token("SquareOAuthDetector", (b"sq0csp-",), rb"sq0csp-"),
    _Token("StripeDetector", (b"k_live_",), rb"[rs]k_live_[0-9a-zA-Z]{24}"),
    _Token("TelegramBotTokenDetector", (b":",), rb":[0-9A-Za-z_\-]{35}(?<=[0-9\x80-\xff].{36})"),
    _Token("TwilioKeyDetector", (b"AC", b"SK"), rb"(?:AC|SK)[a-z0-9]{32}"),
    _Token("AnthropicKeyDetector", (b"sk-ant-",), rb"sk-ant-"),
    _Token("DatabricksTokenDetector", (b"dapi",), rb"dapi[0-9a-f]{32}"),
    _Token("DigitalOceanTokenDetector", (b"_v1_",), rb"do[opr]_v1_"),
    _Token("DockerTokenDetector", (b"dckr_",), rb"dckr_[po]at_"),
    _Token("GitHubFineGrainedTokenDetector", (b"github_pat_",), rb"github_pat_[A-Za-z0-9]{22}_"),
    _Token("GoogleKeyDetector", (b"AIza", b"GOCSPX-"), rb"AIza[0-9A-Za-z_\-]{35}|GOCSPX-"),
    _Token("HuggingFaceTokenDetector", (b"hf_", b"api_org_"), rb"(?:hf|api_org)_[A-Za-z]{34}"),
    _Token(
        "ModelProviderKeyDetector",
        (b"gsk_", b"xai-", b"pplx-", b"r8_", b"sk-or-v1-"),
        rb"gsk_[A-Za-z0-9]{52}|xai-[A-Za-z0-9]{80}|pplx-[A-Za-z0-9]{48}|r8_[A-Za-z0-9]{37}|sk-or-v1-",
    ),
    _Token("NpmTokenDetector", (b"npm_",), rb"npm_[A-Za-z0-9]{36}"),
    _Token(
        "OpenAIProjectKeyDetector",
        (b"sk-",),
        rb"sk-(?:(?:proj|svcacct|admin|None)-[A-Za-z0-9_\-]{20}|[A-Za-z0-9]{48})",
    ),
    _Token(
        "PlatformTokenDetector",
        (
            *(b"AGE-SECRET-KEY-1", b"xkeysib-", b"HRKU-AA", b"lin_api_", b"NRAK-", b"PMAK-", b"rubygems_", b"ntn_"),
            *(b"glsa_", b"pscale_", b"sbp_", b"figd_"),
            *(b"dp.pt.", b"dp.st.", b"dp.ct.", b"dp.sa.", b"dp.scim.", b"dp.audit.", b"ATATT3", b".atlasv1."),
            *(b"AKCp", b"pul-", b"dt0", b"sq0atp-", b"/api/webhooks/"),
        ),
        rb"(?:AGE-SECRET-KEY-1|AKCp|xkeysib-|HRKU-AA|lin_api_|NRAK-|PMAK-|rubygems_|ntn_|glsa_|pscale_|sbp_|figd_|"
        rb"dp\.(?:pt|st|ct|sa|scim|audit)\.|ATATT3|\.atlasv1\.|pul-|dt0[a-z][0-9]{2}\.|sq0atp-|"
        rb"/api/webhooks/)[A-Za-z0-9_\-]{2}",
    ),
    _Token("MailgunKeyDetector", (b"key-",), rb"key-[0-9a-f]{32}"),
    _Token("AzureSasDetector", (b"&sig=", b"?sig=", b";sig="), rb"[?&;]sig=[A-Za-z0-9%+/]{42}"),
    _Token("PuttyPrivateKeyDetector", (b"PuTTY-User-Key-File-3",), rb"PuTTY-User-Key-File-3"),
    _Token("ShopifyTokenDetector", (b"shp",), rb"shp(?:at|ca|pa|ss|tka)_[0-9a-fA-F]{32}"),
    _Token(
        "SlackAppTokenDetector",
        (b"xapp-", b"xoxe", b"xoxb-", b"xoxp-"),
        rb"xapp-|xoxe[.-]|xox[bp]-",
    ),
    _Token("StripeWebhookSecretDetector", (b"whsec_", b"sk_org_"), rb"whsec_[A-Za-z0-9+/]{32}|sk_org_"),
    _Token("VaultTokenDetector", (b"hvs.", b"hvb.", b"hvr."), rb"hv[sbr]\.[A-Za-z0-9_\-]{24}"),
    _Token("Base64HighEntropyString", (b'"', b"'"), rb"[\"'][A-Za-z0-9+/\\\-_=]{16,}+[\"']"),
    _Token("HexHighEntropyString", (b'"', b"'"), rb"[\"'][0-9a-fA-F]{16,}+[\"']"),
)
BINARY = frozenset(one.name for one in _TOKENS) - {
    *(
        "ArtifactoryDetector",
        "BasicAuthDetector",
        "UrlPasswordDetector",
        "Base64HighEntropyString",
        "HexHighEntropyString",
    ),
}

# Plugins that go by names; a line is theirs when a stem is in it and then a value that could be a secret.
_STEMS = (b"pass", b"pw", b"secret", b"token", b"key", b"auth", b"cred", b"contrase", b"bearer", b"identified", b"curl")
_NAMED = frozenset({"AssignedSecretDetector", "KeywordDetector"})
_GAP = rb"[\"'\] =:>\[]{1,64}"
# Values behind a vendor's name: (plugin, pattern in the lowered line).
_LONG_VALUES = (
    ("AWSKeyDetector", rb"aws[^\n]{0,180}[\"'][0-9a-z/+]{40}[\"']"),
    (
        "CloudantDetector",
        rb"cl(?:oudant|ou)?[_-]?(?:api)?(?:key|pwd?|pass(?:word)?|token)" + _GAP + rb"(?:[0-9a-f]{64}|[a-z]{24})",
    ),
    ("IbmCloudIamDetector", rb"(?:key|pwd|pass(?:word)?|token)" + _GAP + rb"[a-z0-9_\-]{44}"),
    ("IbmCosHmacDetector", rb"secret[-_]?(?:access)?[-_]?key" + _GAP + rb"[a-f0-9]{48}"),
    (
        "SoftlayerDetector",
        rb"(?:softlayer|sl)[_-]?(?:api)?[_-]?(?:key|pwd|pass(?:word)?|token)" + _GAP + rb"[a-z0-9]{64}",
    ),
)
# Characters that fold to the ASCII letters s, k and i where a pattern ignores case.
_FOLDING = {"\u017f": "s", "\u212a": "k", "\u0130": "i", "\u0131": "i"}

# Compiled when first needed: most files need none of them.
_compiled: dict[bytes, re.Pattern[bytes]] = {}


def _pattern(source: bytes) -> re.Pattern[bytes]:
    found = _compiled.get(source)
    if found is None:
        found = _compiled[source] = re.compile(source, re.S)
    return found


def places(data: bytes, wanted: Collection[str], tick: Callable[[], None]) -> list[Place]:
    """The places of a file at which some of the `wanted` plugins must look, in order.

    `tick` is called now and then, and may raise to end it.
    """
    lowered = data.lower()
    hits: dict[tuple[int, int], set[str]] = {}
    for start, end, name in _hits(data, lowered, wanted, tick):
        hits.setdefault(bounds(data, start, end), set()).add(name)
    for span in _folding_lines(data):
        text = data[span[0] : span[1]].decode("utf-8", "replace")
        folded = "".join(_FOLDING.get(letter, letter) for letter in text).encode()
        names = {name for _, _, name in _hits(folded, folded.lower(), wanted, tick)}
        if names:
            hits.setdefault(span, set()).update(names)
    return [Place(start, end, frozenset(hits[start, end])) for start, end in sorted(hits)]


def bounds(data: bytes, start: int, end: int) -> tuple[int, int]:
    """The line around a hit, without its end; of a long line, a window on a fixed grid so that windows coincide."""
    first = data.rfind(b"\n", max(0, start - LONG), start) + 1
    last = data.find(b"\n", end, end + LONG)
    if (first or start < LONG) and (last >= 0 or len(data) - end <= LONG):
        return first, last if last >= 0 else len(data)
    core = start - start % _STEP
    low = max(first, core - _BEFORE)
    high = min(len(data), max(core + _STEP + _AFTER, min(end + 64, start + _FURTHEST)))
    stop = data.find(b"\n", end, high)
    return low, stop if stop >= 0 else high


def _hits(
    data: bytes, lowered: bytes, wanted: Collection[str], tick: Callable[[], None]
) -> Iterator[tuple[int, int, str]]:
    for token in _TOKENS:
        text = lowered if token.lowered else data
        if token.name in wanted and any(literal in text for literal in token.literals):
            for match in _pattern(token.pattern).finditer(text):
                if match.lastindex or token.name != "JwtTokenDetector":
                    yield match.start(), match.end(), token.name
            tick()
    if not _NAMED.isdisjoint(wanted) or any(name in wanted for name, _ in _LONG_VALUES):
        yield from _named_hits(data, lowered, wanted, tick)


def _named_hits(
    data: bytes, lowered: bytes, wanted: Collection[str], tick: Callable[[], None]
) -> Iterator[tuple[int, int, str]]:
    """Lines with a name that says "secret" and a value that could be one."""
    seen: set[int] = set()
    asked = 0
    for stem in _STEMS:
        at = lowered.find(stem)
        while at >= 0:
            start, end = bounds(data, at, at + len(stem))
            long = end - start >= _STEP
            asked += 1
            if asked % 4096 == 0:
                tick()
            if long and not _leads_on(data, at, at + len(stem)):
                at = lowered.find(stem, at + len(stem))
                continue
            if start not in seen:
                seen.add(start)
                for name in _named(data[start:end], lowered[start:end], wanted):
                    yield at, at + len(stem), name
                if not long and "AssignedSecretDetector" in wanted and _value_below(data, lowered, start, end):
                    yield end + 1, end + 1, "AssignedSecretDetector"
            # The next stem in the same line says no more; a window's core ends where the next one's begins.
            at = lowered.find(stem, max(at + len(stem), at - at % _STEP + _STEP if long else end))


def _value_below(data: bytes, lowered: bytes, start: int, end: int) -> bool:
    """Whether the line is a setting's name and the next one gives its value."""
    if b"value" not in lowered[end + 1 : end + 80]:
        return False
    from ._assigned import value_below

    stop = data.find(b"\n", end + 1, end + 1 + LONG)
    line = data[end + 1 : stop if stop >= 0 else end + 1 + LONG]
    return value_below(data[start:end].decode("utf-8", "replace"), line.decode("utf-8", "replace")) is not None


def _leads_on(data: bytes, start: int, end: int) -> bool:
    """Whether a stem in a long line has a sign near it; in base64 data, where stems stand by chance, it has none."""
    before = data[max(0, start - 64) : start]
    return (
        _pattern(rb"\S{0,64}\s{0,16}[=:,>!|?(\"'`]").match(data, end) is not None or b"==" in before or b"!=" in before
    )


def _named(line: bytes, lowered: bytes, wanted: Collection[str]) -> Iterator[str]:
    """The plugins that go by names and could find something in this line, which holds a stem."""
    from ._assigned import promising

    if not _NAMED.isdisjoint(wanted) and promising(line.decode("utf-8", "replace")):
        yield from _NAMED.intersection(wanted)
    if _pattern(rb"[0-9a-zA-Z/+_\-]{24}").search(line):
        for name, pattern in _LONG_VALUES:
            if name in wanted and _pattern(pattern).search(lowered):
                yield name


def _folding_lines(data: bytes) -> Iterator[tuple[int, int]]:
    """Lines with a character that equals an ASCII letter where case is ignored."""
    spans: set[tuple[int, int]] = set()
    for letter in _FOLDING:
        code = letter.encode()
        at = data.find(code)
        while at >= 0:
            span = bounds(data, at, at + len(code))
            spans.add(span)
            at = data.find(code, max(at + len(code), span[1] if span[1] - span[0] < _STEP else at - at % _STEP + _STEP))
    yield from spans
