"""Hold a commit's AI marks to the policy: its `Assisted-by:`, co-author lines, footers, sign-offs and author.

ATT001  an AI agent signs off
ATT002  AI was at work, and no `Assisted-by:` trailer says so       (marks = "require")
ATT003  `Assisted-by:` does not have the form that the policy asks for
ATT004  a mark of AI where the policy forbids it                     (marks = "forbid")
ATT005  the commit does not say whether AI was used                  (every-commit = true)
ATT006  a mark that git does not see as a trailer
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .._finding import NotJudged, Rule
from .._hook import Hook, Inputs, Said, each
from .._policy import Policy, choice, flag

ALLOW, REQUIRE, FORBID = "allow", "require", "forbid"
MESSAGE_PATH = "<commit message>"

MARKS = choice(
    "ai-attribution.marks",
    ALLOW,
    "What an AI agent's mark on a commit (trailer, footer, author) leads to: it may stand; the commit must also carry "
    "an `Assisted-by:` trailer; or it is an error. A commit without any mark passes under all three.",
    [ALLOW, REQUIRE, FORBID],
)
FORM = choice(
    "ai-attribution.form",
    "agent-model",
    "What `Assisted-by:` must look like: any text, or `AGENT:MODEL` with tools behind it, as in the Linux kernel.",
    ["any", "agent-model"],
)
SIGN_OFF = choice(
    "ai-attribution.sign-off",
    FORBID,
    "Whether an AI agent may stand in `Signed-off-by:`, by which a person certifies the origin of a change.",
    [ALLOW, FORBID],
)
NORMALISE = flag(
    "ai-attribution.normalise",
    False,
    "Rewrite marks at commit instead of asking for it: to the one `Assisted-by:` form, or away where they are "
    "forbidden. Lines of people are never touched.",
    stricter="none",
)
EVERY_COMMIT = flag(
    "ai-attribution.every-commit",
    False,
    "Every commit says whether AI was used, by `Assisted-by:` or `AI-assisted: no`; merges, reverts and fixups "
    "need not.",
    stricter="true",
)

RULES = (
    Rule(
        "ATT001",
        "ai-sign-off",
        "An AI agent signs off.",
        "A sign-off certifies the origin of a change, and only a person can answer for that.",
        "Remove the line, and sign off yourself with `git commit --signoff`.",
        "Signed-off-by: Claude <noreply@anthropic.com>",
        "Signed-off-by: Ada Example <ada@example.com>",
    ),
    Rule(
        "ATT002",
        "missing-assisted-by",
        "AI was at work, and no `Assisted-by:` trailer says so.",
        "One trailer in one form is what reviews, statistics and stricter gates can rely on.",
        "Add `Assisted-by: AGENT:MODEL` to the last paragraph, or run the hook with `--fix`.",
        "Co-authored-by: Claude Opus 4.6 <noreply@anthropic.com>",
        "Assisted-by: Claude:claude-opus-4.6",
    ),
    Rule(
        "ATT003",
        "malformed-assisted-by",
        "`Assisted-by:` does not have the form that the policy asks for.",
        "A spelling of its own per commit cannot be counted, and says less than agent and model.",
        "Write the agent, a colon, and the model; tools follow after spaces.",
        "Assisted-by: Claude Sonnet 4.5 via Crush",
        "Assisted-by: Crush:claude-sonnet-4.5",
        "warning",
    ),
    Rule(
        "ATT004",
        "forbidden-mark",
        "A mark of AI where the policy forbids it.",
        "The project has decided that no machine stands in its history.",
        "Remove the line, or run the hook with `--fix`; commit under a person's name.",
        "Generated with [Claude Code](https://claude.com/claude-code)",
        "(no such line)",
    ),
    Rule(
        "ATT005",
        "undeclared-commit",
        "The commit does not say whether AI was used.",
        "Silence cannot be told from an answer that was forgotten.",
        "Add `Assisted-by: AGENT:MODEL`, or `AI-assisted: no`, as a trailer.",
        "fix: close the file",
        "fix: close the file\n\nAI-assisted: no",
    ),
    Rule(
        "ATT006",
        "unseen-mark",
        "A mark that git does not see as a trailer.",
        "Tools read the trailers of the last paragraph; a mark elsewhere is lost to them.",
        "Move it to a last paragraph that holds trailers only.",
        "fix: x\\n\\nCo-authored-by: openhands <openhands@all-hands.dev>",
        "fix: x\n\nCo-authored-by: openhands <openhands@all-hands.dev>",
        "warning",
    ),
)


class Terms(NamedTuple):
    """What the policy says about marks."""

    marks: str
    form: str
    sign_off: str
    every_commit: bool

    @property
    def wanted(self) -> str:
        return "`Assisted-by: AGENT`" if self.form == "any" else "`Assisted-by: AGENT:MODEL`"


def terms_of(policy: Policy) -> Terms:
    return Terms(policy[MARKS], policy[FORM], policy[SIGN_OFF], policy[EVERY_COMMIT])


def check(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    """Judge the files of commit messages; author and committer are those of this process's environment."""
    from .._message import kept
    from .judge import judge, read

    return each(inputs, lambda _, content: judge(read(kept(content, inputs.root)), terms_of(policy)))


def fix(policy: Policy, inputs: Inputs) -> Iterator[str | NotJudged]:
    """Rewrite each message file whose marks are not as the policy asks; yields the files changed."""
    from .normalise import rewrite_file

    for path in inputs.paths:
        try:
            if rewrite_file(path, inputs, terms_of(policy), everything=policy[NORMALISE]):
                yield path
        except NotJudged as failure:
            yield failure


HOOK = Hook(
    id="ai-attribution",
    summary="hold the marks of AI agents on a commit to the policy: required, forbidden, or rewritten to one form",
    rules=RULES,
    keys=(MARKS, FORM, SIGN_OFF, NORMALISE, EVERY_COMMIT),
    check=check,
    fix=fix,
    fix_when=lambda policy: policy[NORMALISE],
    message=True,
)


def main(argv: Sequence[str] | None = None) -> int:
    from .._main import run  # the policy asks for keys and rules, not for argparse and reports

    return run(HOOK, argv)
