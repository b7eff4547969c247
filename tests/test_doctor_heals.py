"""Each command that `walkaround doctor` names is really run, and heals: real git, real pre-commit, real prek."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from doctor_support import CASES, TYPES, Case, Healthy, expected, healthy, troubles
from walkaround.bootstrap import _pipeline
from walkaround.bootstrap._checks import Ground

__all__ = ["healthy"]
pytestmark = pytest.mark.e2e
HEALING = [case for case in CASES if case.runs and case.id != "environment"]
FRAMEWORKS = os.path.dirname(sys.executable)


@pytest.fixture(autouse=True)
def _real_frameworks(healthy: Healthy, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path = healthy.source.parent
    (tmp_path / "bin/pre-commit").unlink()
    for name in ("pre-commit", "prek"):
        os.symlink(os.path.join(FRAMEWORKS, name), tmp_path / "bin" / name)
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "store"))
    monkeypatch.setenv("PREK_HOME", str(tmp_path / "store"))


def run(command: str, top: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["sh", "-c", command], cwd=top, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("case", HEALING, ids=[case.name for case in HEALING])
def test_the_command_heals(case: Case, healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    case.breaks(healthy)
    wanted = expected(case, healthy)
    assert wanted in troubles(capsys)
    done = run(wanted[3], healthy.repository.top)
    left = [one for one in troubles(capsys) if one[0] == case.id]
    assert left == [], done.stdout + done.stderr


def test_a_variable_is_unset_in_the_shell_that_has_it(healthy: Healthy) -> None:
    asked = 'walkaround doctor --json | grep -c \'"id": "environment", "state": "warning"\''
    said = run(f"export SKIP=strict; {compact(asked)}; unset SKIP; {compact(asked)}", healthy.repository.top)
    assert said.stdout.split() == ["1", "0"]


def compact(command: str) -> str:
    """JSON on one line, as grep reads it."""
    return command.replace("--json |", "--json | tr -d '\\n' | sed 's/,  */, /g' |")


@pytest.mark.parametrize("name", ["fresh clone", "own script", "not executable", "hooksPath", "a branch as rev"])
def test_the_command_of_prek_heals(name: str, healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    top = healthy.repository.top
    for kind in TYPES:
        (top / ".git/hooks" / kind).unlink()
    (top.parent / "bin/pre-commit").unlink()
    assert run("prek install", top).returncode == 0
    assert troubles(capsys) == []
    case = next(case for case in CASES if case.name == name)
    keeps = {"not executable": lambda: (top / ".git/hooks/pre-push").chmod(0o644)}
    keeps.get(name, lambda: case.breaks(healthy))()
    wanted = expected(case, healthy)
    wanted = (
        *wanted[:3],
        wanted[3].replace("pre-commit install", "prek install").replace("pre-commit auto", "prek auto"),
    )
    assert wanted in troubles(capsys)
    done = run(wanted[3], top)
    assert [one for one in troubles(capsys) if one[0] == case.id] == [], done.stdout + done.stderr


@pytest.mark.parametrize(("old", "new"), [("pre-commit", "prek"), ("prek", "pre-commit")], ids=["prek", "pre-commit"])
def test_what_another_framework_left_is_healed(
    old: str, new: str, healthy: Healthy, capsys: pytest.CaptureFixture[str]
) -> None:
    top = healthy.repository.top
    for kind in TYPES:
        (top / ".git/hooks" / kind).unlink()
    for framework in (old, new):
        assert run(f"{framework} install", top).returncode == 0
    (found,) = troubles(capsys)
    assert found[0] == "hooks-started"
    assert run(found[3], top).returncode == 0
    assert troubles(capsys) == []


def _not_told(healthy: Healthy) -> None:
    healthy.repository.stage("AGENTS.md", "Be kind.\n")


def _without_range(healthy: Healthy) -> None:
    healthy.repository.stage(
        ".pre-commit-config.yaml", healthy.config().replace("      - id: ai-attribution-range\n", "")
    )


def _without_config(healthy: Healthy) -> None:
    healthy.repository.git("rm", "-q", ".pre-commit-config.yaml")


def _few_types(healthy: Healthy) -> None:
    healthy.repository.stage(".pre-commit-config.yaml", healthy.config(types="pre-commit"))


def _no_policy(healthy: Healthy) -> None:
    healthy.repository.git("rm", "-q", "walkaround.toml")


def _bare_baseline(healthy: Healthy) -> None:
    healthy.repository.stage(".walkaround/sast.baseline", "")


def _edited_pipeline(healthy: Healthy) -> None:
    ground = Ground(str(healthy.repository.top), {})
    text = _pipeline.rendered(ground.facts, ground.choice._replace(host="github"))
    healthy.repository.stage(".github/workflows/walkaround.yml", text + b"# ours\n")
    healthy.repository.git("remote", "add", "origin", "https://github.com/example/example.git")
    for kind in TYPES:  # which would build an environment to judge what is taken out
        (healthy.repository.top / ".git/hooks" / kind).unlink()


@pytest.mark.parametrize(
    ("breaks", "check"),
    [
        (_not_told, "agents"),
        (_without_range, "hooks-listed"),
        (_without_config, "hook-config"),
        (_few_types, "hook-types"),
        (_no_policy, "policy"),
        (_bare_baseline, "attributes"),
        (_edited_pipeline, "pipeline"),
    ],
    ids=["agents", "hooks-listed", "hook-config", "hook-types", "policy", "attributes", "pipeline"],
)
def test_init_heals(
    breaks: Callable[[Healthy], None], check: str, healthy: Healthy, capsys: pytest.CaptureFixture[str]
) -> None:
    breaks(healthy)
    healthy.repository.git("-c", "core.hooksPath=/dev/null", "commit", "-q", "-m", "Broken")
    found = next(one for one in troubles(capsys) if one[0] == check)
    done = run(f"{found[3]} --repo {healthy.source}" if check == "hook-config" else found[3], healthy.repository.top)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [one for one in troubles(capsys) if one[0] == check] == [], done.stdout + done.stderr


def test_a_comment_that_lies_is_healed(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    run("git commit -q --allow-empty -m Newer && git tag v0.1.0", healthy.source)
    healthy.repository.stage(".pre-commit-config.yaml", healthy.config(rev=f"{healthy.rev}  # frozen: v0.1.0"))
    (first, *_) = troubles(capsys)
    assert first[:2] == ("rev-pinned", "error")
    assert run(first[3], healthy.repository.top).returncode == 0
    assert [one for one in troubles(capsys) if one[0].startswith("rev")] == []


def test_a_fresh_clone_from_zero_to_strict(
    healthy: Healthy, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clone = healthy.repository.top.parent / "clone"
    run(f"git clone -q {healthy.repository.top} {clone}", healthy.repository.top.parent)
    monkeypatch.chdir(clone)
    (found,) = troubles(capsys)
    assert found[0] == "hooks-installed"
    assert run(found[3], clone).returncode == 0
    assert troubles(capsys) == []
    assert sorted(one.name for one in (clone / ".git/hooks").iterdir() if one.suffix != ".sample") == sorted(TYPES)
