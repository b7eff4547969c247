"""The catalogue of tokens: each row says what it may, its pattern takes true tokens and no near misses."""

import base64
import random
import re
import string
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from token_samples import PARSER, members, near_misses, sample, wrong_checksums
from walkaround.secret_detection import _checksums
from walkaround.secret_detection._tokens import TokenKind, all_kinds

ALL = all_kinds()
SAMPLES = 50
EACH = pytest.mark.parametrize("kind", ALL, ids=[kind.id for kind in ALL])
SIGNED = [kind for kind in ALL if kind.checksum]


@cache
def samples(kind: TokenKind, count: int = SAMPLES) -> list[str]:
    source = random.Random(kind.id)  # noqa: S311 - nothing here protects anything
    return [sample(kind, source) for _ in range(count)]


def takes(kind: TokenKind, text: str) -> bool:
    """Whether this is a whole token of a kind, its checksum included."""
    if not re.fullmatch(kind.pattern, text):
        return False
    return not kind.checksum or _checksums.CHECKSUMS[kind.checksum](text)


def operations(tree: Iterable[tuple[Any, Any]]) -> Iterator[str]:
    """What a pattern is made of, by the parser's names; a repetition with its highest count."""
    for operation, argument in tree:
        match str(operation):
            case "IN":
                members(argument)
                yield "IN"
            case "BRANCH":
                for branch in argument[1]:
                    yield from operations(branch)
            case "SUBPATTERN":
                group, add, drop, inner = argument
                yield "SUBPATTERN" if (group, add, drop) == (None, 0, 0) else "CAPTURE OR FLAGS"
                yield from operations(inner)
            case "MAX_REPEAT":
                yield "MAX_REPEAT" if int(argument[1]) <= 4000 else "ENDLESS REPEAT"
                yield from operations(argument[2])
            case other:
                yield other


def test_ids_are_unique() -> None:
    assert [name for name, count in Counter(kind.id for kind in ALL).items() if count > 1] == []


def test_there_are_many() -> None:
    assert len(ALL) >= 135


@EACH
def test_row(kind: TokenKind) -> None:
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", kind.id), "kebab-case"
    assert kind.noun.startswith(("a ", "an ")), "an article"
    assert kind.vendor
    assert re.fullmatch(r"https://[^\s/]+\.[^\s/]+(?:/\S*)?", kind.page)
    assert re.fullmatch(r"(?:https://[^\s/]+\.[^\s/]+(?:/\S*)?)?", kind.revoke)
    assert re.fullmatch(r"[A-Z][A-Za-z]+Detector", kind.detector)
    assert kind.clues
    assert kind.checksum in {"", *_checksums.CHECKSUMS}


@EACH
def test_pattern_is_of_the_allowed_syntax(kind: TokenKind) -> None:
    assert kind.pattern.isascii()
    assert set(operations(PARSER.parse(kind.pattern))) <= {"LITERAL", "IN", "SUBPATTERN", "MAX_REPEAT"}


@EACH
def test_pattern_compiles_in_hyperscan(kind: TokenKind) -> None:
    hyperscan = pytest.importorskip("hyperscan")
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(expressions=[kind.pattern.encode()], ids=[0], elements=1, flags=[0])
    token = samples(kind, 1)[0].encode()
    ends = set[int]()
    database.scan(token, match_event_handler=lambda _id, _start, end, _flags, _context: ends.add(end))
    assert len(token) in ends


@EACH
def test_clues_stand_in_every_token(kind: TokenKind) -> None:
    if kind.near:
        assert all(clue == clue.lower() for clue in kind.clues)
        return
    assert [token for token in samples(kind) if not any(clue in token for clue in kind.clues)] == []
    drawn = "\n".join(samples(kind, 200 if len(kind.clues) > 1 else SAMPLES))
    assert [clue for clue in kind.clues if clue not in drawn] == [], "a clue without a token"


@EACH
def test_takes_true_tokens(kind: TokenKind) -> None:
    assert [token for token in samples(kind) if not takes(kind, token)] == []


@EACH
def test_refuses_near_misses(kind: TokenKind) -> None:
    source = random.Random(kind.id)  # noqa: S311 - nothing here protects anything
    misses = [miss for _ in range(5) for miss in near_misses(kind, source)]
    assert [miss for miss in misses if takes(kind, miss)] == []


@EACH
def test_a_token_without_a_mark_needs_its_vendor_named(kind: TokenKind) -> None:
    assert kind.near or min(len(clue) for clue in kind.clues) >= (2 if len(samples(kind, 1)[0]) >= 34 else 3)


@EACH
def test_no_other_vendor_names_it(kind: TokenKind) -> None:
    """Of several kinds that take a token, the first in the catalogue is of its own vendor."""
    marked = [other for other in ALL if other is kind or not other.near]
    for token in samples(kind, 20):
        assert next(other for other in marked if takes(other, token)).vendor == kind.vendor


@pytest.mark.parametrize("kind", SIGNED, ids=[kind.id for kind in SIGNED])
def test_checksum(kind: TokenKind) -> None:
    check = _checksums.CHECKSUMS[kind.checksum]
    for token in samples(kind):
        assert check(token)
        altered = wrong_checksums(kind, token)
        assert altered
        assert [wrong for wrong in altered if check(wrong)] == []


@pytest.mark.parametrize(
    ("token", "holds"),
    [
        ("cio_tp_0000000000000000000000000000000w", True),
        ("cio_tp_00000000000000000000000000000000", False),
    ],
    ids=["crates.io's own example", "crates.io's own counterexample"],
)
def test_checksum_of_crates_io(token: str, holds: bool) -> None:
    assert _checksums.crates_io_trusted(token) is holds


def test_checksum_of_github_is_the_common_crc() -> None:
    """0xCBF43926 is the check value of CRC-32 (its catalogue's name: CRC-32/ISO-HDLC) for the digits 1 to 9."""
    digits = string.digits + string.ascii_uppercase + string.ascii_lowercase
    written = "".join(digits[0xCBF43926 // 62**place % 62] for place in range(5, -1, -1))
    assert _checksums.crc32_base62(f"ghp_123456789{written}")


@given(st.integers(0, 2**32 - 1))
def test_base36_is_read_back_by_int(number: int) -> None:
    written = _checksums.base36(number, 7)
    assert len(written) == 7
    assert int(written, 36) == number


@given(st.integers(0, 2**32 - 1))
def test_base62_is_read_back(number: int) -> None:
    digits = string.digits + string.ascii_uppercase + string.ascii_lowercase
    written = _checksums.base62(number, 6)
    assert len(written) == 6
    assert sum(digits.index(digit) * 62**place for place, digit in enumerate(reversed(written))) == number


@given(st.binary(min_size=0, max_size=159), st.binary(min_size=16, max_size=16))
def test_checksum_of_gitlab(routing: bytes, noise: bytes) -> None:
    """A token made as GitLab's generator makes it."""
    packed = noise + routing + bytes([len(routing)])
    payload = base64.urlsafe_b64encode(packed).rstrip(b"=").decode()
    signed = f"glpat-{payload}.01.{_checksums.base36(len(payload), 2)}"
    token = signed + _checksums.base36(crc32(signed.encode()), 7)
    assert _checksums.gitlab_routable(token)
    assert not _checksums.gitlab_routable(token.replace(".01.", ".02."))
    assert len(payload) < 27 or takes(next(kind for kind in ALL if kind.checksum == "gitlab_routable"), token)
