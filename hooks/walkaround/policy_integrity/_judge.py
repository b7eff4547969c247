"""The policy in force, and each change that a commit or a push is about to make."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing

from .. import _git
from .._accepted_findings import FILE as FINDINGS_BASELINE
from .._accepted_findings import SAST_FILE as CODE_BASELINE
from .._catalogue import ENTRIES, HookCatalogue
from .._finding import Finding, NotJudged, Rule
from .._git import Change
from .._git_tree import GitTree
from .._hook import Inputs, Said
from .._paths import from_root
from .._policy import BASELINE as FINDINGS
from .._policy import Exemption, Policy, PolicyError, today
from .._policy._compare import Difference, compare, examples
from .._policy._exemptions import WARN_DAYS
from .._policy._extends import FOLDER, LOCK_FILE, LockFile
from .._policy._layers import Disk, Tree, parse_layer
from .._policy._load import FILE, PREFIX, PYPROJECT, read_stack
from .._policy._overlap import TooMuch
from .._policy._stack import Stack
from .._secrets_baseline import FILE as BASELINE
from .._secrets_baseline import names
from . import _kinds
from ._rules import (
    CONFIGURATION_CHANGED,
    EXEMPTION_ADDED,
    EXEMPTION_ENDED,
    EXEMPTION_ENDS,
    LOCK_STALE,
    LOOSENED,
    NOT_COMMITTED,
)

_SHARED = ("pyproject.toml", "setup.cfg", "tox.ini", "package.json")
Names = Callable[[Sequence[Stack]], tuple[str, ...]]
OWN = frozenset(entry.id for entry in ENTRIES) | {"strict"}


def judge(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    """What is wrong with the policy in force, then with each pending change."""
    yield from _ending(policy)
    root = inputs.root
    yield from _stale(root, inputs.changes)
    changes = [] if _git.find_root(root) is None else [_Judge(policy, root, change) for change in inputs.changes]
    if any(change.head is None for change in changes):
        yield from _uncommitted(policy, root)
    for change in changes:
        yield from change.findings()
    if not any(change.changed for change in changes):  # as in CI, over all files: nobody has compared them before
        yield from _alone(root, inputs)


def _ending(policy: Policy) -> Iterator[Finding]:
    """Exemptions that have ended, or soon will."""
    day = today()
    for one in policy.exemptions:
        left = one.days_left(day)
        what = f"The exemption of {one.rule} in {one.path} ({one.owner})"
        if left < 0:
            yield _at(one, EXEMPTION_ENDED, f"{what} ended on {one.expires}; its findings count again.")
        elif left <= WARN_DAYS:
            when = "today" if not left else f"in {left} day{'s' if left > 1 else ''}"
            yield _at(one, EXEMPTION_ENDS, f"{what} ends {when}, on {one.expires}.")


def _at(one: Exemption, rule: Rule, message: str) -> Finding:
    line = one.line
    return Finding(one.layer.path, line, min(line, 1), rule.id, message, rule.remedy)


def _stale(root: str, changes: Sequence[Change]) -> Iterator[Finding]:
    """Pins that no `extends` asks for; all others were checked when the policy was loaded."""
    head = next((change.head for change in changes), None)
    if head is not None:  # a range, judged by its own policy
        with closing(GitTree(root, _git.commit_id(root, head))) as tree:
            yield from _stale_in(tree)
    elif os.path.lexists(os.path.join(root, LOCK_FILE)):
        yield from _stale_in(Disk(root))


def _stale_in(tree: Tree) -> Iterator[Finding]:
    lock = LockFile(tree)
    if not lock.entries:
        return
    read_stack(HookCatalogue(), tree, (), lock)
    for source in lock.entries:
        if source not in lock.used:
            line = lock.line_of(source)
            message = f"The lock pins {source}, which nothing extends."
            yield Finding(tree.shown(LOCK_FILE), line, min(line, 1), LOCK_STALE.id, message, LOCK_STALE.remedy)


def _alone(root: str, inputs: Inputs) -> Iterator[Said]:
    """A hook configuration as it stands, when there is no change to compare."""
    from . import _hook_config  # this and the next two only when there is something to compare: they cost 5 ms

    for name in _kinds.HOOK_CONFIGURATIONS:
        path = os.path.relpath(os.path.join(root, name))
        if os.path.lexists(path) and inputs.exists(path):
            yield from _hook_config.check_alone(path, inputs.read(path), OWN)


def _uncommitted(policy: Policy, root: str) -> Iterator[Finding]:
    """Policy files on disk that the commit will not contain as they are: CI would judge by others."""
    disk = Disk(root)
    files = _policy_files(policy, root)
    with closing(GitTree(root, None)) as index:
        index.ask(files)
        pairs = [(path, disk.peek(path), index.peek(path)) for path in files]
    for path, here, there in pairs:
        if _lines(here) == _lines(there) or _says_the_same(path, here, there):
            continue
        what = "differs from what is staged" if there else "is not staged"
        message = f"The policy in force {what}, so that this commit would be judged by another one elsewhere."
        yield Finding(disk.shown(path), 0, 0, NOT_COMMITTED.id, message, NOT_COMMITTED.remedy)
    yield from _uncommitted_baseline(policy, root)


def _says_the_same(path: str, here: bytes, there: bytes) -> bool:
    """Whether two versions of a policy file differ in nothing but notation, or in what else pyproject.toml holds."""
    prefix = PREFIX if path.rpartition("/")[2] == PYPROJECT else ()
    if prefix and b"walkaround" not in here + there:
        return True
    try:
        one, other = (parse_layer("", path, content, prefix) for content in (here, there))
    except PolicyError:
        return False
    return one.data == other.data


def _uncommitted_baseline(policy: Policy, root: str) -> Iterator[Finding]:
    """A baseline that is on disk alone: it is read from there, and accepts here what it accepts nowhere else."""
    stacks = policy.stacks
    for name in (*_baseline_names(stacks), *_code_baseline_names(stacks), *_findings_baseline_names(stacks)):
        path = os.path.join(root, name)
        if not os.path.isfile(path) or not os.path.getsize(path):  # one without an entry accepts nothing
            continue
        inside = from_root(root, path)
        entry = None if inside is None else _git.index_entries(root, [inside]).get(inside)
        if entry is None or entry.sha in _git.EMPTY_BLOBS:
            message = "The baseline in force is not staged, so that this commit would be judged without it elsewhere."
            shown = os.path.relpath(path)
            yield Finding(shown, 0, 0, NOT_COMMITTED.id, message, NOT_COMMITTED.remedy)


def _policy_files(policy: Policy, root: str) -> list[str]:
    """Every file of the repository that the policy in force was read from, or might have been."""
    own = policy.stacks[0].documents if policy.stacks else ()
    read = [from_root(root, one.layer.path) for one in own if not one.layer.name.startswith("profile")]
    return list(dict.fromkeys((FILE, PYPROJECT, LOCK_FILE, *(path for path in read if path))))


def _lines(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")


class _Judge:
    """One change: from a commit to another one, or to the index."""

    def __init__(self, policy: Policy, root: str, change: Change) -> None:
        self.policy = policy
        self.root = root
        self.change = change
        self._exemptions: tuple[Exemption, ...] | None = None
        self._stacks: dict[str, Stack] = {}
        self.base, self.head = _git.ends(root, change)
        self.changed = _git.difference(root, self.base, self.head)
        self._old = None if self.base is None else GitTree(root, self.base, label=f"{self.base[:12]}:")
        self._new = GitTree(root, self.head)

    def findings(self) -> Iterator[Said]:
        """What the change does to the inspection, without what the earlier policy exempts."""
        try:
            for said in self._all():
                if isinstance(said, NotJudged) or not self._exempt(said):
                    yield said
        finally:
            self._new.close()
            if self._old is not None:
                self._old.close()

    def _all(self) -> Iterator[Said]:
        if self.head is not None:
            self._new_stack()  # what is pushed must load, whatever is checked out; its error is the hook's
        if self._old is None:
            return  # a first commit weakens nothing
        if self._policy_changed():
            yield from self._loosened(self._old_stack())
        else:
            yield from self._brought()
        yield from self._hooks()
        yield from self._baselines()
        yield from self._accepted(_code_baseline_names)
        yield from self._accepted(_findings_baseline_names)
        yield from self._owners()
        yield from self._other()

    def _inspected_before(self) -> bool:
        """Whether there was an inspection to weaken. A team that begins sets its own."""
        return self._old is not None and _inspected(self._old)

    def _brought(self) -> Iterator[Finding]:
        """What a branch weakens that began before there was an inspection, and brings a policy of its own."""
        if self.head is None or self.change.base is None or self._inspected_before():
            return
        start = _git.commit_id(self.root, self.change.base)
        if start == self.base or not any(one.layer.name == "repository" for one in self._new_stack().documents):
            return
        with closing(GitTree(self.root, start, label=f"{start[:12]}:")) as tree:
            if _inspected(tree):
                yield from self._loosened(self._earlier("start", tree))

    def _policy_changed(self) -> bool:
        """Whether there was an inspection, and the change touches a file of its policy, as it was or will be."""
        touched = any(map(_is_policy, self.changed))
        if not touched:
            documents = (self._new_stack() if self.head else self.policy.stacks[0]).documents
            touched = not set(self.changed).isdisjoint(from_root(self.root, one.layer.path) for one in documents)
        return touched and self._inspected_before()

    def _old_stack(self) -> Stack:
        if self._old is None:
            raise NotJudged("", "there is no earlier policy")
        return self._earlier("old", self._old)

    def _earlier(self, side: str, tree: GitTree) -> Stack:
        try:
            return self._stack(side, tree)
        except PolicyError as bad:
            why = f"the policy before this change cannot be read, so that nobody can tell what it loosens ({bad})"
            why += "; have a person review it and commit it without this hook"
            raise NotJudged("", why) from None

    def _new_stack(self) -> Stack:
        try:
            return self._stack("new", self._new)
        except PolicyError as bad:
            raise NotJudged(bad.path, str(bad)) from None

    def _stack(self, side: str, tree: GitTree) -> Stack:
        if side not in self._stacks:
            catalogue = HookCatalogue()
            self._stacks[side] = read_stack(catalogue, tree, catalogue.tables)
        return self._stacks[side]

    def _exempt(self, finding: Finding) -> bool:
        """Whether the policy before the change exempts a finding: nobody exempts what the same change does."""
        if self._exemptions is None:
            self._exemptions = ()
            if self._old is not None and self._inspected_before():
                self._exemptions = tuple(self._old_stack().exemptions)
        path = from_root(self.root, finding.path) or finding.path
        day = today()
        return any(
            one.rule == finding.rule and one.days_left(day) >= 0 and one.matches(path) for one in self._exemptions
        )

    def _loosened(self, old: Stack) -> Iterator[Finding]:
        new = self._new_stack()
        several = bool(old.overrides or new.overrides)
        for one in compare(old, new, self._paths() if several else (), _examples(old, new)):
            rule = _rule_of(one)
            if rule is not None:
                path, line = self._where(one)
                yield Finding(path, line, min(line, 1), rule.id, _said(one), rule.remedy)

    def _paths(self) -> list[str]:
        """Every file of the repository after the change."""
        return _git.paths_in(self.root, self.head)

    def _where(self, one: Difference) -> tuple[str, int]:
        """The file and line that make the difference; of what is gone, the file that set it where this change edits it.

        An exemption for one file of the policy must not cover what is taken out of another one.
        """
        before = "" if one.was is None else one.was.path.partition(":")[2]  # behind the commit
        elsewhere = before in self.changed and before not in (FILE, PYPROJECT)
        there = one.layer is not None and one.line and not one.layer.name.startswith("profile")
        if one.layer is not None and there and not (one.scope == "lock" and elsewhere):
            return one.layer.path, one.line
        own = FILE if FILE in self.changed or PYPROJECT not in self.changed else PYPROJECT
        return self._shown(before if elsewhere else own), 0

    def _contents(self, path: str) -> tuple[bytes | None, bytes | None]:
        """A file's bytes before and after; None where there is none."""
        return self._content(self._old, path), self._content(self._new, path)

    def _content(self, side: GitTree | None, path: str) -> bytes | None:
        return side.blob(path) if side is not None else None

    def _hooks(self) -> Iterator[Said]:
        """The hook configurations, with those beside a changed one: one may take another's place."""
        folders = {path.rpartition("/")[0] for path in self.changed if _kinds.is_hook_configuration(path)}
        paths = [f"{folder}/{name}".lstrip("/") for folder in sorted(folders) for name in _kinds.HOOK_CONFIGURATIONS]
        if not paths:
            return
        from . import _hook_config

        sides = [
            {path: content for path in paths if (content := self._content(side, path)) is not None}
            for side in (self._old, self._new)
        ]
        gone = {
            f"{folder}/" for folder in folders if folder and not any(one.startswith(f"{folder}/") for one in sides[1])
        }
        emptied = [folder for folder in gone if not any(path.startswith(folder) for path in self._paths())]
        said_of_all = [
            *_hook_config.compare_all(sides[0], sides[1], OWN, emptied),
            *self._left_behind(sides[0], sides[1]),
        ]
        for said in said_of_all:
            path = self._shown(said.path)
            yield said._replace(path=path) if isinstance(said, Finding) else NotJudged(path, said.why)

    def _left_behind(self, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[Said]:
        """A configuration that moved to another folder, as it is, and left files behind that it no longer covers."""
        from . import _hook_config

        for path in before.keys() - after.keys():
            folder = path[: path.rfind("/") + 1]
            new = [one for one in after.keys() - before.keys() if after[one] == before[path]]
            if not new or any(one.startswith(folder) and "/" not in one[len(folder) :] for one in after):
                continue  # it is gone, or another one takes its place here, which was compared with it
            below = tuple(one[: one.rfind("/") + 1] for one in new)
            if any(one.startswith(folder) and not one.startswith(below) for one in self._paths()):
                yield from _hook_config.compare(path, before[path], None, OWN)

    def _baselines(self) -> Iterator[Said]:
        """The accepted secrets, by the names that the policy gives their files before and after."""
        new = old = _baseline_names(self.policy.stacks)
        if self._policy_changed():
            old, new = _baseline_names([self._old_stack()]), _baseline_names([self._new_stack()])
        if old == new and not any(name in self.changed for name in new):
            return
        before, after = self._all_of(self._old, old), self._all_of(self._new, new)
        if before != after:
            from . import _baseline

            yield from _baseline.compare(before, after)

    def _accepted(self, of: Names) -> Iterator[Said]:
        """Accepted findings, by the name that the policy gives their file before and after."""
        new = old = of(self.policy.stacks)
        if self._policy_changed():
            old, new = of([self._old_stack()]), of([self._new_stack()])
        if old == new and not any(name in self.changed for name in new):
            return
        before, after = self._all_of(self._old, old), self._all_of(self._new, new)
        if before != after:
            from . import _accepted

            kind = _accepted.CODE if of is _code_baseline_names else _accepted.OTHER
            yield from _accepted.compare(before, after, kind)

    def _all_of(self, side: GitTree | None, names: Iterable[str]) -> dict[str, bytes]:
        """The files with these names that there are, as shown to people."""
        found = ((name, self._content(side, name)) for name in names)
        return {self._shown(name): content for name, content in found if content is not None}

    def _owners(self) -> Iterator[Finding]:
        """Commit by commit: who pushes several may change the owners in one of its own."""
        if not any(map(_kinds.is_codeowners, self.changed)):
            return
        if self.head is None or self.base is None:
            yield from self._shown_all(_kinds.codeowners_with_source(list(self.changed)))
            return
        from .. import _git_log

        seen = set()
        for paths in _git_log.paths_by_commit(self.root, self.base, self.head):
            for finding in self._shown_all(_kinds.codeowners_with_source(paths)):
                if finding.path not in seen:
                    seen.add(finding.path)
                    yield finding

    def _other(self) -> Iterator[Finding]:
        """Configuration of other inspections, which nobody here can judge."""
        for path in self.changed:
            if _may_configure(path):
                yield from self._shown_all(_kinds.configuration_changed(path, *self._contents(path)))

    def _shown_all(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        return (finding._replace(path=self._shown(finding.path)) for finding in findings)

    def _shown(self, path: str) -> str:
        return os.path.relpath(os.path.join(self.root, path))


def _inspected(tree: GitTree) -> bool:
    """Whether there is an inspection that could be weakened: a policy, or a hook of ours."""
    if tree.peek(FILE) or b"walkaround" in tree.peek(PYPROJECT):
        return True
    from . import _hook_config

    return any(_hook_config.runs(name, tree.peek(name), OWN) for name in _kinds.HOOK_CONFIGURATIONS)


def _examples(old: Stack, new: Stack) -> dict[str, str]:
    try:
        return examples(old, new)
    except TooMuch:
        raise NotJudged("", "the policy has more [[paths]], or longer globs, than can be compared") from None


def _baseline_names(stacks: Sequence[Stack]) -> tuple[str, ...]:
    """The accepted secrets' files from the repository's top, as the policy names them."""
    key = HookCatalogue().keys("secret-detection")["baseline"]
    return names(stacks[0].value(key)) if stacks else ()


def _code_baseline_names(stacks: Sequence[Stack]) -> tuple[str, ...]:
    """The file of accepted findings in code, from the repository's top, as the policy names it."""
    value: str = stacks[0].value(HookCatalogue().keys("sast")["baseline"]) if stacks else ""
    return (value,) if value else ()


def _findings_baseline_names(stacks: Sequence[Stack]) -> tuple[str, ...]:
    """The file of the other accepted findings, likewise."""
    value: str = stacks[0].value(FINDINGS) if stacks else ""
    return (value,) if value else ()


def _may_configure(path: str) -> bool:
    """Whether a file is worth reading: by its name it configures an inspection, or holds that among other things."""
    return _kinds.inspection_configuration(path) is not None or path.rpartition("/")[2] in _SHARED


def _is_policy(path: str) -> bool:
    if path in (
        BASELINE,
        CODE_BASELINE,
        FINDINGS_BASELINE,
        f"{FOLDER}/.gitattributes",
    ):  # what they accept is compared apart
        return False
    return path in (FILE, PYPROJECT) or path.endswith(".toml") or path.startswith(f"{FOLDER}/")


def _rule_of(one: Difference) -> Rule | None:
    if one.scope == "exemption":
        return EXEMPTION_ADDED if one.kind == "looser" else None
    return {"looser": LOOSENED, "changed": CONFIGURATION_CHANGED}.get(one.kind)


def _said(one: Difference) -> str:
    if one.scope == "exemption":
        rule, _, path = one.name.partition(" ")
        return f"{rule} becomes exempt in {path} {one.after} (before: {one.before})."
    if one.scope == "lock":
        return f"The lock of {one.name} is gone, so that a later layer may loosen what it covers."
    if one.name == "order":
        return f"The order of [[paths]] changes from {one.before} to {one.after}; the last one that matches wins."
    where = f" {'for' if not one.scope.startswith('[') else 'under'} {one.scope}" if one.scope else ""
    demands = "which demands less" if one.kind == "looser" else "and neither is stricter"
    return f'"{one.name}" goes{where} from {one.before} to {one.after}, {demands}.'
