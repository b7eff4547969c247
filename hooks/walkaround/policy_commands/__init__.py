"""`walkaround policy`: what it says and from where, how two differ, its tests, schema, lock and exemptions.

Commands, no hooks: each module has a `main(argv)` and is imported when it is called.
"""

import sys
from collections.abc import Sequence
from importlib import import_module

from .._finding import NotJudged
from .._git import GitError, find_root
from .._main import FAILED, printable
from .._policy import PolicyError, did_you_mean

COMMANDS = {
    "explain": "where a value comes from: layer, file and line, what it overrode, who locked it",
    "diff": "what one policy demands more or less than another",
    "test": "run the policy's own tests: this content under this policy gives these rules",
    "schema": "print the JSON Schema of policy files, for editors",
    "lock": "fetch what the policy extends from elsewhere, pin it and keep a copy; --check says whether it is current",
    "exempt": "write an exemption with reason, owner and last day, or take one away",
}
USAGE = (
    "usage: walkaround policy COMMAND [OPTIONS]\n\n"
    + "".join(f"  {name:9} {summary}\n" for name, summary in COMMANDS.items())
    + "\n`walkaround policy COMMAND --help` says more.\n"
)


def main(argv: Sequence[str]) -> int:
    """Run one command; what is wrong with a policy is one line and exit code 2."""
    command, *rest = argv or ["--help"]
    if command in ("-h", "--help", "help"):
        sys.stdout.write(USAGE)
        return 0
    if command not in COMMANDS:
        near = did_you_mean(command, tuple(COMMANDS)) or "; see walkaround policy --help"
        return refuse(f"no command {command!r}{near}")
    try:
        code: int = import_module(f".{command}", __package__).main(rest)
    except (PolicyError, GitError, NotJudged) as failure:
        return refuse(str(failure))
    return code


def refuse(why: str) -> int:
    sys.stderr.write(printable(f"walkaround policy: {why}\n", sys.stderr.encoding))
    return FAILED


def say(text: str) -> None:
    sys.stdout.write(printable(text, sys.stdout.encoding))


def top() -> str:
    """The repository's top, or the working directory outside one."""
    import os

    return find_root(os.getcwd()) or os.getcwd()
