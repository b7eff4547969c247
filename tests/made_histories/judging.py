"""What `induced` finds in a made history, beside what is true of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from walkaround.baseline_metrics.history.read import read
from walkaround.baseline_metrics.induced import Induced, induced
from walkaround.baseline_metrics.kinds import kind_of

from .writing import Story

Pair = tuple[int, int]  # a fix, and a commit in which the defect began, by their numbers in the story


class Judged(NamedTuple):
    """`found` and `true` are of the commits that the newest one reaches."""

    story: Story
    found: dict[Pair, Induced]
    true: frozenset[Pair]

    @property
    def wrong(self) -> set[Pair]:
        return set(self.found) - self.true

    @property
    def missed(self) -> set[Pair]:
        return set(self.true - set(self.found))

    def subjects(self, pairs: set[Pair]) -> list[tuple[str, str]]:
        """For people: of each pair what was mended, and where it is said to have begun."""
        return [(self._subject(fix), self._subject(origin)) for fix, origin in sorted(pairs)]

    def _subject(self, number: int) -> str:
        return self.story.commits[number].message.decode("utf-8", "replace").partition("\n")[0]


def judged(story: Story, top: Path) -> Judged:
    """Make the repository in a folder that is not there yet, and trace its fixes."""
    story.write(top)
    ignored = frozenset(story.shas[number] for number in story.ignored)
    entries = read(str(top), story.shas[-1], 0, lambda _: lambda: None, ignored).entries
    kinds = [kind_of(entry.commit.message, entry.commit.author, len(entry.commit.parents)) for entry in entries]
    numbers = {sha: number for number, sha in enumerate(story.shas)}
    told = [numbers[entry.commit.sha] for entry in entries]
    found = {(told[one.fix], told[one.origin]): one for one in induced(entries, kinds)}
    reached = set(told)
    true = frozenset((fix, origin) for fix, origins in story.truth.items() if fix in reached for origin in origins)
    return Judged(story, found, true)


class Score(NamedTuple):
    """Of pairs, or of commits in which a defect began: how many were found, are true, and both."""

    found: int
    true: int
    both: int

    @property
    def precision(self) -> float:
        return self.both / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.both / self.true if self.true else 1.0


def scores(stories: Sequence[tuple[set[Pair], frozenset[Pair]]]) -> tuple[Score, Score]:
    """Over pairs, and over the commits in which a defect began, of what was found and what is true in each story."""
    pairs, commits = Score(0, 0, 0), Score(0, 0, 0)
    for found, true in stories:
        pairs = _more(pairs, found, true)
        commits = _more(commits, {origin for _, origin in found}, {origin for _, origin in true})
    return pairs, commits


def _more(score: Score, found: "set[Pair] | set[int]", true: "frozenset[Pair] | set[int]") -> Score:
    both = len({*found} & {*true})
    return Score(score.found + len(found), score.true + len(true), score.both + both)
