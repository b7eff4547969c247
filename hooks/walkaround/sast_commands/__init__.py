"""`walkaround sast`: the baseline of accepted findings.

Commands, no hooks: each module has a `main(argv)` and is imported when it is called.
"""

from .._commands import Group, count, say

COMMANDS = {
    "baseline": "what is accepted; --update, --check: bring it up to date with what is there",
}
GROUP = Group("sast", __name__, COMMANDS)
main, refuse, note = GROUP.main, GROUP.refuse, GROUP.note

__all__ = ["GROUP", "count", "main", "note", "refuse", "say"]
