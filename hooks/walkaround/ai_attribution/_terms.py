"""What the policy can say about AI on a commit: the keys of the table `ai-attribution`, and their values together."""

import tomllib
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .._data import data_path
from .._policy import Policy, choice, flag, strings, text

ALLOW, REQUIRE, FORBID = "allow", "require", "forbid"
ASSISTED_BY, GENERATED_BY, EITHER = "assisted-by", "generated-by", "either"
NOTHING, REVIEWED, CODE_OWNER = "nothing", "reviewed", "code-owner"
# How much of a commit a machine made, the most first.
LEVELS = ("generated", "assisted", "none")


def preset(name: str) -> Mapping[str, Any]:
    """The values that a preset stands for: `policies/attribution/<name>.toml`, read when a policy names it."""
    if name == "none":
        return {}
    with open(data_path(f"policies/attribution/{name}.toml"), "rb") as file:
        return tomllib.load(file)


PRESET = choice(
    "ai-attribution.preset",
    "none",
    "The rules of a known project, in one word: it stands for values of the other keys of this table, which may still "
    "be given beside it.",
    ["none", "kernel", "fedora", "asf", "openinfra", "dco-strict", "humans-only", "disclose", "ban"],
    stricter="none",
)._replace(stands_for=preset)
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
TRAILER = choice(
    "ai-attribution.trailer",
    ASSISTED_BY,
    "The trailer that says AI was used: `Assisted-by:`, `Generated-by:`, or either of them.",
    [ASSISTED_BY, GENERATED_BY, EITHER],
    stricter="none",
)
CO_AUTHORS = choice(
    "ai-attribution.co-authors",
    ALLOW,
    "Whether an AI agent may stand in `Co-authored-by:`, as authors do.",
    [ALLOW, FORBID],
)
HUMAN_SIGN_OFF = choice(
    "ai-attribution.human-sign-off",
    "none",
    "Which commits need the `Signed-off-by:` of a person: none, those marked as made with AI, or all.",
    ["none", "assisted", "every"],
)
ASK = flag(
    "ai-attribution.ask",
    False,
    "Ask on the terminal whether AI was used, where neither the message nor the shell says it; only of people, "
    "who commit in a terminal.",
    stricter="none",
)
LEVEL = choice(
    "ai-attribution.level",
    LEVELS[0],
    "The most that AI may have to do with a path: a commit may be generated, or only assisted, or there is none of it.",
    LEVELS,
    per_path=True,
)
PROTECTED = strings(
    "ai-attribution.protected",
    (),
    "Paths, as globs, on which a commit that is marked as made with AI needs what `review` says.",
    stricter="superset",
)
REVIEW = choice(
    "ai-attribution.review",
    REVIEWED,
    "What a marked commit needs on a protected path: nothing; the `Reviewed-by:` of a person who is neither author nor "
    "committer; that of a code owner of the path; or it may not touch it.",
    [NOTHING, REVIEWED, CODE_OWNER, FORBID],
    per_path=True,
)
AGENTS = text(
    "ai-attribution.agents",
    "",
    "A file of the repository with further agents, in the format of Walkaround's own `policies/agents.toml`.",
)
INSPECT = flag(
    "ai-attribution.inspect",
    False,
    "Before a push, inspect by all hooks of the commit stage each commit that has no receipt of `strict`, such as one "
    "made with `--no-verify`.",
    stricter="true",
)
KEYS = (
    PRESET, MARKS, TRAILER, FORM, CO_AUTHORS, SIGN_OFF, HUMAN_SIGN_OFF, NORMALISE, EVERY_COMMIT, ASK, LEVEL, PROTECTED,
    REVIEW, AGENTS, INSPECT,
)  # fmt: skip


class Terms(NamedTuple):
    """What the policy says about marks. `level_at` and `review_at` take a path from the root.

    `levelled`: some path may accept less than all of AI, so that what a commit touches has to be asked for.
    """

    marks: str = ALLOW
    form: str = "agent-model"
    sign_off: str = FORBID
    every_commit: bool = False
    trailer: str = ASSISTED_BY
    co_authors: str = ALLOW
    human_sign_off: str = "none"
    protected: tuple[str, ...] = ()
    level_at: Callable[[str], str] = lambda _: LEVELS[0]
    review_at: Callable[[str], str] = lambda _: REVIEWED
    agents: str = ""
    levelled: bool = True

    @property
    def key(self) -> str:
        """The trailer that is asked for; of two, the one that most projects ask for."""
        return "Generated-by" if self.trailer == GENERATED_BY else "Assisted-by"

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that do, in lower case."""
        return (ASSISTED_BY, GENERATED_BY) if self.trailer == EITHER else (self.trailer,)

    def key_of(self, key: str) -> str:
        """The key that a declaration with this one is to have: its own kind's where either will do."""
        return "Generated-by" if self.trailer == EITHER and key.lower().startswith("generated") else self.key

    @property
    def wanted(self) -> str:
        return self.form_with(self.key)

    def form_with(self, key: str) -> str:
        return f"`{key}: AGENT`" if self.form == "any" else f"`{key}: AGENT:MODEL`"


def terms_of(policy: Policy, root: str = "") -> Terms:
    """The terms of a repository whose top is `root`."""
    from os.path import join

    def at(path: str) -> Policy:
        return policy.at(join(root, path))

    return Terms(
        policy[MARKS], policy[FORM], policy[SIGN_OFF], policy[EVERY_COMMIT], policy[TRAILER], policy[CO_AUTHORS],
        policy[HUMAN_SIGN_OFF], policy[PROTECTED], lambda path: at(path)[LEVEL], lambda path: at(path)[REVIEW],
        policy[AGENTS], levelled=_is_levelled(policy),
    )  # fmt: skip


def _is_levelled(policy: Policy) -> bool:
    placed = (one.override.settings for stack in policy.stacks for one in stack.overrides)
    return policy[LEVEL] != LEVELS[0] or any(LEVEL.name in settings for settings in placed)
