"""Is a commit, or one of a range, certainly marked as made with AI?"""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests_support import Repository
from walkaround._agents import Agent, Identity
from walkaround._git import GitError
from walkaround._marks import assisted, in_range
from walkaround.ai_attribution.reading import read

ADA = Identity("Ada Example", "ada@example.org")
CLAUDE = Identity("Claude", "noreply@anthropic.com")
CO_AUTHOR = "Co-authored-by: Claude Opus 4.6 <noreply@anthropic.com>"


def agent_id(message: str, author: Identity | None = ADA, committer: Identity | None = ADA) -> str | None:
    found = assisted(message, author, committer)
    return found.id if found else None


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param(f"Add x\n\n{CO_AUTHOR}\n", "claude", id="co-author"),
        pytest.param(f"Add x\r\n\r\n{CO_AUTHOR}\r\n", "claude", id="CRLF"),
        pytest.param(f"Add x\n\nText.\n{CO_AUTHOR}\n\nMore.\n", "claude", id="in the body"),
        pytest.param(f"Add x\\n\\n{CO_AUTHOR}", "claude", id="behind a literal backslash-n"),
        pytest.param("Add x\n\nAssisted-by: Codex:gpt-5\n", "codex", id="declaration"),
        pytest.param("Add x\n\nAssisted-by: NewTool:model-1\n", "", id="declaration of an agent that we do not know"),
        pytest.param("Add x\n\nAI-Assisted: true\n", "some-ai", id="yes"),
        pytest.param("Add x\n\nMade-with: Cursor\n", "cursor", id="a tool's trailer"),
        pytest.param("Add x\n\nClaude-Session: https://claude.ai/code/session_1\n", "claude", id="session"),
        pytest.param(
            "Add x\n\n🤖 Generated with [Claude Code](https://claude.com/claude-code)\n", "claude", id="footer"
        ),
        pytest.param("Add x\n\nSigned-off-by: Codex <codex@openai.com>\n", "codex", id="sign-off"),
        pytest.param(f"fixup! Add x\n\n{CO_AUTHOR}\n", "claude", id="fixup"),
        pytest.param(f'Revert "Add x"\n\n{CO_AUTHOR}\n', "claude", id="a revert with a mark"),
        pytest.param(f"Add x\n\nAI-assisted: no\n{CO_AUTHOR}\n", "claude", id="a mark beside no"),
        pytest.param(f"Add x\n\nAssisted-by: none\n{CO_AUTHOR}\n", "claude", id="a mark beside none"),
        pytest.param(f"Add x\n\nAI-Assisted: true\n{CO_AUTHOR}\n", "claude", id="a product before AI at large"),
        pytest.param("Add x\n\nAI-assisted: no\n", None, id="no"),
        pytest.param("Add x\n\nAssisted-by: none\n", None, id="none"),
        pytest.param("Add x\n\nAssisted-by: Grace Example <grace@example.org>\n", None, id="a person assisted"),
        pytest.param("Add x\n\nAssisted-by: something\n", None, id="uncertain"),
        pytest.param("Add x\n\nCo-authored-by: Grace Example <grace@example.org>\n", None, id="people"),
        pytest.param(f"Add x\n\n    {CO_AUTHOR}\n", None, id="quoted"),
        pytest.param("Talk to Claude\n\nIt answers.\n", None, id="running text"),
        pytest.param(CO_AUTHOR, None, id="a subject is no mark"),
        pytest.param("", None, id="empty"),
        pytest.param("\ud800\x00\x85", None, id="no text at all"),
    ],
)
def test_messages(message: str, expected: str | None) -> None:
    assert agent_id(message) == expected


@pytest.mark.parametrize(
    ("message", "author", "committer", "expected"),
    [
        pytest.param("Add x", CLAUDE, ADA, "claude", id="author"),
        pytest.param("Add x", ADA, CLAUDE, "claude", id="committer"),
        pytest.param("Add x", Identity("Ada (aider)", "ada@example.org"), ADA, "aider", id="a tool's suffix"),
        pytest.param(
            "Add x", ADA, Identity("Ada (aider)", "ada@example.org"), None, id="suffix on the committer alone"
        ),
        pytest.param("Merge branch 'a'", CLAUDE, CLAUDE, None, id="who merges is no evidence"),
        pytest.param("Merge branch 'a'\n\n" + CO_AUTHOR, CLAUDE, CLAUDE, "claude", id="a mark in a merge"),
        pytest.param('Revert "Add x"', CLAUDE, CLAUDE, None, id="who reverts is no evidence"),
        pytest.param("Add x", Identity("Claude Martin", "claude@example.fr"), ADA, None, id="a person"),
        pytest.param("Add x", ADA, Identity("GitHub", "noreply@github.com"), None, id="a host"),
        pytest.param("Add x", None, None, None, id="nobody known"),
        pytest.param("Add x", None, CLAUDE, "claude", id="author not known"),
        pytest.param("Add x", CLAUDE, None, "claude", id="committer not known"),
    ],
)
def test_who(message: str, author: Identity | None, committer: Identity | None, expected: str | None) -> None:
    assert agent_id(message, author, committer) == expected


LINES = st.sampled_from(
    [
        "", "Add x", "Text.", "```", "> cited", "Merge branch 'a'", CO_AUTHOR, f"    {CO_AUTHOR}", f"x\\n{CO_AUTHOR}",
        "Assisted-by: none", "Assisted-by: Codex:gpt-5", "Assisted-by: x", "AI-assisted: no", "AI-Assisted: yes",
        "Signed-off-by: Ada Example <ada@example.org>", "Generated with Claude Code", "\ufeffAdd x", "Key: value\r",
    ]
)  # fmt: skip


@settings(deadline=None)  # the first one imports the hook
@given(st.lists(LINES | st.text(max_size=20), max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_it_agrees_with_the_hook(lines: list[str], end: str) -> None:
    """The hook reads bytes, and both see evidence in the same messages."""
    message = end.join(lines).encode("utf-8", "replace").decode()
    for role in ("AUTHOR", "COMMITTER"):
        assert os.environ[f"GIT_{role}_NAME"] == ADA.name
    evidence = [mark.agent for mark in read(message.encode()).evidence]
    found = assisted(message, ADA, ADA)
    assert (found is None) == (not evidence)
    assert found is None or found in evidence


def made(repository: Repository, message: str, author: Identity = ADA) -> str:
    repository.git(
        "commit", "-q", "--allow-empty", "--cleanup=verbatim", f"--author={author.name} <{author.email}>", "-m", message
    )
    return repository.git("rev-parse", "HEAD").decode().strip()


def test_a_range_with_people_and_agents(repository: Repository) -> None:
    start = made(repository, f"Begin\n\n{CO_AUTHOR}")
    first = made(repository, "By hand")
    second = made(repository, "By hand too\n\nAI-assisted: no")
    codex = made(repository, "Add x\n\nAssisted-by: Codex:gpt-5")
    people = made(repository, "By hand again")
    claude = made(repository, "Add y", CLAUDE)
    last = made(repository, "By hand at last")

    def asked(base: str | None, head: str) -> Agent | None:
        return in_range(str(repository.top), base, head)

    assert asked(start, second) is None
    assert asked(first, first) is None
    assert asked(codex, people) is None
    assert asked(claude, "HEAD") is None
    assert asked(second, people) == Agent("codex", "Codex")
    assert asked(second, last) == Agent("claude", "Claude")  # the newest one
    assert asked(people, "main") == Agent("claude", "Claude")
    assert asked(None, second) == Agent("claude", "Claude")  # the first commit has no base


def test_a_merge_brings_its_side_in(repository: Repository) -> None:
    base = made(repository, "Begin")
    repository.git("switch", "-q", "-c", "side")
    made(repository, f"Add x\n\n{CO_AUTHOR}")
    repository.git("switch", "-q", "main")
    made(repository, "By hand")
    assert in_range(str(repository.top), base, "main") is None
    repository.git("merge", "-q", "--no-ff", "-m", "Merge branch 'side'", "side")
    assert in_range(str(repository.top), base, "main") == Agent("claude", "Claude")


def test_a_range_that_git_cannot_list(repository: Repository) -> None:
    made(repository, "Begin")
    with pytest.raises(GitError, match=r"^'absent' names no commit here; fetch it, or check its spelling$"):
        in_range(str(repository.top), "absent", "HEAD")
