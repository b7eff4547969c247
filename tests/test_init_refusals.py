"""What `walkaround init` refuses, all of it at once, with nothing written."""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from init_support import hook_file, hooks_only, place, planned
from repository_state import state
from tests_support import Repository
from walkaround._finding import NotJudged
from walkaround.bootstrap import _apply, _git_hooks, _journal
from walkaround.bootstrap._refusals import reasons
from walkaround.bootstrap._repository import Repository as Place
from walkaround.bootstrap._repository import found

__all__ = ["hooks_only"]

EDIT = {"a.txt": b"one\ntwo\n"}
STASH = "has changes that are not committed; commit them first, or put them aside by `git stash`"


@pytest.fixture
def filled(repository: Repository) -> Repository:
    repository.commit("begin", **{"a.txt": "one\n", "b.txt": "b\n"})
    return repository


def why(repository: Repository, wanted: dict[str, bytes] | None = None, framework: str = "") -> list[str]:
    return list(reasons(place(repository), planned(repository, wanted or EDIT), framework))  # type: ignore[arg-type]


def test_a_clean_file_may_be_edited_whatever_else_changed(filled: Repository) -> None:
    filled.write("b.txt", "changed\n")
    filled.stage("c.txt", "new\n")
    assert why(filled) == []


def _unstaged(filled: Repository) -> None:
    filled.write("a.txt", "mine\n")


def _staged(filled: Repository) -> None:
    filled.stage("a.txt", "mine\n")


def _both(filled: Repository) -> None:
    filled.stage("a.txt", "mine\n")
    filled.write("a.txt", "one\n")


def _untracked(filled: Repository) -> None:
    filled.git("rm", "-q", "--cached", "a.txt")
    filled.git("commit", "-qm", "no longer")


def _gone(filled: Repository) -> None:
    (filled.top / "a.txt").unlink()


def _ignored(filled: Repository) -> None:
    filled.git("rm", "-q", "a.txt")
    filled.commit("ignored", **{".gitignore": "# local\na.*\n"})


def _assumed(filled: Repository) -> None:
    filled.git("update-index", "--assume-unchanged", "a.txt")


def _sparse(filled: Repository) -> None:
    filled.git("update-index", "--skip-worktree", "a.txt")
    (filled.top / "a.txt").unlink()


def _read_only(filled: Repository) -> None:
    (filled.top / "a.txt").chmod(0o444)


UNSEEN = (
    "git was told not to look at it (sparse checkout, or assume-unchanged); "
    "`git update-index --no-assume-unchanged a.txt` and `git update-index --no-skip-worktree a.txt` undo that"
)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(_unstaged, STASH, id="not staged"),
        pytest.param(_staged, STASH, id="staged"),
        pytest.param(_both, STASH, id="staged and taken back"),
        pytest.param(
            _untracked,
            "is not tracked by git, so that an edit of it could not be told from yours; commit it first",
            id="untracked",
        ),
        pytest.param(
            _gone,
            "is tracked and not there; bring it back by `git restore a.txt`, or commit that it is gone",
            id="deleted",
        ),
        pytest.param(
            _ignored,
            "is ignored by .gitignore:2, so that it would not be committed; take that line away",
            id="ignored",
        ),
        pytest.param(_assumed, UNSEEN, id="assumed unchanged"),
        pytest.param(_sparse, UNSEEN, id="sparse"),
        pytest.param(_read_only, "is read-only; make it writable", id="read-only"),
    ],
)
def test_a_file_in_a_state_of_its_own_is_refused(
    filled: Repository, change: Callable[[Repository], None], expected: str
) -> None:
    change(filled)
    assert why(filled) == [f"a.txt: {expected}"]


@pytest.mark.parametrize("mark", ["assume-unchanged", "skip-worktree"])
def test_a_file_is_looked_at_again_by_the_commands_that_are_named(filled: Repository, mark: str) -> None:
    path = "it's a.txt"
    filled.commit("odd", **{path: "one\n"})
    filled.git("update-index", f"--{mark}", path)
    [told] = why(filled, {path: b"one\ntwo\n"})
    commands = re.findall("`(git [^`]*)`", told)
    assert len(commands) == 2
    for one in commands:
        filled.git(*shlex.split(one)[1:])
    assert why(filled, {path: b"one\ntwo\n"}) == []


def test_a_deletion_that_is_staged_is_not_covered_up(filled: Repository) -> None:
    filled.git("rm", "-q", "a.txt")
    assert why(filled, {"a.txt": b"fresh\n"}) == [
        (
            "a.txt: its deletion is staged and not committed; commit that first, or bring it back by "
            "`git restore --staged --worktree a.txt`"
        )
    ]
    assert why(filled, {"a.txt": b"one\n"}) == []  # as it is committed
    filled.git("commit", "-qm", "gone")
    assert why(filled, {"a.txt": b"fresh\n"}) == []


@pytest.mark.parametrize("staged", [False, True])
def test_before_the_first_commit_every_file_is_new(repository: Repository, staged: bool) -> None:
    (repository.stage if staged else repository.write)("a.txt", "one\n")
    assert why(repository) == []
    if staged:
        repository.write("a.txt", "and more\n")
        assert why(repository) == [f"a.txt: {STASH}"]


def test_what_an_earlier_run_wrote_is_no_obstacle(filled: Repository) -> None:
    _apply.apply(place(filled), planned(filled, {**EDIT, "new/file": b"1"}), "")
    assert why(filled, {"a.txt": b"other\n", "new/file": b"2"}) == []
    filled.write("a.txt", "mine\n")
    assert why(filled, {"a.txt": b"other\n", "new/file": b"2"}) == [f"a.txt: {STASH}"]


def test_a_file_where_a_folder_is_needed(filled: Repository) -> None:
    assert why(filled, {"b.txt/new/file": b""}) == [
        "b.txt/new/file: b.txt is a file where a folder is needed; rename it"
    ]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_folders_that_are_read_only(filled: Repository) -> None:
    (filled.top / "shut").mkdir(mode=0o555)
    assert why(filled, {"shut/file": b""}) == ["shut/file: its folder is read-only; make it writable"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("MERGE_HEAD", "a merge is under way; finish it, or end it by `git merge --abort`"),
        ("CHERRY_PICK_HEAD", "a cherry-pick is under way; finish it, or end it by `git cherry-pick --abort`"),
        ("REVERT_HEAD", "a revert is under way; finish it, or end it by `git revert --abort`"),
        ("rebase-merge", "a rebase is under way; finish it, or end it by `git rebase --abort`"),
        ("rebase-apply", "a rebase, or `git am`, is under way; finish it, or end it by `git rebase --abort`"),
    ],
)
def test_what_git_is_in_the_middle_of(filled: Repository, tmp_path: Path, name: str, expected: str) -> None:
    tree = Repository(tmp_path / "tree")
    filled.git("worktree", "add", "-q", "-b", "side", str(tree.top))
    filled.write(f".git/{name}", filled.git("rev-parse", "HEAD"))
    assert why(filled) == [expected]
    assert why(tree) == []
    assert _apply.refusals(place(filled)) == []  # nothing to undo
    _apply.apply(place(filled), planned(filled, EDIT), "")
    assert _apply.refusals(place(filled)) == [f"{expected}; undo would change files under it"]


HOOKS_PATH = (
    "core.hooksPath is '{}', so that git would not start the hooks that {} installs; "
    "`git config --unset core.hooksPath` (with --global where it is set there), or give --no-install"
)


@pytest.mark.parametrize(
    ("framework", "path", "expected"),
    [
        ("pre-commit", ".husky", [HOOKS_PATH.format(".husky", "pre-commit")]),
        ("prek", ".husky", [HOOKS_PATH.format(".husky", "prek")]),
        ("pre-commit", ".git/hooks", [HOOKS_PATH.format(".git/hooks", "pre-commit")]),
        ("prek", ".git/hooks", []),
        ("", ".husky", []),
    ],
)
def test_hooks_that_git_would_not_start(
    filled: Repository, monkeypatch: pytest.MonkeyPatch, framework: str, path: str, expected: list[str]
) -> None:
    monkeypatch.setattr(_git_hooks, "command", lambda name: name)
    filled.git("config", "core.hooksPath", path)
    assert why(filled, framework=framework) == expected


def test_a_framework_that_is_not_there(filled: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_git_hooks, "command", lambda _: None)
    monkeypatch.setattr("sys.executable", "/opt/python")
    assert why(filled, framework="prek") == [
        "prek is neither beside /opt/python nor on PATH; install it, or give --no-install"
    ]


def test_the_other_framework_is_installed(filled: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_git_hooks, "command", lambda name: name)
    filled.write(".git/hooks/pre-push", "#!/bin/sh\n# File generated by prek: https://host\n")
    assert why(filled, framework="pre-commit") == [
        "git's hooks start prek now; `prek uninstall` first, or give --framework prek"
    ]
    assert why(filled, framework="prek") == []


def test_a_run_that_was_cut_short_comes_first(filled: Repository) -> None:
    _apply.apply(place(filled), planned(filled, EDIT), "")
    path = _journal.path_of(place(filled))
    _journal.write(path, tuple(one._replace(state="writing") for one in _journal.read(place(filled))))
    assert list(reasons(place(filled), [], "")) == ["an earlier run was cut short; run `walkaround init --undo` first"]


def test_nothing_to_do_is_refused_for_no_reason(filled: Repository) -> None:
    filled.write(".git/MERGE_HEAD", filled.git("rev-parse", "HEAD"))
    assert list(reasons(place(filled), [], "")) == []


@pytest.mark.parametrize("target", ["../outside", "/etc/passwd", ".git/config"])
def test_links_that_leave_the_work_tree(filled: Repository, target: str) -> None:
    (filled.top / "link").symlink_to(target)
    with pytest.raises(
        NotJudged, match=r"^link: leads out of the work tree by a link; make it a file of the repository$"
    ):
        place(filled).real("link")


def test_a_link_inside_is_followed_to_its_file(filled: Repository) -> None:
    (filled.top / "docs").mkdir()
    (filled.top / "also").symlink_to("docs")
    (filled.top / "link").symlink_to("also/../a.txt")
    assert [place(filled).real(path) for path in ("link", "also/new.md", "a.txt")] == ["a.txt", "docs/new.md", "a.txt"]


def test_a_place_in_a_submodule_is_refused(filled: Repository) -> None:
    subprocess.run(["git", "init", "-q", str(filled.top / "vendor/sub")], check=True)
    with pytest.raises(NotJudged, match=r"^vendor/sub/x/y: lies in the submodule vendor/sub; run the command there$"):
        place(filled).real("vendor/sub/x/y")


def _bare(folder: Path) -> Path:
    subprocess.run(["git", "init", "-q", "--bare", str(folder / "bare.git")], check=True)
    return folder / "bare.git"


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda folder: folder, "this folder is in no git repository; run `git init` first"),
        (_bare, "this is a bare repository, without files; run the command in a clone or a work tree of it"),
    ],
    ids=["none", "bare"],
)
def test_where_there_is_no_work_tree(tmp_path: Path, make: Callable[[Path], Path], expected: str) -> None:
    with pytest.raises(NotJudged) as refused:
        found(str(make(tmp_path)))
    assert refused.value.why == expected


def test_a_folder_below_is_the_same_repository(filled: Repository) -> None:
    (filled.top / "below/more").mkdir(parents=True)
    assert found(str(filled.top / "below/more")).root == str(filled.top)


def _strict_line_ends(filled: Repository) -> None:
    filled.git("config", "core.autocrlf", "input")
    filled.git("config", "core.safecrlf", "true")


def _attribute(filled: Repository, attribute: str) -> None:
    filled.commit("attributes", **{".gitattributes": f"a.txt {attribute}\n"})


def _failing_filter(filled: Repository) -> None:
    _attribute(filled, "filter=it")
    filled.git("config", "filter.it.clean", "false")
    filled.git("config", "filter.it.required", "true")


@pytest.mark.parametrize(
    ("change", "content", "expected"),
    [
        pytest.param(
            _strict_line_ends,
            b"one\r\n",
            "`git config core.safecrlf warn`, or name the file's line ends by `eol` in .gitattributes",
            id="line ends",
        ),
        pytest.param(
            _failing_filter,
            b"two\n",
            "mend its filter, which `git check-attr filter a.txt` names",
            id="filter",
        ),
        pytest.param(
            lambda filled: _attribute(filled, "working-tree-encoding=UTF-16"),
            b"two\n",
            "take away its `working-tree-encoding`, which `git check-attr -a a.txt` shows",
            id="encoding",
        ),
    ],
)
def test_a_failed_stage_is_told_and_nothing_is_left(
    filled: Repository, change: Callable[[Repository], None], content: bytes, expected: str
) -> None:
    change(filled)
    before = state(filled.top)
    with pytest.raises(NotJudged) as refused:
        _apply.apply(place(filled), planned(filled, {"b.txt": b"fine\n", "a.txt": content}), "")
    assert re.fullmatch(rf"a\.txt: cannot be staged \(git add: [^\n]+\); {re.escape(expected)}", str(refused.value))
    assert state(filled.top) == before


def test_the_index_is_locked_by_another_git(filled: Repository) -> None:
    filled.write(".git/index.lock")
    before = state(filled.top)
    told = f"{filled.top}/.git/index.lock is there: git is at work, or was killed; delete it when no git runs"
    assert why(filled) == [told]
    with pytest.raises(NotJudged) as refused:  # it came after the plan
        _apply.apply(place(filled), planned(filled, EDIT), "")
    assert refused.value.why == told
    assert state(filled.top) == before


def _hooks_file(hooks: Path) -> None:
    hooks.touch()


def _hook_folder(hooks: Path) -> None:
    (hooks / "commit-msg").mkdir(parents=True)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (_hooks_file, " is no folder; delete it, or give --no-install"),
        (_hook_folder, "/commit-msg is a folder and no hook; delete it, or give --no-install"),
    ],
)
def test_what_is_in_the_place_of_hooks(
    filled: Repository, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None], expected: str
) -> None:
    monkeypatch.setattr(_git_hooks, "command", lambda name: name)
    hooks = filled.top / ".git/hooks"
    shutil.rmtree(hooks, ignore_errors=True)
    make(hooks)
    assert why(filled, framework="prek") == [f"{hooks}{expected}"]
    assert why(filled) == []


def _complains(*_: object) -> tuple[int, bytes]:
    return 1, b"\nAn error has occurred: no.\nCheck the log\n"


def _falls_over(*_: object) -> tuple[int, bytes]:
    return 1, b"Traceback (most recent call last):\n  File x\nFileNotFoundError: no such folder: '/proc/x'\n\n"


def _does_nothing(*_: object) -> tuple[int, bytes]:
    return 0, b""


def _hangs(*_: object) -> None:
    raise subprocess.TimeoutExpired([], 120)


def _is_gone(*_: object) -> None:
    raise FileNotFoundError(2, "No such file or directory")


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (_complains, "`prek install` failed: An error has occurred: no; mend that, or give --no-install"),
        (
            _falls_over,
            "`prek install` failed: FileNotFoundError: no such folder: '/proc/x'; mend that, or give --no-install",
        ),
        (lambda *_: (1, b""), "`prek install` failed: without a word; mend that, or give --no-install"),
        (
            _does_nothing,
            (
                "`prek install` failed: it left out pre-commit, commit-msg, prepare-commit-msg, pre-push; "
                "run `prek validate-config FILE` on the configuration"
            ),
        ),
        (_hangs, "`prek install` did not end within 120 seconds"),
        (_is_gone, "`prek install` cannot be started: No such file or directory"),
    ],
    ids=["complains", "falls over", "says nothing", "does nothing", "hangs", "gone"],
)
def test_an_installation_that_fails(
    filled: Repository, monkeypatch: pytest.MonkeyPatch, run: Callable[..., object], expected: str
) -> None:
    monkeypatch.setattr(_git_hooks, "command", lambda _: "/opt/prek")
    monkeypatch.setattr(_git_hooks, "_ended", run)
    with pytest.raises(NotJudged) as refused:
        _git_hooks.install(Place(str(filled.top)), "prek")
    assert refused.value.why == expected


@pytest.mark.usefixtures("hooks_only")
def test_hooks_that_are_current_are_not_installed_again(filled: Repository) -> None:
    where = place(filled)
    assert _git_hooks.missing(where, "prek") == _git_hooks.TYPES
    _git_hooks.install(where, "prek")
    assert _git_hooks.missing(where, "prek") == ()
    assert _git_hooks.missing(where, "pre-commit") == _git_hooks.TYPES
    (filled.top / ".git/hooks/pre-push").chmod(0o644)
    hook = filled.top / ".git/hooks/commit-msg"
    hook.write_text(hook.read_text().replace('PREK="prek"', 'PREK="/nowhere/prek"', 1))
    assert _git_hooks.missing(where, "prek") == ("commit-msg", "pre-push")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("\n# File", "\nexit 0\n# File", id="ended early"),
        pytest.param("\nHERE=", "\nexit\nHERE=", id="ended before the start"),
        pytest.param("exec ", "exec true ", id="starts another program"),
        pytest.param("exec ", "echo ", id="starts nothing"),
        pytest.param("#!/", "#!/nowhere/", id="a shell that is not there"),
        pytest.param("\n", "\r\n", id="line ends that no shell reads"),
        pytest.param("-type=pre-push", "-type=commit-msg", id="another type"),
        pytest.param("=pre-push", "=pre-push --skip-on-missing-config", id="may go without a configuration"),
        pytest.param("=pre-push", "=pre-push --config=other.yaml", id="another configuration"),
        pytest.param('PREK="prek"', 'PREK="/bin/true"', id="another program, prek"),
        pytest.param('PREK="prek"', 'PREK="$(exit 0)/prek"', id="a command in the program, prek"),
        pytest.param("INSTALL_PYTHON=''", "INSTALL_PYTHON=/bin/true", id="another program, pre-commit"),
        pytest.param("''", "`exit 0`/bin/python", id="a command in the program, pre-commit"),
    ],
)
@pytest.mark.parametrize("framework", ["pre-commit", "prek"])
@pytest.mark.usefixtures("hooks_only")
def test_a_hook_that_was_changed_is_not_installed(filled: Repository, framework: str, old: str, new: str) -> None:
    where = place(filled)
    _git_hooks.install(where, framework)  # type: ignore[arg-type]
    assert _git_hooks.altered(where, framework) == ()  # type: ignore[arg-type]
    content = hook_file(framework, "pre-push")
    if old not in content:
        pytest.skip("the other framework's")
    (filled.top / ".git/hooks/pre-push").write_bytes(content.replace(old, new).encode())
    assert _git_hooks.altered(where, framework) == ("pre-push",)  # type: ignore[arg-type]
    assert _git_hooks.missing(where, framework) == ("pre-push",)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("framework", "old", "new"),
    [
        ("pre-commit", "INSTALL_PYTHON=''", "INSTALL_PYTHON=/opt/x-1/bin/python3.13"),
        ("pre-commit", "INSTALL_PYTHON=''", "INSTALL_PYTHON='/a b/it'\"'\"'s/pypy3'"),
        ("pre-commit", "INSTALL_PYTHON=''", "INSTALL_PYTHON='C:\\Program Files\\python.exe'"),
        ("prek", 'PREK="prek"', 'PREK="/a b/prek"'),
        ("prek", 'PREK="prek"', 'PREK="C:\\Program Files\\prek.exe"'),
        ("prek", '--hook-dir="$HERE" --script-version=4', '--hook-dir "$HERE" --script-version 3'),
    ],
)
def test_a_hook_starts_the_framework_wherever_it_lies(filled: Repository, framework: str, old: str, new: str) -> None:
    (filled.top / ".git/hooks").mkdir(exist_ok=True)
    content = hook_file(framework, "commit-msg").replace(old, new, 1)
    (filled.top / ".git/hooks/commit-msg").write_text(content)
    assert new in content
    assert _git_hooks.altered(place(filled), framework) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "expected"),
    [(".husky", _git_hooks.TYPES), ("/dev/null", _git_hooks.TYPES), ("", _git_hooks.TYPES), (".git/hooks", ())],
)
@pytest.mark.usefixtures("hooks_only")
def test_installed_hooks_that_git_passes_over_are_not_installed(
    filled: Repository, path: str, expected: tuple[str, ...]
) -> None:
    _git_hooks.install(place(filled), "pre-commit")
    filled.git("config", "core.hooksPath", path)
    assert _git_hooks.missing(place(filled), "pre-commit") == expected


def test_a_form_that_is_not_known_is_that_of_a_later_version(
    filled: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = filled.top / "prek"
    program.write_text(
        "#!/bin/sh\nmkdir -p .git/hooks\n"
        "while [ $# -gt 1 ]; do shift\n"
        'if [ "$1" != --hook-type ]; then printf "# File generated by prek\\nnew $1\\n" > .git/hooks/$1; fi\ndone\n'
    )
    program.chmod(0o755)
    monkeypatch.setattr(_git_hooks, "command", lambda _: str(program))
    for kind in _git_hooks.TYPES:
        filled.write(f".git/hooks/{kind}", f"# File generated by prek\nnew {kind}\n")
    filled.write(".git/hooks/pre-push", "# File generated by prek\nexit 0\n")
    assert _git_hooks.altered(place(filled), "prek") == ("pre-push",)
