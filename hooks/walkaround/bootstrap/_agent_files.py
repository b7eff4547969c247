"""What agents are told: a managed block in the instruction files that a repository has, and their own hooks.

A block goes into files that are there; where a tool reads a folder of rules, it gets a file of its own. A file that
another one includes or is a link to carries it once. A block that somebody has edited stays as it is, and so does a
file that cannot be written without guessing: `notes` says so.

Sources of the places: the tools' own documentation of instruction and rule files.
"""

import os
import posixpath
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from .. import _managed
from .._catalogue import HookCatalogue
from .._data import data_path
from .._finding import NotJudged
from .._policy import Policy, PolicyError
from .._policy._layers import Disk
from .._policy._load import named_stack, read_stack, repository_layer
from ..ai_attribution._terms import ALLOW, FORBID, REQUIRE, Terms, terms_of
from ._plan import Choice, Facts, Refused, Step

NAME = b"agents"
VERSION = 1
_TEXT = "templates/agents/block.md"
_WHY = "agents: how to check, how to mark commits"
# Read by an agent as they stand; each is told only where it is there. The first that is included elsewhere counts.
FILES = (
    "AGENTS.md", "AGENT.md", "CLAUDE.md", ".claude/CLAUDE.md", "GEMINI.md", "QWEN.md", "CRUSH.md", "WARP.md",
    ".github/copilot-instructions.md", ".cursorrules", ".windsurfrules", ".clinerules", ".roorules", ".rules",
    ".goosehints", ".junie/guidelines.md", ".augment-guidelines",
)  # fmt: skip
_INCLUDING = ("CLAUDE.md", ".claude/CLAUDE.md", "GEMINI.md", "QWEN.md")  # their tools read `@PATH` as that file
_CLAUSE = "description: How to run the checks of this repository, and how to mark commits\n"
_INCLUDE = re.compile(rb"(?:^|[ \t])@(?:\./)?([\w./-]+)", re.MULTILINE)
_LONGEST_LINK = 200
_FENCE = re.compile(rb"^ {0,3}(`{3,}|~{3,})([^\r\n]*)", re.MULTILINE)


class Folder(NamedTuple):
    """A folder of which a tool reads every file: the one that we keep there, and what it begins with.

    `beside` is the one file that the same tool reads as well: where it is, it is told instead.
    """

    path: str
    file: str
    head: str = ""
    beside: str = ""


FOLDERS = (
    Folder(".cursor/rules/", "walkaround.mdc", f"---\n{_CLAUSE}alwaysApply: true\n---\n\n", ".cursorrules"),
    Folder(".windsurf/rules/", "walkaround.md", f"---\ntrigger: always_on\n{_CLAUSE}---\n\n", ".windsurfrules"),
    Folder(
        ".github/instructions/",
        "walkaround.instructions.md",
        f'---\napplyTo: "**"\n{_CLAUSE}---\n\n',
        ".github/copilot-instructions.md",
    ),
    Folder(".continue/rules/", "walkaround.md", f"---\nname: Walkaround\n{_CLAUSE}alwaysApply: true\n---\n\n"),
    Folder(".clinerules/", "walkaround.md"),
    Folder(".roo/rules/", "walkaround.md", "", ".roorules"),
    Folder(".kiro/steering/", "walkaround.md"),
    Folder(".amazonq/rules/", "walkaround.md"),
)  # fmt: skip


class Told(NamedTuple):
    """What becomes of one instruction file: its step, None when it is as it should be, and what people should know."""

    path: str
    step: Step | None = None
    note: str = ""


def steps(facts: Facts, choice: Choice) -> Iterator[Step]:
    """The blocks to write, and with `choice.agent_hooks` the agents' own hooks."""
    yield from (one.step for one in told(facts, choice) if one.step is not None)
    if choice.agent_hooks:
        from ._agent_files_hooks import hook_steps

        yield from hook_steps(facts)


def notes(facts: Facts, choice: Choice) -> Iterator[str]:
    """A line for each file that was left alone although its block is not what it should be."""
    yield from (f"{one.path}: {one.note}" for one in told(facts, choice) if one.note)


def told(facts: Facts, choice: Choice) -> list[Told]:
    """Every instruction file that carries the block or should, in a fixed order."""
    found = [*_existing(facts), *(_own(facts))]
    if not found:
        return []
    wanted = block(facts, choice)
    return [one for path, head in found if (one := _judged(facts, path, head, wanted)) is not None]


def block(facts: Facts, choice: Choice) -> _managed.Managed:
    """The block for this repository's policy, or for the profile that was chosen where it has none."""
    lines = "\n".join(f"- {line}" for line in marks(terms_of(_policy(facts, choice), facts.root)))
    framework = choice.framework or "pre-commit"
    text = _template().replace("{framework}", framework).replace("{marks}", lines)
    return _managed.managed(NAME, VERSION, f"\n\n{text.strip()}\n\n".encode())


def marks(terms: Terms) -> Iterator[str]:
    """What an agent has to know about its part in a commit, a sentence each."""
    if terms.marks == FORBID:
        yield "This project takes no commits that AI had a part in. Do not commit; leave what you propose to a person."
        yield "Never leave out or disguise your part so that a commit passes."
        return
    example = f"{terms.key}: Claude:claude-opus-4-6" if terms.form != "any" else f"{terms.key}: Claude Opus 4.6"
    shape = f"{terms.form_with(terms.key)}, such as `{example}`"
    if terms.marks == REQUIRE or terms.every_commit:
        yield f"End each commit message that you had a part in with the trailer {shape}: your own name and exact model."
    elif terms.marks == ALLOW:
        yield f"Say in the commit message that you had a part in it, by the trailer {shape}."
    if terms.co_authors == FORBID:
        yield "Do not put yourself into `Co-authored-by:`; only people are authors."
    if terms.sign_off == FORBID:
        demanded = "; where the policy asks for it, a person adds theirs" if terms.human_sign_off != "none" else ""
        yield f"Never add `Signed-off-by:` in your name or in that of a person{demanded}."
    if terms.protected:
        yield "Some paths need the review of a person (`walkaround policy explain ai-attribution.protected`)."


def _policy(facts: Facts, choice: Choice) -> Policy:
    catalogue = HookCatalogue()
    disk = Disk(facts.root)
    try:
        if repository_layer(disk) is not None:
            return Policy([read_stack(catalogue, disk, ("ai-attribution",))])
    except PolicyError as failure:
        raise Refused("", str(failure)) from None
    return Policy([named_stack(catalogue, choice.profile, ("ai-attribution",))])


@cache
def _template() -> str:
    with open(data_path(_TEXT), encoding="utf-8", newline="") as file:
        return file.read().replace("\r\n", "\n")


def _existing(facts: Facts) -> Iterator[tuple[str, str]]:
    """The instruction files to be told, each once, whatever names it has; links are followed inside the work tree."""
    seen: set[str] = set()
    for path in FILES:
        if path not in facts.files or not os.path.isfile(os.path.join(facts.root, *path.split("/"))):
            continue
        real = _real(facts.root, _linked(facts, path))
        if real is not None and real not in seen and not _included(facts, path):
            seen.add(real)
            yield real, ""


def _real(root: str, path: str) -> str | None:
    """Where a file's links lead, from the top; None outside the work tree or in git's own folder."""
    top = os.path.realpath(root)
    found = os.path.relpath(os.path.realpath(os.path.join(root, *path.split("/"))), top).replace(os.sep, "/")
    parts = found.casefold().split("/")
    return None if parts[0] == os.pardir or ".git" in parts else found


def _linked(facts: Facts, path: str) -> str:
    """Where a link leads that git has written out as a file with its text, as on systems without links."""
    content = _content(facts, path) or b""
    if not content or len(content) > _LONGEST_LINK or b"\n" in content:
        return path
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), os.fsdecode(content)))
    return target if target in facts.files else path


def _included(facts: Facts, path: str) -> bool:
    """Whether a file includes another one that is told already, and does not carry the block itself."""
    if path not in _INCLUDING:
        return False
    content = _content(facts, path)
    if content is None or b"walkaround:agents" in content:
        return False
    folder = posixpath.dirname(path)
    for match in _INCLUDE.finditer(_without_code(content)):
        target = posixpath.normpath(posixpath.join(folder, os.fsdecode(match[1]).rstrip(".")))
        if target in FILES and target != path and target in facts.files:
            return True
    return False


def _without_code(content: bytes) -> bytes:
    """Markdown without what stands in fences and between backticks, where `@` includes nothing."""
    kept, at, opened = [], 0, b""
    for match in _FENCE.finditer(content):
        mark, rest = match[1], match[2]
        if not opened:
            kept.append(content[at : match.start()])
            opened = mark
        elif mark[:1] == opened[:1] and len(mark) >= len(opened) and not rest.strip():
            opened, at = b"", match.end()
    if not opened:
        kept.append(content[at:])
    return re.sub(rb"`[^`\r\n]*`", b"", b"".join(kept))


def _own(facts: Facts) -> Iterator[tuple[str, str]]:
    """The files of our own, in the folders that are there."""
    for folder in FOLDERS:
        there = any(path.startswith(folder.path) for path in facts.files)
        if there and folder.beside not in facts.files and _real(facts.root, folder.path) is not None:
            yield folder.path + folder.file, folder.head


def _content(facts: Facts, path: str) -> bytes | None:
    try:
        return facts.read(path)
    except NotJudged:
        return None


def _judged(facts: Facts, path: str, head: str, wanted: _managed.Managed) -> Told | None:
    """What becomes of one file; None when its block is as it should be."""
    try:
        before = facts.read(path)
    except NotJudged as failure:
        return Told(path, note=failure.why)
    if before is None:
        return Told(path, Step(path, None, head.encode() + wanted.block + b"\n", _WHY))
    why = _managed.obstacle(before, wanted)
    if why is not None:
        return Told(path, note=why)
    try:
        found = _managed.find(before, NAME)
    except _managed.Broken as broken:
        line = _managed.line_of(before, broken.offset)
        return Told(path, note=f"line {line}: {broken.why} Leave one pair of markers, or none, and run this again.")
    if found is None:
        return Told(path, Step(path, before, _managed.installed(before, None, wanted), _WHY))
    match _managed.standing(before, found, wanted):
        case "edited":
            line = _managed.line_of(before, found.start)
            say = "is left as it is; keep own words outside of its markers, and delete it to have it written anew"
            return Told(path, note=f"line {line}: the block was edited between its markers, and {say}")
        case "outdated":
            return Told(path, Step(path, before, _managed.installed(before, found, wanted), _WHY))
        case "newer":
            return Told(path, note=f"the block is of version {found.version}; update Walkaround, which knows {VERSION}")
    return None
