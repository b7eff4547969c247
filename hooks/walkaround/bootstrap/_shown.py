"""A plan as people and programs read it."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .._report import visible_path
from .._report.wording import visible, well_formed
from ._detect import Seen
from ._plan import Choice, Step

_NO_NEWLINE = "\\ No newline at end of file"


class Plan(NamedTuple):
    """All that a run is about to do: `steps`, the types of git hooks to install, what people should know of it."""

    seen: Seen
    choice: Choice
    steps: tuple[Step, ...]
    hook_types: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def is_done(self) -> bool:
        return not self.steps and not self.hook_types


def text(plan: Plan, with_diff: bool) -> str:
    lines = [*_head(plan), ""]
    width = max((len(visible_path(step.path)) for step in plan.steps), default=0)
    lines += [f"  {action(step):6}  {visible_path(step.path):{width}}  {visible(step.why)}" for step in plan.steps]
    if plan.hook_types:
        lines.append(f"  git hooks by `{plan.choice.framework} install`: {', '.join(plan.hook_types)}")
    if plan.is_done:
        lines.append("  nothing is to be done")
    if plan.notes:
        lines += ["", "notes:", *(f"  - {_multiline(note)}" for note in plan.notes)]
    if with_diff and plan.steps:
        lines += ["", *("\n".join(map(_visible_line, diff(step).split("\n"))).rstrip("\n") for step in plan.steps)]
    return "\n".join(lines) + "\n"


def as_json(plan: Plan | None, refused: Sequence[str]) -> str:
    import json

    said: dict[str, Any] = {"version": 1, "steps": [], "notes": [], "refused": [well_formed(why) for why in refused]}
    if plan is not None:
        said["steps"] = [
            {"path": well_formed(step.path), "action": action(step), "why": step.why, "diff": diff(step)}
            for step in plan.steps
        ]
        said["notes"] = [well_formed(note) for note in plan.notes]
        said["git_hooks"] = list(plan.hook_types)
        said["seen"] = _seen(plan)
    return json.dumps(said, indent=2) + "\n"


def undone_as_json(restored: Sequence[str]) -> str:
    import json

    return (
        json.dumps({"version": 1, "restored": [well_formed(path) for path in restored], "refused": []}, indent=2) + "\n"
    )


def action(step: Step) -> str:
    return "create" if step.before is None else "edit"


def diff(step: Step) -> str:
    """A unified diff that `git apply` understands; bytes that are no UTF-8 are shown as `\\xNN`."""
    before, after = _lines(step.before or b""), _lines(step.after)
    old = "/dev/null" if step.before is None else f"a/{step.path}"
    rows = difflib.unified_diff(before, after, well_formed(old), well_formed(f"b/{step.path}"))
    out = []
    for row in rows:
        whole = row.endswith("\n")
        out.append(row if whole else f"{row}\n{_NO_NEWLINE}\n")
    return "".join(out)


def _lines(content: bytes) -> list[str]:
    """Lines that end in a line feed, and perhaps a last one that does not."""
    found = content.decode("utf-8", "backslashreplace").split("\n")
    return [f"{line}\n" for line in found[:-1]] + ([found[-1]] if found[-1] else [])


def _visible_line(line: str) -> str:
    return "".join(char if char.isprintable() or char == "\t" else visible(char) for char in line.removesuffix("\r"))


def _multiline(note: str) -> str:
    return "\n    ".join(map(_visible_line, note.rstrip("\n").split("\n")))


def _head(plan: Plan) -> Iterator[str]:
    for name, value in _seen(plan).items():
        if value:
            yield f"  {name:10}  {visible(value)}"


def _seen(plan: Plan) -> Mapping[str, str]:
    seen, choice = plan.seen, plan.choice
    source = choice.source
    return {
        "languages": ", ".join(f"{name} ({count})" for name, count in seen.languages) or "none yet",
        "host": _because(choice.host, seen.host_why if choice.host == seen.host else ""),
        "framework": _because(choice.framework, seen.framework_why if choice.framework == seen.framework else ""),
        "profile": choice.profile,
        "hooks": f"{source.repo} at {source.rev[:12]}{f' ({source.tag})' if source.tag else ''}",
        "agents": ", ".join(seen.agents),
    }


def _because(value: str, why: str) -> str:
    return f"{value} ({why})" if why else value
