"""What tests share: a real git repository in a temporary folder, and no trace of the machine's own settings."""

import os
import subprocess
from pathlib import Path

import pytest

from tests_support import Repository


@pytest.fixture(autouse=True)
def _quiet_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests see neither the machine's git settings nor a policy from its environment."""
    for name in list(os.environ):
        if name.startswith(("GIT_", "PRE_COMMIT", "PREK", "WALKAROUND")):
            monkeypatch.delenv(name)
    home = tmp_path_factory.getbasetemp() / "no-git-settings"
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(home))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", str(home))
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Ada Example")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "ada@example.org")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """An empty repository on an unborn branch; the working directory is its top."""
    top = tmp_path / "repository"
    top.mkdir()
    subprocess.run(["git", "init", "-q", "-b", "main", str(top)], check=True)
    monkeypatch.chdir(top)
    return Repository(top)
