"""Where in a project a module stands, by its path alone."""

from ._name_words import words

_WORKSHOP = frozenset({
    "dev", "devel", "development", "local", "localhost", "test", "tests", "testing", "ci", "example",
    "examples", "demo", "demos", "sample", "samples", "sandbox",
})  # fmt: skip
_TESTS = frozenset({"test", "tests", "testing", "spec", "conftest.py", "tests.py"})


def is_test(path: str) -> bool:
    """Whether a module is one of tests."""
    parts = path.replace("\\", "/").split("/")
    name = parts[-1]
    return not _TESTS.isdisjoint(parts) or name.startswith("test_") or name.endswith(("_test.py", "_tests.py"))


def is_workshop(path: str) -> bool:
    """Whether a module runs on developers' machines only: settings for development, examples, tests."""
    return any(part in _WORKSHOP for part in words(path.replace("\\", "_").replace("/", "_").replace(".", "_")))
