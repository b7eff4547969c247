"""What an earlier version had: compared from sources that never run, kept in the cache, and told in one sentence."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests_support import tries
from walkaround import _cache
from walkaround._apis import notes, removed
from walkaround._apis.compare import compare
from walkaround._apis.removed import Gone, Removed, earlier, hint, learn
from walkaround._index import Release
from walkaround._wheels import Unpacked, Wanted

LONG = "What it does is told here in a docstring that is long enough to be nobody's accident. " * 2
BODY = "\n".join(f"    values = [value * {number} for value in values if value]" for number in range(4))

Lay = Callable[[str, Mapping[str, str | bytes]], Unpacked]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home" / "walkaround"
    monkeypatch.setattr(_cache, "folder", lambda: str(folder))
    removed._table.cache_clear()
    return folder


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    """A version of `shapes` with these files."""

    def written(version: str, files: Mapping[str, str | bytes]) -> Unpacked:
        root = tmp_path / version
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Unpacked("shapes", version, str(root), tuple(sorted(files)), version, ("markupsafe (>=2)",))

    return written


def gone(lay: Lay, old: str, new: str) -> dict[str, dict[str, Gone]]:
    return compare(lay("1.9", {"shapes/__init__.py": old}), lay("2.1", {"shapes/__init__.py": new})).names


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("def f(): pass", "def f(): pass", {}, id="nothing"),
        pytest.param("def f(): pass", "", {"f": Gone()}, id="no word of it"),
        pytest.param("def _f(): pass\nimport os\nfrom typing import Any", "", {}, id="private, and imports of others"),
        pytest.param("a = 1\nclass B: pass", "", {"a": Gone(), "B": Gone()}, id="a value and a class"),
        pytest.param(
            '@deprecated("Use join instead.")\ndef f(): pass',
            "def join(): pass",
            {"f": Gone("use", "shapes.join")},
            id="decorator",
        ),
        pytest.param(
            '@deprecated("Use join instead.")\ndef f(): pass', "", {"f": Gone()}, id="what it offers is not there"
        ),
        pytest.param(
            'def f():\n    warnings.warn("f is old, use `join`", DeprecationWarning)',
            "def join(): pass",
            {"f": Gone("use", "shapes.join")},
            id="warning",
        ),
        pytest.param(
            'def f(a=None):\n    if a:\n        warnings.warn("a is deprecated, use `join`", DeprecationWarning)',
            "def join(): pass",
            {"f": Gone()},
            id="warning in one case only",
        ),
        pytest.param(
            'def f():\n    """Old.\n\n    .. deprecated:: 1.4\n        Use :func:`~shapes.join` instead.\n    """',
            "def join(): pass",
            {"f": Gone("use", "shapes.join")},
            id="directive",
        ),
        pytest.param(
            'def f():\n    """Old.\n\n    .. deprecated:: 1.4\n        Calling f on lists; use `join`.\n    """',
            "def join(): pass",
            {"f": Gone()},
            id="directive about one way to call it",
        ),
        pytest.param(
            "@deprecated(\"Import 'markupsafe.Markup' instead.\")\ndef f(): pass",
            "",
            {"f": Gone("use", "markupsafe.Markup")},
            id="a distribution that is required",
        ),
        pytest.param(
            '@deprecated("Use datetime.timezone.utc instead.")\ndef f(): pass',
            "",
            {"f": Gone("use", "datetime.timezone.utc")},
            id="the standard library",
        ),
        pytest.param(
            '@deprecated("Use datetime.timezone.martian instead.")\ndef f(): pass',
            "",
            {"f": Gone()},
            id="what the standard library has not",
        ),
        pytest.param(
            f"def f(values):\n{BODY}\n    return values",
            f"def g(values):\n{BODY}\n    return values",
            {"f": Gone("renamed", "shapes.g")},
            id="renamed",
        ),
        pytest.param(
            f"def f(values):\n{BODY}",
            f"def g(values):\n{BODY}\ndef h(values):\n{BODY}",
            {"f": Gone()},
            id="two that could be it",
        ),
        pytest.param(
            f"def f(values):\n{BODY}\ndef g(values):\n{BODY}",
            f"def g(values):\n{BODY}",
            {"f": Gone()},
            id="the other one was there before",
        ),
        pytest.param(
            "def __getattr__(name):\n    if name == 'old':\n        warn('Use `join` instead.')\n        return 1",
            "def join(): pass",
            {"old": Gone("use", "shapes.join")},
            id="on demand",
        ),
        pytest.param(
            "def __getattr__(name):\n    if name != 'old':\n        raise AttributeError(name)\n"
            "    warn('Use `join` instead.')",
            "def join(): pass",
            {"old": Gone("use", "shapes.join")},
            id="on demand, all others refused",
        ),
        pytest.param(
            "def old(): pass",
            "REMOVED = {'old': 'Use `join` instead.'}\ndef join(): pass",
            {"old": Gone("use", "shapes.join")},
            id="a table of the new version",
        ),
        pytest.param(
            "def old(): pass",
            "MOVED = {'shapes:old': 'shapes:join'}\ndef join(): pass",
            {"old": Gone("moved", "shapes.join")},
            id="a table of places",
        ),
        pytest.param(
            "def old(): pass",
            "def getattr_old(name):\n    if name == 'shapes:old':\n"
            "        raise E('`old` has been moved to the `shapes-old` package.')",
            {"old": Gone("moved", "the package shapes-old")},
            id="another package",
        ),
        pytest.param("from ._a import f", "from ._a import f", {}, id="what nobody can find"),
    ],
)
def test_names_of_a_module(lay: Lay, old: str, new: str, expected: dict[str, Gone]) -> None:
    assert gone(lay, old, new) == ({"shapes": expected} if expected else {})


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("a, b", "a", {"b": Gone()}, id="no word of it"),
        pytest.param("a, b", "a, **rest", {}, id="any keyword will do"),
        pytest.param("a, b=1", "a, c=1", {"b": Gone("renamed", "c")}, id="another name in its place"),
        pytest.param("a, b=1", "a, c=2", {"b": Gone()}, id="another default in its place"),
        pytest.param("a, b, /", "a, /", {}, id="no keywords"),
        pytest.param("a, *, _b", "a", {}, id="private"),
    ],
)
def test_keywords_of_a_function(lay: Lay, old: str, new: str, expected: dict[str, Gone]) -> None:
    names = [
        ("shapes.f", f"def f({old}): pass", f"def f({new}): pass"),
        ("shapes.C.f", f"class C:\n    def f(self, {old}): pass", f"class C:\n    def f(self, {new}): pass"),
        (
            "shapes.C",
            f"class C:\n    def __init__(self, {old}): pass",
            f"class C:\n    def __init__(self, {new}): pass",
        ),
    ]
    for owner, before, after in names:
        table = compare(lay("1.9", {"shapes.py": before}), lay("2.1", {"shapes.py": after}))
        assert (table.names, table.keywords) == ({}, {owner: expected} if expected else {})


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        pytest.param('@deprecate_kwarg("b", "c")\n', Gone("renamed", "c"), id="decorator that renames"),
        pytest.param('@rename_parameter(old="b", new="z")\n', Gone(), id="decorator that renames to what is not there"),
        pytest.param('@deprecated_params("b is deprecated")\n', Gone(), id="decorator that names no other"),
    ],
)
def test_keywords_that_a_decorator_renames(lay: Lay, before: str, expected: Gone) -> None:
    old, new = lay("1.9", {"shapes.py": f"{before}def f(a, b): pass"}), lay("2.1", {"shapes.py": "def f(c, a): pass"})
    assert compare(old, new).keywords == {"shapes.f": {"b": expected}}


def test_a_keyword_of_which_the_docstring_speaks(lay: Lay) -> None:
    doc = '    """Do it.\n\n    The parameter b is deprecated, use `c` instead. The parameter a stays.\n    """'
    old, new = lay("1.9", {"shapes.py": f"def f(a, b):\n{doc}"}), lay("2.1", {"shapes.py": "def f(c, a, d): pass"})
    assert compare(old, new).keywords == {"shapes.f": {"b": Gone("use", "c")}}


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        pytest.param("def g(c): pass", {"b": Gone("use", "c")}, id="it has the other one too"),
        pytest.param("def g(d): pass", {"b": Gone()}, id="it has not"),
    ],
)
def test_a_keyword_of_which_another_function_speaks(lay: Lay, new: str, expected: dict[str, Gone]) -> None:
    said = "The 'b' argument is now deprecated. Use 'c' or 'e' instead."
    warning = f"    if b:\n        said = {said!r}\n        warn(said)\n        said = 'a'\n"
    old = lay("1.9", {"shapes.py": f"def f(a, b):\n{warning}def g(b=1): pass"})
    table = compare(old, lay("2.1", {"shapes.py": f"def f(c, a): pass\n{new}"}))
    assert table.keywords == {"shapes.f": {"b": Gone("use", "c")}, "shapes.g": expected}


def test_members_are_found_from_every_path(lay: Lay) -> None:
    old: dict[str, str | bytes] = {
        "shapes/__init__.py": "from ._core import Shape, Square\n__all__ = ['Shape', 'Square']",
        "shapes/_core.py": "class Shape:\n    def turn(self):\n        warn('turn is deprecated, use .rotate')\n\n"
        "class Square(Shape): pass",
    }
    new: dict[str, str | bytes] = old | {
        "shapes/_core.py": "class Shape:\n    def rotate(self): pass\n\nclass Square(Shape): pass"
    }
    table = compare(lay("1.9", old), lay("2.1", new))
    assert table == Removed(
        "shapes",
        "1.9",
        "2.1",
        {"shapes._core.Shape": {"turn": Gone("use", "Shape.rotate")}},
        {},
        {
            "shapes.Shape": ("shapes._core.Shape",),
            "shapes.Square": ("shapes._core.Shape",),
            "shapes._core.Square": ("shapes._core.Shape",),
        },
    )
    assert removed.write(table)
    for owner in ("shapes._core.Shape", "shapes.Shape", "shapes.Square"):
        assert hint("shapes", "2.1", owner, "turn") == "removed in shapes 2; use Shape.rotate"
    assert hint("shapes", "2.1", "shapes.Shape", "fly") is None


def test_names_and_modules_that_moved(lay: Lay) -> None:
    function = f'def area(a):\n    """{LONG}"""\n'
    old: dict[str, str | bytes] = {
        "shapes/__init__.py": "",
        "shapes/flat.py": function,
        "shapes/solid.py": "from .flat import area",
    }
    new: dict[str, str | bytes] = {"shapes/__init__.py": "", "shapes/plane.py": function, "shapes/solid.py": ""}
    table = compare(lay("1.9", old), lay("2.1", new))
    assert table.names == {
        "shapes": {"flat": Gone()},
        "shapes.solid": {"area": Gone("moved", "shapes.plane.area")},
    }
    removed.write(table)
    assert hint("shapes", "2.1", "shapes.solid", "area") == "moved to shapes.plane.area in shapes 2"
    assert hint("shapes", "2.1", "shapes.flat", "area") == "removed in shapes 2; 1.9 still had it"
    assert hint("shapes", "2.1", "shapes", "flat.area") == "removed in shapes 2; 1.9 still had it"


def test_stubs_and_sources_are_one(lay: Lay) -> None:
    old: dict[str, str | bytes] = {
        "shapes/__init__.py": "a = 1",
        "shapes/__init__.pyi": "b: int\nfrom os import path",
        "shapes/x.so": b"\x7fELF",
    }
    assert compare(lay("1.9", old), lay("2.1", {"shapes/__init__.py": ""})).names == {
        "shapes": {"a": Gone(), "b": Gone()}
    }


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xff\xfe\x00", id="bytes"),
        pytest.param(b"def (", id="syntax"),
        pytest.param(b"\0", id="a zero byte"),
        pytest.param(b"x = " + b"(" * 5000, id="open brackets"),
        pytest.param(b"x = " + b"-" * 50_000 + b"1", id="deep"),
        pytest.param(
            b"from shapes.bad import *\nfrom .bad import a\na = b = a\nclass C(C): pass\nfrom . import bad", id="cycles"
        ),
        pytest.param(b"from .other import f\n", id="an alias that leads in a circle"),
        pytest.param(b"class C(D): pass\nclass D(C):\n    def f(self): pass\nE = C.E\n", id="bases in a circle"),
        pytest.param(b"__all__ = ['a', *b.__all__] + c\nfrom ..... import x", id="above the top"),
        pytest.param(b"#" * (5 << 20), id="huge"),
    ],
)
def test_files_that_say_nothing(lay: Lay, content: bytes) -> None:
    other = "from .bad import f\ndef g(): pass"
    old: dict[str, str | bytes] = {
        "shapes/__init__.py": "from .bad import *",
        "shapes/bad.py": content,
        "shapes/other.py": other,
    }
    new: dict[str, str | bytes] = {
        "shapes/__init__.py": "",
        "shapes/bad.py": content,
        "shapes/other.py": "from .bad import f",
    }
    names = compare(lay("1.9", old), lay("2.1", new)).names
    assert names["shapes.other"] == {"g": Gone()}
    assert compare(lay("2.1", new), lay("1.9", old)).names.get("shapes.other") is None


def test_nothing_is_imported(lay: Lay, tmp_path: Path) -> None:
    witness = tmp_path / "ran"
    source = f"open({str(witness)!r}, 'w')\ndef f(): pass"
    assert gone(lay, source, "raise SystemExit") == {"shapes": {"f": Gone()}}
    assert not witness.exists()


def test_no_more_is_read_than_can_be(lay: Lay, monkeypatch: pytest.MonkeyPatch) -> None:
    old = lay("1.9", {"shapes/a.py": "def f(): pass", "shapes/b.py": "def f(): pass"})
    new = lay("2.1", {"shapes/a.py": "", "shapes/b.py": ""})
    every = {"shapes.a": {"f": Gone()}, "shapes.b": {"f": Gone()}}
    assert compare(old, new).names == every
    monkeypatch.setattr("walkaround._apis.compare._MOST_ALTOGETHER", 20)
    assert compare(old, new).names == {"shapes.a": {"f": Gone()}}
    monkeypatch.undo()
    monkeypatch.setattr("walkaround._apis.compare._MOST_FILES", 1)
    assert compare(old, new).names == {"shapes.a": {"f": Gone()}}


def test_a_file_that_is_not_there(lay: Lay) -> None:
    old = lay("1.9", {"shapes.py": "def f(): pass"})
    assert compare(old, lay("2.1", {})._replace(files=("shapes.py", "../x.py", "a b.py"))).names == {}


WORDS = [
    "class ",
    "def ",
    "C",
    "f",
    "(",
    ")",
    ":",
    "\n",
    "    ",
    " = ",
    "from . import ",
    "*",
    ".",
    "import ",
    "shapes",
    '"""',
    "@",
]


@settings(max_examples=tries(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(*[st.lists(st.sampled_from(WORDS), max_size=25).map("".join)] * 2)
@example("class C(C):\n    C = C", "from . import *")
def test_any_source_is_compared(lay: Lay, old: str, new: str) -> None:
    table = compare(
        lay("1.9", {"shapes/__init__.py": old, "shapes/f.py": new}),
        lay("2.1", {"shapes/__init__.py": new, "shapes/f.py": old}),
    )
    removed.write(table)
    assert removed.read("shapes", "2.1") == table


@settings(max_examples=tries(100), deadline=None)
@given(st.text(max_size=300))
@example(":func:`" * 40)
@example("use " * 400 + "`")
def test_any_note_is_read(text: str) -> None:
    assert all(name and not name.startswith(".") for name in notes.replacement(text))
    assert notes.of_docstring(text) in text
    assert notes.package_of(text) in text
    notes.warned(text)
    notes.of_getattr(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Use `a.b` instead.", ["a.b"], id="marked"),
        pytest.param("use join instead", ["join"], id="a bare word, instead"),
        pytest.param("use the parser of your choice", [], id="no name"),
        pytest.param("use join with care", [], id="a bare word"),
        pytest.param("renamed to new_name.", ["new_name"], id="an underscore"),
        pytest.param("in favor of :meth:`.Engine.begin`", ["Engine.begin"], id="a role"),
        pytest.param("Use `np.dtype(obj).char` instead", [], id="an expression"),
        pytest.param("use `select().subquery()`", [], id="a chain"),
        pytest.param("use 'astype(str)' instead", ["astype"], id="a call"),
        pytest.param("use DataFrame/Series.shift instead", [], id="one of several"),
        pytest.param("Use `values[0]` instead", [], id="an item"),
        pytest.param("use `x`, or use `y`", ["x", "y"], id="two"),
    ],
)
def test_what_a_note_offers(text: str, expected: list[str]) -> None:
    assert list(notes.replacement(text)) == expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        pytest.param("2.2.3", "1.26.4", id="the last of the major version before"),
        pytest.param("1.0", "0.9.1", id="below 1"),
        pytest.param("0.9.1", "0.8", id="minor versions below 1"),
        pytest.param("4.0", "2.10", id="a series that is not there"),
        pytest.param("0.8", None, id="the first"),
        pytest.param("1!4.0", None, id="another epoch"),
        pytest.param("not a version", None, id="no version"),
    ],
)
def test_the_series_before(version: str, expected: str | None) -> None:
    names = ["0.8", "0.9", "0.9.1", "1.26.4", "1.2", "1.27rc1", "2.0.dev1", "2.9", "2.10", "bad", "3.0a1"]
    releases = [*map(Release, names), Release("1.26.9", "broken"), Release("2.11", "")]
    assert earlier(version, releases) == expected


@pytest.mark.parametrize(
    ("first", "what", "expected"),
    [
        pytest.param("2.0.1", Gone(), "removed in shapes 2; 1.9 still had it", id="nothing is known"),
        pytest.param("2.0.1", Gone("use", "shapes.g"), "removed in shapes 2; use shapes.g", id="use"),
        pytest.param("0.28.1", Gone("renamed", "shapes.g"), "renamed to shapes.g in shapes 0.28", id="renamed"),
        pytest.param("odd", Gone("moved", "shapes.g"), "moved to shapes.g in shapes odd", id="moved"),
    ],
)
def test_the_sentence(first: str, what: Gone, expected: str) -> None:
    removed.write(Removed("shapes", "1.9", first, {"shapes": {"f": what}}, {"shapes.g": {"k": what}}, {}))
    assert hint("shapes", first, "shapes", "f") == expected
    assert hint("shapes", first, "", "shapes.f.more") == expected
    assert hint("shapes", first, "shapes.g", "k") == expected
    assert hint("shapes", first, "shapes.g.__init__", "k") == expected
    assert hint("shapes", first, "shapes.h", "f") is None
    assert hint("shapes", first, "shapes", "") is None
    assert hint("shapes", "9", "shapes", "f") is None


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"form": 0}, id="form"),
        pytest.param({"names": []}, id="list"),
        pytest.param({"names": {"shapes": {"f": ["burned", "x"]}}}, id="how"),
        pytest.param({"names": {"shapes": {"f": ["use"]}}}, id="short"),
        pytest.param({"distribution": "other"}, id="distribution"),
        pytest.param({"first": "3"}, id="version"),
        pytest.param({"same": {"a": 1}}, id="same"),
    ],
)
def test_a_table_in_doubt_is_none(change: dict[str, object]) -> None:
    removed.write(Removed("shapes", "1.9", "2.1", {"shapes": {"f": Gone()}}, {}, {}))
    entry = removed._entry("shapes", "2.1")
    plain = json.loads(_cache.read(entry) or b"")
    for content in (json.dumps(plain | change).encode(), b"[]", b"{", b"\xff", b"[" * 100_000):
        _cache.write(entry, content)
        assert removed.read("shapes", "2.1") is None
        assert hint("shapes", "2.1", "shapes", "f") is None
        removed._table.cache_clear()


def test_owners_that_lead_in_a_circle() -> None:
    removed.write(
        Removed("shapes", "1.9", "2.1", {"a": {"f": Gone()}}, {}, {"x": ("y",), "y": ("x", "z"), "z": ("a",)})
    )
    assert hint("shapes", "2.1", "x", "f") == "removed in shapes 2; 1.9 still had it"
    assert hint("shapes", "2.1", "x", "g") is None


def test_learning_asks_once(lay: Lay) -> None:
    asked: list[Wanted] = []
    old, new = lay("1.9", {"shapes.py": "def f(): pass"}), lay("2.1", {"shapes.py": ""})

    def fetch_one(wanted: Wanted) -> Unpacked | None:
        asked.append(wanted)
        return old if len(asked) > 1 else None

    learn(new, fetch_one, [Release("2.1")])
    assert asked == []
    releases = [Release("1.9"), Release("2.1")]
    learn(new, fetch_one, releases)  # which cannot be had
    assert removed.read("shapes", "2.1") is None
    learn(new, fetch_one, releases)
    learn(new, fetch_one, releases)
    assert asked == [Wanted("shapes", "1.9", pinned=False)] * 2
    assert hint("shapes", "2.1", "shapes", "f") == "removed in shapes 2; 1.9 still had it"
