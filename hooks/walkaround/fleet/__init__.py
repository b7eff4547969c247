"""`walkaround fleet`: every repository of an organisation measured or judged, and joined into one page.

Commands, no hooks: each module of COMMANDS has a `main(argv)` and is imported when it is called.
"""

from .._commands import Group, say

COMMANDS = {
    "report": "the figures of every repository on one page: a row each, totals, and what stands out",
    "check": "every repository judged by its own policy: findings by rule and severity, a row each",
}
GROUP = Group(
    "fleet",
    __name__,
    COMMANDS,
    interrupted="interrupted; the rows that were done are kept, and the next run goes on from there",
)
main, refuse, note = GROUP.main, GROUP.refuse, GROUP.note

__all__ = ["COMMANDS", "GROUP", "main", "note", "refuse", "say"]
