"""The checklist's text as it is shipped, and what a policy may add to it."""

import pytest

from walkaround._data import data_path
from walkaround._managed import find, managed
from walkaround.pr_template._checklist import NAME, TEXT, problem


def shipped() -> bytes:
    with open(data_path(TEXT), "rb") as file:
        return file.read()


def test_shipped_text_has_its_digest_and_is_a_template_by_itself() -> None:
    content = shipped()
    block = find(content, NAME)
    assert block is not None
    assert content == managed(NAME, block.version, block.text).block + b"\n"


# A new text needs a new version and a line here, or older installations would take it for an edit or an older text.
RELEASED = {1: b"96a62e857de10d55", 2: b"49657a31113e99e7"}


def test_shipped_text_changes_only_with_its_version() -> None:
    block = find(shipped(), NAME)
    assert block is not None
    assert RELEASED.get(block.version, block.digest) == block.digest
    assert block.version >= max(RELEASED)


def test_shipped_text_is_plain() -> None:
    """So that it can go into a template of any encoding, and no editor that trims lines takes it for an edit."""
    lines = shipped().decode("ascii").splitlines()
    assert len(lines) < 30
    assert [line for line in lines if line != line.rstrip()] == []


EXTRA_PROBLEMS = {
    "plain": ("Ticket:", None),
    "box": ("[ ] Migration was run", None),
    "letters beyond ASCII": ("Prüfung: ✓", None),
    "empty": ("", "is empty"),
    "blank": ("  ", "is empty"),
    "long": ("x" * 201, "is longer than 200 characters"),
    "line break": ("a\nb", "holds a line break, a control character or an invisible one"),
    "carriage return": ("a\rb", "holds a line break, a control character or an invisible one"),
    "line separator": ("a\u2028b", "holds a line break, a control character or an invisible one"),
    "right-to-left override": ("a\u202eb", "holds a line break, a control character or an invisible one"),
    "comment begins": ("a <!-- b", "holds a comment or a marker; write plain Markdown"),
    "comment ends": ("a --> b", "holds a comment or a marker; write plain Markdown"),
    "marker": ("Walkaround:Checklist end", "holds a comment or a marker; write plain Markdown"),
}


@pytest.mark.parametrize(("line", "why"), EXTRA_PROBLEMS.values(), ids=EXTRA_PROBLEMS)
def test_extra_line_problem(line: str, why: str | None) -> None:
    assert problem(line) == why
