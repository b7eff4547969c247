"""The shells of agents, and those of people which look like them; what the judge says of a commit made in each."""

import os
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests_support import Repository
from walkaround._agents import Agents, Identity, at_work, load_agents
from walkaround.ai_attribution._terms import Terms
from walkaround.ai_attribution.judge import judge
from walkaround.ai_attribution.reading import of_message

SHELL = {"HOME": "/home/ada", "PATH": "/usr/bin:/bin", "SHELL": "/bin/bash", "TERM": "xterm-256color", "USER": "ada"}
VSCODE = SHELL | {"TERM_PROGRAM": "vscode", "VSCODE_INJECTION": "1", "VSCODE_GIT_IPC_HANDLE": "/run/git.sock"}
CI = {"CI": "true", "HOME": "/root"}

AGENTS: dict[str, tuple[str, dict[str, str]]] = {
    "claude code": ("claude", SHELL | {"CLAUDECODE": "1", "CLAUDE_CODE_SESSION_ID": "7f"}),
    "claude code, by AI_AGENT": ("claude", SHELL | {"CLAUDECODE": "1", "AI_AGENT": "claude-code_2.1.328_agent"}),
    "claude code in the cloud": ("claude", SHELL | {"CLAUDECODE": "1", "CLAUDE_CODE_REMOTE": "true"}),
    "claude code's child": ("claude", VSCODE | {"CLAUDECODE": "1", "CLAUDE_CODE_CHILD_SESSION": "1"}),
    "copilot cli": ("copilot", SHELL | {"COPILOT_CLI": "1"}),
    "copilot in vscode": ("copilot", VSCODE | {"AI_AGENT": "github_copilot_vscode_agent"}),
    "copilot in the cloud": ("copilot", CI | {"AI_AGENT": "github_copilot_cloud_agent", "GITHUB_ACTIONS": "true"}),
    "copilot's session": ("copilot", VSCODE | {"COPILOT_AGENT_SESSION_ID": "7f"}),
    "cursor": ("cursor", VSCODE | {"CURSOR_AGENT": "1", "CURSOR_TRACE_ID": "7f"}),
    "cursor's host": ("cursor", VSCODE | {"CURSOR_EXTENSION_HOST_ROLE": "agent-exec"}),
    "codex": ("codex", SHELL | {"CODEX_THREAD_ID": "7f", "CODEX_HOME": "/home/ada/.codex"}),
    "codex in a sandbox": ("codex", SHELL | {"CODEX_CI": "1", "CODEX_SANDBOX_NETWORK_DISABLED": "1"}),
    "codex in the cloud": ("codex", SHELL | {"CODEX_INTERNAL_ORIGINATOR_OVERRIDE": "codex_web_agent"}),
    "codex, by AI_AGENT": ("codex", SHELL | {"AI_AGENT": "codex@1.2.3"}),
    "gemini cli": ("gemini-cli", SHELL | {"GEMINI_CLI": "1"}),
    "crush": ("crush", SHELL | {"CRUSH": "1", "AGENT": "crush", "AI_AGENT": "crush"}),
    "opencode": ("opencode", SHELL | {"OPENCODE": "1", "OPENCODE_PID": "9", "AGENT": "1"}),
    "kilo code": ("kilo-code", SHELL | {"KILO": "1", "OPENCODE": "1"}),
    "amp": ("amp", SHELL | {"AGENT": "amp", "AMP_CURRENT_THREAD_ID": "T-1"}),
    "roo code": ("roo-code", VSCODE | {"ROO_ACTIVE": "true"}),
    "cline": ("cline", VSCODE | {"CLINE_ACTIVE": "true"}),
    "goose": ("goose", SHELL | {"GOOSE_TERMINAL": "1", "GOOSE_PROVIDER": "ollama"}),
    "goose, by AGENT": ("goose", SHELL | {"AGENT": "goose"}),
    "warp's agent": ("warp-oz", SHELL | {"OZ_RUN_ID": "7f", "TERM_PROGRAM": "WarpTerminal"}),
    "junie": ("junie", SHELL | {"JUNIE_SHIM_PATH": "/opt/junie"}),
    "jules": ("jules", SHELL | {"USER": "swebot", "HOME": "/home/jules"}),
    "openhands": ("openhands", SHELL | {"PROMPT_COMMAND": 'export PS1="\\n###PS1JSON###\\n{}"'}),
    "kiro": ("kiro", SHELL | {"AGENT_CONTEXT_OUT": "/tmp/c", "AGENT_DISPLAY_OUT": "/tmp/d"}),
    "amazon q": ("amazon-q", SHELL | {"AWS_EXECUTION_ENV": "AmazonQ-For-CLI Version/1.19"}),
    "qwen code": ("qwen-code", SHELL | {"QWEN_CODE": "1"}),
    "augment": ("augment", SHELL | {"AUGMENT_AGENT": "1"}),
    "pi": ("pi", SHELL | {"PI_CODING_AGENT": "true"}),
    "antigravity": ("antigravity", VSCODE | {"ANTIGRAVITY_AGENT": "1"}),
    "replit's assistant": ("replit", SHELL | {"REPL_ID": "7f", "REPLIT_MODE": "assistant"}),
    "firebender": ("firebender", SHELL | {"FIREBENDER_TERMINAL": "1"}),
    "trae": ("trae", VSCODE | {"TRAE_AI_SHELL_ID": "7"}),
    "openclaw": ("openclaw", SHELL | {"OPENCLAW_SHELL": "exec"}),
    "an agent that nobody knows": ("some-ai", SHELL | {"AI_AGENT": "tomorrow_1.0"}),
    "an agent on a machine of CI": ("gemini-cli", CI | {"GITHUB_ACTIONS": "true", "GEMINI_CLI": "1"}),
}
PEOPLE: dict[str, dict[str, str]] = {
    "nothing at all": {},
    "a login shell": SHELL,
    "vscode": VSCODE,
    "vscode with claude's extension": VSCODE | {"CLAUDECODE": "1", "CLAUDE_CODE_SSE_PORT": "39871"},
    "claude switched off": SHELL | {"CLAUDECODE": "0"},
    "claude's empty session": SHELL | {"CLAUDE_CODE_SESSION_ID": "", "CLAUDE_CODE_REMOTE": ""},
    "claude not in the cloud": SHELL | {"CLAUDE_CODE_REMOTE": "false"},
    "claude's desktop": SHELL | {"CLAUDE_CODE_ENTRYPOINT": "claude-desktop"},
    "cursor's terminal": VSCODE | {"CURSOR_TRACE_ID": "7f"},
    "cursor's other host": VSCODE | {"CURSOR_EXTENSION_HOST_ROLE": "user"},
    "cursor's pager": VSCODE | {"PAGER": "cat"},
    "copilot's token": SHELL | {"COPILOT_GITHUB_TOKEN": "x", "COPILOT_MODEL": "gpt-5", "COPILOT_ALLOW_ALL": "1"},
    "copilot's application": SHELL | {"AI_AGENT": "github_copilot_app_agent"},
    "codex configured": SHELL | {"CODEX_HOME": "/home/ada/.codex"},
    "codex sandbox": SHELL | {"CODEX_SANDBOX": "seatbelt"},
    "goose configured": SHELL | {"GOOSE_PROVIDER": "ollama", "GOOSE_MODEL": "qwen3"},
    "aider configured": SHELL | {"AIDER_MODEL": "sonnet", "AIDER_AUTO_COMMITS": "1"},
    "replit's workspace": SHELL | {"REPL_ID": "7f", "REPLIT_MODE": "workspace"},
    "replit without a mode": SHELL | {"REPL_ID": "7f", "REPL_OWNER": "ada"},
    "zed": SHELL | {"TERM_PROGRAM": "zed", "PAGER": "cat"},
    "warp": SHELL | {"TERM_PROGRAM": "WarpTerminal"},
    "kiro": VSCODE | {"TERM_PROGRAM": "kiro", "AGENT_CONTEXT_OUT": "/tmp/c"},
    "windsurf": VSCODE | {"CODEIUM_EDITOR_APP_ROOT": "/usr/share/windsurf"},
    "jules, a person": SHELL | {"USER": "jules", "HOME": "/home/jules"},
    "swebot at home": SHELL | {"USER": "swebot"},
    "amazon's shell": SHELL | {"AWS_EXECUTION_ENV": "CloudShell"},
    "amazon's empty shell": SHELL | {"AWS_EXECUTION_ENV": ""},
    "a prompt": SHELL | {"PS1": "\\u@\\h $ ", "PROMPT_COMMAND": "history -a"},
    "opencode's terminal": SHELL | {"OPENCODE": "1", "OPENCODE_TERMINAL": "1"},
    "denied": SHELL | {"AI_AGENT": "0"},
    "denied in words": SHELL | {"AI_AGENT": "no"},
    "denied by case": SHELL | {"AI_AGENT": "False"},
    "empty": SHELL | {"AI_AGENT": ""},
    "github actions": CI | {"GITHUB_ACTIONS": "true", "GITHUB_ACTOR": "ada"},
    "gitlab": CI | {"GITLAB_CI": "true"},
    "azure pipelines": CI | {"TF_BUILD": "True", "AGENT_ID": "3", "AGENT_NAME": "agent-1"},
    "jenkins": CI | {"AGENT": "linux-7", "BUILD_NUMBER": "9"},
    "buildkite": CI | {"BUILDKITE": "true", "AGENT": "1"},
    "tokens of makers": SHELL | {"ANTHROPIC_API_KEY": "x", "OPENAI_API_KEY": "x", "GEMINI_API_KEY": "x"},
    "ssh": SHELL | {"SSH_AUTH_SOCK": "/tmp/agent.1", "SSH_AGENT_PID": "7"},
}


@pytest.mark.parametrize(("expected", "environ"), AGENTS.values(), ids=AGENTS)
def test_agents(expected: str, environ: Mapping[str, str]) -> None:
    found = at_work(environ)
    assert found is not None
    assert found.id == expected


@pytest.mark.parametrize("environ", PEOPLE.values(), ids=PEOPLE)
def test_people(environ: Mapping[str, str]) -> None:
    assert at_work(environ) is None


def test_the_battery_is_large_enough() -> None:
    assert len(AGENTS) >= 25
    assert len(PEOPLE) >= 20


@pytest.mark.parametrize(
    ("variable", "environ", "expected"),
    [
        ("A=b*e", {"A": "be"}, True),
        ("A=b*e", {"A": "b--e"}, True),
        ("A=b*e", {"A": "b--"}, False),
        ("A=b*e", {"A": "x-e"}, False),
        ("A=bb*bb", {"A": "bbb"}, False),
        ("A=*x*", {"A": "-x-"}, True),
        ("A=*x*", {"A": "---"}, False),
        ("A=*x*y*", {"A": "y-x"}, False),
        ("A=*x*y*", {"A": "x-y"}, True),
        ("A=*", {"A": ""}, False),
        ("A=*", {"A": "x"}, True),
        ("A=b", {"A": "b*"}, False),
        ("A=[b]*", {"A": "b"}, False),
        ("A B=1", {"A": "x", "B": "1"}, True),
        ("A B=1", {"A": "x"}, False),
        ("A B=1", {"A": "x", "B": "2"}, False),
    ],
)
def test_the_forms_of_a_variable(variable: str, environ: dict[str, str], expected: bool) -> None:
    agents = Agents({"agent": [{"id": "a", "name": "A", "environment": [variable]}]})
    assert (agents.by_environment(environ) is not None) == expected


WORD = st.text("abc.", max_size=4)


@given(WORD, WORD, WORD)
def test_what_lies_between_does_not_matter(begin: str, between: str, end: str) -> None:
    agents = Agents({"agent": [{"id": "a", "name": "A", "environment": [f"X={begin}*{end}"]}]})
    value = begin + between + end
    assert (agents.by_environment({"X": value}) is not None) == bool(value)
    assert agents.by_environment({"X": f"z{value}"} if begin else {}) is None


REQUIRE = Terms(marks="require")


def said(message: str, root: str, terms: Terms) -> list[str]:
    found = judge(of_message(message.encode(), root, terms), terms)
    return [f"{one.line}:{one.rule} {one.message} {one.remedy}" for one in found]


BANNED = (
    "1:ATT004 Gemini is at work in this shell, and the policy forbids AI. "
    "Commit from a terminal that no agent has opened, if the change is a person's alone."
)
SILENT = (
    "1:ATT002 Gemini is at work in this shell, but no `Assisted-by` trailer says so. "
    "In the last paragraph, add `Assisted-by: Gemini:MODEL`, with the model that was used."
)


@pytest.mark.parametrize(
    ("message", "terms", "expected"),
    [
        pytest.param("Add x\n", REQUIRE, [SILENT], id="no mark"),
        pytest.param("\n\nAdd x\n", REQUIRE, [SILENT.replace("1:", "3:", 1)], id="the line of the subject"),
        pytest.param("Add x\n\nAssisted-by: Gemini:gemini-3-pro\n", REQUIRE, [], id="declared"),
        pytest.param("Add x\n\nAI-assisted: no\n", REQUIRE, [], id="answered"),
        pytest.param("Merge branch 'x'\n", REQUIRE, [], id="merge"),
        pytest.param("fixup! Add x\n", REQUIRE, [], id="fixup"),
        pytest.param("Add x\n", Terms(), [], id="allowed"),
        pytest.param("Add x\n", Terms(marks="forbid"), [BANNED], id="forbidden"),
        pytest.param("Add x\n\nAI-assisted: no\n", Terms(marks="forbid"), [], id="forbidden, and denied"),
        pytest.param(
            "Add x\n",
            REQUIRE._replace(form="any"),
            [SILENT.replace(":MODEL`, with the model that was used", "`")],
            id="any form",
        ),
    ],
)
def test_an_agent_at_work(
    message: str, terms: Terms, expected: list[str], repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = str(repository.top)
    assert said(message, root, terms) == []
    monkeypatch.setenv("GEMINI_CLI", "1")
    assert said(message, root, terms) == expected


def test_another_mark_is_the_evidence(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a mark shows is said once, by the mark."""
    monkeypatch.setenv("GEMINI_CLI", "1")
    assert [one[:8] for one in said("Add x\n\nMade-with: Cursor\n", str(repository.top), REQUIRE)] == ["3:ATT002"]


def test_by_identity_is_not_by_environment() -> None:
    assert load_agents().by_identity(Identity("Ada Example", "ada@example.com")) is None
    assert "GEMINI_CLI" not in os.environ
