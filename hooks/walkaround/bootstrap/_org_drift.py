"""Has a repository that copier made diverged from its template? By what the template gives now, and not by differences.

`copier update` carries over what changed between two versions of the template: what was deleted or changed in the
repository before never comes back. Here the template is rendered once more, at the version and with the answers that
`.copier-answers.yml` has, and each of its lines has to be there. What a repository adds is no drift.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from .._finding import NotJudged
from .._inputs import read_file
from ._checks import Ground, NotHere, Trouble
from ._plan import Facts

ANSWERS = ".copier-answers.yml"
HEAL = "copier recopy --defaults --overwrite"
# What `copier.yml` leaves to the repository from its first commit on.
OWN = ("README.md", "pyproject.toml", "package.json", "src")
_SECONDS = 60
_SCHEMES = ("git+https://", "git+ssh://", "https://", "ssh://", "git@", "gh:", "gl:")


class Drift(NamedTuple):
    """A file of the template: how many of its lines are gone; None when the whole file is."""

    path: str
    gone: int | None


def template(ground: Ground) -> Iterator[Trouble]:
    """What the repository was made from is still there, line by line."""
    content = ground.facts.read(ANSWERS)
    if content is None or not (ground.online or os.path.isabs(_answers(content)[0])):
        raise NotHere
    for one in drift(ground.facts):
        what = "is gone, and the template has it"
        if one.gone is not None:
            what = f"lacks {one.gone} line{'' if one.gone == 1 else 's'} of the template it was made from"
        yield Trouble("warning", f"{one.path} {what}.", HEAL)


def drift(facts: Facts) -> tuple[Drift, ...]:
    """What is not as the template gives it; nothing for a repository without a template. It may need the network.

    NotJudged says why that cannot be told, such as when copier is not installed.
    """
    content = facts.read(ANSWERS)
    if content is None:
        return ()
    source, commit = _template(content)
    with TemporaryDirectory(prefix="walkaround-") as folder:
        rendered = os.path.join(folder, "rendered")
        _render(source, commit, os.path.join(facts.root, ANSWERS), rendered)
        return tuple(_differing(facts, rendered))


def lines_gone(wanted: bytes, found: bytes) -> int:
    """How many lines of one content do not stand in the other, in their order; line ends and blanks at them aside."""
    from difflib import SequenceMatcher

    old, new = ([line.rstrip() for line in text.splitlines()] for text in (wanted, found))
    rest = iter(new)
    if all(line in rest for line in old):  # exact, which the matcher is not
        return 0
    matched = sum(block.size for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks())
    return max(1, len(old) - matched)


def _template(content: bytes) -> tuple[str, str]:
    """Where the template is, and its version."""
    source, commit = _answers(content)
    if not source or not commit or commit.startswith("-"):
        raise NotJudged(ANSWERS, "does not say which template the repository was made from; run `copier recopy`")
    if not (source.startswith(_SCHEMES) or os.path.isabs(source)):
        raise NotJudged(ANSWERS, f"names the template {source!r}, which is no address; run `copier recopy` from one")
    return source, commit


def _answers(content: bytes) -> tuple[str, str]:
    """What copier wrote of the template and its version; empty where it did not."""
    import yaml

    try:
        said: Any = yaml.safe_load(content)
    except (yaml.YAMLError, ValueError):
        said = None
    source, commit = (said.get(key) if isinstance(said, dict) else "" for key in ("_src_path", "_commit"))
    return source if isinstance(source, str) else "", commit if isinstance(commit, str) else ""


def _render(source: str, commit: str, answers: str, folder: str) -> None:
    """The template with the repository's answers. copier is trusted with nothing, so that no task of it runs."""
    program = shutil.which("copier", path=os.path.dirname(sys.executable)) or shutil.which("copier")
    if program is None:
        raise NotJudged(ANSWERS, "whether the template's files are whole is told by copier; install it")
    command = [program, "copy", "--quiet", "--defaults", "--vcs-ref", commit, "--data-file", answers, source, folder]
    environment = {**os.environ, "GIT_ALLOW_PROTOCOL": "file:https:ssh", "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(
            command, capture_output=True, stdin=subprocess.DEVNULL, check=False, timeout=_SECONDS, env=environment
        )
    except subprocess.TimeoutExpired:
        raise NotJudged(ANSWERS, f"{source} gave no answer within {_SECONDS} seconds; try again") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["it said nothing"]
        raise NotJudged(ANSWERS, f"copier cannot render {source} at {commit}: {said[-1]}")


def _differing(facts: Facts, rendered: str) -> Iterator[Drift]:
    for parent, folders, names in os.walk(rendered):
        folders.sort()
        for name in sorted(names):
            full = os.path.join(parent, name)
            path = os.path.relpath(full, rendered).replace(os.sep, "/")
            if path == ANSWERS or path.split("/")[0] in OWN:
                continue
            found = facts.read(path)
            gone = None if found is None else lines_gone(read_file(full), found)
            if gone != 0:
                yield Drift(path, gone)
