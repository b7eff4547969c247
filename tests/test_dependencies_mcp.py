"""Settings of assistants: which words of them are commands, and where those stand."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinned_support import MARK, STRICT, assert_marked, marked, not_judged
from pinned_support import judge as judge_tree
from processor_time import CpuLimit
from test_dependencies_json import scalars
from walkaround._dependencies import mcp, mcp_toml
from walkaround._dependencies.commands import Word
from walkaround._dependencies.declared import Fragment
from walkaround._dependencies.jsonc import parse
from walkaround._finding import NotJudged
from walkaround._text import Text

Said = list[tuple[str, list[tuple[str, int]]]]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Said:
    """The commands and scripts that are handed on, each word of them with its place."""
    handed: Said = []

    def of_words(words: Sequence[Word]) -> Iterator[Any]:
        handed.append(("words", [(word.text if word.known else "?", word.offset) for word in words]))
        return iter(())

    def of_script(fragment: Fragment) -> Iterator[Any]:
        at, words = 0, []
        for word in fragment.text.split(" "):
            words.append((word, fragment.offset(at)))
            at += len(word) + 1
        handed.append(("script", words))
        return iter(())

    for module in (mcp, mcp_toml):
        monkeypatch.setattr(module, "of_words", of_words)
    monkeypatch.setattr(mcp, "of_script", of_script)
    return handed


SERVER = '{"command": "«npx", "args": ["«-y", "«@s/server"]}'
WORDS = [("words", ["npx", "-y", "@s/server"])]
FILES = [
    pytest.param(".mcp.json", f'{{"mcpServers": {{"a": {SERVER}}}}}', WORDS, id="mcp-servers"),
    pytest.param(".vscode/mcp.json", f'{{"inputs": [], "servers": {{"a": {SERVER}}}}}', WORDS, id="servers"),
    pytest.param(".vscode/settings.json", f'{{"mcp": {{"servers": {{"a": {SERVER}}}}}}}', WORDS, id="mcp-in-settings"),
    pytest.param(".vscode/settings.json", f'{{"mcp.servers": {{"a": {SERVER}}}}}', WORDS, id="dotted-in-settings"),
    pytest.param(".zed/settings.json", f'{{"context_servers": {{"a": {SERVER}}}}}', WORDS, id="context-servers"),
    pytest.param(
        ".zed/settings.json",
        '{"context_servers": {"a": {"command": {"path": "«npx", "args": ["«-y", "«@s/server"], "env": {}}}}}',
        WORDS,
        id="zed-before",
    ),
    pytest.param(
        "opencode.json",
        '{"mcp": {"a": {"type": "local", "command": ["«npx", "«-y", "«@s/server"]}}}',
        WORDS,
        id="command-as-a-list",
    ),
    pytest.param("x/.gemini/settings.json", f'{{"mcpServers": {{"a": {SERVER}}}}}', WORDS, id="gemini"),
    pytest.param("claude_desktop_config.json", f'{{"mcpServers": {{"a": {SERVER}}}}}', WORDS, id="desktop"),
    pytest.param(".mcp.json", f'{{"a": {SERVER}}}', WORDS, id="servers-at-the-top"),
    pytest.param("opencode.jsonc", f'// x\n{{"mcp": {{"a": {SERVER}, /* y */}},}}', WORDS, id="comments"),
    pytest.param("mcp.json", f'{{"projects": {{"p": {{"mcpServers": {{"a": {SERVER}}}}}}}}}', WORDS, id="of-a-project"),
    pytest.param(
        "mcp.json", f'{{"mcpServers": {{"a": {SERVER}, "b": {SERVER}}}}}', [*WORDS, *WORDS], id="several"
    ),
    pytest.param("mcp.json", '{"mcpServers": {"ü🦊": {"command": "«uvx"}}}', [("words", ["uvx"])], id="unicode-before"),
    pytest.param(
        "mcp.json", '{"mcpServers": {"a": {"command": "«uvx", "url": "x"}}}',
        [("words", ["uvx"])], id="no-arguments",
    ),
    pytest.param("mcp.json", '{"mcpServers": {"a": {"url": "https://h.org", "type": "http"}}}', [], id="url"),
    pytest.param("mcp.json", '{"mcpServers": {"a": {"command": 1, "args": [1]}, "b": 1, "c": []}}', [], id="odd"),
    pytest.param("mcp.json", '{"mcpServers": []}', [], id="list-of-servers"),
    pytest.param("mcp.json", "[]", [], id="list"),
    pytest.param("mcp.json", "", [], id="empty"),
    pytest.param(".vscode/settings.json", '{"editor.tabSize": 2, "x": {"command": "npx"}}', [], id="other-settings"),
    pytest.param(".claude/settings.json", '{"permissions": {"allow": ["Bash(npx x)"]}}', [], id="permissions"),
    pytest.param(
        "mcp.json",
        '{"servers": {"a": {"command": "«npx", "args": ["«${input:package}", "«{{ x }}", "«$HOME"]}}}',
        [("words", ["npx", "?", "?", "$HOME"])],
        id="variables",
    ),
    pytest.param(
        "mcp.json",
        '{"servers": {"a": {"command": "/bin/bash", "args": ["-lc", "«export «\\"A=${b}\\" «&& «npx «-y «x"]}}}',
        [("script", ["export", '"A=${b}"', "&&", "npx", "-y", "x"])],
        id="shell",
    ),
    pytest.param(
        "mcp.json",
        '{"servers": {"a": {"command": "«bash", "args": ["«run.sh", "«-x"]}}}',
        [("words", ["bash", "run.sh", "-x"])],
        id="shell-with-a-file",
    ),
    pytest.param(
        "mcp.json", '{"servers": {"a": {"command": "«npx «-y «x"}}}', [("script", ["npx", "-y", "x"])], id="one-string"
    ),
    pytest.param(
        ".claude/settings.json",
        '{"hooks": {"PostToolUse": [{"matcher": "Edit", "hooks": [{"type": "command", "command": "«npx «x"}]}]}}',
        [("script", ["npx", "x"])],
        id="hooks",
    ),
    pytest.param(
        ".claude/settings.local.json",
        '{"statusLine": {"type": "command", "command": "«npx «x"}}',
        [("script", ["npx", "x"])],
        id="status-line",
    ),
    pytest.param(
        "x/.codex/config.toml",
        'model = "x"\n[mcp_servers.a]\ncommand = "«npx"\nargs = ["«-y", \'«@s/server\']\n',
        WORDS,
        id="codex",
    ),
    pytest.param(
        ".codex/config.toml",
        'mcp_servers.a = {args = ["«-y", """«@s/server"""], command = "«npx"}\n',
        WORDS,
        id="codex-inline",
    ),
    pytest.param(
        ".codex/config.toml",
        '[mcp_servers.a]\ncommand = "bash"\nargs = ["-c", "«npx «x"]\n',
        [("script", ["npx", "x"])],
        id="codex-shell",
    ),
    pytest.param(".codex/config.toml", '[mcp_servers.a]\nurl = "https://h.org"\n', [], id="codex-url"),
    pytest.param(".codex/config.toml", "mcp_servers = 1\n", [], id="codex-odd"),
    pytest.param(
        ".codex/config.toml", '[mcp_servers.a]\ncommand = "«x"\nargs = 1\n[mcp_servers.b]\ncommand = 1\n',
        [("words", ["x"])], id="codex-odd-values",
    ),
    pytest.param(".codex/config.toml", 'model = "x"\n', [], id="codex-without-servers"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "handed"), FILES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_commands(path: str, text: str, handed: list[tuple[str, list[str]]], ending: str, said: Said) -> None:
    written, places = marked({path: text.replace("\n", ending)})
    assert judge_tree(written) == []
    assert sorted((kind, [word for word, _ in words]) for kind, words in said) == sorted(handed)
    place = Text(path, written[path]).place
    assert sorted((path, *place(offset)) for _, words in said for _, offset in words) == places
    assert text.count(MARK) == sum(len(words) for _, words in handed)


REAL = [
    pytest.param('"npx", "args": ["-y", "«@s/server", "."]', id="npx"),
    pytest.param('"npx", "args": ["-y", "@s/server@1.2.3"]', id="npx-exact"),
    pytest.param('"npx", "args": ["-y", "«@s/server@latest"]', id="npx-latest"),
    pytest.param('"npx", "args": ["-y", "${input:server}"]', id="npx-of-the-user"),
    pytest.param('"C:\\\\Program Files\\\\nodejs\\\\npx.cmd", "args": ["-y", "«server"]', id="npx-of-windows"),
    pytest.param('"cmd", "args": ["/c", "npx", "-y", "«server"]', id="cmd"),
    pytest.param('"cmd.exe", "args": ["/c", "npx", "-y", "server@1.0.0"]', id="cmd-exact"),
    pytest.param('"bunx", "args": ["«server"]', id="bunx"),
    pytest.param('"uvx", "args": ["«server"]', id="uvx"),
    pytest.param('"uvx", "args": ["server==1.0"]', id="uvx-exact"),
    pytest.param('"uvx", "args": ["--from", "«git+https://h.org/r", "server"]', id="uvx-from"),
    pytest.param('"uv", "args": ["run", "--with", "«mcp", "server.py"]', id="uv-run"),
    pytest.param('"uv", "args": ["--directory", "/x", "run", "server"]', id="uv-run-of-a-project"),
    pytest.param('"pipx", "args": ["run", "«server"]', id="pipx"),
    pytest.param('"deno", "args": ["run", "-A", "npm:server@1.0.0"]', id="deno-exact"),
    pytest.param('"docker", "args": ["run", "-i", "--rm", "-e", "TOKEN", "«h.org/server"]', id="docker"),
    pytest.param(f'"docker", "args": ["run", "-i", "h.org/server@sha256:{"ab" * 32}"]', id="docker-digest"),
    pytest.param('"bash", "args": ["-c", "export A=\\"x\\" && npx -y «server"]', id="bash"),
    pytest.param('"npx -y «server"', id="one-string"),
    pytest.param('"node", "args": ["build/index.js"]', id="node"),
    pytest.param('"python", "args": ["-m", "server"]', id="python"),
]


@pytest.mark.parametrize("server", REAL)
def test_servers(server: str) -> None:
    assert_marked({".mcp.json": f'{{"mcpServers": {{"a": {{"command": {server}}}}}}}'}, policy=STRICT)


def test_servers_of_codex() -> None:
    text = '[mcp_servers.a]\ncommand = "npx"\nargs = ["-y", "«server"]\n[mcp_servers.b]\ncommand = "uvx"\n'
    assert_marked({".codex/config.toml": text}, policy=STRICT)


BAD = [
    pytest.param(
        "mcp.json", '{"mcpServers": {\n', "mcp.json: line 2: is not JSON: expected a name in double quotes or }"
    ),
    pytest.param(".codex/config.toml", "a = \n", ".codex/config.toml: line 1: is not TOML: invalid value"),
]


@pytest.mark.parametrize(("path", "text", "why"), BAD)
def test_not_judged(path: str, text: str, why: str) -> None:
    assert not_judged(judge_tree({path: text})) == [why]


NAMES = st.sampled_from(["mcpServers", "servers", "mcp", "hooks", "command", "args", "path", "statusLine", "a"])
JSON = st.recursive(
    st.none() | st.text(alphabet='npx -yc"\\\n\u00e9') | st.just("bash"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
)


@given(JSON, st.booleans())
def test_words_stand_where_they_say(value: Any, ascii_only: bool) -> None:
    written = json.dumps(value, ensure_ascii=ascii_only)
    text = Text("mcp.json", written)
    with pytest.MonkeyPatch.context() as patch:
        words: list[Word] = []
        patch.setattr(mcp, "of_words", lambda some: words.__iadd__(some)[:0])
        assert list(mcp.read(text)) == []
    strings = {scalar.offset: scalar.value for scalar in scalars(parse(text))}
    for word in words:
        assert word.text in strings[word.offset]  # of a path with its folders, the name of the program


HOSTILE = [
    pytest.param(
        json.dumps({"servers": {str(n): {"command": "npx", "args": ["-y"]} for n in range(15_000)}}), id="many"
    ),
    pytest.param(json.dumps({"servers": {"a": {"command": "npx", "args": ["-y"] * 20_000}}}), id="arguments"),
    pytest.param('{"servers":' * 60_000, id="deep"),
    pytest.param(json.dumps({"hooks": [{"command": "x \\" * 40_000}]}), id="script"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_files_end_soon(text: str) -> None:
    with CpuLimit(30), suppress(NotJudged):
        list(mcp.read(Text("mcp.json", text)))
