"""Paths that two globs of a policy both mean, whether or not there is such a file yet."""

import re
import sys
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from ._glob import _components, _one, _pieces, matcher

MOST_WORK = 20_000_000  # steps at the very most, which take some seconds; hundreds of usual globs stay far below
FILLER = "zq"  # where anything may stand: what hardly another glob asks for
_WILD = frozenset("*?[")
_CANDIDATES = (*FILLER, *"aZ09_-.~é")  # for a character of a class


class TooMuch(Exception):  # noqa: N818 - a statement about the globs
    """More or longer globs than can be compared with one another."""


def examples(globs: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Paths with their globs: one under each, and one for each two that overlap. TooMuch when that would take long."""
    if sum(map(len, globs)) * sum(map(_cost, globs)) > MOST_WORK:
        raise TooMuch
    found: dict[str, tuple[str, ...]] = {}
    for glob in globs:
        found.setdefault(_example(glob), (glob,))
    for pair in combinations(globs, 2):
        path = common(*pair)
        if path is not None:
            found.setdefault(path, pair)
    return found


def _cost(glob: str) -> int:
    """How much there is to compare with each character of another glob: plain names are compared at once."""
    components = _expanded(glob)
    return len(components) + sum(map(len, filter(_is_wild, components)))


def _is_wild(component: str) -> bool:
    return not _WILD.isdisjoint(component)


def _example(glob: str) -> str:
    names = (_pieces(component) for component in _expanded(glob) if component != "**")
    return "/".join(
        "".join(FILLER if piece[:1] == "*" else _character(piece, "?") or "" for piece in name) for name in names
    )


def common(one: str, other: str) -> str | None:
    """A path that both globs match; None when there is none. Both are fit to be used (`_glob.problem`)."""
    rows = _expanded(one), _expanded(other)
    if _differ(*rows) or _differ(*(row[::-1] for row in rows)):
        return None
    names = _shared(*rows)
    return None if names is None else "/".join(names)


def _differ(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two plain names stand in the same place before any `**`: most globs are told apart by that."""
    for mine, its in zip(one, other, strict=False):
        if "**" in (mine, its):
            return False
        if mine != its and not (_is_wild(mine) or _is_wild(its)):
            return True
    return False


def _expanded(glob: str) -> list[str]:
    """The components, where a `**` at the end stands for at least one."""
    components = _components(glob)
    return [*components, "*"] if components[-1] == "**" else components


def _shared(one: Sequence[str], other: Sequence[str]) -> list[str] | None:
    """The components of the shortest path that both rows of components match, built from the end."""
    rows: list[list[list[str] | None]] = [[None] * (len(other) + 1) for _ in range(len(one) + 1)]
    rows[-1][-1] = []
    for at in range(len(one), -1, -1):
        for beside in range(len(other), -1, -1):
            if at < len(one) and one[at] == "**":
                rows[at][beside] = _passed(rows[at + 1][beside], other, beside, rows[at])
            elif beside < len(other) and other[beside] == "**":
                column = [row[beside] for row in rows]
                rows[at][beside] = _passed(rows[at][beside + 1], one, at, column)
            elif at < len(one) and beside < len(other) and (rest := rows[at + 1][beside + 1]) is not None:
                name = _name(one[at], other[beside])
                rows[at][beside] = None if name is None else [name, *rest]
    return rows[0][0]


def _passed(
    without: list[str] | None, beside: Sequence[str], at: int, same: Sequence[list[str] | None]
) -> list[str] | None:
    """What follows a `**`: nothing more for it, or it takes the next component of the other row as well."""
    if without is not None or at == len(beside):
        return without
    rest = same[at + 1]
    if rest is None or beside[at] == "**":
        return rest
    name = _name("*", beside[at])
    return None if name is None else [name, *rest]


@lru_cache(maxsize=4096)
def _name(one: str, other: str) -> str | None:
    """A name that both components match, short and fit for a file."""
    if not (_is_wild(one) or _is_wild(other)):
        return one if one == other else None
    short = _short(_pieces(one), _pieces(other))
    if short not in ("", ".", ".."):
        return short
    longer = short + FILLER
    return longer if matcher(one)(longer) and matcher(other)(longer) else None


def _short(one: Sequence[str], other: Sequence[str]) -> str | None:
    """The shortest text that both rows of pieces match."""
    rows: list[list[str | None]] = [[None] * (len(other) + 1) for _ in range(len(one) + 1)]
    rows[-1][-1] = ""
    for at in range(len(one), -1, -1):
        for beside in range(len(other), -1, -1):
            mine = one[at] if at < len(one) else ""
            its = other[beside] if beside < len(other) else ""
            if mine[:1] == "*":
                rows[at][beside] = _taken(rows[at + 1][beside], its, rows[at][beside + 1] if its else None)
            elif its[:1] == "*":
                rows[at][beside] = _taken(rows[at][beside + 1], mine, rows[at + 1][beside] if mine else None)
            elif mine and its and (rest := rows[at + 1][beside + 1]) is not None:
                character = _character(mine, its)
                rows[at][beside] = None if character is None else character + rest
    return rows[0][0]


def _taken(without: str | None, piece: str, rest: str | None) -> str | None:
    """What follows a star: nothing more for it, or it takes the next character of the other row as well."""
    if without is not None or not piece:
        return without
    if rest is None or piece[:1] == "*":
        return rest
    character = _character(piece, "?")
    return None if character is None else character + rest


def _character(one: str, other: str) -> str | None:
    """A character that both pieces match."""
    written = [piece for piece in (one, other) if len(piece) == 1 and piece != "?"]
    edges = [char for piece in (one, other) if len(piece) > 1 for char in piece[1:-1]]
    near = [chr(min(ord(char) + 1, sys.maxunicode)) for char in edges]
    both = re.compile(f"(?={_one(one)})(?={_one(other)}).", re.DOTALL)
    return next((char for char in (*written, *_CANDIDATES, *edges, *near) if both.fullmatch(char)), None)
