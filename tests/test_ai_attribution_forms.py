"""Every spelling of a declaration: which form it has, what it becomes, and what is said about it, per trailer."""

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests_support import tries
from walkaround._agents import load_agents
from walkaround._marks import find_marks
from walkaround.ai_attribution._terms import Terms
from walkaround.ai_attribution.form import WORDS, declaration, in_form, loses, words
from walkaround.ai_attribution.judge import judge
from walkaround.ai_attribution.normalise import normalised
from walkaround.ai_attribution.reading import read

AGENTS = load_agents()
REQUIRE = Terms(marks="require")
ADA = "Signed-off-by: Ada Example <ada@example.org>"
FORMED = "Assisted-by: Claude:claude-opus-4.6"
CLAUDE = "Co-authored-by: Claude Opus 4.6 <noreply@anthropic.com>"


@pytest.fixture(autouse=True)
def _nobody_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Ada Example")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "ada@example.org")


def rewritten(message: str, terms: Terms = REQUIRE, *, everything: bool = False) -> str:
    once = normalised(message.encode(), read, terms, everything=everything)
    assert normalised(once, read, terms, everything=everything) == once
    return once.decode()


def said(message: str, terms: Terms) -> list[tuple[str, str, str]]:
    """Place and rule, message and remedy of every finding."""
    found = judge(read(message.encode()), terms)
    return [(f"{one.line}:{one.column} {one.rule}", one.message, one.remedy) for one in found]


BECOMES = {
    # MODEL via AGENT
    "Claude Opus 4.6 via Crush": "Crush:claude-opus-4.6",
    "Bedrock Claude Opus 4.9 via Crush <crush@charm.land>": "Crush:claude-opus-4.9",
    "GLM-4.9 via Crush": "Crush:glm-4.9",
    "GPT-5 Codex via OpenCode": "OpenCode:gpt-5-codex",
    "Kimi K2 via OpenCode": "OpenCode:kimi-k2",
    "DeepSeek V3.2 via Crush": "Crush:deepseek-v3.2",
    "openrouter/anthropic/claude-3.7-sonnet via Aider": "Aider:openrouter/anthropic/claude-3.7-sonnet",
    "Claude Opus 4.6 (via Claude Code)": "Claude:claude-opus-4.6",
    # AGENT (MODEL) and MODEL (AGENT)
    "Claude Code (Opus 4.6)": "Claude:claude-opus-4.6",
    "Claude Code (model: claude-opus-4-6)": "Claude:claude-opus-4-6",
    "Claude Code (claude-opus-4-9@20260301)": "Claude:claude-opus-4-9@20260301",
    "Claude Code (claude-opus-4-6[1m])": "Claude:claude-opus-4-6[1m]",
    "Claude Code [Opus 4.6]": "Claude:claude-opus-4.6",
    "OpenCode (Claude claude-haiku-4-20250301)": "OpenCode:claude-haiku-4-20250301",
    "GitHub Copilot (GPT-5.1-Codex-Max)": "Copilot:gpt-5.1-codex-max",
    "GitHub Copilot (Claude Sonnet 4.8)": "Copilot:claude-sonnet-4.8",
    "Cursor (Opus 4.9)": "Cursor:claude-opus-4.9",
    "Claude Sonnet 4.5 (Cursor)": "Cursor:claude-sonnet-4.5",
    "claude-opus-4-6 (Claude Code)": "Claude:claude-opus-4-6",
    # AGENT/MODEL
    "Claude Code/claude-opus-4-6": "Claude:claude-opus-4-6",
    "opencode/claude-sonnet-4-5": "OpenCode:claude-sonnet-4-5",
    "gemini-cli/gemini-3-pro": "Gemini:gemini-3-pro",
    "Crush/glm-4.6": "Crush:glm-4.6",
    # AGENT MODEL, AGENT - MODEL, AGENT with MODEL, AGENT <MODEL>
    "claude-code claude-sonnet-4-5": "Claude:claude-sonnet-4-5",
    "Claude Code - Opus 4.6": "Claude:claude-opus-4.6",
    "GitHub Copilot with Claude Sonnet 4.5": "Copilot:claude-sonnet-4.5",
    "Claude Code, Opus 4.6": "Claude:claude-opus-4.6",
    "Claude Sonnet 4.5 (claude-sonnet-4-5-20250929)": "Claude:claude-sonnet-4-5-20250929",
    "OpenCode.ai <Opus 4.9>": "OpenCode:claude-opus-4.9",
    # AGENT:MODEL, nearly
    "Claude:Opus 4.6": "Claude:claude-opus-4.6",
    "Claude Code: claude-opus-4-6": "Claude:claude-opus-4-6",
    "Crush:Bedrock Claude Opus 4.9": "Crush:claude-opus-4.9",
    # MODEL
    "Claude Opus 4.6": "Claude:claude-opus-4.6",
    "Claude 4.5 Sonnet": "Claude:claude-4.5-sonnet",
    "Claude Opus 4.6 (1M context)": "Claude:claude-opus-4.6",
    "Claude Opus 4.6 <noreply@anthropic.com>": "Claude:claude-opus-4.6",
    "Gemini 2.5 Pro": "Gemini:gemini-2.5-pro",
    # with tools
    "Claude Opus 4.6 coccinelle sparse": "Claude:claude-opus-4.6 coccinelle sparse",
    "Claude Code (Opus 4.6) clang-tidy": "Claude:claude-opus-4.6 clang-tidy",
}


@pytest.mark.parametrize(("value", "expected"), BECOMES.items(), ids=BECOMES)
def test_becomes(value: str, expected: str) -> None:
    assert not in_form(value, AGENTS.models)
    assert in_form(expected, AGENTS.models)
    assert rewritten(f"x\n\nAssisted-by: {value}\n{ADA}\n") == f"x\n\nAssisted-by: {expected}\n{ADA}\n"


STAYS = [
    "Claude:claude-opus-4.6",
    "Claude Code:claude-opus-4.6 [sparse] [smatch]",
    "aider:openrouter/some/model:free",
    "MyAgent:model-1 tool-2 tool-3",
    "Claude:sonnet sparse",
    # No model: none is invented.
    "AI",
    "LLM sparse",
    "Claude",
    "Claude Code",
    "Claude <noreply@anthropic.com>",
    "GPT via Crush",
    "Copilot (Auto)",
    # A version is the program's.
    "Claude Code 2.1.34",
    "Gemini CLI 0.20.1",
    "Claude Code v2.1 (Opus 4.6)",
    # No agent: none is invented.
    "Opus 4.6",
    "GLM-4.6",
    # More than the form can say.
    "Claude Sonnet 4.5 in Cursor",
    "Claude Sonnet 4.5 Cursor",
    "Claude Opus 4.6 / Sonnet 4.5",
    "Claude Opus 4.6 Sonnet 4.5",
    "Claude Opus 4.6 Sonnet 4.6",
    "Claude Code (Opus 4.6 and Sonnet 4.5)",
    "Claude Code (Opus 4.6, Sonnet 4.5)",
    "Claude Code and Codex (GPT-5.4)",
    "Claude Opus 4.6 & Codex GPT-5.4",
    "Claude Code, Codex (GPT-5.4)",
    "Codex (gpt-5.3-codex, xhigh)",
    "Claude Opus 4.6 frobnicate",
    "Claude Opus 4.6 <noreply@anthropic.com> (tests only)",
    "Claude Opus 4.6, reviewed line by line",
]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Claude Opus 4.6", "Claude:claude-opus-4.6"),
        ("Claude Opus 4.6 (1M context)", "Claude:claude-opus-4.6"),
        ("Claude Code", "Claude"),
        ("Claude Sonnet", "Claude"),
        ("Claude Desktop App", "Claude"),
        ("Claude, powered by AI", None),
        ("Claude powered by AI", "Claude"),
        ("Claude Opus 4.6 Sonnet 4.5", None),
        ("Claude Sonnet 4.5 (Cursor)", None),
        ("Claude and Ada", None),
        ("Claude (who wrote all of the tests)", None),
    ],
)
def test_a_co_author_becomes(name: str, expected: str | None) -> None:
    """Where more is said, the line stays, and only the agent is declared beside it."""
    line = f"Co-authored-by: {name} <noreply@anthropic.com>"
    after = f"Assisted-by: {expected}" if expected else f"{line}\nAssisted-by: Claude"
    assert rewritten(f"x\n\n{line}\n") == f"x\n\n{after}\n"


@pytest.mark.parametrize("value", STAYS)
def test_stays(value: str) -> None:
    message = f"x\n\nAssisted-by: {value}\n{ADA}\n"
    assert rewritten(message) == message
    assert rewritten(message, everything=True) == message


# A person's remark may be among the words, or nothing says that an AI is meant: the line is left to people.
LEFT_TO_PEOPLE = (", reviewed", ", xhigh", " in ", " and ", "frobnicate", "tests only", "LLM")


@pytest.mark.parametrize("value", STAYS)
def test_only_the_key_changes(value: str) -> None:
    """Where another trailer is wanted, what cannot be given the form keeps its words."""
    message = f"x\n\nAssisted-by: {value}\n{ADA}\n"
    left = any(part in value for part in LEFT_TO_PEOPLE)
    expected = message if left else message.replace("Assisted-by", "Generated-by")
    assert rewritten(message, REQUIRE._replace(trailer="generated-by")) == expected


LAID_OUT = {
    "odd hyphen": f"x\n\nAssisted\u2011by: Claude Opus 4.6\n{ADA}\n",
    "spaced key": f"x\n\nAssisted by: Claude Opus 4.6\n{ADA}\n",
    "typo": f"x\n\nAssissted-by: Claude Opus 4.6\n{ADA}\n",
    "other words": f"x\n\nAI-assisted-by: Claude Opus 4.6\n{ADA}\n",
    "other case": f"x\n\nASSISTED-BY: Claude Opus 4.6\n{ADA}\n",
    "indented": f"x\n\n  Assisted-by: Claude Opus 4.6\n\n{ADA}\n",
    "folded": f"x\n\nCo-authored-by: Claude Opus 4.6\n <noreply@anthropic.com>\n{ADA}\n",
    "on the next line": f"x\n\nAssisted-by:\nClaude Code (Opus 4.6)\n{ADA}\n",
    "on the next line, in form": f"x\n\nAssisted-by:\nClaude:claude-opus-4.6\n{ADA}\n",
    "on the next line, indented": f"x\n\nAssisted-by:\n    Claude Code (Opus 4.6)\n{ADA}\n",
    "co-author on the next line": f"x\n\nCo-authored-by:\nClaude Opus 4.6 <noreply@anthropic.com>\n{ADA}\n",
    "literal newline": f"x\\n\\n{CLAUDE}\n\n{ADA}\n",
    "literal newline at the end of a body": f"x\n\n\\n\\nAssisted-by: Claude Opus 4.6\n\n{ADA}\n",
    "outside the block": f"x\n\nAssisted-by: Claude Opus 4.6\n\n{ADA}\n",
    "doubled": f"x\n\n{FORMED}\n{FORMED}\n{ADA}\n",
    "doubled in two spellings": f"x\n\nAssisted-by: Claude Code (Opus 4.6)\nAssited-by: Claude Opus 4.6\n{ADA}\n",
    "with footer and co-author": f"x\n\n🤖 Generated with [Claude Code](https://a/b)\n\n{CLAUDE}\n{ADA}\n",
}


@pytest.mark.parametrize("message", LAID_OUT.values(), ids=LAID_OUT)
def test_laid_out(message: str) -> None:
    """Whatever way it is written, one line that git sees is left, beside the person's."""
    after = rewritten(message)
    parsed = subprocess.run(
        ["git", "interpret-trailers", "--parse"],
        input=after,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert sorted(parsed.stdout.splitlines()) == [FORMED, ADA]
    assert after in (f"x\n\n{FORMED}\n{ADA}\n", f"x\n\n{ADA}\n{FORMED}\n")


@pytest.mark.parametrize(
    "text",
    [
        "Assisted-by:\nthe tests of the parser\n",
        "Assisted-by:\nClaude Martin <claude@example.fr>\n",
        "Assisted-by:\n\nClaude Code\n",
        "Assisted-by:\nClaude Code wrote the first half of this and I wrote the rest\n",
        f"Assisted-by:\n{ADA}\n",
        "Assisted-by:\nSigned-off-by: Claude <noreply@anthropic.com>\n",
    ],
)
def test_the_next_line_is_somebody_s(text: str) -> None:
    message = f"x\n\n{text}\nbody\n"
    assert [mark.text for mark in find_marks(message.split("\n"), AGENTS) if mark.kind == "declaration"] == [""]
    assert rewritten(message, everything=True) == message


KEYED = {
    # terms.trailer -> the key that a co-author, an `Assisted-by:`, a `Generated-by:` and a typo are given
    "assisted-by": ("Assisted-by", "Assisted-by", "Assisted-by", "Assisted-by"),
    "generated-by": ("Generated-by", "Generated-by", "Generated-by", "Generated-by"),
    "either": ("Assisted-by", "Assisted-by", "Generated-by", "Generated-by"),
}


@pytest.mark.parametrize(("trailer", "keys"), KEYED.items(), ids=KEYED)
def test_key(trailer: str, keys: tuple[str, ...]) -> None:
    terms = REQUIRE._replace(trailer=trailer)
    for before, key in zip(("Co-authored-by", "Assisted-by", "Generated-by", "Generated-with"), keys, strict=True):
        address = " <noreply@anthropic.com>" if before == "Co-authored-by" else ""
        after = rewritten(f"x\n\n{before}: Claude Opus 4.6{address}\n{ADA}\n", terms)
        assert after == f"x\n\n{key}: Claude:claude-opus-4.6\n{ADA}\n"


def test_a_declaration_by_the_other_trailer_is_no_double() -> None:
    either = REQUIRE._replace(trailer="either")
    message = f"x\n\nGenerated-By: Claude:claude-opus-4.6\n{ADA}\n"
    assert rewritten(message, either) == message
    assert rewritten(message.replace(ADA, f"{CLAUDE}\n{ADA}"), either) == message


ASKED = {
    "assisted-by": (
        "`Co-authored-by` of Claude shows that AI was at work, but no `Assisted-by` trailer says so.",
        "Add `Assisted-by: Claude:claude-opus-4.6` to the last paragraph.",
    ),
    "generated-by": (
        "`Co-authored-by` of Claude shows that AI was at work, but no `Generated-by` trailer says so.",
        "Add `Generated-by: Claude:claude-opus-4.6` to the last paragraph.",
    ),
    "either": (
        "`Co-authored-by` of Claude shows that AI was at work, but no `Assisted-by` or `Generated-by` trailer says so.",
        "Add `Assisted-by: Claude:claude-opus-4.6` to the last paragraph.",
    ),
}


@pytest.mark.parametrize("trailer", ASKED)
def test_what_is_asked_for(trailer: str) -> None:
    assert said(f"x\n\n{CLAUDE}\n{ADA}\n", REQUIRE._replace(trailer=trailer)) == [("3:1 ATT002", *ASKED[trailer])]


@pytest.mark.parametrize(
    ("trailer", "line", "expected"),
    [
        pytest.param(
            "either",
            "Generated-by: Codex (GPT-5.4)",
            (
                "`Generated-by` does not have the form `Generated-by: AGENT:MODEL`.",
                "Write `Generated-by: Codex:gpt-5.4`.",
            ),
            id="its own key",
        ),
        pytest.param(
            "generated-by",
            "Generated-by:",
            (
                "`Generated-by` does not have the form `Generated-by: AGENT:MODEL`.",
                "Write `Generated-by: AGENT:MODEL`, with the model that was used.",
            ),
            id="empty",
        ),
        pytest.param(
            "assisted-by",
            "Assisted-by: Crush:Bedrock Claude Opus 4.9",
            (
                "`Assisted-by` does not have the form `Assisted-by: AGENT:MODEL`.",
                "Write `Assisted-by: Crush:claude-opus-4.9`.",
            ),
            id="a model in four words",
        ),
        pytest.param("assisted-by", "Generated-by:", None, id="empty, and not asked for"),
        pytest.param("generated-by", "Generated-by: scripts/make_tables.py", None, id="a script"),
        pytest.param("generated-by", "Generated-by: make:tables", None, id="a script with a colon"),
    ],
)
def test_what_is_said_of_the_form(trailer: str, line: str, expected: tuple[str, str] | None) -> None:
    found = said(f"x\n\n{line}\n{ADA}\n", REQUIRE._replace(trailer=trailer))
    assert found == ([] if expected is None else [("3:1 ATT003", *expected)])


@pytest.mark.parametrize(
    ("terms", "remedy"),
    [
        (Terms(), "Add `Assisted-by: AGENT:MODEL`, or `AI-assisted: no`, as a trailer."),
        (Terms(trailer="generated-by", form="any"), "Add `Generated-by: AGENT`, or `AI-assisted: no`, as a trailer."),
        (Terms(trailer="either"), "Add `Assisted-by: AGENT:MODEL`, or `AI-assisted: no`, as a trailer."),
    ],
)
def test_what_an_answer_looks_like(terms: Terms, remedy: str) -> None:
    assert said("x\n", terms._replace(every_commit=True)) == [
        ("1:1 ATT005", "The commit does not say whether AI was used.", remedy)
    ]


PEOPLE_ONLY = Terms(co_authors="forbid")
SPELLINGS = (
    "Co-authored-by",
    "co-author",
    "Co\u2011authored\u2011by",
    "Coauthored-by",
    "Co-developed-by",
    "Written-by",
)


@pytest.mark.parametrize("key", SPELLINGS)
def test_an_agent_as_co_author(key: str) -> None:
    line = f"{key}: Claude Opus 4.6 <noreply@anthropic.com>"
    shown = key.replace("\u2011", "-")
    assert said(f"x\n\n{line}\n{ADA}\n", PEOPLE_ONLY) == [
        (
            "3:1 ATT010",
            f"Claude stands in `{shown}`, where the policy wants people only.",
            "Replace it by `Assisted-by: Claude:claude-opus-4.6`, or let `walkaround-ai-attribution --fix` do so.",
        )
    ]
    assert rewritten(f"x\n\n{line}\n{ADA}\n", PEOPLE_ONLY) in (f"x\n\n{FORMED}\n{ADA}\n", f"x\n\n{ADA}\n{FORMED}\n")


def test_a_co_author_who_is_declared_only_goes() -> None:
    message = f"x\n\n{FORMED}\n{CLAUDE}\n{ADA}\n"
    assert said(message, PEOPLE_ONLY) == [
        (
            "4:1 ATT010",
            "Claude stands in `Co-authored-by`, where the policy wants people only.",
            "Remove this line, or let `walkaround-ai-attribution --fix` do so.",
        )
    ]
    assert rewritten(message, PEOPLE_ONLY) == f"x\n\n{FORMED}\n{ADA}\n"


@pytest.mark.parametrize(
    ("marks", "rules", "after"),
    [
        ("allow", ["ATT010"], f"x\n\n{FORMED}\n{ADA}\n"),
        ("require", ["ATT010", "ATT002"], f"x\n\n{FORMED}\n{ADA}\n"),
        ("forbid", ["ATT004"], f"x\n\n{ADA}\n"),  # one rule is enough to say that the line has to go
    ],
)
def test_co_authors_by_what_marks_may_do(marks: str, rules: list[str], after: str) -> None:
    message, terms = f"x\n\n{CLAUDE}\n{ADA}\n", PEOPLE_ONLY._replace(marks=marks)
    assert [finding.rule for finding in judge(read(message.encode()), terms)] == rules
    assert rewritten(message, terms) == after


@pytest.mark.parametrize(
    "line",
    [
        "Co-authored-by: Claude Martin <claude@example.fr>",
        "Co-authored-by: Devin Smith <devin@example.com>",
        "Co-authored-by: Julia <julia@example.org>",
        "Co-authored-by: Ada Example <ada@anthropic.com>",
        "Co-authored-by: dependabot[bot] <support@github.com>",
        "Reviewed-by: Claude Code <noreply@anthropic.com>",
        f"> {CLAUDE}",
    ],
)
@pytest.mark.parametrize("marks", ["allow", "require", "forbid"])
def test_people_may_stand_as_co_authors(line: str, marks: str) -> None:
    message, terms = f"x\n\n{line}\n{ADA}\n", PEOPLE_ONLY._replace(marks=marks)
    assert said(message, terms) == []
    assert rewritten(message, terms, everything=True) == message


def test_a_co_author_that_git_does_not_see_is_to_go_and_not_to_move() -> None:
    message = f"x\n\nbody\\n\\n{CLAUDE}\n\n{ADA}\n"
    assert [rule for rule, _, _ in said(message, PEOPLE_ONLY)] == ["3:1 ATT010"]
    assert [rule for rule, _, _ in said(message, Terms())] == ["3:1 ATT006"]


NAMES = st.sampled_from([agent for agent in AGENTS.agents if not agent.generic])
PIECES = st.sampled_from(
    [*AGENTS.models, *"()[]<>:/-,", "Claude", "Opus", "4.6", "GPT-5.4", "via", "with", "Code", "CLI", "2.1.3", "sparse",
     "Crush", "Cursor", "noreply@anthropic.com", "https://a/b-1", "Ada", "K2", "\u00e9"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=7).map(" ".join) | st.lists(PIECES, max_size=7).map("".join) | st.text(max_size=30)


@given(NAMES, TEXTS)
@settings(max_examples=tries(2000), deadline=None)
def test_no_model_is_invented(agent: object, text: str) -> None:
    """What is made of any text has the form or is the agent alone, and each word of its model is in the text."""
    chosen = next(one for one in AGENTS.agents if one == agent)
    made = declaration(chosen, text, AGENTS.models)
    if made == chosen.name:
        return
    assert in_form(made, AGENTS.models)
    assert declaration(chosen, made, AGENTS.models).split()[0] == made.split()[0]
    model = made.removeprefix(f"{chosen.name}:").split()[0]
    families = {word for full in AGENTS.models.values() for word in words(full)}
    assert all(word in families or word in " ".join(words(text)) for word in words(model))


@given(st.sampled_from(["Assisted-by", "Generated-by", "Assited-by"]), TEXTS)
@settings(max_examples=tries(2000), deadline=None)
def test_nothing_that_is_said_is_lost(key: str, text: str) -> None:
    """Every word of a declaration is in what becomes of it, but for the names of its agent and for fillers."""
    value = " ".join(text.split())
    message = f"x\n\n{key}: {value}\n{ADA}\n"
    after = rewritten(message)
    assert ADA in after
    marks = [mark for mark in find_marks(message.split("\n"), AGENTS) if mark.kind == "declaration"]
    if after == message or not marks or marks[0].agent is None:
        assert after == message
        return
    own = {word for name in AGENTS.names_of(marks[0].agent) for word in words(name)}
    assert not loses(value, after, own | (WORDS - {"codex", "opus", "sonnet", "haiku", "sparse"}))
