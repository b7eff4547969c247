"""Files of accepted findings in merges: beside them, git is told to keep the lines of both sides."""

import os
from collections.abc import Sequence

from . import _write
from ._inputs import read_file

_ATTRIBUTES = ".gitattributes"


def let_merge(path: str) -> None:
    """Tell git, beside the file, to keep both sides' lines in a merge, unless a rule about that stands there."""
    folder, name = os.path.split(path)
    attributes = os.path.join(folder, _ATTRIBUTES)
    content = read_file(attributes) if os.path.lexists(attributes) else None
    lines = [line.split() for line in (content or b"").decode("utf-8", "replace").splitlines()]
    if any(line and line[0] in (name, f"/{name}") and _says_how(line[1:]) for line in lines):
        return
    rule = f"{name} merge=union\n".encode()
    if content is None:
        _write.create(attributes, rule)
    else:
        _write.replace(attributes, content + (b"\n" if content and not content.endswith(b"\n") else b"") + rule)


def _says_how(attributes: Sequence[str]) -> bool:
    return any(word.lstrip("-!").partition("=")[0] == "merge" for word in attributes)
