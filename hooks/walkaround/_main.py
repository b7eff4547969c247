"""From arguments to an exit code: argv -> policy -> inputs -> findings -> sorted -> rendered -> 0, 1 or 2.

Every hook's `main` is `run(HOOK, argv)`; `strict` and `walkaround check` come in through `inspect`.
"""

import argparse
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple, TextIO, TypeVar

from . import __version__, _git, _inputs, _report
from ._catalogue import HookCatalogue
from ._finding import SEVERITIES, Finding, NotJudged, Rule
from ._git import Change
from ._hook import Hook, Switch, internal_error
from ._inputs import FileInputs, Listing, Snapshot
from ._paths import from_root
from ._policy import BASELINE, NEVER, WARN_DAYS, Exemption, Policy, PolicyError, load, today
from ._report import FORMATS, Failure, Report, Reported

if TYPE_CHECKING:
    from ._accepted_findings import Accepted

T = TypeVar("T")

FAILED = 2


class Inspection(NamedTuple):
    """Hooks together with the policy and the files they judge."""

    hooks: tuple[Hook, ...]
    policy: Policy
    listing: Listing


class Output(NamedTuple):
    """How a run speaks: under which name, in which format on standard output, and what it writes into which files.

    Without a format it is text, and terse where an agent reads it; `again` is then the command that it is told to
    judge by once more, by default what is staged.
    """

    name: str
    format: str
    saved: tuple[tuple[str, str], ...] = ()
    again: str = ""


class Outlook(NamedTuple):
    """What more of a run's own there is for what follows it: the policy named by option, whether all of the history
    is judged, and who watches."""

    policy: str | None
    whole: bool
    progress: Callable[[int], Callable[[], None]]


# What follows a hook's own judgement and belongs to the same report.
Further = Callable[[Inspection, Outlook], "Report | None"]


def run(hook: Hook, argv: Sequence[str] | None = None, further: Further | None = None) -> int:
    """One hook as a command of its own; `further` follows it where there are commits to judge."""
    return guarded(f"walkaround-{hook.id}", lambda: _run(hook, argv, further))


def _run(hook: Hook, argv: Sequence[str] | None, further: Further | None = None) -> int:
    parser = parser_for(f"walkaround-{hook.id}", hook.summary)
    if hook.fix is not None:
        parser.add_argument("--fix", action="store_true", help="mend what can be mended; exit 1 when a file changed")
    if not hook.whole:
        parser.add_argument("files", nargs="+" if hook.message else "*", metavar="FILE", help=_files_help(hook))
    if hook.commits:
        _add_commit_options(parser)
    if hook.ranged:
        _add_range_options(parser)
    add_switches(parser, (hook,), with_fix=True)
    options = parser.parse_args(argv) if hook.whole or hook.message else parse_with_files(parser, argv)
    _refuse_odd_pairs(hook, parser, options)
    output = Output(hook.id, options.format, tuple(options.save))
    try:
        listing = _listing(hook, options)
        own = judged_commit(listing) if hook.ranged else None
        policy = policy_for((hook,), listing.root, options.policy, lambda: _is_marked(hook, listing), own)
        policy = switched(policy, (hook,), options)
        if hook.reports is not None:
            policy = policy.with_values({hook.reports: tuple(options.report)})
        inspection = Inspection((hook,), policy, listing)
        changed, failures = _fix(hook, inspection, getattr(options, "fix", False))
    except (PolicyError, _git.GitError, NotJudged) as failure:
        return emit(could_not_start(hook.id, failure), output)
    if changed:
        inspection = inspection._replace(listing=listing._replace(entries={}, lookup=None))  # judge what was written
    long = listing.has_commits or further is not None or hook.ranged
    report = _watched(inspection, further, options) if long else inspect(inspection)
    sys.stderr.write(printable(_ending(report), sys.stderr.encoding))
    kept = () if hook.message else tuple(changed)
    errors = tuple(dict.fromkeys((*failures, *report.errors)))  # what cannot be mended is seldom judged either
    return emit(report._replace(errors=errors, changed=kept), output, inspection)


def _refuse_odd_pairs(hook: Hook, parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """End the run where options contradict each other, or lack the one they go with."""
    if hook.commits:
        _one_way_of_naming_commits(parser, options)
    if hook.ranged and (options.from_ref is None) != (options.to_ref is None):
        parser.error("--from-ref and --to-ref go together")
    for switch in hook.switches:
        if switch.with_fix and getattr(options, switch.given.name) and not options.fix:
            parser.error(f"{switch.option} goes with --fix")


def _watched(inspection: Inspection, further: Further | None, options: argparse.Namespace) -> Report:
    """A run that may take long, because there are commits to judge."""
    from ._progress import Bar

    bar = Bar()
    try:
        report = inspect(inspection, bar.expect)
        more = None
        if further is not None:
            more = further(inspection, Outlook(options.policy, options.history is not None, bar.expect))
        return report if more is None else joined([report, more])
    finally:
        bar.close()


def joined(reports: Sequence[Report]) -> Report:
    """Several reports as one."""
    findings = sorted((said for report in reports for said in report.findings), key=in_order)
    errors = dict.fromkeys(failure for report in reports for failure in report.errors)
    exempted = tuple(one for report in reports for one in report.exempted)
    ordered = sorted(errors, key=lambda one: (one.path, one.hook, one.message))
    return Report(tuple(findings), tuple(ordered), (), exempted, sum(report.accepted for report in reports))


def _add_commit_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("commits instead of files")
    group.add_argument("--from-ref", metavar="A", help="with --to-ref: what each commit adds that B has and A has not")
    group.add_argument("--to-ref", metavar="B")
    group.add_argument("--history", nargs="*", metavar="REF", help="all commits of these; without a name, of HEAD")
    group.add_argument("--all", action="store_true", help="with --history: of every branch, tag and other ref")


def _add_range_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("a range instead of what is staged")
    group.add_argument("--from-ref", metavar="A", help="with --to-ref: what B changes since it left A, as it is in B")
    group.add_argument("--to-ref", metavar="B")
    group.add_argument(
        "--report", metavar="FILE", action="append", default=[],
        help="a JSON report about the same range, as `walkaround check` saves it; may be repeated",
    )  # fmt: skip


def judged_commit(listing: Listing) -> str | None:
    """The commit whose own policy judges it: the end of a range that was named."""
    named = listing.scope == "range"
    return next((change.head for change in listing.changes), None) if named else None


def _one_way_of_naming_commits(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    ranged = options.from_ref is not None or options.to_ref is not None
    if ranged and None in (options.from_ref, options.to_ref):
        parser.error("--from-ref and --to-ref go together")
    if sum((bool(getattr(options, "files", ())), ranged, options.history is not None)) > 1:
        parser.error("name files, or give one of --from-ref A --to-ref B, --history")
    if options.all and options.history != []:
        parser.error("--all goes with --history alone")


def _ending(report: Report) -> str:
    """A line for each exemption that was needed and will soon end."""
    if not report.exempted:
        return ""
    day = today()
    needed = {(one.layer.path, one.at): one for one in report.exempted}  # a layer cannot be hashed
    soon = [one for one in needed.values() if one.days_left(day) <= WARN_DAYS]
    return "".join(
        f"walkaround: {one.layer.place(*one.at)}: the exemption of {one.rule} in {one.path} ends on {one.expires}\n"
        for one in soon
    )


def _listing(hook: Hook, options: argparse.Namespace) -> Listing:
    if hook.message:
        return _inputs.message_file(options.files)
    if hook.commits and options.to_ref is not None:
        return _inputs.commits_between(options.from_ref, options.to_ref)
    if hook.commits and options.history is not None:
        return _inputs.history(options.history, options.all)
    if hook.ranged and options.to_ref is not None:
        return _inputs.changed(options.from_ref, options.to_ref)
    return _inputs.named_files([] if hook.whole else options.files, hook.beside)


def parser_for(name: str, description: str) -> argparse.ArgumentParser:
    """The options that every hook and `walkaround check` share."""
    parser = argparse.ArgumentParser(prog=name, description=description, allow_abbrev=False, formatter_class=formatter)
    parser.add_argument("--version", action="version", version=f"walkaround {__version__}")
    parser.add_argument("--policy", metavar="PROFILE-OR-FILE", help="a stricter policy on top of the repository's own")
    parser.add_argument(
        "--format", choices=FORMATS, default="", help="what to print (default: text, a line each under an agent)"
    )
    parser.add_argument(
        "--save", type=_saved, action="append", default=[], metavar="FORMAT=FILE", help="write the report there, too"
    )
    return parser


def _saved(given: str) -> tuple[str, str]:
    """A format and the file for it, as `--save` names them."""
    format_, _, path = given.partition("=")
    if format_ not in FORMATS or not path:
        raise argparse.ArgumentTypeError(f"{given!r} is not FORMAT=FILE; formats are {', '.join(FORMATS)}")
    return format_, path


def add_switches(parser: argparse.ArgumentParser, hooks: Sequence[Hook], *, with_fix: bool = False) -> None:
    """The options of these hooks that their policy must allow; those that go with `--fix` where there is one."""
    for switch in _switches(hooks):
        if with_fix or not switch.with_fix:
            parser.add_argument(switch.option, action="store_true", dest=switch.given.name, help=switch.meaning)


def switched(policy: Policy, hooks: Sequence[Hook], options: argparse.Namespace) -> Policy:
    """The policy as these options lay it out for the hooks; NotJudged when it does not allow one of them."""
    given = [switch for switch in _switches(hooks) if getattr(options, switch.given.name, False)]
    for switch in given:
        if not policy[switch.allowed]:
            name = switch.allowed.name
            raise NotJudged(
                "", f"{switch.option} is not allowed by the policy; set {name} = true there, or leave it out"
            )
    return policy.with_values({switch.given: True for switch in given}) if given else policy


def _switches(hooks: Sequence[Hook]) -> list[Switch]:
    return [switch for hook in hooks for switch in hook.switches]


def parse_with_files(parser: argparse.ArgumentParser, argv: Sequence[str] | None) -> argparse.Namespace:
    """The parsed arguments, among which are names of files; the run ends when one of those reads as an option."""
    name = parser.prog.removeprefix("walkaround")[1:]
    try:
        _inputs.refuse_options_among_files(sys.argv[1:] if argv is None else argv)
    except (_git.GitError, NotJudged) as failure:
        raise SystemExit(emit(could_not_start(name, failure), Output(name, "text"))) from None
    return parser.parse_args(argv)


def formatter(prog: str) -> argparse.HelpFormatter:
    """argparse asks for one with every option; told its width, it does not import shutil to find out."""
    return argparse.HelpFormatter(prog, width=100)


def policy_for(
    hooks: Sequence[Hook], root: str, named: str | None, assisted: Callable[[], bool] | None = None,
    commit: str | None = None,
) -> Policy:  # fmt: skip
    """The policy in force for these hooks, as it is on disk or in a commit; PolicyError when it cannot be used.

    `assisted` says whether what is judged is marked as made with AI; an agent at work in this shell counts too.
    """
    tables = {hook.table for hook in hooks}

    def marked() -> bool:
        return _agent_at_work() or (assisted is not None and assisted())

    if commit is None:
        return load(HookCatalogue(), tables, root, named, marked)
    from ._git_tree import GitTree

    with closing(GitTree(root, commit)) as tree:
        return load(HookCatalogue(), tables, root, named, marked, tree)


def _is_marked(hook: Hook, listing: Listing) -> bool:
    return marked_changes(listing) or (hook.message and _marked_message(listing))


def _marked_message(listing: Listing) -> bool:
    """Whether an agent certainly marked the commit whose message is judged."""
    from ._agents import commit_identities
    from ._marks import assisted
    from ._message import kept

    author, committer = commit_identities()
    texts = (kept(_inputs.read_file(path), listing.root) for path in listing.paths)
    return any(assisted(text.decode("utf-8", "replace"), author, committer) for text in texts)


def marked_changes(listing: Listing) -> bool:
    """Whether an agent certainly marked a commit of what is judged; one in the making has no message yet."""
    return any(_marked_range(listing.root, change) for change in listing.changes if change.head is not None)


def _marked_range(root: str, change: Change) -> bool:
    from ._marks import in_range

    base, head = _git.ends(root, change)
    return head is not None and in_range(root, base, head) is not None


def policy_for_all(root: str, named: str | None) -> Policy:
    """The policy in force here, every table included."""
    catalogue = HookCatalogue()
    return load(catalogue, catalogue.tables, root, named, _agent_at_work)


def policy_of_tables(tables: Iterable[str], root: str, commit: str | None) -> Policy:
    """The policy in force for these tables alone, whose modules are imported; as it is on disk, or in a commit."""
    if commit is None:
        return load(HookCatalogue(), set(tables), root, None, _agent_at_work)
    from ._git_tree import GitTree

    with closing(GitTree(root, commit)) as tree:
        return load(HookCatalogue(), set(tables), root, None, _agent_at_work, tree)


def _agent_at_work() -> bool:
    from ._agents import at_work

    return at_work(likely=True) is not None


def inspect(inspection: Inspection, progress: Callable[[int], Callable[[], None]] | None = None) -> Report:
    """Run the hooks over their files, each file read once, and gather what they say.

    `progress` is told the number of readings to come and gives what is called at each.
    """
    selected = [_selected(hook, inspection.listing) for hook in inspection.hooks]
    readers = Counter(path for paths in selected for path in paths)
    snapshot = Snapshot(inspection.listing, readers)
    if progress is not None:
        snapshot.on_read = progress(readers.total())
        snapshot.expect = progress
    findings: list[Reported] = []
    failures: list[Failure] = []
    exempted: list[Exemption] = []
    accepted = _Accepted(inspection, snapshot)
    try:
        for hook, paths in zip(inspection.hooks, selected, strict=True):
            if paths or hook.whole or (hook.commits and inspection.listing.has_commits):
                counted: list[Reported] = []
                for said in _said(hook, inspection.policy, FileInputs(snapshot, paths), failures):
                    if isinstance(said, Reported):
                        counted.append(said)
                    else:
                        exempted.append(said)
                findings += accepted.without(hook, counted, failures)
            snapshot.release(paths)
    finally:
        snapshot.close()
    order = sorted(findings, key=in_order)
    errors = sorted(failures, key=lambda one: (one.path, one.hook, one.message))
    return Report(tuple(order), tuple(errors), exempted=tuple(exempted), accepted=accepted.number)


class _Accepted:
    """The baseline of a run's snapshot, read once a hook has a finding that may stand in it. `number` were there."""

    def __init__(self, inspection: Inspection, snapshot: Snapshot) -> None:
        self.number = 0
        self._name = inspection.policy[BASELINE]
        self._never = inspection.policy[NEVER]
        self._snapshot = snapshot
        self._known: Accepted | None = None

    def without(self, hook: Hook, findings: list[Reported], failures: list[Failure]) -> list[Reported]:
        """A hook's findings that are not accepted; none where nobody can tell which those are."""
        rules = acceptable(hook, self._never) if self._name and findings else frozenset()
        if not any(one.finding.rule in rules for one in findings):
            return findings
        from . import _accepted_findings

        snapshot = self._snapshot
        try:
            if self._known is None:
                self._known = _accepted_findings.read(snapshot.root, self._name, snapshot.exists, snapshot.read)
        except (NotJudged, _git.GitError) as failure:
            failures.append(Failure(hook.id, getattr(failure, "path", ""), getattr(failure, "why", str(failure))))
            return []
        if not self._known:
            return findings
        left = _accepted_findings.not_accepted(findings, self._known, rules, snapshot)
        self.number += len(findings) - len(left)
        return left


def acceptable(hook: Hook, never: Sequence[str]) -> frozenset[str]:
    """The rules of a hook whose findings a baseline may accept: none that the policy keeps from exemptions, and none
    that says what was not judged, which is different on every machine."""
    if not hook.acceptable:
        return frozenset()
    return frozenset(rule.id for rule in hook.rules if not rule.unjudged and rule.id not in never)


def in_order(one: Reported) -> tuple[tuple[object, ...], str, Finding]:
    """The key by which findings are sorted: by place, then by what is said."""
    return one.finding[:4], one.hook, one.finding


def _said(hook: Hook, policy: Policy, inputs: FileInputs, failures: list[Failure]) -> Iterator[Reported | Exemption]:
    """A hook's findings under the policy of their paths, or the exemption of one that does not count."""
    rules = {rule.id: rule for rule in hook.rules}
    day = today() if policy.exemptions and not hook.own_exemptions else None
    for finding in _kept_apart(hook, failures, lambda: hook.check(policy, inputs)):
        severity = min(policy.at(finding.path).severity(rules[finding.rule]), finding.most, key=SEVERITIES.index)
        if severity == "off":
            continue
        exemption = None if day is None else policy.exemption(finding.rule, finding.path, day, finding.ids)
        yield exemption or Reported(hook.id, severity, finding)


def _kept_apart(hook: Hook, failures: list[Failure], work: Callable[[], Iterator[T | NotJudged]]) -> Iterator[T]:
    """What a hook's work gives; what was not judged, and whatever ends the work early, goes to `failures`."""
    try:
        for said in work():
            if isinstance(said, NotJudged):
                failures.append(Failure(hook.id, said.path, said.why))
            else:
                yield said
    except NotJudged as failure:
        failures.append(Failure(hook.id, failure.path, failure.why))
    except _git.GitError as failure:
        failures.append(Failure(hook.id, "", str(failure)))
    except Exception as crash:
        failures.append(Failure(hook.id, "", internal_error(crash)))


def _selected(hook: Hook, listing: Listing) -> list[str]:
    """The hook's inputs among the listed files: its manifest pattern, searched in the path from the root."""
    if hook.whole:
        return []
    if not hook.files:
        return list(listing.paths)
    search = hook.selects
    if search is None:
        import re

        search = re.compile(hook.files).search
    return [path for path in listing.paths if search(from_root(listing.root, path) or path.replace(os.sep, "/"))]


def _fix(hook: Hook, inspection: Inspection, asked: bool) -> tuple[list[str], list[Failure]]:
    """Let the hook mend what it may: when asked to, or when its policy says so."""
    by_policy = hook.fix_when is not None and hook.fix_when(inspection.policy)
    fix = hook.fix
    if fix is None or not (asked or by_policy):
        return [], []
    snapshot = Snapshot(inspection.listing)
    inputs = FileInputs(snapshot, _selected(hook, inspection.listing))
    failures: list[Failure] = []
    try:
        changed = list(_kept_apart(hook, failures, lambda: fix(inspection.policy, inputs)))
    finally:
        snapshot.close()
    return changed, failures


def could_not_start(name: str, failure: PolicyError | _git.GitError | NotJudged) -> Report:
    """The report of a run that ended before its hooks began."""
    match failure:
        case PolicyError():
            return Report((), (Failure(name, failure.path, str(failure)),))  # its text is path:line: why
        case NotJudged():
            return Report((), (Failure(name, failure.path, failure.why),))
        case _:
            return Report((), (Failure(name, "", str(failure)),))


def emit(report: Report, output: Output, inspection: Inspection | None = None) -> int:
    """Print a report: findings to standard output, diagnostics to standard error; the exit code."""
    for_agent = is_for_agent(report, output)
    if not for_agent:
        _write(_rendered(report, output.format or "text", inspection))
    notes = _report.diagnostics(report)
    unsaved = [why for format_, path in output.saved if (why := _save(path, _rendered(report, format_, inspection)))]
    notes += "".join(f"walkaround: {output.name}: {why}\n" for why in unsaved)
    if report.changed:
        notes += "".join(
            f"walkaround: {output.name}: changed {_report.visible_path(path)}; review and stage it\n"
            for path in report.changed
        )
    if notes:
        sys.stderr.write(printable(notes, sys.stderr.encoding))
    if for_agent:  # at the end of everything stands what to do
        _write(_terse(report, output.again))
    return FAILED if unsaved else report.exit_code


def _rendered(report: Report, format_: str, inspection: Inspection | None) -> str:
    rules = _applied(inspection) if format_ == "sarif" else {}
    about = _about(inspection) if format_ == "json" and inspection is not None else None
    return _report.render(report, format_, rules=rules, version=__version__, now=_now(format_), about=about)


def _about(inspection: Inspection) -> dict[str, object]:
    """What a run judged, for those who build on its report: which hooks, and what change or tree; nothing where the
    caller named files, which may be any."""
    listing = inspection.listing
    if listing.scope not in ("range", "staged", "all-files"):
        return {}
    base = commit = None
    if _git.find_root(listing.root) is not None:
        change = listing.changes[0] if listing.changes else None
        if change is not None:
            base, commit = _git.ends(listing.root, change)
        else:
            commit = _git.clean_head(listing.root)
    hooks = [hook.id for hook in inspection.hooks]
    # Paths in a report are as its caller sees them; who reads it elsewhere has to know from where they count.
    folder = from_root(listing.root, ".") or "."
    return {"hooks": hooks, "scope": listing.scope, "base": base, "commit": commit, "folder": folder}


def _save(path: str, text: str) -> str | None:
    """Write a report into a file; why that failed, if it did."""
    try:
        with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.write(text)
    except (OSError, ValueError) as failure:
        why = getattr(failure, "strerror", None) or failure
        return f"{_report.visible_path(path)}: cannot be written: {why}"
    return None


def is_for_agent(report: Report, output: Output) -> bool:
    """Whether there is something to say, and an agent reads it; the environment is asked before the table is read."""
    if output.format or not (report.findings or report.errors or report.changed):
        return False
    from ._agents import hints_at_work

    return hints_at_work() and _agent_at_work()


def _terse(report: Report, again: str) -> str:
    from ._report.terse import Follow, terse

    folder = _off_path()
    command = folder + (again or "walkaround check --staged")
    return terse(report, Follow(command, f"{command} --format text", not again, folder))


def _off_path() -> str:
    """The folder of our commands, with a slash, where the reader's shell does not find them; else empty.

    A framework's own environment is on PATH for its hooks alone.
    """
    own = os.path.dirname(os.path.abspath(sys.executable))
    folders = [one for one in os.environ.get("PATH", os.defpath).split(os.pathsep) if one]
    if "PRE_COMMIT" in os.environ:
        folders = [one for one in folders if os.path.abspath(one) != own]
    here = os.access(os.path.join(own, "walkaround"), os.X_OK) and " " not in own
    reached = any(os.access(os.path.join(one, "walkaround"), os.X_OK) for one in folders)
    return os.path.join(own, "") if here and not reached else ""


def _applied(inspection: Inspection | None) -> dict[str, Rule]:
    """The rules of a run, with the severities that its policy gives them."""
    if inspection is None:
        return {}
    rules = (rule for hook in inspection.hooks for rule in hook.rules)
    return {rule.id: rule._replace(severity=inspection.policy.severity(rule)) for rule in rules}


def _now(format_: str) -> str:
    if format_ not in ("sarif", "junit"):
        return ""
    from datetime import UTC, datetime

    return datetime.now(UTC).replace(microsecond=0).isoformat()


def _write(text: str) -> None:
    """To standard output, completely: a full disk behind it must not look like a clean verdict."""
    if not text:
        return
    sys.stdout.write(printable(text, sys.stdout.encoding))
    sys.stdout.flush()


def printable(text: str, encoding: str | None) -> str:
    """The text as this stream can carry it; a character it lacks is shown by its code."""
    name = encoding or "ascii"
    return text.encode(name, "backslashreplace").decode(name)


def guarded(name: str, body: Callable[[], int]) -> int:
    """The body's exit code; whatever goes wrong around it is one line and exit code 2, never a traceback."""
    # A caller may close a stream (`>&-`): what is said there is lost as in /dev/null, and the exit code still counts.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open until the end
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for wanted in ("SIGTERM", "SIGHUP"):  # as Ctrl-C does: what is half written is taken away, and the exit code is 2
        number = getattr(signal, wanted, None)  # Windows has no SIGHUP; `nohup` ignores it, and so do we then
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            with suppress(ValueError):  # not in the main thread, which alone is interrupted
                signal.signal(number, _end_once)
    code = _guarded(name, body)
    # The interpreter flushes too, but ends in exit code 120 when that fails.
    flushed = [_flushed(sys.stdout), _flushed(sys.stderr)]
    return code if all(flushed) else FAILED


def _end_once(number: int, _: object) -> None:
    """End as by Ctrl-C, and not a second time while what is half written is taken away: `timeout` sends the signal to a
    program and then to its group, to which the program belongs."""
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _flushed(stream: TextIO) -> bool:
    try:
        stream.flush()
    except OSError:
        with suppress(OSError):  # point the descriptor elsewhere, or the interpreter tries and complains again
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return False
    return True


def _guarded(name: str, body: Callable[[], int]) -> int:
    try:
        return body()
    except SystemExit as leaving:  # argparse, after --help, --version or a usage error
        return leaving.code if isinstance(leaving.code, int) else FAILED
    except KeyboardInterrupt:
        return _last_words(f"{name}: interrupted; nothing was judged to its end")
    except BrokenPipeError:
        return FAILED  # whoever read the output went away
    except OSError as failure:
        return _last_words(f"{name}: {failure.strerror or failure}")
    except Exception as crash:
        return _last_words(f"{name}: {internal_error(crash)}")


def _last_words(line: str) -> int:
    try:
        sys.stderr.write(printable(line, sys.stderr.encoding) + "\n")
    except OSError:
        return FAILED  # nowhere left to speak; the exit code still says it
    return FAILED


def _files_help(hook: Hook) -> str:
    return "the file of the commit message" if hook.message else "files to judge; staged content where there is some"
