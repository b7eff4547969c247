"""A run: files of tests one by one, then what the change brings."""

import os
from collections.abc import Iterable, Iterator

from .._finding import Finding, NotJudged
from .._git import GitError
from .._hook import Inputs, Said, each
from .._policy import Policy
from ._rules import RULES


def run(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    """Every finding, and every file that could not be judged."""
    from ._judge import judge_file
    from ._places import test_files

    if not inputs.paths:
        return
    is_test = test_files(policy, inputs.root)
    sources = _Sources(inputs)

    def judge(path: str, source: bytes) -> Iterable[Finding]:
        return judge_file(path, source, off=_off(policy.at(path)), is_test=is_test, sources=sources)

    yield from each(inputs, judge)
    if inputs.changes:
        from ._change import judge as judge_change

        yield from judge_change(policy, inputs, lambda rule, path: policy.at(path).severity(_RULES[rule]))


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
