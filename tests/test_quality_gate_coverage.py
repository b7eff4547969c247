"""Coverage of new lines: which share of them ran, which did not, and when a report tells nothing of this content."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from coverage_support import (
    FORMATS,
    Said,
    as_clover,
    as_cobertura,
    as_go,
    as_jacoco,
    as_json,
    as_lcov,
    lines,
    write_data,
)
from tests_support import Repository
from walkaround import _change
from walkaround.quality_gate._model import Judged, Measure
from walkaround.quality_gate.coverage import Asked, judge
from walkaround.quality_gate.coverage._find import found

AGAIN = "; run the tests with coverage again, and make the report anew"
NAME_THEM = "name the reports that count in quality-gate.coverage-files"
REMEDY = "Write a test that runs them, or delete what no test needs."
OLD = '''"""Sums."""


def total(rows):
    found = 0
    for row in rows:
        found += row
    return found
'''
# Its new lines: 11, 12, 14, 15, 17, 20 run or do not; the others are empty, a comment, a docstring, ends of statements.
NEW = (
    OLD
    + '''

def mean(rows):
    if not rows:
        # nothing to be told
        return None
    count = len(rows)
    """A text."""
    return sum(
        rows,
    ) / (
        count
    )
'''
)
STATEMENTS = "11-12 14-15 17"
BEFORE = "4-8"


@pytest.fixture
def project(repository: Repository) -> Repository:
    """A repository whose change adds a function to one of its two sources, staged and tested."""
    repository.stage("tests/test_sums.py", "def test_total():\n    assert True\n")
    repository.stage("src/shop/other.py", "A = 1\n")
    repository.commit("first", **{"src/shop/sums.py": OLD})
    repository.stage("src/shop/sums.py", NEW)
    past(repository, 100)
    return repository


def past(repository: Repository, seconds: float) -> None:
    """Make every file that is there now that much older."""
    then = time.time() - seconds
    for folder, _, names in os.walk(repository.top):
        for name in names:
            os.utime(Path(folder, name), (then, then))
        os.utime(folder, (then, then))


def asked(*files: str, limit: int = 75, small: int = 1, demanded: bool = True, python: str = "") -> Asked:
    return Asked(files, limit, small, lambda path: path.startswith("generated/"), demanded, python)


def judged(repository: Repository, question: Asked | None = None) -> Judged:
    with _change.staged(str(repository.top)) as delta:
        return judge(delta, question or asked())


def figures(result: Judged) -> tuple[str, float | None, str, bool]:
    measure = result.measure
    assert (measure.condition, measure.unit) == ("new-coverage", "%")
    return measure.state, measure.value, measure.detail, measure.passed


def places(result: Judged) -> list[str]:
    assert {(one.rule, one.column, one.remedy) for one in result.findings} <= {("GATE003", 1, REMEDY)}
    return [f"{one.path}:{one.line}: {one.message}" for one in result.findings]


def unjudged(result: Judged) -> list[str]:
    """What was not judged, where that is all there is to be said."""
    assert not result.findings
    state, value, detail, passed = figures(result)
    assert (state, value, detail, passed) == ("absent", None, "", False)
    said = [": ".join(part for part in (one.path, one.why) if part) for one in result.failures]
    assert result.measure.why == said[0]
    return said


def sums(ran: str = STATEMENTS, missed: str = "", name: str = "src/shop/sums.py") -> Said:
    """What a report on the changed source says, that all of the old lines ran among it."""
    return {name: lines(f"{BEFORE} {ran}", missed)}


@pytest.mark.parametrize("format_", ["json", "cobertura", "lcov", "clover"])
def test_the_share_of_new_lines_that_ran(project: Repository, format_: str) -> None:
    project.write(FORMATS[format_].file, FORMATS[format_].write(sums("11-12 15", "14 17")))
    result = judged(project)
    assert result.measure == Measure("new-coverage", "measured", 60.0, 75, "%", "3 of 5 new lines ran", False)
    assert places(result) == [
        "src/shop/sums.py:14: 1 new line did not run under the tests (14)",
        "src/shop/sums.py:17: 1 new line did not run under the tests (17)",
    ]
    assert result.failures == ()


def test_lines_between_which_only_new_lines_stand_that_cannot_run_are_one_finding(project: Repository) -> None:
    project.write("coverage.json", as_json(sums("11", "12 14-15 17")))
    assert places(judged(project)) == ["src/shop/sums.py:12: 4 new lines did not run under the tests (12-17)"]


LIMITS = {
    "under the limit": (75, 1, "11-12 15", "14 17", False),
    "just at the limit": (60, 1, "11-12 15", "14 17", True),
    "all ran": (100, 1, STATEMENTS, "", True),
    "a small change of which one line ran": (75, 6, "11", "12 14-15 17", True),
    "a small change of which none ran": (75, 6, "", STATEMENTS, False),
    "as many lines as are no longer small": (75, 5, "11", "12 14-15 17", False),
    "no limit": (0, 1, "", STATEMENTS, True),
}


@pytest.mark.parametrize("case", LIMITS)
def test_what_passes(project: Repository, case: str) -> None:
    limit, small, ran, missed, passed = LIMITS[case]
    project.write("coverage.json", as_json(sums(ran, missed)))
    result = judged(project, asked(limit=limit, small=small))
    assert result.measure.detail.endswith("; of fewer than 6 lines one has to") is (passed and small == 6)
    assert (result.measure.passed, bool(result.findings), result.failures) == (passed, not passed, ())


def test_a_line_ran_if_one_report_says_so(project: Repository) -> None:
    project.write("coverage.json", as_json(sums("11-12", "14-15 17")))
    project.write("lcov.info", as_lcov(sums("11 14-15", "12 17")))
    assert figures(judged(project)) == ("measured", 80.0, "4 of 5 new lines ran", True)


NOTHING = {
    "a comment": {"src/shop/sums.py": OLD + "\n# a remark\n"},
    "a docstring": {"src/shop/sums.py": OLD.replace('"""Sums."""', '"""Sums,\nand more."""')},
    "tests": {"tests/test_more.py": "def test():\n    assert 1\n", "conftest.py": "A = 1\n"},
    "generated files": {"generated/api.py": "A = 1\n"},
    "documentation": {"README.md": "Hello\n", "docs/conf.py": "project = 'shop'\n"},
    "an empty module": {"src/shop/empty.py": '"""Nothing."""\n'},
    "types of TypeScript": {"src/types.ts": "export interface Row {\n  sum: number;\n}\n"},
}


@pytest.mark.parametrize("case", NOTHING)
def test_a_change_without_a_line_that_tests_could_run(repository: Repository, case: str) -> None:
    repository.commit("first", **{"src/shop/sums.py": OLD})
    for path, content in NOTHING[case].items():
        repository.stage(path, content)
    detail = "the change has no new line that tests could run"
    assert judged(repository) == Judged(Measure("new-coverage", "none", None, 75, "%", detail))


def test_new_lines_that_are_excluded_are_not_measured(project: Repository) -> None:
    project.write("coverage.json", as_json(sums(""), excluded=frozenset({11, 12, 14, 15, 16, 17})))
    detail = "no new line is one that coverage measures"
    assert judged(project) == Judged(Measure("new-coverage", "none", None, 75, "%", detail))


PRAGMAS = {
    "a comment at the def": ("mean(rows):", "mean(rows):  # pragma: no cover", ""),
    "a pattern of pyproject.toml": ("", "", '[tool.coverage.report]\nexclude_also = ["def mean"]\n'),
}


@pytest.mark.parametrize("case", PRAGMAS)
def test_a_format_without_excluded_lines_may_leave_them_out(project: Repository, case: str) -> None:
    old, new, settings = PRAGMAS[case]
    project.stage("src/shop/sums.py", NEW.replace(old, new) if old else NEW)
    if settings:
        project.stage("pyproject.toml", settings)
    project.write("coverage.xml", as_cobertura(sums("")))
    assert figures(judged(project))[0] == "none"


# New sources of which no report speaks.

MODULE = '"""New."""\nimport os\n\n\ndef here():\n    """Where."""\n    return os.getcwd()\n'


def test_a_new_source_in_no_report_did_not_run(project: Repository) -> None:
    project.stage("src/shop/new.py", MODULE)
    project.write("coverage.json", as_json(sums()))
    result = judged(project)
    detail = "5 of 8 new lines ran; 3 of them are in no report and were counted from the source (src/shop/new.py)"
    assert figures(result) == ("proxy", 62.5, detail, False)
    assert places(result) == [
        "src/shop/new.py:2: 3 new lines did not run under the tests (2-7); the file is in no coverage report"
    ]


SETTINGS = {
    "omitted": "[tool.coverage.run]\nomit = ['src/shop/new.py']\n",
    "omitted by a folder": "[tool.coverage.report]\nomit = ['*/shop/n*']\n",
    "not among the sources": "[tool.coverage.run]\nsource = ['shop.sums']\n",
    "not included": "[tool.coverage.run]\ninclude = ['src/shop/sums.py']\n",
}


@pytest.mark.parametrize("case", SETTINGS)
def test_a_new_source_that_settings_leave_out_is_not_counted(project: Repository, case: str) -> None:
    project.stage("src/shop/new.py", MODULE)
    project.stage("pyproject.toml", SETTINGS[case])
    project.write("coverage.json", as_json(sums()))
    assert figures(judged(project)) == ("measured", 100.0, "5 of 5 new lines ran", True)


def test_a_language_of_which_no_report_speaks_is_said(project: Repository) -> None:
    project.stage("web/app.ts", "export function add(a, b) {\n  return a + b;\n}\n")
    project.write("coverage.json", as_json(sums()))
    detail = "5 of 5 new lines ran; no report speaks of web/app.ts"
    assert figures(judged(project)) == ("measured", 100.0, detail, True)
    assert unjudged(judged(project, asked("coverage.json", "web/lcov.info"))) == [
        (
            "web/app.ts: is in a language (JavaScript and TypeScript) that no coverage report speaks of "
            "(web/lcov.info is not there); make a report of its tests and name it in "
            "quality-gate.coverage-files, or leave the file out by quality-gate.exclude"
        )
    ]


def test_a_change_in_a_language_of_which_no_report_speaks_is_not_judged(project: Repository) -> None:
    project.commit("second")
    project.stage("web/app.ts", "export function add(a, b) {\n  return a + b;\n}\n")
    project.write("coverage.json", as_json(sums()))
    assert unjudged(judged(project)) == [
        (
            "web/app.ts: is in a language (JavaScript and TypeScript) that no coverage report speaks of; make a "
            "report of its tests and name it in quality-gate.coverage-files, or leave the file out by "
            "quality-gate.exclude"
        )
    ]


# Reports that tell nothing of this content.


def test_no_report(project: Repository) -> None:
    assert unjudged(judged(project)) == [
        (
            "there is no coverage report (.coverage, coverage.json, coverage.xml, lcov.info and the like); run "
            "the tests with it, as `coverage run -m pytest && coverage json` does, or name the report in "
            "quality-gate.coverage-files"
        )
    ]
    assert unjudged(judged(project, asked("out/*.xml"))) == [
        (
            "there is no coverage report (out/*.xml); run the tests with it, as `coverage run -m pytest && "
            "coverage json` does, or name the report in quality-gate.coverage-files"
        )
    ]


def test_what_is_not_demanded_fails_nothing(project: Repository) -> None:
    result = judged(project, asked(demanded=False))
    assert (result.measure.state, result.measure.passed, result.failures) == ("absent", True, ())
    assert result.measure.why.startswith("there is no coverage report")


NO_REPORTS = {
    "empty": (b"", f"is empty{AGAIN}"),
    "cut": (b'{"meta": ', f"is no whole JSON file{AGAIN}"),
    "of no line": (b'{"meta": {}, "files": {}}', f"measures no line{AGAIN}"),
    "other": (b"hello", f"is no coverage report of a known format; {NAME_THEM}"),
}


@pytest.mark.parametrize("case", NO_REPORTS)
def test_an_empty_cut_or_other_file_is_no_report(project: Repository, case: str) -> None:
    content, why = NO_REPORTS[case]
    project.write("coverage.json", content)
    project.write("lcov.info", as_lcov(sums()))
    assert unjudged(judged(project)) == [f"coverage.json: {why}"]


YOUNGER = {
    "the source": "src/shop/sums.py",
    "a test": "tests/test_sums.py",
}


@pytest.mark.parametrize("case", YOUNGER)
def test_a_report_that_is_older_than_what_it_measured(project: Repository, case: str) -> None:
    path = YOUNGER[case]
    project.write("coverage.json", as_json(sums()))
    past(project, 50)
    project.write(path, (project.top / path).read_text() + "# more\n")
    project.git("add", "--", path)
    assert unjudged(judged(project)) == [f"coverage.json: is older than {path}{AGAIN}"]


def stamped(moment: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(moment))


STAMPS: dict[str, tuple[str, Callable[[float], bytes]]] = {
    "json": ("coverage.json", lambda moment: as_json(sums(), stamped(moment))),
    "cobertura in milliseconds": ("coverage.xml", lambda moment: as_cobertura(sums(), (), str(int(moment * 1000)))),
    "cobertura in seconds": ("coverage.xml", lambda moment: as_cobertura(sums(), (), str(int(moment)))),
    "clover": ("clover.xml", lambda moment: as_clover(sums(), str(int(moment)))),
    "jacoco": ("jacoco.xml", lambda moment: as_jacoco(sums(), str(int(moment * 1000)))),
}


@pytest.mark.parametrize("case", STAMPS)
def test_a_report_tells_itself_when_it_was_made(project: Repository, case: str) -> None:
    name, write = STAMPS[case]
    os.utime(project.top / "src/shop/other.py", (1, 1))  # no checkout of today
    project.write(name, write(time.time() - 700))
    assert unjudged(judged(project, asked(name))) == [f"{name}: is older than src/shop/sums.py{AGAIN}"]
    project.write(name, write(time.time() - 50))
    assert figures(judged(project, asked(name)))[0] == "measured"


def test_a_clock_of_another_time_zone(project: Repository) -> None:
    project.write("coverage.json", as_json(sums(), stamped(time.time() - 2 * 3600)))
    os.utime(project.top / "src/shop/other.py", (1, 1))
    assert figures(judged(project))[0] == "measured"


def test_a_report_made_anew_from_old_data(project: Repository) -> None:
    write_data(project.top / ".coverage", sums())
    past(project, 50)
    project.stage("src/shop/sums.py", NEW + "\n\nLAST = 1\n")
    project.write("coverage.json", as_json(sums(f"{STATEMENTS} 23")))
    old = "coverage.json: was made from .coverage, which is older than src/shop/sums.py; run `coverage erase` first"
    assert unjudged(judged(project)) == [old + AGAIN]


def test_times_tell_nothing_in_a_checkout_that_is_younger_than_the_report(project: Repository) -> None:
    project.write("coverage.json", as_json(sums(), stamped(time.time() - 5000)))
    assert figures(judged(project))[0] == "measured"


OTHER_CONTENT = {
    "a line beyond the end": (sums(f"{STATEMENTS} 60"), "names line 60 of src/shop/sums.py, which has 21"),
    "a comment": (sums(f"{STATEMENTS} 13"), "names line 13 of src/shop/sums.py, where no statement is"),
    "an empty line": (sums(f"{STATEMENTS} 9"), "names line 9 of src/shop/sums.py, where no statement is"),
    "the file before the change": (sums(""), "does not know the statement at line 11 of src/shop/sums.py"),
    "the file with a line less": (sums("10-11 13-14 16"), "names line 10 of src/shop/sums.py, where no statement is"),
}


@pytest.mark.parametrize("case", OTHER_CONTENT)
@pytest.mark.parametrize("format_", ["json", "cobertura", "lcov"])
def test_a_report_of_another_commit(project: Repository, case: str, format_: str) -> None:
    said, why = OTHER_CONTENT[case]
    name = FORMATS[format_].file
    project.write(name, FORMATS[format_].write(said))
    assert unjudged(judged(project)) == [f"{name}: is of another content: it {why}{AGAIN}"]


def test_data_of_another_commit_is_seen_without_coverage(project: Repository) -> None:
    write_data(project.top / ".coverage", sums("13"))
    where = "it names line 13 of src/shop/sums.py, where no statement is"
    assert unjudged(judged(project)) == [f".coverage: is of another content: {where}{AGAIN}"]


SCRIPT = "export function add(a, b) {\n  const sum = a + b;\n\n  return sum;\n\n}\n"
OTHER_SCRIPTS = {
    "an empty line": ("1 3", "names line 3 of web/app.js, which is empty"),
    "fewer lines": ("1-3", "names 3 lines of web/app.js, which has 6"),
}


@pytest.mark.parametrize("case", OTHER_SCRIPTS)
def test_a_report_of_another_script(repository: Repository, case: str) -> None:
    ran, why = OTHER_SCRIPTS[case]
    repository.stage("web/app.js", SCRIPT)
    repository.write("lcov.info", as_lcov({"web/app.js": lines(ran)}))
    assert unjudged(judged(repository)) == [f"lcov.info: is of another content: it {why}{AGAIN}"]


EVERY_LINE = {"statements": "1-2 4", "the first lines": "1-2", "all lines": "1-6", "all lines but a few": "1 3 5-6"}


@pytest.mark.parametrize("case", EVERY_LINE)
def test_a_report_may_name_statements_or_every_line(repository: Repository, case: str) -> None:
    repository.stage("web/app.js", SCRIPT)
    repository.write("lcov.info", as_lcov({"web/app.js": lines(EVERY_LINE[case])}))
    assert figures(judged(repository))[:2] == ("measured", 100.0)


def test_a_function_stands_where_its_report_says(repository: Repository) -> None:
    source = "// 1\n// 2\n// 3\n// 4\n// 5\n// 6\nfunction add(a, b) {\n  return a + b;\n}\n"
    repository.stage("web/app.js", source)
    record = "SF:web/app.js\nFN:{},add\nDA:7,1\nDA:8,1\nend_of_record\n"
    repository.write("lcov.info", record.format(7))
    assert figures(judged(repository)) == ("measured", 100.0, "2 of 2 new lines ran", True)
    repository.write("lcov.info", record.format(2))
    why = "is of another content: it finds `add` at line 2 of web/app.js, where it is not"
    assert unjudged(judged(repository)) == [f"lcov.info: {why}{AGAIN}"]


def test_a_report_that_knows_no_new_line(repository: Repository) -> None:
    repository.commit("first", **{"web/app.js": SCRIPT})
    more = "export function twice(a) {\n  log(a);\n  return 2 * a;\n}\n"
    repository.stage("web/app.js", SCRIPT + more)
    repository.write("lcov.info", as_lcov({"web/app.js": lines("1 2 4")}))
    why = "is of another content: it knows no new line of web/app.js, such as 8"
    assert unjudged(judged(repository)) == [f"lcov.info: {why}{AGAIN}"]
    repository.stage("web/app.js", SCRIPT + "/* istanbul ignore next */\n" + more)
    repository.write("lcov.info", as_lcov({"web/app.js": lines("1 2 4")}))
    assert figures(judged(repository))[0] == "none"


def test_digests_of_lines(repository: Repository) -> None:
    import base64
    import hashlib

    def digest(text: str) -> str:
        return base64.b64encode(hashlib.md5(text.encode(), usedforsecurity=False).digest()).decode().rstrip("=")

    rows = SCRIPT.split("\n")
    repository.stage("web/app.js", SCRIPT)
    record = "SF:web/app.js\nDA:1,1,{}\nDA:2,1,{}\nend_of_record\n"
    repository.write("lcov.info", record.format(digest(rows[0]), digest(rows[1])))
    assert figures(judged(repository)) == ("measured", 100.0, "2 of 2 new lines ran", True)
    repository.write("lcov.info", record.format(digest(rows[0]), digest("  const sum = b;")))
    why = "is of another content: it was made when line 2 of web/app.js was another"
    assert unjudged(judged(repository)) == [f"lcov.info: {why}{AGAIN}"]


def test_a_stale_report_beside_a_fresh_one(project: Repository) -> None:
    project.write("coverage.xml", as_cobertura(sums("")))
    project.write("coverage.json", as_json(sums()))
    assert figures(judged(project)) == ("measured", 100.0, "5 of 5 new lines ran", True)
    why = "is of another content: it does not know the statement at line 11 of src/shop/sums.py"
    assert unjudged(judged(project, asked("coverage.*"))) == [f"coverage.xml: {why}{AGAIN}"]


def test_what_is_staged_is_not_what_was_tested(project: Repository) -> None:
    project.write("src/shop/sums.py", NEW + "\nMORE = 1\n")
    project.write("coverage.json", as_json(sums(f"{STATEMENTS} 23")))
    assert unjudged(judged(project)) == [
        (
            "src/shop/sums.py: differs in the work tree, which the tests ran, from what is staged; stage it "
            "whole, and run the tests with coverage again"
        )
    ]
    (project.top / "src/shop/sums.py").unlink()
    assert unjudged(judged(project)) == [
        (
            "src/shop/sums.py: is not in the work tree as it is staged; stage it whole, and run the tests with "
            "coverage again"
        )
    ]


def test_line_ends_of_the_work_tree_do_not_matter(project: Repository) -> None:
    (project.top / "src/shop/sums.py").write_bytes(NEW.replace("\n", "\r\n").encode())
    project.write("coverage.json", as_json(sums()))
    assert figures(judged(project))[0] == "measured"


def test_a_range_whose_end_is_not_checked_out(project: Repository) -> None:
    base = project.git("rev-parse", "HEAD").decode().strip()
    head = project.commit("second")
    project.write("src/shop/sums.py", NEW + "\nMORE = 1\n")
    project.write("coverage.json", as_json(sums()))
    with _change.between(str(project.top), base, head) as delta:
        assert unjudged(judge(delta, asked())) == [
            (
                "src/shop/sums.py: differs in the work tree, which the tests ran, from what is pushed; check "
                "that commit out, and run the tests with coverage again"
            )
        ]


# Names.

NAMES = {
    "from the top": lambda top: as_json(sums()),  # noqa: ARG005
    "absolute": lambda top: as_json(sums(name=f"{top}/src/shop/sums.py")),
    "from a folder of the report": lambda top: as_cobertura(sums(name="shop/sums.py"), (f"{top}/src",)),
    "from a folder that the report names from the top": lambda top: as_cobertura(sums(name="sums.py"), ("src/shop",)),  # noqa: ARG005
    "in a container": lambda top: as_json(sums(name="/app/src/shop/sums.py")),  # noqa: ARG005
    "of an installed package": lambda top: as_json(sums(name="/venv/lib/site-packages/shop/sums.py")),  # noqa: ARG005
    "on Windows": lambda top: as_json(sums(name="C:\\work\\src\\shop\\sums.py")),  # noqa: ARG005
    "with another file of its name": lambda top: as_json({  # noqa: ARG005
        **sums(name="/app/src/shop/sums.py"), "/app/vendor/other/shop/sums.py": lines("1")
    }),
}  # fmt: skip


@pytest.mark.parametrize("case", NAMES)
def test_which_source_a_name_means(project: Repository, case: str) -> None:
    project.write("report", NAMES[case](project.top))
    assert figures(judged(project, asked("report"))) == ("measured", 100.0, "5 of 5 new lines ran", True)


def test_an_alias_of_the_settings(project: Repository) -> None:
    project.stage("pyproject.toml", '[tool.coverage.paths]\nsource = ["src/shop", "/build/*/pkg"]\n')
    project.write("coverage.json", as_json(sums(name="/build/7/pkg/sums.py")))
    assert figures(judged(project))[0] == "measured"


def test_names_from_the_folder_of_the_report(repository: Repository) -> None:
    repository.stage("packages/a/src/app.js", SCRIPT)
    repository.stage("packages/b/src/app.js", SCRIPT)
    for name in "ab":
        repository.write(f"packages/{name}/coverage/lcov.info", as_lcov({"src/app.js": lines("1 2", "4")}))
    result = judged(repository, asked("packages/*/coverage/lcov.info", limit=60))
    assert figures(result) == ("measured", 100 * 2 / 3, "4 of 6 new lines ran", True)


def test_names_by_the_module_of_go(repository: Repository) -> None:
    repository.stage("go.mod", "module example.org/shop\n\ngo 1.22\n")
    repository.stage("main.go", "package main\n\nfunc main() {\n\trun()\n}\n")
    repository.write("coverage.out", as_go({"example.org/shop/main.go": lines("3-5")}))
    assert figures(judged(repository)) == ("measured", 100.0, "3 of 3 new lines ran", True)


def test_names_by_the_package_of_java(repository: Repository) -> None:
    repository.stage("src/main/java/org/shop/Sums.java", "package org.shop;\nclass Sums {\n int a() { return 1; }\n}\n")
    repository.write("target/site/jacoco/jacoco.xml", as_jacoco({"org/shop/Sums.java": lines("3")}))
    assert figures(judged(repository)) == ("measured", 100.0, "1 of 1 new lines ran", True)


def test_paths_that_do_not_match(project: Repository) -> None:
    project.write("coverage.json", as_json({"/x/lib/one.py": lines("1"), "/x/sums.py": lines("1")}))
    assert unjudged(judged(project)) == [
        (
            "coverage.json: speaks of other files (/x/lib/one.py, /x/sums.py) than the change "
            "(src/shop/sums.py); make it from the top of the repository, with paths from there"
        )
    ]


def test_another_package_in_a_report_is_not_taken_for_ours(project: Repository) -> None:
    foreign = {"/venv/site-packages/other/shop/sums.py": lines("1"), "/opt/x/shop/sums.py": lines("1")}
    project.write("coverage.json", as_json({**foreign, "src/shop/other.py": lines("1")}))
    assert figures(judged(project))[:3] == (
        "proxy",
        0.0,
        "0 of 6 new lines ran; 6 of them are in no report and were counted from the source (src/shop/sums.py)",
    )


def test_a_name_that_does_not_decide(project: Repository) -> None:
    project.stage("lib/shop/sums.py", NEW)
    project.write("coverage.json", as_json({**sums(name="/app/shop/sums.py"), "/app/shop/other.py": lines("1")}))
    why = "make it from the top of the repository, with paths from there"
    assert unjudged(judged(project)) == [
        f"coverage.json: does not decide which file /app/shop/sums.py is, {path} or another; {why}"
        for path in ("lib/shop/sums.py", "src/shop/sums.py")
    ]


# The project's own coverage.


def test_a_data_file_needs_the_coverage_of_the_project(project: Repository, tmp_path: Path) -> None:
    write_data(project.top / ".coverage", sums())
    assert unjudged(judged(project)) == [
        (
            ".coverage: tells which lines ran, but not which could have, and the project's own coverage was not "
            "found; run `coverage json --data-file=.coverage`, or name the project's environment with "
            "quality-gate.environment"
        )
    ]
    python = str(tmp_path / "none")
    assert unjudged(judged(project, asked(python=python))) == [
        f".coverage: {python} does not start; see what `{python} --version` says"
    ]


def test_an_environment_without_coverage(project: Repository, tmp_path: Path) -> None:
    write_data(project.top / ".coverage", sums())
    python = tmp_path / "python"
    python.write_text(f"#!{sys.executable}\nimport sys\nsys.exit('python: No module named coverage')\n")
    python.chmod(0o755)
    assert unjudged(judged(project, asked(python=str(python)))) == [
        f".coverage: {python} has no coverage; run `{python} -m pip install coverage`"
    ]


def test_a_report_on_part_of_the_data(project: Repository, tmp_path: Path) -> None:
    """The project's coverage is asked for the rest alone; here it is a program that notes what it is asked."""
    project.stage("src/shop/new.py", MODULE)
    write_data(project.top / ".coverage", {**sums(), "src/shop/new.py": lines("2 5 7")})
    project.write("coverage.json", as_json(sums()))
    python = tmp_path / "python"
    report = as_json({"src/shop/new.py": lines("2 5", "7")})
    python.write_text(
        f"#!{sys.executable}\nimport sys, pathlib\n"
        f"pathlib.Path({str(tmp_path / 'asked')!r}).write_text(' '.join(sys.argv[1:]))\n"
        f"pathlib.Path(sys.argv[sys.argv.index('-o') + 1]).write_bytes({report!r})\n"
    )
    python.chmod(0o755)
    result = judged(project, asked(limit=90, python=str(python)))
    assert figures(result) == ("measured", 87.5, "7 of 8 new lines ran", False)
    words = (tmp_path / "asked").read_text().split()
    assert words[:7] == ["-m", "coverage", "json", "-q", "-i", "--fail-under=0", f"--data-file={project.top}/.coverage"]
    assert words[7] == "-o"
    assert words[9:] == ["--include=src/shop/new.py"]


@pytest.mark.e2e
def test_a_real_run_of_the_tests(project: Repository) -> None:
    project.write(
        "tests/test_sums.py", "from shop.sums import mean\n\n\ndef test_mean():\n    assert mean([2, 4]) == 3\n"
    )
    project.git("add", "tests")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(project.top / "src"), *sys.path])}
    run = [sys.executable, "-m", "coverage"]
    subprocess.run(
        [*run, "run", "--branch", "-m", "pytest", "-q", "-p", "no:cacheprovider"], env=environment, check=True
    )
    expected = ("measured", 100 * 5 / 6, "5 of 6 new lines ran", False)  # a text amid a function is a statement
    line = ["src/shop/sums.py:14: 1 new line did not run under the tests (14)"]
    by_data = judged(project, asked(limit=90, python=sys.executable))
    assert (figures(by_data), places(by_data)) == (expected, line)
    for kind, name in (("json", "coverage.json"), ("xml", "coverage.xml"), ("lcov", "coverage.lcov")):
        subprocess.run([*run, kind, "-q"], env=environment, check=True)
        result = judged(project, asked(name, limit=90))
        assert (figures(result), places(result)) == (expected, line)
    past(project, 50)
    project.stage("src/shop/sums.py", NEW.replace("count = len(rows)", "count = len(rows) or 1"))
    assert unjudged(judged(project, asked(python=sys.executable)))[0].endswith(f"is older than src/shop/sums.py{AGAIN}")


def committed(repository: Repository) -> Judged:
    head = repository.commit()
    with _change.between(str(repository.top), repository.git("rev-parse", "HEAD~1").decode().strip(), head) as delta:
        return judge(delta, asked())


def whys(result: Judged) -> list[tuple[str, str]]:
    return [(one.path, one.why) for one in result.failures]


def test_a_report_that_comes_with_the_change_does_not_count(project: Repository) -> None:
    every = {"src/shop/sums.py": lines(f"{BEFORE} {STATEMENTS}")}
    none = {"src/shop/sums.py": lines(BEFORE, STATEMENTS)}
    project.stage("lcov.info", as_lcov(every))
    why = (
        "is part of the commit, and not what a run of the tests left; take it out by `git rm --cached lcov.info`, name "
        "it in .gitignore, and run the tests with coverage"
    )
    assert whys(judged(project)) == [("lcov.info", why)]
    (Path(project.top) / "coverage.json").write_bytes(as_json(none))
    assert figures(judged(project)) == ("measured", 0.0, "0 of 5 new lines ran", False)
    assert whys(judged(project, asked("*.info", "coverage.json"))) == [("lcov.info", why)]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        pytest.param("tests/test_sums.py", "differs from", id="changed"),
        pytest.param("tests/test_more.py", "is not in", id="forgotten"),
    ],
)
def test_tests_that_are_not_pushed_prove_nothing(project: Repository, name: str, why: str) -> None:
    (Path(project.top) / "coverage.json").write_bytes(as_json({"src/shop/sums.py": lines(f"{BEFORE} {STATEMENTS}")}))
    assert figures(committed(project)) == ("measured", 100.0, "5 of 5 new lines ran", True)
    (Path(project.top) / name).write_text("def test_more():\n    pass\n")
    then = time.time() - 10
    os.utime(Path(project.top) / name, (then, then))
    head = project.git("rev-parse", "HEAD").decode().strip()
    with _change.between(str(project.top), f"{head}~1", head) as delta:
        found = whys(judge(delta, asked()))
    heal = "commit it, or put it away and run the tests with coverage again"
    assert found == [(name, f"is a test in the work tree that {why} {head[:12]}; {heal}")]


def test_links_to_their_own_folder_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name in ("a/b/coverage.xml", "coverage.xml", "a/b/other.xml"):
        (tmp_path / name).write_text("")
    for number in range(3):
        (tmp_path / "a" / f"loop{number}").symlink_to(tmp_path / "a")
    reports, missing = found(str(tmp_path), ["**/coverage.xml", "**/none.xml"])
    assert ([one.path for one in reports], missing) == (["a/b/coverage.xml", "coverage.xml"], ["**/none.xml"])
