"""The command line of `pr-checklist`: options, and what is written beside the report."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence

from .. import _catalogue, _git, _inputs, _report
from .._checklist.questions import ALL
from .._checklist.rendering import open_text
from .._finding import NotJudged
from .._hook import Hook, Inputs, Said
from .._main import Inspection, Output, could_not_start, emit, inspect, parser_for, policy_for, printable
from .._policy import Policy, PolicyError
from .._report import Report
from ._judge import Outcome, judge
from ._request import Given, Request, request_of

_READ_TOO = ("ai-attribution", "pr-template")  # tables of which a key is read here


def run(hook: Hook, argv: Sequence[str] | None) -> int:
    """Judge one pull request; the exit code."""
    parser = _parser(hook)
    options = parser.parse_args(argv)
    if (options.from_ref is None) is not (options.to_ref is None):
        parser.error("--from-ref and --to-ref go together")
    output = Output(hook.id, options.format, tuple(options.save))
    told: list[Outcome] = []
    try:
        listing = _inputs.named_files([])
        others = tuple(_catalogue.hook(entry) for entry in _catalogue.declaring() if entry.table in _READ_TOO)
        policy = policy_for((hook, *others), listing.root, options.policy)
        request = request_of(_given(options))
    except (PolicyError, _git.GitError, NotJudged) as failure:
        return emit(could_not_start(hook.id, failure), output)
    inspection = Inspection((_for(hook, request, told),), policy, listing)
    report = inspect(inspection)
    code = emit(report, output, inspection)
    outcome = told[0] if told else Outcome({}, ())
    if outcome.note:
        sys.stderr.write(printable(f"walkaround: {hook.id}: {_report.visible(outcome.note)}\n", sys.stderr.encoding))
    try:
        _write_beside(options, report, outcome)
    except OSError as failure:
        name = failure.filename or "its file"
        sys.stderr.write(
            printable(f"walkaround: {hook.id}: {name} cannot be written: {failure.strerror}\n", sys.stderr.encoding)
        )
        return 2
    return code


def _for(hook: Hook, request: Request, told: list[Outcome]) -> Hook:
    """The hook as it judges this pull request."""

    def check(policy: Policy, inputs: Inputs) -> Iterator[Said]:
        return judge(policy, request, inputs, told.append)

    return hook._replace(check=check)


def _parser(hook: Hook) -> argparse.ArgumentParser:
    parser = parser_for(f"walkaround-{hook.id}", hook.summary)
    source = parser.add_argument_group("the pull request (default: what the variables of the pipeline name)")
    source.add_argument("--event", metavar="FILE", default="", help="the event of the code host, in JSON")
    source.add_argument(
        "--body", metavar="FILE", default="", help="the text of the pull request; - reads it from stdin"
    )
    source.add_argument("--from-ref", metavar="A", help="with --to-ref: the branch that it goes into")
    source.add_argument("--to-ref", metavar="B", help="the branch that it brings")
    source.add_argument("--author", metavar="LOGIN", default="", help="who opened it, where no event tells")
    source.add_argument("--reviews", metavar="FILE", default="", help="what the host's interface for reviews answers")
    source.add_argument(
        "--findings",
        metavar="FILE",
        default="",
        help="a report of `walkaround check --format json`, to ask what it found",
    )
    beside = parser.add_argument_group("what is written beside the report")
    beside.add_argument(
        "--summary", metavar="FILE", help="append a summary in Markdown (default: $GITHUB_STEP_SUMMARY)"
    )
    beside.add_argument("--comment", metavar="FILE", help="write a comment with the questions that are open")
    return parser


def _given(options: argparse.Namespace) -> Given:
    return Given(
        options.event,
        options.body,
        options.from_ref or "",
        options.to_ref or "",
        options.reviews,
        options.findings,
        options.author,
    )


def _write_beside(options: argparse.Namespace, report: Report, outcome: Outcome) -> None:
    summary = options.summary or os.environ.get("GITHUB_STEP_SUMMARY", "")
    if summary:
        with open(summary, "a", encoding="utf-8", newline="\n") as file:
            file.write(summary_text(report, outcome))
    if options.comment:
        with open(options.comment, "w", encoding="utf-8", newline="\n") as file:
            file.write(comment_text(report, outcome))


def summary_text(report: Report, outcome: Outcome) -> str:
    """The report, and how each question stands."""
    text = _report.render(report, "markdown", rules={}, version="", now="")
    if outcome.note:
        return f"{text}\nNothing was asked: {outcome.note}.\n"
    rows = [
        f"| {one.label or one.text} | {outcome.asked.get(one.id) or 'always asked'} | "
        f"{'open' if one.id in outcome.open else 'answered'} |\n"
        for one in ALL
        if not one.area or one.id in outcome.asked
    ]
    return f"{text}\n#### Questions\n\n| Question | Asked because | |\n| --- | --- | --- |\n{''.join(rows)}"


def comment_text(report: Report, outcome: Outcome) -> str:
    """What to put under the pull request: the open questions, ready to be pasted, and what else is to be mended."""
    if not report.findings and not report.errors:
        return "### Walkaround: the checklist is answered\n"
    parts = ["### Walkaround: the checklist is not answered yet\n"]
    if outcome.open:
        parts.append("\nAnswer these in the description of the pull request, in words:\n\n")
        parts.append(f"```markdown\n{open_text(outcome.open, outcome.asked)}```\n")
    parts.append("\n" + _report.render(report, "markdown", rules={}, version="", now="").partition("\n\n")[2])
    return "".join(parts)
