"""detect-secrets' filters that are asked about every candidate, with the same answers in linear time.

Reference: detect-secrets 1.5.0, `detect_secrets/filters/allowlist.py` and `heuristic.py`.
"""

import os
import re

_PRAGMA = re.compile(r"pragma: ?(?:allow|white)list[ -]secret")
_NEXTLINE = re.compile(r"pragma: ?allowlist[ -]nextline[ -]secret")
# How a comment begins, which characters may stand between that and the pragma, and how it ends.
_COMMENTS = (
    ("#", " ", ""),
    ("//", " ", ""),
    ("/*", " ", "*/"),
    ("'", " ", ""),
    ("--", " ", ""),
    ("<!--", "# \t", "-->"),
)
_INDIRECT = re.compile(r"(?::=?|[!=]{1,3})\s*[\w.-]+[\[\(][^\v]*[\]\)]")
_ID = re.compile(r"(^(id|myid|userid)|_id)s?[^a-z0-9]", re.IGNORECASE)
_FOLDING = ("\u0130", "\u0131", "\u017f", "\u212a")


def is_allowlisted(filename: str, line: str, previous: str) -> bool:
    """Whether a pragma in a line, or alone in the one before it, allows the line's secrets."""
    if "pragma" not in line and "pragma" not in previous:
        return False
    comments = _COMMENTS[:1] if os.path.splitext(filename)[1] == ".yaml" else _COMMENTS
    return _allows(_PRAGMA, line, comments, alone=False) or _allows(_NEXTLINE, previous, comments, alone=True)


def _allows(pragma: re.Pattern[str], text: str, comments: tuple[tuple[str, str, str], ...], *, alone: bool) -> bool:
    body = text.removesuffix("\n")
    last = body.rfind("\n") + 1  # nothing but space and a comment's end may follow a pragma, so no other line
    for match in pragma.finditer(text, last):
        before = text[0 if alone else last : match.start()]
        rest = body[match.end() :].rstrip(" \t")
        for start, between, end in comments:
            begun = before.rstrip(between)
            if (begun.lstrip(" \t") == start if alone else begun.endswith(start)) and rest.endswith(end):
                return True
    return False


def is_indirect(line: str) -> bool:
    """Whether a line gives the result of a call or an item of something, whatever stands before the sign."""
    return len(line) <= 1000 and _INDIRECT.search(line) is not None


class IdFinder:
    """Whether an identifier such as `user_id` stands before a secret in one line; many secrets may be asked about."""

    def __init__(self, line: str) -> None:
        self._line = line
        self._plain = line.isascii() or not any(letter in line for letter in _FOLDING)
        match = _ID.search(line)
        self._end = match.end() if match else None

    def is_before(self, secret: str, *, certain: bool) -> bool:
        """Asked about one secret; `certain`: it is known to be a part of the line."""
        if self._end is None:
            return False
        if self._plain:
            if self._line.find(secret, 0, self._end - 1 + len(secret)) >= 0:  # it stands before the identifier's end
                return False
            return certain or secret in self._line
        index = self._line.find(secret)
        return index >= 0 and _ID.search(self._line, 0, index) is not None
