"""What makes a sampled token valid, one function for each checksum."""

import base64
import json
from collections.abc import Callable
from zlib import crc32

from walkaround.secret_detection._checksums import base62, bech32_polymod, bech32_prefix

_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def _cloudflare(token: str) -> str:
    prefix, _, body = token.partition("_")
    return f"{prefix}_{body[:-8]}{crc32(body[:-8].encode()):08x}"


def _crc32_hex(token: str) -> str:
    before, body, _ = token.rsplit("_", 2)
    return f"{before}_{body}_{crc32(body.encode()):08x}"


def _atlassian(token: str) -> str:
    return f"{token[:-8]}{crc32(token[:-8].encode()):08X}"


def _polar(token: str) -> str:
    prefix, _, body = token.rpartition("_")
    return f"{prefix}_{body[:-6]}{base62(crc32(body[:-6].encode()), 6)}"


def _grafana(token: str) -> str:
    signed = token.rpartition("_")[0]
    return f"{signed}_{crc32(signed.encode()).to_bytes(4, 'little').hex()}"


def _age(token: str) -> str:
    prefix, _, data = token.lower().rpartition("1")
    values = [_BECH32.index(character) for character in data[:-6]]
    checksum = bech32_polymod(bech32_prefix(prefix) + values + [0] * 6) ^ 1
    tail = "".join(_BECH32[checksum >> 5 * (5 - place) & 31] for place in range(6))
    return (token[:-6] + tail).upper()


def _base64(members: dict[str, object]) -> str:
    return base64.b64encode(json.dumps(members, separators=(",", ":")).encode()).decode()


def _onepassword(token: str) -> str:
    members: dict[str, object] = {
        "signInAddress": "example.1password.com",
        "userAuth": {"method": "SRPg-4096", "alg": "PBES2g-HS256", "iterations": 650000, "salt": token[10:32]},
        "secretKey": f"A3-{token[40:46].upper()}-EXAMPLE",
        "srpX": token[50:114],
        "deviceUuid": token[120:146],
    }
    return "ops_" + _base64(members)


def _sentry(token: str) -> str:
    members: dict[str, object] = {
        "iat": 1700000000.5,
        "url": "https://sentry.example",
        "region_url": "https://us.sentry.example",
        "org": "example",
    }
    return f"sntrys_{_base64(members)}_{token[-43:]}"


def _grafana_cloud(token: str) -> str:
    members: dict[str, object] = {"o": "123456", "n": "example", "k": token[20:44], "m": {"r": "us"}}
    return "glc_" + _base64(members)


def _grafana_api_key(token: str) -> str:
    return _base64({"k": token[10:42], "n": "example", "id": 1})


def _aws(token: str) -> str:
    return token[:4] + token[4:].translate(str.maketrans("0189", "2345"))


SIGNS: dict[str, Callable[[str], str]] = {
    "aws_base32": _aws,
    "cloudflare_crc32": _cloudflare,
    "crc32_hex": _crc32_hex,
    "atlassian_crc32": _atlassian,
    "polar_crc32": _polar,
    "grafana_crc32": _grafana,
    "age_bech32": _age,
    "onepassword_json": _onepassword,
    "sentry_json": _sentry,
    "grafana_cloud_json": _grafana_cloud,
    "grafana_api_key_json": _grafana_api_key,
}
