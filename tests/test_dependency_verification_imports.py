"""The imports of a file: places, guards, dynamic ones, and sources of any shape."""

import ast
import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkaround._text import Text
from walkaround.dependency_verification._imports import Import, imports


def read(source: str, path: str = "app/main.py") -> list[Import]:
    return imports(ast.parse(source), Text(path, source))


def test_every_import_with_its_place() -> None:
    source = "import os, a.b as c\nfrom . import x\nfrom \\\n  ..y.z import (q as r,\n   s)\nfrom __future__ import a\n"
    shown = [
        (one.line, one.column, one.module, one.level, tuple(named.name for named in one.names)) for one in read(source)
    ]
    assert shown == [
        (1, 8, "os", 0, ()),
        (1, 12, "a.b", 0, ()),
        (2, 6, "", 1, ("x",)),
        (4, 3, "y.z", 2, ("q", "s")),
    ]


def test_names_have_places_of_their_own_in_characters() -> None:
    (one,) = [one for one in read('é = "é"; from m import (\n  a,\n  ß)\n') if one.names]
    assert (one.line, one.column) == (1, 15)
    assert [tuple(named) for named in one.names] == [("a", 2, 3), ("ß", 3, 3)]


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        pytest.param("import m", "plain", id="plain"),
        pytest.param("try:\n import m\nexcept ImportError:\n pass", "guarded", id="try"),
        pytest.param("try:\n import m\nexcept (ValueError, ModuleNotFoundError):\n pass", "guarded", id="tuple"),
        pytest.param("try:\n import m\nexcept:\n pass", "guarded", id="bare"),
        pytest.param("try:\n x()\nexcept ImportError:\n import m", "guarded", id="handler"),
        pytest.param("try:\n x()\nexcept ImportError:\n pass\nelse:\n import m", "guarded", id="else"),
        pytest.param("try:\n x()\nexcept ImportError:\n pass\nfinally:\n import m", "plain", id="finally"),
        pytest.param("try:\n import m\nexcept OSError:\n pass", "plain", id="other error"),
        pytest.param("with suppress(ImportError):\n import m", "guarded", id="suppress"),
        pytest.param("with pytest.raises(ModuleNotFoundError):\n import m", "guarded", id="raises"),
        pytest.param("with open(x):\n import m", "plain", id="with"),
        pytest.param("if TYPE_CHECKING:\n import m", "typing", id="typing"),
        pytest.param("if typing.TYPE_CHECKING:\n pass\nelse:\n import m", "plain", id="not typing"),
        pytest.param("if not TYPE_CHECKING:\n import m", "plain", id="not typing, inverted"),
        pytest.param("if sys.version_info >= (3, 11):\n import m", "guarded", id="version"),
        pytest.param("if sys.platform == 'win32':\n pass\nelif x:\n import m", "guarded", id="platform, elif"),
        pytest.param("if os.name == 'nt':\n import m", "guarded", id="os.name"),
        pytest.param("if platform.system() == 'Linux':\n import m", "guarded", id="platform.system"),
        pytest.param("if importlib.util.find_spec('x'):\n import m", "guarded", id="find_spec"),
        pytest.param("if django.VERSION < (4,):\n import m", "guarded", id="version of a package"),
        pytest.param("if HAS_M:\n import m", "guarded", id="flag"),
        pytest.param("if is_mmm2:\n import mmm", "guarded", id="flag with the name"),
        pytest.param("if debug:\n import m", "conditional", id="other condition"),
        pytest.param("def f():\n import m", "conditional", id="function"),
        pytest.param("class C:\n import m", "plain", id="class"),
        pytest.param("@pytest.mark.skipif(x, reason='y')\ndef f():\n import m", "guarded", id="skipped"),
        pytest.param("if sys.platform != 'linux':\n raise SystemExit\nimport m", "guarded", id="early end"),
        pytest.param("if not x:\n raise SystemExit\nimport m", "plain", id="other early end"),
        pytest.param("assert sys.platform == 'linux'\nimport m", "guarded", id="assert"),
        pytest.param("match sys.platform:\n case 'linux':\n  import m", "guarded", id="match"),
        pytest.param("for x in y:\n import m", "conditional", id="loop"),
        pytest.param("try:\n import m\nexcept* ImportError:\n pass", "guarded", id="try star"),
        pytest.param("m = pytest.importorskip('m')\ndef f():\n import m.x", "guarded", id="importorskip"),
        pytest.param("if find_spec('m'): x = 1\ndef f():\n from m import y", "guarded", id="asked elsewhere"),
    ],
)
def test_guards(source: str, kinds: str) -> None:
    (one,) = read(source)
    kind = "typing" if one.typing else "guarded" if one.guarded else "plain" if one.top else "conditional"
    assert kind == kinds


@pytest.mark.parametrize(
    ("call", "found"),
    [
        pytest.param("importlib.import_module('a.b')", [("a.b", 0, 1, 26)], id="import_module"),
        pytest.param("import_module(name='a')", [("a", 0, 1, 21)], id="keyword"),
        pytest.param("__import__('a')", [("a", 0, 1, 13)], id="dunder"),
        pytest.param("import_module('.b', __package__)", [("b", 1, 1, 16)], id="relative"),
        pytest.param("import_module('.b', package='a')", [("a.b", 0, 1, 16)], id="relative to a constant"),
        pytest.param("import_module('.b', package)", [], id="relative to a variable"),
        pytest.param("import_module('.b', __name__)", [], id="relative to a module"),
        pytest.param("import_module(name)", [], id="variable"),
        pytest.param("import_module(f'a.{b}')", [], id="formatted"),
        pytest.param("import_module('a b')", [], id="no name"),
        pytest.param("x = import_module('a') if sys.platform == 'x' else None", [], id="condition"),
        pytest.param("importlib.util.find_spec('a')", [], id="find_spec"),
    ],
)
def test_dynamic_imports(call: str, found: list[tuple[str, int, int, int]]) -> None:
    shown = [(one.module, one.level, one.line, one.column) for one in read(call) if not one.guarded]
    assert shown == found
    assert all(one.dynamic for one in read(call))


def test_deep_nesting_is_read() -> None:
    source = "".join(f"{' ' * depth}if a:\n" for depth in range(90)) + " " * 90 + "import deep"
    assert [one.module for one in read(source)] == ["deep"]
    chain = "if a:\n pass\n" + "elif a:\n pass\n" * 400 + "else:\n import deep"
    assert [one.module for one in read(chain)] == ["deep"]


NAME = st.from_regex(r"[a-zß]{1,6}", fullmatch=True).filter(lambda name: not keyword.iskeyword(name))


FORM = st.sampled_from(["import {}", "from {} import x", "é = 1; import {}"])
PARTS = st.lists(st.tuples(st.lists(NAME, min_size=1, max_size=3), FORM), max_size=8)


@given(PARTS)
def test_the_place_is_that_of_the_module(parts: list[tuple[list[str], str]]) -> None:
    source = "\r\n".join(form.format(".".join(names)) for names, form in parts)
    lines = source.split("\r\n")
    found = read(source)
    assert len(found) == len(parts)
    for one in found:
        assert lines[one.line - 1][one.column - 1 :].startswith(one.module)
