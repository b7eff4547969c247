"""What people and machines make to break `sast`: every such file gets a verdict, or is named, within bounds."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sast_support import OFF
from tests_support import Repository
from walkaround._bandit._nosec import parse as parse_nosec
from walkaround._code import Module
from walkaround.sast import _judge, main
from walkaround.sast._judge import Judge, Lines
from walkaround.sast._limit import TooLong, limited
from walkaround.sast._notebook import cells
from walkaround.sast._spots import Judged, Spot, from_plain, to_plain

JUDGE = Judge(OFF, ())
DEEP = ("its code is nested too deeply to be judged",)
SHARES = "import os\nos.chmod(p, 0o777)\n"
WEB = (
    "import asyncio, hashlib, jwt, logging, os, requests, ssl, subprocess\n"
    "from flask import Flask, request\napp = Flask(__name__)\n"
)


@pytest.fixture(autouse=True, scope="module")
def _patient() -> Iterator[None]:
    """What is judged on a fast machine is judged on a slow one too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_judge, "_SECONDS", 60.0)
        yield


def judged(path: str, source: bytes) -> Judged:
    return JUDGE.judge(path, source)


def lines(form: str, count: int) -> str:
    return "".join(form.replace("#", str(number)) for number in range(count))


def handler(form: str, count: int) -> str:
    return "@app.route('/')\ndef view(x):\n    y = request.args['y']\n" + lines(form, count) + "    os.system(x)\n"


# Shapes that took a time that grew with the square of their size, or by powers of it.
GROWING: list[Any] = [
    pytest.param(
        lambda n: handler("    if x == 'a#':\n        y# = x\n    else:\n        y# = 'b'\n", n), id="branches"
    ),
    pytest.param(lambda n: handler("    if (a# := request.args.get('x')):\n        os.system(a#)\n", n), id="walrus"),
    pytest.param(lambda n: lines("def f#(x):\n    f#1(x)\n    f1#(x)\n    os.system(x)\n", n), id="calls"),
    pytest.param(
        lambda n: "class C:\n" + lines("    def m#(self):\n        self.x = requests.Session()\n"
                                       "        return self.x.get('u')\n", n),
        id="one-attribute",
    ),
    pytest.param(lambda n: lines("a = a or b\nb = b or a\na.get(b)\n", n), id="names-in-a-circle"),
    pytest.param(
        lambda n: lines("try:\n    requests.get('u')\nexcept Exception as exc:\n    print(exc)\n", n), id="try"
    ),
    pytest.param(lambda n: "def view(" + lines("a#: str = [],", n) + "):\n" + lines("  g(a#)\n", n), id="defaults"),
    pytest.param(
        lambda n: handler("    p = jwt.decode(x, k, algorithms=['HS256'])\n    if p['aud'] != 'x': raise E\n", n),
        id="tokens",
    ),
    pytest.param(
        lambda n: handler("    r.set_cookie('session', x)\n"
                          "    r.headers['Access-Control-Allow-Origin'] = request.headers['Origin']\n", n),
        id="headers",
    ),
    pytest.param(lambda n: lines("logging.info('password %s', password)\nprint(token)\n", n), id="logs"),
    pytest.param(
        lambda n: "def f(password, h):\n" + lines("    h = hashlib.sha256(password + h)\n"
                                                  "    if h.hexdigest() == token: return 1\n", n),
        id="hashes",
    ),
    pytest.param(
        lambda n: "c = ssl.create_default_context()\n" + lines("c.check_hostname = False\n", n), id="contexts"
    ),
    pytest.param(
        lambda n: "import " + ",".join(f"q{i}" for i in range(n)) + "\n" + lines("q#.get(1)\n", n), id="imports"
    ),
    pytest.param(lambda n: "a = " * n + "requests.Session()\n" + "a.get('u')\n" * n, id="targets"),
    pytest.param(lambda n: "# x " + "#" * 20 * n + "\ndef f():\n    pass\n", id="marks"),
    pytest.param(lambda n: "x = [\n" + lines("  '/tmp/#',\n", n) + "]\nos.chmod(p, 0)  # nosec\n", id="texts"),
    pytest.param(lambda n: lines("os.system(x)  # nosec B605: y\n", n), id="comments"),
]  # fmt: skip


@pytest.mark.parametrize("shape", GROWING)
def test_large_and_monotonous_sources_are_judged(shape: Callable[[int], str]) -> None:
    said = judged("a.py", (WEB + shape(480)).encode())
    assert [failure for failure in said.failures if "internal error" in failure or "too long" in failure] == []


DEPTHS = [
    pytest.param("x = 1" + " + 1" * 1500, (), id="sum"),
    pytest.param("x = 1" + " + 1" * 20_000, DEEP, id="large-sum"),
    pytest.param("x = a" + ".a" * 1500, (), id="attributes"),
    pytest.param("if x:\n    y = 1\n" + "elif z:\n    y = 1\n" * 900, (), id="elif"),
    pytest.param("if x:\n    y = 1\n" + "elif z:\n    y = 1\n" * 20_000, DEEP, id="large-elif"),
    pytest.param("".join(" " * n + "try:\n" for n in range(90)) + " " * 90 + "pass\n"
                 + "".join(" " * n + "finally: pass\n" for n in reversed(range(90))), (), id="try"),
    pytest.param("x = " + "lambda: " * 190 + "1", (), id="lambdas"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "failures"), DEPTHS)
def test_depth_is_judged_or_named(code: str, failures: tuple[str, ...]) -> None:
    said = judged("a.py", f"{code}\n{SHARES}".encode())
    assert ([spot.rule for spot in said.spots], said.failures) == ([] if failures else ["B103"], failures)


def test_what_the_flow_cannot_follow_is_named() -> None:
    source = "import os\ndef large(x):\n" + lines("    if x:\n        a# = x\n", 3000) + "    os.system(x)\n"
    said = judged("a.py", (source + SHARES).encode())
    assert "B103" in [spot.rule for spot in said.spots]
    assert said.failures == ("values could not be followed through large, which is too large; split it",)


def test_what_takes_too_long_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object) -> None:
        while True:
            pass

    monkeypatch.setattr(_judge, "_SECONDS", 0.02)
    monkeypatch.setattr(_judge, "_SECONDS_PER_BYTE", 0)
    monkeypatch.setattr(_judge.Judge, "_tree", endless)
    assert judged("a.py", b"a = 1\n") == Judged((), (), ("to judge it takes too long",))


def test_a_limit_goes_through_handlers_of_exceptions() -> None:
    def stubborn() -> None:
        while True:
            try:
                sum(range(1000))
            except Exception as caught:  # noqa: BLE001 - what a plugin may do
                print(caught)

    with pytest.raises(TooLong), limited(0.02):
        stubborn()


def test_more_code_than_fits_is_named() -> None:
    said = judged("a.py", b"#" * (21 << 20))
    assert said.failures == ("has more than 20 MiB of code; leave it out, or make it data",)


WIDE = "\N{FULLWIDTH LATIN SMALL LETTER R}"
HIDDEN = [
    pytest.param(b"# coding: utf-7\nimport +AHIAZQBxAHUAZQBzAHQAcw-\n+AHIAZQBxAHUAZQBzAHQAcw-.get(u)\n", id="utf-7"),
    pytest.param(b"# coding: unicode_escape\nimport \\x72equests\n\\x72equests.get(u)\n", id="escapes"),
    pytest.param(f"import {WIDE}equests\n\n{WIDE}equests.get(u)\n".encode(), id="wide-letters"),
    pytest.param(b"\xef\xbb\xbfimport requests\r\rrequests.get(u)\r", id="returns"),
]


@pytest.mark.parametrize("source", HIDDEN)
def test_what_the_parser_sees_is_judged(source: bytes) -> None:
    said = judged("a.py", source)
    assert ([(spot.rule, spot.line) for spot in said.spots], said.failures) == ([("B935", 3)], ())


@pytest.mark.parametrize("codec", ["idna", "rot13", "punycode", "undefined", "utf-16", "zlib"])
def test_odd_codecs_are_judged_or_named(codec: str) -> None:
    said = judged("a.py", f"# coding: {codec}\n{SHARES}".encode())
    assert [spot.rule for spot in said.spots] == ([] if said.failures else ["B103"])
    assert not any("internal" in failure for failure in said.failures)


def test_lines_are_those_of_the_parser() -> None:
    found = Lines("x = '\u2028\x1c\x85'\r\nsecond\rthird\n".encode())
    assert [found.content(number) for number in (2, 3, 4)] == ["second", "third", ""]


NAMES = [
    b"a\nb.py",
    b'q"uote.py',
    b"%s.py",
    b"\x1b[31m.py",
    b"\xff\xfe.py",
    b"x" * 240 + b".py",
    "a\u202eb.py".encode(),
]


@pytest.mark.parametrize("name", NAMES, ids=repr)
@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "junit", "markdown"])
def test_any_name_is_shown(repository: Repository, capsys: pytest.CaptureFixture[str], name: bytes, form: str) -> None:
    import os

    (repository.top / os.fsdecode(name)).write_text(SHARES)
    assert main(["--format", form, os.fsdecode(name)]) == 1
    out, err = capsys.readouterr()
    assert ("B103" in out, err) == (True, "")


# --- notebooks ---


def notebook(*sources: Any, **more: Any) -> bytes:
    return json.dumps({"cells": [{"cell_type": "code", "source": one} for one in sources], **more}).encode()


NO_MAGIC = [
    pytest.param("cursor.execute(\"id=%s\" % x)", id="format"),
    pytest.param("os.system('a=!b' + x)", id="mark"),
    pytest.param("x = (a\n% b)", id="operator"),
    pytest.param("x = '''\n%time\n!ls\n'''", id="text"),
    pytest.param("x = '\u2028\x1c\f'", id="separators"),
]  # fmt: skip


@pytest.mark.parametrize("source", NO_MAGIC)
def test_python_is_no_magic(source: str) -> None:
    assert [cell.source.decode() for cell in cells("n.ipynb", notebook(source))] == [source]


def test_parts_of_a_line_are_one_line() -> None:
    found = list(cells("n.ipynb", notebook(["import os\nos.chmod(", "p, 0o777)\n", "x = 1"])))
    assert [cell.source for cell in found] == [b"import os\nos.chmod(p, 0o777)\nx = 1"]


NO_NOTEBOOKS = [
    pytest.param(b"{}", "is no notebook: it has no list of cells", id="nothing"),
    pytest.param(b'{"cells": {"a": 1}}', "is no notebook: it has no list of cells", id="cells-by-name"),
    pytest.param(b'{"worksheets": [1]}', "is no notebook: it has no list of cells", id="sheet"),
    pytest.param(b'{"cells": [1]}', "is no notebook: a cell is no object", id="number"),
    pytest.param(b'{"cells": [{"source": "x"}]}', "is no notebook: a cell has no type", id="no-type"),
    pytest.param(notebook(5), "is no notebook: the code of a cell is no text", id="number-as-code"),
    pytest.param(notebook(["x", None]), "is no notebook: the code of a cell is no text", id="null-in-code"),
    pytest.param(b'{"a":' * 90_000, "line 1: is nested deeper than 100 levels", id="deep"),
]


@pytest.mark.parametrize(("content", "why"), NO_NOTEBOOKS)
def test_what_is_no_notebook_is_named_alone(content: bytes, why: str) -> None:
    assert judged("n.ipynb", content) == Judged((), (), (why,))


def test_a_coding_comment_in_a_cell_is_only_a_comment() -> None:
    said = judged("n.ipynb", notebook("# coding: klingon\nimport os", "os.chmod(p, 0o777)"))
    assert ([spot.rule for spot in said.spots], said.failures) == (["B103"], ())


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.sampled_from(["code", "x = 1", "!ls"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["cells", "cell_type", "source", "input", "worksheets", "metadata", "language_info"]), inner,
        max_size=4),
    max_leaves=12,
))  # fmt: skip
def test_any_json_is_a_notebook_or_named(value: Any) -> None:
    said = judged("n.ipynb", json.dumps(value).encode())
    assert not any("internal" in failure for failure in said.failures)


# --- comments, kept results ---


@given(st.text(alphabet="# nosecB1234:,;-()[]|/ax\t_\u2014", max_size=60))
def test_any_comment_is_read(text: str) -> None:
    found = parse_nosec(f"x = 1  # nosec {text}\n".encode(), {"B101": "assert_used"})
    assert list(found.comments) in ([], [1])


@given(st.lists(st.integers(1, 40), max_size=4), st.integers(1, 40), st.integers(0, 20))
def test_the_first_comment_of_a_range_counts(commented: list[int], first: int, more: int) -> None:
    source = "".join(f"x{'  # nosec B101' if number in commented else ''}\n" for number in range(1, 41)).encode()
    nosec = parse_nosec(source, {"B101": "assert_used"})
    covered = range(first, first + more + 1)
    assert nosec.silences(covered, None, "B101") is any(line in covered for line in commented)


SPOT = Spot("B101", "B101", 1, 1, 1, "m", "r", "c")


def test_what_was_kept_is_read_again() -> None:
    kept = Judged((SPOT,), (3,), ())
    assert from_plain(json.loads(json.dumps(to_plain(kept)))) == kept


@pytest.mark.parametrize("plain", [
    [], [1], [[], []], [None, None, None], [[["B1"]], [], []], [[[1, 2, "a", "b", "c", 3, 4, 5]], [], []],
    [[list(SPOT)], ["x"], []], [[], [], ["not judged"]], ["ab", [], []], [5, 5, 5], [{"a": 1}, [], []],
], ids=repr)  # fmt: skip
def test_what_was_kept_in_another_form_is_not_used(plain: list[Any]) -> None:
    assert from_plain(plain) is None


# --- names ---


def test_a_name_of_many_values_is_none_of_them() -> None:
    import ast

    source = "import requests\n" + "s = requests.Session()\n" * 100 + "s.get('u')\n"
    module = Module("a.py", source.encode(), ast.parse(source))
    assert module.name(module.of(ast.Call)[-1].func) == ""


def test_the_home_of_a_node_is_the_nearest() -> None:
    import ast

    deep = "x = 1" + " + y" * 100
    source = f"{deep}\nclass A:\n    {deep}\n    def f(self):\n        {deep}\n        return lambda: {deep[4:]}\n"
    module = Module("a.py", source.encode(), ast.parse(source))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.Module)
    for node in module.order * 2:
        assert module.home(node) is next(up for up in module.parents(node) if isinstance(up, kinds))
