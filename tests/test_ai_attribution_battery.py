"""Awkward messages, and all that the judge says of each where marks are required, and where they are forbidden."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests_support import tries
from walkaround._agents import Identity, load_agents
from walkaround._marks import assisted, find_marks
from walkaround._message import committed_text
from walkaround.ai_attribution._terms import Terms
from walkaround.ai_attribution.judge import judge
from walkaround.ai_attribution.reading import read

ADA = "Ada Example <ada@example.com>"
CO_AUTHOR = "Co-authored-by: Claude Opus 4.6 <noreply@anthropic.com>"
FOOTER = "🤖 Generated with [Claude Code](https://claude.com/claude-code)"
ELSEWHERE = "is not in the last paragraph with other trailers only"
ESCAPED = "stands behind a literal `\\n`"
LINE = "Remove this line, or let `walkaround-ai-attribution --fix` remove it."
AUTHOR = "Commit under your own name: set the author to the person who answers for the change."


def undeclared(line: int, what: str, trailer: str) -> str:
    model = ", with the model that was used" if trailer.endswith("MODEL") else ""
    said = f"{what} shows that AI was at work, but no `Assisted-by` trailer says so."
    return f"{line}:ATT002 {said} Add `Assisted-by: {trailer}`{model} to the last paragraph."


def forbidden(line: int, what: str, remedy: str = LINE) -> str:
    return f"{line}:ATT004 {what} marks the commit as made with AI, which the policy forbids. {remedy}"


def unseen(line: int, who: str, how: str = ELSEWHERE) -> str:
    move = "Move it to a last paragraph of trailers, or let `walkaround-ai-attribution --fix` move it."
    return f"{line}:ATT006 The mark of {who} {how}, so git does not see it as a trailer. {move}"


def malformed(line: int, trailer: str) -> str:
    model = ", with the model that was used" if trailer.endswith("MODEL") else ""
    said = "`Assisted-by` does not have the form `Assisted-by: AGENT:MODEL`."
    return f"{line}:ATT003 {said} Write `Assisted-by: {trailer}`{model}."


def signed(line: int) -> str:
    act = "Remove this line and sign off yourself with `git commit --signoff`."
    return f"{line}:ATT001 Claude signs off, which only a person can do. {act}"


def claimed(line: int, agent: str = "") -> str:
    if not agent:
        act = "Take AI's part out of the change, which the policy forbids, or leave the sentence if none was used."
    else:
        act = f"Add `Assisted-by: {agent}:MODEL`, with the model that was used, as a trailer, or "
        act += "leave the sentence as it is if no AI was used."
    return f"{line}:ATT007 The text says that AI was used, and no mark does. {act}"


# Name, message, what is said under "require" and under "forbid", and the author when it is not Ada.
BATTERY: list[tuple[str, str | bytes, list[str], list[str], tuple[str, str] | None]] = [
    (
        "co-author",
        f"Add x\n\n{CO_AUTHOR}\n",
        [undeclared(3, "`Co-authored-by` of Claude", "Claude:claude-opus-4.6")],
        [forbidden(3, "`Co-authored-by` of Claude")],
        None,
    ),
    (
        "beside a person",
        f"Add x\n\nCo-authored-by: {ADA}, Claude <noreply@anthropic.com>\n",
        [undeclared(3, "`Co-authored-by` of Claude", "Claude:MODEL")],
        [forbidden(3, "`Co-authored-by` of Claude", "Take the agent out of this line, and leave the people in it.")],
        None,
    ),
    (
        "two people",
        f"Add x\n\nCo-authored-by: {ADA}, Claude <claude@example.fr>, Grace <grace@example.com>\n",
        [],
        [],
        None,
    ),
    (
        "address in HTML",
        "Add x\n\nCo-authored-by: Claude &lt;noreply@anthropic.com&gt;\n",
        [undeclared(3, "`Co-authored-by` of Claude", "Claude:MODEL")],
        [forbidden(3, "`Co-authored-by` of Claude")],
        None,
    ),
    (
        "folded",
        "Add x\n\nCo-authored-by: Claude Opus 4.6\n <noreply@anthropic.com>\n",
        [undeclared(3, "`Co-authored-by` of Claude", "Claude:claude-opus-4.6")],
        [forbidden(3, "`Co-authored-by` of Claude")],
        None,
    ),
    (
        "name on the next line",
        "Add x\n\nCo-authored-by:\nClaude Opus 4.6 <noreply@anthropic.com>\n",
        [unseen(3, "Claude"), undeclared(3, "`Co-authored-by` of Claude", "Claude:claude-opus-4.6")],
        [forbidden(3, "`Co-authored-by` of Claude")],
        None,
    ),
    (
        "link on the next line",
        "Add x\n\nFixes: #12\nAmp-Thread-ID:\nhttps://ampcode.com/threads/T-1\n",
        [undeclared(4, "`Amp-Thread-ID` of Amp", "Amp:MODEL")],
        [forbidden(4, "`Amp-Thread-ID` of Amp")],
        None,
    ),
    (
        "next line is another trailer",
        f"Add x\n\nCo-authored-by:\nSigned-off-by: {ADA}\n",
        [],
        [],
        None,
    ),
    (
        "next line is blank",
        "Add x\n\nAssisted-by:\n\nClaude\n",
        [malformed(3, "AGENT:MODEL"), unseen(3, "an AI agent")],
        [],
        None,
    ),
    (
        "CRLF",
        f"Add x\r\n\r\n{CO_AUTHOR}\r\n",
        [undeclared(3, "`Co-authored-by` of Claude", "Claude:claude-opus-4.6")],
        [forbidden(3, "`Co-authored-by` of Claude")],
        None,
    ),
    (
        "U+2011 hyphens",
        "Add x\n\nCo\u2011authored\u2011by: Claude Opus 4.6 <noreply@anthropic.com>\n",
        [unseen(3, "Claude"), undeclared(3, "`Co-authored-by` of Claude", "Claude:claude-opus-4.6")],
        [forbidden(3, "`Co-authored-by` of Claude")],
        None,
    ),
    (
        "lower case",
        "Add x\n\nco-authored-by: claude opus 4.6 <noreply@anthropic.com>\n",
        [undeclared(3, "`co-authored-by` of Claude", "Claude:claude-opus-4.6")],
        [forbidden(3, "`co-authored-by` of Claude")],
        None,
    ),
    (
        "upper case",
        "Add x\n\nCO-AUTHORED-BY: CLAUDE OPUS 4.6 <NOREPLY@ANTHROPIC.COM>\n",
        [undeclared(3, "`CO-AUTHORED-BY` of Claude", "Claude:claude-opus-4.6")],
        [forbidden(3, "`CO-AUTHORED-BY` of Claude")],
        None,
    ),
    (
        "spaces for hyphens",
        "Add x\n\nAssisted by: Claude Code\n",
        [malformed(3, "Claude:MODEL"), unseen(3, "Claude")],
        [forbidden(3, "`Assisted-by` of Claude")],
        None,
    ),
    (
        "misspelled",
        "Add x\n\nAssited-by: Claude:claude-opus-4.6\n",
        [undeclared(3, "`Assited-by` of Claude", "Claude:claude-opus-4.6")],
        [forbidden(3, "`Assited-by` of Claude")],
        None,
    ),
    (
        "indented a little",
        f"Add x\n\n  {CO_AUTHOR}\n",
        [unseen(3, "Claude"), undeclared(3, "`Co-authored-by` of Claude", "Claude:claude-opus-4.6")],
        [forbidden(3, "`Co-authored-by` of Claude")],
        None,
    ),
    (
        "literal backslash-n",
        f"Add x\\n\\n{CO_AUTHOR}\n",
        [unseen(1, "Claude", ESCAPED), undeclared(1, "`Co-authored-by` of Claude", "Claude:claude-opus-4.6")],
        [forbidden(1, "`Co-authored-by` of Claude")],
        None,
    ),
    (
        "literal backslash-n, twice",
        f"Add x\\n\\n{FOOTER}\\n\\n{CO_AUTHOR}\n",
        [unseen(1, "Claude", ESCAPED), undeclared(1, "The footer of Claude", "Claude:MODEL")],
        [forbidden(1, "The footer of Claude"), forbidden(1, "`Co-authored-by` of Claude")],
        None,
    ),
    (
        "middle of the body",
        (f"Add x\n\n{CO_AUTHOR}\n\nMore words.\n"),
        [unseen(3, "Claude"), undeclared(3, "`Co-authored-by` of Claude", "Claude:claude-opus-4.6")],
        [forbidden(3, "`Co-authored-by` of Claude")],
        None,
    ),
    (
        "without an address",
        "Add x\n\nCo-authored-by: Claude\n",
        [undeclared(3, "`Co-authored-by` of Claude", "Claude:MODEL")],
        [forbidden(3, "`Co-authored-by` of Claude")],
        None,
    ),
    (
        "in form",
        "Add x\n\nAssisted-by: Claude:claude-opus-4.6 sparse\n",
        [],
        [forbidden(3, "`Assisted-by` of Claude")],
        None,
    ),
    (
        "via",
        "Add x\n\nAssisted-by: Claude Sonnet 4.5 via Crush\n",
        [malformed(3, "Crush:claude-sonnet-4.5")],
        [forbidden(3, "`Assisted-by` of Crush")],
        None,
    ),
    (
        "a link to what one says of LLMs",
        "Add x\n\nGenerated-by: https://example.com/about#llms\n",
        [undeclared(3, "`Generated-by` of an AI agent", "AGENT:MODEL")],
        [forbidden(3, "`Generated-by` of an AI agent")],
        None,
    ),
    (
        "yes",
        "Add x\n\nAI-assisted: true\n",
        [undeclared(3, "`AI-assisted` of an AI agent", "AGENT:MODEL")],
        [forbidden(3, "`AI-assisted` of an AI agent")],
        None,
    ),
    (
        "no beside a mark",
        (f"Add x\n\nAI-assisted: no\n{CO_AUTHOR}\n"),
        [undeclared(4, "`Co-authored-by` of Claude", "Claude:claude-opus-4.6")],
        [forbidden(4, "`Co-authored-by` of Claude")],
        None,
    ),
    (
        "footer",
        f"Add x\n\n{FOOTER}\n",
        [undeclared(3, "The footer of Claude", "Claude:MODEL")],
        [forbidden(3, "The footer of Claude")],
        None,
    ),
    (
        "footer with other emoji",
        "Add x\n\n🦀✨ Generated with Crush\n",
        [undeclared(3, "The footer of Crush", "Crush:MODEL")],
        [forbidden(3, "The footer of Crush")],
        None,
    ),
    (
        "footer in a list",
        (f"Add x\n\n* Add y\n* {FOOTER}\n"),
        [undeclared(4, "The footer of Claude", "Claude:MODEL")],
        [forbidden(4, "The footer of Claude")],
        None,
    ),
    (
        "session trailer",
        "Add x\n\nClaude-Session: https://claude.ai/code/session_1\n",
        [undeclared(3, "`Claude-Session` of Claude", "Claude:MODEL")],
        [forbidden(3, "`Claude-Session` of Claude")],
        None,
    ),
    (
        "session link",
        "Add x\n\nhttps://claude.ai/code/session_1\n",
        [undeclared(3, "The footer of Claude", "Claude:MODEL")],
        [forbidden(3, "The footer of Claude")],
        None,
    ),
    (
        "a tool's trailer",
        "Add x\n\nMade-with: Cursor\n",
        [undeclared(3, "`Made-with` of Cursor", "Cursor:MODEL")],
        [forbidden(3, "`Made-with` of Cursor")],
        None,
    ),
    (
        "sign-off of an agent",
        (f"Add x\n\nSigned-off-by: Claude <noreply@anthropic.com>\nSigned-off-by: {ADA}\n"),
        [signed(3), undeclared(3, "`Signed-off-by` of Claude", "Claude:MODEL")],
        [signed(3)],
        None,
    ),
    (
        "agent's account",
        ("Add x\n\nCo-authored-by: copilot-swe-agent[bot] <198982749+Copilot@users.noreply.github.com>\n"),
        [undeclared(3, "`Co-authored-by` of Copilot", "Copilot:MODEL")],
        [forbidden(3, "`Co-authored-by` of Copilot")],
        None,
    ),
    (
        "author is an agent",
        "Add x\n",
        [undeclared(0, "The author, Devin,", "Devin:MODEL")],
        [forbidden(0, "The author, Devin,", AUTHOR)],
        ("Devin AI", "158243242+devin-ai-integration[bot]@users.noreply.github.com"),
    ),
    (
        "author with a suffix",
        "Add x\n",
        [undeclared(0, "The author, Aider,", "Aider:MODEL")],
        [forbidden(0, "The author, Aider,", AUTHOR)],
        ("Ada Example (aider)", "ada@example.com"),
    ),
    (
        "squash of several",
        (
            "Add x (#7)\n\n* Add x\n\n"
            f"{CO_AUTHOR}\n\n"
            "* Mend x\n\n"
            "Co-authored-by: Codex <noreply@openai.com>\n\n"
            "---------\n\n"
            "Co-authored-by: Grace Example <grace@example.com>\nCo-authored-by: Claude <noreply@anthropic.com>\n"
        ),
        [unseen(9, "Codex"), undeclared(5, "`Co-authored-by` of Claude", "Claude:claude-opus-4.6")],
        [
            forbidden(5, "`Co-authored-by` of Claude"),
            forbidden(9, "`Co-authored-by` of Codex"),
            forbidden(14, "`Co-authored-by` of Claude"),
        ],
        None,
    ),
    (
        "revert with a mark of its own",
        (f'Revert "Add x"\n\nThis reverts commit 1234567.\n\n{CO_AUTHOR}\n'),
        [undeclared(5, "`Co-authored-by` of Claude", "Claude:claude-opus-4.6")],
        [forbidden(5, "`Co-authored-by` of Claude")],
        None,
    ),
    (
        "cherry-pick",
        (f"Add x\n\n{CO_AUTHOR}\n(cherry picked from commit 1234567890123456789012345678901234567890)\n"),
        [undeclared(3, "`Co-authored-by` of Claude", "Claude:claude-opus-4.6")],
        [forbidden(3, "`Co-authored-by` of Claude")],
        None,
    ),
    (
        "bytes that are no UTF-8",
        b"Add x\xff\n\n\xe9 text\n\n" + CO_AUTHOR.encode() + b"\n",
        [undeclared(5, "`Co-authored-by` of Claude", "Claude:claude-opus-4.6")],
        [forbidden(5, "`Co-authored-by` of Claude")],
        None,
    ),
    (
        "byte-order mark",
        f"\ufeffAdd x\n\n{CO_AUTHOR}\n",
        [undeclared(3, "`Co-authored-by` of Claude", "Claude:claude-opus-4.6")],
        [forbidden(3, "`Co-authored-by` of Claude")],
        None,
    ),
    (
        "emoji in the name",
        "Add x\n\nCo-Authored-By: 💘 Crush <crush@charm.land>\n",
        [undeclared(3, "`Co-Authored-By` of Crush", "Crush:MODEL")],
        [forbidden(3, "`Co-Authored-By` of Crush")],
        None,
    ),
    (
        "unclosed fence",
        (f"Add x\n\n```\nx = 1\n\n{CO_AUTHOR}\n"),
        [undeclared(6, "`Co-authored-by` of Claude", "Claude:claude-opus-4.6")],
        [forbidden(6, "`Co-authored-by` of Claude")],
        None,
    ),
    (
        "plain",
        "Add x\n",
        [],
        [],
        None,
    ),
    (
        "in a fence",
        (f"Add x\n\n```\n{CO_AUTHOR}\n{FOOTER}\n```\n"),
        [],
        [],
        None,
    ),
    (
        "in a fence of tildes",
        (f"Add x\n\n~~~text\n{CO_AUTHOR}\n~~~\n"),
        [],
        [],
        None,
    ),
    (
        "indented as code",
        (f"Add x\n\n    {CO_AUTHOR}\n\t{FOOTER}\n"),
        [],
        [],
        None,
    ),
    (
        "cited",
        (f"Add x\n\n> {CO_AUTHOR}\n> {FOOTER}\n"),
        [],
        [],
        None,
    ),
    (
        "in a sentence",
        (f"Add x\n\nWe strip `{CO_AUTHOR}` from messages.\n"),
        [],
        [],
        None,
    ),
    (
        "in a quoted string",
        (f'Add x\n\nprintf "x\\n\\n{CO_AUTHOR}"\n'),
        [],
        [],
        None,
    ),
    (
        "comment",
        (f"Add x\n\n# {CO_AUTHOR}\n# {FOOTER}\n"),
        [],
        [],
        None,
    ),
    (
        "below the scissors",
        (
            "Add x\n\n# ------------------------ >8 ------------------------\n# Do not modify\ndiff --git a/x b/x\n"
            f"{CO_AUTHOR}\n"
        ),
        [],
        [],
        None,
    ),
    (
        "subject",
        f"{CO_AUTHOR}\n",
        [],
        [],
        None,
    ),
    (
        "revert that quotes",
        (f'Revert "{FOOTER}"\n\nThis reverts commit 1234567.\n'),
        [],
        [],
        None,
    ),
    (
        "merge of an agent's branch",
        "Merge branch 'claude/mend-x' into main\n",
        [],
        [],
        None,
    ),
    (
        "merge by an agent",
        "Merge branch 'x'\n",
        [],
        [],
        ("Claude", "noreply@anthropic.com"),
    ),
    (
        "fixup",
        f"fixup! Add x\n\n{CO_AUTHOR}\n",
        [],
        [],
        None,
    ),
    (
        "Claude, a person",
        ("Add x\n\nSigned-off-by: Claude Example <claude@example.fr>\nCo-authored-by: Claude <claude@example.fr>\n"),
        [],
        [],
        None,
    ),
    (
        "Claude, an author",
        "Add x\n\nWritten by Claude.\n",
        [],
        [],
        ("Claude Example", "claude@example.fr"),
    ),
    (
        "Devin, a person",
        ("Add x\n\nCo-authored-by: Devin Example <devin@example.com>\nReviewed-by: Devin\nCo-authored-by: Devin\n"),
        [],
        [],
        None,
    ),
    (
        "Julia and Cody",
        ("Add x\n\nCo-authored-by: Julia <julia@example.com>\nCo-authored-by: Cody Example <cody@example.com>\n"),
        [],
        [],
        None,
    ),
    (
        "staff of vendors",
        ("Add x\n\nCo-authored-by: Ada Example <ada@openai.com>\nCo-authored-by: Grace Example <grace@cursor.com>\n"),
        [],
        [],
        None,
    ),
    (
        "dependabot",
        "Bump x\n\nSigned-off-by: dependabot[bot] <support@github.com>\n",
        [],
        [],
        ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"),
    ),
    (
        "renovate",
        "Update x\n",
        [],
        [],
        ("renovate[bot]", "29139614+renovate[bot]@users.noreply.github.com"),
    ),
    (
        "pre-commit.ci",
        "[pre-commit.ci] autoupdate\n",
        [],
        [],
        ("pre-commit-ci[bot]", "66853113+pre-commit-ci[bot]@users.noreply.github.com"),
    ),
    (
        "github-actions",
        ("Release\n\nCo-authored-by: github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>\n"),
        [],
        [],
        None,
    ),
    (
        "AI-assisted: no",
        "Add x\n\nAI-assisted: no\n",
        [],
        [],
        None,
    ),
    (
        "Assisted-by: none",
        "Add x\n\nAssisted-by: none\n",
        [],
        [],
        None,
    ),
    (
        "assisted by a person",
        "Add x\n\nAssisted-by: Grace Example <grace@example.com>\n",
        [],
        [],
        None,
    ),
    (
        "generated by a script",
        "Add x\n\nGenerated-by: scripts/tables.py\n",
        [],
        [],
        None,
    ),
    (
        "reviewed by an agent",
        "Add x\n\nReviewed-by: Claude Code <noreply@anthropic.com>\n",
        [],
        [],
        None,
    ),
    (
        "made with love",
        "Add x\n\nMade-with: love\n",
        [],
        [],
        None,
    ),
    (
        "an empty message",
        "",
        [],
        [],
        None,
    ),
    (
        "only comments",
        "\n# Please enter the commit message\n",
        [],
        [],
        None,
    ),
    (
        "a feature",
        "Add Claude support\n\nThe client calls the API of Claude.\n",
        [],
        [],
        None,
    ),
    (
        "no AI was used",
        "Add x\n\nNo AI was used.\n",
        [],
        [],
        None,
    ),
    (
        "words",
        "Add x\n\nWritten with the help of Claude.\n",
        [claimed(3, "Claude")],
        [claimed(3)],
        None,
    ),
    (
        "words over two lines",
        "Add x\n\nThe tests were written with\nClaude Code and read by me.\n",
        [claimed(3, "Claude")],
        [claimed(3)],
        None,
    ),
    (
        "disclosure",
        "Add x\n\nAI disclosure: Codex found the cause.\n",
        [claimed(3, "AGENT")],
        [claimed(3)],
        None,
    ),
    (
        "words and a mark",
        (f"Add x\n\nWritten with the help of Claude.\n\n{CO_AUTHOR}\n"),
        [undeclared(5, "`Co-authored-by` of Claude", "Claude:claude-opus-4.6")],
        [forbidden(5, "`Co-authored-by` of Claude")],
        None,
    ),
]


@pytest.mark.parametrize(
    ("message", "required", "banned", "author"), [case[1:] for case in BATTERY], ids=[case[0] for case in BATTERY]
)
def test_the_battery(
    message: str | bytes,
    required: list[str],
    banned: list[str],
    author: tuple[str, str] | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if author is not None:
        monkeypatch.setenv("GIT_AUTHOR_NAME", author[0])
        monkeypatch.setenv("GIT_AUTHOR_EMAIL", author[1])
    content = message.encode() if isinstance(message, str) else message
    reading = read(committed_text(content))
    for marks, expected in (("require", required), ("forbid", banned)):
        found = judge(reading, Terms(marks=marks))
        assert [f"{one.line}:{one.rule} {one.message} {one.remedy}" for one in found] == expected


def test_the_battery_is_large_enough() -> None:
    assert len(BATTERY) >= 60
    assert sum(not required for _, _, required, _, _ in BATTERY) >= 25


def test_a_chat_log_in_a_message() -> None:
    """Without an editor git keeps the lines that begin with `#`."""
    message = "aider: Add x\n\n# Context:\nUSER: add x\nASSISTANT: Here it is.\n"
    ada = Identity("Ada Example", "ada@example.com")
    found = assisted(message, ada, ada)
    assert found is not None
    assert found.id == "aider"
    assert assisted("Add x\n\n# Context:\nThe user asks.\n", ada, ada) is None
    assert assisted("Add x\n\n# Context:\n\nUSER: add x\n", ada, ada) is None


LINES = st.sampled_from(
    ["", "Add x", "Co-authored-by:", CO_AUTHOR, "Claude <noreply@anthropic.com>", FOOTER, "```", "> x", "Fixes: #1",
     "Amp-Thread-ID:", "https://ampcode.com/threads/T-1", "    Assisted-by: Claude", "# Context:", "USER: x", "\r",
     "x\\n"]
)  # fmt: skip


@given(st.lists(LINES | st.text(max_size=30), max_size=12))
@settings(max_examples=tries(500), deadline=None)
def test_marks_stand_where_they_say(lines: list[str]) -> None:
    """Lines lie within the message and marks do not share them, but for those behind a literal backslash-n."""
    taken: list[int] = []
    for mark in find_marks(lines, load_agents()):
        assert 1 <= mark.first <= mark.last <= len(lines)
        if mark.place != "escaped":
            taken += range(mark.first, mark.last + 1)
    assert len(taken) == len(set(taken))


@given(st.lists(LINES, max_size=12))
@settings(max_examples=tries(500), deadline=None)
def test_what_is_cited_says_nothing(lines: list[str]) -> None:
    assert find_marks(["Add x", "", *(f"> {line}" for line in lines)], load_agents()) == []
