"""Secrets in the commits of a range and of a whole history: found though they were deleted, and each of them once."""

import datetime as dt
import json
import os
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from made_up_secrets import made_up
from tests_support import Repository
from walkaround import _git_log, cli
from walkaround._finding import Finding, NotJudged
from walkaround._git import Entry, GitError
from walkaround._git_log import Step, Version
from walkaround.secret_detection import _history, _judge, _run, main

ONE, TWO = made_up(11), made_up(12)
TOKEN, OTHER = ONE["GITHUB_TOKEN"], TWO["GITHUB_TOKEN"]
LINE = f'token = "{TOKEN}"\n'
OTHER_LINE = f'token = "{OTHER}"\n'
PLAIN = "x = 1\n"

Say = Callable[..., tuple[int, list[str], str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Run the hook: its exit code, `path:line:column: RULE in …` of each finding, and what it says beside."""

    def run(*argv: str, command: Callable[[Sequence[str]], int] = main) -> tuple[int, list[str], str]:
        code = command(argv)
        out, err = capsys.readouterr()
        for secret in (*ONE.values(), *TWO.values()):
            assert secret not in out + err
        found = [line for line in out.splitlines() if not line.startswith("    ")]
        return code, [re.sub(r"(SEC\d\d\d) .*?(?= in commit| in the message|$)", r"\1", one) for one in found], err

    return run


def remove(repository: Repository, path: str, message: str = "remove") -> str:
    repository.git("rm", "-q", "--", path)
    return repository.commit(message)


def added(place: str, sha: str, rule: str = "SEC001", *, gone: bool = False) -> str:
    later = "; it was deleted later, which does not help, because the history keeps it" if gone else ""
    return f"{place}: {rule} in commit {sha[:12]}{later}." + (" [warning]" if rule == "SEC006" else "")


def test_added_and_removed_in_the_range(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    base = repository.commit("begin", **{"a.py": PLAIN})
    sha = repository.commit("add", **{"a.py": PLAIN + LINE})
    repository.commit("use the environment", **{"a.py": PLAIN})
    kept = repository.commit("again", **{"b.py": OTHER_LINE})
    assert main(["--from-ref", base, "--to-ref", "HEAD"]) == 1
    out, err = capsys.readouterr()
    assert out == (
        "a.py:2:10: SEC001 A GitHub personal access token stands here in plain text (confidence high) in commit "
        f"{sha[:12]}; it was deleted later, which does not help, because the history keeps it.\n"
        "    Revoke it at GitHub (https://github.com/settings/tokens) first; if the commit is not pushed yet, also "
        f"take it out with `git rebase -i {sha[:12]}~`; if it opens nothing, accept it in the baseline.\n"
        "b.py:1:10: SEC001 A GitHub personal access token stands here in plain text (confidence high) in commit "
        f"{kept[:12]}.\n"
        "    Revoke it at GitHub (https://github.com/settings/tokens) first; if the commit is not pushed yet, also "
        f"take it out with `git rebase -i {kept[:12]}~`; if it opens nothing, accept it in the baseline.\n"
    )
    assert err == ""


def test_what_was_there_before_is_not_of_the_range(repository: Repository, say: Say) -> None:
    repository.commit("begin", **{"a.py": LINE, "b.py": PLAIN})
    base = repository.commit("same", **{"c.py": PLAIN})
    repository.commit("line above", **{"a.py": PLAIN + LINE})
    repository.commit("other quotes", **{"a.py": PLAIN + f"key = '{TOKEN}'\n"})
    repository.commit("twice", **{"a.py": LINE + LINE})
    assert say("--from-ref", base, "--to-ref", "HEAD") == (0, [], "")
    replaced = repository.commit("replaced", **{"a.py": OTHER_LINE})
    assert say("--from-ref", base, "--to-ref", "HEAD") == (1, [added("a.py:1:10", replaced)], "")
    assert say("--from-ref", "HEAD", "--to-ref", "HEAD") == (0, [], "")
    code, findings, complaint = say("--from-ref", "HEAD", "--to-ref", base)
    assert (code, findings) == (2, [])
    assert f"turn it round by `--from-ref {base} --to-ref HEAD`" in complaint


def test_a_key_that_was_replaced_is_another_one(repository: Repository, say: Say) -> None:
    base = repository.commit("begin", **{"deploy.pem": ONE["PRIVATE_KEY"] + "\n"})
    repository.commit("comment", **{"deploy.pem": "the key\n" + ONE["PRIVATE_KEY"] + "\nthe end\n"})
    repository.commit("line ends", **{"deploy.pem": ONE["PRIVATE_KEY"].replace("\n", "\r\n")})
    assert say("--from-ref", base, "--to-ref", "HEAD") == (0, [], "")
    sha = repository.commit("rotate", **{"deploy.pem": TWO["PRIVATE_KEY"] + "\n"})
    assert say("--from-ref", base, "--to-ref", "HEAD") == (1, [added("deploy.pem:1:1", sha, "SEC002")], "")


def test_each_secret_of_a_file_once_by_the_first_commit(repository: Repository, say: Say) -> None:
    first = repository.commit("begin", **{"a.py": LINE})
    remove(repository, "a.py")
    repository.commit("again", **{"a.py": PLAIN + LINE})
    repository.commit("and again", **{"a.py": LINE})
    assert say("--history") == (1, [added("a.py:1:10", first)], "")
    copied = repository.commit("copy", **{"b.py": LINE})
    assert say("--history") == (1, [added("a.py:1:10", first), added("b.py:1:10", copied)], "")


def test_a_move_adds_nothing_where_it_counts_the_same(repository: Repository, say: Say) -> None:
    password = f'password = "{ONE["PASSWORD"]}"\n'
    repository.commit("begin", **{"a.py": LINE, "tests/test_a.py": password, "old.py": OTHER_LINE + PLAIN * 9})
    base = repository.commit("base", **{"c.py": PLAIN})
    repository.git("mv", "a.py", "lib.py")
    repository.git("mv", "old.py", "new.py")
    repository.commit("move", **{"new.py": PLAIN + OTHER_LINE + PLAIN * 8, "c.py": PLAIN * 2})
    assert say("--from-ref", base, "--to-ref", "HEAD") == (0, [], "")
    repository.commit("from one file to another", **{"lib.py": PLAIN, "c.py": LINE})
    assert say("--from-ref", base, "--to-ref", "HEAD") == (0, [], "")
    repository.git("mv", "tests/test_a.py", "settings.py")
    sha = repository.commit("out of the tests")
    assert say("--from-ref", base, "--to-ref", "HEAD") == (1, [added("settings.py:1:13", sha, "SEC004")], "")
    sha = repository.commit("a copy, though the old place changes", **{"c.py": LINE + PLAIN, "d.py": LINE})
    assert say("--from-ref", "HEAD~", "--to-ref", "HEAD") == (1, [added("d.py:1:10", sha)], "")


def test_a_move_out_of_an_exemption(repository: Repository, say: Say) -> None:
    exempt = (
        '[[exemptions]]\nrule = "SEC001"\npath = "old/**"\nreason = "opens nothing"\nowner = "@a"\n'
        f"expires = {_in_a_month()}\n"
    )
    base = repository.commit("begin", **{"old/a.py": LINE, "walkaround.toml": exempt})
    repository.git("mv", "old/a.py", "a.py")
    sha = repository.commit("move")
    assert say("--from-ref", base, "--to-ref", "HEAD") == (1, [added("a.py:1:10", sha)], "")
    assert say("--history") == (1, [added("a.py:1:10", sha)], "")


def _in_a_month() -> str:
    return str(dt.datetime.now(dt.UTC).date() + dt.timedelta(days=20))


def test_merges(repository: Repository, say: Say) -> None:
    base = repository.commit("begin", **{"a.py": PLAIN, "b.py": PLAIN})
    repository.git("checkout", "-q", "-b", "side")
    side = repository.commit("side", **{"b.py": LINE})
    repository.git("checkout", "-q", "main")
    repository.commit("main", **{"a.py": PLAIN * 2})
    repository.git("merge", "-q", "--no-edit", "side")
    assert say("--from-ref", base, "--to-ref", "HEAD") == (1, [added("b.py:1:10", side)], "")
    assert say("--from-ref", "side", "--to-ref", "HEAD") == (0, [], "")
    repository.git("checkout", "-q", "-b", "evil", base)
    repository.commit("evil", **{"a.py": "y = 1\n"})
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-commit", "-s", "ours", "evil")
    sha = repository.commit("merge", **{"a.py": PLAIN + OTHER_LINE, "new.py": OTHER_LINE})
    repository.commit("mend", **{"a.py": PLAIN, "new.py": PLAIN})
    expected = [added("a.py:2:10", sha, gone=True), added("new.py:1:10", sha, gone=True)]
    assert say("--from-ref", "side", "--to-ref", "HEAD") == (1, expected, "")
    assert main(["--from-ref", "side", "--to-ref", "HEAD"]) == 1


def test_the_remedy_names_a_command_that_works(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    root = repository.commit("begin", **{"a.py": LINE})
    repository.git("checkout", "-q", "-b", "side")
    repository.commit("side", **{"b.py": PLAIN})
    repository.git("checkout", "-q", "main")
    repository.commit("main", **{"c.py": PLAIN})
    repository.git("merge", "-q", "--no-commit", "side")
    merge = repository.commit("merge", **{"d.py": OTHER_LINE})
    assert main(["--history"]) == 1
    commands = re.findall(r"`(git rebase[^`]*)`", capsys.readouterr().out)
    assert commands == ["git rebase -i --root", f"git rebase -i -r {merge[:12]}~"]
    for command in commands:
        done = subprocess.run(command.split(), env=os.environ | {"GIT_SEQUENCE_EDITOR": "true"}, check=False)
        assert done.returncode == 0
    assert root


def test_modes_links_and_submodules(repository: Repository, say: Say) -> None:
    base = repository.commit("begin", **{"run.sh": LINE, "c": PLAIN})
    repository.git("update-index", "--chmod=+x", "run.sh")
    repository.commit("mode")
    target = TOKEN + "/secrets"
    blob = repository.write(".git/target", target)
    sha = repository.git("hash-object", "-w", str(blob)).decode().strip()
    repository.git("update-index", "--add", "--cacheinfo", f"120000,{sha},link")
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{base},module")
    repository.commit("a link and a submodule")
    assert say("--from-ref", base, "--to-ref", "HEAD") == (0, [], "")
    repository.git("update-index", "--cacheinfo", f"100644,{sha},link")
    changed = repository.commit("now a file with the link's text")
    assert say("--from-ref", base, "--to-ref", "HEAD") == (1, [added("link:1:1", changed)], "")


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        pytest.param(b"new\nline.py", "new\\nline.py", id="newline"),
        pytest.param(b"caf\xe9.py", "caf\\xe9.py", id="no UTF-8"),
        pytest.param("ünï/ß.py".encode(), "ünï/ß.py", id="beyond ASCII"),
        pytest.param(b"-rf.py", "-rf.py", id="leading dash"),
        pytest.param(b"--all", "--all", id="an option"),
        pytest.param(b":(glob)*.py", ":(glob)*.py", id="pathspec magic"),
        pytest.param(b':100644 "a".py', '\\u003a100644 "a".py', id="as a raw line"),
        pytest.param(b" a .py", " a .py", id="blanks"),
        pytest.param(b"a/HEAD:b.py", "a/HEAD:b.py", id="as a revision"),
    ],
)
def test_every_name_that_git_can_hold(repository: Repository, say: Say, path: bytes, shown: str) -> None:
    base = repository.commit("begin", **{"a.txt": PLAIN})
    repository.write(path, LINE)
    repository.git("--literal-pathspecs", "add", "--", path)
    sha = repository.commit("add")
    code, found, err = say("--from-ref", base, "--to-ref", "HEAD")
    assert (code, err) == (1, "")
    assert found == [added(f"{shown}:1:10", sha)]
    repository.git("--literal-pathspecs", "rm", "-q", "--", path)
    repository.commit("remove")
    assert say("--from-ref", base, "--to-ref", "HEAD") == (1, [added(f"{shown}:1:10", sha, gone=True)], "")


@pytest.mark.parametrize(
    ("content", "place"),
    [
        pytest.param(b"\0\1\2" + TOKEN.encode() + b"\0", "1:4", id="binary"),
        pytest.param(("\ufeff" + LINE).encode("utf-16"), "1:10", id="UTF-16"),
        pytest.param(b"\xef\xbb\xbf" + LINE.encode(), "1:10", id="byte order mark"),
        pytest.param(b"caf\xe9\r\n" + LINE.replace("\n", "\r\n").encode(), "2:10", id="Latin-1 and CRLF"),
        pytest.param(LINE.rstrip("\n").encode(), "1:10", id="no line end"),
    ],
)
def test_every_content(repository: Repository, say: Say, content: bytes, place: str) -> None:
    content = content.replace(b"\xff\xfe\xff\xfe", b"\xff\xfe")
    base = repository.commit("begin")
    repository.stage("a.bin", content)
    sha = repository.commit("add")
    assert say("--from-ref", base, "--to-ref", "HEAD") == (1, [added(f"a.bin:{place}", sha)], "")


def test_settings_and_attributes_change_nothing(repository: Repository, say: Say) -> None:
    base = repository.commit("begin", **{".gitattributes": "* -diff -text\na.py binary\n", "sub/a.py": PLAIN})
    for key, value in (
        ("log.showRoot", "false"), ("log.diffMerges", "off"), ("diff.renames", "copies"), ("diff.relative", "true"),
        ("log.showSignature", "true"), ("color.ui", "always"), ("diff.noprefix", "true"), ("log.follow", "true"),
        ("core.quotePath", "true"), ("format.pretty", "fuller"), ("diff.external", "false"), ("log.decorate", "full"),
    ):  # fmt: skip
        repository.git("config", key, value)
    sha = repository.commit("add", **{"sub/a.py": LINE})
    assert say("--from-ref", base, "--to-ref", "HEAD") == (1, [added("sub/a.py:1:10", sha)], "")
    os.chdir("sub")
    assert say("--from-ref", base, "--to-ref", "HEAD") == (1, [added("a.py:1:10", sha)], "")


def test_messages(repository: Repository, say: Say) -> None:
    base = repository.commit("begin")
    sha = repository.commit(f"add x\n\nThe key was {TOKEN}.\n# {OTHER} is no comment once it is committed\n")
    accepted = f"add y\n\nThe key was {TOKEN}  # pragma: allowlist secret\n"
    repository.commit(accepted)
    again = repository.commit(f"add {TOKEN}")
    where = f"<commit {sha[:12]}>"
    assert say("--from-ref", base, "--to-ref", "HEAD") == (
        1,
        sorted(
            [
                f"{where}:3:13: SEC001 in the message of commit {sha[:12]}.",
                f"{where}:4:3: SEC001 in the message of commit {sha[:12]}.",
                f"<commit {again[:12]}>:1:5: SEC001 in the message of commit {again[:12]}.",
            ]
        ),
        "",
    )


def test_a_root_commit_and_histories_without_a_common_one(repository: Repository, say: Say) -> None:
    root = repository.commit("begin", **{"a.py": LINE})
    assert say("--history") == (1, [added("a.py:1:10", root)], "")
    repository.git("checkout", "-q", "--orphan", "other")
    repository.git("rm", "-q", "-rf", ".")
    other = repository.commit("begin anew", **{"b.py": OTHER_LINE})
    assert say("--from-ref", "main", "--to-ref", "other") == (1, [added("b.py:1:10", other)], "")
    assert say("--history", "main", "other") == (1, [added("a.py:1:10", root), added("b.py:1:10", other)], "")


def test_all_refs(repository: Repository, say: Say) -> None:
    repository.commit("begin", **{"a.py": PLAIN})
    assert say("--history", "--all") == (0, [], "")
    repository.git("checkout", "-q", "-b", "side")
    side = repository.commit("side", **{"side.py": LINE})
    repository.git("checkout", "-q", "--detach", "main")
    tagged = repository.commit("tagged", **{"tagged.py": LINE})
    repository.git("tag", "-a", "-m", "one", "one")
    repository.git("tag", "-a", "-m", "two", "two", "one")
    repository.git("tag", "-d", "one")
    repository.git("tag", "file", repository.git("rev-parse", "HEAD:a.py").decode().strip())
    repository.git("checkout", "-q", "--orphan", "unborn")
    repository.git("rm", "-q", "-rf", ".")
    expected = [added("side.py:1:10", side), added("tagged.py:1:10", tagged)]
    assert say("--history", "--all") == (1, expected, "")


@pytest.mark.parametrize(
    ("argv", "complaint"),
    [
        (
            ["--from-ref", "absent", "--to-ref", "HEAD"],
            "'absent' names no commit here; fetch it, or check its spelling",
        ),
        (["--from-ref", "HEAD", "--to-ref", "-x"], "argument --to-ref: expected one argument"),
        (["--from-ref", "HEAD", "--to-ref="], "'' names no commit here; fetch it, or check its spelling"),
        (["--history", "absent"], "'absent' names no commit here; fetch it, or check its spelling"),
        (["--history", "HEAD:a.py"], "'HEAD:a.py' names no commit here; fetch it, or check its spelling"),
        (["--from-ref", "HEAD"], "--from-ref and --to-ref go together"),
        (["--to-ref", "HEAD"], "--from-ref and --to-ref go together"),
        (["a.py", "--history"], "name files, or give one of --from-ref A --to-ref B, --history"),
        (["a.py", "--from-ref", "HEAD", "--to-ref", "HEAD"], "name files, or give one of"),
        (["--history", "--from-ref", "HEAD", "--to-ref", "HEAD"], "name files, or give one of"),
        (["--all"], "--all goes with --history alone"),
        (["--history", "main", "--all"], "--all goes with --history alone"),
    ],
)
def test_what_cannot_be_asked(repository: Repository, say: Say, argv: list[str], complaint: str) -> None:
    repository.commit("begin", **{"a.py": PLAIN})
    code, out, err = say(*argv)
    assert (code, out) == (2, [])
    assert complaint in err.splitlines()[-1]
    assert "Traceback" not in err


@pytest.mark.usefixtures("repository")
def test_without_a_commit_and_without_a_repository(say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, err = say("--history")
    assert (code, out, err.count("\n")) == (2, [], 1)
    assert "'HEAD' names no commit here" in err
    monkeypatch.chdir(tmp_path)
    assert say("--history") == (
        2, [], "walkaround: secret-detection: not judged: not in a git repository; a history needs one\n",
    )  # fmt: skip


def clone(repository: Repository, to: Path, *options: str) -> Repository:
    subprocess.run(["git", "clone", "-q", *options, repository.top.as_uri(), str(to)], check=True)
    return Repository(to)


def test_a_shallow_clone(repository: Repository, say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = repository.commit("begin", **{"a.py": LINE})
    remove(repository, "a.py")
    second = repository.commit("more", **{"b.py": OTHER_LINE})
    third = repository.commit("more", **{"c.py": PLAIN})
    shallow = clone(repository, tmp_path / "clone", "--depth=2")
    monkeypatch.chdir(shallow.top)
    why = f"this shallow clone lacks what was before commit {second[:12]}; run `git fetch --unshallow`"
    cut = f"walkaround: secret-detection: not judged: {why}\n"
    assert say("--history") == (2, [added("b.py:1:10", second)], cut)
    assert say("--from-ref", second, "--to-ref", third) == (0, [], "")
    shallow.git("fetch", "-q", "--unshallow")
    assert say("--history") == (1, [added("a.py:1:10", first, gone=True), added("b.py:1:10", second)], "")


def test_a_partial_clone(repository: Repository, say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    base = repository.commit("begin", **{"a.py": PLAIN})
    sha = repository.commit("add", **{"a.py": LINE})
    repository.commit("mend", **{"a.py": "y = 1\n"})
    partial = clone(repository, tmp_path / "clone", "--filter=blob:none")
    monkeypatch.chdir(partial.top)
    code, out, err = say("--from-ref", base, "--to-ref", "HEAD")
    assert (code, out) == (2, [])
    assert err == (
        f"walkaround: secret-detection: a.py: not judged: in commit {sha[:12]}: its content is not in the object "
        "database; in a partial clone, `git fetch --refetch --no-filter`\n"
    )
    partial.git("fetch", "-q", "--refetch", "--no-filter")
    assert say("--from-ref", base, "--to-ref", "HEAD") == (1, [added("a.py:1:10", sha, gone=True)], "")


def test_much_that_is_missing_is_counted(repository: Repository, say: Say) -> None:
    base = repository.commit("begin")
    repository.commit("add", **{f"{number}.py": f"x = {number}\n" for number in range(25)})
    for number in range(24):
        blob = repository.git("rev-parse", f"HEAD:{number}.py").decode().strip()
        (repository.top / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    code, out, err = say("--from-ref", base, "--to-ref", "HEAD")
    assert (code, out) == (2, [])
    assert len(err.splitlines()) == 21
    assert "walkaround: secret-detection: not judged: 4 more versions of files in these commits were not judged" in err


def test_a_missing_earlier_version_hides_nothing(repository: Repository, say: Say) -> None:
    base = repository.commit("begin", **{"a.py": LINE})
    sha = repository.commit("change", **{"a.py": LINE + PLAIN})
    blob = repository.git("rev-parse", f"{base}:a.py").decode().strip()
    (repository.top / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert say("--from-ref", base, "--to-ref", "HEAD") == (1, [added("a.py:1:10", sha)], "")
    back = repository.git("commit-tree", "-p", "HEAD", "-m", "back", f"{base}^{{tree}}").decode().strip()
    code, out, err = say("--from-ref", base, "--to-ref", back)
    assert (code, out) == (2, [added("a.py:1:10", sha, gone=True)])
    assert f"a.py: not judged: in commit {back[:12]}: its content is not in the object database" in err


@pytest.mark.parametrize(
    ("failure", "why"),
    [
        (NotJudged("a.py", "took longer than 10 s"), "took longer than 10 s"),
        (MemoryError(), "does not fit in memory"),
        (GitError("git cat-file ended early"), "git cat-file ended early"),
        (ValueError(TOKEN), "internal error: ValueError at "),
    ],
    ids=["time", "memory", "git", "crash"],
)
def test_a_version_that_cannot_be_judged(
    repository: Repository, say: Say, monkeypatch: pytest.MonkeyPatch, failure: BaseException, why: str
) -> None:
    base = repository.commit("begin")
    bad = repository.commit("add", **{"a.py": PLAIN})
    good = repository.commit("add", **{"b.py": LINE})
    judge = _judge.secrets

    def failing(job: _judge.Job, content: bytes) -> list[_judge.Found]:
        if job.key == "a.py":
            raise failure
        return judge(job, content)

    monkeypatch.setattr(_run, "secrets_in", failing)
    code, out, err = say("--from-ref", base, "--to-ref", "HEAD")
    assert (code, out) == (2, [added("b.py:1:10", good)])
    assert err.startswith(f"walkaround: secret-detection: a.py: not judged: in commit {bad[:12]}: {why}")
    assert err.count("\n") == 1


def test_an_interrupted_run_leaves_no_process(
    repository: Repository, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("begin", **{"a.py": PLAIN})
    started: list[subprocess.Popen[bytes]] = []

    class Watched(subprocess.Popen[bytes]):
        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, **options)  # type: ignore[call-overload]
            started.append(self)

    def interrupted(_job: _judge.Job, _content: bytes) -> list[_judge.Found]:
        raise KeyboardInterrupt

    monkeypatch.setattr(_run, "secrets_in", interrupted)
    monkeypatch.setattr(subprocess, "Popen", Watched)
    expected = "walkaround-secret-detection: interrupted; nothing was judged to its end\n"
    assert say("--history") == (2, [], expected)
    assert started
    assert [process.poll() is None for process in started] == [False] * len(started)


def test_what_people_accepted(repository: Repository, say: Say) -> None:
    base = repository.commit("begin")
    repository.commit("pragma", **{"a.py": LINE.rstrip() + "  # pragma: allowlist secret\n"})
    assert say("--from-ref", base, "--to-ref", "HEAD") == (0, [], "")
    sha = repository.commit("no pragma", **{"a.py": LINE})
    assert say("--from-ref", base, "--to-ref", "HEAD") == (1, [added("a.py:1:10", sha)], "")
    exempt = (
        '[[exemptions]]\nrule = "SEC001"\npath = "a.py"\nreason = "opens nothing"\nowner = "@a"\n'
        f"expires = {_in_a_month()}\n"
    )
    repository.write("walkaround.toml", exempt)
    code, out, _ = say("--from-ref", base, "--to-ref", "HEAD")
    assert (code, out) == (0, [])
    repository.write("walkaround.toml", '[rules]\nSEC001 = "off"\n')
    assert say("--from-ref", base, "--to-ref", "HEAD") == (0, [], "")


def test_json_names_the_commit(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    sha = repository.commit("begin", **{"a.py": LINE})
    assert main(["--history", "--format", "json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["path"], finding["line"], finding["column"], finding["rule"]) == ("a.py", 1, 10, "SEC001")
    assert finding["message"].endswith(f"in commit {sha[:12]}.")


@pytest.mark.parametrize("name", ["text", "sarif", "github", "junit", "markdown"])
def test_every_format(repository: Repository, capsys: pytest.CaptureFixture[str], name: str) -> None:
    sha = repository.commit(f"the message has {TOKEN}", **{"a.py": LINE})
    assert main(["--history", "--format", name]) == 1
    out = capsys.readouterr().out
    assert f"in commit {sha[:12]}" in out
    assert f"in the message of commit {sha[:12]}" in out
    assert TOKEN not in out


def test_check_judges_a_range_with_what_was_in_between(repository: Repository, say: Say) -> None:
    repository.commit("begin", **{"a.py": PLAIN, "b.py": LINE})
    base = repository.commit("base", **{"c.py": PLAIN})
    sha = repository.commit("add", **{"a.py": LINE, "b.py": LINE + PLAIN, "kept.py": OTHER_LINE, "c.py": "y = 1\n"})
    repository.commit("mend", **{"a.py": PLAIN, "c.py": PLAIN})
    code, found, err = say("check", "--from-ref", base, "--to-ref", "HEAD", command=cli.main)
    assert code == 1, err
    secrets = [one for one in found if " SEC" in one]
    assert secrets == [
        added("a.py:1:10", sha, gone=True),
        "b.py:1:10: SEC001",  # the file as it is in the end, whole
        "kept.py:1:10: SEC001",  # and not once more as of its commit
    ]


def test_check_without_any_file_that_differs_in_the_end(repository: Repository, say: Say) -> None:
    base = repository.commit("base", **{"a.py": PLAIN})
    sha = repository.commit("add", **{"a.py": LINE})
    repository.commit("mend", **{"a.py": PLAIN})
    code, found, _ = say("check", "--from-ref", base, "--to-ref", "HEAD", command=cli.main)
    assert (code, [one for one in found if " SEC" in one]) == (1, [added("a.py:1:10", sha, gone=True)])


class Push(NamedTuple):
    """Commits to push: `base` is pushed, `sha` adds a secret to two files, and the next one removes it from both."""

    base: str
    sha: str


@pytest.fixture
def push(repository: Repository) -> Push:
    base = repository.commit("base", **{"changed.py": PLAIN})
    sha = repository.commit("add", **{"gone.py": LINE, "changed.py": LINE})
    repository.git("rm", "-q", "gone.py")
    repository.commit("mend", **{"changed.py": "y = 1\n", "kept.py": PLAIN})
    return Push(base, sha)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param([], ["changed.py", "gone.py"], id="none: pass_filenames is false"),
        pytest.param(["changed.py", "kept.py"], ["changed.py", "gone.py"], id="all that differ in the end"),
        pytest.param(["kept.py"], ["gone.py"], id="another process has the other, or it is excluded"),
    ],
)
def test_a_push(
    repository: Repository, push: Push, say: Say, monkeypatch: pytest.MonkeyPatch, names: list[str], expected: list[str]
) -> None:
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", push.base)
    monkeypatch.setenv("PRE_COMMIT_TO_REF", repository.git("rev-parse", "HEAD").decode().strip())
    assert say(*names) == (1, [added(f"{path}:1:10", push.sha, gone=True) for path in expected], "")


def test_a_push_of_a_branch_that_is_not_checked_out(
    repository: Repository, push: Push, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that only the other branch has are not on disk, so pre-commit names them to nobody."""
    head = repository.commit("more", **{"new.py": OTHER_LINE})
    repository.git("checkout", "-q", "--detach", push.base)
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", push.base)
    monkeypatch.setenv("PRE_COMMIT_TO_REF", head)
    expected = [added(f"{path}:1:10", push.sha, gone=True) for path in ("changed.py", "gone.py")]
    assert say("changed.py") == (1, [*expected, added("new.py:1:10", head)], "")


@pytest.mark.parametrize("variable", ["PRE_COMMIT_TO_REF", "PRE_COMMIT_LOCAL_BRANCH"], ids=["prek", "pre-commit"])
def test_a_first_push(push: Push, say: Say, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "refs/heads/main")
    expected = [added(f"{path}:1:10", push.sha, gone=True) for path in ("changed.py", "gone.py")]
    assert say() == (1, expected, "")
    assert say("kept.py", "changed.py") == (1, expected, "")


def test_a_push_onto_what_was_not_fetched(push: Push, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "1" * 40)
    monkeypatch.setenv("PRE_COMMIT_TO_REF", push.sha)
    code, _, err = say("kept.py")
    assert (code, err.count("\n")) == (2, 1)
    assert "names no commit here" in err


# --- the parser of git's output


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            b":000000 100644 " + b"0" * 40 + b" " + b"1" * 40 + b" A",
            Version("a", Entry("100644", "1" * 40), ()),
        ),
        (
            b":100644 000000 " + b"1" * 40 + b" " + b"0" * 40 + b" D",
            Version("a", None, (Entry("100644", "1" * 40),)),
        ),
        (
            b"::100644 000000 100755 " + b" ".join((b"1" * 40, b"0" * 40, b"2" * 40)) + b" MA",
            Version("a", Entry("100755", "2" * 40), (Entry("100644", "1" * 40),)),
        ),
    ],
    ids=["added", "deleted", "merged"],
)
def test_a_raw_line(raw: bytes, expected: Version) -> None:
    assert _git_log._version(raw, b"a") == expected


@pytest.mark.parametrize("raw", [b":", b":100644", b"::100644 100644 1 2 M", b":1 2 3 4 M x", b""])
def test_a_broken_raw_line(raw: bytes) -> None:
    with pytest.raises(GitError, match="git log ended in the middle"):
        _git_log._version(raw, b"a")


MESSAGES = st.binary(max_size=8).map(lambda text: text.replace(b"\0", b"")) | st.sampled_from(
    [b"", b"\n", b":100644 x", b"1" * 40, b"\n:"]
)
PATHS = st.sampled_from([b"a", b"\n", b":1", b" ", b"\xff", b"2" * 40, b"-x"])


@given(st.lists(st.tuples(MESSAGES, st.lists(PATHS, max_size=3)), max_size=4))
def test_steps_survive_any_message_and_path(commits: list[tuple[bytes, list[bytes]]]) -> None:
    """The texts as git gives them: three, then one or two more, and a raw line and a path for each file."""
    sha, raw = "3" * 40, b":000000 100644 " + b"0" * 40 + b" " + b"1" * 40 + b" A"
    texts: list[bytes] = []
    for message, paths in commits:
        texts += [sha.encode(), b"", message, b""]
        for number, path in enumerate(paths):
            texts += [b"\n" * (not number) + raw, path]
    found = list(_git_log._steps(iter(texts)))
    assert [(step.sha, step.message) for step in found] == [(sha, message) for message, _ in commits]
    assert [[os.fsencode(one.path) for one in step.versions] for step in found] == [paths for _, paths in commits]


@pytest.mark.parametrize("texts", [[b"x"], [b"1" * 40], [b"1" * 40, b""], [b"1" * 40, b"", b"m", b"", b":x"]])
def test_broken_steps(texts: list[bytes]) -> None:
    with pytest.raises(GitError):
        list(_git_log._steps(iter(texts)))


# --- random histories against a naive scan of every version of every file

SECRETS = [made_up(seed)["GITHUB_TOKEN"] for seed in (21, 22, 23)]
LINES = [f'token = "{secret}"\n' for secret in SECRETS]
NAMES = ["a.py", "b.py", "dir/c.py"]
Tree = dict[str, str]
CONTENTS = st.lists(st.sampled_from([*LINES, PLAIN, "y = 2\n"]), min_size=1, max_size=3).map("".join)
TREES = st.dictionaries(st.sampled_from(NAMES), CONTENTS, max_size=3)


class Made(NamedTuple):
    """A commit to make: its parents, by how far back they were made, and its files; a link where a file is empty."""

    parents: frozenset[int]
    tree: Tree


HISTORIES = st.lists(st.builds(Made, st.frozensets(st.integers(1, 4), max_size=3), TREES), min_size=1, max_size=7)


def make(repository: Repository, history: Sequence[Made]) -> list[str]:
    """The commits of a history, in the order in which they were made."""
    script = ""
    for number, made in enumerate(history, 1):
        parents = sorted(number - back for back in made.parents if number - back >= 1)
        script += f"reset refs/heads/made\ncommit refs/heads/made\nmark :{number}\n"
        script += f"committer A <a@example.org> {1_700_000_000 + number} +0000\ndata 1\nx\n"
        script += "".join(f"{'merge' if at else 'from'} :{one}\n" for at, one in enumerate(parents))
        script += "deleteall\n"
        for path, text in made.tree.items():
            script += f"M 100644 inline {path}\ndata {len(text)}\n{text}\n"
    marks = repository.top / ".git" / "marks"
    subprocess.run(
        ["git", "fast-import", "--quiet", "--force", f"--export-marks={marks}"],
        cwd=repository.top, input=script.encode(), check=True,
    )  # fmt: skip
    by_mark = dict(line.split() for line in marks.read_text().splitlines())
    return [by_mark[f":{number}"] for number in range(1, len(history) + 1)]


def checked_out(repository: Repository, commit: str) -> Tree:
    """Every file of a commit, from the disk."""
    repository.git("checkout", "-q", "-f", "--detach", commit)
    repository.git("clean", "-q", "-f", "-d")
    names = [name for name in NAMES if (repository.top / name).is_file()]
    return {name: (repository.top / name).read_text() for name in names}


def naive(repository: Repository, base: str | None, head: str) -> set[tuple[str, int, str, bool]]:
    """Path, line and commit of each secret that a commit adds, and whether it is gone in the end."""
    wanted = [head] + ([] if base is None else [f"^{base}"])
    order = repository.git("rev-list", "--topo-order", "--reverse", "--parents", *wanted).decode().splitlines()
    final = checked_out(repository, head)
    seen: set[tuple[str, str]] = set()
    found = set()
    for line in order:
        commit, *parents = line.split()
        tree, before = checked_out(repository, commit), [checked_out(repository, one) for one in parents]
        changed = {p for p in NAMES if all(tree.get(p) != old.get(p) for old in before) and (p in tree or before)}

        def had(path: str, secret: str, before: Sequence[Tree] = before) -> bool:
            return any(secret in old.get(path, "") for old in before)

        for path in sorted(changed & set(tree)):
            for secret in SECRETS:
                lost = any(had(p, secret) and secret not in tree.get(p, "") for p in changed)
                if secret in tree[path] and not had(path, secret) and not lost and (path, secret) not in seen:
                    seen.add((path, secret))
                    number = tree[path].partition(secret)[0].count("\n") + 1
                    found.add((path, number, commit[:12], secret not in final.get(path, "")))
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(HISTORIES, st.integers(0, 6))
def test_random_histories_against_every_version_checked_out(
    tmp_path_factory: pytest.TempPathFactory, history: list[Made], start: int
) -> None:
    top = tmp_path_factory.mktemp("random")
    subprocess.run(["git", "init", "-q", "-b", "main", str(top)], check=True)
    repository = Repository(top)
    made = make(repository, history)
    base = None if start >= len(made) else made[start]
    expected = naive(repository, base, made[-1])

    def judge(shown: str, _key: str, content: bytes) -> list[tuple[Finding, bytes]]:
        text = content.decode()
        return [
            (
                Finding(shown, text.partition(one)[0].count("\n") + 1, 1, "SEC001", "Found.", "Act, then act."),
                one.encode(),
            )
            for one in SECRETS
            if one in text
        ]

    walk = _history.History(str(top), judge, {})
    try:
        said = list(walk.added(base, [made[-1]], lambda _: lambda: None, frozenset()))
    finally:
        walk.close()
    assert all(isinstance(one, Finding) for one in said), said
    found = {
        (os.path.relpath(one.path, os.path.relpath(top)), one.line, re.findall(r"commit (\w{12})", one.message)[0],
         "deleted later" in one.message)
        for one in said if isinstance(one, Finding)
    }  # fmt: skip
    assert found == expected
    assert len(said) == len(found)


def test_a_step_of_each_kind(repository: Repository) -> None:
    root = repository.commit("begin", a="a\n")
    repository.git("checkout", "-q", "-b", "side")
    side = repository.commit("side", b="b\n")
    repository.git("checkout", "-q", "main")
    main_ = repository.commit("main", a="A\n")
    repository.git("merge", "-q", "--no-commit", "side")
    merge = repository.commit("merge", c="c\n")
    blobs: Mapping[str, str] = {
        text: repository.git("rev-parse", f"{at}:{path}").decode().strip()
        for text, at, path in (("a", root, "a"), ("A", merge, "a"), ("b", merge, "b"), ("c", merge, "c"))
    }
    entries = {text: Entry("100644", sha) for text, sha in blobs.items()}
    found = {step.sha: step for step in _git_log.steps(str(repository.top), None, [merge])}
    assert next(iter(found)) == root
    assert list(found)[-1] == merge
    assert found == {
        root: Step(root, (), b"begin\n", (Version("a", entries["a"], ()),)),
        side: Step(side, (root,), b"side\n", (Version("b", entries["b"], ()),)),
        main_: Step(main_, (root,), b"main\n", (Version("a", entries["A"], (entries["a"],)),)),
        merge: Step(merge, (main_, side), b"merge\n", (Version("c", entries["c"], ()),)),
    }
    assert _git_log.count_commits(str(repository.top), root, [merge]) == 3
