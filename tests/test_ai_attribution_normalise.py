"""Rewriting marks: to one form or away, the same on a second run, and never a person's line."""

import os
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests_support import TOP, tries
from walkaround._agents import load_agents
from walkaround._message import committed_text, split_lines
from walkaround.ai_attribution._terms import Terms
from walkaround.ai_attribution.form import model_in, well_formed
from walkaround.ai_attribution.judge import judge
from walkaround.ai_attribution.normalise import normalised
from walkaround.ai_attribution.reading import read

AGENTS = load_agents()
ALLOW = Terms("allow", "agent-model", "forbid", every_commit=False)
REQUIRE = ALLOW._replace(marks="require")
FORBID = ALLOW._replace(marks="forbid")
CLAUDE = "Co-authored-by: Claude Opus 4.6 <noreply@anthropic.com>"
FOOTER = "🤖 Generated with [Claude Code](https://claude.com/claude-code)"
FORMED = "Assisted-by: Claude:claude-opus-4.6"
ADA = "Signed-off-by: Ada Example <ada@example.com>"


@pytest.fixture(autouse=True)
def _nobody_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)


def rewritten(content: bytes, terms: Terms, *, everything: bool = False) -> bytes:
    return normalised(content, lambda now: read(committed_text(now), AGENTS), terms, everything=everything)


def text(message: str, terms: Terms, *, everything: bool = False) -> str:
    return rewritten(message.encode(), terms, everything=everything).decode()


TO_FORM = {
    "co-author": (f"x\n\n{CLAUDE}\n", f"x\n\n{FORMED}\n"),
    "footer and co-author": (f"x\n\nbody\n\n{FOOTER}\n\n{CLAUDE}\n", f"x\n\nbody\n\n{FORMED}\n"),
    "footer alone": (f"x\n\nbody\n\n{FOOTER}\n", "x\n\nbody\n\nAssisted-by: Claude\n"),
    "between people": (f"x\n\nFixes: #1\n{CLAUDE}\n{ADA}\n", f"x\n\nFixes: #1\n{FORMED}\n{ADA}\n"),
    "after people": (f"x\n\n{ADA}\n\n{FOOTER}\n", f"x\n\n{ADA}\nAssisted-by: Claude\n"),
    "twice": (f"x\n\n{CLAUDE}\n{CLAUDE}\n", f"x\n\n{FORMED}\n"),
    "already declared, with a tool": (f"x\n\n{FORMED} sparse\n{CLAUDE}\n", f"x\n\n{FORMED} sparse\n"),
    "declared without the model": (f"x\n\nAssisted-by: Claude Code\n{CLAUDE}\n", f"x\n\n{FORMED}\n"),
    "declared twice": (f"x\n\n{FORMED}\n{FORMED}\n", f"x\n\n{FORMED}\n"),
    "declared twice, in two forms": (f"x\n\nAssisted-by: Claude Opus 4.6\n{FORMED}\n", f"x\n\n{FORMED}\n"),
    "a typo beside another model": (
        f"x\n\nAssited-by: Claude Sonnet 4.5\n{FORMED}\n",
        f"x\n\nAssisted-by: Claude:claude-sonnet-4.5\n{FORMED}\n",
    ),
    "declared, footer": (f"x\n\n{FOOTER}\n\n{FORMED}\n", f"x\n\n{FORMED}\n"),
    "two agents": (f"x\n\n{CLAUDE}\nMade-with: Cursor\n", f"x\n\n{FORMED}\nAssisted-by: Cursor\n"),
    "via": (
        "x\n\nAssisted-by: AWS Claude Opus 4.6 via Crush <crush@charm.land>\n",
        "x\n\nAssisted-by: Crush:claude-opus-4.6\n",
    ),
    "brackets": (
        "x\n\nAssisted-by: OpenCode (Claude claude-opus-4-6)\n",
        "x\n\nAssisted-by: OpenCode:claude-opus-4-6\n",
    ),
    "angles": ("x\n\nAssisted-by: OpenCode.ai <Opus 4.6>\n", "x\n\nAssisted-by: OpenCode:claude-opus-4.6\n"),
    "path and tag": (
        "x\n\nCo-authored-by: aider (a/deepseek-r1:free) <aider@aider.chat>\n",
        "x\n\nAssisted-by: Aider:a/deepseek-r1:free\n",
    ),
    "generated-by": ("x\n\nGenerated-by: Codex (GPT-5.2-Codex)\n", "x\n\nAssisted-by: Codex:gpt-5.2-codex\n"),
    "typo": ("x\n\nAssited-by: Claude Sonnet 4.5\n", "x\n\nAssisted-by: Claude:claude-sonnet-4.5\n"),
    "odd hyphens": ("x\n\nAssisted\u2011by: Claude:a-1\n", "x\n\nAssisted-by: Claude:a-1\n"),
    "folded": ("x\n\nCo-authored-by: Claude Opus 4.6\n  <noreply@anthropic.com>\n", f"x\n\n{FORMED}\n"),
    "literal newline": (f"x\\n\\nbody\\n\\n{CLAUDE}\n", f"x\\n\\nbody\n\n{FORMED}\n"),
    "literal newline, two marks": (f"x\\n\\n{FOOTER}\\n{CLAUDE}\n", f"x\n\n{FORMED}\n"),
    "outside the block": (f"x\n\n{CLAUDE}\n\nmore\n", f"x\n\nmore\n\n{FORMED}\n"),
    "before the template": (
        f"x\n\n{FOOTER}\n\n# Please enter\n# On branch\n",
        "x\n\nAssisted-by: Claude\n\n# Please enter\n# On branch\n",
    ),
    "no end of line": (f"x\n\n{CLAUDE}", f"x\n\n{FORMED}"),
    "no end of line, added": (f"x\n\nbody {FOOTER}\\n{CLAUDE}", f"x\n\nbody {FOOTER}\n\n{FORMED}\n"),
    "CRLF": (f"x\r\n\r\n{FOOTER}\r\n\r\n{CLAUDE}\r\n", f"x\r\n\r\n{FORMED}\r\n"),
    "CRLF, added": (f"x\r\n\r\n{FOOTER}\r\n", "x\r\n\r\nAssisted-by: Claude\r\n"),
    "session link stays": (
        "x\n\nClaude-Session: https://a/b\n",
        "x\n\nClaude-Session: https://a/b\nAssisted-by: Claude\n",
    ),
    "name of a new model": (
        "x\n\nCo-authored-by: Claude Vivace <noreply@anthropic.com>\n",
        "x\n\nAssisted-by: Claude\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), TO_FORM.values(), ids=TO_FORM.keys())
def test_to_form(before: str, after: str) -> None:
    assert text(before, REQUIRE) == after
    assert text(after, REQUIRE) == after
    assert text(before, ALLOW, everything=True) == (before if "Session" in before else after)


UNTOUCHED = {
    "in form": f"x\n\n{FORMED}\n",
    "no model known": "x\n\nAssisted-by: Claude Code\n",
    "some AI": "x\n\nAssisted-by: AI\n",
    "AI-assisted": "x\n\nAI-assisted: yes\n",
    "two names in one": "x\n\nCo-authored-by: Ada and Claude <noreply@anthropic.com>\n\nAssisted-by: Claude:a-1\n",
    "a remark": "x\n\nAssisted-by: Claude Code for the tests, Opus 4.6 for the rest\n",
    "a tool that is not known": "x\n\nAssisted-by: Claude Opus 4.6 frobnicate\n",
    "a second agent": "x\n\nAssisted-by: Claude Sonnet 4.5 in Cursor\n",
    "a second model": "x\n\nAssisted-by: Claude Opus 4.6 / Sonnet 4.5\n",
    "a version of the tool": "x\n\nAssisted-by: Claude Code 2.1.34 (Claude Opus 4.6)\n",
    "a version and no model": "x\n\nAssisted-by: Claude Code 2.1.34\n",
    "a model without an agent": "x\n\nAssisted-by: Opus 4.6\n",
    "a tool behind the form": f"x\n\n{FORMED} frobnicate\n",
    "text folded into a declaration": f"x\n\n{FORMED}\n    code\n",
    "sign-off": f"x\n\nSigned-off-by: Claude <noreply@anthropic.com>\n{FORMED}\n",
    "person": "x\n\nCo-authored-by: Claude Martin <claude@example.fr>\n",
    "text folded into a mark": f"x\n\n{CLAUDE}\n  because of the deadline\nAssisted-by: Claude:a-1\n",
    "text after a mark": f"x\n\n{CLAUDE} and Ada\nAssisted-by: Claude:a-1\n",
    "quoted": f"x\n\n```\n{CLAUDE}\n```\n\n> {FOOTER}\n\n    {CLAUDE}\n",
    "fixup": f"fixup! x\n\n{CLAUDE}\n",
    "blank lines": "x\n\n\n\nbody\n\n\n",
    "empty": "",
}


@pytest.mark.parametrize("message", UNTOUCHED.values(), ids=UNTOUCHED.keys())
def test_what_stays(message: str) -> None:
    assert text(message, REQUIRE) == message


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(f"x\n\n{CLAUDE}\n", "x\n", id="co-author"),
        pytest.param(f"x\n\nbody\n\n{FOOTER}\n\n{CLAUDE}\n", "x\n\nbody\n", id="footer"),
        pytest.param(f"x\n\n{ADA}\n{CLAUDE}\nFixes: #1\n", f"x\n\n{ADA}\nFixes: #1\n", id="between people"),
        pytest.param(f"x\n\n{FORMED}\nClaude-Session: https://a/b\n", "x\n", id="declaration and link"),
        pytest.param(f"x\n\n{CLAUDE}\n\n# Please\n", "x\n\n# Please\n", id="before the template"),
        pytest.param(f"x\\n\\n{CLAUDE}\n", "x\n", id="literal newline"),
        pytest.param("x\n\nSigned-off-by: Claude <noreply@anthropic.com>\n", None, id="sign-off stays"),
        pytest.param("x\n\nCo-authored-by: Ada and Claude <noreply@anthropic.com>\n", None, id="two names in one"),
        pytest.param("x\n\nCo-authored-by: Claude Martin <claude@example.fr>\n", None, id="person"),
    ],
)
def test_away(before: str, after: str | None) -> None:
    assert text(before, FORBID) == (before if after is None else after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(f"x\n\n{CLAUDE}\n", None, id="co-author may stand"),
        pytest.param(f"x\n\n{FOOTER}\n", None, id="footer may stand"),
        pytest.param("x\n\nAssisted-by: Claude Opus 4.6\n", f"x\n\n{FORMED}\n", id="malformed"),
        pytest.param(f"x\\n\\n{CLAUDE}\n", f"x\n\n{CLAUDE}\n", id="unseen is moved as it is"),
    ],
)
def test_allow_mends_only_what_a_finding_names(before: str, after: str | None) -> None:
    assert text(before, ALLOW) == (before if after is None else after)


def test_an_author_s_mark_is_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Cursor Agent")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "cursoragent@cursor.com")
    assert text("x\n", REQUIRE) == "x\n\nAssisted-by: Cursor\n"
    assert text("x\n\nAssisted-by: Cursor:composer-1\n", REQUIRE) == "x\n\nAssisted-by: Cursor:composer-1\n"


HUMAN = (
    "body text",
    "",
    "  indented",
    "    code",
    "```",
    "> cited",
    "# comment",
    "Fixes: #1",
    ADA,
    "* item",
    "\ufeff",
    "a\\nb",
    "---",
    "Co-authored-by: Claude Martin <claude@example.fr>",
    "Co-authored-by: Julia <julia@example.org>",
    "Assisted-by: Grace Hopper <grace@example.org>",
    "Reviewed-by: Devin <devin@example.com>",
    "Note that: x",
    "caf\xe9",
    "(cherry picked from commit 1234)",
    "Signed-off-by: dependabot[bot] <support@github.com>",
    "trailing  ",
    "\x00",
)
MACHINE = (
    CLAUDE,
    FOOTER,
    FORMED,
    "Assisted-by: Claude Sonnet 4.5 via Crush",
    "Made-with: Cursor",
    "Assisted-by: AI",
    "Co-authored-by: Copilot <223556219+Copilot@users.noreply.github.com>",
    "Claude-Session: https://a/b",
    "Generated-by: Codex (GPT-5.4)",
    "💘 Generated with Crush",
    "AI-assisted: yes",
    "  " + CLAUDE,
    "Assisted by: Claude Code",
    "Signed-off-by: Claude <noreply@anthropic.com>",
    f"text\\n\\n{CLAUDE}",
    f"\\n{FOOTER}\\n{CLAUDE}",
    "Co\u2011authored-by: Claude",
    "Assited-by: Claude Opus 4.6",
    "Assisted-by: Claude Code (Opus 4.6)",
    "Assisted-by: Claude Code",
    "Assisted-by: Claude Sonnet 4.5 in Cursor",
    "Assisted-by: Claude Code/claude-opus-4-6",
    "Generated-by: Claude:claude-opus-4.6 sparse",
    "Assisted-by:\n  Claude Code (Opus 4.5)",
    "Assisted-by:\nClaude Code",
    "Co-authored-by:\nClaude <noreply@anthropic.com>",
    "Generated-by:",
    "Co-developed-by: Claude claude-opus-4-6 <noreply@anthropic.com>",
    "Signed-off-by: Codex <noreply@openai.com>",
)
ENDS = ("\n", "\r\n")
messages = st.tuples(
    st.lists(st.sampled_from(HUMAN) | st.sampled_from(MACHINE), max_size=12), st.sampled_from(ENDS), st.booleans()
).map(
    lambda drawn: ("subject" + drawn[1] + drawn[1] + drawn[1].join(drawn[0]) + (drawn[1] if drawn[2] else "")).encode()
)


def _preset(path: Path) -> Terms:
    values: dict[str, Any] = {key.replace("-", "_"): value for key, value in tomllib.loads(path.read_text()).items()}
    values.pop("normalise", None)  # the tests draw `everything`
    return ALLOW._replace(**values)


PRESETS = [_preset(path) for path in sorted((TOP / "policies" / "attribution").iterdir())]
GENERATED = REQUIRE._replace(trailer="generated-by")
terms = st.sampled_from([ALLOW, REQUIRE, FORBID, REQUIRE._replace(form="any"), GENERATED, *PRESETS])


@given(messages, terms, st.booleans())
@settings(max_examples=tries(2000), deadline=None)
def test_a_second_run_changes_nothing(message: bytes, wanted: Terms, everything: bool) -> None:
    once = rewritten(message, wanted, everything=everything)
    assert rewritten(once, wanted, everything=everything) == once


def peoples(message: bytes) -> list[bytes]:
    """The lines that no machine wrote, with their ends, without the blank ones."""
    machines = {line.strip().encode() for piece in MACHINE for line in piece.split("\n")}
    own = [line for line in split_lines(message) if line.strip() and line.strip() not in machines]
    return [line for line in own if b"Grace" in line or not line.startswith((b"Assisted-by: ", b"Generated-by: "))]


@given(messages, terms, st.booleans())
@settings(max_examples=tries(2000), deadline=None)
def test_people_s_lines_stay_byte_for_byte(message: bytes, wanted: Terms, everything: bool) -> None:
    kept = [line.rstrip(b"\r\n") for line in peoples(rewritten(message, wanted, everything=everything))]
    for line in peoples(message):
        bare = line.rstrip(b"\r\n")
        assert bare in kept, bare
        kept = kept[kept.index(bare) + 1 :]  # and in their order


@given(messages, terms, st.booleans())
@settings(max_examples=tries(2000), deadline=None)
def test_sign_offs_stay_as_they_are(message: bytes, wanted: Terms, everything: bool) -> None:
    """Those of people, so that a repository that asks for them never lacks one afterwards, and those of agents."""

    def signed(content: bytes) -> list[bytes]:
        return [line.strip() for line in split_lines(content) if line.startswith(b"Signed-off-by:")]

    assert signed(rewritten(message, wanted, everything=everything)) == signed(message)


@given(messages, terms)
@settings(max_examples=tries(2000), deadline=None)
def test_what_is_rewritten_leaves_less_to_say(message: bytes, wanted: Terms) -> None:
    """No rule is broken afterwards that was not before."""

    def found(content: bytes) -> set[str]:
        return {finding.rule for finding in judge(read(committed_text(content), AGENTS), wanted)}

    # But for ATT003: a mark that becomes a declaration without a model asks for the model. And for ATT006: in a
    # paragraph that is mostly text, git may see no trailers any more once one of them is gone.
    assert found(rewritten(message, wanted, everything=True)) <= found(message) | {"ATT003", "ATT006"}


@given(st.lists(st.sampled_from(HUMAN), max_size=12), terms, st.booleans())
@settings(max_examples=tries(500), deadline=None)
def test_a_person_s_message_is_never_touched(lines: list[str], wanted: Terms, everything: bool) -> None:
    message = "\n".join(["subject", "", *lines]).encode()
    assert rewritten(message, wanted, everything=everything) == message
    # Whether a person has to say or sign something is another matter.
    of_marks = [f for f in judge(read(committed_text(message), AGENTS), wanted) if f.rule not in ("ATT005", "ATT008")]
    assert of_marks == []


@given(st.binary() | st.text().map(lambda drawn: drawn.encode("utf-8", "replace")), terms)
@settings(deadline=None)
def test_any_bytes_are_read_and_kept(message: bytes, wanted: Terms) -> None:
    once = rewritten(message, wanted, everything=True)
    assert rewritten(once, wanted, everything=True) == once


@pytest.mark.parametrize(
    "message",
    [
        pytest.param("x\n\nAssisted-by: Claude" + " claude" * 200_000 + "\n", id="a name without end"),
        pytest.param("x\n\nAssisted-by:" + "\n claude" * 50_000 + "\n", id="folded without end"),
        pytest.param("x\n\nAssisted-by: Claude " + "(" * 500_000 + "\n", id="brackets"),
        pytest.param("x\n\nAssisted-by: " + "a/" * 500_000 + "claude-4\n", id="a path"),
        pytest.param("x\n\n" + "\\n" * 200_000 + "\n", id="literal newlines"),
        pytest.param("x\n\n" + "Assisted-by: Claude:claude-opus-4.6\n" * 20_000, id="doubles"),
        pytest.param("x\n\n" + "".join(f"Assisted-by: Claude Opus {at}\n" for at in range(3_000)), id="models"),
    ],
)
def test_no_size_stops_it(message: str) -> None:
    once = text(message, REQUIRE)
    assert len(once.split("Assisted-by")) == (2 if "claude-opus-4.6" in message else len(message.split("Assisted-by")))
    assert rewritten(once.encode(), FORBID) in (once.encode(), b"x\n")


@given(st.text(alphabet="Claude Opus:4.6()<>@/- vixGPT\u00e9,"))
def test_a_model_is_one_word(value: str) -> None:
    model = model_in(value, AGENTS.models)
    assert model == "" or (len(model.split()) == 1 and any(char.isdigit() for char in model))


@pytest.mark.parametrize(
    ("value", "model"),
    [
        ("Claude Opus 4.6 (1M context) <noreply@anthropic.com>", "claude-opus-4.6"),
        ("Claude Fable 5", "claude-fable-5"),
        ("Zed Agent (GPT-5.2-Codex)", "gpt-5.2-codex"),
        ("GLM-4.6 via Crush", "glm-4.6"),
        ("Gemini 2.5 Pro", "gemini-2.5-pro"),
        ("OpenHands-GPT-4.1 <openhands@all-hands.dev>", "gpt-4.1"),
        ("Claude Code (claude-opus-4-5@20251101)", "claude-opus-4-5@20251101"),
        ("Claude Code", ""),
        ("Cursor (Auto)", ""),
        ("", ""),
    ],
)
def test_models(value: str, model: str) -> None:
    assert model_in(value, AGENTS.models) == model
    assert not model or well_formed(f"Agent:{model}")
