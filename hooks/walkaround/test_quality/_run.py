"""A run: files of tests one by one, then what the change brings."""

import gc
import os
from collections.abc import Iterable, Iterator
from typing import Self

from .._finding import Finding, NotJudged
from .._git import GitError
from .._hook import Inputs, Said, each
from .._paths import from_root
from .._policy import Policy
from ._judge import judge_file
from ._places import listed, sources, test_files
from ._rules import RULES

_BATCH = 512 << 10  # bytes of source whose trees are in memory at the same time


def run(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    """Every finding, and every file that could not be judged."""
    if not inputs.paths:
        return
    is_test, is_listed = test_files(policy, inputs.root), listed(policy, inputs.root)
    code = _Sources(inputs)

    with _Collector() as collector:

        def judge(path: str, source: bytes) -> Iterable[Finding]:
            collector.before(source)
            off = _off(policy.at(path))
            return judge_file(path, source, off=off, is_test=is_test, is_listed=is_listed, sources=code)

        yield from each(inputs, judge)
    keys = _sources_by_key(policy, inputs) if inputs.changes else {}
    if keys:
        from ._change import judge as judge_change

        yield from judge_change(policy, inputs, keys, lambda rule, path: policy.at(path).severity(_RULES[rule]))


def _sources_by_key(policy: Policy, inputs: Inputs) -> dict[str, str]:
    """The inputs that are sources which tests have to follow, by their paths from the root."""
    select = sources(policy)
    return {key: path for path in inputs.paths if (key := from_root(inputs.root, path)) is not None and select(key)}


class _Collector:
    """Python's collector of what nobody uses, kept away from the trees but for once in many files.

    The nodes of a tree know what is around them, so that it alone frees them; while they are read it would look at all
    of them again and again in vain.
    """

    def __init__(self) -> None:
        self._enabled = gc.isenabled()
        self._size = 0

    def __enter__(self) -> Self:
        gc.disable()
        return self

    def __exit__(self, *_: object) -> None:
        if self._enabled:
            gc.enable()

    def before(self, source: bytes) -> None:
        """Let it work when the trees of many sources lie about."""
        self._size += len(source)
        if self._size > _BATCH:
            gc.collect()
            self._size = len(source)


_RULES = {rule.id: rule for rule in RULES}


def _off(policy: Policy) -> frozenset[str]:
    """The rules that nobody wants to hear of."""
    return frozenset(rule.id for rule in RULES if policy.severity(rule) == "off")


class _Sources:
    """The sources of the repository by the dotted names of their modules; git is asked once, when the first is."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._by_end: dict[str, list[str]] | None = None

    def __call__(self, module: str) -> bytes | None:
        if self._by_end is None:
            self._by_end = {}
            for path in self._inputs.listing():
                if path.endswith(".py"):
                    self._by_end.setdefault(path.rpartition("/")[2], []).append(path)
        inner = module.replace(".", "/")
        last = inner.rpartition("/")[2]
        wanted = [(f"{inner}.py", f"{last}.py"), (f"{inner}/__init__.py", "__init__.py")]
        for end, name in wanted:
            found = [one for one in self._by_end.get(name, ()) if one == end or one.endswith(f"/{end}")]
            if len(found) == 1:
                return self._read(found[0])
        return None

    def _read(self, path: str) -> bytes | None:
        here = os.getcwd()
        try:
            return self._inputs.read(path if here == self._inputs.root else os.path.join(self._inputs.root, path))
        except (NotJudged, GitError):
            return None
