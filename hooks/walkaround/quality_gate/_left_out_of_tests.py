"""Which new lines a change leaves out of coverage and mutation testing, by marks and settings that it brings along."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from .._change import ChangedFile, Delta
from .._finding import NotJudged
from ._keys import NEW_COVERAGE, NEW_MUTATION
from ._model import LeftOut
from ._programs import changed_sources
from ._scene import Scene
from .coverage._exclusions import Exclusions, Match, as_text, spread
from .coverage._exclusions import found as matched
from .coverage._python import python
from .coverage._settings import Settings
from .coverage._settings import settings as coverage_settings

_CHECKING = re.compile(r"(?:el)?if\s+(?:\w+\.)?TYPE_CHECKING\s*:\s*#")
_CODE = 12  # letters before a mark, from which on a row is told from others by itself


def found(scene: Scene) -> Iterator[LeftOut]:
    """What the change leaves out of those of the two that the policy asks for."""
    sources = changed_sources(scene.delta, scene.excluded)
    known = {path: content for path in sources if (content := _read(scene.delta, path)) is not None}
    marks = _Marks(scene.delta)
    if scene.policy[NEW_COVERAGE] > 0:
        yield from _of_coverage(scene.delta, known, marks)
    if scene.policy[NEW_MUTATION] > 0:
        yield _of_mutation(scene.delta, known, marks)


def _of_coverage(delta: Delta, sources: Mapping[str, bytes], marks: "_Marks") -> Iterator[LeftOut]:
    settings = coverage_settings(lambda name: _read(delta, name) if name in delta.names() else None)
    before = coverage_settings(lambda name: _read_before(delta, name) if name in delta.names_before() else None)
    omitted, by_mark, by_pattern = {}, {}, {}
    with Exclusions(settings.excluded) as exclusions:
        for path, content in sources.items():
            file, source = delta.file(path), python(content)
            if file is None or source is None:
                continue
            able = file.new & source.statements
            if settings.leaves_out(path):
                omitted[path] = frozenset() if before.leaves_out(path) else able
            elif able:
                matches = exclusions.matches(content)
                old, marked = _sorted_out(file, content, matches, settings, before, marks)
                was = spread(source, old)
                by_mark[path] = (spread(source, marked) - was) & able
                by_pattern[path] = (spread(source, matches) - spread(source, [*old, *marked])) & able
    yield LeftOut("coverage", "marks in comments", by_mark)
    yield LeftOut("coverage", "new patterns in coverage's settings", by_pattern)
    yield LeftOut("coverage", "new names in coverage's settings", omitted)


def _sorted_out(
    file: ChangedFile, content: bytes, matches: Iterable[Match], settings: Settings, before: Settings, marks: "_Marks"
) -> tuple[list[Match], list[Match]]:
    """The matches that the base would have had too, and those of new marks."""
    old: list[Match] = []
    marked: list[Match] = []
    for match in matches:
        if settings.excluded[match.pattern] in before.excluded:
            (marked if match.marked and marks.brought(file, content, match.first) else old).append(match)
    return old, marked


def _of_mutation(delta: Delta, sources: Mapping[str, bytes], marks: "_Marks") -> LeftOut:
    lines = {}
    for path, content in sources.items():
        file, source = delta.file(path), python(content) if b"pragma: no " in content else None
        if file is None or source is None:
            continue
        matches = [one for one in matched(as_text(content), ("pragma: no (?:mutate|cover)",)) if one.marked]
        new = {one for one in matches if marks.brought(file, content, one.first)}
        old = [one for one in matches if one not in new]
        lines[path] = (spread(source, new) - spread(source, old)) & file.new & source.statements
    return LeftOut("mutation", "marks in comments", lines)


def _read(delta: Delta, path: str) -> bytes | None:
    try:
        return delta.read(path)
    except NotJudged:  # whoever has to judge it says so
        return None


def _read_before(delta: Delta, path: str) -> bytes | None:
    try:
        return delta.read_before(path)
    except NotJudged:
        return None


class _Marks:
    """The rows with a comment that the change took away somewhere: one of them that stands elsewhere was moved."""

    def __init__(self, delta: Delta) -> None:
        self._delta = delta
        self._gone: Counter[tuple[str, str]] | None = None
        self._rows: Counter[str] = Counter()
        self._known: dict[tuple[str, int], bool] = {}

    def brought(self, file: ChangedFile, content: bytes, line: int) -> bool:
        """Whether a mark came with the change and decides something: one in code for type checkers does not."""
        if line not in file.new:
            return False
        if (file.path, line) not in self._known:
            rows = _rows(content)
            self._known[file.path, line] = not _CHECKING.match(rows[line - 1]) and not self._is_moved(rows, line)
        return self._known[file.path, line]

    def _is_moved(self, rows: Sequence[str], line: int) -> bool:
        """Whether a row stood elsewhere before the change; each that is gone counts for one."""
        if self._gone is None:
            self._gone = self._all_gone()
            for (row, _), number in self._gone.items():
                self._rows[row] += number
        key = rows[line - 1], rows[line] if line < len(rows) else ""
        by_itself = len(key[0].partition("#")[0].strip()) >= _CODE  # it says which one it is
        if (self._rows[key[0]] if by_itself else self._gone[key]) <= 0:
            return False
        self._rows[key[0]] -= 1
        self._gone[key] -= 1
        return True

    def _all_gone(self) -> Counter[tuple[str, str]]:
        before: Counter[tuple[str, str]] = Counter()
        kept: Counter[tuple[str, str]] = Counter()
        for file in self._delta.files:
            if file.path.endswith(".py") and file.before:
                before.update(_commented(_read_before(self._delta, file.before) or b"", frozenset()))
                kept.update(_commented(_read(self._delta, file.path) or b"", file.new))
        for path in self._delta.removed:
            if path.endswith(".py"):
                before.update(_commented(_read_before(self._delta, path) or b"", frozenset()))
        return before - kept


@lru_cache(maxsize=4)
def _rows(content: bytes) -> tuple[str, ...]:
    return tuple(row.strip() for row in as_text(content).split("\n"))


def _commented(content: bytes, new: frozenset[int]) -> Iterator[tuple[str, str]]:
    """The rows with a comment that are not new, each with the one after it."""
    rows = _rows(content) if b"#" in content else ()
    for number, row in enumerate(rows, 1):
        if "#" in row and number not in new:
            yield row, rows[number] if number < len(rows) else ""
