"""Reads the marks of `tests/labelled/tests` and scores what a tool says of the tests there.

What the marks mean is told in `tests/labelled/tests/README.md`.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

RULES = tuple(f"TST00{number}" for number in range(1, 10))

_MARK = re.compile(r"# (?:bad: TST00[1-9](?:[ /]TST00[1-9])*|good(?:: TST00[1-9](?: TST00[1-9])*)?)")
_ALMOST = re.compile(r"#\s*(?:bad|good)\b\s*(?::|$)", re.IGNORECASE)


class MarkError(ValueError):
    """A comment that begins like a mark and is none, or a mark where none can stand."""


class Bad(NamedTuple):
    """A line on which a finding of this rule must stand, or of one of the others that would say the same."""

    path: str
    line: int
    rule: str
    others: tuple[str, ...] = ()


class Good(NamedTuple):
    """A test within which no finding may stand, decorators and all; `like` are the rules that it nearly breaks."""

    path: str
    first: int
    last: int
    name: str
    like: tuple[str, ...]


class Said(NamedTuple):
    """What a tool says of a line."""

    path: str
    line: int
    rule: str


class Marks(NamedTuple):
    """All marks of some files; `tests` are the first and last lines of every function in them."""

    bad: list[Bad]
    good: list[Good]
    tests: list[tuple[str, int, int]]


class Score(NamedTuple):
    """How findings compare with marks; `astray` are those in no function with a mark of any kind."""

    caught: list[Bad]
    missed: list[Bad]
    false: list[tuple[Good, Said]]
    astray: list[Said]


def marks(folder: Path | str) -> Marks:
    """The marks of a folder's files, by path and line; a comment that is nearly a mark is an error."""
    found = Marks([], [], [])
    for path in sorted(Path(folder).glob("*.py")):
        one = marks_of(path.name, path.read_text(encoding="utf-8"))
        found = Marks(found.bad + one.bad, found.good + one.good, found.tests + one.tests)
    return found


def marks_of(path: str, text: str) -> Marks:
    """The marks of one file's text."""
    functions = {node.lineno: node for node in ast.walk(ast.parse(text)) if isinstance(node, _FUNCTION)}
    bad: list[Bad] = []
    good: list[Good] = []
    for line, word, rules in _comments(path, text):
        if word == "bad":
            bad += [Bad(path, line, rule, tuple(others)) for rule, *others in (one.split("/") for one in rules)]
        elif line in functions:
            good.append(Good(path, *_span(functions[line]), functions[line].name, rules))
        else:
            raise MarkError(f"{path}:{line}: '# good' stands at the end of a line with 'def'")
    for test in good:
        for mark in bad:
            if test.first <= mark.line <= test.last:
                raise MarkError(f"{path}:{mark.line}: a bad line in a test that is marked as good")
    return Marks(bad, good, [(path, *_span(node)) for node in functions.values()])


_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def _span(node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[int, int]:
    first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
    return first, node.end_lineno or node.lineno


def _comments(path: str, text: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Line, word and rules of every mark."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT or not _ALMOST.match(token.string):
            continue
        if not _MARK.fullmatch(token.string):
            raise MarkError(f"{path}:{token.start[0]}: a mark is written '# bad: TST001', '# good' or '# good: TST001'")
        if not token.line[: token.start[1]].strip():
            raise MarkError(f"{path}:{token.start[0]}: a mark stands at the end of a line of code")
        word, _, rules = token.string.removeprefix("# ").partition(": ")
        yield token.start[0], word, tuple(rules.split())


def score(known: Marks, findings: Iterable[Said], *, any_rule: bool = False) -> Score:
    """Which bad lines were caught or missed, and what was said of good tests and of lines that no mark speaks of.

    With `any_rule` a line counts as caught whatever the rule: so are tools judged that have other rules.
    """
    said = sorted(set(findings))
    rules: dict[tuple[str, int], set[str]] = {}
    for one in said:
        rules.setdefault((one.path, one.line), set()).add(one.rule)
    there = {mark: rules.get((mark.path, mark.line), set()) for mark in known.bad}
    hit = {mark for mark, found in there.items() if found & {mark.rule, *mark.others} or (any_rule and found)}
    false = [(test, one) for one in said for test in known.good if _within(one, test.path, test.first, test.last)]
    excused = {(mark.path, mark.line) for mark in known.bad}
    for path, first, last in known.tests:
        if any(mark.path == path and first <= mark.line <= last for mark in known.bad):
            excused |= {(path, line) for line in range(first, last + 1)}
    in_good = {one for _, one in false}
    return Score(
        caught=[mark for mark in known.bad if mark in hit],
        missed=[mark for mark in known.bad if mark not in hit],
        false=false,
        astray=[one for one in said if one not in in_good and (one.path, one.line) not in excused],
    )


def _within(one: Said, path: str, first: int, last: int) -> bool:
    return one.path == path and first <= one.line <= last
