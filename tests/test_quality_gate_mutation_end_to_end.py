"""Mutation testing for real: projects with suites of their own, run by the interpreter that runs these tests."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from walkaround._finding import NotJudged
from walkaround.quality_gate.mutation import Asked, Mutant, Outcome, mutate

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(sys.platform == "win32", reason="mutation testing needs a system that can fork"),
]
CALC = """LIMIT = 10


def total(numbers, start=0):
    result = start
    for number in numbers:
        if number > LIMIT:
            continue
        result += number
    return result


def unseen(number):
    return number + 1


def down(number):
    while number > 0:
        number = number - 1
    return number
"""
TEST_CALC = """from calc import down, total


def test_total():
    assert total([1, 2, 30]) == 3


def test_down():
    assert down(3) == 0
"""
UNITTEST_CALC = """import unittest

from calc import down, total


class Calc(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.found = total([1, 2, 30])

    def test_total(self):
        self.assertEqual(self.found, 3)

    def test_down(self):
        self.assertEqual(down(3), 0)
"""


# The verdict on the mutants of a line stands at its end.
HARD = """import functools
import os
import sys


def outer(add=0):
    def inner(number):
        return number + add  # killed
    return inner


plain = outer()
FLAG = True  # killed


def decorated(function):
    @functools.wraps(function)
    def wrapper(*arguments):
        return not function(*arguments)  # killed
    return wrapper


@decorated
def even(number):
    return number % 2  # killed


class Shape:
    closed = False  # survived

    def area(self, side):
        return side * side  # killed

    @staticmethod
    def corners():
        return True  # killed


@functools.lru_cache(maxsize=None)
def cached():
    return True  # killed


def by_fixture():
    return True  # killed


async def waits():
    return True  # killed


def generated():
    yield True  # killed


def at_import():
    return True  # killed


AT_IMPORT = at_import()


def in_process():
    return True  # killed


def reloaded():
    return True  # killed


def ends():
    return True  # killed


def by_partial(number, other):
    return number - other  # killed


def only_run():
    return True  # survived


def leaks():
    os.environ["HARD"] = str(True)  # killed


if __name__ == "__main__":
    sys.exit(in_process() is not True)
"""
TEST_HARD = """import asyncio
import functools
import importlib
import os
import subprocess
import sys

import pytest
from hard import (
    AT_IMPORT, FLAG, Shape, by_fixture, by_partial, cached, decorated, ends, generated, in_process,
    leaks, even, only_run, outer, plain, waits,
)

less = functools.partial(by_partial, 3)


@pytest.fixture(scope="session")
def shared():
    return by_fixture()


def test_nothing_of_shared(shared):
    only_run()


def test_shared(shared):
    assert shared is True


def test_closure():
    assert plain(1) == 1
    assert outer(2)(1) == 3


def test_flag():
    assert FLAG is True


def test_even():
    assert even(2)
    assert not even(3)


@pytest.mark.parametrize("shape", [Shape(), Shape()], ids=["[a::b] \\u00e9", "-x"])
def test_area(shape):
    assert shape.area(3) == 9


def test_corners():
    assert Shape.corners() is True


def test_cached_first():
    cached()


def test_cached_second():
    assert cached() is True


def test_waits():
    assert asyncio.run(waits()) is True


def test_generated():
    assert list(generated()) == [True]


def test_at_import():
    assert AT_IMPORT is True


def test_in_process(tmp_path, monkeypatch):
    path = [os.path.abspath("src"), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path))
    monkeypatch.chdir(tmp_path)
    assert subprocess.run([sys.executable, "-m", "hard"], check=False).returncode == 0


def test_reloaded():
    sys.modules.pop("hard")
    assert importlib.import_module("hard").reloaded() is True


def test_ends():
    print("loud")
    if not ends():
        os._exit(0)


def test_partial():
    assert less(2) == 1


def test_leaks_first():
    leaks()


def test_leaks_second():
    assert os.environ.pop("HARD") == "True"
"""
HARD_SETTINGS = """[tool.pytest.ini_options]
pythonpath = ["src"]
addopts = "-ra --strict-config --strict-markers"
filterwarnings = ["error"]
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # those of these tests' own environment are many


def project(tmp_path: Path, files: Mapping[str, str]) -> Path:
    top = tmp_path / "project"
    for name, content in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return top


def asked(top: Path, *paths: str, **more: Any) -> Asked:
    lines = {path: frozenset(range(1, (top / path).read_text().count("\n") + 1)) for path in paths}
    return Asked(str(top), lines, sys.executable, **{"suite_limit": 60, "budget": 120, **more})


def content(top: Path) -> dict[str, bytes]:
    """All files but those that pytest keeps for itself."""
    return {
        str(path.relative_to(top)): path.read_bytes()
        for path in sorted(top.rglob("*"))
        if path.is_file() and ".pytest_cache" not in path.parts
    }


def told(outcome: Outcome) -> list[str]:
    return [f"{one.line} {one.after.strip()} - {one.verdict} - {one.test}" for one in outcome.mutants]


def expected(total: str, down: str) -> list[str]:
    return [
        f"1 LIMIT = 11 - survived - {total}",
        f"1 LIMIT = 9 - survived - {total}",
        f"4 def total(numbers, start=-1): - killed - {total}",
        f"4 def total(numbers, start=1): - killed - {total}",
        f"6 for number in []: - killed - {total}",
        f"7 if not number > LIMIT: - killed - {total}",
        f"7 if number >= LIMIT: - survived - {total}",
        f"7 if number <= LIMIT: - killed - {total}",
        f"8 break - survived - {total}",
        "14 return number - 1 - uncovered - ",
        "14 return number + 0 - uncovered - ",
        "14 return number + 2 - uncovered - ",
        f"18 while not number > 0: - killed - {down}",
        f"18 while number >= 0: - killed - {down}",
        f"18 while number <= 0: - killed - {down}",
        f"18 while number > -1: - killed - {down}",
        f"18 while number > 1: - killed - {down}",
        f"19 number = number + 1 - timeout - {down}",
        f"19 number = number - 0 - timeout - {down}",
        f"19 number = number - 2 - killed - {down}",
    ]


def test_survivors_of_a_pytest_project_are_named_with_a_test(tmp_path: Path) -> None:
    configuration = "[pytest]\naddopts = -p no:cacheprovider --strict-markers\nfilterwarnings = error\n"
    files = {
        "calc.py": CALC,
        "tests/test_calc.py": TEST_CALC,
        "pytest.ini": configuration,
        "conftest.py": "import calc\n",
    }
    top = project(tmp_path, files)
    before = content(top)
    steps: list[int] = []

    def expect(count: int) -> Callable[[], None]:
        steps.append(count)
        return lambda: steps.append(1)

    found = mutate(asked(top, "calc.py"), expect)
    assert told(found) == expected("tests/test_calc.py::test_total", "tests/test_calc.py::test_down")
    assert (found.left, found.silent, steps) == (0, (), [17] + 17 * [1])
    assert found.mutants[6] == Mutant(
        "calc.py",
        7,
        19,
        "ReplaceComparisonOperator_Gt_GtE",
        "        if number > LIMIT:",
        "        if number >= LIMIT:",
        "--- a/calc.py\n+++ b/calc.py\n@@ -4,7 +4,7 @@\n def total(numbers, start=0):\n     result = start\n"
        "     for number in numbers:\n-        if number > LIMIT:\n+        if number >= LIMIT:\n"
        "             continue\n         result += number\n     return result\n",
        "survived",
        "tests/test_calc.py::test_total",
    )
    assert content(top) == before
    steps.clear()
    assert mutate(asked(top, "calc.py"), expect) == found
    assert steps == []  # all of it was known


def test_a_unittest_project_is_judged_by_unittest(tmp_path: Path) -> None:
    top = project(tmp_path, {"calc.py": CALC, "tests/test_calc.py": UNITTEST_CALC})
    before = content(top)
    found = mutate(asked(top, "calc.py", runner="unittest"))
    assert told(found) == expected("test_calc.Calc.test_total", "test_calc.Calc.test_down")
    assert content(top) == before


def test_hard_cases_get_the_verdict_of_a_real_run(tmp_path: Path) -> None:
    """Each mutant is killed by a way in which a shortcut could miss it, or survives."""
    top = project(tmp_path, {"src/hard.py": HARD, "tests/test_hard.py": TEST_HARD, "pyproject.toml": HARD_SETTINGS})
    before = content(top)
    path = "src/hard.py"
    lines = frozenset(number for number, row in enumerate(HARD.split("\n"), 1) if "#" in row)
    found = mutate(asked(top, path)._replace(lines={path: lines}))
    wanted = [(number, row.rpartition("# ")[2]) for number, row in enumerate(HARD.split("\n"), 1) if "#" in row]
    assert sorted({(one.line, one.verdict) for one in found.mutants}) == wanted
    assert content(top) == before


@pytest.mark.parametrize(
    ("files", "more", "why"),
    [
        pytest.param(
            {"test_calc.py": "def test_wrong():\n    assert 0\n"},
            {},
            "the test suite fails without any mutant, in test_calc.py::test_wrong; see `{pytest}` in {top}, and "
            "leave out what cannot pass here with quality-gate.test-arguments",
            id="failing",
        ),
        pytest.param(
            {"test_calc.py": "import time\n\ndef test_long():\n    time.sleep(90)\n"},
            {"suite_limit": 15},
            "the test suite did not end within 15 seconds and hung in test_calc.py::test_long; see `{pytest}` in {top}",
            id="hanging",
        ),
        pytest.param(
            {"test_calc.py": "import nowhere_at_all\n"},
            {},
            "tests cannot be loaded: test_calc.py; see `{pytest}` in {top}",
            id="not collected",
        ),
        pytest.param(
            {},
            {},
            "no test was found; see `{pytest}` in {top}, and name the tests with quality-gate.test-arguments",
            id="no tests",
        ),
        pytest.param(
            {"test_calc.py": "import os\n\ndef test_end():\n    os._exit(3)\n"},
            {},
            "the test suite ends the interpreter in test_calc.py::test_end; see `{pytest}` in {top}",
            id="ends the interpreter",
        ),
    ],
)
def test_a_suite_that_is_no_ground_to_stand_on(
    tmp_path: Path, files: Mapping[str, str], more: Mapping[str, Any], why: str
) -> None:
    top = project(tmp_path, {"calc.py": "LIMIT = 1\n", **files})
    with pytest.raises(NotJudged) as refused:
        mutate(asked(top, "calc.py", **more))
    assert refused.value.why == why.format(pytest=f"{sys.executable} -m pytest", top=os.path.realpath(top))


def test_a_package_that_is_installed_as_a_copy_is_not_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"src/calc/__init__.py": CALC, "site/calc/__init__.py": CALC, "tests/test_calc.py": TEST_CALC}
    top = project(tmp_path, files)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(top / "site"), os.environ.get("PYTHONPATH", "")]))
    with pytest.raises(NotJudged) as refused:
        mutate(asked(top, "src/calc/__init__.py"))
    assert refused.value.path == "src/calc/__init__.py"
    assert refused.value.why == (
        f"the tests import another copy of it, {top / 'site/calc/__init__.py'}, so that no change shows; "
        f"run `{sys.executable} -m pip install --editable {os.path.realpath(top)}`"
    )


def test_what_is_missing_is_said_with_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    python = str(tmp_path / "venv/bin/python")
    top = project(tmp_path, {"calc.py": CALC})
    with pytest.raises(NotJudged) as refused:
        mutate(asked(top, "calc.py")._replace(python=python))
    assert refused.value.why == f"the project's environment has no cosmic-ray; run `{python} -m pip install cosmic-ray`"


def test_a_run_that_has_no_time_left_is_resumed(tmp_path: Path) -> None:
    top = project(tmp_path, {"calc.py": CALC, "test_calc.py": TEST_CALC})
    first = mutate(asked(top, "calc.py", budget=0))
    assert (len(first.mutants), first.left) == (3, 17)  # no test has to run for what is uncovered
    second = mutate(asked(top, "calc.py"))
    assert told(second) == expected("test_calc.py::test_total", "test_calc.py::test_down")
    assert second.left == 0


def test_an_interrupted_run_leaves_no_process(tmp_path: Path) -> None:
    hanging = "import os\nfrom pathlib import Path\n\nLIMIT = 1\n\n\ndef wait():\n    return 1\n"
    test = (
        "import time\nfrom calc import wait\n\n"
        "def test_wait():\n    if wait() != 1:\n        open('began', 'w').close()\n        time.sleep(90)\n"
    )
    top = project(tmp_path, {"calc.py": hanging, "test_calc.py": test})
    program = (
        "import sys\nfrom walkaround.quality_gate.mutation import Asked, mutate\n"
        "mutate(Asked(sys.argv[1], {'calc.py': frozenset([8])}, sys.executable))\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(tmp_path)}
    process = subprocess.Popen([sys.executable, "-c", program, top], env=environment, stderr=subprocess.PIPE)
    until = time.monotonic() + 240
    while not (top / "began").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert (top / "began").exists()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert b"KeyboardInterrupt" in errors
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, check=True).stdout.decode(errors="replace")
    assert [row for row in listed.splitlines() if str(tmp_path) in row] == []
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("wk-")] == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no parent by choice")
def test_what_a_test_leaves_running_does_not_outlive_the_run(tmp_path: Path) -> None:
    program = f"import time; time.sleep(600)  # {tmp_path}"
    test = (
        "import subprocess\nimport sys\n\nfrom calc import total\n\n\n"
        "def test_total():\n"
        f"    program = {program!r}\n"
        "    subprocess.Popen([sys.executable, '-c', program], start_new_session=True)\n"
        "    assert total([1, 2, 30]) == 3\n"
    )
    top = project(tmp_path, {"calc.py": CALC, "test_calc.py": test})
    found = mutate(asked(top, "calc.py")._replace(lines={"calc.py": frozenset({6, 8})}))
    assert [(one.line, one.verdict) for one in found.mutants] == [(6, "killed"), (8, "survived")]
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, check=True).stdout.decode(errors="replace")
    assert [row for row in listed.splitlines() if "time.sleep(600)" in row and str(tmp_path) in row] == []
