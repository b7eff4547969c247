"""Which lines of a file a change touches."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from .. import _git
from .._git import Change
from .._hook import Inputs

_HUNK = re.compile(rb"^@@ -[0-9,]+ \+([0-9]+)(?:,([0-9]+))? @@", re.MULTILINE)
# Without programs of the repository's choice, and without colours.
_PLAIN = ("--unified=0", "--no-color", "--no-ext-diff", "--no-textconv")
_NOTHING = re.compile("^0+$")

# By a path from the top: the lines in order; None where every line counts as touched.
ChangedLines = Callable[[str], Sequence[int] | None]


class _Versions(NamedTuple):
    """A file before and after a change, as ids of blobs."""

    old: str
    new: str


def changed_lines(inputs: Inputs) -> ChangedLines:
    """What the commits and the index that are judged touch. Of a run over files as they stand that is nothing."""
    versions: list[dict[str, _Versions]] = []

    def touched(key: str) -> Sequence[int] | None:
        if not versions:
            versions.extend(_versions(inputs.root, change) for change in inputs.changes)
        lines: frozenset[int] = frozenset()
        for known in versions:
            found = known.get(key)
            if found is not None and _NOTHING.match(found.old):
                return None  # the file is new
            if found is not None:
                lines |= _lines(inputs.root, found)
        return sorted(lines)

    return touched


def _versions(root: str, change: Change) -> dict[str, _Versions]:
    """The files that differ from one end of a change to the other, moved ones with what they were before."""
    base, head = _git.ends(root, change)
    if base is None:
        return _Everything()
    ends = ("--cached", base) if head is None else (base, head)
    listed = _git.git("diff", "--raw", "-z", "--no-abbrev", "-M", "--diff-filter=d", *ends, "--", cwd=root)
    fields = iter([field.decode("utf-8", "surrogateescape") for field in listed.split(b"\0") if field])
    found = {}
    for about in fields:
        _, _, old, new, status = about.split(" ")
        path = next(fields)
        if status[0] in "RC":
            path = next(fields)
        found[path] = _Versions(old, new)
    return found


class _Everything(dict[str, _Versions]):
    """The change of a first commit: every file is new."""

    def get(self, key: str, default: object = None) -> _Versions:  # noqa: ARG002
        return _Versions("0", key)


def _lines(root: str, versions: _Versions) -> frozenset[int]:
    """The lines of the new version that the old one has not."""
    shown = _git.git("diff", *_PLAIN, versions.old, versions.new, "--", cwd=root)
    lines: set[int] = set()
    for start, count in _HUNK.findall(shown):
        lines.update(range(int(start), int(start) + int(count or 1)))
    return frozenset(lines)
