"""The templates of a repository, judged and mended one by one."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NamedTuple

from .. import _git
from .._finding import Finding, NotJudged, Rule
from .._hook import Inputs, Said
from .._inputs import read_file
from .._managed import BOM, Broken, Managed, find, installed, line_of, obstacle, removed, standing
from .._policy import Policy
from . import (
    BROKEN_MARKERS,
    EXTRA,
    HIDDEN,
    HIDES_ORGANISATION,
    HOST,
    NO_CHECKLIST,
    NO_DEFAULT,
    ORGANISATION,
    OTHER_TEXT,
    PATHS,
    _places,
)
from ._checklist import NAME, refused, required

Present = Callable[[str], bool]  # whether the snapshot in question has a path


class Template(NamedTuple):
    """A file that must carry the checklist: from the root, from the working directory, and whether it is missing.

    `used` is the template that the host finds before this one, empty when it finds this one.
    """

    path: str
    shown: str
    missing: bool
    used: str = ""


class Drift(NamedTuple):
    """A block that was edited by hand: the file with it, and as it should be."""

    shown: str
    content: bytes
    expected: bytes


def check(policy: Policy, inputs: Inputs, drifts: list[Drift] | None = None) -> Iterator[Said]:
    """What is wrong with the templates; `drifts` is given every block that was edited by hand."""
    checklist = required(policy, EXTRA)
    found = False
    for template in _templates(policy, inputs, inputs.exists):
        if isinstance(template, NotJudged):
            yield template
        elif template.missing:
            message = "There is no pull request template with the review checklist."
            yield _finding(template.shown, 0, NO_CHECKLIST, message)
        else:
            found = True
            yield from _judged(policy, inputs, template, checklist, drifts)
    if found and not policy[PATHS]:
        yield from _no_default(policy, inputs)


def fix(policy: Policy, inputs: Inputs, overwrite: bool = False) -> Iterator[str | NotJudged]:
    """Write what `check` would find. What it cannot judge it leaves to `check`, which follows and says so.

    A block that was edited by hand is left alone unless told to `overwrite`.
    """
    try:
        checklist = required(policy, EXTRA)
    except NotJudged:
        return

    def present(path: str) -> bool:
        return os.path.isfile(path) or inputs.exists(path)  # git is not asked for what is on disk

    try:
        templates = [one for one in _templates(policy, inputs, present) if not isinstance(one, NotJudged)]
    except (NotJudged, _git.GitError):
        return
    for template in templates:
        try:
            if _mended(policy.at(template.path), inputs, template, checklist, overwrite):
                yield template.shown
        except NotJudged as failure:
            yield failure


def remove(policy: Policy, inputs: Inputs) -> Iterator[str | NotJudged]:
    """Take the block out of every template; a file that the hook created and nobody wrote into goes with it."""
    for template in list(_templates(policy, inputs, inputs.exists)):
        if isinstance(template, NotJudged):
            if not _places.is_form(template.path):  # which cannot hold the block
                yield template
            continue
        try:
            if _freed(inputs, template):
                yield template.shown
        except NotJudged as failure:
            yield failure


def _judged(
    policy: Policy, inputs: Inputs, template: Template, checklist: Managed, drifts: list[Drift] | None
) -> Iterator[Said]:
    shown = template.shown
    if template.used:
        message = f"The host never uses this template, because it finds {template.used} before."
        yield _finding(shown, 0, HIDDEN, message)
    try:
        content = inputs.read(shown)
    except NotJudged as failure:
        yield failure
        return
    why = obstacle(content, checklist)
    if why is not None:
        yield NotJudged(shown, why)
        return
    try:
        block = find(content, NAME)
    except Broken as broken:
        yield _finding(shown, line_of(content, broken.offset), BROKEN_MARKERS, broken.why)
        return
    if block is None:
        yield _without(policy, shown)
        return
    line = line_of(content, block.start)
    match standing(content, block, checklist):
        case "edited":
            if drifts is not None:
                drifts.append(Drift(shown, content, installed(content, block, checklist)))
            message = "The review checklist was edited between its markers."
            yield Finding(shown, line, 1, OTHER_TEXT.id, message, _KEEP_EDIT)
        case "outdated":
            message = "The review checklist is not the text that Walkaround and the policy now ask for."
            yield _finding(shown, line, OTHER_TEXT, message)
        case "newer":
            message = f"The review checklist is version {block.version}, this Walkaround knows {checklist.version}."
            remedy = (
                "Update Walkaround to the version that wrote it, or delete the block and run the hook with `--fix`."
            )
            yield Finding(shown, line, 1, OTHER_TEXT.id, message, remedy)


_KEEP_EDIT = (
    "Move own wording outside the markers or into `pr-template.extra`, and run "
    "`walkaround-pr-template --fix --overwrite`, which restores the text."
)


def _without(policy: Policy, shown: str) -> Finding:
    if policy[ORGANISATION]:
        message = "The template lacks the review checklist, and hides the organisation's, which carries it."
        return _finding(shown, 0, HIDES_ORGANISATION, message)
    return _finding(shown, 0, NO_CHECKLIST, "The template lacks the review checklist.")


def _no_default(policy: Policy, inputs: Inputs) -> Iterator[Finding]:
    """A warning where every template has to be asked for."""
    host = _places.host_of(inputs.root, policy[HOST])
    if _places.only_on_request(host, _found(policy, inputs)):
        message = "No template is used by default: a request begins empty unless its author asks for one."
        yield _finding(_shown(inputs.root, host.create), 0, NO_DEFAULT, message)


def _finding(shown: str, line: int, rule: Rule, message: str) -> Finding:
    return Finding(shown, line, min(line, 1), rule.id, message, rule.remedy)


def _mended(policy: Policy, inputs: Inputs, template: Template, checklist: Managed, overwrite: bool) -> bool:
    """Bring the file on disk in order where its rule is not off; whether that changed it."""
    if template.missing:
        if policy.severity(NO_CHECKLIST) == "off":
            return False
        from .. import _write  # only now: most runs write nothing

        _write.create(template.shown, installed(b"", None, checklist))
        return True
    content = _on_disk(inputs, template)
    new = _new_content(policy, content, checklist, overwrite)
    if new == content:
        return False
    _replace(template, new)
    return True


def _freed(inputs: Inputs, template: Template) -> bool:
    """Take the block out of the file on disk; whether there was one."""
    if template.missing:
        return False
    content = _on_disk(inputs, template)
    try:
        block = find(content, NAME)
    except Broken as broken:
        why = f"line {line_of(content, broken.offset)}: {broken.why} {BROKEN_MARKERS.remedy}"
        raise NotJudged(template.shown, why) from None
    if block is None:
        return False
    left = removed(content, block)
    if left or not content[block.end :]:
        _replace(template, left)
    else:  # see `_new_content`: an empty file that was there before has no final newline now
        _delete(inputs.root, template)
    return True


def _on_disk(inputs: Inputs, template: Template) -> bytes:
    """The file as it is on disk; where it is not, what is staged, to tell whether it would be changed."""
    return read_file(template.shown) if os.path.lexists(template.shown) else inputs.read(template.shown)


def _replace(template: Template, content: bytes) -> None:
    if not os.path.lexists(template.shown):
        raise NotJudged(template.shown, "is staged but not on disk; restore it, so that it can be mended")
    from .. import _write

    _write.replace(template.shown, content)


def _delete(root: str, template: Template) -> None:
    """Delete the file, and the folders that held nothing else."""
    if not os.path.lexists(template.shown):
        raise NotJudged(template.shown, "is staged but not on disk; unstage it with `git rm --cached`")
    try:
        os.unlink(template.shown)
    except OSError as failure:
        raise NotJudged(template.shown, f"cannot be deleted: {failure.strerror}") from None
    folder = os.path.dirname(template.path)
    with suppress(OSError):  # one that is not empty ends it
        while folder:
            os.rmdir(os.path.join(root, folder))
            folder = os.path.dirname(folder)


def _new_content(policy: Policy, content: bytes, checklist: Managed, overwrite: bool) -> bytes:
    """The content with the checklist in it; unchanged where that is not ours to decide."""
    if obstacle(content, checklist) is not None:
        return content
    try:
        block = find(content, NAME)
    except Broken:
        return content
    rule = OTHER_TEXT if block is not None else HIDES_ORGANISATION if policy[ORGANISATION] else NO_CHECKLIST
    if policy.severity(rule) == "off":
        return content
    if block is not None:
        stands = standing(content, block, checklist)
        if stands in ("current", "newer") or (stands == "edited" and not overwrite):
            return content
    new = installed(content, block, checklist)
    # So that `remove` can tell an empty file from one that the hook created, and leaves it there.
    return new if block is not None or content.removeprefix(BOM) else new.removesuffix(b"\n")


def _templates(policy: Policy, inputs: Inputs, present: Present) -> Iterator[Template | NotJudged]:
    """Every template that must carry the checklist; one that is missing when there is none at all."""
    listed = policy[PATHS]
    if listed:
        yield from _once(inputs.root, [_listed_path(policy, path) for path in listed], present)
        return
    paths = _found(policy, inputs)
    templates = [one for one in _once(inputs.root, paths, present) if isinstance(one, NotJudged) or not one.missing]
    yield from _with_rivals(policy, inputs.root, paths, templates)
    create = _places.first(inputs.root, policy[HOST])
    if not templates and create and not policy[ORGANISATION]:
        yield from _once(inputs.root, [create], present)


def _found(policy: Policy, inputs: Inputs) -> list[str]:
    return _places.existing(inputs.root, policy[HOST]) or _only_staged(inputs, policy[HOST])


def _with_rivals(
    policy: Policy, root: str, paths: list[str], templates: list[Template | NotJudged]
) -> Iterator[Template | NotJudged]:
    """The templates, those that the host never uses with the one that it does; a link to it is no other one."""
    hidden = _places.hidden(_places.hosts_of(root, policy[HOST], paths), paths) if len(paths) > 1 else {}
    targets = {path: os.path.realpath(os.path.join(root, path)) for path in {*hidden, *hidden.values()}}
    used = {targets[path]: target for path, target in hidden.items() if targets[path] != targets[target]}
    for one in templates:
        if isinstance(one, NotJudged):
            yield one
        else:
            yield one._replace(used=used.get(os.path.realpath(one.shown), ""))


def _once(root: str, paths: list[str], present: Present) -> Iterator[Template | NotJudged]:
    """The templates behind these paths, links followed: each once, whatever names it has."""
    seen = set()
    top = os.path.realpath(root or os.curdir)
    for path in paths:
        real = os.path.relpath(os.path.realpath(os.path.join(root, path)), top)
        if real not in seen:
            seen.add(real)
            yield _template(root, path, real, present)


def _template(root: str, path: str, real: str, present: Present) -> Template | NotJudged:
    """The template at `path`; `real` is where its links lead, from the root."""
    shown = _shown(root, path)
    parts = real.casefold().split(os.sep)
    if parts[0] == os.pardir or ".git" in parts:
        return NotJudged(shown, "leaves the work tree by a link; make it a file of the repository")
    if os.path.lexists(shown) and not os.path.isfile(shown):
        return NotJudged(shown, "is not a regular file, as a template must be")
    if _places.is_form(real):
        return NotJudged(
            shown, "is a form, which cannot hold the checklist; name Markdown files in `pr-template.paths`"
        )
    target = _shown(root, real)
    return Template(real.replace(os.sep, "/"), target, not present(target))


def _shown(root: str, path: str) -> str:
    """A path from the root, as seen from the working directory."""
    return os.path.relpath(os.path.join(root, path)) if root else path


def _only_staged(inputs: Inputs, host: str) -> list[str]:
    """Templates that the index has and the disk has not, as in a sparse checkout: one question for the usual names."""
    usual = _places.usual(host)
    if not usual or not os.path.lexists(os.path.join(inputs.root, ".git")):
        return []
    return sorted(_git.index_entries(inputs.root or os.curdir, usual))


def _listed_path(policy: Policy, path: str) -> str:
    """A path of `pr-template.paths`; NotJudged names the policy when it does not stay in the repository."""
    normal = os.path.normpath(path).replace(os.sep, "/")
    parts = normal.casefold().split("/")  # a `.git` further down is a submodule's
    if (
        not path
        or "\0" in path
        or os.path.isabs(path)
        or parts[0] in (".", "..")
        or ".git" in parts
        or path.endswith("/")
    ):
        raise refused(policy, PATHS, f"must name files below the repository's top, not {path!r}")
    return normal
