"""What is known of a commit in the end."""

from typing import NamedTuple

from .commits import Commit
from .lines import Gone


class Touched(NamedTuple):
    """What a commit did to a file: lines as git counts them, and those it made itself, neither moved nor indented.

    `code` and `text` are made lines: the latter are comments; blank ones are in neither.
    """

    status: str
    before: str
    path: str
    binary: bool
    added: int
    removed: int
    code: int
    text: int


class Entry(NamedTuple):
    """A commit with what it did. In `gone`, an origin is an index of `History.entries`; -1: it was there before.

    `beside` are, of a commit that removes no code, lines that it leaves: see `Lines.beside`.
    """

    commit: Commit
    files: tuple[Touched, ...]
    gone: tuple[Gone, ...]
    beside: tuple[Gone, ...] = ()
