"""What attributes and settings say of how files are compared: `-diff` and `binary` make a text one without lines."""

import os
from collections.abc import Iterator
from contextlib import suppress

from ... import _git

_WORDS = (b"diff", b"binary")
_MOST = 16 << 20  # bytes of a file of attributes


def attributes_of_diffs(root: str) -> bytes:
    """The lines about it, in which a change makes other patches of the same commits; empty where there are none."""
    lines = []
    for path in _files(root):
        with suppress(OSError, ValueError), open(path, "rb") as file:
            lines += _relevant(path, file.read(_MOST))
    with suppress(_git.GitError):  # nothing is set
        lines.append(_git.git("config", "-z", "--get-regexp", r"^diff\..*\.binary$", cwd=root))
    return b"\n".join(lines)


def _files(root: str) -> Iterator[str]:
    """Those that git reads, as far as they are known without asking it of each file."""
    names = [".gitattributes"]
    with suppress(_git.GitError):  # a bare repository has no files
        listed = _git.git("ls-files", "-z", "--", ":(top,glob)**/.gitattributes", cwd=root)
        names += [os.fsdecode(name) for name in listed.split(b"\0") if name]
    own = os.fsdecode(_git.git("rev-parse", "--git-path", "info/attributes", cwd=root)).rstrip("\r\n")
    yield from (path for name in dict.fromkeys((*names, own)) if os.path.isfile(path := os.path.join(root, name)))
    config = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    given = _git.setting(root, "core.attributesFile") or (os.path.join(config, "git", "attributes"),)
    path = os.path.expanduser(given[-1])
    if os.path.isfile(path):
        yield path


def _relevant(path: str, content: bytes) -> list[bytes]:
    """A file's lines about it, behind its name; all lines where one names a set of attributes."""
    lines = content.split(b"\n")
    if b"[attr]" not in content:
        lines = [line for line in lines if any(word in line for word in _WORDS)]
    return [os.fsencode(path), *lines] if lines else []
