"""The options that pipelines stand on: one hook of many, and reports in files beside what is printed."""

import json
from pathlib import Path

import pytest

from tests_support import Repository
from walkaround import _catalogue
from walkaround.cli import main
from walkaround.pinned_dependencies import main as pins
from walkaround.strict import main as strict

DEFECT = "import yaml\n\n\ndef read(text: str) -> object:\n    return yaml.load(text, Loader=yaml.Loader)\n"


def test_only_the_named_hooks_judge(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("requirements.txt", "flask\n")
    repository.stage("run.py", DEFECT)

    def rules(*hooks: str) -> set[str]:
        main(["check", "--all-files", "--format", "json", *(f"--only={hook}" for hook in hooks)])
        return {one["hook"] for one in json.loads(capsys.readouterr().out)["findings"]}

    assert rules("sast") == {"sast"}
    assert rules("pinned-dependencies") == {"pinned-dependencies"}
    assert rules("pinned-dependencies", "sast") == {"pinned-dependencies", "sast"}
    assert rules("secret-detection") == set()
    assert rules() >= {"pinned-dependencies", "sast"}


def test_every_hook_that_judges_files_can_be_named() -> None:
    named = {entry.id for entry in _catalogue.ENTRIES if _catalogue.judges_files(entry)}

    assert named == {hook.id for hook in _catalogue.commit_stage()} | {"vulnerability-audit"}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("sats", "no hook 'sats' that judges files; did you mean \"sast\"?"),
        ("ai-attribution", "no hook 'ai-attribution' that judges files; there are secret-detection, "),
        ("", "no hook '' that judges files; there are secret-detection, "),
    ],
)
def test_no_other_hook_is_taken_for_one(name: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--all-files", "--only", name]) == 2

    assert says in capsys.readouterr().err


def test_reports_are_saved_as_they_would_be_printed(
    repository: Repository, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    repository.stage("requirements.txt", "flask\n")
    command = ["check", "--all-files", "--only", "pinned-dependencies"]

    saved = {name: tmp_path / name for name in ("json", "sarif", "markdown", "github", "text")}
    assert main([*command, *(f"--save={name}={path}" for name, path in saved.items())]) == 1
    assert capsys.readouterr().out == saved["text"].read_text()
    assert json.loads(saved["sarif"].read_text())["version"] == "2.1.0"
    for name in ("json", "markdown", "github"):
        assert main([*command, "--format", name]) == 1
        assert saved[name].read_text() == capsys.readouterr().out


def test_a_clean_run_saves_a_report_too(repository: Repository, tmp_path: Path) -> None:
    path = repository.stage("requirements.txt", "flask==3.1.0\n")

    assert pins([str(path), "--save", f"markdown={tmp_path / 'one.md'}"]) == 0
    assert strict([str(path), "--save", f"json={tmp_path / 'two.json'}"]) == 0
    assert "Clean" in (tmp_path / "one.md").read_text()
    assert {one["severity"] for one in json.loads((tmp_path / "two.json").read_text())["findings"]} == {"warning"}


def test_a_run_that_cannot_start_saves_why(repository: Repository, tmp_path: Path) -> None:
    repository.stage("walkaround.toml", "no-such-key = 1\n")

    assert main(["check", "--all-files", "--save", f"json={tmp_path / 'report.json'}"]) == 2
    assert "no-such-key" in json.loads((tmp_path / "report.json").read_text())["errors"][0]["message"]


@pytest.mark.parametrize("given", ["", "sarif", "sarif=", "html=x", "=x", "SARIF=x"])
def test_what_is_no_format_and_file_is_refused(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--all-files", "--save", given]) == 2

    assert "is not FORMAT=FILE; formats are text, json," in capsys.readouterr().err


def test_a_report_that_cannot_be_written_is_no_clean_run(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    path = repository.stage("requirements.txt", "flask==3.1.0\n")

    assert pins([str(path), "--save", "json=missing/report.json"]) == 2
    expected = "walkaround: pinned-dependencies: missing/report.json: cannot be written: No such file or directory\n"
    assert capsys.readouterr().err == expected


def test_a_name_that_is_no_text_is_saved(repository: Repository, tmp_path: Path) -> None:
    repository.stage(b"caf\xe9-requirements.txt", "flask\n")
    path = tmp_path / "report.txt"

    assert main(["check", "--all-files", "--only", "pinned-dependencies", "--save", f"text={path}"]) == 1
    assert path.read_bytes().startswith(b"caf\\xe9-requirements.txt:1:1: PIN001")
