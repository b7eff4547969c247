"""Findings for an agent that reads them: a line each, what repeats itself once, and the next command at the end.

    a.py:3:1: SEC001 A key stands here. -> Revoke it, and read it from the environment.
    ... and 17 more of SEC001; all of them: walkaround check a.py --format text
    next: mend them, then git add a.py && walkaround check --staged

An agent reads every word that a command prints, and pays for it; whatever else stands there it takes for a task.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .model import Report, Reported
from .wording import is_message, place, visible, visible_path

MOST = 3  # of findings that say the same about different things
_SHAPES = 50  # of one rule that are told apart; what comes then counts as the last of them
_PATHS = 6  # that a command names
_PLAIN = re.compile(r"[\w@%+=:,./-]+", re.ASCII)  # what no shell reads as more than a name
_FIX = re.compile(r"`(walkaround-[a-z-]+ --fix)`")


class Follow(NamedTuple):
    """What a reader may do next: the command that judges again, and the one that lists everything in full."""

    again: str
    full: str
    staged: bool = True  # what is judged again is what is staged
    folder: str = ""  # of the commands that remedies name, where the reader's shell would not find them


def terse(report: Report, follow: Follow) -> str:
    """The report for an agent; a clean one is empty. What was not judged is counted, and named on standard error."""
    lines = list(_listed(report.findings, follow))
    if report.errors:
        lines.append(f"not judged: {len(report.errors)}; standard error says what, and why")
    if not lines and not report.changed:
        return ""
    return "".join(f"{line}\n" for line in (*lines, f"next: {_next(report, follow)}"))


def _listed(findings: Iterable[Reported], follow: Follow) -> Iterator[str]:
    """A line for each finding, but for those that repeat others; the number of these, by rule, at the end."""
    shapes: dict[str, list[tuple[list[str], list[int]]]] = {}
    left: dict[str, int] = {}
    for said in findings:
        rule = said.finding.rule
        seen = _of_one_shape(shapes.setdefault(f"{rule} {said.severity}", []), said.finding.message.split())
        seen[0] += 1
        if seen[0] <= MOST:
            yield _line(said)
        else:
            left[rule] = left.get(rule, 0) + 1
    for rule, number in left.items():
        yield f"... and {number} more of {rule}; all of them: {follow.full}"


def _of_one_shape(known: list[tuple[list[str], list[int]]], words: list[str]) -> list[int]:
    """How many messages like this one there were: of as many words, more than half of them the same."""
    for other, seen in known:
        if len(other) == len(words) and sum(map(str.__eq__, other, words)) * 2 > len(words):
            return seen
    if len(known) < _SHAPES:
        known.append((words, [0]))
    return known[-1][1]


def _line(said: Reported) -> str:
    _, severity, finding = said
    mark = " [warning]" if severity == "warning" else ""
    return f"{place(finding)}: {finding.rule} {visible(finding.message)}{mark} -> {visible(finding.remedy)}"


def _next(report: Report, follow: Follow) -> str:
    """One command, and what to do before it."""
    errors = [one for one in report.findings if one.severity == "error"]
    if not report.exit_code:
        return "go on; a warning stops no commit"
    if errors and all(is_message(one.finding.path) for one in errors):
        return "mend the message, then commit again"
    fixes = dict.fromkeys(fix for one in errors for fix in _FIX.findall(one.finding.remedy))
    by_hand = bool(report.errors) or not all(_FIX.search(one.finding.remedy) for one in errors)
    paths = dict.fromkeys(one.finding.path for one in errors if one.finding.path and not is_message(one.finding.path))
    paths |= dict.fromkeys((*report.changed, *(one.path for one in report.errors if one.path)))
    staging = _staging(tuple(paths)) if follow.staged and paths else ""
    said = ("mend and stage them, then " if staging is None else "mend them, then ") if by_hand else ""
    return said + " && ".join((*(follow.folder + fix for fix in fixes), *([staging] if staging else []), follow.again))


def _staging(paths: tuple[str, ...]) -> str | None:
    """`git add` of these; None where they are many, or a shell would read them otherwise than they are shown."""
    shown = tuple(map(visible_path, paths))
    plain = all(_PLAIN.fullmatch(one) and not one.startswith("-") for one in shown)
    return f"git add {' '.join(shown)}" if plain and len(shown) <= _PATHS else None
