"""test-quality on the labelled tests: what it catches of the bad ones, and what it says of the good ones."""

from collections import Counter
from pathlib import Path

import pytest

from labelled_tests import RULES, Marks, Said, Score, marks, score
from walkaround.test_quality import judge_file

FOLDER = Path(__file__).parent / "labelled" / "tests"


@pytest.fixture(scope="module")
def known() -> Marks:
    return marks(FOLDER)


@pytest.fixture(scope="module")
def scored(known: Marks) -> Score:
    said = [
        Said(path.name, one.line, one.rule)
        for path in sorted(FOLDER.glob("*.py"))
        for one in judge_file(path.name, path.read_bytes())
    ]
    return score(known, said)


def test_recall(known: Marks, scored: Score) -> None:
    assert len(scored.caught) >= 0.9 * len(known.bad), scored.missed


@pytest.mark.parametrize("rule", RULES)
def test_no_rule_is_left_behind(known: Marks, scored: Score, rule: str) -> None:
    caught = Counter(mark.rule for mark in scored.caught)
    assert caught[rule] >= 0.75 * Counter(mark.rule for mark in known.bad)[rule]


def test_good_tests_are_left_alone(known: Marks, scored: Score) -> None:
    false = {(test.path, test.first) for test, _ in scored.false}
    assert len(false) <= 0.02 * len(known.good), scored.false


def test_nothing_is_said_where_nothing_is_marked(scored: Score) -> None:
    assert scored.astray == []
