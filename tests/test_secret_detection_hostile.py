"""Hostile input: every kind of token wherever it may stand, encoded in every way, cut by pieces, with noise around."""

import base64
import random
from collections.abc import Callable
from itertools import pairwise
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor_time import CpuLimit
from tests_support import tries
from token_samples import sample
from walkaround import _cache
from walkaround._finding import NotJudged
from walkaround.secret_detection import _database, _decode, _gate
from walkaround.secret_detection._checksums import CHECKSUMS
from walkaround.secret_detection._database import Expression
from walkaround.secret_detection._engine import Text, hits
from walkaround.secret_detection._judge import _wanted
from walkaround.secret_detection._kinds import DETECTORS
from walkaround.secret_detection._scan import Spot, _in_place, distinct, located, spots
from walkaround.secret_detection._tokens import TokenKind, all_kinds

WANTED = _wanted(frozenset(DETECTORS), False)
GATES = {"re": _gate.Gate(hyperscan=False), "hyperscan": _gate.Gate(hyperscan=True)}
BY_ID = {kind.id: kind for kind in all_kinds()}
NEXT_TO = ["", "'", '"', "\r", "\u00e9", " ", "; x", "\\n", "</a>", ")", "%20", "\t", "\u212a"]
FILLERS = ["ab cd ", "x=1, ", "\u00e9 ", "a.b(c);", "{},[]", "token ", "key, "]


def no_tick() -> None:
    """Time is no concern here."""


def found(data: bytes, gate: _gate.Gate, path: str = "a.yaml") -> list[Spot]:
    return distinct(spots(path, data, gate.hits(data, WANTED, no_tick), gate, WANTED, no_tick))


def ids(spots: list[Spot]) -> list[tuple[int, int, str]]:
    return [(one.start, one.end, one.hit.what.id) for one in spots]


def genuine(kind: TokenKind, source: random.Random) -> str:
    """A sample that the judge takes when it stands alone; a few happen to look like words or sequences."""
    clue = f"{kind.clues[0]}=" if kind.near else ""
    number = all_kinds().index(kind)
    if kind.id == "json-web-token":
        parts = [b'{"alg":"RS256"}', b'{"sub":"%s"}' % base64.b64encode(source.randbytes(1800)), source.randbytes(512)]
        return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)
    for _ in range(50):
        token = sample(kind, source)
        if hits(Text("a.yaml", f"{clue}{token}", "", ""), [number]):
            return token
    raise AssertionError(f"no sample of {kind.id} is found")


def escapes(form: str) -> Callable[[str], str]:
    return lambda text: "".join(form % ord(letter) for letter in text)


ENCODINGS: dict[str, Callable[[str], str]] = {
    "base64 phase 0": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 phase 1": lambda text: base64.b64encode(b"-" + text.encode()).decode(),
    "base64 phase 2": lambda text: base64.urlsafe_b64encode(b"- " + text.encode()).decode().rstrip("="),
    "percent": lambda text: quote(text, safe=""),
    "percent all": lambda text: "".join(f"%{byte:02x}" for byte in text.encode()),
    "unicode escapes": escapes("\\u%04X"),
    "hexadecimal escapes": lambda text: "".join(f"\\x{byte:02x}" for byte in text.encode()),
}


def somewhere(source: random.Random) -> bytes:
    """Some tokens, each with its clue, encoded up to twice, in short lines or in a long one."""
    parts = []
    for _ in range(source.randrange(1, 4)):
        kind = source.choice(all_kinds())
        text = sample(kind, source)
        if kind.near:
            clue = source.choice(kind.clues)
            gap = source.choice(["=", " = ", "='", '": "', "_x: ", " " * source.randrange(1, 60), "[\u00e9] ='"])
            text = source.choice([clue, clue.upper(), clue.title()]) + gap + text
        text = source.choice(NEXT_TO) + text + source.choice(NEXT_TO)
        for _ in range(source.choice([0, 0, 0, 1, 1, 2])):
            text = source.choice(list(ENCODINGS.values()))(text)
        parts.append(text)
    text = source.choice(["\n", "\r\n", " ", ", "]).join(parts)
    if source.random() < 0.4:
        before, behind = (source.choice(FILLERS) * source.randrange(0, 1500) for _ in range(2))
        text = before + text + behind
    return text.encode()


@settings(max_examples=tries(250), deadline=None)
@given(seed=st.integers(0, 1 << 48), path=st.sampled_from(["a.py", "a.json", "a.yaml", "README", "a.lock"]))
def test_every_kind_of_token_passes_both_gates_as_it_passes_none(seed: int, path: str) -> None:
    data = somewhere(random.Random(seed))  # noqa: S311 - nothing here protects anything
    one, other = (found(data, gate, path) for gate in GATES.values())
    assert ids(one) == ids(other)
    everywhere = [
        spot for place in _gate.every_line(data, WANTED - _gate.DECODED) for spot in _in_place(path, data, place, 0)
    ]
    lost = [spot for spot in distinct(everywhere) if not any(a.start < spot.end and spot.start < a.end for a in one)]
    assert ids(lost) == []


@settings(max_examples=tries(100), deadline=None)
@given(seed=st.integers(0, 1 << 48))
def test_lines_and_columns_are_those_of_the_text(seed: int) -> None:
    data = somewhere(random.Random(seed))  # noqa: S311
    all_found = found(data, GATES["re"])
    assert all(before.end <= after.start for before, after in pairwise(all_found))
    for spot, place in zip(all_found, located(data, all_found), strict=True):
        low = data.rfind(b"\n", 0, spot.start) + 1
        column = len(data[low : spot.start].decode("utf-8", "surrogateescape")) + 1
        assert (place.line, place.column) == (data.count(b"\n", 0, spot.start) + 1, column)
        if spot.depth == 0 and spot.hit.what.rule == "SEC001":
            assert place.text[place.start : place.end] == spot.hit.value


@settings(max_examples=tries(150), deadline=None)
@given(
    parts=st.lists(
        st.one_of(
            st.binary(max_size=20),
            st.sampled_from([b"%41", b"%c3%a9", b"\\u0041", b"\\ud800", b"\\x41", b'\\\\\\"']),
            st.sampled_from([b":\\/\\/", b"\\", b"%", b"\n"]),
            st.sampled_from([b"password=", b"ghp_", b"://"]).map(lambda text: base64.b64encode(text * 8)),
        ),
        max_size=40,
    ),
    times=st.integers(1, 60),
)
def test_offsets_in_a_decoded_text_lie_in_its_origin_and_rise(parts: list[bytes], times: int) -> None:
    data = b"".join(parts) * times
    for one in _decode.inner(data, GATES["re"].hits(data, WANTED, no_tick), no_tick):
        starts = [one.origin(at) for at in range(len(one.text))]
        ends = [one.origin(at, end=True) for at in range(1, len(one.text) + 1)]
        assert starts == sorted(starts)
        assert ends == sorted(ends)
        assert all(one.start <= start < end <= one.end for start, end in zip(starts, ends, strict=True))


@pytest.mark.parametrize("name", list(GATES))
@pytest.mark.parametrize("encoding", list(ENCODINGS))
@pytest.mark.parametrize(
    "kind", ["github-personal-access-token", "nuget-api-key", "exoscale-api-key", "openai-style-key"]
)
def test_an_encoded_token_stands_where_its_code_stands(name: str, encoding: str, kind: str) -> None:
    token = genuine(BY_ID[kind], random.Random(7))  # noqa: S311
    code = ENCODINGS[encoding](token)
    data = f"a: '{code}'\n".encode()
    [one] = found(data, GATES[name])
    assert (one.hit.what.id, one.hit.value) == (kind, token)
    assert 4 <= one.start < one.end <= 4 + len(code)


@pytest.mark.parametrize("name", list(GATES))
@pytest.mark.parametrize(
    "kind", ["github-app-stateless-token", "json-web-token", "dropbox-access-token", "yandex-cloud-iam-token"]
)
def test_a_token_longer_than_a_piece_is_found_in_a_long_line(name: str, kind: str) -> None:
    source = random.Random(3)  # noqa: S311
    for before in range(0, 6000, 500):
        token = genuine(BY_ID[kind], source)
        data = ("x, " * (before // 3) + f"'{token}'" + " y," * 2000).encode()
        assert [(one.hit.what.id, one.hit.value) for one in found(data, GATES[name])] == [(kind, token)]


@pytest.mark.parametrize("name", list(GATES))
def test_a_clue_and_its_token_may_lie_in_two_pieces(name: str) -> None:
    source = random.Random(5)  # noqa: S311
    kind = next(kind for kind in all_kinds() if kind.near)
    token = genuine(kind, source)
    for at in range(_gate.STEP - 80, _gate.STEP + 20, 3):
        data = ("y" * at + f" {kind.clues[0]}" + " " * 30 + f"'{token}'" + " y," * 2000).encode()
        assert token in [one.hit.value for one in found(data, GATES[name])]


@pytest.mark.parametrize("name", list(GATES))
def test_a_password_and_its_name_may_lie_in_two_pieces(name: str) -> None:
    for at in range(_gate.STEP - 80, _gate.STEP + 20, 3):
        data = ("y" * at + " password" + " " * 14 + "= " + " " * 14 + "'9f8Kq2LmZx7RtW3v'" + " y," * 2000).encode()
        assert [one.hit.value for one in found(data, GATES[name])] == ["9f8Kq2LmZx7RtW3v"]


@pytest.mark.parametrize("name", list(GATES))
@pytest.mark.parametrize(
    "kind",
    ["mailchimp-api-key", "firecrawl-api-key", "telegram-bot-token", "azure-client-secret", "deepl-free-api-key"],
)
def test_tokens_with_a_short_clue_are_all_found_side_by_side(name: str, kind: str) -> None:
    source = random.Random(9)  # noqa: S311
    tokens = [genuine(BY_ID[kind], source) for _ in range(40)]
    data = "\n".join(f"- {token}" for token in tokens).encode()
    assert [one.hit.value for one in found(data, GATES[name])] == tokens


@pytest.mark.parametrize("name", list(GATES))
@pytest.mark.parametrize("escape", ["%20", '\\\\\\"', "\\u0041 "])
def test_a_token_may_lie_across_the_stretches_of_a_long_escaped_line(name: str, escape: str) -> None:
    token = genuine(BY_ID["github-personal-access-token"], random.Random(4))  # noqa: S311
    code = ENCODINGS["percent all" if escape == "%20" else "hexadecimal escapes"](token)
    for before in range(4000, 4400, 7):
        data = f"{escape * (before // len(escape))}.{'.' * (before % len(escape))}{code}.{escape * 900}".encode()
        assert [one.hit.value for one in found(data, GATES[name])] == [token]


@pytest.mark.parametrize("name", list(GATES))
@pytest.mark.parametrize("before", [100, 196_500, 196_608 - 20, 400_001, 700_000])
@pytest.mark.parametrize("filler", ["x, ", "\u00e9 "], ids=["ascii", "wide"])
def test_a_token_is_found_anywhere_in_a_long_run_of_base64(name: str, before: int, filler: str) -> None:
    token = genuine(BY_ID["github-personal-access-token"], random.Random(4))  # noqa: S311
    text = (filler * before).encode()[: before // 6 * 6] + f"'{token}'".encode() + (filler * 100_000).encode()
    code = base64.b64encode(text)
    for data in (code, b"a = '" + code + b"'\n"):
        [one] = found(data, GATES[name])
        assert one.hit.value == token
        low = data.index(code)
        first, last = (one.start - low) // 4 * 4, -(-(one.end - low) // 4) * 4
        assert base64.b64decode(code[first:last]).strip(b"' ,x\xc3\xa9\xa9") == token.encode()


def test_a_token_of_nested_brackets_is_no_crash() -> None:
    """JSON nested deeper than Python's stack, in the place of a JSON Web Token's header."""
    part = base64.urlsafe_b64encode(b'{"a":' + b"[" * 2900).rstrip(b"=").decode()
    number = all_kinds().index(BY_ID["json-web-token"])
    assert hits(Text("a.py", f"{part}.{part}.{'a1B2c3D4' * 4}", "", ""), [number]) == []


@pytest.mark.parametrize("check", list(CHECKSUMS))
@given(token=st.one_of(st.text(max_size=60), st.text("_.-eyJ0aZ=", max_size=60)))
def test_a_checksum_holds_or_not_whatever_the_text(check: str, token: str) -> None:
    assert CHECKSUMS[check](token) in (True, False)


@pytest.mark.parametrize("name", list(GATES))
@pytest.mark.parametrize(
    "part",
    ["eyJ" * 1300 + ".", "-eyJ" * 2000 + ".", "eyJabcdefgh.", "ops_eyJ", "token", "%41"],
    ids=["inside", "apart", "parts", "prefix", "name", "escapes"],
)
def test_many_beginnings_of_long_tokens_take_linear_time(name: str, part: str) -> None:
    """Of the same 64 KiB, a search from every beginning would read gigabytes."""
    data = (part * (200_000 // len(part) + 1))[:200_000].encode()
    with CpuLimit(30):
        found(data, GATES[name])


def test_a_json_web_token_is_found_behind_what_only_begins_like_one() -> None:
    token = genuine(BY_ID["json-web-token"], random.Random(1))  # noqa: S311
    for before in ("eyJ", "-eyJ", "eyJ.", "xeyJabcdefgh.eyJ/", "-eyJ" * 2000 + "/", "eyJabcdefgh.eyJabcdefgh.x/"):
        for gate in GATES.values():
            assert [one.hit.value for one in found(f"{before} {token}".encode(), gate)] == [token]


def test_a_database_that_cannot_be_compiled_leaves_the_other_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    hyperscan = pytest.importorskip("hyperscan")

    def fail(*_: object, **__: object) -> None:
        raise hyperscan.InvalidError("no such processor")

    monkeypatch.setattr(_gate, "_expressions", lambda: (Expression(1, b"made up for this test alone"),))
    monkeypatch.setattr(hyperscan, "dumpb", fail)
    token = genuine(BY_ID["github-personal-access-token"], random.Random(2))  # noqa: S311
    assert [one.hit.value for one in found(f"a = '{token}'".encode(), _gate.Gate(hyperscan=True))] == [token]


def test_the_end_of_the_time_is_no_damaged_database(monkeypatch: pytest.MonkeyPatch) -> None:
    hyperscan = pytest.importorskip("hyperscan")

    def late(*_: object) -> None:
        raise NotJudged("a", "took too long")

    monkeypatch.setattr(_cache, "read", lambda _name: b"a database")
    monkeypatch.setattr(hyperscan, "loadb", late)
    with pytest.raises(NotJudged):
        _database.load("test", (), b"")
