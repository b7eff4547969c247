"""pr-template: a review checklist for AI-assisted changes, kept in the pull request template.

| rule | what it says |
|---|---|
| PRT001 | no template carries the checklist: there is none, or one without the block |
| PRT002 | the block differs from the text that is asked for: outdated, or edited by hand |
| PRT003 | the block's markers are broken; nothing is written until they enclose one block |
| PRT004 | the host never uses a template, because it finds another one before |
| PRT005 | a template without the block hides the organisation's, which carries it |
| PRT006 | every template has to be asked for, and none is used by default |

`--fix` creates a template, adds the block or renews an older one; `--fix --overwrite` restores one that was edited.
`--remove` takes the block out, `--print` shows it. Bytes outside the block never change.
"""

from collections.abc import Iterator, Sequence

from .._finding import NotJudged, Rule
from .._hook import Hook, Inputs, Said
from .._policy import Policy, choice, flag, strings

HOST = choice(
    "pr-template.host",
    "auto",
    "whose places are searched for templates; auto searches all of them and creates a first template for the host "
    "that the repository's files tell; bitbucket reads no files, so that none is asked for",
    ["auto", "github", "gitlab", "azure", "gitea", "forgejo", "bitbucket"],
    stricter="none",
)
PATHS = strings(
    "pr-template.paths",
    (),
    "the templates that must carry the checklist, from the repository's top, instead of those at the host's places",
    stricter="none",
)
EXTRA = strings(
    "pr-template.extra",
    (),
    "further lines of the checklist, one list item each; begin a line with `[ ]` for a box",
    stricter="superset",
)

ORGANISATION = flag(
    "pr-template.organisation",
    False,
    "the organisation's `.github` repository carries the checklist, so that a repository needs no template of its own",
    stricter="false",
)

_BEGIN = "<!-- walkaround:checklist begin v1 sha256=... -->"
_END = "<!-- walkaround:checklist end -->"

NO_CHECKLIST = Rule(
    "PRT001",
    "no-checklist",
    "No pull request template carries the review checklist, or a template lacks it.",
    "Authors whom nobody asks do not say what an assistant wrote and what was checked.",
    "Run the hook `pr-template` (`walkaround-pr-template --fix`), which writes it, and stage the file.",
    "## What changes\n",
    f"## What changes\n\n{_BEGIN}\n...\n{_END}\n",
    "warning",  # a repository may take its template from elsewhere, such as its organisation
)
OTHER_TEXT = Rule(
    "PRT002",
    "checklist-differs",
    "The checklist in a template is not the text that Walkaround and the policy ask for.",
    "A managed block that has drifted asks less than the team believes, and the next update would lose the edit.",
    "Run the hook `pr-template` (`walkaround-pr-template --fix`), and keep own wording outside the markers "
    "or in `pr-template.extra`.",
    f"{_BEGIN}\n- [x] all good\n{_END}\n",
    f"{_BEGIN}\n...\n{_END}\n- [ ] all good\n",
)
BROKEN_MARKERS = Rule(
    "PRT003",
    "broken-markers",
    "The markers of the checklist do not enclose exactly one block.",
    "Where the block begins or ends would have to be guessed, and a wrong guess deletes what people wrote.",
    "Leave one begin marker and one end marker below it, each alone on its line, or delete both.",
    f"{_BEGIN}\n...\n",
    f"{_BEGIN}\n...\n{_END}\n",
)
HIDDEN = Rule(
    "PRT004",
    "hidden-template",
    "The host never uses a template, because it finds another one before.",
    "Whoever edits the hidden one believes that authors see it.",
    "Delete one of the two, or move what it says into the other one.",
    ".github/pull_request_template.md\ndocs/pull_request_template.md\n",
    ".github/pull_request_template.md\n",
    "warning",
)
HIDES_ORGANISATION = Rule(
    "PRT005",
    "hides-organisation",
    "A template of the repository lacks the checklist and hides the organisation's, which carries it.",
    "A host takes the organisation's template only where a repository has none of its own.",
    "Run the hook `pr-template` (`walkaround-pr-template --fix`), which adds the checklist, or delete the template.",
    "## What changes\n",
    f"## What changes\n\n{_BEGIN}\n...\n{_END}\n",
    "warning",
)
NO_DEFAULT = Rule(
    "PRT006",
    "no-default-template",
    "Every template has to be asked for, and none is used by default.",
    "An author who chooses none is asked nothing.",
    "Add a template at the place that is named, such as by renaming one of them.",
    ".gitlab/merge_request_templates/Release.md\n",
    ".gitlab/merge_request_templates/Default.md\n.gitlab/merge_request_templates/Release.md\n",
    "warning",  # the default may stand in the project's settings, which are not seen here
)


def check(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    from . import _templates

    yield from _templates.check(policy, inputs)


def fix(policy: Policy, inputs: Inputs) -> Iterator[str | NotJudged]:
    from . import _templates

    yield from _templates.fix(policy, inputs)


HOOK = Hook(
    id="pr-template",
    summary="Keep a review checklist for AI-assisted changes in the pull request template.",
    rules=(NO_CHECKLIST, OTHER_TEXT, BROKEN_MARKERS, HIDDEN, HIDES_ORGANISATION, NO_DEFAULT),
    keys=(HOST, PATHS, EXTRA, ORGANISATION),
    check=check,
    fix=fix,
    whole=True,
)


def main(argv: Sequence[str] | None = None) -> int:
    from ._commands import main as run  # the policy asks for keys and rules, not for argparse and reports

    return run(HOOK, argv)
