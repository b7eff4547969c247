"""The form of the invented uses; that each fails as it says is proved by benchmarks/apis_proof.py, with a network."""

import ast
import builtins
import re
from collections import Counter
from pathlib import Path

import pytest

from invented.uses import KINDS, USES, Use, _use

PINS = Path(__file__).resolve().parent / "invented" / "requirements.txt"
PIN = re.compile(r"([a-z0-9-]+)==([0-9][0-9a-z.]*) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)")
# What libraries raise of their own; all else is built in.
THEIRS = {"ValidationError", "PydanticImportError", "ParamValidationError"}
RAISED_BY = {
    "module": {"ModuleNotFoundError"},
    "name": {"ImportError", "PydanticImportError"},
    "module-attribute": {"AttributeError"},
    "class-attribute": {"AttributeError"},
    "method": {"AttributeError"},
    "returned-method": {"AttributeError", "TypeError"},  # an attribute made on demand is there, and cannot be called
    "keyword": {"TypeError", "ParamValidationError"},
    "constructor-keyword": {"TypeError"},
    "forwarded-keyword": {"TypeError"},
    "field": {"TypeError", "ValidationError"},
    "missing-argument": {"TypeError", "ValidationError"},
    "too-many-arguments": {"TypeError"},
    "client-method": {"AttributeError"},
    "newer-python": {"ModuleNotFoundError", "ImportError", "AttributeError", "TypeError", "NameError"},
}
every_use = pytest.mark.parametrize("use", USES, ids=[use.id for use in USES])


def _pinned() -> dict[str, list[str]]:
    return {match[1]: match[3].split() for match in PIN.finditer(PINS.read_text(encoding="utf-8"))}


def _normal(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_ids_are_unique() -> None:
    assert [name for name, count in Counter(use.id for use in USES).items() if count > 1] == []


def test_no_text_is_there_twice() -> None:
    assert len({use.bad for use in USES}) == len({use.good for use in USES}) == len(USES)


def test_many_uses_of_many_distributions() -> None:
    of_packages = [use for use in USES if use.distribution]
    assert len(of_packages) >= 90
    assert len({use.distribution for use in of_packages}) >= 36
    assert max(Counter(use.distribution for use in of_packages).values()) <= 0.06 * len(of_packages)


def test_every_kind_is_well_represented() -> None:
    counted = Counter(use.kind for use in USES)
    assert set(counted) == set(KINDS) == set(RAISED_BY)
    assert {kind: count for kind, count in counted.items() if count < 8} == {}


def test_pins_are_exact_and_hashed() -> None:
    text = PINS.read_text(encoding="utf-8")
    heading, _, body = text.partition("\n")
    assert heading.startswith("# ")
    assert PIN.sub("", body) == ""
    names = list(_pinned())
    assert names == sorted(set(names))


def test_every_distribution_is_pinned() -> None:
    assert {_normal(use.distribution) for use in USES} - {""} - set(_pinned()) == set()


@every_use
def test_form(use: Use) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", use.id)
    assert use.raises in RAISED_BY[use.kind]
    assert use.raises in THEIRS or issubclass(getattr(builtins, use.raises), Exception)
    assert (use.kind == "newer-python") == bool(use.python)
    assert use.python in {"", "3.10"}
    assert not (use.python and use.distribution)


@every_use
def test_texts(use: Use) -> None:
    assert use.bad != use.good
    for text in (use.bad, use.good):
        ast.parse(text, feature_version=(3, 11))
        assert not re.search(r"<<|>>|\|\|", text)
        assert text.endswith("\n")
        assert 3 <= sum(bool(line.strip()) for line in text.splitlines()) <= 26
    lines, twin = use.bad.splitlines(), use.good.splitlines()
    assert len(lines) == len(twin)
    assert lines[: use.line - 1] == twin[: use.line - 1]
    assert lines[use.line - 1] != twin[use.line - 1]


@pytest.mark.parametrize(
    ("text", "bad", "good", "line"),
    [
        ("\na\nb(<<c || d>>)\n", "a\nb(c)\n", "a\nb(d)\n", 2),
        ("a(b<<, c ||>>)\n", "a(b, c)\n", "a(b)\n", 1),
        ("a(<<|| b>>)\n<<c || d>>\n", "a()\nc\n", "a(b)\nd\n", 1),
    ],
    ids=["replaced", "removed", "two marks"],
)
def test_marks(text: str, bad: str, good: str, line: int) -> None:
    assert _use("a-b", "d", "name", "ImportError", text) == Use("a-b", "d", "name", bad, good, line, "ImportError")


def test_a_text_without_a_mark_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing is marked in a-b"):
        _use("a-b", "d", "name", "ImportError", "a\n")
