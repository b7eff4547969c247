"""Which source of the repository a name in a report means.

A name counts in this order: as a path from the folders that the report gives; from the top or from where the report
lies; as an absolute one below the top; by an alias of coverage.py's settings; by the module path of go.mod; else by the
end it shares with one source alone, of at least two parts. The latter only where no name of the report counts from the
top: there another project's source, which it measures too, is not to be taken for one of ours.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from posixpath import normpath
from typing import NamedTuple

from ._report import GO, Lines, Report
from ._settings import Settings

_LEAST = 2  # parts that two names must share


class Tree(NamedTuple):
    """What names are laid against: the repository's paths, by their last part, and the forms that its top has."""

    tops: tuple[str, ...]
    names: frozenset[str]
    by_name: dict[str, list[str]]
    settings: Settings
    module: str = ""

    @classmethod
    def of(cls, root: str, names: Iterable[str], settings: Settings, module: str = "") -> "Tree":
        by_name: dict[str, list[str]] = {}
        every = frozenset(names)
        for name in every:
            by_name.setdefault(name.rpartition("/")[2], []).append(name)
        tops = dict.fromkeys(_slashes(os.path.abspath(one)) for one in (root, os.path.realpath(root)))
        return cls(tuple(tops), every, by_name, settings, module)


class Match(NamedTuple):
    """The sources that a name may mean, and how sure that is: 0 is surest. More than one is as good as none."""

    paths: tuple[str, ...]
    rank: int


def meant(tree: Tree, report: Report, name: str, *, direct: bool = False) -> Match | None:
    """The source that a name means, or the sources between which it does not decide; in a `direct` report, whose names
    count from the top, only an installed package may be told by its end."""
    name = _slashes(name)
    sure = tuple(dict.fromkeys(_certain(tree, report, name)))
    if sure:
        return Match(sure, 0)
    for alias in _aliased(tree, name):
        if alias in tree.names:
            return Match((alias,), 1)
    return _by_end(tree, name, direct)


def _certain(tree: Tree, report: Report, name: str) -> list[str]:
    """The paths of the first way of counting that gives any."""
    if report.kind == GO and tree.module and name.startswith(tree.module + "/"):
        return [path for path in [name.removeprefix(tree.module + "/")] if path in tree.names]
    if _is_absolute(name):
        return [path for path in [_below(tree, name)] if path in tree.names]
    given = list(_from(tree, report.sources, name))
    if given:
        return given
    return [*_from(tree, (".",), name), *list(_from(tree, _around(report.path), name))[:1]]


def _from(tree: Tree, folders: Iterable[str], name: str) -> Iterator[str]:
    for folder in folders:
        whole = f"{_slashes(folder)}/{name}"
        path = _below(tree, whole) if _is_absolute(whole) else normpath(whole)
        if path in tree.names:
            yield path


def _around(path: str) -> Iterator[str]:
    """The folders above a report, the nearest first."""
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def _below(tree: Tree, whole: str) -> str:
    whole = normpath(whole)
    for top in tree.tops:
        if whole.startswith(top.rstrip("/") + "/"):
            return whole[len(top.rstrip("/")) + 1 :]
    return ""


def _aliased(tree: Tree, name: str) -> Iterator[str]:
    """The rows of `[paths]`: each folder of a row stands for the first one."""
    parts = name.split("/")
    for first, *others in (row for row in tree.settings.aliases if row):
        for pattern in others:
            wanted = _slashes(pattern).rstrip("/")
            for length in range(1, len(parts)):
                front = "/".join(parts[:length])
                if front and (fnmatchcase(front, wanted) or front == wanted):
                    path = normpath("/".join([_slashes(first).rstrip("/"), *parts[length:]]))
                    yield _below(tree, path) if _is_absolute(path) else path


def _by_end(tree: Tree, name: str, direct: bool) -> Match | None:
    """By the longest end that a name shares with a source; of an installed package by all of its path there."""
    installed = re.search(r"(?:^|/)(?:site|dist)-packages/(.+)", name)
    if direct and not installed:
        return None
    wanted = [part for part in (installed[1] if installed else name).split("/") if part not in ("", ".")]
    least = max(len(wanted), _LEAST) if installed else _LEAST
    ends: dict[int, list[str]] = {}
    for path in tree.by_name.get(wanted[-1] if wanted else "", ()):
        shared = _shared(wanted, path.split("/"))
        if shared >= least:
            ends.setdefault(shared, []).append(path)
    # The more parts are shared, the surer.
    return Match(tuple(sorted(ends[max(ends)])), 1000 - max(ends)) if ends else None


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many parts two names share, counted from their ends."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _is_direct(tree: Tree, report: Report) -> bool:
    return any(_certain(tree, report, _slashes(lines.name)) for lines in report.files)


def laid_out(
    tree: Tree, reports: Sequence[Report], wanted: frozenset[str]
) -> tuple[dict[str, list[tuple[Report, Lines]]], list[str]]:
    """For each wanted source what the reports say of it, and the names that may mean one and do not decide.

    Of the names that a report has for one source, the surest alone count.
    """
    last_parts = {path.rpartition("/")[2] for path in wanted}
    found: dict[str, list[tuple[Report, Lines]]] = {}
    undecided = []
    for report in reports:
        ranked: dict[str, list[tuple[int, Lines]]] = {}
        direct = _is_direct(tree, report)
        for lines in report.files:
            if _slashes(lines.name).rpartition("/")[2] not in last_parts:
                continue
            match = meant(tree, report, lines.name, direct=direct)
            if match is None or wanted.isdisjoint(match.paths):
                continue
            if len(match.paths) > 1:
                undecided.append(lines.name)
                continue
            ranked.setdefault(match.paths[0], []).append((match.rank, lines))
        for path, ranks in ranked.items():
            surest = min(rank for rank, _ in ranks)
            kept = [lines for rank, lines in ranks if rank == surest]
            if len(kept) > 1 and surest > 1 and len({one.name for one in kept}) > 1:
                undecided += [one.name for one in kept]
                continue
            found.setdefault(path, []).extend((report, lines) for lines in kept)
    return found, undecided


def meets(tree: Tree, report: Report) -> bool:
    """Whether any name of a report means a source of the repository."""
    return any(
        (match := meant(tree, report, lines.name)) is not None and len(match.paths) == 1 for lines in report.files
    )


def _is_absolute(name: str) -> bool:
    return name.startswith("/") or re.match(r"[A-Za-z]:/", name) is not None


def _slashes(name: str) -> str:
    return name.replace("\\", "/") if os.sep == "\\" or re.match(r"[A-Za-z]:\\", name) else name
