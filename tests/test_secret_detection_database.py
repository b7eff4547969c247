"""Databases of Hyperscan: compiled, kept, and loaded only when they are this processor's own and whole."""

import builtins
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from made_up_secrets import made_up
from walkaround import _cache
from walkaround.secret_detection import _database, _gate
from walkaround.secret_detection._database import Expression, available, build, load
from walkaround.secret_detection._judge import Job, secrets
from walkaround.secret_detection._kinds import DEFAULT

hyperscan = pytest.importorskip("hyperscan")

EXPRESSIONS = (Expression(3, b"abc"), Expression(7, b"x[0-9]{3}"), Expression(9, b"secret", caseless=True))
CANARY = b"an abc"
KEY = made_up(5)["AWS_KEY"]
CONTENT = f"x = '{KEY}'\n".encode()


@pytest.fixture(autouse=True)
def cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache's folder, which is not there yet."""
    folder = tmp_path / "cache"
    monkeypatch.setattr(_cache, "folder", lambda: str(folder))
    return folder


def entry(folder: Path) -> Path:
    (only,) = folder.iterdir()
    return only


def test_matches_are_told_by_their_ends_and_numbers_in_order() -> None:
    database = build("test", EXPRESSIONS)
    assert database is not None
    assert database.scan(b"SECRET x123 abc \xff abc") == [(6, 9), (11, 7), (15, 3), (21, 3)]
    assert database.scan(b"abc") == [(3, 3)], "what an earlier text held is forgotten"
    assert database.scan(b"") == []


def test_a_database_that_was_built_is_loaded(cached: Path) -> None:
    assert load("test", EXPRESSIONS, CANARY) is None
    assert not cached.exists(), "to look for one leaves nothing"
    assert build("test", EXPRESSIONS) is not None
    assert entry(cached).name.startswith("test-")
    loaded = load("test", EXPRESSIONS, CANARY)
    assert loaded is not None
    assert loaded.scan(b"SECRET x123 abc") == [(6, 9), (11, 7), (15, 3)]


def test_a_database_that_does_not_find_the_canary_is_not_used() -> None:
    assert build("test", EXPRESSIONS) is not None
    assert load("test", EXPRESSIONS, b"nothing of it") is None


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _payload: b"",
    "text": lambda _payload: b"x" * 5000,
    "cut": lambda payload: payload[:-1],
    "longer": lambda payload: payload + b"\0",
    "another-version": lambda payload: payload[:4] + bytes([payload[4] ^ 0xFF]) + payload[5:],
    "another-processor": lambda payload: payload[:12] + bytes([payload[12] ^ 0xFF]) + payload[13:],
    "another-byte": lambda payload: payload[:200] + bytes([payload[200] ^ 0xFF]) + payload[201:],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_what_hyperscan_does_not_take_is_built_anew(cached: Path, damage: Callable[[bytes], bytes]) -> None:
    """Even with a digest that fits."""
    assert build("test", EXPRESSIONS) is not None
    name = entry(cached).name
    whole = _cache.read(name)
    assert whole is not None
    assert _cache.write(name, damage(whole))
    assert load("test", EXPRESSIONS, CANARY) is None
    assert build("test", EXPRESSIONS) is not None
    assert load("test", EXPRESSIONS, CANARY) is not None
    assert [path.name for path in cached.iterdir()] == [name]


def test_a_damaged_file_is_built_anew(cached: Path) -> None:
    assert build("test", EXPRESSIONS) is not None
    path = entry(cached)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert load("test", EXPRESSIONS, CANARY) is None
    assert build("test", EXPRESSIONS) is not None
    assert load("test", EXPRESSIONS, CANARY) is not None


def test_without_hyperscan_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert available()
    assert build("test", EXPRESSIONS) is not None
    monkeypatch.setitem(sys.modules, "hyperscan", None)
    assert not available()
    assert load("test", EXPRESSIONS, CANARY) is None
    assert build("test", EXPRESSIONS) is None


def test_a_cache_that_keeps_nothing_is_no_obstacle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_cache, "folder", lambda: None)
    database = build("test", EXPRESSIONS)
    assert database is not None
    assert database.scan(CANARY) == [(6, 3)]


# Under which name one is kept


def key(expressions: Sequence[Expression] = EXPRESSIONS, name: str = "test", version: str = "1") -> str:
    return _database._key(name, expressions, version)


OTHERS = {
    "name": {"name": "other"},
    "version": {"version": "2"},
    "pattern": {"expressions": (EXPRESSIONS[0]._replace(pattern=b"abd"), *EXPRESSIONS[1:])},
    "number": {"expressions": (EXPRESSIONS[0]._replace(number=4), *EXPRESSIONS[1:])},
    "caseless": {"expressions": (EXPRESSIONS[0]._replace(caseless=True), *EXPRESSIONS[1:])},
    "fewer": {"expressions": EXPRESSIONS[1:]},
    "order": {"expressions": EXPRESSIONS[::-1]},
}


@pytest.mark.parametrize("changed", OTHERS.values(), ids=OTHERS)
def test_another_database_has_another_name(changed: dict[str, Any]) -> None:
    assert key() == key()
    assert key(**changed) != key()


def test_another_processor_has_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    names = set()
    for processor in ("Model A", "Model B", "Model A\nflags: avx2"):
        monkeypatch.setattr(_database, "_processor", lambda told=processor: told)
        names.add(key())
    assert len(names) == 3


CPUINFO = "processor : 0\nmodel name : {}\ncpu MHz : {}\nflags : fpu {}\n\nprocessor : 1\n"
PROCESSORS = {
    "model": (("A", "1000", "avx"), ("B", "1000", "avx"), False),
    "flags": (("A", "1000", "avx"), ("A", "1000", "avx2"), False),
    "clock": (("A", "1000", "avx"), ("A", "2000", "avx"), True),
}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no /proc")
@pytest.mark.parametrize(("first", "second", "same"), PROCESSORS.values(), ids=PROCESSORS)
def test_a_processor_is_told_by_what_it_can_do(
    monkeypatch: pytest.MonkeyPatch, first: tuple[str, ...], second: tuple[str, ...], same: bool
) -> None:
    def told(cpuinfo: str) -> str:
        monkeypatch.setattr(builtins, "open", lambda *_, **__: io.StringIO(cpuinfo))
        return _database._processor()

    assert (told(CPUINFO.format(*first)) == told(CPUINFO.format(*second))) == same


@pytest.mark.skipif(os.name == "nt", reason="Windows has no /proc")
def test_a_system_that_says_nothing_of_its_processor_names_its_architecture(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(builtins, "open", none)
    assert _database._processor() == os.uname().machine


# The gate without one


def refuse(*_: object, **__: object) -> None:
    raise hyperscan.HyperscanError("no memory")


def lines(gate: _gate.Gate) -> list[int]:
    job = Job("a.py", "a.py", frozenset(DEFAULT), None, 10, gate)
    return [one.finding.line for one in secrets(job, b"\n" * 5 + CONTENT)]


@pytest.mark.parametrize("call", ["Database", "dumpb"])
def test_where_hyperscan_cannot_compile_there_is_none(cached: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    monkeypatch.setattr(hyperscan, call, refuse)
    assert build("test", EXPRESSIONS) is None
    assert not cached.exists()


def test_a_pattern_that_hyperscan_does_not_know_is_no_crash(cached: Path) -> None:
    assert build("test", [Expression(1, b"(?<=a)b")]) is None
    assert not cached.exists()


WITHOUT: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "not-installed": lambda patch: patch.setitem(sys.modules, "hyperscan", None),
    "cannot-compile": lambda patch: patch.setattr(hyperscan, "Database", refuse),
    "cannot-serialise": lambda patch: patch.setattr(hyperscan, "dumpb", refuse),
}


@pytest.mark.parametrize("take_away", WITHOUT.values(), ids=WITHOUT)
@pytest.mark.parametrize("wanted", [True, None], ids=["always", "when-it-pays"])
def test_without_a_database_the_gate_goes_on_with_re(
    monkeypatch: pytest.MonkeyPatch, take_away: Callable[[pytest.MonkeyPatch], None], wanted: bool | None
) -> None:
    monkeypatch.setattr(_gate, "LOAD_AFTER", 1)
    monkeypatch.setattr(_gate, "BUILD_AFTER", 2)
    take_away(monkeypatch)
    tried: list[str] = []
    monkeypatch.setattr(_database, "build", _counted(build, tried))
    gate = _gate.Gate(wanted)
    assert [lines(gate) for _ in range(3)] == [[6]] * 3
    assert tried == ["secrets"], "what failed once is not tried for every file"
    assert gate._database is None


def _counted(real: Callable[..., Any], tried: list[str]) -> Callable[..., Any]:
    def counted(name: str, *more: Any) -> Any:
        tried.append(name)
        return real(name, *more)

    return counted
