"""`walkaround policy`: what it says and from where, how two differ, its tests, schema, lock and exemptions.

Commands, no hooks: each module has a `main(argv)` and is imported when it is called.
"""

from .._commands import Group, say
from .._git import find_root

COMMANDS = {
    "explain": "where a value comes from: layer, file and line, what it overrode, who locked it",
    "diff": "what one policy demands more or less than another",
    "test": "run the policy's own tests: this content under this policy gives these rules",
    "schema": "print the JSON Schema of policy files, for editors",
    "lock": "fetch what the policy extends from elsewhere, pin it and keep a copy; --check says whether it is current",
    "exempt": "write an exemption with reason, owner and last day, or take one away",
}
GROUP = Group("policy", __name__, COMMANDS)
main, refuse = GROUP.main, GROUP.refuse


def top() -> str:
    """The repository's top, or the working directory outside one."""
    import os

    return find_root(os.getcwd()) or os.getcwd()


__all__ = ["GROUP", "main", "refuse", "say", "top"]
