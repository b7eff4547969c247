"""What is mutated, what a mutant changes, which tests are asked, and how it is shown."""

import difflib
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkaround._finding import NotJudged
from walkaround.quality_gate.mutation import Asked, Mutant, mutate
from walkaround.quality_gate.mutation._mutate import _mutant
from walkaround.quality_gate.mutation._plan import Candidate, Plan, Source, Watched
from walkaround.quality_gate.mutation.inside import codes, generate
from walkaround.quality_gate.mutation.inside.lines import Seen


def made(source: str, *lines: int) -> list[str]:
    """Each mutant of a source as its line with the change."""
    rows = frozenset(lines or range(1, source.count("\n") + 2))
    return [
        f"{one['line']}: {changed(source, one).splitlines()[one['line'] - 1].strip()}" for one in _found(source, rows)
    ]


def _found(source: str, rows: frozenset[int]) -> list[dict[str, Any]]:
    return list(generate.mutants(source, rows))


def changed(source: str, one: dict[str, Any]) -> str:
    return f"{source[: one['start']]}{one['text']}{source[one['end'] :]}"


@pytest.mark.parametrize(
    ("source", "mutants"),
    [
        pytest.param("x = a + b\n", ["1: x = a - b"], id="addition"),
        pytest.param("x = a < b\n", ["1: x = a >= b", "1: x = a <= b"], id="comparison and its border"),
        pytest.param("x = a is None\n", ["1: x = a is not None"], id="none"),
        pytest.param("x = a and not b\n", ["1: x = a or not b", "1: x = a and b"], id="logic"),
        pytest.param("x = -a\n", ["1: x = +a"], id="sign"),
        pytest.param("x = True\n", ["1: x = False"], id="true"),
        pytest.param("x = 7\n", ["1: x = 6", "1: x = 8"], id="number"),
        pytest.param("if a:\n    b()\n", ["1: if not a:"], id="condition"),
        pytest.param("if not a:\n    b()\n", ["1: if a:"], id="a condition and its twin, told once"),
        pytest.param("assert a is None\n", ["1: assert a is not None"], id="a comparison and its twin"),
        pytest.param("x = f(not a)\n", ["1: x = f(a)"], id="a value"),
        pytest.param("for x in y:\n    break\n", ["1: for x in []:", "2: continue"], id="loop"),
        pytest.param(
            "try:\n    a()\nexcept (A, B):\n    b()\n",
            ["3: except (CosmicRayTestingException, B):", "3: except (A, CosmicRayTestingException):"],
            id="handler",
        ),
        pytest.param("class A:\n    @a.b\n    def c(self): ...\n", ["2: "], id="decorator, whose line stays"),
        pytest.param("x = (\n    a\n    + 1\n)\n", ["3: - 1", "3: + 0", "3: + 2"], id="in a long statement"),
        pytest.param("é = 'é' + a\n", ["1: é = 'é' - a"], id="columns count characters"),
        pytest.param("def f(a: int | None = b) -> A | B: ...\n", [], id="annotations"),
        pytest.param("x: A | B = a + b\n", ["1: x: A | B = a - b"], id="the value beside an annotation"),
        pytest.param("if TYPE_CHECKING:\n    x = 1\nelse:\n    x = a + b\n", ["4: x = a - b"], id="type checking"),
        pytest.param("if __name__ == '__main__':\n    x = a + b\n", [], id="main"),
        pytest.param(
            "if sys.version_info >= (3, 3):\n    x = True\nelse:\n    x = a + b\n",
            ["2: x = False"],
            id="a newer Python",
        ),
        pytest.param(
            "x = 1 if sys.version_info < (3,) else True\n",
            ["1: x = 1 if sys.version_info < (3,) else False"],
            id="an older Python",
        ),
        pytest.param(
            "if sys.version_info > old:\n    a()\n",
            ["1: if not sys.version_info > old:", "1: if sys.version_info >= old:", "1: if sys.version_info <= old:"],
            id="a Python that is no constant",
        ),
        pytest.param(
            "if os.name == 'nt':\n    x = True\n",
            ["1: if not os.name == 'nt':", "1: if os.name != 'nt':", "2: x = False"],
            id="a system",
        ),
        pytest.param("@overload\ndef f(a=1): ...\n", [], id="overload"),
        pytest.param("@final\nclass A:\n    x = a + b\n", ["3: x = a - b"], id="decorators for type checkers"),
        pytest.param("x = a + b  # pragma: no mutate, for speed\ny = a + b\n", ["2: y = a - b"], id="marked line"),
        pytest.param("if a:  # pragma: no cover\n    x = a + b\n", [], id="marked block"),
        pytest.param("x = '# pragma: no mutate' + a\n", ["1: x = '# pragma: no mutate' - a"], id="no comment"),
        pytest.param("'''a + 1'''\nf(*a, **b)\n", [], id="nothing to change"),
        pytest.param("x = 0.0\n", ["1: x = -1.0", "1: x = 1.0"], id="fraction"),
        pytest.param("def f():\n    return 1\n    x = a + b\n", ["2: return 0", "2: return 2"], id="dead code"),
    ],
)
def test_mutants_of_a_source(source: str, mutants: list[str]) -> None:
    assert sorted(made(source)) == sorted(mutants)


SAMPLE = """import functools

LIMIT = 10


@functools.lru_cache(maxsize=2)
def level(number, least=3):
    if (number < least and
        least >= 4):
        return number + least * (
            2 -
            1)
    for one in [each for each in range(3) if each > 1]:
        number -= one
    def inner(other=1): return other + number
    return inner


class Shape:
    sides = 4

    @property
    def closed(self): return self.sides is not None
"""
ROWS = SAMPLE.count("\n")


@settings(max_examples=25, deadline=None)
@given(st.frozensets(st.integers(1, ROWS), max_size=6))
def test_every_mutant_is_another_program_that_differs_in_one_asked_line(rows: frozenset[int]) -> None:
    found = _found(SAMPLE, rows)
    assert {one["line"] for one in found} <= rows
    assert len({(one["start"], one["end"], one["text"]) for one in found}) == len(found)
    for one in found:
        text = changed(SAMPLE, one)
        compile(text, "<mutant>", "exec")
        altered = [row for row in difflib.ndiff(SAMPLE.splitlines(), text.splitlines()) if row[:2] in ("- ", "+ ")]
        assert len(altered) == 2
        assert text.count("\n") == SAMPLE.count("\n")
        assert one["first"] <= one["line"] <= one["last"]


def test_mutants_of_some_lines_are_those_of_all_lines_there() -> None:
    everything = _found(SAMPLE, frozenset(range(1, ROWS + 1)))
    apart = [one for row in range(1, ROWS + 1) for one in _found(SAMPLE, frozenset([row]))]
    assert apart == everything


@pytest.mark.parametrize(
    ("before", "after", "places", "bodies"),
    [
        pytest.param("x = 1\n", "x = 2\n", [("<module>", 1)], False, id="module"),
        pytest.param("x = 1\n", "x = 1.0\n", [("<module>", 1)], False, id="equal constants of another kind"),
        pytest.param("x = 1\n", "x  =  1\n", [], True, id="positions alone"),
        pytest.param("def f(): return 1\n", "def f(): return 2\n", [("f", 1)], True, id="function"),
        pytest.param("def f(a=1): ...\n", "def f(a=2): ...\n", [("<module>", 1)], False, id="default"),
        pytest.param("class A:\n x = 1\n", "class A:\n x = 2\n", [("A", 1)], False, id="class"),
        pytest.param(
            "def f():\n class A:\n  x = 1\n", "def f():\n class A:\n  x = 2\n", [("A", 2)], True, id="inner class"
        ),
        pytest.param("f = lambda: 1\n", "f = lambda: 2\n", [("<lambda>", 1)], True, id="lambda"),
    ],
)
def test_what_a_change_reaches(before: str, after: str, places: list[tuple[str, int]], bodies: bool) -> None:
    told = codes.difference(compile(before, "", "exec"), compile(after, "", "exec"))
    assert told == codes.Difference(tuple(codes.Place(*one) for one in places), bodies, False)


def test_codes_of_another_shape_are_odd() -> None:
    before, after = compile("f = lambda: 1\n", "", "exec"), compile("f = 1\n", "", "exec")
    assert codes.difference(before, after).odd


def test_lines_are_seen_by_what_runs_them() -> None:
    seen = Seen(frozenset([__file__]))
    kept = sys.gettrace()
    seen.start()
    on = seen.is_on()
    first, second = seen.bucket, set[tuple[int, int]]()
    _one()
    seen.bucket = second
    _two()
    seen.stop()
    sys.settrace(kept)
    names = [{seen.codes[code][1].co_name for code, _ in lines} for lines in (first, second)]
    assert (on, names) == (True, [{"_one"}, {"_two"}])


def _one() -> int:
    return 1


def _two() -> int:
    return 2


SOURCE = Source("calc.py", "/calc.py", "LIMIT = 1\n\n\ndef f(a):\n    return a + LIMIT", "utf-8")
PLUS = SOURCE.text.index("+")
BODY = Candidate(SOURCE, 5, 14, "Plus", PLUS, PLUS + 1, "-", 5, 5, frozenset(), frozenset([("f", 4)]), True)
CONSTANT = Candidate(SOURCE, 1, 9, "Number", 8, 9, "2", 1, 1, frozenset([5]), frozenset([("<module>", 1)]), False)


def watched(**more: Any) -> Watched:
    told = {
        "tests": ["slow", "quick", "other"],
        "seconds": [2.0, 0.1, 0.5],
        "sizes": [3, 9, 1],
        "starting": [],
        "touched": {"calc.py": [0, 1]},
        "runs": [["calc.py", "f", 4, 5, [0, 1]]],
        "outside": [["calc.py", "<module>", 1, 1]],
    }
    return Watched({**told, **more})


@pytest.mark.parametrize(
    ("verdict", "test", "shown"),
    [
        pytest.param("survived", "slow", ("survived", "slow"), id="survived"),
        pytest.param("uncovered", "", ("uncovered", ""), id="uncovered"),
        pytest.param("survived", "", ("uncovered", ""), id="survived where no test runs the module"),
    ],
)
def test_how_a_mutant_is_shown(verdict: str, test: str, shown: tuple[str, str]) -> None:
    assert _mutant(Plan(BODY, (), True, True, test), verdict) == Mutant(
        "calc.py",
        5,
        14,
        "Plus",
        "    return a + LIMIT",
        "    return a - LIMIT",
        "--- a/calc.py\n+++ b/calc.py\n@@ -2,4 +2,4 @@\n \n \n def f(a):\n-    return a + LIMIT\n"
        "\\ No newline at end of file\n+    return a - LIMIT\n\\ No newline at end of file\n",
        *shown,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there is no mutation testing on Windows")
def test_an_interpreter_that_does_not_run_is_named(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nexit 3\n")
    python.chmod(0o755)
    asked = Asked(str(tmp_path), {"a.py": frozenset({1})}, str(python))
    with pytest.raises(NotJudged) as failure:
        mutate(asked, lambda _: lambda: None)
    remedy = f"try `{python} --version`, and make the environment anew"
    assert failure.value.why == f"the interpreter {python} does not run; {remedy}"
