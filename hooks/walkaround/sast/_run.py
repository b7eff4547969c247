"""A run: files -> kept or new results -> what no baseline accepts -> findings.

A run in which nothing is new reads kept results and imports neither bandit nor the rules.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

from .._bandit import Engine, Unloadable
from .._finding import Finding, NotJudged, Severity
from .._git import GitError
from .._hook import Inputs, Said
from .._paths import from_root
from .._policy import Policy
from . import BASELINE, FOREIGN, PLUGINS, REASONS, RULES, UNCHANGED, UNEXPLAINED
from ._results import Results
from ._spots import Judged, Spot

if TYPE_CHECKING:
    from .._accepted_findings import Accepted
    from ._pool import Source

_KNOWN = {rule.id: rule for rule in RULES}


class File(NamedTuple):
    """A file of a run: as the caller named it, and from the top."""

    path: str
    key: str


def run(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    """Every finding, file by file as they are done; NotJudged for each file that could not be judged."""
    accepted = _accepted(policy, inputs)
    changed = _changed_lines(policy, inputs)
    for file, result in results(policy, inputs):
        if isinstance(result, NotJudged):
            yield result
            continue
        yield from (NotJudged(file.path, failure) for failure in result.failures)
        touched = changed(file.key) if result.spots else None
        weight = cast(Severity, policy.at(file.path)[UNCHANGED])
        for spot in _new(file, result.spots, accepted):
            counts = touched is None or _touches(spot, touched)
            yield _finding(file, spot)._replace(most="error" if counts else weight)
        if policy.at(file.path)[REASONS]:
            yield from (_unexplained(file, line) for line in result.unexplained)


def results(policy: Policy, inputs: Inputs) -> Iterator[tuple[File, Judged | NotJudged]]:
    """What every file has, accepted or not; what could not be read is NotJudged."""
    off, required = _off(policy), policy[PLUGINS]
    try:
        kept = Results(Engine(off, required=required).identity())
    except Unloadable as failure:
        yield File("", ""), NotJudged("", str(failure))
        return
    pending: dict[int, tuple[File, str]] = {}
    known: list[tuple[File, Judged | NotJudged]] = []

    def unknown() -> "Iterator[Source]":
        for number, path in enumerate(inputs.paths):
            file = File(path, from_root(inputs.root, path) or path)
            try:
                key, content, found = _looked_up(kept, inputs, file)
            except (NotJudged, GitError) as failure:
                known.append((file, failure if isinstance(failure, NotJudged) else NotJudged(path, str(failure))))
                continue
            if found is not None:
                known.append((file, found))
            else:
                pending[number] = (file, key)
                yield _source(number, file.key, content)

    for number, result in _judged(off, required, unknown()):
        file, key = pending.pop(number)
        if not result.failures:
            kept.put(key, result)
        yield file, result
    yield from known
    kept.save()


def _source(number: int, key: str, content: bytes) -> "Source":
    from ._pool import Source

    return Source(number, key, content)


def _judged(
    off: frozenset[str], required: tuple[str, ...], sources: "Iterator[Source]"
) -> Iterator[tuple[int, Judged]]:
    """The results of these sources; who judges is imported only when there is one."""
    first = next(sources, None)
    if first is None:
        return
    from itertools import chain

    from ._pool import Settings, judged

    yield from judged(Settings(off, required), chain((first,), sources))


def _new(file: File, spots: Sequence[Spot], accepted: "Accepted") -> Sequence[Spot]:
    if not accepted or not spots:
        return spots
    from ._accepted import new

    return new(file.key, spots, accepted)


def _looked_up(kept: Results, inputs: Inputs, file: File) -> tuple[str, bytes, Judged | None]:
    """A file's key, and its kept result, or else its content. What the index holds needs not be read to be known."""
    blob = inputs.blob(file.path)
    if blob:
        key = kept.key(file.key, blob)
        found = kept.get(key)
        return key, b"" if found is not None else inputs.read(file.path), found
    import hashlib

    content = inputs.read(file.path)
    key = kept.key(file.key, hashlib.sha256(content).hexdigest())
    return key, content, kept.get(key)


def _off(policy: Policy) -> frozenset[str]:
    """The ids that no path of this policy wants."""
    stacks = [stack.overrides for stack in policy.stacks]
    somewhere = {
        name.removeprefix("rules.")
        for overrides in stacks
        for placed in overrides
        for name in placed.override.settings
        if name.startswith("rules.")
    }
    return frozenset(rule.id for rule in RULES if policy.severity(rule) == "off" and rule.id not in somewhere)


def _accepted(policy: Policy, inputs: Inputs) -> "Accepted":
    name = policy[BASELINE]
    if not name or not inputs.paths:
        return {}
    from .._accepted_findings import read

    return read(inputs.root, name, inputs.exists, inputs.read, "walkaround sast baseline")


def _changed_lines(policy: Policy, inputs: Inputs) -> "Callable[[str], Sequence[int] | None]":
    """What a change touches, asked only where a policy makes a difference of it."""
    names = (setting for stack in policy.stacks for placed in stack.overrides for setting in placed.override.settings)
    if policy[UNCHANGED] == "error" and UNCHANGED.name not in names:
        return lambda _: None
    from ._changed import changed_lines

    return changed_lines(inputs)


def _touches(spot: Spot, touched: Sequence[int]) -> bool:
    at = bisect_left(touched, spot.line)
    return at < len(touched) and touched[at] <= spot.last


def _finding(file: File, spot: Spot) -> Finding:
    rule = _KNOWN.get(spot.rule)
    if rule is None:
        return Finding(file.path, spot.line, spot.column, FOREIGN.id, f"{spot.shown}: {spot.message}", FOREIGN.remedy)
    return Finding(file.path, spot.line, spot.column, spot.rule, spot.message, spot.remedy or rule.remedy)


def _unexplained(file: File, line: int) -> Finding:
    return Finding(file.path, line, 1, UNEXPLAINED.id, UNEXPLAINED.summary, UNEXPLAINED.remedy)
