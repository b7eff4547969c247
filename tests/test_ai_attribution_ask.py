"""The question on the terminal, on a real one: what it asks, what it writes, and when it is silent."""

import fcntl
import os
import pty
import select
import subprocess
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_operations import CLAUDE, Operations
from walkaround._agents import unattended
from walkaround.ai_attribution import ask, main
from walkaround.ai_attribution._terms import Terms

QUESTION = "Was AI used for this commit? [n]o / [a]ssisted / [g]enerated: "
WHICH = "Which agent and model, as AGENT:MODEL (empty: AI)? "
CI = ("CI", "BUILD_NUMBER", "JENKINS_URL", "TEAMCITY_VERSION", "TF_BUILD")


@pytest.fixture(autouse=True)
def _attended(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in CI:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def operations(repository: object, tmp_path: Path) -> Operations:
    assert repository is not None
    found = Operations(tmp_path / "repository")
    found.install()
    found.policy("ai-attribution.ask = true\n")
    return found


class Terminal:
    """The other side of a terminal: what a person sees there, and types."""

    def __init__(self) -> None:
        self.ours, self.theirs = pty.openpty()
        self.seen = ""

    def close(self) -> None:
        os.close(self.ours)
        os.close(self.theirs)

    def read(self, seconds: float) -> bool:
        if not select.select([self.ours], [], [], seconds)[0]:
            return False
        self.seen += os.read(self.ours, 4096).decode().replace("\r\n", "\n")
        return True

    def until(self, text: str) -> None:
        end = time.monotonic() + 60
        while not self.seen.endswith(text):
            assert self.read(end - time.monotonic()), f"not seen: {text!r} after {self.seen!r}"

    def type(self, text: str) -> None:
        os.write(self.ours, text.encode())

    def take(self) -> None:
        """Make it the terminal of this process's session."""
        os.setsid()
        fcntl.ioctl(self.theirs, termios.TIOCSCTTY, 0)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    found = Terminal()
    yield found
    found.close()


def start(
    operations: Operations, session: Callable[[], object], command: list[str], **variables: str
) -> "subprocess.Popen[bytes]":
    """A commit whose own input and output are no terminal, as under a framework."""
    return subprocess.Popen(
        command, cwd=operations.top, env=os.environ | variables, preexec_fn=session,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def commit(message: str, *options: str) -> list[str]:
    return ["git", "commit", "-q", "--allow-empty", "-m", message, *options]


ANSWERS = {
    "no": ("", ["n"], "AI-assisted: no"),
    "No, in words": ("", [" NO "], "AI-assisted: no"),
    "assisted": ("", ["a", "Codex:gpt-5.2"], "Assisted-by: Codex:gpt-5.2"),
    "assisted, by some": ("", ["assisted", ""], "Assisted-by: AI"),
    "generated, where that is one": ("ai-attribution.trailer = 'assisted-by'\n", ["g", "Codex"], "Assisted-by: Codex"),
    "generated, either": ("ai-attribution.trailer = 'either'\n", ["g", "Codex"], "Generated-by: Codex"),
    "assisted, where all is generated": ("ai-attribution.trailer = 'generated-by'\n", ["a", "X"], "Generated-by: X"),
    "spaces": ("", ["a", "  Claude   Code \t"], "Assisted-by: Claude Code"),
    "not at first": ("", ["what?", "n"], "AI-assisted: no"),
    "never": ("", ["y", "", "maybe"], ""),
    "end of input": ("", ["\x04"], ""),
    "end of input, at the second": ("", ["a", "\x04"], ""),
}


@pytest.mark.parametrize(("policy", "typed", "trailer"), ANSWERS.values(), ids=ANSWERS.keys())
def test_an_answer_is_written(
    operations: Operations, terminal: Terminal, policy: str, typed: list[str], trailer: str
) -> None:
    operations.policy("ai-attribution.ask = true\n" + policy)
    process = start(operations, terminal.take, commit("x\n\nReviewed-by: Ada Example <ada@example.com>"))
    for at, line in enumerate(typed):
        question = WHICH if at and typed[at - 1].strip()[:1] in ("a", "g") else QUESTION
        terminal.until(question)
        terminal.type(line if line == "\x04" else f"{line}\n")
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0, output
    assert operations.trailers().splitlines()[1:] == ([trailer] if trailer else [])


def test_what_is_seen_is_the_question_alone(operations: Operations, terminal: Terminal) -> None:
    process = start(operations, terminal.take, commit("x"))
    terminal.until(QUESTION)
    terminal.type("n\n")
    assert process.communicate(timeout=60)[0] == b""
    while terminal.read(0.2):
        pass
    assert terminal.seen == f"{QUESTION}n\n"
    assert operations.message() == "x\n\nAI-assisted: no\n"


def test_a_message_from_the_editor_is_asked_about(operations: Operations, terminal: Terminal) -> None:
    editor = operations.editor('echo written >"$1"')
    process = start(
        operations, terminal.take, ["git", "commit", "-q", "-v", "--allow-empty"], GIT_EDITOR=editor
    )  # fmt: skip
    terminal.until(QUESTION)
    terminal.type("n\n")
    assert process.communicate(timeout=60)[0] == b""
    assert operations.message() == "written\n\nAI-assisted: no\n"


SILENT = {
    "the policy does not ask": (commit("x"), "", {}),
    "marks are forbidden": (commit("x"), "[ai-attribution]\nask = true\nmarks = 'forbid'\n", {}),
    "an agent's shell": (commit("x"), None, CLAUDE),
    "perhaps an agent's shell": (commit("x"), None, {"CLAUDECODE": "1"}),
    "continuous integration": (commit("x"), None, {"CI": "true"}),
    "marked": (commit("x\n\nAssisted-by: Codex:gpt-5.2"), None, {}),
    "co-author": (commit("x\n\nCo-authored-by: Claude <noreply@anthropic.com>"), None, {}),
    "answered": (commit("x\n\nAI-assisted: no"), None, {}),
    "answered in other words": (commit("x\n\nAssisted-by: none"), None, {}),
    "merge": (commit("Merge branch 'a'"), None, {}),
    "revert": (commit('Revert "a"'), None, {}),
    "fixup": (commit("fixup! a"), None, {}),
    "squash": (commit("squash! a"), None, {}),
    "no verification": (commit("x", "--no-verify"), None, {}),
    "in the background": (["sh", "-c", "set -m; git commit -q --allow-empty -m x & wait"], None, {}),
}


@pytest.mark.parametrize(("command", "policy", "variables"), SILENT.values(), ids=SILENT.keys())
def test_silent(
    operations: Operations, terminal: Terminal, command: list[str], policy: str | None, variables: dict[str, str]
) -> None:
    if policy is not None:
        operations.policy(policy)
    process = start(operations, terminal.take, command, **variables)
    output, _ = process.communicate(timeout=60)
    while terminal.read(0.2):
        pass
    assert (process.returncode, QUESTION in terminal.seen) == (0, False), output
    expected = command[command.index("-m") + 1] if "-m" in command else "x"
    assert operations.message().removesuffix("\n\nAssisted-by: Claude\n").rstrip() == expected


def test_no_terminal_no_question(operations: Operations) -> None:
    process = start(operations, os.setsid, commit("x"))
    assert process.communicate(timeout=60)[0] == b""
    assert operations.message() == "x\n"


def test_what_was_typed_before_is_no_answer(operations: Operations, terminal: Terminal) -> None:
    terminal.type("a\nmake test\n")
    process = start(operations, terminal.take, commit("x"))
    terminal.until(QUESTION)
    terminal.type("n\n")
    assert process.communicate(timeout=60)[0] == b""
    assert operations.message() == "x\n\nAI-assisted: no\n"


def test_time_is_up(terminal: Terminal) -> None:
    begin = time.monotonic()
    assert ask.answered(terminal.theirs, Terms(), 0.3) == ""
    assert 0.3 <= time.monotonic() - begin < 60
    while terminal.read(0.2):
        pass
    assert terminal.seen == f"{QUESTION}\nNo answer: the message stays as it is.\n"
    assert ask.SECONDS <= 60


def test_only_asking_rewrites_nothing_unless_told(operations: Operations) -> None:
    """`ask` lets the hook change a message; a policy that does not normalise, and no --fix, change no mark."""
    message = "x\n\nAssisted-by: Claude Opus 4.6\n"
    operations.person("commit", "-q", "--allow-empty", "-m", message)
    assert operations.message() == message
    path = operations.write(".git/message", message)
    assert main([str(path)]) == 0
    assert path.read_text() == message
    assert main(["--fix", str(path)]) == 0
    assert path.read_text() == "x\n\nAssisted-by: Claude:claude-opus-4.6\n"


@given(st.text())
def test_an_agent_s_name_is_one_line(typed: str) -> None:
    name = ask._agent(typed)
    assert name == name.strip() != ""
    assert len(name) <= 200
    assert all(char.isprintable() for char in name)


@pytest.mark.parametrize("name", CI)
def test_continuous_integration(name: str) -> None:
    assert unattended({name: "1"})
    assert not unattended({name: ""})
