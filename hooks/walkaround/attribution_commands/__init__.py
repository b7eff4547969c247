"""`walkaround attribution`: which commits AI had a part in, by the marks that it left.

Commands, no hooks: each module has a `main(argv)` and is imported when it is called.
"""

from .._commands import Group, count, say

COMMANDS = {
    "show": "the level of commits, their agents, and each piece of evidence",
    "stats": "commits, authors and lines by level, by agent and by month",
    "label": "labels and a disclosure paragraph for a pull request; whether its text agrees with its commits",
}
GROUP = Group("attribution", __name__, COMMANDS)
main, refuse, note = GROUP.main, GROUP.refuse, GROUP.note


def say_json(data: object) -> None:
    import json

    # A byte that is no UTF-8 is written as a lone surrogate's escape, which every reader of JSON takes.
    say(json.dumps(data, indent=2) + "\n")


__all__ = ["GROUP", "count", "main", "note", "refuse", "say", "say_json"]
