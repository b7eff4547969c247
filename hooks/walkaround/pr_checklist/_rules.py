"""The rules of `pr-checklist` and the keys of its policy table."""

from .._finding import Rule
from .._policy import choice, flag, number

MARKED, EVERY = "marked", "every"

MOST = number(
    "pr-checklist.most",
    4,
    "How many areas one pull request is asked about at most, those first for which there is the strongest evidence.",
    stricter="higher",
    least=1,
    most=10,
)
BOTS = flag(
    "pr-checklist.bots",
    False,
    "Whether pull requests of bots that raise versions and the like answer too; those of AI agents always do.",
    stricter="true",
)
SECOND_REVIEW = choice(
    "pr-checklist.second-review",
    EVERY,
    "Which changes of a path in `ai-attribution.protected` need the review of a second person: those with commits that "
    "are marked as made with AI, or every one.",
    [MARKED, EVERY],
)
KEYS = (MOST, BOTS, SECOND_REVIEW)

_PASTE = "Paste what `walkaround pr-checklist render` prints into the pull request, and answer it."

RULES = (
    Rule(
        "CHK001",
        "checklist-deleted",
        "The pull request does not hold the checklist.",
        "A form that may be deleted asks only those who would have told anyway.",
        _PASTE,
        "Fixes the login.",
        "Fixes the login.\n\n- Assistant and model, and what it wrote: none",
    ),
    Rule(
        "CHK002",
        "question-edited",
        "A question has other words than the checklist gives it.",
        "An answer is worth what its question is worth, and the reviewer reads the question as the team's own.",
        "Restore the question, and write below it what it leaves out.",
        "- **Access.** Which line stops everybody?",
        "- **Access.** Who may do this, and which line stops everybody else?",
    ),
    Rule(
        "CHK003",
        "question-unanswered",
        "A question that this change asks is not answered.",
        "What nobody answers, nobody has looked at.",
        "Answer it behind the question or below it, in words.",
        "- **Edges.** Which inputs are empty, huge or wrong here, and what happens then?",
        "- **Edges.** Which inputs are empty, huge or wrong here, and what happens then?\n  An empty file gives "
        "an empty page.",
    ),
    Rule(
        "CHK004",
        "contradictory-answers",
        "Two answers contradict each other.",
        "One of them is wrong, and a reviewer cannot tell which.",
        "Leave the one that is true.",
        "- [x] Yes\n- [x] No",
        "- [x] Yes\n- [ ] No",
    ),
    Rule(
        "CHK005",
        "boilerplate",
        "An answer would fit any change.",
        "It costs its author a second and its reader the belief that somebody has looked.",
        "Say in one sentence what holds for this change; why a question does not bite is an answer too.",
        "- **Errors.** ...? All errors are handled.",
        "- **Errors.** ...? Nothing can fail: it only renames a constant.",
    ),
    Rule(
        "CHK006",
        "malformed-box",
        "A box is written so that no code host draws it as one.",
        "It can be ticked by nobody and is counted by nothing.",
        "Write `- [ ]` or `- [x]`, with a blank behind it.",
        "-[x] tests pass",
        "- [x] tests pass",
    ),
    Rule(
        "CHK007",
        "undisclosed-ai",
        "Commits are marked as made with AI, and the pull request does not say what was made with it.",
        "Whoever reviews reads the pull request first, and looks harder where a machine wrote.",
        "Name the assistant, its model and what it wrote.",
        "- Assistant and model, and what it wrote:        (and a commit says `Assisted-by: Claude:claude-opus-4.6`)",
        "- Assistant and model, and what it wrote: Claude Code with Opus 4.6, the tests",
    ),
    Rule(
        "CHK008",
        "false-disclosure",
        "The disclosure contradicts the commits.",
        "A disclosure that is wrong is worse than none.",
        "Say what the commits show, or mend their marks where those are wrong.",
        "- Assistant and model, and what it wrote: none        (and a commit says `Assisted-by: Codex:gpt-5`)",
        "- Assistant and model, and what it wrote: Codex with gpt-5, the parser",
    ),
    Rule(
        "CHK009",
        "no-second-review",
        "A protected path changes, and no second person has reviewed it.",
        "Where access, money, data or the pipeline is at stake, somebody besides the author must have read the change.",
        "Have a person who is not the author approve it, or add `Reviewed-by: NAME <ADDRESS>` to a commit.",
        "src/auth/session.py        (approved by nobody)",
        "src/auth/session.py        (approved by a second person)",
    ),
)  # fmt: skip
