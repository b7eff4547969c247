"""A pull request's text, its commits and its reviews -> findings."""

import os
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from .. import _git
from .._agents import Agents, Identity, identity, load_agents
from .._catalogue import HookCatalogue
from .._checklist.answers import Answer, denies_ai, is_boilerplate, is_empty, named_agents, same, sentences
from .._checklist.asking import Asking, asking
from .._checklist.assistants import admits
from .._checklist.questions import ALL, AREAS, ASSISTANT, DISCLOSURE, READ, VERIFIED, Question
from .._checklist.reading import Checklist, read_checklist
from .._checklist.rendering import asked as asked_line
from .._disclosure import Statement, statement_of
from .._finding import Finding, NotJudged, Rule, Severity
from .._hook import Inputs, Said
from .._message import trailers
from .._policy import Key, Policy
from ._contradictions import Said as SaidOfAi
from ._contradictions import contradictions
from ._counts import counts, wrong
from ._request import Person, Request
from ._rules import BOTS, MARKED, MOST, RULES, SECOND_REVIEW

_NAMED = 3  # paths or commits in one message
_BY_ID = {rule.id: rule for rule in RULES}
_NO_REVIEWS = (
    "give --reviews FILE with what GET /repos/OWNER/REPO/pulls/NUMBER/reviews answers (GitLab: .../approvals), or add "
    "`Reviewed-by: NAME <ADDRESS>` to a commit"
)


class Outcome(NamedTuple):
    """What is asked and how it stands, for the summary and the comment. `note` says why nothing was asked."""

    asked: dict[str, str]
    open: tuple[str, ...]
    note: str = ""


Tell = Callable[[Outcome], None]
_NOBODY = Asking([], [], [], [], {})


def other_key(table: str, name: str) -> Key[Any]:
    """A key that another hook declares, by its table and short name."""
    return HookCatalogue().keys(table)[name]


def judge(policy: Policy, request: Request, inputs: Inputs, tell: Tell | None = None) -> Iterator[Said]:
    """All that is wrong with a pull request's checklist."""
    agents = load_agents()
    brings = _brings(request, inputs, policy[MOST])
    note = _exempted(request, policy, agents)
    if note and not (brings is not None and brings.marked):  # what an agent made, a bot may have opened
        if tell is not None:
            tell(Outcome({}, (), note))
        return
    one = _PullRequest(request, policy, brings, agents, inputs.root)
    yield from one.findings()
    if tell is not None:
        tell(Outcome(one.asked, one.open))


def _exempted(request: Request, policy: Policy, agents: Agents) -> str:
    author = request.author
    if author is None or not author.bot or policy[BOTS]:
        return ""
    name = author.login if author.login.endswith("[bot]") else f"{author.login}[bot]"
    if agents.by_identity(Identity(name, "")) is not None or agents.by_identity(Identity(author.login, "")) is not None:
        return ""
    return f"opened by the bot {author.login}, which the policy does not ask (`pr-checklist.bots`)"


def _brings(request: Request, inputs: Inputs, most: int) -> Asking | None:
    """The commits of the pull request; None where nobody can tell which they are."""
    root = _git.find_root(inputs.root)
    if root is None:
        if request.named:
            raise NotJudged("", "a range of commits needs a git repository, and there is none here")
        return None
    if request.named:
        _git.require_order(root, request.from_ref, request.to_ref)
    if request.exact:
        return asking(root, request.from_ref, request.to_ref, request.findings, most)
    for change in inputs.changes:  # named by pre-commit or prek
        if change.base is not None and change.head is not None:
            return asking(root, change.base, change.head, request.findings, most)
    with suppress(_git.GitError):
        _git.commit_id(root, "refs/remotes/origin/HEAD")
        return asking(root, "refs/remotes/origin/HEAD", "HEAD", request.findings, most)
    return None


class _PullRequest:
    """One pull request on its way to findings."""

    def __init__(self, request: Request, policy: Policy, brings: Asking | None, agents: Agents, root: str) -> None:
        self._request = request
        self._policy = policy
        self._brings = brings
        self._root = root
        self._agents = agents
        self._list: Checklist = read_checklist(request.body, policy[other_key("pr-template", "extra")])
        self._statement: Statement = statement_of(_outside(self._list))
        self._about: Collection[str] | None = None if brings is None else brings.about
        self.asked = self._asked()
        self._denied = self._denies()
        self._open: list[str] = []

    @property
    def open(self) -> tuple[str, ...]:
        return tuple(one.id for one in ALL if one.id in self._open)

    def findings(self) -> Iterator[Said]:
        if not self._list.found:
            self._open += [*(one.id for one in DISCLOSURE), *self.asked]
            yield self._finding("CHK001", 0, "The pull request does not hold the checklist.")
        else:
            yield from self._answers()
        yield from self._contradictions()
        yield from self._boxes()
        yield from self._disclosure()
        yield from self._second_review()

    def _asked(self) -> dict[str, str]:
        """The areas that are asked about, with the reasons; without commits, those that the text itself holds."""
        if self._brings is not None:
            return self._brings.reasons
        held = {*self._list.answers, *(one.question.id for one in self._list.edited), *self._list.asks}
        return {one.id: "" for one in AREAS if one.id in held}

    def _denies(self) -> bool:
        answer = self._list.answers.get(ASSISTANT.id)
        return denies_ai(answer) if answer is not None and answer.text else self._statement.denies

    def _answers(self) -> Iterator[Finding]:
        """CHK002, CHK003 and CHK005, question by question."""
        edited = {one.question.id: one.line for one in self._list.edited}
        told: list[tuple[Question, Answer]] = []
        for question in (one for one in ALL if not one.area or one.id in self.asked):
            answer = self._list.answers.get(question.id)
            found: Finding | None
            if question.id in edited:
                found = self._edited(question, edited[question.id])
            elif answer is None or is_empty(answer):
                found = self._unanswered(question, answer)
            elif is_boilerplate(question, answer, self._about):
                found = self._boilerplate(question, answer, f"The answer {_about(question)} would fit any change.")
            else:
                found = self._repeated(question, answer, told)
                told.append((question, answer))
            if found is not None:
                self._open.append(question.id)
                yield found

    def _edited(self, question: Question, line: int) -> Finding:
        message = f"The question {_about(question)} has other words than the checklist gives it."
        return self._finding("CHK002", line, message, f"Write it as it was: {_line(question, '')}")

    def _unanswered(self, question: Question, answer: Answer | None) -> Finding | None:
        if question is ASSISTANT and (self._marked or self._statement.affirms or self._statement.counted is not None):
            return None  # CHK007 speaks of that; or a paragraph elsewhere does
        reason = self.asked.get(question.id, "")
        because = f", and is asked because {reason}" if reason else ""
        if answer is None:
            message = f"The question {_about(question)} is missing{because}."
            return self._finding("CHK003", 0, message, f"Add and answer it: {_line(question, reason)}")
        message = f"The question {_about(question)} is not answered{because}."
        return self._finding("CHK003", self._list.lines[question.id], message)

    def _repeated(self, question: Question, answer: Answer, told: Sequence[tuple[Question, Answer]]) -> Finding | None:
        """An answer that repeats another, itself, or the title."""
        if question is ASSISTANT:
            return None
        title = " ".join(self._request.title.casefold().split()).rstrip(".")
        if title and answer.folded.rstrip(".") == title:
            return self._boilerplate(
                question, answer, f"The answer {_about(question)} repeats the pull request's title."
            )
        own = [one for one in sentences(answer) if one]
        for before, other in told:
            if before is ASSISTANT:
                continue
            theirs = sentences(other)
            left = [one for one in own if not any(same(one, two) for two in theirs)]
            if len(left) < len(own) and (not left or _is_void(question, left, self._about)) and _weighs(own, left):
                message = f"The answer {_about(question)} repeats the one {_about(before)}."
                return self._boilerplate(question, answer, message)
        if len(own) > 1 and len({*own}) == 1:
            return self._boilerplate(question, answer, f"The answer {_about(question)} says the same twice.")
        return None

    def _boilerplate(self, question: Question, answer: Answer, message: str) -> Finding:
        return self._finding("CHK005", answer.line or self._list.lines[question.id], message)

    def _contradictions(self) -> Iterator[Finding]:
        body = SaidOfAi(
            self._statement.line if self._statement.affirms else 0,
            self._statement.line if self._statement.denies else 0,
        )
        answers = {name: one for name, one in self._list.answers.items() if one.text}
        for one in contradictions(answers, self._list.boxes, body):
            yield self._finding("CHK004", one.line, one.message)

    def _boxes(self) -> Iterator[Finding]:
        """CHK006: in the checklist an error, in the rest of the text a warning, since that is not ours."""
        for box in self._list.boxes:
            if not box.drawn:
                most: Severity = "error" if box.line in self._list.inside else "warning"
                message = "No code host draws this as a box."
                yield self._finding("CHK006", box.line, message, most=most, column=box.column)

    @property
    def _marked(self) -> list[tuple[str, str, str]]:
        """The commits that are marked as made with AI: id, agent's id, agent's name."""
        if self._brings is None:
            return []
        return [(commit.sha, agent, name) for commit, agent, name in self._brings.marked]

    def _disclosure(self) -> Iterator[Finding]:
        """CHK007 and CHK008."""
        marked, statement = self._marked, self._statement
        if self._brings is None:
            return
        answer = self._list.answers.get(ASSISTANT.id)
        said = answer is not None and not is_empty(answer)
        line = answer.line if answer is not None and said else statement.line
        if marked and self._denied:
            message = f"The pull request says that no AI was used, and {_commits(marked)} made with it."
            self._open.append(ASSISTANT.id)
            yield self._finding("CHK008", line, message)
        elif (miscounted := self._miscounted(answer)) is not None:
            yield miscounted
        elif not marked:
            return
        elif not said and not statement.affirms and statement.counted is None:
            message = f"The pull request does not say what an assistant wrote, and {_commits(marked)} made with one."
            self._open.append(ASSISTANT.id)
            yield self._finding("CHK007", self._list.lines.get(ASSISTANT.id, 0), message)
        elif answer is not None and said and not (statement.affirms or statement.counted or self._admits(answer)):
            message = f"The answer names no assistant, and {_commits(marked)} made with one."
            self._open.append(ASSISTANT.id)
            yield self._finding("CHK007", line, message)
        elif answer is not None and said:
            yield from self._other_agent(answer, marked)

    def _admits(self, answer: Answer) -> bool:
        """Whether an answer names an assistant: one of ours, or one that the marks of the commits name."""
        known = {name.casefold() for _, _, name in self._marked if name != "an AI agent"}
        for commit, _, _ in self._brings.marked if self._brings is not None else ():
            for trailer in trailers(commit.message.split("\n")):
                if trailer.key.casefold() in ("assisted-by", "generated-by", "co-authored-by"):
                    known.update(re.findall(r"[a-z][a-z0-9]{2,}", identity(trailer.value).name.casefold()))
        makers = " ".join(f"{one.author_name} {one.committer_name}" for one in (self._brings or _NOBODY).commits)
        known -= set(makers.casefold().split())
        return admits(answer.text, sorted(known))

    def _miscounted(self, answer: Answer | None) -> Finding | None:
        """A count of commits that the range does not bear out."""
        brings, statement = self._brings, self._statement
        if brings is None or not brings.commits:
            return None
        whole = sum(not commit.merge for commit in brings.commits)
        marked = len(self._marked)
        if statement.counted is not None and (statement.counted < marked or statement.counted > whole):
            told = f"The disclosure counts {statement.counted} of {whole} commits as made with AI"
            return self._finding("CHK008", statement.line, f"{told}, and there are {marked}.")
        if statement.counted is not None and statement.counted != marked:
            told = f"The disclosure counts {statement.counted} of {whole} commits as made with AI"
            return self._finding("CHK008", statement.line, f"{told}, and {marked} are marked.", most="warning")
        if answer is None or not answer.text:
            return None
        why = wrong(counts(answer.rows or (answer.text,)), marked, frozenset([whole or 1, len(brings.commits)]))
        return (
            self._finding("CHK008", answer.line, f"The disclosure does not agree with the commits: {why}.")
            if why
            else None
        )

    def _other_agent(self, answer: Answer, marked: Sequence[tuple[str, str, str]]) -> Iterator[Finding]:
        """A disclosure that names products, and none of those that left marks: a product may run another's model."""
        named = named_agents(answer.text)
        shown = list(dict.fromkeys(name for _, _, name in marked if name != "an AI agent"))
        if named and shown and not set(named) & set(shown):
            message = (
                f"The disclosure names {' and '.join(named[:_NAMED])}, and the commits {' and '.join(shown[:_NAMED])}."
            )
            yield self._finding("CHK008", answer.line, message, most="warning")

    def _second_review(self) -> Iterator[Said]:
        """CHK009."""
        brings = self._brings
        if brings is None or (self._policy[SECOND_REVIEW] == MARKED and not brings.marked):
            return
        protected = self._protected([change.path for change in brings.changes])
        if not protected or self._is_reviewed(brings):
            return
        if self._request.reviews is None:
            yield NotJudged(
                "", f"{_paths(protected)} needs the review of a second person, and no reviews are known; {_NO_REVIEWS}"
            )
            return
        people = [who for who in self._request.reviews if self._is_second(who)]
        if not people:
            rule = _BY_ID["CHK009"]
            yield self._finding(
                "CHK009", 0, f"{_paths(protected)} changes, and no second person has reviewed it.", rule.remedy
            )

    def _protected(self, paths: Sequence[str]) -> list[str]:
        globs = self._policy[other_key("ai-attribution", "protected")]
        if not globs:
            return []
        from .._policy._glob import matcher

        review = other_key("ai-attribution", "review")
        matchers = [matcher(glob) for glob in globs]
        return [
            path
            for path in paths
            if any(matches(path) for matches in matchers)
            and self._policy.at(os.path.join(self._root, path))[review] != "nothing"
        ]

    def _is_second(self, who: Person) -> bool:
        author = self._request.author
        if who.bot or (author is not None and who.login.casefold() == author.login.casefold()):
            return False
        return self._agents.by_identity(Identity(who.login, "")) is None

    def _is_reviewed(self, brings: Asking) -> bool:
        """Whether a commit names a reviewer who made none of the commits."""
        makers: set[str] = set()
        for commit in brings.commits:
            makers |= {_folded(commit.author_name), _folded(commit.author_email), _folded(commit.committer_email)}
            makers.add(_folded(commit.committer_name))
        makers.discard("")
        for commit in brings.commits:
            for trailer in trailers(commit.message.split("\n")):
                who = identity(trailer.value)
                if (
                    trailer.key.casefold() != "reviewed-by"
                    or "@" not in who.email
                    or self._agents.by_identity(who) is not None
                ):
                    continue
                if "[bot]" in f"{who.name}{who.email}" or {_folded(who.name), _folded(who.email)} & makers:
                    continue
                return True
        return False

    def _finding(
        self, rule: str, line: int, message: str, remedy: str = "", most: Severity = "error", column: int = 1
    ) -> Finding:
        given: Rule = _BY_ID[rule]
        return Finding(self._request.place, line, column if line else 0, rule, message, remedy or given.remedy, most)


def _outside(checklist: Checklist) -> str:
    """The text with blank lines in the place of the checklist's own: what else it says about AI."""
    return "\n".join(
        "" if line.number in checklist.inside or line.number in checklist.lines.values() else line.text
        for line in checklist.shown
    )


def _is_void(question: Question, left: Sequence[str], about: Collection[str] | None) -> bool:
    return is_boilerplate(question, Answer(". ".join(left), 1), about)


def _weighs(own: Sequence[str], left: Sequence[str]) -> bool:
    """Whether what is repeated is a sentence, not a word or two such as "no"."""
    repeated = [one for one in own if one not in left]
    return any(len(one.split()) >= 3 for one in repeated) or not left


def _about(question: Question) -> str:
    """The question in words, as it follows "the question" or "the answer"."""
    names = {
        ASSISTANT.id: "about the assistant",
        READ.id: "about what was read",
        VERIFIED.id: "about how it was verified",
    }
    return names.get(question.id) or f'"{question.label}"'


def _line(question: Question, reason: str) -> str:
    return asked_line(question, reason)


def _commits(marked: Sequence[tuple[str, str, str]]) -> str:
    names = ", ".join(sha[:12] for sha, _, _ in marked[:_NAMED])
    more = f" and {len(marked) - _NAMED} more" if len(marked) > _NAMED else ""
    one = len(marked) == 1
    return f"{len(marked)} {'commit is' if one else 'commits are'} ({names}{more})" if not one else f"commit {names} is"


def _paths(paths: Sequence[str]) -> str:
    from .._report import visible_path

    more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return ", ".join(map(visible_path, paths[:_NAMED])) + more


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
