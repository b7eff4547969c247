"""The labelled tests: every file parses, every mark is well formed, no rule is thin; and how findings are scored."""

from __future__ import annotations

import ast
import re
import textwrap
from collections import Counter
from pathlib import Path

import pytest

from labelled_tests import RULES, Bad, Good, MarkError, Said, marks, marks_of, score

FOLDER = Path(__file__).parent / "labelled" / "tests"
SAMPLE = textwrap.dedent(
    """\
    @pytest.mark.parametrize("n", [1, 1])  # bad: TST009
    def test_one(n):
        assert n == n  # bad: TST002/TST004


    @slow
    def test_two():  # good: TST001
        check()


    def helper():
        pass
    """
)


def test_the_set_is_large_enough() -> None:
    known = marks(FOLDER)
    assert len({mark.path for mark in known.bad} & {mark.path for mark in known.good}) >= 25
    assert len(known.bad) >= 200
    assert len(known.good) >= 250


def test_no_rule_is_thin() -> None:
    known = marks(FOLDER)
    bad, near = Counter(mark.rule for mark in known.bad), Counter(rule for test in known.good for rule in test.like)
    assert {rule: (bad[rule], near[rule]) for rule in RULES if bad[rule] < 12 or near[rule] < 10} == {}


def test_no_test_is_a_copy_of_another_with_other_names() -> None:
    seen: Counter[str] = Counter()
    for path in sorted(FOLDER.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        lines = {mark.line for mark in marks_of(path.name, text).bad}
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and lines & {*range(node.lineno, _end(node))}:
                seen[re.sub(r"(id|attr|name|arg)='\w+'|value='[^']*'", "_", ast.dump(node))] += 1
    assert [shape for shape, number in seen.items() if number > 1] == []


def _end(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) + 1


def test_marks_are_read() -> None:
    known = marks_of("a.py", SAMPLE)
    assert known.bad == [Bad("a.py", 1, "TST009"), Bad("a.py", 3, "TST002", ("TST004",))]
    assert known.good == [Good("a.py", 6, 8, "test_two", ("TST001",))]
    assert known.tests == [("a.py", 1, 3), ("a.py", 6, 8), ("a.py", 11, 12)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = 1  # bad\n", "a.py:1: a mark is written '# bad: TST001', '# good' or '# good: TST001'"),
        ("x = 1  # Bad: TST001\n", "a.py:1: a mark is written '# bad: TST001', '# good' or '# good: TST001'"),
        ("x = 1  # bad: TST010\n", "a.py:1: a mark is written '# bad: TST001', '# good' or '# good: TST001'"),
        ("# bad: TST001\n", "a.py:1: a mark stands at the end of a line of code"),
        ("x = 1  # good\n", "a.py:1: '# good' stands at the end of a line with 'def'"),
        ("def f():  # good\n    x = 1  # bad: TST002\n", "a.py:2: a bad line in a test that is marked as good"),
    ],
    ids=["no rule", "capital", "no such rule", "alone", "no def", "bad in good"],
)
def test_what_is_nearly_a_mark_is_an_error(text: str, message: str) -> None:
    with pytest.raises(MarkError) as caught:
        marks_of("a.py", text)
    assert str(caught.value) == message


def test_the_score() -> None:
    known = marks_of("a.py", SAMPLE)
    nine, two, astray = Said("a.py", 1, "TST001"), Said("a.py", 3, "TST004"), Said("a.py", 12, "TST005")
    false = Said("a.py", 7, "TST001")
    result = score(known, [nine, two, astray, false, false])
    assert result.caught == [Bad("a.py", 3, "TST002", ("TST004",))]
    assert result.missed == [Bad("a.py", 1, "TST009")]
    assert result.false == [(known.good[0], false)]
    assert result.astray == [astray]


def test_the_score_of_a_tool_with_other_rules() -> None:
    result = score(marks_of("a.py", SAMPLE), [Said("a.py", 1, "PT014")], any_rule=True)
    assert [mark.rule for mark in result.caught] == ["TST009"]
    assert result.astray == []
