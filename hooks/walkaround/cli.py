"""`walkaround`: the command for people and CI. `check` inspects files, `rule` explains a finding."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from . import __version__, _catalogue, _git, _inputs
from ._finding import NotJudged, Rule
from ._inputs import Listing
from ._main import (
    FAILED,
    Inspection,
    Output,
    add_switches,
    could_not_start,
    emit,
    guarded,
    in_order,
    inspect,
    is_for_agent,
    judged_commit,
    marked_changes,
    parse_with_files,
    parser_for,
    policy_for,
    printable,
    switched,
)
from ._policy import PolicyError, did_you_mean
from ._progress import Bar
from ._report import Report, Reported, visible_path

USAGE = """usage: walkaround COMMAND [OPTIONS]

  check [FILE-OR-FOLDER ... | --all-files | --staged | --from-ref A --to-ref B]
            inspect files with every commit-stage hook, under the policy in force
  init      make this repository strict in one step, show first what that changes, and undo it
  doctor    whether hooks, policy, templates and caches are as they should be, and the command that heals what is not
  rule [ID] what a rule means, why, and what to do; without an id, the list
  policy    explain, diff, test, schema, lock, exempt: the policy itself
  secrets   baseline, audit: the secrets that people have accepted
  sast      baseline: the findings in code that people have accepted
  baseline  the findings of the other hooks that people have accepted
  deps      fetch, list, prune: the wheels of pinned packages, which dependency-verification reads
  attribution
            show, stats, label: which commits AI had a part in, and what a pull request should say of it
  gate      show, calibrate, mutants, export: what the quality gate says, limits that fit a history, SonarQube
  report    velocity and defects on one page, what AI had a part in and the rest apart
  fleet     report, check: every repository of an organisation measured or judged, on one page
  pr-checklist
            render: what a reviewer has to answer about a change
  tests     scaffold: a test for one function, with its edge cases as questions
  agent-hook
            what agents' own hooks call: refuses to pass by git's hooks, checks a file that was edited

`walkaround COMMAND --help` says more. Exit codes: 0 clean, 1 findings, 2 something could not be judged.
"""

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=@:,+")  # to a shell


# Each has a `main(argv)`, and is imported when it is called.
_MODULES = {
    "init": "bootstrap.init",
    "doctor": "bootstrap.doctor",
    "policy": "policy_commands",
    "secrets": "secret_commands",
    "sast": "sast_commands",
    "baseline": "baseline",
    "deps": "deps_commands",
    "attribution": "attribution_commands",
    "gate": "gate_commands",
    "report": "baseline_metrics",
    "fleet": "fleet",
    "pr-checklist": "checklist_commands",
    "tests": "tests_commands",
    "agent-hook": "bootstrap.agent_hook",
}


def main(argv: Sequence[str] | None = None) -> int:
    return guarded("walkaround", lambda: _main(sys.argv[1:] if argv is None else argv))


def _main(argv: Sequence[str]) -> int:
    command, *rest = argv or ["--help"]
    if command in ("-h", "--help", "help"):
        sys.stdout.write(USAGE)
        return 0
    if command == "--version":
        sys.stdout.write(f"walkaround {__version__}\n")
        return 0
    if command in _MODULES:
        code: int = import_module(f".{_MODULES[command]}", __package__).main(rest)
        return code
    if command in ("check", "rule"):
        return (_check if command == "check" else _rule)(rest)
    near = did_you_mean(command, ("check", "rule", *_MODULES))
    sys.stderr.write(
        printable(f"walkaround: no command {command!r}{near or '; see walkaround --help'}\n", sys.stderr.encoding)
    )
    return FAILED


def _check(argv: Sequence[str]) -> int:
    parser = _check_parser()
    add_switches(parser, _catalogue.commit_stage())
    options = parse_with_files(parser, argv)
    _one_way_of_naming(parser, options)
    hooks = tuple(map(_catalogue.hook, options.only)) if options.only else _catalogue.commit_stage()
    output = Output("check", options.format, tuple(options.save), "" if options.staged else _again(argv))
    bar = Bar()
    try:
        listing = _listing(options)
        commit = judged_commit(listing)  # a range is judged by its own policy
        policy = policy_for(hooks, listing.root, options.policy, lambda: marked_changes(listing), commit)
        policy = switched(policy, hooks, options)
        inspection = Inspection(hooks, policy, listing)
        report = inspect(inspection, bar.expect)
        if options.all_files and not report.errors and any(hook.id == "policy-integrity" for hook in hooks):
            report = _with_unused(inspection, report)
    except (PolicyError, _git.GitError, NotJudged) as failure:
        return emit(could_not_start("check", failure), output)
    finally:
        bar.close()
    closing = printable(_closing(report, listing, len(hooks)), sys.stderr.encoding)
    first = is_for_agent(report, output)  # whose last line is what to do next
    sys.stderr.write(closing if first else "")
    code = emit(report, output, inspection)
    sys.stderr.write("" if first else closing)
    return code


def _with_unused(inspection: Inspection, report: Report) -> Report:
    """The report with the exemptions that no finding of the whole repository needed."""
    from .policy_integrity._unused import unused

    rules = {rule.id: rule for hook in inspection.hooks for rule in hook.rules}
    policy = inspection.policy
    said = [Reported("policy-integrity", policy.severity(rules[one.rule]), one)
            for one in unused(policy, report.exempted, rules)]  # fmt: skip
    findings = sorted((*report.findings, *(one for one in said if one.severity != "off")), key=in_order)
    return report._replace(findings=tuple(findings))


def _again(argv: Sequence[str]) -> str:
    """The same command once more; many files are named by nobody twice."""
    command = " ".join(("walkaround", "check", *argv))
    if not all(word and set(word) <= _PLAIN for word in argv):
        import shlex  # costs 2 ms, and few names need it

        command = shlex.join(("walkaround", "check", *argv))
    return command if len(command) <= 200 and command.isprintable() else "walkaround check --all-files"


def _check_parser() -> argparse.ArgumentParser:
    parser = parser_for("walkaround check", "Inspect files with every commit-stage hook, under the policy in force.")
    parser.add_argument("files", nargs="*", metavar="FILE-OR-FOLDER", help="judged as they are on disk")
    parser.add_argument(
        "--all-files", action="store_true", help="every tracked file; outside git, every file below here"
    )
    parser.add_argument("--staged", action="store_true", help="what the next commit changes, as it is in the index")
    parser.add_argument("--from-ref", metavar="A", help="with --to-ref: what B changes since A, as it is in B")
    parser.add_argument("--to-ref", metavar="B")
    parser.add_argument(
        "--only", type=_hook_of_files, action="append", metavar="HOOK", help="this hook, and not all; may be repeated"
    )
    return parser


def _hook_of_files(name: str) -> _catalogue.Entry:
    """A hook that judges files, at whatever stage it runs."""
    entries = {entry.id: entry for entry in _catalogue.ENTRIES if _catalogue.judges_files(entry)}
    if name not in entries:
        near = did_you_mean(name, list(entries)) or f"; there are {', '.join(entries)}"
        raise argparse.ArgumentTypeError(f"no hook {name!r} that judges files{near}")
    return entries[name]


def _one_way_of_naming(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    ranged = options.from_ref is not None or options.to_ref is not None
    ways = (bool(options.files), options.all_files, options.staged, ranged)
    if sum(ways) != 1:
        parser.error("name files, or give one of --all-files, --staged, --from-ref A --to-ref B")
    if ranged and None in (options.from_ref, options.to_ref):
        parser.error("--from-ref and --to-ref go together")


def _listing(options: argparse.Namespace) -> Listing:
    if options.all_files:
        return _inputs.all_files()
    if options.staged:
        return _inputs.staged()
    if options.from_ref is not None:
        return _inputs.changed(options.from_ref, options.to_ref)
    return _inputs.work_tree(options.files)


def _closing(report: Report, listing: Listing, hooks: int) -> str:
    """One line for people: what was found, or that it is clean; never "clean" with something unjudged."""
    errors = sum(one.severity == "error" for one in report.findings)
    warnings = len(report.findings) - errors
    scope = f"{_count(len(listing.paths), 'file')}, {_count(hooks, 'hook')}"
    parts = [_count(errors, "error"), _count(warnings, "warning")] if report.findings else []
    if report.exempted:
        parts.append(f"{len(report.exempted)} exempt")
    if report.accepted:
        parts.append(f"{report.accepted} accepted")
    if report.errors:
        parts.append(f"{len(report.errors)} not judged")
    if not report.findings and not report.errors:
        parts.insert(0, "clean")
    line = f"walkaround: {', '.join(parts)} ({scope})\n"
    if listing.left_out:
        names = ", ".join(map(visible_path, sorted(listing.left_out)))
        line += f"walkaround: left out as installed packages, caches or other repositories: {names}\n"
    return line


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _rule(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("walkaround rule", description="What a rule means, why, and what to do.")
    parser.add_argument("id", nargs="?", metavar="ID", help="such as PIN001; without it, every rule in a line")
    parser.add_argument("--json", action="store_true", help="print JSON")
    wanted = parser.parse_args(argv)
    catalogue = _catalogue.HookCatalogue()
    rules = catalogue.rules()
    if wanted.id is not None:
        rules = tuple(rule for rule in rules if rule.id == wanted.id.upper())
        if not rules:
            near = did_you_mean(wanted.id, [rule.id for rule in catalogue.rules()])
            sys.stderr.write(printable(f"walkaround: no rule {wanted.id!r}{near}\n", sys.stderr.encoding))
            return FAILED
    sys.stdout.write(printable(_rules_text(rules, wanted), sys.stdout.encoding))
    return 0


def _rules_text(rules: Sequence[Rule], wanted: argparse.Namespace) -> str:
    if wanted.json:
        import json

        return json.dumps([rule._asdict() for rule in rules], indent=2) + "\n"
    if wanted.id is None:
        return "".join(f"{rule.id}  {rule.severity:8} {rule.summary}\n" for rule in rules)
    return "".join(
        f"{rule.id} {rule.name} ({rule.severity} by default)\n\n{rule.summary}\n\nWhy: {rule.why}\n\n"
        f"Remedy: {rule.remedy}\n\nBad:\n{_indented(rule.bad)}\nGood:\n{_indented(rule.good)}"
        for rule in rules
    )


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.splitlines())
