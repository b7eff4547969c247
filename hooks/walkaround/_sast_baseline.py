"""`.walkaround/sast.baseline`: accepted findings, one JSON object a line, told apart by content and never by place.

    {"file": "src/app.py", "rule": "B901", "hash": "3f0c...", "count": 2}

`hash` is of the rule and the line that the finding is on, without white space at its ends and between its words; so
lines may move and be indented anew. `count` is how many of them the file may have: one more is a new finding. A union
merge of two branches is a whole file; of two counts about one entry the smaller one holds.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ._finding import NotJudged

FILE = ".walkaround/sast.baseline"
_KEYS: dict[str, type] = {"file": str, "rule": str, "hash": str, "count": int}
_MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_MOST_BYTES = 64 << 20


class Entry(NamedTuple):
    """So many findings of one rule on lines of one content, in one file."""

    file: str
    rule: str
    hash: str

    @classmethod
    def of(cls, file: str, rule: str, content: str) -> "Entry":
        import hashlib

        return cls(file, rule, hashlib.sha256(f"{rule}\n{content}".encode()).hexdigest()[:32])


Accepted = Mapping[Entry, int]


def parse(path: str, content: bytes) -> dict[Entry, int]:
    """The entries with their counts; NotJudged with file and line when any line cannot be relied on."""
    if len(content) > _MOST_BYTES:
        raise NotJudged(path, f"is larger than {_MOST_BYTES >> 20} MiB; no baseline is")
    found: dict[Entry, int] = {}
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            entry, count = _entry(path, number, line)
            found[entry] = min(count, found.get(entry, count))
    return found


def render(entries: Accepted) -> bytes:
    """The file that holds these entries: by file, rule and hash, so that branches add different lines."""
    import json

    lines = (dict(zip(_KEYS, (*entry, count), strict=True)) for entry, count in sorted(entries.items()) if count > 0)
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def _entry(path: str, number: int, line: bytes) -> tuple[Entry, int]:
    import json

    try:
        text = line.decode("utf-8").strip()
        if text.startswith(_MARKERS):
            raise NotJudged(
                path, f"line {number}: is a mark of a merge conflict; keep the entries and delete the marks"
            )
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise _unusable(path, number, "is not JSON in UTF-8") from None
    if not isinstance(data, dict) or set(data) != set(_KEYS) or not all(map(_fits, data.items())):
        raise _unusable(path, number, 'needs "file", "rule", "hash" and a "count" of 1 or more, and nothing else')
    return Entry(data["file"], data["rule"], data["hash"]), data["count"]


def _fits(item: tuple[str, Any]) -> bool:
    key, value = item
    return type(value) is _KEYS[key] and bool(value) and not (isinstance(value, int) and value < 1)


def _unusable(path: str, number: int, why: str) -> NotJudged:
    return NotJudged(path, f"line {number}: {why}; run `walkaround sast baseline --update`")
