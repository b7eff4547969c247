"""`walkaround gate export sonarqube`: the same conditions as a quality gate of SonarQube.

Source: SonarQube's Web API (`api/qualitygates`, `api/qualityprofiles`) and its metric definitions. Ratings there are
1 (A) to 5 (E); an imported error makes a security rating of D, an imported warning one of C.
"""

import argparse
import os
import shlex
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .. import _git
from .._main import formatter, policy_for
from .._policy import Policy
from ..quality_gate import HOOK
from ..quality_gate._judge import CONDITIONS
from ..quality_gate._keys import (
    CHANGE_LINES,
    COMPLEXITY,
    NEW_COVERAGE,
    NEW_DUPLICATION,
    SAST,
    SECRETS,
    SMALL_CHANGE,
)
from . import say, say_json

_SONAR_SMALL = 20  # lines, below which SonarQube leaves coverage and duplication alone; it cannot be changed
_WORST = {"error": 3, "warning": 2}  # the worst security rating that still passes, by the severity that stops


class Condition(NamedTuple):
    """A condition of SonarQube: an error when the metric is LT (less than) or GT (greater than) `error`."""

    metric: str
    op: str
    error: str


class Call(NamedTuple):
    """A POST of the Web API."""

    path: str
    parameters: dict[str, str]


def main(argv: Sequence[str]) -> int:
    options = _parser().parse_args(argv)
    root = _git.find_root(os.getcwd()) or os.getcwd()
    policy = policy_for((HOOK,), root, options.policy)
    if options.calls:
        say(_script(policy, options.name))
    else:
        say_json(_plain(policy, options.name))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "walkaround gate export",
        description="The conditions of the policy's quality gate as one of SonarQube: as JSON with the calls that "
        "create it and what SonarQube cannot express, or as a shell script of those calls.",
        epilog="Exit codes: 0 printed, 2 the policy could not be read.",
        formatter_class=formatter,
        allow_abbrev=False,
    )
    parser.add_argument("server", choices=["sonarqube"], help="what the gate is for")
    parser.add_argument("--name", default="AI Code Strict", help="the gate's name there (default: AI Code Strict)")
    parser.add_argument("--calls", action="store_true", help="print the calls as a shell script instead of JSON")
    parser.add_argument("--json", action="store_true", help="print JSON, as without it")
    parser.add_argument("--policy", metavar="PROFILE-OR-FILE", help="a stricter policy on top of the repository's own")
    return parser


def conditions(policy: Policy) -> list[Condition]:
    """What SonarQube can hold a change to; each metric once, by the stricter of two."""
    found: list[Condition] = []
    if policy[NEW_COVERAGE]:
        found.append(Condition("new_coverage", "LT", str(policy[NEW_COVERAGE])))
    if policy[NEW_DUPLICATION] < 100:
        found.append(Condition("new_duplicated_lines_density", "GT", str(policy[NEW_DUPLICATION])))
    if policy[CHANGE_LINES] < 1_000_000:
        found.append(Condition("new_lines", "GT", str(policy[CHANGE_LINES])))
    worst = [_WORST[policy[key]] for key in (SAST, SECRETS) if policy[key] != "off"]
    if worst:
        found.append(Condition("new_security_rating", "GT", str(min(worst))))
    if policy[COMPLEXITY] < 1000:
        found.append(Condition("new_critical_violations", "GT", "0"))
    return found


def calls(policy: Policy, name: str) -> Iterator[Call]:
    """The calls that create the gate, in order; what is in capitals is filled in by who calls."""
    yield Call("api/qualitygates/create", {"name": name})
    for one in conditions(policy):
        yield Call("api/qualitygates/create_condition", {"gateName": name, **one._asdict()})
    if policy[COMPLEXITY] < 1000:
        parameters = {
            "key": "QUALITY_PROFILE_KEY",
            "rule": "python:S3776",
            "severity": "CRITICAL",
            "params": f"threshold={policy[COMPLEXITY] - 1}",
        }
        yield Call("api/qualityprofiles/activate_rule", parameters)
    yield Call("api/qualitygates/select", {"gateName": name, "projectKey": "PROJECT_KEY"})


def not_expressed(policy: Policy) -> dict[str, str]:
    """The conditions that SonarQube has no word for, or another one, each with what becomes of it."""
    imported = (
        "imported by sonar.sarifReportPaths (walkaround check --save sarif=FILE); sast and secrets share a rating"
    )
    told = {
        "complexity": "its metrics add up whole files; the limit of one function is the rule S3776 of the quality "
        "profile, whose issues new_critical_violations stops together with all others that are critical",
        "sast": imported,
        "secrets": imported,
        "new-mutation": "it has no metric for mutants; keep this condition in the hook",
        "contracts": "it runs no contract; keep this condition in the hook",
        "ratchet": "it compares with fixed limits, not with where the change began; keep this condition in the hook",
    }
    asked = {one.name for one in CONDITIONS if one.asked(policy)}
    found = {name: why for name, why in told.items() if name in asked}
    if policy[SMALL_CHANGE] != _SONAR_SMALL:
        found["small-change"] = f"it leaves coverage and duplication alone below {_SONAR_SMALL} new lines, always"
    found["not measured"] = (
        "a project without coverage data has no new_coverage there, and passes; the hook ends in exit code 2"
    )
    found["[ai]"] = (
        "it does not know which changes were made with AI; a stricter gate for them needs a project of its own"
    )
    return found


def _plain(policy: Policy, name: str) -> dict[str, object]:
    return {
        "version": 1,
        "name": name,
        "conditions": [one._asdict() for one in conditions(policy)],
        "calls": [{"method": "POST", "path": one.path, "parameters": one.parameters} for one in calls(policy, name)],
        "not-expressed": [{"condition": key, "why": why} for key, why in not_expressed(policy).items()],
    }


def _script(policy: Policy, name: str) -> str:
    """POSIX shell; the address and the token come from the environment, as SonarQube's own scanners read them."""
    lines = [
        "#!/bin/sh",
        "# Creates the gate; needs SONAR_HOST_URL, SONAR_TOKEN, PROJECT_KEY, and for the limit of a function",
        "# QUALITY_PROFILE_KEY in the environment.",
        "set -eu",
        "post() {",
        "  path=$1; shift",
        '  curl --fail-with-body -sS --user "$SONAR_TOKEN:" --request POST "$SONAR_HOST_URL/$path" "$@"',
        "}",
    ]
    for one in calls(policy, name):
        given = " ".join(f"--data-urlencode {_argument(key, value)}" for key, value in one.parameters.items())
        lines.append(f"post {one.path} {given}")
    lines += [f"# Not expressed: {key}: {why}." for key, why in not_expressed(policy).items()]
    return "\n".join(lines) + "\n"


def _argument(key: str, value: str) -> str:
    return f'"{key}=${value}"' if value in ("PROJECT_KEY", "QUALITY_PROFILE_KEY") else shlex.quote(f"{key}={value}")
