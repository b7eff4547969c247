"""Files of accepted findings: one JSON object a line, told apart by content and never by place.

    {"file": "src/app.py", "rule": "B901", "hash": "3f0c...", "count": 2}

`hash` is of the rule and the line that the finding is on, without white space at its ends and between its words; so
lines may move and be indented anew. Of a finding about a whole file it is of the rule and what is said. `count` is how
many of them the file may have: one more is a new finding. A union merge of two branches is a whole file; of two counts
about one entry the smaller one holds.

`.walkaround/sast.baseline` is such a file, which sast reads. `.walkaround/findings.baseline` is the other one, for
hooks that are `acceptable`: `_main` takes what it accepts out of what they say.
"""

import os
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ._finding import Finding, NotJudged
from ._paths import from_root, strays

if TYPE_CHECKING:
    from ._inputs import Snapshot
    from ._report import Reported

FILE = ".walkaround/findings.baseline"
SAST_FILE = ".walkaround/sast.baseline"
_KEYS: dict[str, type] = {"file": str, "rule": str, "hash": str, "count": int}
_MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_MOST_BYTES = 64 << 20

T = TypeVar("T")


class Entry(NamedTuple):
    """So many findings of one rule on lines of one content, in one file."""

    file: str
    rule: str
    hash: str

    @classmethod
    def of(cls, file: str, rule: str, content: str) -> "Entry":
        import hashlib

        digest = hashlib.sha256(f"{rule}\n{content}".encode("utf-8", "surrogatepass"))
        return cls(file, rule, digest.hexdigest()[:32])


Accepted = Mapping[Entry, int]
Read = Callable[[str], bytes]


def parse(path: str, content: bytes, command: str = "walkaround baseline") -> dict[Entry, int]:
    """The entries with their counts; NotJudged with file and line when any line cannot be relied on.

    `command` is what brings this file up to date.
    """
    if len(content) > _MOST_BYTES:
        raise NotJudged(path, f"is larger than {_MOST_BYTES >> 20} MiB; no baseline is")
    found: dict[Entry, int] = {}
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            try:
                entry, count = _entry(line)
            except _UnusableError as bad:
                raise NotJudged(path, f"line {number}: {bad}; {bad.act}, then run `{command} --update`") from None
            found[entry] = min(count, found.get(entry, count))
    return found


def render(entries: Accepted) -> bytes:
    """The file that holds these entries: by file, rule and hash, so that branches add different lines."""
    import json

    lines = (dict(zip(_KEYS, (*entry, count), strict=True)) for entry, count in sorted(entries.items()) if count > 0)
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def new(items: Iterable[T], entry_of: Callable[[T], Entry], accepted: Accepted) -> list[T]:
    """Those that are not accepted; of several alike, the last ones are the new ones."""
    met: Counter[Entry] = Counter()
    found = []
    for item in items:
        entry = entry_of(item)
        met[entry] += 1
        if met[entry] > accepted.get(entry, 0):
            found.append(item)
    return found


def not_accepted(
    findings: Iterable["Reported"], accepted: Accepted, rules: Container[str], snapshot: "Snapshot"
) -> list["Reported"]:
    """Those of a run's findings that are not accepted, of which only these rules' may be."""
    contents = Contents(snapshot.root, snapshot.read)
    kinds = {(entry.file, entry.rule) for entry in accepted}
    ordered = sorted(findings, key=lambda one: one.finding[:4])
    named = [one.finding.rule in rules and contents.kind(one.finding) in kinds for one in ordered]
    known = [one for one, may_be in zip(ordered, named, strict=True) if may_be]
    others = [one for one, may_be in zip(ordered, named, strict=True) if not may_be]
    return others + new(known, lambda one: contents.entry(one.finding), accepted)


class Contents:
    """The lines that findings are on, each file of a snapshot read once for any number of them."""

    def __init__(self, root: str, read: Read) -> None:
        self._root = root
        self._read = read
        self._lines: tuple[str, list[str]] = "", []

    def kind(self, finding: Finding) -> tuple[str, str]:
        """The file from the top, and the rule, which a baseline has first to name."""
        return from_root(self._root, finding.path) or finding.path, finding.rule

    def entry(self, finding: Finding) -> Entry:
        """What a baseline knows a finding by."""
        file, _ = self.kind(finding)
        lines = self.lines(finding.path) if finding.line > 0 else []
        content = lines[finding.line - 1] if 0 < finding.line <= len(lines) else finding.message
        return Entry.of(file, finding.rule, " ".join(content.split()))

    def lines(self, path: str) -> list[str]:
        """A file's lines, as editors count them; none where it cannot be read."""
        if self._lines[0] != path:
            try:
                content = self._read(path)
            except NotJudged:
                content = b""
            self._lines = path, _lines(content)
        return self._lines[1]


def read(
    root: str, name: str, exists: Callable[[str], bool], read_: Read, command: str = "walkaround baseline"
) -> dict[Entry, int]:
    """What a baseline of a snapshot accepts, by its path from the top; nothing where there is none.

    NotJudged for a link: what it leads to need not be in the repository, and nobody would see it change.
    """
    path = os.path.relpath(os.path.join(root, name))
    if not exists(path):
        if os.path.islink(path):
            raise NotJudged(path, "is a link that leads nowhere; put the baseline itself there")
        return {}
    refuse_strays(root, path)
    return parse(path, read_(path), command)


def refuse_strays(root: str, path: str) -> None:
    """NotJudged when a baseline, as it is on disk, is a link, lies behind one, or is no file of the repository."""
    why = strays(root, path)
    if why is not None:
        raise NotJudged(path, f"{why}; name a file of the repository")


def _lines(content: bytes) -> list[str]:
    """Lines by LF, CRLF and CR alone, as `_text.Text` counts them; a byte that is no text only has to stay itself."""
    import re

    from ._text import marked

    mark, encoding = marked(content)
    return re.split("\r\n|\r|\n", content[len(mark) :].decode(encoding, "backslashreplace"))


class _UnusableError(Exception):
    """Why a line cannot be relied on, and what to do."""

    def __init__(self, why: str, act: str = "mend or delete that line") -> None:
        super().__init__(why)
        self.act = act


def _entry(line: bytes) -> tuple[Entry, int]:
    import json

    try:
        text = line.decode("utf-8").strip()
        if text.startswith(_MARKERS):
            raise _UnusableError("is a mark of a merge conflict", "delete the marks and keep the entries")
        data = json.loads(text, object_pairs_hook=_object)
    except (ValueError, RecursionError):
        raise _UnusableError("is not JSON in UTF-8") from None
    if not isinstance(data, dict) or set(data) != set(_KEYS) or not all(map(_fits, data.items())):
        raise _UnusableError('needs "file", "rule", "hash" and a "count" of 1 or more, and nothing else')
    return Entry(data["file"], data["rule"], data["hash"]), data["count"]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A key that stands twice would be read as one thing here and another elsewhere."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _UnusableError("has a key twice")
    return found


def _fits(item: tuple[str, Any]) -> bool:
    key, value = item
    return type(value) is _KEYS[key] and bool(value) and not (isinstance(value, int) and value < 1)
