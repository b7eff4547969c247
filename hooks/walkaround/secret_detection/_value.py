"""Could this text be a credential, or is it a word, a placeholder, a reference, a digest, a number?

Pure functions over one value; nothing here knows files, lines or detect-secrets. The gate and the
engine ask the same questions, so a line that the gate leaves out could not have become a finding.
"""

import re
from functools import cache, lru_cache
from itertools import pairwise

LEAST = 8  # shorter values are too easily words, dates or numbers to be told apart
MOST = 1024  # longer ones are data, not something that a person pasted as a password

# The letter pairs that make up most of written English and of identifiers made from it.
_COMMON = (
    "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic "
    "ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un "
    "lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev "
    "ld ry mp fe bl ab gh ty op wo sa ay ex ke fr oo av ag if ap gr od bo sp rd do uc bu ei ov by rm ep tt oc fa ef cu "
    "rn sc gi da yo cr cl du ga qu ue ff ba ey ls va um pp ua up lu go ht ru ug ds lt pi rc rr eg au ck ew mu br bi pt "
    "ak pu ui rg ib tl ny ki rk ys ob mm fu ph og ms ye ud mb ip ub oi rl gu dr hr cc tw ft wn nu af hu nn eo vo rv nf "
    "xp gn sm fl iz ok nl my gl aw ju oa eq sy sl ps jo lf nv je nk kn gs dy hy ze ks xt bs ik dd pt rp sk xi oe oy ws "
    "ct lk db js py ht tm ml kw hk qr gt"
)
_PAIRS = frozenset(_COMMON.split())
# Only what nearly every value meets is compiled at once; of the rest, `re` keeps what was needed.
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_HEX = re.compile(r"[0-9a-fA-F]+")
# A regular expression: a class with one of the usual ranges, a group that only expressions have, two classes.
_EXPRESSION = (
    r"\[\^?[^\[\]]{0,60}(?:a-z|A-Z|0-9|a-f|A-F)[^\[\]]{0,60}\]|"
    r"\(\?(?:[:=!]|P?<[\w=!])[^()]{0,60}\)|\\[dws][^\\]{0,60}\\[dws]"
)
_UUID = (
    r"(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|^(?:[0-9a-f]{4}-){1,4}[0-9a-f]{12}$|"
    r"^(?:uu|gu|part)id="
)
# Text that stands where a value will be put: ${NAME}, {{ name }}, <name>, %(name)s, $(command), [name], $aName2Words,
# and in ABNF 1*NAME (RFC 5234, 3.6); what is encrypted: SOPS, Jasypt and Salt (ENC, NACL), Bitnami's sealed
# secrets (Ag); and an OpenPGP key's or a certificate's fingerprint.
_REFERENCE = (
    r"^\$[A-Za-z_][A-Za-z_]*\d?$|^<.*>?$|^\(.*\)$|^%\w+%$|^\{.*\}$|^\[.*\]$|^![A-Z]\w+$|\$[{(]|\{\{|\{[\w.!:]*\}|%\(|%[sd]\b|<%|"
    r"^(?:env|vault|ssm|op|secret|arn|file|keyring):|^[A-Z]{2,12}[\[(]|\{[\w.]+\(|^Ag[A-D][A-Za-z0-9+/=]{300}|^[0-9A-F]{40}$|"
    r"^0x[0-9a-fA-F]{40}$|^\$[A-Za-z][a-z]{2,}\d{0,3}(?:[A-Z][a-z]{2,}\d{0,3})+$|^\d*\*\d*[A-Z][A-Z-]+$"
)
# Words with such a reference among them: `keyword.$S2`, `string.$NAME.invalid`.
_WITH_REFERENCE = r"(?:[A-Z]?[a-z]+[./:-])+\$(?:[A-Z_]+|[a-z_]+)\d?(?:[./:-][A-Z]?[a-z]+)*$"
# Hashed passwords and digests with their method in front: crypt(3), Django, Werkzeug, LDAP, Subresource Integrity;
# of htpasswd with the user in front.
_HASHED = (
    r"(?i)^(?:[\w.@-]{1,64}:(?=\$|\{(?:ssha|sha|md5|crypt)))?(?:"
    r"(?:pbkdf2|bcrypt|b?crypt|scrypt|argon2\w*|sha-?\d+|md5|blake\w+|h1)[\w.]*[$:_=-]|\{(?:ssha|sha|md5|crypt)|"
    r"\$(?:1|2[abxy]?|5|6|7|gy|y|md5|sha1|apr1|scrypt|pbkdf2[\w-]{0,8}|bcrypt-sha256)\$[\w./=,$+-]{20,}(?:\\n)?$|"
    r"\$argon2\w{0,2}\$)"
)
_CALL = r"\$\{\w|\{[\w.]+\(|\)\.\w+\("  # code that puts a text together
# Meant for everybody, by their vendors' documentation: publishable keys of Stripe, PostHog, Supabase and Mapbox.
_PUBLISHABLE = r"(?:pk_(?:live|test)|phc|sb_publishable)_|pk\.eyJ"
_STOCK = r"pa[se]{2}w|secret|token"
_ESCAPES = r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|0\d\d)"
# Parts of letters, then digits, then perhaps the letter of a unit: `gpt-3.5-turbo-16k`, `llama-3-8b`.
_NAME = re.compile(r"/?[A-Za-z]{0,14}\d{0,8}[bkmo]?(?:[-_./:][A-Za-z]{0,14}\d{0,8}[bkmo]?)+")
_DATED = r"(?:^|[^\d])(?:19|20)\d\d-\d\d-\d\d"
_SHOUTED = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
_PLACEHOLDER = (
    r"(?i)example|changeme|change[-_]?(?:me|this|it)|placeholder|redacted|your[-_]|[-_]here|dummy|replace|"
    r"insert[-_]|sample|notreal|not[-_]a?[-_]?(?:real|secret)|fixme|(.)\1{5}|\*{3}|\.\.\.|\u2026|"
    r"0?123456789|98765432|abcdef|deadbeef|qwerty|(?-i:asdf|ASDF)|x{5}"
)
_POOR = r"(?i)pass|secret|test|admin|guest|root|user|default|hunter|letmein|welcome|foo|bar|spam|fake|demo"
_CHANGES = re.compile(r"[a-z](?=[A-Z])")
_LEET = str.maketrans("@4310$5!7", "aaeiossit")
_LONG_ENOUGH = 16  # beyond it the word is part of something that may be real
_MARKS = re.compile(r"[!@#$%^&*()+?~]")
_ODD = re.compile(r"[!#$%^&*?~@]")


_compiled = cache(re.compile)


def is_placeholder(value: str) -> bool:
    """Whether a value only shows what one looks like: documentation, a template, a test's filler."""
    return bool(_compiled(_PLACEHOLDER).search(value)) or len(set(value)) < 6 or _climbs(value)


def _climbs(value: str) -> bool:
    """Whether a stretch of seven characters or more just goes up the alphabet, or the digits."""
    run = 1
    for before, after in pairwise(value):
        run = run + 1 if ord(after) - ord(before) == 1 else 1
        if run == 7:
            return True
    return False


@lru_cache(maxsize=4096)
def credential_like(value: str) -> bool:
    """Whether a value found behind a name such as `password` could be a real one. It has no blanks and no quotes."""
    if any(mark in value for mark in " \t\"'`"):
        return False
    if _is_generated(value):
        return True
    if not LEAST <= len(value) <= MOST or not (is_random(value) or is_strong(value)) or is_placeholder(value):
        return False
    if is_stock(value) or _is_prose(value):
        return False
    return "://" not in value and not (
        _compiled(_REFERENCE).search(value)
        or re.match(_WITH_REFERENCE, value)
        or _compiled(_EXPRESSION).search(value)
        or _compiled(_HASHED).match(value)
        or _compiled(_UUID).search(value)
        or _compiled(_ESCAPES).search(value)
        or _compiled(_PUBLISHABLE).match(value)
    )


def is_stock(value: str) -> bool:
    """Whether a short value is one of the words for a secret, perhaps with digits for letters: `p4ssw0rd`."""
    return len(value) < _LONG_ENOUGH and _compiled(_STOCK).search(value.lower().translate(_LEET)) is not None


def _is_prose(value: str) -> bool:
    """Whether it is a sentence in a script without blanks: some letters without case, or most of them not Latin."""
    if value.isascii():
        return False
    foreign = [letter for letter in value if letter.isalpha() and not letter.isascii()]
    caseless = sum(letter.lower() == letter.upper() for letter in foreign)
    return caseless > 2 or (len(foreign) > 2 and 2 * len(foreign) > sum(map(str.isalpha, value)))


def _is_generated(value: str) -> bool:
    """Whether a program drew a value from letters, digits and many marks, as Django draws its SECRET_KEY."""
    if not 32 <= len(value) <= 128 or len(set(value)) < 18 or len(_MARKS.findall(value)) < 7:
        return False
    if _compiled(_CALL).search(value) or _compiled(_EXPRESSION).search(value):
        return False
    return not is_placeholder(value) and not _is_prose(value)


def is_random(value: str) -> bool:
    """Whether a value looks drawn at random: most of it is neither words nor separators."""
    if _HEX.fullmatch(value):
        return len(value) >= 16 and len(set(value.lower())) >= 8 and not value.isdigit()
    if sum(map(str.isalpha, value)) < 3 or len(set(value)) < 7 or not _is_mixed(value):
        return False  # numbers, versions, addresses, coordinates, words
    rest = len(value) - sum(value.count(mark) for mark in "-_./:= ")
    for word in _WORDS.finditer(value):
        rest -= _known(word.group())
    if rest < max(7, len(value) // 2) or _NAME.fullmatch(value) or _compiled(_DATED).search(value):
        return False
    return _compiled(_SHOUTED).fullmatch(value) is None or _digits_inside(value)


def is_strong(value: str) -> bool:
    """Whether a person may have made it up as a real password: long, of four kinds of characters, no stock word."""
    return (
        10 <= len(value) <= 64
        and _ODD.search(value) is not None
        and (any(map(str.isdigit, value)) or len(_ODD.findall(value)) >= 3)
        and any(map(str.isupper, value))
        and any(map(str.islower, value))
        and not _compiled(_POOR).search(value.translate(_LEET))
        and not any(mark in value for mark in "()[]{}<>\\|")
    )


_MEMORABLE = (
    r"(?:[A-Z][a-z]{3,}){2,4}\d{2,6}[!#$%&*?@]?|"  # TwoWords1234
    r"[A-Z][a-z]{4,}(?:19|20)\d\d[!#$%&*?@]|"  # Season2024!
    r"(?:[a-z]{3,}[-_.]){2,5}[a-z]{0,12}\d{2,6}|"  # three-words-and-1234
    r"[A-Z][a-z0-9]{0,3}[@$!0134][A-Za-z0-9@$!]{2,14}[-_#@!.]\d{2,6}"  # W0rd-with-marks, then digits
)


@lru_cache(maxsize=4096)
def is_memorable(value: str) -> bool:
    """Whether a value is built as people build passwords that they can remember: words and digits, no stock word."""
    if not 9 <= len(value) <= 48 or is_placeholder(value):
        return False
    return _compiled(_MEMORABLE).fullmatch(value) is not None and not _compiled(_POOR).search(value.translate(_LEET))


def _digits_inside(value: str) -> bool:
    """Whether digits stand among letters rather than at the end of words, as they do in constants' names."""
    return len(re.findall(r"\d[A-Z]", value)) > 2


def _is_mixed(value: str) -> bool:
    """Digits among the letters; or else one long run of letters, for words with marks between them are a name."""
    if any(map(str.isdigit, value)):
        return True
    if not value.isascii():
        return False
    letters = value.replace("+", "").replace("/", "").rstrip("=")
    if letters.isalpha():
        return len(value) >= 16 or (len(value) >= 12 and len(_CHANGES.findall(value)) >= 3)
    return len(value) >= 10 and len(_CHANGES.findall(value)) >= 3 and _ODD.search(value) is not None


def _known(word: str, least: float = 0.65) -> int:
    """How many characters of a run of letters read like language: all when `least` of its pairs are common ones."""
    size = len(word)
    if size < 3:
        return 0
    low = word.lower()
    common = sum(low[at : at + 2] in _PAIRS for at in range(size - 1))
    return size if common >= (size - 1) * (1.0 if size == 3 else least) else 0


def share_of_words(value: str) -> float:
    """How much of a value's letters and digits reads like language, from 0 to 1.

    It is asked of what a vendor's token has in the place of its random part, where 1 in 30 runs of random capitals
    would pass for language by the measure that tells words from passwords.
    """
    size = sum(map(str.isalnum, value))
    return sum(_known(word.group(), 0.75) for word in _WORDS.finditer(value)) / size if size else 0.0


def is_sequential(value: str) -> bool:
    """Whether most characters are the next one, or the previous one, of the alphabet: `abcdefgh`, `98765`."""
    steps = [abs(ord(after) - ord(before)) == 1 for before, after in pairwise(value)]
    return len(steps) >= 5 and sum(steps) > 0.6 * len(steps)
