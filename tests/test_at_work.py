"""Is an agent at work in this shell? By the variables that it sets there, and by no variable of a person's terminal."""

import os
import tomllib
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkaround._agents import Agents, at_work, load_agents
from walkaround._data import data_path

# Every variable of every agent, written out: `agents.toml` must hold these and no others.
VARIABLES = {
    "CLAUDE_CODE_CHILD_SESSION=1": "claude",
    "CLAUDE_CODE_SESSION_ID": "claude",
    "CLAUDE_CODE_REMOTE=true": "claude",
    "AI_AGENT=claude-code_*_agent": "claude",
    "COPILOT_CLI=1": "copilot",
    "COPILOT_AGENT_SESSION_ID": "copilot",
    "COPILOT_AGENT=1": "copilot",
    "AI_AGENT=github_copilot_vscode_agent": "copilot",
    "AI_AGENT=github_copilot_cloud_agent": "copilot",
    "CURSOR_AGENT": "cursor",
    "CURSOR_EXTENSION_HOST_ROLE=agent-exec": "cursor",
    "CODEX_THREAD_ID": "codex",
    "CODEX_CI=1": "codex",
    "CODEX_INTERNAL_ORIGINATOR_OVERRIDE=codex_web_agent": "codex",
    "GEMINI_CLI=1": "gemini-cli",
    "CRUSH=1": "crush",
    "AGENT=crush": "crush",
    "AI_AGENT=crush": "crush",
    "KILO=1": "kilo-code",
    "OPENCODE=1": "opencode",
    "AGENT=amp": "amp",
    "AMP_CURRENT_THREAD_ID": "amp",
    "ROO_ACTIVE=true": "roo-code",
    "CLINE_ACTIVE=true": "cline",
    "GOOSE_TERMINAL=1": "goose",
    "AGENT=goose": "goose",
    "OZ_RUN_ID": "warp-oz",
    "JUNIE_SHIM_PATH": "junie",
    "QWEN_CODE=1": "qwen-code",
    "AUGMENT_AGENT=1": "augment",
    "PI_CODING_AGENT=true": "pi",
    "ANTIGRAVITY_AGENT=1": "antigravity",
    "OPENCLAW_SHELL=exec": "openclaw",
    "OPENCLAW_SHELL=acp": "openclaw",
    "USER=swebot HOME=/home/jules": "jules",
    "PROMPT_COMMAND=*###PS1JSON###*": "openhands",
    "PS1=*###PS1JSON###*": "openhands",
    "KIRO_AGENT_PATH": "kiro",
    "AGENT_CONTEXT_OUT AGENT_DISPLAY_OUT": "kiro",
    "AWS_EXECUTION_ENV=*AmazonQ-For-CLI*": "amazon-q",
    "REPLIT_MODE=assistant REPL_ID": "replit",
    "FIREBENDER_TERMINAL": "firebender",
    "TRAE_AI_SHELL_ID": "trae",
    "AI_AGENT": "some-ai",
}
# A person's terminal within an agent's own application: it carries the agent's variables too.
UNLESS = {
    "kilo-code": ["KILO_TERMINAL"],
    "opencode": ["OPENCODE_TERMINAL", "KILO_TERMINAL"],
    "some-ai": [
        "AI_AGENT=github_copilot_app_agent",
        "AI_AGENT=0",
        "AI_AGENT=false",
        "AI_AGENT=False",
        "AI_AGENT=FALSE",
        "AI_AGENT=no",
        "AI_AGENT=off",
        "AI_AGENT=none",
    ],
}
VSCODE = {
    "TERM_PROGRAM": "vscode",
    "TERM_PROGRAM_VERSION": "1.125.0",
    "VSCODE_GIT_IPC_HANDLE": "/run/user/1000/vscode-git.sock",
    "VSCODE_INJECTION": "1",
    "GIT_ASKPASS": "/usr/share/code/askpass.sh",
    "COLORTERM": "truecolor",
}
PEOPLE = {
    "login shell": {"HOME": "/home/ada", "PATH": "/usr/bin", "SHELL": "/bin/bash", "TERM": "xterm-256color"},
    "vscode": VSCODE,
    "vscode with claude's extension": VSCODE
    | {"CLAUDECODE": "1", "CLAUDE_CODE_SSE_PORT": "39871", "ENABLE_IDE_INTEGRATION": "true"},
    "vscode with gemini's extension": VSCODE
    | {"GEMINI_CLI_IDE_SERVER_PORT": "40001", "GEMINI_CLI_IDE_WORKSPACE_PATH": "/src"},
    "vscode with qwen's extension": VSCODE | {"QWEN_CODE_IDE_SERVER_PORT": "40002"},
    "vscode with opencode's extension": VSCODE | {"_EXTENSION_OPENCODE_PORT": "40003", "OPENCODE_CALLER": "vscode"},
    "cursor": VSCODE | {"CURSOR_TRACE_ID": "0af7651916cd43dd8448eb211c80319c"},
    "windsurf": VSCODE | {"CODEIUM_EDITOR_APP_ROOT": "/usr/share/windsurf/resources/app"},
    "antigravity": VSCODE | {"ANTIGRAVITY_CLI_ALIAS": "agy"},
    "kiro": VSCODE | {"TERM_PROGRAM": "kiro"},
    "trae": VSCODE | {"__CFBundleIdentifier": "com.trae.app"},
    "jetbrains": {"TERMINAL_EMULATOR": "JetBrains-JediTerm", "TERM_SESSION_ID": "1f"},
    "zed": {"ZED_TERM": "true", "TERM_PROGRAM": "zed"},
    "warp": {"TERM_PROGRAM": "WarpTerminal", "WARP_CLI_AGENT_PROTOCOL_VERSION": "1", "WARP_HONOR_PS1": "1"},
    "tmux": {"TMUX": "/tmp/tmux-1000/default,4242,0", "TMUX_PANE": "%1", "TERM": "tmux-256color"},
    "ssh": {
        "SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22",
        "SSH_AUTH_SOCK": "/tmp/ssh/agent.1",
        "SSH_AGENT_PID": "7",
    },
    "github actions": {"CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_ACTOR": "ada", "RUNNER_OS": "Linux"},
    "gitlab": {"CI": "true", "GITLAB_CI": "true", "GITLAB_USER_NAME": "Ada"},
    "azure pipelines": {"TF_BUILD": "True", "AGENT_ID": "3", "AGENT_NAME": "agent", "AGENT_VERSION": "4.2"},
    "replit": {"REPL_ID": "1f", "REPL_OWNER": "ada", "REPLIT_MODE": "workspace"},
    "amazon q": {"Q_TERM": "1.19.7", "QTERM_SESSION_ID": "1f", "AWS_EXECUTION_ENV": "CloudShell"},
    "goose's terminal integration": {"AGENT_SESSION_ID": "20260217_5", "GOOSE_PROVIDER": "ollama"},
    "claude's desktop terminal": {"TERM_PROGRAM": "claude-desktop", "CLAUDE_CODE_ENTRYPOINT": "claude-desktop"},
    "codex sandbox": {"CODEX_SANDBOX": "seatbelt", "CODEX_SANDBOX_NETWORK_DISABLED": "1"},
    "opencode's terminal": {"AGENT": "1", "OPENCODE": "1", "OPENCODE_PID": "9", "OPENCODE_TERMINAL": "1"},
    "kilo's terminal": {"AGENT": "1", "OPENCODE": "1", "KILO": "1", "KILO_PID": "9", "KILO_TERMINAL": "1"},
    "copilot's application": {"AI_AGENT": "github_copilot_app_agent"},
    "configured agents": {
        "CODEX_HOME": "/home/ada/.codex",
        "CLAUDE_CONFIG_DIR": "/home/ada/.claude",
        "COPILOT_MODEL": "gpt-5",
        "AIDER_MODEL": "sonnet",
        "JUNIE_DATA": "/home/ada/.junie",
        "GEMINI_MODEL": "gemini-3-pro",
        "OPENCODE_CONFIG": "/home/ada/opencode.json",
    },
    "a word that means something else": {"AGENT": "1", "CRUSH": "yes", "KILO": "meter", "GEMINI_CLI": "0"},
    "denied": {"AI_AGENT": "0"},
    "nothing": {},
}


def entries() -> list[dict[str, object]]:
    with open(data_path("policies/agents.toml"), "rb") as file:
        found: list[dict[str, object]] = tomllib.load(file)["agent"]
    return found


def environment(*variables: str) -> dict[str, str]:
    pairs = (one.partition("=") for variable in variables for one in variable.split())
    return {name: value.replace("*", "7") or "x" for name, _, value in pairs}


def agent_id(environ: Mapping[str, str] | None) -> str | None:
    found = at_work(environ)
    return found.id if found else None


def test_the_tables_hold_what_the_file_holds() -> None:
    held = [(variable, entry["id"]) for entry in entries() for variable in entry.get("environment", ())]  # type: ignore[attr-defined]
    assert sorted(held) == sorted(VARIABLES.items())
    assert {entry["id"]: entry["unless"] for entry in entries() if "unless" in entry} == UNLESS


@pytest.mark.parametrize(("variable", "expected"), VARIABLES.items(), ids=VARIABLES)
def test_an_agent_by_each_of_its_variables(variable: str, expected: str) -> None:
    assert agent_id(PEOPLE["vscode"] | environment(variable)) == expected


@pytest.mark.parametrize("variable", VARIABLES)
def test_an_empty_variable_is_none(variable: str) -> None:
    assert agent_id({variable.partition("=")[0]: ""}) is None


@pytest.mark.parametrize("environ", PEOPLE.values(), ids=PEOPLE)
def test_terminals_of_people(environ: dict[str, str]) -> None:
    assert at_work(environ) is None


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        pytest.param({"CLAUDECODE": "1", "CLAUDE_CODE_CHILD_SESSION": "1"}, "claude", id="claude in vscode"),
        pytest.param({"AI_AGENT": "claude-code_2-1-330_agent", "CLAUDE_CODE_SESSION_ID": "1f"}, "claude", id="claude"),
        pytest.param({"CLAUDECODE": "1", "AGENT": "amp"}, "amp", id="amp says that it is claude as well"),
        pytest.param({"AGENT": "1", "OPENCODE": "1", "KILO": "1"}, "kilo-code", id="kilo is an opencode"),
        pytest.param({"OPENCODE_TERMINAL": "1", "OPENCODE": "1", "GEMINI_CLI": "1"}, "gemini-cli", id="in a terminal"),
        pytest.param({"GEMINI_CLI": "1", "CODEX_CI": "1"}, "codex", id="one in another: the first in the file"),
        pytest.param({"AI_AGENT": "an-agent-of-tomorrow"}, "some-ai", id="unknown to us"),
    ],
)
def test_several_variables(environ: dict[str, str], expected: str) -> None:
    assert agent_id(environ) == expected


def test_this_shell_without_an_environment_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable.partition("=")[0], raising=False)
    assert at_work() is None
    monkeypatch.setenv("GEMINI_CLI", "1")
    assert agent_id(None) == agent_id(os.environ) == "gemini-cli"


def test_the_file_is_read_once() -> None:
    assert load_agents() is load_agents()


@pytest.mark.parametrize(
    ("environ", "expected"),
    [({"A": "1"}, True), ({"A": "2"}, False), ({"B": "2"}, True), ({"A": "1", "C": "x"}, False), ({"B": ""}, False)],
    ids=["value", "another value", "name", "void", "empty"],
)
def test_the_two_forms(environ: dict[str, str], expected: bool) -> None:
    agents = Agents({"agent": [{"id": "a", "name": "A", "environment": ["A=1", "B"], "unless": ["C"]}]})
    assert (agents.by_environment(environ) is not None) == expected


NAMES = sorted({name.partition("=")[0] for name in VARIABLES} | {name for names in PEOPLE.values() for name in names})
VALUES = sorted({name.partition("=")[2] for name in VARIABLES} | {"x", "0"})
ENVIRONS = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(VALUES), max_size=8)
VOID = {name for names in UNLESS.values() for name in names if "=" not in name}


@given(ENVIRONS, st.sets(st.sampled_from(NAMES)))
def test_what_is_taken_away_never_makes_an_agent(environ: dict[str, str], removed: set[str]) -> None:
    left = {name: value for name, value in environ.items() if name in VOID or name not in removed}
    if at_work(environ) is None:
        assert at_work(left) is None


@given(ENVIRONS, st.dictionaries(st.text(min_size=1), st.text(), max_size=5))
def test_other_variables_say_nothing(environ: dict[str, str], others: dict[str, str]) -> None:
    unknown = {name: value for name, value in others.items() if name not in NAMES}
    assert at_work(environ | unknown) == at_work(environ)
