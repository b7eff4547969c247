"""What each figure is that rests on imported files."""

from ..figure import Definition
from . import sonar

_DELIVERY, _QUALITY, _PEOPLE = "velocity", "quality", "outcome"
_MEDIAN = "The interval is that of the median by its place among the values; there is none of less than six."
_DORA = "DORA, Accelerate State of DevOps 2022, time to restore service"

OWN = (
    Definition(
        "incidents", "Incidents", "a month", "lower", _PEOPLE,
        "Incidents that were opened in the window, divided by its months of 30.44 days. The interval is the exact one "
        "of a Poisson count. A week or a month has as many as were opened in it.",
    ),
    Definition(
        "mttr", "Time to resolve an incident", "hours", "lower", _PEOPLE,
        f"The median of the hours from opened to resolved, of incidents that were resolved in the window. {_MEDIAN}",
        _DORA,
    ),
    Definition(
        "mttr-mean", "Time to resolve an incident, mean", "hours", "lower", _PEOPLE,
        "The mean of the same hours. One long incident moves it far, so that it has no interval here; targets go by "
        "the median.",
        _DORA,
    ),
    Definition(
        "severity", "Severe incidents", "%", "lower", _PEOPLE,
        "The share of the incidents of a known severity that are of the two highest levels: critical and high, 1 and "
        "2, or 0.",
    ),
    Definition(
        "ai-incidents", "Incidents related to AI", "%", "lower", _PEOPLE,
        "The share of the incidents of which somebody said whether they are related to AI that are. It says who was "
        "asked, and does not say what caused them.",
    ),
    Definition(
        "review-hours", "Review time", "hours", "lower", _DELIVERY,
        "The median over pull requests that were merged in the window: of the hours that reviews took where the "
        "import tells them, else of the hours from opened to the first review by somebody else, else to the merge. "
        f"{_MEDIAN} Pull requests of bots are left out.",
    ),
    Definition(
        "first-attempt-blocks", "First attempts blocked", "%", "lower", _QUALITY,
        "The share of the pull requests that were opened in the window whose first attempt was stopped by its checks.",
    ),
    Definition(
        "deploys", "Deployments", "a week", "higher", _DELIVERY,
        "Deployments to production in the window, failed ones too, divided by its weeks; those of a month, by the "
        "weeks of that.",
    ),
    Definition(
        "deploy-failures", "Failed deployments", "%", "lower", _PEOPLE,
        "The share of the deployments with a known end that failed.",
    ),
    Definition(
        "task-hours", "Time for a task", "hours", "lower", _DELIVERY,
        f"The median of the hours from started to finished, of tasks that were finished in the window. {_MEDIAN}",
    ),
    Definition(
        "satisfaction", "Satisfaction of developers", "%", "higher", _PEOPLE,
        "The mean of the scores given in the window, weighted by the people who answered; 0 is the low end of the "
        "scale and 100 the high one.",
    ),
    Definition(
        "coverage", "Coverage", "%", "higher", _QUALITY,
        "The share of measured lines that the tests run, by the last report of the window.",
    ),
    Definition(
        "new-coverage", "Coverage of new lines", "%", "higher", _QUALITY,
        "The median of the shares of new lines run by the tests that were imported for the window, or the last value "
        "of SonarQube.",
    ),
    Definition(
        "hook-findings", "Findings of hooks", "findings", "lower", _QUALITY,
        "What Walkaround's hooks found: in the tree by the last report on a whole one, or on average in a change where "
        "all reports are on changes.",
    ),
    Definition(
        "hook-blocks", "Changes with errors", "%", "lower", _QUALITY,
        "The share of the changes that hooks judged in which at least one finding was an error.",
    ),
    Definition(
        "surviving-mutants", "Surviving mutants", "%", "lower", _QUALITY,
        "The share of the mutants tried in the window that no test noticed.",
    ),
)  # fmt: skip

_SONAR = tuple(
    Definition(
        sonar.figure_of(metric), f"{title} (SonarQube)", unit, better, _QUALITY,
        f"SonarQube's `{metric}`, the last value of the window.",
    )
    for metric, (title, unit, better) in sonar.METRICS.items()
)  # fmt: skip

DEFINITIONS: tuple[Definition, ...] = (*OWN, *_SONAR)

# What to bring where nothing was imported.
BRING = {
    "incidents": "import incidents as CSV, or an export of issues with a label such as `incident`",
    "mttr": "import incidents with the time at which they were resolved",
    "mttr-mean": "import incidents with the time at which they were resolved",
    "severity": "import incidents with their severity",
    "ai-incidents": "import incidents with a column `ai-related`",
    "review-hours": "import pull requests, such as `gh pr list --state merged --limit 1000 --json number,createdAt,"
    "mergedAt,reviews,author,labels,mergeCommit`",
    "first-attempt-blocks": "import a CSV of blocks",
    "deploys": "import deployments",
    "deploy-failures": "import deployments with their end",
    "task-hours": "import a CSV of tasks",
    "satisfaction": "import a CSV of satisfaction",
    "coverage": "import coverage reports of several days",
    "new-coverage": "import coverage with a column `new-percent`, or SonarQube's new_coverage",
    "hook-findings": "keep reports with `walkaround check --all-files --save json=2026-11-29.json`, and import them",
    "hook-blocks": "keep reports on changes with `walkaround check --from-ref A --to-ref B --save json=FILE`",
    "surviving-mutants": "keep what `walkaround gate mutants --json` prints, and import it",
}
