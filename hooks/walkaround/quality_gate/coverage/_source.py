"""What a source is to coverage: its language, whether it is one of tests, which of its lines can run."""

import re
from functools import lru_cache

PYTHON = "Python"
_FAMILIES = {
    PYTHON: "py pyw",
    "JavaScript and TypeScript": "js jsx mjs cjs ts tsx mts cts vue svelte",
    "Java and its kin": "java kt kts scala groovy",
    "Go": "go",
    "C and C++": "c cc cpp cxx h hh hpp hxx m mm",
    "Rust": "rs",
    "PHP": "php",
    "Ruby": "rb",
    "C#": "cs",
    "Swift": "swift",
    "Dart": "dart",
    "Elixir": "ex exs",
}
_LANGUAGES = {ending: language for language, endings in _FAMILIES.items() for ending in endings.split()}
# Their reports name the lines at which statements start, and never an empty one.
STATEMENTS = frozenset({PYTHON, "JavaScript and TypeScript", "Java and its kin", "PHP", "Ruby"})
_TESTS = re.compile(
    r"(?:^|/)(?:tests?|__tests__|e2e|cypress|testdata|__mocks__)/|^(?:spec|specs|testing)/"
    r"|(?:^|/)(?:test_[^/]*|tests|conftest|[^/]*(?:_tests?|_spec|\.test|\.spec|\.cy|Tests?|Spec))\.\w+$"
)
# They run when a project is built, documented, tested or measured, and no test of it runs them.
_BESIDE = re.compile(
    r"^(?:docs?|examples?|bench|benchmarks|\.[^/]+)/|^(?:setup|noxfile|fabfile|dodo|tasks)\.py$"
    r"|(?:^|/)[^/]*\.config\.[cm]?[jt]s$|(?:^|/)\.[^/]+$|\.d\.[cm]?ts$|(?:^|/)[Gg]runtfile\.js$|(?:^|/)[Gg]ulpfile\.js$"
)
_LINE_END = re.compile(rb"\r\n|\n|\r")
_NO_CODE = re.compile(rb"\s*(?:$|//|/\*|\*|#|--|[\])};,]+\s*$|(?:import|package|using|use|from|export \*|namespace)\b)")
_COMMENT = re.compile(rb"\s*(?:$|//|/\*|\*\s|\*/|#\s)")
_CERTAIN = re.compile(rb"\s+(?:return\s+[^;]+;|throw\s+new\b.*;|if\s*\(.*\)\s*\{|[\w$]+(?:\.[\w$]+)*\(.*\);)\s*$")
_LEFT_OUT = re.compile(
    rb"(?i)(?:istanbul|c8|v8|node:coverage) ignore|coverage:ignore|LCOV_EXCL|codeCoverageIgnore|@\w*Generated|no.?cover"
)
_RUNS = re.compile(rb"=>|\breturn\b|\bif\b|\bfor\b|\bfunction\b|\bfunc\b|\bfn\b|\bdef\b|\w\s*\(.*\)")


def language(path: str) -> str:
    """The language of a source; empty for what no coverage report speaks of."""
    name, dot, ending = path.rpartition(".")
    return _LANGUAGES.get(ending.lower(), "") if dot and name else ""


def is_test(path: str) -> bool:
    return _TESTS.search(path) is not None


def is_beside(path: str) -> bool:
    """Whether a source stands beside what tests run: the documentation's settings, a build script."""
    return _BESIDE.search(path) is not None


@lru_cache(maxsize=64)
def rows(content: bytes) -> tuple[bytes, ...]:
    """The lines as every language but Python counts them too: a form feed ends none."""
    return tuple(_LINE_END.split(content))


def count(content: bytes) -> int:
    """How many lines there are; what follows the last line end is one if it is not empty."""
    lines = rows(content)
    return len(lines) - (not lines[-1])


def empty_rows(content: bytes) -> frozenset[int]:
    """Lines of white space alone; what follows the last line end is none."""
    return frozenset(number for number, row in enumerate(rows(content)[: count(content)], 1) if not row.strip())


def nothing_rows(content: bytes) -> frozenset[int]:
    """Lines that are empty or begin as a comment does in most languages: no report measures them alone."""
    return frozenset(number for number, row in enumerate(rows(content), 1) if _COMMENT.match(row))


def certain_rows(content: bytes) -> frozenset[int]:
    """Lines of another language than Python that no report on them could leave out; none where something is left out
    on purpose."""
    if _LEFT_OUT.search(content):
        return frozenset()
    return frozenset(number for number, row in enumerate(rows(content), 1) if _CERTAIN.match(row))


def code_rows(content: bytes) -> frozenset[int]:
    """Lines of another language than Python that look as if they could run: an estimate, for files without a report."""
    lines = rows(content)
    if not any(_RUNS.search(row) for row in lines):
        return frozenset()
    return frozenset(number for number, row in enumerate(lines, 1) if not _NO_CODE.match(row))
