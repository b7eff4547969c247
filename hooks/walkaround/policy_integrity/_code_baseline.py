"""What a change does to the baseline of accepted findings in code."""

from collections import Counter
from collections.abc import Iterator, Mapping

from .._finding import Finding, NotJudged
from .._sast_baseline import Entry, parse
from ._rules import CONFIGURATION_CHANGED

_LOOK = "Look at each of them before you commit the baseline."


def compare(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[Finding | NotJudged]:
    """One finding for a file that accepts more than what was accepted before; by path, where there is such a file."""
    try:
        was = _counted(before)
    except NotJudged:
        return  # nothing could be relied on before, and whoever repairs it must not be stopped
    for path, content in after.items():
        try:
            more = _counted({path: content}) - was
        except NotJudged as bad:
            yield bad
            continue
        if more:
            number = more.total()
            findings = "1 finding in code is" if number == 1 else f"{number} findings in code are"
            yield Finding(path, 0, 0, CONFIGURATION_CHANGED.id, f"{findings} newly accepted.", _LOOK)


def _counted(files: Mapping[str, bytes]) -> Counter[Entry]:
    found: Counter[Entry] = Counter()
    for path, content in files.items():
        found.update(parse(path, content))
    return found
