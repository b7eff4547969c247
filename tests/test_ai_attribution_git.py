"""Every git operation with both message hooks as plain git hooks: what is recorded, and what git sees of it."""

from pathlib import Path

import pytest

from git_operations import ASSISTED, CLAUDE, CODEX, WRITES_NOTHING, Operations, copy_of
from tests_support import Repository
from walkaround._message import UnderWay
from walkaround.ai_attribution._terms import Terms
from walkaround.ai_attribution.reading import as_made, of_message

ADA = "Signed-off-by: Ada Example <ada@example.com>\n"
CLAUDE_WROTE = "Co-authored-by: Claude Opus 4.6 <noreply@anthropic.com>\n"
SQUASHED = "Squashed commit of the following:\n"


def _started(operations: Operations) -> None:
    operations.install()
    operations.change("a", "1")
    operations.person("commit", "-m", "start")


def _with_side(operations: Operations) -> None:
    _started(operations)
    operations.git("branch", "side")
    operations.change("a", "2")
    operations.person("commit", "-m", "on main")
    operations.git("checkout", "-q", "side")
    operations.change("b", "1")
    operations.person("commit", "-m", f"on side\n\n{ADA}")
    operations.change("b", "2")
    operations.person("commit", "-m", "on side too")
    operations.git("checkout", "-q", "main")


def _with_conflict(operations: Operations) -> None:
    _started(operations)
    operations.git("branch", "side")
    operations.change("a", "main")
    operations.person("commit", "-m", "on main")
    operations.git("checkout", "-q", "side")
    operations.change("a", "side")
    operations.person("commit", "-m", f"on side\n\n{ADA}")
    operations.git("checkout", "-q", "main")


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where each kind of repository lies that tests take copies of."""
    return tmp_path_factory.mktemp("operations")


@pytest.fixture
def operations(repository: Repository, templates: Path) -> Operations:
    """A repository with one commit of a person and both hooks."""
    return copy_of(templates / "started", repository.top, _started)


@pytest.fixture
def side(repository: Repository, templates: Path) -> Operations:
    """A branch `side` whose two commits, of a person, main has not; main has moved on."""
    return copy_of(templates / "side", repository.top, _with_side)


@pytest.fixture
def conflict(repository: Repository, templates: Path) -> Operations:
    """A branch `side` with one commit, of a person, that does not fit to main."""
    return copy_of(templates / "conflict", repository.top, _with_conflict)


# Commit: a message, and what becomes of it under an agent; a person's is what it was.


@pytest.mark.parametrize(
    ("message", "recorded"),
    [
        pytest.param("x\n", f"x\n\n{ASSISTED}", id="subject"),
        pytest.param("x\n\nWhy it was.\n", f"x\n\nWhy it was.\n\n{ASSISTED}", id="body"),
        pytest.param(f"x\n\n{ADA}", f"x\n\n{ADA}{ASSISTED}", id="trailers"),
        pytest.param("x\n\nFixes: #1\n continued\n", f"x\n\nFixes: #1\n continued\n{ASSISTED}", id="folded"),
        pytest.param("x\n\nbody: this\nis prose\n", f"x\n\nbody: this\nis prose\n\n{ASSISTED}", id="prose"),
        pytest.param("fix: x\n", f"fix: x\n\n{ASSISTED}", id="a subject like a trailer"),
        pytest.param("x\n\n```\nA: 1\n```\n", f"x\n\n```\nA: 1\n```\n\n{ASSISTED}", id="fence at the end"),
        pytest.param(f"x\n\n> {ASSISTED}", f"x\n\n> {ASSISTED}\n{ASSISTED}", id="cited"),
        pytest.param(f"x\n\n    {ASSISTED}", f"x\n\n    {ASSISTED}\n{ASSISTED}", id="indented"),
        pytest.param(f"x\n\n```\n{ASSISTED}```\n", f"x\n\n```\n{ASSISTED}```\n\n{ASSISTED}", id="fenced"),
        pytest.param("x\n\n#12 is closed\n", f"x\n\n#12 is closed\n\n{ASSISTED}", id="a number that is no comment"),
        pytest.param("fixup! x\n", f"fixup! x\n\n{ASSISTED}", id="fixup"),
        pytest.param(f"x\n\n{ASSISTED}", None, id="marked"),
        pytest.param("x\n\nAssisted-by: Claude:claude-opus-4.6 sparse\n", None, id="marked with more"),
        pytest.param(f"x\n\n{CLAUDE_WROTE}", None, id="co-author"),
        pytest.param("x\n\nGenerated-by: Claude Code\n", None, id="generated"),
        pytest.param("x\n\nAssisted-by: AI\n", None, id="some AI"),
        pytest.param("x\n\nAI-assisted: no\n", None, id="answered"),
        pytest.param("x\n\nAssisted-by: Codex\n", f"x\n\nAssisted-by: Codex\n{ASSISTED}", id="another agent"),
        pytest.param(
            "x\n\nReviewed-by: Claude Martin <claude@example.fr>\n",
            f"x\n\nReviewed-by: Claude Martin <claude@example.fr>\n{ASSISTED}", id="a person",
        ),
        pytest.param('Revert "x"\n', None, id="revert"),
        pytest.param("Merge branch 'x'\n", None, id="merge"),
    ],
)  # fmt: skip
def test_commit(operations: Operations, message: str, recorded: str | None) -> None:
    expected = message if recorded is None else recorded
    operations.policy("ai-attribution.form = 'any'\n")
    done = operations.run("commit", "-q", "--allow-empty", "-F-", stdin=message.encode(), variables=CLAUDE)
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    assert operations.message() == expected
    if recorded is not None:
        assert operations.trailers().splitlines()[-1] == ASSISTED.strip()
    operations.agent("commit", "-q", "--amend", "--no-edit", "--allow-empty")
    assert operations.message() == expected


def test_a_person_s_commit_is_as_it_was(operations: Operations) -> None:
    operations.person("commit", "-q", "--allow-empty", "-m", f"x\n\n{ADA}")
    assert operations.message() == f"x\n\n{ADA}"


def test_no_verify_skips_the_judge_alone(operations: Operations) -> None:
    operations.policy("ai-attribution.every-commit = true\nextends = 'strict'\n")
    message = "x\n\nSigned-off-by: Claude <noreply@anthropic.com>\nAssisted-by: Codex\n"
    assert operations.run("commit", "--allow-empty", "-m", message, variables=CODEX).returncode == 1
    operations.agent("commit", "--allow-empty", "--no-verify", "-m", "x")
    assert operations.message() == f"x\n\n{ASSISTED}"


def test_author_and_committer_are_no_trailer(operations: Operations) -> None:
    operations.agent("commit", "--allow-empty", "-m", "x", "--author=Claude <noreply@anthropic.com>")
    assert operations.message() == f"x\n\n{ASSISTED}"


@pytest.mark.parametrize(
    ("policy", "environment", "trailer"),
    [
        ("", {"ANTHROPIC_MODEL": "claude-opus-4-6"}, "Assisted-by: Claude:claude-opus-4-6"),
        ("", {"ANTHROPIC_MODEL": "claude-opus-4-6[1m]"}, "Assisted-by: Claude:claude-opus-4-6"),
        ("", {"ANTHROPIC_MODEL": "opus"}, "Assisted-by: Claude"),
        ("", {"ANTHROPIC_MODEL": "x\n-1"}, "Assisted-by: Claude"),
        ("", {"GOOSE_MODEL": "gpt-5.2"}, "Assisted-by: Claude"),
        ("ai-attribution.preset = 'asf'", {"ANTHROPIC_MODEL": "opus-4"}, "Generated-by: Claude:opus-4"),
        ("ai-attribution.trailer = 'generated-by'", {}, "Generated-by: Claude"),
        ("ai-attribution.trailer = 'either'", {}, "Assisted-by: Claude"),
        ("ai-attribution.preset = 'ban'", {}, ""),
        ("ai-attribution.marks = 'forbid'", {}, ""),
    ],
)
def test_the_trailer_that_the_policy_wants(
    operations: Operations, policy: str, environment: dict[str, str], trailer: str
) -> None:
    operations.policy(policy + "\n")
    done = operations.run("commit", "--no-verify", "--allow-empty", "-m", "x", variables=CLAUDE | environment)
    assert done.returncode == 0, done.stderr
    assert operations.trailers() == trailer


# The editor: what it is shown, and a commit that is given up.


def test_an_editor_sees_the_trailer_above_comments_and_scissors(operations: Operations) -> None:
    operations.change("a", "changed")
    keeps = operations.editor('cp "$1" .git/seen')
    operations.agent("commit", "-v", "-e", "-m", "x", editor=keeps)
    seen = (operations.top / ".git" / "seen").read_text()
    assert seen.startswith(f"x\n\n{ASSISTED}\n# Please enter the commit message")
    assert "+changed" in seen.partition(" >8 ")[2]
    assert operations.message() == f"x\n\n{ASSISTED}"


@pytest.mark.parametrize("option", [(), ("-v",), ("-s",), ("-t", ".git/template"), ("-v", "-s", "--allow-empty")])
def test_a_commit_that_is_given_up_stays_none(operations: Operations, option: tuple[str, ...]) -> None:
    operations.write(".git/template", "Why:\n\nHow:\n")
    operations.change("a", "changed")
    before = operations.git("rev-parse", "HEAD")
    done = operations.run("commit", *option, editor=WRITES_NOTHING, variables=CLAUDE)
    assert (done.returncode, operations.git("rev-parse", "HEAD")) == (1, before), done.stdout
    assert b"Aborting commit" in done.stderr


@pytest.mark.parametrize("option", [(), ("-v",), ("-s",)], ids=" ".join)
def test_the_editor_that_does_nothing_is_an_editor(operations: Operations, option: tuple[str, ...]) -> None:
    """git tells hooks by `GIT_EDITOR=:` that it opens none; who sets it for git has comments in the message."""
    operations.change("a", "changed")
    done = operations.run("commit", *option, editor=":", variables=CLAUDE)
    assert (done.returncode, b"Aborting commit" in done.stderr) == (1, True), done
    operations.person("commit", "-q", "-m", f"x\n\n{ADA}")
    operations.agent("commit", "--amend", *option, editor=":")
    signed = "Signed-off-by: Ada Example <ada@example.org>\n" if option == ("-s",) else ""
    assert operations.message() == f"x\n\n{ADA}{signed}{ASSISTED}"
    assert operations.trailers() == f"{ADA}{signed}{ASSISTED}".strip()


def test_no_message_at_all_is_no_message(operations: Operations) -> None:
    operations.agent("commit", "--allow-empty", "--allow-empty-message", "-m", "")
    assert operations.message() == ""


def test_a_message_written_in_the_editor_is_as_it_was_written(operations: Operations) -> None:
    operations.agent("commit", "--allow-empty", editor=operations.editor('echo written >"$1"'))
    assert operations.message() == "written\n"


# Configuration of git.


UNDER = [
    (["core.commentChar=;"], "x\n#1 y", f"x\n#1 y\n\n{ASSISTED}"),
    (["core.commentChar=auto"], "x\n\n#1 y", f"x\n\n#1 y\n\n{ASSISTED}"),
    (["core.commentChar=auto"], "x\n\n#1\n;2", f"x\n\n#1\n;2\n\n{ASSISTED}"),
    (["core.commentChar=auto", "commit.verbose=true"], "x\n\n#1 y", f"x\n\n#1 y\n\n{ASSISTED}"),
    (["commit.verbose=true"], "x", f"x\n\n{ASSISTED}"),
    (["commit.cleanup=strip"], "x\n\n#1 y", f"x\n\n{ASSISTED}"),
    (["commit.cleanup=scissors"], "x\n\n#1 y", f"x\n\n#1 y\n\n{ASSISTED}"),
    (["commit.cleanup=scissors", "commit.verbose=true"], "x\n\n#1 y", f"x\n\n#1 y\n\n{ASSISTED}"),
    (["commit.cleanup=default"], "x", f"x\n\n{ASSISTED}"),
    (["trailer.separators=:="], "x\n\nA: 1", f"x\n\nA: 1\n{ASSISTED}"),
    (["trailer.separators==:"], "x\n\nA: 1", f"x\n\nA: 1\n{ASSISTED}"),
    (["trailer.ai.key=Assisted-by"], "x\n\nA: 1", f"x\n\nA: 1\n{ASSISTED}"),
    (["trailer.ai.key=Assisted-by", "trailer.ai.ifexists=replace"], "x", f"x\n\n{ASSISTED}"),
    (["trailer.ticket.key=Issue"], "x\n\nprose\nIssue: 1", f"x\n\nprose\nIssue: 1\n{ASSISTED}"),
    (["trailer.issue.ifexists=replace"], "x\n\nprose\nIssue: 1", f"x\n\nprose\nIssue: 1\n{ASSISTED}"),
    ([], "x\n\nprose\nIssue: 1", f"x\n\nprose\nIssue: 1\n\n{ASSISTED}"),
]
# With an editor git leaves its own comments in the message under these.
UNEDITED = [
    (["commit.cleanup=whitespace"], "x\n\n#1 y", f"x\n\n#1 y\n\n{ASSISTED}"),
    (["commit.cleanup=verbatim"], "x\n\n#1 y", f"x\n\n#1 y\n\n{ASSISTED}"),
    ([], "x\n\n#1 y", f"x\n\n#1 y\n\n{ASSISTED}"),
]


@pytest.mark.parametrize(
    ("settings", "written", "recorded", "option"),
    [(*one, "--no-edit") for one in UNDER + UNEDITED] + [(*one, "-e") for one in UNDER],
    ids=lambda value: ",".join(value) if isinstance(value, list) else None,
)
def test_configuration(operations: Operations, settings: list[str], written: str, recorded: str, option: str) -> None:
    operations.policy("ai-attribution.form = 'any'\n")
    for setting in settings:
        operations.git("config", *setting.split("=", 1))
    operations.change("a", "changed")
    operations.agent("commit", option, "-m", written, editor=WRITES_NOTHING)
    assert operations.message() == recorded
    assert operations.trailers().splitlines()[-1] == ASSISTED.strip()
    parsed = operations.run("interpret-trailers", "--parse", stdin=operations.message().encode()).stdout.decode()
    separator = "=" if settings == ["trailer.separators==:"] else ":"  # git prints the first one
    assert parsed.splitlines()[-1] == f"Assisted-by{separator} Claude"


@pytest.mark.parametrize("option", [(), ("-v",)], ids=" ".join)
def test_a_comment_string_of_several_characters(operations: Operations, option: tuple[str, ...]) -> None:
    """Which this git may not know yet: then it goes by `core.commentChar`, and so does what it wrote."""
    operations.git("config", "core.commentString", "//")
    operations.change("a", "changed")
    done = operations.run("commit", *option, editor=WRITES_NOTHING, variables=CLAUDE)
    assert (done.returncode, b"Aborting commit" in done.stderr) == (1, True), done
    operations.agent("commit", "-e", *option, "-m", f"x\n\n{ADA}", editor=WRITES_NOTHING)
    assert operations.message() == f"x\n\n{ADA}{ASSISTED}"


def test_crlf(operations: Operations) -> None:
    done = operations.run(
        "commit", "--allow-empty", "--cleanup=verbatim", "-F-", stdin=b"x\r\n\r\nb\r\n", variables=CLAUDE
    )
    assert done.returncode == 0, done.stderr
    assert operations.git("cat-file", "commit", "HEAD").endswith(b"\n\nx\r\n\r\nb\r\n\r\nAssisted-by: Claude\r\n")
    assert operations.trailers() == ASSISTED.strip()


def test_scissors_with_crlf_are_none_to_git(operations: Operations) -> None:
    """An editor that writes CRLF hides them: git keeps what is below, where the trailer is none any more."""
    operations.policy("extends = 'strict'\nai-attribution.form = 'any'\n")
    operations.change("a", "changed")
    crlf = operations.editor('sed -i "s/$/\\r/" "$1"')
    done = operations.run("commit", "-v", "-e", "-m", "x", editor=crlf, variables=CLAUDE)
    assert (done.returncode, b"<commit message>:3:1: ATT006" in done.stdout + done.stderr) == (1, True), done
    operations.agent("commit", "-v", "-e", "--no-verify", "-m", "x", editor=crlf)
    assert "diff --git a/a b/a" in operations.message()
    assert operations.trailers() == ""


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "latin-1", "CP1252", "nobody-knows-it"])
def test_another_encoding(operations: Operations, encoding: str) -> None:
    operations.git("config", "i18n.commitEncoding", encoding)
    message = "café\n\nReported-by: Zoë\n"
    done = operations.run("commit", "--allow-empty", "-F-", stdin=message.encode("latin-1"), variables=CLAUDE)
    assert done.returncode == 0, done.stderr
    recorded = operations.git("cat-file", "commit", "HEAD")
    assert recorded.endswith(f"\n\n{message}{ASSISTED}".encode("latin-1"))
    if encoding != "nobody-knows-it":
        assert operations.message() == message + ASSISTED


# What git makes by itself.


def test_merge(side: Operations) -> None:
    side.agent("merge", "-q", "--no-ff", "--no-edit", "side")
    assert side.message() == "Merge branch 'side'\n"
    side.agent("commit", "-q", "--amend", "--no-edit")
    assert side.message() == "Merge branch 'side'\n"


def test_merge_with_a_message_of_its_own(side: Operations) -> None:
    side.agent("merge", "-q", "--no-ff", "-m", "bring side", "side")
    assert side.message() == "bring side\n"


@pytest.mark.parametrize(
    "command", [("commit", "--no-edit"), ("merge", "--continue"), ("commit", "-m", "x")], ids=" ".join
)
def test_a_merge_whose_conflicts_an_agent_resolves(conflict: Operations, command: tuple[str, ...]) -> None:
    assert conflict.run("merge", "-q", "side").returncode == 1
    conflict.change("a", "both")
    conflict.agent(*command, editor=WRITES_NOTHING)
    assert conflict.trailers() == ASSISTED.strip()
    assert len(conflict.git("log", "-1", "--format=%P").split()) == 2


def test_a_merge_whose_conflicts_a_person_resolves(conflict: Operations) -> None:
    assert conflict.run("merge", "-q", "side").returncode == 1
    conflict.change("a", "both")
    conflict.person("commit", "-q", "--no-edit")
    assert conflict.message() == "Merge branch 'side'\n\n# Conflicts:\n#\ta\n"


@pytest.mark.parametrize("option", [("--no-edit",), ("-e",)], ids=" ".join)
def test_revert_and_its_revert(side: Operations, option: tuple[str, ...]) -> None:
    for _ in range(2):
        side.agent("revert", *option, "HEAD", editor=WRITES_NOTHING)
        assert side.trailers() == ""


@pytest.mark.parametrize("option", [(), ("-x",), ("-e",), ("-s",), ("-x", "-e")], ids=" ".join)
def test_cherry_pick(side: Operations, option: tuple[str, ...]) -> None:
    side.agent("cherry-pick", *option, "side~1", editor=WRITES_NOTHING)
    assert side.message().startswith(f"on side\n\n{ADA}")
    assert "Assisted-by" not in side.message()


def test_cherry_pick_of_a_marked_commit(side: Operations) -> None:
    side.git("checkout", "-q", "side")
    side.change("c", "1")
    side.agent("commit", "-q", "-m", "marked")
    side.git("checkout", "-q", "main")
    side.person("cherry-pick", "-x", "side")
    origin = side.git("rev-parse", "side").decode().strip()
    assert side.message() == f"marked\n\n{ASSISTED}(cherry picked from commit {origin})\n"


@pytest.mark.parametrize(
    "command",
    [("cherry-pick", "--continue"), ("commit", "--no-edit"), ("-c", "core.editor=true", "commit")],
    ids=" ".join,
)
def test_a_cherry_pick_whose_conflicts_an_agent_resolves(conflict: Operations, command: tuple[str, ...]) -> None:
    assert conflict.run("cherry-pick", "side").returncode == 1
    conflict.change("a", "both")
    conflict.agent(*command, editor=None if command[0] == "-c" else WRITES_NOTHING)
    assert conflict.trailers() == f"{ADA}{ASSISTED}".strip()


# Commits that are melted into one.


def test_squash_merge(side: Operations) -> None:
    side.git("checkout", "-q", "side")
    side.change("c", "1")
    side.run("commit", "-q", "-m", "by Codex", variables=CODEX)
    side.git("checkout", "-q", "main")
    side.git("merge", "-q", "--squash", "side")
    side.person("commit", "-q", "--no-edit")
    assert side.message().startswith(SQUASHED)
    assert "\n    Assisted-by: Codex\n" in side.message()
    assert side.trailers() == "Assisted-by: Codex"


def test_squash_merge_by_an_agent(side: Operations) -> None:
    side.git("merge", "-q", "--squash", "side")
    side.agent("commit", "-q", "--no-edit")
    assert side.trailers() == ASSISTED.strip()
    side.agent("commit", "-q", "--amend", "--no-edit")
    assert side.message().count("Assisted-by") == 1


@pytest.mark.parametrize("whose", ["agent", "person"])
@pytest.mark.parametrize("kind", ["fixup", "squash"])
def test_autosquash(operations: Operations, kind: str, whose: str) -> None:
    """Who melts commits into one is not who wrote them; the mark on one of them stays."""
    operations.change("b", "1")
    operations.person("commit", "-m", f"first\n\n{ADA}")
    operations.change("c", "1")
    operations.person("commit", "-m", "second")
    operations.change("b", "2")
    operations.agent("commit", f"--{kind}", "HEAD~1", "--no-edit")
    assert operations.trailers() == ASSISTED.strip()
    melt = operations.person if whose == "agent" else operations.agent
    melt("rebase", "-i", "--autosquash", "HEAD~3", editor=WRITES_NOTHING)
    assert operations.subjects() == ["second", "first", "start"]
    assert operations.message() == "second\n"
    assert "Assisted-by: Claude" in operations.trailers("HEAD~1").splitlines()


def test_autosquash_of_a_person_s_commits_by_an_agent(operations: Operations) -> None:
    operations.change("b", "1")
    operations.person("commit", "-m", f"first\n\n{ADA}")
    operations.change("b", "2")
    operations.person("commit", "--fixup", "HEAD")
    operations.agent("rebase", "-i", "--autosquash", "HEAD~2", editor=WRITES_NOTHING)
    assert operations.message() == f"first\n\n{ADA}"


@pytest.mark.parametrize("kind", ["amend", "reword"])
def test_autosquash_of_a_message(operations: Operations, kind: str) -> None:
    operations.change("b", "1")
    operations.person("commit", "-m", "first")
    operations.agent(
        "commit", "--allow-empty", f"--fixup={kind}:HEAD", editor=operations.editor('sed -i s/^first$/one/ "$1"')
    )
    operations.person("rebase", "-i", "--autosquash", "HEAD~2", editor=WRITES_NOTHING)
    assert operations.message() == f"one\n\n{ASSISTED}"


# Rebase, amend.


@pytest.mark.parametrize("option", [(), ("-i",), ("--apply",), ("--signoff",), ("--force-rebase",)], ids=" ".join)
def test_rebase_replays(side: Operations, option: tuple[str, ...]) -> None:
    side.git("checkout", "-q", "side")
    side.agent("rebase", "-q", *option, "main")
    assert side.subjects()[:3] == ["on side too", "on side", "on main"]
    assert "Assisted-by" not in side.message() + side.message("HEAD~1")


def test_rebase_with_conflicts(conflict: Operations) -> None:
    conflict.git("checkout", "-q", "side")
    assert conflict.run("rebase", "main", variables=CLAUDE).returncode == 1
    conflict.change("a", "both")
    conflict.agent("rebase", "--continue", editor=WRITES_NOTHING)
    assert conflict.message() == f"on side\n\n{ADA}{ASSISTED}"


def test_only_the_commit_with_conflicts_is_the_agent_s(conflict: Operations) -> None:
    conflict.git("checkout", "-q", "side")
    conflict.change("b", "1")
    conflict.person("commit", "-q", "-m", "after it")
    conflict.change("b", "2")
    conflict.person("commit", "-q", "--fixup", "HEAD")
    assert conflict.run("rebase", "-i", "--autosquash", "main", variables=CLAUDE).returncode == 1
    conflict.change("a", "both")
    conflict.agent("rebase", "--continue", editor=WRITES_NOTHING)
    assert conflict.message() == "after it\n"
    assert conflict.message("HEAD~1") == f"on side\n\n{ADA}{ASSISTED}"


def test_rebase_that_keeps_merges(side: Operations) -> None:
    side.git("checkout", "-q", "-b", "topic", "side~1")
    side.change("c", "1")
    side.person("commit", "-q", "-m", "on topic")
    side.git("checkout", "-q", "side")
    side.person("merge", "-q", "--no-ff", "--no-edit", "topic")
    side.agent("rebase", "-q", "--rebase-merges", "--no-ff", "main", editor=WRITES_NOTHING)
    assert side.subjects()[0] == "Merge branch 'topic' into side"
    assert "on main" in side.subjects()
    assert b"Assisted-by" not in side.git("log", "--format=%B")


def test_a_range_is_picked(side: Operations) -> None:
    side.agent("cherry-pick", "main..side")
    assert side.subjects()[:2] == ["on side too", "on side"]
    assert b"Assisted-by" not in side.git("log", "--format=%B")


def test_what_is_picked_without_a_commit_is_the_agent_s_to_commit(side: Operations) -> None:
    side.agent("cherry-pick", "--no-commit", "side~1")
    side.change("c", "1")
    side.agent("commit", "-q", "--no-edit")
    assert side.message() == f"on side\n\n{ADA}{ASSISTED}"


def test_a_revert_whose_conflicts_an_agent_resolves(conflict: Operations) -> None:
    conflict.change("a", "later")
    conflict.person("commit", "-q", "-m", "later")
    assert conflict.run("revert", "HEAD~1").returncode == 1
    conflict.change("a", "both")
    conflict.agent("revert", "--continue", editor=WRITES_NOTHING)
    assert conflict.subjects()[0] == 'Revert "on main"'
    assert conflict.trailers() == ASSISTED.strip()


def test_pull_rebase(side: Operations) -> None:
    side.git("checkout", "-q", "side")
    side.agent("pull", "-q", "--rebase", ".", "main")
    assert side.message() == "on side too\n"


def test_reword(side: Operations) -> None:
    side.git("checkout", "-q", "side")
    reword = "sed -i 1s/^pick/reword/"
    side.agent("rebase", "-i", "HEAD~2", sequence=reword, editor=side.editor('sed -i "1s/.*/anew/" "$1"'))
    assert side.message("HEAD~1") == f"anew\n\n{ADA}{ASSISTED}"
    assert side.message() == "on side too\n"
    side.person("rebase", "-i", "HEAD~2", sequence=reword, editor=side.editor('sed -i "1s/.*/again/" "$1"'))
    assert side.message("HEAD~1") == f"again\n\n{ADA}{ASSISTED}"


def test_commits_at_a_stop_of_a_rebase(side: Operations) -> None:
    side.git("checkout", "-q", "side")
    side.agent("rebase", "-i", "HEAD~2", sequence="sed -i 1s/^pick/edit/")
    side.change("c", "1")
    side.agent("commit", "-m", "between")
    side.agent("rebase", "--continue", editor=WRITES_NOTHING)
    assert [side.trailers(f"HEAD~{at}") for at in range(3)] == ["", ASSISTED.strip(), ADA.strip()]


def test_amend(operations: Operations) -> None:
    operations.change("b", "1")
    operations.agent("commit", "-q", "--amend", "--no-edit")
    assert operations.message() == f"start\n\n{ASSISTED}"
    for amend in (operations.agent, operations.person):
        amend("commit", "-q", "--amend", "--no-edit")
        amend("commit", "-q", "--amend", "-C", "HEAD")
        amend("commit", "-q", "--amend", editor=WRITES_NOTHING)
        assert operations.message() == f"start\n\n{ASSISTED}"
    operations.agent("commit", "-q", "--amend", "-m", "anew")
    assert operations.message() == f"anew\n\n{ASSISTED}"


# Places.


def test_linked_worktree(side: Operations, tmp_path: Path) -> None:
    where = tmp_path / "linked"
    side.git("worktree", "add", "-q", str(where), "side")
    side.agent("commit", "-q", "--allow-empty", "-m", "there", where=where)
    assert side.message("side") == f"there\n\n{ASSISTED}"
    side.agent("cherry-pick", "--allow-empty", "main", where=where)
    assert side.message("side") == "on main\n"
    side.agent("merge", "-q", "--no-ff", "--no-edit", "main", where=where)
    assert side.message("side") == "Merge branch 'main' into side\n"


def test_a_folder_below_the_top(operations: Operations) -> None:
    operations.write("deep/er/file")
    operations.agent("commit", "--allow-empty", "-m", "x", where=operations.top / "deep" / "er")
    assert operations.message() == f"x\n\n{ASSISTED}"


def test_am_runs_neither_hook(side: Operations) -> None:
    patches = side.git("format-patch", "--stdout", "main..side")
    done = side.run("am", "-q", stdin=patches, variables=CLAUDE)
    assert (done.returncode, side.subjects()[:2]) == (0, ["on side too", "on side"])
    assert side.message("HEAD~1") == f"on side\n\n{ADA}"


# The judge after it, which sees what git keeps.


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        pytest.param("x\n", "<commit message>:3:1: ATT003", id="no model is known"),
        pytest.param("x\n\nAssisted-by: Claude:claude-opus-4.6\n", "", id="the agent names it"),
    ],
)
def test_the_kernel_s_form(operations: Operations, prepare: str, said: str) -> None:
    operations.policy("extends = 'strict'\n[ai-attribution]\nmarks = 'require'\nform = 'agent-model'\n")
    done = operations.run("commit", "-q", "--allow-empty", "-m", prepare, variables=CLAUDE)
    assert (done.returncode, said in (done.stdout + done.stderr).decode()) == (int(bool(said)), True)


def test_git_s_remark_on_conflicts_hides_no_trailer(conflict: Operations) -> None:
    """`git commit --no-edit` keeps it, and git passes over it when it looks for trailers; so does the judge."""
    assert conflict.run("cherry-pick", "side").returncode == 1
    conflict.change("a", "both")
    conflict.write(".git/MERGE_MSG", "on side\n\nAssisted-by: Claude:claude-opus-4.6\n\n# Conflicts:\n#\ta\n")
    done = conflict.run("commit", "-q", "--no-edit")
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    assert conflict.trailers() == "Assisted-by: Claude:claude-opus-4.6"


def test_the_judge_asks_an_agent_for_no_trailer_of_what_it_only_replays(side: Operations) -> None:
    side.policy("extends = 'strict'\nai-attribution.marks = 'require'\n")
    side.agent("cherry-pick", "-e", "side~1", editor=WRITES_NOTHING)
    side.git("reset", "-q", "--hard", "HEAD~1")
    side.agent("merge", "-q", "--no-ff", "-m", "bring side", "side")
    assert side.message() == "bring side\n"


@pytest.mark.parametrize(
    ("now", "message", "agent"),
    [
        (UnderWay(), b"x\n", "Claude"),
        (UnderWay(replay=True), b"x\n", None),
        (UnderWay(merge=True), b"x\n", None),
        (UnderWay(), b"Merge branch 'x'\n", None),
        (UnderWay(), b'Revert "x"\n', None),
        (UnderWay(replay=True, conflicts=True), b"x\n", "Claude"),
        (UnderWay(merge=True, conflicts=True), b"Merge branch 'x'\n", "Claude"),
    ],
)
def test_who_made_it(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, now: UnderWay, message: bytes, agent: str | None
) -> None:
    monkeypatch.setenv(*next(iter(CLAUDE.items())))
    found = as_made(of_message(message, str(repository.top), Terms()), now).at_work
    assert (found and found.name) == agent


def test_a_policy_that_cannot_be_read_stops_the_commit(operations: Operations) -> None:
    operations.policy("[ai-attribution]\nmark = 'x'\n")
    done = operations.run("commit", "--allow-empty", "-m", "x")
    assert (done.returncode, b"walkaround.toml:2" in done.stderr) == (1, True)
