"""Who is an AI agent, and who only looks like one."""

import tomllib

import pytest

from walkaround._agents import Agents, Identity, identity, load_agents
from walkaround._data import data_path

AGENTS = load_agents()
FIELDS = {
    "id", "name", "generic", "emails", "shared", "logins", "names", "nicknames", "people", "domains", "suffixes",
    "footers", "branches", "trailers", "traces", "environment", "unless", "likely", "model", "source",
}  # fmt: skip


def raw() -> list[dict[str, object]]:
    with open(data_path("policies/agents.toml"), "rb") as file:
        agents: list[dict[str, object]] = tomllib.load(file)["agent"]
    return agents


@pytest.mark.parametrize("entry", raw(), ids=lambda entry: entry["id"])
def test_every_agent_is_whole(entry: dict[str, object]) -> None:
    assert {"id", "name", "source"} <= set(entry) <= FIELDS
    assert str(entry["source"]).strip()
    no_marks = {"generic", "people", "domains", "branches", "environment", "unless", "likely", "model"}
    marks = FIELDS - {"id", "name", "source"} - no_marks
    assert any(entry.get(field) for field in marks), "an agent without any mark cannot be recognised"
    assert set(entry.get("people", ())) <= set(entry.get("nicknames", ()))  # type: ignore[call-overload]


def test_forty_agents_and_no_evidence_twice() -> None:
    entries = raw()
    assert len({entry["id"] for entry in entries}) == len(entries) >= 40
    for field in ("emails", "logins", "names", "nicknames"):
        every = [item.casefold() for entry in entries for item in entry.get(field, ())]  # type: ignore[attr-defined]
        assert len(set(every)) == len(every), field


def test_every_address_and_account_is_recognised() -> None:
    for entry in raw():
        for email in entry.get("emails", ()):  # type: ignore[attr-defined]
            found = AGENTS.by_identity(Identity("whatever", email.upper()))
            assert found is not None
            assert found.id == entry["id"], email
        for login in entry.get("logins", ()):  # type: ignore[attr-defined]
            found = AGENTS.by_identity(Identity("x", f"123+{login}@users.noreply.github.com"))
            assert found is not None
            assert found.id == entry["id"], login


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Claude <noreply@anthropic.com>", "claude"),
        ("Claude Opus 4.6 (1M context) <noreply@anthropic.com>", "claude"),
        ("Claude Sonnet 4.5 <ada@example.com>", "claude"),
        ("Claude-3.5-Sonnet", "claude"),
        ("Claude", "claude"),
        ("Claude <no-reply@example.com>", "claude"),
        ("Gemini", "gemini-cli"),
        ("gemini-code-assist[bot]", "gemini-code-assist"),
        ("Copilot <223556219+Copilot@users.noreply.github.com>", "copilot"),
        ("Copilot Autofix powered by AI <62310815+github-advanced-security[bot]@users.noreply.github.com>", "copilot"),
        ("openhands openhands@all-hands.dev", "openhands"),
        ("OpenHands-GPT-5 openhands@all-hands.dev", "openhands"),
        ('MentatBot <"160964065+MentatBot@users.noreply.github.com">', "mentat"),
        ("aider (openrouter/some-model) <aider@aider.chat>", "aider"),
        ("Ada Example (aider) <ada@example.com>", "aider"),
        ("claude-flow <ruv@ruv.net>", "claude-flow"),
        ("TRAE CLI <noreply@bytedance.com>", "trae"),
        ("ChatGPT-4", "chatgpt"),
    ],
)
def test_agents(text: str, expected: str) -> None:
    found = AGENTS.by_identity(identity(text))
    assert found is not None
    assert found.id == expected


@pytest.mark.parametrize(
    "text",
    [
        "Claude Martin <claude.martin@example.fr>",
        "Claude <claude@example.fr>",
        "Claude <1234+claude-m@users.noreply.github.com>",
        "Claude Martin",
        "Claude-Pierre",
        "Devin Smith <devin@example.com>",
        "Devin",
        "Jules <jules@example.org>",
        "Jules",
        "Julia Roberts <julia@example.org>",
        "Julia",
        "Juno Crush <juno@example.org>",
        "Ada Example <ada@anthropic.com>",
        "Ada Example <ada@openai.com>",
        "Ada Example <ada@cursor.com>",
        "Ada Example <aider@ada.example.org>",
        "Cursor Johnson <cj@example.com>",
        "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
        "renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>",
        "github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>",
        "github-advanced-security[bot] <62310815+github-advanced-security[bot]@users.noreply.github.com>",
        "pre-commit-ci[bot] <66853113+pre-commit-ci[bot]@users.noreply.github.com>",
        "gemini-cli-robot <gemini-cli-robot@google.com>",
        "OpenHands Bot <openhands@all-hands.dev>",
        "Reuven <ruv@ruv.net>",
        "GitHub <noreply@github.com>",
        "Airlie Aim <ai@example.com>",
        "",
        "<>",
    ],
)
def test_look_alikes(text: str) -> None:
    assert AGENTS.by_identity(identity(text)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A B <a@b.c>", Identity("A B", "a@b.c")),
        ('"A B" <a@b.c>', Identity("A B", "a@b.c")),
        ("A B a@b.c", Identity("A B", "a@b.c")),
        ("A B", Identity("A B", "")),
        ("OpenCode.ai <Opus 4.6>", Identity("OpenCode.ai <Opus 4.6>", "")),
        ("<a@b.c>", Identity("", "a@b.c")),
        ("", Identity("", "")),
    ],
)
def test_identity(text: str, expected: Identity) -> None:
    assert identity(text) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("🤖 Generated with [Claude Code](https://claude.com/claude-code)", "claude"),
        ("Generated with Claude Code", "claude"),
        ("_Generated with Claude Code._", "claude"),
        ("💘 Generated with Crush", "crush"),
        ("ᕕ( ᐛ )ᕗ  Generated with Cliffy", "cliffy"),
        ("* 🤖 Generated with [opencode](https://opencode.ai)", "opencode"),
        ("Generated with Claude Code hooks in mind", None),
        ("It is generated with [Claude Code]", None),
        ("Generated with Crushed ice", None),
        ("", None),
        ("🤖", None),
    ],
)
def test_footers(line: str, expected: str | None) -> None:
    found = AGENTS.by_footer(line)
    assert (found.id if found else None) == expected


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("made-with", "Cursor", ("cursor", False)),
        ("made-with", "love", None),
        ("claude-session", "https://claude.ai/code/session_1", ("claude", True)),
        ("ai-assisted", "true", ("some-ai", False)),
        ("ai-assisted", " ", None),
        ("fixes", "#1", None),
    ],
)
def test_trailers_of_tools(key: str, value: str, expected: tuple[str, bool] | None) -> None:
    found = AGENTS.by_trailer(key, value)
    assert ((found.agent.id, found.trace) if found else None) == expected


def test_the_longest_name_wins() -> None:
    agents = Agents(
        {"agent": [{"id": "a", "name": "A", "names": ["Foo"]}, {"id": "b", "name": "B", "names": ["Foo Bar"]}]}
    )
    found = agents.by_identity(Identity("foo bar 2", ""))
    assert found is not None
    assert found.id == "b"
