"""Inspect commits as the hooks of the commit stage would have: those that a push brings and no receipt covers.

Each commit is judged by itself: the files that it changes, as they are in it, under the policy in force now. What a
merge brings along was inspected where it was made; of the merge itself count the files that none of its parents has so.
"""

import os
from collections.abc import Iterator
from contextlib import closing

from .. import _catalogue, _git, _git_log, _receipts
from .._finding import NotJudged
from .._git import Change, Entry
from .._git_log import Step
from .._hook import internal_error
from .._inputs import Listing
from .._main import Inspection, Outlook, could_not_start, inspect, joined, policy_for
from .._marks import agent_of
from .._paths import from_root
from .._policy import Policy, PolicyError
from .._report import Failure, Report, Reported
from .range import HOOK, groups, is_unpublished


def inspect_commits(listing: Listing, outlook: Outlook) -> Report | None:
    """The report on every commit of a push or a range; None for a history, which is nobody's to send."""
    if outlook.whole:
        return None
    reports: list[Report] = []
    try:
        run = _Run(listing, outlook)
        with closing(run.objects):
            reports.extend(map(run.of, run.steps()))
    except (_git.GitError, NotJudged, PolicyError) as failure:
        reports.append(could_not_start(HOOK.id, failure))
    return joined(reports)


class _Run:
    """What the commits of one run share."""

    def __init__(self, listing: Listing, outlook: Outlook) -> None:
        self.root = listing.root
        self.objects = _git.Objects(listing.root)
        self._listing = listing
        self._outlook = outlook
        self._hooks = _catalogue.commit_stage()
        self._policies: dict[bool, Policy] = {}
        self._edges: dict[bool, _receipts.Edges] = {}
        self._marked: set[str] = set()
        self._receipts = _git.is_push()

    def steps(self) -> Iterator[Step]:
        """The commits, parents first, each once; who watches the run is told of each."""
        unpublished = is_unpublished(self.root, self._listing.changes)
        seen: set[str] = set()
        for base, heads in groups(self.root, self._listing.changes):
            commits = _git_log.commits_of(self.root, base, heads, unpublished=unpublished)
            self._marked.update(commit.sha for commit in commits if agent_of(commit) is not None)
            done = self._outlook.progress(_git_log.count_commits(self.root, base, heads, unpublished=unpublished))
            for step in _git_log.steps(self.root, base, heads, unpublished=unpublished):
                if step.sha not in seen:
                    seen.add(step.sha)
                    yield step
                done()

    def of(self, step: Step) -> Report:
        """The report on one commit, which is empty where a receipt covers it."""
        try:
            marked = step.sha in self._marked
            policy = self._policy(marked)
            if not step.versions or (self._receipts and self._is_covered(step, marked)):
                return Report((), ())
            return self._inspected(step, policy)
        except (_git.GitError, NotJudged, PolicyError) as failure:
            return _in_commit(could_not_start(HOOK.id, failure), step)
        except Exception as crash:  # noqa: BLE001 - named as not judged, and the others go on
            return _in_commit(Report((), (Failure(HOOK.id, "", internal_error(crash)),)), step)

    def _policy(self, marked: bool) -> Policy:
        """The policy in force now, for a commit that is marked as made with AI, or for one that is not."""
        if marked not in self._policies:
            self._policies[marked] = policy_for(self._hooks, self.root, self._outlook.policy, lambda: marked)
        return self._policies[marked]

    def _is_covered(self, step: Step, marked: bool) -> bool:
        if marked not in self._edges:
            self._edges[marked] = _receipts.edges(self.root, self._policy(marked))
        start = self._tree(step.parents[0]) if step.parents else ""
        return _receipts.covers(self._edges[marked], start, self._tree(step.sha))

    def _tree(self, sha: str) -> str:
        content = self.objects.read(sha) or b""
        kind, _, tree = content.partition(b"\n")[0].partition(b" ")
        if kind != b"tree":
            raise _git.GitError(f"commit {sha[:12]} is not in the object database; try `git fetch`")
        return tree.decode("ascii", "replace")

    def _inspected(self, step: Step, policy: Policy) -> Report:
        files = {one.path: one.new for one in step.versions if one.new is not None and one.new.is_file}
        commit = self._snapshot(step, files)
        parent = step.parents[0] if step.parents else None
        change = () if len(step.parents) > 1 else (Change(parent, step.sha),)
        # Who judges commits itself would judge this one a second time, and by its message.
        by_files = tuple(hook for hook in self._hooks if hook.commits or not hook.whole)
        by_change = tuple(hook for hook in self._hooks if hook not in by_files)
        touched = frozenset(one.path for one in step.versions)
        reports = [
            inspect(Inspection(by_files, policy, commit)),
            _about(touched, inspect(Inspection(by_change, policy, commit._replace(changes=change))), self.root),
        ]
        return _in_commit(joined(reports), step)

    def _snapshot(self, step: Step, files: dict[str, Entry]) -> Listing:
        root, sha = self.root, step.sha
        return Listing(
            root, tuple(_shown(root, path) for path in files), files, False,
            lambda keys: _git.tree_entries(root, sha, keys), every=lambda: _git.paths_in(root, sha),
        )  # fmt: skip


def _shown(root: str, path: str) -> str:
    return path if os.getcwd() == root else os.path.relpath(os.path.join(root, path))


def _about(touched: frozenset[str], report: Report, root: str) -> Report:
    """A report on a whole repository without what this commit has no part in."""
    own = (said for said in report.findings if from_root(root, said.finding.path) in touched)
    return report._replace(findings=tuple(own))


def _in_commit(report: Report, step: Step) -> Report:
    place = f"(in commit {step.sha[:12]})"

    def findings() -> Iterator[Reported]:
        for said in report.findings:
            message = f"{said.finding.message.removesuffix('.')} {place}."
            yield said._replace(finding=said.finding._replace(message=message))

    errors = tuple(one._replace(message=f"{one.message} {place}") for one in report.errors)
    return report._replace(findings=tuple(findings()), errors=errors)
