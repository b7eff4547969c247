"""The output of a `git log` in records, which are told apart by a word that is drawn anew for each run.

A commit's message can hold anything but a NUL, and a file's content even that.
"""

import os
from collections.abc import Generator
from typing import IO

from ... import _git

_READ = 1 << 20
TORN = "git log ended in the middle of a commit; is the repository whole? try `git fsck`"


def marked(fields: str) -> tuple[bytes, str]:
    """A mark, and the option that makes git write it before these fields of each commit."""
    mark = b"\1" + os.urandom(12).hex().encode() + b" "
    return mark, f"--format={mark.decode()}{fields}"


def split(stream: IO[bytes], mark: bytes) -> Generator[bytes, None, None]:
    """What stands behind each mark, up to the next one. GitError when something stands before the first."""
    pieces: list[bytes] = []  # of the record that is not ended yet; joined once, however long it is
    tail = b""  # which may be the first half of a mark
    began = False
    while chunk := stream.read(_READ):
        first, *others = (tail + chunk).split(mark)
        for other in others:
            pieces.append(first)
            if began:
                yield b"".join(pieces)
            elif any(pieces):
                raise _git.GitError(TORN)
            pieces, began, first = [], True, other
        tail = first[1 - len(mark) :]
        pieces.append(first[: len(first) - len(tail)])
    pieces.append(tail)
    if began:
        yield b"".join(pieces)
    elif any(pieces):
        raise _git.GitError(TORN)
