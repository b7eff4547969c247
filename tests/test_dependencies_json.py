"""JSON with places: what it means is what `json` says, and where it stands is where it is written."""

import json
import re
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor_time import CpuLimit
from walkaround._dependencies.jsonc import fragment, parse
from walkaround._finding import NotJudged
from walkaround._text import Text
from walkaround._yaml import Mapping, Node, Scalar, Sequence

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5), max_leaves=30
)


def plain(node: Node | None) -> Any:
    """What `json.loads` would give for a node."""
    if isinstance(node, Mapping):
        return dict(zip(map(plain, node.pairs[::2]), map(plain, node.values()), strict=True))
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    return json.loads(node.value) if node.plain else node.value


def scalars(node: Node | None) -> list[Scalar]:
    """Every scalar of a document, keys too."""
    if isinstance(node, Scalar):
        return [node]
    inside = node.pairs if isinstance(node, Mapping) else node.items if isinstance(node, Sequence) else []
    return [scalar for one in inside for scalar in scalars(one)]


def without_halves(value: Any) -> Any:
    """The value with each half of a surrogate pair replaced."""
    if isinstance(value, dict):
        return {without_halves(key): without_halves(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_halves(inner) for inner in value]
    return re.sub("[\ud800-\udfff]", "\ufffd", value) if isinstance(value, str) else value


@given(VALUES, st.sampled_from([None, 1]), st.booleans())
def test_means_what_json_says(value: Any, indent: int | None, ascii_only: bool) -> None:
    written = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert plain(parse(Text("a.json", written))) == without_halves(json.loads(written))


@given(st.text(alphabet='{}[]:,"\\/*ud8c0a1-.eEtrlfns \n\u00e9', max_size=30))
def test_takes_all_that_json_takes(written: str) -> None:
    try:
        value = json.loads(written)
    except ValueError:
        with suppress(NotJudged):  # anything else would be a crash
            parse(Text("a.json", written))
    else:
        assert plain(parse(Text("a.json", written))) == without_halves(value)


@given(VALUES, st.booleans())
def test_places_of_strings(value: Any, ascii_only: bool) -> None:
    written = json.dumps(value, ensure_ascii=ascii_only)
    for scalar in scalars(parse(Text("a.json", written))):
        if scalar.plain:
            assert written.startswith(scalar.value, scalar.offset)
        else:
            assert written[scalar.offset - 1] == '"'
            assert without_halves(json.loads(written[scalar.offset - 1 : _end(written, scalar.offset)])) == scalar.value


def _end(written: str, at: int) -> int:
    """Behind the quote that ends a string."""
    while written[at] != '"':
        at += 2 if written[at] == "\\" else 1
    return at + 1


@given(st.lists(st.sampled_from(["a", "\n", '"', "\\", "\u00e9", "\U0001f98a", "/", " "])), st.booleans())
def test_fragments_lead_back(parts: list[str], ascii_only: bool) -> None:
    value = "".join(parts)
    written = f'{{"k": {json.dumps(value, ensure_ascii=ascii_only)}}}'
    text = Text("a.json", written)
    (_, scalar) = scalars(parse(text))
    got = fragment(text, scalar)
    assert got.text == scalar.value == value
    assert [place for place, _ in got.pieces] == sorted(place for place, _ in got.pieces)
    for at, character in enumerate(value):
        escaped = json.dumps(character, ensure_ascii=ascii_only)[1:-1]
        assert written.startswith(escaped, got.offset(at)), (at, character)


def test_fragment_of_a_string_without_escapes() -> None:
    text = Text("a.json", '["ab"]')
    (scalar,) = scalars(parse(text))
    assert fragment(text, scalar) == ("ab", ((0, 2),))


TOLERATED = [
    pytest.param('{"a": 1,}', {"a": 1}, id="comma-behind-the-last-pair"),
    pytest.param("[1, 2 ,\n]", [1, 2], id="comma-behind-the-last-item"),
    pytest.param('// x "\n{"a": /* } */ "//b" // c\n}', {"a": "//b"}, id="comments"),
    pytest.param("/**/[/***/1/*/*/]/* * **/", [1], id="block-comments"),
    pytest.param('{"a": 1, "a": 2}', {"a": 2}, id="last-of-equal-keys"),
    pytest.param('{"<<": {"a": 1}}', {"<<": {"a": 1}}, id="no-merging"),
    pytest.param('["\\ud83e\\udd8a", "\\ud83e", "\\udd8a"]', ["\U0001f98a", "\ufffd", "\ufffd"], id="surrogates"),
    pytest.param('["a\tb\x00"]', ["a\tb\x00"], id="control-characters"),
    pytest.param('{\r\n"a"\r:\t[]\r\n}', {"a": []}, id="crlf"),
]


@pytest.mark.parametrize(("written", "value"), TOLERATED)
def test_tolerated(written: str, value: Any) -> None:
    assert plain(parse(Text("a.json", written))) == value


def test_last_of_equal_keys_is_got() -> None:
    root = parse(Text("a.json", '{"a": 1, "a": 2}'))
    assert isinstance(root, Mapping)
    assert plain(root.get("a")) == 2


@pytest.mark.parametrize("written", ["", " \n", "// nothing\n", "/* */"])
def test_nothing(written: str) -> None:
    assert parse(Text("a.json", written)) is None


REFUSED = [
    pytest.param('{"a": 1', "line 1: is not JSON: expected a comma or }", id="open-object"),
    pytest.param("[1\n2]", "line 2: is not JSON: expected a comma or ]", id="no-comma"),
    pytest.param("[1,\n,2]", "line 2: is not JSON: expected a value", id="two-commas"),
    pytest.param("[,]", "line 1: is not JSON: expected a value", id="only-a-comma"),
    pytest.param("{\n,}", "line 2: is not JSON: expected a name in double quotes or }", id="comma-in-object"),
    pytest.param("{a: 1}", "line 1: is not JSON: expected a name in double quotes or }", id="bare-name"),
    pytest.param("{'a': 1}", "line 1: is not JSON: expected a name in double quotes or }", id="single-quotes"),
    pytest.param('{"a"\n1}', "line 2: is not JSON: expected a colon", id="no-colon"),
    pytest.param('{"a":\n}', "line 2: is not JSON: expected a value", id="no-value"),
    pytest.param('["a\n"]', "line 1: is not JSON: a string does not end", id="line-end-in-a-string"),
    pytest.param('["a\\"]', "line 1: is not JSON: a string does not end", id="open-string"),
    pytest.param('["\\x41"]', "line 1: is not JSON: a string holds an escape that JSON does not know", id="escape"),
    pytest.param('["\\u12g4"]', "line 1: is not JSON: a string holds an escape that JSON does not know", id="hex"),
    pytest.param('["\\u12"]', "line 1: is not JSON: a string holds an escape that JSON does not know", id="short-hex"),
    pytest.param("[] []", "line 1: is not JSON: something stands behind the end of the document", id="two-documents"),
    pytest.param("[] /*", "line 1: is not JSON: something stands behind the end of the document", id="open-comment"),
    pytest.param("[1]]", "line 1: is not JSON: something stands behind the end of the document", id="too-many-ends"),
    pytest.param("[1}", "line 1: is not JSON: expected a comma or ]", id="wrong-end"),
    pytest.param("[01]", "line 1: is not JSON: expected a value", id="leading-zero"),
    pytest.param("[NaN]", "line 1: is not JSON: expected a value", id="nan"),
    pytest.param("[truer]", "line 1: is not JSON: expected a value", id="a-word"),
    pytest.param("\n" + "[" * 101, "line 2: is nested deeper than 100 levels", id="deep"),
    pytest.param("{{ cookiecutter.x }}", "line 1: is not JSON: expected a name in double quotes or }", id="template"),
]


@pytest.mark.parametrize(("written", "said"), REFUSED)
def test_refused(written: str, said: str) -> None:
    with pytest.raises(NotJudged) as refused:
        parse(Text("a.json", written))
    assert str(refused.value) == f"a.json: {said}"


def test_as_deep_as_allowed() -> None:
    assert plain(parse(Text("a.json", "[" * 100 + "]" * 100))) is not None


HOSTILE = [
    pytest.param("[" * 200_000, id="brackets"),
    pytest.param('{"a":' * 40_000, id="objects"),
    pytest.param("/*" * 100_000, id="open-comments"),
    pytest.param("//" * 100_000, id="one-long-comment"),
    pytest.param('"' + "\\" * 200_000, id="backslashes"),
    pytest.param('["' + "\\u" * 100_000 + '"]', id="bad-escapes"),
    pytest.param('["' + "\\ud83e" * 32_000 + '"]', id="halves-of-pairs"),
    pytest.param("[" + '"a",' * 50_000, id="items"),
    pytest.param("[" + "1" * 200_000 + "]", id="digits"),
    pytest.param("[" + "1" * 200_000 + "e", id="digits-and-no-number"),
    pytest.param("/" * 200_000, id="slashes"),
    pytest.param(" " * 200_000 + "x", id="spaces"),
]


@pytest.mark.parametrize("written", HOSTILE)
def test_hostile_documents_end_soon(written: str) -> None:
    with CpuLimit(30), suppress(NotJudged):
        parse(Text("a.json", written))
