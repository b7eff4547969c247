"""Groups of commands, such as `walkaround deps`: found by name, imported when called, failures told in a line."""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import NamedTuple

from ._finding import NotJudged
from ._git import GitError
from ._main import FAILED, printable
from ._paths import from_root
from ._policy import PolicyError, did_you_mean
from ._report.wording import visible

INTERRUPTED = 130


class UnwantedError(NotJudged):
    """What a command is to do is not wanted by the policy."""


class Group(NamedTuple):
    """`walkaround NAME`: each command is a module of `package` with a `main(argv)`; `commands` has their summaries.

    `interrupted` is what is said of a Ctrl-C; empty where whoever called may see it.
    """

    name: str
    package: str
    commands: Mapping[str, str]
    interrupted: str = ""

    def main(self, argv: Sequence[str]) -> int:
        """Run one command; what cannot be done is one line and exit code 2."""
        command, *rest = argv or ["--help"]
        if command in ("-h", "--help", "help"):
            say(self.usage())
            return 0
        if command not in self.commands:
            near = did_you_mean(command, tuple(self.commands)) or f"; see walkaround {self.name} --help"
            return self.refuse(f"no command {command!r}{near}")
        try:
            code: int = import_module(f".{command}", self.package).main(rest)
        except PolicyError as failure:
            return self.refuse(str(failure))
        except (GitError, NotJudged) as failure:
            return self.refuse(_within_a_line(str(failure).removeprefix(": ")))
        except KeyboardInterrupt:
            if not self.interrupted:
                raise
            self.note(self.interrupted)
            return INTERRUPTED
        return code

    def usage(self) -> str:
        listed = "".join(f"  {name:9} {summary}\n" for name, summary in self.commands.items())
        more = f"`walkaround {self.name} COMMAND --help` says more."
        return f"usage: walkaround {self.name} COMMAND [OPTIONS]\n\n{listed}\n{more}\n"

    def refuse(self, why: str) -> int:
        self.note(why)
        return FAILED

    def note(self, text: str) -> None:
        sys.stderr.write(printable(f"walkaround {self.name}: {text}\n", sys.stderr.encoding))


def _within_a_line(text: str) -> str:
    """Visible, as it is where something stands before it: only at a line's beginning `::` is a command to a runner."""
    return visible(f"x{text}")[1:]


def say(text: str) -> None:
    sys.stdout.write(printable(text, sys.stdout.encoding))
    sys.stdout.flush()  # where both go into one file or pipe, what is said of it afterwards stands behind it


def scopes(root: str, paths: Sequence[str], known: Iterable[str] | None = None) -> tuple[str, ...]:
    """What a person named, as paths from the top; "" for the whole repository.

    NotJudged for what lies outside, and, where `known` files are given, for what is neither there nor among them.
    """
    found = []
    for path in paths:
        key = from_root(root, path)
        if key is None:
            raise NotJudged(path, "lies outside the repository")
        if known is not None and not os.path.lexists(path) and not any(is_within(file, (key,)) for file in known):
            raise NotJudged(path, "is not there, and nothing in it was ever accepted")
        found.append("" if key == os.curdir else key)
    return tuple(found) or ("",)


def is_within(file: str, named: Sequence[str]) -> bool:
    """Whether a file, by its path from the top, is one of these or below one of these."""
    return any(not scope or file == scope or file.startswith(f"{scope}/") for scope in named)


def count(number: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"
