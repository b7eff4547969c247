"""The marks that AI agents left on a commit: in its message, and in who is its author or committer.

Source of the form `Assisted-by: AGENT:MODEL [TOOL...]`: the Linux kernel's process/coding-assistants and its
checkpatch.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Literal, NamedTuple

from ._agents import Agent, Agents, Identity, identity, load_agents
from ._message import Trailer, quoted, trailers

if TYPE_CHECKING:
    from ._git_log import Commit

Kind = Literal["author", "committer", "co-author", "sign-off", "declaration", "trailer", "trace", "footer"]
# Where a mark stands: in git's trailer block, elsewhere in the message, or behind a literal backslash-n.
Place = Literal["block", "body", "escaped", "identity"]

CO_AUTHOR = frozenset(
    [
        "co-authored-by",
        "coauthored-by",
        "co-author-by",
        "co-author",
        "co-authored",
        "co-authored-with",
        "co-developed-by",
        "codeveloped-by",
        "authored-by",
        "written-by",
        "developed-by",
        "implemented-by",
        "created-by",
        "made-by",
        "made-with",
        "written-with",
    ]
)
SIGN_OFF = frozenset({"signed-off-by", "signed-of-by", "signedoff-by"})
ASSISTED, GENERATED_BY = "assisted-by", "generated-by"
# Other words for it, and slips: a mark when they name an agent, and never the trailer that a policy asks for.
GENERATED = frozenset(
    ["generated-by", "generated-with", "assited-by", "asisted-by", "assissted-by", "assisted-with", "ai-assisted-by"]
)
_NAME_MOST = 8  # words; a name with its model is no longer, and a sentence often is
_UNCERTAIN = Agent("", "an AI agent", generic=True)
_NONE = frozenset(
    [
        "no",
        "none",
        "n/a",
        "na",
        "false",
        "nobody",
        "human",
        "humans",
        "nothing",
        "never",
        "0",
        "-",
        "not-used",
        "unassisted",
        "human-only",
        "no-ai",
        "without-ai",
    ]
)
# Subjects that git writes by itself.
_MADE_BY_GIT = (
    "Merge branch ",
    "Merge branches ",
    "Merge remote-tracking ",
    "Merge commit ",
    "Merge tag ",
    "Merge pull request ",
    'Revert "',
    'Reapply "',
)
_NOBODY = Identity("", "")


class Mark(NamedTuple):
    """One piece of evidence. `agent` is None for an `Assisted-by:` that names no agent we know.

    `first` and `last` are its lines, from 1, or 0 for an identity. `key` is a trailer's key as written, without
    odd hyphens; `text` is a trailer's value, unfolded, or a footer's line.
    """

    kind: Kind
    agent: Agent | None
    first: int
    last: int
    place: Place
    key: str
    text: str

    @property
    def certain(self) -> bool:
        """Whether it says that an AI was at work; else only that somebody or something assisted."""
        return self.agent is not None


def assisted(message: str, author: Identity | None, committer: Identity | None) -> Agent | None:
    """The agent by which a commit is certainly marked as made with AI; None when nothing proves it.

    `message` is the text that git keeps (of a message file: `_message.kept`), `None` a person who is not known. An
    answer such as `AI-assisted: no` is no mark, and no veto either: a certain mark beside it counts. Of several agents
    a product goes before "AI" at large.
    """
    agents = load_agents()
    lines = [line.rstrip("\r") for line in message.split("\n")]
    marks = [*find_identities(author or _NOBODY, committer or _NOBODY, agents), *find_marks(lines, agents)]
    found = [mark.agent for mark in evidence(marks, subject_of(lines)) if mark.agent is not None]
    return min(found, key=lambda agent: agent.generic, default=None)


def in_range(root: str, base: str | None, head: str) -> Agent | None:
    """The agent of a commit in `base..head` that is certainly marked, the newest first; None when there is none.

    GitError when git cannot list the commits, or not all of them and those it has bear no mark.
    """
    from ._git_log import commits

    with closing(commits(root, base, head)) as found:
        for commit in found:
            agent = agent_of(commit)
            if agent is not None:
                return agent
    return None


def agent_of(commit: "Commit") -> Agent | None:
    """The agent by which a commit of the history is certainly marked."""
    author = Identity(commit.author_name, commit.author_email)
    return assisted(commit.message, author, Identity(commit.committer_name, commit.committer_email))


def evidence(marks: Iterable[Mark], subject: str) -> list[Mark]:
    """The marks that prove that an AI was at work. Merges and reverts are made by whoever runs git."""
    by_git = made_by_git(subject)
    return [mark for mark in marks if mark.certain and not (mark.place == "identity" and by_git)]


def made_by_git(subject: str) -> bool:
    """Whether git wrote this subject: of a merge, a revert, or the revert of a revert."""
    return subject.startswith(_MADE_BY_GIT)


def subject_of(lines: Sequence[str]) -> str:
    """The first line that says something; empty when none does."""
    return next((line for line in lines if line.strip()), "").lstrip("\ufeff")


def find_marks(lines: Sequence[str], agents: Agents) -> list[Mark]:
    """All marks in a message, by line. The subject is never one."""
    subject = next((number for number, line in enumerate(lines, 1) if line.strip()), 0)
    found: dict[int, Mark] = {}
    shows = quoted(lines)
    for trailer in trailers(lines):
        mark = _of_trailer(trailer, agents) if trailer.value else _with_next_line(trailer, lines, agents)
        if mark is not None and trailer.first > subject:
            found[trailer.first] = mark
    escaped: list[Mark] = []
    taken = {line for mark in found.values() for line in range(mark.first, mark.last + 1)}
    for number, line in enumerate(lines, 1):
        if number in taken or shows[number - 1]:
            continue
        agent = agents.by_footer(line, *lines[number : number + 1]) if number > subject else None
        if agent is not None:
            found[number] = Mark("footer", agent, number, number, "body", "", line)
        elif "\\n" in line:
            escaped += _escaped(number, line, agents)
    return sorted([*found.values(), *escaped], key=lambda mark: mark.first)


def _with_next_line(trailer: Trailer, lines: Sequence[str], agents: Agents) -> Mark | None:
    """The mark of a key without a value. An agent alone on the line below it is the value, which git does not see."""
    value = lines[trailer.last].strip() if trailer.last < len(lines) else ""
    key, colon, rest = value.partition(":")
    own = key.rstrip().lower().endswith("-by") or (colon and " " not in key and not rest[:1].strip())
    if value and len(value.split()) <= _NAME_MOST and not own:
        mark = _of_trailer(Trailer(trailer.key, value, trailer.first, trailer.last + 1, False), agents)
        if mark is not None and mark.agent is not None and mark.agent.id:
            return mark
    return _of_trailer(trailer, agents)


def find_identities(author: Identity, committer: Identity, agents: Agents) -> Iterator[Mark]:
    """Marks in who made the commit. A tool's suffix on the committer alone marks the person's own edits."""
    agent = agents.by_identity(author)
    if agent is not None:
        yield Mark("author", agent, 0, 0, "identity", "", author.name)
    agent = agents.by_identity(committer)
    if agent is not None and not committer.name.rstrip().endswith(")"):
        yield Mark("committer", agent, 0, 0, "identity", "", committer.name)


def escaped_tail(line: str, agents: Agents) -> tuple[str, list[str]]:
    r"""A line that ends in marks behind literal `\n`, as some tools write them: what is before, and the marks."""
    pieces = line.split("\\n")
    tail: list[str] = []
    end = len(pieces)
    while end > 1:
        piece = pieces[end - 1].strip()
        if piece and _of_piece(piece, agents) is None:
            break
        if piece:
            tail.insert(0, piece)
        end -= 1
    return ("\\n".join(pieces[:end]), tail) if tail else (line, [])


def _escaped(number: int, line: str, agents: Agents) -> Iterable[Mark]:
    for piece in escaped_tail(line, agents)[1]:
        mark = _of_piece(piece, agents)
        if mark is not None:
            yield mark._replace(first=number, last=number, place="escaped")


def _of_piece(piece: str, agents: Agents) -> Mark | None:
    """The mark that a piece of a line is. One that ends in a quote is text about a mark."""
    if piece.endswith(('"', "'", "`")):
        return None
    for trailer in trailers([piece]):
        return _of_trailer(trailer, agents)
    agent = agents.by_footer(piece)
    return Mark("footer", agent, 1, 1, "body", "", piece) if agent else None


def _of_trailer(trailer: Trailer, agents: Agents) -> Mark | None:
    """The mark that a trailer is; None for people's trailers and for `AI-assisted: no`."""
    key = trailer.key.lower()
    kind, agent = _judged(key, trailer.value, agents)
    if kind is None:
        return None
    place: Place = "block" if trailer.block else "body"
    return Mark(kind, agent, trailer.first, trailer.last, place, trailer.key, trailer.value)


def _judged(key: str, value: str, agents: Agents) -> tuple[Kind | None, Agent | None]:
    own = agents.by_trailer(key, value)
    if own is not None:
        # A key that means any assistant (`AI-assisted:`) may also say that there was none.
        denied = own.agent.generic and declares_none(value)
        return (None if denied else "trace" if own.trace else "trailer"), own.agent
    if key == ASSISTED:
        return _declared(value, agents)
    if key in GENERATED:
        kind, agent = _declared(value, agents)
        if not value.strip() and key == GENERATED_BY:
            return "declaration", None  # begun, and says nothing
        return (kind if agent is not None and (agent.id or not well_formed(value)) else None), agent
    if key in CO_AUTHOR or key in SIGN_OFF:
        agent = agents.by_identity(identity(value)) or _among(value, agents)
        return (None if agent is None else "sign-off" if key in SIGN_OFF else "co-author"), agent
    return None, None


def _declared(value: str, agents: Agents) -> tuple[Kind | None, Agent | None]:
    """What `Assisted-by:` says. A person with an address, or with first and last name, is no agent."""
    if declares_none(value):
        return None, None
    who = identity(value)
    agent = _via(who.name, agents) or _in_brackets(who.name, agents) or agents.by_identity(who)
    if agent is None and not who.email:
        agent = agents.by_word(value)
        if agent is None and (well_formed(value) or first_model(value, agents.models)):
            agent = _UNCERTAIN
        if agent is None and _explains_ai(value):
            agent = agents.by_word("AI")
    if agent is None and (who.email or _is_full_name(value)):
        return None, None
    return "declaration", agent


def _among(value: str, agents: Agents) -> Agent | None:
    """The agent among several, as in `Ada Example <ada@example.com>, Claude <noreply@anthropic.com>`."""
    people = value.split(">")
    if not 2 < len(people) < 20:
        return None
    found = (agents.by_identity(identity(f"{who.lstrip(' ,;&+').removeprefix('and ')}>")) for who in people[1:-1])
    return next((agent for agent in found if agent is not None), None)


def _via(name: str, agents: Agents) -> Agent | None:
    """`MODEL via AGENT`."""
    before, via, after = name.partition(" via ")
    return agents.by_word(after) if via and before else None


def _explains_ai(value: str) -> bool:
    """Whether a value is a link to what somebody says of AI at large, such as `https://example.com/about#llms`."""
    scheme, _, rest = value.casefold().partition("://")
    page = rest.partition("/")[2]
    words = "".join(char if char.isalnum() else " " for char in page).split()
    return scheme in ("http", "https") and not {"ai", "llm", "llms", "genai"}.isdisjoint(words)


def _in_brackets(name: str, agents: Agents) -> Agent | None:
    """`MODEL (AGENT)`."""
    before, _, rest = name.partition("(")
    inside = rest.rpartition(")")[0].removeprefix("via ")
    if not inside or any(char.isdigit() for char in inside) or not first_model(before, agents.models):
        return None
    return agents.by_word(inside)


def _is_full_name(value: str) -> bool:
    words = value.split()
    return 2 <= len(words) <= 4 and all(
        word[0].isupper() and word.replace("-", "").rstrip(".").isalpha() for word in words
    )


def declares_none(value: str) -> bool:
    """Whether a declaration says that no AI was used; an empty one says nothing."""
    words = value.casefold().replace("(", " ").split()
    first = words[0].strip(".,;!") if words else ""
    return first in _NONE or "-".join(words).strip(".") in _NONE


def well_formed(value: str) -> bool:
    """AGENT:MODEL, then tools: an agent, one colon with nothing around it, a model. Addresses and links are neither."""
    agent, colon, rest = value.partition(":")
    model = rest.split(" ", 1)[0]
    if not colon or not agent.strip() or agent != agent.rstrip() or any(char in "@<(" for char in agent):
        return False
    return bool(model) and not model.startswith("//") and any(char.isalnum() for char in model)


def first_model(text: str, models: Mapping[str, str]) -> bool:
    """Whether a text begins with a model's name and version, such as `GLM-4.6`, perhaps after its maker's."""
    words = text.split()[:2]
    return any(family(word, models) for word in words) and any(char.isdigit() for char in text)


def family(word: str, models: Mapping[str, str]) -> str:
    """The model family that a word begins with, also behind a path such as `openrouter/`."""
    folded = word.casefold().rpartition("/")[2]
    stem = next((folded[:at] for at, char in enumerate(folded) if not char.isalnum()), folded)
    return stem if stem in models else ""
