"""How the tests of pinned-dependencies are written: small trees with `«` in front of what is to be found."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from walkaround._finding import Finding, NotJudged
from walkaround._hook import Said
from walkaround._policy import Key, Policy
from walkaround.pinned_dependencies import (
    ACTIONS_LEVEL,
    BUILD_LEVEL,
    COMMANDS_LEVEL,
    GROUPS_LEVEL,
    HOOKS_LEVEL,
    IMAGES_LEVEL,
    LEVEL,
    RULES,
    SYSTEM_LEVEL,
    check,
)

MARK = "«"
OTHER_RULES = frozenset(rule.id for rule in RULES)
SHA = "0123456789abcdef0123456789abcdef01234567"
HASH = "--hash=sha256:" + "ab" * 32
STRICT: Mapping[Key[Any], str] = {
    LEVEL: "exact",
    GROUPS_LEVEL: "exact",
    BUILD_LEVEL: "exact",
    ACTIONS_LEVEL: "sha",
    HOOKS_LEVEL: "sha",
    IMAGES_LEVEL: "digest",
    COMMANDS_LEVEL: "exact",
    SYSTEM_LEVEL: "exact",
}


class Tree:
    """Files in memory, seen by the hook as one snapshot."""

    changes = ()

    def __init__(self, files: Mapping[str, bytes], paths: Sequence[str]) -> None:
        self.paths = tuple(paths)
        self.root = "/top"
        self.files = dict(files)
        self.reads: list[str] = []

    def read(self, path: str) -> bytes:
        self.reads.append(path)
        found = self.files.get(path, self.files.get(path.removeprefix("/top/")))
        if found is None:
            raise NotJudged(path, "no such file")
        return found

    def exists(self, path: str) -> bool:
        return path in self.files or path.removeprefix("/top/") in self.files

    def blob(self, path: str) -> str:  # noqa: ARG002
        return ""

    def present(self, paths: Iterable[str]) -> frozenset[str]:
        return frozenset(filter(self.exists, paths))

    def listing(self) -> tuple[str, ...]:
        return tuple(self.files)

    def expect(self, _steps: int) -> Callable[[], None]:
        return lambda: None


def judge(
    files: Mapping[str, str | bytes], paths: Sequence[str] | None = None, policy: Mapping[Key[Any], str] | None = None
) -> list[Said]:
    """What the hook says about a tree; every file is an input when none is named."""
    content = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    tree = Tree(content, list(content) if paths is None else paths)
    return list(check(Policy().with_values(policy or {}), tree))


def marked(files: Mapping[str, str]) -> tuple[dict[str, str], list[tuple[str, int, int]]]:
    """The files without their marks, and the places where the marks were."""
    places = []
    for path, text in files.items():
        for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
            parts = line.split(MARK)[:-1]
            places += [(path, number, sum(map(len, parts[: at + 1])) + 1) for at in range(len(parts))]
    return {path: text.replace(MARK, "") for path, text in files.items()}, sorted(places)


def found(said: Sequence[Said], rule: str = "PIN001") -> list[tuple[str, int, int]]:
    """The places of the findings of one rule; whatever else was said is shown by the comparison.

    That a manifest has no lock beside it is true of nearly every tree of the tests, and has tests of its own.
    """
    said = [one for one in said if not isinstance(one, Finding) or one.rule in (rule, *OTHER_RULES - {"PIN004"})]
    others = [one for one in said if not isinstance(one, Finding) or one.rule != rule]
    assert others == []
    return sorted((one.path, one.line, one.column) for one in said if isinstance(one, Finding))


def assert_marked(
    files: Mapping[str, str],
    paths: Sequence[str] | None = None,
    policy: Mapping[Key[Any], str] | None = None,
    rule: str = "PIN001",
) -> None:
    """Assert that exactly what is marked is found, and that nothing else is said."""
    clean, places = marked(files)
    assert found(judge(clean, paths, policy), rule) == places


def not_judged(said: Sequence[Said]) -> list[str]:
    """Everything that was said, where all of it is inputs that could not be judged."""
    assert all(isinstance(one, NotJudged) for one in said), said
    return [str(one) for one in said]
