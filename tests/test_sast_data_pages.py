"""The pages of the data rules: their examples are true, and their last line says what the rule says."""

import re
from pathlib import Path

import pytest

from sast_data_support import found, marked
from walkaround.sast._rules import Defect
from walkaround.sast._rules.data import DEFECTS

PAGES = Path(__file__).parents[1] / "docs" / "sast"


def _block(page: str, heading: str) -> str:
    hit = re.search(rf"(?ms)^## {heading}\n\n```python\n(.*?)^```", page)
    assert hit is not None
    return hit[1]


@pytest.mark.parametrize("defect", DEFECTS, ids=[one.rule.id for one in DEFECTS])
def test_the_page_of_a_rule_is_true(defect: Defect) -> None:
    page = (PAGES / f"{defect.rule.id}.md").read_text(encoding="utf-8")
    bad, good = _block(page, "Bad"), _block(page, "Good")
    assert page.startswith(f"# {defect.rule.id}: {defect.rule.name}\n")
    assert found(bad) == marked(bad) != []
    assert found(good) == []
    said = f"CWE-{defect.cwe}, severity {defect.severity}, confidence {defect.confidence}; judged offline.\n"
    assert page.endswith(said)
