"""Every rule of ours has a page whose examples are judged here: the bad lines are found, the good ones are not."""

import re

import pytest

from tests_support import TOP
from walkaround.sast import RULES
from walkaround.sast._judge import Judge
from walkaround.sast._rules import DEFECTS, Defect

PAGES = TOP / "docs" / "sast"
ALL = [pytest.param(defect, id=defect.rule.id) for defect in DEFECTS]
OFF = frozenset(rule.id for rule in RULES if rule.severity == "off")
HEADINGS = ["## Why", "## Bad", "## Good", "## Remedy"]


def blocks(page: str, heading: str) -> list[str]:
    """The Python blocks below a heading."""
    part = page.partition(f"\n{heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"```python\n(.*?)```", part, re.DOTALL)


def found(source: str) -> list[tuple[str, int]]:
    judged = Judge(OFF, ()).judge("shop/app.py", source.encode())
    assert judged.failures == ()
    return sorted({(spot.rule, spot.line) for spot in judged.spots})


@pytest.mark.parametrize("defect", ALL)
def test_the_page_says_all_there_is_to_say(defect: Defect) -> None:
    page = (PAGES / f"{defect.rule.id}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {defect.rule.id}: {defect.rule.name}\n")
    assert [line for line in page.splitlines() if line.startswith("## ")] == HEADINGS
    levels = f"severity {defect.severity}, confidence {defect.confidence}"
    assert page.splitlines()[-1] == f"CWE-{defect.cwe}, {levels}; judged offline."


@pytest.mark.parametrize("defect", ALL)
def test_the_bad_lines_are_found(defect: Defect) -> None:
    page = (PAGES / f"{defect.rule.id}.md").read_text(encoding="utf-8")
    bad = blocks(page, "## Bad")
    assert bad
    for source in bad:
        marked = [number for number, line in enumerate(source.splitlines(), 1) if f"# {defect.rule.id}" in line]
        assert marked
        assert [(defect.rule.id, line) for line in marked] == [one for one in found(source) if one[0] == defect.rule.id]


@pytest.mark.parametrize("defect", ALL)
def test_the_good_lines_are_not(defect: Defect) -> None:
    good = blocks((PAGES / f"{defect.rule.id}.md").read_text(encoding="utf-8"), "## Good")
    assert good
    for source in good:
        assert found(source) == []


def test_there_is_no_page_of_a_rule_that_is_gone() -> None:
    known = {f"{defect.rule.id}.md" for defect in DEFECTS}
    assert {page.name for page in PAGES.glob("*.md")} == known
