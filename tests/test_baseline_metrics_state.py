"""What the code is like at a commit: the program's own, and none of what only stands beside it."""

from pathlib import Path

import pytest

from made_histories.writing import Story
from walkaround.baseline_metrics import state
from walkaround.baseline_metrics.figure import Value

SCRIPT = "export function total(rows) {\n  let sum = 0;\n" + "".join(
    f"  if (rows[{n}] > {n}) {{ sum += rows[{n}] * {n}; }}\n" for n in range(8)
) + "  return sum;\n}\n"  # fmt: skip
PYTHON = "def f(x):\n    if x:\n        return 1\n    return 2\n"
BESIDE = (
    "src/{}.test.ts", "tests/{}.ts", "test/{}.ts", "docs/{}.ts", "docs_src/{}.ts", "examples/{}.ts", "vendor/{}.ts",
    "dist/{}.ts", "src/generated/{}.ts",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def _values(top: Path, files: dict[str, str]) -> dict[str, Value]:
    story = Story("sums")
    story.add("Add sums", files)
    story.write(top)
    return {one.id: one.all for one in state.at(str(top), story.shas[0])}


def test_code_of_the_program_is_measured(tmp_path: Path) -> None:
    found = _values(tmp_path / "r", {"src/a.ts": SCRIPT, "src/b.ts": SCRIPT, "src/c.py": PYTHON})
    lines = SCRIPT.count("\n")
    assert found["duplication"] == Value(100 * 2 * lines / (2 * lines + 4), 2 * lines, 2 * lines + 4)
    assert found["complexity"] == Value(1, 1, low=1, high=1)


def test_what_stands_beside_the_program_is_not(tmp_path: Path) -> None:
    copies = {name.format(copy): SCRIPT for name in BESIDE for copy in "ab"}
    python = {name.format("c").rpartition(".")[0].removesuffix(".test") + ".py": PYTHON for name in BESIDE[1:]}
    found = _values(tmp_path / "r", {"src/own.ts": SCRIPT, **copies, **python})
    assert found["duplication"] == Value(0, 0, SCRIPT.count("\n"))
    assert found["complexity"].value is None
