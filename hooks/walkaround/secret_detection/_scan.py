"""What the gate let through, judged: hits with their places, in the text and in what is encoded in it."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from ._decode import DEPTH, Inner, inner
from ._engine import Hit, Text, hits
from ._gate import AFTER, DECODED, LONG, PRIVATE_KEY, Gate, Place, long_ones, placed
from ._kinds import PRECEDENCE

_FOLLOWING = 2048  # bytes behind a line in which a private key must begin
_AROUND = 1024  # bytes of a long line around a hit, at its end, and of the line before, that are looked at
_ORDER = {rule: at for at, rule in enumerate(PRECEDENCE)}

Tick = Callable[[], None]


class Spot(NamedTuple):
    """A hit and its byte offsets; `depth` counts the encodings around it."""

    start: int
    end: int
    depth: int
    hit: Hit


class Located(NamedTuple):
    """A hit in a file: its line from 1, its column in characters from 1, and what stands around it.

    `text` is the line, or of a long one the part around the hit, whose offsets in it are `start` and `end`;
    `tail` is the end of a long line, where a comment stands. `low` and `high` are the line's byte offsets.
    """

    line: int
    column: int
    hit: Hit
    text: str
    start: int
    end: int
    previous: str
    tail: str
    low: int
    high: int


def spots(path: str, data: bytes, seen: Sequence[tuple[int, int]], gate: Gate, wanted: frozenset[int], tick: Tick,
          depth: int = 0) -> Iterator[Spot]:  # fmt: skip
    """Every hit in these bytes at what the gate has seen, and in the texts encoded there."""
    for place in placed(data, [one for one in seen if one[1] not in DECODED], tick):
        tick()
        yield from _in_place(path, data, place, depth)
    if depth < DEPTH:
        yield from _within(path, list(inner(data, seen, tick)), gate, wanted, tick, depth + 1)


_APART = b"\n\0\n"  # between decoded texts: no line and no key goes on from one to the next


def _within(path: str, texts: list[Inner], gate: Gate, wanted: frozenset[int], tick: Tick,
            depth: int) -> Iterator[Spot]:  # fmt: skip
    """The hits in decoded texts, all judged as one; the spots are where those were decoded from."""
    joined = _APART.join(one.text for one in texts)
    seen = gate.hits(joined, wanted, tick) if texts else ()
    if not seen:
        return
    sizes = (len(one.text) + len(_APART) for one in texts)
    starts = list(accumulate(sizes, initial=0))
    for spot in spots(path, joined, seen, gate, wanted, tick, depth):
        at = bisect_right(starts, spot.start) - 1
        one = texts[at]
        start = one.origin(spot.start - starts[at])
        yield spot._replace(start=start, end=max(start + 1, one.origin(spot.end - starts[at], end=True)))


def _in_place(path: str, data: bytes, place: Place, depth: int) -> Iterator[Spot]:
    """The hits that begin in a place's core. Only what may be long is sought further than a piece reaches."""
    far = place.marks & long_ones().keys()
    near = min(place.end, place.last + AFTER)
    for end, marks in ((near, place.marks - far), (place.end, far)):
        if marks:
            yield from _in_text(path, data, place, end, marks, depth)


def _in_text(path: str, data: bytes, place: Place, end: int, marks: frozenset[int], depth: int) -> Iterator[Spot]:
    raw = data[place.start : end]
    line = text_of(raw).removesuffix("\r")
    following = text_of(data[end : end + _FOLLOWING]) if PRIVATE_KEY in marks else ""
    for hit in hits(Text(path, line, _before(data, place.start), following, place.last - place.start), marks):
        start = place.start + _bytes(line, raw, hit.start)
        if place.first <= start < place.last:
            yield Spot(start, place.start + _bytes(line, raw, hit.end), depth, hit)


def text_of(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _bytes(line: str, raw: bytes, offset: int) -> int:
    return offset if len(line) == len(raw) else len(line[:offset].encode("utf-8", "surrogateescape"))


def _before(data: bytes, start: int) -> str:
    """The line before the one that begins here, or its end."""
    return text_of(data[max(0, start - 1 - _AROUND) : max(0, start - 1)].rpartition(b"\n")[2])


def distinct(found: Iterable[Spot]) -> list[Spot]:
    """One spot per secret and place, in order: of several that overlap, the most specific."""
    kept: list[tuple[int, int]] = []
    result: list[Spot] = []
    for spot in sorted(found, key=_precedence):
        at = bisect_left(kept, (spot.start, spot.start))
        if (at < len(kept) and kept[at][0] < spot.end) or (at and kept[at - 1][1] > spot.start):
            continue
        insort(kept, (spot.start, spot.end))
        result.append(spot)
    return sorted(result)


def _precedence(spot: Spot) -> tuple[object, ...]:
    what = spot.hit.what
    size = spot.start - spot.end
    return bool(spot.hit.doubt), _ORDER[what.rule], what.near, spot.depth, size, spot.start, what.id


def located(data: bytes, found: Sequence[Spot]) -> Iterator[Located]:
    """The spots with line and column; they come in order."""
    number, low = 1, 0
    high = _line_end(data, 0)
    previous = ""
    counted = column = 0  # characters of the line before the offset `counted`
    for spot in found:
        if spot.start > high:
            start = data.rfind(b"\n", high, spot.start) + 1
            number += data.count(b"\n", high, start)
            low = counted = start
            column = 0
            high = _line_end(data, start)
            previous = _before(data, low)
        column += len(text_of(data[counted : spot.start]))
        counted = spot.start
        long = high - low > LONG
        first = max(low, spot.start - _AROUND) if long else low
        last = min(high, spot.end + _AROUND) if long else high
        before = text_of(data[first : spot.start])
        text = before + text_of(data[spot.start : last])
        end = len(before) + len(text_of(data[spot.start : spot.end]))
        tail = text_of(data[max(low, high - _AROUND) : high]) if long else ""
        yield Located(number, column + 1, spot.hit, text, len(before), end, previous, tail, low, high)


def _line_end(data: bytes, start: int) -> int:
    end = data.find(b"\n", start)
    return len(data) if end < 0 else end
