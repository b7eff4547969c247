"""What the engine of test-quality says of a source, in a form that a table of tests can hold."""

from collections.abc import Callable
from textwrap import dedent

from walkaround._finding import Finding
from walkaround.test_quality._engine import find
from walkaround.test_quality._module import read

PATH = "tests/test_shop.py"


def findings(source: str, *rules: str, sources: Callable[[str], bytes | None] | None = None) -> list[Finding]:
    """The findings of some rules about a test module with this text, in the order of the source."""
    module = read(PATH, dedent(source).encode())
    return sorted(one for one in find(module, sources) if one.rule in rules)


def places(source: str, rule: str) -> list[int]:
    """The lines of a rule's findings."""
    return [one.line for one in findings(source, rule)]
