"""`walkaround attribution label`: labels and a disclosure for a pull request, and whether its text agrees (ATT011)."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .. import _git
from .._agents import Agent
from .._disclosure import HEADING, Statement, statement_of
from .._finding import Finding, NotJudged, Severity
from .._main import formatter
from .._report import Report, Reported, render
from ..ai_attribution import HOOK
from ..ai_attribution._terms import LEVELS
from . import count, say, say_json
from ._history import History, Sized, id_of, name_of

_LISTED = 20  # commits in the paragraph
_NAMED = 3  # commits in a finding
_MOST = 1_000_000  # bytes of a pull request's text: what the largest of the code hosts takes
_REPLACE = "Put the paragraph that `walkaround attribution label` prints in its place."
_ADD = "Add the paragraph that `walkaround attribution label` prints."
_MARK = "Mark the commits with `Assisted-by: AGENT:MODEL`, or correct the pull request."


class Summary(NamedTuple):
    """What a pull request brings: its commits, and of those the ones that AI had a part in.

    Of its merges only those that are marked are among them.
    """

    commits: list[Sized]
    marked: list[Sized]

    @property
    def level(self) -> str:
        return min((one.reading.level for one in self.commits), key=LEVELS.index, default="none")

    @property
    def agents(self) -> list[tuple[Agent, int]]:
        """Each agent and its commits, the most first."""
        found: dict[Agent, int] = {}
        for one in self.marked:
            for agent in one.agents:
                found[agent] = found.get(agent, 0) + 1
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0].name))

    @property
    def labels(self) -> list[str]:
        return [f"ai: {self.level}", *sorted({f"agent: {id_of(agent)}" for agent, _ in self.agents})]


def main(argv: Sequence[str]) -> int:
    options = _parser().parse_args(argv)
    history = History()
    _git.require_order(history.root, options.from_ref, options.to_ref)
    summary = summary_of(history.between(options.from_ref, options.to_ref))
    reported: list[Reported] = []
    if options.body is not None:
        rule = next(rule for rule in HOOK.rules if rule.id == "ATT011")
        severity = history.policy.severity(rule)
        for finding in compared(statement_of(_body(options.body)), summary):
            reported += _reported(finding, severity, options.body)
    if options.json:
        say_json(_plain(summary, reported))
    else:
        say("".join(f"{label}\n" for label in summary.labels) + "\n" + paragraph(summary))
        say(("\n" if reported else "") + render(_report(reported), "text", rules={}, version="", now=""))
    return 1 if any(one.severity == "error" for one in reported) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "walkaround attribution label",
        description="Labels and a disclosure paragraph for a pull request, by the marks of its commits.",
        epilog="Exit codes: 0 printed, 1 the pull request's text denies what its commits show, 2 could not be judged.",
        formatter_class=formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--from-ref", required=True, metavar="A", help="the branch that the pull request goes into")
    parser.add_argument("--to-ref", required=True, metavar="B", help="the branch that it brings")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--body", metavar="FILE", help="the pull request's text, to compare with; - reads it from stdin"
    )
    return parser


def summary_of(commits: Iterable[Sized]) -> Summary:
    found = [one for one in commits if not one.commit.merge or one.reading.level != "none"]
    return Summary(found, [one for one in found if one.reading.level != "none"])


def _body(path: str) -> str:
    try:
        if path == "-":
            content = sys.stdin.buffer.read(_MOST + 1)
        else:
            with open(path, "rb") as file:
                content = file.read(_MOST + 1)
    except OSError as failure:
        raise NotJudged(path, f"cannot be read: {failure.strerror or failure}") from None
    if len(content) > _MOST:
        raise NotJudged(path, f"is larger than {_MOST} bytes, which no code host takes as a pull request's text")
    return content.decode("utf-8", "replace")


def paragraph(summary: Summary) -> str:
    """The disclosure in Markdown. Nothing of the commits' own text is in it, which may hold any Markdown."""
    whole = len(summary.commits)
    if not summary.marked:
        if whole == 1:
            return f"**{HEADING}:** 0 of 1 commit bears a mark of AI.\n"
        return f"**{HEADING}:** 0 of {count(whole, 'commit')} bear a mark of AI.\n"
    kinds = [(level, sum(one.reading.level == level for one in summary.marked)) for level in LEVELS[:2]]
    how = ", ".join(f"{number} {level}" for level, number in kinds if number)
    agents = ", ".join(f"{name_of(agent)} ({count(number, 'commit')})" for agent, number in summary.agents)
    by = f" by {agents}" if agents else ""
    lines, total = _lines(summary.marked), _lines(summary.commits)
    first = (
        f"**{HEADING}:** {len(summary.marked)} of {count(whole, 'commit')} made with AI ({how}){by}; "
        f"{lines} of {count(total, 'line')} added or deleted.\n\n"
    )
    said = [first]
    for one in summary.marked[:_LISTED]:
        names = ", ".join(map(name_of, one.agents))
        said.append(f"- {one.commit.sha[:12]}: {one.reading.level}{f', {names}' if names else ''}\n")
    if len(summary.marked) > _LISTED:
        said.append(f"- and {len(summary.marked) - _LISTED} more\n")
    return "".join(said)


def _lines(commits: Sequence[Sized]) -> int:
    return sum(one.added + one.deleted for one in commits)


def compared(statement: Statement, summary: Summary) -> list[Finding]:
    """What the text of a pull request says wrongly about AI, or leaves open; at most one finding."""
    marked, whole = len(summary.marked), len(summary.commits)
    if statement.denies and marked:
        shas = ", ".join(one.commit.sha[:12] for one in summary.marked[:_NAMED])
        more = f" and {marked - _NAMED} more" if marked > _NAMED else ""
        verb = "is" if marked == 1 else "are"
        message = (
            f"The pull request says that no AI was used, and {marked} of {count(whole, 'commit')} {verb} made with it: "
            f"{shas}{more}."
        )
        return [_finding(statement.line, message, _REPLACE)]
    if statement.counted is not None and statement.counted != marked:
        message = f"The disclosure counts {statement.counted} of the commits as made with AI, and there are {marked}."
        return [_finding(statement.line, message, _REPLACE, "warning")]
    if statement.affirms and not marked and whole:
        return [
            _finding(
                statement.line, "The pull request says that AI was used, and no commit bears a mark of it.", _MARK,
                "warning",
            )
        ]  # fmt: skip
    if not (statement.denies or statement.affirms or statement.counted is not None):
        return [_finding(0, "The pull request does not say whether AI was used.", _ADD, "warning")]
    return []


def _finding(line: int, message: str, remedy: str, most: Severity = "error") -> Finding:
    return Finding("<pull request>", line, 1 if line else 0, "ATT011", message, remedy, most)


def _reported(finding: Finding, severity: Severity, path: str) -> list[Reported]:
    """The finding with the weight that the policy gives it, at the file that was read."""
    weights: tuple[Severity, ...] = ("off", "warning", "error")
    weight = min(severity, finding.most, key=weights.index)
    place = finding if path == "-" else finding._replace(path=path)
    return [] if weight == "off" else [Reported(HOOK.id, weight, place)]


def _report(reported: Sequence[Reported]) -> Report:
    return Report(tuple(reported), ())


def _plain(summary: Summary, reported: Sequence[Reported]) -> dict[str, object]:
    return {
        "version": 1,
        "level": summary.level,
        "labels": summary.labels,
        "commits": len(summary.commits),
        "marked": [
            {"commit": one.commit.sha, "level": one.reading.level, "agents": [id_of(agent) for agent in one.agents],
             "added": one.added, "deleted": one.deleted}
            for one in summary.marked
        ],
        "lines": {"ai": _lines(summary.marked), "all": _lines(summary.commits)},
        "disclosure": paragraph(summary),
        "findings": [
            {"rule": one.finding.rule, "severity": one.severity, "path": one.finding.path, "line": one.finding.line,
             "message": one.finding.message, "remedy": one.finding.remedy}
            for one in reported
        ],
    }  # fmt: skip
