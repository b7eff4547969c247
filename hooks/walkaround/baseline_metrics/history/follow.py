"""What each commit of a history did: its edits, one commit after the other, with the lines followed through them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ... import _git
from .commits import Commit
from .entry import Entry, Touched
from .lines import Blob, Gone, Lines
from .resume import Recent, part, resumed
from .store import Store
from .trace import BLANK, CODE, SLIGHT, Trace


def follow(
    found: Sequence[Commit], keys: Mapping[str, str], store: Store, held: Iterable[Blob] = ()
) -> tuple[list[Entry], Lines]:
    """What each commit did, of those in `keys` by what the store has under theirs, and whose the lines are in the end,
    also those of the contents that are `held`."""
    lines = Lines(_uses(store, keys.values(), held))
    return _steps(found, 0, keys, store, lines, None), lines


def follow_all(
    root: str, head: str, found: Sequence[Commit], keys: Mapping[str, str], store: Store, walk: str
) -> list[Entry]:
    """The same of all commits up to `head`, kept under the name `walk`, so that the next time only adds to it."""
    recent = Recent(len(found))
    earlier = resumed(store, walk, found, keys)
    if earlier is None:
        held = list(_git.files_in(root, head))
        lines = Lines(_uses(store, keys.values(), held))
        entries = _steps(found, 0, keys, store, lines, recent)
        store.leave(walk, part(entries), recent.contents(lines, held))
        return entries
    known = len(earlier.entries)
    entries = _steps(found, known, keys, store, earlier.lines, recent)
    if entries:
        store.extend(walk, earlier.state, known, part(entries), recent.contents(earlier.lines))
    return [*earlier.entries, *entries]


def _steps(
    order: Sequence[Commit], known: int, keys: Mapping[str, str], store: Store, lines: Lines, recent: Recent | None
) -> list[Entry]:
    """What the commits did, but for as many as are known."""
    entries = []
    for number, commit in enumerate(order[known:], known + 1):
        files: tuple[Touched, ...] = ()
        gone: tuple[Gone, ...] = ()
        beside: tuple[Gone, ...] = ()
        sides = store.traces(keys[commit.sha]) if commit.sha in keys else ()
        if recent is not None:
            for edits in sides:
                recent.see(number, edits, lines)
        if commit.is_merge:
            lines.merge(number, sides)
        elif sides:
            (edits,) = sides
            files = tuple(map(_touched, edits))
            beside = _indexed(lines.beside(edits))  # before the step, which forgets what nobody else edits
            gone = _indexed(lines.step(number, edits))
        entries.append(Entry(commit, files, gone, beside))
    return entries


def _indexed(gone: Iterable[Gone]) -> tuple[Gone, ...]:
    """With the indices of entries for the numbers of commits, which begin at 1."""
    return tuple(one._replace(origin=one.origin - 1) for one in gone)


def _uses(store: Store, keys: Iterable[str], held: Iterable[Blob]) -> Counter[Blob]:
    """How often each content is edited; what is held counts as edited once more, so that it is kept to the end."""
    uses = Counter(held)
    for key in keys:
        uses.update(store.bases(key))
    return uses


def _touched(edit: Trace) -> Touched:
    code = text = added = removed = 0
    for span in edit.spans:
        own = bytearray(span.come)
        for kept in span.kept:
            own[kept.new] = BLANK
        added += len(span.come)
        removed += len(span.gone)
        mine = own.count(CODE) + own.count(SLIGHT)
        code += mine
        text += len(own) - own.count(BLANK) - mine
    return Touched(edit.status, edit.before, edit.path, edit.binary, added, removed, code, text)
