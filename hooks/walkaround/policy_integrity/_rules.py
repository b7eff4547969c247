"""The rules: what each finds, and why it matters."""

from .._finding import Rule

LOOSENED = Rule(
    "POL001",
    "policy-loosened",
    "The policy demands less than it did.",
    "Whoever cannot pass an inspection can lower it in the same commit, and every later commit passes too.",
    "Restore it; when it is meant, exempt POL001 for this file in a commit before, or have a person commit it without "
    "this hook.",
    '[pinned-dependencies]\nlevel = "range"  # it was "exact"\n',
    '[pinned-dependencies]\nlevel = "exact"\n',
    fixed=True,
)
HOOK_WEAKENED = Rule(
    "POL002",
    "hook-weakened",
    "A hook is removed, replaced, or made to inspect less than it did.",
    "Whoever wants a finding gone can take the hook away instead of mending the code, and the run stays green.",
    "Restore it, or have the people who answer for the hooks make that change.",
    "- id: secret-detection\n  exclude: ^src/\n",
    "- id: secret-detection\n",
)
BASELINE_EXCLUDES = Rule(
    "POL003",
    "baseline-excludes",
    "The baseline of accepted secrets excludes more, or detects less, than it did.",
    "One pattern accepts every secret that it will ever match, also those that nobody has seen yet.",
    "Accept the one finding instead, by its entry in the baseline.",
    '{"path": "detect_secrets.filters.regex.should_exclude_file", "pattern": ["^config/"]}',
    '{"results": {"config/sample.yaml": [...]}}',
)
OWNERS_WITH_SOURCE = Rule(
    "POL004",
    "owners-with-source",
    "The code owners change in the same change as source code.",
    "A change that also says who has to approve it can leave out those who would object.",
    "Put the change of the owners into a pull request of its own.",
    "CODEOWNERS and src/payment.py in one commit",
    "CODEOWNERS alone",
)
NOT_COMMITTED = Rule(
    "POL005",
    "policy-not-committed",
    "The policy in force is not the one that will be committed.",
    "The commit is judged here by a policy that nobody else will see; CI and colleagues judge by another one.",
    "Stage the policy, or undo the edit.",
    "walkaround.toml edited and not staged",
    "git add walkaround.toml",
    fixed=True,
)
EXEMPTION_ENDED = Rule(
    "POL006",
    "exemption-ended",
    "An exemption has ended, and what it covered counts again.",
    "An exemption is a promise with a date; one that nobody looks at when the day comes was never meant.",
    "Mend what it covered and take it away, or renew it with a reason.",
    "expires = 2026-01-31  # the month after",
    "the entry is gone",
    "warning",
)
EXEMPTION_ENDS = Rule(
    "POL007",
    "exemption-ends",
    "An exemption ends within 14 days.",
    "On the day after, the finding stops every commit.",
    "Mend what it covers, or renew it with a reason.",
    "expires = 2026-01-31  # a week before",
    "the finding is mended and the entry gone",
    "warning",
)
EXEMPTION_UNUSED = Rule(
    "POL008",
    "exemption-unused",
    "An exemption covers no finding in the whole repository.",
    "It would silence the next finding of its kind, which nobody has looked at.",
    "Take it away: walkaround policy exempt RULE PATH --remove.",
    "an exemption of PIN001 in a file in which everything is pinned",
    "the entry is gone",
    "warning",
)
EXEMPTION_ADDED = Rule(
    "POL009",
    "exemption-added",
    "An exemption is added or prolonged.",
    "It is the regular way to live with a finding for a time, and a reviewer should see it.",
    "Look whether reason, owner and date are right.",
    "an exemption that ends half a year from now",
    "an exemption that ends with the next release",
    "warning",
)
CONFIGURATION_CHANGED = Rule(
    "POL010",
    "configuration-changed",
    "The configuration of an inspection changes, or findings are newly accepted.",
    "What an inspection is told to overlook is easily lost among other changes.",
    "Look at that part of the change by itself.",
    ".github/workflows/test.yml and src/payment.py in one commit",
    "src/payment.py alone",
    "warning",
)
LOCK_STALE = Rule(
    "POL011",
    "lock-stale",
    "The lock pins a policy that nothing extends.",
    "A reader takes it for a policy that is in force.",
    "Run `walkaround policy lock`, and commit what it writes.",
    "a [[policy]] whose source stands in no `extends`",
    "a lock as `walkaround policy lock` wrote it",
    "warning",
)
RULES = (
    LOOSENED,
    HOOK_WEAKENED,
    BASELINE_EXCLUDES,
    OWNERS_WITH_SOURCE,
    NOT_COMMITTED,
    EXEMPTION_ENDED,
    EXEMPTION_ENDS,
    EXEMPTION_UNUSED,
    EXEMPTION_ADDED,
    CONFIGURATION_CHANGED,
    LOCK_STALE,
)
