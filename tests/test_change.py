"""Both ends of a change, from real git: which lines are new, whatever the names, settings and attributes."""

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests_support import Repository
from walkaround import _change, _git
from walkaround._change import ChangedFile
from walkaround._finding import NotJudged
from walkaround._git import Change, GitError


def new_of(delta: _change.Delta) -> dict[str, tuple[str, list[int]]]:
    return {file.path: (file.before, sorted(file.new)) for file in delta.files}


def test_staged(repository: Repository) -> None:
    repository.commit(**{"kept.py": "a\nb\nc\n", "gone.py": "x\n", "old.py": "1\n2\n3\n4\n5\n6\n"})
    repository.stage("kept.py", "a\nB\nc\nd")
    repository.git("rm", "-q", "gone.py")
    repository.git("mv", "old.py", "moved.py")
    repository.stage("moved.py", "1\n2\n3\n4\n5\nsix\n")
    repository.stage("new.py", "one\ntwo\n")
    with _change.staged(str(repository.top)) as delta:
        assert new_of(delta) == {
            "kept.py": ("kept.py", [2, 4]), "moved.py": ("old.py", [6]), "new.py": ("", [1, 2]),
        }  # fmt: skip
        assert (delta.removed, delta.head) == (("gone.py",), None)
        assert delta.read("kept.py") == b"a\nB\nc\nd"
        assert delta.read_before("old.py") == b"1\n2\n3\n4\n5\n6\n"
        assert delta.names() == ("kept.py", "moved.py", "new.py")
        assert delta.names_before() == ("gone.py", "kept.py", "old.py")
        with pytest.raises(NotJudged, match=r"gone.py: is no file after the change"):
            delta.read("gone.py")
        with pytest.raises(NotJudged, match=r"new.py: is no file before the change"):
            delta.read_before("new.py")


def test_what_gets_another_ending_is_new(repository: Repository) -> None:
    repository.commit(**{"notes.txt": "a\nb\nc\n"})
    repository.git("mv", "notes.txt", "notes.py")
    with _change.staged(str(repository.top)) as delta:
        assert new_of(delta) == {"notes.py": ("", [1, 2, 3])}


def test_a_first_commit_is_all_new(repository: Repository) -> None:
    repository.stage("a.py", "1\n2")
    with _change.staged(str(repository.top)) as delta:
        assert (delta.base, delta.files) == (None, (ChangedFile("a.py", "", frozenset({1, 2})),))


@pytest.mark.parametrize("name", ['we"ird\nname.py', "diff --git a b", "-p", "ä ö.py", "tab\t.py", b"\xff.py"])
def test_names(repository: Repository, name: str | bytes) -> None:
    repository.stage(name, "1\n@@ -1 +9 @@\n+++ b/x\n")
    repository.commit()
    repository.stage(name, "1\n@@ -1 +9 @@\n+++ b/y\ndiff --git a/x b/x\n")
    with _change.staged(str(repository.top)) as delta:
        assert delta.files == (ChangedFile(os.fsdecode(name), os.fsdecode(name), frozenset({3, 4})),)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("diff.noprefix", "true"), ("diff.mnemonicPrefix", "true"), ("diff.context", "5"), ("color.ui", "always"),
        ("diff.interHunkContext", "9"), ("diff.renames", "false"), ("diff.wordRegex", "."), ("diff.relative", "true"),
        ("core.quotePath", "false"), ("diff.orderFile", "order"), ("diff.algorithm", "patience"),
    ],
)  # fmt: skip
def test_no_setting_moves_a_line(repository: Repository, key: str, value: str) -> None:
    repository.write("order", "z*\n")
    lines = [f"{number}\n" for number in range(20)]
    repository.commit(**{"a.py": "".join(lines), "z.py": "".join(lines)})
    lines[3], lines[7] = "x\n", "y\n"
    repository.stage("a.py", "".join(lines))
    repository.stage("z.py", "".join([*lines, "last\n"]))
    repository.git("config", key, value)
    with _change.staged(str(repository.top)) as delta:
        assert new_of(delta) == {"a.py": ("a.py", [4, 8]), "z.py": ("z.py", [4, 8, 21])}


def test_no_attribute_hides_a_line(repository: Repository) -> None:
    repository.commit(**{".gitattributes": "*.py -diff\n*.txt binary\n", "a.py": "1\n2\n"})
    repository.stage("a.py", "1\nzwei\n")
    repository.stage("b.py", "1\n2\n")
    repository.stage("c.txt", "1\n2")
    with _change.staged(str(repository.top)) as delta:
        assert new_of(delta) == {"a.py": ("a.py", [2]), "b.py": ("", [1, 2]), "c.txt": ("", [1, 2])}


def test_links_and_submodules_are_no_files(repository: Repository) -> None:
    repository.commit(**{"a.py": "1\n"})
    Path("link.py").symlink_to("a.py")
    Path("a.py").unlink()
    Path("a.py").symlink_to("link.py")
    repository.git("add", "-A")
    with _change.staged(str(repository.top)) as delta:
        assert delta.files == ()
    repository.commit()
    Path("a.py").unlink()
    repository.stage("a.py", "1\n2\n")
    with _change.staged(str(repository.top)) as delta:
        assert delta.files == (ChangedFile("a.py", "", frozenset({1, 2})),)


def test_a_range_counts_from_where_its_ends_parted(repository: Repository) -> None:
    start = repository.commit(**{"a.py": "1\n"})
    repository.git("checkout", "-q", "-b", "feature")
    head = repository.commit(**{"b.py": "1\n"})
    repository.git("checkout", "-q", "main")
    main = repository.commit(**{"a.py": "1\n2\n"})
    with _change.of(str(repository.top), Change(main, head)) as delta:
        assert (delta.base, delta.head, new_of(delta)) == (start, head, {"b.py": ("", [1])})


def test_a_merge_is_what_it_adds_to_its_parents(repository: Repository) -> None:
    repository.commit(**{"a.py": "1\n2\n3\n4\n5\n"})
    repository.git("checkout", "-q", "-b", "feature")
    repository.commit(**{"a.py": "1\n2\n3\n4\nfive\n", "theirs.py": "1\n"})
    repository.git("checkout", "-q", "main")
    repository.commit(**{"a.py": "one\n2\n3\n4\n5\n"})
    repository.git("merge", "-q", "--no-commit", "feature")
    repository.stage("a.py", "one\n2\nthree\n4\nfive\n")
    with _change.staged(str(repository.top)) as delta:
        assert new_of(delta) == {"a.py": ("a.py", [3])}


def test_a_push_without_a_start_brings_what_no_remote_has(repository: Repository) -> None:
    known = repository.commit(**{"a.py": "1\n"})
    head = repository.commit(**{"b.py": "1\n"})
    root = str(repository.top)
    with _change.of(root, Change(None, head)) as delta:
        assert (delta.base, sorted(new_of(delta))) == (None, ["a.py", "b.py"])
    repository.git("update-ref", "refs/remotes/origin/main", known)
    with _change.of(root, Change(None, head)) as delta:
        assert (delta.base, sorted(new_of(delta))) == (known, ["b.py"])


def test_no_common_commit_is_an_error(repository: Repository) -> None:
    one = repository.commit(**{"a.py": "1\n"})
    repository.git("checkout", "-q", "--orphan", "other")
    two = repository.commit(**{"b.py": "1\n"})
    why = f"{one[:12]} and {two[:12]} have no commit in common; fetch what lies between, or name another start"
    with pytest.raises(GitError) as failure:
        _change.of(str(repository.top), Change(one, two))
    assert str(failure.value) == why


def test_a_shallow_clone_is_an_error(repository: Repository, tmp_path: Path) -> None:
    repository.commit(**{"a.py": "1\n"})
    repository.git("checkout", "-q", "-b", "feature")
    head = repository.commit(**{"b.py": "1\n"})
    repository.git("checkout", "-q", "main")
    main = repository.commit(**{"c.py": "1\n"})
    clone = str(tmp_path / "clone")
    _git.git("init", "-q", clone)
    fetch = ["git", "-C", clone, "fetch", "-q", "--depth", "1", f"file://{repository.top}", main, head]
    subprocess.run(fetch, check=True)
    with pytest.raises(GitError) as failure:
        _change.of(clone, Change(main, head))
    assert str(failure.value) == (
        f"where {head[:12]} left {main[:12]} is cut off in this shallow clone; run `git fetch --unshallow`"
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "", "@@ -1 +1 @@", "+x", "-y"]), max_size=12), st.data())
def test_every_line_that_is_not_new_stood_before(
    tmp_path_factory: pytest.TempPathFactory, old: list[str], data: st.DataObject
) -> None:
    new = data.draw(st.lists(st.sampled_from(["a", "b", "", "@@ -1 +1 @@", "c", "-y"]), max_size=12))
    top = tmp_path_factory.mktemp("repository")
    _git.git("init", "-q", str(top))
    repository = Repository(top)
    repository.commit(f="".join(f"{line}\n" for line in old))
    repository.stage("f", "".join(f"{line}\n" for line in new))
    with _change.staged(str(top)) as delta:
        lines = delta.file("f").new if delta.files else frozenset()  # type: ignore[union-attr]
    kept = [line for number, line in enumerate(new, 1) if number not in lines]
    rest = iter(old)
    assert all(any(line == other for other in rest) for line in kept), (
        "what is left is a part of what was there, in order"
    )
    assert lines <= frozenset(range(1, len(new) + 1))


def test_no_environment_widens_a_patch(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit(**{"a.py": "1\n2\n3\n4\n5\n"})
    repository.stage("a.py", "1\n2\nthree\n4\n5\n")
    monkeypatch.setenv("GIT_DIFF_OPTS", "--unified=9")
    with _change.staged(str(repository.top)) as delta:
        assert new_of(delta) == {"a.py": ("a.py", [3])}


@pytest.mark.parametrize("mark", ["--assume-unchanged", "--skip-worktree"])
def test_what_differs_on_disk_is_seen_where_git_does_not_look(repository: Repository, mark: str) -> None:
    top = Path(repository.top)
    head = repository.commit(**{"a.py": "1\n", "b.py": "1\n", "gone.py": "1\n", "link.py": "1\n"})
    repository.git("update-index", mark, "a.py", "b.py", "gone.py", "link.py")
    assert _git.differing(str(top), head) == ()
    (top / "a.py").write_text("2\n")
    (top / "gone.py").unlink()
    (top / "link.py").unlink()
    (top / "link.py").symlink_to("b.py")
    assert _git.differing(str(top), head) == ("a.py", "link.py")
