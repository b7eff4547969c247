"""ai-attribution-range: which commits a push, a merge request or a history brings, and what is said of each."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests_support import Repository
from walkaround import _git
from walkaround._git_log import ChangedPaths, commits
from walkaround.ai_attribution._terms import Terms
from walkaround.ai_attribution.range import main
from walkaround.ai_attribution.reading import of_commit

POLICY = '[ai-attribution]\nmarks = "forbid"\n'
MARK = "\n\nCo-authored-by: Claude <noreply@anthropic.com>"
SAID = "ATT004 `Co-authored-by` of Claude marks the commit as made with AI, which the policy forbids."
REMEDY = "    Remove this line by rewording the commit."
# What pre-commit 4 tells a hook at pre-push, which looks at the first ref that brings something.
PRE_PUSH = f"""#!{sys.executable}
import contextlib, os, subprocess, sys
from walkaround.ai_attribution.range import main


def git(*arguments):
    done = subprocess.run(["git", *arguments], capture_output=True, text=True)
    return done.stdout.split() if not done.returncode else None


def told(remote, line):
    branch, new, there, old = line.split()
    names = {{"LOCAL_BRANCH": branch, "REMOTE_BRANCH": there, "REMOTE_NAME": remote}}
    if not int(new, 16):
        return None
    if int(old, 16) and git("cat-file", "-e", old) is not None:
        return names | {{"FROM_REF": old, "TO_REF": new}}
    ahead = git("rev-list", new, "--topo-order", "--reverse", "--not", f"--remotes={{remote}}")
    if not ahead:
        return None
    if ahead[0] in git("rev-list", "--max-parents=0", new):
        return names | ({{"TO_REF": new}} if os.environ.get("AS_PREK") else {{}})
    return names | {{"FROM_REF": git("rev-parse", ahead[0] + "^")[0], "TO_REF": new}}


pushed = [one for one in (told(sys.argv[1], line) for line in sys.stdin) if one]
if pushed:
    os.environ.update({{f"PRE_COMMIT_{{name}}": value for name, value in pushed[0].items()}})
    with open({{said}}, "w") as file, contextlib.redirect_stdout(file), contextlib.redirect_stderr(file):
        code = main([])
    sys.exit(code)
"""


class Push(NamedTuple):
    """What `git push` is given, and the commits that are to be judged."""

    arguments: list[str]
    judged: list[str]


class Remote(NamedTuple):
    """A repository with a bare remote `origin`, to which its first commit was pushed, and a pre-push hook."""

    repository: Repository
    bare: Path
    said: Path

    def push(self, *arguments: str, prek: bool = False) -> tuple[int, str]:
        """The exit code of git, and what the hook said."""
        environ = {**os.environ, **({"AS_PREK": "1"} if prek else {})}
        done = subprocess.run(
            ["git", "push", "-q", *arguments], cwd=self.repository.top, env=environ, capture_output=True, check=False
        )
        assert b"Traceback" not in done.stderr
        return done.returncode, self.said.read_text() if self.said.exists() else ""


@pytest.fixture
def remote(repository: Repository, tmp_path: Path) -> Remote:
    bare, said = tmp_path / "origin.git", tmp_path / "said"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(bare)], check=True)
    repository.git("remote", "add", "origin", str(bare))
    repository.commit("Begin" + MARK, **{"walkaround.toml": POLICY})
    repository.git("push", "-q", "origin", "main")
    hook = repository.write(".git/hooks/pre-push", PRE_PUSH.replace("{said}", repr(str(said))))
    hook.chmod(0o755)
    return Remote(repository, bare, said)


def finding(sha: str) -> str:
    return f"<commit {sha[:12]}>:3:1: {SAID}\n{REMEDY}\n"


def findings(*shas: str) -> str:
    return "".join(finding(sha) for sha in sorted(shas))


def marked(repository: Repository, subject: str, **files: str) -> str:
    return repository.commit(subject + MARK, **files)


def update(remote: Remote) -> Push:
    commits = [marked(remote.repository, name, a=name) for name in ("one", "two")]
    return Push(["origin", "main"], commits)


def nothing_marked(remote: Remote) -> Push:
    remote.repository.commit("A person's work", a="1")
    return Push(["origin", "main"], [])


def first_of_a_branch(remote: Remote) -> Push:
    remote.repository.git("checkout", "-q", "-b", "topic")
    return Push(["-u", "origin", "topic"], [marked(remote.repository, "one", a="1")])


def first_with_what_is_published(remote: Remote) -> Push:
    """A branch that began long ago and took in what others have pushed since: theirs is not judged again."""
    repository = remote.repository
    repository.git("checkout", "-q", "-b", "topic")
    own = marked(repository, "own", a="1")
    repository.git("checkout", "-q", "main")
    marked(repository, "theirs", b="1")
    repository.git("push", "-q", "--no-verify", "origin", "main")
    repository.git("checkout", "-q", "topic")
    repository.git("merge", "-q", "--no-ff", "-m", "Take in" + MARK, "main")
    merge = repository.git("rev-parse", "HEAD").decode().strip()
    return Push(["origin", "topic"], [own, merge])


def update_that_is_published_elsewhere(remote: Remote) -> Push:
    """What a branch of its own brought past the hooks is judged when it comes to the main branch."""
    repository = remote.repository
    repository.git("checkout", "-q", "-b", "topic")
    own = marked(repository, "own", a="1")
    repository.git("push", "-q", "--no-verify", "origin", "topic")
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--ff-only", "topic")
    return Push(["origin", "main"], [own])


def unrelated(remote: Remote) -> Push:
    remote.repository.git("checkout", "-q", "--orphan", "other")
    return Push(["origin", "other"], [marked(remote.repository, name, a=name) for name in ("one", "two")])


def deleted(remote: Remote) -> Push:
    remote.repository.git("push", "-q", "--no-verify", "origin", "main:gone")
    return Push(["origin", ":gone"], [])


def tag_of_a_new_commit(remote: Remote) -> Push:
    commit = marked(remote.repository, "one", a="1")
    remote.repository.git("tag", "-a", "-m", "A version", "v1")
    return Push(["origin", "v1"], [commit])


def tag_of_a_published_commit(remote: Remote) -> Push:
    remote.repository.git("tag", "v1")
    return Push(["origin", "v1"], [])


def forced(remote: Remote) -> Push:
    repository = remote.repository
    marked(repository, "one", a="1")
    repository.git("push", "-q", "--no-verify", "origin", "main")
    repository.git("commit", "-q", "--amend", "-m", "another" + MARK)
    return Push(["--force", "origin", "main"], [repository.git("rev-parse", "HEAD").decode().strip()])


def rolled_back(remote: Remote) -> Push:
    marked(remote.repository, "one", a="1")
    remote.repository.git("push", "-q", "--no-verify", "origin", "main")
    remote.repository.git("reset", "-q", "--hard", "HEAD~")
    return Push(["--force", "origin", "main"], [])


def second_remote(remote: Remote) -> Push:
    """Of what goes to a new remote, the first one has all but a commit."""
    bare = remote.bare.with_name("backup.git")
    subprocess.run(["git", "init", "-q", "--bare", str(bare)], check=True)
    remote.repository.git("remote", "add", "backup", str(bare))
    return Push(["backup", "main"], [marked(remote.repository, "one", a="1")])


def by_address(remote: Remote) -> Push:
    bare = remote.bare.with_name("backup.git")
    subprocess.run(["git", "init", "-q", "--bare", str(bare)], check=True)
    return Push([str(bare), "main"], [marked(remote.repository, "one", a="1")])


def update_by_address(remote: Remote) -> Push:
    """That `origin` has a commit says nothing about what this other repository had."""
    bare = remote.bare.with_name("backup.git")
    subprocess.run(["git", "init", "-q", "--bare", str(bare)], check=True)
    remote.repository.git("push", "-q", "--no-verify", str(bare), "main")
    commit = marked(remote.repository, "one", a="1")
    remote.repository.git("push", "-q", "--no-verify", "origin", "main")
    return Push([str(bare), "main"], [commit])


PUSHES = [
    update, nothing_marked, first_of_a_branch, first_with_what_is_published, update_that_is_published_elsewhere,
    unrelated, deleted, tag_of_a_new_commit, tag_of_a_published_commit, forced, rolled_back, second_remote, by_address,
    update_by_address,
]  # fmt: skip


@pytest.mark.parametrize("prek", [False, True], ids=["pre-commit", "prek"])
@pytest.mark.parametrize("push", PUSHES, ids=lambda push: push.__name__.replace("_", "-"))
def test_pushes(remote: Remote, push: Callable[[Remote], Push], prek: bool) -> None:
    arguments, judged = push(remote)
    assert remote.push(*arguments, prek=prek) == (1 if judged else 0, findings(*judged))


def test_a_first_push_of_everything(repository: Repository, remote: Remote, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "empty.git")], check=True)
    repository.git("remote", "set-url", "origin", str(tmp_path / "empty.git"))
    repository.git("update-ref", "-d", "refs/remotes/origin/main")
    first = repository.git("rev-parse", "HEAD").decode().strip()
    second = marked(repository, "one", a="1")
    assert remote.push("origin", "main") == (1, findings(first, second))


# --- by hand, as in CI


def said(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    out, err = capfd.readouterr()
    return code, out, err


def test_a_range(repository: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    first = repository.commit("Begin", **{"walkaround.toml": POLICY})
    commits = [marked(repository, name) for name in ("one", "two")]
    assert said(capfd, "--from-ref", first, "--to-ref", "HEAD") == (1, findings(*commits), "")
    assert said(capfd, "--history") == (1, findings(*commits), "")
    assert said(capfd, "--from-ref", "HEAD", "--to-ref", "HEAD") == (0, "", "")
    assert said(capfd, "--from-ref", "HEAD", "--to-ref", first) == (
        2, "",
        (
            f"walkaround: ai-attribution-range: not judged: the range ends before it begins, because {first} is in the "
            f"history of HEAD; turn it round by `--from-ref {first} --to-ref HEAD`, or name a commit that has "
            "something new\n"
        ),
    )  # fmt: skip


def test_without_a_range_all_that_no_remote_has(repository: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    assert said(capfd) == (0, "", "")  # a branch without a commit
    commits = [marked(repository, "one", **{"walkaround.toml": POLICY})]
    commits.append(marked(repository, "two"))
    assert said(capfd) == (1, findings(*commits), "")
    repository.git("update-ref", "refs/remotes/origin/main", commits[0])
    assert said(capfd) == (1, findings(commits[1]), "")
    repository.git("checkout", "-q", "--detach")
    assert said(capfd) == (1, findings(commits[1]), "")


def test_odd_bytes_are_judged(repository: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    first = repository.commit("Begin", **{"walkaround.toml": POLICY})
    repository.git("commit", "-q", "--allow-empty", "-m", b"caf\xe9 \xff" + MARK.encode())
    sha = repository.git("rev-parse", "HEAD").decode().strip()
    assert said(capfd, "--from-ref", first, "--to-ref", "HEAD") == (1, findings(sha), "")


def test_a_history_of_many_branches_names_each_commit_once(
    repository: Repository, capfd: pytest.CaptureFixture[str]
) -> None:
    repository.commit("Begin", **{"walkaround.toml": POLICY})
    commits = [marked(repository, "one")]
    for branch in ("a", "b"):
        repository.git("checkout", "-q", "-b", branch, commits[0])
        commits.append(marked(repository, branch))
    assert said(capfd, "--history", "--all") == (1, findings(*commits), "")


def test_author_and_committer_count(
    repository: Repository, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = repository.commit("Begin", **{"walkaround.toml": POLICY})
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Claude")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "noreply@anthropic.com")
    sha = repository.commit("Work")
    said_of_it = (
        f"<commit {sha[:12]}>:0:0: ATT004 The author, Claude, marks the commit as made with AI, "
        "which the policy forbids.\n"
        "    Commit under your own name: set the author to the person who answers for the change.\n"
    )
    assert said(capfd, "--from-ref", first, "--to-ref", "HEAD") == (1, said_of_it, "")


def test_unrelated_ends_are_all_that_is_new(repository: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    first = repository.commit("Begin", **{"walkaround.toml": POLICY})
    repository.git("checkout", "-q", "--orphan", "other")
    commits = [marked(repository, name) for name in ("one", "two")]
    assert said(capfd, "--from-ref", first, "--to-ref", "other") == (1, findings(*commits), "")


@pytest.mark.parametrize("revision", ["nowhere", "1" * 40, "", "--all", "HEAD^{tree}"])
def test_a_revision_that_is_not_there(repository: Repository, capfd: pytest.CaptureFixture[str], revision: str) -> None:
    repository.commit()
    line = f"walkaround: ai-attribution-range: {revision!r} names no commit here; fetch it, or check its spelling\n"
    for ends in ((revision, "HEAD"), ("HEAD", revision)):
        code, out, err = said(capfd, f"--from-ref={ends[0]}", f"--to-ref={ends[1]}")
        assert (code, out) == (2, "")
        assert err.count("\n") == 1
        assert err.endswith(line.partition("range: ")[2])


def test_a_shallow_clone_says_what_heals_it(
    repository: Repository, capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("Begin", **{"walkaround.toml": POLICY})
    commits = [marked(repository, name) for name in ("one", "two", "three")]
    repository.git("clone", "-q", "--depth=2", f"file://{repository.top}", str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    code, out, err = said(capfd, "--history")
    assert (code, out) == (2, findings(*commits[1:]))
    assert err.endswith("are cut off in this shallow clone; run `git fetch --unshallow`\n")
    first = repository.git("rev-parse", "HEAD~3").decode().strip()
    code, out, err = said(capfd, "--from-ref", first, "--to-ref", "HEAD")
    assert (code, out) == (2, "")
    assert err.endswith(
        f"{first!r} names no commit in this shallow clone; run `git fetch --unshallow`, or check its spelling\n"
    )
    subprocess.run(["git", "fetch", "-q", "--unshallow"], check=True)
    assert said(capfd, "--history") == (1, findings(*commits), "")


def test_no_repository(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments in ([], ["--from-ref", "a", "--to-ref", "b"], ["--history"]):
        code, out, err = said(capfd, *arguments)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert "not in a git repository" in err


# --- what a commit touches


@pytest.fixture
def changed(repository: Repository) -> ChangedPaths:
    return ChangedPaths(str(repository.top))


def test_what_commits_touch(repository: Repository, changed: ChangedPaths) -> None:
    odd = [b"new\nline", b"tab\t", b"\xff\xfe", "ä".encode(), b" lead", b"end of 0\n", b"-x"]
    first = repository.commit("Begin", a="1", b="1", **{"d/e": "1"})
    for name in odd:
        repository.stage(name, b"x")
    names = repository.commit("Odd names")
    repository.git("mv", "a", "moved")
    repository.git("rm", "-q", "b")
    gone = repository.commit("Move and remove")
    empty = repository.commit("Nothing")
    expected = {first: {"a", "b", "d/e"}, names: set(map(os.fsdecode, odd)), gone: {"a", "b", "moved"}, empty: set()}
    with closing(changed):
        assert {sha: set(changed.of(sha)) for sha in expected} == expected


def test_a_merge_touches_what_none_of_its_parents_has(repository: Repository, changed: ChangedPaths) -> None:
    repository.commit("Begin", a="1")
    repository.git("checkout", "-q", "-b", "side")
    repository.commit("Side", side="1")
    repository.git("checkout", "-q", "main")
    repository.commit("Main", main="1")
    repository.git("merge", "-q", "--no-ff", "-m", "Clean", "side")
    clean = repository.git("rev-parse", "HEAD").decode().strip()
    repository.stage("main", "neither")
    repository.git("commit", "-q", "--amend", "-m", "With a change of its own")
    with closing(changed):
        assert changed.of(clean) == ()
        assert changed.of(repository.git("rev-parse", "HEAD").decode().strip()) == ("main",)


def test_paths_cost_nothing_until_asked(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    sha = repository.commit("Begin", a="1")
    root = str(repository.top)
    (commit,) = commits(root, None, sha)
    started: list[object] = []

    class Counted(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            started.append(arguments)
            super().__init__(*arguments, **options)

    monkeypatch.setattr(subprocess, "Popen", Counted)
    reading = of_commit(commit, root, Terms())
    assert started == []
    assert reading.paths() == ("a",)
    assert len(started) == 1
    with closing(ChangedPaths(root)) as changed:
        shared = of_commit(commit, root, Terms(), changed)
        assert [shared.paths() for _ in range(3)] == [("a",)] * 3
        assert len(started) == 2


def test_a_commit_that_is_not_here_does_not_touch_nothing(repository: Repository, changed: ChangedPaths) -> None:
    sha = repository.commit("Begin", a="1")
    with closing(changed):
        with pytest.raises(
            _git.GitError, match=r"^commit 111111111111 is not in the object database; try `git fetch`$"
        ):
            changed.of("1" * 40)
        assert changed.of(sha) == ("a",)
    tree = repository.git("rev-parse", "HEAD^{tree}").decode().strip()
    (repository.top / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    with closing(ChangedPaths(str(repository.top))) as damaged, pytest.raises(_git.GitError, match="diff-tree"):
        damaged.of(sha)


# --- the commits that no receipt covers


INSPECT = '[ai-attribution]\ninspect = true\n[rules]\nDEP018 = "off"\nPRT001 = "off"\n'


def pinned(sha: str, name: str = "flask", path: str = "requirements.txt") -> str:
    return (
        f"{path}:1:1: PIN001 {name} names no version; the policy requires an exact version (in commit {sha[:12]}).\n"
        f"    Write {name}==X.Y.Z with the version that `python -m pip show {name}` prints.\n"
    )


def test_each_commit_is_inspected_as_it_is(repository: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    first = repository.commit("Begin", **{"walkaround.toml": INSPECT})
    bad = repository.commit("Loose", **{"requirements.txt": "flask\n"})
    repository.commit("Mended", **{"requirements.txt": "flask==3.1.2\n"})
    assert said(capfd, "--from-ref", first, "--to-ref", "HEAD") == (1, pinned(bad), "")
    repository.write("walkaround.toml", INSPECT.replace("true", "false"))
    assert said(capfd, "--from-ref", first, "--to-ref", "HEAD") == (0, "", "")


def test_a_history_is_not_inspected(repository: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    repository.commit("Loose", **{"walkaround.toml": INSPECT, "requirements.txt": "flask\n"})
    assert said(capfd, "--history") == (0, "", "")


def test_of_a_merge_its_own_change_is_inspected(repository: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    repository.commit("Begin", **{"walkaround.toml": INSPECT, "requirements.txt": "flask==3.1.2\n"})
    repository.git("checkout", "-q", "-b", "side")
    repository.commit("Side", **{"side.txt": "1"})
    repository.git("checkout", "-q", "main")
    start = repository.commit("Main", **{"requirements-dev.txt": "httpx\n"})
    repository.git("merge", "-q", "--no-ff", "-m", "Clean", "side")
    assert said(capfd, "--from-ref", "side", "--to-ref", "HEAD") == (
        1, pinned(start, "httpx", "requirements-dev.txt"), ""
    )  # fmt: skip
    assert said(capfd, "--from-ref", start, "--to-ref", "HEAD") == (0, "", "")
    repository.stage("requirements.txt", "flask\n")
    repository.git("commit", "-q", "--amend", "-m", "With a change of its own")
    merge = repository.git("rev-parse", "HEAD").decode().strip()
    assert said(capfd, "--from-ref", start, "--to-ref", "HEAD") == (1, pinned(merge), "")


def test_a_policy_that_a_commit_loosens_is_seen(repository: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    strict = INSPECT.replace("[rules]", '[rules]\nPIN001 = "error"')
    first = repository.commit("Begin", **{"walkaround.toml": strict})
    bad = repository.commit("Loosen", **{"walkaround.toml": strict.replace('"error"', '"off"')})
    repository.commit("Undo", **{"walkaround.toml": strict})
    code, out, err = said(capfd, "--from-ref", first, "--to-ref", "HEAD")
    assert (code, err) == (1, "")
    assert [line for line in out.splitlines() if "POL001" in line and f"(in commit {bad[:12]})" in line] != []


def test_a_commit_that_cannot_be_inspected_is_named(repository: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    first = repository.commit("Begin", **{"walkaround.toml": INSPECT})
    sha = repository.commit("Lost", **{"requirements.txt": "flask==3.1.2\n"})
    repository.commit("More", **{"a.py": "x = 1\n"})
    blob = repository.git("rev-parse", f"{sha}:requirements.txt").decode().strip()
    (repository.top / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    code, out, err = said(capfd, "--from-ref", first, "--to-ref", "HEAD")
    assert (code, out) == (2, "")
    lost = f"its content is not in the object database; try `git fsck` or `git fetch` (in commit {sha[:12]})"
    gate = [line for line in err.splitlines() if line.startswith("walkaround: quality-gate: ")]
    others = [line for line in err.splitlines() if line not in gate]
    assert {line.partition("its content")[2] for line in others} == {lost.removeprefix("its content")}
    assert gate == [f"walkaround: quality-gate: not judged: git diff: unable to read {blob} (in commit {sha[:12]})"]
