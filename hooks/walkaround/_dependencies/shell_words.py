"""The words of commands, the names of programs, and how long a script may take to be read."""

from time import thread_time
from typing import NamedTuple

from .declared import Fragment

SHELLS = frozenset({"sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "fish", "busybox"})
_MOST_SECONDS = 2.0  # of the processor; a script of 3000 lines takes a tenth of that


class Word(NamedTuple):
    """A word of a command. `offset` is the place of its first character in the file, inside any quotes.

    `known` is whether the word is written here as it will be: no variable or other expansion is in it, or the value of
    each is. `written` is whether it stands in the file character for character. `source` is the text of a quoted word
    with the way back into the file, expansions left as they are.
    """

    text: str
    offset: int
    known: bool = True
    written: bool = True
    source: Fragment | None = None

    def script(self) -> Fragment:
        """The text as a script of its own."""
        return self.source or Fragment(self.text, ((0, self.offset),))

    def behind(self, length: int) -> "Word":
        """The word without its first characters, such as an option that its value is attached to."""
        return self._replace(text=self.text[length:], offset=self.offset + length, source=None)


class Command(NamedTuple):
    """A simple command: its words, the assignments that hold for it, and who runs its output or what it reads.

    `runner` are the words of the shell or interpreter that its output is given to, for a download; `script` is a
    here-document or here-string.
    """

    words: tuple[Word, ...]
    variables: tuple[str, ...] = ()
    runner: tuple[Word, ...] = ()
    script: Fragment | None = None


class TooCostly(Exception):  # noqa: N818 - a statement about a script
    """A script that would take too long to read."""


class Budget:
    """The processor's time that a script may take, together with the scripts in its words."""

    def __init__(self) -> None:
        self._end = thread_time() + _MOST_SECONDS

    def is_spent(self) -> bool:
        return thread_time() > self._end

    def check(self) -> None:
        if self.is_spent():
            raise TooCostly


class Around(NamedTuple):
    """What a command stands in: assignments and wrappers in front of it, and how deep its script lies in others."""

    variables: tuple[str, ...] = ()
    depth: int = 0
    budget: Budget | None = None


def program(text: str) -> str:
    """The name of a program, without its folder and ending."""
    return text.replace("\\", "/").rpartition("/")[2].removesuffix(".exe").removesuffix(".cmd")


def table(text: str) -> frozenset[str]:
    """The words of a table, which is easier to read in lines."""
    return frozenset(text.split())
