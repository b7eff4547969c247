"""`walkaround tests scaffold`: whole outputs, every typing form, places and refusals; any signature gives a test that
compiles, imports, draws its arguments, calls the function, and fails in its last line alone."""

import ast
import json
import os
import sys
import types
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests_support import Repository
from walkaround import cli
from walkaround.tests_commands import _docstring
from walkaround.tests_commands._docstring import Raised
from walkaround.tests_commands._places import place_of
from walkaround.tests_commands._render import Scaffold, scaffold
from walkaround.tests_commands._source import Source, find, origins

Run = Callable[..., tuple[int, str, str]]
NEW_PYTHON = pytest.mark.skipif(sys.version_info < (3, 12), reason="PEP 695 is syntax of Python 3.12")
ANYTHING = "st.none() | st.integers() | st.text()"


@pytest.fixture
def run(repository: Repository, capsys: pytest.CaptureFixture[str]) -> Run:
    assert repository.top.is_dir()

    def command(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(["tests", "scaffold", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def made(source: str, wanted: str, module: str = "sample") -> Scaffold:
    tree = ast.parse(dedent(source))
    read = Source(f"{module}.py", module, tree, origins(tree, module, False))
    return scaffold(read, find(tree, read.path, wanted), "")


def strategies(source: str, wanted: str = "f") -> dict[str, str]:
    """The strategies that a test gives its arguments, as they stand in its text."""
    tree = ast.parse(made(source, wanted).text)
    test = next(one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name.startswith("test_"))
    call = test.decorator_list[0]
    assert isinstance(call, ast.Call)
    return {str(one.arg): ast.unparse(one.value) for one in call.keywords}


SPLIT = '''\
"""Money."""

from decimal import Decimal


def split(amount: Decimal, ways: int = 2, *, names: list[str] | None = None) -> list[Decimal]:
    """Split an amount into parts. They add up to it.

    Args:
        amount: what is split

    Raises:
        ValueError: if there are fewer ways
            than one
    """
    return [amount] * ways
'''
SPLIT_TEST = '''\
"""Tests of split in src/shop/money.py."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.money import split


# Say what must hold before you read how it is done; then replace the last line.
# The docstring says: Split an amount into parts.
#
# amount: Decimal
# - 0, a negative one, NaN and Infinity; where is it rounded, and which way?
#
# ways: int = 2
# - 0, a negative one, the largest and the smallest that is allowed, and one beyond
#   each?
#
# names: list[str] | None = None
# - None: what holds then?
# - empty, blanks alone, the longest that is allowed, and text beyond ASCII (é as two
#   signs, emoji)?
# - none, one, very many; does the order count, and what of duplicates?
@given(amount=st.decimals(), ways=st.integers(), names=st.lists(st.text()) | st.none())
def test_split(amount, ways, names):
    # The docstring names ValueError ("if there are fewer ways than one"): for which
    # arguments exactly?
    # with pytest.raises(ValueError, match=...):
    #     split(...)
    result = split(amount, ways, names=names)
    pytest.fail(f"say what must hold for split, which gave {result!r:.200}")
'''


def test_whole_output(repository: Repository, run: Run) -> None:
    repository.write("src/shop/__init__.py")
    repository.write("src/shop/money.py", SPLIT)
    assert run("src/shop/money.py::split") == (0, SPLIT_TEST, "")


def test_json(repository: Repository, run: Run) -> None:
    repository.write("src/shop/money.py", SPLIT)
    code, out, err = run("src/shop/money.py::split", "--json")
    said = json.loads(out)
    assert (code, err, said.pop("text")) == (0, "", SPLIT_TEST)
    questions = said.pop("questions")
    assert [one["argument"] for one in questions] == ["amount", "ways", "names", "names", "names"]
    assert said == {
        "version": 1,
        "path": "src/shop/money.py",
        "function": "split",
        "line": 6,
        "module": "shop.money",
        "test": "test_split",
        "place": "tests/test_money.py",
        "written": None,
        "raises": [{"name": "ValueError", "why": "if there are fewer ways than one"}],
        "notes": [],
    }


CLASSES = """\
import abc
import enum
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple, Protocol, TypedDict


class Colour(enum.Enum):
    RED = 1


@dataclass
class Point:
    x: int
    y: int = 0
    kind: ClassVar[str] = ""
    size: float = field(init=False, default=0.0)


class Pair(NamedTuple):
    left: int


class Options(TypedDict):
    deep: bool


class Shape(Protocol): ...


class Purse:
    def __init__(self, owner: str, *, limit: int, notes: str = ""):
        self.owner = owner


class Node:
    def __init__(self, parent: "Node"): ...


class Empty: ...
"""
_FORMS = {
    "int": "st.integers()",
    "float": "st.floats()",
    "bool": "st.booleans()",
    "bytes": "st.binary()",
    "None": "st.none()",
    "object": ANYTHING,
    "int | None": "st.integers() | st.none()",
    "'int'": "st.integers()",
    "'Colour | None'": "st.from_type(Colour) | st.none()",
    "'not a type'": ANYTHING,
    "list": f"st.lists({ANYTHING})",
    "list[int]": "st.lists(st.integers())",
    "dict[str, list[int | None]]": "st.dictionaries(st.text(), st.lists(st.integers() | st.none()))",
    "tuple[int, str]": "st.tuples(st.integers(), st.text())",
    "tuple[int, ...]": "st.lists(st.integers()).map(tuple)",
    "tuple[()]": "st.just(())",
    "set[str]": "st.sets(st.text())",
    "frozenset[int]": "st.frozensets(st.integers())",
    "type[Point]": "st.just(Point)",
    "Colour": "st.from_type(Colour)",
    "Point": "st.from_type(Point)",
    "Pair": "st.from_type(Pair)",
    "Options": "st.from_type(Options)",
    "Empty": "st.builds(Empty)",
    "Purse": "st.builds(Purse, st.text(), limit=st.integers())",
    "Node": "st.builds(Node, st.from_type(Node))",
    "Shape": ANYTHING,
    "Unknown": ANYTHING,
    "1 + 1": ANYTHING,
    "f()": ANYTHING,
}


@pytest.mark.parametrize(("annotation", "expected"), _FORMS.items(), ids=_FORMS)
def test_annotations(annotation: str, expected: str) -> None:
    assert strategies(f"{CLASSES}\ndef f(a: {annotation}): ...\n") == {"a": expected}


_IMPORTED = {
    ("from typing import Any", "Any"): ANYTHING,
    ("from typing import Optional", "Optional[int]"): "st.none() | st.integers()",
    ("from typing import Union", "Union[int, str, None]"): "st.integers() | st.text() | st.none()",
    ("from typing import Literal", "Literal['a', -1, None]"): "st.sampled_from(['a', -1, None])",
    ("import typing as t", "t.List[t.Optional[str]]"): "st.lists(st.none() | st.text())",
    ("from typing import Annotated", "Annotated[int, 'positive']"): "st.integers()",
    ("from typing import Annotated\nimport annotated_types as at", "Annotated[int, at.Gt(0)]"):
        "st.from_type(Annotated[int, at.Gt(0)])",
    ("from collections.abc import Callable", "Callable[[int, str], bool]"):
        "st.functions(like=lambda argument_1, argument_2: None, returns=st.booleans())",
    ("from collections.abc import Callable", "Callable[[], int]"):
        "st.functions(like=lambda: None, returns=st.integers())",
    ("from collections.abc import Callable", "Callable"):
        f"st.functions(like=lambda *args, **kwargs: None, returns={ANYTHING})",
    ("from collections.abc import Iterator", "Iterator[int]"): "st.iterables(st.integers())",
    ("from collections.abc import Mapping", "Mapping[str, int]"): "st.dictionaries(st.text(), st.integers())",
    ("from typing import IO", "IO[bytes]"): "st.binary().map(io.BytesIO)",
    ("import datetime", "datetime.datetime"): "st.datetimes(timezones=st.none() | st.timezones())",
    ("import datetime as dt", "dt.date"): "st.dates()",
    ("from pathlib import Path", "Path"): "st.text().map(Path)",
    ("import os", "os.PathLike[str]"): "st.text().map(PurePath)",
    ("from _typeshed import StrPath", "StrPath"): "st.text()",
    ("from _typeshed import Unused", "Unused"): ANYTHING,
    ("from typing import TypeVar\nT = TypeVar('T')", "T"): "st.from_type(T)",
    ("Vector = list[float]", "Vector"): "st.from_type(Vector)",
    ("import numpy as np", "np.ndarray"): "st.from_type(np.ndarray)",
    ("import re", "re.Pattern[str]"): "st.from_type(re.Pattern[str])",
    ("from elsewhere import *", "Thing"): ANYTHING,
}  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), _IMPORTED.items(), ids=[one[1] for one in _IMPORTED])
def test_imported_annotations(source: tuple[str, str], expected: str) -> None:
    assert strategies(f"{source[0]}\ndef f(a: {source[1]}): ...\n") == {"a": expected}


def test_names_that_are_not_listed() -> None:
    """`**` is annotated with the type of each value, or of all names at once."""
    names = "st.sampled_from(['first_extra', 'second_extra'])"
    assert strategies(f"{CLASSES}\ndef f(**a: Point): ...") == {"a": f"st.dictionaries({names}, st.from_type(Point))"}
    assert strategies(f"{CLASSES}\ndef f(**a: 'Point | None'): ...") == {
        "a": f"st.dictionaries({names}, st.from_type(Point) | st.none())"
    }
    unpacked = f"from typing import Unpack\n{CLASSES}\ndef f(**a: Unpack[Options]): ..."
    assert strategies(unpacked) == {"a": "st.from_type(Options)"}


@NEW_PYTHON
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f[T](a: T, b: list[T]): ...", {"a": ANYTHING, "b": f"st.lists({ANYTHING})"}),
        ("def f[T: int](a: T): ...", {"a": "st.integers()"}),
        ("def f[T: (str, bytes)](a: T): ...", {"a": "st.text()"}),
        ("type Ids = list[int]\ndef f(a: Ids): ...", {"a": "st.from_type(Ids)"}),
    ],
    ids=["variable", "bound", "constrained", "alias"],
)
def test_type_parameters(source: str, expected: dict[str, str]) -> None:
    assert strategies(source) == expected


def test_not_annotated() -> None:
    source = '''
        def f(a, b=1, c=None, d="", e=0.5, g=(), h=1, n=None):
            """Do it.

            Parameters
            ----------
            h : list of str, optional
                the names
            n : SomeThing
            """
    '''
    assert strategies(source) == {
        "a": ANYTHING,
        "b": "st.integers()",
        "c": ANYTHING,
        "d": "st.text()",
        "e": "st.floats()",
        "g": ANYTHING,
        "h": "st.lists(st.text())",
        "n": ANYTHING,
    }
    assert made(source, "f").notes == (
        "a: not annotated, and nothing is known of its type",
        "b: not annotated; its type is that of its default",
        "c: not annotated, and nothing is known of its type",
        "d: not annotated; its type is that of its default",
        "e: not annotated; its type is that of its default",
        "g: not annotated, and nothing is known of its type",
        "h: not annotated; its type is the docstring's",
        "n: not annotated, and nothing is known of its type",
    )


def body(source: str, wanted: str) -> str:
    """What the test does, from its `def` on."""
    text = made(source, wanted).text
    return text[text.index("\ndef test_") + 1 :]


_BODIES = {
    "every kind of argument": (
        "def f(a: int, /, b: int, *c: int, d: int, **e: int) -> int: ...", "f",
        ("def test_f(a, b, c, d, e):\n"
        "    result = f(a, b, *c, d=d, **e)\n"
        '    pytest.fail(f"say what must hold for f, which gave {result!r:.200}")\n'),
    ),
    "no argument": (
        "def f() -> int: ...", "f",
        ('def test_f() -> None:\n    result = f()\n'
        '    pytest.fail(f"say what must hold for f, which gave {result!r:.200}")\n'),
    ),
    "nothing returned": (
        "def f(a: int) -> None: ...", "f",
        'def test_f(a):\n    f(a)\n    pytest.fail("say what must hold after f, which gives nothing back")\n',
    ),
    "async": (
        "async def f(a: int) -> None: ...", "f",
        ("def test_f(a):\n    asyncio.run(f(a))\n"
        '    pytest.fail("say what must hold after f, which gives nothing back")\n'),
    ),
    "generator": (
        "def f(a: int):\n    yield a", "f",
        ("def test_f(a):\n    items = f(a)\n    result = list(itertools.islice(items, 100))\n"
        '    pytest.fail(f"say what must hold for f, which gave {result!r:.200}")\n'),
    ),
    "async generator": (
        "async def f(a: int):\n    yield a", "f",
        ("def test_f(a):\n    result = asyncio.run(every_item(f(a)))\n"
        '    pytest.fail(f"say what must hold for f, which gave {result!r:.200}")\n'),
    ),
    "context manager": (
        "from contextlib import contextmanager\n@contextmanager\ndef f(a: int):\n    yield a", "f",
        ("def test_f(a):\n    with f(a) as entered_value:\n        result = entered_value\n"
        '    pytest.fail(f"say what must hold for f, which gave {result!r:.200}")\n'),
    ),
    "method": (
        "class Purse:\n    def pay(self, other: int): ...", "Purse.pay",
        ("def test_purse_pay(purse, other):\n    result = purse.pay(other)\n"
        '    pytest.fail(f"say what must hold for Purse.pay, which gave {result!r:.200}")\n'),
    ),
    "method of a class whose name is a word of Python": (
        "class Class:\n    def pay(self): ...", "Class.pay",
        ("def test_class_pay(instance):\n    result = instance.pay()\n"
        '    pytest.fail(f"say what must hold for Class.pay, which gave {result!r:.200}")\n'),
    ),
    "static method": (
        "class Purse:\n    @staticmethod\n    def pay(other: int): ...", "Purse.pay",
        ("def test_purse_pay(other):\n    result = Purse.pay(other)\n"
        '    pytest.fail(f"say what must hold for Purse.pay, which gave {result!r:.200}")\n'),
    ),
    "class method": (
        "class Purse:\n    @classmethod\n    def pay(cls, other: int): ...", "Purse.pay",
        ("def test_purse_pay(other):\n    result = Purse.pay(other)\n"
        '    pytest.fail(f"say what must hold for Purse.pay, which gave {result!r:.200}")\n'),
    ),
    "property": (
        "class Purse:\n    @property\n    def full(self): ...\n    @full.setter\n    def full(self, value): ...",
        "Purse.full",
        ("def test_purse_full(purse):\n    result = purse.full\n"
        '    pytest.fail(f"say what must hold for Purse.full, which gave {result!r:.200}")\n'),
    ),
    "private method": (
        "class _Purse:\n    def __pay(self): ...", "_Purse.__pay",
        ("def test_purse_pay(purse):\n    result = purse._Purse__pay()\n"
        '    pytest.fail(f"say what must hold for _Purse.__pay, which gave {result!r:.200}")\n'),
    ),
    "constructor": (
        "class Purse:\n    def __init__(self, owner: str): ...", "Purse",
        ("def test_purse(owner):\n    result = Purse(owner)\n"
        '    pytest.fail(f"say what must hold for Purse, which gave {result!r:.200}")\n'),
    ),
    "constructor by its name": (
        "class Purse:\n    def __init__(self, owner: str): ...", "Purse.__init__",
        ("def test_purse(owner):\n    result = Purse(owner)\n"
        '    pytest.fail(f"say what must hold for Purse, which gave {result!r:.200}")\n'),
    ),
    "dataclass": (
        CLASSES, "Point",
        ("def test_point(x, y):\n    result = Point(x=x, y=y)\n"
        '    pytest.fail(f"say what must hold for Point, which gave {result!r:.200}")\n'),
    ),
    "inherited fields": (
        f"{CLASSES}\n@dataclass\nclass Spot(Point):\n    z: int\n", "Spot",
        ("def test_spot(x, y, z):\n    result = Spot(x=x, y=y, z=z)\n"
        '    pytest.fail(f"say what must hold for Spot, which gave {result!r:.200}")\n'),
    ),
    "class in a class": (
        "class A:\n    class B:\n        def __init__(self, x: int): ...", "A.B",
        ("def test_a_b(x):\n    result = A.B(x)\n"
        '    pytest.fail(f"say what must hold for A.B, which gave {result!r:.200}")\n'),
    ),
    "overloads": (
        "from typing import overload\n@overload\ndef f(a: int): ...\n@overload\ndef f(a: str): ...\ndef f(a, b): ...",
        "f",
        ("def test_f(a, b):\n    result = f(a, b)\n"
        '    pytest.fail(f"say what must hold for f, which gave {result!r:.200}")\n'),
    ),
    "the first of several constructors": (
        ("class A:\n    def __init__(self, a: int, **b: int): ...\nclass B:\n    def __init__(self, c: int): ...\n"
        "class C(A, B): ..."), "C",
        ("def test_c(a, b):\n    result = C(a, **b)\n"
        '    pytest.fail(f"say what must hold for C, which gave {result!r:.200}")\n'),
    ),
    "names that the test uses itself": (
        "def st(st: int, pytest: int, *, given: int, result: int): ...", "st",
        ("def test_st(st_, pytest_, given_, result_):\n"
        "    result = st__(st_, pytest_, given=given_, result=result_)\n"
        '    pytest.fail(f"say what must hold for st, which gave {result!r:.200}")\n'),
    ),
    "an argument called as the function": (
        "def load(load: int): ...", "load",
        ("def test_load(load_):\n    result = load(load_)\n"
        '    pytest.fail(f"say what must hold for load, which gave {result!r:.200}")\n'),
    ),
    "exceptions, as Sphinx names them": (
        'def f(a: int) -> None:\n    """F.\n\n    :raises ~shop.Broke, KeyError: when\n    """', "f",
        ("def test_f(a):\n"
        '    # The docstring names shop.Broke ("when"): for which arguments exactly?\n'
        "    # with pytest.raises(shop.Broke, match=...):\n    #     f(...)\n"
        '    # The docstring names KeyError ("when"): for which arguments exactly?\n'
        "    # with pytest.raises(KeyError, match=...):\n    #     f(...)\n"
        '    f(a)\n    pytest.fail("say what must hold after f, which gives nothing back")\n'),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("source", "wanted", "expected"), _BODIES.values(), ids=_BODIES)
def test_bodies(source: str, wanted: str, expected: str) -> None:
    assert body(source, wanted) == expected


_DOCSTRINGS = {
    "google": "F.\n\nRaises:\n    ValueError: if\n        it is\n    a.KeyError: never\nReturns:\n    TypeError: no",
    "numpy": "F.\n\nRaises\n------\nValueError\n    if\n    it is\na.KeyError\n    never\n\nReturns\n-------\nint",
    "sphinx": "F.\n\n:raises ValueError: if it is\n:raise a.KeyError: never\n:returns: x",
    "roles": "F.\n\nRaises:\n    :class:`ValueError`: if it is\n    :py:exc:`~a.KeyError`: never",
}


@pytest.mark.parametrize("text", _DOCSTRINGS.values(), ids=_DOCSTRINGS)
def test_exceptions_in_docstrings(text: str) -> None:
    node = ast.parse(f'def f():\n    """{indent(text, "    ").strip()}\n    """').body[0]
    assert isinstance(node, ast.FunctionDef)
    assert _docstring.said(node) == ("F.", (Raised("ValueError", "if it is"), Raised("a.KeyError", "never")), {})


_QUESTIONS = {
    "bool": [],
    "float | None": [
        "None: what holds then?",
        "0, a negative one, the largest and the smallest that is allowed; nan, inf, and -0.0?",
        "what holds when the time is up, and is nothing left half done?",
    ],
    "bytes": ["no bytes at all, the most that are allowed, and bytes that are not valid in the encoding?"],
    "dict[bool, bool]": ["empty, a key that is missing, a key that nobody expects?"],
    "set[bool]": ["none, one, very many?"],
}


@pytest.mark.parametrize(("annotation", "expected"), _QUESTIONS.items(), ids=_QUESTIONS)
def test_questions(annotation: str, expected: list[str]) -> None:
    """Only those that the argument asks."""
    asked = made(f"def f(timeout: {annotation}): ...", "f").questions
    assert [one.text for one in asked] == expected


def test_questions_of_the_call() -> None:
    state = made("class A:\n    def f(self): self.x = 1", "A.f").questions
    assert state == (("", "a second call, and two at once from two threads: what holds then?"),)
    waits = made("async def f(): ...", "f").questions
    assert waits == (("", "two calls at once, and one that is cancelled: what holds then?"),)
    assert made("def f(): ...", "f").questions == ()


# What a file is imported as and where its test belongs: files of the project, the file, module, place, a note.
_PLACES = {
    "module at the top": (["money.py"], "money", "tests/test_money.py", ""),
    "package": (["shop/__init__.py", "shop/money.py"], "shop.money", "tests/test_money.py", ""),
    "src": (["src/shop/__init__.py", "src/shop/money.py"], "shop.money", "tests/test_money.py", ""),
    "src, namespace package": (["src/shop/money.py"], "shop.money", "tests/test_money.py", ""),
    "package below": (["back/shop/__init__.py", "back/shop/money.py"], "shop.money", "tests/test_money.py", ""),
    "namespace package": (
        ["tools/money.py"], "tools.money", "tests/test_money.py",
        ("tools has no __init__.py: it is imported as a namespace package, by `python -m pytest` from the top of the"
        " repository"),
    ),
    "package itself": (["shop/__init__.py"], "shop", "tests/test_shop.py", ""),
    "private": (["shop/__init__.py", "shop/_money.py"], "shop._money", "tests/test_money.py", ""),
    "tests mirror packages": (
        ["src/shop/in/a.py", "tests/shop/x.py", "src/shop/cash/money.py", "tests/cash/x.py"],
        "shop.cash.money", "tests/cash/test_money.py", "",
    ),
    "folder called test": (["test/x.py", "money.py"], "money", "test/test_money.py", ""),
    "nearest tests": (
        ["tests/x.py", "back/tests/x.py", "back/shop/__init__.py", "back/shop/money.py"],
        "shop.money", "back/tests/test_money.py", "",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("files", "module", "test", "note"), _PLACES.values(), ids=_PLACES)
def test_places(repository: Repository, files: list[str], module: str, test: str, note: str) -> None:
    for file in files:
        repository.write(file)
    place = place_of(str(repository.top), files[-2] if "test" in files[-1] else files[-1])
    assert (place.module, place.test, place.note) == (module, test, note)


@pytest.mark.parametrize(
    ("settings_", "key", "module"),
    [
        ('[tool.pytest.ini_options]\npythonpath = ["hooks"]', "hooks/shop/money.py", "shop.money"),
        ('[tool.setuptools.package-dir]\n"" = "code"', "code/shop/money.py", "shop.money"),
        ('[tool.setuptools.packages.find]\nwhere = ["code"]', "code/shop/money.py", "shop.money"),
        ('[tool.hatch.build.targets.wheel]\npackages = ["code/shop"]', "code/shop/money.py", "shop.money"),
        ('[[tool.poetry.packages]]\ninclude = "shop"\nfrom = "code"', "code/shop/money.py", "shop.money"),
        ("not = [toml", "src/shop/money.py", "shop.money"),
    ],
    ids=["pytest", "setuptools", "setuptools find", "hatch", "poetry", "broken"],
)
def test_declared_places(repository: Repository, settings_: str, key: str, module: str) -> None:
    repository.write("pyproject.toml", settings_)
    repository.write(key)
    assert place_of(str(repository.top), key)[:2] == (module, False)


def test_write(repository: Repository, run: Run) -> None:
    repository.write("src/shop/money.py", SPLIT)
    assert run("src/shop/money.py::split", "--write") == (
        0, "", "walkaround tests: wrote tests/test_money.py; say in it what must hold, then run it\n",
    )  # fmt: skip
    assert (repository.top / "tests/test_money.py").read_text(encoding="utf-8") == SPLIT_TEST
    assert [*(repository.top / "tests").iterdir()] == [repository.top / "tests/test_money.py"]
    assert run("src/shop/money.py::split", "--write") == (
        2, "",
        ("walkaround tests: tests/test_money.py: is there already and is not changed; name another file with --write"
        " PATH\n"),
    )  # fmt: skip
    assert run("src/shop/money.py::split", "--write", "deep/er/test_x.py")[0] == 0
    assert (repository.top / "deep/er/test_x.py").read_text(encoding="utf-8") == SPLIT_TEST


def test_write_goes_nowhere_else(repository: Repository, run: Run, tmp_path: Path) -> None:
    repository.write("money.py", SPLIT)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (repository.top / "tests").symlink_to(elsewhere)
    (repository.top / "test_dangling.py").symlink_to(elsewhere / "x.py")
    for target in ([], ["tests/test_money.py"], ["test_dangling.py"], [str(elsewhere / "test_x.py")],
                   ["../test_x.py"], [".git/test_x.py"], ["tests"], ["notes.txt"], ["tests/"]):  # fmt: skip
        code, out, err = run("money.py::split", "--write", *target)
        assert (code, out, err.count("\n")) == (2, "", 1), target
    assert [*elsewhere.iterdir()] == []
    assert sorted(one.name for one in tmp_path.iterdir()) == ["elsewhere", "repository"]


_REFUSED = {
    "no such function": ("money.py::splt", 'money.py: has no \'splt\'; did you mean "split"?'),
    "nothing near": ("money.py::qqqqqq", "money.py: has no 'qqqqqq'; it has split"),
    "no function named": ("money.py", "money.py: which function of it? Write money.py::split"),
    "no such file": ("mony.py::split", 'mony.py: is not there; did you mean "money.py"?'),
    "a folder": (".::split", ".: is no file"),
    "no file named": ("::split", "::split: names no file; write FILE::FUNCTION"),
    "inside of a function": (
        "money.py::split.x",
        "money.py: 'split' is a function, and no test can call what is inside of one",
    ),
    "no Python": ("broken.py::f", "broken.py: line 1: is not Python that this interpreter reads: invalid syntax"),
    "empty": ("empty.py::f", "empty.py: has no 'f', nor any other function or class"),
    "no name for a module": (
        "my-script.py::f",
        ("my-script.py: cannot be imported by a name, for 'my-script' is none; rename it, or move the function into a"
        " module"),
    ),
    "not .py": ("notes.txt::f", "notes.txt: is no .py file, from which a test could import"),
}  # fmt: skip


@pytest.mark.parametrize(("target", "said"), _REFUSED.values(), ids=_REFUSED)
def test_refusals(repository: Repository, run: Run, target: str, said: str) -> None:
    repository.write("money.py", SPLIT)
    repository.write("broken.py", "def f(:\n")
    repository.write("empty.py")
    repository.write("my-script.py", "def f(): ...\n")
    repository.write("notes.txt", "def f(): ...\n")
    assert run(target) == (2, "", f"walkaround tests: {said}\n")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"def f(): '\x00'", b"(" * 5000, b"# coding: nope\nx = 1"])
def test_hostile_files(repository: Repository, run: Run, content: bytes) -> None:
    repository.write("money.py", content)
    code, out, err = run("money.py::f")
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_nothing_of_the_project_runs(repository: Repository, run: Run) -> None:
    repository.write("money.py", 'open("ran", "w")\ndef f(a=open("ran", "w")): ...\n')
    assert run("money.py::f")[0] == 0
    assert not os.path.exists("ran")


def test_docstring_cannot_leave_its_comment() -> None:
    text = made(
        'def f(a: int):\n    """A\\u2028import os\\r\\nimport os \\u202e\n\n    :raises X: \\x0cimport os\n    """', "f"
    ).text
    assert not any(line.strip().startswith("import os") for line in text.splitlines())
    assert text.isprintable() or all(char.isprintable() or char == "\n" for char in text)


_TYPES = st.recursive(
    st.sampled_from(["int", "str", "bytes", "float", "bool", "None", "Colour", "Point", "Pair", "Options", "Purse",
                     "Any", "T", "Decimal", "dt.datetime", "dt.date", "Path", "Literal['a', 1]", "Empty", "'Point'",
                     "Annotated[int, 'x']", "Callable[[int], str]", "Nowhere", "Id"]),
    lambda inner: st.one_of(
        inner.map("list[{}]".format), inner.map("Optional[{}]".format), inner.map("Iterator[{}]".format),
        inner.map("tuple[{}, ...]".format), inner.map("Sequence[{}]".format), inner.map("dict[str, {}]".format),
        st.tuples(inner, inner).map(lambda two: f"tuple[{two[0]}, {two[1]}]"),
        st.tuples(inner, inner).map(lambda two: f"Union[{two[0]}, {two[1]}]"),
    ),
    max_leaves=3,
)  # fmt: skip
_NAMES = st.sampled_from(["a", "b", "st", "given", "pytest", "result", "f", "items", "_x", "größe", "timeout", "io",
                          "Colour", "asyncio", "dt", "self"])  # fmt: skip
_HEAD = f"""from __future__ import annotations
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, NewType, Optional, TypeVar, Union
{CLASSES}
T = TypeVar("T")
Id = NewType("Id", int)
"""


@st.composite
def signatures(draw: st.DrawFn) -> str:
    """The source of one function: any kinds of arguments, in any order that Python takes."""
    chosen = draw(st.lists(st.tuples(_NAMES, st.none() | _TYPES, st.sampled_from("/p*k")), max_size=5,
                           unique_by=lambda one: one[0]))  # fmt: skip
    by_kind = {kind: [f"{name}: {type_}" if type_ else name for name, type_, one in chosen if one == kind]
               for kind in "/p*k"}  # fmt: skip
    parts = [*by_kind["/"], *(["/"] if by_kind["/"] else []), *by_kind["p"]]
    parts += [f"*{by_kind['*'][0]}"] if by_kind["*"] else ["*"] if by_kind["k"] else []
    parts += [f"{one} = None" if ":" not in one and draw(st.booleans()) else one for one in by_kind["k"]]
    parts += [f"**{by_kind['*'][1]}"] if len(by_kind["*"]) > 1 else []
    form = draw(st.sampled_from(["def f({}): return 1", "def f({}): yield 1", "async def f({}): return 1",
                                 "async def f({}): yield 1", "def f({}) -> None: ..."]))  # fmt: skip
    return f"{_HEAD}\n{form.format(', '.join(parts))}\n"


@given(signatures(), st.data())
@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.nested_given],
)
def test_any_signature(source: str, data: st.DataObject) -> None:
    """The test imports, its strategies build and draw, it calls the function, and fails in its last line."""
    wanted = data.draw(st.sampled_from(["f", "Point", "Purse", "Pair"]))
    scaffolded = made(source, wanted, "scaffolded")
    under_test = types.ModuleType("scaffolded")
    sys.modules["scaffolded"] = under_test
    try:
        exec(compile(source, "scaffolded", "exec", dont_inherit=True), under_test.__dict__)  # noqa: S102 - our samples
        names: dict[str, Any] = {}
        exec(compile(scaffolded.text, "test", "exec", dont_inherit=True), names)  # noqa: S102
        test = names[scaffolded.test]
        if hasattr(test, "hypothesis"):
            arguments = {name: data.draw(one) for name, one in test.hypothesis._given_kwargs.items()}
            test = test.hypothesis.inner_test
        else:
            arguments = {}
        with pytest.raises(pytest.fail.Exception, match=f"say what must hold (for|after) {wanted}, which g"):
            test(**arguments)
    finally:
        del sys.modules["scaffolded"]
