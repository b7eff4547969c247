"""Marks by which people allow a line: `pragma: allowlist secret`, as detect-secrets reads them.

The syntax is detect-secrets' own (README, "Inline Allowlisting"); it is written anew because its patterns
take quadratic time on long lines. Tests compare the two.
"""

import re

_MARK = re.compile(r"pragma: ?(?:allow|white)list[ -]secret")
_NEXT = re.compile(r"pragma: ?allowlist[ -]nextline[ -]secret")
_OPENINGS = ("#", "//", "'", "--")
_INI = ("ini", "cfg", "conf", "properties")


def allows(path: str, line: str, previous: str) -> bool:
    """Whether a mark in the line, or a "nextline" one alone in the line before, allows what is found in it."""
    if "pragma:" not in line and "pragma:" not in previous:
        return False
    kind = path.rpartition(".")[2]
    openings = ("#",) if kind == "yaml" else _OPENINGS
    for mark in _MARK.finditer(line):
        before, after = line[: mark.start()].rstrip(" "), line[mark.end() :].rstrip(" \t")
        if before.endswith(openings) or (kind != "yaml" and _closed(before, after)):
            return True
    for mark in _NEXT.finditer(previous):
        before, after = previous[: mark.start()].strip(" "), previous[mark.end() :].rstrip(" \t")
        before = before.lstrip(" \t")
        if before in openings or (kind in _INI and before == ";"):
            return True
        alone = before == "/*" or (before.startswith("<!--") and not before[4:].strip("# \t"))
        if kind != "yaml" and alone and _closed(before, after):
            return True
    return False


def _closed(before: str, after: str) -> bool:
    """Whether a mark stands in a comment that has an end, which must end the line."""
    if before.endswith("/*"):
        return after.endswith("*/")
    return before.rstrip("# \t").endswith("<!--") and after.endswith("-->")
