"""Marks by which people allow a line: detect-secrets' pragma, `gitleaks:allow` and `betterleaks:allow`.

| mark | counts | source |
|---|---|---|
| `pragma: allowlist secret` | in a comment on the line | detect-secrets 1.5.0, README, "Inline Allowlisting" |
| `pragma: allowlist nextline secret` | alone in a comment on the line before | the same |
| `gitleaks:allow` | anywhere in the line | gitleaks 8, README, "gitleaks:allow" |
| `betterleaks:allow` | anywhere in the line | betterleaks, `scan` package: either mark |

Behind any of them a reason can stand, after a hyphen, dash, colon or bracket: `pragma: allowlist secret - sample of
the vendor's page`. All three tools ignore what follows their mark. detect-secrets' patterns take quadratic time on long
lines, so its syntax is read anew, in linear time; tests compare the two.
"""

import re
from typing import NamedTuple

_MARK = re.compile(r"pragma: ?(?:allow|white)list[ -]secret")
_NEXT = re.compile(r"pragma: ?allowlist[ -]nextline[ -]secret")
_ANYWHERE = re.compile(r"(?:git|better)leaks:allow")
_ANY = re.compile(rf"{_MARK.pattern}|{_NEXT.pattern}|{_ANYWHERE.pattern}")
_OPENINGS = ("#", "//", "'", "--")
_INI = ("ini", "cfg", "conf", "properties")
_REASON = re.compile(r"[ \t]{0,16}[-\u2010-\u2015:(]{1,3}[ \t]{0,16}([^\n]{1,500})")
_WORD = re.compile(r"[^\W\d_]{3}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2}")
WORDS = (b"pragma:", b"leaks:allow")  # a line without any of them has no mark


class Pragma(NamedTuple):
    """A mark as it is written, and the reason behind it; empty when there is none."""

    mark: str
    reason: str


def allows(path: str, line: str, previous: str, *, reasons: bool = False) -> bool:
    """Whether a mark allows what is found in the line; with `reasons` only one that says why."""
    found = pragma(path, line, previous)
    return found is not None and (not reasons or bool(found.reason))


def pragma(path: str, line: str, previous: str) -> Pragma | None:
    """The mark that allows what is found in the line, or a "nextline" one alone in the line before.

    `line` may be several lines of one secret; `path` decides by its ending which comments there are. One with a
    reason goes before one without.
    """
    found: Pragma | None = None
    for text, match in _valid(path, line, previous):
        reason = _reason(text, match.end())
        if reason:
            return Pragma(match.group(), reason)
        found = found or Pragma(match.group(), "")
    return found


def _valid(path: str, line: str, previous: str) -> "list[tuple[str, re.Match[str]]]":
    """The marks that count, with the text in which each stands."""
    kind = path.rpartition(".")[2]
    found = []
    if "leaks:allow" in line:
        found += [(line, mark) for mark in _ANYWHERE.finditer(line)]
    if "pragma:" in line:
        end = _back(line, len(line), " \t")
        found += [(line, mark) for mark in _MARK.finditer(line) if _in_comment(kind, line, mark, end)]
    first = _NEXT.search(previous) if "pragma:" in previous else None  # a later one has text before it
    if first is not None and _alone(kind, previous, first):
        found.append((previous, first))
    return found


def _in_comment(kind: str, line: str, mark: re.Match[str], end: int) -> bool:
    at = _back(line, mark.start(), " ")
    if line.endswith(("#",) if kind == "yaml" else _OPENINGS, 0, at):
        return True
    return kind != "yaml" and _closed(line, at, mark.end(), end)


def _alone(kind: str, line: str, mark: re.Match[str]) -> bool:
    """Whether nothing but the comment's opening stands before a mark: no text may obscure what it allows."""
    before = line[: mark.start()].strip(" ").lstrip(" \t")
    if before in (("#",) if kind == "yaml" else _OPENINGS) or (kind in _INI and before == ";"):
        return True
    if kind == "yaml" or not (before == "/*" or (before.startswith("<!--") and not before[4:].strip("# \t"))):
        return False
    return _closed(line, _back(line, mark.start(), " "), mark.end(), _back(line, len(line), " \t"))


def _closed(line: str, opened: int, marked: int, end: int) -> bool:
    """Whether a mark stands in a comment that has an end, which must end the line at `end`, blanks apart."""
    if line.endswith("/*", 0, opened):
        return line.endswith("*/", marked, end)
    return line.endswith("<!--", 0, _back(line, opened, "# \t")) and line.endswith("-->", marked, end)


def _back(line: str, at: int, blanks: str) -> int:
    """Where the blanks before an offset begin."""
    while at > 0 and line[at - 1] in blanks:
        at -= 1
    return at


def _reason(text: str, at: int) -> str:
    """What is said behind a mark; other marks and the comment's end are no reason."""
    found = _REASON.match(text, at)
    if found is None:
        return ""
    reason = _ANY.sub("", found[1].partition("\n")[0]).strip().removesuffix("*/").removesuffix("-->").strip(" \t-#)")
    return reason if _WORD.search(reason) else ""
