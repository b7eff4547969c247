"""The README's command around its inspection: what surrounds it must not reach in, nor it out."""

import os
import sys
from pathlib import Path

import pytest

import try_strict
from tests_support import TOP, Repository


@pytest.fixture(autouse=True)
def _this_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own environment instead of one that is set up."""
    monkeypatch.setattr(try_strict, "environment", lambda _groups: Path(sys.executable))
    monkeypatch.setenv("PYTHONPATH", str(TOP / "hooks"))


def test_the_sample_is_staged_in_no_other_repository(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.stage("mine.txt", "mine")
    monkeypatch.setenv("GIT_DIR", str(repository.top / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(repository.top / ".git" / "index"))
    assert try_strict.main([]) == 1
    assert repository.git("ls-files", "-z") == b"mine.txt\0"


def test_modules_of_the_inspected_folder_are_not_imported(repository: Repository) -> None:
    repository.stage("json.py", "open('ran', 'w')\nraise SystemExit(0)\n")
    repository.stage("walkaround.py", "open('ran', 'w')\nraise SystemExit(0)\n")
    assert try_strict.main([str(repository.top)]) == 1  # strict misses a pull request template
    assert not (repository.top / "ran").exists()


def test_a_loop_of_links_is_no_folder(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(SystemExit) as left:
        try_strict.guarded([str(tmp_path / "loop")])
    assert left.value.code == 2
    assert capfd.readouterr().err.endswith("loop: no such folder\n")


def test_without_git_the_sample_is_one_line(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(SystemExit) as left:
        try_strict.guarded([])
    assert left.value.code == 2
    assert "the sample repository cannot be made: " in capfd.readouterr().err
