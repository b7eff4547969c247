"""A history that is written as a story, commit by commit, and made by one `git fast-import`."""

import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, TypedDict, Unpack

Change = tuple[str, str, str]  # a path, a text that stands in it once, and what comes in its place
ADA, BEN, EVE = "Ada Lund <ada@example.org>", "Ben Ito <ben@example.org>", "Eve Ruiz <eve@example.org>"
_START = 1_700_000_000
_HOUR = 3600


class Commit(NamedTuple):
    number: int
    parents: tuple[int, ...]
    files: Mapping[str, bytes]
    message: bytes
    author: str
    authored: int
    committed: int


class Rest(TypedDict, total=False):
    """Who made a commit, how many seconds after the one before, and whether the file of ignored commits names it."""

    author: str
    after: int
    ignored: bool


class Story:
    """Commits are known by their numbers, from 0. `truth` says for each fix in which commits the defects began."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.commits: list[Commit] = []
        self.truth: dict[int, tuple[int, ...]] = {}
        self.ignored: list[int] = []
        self.shas: list[str] = []
        self._clock = _START
        self._at: int | None = None

    def go(self, number: int) -> int:
        """What comes next follows this commit."""
        self._at = number
        return number

    def text(self, path: str) -> str:
        return self.commits[self._here].files[path].decode("latin-1")

    @property
    def _here(self) -> int:
        assert self._at is not None, "a history begins with `add`"
        return self._at

    def add(self, message: str | bytes, files: Mapping[str, str | bytes | None], **rest: Unpack[Rest]) -> int:
        """A commit with these files anew; None deletes one."""
        old = {} if self._at is None else dict(self.commits[self._at].files)
        for path, content in files.items():
            if content is None:
                del old[path]
            else:
                old[path] = content.encode("latin-1") if isinstance(content, str) else content
        return self._commit(message, old, **rest)

    def change(self, message: str | bytes, *changes: Change, **rest: Unpack[Rest]) -> int:
        """A commit that puts texts in the place of others."""
        files = dict(self.commits[self._here].files)
        for path, old, new in changes:
            content = files[path].decode("latin-1")
            assert content.count(old) == 1, f"{self.name}: {content.count(old)} times {old!r} in {path}"
            files[path] = content.replace(old, new).encode("latin-1")
        return self._commit(message, files, **rest)

    def move(self, message: str, old: str, new: str, *changes: Change, **rest: Unpack[Rest]) -> int:
        """A commit that renames a file, and changes it."""
        files = dict(self.commits[self._here].files)
        files[new] = files.pop(old)
        at = self._at
        self.commits.append(self.commits[self._here]._replace(files=files))
        self._at = len(self.commits) - 1
        for path, before, after in changes:
            content = files[path].decode("latin-1")
            assert content.count(before) == 1, before
            files[path] = content.replace(before, after).encode("latin-1")
        self.commits.pop()
        self._at = at
        return self._commit(message, files, **rest)

    def fix(self, message: str | bytes, *changes: Change, of: Iterable[int] | int, **rest: Unpack[Rest]) -> int:
        """A commit that mends what began in those ones; they may be none."""
        number = self.change(message, *changes, **rest)
        self.truth[number] = (of,) if isinstance(of, int) else tuple(of)
        return number

    def revert(self, number: int, *, named: bool = True, of: Iterable[int] | int = (), message: str = "") -> int:
        """As `git revert` does it, where nothing has changed since; the id stands in the message if `named`."""
        target = self.commits[number]
        before = self.commits[target.parents[0]].files
        files = dict(self.commits[self._here].files)
        for path in {*before, *target.files}:
            if before.get(path) == target.files.get(path):
                continue
            if path in before:
                ours, was, now = (one.decode("latin-1") for one in (files[path], before[path], target.files[path]))
                files[path] = _undone(ours, was, now).encode("latin-1")
            else:
                del files[path]
        subject = target.message.partition(b"\n")[0].decode("latin-1")
        said = message or f'Revert "{subject}"' + (f"\n\nThis reverts commit <{number}>.\n" if named else "")
        done = self._commit(said, files)
        self.truth[done] = (of,) if isinstance(of, int) else tuple(of)
        return done

    def pick(self, number: int, *, noted: bool = True) -> int:
        """As `git cherry-pick` does it: the author and the time of writing stay."""
        target = self.commits[number]
        before = self.commits[target.parents[0]].files
        files = dict(self.commits[self._here].files)
        for path, content in target.files.items():
            if before.get(path) != content:
                ours, was, now = (one.decode("latin-1") for one in (files[path], before[path], content))
                files[path] = _undone(ours, now, was).encode("latin-1")
        note = f"\n\n(cherry picked from commit <{number}>)\n" if noted else ""
        message = target.message.decode("latin-1") + note
        done = self._commit(message, files, author=target.author)
        self.commits[done] = self.commits[done]._replace(authored=target.authored)
        return done

    def merge(self, other: int, message: str, *changes: Change, taking: Iterable[str] = ()) -> int:
        """Files that only the other side changed since the two parted are its own, and so are those of `taking`."""
        ours, theirs = self._here, other
        base = self.commits[self._base(ours, theirs)].files
        files = dict(self.commits[ours].files)
        for path, content in self.commits[theirs].files.items():
            if path in taking or files.get(path) == base.get(path):
                files[path] = content
        for path, old, new in changes:
            text = files[path].decode("latin-1")
            assert text.count(old) == 1, old
            files[path] = text.replace(old, new).encode("latin-1")
        return self._commit(message, files, parents=(ours, theirs))

    def _base(self, one: int, other: int) -> int:
        return max(self._ancestors(one) & self._ancestors(other))

    def _ancestors(self, number: int) -> set[int]:
        found, left = set(), [number]
        while left:
            at = left.pop()
            if at not in found:
                found.add(at)
                left += self.commits[at].parents
        return found

    def _commit(
        self, message: str | bytes, files: Mapping[str, bytes], *, author: str = ADA, after: int = 30 * _HOUR,
        parents: tuple[int, ...] | None = None, ignored: bool = False,
    ) -> int:  # fmt: skip
        self._clock += after
        number = len(self.commits)
        if parents is None:
            parents = () if self._at is None else (self._at,)
        said = message.encode() if isinstance(message, str) else message
        self.commits.append(Commit(number, parents, dict(files), said, author, self._clock, self._clock))
        if ignored:
            self.ignored.append(number)
        self._at = number
        return number

    def write(self, top: Path) -> None:
        """Make the repository; ids that messages name are put in, for which it takes as many runs as they follow."""
        for folder in ("objects", "refs"):  # what `git init --bare` makes, without a process
            (top / folder).mkdir(parents=True)
        (top / "HEAD").write_text("ref: refs/heads/main\n")
        (top / "config").write_text("[core]\n\tbare = true\n\trepositoryformatversion = 0\n")
        self.shas = ["0" * 40] * len(self.commits)
        rounds = 1 + sum(b"<%d>" % n in one.message for one in self.commits for n in range(len(self.commits)))
        for _ in range(rounds):
            before = list(self.shas)
            self._import(top)
            if before == self.shas:
                break

    def _import(self, top: Path) -> None:
        marks = top / "marks"
        command = [
            "git",
            "-c",
            "fastimport.unpackLimit=1",
            "fast-import",
            "--quiet",
            "--force",
            f"--export-marks={marks}",
        ]
        subprocess.run(command, input=b"".join(map(self._written, self.commits)), cwd=top, check=True)
        by_mark = dict(line.split() for line in marks.read_text().splitlines())
        self.shas = [by_mark[f":{number + 1}"] for number in range(len(self.commits))]

    def _written(self, commit: Commit) -> bytes:
        message = commit.message
        for number, sha in enumerate(self.shas):
            message = message.replace(b"<%d>" % number, sha.encode())
        head = [
            f"commit refs/heads/{'main' if commit.number == len(self.commits) - 1 else f'b{commit.number}'}",
            f"mark :{commit.number + 1}", f"author {commit.author} {commit.authored} +0000",
            f"committer {commit.author} {commit.committed} +0000", f"data {len(message)}",
        ]  # fmt: skip
        parts = ["\n".join(head).encode(), b"\n", message, b"\n"]
        for at, parent in enumerate(commit.parents):
            parts.append(f"{'merge' if at else 'from'} :{parent + 1}\n".encode())
        parts.append(b"deleteall\n")
        for path, content in commit.files.items():
            parts.append(f"M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n")
        return b"".join((*parts, b"\n"))


def _undone(ours: str, was: str, now: str) -> str:
    """Our text with `was` in the place of `now`, line by line."""
    import difflib

    old, new = now.splitlines(keepends=True), was.splitlines(keepends=True)
    for tag, a, b, c, d in reversed(difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()):
        if tag == "equal":
            continue
        for around in range(max(0, a - 1), -1, -1):  # as many lines before it as it takes to find the place
            before, after = "".join(old[around:b]), "".join([*old[around:a], *new[c:d]])
            if ours.count(before) == 1:
                break
        else:
            raise AssertionError(before)
        ours = ours.replace(before, after)
    return ours


Teller = Callable[[Story], None]


def told(tellers: Iterable[Teller]) -> list[Story]:
    stories = []
    for teller in tellers:
        story = Story(teller.__name__)
        teller(story)
        stories.append(story)
    return stories
