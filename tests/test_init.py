"""`walkaround init` as a command: what it shows, writes, asks and says."""

import io
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from init_support import hooks_only, remains
from repository_state import state
from tests_support import Repository
from walkaround.bootstrap import _ask, _git_hooks, _shown, init
from walkaround.bootstrap._plan import Choice, Facts, Step
from walkaround.cli import main

__all__ = ["hooks_only"]

SHA = "0123456789abcdef0123456789abcdef01234567"
SOURCE = ("--repo", "https://host.example/walkaround", "--rev", SHA)


def _policy(_: Facts, choice: Choice) -> Iterator[Step]:
    yield Step("walkaround.toml", None, f'extends = "{choice.profile}"\n'.encode(), f"the policy: {choice.profile}")


def _settings(facts: Facts, _: Choice) -> Iterator[Step]:
    before = facts.read("settings.ini")
    if before is not None and not before.endswith(b"b = 2\r\n"):
        yield Step("settings.ini", before, before + b"b = 2\r\n", "two")


def _done_already(facts: Facts, choice: Choice) -> Iterator[Step]:
    if facts.read("walkaround.toml") is None:
        yield from _policy(facts, choice)


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Two parts of our own in the place of the real ones, and one framework that is there."""
    known = {"_policy_file": SimpleNamespace(steps=_done_already, notes=lambda *_: iter(["look at\nthis"])),
             "_baselines": SimpleNamespace(steps=_settings)}  # fmt: skip
    monkeypatch.setattr(init, "_PARTS", tuple(known))
    monkeypatch.setattr(init, "_part", known.__getitem__)
    monkeypatch.setattr(_git_hooks, "command", lambda name: "pre-commit" if name == "pre-commit" else None)
    return known


@pytest.fixture
def started(repository: Repository, parts: dict[str, Any], hooks_only: None) -> Repository:  # noqa: ARG001
    """A repository on GitHub with a file that a part edits."""
    repository.git("remote", "add", "origin", "git@github.com:me/it.git")
    repository.commit("begin", **{"settings.ini": "a = 1\r\n", "app.py": "", "AGENTS.md": ""})
    return repository


def run(*arguments: str) -> int:
    return main(["init", *arguments])


PLAN = f"""\
  languages   Python (1)
  host        github (remote origin)
  framework   pre-commit (the one that is there)
  profile     strict
  hooks       https://host.example/walkaround at {SHA[:12]}
  agents      AGENTS.md

  create  walkaround.toml  the policy: strict
  edit    settings.ini     two
  git hooks by `pre-commit install`: pre-commit, commit-msg, prepare-commit-msg, pre-push

notes:
  - look at
    this
"""
DIFF = """
--- /dev/null
+++ b/walkaround.toml
@@ -0,0 +1 @@
+extends = "strict"
--- a/settings.ini
+++ b/settings.ini
@@ -1 +1,2 @@
 a = 1
+b = 2
"""
NOTHING = "walkaround init: nothing was written; `walkaround init --apply` does it, and --undo takes it back\n"


def test_the_plan_is_shown_with_its_diff_and_nothing_is_written(
    started: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    before = state(started.top)
    assert run(*SOURCE) == 0
    assert capsys.readouterr() == (PLAN + DIFF, NOTHING)
    assert run(*SOURCE, "--check") == 1
    assert capsys.readouterr() == (PLAN, NOTHING)
    assert state(started.top) == before
    assert remains(started.top) == []


@pytest.mark.parametrize("act", [("--check",), ("--apply", "--yes"), ()])
def test_hooks_that_git_passes_over_are_told_though_they_are_installed(
    started: Repository, capsys: pytest.CaptureFixture[str], act: tuple[str, ...]
) -> None:
    assert run(*SOURCE, "--apply", "--yes") == 0
    assert run(*SOURCE, "--check") == 0
    started.git("config", "core.hooksPath", ".husky")
    capsys.readouterr()
    assert run(*SOURCE, *act) == 2
    assert capsys.readouterr() == (
        "",
        (
            "walkaround init: core.hooksPath is '.husky', so that git would not start the hooks that pre-commit "
            "installs; "
            "`git config --unset core.hooksPath` (with --global where it is set there), or give --no-install\n"
        ),
    )
    assert run(*SOURCE, *act, "--no-install") == 0


def test_a_hook_that_was_changed_is_written_anew(started: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*SOURCE, "--apply", "--yes") == 0
    hook = started.top / ".git/hooks/commit-msg"
    whole = hook.read_text()
    hook.write_text(whole.replace("\n", "\nexit 0\n", 1))
    capsys.readouterr()
    assert run(*SOURCE, "--check") == 1
    told = capsys.readouterr().out
    assert "\n  git hooks by `pre-commit install`: commit-msg\n" in told
    assert "\n  - the git hook commit-msg is not as pre-commit writes it; it is written anew\n" in told
    assert run(*SOURCE, "--apply", "--yes") == 0
    assert capsys.readouterr().err == "walkaround init: git's hooks are installed; there is nothing to commit\n"
    assert hook.read_text() == whole


def test_apply_check_again_and_undo(started: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    before = state(started.top)
    assert run(*SOURCE, "--apply", "--yes") == 0
    written = "walkaround init: 2 files written and staged; commit them: git commit -m 'Add walkaround'\n"
    assert capsys.readouterr() == (PLAN, written)
    after = state(started.top)
    assert started.git("status", "--porcelain").decode() == "M  settings.ini\nA  walkaround.toml\n"
    assert run(*SOURCE, "--check") == 0
    assert capsys.readouterr().err == "walkaround init: everything is as it should be\n"
    assert run(*SOURCE, "--apply", "--yes") == 0
    assert capsys.readouterr().err == "walkaround init: everything is as it should be; nothing was written\n"
    assert {**state(started.top), ".git/index": after[".git/index"]} == after
    assert run("--undo", "--yes") == 0
    assert capsys.readouterr().out == "walkaround init: 2 files as before; git's index and hooks too\n"
    assert state(started.top) == before
    assert run("--undo", "--yes") == 0
    assert capsys.readouterr() == ("walkaround init: there is nothing to undo\n", "")
    assert remains(started.top) == []


def test_json(started: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*SOURCE, "--check", "--json") == 1
    said, errors = capsys.readouterr()
    assert errors == ""
    assert json.loads(said) == {
        "version": 1,
        "steps": [
            {"path": "walkaround.toml", "action": "create", "why": "the policy: strict",
             "diff": DIFF[1 : DIFF.index("--- a")]},
            {"path": "settings.ini", "action": "edit", "why": "two",
             "diff": DIFF[DIFF.index("--- a") :].replace("= 1\n", "= 1\r\n").replace("= 2\n", "= 2\r\n")},
        ],
        "notes": ["look at\nthis"],
        "refused": [],
        "git_hooks": ["pre-commit", "commit-msg", "prepare-commit-msg", "pre-push"],
        "seen": {"languages": "Python (1)", "host": "github (remote origin)",
                 "framework": "pre-commit (the one that is there)", "profile": "strict",
                 "hooks": f"https://host.example/walkaround at {SHA[:12]}", "agents": "AGENTS.md"},
    }  # fmt: skip
    assert run(*SOURCE, "--apply", "--json") == 0
    assert json.loads(capsys.readouterr().out)["steps"][0]["path"] == "walkaround.toml"
    assert (started.top / "walkaround.toml").exists()


REASONS = [
    (
        "core.hooksPath is 'elsewhere', so that git would not start the hooks that pre-commit installs; "
        "`git config --unset core.hooksPath` (with --global where it is set there), or give --no-install"
    ),
    "walkaround.toml: is ignored by .gitignore:1, so that it would not be committed; take that line away",
    "settings.ini: has changes that are not committed; commit them first, or put them aside by `git stash`",
    "3 reasons; nothing was changed",
]


def test_every_reason_is_told_at_once(started: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    started.write("settings.ini", "a = 2\n")
    started.write(".gitignore", "*.toml\n")
    started.git("config", "core.hooksPath", "elsewhere")
    before = state(started.top)
    assert run(*SOURCE, "--apply", "--yes") == 2
    assert capsys.readouterr() == ("", "".join(f"walkaround init: {reason}\n" for reason in REASONS))
    assert state(started.top) == before
    assert run(*SOURCE, "--json") == 2
    assert len(json.loads(capsys.readouterr().out)["refused"]) == 3


def test_parts_that_refuse_are_all_heard(
    started: Repository, parts: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_: Facts, __: Choice) -> Iterator[Step]:
        from walkaround.bootstrap._plan import Refused

        raise Refused("walkaround.toml", "has two `extends`; keep one")
        yield

    parts["_policy_file"].steps = refuse
    (started.top / "settings.ini").unlink()
    (started.top / "settings.ini").mkdir()
    assert run(*SOURCE) == 2
    assert capsys.readouterr().err.splitlines()[:2] == [
        "walkaround init: walkaround.toml: has two `extends`; keep one",
        f"walkaround init: {started.top}/settings.ini: is a folder; name files",
    ]


@pytest.mark.usefixtures("started")
def test_undo_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    run(*SOURCE, "--apply", "--yes")
    for restored in (["settings.ini", "walkaround.toml"], []):
        capsys.readouterr()
        assert run("--undo", "--json") == 0
        assert json.loads(capsys.readouterr().out) == {"version": 1, "restored": restored, "refused": []}


def test_a_git_hook_of_ones_own_is_told_of(started: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    started.write(".git/hooks/pre-push", "#!/bin/sh\nexit 0\n")
    assert run(*SOURCE) == 0
    assert "  - the git hook pre-push that is there goes on running, as pre-push.legacy\n" in capsys.readouterr().out


def test_undo_refuses_what_was_changed_since(started: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    run(*SOURCE, "--apply", "--yes")
    started.write("walkaround.toml", "mine\n")
    capsys.readouterr()
    assert run("--undo", "--yes") == 2
    assert capsys.readouterr().err == (
        "walkaround init: walkaround.toml: was changed since `init` wrote it; take that back, or give "
        "--leave walkaround.toml\n"
    )
    assert run("--undo", "--leave", "walkaround.toml") == 0
    assert (started.top / "walkaround.toml").read_text() == "mine\n"
    assert started.git("status", "--porcelain").decode() == "AM walkaround.toml\n"


def test_two_parts_on_one_file_are_one_step(
    started: Repository, parts: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    def once_more(facts: Facts, _: Choice) -> Iterator[Step]:
        before = facts.read("walkaround.toml") or b""
        assert "walkaround.toml" in facts.files
        yield Step("walkaround.toml", before, before + b"# more\n", "more")

    parts["_baselines"].steps = once_more
    assert run(*SOURCE, "--json") == 0
    (step,) = json.loads(capsys.readouterr().out)["steps"]
    assert (step["action"], step["why"]) == ("create", "the policy: strict; more")
    assert step["diff"].endswith('+extends = "strict"\n+# more\n')
    assert started.git("status", "--porcelain") == b""


def test_a_link_to_a_file_is_followed(started: Repository, parts: dict[str, Any]) -> None:
    """The file behind it is changed and staged, and the link stays."""
    started.git("mv", "settings.ini", "real.ini")
    (started.top / "settings.ini").symlink_to("real.ini")
    started.git("add", "-A")
    started.git("commit", "-qm", "a link")
    before = state(started.top)
    assert run(*SOURCE, "--apply", "--yes") == 0
    assert (started.top / "settings.ini").is_symlink()
    assert started.git("status", "--porcelain").decode() == "M  real.ini\nA  walkaround.toml\n"
    assert run("--undo") == 0
    assert state(started.top) == before
    parts["_policy_file"].steps = lambda *_: iter([Step("real.ini", b"a = 1\r\n", b"x", "")])
    assert run(*SOURCE) == 2


@pytest.mark.parametrize(
    ("option", "missing"),
    [("--no-baseline", "settings.ini"), ("--no-install", "git hooks by")],
)
def test_what_is_left_out(started: Repository, capsys: pytest.CaptureFixture[str], option: str, missing: str) -> None:
    assert run(*SOURCE, option) == 0
    assert missing not in capsys.readouterr().out
    assert started.git("status", "--porcelain") == b""


def test_from_a_folder_below(started: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    (started.top / "a/b").mkdir(parents=True)
    monkeypatch.chdir(started.top / "a/b")
    assert run(*SOURCE, "--apply", "--yes") == 0
    assert (started.top / "walkaround.toml").exists()
    assert sorted((started.top / "a").rglob("*")) == [started.top / "a/b"]


def test_usage(started: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in (["--apply", "--undo"], ["--leave", "x"], ["--apply", "--check"], ["--host", "sourcehut"], ["x"]):
        assert run(*wrong) == 2
    assert run("--help") == 0
    said = capsys.readouterr().out
    assert "Exit codes: 0 done, or shown; 1 --check: something is to be done; 2 refused" in said
    assert max(map(len, said.splitlines())) <= 100
    assert started.git("status", "--porcelain") == b""


def test_ctrl_c_leaves_nothing(
    started: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    before = state(started.top)
    monkeypatch.setattr(_git_hooks, "install", interrupted)
    assert run(*SOURCE, "--apply", "--yes") == 130
    assert capsys.readouterr().err == (
        "walkaround init: interrupted; what was written is taken back, and if that was cut short, --undo does it\n"
    )
    assert state(started.top) == before
    assert remains(started.top) == []


def test_outside_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("--apply", "--yes") == 2
    assert capsys.readouterr().err == "walkaround init: this folder is in no git repository; run `git init` first\n"
    assert list(tmp_path.iterdir()) == []


class Terminal(io.StringIO):
    """What a person types, a line each."""

    def isatty(self) -> bool:
        return True


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("".join(f"{line}\n" for line in lines)))
    monkeypatch.setattr("sys.stderr", Terminal())


def test_what_cannot_be_seen_is_asked_on_a_terminal(
    started: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started.git("remote", "remove", "origin")
    monkeypatch.setattr(_git_hooks, "command", lambda name: name)
    typed(monkeypatch, "r", "git", "gitl", "", "y")
    assert run(*SOURCE, "--apply") == 0
    said = capsys.readouterr().out
    assert "  profile     recommended\n" in said
    assert "  host        gitlab\n" in said
    assert "  framework   pre-commit\n" in said
    assert '\n+extends = "recommended"\n' in said
    assert (started.top / "walkaround.toml").exists()


@pytest.mark.parametrize("answer", ["", "n", "yess"])
def test_nothing_is_written_without_a_yes(started: Repository, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    typed(monkeypatch, "", answer)
    assert run(*SOURCE, "--apply") == 0
    assert started.git("status", "--porcelain") == b""


@pytest.mark.parametrize(("answer", "left"), [("y", False), ("", True)])
def test_undo_asks_on_a_terminal(started: Repository, monkeypatch: pytest.MonkeyPatch, answer: str, left: bool) -> None:
    run(*SOURCE, "--apply", "--yes")
    typed(monkeypatch, answer)
    assert run("--undo") == 0
    assert (started.top / "walkaround.toml").exists() is left


@pytest.mark.parametrize("option", ["--yes", "--json", "--check"])
def test_nothing_is_asked_where_nobody_shall_answer(
    started: Repository, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    started.git("remote", "remove", "origin")
    typed(monkeypatch)
    monkeypatch.setattr(_ask, "_said", lambda question: pytest.fail(question))
    assert run(*SOURCE, option) == int(option == "--check")


def test_a_closed_standard_input_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert not _ask.can_ask()
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr("sys.stdin", closed)
    assert not _ask.can_ask()


def test_without_a_terminal_the_usual_is_taken_and_told(
    started: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    started.git("remote", "remove", "origin")
    started.commit("two hosts", **{".gitlab-ci.yml": "", "azure-pipelines.yml": ""})
    assert run(*SOURCE) == 0
    assert (
        "  - the host cannot be told (signs of azure and gitlab); GitHub is taken for it, --host names another\n"
        in capsys.readouterr().out
    )


def test_the_organisation_has_a_command_of_its_own(monkeypatch: pytest.MonkeyPatch, repository: Repository) -> None:
    module = SimpleNamespace(main=lambda options: 7 if options.org == "acme" else 2)
    monkeypatch.setattr(init, "_organisation", lambda: module)
    assert run("--org", "acme") == 7
    assert repository.git("status", "--porcelain") == b""


DIFFS = [
    pytest.param(b"a\nb\nc\n", b"a\nB\nc\n", id="a line"),
    pytest.param(None, b"a", id="no newline"),
    pytest.param(b"a", b"a\nb", id="no newline before and after"),
    pytest.param(b"a\r\nb\r\n", b"a\r\nb\r\nc\r\n", id="CRLF"),
    pytest.param(b"", b"a\n", id="from empty"),
    pytest.param("a\x0cb\x1ec\x85\u2028\n".encode(), "a\x0cb\x1ed\x85\u2028\n".encode(), id="odd line ends"),
]


@pytest.mark.parametrize(("before", "after"), DIFFS)
def test_the_diff_is_one_that_git_applies(repository: Repository, before: bytes | None, after: bytes) -> None:
    shown = _shown.diff(Step("some file.txt", before, after, ""))
    if before is not None:
        repository.write("some file.txt", before)
    command = ["git", "apply", "--whitespace=nowarn"]
    done = subprocess.run(command, cwd=repository.top, input=shown.encode(), check=False, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert (repository.top / "some file.txt").read_bytes() == after


def test_a_diff_does_nothing_to_a_terminal(
    started: Repository, parts: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    parts["_policy_file"].steps = lambda *_: iter([Step("x\x1b[2J", None, b"a\x1b[31m\tb\r\n\xff\n", "why\n")])
    assert run(*SOURCE, "--no-baseline") == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "+a\\u001b[31m\tb\n+\\xff\n" in said
    assert started.git("status", "--porcelain") == b""


def test_the_real_parts_are_all_there() -> None:
    for name in init._PARTS:
        assert callable(init._part(name).steps)


def test_a_folder_that_was_deleted(
    started: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert run(*SOURCE) == 2
    told = "walkaround init: the folder that this runs in was deleted; `cd` to one that is there\n"
    assert capsys.readouterr() == ("", told)
    monkeypatch.chdir(started.top)


class _Full(io.StringIO):
    """What is printed is kept until it is flushed, and there is no room for it then."""

    def flush(self) -> None:
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (("--apply", "--json"), "everything was written and staged"),
        (("--undo", "--json"), "everything was taken back"),
        (("--undo", "--yes"), "everything was taken back"),
    ],
)
def test_what_is_done_and_cannot_be_printed_is_told(
    started: Repository,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    act: tuple[str, ...],
    told: str,
) -> None:
    if "--undo" in act:
        assert run(*SOURCE, "--apply", "--yes") == 0
    capsys.readouterr()
    monkeypatch.setattr("sys.stdout", _Full())
    assert init.main([*SOURCE, *act]) == 2
    monkeypatch.undo()
    why = f"walkaround init: {told}, but that cannot be printed: No space left on device\n"
    assert capsys.readouterr().err == why
    assert (started.top / "walkaround.toml").exists() == ("--apply" in act)
