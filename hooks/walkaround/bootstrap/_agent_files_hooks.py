"""The agents' own hooks: `walkaround agent-hook` before a command in the shell, and after an edit.

| agent | file | before a command | after an edit |
|---|---|---|---|
| Claude Code | `.claude/settings.json` | `PreToolUse`, `Bash` | `PostToolUse`, `Edit\\|MultiEdit\\|Write` |
| Gemini CLI | `.gemini/settings.json` | `BeforeTool`, `run_shell_command` | `AfterTool`, `write_file\\|replace` |
| Codex | `.codex/hooks.json` | `PreToolUse`, `Bash` | - (an edit there is a patch) |
| Cursor | `.cursor/hooks.json` | `beforeShellExecution` | - (what a hook says there is not heard) |

Sources: code.claude.com "Hooks reference"; geminicli.com "Hooks reference"; developers.openai.com "Hooks";
cursor.com "Hooks". In all four, exit code 2 refuses, and what stands on standard error is the reason.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ._agent_files_json import read, with_element
from ._plan import Facts, Refused, Step

COMMAND = "walkaround agent-hook"


class Hooked(NamedTuple):
    """One agent: its file, the signs that it is used here, and per event what to put there."""

    agent: str
    file: str
    signs: tuple[str, ...]
    events: tuple[tuple[str, dict[str, Any]], ...]
    fresh: str = "{}\n"


def _group(matcher: str) -> dict[str, Any]:
    return {"matcher": matcher, "hooks": [{"type": "command", "command": COMMAND}]}


HOOKED = (
    Hooked(
        "Claude Code", ".claude/settings.json", (".claude/", "CLAUDE.md"),
        (("PreToolUse", _group("Bash")), ("PostToolUse", _group("Edit|MultiEdit|Write"))),
    ),
    Hooked(
        "Gemini CLI", ".gemini/settings.json", (".gemini/", "GEMINI.md"),
        (("BeforeTool", _group("run_shell_command")), ("AfterTool", _group("write_file|replace"))),
    ),
    Hooked("Codex", ".codex/hooks.json", (".codex/",), (("PreToolUse", _group("Bash")),)),
    Hooked(
        "Cursor", ".cursor/hooks.json", (".cursor/", ".cursorrules"), (("beforeShellExecution", {"command": COMMAND}),),
        '{\n  "version": 1\n}\n',
    ),
)  # fmt: skip


def hook_steps(facts: Facts) -> Iterator[Step]:
    """A step for each agent that is used here and is not hooked yet; Refused when its file cannot be edited surely."""
    for one in HOOKED:
        if any(path == sign or path.startswith(sign) for path in facts.files for sign in one.signs):
            step = _step(facts, one)
            if step is not None:
                yield step


def _step(facts: Facts, hooked: Hooked) -> Step | None:
    before = facts.read(hooked.file)
    after = before if before is not None else hooked.fresh.encode()
    for event, entry in hooked.events:
        if not _is_there(hooked, after, event):
            after = with_element(hooked.file, after, ("hooks", event), entry)
    if after == before:
        return None
    checks = "checks after edits, " if len(hooked.events) > 1 else ""
    return Step(hooked.file, before, after, f"{hooked.agent}: {checks}refuses to pass by the hooks")


def _is_there(hooked: Hooked, content: bytes, event: str) -> bool:
    """Whether an event starts our command, wherever in its list."""
    said = read(hooked.file, content)
    hooks = said.get("hooks") if isinstance(said, dict) else None
    found = hooks.get(event) if isinstance(hooks, dict) else None
    if said is not None and not isinstance(said, dict):
        raise Refused(hooked.file, "is not a JSON object; mend it by hand, and run this again")
    return isinstance(found, list) and COMMAND in _strings(found)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, str):
        yield value
