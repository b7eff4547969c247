"""Which files a run judges, and whose content it reads: the index, the work tree or a commit. Real git."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import IO

import pytest

from tests_support import Repository
from walkaround import _git, _inputs
from walkaround._finding import NotJudged
from walkaround._git import GitError
from walkaround._inputs import FileInputs, Listing, Snapshot
from walkaround._paths import from_root


def contents(listing: Listing) -> dict[str, bytes | str]:
    """What every listed file reads as: bytes, or why it was not judged."""
    snapshot = Snapshot(listing)
    found: dict[str, bytes | str] = {}
    for path in listing.paths:
        try:
            found[path] = snapshot.read(path)
        except NotJudged as failure:
            found[path] = failure.why
    snapshot.close()
    return found


def test_a_named_file_is_read_as_staged(repository: Repository) -> None:
    repository.stage("a.txt", "staged")
    repository.write("a.txt", "on disk")
    assert contents(_inputs.named_files(["a.txt"])) == {"a.txt": b"staged"}
    assert contents(_inputs.work_tree(["a.txt"])) == {"a.txt": b"on disk"}
    assert contents(_inputs.all_files()) == {"a.txt": b"on disk"}
    assert contents(_inputs.staged()) == {"a.txt": b"staged"}


def test_a_staged_file_deleted_from_disk_is_still_judged(repository: Repository) -> None:
    repository.stage("a.txt", "staged").unlink()
    assert contents(_inputs.named_files(["a.txt"])) == {"a.txt": b"staged"}
    assert contents(_inputs.staged()) == {"a.txt": b"staged"}
    assert contents(_inputs.all_files()) == {}


def test_an_untracked_file_is_read_from_disk(repository: Repository) -> None:
    repository.write("new.txt", "on disk")
    assert contents(_inputs.named_files(["new.txt", "./new.txt"])) == {"new.txt": b"on disk", "./new.txt": b"on disk"}


def test_intent_to_add_is_read_from_disk_and_an_empty_file_is_empty(repository: Repository) -> None:
    repository.write("soon.txt", "not staged yet")
    repository.git("add", "-N", "soon.txt")
    repository.stage("empty.txt")
    assert contents(_inputs.named_files(["soon.txt", "empty.txt"])) == {"soon.txt": b"not staged yet", "empty.txt": b""}


NAMES = [
    pytest.param(b"plain.txt", id="plain"),
    pytest.param(b"with space.txt", id="space"),
    pytest.param(b"line\nbreak.txt", id="newline"),
    pytest.param(b'tab\tquote".txt', id="tab-and-quote"),
    pytest.param(b"caf\xc3\xa9.txt", id="utf-8"),
    pytest.param(b"caf\xe9.txt", id="latin-1"),
    pytest.param(b"-rf", id="dash"),
    pytest.param(b":(glob)*", id="pathspec-magic"),
    pytest.param(b"*.txt", id="star"),
    pytest.param(b"deep/er/file.txt", id="deep"),
    pytest.param(b"a\xef\xbb\xbfb", id="bom-in-name"),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot hold these names")
def test_any_name_git_can_hold(repository: Repository, name: bytes) -> None:
    repository.git("config", "core.quotePath", "true")
    path = os.fsdecode(name)
    full = repository.write(name, "content")
    repository.git("--literal-pathspecs", "add", "--", name)
    full.write_bytes(b"changed")
    assert contents(_inputs.named_files([path])) == {path: b"content"}
    assert contents(_inputs.staged()) == {path: b"content"}
    assert contents(_inputs.all_files()) == {path: b"changed"}
    repository.git("commit", "-q", "-m", "one")
    first = repository.git("rev-parse", "HEAD").decode().strip()
    repository.git("commit", "-q", "-a", "-m", "two")
    full.write_bytes(b"later")
    assert contents(_inputs.changed(first, "HEAD")) == {path: b"changed"}


def test_very_many_names_are_asked_for_without_a_command_line_limit(repository: Repository) -> None:
    names = [f"{'x' * 100}/{number:05}" for number in range(1500)]
    for name in names:
        repository.write(name, name)
    repository.git("add", ".")
    found = contents(_inputs.named_files(names))
    assert found == {name: name.encode() for name in names}


def test_from_a_folder_below_paths_are_as_the_caller_gave_them(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.stage("top.txt", "top")
    repository.stage("below/low.txt", "low")
    monkeypatch.chdir(repository.top / "below")
    absolute = str(repository.top / "top.txt")
    assert contents(_inputs.named_files(["low.txt", "../top.txt", absolute])) == {
        "low.txt": b"low", "../top.txt": b"top", absolute: b"top",
    }  # fmt: skip
    assert contents(_inputs.all_files()) == {"low.txt": b"low", os.path.join("..", "top.txt"): b"top"}
    assert from_root(str(repository.top), "low.txt") == "below/low.txt"


def test_an_absolute_name_through_a_link_is_the_same_file(repository: Repository, tmp_path: Path) -> None:
    repository.stage("below/a.txt", "staged").write_text("on disk")
    link = tmp_path / "link"
    link.symlink_to(repository.top)
    assert contents(_inputs.named_files([f"{link}/below/a.txt"])) == {f"{link}/below/a.txt": b"staged"}
    assert from_root(str(repository.top), f"{link}/../elsewhere.txt") is None
    assert from_root(str(repository.top), "a\0b") is None


def test_a_work_tree_from_the_environment_is_the_top(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.stage("below/a.txt", "staged")
    (repository.top / "below" / ".git").mkdir()
    monkeypatch.setenv("GIT_DIR", str(repository.top / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(repository.top))
    monkeypatch.chdir("below")
    assert contents(_inputs.all_files()) == {"a.txt": b"staged"}


def test_a_repository_within_a_folder_is_named_as_left_out(repository: Repository) -> None:
    repository.stage("a.txt", "a")
    subprocess.run(["git", "init", "-q", "inner"], check=True)
    repository.write("inner/b.txt", "b")
    listing = _inputs.work_tree(["."])
    assert (listing.paths, listing.left_out) == (("a.txt",), ("inner/",))


@pytest.mark.usefixtures("repository")
def test_a_file_outside_the_repository_is_read_from_disk(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("outside")
    assert contents(_inputs.named_files([str(outside)])) == {str(outside): b"outside"}


def test_links_and_submodules_are_not_inputs(repository: Repository, tmp_path: Path) -> None:
    other = tmp_path / "other"
    subprocess.run(["git", "init", "-q", str(other)], check=True)
    Repository(other).commit("first", file="x")
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "sub")
    (repository.top / "loop").symlink_to("loop")
    (repository.top / "link").symlink_to("real.txt")
    repository.stage("real.txt", "real")
    repository.git("add", ".")
    expected = {".gitmodules", "real.txt"}
    assert set(_inputs.all_files().paths) == set(_inputs.staged().paths) == expected
    assert set(_inputs.named_files(["sub", "loop", "link", "real.txt"]).paths) == {"real.txt"}


def test_what_is_no_file_is_named_as_not_judged(repository: Repository) -> None:
    (repository.top / "folder").mkdir()
    (repository.top / "loop").symlink_to("loop")
    os.mkfifo(repository.top / "pipe")
    found = contents(_inputs.named_files(["folder", "loop", "pipe", "missing"]))
    assert found == {
        "folder": "is a folder; name files",
        "loop": "cannot be read: Too many levels of symbolic links",
        "pipe": "is not a regular file",
        "missing": "no such file",
    }


def test_a_nul_in_a_name_is_refused_not_a_crash() -> None:
    with pytest.raises(NotJudged, match="embedded null"):
        _inputs.read_file("a\0b")


def test_a_conflicted_path_is_read_from_disk(repository: Repository) -> None:
    repository.commit("base", **{"a.txt": "base\n"})
    repository.git("checkout", "-q", "-b", "side")
    repository.commit("side", **{"a.txt": "side\n"})
    repository.git("checkout", "-q", "main")
    repository.commit("main", **{"a.txt": "main\n"})
    subprocess.run(["git", "merge", "-q", "side"], check=False, capture_output=True)
    expected = {"a.txt": b"<<<<<<< HEAD\nmain\n=======\nside\n>>>>>>> side\n"}
    assert contents(_inputs.named_files(["a.txt"])) == expected
    assert contents(_inputs.staged()) == expected


def test_a_sparse_checkout_is_judged_whole(repository: Repository) -> None:
    repository.commit("base", **{"in/a.txt": "a", "out/b.txt": "b"})
    repository.git("sparse-checkout", "set", "in")
    assert not (repository.top / "out").exists()
    assert contents(_inputs.all_files()) == {"in/a.txt": b"a", "out/b.txt": b"b"}


def test_a_range_is_read_from_its_end_and_reads_other_files_there(repository: Repository) -> None:
    first = repository.commit("one", **{"a.txt": "1", "kept.txt": "kept", "gone.txt": "x"})
    repository.git("rm", "-q", "gone.txt")
    second = repository.commit("two", **{"a.txt": "2"})
    repository.commit("three", **{"a.txt": "3", "kept.txt": "later"})
    listing = _inputs.changed(first, second)
    assert contents(listing) == {"a.txt": b"2"}
    with closing(Snapshot(listing)) as snapshot:
        inputs = FileInputs(snapshot, listing.paths)
        assert inputs.read("kept.txt") == b"kept"
        assert (inputs.exists("kept.txt"), inputs.exists("nothing.txt")) == (True, False)
        with pytest.raises(NotJudged, match="no such file in this commit"):
            inputs.read("nothing.txt")


@pytest.mark.parametrize("kind", ["named", "staged", "changed", "all"])
def test_many_paths_are_asked_about_at_once(repository: Repository, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = repository.commit("one", **{"a.txt": "1", "kept.txt": "kept"})
    repository.commit("two", **{"a.txt": "2", "in/b.txt": "b", "later.txt": "x"})
    repository.stage("a.txt", "3")
    listing = {
        "named": lambda: _inputs.named_files(["a.txt"]),
        "staged": _inputs.staged,
        "changed": lambda: _inputs.changed(first, "HEAD"),
        "all": _inputs.all_files,
    }[kind]()
    asked: list[tuple[str, ...]] = []
    real = _git.git

    def counted(*arguments: str, cwd: str | None = None) -> bytes:
        asked.append(arguments)
        return real(*arguments, cwd=cwd)

    monkeypatch.setattr(_git, "git", counted)
    paths = ["a.txt", "kept.txt", "in/b.txt", "in", "none", "../out", "in/../later.txt"]
    with closing(Snapshot(listing)) as snapshot:
        inputs = FileInputs(snapshot, listing.paths)
        wanted = {"a.txt", "kept.txt", "in/b.txt", "in/../later.txt"}
        assert [inputs.present(iter(paths)), inputs.present(paths)] == [wanted, wanted]
        assert [path for path in paths if inputs.exists(path)] == [path for path in paths if path in wanted]
    assert len(asked) <= 1


def test_a_range_of_unrelated_histories_is_everything_that_differs(repository: Repository) -> None:
    first = repository.commit("one", **{"a.txt": "1"})
    repository.git("checkout", "-q", "--orphan", "other")
    second = repository.commit("two", **{"b.txt": "2"})
    assert contents(_inputs.changed(first, second)) == {"b.txt": b"2"}


def refusal(start: str, end: str) -> str:
    return (
        f"the range ends before it begins, because {end} is in the history of {start}; turn it round by "
        f"`--from-ref {end} --to-ref {start}`, or name a commit that has something new"
    )


@pytest.mark.parametrize("listed", [_inputs.changed, _inputs.commits_between])
def test_a_range_that_is_named_the_wrong_way_round_is_refused(
    repository: Repository, listed: Callable[[str, str], Listing]
) -> None:
    first = repository.commit("one", **{"a.txt": "1"})
    second = repository.commit("two", **{"a.txt": "2"})
    with pytest.raises(GitError) as failure:
        listed("HEAD", first)
    assert str(failure.value) == refusal("HEAD", first)
    assert listed(second, "HEAD").has_commits  # nothing is new, and nothing is the wrong way round
    repository.git("checkout", "-q", "-b", "other", first)
    beside = repository.commit("three", **{"b.txt": "3"})
    assert listed(second, beside).has_commits


RANGE = {"PRE_COMMIT_FROM_REF": "HEAD", "PRE_COMMIT_TO_REF": "HEAD~1"}


def test_a_range_that_pre_commit_is_given_the_wrong_way_round_is_refused(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("one", **{"a.txt": "1"})
    repository.commit("two", **{"a.txt": "2"})
    for name, value in RANGE.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(GitError) as failure:
        _inputs.named_files([])
    assert str(failure.value) == refusal("HEAD", "HEAD~1")


@pytest.mark.parametrize("named", ["PRE_COMMIT_REMOTE_NAME", "PRE_COMMIT_CHECKOUT_TYPE"])
def test_a_push_or_a_checkout_may_go_back(repository: Repository, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    repository.commit("one", **{"a.txt": "1"})
    repository.commit("two", **{"a.txt": "2"})
    for name, value in (*RANGE.items(), (named, "1")):
        monkeypatch.setenv(name, value)
    assert contents(_inputs.named_files(["a.txt"])) == {"a.txt": b"2"}


def test_a_revision_that_does_not_exist_is_one_clear_line(repository: Repository) -> None:
    repository.commit()
    with pytest.raises(GitError, match=r"^'nowhere' names no commit here; fetch it, or check its spelling$"):
        _inputs.changed("nowhere", "HEAD")
    with pytest.raises(GitError, match=r"^'--help' names no commit here"):
        _inputs.changed("--help", "HEAD")


def test_in_a_linked_work_tree(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("one", **{"a.txt": "1"})
    linked = tmp_path / "linked"
    repository.git("worktree", "add", "-q", str(linked))
    Repository(linked).stage("a.txt", "2")
    monkeypatch.chdir(linked)
    assert contents(_inputs.named_files(["a.txt"])) == {"a.txt": b"2"}


def test_a_partial_commit_is_read_from_its_temporary_index(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.stage("a.txt", "in the index")
    index = repository.top / ".git" / "partial"
    index.write_bytes((repository.top / ".git" / "index").read_bytes())
    monkeypatch.setenv("GIT_INDEX_FILE", str(index))
    repository.stage("a.txt", "in the partial commit")
    assert contents(_inputs.named_files(["a.txt"])) == {"a.txt": b"in the partial commit"}


def test_outside_git_the_disk_is_walked_without_installed_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.py", "b/c.py", "node_modules/x.js", "env/pyvenv.cfg", "env/lib.py", ".hg/store"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    (tmp_path / "link").symlink_to("a.py")
    monkeypatch.chdir(tmp_path)
    listing = _inputs.all_files()
    assert (listing.paths, listing.left_out) == (("a.py", os.path.join("b", "c.py")), ("env", "node_modules"))
    assert contents(_inputs.named_files(["a.py"])) == {"a.py": b"a.py"}
    with pytest.raises(GitError, match=r"^not in a git repository; name files, or use --all-files$"):
        _inputs.staged()


def test_what_cannot_be_walked_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").write_text("")
    monkeypatch.chdir(tmp_path)

    def refuse(*_arguments: object) -> None:
        raise FileNotFoundError(2, "No such file or directory")

    with monkeypatch.context() as patch:  # between listing and asking
        patch.setattr(os, "lstat", refuse)
        assert _inputs._walk(".")[0] == ["gone"]

    def deeper(*_arguments: object, **_options: object) -> None:
        raise RecursionError

    monkeypatch.setattr(os, "walk", deeper)
    with pytest.raises(NotJudged, match="cannot be listed: its folders are nested too deeply"):
        _inputs.all_files()


def test_a_folder_stands_for_the_files_git_knows_or_would_know_in_it(repository: Repository) -> None:
    repository.stage(".gitignore", "*.log\nbuilt/\n")
    for name in ("src/a.py", "src/new.py", "src/noise.log", "built/out.py"):
        repository.write(name, name)
    repository.git("add", "src/a.py")
    assert _inputs.work_tree(["src"]).paths == ("src/a.py", "src/new.py")
    assert _inputs.work_tree(["built"]).paths == (os.path.join("built", "out.py"),)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may list every folder")
def test_a_folder_that_cannot_be_listed_is_not_passed_over(repository: Repository) -> None:
    repository.write("shut/a.txt").parent.chmod(0)
    repository.stage("b.txt")
    with pytest.raises(GitError, match=r"^git ls-files: could not open directory 'shut/': Permission denied$"):
        _inputs.work_tree(["."])


def test_what_git_could_not_list_is_no_answer(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    warns = repository.write("bin/git", "#!/bin/sh\necho \"warning: could not open directory 'shut/'\" >&2\n")
    warns.chmod(0o755)
    monkeypatch.setenv("PATH", str(warns.parent))
    with pytest.raises(GitError, match=r"^git ls-files: could not open directory 'shut/'$"):
        _inputs.work_tree(["."])


def test_a_lost_object_is_named_as_not_judged(repository: Repository) -> None:
    repository.stage("a.txt", "content")
    (loose,) = [p for p in (repository.top / ".git" / "objects").rglob("*") if p.is_file()]
    loose.chmod(0o600)
    loose.unlink()
    (repository.top / "a.txt").unlink()
    why = contents(_inputs.named_files(["a.txt"]))["a.txt"]
    assert why == "its content is not in the object database; try `git fsck` or `git fetch`"


def test_an_answer_that_was_not_taken_is_not_taken_for_the_next_one(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.stage("a.txt", "x blob 3\n" * 100_000)
    repository.stage("b.txt", "b")
    snapshot = Snapshot(_inputs.named_files(["a.txt", "b.txt"]))

    def exhausted(_objects: _git.Objects, _sha: bytes, stdout: IO[bytes]) -> bytes | None:
        stdout.readline()
        raise MemoryError

    with closing(snapshot), monkeypatch.context() as patch:
        patch.setattr(_git.Objects, "_answer", exhausted)
        with pytest.raises(MemoryError):
            snapshot.read("a.txt")
        patch.undo()
        assert snapshot.read("b.txt") == b"b"


def test_no_object_is_fetched_by_a_git_of_any_age(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("one", **{"a.txt": "one"})
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.git("config", "uploadpack.allowAnySHA1InWant", "true")
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{repository.top}", str(clone)],
        check=True,
    )
    subprocess.run(["git", "read-tree", "HEAD"], cwd=clone, check=True)
    monkeypatch.chdir(clone)
    environment = _git.environment()
    environment.pop("GIT_NO_LAZY_FETCH")  # what older versions make of it
    monkeypatch.setattr(_git, "environment", lambda: environment)
    assert str(contents(_inputs.named_files(["a.txt"]))["a.txt"]).startswith("git cat-file ended early")


def test_content_is_read_once_for_several_readers_and_then_let_go(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("one")
    path = str(file)
    snapshot = Snapshot(Listing(str(tmp_path), (path,), {}, disk=True), {path: 2})
    assert snapshot.read(path) == b"one"
    file.write_text("two")
    assert snapshot.read(path) == b"one"
    snapshot.release([path])
    assert snapshot.read(path) == b"one"
    snapshot.release([path])
    assert snapshot.read(path) == b"two"


def test_without_git_installed_the_line_says_so(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.stage("a.txt", "x")
    monkeypatch.setenv("PATH", str(repository.top))
    with pytest.raises(GitError, match=r"^git is not on PATH; install it$"):
        _inputs.named_files(["a.txt"])


def test_every_file_of_the_snapshot_is_listed(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.stage("a.txt", "a")
    repository.git("commit", "-q", "-m", "one")
    repository.stage("below/b.txt", "b")
    repository.git("commit", "-q", "-m", "two")
    repository.stage("c\né.txt", "c")
    repository.write("new.txt", "on disk alone")

    def listed(listing: Listing) -> list[str]:
        snapshot = Snapshot(listing)
        every = FileInputs(snapshot, listing.paths).listing()
        assert snapshot.listing() is every
        snapshot.close()
        return sorted(every)

    index = ["a.txt", "below/b.txt", "c\né.txt"]
    assert listed(_inputs.named_files(["a.txt"])) == index
    assert listed(_inputs.staged()) == index
    assert listed(_inputs.all_files()) == index
    assert listed(_inputs.work_tree(["a.txt"])) == sorted([*index, "new.txt"])
    assert listed(_inputs.changed("HEAD~1", "HEAD")) == ["a.txt", "below/b.txt"]
    monkeypatch.chdir(repository.top / "below")
    assert listed(_inputs.named_files(["b.txt"])) == index
    plain = tmp_path / "plain"
    (plain / "in").mkdir(parents=True)
    (plain / "in" / "x.py").write_text("x")
    monkeypatch.chdir(plain)
    assert listed(_inputs.named_files(["in/x.py"])) == ["in/x.py"]
