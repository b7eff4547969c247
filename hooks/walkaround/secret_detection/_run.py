"""One run: the files of its inputs, and the commits of its changes, judged by one policy."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from .._finding import Finding, NotJudged
from .._hook import Inputs, Said, each
from .._paths import from_root
from .._policy import Policy, today
from . import BASELINE, BLOCK, MODE, PLUGIN_FILES, PLUGINS, REASONS, RULES, SECONDS, VERIFYING
from ._gate import Gate
from ._judge import Found, Job
from ._judge import secrets as secrets_in

if TYPE_CHECKING:
    from ._accepted import Accepted
    from ._theirs import Theirs
    from ._verify import Answer, Question

_ANSWER = 10  # seconds for a vendor's answer about one credential
_BY_ID = {rule.id: rule for rule in RULES}
_MESSAGES = frozenset({"COMMIT_EDITMSG", "MERGE_MSG", "SQUASH_MSG", "TAG_EDITMSG", "NOTES_EDITMSG"})


def check(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    """What is said of the inputs; a baseline that cannot be relied on ends it, because nothing could be told."""
    try:
        run = Run(policy, inputs)
    except NotJudged as failure:
        yield failure
        return
    committed = any(change.head is not None for change in inputs.changes)
    said = run.with_commits() if committed else each(inputs, run.findings)
    yield from run.verified(list(said)) if policy[VERIFYING] else said


def secrets(policy: Policy, inputs: Inputs) -> Iterator[tuple[str, Found] | NotJudged]:
    """Every secret that no pragma allows, with its file's path from the top, accepted ones among them."""
    try:
        run = Run(policy, inputs)
    except NotJudged as failure:
        yield failure
        return
    yield from each(inputs, lambda path, content: ((run.key(path), one) for one in run.found(path, content)))


class Run:
    """What all files of a run share; NotJudged when it cannot begin."""

    def __init__(self, policy: Policy, inputs: Inputs) -> None:
        self._policy = policy
        self._inputs = inputs
        self._accepted = read_accepted(policy, inputs)
        self._gate = Gate()
        self._compat = policy[MODE] == "compat"
        self._theirs = self._set_up() if self._compat or policy[PLUGIN_FILES] else None
        self._questions: dict[Finding, Question] = {}

    def key(self, path: str) -> str:
        """A file's path from the repository's top, as a baseline names it."""
        return from_root(self._inputs.root, path) or path.replace(os.sep, "/")

    def found(self, path: str, content: bytes) -> list[Found]:
        """The secrets of a file, accepted ones among them."""
        shown, kept = self._as_shown(path, content)
        return self._secrets(shown, self.key(path), self._policy.at(path), kept)

    def findings(self, path: str, content: bytes) -> Iterator[Finding]:
        """The findings in a file; what vendors are to be asked about them is kept."""
        for one in self.found(path, content):
            if not one.taken:
                if one.question is not None:
                    self._questions[one.finding] = one.question
                yield one.finding

    def _secrets(self, shown: str, key: str, here: Policy, content: bytes) -> list[Found]:
        plugins: tuple[str, ...] = here[PLUGINS]
        verifying = self._policy[VERIFYING]
        job = Job(shown, key, frozenset(plugins), self._accepted, here[SECONDS], self._gate, here[REASONS], verifying)
        found = [] if self._compat else secrets_in(job, content)
        if self._theirs is not None:
            taken = {(one.finding.line, one.secret.value) for one in found}
            theirs = self._theirs.found(job, content)
            found += [one for one in theirs if (one.finding.line, one.secret.value) not in taken]
        return found

    def _set_up(self) -> "Theirs":
        from ._theirs import Theirs

        files = [os.path.relpath(os.path.join(self._inputs.root, name)) for name in self._policy[PLUGIN_FILES]]
        return Theirs(self._accepted, files, alone=not self._compat)

    def _as_shown(self, path: str, content: bytes) -> tuple[str, bytes]:
        """How a file is shown to people, and what of it counts."""
        if not _is_message(path, self._inputs):
            return path, content
        from .._message import kept

        return "<commit message>", kept(content, self._inputs.root)

    def with_commits(self) -> Iterator[Said]:
        """The files as they are in the end, then what the commits brought in between."""
        from ._history import History, groups, left_to_others

        known: dict[str, set[bytes]] = {}
        inputs = self._inputs

        def one(path: str, content: bytes) -> Iterator[Finding]:
            shown, kept = self._as_shown(path, content)
            for finding, identity in self._weighed()(shown, self.key(path), kept):
                known.setdefault(self.key(path), set()).add(identity)
                yield finding

        yield from each(inputs, one)
        others = left_to_others(inputs.root, inputs.changes, [self.key(path) for path in inputs.paths])
        with closing(History(inputs.root, self._weighed(), known)) as history:
            for base, heads in groups(inputs.root, inputs.changes):
                yield from history.added(base, heads, inputs.expect, others)

    def _weighed(self) -> Callable[[str, str, bytes], list[tuple[Finding, bytes]]]:
        """Findings, and what tells their secrets apart; the same secret where it counts for less is another one."""
        day = today()

        def weighed(shown: str, key: str, content: bytes) -> list[tuple[Finding, bytes]]:
            here = self._policy.at(shown)
            result = []
            for one in self._secrets(shown, key, here, content):
                rule = one.finding.rule
                weight = (rule, here.severity(_BY_ID[rule]), self._policy.exemption(rule, shown, day))
                if not one.taken:
                    result.append((one.finding, _identity(one) + repr(weight).encode()))
            return result

        return weighed

    def verified(self, said: list[Said]) -> Iterator[Said]:
        """What was said, each finding with its vendor's answer and, where only confirmed ones block, weighed by it.

        There, a question without an answer is what could not be judged: a failing network must let no commit through.
        """
        from ._verify import NOT_IN_COMMITS, Verdict, ask, words

        asked = [one for one in said if isinstance(one, Finding) and one in self._questions]
        answers = dict(zip(asked, ask([self._questions[one] for one in asked], _ANSWER), strict=True))
        left_open: dict[str, list[tuple[int, Answer]]] = {}
        for one in said:
            if not isinstance(one, Finding):
                yield one
                continue
            answer = answers.get(one, NOT_IN_COMMITS)
            marked = one._replace(message=f"{one.message.removesuffix('.')}{words(answer)}.")
            confirmed_only = self._policy.at(one.path)[BLOCK] == "verified"
            if confirmed_only and answer.verdict is Verdict.UNANSWERED:
                left_open.setdefault(one.path, []).append((one.line, answer))
            elif confirmed_only and answer.verdict is not Verdict.VERIFIED:
                marked = marked._replace(most="warning")
            yield marked
        for path, unanswered in left_open.items():
            yield _unanswered(path, unanswered)


def _unanswered(path: str, unanswered: "list[tuple[int, Answer]]") -> NotJudged:
    """One line for all that vendors left open in a file."""
    (line, answer), others = unanswered[0], len(unanswered) - 1
    more = f" (and {others} more)" if others else ""
    act = "run it again, or set secret-detection.block to found"
    return NotJudged(path, f"whether the credential in line {line}{more} works: {answer.why}; {act}")


_KEY = os.urandom(16)  # a secret is not to be guessed from its identity


def _identity(one: Found) -> bytes:
    """The same for the same secret of one kind, wherever it stands; in this process alone."""
    import hashlib

    text = f"{one.secret.kind}\0{one.secret.value}"
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), key=_KEY, digest_size=16).digest()


def read_accepted(policy: Policy, inputs: Inputs) -> "Accepted | None":
    """What people have accepted; None when there is no such file."""
    from .._secrets_baseline import names

    paths = [os.path.relpath(os.path.join(inputs.root, name)) for name in names(policy[BASELINE])]
    present = [path for path in paths if inputs.exists(path)]
    if not present:
        return None
    from ._accepted import read

    return read([(path, inputs.read(path)) for path in present])


def _is_message(path: str, inputs: Inputs) -> bool:
    """Whether git wrote this file to hold a message: by its name, in a git directory, which holds no tracked file."""
    folder, name = os.path.split(path)
    if name not in _MESSAGES:
        return False
    parts = os.path.abspath(folder).replace(os.sep, "/").split("/")
    return ".git" in parts or (from_root(inputs.root, path) is None and inputs.exists(os.path.join(folder, "HEAD")))
