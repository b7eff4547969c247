"""The labelled lines: every file parses, every label is well formed, no family is thin."""

from __future__ import annotations

import ast
import textwrap
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelled_lines import FAMILIES, Finding, Label, LabelError, Score, labels, labels_of, score

OWN = Path(__file__).parent / "labelled" / "own"
# Families of which assistants write most; each needs a dozen bad lines and more.
LARGE = {"sql", "error-disclosure", "jwt", "swallow", "timeout", "deserialisation"}
CRYPTO = {"weak-hash", "password-hash", "static-iv", "cipher", "compare", "random", "tls"}


def counted(kind: str) -> Counter[str]:
    """How many lines of a kind each family has."""
    return Counter(label.family for label in labels(OWN) if label.kind == kind)


def test_the_set_is_large_enough() -> None:
    bad, near = counted("bad"), counted("near")
    assert bad.total() >= 230
    assert near.total() >= 170
    assert {family for family in LARGE if bad[family] < 12} == set()
    assert sum(bad[family] for family in CRYPTO) >= 12


def test_no_family_is_thin() -> None:
    bad, near = counted("bad"), counted("near")
    assert {family: (bad[family], near[family]) for family in FAMILIES if bad[family] < 4 or near[family] < 3} == {}


@pytest.mark.parametrize("path", sorted(OWN.iterdir()), ids=lambda path: path.name)
def test_a_file_parses_and_mixes_bad_with_near(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text, str(path), feature_version=(3, 11)))
    found = list(labels_of(path.name, text))
    assert {"bad", "near"} <= {label.kind for label in found}
    assert 25 <= len(text.splitlines()) <= 90


@pytest.mark.parametrize("path", sorted(OWN.iterdir()), ids=lambda path: path.name)
def test_a_same_line_belongs_to_a_bad_line(path: Path) -> None:
    """A bad line of the family stands in the same function or, for a line outside of functions, in the file."""
    text = path.read_text(encoding="utf-8")
    found = list(labels_of(path.name, text))
    bad = {(label.family, label.line) for label in found if label.kind == "bad"}
    functions = [
        range(node.lineno, (node.end_lineno or node.lineno) + 1)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    for label in found:
        around = [lines for lines in functions if label.line in lines] or [range(1, text.count("\n") + 1)]
        if label.kind == "same":
            assert any((label.family, line) in bad for lines in around for line in lines), label


def test_labels_are_read_from_comments_alone() -> None:
    text = textwrap.dedent('''\
        """Text.  # bad: sql"""
        query = "SELECT" + name  # bad: sql
        mark = "# near: xss"
        pure = "SELECT 1"  # near: sql
        many = call(  # same: timeout
            1,  # bad enough, says the comment
        )  # see: sql
    ''')
    assert list(labels_of("one.py", text)) == [
        Label("one.py", 2, "bad", "sql"),
        Label("one.py", 4, "near", "sql"),
        Label("one.py", 5, "same", "timeout"),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param("x = 1  # bad: squeal", "one.py:1: no such family: squeal", id="unknown family"),
        pytest.param("x = 1  # bad: ", "one.py:1: no such family: ", id="no family"),
        pytest.param("x = 1  # bad: sql, xss", "one.py:1: no such family: sql, xss", id="two families"),
        pytest.param("x = 1  #bad: sql", "one.py:1: a label is written '# bad: sql'", id="no space"),
        pytest.param("x = 1  # Near: sql", "one.py:1: a label is written '# near: sql'", id="capital"),
        pytest.param("# bad: sql", "one.py:1: a label stands at the end of a line of code", id="own line"),
    ],
)
def test_what_is_nearly_a_label_is_an_error(line: str, message: str) -> None:
    with pytest.raises(LabelError) as caught:
        list(labels_of("one.py", line + "\n"))
    assert str(caught.value) == message


@given(st.lists(st.sampled_from(["", "bad", "near", "same"])), st.sampled_from(sorted(FAMILIES)))
def test_every_label_is_found_on_its_line(kinds: list[str], family: str) -> None:
    text = "".join(f"x = 1{f'  # {kind}: {family}' if kind else ''}\n" for kind in kinds)
    found = [(label.line, label.kind, label.family) for label in labels_of("x.py", text)]
    assert found == [(number, kind, family) for number, kind in enumerate(kinds, 1) if kind]


FAR = Label("a.py", 2, "bad", "race")
CLOSE = Label("a.py", 9, "bad", "race")
OTHER = Label("b.py", 5, "bad", "sql")
KNOWN = [FAR, Label("a.py", 4, "near", "race"), Label("a.py", 8, "same", "race"), CLOSE, OTHER]


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        pytest.param([], Score([], [FAR, CLOSE, OTHER], []), id="nothing"),
        pytest.param([Finding("a.py", 2, "race")], Score([FAR], [CLOSE, OTHER], []), id="bad line"),
        pytest.param([Finding("a.py", 8, "race")], Score([CLOSE], [FAR, OTHER], []), id="same line finds the nearest"),
        pytest.param(
            [Finding("a.py", 8, "race"), Finding("a.py", 9, "race")], Score([CLOSE], [FAR, OTHER], []), id="found once"
        ),
        pytest.param(
            [Finding("a.py", 4, "race")],
            Score([], [FAR, CLOSE, OTHER], [Finding("a.py", 4, "race")]),
            id="near line is false",
        ),
        pytest.param(
            [Finding("b.py", 1, "sql")],
            Score([], [FAR, CLOSE, OTHER], [Finding("b.py", 1, "sql")]),
            id="line without label is false",
        ),
        pytest.param([Finding("a.py", 2, "sql")], Score([], [FAR, CLOSE, OTHER], []), id="other family does not count"),
        pytest.param(
            [Finding("a.py", 5, "sql")],
            Score([], [FAR, CLOSE, OTHER], [Finding("a.py", 5, "sql")]),
            id="right line of another file",
        ),
    ],
)
def test_findings_are_scored(findings: list[Finding], expected: Score) -> None:
    assert score(KNOWN, findings) == expected


def test_what_the_labels_say_is_a_full_score() -> None:
    known = labels(OWN)
    bad = [label for label in known if label.kind == "bad"]
    assert score(known, [Finding(label.path, label.line, label.family) for label in bad]) == Score(bad, [], [])


def test_same_lines_alone_find_their_bad_lines() -> None:
    known = labels(OWN)
    halves = [label for label in known if label.kind == "same"]
    result = score(known, [Finding(label.path, label.line, label.family) for label in halves])
    assert result.false == []
    assert {(label.path, label.family) for label in result.found} == {(label.path, label.family) for label in halves}
