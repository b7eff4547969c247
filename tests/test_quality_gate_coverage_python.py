"""Which lines of a Python source can run, which of them settings leave out, and which files they measure."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkaround._finding import NotJudged
from walkaround.quality_gate.coverage._exclusions import Exclusions
from walkaround.quality_gate.coverage._names import Tree, meant
from walkaround.quality_gate.coverage._python import python
from walkaround.quality_gate.coverage._report import COBERTURA, GO, LCOV, Report
from walkaround.quality_gate.coverage._settings import Settings
from walkaround.quality_gate.coverage._settings import settings as read_settings
from walkaround.quality_gate.coverage._source import is_beside, is_test, language

# Marks at the end of a line: S a statement, C one that every compiler keeps, N a line that no report can name.
MARKED = '''\
"""Text  #
of the module."""  # N
import os  # SC
  # N
@decorator  # S
def one(
    value,
):
    """Text."""
    if value:  # S
        return os  # SC
    elif value is None:  # SC
        raise ValueError(  # SC
            "no",
        )
    else:
        pass  # S
    try:  # S
        value += 1  # SC
    except KeyError:  # S
        del value  # SC
    text = """a  # SC

    b"""  # N
    return  # S
    dead = 1


class Two:  # SC
    global_ = 1  # SC

    def three(self):  # SC
        nonlocal_ = f"""{
            self
        }"""
        match nonlocal_:  # S
            case 1:  # S
                pass  # S
'''


def marked(letter: str) -> set[int]:
    rows = MARKED.split("\n")
    return {number for number, row in enumerate(rows, 1) if letter in row.rpartition("  # ")[2] and "  # " in row}


def test_the_lines_of_a_source() -> None:
    source = python(MARKED.encode())
    assert source is not None
    assert source.statements - {6, 33} == marked("S")  # a decorated `def` is one beside its decorator
    assert source.certain - {33} == marked("C")
    empty = {number for number, row in enumerate(MARKED.split("\n"), 1) if not row.strip()}
    assert source.never - empty == marked("N")


def test_of_two_files_that_speak_of_coverage_the_first_counts() -> None:
    other = {"pyproject.toml": b"[tool.coverage.run]\nomit = ['c']\n", "tox.ini": FILES["tox.ini"]}
    assert read_settings(other.get).omitted == ("a/*", "b.py")
    assert read_settings({"tox.ini": b"[tox]\n", "pyproject.toml": other["pyproject.toml"]}.get).omitted == ("c",)
    assert read_settings({".coveragerc": b"[run]\nomit = d\n[coverage:run]\nomit = e\n"}.get).omitted == ("e",)


@pytest.mark.parametrize("content", [b"def broken(", b"\x00", b"print 'old'\n", b"# coding: none-such\n"])
def test_what_cannot_be_compiled(content: bytes) -> None:
    assert python(content) is None


@given(st.text("ab:=(\n #\"'\\", max_size=60))
@settings(max_examples=50, deadline=None)
def test_any_source(text: str) -> None:
    source = python(text.encode())
    if source is not None:
        last = text.count("\n") + 1
        assert source.certain <= source.statements
        assert not source.statements & source.never
        assert all(1 <= line <= last for line in source.statements | source.never)


EXCLUDED = {
    "a statement": ("a = 1  # pragma: no cover\nb = 2\n", {1}),
    "a function": ("@wraps\ndef f():  # pragma: no cover\n    a = 1\n    return a\nb = 2\n", {1, 2, 3, 4}),
    "a decorator": ("@wraps  # pragma: no cover\ndef f():\n    return 1\nb = 2\n", {1, 2, 3}),
    "an else": ("if a:\n    b = 1\nelse:  # pragma: no cover\n    b = 2\nc = 3\n", {3, 4}),
    "a handler": ("try:\n    a = 1\nexcept A:  # pragma: no cover\n    a = 2\nb = 3\n", {3, 4}),
    "a case": ("match a:\n    case 1:  # pragma: no cover\n        b = 2\n    case 2:\n        b = 3\n", {2, 3}),
    "for type checkers": ("if TYPE_CHECKING:\n    import a\nimport b\n", {1, 2}),
    "within a statement": ("a = f(\n    1,  # pragma: no cover\n)\nb = 2\n", {1, 2, 3}),
    "a stub": ("def f(\n    a,\n): ...\nb = 2\n", {1, 2, 3}),
    "nothing": ("a = 1\n", set()),
}


@pytest.mark.parametrize("case", EXCLUDED)
def test_what_a_mark_leaves_out(case: str) -> None:
    text, expected = EXCLUDED[case]
    source = python(text.encode())
    assert source is not None
    assert Exclusions(Settings().excluded).lines(source, text.encode()) == expected


def test_a_pattern_that_is_none_leaves_nothing_out() -> None:
    source = python(b"a = 1\n")
    assert source is not None
    with Exclusions(["(", "b"]) as exclusions:
        assert exclusions.lines(source, b"a = 1\n") == frozenset()


def test_patterns_of_the_project_are_searched_for_beside_the_usual_ones() -> None:
    content = b"a = 1\nb = 2  # slow\nassert a\nif a:\n    b = 3\n"
    source = python(content)
    assert source is not None
    with Exclusions([*Settings().excluded, "# slow", "^if a", "assert"]) as exclusions:
        assert exclusions.lines(source, content) == {2, 3, 4, 5}
        marks = {(exclusions.patterns[one.pattern], one.first, one.marked) for one in exclusions.matches(content)}
        assert marks == {("# slow", 2, True), ("^if a", 4, False), ("assert", 3, False)}
        assert exclusions.lines(source, b"assert a\r\nb = 1\r\n") == {1}


@pytest.mark.parametrize(
    ("pattern", "text"), [("(a+)+$", "a" * 64 + "!"), (Settings().excluded[1], "\n" * 200_000 + "x")],
    ids=["of the project", "a usual one, in a text made for it"],
)  # fmt: skip
def test_a_pattern_that_does_not_end_is_not_judged(pattern: str, text: str) -> None:
    source = python(b"a = 1\n")
    assert source is not None
    with Exclusions([pattern], seconds=0.5) as exclusions:
        for _ in range(2):  # the second time at once
            with pytest.raises(NotJudged, match=r"exclude_also take longer than 0.5 seconds in one source"):
                exclusions.lines(source, text.encode())


PATHS = b"x =\n    src\n    */lib\n"
INI = b"[coverage:run]\nomit = a/*, b.py\n[coverage:report]\nexclude_lines = never\n[coverage:paths]\n" + PATHS
FILES = {
    ".coveragerc": b"[run]\nomit =\n    a/*\n    b.py\n[report]\nexclude_lines =\n    never\n[paths]\n" + PATHS,
    ".coveragerc.toml": b"[run]\nomit = ['a/*', 'b.py']\n[report]\nexclude_lines = ['never']\n"
    b"[paths]\nx = ['src', '*/lib']\n",
    "setup.cfg": INI,
    "tox.ini": b"[tox]\nenvlist = a\n" + INI,
    "pyproject.toml": b"""
[tool.coverage.run]
omit = ['a/*', 'b.py']
[tool.coverage.report]
exclude_lines = ['never']
[tool.coverage.paths]
x = ['src', '*/lib']
""",
}


@pytest.mark.parametrize("name", FILES)
def test_settings_are_read_from_each_of_their_files(name: str) -> None:
    assert read_settings({name: FILES[name]}.get) == Settings(("never",), ("a/*", "b.py"), (), (), (("src", "*/lib"),))


@pytest.mark.parametrize("content", [b"", b"[", b"\xff\xfe", b"[tool]\ncoverage = 1\n", b"[tool.coverage]\nrun = 1\n"])
def test_settings_that_say_nothing(content: bytes) -> None:
    assert read_settings(dict.fromkeys(FILES, content).get) == Settings()


LEFT_OUT = {
    "nothing said": (Settings(), "src/a.py", False),
    "omitted": (Settings(omitted=("src/a.py",)), "src/a.py", True),
    "omitted by a star": (Settings(omitted=("*/a.py",)), "src/a.py", True),
    "omitted by a star at the top": (Settings(omitted=("*/a.py",)), "a.py", True),
    "omitted with its folder": (Settings(omitted=("src/",)), "src/x/a.py", True),
    "another omitted": (Settings(omitted=("src/b.py",)), "src/a.py", False),
    "included": (Settings(included=("src/*",)), "src/a.py", False),
    "not included": (Settings(included=("lib/*",)), "src/a.py", True),
    "in a source folder": (Settings(measured=("src",)), "src/a.py", False),
    "in the folder of all": (Settings(measured=(".",)), "src/a.py", False),
    "in a source package": (Settings(measured=("shop.web",)), "src/shop/web/a.py", False),
    "a source module": (Settings(measured=("shop.web",)), "src/shop/web.py", False),
    "in no source": (Settings(measured=("shop",)), "tools/a.py", True),
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_which_files_settings_leave_out(case: str) -> None:
    said, path, expected = LEFT_OUT[case]
    assert said.leaves_out(path) is expected


# Names.

TREE = ("src/shop/sums.py", "lib/shop/sums.py", "src/shop/one.py", "one.py", "web/src/app.js", "main.go")
MEANT = {
    "as it is": (LCOV, (), "src/shop/sums.py", ("src/shop/sums.py",)),
    "with a dot": (LCOV, (), "./src/shop/../shop/sums.py", ("src/shop/sums.py",)),
    "below the top": (LCOV, (), "{top}/src/shop/one.py", ("src/shop/one.py",)),
    "beside the top": (LCOV, (), "{top}-other/one.py", None),
    "in one source folder of two": (COBERTURA, ("{top}/src/shop", "{top}/lib"), "one.py", ("src/shop/one.py",)),
    "in two source folders": (COBERTURA, ("src/shop", "lib/shop"), "sums.py", ("lib/shop/sums.py", "src/shop/sums.py")),
    "by its end": (LCOV, (), "/build/shop/one.py", ("src/shop/one.py",)),
    "by the end of two": (LCOV, (), "/build/shop/sums.py", ("lib/shop/sums.py", "src/shop/sums.py")),
    "by the longer end": (LCOV, (), "/build/lib/shop/sums.py", ("lib/shop/sums.py",)),
    "by its last part alone": (LCOV, (), "/build/app.js", None),
    "of a module": (GO, (), "example.org/m/main.go", ("main.go",)),
    "of another module": (GO, (), "example.org/n/main.go", None),
    "nothing": (LCOV, (), "", None),
}


@pytest.mark.parametrize("case", MEANT)
def test_what_a_name_means(case: str, tmp_path: Path) -> None:
    kind, sources, name, expected = MEANT[case]
    tree = Tree.of(str(tmp_path), TREE, Settings(), "example.org/m")
    report = Report("report", kind, (), sources=tuple(one.format(top=tmp_path) for one in sources))
    match = meant(tree, report, name.format(top=tmp_path))
    assert (None if match is None else tuple(sorted(match.paths))) == expected


KINDS = {
    "src/a.py": ("Python", False, False),
    "src/test_a.py": ("Python", True, False),
    "src/a_test.go": ("Go", True, False),
    "tests/data.py": ("Python", True, False),
    "src/testing/a.py": ("Python", False, False),
    "src/contest.py": ("Python", False, False),
    "src/a.spec.ts": ("JavaScript and TypeScript", True, False),
    "src/test/java/A.java": ("Java and its kin", True, False),
    "src/main/java/ATest.java": ("Java and its kin", True, False),
    "src/main/java/Latest.java": ("Java and its kin", False, False),
    "conftest.py": ("Python", True, False),
    "setup.py": ("Python", False, True),
    "docs/conf.py": ("Python", False, True),
    "src/types.d.ts": ("JavaScript and TypeScript", False, True),
    "vite.config.ts": ("JavaScript and TypeScript", False, True),
    "README.md": ("", False, False),
    "py": ("", False, False),
}


@pytest.mark.parametrize("path", KINDS)
def test_what_a_source_is(path: str) -> None:
    assert (language(path), is_test(path), is_beside(path)) == KINDS[path]
