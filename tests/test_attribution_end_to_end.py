"""Every git operation again, with both message hooks installed by real pre-commit and by real prek."""

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import yaml

from frameworks import Framework
from git_operations import ASSISTED, CLAUDE, CODEX, WRITES_NOTHING, Operations, copy_of
from test_ai_attribution_ask import CI, QUESTION, Terminal, commit, start
from tests_support import Repository

pytestmark = pytest.mark.e2e

ADA = "Signed-off-by: Ada Example <ada@example.com>\n"


@pytest.fixture(autouse=True)
def _own_store(_quiet_environment: None, framework: Framework, monkeypatch: pytest.MonkeyPatch) -> None:
    """Environments are built below the tests' own folder, whose variables each test's quiet environment took away."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(framework.store))
    monkeypatch.setenv("PREK_HOME", str(framework.store))


Build = Callable[[Operations], None]
Templates = dict[str, tuple[Path, Build]]


@pytest.fixture(scope="session")
def templates(framework: Framework, tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Repositories to copy, per framework: where each kind lies once it is made, and how it is made."""

    def started(found: Operations) -> None:
        ids = ["ai-attribution-prepare", "ai-attribution"]
        entry = {"repo": str(framework.source), "rev": framework.revision, "hooks": [{"id": one} for one in ids]}
        found.stage(".pre-commit-config.yaml", yaml.safe_dump({"repos": [entry]}))
        found.change("a", "1")
        found.commit("start")
        for stage in ("prepare-commit-msg", "commit-msg"):
            installed = framework.run("install", "--hook-type", stage, cwd=found.top)
            assert installed.returncode == 0, installed.stderr

    def branched(found: Operations, theirs: str) -> None:
        started(found)
        found.git("branch", "side")
        found.change("a", "main")
        found.commit("on main")
        found.git("checkout", "-q", "side")
        found.change(theirs, "side")
        found.commit(f"on side\n\n{ADA}")
        found.git("checkout", "-q", "main")

    top = tmp_path_factory.mktemp("operations")
    return {
        "started": (top / "started", started),
        "side": (top / "side", partial(branched, theirs="b")),
        "conflict": (top / "conflict", partial(branched, theirs="a")),
    }


@pytest.fixture
def operations(templates: Templates, repository: Repository) -> Operations:
    """A repository with one commit of a person, `a`, and both hooks as a framework installs them."""
    template, build = templates["started"]
    return copy_of(template, repository.top, build)


@pytest.fixture
def side(templates: Templates, repository: Repository) -> Operations:
    """A branch `side` with one commit, of a person, that fits to main, which has moved on."""
    template, build = templates["side"]
    return copy_of(template, repository.top, build)


@pytest.fixture
def conflict(templates: Templates, repository: Repository) -> Operations:
    """A branch `side` with one commit, of a person, that does not fit to main."""
    template, build = templates["conflict"]
    return copy_of(template, repository.top, build)


def test_commit_and_amend(operations: Operations) -> None:
    operations.person("commit", "--allow-empty", "-m", "by a person")
    assert operations.message() == "by a person\n"
    operations.agent("commit", "--allow-empty", "-m", f"x\n\n{ADA}")
    assert operations.message() == f"x\n\n{ADA}{ASSISTED}"
    for amend in (operations.agent, operations.person):
        amend("commit", "--amend", "--allow-empty", "--no-edit")
        assert operations.message() == f"x\n\n{ADA}{ASSISTED}"
    operations.agent("commit", "--allow-empty", "--no-verify", "-m", "y")
    assert operations.message() == f"y\n\n{ASSISTED}"


def test_the_judge_stops_and_mends(operations: Operations) -> None:
    operations.policy("extends = 'strict'\n")
    done = operations.run("commit", "--allow-empty", "-m", "x", variables=CLAUDE)
    assert (done.returncode, b"<commit message>:3:1: ATT003" in done.stdout + done.stderr) == (1, True)
    operations.policy("extends = 'strict'\nai-attribution.normalise = true\n")
    operations.agent("commit", "--allow-empty", "-m", "x\n\nAssisted-by: Claude Opus 4.6\n")
    assert operations.message() == "x\n\nAssisted-by: Claude:claude-opus-4.6\n"


@pytest.mark.parametrize("option", [(), ("-v", "-s"), ("-t", ".git/template")], ids=" ".join)
def test_a_commit_that_is_given_up_stays_none(operations: Operations, option: tuple[str, ...]) -> None:
    """The frameworks tell in a variable of theirs where git has the message from."""
    operations.write(".git/template", "Why:\n")
    operations.change("a", "changed")
    done = operations.run("commit", *option, editor=WRITES_NOTHING, variables=CLAUDE)
    assert (done.returncode, b"Aborting commit" in done.stderr) == (1, True), done
    assert operations.subjects() == ["start"]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (["core.commentChar=auto", "commit.verbose=true"], "x\n\n#1 y"),
        (["core.commentChar=;"], "x\n\n#1 y"),
        (["commit.cleanup=scissors"], "x\n\n#1 y"),
        (["commit.cleanup=strip"], "x"),
        (["trailer.separators=:=", "trailer.ai.key=Assisted-by"], "x"),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, list) else None,
)
def test_configuration(operations: Operations, settings: list[str], message: str) -> None:
    for setting in settings:
        operations.git("config", *setting.split("=", 1))
    operations.change("a", "changed")
    operations.agent("commit", "-e", "-m", message, editor=WRITES_NOTHING)
    assert operations.message() == f"{message}\n\n{ASSISTED}"
    assert operations.trailers() == ASSISTED.strip()


@pytest.mark.parametrize("cleanup", ["whitespace", "verbatim"])
def test_cleanup_that_keeps_comments(operations: Operations, cleanup: str) -> None:
    operations.git("config", "commit.cleanup", cleanup)
    operations.agent("commit", "--allow-empty", "-m", "x\n\n#1 y")
    assert operations.message() == f"x\n\n#1 y\n\n{ASSISTED}"


def test_bytes(operations: Operations) -> None:
    text = b"x\r\n\r\nSeen-by: Ada\r\n"
    done = operations.run("commit", "--allow-empty", "--cleanup=verbatim", "-F-", stdin=text, variables=CLAUDE)
    assert done.returncode == 0, done
    assert operations.git("cat-file", "commit", "HEAD").endswith(b"\n\n" + text + b"Assisted-by: Claude\r\n")
    operations.git("config", "i18n.commitEncoding", "ISO-8859-1")
    done = operations.run("commit", "--allow-empty", "-F-", stdin="café\n".encode("latin-1"), variables=CLAUDE)
    assert done.returncode == 0, done
    assert operations.message() == f"café\n\n{ASSISTED}"


def test_quotations(operations: Operations) -> None:
    quoted = f"x\n\n```\n{ASSISTED}```\n\n    {ASSISTED}\n> {ASSISTED}"
    operations.agent("commit", "--allow-empty", "-m", quoted)
    assert operations.message() == f"{quoted}\n{ASSISTED}"


def test_merge(side: Operations) -> None:
    side.agent("merge", "--no-ff", "--no-edit", "side")
    assert side.message() == "Merge branch 'side'\n"


def test_a_merge_with_conflicts(conflict: Operations) -> None:
    assert conflict.run("merge", "side").returncode == 1
    conflict.change("a", "both")
    conflict.agent("commit", "--no-edit")
    assert conflict.trailers() == ASSISTED.strip()


def test_squash_merge(side: Operations) -> None:
    side.git("checkout", "-q", "side")
    side.commit("by Codex\n\nAssisted-by: Codex:gpt-5.2")
    side.git("checkout", "-q", "main")
    side.git("merge", "-q", "--squash", "side")
    side.agent("commit", "--no-edit")
    assert side.trailers() == "Assisted-by: Codex:gpt-5.2\nAssisted-by: Claude"


def test_revert(side: Operations) -> None:
    side.agent("revert", "--no-edit", "HEAD")
    assert (side.subjects()[0], side.trailers()) == ('Revert "on main"', "")


def test_cherry_pick(side: Operations) -> None:
    side.agent("cherry-pick", "-x", "side")
    origin = side.git("rev-parse", "side").decode().strip()
    assert side.message() == f"on side\n\n{ADA}(cherry picked from commit {origin})\n"


def test_a_cherry_pick_with_conflicts(conflict: Operations) -> None:
    assert conflict.run("cherry-pick", "side").returncode == 1
    conflict.change("a", "both")
    conflict.agent("cherry-pick", "--continue", editor=WRITES_NOTHING)
    assert conflict.message() == f"on side\n\n{ADA}{ASSISTED}"


def test_fixup_and_autosquash(operations: Operations) -> None:
    operations.change("b", "1")
    operations.commit("first")
    operations.change("b", "2")
    done = operations.run("commit", "--fixup", "HEAD", variables=CODEX)
    assert (done.returncode, operations.message()) == (0, "fixup! first\n\nAssisted-by: Codex\n")
    operations.agent("rebase", "-i", "--autosquash", "HEAD~2", editor=WRITES_NOTHING)
    assert operations.message() == "first\n\nAssisted-by: Codex\n"


def test_rebase_and_reword(side: Operations) -> None:
    side.git("checkout", "-q", "side")
    side.agent("rebase", "main")
    assert side.message() == f"on side\n\n{ADA}"
    anew = side.editor('sed -i "1s/.*/anew/" "$1"')
    side.agent("rebase", "-i", "HEAD~1", sequence="sed -i 1s/^pick/reword/", editor=anew)
    assert side.message() == f"anew\n\n{ADA}{ASSISTED}"


def test_linked_worktree(side: Operations, tmp_path: Path) -> None:
    where = tmp_path / "linked"
    side.git("worktree", "add", "-q", str(where), "side")
    side.agent("commit", "--allow-empty", "-m", "there", where=where)
    assert side.message("side") == f"there\n\n{ASSISTED}"
    side.agent("cherry-pick", "main", where=where)
    assert side.message("side") == "on main\n"


def test_am_runs_neither_hook(side: Operations) -> None:
    patches = side.git("format-patch", "--stdout", "main..side")
    assert side.run("am", "-q", stdin=patches, variables=CLAUDE).returncode == 0
    assert side.message() == f"on side\n\n{ADA}"


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    found = Terminal()
    yield found
    found.close()


def test_the_question(operations: Operations, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under a framework, whose hooks have no terminal but this one; without one there is no question."""
    for name in CI:
        monkeypatch.delenv(name, raising=False)
    operations.policy("ai-attribution.ask = true\n")
    process = start(operations, terminal.take, commit("x"))
    terminal.until(QUESTION)
    terminal.type("n\n")
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0, output
    assert operations.message() == "x\n\nAI-assisted: no\n"
    process = start(operations, os.setsid, commit("y"))
    output, _ = process.communicate(timeout=60)
    assert (process.returncode, operations.message()) == (0, "y\n"), output
