"""`walkaround deps`: the wheels of what a repository pins, which dependency-verification reads at commits.

Commands, no hooks: each module has a `main(argv)` and is imported when it is called.
"""

from .._commands import Group, count, say

COMMANDS = {
    "fetch": "bring the wheels of every pin into the cache, and what the index says of what is declared",
    "list": "what is kept",
    "prune": "take away what nobody has used for 90 days; --all: what this repository does not pin",
}
GROUP = Group("deps", __name__, COMMANDS, "interrupted; what is in the cache is whole, and the rest was left")
main, refuse, note = GROUP.main, GROUP.refuse, GROUP.note


def say_json(data: object) -> None:
    import json

    say(json.dumps(data, indent=2) + "\n")


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


__all__ = ["GROUP", "count", "main", "note", "refuse", "say", "say_json", "size"]
