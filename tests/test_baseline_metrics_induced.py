"""Where defects began: over histories of which it is known, and in what those do not tell."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from made_histories.first import FIRST
from made_histories.judging import Judged, judged, scores
from made_histories.second import SECOND
from made_histories.writing import BEN, EVE, Story, told
from walkaround.baseline_metrics.induced import WEAKER

# What is wrong and what is missed in each history, all of it: (what was mended, where it began).
_WRONG: Mapping[str, Sequence[tuple[str, str]]] = {
    # A line is that of the last commit that touched it, and a new name for a variable touches it.
    "billing_python": [
        ("Fix reminders for invoices that are not due yet (#52)", "Rename invoice to bill in reminders")
    ],
}
_MISSED: Mapping[str, Sequence[tuple[str, str]]] = {
    "billing_python": [
        ("Fix reminders for invoices that are not due yet (#52)", "Remind of overdue invoices"),
        ("Sending twice after a failed delivery no longer happens", "Remind of overdue invoices"),
    ],
    "squashes_javascript": [
        ("Fix routes of another method being taken (#9)", "Initial import"),  # in a line that was edited in between
        ("Queries begin with a question mark: correct the match (#15)", "Leave the query out of the match (#7)"),
    ],
    "split_defects_python": [("Fix missing import of os", "Keep thumbnails")],  # which stands far from where it lacks
}


@pytest.fixture(scope="module")
def histories(tmp_path_factory: pytest.TempPathFactory) -> list[Judged]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        top = tmp_path_factory.mktemp("made")
        return [judged(story, top / story.name) for story in told((*FIRST, *SECOND))]


def test_all_that_is_found_and_missed(histories: Sequence[Judged]) -> None:
    assert {one.story.name: found for one in histories if (found := one.subjects(one.wrong))} == _WRONG
    assert {one.story.name: found for one in histories if (found := one.subjects(one.missed))} == _MISSED


def test_how_well_it_does(histories: Sequence[Judged]) -> None:
    pairs, commits = scores([(set(one.found), one.true) for one in histories])
    assert len(histories) >= 12
    assert commits.true >= 60
    assert min(pairs.precision, commits.precision) >= 0.9
    assert min(pairs.recall, commits.recall) >= 0.85


def _only(teller: Story, top: Path) -> Mapping[tuple[str, str], tuple[int, str]]:
    one = judged(teller, top / teller.name)
    names = {pair: one.subjects({pair})[0] for pair in one.found}
    return {names[pair]: (found.lines, found.how) for pair, found in one.found.items()}


@pytest.fixture
def story() -> Story:
    made = Story("one")
    made.add(
        "Add a module",
        {
            "m.py": "import os\n\n\ndef f(x):\n    y = x + 1\n    return y\n",
            "test_m.py": "def test_f():\n    assert f(1) == 3\n",
        },
    )
    return made


def test_a_fix_that_removes_nothing_is_weaker(story: Story, tmp_path: Path) -> None:
    story.fix("Fix None", ("m.py", "    y = x", "    if x is None:\n        return 0\n    y = x"), of=0, author=BEN)
    assert _only(story, tmp_path) == {("Fix None", "Add a module"): (4, "beside")}
    assert "beside" in WEAKER


def test_lines_that_a_fix_indents_are_what_it_guards(story: Story, tmp_path: Path) -> None:
    story.fix(
        "Fix None",
        ("m.py", "    y = x + 1\n    return y\n", "    if x is not None:\n        y = x + 1\n        return y\n"),
        of=0,
        author=BEN,
    )
    assert _only(story, tmp_path) == {("Fix None", "Add a module"): (2, "indented")}


def test_a_fix_of_tests_and_documents_alone_is_traced_nowhere(story: Story, tmp_path: Path) -> None:
    story.change("Fix expectation", ("test_m.py", "== 3", "== 2"), author=BEN)
    assert _only(story, tmp_path) == {}


def test_an_import_counts_where_nothing_else_is_removed(story: Story, tmp_path: Path) -> None:
    change = story.change("Import re", ("m.py", "import os\n", "import os, re\n"), author=BEN)
    story.fix("Fix crash of the import", ("m.py", "import os, re\n", "import os\n"), of=change, author=EVE)
    story.fix("Fix sum, import nothing", ("m.py", "import os\n", ""), ("m.py", "x + 1", "x - 1"), of=0, author=BEN)
    assert _only(story, tmp_path) == {
        ("Fix crash of the import", "Import re"): (1, "removed"),
        ("Fix sum, import nothing", "Add a module"): (1, "removed"),
    }  # fmt: skip


def test_own_work_within_the_hour_is_still_being_written(story: Story, tmp_path: Path) -> None:
    story.change("Double", ("m.py", "x + 1", "x * 3"), author=BEN)
    story.fix("Fix factor", ("m.py", "x * 3", "x * 2"), of=(), author=BEN, after=3600)
    assert _only(story, tmp_path) == {}


@pytest.mark.parametrize(
    ("message", "author", "after"),
    [("Fix factor", BEN, 3601), ("Fix factor", EVE, 60), ("Hotfix: factor", BEN, 60)],
    ids=["an hour later", "somebody else", "in haste"],
)
def test_a_fix_of_what_is_out(story: Story, tmp_path: Path, message: str, author: str, after: int) -> None:
    story.change("Double", ("m.py", "x + 1", "x * 3"), author=BEN)
    story.fix(message, ("m.py", "x * 3", "x * 2"), of=1, author=author, after=after)
    assert _only(story, tmp_path) == {(message, "Double"): (1, "removed")}


def test_a_revert_of_documents_mends_no_program(story: Story, tmp_path: Path) -> None:
    number = story.add("Describe it", {"README.md": "It adds.\n"})
    story.revert(number)
    assert _only(story, tmp_path) == {}


def test_an_id_that_is_of_no_commit_names_none(story: Story, tmp_path: Path) -> None:
    story.fix('Fix sum\n\nFixes: 0123456789ab ("Sum")\n', ("m.py", "x + 1", "x - 1"), of=0, author=BEN)
    story.change(
        'Revert "What never was"\n\nThis reverts commit 0123456789abcdef.\n', ("m.py", "x - 1", "x"), author=BEN
    )
    assert _only(story, tmp_path) == {("Fix sum", "Add a module"): (1, "removed")}


@pytest.mark.parametrize(("commits", "traced"), [(20, 20), (21, 0)])
def test_what_sweeps_over_lines_of_many_commits_is_no_one_defect(tmp_path: Path, commits: int, traced: int) -> None:
    made = Story("many")
    made.add("Begin", {"m.py": ""})
    for number in range(commits):
        made.add(f"Step {number}", {"m.py": made.text("m.py") + f"x{number} = {number}\n"}, author=BEN)
    made.add("Fix all of it", {"m.py": "x = range(20)\n"}, author=EVE)
    assert len(judged(made, tmp_path / "many").found) == traced
