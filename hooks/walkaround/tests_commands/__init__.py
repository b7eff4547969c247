"""`walkaround tests`: what helps a person to write a test that proves something.

Commands, no hooks: each module has a `main(argv)` and is imported when it is called.
"""

from .._commands import Group, say

COMMANDS = {
    "scaffold": "a Hypothesis test for one function, with the edge cases as questions and no assertion invented",
}
GROUP = Group("tests", __name__, COMMANDS)
main, refuse, note = GROUP.main, GROUP.refuse, GROUP.note

__all__ = ["GROUP", "main", "note", "refuse", "say"]
