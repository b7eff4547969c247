"""Branches that each accept, drop and audit secrets merge without a conflict, and nothing that either added is lost.

Real git does all of it, with the attribute that `walkaround secrets baseline` writes. Its own fast-import builds the
branches, since a process for each of their commits would cost more than the merges.
"""

import random
import subprocess
from collections.abc import Iterable, Mapping, Sequence

import pytest

from tests_support import Repository
from walkaround._merges import let_merge
from walkaround._secrets_baseline import FALSE_POSITIVE, FILE, STATUSES, Entry, fingerprint, parse, render, strictest

MERGES = 200
Entries = dict[tuple[str, str, str], Entry]
FILES = [f"src/{name}.py" for name in "abcdefgh"]
TYPES = ["assigned-credential", "private-key", "github-personal-access-token"]


def made(source: random.Random) -> Entry:
    entry = Entry(source.choice(FILES), source.choice(TYPES), fingerprint(str(source.random())))
    return audited(source, entry) if source.random() < 0.4 else entry


def audited(source: random.Random, entry: Entry) -> Entry:
    return entry._replace(status=source.choice(STATUSES), reason=source.choice(["a sample", "not ours", "rotated"]))


def by_key(entries: Iterable[Entry]) -> Entries:
    return {entry.key: entry for entry in entries}


def edited(source: random.Random, base: Entries) -> Entries:
    """What one branch makes of it: some entries more, some less, some looked at."""
    entries = dict(base)
    for key in [key for key in entries if source.random() < 0.15]:
        del entries[key]
    for key in [key for key in entries if source.random() < 0.15]:
        entries[key] = audited(source, entries[key])
    return entries | by_key(made(source) for _ in range(source.randint(0, 4)))


def allowed(base: Entries, one: Entries, other: Entries, key: tuple[str, str, str]) -> set[Entry]:
    """What an entry may be after a merge: as a side left it, or the strictest of the lines that git may keep."""
    was, left, right = base.get(key), one.get(key), other.get(key)
    sides = [side for side in (left, right) if side is not None]
    lines = [line for line in (was, *sides) if line is not None]
    return {*sides, strictest(*sides), strictest(*lines)} if sides else set()


def check_merged(base: Entries, one: Entries, other: Entries, content: bytes) -> None:
    merged = by_key(parse(FILE, content))
    assert merged.keys() <= one.keys() | other.keys()
    assert merged.keys() >= one.keys() & other.keys(), "an entry of both sides is lost"
    assert merged.keys() >= (one.keys() | other.keys()) - base.keys(), "an added entry is lost"
    for key, entry in merged.items():
        assert entry in allowed(base, one, other, key), key
    again = render(parse(FILE, content))
    assert parse(FILE, again) == tuple(sorted(merged.values()))


class Importer:
    """Builds commits that differ in the baseline alone, through one `git fast-import`."""

    def __init__(self, attributes: bytes) -> None:
        self._stream = [_blob(1, attributes)]
        self._mark = 1

    def commit(self, ref: str, entries: Entries, parent: int | None = None) -> int:
        blob, self._mark = self._mark + 1, self._mark + 2
        head = f"commit refs/heads/{ref}\nmark :{self._mark}\ncommitter A <a@example.org> {self._mark} +0000\n"
        origin = f"from :{parent}\n" if parent else ""
        tree = f"M 100644 :{blob} {FILE}\nM 100644 :1 .walkaround/.gitattributes\n"
        self._stream += [_blob(blob, render(entries.values())), f"{head}data 1\nx\n{origin}{tree}\n".encode()]
        return self._mark

    def run(self, repository: Repository) -> None:
        stream = b"".join(self._stream)
        subprocess.run(["git", "fast-import", "--quiet"], cwd=repository.top, input=stream, check=True)


def _blob(mark: int, content: bytes) -> bytes:
    return b"blob\nmark :%d\ndata %d\n%s\n" % (mark, len(content), content)


def attributes(repository: Repository) -> bytes:
    """The rule as the command writes it."""
    (repository.top / ".walkaround").mkdir()
    let_merge(FILE)
    return (repository.top / ".walkaround/.gitattributes").read_bytes()


def merged(repository: Repository) -> bytes:
    assert repository.git("status", "--porcelain", "--untracked-files=no") == b""
    return (repository.top / FILE).read_bytes()


def test_two_hundred_random_merges_have_no_conflict(repository: Repository) -> None:
    source = random.Random(4)  # noqa: S311 - nothing here protects anything
    importer = Importer(attributes(repository))
    cases = []
    for number in range(MERGES):
        base = by_key(made(source) for _ in range(source.randint(0, 30)))
        one, other = edited(source, base), edited(source, base)
        start = importer.commit(f"base{number}", base)
        importer.commit(f"one{number}", one, start)
        importer.commit(f"other{number}", other, start)
        cases.append((base, one, other))
    importer.run(repository)
    for number, (base, one, other) in enumerate(cases):
        repository.git("checkout", "-q", "--force", "--detach", f"one{number}")
        repository.git("merge", "-q", "--no-edit", f"other{number}")
        check_merged(base, one, other, merged(repository))


def test_without_the_attribute_there_are_conflicts(repository: Repository) -> None:
    """Else the merges above would prove nothing."""
    importer = Importer(b"# nothing\n")
    first, second = (Entry("a.py", "t", fingerprint(text)) for text in "ab")
    start = importer.commit("base", {})
    importer.commit("one", by_key([first]), start)
    importer.commit("other", by_key([second]), start)
    importer.run(repository)
    repository.git("checkout", "-q", "one")
    done = subprocess.run(["git", "merge", "-q", "other"], cwd=repository.top, capture_output=True, check=False)
    assert done.returncode == 1


WAYS: Mapping[str, Sequence[Sequence[str]]] = {
    "criss-cross": (
        ("checkout -q --detach one", "merge -q --no-edit other", "branch -q mixed1"),
        ("checkout -q --detach other", "merge -q --no-edit one", "branch -q mixed2"),
    ),
    "rebased": (("checkout -q -b moved other", "rebase -q one"),),
    "picked": (("checkout -q --detach one", "cherry-pick other"), ("merge -q --no-edit other",)),
}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("way", WAYS)
def test_other_ways_to_bring_branches_together_have_none_either(repository: Repository, way: str, seed: int) -> None:
    source = random.Random(seed)  # noqa: S311
    importer = Importer(attributes(repository))
    base = by_key(made(source) for _ in range(12))
    one, other = edited(source, base), edited(source, base)
    start = importer.commit("base", base)
    importer.commit("one", one, start)
    importer.commit("other", other, start)
    importer.run(repository)
    (repository.top / ".walkaround/.gitattributes").unlink()
    for step in WAYS[way]:
        for command in step:
            repository.git(*command.split())
    check_merged(base, one, other, merged(repository))
    if way == "criss-cross":
        further = []
        for name in ("mixed1", "mixed2"):
            repository.git("checkout", "-q", "--detach", name)
            entries = edited(source, by_key(parse(FILE, merged(repository))))
            repository.commit("more", **{FILE: render(entries.values()).decode()})
            further.append((repository.git("rev-parse", "HEAD").decode().strip(), entries))
        repository.git("checkout", "-q", "--detach", further[0][0])
        repository.git("merge", "-q", "--no-edit", further[1][0])
        left, right = further[0][1], further[1][1]
        assert by_key(parse(FILE, merged(repository))).keys() >= left.keys() & right.keys()


def test_an_answer_in_one_branch_outlives_a_neighbour_in_the_other(repository: Repository) -> None:
    """Git keeps both versions of a line that only one side touched, when the other adds one beside it."""
    first, second = sorted(Entry("a.py", "t", fingerprint(text)) for text in "ab")
    answered = first._replace(status=FALSE_POSITIVE)
    importer = Importer(attributes(repository))
    start = importer.commit("base", by_key([first]))
    importer.commit("one", by_key([answered]), start)
    importer.commit("other", by_key([first, second]), start)
    importer.run(repository)
    repository.git("checkout", "-q", "--force", "one")
    repository.git("merge", "-q", "--no-edit", "other")
    content = merged(repository)
    assert content.count(b"\n") == 3
    assert parse(FILE, content) == (answered, second)
