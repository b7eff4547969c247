"""The templates of a repository, judged and mended one by one."""

import os
from collections.abc import Callable, Iterator
from typing import NamedTuple

from .. import _git
from .._finding import Finding, NotJudged, Rule
from .._hook import Inputs, Said
from .._inputs import read_file
from .._policy import Policy
from . import BROKEN_MARKERS, EXTRA, HOST, NO_CHECKLIST, OTHER_TEXT, PATHS, _places
from ._block import Broken, Checklist, find, installed, line_of, obstacle, standing
from ._checklist import refused, required

Present = Callable[[str], bool]  # whether the snapshot in question has a path


class Template(NamedTuple):
    """A file that must carry the checklist: from the root, from the working directory, and whether it is missing."""

    path: str
    shown: str
    missing: bool


def check(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    checklist = required(policy, EXTRA)
    for template in _templates(policy, inputs, inputs.exists):
        if isinstance(template, NotJudged):
            yield template
        elif template.missing:
            message = "There is no pull request template with the review checklist."
            yield _finding(template.shown, 0, NO_CHECKLIST, message)
        else:
            try:
                yield from _judged(template.shown, inputs.read(template.shown), checklist)
            except NotJudged as failure:
                yield failure


def fix(policy: Policy, inputs: Inputs) -> Iterator[str | NotJudged]:
    """Write what `check` would find. What it cannot judge it leaves to `check`, which follows and says so."""

    def present(path: str) -> bool:
        return os.path.isfile(path) or inputs.exists(path)  # git is not asked for what is on disk

    try:
        checklist = required(policy, EXTRA)
        templates = [one for one in _templates(policy, inputs, present) if not isinstance(one, NotJudged)]
    except (NotJudged, _git.GitError):
        return
    for template in templates:
        try:
            if _mended(policy.at(template.path), inputs, template, checklist):
                yield template.shown
        except NotJudged as failure:
            yield failure


def _judged(shown: str, content: bytes, checklist: Checklist) -> Iterator[Said]:
    why = obstacle(content, checklist)
    if why is not None:
        yield NotJudged(shown, why)
        return
    try:
        block = find(content)
    except Broken as broken:
        yield _finding(shown, line_of(content, broken.offset), BROKEN_MARKERS, broken.why)
        return
    if block is None:
        yield _finding(shown, 0, NO_CHECKLIST, "The template lacks the review checklist.")
        return
    line = line_of(content, block.start)
    match standing(content, block, checklist):
        case "edited":
            yield _finding(shown, line, OTHER_TEXT, "The review checklist was edited between its markers.")
        case "outdated":
            message = "The review checklist is not the text that Walkaround and the policy now ask for."
            yield _finding(shown, line, OTHER_TEXT, message)
        case "newer":
            message = f"The review checklist is version {block.version}, this Walkaround knows {checklist.version}."
            remedy = (
                "Update Walkaround to the version that wrote it, or delete the block and run the hook with `--fix`."
            )
            yield Finding(shown, line, 1, OTHER_TEXT.id, message, remedy)


def _finding(shown: str, line: int, rule: Rule, message: str) -> Finding:
    return Finding(shown, line, min(line, 1), rule.id, message, rule.remedy)


def _mended(policy: Policy, inputs: Inputs, template: Template, checklist: Checklist) -> bool:
    """Bring the file on disk in order where its rule is not off; whether that changed it."""
    on_disk = os.path.lexists(template.shown)
    content = b""
    if not template.missing:
        content = read_file(template.shown) if on_disk else inputs.read(template.shown)
    new = _new_content(policy, content, checklist)
    if new == content:
        return False
    if not (on_disk or template.missing):
        raise NotJudged(template.shown, "is staged but not on disk; restore it, so that it can be mended")
    from .. import _write  # only now: most runs write nothing

    (_write.create if template.missing else _write.replace)(template.shown, new)
    return True


def _new_content(policy: Policy, content: bytes, checklist: Checklist) -> bytes:
    """The content with the checklist in it; unchanged where that is not ours to decide."""
    if obstacle(content, checklist) is not None:
        return content
    try:
        block = find(content)
    except Broken:
        return content
    rule = NO_CHECKLIST if block is None else OTHER_TEXT
    if policy.severity(rule) == "off":
        return content
    if block is not None and standing(content, block, checklist) in ("current", "newer"):
        return content
    return installed(content, block, checklist)


def _templates(policy: Policy, inputs: Inputs, present: Present) -> Iterator[Template | NotJudged]:
    """Every template that must carry the checklist; one that is missing when there is none at all."""
    listed = policy[PATHS]
    if listed:
        paths = [_listed_path(policy, path) for path in listed]
    else:
        paths = _places.existing(inputs.root, policy[HOST]) or _only_staged(inputs, policy[HOST])
    said = False
    for template in _once(inputs.root, paths, present):
        if isinstance(template, NotJudged) or not template.missing or listed:
            said = True
            yield template
    if not said:
        yield from _once(inputs.root, [_places.first(inputs.root, policy[HOST])], present)


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
    if not os.path.lexists(os.path.join(inputs.root, ".git")):
        return []
    return sorted(_git.index_entries(inputs.root or os.curdir, _places.usual(host)))


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
