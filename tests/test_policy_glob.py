"""Globs of the policy: what they match, which are refused, and that none is slow."""

import glob as standard
import re
import sys
from collections.abc import Iterator
from re import _parser  # type: ignore[attr-defined]  # the parse tree has no public door
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from walkaround._policy._glob import MAX_LENGTH, MAX_WILDCARDS, _regex, is_everything, matcher, problem

CHARS = "ab.-!^]&|~ \n\\é\U0001f6e9\udc80"
COMPONENTS = st.one_of(
    st.sampled_from(
        ["**", "*", "a", "b", ".", "?", "*.py", "a*b*", "[ab]", "[!a]", "[a-c-e]", "[]]", "[!]a]", "[b-a]"]
    ),
    st.text("ab*?[]!-^.\\\n\U0001f6e9", max_size=6),
)
GLOBS = st.lists(COMPONENTS, min_size=1, max_size=6).map("/".join)
PATHS = st.lists(st.text(CHARS, min_size=1, max_size=4), min_size=1, max_size=6).map("/".join)


@pytest.mark.parametrize(
    ("glob", "matched", "left"),
    [
        pytest.param("a.py", ["a.py"], ["A.py", "xa.py", "a.pyx", "b/a.py", "axpy"], id="a-name-means-itself"),
        pytest.param("*.py", ["a.py", ".py", "a\n.py", "\udc80.py"], ["b/a.py", "a.py/b"], id="star-stays-in-a-folder"),
        pytest.param("src/*/a", ["src/x/a", "src/.x/a"], ["src/a", "src/x/y/a"], id="star-is-one-component"),
        pytest.param("a?c", ["abc", "a\nc", "a\U0001f6e9c"], ["ac", "a/c", "abbc"], id="question-mark"),
        pytest.param("**", ["a", "a/b", ".a/.b", "\n"], [], id="everything"),
        pytest.param("tests/**", ["tests/a", "tests/a/b"], ["tests", "a/tests/b", "testsx/a"], id="below"),
        pytest.param("tests/", ["tests/a", "tests/a/b"], ["tests", "a/tests/b"], id="slash-at-the-end"),
        pytest.param("**/conftest.py", ["conftest.py", "a/b/conftest.py"], ["aconftest.py"], id="anywhere"),
        pytest.param("a/**/b", ["a/b", "a/x/b", "a/x/y/b", "a/b/b"], ["ab", "a/xb", "xa/b"], id="none-or-more"),
        pytest.param("**/a/**", ["a/b", "x/a/b", "a/a"], ["a", "x/a"], id="both-sides"),
        pytest.param("**/a/**/b*c*d/**/e", ["a/bcd/e", "a/a/bcd/bxcxd/x/e"], ["a/e", "bcd/a/e"], id="three"),
        pytest.param("[ab]/[!ab]", ["a/c", "b/-"], ["a/a", "c/c", "a//"], id="classes"),
        pytest.param("a[!b]c", ["axc", "a\nc"], ["a/c", "abc"], id="no-class-matches-a-slash"),
        pytest.param("a[+-9]c", ["a,c", "a9c"], ["a/c"], id="no-range-matches-a-slash"),
        pytest.param("[]]a[!]]", ["]ab"], ["]a]"], id="bracket-first-in-a-class"),
        pytest.param("[[]*]", ["[1]", "[]"], ["[1", "1]"], id="bracket-itself"),
        pytest.param("[a-]", ["a", "-"], ["b"], id="hyphen-at-the-end"),
        pytest.param("[^a]", ["^", "a"], ["b"], id="caret-is-itself"),
        pytest.param("[b-a]", [], ["a", "b", "-"], id="backward-range"),
        pytest.param("[!b-a]", ["a", "b", "-"], ["/"], id="backward-range-negated"),
        pytest.param("[x", ["[x"], ["x"], id="unclosed-is-itself"),
    ],
)
def test_a_glob_matches_whole_paths(glob: str, matched: list[str], left: list[str]) -> None:
    matches = matcher(glob)
    assert [path for path in matched + left if matches(path)] == matched


def standard_matches(glob: str, path: str) -> bool:
    translate = vars(standard)["translate"]  # new in 3.13, and unknown to the types of older versions
    pattern = translate(glob, recursive=True, include_hidden=True, seps="/")
    return re.match(pattern, path) is not None


@pytest.mark.skipif(sys.version_info < (3, 13), reason="glob.translate came with Python 3.13")
@given(glob=GLOBS, path=PATHS)
@example("**/**/a/**/**", "a/a")
@example("[a-c--e]/[--a]/[a--]", "b/./a")
@example("[!!]", "!")
def test_globs_mean_what_the_standard_library_says(glob: str, path: str) -> None:
    assume(not glob.endswith("/"))
    if standard_matches("a[!b]c", "a/c"):  # before 3.13.3 a class could match a slash
        assume("[" not in glob or glob.count("/") == path.count("/") == 0)
    assert matcher(glob)(path) == standard_matches(glob, path)


@given(glob=GLOBS, path=PATHS)
def test_repeated_wildcards_mean_what_one_means(glob: str, path: str) -> None:
    doubled = "/".join(f"{part}/{part}" if part == "**" else part for part in glob.split("/"))
    assert matcher(doubled)(path) == matcher(glob)(path)


@given(path=PATHS)
def test_a_path_with_its_wildcards_quoted_matches_itself_alone(path: str) -> None:
    quoted = re.sub(r"[*?[]", r"[\g<0>]", path)
    assert matcher(quoted)(path)
    assert not matcher(quoted)(f"{path}x")
    assert not matcher(quoted)(f"x/{path}")


def repeats(tree: Any) -> Iterator[tuple[bool, bool]]:
    """Every unbounded repetition outside atomic groups: whether it passes a slash, and whether it holds another."""
    for kind, value in tree:
        name = str(kind)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            inner = list(repeats(value[2]))
            text = repr(value[2])
            yield "LITERAL, 47" in text.replace("NOT_LITERAL, 47", "") or "ANY" in text, len(inner) > 1
        elif name == "SUBPATTERN":
            yield from repeats(value[3])
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from repeats(value[1])


def atomic(tree: Any) -> Iterator[Any]:
    for kind, value in tree:
        if str(kind) == "ATOMIC_GROUP":
            yield value
            yield from atomic(value)


@given(glob=GLOBS)
@example("**/a/" * 9 + "b")
@example("*a" * 49)
@example(("*a" * 9 + "/") * 9 + "**/" + "*b*c/" * 3 + "d")
def test_what_the_matcher_may_try_again_never_multiplies(glob: str) -> None:
    """Outside atomic groups: one repetition over folders at most, and one within each component."""
    tree = _parser.parse(_regex(glob), re.DOTALL)
    for part in (tree, *atomic(tree)):
        found = list(repeats(part))
        assert not any(nested for _, nested in found)
        assert sum(over_folders for over_folders, _ in found) <= 1
        assert sum(not over_folders for over_folders, _ in found) <= glob.count("/") + 1


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        pytest.param("*a" * 500 + "b", "a" * 4000, id="stars"),
        pytest.param("**/a/" * 200 + "b", "a/" * 2000 + "c", id="folders"),
        pytest.param("**/*a*a*a/" * 99 + "b", "aaaa/" * 800 + "c", id="both"),
        pytest.param("?*" * 500, "a" * 400, id="question-marks"),
        pytest.param("[" * 1000, "[" * 999, id="brackets"),
    ],
)
def test_hostile_globs_come_to_an_end(glob: str, path: str) -> None:
    assert not matcher(glob)(path)


@pytest.mark.parametrize(
    ("glob", "why"),
    [
        pytest.param("", 'is empty; write a path from the repository\'s top, such as "tests/**"', id="empty"),
        pytest.param("/a", "is an absolute path; write it from the repository's top", id="absolute"),
        pytest.param("/", "is an absolute path; write it from the repository's top", id="slash"),
        pytest.param("C:/a", "is an absolute path; write it from the repository's top", id="drive"),
        pytest.param(
            "a\\b", 'holds a backslash; write "/" between folders, and "[*]" for a star itself', id="backslash"
        ),
        pytest.param(
            "./a", 'holds the folder "."; write the path from the repository\'s top without it', id="leading-dot"
        ),
        pytest.param("a/./b", 'holds the folder "."; write the path from the repository\'s top without it', id="dot"),
        pytest.param("a/..", 'holds the folder ".."; write the path from the repository\'s top without it', id="dots"),
        pytest.param(
            "a/../", 'holds the folder ".."; write the path from the repository\'s top without it', id="dots/"
        ),
        pytest.param("a\0", 'holds a control character; write "?" in its place', id="nul"),
        pytest.param("a\nb", 'holds a control character; write "?" in its place', id="newline"),
        pytest.param("a\x7f", 'holds a control character; write "?" in its place', id="delete"),
        pytest.param("a\x85", 'holds a control character; write "?" in its place', id="c1"),
        pytest.param("a//b", 'holds "//"; write one "/" between folders', id="empty-component"),
        pytest.param("a//", 'holds "//"; write one "/" between folders', id="two-slashes-at-the-end"),
        pytest.param("a**b", 'joins "**" to other text; write "*", or "**" between slashes', id="glued"),
        pytest.param("**.py", 'joins "**" to other text; write "*", or "**" between slashes', id="glued-before"),
        pytest.param("a/***", 'joins "**" to other text; write "*", or "**" between slashes', id="three-stars"),
        pytest.param(
            "[a/b]",
            'has a "[" that is not closed before the next "/"; add the "]", or write "[[]" for the character',
            id="class-over-a-slash",
        ),
        pytest.param(
            "a[!]",
            'has a "[" that is not closed before the next "/"; add the "]", or write "[[]" for the character',
            id="unclosed",
        ),
        pytest.param("[z-a]", 'has the backward range "z-a"; write the smaller character first', id="backward-range"),
        pytest.param("[!0-9z-a]", 'has the backward range "z-a"; write the smaller character first', id="second-range"),
        pytest.param("a" * (MAX_LENGTH + 1), "is longer than 1000 characters; write several shorter globs", id="long"),
        pytest.param(
            "*a" * (MAX_WILDCARDS + 1), "has more than 50 wildcards; write several simpler globs", id="wildcards"
        ),
    ],
)
def test_what_is_no_glob_is_refused_with_the_next_act(glob: str, why: str) -> None:
    assert problem(glob) == why


@pytest.mark.parametrize(
    "glob",
    [
        "a",
        "a/",
        ".github/**",
        "a/b.c",
        "**",
        "*",
        "...",
        "a..b",
        "[]]",
        "[*][*]",
        "[[]a]",
        "é\U0001f6e9",
        "c:a",
        "a b",
        "a" * MAX_LENGTH,
        "*a" * MAX_WILDCARDS,
        "[a-]",
        "[-a]",
        "[a-a]",
        "**/*.py",
        "]",
        "{a,b}",
        "~/a",
        "!a",
        "#a",
    ],
)
def test_what_is_a_glob_is_let_pass(glob: str) -> None:
    assert problem(glob) is None


@given(glob=st.text("ab*?[]!-./\\\n\U0001f6e9") | st.text())
def test_any_text_can_be_asked(glob: str) -> None:
    why = problem(glob)
    assert why is None or ("\n" not in why and "; " in why)
    assert isinstance(matcher(glob)("a/b"), bool)
    assert isinstance(is_everything(glob), bool)


@pytest.mark.parametrize(
    "glob",
    [
        "**",
        "*",
        "**/",
        "*/",
        "**/*",
        "*/*",
        "**/*/**",
        "?",
        "?*",
        "**/*.py",
        "*.py",
        "*/*.py",
        "*.*",
        "*.p?",
        "*.[ch]",
        "[!.]*",
        ".*",
        "**/.*",
        "[a-z]*.py",
        "[a-z][a-z]",
        ".[a-z]*",
        "*.*.py",
        "**/?*.toml",
        "*.",
    ],
)
def test_globs_without_a_name_mean_everything(glob: str) -> None:
    assert is_everything(glob)


@pytest.mark.parametrize(
    "glob",
    [
        "tests/**",
        "**/conftest.py",
        "requirements*.txt",
        "src/*.py",
        "a",
        "a/",
        "test_*",
        "*_test.py",
        ".env",
        ".env*",
        ".github/**",
        "*/a",
        "**/a/**",
        "*.egg-info/**",
        "*.test.js",
        "**/*.min.*",
        "a*",
        "?a",
        "[s]rc",
        "a.*",
        "[a",
    ],
)
def test_globs_with_a_name_do_not(glob: str) -> None:
    assert not is_everything(glob)


@given(st.lists(st.sampled_from(["**", "*", "?", "*.*", "?*", ".*", "[!a]", "[a-z]*"]), min_size=1))
def test_one_name_is_enough(components: list[str]) -> None:
    glob = "/".join(components)
    assert is_everything(glob)
    assert is_everything(f"{glob}/*.py")
    assert is_everything(f"{glob}/")
    for named in (f"{glob}/a", f"a/{glob}", f"{glob}/*a/{glob}", f"{glob}/a*.py", f"{glob}/a/"):
        assert not is_everything(named)
