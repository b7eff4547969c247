"""`walkaround secrets`: the baseline of accepted secrets, and a look at what stands in it.

Commands, no hooks: each module has a `main(argv)` and is imported when it is called.
"""

import sys
from collections.abc import Sequence
from importlib import import_module

from .._finding import NotJudged
from .._git import GitError
from .._main import FAILED, printable
from .._policy import PolicyError, did_you_mean

COMMANDS = {
    "baseline": "what is accepted; --update, --check, --migrate: bring it up to date, or over from detect-secrets",
    "audit": "look at each accepted secret that nobody has looked at yet, and say what it is",
}
USAGE = (
    "usage: walkaround secrets COMMAND [OPTIONS]\n\n"
    + "".join(f"  {name:9} {summary}\n" for name, summary in COMMANDS.items())
    + "\n`walkaround secrets COMMAND --help` says more.\n"
)


def main(argv: Sequence[str]) -> int:
    """Run one command; what cannot be done is one line and exit code 2."""
    command, *rest = argv or ["--help"]
    if command in ("-h", "--help", "help"):
        sys.stdout.write(USAGE)
        return 0
    if command not in COMMANDS:
        near = did_you_mean(command, tuple(COMMANDS)) or "; see walkaround secrets --help"
        return refuse(f"no command {command!r}{near}")
    try:
        code: int = import_module(f".{command}", __package__).main(rest)
    except (PolicyError, GitError, NotJudged) as failure:
        return refuse(str(failure))
    return code


def refuse(why: str) -> int:
    note(why)
    return FAILED


def note(text: str) -> None:
    sys.stderr.write(printable(f"walkaround secrets: {text}\n", sys.stderr.encoding))


def say(text: str) -> None:
    sys.stdout.write(printable(text, sys.stdout.encoding))


def count(number: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"
