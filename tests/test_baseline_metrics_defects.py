"""Rates of defects, failures and lost lines, of histories that are told commit by commit."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_histories.writing import ADA, BEN, EVE, Story
from walkaround._main import policy_of_tables
from walkaround.baseline_metrics import churn, defects, velocity
from walkaround.baseline_metrics.changes import brought, changes_of
from walkaround.baseline_metrics.figure import Figure, Value
from walkaround.baseline_metrics.history.read import read
from walkaround.baseline_metrics.intervals import poisson, wilson
from walkaround.baseline_metrics.releases import Releases
from walkaround.baseline_metrics.subject import Subject, subject_of
from walkaround.baseline_metrics.window import Window

_ALL = Window(date(2023, 11, 1), date(2024, 12, 31))
_DAY = 24 * 3600
_AI = "\n\nAssisted-by: Claude Code\n"


@pytest.fixture
def story() -> Story:
    made = Story("one")
    made.add(
        "Add a module", {"m.py": "".join(f"def f{n}(x):\n    return x + {n}\n\n\n" for n in range(10))}
    )  # 20 lines of code
    return made


def _subject(story: Story, top: Path, tags: Mapping[str, int] | None = None) -> Subject:
    story.write(top)
    for name, number in (tags or {}).items():
        subprocess.run(["git", "tag", name, story.shas[number]], cwd=top, check=True)
    policy = policy_of_tables(("ai-attribution",), str(top), story.shas[-1])
    return subject_of(read(str(top), story.shas[-1], 0, lambda _: lambda: None), policy)


def _figures(subject: Subject, window: Window = _ALL) -> dict[str, Figure]:
    return {one.id: one for module in (defects, churn) for one in module.figures(subject, window)}


def _told(value: Value) -> tuple[object, ...]:
    return tuple(value)


def test_a_defect_is_whose_lines_it_mends(story: Story, tmp_path: Path) -> None:
    story.change(f"Double{_AI}", ("m.py", "return x + 3", "y = x * 3\n    return y"), author=BEN)
    story.fix("Fix f3", ("m.py", "y = x * 3", "y = x * 2"), of=1, author=EVE)
    story.fix("Fix f4", ("m.py", "return x + 4", "return x + 5"), of=0, author=EVE)
    rate = _figures(_subject(story, tmp_path / "r"))["defect-rate"]
    assert rate.ai is not None
    assert rate.human is not None
    assert [(one.count, one.of) for one in (rate.all, rate.ai, rate.human)] == [(2, 24), (1, 2), (1, 22)]
    assert rate.all.value == pytest.approx(1000 * 2 / 24)
    assert (rate.all.low, rate.all.high) == pytest.approx([1000 * bound / 24 for bound in poisson(2)])


def test_no_line_of_code_makes_no_rate(tmp_path: Path) -> None:
    story = Story("words")
    story.add("Add words", {"README.md": "Words\n"})
    found = _figures(_subject(story, tmp_path / "r"))
    assert (found["defect-rate"].all.value, found["fix-rate"].all.value) == (None, None)


def test_a_defect_escapes_with_a_release(story: Story, tmp_path: Path) -> None:
    change = story.change("Double", ("m.py", "return x + 3", "return x * 3"), author=BEN)
    story.fix("Fix f3", ("m.py", "return x * 3", "return x * 2"), of=change, author=EVE)
    fixed = story.fix("Fix f4", ("m.py", "return x + 4", "return x + 5"), of=0, author=EVE)
    tags = {"v1.0": 0, "1.1rc1": change, "nightly": change, "project-1.1.0": fixed}
    found = _figures(_subject(story, tmp_path / "r", tags))["defect-escape"]
    low, high = wilson(1, 2)
    assert _told(found.all) == (50.0, 2, None, pytest.approx(100 * low), pytest.approx(100 * high))


@pytest.mark.parametrize(
    ("name", "is_release"),
    [
        ("v1.2", True), ("1.2.3", True), ("release-2026.1", True), ("name-1.2", True), ("name@1.2.0", True), ("v1_2", True),
        ("1.2.post1", True), ("v1", False), ("1.2rc1", False), ("v1.2.0-beta.2", False), ("1.2.0-SNAPSHOT", False), ("latest", False),
        ("stable", False),
    ],
)  # fmt: skip
def test_releases_have_numbers(story: Story, tmp_path: Path, name: str, is_release: bool) -> None:
    assert bool(Releases(_subject(story, tmp_path / "r", {name: 0}).history)) == is_release


def test_odd_tags_are_read_as_they_are(story: Story, tmp_path: Path) -> None:
    """Names with line separators, or made for a search that tries every way; tags of tags, and of what is no commit."""
    history = _subject(story, tmp_path / "r").history

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=tmp_path / "r", check=True, env=_TAGGING)

    for name in ("1.1\u2028x", "v1.2\x85y", f"1.0{'a' * 60}!", f"1.0{'-a' * 40}!", "1." * 100 + "!"):
        git("tag", name, story.shas[0])
    git("tag", "v8-tree", f"{story.shas[0]}^{{tree}}")
    git("tag", "-a", "-m", "-", "v8.0", f"{story.shas[0]}^{{tree}}")
    git("tag", "-a", "-m", "-", "v8.1", "v8.0")
    assert not Releases(history)
    git("tag", "-a", "-m", "-", "inner", story.shas[0])
    git("tag", "-a", "-m", "-", "v9.0", "inner")
    assert Releases(history)


_TAGGING = {**os.environ, "GIT_COMMITTER_NAME": "ann", "GIT_COMMITTER_EMAIL": "ann@example.org"}


def test_without_a_release_nothing_is_said_of_escapes(story: Story, tmp_path: Path) -> None:
    found = _figures(_subject(story, tmp_path / "r"))["defect-escape"]
    assert (found.basis, found.all.value) == ("absent", None)


def _pulls(story: Story) -> tuple[int, int]:
    """Two branches, of which the second one began before the first one was merged; the merges."""
    start = story.change("Start", ("m.py", "return x + 9", "return x - 9"))
    one = story.change("Double", ("m.py", "return x + 3", "return x * 3"), author=BEN)
    story.go(start)
    story.change("Quarter", ("m.py", "return x + 8", "return x / 8"), author=EVE)
    other = story.change("Halve", ("m.py", "return x / 8", "return x / 2"), author=EVE)
    story.go(start)
    first = story.merge(one, "Merge pull request #1 from ben/double")
    second = story.merge(
        other, "Merge pull request #2 from eve/halve", ("m.py", "return x + 3", "return x * 3"), taking=["m.py"]
    )
    return first, second


def test_a_pull_request_is_what_its_merge_brings(story: Story, tmp_path: Path) -> None:
    first, second = _pulls(story)
    subject = _subject(story, tmp_path / "r")
    numbers = {sha: number for number, sha in enumerate(story.shas)}
    told = [numbers[one.entry.commit.sha] for one in subject.made]
    changes, are_pulls = changes_of(subject, _ALL)
    assert are_pulls
    assert [{told[number] for number in change.numbers} for change in changes] == [{2, first}, {3, 4, second}]


@st.composite
def _histories(draw: st.DrawFn) -> list[list[int]]:
    """The parents of each commit; those of a commit have lower numbers, and -1 is one that was not read."""
    found: list[list[int]] = [[]]
    for number in range(1, draw(st.integers(2, 14))):
        parents = st.integers(max(-1, number - 6), number - 1)
        found.append(draw(st.lists(parents, min_size=1, max_size=3, unique=True)))
    return found


@settings(max_examples=50)
@given(_histories())
def test_what_a_merge_brings_is_what_only_its_further_parents_reach(parents: list[list[int]]) -> None:
    reach: list[set[int]] = []
    for number, some in enumerate(parents):
        reach.append({number}.union(*(reach[one] for one in some if one >= 0)))
    for merge, (first, *others) in enumerate(parents[1:], 1):
        theirs = set().union(*(reach[one] for one in others if one >= 0))
        assert set(brought(merge, parents)) == {merge} | theirs - (reach[first] if first >= 0 else set())


@pytest.mark.parametrize(
    ("further", "pulls"), [(("Merge branch 'side'",), 1), (("Merge branch 'side'", "Merge branch 'other'"), 3)],
    ids=["as many as with a number", "more"],
)  # fmt: skip
def test_a_branch_that_is_merged_by_hand_counts_where_most_are(
    story: Story, tmp_path: Path, further: Sequence[str], pulls: int
) -> None:
    for number, message in enumerate(("Merge pull request #1 from ben/sums", *further)):
        side = story.add(f"Add {number}{_AI if number == 0 else ''}", {f"n{number}.py": "x = 1\n"}, author=BEN)
        story.go(side - 1)
        story.merge(side, message)
    merged = velocity.figures(_subject(story, tmp_path / "r"), _ALL)[0]
    assert merged.ai is not None
    assert (merged.all.count, merged.ai.count) == (pulls, 1)  # which its own commit is marked for, and not the merge
    assert sum(point.ai.count for point in merged.weeks if point.ai) == 1
    assert (merged.all.low, merged.all.high) == pytest.approx([end * 7 / _ALL.days for end in poisson(pulls)])


def test_a_change_fails_when_it_is_taken_back_or_mended_in_haste(story: Story, tmp_path: Path) -> None:
    _pulls(story)
    story.change("Third (#3)", ("m.py", "return x + 5", "return x * 5"), author=BEN)
    story.change("Fourth (#4)", ("m.py", "return x + 6", "return x * 6"), author=BEN)
    story.fix("Fix f6 (#5)", ("m.py", "return x * 6", "return x * 7"), of=6, author=EVE)
    story.fix("hotfix: f3 (#6)", ("m.py", "return x * 3", "return x * 2"), of=2, author=EVE)
    story.revert(7)
    found = _figures(_subject(story, tmp_path / "r"))
    low, high = wilson(2, 6)  # the first and the third of six
    assert _told(found["change-failure"].all) == (
        pytest.approx(100 / 3), 6, None, pytest.approx(100 * low), pytest.approx(100 * high),
    )  # fmt: skip
    assert _told(found["reverts"].all)[:2] == (10.0, 10)


@pytest.mark.parametrize(
    "message",
    [
        'Revert "Merge pull request #1 from ben/double"\n\nThis reverts commit <{first}>, reversing\nchanges made to <1>.\n',
        'Revert "Double" (#3)\n\nReverts ben/sums#1\n',
    ],
    ids=["the merge", "its number"],
)
def test_a_merge_that_is_taken_back_has_failed(story: Story, tmp_path: Path, message: str) -> None:
    first, _ = _pulls(story)
    story.change(message.format(first=first), ("m.py", "return x * 3", "return x + 3"), author=EVE)
    assert _told(_figures(_subject(story, tmp_path / "r"))["change-failure"].all)[:2] == (50.0, 2)


def test_what_is_taken_back_need_not_be_code(story: Story, tmp_path: Path) -> None:
    number = story.add("Serve on all addresses (#3)", {"Dockerfile": "FROM scratch\nEXPOSE 80\n"}, author=BEN)
    story.revert(number)
    found = _figures(_subject(story, tmp_path / "r"))
    assert _told(found["reverts"].all)[:2] == (pytest.approx(100 / 3), 3)
    assert _told(found["change-failure"].all)[:2] == (100.0, 1)


def test_a_squash_is_taken_back_by_its_title(story: Story, tmp_path: Path) -> None:
    story.change("Third (#3)", ("m.py", "return x + 5", "return x * 5"), author=BEN)
    story.change('Revert "Third" (#4)', ("m.py", "return x * 5", "return x + 5"), author=EVE)
    assert _told(_figures(_subject(story, tmp_path / "r"))["change-failure"].all)[:2] == (100.0, 1)


def test_lines_that_are_gone_soon_and_lines_that_are_left(story: Story, tmp_path: Path) -> None:
    day = 24 * 3600
    story.change("Ten days later", ("m.py", "return x + 1\n", "return x - 1\n"), author=BEN, after=10 * day)
    story.change(
        "In a month",
        ("m.py", "return x + 2\n", "return x - 2\n"),
        ("m.py", "def f7(x):\n    return x + 7\n", ""),
        author=BEN,
        after=30 * day,
    )
    story.add("And then", {"n.py": "x = 1\n"}, author=ADA, after=20 * day)
    subject = _subject(story, tmp_path / "r")
    end = date.fromtimestamp(subject.made[-1].entry.commit.committed)
    found = _figures(subject, Window(_ALL.first, end))
    # Of 20 lines, one was gone after ten days, three later; the last commit is not two weeks old.
    assert _told(found["churn"].all) == (pytest.approx(100 * 1 / 22), 3, 22, None, None)
    assert _told(found["survival"].all) == (pytest.approx(100 * (23 - 4) / 23), 4, 23, None, None)
    early = _figures(subject, Window(_ALL.first, date.fromtimestamp(subject.made[1].entry.commit.committed)))
    assert _told(early["survival"].all) == (pytest.approx(100 * (21 - 1) / 21), 2, 21, None, None)
    assert early["churn"].basis == "absent"
