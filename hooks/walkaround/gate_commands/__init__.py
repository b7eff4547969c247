"""`walkaround gate`: what the gate says of a change, which limits fit a history, and the same gate in SonarQube.

Commands, no hooks: each module has a `main(argv)` and is imported when it is called.
"""

from .._commands import Group, count, say

COMMANDS = {
    "show": "each condition of the gate for a change: measured, a proxy, or absent; its value and its limit",
    "calibrate": "limits that would have stopped a chosen share of the merged changes, and how they held later",
    "mutants": "the mutants of new lines that survive the tests, each as a diff with the test that runs its line",
    "export": "sonarqube: the same conditions as a quality gate of SonarQube, and the calls that create it",
}
GROUP = Group(
    "gate",
    __name__,
    COMMANDS,
    interrupted="interrupted; what was measured is kept, and the next run goes on from there",
)
main, refuse, note = GROUP.main, GROUP.refuse, GROUP.note


def say_json(data: object) -> None:
    import json

    say(json.dumps(data, indent=2) + "\n")


__all__ = ["GROUP", "count", "main", "note", "refuse", "say", "say_json"]
