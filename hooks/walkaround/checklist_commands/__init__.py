"""`walkaround pr-checklist`: what a pull request is asked.

A command, no hook: its module has a `main(argv)` and is imported when it is called.
"""

from .._commands import Group

COMMANDS = {"render": "the questions that a change asks, ready to be pasted into its pull request"}
GROUP = Group("pr-checklist", __name__, COMMANDS)
main = GROUP.main

__all__ = ["GROUP", "main"]
