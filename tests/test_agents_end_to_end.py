"""An agent commits, with nothing replaced: real pre-commit and real prek run the hooks, and what they say leads on."""

import subprocess
from pathlib import Path

import pytest

from frameworks import Framework
from made_up_secrets import made_up
from tests_support import Repository

pytestmark = pytest.mark.e2e


@pytest.fixture(autouse=True)
def _own_store(_quiet_environment: None, framework: Framework, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRE_COMMIT_HOME", str(framework.store))
    monkeypatch.setenv("PREK_HOME", str(framework.store))
    monkeypatch.setenv("CLAUDECODE", "1")


def run(command: str, top: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["sh", "-c", command], cwd=top, capture_output=True, text=True, check=False, timeout=900)


def test_an_agent_is_led_from_a_finding_to_a_commit(
    repository: Repository, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.stage(
        ".pre-commit-config.yaml",
        f"repos:\n  - repo: {framework.source}\n    rev: {framework.revision}\n    hooks:\n"
        "      - id: secret-detection\n        stages: [pre-commit]\n      - id: pr-template\n",
    )
    installed = framework.run("install", "--install-hooks", cwd=repository.top)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    monkeypatch.setenv("PATH", "/usr/bin:/bin")  # as in a shell that knows no command of ours
    secret = made_up(12)["AWS_KEY"]
    repository.stage("app.py", f'key = "{secret}"\n')
    said = run("git commit -m 'Add the app'", repository.top)
    text = said.stdout + said.stderr
    assert said.returncode == 1, text
    lines = [line.strip() for line in text.splitlines()]
    (found,) = (line for line in lines if line.startswith("app.py:1:8: SEC"))
    assert " -> " in found
    assert secret not in text
    mend, stage = (line.removeprefix("next: ") for line in lines if line.startswith("next: "))
    assert mend.startswith("mend them, then git add app.py && ")
    repository.write("app.py", "key = None\n")
    done = run(mend.removeprefix("mend them, then "), repository.top)
    assert done.returncode == 0, (mend, done.stdout + done.stderr)
    done = run(stage, repository.top)
    assert done.returncode == 0, (stage, done.stdout + done.stderr)
