"""In which commits the defects began that later commits mend: SZZ, over the lines that a fix takes away.

The lines of code that a fix removes are the defect, and who made them introduced it. Left out are blank lines and
comments, tests, documents and foreign code; what is formatted anew or moved is nobody's new line (see `history`). Lone
brackets and imports count where there is nothing else. A revert names its commit, and the lines that one brings back
belong to whom it took them from. A copy of a commit, by `git cherry-pick` or a rebase, is the commit. What a person
mends of the own work within an hour was still being written. A fix that removes no code is traced by the lines that it
indents, or between which it stands, and is marked as weaker. One that sweeps over lines of many commits is traced to
none.

Sources: Sliwerski, Zimmermann and Zeller, When do changes induce fixes? (2005); Kim, Zimmermann, Pan and Whitehead,
Automatic identification of bug-introducing changes (2006); da Costa et al., A framework for evaluating the results of
the SZZ approach (2017); Sahal and Tosun, Identifying bug-inducing changes for code additions (2018).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from .history.entry import Entry
from .history.lines import AROUND, BESIDE, INDENTED, Gone
from .history.trace import CODE, SLIGHT
from .kinds import LIKELY, Kind
from .paths import is_code
from .pattern import pattern

# By what a commit was found: the message names it; it is reverted; its lines are removed; or, weaker, they are indented
# or stand beside what is put in.
How = Literal["named", "reverted", "removed", "indented", "beside"]
WEAKER: frozenset[How] = frozenset({"indented", "beside"})
_WRITING = 3600  # seconds within which the own work is still being written
_SWEEPING = 20  # commits whose lines one fix mends, at most: more are rewritten all over, and that is no one defect
_FAR = 40  # reverts of reverts, at most
_SQUASHED = pattern(r"\s*\([#!]\d+\)$")  # what a host puts behind the title of a pull request
_SHORT = 7  # digits, at least, of an id


class Induced(NamedTuple):
    """Commit `origin` introduced what commit `fix` mends, by so many lines; both by their numbers."""

    fix: int
    origin: int
    lines: int
    how: How


def induced(entries: Sequence[Entry], kinds: Sequence[Kind]) -> list[Induced]:
    """For each fix its inducing commits, those with the most lines first; nothing for a copy of an earlier fix."""
    return list(Search(entries, kinds).all())


class Search:
    """What a history tells of where its defects began."""

    def __init__(self, entries: Sequence[Entry], kinds: Sequence[Kind]) -> None:
        self._entries = entries
        self._kinds = kinds
        self._numbers = {entry.commit.sha: number for number, entry in enumerate(entries)}
        self._shas = sorted(self._numbers)
        self._subjects: dict[str, list[int]] = {}
        self._titles = [_subject(entry) for entry in entries]
        for number, title in enumerate(self._titles):
            self._subjects.setdefault(title, []).append(number)
            if title.endswith(")") and (plain := _SQUASHED.sub("", title)) != title:
                self._subjects.setdefault(plain, []).append(number)
        self._pulls = {kind.pull: number for number, kind in enumerate(kinds) if kind.pull}
        self._copies = self._copied()
        self._taken_back = {
            number: self._targets(number) for number, kind in enumerate(kinds) if kind.revert or kind.again
        }

    def all(self) -> Iterator[Induced]:
        for number, kind in enumerate(self._kinds):
            if number in self._copies:
                continue
            if kind.revert:
                yield from (one for one in self._of_revert(number) if self._has_code(one.origin))
            elif kind.fix >= LIKELY:
                yield from self._of_fix(number)

    def reverted(self) -> Iterator[Induced]:
        """For each revert what it takes back, whether or not that has code."""
        for number, kind in enumerate(self._kinds):
            if kind.revert and number not in self._copies:
                yield from self._of_revert(number)

    def _of_revert(self, number: int) -> Iterator[Induced]:
        """What is taken back was the defect, but for a revert: that takes up an earlier work again."""
        for target in self._taken_back[number]:
            kind = self._kinds[target]
            if not kind.revert and not kind.again:
                lines = sum(file.added for file in self._entries[target].files)
                yield Induced(number, self._copies.get(target, target), lines, "reverted")

    def _has_code(self, number: int) -> bool:
        """Whether a commit changes code of the program; a merge does in those that it brings."""
        entry = self._entries[number]
        return entry.commit.is_merge or any(is_code(file.path) for file in entry.files)

    def _of_fix(self, number: int) -> Iterator[Induced]:
        named = [one for name in self._kinds[number].names if (one := self._by_sha(name)) is not None and one != number]
        if named:
            yield from (Induced(number, one, 0, "named") for one in dict.fromkeys(named))
            return
        entry = self._entries[number]
        sources: tuple[tuple[How, int, Sequence[Gone]], ...] = (
            ("removed", CODE, entry.gone), ("indented", INDENTED, entry.beside), ("beside", BESIDE, entry.beside),
            ("removed", SLIGHT, entry.gone), ("beside", AROUND, entry.beside),
        )  # fmt: skip
        for how, kind, some in sources:
            found = self._made_by(number, some, kind)
            if not found:
                continue
            if len(found) > _SWEEPING:
                return
            best = sorted(found.items(), key=lambda one: (-one[1], -one[0]))  # of as many lines, the newer first
            if how in WEAKER:
                best = best[:1]
            yield from (Induced(number, origin, lines, how) for origin, lines in best)
            return

    def _made_by(self, number: int, some: Iterable[Gone], kind: int) -> Counter[int]:
        """Who made these lines, as far as they are code of the program."""
        found: Counter[int] = Counter()
        for gone in some:
            if gone.kind == kind and gone.origin >= 0 and is_code(gone.path):
                origin = self._maker(gone.origin, gone.path)
                if origin >= 0 and not self._is_writing(origin, number):
                    found[origin] += gone.lines
        return found

    def _maker(self, origin: int, path: str) -> int:
        """Past reverts, whose lines are those that were taken away before, and past copies."""
        for _ in range(_FAR):
            for target in self._taken_back.get(origin, ()):
                taken = Counter[int]()
                for gone in self._entries[target].gone:
                    if gone.path == path and gone.kind == CODE:
                        taken[gone.origin] += gone.lines
                if taken:
                    origin = taken.most_common(1)[0][0]
                    break
            else:
                break
        return self._copies.get(origin, origin)

    def _is_writing(self, origin: int, fix: int) -> bool:
        before, after = self._entries[origin].commit, self._entries[fix].commit
        own = before.who == after.who and after.authored - before.authored <= _WRITING
        return own and not self._kinds[fix].hotfix

    def _copied(self) -> Mapping[int, int]:
        """The numbers of copies, each with that of what was copied: as they say, or by author, time and subject."""
        first: dict[tuple[str, int, str], int] = {}
        copies: dict[int, int] = {}
        for number, entry in enumerate(self._entries):
            commit = entry.commit
            if commit.is_merge:
                continue
            original = first.setdefault((commit.who, commit.authored, self._titles[number]), number)
            if original == number and self._kinds[number].picked:
                named = self._by_sha(self._kinds[number].picked)
                original = number if named is None else named
            if original != number:
                copies[number] = copies.get(original, original)
        return copies

    def _targets(self, number: int) -> tuple[int, ...]:
        """What a commit takes back, or for one that brings something back, the reverts of it."""
        kind = self._kinds[number]
        found = [one for name in kind.reverts if (one := self._by_name(name)) is not None and one < number]
        if found:
            return tuple(found)
        quoted = _quoted(self._titles[number])
        if not quoted:
            return ()
        wanted = (f'Revert "{quoted}"', f"Revert: {quoted}", f"revert: {quoted}") if kind.again else (quoted,)
        for text in wanted:
            earlier = [one for one in self._subjects.get(text, ()) if one < number]
            if earlier:
                return (earlier[-1],)
        return ()

    def _by_name(self, name: str) -> int | None:
        return self._pulls.get(name[1:]) if name.startswith("#") else self._by_sha(name)

    def _by_sha(self, name: str) -> int | None:
        """A commit by the beginning of its id; None when there is no such one, or more."""
        at = bisect_left(self._shas, name)
        found = [sha for sha in self._shas[at : at + 2] if sha.startswith(name)]
        return self._numbers[found[0]] if len(found) == 1 and len(name) >= _SHORT else None


def _subject(entry: Entry) -> str:
    return entry.commit.message.lstrip().partition("\n")[0].strip()


def _quoted(subject: str) -> str:
    """What a subject such as `Revert "..."` or `Reapply "..."` names, without the number of its own pull request."""
    _, mark, rest = subject.partition('"')
    if mark:
        return rest.rpartition('"')[0]
    _, colon, rest = subject.partition(": ")
    return rest if colon else ""
