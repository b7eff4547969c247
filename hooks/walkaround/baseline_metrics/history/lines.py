"""Where each line comes from: the commit that made it, followed through a history from its beginning.

One walk answers for every line that a commit removes what `git blame -w -M` of that line would, and for every line that
is left. A file's content is known by its path and the id of its blob, so that branches need no state of their own: who
edits a blob finds the lines as whoever made that blob left them. What nobody will edit any more is forgotten.
"""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from .trace import BLANK, CODE, TEXT, Span, Trace

BEFORE = 0  # the number of the commit of a line that was there before the walk began; others count from 1

BESIDE, AROUND, INDENTED = 4, 5, 6  # kinds of lines that a commit leaves, other than those of removed ones
_NEAR = 2  # lines above and below an insertion that are asked

Blob = tuple[str, str]  # a path, and the id of its content


class Gone(NamedTuple):
    """Lines of one kind that a commit removed from `path`, and the number of the commit that had made them."""

    path: str
    origin: int
    kind: int
    lines: int


class Lines:
    """The origins of the lines of every content that is still to be edited.

    `uses` says how often each content is edited; what is not in it is kept to the end. `earlier` has contents of an
    earlier walk.
    """

    def __init__(self, uses: Mapping[Blob, int], earlier: "Callable[[Blob], array[int] | None] | None" = None) -> None:
        self._left = dict(uses)
        self._earlier = earlier
        self._origins: dict[Blob, array[int]] = {}

    def origins(self, path: str, blob: str) -> "array[int] | None":
        """For each line of a content, the number of its commit; missing at the end are lines from BEFORE.

        None for a content that was never seen, or is forgotten.
        """
        key = path, blob
        found = self._origins.get(key)
        if found is None and self._earlier is not None:
            found = self._earlier(key)
            if found is not None:
                self._keep(key, found)
        return found

    def step(self, number: int, edits: Sequence[Trace]) -> list[Gone]:
        """Let commit `number` edit; which lines it removed, and whose they were."""
        bases = [self._base(edit) for edit in edits]
        gone: dict[tuple[str, int, int], int] = {}
        made = []
        for edit, base in zip(edits, bases, strict=True):
            if edit.new and not edit.binary:
                made.append((edit, _edited(base, edit.spans, number, bases)))
            for origin, kind in _removed(base, edit.spans):
                key = edit.before, origin, kind
                gone[key] = gone.get(key, 0) + 1
        for edit in edits:
            self._used((edit.before, edit.old))
        for edit, origins in made:
            self._keep((edit.path, edit.new), origins)
        return [Gone(*key, lines) for key, lines in gone.items()]

    def beside(self, edits: Sequence[Trace]) -> list[Gone]:
        """Where commits that remove no code put some in: whose lines they indent anew, and whose stand around it.

        The kind is INDENTED, BESIDE, or for a block that stands by itself, as a function does, AROUND. Nothing for
        commits that remove code. To be asked before the step.
        """
        if any(_removes_code(span) for edit in edits for span in edit.spans):
            return []
        found: dict[tuple[str, int, int], int] = {}
        for number, edit in enumerate(edits):
            base = self._base(edit)
            for kind, line in _around(edit, number) if len(base) else ():
                if 0 <= line < len(base):
                    key = edit.before, base[line], kind
                    found[key] = found.get(key, 0) + 1
        return [Gone(*key, lines) for key, lines in found.items()]

    def merge(self, number: int, sides: Iterable[Sequence[Trace]]) -> None:
        """Let a merge make contents that none of its parents has; `sides` are its edits as each parent sees them.

        A line is that of the first parent which has it; the merge's own are those that none has.
        """
        made: dict[Blob, array[int]] = {}
        for edits in sides:
            bases = [self._base(edit) for edit in edits]
            for edit, base in zip(edits, bases, strict=True):
                if not edit.new or edit.binary:
                    continue
                key = edit.path, edit.new
                seen = _edited(base, edit.spans, number, bases)
                first = made.setdefault(key, seen)
                if first is not seen:
                    for at in range(min(len(first), len(seen))):
                        if first[at] == number:
                            first[at] = seen[at]
            for edit in edits:
                self._used((edit.before, edit.old))
        for key, origins in made.items():
            self._keep(key, origins)

    def _base(self, edit: Trace) -> "array[int]":
        found = self.origins(edit.before, edit.old) if edit.old else None
        return array("I") if found is None else found

    def _keep(self, key: Blob, origins: "array[int]") -> None:
        if self._left.get(key, 1) > 0:
            self._origins[key] = origins

    def _used(self, key: Blob) -> None:
        left = self._left.get(key)
        if left is not None:
            self._left[key] = left - 1
            if left <= 1:
                self._origins.pop(key, None)


def _at(base: "array[int]", line: int) -> int:
    return base[line] if line < len(base) else BEFORE


def _part(base: "array[int]", start: int, end: int) -> "array[int]":
    """A slice; what lies behind the end is from BEFORE."""
    part = base[start:end]
    lacking = end - max(start, len(base))
    return part + array("I", bytes(4 * lacking)) if lacking > 0 else part


def _edited(base: "array[int]", spans: Sequence[Span], number: int, bases: Sequence["array[int]"]) -> "array[int]":
    """The origins of a content after hunks, of which those of the lines in between stay."""
    done = array("I")
    at = 0
    for span in spans:
        if span.old > at:
            done += _part(base, at, span.old)
        come = array("I", [number]) * len(span.come)
        for new, edit, old in span.kept:
            come[new] = _at(bases[edit], old)
        done += come
        at = max(at, span.old + len(span.gone))
    return done + base[at:]


def _removed(base: "array[int]", spans: Sequence[Span]) -> Iterable[tuple[int, int]]:
    """The origin and the kind of each line that is gone."""
    for span in spans:
        stays = frozenset(span.stays)
        for at, kind in enumerate(span.gone):
            if at not in stays:
                yield _at(base, span.old + at), kind


def _removes_code(span: Span) -> bool:
    stays = frozenset(span.stays)
    return any(kind == CODE and at not in stays for at, kind in enumerate(span.gone))


def _around(edit: Trace, number: int) -> Iterable[tuple[int, int]]:
    """Kinds and lines of what an edit, by its number in the commit, indents and of what stands around its "
    "additions."""
    for span in edit.spans:
        own = bytearray(span.come)
        for new, source, old in span.kept:
            if own[new] == CODE and source == number and span.old <= old < span.old + len(span.gone):
                yield INDENTED, old
            own[new] = TEXT
        if CODE not in own:
            continue
        alone = own[0] == BLANK or own[-1] == BLANK
        for step in range(_NEAR):
            yield (AROUND if alone else BESIDE), span.old - 1 - step
            yield (AROUND if alone else BESIDE), span.old + len(span.gone) + step
