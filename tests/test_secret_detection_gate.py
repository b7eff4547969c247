"""The gate must let through every place at which a plugin would find something worth reporting."""

import re
import string

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from walkaround._finding import NotJudged
from walkaround.secret_detection import _engine, _gate
from walkaround.secret_detection._kinds import KINDS

REGEX_PLUGINS = sorted(name for name in KINDS if hasattr(_engine.plugin(name), "denylist"))
QUICK = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def names_at(line: str) -> set[str]:
    data = line.encode("utf-8", "replace")
    found = _gate.places(data, frozenset(KINDS), lambda: None)
    return {name for place in found for name in place.names}


def pattern_strategy(name: str) -> st.SearchStrategy[str]:
    return st.one_of([st.from_regex(pattern) for pattern in _engine.plugin(name).denylist])


@pytest.mark.parametrize("name", REGEX_PLUGINS)
@QUICK
@given(data=st.data())
def test_a_line_that_matches_the_plugins_own_pattern_passes(name: str, data: st.DataObject) -> None:
    line = data.draw(pattern_strategy(name))
    line = re.sub(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", " ", line.encode("utf-8", "replace").decode())
    if list(_engine.plugin(name).analyze_string(line)):
        assert name in names_at(line), f"{name} would look at a line that the gate leaves out"


def test_every_plugin_has_a_gate() -> None:
    gated = {token.name for token in _gate._TOKENS} | {name for name, _ in _gate._LONG_VALUES} | _gate._NAMED
    assert gated == set(KINDS)


NAMES = st.sampled_from(
    [
        "password",
        "DB_PASSWORD",
        "api_key",
        "apiKey",
        "secret",
        "client_secret",
        "pwd",
        "contrase\u00f1a",
        "PASSWD",
        "auth_key",
    ]
)
SIGNS = st.sampled_from(
    ["=", " = ", ": ", ":", " := ", " => ", " == ", ' "', "(", '("', "[0] = ", '"] = ', "': '", '": "']
)
VALUES = st.text(string.ascii_letters + string.digits + "+/=-_!$@#:.,;()%", min_size=6, max_size=40)
QUOTES = st.sampled_from(["", '"', "'", "`"])
FILES = st.sampled_from(["a.py", "a.yaml", "a.go", "a.ini", "a.c", "a.cpp", "a.cs", "a.toml", "README", "a.js"])
WRAPPED = st.text(string.ascii_letters + " ;,){}#", max_size=8)


@example(name="password", sign=" = ", value=":::aAaC%bB", quote='"', file="a.py", before="", after="", turned=False)
@settings(max_examples=600, deadline=None)
@given(
    name=NAMES, sign=SIGNS, value=VALUES, quote=QUOTES, file=FILES, before=WRAPPED, after=WRAPPED, turned=st.booleans()
)
def test_a_line_with_a_reported_credential_passes(
    name: str, sign: str, value: str, quote: str, file: str, before: str, after: str, turned: bool
) -> None:
    literal = f"{quote}{value}{quote}"
    line = f"{before}{literal} == {name}{after}" if turned else f"{before}{name}{sign}{literal}{after}"
    hits = _engine.hits(_engine.Text(file, line, "", ""), ["KeywordDetector", "AssignedSecretDetector"])
    assert {hit.plugin for hit in hits} <= names_at(line)


@settings(max_examples=300, deadline=None)
@given(
    value=st.text(string.ascii_letters + string.digits + "+/-_=", min_size=8, max_size=60)
    | st.text("0123456789abcdef", min_size=8, max_size=64),
    quote=st.sampled_from("'\""),
)
def test_a_reported_random_string_passes(value: str, quote: str) -> None:
    line = f"x = {quote}{value}{quote}"
    hits = _engine.hits(_engine.Text("a.py", line, "", ""), ["Base64HighEntropyString", "HexHighEntropyString"])
    assert {hit.plugin for hit in hits} <= names_at(line)


@pytest.mark.parametrize(("letter", "plain"), [("\u017f", "s"), ("\u212a", "k"), ("\u0131", "i"), ("\u0130", "i")])
def test_characters_that_fold_to_ascii_pass_as_such(letter: str, plain: str) -> None:
    line = 'pa{0}{0}word = "9f8Kq2LmZx7RtW3v"'.format("s" if plain != "s" else letter)
    line += f" # {letter}"
    assert "KeywordDetector" in names_at(line)


@settings(max_examples=60, deadline=None)
@given(
    lines=st.lists(
        st.sampled_from(["", "x = 1", 'password = "9f8Kq2LmZx7RtW3v"', "\u00e9" * 30, "a" * 5000]), max_size=12
    )
)
def test_a_place_is_its_whole_line(lines: list[str]) -> None:
    data = "\n".join(lines).encode()
    found = _gate.places(data, frozenset(KINDS), lambda: None)
    wanted = [at for at, line in enumerate(lines) if line.startswith("password")]
    assert [data.count(b"\n", 0, place.start) for place in found] == wanted
    assert {data[place.start : place.end] for place in found} <= {b'password = "9f8Kq2LmZx7RtW3v"'}


@pytest.mark.parametrize(
    "filler", [b"a", b"x = 1, ", b"password ", b"eyJ", b"://a:", b"key=", b'"', b"AC0", b"BEGIN RSA PRIVATE ", b"sk-"]
)
def test_one_long_line_comes_to_its_end(filler: bytes) -> None:
    """Quadratic work on it would not; benchmarks/linear.py measures."""
    data = (filler * (1_600_000 // len(filler)))[:1_600_000]
    found = _gate.places(data, frozenset(KINDS), lambda: None)
    assert all(0 <= place.start < place.end <= len(data) for place in found)


def test_a_tick_that_raises_ends_the_search() -> None:
    def stop() -> None:
        raise NotJudged("a", "enough")

    with pytest.raises(NotJudged):
        _gate.places(b"x.y: z" * 10, frozenset(KINDS), stop)
