"""The journal of `walkaround init`: what is written is read again, whatever names and bytes it holds."""

import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from init_support import place
from tests_support import Repository, tries
from walkaround._finding import NotJudged
from walkaround.bootstrap import _journal
from walkaround.bootstrap._journal import GitHook, Record, Written

NAMES = st.binary(min_size=1, max_size=12).map(os.fsdecode).filter(lambda name: not {"/", "\0"} & {*name}).filter(
    lambda name: name.strip(". ") and name.rstrip(". ").casefold() not in (".git", "git~1")
)  # fmt: skip
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
BYTES = st.binary(max_size=30)
ENTRY = st.sampled_from(["", "100644 " + "a" * 40 + " 0", "120000 " + "b" * 64 + " 1"])
HOOK = st.builds(GitHook, BYTES, st.sampled_from([0o755, 0o600])) | st.just(GitHook(b"../x", stat.S_IFLNK))
HOOKS = st.none() | st.dictionaries(NAMES, HOOK)


@st.composite
def _records(draw: st.DrawFn) -> Record:
    files = draw(st.dictionaries(PATHS, st.builds(Written, st.none() | BYTES, BYTES)))
    paths = [*files, *draw(st.lists(PATHS, max_size=2))]
    entries = {path: draw(ENTRY) for path in paths}
    return Record(
        draw(st.sampled_from(["writing", "done", "undoing"])),
        draw(st.integers(1, 1 << 31)),
        files,
        tuple(draw(st.lists(PATHS))),
        entries,
        draw(st.none() | st.just({path: draw(ENTRY) for path in entries})),
        draw(st.none() | BYTES.map(b"DIRC".__add__)),
        draw(st.sampled_from(["", "c" * 64])),
        draw(HOOKS),
        draw(HOOKS),
        draw(st.booleans()),
    )


RECORDS = _records()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(journal=st.lists(RECORDS, min_size=1, max_size=3).map(tuple))
def test_what_is_written_is_read(tmp_path: Path, journal: tuple[Record, ...]) -> None:
    path = str(tmp_path / "journal.json")
    _journal.write(path, journal)
    assert _journal._read(path) == journal
    assert os.listdir(tmp_path) == ["journal.json"]
    if os.name == "posix":
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o600  # what it keeps may be secret


RECORD = {
    "state": "done", "pid": 1, "files": {}, "folders": [], "entries": {}, "entries_after": None, "index": None,
    "rest": "", "hooks": None, "hooks_after": None, "hooks_folder": True,
}  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff", id="no text"),
        pytest.param({"version": 2, "runs": []}, id="a later version"),
        pytest.param({"version": 1, "runs": [{**RECORD, "state": "gone"}]}, id="a state"),
        pytest.param({"version": 1, "runs": [{**RECORD, "files": {"a": ["!", "!"]}}]}, id="no base64"),
        pytest.param({"version": 1, "runs": [{**RECORD, "files": {"a": None}}]}, id="no pair"),
        pytest.param({"version": 1, "runs": [{**RECORD, "files": {"\u20ac": [None, ""]}}]}, id="no name"),
        pytest.param({"version": 1, "runs": 3}, id="no list"),
        pytest.param({"version": 1, "runs": [{**RECORD, "files": {"a": []}}]}, id="an empty pair"),
        pytest.param({"version": 1, "runs": [{**RECORD, "files": {"a": [None, None]}}]}, id="nothing afterwards"),
        pytest.param({"version": 1, "runs": [{**RECORD, "files": {"a": [None, ""]}}]}, id="no entry of a file"),
        pytest.param({"version": 1, "runs": [{**RECORD, "entries": {"a": "100644 x 0"}}]}, id="no entry"),
        pytest.param({"version": 1, "runs": [{**RECORD, "entries": {"a": "100644 " + "a" * 40}}]}, id="no stage"),
        pytest.param(
            {"version": 1, "runs": [{**RECORD, "entries": {"a": ""}, "entries_after": {}}]}, id="other entries"
        ),
        pytest.param({"version": 1, "runs": [{**RECORD, "pid": float("inf")}]}, id="an endless number"),
        pytest.param({"version": 1, "runs": [{**RECORD, "pid": 1e30}]}, id="a number too large"),
        pytest.param({"version": 1, "runs": [{**RECORD, "pid": -1}]}, id="a negative number"),
        pytest.param({"version": 1, "runs": [{**RECORD, "rest": 1}]}, id="no digest"),
        pytest.param({"version": 1, "runs": [{**RECORD, "hooks_folder": "yes"}]}, id="neither true nor false"),
        pytest.param({"version": 1, "runs": [{**RECORD, "index": "anVuaw=="}]}, id="no index"),
        pytest.param({"version": 1, "runs": []}, id="no runs"),
        pytest.param({"version": 1, "runs": {}}, id="no list of runs"),
        pytest.param({"version": 1, "runs": [{**RECORD, "folders": "abc"}]}, id="no list of folders"),
        pytest.param(b"[" * 200_000, id="nested too deeply"),
    ],
)
def test_what_is_no_journal_is_named(tmp_path: Path, data: Any) -> None:
    _is_no_journal(tmp_path, data)


def _is_no_journal(folder: Path, data: Any) -> None:
    path = folder / "journal.json"
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    with pytest.raises(NotJudged, match="is no journal that this Walkaround can read; take back by hand"):
        _journal._read(str(path))


# What nobody may make `--undo` write, delete or take away.
ELSEWHERE = (
    "../victim", "/tmp/victim", "a/../../b", "./a", "a//b", "a/", "", ".", "..", ".git/config", "a/.GIT/hooks/x",
    "a" * 256, ".git", ".git./config", "GIT~1/config", "a\0b",
)  # fmt: skip


@pytest.mark.parametrize("path", ELSEWHERE, ids=lambda path: ascii(path[:20]))
@pytest.mark.parametrize("what", ["files", "folders", "entries", "hooks", "hooks_after"])
def test_a_journal_that_leads_elsewhere_is_none(tmp_path: Path, what: str, path: str) -> None:
    value: Any = {
        "files": {path: [None, ""]}, "folders": [path], "entries": {path: ""}, "hooks": {path: ["", 0o755]},
    }.get(what, {path: ["", 0o755]})  # fmt: skip
    record = {**RECORD, "entries": {path: ""} if what == "files" else {}, what: value}
    _is_no_journal(tmp_path, {"version": 1, "runs": [record]})


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.sampled_from(["", "AA==", "a"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "../a", "b"]), inner, max_size=2),
    max_leaves=6,
)


@settings(max_examples=tries(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(values=st.dictionaries(st.sampled_from(sorted(RECORD)), VALUES, min_size=1, max_size=3))
def test_any_other_value_is_read_or_named(tmp_path: Path, values: dict[str, Any]) -> None:
    path = tmp_path / "journal.json"
    path.write_text(json.dumps({"version": 1, "runs": [{**RECORD, **values}]}))
    try:
        (record,) = _journal._read(str(path))
    except NotJudged:
        return
    for names in (record.files, record.folders, record.entries, record.hooks or (), record.hooks_after or ()):
        assert not {"../a", ""} & {*names}
    _journal.write(str(path), (record,))
    assert _journal._read(str(path)) == (record,)


@pytest.mark.parametrize(
    ("name", "hook"),
    [
        pytest.param("deep/pre-commit", ["", 0o755], id="in a folder"),
        pytest.param("pre-commit", ["", 1e30], id="a number too large"),
        pytest.param("pre-commit", ["", float("inf")], id="an endless number"),
        pytest.param("pre-commit", ["", stat.S_IFDIR], id="a folder"),
        pytest.param("pre-commit", ["", -1], id="negative"),
        pytest.param("pre-commit", ["", True], id="no number"),
        pytest.param("pre-commit", ["AA==", stat.S_IFLNK], id="a link that cannot be"),
        pytest.param("pre-commit", ["", stat.S_IFLNK], id="a link to nothing"),
        pytest.param("pre-commit", [None, 0o755], id="no content"),
        pytest.param("pre-commit", [], id="empty"),
    ],
)
def test_a_hook_that_cannot_be_is_no_journal(tmp_path: Path, name: str, hook: list[Any]) -> None:
    _is_no_journal(tmp_path, {"version": 1, "runs": [{**RECORD, "hooks": {name: hook}}]})


def test_a_journal_that_may_not_be_read_is_no_broken_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", denied)
    with pytest.raises(NotJudged) as caught:
        _journal._read("journal.json")
    assert str(caught.value) == (
        "journal.json: the journal of `init` cannot be read: Permission denied; make it readable again (chmod u+rw), "
        "and run the command once more"
    )


def test_what_killed_runs_leave_of_journals_is_taken_away(repository: Repository) -> None:
    folder = repository.top / ".git/walkaround"
    folder.mkdir()
    for name in ("init-..json.123.new", "init-worktrees%2Fb.json.99999.new", "other.json.1.new", "init-..json"):
        (folder / name).write_text("half")
    with _journal.locked(place(repository)):
        pass
    assert sorted(os.listdir(folder)) == ["init-..json", "other.json.1.new"]


@pytest.mark.parametrize("number", range(4))
def test_a_disk_that_is_full_leaves_the_journal_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = str(tmp_path / "journal.json")
    old = (Record("done", 1, {}),)
    _journal.write(path, old)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    owner, name = ((os, "open"), (os, "fsync"), (os, "replace"), (os, "makedirs"))[number]
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, full)
        with pytest.raises(NotJudged, match="cannot be written: No space left on device; nothing was changed without"):
            _journal.write(path, (Record("writing", 2, {}),))
    assert _journal._read(path) == old
    assert os.listdir(tmp_path) == ["journal.json"]


def test_an_empty_journal_is_none(repository: Repository) -> None:
    path = _journal.path_of(place(repository))
    _journal.write(path, (Record("done", 1, {}),))
    _journal.write(path, ())
    _journal.write(path, ())
    assert _journal.read(place(repository)) == ()
    assert not os.path.exists(path)


def test_other_work_trees_are_those_that_exist(repository: Repository, tmp_path: Path) -> None:
    repository.commit("begin")
    trees = [Repository(tmp_path / name) for name in ("a", "b")]
    for tree in trees:
        repository.git("worktree", "add", "-q", "--detach", str(tree.top))
    for one in (repository, *trees):
        _journal.write(_journal.path_of(place(one)), (Record("done", 1, {}),))
    (repository.top / ".git/walkaround/init-worktrees%2Fb.json").write_text("torn")
    (repository.top / ".git/walkaround/init-..%2F..%2Fetc.json").write_text("{}")
    expected = [_journal.path_of(place(trees[0]))]
    assert [path for path, _ in _journal.others(place(repository))] == expected
    repository.git("worktree", "remove", "--force", str(trees[0].top))
    assert list(_journal.others(place(repository))) == []


def test_a_lock_that_was_taken_away_while_waiting_is_taken_again(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever held it deletes the file before letting go: to hold the deleted one would be to hold nothing."""
    path = repository.top / ".git/walkaround/init.lock"
    real = _journal._lock
    calls: list[Any] = []

    def late(file: Any) -> None:
        if not calls:
            path.unlink()
        calls.append(file)
        real(file)

    monkeypatch.setattr(_journal, "_lock", late)
    with _journal.locked(place(repository)):
        assert path.exists()
        assert len(calls) == 2
    assert not path.parent.exists()


def test_a_git_directory_that_cannot_be_written(repository: Repository) -> None:
    (repository.top / ".git/walkaround").write_text("a file")
    with pytest.raises(NotJudged, match=r"cannot be written: (File exists|Not a directory)"), _held(repository):
        pytest.fail("there is no lock")


@contextmanager
def _held(repository: Repository) -> Iterator[None]:
    with _journal.locked(place(repository)):
        yield
