"""TOML documents as readers of dependencies see them."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinned_support import STRICT, assert_marked, judge, not_judged
from test_pinned_dependencies_pyproject import STATEMENTS, leaves
from walkaround._toml import as_older
from walkaround._toml_places import places

NEWER = [
    pytest.param("a = {\n  b = 1,\n}\n", {"a": {"b": 1}}, id="lines"),
    pytest.param(
        "a = { # {\n b = [\n 1, # }\n 2,\n], # ,\n # x\n}\nc = 1\n", {"a": {"b": [1, 2]}, "c": 1}, id="comments"
    ),
    pytest.param('a = {b = \'},\', c = """\n}\\"""", }\n', {"a": {"b": "},", "c": '}"'}}, id="strings"),
    pytest.param("a = [{b = 1,}, {\r\n}]\r\n", {"a": [{"b": 1}, {}]}, id="in-an-array"),
    pytest.param("a = {b = 1\r\n, c = 2 # x\r\n,\r\n}\r\n", {"a": {"b": 1, "c": 2}}, id="crlf"),
    pytest.param("a = {b = {c = 1,\n},\n}", {"a": {"b": {"c": 1}}}, id="nested"),
]


@pytest.mark.parametrize(("text", "document"), NEWER)
def test_newer_inline_tables_are_read(text: str, document: dict[str, Any]) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(text)
    older = as_older(text)
    assert len(older) == len(text)
    assert tomllib.loads(older) == document


@given(st.text(st.sampled_from("a={}[],#'\"\\\n\r \t"), max_size=40) | st.lists(STATEMENTS, max_size=6).map("\n".join))
def test_what_is_toml_already_stays_the_same(content: str) -> None:
    older = as_older(content)
    assert len(older) == len(content)
    try:
        document = tomllib.loads(content)
    except tomllib.TOMLDecodeError:
        return
    assert tomllib.loads(older) == document


@given(st.lists(STATEMENTS, max_size=6).map("\n".join))
def test_every_value_has_a_name(content: str) -> None:
    try:
        document = tomllib.loads(content)
    except tomllib.TOMLDecodeError:
        return
    names = places(content).names
    for path, _ in leaves(document):
        while isinstance(path[-1], int):
            path = path[:-1]
        written = {"jA": "j\\u0041"}.get(str(path[-1]), str(path[-1]))
        assert content.startswith(written, names[path]), path


def test_the_places_of_newer_tables_are_their_own() -> None:
    text = (
        '[tool.poetry.dependencies]\r\na = {\r\n  version = "«^1", # ü\r\n}\r\n«b = {\n  git = "https://h.org/b",\n}\n'
    )
    assert_marked({"pyproject.toml": text}, policy=STRICT)
    assert_marked({"x.py": "# /// script\n# [tool.uv.sources]\n# «x = {\n#   git = 'https://h.org/x',\n# }\n# ///\n"})


def test_what_is_wrong_in_both_is_said_of_the_text_as_it_is() -> None:
    text = "a = {\n  b = 1,\n}\nc = =\n"
    assert not_judged(judge({"pyproject.toml": text})) == [
        "pyproject.toml: line 1: is not TOML: invalid initial character for a key part"
    ]


HOSTILE = [
    pytest.param("{" * 100_000, id="braces"),
    pytest.param("{\n" * 100_000, id="braces-and-lines"),
    pytest.param("{," * 100_000, id="commas"),
    pytest.param('"""' + '"' * 100_000, id="quotes"),
    pytest.param("'" * 100_001, id="single-quotes"),
    pytest.param('"""' + '\n\\"""' * 100_000, id="never-closed"),
    pytest.param("'''x\n" * 99_999, id="long-strings"),
    pytest.param('"x\n' * 100_000, id="broken-strings"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_ends_soon(text: str) -> None:
    assert len(as_older("a = " + text)) == len(text) + 4
