"""The pack in stock bandit: the same places as the hook, as soon as the package is installed."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from sast_support import judged
from tests_support import TOP
from walkaround._bandit import _lean
from walkaround._code import Module
from walkaround.sast._families import find
from walkaround.sast._rules import DEFECTS, Defect

_lean.stand_in()  # bandit's own packages warn as they are imported; those of stock bandit run below, in processes
from walkaround.sast import plugins  # noqa: E402

LABELLED = sorted((TOP / "tests" / "labelled" / "own").glob("*.py"))


def stock(*arguments: str, cwd: Path) -> dict[str, object]:
    command = [sys.executable, "-m", "bandit", "-q", "-f", "json", *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_there_is_an_entry_point_for_every_rule() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    expected = {plugins.name(defect): f"walkaround.sast.plugins:{plugins.name(defect)}" for defect in DEFECTS}
    assert project["entry-points"]["bandit.plugins"] == expected


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.rule.id)
def test_a_plugin_is_what_bandit_wants(defect: Defect) -> None:
    plugin = getattr(plugins, plugins.name(defect))
    assert re.fullmatch(r"B9\d\d", plugin._test_id)
    assert plugin.__name__ == plugins.name(defect)
    nodes = {"Str", "Bytes"}
    assert all(node in nodes or issubclass(getattr(ast, node), ast.AST) for node in plugin._checks)


def test_stock_bandit_says_what_the_hook_says(tmp_path: Path) -> None:
    ids = {defect.rule.id for defect in DEFECTS}
    expected = set()
    for path in LABELLED:
        source = path.read_bytes()
        (tmp_path / path.name).write_bytes(source)
        expected |= {(path.name, spot.line, spot.rule) for spot in judged(path.name, source).spots if spot.rule in ids}
    found = stock("-r", ".", cwd=tmp_path)
    assert found["errors"] == []
    results = found["results"]
    assert isinstance(results, list)
    said = {(one["filename"].removeprefix("./"), one["line_number"], one["test_id"]) for one in results}
    assert {one for one in said if one[2] in ids} == expected
    assert len(expected) > 100


def test_what_the_rules_find_stands_on_nodes_that_bandit_asks_about() -> None:
    types = {defect.rule.id: set(plugins.nodes(defect)) for defect in DEFECTS}
    sources = [path.read_bytes() for path in LABELLED]
    for page in sorted((TOP / "docs" / "sast").glob("*.md")):
        sources += [block.encode() for block in re.findall(r"```python\n(.*?)```", page.read_text(), re.DOTALL)]
    seen = set()
    for source in sources:
        for found in find(Module("shop/app.py", source, ast.parse(source))):
            kind = type(found.node).__name__
            seen.add(found.rule)
            assert ("Str" if kind == "Constant" else kind) in types[found.rule], found
    assert seen == set(types)


def test_a_result_of_stock_bandit(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import requests\n\n\ndef rates(url):\n    return requests.get(url).json()\n")
    results = stock("a.py", "-t", "B935", cwd=tmp_path)["results"]
    assert isinstance(results, list)
    (one,) = results
    keys = ("test_id", "test_name", "issue_severity", "issue_confidence", "line_number", "col_offset")
    assert [one[key] for key in keys] == ["B935", "missing_timeout", "MEDIUM", "HIGH", 5, 11]
    assert one["issue_cwe"]["id"] == 400
    assert one["issue_text"].startswith("requests.get ")


def test_names_serve_in_comments_of_stock_bandit(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import requests\n\nrequests.get(url)  # nosec: missing_timeout\n")
    assert stock("a.py", "-t", "B935", cwd=tmp_path)["results"] == []
