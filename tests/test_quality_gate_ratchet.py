"""quality-gate, ratchet: nothing is worse than where the change began."""

import sys

import pytest

from tests_support import Repository
from walkaround import _change
from walkaround._finding import Finding
from walkaround.quality_gate._model import Judged, Measure
from walkaround.quality_gate._ratchet import judge

SPLIT = "Move what was added into a function of its own, or make another part of it simpler."
MERGE = "Call what is there already, or take out as much of what is repeated elsewhere in these files."
THREE = "def {name}(rows):\n    for row in rows:\n        if row.paid:\n            print(row)\n"
SIX = THREE + "            while row.open:\n                pass\n"
TEN = SIX + "                if row:\n                    break\n"
COPIED = """def total(rows, factor, discount):
    amount = 0
    for row in rows:
        amount += sum(line.price * line.count * factor for line in row.lines)
        amount -= row.discount(factor, amount) * discount(row.lines, factor)
        log(row.name, amount, factor)
    return round(amount, 2)
"""


def excluded(path: str) -> bool:
    return path.startswith("made/")


def staged(repository: Repository) -> Judged:
    with _change.staged(str(repository.top)) as delta:
        return judge(delta, excluded)


def test_what_is_worse_is_told(repository: Repository) -> None:
    repository.commit(**{"a.py": SIX.format(name="f"), "b.py": "import os\n\n\n" + COPIED})
    repository.stage("a.py", TEN.format(name="f") + "\n\n" + COPIED)
    detail = "1 of 2 changed functions are more complex than before; 46.7 % of the lines repeat others, 0.0 % before"
    assert staged(repository) == Judged(
        Measure("ratchet", "measured", 2, 0, "findings", detail, passed=False),
        (
            Finding("a.py", 1, 5, "GATE010", "`f` went from a cognitive complexity of 6 to 10", SPLIT),
            Finding(
                "<change>", 0, 0, "GATE010",
                "46.7 % of the lines in the changed files repeat others; it was 0.0 % before", MERGE,
            ),
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param({"a.py": SIX}, {"a.py": SIX.replace("paid", "due")}, [], id="as it was"),
        pytest.param({"a.py": TEN}, {"a.py": SIX}, [], id="simpler"),
        pytest.param({"a.py": "def f():\n    pass\n"}, {"a.py": THREE}, [], id="still simple"),
        pytest.param(
            {"a.py": THREE},
            {"a.py": THREE + "\n\n" + SIX.replace("{name}", "g")},
            ["a.py:7 `g` has a cognitive complexity of 6; the most complex one of its file had 3"],
            id="a new one is the worst of its file",
        ),
        pytest.param({"a.py": TEN}, {"a.py": TEN + "\n\n" + SIX.replace("{name}", "g")}, [], id="a new one is not"),
        pytest.param({"a.py": SIX}, {"a.py": SIX.replace("{name}", "g")}, [], id="renamed"),
        pytest.param({"a.py": SIX, "b.py": "x = 1\n"}, {"a.py": "y = 1\n", "b.py": SIX}, [], id="moved"),
        pytest.param({"a.py": "x = 1\n"}, {"b.py": TEN}, [], id="a new file"),
        pytest.param({"made/a.py": SIX}, {"made/a.py": TEN}, [], id="excluded"),
        pytest.param(
            {"a.py": COPIED, "b.py": "# b\n" + COPIED},
            {"b.py": "# b\n" + COPIED + "x = 1\n"},
            [],
            id="old copies",
        ),
        pytest.param({"a.py": COPIED, "b.py": "# b\n" + COPIED}, {"b.py": "# b\n"}, [], id="a copy removed"),
        pytest.param(
            {"a.py": COPIED, "b.py": "x = 1\n"},
            {"b.py": "x = 1\n", "c.py": COPIED},
            [],
            id="new files alone have no past",
        ),
    ],
)  # fmt: skip
def test_what_is_worse(
    repository: Repository, before: dict[str, str], after: dict[str, str], expected: list[str]
) -> None:
    repository.commit(**{path: text.replace("{name}", "f") for path, text in before.items()})
    for path, text in after.items():
        repository.stage(path, text.replace("{name}", "f"))
    judged = staged(repository)
    assert ([f"{one.path}:{one.line} {one.message}" for one in judged.findings], judged.failures) == (expected, ())


@pytest.mark.parametrize(
    ("files", "detail"),
    [
        pytest.param({}, "there is nothing before the change", id="first commit"),
        pytest.param({"b.py": "x = 1\n"}, "the change has no source that was there before", id="new files"),
    ],
)
def test_nothing_to_compare_is_said_as_such(repository: Repository, files: dict[str, str], detail: str) -> None:
    if files:
        repository.commit()
    for path, text in files.items() or {"a.py": TEN}.items():
        repository.stage(path, text)
    assert staged(repository) == Judged(Measure("ratchet", "none", None, 0, "findings", detail))


def test_without_jscpd_functions_are_judged_and_the_rest_is_named(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(**{"a.py": SIX.format(name="f")})
    repository.stage("a.py", TEN.format(name="f"))
    monkeypatch.setattr(sys, "executable", "/none/python")
    monkeypatch.setattr("walkaround._measures.jscpd._on_path", lambda: "")
    judged = staged(repository)
    assert [one.message for one in judged.findings] == ["`f` went from a cognitive complexity of 6 to 10"]
    assert [one.path for one in judged.failures] == ["jscpd"]
    assert (judged.measure.state, judged.measure.passed) == ("absent", False)
