"""Texts that prove a YAML file clean without a YAML parser, whose import would cost more than all the rest.

A gate answers True only where no reading of the text can give a finding: every line that matters is a
plain pinned one. Whatever is written in another way, be it fine or not, is for the parser. Nothing else
about the text is proved, in particular not that it is YAML. Property tests compare gates and parser.
"""

from collections.abc import Iterator
from re import MULTILINE, fullmatch, match, search

from .gates import may_install

# Keys in disguise (escapes, explicit keys) and line breaks that only YAML knows.
_DISGUISE = r"""\\[xuU]|(?<![^\s{\[,:-])\?(?:\s|$)|[\x85\u2028\u2029\ufeff]|\r(?!\n)"""
_USES = r"[ ]*(?:-[ ]+)?uses:[ ]+([A-Za-z0-9][\w./@-]*)([ ]+#.*)?[ ]*\r?"
_KEY_LINE = r"[ ]*(?:-[ ]+)*[\w.-]+:(?:\s|$)"


_NEWEST = r"(?<!ubuntu-)(?<!windows-)(?<!macos-)latest|\*"
_BOUNDS = r"[~^<]|>=?\s*v?\d"


def workflow_is_clean(text: str, wanted: str) -> bool:
    """Whether every `uses` of a workflow or action is certainly pinned as wanted, and nothing else depends on much."""
    if any(word in text for word in ("docker:", "container", "services", "image")) or _is_obscure(text):
        return False
    if _may_install(text) or ("version" in text.lower() and search(f"{_NEWEST}|{_BOUNDS}", text)):
        return False
    lines = text.split("\n")
    return all(_used_plainly(lines, at, wanted) for at, line in enumerate(lines) if "uses" in line)


def pipeline_is_clean(text: str) -> bool:
    """Whether a pipeline of GitLab certainly has no image, no included file, and no command that installs something."""
    words = ("image", "services", "include")
    return not any(word in text for word in words) and not _is_obscure(text) and not _may_install(text)


def manifest_is_clean(text: str) -> bool:
    """Whether hooks, in a manifest or a configuration, certainly install and run nothing besides themselves."""
    if "additional_dependencies" in text or "docker_image" in text or _is_obscure(text):
        return False
    return "entry" not in text or not _may_install(text)


def _is_obscure(text: str) -> bool:
    """Whether words may be written otherwise than they are read: by escapes, or over two lines."""
    return search(_DISGUISE, text, MULTILINE) is not None or ('"' in text and search(r"\\[\r\n]", text) is not None)


def _may_install(text: str) -> bool:
    """Whether a script of the file may install something; folding makes one blank of breaks and indentation."""
    text = " ".join(text.split()).replace("ubuntu", "")  # which nearly every workflow names, and `bun` is in it
    return may_install(text.encode(errors="replace"))


def _used_plainly(lines: list[str], at: int, wanted: str) -> bool:
    """Whether a line that holds the word is a comment, or a plain pinned `uses`."""
    line = lines[at]
    if line.lstrip(" ").startswith("#"):
        return True
    from .source import of_action

    found = fullmatch(_USES, line)
    if found is None or not of_action(found[1]).meets(wanted):
        return False
    return found[2] is not None or _ends_here(lines, at, line.index("uses:"))


def _ends_here(lines: list[str], at: int, column: int) -> bool:
    """Whether the next line cannot continue a plain value, as lines that are indented further do."""
    for later in range(at + 1, len(lines)):
        line = lines[later]
        bare = line.strip(" \r")
        if bare and not bare.startswith("#"):
            return len(line) - len(line.lstrip(" ")) <= column and match(_KEY_LINE, line) is not None
        if bare:
            return True  # a comment ends a plain value
    return True


_REPOS = r"repos:[ ]*(?:#.*)?\r?"
_REPO = r"[ ]*-[ ]+repo:[ ]+([A-Za-z0-9][\w.:/@-]*)([ ]+#.*)?[ ]*\r?"
_REV = r"[ ]+rev:[ ]+([A-Za-z0-9][\w.-]*)([ ]+#.*)?[ ]*\r?"


def hook_config_is_clean(text: str, wanted: str) -> bool:
    """Whether every repository of a hook configuration certainly has a `rev` pinned as wanted.

    Here something must be present, so the structure matters: each `- repo:` has a `rev:` in its own
    column before anything ends the entry, and nothing on any line opens what could swallow the next.
    """
    if "<<" in text or "\t" in text or not manifest_is_clean(text):
        return False
    lines = text.split("\n")
    column, pending = -1, False  # of the current entry: where its keys stand, and whether it still needs a rev
    for at, line in _content_lines(lines):
        if not _self_contained(line.strip(" \r"), at):
            return False
        indent = len(line) - len(line.lstrip(" "))
        if "rev" in line:
            if not (pending and indent == column and _rev_plainly(lines, at, wanted)):
                return False
            pending = False
        elif "repo" in line and not fullmatch(_REPOS, line):
            repository = None if pending else _repo_plainly(lines, at)
            if repository is None:
                return False
            column, pending = line.index("repo:"), repository not in ("local", "meta", "builtin")
        elif pending and indent < column:
            return False
    return not pending


def _content_lines(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Lines that are neither empty nor a comment, with their index."""
    for at, line in enumerate(lines):
        if line.strip(" \r") and not line.lstrip(" ").startswith("#"):
            yield at, line


def _repo_plainly(lines: list[str], at: int) -> str | None:
    """The repository of a plain `- repo:` line."""
    found = fullmatch(_REPO, lines[at])
    if found is None or (found[2] is None and not _ends_here(lines, at, lines[at].index("repo:"))):
        return None
    return str(found[1])


def _rev_plainly(lines: list[str], at: int, wanted: str) -> bool:
    """Whether a line is a plain `rev:`, pinned as wanted."""
    from .source import of_ref

    found = fullmatch(_REV, lines[at])
    if found is None or not of_ref(found[1]).meets(wanted):
        return False
    return found[2] is not None or _ends_here(lines, at, lines[at].index("rev:"))


def _self_contained(bare: str, at: int) -> bool:
    """Whether a line leaves no quote, bracket or block open, and uses no anchor, alias or second document."""
    if bare.startswith(("---", "...", "%")):
        return at == 0 and bare == "---"
    singles, doubles = bare.count("'"), bare.count('"')
    if (singles and doubles) or singles % 2 or doubles % 2 or '\\"' in bare:
        return False
    if bare.count("[") != bare.count("]") or bare.count("{") != bare.count("}"):
        return False
    return not search(r"(?:^|[\s\[{,:-])[&*!](?=\S)|[|>][-+0-9]*[ ]*(?:#.*)?$", bare)
