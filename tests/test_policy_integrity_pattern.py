"""Expressions that select files: what is said of them without running them must be true of Python's `re`."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests_support import tries
from walkaround.policy_integrity._pattern import MOST_ALTERNATIVES, Pattern, read

COVERED = [
    pytest.param(r"^src/", r"^src/", id="same"),
    pytest.param("", r"^src/.*\.py$", id="everything"),
    pytest.param(".*", "x", id="any-text"),
    pytest.param(r"^src/", r"^src/app/", id="longer-start"),
    pytest.param(r"\.py$", r"_test\.py$", id="longer-end"),
    pytest.param(r"a|b|c", r"c|a", id="fewer-alternatives"),
    pytest.param(r"^(?:a|b)/", r"^b/x", id="alternative-of-a-group"),
    pytest.param(r"^(a|b)$", r"(?x)^(\n  b | # second\n  a\n)$".replace(r"\n", "\n"), id="verbose"),
    pytest.param(r"\.ya?ml$", r"\.yml$", id="optional-letter"),
    pytest.param(r"[jt]sx?$", r"\.tsx$", id="set"),
    pytest.param(r"a[.]b", r"a\.b", id="dot-in-a-set"),
    pytest.param("docs/conf.py", r"docs/conf\.py", id="dot-that-was-not-escaped"),
    pytest.param(r"^a/.*b", r"^a/b", id="any-text-in-between"),
    pytest.param(r"^a/.*b", r"^a/x.*yb$", id="text-in-between"),
    pytest.param(r"^docs/.*", r"^docs/", id="any-text-behind"),
    pytest.param(r"^.*\.md$", r"x\.md$", id="any-text-before"),
    pytest.param(r"a\/b\-c", "a/b-c", id="needless-escapes"),
    pytest.param("(?P<x>a)", "a", id="named-group"),
    pytest.param("(?#note)a", "a", id="comment"),
    pytest.param("a", "(?!)", id="what-finds-nothing"),
    pytest.param("a", "^$", id="what-finds-no-path"),
    pytest.param("(?i)a", "(?i)ab", id="same-flags"),
    pytest.param("(?:ab)+", "x(?:ab)+", id="repeated-group"),
]


@pytest.mark.parametrize(("wide", "narrow"), COVERED)
def test_what_certainly_finds_as_much(wide: str, narrow: str) -> None:
    assert of(wide).covers(of(narrow))


NOT_COVERED = [
    pytest.param("^src/a", "^src/", id="shorter-start"),
    pytest.param("a", "a|b", id="more-alternatives"),
    pytest.param("a", "a?", id="optional"),
    pytest.param("ab?c", "ab*c", id="repeated"),
    pytest.param("^src/a", "^src/a*", id="quantifier-behind"),
    pytest.param("(?i)a", "a", id="other-flags"),
    pytest.param("a", "", id="everything"),
    pytest.param(r"a\.b", "a.b", id="dot-that-is-no-longer-escaped"),
    pytest.param("a.b", "ab", id="dot-is-one-character"),
    pytest.param("a.$", "a$", id="dot-is-no-end"),
    pytest.param(r"^\d", r"^\w", id="other-class"),
    pytest.param("^b.*a", "^a.*b", id="other-order"),
]


@pytest.mark.parametrize(("wide", "narrow"), NOT_COVERED)
def test_what_may_find_less(wide: str, narrow: str) -> None:
    assert not of(wide).covers(of(narrow))


NOT_READ = [
    *("(", ")", "a**", "*a", "a{", "a{x}", "[a", "[[a]b]", "(?i:a)", r"(a)\1", r"\p{L}", "(?P=x)", "(?(1)a|b)", "\\"),
    *("(?i", "(?<x", "(?#x", "a\0b", "(" * 30 + ")" * 30, "x" * 20_001, "(a|b)" * 11, "[abcd]" * 5 + "[ab]"),
]


@pytest.mark.parametrize("expression", NOT_READ, ids=lambda text: text[:12])
def test_what_is_not_understood_is_left_alone(expression: str) -> None:
    assert read(expression) is None


NOTHING = ["^$", "$^", "(?!)", "a^", "$a", "$a|^$", "z(?!)"]
SOMETHING = ["^a$", "$", "a", "", "(?!a)", "a$|^$", "x^?", "$a*", "$a{0,2}", r"\bx", r"$\b"]


@pytest.mark.parametrize("expression", NOTHING)
def test_what_finds_no_path_at_all(expression: str) -> None:
    assert of(expression).finds_nothing
    assert re.search(expression, "a/b.py") is None


@pytest.mark.parametrize("expression", SOMETHING)
def test_what_may_find_a_path(expression: str) -> None:
    assert not of(expression).finds_nothing


EVERYTHING = ["", "^", "$", ".*", "^.*$", "a*", "^a*", r"\d*$", "(a|)", "a?", "x|", "(.*)*", r"\**"]


@pytest.mark.parametrize("expression", EVERYTHING)
def test_what_needs_nothing(expression: str) -> None:
    assert of(expression).finds_everything
    assert re.search(expression, "x/y") is not None


@pytest.mark.parametrize("expression", ["a", ".", ".+", "^a*$", r"\*", r"\*+", "(?!x)", r"\b"])
def test_what_needs_something(expression: str) -> None:
    assert not of(expression).finds_everything


def test_what_is_searched_with_ends_soon() -> None:
    calm = ["", ".*", "a+b*c?d{2,3}", "(a|b)/c", r"[^/]+\.py$"]
    wild = ["(a+)+", "(a|b)*", "(?!x)", "a*" * 7, "(?=a+)b"]
    assert [of(one).is_calm for one in calm + wild] == [True] * 5 + [False] * 5


def test_flags_are_one_set_however_they_are_written() -> None:
    assert of("(?mi)a") == of("(?im)a") == Pattern("im", frozenset(("\0a\0",)))
    assert of("(?ux)a b").flags == ""


def test_a_path_of_its_own_is_left_out() -> None:
    left = of(r"^\.x\.y$|^.x.y$|^./.x.y$|^/home/.x.y$|a|^.x.yz$|.*x.y").without("sub/.x.y")
    assert left == of("a|^.x.yz$|x.y")


PIECES = [
    "a",
    "b",
    "/",
    r"\.",
    ".",
    "x",
    "^",
    "$",
    "[ab]",
    "[^a]",
    r"\w",
    r"\d",
    r"\b",
    "a?",
    "b*",
    ".*",
    ".+?",
    "x{2}",
]
PARTS = st.recursive(
    st.lists(st.sampled_from(PIECES), max_size=5).map("".join),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
        st.lists(inner, min_size=1, max_size=3).map("".join),
        inner.map(lambda part: f"(?:{part})?"),
        inner.map(lambda part: f"(?:{part})*"),
        inner.map(lambda part: f"(?!{part})"),
    ),
    max_leaves=5,
)
EXPRESSIONS = st.lists(PARTS, min_size=1, max_size=3).map("|".join)
PATHS = st.text("abx/.1-", min_size=1, max_size=12)


@settings(max_examples=tries(600))
@given(EXPRESSIONS, EXPRESSIONS, st.lists(PATHS, min_size=5, max_size=40))
def test_nothing_is_called_covered_that_is_not(one: str, other: str, paths: list[str]) -> None:
    wide, narrow = read(one), read(other)
    if wide is None or narrow is None or not wide.covers(narrow):
        return
    for path in paths:
        assert not (re.search(other, path) and not re.search(one, path)), path


@settings(max_examples=tries(400))
@given(EXPRESSIONS, st.lists(PATHS, min_size=5, max_size=40))
def test_an_expression_written_out_is_the_same_expression(expression: str, paths: list[str]) -> None:
    pattern = read(expression)
    if pattern is None:
        return
    written = "|".join(one[1:].replace("\0", "") for one in sorted(pattern.alternatives))
    for path in paths:
        found = re.search(expression, path) is not None
        assert (re.search(written, path) is not None) == found
        assert not (pattern.finds_everything and not found)
        assert not (pattern.finds_nothing and found)


@given(EXPRESSIONS)
def test_every_expression_covers_itself(expression: str) -> None:
    pattern = read(expression)
    assert pattern is None or pattern.covers(pattern)


@settings(max_examples=tries(400))
@given(st.text("ab|()[]{}?*+\\.^$#x \n,0:!<=P>-&~", max_size=60))
def test_any_text_is_read_or_left_alone(text: str) -> None:
    pattern = read(text)
    assert pattern is None or len(pattern.alternatives) <= MOST_ALTERNATIVES


HOSTILE = {
    "groups": "(a|b)" * 4000,
    "optional": "a?" * 10_000,
    "long": "a" * 20_000,
    "alternatives": "a|" * 9_999,
    "different-alternatives": "|".join(map(str, range(3000))),
    "comments": "(?x)" + "#\n" * 9_000,
    "sets": "[" + "a" * 19_000,
    "backslashes": "[" + "\\" * 19_000,
    "empty-groups": "()" * 9_000,
}


@pytest.mark.parametrize("expression", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_text_comes_to_an_end(expression: str) -> None:
    pattern = read(expression)
    assert pattern is None or pattern.covers(pattern)


def test_many_loose_alternatives_are_not_compared_for_ever() -> None:
    one, other = ("|".join(f"{letter}.{n}" for n in range(900)) for letter in "ab")
    assert not of(one).covers(of(other))


def of(expression: str) -> Pattern:
    pattern = read(expression)
    assert pattern is not None
    return pattern
