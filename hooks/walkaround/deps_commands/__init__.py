"""`walkaround deps`: the wheels of what a repository pins, which dependency-verification reads at commits.

Commands, no hooks: each module has a `main(argv)` and is imported when it is called.
"""

import sys
from collections.abc import Sequence
from importlib import import_module

from .._finding import NotJudged
from .._git import GitError
from .._main import FAILED, printable
from .._policy import PolicyError, did_you_mean

INTERRUPTED = 130
COMMANDS = {
    "fetch": "bring the wheels of every pin into the cache, and what the index says of what is declared",
    "list": "what is kept",
    "prune": "take away what nobody has used for 90 days; --all: what this repository does not pin",
}
USAGE = (
    "usage: walkaround deps COMMAND [OPTIONS]\n\n"
    + "".join(f"  {name:9} {summary}\n" for name, summary in COMMANDS.items())
    + "\n`walkaround deps COMMAND --help` says more.\n"
)


def main(argv: Sequence[str]) -> int:
    """Run one command; what cannot be done is one line and exit code 2."""
    command, *rest = argv or ["--help"]
    if command in ("-h", "--help", "help"):
        sys.stdout.write(USAGE)
        return 0
    if command not in COMMANDS:
        near = did_you_mean(command, tuple(COMMANDS)) or "; see walkaround deps --help"
        return refuse(f"no command {command!r}{near}")
    try:
        code: int = import_module(f".{command}", __package__).main(rest)
    except (PolicyError, GitError, NotJudged) as failure:
        return refuse(str(failure).removeprefix(": "))
    except KeyboardInterrupt:
        note("interrupted; what is in the cache is whole, and the rest was left")
        return INTERRUPTED
    return code


def refuse(why: str) -> int:
    note(why)
    return FAILED


def note(text: str) -> None:
    sys.stderr.write(printable(f"walkaround deps: {text}\n", sys.stderr.encoding))


def say(text: str) -> None:
    sys.stdout.write(printable(text, sys.stdout.encoding))


def say_json(data: object) -> None:
    import json

    say(json.dumps(data, indent=2) + "\n")


def count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def size(number: int) -> str:
    """Bytes for people."""
    if number < 1000:
        return count(number, "byte")
    for unit in ("kB", "MB", "GB"):
        number_ = number / 1000
        if number_ < 999.95 or unit == "GB":
            return f"{number_:.1f} {unit}"
        number = round(number_)
    raise AssertionError  # never: the last unit takes any number
