"""True tokens and near misses of every kind in the catalogue, drawn at random out of its pattern.

Nothing here is a credential: each is made up anew from a seed, and belongs to nobody.
"""

import importlib
import random
import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from operator import xor
from typing import Any, NamedTuple
from zlib import crc32

from token_signs import SIGNS
from walkaround.secret_detection._checksums import base36, base62
from walkaround.secret_detection._tokens import TokenKind

PARSER: Any = importlib.import_module("re._parser")
# Checksums that ask only whether base64 within the token can be read.
READABLE = frozenset({"onepassword_json", "sentry_json", "grafana_cloud_json", "grafana_api_key_json"})
_ALIEN = "!"  # in the alphabet of no token
_BASE32 = string.ascii_lowercase + "234567"
_ALPHANUMERIC = string.ascii_uppercase + string.ascii_lowercase + string.digits


class Piece(NamedTuple):
    """A part of a drawn token: letters that the pattern spells out, or some out of one class."""

    text: str
    literal: bool


def sample(kind: TokenKind, source: random.Random) -> str:
    """A true token: every class, count and alternative uniformly at random, then the checksum where it has one."""
    return _signed(kind, _text(_pieces(kind, source)))


def near_misses(kind: TokenKind, source: random.Random) -> list[str]:
    """What looks like a token of this kind and is none.

    One character too few, one that no token has, one letter of the vendor's mark changed, a wrong checksum; the last
    two only where there is a mark or a checksum.
    """
    pieces = _pieces(kind, source, least=True)
    at = max((index for index, piece in enumerate(pieces) if not piece.literal), key=lambda i: len(pieces[i].text))
    run = pieces[at].text
    misses = [
        _text([*pieces[:at], Piece(run[1:], False), *pieces[at + 1 :]]),
        _text([*pieces[:at], Piece(_replaced(run, len(run) // 2, _ALIEN), False), *pieces[at + 1 :]]),
    ]
    marks = [index for index, piece in enumerate(pieces) if piece.literal]
    if marks:
        at = max(marks, key=lambda index: len(pieces[index].text))
        mark = pieces[at].text
        changed = _replaced(mark, 0, "y" if mark[0] == "x" else "x")
        misses.append(_text([*pieces[:at], Piece(changed, True), *pieces[at + 1 :]]))
    if kind.checksum:
        misses.extend(wrong_checksums(kind, sample(kind, source)))
    return misses


def wrong_checksums(kind: TokenKind, token: str) -> list[str]:
    """The token with one character changed to each other that its pattern allows there."""
    if kind.checksum in READABLE:
        return [token[:at] + "AAAA" + token[at + 4 :] for at in (token.index("eyJ"),)]
    if kind.checksum == "aws_base32":
        return [token[:-1] + letter for letter in "0189"]
    # The last bits of base 32 fill up and carry nothing, so it is the first that changes there.
    at = 0 if kind.checksum == "azure_devops_legacy" else len(token) - 1
    others = [_replaced(token, at, letter) for letter in string.digits + string.ascii_letters if letter != token[at]]
    return [other for other in others if re.fullmatch(kind.pattern, other)]


def _pieces(kind: TokenKind, source: random.Random, *, least: bool = False) -> list[Piece]:
    pieces = list[Piece]()
    for piece in _drawn(PARSER.parse(kind.pattern), source, least):
        if pieces and piece.literal and pieces[-1].literal:
            pieces[-1] = Piece(pieces[-1].text + piece.text, True)
        elif piece.text:
            pieces.append(piece)
    return pieces


def _drawn(tree: Iterable[tuple[Any, Any]], source: random.Random, least: bool) -> Iterator[Piece]:
    for operation, argument in tree:
        match str(operation):
            case "LITERAL":
                yield Piece(chr(argument), True)
            case "IN":
                yield Piece(source.choice(members(argument)), False)
            case "BRANCH":
                yield from _drawn(source.choice(argument[1]), source, least)
            case "SUBPATTERN":
                yield from _drawn(argument[3], source, least)
            case "MAX_REPEAT":
                low, high, inner = argument
                count = low if least else source.randint(low, high)
                if len(inner) == 1 and str(inner[0][0]) == "IN":
                    yield Piece("".join(source.choices(members(inner[0][1]), k=count)), False)
                else:
                    for _ in range(count):
                        yield from _drawn(inner, source, least)
            case other:
                raise ValueError(f"{other} has no place in a token's pattern")


def members(argument: Iterable[tuple[Any, Any]]) -> str:
    """The characters of a class."""
    letters = ""
    for operation, value in argument:
        if str(operation) == "LITERAL":
            letters += chr(value)
        elif str(operation) == "RANGE":
            letters += "".join(map(chr, range(value[0], value[1] + 1)))
        else:
            raise ValueError(f"{operation} has no place in a token's class")
    return letters


def _text(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _replaced(text: str, at: int, letter: str) -> str:
    return text[:at] + letter + text[at + 1 :]


def _signed(kind: TokenKind, token: str) -> str:
    return _SIGN[kind.checksum](token) if kind.checksum else token


def _sign_crc32_base62(token: str) -> str:
    body = token.partition("_")[2]
    return token[:-6] + base62(crc32(body[:-6].encode()), 6)


def _sign_gitlab_routable(token: str) -> str:
    payload = token.partition("-")[2].partition(".")[0]
    signed = token[:-9] + base36(len(payload), 2)
    return signed + base36(crc32(signed.encode()), 7)


def _sign_crates_io_trusted(token: str) -> str:
    body = token.removeprefix("cio_tp_")[:-1]
    return token[:-1] + _ALPHANUMERIC[reduce(xor, body.encode()) % 62]


def _sign_azure_devops_legacy(token: str) -> str:
    number = 0
    for letter in token:
        number = number * 32 + _BASE32.index(letter)
    data = bytearray((number >> 4).to_bytes(32, "big"))
    places = (22, 8, 7, 2)
    rest = bytes(byte for place, byte in enumerate(data) if place not in places)
    for place, byte in zip(places, (crc32(rest) ^ 0xE0B9692D).to_bytes(4, "little"), strict=True):
        data[place] = byte
    number = int.from_bytes(data, "big") << 4
    return "".join(_BASE32[number >> 5 * (51 - at) & 31] for at in range(52))


_SIGN: Mapping[str, Callable[[str], str]] = {
    **SIGNS,
    "crc32_base62": _sign_crc32_base62,
    "gitlab_routable": _sign_gitlab_routable,
    "crates_io_trusted": _sign_crates_io_trusted,
    "azure_devops_legacy": _sign_azure_devops_legacy,
}
