"""Rewrite the marks in a commit message to the one form, or away; nothing else in it changes by a byte.

A line goes only when all of it is a machine's mark. Sign-offs are never touched: whether the person
signs off instead is theirs to say. No model is invented: a mark without one becomes `Assisted-by: AGENT`. Nothing that
a mark says is lost: one that names a second tool, another model or a version of the tool stays as it is.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from .. import _write
from .._agents import Agent, Agents, identity
from .._hook import Inputs
from .._marks import Mark, escaped_tail
from .._message import kept, shown, split_lines, trailer_block
from ._terms import FORBID, REQUIRE, Terms
from .form import WORDS, declaration, in_form, loses, well_formed, words
from .judge import accepted, is_formed, unseen
from .reading import Reading, agents_of, read

_ROUNDS = 4  # moving one mark may change which lines git takes for trailers, and so what is left to do
_TOOLS_MOST = 12  # words of a declaration within which it is compared with a shorter one
_STRANGE_MOST = 3  # unknown words in an agent's name, such as "powered by"; more of them are somebody's remark
_JOINERS = frozenset({"and", "&", "+", "with", "for", "plus"})


class Plan(NamedTuple):
    """What to do: lines to drop or replace (by index), and lines to add to the trailers."""

    lines: dict[int, bytes | None]
    added: list[str]


def rewrite_file(path: str, inputs: Inputs, terms: Terms, *, everything: bool) -> bool:
    """Rewrite one message file in place, wholly or not at all; whether it changed."""
    content = inputs.read(path)
    agents = agents_of(terms, inputs.root)
    changed = normalised(content, lambda now: read(kept(now, inputs.root), agents), terms, everything=everything)
    if changed == content:
        return False
    _write.replace(path, changed)
    return True


def normalised(content: bytes, reader: Callable[[bytes], Reading], terms: Terms, *, everything: bool) -> bytes:
    """The message rewritten until nothing is left to do. `reader` finds the marks in it as git will keep it."""
    for _ in range(_ROUNDS):
        before = content
        content = rewrite(before, reader(before), terms, everything=everything)
        if content == before:
            break
    return content


def rewrite(content: bytes, reading: Reading, terms: Terms, *, everything: bool) -> bytes:
    """The message with its marks as the terms want them. `everything`: also marks that no finding names."""
    if reading.discarded or not reading.subject:
        return content
    targets = _targets(reading, terms, everything=everything)
    lines = split_lines(content)
    plan = _removal(targets) if terms.marks == FORBID else _conversion(reading, targets, terms, everything=everything)
    plan = plan._replace(lines=_with_escaped(plan.lines, lines, targets, reading))
    if not plan.lines and not plan.added:
        return content
    return _applied(lines, reading.lines, plan)


def _targets(reading: Reading, terms: Terms, *, everything: bool) -> list[Mark]:
    """The marks to rewrite: those that are nothing but a mark, and that the terms do not want as they are."""
    known = _vocabulary(reading.agents)
    own = [mark for mark in reading.marks if mark.place != "identity" and mark.kind != "sign-off" and mark.certain]
    own = [mark for mark in own if _is_only_a_mark(mark, known, reading.lines[mark.first - 1])]
    if terms.marks == FORBID:
        return own
    named = [mark for mark in own if _can_be_moved(mark, reading, known)]
    if terms.marks == REQUIRE or everything:
        spare = _spare(named, reading, terms)
        return [mark for mark in named if mark in spare or not _stands(mark, reading, terms)]
    hidden = set(unseen(reading, terms))
    return [
        mark
        for mark in named
        if mark in hidden
        or (mark.kind == "co-author" and terms.co_authors == FORBID)
        or (mark.key.lower() in terms.keys and _can_be_formed(mark, reading, terms))
    ]


def _can_be_moved(mark: Mark, reading: Reading, known: frozenset[str]) -> bool:
    """Whether another line can say what this one does. "An AI" can only be declared, never concluded from."""
    agent = _agent(mark)
    if mark.kind == "trace" or (agent.generic and mark.kind != "declaration"):
        return False
    if mark.kind != "co-author":
        return True
    formed, models = _formed(mark, reading), set(reading.agents.models)
    names = (known - WORDS) | models if in_form(formed, reading.agents.models) else known - WORDS - models
    said = " ".join(word for word in words(identity(mark.text).name) if word in names)
    return not loses(said, formed, _own_words(agent, reading.agents))


def _spare(named: list[Mark], reading: Reading, terms: Terms) -> set[Mark]:
    """Declarations that stand, but say nothing that another one does not: doubles, and agents without the model."""
    full = {mark.agent for mark in named if in_form(_formed(mark, reading), reading.agents.models)}
    seen: set[str] = set()
    spare: set[Mark] = set()
    for mark in named:
        if not _stands(mark, reading, terms):
            continue
        bare = mark.agent in full and not _agent(mark).generic and not any(char.isdigit() for char in mark.text)
        if mark.text in seen or (bare and not in_form(mark.text, reading.agents.models)):
            spare.add(mark)
        seen.add(mark.text)
    return spare


def _stands(mark: Mark, reading: Reading, terms: Terms) -> bool:
    """Whether a mark is a declaration that git sees, in the form wanted or as near to it as can be told."""
    if mark.kind != "declaration" or mark.key.lower() not in terms.keys or mark.place != "block":
        return False
    return not _can_be_formed(mark, reading, terms)


def _can_be_formed(mark: Mark, reading: Reading, terms: Terms) -> bool:
    """Whether a declaration lacks the wanted form, and says enough to be given it."""
    return not is_formed(mark, reading, terms) and _formed(mark, reading) != mark.text


def _formed(mark: Mark, reading: Reading) -> str:
    """What a mark says, in the form `AGENT:MODEL`; a declaration that has no model, or says more, as it is."""
    agent, models = _agent(mark), reading.agents.models
    if mark.kind == "declaration":
        if agent.generic or in_form(mark.text, models):
            return mark.text
        formed = declaration(agent, mark.text, models)
        fits = in_form(formed, models) and not loses(mark.text, formed, _own_words(agent, reading.agents))
        return formed if fits else mark.text
    return declaration(agent, mark.text, models)


@cache
def _own_words(agent: Agent, agents: Agents) -> frozenset[str]:
    """The words that the names of an agent are made of, but for those that name a model."""
    return frozenset(word for name in agents.names_of(agent) for word in words(name)) - set(agents.models)


def _removal(targets: list[Mark]) -> Plan:
    return Plan(
        {at: None for mark in targets if mark.place != "escaped" for at in range(mark.first - 1, mark.last)}, []
    )


def _conversion(reading: Reading, targets: list[Mark], terms: Terms, *, everything: bool) -> Plan:
    """Each target in git's trailer block is replaced where it stands; the others move to the end of it."""
    to_form = terms.marks == REQUIRE or everything
    rewritten = set(targets)
    standing = [mark for mark in accepted(reading, terms) if mark not in rewritten]
    wanted = _wanted(reading, targets, standing, terms, to_form=to_form)
    lines: dict[int, bytes | None] = {}
    left = dict.fromkeys(wanted.values())
    for mark in targets:
        if mark.place == "escaped":
            continue
        lines.update(dict.fromkeys(range(mark.first - 1, mark.last)))
        line = wanted.get(mark)
        if mark.place == "block" and line in left:
            del left[line]
            lines[mark.first - 1] = line.encode("utf-8", "surrogateescape")
    if terms.marks == REQUIRE and not wanted and not reading.declared:
        left.update(dict.fromkeys(_from_other_evidence(reading, terms)))
    return Plan(lines, list(left))


def _wanted(
    reading: Reading, targets: list[Mark], standing: list[Mark], terms: Terms, *, to_form: bool
) -> dict[Mark, str]:
    """The trailer that each target becomes; none where a fuller one of the same agent says it already."""
    models = reading.agents.models
    moved = {m: m.kind == "co-author" and not to_form and terms.co_authors != FORBID for m in targets}
    texts = {mark: mark.text if moved[mark] else _formed(mark, reading) for mark in targets}
    present = {part for mark in standing for part in _beginnings(mark.text)}
    full = {mark.agent for mark, text in texts.items() if in_form(text, models)} | {mark.agent for mark in standing}
    lines: dict[Mark, str] = {}
    for mark, text in texts.items():
        bare = not in_form(text, models) and not any(char.isdigit() for char in text)
        if moved[mark]:
            lines[mark] = f"{mark.key}: {text}"
        elif not (bare and mark.agent in full) and text not in present:
            lines[mark] = f"{terms.key_of(mark.key)}: {text}"
            present.update(_beginnings(text))
    return lines


def _beginnings(text: str) -> Iterator[str]:
    """A declaration with all its tools, and with fewer of them."""
    said = text.split(" ")
    return (" ".join(said[:end]) for end in range(1, min(len(said), _TOOLS_MOST) + 1))


def _from_other_evidence(reading: Reading, terms: Terms) -> list[str]:
    """A trailer for what only an author, a session link or a sign-off shows."""
    agents = [mark.agent for mark in reading.evidence if mark.agent is not None and not mark.agent.generic]
    return [f"{terms.key}: {agents[0].name}"] if agents else []


def _with_escaped(
    changes: dict[int, bytes | None], lines: list[bytes], targets: list[Mark], reading: Reading
) -> dict[int, bytes | None]:
    r"""Cut the marks behind a literal `\n` off their line, when all of them are targets."""
    result = dict(changes)
    for number in dict.fromkeys(mark.first for mark in targets if mark.place == "escaped"):
        head, tail = escaped_tail(shown(lines[number - 1]), reading.agents)
        if len(tail) == sum(mark.first == number and mark.place == "escaped" for mark in targets):
            # An empty line would be the end of a paragraph, and so of trailers that stand above it.
            result[number - 1] = head.encode("utf-8", "surrogateescape") if head.strip() else None
    return result


def _applied(lines: list[bytes], texts: list[str], plan: Plan) -> bytes:
    """The lines with the plan carried out; a blank line that would be left doubled, or last, goes with its mark."""
    out: list[bytes] = []
    seen: list[str] = []
    dropped = False
    for at, line in enumerate(lines):
        text = texts[at] if at < len(texts) else ""
        change = plan.lines.get(at, line)
        if change is None:
            dropped = True
            continue
        if dropped and not line.strip() and out and not out[-1].strip():
            out.pop()
            seen.pop()
        dropped = False
        if change is not line:
            change += _end(line)
            text = shown(change)
        out.append(change)
        seen.append(text)
    if dropped and len(out) > 1 and not out[-1].strip():
        out.pop()
        seen.pop()
    return b"".join(_appended(out, seen, plan.added))


def _appended(lines: list[bytes], texts: list[str], added: list[str]) -> list[bytes]:
    """The lines with trailers after the last one that git keeps: in its block of trailers, or as a new one."""
    if not added:
        return lines
    end = max(at for at, text in enumerate(texts) if text.strip()) + 1
    newline = _end(lines[end - 1]) or (_end(lines[0]) or b"\n")
    head = lines[:end]
    if not _end(head[-1]):
        head[-1] += newline
    gap = [] if trailer_block(texts[:end]) else [newline]
    return head + gap + [line.encode("utf-8", "surrogateescape") + newline for line in added] + lines[end:]


def _is_only_a_mark(mark: Mark, known: frozenset[str], line: str) -> bool:
    """Whether nothing of a person's would be lost with this mark: no second name, no remark, no tool."""
    if mark.kind in ("trailer", "trace"):
        return mark.first == mark.last
    if mark.kind == "footer":
        return len(mark.text.split()) <= 12 and not _remark(mark.text)
    name = identity(mark.text).name
    pieces = [word for word in words(name) if not any(char.isdigit() for char in word)]
    below = mark.last == mark.first + 1 and line.rstrip().endswith(":")
    if mark.last > mark.first and not _is_one_identity(mark.text) and not below:
        return False  # folded: what follows the name may be somebody's words
    if mark.text.partition(">")[2].strip(' "\\.'):
        return False
    if mark.kind == "declaration" and all(word in known for word in pieces):
        return True
    if "," in name or not _JOINERS.isdisjoint(name.casefold().split()):
        return False
    if mark.kind == "declaration":
        return well_formed(mark.text)
    return not pieces or (pieces[0] in known and sum(word not in known for word in pieces) <= _STRANGE_MOST)


def _is_one_identity(text: str) -> bool:
    """Whether a text is `Name <address>` and nothing more."""
    return text.endswith(">") and text.count(">") == 1 and "@" in text


def _remark(footer: str) -> bool:
    """Whether a sentence follows the footer."""
    body = footer.rstrip(" .!*_)")
    return any(stop in body for stop in (". ", "! ", "; ", ", and ", " but "))


def _vocabulary(agents: Agents) -> frozenset[str]:
    """All words that agents' and models' names are made of."""
    return frozenset(WORDS | set(agents.models) | {word for name in agents.known_names() for word in words(name)})


def _agent(mark: Mark) -> Agent:
    if mark.agent is None:
        raise ValueError("a mark that names no agent cannot be rewritten")
    return mark.agent


def _end(line: bytes) -> bytes:
    return b"\r\n" if line.endswith(b"\r\n") else b"\n" if line.endswith(b"\n") else b""
