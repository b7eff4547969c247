"""What people have accepted, from Walkaround's baseline and detect-secrets': asked for one secret at a time.

accepted = Accepted(baselines)           # per run
here = accepted.file("src/app.py")       # per file
here.accepts(Secret(kind, value, number, line, start, end))
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from .._secrets_baseline import SHA1, Entry, fingerprint, is_legacy
from .._secrets_baseline import parse as parse_entries

if TYPE_CHECKING:
    from ._baseline import Baseline
    from ._legacy import Recorded


class Secret(NamedTuple):
    """A secret at a place of a file.

    `kind` is its type in a baseline, `value` the whole secret: of a private key its material, not its header. `line`
    is the text of line `number` (from 1), or a part of it, and [start, end) the secret's characters in it.
    """

    kind: str
    value: str
    number: int
    line: str
    start: int
    end: int


class Old(NamedTuple):
    """An entry that knows its secret by detect-secrets' type and SHA-1, without a line."""

    type: str
    hash: str
    line: int
    entry: Entry


class FileAccepted:
    """What is accepted in one file."""

    def __init__(self, path: str, entries: Sequence[Entry], legacy: Sequence["Recorded"]) -> None:
        self._path = path
        self._known = {(one.type, one.hash): one for one in entries if not one.hash.startswith(SHA1)}
        old = [Old(one.type, one.hash.removeprefix(SHA1), -1, one) for one in entries if one.hash.startswith(SHA1)]
        self._old: Sequence[Recorded] = (*old, *legacy)

    def accepts(self, secret: Secret) -> bool:
        """Whether this secret is no finding. An entry that says "to-revoke" accepts nothing, whatever others say."""
        entry = self.entry(secret)
        if entry is not None:
            return entry.accepts
        old = self.old(secret)
        return bool(old) and all(one.entry.accepts for one in old if isinstance(one, Old))

    def accepts_as_theirs(self, secret: Secret, digest: str) -> bool:
        """Whether this find of a plugin of detect-secrets is no finding: by its type and its value's SHA-1 alone."""
        entry = self.entry(secret)
        if entry is not None:
            return entry.accepts
        old = [one for one in self._old if one.type == secret.kind and one.hash == digest]
        return bool(old) and all(one.entry.accepts for one in old if isinstance(one, Old))

    def entry(self, secret: Secret) -> Entry | None:
        """The entry that knows this secret by its content, whatever it says about it."""
        return self._known.get((secret.kind, fingerprint(secret.value))) if self._known else None

    def old(self, secret: Secret) -> tuple["Recorded", ...]:
        """The entries that know it as detect-secrets does: of its own baseline, and `Old` ones of ours."""
        if not self._old:
            return ()
        from ._legacy import matching

        return matching(self._old, self._path, secret.line, secret.number, secret.start, secret.end)


class Accepted:
    """What is accepted in a repository, by any number of baselines; without one, nothing."""

    def __init__(self, entries: Sequence[Entry] = (), legacy: Sequence["Baseline"] = ()) -> None:
        self.entries: Mapping[str, Sequence[Entry]] = _by_file(entries)
        self.legacy = tuple(legacy)

    def file(self, key: str) -> FileAccepted:
        """What is accepted in the file with this path from the repository's top."""
        old = [entry for baseline in self.legacy for entry in baseline.entries.get(key, ())]
        return FileAccepted(key, self.entries.get(key, ()), old)

    def excluded(self, what: str, text: str) -> bool:
        """Whether detect-secrets' baseline has an exclusion list for `what` ("file", "line", "secret") with this."""
        return any(baseline.excluded(what, text) for baseline in self.legacy)

    @property
    def excludes(self) -> bool:
        """Whether there is any exclusion list."""
        return any(patterns for baseline in self.legacy for patterns in baseline.excludes.values())


def read(contents: Sequence[tuple[str, bytes]]) -> Accepted:
    """What files accept together, each told by its content; NotJudged when one cannot be relied on."""
    entries: list[Entry] = []
    legacy: list[Baseline] = []
    for path, content in contents:
        if is_legacy(path, content):
            from ._baseline import parse

            legacy.append(parse(path, content))
        else:
            entries += parse_entries(path, content)
    return Accepted(entries, legacy)


def _by_file(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.file, []).append(entry)
    return found
