"""Files of accepted findings in merges: beside them, git is told to keep the lines of both sides."""

import os
from collections.abc import Sequence

from . import _write
from ._finding import NotJudged
from ._inputs import read_file

ATTRIBUTES = ".gitattributes"


def let_merge(path: str) -> None:
    """Tell git, beside the file, to keep both sides' lines in a merge, unless a rule about that stands there."""
    folder, name = os.path.split(path)
    attributes = os.path.join(folder, ATTRIBUTES)
    if os.path.islink(attributes):  # git does not read it, and what it leads to is not the repository's
        raise NotJudged(attributes, "is a link, which git does not follow; make it a file")
    content = read_file(attributes) if os.path.lexists(attributes) else None
    ruled = with_rule(content or b"", name)
    if content is None:
        _write.create(attributes, ruled)
    elif ruled != content:
        _write.replace(attributes, ruled)


def with_rule(content: bytes, name: str) -> bytes:
    """The attributes of a folder with a rule for the merges of this file in it, unless they have one."""
    lines = [line.split() for line in content.decode("utf-8", "replace").splitlines()]
    patterns = {name, f"/{name}", f"*{os.path.splitext(name)[1]}"}
    if any(line and line[0] in patterns and _says_how(line[1:]) for line in lines):
        return content
    end = b"\n" if content and not content.endswith(b"\n") else b""
    return content + end + f"{name} merge=union\n".encode()


def _says_how(attributes: Sequence[str]) -> bool:
    return any(word.lstrip("-!").partition("=")[0] == "merge" for word in attributes)
