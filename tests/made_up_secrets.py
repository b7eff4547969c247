"""Credentials that belong to nobody, made up anew at every call in the vendors' published formats.

They stand in tests and examples as `{{NAME}}`, so that no scanner stops a clone of this project.
"""

import base64
import random
import string
import zlib
from collections.abc import Mapping

ALPHANUMERIC = string.ascii_letters + string.digits


def with_crc32(body: str) -> str:
    """The body of a token of GitHub's or npm's with its checksum: the CRC-32 in six digits of base 62."""
    number, digits = zlib.crc32(body.encode()), ""
    for _ in range(6):
        number, rest = divmod(number, 62)
        digits = (string.digits + string.ascii_uppercase + string.ascii_lowercase)[rest] + digits
    return body + digits


def made_up(seed: int | None = None) -> dict[str, str]:
    """Values by the names that example files use; the same seed gives the same values."""
    source = random.Random(seed)  # noqa: S311 - nothing here protects anything

    def some(alphabet: str, length: int) -> str:
        return "".join(source.choices(alphabet, k=length))

    def token(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    body = base64.b64encode(source.randbytes(400)).decode()
    lines = "\n".join(body[at : at + 64] for at in range(0, len(body), 64))
    claims = '{"sub":"' + some(string.digits, 9) + '"}'
    header = token(b'{"alg":"HS256","typ":"JWT"}')
    return {
        "AWS_KEY": "AKIA" + some(string.ascii_uppercase + "234567", 16),
        "AWS_SECRET": some(ALPHANUMERIC, 40),
        "GITHUB_TOKEN": "ghp_" + with_crc32(some(ALPHANUMERIC, 30)),
        "SLACK_TOKEN": f"xoxb-{some(string.digits, 12)}-{some(string.digits, 12)}-{some(ALPHANUMERIC, 24)}",
        "STRIPE_KEY": "sk_live_" + some(ALPHANUMERIC, 24),
        "PRIVATE_KEY": f"-----BEGIN RSA PRIVATE KEY-----\n{lines}\n-----END RSA PRIVATE KEY-----",
        "JWT": f"{header}.{token(claims.encode())}.{token(source.randbytes(32))}",
        "PASSWORD": "".join(some(string.ascii_letters, 1) + some("23456789", 1) for _ in range(6)) + "-Kq7Zx",
        "HEX40": some("0123456789abcdef", 40),
        "BASE64": base64.b64encode(source.randbytes(36)).decode(),
    }


def fill(text: str, secrets: Mapping[str, str]) -> str:
    """Put made-up values in the place of their `{{NAME}}` marks."""
    for name, value in secrets.items():
        text = text.replace("{{" + name + "}}", value)
    return text
