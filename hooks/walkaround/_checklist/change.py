"""What a pull request changes: its paths and the lines that it adds and takes away, from one `git diff`."""

import os
import re
from collections.abc import Iterator
from typing import NamedTuple

from .. import _git

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_MOST = 5_000  # added, and removed, lines of one file that are looked at; generated files and data have more
# No renames with -C: copies are what the question about duplicates is for.
_DIFF = (
    "diff",
    "--no-color",
    "--no-textconv",
    "--no-ext-diff",
    "--unified=0",
    "-M",
    "--src-prefix=a/",
    "--dst-prefix=b/",
)


class Changed(NamedTuple):
    """A file as the change leaves it; `gone` when it is deleted. `added` are the lines that are new in it, `removed`
    those that are no longer there.
    """

    path: str
    added: tuple[str, ...] = ()
    new: bool = False
    gone: bool = False
    removed: tuple[str, ...] = ()


def changes_between(root: str, base: str | None, head: str) -> list[Changed]:
    """What `head` changes since `base`, both full ids; sorted by path."""
    start = (
        base if base is not None else os.fsdecode(_git.git("hash-object", "-t", "tree", os.devnull, cwd=root)).strip()
    )
    patch = _git.git("-c", "core.quotePath=false", *_DIFF, start, head, "--", cwd=root)
    return sorted(parse(patch))


def parse(patch: bytes) -> Iterator[Changed]:
    """The files of a patch. Hunks are as long as their heads say, so that no line of a file can look like a head."""
    file: Changed | None = None
    added: list[str] = []
    removed: list[str] = []
    left = 0
    for line in patch.split(b"\n"):
        if left > 0 and line[:1] in (b"+", b"-", b" "):
            left -= 1
            if line[:1] == b"+" and len(added) < _MOST:
                added.append(line[1:].decode("utf-8", "replace").rstrip("\r"))
            elif line[:1] == b"-" and len(removed) < _MOST:
                removed.append(line[1:].decode("utf-8", "replace").rstrip("\r"))
            continue
        hunk = _HUNK.match(line)
        if hunk is not None:
            left = sum(int(count) if count is not None else 1 for count in hunk.groups())
        elif line.startswith(b"diff --git "):
            if file is not None:
                yield file._replace(added=tuple(added), removed=tuple(removed))
            file, added, removed = Changed(_second(line)), [], []
        elif file is not None:
            file = _told(file, line)
    if file is not None:
        yield file._replace(added=tuple(added), removed=tuple(removed))


def _told(file: Changed, line: bytes) -> Changed:
    """What a line between the head of a file and its first hunk says of it."""
    if line.startswith(b"new file mode"):
        return file._replace(new=True)
    if line.startswith(b"deleted file mode"):
        return file._replace(gone=True)
    if line.startswith((b"+++ ", b"rename to ")) and line != b"+++ /dev/null":
        return file._replace(path=_name(line.partition(b" ")[2].removeprefix(b"to "), b"b/") or file.path)
    return file


def _second(line: bytes) -> str:
    """The path in `diff --git a/PATH b/PATH`, for what has neither hunks nor a new name."""
    both = line.removeprefix(b"diff --git ")
    if both.endswith(b'"'):
        return _name(both[both.rfind(b' "') + 1 :], b"b/")
    half = len(both) // 2
    return _name(both[half + 1 :], b"b/") if both[half : half + 1] == b" " else _name(both.rpartition(b" b/")[2], b"")


def _name(raw: bytes, prefix: bytes) -> str:
    raw = raw.removesuffix(b"\t")
    if raw.startswith(b'"') and raw.endswith(b'"'):
        raw = _unquoted(raw[1:-1])
    return os.fsdecode(raw.removeprefix(prefix))


def _unquoted(raw: bytes) -> bytes:
    """A name as git quotes it: C's escapes, octal numbers."""
    plain = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"a": b"\a", b"b": b"\b", b"f": b"\f", b"v": b"\v"}

    def of(found: re.Match[bytes]) -> bytes:
        return bytes([int(found[1], 8) & 255]) if found[1].isdigit() else plain.get(found[1], found[1])

    return re.sub(rb"\\([0-7]{3}|.)", of, raw, flags=re.DOTALL)
