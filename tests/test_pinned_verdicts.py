"""Every format under `strict`, held to verdicts that were written down before the readers were."""

import re
from collections.abc import Mapping

import pytest

from pinned_support import MARK, SHA, STRICT, judge
from pinned_verdicts import VERDICTS
from walkaround._finding import Finding

FINE = "»"


def filled(text: str) -> str:
    """The text with values of the right form for its placeholders."""
    text = re.sub(r"\bSHA\b", SHA, text)
    return text.replace("DIGEST", "sha256:" + "ab" * 32).replace("HEX64", "cd" * 32)


def places(text: str, mark: str) -> set[tuple[int, int]]:
    """Where a mark stands, counted without any mark."""
    found = set()
    for number, line in enumerate(text.splitlines(), 1):
        for at, sign in enumerate(line):
            if sign == mark:
                before = line[:at]
                found.add((number, at + 1 - before.count(MARK) - before.count(FINE)))
    return found


def clean(text: str) -> str:
    return text.replace(MARK, "").replace(FINE, "")


TREE: Mapping[str, str] = {path: filled(text) for path, text in VERDICTS.items()}


@pytest.mark.parametrize("path", TREE)
def test_verdicts(path: str) -> None:
    said = judge({name: clean(text) for name, text in TREE.items()}, [path], STRICT)
    assert {one.rule for one in said if isinstance(one, Finding)} <= {"PIN001"}
    assert [one for one in said if not isinstance(one, Finding)] == []
    found = {(one.line, one.column) for one in said if isinstance(one, Finding)}
    assert found == places(TREE[path], MARK)


def test_there_are_enough_verdicts() -> None:
    loose, fine = (sum(text.count(mark) for text in TREE.values()) for mark in (MARK, FINE))
    assert loose >= 100
    assert fine >= 75
    assert loose + fine >= 200
