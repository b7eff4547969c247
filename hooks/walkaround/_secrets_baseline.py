"""`.walkaround/secrets.baseline`: accepted secrets, one JSON object a line, told apart by content and never by place.

    {"file": "src/app.py", "type": "assigned-credential", "hash": "v1:...", "status": "accepted", "reason": "..."}

`file` is a path from the repository's top with slashes, `type` what kind of secret it is, `hash` a fingerprint of it.
`status` is missing until somebody has looked. There is no time, version or line number, and lines have one order:
two branches that each accept something add different lines, and a union merge of them is a whole file.

What such a merge leaves is read as it stands: any order, a line twice, and an entry both as it was and as it became.
Of several answers about one entry the strictest counts.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ._finding import NotJudged
from ._policy import did_you_mean

FILE = ".walkaround/secrets.baseline"
LEGACY = ".secrets.baseline"  # as detect-secrets writes it
FALSE_POSITIVE, ACCEPTED, TO_REVOKE = "false-positive", "accepted", "to-revoke"
STATUSES = (FALSE_POSITIVE, ACCEPTED, TO_REVOKE)  # loosest first
SHA1 = "sha1:"
MOST_BYTES = 64 << 20
_V1 = "v1:"
_LENGTHS = {_V1: 32, SHA1: 40}
_KEYS = ("file", "type", "hash", "status", "reason")
_LONGEST = 2000  # characters of a reason
_ROUNDS = 200
_SALT = b"walkaround secrets.baseline v1"
_MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


class Entry(NamedTuple):
    """One secret in one file. Without a status nobody has looked at it yet."""

    file: str
    type: str
    hash: str
    status: str = ""
    reason: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        return self[:3]

    @property
    def accepts(self) -> bool:
        """Whether its secret is no finding; one that is to be revoked stays one until it is gone."""
        return self.status != TO_REVOKE


def names(value: str) -> tuple[str, ...]:
    """The files that `secret-detection.baseline` means, from the top: beside the default, detect-secrets' own one."""
    if not value:
        return ()
    from posixpath import normpath

    name = normpath(value.replace("\\", "/"))
    return (FILE, LEGACY) if name == FILE else (name,)


def fingerprint(value: str) -> str:
    """What a baseline knows a secret by: "v1:" and 128 bits of PBKDF2-HMAC-SHA256 in hexadecimal digits.

    The same value gives the same line in every branch and clone, so there can be no random salt. A fixed one keeps
    tables of common passwords' hashes from being of use, and the rounds (about 0.05 ms in all) make guessing
    two hundred times as dear as with one hash. A password that a dictionary has is found all the same, by whoever can
    read the file: a baseline is for what opens nothing.
    """
    from hashlib import pbkdf2_hmac

    return _V1 + pbkdf2_hmac("sha256", value.encode("utf-8", "surrogatepass"), _SALT, _ROUNDS, 16).hex()


def is_legacy(path: str, content: bytes) -> bool:
    """Whether this is a file of detect-secrets, however broken: one JSON object over the whole file, not one a line."""
    import json

    text = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if path.replace("\\", "/").rpartition("/")[2] == LEGACY and not text.startswith(b'{"file"'):
        return True
    first = text.partition(b"\n")[0].rstrip()
    if not first.startswith(b"{"):
        return False
    try:
        found = json.loads(first)
    except (ValueError, RecursionError):
        return not first.startswith(b'{"file"') and b'"hash"' not in first
    return isinstance(found, dict) and ("results" in found or "plugins_used" in found) and "file" not in found


def parse(path: str, content: bytes) -> tuple[Entry, ...]:
    """The entries in order, each once; NotJudged with file and line when any line cannot be relied on."""
    if len(content) > MOST_BYTES:
        raise NotJudged(path, f"is larger than {MOST_BYTES >> 20} MiB; no baseline of accepted secrets is")
    found: dict[tuple[str, str, str], Entry] = {}
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            entry = _entry(path, number, line)
            known = found.get(entry.key)
            found[entry.key] = entry if known is None else strictest(known, entry)
    return tuple(found[key] for key in sorted(found))


def render(entries: Iterable[Entry]) -> bytes:
    """The file that holds these entries: UTF-8, LF, by file, type and hash."""
    return b"".join(_line(entry) for entry in sorted(entries))


def changed(entries: Iterable[Entry], new: Entry) -> tuple[Entry, ...]:
    """The entries with one exchanged for what it is now."""
    return tuple(new if entry.key == new.key else entry for entry in entries)


def strictest(*entries: Entry) -> Entry:
    """Of several lines about one entry the one that demands most; any answer is more than none."""

    def rank(entry: Entry) -> tuple[int, int, str]:
        return STATUSES.index(entry.status) + 1 if entry.status else 0, len(entry.reason), entry.reason

    return max(entries, key=rank)


def unfit(entry: Entry) -> str:
    """Why an entry cannot stand in a baseline; empty when it can."""
    missing = next((key for key, value in zip(_KEYS[:3], entry, strict=False) if not value), "")
    return f'has no "{missing}"' if missing else _wrong({key: value for key, value in entry._asdict().items() if value})


def _line(entry: Entry) -> bytes:
    import json

    fields = {key: value for key, value in zip(_KEYS, entry, strict=True) if value}
    try:
        return (json.dumps(fields, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:  # a file name that is no UTF-8
        return (json.dumps(fields) + "\n").encode()


def _entry(path: str, number: int, line: bytes) -> Entry:
    import json

    try:
        text = line.decode("utf-8").strip(" \t\r")
    except UnicodeDecodeError:
        raise _unusable(path, number, "is not UTF-8") from None
    if text.startswith(_MARKERS):
        why = "is a mark of a merge conflict; delete the lines of <, |, = and > and keep the entries between them"
        raise NotJudged(path, f"line {number}: {why}, then run `walkaround secrets baseline --update`")
    try:
        data = json.loads(text, object_pairs_hook=_object)
    except _TwiceError as twice:
        raise _unusable(path, number, f"has {_quoted(twice.name)} twice") from None
    except (ValueError, RecursionError):
        raise _unusable(path, number, "is not JSON") from None
    if not isinstance(data, dict):
        raise _unusable(path, number, "is not a JSON object")
    _check(path, number, data)
    return Entry(*(data.get(key, "") for key in _KEYS))


class _TwiceError(ValueError):
    """An object has a key twice, of which each reader would take another one."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _TwiceError(key)
        found[key] = value
    return found


def _check(path: str, number: int, data: Mapping[str, Any]) -> None:
    for key, value in data.items():
        if key not in _KEYS:
            raise _unusable(path, number, f"has an unknown key {_quoted(key)}{did_you_mean(key, _KEYS)}")
        if not isinstance(value, str) or not value:
            raise _unusable(path, number, f'has a "{key}" that is not a text')
    for key in _KEYS[:3]:
        if key not in data:
            raise _unusable(path, number, f'has no "{key}"')
    wrong = _wrong(data)
    if wrong:
        raise _unusable(path, number, wrong)


def _wrong(data: Mapping[str, str]) -> str:
    """What is wrong with an entry whose keys and types are right; empty when nothing is."""
    file, digest = data["file"], data["hash"]
    if file.startswith("/") or "\\" in file or {"", ".", ".."} & set(file.split("/")):
        return 'has a "file" that is not a path from the repository\'s top, with slashes'
    mark = digest[: digest.find(":") + 1]
    if len(digest) - len(mark) != _LENGTHS.get(mark) or not set(digest[len(mark) :]) <= set("0123456789abcdef"):
        return 'has a "hash" that is none: v1: and 32, or sha1: and 40 hexadecimal digits in lower case'
    status = data.get("status", "")
    if status and status not in STATUSES:
        near = did_you_mean(status, STATUSES)
        return f'has an unknown "status" {_quoted(status)}{near or "; there are " + ", ".join(STATUSES)}'
    if status == ACCEPTED and not data.get("reason", "").strip():
        return 'accepts a risk without a "reason"'
    if len(data.get("reason", "")) > _LONGEST:
        return f'has a "reason" of more than {_LONGEST} characters'
    return ""


def _unusable(path: str, number: int, why: str) -> NotJudged:
    act = "mend or delete that line, then run `walkaround secrets baseline --update`"
    return NotJudged(path, f"line {number}: {why}; no file was judged against it: {act}")


def _quoted(word: str) -> str:
    """A word of the baseline, short enough to be quoted: it is configuration, never a secret."""
    import json

    return json.dumps(word if len(word) <= 60 else word[:57] + "...")
