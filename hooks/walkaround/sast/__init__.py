"""sast: bandit's engine, and rules for the defects that assistants write.

bandit's own checks run unchanged under a driver of our own; rules of ours, B901 and up, follow values from where they
come to where they do harm, and know the frameworks. The same rules are a pack of plugins for stock bandit. What our
rules cover better replaces bandit's pattern in both profiles.

What could not be judged is named and ends in exit code 2: a syntax error, a plugin that crashes or cannot be loaded,
a `# nosec` with an id that does not exist. `# nosec B901: reason` silences one rule on one line.
"""

from collections.abc import Iterator, Sequence

from .._finding import Rule
from .._hook import Hook, Inputs, Said
from .._policy import Policy, choice, flag, strings, text
from ._rules import DEFECTS
from ._rules.bandit import BANDIT

UNCHANGED = choice(
    "sast.unchanged-lines",
    "error",
    "What a finding on a line that the change does not touch weighs at most: `off`, `warning` or `error`.",
    ("off", "warning", "error"),
    per_path=True,
)
REASONS = flag(
    "sast.nosec-reasons",
    False,
    "Whether every `# nosec` has to name its rules and say why, as in `# nosec B901: a constant of this module`.",
    stricter="true",
)
PLUGINS = strings(
    "sast.plugins",
    (),
    "Plugins of bandit, by the names of their entry points, that have to be installed beside its own.",
    stricter="superset",
)
BASELINE = text(
    "sast.baseline",
    ".walkaround/sast.baseline",
    "The file of accepted findings, from the repository's top; empty for none.",
)

FOREIGN = Rule(
    id="B900",
    name="foreign-plugin",
    summary="A plugin that another package adds to bandit found something.",
    why="The package was installed beside the hook on purpose; its own id stands in the message.",
    remedy="See the page of the plugin, or silence its id with `# nosec ID: reason`.",
    bad="what the plugin is about",
    good="what it accepts",
)
UNEXPLAINED = Rule(
    id="B999",
    name="nosec-without-reason",
    summary="A `# nosec` names no rule, or does not say why.",
    why="Without an id it also hides what is found there tomorrow; without a reason nobody can review it.",
    remedy="Write `# nosec ID: reason`.",
    bad="run(command)  # nosec",
    good="run(command)  # nosec B902: `command` is a constant of this module",
)

RULES: tuple[Rule, ...] = (*BANDIT, FOREIGN, *sorted(defect.rule for defect in DEFECTS), UNEXPLAINED)


def check(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    """Judge every input; results of earlier runs are used again where nothing has changed."""
    from ._run import run  # nothing is imported for a run without files

    return run(policy, inputs)


HOOK = Hook(
    id="sast",
    summary="Code has none of the defects that assistants write: injection, swallowed errors, missing timeouts ...",
    rules=RULES,
    keys=(UNCHANGED, REASONS, PLUGINS, BASELINE),
    check=check,
    beside=(BASELINE.default,),
    files=r"\.(pyw?|ipynb)$",
    selects=lambda path: path.endswith((".py", ".pyw", ".ipynb")),
)


def main(argv: Sequence[str] | None = None) -> int:
    from .._main import run  # the policy asks for keys and rules, not for argparse and reports

    return run(HOOK, argv)
