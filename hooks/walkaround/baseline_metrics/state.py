"""What the code is like at a commit: how complex its functions are, and how much of it repeats itself.

Found out once for each tree, and kept.
"""

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .. import _cache, _git
from .._finding import NotJudged
from .._measures.jscpd import LINES, Span
from .figure import Definition, Figure, Value
from .paths import is_code
from .values import share

_GROUP = "quality"
_VERSION = 2
_TOKENS = 50  # of a clone, as jscpd has it by itself
_MOST_FILE = 1 << 20  # bytes; a larger one was made by a program
_MOST = 96 << 20  # bytes of all sources together, beyond which copies are not looked for
_SECONDS = 120.0
_LIMIT = 10  # of a function's complexity
_MARGIN = 1.96  # standard errors to each side of a mean
DEFINITIONS = (
    Definition(
        "complexity", "Cognitive complexity", "points", "lower", _GROUP,
        "The mean cognitive complexity of the program's functions in Python at the end of the window, as complexipy "
        "counts it. Tests, documents and their examples, generated and foreign code are left out.",
        "G. Ann Campbell, Cognitive Complexity, SonarSource 2018",
    ),
    Definition(
        "complex-functions", "Complex functions", "%", "lower", _GROUP,
        f"The share of these functions whose complexity is above {_LIMIT}.",
    ),
    Definition(
        "duplication", "Repeated code", "%", "lower", _GROUP,
        f"The share of the lines of the program's code at the end of the window that stand in a block of at least "
        f"{_TOKENS} tokens and {LINES} lines which is there twice, as jscpd finds them without comments. Tests, "
        "documents and their examples, generated and foreign code, blank lines and imports are left out.",
    ),
)  # fmt: skip


class State(NamedTuple):
    """`complexities` are those of all functions. `why` is empty, or says why copies were not looked for."""

    complexities: tuple[int, ...]
    unread: int
    repeated: int
    lines: int
    why: str


def figures(root: str, commit: str) -> list[Figure]:
    """Of the commit at the end of a window; empty where the repository had none yet."""
    if not commit:
        why = "the repository had no commit at the end of the window"
        return [Figure(one.id, "absent", Value(None, 0), why=why) for one in DEFINITIONS]
    return at(root, commit)


def at(root: str, commit: str) -> list[Figure]:
    """Of a commit."""
    state = _state(root, commit)
    return [*_complexity(state), _duplication(state)]


def _state(root: str, commit: str) -> State:
    tree = _git.git("rev-parse", f"{commit}^{{tree}}", cwd=root).decode("ascii", "replace").strip()
    name = f"report/state-{_VERSION}-{tree}.json"
    kept = _cache.read(name)
    if kept is not None:
        try:
            complexities, *rest = json.loads(kept)
            return State(tuple(complexities), *rest)
        except (ValueError, TypeError):
            pass  # found out anew
    state = _measured(root, commit)
    if not state.why:
        _cache.write(name, json.dumps(state).encode())
    return state


def _measured(root: str, commit: str) -> State:
    """What judges the complexity of sources and their copies is imported here, since most trees are known already."""
    from .._measures import complexipy

    sources = dict(_sources(root, commit))
    complexities: list[int] = []
    unread = 0
    for path, content in sources.items():
        if path.endswith(".py"):
            try:
                complexities += (one.complexity for one in complexipy.functions(path, content))
            except NotJudged:
                unread += 1
    try:
        repeated, lines = _repeated(sources)
    except NotJudged as failure:
        return State(tuple(complexities), unread, 0, 0, str(failure))
    return State(tuple(complexities), unread, repeated, lines, "")


def _sources(root: str, commit: str) -> Iterator[tuple[str, bytes]]:
    from .._measures.sources import format_of

    objects = _git.Objects(root)
    try:
        for path, sha in _git.files_in(root, commit):
            if format_of(path) and is_code(path):
                content = objects.demand(sha)
                if len(content) <= _MOST_FILE and b"\0" not in content:
                    yield path, content
    finally:
        objects.close()


def _repeated(sources: Mapping[str, bytes]) -> tuple[int, int]:
    """How many lines of code are repeated, and how many there are."""
    if sum(map(len, sources.values())) > _MOST:
        raise NotJudged("", f"the sources have more than {_MOST >> 20} MiB, in which copies are not looked for")
    from .._measures.jscpd import clones
    from .._measures.sources import counted, ending_of, format_of

    paths = list(sources)
    lines = {path: counted(content, format_of(path)) for path, content in sources.items()}
    repeated: dict[str, set[int]] = {path: set() for path in paths}
    for clone in clones([(ending_of(path), sources[path]) for path in paths], _TOKENS, _SECONDS) if paths else ():
        if not _overlap(clone.one, clone.other):
            for span in clone:
                repeated[paths[span.source]].update(range(span.first, span.last + 1))
    return sum(len(repeated[path] & lines[path]) for path in paths), sum(map(len, lines.values()))


def _overlap(one: "Span", other: "Span") -> bool:
    """A table repeats itself from row to row; that is no copy."""
    return one.source == other.source and one.first <= other.last and other.first <= one.last


def _complexity(state: State) -> list[Figure]:
    count = len(state.complexities)
    if not count:
        why = "there is no function of Python to measure"
        return [Figure(name, "absent", Value(None, 0), why=why) for name in ("complexity", "complex-functions")]
    why = f"{state.unread} files could not be read as Python and are left out" if state.unread else ""
    value = sum(state.complexities) / count
    spread = (sum((one - value) ** 2 for one in state.complexities) / max(1, count - 1)) ** 0.5
    margin = _MARGIN * spread / count**0.5
    above = sum(one > _LIMIT for one in state.complexities)
    return [
        Figure(
            "complexity", "measured", Value(value, count, low=max(0.0, value - margin), high=value + margin), why=why
        ),
        Figure("complex-functions", "measured", share(above, count), why=why),
    ]


def _duplication(state: State) -> Figure:
    if state.why or not state.lines:
        return Figure("duplication", "absent", Value(None, 0), why=state.why or "there is no code to compare")
    return Figure("duplication", "measured", Value(100 * state.repeated / state.lines, state.repeated, state.lines))
