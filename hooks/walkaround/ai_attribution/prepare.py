"""Add the trailer that the policy asks for when an agent is at work in the shell that commits.

It runs while git prepares the message (prepare-commit-msg), which `--no-verify` does not skip; as a plain git hook
with git's own arguments (`"$@"`), of which the second says where the message comes from.

What has a mark of the agent, or answers that no AI was used, stays as it is: amend, reword and rebase run this again.
A model is named where a variable of the agent names it, and never invented. Where an editor is about to open on an
empty message, or on a template, nothing is added: git makes no commit of either, and would make one of a trailer.

Who runs git is not who wrote a change, so an agent adds nothing

- to commits that git only replays: cherry-picks, the picks of a rebase, what autosquash melts into one;
- to merges and reverts, whose changes git makes;

unless it had conflicts to resolve. Rewording and amending count as work on the commit, and so does an agent's own
`fixup!`, which loses its message later. The marks on commits that are melted into one (`merge --squash`, fixup,
squash) are carried over to the one that is left, whoever runs git: else nobody would see them again.
"""

import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .. import _git
from .._agents import Agent
from .._finding import NotJudged
from .._hook import Hook, Inputs, Said
from .._message import MessageSettings, UnderWay, message_settings, message_source, under_way
from .._policy import Policy
from ._terms import FORBID, KEYS, Terms, terms_of
from .reading import Reading

# What git gives as the second argument. Source: githooks(5), prepare-commit-msg.
SOURCES = ("message", "template", "merge", "squash", "commit")
_SIGN_OFF = "Signed-off-by: "  # git takes a message of nothing else for an empty one


class Draft(NamedTuple):
    """A message as git prepared it, where it has that from, and what git is in the middle of."""

    content: bytes
    source: str
    now: UnderWay


def check(_policy: Policy, _inputs: Inputs) -> Iterator[Said]:
    """A message in the making is not judged."""
    yield from ()


def fix(policy: Policy, inputs: Inputs, source: str = "") -> Iterator[str | NotJudged]:
    """Add the trailer to each message file; yields the files changed."""
    from .. import _write

    terms = terms_of(policy, inputs.root)
    if terms.marks == FORBID:
        return
    for path in inputs.paths:
        try:
            now = under_way(inputs.root, path)
            draft = Draft(inputs.read(path), source or message_source(), now)
            content = prepared(draft, inputs.root, terms)
            if content != draft.content:
                _write.replace(path, content)
                yield path
        except NotJudged as failure:
            yield failure
        except _git.GitError as failure:
            yield NotJudged(path, str(failure))


def prepared(draft: Draft, root: str, terms: Terms) -> bytes:
    """The message with the trailers that it lacks."""
    from .._message import kept_by, with_trailers
    from .reading import as_made, of_message

    if draft.source == "template":
        return draft.content
    settings = message_settings(root)
    committed = kept_by(draft.content, settings)
    reading = as_made(of_message(committed, root, terms), draft.now)
    if all(not line.strip() or line.startswith(_SIGN_OFF) for line in reading.lines) or _denied(reading):
        return draft.content
    lines = _carried(draft, reading)
    agent = reading.at_work
    if agent is not None and not any(named == agent for named, _ in lines):
        model = reading.agents.model_at_work(agent)
        lines.append((agent, f"{agent.name}:{model}" if model else agent.name))
    added = [f"{terms.key}: {text}" for named, text in lines if not _is_marked(reading, named)]
    return with_trailers(draft.content, committed, [encoded(line, settings) for line in added], settings.trailers)


def encoded(line: str, settings: MessageSettings) -> bytes:
    """A line in the encoding of the messages here; what that cannot say becomes a question mark."""
    try:
        return line.encode(settings.encoding, "replace")
    except LookupError:  # git knows more encodings than Python
        return line.encode("ascii", "replace")


def _denied(reading: Reading) -> bool:
    """Whether the message answers that no AI was used, which is for its author to say."""
    from .._marks import declares_none
    from .._message import trailers
    from .judge import ANSWERS

    return any(found.key.lower() in ANSWERS and declares_none(found.value) for found in trailers(reading.lines))


def _is_marked(reading: Reading, agent: Agent) -> bool:
    """Whether the message has a mark of this agent, or one that may stand for it; author and committer are no text."""
    return any(
        mark.agent == agent or agent.generic or (mark.agent.generic and mark.kind != "trace")
        for mark in reading.marks
        if mark.agent is not None and mark.place != "identity"
    )


def _carried(draft: Draft, reading: Reading) -> list[tuple[Agent, str]]:
    """Who marked the commits that are melted into this one, each with what a trailer says of it."""
    if draft.source != "squash" and draft.now.melted is None:
        return []
    from .._marks import find_marks
    from .form import declaration, well_formed

    found: dict[Agent, str] = {}
    for mark in find_marks(["-", "", *_melted(draft)], reading.agents):
        agent = mark.agent
        if agent is None or agent.generic or mark.kind == "sign-off":
            continue
        text = mark.text if mark.kind == "declaration" and well_formed(mark.text) else ""
        text = text or declaration(agent, mark.text if mark.kind != "trace" else "", reading.agents.models)
        if ":" not in found.get(agent, ""):
            found[agent] = text
    return list(found.items())


def _melted(draft: Draft) -> list[str]:
    """The lines of the messages that git shows: indented for `merge --squash`, else partly as comments."""
    from .._message import shown, split_lines

    if draft.now.melted is None:
        return [shown(line)[4:] for line in split_lines(draft.content) if line.startswith(b"    ")]
    comment = shown(draft.now.melted.split(b" ", 1)[0]) + " "  # it begins with a remark of git's
    return [shown(line).removeprefix(comment) for line in split_lines(draft.now.melted)]


HOOK = Hook(
    id="ai-attribution-prepare",
    summary="add the trailer about AI to a commit's message when an agent is at work",
    rules=(),
    keys=KEYS,
    check=check,
    fix=fix,
    fix_when=lambda _: True,
    message=True,
)


def main(argv: Sequence[str] | None = None) -> int:
    from .._main import run

    arguments, source = _told(sys.argv[1:] if argv is None else argv)
    return run(HOOK._replace(fix=lambda policy, inputs: fix(policy, inputs, source)), arguments)


def _told(arguments: Sequence[str]) -> tuple[list[str], str]:
    """The arguments without those that git puts behind the file: the message's source, and of a commit its name."""
    files = list(arguments)
    for behind in (1, 2):
        if len(files) > behind and files[-behind] in SOURCES:
            return files[:-behind], files[-behind]
    return [one for one in files if one], ""
