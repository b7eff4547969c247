"""The rules of `test-quality` and the keys of its policy table."""

from .._finding import Rule
from .._policy import choice, number, strings


def _no_glob(globs: list[str]) -> str | None:
    """Why one of these texts cannot be used as a glob."""
    from .._policy._glob import problem  # asked only where a policy sets a key

    return next((f"holds {glob!r}, which {why}" for glob in globs if (why := problem(glob))), None)


ANY, RELATED = "any", "related"

SOURCE_TESTS = choice(
    "test-quality.source-tests",
    ANY,
    "Which test has to change with a source file (TST010): any, or one that names its module or what changed in it.",
    [ANY, RELATED],
    per_path=True,
)
SOURCE_LINES = number(
    "test-quality.source-lines",
    10,
    "How many lines of code a change of a source file has to touch before TST010 asks for a changed test.",
    stricter="lower",
    least=1,
    most=10_000,
    per_path=True,
)
SOURCES = strings(
    "test-quality.sources",
    ["**/*.py"],
    "The source files whose changes need tests (TST010, TST011), by globs; tests are never among them.",
    stricter="superset",
    refuse=_no_glob,
)
NO_SOURCES = strings(
    "test-quality.no-sources",
    [
        "docs/**", "**/migrations/**", "**/alembic/versions/**", "**/*examples/**", "benchmarks/**", "scripts/**",
        "**/_version.py", "**/*_pb2.py", "**/*_pb2_grpc.py", "**/vendor/**", "**/_vendor/**",
        "**/setup.py", "**/noxfile.py", "**/conftest.py",
    ],
    "What is generated, copied or no part of the product, so that no test has to follow it (TST010, TST011), by globs.",
    stricter="subset",
    refuse=_no_glob,
)  # fmt: skip
TESTS = strings(
    "test-quality.tests",
    [],
    "More files that hold tests, by globs, beside `test_*.py`, `*_test.py`, `tests.py` and what lies below `tests/`.",
    stricter="none",
    refuse=_no_glob,
)
EDGE_CASES = number(
    "test-quality.edge-cases",
    5,
    "How many functions without an edge case one change is asked about at most (TST011); 0 asks about none.",
    stricter="higher",
    most=100,
)
PROPERTY_TESTS = strings(
    "test-quality.property-tests",
    [],
    "The source files, by globs, in which every new or changed public function needs a property-based test (TST012).",
    stricter="superset",
    refuse=_no_glob,
)
KEYS = (SOURCE_TESTS, SOURCE_LINES, SOURCES, NO_SOURCES, TESTS, EDGE_CASES, PROPERTY_TESTS)

RULES = (
    Rule(
        "TST001",
        "no-assertion",
        "A test checks nothing.",
        "It passes whatever the code gives back, and counts as coverage all the same.",
        "Assert what the call must give, change or raise.",
        "def test_total():\n    total([1, 2])",
        "def test_total():\n    assert total([1, 2]) == 3",
    ),
    Rule(
        "TST002",
        "tautology",
        "An assertion is true whatever the code does.",
        "It looks like a check, and no defect can ever make it fail.",
        "Compare what the code gives with a value that stands in the test.",
        "assert (total([1, 2]) == 3, \"the sum\")",
        "assert total([1, 2]) == 3, \"the sum\"",
    ),
    Rule(
        "TST003",
        "mocks-only",
        "A test asserts nothing but what its own mocks were told.",
        "The code under test could be deleted, and the test would still pass.",
        "Call the real code, and replace only what it reaches outside.",
        "service = Mock()\nservice.total.return_value = 3\nassert service.total([1, 2]) == 3",
        "store = Mock()\nstore.load.return_value = [1, 2]\nassert Service(store).total() == 3",
    ),
    Rule(
        "TST004",
        "mirrored-expectation",
        "The expected value is computed by the code under test, or by a copy of its formula.",
        "A wrong formula is then wrong on both sides, and the test agrees with the defect.",
        "Write the expected value down, worked out from the requirement.",
        "expected = total([1, 2])\nassert total([1, 2]) == expected",
        "assert total([1, 2]) == 3",
    ),
    Rule(
        "TST005",
        "swallowed-exception",
        "A test swallows the exception that should make it fail.",
        "Whatever breaks in the call, the test passes.",
        "Let the exception out, or expect it with `pytest.raises`.",
        "try:\n    load(\"a.toml\")\nexcept Exception:\n    pass",
        "load(\"a.toml\")",
    ),
    Rule(
        "TST006",
        "skip-without-reason",
        "A test is skipped, or expected to fail, and nobody says why.",
        "Nobody can tell when it may run again, so it never does.",
        "Give a `reason` that says what has to happen before it runs again, or delete the test.",
        "@pytest.mark.skip\ndef test_total(): ...",
        "@pytest.mark.skip(reason=\"the sandbox has no prices until the next release\")\ndef test_total(): ...",
        severity="warning",
    ),
    Rule(
        "TST007",
        "sleeping-test",
        "A test sleeps for a fixed time to wait for something.",
        "On a slow machine the time is too short, and on every other machine it is wasted.",
        "Wait for the event itself with a limit, or replace the clock.",
        "worker.start()\ntime.sleep(2)\nassert worker.done",
        "worker.start()\nassert worker.finished.wait(timeout=10)",
        severity="warning",
    ),
    Rule(
        "TST008",
        "broad-raises",
        "A test expects any exception at all.",
        "A misspelt name or a wrong argument raises one too, and the test passes.",
        "Name the exception that the code promises, or match its text.",
        "with pytest.raises(Exception):\n    load(\"\")",
        "with pytest.raises(ConfigError, match=\"is empty\"):\n    load(\"\")",
        severity="warning",
    ),
    Rule(
        "TST009",
        "duplicated-case",
        "A case stands twice, or a test has the name of an earlier one and replaces it.",
        "The second case proves nothing more, and the earlier test never runs.",
        "Delete the copy, or give it the values or the name that were meant.",
        "@pytest.mark.parametrize(\"n\", [1, 2, 1])",
        "@pytest.mark.parametrize(\"n\", [1, 2, 3])",
    ),
    Rule(
        "TST010",
        "source-without-test",
        "A source file changes its behaviour, and no test changes with it.",
        "What the change was for is then checked by nobody, and the next change may undo it unseen.",
        "Add or change a test that fails without this change.",
        "app/prices.py        (25 lines changed, and no file of tests)",
        "app/prices.py, tests/test_prices.py",
        severity="warning",
    ),
    Rule(
        "TST011",
        "no-edge-case",
        "No test calls a new or changed public function with an edge case.",
        "Assistants test the ordinary case; defects are where nothing, the largest or two at once come in.",
        "Answer the questions with tests, or say in the function what it refuses.",
        "def test_mean():\n    assert mean([1, 3]) == 2",
        "def test_mean_of_nothing():\n    with pytest.raises(ValueError, match=\"empty\"):\n        mean([])",
        severity="warning",
    ),
    Rule(
        "TST012",
        "no-property-test",
        "A public function on a path named by the policy has no property-based test.",
        "Examples show the inputs that somebody thought of; a property is tried on those that nobody did.",
        "Write a test with `@given` that calls it; `walkaround tests scaffold FILE::FUNCTION` begins one.",
        "def test_decode():\n    assert decode(\"YQ==\") == b\"a\"",
        "@given(st.binary())\ndef test_round_trip(data):\n    assert decode(encode(data)) == data",
    ),
)  # fmt: skip
