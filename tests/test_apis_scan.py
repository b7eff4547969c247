"""Any source gives facts that can be kept, at the cost of its size, and each miss stands at the name in the text."""

import ast
import pickle
import string
import sysconfig
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apis_support import MARK, judged, library, parsed, unmarked
from processor_time import CpuLimit
from tests_support import tries
from walkaround._apis import kept
from walkaround._apis.facts import Class, Func, Import, Module, Var
from walkaround._apis.library import parsed as facts_of
from walkaround._apis.scan import Where, absolute, scan
from walkaround._apis.uses import misses

STANDARD = Path(sysconfig.get_path("stdlib"))
REAL = ("typing.py", "enum.py", "dataclasses.py", "functools.py", "http/client.py", "asyncio/base_events.py", "ast.py")
HERE = Where("p.m", is_package=False, stub=False)
SLOW = settings(max_examples=tries(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])

NAMES = st.sampled_from(["a", "b", "self", "cls", "m", "__getattr__", "__all__", "k", "C", "é"])


def _joined(parts: list[str]) -> str:
    return "\n".join(parts)


def _indented(body: str) -> str:
    return "\n".join(f"    {line}" for line in body.split("\n"))


EXPRESSIONS = st.recursive(
    st.one_of(NAMES, st.sampled_from(["1", "'a'", "None", "...", "b''", "-1j", "super()", "globals()", "[]", "{}"])),
    lambda inner: st.one_of(
        st.builds("{}.{}".format, inner.filter(lambda one: one[0] not in "-1."), NAMES),
        st.builds("({})({}, {}={})".format, inner, inner, NAMES, inner),
        st.builds("({})(*{}, **{})".format, inner, NAMES, NAMES),
        st.builds("({})[{}]".format, inner, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("({} + {})".format, inner, inner),
        st.builds("[{} for {} in {}]".format, inner, NAMES, inner),
        st.builds("{{{}: {}}}".format, inner, inner),
        st.builds("(lambda {}: {})".format, NAMES, inner),
        st.builds("({} := {})".format, NAMES, inner),
        st.builds("f'{{{}}}'".format, NAMES),
    ),
    max_leaves=8,
)
SIMPLE = st.one_of(
    EXPRESSIONS,
    st.builds("{} = {}".format, NAMES, EXPRESSIONS),
    st.builds("{}.{} = {}".format, NAMES, NAMES, EXPRESSIONS),
    st.builds("{}: {} = {}".format, NAMES, EXPRESSIONS, EXPRESSIONS),
    st.builds("{}, *{} = {}".format, NAMES, NAMES, EXPRESSIONS),
    st.builds("{} += {}".format, NAMES, EXPRESSIONS),
    st.builds("import {}.{} as {}".format, NAMES, NAMES, NAMES),
    st.builds("from ..{} import {}".format, NAMES, NAMES),
    st.builds("from .{} import *".format, NAMES),
    st.builds("del {}".format, NAMES),
    st.builds("setattr({}, {}, {})".format, NAMES, EXPRESSIONS, EXPRESSIONS),
    st.builds("globals()[{}] = {}".format, EXPRESSIONS, EXPRESSIONS),
)


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.lists(inner, min_size=1, max_size=3).map(_joined).map(_indented)
    return st.one_of(
        st.builds("if {}:\n{}\nelse:\n{}".format, EXPRESSIONS, body, body),
        st.builds("for {} in {}:\n{}".format, NAMES, EXPRESSIONS, body),
        st.builds("while {}:\n{}".format, EXPRESSIONS, body),
        st.builds("with {} as {}:\n{}".format, EXPRESSIONS, NAMES, body),
        st.builds("try:\n{}\nexcept {} as {}:\n{}".format, body, EXPRESSIONS, NAMES, body),
        st.builds("match {}:\n    case {{'k': {}, **rest}}:\n{}".format, EXPRESSIONS, NAMES, body.map(_indented)),
        st.builds("@{}\nclass {}({}, metaclass={}):\n{}".format, NAMES, NAMES, EXPRESSIONS, NAMES, body),
        st.builds("@{}\ndef {}(a, /, b={}, *c, d: {}, **k) -> {}:\n{}".format, *[NAMES] * 2, *[EXPRESSIONS] * 3, body),
        st.builds("async def {}(self):\n{}\n    return {}".format, NAMES, body, EXPRESSIONS),
    )


SOURCES = st.lists(st.recursive(SIMPLE, _compound, max_leaves=8), max_size=6).map(_joined)


def _tree(text: str) -> ast.Module | None:
    try:
        tree = ast.parse(text)
        compile(tree, "", "exec")
    except SyntaxError:
        return None
    return tree


@SLOW
@given(SOURCES, st.booleans())
def test_any_source_has_facts_that_can_be_kept(text: str, stub: bool) -> None:
    tree = _tree(text)
    if tree is not None:
        found = scan(tree, Where("p.m", is_package=False, stub=stub))
        assert kept.read(pickle.dumps(found, protocol=5)) == found


@SLOW
@given(SOURCES, SOURCES)
def test_any_file_is_judged_against_any_module(module: str, text: str) -> None:
    if _tree(text) is None or _tree(module) is None:
        return
    with TemporaryDirectory() as folder:
        for one in judged(Path(folder), {"a.py": module, "m.py": module, "é.py": module}, text):
            # What is reported stands there: the name, or for arguments what is called.
            line = text.split("\n")[one.line - 1][one.column - 1 :]
            assert line[:1] in string.ascii_letters + "_é(", (one, line)
            if one.kind in ("attribute", "keyword", "name"):
                assert line.startswith(one.name), (one, line)


@pytest.mark.thorough
@SLOW
@given(st.sampled_from(REAL), st.data())
def test_a_changed_source_of_the_standard_library_has_facts(name: str, data: st.DataObject) -> None:
    lines = (STANDARD / name).read_text(encoding="utf-8").split("\n")
    start = data.draw(st.integers(0, len(lines) - 1))
    size = data.draw(st.integers(0, 60))
    moved = lines[start : start + size]
    tree = _tree("\n".join([*lines[:start], *lines[start + size :]])) or _tree("\n".join([*lines, *moved]))
    if tree is not None:
        found = scan(tree, HERE)
        assert kept.read(pickle.dumps(found, protocol=5)) == found


@pytest.mark.parametrize("name", REAL)
def test_a_real_module(name: str) -> None:
    content = (STANDARD / name).read_bytes()
    with CpuLimit(30):
        found = facts_of(content, HERE)
    assert found is not None
    public = {
        one.name
        for one in ast.parse(content).body
        if isinstance(one, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
    }
    assert public <= found.names.keys()


@SLOW
@given(st.sampled_from(REAL))
def test_what_a_module_has_is_not_missed(name: str) -> None:
    content = (STANDARD / name).read_bytes()
    names = [one.name for one in ast.parse(content).body if isinstance(one, ast.FunctionDef | ast.ClassDef)]
    text = "import m\n" + "".join(f"from m import {one}\nm.{one}\n" for one in names)
    with TemporaryDirectory() as folder:
        assert judged(Path(folder), {"m.py": content}, text) == []


IDENTIFIERS = st.from_regex(r"[a-z_é][a-zA-Z0-9_é]{0,8}", fullmatch=True).filter(
    lambda one: one.isidentifier() and not _is_keyword(one)
)


def _is_keyword(name: str) -> bool:
    from keyword import iskeyword

    return iskeyword(name) or name == "m"


@SLOW
@given(st.lists(IDENTIFIERS, unique=True, max_size=6), st.lists(IDENTIFIERS, unique=True, max_size=4))
def test_what_is_used_and_there_is_not_missed(names: list[str], attributes: list[str]) -> None:
    members = "".join(f"    def {one}(self, {one}_1=1): return self\n" for one in attributes)
    module = "".join(f"class {one}:\n    q = 1\n{members}" for one in names)
    uses = "".join(
        f"import m\nfrom m import {name}\nm.{name}.q\n{name}().q\n"
        + "".join(f"v = m.{name}().{one}({one}_1=2)\nv.{one}()\n" for one in attributes)
        for name in names
    )
    with TemporaryDirectory() as folder:
        assert judged(Path(folder), module, uses) == []


# Where a miss stands

PLACES = [
    ("text before", "import m\n'äöü€𝄞'; m.«y\n"),
    ("a name before", "import m\nö = m.x; é𝄞 = 1; m.«y\n".replace("é𝄞", "é")),
    ("tabs", "import m\nif 1:\n\tm.«y;\tm.«z\n"),
    ("line ends of Windows", "import m\r\nm.x\r\nm.«y\r\nm.f(\r\n  1,\r\n  «b=2)\r\n"),
    ("line ends of old", "import m\rm.x\rm.«y\r"),
    ("all line ends", "import m\r\nm.x\rm.«y\n\r\nm.«z\n"),
    ("a form feed", "import m\n\x0c\nm.«y\n\x0cm.«z\n"),
    ("other ends of lines", "import m\n'\x0b\x1c\x85\u2028'; m.«y\nm.«z\n"),
    ("continued lines", "import m\nm \\\n  . \\\n  «y\nm.f(1, \\\n «b=2)\n"),
    ("brackets", "import m\n(m\n .\n «y)\n(m  .  «z)\n"),
    ("a comment between", "import m\n(m.  # m.y\n «y\n)\n"),
    ("a call over lines", "import m\nm.«f(\n)\nm.f(\n 1,\n «c = 2,\n)\n(m.\n «f\n ()\n)\n"),
    ("names of an import over lines", "from m import (\n    x,\n    «y,\n    f as g, «z as w,\n)\n"),
    ("names of an import in a continued line", "from m \\\n import x, \\\n «y\n"),
    ("modules of an import", "import m, «m.k, m as n\nfrom   «m.k   import x\n".replace("«m.k, m", "«m.k, m")),
    ("a module of its keyword's letters", "from «m.fro import x\nfrom «m.m import m\n"),
    ("two in a line", "import m\nm.«y, m.«z, m.x, m.«y\n"),
    ("a name in a call in a call", "import m\nm.f(m.«y, «b=m.«z)\n"),
    ("an f-string", "import m\nf'ä {m.«y!r} {m.«z:>{m.«w}}'\n"),
    ("an f-string of several lines", "import m\nf'''ä\n {m.«y}\n  é {m.«z}'''\n"),
    ("no line end", "import m\nm.«y"),
    ("a decorator", "import m\n@m.«y\n@m.f(1, «b=2)\ndef g(): pass\n"),
    ("a subscript that is called", "import m\nm.C()[0](1, 2)\nm.«f()()\n"),
    ("a name in another script", "import m\nm.«変数\nm.ä\nm.f(1, «ö=2)\n"),
    ("a name that Python writes otherwise", "import m\nm.«ﬁ\n".replace("ﬁ", "fi")),
]


@pytest.mark.parametrize("text", [text for _, text in PLACES], ids=[name for name, _ in PLACES])
def test_place(tmp_path: Path, text: str) -> None:
    plain, places = unmarked(text)
    package = {"m/__init__.py": "x = 1\nä = 1\ndef f(a): pass\nclass C: pass\n"}
    found = judged(tmp_path, package, plain)
    assert [(one.line, one.column) for one in found] == places


@SLOW
@given(st.text(st.characters(exclude_characters="'\\\r\n\0«", exclude_categories=["Cs"]), max_size=20))
def test_place_after_any_text(before: str) -> None:
    with TemporaryDirectory() as folder:
        found = judged(Path(folder), "x = 1\n", f"import m\n'{before}', m.y\n")
    assert [(one.line, one.column) for one in found] == [(2, len(before) + 7)]


@pytest.mark.parametrize(
    ("level", "module", "is_package", "wanted"),
    [
        (0, "a.b", False, "a.b"),
        (1, None, False, "p"),
        (1, "a", False, "p.a"),
        (1, "a", True, "p.m.a"),
        (2, None, True, "p"),
        (2, "a", False, ""),
        (9, "a", True, ""),
    ],
)
def test_relative(level: int, module: str | None, is_package: bool, wanted: str) -> None:
    assert absolute(Where("p.m", is_package, stub=False), level, module) == wanted


# Hostile sources

DEEP = 5_000
HOSTILE = {
    "attributes": "import m\n" + "m" + ".a" * DEEP + "\n",
    "calls": "import m\nm.f" + "()" * 3_000 + "\n",
    "attributes of calls": "import m\nm" + ".f()" * 2_000 + "\n",
    "subscripts": "import m\nm" + "[0]" * DEEP + "\n",
    "operators": "import m\nx = " + "+".join(["m.x"] * DEEP) + "\n",
    "or": "import m\nx = " + " or ".join(["m.x"] * DEEP) + "\n",
    "chained else": "import m\nif m.x: pass\n" + "elif m.x: pass\n" * 1_000,
    "brackets": "import m\nx = " + "(" * 150 + "m.x" + ")" * 150 + "\n",
    "ifs": "import m\n" + "".join(f"{' ' * depth}if m.x:\n" for depth in range(90)) + " " * 90 + "m.x\n",
    "functions": "import m\n" + "".join(f"{' ' * depth}def f():\n" for depth in range(90)) + " " * 90 + "m.x\n",
    "classes": "import m\n" + "".join(f"{' ' * depth}class C(m.C):\n" for depth in range(90)) + " " * 90 + "x = 1\n",
    "lambdas": "import m\nx = " + "lambda: " * 500 + "m.x\n",
    "conditions": "import m\nx = " + "1 if m.x else " * 300 + "m.x\n",
    "comprehensions": "import m\nx = " + "[" * 80 + "m.x" + " for a in b]" * 80 + "\n",
    "many names": "".join(f"x{number} = m.f({number})\n" for number in range(20_000)),
    "many imports": "".join(f"from m import x as x{number}\n" for number in range(20_000)),
    "a name bound often": "import m\n" + "x = m.f(1)\nx.y\n" * 10_000,
    "a name bound by itself": "import m\n" + "x = m.f(1)\n" + "x = x.g(x)\n" * 5_000,
    "names of each other": "import m\n"
    + "".join(f"x{n} = x{n + 1}.a or x{n + 2}.b\n" for n in range(2_000))
    + "x0.y\n",
    "names of each other in a function": "def f():\n"
    + "".join(f"    x{n} = x{n + 1}.a or x{n + 2}.b\n" for n in range(1_000))
    + "    x0.y\n",
    "a long line": "import m\nx = [" + "m.x, " * 20_000 + "]\n",
    "a long text": "import m\nx = '" + "x" * 4_000_000 + "'; m.x\n",
    "a huge union": "import m\ndef f(a: " + " | ".join(["m.C"] * 2_000) + "):\n    a.q\n",
    "many keywords": "import m\nm.h(" + ", ".join(f"k{number}=1" for number in range(10_000)) + ")\n",
    "many functions": "import m\n" + "".join(f"def f{n}(a, **k):\n    return f{n + 1}(a, **k)\n" for n in range(3_000)),
    "many methods": "import m\nclass K(m.C):\n" + "".join(f"    def f{n}(self): self.a{n} = 1\n" for n in range(5_000)),
    "many guards": "import m\n" + "try: m.x\nexcept ImportError: pass\n" * 5_000,
    "guards in one line": "import m\nx = [" + "(m.x if hasattr(m, 'x') else m.x), " * 3_000 + "]\n",
    "many functions in a function": "def f():\n" + "".join(f"    def g{n}(): return g{n}\n" for n in range(2_000)),
    "many comprehensions": "import m\nx = [" + "[m.x for a in b], " * 10_000 + "]\n",
    "many uses of self": "import m\nclass K(m.C):\n    def f(self):\n" + "        self.q.q.q\n" * 10_000,
}


@pytest.mark.thorough
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile(tmp_path: Path, text: str) -> None:
    there = library(tmp_path, "x = 1\na = 1\ndef f(*a): pass\ndef h(**k): pass\nclass C:\n    q = 1\n    x = 1\n")
    try:
        source = parsed(text)
    except (RecursionError, MemoryError):
        pytest.skip("this interpreter cannot parse it")
    with CpuLimit(60):
        found = misses(there, source)
    assert {one.name for one in found} <= {"y"}


@pytest.mark.thorough
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_module(text: str) -> None:
    with CpuLimit(60):
        found = facts_of(text.encode(), HERE)
    if found is not None:
        assert kept.read(pickle.dumps(found, protocol=5)) == found


# Facts

FACTS = [
    ("import a.b", "a", Import("a")),
    ("import a.b as c", "c", Import("a.b")),
    ("x: int = 1", "x", Var),
    ("def f(): pass", "f", Func),
    ("async def f(): pass", "f", Func),
    ("class C: pass", "C", Class),
    ("if a:\n    x = 1", "x", Var),
    ("for x in a: pass", "x", Var),
    ("with a as x: pass", "x", Var),
    ("try: pass\nexcept a as x: pass", "x", Var),
    ("(x := 1)", "x", Var),
    ("match a:\n    case {'k': [*x]}: pass", "x", Var),
    ("def f():\n    global x\n    x = 1", "x", Var),
]


@pytest.mark.parametrize(("text", "name", "wanted"), FACTS, ids=[text for text, _, _ in FACTS])
def test_binding(text: str, name: str, wanted: Import | type) -> None:
    found = scan(ast.parse(text), HERE).names[name]
    assert len(found) == 1
    assert found[0] == wanted or isinstance(found[0], wanted)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x80",
        pickle.dumps(Path("x")),
        pickle.dumps(("a", "b")),
        pickle.dumps(Module("a", {}, (), None, False, frozenset(), "", ()))[:-5],
        b"cos\nsystem\n(S'false'\ntR.",
        b"cwalkaround._apis.facts\n__builtins__\n.",
    ],
    ids=["empty", "short", "another type", "a tuple", "cut", "a call", "another name"],
)
def test_what_is_no_fact_is_not_read(content: bytes) -> None:
    assert kept.read(content) is None


def test_mark_is_no_identifier() -> None:
    assert not MARK.isidentifier()
