"""The prepare hook by itself: its command line, its exit codes, and hostile messages."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests_support import Repository, tries
from walkaround._agents import load_agents
from walkaround._message import MessageSettings, UnderWay, kept, message_settings, shown, split_lines, trailers
from walkaround.ai_attribution import prepare
from walkaround.ai_attribution._terms import Terms
from walkaround.ai_attribution.prepare import Draft, encoded, main, prepared

CLAUDE = load_agents().agents[0]
SCISSORS = "# ------------------------ >8 ------------------------\n"


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUDE_CODE_SESSION_ID", "1")


@pytest.fixture
def path(repository: Repository) -> Path:
    return repository.write(".git/COMMIT_EDITMSG", "x\n")


@pytest.mark.usefixtures("agent")
@pytest.mark.parametrize(
    ("arguments", "variable", "changed"),
    [
        pytest.param([], "", True, id="the file alone"),
        pytest.param(["message"], "", True, id="message"),
        pytest.param(["message", ""], "", True, id="message, as an older git calls it"),
        pytest.param(["commit", "HEAD"], "", True, id="commit"),
        pytest.param(["merge"], "", True, id="merge"),
        pytest.param(["template"], "", False, id="template"),
        pytest.param(["template", ""], "", False, id="template, as an older git calls it"),
        pytest.param([], "template", False, id="template, by a framework"),
        pytest.param([], "message", True, id="message, by a framework"),
        pytest.param(["--fix"], "", True, id="an option behind the file"),
    ],
)
def test_command_line(
    path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    variable: str,
    changed: bool,
) -> None:
    monkeypatch.setenv("PRE_COMMIT_COMMIT_MSG_SOURCE", variable)
    for _ in range(2):
        assert main([str(path), *arguments]) == 0
        assert path.read_text() == ("x\n\nAssisted-by: Claude\n" if changed else "x\n")
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("agent")
def test_json_and_mode(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.chmod(0o640)
    assert main(["--format", "json", str(path), "message"]) == 0
    assert capsys.readouterr() == ('{"version": 1, "findings": [], "errors": []}\n', "")
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("x\n\nAssisted-by: Claude\n", 0o640)


def test_nobody_at_work(path: Path) -> None:
    assert main([str(path)]) == 0
    assert path.read_text() == "x\n"


@pytest.mark.usefixtures("agent")
def test_what_cannot_be_prepared_is_named(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write("folder/file")
    assert main(["--format", "text", "folder"]) == 2
    assert main(["--format", "text", "gone"]) == 2
    repository.write("walkaround.toml", "[ai-attribution]\npreset = 'x'\n")
    assert main(["--format", "text", ".git/COMMIT_EDITMSG"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[:2] == [
        "walkaround: ai-attribution-prepare: folder: not judged: is a folder; name files",
        "walkaround: ai-attribution-prepare: gone: not judged: no such file",
    ]
    assert "walkaround.toml:2" in err
    assert "Traceback" not in err


@pytest.mark.usefixtures("agent")
def test_git_that_does_not_answer_is_named(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert main([str(path)]) == 2
    assert path.read_text() == "x\n"
    assert "git is not on PATH; install it" in capsys.readouterr().err


@pytest.mark.usefixtures("agent")
@pytest.mark.parametrize("name", ["a b", "-m", "\udcff", "new\nline", "message"])
def test_odd_names(repository: Repository, name: str) -> None:
    path = repository.write(os.fsencode(f".git/{name}"), "x\n")
    assert main([str(path), "message"]) == 0
    assert path.read_text() == "x\n\nAssisted-by: Claude\n"


WHERE = {
    "comments": ("x\n\n# Please\n# On branch\n", "x\n\nAssisted-by: Claude\n\n# Please\n# On branch\n"),
    "scissors": (f"x\n{SCISSORS}+A: b\n", f"x\n\nAssisted-by: Claude\n{SCISSORS}+A: b\n"),
    "trailers": (f"x\n\nA: b\n\n# c\n{SCISSORS}d\n", f"x\n\nA: b\nAssisted-by: Claude\n\n# c\n{SCISSORS}d\n"),
    "a comment among trailers": ("x\n\nA: b\n# c\nB: d\n", "x\n\nA: b\n# c\nB: d\nAssisted-by: Claude\n"),
    "comments above": ("# first\nx\n", "# first\nx\n\nAssisted-by: Claude\n"),
    "no end of line": ("x", "x\n\nAssisted-by: Claude\n"),
    "CRLF": ("x\r\n\r\nA: b\r\n# c\r\n", "x\r\n\r\nA: b\r\nAssisted-by: Claude\r\n# c\r\n"),
    "BOM": ("\ufeffx\n", "\ufeffx\n\nAssisted-by: Claude\n"),
    "conflicts": ("x\n\nA: b\n\n# Conflicts:\n#\tf\n", "x\n\nA: b\nAssisted-by: Claude\n\n# Conflicts:\n#\tf\n"),
    "trailing blank lines": ("x\n\n\n\n", "x\n\nAssisted-by: Claude\n\n\n\n"),
    "nothing": ("", ""),
    "blank lines": ("\n \n\n", "\n \n\n"),
    "only comments": ("\n# Please\n", "\n# Please\n"),
    "only a sign-off": ("\n\nSigned-off-by: Ada <a@b>\n# c\n", "\n\nSigned-off-by: Ada <a@b>\n# c\n"),
    "below the scissors alone": (f"{SCISSORS}x\n", f"{SCISSORS}x\n"),
}


@pytest.mark.usefixtures("agent")
@pytest.mark.parametrize(("before", "after"), WHERE.values(), ids=WHERE.keys())
def test_where_it_is_added(path: Path, before: str, after: str) -> None:
    path.write_bytes(before.encode())
    for _ in range(2):
        assert main([str(path)]) == 0
        assert path.read_bytes().decode() == after


pieces = st.sampled_from(
    [
        b"subject", b"", b"# c", SCISSORS[:-1].encode(), b"A: 1", b" folded", b"```", b"> x", b"    x", b"\xff", b"\r",
        b"Signed-off-by: A <a@b>", b"Assisted-by: Claude", b"Assisted-by: Codex", b"AI-assisted: no", b"# Conflicts:",
        b"#\tf", b"Generated with [Claude Code](https://claude.com/claude-code)", b"x\\nAssisted-by: Claude", b"\x00",
    ]
)  # fmt: skip
contents = st.lists(pieces, max_size=10).map(lambda drawn: b"\n".join([*drawn, b""])) | st.binary()
unders = st.builds(UnderWay, st.booleans(), st.booleans(), st.booleans(), st.none() | contents)
drafts = st.builds(Draft, contents, st.sampled_from(["", "message", "commit", "merge", "squash"]), unders)


@pytest.mark.usefixtures("agent")
@example(Draft(b"\x00\r", "", UnderWay(False, False, False, None)), "Assisted-by")
@given(drafts, st.sampled_from(["Assisted-by", "Generated-by"]))
@settings(
    max_examples=tries(300),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_a_second_run_changes_nothing_and_nothing_is_lost(repository: Repository, draft: Draft, key: str) -> None:
    """Lines are only added, each a trailer of the wanted key that git sees; what it keeps nothing of, stays."""
    root = str(repository.top)
    terms = Terms(trailer=key.lower())
    once = prepared(draft, root, terms)
    assert prepared(draft._replace(content=once), root, terms) == once
    if not kept(draft.content, root).strip():
        assert once == draft.content
    old, added = split_lines(draft.content), []
    for line in split_lines(once):
        if old and line in (old[0], old[0] + b"\n", old[0] + b"\r\n"):  # the last may have had no end
            old.pop(0)
        else:
            added.append(shown(line))
    assert old == []
    assert all(not line.strip() or line.startswith(f"{key}: ") for line in added)
    seen = [f"{one.key}: {one.value}" for one in trailers([shown(line) for line in split_lines(kept(once, root))])]
    assert all(line in seen for line in added if line.strip())


@pytest.mark.usefixtures("agent")
@pytest.mark.parametrize("unit", [b"a", b" # ", b"A: 1\n", b"\\n", b"```\n", b">", b"\xff", b"# Conflicts:\n", b"\n"])
def test_a_huge_message(path: Path, unit: bytes) -> None:
    content = b"x\n\n" + unit * (100_000 // len(unit))
    path.write_bytes(content)
    assert main([str(path)]) == 0
    assert path.read_bytes().startswith(b"x\n")
    assert path.read_bytes().count(b"Assisted-by: Claude\n") == 1


SQUASHED = """Squashed commit of the following:

commit 0123456789abcdef0123456789abcdef01234567
Author: Ada Example <ada@example.com>

    second

    Signed-off-by: Ada Example <ada@example.com>
    {}

commit 1123456789abcdef0123456789abcdef01234567

    first
"""


@pytest.mark.parametrize(
    ("line", "trailer"),
    [
        ("Assisted-by: Codex:gpt-5.2 sparse", "Assisted-by: Codex:gpt-5.2 sparse"),
        ("Assisted-by: Codex", "Assisted-by: Codex"),
        ("Co-authored-by: Claude Opus 4.6 <noreply@anthropic.com>", "Assisted-by: Claude:claude-opus-4.6"),
        ("Generated with [Claude Code](https://claude.com/claude-code)", "Assisted-by: Claude"),
        ("Claude-Session: https://claude.ai/code/session_1", "Assisted-by: Claude"),
        ("Co-authored-by: Claude Martin <claude@example.fr>", ""),
        ("Assisted-by: AI", ""),
        ("AI-assisted: no", ""),
        ("Signed-off-by: Claude <noreply@anthropic.com>", ""),
        ("> Assisted-by: Codex", ""),
        ("    Assisted-by: Codex", ""),
    ],
)
def test_marks_of_squashed_commits_are_carried_over(repository: Repository, line: str, trailer: str) -> None:
    content = SQUASHED.format(line).encode()
    draft = Draft(content, "squash", UnderWay())
    added = f"\n{trailer}\n" if trailer else ""
    assert prepared(draft, str(repository.top), Terms()).decode() == content.decode() + added
    assert prepared(draft._replace(source="message"), str(repository.top), Terms()) == content


def test_encoded() -> None:
    plain = MessageSettings("#", "default", edited=True)
    assert encoded("é", plain) == b"\xc3\xa9"
    assert encoded("é", plain._replace(encoding="latin-1")) == b"\xe9"
    assert encoded("\u2011", plain._replace(encoding="latin-1")) == b"?"
    assert encoded("é", plain._replace(encoding="nobody-knows-it")) == b"?"


@pytest.mark.parametrize(
    ("value", "model"),
    [
        ("claude-opus-4-6", "claude-opus-4-6"),
        ("claude-opus-4-6[1m]", "claude-opus-4-6"),
        ("anthropic/claude-haiku-4.5", "anthropic/claude-haiku-4.5"),
        ("us.anthropic.claude-opus-4-v1:0", "us.anthropic.claude-opus-4-v1:0"),
        ("opus", ""),
        ("opus[1m]", ""),
        ("best-one", ""),
        ("a-1 b", ""),
        ("a-1\nX: y", ""),
        ("é-1", ""),
        ("-1", ""),
        ("", ""),
    ],
)
def test_a_model_is_named_where_a_variable_names_it(value: str, model: str) -> None:
    assert load_agents().model_at_work(CLAUDE, {"ANTHROPIC_MODEL": value}) == model
    assert load_agents().model_at_work(CLAUDE, {"GOOSE_MODEL": value}) == ""


def test_a_policy_that_forbids_marks_reads_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "under_way", None)
    assert main([str(path), "--policy", "strict"]) == 2  # where marks may stand, it is asked
    path.parent.parent.joinpath("walkaround.toml").write_text("ai-attribution.marks = 'forbid'\n")
    assert main([str(path)]) == 0


def test_settings_name_the_trailers_of_the_configuration(repository: Repository) -> None:
    for setting, value in (
        ("trailer.ai.key", "Assisted-by"),
        ("trailer.a.b.ifexists", "add"),
        ("trailer.where", "end"),
    ):
        repository.git("config", setting, value)
    assert message_settings(str(repository.top)).trailers == ("ai", "Assisted-by", "a.b")
