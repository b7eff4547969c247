"""quality-gate, complexity: complexipy's own numbers, for functions with new lines that were not as complex before."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests_support import Repository
from walkaround import _change
from walkaround._finding import Finding, NotJudged
from walkaround._measures.complexipy import functions
from walkaround.quality_gate._complexity import judge
from walkaround.quality_gate._model import Judged, Measure

NESTED = """def {name}(rows):
    total = 0
    for row in rows:
        if row.paid:
            for line in row.lines:
                if line.taxed:
                    total += line.price
    return total
"""  # 1 + 2 + 3 + 4
FLAT = "def {name}(rows):\n    if rows:\n        return sum(rows)\n    return 0\n"
REMEDY = "Move a branch or a loop into a function of its own, or leave early."


def nothing(path: str) -> bool:
    return path == "nothing"


def staged(repository: Repository, limit: int = 10) -> Judged:
    with _change.staged(str(repository.top)) as delta:
        return judge(delta, limit, nothing)


def found(judged: Judged) -> list[tuple[str, int, int, str]]:
    return [(one.path, one.line, one.column, one.message.split("`")[1]) for one in judged.findings]


def test_a_new_function_is_told_with_its_number(repository: Repository) -> None:
    repository.stage("app.py", FLAT.format(name="small") + "\n\n" + NESTED.format(name="total"))
    assert staged(repository) == Judged(
        Measure(
            "complexity", "measured", 10, 10, "points",
            "1 of 2 functions with new lines reach 10; the most complex is `total` with 10", passed=False,
        ),
        (
            Finding(
                "app.py", 7, 5, "GATE001",
                "`total` has a cognitive complexity of 10; the policy asks for less than 10", REMEDY,
            ),
        ),
    )  # fmt: skip
    assert staged(repository, 11) == Judged(
        Measure(
            "complexity", "measured", 10, 11, "points",
            "0 of 2 functions with new lines reach 11; the most complex is `total` with 10",
        )
    )  # fmt: skip


def test_a_function_that_is_let_pass_is_told(repository: Repository) -> None:
    repository.commit(**{"app.py": NESTED.format(name="total")})
    repository.stage("app.py", NESTED.format(name="total").replace("= 0", "= 1"))
    assert staged(repository).measure.detail == (
        "0 of 1 functions with new lines reach 10; the most complex is `total` with 10; 1 as complex before is let pass"
    )


@pytest.mark.parametrize(
    ("source", "place"),
    [
        pytest.param(NESTED.format(name="f"), (1, 5, "f"), id="function"),
        pytest.param(
            "class A:\n    @property\n    async " + NESTED.format(name="f").replace("\n", "\n    "),
            (3, 15, "A.f"),
            id="decorated coroutine in a class",
        ),
        pytest.param("\ufeff# é\n" + NESTED.format(name="größe"), (2, 5, "größe"), id="mark and letters"),
        pytest.param(NESTED.format(name="f").replace("\n", "\r\n"), (1, 5, "f"), id="CRLF"),
        pytest.param("x = 1\ry = 2\n" + NESTED.format(name="f"), (2, 5, "f"), id="a lone CR is no line of git's"),
        pytest.param(
            "def outer():\n    " + NESTED.format(name="f").replace("\n", "\n    "), (1, 5, "outer"), id="nested"
        ),
        pytest.param("# complexipy: ignore\n" + NESTED.format(name="f"), (2, 5, "f"), id="ignored by a comment"),
        pytest.param(
            NESTED.format(name="f").replace(":\n", ":  # noqa: complexipy\n", 1), (1, 5, "f"), id="ignored by a noqa"
        ),
        pytest.param("def \\\n  f(rows):" + NESTED.format(name="f").partition(":")[2], (1, 1, "f"), id="split"),
    ],
)
def test_a_finding_stands_where_the_function_is_named(
    repository: Repository, source: str, place: tuple[int, int, str]
) -> None:
    repository.stage("app.py", source)
    assert found(staged(repository)) == [("app.py", *place)]


LATIN = NESTED.format(name="f").replace("total = 0", "total = 0  # Größe")
HARDER = NESTED.replace("return total", "return total if total else None")
BEFORE_AND_AFTER = [
    pytest.param({"app.py": NESTED}, {"app.py": NESTED + "\n\ndef g():\n    pass\n"}, [], id="not touched"),
    pytest.param({"app.py": NESTED}, {"app.py": NESTED.replace("= 0", "= 1")}, [], id="as complex before"),
    pytest.param({"app.py": HARDER}, {"app.py": NESTED}, [], id="less complex than before"),
    pytest.param({"app.py": NESTED}, {"app.py": HARDER}, [("app.py", 1, 5, "f")], id="more complex than before"),
    pytest.param({"app.py": FLAT}, {"app.py": NESTED}, [("app.py", 1, 5, "f")], id="written anew"),
    pytest.param({"app.py": NESTED}, {"app.py": NESTED.replace("{name}", "g")}, [], id="renamed"),
    pytest.param(
        {"app.py": NESTED},
        {"app.py": "class A:\n" + "".join(f"    {line}\n" for line in NESTED.splitlines())},
        [],
        id="moved into a class",
    ),
    pytest.param({"app.py": NESTED + "x = 1\n"}, {"app.py": "x = 1\n", "b.py": NESTED}, [], id="moved to a new file"),
    pytest.param({"app.py": NESTED}, {"app.py": None, "b.py": "import os\n\n\n" + NESTED}, [], id="file replaced"),
    pytest.param(
        {"app.py": NESTED}, {"b.py": NESTED.replace("{name}", "g")}, [("b.py", 1, 5, "g")], id="copied: both are there"
    ),
    pytest.param(
        {"app.py": "@x\n" + FLAT + "\n\n@f.setter\n" + NESTED},
        {"app.py": "@x\n" + NESTED + "\n\n@f.setter\n" + NESTED.replace("= 0", "= 1")},
        [("app.py", 2, 5, "f")],
        id="two of one name",
    ),
    pytest.param({}, {"app.txt": NESTED}, [], id="not Python"),
    pytest.param({}, {"nothing": NESTED, "app.pyw": NESTED}, [("app.pyw", 1, 5, "f")], id="excluded"),
    pytest.param({}, {"app.py": "match x:\n    case 1:\n        pass\n" + NESTED}, [("app.py", 4, 5, "f")], id="match"),
]


@pytest.mark.parametrize(("before", "after", "expected"), BEFORE_AND_AFTER)
def test_what_was_as_complex_before_is_let_pass(
    repository: Repository,
    before: dict[str, str],
    after: dict[str, str | None],
    expected: list[tuple[str, int, int, str]],
) -> None:
    repository.commit(**{name: source.replace("{name}", "f") for name, source in before.items()})
    for name, source in after.items():
        if source is None:
            repository.git("rm", "-q", name)
        else:
            repository.stage(name, source.replace("{name}", "f"))
    judged = staged(repository)
    assert (found(judged), judged.failures) == (expected, ())


def test_nothing_to_judge_is_said_as_such(repository: Repository) -> None:
    repository.stage("README.md", "# App\n")
    detail = "the change has no new line in a Python function"
    assert staged(repository) == Judged(Measure("complexity", "none", None, 10, "points", detail))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param("def f(:\n", "complexipy cannot read it (Expected a parameter", id="broken"),
        pytest.param("x = " + "(" * 5000 + ")" * 5000, "complexipy cannot read it (Source is too deeply", id="deep"),
        pytest.param(b"\xff\xfe\xfd", "is not UTF-16", id="no text"),
        pytest.param(b"# coding: no-such\n", "declares the encoding no-such", id="unknown encoding"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_is_judged(
    repository: Repository, content: str | bytes, why: str
) -> None:
    repository.stage("bad.py", content)
    repository.stage("good.py", NESTED.format(name="f"))
    judged = staged(repository)
    assert found(judged) == [("good.py", 1, 5, "f")]
    assert [one.path for one in judged.failures] == ["bad.py"]
    assert why in judged.failures[0].why
    assert (judged.measure.state, judged.measure.passed) == ("absent", False)
    assert judged.measure.why == judged.failures[0].why


def test_another_encoding_is_read_as_python_reads_it() -> None:
    content = ("# coding: latin-1\n" + LATIN).encode("latin-1")
    assert [(one.name, one.complexity, one.place()) for one in functions("app.py", content)] == [("f", 10, (2, 5))]


@settings(max_examples=40, deadline=None)
@given(st.text("\r\n\f\t fdefpass():ilm\u2028é", max_size=60))
def test_any_text_is_measured_or_named(text: str) -> None:
    try:
        found = functions("a.py", text.encode())
    except NotJudged:
        return
    assert all(1 <= one.first <= one.place()[0] <= one.last <= text.count("\n") + 1 for one in found)


def test_only_the_native_module_is_loaded(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom walkaround._measures.complexipy import functions\n"
        "functions('a.py', b'def f(): pass')\n"
        "print([one for one in ('complexipy', 'pathlib', 'ast', 'inspect') if one in sys.modules])\n"
        "import complexipy\nprint(complexipy.code_complexity('def f(): pass').functions[0].name)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(Path(_change.__file__).parent.parent)},
    )  # fmt: skip
    assert done.stdout == "[]\nf\n"
