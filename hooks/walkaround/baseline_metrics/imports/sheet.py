"""What one file gives: its rows, and what was left out, counted and said."""

import os
import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

from ..._commands import count
from ..._finding import NotJudged
from ..pattern import pattern
from .cells import Unfit, moment
from .model import Row, Source

MOST_NAMED = 20  # rows of one file that are named one by one
_DAY = pattern(r"(?<!\d)(\d{4})[-_]?(\d\d)[-_]?(\d\d)(?!\d)", re.ASCII)
_COMMIT = pattern(r"(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{40})(?![0-9a-f])")
_NOON = 43200


class Store:
    """The rows of all files; one that is there under its key already counts once."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._at: dict[type, dict[Hashable, int]] = {}

    def put(self, row: Row, key: Hashable) -> bool:
        """Whether it is new. Of two with one key the fuller one stays, as an older export may not know the end."""
        if key is None:
            self.rows.append(row)
            return True
        at = self._at.setdefault(type(row), {}).setdefault(key, len(self.rows))
        if at == len(self.rows):
            self.rows.append(row)
            return True
        if _known(row) > _known(self.rows[at]):
            self.rows[at] = row
        return False


def _known(row: Row) -> int:
    return sum(one is not None for one in row)


class Sheet:
    """A file as it is read. `levels` is how much of a commit a machine made, `moments` when it was committed."""

    def __init__(self, path: str, store: Store, levels: Mapping[str, str], moments: Mapping[str, int]) -> None:
        self.path = path
        self.form = "nothing known"
        self.notes: list[str] = []
        self.errors: list[NotJudged] = []
        self._store = store
        self._levels = levels
        self._moments = moments
        self._used = self._repeated = self._left = 0
        self._passed: Counter[str] = Counter()
        self._remarks: Counter[str] = Counter()

    def put(self, row: Row, key: Hashable = None) -> None:
        """What a row of the file says."""
        self.put_all([(row, key)])

    def put_all(self, rows: Sequence[tuple[Row, Hashable]]) -> None:
        """What one row of the file says, in several words."""
        news = [self._store.put(row, key) for row, key in rows]
        if any(news):
            self._used += 1
        else:
            self._repeated += 1

    def left_out(self, place: str, why: str) -> None:
        """A row with something wrong in it."""
        self._left += 1
        if self._left <= MOST_NAMED:
            self.misnamed(place, why)

    def misnamed(self, place: str, why: str) -> None:
        """Something that is no row, such as a column."""
        self.errors.append(NotJudged(f"{self.path}:{place}" if place else self.path, why))

    def passed_over(self, what: str) -> None:
        """A row that is no matter of a report."""
        self._passed[what] += 1

    def remark(self, what: str, times: int = 1) -> None:
        """What has to be known of a value that counts all the same."""
        self._remarks[what] += times

    def refused(self, why: str) -> NotJudged:
        """The whole file."""
        return NotJudged(self.path, why)

    def moment(self, name: str, value: object) -> int:
        seconds, zoned = moment(name, value)
        if not zoned:
            self.remark("times without a zone, which were taken as UTC")
        return seconds

    def ai(self, commit: object) -> bool | None:
        """Whether AI had a part in a commit; None for one that is not in the history."""
        level = self._levels.get(commit) if isinstance(commit, str) else None
        return None if level is None else level != "none"

    def day(self, commit: object = None) -> int:
        """When a file that bears no time is of: by a commit that it names, else by a day or a commit in its name."""
        if isinstance(commit, str) and commit in self._moments:
            return self._moments[commit]
        folder, name = os.path.split(os.path.abspath(self.path))
        for text in (name, os.path.basename(folder)):
            named = _COMMIT.search(text)
            if named is not None and named[0] in self._moments:
                return self._moments[named[0]]
            for found in _DAY.finditer(text):
                try:
                    return moment("day", "-".join(found.groups()))[0] + _NOON
                except Unfit:
                    continue
        raise self.refused("does not say of which day it is; name it by its day, as in 2026-11-29.json")

    def source(self) -> Source:
        """What became of it, once it is read."""
        unnamed = self._left - MOST_NAMED
        if unnamed > 0:
            why = f"{count(unnamed, 'more row')} left out; correct those that are named first"
            self.errors.append(NotJudged(self.path, why))
        self.notes += (f"{self.path}: {what}: {number}." for what, number in self._remarks.items())
        return Source(self.path, self.form, self._used, self._repeated, self._left, dict(self._passed))
