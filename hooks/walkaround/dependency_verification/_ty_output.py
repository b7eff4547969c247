"""Read what ty prints (`--output-format full`).

A diagnostic is a line `error[rule]: message`, a line ` --> path:line:column`, an excerpt, and notes: `info: text`,
each with a place of its own where it has one. The last line counts the diagnostics.

Rules and their messages: https://docs.astral.sh/ty/reference/rules/
"""

from collections.abc import Mapping, Sequence
from re import compile as pattern
from typing import Literal, NamedTuple

Kind = Literal["module", "name", "attribute", "keyword", "missing-argument", "too-many-arguments", "overload"]

# Not `missing-union-attribute`: what one type of several has is told apart in ways that no checker follows, such as by
# another attribute.
RULES: Mapping[str, Kind] = {
    "import-not-found": "module",
    "missing-module-member": "name",
    "missing-attribute": "attribute",
    "unknown-argument": "keyword",
    "missing-argument": "missing-argument",
    "too-many-positional-arguments": "too-many-arguments",
    "no-matching-overload": "overload",
}
_HEAD = pattern(r"(?:error|warning|info|fatal)\[([a-z0-9-]+)\](?: \[\*\])?: (.*)")
_PLACE = pattern(r" +(?:-->|:::) (.+):([0-9]+):([0-9]+)")
_END = pattern(r"All checks passed!|Found ([0-9]+) diagnostics?")
_NAMES = r"`[^`]+`(?:(?:,| and|, and) `[^`]+`)*"
_OWNER = r"(?:[a-z ]+)?`?(?P<owner>.+?)`?"
# A name may stand in backticks itself; an owner runs to the last words that can end it.
_FORMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("module", (r"Cannot resolve imported module `(?P<owner>)(?P<name>.+)`",)),
    ("name", (r"Module `(?P<owner>.+?)` has no member `(?P<name>.+)`",)),
    (
        "attribute",
        (r"(?:Object of type|Module|Class|Function) `(?P<owner>.+)` has no (?:attribute|member) `(?P<name>.+)`",),
    ),
    (
        "keyword",
        (r"Argument `(?P<name>.+?)` does not match any known parameter(?: of (?:[a-z ]+)?`?(?P<owner>.+?)`?)?",),
    ),
    (
        "missing-argument",
        (rf"No arguments? provided for required parameters? (?P<name>{_NAMES})(?: of {_OWNER})?",),
    ),
    (
        "too-many-arguments",
        (r"Too many positional arguments(?: to (?:[a-z ]+)?`?(?P<owner>.+?)`?)?: expected (?P<name>.+)",),
    ),
    ("overload", (r"No overload of (?:[a-z ]+)?`?(?P<owner>.+?)`? matches arguments(?P<name>)",)),
)
_PATTERNS = {kind: tuple(pattern(one) for one in forms) for kind, forms in _FORMS}


class Said(NamedTuple):
    """One thing that ty said, at the place where it said it (1-based, columns in characters; of an attribute, where the
    whole expression begins).

    `owner`: what ty names as the one that lacks `name`; empty for modules and where it names none. `rule`: ty's own
    name of what it says. `notes`: its remarks. `defined`: places (path, line) that it shows, of a definition above all.
    """

    path: str
    line: int
    column: int
    kind: Kind
    owner: str
    name: str
    message: str
    rule: str = ""
    notes: tuple[str, ...] = ()
    defined: tuple[tuple[str, int], ...] = ()


class Unreadable(Exception):  # noqa: N818 - a statement about an output
    """Words that are not understood, or that say that a file was not judged."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why


def read(output: str, names: Mapping[str, str]) -> list[Said]:
    """What ty said of the files with `names` (as ty prints them, and as the caller knows them)."""
    blocks: list[list[str]] = []
    count = None
    for line in output.split("\n"):
        if _HEAD.match(line):
            blocks.append([line])
        elif end := _END.fullmatch(line.rstrip("\r")):
            count = int(end[1] or 0)
        elif blocks:
            blocks[-1].append(line.rstrip("\r"))
    if count != len(blocks):
        raise Unreadable("ty", "what it printed cannot be understood")
    return [said for block in blocks if (said := _said(block, names)) is not None]


def _said(block: Sequence[str], names: Mapping[str, str]) -> Said | None:
    head = _HEAD.match(block[0])
    places = [found for line in block[1:] if (found := _PLACE.fullmatch(line))]
    path = names.get(places[0][1].replace("\\", "/"), "") if places else ""
    if head is None or not path:
        raise Unreadable("ty", "it speaks of no file that it was given")
    rule, message = head[1], head[2].rstrip("\r")
    if rule == "invalid-syntax":
        return None  # what is broken is said by others; ty judges the rest of the file
    if rule not in RULES:
        raise Unreadable(path, f"ty could not judge it ({rule})")
    kind = RULES[rule]
    found = next((one for form in _PATTERNS[kind] if (one := form.fullmatch(message))), None)
    if found is None:
        return None  # such as an attribute that is assigned; what is not understood cannot be confirmed
    name = found["name"].replace("`", "") if kind == "missing-argument" else found["name"]
    notes = tuple(line[6:] for line in block if line.startswith("info: "))
    defined = tuple((one[1], int(one[2])) for one in places[1:])
    line, column = int(places[0][2]), int(places[0][3])
    return Said(path, line, column, kind, found["owner"] or "", name, message, rule, notes, defined)
