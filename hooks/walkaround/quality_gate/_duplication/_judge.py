"""From a change to its clones, and from them to a share and to findings."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..._change import Delta
from ..._finding import Finding, NotJudged
from ..._measures.jscpd import LINES, MOST_BYTES, Clone, Span, clones
from ..._measures.sources import counted, ending_of, format_of
from .._model import Judged, Measure
from .._noise import is_noise, marked_generated, says_generated
from ._candidates import guess
from ._tree import Tree

CONDITION = "new-duplication"
_QUICK, _THOROUGH = 20.0, 300.0  # seconds that jscpd may take
_REMARKS = (b"#", b"//", b"/*", b"--")
_REMEDY = "Call the one that is there, or move what both need into a function of its own."


class Changed(NamedTuple):
    """A changed source: which of its lines count, and which of those are new."""

    content: bytes
    format: str
    lines: frozenset[int]
    new: frozenset[int]


class Place(NamedTuple):
    """Lines of a file."""

    path: str
    first: int
    last: int

    @property
    def shown(self) -> str:
        return f"{self.path}:{self.first}-{self.last}"

    def lines(self) -> range:
        return range(self.first, self.last + 1)


class Copy(NamedTuple):
    """Two places that say the same; the first of them has new lines."""

    here: Place
    there: Place


def judged(
    delta: Delta, limit: float, tokens: int, small: int, excluded: Callable[[str], bool], thorough: bool
) -> Judged:
    """The share of new lines that repeat others, and where they do."""
    changed, failures = changed_sources(delta, excluded)
    if failures:
        return _absent(limit, failures)
    if not any(one.new for one in changed.values()):
        detail = "the change has no new line in a source that is compared"
        return Judged(Measure(CONDITION, "none", limit=limit, unit="%", detail=detail))
    with Tree(delta.root, delta.head, excluded) as tree:
        if thorough:
            found, partly = compared(changed, tree.of(_formats(changed)), tree.read, tokens, _THOROUGH), False
        else:
            found, partly = _guessed(delta, changed, tree, tokens)
    # Asked only where there is something to weigh: git is started for it.
    paths = {*changed, *(place.path for copy in found for place in copy)} if found else ()
    made = marked_generated(delta, sorted(paths))
    found = [copy for copy in found if made.isdisjoint((copy.here.path, copy.there.path))]
    return _weighed({path: one for path, one in changed.items() if path not in made}, found, limit, small, partly)


def changed_sources(delta: Delta, excluded: Callable[[str], bool]) -> tuple[dict[str, Changed], list[NotJudged]]:
    """The changed sources, those without a new line too: their old lines may be what was copied."""
    changed: dict[str, Changed] = {}
    failures = []
    for file in delta.files:
        format_ = format_of(file.path)
        if not format_ or is_noise(file.path) or excluded(file.path):
            continue
        try:
            content = _read(delta, file.path)
        except NotJudged as failure:
            failures.append(failure)
            continue
        if not says_generated(content):
            lines = counted(content, format_)
            changed[file.path] = Changed(content, format_, lines, lines & file.new)
    return changed, failures


def _read(delta: Delta, path: str) -> bytes:
    content = delta.read(path)
    if len(content) > MOST_BYTES:
        why = f"is larger than {MOST_BYTES >> 20} MiB; name it in `quality-gate.exclude` if nobody wrote it"
        raise NotJudged(path, why)
    return content


def _guessed(delta: Delta, changed: Mapping[str, Changed], tree: Tree, tokens: int) -> tuple[list[Copy], bool]:
    """The copies among the changed files and those few others that a quick look finds, and whether it saw them all."""
    blobs = {path: tree.blobs[path] for path in tree.of(_formats(changed)) if path not in changed}
    sources = {path: (one.content, one.new) for path, one in changed.items()}
    guessed = guess(delta.root, sources, blobs, tree.read)
    if not guessed.changed:
        return [], guessed.partly
    paths = [*guessed.changed, *guessed.others]
    return compared(changed, paths, guessed.others.__getitem__, tokens, _QUICK), guessed.partly


def repeated_lines(
    root: str, commit: str | None, paths: Iterable[str], excluded: Callable[[str], bool], tokens: int
) -> tuple[int, int]:
    """How many lines of these files of a tree repeat others of it, and how many lines they have."""
    with Tree(root, commit, excluded) as tree:
        judged_: dict[str, Changed] = {}
        for path in paths:
            if path in tree.blobs:
                content, format_ = tree.read(path), format_of(path)
                if len(content) <= MOST_BYTES and not says_generated(content):
                    lines = counted(content, format_)
                    judged_[path] = Changed(content, format_, lines, lines)
        if not judged_:
            return 0, 0
        found = compared(judged_, tree.of(_formats(judged_)), tree.read, tokens, _THOROUGH)
    return len(_repeated(judged_, found)), sum(len(one.lines) for one in judged_.values())


def _repeated(changed: Mapping[str, Changed], found: Iterable[Copy]) -> set[tuple[str, int]]:
    """The new lines that are part of a copy."""
    return {(place.path, line) for copy in found for place in copy for line in _new(place, changed)}


def _formats(changed: Mapping[str, Changed]) -> set[str]:
    return {one.format for one in changed.values() if one.new}


def compared(
    changed: Mapping[str, Changed], paths: Iterable[str], read: Callable[[str], bytes], tokens: int, seconds: float
) -> list[Copy]:
    """The copies among these files of which one side has new lines; `read` gives unchanged files."""
    given: list[str] = []

    def sources() -> Iterator[tuple[str, bytes]]:  # one at a time: a tree may be larger than the memory
        for path in sorted(paths):
            content = changed[path].content if path in changed else read(path)
            if len(content) <= MOST_BYTES and not says_generated(content):
                given.append(path)
                yield ending_of(path), content

    found = clones(sources(), tokens, seconds)
    return sorted(set(_copies(found, given, changed)))


def _copies(found: Iterable[Clone], paths: Sequence[str], changed: Mapping[str, Changed]) -> Iterator[Copy]:
    for clone in found:
        sides = [_place(clone.one, paths), _place(clone.other, paths)]
        wholes = [_whole(span, paths, changed) for span in (clone.one, clone.other)]
        if _overlap(*wholes) or not all(_is_code(side, changed) for side in sides):
            continue  # a table, whose rows are alike; or imports
        sides = [
            _shifted(sides[at], sides[1 - at], wholes[1 - at]) if sides[at].path not in changed else wholes[at]
            for at in (0, 1)
        ]
        sides.sort(key=lambda side: (-len(_new(side, changed)), side))
        if _new(sides[0], changed):
            yield Copy(*sides)


def _place(span: Span, paths: Sequence[str]) -> Place:
    return Place(paths[span.source], span.first, span.last)


def _whole(span: Span, paths: Sequence[str], changed: Mapping[str, Changed]) -> Place:
    """The lines that are alike as a whole: a line that differs in its beginning or its end is no copy."""
    place = _place(span, paths)
    if place.path not in changed:
        return place
    rows = _rows(changed[place.path].content)
    first, last = place.first, place.last
    if rows[first - 1 : first] and rows[first - 1][: span.start].strip():
        first += 1
    rest = rows[last - 1][span.end :].strip() if rows[last - 1 : last] else b""
    if rest and not rest.startswith(_REMARKS):
        last -= 1
    return place._replace(first=first, last=last)


def _shifted(place: Place, other: Place, whole: Place) -> Place:
    """The lines of an unchanged file that answer to the whole ones of the other side."""
    first, last = place.first + whole.first - other.first, place.last + whole.last - other.last
    return place._replace(first=first, last=last) if first <= last else place


@lru_cache(maxsize=64)
def _rows(content: bytes) -> tuple[bytes, ...]:
    return tuple(content.split(b"\n"))


def _overlap(one: Place, other: Place) -> bool:
    return one.path == other.path and one.first <= other.last and other.first <= one.last


def _new(place: Place, changed: Mapping[str, Changed]) -> frozenset[int]:
    one = changed.get(place.path)
    return one.new.intersection(place.lines()) if one else frozenset()


def _is_code(place: Place, changed: Mapping[str, Changed]) -> bool:
    """Whether enough is left of a place without the imports that it begins or ends with."""
    one = changed.get(place.path)
    if one is None:
        return True  # its other side says the same
    lines = one.lines.intersection(place.lines())
    return bool(lines) and max(lines) - min(lines) + 1 >= LINES


def _weighed(changed: Mapping[str, Changed], found: Sequence[Copy], limit: float, small: int, partly: bool) -> Judged:
    repeated = _repeated(changed, found)
    total = sum(len(one.new) for one in changed.values())
    share = 100 * len(repeated) / total if total else 0.0
    passed = share <= limit or total < small
    detail = f"{len(repeated)} of {total} new lines repeat others ({share:.1f} %)"
    if total < small and share > limit:
        detail += f"; of a change of fewer than {small} lines no percentage is asked"
    if partly:
        detail += "; the tree is too large to look at all of it at a commit"
    findings = tuple(_finding(copy, changed, passed) for copy in _told(found, changed))
    return Judged(Measure(CONDITION, "measured", round(share, 2), limit, "%", detail, passed), findings)


def _told(found: Sequence[Copy], changed: Mapping[str, Changed]) -> list[Copy]:
    """The copies with the most new lines, none of which has new lines that are all told already: of five like places
    each is named once, and not with each other one."""
    told: set[tuple[str, int]] = set()
    kept = []
    for copy in sorted(found, key=lambda copy: (-len(_repeated(changed, [copy])), copy)):
        lines = _repeated(changed, [copy])
        if not lines <= told:
            kept.append(copy)
            told |= lines
    return sorted(kept)


def _finding(copy: Copy, changed: Mapping[str, Changed], passed: bool) -> Finding:
    line = min(_new(copy.here, changed))
    message = f"lines {copy.here.first}-{copy.here.last} repeat {copy.there.shown}"
    return Finding(copy.here.path, line, 1, "GATE002", message, _REMEDY, "warning" if passed else "error")


def _absent(limit: float, failures: Sequence[NotJudged]) -> Judged:
    why = f"{len(failures)} changed files could not be read" if len(failures) > 1 else failures[0].why
    measure = Measure(CONDITION, "absent", limit=limit, unit="%", passed=False, why=why)
    return Judged(measure, failures=tuple(failures))
