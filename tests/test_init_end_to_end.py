"""`walkaround init` the whole way, with real frameworks: two commands from `git init` to a strict, green commit."""

import os
import subprocess
import sys
from collections.abc import Mapping

import pytest

from frameworks import Framework
from init_support import remains
from made_up_secrets import made_up
from planted_mistakes import MISTAKES, stopped, with_remote
from repository_state import state
from tests_support import TOP, Repository

pytestmark = pytest.mark.e2e

SECRETS = made_up(11)
# Of all mistakes those that take every git hook that is installed: a commit, its message, what prepares it, a push.
PLANTED = ("secret", "edited checklist", "loosened policy", "sign-off of an agent", "agent's commit without a trailer")


@pytest.fixture(autouse=True)
def _own_store(_quiet_environment: None, framework: Framework, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRE_COMMIT_HOME", str(framework.store))
    monkeypatch.setenv("PREK_HOME", str(framework.store))


def run(repository: Repository, *command: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    environment: Mapping[str, str] = {**os.environ, "PYTHONPATH": str(TOP / "hooks"), **variables}
    return subprocess.run(
        command, cwd=repository.top, env=environment, capture_output=True, text=True, check=False, timeout=900,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def init(repository: Repository, framework: Framework, *options: str) -> "subprocess.CompletedProcess[str]":
    name = os.path.basename(framework.command[0])
    source = ("--repo", str(framework.source), "--framework", name)
    return run(repository, sys.executable, "-m", "walkaround", "init", *source, *options)


def test_two_commands_make_a_new_repository_strict(repository: Repository, framework: Framework) -> None:
    before = state(repository.top)
    done = init(repository, framework, "--apply", "--yes")
    assert done.returncode == 0, done.stderr
    done = run(repository, "git", "commit", "-m", "Start")
    assert done.returncode == 0, done.stdout + done.stderr
    assert repository.git("ls-tree", "-r", "--name-only", "HEAD").decode().split() == [
        ".github/pull_request_template.md", ".github/workflows/walkaround.yml", ".pre-commit-config.yaml",
        ".walkaround/.gitattributes", "walkaround.toml",
    ]  # fmt: skip
    assert repository.git("status", "--porcelain") == b""
    checked = run(repository, sys.executable, "-m", "walkaround", "check", "--all-files", "--policy", "strict")
    assert (checked.returncode, checked.stdout) == (0, "")
    assert init(repository, framework, "--check").returncode == 0

    with_remote(repository.top, repository.top.with_name("remote.git"))
    mistakes = [one for one in MISTAKES if one.name in PLANTED]
    assert len(mistakes) == len(PLANTED)
    assert {one.name: stopped(repository.top, one, SECRETS) for one in mistakes} == dict.fromkeys(PLANTED, "")

    assert init(repository, framework, "--undo", "--yes").returncode == 0
    after = state(repository.top)
    assert {path: after[path] for path in after if path != ".git/index"} == before
    assert remains(repository.top) == []


def test_what_is_there_already_is_accepted_and_the_way_back_is_exact(
    repository: Repository, framework: Framework
) -> None:
    """Debt of every kind with a baseline, hooks of one's own, a hook configuration with comments, CRLF in a file."""
    hook = f"{{id: x, name: x, entry: {sys.executable} -c pass, language: system}}"
    config = f"# ours\nrepos:  # first\n  - repo: local\n    hooks:\n    - {hook}\n"
    repository.commit(
        "begin",
        **{
            "pyproject.toml": '[project]\r\nname = "x"  # by hand\r\nversion = "1"\r\ndependencies = ["requests"]\r\n',
            "old.py": "import pickle\n\n\ndef load(data: bytes) -> object:\n    return pickle.loads(data)\n",
            "prod.ini": f"[prod]\npassword = {SECRETS['PASSWORD']}\n",
            ".pre-commit-config.yaml": config,
        },
    )
    own = repository.write(".git/hooks/pre-commit", "#!/bin/sh\nexit 0\n")
    own.chmod(0o755)
    before = state(repository.top)
    done = init(repository, framework, "--apply", "--yes", "--host", "gitlab")
    assert done.returncode == 0, done.stderr
    assert init(repository, framework, "--undo", "--yes").returncode == 0
    assert state(repository.top) == before

    done = init(repository, framework, "--apply", "--yes", "--host", "gitlab")
    assert done.returncode == 0, done.stderr
    done = run(repository, "git", "commit", "-m", "Adopt")
    assert done.returncode == 0, done.stdout + done.stderr
    done = framework.run("run", "--all-files", cwd=repository.top)
    assert done.returncode == 0, done.stdout
    assert (repository.top / ".pre-commit-config.yaml").read_text().startswith("# ours\n")
    repository.write("new.py", "import pickle\n\n\ndef load(data: bytes) -> object:\n    return pickle.loads(data)\n")
    repository.git("add", "new.py")
    assert run(repository, "git", "commit", "-m", "More of the same").returncode == 1
