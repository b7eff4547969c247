"""What `walkaround init` tells agents: the managed block, the agents' own hooks, and what those hooks refuse."""

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_up_secrets import made_up
from tests_support import Repository
from walkaround import _managed
from walkaround.ai_attribution._terms import Terms
from walkaround.bootstrap._agent_files import FILES, FOLDERS, NAME, block, marks, notes, steps
from walkaround.bootstrap._agent_files_hooks import HOOKED, hook_steps
from walkaround.bootstrap._agent_files_json import plain, read, with_element
from walkaround.bootstrap._plan import Choice, Facts, Refused, Source, Step
from walkaround.bootstrap.agent_hook import evasions
from walkaround.bootstrap.agent_hook import main as agent_hook

CHOICE = Choice(Source("https://example.org/walkaround", "0" * 40))
HOOKING = CHOICE._replace(agent_hooks=True)
POLICY = 'extends = "strict"\n'


def facts(repository: Repository) -> Facts:
    return Facts(str(repository.top))


def planned(repository: Repository, choice: Choice = CHOICE) -> dict[str, bytes]:
    return {one.path: one.after for one in steps(facts(repository), choice)}


def applied(repository: Repository, choice: Choice = CHOICE) -> list[str]:
    found = list(steps(facts(repository), choice))
    for one in found:
        target = repository.top / one.path
        assert one.before == (target.read_bytes() if target.exists() else None)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(one.after)
    return [one.path for one in found]


EXPECTED = """\

## Checks before every commit

Walkaround inspects each commit here: secrets, dependencies, code, attribution. What it says is for you to act on.

- Check what is staged: `walkaround check --staged`. A check of files as they are on disk: `walkaround check FILE`.
- Without `walkaround` on PATH, `prek run` does the same. `git commit` runs the hooks by itself.
- Each finding ends in what to do about it. Mend the cause, stage the file, and check again.
- Exit code 2 says that something was not judged. That is no pass: mend what kept it from being judged.
- Never pass by the hooks: no `--no-verify`, no `SKIP`, no change of `core.hooksPath`.
- Loosen nothing to get through: exemptions, baselines, pragmas and the policy are for people to decide. Ask.
- End each commit message that you had a part in with the trailer `Assisted-by: AGENT:MODEL`, such as \
`Assisted-by: Claude:claude-opus-4-6`: your own name and exact model.
- Never add `Signed-off-by:` in your name or in that of a person.
- Some paths need the review of a person (`walkaround policy explain ai-attribution.protected`).

"""


def test_the_block_as_a_whole(repository: Repository) -> None:
    found = block(facts(repository), CHOICE._replace(framework="prek"))
    begin, _, rest = found.block.decode().partition("\n")
    assert begin.startswith("<!-- walkaround:agents begin v1 sha256=")
    assert rest == EXPECTED + "<!-- walkaround:agents end -->"


def test_the_block_is_short() -> None:
    assert EXPECTED.count("\n") <= 16


@pytest.mark.parametrize(
    ("policy", "has", "lacks"),
    [
        pytest.param(POLICY, ["`Assisted-by: AGENT:MODEL`", "Never add `Signed-"], ["Co-authored"], id="strict"),
        pytest.param(
            '[ai-attribution]\npreset = "asf"\n', ["`Generated-by: AGENT`", "`Generated-by: Claude Opus 4.6`"],
            ["Assisted-by"], id="asf",
        ),
        pytest.param(
            '[ai-attribution]\npreset = "kernel"\n',
            ["`Assisted-by: AGENT:MODEL`", "Do not put yourself into `Co-authored-by:`", "a person adds theirs"], [],
            id="kernel",
        ),
        pytest.param(
            '[ai-attribution]\npreset = "ban"\n', ["no commits that AI had a part in", "Never leave out or disguise"],
            ["Assisted-by", "Generated-by"], id="ban",
        ),
        pytest.param('extends = "recommended"\n', ["Say in the commit message"], ["End each commit"], id="allowed"),
    ],
)  # fmt: skip
def test_how_to_mark_follows_the_policy(repository: Repository, policy: str, has: list[str], lacks: list[str]) -> None:
    repository.write("walkaround.toml", policy)
    text = block(facts(repository), CHOICE).block.decode()
    assert [one for one in has if one not in text] == []
    assert [one for one in lacks if one in text] == []


def test_every_kind_of_terms_says_something() -> None:
    for values in (Terms(), Terms(marks="require"), Terms(marks="forbid"), Terms(trailer="either", form="any")):
        assert all(one.endswith((".", "model.")) for one in marks(values))
        assert list(marks(values))


def test_the_example_is_what_the_hook_accepts(repository: Repository) -> None:
    from walkaround.ai_attribution import main as ai_attribution

    for preset in ("kernel", "fedora", "asf", "openinfra", "disclose"):
        repository.write("walkaround.toml", f'[ai-attribution]\npreset = "{preset}"\nhuman-sign-off = "none"\n')
        text = block(facts(repository), CHOICE).block.decode()
        example = text.partition("such as `")[2].partition("`")[0]
        message = repository.write("MESSAGE", f"Add it\n\n{example}\n")
        assert ai_attribution([str(message)]) == 0, (preset, example)


def test_no_instruction_file_no_block(repository: Repository) -> None:
    repository.write("README.md", "# Readme\n")
    assert planned(repository, HOOKING) == {}


@pytest.mark.parametrize("path", FILES)
def test_each_file_that_is_there_gets_the_block(repository: Repository, path: str) -> None:
    repository.write(path, "# Rules\n\nBe kind.\n")
    (step,) = steps(facts(repository), CHOICE)
    wanted = block(facts(repository), CHOICE)
    assert step.path == path
    assert step.after == b"# Rules\n\nBe kind.\n\n" + wanted.block + b"\n"
    assert applied(repository) == [path]
    assert applied(repository) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=[one.path for one in FOLDERS])
def test_each_folder_of_rules_gets_a_file(repository: Repository, folder: Any) -> None:
    repository.write(f"{folder.path}own.md", "Be kind.\n")
    (step,) = steps(facts(repository), CHOICE)
    assert (step.path, step.before) == (folder.path + folder.file, None)
    head, mark, _ = step.after.decode().partition("<!-- walkaround:agents begin")
    assert head == folder.head
    assert mark
    assert applied(repository) == [step.path]
    assert applied(repository) == []


def test_a_rule_of_cursor_as_a_whole(repository: Repository) -> None:
    repository.write(".cursor/rules/own.mdc", "---\nalwaysApply: true\n---\nBe kind.\n")
    (step,) = steps(facts(repository), CHOICE)
    assert step.after.decode().startswith(
        "---\n"
        "description: How to run the checks of this repository, and how to mark commits\n"
        "alwaysApply: true\n"
        "---\n"
        "\n"
        "<!-- walkaround:agents begin v1 sha256="
    )


def test_one_tool_is_told_once(repository: Repository) -> None:
    repository.write(".cursor/rules/own.mdc", "Be kind.\n")
    repository.write(".cursorrules", "Be kind.\n")
    assert list(planned(repository)) == [".cursorrules"]


@pytest.mark.parametrize(
    ("claude", "expected"),
    [
        pytest.param("@AGENTS.md\n", ["AGENTS.md"], id="includes"),
        pytest.param("See @./AGENTS.md first.\n", ["AGENTS.md"], id="includes in a sentence"),
        pytest.param("# Claude\n\n@AGENTS.md.\n", ["AGENTS.md"], id="with a full stop"),
        pytest.param("Write `@AGENTS.md` there.\n", ["AGENTS.md", "CLAUDE.md"], id="in backticks"),
        pytest.param("```\n@AGENTS.md\n```\n", ["AGENTS.md", "CLAUDE.md"], id="in a block of code"),
        pytest.param("Ask me@AGENTS.md\n", ["AGENTS.md", "CLAUDE.md"], id="an address"),
        pytest.param("@docs/style.md\n", ["AGENTS.md", "CLAUDE.md"], id="something else"),
    ],
)
def test_what_is_included_is_told_once(repository: Repository, claude: str, expected: list[str]) -> None:
    repository.write("AGENTS.md", "Be kind.\n")
    repository.write("CLAUDE.md", claude)
    assert applied(repository) == expected
    assert applied(repository) == []


def test_an_include_of_nothing_counts_for_nothing(repository: Repository) -> None:
    repository.write("CLAUDE.md", "@AGENTS.md\n")
    assert applied(repository) == ["CLAUDE.md"]


def test_links_are_followed_and_told_once(repository: Repository) -> None:
    repository.write("AGENTS.md", "Be kind.\n")
    os.symlink("AGENTS.md", repository.top / "CLAUDE.md")
    os.symlink("AGENTS.md", repository.top / "GEMINI.md")
    assert applied(repository) == ["AGENTS.md"]
    assert (repository.top / "CLAUDE.md").is_symlink()


def test_a_link_to_another_file_leads_there(repository: Repository) -> None:
    repository.write("docs/agents.md", "Be kind.\n")
    os.symlink("docs/agents.md", repository.top / "AGENTS.md")
    assert applied(repository) == ["docs/agents.md"]


@pytest.mark.parametrize(
    ("path", "text"),
    [("CLAUDE.md", "AGENTS.md"), (".claude/CLAUDE.md", "../AGENTS.md"), ("GEMINI.md", "./AGENTS.md")],
    ids=["beside", "above", "here"],
)
def test_a_link_that_is_checked_out_as_text(repository: Repository, path: str, text: str) -> None:
    repository.write("AGENTS.md", "Be kind.\n")
    repository.write(path, text)
    assert applied(repository) == ["AGENTS.md"]
    assert (repository.top / path).read_text() == text


def test_a_link_out_of_the_work_tree_is_left_alone(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text("Be kind.\n")
    os.symlink(tmp_path / "mine.md", repository.top / "AGENTS.md")
    assert planned(repository) == {}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"Be kind.\r\n", b"Be kind.\r\n\r\n%s\r\n", id="CRLF"),
        pytest.param(b"\xef\xbb\xbfBe kind.\n", b"\xef\xbb\xbfBe kind.\n\n%s\n", id="BOM"),
        pytest.param(b"Be kind.", b"Be kind.\n\n%s", id="no line end"),
        pytest.param(b"", b"%s\n", id="empty"),
        pytest.param(b"caf\xe9\n", b"caf\xe9\n\n%s\n", id="not UTF-8"),
        pytest.param(b"<!-- closed -->\n", b"<!-- closed -->\n\n%s\n", id="a closed comment"),
    ],
)
def test_every_other_byte_stays(repository: Repository, content: bytes, expected: bytes) -> None:
    repository.write("AGENTS.md", content)
    wanted = block(facts(repository), CHOICE).block
    if b"\r" in content:
        wanted = wanted.replace(b"\n", b"\r\n")
    assert planned(repository) == {"AGENTS.md": expected.replace(b"%s", wanted)}


OPEN = "from line 1 that is still open where the block stands; close it with"
HALF = "The block walkaround:agents begins and never ends. Leave one pair of markers, or none, and run this again."
MEND = "mend it by hand, and run this again"


@pytest.mark.parametrize(
    ("content", "note"),
    [
        pytest.param(b"<!-- open\n", f"has a comment {OPEN} -->", id="comment"),
        pytest.param(b"```sh\nls\n", f"has a code block {OPEN} ```", id="code"),
        pytest.param(b"\xff\xfeB\0", "is not UTF-8 text but UTF-16 or binary; save it as UTF-8", id="UTF-16"),
        pytest.param(
            b"<!-- walkaround:agents begin v1 -->\n",
            f"line 1: {HALF}",
            id="half a block",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_told(repository: Repository, content: bytes, note: str) -> None:
    repository.write("AGENTS.md", content)
    repository.write("GEMINI.md", "Be kind.\n")
    assert list(planned(repository)) == ["GEMINI.md"]
    assert list(notes(facts(repository), CHOICE)) == [f"AGENTS.md: {note}"]


def test_an_edited_block_stays_and_is_told(repository: Repository) -> None:
    repository.write("AGENTS.md", "Be kind.\n")
    applied(repository)
    content = (repository.top / "AGENTS.md").read_bytes()
    edited = content.replace(b"Never pass by the hooks", b"Sometimes pass by the hooks")
    repository.write("AGENTS.md", edited)
    assert planned(repository) == {}
    (note,) = notes(facts(repository), CHOICE)
    assert note == (
        "AGENTS.md: line 3: the block was edited between its markers, and is left as it is; keep own words outside of "
        "its markers, and delete it to have it written anew"
    )


def test_another_policy_writes_the_block_anew(repository: Repository) -> None:
    repository.write("AGENTS.md", "Before.\n")
    applied(repository)
    with (repository.top / "AGENTS.md").open("ab") as file:
        file.write(b"\nAfter.\n")
    repository.write("walkaround.toml", '[ai-attribution]\npreset = "asf"\n')
    assert applied(repository) == ["AGENTS.md"]
    content = (repository.top / "AGENTS.md").read_text()
    assert content.startswith("Before.\n\n<!-- walkaround:agents begin")
    assert content.endswith("<!-- walkaround:agents end -->\n\nAfter.\n")
    assert "Generated-by" in content
    assert "Assisted-by" not in content
    assert list(notes(facts(repository), CHOICE)) == []


def test_a_policy_that_does_not_load_refuses(repository: Repository) -> None:
    repository.write("AGENTS.md", "Be kind.\n")
    repository.write("walkaround.toml", "extends = 3\n")
    with pytest.raises(Refused):
        planned(repository)


@given(st.binary(max_size=200))
def test_any_content_keeps_every_byte(content: bytes) -> None:
    wanted = _managed.managed(NAME, 1, b"\n\ntext\n\n")
    if _managed.obstacle(content, wanted) is None and b"walkaround" not in content:
        new = _managed.installed(content, None, wanted)
        found = _managed.find(new, NAME)
        assert found is not None
        assert _managed.removed(new, found) == content


# The agents' own hooks


def hooked(repository: Repository) -> dict[str, Step]:
    return {one.path: one for one in hook_steps(facts(repository))}


CLAUDE_FRESH = """\
{
  "hooks": {
    "PreToolUse": [
      {
        "matcher": "Bash",
        "hooks": [
          {
            "type": "command",
            "command": "walkaround agent-hook"
          }
        ]
      }
    ],
    "PostToolUse": [
      {
        "matcher": "Edit|MultiEdit|Write",
        "hooks": [
          {
            "type": "command",
            "command": "walkaround agent-hook"
          }
        ]
      }
    ]
  }
}
"""


def test_hooks_of_claude_code_where_there_are_none(repository: Repository) -> None:
    repository.write("CLAUDE.md", "Be kind.\n")
    assert list(planned(repository, HOOKING)) == ["CLAUDE.md", ".claude/settings.json"]
    assert planned(repository, HOOKING)[".claude/settings.json"].decode() == CLAUDE_FRESH


def test_hooks_of_cursor_where_there_are_none(repository: Repository) -> None:
    repository.write(".cursor/rules/own.mdc", "Be kind.\n")
    assert hooked(repository)[".cursor/hooks.json"].after.decode() == (
        '{\n  "version": 1,\n  "hooks": {\n    "beforeShellExecution": [\n      {\n'
        '        "command": "walkaround agent-hook"\n      }\n    ]\n  }\n}\n'
    )


@pytest.mark.parametrize("one", HOOKED, ids=[one.agent for one in HOOKED])
def test_each_agent_is_hooked_once(repository: Repository, one: Any) -> None:
    repository.write(one.signs[0] + "own.md" if one.signs[0].endswith("/") else one.signs[0], "x\n")
    step = hooked(repository)[one.file]
    said = json.loads(step.after)
    assert set(said["hooks"]) == {event for event, _ in one.events}
    repository.write(one.file, step.after)
    assert hooked(repository) == {}


def test_an_agent_that_is_not_used_is_not_hooked(repository: Repository) -> None:
    repository.write("AGENTS.md", "Be kind.\n")
    assert hooked(repository) == {}


MERGED = """\
{
\t// what may run
\t"permissions": {"allow": ["Bash(ls:*)"]},
\t"hooks": {
\t\t"PreToolUse": [
\t\t\t{"matcher": "Bash", "hooks": [{"type": "command", "command": "own"}]}, // ours
\t\t],
\t},
}
"""


def test_other_hooks_comments_and_commas_stay(repository: Repository) -> None:
    repository.write(".claude/settings.json", MERGED)
    new = hooked(repository)[".claude/settings.json"].after.decode()
    own = (
        '{\n\t\t\t\t"matcher": "Bash",\n\t\t\t\t"hooks": [\n\t\t\t\t\t{\n\t\t\t\t\t\t"type": "command",\n'
        '\t\t\t\t\t\t"command": "walkaround agent-hook"\n\t\t\t\t\t}\n\t\t\t\t]\n\t\t\t}'
    )
    assert new == MERGED.replace("// ours\n", f"// ours\n\t\t\t{own}\n").replace(
        "\t\t],\n",
        '\t\t],\n\t\t"PostToolUse": [\n\t\t\t' + own.replace('"Bash"', '"Edit|MultiEdit|Write"') + "\n\t\t]\n",
    )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("{}", id="empty"),
        pytest.param("{ }\n", id="empty with a space"),
        pytest.param("", id="no document"),
        pytest.param("// why\n", id="nothing but a comment"),
        pytest.param('{"a": 1}', id="one line"),
        pytest.param('{"hooks": {}}\r\n', id="one line with hooks"),
        pytest.param('{\r\n    "a": [1, 2],\r\n    "hooks": {\r\n        "Stop": []\r\n    }\r\n}\r\n', id="CRLF"),
        pytest.param('\ufeff{\n  "a": "}]\\"//"\n}\n', id="BOM, and brackets in a string"),
        pytest.param('{\n  "a": 1 // why\n}', id="a comment at the end of a line"),
        pytest.param('{\n  "a": 1,\n  /* why\n} */\n}\n', id="a comment with a bracket"),
        pytest.param('{"hooks": {"PreToolUse": [], "PostToolUse": [{}]}}', id="empty lists"),
    ],
)
def test_only_bytes_are_added(content: str) -> None:
    before = content.encode()
    after = with_element("s.json", before, ("hooks", "PreToolUse"), {"command": "x"})
    rest = iter(after)
    assert all(byte in rest for byte in before.rstrip())  # the bytes that were there, in their order
    said, was = read("s.json", after), read("s.json", before) or {}
    assert said["hooks"]["PreToolUse"][-1] == {"command": "x"}
    said["hooks"]["PreToolUse"].pop()
    was.setdefault("hooks", {}).setdefault("PreToolUse", [])
    assert said == was
    if b"\r\n" in before and before.count(b"\n") > 2:
        assert after.count(b"\n") == after.count(b"\r\n")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param('{"hooks": {}, "hooks": {}}', f'line 1: "hooks" stands here twice; {MEND}', id="twice"),
        pytest.param('{\n"hooks": []}', f"line 2: an object is expected here; {MEND}", id="a list"),
        pytest.param('{"hooks": {"PreToolUse": {}}}', f"line 1: `hooks.PreToolUse` is not a list; {MEND}", id="map"),
        pytest.param("[]", f"is not a JSON object; {MEND}", id="not an object"),
        pytest.param(
            "{", "line 1: is not JSON: expected a name in double quotes or }; mend it, and run this again", id="cut"
        ),
    ],
)  # fmt: skip
def test_what_is_ambiguous_is_refused(repository: Repository, content: str, why: str) -> None:
    repository.write(".claude/settings.json", content)
    with pytest.raises(Refused) as refused:
        hooked(repository)
    assert refused.value.why == why
    assert refused.value.path == ".claude/settings.json"


def test_what_is_not_utf_8_is_refused(repository: Repository) -> None:
    repository.write(".claude/settings.json", b'{"a": "\xe9"}')
    with pytest.raises(Refused):
        hooked(repository)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.text(max_size=4), VALUES, max_size=4),
    st.dictionaries(st.sampled_from(["Stop", "PreToolUse"]), st.lists(VALUES, max_size=2), max_size=2) | st.none(),
    st.sampled_from([None, 2, 4, "\t"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_settings_take_a_hook(other: dict[str, Any], hooks: Any, indent: Any, newline: str) -> None:
    said = {key: value for key, value in other.items() if key != "hooks"} | ({} if hooks is None else {"hooks": hooks})
    before = json.dumps(said, indent=indent, ensure_ascii=False).replace("\n", newline).encode("utf-8", "surrogatepass")
    try:
        before.decode()
    except UnicodeDecodeError:
        return
    after = with_element("s.json", before, ("hooks", "PreToolUse"), {"command": "x"})
    said.setdefault("hooks", {})
    said["hooks"] = {**said["hooks"], "PreToolUse": [*said["hooks"].get("PreToolUse", []), {"command": "x"}]}
    assert json.loads(after) == said
    rest = iter(after)
    assert all(byte in rest for byte in before)


@given(st.text(alphabet='{}[]",:/*\\ \n\tahooks1', max_size=40))
def test_any_text_is_edited_or_refused(content: str) -> None:
    try:
        after = with_element("s.json", content.encode(), ("hooks", "PreToolUse"), 1)
    except Refused:
        return
    assert read("s.json", after)["hooks"]["PreToolUse"][-1] == ("number", "1")


def test_plain_keeps_numbers_as_written() -> None:
    assert plain(None) is None


# What the hooks refuse


@pytest.mark.parametrize(
    "command",
    [
        "git commit --no-verify -m x", "git commit -n -m x", "git commit -anm x", "git commit -vn",
        "git push --no-verify", "cd a && git -C x commit -nm y", "git -c core.hooksPath=/dev/null commit -m x",
        "git config core.hooksPath /dev/null", "git config --global core.hookspath x", "SKIP=strict git commit",
        "export SKIP=strict; git commit -m x", "PRE_COMMIT_ALLOW_NO_CONFIG=1 git commit -m x", "PREK_SKIP=a git push",
        "bash -lc 'git commit --no-verify -m x'", "(git commit -n)", "x=$(git commit -n)", "sudo env A=1 git commit -n",
        "git commit \\\n  -n -m x", "git status\ngit commit -n", "git commit -s -n -m x", "pre-commit uninstall",
        "prek uninstall", "git merge --no-verify topic", "git rebase -i --no-verify main", "/usr/bin/git commit -n",
        "eval 'git commit -n'", "git commit -m 'it is' -n", "git commit -F - --no-verify <<'EOF'\nDon't\nEOF",
        "if true; then git commit -n; fi", "SKIP=a pre-commit run", "git commit --no-veri",
    ],
)  # fmt: skip
def test_passing_by_the_hooks_is_seen(command: str) -> None:
    assert list(evasions(command))


@pytest.mark.parametrize(
    "command",
    [
        "git commit -m x", "git commit -m 'never use --no-verify'", 'git commit -m "a\nb -n"', "git push -n", "ls -n",
        "git log -n 3\ngit commit -m x\necho -n", "git commit -mn", "git commit -am n", "git commit -m -n",
        "git commit -F - <<'EOF'\nDon't use --no-verify\nEOF", "SKIP=slow pytest", "git config --get core.hooksPath",
        "git config --unset core.hooksPath", "git config get core.hooksPath", "echo git commit -n", "git commit -- -n",
        "pre-commit run --all-files", "pre-commit install", "SKIP= git commit -m x", "grep -rn 'git commit' .", "", "'",
        "git commit --no-verbose -m x", "git commit -S -m x", "git push --no-verify-something",
    ],
)  # fmt: skip
def test_honest_commands_are_let_through(command: str) -> None:
    assert list(evasions(command)) == []


@given(st.text(max_size=60))
def test_any_command_gets_an_answer(command: str) -> None:
    for _ in evasions(command):
        pass


def called(event: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    text = event if isinstance(event, str) else json.dumps(event)
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    code = agent_hook([])
    said = capsys.readouterr()
    return code, said.out, said.err


PAST = "git commit -n"
COMMANDS = [
    pytest.param({"hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": PAST}}, id="Claude"),
    pytest.param({"hook_event_name": "BeforeTool", "tool_input": {"command": PAST}}, id="Gemini"),
    pytest.param({"hook_event_name": "beforeShellExecution", "command": PAST, "cwd": "/"}, id="Cursor"),
    pytest.param({"hook_event_name": "PreToolUse", "tool_input": {"command": ["bash", "-lc", PAST]}}, id="Codex"),
]


@pytest.mark.parametrize("event", COMMANDS)
def test_the_hook_refuses(
    event: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = (
        "walkaround: refused: git commit is told not to run the hooks. Run it without, and mend what the hooks find.\n"
    )
    assert called(event, monkeypatch, capsys) == (2, "", said)


@pytest.mark.parametrize(
    "event",
    [
        pytest.param({"hook_event_name": "PreToolUse", "tool_input": {"command": "git commit -m x"}}, id="a commit"),
        pytest.param({"hook_event_name": "PostToolUse", "tool_input": {"command": "git commit -n"}}, id="it has run"),
        pytest.param({"hook_event_name": "PostToolUse", "tool_input": {"file_path": "/nowhere/a.py"}}, id="no file"),
        pytest.param({"hook_event_name": "PostToolUse", "tool_input": {"file_path": "a\0b"}}, id="no path"),
        pytest.param({"hook_event_name": "Stop"}, id="another event"),
        pytest.param({"tool_input": []}, id="another shape"),
    ],
)
def test_the_hook_lets_through(
    event: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(event, monkeypatch, capsys) == (0, "{}\n", "")


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000], ids=["empty", "a list", "half", "deep"])
def test_what_is_no_event_is_told(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "walkaround agent-hook: standard input holds no event in JSON; nothing was judged\n"
    assert called(text, monkeypatch, capsys) == (1, "", said)


def test_an_edit_is_checked(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = made_up(5)["AWS_KEY"]
    path = repository.write("sub/app.py", f'key = "{secret}"\n')
    event = {"hook_event_name": "PostToolUse", "tool_input": {"file_path": str(path)}, "cwd": str(repository.top)}
    monkeypatch.setenv("CLAUDECODE", "1")
    code, out, err = called(event, monkeypatch, capsys)
    assert (code, out) == (2, "")
    assert err.startswith("sub/app.py:1:8: SEC")
    assert err.endswith("walkaround check sub/app.py\n")
    assert "\nnext: mend them, then " in err
    assert err.count("\n") == 2
    assert secret not in err
    path.write_text("key = None\n")
    assert called(event, monkeypatch, capsys) == (0, "{}\n", "")
