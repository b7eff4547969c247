"""The keys of the policy table `quality-gate`."""

from .._finding import SEVERITIES
from .._policy import choice, flag, number, strings, text


def _refuse_excluded(patterns: list[str]) -> str | None:
    from .._policy._glob import is_everything, problem

    for pattern in patterns:
        if why := problem(pattern):
            return f"{pattern!r} {why}"
        if is_everything(pattern):
            return f"{pattern!r} leaves out everything; name the files or folders that are meant"
    return None


COMPLEXITY = number(
    "quality-gate.complexity",
    15,
    "The cognitive complexity that each new or changed function must stay under; one that had it before the change "
    "and did not gain is let pass. 1000 switches the condition off.",
    stricter="lower",
    least=1,
    most=1000,
)
NEW_DUPLICATION = number(
    "quality-gate.new-duplication",
    5,
    "How many per cent of a change's new lines may repeat code that is elsewhere in the tree; 100 switches the "
    "condition off.",
    stricter="lower",
    most=100,
)
DUPLICATION_TOKENS = number(
    "quality-gate.duplication-tokens",
    50,
    "From how many tokens on, over at least five lines, a repetition counts.",
    stricter="lower",
    least=20,
    most=1000,
)
NEW_COVERAGE = number(
    "quality-gate.new-coverage",
    75,
    "How many per cent of a change's new lines the tests must run, as coverage reports tell; 0 switches the condition "
    "off.",
    stricter="higher",
    most=100,
)
COVERAGE_FILES = strings(
    "quality-gate.coverage-files",
    [],
    "Patterns of the coverage reports, from the top of the repository; empty means the usual places.",
    stricter="none",
)
CHANGE_LINES = number(
    "quality-gate.change-lines",
    1000,
    "How many new lines a change may have, without lock files, generated and vendored files; 1000000 switches the "
    "condition off.",
    stricter="lower",
    least=1,
    most=1_000_000,
)
SMALL_CHANGE = number(
    "quality-gate.small-change",
    20,
    "Below how many measured new lines no percentage is asked: of a small change at least one line must run, and what "
    "it repeats is only told.",
    stricter="lower",
    most=1000,
)
SAST = choice(
    "quality-gate.sast",
    "error",
    "From which severity on a finding of `sast` on a new line stops the change.",
    ["off", "error", "warning"],
)
SECRETS = choice(
    "quality-gate.secrets",
    "error",
    "From which severity on a finding of `secret-detection` on a new line stops the change.",
    ["off", "error", "warning"],
)
REPORTS = strings(
    "quality-gate.reports",
    [],
    "JSON reports of other hooks about the same change, from the top of the repository; `--report` names more.",
    stricter="none",
)
GIVEN = strings("quality-gate.given-reports", [], "what `--report` names", stricter="none")  # a key of no policy file
DEMAND_REPORTS = flag(
    "quality-gate.demand-reports",
    False,
    "Whether it stops a change when there is no report of `sast` or `secret-detection` about it.",
    stricter="true",
)
NEW_MUTATION = number(
    "quality-gate.new-mutation",
    0,
    "How many per cent of the mutants of a change's new lines the tests must kill; 0 switches the condition off.",
    stricter="higher",
    most=100,
)
MUTATION_SECONDS = number(
    "quality-gate.mutation-seconds",
    300,
    "How long the mutants of one run may take; the next run goes on where this one ended.",
    stricter="none",
    least=1,
    most=86_400,
)
SUITE_SECONDS = number(
    "quality-gate.suite-seconds",
    600,
    "How long one run of the project's tests may take.",
    stricter="none",
    least=1,
    most=86_400,
)
TEST_RUNNER = choice(
    "quality-gate.test-runner",
    "auto",
    "What runs the project's tests; `auto` takes pytest where the project's environment has it.",
    ["auto", "pytest", "unittest"],
    stricter="none",
)
TEST_ARGUMENTS = strings(
    "quality-gate.test-arguments",
    [],
    "What the test runner is told besides, such as the folder of the tests.",
    stricter="none",
)
ENVIRONMENT = text(
    "quality-gate.environment",
    "",
    "The project's own environment or interpreter, from the top of the repository; empty means the active one, or "
    "`.venv`.",
)
CONTRACTS = strings(
    "quality-gate.contracts",
    [],
    "OpenAPI documents and applications whose contract is tried: `openapi.yaml`, `app.main:app`, or "
    "`openapi.yaml -> app.main:app`.",
    stricter="superset",
)
CONTRACT_EXAMPLES = number(
    "quality-gate.contract-examples",
    20,
    "With how many requests each operation of a contract is tried.",
    stricter="higher",
    least=1,
    most=10_000,
)
CONTRACT_SECONDS = number(
    "quality-gate.contract-seconds",
    120,
    "How long the requests of one contract may take.",
    stricter="none",
    least=1,
    most=86_400,
)
CONTRACT_ROUTES = flag(
    "quality-gate.contract-routes",
    True,
    "Whether each new or changed route must stand in one of the contracts, where there are some.",
    stricter="true",
)
RATCHET = flag(
    "quality-gate.ratchet",
    False,
    "Whether nothing may be worse than where the change began.",
    stricter="true",
)
EXCLUDE = strings(
    "quality-gate.exclude",
    [],
    "Patterns of generated or foreign files, which the gate does not judge.",
    stricter="subset",
    refuse=_refuse_excluded,
)
KEYS = (
    COMPLEXITY,
    NEW_DUPLICATION,
    DUPLICATION_TOKENS,
    NEW_COVERAGE,
    COVERAGE_FILES,
    CHANGE_LINES,
    SMALL_CHANGE,
    SAST,
    SECRETS,
    REPORTS,
    DEMAND_REPORTS,
    NEW_MUTATION,
    MUTATION_SECONDS,
    SUITE_SECONDS,
    TEST_RUNNER,
    TEST_ARGUMENTS,
    ENVIRONMENT,
    CONTRACTS,
    CONTRACT_EXAMPLES,
    CONTRACT_SECONDS,
    CONTRACT_ROUTES,
    RATCHET,
    EXCLUDE,
)

STOPPING = {"off": (), "error": ("error",), "warning": SEVERITIES[1:]}  # the severities that stop, by the key's word
