"""Rewrite the marks in a commit message to the one form, or away; nothing else in it changes by a byte.

A line goes only when all of it is a machine's mark. Sign-offs are never touched: whether the person
signs off instead is theirs to say. No model is invented: a mark without one becomes `Assisted-by: AGENT`.
"""

from collections.abc import Callable
from typing import NamedTuple

from .. import _write
from .._agents import Agent, Agents, identity
from .._hook import Inputs
from .._marks import ASSISTED, Mark, escaped_tail, well_formed
from .._message import kept, shown, split_lines, trailer_block
from . import FORBID, REQUIRE, Terms
from .form import declaration
from .judge import Reading, is_formed, read, unseen

_ROUNDS = 4  # moving one mark may change which lines git takes for trailers, and so what is left to do
_JOINERS = frozenset({"and", "&", "+", "with", "for", "plus"})
_WORDS = frozenset(
    {"via", "ai", "aws", "bedrock", "azure", "vertex", "google", "openai", "anthropic", "github", "auto", "context"}
)


class Plan(NamedTuple):
    """What to do: lines to drop or replace (by index), and lines to add to the trailers."""

    lines: dict[int, bytes | None]
    added: list[str]


def rewrite_file(path: str, inputs: Inputs, terms: Terms, *, everything: bool) -> bool:
    """Rewrite one message file in place, wholly or not at all; whether it changed."""
    content = inputs.read(path)
    changed = normalised(content, lambda now: read(kept(now, inputs.root)), terms, everything=everything)
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
    words = _vocabulary(reading.agents)
    own = [mark for mark in reading.marks if mark.place != "identity" and mark.kind != "sign-off" and mark.certain]
    own = [mark for mark in own if _is_only_a_mark(mark, words)]
    if terms.marks == FORBID:
        return own
    named = [mark for mark in own if mark.agent is not None and not mark.agent.generic and mark.kind != "trace"]
    if terms.marks == REQUIRE or everything:
        return [mark for mark in named if not _stands(mark, reading, terms)]
    hidden = unseen(reading)
    return [
        mark
        for mark in named
        if mark in hidden or (mark.key.lower() == ASSISTED and _can_be_formed(mark, reading, terms))
    ]


def _stands(mark: Mark, reading: Reading, terms: Terms) -> bool:
    """Whether a mark is an `Assisted-by:` that git sees, in the form wanted or as near to it as can be told."""
    if mark.kind != "declaration" or mark.key.lower() != ASSISTED or mark.place != "block":
        return False
    return not _can_be_formed(mark, reading, terms)


def _can_be_formed(mark: Mark, reading: Reading, terms: Terms) -> bool:
    """Whether a declaration lacks the wanted form, and says enough to be given it."""
    if is_formed(mark, terms):
        return False
    return well_formed(declaration(_agent(mark), mark.text, reading.agents.models))


def _removal(targets: list[Mark]) -> Plan:
    return Plan(
        {at: None for mark in targets if mark.place != "escaped" for at in range(mark.first - 1, mark.last)}, []
    )


def _conversion(reading: Reading, targets: list[Mark], terms: Terms, *, everything: bool) -> Plan:
    """Each target in git's trailer block is replaced where it stands; the others move to the end of it."""
    to_form = terms.marks == REQUIRE or everything
    standing = [m for m in reading.declared if m not in targets and m.key.lower() == ASSISTED]
    wanted = _wanted(reading, targets, standing, to_form=to_form)
    lines: dict[int, bytes | None] = {}
    left = list(dict.fromkeys(wanted.values()))
    for mark in targets:
        if mark.place == "escaped":
            continue
        lines.update(dict.fromkeys(range(mark.first - 1, mark.last)))
        line = wanted.get(mark)
        if mark.place == "block" and line in left:
            left.remove(line)
            lines[mark.first - 1] = line.encode("utf-8", "surrogateescape")
    if terms.marks == REQUIRE and not wanted and not reading.declared:
        left += _from_other_evidence(reading)
    return Plan(lines, left)


def _wanted(reading: Reading, targets: list[Mark], standing: list[Mark], *, to_form: bool) -> dict[Mark, str]:
    """The trailer that each target becomes; none where a fuller one of the same agent says it already."""
    lines = {mark: _line(mark, reading, to_form=to_form) for mark in targets}
    present = {f"Assisted-by: {mark.text}" for mark in standing}
    full = {mark.agent for mark, line in lines.items() if well_formed(line.partition(": ")[2])}
    full |= {mark.agent for mark in standing}
    kept_lines: dict[Mark, str] = {}
    for mark, line in lines.items():
        fuller = mark.agent in full and line.startswith("Assisted-by: ") and not well_formed(line.partition(": ")[2])
        if line not in present and not fuller:
            kept_lines[mark] = line
    return kept_lines


def _line(mark: Mark, reading: Reading, *, to_form: bool) -> str:
    if mark.kind == "co-author" and not to_form:
        return f"{mark.key}: {mark.text}"  # only moved to where git sees it
    formed = mark.text if well_formed(mark.text) else declaration(_agent(mark), mark.text, reading.agents.models)
    # A declaration that names no model gains nothing by another spelling.
    kept_text = mark.kind == "declaration" and not well_formed(formed)
    return f"Assisted-by: {mark.text if kept_text else formed}"


def _from_other_evidence(reading: Reading) -> list[str]:
    """A trailer for what only an author, a session link or a sign-off shows."""
    agents = [mark.agent for mark in reading.evidence if mark.agent is not None and not mark.agent.generic]
    return [f"Assisted-by: {agents[0].name}"] if agents else []


def _with_escaped(
    changes: dict[int, bytes | None], lines: list[bytes], targets: list[Mark], reading: Reading
) -> dict[int, bytes | None]:
    r"""Cut the marks behind a literal `\n` off their line, when all of them are targets."""
    result = dict(changes)
    for number in dict.fromkeys(mark.first for mark in targets if mark.place == "escaped"):
        head, tail = escaped_tail(shown(lines[number - 1]), reading.agents)
        if len(tail) == sum(mark.first == number and mark.place == "escaped" for mark in targets):
            result[number - 1] = head.encode("utf-8", "surrogateescape")
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


def _is_only_a_mark(mark: Mark, words: frozenset[str]) -> bool:
    """Whether nothing of a person's would be lost with this mark: no second name, no remark, no tool."""
    if mark.kind in ("trailer", "trace"):
        return mark.first == mark.last
    if mark.kind == "footer":
        return len(mark.text.split()) <= 12 and not _remark(mark.text)
    if mark.last > mark.first and not _is_one_identity(mark.text):
        return False  # folded: what follows may be somebody's words
    name = identity(mark.text).name
    if mark.text.partition(">")[2].strip(' "\\.') or "," in name or not _JOINERS.isdisjoint(name.casefold().split()):
        return False
    if well_formed(mark.text) and mark.kind == "declaration":
        return True
    pieces = [word for word in _split(name) if not any(char.isdigit() for char in word)]
    if mark.kind == "declaration":
        return all(word in words for word in pieces)
    return not pieces or pieces[0] in words


def _is_one_identity(text: str) -> bool:
    """Whether a text is `Name <address>` and nothing more."""
    return text.endswith(">") and text.count(">") == 1 and "@" in text


def _remark(footer: str) -> bool:
    """Whether a sentence follows the footer."""
    body = footer.rstrip(" .!*_)")
    return any(stop in body for stop in (". ", "! ", "; ", ", and ", " but "))


def _vocabulary(agents: Agents) -> frozenset[str]:
    """All words that agents' and models' names are made of."""
    return frozenset(_WORDS | set(agents.models) | {word for name in agents.known_names() for word in _split(name)})


def _split(text: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in text.casefold()).split()


def _agent(mark: Mark) -> Agent:
    if mark.agent is None:
        raise ValueError("a mark that names no agent cannot be rewritten")
    return mark.agent


def _end(line: bytes) -> bytes:
    return b"\r\n" if line.endswith(b"\r\n") else b"\n" if line.endswith(b"\n") else b""
