"""The checklist that the policy asks for: the shipped text and the repository's own lines."""

from collections.abc import Sequence

from .._data import data_path
from .._finding import NotJudged
from .._managed import Managed, find, managed
from .._policy import Key, Policy

NAME = b"checklist"
TEXT = "templates/pr-checklist.md"  # markers included, so that it can also be pasted by hand
_LONGEST = 200


def required(policy: Policy, extra: Key[tuple[str, ...]]) -> Managed:
    """The text that templates must carry; NotJudged names the policy when its own lines cannot be used."""
    shipped = _shipped()
    lines = policy[extra]
    if not lines:
        return shipped
    for number, line in enumerate(lines, 1):
        why = problem(line)
        if why is not None:
            raise refused(policy, extra, f"line {number} {why}")
    return _extended(shipped, lines)


def problem(line: str) -> str | None:
    """Why a line of the policy cannot stand in the block; None when it can.

    What would end a comment or look like a marker would let a policy line forge the block's bounds.
    """
    if not line.strip():
        return "is empty"
    if len(line) > _LONGEST:
        return f"is longer than {_LONGEST} characters"
    if not line.isprintable():
        return "holds a line break, a control character or an invisible one"
    if "<!--" in line or "-->" in line or "walkaround:checklist" in line.casefold():
        return "holds a comment or a marker; write plain Markdown"
    return None


def _shipped() -> Managed:
    with open(data_path(TEXT), "rb") as file:
        content = file.read().replace(b"\r\n", b"\n")
    block = find(content, NAME)
    if block is None:
        raise ValueError(f"{TEXT} holds no checklist")
    return Managed(NAME, block.version, content[block.start : block.end])


def _extended(shipped: Managed, lines: Sequence[str]) -> Managed:
    """The shipped text with the lines as further items of its last list."""
    block = find(shipped.block, NAME)
    if block is None:
        raise ValueError(f"{TEXT} holds no checklist")
    items = [line if line.startswith("- ") else f"- {line}" for line in map(str.strip, lines)]
    text = block.text.rstrip(b"\n") + b"\n" + "\n".join(items).encode() + b"\n\n"
    return managed(NAME, shipped.version, text)


def refused(policy: Policy, key: Key[tuple[str, ...]], why: str) -> NotJudged:
    """What is wrong with a value of the policy, in the words and with the place of a policy error."""
    origin = policy.origin(key.name)
    if origin is None or origin.layer is None:
        return NotJudged("", f'"{key.name}" {why}')
    table, _, name = key.name.partition(".")
    return NotJudged("", str(origin.layer.error((table, name), f'"{key.name}" {why}')))
