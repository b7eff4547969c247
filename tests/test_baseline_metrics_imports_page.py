"""The pages on imports and targets: their samples are read, and they name every column and key."""

import re
import tomllib
from pathlib import Path

import pytest

from imports_support import errors, imported
from tests_support import TOP
from walkaround._catalogue import HookCatalogue
from walkaround._policy import load
from walkaround.baseline_metrics.imports.rows import KINDS
from walkaround.baseline_metrics.targets import KEYS, limits

PAGE = (TOP / "docs" / "report-imports.md").read_text(encoding="utf-8")
TARGETS = (TOP / "docs" / "report-targets.md").read_text(encoding="utf-8")
SAMPLES = re.findall(r"^```csv\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.partition("\n")[0] for sample in SAMPLES])
def test_a_sample_is_read_without_a_word(tmp_path: Path, sample: str) -> None:
    found = imported(tmp_path, {"sample.csv": sample})
    assert errors(found, tmp_path) == []
    assert len(found.rows) == len(sample.splitlines()) - 1


def test_every_kind_and_column_stands_on_the_page() -> None:
    (table,) = re.findall(r"^\| kind \|.*?\n\n", PAGE, re.MULTILINE | re.DOTALL)
    for kind in KINDS:
        (row,) = [line for line in table.splitlines() if line.startswith(f"| `{kind.name}` |")]
        missing = [name for name in kind.columns if f"`{name}`" not in row]
        assert missing == []


def test_every_target_stands_on_the_page_and_the_sample_is_a_policy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = re.findall(r"^\| `(target-[a-z-]+)` \| `([a-z-]+)` \| (?:under|over) ([\d.]+)", TARGETS, re.MULTILINE)
    assert [(f"report.{key}", f"target-{figure}", float(limit)) for key, figure, limit in rows] == [
        (key.name, key.name.removeprefix("report."), key.default) for key in KEYS
    ]
    (sample,) = re.findall(r"^```toml\n(.*?)^```$", TARGETS, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)
    Path("walkaround.toml").write_text(sample)
    catalogue = HookCatalogue()
    found = limits(load(catalogue, catalogue.tables, ".", None))
    assert found["mttr"] == tomllib.loads(sample)["report"]["target-mttr"]
    assert "incidents" not in found
