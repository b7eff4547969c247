"""The commits of a range, as they were made: in bytes, whatever their encoding, past mailmap and replacements."""

import io
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests_support import Repository
from walkaround import _git_log
from walkaround._git import GitError
from walkaround._git_log import Commit, commits

ADA = ("Ada Example", "ada@example.org")
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"


def listed(repository: Repository, base: str | None, head: str = "HEAD") -> list[Commit]:
    return list(commits(str(repository.top), base, head))


def raw(repository: Repository, message: bytes, *, author: bytes = b"Ada Example <ada@example.org>", more: bytes = b"",
        parents: tuple[str, ...] = ()) -> str:  # fmt: skip
    """A commit of these very bytes, as other tools may have made it; its id."""
    lines = [f"tree {EMPTY_TREE}", *(f"parent {sha}" for sha in parents)]
    head = "".join(f"{line}\n" for line in lines).encode()
    people = b"author %b 1700000000 +0000\ncommitter Ada Example <ada@example.org> 1700000000 +0000\n" % author
    path = repository.write(".git/made", head + people + more + b"\n" + message)
    return repository.git("hash-object", "-t", "commit", "-w", "--literally", str(path)).decode().strip()


@pytest.fixture
def repository_with_tree(repository: Repository) -> Repository:
    repository.git("write-tree")
    return repository


def test_what_a_commit_holds(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    first = repository.commit("Begin")
    monkeypatch.setenv("GIT_COMMITTER_NAME", "Grace Exämple")
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "grace@example.org")
    second = repository.commit("Add x\n\nText: ü\n\nKey: value")
    grace = ("Grace Exämple", "grace@example.org")
    assert listed(repository, first) == [Commit(second, *ADA, *grace, "Add x\n\nText: ü\n\nKey: value\n")]
    assert [commit.sha for commit in listed(repository, None)] == [second, first]
    assert listed(repository, "HEAD") == []
    assert listed(repository, second, first) == []


@pytest.mark.parametrize(
    ("message", "more", "expected"),
    [
        pytest.param(b"Caf\xe9\n", b"", "Caf\udce9\n", id="bytes that are no UTF-8"),
        pytest.param(b"Caf\xe9\n", b"encoding ISO-8859-1\n", "Café\n", id="declared Latin-1"),
        pytest.param(b"\x82\xa0\n", b"encoding SHIFT-JIS\n", "あ\n", id="declared Shift JIS"),
        pytest.param(b"Caf\xe9\n", b"encoding no-such-thing\n", "Caf\udce9\n", id="an encoding that nobody knows"),
        pytest.param("Café\n".encode(), b"encoding UTF-8\n", "Café\n", id="declared UTF-8"),
        pytest.param(b"", b"", "", id="no message"),
        pytest.param(b"\n\n  x\n\n\n", b"", "\n\n  x\n\n\n", id="blank lines stay"),
        pytest.param(b"a\r\nb\r\n", b"", "a\r\nb\r\n", id="CRLF"),
        pytest.param(b"a\x1e\x01\x1b[31mb\n", b"", "a\x1e\x01\x1b[31mb\n", id="control characters"),
        pytest.param(b"%H%x00%an\n", b"", "%H%x00%an\n", id="placeholders"),
        pytest.param(b"x" * 200_000 + b"\n", b"", "x" * 200_000 + "\n", id="longer than what is read at once"),
        pytest.param(
            b"a\n", b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n", "a\n", id="signed"
        ),
    ],
)
@pytest.mark.parametrize("configured", ["", "ISO-8859-1"], ids=["default", "log in Latin-1"])
def test_every_encoding(
    repository_with_tree: Repository, message: bytes, more: bytes, expected: str, configured: str
) -> None:
    repository = repository_with_tree
    if configured:
        repository.git("config", "i18n.logOutputEncoding", configured)
        repository.git("config", "i18n.commitEncoding", configured)
    repository.git("config", "log.showSignature", "true")
    first = raw(repository, b"Begin\n")
    sha = raw(repository, message, more=more, parents=(first,))
    assert listed(repository, first, sha) == [Commit(sha, *ADA, *ADA, expected)]


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        pytest.param(b"Caf\xe9 <a@b.c>", ("Caf\udce9", "a@b.c"), id="no UTF-8"),
        pytest.param(b" <>", ("", ""), id="nobody"),
        pytest.param(b"Ada <ada@example.org> (Grace) <g@example.org>", ("Ada", "ada@example.org"), id="two addresses"),
    ],
)
def test_every_author(repository_with_tree: Repository, author: bytes, expected: tuple[str, str]) -> None:
    sha = raw(repository_with_tree, b"a\n", author=author)
    (commit,) = listed(repository_with_tree, None, sha)
    assert (commit.author_name, commit.author_email) == expected


def test_merges_and_octopuses(repository_with_tree: Repository) -> None:
    repository = repository_with_tree
    base = raw(repository, b"Begin\n")
    sides = [raw(repository, b"side %d\n" % number, parents=(base,)) for number in range(3)]
    merge = raw(repository, b"Merge\n", parents=(base, *sides))
    assert {commit.sha for commit in listed(repository, base, merge)} == {merge, *sides}
    assert {commit.sha for commit in listed(repository, sides[0], merge)} == {merge, *sides[1:]}


def test_neither_mailmap_nor_replacement_is_seen(repository: Repository) -> None:
    repository.git("config", "log.mailmap", "true")
    first = repository.commit("Begin", **{".mailmap": "Somebody Else <else@example.org> <ada@example.org>\n"})
    second = repository.commit("Made with an agent")
    third = repository.commit("By hand")
    assert repository.git("log", "-1", "--format=%aN").decode() == "Somebody Else\n"
    repository.git("replace", second, first)
    assert repository.git("rev-list", "--count", "HEAD").decode() == "2\n"
    expected = [Commit(third, *ADA, *ADA, "By hand\n"), Commit(second, *ADA, *ADA, "Made with an agent\n")]
    assert listed(repository, first) == expected


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("format.pretty", "fuller"),
        ("color.ui", "always"),
        ("log.decorate", "full"),
        ("log.diffMerges", "on"),
        ("log.abbrevCommit", "true"),
        ("log.follow", "true"),
        ("notes.displayRef", "refs/notes/*"),
        ("core.pager", "false"),
    ],
)
def test_settings_change_nothing(repository: Repository, key: str, value: str) -> None:
    sha = repository.commit("Begin", **{"a.txt": "a\n"})
    repository.git("notes", "add", "-m", "a note", sha)
    repository.git("config", key, value)
    assert listed(repository, None) == [Commit(sha, *ADA, *ADA, "Begin\n")]


@pytest.mark.parametrize(
    ("base", "head"),
    [("absent", "HEAD"), (None, "absent"), (None, "--all"), ("--output=x", "HEAD"), (None, "HEAD..HEAD"), (None, "")],
)
def test_revisions_that_name_no_commit(repository: Repository, base: str | None, head: str) -> None:
    repository.commit("Begin")
    wrong = base if base is not None else head
    with pytest.raises(GitError) as failure:
        listed(repository, base, head)
    assert str(failure.value) == f"{wrong!r} names no commit here; fetch it, or check its spelling"
    assert not (repository.top / "x").exists()


def test_a_file_is_no_commit(repository: Repository) -> None:
    repository.commit("Begin", **{"a.txt": "a\n"})
    blob = repository.git("rev-parse", "HEAD:a.txt").decode().strip()
    with pytest.raises(GitError, match="names no commit here"):
        listed(repository, None, blob)


def test_a_shallow_clone_is_not_the_whole_answer(repository: Repository, tmp_path: Path) -> None:
    first = repository.commit("Begin")
    repository.commit("Add x")
    third = repository.commit("Add y")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth=1", repository.top.as_uri(), str(clone)], check=True)
    shallow = Repository(clone)
    shallow.git("fetch", "-q", "--depth=1", "origin", first)
    found: list[Commit] = []
    cut = r"^the commits up to 'HEAD' are cut off in this shallow clone; run `git fetch --unshallow`$"
    with pytest.raises(GitError, match=cut):
        found.extend(commits(str(clone), first, "HEAD"))
    assert [commit.sha for commit in found] == [third]  # what is there is given all the same
    shallow.git("fetch", "-q", "--unshallow")
    assert [commit.message for commit in listed(shallow, first)] == ["Add y\n", "Add x\n"]


def test_a_commit_that_is_missing(repository: Repository) -> None:
    repository.commit("Begin")
    missing = repository.commit("Add x")
    repository.commit("Add y")
    (repository.top / ".git" / "objects" / missing[:2] / missing[2:]).unlink()
    with pytest.raises(GitError, match=r"^git log ended early; is the repository whole\? try `git fsck`$"):
        listed(repository, None)


def test_whoever_stops_early_leaves_no_process(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        repository.commit(f"Commit {number}")
    started: list[subprocess.Popen[bytes]] = []

    class Watched(subprocess.Popen[bytes]):
        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, **options)  # type: ignore[call-overload]
            started.append(self)

    found = commits(str(repository.top), None, "HEAD")
    monkeypatch.setattr(subprocess, "Popen", Watched)
    assert next(found).message == "Commit 2\n"
    found.close()
    assert [process.poll() is None for process in started] == [False] * len(started)
    assert all(process.stdout is None or process.stdout.closed for process in started)
    assert len(started) == 2  # one resolves the name, one lists


def test_without_git(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    sha = repository.commit("Begin")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitError, match=r"^git is not on PATH; install it$"):
        list(_git_log._log(str(repository.top), sha.encode()))


TEXTS = st.binary(max_size=6).map(lambda text: text.replace(b"\0", b""))


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), max_size=5), st.integers(1, 7))
def test_groups_survive_any_cut(groups: list[list[bytes]], chunk: int) -> None:
    stream = b"".join(text + b"\0" for group in groups for text in group)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_git_log, "_CHUNK", chunk)
        found = list(_git_log._groups(io.BytesIO(stream), 3))
    assert [[text.encode("utf-8", "surrogateescape") for text in group] for group in found] == groups


@given(st.binary(max_size=30))
def test_a_broken_stream_is_said(stream: bytes) -> None:
    """Whole groups come out, and what is no group is an error, never dropped."""
    texts = stream.split(b"\0")
    whole = not texts[-1] and (len(texts) - 1) % 3 == 0
    found: list[list[str]] = []
    failed = False
    try:
        found.extend(_git_log._groups(io.BytesIO(stream), 3))
    except GitError:
        failed = True
    assert failed == (not whole)
    assert len(found) == (len(texts) - 1) // 3
