"""Checksums that vendors put into their tokens: a token that fails was never issued.

Each function takes the whole token, which its kind's pattern has matched, and says whether its checksum holds.
"""

import string
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import xor
from zlib import crc32

_BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
_BASE36 = string.digits + string.ascii_lowercase
_ALPHANUMERIC = string.ascii_uppercase + string.ascii_lowercase + string.digits
_BASE32 = string.ascii_lowercase + "234567"
# Where the four bytes of an Azure DevOps checksum stand, the least significant first, and what they are mixed with
# in tokens of users and of applications.
_AZURE_DEVOPS_PLACES = (22, 8, 7, 2)
_AZURE_DEVOPS_SEEDS = (0xE0B9692D, 0x1019F92E)


def base62(number: int, length: int) -> str:
    """A number in base 62 with the digits 0-9, A-Z, a-z, filled up with zeros."""
    return _in_digits(number, length, _BASE62)


def base36(number: int, length: int) -> str:
    """A number in base 36 with the digits 0-9, a-z, filled up with zeros."""
    return _in_digits(number, length, _BASE36)


def _in_digits(number: int, length: int, alphabet: str) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, len(alphabet))
        digits = alphabet[rest] + digits
    return digits.rjust(length, alphabet[0])


def crc32_base62(token: str) -> bool:
    """GitHub's and npm's: behind the prefix and `_`, the last six characters are the CRC-32 of those before them.

    Sources: https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/ and
    https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/. The order of the digits was verified
    against a `ghp_` token that a scanner publishes as its example and the `npm_` dummy in secretlint's report 200.
    """
    body = token.partition("_")[2]
    return body[-6:] == base62(crc32(body[:-6].encode()), 6)


def cloudflare_crc32(token: str) -> bool:
    """Cloudflare's: the last eight characters are the CRC-32, in hexadecimal, of the 40 between them and the prefix.

    Source: https://developers.cloudflare.com/fundamentals/api/get-started/token-formats names prefix, 40 characters
    and a checksum; which one was found on an issued token.
    """
    body = token.partition("_")[2]
    return body[-8:] == f"{crc32(body[:-8].encode()):08x}"


def crc32_hex(token: str) -> bool:
    """Zuplo's and Cashfree's: behind the last `_` is the CRC-32, in hexadecimal, of the part before it.

    Source: https://zuplo.com/docs/articles/api-key-leak-detection says that a checksum ends the key; which one was
    found on three issued keys of each vendor.
    """
    _, body, checksum = token.rsplit("_", 2)
    return checksum == f"{crc32(body.encode()):08x}"


def atlassian_crc32(token: str) -> bool:
    """Atlassian's and Trello's: the last eight characters are the CRC-32, in upper-case hexadecimal, of the rest.

    Atlassian describes no format; it was found on two issued tokens of each.
    """
    return token[-8:] == f"{crc32(token[:-8].encode()):08X}"


def polar_crc32(token: str) -> bool:
    """Polar's: the last six characters are the CRC-32, in base 62, of the 37 between them and the prefix.

    Source: https://github.com/polarsource/polar/blob/main/server/polar/kit/crypto.py
    """
    body = token.rpartition("_")[2]
    return body[-6:] == base62(crc32(body[:-6].encode()), 6)


def grafana_crc32(token: str) -> bool:
    """Grafana's: behind the last `_` is the CRC-32 of all before it, its four bytes in hexadecimal, the lowest first.

    Source: https://github.com/grafana/grafana/blob/main/pkg/components/satokengen/tokengen.go
    """
    signed, _, checksum = token.rpartition("_")
    return checksum == crc32(signed.encode()).to_bytes(4, "little").hex()


_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def bech32_polymod(values: Iterable[int]) -> int:
    """BIP 173's checksum of numbers below 32; 1 for a valid string's prefix, data and checksum."""
    checksum = 1
    for value in values:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_BECH32_GENERATOR):
            checksum ^= generator if top >> bit & 1 else 0
    return checksum


def bech32_prefix(prefix: str) -> list[int]:
    """A prefix as BIP 173's checksum takes it: the high bits of its characters, a zero, the low bits."""
    return [ord(character) >> 5 for character in prefix] + [0] + [ord(character) & 31 for character in prefix]


def age_bech32(token: str) -> bool:
    """age's: a Bech32 string in upper case with its checksum of six characters.

    Sources: https://c2sp.org/age and https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki
    """
    prefix, separator, data = token.lower().rpartition("1")
    values = [_BECH32.find(character) for character in data]
    return bool(separator) and min(values, default=-1) >= 0 and bech32_polymod(bech32_prefix(prefix) + values) == 1


def _json_object(encoded: str) -> object:
    """What the base64 of a JSON text holds, with or without padding and in either alphabet; None when it is none."""
    import base64
    import json

    text = encoded.rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        return json.loads(base64.b64decode(text + "=" * (-len(text) % 4), validate=True))
    except (ValueError, RecursionError):
        return None


def onepassword_json(token: str) -> bool:
    """1Password's service account tokens: behind `ops_` is the base64 of a JSON object, first the address.

    1Password describes no format; the member `signInAddress` was found in issued tokens.
    """
    held = _json_object(token.removeprefix("ops_"))
    return isinstance(held, dict) and "signInAddress" in held


def sentry_json(token: str) -> bool:
    """Sentry's organisation tokens: between prefix and secret is the base64 of a JSON object that names both.

    Source: https://github.com/getsentry/sentry/blob/master/src/sentry/utils/security/orgauthtoken_token.py
    """
    held = _json_object(token.removeprefix("sntrys_").rpartition("_")[0])
    return isinstance(held, dict) and "iat" in held and "org" in held


def grafana_cloud_json(token: str) -> bool:
    """Grafana Cloud's access policy tokens: behind `glc_` is the base64 of a JSON object with organisation and key.

    Grafana describes no format; the members `o` and `k` were found in issued tokens.
    """
    held = _json_object(token.removeprefix("glc_"))
    return isinstance(held, dict) and "o" in held and "k" in held


def grafana_api_key_json(token: str) -> bool:
    """Grafana's old API keys: the base64 of a JSON object with key, name and organisation's id.

    Source: https://github.com/grafana/grafana/blob/v9.0.0/pkg/components/apikeygen/apikeygen.go
    """
    held = _json_object(token)
    return isinstance(held, dict) and {"k", "n", "id"} <= held.keys()


def gitlab_routable(token: str) -> bool:
    """GitLab's routable tokens: payload, `.`, version, `.`, the payload's length, and a CRC-32 of all before it.

    The length has two digits in base 36, the checksum seven. Tokens from before 2025 have no version. An instance
    with a prefix of its own before `glpat-` counts that prefix in, and its tokens fail here.
    Source: lib/authn/token_field/generator/routable_token.rb in https://gitlab.com/gitlab-org/gitlab.
    """
    signed, checksum = token[:-7], token[-7:]
    payload = signed.partition("-")[2].partition(".")[0]
    return signed[-2:] == base36(len(payload), 2) and checksum == base36(crc32(signed.encode()), 7)


def crates_io_trusted(token: str) -> bool:
    """crates.io's short-lived tokens: the last character is made from the exclusive or of the 31 before it.

    Source: crates/crates_io_trustpub/src/access_token.rs in https://github.com/rust-lang/crates.io, whose tests'
    examples hold here.
    """
    body = token.removeprefix("cio_tp_")
    return body[-1] == _ALPHANUMERIC[reduce(xor, body[:-1].encode()) % len(_ALPHANUMERIC)]


def azure_devops_legacy(token: str) -> bool:
    """Azure DevOps' tokens of 52 characters: 32 bytes in base 32, four of them a CRC-32 of the others, mixed.

    Source: SEC101_102_AdoPat.cs and IdentifiableMetadata.cs in https://github.com/microsoft/security-utilities.
    """
    data = _base32(token)
    claimed = sum(data[place] << 8 * index for index, place in enumerate(_AZURE_DEVOPS_PLACES))
    rest = bytes(byte for place, byte in enumerate(data) if place not in _AZURE_DEVOPS_PLACES)
    return crc32(rest) ^ claimed in _AZURE_DEVOPS_SEEDS


def _base32(text: str) -> bytes:
    """The whole bytes of lower-case base 32 without padding; bits left over are dropped."""
    number = 0
    for character in text:
        number = number << 5 | _BASE32.index(character)
    return (number >> len(text) * 5 % 8).to_bytes(len(text) * 5 // 8, "big")


def aws_base32(token: str) -> bool:
    """AWS's access key ids: behind the prefix of four letters, 80 bits in base 32 (RFC 4648), so no 0, 1, 8 or 9.

    AWS describes no format (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html names the
    prefixes); that the rest encodes the account's number in base 32 is known from AWS's own answers to
    GetAccessKeyInfo.
    """
    return not set(token[4:]) & set("0189")


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "crc32_base62": crc32_base62,
    "aws_base32": aws_base32,
    "cloudflare_crc32": cloudflare_crc32,
    "crc32_hex": crc32_hex,
    "atlassian_crc32": atlassian_crc32,
    "polar_crc32": polar_crc32,
    "grafana_crc32": grafana_crc32,
    "age_bech32": age_bech32,
    "onepassword_json": onepassword_json,
    "sentry_json": sentry_json,
    "grafana_cloud_json": grafana_cloud_json,
    "grafana_api_key_json": grafana_api_key_json,
    "gitlab_routable": gitlab_routable,
    "crates_io_trusted": crates_io_trusted,
    "azure_devops_legacy": azure_devops_legacy,
}


def _without_fail(check: Callable[[str], bool]) -> Callable[[str], bool]:
    """The check for any text: one that is no such token has no checksum that holds."""

    def holds(token: str) -> bool:
        try:
            return check(token)
        except (ValueError, IndexError, TypeError):
            return False

    return holds


CHECKSUMS: Mapping[str, Callable[[str], bool]] = {name: _without_fail(check) for name, check in _CHECKS.items()}
