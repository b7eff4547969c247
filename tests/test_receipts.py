"""Receipts: what `strict` leaves behind at a commit, and which commits it covers at the push."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests_support import Repository
from walkaround import _catalogue, _receipts
from walkaround._git_log import Step
from walkaround._main import policy_for
from walkaround._policy import Policy
from walkaround._report import Report
from walkaround.ai_attribution.range import main

POLICY = '[ai-attribution]\ninspect = true\n[rules]\nDEP018 = "off"\nPRT001 = "off"\n'
LOOSE = "flask\n"
# What pre-commit does: the hook is given the files that are staged.
PRE_COMMIT = f"""#!{sys.executable}
import os, subprocess, sys
from walkaround.strict import main

names = subprocess.run(["git", "diff", "--cached", "--name-only", "--diff-filter=ACMRT", "-z"], capture_output=True)
files = [name for name in os.fsdecode(names.stdout).split("\\0") if name and name not in os.environ.get("LEFT_OUT", "")]
sys.exit(main([*os.environ.get("ARGUMENTS", "").split(), *files]))
"""


@pytest.fixture
def hooked(repository: Repository) -> Repository:
    """A repository whose commits `strict` inspects; the first one is made past it, and published."""
    repository.commit("Begin", **{"walkaround.toml": POLICY, "requirements.txt": "flask==3.1.2\n"})
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repository.write(".git/hooks/pre-commit", PRE_COMMIT).chmod(0o755)
    return repository


def commit(repository: Repository, *options: str, **files: str) -> str:
    """A commit under the hook."""
    for name, content in files.items():
        repository.stage(name, content)
    repository.git("commit", "-q", "--allow-empty", "-m", "Work", *options)
    return head(repository)


def head(repository: Repository) -> str:
    return repository.git("rev-parse", "HEAD").decode().strip()


def receipts(repository: Repository) -> list[Path]:
    return sorted((repository.top / ".git" / "walkaround" / "receipts").glob("*"))


RANGE = {"PRE_COMMIT_FROM_REF": "origin/main", "PRE_COMMIT_TO_REF": "HEAD"}
PUSH = {**RANGE, "PRE_COMMIT_REMOTE_NAME": "origin", "PRE_COMMIT_REMOTE_BRANCH": "refs/heads/main"}


def inspected(
    monkeypatch: pytest.MonkeyPatch, environment: Mapping[str, str] = PUSH, arguments: Sequence[str] = ()
) -> list[str]:
    """The commits that a run of the range's hook inspects, the oldest first; without more, at a push of HEAD."""
    from walkaround.ai_attribution import inspect

    seen = []
    real = inspect._Run._inspected

    def recorded(self: inspect._Run, step: Step, policy: Policy) -> Report:
        seen.append(step.sha)
        return real(self, step, policy)

    with monkeypatch.context() as patch:
        patch.setattr(inspect._Run, "_inspected", recorded)
        for name, value in environment.items():
            patch.setenv(name, value)
        main(list(arguments))
    return seen


def none(_: Repository) -> list[str]:
    return []


def one(repository: Repository) -> list[str]:
    commit(repository, a="1")
    return []


def several(repository: Repository) -> list[str]:
    for name in ("a", "b", "c"):
        commit(repository, **{name: name})
    return []


def past_the_hooks(repository: Repository) -> list[str]:
    return [commit(repository, "--no-verify", a="1")]


def past_the_hooks_between(repository: Repository) -> list[str]:
    commit(repository, a="1")
    sha = commit(repository, "--no-verify", b="1")
    commit(repository, c="1")
    return [sha]


def amended(repository: Repository) -> list[str]:
    commit(repository, a="1")
    commit(repository, "--amend", b="1")
    commit(repository, "--amend")  # the message alone
    return []


def past_the_hooks_then_amended(repository: Repository) -> list[str]:
    """The trap: the hook sees only what the amend adds."""
    commit(repository, "--no-verify", **{"requirements.txt": LOOSE})
    return [commit(repository, "--amend", a="1")]


def amended_past_the_hooks(repository: Repository) -> list[str]:
    commit(repository, a="1")
    return [commit(repository, "--no-verify", "--amend", b="1")]


def some_files(repository: Repository) -> list[str]:
    """`git commit FILE` stages into an index of its own."""
    repository.stage("a", "1")
    repository.stage("b", "1")
    repository.git("commit", "-q", "-m", "A", "a")
    repository.git("commit", "-q", "-m", "B")
    assert repository.git("show", "--name-only", "--format=", "HEAD~").decode() == "a\n"
    return []


def all_files(repository: Repository) -> list[str]:
    commit(repository, a="1")
    repository.write("a", "2")
    repository.git("commit", "-q", "-a", "-m", "All")
    return []


def deleted(repository: Repository) -> list[str]:
    repository.git("rm", "-q", "requirements.txt")
    commit(repository)
    return []


def unstaged_changes_beside(repository: Repository) -> list[str]:
    repository.stage("a", "1")
    repository.write("a", "2")
    commit(repository)
    return []


def rebased_onto_another_tree(repository: Repository) -> list[str]:
    first = commit(repository, a="1")
    repository.git("reset", "-q", "--hard", "HEAD~")
    other = commit(repository, b="1")
    repository.git("cherry-pick", first)
    assert head(repository) not in (first, other)
    return [head(repository)]


def nothing_changed(repository: Repository) -> list[str]:
    commit(repository, "--no-verify")
    return []


def merged(repository: Repository) -> list[str]:
    """A clean merge changes nothing of its own, and what it brings along was inspected."""
    repository.git("checkout", "-q", "-b", "side")
    commit(repository, a="1")
    repository.git("checkout", "-q", "main")
    commit(repository, b="1")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge", "side")
    return []


def merged_with_a_conflict(repository: Repository) -> list[str]:
    repository.git("checkout", "-q", "-b", "side")
    commit(repository, a="1")
    repository.git("checkout", "-q", "main")
    commit(repository, a="2")
    subprocess.run(["git", "merge", "-q", "side"], cwd=repository.top, capture_output=True, check=False)
    commit(repository, a="3")
    return []


HISTORIES = [
    none, one, several, past_the_hooks, past_the_hooks_between, amended, past_the_hooks_then_amended,
    amended_past_the_hooks, some_files, all_files, deleted, unstaged_changes_beside, rebased_onto_another_tree,
    nothing_changed, merged, merged_with_a_conflict,
]  # fmt: skip


@pytest.mark.parametrize("history", HISTORIES, ids=lambda history: history.__name__.replace("_", "-"))
def test_what_a_push_inspects(
    hooked: Repository, monkeypatch: pytest.MonkeyPatch, history: Callable[[Repository], list[str]]
) -> None:
    wanted = history(hooked)
    assert inspected(monkeypatch) == wanted


def test_what_was_made_past_the_hooks_is_found(
    hooked: Repository, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (sha,) = past_the_hooks_then_amended(hooked)
    capfd.readouterr()
    assert inspected(monkeypatch) == [sha]
    expected = (
        "requirements.txt:1:1: PIN001 flask names no version; the policy requires an exact version "
        f"(in commit {sha[:12]}).\n"
        "    Write flask==X.Y.Z with the version that `python -m pip show flask` prints.\n"
    )
    assert capfd.readouterr() == (expected, "")


@pytest.mark.parametrize(
    ("environment", "arguments"),
    [
        pytest.param({}, ["--from-ref", "origin/main", "--to-ref", "HEAD"], id="by hand"),
        pytest.param(RANGE, [], id="the manual stage"),
    ],
)
def test_in_ci_no_receipt_counts(
    hooked: Repository, monkeypatch: pytest.MonkeyPatch, environment: Mapping[str, str], arguments: list[str]
) -> None:
    sha = commit(hooked, a="1")
    assert inspected(monkeypatch) == []
    assert inspected(monkeypatch, environment, arguments) == [sha]


@pytest.mark.parametrize(
    ("environment", "left"),
    [
        pytest.param({}, True, id="as it is"),
        pytest.param({"LEFT_OUT": "a"}, False, id="a file that the configuration excludes"),
        pytest.param({"GIT_OBJECT_DIRECTORY": "/nowhere"}, False, id="no place for a tree"),
    ],
)
def test_when_a_receipt_is_left(hooked: Repository, environment: Mapping[str, str], left: bool) -> None:
    for name in ("a", "b"):
        hooked.stage(name, "1")
    hook = hooked.top / ".git" / "hooks" / "pre-commit"
    subprocess.run([hook], cwd=hooked.top, env={**os.environ, **environment}, capture_output=True, check=False)
    assert len(receipts(hooked)) == left


def test_none_is_left_when_the_hook_fails(hooked: Repository) -> None:
    hooked.stage("requirements.txt", LOOSE)
    done = subprocess.run(["git", "commit", "-m", "x"], cwd=hooked.top, capture_output=True, check=False)
    assert done.returncode == 1
    assert receipts(hooked) == []


def test_the_first_commit_of_all(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write(".git/hooks/pre-commit", PRE_COMMIT).chmod(0o755)
    commit(repository, **{"walkaround.toml": POLICY})
    assert len(receipts(repository)) == 1
    monkeypatch.setenv("PRE_COMMIT_LOCAL_BRANCH", "refs/heads/main")
    edges = _receipts.edges(str(repository.top), policy(repository))
    tree = repository.git("rev-parse", "HEAD^{tree}").decode().strip()
    assert edges == {"": [tree]}


def policy(repository: Repository, named: str | None = None) -> Policy:
    return policy_for(_catalogue.commit_stage(), str(repository.top), named)


def test_another_policy_or_version_counts_anew(hooked: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    sha = commit(hooked, a="1")
    hooked.write("walkaround.toml", POLICY + 'PIN002 = "error"\n')
    assert inspected(monkeypatch) == [sha]
    hooked.write("walkaround.toml", POLICY + "# words\n")
    assert inspected(monkeypatch) == []
    monkeypatch.setattr(_receipts, "__version__", "999")
    assert inspected(monkeypatch) == [sha]


@pytest.mark.parametrize("overlay", ["", '[ai.rules]\nPIN002 = "error"\n'], ids=["none", "stricter"])
def test_a_marked_commit_is_held_to_the_overlay(
    hooked: Repository, monkeypatch: pytest.MonkeyPatch, overlay: str
) -> None:
    """At the commit nobody knew yet that AI was at work, so that the policy was a looser one."""
    hooked.write("walkaround.toml", POLICY + overlay)
    hooked.git("commit", "-q", "--no-verify", "-a", "--amend", "-m", "Begin")
    hooked.git("update-ref", "refs/remotes/origin/main", "HEAD")
    hooked.stage("a", "1")
    hooked.git("commit", "-q", "-m", "Work\n\nAssisted-by: Claude:claude-opus-4-5")
    assert inspected(monkeypatch) == ([head(hooked)] if overlay else [])


def test_an_ended_exemption_counts_no_more(hooked: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    import datetime as dt

    text = '[[exemptions]]\nrule = "PIN001"\npath = "x.txt"\nreason = "r"\nowner = "@o"\nexpires = {}\n'
    later = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=3)
    hooked.write("walkaround.toml", POLICY + text.format(later))
    now = _receipts.digest(policy(hooked))
    monkeypatch.setattr(_receipts, "today", lambda: later)
    assert _receipts.digest(policy(hooked)) == now
    monkeypatch.setattr(_receipts, "today", lambda: later + dt.timedelta(days=1))
    assert _receipts.digest(policy(hooked)) != now


def test_linked_work_trees_share_them(hooked: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hooked.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    monkeypatch.chdir(tmp_path / "side")
    side = Repository(tmp_path / "side")
    commit(side, a="1")
    assert len(receipts(hooked)) == 1
    assert inspected(monkeypatch) == []
    hooked.git("merge", "-q", "--ff-only", "side")
    monkeypatch.chdir(hooked.top)
    assert inspected(monkeypatch) == []


def links(repository: Repository) -> None:
    (path,) = receipts(repository)
    path.rename(path.with_name("moved"))
    path.symlink_to("moved")


def linked_folder(repository: Repository) -> None:
    folder = repository.top / ".git" / "walkaround" / "receipts"
    folder.rename(folder.with_name("moved"))
    folder.symlink_to("moved")


def rewritten(change: Callable[[bytes], bytes]) -> Callable[[Repository], None]:
    def rewrite(repository: Repository) -> None:
        (path,) = receipts(repository)
        path.write_bytes(change(path.read_bytes()))

    return rewrite


def named_otherwise(repository: Repository) -> None:
    (path,) = receipts(repository)
    path.rename(path.with_name("0" * 64))


DAMAGES = {
    "a link": links,
    "a folder behind a link": linked_folder,
    "cut": rewritten(lambda content: content[:-1]),
    "longer": rewritten(lambda content: content + b"\n"),
    "empty": rewritten(lambda _: b""),
    "huge": rewritten(lambda content: content * 10_000),
    "bytes": rewritten(lambda _: bytes(range(256))),
    "another name": named_otherwise,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_what_is_wrong_is_none(
    hooked: Repository, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Repository], None]
) -> None:
    sha = commit(hooked, a="1")
    damage(hooked)
    assert inspected(monkeypatch) == [sha]


@pytest.mark.parametrize("place", ["walkaround", "walkaround/receipts"])
@pytest.mark.parametrize("kind", ["file", "link"])
def test_no_place_for_them(
    hooked: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str, kind: str
) -> None:
    path = hooked.top / ".git" / place
    path.parent.mkdir(exist_ok=True)
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "receipts").mkdir(parents=True)
    path.write_text("") if kind == "file" else path.symlink_to(elsewhere)
    sha = commit(hooked, a="1")
    assert inspected(monkeypatch) == [sha]
    assert [found for found in elsewhere.rglob("*") if found.is_file()] == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_git_directory(hooked: Repository) -> None:
    hooked.stage("a", "1")
    folder = hooked.top / ".git"
    folder.chmod(0o555)
    try:
        done = subprocess.run([folder / "hooks" / "pre-commit"], cwd=hooked.top, capture_output=True, check=False)
    finally:
        folder.chmod(0o755)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert receipts(hooked) == []


def test_they_are_bounded(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_receipts, "MOST", 8)
    monkeypatch.setattr(_receipts, "_ROOM", 2)
    folder = repository.top / ".git" / "walkaround" / "receipts"
    written = []
    for number in range(30):
        content = _receipts._text("p", "", f"{number:040x}")
        _receipts._write(str(folder), content)
        written.append(folder / _receipts._name(content))
        os.utime(written[-1], (number, number))
        assert len(receipts(repository)) <= 8
    assert set(written[-6:]) <= set(receipts(repository))


IDS = st.one_of([st.text("0123456789abcdef", min_size=size, max_size=size) for size in (40, 64)])


@given(IDS | st.just(""), IDS, st.text("0123456789abcdef", min_size=64, max_size=64))
def test_what_is_written_is_read(start: str, end: str, policy: str) -> None:
    content = _receipts._text(policy, start, end)
    assert len(content) <= _receipts._MOST_BYTES
    assert _receipts.parse(content, policy) == (start, end)
    assert _receipts.parse(content, "another") is None


@given(st.binary())
def test_any_bytes_are_none(content: bytes) -> None:
    assert _receipts.parse(content, "p") is None


@given(st.dictionaries(st.integers(0, 9), st.lists(st.integers(0, 9), max_size=4)), st.integers(0, 9))
def test_covering_is_reaching(graph: dict[int, list[int]], start: int) -> None:
    known = {str(here): [str(there) for there in edges] for here, edges in graph.items()}
    reached = {start}
    for _ in range(10):
        reached |= {there for here in reached for there in graph.get(here, [])}
    assert {end for end in range(10) if _receipts.covers(known, str(start), str(end))} == reached
