"""Notebooks: which code they hold, and on which line of the file it stands."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests_support import Repository
from walkaround._finding import NotJudged
from walkaround.sast import main
from walkaround.sast._notebook import cells


def notebook(*sources: Any, kind: str = "code", **metadata: Any) -> bytes:
    written = [{"cell_type": kind, "metadata": {}, "source": source, "outputs": []} for source in sources]
    return json.dumps({"cells": written, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, indent=1).encode()


SOURCES = [
    pytest.param("x = 1", b"x = 1", id="text"),
    pytest.param(["x = 1\n", "y = 2"], b"x = 1\ny = 2", id="lines"),
    pytest.param(["%matplotlib inline\n", "x = 1"], b"pass\nx = 1", id="magic"),
    pytest.param(["if x:\n", "    !ls\n"], b"if x:\n    pass", id="command"),
    pytest.param(["files = !ls\n", "t = %time f()\n", "x = 5 % 2"], b"pass\npass\nx = 5 % 2", id="assigned-magic"),
    pytest.param(["print?\n", "?print\n", "a.b??"], b"pass\npass\npass", id="help"),
    pytest.param(["%%time\n", "x = 1"], b"pass\nx = 1", id="cell-magic"),
    pytest.param(["%%bash\n", "ls"], None, id="other-language"),
    pytest.param([], None, id="empty"),
]


@pytest.mark.parametrize(("source", "python"), SOURCES)
def test_the_python_of_a_cell(source: Any, python: bytes | None) -> None:
    found = [cell.source for cell in cells("n.ipynb", notebook(source))]
    assert found == ([] if python is None else [python])


def test_markdown_and_other_languages_are_no_code() -> None:
    assert list(cells("n.ipynb", notebook("x = 1", kind="markdown"))) == []
    assert list(cells("n.ipynb", notebook("x <- 1", language_info={"name": "R"}))) == []
    assert len(list(cells("n.ipynb", notebook("x = 1", kernelspec={"language": "python"})))) == 1


def test_version_3_has_sheets() -> None:
    cell = {"cell_type": "code", "input": ["x = 1\n", "y = 2"]}
    content = json.dumps({"worksheets": [{"cells": [cell]}], "nbformat": 3}).encode()
    assert [one.source for one in cells("n.ipynb", content)] == [b"x = 1\ny = 2"]


@given(st.lists(st.text(alphabet="ab =1é\\\"'\t", min_size=1), min_size=1, max_size=6))
def test_each_line_is_found_where_it_stands(lines: list[str]) -> None:
    content = notebook([f"{line}\n" for line in lines])
    written = content.decode().splitlines()
    found = [place for cell in cells("n.ipynb", content) for place in cell.lines]
    assert [json.loads(written[place - 1].strip().rstrip(",").removeprefix('"source": ')) for place in found] == [
        f"{line}\n" for line in lines
    ]


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b'"x"', b"\xff\xfe{}", b"[" * 100_000],
    ids=["nothing", "list", "open", "text", "bytes", "deep"],
)
def test_what_is_no_notebook(content: bytes) -> None:
    with pytest.raises(NotJudged):
        list(cells("n.ipynb", content[:200_000]))


def test_a_finding_and_a_broken_cell(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("n.ipynb", notebook(["import os\n"], ["def broken(:\n"], ["%cd x\n", "os.chmod(path, 0o777)\n"]))
    lines = (repository.top / "n.ipynb").read_text().splitlines()
    found = next(number for number, line in enumerate(lines, 1) if "chmod" in line)
    broken = next(number for number, line in enumerate(lines, 1) if "broken" in line)
    assert main(["n.ipynb"]) == 2
    out, err = capsys.readouterr()
    assert out.startswith(f"n.ipynb:{found}:1: B103 ")
    assert err.startswith(f"walkaround: sast: n.ipynb: not judged: line {broken}: is not valid syntax for Python ")
