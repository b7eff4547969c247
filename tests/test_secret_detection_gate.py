"""Both gates must let through every place at which the judge, asked about every line, would find something."""

import random
import string
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from made_up_secrets import made_up
from tests_support import tries
from walkaround._finding import NotJudged
from walkaround.secret_detection import _gate
from walkaround.secret_detection._judge import _wanted
from walkaround.secret_detection._kinds import DETECTORS
from walkaround.secret_detection._scan import Spot, distinct, spots

WANTED = _wanted(frozenset(DETECTORS), False)
GATES = {"re": _gate.Gate(hyperscan=False), "hyperscan": _gate.Gate(hyperscan=True)}
FILES = ["a.py", "a.yaml", "a.go", "a.ini", "a.c", "a.cs", "a.toml", "README", "a.js", "a.md", "a.json", ".env"]


def no_tick() -> None:
    """Time is no concern here."""


def found(path: str, data: bytes, gate: _gate.Gate) -> list[tuple[int, int, str]]:
    seen = gate.hits(data, WANTED, no_tick)
    return [(one.start, one.end, one.hit.what.id) for one in distinct(spots(path, data, seen, gate, WANTED, no_tick))]


def ungated(path: str, data: bytes) -> list[tuple[int, int, str]]:
    """What the judge finds when it is asked about everything, at every line."""
    everything: list[Spot] = []
    for place in _gate.every_line(data, WANTED - _gate.DECODED):
        everything += _in_place(path, data, place)
    return [(one.start, one.end, one.hit.what.id) for one in distinct(everything)]


def _in_place(path: str, data: bytes, place: _gate.Place) -> Sequence[Spot]:
    from walkaround.secret_detection import _scan

    return list(_scan._in_place(path, data, place, 0))


NAMES = st.sampled_from(
    [
        *(
            "password",
            "DB_PASSWORD",
            "api_key",
            "apiKey",
            "secret",
            "client_secret",
            "pwd",
            "contrase\u00f1a",
            "PASSWD",
        ),
        *("auth_key", "token", "Authorization", "db_pass", "adminpass", "user", "x-api-key", "credentials", "auth"),
        *("curl -u admin", "--api-key", "ENV API_TOKEN", "login bot password", "bearer", "Basic", "#define API_KEY"),
    ]
)
SIGNS = st.sampled_from(
    [
        *("=", " = ", ": ", ":", " := ", " => ", " == ", ' "', "(", '("', "[0] = ", '"] = ', "': '", '": "', " ", "\t"),
        *(", ", ' || "', "\n", " |\n  ", ":\n    ", '",\n "value": "', "\nvalue: ", ": &'static str = ", " `"),
    ]
)
VALUES = st.one_of(
    st.text(string.ascii_letters + string.digits + "+/=-_!$@#:.,;()%", min_size=6, max_size=40),
    st.sampled_from(list(made_up(3).values())),
    st.sampled_from(list(made_up(5).values())),
)
QUOTES = st.sampled_from(["", '"', "'", "`", '\\"'])
WRAPPED = st.text(string.ascii_letters + " ;,){}#\u00e9\u017f\u212a\n\r", max_size=12)
LINES = st.lists(st.tuples(WRAPPED, NAMES, SIGNS, QUOTES, VALUES, WRAPPED), min_size=1, max_size=4)


@pytest.mark.parametrize("name", list(GATES))
@settings(max_examples=tries(400), deadline=None, suppress_health_check=list(HealthCheck))
@given(lines=LINES, file=st.sampled_from(FILES))
def test_a_gate_loses_nothing_that_the_judge_would_find(name: str, lines: list[tuple[str, ...]], file: str) -> None:
    text = "\n".join(f"{a}{n}{s}{q}{v}{q}{b}" for a, n, s, q, v, b in lines)
    data = text.encode("utf-8", "replace")
    missing = set(ungated(file, data)) - set(found(file, data, GATES[name]))
    decoded_instead = {one for one in missing if _overlapped(one, found(file, data, GATES[name]))}
    assert missing - decoded_instead == set()


def _overlapped(one: tuple[int, int, str], others: list[tuple[int, int, str]]) -> bool:
    return any(start < one[1] and one[0] < end for start, end, _ in others)


@settings(max_examples=tries(300), deadline=None, suppress_health_check=list(HealthCheck))
@given(lines=LINES, file=st.sampled_from(FILES), long=st.booleans())
def test_both_gates_have_one_answer(lines: list[tuple[str, ...]], file: str, long: bool) -> None:
    text = "\n".join(f"{a}{n}{s}{q}{v}{q}{b}" for a, n, s, q, v, b in lines)
    if long:
        text = ("x" * 5000) + text.replace("\n", " ") + ("y, " * 1500) + text
    data = text.encode("utf-8", "replace")
    assert found(file, data, GATES["re"]) == found(file, data, GATES["hyperscan"])


@settings(max_examples=tries(60), deadline=None)
@given(
    lines=st.lists(
        st.sampled_from(["", "x = 1", 'password = "9f8Kq2LmZx7RtW3v"', "\u00e9" * 30, "a" * 5000]), max_size=12
    )
)
@pytest.mark.parametrize("name", list(GATES))
def test_a_place_is_its_whole_line(name: str, lines: list[str]) -> None:
    data = "\n".join(lines).encode()
    hits = [one for one in GATES[name].hits(data, WANTED, no_tick) if one[1] == _gate.QUOTED]
    places = _gate.placed(data, hits, no_tick)
    wanted = [at for at, line in enumerate(lines) if line.startswith("password")]
    assert [data.count(b"\n", 0, place.start) for place in places] == wanted
    assert {data[place.start : place.end] for place in places} <= {b'password = "9f8Kq2LmZx7RtW3v"'}


@pytest.mark.parametrize("name", list(GATES))
@pytest.mark.parametrize(
    "filler",
    [b"a", b"x = 1, ", b"password ", b"eyJ", b"://a:", b"key=", b'"', b"AC0", b"BEGIN RSA PRIVATE ", b"sk-", b"%41"],
)
def test_one_long_line_comes_to_its_end(name: str, filler: bytes) -> None:
    """Quadratic work on it would not; benchmarks/linear.py measures."""
    data = (filler * (800_000 // len(filler)))[:800_000]
    hits = GATES[name].hits(data, WANTED, no_tick)
    assert all(0 <= place.start < place.end <= len(data) for place in _gate.placed(data, hits, no_tick))


@pytest.mark.parametrize("name", list(GATES))
def test_a_tick_that_raises_ends_the_search(name: str) -> None:
    def stop() -> None:
        raise NotJudged("a", "enough")

    with pytest.raises(NotJudged):
        GATES[name].hits(b"token: z" * 10, WANTED, stop)


def test_the_pieces_of_a_long_line_are_the_line() -> None:
    source = random.Random(1)  # noqa: S311 - nothing here protects anything
    for _ in range(50):
        size = source.randrange(_gate.LONG + 1, 40_000)
        data = b"\n" + b"ab cd " * (size // 6) + b"\n"
        cores = [(place.first, place.last) for place in _gate.every_line(data, ())]
        assert cores[0][0] == 0 if cores[0][1] == 0 else cores[0][0] == 1
        assert all(before[1] == after[0] for before, after in pairwise(cores[1:]))
        assert cores[-1][1] == len(data) - 1
