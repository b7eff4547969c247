"""TST010, TST011 and TST012: what a change brings, and what it leaves out."""

import re
from collections.abc import Callable, Iterator, Sequence

from .. import _change
from .._change import Delta
from .._finding import Finding, NotJudged
from .._hook import Inputs, Said
from .._policy import Policy
from . import _edges
from ._callers import Callers, TooMany, called_as
from ._changed import Before, Source, Unit, changed_source
from ._module import is_test_file
from ._places import Selects, selecting
from ._rules import EDGE_CASES, PROPERTY_TESTS, RELATED, SOURCE_LINES, SOURCE_TESTS, TESTS

_ANSWER = "Answer with a test, or let the function refuse such a value."
_PROPERTY = "Write a test with `@given` that calls it; `walkaround tests scaffold {path}::{name}` begins one."
# Decorators under which a function is still called by its name, with its own parameters.
_PLAIN = frozenset({
    "staticmethod", "classmethod", "cache", "lru_cache", "wraps", "contextmanager", "asynccontextmanager", "override",
    "final", "deprecated", "singledispatch", "no_type_check", "jit", "njit", "beartype", "typechecked", "retry",
})  # fmt: skip


def judge(
    policy: Policy, inputs: Inputs, keys: dict[str, str], severities: Callable[[str, str], str]
) -> Iterator[Said]:
    """What a commit or a range leaves out, for those of its sources that are inputs: `keys`, by their paths from the
    root, as the caller named them."""
    named = [change for change in inputs.changes if change.head is not None]
    for change in named or inputs.changes:
        with _change.of(inputs.root, change) as delta:
            yield from _Brought(policy, inputs, delta, keys, severities).said()


class _Brought:
    """One change: its sources by their paths from the root, each with the path by which the caller knows it."""

    def __init__(
        self, policy: Policy, inputs: Inputs, delta: Delta, keys: dict[str, str], severities: Callable[[str, str], str]
    ) -> None:
        self._policy = policy
        self._inputs = inputs
        self._delta = delta
        self._keys = keys
        self._severity = severities
        more = selecting(policy[TESTS])
        self._is_test: Selects = lambda path: is_test_file(path) or more(path)

    def said(self) -> Iterator[Said]:
        files = [file for file in self._delta.files if file.path in self._keys and file.new]
        if not files:
            return
        gone = [path for path in self._delta.removed if path.endswith(".py")]
        before = Before(
            self._delta, (*(file.before for file in self._delta.files if file.before.endswith(".py")), *gone)
        )
        found: list[Source] = []
        for file in files:
            try:
                source = changed_source(self._delta, file, before)
            except NotJudged as failure:
                yield NotJudged(self._keys[file.path], failure.why)
                continue
            if source.units:
                found.append(source)
        if found and self._has_tests():
            yield from self._untested(found)
            yield from self._functions(found)

    def _has_tests(self) -> bool:
        """A project without any test has decided, or has to begin elsewhere."""
        changed = (file.path for file in self._delta.files)
        return any(map(self._is_test, changed)) or any(map(self._is_test, self._delta.names()))

    def _untested(self, found: Sequence[Source]) -> Iterator[Finding]:
        """TST010."""
        asked = [one for one in found if self._is_asked(one)]
        if not asked:
            return
        tests = [file.path for file in self._delta.files if file.new and self._is_test(file.path)]
        text: bytes | None = None
        for source in asked:
            path = self._keys[source.path]
            policy = self._policy.at(path)
            if tests and policy[SOURCE_TESTS] != RELATED:
                continue
            if tests and text is None:
                text = b"\n".join(map(self._delta.read, tests))
            if text is not None and _names(text, source):
                continue
            yield Finding(path, min(source.lines), 1, "TST010", _untested_message(source, bool(tests)), _remedy(source))

    def _is_asked(self, source: Source) -> bool:
        path = self._keys[source.path]
        if source.has_doctest or self._severity("TST010", path) == "off":
            return False
        return len(source.lines) >= self._policy.at(path)[SOURCE_LINES]

    def _functions(self, found: Sequence[Source]) -> Iterator[Finding]:
        """TST011 and TST012, for public functions."""
        wanted = selecting(self._policy[PROPERTY_TESTS])
        asked: list[tuple[Source, Unit, list[str]]] = []
        proved: list[tuple[Source, Unit]] = []
        for source in found:
            path = self._keys[source.path]
            for unit in filter(_is_public, source.units):
                asks = self._severity("TST011", path) != "off" and not _is_private(source.path, unit)
                if asks and (told := _edges.questions(unit)):
                    asked.append((source, unit, told))
                named = wanted(source.path) and self._severity("TST012", path) != "off"
                if named and _edges.parameters(unit):
                    proved.append((source, unit))
        if not self._policy[EDGE_CASES]:
            asked = []
        if not asked and not proved:
            return
        units = [unit for _, unit, _ in asked] + [unit for _, unit in proved]
        words = sorted(set(map(called_as, units)))
        callers = Callers(self._inputs, self._delta, self._is_test, words)
        yield from self._without_property(proved, callers)
        left = self._policy[EDGE_CASES]
        for source, unit, told in asked:
            if left and not _unless_unknown(callers.has_edge, unit):
                left -= 1
                message = f"No test calls `{unit.name}` with an edge case: {_edges.sentence(told)}"
                yield self._finding(source, unit, "TST011", message, _ANSWER)

    def _without_property(self, proved: Sequence[tuple[Source, Unit]], callers: Callers) -> Iterator[Finding]:
        for source, unit in proved:
            if not _unless_unknown(callers.has_property, unit):
                message = f"No property-based test calls `{unit.name}`, as the policy asks for this path."
                remedy = _PROPERTY.format(path=source.path, name=unit.name)
                yield self._finding(source, unit, "TST012", message, remedy)

    def _finding(self, source: Source, unit: Unit, rule: str, message: str, remedy: str) -> Finding:
        return Finding(self._keys[source.path], unit.node.lineno, unit.node.col_offset + 1, rule, message, remedy)


def _untested_message(source: Source, others: bool) -> str:
    names = [f"`{unit.name}`" for unit in source.units]
    what = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
    lines = len(source.lines)
    what = f"{what} {'changes' if len(names) == 1 else 'change'} in {lines} line{'s' if lines > 1 else ''} of code"
    which = f"that names {'it' if len(names) == 1 else 'them'} " if others else ""
    return f"{what}, and no test {which}changes with it."


def _remedy(source: Source) -> str:
    return f"Add or change a test of `{source.units[0].name}` that fails without this change."


def _names(text: bytes, source: Source) -> bool:
    """Whether a test names a source's module, or something in it that changes."""
    words = {_module_word(source.path)}
    for unit in source.units:
        words.update(one.name for one in unit.owners)
        words.add(unit.node.name)
    words = {word for word in words if not word.startswith("__")}
    there = (word for raw in words if (word := raw.encode()) in text)
    return any(re.search(rb"(?<![^\W_])" + re.escape(word) + rb"(?![^\W_])", text) for word in there)


def _module_word(path: str) -> str:
    """The last word by which a module is imported."""
    parts = path.removesuffix(".pyw").removesuffix(".py").split("/")
    return parts[-2] if parts[-1] in ("__init__", "__main__") and len(parts) > 1 else parts[-1].lstrip("_")


def _is_public(unit: Unit) -> bool:
    """Whether others are meant to call a function, by its name and with the parameters that stand there."""
    names = [*(one.name for one in unit.owners), unit.node.name]
    if any(name.startswith("_") and name != "__init__" for name in names) or unit.node.name in ("main", "test"):
        return False
    return all(_edges.last_word(one) in _PLAIN for one in unit.node.decorator_list)


def _is_private(path: str, unit: Unit) -> bool:
    """Whether a function's module is for its own package, or what the function makes is only raised."""
    modules = path.removesuffix(".py").split("/")
    if any(part.startswith("_") and not part.startswith("__") for part in modules):
        return True
    bases = [_edges.last_word(base) for owner in unit.owners for base in owner.bases]
    return any(name.endswith(("Error", "Exception", "Warning")) for name in bases)


def _unless_unknown(look: Callable[[Unit], bool], unit: Unit) -> bool:
    """What a look at the tests tells; where there are too many of them, nothing is missing."""
    try:
        return look(unit)
    except TooMany:
        return True
