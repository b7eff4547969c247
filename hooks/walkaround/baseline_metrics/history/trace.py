"""What a commit did to lines: which of those it adds are older ones, formatted anew or moved, and which it takes away.

A commit that formats or moves code neither makes a line nor ends one: git blame's `-w`, `-M` and, within one commit,
`-C` see it so, and so does this. What is left is told apart into code, other text and blank lines, because a defect is
never introduced by a blank line.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from .walk import Edit, Hunk

BLANK, TEXT, CODE, SLIGHT = 0, 1, 2, 3  # slight is code in which hardly a defect is: imports and lone brackets
_MOVED_WITHIN = 20  # letters and digits of a block, as for git blame -M
_MOVED_ACROSS = 40  # as for git blame -C
_COMMON = 24  # places of one and the same line, more of which are not tried
_COMMENTS = (b"#", b"//", b"/*", b"*", b"--", b"<!--", b'"""', b"'''", b";", b"%")
_IMPORTS = (
    b"import ",
    b"from ",
    b"#include",
    b"using ",
    b"use ",
    b"package ",
    b"require(",
    b"require ",
    b"} from ",
    b"export * from",
)
_BRACKETS = 5  # characters, at most, of a line that is nothing but brackets
_NO_WORD = b"()[]{};,\r \t"
_ONE_QUOTE = bytes.maketrans(b'"', b"'")
_SIGNS = frozenset(sign[0] for sign in _COMMENTS)
_HASHES = (b"#include", b"#define", b"#if", b"#el", b"#end", b"#[", b"#pragma")  # that begin no comment


class Kept(NamedTuple):
    """Added line `new` of its hunk is line `old`, from 0, of what edit `edit` of the same commit found."""

    new: int
    edit: int
    old: int


class Span(NamedTuple):
    """A hunk without its text: a kind (BLANK, TEXT, CODE, SLIGHT) for each removed and each added line.

    `stays` are the removed lines, by their numbers in the hunk, that live on as an added one; `kept` are those.
    """

    old: int
    new: int
    gone: bytes
    come: bytes
    stays: tuple[int, ...]
    kept: tuple[Kept, ...]


class Trace(NamedTuple):
    """What is remembered of an edit: as in `Edit`, without the text."""

    status: str
    before: str
    path: str
    old: str
    new: str
    binary: bool
    spans: tuple[Span, ...]

    @property
    def added(self) -> int:
        return sum(len(span.come) for span in self.spans)

    @property
    def removed(self) -> int:
        return sum(len(span.gone) for span in self.spans)


_Key = tuple[int, int, int]  # an edit, a hunk of it, a line of that
_Line = tuple[int, int]  # an edit, a line of the file that it found


def traces(edits: Sequence[Edit], ignored: bool = False) -> tuple[Trace, ...]:
    """The edits of one commit. Of an `ignored` commit, as in a file of `blame.ignoreRevsFile`, each line that it adds
    is the one that stood in its place before."""
    stays: dict[_Key, _Key] = {}  # an added line -> the removed one that it is
    for number, edit in enumerate(edits):
        for at, hunk in enumerate(edit.hunks):
            if hunk.removed and hunk.added:
                pairs = _replaced(hunk) if ignored else _reflowed(hunk) or _in_order(hunk)
                stays.update(((number, at, new), (number, at, old)) for new, old in pairs)
    if not ignored:
        _moves(edits, stays)
    olds = set(stays.values())
    return tuple(
        Trace(*edit[:-1], tuple(_span(edits, number, at, stays, olds) for at in range(len(edit.hunks))))
        for number, edit in enumerate(edits)
    )


def _replaced(hunk: Hunk) -> list[tuple[int, int]]:
    return [(new, min(new, len(hunk.removed) - 1)) for new in range(len(hunk.added))]


def _reflowed(hunk: Hunk) -> list[tuple[int, int]]:
    """Pairs where the same text is only broken into lines elsewhere, as a formatter does; else none.

    git blame has no eye for it. A comma before a closing bracket comes and goes with that, and so does a semicolon.
    """
    if len(hunk.removed) == len(hunk.added):
        return []
    olds, news = [_tight(line) for line in hunk.removed], [_tight(line) for line in hunk.added]
    if abs(sum(map(len, olds)) - sum(map(len, news))) > len(olds) + len(news) or _joined(olds) != _joined(news):
        return []
    ends = list(accumulate(map(len, olds)))
    starts = (0, *accumulate(map(len, news)))
    return [(new, min(bisect_right(ends, starts[new]), len(olds) - 1)) for new in range(len(news)) if news[new]]


def _joined(bares: Sequence[bytes]) -> bytes:
    return b"".join(bares).replace(b",)", b")").replace(b",]", b"]").replace(b",}", b"}").replace(b";", b"")


def _tight(line: bytes) -> bytes:
    """A line without its blanks, and with one kind of quotes."""
    return line.translate(_ONE_QUOTE, b" \t\r\f\v")


def _bare(line: bytes) -> bytes:
    """A line without all that a formatter changes in it: a comma or a semicolon at its end too."""
    tight = _tight(line)
    return tight.rstrip(b",;") or tight


def _in_order(hunk: Hunk) -> list[tuple[int, int]]:
    """Pairs of an added and a removed line that differ in blanks alone, both numbers rising."""
    places: dict[bytes, list[int]] = {}
    for number, line in enumerate(hunk.removed):
        places.setdefault(_bare(line), []).append(number)
    pairs, last = [], -1
    for number, line in enumerate(hunk.added):
        bare = _bare(line)
        found = next((old for old in places.get(bare, ()) if old > last), None)
        if found is not None and (bare or found == last + 1):
            pairs.append((number, found))
            last = found
    return pairs


def _moves(edits: Sequence[Edit], stays: dict[_Key, _Key]) -> None:
    """Adds blocks of lines that were taken out in one place and put in in another."""
    if not any(hunk.removed for edit in edits for hunk in edit.hunks):
        return
    news = [
        (number, place, [b"" if (number, place, at) in stays else _bare(line) for at, line in enumerate(hunk.added)])
        for number, place, hunk in _hunks(edits)
        if hunk.added
    ]
    wanted = {bare for _, _, bares in news for bare in bares if bare}
    used = set(stays.values())
    olds = {
        (number, hunk.old + at): ((number, place, at), bare)
        for number, place, hunk in _hunks(edits)
        for at, line in enumerate(hunk.removed)
        if (bare := _bare(line)) in wanted and (number, place, at) not in used
    }
    places: dict[bytes, list[_Line]] = {}
    for key, (_, bare) in olds.items():
        if len(bare) > 3:
            places.setdefault(bare, []).append(key)
    if not places:
        return
    for number, place, bares in news:
        at = 0
        while at < len(bares):
            at += _move((number, place, at), bares, places, olds, stays) or 1


def _hunks(edits: Sequence[Edit]) -> Iterator[tuple[int, int, Hunk]]:
    for number, edit in enumerate(edits):
        for place, hunk in enumerate(edit.hunks):
            yield number, place, hunk


def _move(
    first: _Key, bares: Sequence[bytes], places: Mapping[bytes, Sequence[_Line]],
    olds: dict[_Line, tuple[_Key, bytes]], stays: dict[_Key, _Key],
) -> int:  # fmt: skip
    """Take the longest block of removed lines that begins with this added one; how many lines it has, or 0."""
    number, place, at = first
    found = places.get(bares[at], ())
    if not found or len(found) > _COMMON:
        return 0
    longest = 0
    start = (0, 0)
    for key in found:
        length = _block(number, bares, at, key, olds)
        if length > longest:
            longest, start = length, key
    for step in range(longest):
        stays[number, place, at + step] = olds.pop((start[0], start[1] + step))[0]
    return longest


def _block(
    number: int,
    bares: Sequence[bytes],
    at: int,
    key: tuple[int, int],
    olds: Mapping[tuple[int, int], tuple[_Key, bytes]],
) -> int:
    """How many lines from here on are those from there on; 0 when they are too few to be told from chance."""
    edit, line = key
    length = size = 0
    while at + length < len(bares):
        old = olds.get((edit, line + length))
        if old is None or old[1] != bares[at + length]:
            break
        size += len(old[1])
        length += 1
    return length if size >= (_MOVED_WITHIN if edit == number else _MOVED_ACROSS) else 0


def _span(edits: Sequence[Edit], number: int, at: int, stays: Mapping[_Key, _Key], olds: set[_Key]) -> Span:
    hunk = edits[number].hunks[at]
    kept = []
    remain: tuple[int, ...] = ()
    if stays:
        for new in range(len(hunk.added)):
            old = stays.get((number, at, new))
            if old is not None:
                kept.append(Kept(new, old[0], edits[old[0]].hunks[old[1]].old + old[2]))
        remain = tuple(old for old in range(len(hunk.removed)) if (number, at, old) in olds)
    return Span(hunk.old, hunk.new, _kinds(hunk.removed), _kinds(hunk.added), remain, tuple(kept))


def _kinds(lines: Sequence[bytes]) -> bytes:
    return bytes(map(_kind, lines))


def _kind(line: bytes) -> int:
    bare = line.lstrip()
    if not bare:
        return BLANK
    if bare.startswith(_IMPORTS) or (len(bare) < _BRACKETS and not bare.translate(None, _NO_WORD)):
        return SLIGHT
    if bare[0] not in _SIGNS:  # as of most lines
        return CODE
    return TEXT if bare.startswith(_COMMENTS) and not bare.startswith(_HASHES) else CODE
