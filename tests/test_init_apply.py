"""`walkaround init`: a plan is written whole or not at all, and taken back byte for byte."""

import base64
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from init_support import hooks_only, place, planned, remains
from repository_state import state
from tests_support import TOP, Repository
from walkaround import _write
from walkaround._finding import NotJudged
from walkaround.bootstrap import _apply, _git_hooks, _journal
from walkaround.bootstrap._plan import Step
from walkaround.bootstrap._repository import Repository as Place

__all__ = ["hooks_only"]  # a fixture

EDITS = {"a.txt": b"one\ntwo\n", "deep/er/new.yml": b"new: 1\n", "crlf.txt": b"x\r\ny\r\n", "run.sh": b"#!/bin/sh\n:\n"}
TWO = {path: EDITS[path] for path in ("a.txt", "deep/er/new.yml")}


@pytest.fixture
def filled(repository: Repository) -> Repository:
    """A repository with a commit, a change that is staged, one that is not, and a file that git does not know."""
    repository.commit("begin", **{"a.txt": "one\n", "crlf.txt": "x\r\n", "run.sh": "#!/bin/sh\n", "other.txt": "o\n"})
    (repository.top / "run.sh").chmod(0o755)
    repository.git("add", "run.sh")
    repository.git("commit", "-qm", "executable")
    repository.stage("staged.txt", "staged\n")
    repository.write("other.txt", "not staged\n")
    repository.write("odd/\udcff name\n.bin", b"\0\xff")
    return repository


def test_what_is_written_is_staged_and_the_rest_stays(filled: Repository) -> None:
    before = state(filled.top)
    _apply.apply(place(filled), planned(filled, EDITS), "")
    after = state(filled.top)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert changed == {*EDITS, ".git/index"}
    assert {path: (filled.top / path).read_bytes() for path in EDITS} == EDITS
    assert (filled.top / "run.sh").stat().st_mode & 0o777 == 0o755
    assert filled.git("status", "--porcelain").decode().splitlines() == [
        "M  a.txt", "M  crlf.txt", "A  deep/er/new.yml", " M other.txt", "M  run.sh", "A  staged.txt",
        "?? odd/",
    ]  # fmt: skip


@pytest.mark.usefixtures("hooks_only")
def test_undo_restores_files_index_and_hooks(filled: Repository) -> None:
    (filled.top / ".git/hooks").mkdir(exist_ok=True)
    own = filled.top / ".git/hooks/pre-commit"
    own.write_text("#!/bin/sh\nexit 0\n")
    own.chmod(0o750)
    before = state(filled.top)
    _apply.apply(place(filled), planned(filled, EDITS), "pre-commit")
    assert state(filled.top) != before
    assert _apply.refusals(place(filled)) == []
    assert _apply.undo(place(filled)) == sorted(EDITS)
    assert state(filled.top) == before
    assert remains(filled.top) == []
    assert _apply.undo(place(filled)) == []


@pytest.mark.usefixtures("hooks_only")
def test_undo_of_two_runs_restores_what_was_before_both(filled: Repository) -> None:
    before = state(filled.top)
    _apply.apply(place(filled), planned(filled, {"a.txt": b"one\ntwo\n", "new/b": b"1\n"}), "")
    _apply.apply(place(filled), planned(filled, {"a.txt": b"one\nthree\n", "new/c": b"2\n"}), "pre-commit")
    assert _apply.refusals(place(filled)) == []
    assert _apply.undo(place(filled)) == ["a.txt", "new/b", "new/c"]
    assert state(filled.top) == before


def test_a_later_run_forgets_what_others_have_changed_since(filled: Repository) -> None:
    _apply.apply(place(filled), planned(filled, {"a.txt": b"one\ntwo\n", "b.txt": b"1\n"}), "")
    filled.git("commit", "-qm", "adopt")
    filled.commit("by hand", **{"a.txt": "entirely other\n"})
    _apply.apply(place(filled), planned(filled, {"a.txt": b"entirely other\nmore\n"}), "")
    assert _apply.refusals(place(filled)) == []
    assert _apply.undo(place(filled)) == ["a.txt", "b.txt"]
    assert (filled.top / "a.txt").read_bytes() == b"entirely other\n"
    assert not (filled.top / "b.txt").exists()


def test_undo_works_on_entries_where_more_was_staged_since(filled: Repository) -> None:
    before = filled.git("ls-files", "-s")
    _apply.apply(place(filled), planned(filled, EDITS), "")
    filled.stage("later.txt", "later\n")
    assert _apply.refusals(place(filled)) == []
    _apply.undo(place(filled))
    left = filled.git("ls-files", "-s").splitlines(keepends=True)
    assert b"".join(row for row in left if b"later.txt" not in row) == before
    assert len(left) == len(before.splitlines()) + 1


def test_undo_after_a_commit_stages_the_way_back(filled: Repository) -> None:
    old = filled.git("rev-parse", "HEAD^{tree}")
    filled.git("reset", "-q")
    _apply.apply(place(filled), planned(filled, EDITS), "")
    filled.git("commit", "-qm", "adopt")
    _apply.undo(place(filled))
    filled.git("commit", "-qm", "take it back")
    assert filled.git("rev-parse", "HEAD^{tree}") == old


def test_undo_with_an_index_in_several_files(filled: Repository) -> None:
    filled.git("update-index", "--split-index")
    before = filled.git("ls-files", "-s", "-v")
    _apply.apply(place(filled), planned(filled, EDITS), "")
    _apply.undo(place(filled))
    assert filled.git("ls-files", "-s", "-v") == before


def test_undo_on_a_branch_without_a_commit_takes_the_index_away(repository: Repository) -> None:
    repository.write("notes.txt", "mine\n")
    before = state(repository.top)
    _apply.apply(place(repository), planned(repository, {"notes.txt": b"mine\nyours\n", "new": b""}), "")
    _apply.undo(place(repository))
    assert state(repository.top) == before
    assert ".git/index" not in before


def test_undo_of_a_file_that_was_new_keeps_it_in_the_next_commit(repository: Repository) -> None:
    """What nobody had added before is committed now; to take it out of the index would delete it by the next commit."""
    repository.write("notes.txt", "mine\n")
    _apply.apply(place(repository), planned(repository, {"notes.txt": b"mine\nyours\n", "new": b""}), "")
    repository.commit("begin")
    _apply.undo(place(repository))
    assert repository.git("status", "--porcelain").decode().splitlines() == ["D  new", "M  notes.txt"]
    assert (repository.top / "notes.txt").read_text() == "mine\n"


def _edit(filled: Repository) -> None:
    filled.write("a.txt", "my own\n")


def _delete(filled: Repository) -> None:
    (filled.top / "a.txt").unlink()


def _link(filled: Repository) -> None:
    (filled.top / "a.txt").unlink()
    (filled.top / "a.txt").symlink_to("other.txt")


def _folder(filled: Repository) -> None:
    (filled.top / "a.txt").unlink()
    (filled.top / "a.txt").mkdir()


def _stage(filled: Repository) -> None:
    filled.stage("a.txt", "my own\n")
    filled.write("a.txt", EDITS["a.txt"])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param(_edit, "was changed since `init` wrote it; take that back, or give --leave a.txt", id="edited"),
        pytest.param(
            _delete,
            "was deleted since `init` wrote it, or is on another branch or in a stash; bring it back, or give "
            "--leave a.txt",
            id="deleted",
        ),
        pytest.param(
            _link, "is a link now, and `init` wrote a file there; put that back, or give --leave a.txt", id="a link"
        ),
        pytest.param(
            _folder, "is a folder; name files, and `init` wrote a file there; put that back, or give --leave a.txt",
            id="a folder",
        ),
        pytest.param(_stage, "was staged otherwise since; `git add a.txt`, or give --leave a.txt", id="staged"),
    ],
)  # fmt: skip
def test_what_was_changed_since_is_refused_by_name_or_left(
    filled: Repository, change: Callable[[Repository], None], why: str
) -> None:
    _apply.apply(place(filled), planned(filled, EDITS), "")
    change(filled)
    now = state(filled.top)
    assert _apply.refusals(place(filled)) == [f"a.txt: {why}"]
    assert state(filled.top) == now
    assert _apply.refusals(place(filled), ["a.txt"]) == []
    assert _apply.undo(place(filled), ["a.txt"]) == ["crlf.txt", "deep/er/new.yml", "run.sh"]
    assert state(filled.top).get("a.txt") == now.get("a.txt")
    assert not (filled.top / "deep").exists()


def test_a_file_that_others_deleted_or_restored_needs_nothing(filled: Repository) -> None:
    _apply.apply(place(filled), planned(filled, EDITS), "")
    (filled.top / "deep/er/new.yml").write_bytes(EDITS["deep/er/new.yml"])
    filled.write("a.txt", "one\n")
    assert _apply.refusals(place(filled)) == []
    assert _apply.undo(place(filled)) == ["crlf.txt", "deep/er/new.yml", "run.sh"]


def test_a_folder_that_others_use_stays(filled: Repository) -> None:
    _apply.apply(place(filled), planned(filled, EDITS), "")
    filled.write("deep/theirs.txt", "x\n")
    _apply.undo(place(filled))
    assert sorted(str(path.relative_to(filled.top)) for path in (filled.top / "deep").rglob("*")) == ["deep/theirs.txt"]


def test_leave_names_what_init_wrote(filled: Repository) -> None:
    _apply.apply(place(filled), planned(filled, EDITS), "")
    assert _apply.refusals(place(filled), ["b.txt"]) == ["b.txt: --leave names files that `init` wrote"]


@pytest.mark.usefixtures("hooks_only")
def test_a_git_hook_that_was_changed_since_is_refused(filled: Repository) -> None:
    _apply.apply(place(filled), planned(filled, EDITS), "pre-commit")
    (filled.top / ".git/hooks/pre-push").write_text("#!/bin/sh\nmine\n")
    assert _apply.refusals(place(filled)) == [
        "the git hook pre-push was changed since `init` installed it; take the change away, or delete it"
    ]
    (filled.top / ".git/hooks/pre-push").unlink()
    assert _apply.refusals(place(filled)) == []


@pytest.mark.usefixtures("hooks_only")
def test_git_hooks_that_were_installed_anew_are_taken_away(filled: Repository) -> None:
    before = state(filled.top)
    _apply.apply(place(filled), planned(filled, EDITS), "pre-commit")
    _git_hooks.install(place(filled), "prek")
    assert _apply.refusals(place(filled)) == []
    _apply.undo(place(filled))
    assert state(filled.top) == before


def test_a_file_that_changes_while_the_plan_is_made_is_not_overwritten(filled: Repository) -> None:
    steps = planned(filled, EDITS)
    filled.write("run.sh", "changed\n")
    before = state(filled.top)
    with pytest.raises(NotJudged, match=r"^run.sh: was changed while the plan was made; run the command again$"):
        _apply.apply(place(filled), steps, "")
    assert state(filled.top) == before
    assert remains(filled.top) == []


class Killed(BaseException):
    """What no part of the code can know of."""


def _steps_in_which_it_can_end(monkeypatch: pytest.MonkeyPatch, at: int, failure: BaseException) -> list[int]:
    """Let the `at`-th act of an apply fail, before or after it was done; the list tells how many there were."""
    acts = [0]

    def failing(real: Callable[..., object]) -> Callable[..., object]:
        def act(*arguments: object, **more: object) -> object:
            acts[0] += 2
            if acts[0] - 1 == at:
                raise failure
            done = real(*arguments, **more)
            if acts[0] == at:
                raise failure
            return done

        return act

    for owner, name in (
        (_write, "create"), (_write, "replace"), (Place, "stage"), (_git_hooks, "install"), (_journal, "write"),
    ):  # fmt: skip
        monkeypatch.setattr(owner, name, failing(getattr(owner, name)))
    return acts


@pytest.mark.parametrize(
    "failure", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["disk", "ctrl-c"]
)
@pytest.mark.usefixtures("hooks_only")
def test_a_failure_anywhere_leaves_everything_as_it_was(filled: Repository, failure: BaseException) -> None:
    before = state(filled.top)
    for at in range(1, 100):
        with pytest.MonkeyPatch.context() as patch:
            acts = _steps_in_which_it_can_end(patch, at, failure)
            with suppress(type(failure)):
                _apply.apply(place(filled), planned(filled, TWO), "pre-commit")
        if acts[0] < at:
            break
        _apply.undo(place(filled))  # after the last act everything was done, and its failure came too late
        assert state(filled.top) == before, at
        assert remains(filled.top) == [], at
    assert at == 2 * 6 + 1  # two journals, two files, the index, the hooks


@pytest.mark.usefixtures("hooks_only")
def test_undo_heals_what_a_kill_leaves_anywhere(filled: Repository) -> None:
    before = state(filled.top)
    for at in range(1, 100):
        with pytest.MonkeyPatch.context() as patch:
            acts = _steps_in_which_it_can_end(patch, at, Killed())
            patch.setattr(_apply, "_restore", _killed)
            with suppress(Killed):
                _apply.apply(place(filled), planned(filled, TWO), "pre-commit")
        if acts[0] < at:
            break
        if at not in (1, 12):
            with pytest.raises(NotJudged, match="an earlier run was cut short; run `walkaround init --undo` first"):
                _apply.apply(place(filled), planned(filled, TWO), "pre-commit")
        assert _apply.refusals(place(filled)) == [], at
        _apply.undo(place(filled))
        assert state(filled.top) == before, at
        assert remains(filled.top) == [], at
    assert at == 13


def _killed(*_arguments: object, **_more: object) -> None:
    raise Killed


def test_ctrl_c_waits_for_what_was_started(filled: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is being started is known to nobody yet: it would go on when all else is taken back."""
    before = state(filled.top)
    acts = []

    def install(where: Place, _: str) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        acts.append("installed")
        Path(where.hooks, "pre-commit").write_text("# File generated by pre-commit: x\n")

    (filled.top / ".git/hooks").mkdir(exist_ok=True)
    monkeypatch.setattr(_git_hooks, "install", install)
    with pytest.raises(KeyboardInterrupt):
        _apply.apply(place(filled), planned(filled, TWO), "pre-commit")
    assert acts == ["installed"]
    assert state(filled.top) == before
    assert remains(filled.top) == []


def test_ctrl_c_does_not_end_an_undo(filled: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(filled.top)
    _apply.apply(place(filled), planned(filled, TWO), "")
    real = _write.replace

    def replace(path: str, content: bytes) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        real(path, content)

    monkeypatch.setattr(_write, "replace", replace)
    _apply.undo(place(filled))
    assert state(filled.top) == before


@pytest.mark.usefixtures("hooks_only")
def test_undo_heals_an_undo_that_was_killed(filled: Repository) -> None:
    before = state(filled.top)
    for at in range(1, 100):
        _apply.apply(place(filled), planned(filled, TWO), "pre-commit")
        acts = [0]

        def failing(real: Callable[..., object], at: int = at, acts: list[int] = acts) -> Callable[..., object]:
            def act(*arguments: object) -> object:
                acts[0] += 1
                if acts[0] == at:
                    raise Killed
                return real(*arguments)

            return act

        with pytest.MonkeyPatch.context() as patch:
            for owner, name in (
                (_write, "replace"), (os, "unlink"), (os, "rmdir"), (Place, "put_index"), (_git_hooks, "restore"),
            ):  # fmt: skip
                patch.setattr(owner, name, failing(getattr(owner, name)))
            with suppress(Killed):
                _apply.undo(place(filled))
        if acts[0] < at:
            break
        assert _apply.refusals(place(filled)) == [], at
        _apply.undo(place(filled))
        assert state(filled.top) == before, at
    assert at > 10


def test_a_process_that_is_killed_leaves_what_undo_heals(filled: Repository) -> None:
    """A real kill, between two files, with a file that is half written beside its place."""
    before = state(filled.top)
    program = """
import os, signal
from walkaround import _write
from walkaround.bootstrap import _apply
from walkaround.bootstrap._plan import Step
from walkaround.bootstrap._repository import Repository
real = _write.replace
def replace(path, content):
    real(path, content)
    open(os.path.join(os.path.dirname(path), f".crlf.txt.{os.getpid()}.new"), "w").write("half")
    os.kill(os.getpid(), signal.SIGKILL)
_write.replace = replace
steps = [Step("new/file", None, b"1", "")]
steps += [Step("a.txt", b"one\\n", b"two\\n", ""), Step("crlf.txt", b"x\\r\\n", b"", "")]
_apply.apply(Repository(os.getcwd()), steps, "")
"""
    environment = {**os.environ, "PYTHONPATH": str(TOP / "hooks")}
    done = subprocess.run([sys.executable, "-c", program], cwd=filled.top, env=environment, check=False)
    assert done.returncode < 0
    assert (filled.top / "a.txt").read_bytes() == b"two\n"
    assert _apply.undo(place(filled)) == ["a.txt", "new/file"]
    assert state(filled.top) == before


KILLED_UNDO = """
import os, signal, sys
from walkaround.bootstrap import _apply, _journal
from walkaround.bootstrap._repository import Repository
real, acts = os.replace, []
def replace(*paths):
    acts.append(paths)
    if len(acts) == int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
    real(*paths)
os.replace = replace
repository = Repository(os.getcwd())
with _journal.locked(repository):
    _apply.undo(repository)
"""


@pytest.mark.usefixtures("hooks_only")
def test_an_undo_that_was_killed_leaves_nothing_for_ever(filled: Repository) -> None:
    """A real kill, when a new file stands beside the one that it is to replace."""
    for name in ("pre-commit", "mine"):
        filled.write(f".git/hooks/{name}", "#!/bin/sh\nexit 0\n")
    filled.write(".git/hooks/mine.1.new", "mine as well\n")
    before = state(filled.top)
    environment = {**os.environ, "PYTHONPATH": str(TOP / "hooks")}
    left = set()
    for at in range(1, 10):
        _apply.apply(place(filled), planned(filled, TWO), "pre-commit")
        done = subprocess.run(
            [sys.executable, "-c", KILLED_UNDO, str(at)], cwd=filled.top, env=environment, check=False
        )
        if not done.returncode:
            break
        new = [path for path in filled.top.rglob("*.new") if path.name != "mine.1.new"]
        left |= {path.name.removesuffix(".new").rpartition(".")[0] for path in new}
        with _journal.locked(place(filled)):
            assert _apply.refusals(place(filled)) == [], at
            _apply.undo(place(filled))
        assert state(filled.top) == before, at
        assert not (filled.top / ".git/walkaround").exists(), at
    assert state(filled.top) == before
    assert left == {"init-..json", "pre-commit", ".a.txt"}
    assert at == 5  # the journal, a hook, the index, a file


def test_a_new_file_that_is_somebodys_stays(filled: Repository) -> None:
    """One that git knows, one that a living program writes, and names that are not ours."""
    _apply.apply(place(filled), planned(filled, TWO), "")
    filled.stage(".a.txt.4000000.new", "mine\n")
    kept = [f".a.txt.{os.getppid()}.new", ".a.txt.x.new", "a.txt.4000000.new", ".b.txt.4000000.new"]
    for name in (*kept, ".a.txt.4000001.new", f".a.txt.{os.getpid()}.new"):
        filled.write(name, "half")
    _apply.undo(place(filled))
    assert {path.name for path in filled.top.glob("*.new")} | {path.name for path in filled.top.glob(".*.new")} == {
        *kept, ".a.txt.4000000.new",
    }  # fmt: skip


def _linked_away(filled: Repository) -> Path:
    shared = filled.top.parent / "shared"
    (filled.top / "deep").rename(shared)
    (filled.top / "deep").symlink_to(shared)
    (shared / "empty").mkdir()
    return shared


def test_undo_deletes_nothing_behind_a_link(filled: Repository) -> None:
    _apply.apply(place(filled), planned(filled, {**EDITS, "deep/top.yml": b"1"}), "")
    shared = _linked_away(filled)
    (shared / "er/.new.yml.4000000.new").write_text("theirs")
    before = sorted(shared.rglob("*"))
    paths = ("deep/er/new.yml", "deep/top.yml")
    assert _apply.refusals(place(filled)) == [
        f"{path}: deep is a link now, and `init` wrote a file there; put that back, or give --leave {path}"
        for path in paths
    ]
    with pytest.raises(NotJudged, match="deep is a link now"):
        _apply._put_back(place(filled), paths[0], _journal.Written(None, EDITS[paths[0]]))
    assert _apply.refusals(place(filled), paths) == []
    assert _apply.undo(place(filled), paths) == ["a.txt", "crlf.txt", "run.sh"]
    assert sorted(shared.rglob("*")) == before


def test_a_folder_behind_a_link_stays(filled: Repository) -> None:
    _apply.apply(place(filled), planned(filled, TWO), "")
    shared = _linked_away(filled)
    (shared / "er/new.yml").unlink()
    _apply.undo(place(filled), ["deep/er/new.yml"])
    assert (shared / "er").is_dir()


def _changed_journal(filled: Repository, **values: object) -> None:
    path = filled.top / ".git/walkaround/init-..json"
    data = json.loads(path.read_text())
    data["runs"][0] |= values
    path.write_text(json.dumps(data))


@pytest.mark.parametrize(
    "values",
    [
        {"files": {"../victim": [None, base64.b64encode(b"theirs").decode()]}, "state": "writing"},
        {"hooks": {}, "hooks_after": {"../../../victim": ["", 0o755]}},
        {"hooks": {"../../../made": ["", 0o755]}, "hooks_after": {}},
        {"folders": ["../empty"]},
    ],
    ids=["a file", "a hook to delete", "a hook to write", "a folder"],
)
def test_a_journal_that_somebody_changed_touches_nothing(filled: Repository, values: dict[str, object]) -> None:
    outside = filled.top.parent
    (outside / "victim").write_bytes(b"theirs")
    (outside / "empty").mkdir()
    _apply.apply(place(filled), planned(filled, TWO), "")
    _changed_journal(filled, **values)
    before, names = state(filled.top), sorted(os.listdir(outside))
    for act in (_apply.refusals, _apply.undo):
        with pytest.raises(NotJudged, match="is no journal that this Walkaround can read"):
            act(place(filled))
    assert (state(filled.top), sorted(os.listdir(outside))) == (before, names)


@pytest.mark.parametrize("junk", [b"DIRC", b"DIRC" + b"\xff" * 60, None], ids=["short", "junk", "of nothing"])
def test_an_index_that_git_cannot_read_is_not_put_back(filled: Repository, junk: bytes | None) -> None:
    listed = filled.git("ls-files", "-s")
    _apply.apply(place(filled), planned(filled, TWO), "")
    _changed_journal(filled, index=None if junk is None else base64.b64encode(junk).decode())
    _apply.undo(place(filled))
    assert filled.git("ls-files", "-s") == listed
    assert (filled.top / "a.txt").read_bytes() == b"one\n"


@pytest.mark.parametrize("length", [40, 64])
def test_an_entry_whose_content_is_lost_is_staged_anew(filled: Repository, length: int) -> None:
    listed = filled.git("ls-files", "-s")
    _apply.apply(place(filled), planned(filled, TWO), "")
    _changed_journal(filled, entries={"a.txt": f"100644 {'d' * length} 0", "deep/er/new.yml": ""})
    _apply.undo(place(filled))
    assert filled.git("ls-files", "-s") == listed


@pytest.mark.parametrize("how", ["branch", "stash"])
def test_the_way_back_is_not_lost_where_the_files_are_not(filled: Repository, how: str) -> None:
    filled.git("reset", "-q")
    filled.git("checkout", "-q", "--", "other.txt")
    filled.git("branch", "old")
    _apply.apply(place(filled), planned(filled, TWO), "")
    if how == "branch":
        filled.git("commit", "-qm", "adopt")
    filled.git(*({"branch": ("checkout", "-q", "old"), "stash": ("stash", "-q")}[how]))
    path = "deep/er/new.yml"
    where = "or is on another branch or in a stash; bring it back"
    here = "is as `init` found it, and as `init` wrote it on another branch or in a stash; bring that back"
    assert _apply.refusals(place(filled)) == [
        f"a.txt: {here}, or give --leave a.txt",
        f"{path}: was deleted since `init` wrote it, {where}, or give --leave {path}",
    ]
    assert _apply.refusals(place(filled), [path, "a.txt"]) == []
    filled.git(*({"branch": ("checkout", "-q", "-"), "stash": ("stash", "pop", "-q", "--index")}[how]))
    assert _apply.refusals(place(filled)) == []
    assert _apply.undo(place(filled)) == sorted(TWO)


def test_what_was_reverted_is_not_elsewhere(filled: Repository) -> None:
    filled.git("reset", "-q")
    _apply.apply(place(filled), planned(filled, {"a.txt": b"one\ntwo\n"}), "")
    filled.git("commit", "-qm", "adopt")
    filled.git("revert", "--no-edit", "HEAD")
    filled.git("branch", "more")
    assert _apply.refusals(place(filled)) == []
    assert not place(filled).is_elsewhere("a.txt", "d" * 40)


@pytest.mark.parametrize(
    ("read_only", "said"),
    [
        ("deep/er", "deep/er/new.yml: deep/er is read-only; make it writable, or give --leave deep/er/new.yml"),
        ("", "a.txt: the work tree is read-only; make it writable, or give --leave a.txt"),
        ("a.txt", "a.txt: is read-only; make it writable, or give --leave a.txt"),
        (".git/hooks", "{top}/.git/hooks is read-only; make it writable"),
    ],
    ids=["a folder", "the top", "a file", "the hooks"],
)
@pytest.mark.usefixtures("hooks_only")
def test_what_is_read_only_is_named_before_anything_is_undone(
    filled: Repository, monkeypatch: pytest.MonkeyPatch, read_only: str, said: str
) -> None:
    _apply.apply(place(filled), planned(filled, TWO), "pre-commit")
    place_of_it = os.path.normpath(filled.top / read_only)
    monkeypatch.setattr(os, "access", lambda path, _: os.path.normpath(path) != place_of_it)  # root may write anything
    assert _apply.refusals(place(filled)) == [said.format(top=os.path.realpath(filled.top))]


def test_a_failure_in_an_undo_names_the_file_and_the_next_act(
    filled: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(filled.top)
    _apply.apply(place(filled), planned(filled, TWO), "")

    real = os.unlink

    def unlink(path: str) -> None:
        if path.endswith("new.yml"):
            raise PermissionError(13, "Permission denied", path)
        real(path)

    monkeypatch.setattr(os, "unlink", unlink)
    with pytest.raises(NotJudged) as caught:
        _apply.undo(place(filled))
    monkeypatch.undo()
    assert str(caught.value) == (
        f"{filled.top}/deep/er/new.yml: cannot be taken back: Permission denied; mend that, and run "
        "`walkaround init --undo` again: it goes on from there"
    )
    assert _apply.refusals(place(filled)) == []
    _apply.undo(place(filled))
    assert state(filled.top) == before


CONTENT = st.one_of(
    st.binary(max_size=40),
    st.lists(st.sampled_from([b"a\r\n", b"b\n", b"\xef\xbb\xbf", b"\r", b"\0", b"# x"]), max_size=5).map(b"".join),
)
NAMES = st.lists(
    st.text(st.characters(codec="utf-8", exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=6)
    .filter(lambda name: name not in (".", "..") and name.casefold() != ".git"),
    min_size=1, max_size=6, unique_by=str.casefold,
)  # fmt: skip


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_undo_is_exact_for_any_files(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    top = tmp_path_factory.mktemp("any")
    subprocess.run(["git", "init", "-q", str(top)], check=True)
    repository = Repository(top)
    names = data.draw(NAMES)
    for name in names:
        match data.draw(st.sampled_from(["absent", "committed", "staged", "untracked", "executable"])):
            case "absent":
                continue
            case "untracked":
                repository.write(name, data.draw(CONTENT))
            case how:
                path = repository.write(name, data.draw(CONTENT))
                path.chmod(0o755 if how == "executable" else 0o644)
                repository.git("--literal-pathspecs", "add", "-f", "--", name)
                if how == "committed":
                    repository.git("commit", "-q", "--no-verify", "-m", "more")
    before, listed = state(top), repository.git("ls-files", "-sz")
    wanted = {name if data.draw(st.booleans()) else f"folder/{name}": data.draw(CONTENT) for name in names}
    steps = [step for step in planned(repository, wanted) if step.before != step.after]
    _apply.apply(place(repository), steps, "")
    assert {step.path: (top / step.path).read_bytes() for step in steps} == {step.path: step.after for step in steps}
    assert _apply.refusals(place(repository)) == []
    _apply.undo(place(repository))
    assert state(top) == before
    assert repository.git("ls-files", "-sz") == listed


def test_a_further_work_tree_has_a_journal_of_its_own(filled: Repository, tmp_path: Path) -> None:
    tree = Repository(tmp_path / "tree")
    filled.git("worktree", "add", "-q", "-b", "side", str(tree.top))
    folder = filled.top / ".git/worktrees/tree"
    before = state(tree.top, folder), state(filled.top)
    _apply.apply(place(tree), planned(tree, EDITS), "")
    assert state(filled.top) == before[1]
    assert [path.name for path in (filled.top / ".git/walkaround").iterdir()] == ["init-worktrees%2Ftree.json"]
    assert _apply.undo(place(filled)) == []
    assert _apply.undo(place(tree)) == sorted(EDITS)
    assert (state(tree.top, folder), state(filled.top)) == before


@pytest.mark.usefixtures("hooks_only")
def test_a_submodule_is_a_repository_of_its_own(filled: Repository) -> None:
    allowed = ("-c", "protocol.file.allow=always", "submodule", "--quiet", "add")
    filled.git(*allowed, str(filled.top), "sub")
    filled.git("commit", "-qm", "a submodule")
    sub = Repository(filled.top / "sub")
    folder = filled.top / ".git/modules/sub"
    before = state(sub.top, folder), state(filled.top)
    _apply.apply(place(sub), planned(sub, EDITS), "pre-commit")
    assert (folder / "hooks/pre-push").exists()
    assert _apply.refusals(place(sub)) == []
    assert _apply.undo(place(sub)) == sorted(EDITS)
    assert (state(sub.top, folder), state(filled.top)) == before


@pytest.mark.parametrize("first", ["main", "tree"])
@pytest.mark.usefixtures("hooks_only")
def test_hooks_stay_until_the_last_work_tree_is_undone(filled: Repository, tmp_path: Path, first: str) -> None:
    """git's hooks are shared: whoever undoes first must not take them away from the other one."""
    tree = Repository(tmp_path / "tree")
    filled.git("worktree", "add", "-q", "-b", "side", str(tree.top))
    before = state(filled.top)
    for where, framework in ((filled, "pre-commit"), (tree, "")):
        _apply.apply(place(where), planned(where, {"a.txt": b"two\n"}), framework)  # type: ignore[arg-type]
    order = [filled, tree] if first == "main" else [tree, filled]
    assert _apply.refusals(place(order[0])) == []
    _apply.undo(place(order[0]))
    assert (filled.top / ".git/hooks/pre-commit").exists()
    assert _apply.refusals(place(order[1])) == []
    _apply.undo(place(order[1]))
    assert state(filled.top) == before
    assert remains(filled.top) == []


def test_two_runs_at_once(filled: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_journal, "PATIENCE", 0.1)
    with (
        _journal.locked(place(filled)),
        pytest.raises(NotJudged, match="another `walkaround init` is at work in this repository"),
        _journal.locked(place(filled)),
    ):
        pytest.fail("both held the lock")
    with _journal.locked(place(filled)):
        pass
    assert remains(filled.top) == []


HOLDS_AND_INSTALLS = """
import os
from walkaround.bootstrap import _git_hooks, _journal
from walkaround.bootstrap._repository import Repository
_git_hooks.command = lambda _: os.path.abspath("../framework")
repository = Repository(os.getcwd())
with _journal.locked(repository):
    _git_hooks.install(repository, "pre-commit")
"""


@pytest.mark.skipif(os.name != "posix", reason="elsewhere no lock is handed down")
def test_what_a_killed_run_has_started_keeps_the_lock(filled: Repository) -> None:
    """Its framework would else go on writing git's hooks after an undo."""
    program = filled.top.parent / "framework"
    program.write_text("#!/bin/sh\ntouch ../started\nsleep 0.4\ntouch ../late\n")
    program.chmod(0o755)
    environment = {**os.environ, "PYTHONPATH": str(TOP / "hooks")}
    run = subprocess.Popen([sys.executable, "-c", HOLDS_AND_INSTALLS], cwd=filled.top, env=environment)
    while not (filled.top.parent / "started").exists():
        assert run.poll() is None
        time.sleep(0.01)
    run.kill()
    run.wait()
    with _journal.locked(place(filled)):
        assert (filled.top.parent / "late").exists()


def test_a_journal_that_cannot_be_read_is_named(filled: Repository) -> None:
    _apply.apply(place(filled), planned(filled, EDITS), "")
    path = filled.top / ".git/walkaround/init-..json"
    assert path.exists()
    path.write_text('{"version": 2}')
    with pytest.raises(NotJudged, match="is no journal that this Walkaround can read"):
        _apply.undo(place(filled))


def test_steps_are_part_of_the_journal_before_they_are_written(filled: Repository) -> None:
    seen = []

    def create(*_: object) -> None:
        seen.append([(one.state, sorted(one.files)) for one in _journal.read(place(filled))])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_write, "create", create)
        patch.setattr(Place, "stage", lambda *_: None)
        _apply.apply(place(filled), [Step("b.txt", None, b"", "")], "")
    assert seen == [[("writing", ["b.txt"])]]
