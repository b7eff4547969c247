"""Findings of other hooks on new lines, out of the JSON reports that `walkaround check` saves.

A report says which hooks ran and on which commit; one that is about another change proves nothing about this one.
"""

import json
import os
from posixpath import normpath
from typing import Any, NamedTuple

from .. import _git
from .._finding import Finding, NotJudged
from .._inputs import read_file
from .._paths import from_root
from .._policy import Key
from ._keys import DEMAND_REPORTS, GIVEN, REPORTS, STOPPING
from ._model import CHANGE, Judged, Measure
from ._scene import Scene

_OTHER_HOOK = "is not about {hook}"
_REMEDY = "Mend it as the finding itself says; `walkaround rule {rule}` explains it."


class _Told(NamedTuple):
    """What one report says of one hook: its findings as JSON gives them, or why it is of no use here."""

    path: str
    findings: tuple[dict[str, Any], ...] = ()
    useless: str = ""


def judge(scene: Scene, condition: str, hook: str, key: Key[str], rule: str) -> Judged:
    """Whether a hook has findings on new lines that weigh enough to stop the change."""
    told = [_told(scene, path, hook) for path in dict.fromkeys((*scene.policy[REPORTS], *scene.policy[GIVEN]))]
    useful = [one for one in told if not one.useless]
    if not useful:
        return _absent(scene, condition, hook, told)
    wanted = STOPPING[scene.policy[key]]
    found = tuple(
        finding for one in useful for raw in one.findings if raw.get("severity") in wanted
        for finding in _on_a_new_line(scene, raw, hook, rule)
    )  # fmt: skip
    findings = tuple(dict.fromkeys(found))
    detail = f"{hook} has {len(findings)} of severity {' or '.join(wanted)} on new lines"
    measure = Measure(condition, "measured", len(findings), 0, "findings", detail, passed=not findings)
    return Judged(measure, findings)


def _absent(scene: Scene, condition: str, hook: str, told: list[_Told]) -> Judged:
    base, head = (scene.delta.base or "BASE")[:12], (scene.delta.head or "HEAD")[:12]
    make = (
        f"make one by `walkaround check --from-ref {base} --to-ref {head} --save json=FILE`, and name it by `--report`"
    )
    why = "; ".join(f"{one.path} {one.useless}" for one in told) or f"no report about what {hook} says of this change"
    measure = Measure(condition, "absent", limit=0, unit="findings", passed=False, why=f"{why}; {make}")
    named = [one for one in told if one.path in scene.policy[GIVEN] and one.useless != _OTHER_HOOK.format(hook=hook)]
    if scene.policy[DEMAND_REPORTS] or named:  # who names a report means it to count
        return Judged(measure, failures=(NotJudged("", f"{condition}: {why}; {make}"),))
    message = f"What {hook} says of this change was not measured: {why}."
    return Judged(measure, (Finding(CHANGE, 0, 0, "GATE009", message, f"{make[0].upper()}{make[1:]}."),))


def _told(scene: Scene, path: str, hook: str) -> _Told:
    """What a report says, as far as it is about this change."""
    root, full = scene.delta.root, path
    if path in scene.policy[REPORTS]:
        full = os.path.join(root, path)
    try:
        report = json.loads(read_file(full))
    except NotJudged as failure:
        return _Told(path, useless=failure.why)
    except (ValueError, RecursionError):
        return _Told(path, useless="is no JSON")
    if not isinstance(report, dict) or report.get("version") != 1 or not isinstance(report.get("findings"), list):
        return _Told(path, useless="is no report of walkaround")
    if "commit" not in report:
        return _Told(path, useless="does not say which commit it is about")
    ran = report.get("hooks")
    if not isinstance(ran, list) or hook not in ran:
        return _Told(path, useless=_OTHER_HOOK.format(hook=hook))
    if report["commit"] != scene.delta.head:
        return _Told(path, useless=f"is about {_short(report['commit'])}, not {_short(scene.delta.head)}")
    if report.get("scope") == "range" and not _covers(scene, report.get("base")):
        return _Told(path, useless=f"begins at {_short(report.get('base'))}, after the start of this change")
    errors = report.get("errors")
    if not isinstance(errors, list) or any(isinstance(one, dict) and one.get("hook") == hook for one in errors):
        return _Told(path, useless=f"says that {hook} could not judge everything")
    own = [one for one in report["findings"] if isinstance(one, dict) and one.get("hook") == hook]
    placed, lost = _placed(scene, own, report.get("folder", "."))
    return _Told(
        path, tuple(placed), f"names {lost[:200]}, which {_short(scene.delta.head)} does not have" * bool(lost)
    )


def _placed(scene: Scene, own: list[dict[str, Any]], folder: object) -> tuple[list[dict[str, Any]], str]:
    """Findings with their paths from the root; and a path that no file has, here or on disk, if there is one.

    A relative path counts from the folder in which the report was made, and bytes that are no text are spelt out.
    """
    names = frozenset(scene.delta.names()) if own else frozenset()
    placed = []
    for one in own:
        path = one.get("path")
        if not isinstance(path, str) or not isinstance(folder, str):
            raise NotJudged("", f"a report has a finding of {one.get('hook')} without a place; make the report again")
        whole = from_root(scene.delta.root, path) or "" if os.path.isabs(path) else normpath(f"{folder}/{path}")
        if whole not in names and "\\" in whole:
            whole = next((name for name in names if _without_bytes(name) == whole), whole)
        if whole not in names and not os.path.lexists(os.path.join(scene.delta.root, whole)):
            return [], path
        placed.append({**one, "path": whole})
    return placed, ""


def _without_bytes(name: str) -> str:
    """A name as a report in JSON spells it."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _covers(scene: Scene, base: object) -> bool:
    """Whether a report that begins at `base` is about all of the change."""
    if base == scene.delta.base or base is None:
        return True
    if not isinstance(base, str) or scene.delta.base is None:
        return False
    return _git.is_ancestor(scene.delta.root, base, scene.delta.base)


def _short(commit: object) -> str:
    return commit[:12] if isinstance(commit, str) else "no commit"


def _on_a_new_line(scene: Scene, raw: dict[str, Any], hook: str, rule: str) -> list[Finding]:
    path, line, column = raw.get("path"), raw.get("line"), raw.get("column")
    if not isinstance(path, str) or not isinstance(line, int) or not isinstance(column, int):
        raise NotJudged("", f"a report has a finding of {hook} without a place; make the report again")
    file = scene.delta.file(path)
    if file is None or scene.excluded(path) or (line and line not in file.new):
        return []
    known = str(raw.get("rule"))
    message = f"{hook} reports {known} on a new line: {raw.get('message')}"
    return [Finding(path, line, column, rule, message, _REMEDY.format(rule=known))]
