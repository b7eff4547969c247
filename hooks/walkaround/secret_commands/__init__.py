"""`walkaround secrets`: the baseline of accepted secrets, and a look at what stands in it.

Commands, no hooks: each module has a `main(argv)` and is imported when it is called.
"""

from .._commands import Group, count, say

COMMANDS = {
    "baseline": "what is accepted; --update, --check, --migrate: bring it up to date, or over from detect-secrets",
    "audit": "look at each accepted secret that nobody has looked at yet, and say what it is",
}
GROUP = Group("secrets", __name__, COMMANDS)
main, refuse, note = GROUP.main, GROUP.refuse, GROUP.note

__all__ = ["GROUP", "count", "main", "note", "refuse", "say"]
