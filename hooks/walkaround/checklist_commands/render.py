"""`walkaround pr-checklist render`: the questions that a change asks, and why."""

import argparse
import os
from collections.abc import Sequence

from .. import _git
from .._checklist.asking import Asking, asking
from .._checklist.questions import ALL, AREAS
from .._checklist.rendering import change_text
from .._commands import say
from .._finding import NotJudged
from .._main import formatter, policy_for
from ..pr_checklist import HOOK
from ..pr_checklist._request import findings_of
from ..pr_checklist._rules import MOST


def main(argv: Sequence[str]) -> int:
    options = _parser().parse_args(argv)
    root = _git.find_root(os.getcwd())
    if root is None:
        raise NotJudged("", "there is no git repository here")
    most = policy_for((HOOK,), root, options.policy)[MOST]
    _git.require_order(root, options.from_ref, options.to_ref)
    findings = findings_of(options.findings) if options.findings else ()
    brings = asking(root, options.from_ref, options.to_ref, findings, most)
    if options.json:
        say(_json(brings))
    else:
        say(change_text({} if brings is None else brings.reasons))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "walkaround pr-checklist render",
        description="The questions that a pull request answers: the disclosure, and the areas that its change touches.",
        epilog="Exit codes: 0 printed, 2 the change could not be read.",
        formatter_class=formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--from-ref", required=True, metavar="A", help="the branch that the pull request goes into")
    parser.add_argument("--to-ref", required=True, metavar="B", help="the branch that it brings")
    parser.add_argument(
        "--findings",
        metavar="FILE",
        default="",
        help="a report of `walkaround check --format json`, to ask what it found",
    )
    parser.add_argument("--policy", metavar="PROFILE-OR-FILE", help="a stricter policy on top of the repository's own")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _json(brings: Asking | None) -> str:
    import json

    reasons = {} if brings is None else brings.reasons
    touched = [] if brings is None else [one.area for one in brings.found]
    questions = [
        {"id": one.id, "label": one.label, "question": one.text, "reason": reasons.get(one.id, "")}
        for one in ALL
        if not one.area or one.id in reasons
    ]
    known = {
        "version": 1,
        "questions": questions,
        "touched": [one.id for one in AREAS if one.id in touched],
        "assisted": bool(brings is not None and brings.marked),
        "text": change_text(reasons),
    }
    return json.dumps(known, indent=2) + "\n"
