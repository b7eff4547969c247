"""What a change does to a baseline of accepted findings: that of sast, or that of the other hooks."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .._accepted_findings import Entry, parse
from .._finding import Finding, NotJudged
from ._rules import CONFIGURATION_CHANGED

_LOOK = "Look at each of them before you commit the baseline."


class Kind(NamedTuple):
    """What one baseline accepts, in words, and the command that keeps it."""

    where: str
    command: str


CODE = Kind(" in code", "walkaround sast baseline")
OTHER = Kind("", "walkaround baseline")


def compare(
    before: Mapping[str, bytes], after: Mapping[str, bytes], kind: Kind = CODE
) -> Iterator[Finding | NotJudged]:
    """One finding for a file that accepts more than what was accepted before; by path, where there is such a file."""
    try:
        was = _counted(before, kind)
    except NotJudged:
        return  # nothing could be relied on before, and whoever repairs it must not be stopped
    for path, content in after.items():
        try:
            more = _counted({path: content}, kind) - was
        except NotJudged as bad:
            yield bad
            continue
        if more:
            number = more.total()
            what = f"1 finding{kind.where} is" if number == 1 else f"{number} findings{kind.where} are"
            yield Finding(path, 0, 0, CONFIGURATION_CHANGED.id, f"{what} newly accepted.", _LOOK)


def _counted(files: Mapping[str, bytes], kind: Kind) -> Counter[Entry]:
    found: Counter[Entry] = Counter()
    for path, content in files.items():
        found.update(parse(path, content, kind.command))
    return found
